"""Printing nested data so that people can read it: what does not fit a line gets a line for each element."""

import sys

__all__ = ["PrettyPrinter", "isreadable", "isrecursive", "pformat", "pp", "pprint", "saferepr"]


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    """Print an object to a stream (standard output)."""
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts,
                  underscore_numbers=underscore_numbers).pprint(object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    """Return what pprint() prints, without the last newline."""
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts,
                         underscore_numbers=underscore_numbers).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """pprint() that keeps the order of dicts."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    """Return a repr() in which what contains itself is named rather than repeated."""
    return PrettyPrinter()._line(object, set(), 0)[0]


def isreadable(object):
    """Whether eval() could read saferepr() back."""
    return PrettyPrinter().isreadable(object)


def isrecursive(object):
    """Whether the object contains itself."""
    return PrettyPrinter().isrecursive(object)


class _Order:
    """Sorts what cannot be compared by type and identity."""

    __slots__ = ("value",)

    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        try:
            return self.value < other.value
        except TypeError:
            return (str(type(self.value)), id(self.value)) < (str(type(other.value)), id(other.value))


def _items(mapping, sort):
    if not sort or len(mapping) == 1:
        return list(mapping.items())
    return sorted(mapping.items(), key=lambda item: _Order(item[0]))


_BRACKETS = {list: ("[", "]"), tuple: ("(", ")"), dict: ("{", "}")}
_PLAIN_BUT_INT = frozenset((str, float, bool, type(None)))
_PLAIN = _PLAIN_BUT_INT | {int}


def _container_of(kind):
    """The built-in container whose subclass, with the same repr(), a class is; or None."""
    for base in _BRACKETS:
        if issubclass(kind, base) and kind.__repr__ is base.__repr__:
            return base
    return None


def _recursion(object):
    return f"<Recursion on {type(object).__name__} with id={id(object)}>"


class PrettyPrinter:
    """Prints objects with the settings it was made with."""

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True,
                 underscore_numbers=False):
        if int(indent) < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        self._indent, self._width, self._depth = int(indent), int(width), depth
        self._stream = stream if stream is not None else sys.stdout
        self._compact, self._sort_dicts, self._underscores = bool(compact), sort_dicts, underscore_numbers

    def pprint(self, object):
        """Print an object and a newline."""
        if self._stream is not None:
            self._stream.write(self.pformat(object) + "\n")

    def pformat(self, object):
        """Return the text for an object."""
        return self._format(object, 0, 0, set(), 0)

    def isrecursive(self, object):
        """Whether the object contains itself."""
        return self._line(object, set(), 0)[2]

    def isreadable(self, object):
        """Whether eval() could read the text back."""
        _, readable, recursive = self._line(object, set(), 0)
        return readable and not recursive

    def format(self, object, context, maxlevels, level):
        """Return (text on one line, readable, recursive); subclasses may override it."""
        return self._safe_repr(object, context, maxlevels, level)

    def _line(self, object, context, level):
        return self.format(object, dict.fromkeys(context, 1), self._depth, level)

    def _safe_repr(self, object, context, maxlevels, level):
        kind = type(object)
        base = kind if kind in _BRACKETS else _container_of(kind)
        if base is None:
            if kind is int and self._underscores:
                return f"{object:_d}", True, False
            text = repr(object)
            return text, not text.startswith("<"), False
        opening, closing = _BRACKETS[base]
        if not object:
            return opening + closing, True, False
        if maxlevels is not None and level >= maxlevels:
            return f"{opening}...{closing}", False, False
        own_id = id(object)
        if own_id in context:
            return _recursion(object), False, True
        context[own_id] = 1
        readable, recursive, parts = True, False, []
        # Where nobody has a say in how the plain ones are shown, they show themselves.
        is_own = type(self).format is PrettyPrinter.format
        plain = () if not is_own else _PLAIN_BUT_INT if self._underscores else _PLAIN
        show = self._safe_repr if is_own else self.format
        level += 1
        if base is dict:
            for key, value in _items(object, self._sort_dicts):
                if type(key) in plain:
                    name = repr(key)
                else:
                    name, is_readable, is_recursive = show(key, context, maxlevels, level)
                    readable, recursive = readable and is_readable, recursive or is_recursive
                if type(value) in plain:
                    parts.append(f"{name}: {value!r}")
                else:
                    text, is_readable, is_recursive = show(value, context, maxlevels, level)
                    readable, recursive = readable and is_readable, recursive or is_recursive
                    parts.append(f"{name}: {text}")
        else:
            for value in object:
                if type(value) in plain:
                    parts.append(repr(value))
                    continue
                text, is_readable, is_recursive = show(value, context, maxlevels, level)
                readable, recursive = readable and is_readable, recursive or is_recursive
                parts.append(text)
            if base is tuple and len(object) == 1:
                parts[0] += ","
        del context[own_id]
        return f"{opening}{', '.join(parts)}{closing}", readable, recursive

    def _format(self, object, indent, allowance, context, level):
        """The text of an object that begins in column `indent`, with `allowance` characters to follow its end."""
        if id(object) in context:
            return _recursion(object)
        text = self._line(object, context, level)[0]
        if len(text) <= self._width - indent - allowance:
            return text
        if self._depth is not None and level >= self._depth and isinstance(object, (dict, list, tuple, set, frozenset)):
            return text
        show = self._method_for(object)
        if show is None:
            return text
        return show(object, indent, allowance, context | {id(object)}, level + 1)

    def _method_for(self, object):
        method = type(object).__repr__
        if isinstance(object, dict) and method is dict.__repr__:
            return self._dict
        if isinstance(object, list) and method is list.__repr__:
            return lambda *rest: self._sequence("[", "]", *rest)
        if isinstance(object, tuple) and method is tuple.__repr__:
            return lambda *rest: self._sequence("(", ",)" if len(object) == 1 else ")", *rest)
        if isinstance(object, (set, frozenset)) and method in (set.__repr__, frozenset.__repr__):
            return self._set
        if isinstance(object, str) and method is str.__repr__:
            return self._text
        return self._method_for_rare(object, method)

    def _method_for_rare(self, object, method):
        if isinstance(object, bytes) and method is bytes.__repr__:
            return self._bytes
        if isinstance(object, bytearray) and method is bytearray.__repr__:
            return lambda object, indent, allowance, context, level: (
                f"bytearray({self._bytes(bytes(object), indent + 10, allowance + 1, context, level + 1)})")
        import types
        if isinstance(object, types.SimpleNamespace) and method is types.SimpleNamespace.__repr__:
            return self._namespace
        if isinstance(object, types.MappingProxyType):
            return lambda object, indent, allowance, context, level: (
                f"mappingproxy({self._format(object.copy(), indent + 13, allowance + 1, context, level)})")
        if hasattr(type(object), "__dataclass_fields__") and not isinstance(object, type):
            import dataclasses
            # Only those that print themselves as dataclasses do.
            if type(object).__dataclass_params__.repr and hasattr(method, "__wrapped__") and "__create_fn__" in method.__wrapped__.__qualname__:
                return lambda object, *rest: self._fields(
                    type(object).__name__,
                    [(field.name, getattr(object, field.name)) for field in dataclasses.fields(object) if field.repr],
                    object, *rest)
            return None
        collections = sys.modules.get("collections")
        return None if collections is None else self._collection_method(collections, object, method)

    def _collection_method(self, collections, object, method):
        if method is collections.OrderedDict.__repr__ and isinstance(object, collections.OrderedDict):
            return self._ordered_dict
        if method is collections.defaultdict.__repr__ and isinstance(object, collections.defaultdict):
            return self._default_dict
        if method is collections.Counter.__repr__ and isinstance(object, collections.Counter):
            return self._counter
        if method is collections.deque.__repr__ and isinstance(object, collections.deque):
            return self._deque
        for name in ("ChainMap", "UserDict", "UserList", "UserString"):
            kind = getattr(collections, name)
            if isinstance(object, kind) and method is kind.__repr__:
                if name == "ChainMap":
                    return self._chain_map
                return lambda object, indent, allowance, context, level: self._format(object.data, indent, allowance, context, level - 1)
        return None

    def _fields(self, name, items, object, indent, allowance, context, level):
        """name(field=value, ...), a field on each line."""
        indent += len(name) + 1
        lines = []
        for number, (key, value) in enumerate(items):
            after = allowance + 1 if number == len(items) - 1 else 1
            # Where it contains itself, it says so as its repr() does.
            text = "..." if id(value) in context else self._format(value, indent + len(key) + 1, after, context, level)
            lines.append(f"{key}={text}")
        return f"{name}({(',' + chr(10) + ' ' * indent).join(lines)})"

    def _namespace(self, object, indent, allowance, context, level):
        import types
        name = "namespace" if type(object) is types.SimpleNamespace else type(object).__name__
        return self._fields(name, list(object.__dict__.items()), object, indent, allowance, context, level)

    def _ordered_dict(self, object, indent, allowance, context, level):
        if not object:
            return repr(object)
        name = type(object).__name__
        return f"{name}({self._format(list(object.items()), indent + len(name) + 1, allowance + 1, context, level)})"

    def _default_dict(self, object, indent, allowance, context, level):
        if not object:
            return repr(object)
        name = type(object).__name__
        factory = self._line(object.default_factory, context, level)[0]
        indent += len(name) + 1
        return f"{name}({factory},\n{' ' * indent}{self._dict(object, indent, allowance + 1, context, level)})"

    def _counter(self, object, indent, allowance, context, level):
        if not object:
            return repr(object)
        name = type(object).__name__
        text = self._dict_items(object.most_common(), indent + len(name) + 1, allowance + 1, context, level)
        return f"{name}({text})"

    def _deque(self, object, indent, allowance, context, level):
        if not object:
            return repr(object)
        name = type(object).__name__
        indent += len(name) + 1
        if object.maxlen is None:
            return f"{name}({self._sequence('[', ']', object, indent, allowance + 1, context, level)})"
        items = self._sequence("[", "]", object, indent, 1, context, level)
        return f"{name}({items},\n{' ' * indent}maxlen={self._line(object.maxlen, context, level)[0]})"

    def _chain_map(self, object, indent, allowance, context, level):
        if not object.maps:
            return repr(object)
        name = type(object).__name__
        indent += len(name) + 1
        lines = [self._format(mapping, indent, allowance + 1 if number == len(object.maps) - 1 else 1, context, level)
                 for number, mapping in enumerate(object.maps)]
        return f"{name}({(',' + chr(10) + ' ' * indent).join(lines)})"

    def _bytes(self, object, indent, allowance, context, level):
        """Long bytes: a literal for each line, split at multiples of four."""
        if len(object) <= 4:
            return repr(object)
        level_is_top = level == 1
        if level_is_top:
            indent += 1
            allowance += 1
        room = self._width - indent
        chunks, current = [], b""
        last = len(object) // 4 * 4
        for start in range(0, len(object), 4):
            part = object[start:start + 4]
            if start == last:
                room -= allowance
            if len(repr(current + part)) > room:
                if current:
                    chunks.append(repr(current))
                current = part
            else:
                current += part
        if current:
            chunks.append(repr(current))
        text = ("\n" + " " * indent).join(chunks)
        return f"({text})" if level_is_top else text

    def _dict(self, object, indent, allowance, context, level):
        return self._dict_items(_items(object, self._sort_dicts), indent, allowance, context, level)

    def _dict_items(self, items, indent, allowance, context, level):
        opening = "{" + " " * (self._indent - 1)
        start = indent + self._indent
        lines = []
        for number, (key, value) in enumerate(items):
            name = self._line(key, context, level)[0] + ": "
            after = allowance + 1 if number == len(items) - 1 else 1
            lines.append(name + self._format(value, start + len(name), after, context, level))
        return opening + (",\n" + " " * start).join(lines) + "}"

    def _set(self, object, indent, allowance, context, level):
        if not object:
            return repr(object)
        if type(object) is set:
            opening, closing = "{", "}"
        else:
            opening, closing = type(object).__name__ + "({", "})"
            indent += len(type(object).__name__) + 1
        return self._sequence(opening, closing, sorted(object, key=_Order), indent, allowance, context, level)

    def _sequence(self, opening, closing, object, indent, allowance, context, level):
        start = indent + self._indent
        text = opening + " " * (self._indent - 1)
        room = self._width - start + 1  # no space follows the comma at the end of a line
        last_room = room - allowance - len(closing)
        values = list(object)
        left = room
        for number, value in enumerate(values):
            last = number == len(values) - 1
            if self._compact:
                one = self._line(value, context, level)[0]
                limit = last_room if last else room
                used = room - left
                size = len(one) + 2
                if number and size <= (left - (room - limit) if last else left):
                    text += ", " + one
                    left -= size
                    continue
                if number:
                    text += ",\n" + " " * start
                    left = room
                if size <= (left - (room - limit) if last else left):
                    text += one
                    left -= size
                    continue
                left = 0
            elif number:
                text += ",\n" + " " * start
            text += self._format(value, start, allowance + len(closing) if last else 1, context, level)
        return text + closing

    def _text(self, object, indent, allowance, context, level):
        """A long string: a literal for each line, and for as many words as fit."""
        import re
        if not object:
            return repr(object)
        level_is_top = level == 1
        if level_is_top:
            indent += 1
            allowance += 1
        lines = object.splitlines(True)
        chunks = []
        for number, line in enumerate(lines):
            last_line = number == len(lines) - 1
            room = self._width - indent - (allowance if last_line else 0)
            if len(repr(line)) <= room:
                chunks.append(repr(line))
                continue
            words = re.findall(r"\S*\s*", line)
            words.pop()  # the empty match at the end
            current = ""
            for position, word in enumerate(words):
                limit = self._width - indent
                if position == len(words) - 1 and last_line:
                    limit -= allowance
                if current and len(repr(current + word)) > limit:
                    chunks.append(repr(current))
                    current = word
                else:
                    current += word
            if current:
                chunks.append(repr(current))
        if len(chunks) == 1:
            return chunks[0]
        text = ("\n" + " " * indent).join(chunks)
        return f"({text})" if level_is_top else text
