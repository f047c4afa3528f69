# oracle: 3.11
import tomllib

text = '''
title = "a \\u00e9 \\t" # comment
literal = 'C:\\x'
multi = """
one \\
   two"""
numbers = [1, -2_000, 0xff, 0b101, 1.5e3, inf, true,
  [false]]
when = 2024-02-29T12:30:00.5+02:00
day = 2024-02-29
clock = 07:32:00
point = {x = 1, y.z = 2}
[a.b]
c.d = 3
[[list]]
n = 1
[[list]]
n = 2
[list.sub]
k = "v"
'''
print(tomllib.loads(text))
for wrong in ("a = 1\na = 2", "a = ", "[a]\n[a]", "a = [1", 'a = "x', "a = {b = 1}\na.c = 2", "= 1", "a = 1 b = 2"):
    try:
        tomllib.loads(wrong)
    except tomllib.TOMLDecodeError as e:
        print(type(e).__name__)
