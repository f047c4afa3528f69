import functools


@functools.total_ordering
class Version:
    def __init__(self, number):
        self.number = number

    def __eq__(self, other):
        return self.number == other.number

    def __lt__(self, other):
        return self.number < other.number


one, two = Version(1), Version(2)
print(one < two, one <= two, one > two, one >= two, one <= Version(1), one >= Version(1))
try:
    functools.total_ordering(type("Nothing", (), {}))
except ValueError as error:
    print(error)
