# When sys.stderr is None at the end of a thread that fails, what it was when the thread was made is told; with neither, nothing is.
import io
import sys
import threading

go_on = threading.Event()


def fail():
    go_on.wait()
    raise LookupError("reason")


def run(stream):
    sys.stderr = stream
    go_on.clear()
    thread = threading.Thread(target=fail, name="failing")
    thread.start()
    sys.stderr = None
    go_on.set()
    thread.join()


stream = io.StringIO()
run(stream)
lines = stream.getvalue().splitlines()
print(lines[0], lines[-1])
run(None)
print(stream.getvalue().count("LookupError: reason"))
