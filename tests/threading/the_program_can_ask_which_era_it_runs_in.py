# expect[2.7]: 2.7 True
# expect[3.9]: 3.9 True
# expect[3.12]: 3.12 True
# expect[3.13t]: 3.13t False
import sys
print(sys.gil.preset, sys._is_gil_enabled())
