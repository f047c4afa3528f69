import sys
old = sys.getswitchinterval()
print(old)
sys.setswitchinterval(0.001)
print(round(sys.getswitchinterval(), 6))
for value in (0, -1):
    try:
        sys.setswitchinterval(value)
    except ValueError as error:
        print(error)
try:
    sys.setswitchinterval("x")
except TypeError:
    print("TypeError")
sys.setswitchinterval(old)
