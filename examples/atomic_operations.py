# Each single operation here is one step for the other threads, in every era: no lock, and nothing is lost.
# Two of them in a row are not: that is what check_then_act.py shows.
#
# Try all presets; 3.13t is the one where it is not obvious:
#   build/gilded --as=3.13t examples/atomic_operations.py
import threading
from collections import deque

ROUNDS = 2000
THREADS = 4


class Box:
    value = (0, 0)


box = Box()
pair = (0, 0)
a_list = []
a_dict = {}
a_set = set()
a_deque = deque()
shared_default = {}
torn = []


def work(number):
    global pair
    for i in range(ROUNDS):
        a_list.append((number, i))                        # modify a list in place
        a_dict[number, i] = i                             # modify a dictionary in place
        a_set.add((number, i))
        a_deque.append((number, i))
        shared_default.setdefault(i, number)              # the first one wins, once
        box.value = (i, i)                                # replace an attribute
        pair = (i, i)                                     # replace a global
        for left, right in (box.value, pair):             # read them
            if left != right:
                torn.append((left, right))


threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("list ", len(a_list), "dict ", len(a_dict), "set ", len(a_set), "deque", len(a_deque))
print("setdefault", len(shared_default))
print("torn reads", len(torn))
in_order = all([i for number, i in a_list if number == n] == list(range(ROUNDS)) for n in range(THREADS))
print("the appends of each thread are in its order:", in_order)
