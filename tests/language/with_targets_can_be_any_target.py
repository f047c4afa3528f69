class Pair:
    def __enter__(self):
        return (1, [2, 3])
    def __exit__(self, *args):
        return False
class Box:
    pass
box, items = Box(), [0]
with Pair() as (a, (b, c)):
    print(a, b, c)
with Pair() as box.value, Pair() as items[0]:
    print(box.value, items)
with Pair() as [x, *rest]:
    print(x, rest)
