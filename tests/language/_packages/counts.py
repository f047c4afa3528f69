print("running counts")
number = 0


def up():
    global number
    number += 1
    return number
