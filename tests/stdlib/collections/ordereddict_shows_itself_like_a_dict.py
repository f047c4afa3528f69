# expect: OrderedDict({'a': 1}) OrderedDict()
from collections import OrderedDict

print(OrderedDict(a=1), OrderedDict())
