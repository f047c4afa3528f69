# expect: Got unexpected field names: ['z']
from collections import namedtuple

try:
    namedtuple("P", "a")(1)._replace(z=2)
except TypeError as error:
    print(error)
