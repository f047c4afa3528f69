import math
import os.path
import os.path as p
import math as m, sys
from math import pi, floor as down
from collections import (
    deque,
    OrderedDict as OD,
)
print(math is m, os.path is p, down(pi), deque.__name__, OD.__name__, "math" in sys.modules)
def local():
    import string
    return string.digits
print(local())
try:
    string
except NameError as error:
    print(error)
try:
    import no_such_module_anywhere
except ModuleNotFoundError as error:
    print(error, error.name)
try:
    from math import no_such_name
except ImportError as error:
    print(error.name, type(error).__name__)
try:
    import math.nothing
except ModuleNotFoundError as error:
    print(error)
