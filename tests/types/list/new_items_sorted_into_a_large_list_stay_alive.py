"""What was just appended to a large list, and sorted to another place in it, survives the next collections."""
lost = 0


def sort_and_look(before, size, **order):
    global lost
    garbage = [[] for _ in range(before)]
    texts = sorted((f"{number} {line} {'x' * (line % 50)}\n" for number in range(4) for line in range(size)), **order)
    encoded = [text.encode() for text in texts]
    for turn in range(3):
        overwritten = [b"%d line of bytes %d" % (turn, number) for number in range(2000)]
        lost += sum(type(text) is not str for text in texts)


for before in range(0, 3000, 61):
    for size in (130, 300, 500, 700):
        sort_and_look(before, size)
        sort_and_look(before, size, reverse=True)
        sort_and_look(before, size, key=lambda text: text[2:])
print(lost)
