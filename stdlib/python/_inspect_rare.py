"""What inspect is seldom asked for; it loads this module when it is."""

import os
import sys
import types
from collections import namedtuple
from enum import IntFlag

import inspect
from inspect import getmro, isasyncgen, iscode, isfunction, isgenerator, ismethod

AGEN_CREATED = "AGEN_CREATED"
AGEN_RUNNING = "AGEN_RUNNING"
AGEN_SUSPENDED = "AGEN_SUSPENDED"
AGEN_CLOSED = "AGEN_CLOSED"
CO_NOFREE = 0x40
TPFLAGS_IS_ABSTRACT = 1 << 20

Attribute = namedtuple("Attribute", "name kind defining_class object")
Arguments = namedtuple("Arguments", "args, varargs, varkw")
ArgInfo = namedtuple("ArgInfo", "args varargs keywords locals")
FullArgSpec = namedtuple("FullArgSpec", "args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations")
ClosureVars = namedtuple("ClosureVars", "nonlocals globals builtins unbound")


class BufferFlags(IntFlag):
    """What a buffer is wanted for: the argument of __buffer__()."""

    SIMPLE = 0x0
    WRITABLE = 0x1
    FORMAT = 0x4
    ND = 0x8
    STRIDES = 0x10 | ND
    C_CONTIGUOUS = 0x20 | STRIDES
    F_CONTIGUOUS = 0x40 | STRIDES
    ANY_CONTIGUOUS = 0x80 | STRIDES
    INDIRECT = 0x100 | STRIDES
    CONTIG = ND | WRITABLE
    CONTIG_RO = ND
    STRIDED = STRIDES | WRITABLE
    STRIDED_RO = STRIDES
    RECORDS = STRIDES | WRITABLE | FORMAT
    RECORDS_RO = STRIDES | FORMAT
    FULL = INDIRECT | WRITABLE | FORMAT
    FULL_RO = INDIRECT | FORMAT
    READ = 0x100
    WRITE = 0x200


class EndOfBlock(Exception):
    pass


class ClassFoundException(Exception):
    pass


for _type in (Attribute, Arguments, ArgInfo, FullArgSpec, ClosureVars, BufferFlags, EndOfBlock, ClassFoundException):
    _type.__module__ = "inspect"
del _type


def isgetsetdescriptor(object):
    """Whether it is an attribute that is computed by native code."""
    return isinstance(object, types.GetSetDescriptorType)


def ismemberdescriptor(object):
    """Whether it is an attribute that is a slot."""
    return isinstance(object, types.MemberDescriptorType)


def ismethodwrapper(object):
    """Whether it is a bound special method of native code."""
    return isinstance(object, types.MethodWrapperType)


# --- Members

def getmembers_static(object, predicate=None):
    """As getmembers(), without calling properties and other descriptors."""
    results = []
    for name in dir(object):
        try:
            value = inspect.getattr_static(object, name)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            results.append((name, value))
    results.sort(key=lambda pair: pair[0])
    return results


def classify_class_attrs(cls):
    """An Attribute for each name of a class: what kind it is, and the class that defines it."""
    mro = getmro(cls)
    names = dir(cls)
    names += [name for base in mro for name, value in base.__dict__.items()
              if isinstance(value, types.DynamicClassAttribute) and value.fget is not None and name not in names]
    everywhere = mro + type(cls).__mro__
    result = []
    for name in dict.fromkeys(names):
        home = next((base for base in everywhere if name in base.__dict__), None)
        if home is None:
            continue
        stored = home.__dict__[name]
        if isinstance(stored, (staticmethod, types.BuiltinFunctionType)):
            kind, value = "static method", stored
        elif isinstance(stored, (classmethod, types.ClassMethodDescriptorType)):
            kind, value = "class method", stored
        elif isinstance(stored, property):
            kind, value = "property", stored
        else:
            # What the class gives for the name tells; but __dict__ would be its own.
            value = None
            if name != "__dict__":
                try:
                    value = getattr(cls, name)
                except Exception:
                    pass
            value = stored if value is None else value
            kind = "method" if inspect.isroutine(value) else "data"
        result.append(Attribute(name, kind, home, value))
    return result


def getclasstree(classes, unique=False):
    """Classes as nested lists, each followed by the list of those derived from it."""
    children = {}
    roots = []
    for cls in classes:
        if cls.__bases__:
            for parent in cls.__bases__:
                below = children.setdefault(parent, [])
                if cls not in below:
                    below.append(cls)
                if unique and parent in classes:
                    break
        elif cls not in roots:
            roots.append(cls)
    roots += [parent for parent in children if parent not in classes]
    return walktree(roots, children, None)


def walktree(classes, children, parent):
    result = []
    classes.sort(key=lambda cls: (cls.__module__, cls.__name__))
    for cls in classes:
        result.append((cls, cls.__bases__))
        if cls in children:
            result.append(walktree(children[cls], children, cls))
    return result


# --- Calls

def getargs(co):
    """The parameters of a code object: names, then those of *args and **kwargs."""
    if not iscode(co):
        raise TypeError("{!r} is not a code object".format(co))
    names = co.co_varnames
    count = co.co_argcount
    keyword_only = co.co_kwonlyargcount
    args = list(names[:count])
    args += list(names[count:count + keyword_only])
    count += keyword_only
    varargs = varkw = None
    if co.co_flags & inspect.CO_VARARGS:
        varargs = names[count]
        count += 1
    if co.co_flags & inspect.CO_VARKEYWORDS:
        varkw = names[count]
    return Arguments(args, varargs, varkw)


class _Unrepresentable:
    """The default of a native parameter that no Python value stands for."""

    def __repr__(self):
        return "<unrepresentable>"


_unrepresentable = _Unrepresentable()


def signature_from_text(obj, cls, text, bound):
    """The signature that a native callable states as text: "($self, key, default=None, /)".

    Defaults may name what its module has. A receiver ($self, $type, $module) that the callable already has is left out.
    ValueError: the text is none.
    """
    owner = getattr(obj, "__objclass__", None) or (bound if inspect.isclass(bound) else type(bound))
    module_name = getattr(obj, "__module__", None) or owner.__module__
    namespace = dict(getattr(sys.modules.get(module_name), "__dict__", {}), sys=sys, os=os, _unrepresentable=_unrepresentable)
    if module_name in sys.modules:
        namespace[module_name] = sys.modules[module_name]
    # To parse it is the compiler's trade: a function is made of the text.
    source = f"def function{text}: pass".replace("$", "").replace("<unrepresentable>", "_unrepresentable")
    made = {}
    try:
        exec(source, namespace, made)
    except (SyntaxError, NameError, AttributeError):
        raise ValueError(f"{text!r} builtin has invalid signature") from None
    parameters = list(inspect._signature_of_function(made["function"], cls, None, None, False).parameters.values())
    if text.startswith("($"):
        first = parameters.pop(0)
        if bound is None and not text.startswith("($module"):
            parameters.insert(0, first.replace(kind=first.POSITIONAL_ONLY))
    return cls(parameters)


def getargvalues(frame):
    """The parameters of a frame's function, and its local variables."""
    args, varargs, varkw = getargs(frame.f_code)
    return ArgInfo(args, varargs, varkw, frame.f_locals)


def formatargvalues(args, varargs, varkw, locals, formatarg=str, formatvarargs=lambda name: "*" + name,
                    formatvarkw=lambda name: "**" + name, formatvalue=lambda value: "=" + repr(value)):
    """What getargvalues() gives, as text."""
    parts = [formatarg(name) + formatvalue(locals[name]) for name in args]
    if varargs:
        parts.append(formatvarargs(varargs) + formatvalue(locals[varargs]))
    if varkw:
        parts.append(formatvarkw(varkw) + formatvalue(locals[varkw]))
    return "(" + ", ".join(parts) + ")"


def formatannotationrelativeto(object):
    """A function that writes annotations as the module of an object would."""
    module = getattr(object, "__module__", None)

    def write(annotation):
        return inspect.formatannotation(annotation, module)
    return write


def getfullargspec(func):
    """Names, defaults and annotations of a function's parameters."""
    try:
        signature = inspect.signature(func, follow_wrapped=False)
    except Exception as error:
        raise TypeError("unsupported callable") from error
    args, kwonlyargs, defaults = [], [], ()
    varargs = varkw = None
    annotations, kwonlydefaults = {}, {}
    if signature.return_annotation is not signature.empty:
        annotations["return"] = signature.return_annotation
    # A bound method still has its first parameter here.
    if ismethod(func):
        code = getattr(func.__func__, "__code__", None)
        if code is not None and code.co_argcount:
            args.append(code.co_varnames[0])
    for name, parameter in signature.parameters.items():
        kind = parameter.kind
        if kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD):
            args.append(name)
            if parameter.default is not parameter.empty:
                defaults += (parameter.default,)
        elif kind is parameter.VAR_POSITIONAL:
            varargs = name
        elif kind is parameter.KEYWORD_ONLY:
            kwonlyargs.append(name)
            if parameter.default is not parameter.empty:
                kwonlydefaults[name] = parameter.default
        else:
            varkw = name
        if parameter.annotation is not parameter.empty:
            annotations[name] = parameter.annotation
    return FullArgSpec(args, varargs, varkw, defaults or None, kwonlyargs, kwonlydefaults or None, annotations)


def _names(names):
    """'a', 'b' and 'c'"""
    names = [repr(name) for name in names]
    if len(names) == 1:
        return names[0]
    if len(names) == 2:
        return "{} and {}".format(*names)
    return ", ".join(names[:-1]) + " and " + names[-1]


def getcallargs(func, /, *positional, **named):
    """What each parameter of a function would be in a call with these arguments."""
    spec = getfullargspec(func)
    args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, _ = spec
    name = func.__name__
    if ismethod(func) and func.__self__ is not None:
        positional = (func.__self__,) + positional
    result = dict(zip(args, positional))
    if varargs:
        result[varargs] = tuple(positional[len(args):])
    if varkw:
        result[varkw] = {}
    possible = set(args + kwonlyargs)
    for keyword, value in named.items():
        if keyword not in possible:
            if not varkw:
                raise TypeError("%s() got an unexpected keyword argument %r" % (name, keyword))
            result[varkw][keyword] = value
            continue
        if keyword in result:
            raise TypeError("%s() got multiple values for argument %r" % (name, keyword))
        result[keyword] = value
    default_count = len(defaults) if defaults else 0
    if len(positional) > len(args) and not varargs:
        at_least = len(args) - default_count
        keyword_given = len([keyword for keyword in kwonlyargs if keyword in result])
        if varargs:
            plural, expected = at_least != 1, "at least %d" % at_least
        elif default_count:
            plural, expected = True, "from %d to %d" % (at_least, len(args))
        else:
            plural, expected = len(args) != 1, str(len(args))
        keyword_text = ""
        if keyword_given:
            keyword_text = " positional argument%s (and %d keyword-only argument%s)" % (
                "s" if len(positional) != 1 else "", keyword_given, "s" if keyword_given != 1 else "")
        raise TypeError("%s() takes %s positional argument%s but %d%s %s given" % (
            name, expected, "s" if plural else "", len(positional), keyword_text,
            "was" if len(positional) == 1 and not keyword_given else "were"))
    if len(positional) < len(args):
        required = args[:len(args) - default_count]
        missing = [arg for arg in required if arg not in result]
        if missing:
            raise TypeError("%s() missing %i required positional argument%s: %s" %
                            (name, len(missing), "" if len(missing) == 1 else "s", _names(missing)))
        for index, arg in enumerate(args[len(args) - default_count:]):
            if arg not in result:
                result[arg] = defaults[index]
    missing = []
    for keyword in kwonlyargs:
        if keyword not in result:
            if kwonlydefaults and keyword in kwonlydefaults:
                result[keyword] = kwonlydefaults[keyword]
            else:
                missing.append(keyword)
    if missing:
        raise TypeError("%s() missing %i required keyword-only argument%s: %s" %
                        (name, len(missing), "" if len(missing) == 1 else "s", _names(missing)))
    return result


def getclosurevars(func):
    """The values that a function's names have outside of it: nonlocal, global, built-in, and names that have none."""
    if ismethod(func):
        func = func.__func__
    if not isfunction(func):
        raise TypeError("{!r} is not a Python function".format(func))
    code = func.__code__
    nonlocals = {} if func.__closure__ is None else {name: cell.cell_contents for name, cell in zip(code.co_freevars, func.__closure__)}
    global_names = func.__globals__
    builtin_names = global_names.get("__builtins__", __builtins__)
    if inspect.ismodule(builtin_names):
        builtin_names = builtin_names.__dict__
    found_globals, found_builtins, unbound = {}, {}, set()
    for name in code.co_names:
        if name in global_names:
            found_globals[name] = global_names[name]
        elif name in builtin_names:
            found_builtins[name] = builtin_names[name]
        else:
            unbound.add(name)
    return ClosureVars(nonlocals, found_globals, found_builtins, unbound)


# --- Generators

def _locals_of(frame):
    return frame.f_locals if frame is not None else {}


def getgeneratorlocals(generator):
    """The local variables of a generator; none once it has ended."""
    if not isgenerator(generator):
        raise TypeError("{!r} is not a Python generator".format(generator))
    return _locals_of(getattr(generator, "gi_frame", None))


def getcoroutinelocals(coroutine):
    """The local variables of a coroutine."""
    return _locals_of(getattr(coroutine, "cr_frame", None))


def getasyncgenstate(agen):
    """One of the constants that start with AGEN."""
    if agen.ag_running:
        return AGEN_RUNNING
    if getattr(agen, "ag_suspended", False):
        return AGEN_SUSPENDED
    if agen.ag_frame is None:
        return AGEN_CLOSED
    return AGEN_CREATED


def getasyncgenlocals(agen):
    """The local variables of an asynchronous generator."""
    if not isasyncgen(agen):
        raise TypeError(f"{agen!r} is not a Python async generator")
    return _locals_of(getattr(agen, "ag_frame", None))


# --- Source

def getmodulename(path):
    """The name of the module that a file holds, or None."""
    name = os.path.basename(path)
    for suffix in (".pyc", ".py"):
        if name.endswith(suffix):
            return name[:-len(suffix)]
    return None


def getabsfile(object, _filename=None):
    """The absolute path of an object's file."""
    if _filename is None:
        _filename = inspect.getsourcefile(object) or inspect.getfile(object)
    return os.path.normcase(os.path.abspath(_filename))


def getlineno(frame):
    """The line that a frame is at."""
    return frame.f_lineno


def indentsize(line):
    """The width of a line's indentation."""
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip())


def getcomments(object):
    """The comment above an object's definition, or at the top of a module."""
    try:
        lines, number = inspect.findsource(object)
    except (OSError, TypeError):
        return None
    if inspect.ismodule(object):
        start = 1 if lines and lines[0][:2] == "#!" else 0
        while start < len(lines) and lines[start].strip() in ("", "#"):
            start += 1
        if start < len(lines) and lines[start][:1] == "#":
            comments = []
            end = start
            while end < len(lines) and lines[end][:1] == "#":
                comments.append(lines[end].expandtabs())
                end += 1
            return "".join(comments)
        return None
    if number > 0:
        indent = indentsize(lines[number])
        end = number - 1
        if end >= 0 and lines[end].lstrip()[:1] == "#" and indentsize(lines[end]) == indent:
            comments = [lines[end].expandtabs().lstrip()]
            while end > 0:
                end -= 1
                comment = lines[end].expandtabs().lstrip()
                if comment[:1] != "#" or indentsize(lines[end]) != indent:
                    break
                comments[:0] = [comment]
            while comments and comments[0].strip() == "#":
                comments[:1] = []
            while comments and comments[-1].strip() == "#":
                comments[-1:] = []
            return "".join(comments)
    return None


def getinnerframes(tb, context=1):
    """A FrameInfo for each entry of a traceback."""
    result = []
    while tb:
        info = inspect.getframeinfo(tb, context)
        result.append(inspect.FrameInfo(tb.tb_frame, *info, positions=info.positions))
        tb = tb.tb_next
    return result


def trace(context=1):
    """A FrameInfo for each frame between the handler and where the exception was raised."""
    error = sys.exception()
    return getinnerframes(None if error is None else error.__traceback__, context)


# What inspect takes from here.
NAMES = {name for name, value in globals().items()
         if not name.startswith("_") and (getattr(value, "__module__", "inspect") in ("inspect", "_inspect_rare") or name.isupper())
         and name not in ("inspect", "getmro", "isasyncgen", "iscode", "isfunction", "isgenerator", "ismethod")}
