import re
import threading

gate = threading.Event()
thread = threading.Thread(target=gate.wait, name="T", daemon=True)


def show():
    print(re.sub(r"\d{3,}", "N", repr(thread)))


show()
thread.start()
show()
gate.set()
thread.join()
show()
