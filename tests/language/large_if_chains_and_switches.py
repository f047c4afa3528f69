def classify(n):
    if n < 10: return "units"
    elif n < 100: return "tens"
    elif n < 1000: return "hundreds"
    elif n < 10000: return "thousands"
    elif n < 100000: return "ten thousands"
    else: return "more"
print([classify(10 ** k) for k in range(7)])
table = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}
print([table[op](7, 3) for op in "+-*"])
def grade(score):
    return "A" if score >= 90 else "B" if score >= 80 else "C" if score >= 70 else "F"
print([grade(s) for s in (95, 85, 75, 5)])
