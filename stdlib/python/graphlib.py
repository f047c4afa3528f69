"""Topological sorting."""

from types import GenericAlias

__all__ = ["TopologicalSorter", "CycleError"]

_OUT = -1   # given out by get_ready()
_DONE = -2


class _Node:
    __slots__ = "node", "predecessors_left", "successors"

    def __init__(self, node):
        self.node = node
        self.predecessors_left = 0  # or _OUT, _DONE
        self.successors = []


class CycleError(ValueError):
    """The graph has a cycle: args[1] lists its nodes, the first again at the end."""


class TopologicalSorter:
    """Orders the nodes of a graph so that each comes after its predecessors."""

    def __init__(self, graph=None):
        self._nodes = {}
        self._ready = None
        self._given = 0
        self._finished = 0
        if graph is not None:
            for node, predecessors in graph.items():
                self.add(node, *predecessors)

    def _of(self, node):
        found = self._nodes.get(node)
        if found is None:
            found = self._nodes[node] = _Node(node)
        return found

    def add(self, node, *predecessors):
        """Add a node that comes after its predecessors."""
        if self._ready is not None:
            raise ValueError("Nodes cannot be added after a call to prepare()")
        entry = self._of(node)
        entry.predecessors_left += len(predecessors)
        for predecessor in predecessors:
            self._of(predecessor).successors.append(node)

    def prepare(self):
        """End adding; CycleError when there is a cycle."""
        if self._ready is not None:
            raise ValueError("cannot prepare() more than once")
        self._ready = [entry.node for entry in self._nodes.values() if entry.predecessors_left == 0]
        cycle = self._find_cycle()
        if cycle:
            raise CycleError("nodes are in a cycle", cycle)

    def get_ready(self):
        """All nodes whose predecessors are done, each once."""
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        result = tuple(self._ready)
        for node in result:
            self._nodes[node].predecessors_left = _OUT
        self._ready.clear()
        self._given += len(result)
        return result

    def is_active(self):
        """Is there more to get or to be done?"""
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        return self._finished < self._given or bool(self._ready)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        """Mark nodes from get_ready() as done, so that others may become ready."""
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        for node in nodes:
            entry = self._nodes.get(node)
            if entry is None:
                raise ValueError(f"node {node!r} was not added using add()")
            state = entry.predecessors_left
            if state != _OUT:
                if state >= 0:
                    raise ValueError(f"node {node!r} was not passed out (still not ready)")
                raise ValueError(f"node {node!r} was already marked done")
            entry.predecessors_left = _DONE
            for successor in entry.successors:
                following = self._nodes[successor]
                following.predecessors_left -= 1
                if following.predecessors_left == 0:
                    self._ready.append(successor)
            self._finished += 1

    def _find_cycle(self):
        """A walk in depth: a node that is met again while it is on the path closes a cycle."""
        finished = set()
        for root in self._nodes:
            if root in finished:
                continue
            path = [root]
            position = {root: 0}
            walks = [iter(self._nodes[root].successors)]
            while path:
                for node in walks[-1]:
                    if node in position:
                        return path[position[node]:] + [node]
                    if node not in finished:
                        position[node] = len(path)
                        path.append(node)
                        walks.append(iter(self._nodes[node].successors))
                        break
                else:
                    walks.pop()
                    node = path.pop()
                    del position[node]
                    finished.add(node)
        return None

    def static_order(self):
        """All nodes in one possible order."""
        self.prepare()
        while self.is_active():
            group = self.get_ready()
            yield from group
            self.done(*group)

    __class_getitem__ = classmethod(GenericAlias)
