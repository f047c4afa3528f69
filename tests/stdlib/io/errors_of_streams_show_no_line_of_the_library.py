# Streams are native in CPython: a traceback of what they raise ends at the line that called them.
import io
import traceback


def lines_of(call):
    try:
        call()
    except Exception as error:
        names = {frame.filename == __file__ for frame in traceback.extract_tb(error.__traceback__)}
        print(type(error).__name__, names)
    else:
        print("nothing was raised")


closed = open("/dev/null", "rb")
lines_of(lambda: closed.write(b"x"))
closed.close()
lines_of(closed.read)
lines_of(lambda: open("/no/such/file"))
lines_of(lambda: open("/no/such/file", "rb"))
lines_of(lambda: open("/dev/null", "rb", buffering=0).write(b"x"))
lines_of(lambda: io.FileIO("/no/such/file"))
lines_of(lambda: io.BufferedReader(1))
lines_of(lambda: io.StringIO().seek(-1))
