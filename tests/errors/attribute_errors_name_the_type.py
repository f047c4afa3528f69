import types
class C:
    __slots__ = ()
for expression in ("C().x", "C.x", "(5).x", "'a'.x", "None.x", "[].x", "(lambda: 0).x", "len.x", "types.x", "types.ModuleType('m').x", "int.x", "type.x", "object().x", "(1.5).x", "{}.x", "range(1).x", "iter([]).x", "(i for i in []).x", "ValueError().x", "True.x", "...", "C().__nothing__", "super(C, C()).x", "print.x"):
    try:
        print(eval(expression))
    except AttributeError as error:
        print(expression, "->", error)
