"""Children forked from a server that has one thread only."""

import io
import os

from . import forkserver, popen_fork, spawn, util
from .context import reduction, set_spawning_popen

if not reduction.HAVE_SEND_HANDLE:
    raise ImportError("No support for sending fds between processes")

__all__ = ["Popen"]


class _DupFd:
    """A descriptor by its place among those that were passed."""

    def __init__(self, index):
        self.ind = index

    def detach(self):
        return forkserver.get_inherited_fds()[self.ind]


class Popen(popen_fork.Popen):
    """A child of the fork server, as its parent sees it. The server reports its exit status through the sentinel."""

    method = "forkserver"
    DupFd = _DupFd

    def __init__(self, process_obj):
        self._fds = []
        super().__init__(process_obj)

    def duplicate_for_child(self, fd):
        self._fds.append(fd)
        return len(self._fds) - 1

    def _launch(self, process_obj):
        preparation = spawn.get_preparation_data(process_obj._name)
        buffer = io.BytesIO()
        set_spawning_popen(self)
        try:
            reduction.dump(preparation, buffer)
            reduction.dump(process_obj, buffer)
        finally:
            set_spawning_popen(None)

        self.sentinel, w = forkserver.connect_to_new_process(self._fds)
        # A copy of the parent's end, so that the child sees when the parent has ended.
        parent_w = os.dup(w)
        self.finalizer = util.Finalize(self, util.close_fds, (parent_w, self.sentinel))
        with open(w, "wb", closefd=True) as file:
            file.write(buffer.getbuffer())
        self.pid = forkserver.read_signed(self.sentinel)

    def poll(self, flag=os.WNOHANG):
        if self.returncode is None:
            from multiprocessing.connection import wait
            timeout = 0 if flag == os.WNOHANG else None
            if not wait([self.sentinel], timeout):
                return None
            try:
                self.returncode = forkserver.read_signed(self.sentinel)
            except (OSError, EOFError):
                # The server has gone; nobody knows how the child ended.
                self.returncode = 255
        return self.returncode
