"""Blocks of shared memory: cut from arenas, which are mapped files without a name that children inherit or receive."""

import bisect
import mmap
import os
import sys
import tempfile
import threading
from collections import defaultdict

from . import util
from .context import reduction

__all__ = ["BufferWrapper"]


class Arena:
    """A mapping that other processes can have, too."""

    _dir_candidates = ["/dev/shm"]

    def __init__(self, size, fd=-1):
        self.size = size
        self.fd = fd
        if fd == -1:
            self.fd, name = tempfile.mkstemp(prefix="pym-%d-" % os.getpid(), dir=self._choose_dir(size))
            os.unlink(name)
            util.Finalize(self, os.close, (self.fd,))
            os.ftruncate(self.fd, size)
        self.buffer = mmap.mmap(self.fd, self.size)

    def _choose_dir(self, size):
        for directory in self._dir_candidates:
            try:
                status = os.statvfs(directory)
            except (OSError, AttributeError):
                continue
            if status.f_bavail * status.f_frsize >= size:
                return directory
        return util.get_temp_dir()


def reduce_arena(a):
    if a.fd == -1:
        raise ValueError("Arena is unpicklable because forking was enabled when it was created")
    return rebuild_arena, (a.size, reduction.DupFd(a.fd))


def rebuild_arena(size, dupfd):
    return Arena(size, dupfd.detach())


reduction.register(Arena, reduce_arena)


class Heap:
    """Blocks (arena, start, stop): the free ones by length and by their ends, so that neighbours can be joined again.

    free() may be called by a finaliser while this thread is inside, so it only notes the block when the lock is taken.
    """

    _alignment = 8
    _DISCARD_FREE_SPACE_LARGER_THAN = 4 * 1024 ** 2
    _DOUBLE_ARENA_SIZE_UNTIL = 4 * 1024 ** 2

    def __init__(self, size=mmap.PAGESIZE):
        self._size, self._arenas = size, []
        # Guards all that follows; what is freed while somebody holds it is put aside.
        self._lock, self._pending_free_blocks = threading.Lock(), []
        self._lastpid = os.getpid()
        # Free blocks by length, by (arena, start) and by (arena, stop), and the sorted lengths.
        self._len_to_seq, self._start_to_block, self._stop_to_block = {}, {}, {}
        self._lengths = []
        # (start, stop) by arena.
        self._allocated_blocks = defaultdict(set)
        self._n_mallocs = self._n_frees = 0

    @staticmethod
    def _roundup(n, alignment):
        return -(-n // alignment) * alignment

    def _new_arena(self, size):
        length = self._roundup(max(self._size, size), mmap.PAGESIZE)
        if self._size < self._DOUBLE_ARENA_SIZE_UNTIL:
            self._size *= 2
        util.info("allocating a new mmap of length %d", length)
        arena = Arena(length)
        self._arenas.append(arena)
        return (arena, 0, length)

    def _discard_arena(self, arena):
        if arena.size < self._DISCARD_FREE_SPACE_LARGER_THAN:
            return
        assert not self._allocated_blocks.pop(arena)
        # It is one free block now.
        self._absorb((arena, 0, arena.size))
        self._arenas.remove(arena)

    def _malloc(self, size):
        """Take a free block of at least this size."""
        index = bisect.bisect_left(self._lengths, size)
        if index == len(self._lengths):
            return self._new_arena(size)
        block = self._len_to_seq[self._lengths[index]][-1]
        self._absorb(block)
        return block

    def _add_free_block(self, block):
        arena, start, stop = block
        before = self._stop_to_block.get((arena, start))
        if before is not None:
            start = self._absorb(before)[0]
        after = self._start_to_block.get((arena, stop))
        if after is not None:
            stop = self._absorb(after)[1]
        joined, length = (arena, start, stop), stop - start
        self._start_to_block[arena, start] = self._stop_to_block[arena, stop] = joined
        if length not in self._len_to_seq:
            bisect.insort(self._lengths, length)
        self._len_to_seq.setdefault(length, []).append(joined)

    def _absorb(self, block):
        """Take a free block out of the tables, to be used or joined with its neighbour."""
        arena, start, stop = block
        del self._start_to_block[arena, start], self._stop_to_block[arena, stop]
        length = stop - start
        of_length = self._len_to_seq[length]
        of_length.remove(block)
        if not of_length:
            del self._len_to_seq[length], self._lengths[bisect.bisect_left(self._lengths, length)]
        return start, stop

    def _remove_allocated_block(self, block):
        arena, start, stop = block
        blocks = self._allocated_blocks[arena]
        blocks.remove((start, stop))
        if not blocks:
            # Nothing is left in it: give it back if it is large.
            self._discard_arena(arena)

    def _free_pending_blocks(self):
        # Others may add to it meanwhile.
        while self._pending_free_blocks:
            self._give_back(self._pending_free_blocks.pop())

    def _give_back(self, block):
        self._add_free_block(block)
        self._remove_allocated_block(block)

    def free(self, block):
        """Give a block back."""
        here = os.getpid()
        if here != self._lastpid:
            raise ValueError(f"My pid ({here:n}) is not last pid {self._lastpid:n}")
        if not self._lock.acquire(False):
            # Whoever holds the lock does it.
            self._pending_free_blocks.append(block)
            return
        try:
            self._free_pending_blocks()
            self._give_back(block)
            self._n_frees += 1
        finally:
            self._lock.release()

    def malloc(self, size):
        """Take a block."""
        _check_size(size)
        if os.getpid() != self._lastpid:
            # A child begins its own heap.
            self.__init__()
        with self._lock:
            self._n_mallocs += 1
            self._free_pending_blocks()
            size = self._roundup(max(size, 1), self._alignment)
            arena, start, found_stop = self._malloc(size)
            stop = start + size
            if stop != found_stop:
                # The rest of what was found.
                self._add_free_block((arena, stop, found_stop))
            self._allocated_blocks[arena].add((start, stop))
        return arena, start, stop


def _check_size(size):
    if size < 0:
        raise ValueError(f"Size {size:n} out of range")
    if size >= sys.maxsize:
        raise OverflowError(f"Size {size:n} too large")


class BufferWrapper:
    """A block that is freed with the object."""

    _heap = Heap()

    def __init__(self, size):
        block = BufferWrapper._heap.malloc(size)
        self._state = block, size
        util.Finalize(self, BufferWrapper._heap.free, args=(block,))

    def create_memoryview(self):
        (arena, start, stop), size = self._state
        return memoryview(arena.buffer)[start:start + size]
