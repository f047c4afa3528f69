# expect: before
# expect-exit: 3
import atexit, os, sys
atexit.register(print, "never printed")
print("before")
sys.stdout.flush()
try:
    os._exit(3)
finally:
    print("never reached")
