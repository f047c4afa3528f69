"""Where threads are: their tracebacks, at once, after a time, or when a signal comes.

There is no dump when the program crashes by itself, since scripts cannot crash the virtual machine: what enable() is told is used only
where a script ends itself as a crash would, for tests of those who look after it (_sigsegv and its like). Signals are answered between two instructions, as those of signal.signal() are.
"""

import _thread
import os
import sys

__all__ = ["enable", "disable", "is_enabled", "dump_traceback", "dump_traceback_later", "cancel_dump_traceback_later", "register",
           "unregister"]

_MAX_FRAMES = 100
_is_enabled = False
_enabled_for = None  # descriptor, all_threads
_later = None
_registered = {}


def _descriptor(file):
    """The descriptor to write to; what Python code has written before comes first."""
    if file is None:
        file = sys.stderr
        if file is None:
            raise RuntimeError("unable to get sys.stderr")
    if isinstance(file, int):
        if file < 0:
            raise ValueError("file is not a valid file descriptor")
        return file
    descriptor = file.fileno()
    if not isinstance(descriptor, int) or descriptor < 0:
        raise RuntimeError("file.fileno() is not a valid file descriptor")
    try:
        file.flush()
    except Exception:
        pass
    return descriptor


def _frames(frame):
    lines = []
    while frame is not None:
        if len(lines) == _MAX_FRAMES:
            lines.append("  ...\n")
            break
        code = frame.f_code
        lines.append('  File "%s", line %s in %s\n' % (code.co_filename, frame.f_lineno if frame.f_lineno is not None else "?", code.co_name))
        frame = frame.f_back
    return "".join(lines)


def _dump(descriptor, frame, all_threads, hidden=None):
    """Write the tracebacks; `frame` is where the thread is that asks, None when it has none of the program's."""
    me = _thread.get_ident()
    if not all_threads:
        text = "Stack (most recent call first):\n" + _frames(frame)
    else:
        parts = []
        for ident, other in sys._current_frames().items():
            if ident == me:
                if ident != hidden:
                    parts.append("Current thread 0x%016x (most recent call first):\n" % ident + _frames(frame))
            elif ident != hidden:
                parts.append("Thread 0x%016x (most recent call first):\n" % ident + _frames(other))
        text = "\n".join(parts)
    _write(descriptor, text)


def _write(descriptor, text):
    data = text.encode("utf-8", "backslashreplace")
    while data:
        data = data[os.write(descriptor, data):]


def enable(file=None, all_threads=True):
    """Remember that dumps are wanted."""
    global _is_enabled, _enabled_for
    _enabled_for = _descriptor(file), all_threads
    _is_enabled = True


def disable():
    """Forget that; whether it was so."""
    global _is_enabled
    was_enabled, _is_enabled = _is_enabled, False
    return was_enabled


def is_enabled():
    """Whether enable() was called."""
    return _is_enabled


def dump_traceback(file=None, all_threads=True):
    """Write the tracebacks of all threads, or of this one, into a file."""
    _dump(_descriptor(file), sys._getframe(1), all_threads)


class _Later:
    """Waits in a thread of its own, and dumps when the time is over before it is cancelled."""

    def __init__(self, timeout, repeat, descriptor, exit):
        self._cancelled = _thread.allocate_lock()
        self._cancelled.acquire()
        self._ended = _thread.allocate_lock()
        self._ended.acquire()
        self._arguments = timeout, repeat, descriptor, exit
        _thread.start_new_thread(self._run, ())

    def _run(self):
        timeout, repeat, descriptor, exit = self._arguments
        try:
            while not self._cancelled.acquire(timeout=timeout):
                _write(descriptor, _timeout_text(timeout))
                _dump(descriptor, None, True, hidden=_thread.get_ident())
                if exit:
                    os._exit(1)
                if not repeat:
                    break
        finally:
            self._ended.release()

    def cancel(self):
        self._cancelled.release()
        self._ended.acquire()


def _timeout_text(timeout):
    microseconds = round(timeout * 1e6)
    seconds, microseconds = divmod(microseconds, 1000000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = "%d:%02d:%02d" % (hours, minutes, seconds)
    if microseconds:
        text += ".%06d" % microseconds
    return "Timeout (%s)!\n" % text


def dump_traceback_later(timeout, repeat=False, file=None, exit=False):
    """Dump all tracebacks after `timeout` seconds, again and again with `repeat`; exit: end the program then."""
    global _later
    if timeout <= 0:
        raise ValueError("timeout must be greater than 0")
    descriptor = _descriptor(file)
    cancel_dump_traceback_later()
    _later = _Later(float(timeout), repeat, descriptor, exit)


def cancel_dump_traceback_later():
    """Never mind."""
    global _later
    later, _later = _later, None
    if later is not None:
        later.cancel()


def register(signum, file=None, all_threads=True, chain=False):
    """Dump tracebacks whenever a signal comes; chain: what was done before is done too."""
    import signal
    if signum in (signal.SIGSEGV, signal.SIGFPE, signal.SIGABRT, signal.SIGBUS, signal.SIGILL):
        raise RuntimeError("signal %d cannot be registered, use enable() instead" % signum)
    if not 1 <= signum < signal.NSIG:
        raise ValueError("signal number out of range")
    descriptor = _descriptor(file)
    previous = _registered[signum] if signum in _registered else signal.getsignal(signum)

    def handler(number, frame):
        _dump(descriptor, frame, all_threads)
        if chain:
            if callable(previous):
                previous(number, frame)
            elif previous == signal.SIG_DFL:
                signal.signal(number, signal.SIG_DFL)
                os.kill(os.getpid(), number)
    signal.signal(signum, handler)
    _registered[signum] = previous


def unregister(signum):
    """Do what was done before register(); whether the signal was registered."""
    import signal
    if signum not in _registered:
        return False
    previous = _registered.pop(signum)
    signal.signal(signum, signal.SIG_DFL if previous is None else previous)
    return True


# --- Ends like those of crashes ----------------------------------------------------------------------------------------------

def _end_by(signum, what):
    if _is_enabled:
        descriptor, all_threads = _enabled_for
        _write(descriptor, f"Fatal Python error: {what}\n\n")
        _dump(descriptor, sys._getframe(2), all_threads)
    import signal
    # As a fault does, whatever handler there is and whichever thread this is.
    if _thread.get_ident() == _thread._get_main_thread_ident():
        signal.signal(signum, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signum])
    os.kill(os.getpid(), signum)
    os._exit(128 + signum)


def _sigsegv(release_gil=False, /):
    """End the process by SIGSEGV."""
    import signal
    _end_by(signal.SIGSEGV, "Segmentation fault")


def _sigabrt():
    """End the process by SIGABRT."""
    import signal
    _end_by(signal.SIGABRT, "Aborted")


def _sigfpe():
    """End the process by SIGFPE."""
    import signal
    _end_by(signal.SIGFPE, "Floating-point exception")
