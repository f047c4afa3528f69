# A thread with state of its own: a subclass that overrides run(). Both ways to call the constructor of the base
# work, and the name can be given or set later.
#
# Try: the same in every preset.
#   build/gilded --as=3.9 examples/thread_subclass.py
import threading


class Squares(threading.Thread):
    def __init__(self, limit, name):
        super().__init__(name=name)
        self.limit = limit
        self.result = []

    def run(self):
        for number in range(self.limit):
            self.result.append(number * number)


class Renamed(threading.Thread):
    def __init__(self, thread_id):
        threading.Thread.__init__(self)
        self.name = f"worker-{thread_id}"
        self.seen = None

    def run(self):
        self.seen = threading.current_thread().name


squares = Squares(6, name="squares")
renamed = [Renamed(number) for number in range(3)]
for thread in [squares] + renamed:
    thread.start()
for thread in [squares] + renamed:
    thread.join()
print(squares.name, squares.result)
for thread in renamed:
    print(thread.name, thread.seen == thread.name)
print("main is", threading.main_thread().name)
