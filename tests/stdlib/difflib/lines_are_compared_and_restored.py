from difflib import context_diff, diff_bytes, ndiff, restore, unified_diff

one = "Beautiful is better than ugly.\nExplicit is better.\n\tSimple is best.\nFlat.\n".splitlines(True)
two = "Beautiful is better than ugly.\nSimple is better.\n\tSimple is  best\nNew.\nFlat.\n".splitlines(True)
delta = list(ndiff(one, two))
print("".join(delta))
print(list(restore(delta, 1)) == one, list(restore(delta, 2)) == two)
print("".join(unified_diff(one, two, "a", "b", "2001", "2002", n=1)))
print("".join(context_diff(one, two, "a", "b")))
for line in diff_bytes(unified_diff, [b"\xff\n"], [b"\xfe\n"], b"a", b"b"):
    print(line)
for wrong in (lambda: list(unified_diff("a", "b")), lambda: list(unified_diff([b"a"], ["b"])), lambda: list(restore([], 3))):
    try:
        wrong()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
