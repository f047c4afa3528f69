"""Children by os.fork()."""

import atexit
import os

from . import util

__all__ = ["Popen"]


class Popen:
    """A forked child, as its parent sees it."""

    method = "fork"

    # Nothing to give back as long as it is not started; its exit status when it has ended.
    finalizer = returncode = None

    def __init__(self, process_obj):
        util._flush_std_streams()
        self._launch(process_obj)

    def duplicate_for_child(self, fd):
        """The number that a descriptor has in the child."""
        return fd

    def _launch(self, process_obj):
        # Each end of two pipes lives in one of the processes only, so that the other sees when that one has ended.
        parent_ends, child_ends = zip(os.pipe(), reversed(os.pipe()))
        self.pid = os.fork()
        if not self.pid:
            self._run_child(process_obj, parent_ends, sentinel=child_ends[1])
        util.close_fds(*child_ends)
        self.sentinel = parent_ends[0]
        self.finalizer = util.Finalize(self, util.close_fds, parent_ends)

    @staticmethod
    def _run_child(process_obj, unused, sentinel):
        """What the child does; it does not return."""
        status = 1
        try:
            # What the parent registered is the parent's to call.
            atexit._clear()
            atexit.register(util._exit_function)
            util.close_fds(*unused)
            status = process_obj._bootstrap(parent_sentinel=sentinel)
        finally:
            atexit._run_exitfuncs()
            os._exit(status)

    # --- Its end

    def poll(self, flag=os.WNOHANG):
        """The exit status; None while the child runs."""
        if self.returncode is not None:
            return self.returncode
        try:
            ended, status = os.waitpid(self.pid, flag)
        except OSError:
            # Somebody else has waited for it, or waits now.
            return None
        if ended:
            self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout=None):
        """The exit status, when it is there within `timeout` seconds."""
        if self.returncode is not None:
            return self.returncode
        if timeout is not None:
            from . import connection
            if not connection.wait([self.sentinel], timeout):
                return None
        # The sentinel is ready a moment before the system has the status.
        return self.poll(0 if timeout is None or timeout else os.WNOHANG)

    def _send_signal(self, sig):
        if self.returncode is not None:
            return
        try:
            os.kill(self.pid, sig)
        except ProcessLookupError:
            pass
        except OSError:
            # It may have ended just now.
            if self.wait(timeout=0.1) is None:
                raise

    def terminate(self):
        from signal import SIGTERM
        self._send_signal(SIGTERM)

    def kill(self):
        from signal import SIGKILL
        self._send_signal(SIGKILL)

    def close(self):
        """Give back the descriptors."""
        if self.finalizer:
            self.finalizer()


class PopenThatPasses(Popen):
    """For children that are no copy of their parent: collects the descriptors that are to be passed to them."""

    def __init__(self, process_obj):
        self._fds = []
        super().__init__(process_obj)
