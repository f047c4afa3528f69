for a in (7, -7):
    for b in (2, -2, 3, -3):
        print(a, b, a // b, a % b, divmod(a, b), (a // b) * b + a % b == a)
print(7.5 // 2, -7.5 // 2, 7.5 % -2, divmod(-7.5, 2))
for expression in ("1 // 0", "1 % 0", "1.0 / 0", "1 / 0", "1.0 // 0", "divmod(1, 0)"):
    try:
        eval(expression)
    except ZeroDivisionError as error:
        print(expression, "->", error)
