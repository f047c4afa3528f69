s = {1, 2, 3}
for action in ("s.add(100)", "s.clear()", "s.discard(1)"):
    s = {1, 2, 3}
    try:
        for x in s:
            exec(action)
        print(action, "finished")
    except RuntimeError as error:
        print(action, "->", error)
print(sorted(iter({3, 1})), len(list(iter(set(range(50))))))
