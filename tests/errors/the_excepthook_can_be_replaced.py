# expect: hook saw ValueError unhandled
# expect-exit: 1
import sys
def hook(kind, value, traceback):
    print("hook saw", kind.__name__, value)
sys.excepthook = hook
raise ValueError("unhandled")
