"""The instructions of Gilded's bytecode, from the table that the virtual machine is made of.

The names of this module are CPython's; the instructions are not. There is no value stack, so there is no stack_effect().
Thread safety: nothing changes after the import.
"""

import _dis

__all__ = ["cmp_op", "hascompare", "opname", "opmap", "HAVE_ARGUMENT", "EXTENDED_ARG", "hasarg", "hasconst", "hasname", "hasjump", "hasjrel",
           "hasjabs", "hasfree", "haslocal", "hasexc"]

_opcodes = _dis.opcodes()

opname = [name for name, _, _ in _opcodes]
opname += ["<%d>" % number for number in range(len(opname), 256)]
opmap = {name: number for number, (name, _, _) in enumerate(_opcodes)}

cmp_op = ("<", "<=", "==", "!=", ">", ">=")


def _having(test):
    return [number for number, (name, operands, _) in enumerate(_opcodes) if test(name, operands)]


hasarg = _having(lambda name, operands: operands != "----")
hasconst = _having(lambda name, operands: "k" in operands or name == "LOAD_CONST_FAR")
hasname = _having(lambda name, operands: "m" in operands or operands[3] == "I" or name == "IMPORT_FROM")
hasjump = hasjrel = _having(lambda name, operands: "j" in operands or "J" in operands)
hasjabs = []
hasfree = _having(lambda name, operands: "DEREF" in name or name == "MAKE_CELL")
haslocal = _having(lambda name, operands: any(kind in operands for kind in "wrx"))
hascompare = _having(lambda name, operands: name in ("LESS", "LESS_EQUAL", "EQUAL", "NOT_EQUAL", "GREATER", "GREATER_EQUAL"))
hasexc = []
# Operands do not depend on the opcode's number: all but those that take none have some.
HAVE_ARGUMENT = 0
EXTENDED_ARG = 256
