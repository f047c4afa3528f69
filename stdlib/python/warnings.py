"""Warnings: told once where they arise, filtered by kind, place and text.

`filters` is a list of (action, message pattern, category, module pattern, line), tried in order. It changes only as a whole or
by single list operations. catch_warnings() swaps it for the whole process, as in CPython: use it in one thread at a time.
"""

import sys

__all__ = ["warn", "warn_explicit", "showwarning", "formatwarning", "filterwarnings", "simplefilter", "resetwarnings",
           "catch_warnings", "deprecated"]

defaultaction = "default"
onceregistry = {}
_filters_version = 1

# A pattern may be a plain string, which must then match exactly: the filters of a fresh interpreter need no `re`.
filters = [
    ("default", None, DeprecationWarning, "__main__", 0),
    ("ignore", None, DeprecationWarning, None, 0),
    ("ignore", None, PendingDeprecationWarning, None, 0),
    ("ignore", None, ImportWarning, None, 0),
    ("ignore", None, ResourceWarning, None, 0),
]


def _filters_mutated():
    # Registries remember what was told under which filters; a new number makes them forget.
    global _filters_version
    _filters_version += 1


class WarningMessage:
    """A warning as showwarning() gets it and catch_warnings(record=True) keeps it."""

    _WARNING_DETAILS = ("message", "category", "filename", "lineno", "file", "line", "source")

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message, self.category, self.source = message, category, source
        self.filename, self.lineno, self.file, self.line = filename, lineno, file, line
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return "{message : %r, category : %r, filename : %r, lineno : %s, line : %r}" % (
            self.message, self._category_name, self.filename, self.lineno, self.line)


# --- Showing -----------------------------------------------------------------------------------------------------------------

def showwarning(message, category, filename, lineno, file=None, line=None):
    """Write a warning to a file, by default sys.stderr. A program may put its own function in its place."""
    _show(WarningMessage(message, category, filename, lineno, file, line))


def formatwarning(message, category, filename, lineno, line=None):
    """Return a warning as text. A program may put its own function in its place."""
    return _format(WarningMessage(message, category, filename, lineno, None, line))


_showwarning_orig = showwarning
_formatwarning_orig = formatwarning


def _show(details):
    file = details.file
    if file is None:
        file = sys.stderr
        if file is None:
            return
    if formatwarning is _formatwarning_orig:
        text = _format(details)
    else:
        text = formatwarning(details.message, details.category, details.filename, details.lineno, details.line)
    try:
        file.write(text)
    except OSError:
        # Nowhere to tell it.
        pass


def _format(details):
    text = f"{details.filename}:{details.lineno}: {details.category.__name__}: {details.message}\n"
    line = details.line
    if line is None:
        try:
            import linecache
            line = linecache.getline(details.filename, details.lineno)
        except Exception:
            # At the end of the interpreter nothing can be imported.
            line = None
    if line:
        text += "  %s\n" % line.strip()
    return text


def _show_by_hook(details):
    if showwarning is not _showwarning_orig:
        if not callable(showwarning):
            raise TypeError("warnings.showwarning() must be set to a function or method")
        showwarning(details.message, details.category, details.filename, details.lineno, details.file, details.line)
        return
    _show(details)


_showwarnmsg = _show_by_hook


# --- Filters -----------------------------------------------------------------------------------------------------------------

_actions = ("error", "ignore", "always", "default", "module", "once")


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    """Add a filter in front (or at the end): message and module are regular expressions that must match at the start."""
    if action not in ("default", "error", "ignore", "always", "all", "module", "once"):
        raise ValueError(f"invalid action: {action!r}")
    for holds, demand in ((isinstance(message, str), "message must be a string"),
                          (isinstance(category, type) and issubclass(category, Warning), "category must be a Warning subclass"),
                          (isinstance(module, str), "module must be a string")):
        if not holds:
            raise TypeError(demand)
    _check_line(lineno)
    if message or module:
        import re
    pattern = re.compile(message, re.I) if message else None
    module_pattern = re.compile(module) if module else None
    _add_filter((action, pattern, category, module_pattern, lineno), append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Add a filter for a category in front (or at the end)."""
    if action not in {"error", "ignore", "always", "all", "default", "module", "once"}:
        raise ValueError(f"invalid action: {action!r}")
    _check_line(lineno)
    _add_filter((action, None, category, None, lineno), append)


def _check_line(lineno):
    if not isinstance(lineno, int):
        raise TypeError("lineno must be an int")
    if lineno < 0:
        raise ValueError("lineno must be an int >= 0")


def _add_filter(item, append):
    if append:
        if item not in filters:
            filters.append(item)
    else:
        try:
            filters.remove(item)
        except ValueError:
            pass
        filters.insert(0, item)
    _filters_mutated()


def resetwarnings():
    """Remove all filters."""
    filters[:] = []
    _filters_mutated()


class _OptionError(Exception):
    """A -W option is wrong."""


def _processoptions(options):
    """Add the filters of -W options and PYTHONWARNINGS; wrong ones are named on stderr."""
    for option in options:
        try:
            _setoption(option)
        except _OptionError as error:
            print("Invalid -W option ignored:", error, file=sys.stderr)


def _setoption(option):
    parts = [part.strip() for part in option.split(":")]
    if len(parts) > 5:
        raise _OptionError("too many fields (max 5): %r" % (option,))
    parts += [""] * (5 - len(parts))
    action, message, category, module, lineno = parts
    action, category, lineno = _getaction(action), _getcategory(category), _getline(lineno)
    if message or module:
        import re

        message, module = re.escape(message), re.escape(module) + r"\Z" if module else ""
    filterwarnings(action, message, category, module, lineno)


def _getline(text):
    """The line that an option names; 0 for any."""
    number = text
    try:
        number = int(text or "0")
        if number >= 0:
            return number
    except (OverflowError, ValueError):
        pass
    raise _OptionError(f"invalid lineno {number!r}")


def _getaction(action):
    if not action:
        return "default"
    if action == "all":
        return "always"
    for name in _actions:
        if name.startswith(action):
            return name
    raise _OptionError("invalid action: %r" % (action,))


def _getcategory(category):
    if not category:
        return Warning
    if "." not in category:
        import builtins
        module, name = builtins, category
    else:
        path, _, name = category.rpartition(".")
        try:
            module = __import__(path, None, None, [name])
        except ImportError:
            raise _OptionError("invalid module name: %r" % (path,)) from None
    try:
        found = getattr(module, name)
    except AttributeError:
        raise _OptionError("unknown warning category: %r" % (category,)) from None
    if not issubclass(found, Warning):
        raise _OptionError("invalid warning category: %r" % (category,))
    return found


# --- Warning -----------------------------------------------------------------------------------------------------------------

def _is_internal(frame):
    filename = frame.f_code.co_filename
    return "importlib" in filename and "_bootstrap" in filename


def _outer(frame, skip_file_prefixes):
    frame = frame.f_back
    while frame is not None and (_is_internal(frame) or
                                 skip_file_prefixes and frame.f_code.co_filename.startswith(skip_file_prefixes)):
        frame = frame.f_back
    return frame


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    """Warn of something: `message` is a text or a warning. `stacklevel` says whose line is named: 1 the caller's, 2 that of
    its caller, and so on; frames of files with one of the given prefixes do not count."""
    if isinstance(message, Warning):
        category = message.__class__
    if category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError("category must be a Warning subclass, not '{:s}'".format(type(category).__name__))
    if not isinstance(skip_file_prefixes, tuple):
        raise TypeError("warn() argument 'skip_file_prefixes' must be tuple, not " + type(skip_file_prefixes).__name__)
    if skip_file_prefixes:
        stacklevel = max(2, stacklevel)
    try:
        frame = sys._getframe(1)
    except ValueError:
        frame = None
    if stacklevel > 1 and frame is not None:
        if _is_internal(frame):
            for _ in range(1, stacklevel):
                frame = frame and frame.f_back
        else:
            for _ in range(1, stacklevel):
                frame = frame and _outer(frame, skip_file_prefixes)
    if frame is None:
        space = sys.__dict__
        filename = "<sys>"
        lineno = 0
    else:
        space = frame.f_globals
        filename = frame.f_code.co_filename
        lineno = frame.f_lineno
    module = space.get("__name__", "<string>")
    registry = space.setdefault("__warningregistry__", {})
    warn_explicit(message, category, filename, lineno, module, registry, space, source)


def _matches(pattern, text):
    if pattern is None:
        return True
    if isinstance(pattern, str):
        return pattern == text
    return pattern.match(text) is not None


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    """Warn with everything given. `registry` is the dict in which a module remembers what it was told."""
    lineno = int(lineno)
    if module is None:
        module = filename or "<unknown>"
        if module[-3:].lower() == ".py":
            module = module[:-3]
    if registry is None:
        registry = {}
    if registry.get("version", 0) != _filters_version:
        registry.clear()
        registry["version"] = _filters_version
    if isinstance(message, Warning):
        text, category = str(message), type(message)
    else:
        text, message = message, category(message)
    key = text, category, lineno
    if registry.get(key):
        # It was shown.
        return
    action = defaultaction
    for candidate, text_pattern, kind, module_pattern, line in filters:
        if ((line == 0 or line == lineno) and issubclass(category, kind) and _matches(text_pattern, text) and
                _matches(module_pattern, module)):
            action = candidate
            break
    if action == "ignore":
        return
    if action == "error":
        raise message
    if action == "once":
        registry[key] = True
        once_key = (text, category)
        if onceregistry.get(once_key):
            return
        onceregistry[once_key] = True
    elif action == "module":
        registry[key] = True
        module_key = (text, category, 0)
        if registry.get(module_key):
            return
        registry[module_key] = True
    elif action == "default":
        registry[key] = True
    elif action not in ("always", "all"):
        raise RuntimeError("Unrecognized action (%r) in warnings.filters:\n %s" % (action, candidate))
    if module_globals:
        # The source may come from a loader, which only the module's globals name.
        import linecache
        linecache.getlines(filename, module_globals)
    _showwarnmsg(WarningMessage(message, category, filename, lineno, source=source))


class catch_warnings:
    """Context manager that puts the filters back at the end; with `record`, it gives a list in which warnings collect.

    With an action, a simple filter is added at the start.
    """

    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._module = sys.modules["warnings"] if module is None else module
        self._entered = False
        self._filter = None if action is None else (action, category, lineno, append)

    def __repr__(self):
        args = []
        if self._record:
            args.append("record=True")
        if self._module is not sys.modules["warnings"]:
            args.append("module=%r" % self._module)
        return "%s(%s)" % (type(self).__name__, ", ".join(args))

    def __enter__(self):
        if self._entered:
            raise RuntimeError("Cannot enter %r twice" % self)
        self._entered = True
        module = self._module
        self._filters = module.filters
        module.filters = self._filters[:]
        module._filters_mutated()
        self._showwarning = module.showwarning
        self._showwarnmsg = module._showwarnmsg
        log = None
        if self._record:
            log = []
            module._showwarnmsg = lambda details: (
                log.append(details) if module.showwarning is module._showwarning_orig else _show_by_hook(details))
            # A hook from outside must not see what is recorded.
            module.showwarning = module._showwarning_orig
        if self._filter is not None:
            simplefilter(*self._filter)
        return log

    def __exit__(self, *exc_info):
        if not self._entered:
            raise RuntimeError("Cannot exit %r without entering first" % self)
        module = self._module
        module.filters = self._filters
        module._filters_mutated()
        module.showwarning = self._showwarning
        module._showwarnmsg = self._showwarnmsg


class deprecated:
    """Decorator: calling the function, or instantiating or deriving from the class, warns that it is deprecated."""

    def __init__(self, message, /, *, category=DeprecationWarning, stacklevel=1):
        if not isinstance(message, str):
            raise TypeError(f"Expected an object of type str for 'message', not {type(message).__name__!r}")
        self.message = message
        self.category = category
        self.stacklevel = stacklevel

    def __call__(self, arg, /):
        message, category, stacklevel = self.message, self.category, self.stacklevel
        if category is None:
            arg.__deprecated__ = message
            return arg
        if isinstance(arg, type):
            self._mark_class(arg)
            return arg
        if not callable(arg):
            raise TypeError("@deprecated decorator with non-None category must be applied to a class or callable, "
                            f"not {arg!r}")
        import functools

        @functools.wraps(arg)
        def wrapper(*args, **kwargs):
            warn(message, category=category, stacklevel=stacklevel + 1)
            return arg(*args, **kwargs)

        if hasattr(arg, "__code__") and arg.__code__.co_flags & 0x80:
            import inspect
            wrapper = inspect.markcoroutinefunction(wrapper)
        arg.__deprecated__ = wrapper.__deprecated__ = message
        return wrapper

    def _mark_class(self, cls):
        import functools
        message, category, stacklevel = self.message, self.category, self.stacklevel
        original_new = cls.__new__

        @functools.wraps(original_new)
        def __new__(kind, /, *args, **kwargs):
            if kind is cls:
                warn(message, category=category, stacklevel=stacklevel + 1)
            if original_new is not object.__new__:
                return original_new(kind, *args, **kwargs)
            if cls.__init__ is object.__init__ and (args or kwargs):
                raise TypeError(f"{kind.__name__}() takes no arguments")
            return original_new(kind)

        cls.__new__ = staticmethod(__new__)
        original_init_subclass = cls.__init_subclass__
        if hasattr(original_init_subclass, "__func__"):
            function = original_init_subclass.__func__

            @functools.wraps(function)
            def __init_subclass__(*args, **kwargs):
                warn(message, category=category, stacklevel=stacklevel + 1)
                return function(*args, **kwargs)

            cls.__init_subclass__ = classmethod(__init_subclass__)
        else:
            @functools.wraps(original_init_subclass)
            def __init_subclass__(*args, **kwargs):
                warn(message, category=category, stacklevel=stacklevel + 1)
                return original_init_subclass(*args, **kwargs)

            cls.__init_subclass__ = __init_subclass__
        cls.__deprecated__ = __new__.__deprecated__ = __init_subclass__.__deprecated__ = message


def _lines_of_origin(origin):
    """What the warning about a coroutine that nobody awaited says of where it was made: its cr_origin, the outermost first."""
    import linecache
    text = "\nCoroutine created at (most recent call last)"
    for filename, lineno, function in reversed(origin):
        text += f'\n  File "{filename}", line {lineno}, in {function}'
        line = linecache.getline(filename, lineno).strip()
        if line:
            text += "\n    " + line
    return text


_DEPRECATED_MSG = "{name!r} is deprecated and slated for removal in Python {remove}"


def _deprecated(name, message=_DEPRECATED_MSG, *, remove, _version=sys.version_info):
    """Warn that a name of the library is deprecated; raise RuntimeError once the release that removes it is reached."""
    remove_text = f"{remove[0]}.{remove[1]}"
    if _version[:2] > remove or (_version[:2] == remove and _version[3] != "alpha"):
        raise RuntimeError(f"{name!r} was slated for removal after Python {remove_text} alpha")
    warn(message.format(name=name, remove=remove_text), DeprecationWarning, stacklevel=3)


_processoptions(getattr(sys, "warnoptions", ()))
