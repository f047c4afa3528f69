"""A package of two modules and a package inside, for the import tests."""
from .square import area as square_area
from . import square

__all__ = ["square_area", "square", "counted"]
counted = 1
