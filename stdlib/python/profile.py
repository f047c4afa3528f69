"""The profiler under its older name; see cProfile, which counts the same."""

__all__ = ["run", "runctx", "Profile"]

import _profiling
import time


class Profile(_profiling.Profile):
    """A profiler; `timer` is a function that returns seconds."""

    bias = 0

    def __init__(self, timer=None, bias=None):
        super().__init__(timer or time.process_time)
        self.bias = self.bias if bias is None else bias

    def calibrate(self, m, verbose=0):
        """What an event costs, in seconds, measured over m calls."""
        def nothing():
            pass
        start = time.perf_counter()
        for _ in range(m):
            nothing()
        plain = time.perf_counter() - start
        profiler = Profile()
        start = time.perf_counter()
        profiler.runctx("for _ in range(m): nothing()", {"nothing": nothing, "m": m}, {"nothing": nothing, "m": m})
        profiled = time.perf_counter() - start
        if verbose:
            print("plain", plain, "profiled", profiled)
        return (profiled - plain) / (2 * m)


def run(statement, filename=None, sort=-1):
    """Profile a statement that runs in __main__; print the table, or write the figures into a file."""
    return _profiling.run(statement, filename, sort, Profile)


def runctx(statement, globals, locals, filename=None, sort=-1):
    """Profile a statement in these namespaces."""
    return _profiling.runctx(statement, globals, locals, filename, sort, Profile)


def main():
    return _profiling.main("profile", runctx)


if __name__ == "__main__":
    main()
