# Each process has a lock of its own: two of them make progress together though neither lets go of its own for a moment, and each waits
# for what the other does in between.
# assert-only
# timeout: 60
import multiprocessing
import sys

ROUNDS = 200


def play(counters, me):
    """Counts up when the other one has, without a wait, a call or a switch in between."""
    other = 1 - me
    for turn in range(1, ROUNDS + 1):
        if me == 0:
            counters[0] = turn
            while counters[1] < turn:
                pass
        else:
            while counters[0] < turn:
                pass
            counters[1] = turn


if __name__ == "__main__":
    sys.setswitchinterval(1000)
    if hasattr(sys, "setcheckinterval"):
        sys.setcheckinterval(1_000_000_000)
    for method in "fork", "spawn":
        context = multiprocessing.get_context(method)
        counters = context.RawArray("q", 2)
        process = context.Process(target=play, args=(counters, 1))
        process.start()
        play(counters, 0)
        process.join()
        assert list(counters) == [ROUNDS, ROUNDS] and process.exitcode == 0
