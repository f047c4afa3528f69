namespace = {"a": 2}
exec("b = a * 3\ndef f(): return a + b", namespace)
print(namespace["b"], namespace["f"]())
print(eval("a + b", {"a": 1}, {"b": 5}))
local = {}
exec("x = 1\nclass C:\n    y = 5", {}, local)
print(sorted(local), local["C"].y)
print("__builtins__" in namespace)
code = compile("1 + 1", "<test>", "eval")
print(eval(code), eval(" 3 * 4 "))
exec(compile("print('from code')", "<test>", "exec"))
try:
    eval("1 +")
except SyntaxError as error:
    print(type(error).__name__)
try:
    eval("x = 1")
except SyntaxError as error:
    print(error.msg)
try:
    eval("undefined", {})
except NameError as error:
    print(error)
