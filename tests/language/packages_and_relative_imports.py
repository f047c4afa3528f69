import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "_packages"))
import shapes
import shapes.round.circle
from shapes import square_area, square as sq
from shapes.round import circle
print(shapes.counted, square_area(3), sq.same_area_circle(2), circle.where(), shapes.round.circle is circle)
print(shapes.__name__, shapes.__package__, sq.__name__, sq.__package__, shapes.__doc__[:9], os.path.basename(shapes.__file__), len(shapes.__path__))
print(sorted(name for name in sys.modules if name.startswith("shapes")))
space = {}
exec("from shapes import *", space)
print(sorted(k for k in space if not k.startswith("__")))
try:
    import shapes.triangle
except ModuleNotFoundError as error:
    print(error, error.name)
try:
    from shapes import triangle
except ImportError as error:
    print(str(error).split("(")[0])
try:
    exec("from . import x", {"__name__": "no_package"})
except ImportError as error:
    print(error)
