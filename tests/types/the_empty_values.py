for empty in (0, 0.0, 0j, "", b"", bytearray(), [], (), {}, set(), frozenset(), range(0), None, False):
    print(repr(empty), bool(empty), not empty, empty == empty)
print(len(""), list(""), "" in "", "" == "", "".join([]), max([], default=None), sum([]), [] == (), {} == set(), () < (1,), [] + [], {**{}}, "" * 5, [*()])
