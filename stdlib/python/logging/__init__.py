"""Log messages: loggers by dotted name, each passing records to its handlers and to those of its parents.

The tree of loggers and the list of handlers are guarded by one re-entrant lock (`_lock`); each handler has a lock of its own,
held while it writes a record, so that lines of different threads do not mix.
"""

import atexit
import os
import sys
import threading
import time
import types
import weakref

__all__ = [
    "BASIC_FORMAT", "BufferingFormatter", "CRITICAL", "DEBUG", "ERROR", "FATAL", "FileHandler", "Filter", "Formatter", "Handler",
    "INFO", "LogRecord", "Logger", "LoggerAdapter", "NOTSET", "NullHandler", "StreamHandler", "WARN", "WARNING", "addLevelName",
    "basicConfig", "captureWarnings", "critical", "debug", "disable", "error", "exception", "fatal", "getLevelName", "getLogger",
    "getLoggerClass", "info", "log", "makeLogRecord", "setLoggerClass", "shutdown", "warn", "warning", "getLogRecordFactory",
    "setLogRecordFactory", "lastResort", "raiseExceptions", "getLevelNamesMapping", "getHandlerByName", "getHandlerNames",
]

_startTime = time.time_ns()

# What a program may switch off: complaints about failing handlers, and parts of a record.
raiseExceptions = logThreads = logMultiprocessing = logProcesses = logAsyncioTasks = True

CRITICAL, ERROR, WARNING, INFO, DEBUG, NOTSET = range(50, -1, -10)
FATAL, WARN = CRITICAL, WARNING

_nameToLevel = {"CRITICAL": CRITICAL, "FATAL": FATAL, "ERROR": ERROR, "WARN": WARN, "WARNING": WARNING, "INFO": INFO,
                "DEBUG": DEBUG, "NOTSET": NOTSET}
_levelToName = {level: name for name, level in _nameToLevel.items() if name not in ("FATAL", "WARN")}

_lock = threading.RLock()


def getLevelNamesMapping():
    """Return a dict from the names of levels to their numbers."""
    return _nameToLevel.copy()


def getLevelName(level):
    """Return the name of a level given by number, or the number of one given by name."""
    name = _levelToName.get(level)
    return _nameToLevel.get(level, f"Level {level}") if name is None else name


def addLevelName(level, levelName):
    """Give a level a name."""
    with _lock:
        _nameToLevel[levelName] = level
        _levelToName[level] = levelName


def _checkLevel(level):
    """The number of a level given by number or name."""
    if isinstance(level, int):
        return level
    if not isinstance(level, str):
        raise TypeError(f"Level not an integer or a valid string: {level!r}")
    number = _nameToLevel.get(level)
    if number is None:
        raise ValueError(f"Unknown level: {level!r}")
    return number


# The name of this file as it stands in code objects: frames of it are no callers.
_srcfile = addLevelName.__code__.co_filename


def _is_internal_frame(frame):
    filename = frame.f_code.co_filename
    return filename == _srcfile or "importlib" in filename and "_bootstrap" in filename


# --- Records -----------------------------------------------------------------------------------------------------------------

def _file_and_module(path):
    try:
        filename = os.path.basename(path)
        return filename, os.path.splitext(filename)[0]
    except (AttributeError, TypeError, ValueError):
        return path, "Unknown module"


def _process_name():
    # Who has other processes has imported the module; it need not be complete yet.
    multiprocessing = sys.modules.get("multiprocessing")
    try:
        return multiprocessing.current_process().name if multiprocessing else "MainProcess"
    except Exception:
        return "MainProcess"


def _task_name():
    events = sys.modules.get("asyncio.events")
    if events is None or events._get_running_loop() is None:
        return None
    try:
        return sys.modules["asyncio"].current_task().get_name()
    except Exception:
        return None


class LogRecord:
    """One event: what was said, where, when and by whom."""

    def __init__(self, name, level, pathname, lineno, msg, args, exc_info, func=None, sinfo=None, **kwargs):
        now = time.time_ns()
        if args and len(args) == 1 and args[0] and isinstance(args[0], dict):
            # "%(key)s" takes its values from a single dict.
            args = args[0]
        self.name, self.msg, self.args = name, msg, args
        self.levelname, self.levelno = getLevelName(level), level
        self.pathname = pathname
        self.filename, self.module = _file_and_module(pathname)
        self.exc_info, self.exc_text, self.stack_info = exc_info, None, sinfo
        self.lineno, self.funcName = lineno, func
        self.created = created = now / 1e9
        milliseconds = now // 1_000_000 % 1000
        if milliseconds == 999 and int(created) != now // 1_000_000_000:
            milliseconds = 0  # as a float, the moment is in the next second
        self.msecs, self.relativeCreated = float(milliseconds), (now - _startTime) / 1e6
        self.thread = self.threadName = None
        if logThreads:
            self.thread, self.threadName = threading.get_ident(), threading.current_thread().name
        self.processName = _process_name() if logMultiprocessing else None
        self.process = os.getpid() if logProcesses and hasattr(os, "getpid") else None
        self.taskName = _task_name() if logAsyncioTasks else None

    def __repr__(self):
        return f'<LogRecord: {self.name}, {self.levelno}, {self.pathname}, {self.lineno}, "{self.msg}">'

    def getMessage(self):
        """Return the message with its arguments filled in."""
        text = str(self.msg)
        return text % self.args if self.args else text


_logRecordFactory = LogRecord


def setLogRecordFactory(factory):
    """Set what makes records."""
    global _logRecordFactory
    _logRecordFactory = factory


def getLogRecordFactory():
    """Return what makes records."""
    return _logRecordFactory


def makeLogRecord(dict):
    """Make a record of a dict of its attributes."""
    record = _logRecordFactory(None, None, "", 0, "", (), None, None)
    record.__dict__.update(dict)
    return record


# --- Formatting --------------------------------------------------------------------------------------------------------------

class PercentStyle:
    """Formats written with %(name)s."""

    default_format = "%(message)s"
    asctime_format = "%(asctime)s"
    asctime_search = "%(asctime)"

    def __init__(self, fmt, *, defaults=None):
        self._fmt = fmt or self.default_format
        self._defaults = defaults

    def usesTime(self):
        return self._fmt.find(self.asctime_search) >= 0

    def validate(self):
        """Refuse a format in which nothing is filled in."""
        import re
        if not re.search(r"%\(\w+\)[#0+ -]*(\*|\d+)?(\.(\*|\d+))?[diouxefgcrsa%]", self._fmt, re.I):
            raise ValueError("Invalid format '%s' for '%s' style" % (self._fmt, self.default_format[0]))

    def _values(self, record):
        return self._defaults | record.__dict__ if self._defaults else record.__dict__

    def _format(self, record):
        if self._fmt == "%(message)s" and not self._defaults:
            # What most formatters are asked for needs no dict of the record.
            message = getattr(record, "message", None)
            if type(message) is str:
                return message
        return self._fmt % self._values(record)

    def format(self, record):
        try:
            return self._format(record)
        except KeyError as error:
            raise ValueError("Formatting field not found in record: %s" % error)


class StrFormatStyle(PercentStyle):
    """Formats written with {name}."""

    default_format = "{message}"
    asctime_format = "{asctime}"
    asctime_search = "{asctime"

    def _format(self, record):
        return self._fmt.format(**self._values(record))

    def validate(self):
        import string
        fields = set()
        try:
            for _, name, spec, conversion in string.Formatter().parse(self._fmt):
                if name:
                    if not _is_field(name):
                        raise ValueError("invalid field name/expression: %r" % name)
                    fields.add(name)
                if conversion and conversion not in "rsa":
                    raise ValueError("invalid conversion: %r" % conversion)
                if spec and not _is_format(spec):
                    raise ValueError("bad specifier: %r" % spec)
        except ValueError as error:
            raise ValueError("invalid format: %s" % error)
        if not fields:
            raise ValueError("invalid format: no fields")


def _is_field(name):
    """Whether this is a word, and behind it any number of attributes (.word) and items ([anything])."""
    def word_end(start):
        while start < len(name) and (name[start].isalnum() or name[start] == "_"):
            start += 1
        return start

    position = word_end(0)
    if position == 0:
        return False
    while position < len(name):
        if name[position] == ".":
            end = word_end(position + 1)
            if end == position + 1:
                return False
        elif name[position] == "[":
            end = name.find("]", position) + 1
            if end <= position + 2:
                return False
        else:
            return False
        position = end
    return True


def _is_format(spec):
    """Whether this follows the grammar of format specifications; width and precision may be fields."""
    import re
    number = r"(\d+|\{\w+\})?"
    return re.fullmatch(rf"(.?[<>=^])?[-+ ]?\#?0?{number}[_,]?(\.{number})?[bcdefgnosx%]?", spec, re.I) is not None


class StringTemplateStyle(PercentStyle):
    """Formats written with $name."""

    default_format = "${message}"
    asctime_format = "${asctime}"
    asctime_search = "${asctime}"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        import string
        self._tpl = string.Template(self._fmt)

    def usesTime(self):
        return self._fmt.find("$asctime") >= 0 or self._fmt.find(self.asctime_search) >= 0

    def validate(self):
        if not self._tpl.get_identifiers():
            raise ValueError("invalid format: no fields")

    def _format(self, record):
        return self._tpl.substitute(**self._values(record))


BASIC_FORMAT = "%(levelname)s:%(name)s:%(message)s"
_STYLES = {"%": (PercentStyle, BASIC_FORMAT), "{": (StrFormatStyle, "{levelname}:{name}:{message}"),
           "$": (StringTemplateStyle, "${levelname}:${name}:${message}")}


def _demand_style(style):
    """The class of a style, and its format for basicConfig()."""
    if style in _STYLES:
        return _STYLES[style]
    raise ValueError(f"Style must be one of: {','.join(_STYLES)}")


class Formatter:
    """Turns records into text."""

    converter = time.localtime
    default_time_format = "%Y-%m-%d %H:%M:%S"
    default_msec_format = "%s,%03d"

    def __init__(self, fmt=None, datefmt=None, style="%", validate=True, *, defaults=None):
        self._style = _demand_style(style)[0](fmt, defaults=defaults)
        if validate and fmt is not None:
            self._style.validate()
        self._fmt = self._style._fmt
        self.datefmt = datefmt

    def formatTime(self, record, datefmt=None):
        """Return the time of a record."""
        moment = self.converter(record.created)
        if datefmt:
            return time.strftime(datefmt, moment)
        text = time.strftime(self.default_time_format, moment)
        if self.default_msec_format:
            text = self.default_msec_format % (text, record.msecs)
        return text

    def formatException(self, ei):
        """Return the traceback of an exception."""
        import traceback
        text = "".join(traceback.format_exception(ei[0], ei[1], ei[2]))
        return text[:-1] if text[-1:] == "\n" else text

    def usesTime(self):
        """Return whether the format shows the time."""
        return self._style.usesTime()

    def formatMessage(self, record):
        return self._style.format(record)

    def formatStack(self, stack_info):
        """Return the text of a call stack; as it is, unless overridden."""
        return stack_info

    def format(self, record):
        """Return a record as text: the message, then the exception and the stack if there are."""
        record.message = record.getMessage()
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        text = self.formatMessage(record)
        if record.exc_info and not record.exc_text:
            # Kept, so that other handlers need not do it again.
            record.exc_text = self.formatException(record.exc_info)
        if record.exc_text:
            text = _line_end(text) + record.exc_text
        if record.stack_info:
            text = _line_end(text) + self.formatStack(record.stack_info)
        return text


def _line_end(text):
    return text if text.endswith("\n") else text + "\n"


_defaultFormatter = Formatter()


class BufferingFormatter:
    """Formats several records at once."""

    def __init__(self, linefmt=None):
        self.linefmt = linefmt or _defaultFormatter

    def formatHeader(self, records):
        return ""

    def formatFooter(self, records):
        return ""

    def format(self, records):
        if not records:
            return ""
        return self.formatHeader(records) + "".join(map(self.linefmt.format, records)) + self.formatFooter(records)


# --- Filters -----------------------------------------------------------------------------------------------------------------

def _add_once(items, item):
    if item not in items:
        items.append(item)


def _discard(items, item):
    if item in items:
        items.remove(item)


class Filter:
    """Lets through the records of a logger and of those below it."""

    def __init__(self, name=""):
        self.name = name
        self.nlen = len(name)

    def filter(self, record):
        """Return whether to let a record through."""
        if not self.nlen or record.name == self.name:
            return True
        return record.name.startswith(self.name + ".")


class Filterer:
    """What has filters: loggers and handlers."""

    def __init__(self):
        self.filters = []

    def addFilter(self, filter):
        """Have records go through a filter: an object with filter(), or a function."""
        _add_once(self.filters, filter)

    def removeFilter(self, filter):
        _discard(self.filters, filter)

    def filter(self, record):
        """Return the record, or what a filter put in its place, if all filters let it through; otherwise a false value."""
        for one in self.filters:
            result = one.filter(record) if hasattr(one, "filter") else one(record)
            if not result:
                return False
            if isinstance(result, LogRecord):
                record = result
        return record


# --- Handlers ----------------------------------------------------------------------------------------------------------------

_handlers = weakref.WeakValueDictionary()
_handlerList = []


def _remove_handler_reference(reference):
    # Called by the collector, maybe when this module is gone already.
    if _handlerList is not None and reference in _handlerList:
        try:
            _handlerList.remove(reference)
        except ValueError:
            pass


def getHandlerByName(name):
    """Return the handler with a name, or None."""
    return _handlers.get(name)


def getHandlerNames():
    """Return the names of the handlers that have one."""
    return frozenset(_handlers)


class Handler(Filterer):
    """Does something with records; a subclass says what in emit()."""

    def __init__(self, level=NOTSET):
        super().__init__()
        self._name = self.formatter = None
        self._closed = False
        self.level = _checkLevel(level)
        with _lock:
            _handlerList.append(weakref.ref(self, _remove_handler_reference))
        self.createLock()

    def get_name(self):
        return self._name

    def set_name(self, name):
        with _lock:
            _handlers.pop(self._name, None)
            self._name = name
            if name:
                _handlers[name] = self

    name = property(get_name, set_name)

    def createLock(self):
        """Make the lock under which records are written."""
        self.lock = threading.RLock()

    def acquire(self):
        """Take the lock, if there is one."""
        lock = self.lock
        if lock:
            lock.acquire()

    def release(self):
        """Give it back."""
        lock = self.lock
        if lock:
            lock.release()

    def setLevel(self, level):
        """Set the lowest level that is handled."""
        self.level = _checkLevel(level)

    def setFormatter(self, fmt):
        """Set what turns records into text."""
        self.formatter = fmt

    def format(self, record):
        """The text of a record."""
        formatter = self.formatter or _defaultFormatter
        return formatter.format(record)

    def handle(self, record):
        """Emit a record that passes the filters, under the handler's lock."""
        passed = self.filter(record)
        if passed:
            with self.lock:
                self.emit(passed if isinstance(passed, LogRecord) else record)
        return passed

    def emit(self, record):
        """Write a record; a subclass says how."""
        raise NotImplementedError("emit must be implemented by Handler subclasses")

    def flush(self):
        """Make sure everything is written; a subclass says how."""

    def close(self):
        """Forget the handler."""
        with _lock:
            self._closed = True
            if self._name:
                _handlers.pop(self._name, None)

    def handleError(self, record):
        """Called when emit() fails: tell of it on stderr, for logging must not break the program."""
        if not raiseExceptions or not sys.stderr:
            return
        import traceback
        kind, value, tb = sys.exc_info()
        try:
            sys.stderr.write("--- Logging error ---\n")
            traceback.print_exception(kind, value, tb, None, sys.stderr)
            sys.stderr.write("Call stack:\n")
            frame = tb.tb_frame
            while frame and os.path.dirname(frame.f_code.co_filename) == os.path.dirname(_srcfile):
                frame = frame.f_back
            if frame:
                traceback.print_stack(frame, file=sys.stderr)
            else:
                sys.stderr.write("Logged from file %s, line %s\n" % (record.filename, record.lineno))
            try:
                sys.stderr.write("Message: %r\nArguments: %s\n" % (record.msg, record.args))
            except RecursionError:
                raise
            except Exception:
                sys.stderr.write("Unable to print the message and arguments - possible formatting error.\n"
                                 "Use the traceback above to help find the error.\n")
        except OSError:
            pass
        finally:
            del kind, value, tb

    def __repr__(self):
        return _shown(self, self.level)


def _shown(what, level, *details):
    """The repr() of a handler, a logger or an adapter."""
    return f"<{' '.join([type(what).__name__, *details])} ({getLevelName(level)})>"


class StreamHandler(Handler):
    """Writes records to a stream, by default sys.stderr."""

    terminator = "\n"

    def __init__(self, stream=None):
        super().__init__()
        self.stream = stream if stream is not None else sys.stderr

    def flush(self):
        with self.lock:
            flush = getattr(self.stream, "flush", None)
            if flush:
                flush()

    def emit(self, record):
        try:
            # One write, so that nothing can come between a line and its end.
            self.stream.write(self.format(record) + self.terminator)
            self.flush()
        except RecursionError:
            raise
        except Exception:
            self.handleError(record)

    def setStream(self, stream):
        """Write to another stream from now on; return the old one if it differs."""
        with self.lock:
            former = self.stream
            if former is stream:
                return None
            self.flush()
            self.stream = stream
        return former

    def __repr__(self):
        name = str(getattr(self.stream, "name", ""))
        return _shown(self, self.level, *filter(None, [name]))

    __class_getitem__ = classmethod(types.GenericAlias)


class FileHandler(StreamHandler):
    """Writes records to a file, which is opened at the first record if `delay` is true."""

    def __init__(self, filename, mode="a", encoding=None, delay=False, errors=None):
        self.baseFilename = os.path.abspath(os.fspath(filename))
        self.mode, self.encoding, self.errors, self.delay = mode, encoding, errors, delay
        # At the end of the program the name may be gone from builtins.
        self._builtin_open = open
        super().__init__(None if delay else self._open())
        if delay:
            self.stream = None

    def _open(self):
        return self._builtin_open(self.baseFilename, self.mode, encoding=self.encoding, errors=self.errors)

    def emit(self, record):
        # A closed handler would write over what it has written in this mode.
        if self.stream is None and not (self._closed and self.mode == "w"):
            self.stream = self._open()
        if self.stream:
            super().emit(record)

    def close(self):
        with self.lock:
            try:
                self._close_stream()
            finally:
                super().close()

    def _close_stream(self):
        if not self.stream:
            return
        try:
            self.flush()
        finally:
            stream, self.stream = self.stream, None
            if hasattr(stream, "close"):
                stream.close()

    def __repr__(self):
        return _shown(self, self.level, self.baseFilename)


class _StderrHandler(StreamHandler):
    """Writes to whatever sys.stderr is at the time."""

    def __init__(self, level=NOTSET):
        Handler.__init__(self, level)

    @property
    def stream(self):
        return sys.stderr


class NullHandler(Handler):
    """Does nothing."""

    def handle(self, record):
        pass

    def emit(self, record):
        pass

    def createLock(self):
        self.lock = None


_defaultLastResort = _StderrHandler(WARNING)
lastResort = _defaultLastResort


# --- Loggers -----------------------------------------------------------------------------------------------------------------

class PlaceHolder:
    """Stands in the tree for a logger that nobody asked for yet, above ones that exist: the keys of loggerMap."""

    def __init__(self, alogger):
        self.loggerMap = {}
        self.append(alogger)

    def append(self, alogger):
        self.loggerMap.setdefault(alogger)


def _demand_logger_class(klass):
    if not issubclass(klass, Logger):
        raise TypeError("logger not derived from logging.Logger: " + klass.__name__)
    return klass


class Manager:
    """Keeps the tree of loggers."""

    def __init__(self, rootnode):
        self.root = rootnode
        self.disable = NOTSET
        # Loggers and place holders by name.
        self.loggerDict = {}
        # What makes loggers and records, in place of what the module has.
        self.loggerClass = self.logRecordFactory = None
        self.emittedNoHandlerWarning = False

    @property
    def disable(self):
        """The level up to which nothing is logged."""
        return self._disable

    @disable.setter
    def disable(self, level):
        self._disable = _checkLevel(level)

    def setLoggerClass(self, klass):
        """Set the class of loggers to be made here."""
        self.loggerClass = _demand_logger_class(klass)

    def setLogRecordFactory(self, factory):
        """Set what makes records here."""
        self.logRecordFactory = factory

    def getLogger(self, name):
        """Return the logger with a name, making it and linking it into the tree if need be."""
        if not isinstance(name, str):
            raise TypeError("A logger name must be a string")
        with _lock:
            found = self.loggerDict.get(name)
            if isinstance(found, Logger):
                return found
            self.loggerDict[name] = made = (self.loggerClass or _loggerClass)(name)
            made.manager = self
            if found:
                self._adopt_children(found, made)
            self._find_parent(made)
        return made

    def _find_parent(self, made):
        name = made.name
        while name := name.rpartition(".")[0]:
            above = self.loggerDict.get(name)
            if isinstance(above, Logger):
                made.parent = above
                return
            if above is None:
                self.loggerDict[name] = PlaceHolder(made)
            else:
                above.append(made)
        made.parent = self.root

    def _adopt_children(self, placeholder, made):
        for child in placeholder.loggerMap:
            # A child whose parent is nearer than the new logger keeps it.
            if not child.parent.name.startswith(made.name):
                child.parent = made

    def _clear_cache(self):
        with _lock:
            for one in (self.root, *self.loggerDict.values()):
                if isinstance(one, Logger):
                    one._cache.clear()


def _named_after_level(method, level, prefix):
    name = _levelToName[level]
    method.__name__, method.__qualname__, method.__doc__ = name.lower(), prefix + name.lower(), f"Log at the level {name}."
    return method


def _warn_of_warn(what):
    """Tell the caller of the caller that warn() is deprecated."""
    import warnings
    warnings.warn(f"The 'warn' {what} is deprecated, use 'warning' instead", DeprecationWarning, 3)


class Logger(Filterer):
    """Where a part of a program says what happens."""

    def __init__(self, name, level=NOTSET):
        super().__init__()
        self.name, self.level = name, _checkLevel(level)
        self.parent, self.propagate = None, True
        self.handlers, self.disabled = [], False
        # Whether a level is enabled, for the levels that were asked for.
        self._cache = {}

    def setLevel(self, level):
        """Set the lowest level that is logged here."""
        self.level = _checkLevel(level)
        self.manager._clear_cache()

    def _at(level):
        """A method that logs at one level."""
        def log_at(self, msg, *args, **kwargs):
            if self.isEnabledFor(level):
                self._log(level, msg, args, **kwargs)

        return _named_after_level(log_at, level, "Logger.")

    debug, info, warning, error, critical = map(_at, (DEBUG, INFO, WARNING, ERROR, CRITICAL))
    del _at

    def fatal(self, msg, *args, **kwargs):
        self.critical(msg, *args, **kwargs)

    def warn(self, msg, *args, **kwargs):
        _warn_of_warn("method")
        self.warning(msg, *args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        """Log an error with the traceback of the exception being handled."""
        self.error(msg, *args, exc_info=exc_info, **kwargs)

    def log(self, level, msg, *args, **kwargs):
        """Log at a level given by number."""
        if isinstance(level, int):
            if self.isEnabledFor(level):
                self._log(level, msg, args, **kwargs)
        elif raiseExceptions:
            raise TypeError("level must be an integer")

    def findCaller(self, stack_info=False, stacklevel=1):
        """Return file, line, function and, if asked for, the stack of the code that logs."""
        frame = sys._getframe(1)
        while frame is not None and (frame.f_code.co_filename == _srcfile or _is_internal_frame(frame)):
            frame = frame.f_back
        if frame is None:
            return "(unknown file)", 0, "(unknown function)", None
        while stacklevel > 1:
            outer = frame.f_back
            if outer is None:
                break
            frame = outer
            if not _is_internal_frame(frame):
                stacklevel -= 1
        stack = None
        if stack_info:
            import traceback
            stack = "Stack (most recent call last):\n" + "".join(traceback.format_stack(frame))
            if stack[-1] == "\n":
                stack = stack[:-1]
        return frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name, stack

    def makeRecord(self, name, level, fn, lno, msg, args, exc_info, func=None, extra=None, sinfo=None):
        record = _logRecordFactory(name, level, fn, lno, msg, args, exc_info, func, sinfo)
        for name in extra or ():
            if name in record.__dict__ or name in ("message", "asctime"):
                raise KeyError(f"Attempt to overwrite {name!r} in LogRecord")
            record.__dict__[name] = extra[name]
        return record

    def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        filename, line, function, stack = self.findCaller(stack_info, stacklevel)
        if exc_info:
            if isinstance(exc_info, BaseException):
                exc_info = (type(exc_info), exc_info, exc_info.__traceback__)
            elif not isinstance(exc_info, tuple):
                exc_info = sys.exc_info()
        self.handle(self.makeRecord(self.name, level, filename, line, msg, args, exc_info, function, extra, stack))

    def handle(self, record):
        """Pass a record that goes through the filters to the handlers."""
        if self.disabled:
            return
        passed = self.filter(record)
        if not passed:
            return
        if isinstance(passed, LogRecord):
            record = passed
        self.callHandlers(record)

    def addHandler(self, hdlr):
        """Have records of this logger and those below it handled."""
        with _lock:
            _add_once(self.handlers, hdlr)

    def removeHandler(self, hdlr):
        with _lock:
            _discard(self.handlers, hdlr)

    def _upwards(self):
        """The loggers whose handlers get a record of this one."""
        one = self
        while one:
            yield one
            one = one.propagate and one.parent

    def hasHandlers(self):
        """Return whether a record would find a handler."""
        return any(one.handlers for one in self._upwards())

    def callHandlers(self, record):
        """Pass a record to the handlers here and above; without any, to the last resort."""
        one = self
        found = 0
        while one:
            for handler in one.handlers:
                found += 1
                if record.levelno >= handler.level:
                    handler.handle(record)
            one = one.parent if one.propagate else None
        if found == 0:
            if lastResort:
                if record.levelno >= lastResort.level:
                    lastResort.handle(record)
            elif raiseExceptions and not self.manager.emittedNoHandlerWarning:
                sys.stderr.write("No handlers could be found for logger \"%s\"\n" % self.name)
                self.manager.emittedNoHandlerWarning = True

    def getEffectiveLevel(self):
        """Return the level here, or that of the nearest parent that has one."""
        one = self
        while one:
            if one.level:
                return one.level
            one = one.parent
        return NOTSET

    def isEnabledFor(self, level):
        """Return whether a message of a level is logged; remembered until a level changes."""
        if self.disabled:
            return False
        try:
            return self._cache[level]
        except KeyError:
            with _lock:
                answer = self._cache[level] = self.manager.disable < level and level >= self.getEffectiveLevel()
            return answer

    def getChild(self, suffix):
        """Return the logger below this one with a name."""
        if self.root is not self:
            suffix = ".".join((self.name, suffix))
        return self.manager.getLogger(suffix)

    def getChildren(self):
        """Return the loggers right below this one."""
        depth = 0 if self.root is self else 1 + self.name.count(".")
        with _lock:
            return {one for one in self.manager.loggerDict.values()
                    if isinstance(one, Logger) and one.parent is self and one.name.count(".") == depth}

    def __repr__(self):
        return _shown(self, self.getEffectiveLevel(), self.name)

    def __reduce__(self):
        if getLogger(self.name) is not self:
            import pickle
            raise pickle.PicklingError("logger cannot be pickled")
        return getLogger, (self.name,)


class RootLogger(Logger):
    """The logger above all others."""

    def __init__(self, level):
        super().__init__("root", level)

    def __reduce__(self):
        return getLogger, ()


_loggerClass = Logger
Logger.root = root = RootLogger(WARNING)
Logger.manager = Manager(root)


def getLoggerClass():
    """Return the class of loggers to be made."""
    return _loggerClass


def setLoggerClass(klass):
    """Set the class of loggers to be made."""
    global _loggerClass
    _loggerClass = _demand_logger_class(klass)


class LoggerAdapter:
    """A logger that adds something to every record."""

    def __init__(self, logger, extra=None, merge_extra=False):
        self.logger, self.extra, self.merge_extra = logger, extra, merge_extra

    def process(self, msg, kwargs):
        """Return message and keyword arguments as they are to be logged."""
        merged = self.merge_extra and "extra" in kwargs
        kwargs["extra"] = {**self.extra, **kwargs["extra"]} if merged else self.extra
        return msg, kwargs

    def log(self, level, msg, *args, **kwargs):
        """Log at a level, after process()."""
        if not self.isEnabledFor(level):
            return
        msg, kwargs = self.process(msg, kwargs)
        self.logger.log(level, msg, *args, **kwargs)

    def _at(level):
        """A method that logs at one level."""
        def log_at(self, msg, *args, **kwargs):
            self.log(level, msg, *args, **kwargs)

        return _named_after_level(log_at, level, "LoggerAdapter.")

    debug, info, warning, error, critical = map(_at, (DEBUG, INFO, WARNING, ERROR, CRITICAL))
    del _at

    def warn(self, msg, *args, **kwargs):
        _warn_of_warn("method")
        self.warning(msg, *args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        """Log an error with the traceback of the exception being handled."""
        self.log(ERROR, msg, *args, exc_info=exc_info, **kwargs)

    # --- What it asks its logger

    def isEnabledFor(self, level):
        return self.logger.isEnabledFor(level)

    def getEffectiveLevel(self):
        return self.logger.getEffectiveLevel()

    def setLevel(self, level):
        """Set the level of the logger."""
        self.logger.setLevel(level)

    def hasHandlers(self):
        return self.logger.hasHandlers()

    def _log(self, level, msg, args, **kwargs):
        """For adapters of adapters: a logger's method to log at a level that is enabled."""
        return self.logger._log(level, msg, args, **kwargs)

    name = property(lambda self: self.logger.name)
    manager = property(lambda self: self.logger.manager, lambda self, value: setattr(self.logger, "manager", value))

    def __repr__(self):
        return _shown(self, self.logger.getEffectiveLevel(), self.logger.name)

    __class_getitem__ = classmethod(types.GenericAlias)


# --- The module as the root logger -------------------------------------------------------------------------------------------

def basicConfig(**kwargs):
    """Give the root logger a handler, unless it has one or `force` is true."""
    with _lock:
        option = kwargs.pop
        encoding, errors = option("encoding", None), option("errors", "backslashreplace")
        if option("force", False):
            for handler in list(root.handlers):
                root.removeHandler(handler)
                handler.close()
        if root.handlers:
            return
        handlers = option("handlers", None)
        if handlers is not None:
            if not kwargs.keys().isdisjoint(("stream", "filename")):
                raise ValueError("'stream' or 'filename' should not be specified together with 'handlers'")
        elif {"stream", "filename"} <= kwargs.keys():
            raise ValueError("'stream' and 'filename' should not be specified together")
        else:
            filename, mode = option("filename", None), option("filemode", "a")
            if filename:
                binary = "b" in mode
                handlers = [FileHandler(filename, mode, encoding=encoding, errors=None if binary else errors)]
            else:
                handlers = [StreamHandler(option("stream", None))]
        date_format, style = option("datefmt", None), option("style", "%")
        formatter = Formatter(option("format", _demand_style(style)[1]), date_format, style)
        for handler in handlers:
            if handler.formatter is None:
                handler.setFormatter(formatter)
            root.addHandler(handler)
        level = option("level", None)
        if level is not None:
            root.setLevel(level)
        if kwargs:
            raise ValueError(f"Unrecognised argument(s): {', '.join(kwargs)}")


def getLogger(name=None):
    """Return the logger with a name, or the root logger."""
    if not name or isinstance(name, str) and name == root.name:
        return root
    return Logger.manager.getLogger(name)


def _of_root(name):
    """A function that logs by a method of the root logger, which gets a handler if it has none."""
    def log_at(msg, *args, **kwargs):
        if not root.handlers:
            basicConfig()
        getattr(root, name)(msg, *args, **kwargs)

    log_at.__name__ = log_at.__qualname__ = name
    log_at.__doc__ = f"Call {name}() of the root logger."
    return log_at


debug, info, warning, error, critical = map(_of_root, ("debug", "info", "warning", "error", "critical"))


def fatal(msg, *args, **kwargs):
    critical(msg, *args, **kwargs)


def log(level, msg, *args, **kwargs):
    """Log at a level by the root logger."""
    if not root.handlers:
        basicConfig()
    root.log(level, msg, *args, **kwargs)


def exception(msg, *args, exc_info=True, **kwargs):
    """Log an error by the root logger, with the traceback of the exception being handled."""
    error(msg, *args, exc_info=exc_info, **kwargs)


def warn(msg, *args, **kwargs):
    _warn_of_warn("function")
    warning(msg, *args, **kwargs)


def disable(level=CRITICAL):
    """Log nothing of a level or below, anywhere."""
    root.manager.disable = level
    root.manager._clear_cache()


def shutdown(handlerList=_handlerList):
    """Flush and close all handlers; called at exit."""
    for handler in filter(None, (reference() for reference in reversed(handlerList[:]))):
        try:
            handler.acquire()
            try:
                if getattr(handler, "flushOnClose", True):
                    handler.flush()
                handler.close()
            except (ValueError, OSError):
                # Its stream may be closed already.
                pass
            finally:
                handler.release()
        except Exception:
            if raiseExceptions:
                raise


_warnings_showwarning = None


def _showwarning(message, category, filename, lineno, file=None, line=None):
    import warnings
    if file is not None:
        if _warnings_showwarning is not None:
            _warnings_showwarning(message, category, filename, lineno, file, line)
        return
    text = warnings.formatwarning(message, category, filename, lineno, line)
    logger = getLogger("py.warnings")
    if not logger.handlers:
        logger.addHandler(NullHandler())
    logger.warning(str(text))


def captureWarnings(capture):
    """Send warnings to the logger py.warnings, or stop doing so."""
    global _warnings_showwarning
    import warnings
    if capture:
        if _warnings_showwarning is None:
            _warnings_showwarning = warnings.showwarning
            warnings.showwarning = _showwarning
    elif _warnings_showwarning is not None:
        warnings.showwarning = _warnings_showwarning
        _warnings_showwarning = None


atexit.register(shutdown)


def _after_fork_in_child():
    """Threads that held the locks of handlers are not there any more."""
    for handler in filter(None, (reference() for reference in _handlerList[:])):
        if handler.lock:
            handler.lock._at_fork_reinit()
    _lock._at_fork_reinit()


os.register_at_fork(before=_lock.acquire, after_in_child=_after_fork_in_child, after_in_parent=_lock.release)
