"""Managers: objects in a server process, and proxies for them in others.

The server keeps each object with the names of the methods that may be called, and counts the proxies there are. A proxy has one connection
for each thread that uses it. A request is (ident, method, arguments, keywords), the answer (kind, value) with kind one of #RETURN, #ERROR,
#TRACEBACK, #UNSERIALIZABLE, and #PROXY, which carries the exposed methods and the token of a new object: nested proxies.

Thread safety: managers and proxies may be used by any number of threads; the tables of the server are changed under its mutex. Errors: what
a method raises is raised by the proxy, what goes wrong in the server itself is a RemoteError.
"""

import array
import contextlib
import itertools
import os
import queue
import signal
import sys
import threading
import time
import types
from traceback import format_exc

from . import connection, get_context, pool, process, util
from .context import ProcessError, get_spawning_popen, reduction
from .util import Finalize, info

try:
    from . import shared_memory
except ImportError:
    shared_memory = None
HAS_SHMEM = shared_memory is not None

__all__ = ["BaseManager", "SyncManager", "BaseProxy", "Token"]
if HAS_SHMEM:
    __all__.append("SharedMemoryManager")


# --- What travels in another form

def reduce_array(a):
    return array.array, (a.typecode, a.tobytes())


def rebuild_as_list(obj):
    return list, (list(obj),)


view_types = [type(view) for view in ({}.items(), {}.keys(), {}.values())]
for _kind, _reduce in ({array.array: reduce_array} | dict.fromkeys(view_types, rebuild_as_list)).items():
    reduction.register(_kind, _reduce)
del _kind, _reduce


class Token:
    """Says where an object is: the type by its name, the server's address, the object's number."""

    __slots__ = "typeid", "address", "id"

    def __init__(self, typeid, address, id):
        self.__setstate__((typeid, address, id))

    def __getstate__(self):
        return tuple(getattr(self, name) for name in Token.__slots__)

    def __setstate__(self, state):
        self.typeid, self.address, self.id = state

    def __repr__(self):
        return f"{type(self).__name__}(typeid={self.typeid!r}, address={self.address!r}, id={self.id!r})"


# --- Requests and answers

class RemoteError(Exception):
    """Something went wrong in the server; the argument is its traceback."""

    def __str__(self):
        line = "-" * 75
        return f"\n{line}\n{self.args[0]}{line}"


def convert_to_error(kind, result):
    """The exception that an answer other than #RETURN stands for."""
    match kind:
        case "#ERROR":
            return result
        case "#TRACEBACK" | "#UNSERIALIZABLE":
            if not isinstance(result, str):
                raise TypeError(f"Result {result!r} (kind '{kind}') type is {type(result)}, not str")
            return RemoteError(result if kind == "#TRACEBACK" else f"Unserializable message: {result}\n")
        case _:
            return ValueError(f"Unrecognized message type {kind!r}")


def dispatch(c, id, methodname, args=(), kwds={}):
    """Send a request and return the answer, or raise it."""
    c.send((id, methodname, args, kwds))
    answer = c.recv()
    if answer[0] == "#RETURN":
        return answer[1]
    try:
        raise convert_to_error(*answer)
    finally:
        # The exception's frames must not keep it alive.
        del answer


def _ask(Client, address, authkey, methodname, args=(), kwds={}):
    """Send one request to the server itself, over a connection of its own, and return the answer or raise it."""
    conn = Client(address, authkey=authkey)
    try:
        return dispatch(conn, None, methodname, args, kwds)
    finally:
        conn.close()


def all_methods(obj):
    """The names of an object's methods."""
    return [name for name in dir(obj) if callable(getattr(obj, name))]


def public_methods(obj):
    """The names of those that do not begin with an underscore."""
    return [name for name in all_methods(obj) if not name.startswith("_")]


# --- The server

def _start_daemon(work, *arguments):
    threading.Thread(target=work, args=arguments, daemon=True).start()


class Server:
    """What runs in the server's process: one thread for each connection."""

    # What a new connection may ask for.
    public = ["shutdown", "create", "accept_connection", "get_methods", "debug_info", "number_of_objects", "dummy", "incref",
              "decref"]

    def __init__(self, registry, address, authkey, serializer):
        if not isinstance(authkey, bytes):
            raise TypeError(f"Authkey {authkey!r} is type {type(authkey)!s}, not bytes")
        self.registry, self.authkey = registry, process.AuthenticationString(authkey)
        self.listener = listener_client[serializer][0](address=address, backlog=128)
        self.address = self.listener.address
        self.mutex = threading.Lock()
        # (object, exposed methods, types of proxies for what methods return) by number; "0" is the server itself.
        self.id_to_obj = {"0": (None, ())}
        # How many proxies there are, by number.
        self.id_to_refcount = {}
        # Objects that a proxy refers to again after the last one had gone: they may still be under way.
        self.id_to_local_proxy_obj = {}

    # --- Threads and their connections

    def serve_forever(self):
        """Answer requests until shutdown."""
        self.stop_event = threading.Event()
        process.current_process()._manager_server = self
        try:
            _start_daemon(self.accepter)
            with contextlib.suppress(KeyboardInterrupt, SystemExit):
                while not self.stop_event.wait(1):
                    pass
        finally:
            if sys.stdout is not sys.__stdout__:
                util.debug("resetting stdout, stderr")
                sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
            sys.exit(0)

    def accepter(self):
        """Give each new connection a thread."""
        while True:
            with contextlib.suppress(OSError):
                _start_daemon(self.handle_request, self.listener.accept())

    def handle_request(self, conn):
        """Answer the one request of a new connection; accept_connection() goes on with those of a proxy."""
        try:
            # SystemExit: the server ends.
            with contextlib.suppress(SystemExit):
                self._handle_request(conn)
        finally:
            conn.close()

    def _handle_request(self, c):
        request = None
        try:
            connection.deliver_challenge(c, self.authkey)
            connection.answer_challenge(c, self.authkey)
            request = c.recv()
            _, name, args, kwds = request
            assert name in self.public, f"{name!r} unrecognized"
            answer = "#RETURN", getattr(self, name)(c, *args, **kwds)
        except Exception:
            answer = "#TRACEBACK", format_exc()
        try:
            c.send(answer)
        except Exception as error:
            with contextlib.suppress(Exception):
                c.send(("#TRACEBACK", format_exc()))
            info("Failure to send message: %r, request was %r, exception was %r", answer, request, error)

    def accept_connection(self, c, name):
        """Go on with a connection as that of a proxy."""
        threading.current_thread().name = name
        c.send(("#RETURN", None))
        self.serve_client(c)

    def serve_client(self, conn):
        """Answer the requests of one thread's proxies."""
        served = threading.current_thread().name
        util.debug("starting server thread to service %r", served)
        while not self.stop_event.is_set():
            try:
                request = conn.recv()
            except EOFError:
                util.debug("got EOF -- exiting thread serving %r", served)
                sys.exit(0)
            except Exception:
                answer = "#TRACEBACK", format_exc()
            else:
                answer = self._answer(conn, request)
            try:
                self._send_answer(conn, answer)
            except Exception as error:
                info("exception in thread serving %r: message was %r, exception was %r", served, answer, error)
                conn.close()
                sys.exit(1)
            # Nothing is kept alive while waiting.
            request = answer = None

    @staticmethod
    def _send_answer(conn, answer):
        try:
            conn.send(answer)
        except Exception:
            conn.send(("#UNSERIALIZABLE", format_exc()))

    def _answer(self, conn, request):
        """Call the method that a proxy asks for."""
        try:
            ident, name, args, kwds = request
            obj, exposed, result_types = self._find(ident)
            if name not in exposed:
                if fallback := self.fallback_mapping.get(name):
                    return "#RETURN", fallback(self, conn, ident, obj, *args, **kwds)
                raise AttributeError(f"method {name!r} of {type(obj)!r} object is not in exposed={exposed!r}")
            method = getattr(obj, name)
            try:
                result = method(*args, **kwds)
            except Exception as error:
                return "#ERROR", error
            typeid = result_types and result_types.get(name)
            if not typeid:
                return "#RETURN", result
            new_ident, new_exposed = self.create(conn, typeid, result)
            return "#PROXY", (new_exposed, Token(typeid, self.address, new_ident))
        except Exception:
            return "#TRACEBACK", format_exc()

    def _find(self, ident):
        """What is known of an object."""
        if entry := self.id_to_obj.get(ident) or self.id_to_local_proxy_obj.get(ident):
            return entry
        raise KeyError(ident)

    # Methods that every object has for its proxies.
    fallback_mapping = {
        "__str__": lambda self, conn, ident, obj: str(obj),
        "__repr__": lambda self, conn, ident, obj: repr(obj),
        "#GETVALUE": lambda self, conn, ident, obj: obj,
    }

    # --- What a connection may ask for

    def dummy(self, c):
        """Nothing: the server is there."""

    def debug_info(self, c):
        """What there is, as text."""
        with self.mutex:
            shown = [(ident, count, str(self.id_to_obj[ident][0])) for ident, count in sorted(self.id_to_refcount.items())]
        return "\n".join(f"  {ident}:       refcount={count}\n    {text[:75]}" for ident, count, text in shown if ident != "0")

    def number_of_objects(self, c):
        """How many objects there are."""
        return len(self.id_to_refcount)

    def shutdown(self, c):
        """End the server's process."""
        try:
            util.debug("manager received shutdown message")
            c.send(("#RETURN", None))
        except BaseException:
            sys.stderr.write(format_exc())
        finally:
            self.stop_event.set()

    def get_methods(self, c, token):
        """The methods that proxies of an object have."""
        _, exposed, *_ = self.id_to_obj[token.id]
        return tuple(exposed)

    def create(self, c, typeid, /, *args, **kwds):
        """Make an object; return its number and its methods."""
        with self.mutex:
            make, exposed, result_types, _ = self.registry[typeid]
            if make is not None:
                obj = make(*args, **kwds)
            elif len(args) == 1 and not kwds:
                obj = args[0]
            else:
                raise ValueError("Without callable, must have one non-keyword argument")
            methods = list(public_methods(obj) if exposed is None else exposed)
            if result_types is not None:
                if not isinstance(result_types, dict):
                    raise TypeError(f"Method_to_typeid {result_types!r}: type {type(result_types)!s}, not dict")
                methods.extend(result_types)
            ident = format(id(obj), "x")
            util.debug("%r callable returned object with id %r", typeid, ident)
            self.id_to_obj[ident] = obj, set(methods), result_types
            self.id_to_refcount.setdefault(ident, 0)
        self.incref(c, ident)
        return ident, tuple(methods)

    def incref(self, c, ident):
        """One proxy more."""
        with self.mutex:
            if ident not in self.id_to_refcount and ident in self.id_to_local_proxy_obj:
                # It was kept although its last proxy had gone.
                self.id_to_obj[ident] = self.id_to_local_proxy_obj[ident]
                self.id_to_refcount[ident] = 0
                util.debug("Server re-enabled tracking & INCREF %r", ident)
            self.id_to_refcount[ident] += 1

    def decref(self, c, ident):
        """One proxy less; the last one's object is dropped."""
        if ident in self.id_to_local_proxy_obj and ident not in self.id_to_refcount:
            util.debug("Server DECREF skipping %r", ident)
            return
        with self.mutex:
            count = self.id_to_refcount[ident]
            if count < 1:
                raise AssertionError(f"Id {ident!s} ({self.id_to_obj[ident]!r}) has refcount {count:n}, not 1+")
            if count > 1:
                self.id_to_refcount[ident] = count - 1
                return
            del self.id_to_refcount[ident]
        # Outside of the lock: what it holds may be proxies of this server.
        self.id_to_obj[ident] = None, (), None
        util.debug("disposing of obj with id %r", ident)
        with self.mutex:
            del self.id_to_obj[ident]


# --- Managers

class State:
    """Where a manager is in its life. An object, as what ends the manager shares it."""

    __slots__ = ["value"]
    INITIAL, STARTED, SHUTDOWN = range(3)

    def demand(self, wanted):
        """Raise what is wrong unless the value is the one wanted."""
        if self.value != wanted:
            known = {State.INITIAL: "Unable to start server", State.STARTED: "Already started server", State.SHUTDOWN: "Manager has shut down"}
            raise ProcessError(known.get(self.value) or f"Unknown state {self.value!r}")


listener_client = {"pickle": (connection.Listener, connection.Client), "xmlrpclib": (connection.XmlListener, connection.XmlClient)}


class BaseManager:
    """Starts a server or finds one, and makes proxies of the types that are registered."""

    _registry = {}
    _Server = Server

    def __init__(self, address=None, authkey=None, serializer="pickle", ctx=None, *, shutdown_timeout=1.0):
        self._address, self._serializer, self._shutdown_timeout = address, serializer, shutdown_timeout
        self._authkey = process.AuthenticationString(_authkey_for(authkey, None))
        self._Listener, self._Client = listener_client[serializer]
        self._ctx = ctx or get_context()
        self._state = State()
        self._state.value = State.INITIAL

    @property
    def address(self):
        return self._address

    # --- Its life

    def _check_initial(self):
        self._state.demand(State.INITIAL)

    def get_server(self):
        """Return the server, to be run here by serve_forever()."""
        self._check_initial()
        return Server(self._registry, self._address, self._authkey, self._serializer)

    def connect(self):
        """Find the server at the address."""
        self._ask("dummy")
        self._state.value = State.STARTED

    def start(self, initializer=None, initargs=()):
        """Start a server in a process of its own."""
        self._check_initial()
        if not (initializer is None or callable(initializer)):
            raise TypeError("initializer must be a callable")
        kind = type(self)
        reader, writer = connection.Pipe(duplex=False)
        self._process = self._ctx.Process(target=kind._run_server, args=(
            self._registry, self._address, self._authkey, self._serializer, writer, initializer, initargs))
        numbers = ":".join(map(str, self._process._identity))
        self._process.name = f"{kind.__name__}-{numbers}"
        self._process.start()
        # The server says where it is.
        writer.close()
        self._address = reader.recv()
        reader.close()
        self._state.value = State.STARTED
        self.shutdown = Finalize(self, kind._finalize_manager, exitpriority=0, args=(
            self._process, self._address, self._authkey, self._state, self._Client, self._shutdown_timeout))

    @classmethod
    def _run_server(cls, registry, address, authkey, serializer, writer, initializer=None, initargs=()):
        # Ctrl-C is for the others; the server is needed while they clean up.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if initializer:
            initializer(*initargs)
        server = cls._Server(registry, address, authkey, serializer)
        with writer:
            writer.send(server.address)
        info("manager serving at %r", server.address)
        server.serve_forever()

    def join(self, timeout=None):
        """Wait, at most `timeout` seconds, until the server has ended."""
        if self._process is None:
            return
        self._process.join(timeout)
        if self._process.exitcode is not None:
            self._process = None

    def __enter__(self):
        if self._state.value == State.INITIAL:
            self.start()
        self._state.demand(State.STARTED)
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown()

    @staticmethod
    def _finalize_manager(process, address, authkey, state, _Client, shutdown_timeout):
        """End the server: ask, then insist."""
        def ask():
            with contextlib.suppress(Exception):
                _ask(_Client, address, authkey, "shutdown")

        for what, end, patience in (("sending shutdown message to manager", ask, shutdown_timeout),
                                    ("manager still alive: trying to `terminate()` it", process.terminate, shutdown_timeout),
                                    ("manager still alive after terminate", process.kill, None)):
            if not process.is_alive():
                break
            info(what)
            end()
            process.join(timeout=patience)
        state.value = State.SHUTDOWN
        BaseProxy._address_to_local.pop(address, None)

    # --- What the server does for it

    def _ask(self, methodname, args=(), kwds={}):
        return _ask(self._Client, self._address, self._authkey, methodname, args, kwds)

    def _create(self, typeid, /, *args, **kwds):
        """Have the server make an object; return its token and its methods."""
        assert self._state.value == State.STARTED, "server not yet started"
        ident, exposed = self._ask("create", (typeid, *args), kwds)
        return Token(typeid, self._address, ident), exposed

    def _debug_info(self):
        return self._ask("debug_info")

    def _number_of_objects(self):
        return self._ask("number_of_objects")

    @classmethod
    def register(cls, typeid, callable=None, proxytype=None, exposed=None, method_to_typeid=None, create_method=True):
        """Make a type known: how the server makes its objects and what proxies of them look like."""
        if "_registry" not in vars(cls):
            # A class has its own types, besides those that its bases have by now.
            cls._registry = dict(cls._registry)
        make_proxy = AutoProxy if proxytype is None else proxytype
        result_types = method_to_typeid or getattr(make_proxy, "_method_to_typeid_", None)
        for text in itertools.chain.from_iterable((result_types or {}).items()):
            assert type(text) is str, f"{text!r} is not a string"
        cls._registry[typeid] = callable, exposed or getattr(make_proxy, "_exposed_", None), result_types, make_proxy
        if not create_method:
            return

        def create(self, /, *args, **kwds):
            util.debug("requesting creation of a shared %r object", typeid)
            token, methods = self._create(typeid, *args, **kwds)
            return _adopt(make_proxy, token, methods, self._serializer, self, self._authkey)

        create.__name__ = typeid
        setattr(cls, typeid, create)


def _authkey_for(authkey, manager):
    """The key that is given, else that of the manager, else that of the process."""
    if authkey is None:
        authkey = manager._authkey if manager is not None else process.current_process().authkey
    return authkey


def _adopt(make_proxy, token, exposed, serializer, manager, authkey):
    """A proxy for an object that the server has just made; now that this counts, the server's own reference is given back."""
    proxy = make_proxy(token, serializer, manager=manager, authkey=authkey, exposed=exposed)
    _ask(listener_client[serializer][1], token.address, authkey, "decref", (token.id,))
    return proxy


# --- Proxies

class ProcessLocalSet(set):
    """A set that is empty in a child."""

    def __init__(self):
        util.register_after_fork(self, set.clear)

    def __reduce__(self):
        return type(self), ()


class BaseProxy:
    """Stands for an object in a server."""

    # By the address of a server: the connection of each thread, and the numbers of the proxies in this process.
    _address_to_local = {}
    _mutex = util.ForkAwareThreadLock()
    # Numbers for proxies, as one is not told from another by what it stands for.
    _next_id = itertools.count(1)

    def __init__(self, token, serializer, manager=None, authkey=None, exposed=None, incref=True, manager_owned=False):
        with BaseProxy._mutex:
            self._proxy_id = next(BaseProxy._next_id)
            if token.address not in BaseProxy._address_to_local:
                BaseProxy._address_to_local[token.address] = util.ForkAwareLocal(), ProcessLocalSet()
            self._tls, self._idset = BaseProxy._address_to_local[token.address]
        self._token, self._id = token, token.id
        self._manager, self._serializer, self._Client = manager, serializer, listener_client[serializer][1]
        self._authkey = process.AuthenticationString(_authkey_for(authkey, manager))
        # A proxy that is itself an object of the server does not count.
        self._owned_by_manager = manager_owned
        if incref:
            self._incref()
        util.register_after_fork(self, BaseProxy._after_fork)

    # --- Calls

    def _connect(self):
        """Open the connection of this thread."""
        util.debug("making connection to manager")
        thread = threading.current_thread().name
        process_name = process.current_process().name
        conn = self._Client(self._token.address, authkey=self._authkey)
        dispatch(conn, None, "accept_connection", (process_name if thread == "MainThread" else f"{process_name}|{thread}",))
        self._tls.connection = conn

    def _callmethod(self, methodname, args=(), kwds={}):
        """Call a method of the object; return what it returns, or raise what it raises."""
        if not hasattr(self._tls, "connection"):
            util.debug("thread %r does not own a connection", threading.current_thread().name)
            self._connect()
        conn = self._tls.connection
        conn.send((self._id, methodname, args, kwds))
        answer = conn.recv()
        match answer:
            case "#RETURN", result:
                return result
            case "#PROXY", (exposed, token):
                # The server may know itself by another address.
                token.address = self._token.address
                make_proxy = self._manager._registry[token.typeid][-1]
                return _adopt(make_proxy, token, exposed, self._serializer, self._manager, self._authkey)
        try:
            raise convert_to_error(*answer)
        finally:
            # The exception's frames must not keep it alive.
            del answer

    def _getvalue(self):
        """Return a copy of the object."""
        return self._callmethod("#GETVALUE")

    # --- Counting

    def _incref(self):
        if self._owned_by_manager:
            util.debug("owned_by_manager skipped INCREF of %r", self._token.id)
            return
        _ask(self._Client, self._token.address, self._authkey, "incref", (self._id,))
        util.debug("INCREF %r", self._id)
        self._idset.add(self._proxy_id)
        self._close = Finalize(self, BaseProxy._decref, exitpriority=10, args=(
            self._token, self._authkey, self._manager and self._manager._state, self._tls, self._idset, self._Client,
            self._proxy_id))

    @staticmethod
    def _decref(token, authkey, state, tls, idset, _Client, proxy_id):
        idset.discard(proxy_id)
        if state is not None and state.value != State.STARTED:
            util.debug("DECREF %r -- manager already shutdown", token.id)
        else:
            util.debug("DECREF %r", token.id)
            try:
                _ask(_Client, token.address, authkey, "decref", (token.id,))
            except Exception as error:
                # The server may have ended.
                util.debug("... decref failed: %s", error)
        if hasattr(tls, "connection") and not idset:
            # The thread's connection goes with its last proxy.
            util.debug("thread %r has no more proxies so closing conn", threading.current_thread().name)
            tls.connection.close()
            del tls.connection

    def _after_fork(self):
        self._manager = None
        try:
            self._incref()
        except Exception as error:
            # The server may have ended.
            info("incref failed: %s", error)

    # --- Its pickle, its copy, its text

    def __reduce__(self):
        kwds = {} if get_spawning_popen() is None else {"authkey": self._authkey}
        make = type(self)
        if getattr(self, "_isauto", False):
            make = AutoProxy
            kwds["exposed"] = self._exposed_
        return RebuildProxy, (make, self._token, self._serializer, kwds)

    def __deepcopy__(self, memo):
        return self._getvalue()

    def __repr__(self):
        return f"<{type(self).__name__} object, typeid {self._token.typeid!r} at {id(self):#x}>"

    def __str__(self):
        """The text of the object itself."""
        try:
            return self._callmethod("__repr__")
        except Exception:
            return repr(self)[:-1] + "; '__str__()' failed>"


def RebuildProxy(func, token, serializer, kwds):
    """Make a proxy again from its pickle; in the server itself, find the object."""
    here = process.current_process()
    server = getattr(here, "_manager_server", None)
    if server and server.address == token.address:
        util.debug("Rebuild a proxy owned by manager, token=%r", token)
        kwds["manager_owned"] = True
        if token.id not in server.id_to_local_proxy_obj:
            server.id_to_local_proxy_obj[token.id] = server.id_to_obj[token.id]
    counts = kwds.pop("incref", True) and not getattr(here, "_inheriting", False)
    return func(token, serializer, incref=counts, **kwds)


def _forwarded(name):
    """A method that is called in the server, with whatever arguments."""
    def call(self, /, *args, **kwds):
        return self._callmethod(name, args, kwds)

    call.__name__ = name
    return call


def MakeProxyType(name, exposed, _cache={}):
    """Return a class of proxies with these methods."""
    key = name, tuple(exposed)
    if key not in _cache:
        body = {method: _forwarded(method) for method in exposed}
        _cache[key] = type(name, (BaseProxy,), body | {"_exposed_": key[1]})
    return _cache[key]


def AutoProxy(token, serializer, manager=None, authkey=None, exposed=None, incref=True, manager_owned=False):
    """Return a proxy with the methods that the object has."""
    if exposed is None:
        exposed = _ask(listener_client[serializer][1], token.address, authkey, "get_methods", (token,))
    kind = MakeProxyType(f"AutoProxy[{token.typeid}]", exposed)
    proxy = kind(token, serializer, manager=manager, authkey=_authkey_for(authkey, manager), incref=incref,
                 manager_owned=manager_owned)
    proxy._isauto = True
    return proxy


# --- The types that SyncManager has

class Namespace:
    """Attributes of any names."""

    def __init__(self, /, **kwds):
        vars(self).update(kwds)

    def __repr__(self):
        shown = sorted(f"{name}={value!r}" for name, value in vars(self).items() if not name.startswith("_"))
        return f"{type(self).__name__}({', '.join(shown)})"


class Value:
    """A value."""

    def __init__(self, typecode, value, lock=True):
        self._typecode, self._value = typecode, value

    def get(self):
        return self._value

    def set(self, value):
        self._value = value

    value = property(get, set)

    def __repr__(self):
        return f"{type(self).__name__}({self._typecode!r}, {self._value!r})"


def Array(typecode, sequence, lock=True):
    return array.array(typecode, sequence)


# Methods of proxies that are alike: without arguments, with whatever positional ones, with a timeout; and attributes.

def _simple(name):
    def call(self):
        return self._callmethod(name)

    call.__name__ = name
    return call


def _positional(name):
    def call(self, *args):
        return self._callmethod(name, args)

    call.__name__ = name
    return call


def _wait(self, timeout=None):
    return self._callmethod("wait", (timeout,))


_wait.__name__ = "wait"


def _attribute(name):
    return property(lambda self: self._callmethod("__getattribute__", (name,)))


class IteratorProxy(BaseProxy):
    _exposed_ = ("__next__", "send", "throw", "close")
    __next__, send, throw, close = map(_positional, _exposed_)

    def __iter__(self):
        return self


class AcquirerProxy(BaseProxy):
    _exposed_ = ("acquire", "release")
    release, __enter__ = map(_simple, ("release", "acquire"))

    def acquire(self, blocking=True, timeout=None):
        return self._callmethod("acquire", (blocking,) if timeout is None else (blocking, timeout))

    def __exit__(self, exc_type, exc_val, exc_tb):
        return self.release()


class ConditionProxy(AcquirerProxy):
    _exposed_ = ("acquire", "release", "wait", "notify", "notify_all")
    wait, notify_all = _wait, _simple("notify_all")

    def notify(self, n=1):
        return self._callmethod("notify", (n,))

    def wait_for(self, predicate, timeout=None):
        """Wait until predicate(), which is called here, is true; return what it returned last."""
        deadline = timeout is not None and time.monotonic() + timeout
        while not (result := predicate()):
            left = deadline - time.monotonic() if timeout is not None else None
            if left is not None and left <= 0:
                break
            self.wait(left)
        return result


class EventProxy(BaseProxy):
    _exposed_ = ("is_set", "set", "clear", "wait")
    is_set, set, clear = map(_simple, _exposed_[:3])
    wait = _wait


class BarrierProxy(BaseProxy):
    _exposed_ = ("__getattribute__", "wait", "abort", "reset")
    wait = _wait
    abort, reset = map(_simple, _exposed_[2:])
    parties, n_waiting, broken = map(_attribute, ("parties", "n_waiting", "broken"))


class NamespaceProxy(BaseProxy):
    """Names that begin with an underscore are the proxy's own, all others those of the object."""

    _exposed_ = ("__getattribute__", "__setattr__", "__delattr__")

    def _at_home(self, method, key, *value):
        if key[0] == "_":
            return getattr(object, method)(self, key, *value)
        return self._callmethod(method, (key, *value))

    def __getattr__(self, key):
        return self._at_home("__getattribute__", key)

    def __setattr__(self, key, value):
        return self._at_home("__setattr__", key, value)

    def __delattr__(self, key):
        return self._at_home("__delattr__", key)


class ValueProxy(BaseProxy):
    _exposed_ = ("get", "set")
    get = _simple("get")

    def set(self, value):
        return self._callmethod("set", (value,))

    value = property(get, set)
    __class_getitem__ = classmethod(types.GenericAlias)


BaseListProxy = MakeProxyType("BaseListProxy", (
    "__add__", "__contains__", "__delitem__", "__getitem__", "__len__", "__mul__", "__reversed__", "__rmul__", "__setitem__",
    "append", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort", "__imul__"))


def _in_place(name):
    """An operator that changes the object: the proxy goes on standing for it."""
    def operate(self, value):
        self._callmethod(name, (value,))
        return self

    return operate


class ListProxy(BaseListProxy):
    __iadd__, __imul__ = map(_in_place, ("extend", "__imul__"))
    __class_getitem__ = classmethod(types.GenericAlias)


_BaseDictProxy = MakeProxyType("DictProxy", (
    "__contains__", "__delitem__", "__getitem__", "__ior__", "__iter__", "__len__", "__or__", "__reversed__", "__ror__",
    "__setitem__", "clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values"))
_BaseDictProxy._method_to_typeid_ = {"__iter__": "Iterator"}


class DictProxy(_BaseDictProxy):
    __ior__ = _in_place("__ior__")
    __class_getitem__ = classmethod(types.GenericAlias)


ArrayProxy = MakeProxyType("ArrayProxy", ("__len__", "__getitem__", "__setitem__"))

BasePoolProxy = MakeProxyType("PoolProxy", (
    "apply", "apply_async", "close", "imap", "imap_unordered", "join", "map", "map_async", "starmap", "starmap_async",
    "terminate"))
BasePoolProxy._method_to_typeid_ = {
    "apply_async": "AsyncResult", "map_async": "AsyncResult", "starmap_async": "AsyncResult", "imap": "Iterator",
    "imap_unordered": "Iterator"}


class PoolProxy(BasePoolProxy):
    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()


class SyncManager(BaseManager):
    """A manager of the usual types; proxies of them may be put into others."""


# By the name of the method of the manager: what makes the object, and the class of its proxies.
for _typeid, (_make, _proxy) in {
    "Queue": (queue.Queue, None),
    "JoinableQueue": (queue.Queue, None),
    "Event": (threading.Event, EventProxy),
    "Condition": (threading.Condition, ConditionProxy),
    "Barrier": (threading.Barrier, BarrierProxy),
    **{kind: (getattr(threading, kind), AcquirerProxy) for kind in ("Lock", "RLock", "Semaphore", "BoundedSemaphore")},
    "Pool": (pool.Pool, PoolProxy),
    "list": (list, ListProxy),
    "dict": (dict, DictProxy),
    "Value": (Value, ValueProxy),
    "Array": (Array, ArrayProxy),
    "Namespace": (Namespace, NamespaceProxy),
}.items():
    SyncManager.register(_typeid, _make, _proxy)
del _typeid, _make, _proxy
# What methods return.
SyncManager.register("Iterator", proxytype=IteratorProxy, create_method=False)
SyncManager.register("AsyncResult", create_method=False)


# --- Shared memory

if HAS_SHMEM:
    class _SharedMemoryTracker:
        """The segments of one manager."""

        def __init__(self, name, segment_names=[]):
            self.__setstate__((name, segment_names))

        def __setstate__(self, state):
            self.shared_memory_context_name, self.segment_names = state

        def __getstate__(self):
            return self.shared_memory_context_name, self.segment_names

        def register_segment(self, segment_name):
            self._tell("Register segment", segment_name)
            self.segment_names.append(segment_name)

        def destroy_segment(self, segment_name):
            self._tell("Destroy segment", segment_name)
            self.segment_names.remove(segment_name)
            with contextlib.closing(shared_memory.SharedMemory(segment_name)) as segment:
                segment.unlink()

        @staticmethod
        def _tell(what, segment_name):
            util.debug("%s %r in pid %d", what, segment_name, os.getpid())

        def unlink(self):
            for name in list(self.segment_names):
                self.destroy_segment(name)

        def __del__(self):
            util.debug("Call %s.__del__ in %d", type(self).__name__, os.getpid())
            self.unlink()

    class SharedMemoryServer(Server):
        """A server that keeps track of segments and removes them when it ends."""

        public = Server.public + ["track_segment", "release_segment", "list_segments"]

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            name = f"shm_{os.fsdecode(self.address) if isinstance(self.address, bytes) else self.address}_{os.getpid()}"
            self.shared_memory_context = _SharedMemoryTracker(name)
            util.debug("SharedMemoryServer started by pid %d", os.getpid())

        def create(self, c, typeid, /, *args, **kwargs):
            *_, make_proxy = self.registry[typeid]
            if hasattr(make_proxy, "_shared_memory_proxy"):
                kwargs["shared_memory_context"] = self.shared_memory_context
            return super().create(c, typeid, *args, **kwargs)

        def shutdown(self, c):
            self.shared_memory_context.unlink()
            return super().shutdown(c)

        # What managers ask for.

        def list_segments(self, c):
            return self.shared_memory_context.segment_names

        def track_segment(self, c, segment_name):
            self.shared_memory_context.register_segment(segment_name)

        def release_segment(self, c, segment_name):
            self.shared_memory_context.destroy_segment(segment_name)

    class SharedMemoryManager(BaseManager):
        """Makes segments of shared memory that are removed when the manager ends."""

        _Server = SharedMemoryServer

        def __init__(self, *args, **kwargs):
            if os.name == "posix":
                # Otherwise the server would start one of its own.
                from . import resource_tracker
                resource_tracker.ensure_running()
            super().__init__(*args, **kwargs)
            util.debug("%s created by pid %d", type(self).__name__, os.getpid())

        def __del__(self):
            util.debug("%s.__del__ by pid %d", type(self).__name__, os.getpid())

        def get_server(self):
            self._check_initial()
            return self._Server(self._registry, self._address, self._authkey, self._serializer)

        def _tracked(self, made, segment):
            """Have the server remove a segment at its end; if it cannot be told, it is removed here."""
            try:
                self._ask("track_segment", (segment.name,))
            except BaseException:
                segment.unlink()
                raise
            return made

        def SharedMemory(self, size):
            """Return a new segment."""
            segment = shared_memory.SharedMemory(None, create=True, size=size)
            return self._tracked(segment, segment)

        def ShareableList(self, sequence):
            """Return a new list in shared memory."""
            made = shared_memory.ShareableList(sequence)
            return self._tracked(made, made.shm)
