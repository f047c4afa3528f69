# expect: bye
# expect-exit: 7
import sys
print("bye")
sys.exit(7)
