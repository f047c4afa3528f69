import io
import sys
import threading


def fail():
    raise ValueError("from the thread")


stderr, sys.stderr = sys.stderr, io.StringIO()
thread = threading.Thread(target=fail, name="failing")
thread.start()
thread.join()
lines = sys.stderr.getvalue().splitlines()
sys.stderr = stderr
print(lines[0])
print(lines[1])
print(lines[-1])
