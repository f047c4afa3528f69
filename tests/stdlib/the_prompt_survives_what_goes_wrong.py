# code and codeop: what is complete, what waits for more, and a prompt that goes on when the hooks of sys fail.
import code
import codeop
import io
import sys
import warnings


def state(source, symbol="single"):
    try:
        return "waits" if codeop.compile_command(source, symbol=symbol) is None else "complete"
    except (SyntaxError, ValueError, OverflowError) as error:
        return type(error).__name__


for source in ("x = 1", "def x():", "def x():\n\npass\n", "def x():\n  pass", "def x():\n  pass\n", "a = 'a\\", "a = 'a\\\n", "(", "if 1:\n  # c",
               "", "try:\n  x\n", "@dec", "x = 'un", "'''open", "'\ud800'"):
    print(ascii(source), state(source))
print(state("", "eval"), state("9+ \\", "eval"), state("9+", "eval"))
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    print(state("'\\e' + ("), len(seen), state("'\\e'"), len(seen))

said = []
lines = iter(["1/0", "value = 5", "value"])


def read(prompt):
    for line in lines:
        return line
    raise EOFError


def broken(*arguments):
    raise ValueError("broken hook")


usual, sys.excepthook = sys.excepthook, broken
errors, sys.stderr = sys.stderr, io.StringIO()
console = code.InteractiveConsole()
console.raw_input, console.write = read, said.append
console.interact(banner="", exitmsg="")
sys.excepthook = usual
text, sys.stderr = sys.stderr.getvalue(), errors
print([part in text for part in ("Error in sys.excepthook:", "ValueError: broken hook", "Original exception was:", "ZeroDivisionError")])
print(sys.ps1, sys.ps2, sys.last_type.__name__)
hook = sys.displayhook
del sys.displayhook
try:
    exec(compile("42", "<text>", "single"))
except RuntimeError as error:
    print(error)
sys.displayhook = hook
try:
    type(sys.flags)(range(18))
except TypeError as error:
    print(error)
print(len(sys.flags), len(set(sys.meta_path)) == len(sys.meta_path), len(sys.orig_argv) >= 2)
