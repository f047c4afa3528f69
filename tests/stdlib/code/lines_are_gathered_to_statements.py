import code
import codeop


class Console(code.InteractiveConsole):
    def write(self, data):
        print("written:", data.strip().splitlines()[-1:])


console = Console({})
for line in ("x = 1", "x + 1", "if x:", "    y = [", "  2]", "", "y", "1/0", "def f():", "  return 5", "", "f()",
             "for i in range(2): print(i)", "", "'''a", "b'''", "(1,", "2)", "", "try:", "  pass", "finally:", "  print('end')", "",
             "@staticmethod", "def g(): pass", "", "x = )", "# comment", ""):
    print(repr(line), console.push(line))
for source in ("a = 1", "a = (", "if a:", "if a: pass", "if a: pass\n", "", "def f():\n  x=1", "def f():\n  x=1\n", "a b",
               "'''", "'abc", "x = \\", "while 1:\n  (", "class A:", "#"):
    try:
        print(repr(source), codeop.compile_command(source) is not None)
    except SyntaxError as error:
        print(repr(source), type(error).__name__)
answers = iter(["1 + 1", "undefined"])


def answer(prompt):
    print("prompt:", prompt)
    try:
        return next(answers)
    except StopIteration:
        raise EOFError from None


console = Console({})
console.raw_input = answer
console.interact("hello", "bye")
