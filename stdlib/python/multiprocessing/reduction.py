"""Pickling between processes: of what, and how."""

import copyreg
import functools
import io
import os
import pickle
import socket
import struct
import sys
import types
from abc import ABCMeta

from . import context

__all__ = ["send_handle", "recv_handle", "ForkingPickler", "register", "dump"]

HAVE_SEND_HANDLE = hasattr(socket, "CMSG_LEN") and hasattr(socket, "SCM_RIGHTS") and hasattr(socket.socket, "sendmsg")


class ForkingPickler(pickle.Pickler):
    """Knows how to pickle what can only go to another process: connections, sockets and bound methods."""

    _extra_reducers = {}
    _copyreg_dispatch = copyreg.dispatch_table

    def __init__(self, *args):
        super().__init__(*args)
        self.dispatch_table = self._copyreg_dispatch.copy()
        self.dispatch_table.update(self._extra_reducers)

    @classmethod
    def register(cls, type, reduce):
        """Have a function reduce the objects of a type."""
        cls._extra_reducers[type] = reduce

    @classmethod
    def dumps(cls, obj, protocol=None):
        buffer = io.BytesIO()
        cls(buffer, protocol).dump(obj)
        return buffer.getbuffer()

    loads = pickle.loads


register = ForkingPickler.register


def dump(obj, file, protocol=None):
    """Pickle an object to a file."""
    ForkingPickler(file, protocol).dump(obj)


# --- Descriptors on their way to other processes

ACKNOWLEDGE = sys.platform == "darwin"


def sendfds(sock, fds):
    """Send descriptors over a Unix socket."""
    fds = list(fds)
    message = bytes([len(fds) % 256])
    sock.sendmsg([message], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, struct.pack("%di" % len(fds), *fds))])
    if ACKNOWLEDGE and sock.recv(1) != b"A":
        raise RuntimeError("did not receive acknowledgement of fd")


def recvfds(sock, size):
    """Receive as many descriptors over a Unix socket."""
    itemsize = struct.calcsize("i")
    room = itemsize * size
    message, ancillary, flags, address = sock.recvmsg(1, socket.CMSG_SPACE(room))
    if not message and not ancillary:
        raise EOFError
    try:
        if ACKNOWLEDGE:
            sock.send(b"A")
        if len(ancillary) != 1:
            raise RuntimeError("received %d items of ancdata" % len(ancillary))
        level, kind, data = ancillary[0]
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            if len(data) % itemsize != 0:
                raise ValueError
            fds = struct.unpack("%di" % (len(data) // itemsize), data)
            if len(fds) % 256 != message[0]:
                raise AssertionError("Len is {0:n} but msg[0] is {1!r}".format(len(fds), message[0]))
            return list(fds)
    except (ValueError, IndexError):
        pass
    raise RuntimeError("Invalid data received")


def send_handle(conn, handle, destination_pid):
    """Send a descriptor over a connection."""
    with socket.fromfd(conn.fileno(), socket.AF_UNIX, socket.SOCK_STREAM) as sock:
        sendfds(sock, [handle])


def recv_handle(conn):
    """Receive a descriptor over a connection."""
    with socket.fromfd(conn.fileno(), socket.AF_UNIX, socket.SOCK_STREAM) as sock:
        return recvfds(sock, 1)[0]


def DupFd(fd):
    """What stands for a descriptor in a pickle."""
    popen = context.get_spawning_popen()
    if popen is not None:
        return popen.DupFd(popen.duplicate_for_child(fd))
    if HAVE_SEND_HANDLE:
        from . import resource_sharer
        return resource_sharer.DupFd(fd)
    raise ValueError("SCM_RIGHTS appears not to be available")


# --- What is pickled here and not elsewhere

def _reduce_method(method):
    owner = type(method) if method.__self__ is None else method.__self__
    return getattr, (owner, method.__func__.__name__)


def _reduce_method_descriptor(method):
    return getattr, (method.__objclass__, method.__name__)


def _reduce_partial(partial):
    return _rebuild_partial, (partial.func, partial.args, partial.keywords or {})


def _rebuild_partial(func, args, keywords):
    return functools.partial(func, *args, **keywords)


def _reduce_socket(sock):
    return _rebuild_socket, (DupFd(sock.fileno()), sock.family, sock.type, sock.proto)


def _rebuild_socket(duplicate, family, type, proto):
    return socket.socket(family, type, proto, fileno=duplicate.detach())


def _register_all():
    for kind, reduce in ((types.MethodType, _reduce_method), (types.MethodDescriptorType, _reduce_method_descriptor),
                         (types.WrapperDescriptorType, _reduce_method_descriptor), (functools.partial, _reduce_partial),
                         (socket.socket, _reduce_socket)):
        register(kind, reduce)


_register_all()


class AbstractReducer(metaclass=ABCMeta):
    """The interface of this module, for contexts that pickle in another way."""

    ForkingPickler, register, dump = ForkingPickler, register, dump
    send_handle, recv_handle, DupFd = send_handle, recv_handle, DupFd

    def __init__(self, *args):
        _register_all()
