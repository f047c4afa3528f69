import os
import pydoc
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

print(pydoc.locate("_package.module.Tool"), pydoc.locate("os.path.join").__name__, pydoc.locate("nope"), pydoc.locate("len"))
print(pydoc.locate("str.upper"), pydoc.locate("_package.module.nope"), pydoc.locate("_package.inner").__name__)
print(pydoc.resolve("len"), pydoc.resolve(len), pydoc.resolve(3))
print(repr(pydoc.render_doc("_package.module.function")))
print(repr(pydoc.plain(pydoc.TextDoc().bold("bold"))), repr(pydoc.TextDoc().bold("ab")))
print(repr(pydoc.TextDoc().indent("a\n\nb", " | ")), pydoc.splitdoc("a\n\nb"), pydoc.splitdoc("a\nb"), pydoc.splitdoc(""))
print(pydoc.cram("abcdefghijklmnop", 9), pydoc.stripid("<a at 0x7f0123456789>"), pydoc.replace("abc", "a", "x", "b", "y"))
print([bool(pydoc.visiblename(name)) for name in ("a", "_a", "__a__", "__doc__", "__module__")], bool(pydoc.visiblename("b", ["a"])))
print(pydoc.isdata(1), pydoc.isdata(len), pydoc.isdata(int), pydoc.classname(int, "builtins"), pydoc.classname(int, "x"))
for thing in (pydoc, 3, len, int, pydoc.TextDoc().bold, pydoc.plain, pydoc.locate("_package"), type.__dict__["__dict__"], sys):
    print(pydoc.describe(thing))
try:
    pydoc.render_doc("nope")
except ImportError as error:
    print(error)


def overridden(): pass


class Base:
    def method(self): "Of the base."
    number = 3


class Derived(Base):
    def method(self): pass

    def number(self): pass

    def __repr__(self): pass


print([pydoc.getdoc(thing) for thing in (overridden, Derived.method, Derived().method, Derived.number, Derived.__repr__, Derived)])
print(pydoc.allmethods(Derived)["method"] is Derived.method)
