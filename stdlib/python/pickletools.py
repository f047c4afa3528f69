"""Looking into pickles: the list of opcodes, genops(), dis() and optimize().

An opcode is described by a row of the table below: its name, its byte, how its argument is read, what it takes from the stack and
what it puts there, and the protocol that brought it.
"""

import codecs
import io
import pickle
import struct
import sys

__all__ = ["dis", "genops", "optimize"]

UP_TO_NEWLINE = -1
TAKEN_FROM_ARGUMENT1, TAKEN_FROM_ARGUMENT4, TAKEN_FROM_ARGUMENT4U, TAKEN_FROM_ARGUMENT8U = -2, -3, -4, -5
_FRAME_SIZE = 64 * 1024


# --- Arguments

def _exactly(file, size, what):
    data = file.read(size)
    if len(data) != size:
        raise ValueError(f"expected {size} bytes in a {what}, but only {len(data)} remain")
    return data


def _number(format, what):
    size = struct.calcsize(format)

    def read(file):
        data = file.read(size)
        if len(data) != size:
            raise ValueError(f"not enough data in stream to read {what}")
        return struct.unpack(format, data)[0]
    return read


read_uint1, read_uint2, read_int4, read_uint4, read_uint8, read_float8 = (
    _number(format, what) for format, what in (("<B", "uint1"), ("<H", "uint2"), ("<i", "int4"), ("<I", "uint4"), ("<Q", "uint8"), (">d", "float8")))


def read_stringnl(f, decode=True, stripquotes=True, *, encoding="latin-1"):
    """Read a line: in quotes and with escapes, unless told otherwise."""
    data = f.readline()
    if not data.endswith(b"\n"):
        raise ValueError("no newline found when trying to read stringnl")
    data = data[:-1]
    if stripquotes:
        quote = data[:1]
        if quote not in (b'"', b"'"):
            raise ValueError("no string quotes around %r" % data)
        if len(data) < 2 or not data.endswith(quote):
            raise ValueError("strinq quote %r not found at both ends of %r" % (quote, data))
        data = data[1:-1]
    return codecs.escape_decode(data)[0].decode(encoding) if decode else data


def read_stringnl_noescape(f):
    return read_stringnl(f, stripquotes=False, encoding="utf-8")


def read_stringnl_noescape_pair(f):
    return "%s %s" % (read_stringnl_noescape(f), read_stringnl_noescape(f))


def read_unicodestringnl(f):
    data = f.readline()
    if not data.endswith(b"\n"):
        raise ValueError("no newline found when trying to read unicodestringnl")
    return str(data[:-1], "raw-unicode-escape")


def read_decimalnl_short(f):
    data = read_stringnl(f, decode=False, stripquotes=False)
    return {b"00": False, b"01": True}[data] if data in (b"00", b"01") else int(data)


def read_decimalnl_long(f):
    return int(read_stringnl(f, decode=False, stripquotes=False).removesuffix(b"L"))


def read_floatnl(f):
    return float(read_stringnl(f, decode=False, stripquotes=False))


def _counted(read_size, what, convert):
    def read(file):
        size = read_size(file)
        if size < 0:
            raise ValueError(f"{what} byte count < 0: {size}")
        if size > sys.maxsize:
            raise ValueError(f"{what} byte count > sys.maxsize: {size}")
        return convert(_exactly(file, size, what))
    return read


def _utf8(data):
    return str(data, "utf-8", "surrogatepass")


class ArgumentDescriptor:
    """How the argument of an opcode is read; `n` is its length, or where that comes from."""

    __slots__ = ("name", "n", "reader", "doc")

    def __init__(self, name, n, reader, doc):
        self.name, self.n, self.reader, self.doc = name, n, reader, doc


_arguments = {name: ArgumentDescriptor(name, n, reader, doc) for name, n, reader, doc in (
    ("uint1", 1, read_uint1, "One-byte unsigned integer."),
    ("uint2", 2, read_uint2, "Two-byte unsigned integer, little-endian."),
    ("int4", 4, read_int4, "Four-byte signed integer, little-endian."),
    ("uint4", 4, read_uint4, "Four-byte unsigned integer, little-endian."),
    ("uint8", 8, read_uint8, "Eight-byte unsigned integer, little-endian."),
    ("stringnl", UP_TO_NEWLINE, read_stringnl, "A quoted string up to a newline."),
    ("stringnl_noescape", UP_TO_NEWLINE, read_stringnl_noescape, "A string up to a newline, without quotes."),
    ("stringnl_noescape_pair", UP_TO_NEWLINE, read_stringnl_noescape_pair, "Two strings, each up to a newline."),
    ("decimalnl_short", UP_TO_NEWLINE, read_decimalnl_short, "A decimal integer up to a newline; 00 and 01 are False and True."),
    ("decimalnl_long", UP_TO_NEWLINE, read_decimalnl_long, "A decimal integer up to a newline, perhaps with an L."),
    ("floatnl", UP_TO_NEWLINE, read_floatnl, "A decimal floating-point number up to a newline."),
    ("float8", 8, read_float8, "A floating-point number of eight bytes, big-endian."),
    ("string1", TAKEN_FROM_ARGUMENT1, _counted(read_uint1, "string1", lambda data: data.decode("latin-1")), "A counted string."),
    ("string4", TAKEN_FROM_ARGUMENT4, _counted(read_int4, "string4", lambda data: data.decode("latin-1")), "A counted string."),
    ("bytes1", TAKEN_FROM_ARGUMENT1, _counted(read_uint1, "bytes1", bytes), "Counted bytes."),
    ("bytes4", TAKEN_FROM_ARGUMENT4U, _counted(read_uint4, "bytes4", bytes), "Counted bytes."),
    ("bytes8", TAKEN_FROM_ARGUMENT8U, _counted(read_uint8, "bytes8", bytes), "Counted bytes."),
    ("bytearray8", TAKEN_FROM_ARGUMENT8U, _counted(read_uint8, "bytearray8", bytearray), "Counted bytes."),
    ("unicodestringnl", UP_TO_NEWLINE, read_unicodestringnl, "A text up to a newline, in raw-unicode-escape."),
    ("unicodestring1", TAKEN_FROM_ARGUMENT1, _counted(read_uint1, "unicodestring1", _utf8), "A counted text in UTF-8."),
    ("unicodestring4", TAKEN_FROM_ARGUMENT4U, _counted(read_uint4, "unicodestring4", _utf8), "A counted text in UTF-8."),
    ("unicodestring8", TAKEN_FROM_ARGUMENT8U, _counted(read_uint8, "unicodestring8", _utf8), "A counted text in UTF-8."),
    ("long1", TAKEN_FROM_ARGUMENT1, _counted(read_uint1, "long1", pickle.decode_long), "A counted integer in two's complement."),
    ("long4", TAKEN_FROM_ARGUMENT4, _counted(read_int4, "long4", pickle.decode_long), "A counted integer in two's complement."),
)}


# --- Opcodes

class StackObject:
    """A kind of object on the stack."""

    __slots__ = ("name", "obtype", "doc")

    def __init__(self, name, obtype, doc):
        self.name, self.obtype, self.doc = name, obtype, doc

    def __repr__(self):
        return self.name


pyint = StackObject("int", int, "An int.")
pyinteger_or_bool = StackObject("int_or_bool", (int, bool), "An int or a bool.")
pybool = StackObject("bool", bool, "A bool.")
pyfloat = StackObject("float", float, "A float.")
pybytes_or_str = pystring = StackObject("bytes_or_str", (bytes, str), "A bytes or str object.")
pybytes = StackObject("bytes", bytes, "A bytes object.")
pybytearray = StackObject("bytearray", bytearray, "A bytearray.")
pyunicode = StackObject("str", str, "A str.")
pynone = StackObject("None", type(None), "None.")
pytuple = StackObject("tuple", tuple, "A tuple.")
pylist = StackObject("list", list, "A list.")
pydict = StackObject("dict", dict, "A dict.")
pyset = StackObject("set", set, "A set.")
pyfrozenset = StackObject("frozenset", set, "A frozenset.")
pybuffer = StackObject("buffer", object, "An object with the buffer protocol.")
anyobject = StackObject("any", object, "Any object.")
markobject = StackObject("mark", StackObject, "A mark, which tells where a group of objects begins.")
stackslice = StackObject("stackslice", StackObject, "All objects above the topmost mark.")


class OpcodeInfo:
    """An opcode: name, code (one character), arg (an ArgumentDescriptor or None), stack_before, stack_after, proto, doc."""

    __slots__ = ("name", "code", "arg", "stack_before", "stack_after", "proto", "doc")

    def __init__(self, name, code, arg, stack_before, stack_after, proto, doc):
        self.name, self.code, self.arg, self.proto, self.doc = name, code, arg, proto, doc
        self.stack_before, self.stack_after = stack_before, stack_after


_kinds = {"int": pyint, "int_or_bool": pyinteger_or_bool, "bool": pybool, "float": pyfloat, "string": pybytes_or_str, "bytes": pybytes,
          "bytearray": pybytearray, "str": pyunicode, "None": pynone, "tuple": pytuple, "list": pylist, "dict": pydict, "set": pyset,
          "frozenset": pyfrozenset, "buffer": pybuffer, "any": anyobject, "mark": markobject, "slice": stackslice}

# Name, code, argument, stack before and after, protocol: what it does.
_rows = r"""
INT I decimalnl_short | -> int_or_bool | 0: Push an integer or bool.
BININT J int4 | -> int | 1: Push a four-byte signed integer.
BININT1 K uint1 | -> int | 1: Push a one-byte unsigned integer.
BININT2 M uint2 | -> int | 1: Push a two-byte unsigned integer.
LONG L decimalnl_long | -> int | 0: Push a long integer.
LONG1 \x8a long1 | -> int | 2: Long integer using one-byte length.
LONG4 \x8b long4 | -> int | 2: Long integer using four-byte length.
STRING S stringnl | -> string | 0: Push a string object, written in quotes.
BINSTRING T string4 | -> string | 1: Push a string object with a four-byte length.
SHORT_BINSTRING U string1 | -> string | 1: Push a string object with a one-byte length.
BINBYTES B bytes4 | -> bytes | 3: Push a bytes object with a four-byte length.
SHORT_BINBYTES C bytes1 | -> bytes | 3: Push a bytes object with a one-byte length.
BINBYTES8 \x8e bytes8 | -> bytes | 4: Push a bytes object with an eight-byte length.
BYTEARRAY8 \x96 bytearray8 | -> bytearray | 5: Push a bytearray with an eight-byte length.
NEXT_BUFFER \x97 - | -> buffer | 5: Push an out-of-band buffer object.
READONLY_BUFFER \x98 - | buffer -> buffer | 5: Make an out-of-band buffer object read-only.
NONE N - | -> None | 0: Push None on the stack.
NEWTRUE \x88 - | -> bool | 2: Push True onto the stack.
NEWFALSE \x89 - | -> bool | 2: Push False onto the stack.
UNICODE V unicodestringnl | -> str | 0: Push a text written in one line.
SHORT_BINUNICODE \x8c unicodestring1 | -> str | 4: Push a text with a one-byte length.
BINUNICODE X unicodestring4 | -> str | 1: Push a text with a four-byte length.
BINUNICODE8 \x8d unicodestring8 | -> str | 4: Push a text with an eight-byte length.
FLOAT F floatnl | -> float | 0: Push a float written as decimal text.
BINFLOAT G float8 | -> float | 1: Push a float of eight bytes.
EMPTY_LIST ] - | -> list | 1: Push an empty list.
APPEND a - | list any -> list | 0: Append an object to a list.
APPENDS e - | list mark slice -> list | 1: Extend a list by what is above the mark.
LIST l - | mark slice -> list | 0: Build a list of what is above the mark.
EMPTY_TUPLE ) - | -> tuple | 1: Push an empty tuple.
TUPLE t - | mark slice -> tuple | 0: Build a tuple of what is above the mark.
TUPLE1 \x85 - | any -> tuple | 2: Build a one-tuple out of the topmost item on the stack.
TUPLE2 \x86 - | any any -> tuple | 2: Build a two-tuple out of the top two items on the stack.
TUPLE3 \x87 - | any any any -> tuple | 2: Build a three-tuple out of the top three items on the stack.
EMPTY_DICT } - | -> dict | 1: Push an empty dict.
DICT d - | mark slice -> dict | 0: Build a dict of what is above the mark.
SETITEM s - | dict any any -> dict | 0: Add a key and a value to a dict.
SETITEMS u - | dict mark slice -> dict | 1: Add keys and values above the mark to a dict.
EMPTY_SET \x8f - | -> set | 4: Push an empty set.
ADDITEMS \x90 - | set mark slice -> set | 4: Add what is above the mark to a set.
FROZENSET \x91 - | mark slice -> frozenset | 4: Build a frozenset of what is above the mark.
POP 0 - | any -> | 0: Discard the top stack item, shrinking the stack by one item.
DUP 2 - | any -> any any | 0: Push the top stack item again.
MARK ( - | -> mark | 0: Push a mark onto the stack.
POP_MARK 1 - | mark slice -> | 1: Pop everything down to the topmost mark.
GET g decimalnl_short | -> any | 0: Push an object from the memo.
BINGET h uint1 | -> any | 1: Push an object from the memo by a one-byte number.
LONG_BINGET j uint4 | -> any | 1: Push an object from the memo by a four-byte number.
PUT p decimalnl_short | -> | 0: Keep the stack top in the memo.
BINPUT q uint1 | -> | 1: Keep the stack top in the memo under a one-byte number.
LONG_BINPUT r uint4 | -> | 1: Keep the stack top in the memo under a four-byte number.
MEMOIZE \x94 - | any -> any | 4: Keep the stack top in the memo under the next number.
EXT1 \x82 uint1 | -> any | 2: Push what the extension registry has under a one-byte code.
EXT2 \x83 uint2 | -> any | 2: Push what the extension registry has under a two-byte code.
EXT4 \x84 int4 | -> any | 2: Push what the extension registry has under a four-byte code.
GLOBAL c stringnl_noescape_pair | -> any | 0: Push a global object (module.attr) on the stack.
STACK_GLOBAL \x93 - | str str -> any | 4: Push a global object whose names are on the stack.
REDUCE R - | any any -> any | 0: Push what a callable gives for a tuple of arguments.
BUILD b - | any any -> any | 0: Give an object its state.
INST i stringnl_noescape_pair | mark slice -> any | 0: Build an instance of a class named here.
OBJ o - | mark any slice -> any | 1: Build an instance of a class on the stack.
NEWOBJ \x81 - | any any -> any | 2: Build an object by __new__() of its class.
NEWOBJ_EX \x92 - | any any any -> any | 4: Build an object by __new__() with keyword arguments.
PROTO \x80 uint1 | -> | 2: Tell the protocol.
STOP . - | any -> | 0: Stop: the stack top is the result.
FRAME \x95 uint8 | -> | 4: Tell the size of a frame.
PERSID P stringnl_noescape | -> any | 0: Push an object by a persistent id written here.
BINPERSID Q - | any -> any | 1: Push an object by a persistent id on the stack.
"""


def _make_opcodes():
    made = []
    for line in _rows.strip().splitlines():
        head, stack, tail = line.split(" | ", 2)
        name, code, argument = head.split()
        before, _, after = (" " + stack + " ").partition(" -> ")
        proto, _, doc = tail.partition(": ")
        made.append(OpcodeInfo(name, codecs.decode(code, "unicode_escape"), _arguments.get(argument), [_kinds[kind] for kind in before.split()],
                               [_kinds[kind] for kind in after.split()], int(proto), doc))
    return made


opcodes = _make_opcodes()
code2op = {opcode.code: opcode for opcode in opcodes}


def _genops(data, yield_end_pos=False):
    if isinstance(data, (bytes, bytearray)):
        data = io.BytesIO(data)
    tell = getattr(data, "tell", lambda: None)
    while True:
        position = tell()
        code = data.read(1)
        opcode = code2op.get(code.decode("latin-1"))
        if opcode is None:
            if code == b"":
                raise ValueError("pickle exhausted before seeing STOP")
            raise ValueError("at position %s, opcode %r unknown" % ("<unknown>" if position is None else position, code))
        argument = None if opcode.arg is None else opcode.arg.reader(data)
        yield (opcode, argument, position, tell()) if yield_end_pos else (opcode, argument, position)
        if code == b".":
            return


def genops(pickle):
    """Yield (opcode, argument, position) for each opcode of a pickle: bytes, or a file open for reading."""
    return _genops(pickle)


# --- Optimizing

def _memo_opcode(kind, number, proto):
    """PUT or GET of a number, as a pickler of that protocol writes it."""
    if proto == 0:
        return {"PUT": b"p", "GET": b"g"}[kind] + repr(number).encode() + b"\n"
    if kind == "PUT" and proto >= 4:
        return b"\x94"
    short, long = (b"q", b"r") if kind == "PUT" else (b"h", b"j")
    return short + bytes([number]) if number < 256 else long + struct.pack("<I", number)


def optimize(p):
    """Return an equivalent pickle without the PUT opcodes that no GET needs."""
    parts, known, needed = [], set(), {}
    proto, header = 0, b""
    for opcode, argument, position, end in _genops(p, yield_end_pos=True):
        if "PUT" in opcode.name:
            known.add(argument)
            parts.append(("PUT", argument))
        elif opcode.name == "MEMOIZE":
            number = len(known)
            known.add(number)
            parts.append(("PUT", number))
        elif "FRAME" in opcode.name:
            pass
        elif "GET" in opcode.name:
            proto = max(proto, opcode.proto)
            needed[argument] = None
            parts.append(("GET", argument))
        elif opcode.name == "PROTO":
            proto = max(proto, argument)
            if position == 0:
                header = p[position:end]
            else:
                parts.append((None, p[position:end]))
        else:
            parts.append((None, p[position:end]))
    result, frame = [header], []
    frame_size = 0

    def close_frame():
        nonlocal frame_size
        if proto >= 4 and frame_size >= 4:
            result.append(b"\x95" + struct.pack("<Q", frame_size))
        result.extend(frame)
        frame.clear()
        frame_size = 0

    number = 0
    for kind, value in parts:
        if kind == "PUT":
            if value not in needed:
                continue
            data = _memo_opcode(kind, number, proto)
            needed[value] = number
            number += 1
        elif kind == "GET":
            data = _memo_opcode(kind, needed[value], proto)
        else:
            data = value
        is_large = len(data) > _FRAME_SIZE
        if is_large or frame_size >= _FRAME_SIZE:
            close_frame()
        if is_large:
            result.append(data)
        else:
            frame.append(data)
            frame_size += len(data)
    close_frame()
    return b"".join(result)


# --- Disassembling

def dis(pickle, out=None, memo=None, indentlevel=4, annotate=0):
    """Print the opcodes of a pickle, groups indented, and check that they fit together; ValueError if they do not."""
    stack, marks = [], []
    memo = {} if memo is None else memo
    highest = -1
    column = annotate
    error = None
    for opcode, argument, position in genops(pickle):
        line = "" if position is None else f"{position:5}: "
        line += f"{repr(opcode.code)[1:-1]:<4} {' ' * indentlevel * len(marks)}{opcode.name}"
        highest = max(highest, opcode.proto)
        before, after = opcode.stack_before, opcode.stack_after
        to_pop = len(before)
        note = None
        if markobject in before or opcode.name == "POP" and stack and stack[-1] is markobject:
            assert markobject not in after
            if marks:
                mark = marks.pop()
                note = "(MARK at unknown opcode offset)" if mark is None else f"(MARK at {mark})"
                while stack[-1] is not markobject:
                    stack.pop()
                stack.pop()
                to_pop = before.index(markobject) if markobject in before else 0
            else:
                error = note = "no MARK exists on stack"
        if opcode.name in ("PUT", "BINPUT", "LONG_BINPUT", "MEMOIZE"):
            number = argument
            if opcode.name == "MEMOIZE":
                number = len(memo)
                note = f"(as {number})"
            if number in memo:
                error = f"memo key {argument!r} already defined"
            elif not stack:
                error = "stack is empty -- can't store into memo"
            elif stack[-1] is markobject:
                error = "can't store markobject in the memo"
            else:
                memo[number] = stack[-1]
        elif opcode.name in ("GET", "BINGET", "LONG_BINGET"):
            if argument in memo:
                after = [memo[argument]]
            else:
                error = f"memo key {argument!r} has never been stored into"
        if argument is not None or note:
            line += " " * (10 - len(opcode.name))
            if argument is not None:
                line += " " + repr(argument)
            if note:
                line += " " + note
        if annotate:
            line += " " * (column - len(line))
            column = len(line)
            if column > 50:
                column = annotate
            line += " " + opcode.doc.split("\n", 1)[0]
        print(line, file=out)
        if error:
            raise ValueError(error)
        if len(stack) < to_pop:
            raise ValueError(f"tries to pop {to_pop} items from stack with only {len(stack)} items")
        if to_pop:
            del stack[-to_pop:]
        if markobject in after:
            assert markobject not in before
            marks.append(position)
        stack.extend(after)
    print("highest protocol among opcodes =", highest, file=out)
    if stack:
        raise ValueError("stack not empty after STOP: %r" % stack)


def _main(arguments=None):
    import argparse
    parser = argparse.ArgumentParser(description="disassemble one or more pickle files")
    parser.add_argument("pickle_file", nargs="+", help="the pickle file")
    parser.add_argument("-o", "--output", help="the file where the output should be written")
    parser.add_argument("-m", "--memo", action="store_true", help="preserve memo between disassemblies")
    parser.add_argument("-l", "--indentlevel", default=4, type=int, help="the number of blanks by which to indent a new MARK level")
    parser.add_argument("-a", "--annotate", action="store_true", help="annotate each line with a short opcode description")
    parser.add_argument("-p", "--preamble", default="==> {name} <==",
                        help="if more than one pickle file is specified, print this before each disassembly")
    options = parser.parse_args(arguments)
    memo = {} if options.memo else None
    output = open(options.output, "w") if options.output else sys.stdout
    try:
        for name in options.pickle_file:
            if len(options.pickle_file) > 1:
                print(options.preamble.format(name="<stdin>" if name == "-" else name), file=output)
            if name == "-":
                dis(sys.stdin.buffer, output, memo, options.indentlevel, 30 if options.annotate else 0)
            else:
                with open(name, "rb") as file:
                    dis(file, output, memo, options.indentlevel, 30 if options.annotate else 0)
    finally:
        if output is not sys.stdout:
            output.close()


if __name__ == "__main__":
    _main()
