class Node:
    def __init__(self, key, left=None, right=None):
        self.key, self.left, self.right = key, left, right
    def insert(self, key):
        side = "left" if key < self.key else "right"
        if getattr(self, side) is None:
            setattr(self, side, Node(key))
        else:
            getattr(self, side).insert(key)
    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.key
        if self.right:
            yield from self.right
    def __contains__(self, key):
        node = self
        while node is not None:
            if key == node.key:
                return True
            node = node.left if key < node.key else node.right
        return False
    @property
    def depth(self):
        return 1 + max((n.depth for n in (self.left, self.right) if n), default=0)
root = Node(50)
for key in (30, 70, 20, 40, 60, 80, 10, 45):
    root.insert(key)
print(list(root), 45 in root, 46 in root, root.depth, sum(root), max(root), sorted(root, reverse=True)[:2])
def level_order(root):
    level = [root]
    while level:
        yield [n.key for n in level]
        level = [c for n in level for c in (n.left, n.right) if c]
print(*level_order(root), sep=" / ")
