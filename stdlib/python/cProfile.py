"""How often functions are called and how much time goes by in them: `python -m cProfile script.py`, or

    with cProfile.Profile() as profiler:
        ...
    profiler.print_stats("cumulative")
"""

__all__ = ["run", "runctx", "Profile"]

import _profiling
from _profiling import Profile, label


def run(statement, filename=None, sort=-1):
    """Profile a statement that runs in __main__; print the table, or write the figures into a file."""
    return _profiling.run(statement, filename, sort, Profile)


def runctx(statement, globals, locals, filename=None, sort=-1):
    """Profile a statement in these namespaces."""
    return _profiling.runctx(statement, globals, locals, filename, sort, Profile)


def main():
    return _profiling.main("cProfile", runctx)


Profile.__module__ = "cProfile"

if __name__ == "__main__":
    main()
