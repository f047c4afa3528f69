"""Documentation as text, made from live objects: help(), `python -m pydoc NAME`, and what they are built of.

What is printed has the form of CPython 3.13. There is text only: no HTML, no server and no browser. The texts on keywords and topics
are in _pydoc_topics, which is loaded when one of them is asked for.

Thread safety: all functions may be called by any thread; two at a pager at once share the terminal. Errors: what cannot be found or
imported is told by a line of text (help(), doc()) or by ImportError (resolve(), render_doc()); a module that fails while it is imported
raises ErrorDuringImport.
"""

import builtins
import importlib
import importlib.util
import inspect
import io
import os
import pkgutil
import platform
import re
import sys
from collections import deque
from reprlib import Repr

__all__ = ["help"]
__author__ = "the authors of Gilded"

_DIVIDER = "-" * 70


# --- Texts of objects ----------------------------------------------------------------------------------------------------------------

def getdoc(object):
    """The documentation of an object, else of what it overrides, else the comment above it; "" without any."""
    text = _own_or_overridden(object) or inspect.getcomments(object)
    return re.sub("^ *\n", "", text.rstrip()) if text else ""


def _own_or_overridden(object):
    # A class does not show what its base says of itself.
    try:
        doc = inspect._own_doc(object)
        if doc is None and not inspect.isclass(object):
            doc = inspect._inherited_doc(object, inspect._own_doc)
    except (AttributeError, TypeError):
        return None
    return inspect.cleandoc(doc) if isinstance(doc, str) else None


def splitdoc(doc):
    """Split a text into its first line and the rest: ("", all of it) unless an empty line follows the first."""
    lines = doc.strip().split("\n")
    if len(lines) == 1:
        return lines[0], ""
    if not lines[1].rstrip():
        return lines[0], "\n".join(lines[2:])
    return "", "\n".join(lines)


def classname(object, modname):
    """The name of a class as it is written in a module: with its own module's name in front unless that is the same."""
    return object.__name__ if object.__module__ == modname else f"{object.__module__}.{object.__name__}"


def _home_of(function, modname):
    # Where a function was defined, as classname() writes it: its class or outer function; None for the module itself.
    outer = function.__qualname__.rpartition(".")[0]
    module = function.__module__
    if module == modname:
        return outer or None
    return f"{module}.{outer}" if outer else module


def isdata(object):
    """Whether it is none of module, class, routine, frame, traceback and code."""
    return not (inspect.ismodule(object) or inspect.isclass(object) or inspect.isroutine(object) or inspect.isframe(object)
                or inspect.istraceback(object) or inspect.iscode(object))


def replace(text, *pairs):
    """Replace texts: pairs are old, new, old, new and so on."""
    for old, new in zip(pairs[::2], pairs[1::2]):
        text = new.join(text.split(old))
    return text


def cram(text, maxlen):
    """Leave out the middle of a text that is too long."""
    if len(text) <= maxlen:
        return text
    before = max(0, (maxlen - 3) // 2)
    after = max(0, maxlen - 3 - before)
    return text[:before] + "..." + text[len(text) - after:]


_ADDRESS = re.compile(r" at 0x[0-9a-f]{6,16}(>+)$", re.IGNORECASE)


def stripid(text):
    """Take the address out of the repr of an object."""
    return _ADDRESS.sub(r"\1", text)


_HIDDEN = frozenset("""__author__ __builtins__ __credits__ __date__ __doc__ __docformat__ __file__ __firstlineno__ __loader__ __module__
__name__ __package__ __path__ __qualname__ __slots__ __spec__ __static_attributes__ __version__ __cached__""".split())


def visiblename(name, all=None, obj=None):
    """Whether documentation shows a name: those of `all`, or else the public and the special ones."""
    if name in _HIDDEN:
        return False
    if name.startswith("__") and name.endswith("__"):
        return True
    if name.startswith("_") and hasattr(obj, "_fields"):
        return True  # the methods of a named tuple
    if all is not None:
        return name in all
    return not name.startswith("_")


def classify_class_attrs(object):
    """As inspect has it, with the kinds "readonly property" and "data descriptor" in addition; a method of another object is static."""
    found = []
    for name, kind, owner, value in inspect.classify_class_attrs(object):
        if inspect.isdatadescriptor(value):
            kind = "readonly property" if isinstance(value, property) and value.fset is None else "data descriptor"
        elif kind == "method" and _is_bound(value):
            kind = "static method"
        found.append((name, kind, owner, value))
    return found


def _is_bound(routine):
    if inspect.ismethod(routine):
        return True
    receiver = getattr(routine, "__self__", None) if inspect.isbuiltin(routine) else None
    return receiver is not None and not inspect.ismodule(receiver)


def sort_attributes(attrs, object):
    """Sort what classify_class_attrs() returns, in place: the fields of a named tuple first, then by name."""
    fields = getattr(object, "_fields", ())
    try:
        place = {name: number - len(fields) for number, name in enumerate(fields)}
    except TypeError:
        place = {}
    attrs.sort(key=lambda attribute: (place.get(attribute[0], 0), attribute[0]))


def allmethods(cl):
    """The routines of a class and of its bases, by name."""
    found = {name: None for name, _ in inspect.getmembers(cl, inspect.isroutine)}
    for base in cl.__bases__:
        found.update(allmethods(base))
    return {name: getattr(cl, name) for name in found}


def _signature(object):
    # One that is too long for a line gets a line for each parameter.
    try:
        name = getattr(object, "__name__", "")
        return inspect.signature(object).format(max_width=None if name == "<lambda>" else max(0, 80 - len(name)))
    except (ValueError, TypeError):
        return None


# --- Modules and names -------------------------------------------------------------------------------------------------------------

class ErrorDuringImport(Exception):
    """A module raised an exception while it was imported."""

    def __init__(self, filename, exc_info):
        if not isinstance(exc_info, tuple):
            exc_info = (type(exc_info), exc_info, exc_info.__traceback__)
        self.filename = filename
        self.exc, self.value, self.tb = exc_info

    def __str__(self):
        return f"problem in {self.filename} - {self.exc.__name__}: {self.value}"


def importfile(path):
    """Import the module in a file."""
    name = os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    before = sys.modules.get(name)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException as error:
        if before is None:
            del sys.modules[name]
        else:
            sys.modules[name] = before
        raise ErrorDuringImport(path, error) from None
    return module


def safeimport(path, forceload=0, cache={}):
    """Import a module by its dotted name: None if there is none, ErrorDuringImport if it fails. forceload: anew, if it is a file's."""
    try:
        if forceload and path in sys.modules and path not in sys.builtin_module_names:
            for name in [name for name in sys.modules if name == path or name.startswith(path + ".")]:
                cache[name] = sys.modules.pop(name)  # kept alive: others may still use it
        module = importlib.import_module(path)
    except ImportError as error:
        missing = getattr(error, "name", None)
        if type(error) is ModuleNotFoundError and missing and (path == missing or path.startswith(missing + ".")):
            return None
        raise ErrorDuringImport(path, error) from None
    except BaseException as error:
        raise ErrorDuringImport(error.filename if isinstance(error, SyntaxError) else path, error) from None
    return module


def locate(path, forceload=0):
    """Find an object by its dotted name, importing as much of it as are modules; None if there is none."""
    parts = [part for part in path.split(".") if part]
    found, count = None, 0
    while count < len(parts):
        module = safeimport(".".join(parts[:count + 1]), forceload)
        if module is None:
            break
        found, count = module, count + 1
    if not count:
        found = builtins
    for part in parts[count:]:
        try:
            found = getattr(found, part)
        except AttributeError:
            return None
    return found


def resolve(thing, forceload=0):
    """(object, name) of an object or a dotted name. ImportError: there is no such name."""
    if isinstance(thing, str):
        found = locate(thing, forceload)
        if found is None:
            raise ImportError(f"No Python documentation found for {thing!r}.\nUse help() to get the interactive help utility.\n"
                              "Use help(str) for help on the str class.")
        return found, thing
    name = getattr(thing, "__name__", None)
    return thing, name if isinstance(name, str) else None


def ispackage(path):
    """Whether a folder is a package. Kept for old callers."""
    return os.path.isdir(path) and any(os.path.exists(os.path.join(path, "__init__" + suffix)) for suffix in (".py", ".pyc"))


def source_synopsis(file):
    """The first line of the documentation of the module whose source a file object gives; None without any."""
    import ast
    try:
        text = ast.get_docstring(ast.parse(file.read()))
    except (SyntaxError, ValueError):
        return None
    return text.strip().split("\n")[0].strip() if text else None


def synopsis(filename, cache={}):
    """The first line of the documentation of a source file; it is not imported. None if it cannot be read."""
    import tokenize
    try:
        changed = os.stat(filename).st_mtime
        known = cache.get(filename)
        if known is not None and known[0] >= changed:
            return known[1]
        with tokenize.open(filename) as file:
            text = source_synopsis(file)
    except (OSError, SyntaxError, UnicodeDecodeError):
        return None
    cache[filename] = (changed, text)
    return text


def apropos(key):
    """Print the modules whose name or first line of documentation contains a text."""
    import warnings
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ModuleScanner().run(lambda path, name, text: print(name.removesuffix(".__init__") + (" (package)" if name.endswith(".__init__")
                                                           else ""), text and "- " + text), key, onerror=lambda name: None)


class ModuleScanner:
    """Looks through all modules that can be found."""

    def run(self, callback, key=None, completer=None, onerror=None):
        """callback(path, name, synopsis) for each whose name or synopsis contains the key; path is None for built-in modules."""
        key = key.lower() if key else None
        self.quit = False
        seen = set()
        for name in sorted(sys.stdlib_module_names):
            if name.startswith("_") or self.quit:
                continue
            seen.add(name)
            self._report(callback, key, None, name, self._imported_synopsis(name, onerror) if key is not None else "")
        for info in pkgutil.walk_packages(onerror=onerror):
            if self.quit:
                break
            if info.name in seen:
                continue
            seen.add(info.name)
            path, text = None, ""
            try:
                spec = importlib.util.find_spec(info.name)
                path = spec.origin if spec is not None else None
                text = synopsis(path) if path else ""
            except Exception:
                if onerror:
                    onerror(info.name)
            self._report(callback, key, path, info.name + (".__init__" if info.ispkg else ""), text or "")
        if completer:
            completer()

    @staticmethod
    def _imported_synopsis(name, onerror):
        try:
            return (importlib.import_module(name).__doc__ or "").strip().split("\n")[0]
        except Exception:
            if onerror:
                onerror(name)
            return ""

    @staticmethod
    def _report(callback, key, path, name, text):
        if key is None or key in f"{name} - {text}".lower():
            callback(path, name, text)


def describe(thing):
    """One line on what an object is: "function f", "class C", "package p"."""
    if inspect.ismodule(thing):
        if thing.__name__ in sys.builtin_module_names:
            return "built-in module " + thing.__name__
        return ("package " if hasattr(thing, "__path__") else "module ") + thing.__name__
    for test, kind in ((inspect.isbuiltin, "built-in function"), (inspect.isclass, "class"), (inspect.isfunction, "function"),
                       (inspect.ismethod, "method")):
        if test(thing):
            return f"{kind} {thing.__name__}"
    for test, kind in ((inspect.isgetsetdescriptor, "getset descriptor"), (inspect.ismemberdescriptor, "member descriptor")):
        if test(thing):
            return f"{kind} {thing.__objclass__.__module__}.{thing.__objclass__.__name__}.{thing.__name__}"
    return type(thing).__name__


# --- Rendering -----------------------------------------------------------------------------------------------------------------------

class Doc:
    """What renderers share: document() sends an object to the method for its kind."""

    PYTHONDOCS = os.environ.get("PYTHONDOCS", "https://docs.python.org/%d.%d/library" % sys.version_info[:2])

    def document(self, object, name=None, *args):
        """The documentation of an object, by its kind; further arguments go to the method for it."""
        args = (object, name) + args
        if inspect.isgetsetdescriptor(object) or inspect.ismemberdescriptor(object):
            return self.docdata(*args)
        # What pretends to have any attribute must not fail here.
        try:
            if inspect.ismodule(object):
                return self.docmodule(*args)
            if inspect.isclass(object):
                return self.docclass(*args)
            if inspect.isroutine(object):
                return self.docroutine(*args)
        except AttributeError:
            pass
        if inspect.isdatadescriptor(object):
            return self.docproperty(*args) if isinstance(object, property) else self.docdata(*args)
        return self.docother(*args)

    def fail(self, object, name=None, *args):
        """What a renderer without a method for a kind does."""
        raise TypeError("don't know how to document object{} of type {}".format(name and " " + repr(name), type(object).__name__))

    docmodule = docclass = docroutine = docother = docproperty = docdata = fail

    def getdocloc(self, object, basedir=None):
        """The address of a standard module's page in Python's documentation; None for other modules."""
        if object.__name__.split(".")[0] not in sys.stdlib_module_names or object.__name__ in ("xml.etree", "test.test_pydoc"):
            return None
        if not getattr(object, "__file__", "<gilded>").startswith("<gilded>"):
            return None
        base = os.environ.get("PYTHONDOCS", self.PYTHONDOCS)
        if base.startswith(("http://", "https://")):
            return f"{base.rstrip('/')}/{object.__name__.lower()}.html"
        return os.path.join(base, object.__name__.lower() + ".html")


class TextRepr(Repr):
    """Short reprs of values, without addresses."""

    def __init__(self):
        super().__init__()
        self.maxlist = self.maxtuple = 20
        self.maxdict = 10
        self.maxstring = self.maxother = 100

    def repr1(self, x, level):
        method = getattr(self, "repr_" + "_".join(type(x).__name__.split()), None)
        return method(x, level) if method else cram(stripid(repr(x)), self.maxother)

    def repr_string(self, x, level):
        text = cram(x, self.maxstring)
        shown = repr(text)
        if "\\" in text and "\\" not in shown.replace(r"\\", ""):
            # Nothing but the backslashes themselves would be escaped.
            return "r" + shown[0] + text + shown[0]
        return shown

    repr_str = repr_string

    def repr_instance(self, x, level):
        try:
            return cram(stripid(repr(x)), self.maxstring)
        except Exception:
            return f"<{type(x).__name__} instance>"


# The parts of a class's documentation: title, kind of attribute.
_CLASS_SECTIONS = (
    ("Methods", "method"),
    ("Class methods", "class method"),
    ("Static methods", "static method"),
    ("Readonly properties", "readonly property"),
    ("Data descriptors", "data descriptor"),
    ("Data and other attributes", "data"),
)
_SHOWN_SUBCLASSES = 4


class TextDoc(Doc):
    """Documentation as text; bold letters are struck twice, as a pager for terminals reads them."""

    _repr_instance = TextRepr()
    repr = _repr_instance.repr

    def bold(self, text):
        """Strike each character twice."""
        return "".join(f"{character}\b{character}" for character in text)

    def indent(self, text, prefix="    "):
        """Put the prefix before each line, without blanks at ends of lines."""
        return "\n".join((prefix + line).rstrip() for line in text.split("\n")) if text else ""

    def section(self, title, contents):
        """A title and its text, indented."""
        return f"{self.bold(title)}\n{self.indent(contents).rstrip()}\n\n"

    def formattree(self, tree, modname, parent=None, prefix=""):
        """What inspect.getclasstree() returns, a class a line."""
        lines = []
        for entry in tree:
            if isinstance(entry, tuple):
                cls, bases = entry
                line = prefix + classname(cls, modname)
                if bases and bases != (parent,):
                    line += f"({', '.join(classname(base, modname) for base in bases)})"
                lines.append(line + "\n")
            else:
                lines.append(self.formattree(entry, modname, cls, prefix + "    "))
        return "".join(lines)

    # --- modules

    def docmodule(self, object, name=None, *ignored):
        """The documentation of a module: what it says of itself, then its classes, functions and data."""
        name = object.__name__
        first, rest = splitdoc(getdoc(object))
        parts = [self.section("NAME", name + (first and " - " + first))]
        public = getattr(object, "__all__", None)
        address = self.getdocloc(object)
        if address is not None:
            parts.append(self.section("MODULE REFERENCE", address + "\n\nThat is the page of Python's own documentation. What follows is "
                                      "made from the module as it\nis here, where some parts may be missing.\n"))
        if rest:
            parts.append(self.section("DESCRIPTION", rest))
        classes, functions, data = self._members(object, public)
        parts += self._contents_of_package(object, name)
        if classes:
            tree = inspect.getclasstree([cls for _, cls in classes], 1)
            texts = [self.formattree(tree, name)] + [self.document(cls, key, name) for key, cls in classes]
            parts.append(self.section("CLASSES", "\n".join(texts)))
        if functions:
            parts.append(self.section("FUNCTIONS", "\n".join(self.document(function, key, name) for key, function in functions)))
        if data:
            parts.append(self.section("DATA", "\n".join(self.docother(value, key, name, maxlen=70) for key, value in data)))
        for title, attribute in (("VERSION", "__version__"), ("DATE", "__date__"), ("AUTHOR", "__author__"), ("CREDITS", "__credits__")):
            if hasattr(object, attribute):
                text = str(getattr(object, attribute))
                if attribute == "__version__" and text.startswith("$Revision: ") and text.endswith("$"):
                    text = text[11:-1].strip()
                parts.append(self.section(title, text))
        try:
            file = object.__file__ if getattr(object, "__file__", None) and object.__file__.startswith("<") else inspect.getabsfile(object)
        except TypeError:
            file = "(built-in)"
        parts.append(self.section("FILE", file))
        return "".join(parts)

    @staticmethod
    def _members(object, public):
        # The classes, functions and data of a module that it shows: those of __all__, or else those that are its own.
        classes, functions, data = [], [], []
        for key, value in inspect.getmembers(object, inspect.isclass):
            if (public is not None or (inspect.getmodule(value) or object) is object) and visiblename(key, public, object):
                classes.append((key, value))
        for key, value in inspect.getmembers(object, inspect.isroutine):
            own = public is not None or (inspect.getmodule(value) or object) is object
            if (own or (inspect.isbuiltin(value) and public is None and inspect.getmodule(value) is object)) \
                    and visiblename(key, public, object):
                functions.append((key, value))
        for key, value in inspect.getmembers(object, isdata):
            if visiblename(key, public, object):
                data.append((key, value))
        return classes, functions, data

    def _contents_of_package(self, object, name):
        parts, listed = [], set()
        if hasattr(object, "__path__"):
            found = []
            for info in pkgutil.iter_modules(object.__path__):
                listed.add(info.name)
                found.append(info.name + " (package)" if info.ispkg else info.name)
            found.sort()
            if found:
                parts.append(self.section("PACKAGE CONTENTS", "\n".join(found)))
        submodules = sorted(key for key, value in inspect.getmembers(object, inspect.ismodule)
                            if value.__name__.startswith(name + ".") and key not in listed)
        if submodules:
            parts.append(self.section("SUBMODULES", "\n".join(submodules)))
        return parts

    # --- classes

    def docclass(self, object, name=None, mod=None, *ignored):
        """The documentation of a class: its own attributes by kind, then those of each base."""
        realname = object.__name__
        name = name or realname
        title = "class " + self.bold(realname) if name == realname else self.bold(name) + " = class " + realname
        if object.__bases__:
            title += f"({', '.join(classname(base, object.__module__) for base in object.__bases__)})"
        # A text for each part; "" makes an empty line.
        texts = []
        signature = _signature(object)
        if signature and signature != "()":
            texts.append(name + signature + "\n")
        doc = getdoc(object)
        if doc:
            texts.append(doc + "\n")
        order = inspect.getmro(object)
        if len(order) > 2:
            texts.append("Method resolution order:")
            texts += ["    " + classname(base, object.__module__) for base in order]
            texts.append("")
        texts += self._builtin_subclasses(object)
        divided = True  # no line is drawn before the first section
        for owner, attributes in self._by_owner(object, order):
            where = "defined here" if owner is object else "inherited from " + classname(owner, object.__module__)
            for heading, kind in _CLASS_SECTIONS:
                chosen = [attribute for attribute in attributes if attribute[1] == kind]
                if not chosen:
                    continue
                if not divided:
                    texts.append(_DIVIDER)
                divided = False
                texts.append(f"{heading} {where}:\n")
                texts += [self._attribute(object, attribute, mod) for attribute in chosen]
        contents = "\n".join(texts)
        return title + "\n" + (self.indent(contents.rstrip(), " |  ") + "\n" if contents else "")

    @staticmethod
    def _builtin_subclasses(object):
        names = sorted((cls.__name__ for cls in type.__subclasses__(object)
                        if not cls.__name__.startswith("_") and cls.__module__ == "builtins"), key=str.lower)
        if not names:
            return []
        texts = ["Built-in subclasses:"] + ["    " + name for name in names[:_SHOWN_SUBCLASSES]]
        if len(names) > _SHOWN_SUBCLASSES:
            texts.append(f"    ... and {len(names) - _SHOWN_SUBCLASSES} other subclasses")
        return texts + [""]

    @staticmethod
    def _by_owner(object, order):
        # (class, its attributes that the object shows), bases in the order of the search, then metaclasses.
        left = [attribute for attribute in classify_class_attrs(object) if visiblename(attribute[0], obj=object)]
        bases = deque(order)
        while left:
            owner = bases.popleft() if bases else left[0][2]
            chosen = [attribute for attribute in left if attribute[2] is owner]
            left = [attribute for attribute in left if attribute[2] is not owner]
            # What every object has is not worth saying.
            if chosen and (owner is not builtins.object or object is builtins.object):
                sort_attributes(chosen, object)
                yield owner, chosen

    def _attribute(self, cls, attribute, mod):
        name, kind, owner, value = attribute
        if kind in ("method", "class method", "static method"):
            try:
                bound = getattr(cls, name)
            except Exception:
                # Some, as __dict__ of a metaclass, can be had of instances only.
                return self.docdata(value, name, mod)
            return self.document(bound, name, mod, cls, owner)
        if kind in ("readonly property", "data descriptor"):
            return self.docdata(value, name, mod)
        doc = getdoc(value) if callable(value) or inspect.isdatadescriptor(value) else None
        try:
            shown = getattr(cls, name)
        except AttributeError:
            shown = owner.__dict__[name]
        return self.docother(shown, name, mod, maxlen=70, doc=doc) + "\n"

    # --- routines

    def docroutine(self, object, name=None, mod=None, cl=None, homecls=None):
        """The documentation of a function or method; `cl` is the class that shows it, `homecls` the one that defines it."""
        realname = object.__name__
        name = name or realname
        note = self._note(object, mod, cl, homecls or cl)
        alias_only = False
        title = self.bold(realname)
        if name != realname:
            title = f"{self.bold(name)} = {realname}"
            # The class shows it under its own name, too: once is enough.
            if cl is not None and inspect.getattr_static(cl, realname, None) is object:
                alias_only = True
                note = "" if note.startswith(" from ") else note
        parameters = _signature(object) if inspect.isroutine(object) else None
        if parameters and realname == "<lambda>":
            title = self.bold(name) + " lambda "
            if parameters.endswith(")"):
                parameters = parameters[1:-1]
        prefix = "async " if inspect.iscoroutinefunction(object) or inspect.isasyncgenfunction(object) else ""
        line = prefix + title + (parameters or "(...)") + note + "\n"
        doc = "" if alias_only else getdoc(object)
        return line + (self.indent(doc).rstrip() + "\n" if doc else "")

    @staticmethod
    def _note(object, mod, cl, homecls):
        # What a routine belongs to, unless that is the class which shows it.
        function = object
        if _is_bound(object):
            receiver = object.__self__
            if receiver is cl:
                function = getattr(object, "__func__", None)
            elif inspect.isclass(receiver):
                return f" class method of {classname(receiver, mod)}"
            else:
                return f" method of {classname(type(receiver), mod)} instance"
        elif inspect.ismethoddescriptor(object) or inspect.ismethodwrapper(object):
            owner = getattr(object, "__objclass__", None)
            if owner is None or (cl is not None and owner is homecls):
                return ""
            return f" unbound {classname(owner, mod)} method" if cl is None else f" from {classname(owner, mod)}"
        if inspect.isfunction(function) and homecls is not None \
                and (function.__module__, function.__qualname__) != (homecls.__module__, f"{homecls.__qualname__}.{object.__name__}"):
            home = _home_of(function, mod)
            if home:
                return " from " + home
        return ""

    # --- everything else

    def docdata(self, object, name=None, mod=None, cl=None, *ignored):
        """The documentation of a data descriptor: its name and what it says of itself."""
        doc = getdoc(object)
        return (self.bold(name) + "\n" if name else "") + (self.indent(doc) + "\n" if doc else "")

    docproperty = docdata

    def docother(self, object, name=None, mod=None, parent=None, *ignored, maxlen=None, doc=None):
        """A name and the repr of its value, which is cut so that the line is at most maxlen long."""
        shown = self.repr(object)
        if maxlen:
            over = len((name + " = " if name else "") + shown) - maxlen
            if over > 0:
                shown = shown[:-over] + "..."
        line = (self.bold(name) + " = " if name else "") + shown
        doc = doc or getdoc(object)
        return line + "\n" + self.indent(str(doc)) + "\n" if doc else line


class _PlainTextDoc(TextDoc):
    """Text without bold letters."""

    def bold(self, text):
        return text


text = TextDoc()
plaintext = _PlainTextDoc()


def render_doc(thing, title="Python Library Documentation: %s", forceload=0, renderer=None):
    """The documentation of an object or a dotted name. ImportError: there is no such name."""
    renderer = renderer or text
    object, name = resolve(thing, forceload)
    what = describe(object)
    module = inspect.getmodule(object)
    if name and "." in name:
        what += " in " + name.rpartition(".")[0]
    elif module and module is not object:
        what += " in module " + module.__name__
    if not (inspect.ismodule(object) or inspect.isclass(object) or inspect.isroutine(object) or inspect.isdatadescriptor(object)
            or _own_or_overridden(object)):
        # A value without documentation of its own: its class tells.
        object = object.__origin__ if hasattr(object, "__origin__") else type(object)
        what += " object"
    return title % what + "\n\n" + renderer.document(object, name)


def doc(thing, title="Python Library Documentation: %s", forceload=0, output=None, is_cli=False):
    """Show the documentation of an object or a dotted name: in the pager, or written to the output, plain.

    ErrorDuringImport: the module that a name begins with is there and fails.
    """
    if output is None:
        try:
            name = thing if isinstance(thing, str) else getattr(thing, "__name__", "")
            pager(render_doc(thing, title, forceload), f"Help on {name}" if name else "")
        except ImportError as error:
            if is_cli:
                raise
            print(error)
        return
    try:
        output.write(render_doc(thing, title, forceload, plaintext))
    except ImportError as error:
        if is_cli:
            raise
        output.write(str(error))


# --- Pagers ------------------------------------------------------------------------------------------------------------------------

def plain(text):
    """Take out what makes letters bold."""
    return re.sub(".\b", "", text)


def _escaped(text):
    # What standard output cannot write is written as escapes.
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def pager(text, title=""):
    """Show a text with what fits the surroundings; which that is, is found out at the first call."""
    global pager
    pager = getpager()
    pager(text, title)


def getpager():
    """Choose how to show texts: $MANPAGER or $PAGER, else `less`; as they are where no terminal is."""
    if not hasattr(sys.stdin, "isatty") or not hasattr(sys.stdout, "isatty") or not sys.stdin.isatty() or not sys.stdout.isatty():
        return plainpager
    dumb = os.environ.get("TERM") in ("dumb", "emacs")
    chosen = os.environ.get("MANPAGER") or os.environ.get("PAGER")
    if chosen:
        return lambda text, title="": pipepager(plain(text) if dumb else text, chosen, title)
    if dumb:
        return plainpager
    import shutil
    if shutil.which("less"):
        return lambda text, title="": pipepager(text, "less", title)
    return ttypager


def plainpager(text, title=""):
    """Write a text to standard output, without bold letters."""
    sys.stdout.write(plain(_escaped(text)))


plain_pager = plainpager


def pipepager(text, cmd, title=""):
    """Show a text with a shell command that reads it."""
    import subprocess
    environment = dict(os.environ)
    prompt = re.sub(r"([?:.%\\])", r"\\\1", title)
    environment["LESS"] = f"-RmPm{prompt} ?ltline %lt?L/%L.:byte %bB?s/%s..?e (END):?pB %pB\\%.. (press h for help or q to quit)"
    process = subprocess.Popen(cmd, shell=True, stdin=subprocess.PIPE, errors="backslashreplace", env=environment)
    try:
        with process.stdin as pipe:
            try:
                pipe.write(text)
            except KeyboardInterrupt:
                pass  # what was written so far is shown
    except OSError:
        pass  # the pager was left before it had read everything
    while True:
        try:
            process.wait()
            break
        except KeyboardInterrupt:
            pass  # the pager itself answers to ^C


pipe_pager = pipepager


def ttypager(text, title=""):
    """Show a text by the screenful; Return is one more line, q ends it."""
    lines = plain(_escaped(text)).split("\n")
    try:
        import termios
        import tty
        descriptor = sys.stdin.fileno()
        settings = termios.tcgetattr(descriptor)
    except (ImportError, AttributeError, OSError, io.UnsupportedOperation):
        descriptor = None
    try:
        height = int(os.environ.get("LINES", 0)) or os.get_terminal_size().lines
    except (OSError, ValueError):
        height = 25
    shown = max(1, height - 1)
    try:
        if descriptor is not None:
            tty.setcbreak(descriptor)
        sys.stdout.write("\n".join(lines[:shown]) + "\n")
        while lines[shown:]:
            sys.stdout.write("-- more --")
            sys.stdout.flush()
            key = sys.stdin.read(1) if descriptor is not None else sys.stdin.readline()[:1]
            if key in ("q", "Q", ""):
                sys.stdout.write("\r          \r")
                break
            count = 1 if key in ("\r", "\n") else max(1, height - 1)
            sys.stdout.write("\r          \r" + "\n".join(lines[shown:shown + count]) + "\n")
            shown += count
    finally:
        if descriptor is not None:
            termios.tcsetattr(descriptor, termios.TCSAFLUSH, settings)


tty_pager = ttypager


# --- help() --------------------------------------------------------------------------------------------------------------------------

class Helper:
    """help: called with an object it tells about it, without one it asks what to tell about."""

    def __init__(self, input=None, output=None):
        self._input = input
        self._output = output

    @property
    def input(self):
        return self._input or sys.stdin

    @property
    def output(self):
        return self._output or sys.stdout

    def __repr__(self):
        import inspect
        if inspect.stack()[1][3] == "?":
            self()
            return ""
        return f"<{type(self).__module__}.{type(self).__qualname__} instance>"

    _no_request = object()

    def __call__(self, request=_no_request):
        if request is not self._no_request:
            try:
                self.help(request)
            except ImportError as error:
                self.output.write(f"{error}\n")
            return
        self.intro()
        self.interact()
        self.output.write("\nThis was the help; the interpreter goes on. help(x) tells about one object, help('x') about what has the name x.\n")

    def interact(self):
        """Ask for names and tell about each, until `q`, `quit` or the end of the input."""
        self.output.write("\n")
        while True:
            try:
                request = self.getline("help> ")
            except (KeyboardInterrupt, EOFError):
                break
            request = request.strip() if request else ""
            if not request:
                continue
            # A literal text, as help("'if'") would have it.
            if len(request) > 2 and request[0] == request[-1] in "'\"" and request[0] not in request[1:-1]:
                request = request[1:-1]
            if request.lower() in ("q", "quit", "exit"):
                break
            if request == "help":
                self.intro()
            else:
                self.help(request)

    def getline(self, prompt):
        """Read a line. EOFError: there is no more."""
        if self.input is sys.stdin:
            return input(prompt)
        self.output.write(prompt)
        self.output.flush()
        line = self.input.readline()
        if not line:
            raise EOFError
        return line

    def help(self, request, is_cli=False):
        """Tell about an object, or about the name, keyword or topic that a text is."""
        if isinstance(request, str):
            request = request.strip()
            topics = _topics()
            if request in ("keywords", "symbols", "topics"):
                getattr(self, "list" + request)()
            elif request == "modules":
                self.listmodules()
            elif request.startswith("modules "):
                self.listmodules(request.split()[1])
            elif topics.text_of(request) is not None:
                self.showtopic(request)
            elif request in ("True", "False", "None"):
                doc(eval(request), "Help on %s:", output=self._output, is_cli=is_cli)
            elif request:
                doc(request, "Help on %s:", output=self._output, is_cli=is_cli)
            else:
                doc(str, "Help on %s:", output=self._output, is_cli=is_cli)
        elif isinstance(request, Helper):
            self()
        else:
            doc(request, "Help on %s:", output=self._output, is_cli=is_cli)
        self.output.write("\n")

    def intro(self):
        """Say what can be asked for."""
        self.output.write(
            f"Gilded {platform.python_version()}: interactive help.\n\n"
            "Type the name of a module, class or function, a keyword or a topic. `modules`, `keywords`, `symbols` and `topics` list\n"
            "what there is; `modules TEXT` those modules whose name or first line contains the text. `q` or `quit` leaves the help.\n")

    def list(self, items, columns=4, width=80):
        """Write sorted texts in columns, downwards."""
        items = sorted(items)
        each = width // columns
        rows = (len(items) + columns - 1) // columns
        for row in range(rows):
            cells = items[row::rows] if rows else []
            self.output.write("".join(cell + " " + " " * (each - 1 - len(cell)) for cell in cells).rstrip() + "\n")

    def listkeywords(self):
        self.output.write("\nThe keywords of Python. Type one to read about it.\n\n")
        self.list(_topics().KEYWORDS)

    def listsymbols(self):
        self.output.write("\nSymbols that mean something in Python. Type one to read about it.\n\n")
        self.list(_topics().SYMBOLS)

    def listtopics(self):
        self.output.write("\nTopics. Type one to read about it.\n\n")
        self.list(_topics().TOPICS)

    def listmodules(self, key=""):
        """Write the names of all modules, or those that have to do with a text."""
        if key:
            self.output.write(f"\nModules whose name or first line contains {key!r}:\n\n")
            apropos(key)
            return
        names = {}

        def take(path, name, text):
            if name.endswith(".__init__"):
                name = name[:-9] + " (package)"
            if "." not in name:
                names[name] = True
        ModuleScanner().run(take, onerror=lambda name: None)
        self.output.write("\n")
        self.list(names)

    def showtopic(self, topic, more_xrefs=""):
        """Show the text on a keyword, symbol or topic."""
        found = _topics().text_of(topic)
        if found is None:
            self.output.write(f"no documentation found for {topic!r}\n")
            return
        shown = found.strip() + "\n"
        if self._output is None:
            pager(shown, f"Help on {topic}")
        else:
            self.output.write(shown)


def _topics():
    import _pydoc_topics
    return _pydoc_topics


help = Helper()


# --- Command line --------------------------------------------------------------------------------------------------------------------

def ispath(x):
    """Whether a text is the path of a file rather than a name."""
    return isinstance(x, str) and os.sep in x


_USAGE = """pydoc: documentation as text

{cmd} NAME ...
    Show what is known about a keyword, a topic, a function, module or package, or a name in one (a.b.c). A NAME with a '{sep}' is
    the path of a source file. `keywords`, `topics` and `modules` list what there is.

{cmd} -k TEXT
    List the modules whose name or first line of documentation contains the text.

Pages of HTML (-w, -p, -b, -n of other Pythons) are not made.
"""


def cli():
    """`python -m pydoc`."""
    import getopt
    script = os.path.dirname(__file__)
    if script in sys.path and script != os.curdir:
        sys.path.remove(script)
    if "" not in sys.path and os.getcwd() not in sys.path and os.curdir not in sys.path:
        sys.path.insert(0, os.getcwd())
    usage = _USAGE.format(cmd="pydoc", sep=os.sep)
    try:
        options, names = getopt.getopt(sys.argv[1:], "bk:n:p:w")
    except getopt.error:
        print(usage)
        return
    for option, value in options:
        if option == "-k":
            apropos(value)
            return
        print(usage)
        sys.exit(1)
    if not names:
        print(usage)
        return
    for name in names:
        if ispath(name) and not os.path.exists(name):
            print(f"file {name!r} does not exist")
            sys.exit(1)
        try:
            if ispath(name) and os.path.isfile(name):
                help.help(importfile(name), is_cli=True)
            else:
                help.help(name, is_cli=True)
        except (ImportError, ErrorDuringImport) as error:
            print(error)
            sys.exit(1)


if __name__ == "__main__":
    cli()
