"""Children forked from a server that has one thread only."""

import os

from . import forkserver, popen_fork, spawn, util
from .context import reduction

if not reduction.HAVE_SEND_HANDLE:
    raise ImportError("No support for sending fds between processes")

__all__ = ["Popen"]


class _DupFd:
    """A descriptor by its place among those that were passed."""

    def __init__(self, index):
        self.ind = index

    def detach(self):
        return forkserver.get_inherited_fds()[self.ind]


class Popen(popen_fork.PopenThatPasses):
    """A child of the fork server, as its parent sees it. The server reports its exit status through the sentinel."""

    method = "forkserver"
    DupFd = _DupFd

    def duplicate_for_child(self, fd):
        self._fds.append(fd)
        return len(self._fds) - 1

    def _launch(self, process_obj):
        message = spawn.pickled_for_child(self, process_obj)
        self.sentinel, w = forkserver.connect_to_new_process(self._fds)
        # A copy of the parent's end, so that the child sees when the parent has ended.
        parent_w = os.dup(w)
        self.finalizer = util.Finalize(self, util.close_fds, (parent_w, self.sentinel))
        with open(w, "wb", closefd=True) as file:
            file.write(message)
        self.pid = forkserver.read_signed(self.sentinel)

    def poll(self, flag=os.WNOHANG):
        if self.returncode is not None:
            return self.returncode
        from . import connection
        if not connection.wait([self.sentinel], 0 if flag == os.WNOHANG else None):
            return None
        try:
            self.returncode = forkserver.read_signed(self.sentinel)
        except (EOFError, OSError):
            # The server has gone; nobody knows how the child ended.
            self.returncode = 255
        return self.returncode
