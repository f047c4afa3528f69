"""Priority queues in plain lists.

heap[k] <= heap[2k+1] and heap[k] <= heap[2k+2] for all k; so heap[0] is the smallest.
"""

__all__ = ["heappush", "heappop", "heapify", "heapreplace", "merge", "nlargest", "nsmallest", "heappushpop"]


def _rise(heap, start, position):
    """Move the item at `position` towards the root (not above `start`) until its parent is no larger."""
    item = heap[position]
    while position > start:
        parent_position = (position - 1) >> 1
        parent = heap[parent_position]
        if not item < parent:
            break
        heap[position] = parent
        position = parent_position
    heap[position] = item


def _sink(heap, position):
    """Restore the order below `position`, whose item may be too large.

    The item goes all the way down along the smaller children, then back up to its place: items put at the root come from the
    bottom and mostly belong there, so this compares less often than stopping on the way.
    """
    end = len(heap)
    start = position
    item = heap[position]
    child = 2 * position + 1
    while child < end:
        right = child + 1
        if right < end and not heap[child] < heap[right]:
            child = right
        heap[position] = heap[child]
        position = child
        child = 2 * position + 1
    heap[position] = item
    _rise(heap, start, position)


def heappush(heap, item):
    """Add an item."""
    heap.append(item)
    _rise(heap, 0, len(heap) - 1)


def heappop(heap):
    """Remove and return the smallest item; raise IndexError if there is none."""
    last = heap.pop()
    if not heap:
        return last
    smallest = heap[0]
    heap[0] = last
    _sink(heap, 0)
    return smallest


def heapreplace(heap, item):
    """Remove and return the smallest item, and add another; the one returned may be larger than the one added."""
    smallest = heap[0]
    heap[0] = item
    _sink(heap, 0)
    return smallest


def heappushpop(heap, item):
    """Add an item, then remove and return the smallest."""
    if heap and heap[0] < item:
        item, heap[0] = heap[0], item
        _sink(heap, 0)
    return item


def heapify(x):
    """Turn a list into a heap, in place."""
    for position in reversed(range(len(x) // 2)):
        _sink(x, position)


# The same for heaps with the largest item on top.

def _rise_max(heap, start, position):
    item = heap[position]
    while position > start:
        parent_position = (position - 1) >> 1
        parent = heap[parent_position]
        if not parent < item:
            break
        heap[position] = parent
        position = parent_position
    heap[position] = item


def _sink_max(heap, position):
    end = len(heap)
    start = position
    item = heap[position]
    child = 2 * position + 1
    while child < end:
        right = child + 1
        if right < end and not heap[right] < heap[child]:
            child = right
        heap[position] = heap[child]
        position = child
        child = 2 * position + 1
    heap[position] = item
    _rise_max(heap, start, position)


def _heappop_max(heap):
    last = heap.pop()
    if not heap:
        return last
    largest = heap[0]
    heap[0] = last
    _sink_max(heap, 0)
    return largest


def _heapreplace_max(heap, item):
    largest = heap[0]
    heap[0] = item
    _sink_max(heap, 0)
    return largest


def _heapify_max(x):
    for position in reversed(range(len(x) // 2)):
        _sink_max(x, position)


def merge(*iterables, key=None, reverse=False):
    """Iterate over sorted inputs as one sorted sequence, without reading them ahead. Equal items keep the order of inputs."""
    if reverse:
        make_heap, pop, replace, step = _heapify_max, _heappop_max, _heapreplace_max, -1
    else:
        make_heap, pop, replace, step = heapify, heappop, heapreplace, 1
    heap = []
    for number, iterable in enumerate(iterables):
        advance = iter(iterable).__next__
        try:
            value = advance()
        except StopIteration:
            continue
        # The number decides between equal items; no two entries share one, so nothing behind it is ever compared.
        heap.append([value if key is None else key(value), number * step, value, advance])
    make_heap(heap)
    while len(heap) > 1:
        try:
            while True:
                entry = heap[0]
                yield entry[2]
                value = entry[2] = entry[3]()
                entry[0] = value if key is None else key(value)
                replace(heap, entry)
        except StopIteration:
            pop(heap)
    if heap:
        _, _, value, advance = heap[0]
        yield value
        yield from advance.__self__


def _extreme(n, iterable, key, step):
    """The `n` best items, best first, equal ones in the order of the input; step 1 means small is good, -1 large."""
    best = []
    source = iter(iterable)
    # Ranks keep equal keys in order and make the entries comparable without comparing the items.
    for rank, item in zip(range(0, n * step, step), source):
        best.append((item if key is None else key(item), rank, item))
    if not best:
        return []
    if step == 1:
        _heapify_max(best)
        replace = _heapreplace_max
    else:
        heapify(best)
        replace = heapreplace
    worst = best[0][0]
    rank = n * step
    for item in source:
        value = item if key is None else key(item)
        if value < worst if step == 1 else worst < value:
            replace(best, (value, rank, item))
            worst = best[0][0]
            rank += step
    best.sort(reverse=step == -1)
    return [item for _, _, item in best]


def nsmallest(n, iterable, key=None):
    """Return the `n` smallest items in order, like sorted(iterable, key=key)[:n]."""
    if n == 1:
        nothing = object()
        result = min(iterable, default=nothing, key=key)
        return [] if result is nothing else [result]
    try:
        size = len(iterable)
    except (TypeError, AttributeError):
        pass
    else:
        if n >= size:
            return sorted(iterable, key=key)[:n]
    return _extreme(n, iterable, key, 1)


def nlargest(n, iterable, key=None):
    """Return the `n` largest items, largest first, like sorted(iterable, key=key, reverse=True)[:n]."""
    if n == 1:
        nothing = object()
        result = max(iterable, default=nothing, key=key)
        return [] if result is nothing else [result]
    try:
        size = len(iterable)
    except (TypeError, AttributeError):
        pass
    else:
        if n >= size:
            return sorted(iterable, key=key, reverse=True)[:n]
    return _extreme(n, iterable, key, -1)


try:
    from _heapq import heapify, heappop, heappush, heappushpop, heapreplace
    from _heapq import _heapify_max, _heappop_max, _heapreplace_max
except ImportError:
    pass
