class OnlyIter:
    def __iter__(self):
        print("iterating")
        return iter([1, 2, 3])
class WithContains:
    def __contains__(self, item):
        return "yes"
class OnlyItem:
    def __getitem__(self, i):
        return [5, 6][i]
print(2 in OnlyIter(), 9 in OnlyIter(), 1 in WithContains(), 6 in OnlyItem(), 7 not in OnlyItem())
try:
    1 in 5
except TypeError as error:
    print(error)
nan = float("nan")
print(nan in [nan], nan == nan)
