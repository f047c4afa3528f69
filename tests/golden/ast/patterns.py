match command.split():
    case ["go", ("north" | "south") as direction, *_]:
        pass
    case {"key": 1, **rest} if rest:
        pass
    case Point(x=0, y=-1.5 + 2j) | Point(color.RED):
        pass
    case None | True | "text":
        pass
    case a, b:
        pass
    case _:
        pass
