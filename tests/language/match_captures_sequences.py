def shape(x):
    match x:
        case []:
            return "empty"
        case [a]:
            return f"one {a}"
        case [a, b]:
            return f"two {a} {b}"
        case [first, *middle, last] if len(middle) > 2:
            return f"long {first} {middle} {last}"
        case (first, *_):
            return f"starts with {first}"
        case str() as text:
            return f"text {text}"
        case _:
            return "other"
for value in ([], [1], (1, 2), [1, 2, 3], range(6), "ab", b"ab", {1}, iter([])):
    print(shape(value))
match [1, [2, [3, 4]]]:
    case [a, [b, [c, d]]]:
        print(a, b, c, d)
match 1, 2:
    case 1, x:
        print("open sequence", x)
