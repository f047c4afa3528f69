def f(*args, **kw):
    return len(args), len(kw)
print(f(*range(50000), **{f"k{i}": i for i in range(2000)}))
class C:
    pass
c = C()
for i in range(5000):
    setattr(c, f"a{i}", i)
print(len(vars(c)), c.a0, c.a4999, sum(vars(c).values()))
D = type("D", (), {f"m{i}": (lambda self, i=i: i) for i in range(3000)})
print(D().m2999(), len([n for n in vars(D) if n.startswith("m")]))
print(max(*range(10000)), "{}".format("x" * 100000).count("x"), ("%s" * 500) % tuple(range(500)) == "".join(map(str, range(500))))
