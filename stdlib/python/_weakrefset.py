"""A set that does not keep its elements alive."""

from _weakref import ref

__all__ = ["WeakSet"]


class WeakSet:
    """A set of weak references to objects; an object that dies leaves it.

    The references sit in a plain set and take themselves out by its discard(), which is atomic; iteration works on a
    snapshot. So neither a collection nor another thread can disturb it, and no bookkeeping of iterators is needed.
    """

    def __init__(self, data=None):
        self.data = set()
        self._remove = self.data.discard
        if data is not None:
            self.update(data)

    def __iter__(self):
        for reference in self.data.copy():
            item = reference()
            if item is not None:
                yield item

    def __len__(self):
        return sum(1 for reference in self.data.copy() if reference() is not None)

    def __contains__(self, item):
        try:
            reference = ref(item)
        except TypeError:
            return False
        return reference in self.data

    def __reduce__(self):
        return self.__class__, (list(self),), self.__getstate__()

    def __getstate__(self):
        # What a subclass keeps in its dict and slots; the elements are told apart.
        state = super().__getstate__()
        slots = None
        if isinstance(state, tuple):
            state, slots = state
        own = {name: value for name, value in state.items() if name not in ("data", "_remove")}
        return (own or None, slots) if slots else own or None

    def add(self, item):
        """Add an object."""
        self.data.add(ref(item, self._remove))

    def clear(self):
        """Remove everything."""
        self.data.clear()

    def copy(self):
        """Return another set of the same objects."""
        return self.__class__(self)

    def pop(self):
        """Remove and return some object; raise KeyError if there is none."""
        while True:
            try:
                reference = self.data.pop()
            except KeyError:
                raise KeyError("pop from empty WeakSet") from None
            item = reference()
            if item is not None:
                return item

    def remove(self, item):
        """Remove an object; raise KeyError if it is not there."""
        self.data.remove(ref(item))

    def discard(self, item):
        """Remove an object if it is there."""
        self.data.discard(ref(item))

    def update(self, other):
        """Add every object of an iterable."""
        for item in other:
            self.add(item)

    def __ior__(self, other):
        self.update(other)
        return self

    def difference(self, other):
        made = self.copy()
        made.difference_update(other)
        return made

    __sub__ = difference

    def difference_update(self, other):
        if self is other:
            self.data.clear()
        else:
            self.data.difference_update([ref(item) for item in other])

    def __isub__(self, other):
        self.difference_update(other)
        return self

    def intersection(self, other):
        return self.__class__(item for item in other if item in self)

    __and__ = intersection

    def intersection_update(self, other):
        self.data.intersection_update([ref(item) for item in other])

    def __iand__(self, other):
        self.intersection_update(other)
        return self

    def issubset(self, other):
        return self.data.issubset([ref(item) for item in other])

    __le__ = issubset

    def __lt__(self, other):
        return self.data < {ref(item) for item in other}

    def issuperset(self, other):
        return self.data.issuperset([ref(item) for item in other])

    __ge__ = issuperset

    def __gt__(self, other):
        return self.data > {ref(item) for item in other}

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return self.data == {ref(item) for item in other}

    def symmetric_difference(self, other):
        made = self.copy()
        made.symmetric_difference_update(other)
        return made

    __xor__ = symmetric_difference

    def symmetric_difference_update(self, other):
        if self is other:
            self.data.clear()
        else:
            self.data.symmetric_difference_update([ref(item, self._remove) for item in other])

    def __ixor__(self, other):
        self.symmetric_difference_update(other)
        return self

    def union(self, other):
        return self.__class__([*self, *other])

    __or__ = union

    def isdisjoint(self, other):
        return len(self.intersection(other)) == 0

    def __repr__(self):
        return repr(self.data)

    __class_getitem__ = classmethod(lambda cls, item: type(list[int])(cls, item))
