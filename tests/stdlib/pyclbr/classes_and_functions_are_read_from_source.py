import os
import pyclbr

HERE = os.path.dirname(os.path.abspath(__file__))


def show(entry, depth=0):
    kind = type(entry).__name__
    more = [getattr(base, "name", base) for base in entry.super] + sorted(entry.methods.items()) if kind == "Class" else entry.is_async
    print("  " * depth, kind, entry.module, entry.name, os.path.relpath(entry.file, HERE), entry.lineno, entry.end_lineno,
          entry.parent and entry.parent.name, more)
    for child in entry.children.values():
        show(child, depth + 1)


for name in ("_read", "_read.shapes", "_importing"):
    found = pyclbr.readmodule_ex(name, [HERE])
    print(name, sorted(key for key in found if key in ("Circle", "Shape", "Round", "outline", "later", "conditional", "Enum",
                                                        "package_function", "__path__")))
    for key, entry in found.items():
        if key != "__path__" and entry.module.startswith("_"):
            show(entry)
print(sorted(key for key in pyclbr.readmodule("_importing", [HERE])))
print(pyclbr.readmodule_ex("sys"))
for name in ("no_such_module", "_read.no_such"):
    try:
        pyclbr.readmodule(name, [HERE])
    except ImportError as error:
        print(type(error).__name__, error)
