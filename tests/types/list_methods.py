a = [3, 1, 2]
a.append(4)
a.extend("xy")
a.insert(0, "first")
a.insert(-1, "before last")
a.insert(100, "end")
print(a, a.pop(), a.pop(0), a.index(1), a.count(3))
a.remove("x")
a.reverse()
print(a, a.copy() == a, a.copy() is a)
a.clear()
print(a)
b = [5, 2, 9]
b.sort()
print(b, b.sort(reverse=True), b)
words = ["bb", "A", "ccc", "a"]
words.sort(key=str.lower)
print(words, sorted(words, key=len), sorted(words, key=len, reverse=True))
for call in ("[].pop()", "[1].pop(5)", "[1].remove(2)", "[1].index(2)", "[1, 'a'].sort()", "[1].sort(1)", "[].append()", "[1].insert('a', 1)", "[1].extend(5)", "[1, 2, 3].index(1, 1)", "[1].pop('a')"):
    try:
        print(eval(call))
    except (ValueError, TypeError, IndexError) as error:
        print(call, "->", type(error).__name__, error)
