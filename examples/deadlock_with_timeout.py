# Two threads take two locks in opposite order: each holds one and waits for the other. A timeout turns the endless
# wait into an answer. The second half takes the locks in one fixed order, and everybody gets through.
#
# Try: the same in every preset.
#   build/gilded --as=2.7 examples/deadlock_with_timeout.py
import threading

first = threading.Lock()
second = threading.Lock()
both_hold_one = threading.Barrier(2)
both_have_tried = threading.Barrier(2)
answers = {}


def take(name, mine, other):
    with mine:
        both_hold_one.wait()
        answers[name] = other.acquire(timeout=0.1)
        both_have_tried.wait()


threads = [threading.Thread(target=take, args=("A", first, second)),
           threading.Thread(target=take, args=("B", second, first))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for name in sorted(answers):
    print(f"thread {name} got its second lock: {answers[name]}")

crossings = 0


def take_in_order():
    global crossings
    for _ in range(200):
        with first:
            with second:
                crossings += 1


threads = [threading.Thread(target=take_in_order) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("in one order:", crossings, "crossings of", 4 * 200)
