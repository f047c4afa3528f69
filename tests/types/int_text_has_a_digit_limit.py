# The limit of 4300 digits guards against quadratic conversions.
import sys
print(sys.get_int_max_str_digits(), len(str(10 ** 4299)))
try:
    str(10 ** 4300)
except ValueError as error:
    print(str(error)[:60])
try:
    int("1" * 4301)
except ValueError as error:
    print(str(error)[:60])
print(len(hex(10 ** 5000)), int("f" * 5000, 16).bit_length())
sys.set_int_max_str_digits(0)
print(len(str(10 ** 5000)), int("9" * 6000) % 7)
