def area(shape):
    match shape:
        case [width, height] if width > 0:
            return width * height
        case {"radius": radius, **rest}:
            return rest, radius
        case Point(0, y=(1 | 2) as y):
            return y
        case None | "empty":
            return 0
        case [first, *_]:
            return first
        case _:
            return f"{shape!r:>{10}} is {'no'} shape"
