import collections.abc


def kind(value):
    match value:
        case [*_]:
            return "sequence"
        case {}:
            return "mapping"
    return "neither"


class Items(collections.abc.Sequence):
    def __len__(self):
        return 0

    def __getitem__(self, index):
        raise IndexError


class Registered:
    pass


class Derived(Registered):
    pass


print(kind(Items()), kind(Derived()))  # expect: sequence neither
collections.abc.Mapping.register(Registered)
print(kind(Registered()), kind(Derived()))  # expect: mapping mapping
print(kind(memoryview(b"")), kind(b""), kind({}), kind(range(0)))  # expect: sequence neither mapping sequence
