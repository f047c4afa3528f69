import os, tempfile, cProfile, pstats, io, re, sys, profile

def fact(n):
    return 1 if n < 2 else n * fact(n - 1)

def work():
    return sum((len(str(fact(i))) for i in range(5)))

class A:

    def m(self):
        return sorted([3, 1], key=lambda x: -x)

def norm(s):
    s = re.sub("\\d\\.\\d\\d\\d", "T", s)
    s = re.sub("at 0x[0-9a-f]+", "at X", s)
    return s
out = sys.stdout
for mod in (cProfile,):
    for k in ("name", "stdname", ("calls", "name")):
        p = mod.Profile()
        p.enable()
        work()
        A().m()
        p.disable()
        s = io.StringIO()
        ps = pstats.Stats(p, stream=s).strip_dirs()
        ps.sort_stats(*(k if isinstance(k, tuple) else (k,)))
        ps.print_stats()
        print(norm(s.getvalue()))
    s = io.StringIO()
    ps = pstats.Stats(p, stream=s).strip_dirs().sort_stats("nfl")
    ps.print_callers()
    ps.print_callees()
    ps.print_stats("fact", 1)
    ps.print_stats(0.5)
    ps.print_stats(2)
    print(norm(s.getvalue()))
    sys.stdout = s = io.StringIO()
    mod.run("work()")
    sys.stdout = out
    print(norm(s.getvalue()))
    sys.stdout = s = io.StringIO()
    mod.runctx("work()", globals(), {}, sort="name")
    sys.stdout = out
    print(norm(s.getvalue()))
with cProfile.Profile() as p:
    print(p.runcall is not None)
p = cProfile.Profile()
print(p.runcall(fact, 5))
p.create_stats()
print([(k[2], v[:2], [(c[2], x[:2]) for c, x in v[4].items()]) for k, v in sorted(p.stats.items())])
for f in (lambda: pstats.Stats(3), lambda: pstats.Stats(cProfile.Profile()), lambda: pstats.Stats(p).sort_stats("zz"), lambda: pstats.Stats(p).sort_stats("calls", 3)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, norm(str(e)))
print(pstats.SortKey.TIME, pstats.SortKey("ncalls"), list(pstats.SortKey))
print(sorted(pstats.Stats(p).get_sort_arg_defs().items())[:5], pstats.Stats(p).get_stats_profile().func_profiles["fact"].ncalls)
pstats.Stats(p).dump_stats(os.path.join(tempfile.mkdtemp(), "x.prof"))
print(1)
