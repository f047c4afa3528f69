# Whichever of the modules comes first.
import subprocess
import sys

for program in ("import array, collections, collections.abc as abc", "import collections.abc as abc, array, collections"):
    test = "; print(isinstance(collections.deque(), abc.MutableSequence), isinstance(array.array('i'), abc.MutableSequence))"
    print(subprocess.run([sys.executable, "-c", program + test], capture_output=True, text=True).stdout.strip())
