a if b else c
not a or b and c
1 < x <= 2 is not y not in z
-a ** ~b @ c // 2
f(a, *b, c=1, **d)(x for x in y)[1:2, ::3, *e].g
[a, *b], {c: d, **e}, {f, *g}, (), (h,)
{k: v for k, v in m if v if k}
{x for x in y for z in x}
(n := 10)
0xFFFF_FFFF_FFFF_FFFF_FFFF, 1.5e300, 2j, b'\x00', 'a' "b", None, True, ...
f'{a}{b!r:>{c}}{d = }'
