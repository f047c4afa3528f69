from ring_from_b import later

value = 1
