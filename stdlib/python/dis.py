"""Disassembly of Gilded's bytecode.

The interface is CPython's; the instructions are those of a register machine, so that opcode names, operands and offsets differ. Offsets count
bytes; every instruction word has four. show_switch=True adds a column for each preset that tells where another thread may take over, and
brackets round the read-modify-writes that this can cut, as `gilded dis` prints them.

There are no inline caches in the instruction stream and no specialised forms of instructions, so show_caches and adaptive change nothing;
and there is no value stack, so there is no stack_effect().
"""

import collections
import sys
import types

import _dis

__all__ = ["code_info", "dis", "disassemble", "distb", "disco", "findlinestarts", "findlabels", "show_code", "get_instructions", "Instruction",
           "Bytecode", "cmp_op", "hascompare", "opname", "opmap", "HAVE_ARGUMENT", "EXTENDED_ARG", "hasarg", "hasconst", "hasname", "hasjump",
           "hasjrel", "hasjabs", "hasfree", "haslocal", "hasexc"]

from opcode import *
from opcode import _opcodes

COMPILER_FLAG_NAMES = {1: "OPTIMIZED", 2: "NEWLOCALS", 4: "VARARGS", 8: "VARKEYWORDS", 16: "NESTED", 32: "GENERATOR", 64: "NOFREE",
                       128: "COROUTINE", 256: "ITERABLE_COROUTINE", 512: "ASYNC_GENERATOR"}


def pretty_flags(flags):
    """Return the names of the bits that are set, separated by commas."""
    names = []
    for number in range(32):
        bit = 1 << number
        if flags & bit:
            names.append(COMPILER_FLAG_NAMES.get(bit, hex(bit)))
            flags ^= bit
            if not flags:
                break
    else:
        names.append(hex(flags))
    return ", ".join(names) or "0x0"


# --- Code objects ------------------------------------------------------------------------------------------------------------------------

def _code_within(x):
    """The code object of a function, method, generator or the like; other things come back as they are."""
    x = getattr(x, "__func__", x)
    for attribute in ("__code__", "gi_code", "ag_code", "cr_code"):
        if hasattr(x, attribute):
            return getattr(x, attribute)
    return x


def _compiled(source, name):
    try:
        return compile(source, name, "eval")
    except SyntaxError:
        return compile(source, name, "exec")


def _get_code_object(x):
    x = _code_within(x)
    if isinstance(x, str):
        x = _compiled(x, "<disassembly>")
    if isinstance(x, types.CodeType):
        return x
    raise TypeError("don't know how to disassemble %s objects" % type(x).__name__)


def code_info(x):
    """Return a table of what is known of a function, method, string of source or code object."""
    return _format_code_info(_get_code_object(x))


def _format_code_info(code):
    lines = ["Name:              %s" % code.co_name,
             "Filename:          %s" % code.co_filename,
             "Argument count:    %s" % code.co_argcount,
             "Positional-only arguments: %s" % code.co_posonlyargcount,
             "Kw-only arguments: %s" % code.co_kwonlyargcount,
             "Number of locals:  %s" % code.co_nlocals,
             "Stack size:        %s" % code.co_stacksize,
             "Flags:             %s" % pretty_flags(code.co_flags)]
    for title, items in (("Constants", [repr(constant) for constant in code.co_consts]), ("Names", code.co_names),
                         ("Variable names", code.co_varnames), ("Free variables", code.co_freevars), ("Cell variables", code.co_cellvars)):
        if items:
            lines.append(title + ":")
            lines += ["%4d: %s" % pair for pair in enumerate(items)]
    return "\n".join(lines)


def show_code(co, *, file=None):
    """Print code_info()."""
    print(code_info(co), file=file)


# --- Instructions ------------------------------------------------------------------------------------------------------------------------

Positions = collections.namedtuple("Positions", ["lineno", "end_lineno", "col_offset", "end_col_offset"], defaults=[None] * 4)

_Instruction = collections.namedtuple(
    "_Instruction",
    ["opname", "opcode", "arg", "argval", "argrepr", "offset", "start_offset", "starts_line", "line_number", "label", "positions", "cache_info"],
    defaults=[None, None, None])


class Instruction(_Instruction):
    """One instruction.

    arg holds the operand fields as one number (the three upper bytes of the instruction word). argval is the constant or name that the
    instruction refers to, or the offset that it jumps to, or else the names of the registers it works on. argrepr is what the listing shows.
    switch holds, for each preset of sys.gil, the mark that tells whether another thread may take over before the instruction, and bracket the
    sign of the read-modify-write it belongs to.
    """

    _jump_target = None
    _length = 4
    switch = {}
    bracket = " "

    @property
    def oparg(self):
        return self.arg

    @property
    def baseopcode(self):
        return self.opcode

    @property
    def baseopname(self):
        return self.opname

    @property
    def cache_offset(self):
        return self.end_offset

    @property
    def end_offset(self):
        return self.offset + self._length

    @property
    def jump_target(self):
        return self._jump_target

    @property
    def is_jump_target(self):
        return self.label is not None

    def __str__(self):
        line = str(self.line_number) if self.starts_line else "--" if self.line_number is None else ""
        label = "L%d:" % self.label if self.label is not None else ""
        return ("%4s  %6s  %-20s %s" % (line, label, self.opname, self.argrepr)).rstrip()


def _instructions(code, line_offset=0):
    for (name, opcode, bits, text, constant, has_constant, registers, target, offset, length, line, starts_line, label, position, marks,
         bracket) in _dis.instructions(code):
        if target is not None:
            value = target
        elif has_constant:
            value = constant
        else:
            value = registers
        if line is not None:
            line += line_offset
        instruction = Instruction(name, opcode, bits, value, text, offset, offset, starts_line, line, label, Positions(*position))
        instruction._jump_target = target
        instruction._length = length
        instruction.switch = dict(zip(_dis.presets, marks))
        instruction.bracket = bracket
        yield instruction


def get_instructions(x, *, first_line=None, show_caches=None, adaptive=False):
    """Return an iterator over the instructions of a function, method, string of source or code object.

    first_line is the line number to report for the first line of the source, if it is to be another one.
    """
    code = _get_code_object(x)
    return _instructions(code, first_line - code.co_firstlineno if first_line is not None else 0)


def findlinestarts(code):
    """Yield (offset, line) for the places in code where the line changes."""
    last = False
    for start, end, line in code.co_lines():
        if line is not last:
            last = line
            yield start, line


def findlabels(code):
    """Return the offsets that jumps in a code object lead to."""
    labels = []
    for row in _dis.instructions(_get_code_object(code)):
        if row[7] is not None and row[7] not in labels:
            labels.append(row[7])
    return labels


# --- Text --------------------------------------------------------------------------------------------------------------------------------

def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False, show_offsets=False, show_switch=False):
    """Disassemble classes, methods, functions, generators, code objects or source; with no argument, the last traceback.

    show_switch adds the columns that tell where another thread may take over.
    """
    if show_switch:
        print(_dis.header(), end="", file=file)
    _dis_anything(x, file, depth, show_offsets, show_switch)
    if show_switch:
        print(_dis.legend(), end="", file=file)


def _print_code(code, lasti, file, show_offsets, show_switch):
    print(_dis.disassemble(code, lasti, bool(show_offsets), bool(show_switch)), end="", file=file)


def _dis_anything(x, file, depth, show_offsets, show_switch):
    if x is None:
        _disassemble_traceback(None, file, show_offsets, show_switch)
        return
    x = _code_within(x)
    if hasattr(x, "__dict__") and not isinstance(x, types.CodeType):
        for name, member in sorted(x.__dict__.items()):
            if isinstance(member, (types.MethodType, types.FunctionType, types.CodeType, classmethod, staticmethod, type)):
                print("Disassembly of %s:" % name, file=file)
                try:
                    _dis_anything(member, file, depth, show_offsets, show_switch)
                except TypeError as error:
                    print("Sorry:", error, file=file)
                print(file=file)
    elif isinstance(x, types.CodeType):
        _disassemble_recursively(x, file, depth, show_offsets, show_switch)
    elif isinstance(x, str):
        _disassemble_recursively(_compiled(x, "<dis>"), file, depth, show_offsets, show_switch)
    else:
        raise TypeError("don't know how to disassemble %s objects" % type(x).__name__)


def _disassemble_recursively(code, file, depth, show_offsets, show_switch):
    _print_code(code, -1, file, show_offsets, show_switch)
    if depth is None or depth > 0:
        if depth is not None:
            depth -= 1
        for constant in code.co_consts:
            if isinstance(constant, types.CodeType):
                print(file=file)
                print("Disassembly of %r:" % (constant,), file=file)
                _disassemble_recursively(constant, file, depth, show_offsets, show_switch)


def disassemble(co, lasti=-1, *, file=None, show_caches=False, adaptive=False, show_offsets=False, show_switch=False):
    """Disassemble one code object; --> marks the instruction at lasti."""
    if show_switch:
        print(_dis.header(), end="", file=file)
    _print_code(co, lasti, file, show_offsets, show_switch)


disco = disassemble


def distb(tb=None, *, file=None, show_caches=False, adaptive=False, show_offsets=False, show_switch=False):
    """Disassemble the function at the end of a traceback, by default of the last one printed."""
    if show_switch:
        print(_dis.header(), end="", file=file)
    _disassemble_traceback(tb, file, show_offsets, show_switch)
    if show_switch:
        print(_dis.legend(), end="", file=file)


def _disassemble_traceback(tb, file, show_offsets, show_switch):
    if tb is None:
        try:
            tb = sys.last_exc.__traceback__ if hasattr(sys, "last_exc") else sys.last_traceback
        except AttributeError:
            raise RuntimeError("no last traceback to disassemble") from None
        while tb.tb_next:
            tb = tb.tb_next
    _print_code(tb.tb_frame.f_code, tb.tb_lasti, file, show_offsets, show_switch)


class Bytecode:
    """The instructions of a piece of code, to be iterated over or shown as text."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False, adaptive=False, show_offsets=False, show_switch=False):
        self.codeobj = _get_code_object(x)
        if first_line is None:
            self.first_line = self.codeobj.co_firstlineno
            self._line_offset = 0
        else:
            self.first_line = first_line
            self._line_offset = first_line - self.codeobj.co_firstlineno
        self._original_object = x
        self.current_offset = current_offset
        self.show_offsets = show_offsets
        self.show_switch = show_switch

    def __iter__(self):
        return _instructions(self.codeobj, self._line_offset)

    def __repr__(self):
        return "%s(%r)" % (type(self).__name__, self._original_object)

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        """Make one from the innermost entry of a traceback."""
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti)

    def info(self):
        """Return code_info() of the code."""
        return _format_code_info(self.codeobj)

    def dis(self):
        """Return the text of the disassembly."""
        offset = -1 if self.current_offset is None else self.current_offset
        return (_dis.header() if self.show_switch else "") + _dis.disassemble(self.codeobj, offset, bool(self.show_offsets), bool(self.show_switch))


def __getattr__(name):
    if name == "stack_effect":
        raise AttributeError("module 'dis' has no attribute 'stack_effect': instructions work on registers, there is no stack")
    raise AttributeError("module 'dis' has no attribute %r" % (name,))


def main(args=None):
    """The command line: python -m dis [-O] [-S] [file]."""
    import argparse
    parser = argparse.ArgumentParser(prog="dis")
    parser.add_argument("-C", "--show-caches", action="store_true", help="accepted; there are no inline caches to show")
    parser.add_argument("-O", "--show-offsets", action="store_true", help="show instruction offsets")
    parser.add_argument("--show-switch", action="store_true", help="show where another thread may take over")
    parser.add_argument("infile", nargs="?", default="-")
    options = parser.parse_args(args)
    if options.infile == "-":
        name, source = "<stdin>", sys.stdin.read()
    else:
        name = options.infile
        with open(name, "rb") as file:
            source = file.read()
    dis(compile(source, name, "exec"), show_offsets=options.show_offsets, show_switch=options.show_switch)


if __name__ == "__main__":
    main()
