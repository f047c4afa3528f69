import os
import sys
import warnings

for name in "breakpointhook", "displayhook", "excepthook", "unraisablehook":
    assert getattr(sys, name) is getattr(sys, "__%s__" % name), name
os.environ["PYTHONBREAKPOINT"] = "0"
print(breakpoint())
os.environ["PYTHONBREAKPOINT"] = "print"
print(breakpoint(1, 2, sep="-"))
os.environ["PYTHONBREAKPOINT"] = "os.path.join"
print(breakpoint("a", "b"))
for wrong in ("nosuch.thing", "os.nosuch", ".", "nosuch"):
    os.environ["PYTHONBREAKPOINT"] = wrong
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        print(breakpoint(), [(w.category.__name__, str(w.message)) for w in caught])
sys.breakpointhook = lambda *args, **kws: ("hook", args, kws)
print(breakpoint(3, x=4))
