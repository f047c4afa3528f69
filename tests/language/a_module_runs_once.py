# expect: running counts
# expect: 1 2 2 True
# expect: 2
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "_packages"))
import counts
import counts as again
from counts import up
print(counts.up(), up(), again.number, counts is sys.modules["counts"])
def local():
    import counts
    return counts.number
print(local())
