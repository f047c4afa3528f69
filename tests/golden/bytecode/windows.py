# Read-modify-write of attributes, items and variables of an enclosing function.
def outer():
    total = 0

    def add(self, table, key):
        nonlocal total
        total += 1
        self.count = self.count + 1
        table[key] += len(table)
        self.items[key].size -= 1
        private = 0
        private += 1

    return add
