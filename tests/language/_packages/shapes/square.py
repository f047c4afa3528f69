from .round import circle


def area(side):
    return side * side


def same_area_circle(side):
    return circle.radius(area(side))
