# get_instructions, Bytecode, findlinestarts, findlabels, code_info, distb, and what they say to wrong arguments.
# assert-only
import dis
import io
import sys

def f(a, *b, c=1, **k):
    "doc"
    total = a
    for x in b:
        total += x
    def g():
        return total
    return g

instructions = list(dis.get_instructions(f))
assert all(isinstance(i, dis.Instruction) for i in instructions)
assert dis.Instruction._fields == ("opname", "opcode", "arg", "argval", "argrepr", "offset", "start_offset", "starts_line", "line_number", "label",
                                   "positions", "cache_info")
offset = 0
for i in instructions:
    assert i.offset == offset == i.start_offset, i
    offset = i.end_offset
    assert dis.opmap[i.opname] == i.opcode and dis.opname[i.opcode] == i.opname
    assert i.line_number is None or i.line_number >= f.__code__.co_firstlineno
assert offset == len(f.__code__.co_code)
loop = next(i for i in instructions if i.opname == "FOR_ITER")
assert loop.is_jump_target and loop.jump_target > loop.offset and loop.argval == loop.jump_target and loop.opcode in dis.hasjump
back = next(i for i in instructions if i.opname == "JUMP_BACKWARD")
assert back.jump_target == loop.offset and "to L" in back.argrepr
assert dis.findlabels(f.__code__) and loop.offset in dis.findlabels(f.__code__)
starts = list(dis.findlinestarts(f.__code__))
first = f.__code__.co_firstlineno
assert [line - first for _, line in starts if line][:4] == [0, 2, 3, 4], starts
made = next(i for i in instructions if i.opname == "MAKE_FUNCTION")
assert made.argval is f.__code__.co_consts[f.__code__.co_consts.index(made.argval)] and made.argval.co_name == "g"
assert loop.positions.lineno == first + 3 and loop.positions.col_offset is not None
assert set(loop.switch) == {"2.7", "3.9", "3.12", "3.13t"} and loop.switch["3.9"] == "i" and loop.switch["2.7"] == "t"
moved = list(dis.get_instructions(f, first_line=1000))
assert [i.line_number for i in moved if i.line_number][0] - 1000 == [i.line_number for i in instructions if i.line_number][0] - first

out = io.StringIO()
dis.show_code(f, file=out)
assert out.getvalue() == dis.code_info(f) + "\n"
lines = dis.code_info(f).split("\n")
assert lines[0] == "Name:              f" and lines[2] == "Argument count:    1" and lines[4] == "Kw-only arguments: 1", lines
assert "Flags:             OPTIMIZED, NEWLOCALS, VARARGS, VARKEYWORDS" in lines and "Cell variables:" in lines and "   0: total" in lines, lines
assert dis.pretty_flags(0) == "0x0"

code = dis.Bytecode(f)
assert repr(code) == "Bytecode(%r)" % f and [i.opname for i in code] == [i.opname for i in instructions] and code.info() == dis.code_info(f)
out = io.StringIO()
dis.disassemble(f.__code__, file=out)
assert code.dis() == out.getvalue()
assert [i.opname for i in dis.Bytecode("x = 1")] == ["RESUME", "LOAD_CONST", "STORE_NAME", "LOAD_CONST", "RETURN"], list(dis.Bytecode("x = 1"))

out = io.StringIO()
dis.dis(f, file=out)
both = out.getvalue()
assert "Disassembly of <code object g at 0x" in both
out = io.StringIO()
dis.dis(f, depth=0, file=out)
assert out.getvalue() == code.dis()
out = io.StringIO()
dis.dis(f, show_offsets=True, depth=0, file=out)
assert str(loop.offset) in next(line for line in out.getvalue().split("\n") if "FOR_ITER" in line).split()
class K:
    def m(self): pass
    x = 1
out = io.StringIO()
dis.dis(K, file=out)
assert out.getvalue().startswith("Disassembly of m:\n"), out.getvalue()
for bad in (1, object()):
    for function in (dis.dis, dis.code_info):
        try:
            function(bad)
        except TypeError as error:
            assert str(error) == "don't know how to disassemble %s objects" % type(bad).__name__, error
        else:
            raise AssertionError(function)
try:
    dis.distb()
except RuntimeError as error:
    assert str(error) == "no last traceback to disassemble"
try:
    1 / 0
except ZeroDivisionError as error:
    out = io.StringIO()
    dis.distb(error.__traceback__, file=out)
    marked = [line for line in out.getvalue().split("\n") if line.strip().startswith("-->")]
    assert len(marked) == 1 and "TRUE_DIVIDE" in marked[0], marked
    assert next(i for i in dis.Bytecode.from_traceback(error.__traceback__) if i.offset == error.__traceback__.tb_lasti).opname == "TRUE_DIVIDE"
    assert "-->" in dis.Bytecode.from_traceback(error.__traceback__).dis()
assert not hasattr(dis, "stack_effect")
for name in ("hasarg", "hasconst", "hasname", "hasfree", "haslocal", "hascompare", "hasjrel"):
    assert getattr(dis, name), name
