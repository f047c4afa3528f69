# Sorting with and without keys: numbers, strings, tuples, objects; and a merge sort and a heap written in Python.
import sys
from operator import attrgetter, itemgetter


class Person:
    def __init__(self, name, age):
        self.name = name
        self.age = age

    def __lt__(self, other):
        return (self.age, self.name) < (other.age, other.name)


def merge_sort(items):
    if len(items) < 2:
        return items
    middle = len(items) // 2
    left = merge_sort(items[:middle])
    right = merge_sort(items[middle:])
    merged = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            j += 1
    merged += left[i:]
    merged += right[j:]
    return merged


def heap_sort(items):
    heap = []
    for item in items:
        heap.append(item)
        child = len(heap) - 1
        while child and heap[child] < heap[(child - 1) // 2]:
            parent = (child - 1) // 2
            heap[child], heap[parent] = heap[parent], heap[child]
            child = parent
    out = []
    while heap:
        out.append(heap[0])
        last = heap.pop()
        if not heap:
            break
        parent, size = 0, len(heap)
        while True:
            child = 2 * parent + 1
            if child >= size:
                break
            if child + 1 < size and heap[child + 1] < heap[child]:
                child += 1
            if last <= heap[child]:
                break
            heap[parent] = heap[child]
            parent = child
        heap[parent] = last
    return out


count = int(sys.argv[1]) if len(sys.argv) > 1 else 25000
numbers = [(i * 7919 + i * i) % 100003 for i in range(count)]
names = ["%s%d" % ("zebra apple mango berry".split()[number % 4], number) for number in numbers]
people = [Person(name, number % 90) for name, number in zip(names, numbers)]
assert sorted(numbers) == merge_sort(numbers) == heap_sort(numbers)
pairs = sorted(zip(names, numbers), key=lambda pair: (pair[1] % 100, pair[0]))
by_age = sorted(people, key=attrgetter("age", "name"))
assert [person.name for person in by_age] == [person.name for person in sorted(people)]
last = sorted(pairs, key=itemgetter(1), reverse=True)
words = sorted(names, key=len)
floats = sorted((number / 7 for number in numbers), reverse=True)
names.sort(key=str.upper)
print(pairs[0], by_age[0].name, by_age[-1].age, last[0], words[0], names[-1], "%.3f" % floats[0])
