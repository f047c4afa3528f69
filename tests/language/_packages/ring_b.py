import ring_a

seen_early = hasattr(ring_a, "value")
value = "from b"


def both():
    return ring_a.value, value
