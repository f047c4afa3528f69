"""Pickling in Python: _Pickler and _Unpickler of pickle, for those who extend them, and what pickle uses without _pickle.

A pickle is a program for a machine with a stack and a memo; pickle has the names of its instructions. The bytes are those that _pickle
writes. Neither a pickler nor an unpickler may be used by two threads at once.
"""

import codecs
import copyreg
import io
import sys
import types
from functools import partial
from itertools import batched
from struct import pack, unpack

import _compat_pickle

try:
    from _pickle import PickleBuffer, PickleError, PicklingError, UnpicklingError
except ImportError:
    PickleBuffer = None

    class PickleError(Exception):
        """What goes wrong with pickles."""

        __module__ = "pickle"

    class PicklingError(PickleError):
        """An object that cannot be pickled."""

        __module__ = "pickle"

    class UnpicklingError(PickleError):
        """A pickle that cannot be read."""

        __module__ = "pickle"

_HIGHEST_PROTOCOL = 5
_DEFAULT_PROTOCOL = 4
_BATCH = 1000                # items that one instruction takes from the stack
_FRAME_TARGET = 64 * 1024    # a frame is closed once it holds as much; larger bytes stand outside
_FRAME_LEAST = 4             # fewer bytes need no frame
_missing = object()
_LEAST_INT, _MOST_INT = -0x80000000, 0x7fffffff


class _Frames:
    """From protocol 4 on a pickle comes in frames, each headed by its length."""

    def __init__(self, file_write):
        self.file_write = file_write
        self.frame = None  # a BytesIO, always the same; None: no frames

    def begin(self):
        """What to write with from now on."""
        self.frame = io.BytesIO()
        return self.frame.write

    def close_frame(self):
        size = self.frame.tell()
        if not size:
            return
        if size >= _FRAME_LEAST:
            self.file_write(b"\x95" + size.to_bytes(8, "little"))
        self.file_write(self.frame.getvalue())
        self.frame.seek(0)
        self.frame.truncate()

    def end(self):
        if self.frame is not None:
            self.close_frame()
            self.frame = None

    def write_large(self, header, payload):
        """Bytes as long as a frame: the file gets them as they are."""
        if self.frame is not None:
            self.close_frame()
        self.file_write(header)
        self.file_write(payload)


def _attribute_of(obj, dotted_name):
    """(what a dotted name leads to, the object that it was found in)."""
    parent = None
    for name in dotted_name.split("."):
        if name == "<locals>":
            raise AttributeError(f"Can't get local attribute {dotted_name!r} on {obj!r}")
        parent = obj if parent is None else found
        try:
            found = getattr(parent, name)
        except AttributeError:
            raise AttributeError(f"Can't get attribute {dotted_name!r} on {obj!r}") from None
    return found, parent


def whichmodule(obj, name):
    """The name of the module in which an object is to be found."""
    dotted = getattr(obj, "__module__", None)
    if dotted is not None:
        return dotted
    for module_name, module in list(sys.modules.items()):
        if module_name in ("__main__", "__mp_main__") or module is None:
            continue
        try:
            if _attribute_of(module, name)[0] is obj:
                return module_name
        except AttributeError:
            pass
    return "__main__"


def _long_bytes(number):
    if number == 0:
        return b""
    size = (number.bit_length() >> 3) + 1
    data = number.to_bytes(size, "little", signed=True)
    if number < 0 and size > 1 and data[-1] == 0xff and data[-2] & 0x80:
        data = data[:-1]
    return data


class _Pickler:
    """Writes objects to a file, which needs nothing but write(). `dispatch` says by type how; subclasses may have their own."""

    def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        if protocol is None:
            protocol = _DEFAULT_PROTOCOL
        if protocol < 0:
            protocol = _HIGHEST_PROTOCOL
        elif not 0 <= protocol <= _HIGHEST_PROTOCOL:
            raise ValueError(f"pickle protocol must be <= {_HIGHEST_PROTOCOL}")
        if buffer_callback is not None and protocol < 5:
            raise ValueError("buffer_callback needs protocol >= 5")
        self._buffer_callback = buffer_callback
        try:
            self._file_write = file.write
        except AttributeError:
            raise TypeError("file must have a 'write' attribute") from None
        self._frames = _Frames(self._file_write)
        self.write = self._file_write
        self.memo = {}
        self.proto = int(protocol)
        self.bin = protocol >= 1
        self.fast = 0
        self.fix_imports = fix_imports and protocol < 3

    def clear_memo(self):
        """Forget which objects were written."""
        self.memo.clear()

    def dump(self, obj):
        """Write a pickle of an object."""
        if not hasattr(self, "_file_write"):
            raise PicklingError(f"Pickler.__init__() was not called by {self.__class__.__name__}.__init__()")
        if self.proto >= 2:
            self.write(b"\x80" + bytes((self.proto,)))
        try:
            if self.proto >= 4:
                self.write = self._frames.begin()
            self.save(obj)
            self.write(b".")
            self._frames.end()
        finally:
            self.write = self._file_write

    # --- The memo: id -> (number, object)

    def memoize(self, obj):
        """Give an object the next number; it is kept alive, so that its id stays its own."""
        if self.fast:
            return
        number = len(self.memo)
        self.write(self.put(number))
        self.memo[id(obj)] = number, obj

    def put(self, number):
        """The instruction that stores the top of the stack."""
        if self.proto >= 4:
            return b"\x94"
        if not self.bin:
            return b"p%d\n" % number
        return b"q" + bytes((number,)) if number < 256 else b"r" + pack("<I", number)

    def get(self, number):
        """The instruction that fetches it again."""
        if not self.bin:
            return b"g%d\n" % number
        return b"h" + bytes((number,)) if number < 256 else b"j" + pack("<I", number)

    # --- Any object

    def save(self, obj, save_persistent_id=True):
        """Write an object by the first way that there is for it."""
        frame = self._frames.frame
        if frame is not None and frame.tell() >= _FRAME_TARGET:
            self._frames.close_frame()
        if save_persistent_id:
            persistent = self.persistent_id(obj)
            if persistent is not None:
                self.save_pers(persistent)
                return
        known = self.memo.get(id(obj))
        if known is not None:
            self.write(self.get(known[0]))
            return
        reduced = NotImplemented
        reduce = getattr(self, "reducer_override", _missing)
        if reduce is not _missing:
            reduced = reduce(obj)
        if reduced is NotImplemented:
            kind = type(obj)
            write_it = self.dispatch.get(kind)
            if write_it is not None:
                write_it(self, obj)
                return
            reduce = getattr(self, "dispatch_table", copyreg.dispatch_table).get(kind, _missing)
            if reduce is not _missing:
                reduced = reduce(obj)
            elif issubclass(kind, type):
                self.save_global(obj)
                return
            else:
                reduce = getattr(obj, "__reduce_ex__", _missing)
                if reduce is not _missing:
                    reduced = reduce(self.proto)
                else:
                    reduce = getattr(obj, "__reduce__", _missing)
                    if reduce is _missing:
                        raise PicklingError(f"Can't pickle {kind.__name__!r} object: {obj!r}")
                    reduced = reduce()
        if isinstance(reduced, str):
            self.save_global(obj, reduced)
            return
        if not isinstance(reduced, tuple):
            raise PicklingError(f"{reduce} must return string or tuple")
        if not 2 <= len(reduced) <= 6:
            raise PicklingError(f"Tuple returned by {reduce} must have two to six elements")
        self.save_reduce(obj=obj, *reduced)

    def persistent_id(self, obj):
        """What stands for an object that lives elsewhere; None: it is pickled."""
        return None

    def save_pers(self, pid):
        """Write what stands for an object."""
        if self.bin:
            self.save(pid, save_persistent_id=False)
            self.write(b"Q")
            return
        try:
            self.write(b"P" + str(pid).encode("ascii") + b"\n")
        except UnicodeEncodeError:
            raise PicklingError("persistent IDs in protocol 0 must be ASCII strings") from None

    def save_reduce(self, func, args, state=None, listitems=None, dictitems=None, state_setter=None, *, obj=None):
        """Write how an object is made again: what __reduce__ returned."""
        if not isinstance(args, tuple):
            raise PicklingError("args from save_reduce() must be a tuple")
        if not callable(func):
            raise PicklingError("func from save_reduce() must be callable")
        save, write = self.save, self.write
        name = getattr(func, "__name__", "")
        if self.proto >= 2 and name == "__newobj_ex__":
            cls, args, keywords = args
            if not hasattr(cls, "__new__"):
                raise PicklingError(f"args[0] from {name} args has no __new__")
            if obj is not None and cls is not obj.__class__:
                raise PicklingError(f"args[0] from {name} args has the wrong class")
            if self.proto >= 4:
                save(cls)
                save(args)
                save(keywords)
                write(b"\x92")
            else:
                save(partial(cls.__new__, cls, *args, **keywords))
                save(())
                write(b"R")
        elif self.proto >= 2 and name == "__newobj__":
            cls = args[0]
            if not hasattr(cls, "__new__"):
                raise PicklingError("args[0] from __newobj__ args has no __new__")
            if obj is not None and cls is not obj.__class__:
                raise PicklingError("args[0] from __newobj__ args has the wrong class")
            save(cls)
            save(args[1:])
            write(b"\x81")
        else:
            save(func)
            save(args)
            write(b"R")
        if obj is not None:
            # What was written for the arguments may have been the object itself, in a circle.
            known = self.memo.get(id(obj))
            if known is not None:
                write(b"0" + self.get(known[0]))
            else:
                self.memoize(obj)
        if listitems is not None:
            self._batch_appends(listitems)
        if dictitems is not None:
            self._batch_setitems(dictitems)
        if state is None:
            return
        if state_setter is None:
            save(state)
            write(b"b")
        else:
            # A function of both, whose result nobody wants.
            save(state_setter)
            save(obj)
            save(state)
            write(b"\x86R0")

    # --- Each type

    dispatch = {}

    def save_none(self, obj):
        self.write(b"N")
    dispatch[type(None)] = save_none

    def save_bool(self, obj):
        if self.proto >= 2:
            self.write(b"\x88" if obj else b"\x89")
        else:
            self.write(b"I01\n" if obj else b"I00\n")
    dispatch[bool] = save_bool

    def save_long(self, obj):
        if self.bin:
            if obj >= 0:
                if obj <= 0xff:
                    self.write(b"K" + bytes((obj,)))
                    return
                if obj <= 0xffff:
                    self.write(b"M" + obj.to_bytes(2, "little"))
                    return
            if _LEAST_INT <= obj <= _MOST_INT:
                self.write(b"J" + pack("<i", obj))
                return
        if self.proto >= 2:
            data = _long_bytes(obj)
            if len(data) < 256:
                self.write(b"\x8a" + bytes((len(data),)) + data)
            else:
                self.write(b"\x8b" + pack("<i", len(data)) + data)
        elif _LEAST_INT <= obj <= _MOST_INT:
            self.write(b"I%d\n" % obj)
        else:
            self.write(b"L%dL\n" % obj)
    dispatch[int] = save_long

    def save_float(self, obj):
        self.write(b"G" + pack(">d", obj) if self.bin else b"F" + repr(obj).encode("ascii") + b"\n")
    dispatch[float] = save_float

    def _write_sized(self, payload, short, medium, long):
        """Bytes after an instruction with as many bytes for their length as they need."""
        size = len(payload)
        if size <= 0xff and short is not None:
            self.write(short + bytes((size,)) + payload)
            return
        if size > 0xffffffff and self.proto >= 4:
            header = long + pack("<Q", size)
        elif medium is None:
            header = long + pack("<Q", size)
        else:
            header = medium + pack("<I", size)
        if size >= _FRAME_TARGET:
            self._frames.write_large(header, payload)
        else:
            self.write(header + payload)

    def save_bytes(self, obj):
        if self.proto < 3:
            if not obj:
                self.save_reduce(bytes, (), obj=obj)
            else:
                self.save_reduce(codecs.encode, (str(obj, "latin1"), "latin1"), obj=obj)
            return
        self._write_sized(obj, b"C", b"B", b"\x8e")
        self.memoize(obj)
    dispatch[bytes] = save_bytes

    def save_bytearray(self, obj):
        if self.proto < 5:
            if not obj:
                self.save_reduce(bytearray, (), obj=obj)
            else:
                self.save_reduce(bytearray, (bytes(obj),), obj=obj)
            return
        self._write_sized(obj, None, None, b"\x96")
        self.memoize(obj)
    dispatch[bytearray] = save_bytearray

    if PickleBuffer is not None:
        def save_picklebuffer(self, obj):
            if self.proto < 5:
                raise PicklingError("PickleBuffer can only be pickled with protocol >= 5")
            with obj.raw() as view:
                if not view.contiguous:
                    raise PicklingError("PickleBuffer can not be pickled when pointing to a non-contiguous buffer")
                if self._buffer_callback is None or self._buffer_callback(obj):
                    # Within the pickle, as the bytes that it lends.
                    data = view.tobytes()
                    if view.readonly:
                        self._write_sized(data, b"C", b"B", b"\x8e")
                    else:
                        self._write_sized(data, None, None, b"\x96")
                    self.memoize(obj)
                else:
                    self.write(b"\x97\x98" if view.readonly else b"\x97")
        dispatch[PickleBuffer] = save_picklebuffer

    def save_str(self, obj):
        if self.bin:
            encoded = obj.encode("utf-8", "surrogatepass")
            self._write_sized(encoded, b"\x8c" if self.proto >= 4 else None, b"X", b"\x8d")
        else:
            # Lines of Latin-1, with escapes for what would end one or is not in it.
            text = obj
            for character in "\\\0\n\r\x1a":
                text = text.replace(character, f"\\u{ord(character):04x}")
            self.write(b"V" + text.encode("raw-unicode-escape") + b"\n")
        self.memoize(obj)
    dispatch[str] = save_str

    def save_tuple(self, obj):
        if not obj:
            self.write(b")" if self.bin else b"(t")
            return
        save, memo, size = self.save, self.memo, len(obj)
        is_short = size <= 3 and self.proto >= 2
        if not is_short:
            self.write(b"(")
        for item in obj:
            save(item)
        known = memo.get(id(obj))
        if known is not None:
            # It contains itself, and was written on the way: that one is taken instead.
            fetch = self.get(known[0])
            if is_short:
                self.write(b"0" * size + fetch)
            else:
                self.write((b"1" if self.bin else b"0" * (size + 1)) + fetch)
            return
        self.write((b"\x85", b"\x86", b"\x87")[size - 1] if is_short else b"t")
        self.memoize(obj)
    dispatch[tuple] = save_tuple

    def save_list(self, obj):
        self.write(b"]" if self.bin else b"(l")
        self.memoize(obj)
        self._batch_appends(obj)
    dispatch[list] = save_list

    def _batch_appends(self, items):
        save, write = self.save, self.write
        if not self.bin:
            for item in items:
                save(item)
                write(b"a")
            return
        for group in batched(items, _BATCH):
            if len(group) == 1:
                save(group[0])
                write(b"a")
            else:
                write(b"(")
                for item in group:
                    save(item)
                write(b"e")

    def save_dict(self, obj):
        self.write(b"}" if self.bin else b"(d")
        self.memoize(obj)
        self._batch_setitems(obj.items())
    dispatch[dict] = save_dict

    def _batch_setitems(self, items):
        save, write = self.save, self.write
        if not self.bin:
            for key, value in items:
                save(key)
                save(value)
                write(b"s")
            return
        for group in batched(items, _BATCH):
            if len(group) == 1:
                key, value = group[0]
                save(key)
                save(value)
                write(b"s")
            else:
                write(b"(")
                for key, value in group:
                    save(key)
                    save(value)
                write(b"u")

    def save_set(self, obj):
        if self.proto < 4:
            self.save_reduce(set, (list(obj),), obj=obj)
            return
        self.write(b"\x8f")
        self.memoize(obj)
        for group in batched(obj, _BATCH):
            self.write(b"(")
            for item in group:
                self.save(item)
            self.write(b"\x90")
    dispatch[set] = save_set

    def save_frozenset(self, obj):
        if self.proto < 4:
            self.save_reduce(frozenset, (list(obj),), obj=obj)
            return
        self.write(b"(")
        for item in obj:
            self.save(item)
        known = self.memo.get(id(obj))
        if known is not None:
            self.write(b"1" + self.get(known[0]))
            return
        self.write(b"\x91")
        self.memoize(obj)
    dispatch[frozenset] = save_frozenset

    def save_global(self, obj, name=None):
        """Write where an object is to be found: its module and its name."""
        if name is None:
            name = getattr(obj, "__qualname__", None) or obj.__name__
        module_name = whichmodule(obj, name)
        try:
            __import__(module_name, level=0)
            module = sys.modules[module_name]
            found, parent = _attribute_of(module, name)
        except (ImportError, KeyError, AttributeError):
            raise PicklingError(f"Can't pickle {obj!r}: it's not found as {module_name}.{name}") from None
        if found is not obj:
            raise PicklingError(f"Can't pickle {obj!r}: it's not the same object as {module_name}.{name}")
        if self.proto >= 2:
            code = copyreg._extension_registry.get((module_name, name))
            if code:
                if code <= 0xff:
                    self.write(b"\x82" + bytes((code,)))
                elif code <= 0xffff:
                    self.write(b"\x83" + pack("<H", code))
                else:
                    self.write(b"\x84" + pack("<i", code))
                return
        if self.proto >= 4:
            self.save(module_name)
            self.save(name)
            self.write(b"\x93")
        else:
            # Of a dotted name the first part is found, the others are its attributes.
            first, *rest = name.split(".")
            for _ in rest:
                self.save(getattr)
                if self.proto < 2:
                    self.write(b"(")
            self._save_name(module_name, first)
            for attribute in rest:
                self.save(attribute)
                self.write(b"tR" if self.proto < 2 else b"\x86R")
        self.memoize(obj)

    def _save_name(self, module_name, name):
        if self.fix_imports:
            # Protocols that Python 2 reads have its names.
            mapped = _compat_pickle.REVERSE_NAME_MAPPING.get((module_name, name))
            if mapped is not None:
                module_name, name = mapped
            else:
                module_name = _compat_pickle.REVERSE_IMPORT_MAPPING.get(module_name, module_name)
        encoding = "utf-8" if self.proto >= 3 else "ascii"
        try:
            self.write(b"c" + module_name.encode(encoding) + b"\n" + name.encode(encoding) + b"\n")
        except UnicodeEncodeError:
            raise PicklingError(f"can't pickle global identifier '{module_name}.{name}' using pickle protocol {self.proto}") from None

    def save_type(self, obj):
        for singleton in (None, NotImplemented, ...):
            if obj is type(singleton):
                self.save_reduce(type, (singleton,), obj=obj)
                return
        self.save_global(obj)
    dispatch[types.FunctionType] = save_global
    dispatch[type] = save_type


class _Unpickler:
    """Reads pickles from a file, which needs read() and readline()."""

    def __init__(self, file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
        self._buffers = iter(buffers) if buffers is not None else None
        self._file_readline = file.readline
        self._file_read = file.read
        self._file_readinto = getattr(file, "readinto", None)
        self.memo = {}
        self.encoding = encoding
        self.errors = errors
        self.proto = 0
        self.fix_imports = fix_imports

    def load(self):
        """The object of the next pickle."""
        if not hasattr(self, "_file_read"):
            raise UnpicklingError(f"Unpickler.__init__() was not called by {self.__class__.__name__}.__init__()")
        self._frame = None
        self.metastack = []
        self.stack = []
        self.append = self.stack.append
        self.proto = 0
        read, dispatch = self.read, self.dispatch
        while True:
            key = read(1)
            if not key:
                raise EOFError
            code = key[0]
            if code == 46:  # STOP
                return self.stack.pop()
            dispatch[code](self)

    # --- The source: a frame while there is one, else the file

    def read(self, size):
        if self._frame is not None:
            data = self._frame.read(size)
            if not data and size:
                self._frame = None
                return self._file_read(size)
            if len(data) < size:
                raise UnpicklingError("pickle exhausted before end of frame")
            return data
        return self._file_read(size)

    def readline(self):
        if self._frame is not None:
            data = self._frame.readline()
            if not data:
                self._frame = None
                return self._file_readline()
            if data[-1] != 10:
                raise UnpicklingError("pickle exhausted before end of frame")
            return data
        return self._file_readline()

    def _unsigned(self, size):
        return int.from_bytes(self.read(size), "little")

    # --- The stack

    def pop_mark(self):
        """What is above the newest mark."""
        items = self.stack
        self.stack = self.metastack.pop()
        self.append = self.stack.append
        return items

    def persistent_load(self, pid):
        """The object that an id stands for."""
        raise UnpicklingError("unsupported persistent id encountered")

    dispatch = {}

    def load_mark(self):
        self.metastack.append(self.stack)
        self.stack = []
        self.append = self.stack.append
    dispatch[ord("(")] = load_mark

    def load_pop(self):
        if self.stack:
            del self.stack[-1]
        else:
            self.pop_mark()
    dispatch[ord("0")] = load_pop

    def load_pop_mark(self):
        self.pop_mark()
    dispatch[ord("1")] = load_pop_mark

    def load_dup(self):
        self.append(self.stack[-1])
    dispatch[ord("2")] = load_dup

    # --- Frames and protocols

    def load_proto(self):
        proto = self.read(1)[0]
        if not 0 <= proto <= _HIGHEST_PROTOCOL:
            raise ValueError(f"unsupported pickle protocol: {proto}")
        self.proto = proto
    dispatch[0x80] = load_proto

    def load_frame(self):
        size = self._unsigned(8)
        if size > sys.maxsize:
            raise ValueError(f"frame size > sys.maxsize: {size}")
        if self._frame is not None and self._frame.read() != b"":
            raise UnpicklingError("beginning of a new frame before end of current frame")
        self._frame = io.BytesIO(self._file_read(size))
    dispatch[0x95] = load_frame

    # --- Constants and numbers

    def load_none(self):
        self.append(None)
    dispatch[ord("N")] = load_none

    def load_true(self):
        self.append(True)
    dispatch[0x88] = load_true

    def load_false(self):
        self.append(False)
    dispatch[0x89] = load_false

    def load_int(self):
        data = self.readline()
        if data == b"01\n":
            self.append(True)
        elif data == b"00\n":
            self.append(False)
        else:
            self.append(int(data, 0))
    dispatch[ord("I")] = load_int

    def load_binint(self):
        self.append(unpack("<i", self.read(4))[0])
    dispatch[ord("J")] = load_binint

    def load_binint1(self):
        self.append(self.read(1)[0])
    dispatch[ord("K")] = load_binint1

    def load_binint2(self):
        self.append(self._unsigned(2))
    dispatch[ord("M")] = load_binint2

    def load_long(self):
        data = self.readline()[:-1]
        if data and data[-1] == 76:  # L
            data = data[:-1]
        self.append(int(data, 0))
    dispatch[ord("L")] = load_long

    def load_long1(self):
        self.append(int.from_bytes(self.read(self.read(1)[0]), "little", signed=True))
    dispatch[0x8a] = load_long1

    def load_long4(self):
        size, = unpack("<i", self.read(4))
        if size < 0:
            raise UnpicklingError("LONG pickle has negative byte count")
        self.append(int.from_bytes(self.read(size), "little", signed=True))
    dispatch[0x8b] = load_long4

    def load_float(self):
        self.append(float(self.readline()[:-1]))
    dispatch[ord("F")] = load_float

    def load_binfloat(self):
        self.append(unpack(">d", self.read(8))[0])
    dispatch[ord("G")] = load_binfloat

    # --- Texts and bytes

    def _decode_string(self, value):
        # What was str in Python 2: encoding "bytes" leaves it as it is.
        return value if self.encoding == "bytes" else value.decode(self.encoding, self.errors)

    def load_string(self):
        data = self.readline()[:-1]
        if len(data) >= 2 and data[0] == data[-1] and data[0] in b"\"'":
            data = data[1:-1]
        else:
            raise UnpicklingError("the STRING opcode argument must be quoted")
        self.append(self._decode_string(codecs.escape_decode(data)[0]))
    dispatch[ord("S")] = load_string

    def load_binstring(self):
        size, = unpack("<i", self.read(4))
        if size < 0:
            raise UnpicklingError("BINSTRING pickle has negative byte count")
        self.append(self._decode_string(self.read(size)))
    dispatch[ord("T")] = load_binstring

    def load_short_binstring(self):
        self.append(self._decode_string(self.read(self.read(1)[0])))
    dispatch[ord("U")] = load_short_binstring

    def load_unicode(self):
        self.append(str(self.readline()[:-1], "raw-unicode-escape"))
    dispatch[ord("V")] = load_unicode

    def _text(self, size):
        if size > sys.maxsize:
            raise UnpicklingError(f"BINUNICODE8 exceeds system's maximum size of {sys.maxsize} bytes")
        self.append(str(self.read(size), "utf-8", "surrogatepass"))

    def load_binunicode(self):
        self._text(self._unsigned(4))
    dispatch[ord("X")] = load_binunicode

    def load_binunicode8(self):
        self._text(self._unsigned(8))
    dispatch[0x8d] = load_binunicode8

    def load_short_binunicode(self):
        self.append(str(self.read(self.read(1)[0]), "utf-8", "surrogatepass"))
    dispatch[0x8c] = load_short_binunicode

    def _bytes(self, size):
        if size > sys.maxsize:
            raise UnpicklingError(f"BINBYTES exceeds system's maximum size of {sys.maxsize} bytes")
        self.append(self.read(size))

    def load_binbytes(self):
        self._bytes(self._unsigned(4))
    dispatch[ord("B")] = load_binbytes

    def load_binbytes8(self):
        self._bytes(self._unsigned(8))
    dispatch[0x8e] = load_binbytes8

    def load_short_binbytes(self):
        self.append(self.read(self.read(1)[0]))
    dispatch[ord("C")] = load_short_binbytes

    def load_bytearray8(self):
        size = self._unsigned(8)
        if size > sys.maxsize:
            raise UnpicklingError(f"BYTEARRAY8 exceeds system's maximum size of {sys.maxsize} bytes")
        self.append(bytearray(self.read(size)))
    dispatch[0x96] = load_bytearray8

    def load_next_buffer(self):
        if self._buffers is None:
            raise UnpicklingError("pickle stream refers to out-of-band data but no *buffers* argument was given")
        try:
            buffer = next(self._buffers)
        except StopIteration:
            raise UnpicklingError("not enough out-of-band buffers") from None
        self.append(buffer)
    dispatch[0x97] = load_next_buffer

    def load_readonly_buffer(self):
        with memoryview(self.stack[-1]) as view:
            if not view.readonly:
                self.stack[-1] = view.toreadonly()
    dispatch[0x98] = load_readonly_buffer

    # --- Containers

    def load_tuple(self):
        items = self.pop_mark()
        self.append(tuple(items))
    dispatch[ord("t")] = load_tuple

    def load_empty_tuple(self):
        self.append(())
    dispatch[ord(")")] = load_empty_tuple

    def load_tuple1(self):
        self.stack[-1:] = [(self.stack[-1],)]
    dispatch[0x85] = load_tuple1

    def load_tuple2(self):
        self.stack[-2:] = [(self.stack[-2], self.stack[-1])]
    dispatch[0x86] = load_tuple2

    def load_tuple3(self):
        self.stack[-3:] = [(self.stack[-3], self.stack[-2], self.stack[-1])]
    dispatch[0x87] = load_tuple3

    def load_empty_list(self):
        self.append([])
    dispatch[ord("]")] = load_empty_list

    def load_list(self):
        items = self.pop_mark()
        self.append(items)
    dispatch[ord("l")] = load_list

    def load_append(self):
        value = self.stack.pop()
        self.stack[-1].append(value)
    dispatch[ord("a")] = load_append

    def load_appends(self):
        items = self.pop_mark()
        target = self.stack[-1]
        extend = getattr(target, "extend", None)
        if extend is not None:
            extend(items)
            return
        append = target.append
        for item in items:
            append(item)
    dispatch[ord("e")] = load_appends

    def load_empty_dictionary(self):
        self.append({})
    dispatch[ord("}")] = load_empty_dictionary

    def load_dict(self):
        items = self.pop_mark()
        self.append({items[i]: items[i + 1] for i in range(0, len(items), 2)})
    dispatch[ord("d")] = load_dict

    def load_setitem(self):
        value = self.stack.pop()
        key = self.stack.pop()
        self.stack[-1][key] = value
    dispatch[ord("s")] = load_setitem

    def load_setitems(self):
        items = self.pop_mark()
        target = self.stack[-1]
        for index in range(0, len(items), 2):
            target[items[index]] = items[index + 1]
    dispatch[ord("u")] = load_setitems

    def load_empty_set(self):
        self.append(set())
    dispatch[0x8f] = load_empty_set

    def load_additems(self):
        items = self.pop_mark()
        target = self.stack[-1]
        if isinstance(target, set):
            target.update(items)
            return
        add = target.add
        for item in items:
            add(item)
    dispatch[0x90] = load_additems

    def load_frozenset(self):
        items = self.pop_mark()
        self.append(frozenset(items))
    dispatch[0x91] = load_frozenset

    # --- The memo

    def _remembered(self, number):
        try:
            self.append(self.memo[number])
        except KeyError:
            raise UnpicklingError(f"Memo value not found at index {number}") from None

    def load_get(self):
        self._remembered(int(self.readline()[:-1]))
    dispatch[ord("g")] = load_get

    def load_binget(self):
        self._remembered(self.read(1)[0])
    dispatch[ord("h")] = load_binget

    def load_long_binget(self):
        self._remembered(self._unsigned(4))
    dispatch[ord("j")] = load_long_binget

    def load_put(self):
        number = int(self.readline()[:-1])
        if number < 0:
            raise ValueError("negative PUT argument")
        self.memo[number] = self.stack[-1]
    dispatch[ord("p")] = load_put

    def load_binput(self):
        self.memo[self.read(1)[0]] = self.stack[-1]
    dispatch[ord("q")] = load_binput

    def load_long_binput(self):
        self.memo[self._unsigned(4)] = self.stack[-1]
    dispatch[ord("r")] = load_long_binput

    def load_memoize(self):
        self.memo[len(self.memo)] = self.stack[-1]
    dispatch[0x94] = load_memoize

    # --- Objects

    def load_persid(self):
        try:
            pid = self.readline()[:-1].decode("ascii")
        except UnicodeDecodeError:
            raise UnpicklingError("persistent IDs in protocol 0 must be ASCII strings") from None
        self.append(self.persistent_load(pid))
    dispatch[ord("P")] = load_persid

    def load_binpersid(self):
        self.append(self.persistent_load(self.stack.pop()))
    dispatch[ord("Q")] = load_binpersid

    def find_class(self, module, name):
        """The object that a module and a name stand for."""
        sys.audit("pickle.find_class", module, name)
        if self.proto < 3 and self.fix_imports:
            if (module, name) in _compat_pickle.NAME_MAPPING:
                module, name = _compat_pickle.NAME_MAPPING[module, name]
            elif module in _compat_pickle.IMPORT_MAPPING:
                module = _compat_pickle.IMPORT_MAPPING[module]
        __import__(module, level=0)
        if self.proto >= 4:
            return _attribute_of(sys.modules[module], name)[0]
        return getattr(sys.modules[module], name)

    def load_global(self):
        module = self.readline()[:-1].decode("utf-8")
        name = self.readline()[:-1].decode("utf-8")
        self.append(self.find_class(module, name))
    dispatch[ord("c")] = load_global

    def load_stack_global(self):
        name = self.stack.pop()
        module = self.stack.pop()
        if type(name) is not str or type(module) is not str:
            raise UnpicklingError("STACK_GLOBAL requires str")
        self.append(self.find_class(module, name))
    dispatch[0x93] = load_stack_global

    def get_extension(self, code):
        """Push the object that was registered with copyreg by a number."""
        missing = []
        obj = copyreg._extension_cache.get(code, missing)
        if obj is not missing:
            self.append(obj)
            return
        key = copyreg._inverted_registry.get(code)
        if key is None:
            if code <= 0:
                raise UnpicklingError("EXT specifies code <= 0")
            raise ValueError(f"unregistered extension code {code}")
        obj = self.find_class(*key)
        copyreg._extension_cache[code] = obj
        self.append(obj)

    def load_ext1(self):
        self.get_extension(self.read(1)[0])
    dispatch[0x82] = load_ext1

    def load_ext2(self):
        self.get_extension(self._unsigned(2))
    dispatch[0x83] = load_ext2

    def load_ext4(self):
        self.get_extension(unpack("<i", self.read(4))[0])
    dispatch[0x84] = load_ext4

    def load_reduce(self):
        args = self.stack.pop()
        self.stack[-1] = self.stack[-1](*args)
    dispatch[ord("R")] = load_reduce

    def load_newobj(self):
        args = self.stack.pop()
        cls = self.stack.pop()
        self.append(cls.__new__(cls, *args))
    dispatch[0x81] = load_newobj

    def load_newobj_ex(self):
        keywords = self.stack.pop()
        args = self.stack.pop()
        cls = self.stack.pop()
        self.append(cls.__new__(cls, *args, **keywords))
    dispatch[0x92] = load_newobj_ex

    def _instantiate(self, cls, args):
        # As for the old classes of Python 2: __init__ runs only where there is something to run it for.
        if args or not isinstance(cls, type) or hasattr(cls, "__getinitargs__"):
            try:
                value = cls(*args)
            except TypeError as error:
                raise TypeError(f"in constructor for {cls.__name__}: {error}", error.__traceback__) from error
        else:
            value = cls.__new__(cls)
        self.append(value)

    def load_inst(self):
        module = self.readline()[:-1].decode("ascii")
        name = self.readline()[:-1].decode("ascii")
        cls = self.find_class(module, name)
        self._instantiate(cls, self.pop_mark())
    dispatch[ord("i")] = load_inst

    def load_obj(self):
        args = self.pop_mark()
        cls = args.pop(0)
        self._instantiate(cls, args)
    dispatch[ord("o")] = load_obj

    def load_build(self):
        state = self.stack.pop()
        obj = self.stack[-1]
        setstate = getattr(obj, "__setstate__", _missing)
        if setstate is not _missing:
            setstate(state)
            return
        slots = None
        if isinstance(state, tuple) and len(state) == 2:
            state, slots = state
        if state:
            attributes = obj.__dict__
            for name, value in state.items():
                attributes[sys.intern(name) if type(name) is str else name] = value
        if slots:
            for name, value in slots.items():
                setattr(obj, name, value)
    dispatch[ord("b")] = load_build


def _dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    """Write a pickle of an object to a file."""
    _Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)


def _dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    """The pickle of an object as bytes."""
    file = io.BytesIO()
    _Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)
    return file.getvalue()


def _load(file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    """Read an object from a file."""
    return _Unpickler(file, fix_imports=fix_imports, buffers=buffers, encoding=encoding, errors=errors).load()


def _loads(s, /, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    """Read an object from bytes."""
    if isinstance(s, str):
        raise TypeError("Can't load pickle from unicode string")
    file = io.BytesIO(s)
    return _Unpickler(file, fix_imports=fix_imports, buffers=buffers, encoding=encoding, errors=errors).load()


for _class in (_Pickler, _Unpickler):
    _class.__module__ = "pickle"
for _function in (_dump, _dumps, _load, _loads, whichmodule):
    _function.__module__ = "pickle"
del _class, _function
