# A base that may be weakly referenced already needs no slot for it again; slots that were used up cannot be known.
import dataclasses
import weakref


def attempt(base_slots, **options):
    namespace = {} if base_slots is None else {"__slots__": base_slots}
    try:
        base = type("Base", (), namespace)
        made = dataclasses.make_dataclass("Made", [("a", int), ("b", int)], bases=(base,), slots=True, **options)
        print(base_slots if not hasattr(base_slots, "__next__") else "iterator", options, made.__slots__)
        if options:
            weakref.ref(made(1, 2))
    except TypeError as error:
        print(error)


for base_slots in (None, (), ("a",), "a", ["b", "__weakref__"], iter(("a",))):
    attempt(base_slots)
for base_slots in (None, (), "a", ["b", "__weakref__"]):
    attempt(base_slots, weakref_slot=True)
