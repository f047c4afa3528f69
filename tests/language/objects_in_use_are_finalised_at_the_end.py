# What is still in use when the program ends is finalised after the functions of atexit: __del__ of objects in the order in which they
# were made, the finally of suspended generators; threads and the main one are still there, new threads are refused.
import atexit
import sys
import threading


class Told:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("end of", self.name, threading.current_thread() is threading.main_thread())


class StartsThread:
    def __del__(self):
        try:
            threading.Thread(target=print, args=("never",)).start()
        except RuntimeError as error:
            print(str(error).split(" at ")[0])


def generator():
    try:
        yield
    finally:
        print("end of the generator")


kept = Told("one in a global variable")
suspended = generator()
next(suspended)
local = threading.local()
local.name = "local data"


class UsesLocal:
    def __del__(self):
        print(local.name)


uses_local = UsesLocal()
starts_thread = StartsThread()
atexit.register(print, "atexit")
sys.stdout.flush()
