from collections.abc import MutableMapping


class Store(MutableMapping):
    def __init__(self):
        self.items_ = {}

    def __getitem__(self, key):
        return self.items_[key]

    def __setitem__(self, key, value):
        self.items_[key] = value

    def __delitem__(self, key):
        del self.items_[key]

    def __iter__(self):
        return iter(self.items_)

    def __len__(self):
        return len(self.items_)


store = Store()
store.update(a=1, b=2)
print(store.pop("a"), store.setdefault("c", 3), dict(store), list(store.items()), store == {"b": 2, "c": 3}, "z" in store)
store.clear()
print(len(store))
