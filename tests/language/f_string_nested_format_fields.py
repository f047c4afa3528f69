width, precision, value = 12, 4, 3.14159265
print(f"[{value:{width}.{precision}f}]")
print(f"[{value!r:^{width + 2}}]")
print(f"[{'text':{'>'}{width}}]")
print(f"{value:{'.2f' if precision > 3 else '.1f'}}")
print(f"{'a':\t>4}".encode())
print(f"{3:{'{'}>5}" if False else "skipped")
import datetime
print(f"{datetime.date(2024, 2, 29):%d/%m/%Y}")
