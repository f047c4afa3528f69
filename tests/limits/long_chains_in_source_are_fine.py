print(eval("+".join(["1"] * 500)))
print(len(eval("[" + "1," * 20000 + "]")), len(eval("{" + ",".join(f"{i}: {i}" for i in range(3000)) + "}")))
print(eval("(" * 50 + "7" + ")" * 50), eval("not " * 50 + "1"), eval("-" * 50 + "3"))
source = "def f():\n" + "".join(f"    v{i} = {i}\n" for i in range(3000)) + "    return v0 + v2999\n"
space = {}
exec(source, space)
print(space["f"]())
exec("def g(" + ", ".join(f"a{i}" for i in range(300)) + "): return a299", space)
print(space["g"](*range(300)))
print(len(eval("'" + "x" * 100000 + "'")), eval("f(" + ", ".join(str(i) for i in range(1000)) + ")", {"f": lambda *a: len(a)}))
exec("\n".join(f"x{i} = {i}" for i in range(5000)), space)
print(space["x4999"])
exec("if 0: pass\n" + "".join(f"elif x1 == {i}: r = {i}\n" for i in range(500)).replace("x1 == 1:", "x1 == 1.0:"), space)
print(space["r"])
