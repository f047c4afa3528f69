# As 3.13: older versions accept these.
# expect: ValueError
# expect: ValueError
import threading
for parties in (0, -1):
    try:
        threading.Barrier(parties)
    except ValueError as error:
        print(type(error).__name__)
