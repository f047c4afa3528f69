if (n := 10) > 5:
    print(n)
print([y for x in range(5) if (y := x * 2) > 4], y)
data = iter([1, 2, 3, None, 4])
while (item := next(data)) is not None:
    print(item, end=" ")
print()
def f(x, /, y=(z := 7)):
    return x + y
print(f(1), z, (a := 1, b := 2), (lambda: (c := 3))())
print(f(x1 := 5), f"{(w := 4)} {w}")
for text in ("x := 1", "(x.y := 1)", "(x[0] := 1)", "[i := 0 for i in range(2)]", "f(a:=1, b=(c:=2), d:=3)"):
    try:
        compile(text, "t", "exec")
        print(text, "accepted")
    except SyntaxError:
        print(text, "refused")
