import ring_b

value = "from a"


def both():
    return value, ring_b.value
