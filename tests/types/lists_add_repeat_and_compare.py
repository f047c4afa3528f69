a = [1, 2]
print(a + [3], a * 2, 2 * a, a * 0, a * -1, [[]] * 2, a + [], len(a), 1 in a, [1] in a)
print([1, 2] < [1, 3], [1, 2] < [1, 2, 0], [] < [0], [1, "a"] == [1, "a"], [1, 2] == (1, 2), [2] > [1, 9], [1, 2] <= [1, 2])
a *= 2
print(a)
a += "xy"
print(a)
shared = [[0]] * 3
shared[0].append(1)
print(shared)
for call in ("[1] + (2,)", "[1] * 'a'", "[1] < ['a']", "[1] < 1", "[] - []", "[1] * 1.5", "hash([])", "{[]: 1}"):
    try:
        print(eval(call))
    except TypeError as error:
        print(call, "->", error)
