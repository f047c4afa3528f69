from dataclasses import dataclass, field, asdict, replace
@dataclass(order=True)
class Item:
    name: str
    price: float = 1.0
    tags: list = field(default_factory=list, compare=False)
a, b = Item("a"), Item("b", 2.5, ["x"])
print(a, b, a == Item("a"), a < b, asdict(b), replace(a, price=9.0), a.tags is not Item("c").tags, sorted([b, a])[0].name)
@dataclass(frozen=True)
class Fixed:
    x: int
    y: int = 0
    def __post_init__(self):
        if self.x < 0:
            raise ValueError("negative")
f = Fixed(1)
print(f, hash(f) == hash(Fixed(1)), {f: "key"}[Fixed(1, 0)])
for call in ("Fixed(-1)", "Fixed()", "setattr(f, 'x', 2)", "Item()"):
    try:
        eval(call)
    except (ValueError, TypeError, AttributeError) as error:
        print(type(error).__name__, error)
