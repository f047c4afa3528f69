class C:
    pass
c, f, s, g = C(), lambda: 0, {1}, (x for x in [])
for statement in ("c[0]", "c[0] = 1", "del c[0]", "f[0]", "C[0]", "(1, 2)[0] = 3", "'a'[0] = 'b'", "b'a'[0] = 1", "range(3)[0] = 1", "s[0]", "s[0] = 1", "None[0] = 1", "del None[0]", "del (1,)[0]", "5[0] = 1", "len[0]", "iter([])[0]", "g[0]", "print[1]", "del {}['a']", "{}['a']", "[][0]", "()[0]", "''[0]", "[][0] = 1", "del [][0]"):
    try:
        exec(compile(statement, "t", "exec", 0))
    except (TypeError, LookupError) as error:
        print(statement, "->", type(error).__name__, error)
