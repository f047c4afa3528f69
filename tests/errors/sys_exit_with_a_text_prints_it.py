# expect-exit: 1
# expect-error: something went wrong
import sys
sys.exit("something went wrong")
