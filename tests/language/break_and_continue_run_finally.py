log = []
for n in range(4):
    try:
        if n == 1:
            continue
        if n == 3:
            break
        log.append(n)
    finally:
        log.append(f"finally {n}")
print(log)
def f():
    while True:
        try:
            try:
                return "inner return"
            finally:
                print("first")
        finally:
            print("second")
print(f())
for outer in range(2):
    for inner in range(5):
        if inner == 2:
            break
        print(outer, inner)
