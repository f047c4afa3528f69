# Allocation and collection: many short-lived trees beside one that stays.
import sys


class Node:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right


def grow(depth):
    if depth == 0:
        return Node(None, None)
    return Node(grow(depth - 1), grow(depth - 1))


def count(node):
    if node.left is None:
        return 1
    return 1 + count(node.left) + count(node.right)


deepest = int(sys.argv[1]) if len(sys.argv) > 1 else 15
print("stretch", count(grow(deepest + 1)))
long_lived = grow(deepest)
for depth in range(4, deepest + 1, 4):
    rounds = 1 << (deepest - depth + 4)
    total = 0
    for _ in range(rounds):
        total += count(grow(depth))
    print(rounds, "trees of depth", depth, "have", total, "nodes")
print("long lived", count(long_lived))
