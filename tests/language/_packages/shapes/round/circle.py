from .. import __name__ as package_name


def radius(area):
    return round((area / 3.14159265) ** 0.5, 3)


def where():
    from ..square import area
    return package_name, __package__, __name__, area(2)
