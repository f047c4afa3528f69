from ring_from_a import value

later = 2
