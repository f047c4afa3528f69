"""Set up logging from a dict or a file."""

import errno
import functools
import io
import logging
import logging.handlers
import os
import queue
import re
import struct
import threading

DEFAULT_LOGGING_CONFIG_PORT = 9030
RESET_ERROR = errno.ECONNRESET

_listener = None
IDENTIFIER = re.compile("^[a-z_][a-z0-9_]*$", re.I)


def valid_ident(s):
    if not IDENTIFIER.match(s):
        raise ValueError("Not a valid Python identifier: %r" % s)
    return True


def _resolve(name):
    """The object of a dotted name; modules on the way are imported."""
    parts = name.split(".")
    used = parts.pop(0)
    found = __import__(used)
    for part in parts:
        used += "." + part
        try:
            found = getattr(found, part)
        except AttributeError:
            __import__(used)
            found = getattr(found, part)
    return found


# --- Files in the format of configparser

def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    """Set up logging from a file, given by name or open, or a ConfigParser."""
    import configparser
    if isinstance(fname, str):
        if not os.path.exists(fname):
            raise FileNotFoundError(f"{fname} doesn't exist")
        if not os.path.getsize(fname):
            raise RuntimeError(f"{fname} is an empty file")
    if isinstance(fname, configparser.RawConfigParser):
        parser = fname
    else:
        try:
            parser = configparser.ConfigParser(defaults)
            if hasattr(fname, "readline"):
                parser.read_file(fname)
            else:
                parser.read(fname, encoding=io.text_encoding(encoding))
        except configparser.ParsingError as error:
            raise RuntimeError(f"{fname} is invalid: {error}")
    formatters = _create_formatters(parser)
    with logging._lock:
        _clearExistingHandlers()
        handlers = _install_handlers(parser, formatters)
        _install_loggers(parser, handlers, disable_existing_loggers)


def _names_in(text):
    return [name.strip() for name in text.split(",") if name.strip()]


def _create_formatters(parser):
    formatters = {}
    for name in _names_in(parser["formatters"]["keys"]):
        section = parser["formatter_" + name]
        style = parser.get(section.name, "style", raw=True, fallback="%")
        defaults = parser.get(section.name, "defaults", raw=True, fallback=None)
        kind = logging.Formatter
        if section.get("class"):
            kind = _resolve(section["class"])
        if defaults is not None:
            defaults = eval(defaults, vars(logging))
        formatters[name] = kind(parser.get(section.name, "format", raw=True, fallback=None),
                                parser.get(section.name, "datefmt", raw=True, fallback=None), style, defaults=defaults)
    return formatters


def _class_of(name):
    try:
        return eval(name, vars(logging))
    except (AttributeError, NameError):
        return _resolve(name)


def _install_handlers(parser, formatters):
    handlers = {}
    waiting = []
    for name in _names_in(parser["handlers"]["keys"]):
        section = parser["handler_" + name]
        kind = _class_of(section["class"])
        arguments = eval(section.get("args", "()"), vars(logging))
        keywords = eval(section.get("kwargs", "{}"), vars(logging))
        handler = kind(*arguments, **keywords)
        handler.name = name
        if "level" in section:
            handler.setLevel(section["level"])
        if section.get("formatter", ""):
            handler.setFormatter(formatters[section["formatter"]])
        if issubclass(kind, logging.handlers.MemoryHandler) and section.get("target", ""):
            waiting.append((handler, section["target"]))
        handlers[name] = handler
    for handler, target in waiting:
        handler.setTarget(handlers[target])
    return handlers


def _set_handlers(logger, names, handlers):
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)
    for name in names:
        logger.addHandler(handlers[name])


def _handle_existing_loggers(existing, child_loggers, disable_existing):
    for name in existing:
        found = logging.root.manager.loggerDict[name]
        if name not in child_loggers:
            found.disabled = disable_existing
        elif isinstance(found, logging.Logger):
            # It leaves everything to the logger above it, which is configured.
            found.setLevel(logging.NOTSET)
            found.handlers, found.propagate = [], True


def _install_loggers(parser, handlers, disable_existing):
    names = _names_in(parser["loggers"]["keys"])
    names.remove("root")
    section = parser["logger_root"]
    root = logging.root
    if "level" in section:
        root.setLevel(section["level"])
    _set_handlers(root, _names_in(section["handlers"]), handlers)
    existing = sorted(root.manager.loggerDict)
    children = []
    for name in names:
        section = parser["logger_" + name]
        qualname = section["qualname"]
        logger = logging.getLogger(qualname)
        if qualname in existing:
            children += [other for other in existing if other.startswith(qualname + ".")]
            existing.remove(qualname)
        if "level" in section:
            logger.setLevel(section["level"])
        _set_handlers(logger, _names_in(section["handlers"]), handlers)
        logger.propagate = section.getint("propagate", fallback=1)
        logger.disabled = 0
    _handle_existing_loggers(existing, children, disable_existing)


def _clearExistingHandlers():
    logging._handlers.clear()
    logging.shutdown(logging._handlerList[:])
    del logging._handlerList[:]


# --- Dicts

class ConvertingMixin:
    """Containers whose values are converted when they are fetched."""

    def convert_with_key(self, key, value, replace=True):
        result = self.configurator.convert(value)
        if value is not result:
            if replace:
                self[key] = result
            if type(result) in (ConvertingDict, ConvertingList, ConvertingTuple):
                result.parent = self
                result.key = key
        return result

    def convert(self, value):
        result = self.configurator.convert(value)
        if value is not result and type(result) in (ConvertingDict, ConvertingList, ConvertingTuple):
            result.parent = self
        return result


class ConvertingDict(dict, ConvertingMixin):
    def __getitem__(self, key):
        return self.convert_with_key(key, dict.__getitem__(self, key))

    def get(self, key, default=None):
        return self.convert_with_key(key, dict.get(self, key, default))

    def pop(self, key, default=None):
        return self.convert_with_key(key, dict.pop(self, key, default), replace=False)


class ConvertingList(list, ConvertingMixin):
    def __getitem__(self, key):
        return self.convert_with_key(key, list.__getitem__(self, key))

    def pop(self, idx=-1):
        return self.convert(list.pop(self, idx))


class ConvertingTuple(tuple, ConvertingMixin):
    def __getitem__(self, key):
        return self.convert_with_key(key, tuple.__getitem__(self, key), replace=False)


class BaseConfigurator:
    """Reads values such as ext://sys.stderr (an object) and cfg://handlers.console (another part of the dict)."""

    CONVERT_PATTERN = re.compile(r"^(?P<prefix>[a-z]+)://(?P<suffix>.*)$")
    WORD_PATTERN = re.compile(r"^\s*(\w+)\s*")
    DOT_PATTERN = re.compile(r"^\.\s*(\w+)\s*")
    INDEX_PATTERN = re.compile(r"^\[([^\[\]]*)\]\s*")
    DIGIT_PATTERN = re.compile(r"^\d+$")

    value_converters = {"ext": "ext_convert", "cfg": "cfg_convert"}
    importer = staticmethod(__import__)

    def __init__(self, config):
        self.config = ConvertingDict(config)
        self.config.configurator = self

    def resolve(self, s):
        """The object of a dotted name."""
        parts = s.split(".")
        used = parts.pop(0)
        try:
            found = self.importer(used)
            for part in parts:
                used += "." + part
                try:
                    found = getattr(found, part)
                except AttributeError:
                    self.importer(used)
                    found = getattr(found, part)
            return found
        except ImportError as error:
            raise ValueError("Cannot resolve %r: %s" % (s, error)) from error

    def ext_convert(self, value):
        return self.resolve(value)

    def cfg_convert(self, value):
        rest = value
        match = self.WORD_PATTERN.match(rest)
        if match is None:
            raise ValueError("Unable to convert %r" % value)
        rest = rest[match.end():]
        found = self.config[match.groups()[0]]
        while rest:
            match = self.DOT_PATTERN.match(rest)
            if match:
                found = found[match.groups()[0]]
            else:
                match = self.INDEX_PATTERN.match(rest)
                if match:
                    index = match.groups()[0]
                    if not self.DIGIT_PATTERN.match(index):
                        found = found[index]
                    else:
                        try:
                            found = found[int(index)]
                        except TypeError:
                            found = found[index]
            if not match:
                raise ValueError("Unable to convert %r at %r" % (value, rest))
            rest = rest[match.end():]
        return found

    def convert(self, value):
        """A value as it is meant."""
        kinds = ((dict, ConvertingDict), (list, ConvertingList), (tuple, ConvertingTuple))
        converting = next((made for kind, made in kinds if isinstance(value, kind)), None)
        # Named tuples stay what they are.
        if converting and not isinstance(value, converting) and not (converting is ConvertingTuple and hasattr(value, "_fields")):
            value = converting(value)
            value.configurator = self
        elif isinstance(value, str):
            match = self.CONVERT_PATTERN.match(value)
            if match:
                converter = self.value_converters.get(match["prefix"], None)
                if converter:
                    value = getattr(self, converter)(match["suffix"])
        return value

    def configure_custom(self, config):
        """An object of the user: what its factory, under '()', returns."""
        factory = config.pop("()")
        if not callable(factory):
            factory = self.resolve(factory)
        attributes = config.pop(".", None)
        result = factory(**{key: config[key] for key in config if valid_ident(key)})
        for name, value in (attributes or {}).items():
            setattr(result, name, value)
        return result

    def as_tuple(self, value):
        return tuple(value) if isinstance(value, list) else value


class DictConfigurator(BaseConfigurator):
    """Does what a dict says."""

    def configure(self):
        """Set up logging."""
        config = self.config
        if "version" not in config:
            raise ValueError("dictionary doesn't specify a version")
        if config["version"] != 1:
            raise ValueError("Unsupported version: %s" % config["version"])
        incremental = config.pop("incremental", False)
        with logging._lock:
            if incremental:
                self._configure_incrementally(config)
            else:
                self._configure_anew(config)

    def _configure_incrementally(self, config):
        for name, entry in config.get("handlers", {}).items():
            if name not in logging._handlers:
                raise ValueError("No handler found with name %r" % name)
            try:
                level = entry.get("level", None)
                if level:
                    logging._handlers[name].setLevel(logging._checkLevel(level))
            except Exception as error:
                raise ValueError("Unable to configure handler %r" % name) from error
        for name, entry in config.get("loggers", {}).items():
            try:
                self.configure_logger(name, entry, True)
            except Exception as error:
                raise ValueError("Unable to configure logger %r" % name) from error
        root = config.get("root", None)
        if root:
            try:
                self.configure_root(root, True)
            except Exception as error:
                raise ValueError("Unable to configure root logger") from error

    def _configure_anew(self, config):
        disable_existing = config.pop("disable_existing_loggers", True)
        _clearExistingHandlers()
        formatters = config.get("formatters", {})
        for name in formatters:
            try:
                formatters[name] = self.configure_formatter(formatters[name])
            except Exception as error:
                raise ValueError("Unable to configure formatter %r" % name) from error
        filters = config.get("filters", {})
        for name in filters:
            try:
                filters[name] = self.configure_filter(filters[name])
            except Exception as error:
                raise ValueError("Unable to configure filter %r" % name) from error
        handlers = config.get("handlers", {})
        deferred = []
        for name in sorted(handlers):
            try:
                self._replace_handler(handlers, name)
            except Exception as error:
                if " not configured yet" in str(error.__cause__):
                    deferred.append(name)
                else:
                    raise ValueError("Unable to configure handler %r" % name) from error
        for name in deferred:
            try:
                self._replace_handler(handlers, name)
            except Exception as error:
                raise ValueError("Unable to configure handler %r" % name) from error
        root = logging.root
        existing = sorted(root.manager.loggerDict)
        children = []
        loggers = config.get("loggers", {})
        for name in loggers:
            if name in existing:
                children += [other for other in existing if other.startswith(name + ".")]
                existing.remove(name)
            try:
                self.configure_logger(name, loggers[name])
            except Exception as error:
                raise ValueError("Unable to configure logger %r" % name) from error
        _handle_existing_loggers(existing, children, disable_existing)
        root = config.get("root", None)
        if root:
            try:
                self.configure_root(root)
            except Exception as error:
                raise ValueError("Unable to configure root logger") from error

    def configure_formatter(self, config):
        """A formatter."""
        if "()" in config:
            taken = {key: config[key] for key in ("()", ".") if key in config}
            try:
                return self.configure_custom(config)
            except TypeError as error:
                if "'format'" not in str(error):
                    raise
                # Formatters call it fmt.
                config["fmt"] = config.pop("format")
                config.update(taken)
                return self.configure_custom(config)
        kind = config.get("class", None)
        kind = _resolve(kind) if kind else logging.Formatter
        keywords = {}
        if "validate" in config:
            keywords["validate"] = config["validate"]
        if config.get("defaults", None) is not None:
            keywords["defaults"] = config["defaults"]
        return kind(config.get("format", None), config.get("datefmt", None), config.get("style", "%"), **keywords)

    def configure_filter(self, config):
        """A filter."""
        return self.configure_custom(config) if "()" in config else logging.Filter(config.get("name", ""))

    def _replace_handler(self, handlers, name):
        """Put a handler in the place of what is said about it."""
        made = self.configure_handler(handlers[name])
        made.name = name
        handlers[name] = made

    def add_filters(self, filterer, filters):
        for name in filters:
            try:
                filterer.addFilter(name if callable(name) or callable(getattr(name, "filter", None)) else self.config["filters"][name])
            except Exception as error:
                raise ValueError("Unable to add filter %r" % name) from error

    def _configure_queue_handler(self, kind, **keywords):
        records = keywords.pop("queue", None) or queue.Queue()
        level = keywords.pop("respect_handler_level", False)
        listener_kind = keywords.pop("listener", logging.handlers.QueueListener)
        handlers = keywords.pop("handlers", [])
        handler = kind(records, **keywords)
        handler.listener = listener_kind(records, *handlers, respect_handler_level=level)
        return handler

    def configure_handler(self, config):
        """A handler."""
        original = dict(config)
        formatter = config.pop("formatter", None)
        if formatter:
            try:
                formatter = self.config["formatters"][formatter]
            except Exception as error:
                raise ValueError("Unable to set formatter %r" % formatter) from error
        level = config.pop("level", None)
        filters = config.pop("filters", None)
        if "()" in config:
            factory = config.pop("()")
            if not callable(factory):
                factory = self.resolve(factory)
        else:
            name = config.pop("class")
            kind = name if callable(name) else self.resolve(name)
            if issubclass(kind, logging.handlers.MemoryHandler) and "flushLevel" in config:
                config["flushLevel"] = logging._checkLevel(config["flushLevel"])
            if issubclass(kind, logging.handlers.MemoryHandler) and "target" in config:
                try:
                    target = config["target"]
                    if not isinstance(target, logging.Handler):
                        target = self.config["handlers"][target]
                    if not isinstance(target, logging.Handler):
                        config.update(original)
                        raise TypeError("target not configured yet")
                    config["target"] = target
                except Exception as error:
                    raise ValueError("Unable to set target handler %r" % config["target"]) from error
            elif issubclass(kind, logging.handlers.QueueHandler):
                if "queue" in config:
                    made = config["queue"]
                    if isinstance(made, str):
                        made = self.resolve(made)
                    if isinstance(made, dict):
                        made = self.configure_custom(made)
                    elif isinstance(made, type) or (callable(made) and not hasattr(made, "get")):
                        made = made()
                    if not all(callable(getattr(made, name, None)) for name in ("empty", "full", "get", "get_nowait", "put_nowait", "put")):
                        raise TypeError("Invalid queue specifier %r" % (made,))
                    config["queue"] = made
                if "listener" in config:
                    listener = config["listener"]
                    if isinstance(listener, str):
                        listener = self.resolve(listener)
                    if isinstance(listener, dict):
                        listener = self.configure_custom(listener)
                    if not callable(listener):
                        raise TypeError("Invalid listener specifier %r" % (listener,))
                    config["listener"] = listener
                if "handlers" in config:
                    found = []
                    try:
                        for other in config["handlers"]:
                            handler = self.config["handlers"][other]
                            if not isinstance(handler, logging.Handler):
                                config.update(original)
                                raise TypeError("Required handler %r is not configured yet" % other)
                            found.append(handler)
                    except Exception as error:
                        raise ValueError("Unable to set required handler %r" % other) from error
                    config["handlers"] = found
            elif issubclass(kind, logging.handlers.SMTPHandler) and "mailhost" in config:
                config["mailhost"] = self.as_tuple(config["mailhost"])
            elif issubclass(kind, logging.handlers.SysLogHandler) and "address" in config:
                config["address"] = self.as_tuple(config["address"])
            factory = functools.partial(self._configure_queue_handler, kind) if issubclass(kind, logging.handlers.QueueHandler) else kind
        attributes = config.pop(".", None)
        keywords = {key: config[key] for key in config if valid_ident(key)}
        made = factory(**keywords)
        if formatter:
            made.setFormatter(formatter)
        if level is not None:
            made.setLevel(logging._checkLevel(level))
        self.add_filters(made, filters or ())
        for item in (attributes or {}).items():
            setattr(made, *item)
        return made

    def add_handlers(self, logger, handlers):
        for name in handlers:
            try:
                logger.addHandler(self.config["handlers"][name])
            except Exception as error:
                raise ValueError("Unable to add handler %r" % name) from error

    def common_logger_config(self, logger, config, incremental=False):
        level = config.get("level", None)
        if level is not None:
            logger.setLevel(logging._checkLevel(level))
        if not incremental:
            for handler in logger.handlers[:]:
                logger.removeHandler(handler)
            handlers = config.get("handlers", None)
            if handlers:
                self.add_handlers(logger, handlers)
            filters = config.get("filters", None)
            if filters:
                self.add_filters(logger, filters)

    def configure_logger(self, name, config, incremental=False):
        """A logger."""
        logger = logging.getLogger(name)
        self.common_logger_config(logger, config, incremental)
        logger.disabled = False
        propagate = config.get("propagate", None)
        if propagate is not None:
            logger.propagate = propagate

    def configure_root(self, config, incremental=False):
        """The root logger."""
        self.common_logger_config(logging.getLogger(), config, incremental)


dictConfigClass = DictConfigurator


def dictConfig(config):
    """Set up logging from a dict."""
    dictConfigClass(config).configure()


# --- Over a socket

def listen(port=DEFAULT_LOGGING_CONFIG_PORT, verify=None):
    """A thread that waits for settings, as JSON or in the format of fileConfig(), each after its length in four bytes."""
    import json
    from socketserver import StreamRequestHandler, ThreadingTCPServer

    class ConfigStreamHandler(StreamRequestHandler):
        def handle(self):
            try:
                connection = self.connection
                data = connection.recv(4)
                if len(data) != 4:
                    return
                length = struct.unpack(">L", data)[0]
                data = connection.recv(length)
                while len(data) < length:
                    data += connection.recv(length - len(data))
                if self.server.verify is not None:
                    data = self.server.verify(data)
                if data is not None:
                    text = data.decode("utf-8")
                    try:
                        dictConfig(json.loads(text))
                    except Exception:
                        fileConfig(io.StringIO(text))
                if self.server.ready:
                    self.server.ready.set()
            except OSError as error:
                if error.errno != RESET_ERROR:
                    raise

    class ConfigSocketReceiver(ThreadingTCPServer):
        allow_reuse_address = 1

        def __init__(self, host="localhost", port=DEFAULT_LOGGING_CONFIG_PORT, handler=None, ready=None, verify=None):
            super().__init__((host, port), handler)
            # Set by stopListening(), which is heeded once in `timeout` seconds.
            self.abort, self.timeout = 0, 1
            self.ready, self.verify = ready, verify

        def serve_until_stopped(self):
            from select import select
            abort = 0
            while not abort:
                if select([self.socket.fileno()], [], [], self.timeout)[0]:
                    self.handle_request()
                with logging._lock:
                    abort = self.abort
            self.server_close()

    class Server(threading.Thread):
        def __init__(self):
            super().__init__()
            self.port = port
            self.ready = threading.Event()

        def run(self):
            global _listener
            server = ConfigSocketReceiver(port=self.port, handler=ConfigStreamHandler, ready=self.ready, verify=verify)
            if self.port == 0:
                self.port = server.server_address[1]
            self.ready.set()
            with logging._lock:
                _listener = server
            server.serve_until_stopped()
    return Server()


def stopListening():
    """End the thread of listen()."""
    global _listener
    with logging._lock:
        if _listener:
            _listener.abort = 1
            _listener = None
