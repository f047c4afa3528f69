def solve(n):
    columns, up, down, rows = set(), set(), set(), []
    def place(row):
        if row == n:
            yield tuple(rows)
            return
        for column in range(n):
            if column in columns or row + column in up or row - column in down:
                continue
            columns.add(column); up.add(row + column); down.add(row - column); rows.append(column)
            yield from place(row + 1)
            columns.remove(column); up.remove(row + column); down.remove(row - column); rows.pop()
    return place(0)
solutions = list(solve(6))
print(len(solutions), solutions[0], len(list(solve(7))))
for column in solutions[0]:
    print("." * column + "Q" + "." * (5 - column))
