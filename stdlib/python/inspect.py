"""Looking into live objects: what they are, how they are called, and their documentation and source."""

import functools
import linecache
import os
import sys
import types
from keyword import iskeyword

__all__ = [
    "BoundArguments", "CORO_CLOSED", "CORO_CREATED", "CORO_RUNNING", "CORO_SUSPENDED", "FrameInfo", "GEN_CLOSED",
    "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "Parameter", "Signature", "cleandoc", "currentframe", "getattr_static",
    "getcoroutinestate",
    "getdoc", "getfile", "getgeneratorstate", "getmembers", "getmodule", "getmro", "getsource", "getsourcefile",
    "getsourcelines", "isabstract", "isasyncgen", "isasyncgenfunction", "isawaitable", "isbuiltin", "isclass", "iscode",
    "iscoroutine", "iscoroutinefunction", "isframe", "isfunction", "isgenerator", "isgeneratorfunction", "ismethod",
    "ismodule", "isroutine", "istraceback", "signature", "stack", "unwrap", "AGEN_CLOSED", "AGEN_CREATED", "AGEN_RUNNING",
    "AGEN_SUSPENDED", "ArgInfo", "Arguments", "Attribute", "ClassFoundException", "ClosureVars", "EndOfBlock",
    "FullArgSpec", "Traceback", "classify_class_attrs", "formatannotation", "formatannotationrelativeto", "formatargvalues",
    "get_annotations", "getabsfile", "getargs", "getargvalues", "getasyncgenlocals", "getasyncgenstate", "getblock",
    "getcallargs", "getclasstree", "getclosurevars", "getcomments", "getcoroutinelocals", "getframeinfo", "getfullargspec",
    "getgeneratorlocals", "getinnerframes", "getlineno", "getmembers_static", "getmodulename", "getouterframes", "indentsize",
    "isdatadescriptor", "isgetsetdescriptor", "ismemberdescriptor", "ismethoddescriptor", "ismethodwrapper",
    "markcoroutinefunction", "trace", "walktree", "findsource", "BufferFlags", "CO_ASYNC_GENERATOR",
    "CO_COROUTINE", "CO_GENERATOR", "CO_ITERABLE_COROUTINE", "CO_NESTED", "CO_NEWLOCALS", "CO_NOFREE", "CO_OPTIMIZED",
    "CO_VARARGS", "CO_VARKEYWORDS", "TPFLAGS_IS_ABSTRACT",
]

CO_OPTIMIZED = 0x1
CO_NEWLOCALS = 0x2
CO_VARARGS = 0x4
CO_VARKEYWORDS = 0x8
CO_NESTED = 0x10
CO_GENERATOR = 0x20
CO_COROUTINE = 0x80
CO_ITERABLE_COROUTINE = 0x100
CO_ASYNC_GENERATOR = 0x200

GEN_CREATED = "GEN_CREATED"
GEN_RUNNING = "GEN_RUNNING"
GEN_SUSPENDED = "GEN_SUSPENDED"
GEN_CLOSED = "GEN_CLOSED"
CORO_CREATED = "CORO_CREATED"
CORO_RUNNING = "CORO_RUNNING"
CORO_SUSPENDED = "CORO_SUSPENDED"
CORO_CLOSED = "CORO_CLOSED"


# --- What an object is -------------------------------------------------------------------------------------------------------

def ismodule(object):
    """Whether it is a module."""
    return isinstance(object, types.ModuleType)


def isclass(object):
    """Whether it is a class."""
    return isinstance(object, type)


def ismethod(object):
    """Whether it is a Python function bound to an object."""
    return isinstance(object, types.MethodType)


def isfunction(object):
    """Whether it is a function written in Python."""
    return isinstance(object, types.FunctionType)


def isbuiltin(object):
    """Whether it is a function, or a bound method, of the interpreter itself."""
    return isinstance(object, (types.BuiltinFunctionType, types.BuiltinMethodType))


def ismethoddescriptor(object):
    """Whether it is a descriptor that binds as methods do, without being a function or a data descriptor."""
    # Those of functools have a __get__ only to warn that they will bind one day.
    if isinstance(object, functools.partial):
        return False
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    kind = type(object)
    return hasattr(kind, "__get__") and not hasattr(kind, "__set__") and not hasattr(kind, "__delete__")


def isdatadescriptor(object):
    """Whether it is a descriptor that decides over assignment or deletion."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    kind = type(object)
    return hasattr(kind, "__set__") or hasattr(kind, "__delete__")


def isroutine(object):
    """Whether it is a function or method of any kind."""
    return (isbuiltin(object) or isfunction(object) or ismethod(object) or ismethoddescriptor(object)
            or isinstance(object, types.MethodWrapperType))


def isgenerator(object):
    """Whether it is a generator."""
    return isinstance(object, types.GeneratorType)


def iscoroutine(object):
    """Whether it is what calling an async function returns."""
    return isinstance(object, types.CoroutineType)


def isasyncgen(object):
    """Whether it is an asynchronous generator."""
    return isinstance(object, types.AsyncGeneratorType)


def isawaitable(object):
    """Whether await takes it."""
    return (iscoroutine(object) or isgenerator(object) and bool(object.gi_code.co_flags & CO_ITERABLE_COROUTINE)
            or hasattr(type(object), "__await__"))


def iscode(object):
    """Whether it is compiled code."""
    return isinstance(object, types.CodeType)


def isframe(object):
    """Whether it is the frame of a call."""
    return isinstance(object, types.FrameType)


def istraceback(object):
    """Whether it is a traceback."""
    return isinstance(object, types.TracebackType)


def isabstract(object):
    """Whether it is a class with abstract methods."""
    return isclass(object) and bool(getattr(object, "__abstractmethods__", None))


def _function_has_flag(object, flag):
    while True:
        if ismethod(object):
            object = object.__func__
        elif type(object).__name__ == "partial" and hasattr(object, "func"):
            object = object.func
        else:
            break
    return (isfunction(object) or _is_like_function(object)) and bool(object.__code__.co_flags & flag)


def _is_like_function(obj):
    # Other makes of functions, and mocks of them, have what a Python function has.
    if isclass(obj) or not callable(obj):
        return False
    return (isinstance(getattr(obj, "__name__", None), str) and isinstance(getattr(obj, "__code__", None), types.CodeType)
            and isinstance(getattr(obj, "__defaults__", 0), (tuple, type(None)))
            and isinstance(getattr(obj, "__kwdefaults__", 0), (dict, type(None)))
            and isinstance(getattr(obj, "__annotations__", 0), (dict, type(None))))


def isgeneratorfunction(obj):
    """Whether calls return a generator."""
    return _function_has_flag(obj, CO_GENERATOR)


def iscoroutinefunction(obj):
    """Whether it is an async function; markcoroutinefunction() makes others pass for one."""
    marked = getattr(obj, "__func__", obj)
    return _function_has_flag(obj, CO_COROUTINE) or getattr(marked, "_is_coroutine_mark", None) is _coroutine_mark


def isasyncgenfunction(obj):
    """Whether calls return an asynchronous generator."""
    return _function_has_flag(obj, CO_ASYNC_GENERATOR)


_coroutine_mark = object()


def markcoroutinefunction(func):
    """Let iscoroutinefunction() say yes to a function that returns a coroutine."""
    getattr(func, "__func__", func)._is_coroutine_mark = _coroutine_mark
    return func


def getgeneratorstate(generator):
    """Return one of GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED and GEN_CLOSED."""
    if generator.gi_running:
        return GEN_RUNNING
    if generator.gi_suspended:
        return GEN_SUSPENDED
    return GEN_CLOSED if generator.gi_frame is None else GEN_CREATED


def getcoroutinestate(coroutine):
    """Return one of CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED and CORO_CLOSED."""
    if coroutine.cr_running:
        return CORO_RUNNING
    if coroutine.cr_suspended:
        return CORO_SUSPENDED
    return CORO_CLOSED if coroutine.cr_frame is None else CORO_CREATED


# --- Members and classes -----------------------------------------------------------------------------------------------------

def getmembers(object, predicate=None):
    """Return (name, value) of all attributes, sorted by name, that satisfy the predicate."""
    names = set(dir(object))
    if isclass(object):
        for base in object.__bases__:
            names.update(name for name, value in base.__dict__.items() if isinstance(value, types.DynamicClassAttribute))
    found = []
    for name in sorted(names):
        try:
            value = getattr(object, name)
        except AttributeError:
            for base in (object, *getmro(object)) if isclass(object) else (object,):
                if name in getattr(base, "__dict__", ()):
                    value = base.__dict__[name]
                    break
            else:
                continue
        if predicate is None or predicate(value):
            found.append((name, value))
    return found


_no_value = object()


def _class_entry(cls, name):
    # Where the search of a class finds a name, without descriptors and metaclasses.
    for base in type.__dict__["__mro__"].__get__(cls):
        namespace = type.__dict__["__dict__"].__get__(base)
        if name in namespace:
            return namespace[name]
    return _no_value


def _instance_entry(obj, name):
    # A __dict__ that is computed by code of the class is not asked.
    descriptor = _class_entry(type(obj), "__dict__")
    if descriptor is not _no_value and type(descriptor) is not types.GetSetDescriptorType:
        return _no_value
    try:
        namespace = object.__getattribute__(obj, "__dict__")
    except AttributeError:
        return _no_value
    return dict.get(namespace, name, _no_value)


def getattr_static(obj, attr, default=_no_value):
    """Return an attribute as it is stored: no descriptor, __getattr__ or __getattribute__ is called."""
    is_class = type.__instancecheck__(type, obj)
    cls = obj if is_class else type(obj)
    class_entry = _class_entry(cls, attr)
    instance_entry = _no_value
    if not is_class:
        # A slot is shown as what the class has for it.
        if class_entry is _no_value or type(class_entry) is not types.MemberDescriptorType:
            instance_entry = _instance_entry(obj, attr)
    if instance_entry is not _no_value and class_entry is not _no_value:
        descriptor = type(class_entry)
        if (_class_entry(descriptor, "__get__") is not _no_value
                and (_class_entry(descriptor, "__set__") is not _no_value
                     or _class_entry(descriptor, "__delete__") is not _no_value)):
            return class_entry
    for entry in (instance_entry, class_entry):
        if entry is not _no_value:
            return entry
    if is_class:
        entry = _class_entry(type(cls), attr)
        if entry is not _no_value:
            return entry
    if default is _no_value:
        raise AttributeError(attr)
    return default


def getmro(cls):
    """Return the classes whose attributes a class has, in the order of the search."""
    return cls.__mro__


def unwrap(func, *, stop=None):
    """Return the function that decorators wrapped, following __wrapped__."""
    seen = {id(func)}
    start = func
    while hasattr(func, "__wrapped__") and not isclass(func) and (stop is None or not stop(func)):
        func = func.__wrapped__
        if id(func) in seen or len(seen) >= sys.getrecursionlimit():
            raise ValueError(f"wrapper loop when unwrapping {start!r}")
        seen.add(id(func))
    return func


# --- Documentation -----------------------------------------------------------------------------------------------------------

def _own_doc(object):
    # What an object has of itself; an int, say, has its class's and none of its own.
    try:
        doc = object.__doc__
    except AttributeError:
        return None
    if doc is not None and object is not type and isinstance(doc, str):
        try:
            if type(object).__doc__ == doc:
                return None
        except AttributeError:
            pass
    return doc


def _named_class(function):
    # The class in whose body a function was defined, found by its qualified name.
    found = sys.modules.get(function.__module__)
    for part in function.__qualname__.split(".")[:-1]:
        found = getattr(found, part, None)
    return found if isclass(found) else None


def _any_doc(object):
    return getattr(object, "__doc__", None)


def _inherited_doc(object, doc_of=_any_doc):
    # The documentation of what a routine or property overrides: that of the first class in the order of the search that has some.
    if ismethod(object):
        name, owner = object.__func__.__name__, object.__self__
        owner = owner if isclass(owner) else type(owner)
    elif isfunction(object):
        name, owner = object.__name__, _named_class(object)
        if owner is None or getattr_static(owner, name, None) is not object:
            return None
    elif isbuiltin(object):
        name, owner = object.__name__, object.__self__
        owner = owner if isclass(owner) else type(owner)
    elif isinstance(object, property):
        name, owner = object.fget.__name__, _named_class(object.fget)
        if owner is None or getattr_static(owner, name, None) is not object:
            return None
    elif ismethoddescriptor(object) or isdatadescriptor(object):
        name, owner = object.__name__, object.__objclass__
        if getattr_static(owner, name, None) is not object:
            return None
        if isinstance(object, types.MemberDescriptorType):
            told = getattr(owner, "__slots__", None)
            if isinstance(told, dict) and name in told:
                return told[name]
    else:
        return None
    for base in owner.__mro__:
        if name in base.__dict__:
            doc = doc_of(base.__dict__[name])
            if doc is not None:
                return doc
    return None


def _inherited_class_doc(cls):
    for base in cls.__mro__:
        if base is not object and base.__doc__ is not None:
            return base.__doc__
    return None


def getdoc(object):
    """Return the documentation of an object, or what it inherits, without indentation."""
    try:
        doc = object.__doc__
    except AttributeError:
        return None
    if doc is None:
        try:
            doc = _inherited_class_doc(object) if isclass(object) else _inherited_doc(object)
        except (AttributeError, TypeError):
            return None
    return cleandoc(doc) if isinstance(doc, str) else None


def cleandoc(doc):
    """Remove the indentation that lines after the first share, and empty lines around the text."""
    lines = doc.expandtabs().split("\n")
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip(" ")), default=0)
    lines = [lines[0].lstrip(" ")] + [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


# --- Source ------------------------------------------------------------------------------------------------------------------

def _code_of(object):
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        return object.__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        return object.f_code
    return object if iscode(object) else None


def getfile(object):
    """Return the name of the file that an object was defined in."""
    if ismodule(object):
        if getattr(object, "__file__", None):
            return object.__file__
        raise TypeError(f"{object!r} is a built-in module")
    if isclass(object):
        module = sys.modules.get(object.__module__)
        if getattr(module, "__file__", None):
            return module.__file__
        if object.__module__ == "__main__":
            raise OSError("source code not available")
        raise TypeError(f"{object!r} is a built-in class")
    code = _code_of(object)
    if code is None:
        raise TypeError("module, class, method, function, traceback, frame, or code object was expected, got "
                        f"{type(object).__name__}")
    return code.co_filename


def getsourcefile(object):
    """Return the name of the source file, or None if there is none to read."""
    name = getfile(object)
    return name if os.path.exists(name) or linecache.getlines(name) else None


def getmodule(object, _filename=None):
    """Return the module that an object was defined in, or None."""
    if ismodule(object):
        return object
    if hasattr(object, "__module__"):
        return sys.modules.get(object.__module__)
    try:
        name = getfile(object)
    except TypeError:
        return None
    for module in list(sys.modules.values()):
        if getattr(module, "__file__", None) == name:
            return module
    return None


def getblock(lines):
    """Return the lines of the statement that the first line begins: it ends where indentation is back. Comments behind its last
    line that are indented as its body are part of it; of a lambda, the whole line is."""
    import tokenize
    last, depth, body_column = 1, 0, None
    is_found = is_lambda = in_decorator = skips = False
    try:
        for kind, text, (row, column), end, _ in tokenize.generate_tokens(iter(lines).__next__):
            if not is_found and not in_decorator:
                # What stands before the first of these words is part of it.
                in_decorator = text == "@"
                is_found = text in ("def", "class", "lambda")
                is_lambda = text == "lambda"
                skips = True
            elif kind == tokenize.NEWLINE:
                last = row
                if is_lambda:
                    break
                skips = in_decorator = False
            elif skips:
                continue
            elif kind == tokenize.INDENT:
                if body_column is None and is_found:
                    body_column = end[1]
                depth += 1
                skips = True
            elif kind == tokenize.DEDENT:
                depth -= 1
                if depth <= 0:
                    break
            elif kind == tokenize.COMMENT:
                if body_column is not None and column >= body_column:
                    last = row
            elif depth == 0 and kind != tokenize.NL:
                break
    except SyntaxError as error:
        # A bracket that was opened before these lines is closed: the lambda in it ends here.
        if is_lambda and error.lineno is not None and last < error.lineno <= len(lines):
            last = error.lineno
    except tokenize.TokenError:
        last = max(last, row)
    return lines[:last]


def findsource(object):
    """Return all lines of the file of an object, and the index of its first line."""
    name = getfile(object)
    linecache.checkcache(name)
    lines = linecache.getlines(name)
    if not lines:
        raise OSError("could not get source code")
    if ismodule(object):
        return lines, 0
    if isclass(object):
        try:
            number = vars(object)["__firstlineno__"] - 1
        except (KeyError, TypeError):
            raise OSError("source code not available") from None
        if number >= len(lines):
            raise OSError("lineno is out of bounds")
        return lines, number
    number = _code_of(object).co_firstlineno - 1
    if number >= len(lines):
        raise OSError("lineno is out of bounds")
    return lines, number


def getsourcelines(object):
    """Return the lines that define an object and the number of the first; 0 for a module."""
    object = unwrap(object)
    lines, number = findsource(object)
    if ismodule(object) or (_code_of(object) is not None and _code_of(object).co_name == "<module>"):
        return lines, 0
    return getblock(lines[number:]), number + 1


def getsource(object):
    """Return the text that defines an object."""
    return "".join(getsourcelines(object)[0])


# --- Frames ------------------------------------------------------------------------------------------------------------------

def currentframe():
    """Return the frame of the caller."""
    return sys._getframe(1)


def _position_of(code, index):
    """The (line, end line, column, end column) of an instruction, as dis has it."""
    if index is None or index < 0:
        return None
    import itertools
    from dis import Positions
    for position in itertools.islice(code.co_positions(), index // 2, None):
        return Positions(*position)
    return None


class _Place(tuple):
    """What Traceback and FrameInfo share: a tuple with names, and `positions` beside it."""

    _fields = ()

    def __init_subclass__(cls):
        cls.__match_args__ = cls._fields

    @classmethod
    def _make(cls, iterable):
        """Make one of the items of an iterable."""
        return cls(*iterable)

    def _asdict(self):
        """Return the items by name."""
        return dict(zip(self._fields, self))

    def _replace(self, /, **changes):
        """Return another one, in which the named items are these."""
        items = [changes.pop(name, item) for name, item in zip(self._fields, self)]
        if changes:
            raise TypeError(f"Got unexpected field names: {list(changes)!r}")
        return type(self)(*items)

    __replace__ = _replace

    def __getnewargs__(self):
        return tuple(self)

    def __repr__(self):
        names = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self))
        return f"{type(self).__name__}({names}, positions={self.positions!r})"


class Traceback(_Place):
    """(filename, lineno, function, code_context, index): a place in a program."""

    _fields = ("filename", "lineno", "function", "code_context", "index")

    def __new__(cls, filename, lineno, function, code_context, index, *, positions=None):
        self = super().__new__(cls, (filename, lineno, function, code_context, index))
        self.positions = positions
        return self

    filename = property(lambda self: self[0])
    lineno = property(lambda self: self[1])
    function = property(lambda self: self[2])
    code_context = property(lambda self: self[3])
    index = property(lambda self: self[4])


class FrameInfo(_Place):
    """(frame, filename, lineno, function, code_context, index): a frame and where it is."""

    _fields = ("frame", "filename", "lineno", "function", "code_context", "index")

    def __new__(cls, frame, filename, lineno, function, code_context, index, *, positions=None):
        self = super().__new__(cls, (frame, filename, lineno, function, code_context, index))
        self.positions = positions
        return self

    frame = property(lambda self: self[0])
    filename = property(lambda self: self[1])
    lineno = property(lambda self: self[2])
    function = property(lambda self: self[3])
    code_context = property(lambda self: self[4])
    index = property(lambda self: self[5])


def getframeinfo(frame, context=1):
    """The Traceback of a frame or a traceback: file, line, function, lines around, index among them."""
    if istraceback(frame):
        lineno, last = frame.tb_lineno, frame.tb_lasti
        frame = frame.tb_frame
    else:
        lineno, last = frame.f_lineno, frame.f_lasti
    if not isframe(frame):
        raise TypeError("{!r} is not a frame or traceback object".format(frame))
    positions = _position_of(frame.f_code, last)
    filename = getsourcefile(frame) or getfile(frame)
    lines, index = None, None
    everything = linecache.getlines(filename) if context > 0 else []
    if everything:
        start = max(0, min(lineno - 1 - context // 2, len(everything) - context))
        lines = everything[start:start + context]
        index = lineno - 1 - start
    return Traceback(filename, lineno, frame.f_code.co_name, lines, index, positions=positions)


def getouterframes(frame, context=1):
    """A FrameInfo for the frame and each that called it."""
    result = []
    while frame:
        info = getframeinfo(frame, context)
        result.append(FrameInfo(frame, *info, positions=info.positions))
        frame = frame.f_back
    return result


def stack(context=1):
    """A FrameInfo for the caller and each above it."""
    return getouterframes(sys._getframe(1), context)


class _empty:
    """Stands for no default and no annotation."""


class _ParameterKind(int):
    """How arguments reach a parameter; the numbers are the order in which the kinds may follow each other."""

    def __new__(cls, number, name, description):
        made = super().__new__(cls, number)
        made.name = name
        made.description = description
        return made

    def __str__(self):
        return self.name

    def __repr__(self):
        return f"<_ParameterKind.{self.name}: {int(self)}>"

    def __reduce__(self):
        return _kind_of, (int(self),)


_POSITIONAL_ONLY = _ParameterKind(0, "POSITIONAL_ONLY", "positional-only")
_POSITIONAL_OR_KEYWORD = _ParameterKind(1, "POSITIONAL_OR_KEYWORD", "positional or keyword")
_VAR_POSITIONAL = _ParameterKind(2, "VAR_POSITIONAL", "variadic positional")
_KEYWORD_ONLY = _ParameterKind(3, "KEYWORD_ONLY", "keyword-only")
_VAR_KEYWORD = _ParameterKind(4, "VAR_KEYWORD", "variadic keyword")


def formatannotation(annotation, base_module=None):
    """Return an annotation as source text would name it."""
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ("builtins", base_module):
            return annotation.__qualname__
        return annotation.__module__ + "." + annotation.__qualname__
    return repr(annotation)


class Parameter:
    """One parameter of a signature; it does not change."""

    __slots__ = ("_name", "_kind", "_default", "_annotation")

    POSITIONAL_ONLY = _POSITIONAL_ONLY
    POSITIONAL_OR_KEYWORD = _POSITIONAL_OR_KEYWORD
    VAR_POSITIONAL = _VAR_POSITIONAL
    KEYWORD_ONLY = _KEYWORD_ONLY
    VAR_KEYWORD = _VAR_KEYWORD
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        try:
            kind = _kind_of(kind)
        except StopIteration:
            raise ValueError(f"value {kind!r} is not a valid Parameter.kind") from None
        if name is _empty:
            raise ValueError("name is a required attribute for Parameter")
        if not isinstance(name, str):
            raise TypeError(f"name must be a str, not a {type(name).__name__}")
        if not name.isidentifier() or iskeyword(name) and kind != _POSITIONAL_ONLY:
            raise ValueError(f"{name!r} is not a valid parameter name")
        if default is not _empty and kind in (_VAR_POSITIONAL, _VAR_KEYWORD):
            raise ValueError(f"{kind.description} parameters cannot have default values")
        self._name, self._kind, self._default, self._annotation = name, kind, default, annotation

    def __reduce__(self):
        return type(self), (self._name, self._kind), {"_default": self._default, "_annotation": self._annotation}

    def __setstate__(self, state):
        self._default, self._annotation = state["_default"], state["_annotation"]

    name = property(lambda self: self._name)
    kind = property(lambda self: self._kind)
    default = property(lambda self: self._default)
    annotation = property(lambda self: self._annotation)

    def replace(self, **changes):
        """Return a parameter with other name, kind, default or annotation."""
        parts = {"name": self._name, "kind": self._kind, "default": self._default, "annotation": self._annotation, **changes}
        return type(self)(parts.pop("name"), parts.pop("kind"), **parts)

    __replace__ = replace

    def __str__(self):
        text = {_VAR_POSITIONAL: "*", _VAR_KEYWORD: "**"}.get(self._kind, "") + self._name
        if self._annotation is not _empty:
            text += ": " + formatannotation(self._annotation)
        if self._default is not _empty:
            text += (" = " if self._annotation is not _empty else "=") + repr(self._default)
        return text

    def __repr__(self):
        return f'<{type(self).__name__} "{self}">'

    def _parts(self):
        return self._name, self._kind, self._default, self._annotation

    def __eq__(self, other):
        return self._parts() == other._parts() if isinstance(other, Parameter) else NotImplemented

    def __hash__(self):
        return hash(self._parts())


class BoundArguments:
    """The arguments of a call by the names of the parameters that take them."""

    def __init__(self, signature, arguments):
        self.signature = signature
        self.arguments = arguments

    @property
    def args(self):
        """The arguments to pass by position."""
        found = []
        for name, parameter in self.signature.parameters.items():
            if parameter.kind in (_KEYWORD_ONLY, _VAR_KEYWORD) or name not in self.arguments:
                break
            if parameter.kind == _VAR_POSITIONAL:
                found.extend(self.arguments[name])
            else:
                found.append(self.arguments[name])
        return tuple(found)

    @property
    def kwargs(self):
        """The arguments to pass by name."""
        found, by_name = {}, False
        for name, parameter in self.signature.parameters.items():
            by_name = by_name or parameter.kind in (_KEYWORD_ONLY, _VAR_KEYWORD) or name not in self.arguments
            if not by_name or name not in self.arguments or parameter.kind == _VAR_POSITIONAL:
                continue
            if parameter.kind == _VAR_KEYWORD:
                found.update(self.arguments[name])
            else:
                found[name] = self.arguments[name]
        return found

    def apply_defaults(self):
        """Add the defaults of the parameters that have no argument."""
        filled = {}
        for name, parameter in self.signature.parameters.items():
            if name in self.arguments:
                filled[name] = self.arguments[name]
            elif parameter.default is not _empty:
                filled[name] = parameter.default
            elif parameter.kind == _VAR_POSITIONAL:
                filled[name] = ()
            elif parameter.kind == _VAR_KEYWORD:
                filled[name] = {}
        self.arguments = filled

    def __repr__(self):
        return f"<BoundArguments ({', '.join(f'{name}={value!r}' for name, value in self.arguments.items())})>"

    def __eq__(self, other):
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self.signature == other.signature and self.arguments == other.arguments

    __hash__ = None


class Signature:
    """The parameters of a callable and what it says to return; it does not change."""

    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty):
        found = {}
        kind = -1
        seen_default = False
        for parameter in parameters or ():
            if parameter.kind < kind:
                raise ValueError(f"wrong parameter order: {_kind_of(kind).description} parameter before "
                                 f"{parameter.kind.description} parameter")
            kind = parameter.kind
            if kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
                if parameter.default is not _empty:
                    seen_default = True
                elif seen_default:
                    raise ValueError("non-default argument follows default argument")
            if parameter.name in found:
                raise ValueError(f"duplicate parameter name: {parameter.name!r}")
            found[parameter.name] = parameter
        self._parameters = types.MappingProxyType(found)
        self._return_annotation = return_annotation

    def __reduce__(self):
        return type(self), (tuple(self._parameters.values()),), {"_return_annotation": self._return_annotation}

    def __setstate__(self, state):
        self._return_annotation = state["_return_annotation"]

    parameters = property(lambda self: self._parameters)
    return_annotation = property(lambda self: self._return_annotation)

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
        """As signature()."""
        return _signature_of(obj, cls, follow_wrapped, globals, locals, eval_str)

    def replace(self, **changes):
        """Return a signature with other parameters or another return annotation."""
        return type(self)(changes.get("parameters", self._parameters.values()),
                          return_annotation=changes.get("return_annotation", self._return_annotation))

    __replace__ = replace

    def __str__(self):
        return self.format()

    def format(self, *, max_width=None):
        """Return the signature as a def statement has it; a line for each parameter if it is longer than max_width."""
        parts = []
        before, star = None, False
        for parameter in self._parameters.values():
            if before == _POSITIONAL_ONLY and parameter.kind != _POSITIONAL_ONLY:
                parts.append("/")
            if parameter.kind == _VAR_POSITIONAL:
                star = True
            elif parameter.kind == _KEYWORD_ONLY and not star:
                parts.append("*")
                star = True
            parts.append(str(parameter))
            before = parameter.kind
        if before == _POSITIONAL_ONLY:
            parts.append("/")
        text = f"({', '.join(parts)})"
        if max_width is not None and len(text) > max_width:
            text = "(\n    " + ",\n    ".join(parts) + "\n)"
        if self._return_annotation is not _empty:
            text += " -> " + formatannotation(self._return_annotation)
        return text

    def __repr__(self):
        return f"<{type(self).__name__} {self}>"

    def _parts(self):
        parameters = self._parameters.values()
        by_name = {one.name: one for one in parameters if one.kind == _KEYWORD_ONLY}
        return tuple(one for one in parameters if one.kind != _KEYWORD_ONLY), by_name, self._return_annotation

    def __eq__(self, other):
        return self._parts() == other._parts() if isinstance(other, Signature) else NotImplemented

    def __hash__(self):
        parameters, by_name, result = self._parts()
        return hash((parameters, frozenset(by_name.values()), result))

    def bind(self, /, *args, **kwargs):
        """Return which parameter takes which argument; raise TypeError if a call would."""
        return self._bind(args, kwargs, False)

    def bind_partial(self, /, *args, **kwargs):
        """As bind(), but arguments may be missing."""
        return self._bind(args, kwargs, True)

    def _bind(self, args, kwargs, partial):
        arguments, rest, keyword_name, by_name = {}, list(args), None, False
        kwargs = dict(kwargs)
        for name, parameter in self._parameters.items():
            kind = parameter.kind
            if kind == _VAR_POSITIONAL:
                if rest:
                    arguments[name] = tuple(rest)
                    rest = []
            elif kind == _VAR_KEYWORD:
                keyword_name = name
            elif kind != _KEYWORD_ONLY and rest:
                if name in kwargs and kind != _POSITIONAL_ONLY:
                    raise TypeError(f"multiple values for argument {name!r}")
                arguments[name] = rest.pop(0)
            elif name in kwargs and kind != _POSITIONAL_ONLY:
                arguments[name] = kwargs.pop(name)
                by_name = True
            elif rest and kind == _KEYWORD_ONLY:
                raise TypeError("too many positional arguments")
            elif parameter.default is _empty and not partial:
                note = " keyword-only" if kind == _KEYWORD_ONLY and not by_name else ""
                if kind == _POSITIONAL_ONLY and name in kwargs:
                    raise TypeError(f"{name!r} parameter is positional only, but was passed as a keyword")
                raise TypeError(f"missing a required{note} argument: {name!r}")
            else:
                by_name = True
        if rest:
            raise TypeError("too many positional arguments")
        if kwargs:
            if keyword_name is None:
                raise TypeError(f"got an unexpected keyword argument {next(iter(kwargs))!r}")
            arguments[keyword_name] = kwargs
        return BoundArguments(self, arguments)


def _kind_of(number):
    return next(kind for kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD, _VAR_POSITIONAL, _KEYWORD_ONLY, _VAR_KEYWORD)
                if kind == number)


def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
    """Return a copy of the annotations of a function, class or module; eval_str evaluates those that are text."""
    if isclass(obj):
        found = obj.__dict__.get("__annotations__")
        scope = getattr(sys.modules.get(obj.__module__), "__dict__", {})
    elif ismodule(obj):
        found, scope = getattr(obj, "__annotations__", None), obj.__dict__
    elif callable(obj):
        found, scope = getattr(obj, "__annotations__", None), getattr(unwrap(obj), "__globals__", {})
    else:
        raise TypeError(f"{obj!r} is not a module, class, or callable.")
    found = dict(found if isinstance(found, dict) else {})
    if eval_str:
        scope = globals if globals is not None else scope
        inner = locals if locals is not None else dict(vars(obj)) if isclass(obj) else {}
        # Names of the class go before its type parameters.
        inner = {one.__name__: one for one in getattr(obj, "__type_params__", ())} | dict(inner)
        found = {name: eval(value, scope, inner) if isinstance(value, str) else value for name, value in found.items()}
    return found


def _signature_of_function(function, cls, globals, locals, eval_str):
    code = function.__code__
    annotations = get_annotations(function, globals=globals, locals=locals, eval_str=eval_str)
    names = code.co_varnames
    defaults = function.__defaults__ or ()
    by_name = function.__kwdefaults__ or {}
    parameters = []

    def add(name, kind, default=_empty):
        parameters.append(Parameter(name, kind, default=default, annotation=annotations.get(name, _empty)))

    required = code.co_argcount - len(defaults)
    for index, name in enumerate(names[:code.co_argcount]):
        kind = _POSITIONAL_ONLY if index < code.co_posonlyargcount else _POSITIONAL_OR_KEYWORD
        add(name, kind, defaults[index - required] if index >= required else _empty)
    position = code.co_argcount + code.co_kwonlyargcount
    if code.co_flags & CO_VARARGS:
        add(names[position], _VAR_POSITIONAL)
        position += 1
    for name in names[code.co_argcount:code.co_argcount + code.co_kwonlyargcount]:
        add(name, _KEYWORD_ONLY, by_name.get(name, _empty))
    if code.co_flags & CO_VARKEYWORDS:
        add(names[position], _VAR_KEYWORD)
    return cls(parameters, return_annotation=annotations.get("return", _empty))


def _without_first(found, obj):
    parameters = list(found.parameters.values())
    if not parameters or parameters[0].kind in (_KEYWORD_ONLY, _VAR_KEYWORD):
        raise ValueError("invalid method signature")
    if parameters[0].kind != _VAR_POSITIONAL:
        parameters = parameters[1:]
    return found.replace(parameters=parameters)


def _signature_of_partial(found, partial):
    try:
        bound = found.bind_partial(*partial.args, **(partial.keywords or {}))
    except TypeError as error:
        raise ValueError(f"partial object {partial!r} has incorrect arguments") from error
    parameters, given, after_keyword = [], len(partial.args), False
    for parameter in found.parameters.values():
        if parameter.kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD) and given:
            given -= 1
            continue
        if parameter.name in (partial.keywords or {}) and parameter.kind in (_POSITIONAL_OR_KEYWORD, _KEYWORD_ONLY):
            after_keyword = True
            parameter = parameter.replace(kind=_KEYWORD_ONLY, default=bound.arguments[parameter.name])
        elif after_keyword and parameter.kind == _POSITIONAL_OR_KEYWORD:
            parameter = parameter.replace(kind=_KEYWORD_ONLY)
        elif after_keyword and parameter.kind == _VAR_POSITIONAL:
            continue
        parameters.append(parameter)
    return found.replace(parameters=parameters)


_NATIVE_ROUTINES = (types.BuiltinFunctionType, types.MethodDescriptorType, types.WrapperDescriptorType, types.MethodWrapperType,
                    types.ClassMethodDescriptorType)


def _signature_of_native(obj, cls, text, bound):
    import _inspect_rare
    return _inspect_rare.signature_from_text(obj, cls, text, bound)


def _signature_when_bound(attribute, receiver, again):
    """The signature of what stands in a class, as it is called for an object."""
    if isfunction(attribute) or isinstance(attribute, types.MethodDescriptorType):
        return _without_first(again(attribute), receiver)
    bind = getattr(type(attribute), "__get__", None)
    if bind is None or isinstance(attribute, functools.partial):
        return again(attribute)
    return again(bind(attribute, receiver, receiver if isclass(receiver) else type(receiver)))


def _signature_of(obj, cls, follow_wrapped, globals, locals, eval_str):
    def again(other):
        return _signature_of(other, cls, follow_wrapped, globals, locals, eval_str)

    if not callable(obj):
        raise TypeError(f"{obj!r} is not a callable object")
    if ismethod(obj):
        return _without_first(again(obj.__func__), obj)
    if follow_wrapped:
        obj = unwrap(obj, stop=lambda function: hasattr(function, "__signature__") or ismethod(function))
        if ismethod(obj):
            return again(obj)
    told = getattr(obj, "__signature__", None)
    if told is not None and not isinstance(told, property):
        if not isinstance(told, Signature) and callable(told):
            told = told()
        if isinstance(told, str):
            return _signature_of_native(obj, cls, told, None)
        if not isinstance(told, Signature):
            raise TypeError(f"unexpected object {told!r} in __signature__ attribute")
        return told
    partial_method = getattr(obj, "__partialmethod__", None) if isfunction(obj) else None
    if isinstance(partial_method, functools.partialmethod):
        # The instance comes before the arguments that are fixed.
        found = again(partial_method.func)
        parameters = list(found.parameters.values())
        receiver = [] if parameters and parameters[0].kind is _VAR_POSITIONAL else parameters[:1]
        rest = _signature_of_partial(found.replace(parameters=parameters[len(receiver):]), partial_method)
        return rest.replace(parameters=receiver + list(rest.parameters.values()))
    if isfunction(obj):
        # A function that takes more than it tells.
        told = getattr(obj, "__text_signature__", None)
        if told:
            return _signature_of_native(obj, cls, told, None)
        return _signature_of_function(obj, cls, globals, locals, eval_str)
    if _is_like_function(obj) and not isinstance(obj, _NATIVE_ROUTINES):
        return _signature_of_function(obj, cls, globals, locals, eval_str)
    if type(obj).__name__ == "partial" and hasattr(obj, "func"):
        return _signature_of_partial(again(obj.func), obj)
    if isclass(obj):
        # What the class of the class does when it is called, else who makes or fills the objects, the nearest first.
        for kind in type(obj).__mro__[:-2]:
            if "__call__" in vars(kind):
                return _signature_when_bound(vars(kind)["__call__"], obj, again)
        for base in obj.__mro__[:-1]:
            made = vars(base).get("__new__")
            if made is not None and not isbuiltin(made):
                # It gets the class, whatever it is bound to.
                bind = getattr(type(made), "__get__", None)
                return _without_first(again(made if bind is None else bind(made, None, obj)), obj)
            filled = vars(base).get("__init__")
            if filled is not None and not isinstance(filled, types.WrapperDescriptorType):
                return _signature_when_bound(filled, obj, again)
        for base in obj.__mro__[:-1]:
            if base.__text_signature__:
                return _signature_of_native(base, cls, base.__text_signature__, None)
        if obj.__init__ is object.__init__ and obj.__new__ is object.__new__:
            return cls()
        raise ValueError(f"no signature found for builtin type {obj!r}")
    if isinstance(obj, _NATIVE_ROUTINES):
        text = getattr(obj, "__text_signature__", None)
        if text:
            return _signature_of_native(obj, cls, text, getattr(obj, "__self__", None))
        raise ValueError(f"no signature found for builtin {obj!r}")
    for kind in type(obj).__mro__[:-1]:
        call = vars(kind).get("__call__")
        if call is not None and not isinstance(call, types.WrapperDescriptorType):
            return _signature_when_bound(call, obj, again)
    raise ValueError(f"no signature found for builtin {obj!r}")


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    """Return the signature of a callable. Raise ValueError for classes of the interpreter that do not tell theirs."""
    return _signature_of(obj, Signature, follow_wrapped, globals, locals, eval_str)


def __getattr__(name):
    # Seldom asked for, and not worth the time of every import.
    if not name.startswith("__"):
        import _inspect_rare
        if name in _inspect_rare.NAMES:
            value = globals()[name] = getattr(_inspect_rare, name)
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
