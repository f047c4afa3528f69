class Table:
    size = 3
    rows = [n for n in range(size)]
    try:
        cells = [size for _ in range(2)]
    except NameError as error:
        failure = str(error)
print(Table.rows, Table.failure)
