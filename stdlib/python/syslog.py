"""Messages to the log of the system, through the socket /dev/log that its daemon listens to."""

import os
import socket
import sys
import threading
import time

LOG_EMERG, LOG_ALERT, LOG_CRIT, LOG_ERR, LOG_WARNING, LOG_NOTICE, LOG_INFO, LOG_DEBUG = range(8)
LOG_KERN, LOG_USER, LOG_MAIL, LOG_DAEMON, LOG_AUTH, LOG_SYSLOG, LOG_LPR, LOG_NEWS, LOG_UUCP, LOG_CRON, LOG_AUTHPRIV, LOG_FTP = (
    number << 3 for number in range(12))
LOG_LOCAL0, LOG_LOCAL1, LOG_LOCAL2, LOG_LOCAL3, LOG_LOCAL4, LOG_LOCAL5, LOG_LOCAL6, LOG_LOCAL7 = (
    number << 3 for number in range(16, 24))
LOG_PID, LOG_CONS, LOG_ODELAY, LOG_NDELAY, LOG_NOWAIT, LOG_PERROR = 1, 2, 4, 8, 16, 32

_lock = threading.Lock()
_ident = None
_options = 0
_facility = LOG_USER
_mask = 0xFF
_socket = None
_is_open = False


def _default_ident():
    name = sys.argv[0] if getattr(sys, "argv", None) else ""
    return os.path.basename(name) or None


def openlog(ident=None, logoption=0, facility=LOG_USER):
    """Set what messages start with, options, and the facility of those that name none."""
    global _ident, _options, _facility, _is_open
    with _lock:
        _ident = _default_ident() if ident is None else ident
        _options = logoption
        _facility = facility
        _is_open = True


def syslog(priority, message=None, /):
    """syslog([priority,] message): log a message."""
    global _socket, _ident, _is_open
    if message is None:
        priority, message = LOG_INFO, priority
    if not isinstance(message, str):
        raise TypeError("syslog() argument must be str, not %s" % type(message).__name__)
    with _lock:
        if not _is_open:
            _ident = _default_ident()
            _is_open = True
        if not _mask & 1 << (priority & 7):
            return
        if not priority & ~7:
            priority |= _facility
        tag = _ident or ""
        if _options & LOG_PID:
            tag += "[%d]" % os.getpid()
        text = "%s: %s" % (tag, message)
        if _options & LOG_PERROR:
            print(text, file=sys.stderr)
        data = ("<%d>%s %s" % (priority, time.strftime("%b %e %H:%M:%S"), text)).encode("utf-8", "surrogateescape")
        for _ in range(2):
            try:
                if _socket is None:
                    _socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                    _socket.connect("/dev/log")
                _socket.send(data)
                return
            except OSError:
                # Nobody listens, or the daemon was started anew.
                if _socket is not None:
                    _socket.close()
                    _socket = None


def closelog():
    """Forget what openlog() has set."""
    global _ident, _options, _facility, _socket, _is_open, _mask
    with _lock:
        if _socket is not None:
            _socket.close()
        _socket = None
        _ident, _options, _facility, _is_open = None, 0, LOG_USER, False


def setlogmask(maskpri, /):
    """Log only priorities of this mask; the mask before. 0 changes nothing."""
    global _mask
    with _lock:
        old = _mask
        if maskpri:
            _mask = maskpri
        return old


def LOG_MASK(pri, /):
    """The mask of one priority."""
    return 1 << pri


def LOG_UPTO(pri, /):
    """The mask of all priorities up to one."""
    return (1 << pri + 1) - 1
