import collections.abc as abc

for kind in (list, tuple, dict, set, frozenset, str, bytes, int, range, type(iter([])), type(x for x in [])):
    print(kind.__name__, [name for name in ("Hashable", "Sized", "Iterable", "Iterator", "Generator", "Sequence",
                                            "MutableSequence", "Set", "MutableSet", "Mapping", "MutableMapping")
                          if issubclass(kind, getattr(abc, name))])
