"""The texts that help() has on keywords, symbols and topics: short ones, for somebody who has forgotten how it was.

Nothing here changes after the import, so any thread may read it. A keyword or symbol without a text of its own leads to another's.
"""

_TEXTS = {
    "and": """x and y

    x if x is false, else y, which is evaluated only then. See TRUTHVALUE.""",
    "assert": """assert CONDITION
assert CONDITION, MESSAGE

    Raises AssertionError(MESSAGE) if the condition is false. With -O nothing is checked.""",
    "async": """async def NAME(PARAMETERS): ...
async for TARGET in ITERABLE: ...
async with CONTEXT as TARGET: ...

    `async def` makes a coroutine function: a call runs nothing yet and returns a coroutine, which is run by `await` or by
    asyncio.run(). In it, `async for` and `async with` are loops and contexts whose steps may wait. With `yield` in it, it makes
    asynchronous generators.""",
    "await": """await AWAITABLE

    Lets the coroutine wait for another one, a future or a task, and is what that returns. Others run meanwhile. Only in
    `async def`.""",
    "break": """break

    Leaves the innermost `for` or `while`; its `else` is not run.""",
    "class": """class NAME(BASES, metaclass=META):
    BODY

    Runs the body and makes a class of the names that it left. Functions among them become methods: a call on an instance puts
    that in front of the arguments. Calling the class makes an instance and calls its __init__. See CLASSES, SPECIALMETHODS.""",
    "continue": """continue

    Goes on with the next turn of the innermost `for` or `while`.""",
    "def": """def NAME(a, b=DEFAULT, /, c=DEFAULT, *rest, d, **others) -> ANNOTATION:
    BODY

    Makes a function. Defaults are evaluated once, here. What stands before `/` is given by position only, what follows `*` by name
    only; *rest and **others take what is left over. See CALLS, SCOPING.""",
    "del": """del NAME, x.ATTRIBUTE, x[KEY]

    Deletes names, attributes or items. The object lives on while anything refers to it.""",
    "else": """if ...: ... else: ...          when no condition before it was true
for ...: ... else: ...         when the loop ended without `break`; `while` likewise
try: ... except ...: ... else: ...
                               when nothing was raised
x if CONDITION else y          an expression""",
    "except": """try:
    BODY
except SomeError as error:
    ...

    Runs when the body raises that error or one derived from it; several are written as a tuple. The name is unbound at the end of
    the block. `except:` takes everything, `except* E:` the members of exception groups. See EXCEPTIONS.""",
    "finally": """try:
    BODY
finally:
    CLEAN UP

    Runs however the body is left: at its end, by an exception, by return, break or continue. An exception goes on after it.""",
    "for": """for TARGET in ITERABLE:
    BODY
else:
    WHEN IT WAS NOT LEFT BY break

    Takes one item after the other. `for number, item in enumerate(items)` counts along, `for a, b in zip(x, y)` goes through two
    at once. See LOOPING.""",
    "from": """from MODULE import NAME as OTHER, NAME
from . import MODULE            in a package: from the package itself
raise ERROR from CAUSE
yield from ITERABLE

    See import, raise, yield.""",
    "global": """global NAME, NAME

    In a function: these names are the module's, also when they are assigned to. See SCOPING.""",
    "if": """if CONDITION:
    ...
elif CONDITION:
    ...
else:
    ...

    Runs the first block whose condition is true, else that of `else`. As an expression: x if CONDITION else y. See TRUTHVALUE.""",
    "import": """import MODULE, PACKAGE.MODULE as NAME
from MODULE import NAME, NAME as OTHER
from MODULE import *

    Finds a module, runs it the first time, and binds a name to it or to what it has. See MODULES.""",
    "in": """x in CONTAINER, x not in CONTAINER

    Whether the container has it: an item of a sequence or set, a key of a dict, a part of a string. Also part of `for`.""",
    "is": """x is y, x is not y

    Whether both are the very same object; `==` asks whether they are equal. Right for None: `if x is None`.""",
    "lambda": """lambda a, b=DEFAULT: EXPRESSION

    A function without a name that returns the expression.""",
    "nonlocal": """nonlocal NAME, NAME

    In a function within a function: these names are the outer one's, also when they are assigned to. See SCOPING.""",
    "not": """not x

    True if x is false, else False. See TRUTHVALUE.""",
    "or": """x or y

    x if x is true, else y, which is evaluated only then. See TRUTHVALUE.""",
    "pass": """pass

    Does nothing, where a statement must stand.""",
    "raise": """raise ERROR
raise ERROR from CAUSE
raise

    Raises an exception: an instance, or a class, which is called for that. Alone, in `except`: the one at hand again. `from None`
    hides the one before. See EXCEPTIONS.""",
    "return": """return
return VALUE

    Leaves the function, which is worth the value, or None.""",
    "try": """try:
    BODY
except SomeError as error:
    WHEN THAT IS RAISED
else:
    WHEN NOTHING WAS RAISED
finally:
    IN ANY CASE

    See except, finally, EXCEPTIONS.""",
    "while": """while CONDITION:
    BODY
else:
    WHEN IT WAS NOT LEFT BY break

    Runs the body as long as the condition is true. See LOOPING.""",
    "with": """with CONTEXT as TARGET, CONTEXT as TARGET:
    BODY

    Enters contexts and leaves them again however the body ends: files are closed, locks let go. See CONTEXTMANAGERS.""",
    "yield": """yield VALUE
yield from ITERABLE

    Makes the function a generator: a call returns an iterator, and each step of that runs to the next `yield`. The expression is
    what send() gave, or None. `yield from` gives on all items of another.""",
    "ASSIGNMENT": """a = b = VALUE                 one value, several targets
a, b, *rest = ITEMS           unpacked; the starred target takes a list of what is left over
x.ATTRIBUTE = VALUE           x[KEY] = VALUE           x[i:j] = ITEMS
a += VALUE                    as a = a + VALUE; lists and the like change in place
name: ANNOTATION = VALUE      with an annotation, which is kept and not checked
(name := VALUE)               within an expression

    `a += VALUE` is several steps: another thread may come between. `gilded atomic 'a += 1'` shows where.""",
    "CALLS": """f(a, b, name=c, *ITEMS, **MAPPING)

    Arguments by position, then by name; *ITEMS adds positional ones and **MAPPING named ones. A parameter that gets none must have
    a default. See def.""",
    "CLASSES": """class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    @property
    def length(self): ...         read as an attribute
    @classmethod
    def of(cls, text): ...        gets the class
    @staticmethod
    def parse(text): ...          gets neither

    Attributes are looked up in the instance, its class and the bases in the order of C.__mro__; data descriptors of the class, as
    properties, come first. super().name() is the next class's. dataclasses.dataclass writes such classes for you.""",
    "COMPARISON": """<  <=  ==  !=  >=  >  is  is not  in  not in

    May be chained: a < b <= c is a < b and b <= c, with b evaluated once. Classes answer with __lt__, __eq__ and so on.""",
    "COMPREHENSIONS": """[EXPRESSION for TARGET in ITERABLE if CONDITION]      a list
{EXPRESSION for ...}   {KEY: VALUE for ...}           a set, a dict
(EXPRESSION for ...)                                  a generator: one item at a time

    Further `for` and `if` are nested from left to right.""",
    "CONTEXTMANAGERS": """__enter__(self)                             its value is what `as` binds
__exit__(self, type, value, traceback)      a true value swallows the exception

    contextlib.contextmanager makes one of a generator function with one `yield`.""",
    "DEBUGGING": """breakpoint()        stops in the debugger, pdb
python -m pdb FILE  from the start
pdb.pm()            after an exception

    For threads, `gilded why FILE`, `gilded trace FILE` and `gilded explore FILE` show who ran when, and what was lost.""",
    "DICTIONARIES": """{KEY: VALUE, **OTHER}   dict(name=VALUE)

    d[key], d.get(key, default), d.setdefault(key, value), d.pop(key), key in d, d | other, d.items(). Keeps the order in which
    keys came. Keys must be hashable. See help(dict).""",
    "EXCEPTIONS": """An error is an object of a class derived from Exception. `raise` starts it on its way outwards, to the first `except` that
takes its class. str(error) is the message, error.__cause__ and error.__context__ the errors before it, error.add_note(TEXT) adds a
line, traceback.print_exception(error) prints it. KeyboardInterrupt and SystemExit derive from BaseException alone, so that
`except Exception` lets them pass.""",
    "FORMATTING": """f"{EXPRESSION}"   f"{x!r}"   f"{x=}"   f"{x:SPEC}"   "{} {name}".format(...)   "%s %d" % (...)

    SPEC is [[fill]align][sign][z][#][0][width][grouping][.precision][type]: align < > ^ =, grouping , or _, type s d b o x X n c
    e f g % and their capitals. f"{x:>10,.2f}".""",
    "GIL": """In most Pythons one thread runs at a time: the one that holds the global interpreter lock. Gilded has a switch for it:

    --as=2.7    the holder lets go every 100 bytecodes
    --as=3.9    a waiter asks after 5 ms (sys.setswitchinterval); the holder obeys before nearly any bytecode
    --as=3.12   the same, but it obeys only at calls and at loops' back edges
    --as=3.13t  there is no lock; threads run in parallel

    So `x += 1` in two threads may lose additions in all of them but, by luck, 3.12. A threading.Lock round it holds everywhere.""",
    "LISTS": """[a, b, *MORE]   list(ITERABLE)

    x[i], x[i:j], x.append(v), x.extend(items), x.insert(i, v), x.pop(), x.sort(key=f), sorted(x), len(x), v in x. See help(list).""",
    "LOOPING": """range(n), enumerate(items), zip(a, b, strict=True), reversed(items), sorted(items), dict.items(), itertools

    break leaves a loop, continue goes to its next turn, else runs when it was not left by break.""",
    "MODULES": """A module is a file NAME.py in a folder of sys.path; a package is a folder with __init__.py. It is run at the first import
and kept in sys.modules. `if __name__ == "__main__":` is true in the file that was started. help("modules") lists what there is.""",
    "NUMBERS": """1_000   0xff   0o17   0b11        int, of any size
1.5   1e-3   .5                   float
2j                                complex

    + - * / // % ** and abs, divmod, round, pow. For exact decimals see decimal, for fractions fractions, for more see math.""",
    "OPERATORS": """From what binds least to what binds most:

    :=   lambda   if-else   or   and   not x   in, not in, is, is not, <, <=, >, >=, !=, ==   |   ^   &   <<, >>   +, -
    *, @, /, //, %   +x, -x, ~x   **   await x   x[...], x(...), x.attribute   (...), [...], {...}

    Those of one level are evaluated from left to right, except ** and if-else.""",
    "SCOPING": """A name that a function assigns to is its own, all through the function, unless it says `global` or `nonlocal`. Otherwise it
is looked up outwards: in the functions around, then in the module, then in builtins. The body of a class is not looked into from
its methods. Comprehensions have their own names.""",
    "SEQUENCES": """x[i]   x[-1]   x[i:j:step]   len(x)   x + y   x * n   v in x   x.index(v)   x.count(v)

    str, bytes, list, tuple, range and others. Negative indices count from the end; slices never raise IndexError.""",
    "SETS": """{a, b}   set(ITERABLE)   frozenset(ITERABLE)

    | & - ^ are union, intersection, difference and symmetric difference; <= asks for a subset. {} is an empty dict.""",
    "SLICINGS": """x[start:stop:step]

    Items from start up to, not including, stop. What is left out is the beginning, the end, 1. x[:] is a copy, x[::-1] is reversed.
    A class gets slice(start, stop, step) in __getitem__.""",
    "SPECIALMETHODS": """__init__ __new__ __del__          making and ending
__repr__ __str__ __format__ __bytes__ __bool__ __hash__
__eq__ __lt__ __le__ __ne__ __gt__ __ge__
__getattr__ __getattribute__ __setattr__ __delattr__ __dir__
__get__ __set__ __delete__ __set_name__ __init_subclass__
__len__ __getitem__ __setitem__ __delitem__ __contains__ __iter__ __next__ __reversed__ __missing__
__call__ __enter__ __exit__ __await__ __aiter__ __anext__ __aenter__ __aexit__
__add__ __sub__ __mul__ __truediv__ __floordiv__ __mod__ __pow__ __matmul__ __and__ __or__ __xor__ __lshift__ __rshift__
    with r in front for the right operand, i for the assignment
__neg__ __pos__ __abs__ __invert__ __int__ __float__ __index__ __round__

    The interpreter looks for them in the class, not in the instance.""",
    "STRINGS": """'text'   "text"   '''several
lines'''   r'no escapes'   b'bytes'   f'{expression}'

    Escapes: \\n \\t \\\\ \\' \\" \\xHH \\uHHHH \\N{NAME}. Neighbours are joined. A str never changes. See help(str), FORMATTING.""",
    "TRUTHVALUE": """False are: None, False, zero of any number, empty strings and containers, and what says so with __bool__ or __len__.
Everything else is true. bool(x) asks.""",
    "TUPLES": """a, b   (a, b)   (a,)   ()   tuple(ITERABLE)

    A sequence that never changes; hashable if its items are. See help(tuple), collections.namedtuple.""",
    "TYPES": """None, bool, int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, range, slice, functions, classes,
modules, generators, files and more. type(x) tells, isinstance(x, T) asks. help(T) is about a type.""",
    "UNPACKING": """a, b = PAIR   first, *rest = ITEMS   f(*ITEMS, **MAPPING)   [*a, *b]   {**a, **b}   for key, value in d.items()""",
}

# What leads to a text under another name.
_ALIASES = {
    "as": "with", "elif": "if",
    "BASICMETHODS": "SPECIALMETHODS", "ATTRIBUTEMETHODS": "SPECIALMETHODS", "CALLABLEMETHODS": "SPECIALMETHODS",
    "SEQUENCEMETHODS": "SPECIALMETHODS", "MAPPINGMETHODS": "SPECIALMETHODS", "NUMBERMETHODS": "SPECIALMETHODS",
    "BOOLEAN": "TRUTHVALUE", "CONDITIONAL": "TRUTHVALUE", "DICTIONARYLITERALS": "DICTIONARIES", "EXPRESSIONS": "OPERATORS",
    "PRECEDENCE": "OPERATORS", "FLOAT": "NUMBERS", "INTEGER": "NUMBERS", "COMPLEX": "NUMBERS", "FUNCTIONS": "def",
    "IMPORTING": "import", "LISTLITERALS": "LISTS", "TUPLELITERALS": "TUPLES", "NAMESPACES": "SCOPING", "OBJECTS": "TYPES",
    "PACKAGES": "MODULES", "RETURNING": "return", "LOOPS": "LOOPING", "AUGMENTEDASSIGNMENT": "ASSIGNMENT", "PRINTING": "FORMATTING",
    "THREADS": "GIL",
}

_SYMBOLS_BY_TOPIC = {
    "OPERATORS": "+ - * / // % ** << >> & | ^ ~ @",
    "COMPARISON": "< > <= >= == !=",
    "ASSIGNMENT": "= += -= *= /= //= %= **= <<= >>= &= |= ^= @= :=",
    "STRINGS": "' \" ''' \"\"\" r' u' b' f'",
    "LISTS": "[ ]",
    "DICTIONARIES": "{ }",
    "TUPLES": "( ) ,",
    "SLICINGS": ":",
    "CLASSES": ".",
    "NUMBERS": "J j",
    "def": "->",
}

SYMBOLS = {symbol: topic for topic, symbols in _SYMBOLS_BY_TOPIC.items() for symbol in symbols.split()}
SYMBOLS["..."] = "SLICINGS"
KEYWORDS = sorted([name for name in _TEXTS if name.islower()] + ["as", "elif", "False", "None", "True"])
TOPICS = sorted(name for name in [*_TEXTS, *_ALIASES] if name.isupper())


def text_of(name):
    """The text on a keyword, symbol or topic; None without any."""
    name = SYMBOLS.get(name, name)
    name = _ALIASES.get(name, name)
    return _TEXTS.get(name)
