"""However much a __del__ allocates, the __del__ of other objects waits until it has ended."""
import gc

running = most = count = 0


class Told:
    def __init__(self):
        self.me = self

    def __del__(self):
        global running, most, count
        running += 1
        most = max(most, running)
        # Enough for some collections while this one runs.
        for _ in range(3):
            [[number] for number in range(1000)]
        running -= 1
        count += 1


def make():
    many = [Told() for _ in range(1000)]


def stack(depth=80):
    return depth and stack(depth - 1)


make()
for _ in range(2):
    stack()
    gc.collect()
# A word of the native stack that nobody has cleared may keep one or two.
print(count >= 998, most)
