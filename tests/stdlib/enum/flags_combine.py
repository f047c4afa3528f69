import enum


class Mode(enum.Flag):
    READ = 1
    WRITE = 2
    EXECUTE = 4
    ALL = 7


both = Mode.READ | Mode.WRITE
print(both, repr(both), Mode.READ in both, Mode.EXECUTE in both, list(both), ~Mode.READ, both & Mode.WRITE, bool(Mode(0)))
print(Mode(7) is Mode.ALL, Mode.ALL ^ Mode.READ, len(Mode.ALL))
