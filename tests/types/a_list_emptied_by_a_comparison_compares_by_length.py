class Clearing:
    def __init__(self, target):
        self.target = target

    def __eq__(self, other):
        self.target.clear()
        return NotImplemented


first, second = [], []
first.append(Clearing(second))
second.append(Clearing(first))
print(first == second)
third = []
third.append(Clearing(third))
print(third == [1])
