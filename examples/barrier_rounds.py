# Four threads compute in rounds and meet at a barrier after each one; the barrier's action runs once per round,
# in one of them, while the others still wait. An aborted barrier breaks for everybody.
#
# Try: the same in every preset.
#   build/gilded --as=2.7 examples/barrier_rounds.py
import threading

WORKERS = 4
ROUNDS = 3
cells = [1] * WORKERS
totals = []


def end_of_round():
    totals.append(sum(cells))


barrier = threading.Barrier(WORKERS, action=end_of_round)


def compute(number):
    for _ in range(ROUNDS):
        cells[number] += cells[number] + number
        barrier.wait()  # all cells of this round are written
        barrier.wait()  # all have seen the end of the round


threads = [threading.Thread(target=compute, args=(number,)) for number in range(WORKERS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("cells ", cells)
print("totals", totals)


def wait_for_abort():
    try:
        barrier.wait()
    except threading.BrokenBarrierError:
        print("the waiting thread sees a broken barrier")


waiter = threading.Thread(target=wait_for_abort)
waiter.start()
while barrier.n_waiting == 0:
    pass
barrier.abort()
waiter.join()
print("broken:", barrier.broken)
