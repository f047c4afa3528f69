# presets: 2.7
# expect: 100
# expect: 10
import sys
print(sys.getcheckinterval())
sys.setcheckinterval(10)
print(sys.getcheckinterval())
sys.setcheckinterval(100)
