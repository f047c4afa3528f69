from dataclasses import InitVar, KW_ONLY, dataclass, field


@dataclass
class Box:
    width: int
    scale: InitVar[int] = 1
    area: int = field(init=False)
    _: KW_ONLY
    name: str = "box"

    def __post_init__(self, scale):
        self.area = self.width * scale


print(Box(3, 4, name="n"), Box(2))
