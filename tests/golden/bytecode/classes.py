class Point(Base, metaclass=Meta):
    """A place."""

    dimensions: int = 2

    def __init__(self, x, y=0, *rest, scale=1, **more):
        super().__init__(*rest, **more)
        self.x, self.y = x * scale, y * scale

    @property
    def length(self) -> float:
        return (self.x**2 + self.y**2) ** 0.5


class Stack[T]:
    def push(self, item: T) -> None: ...


type Pair[A, B] = tuple[A, B]
