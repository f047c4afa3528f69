# Four threads treat the same containers as badly as they can, without any lock. Exceptions are fair: the dictionary
# may change while somebody walks over it. What must not happen is a crash or a container that is not sound.
#
# Try it where everything really runs at once:
#   build/gilded --as=3.13t examples/nobody_can_break_it.py
import gc
import threading
import time

a_list = list(range(100))
a_dict = {number: str(number) for number in range(100)}
a_set = set(range(100))
stop = False
surprises = []


def torment(number):
    turn = 0
    while not stop:
        turn += 1
        try:
            a_list.append(turn)
            a_list[turn % 7:turn % 11] = [number] * (turn % 5)
            a_list.sort()
            if len(a_list) > 500:
                del a_list[100:]
            a_dict[turn % 300] = number
            a_dict.pop((turn * 7) % 300, None)
            for key in a_dict:
                a_set.add(key)
            a_set.discard(turn % 300)
            sorted(a_set)
            if turn % 50 == 0:
                gc.collect()
        except (RuntimeError, IndexError, KeyError, ValueError):
            pass
        except Exception as error:
            surprises.append(repr(error))
            return


threads = [threading.Thread(target=torment, args=(number,)) for number in range(4)]
for thread in threads:
    thread.start()
time.sleep(0.5)
stop = True
for thread in threads:
    thread.join()
print("unexpected exceptions:", surprises)
print("list sound:", len(a_list) == sum(1 for _ in a_list) and all(isinstance(item, int) for item in a_list))
print("dict sound:", len(a_dict) == len(list(a_dict.items())))
print("set sound: ", len(a_set) == len(list(a_set)))
