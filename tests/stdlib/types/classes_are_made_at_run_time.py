import types

made = types.new_class("Made", (dict,), {}, lambda body: body.update(answer=42))
print(made.answer, made.__mro__[1], types.SimpleNamespace(a=1, b="x"))
print(isinstance(len, types.BuiltinFunctionType), isinstance(lambda: 0, types.FunctionType),
      isinstance((x for x in []), types.GeneratorType), isinstance(types, types.ModuleType))
