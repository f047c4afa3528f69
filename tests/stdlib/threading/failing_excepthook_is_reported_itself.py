import io
import sys
import threading


def hook(args):
    raise RuntimeError("the hook failed")


threading.excepthook = hook
stderr, sys.stderr = sys.stderr, io.StringIO()
thread = threading.Thread(target=lambda: 1 / 0)
thread.start()
thread.join()
lines = sys.stderr.getvalue().splitlines()
sys.stderr = stderr
print(lines[0])
print(lines[-1])
