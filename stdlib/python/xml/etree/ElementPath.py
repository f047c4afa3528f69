"""The paths of Element.find() and its kin: tag, *, ., .., //, and [...] with conditions on attributes, children, text and position.

A path becomes a list of steps; each is a function from (context, elements) to elements.
"""

import re

_TOKEN = re.compile(
    r"('[^']*'|\"[^\"]*\")|"
    r"(::|//?|\.\.|\(\)|!=|[/.*:\[\]\(\)@=])|"
    r"((?:\{[^}]+\})?[^/\[\]\(\)@!=\s]+)|"
    r"\s+")


def xpath_tokenizer(pattern, namespaces=None):
    """The tokens of a path as (mark, name) pairs; prefixes become {namespace}s."""
    default = namespaces.get("") if namespaces else None
    is_attribute = False
    for quoted, mark, name in _TOKEN.findall(pattern):
        mark = quoted or mark
        if name and name[0] != "{":
            if ":" in name:
                prefix, _, local = name.partition(":")
                try:
                    if not namespaces:
                        raise KeyError
                    yield mark, "{%s}%s" % (namespaces[prefix], local)
                except KeyError:
                    raise SyntaxError("prefix %r not found in prefix map" % prefix) from None
            elif default and not is_attribute:
                yield mark, "{%s}%s" % (default, name)
            else:
                yield mark, name
            is_attribute = False
        elif mark or name:
            yield mark, name
            is_attribute = mark == "@"


class _Context:
    """The root of a search, and its parents once a path asks for them."""

    def __init__(self, root):
        self.root = root
        self._parents = None

    @property
    def parents(self):
        if self._parents is None:
            self._parents = {child: parent for parent in self.root.iter() for child in parent}
        return self._parents


def _matcher(tag):
    """A function that tells whether an element has a tag with wildcards {*} or *; None when `tag` has none."""
    if tag == "{*}*":
        return lambda element: isinstance(element.tag, str)
    if tag == "{}*":
        return lambda element: isinstance(element.tag, str) and element.tag[:1] != "{"
    if tag.startswith("{*}"):
        local, end = tag[3:], tag[2:]

        def matches(element):
            name = element.tag
            return name == local or isinstance(name, str) and name[-len(end):] == end
        return matches
    if tag.endswith("}*"):
        start = tag[:-1]
        return lambda element: isinstance(element.tag, str) and element.tag.startswith(start)
    return None


def _child_step(next_token, token):
    tag = token[1]
    matches = _matcher(tag)
    if matches is None:
        if tag[:2] == "{}":
            tag = tag[2:]

        def step(context, elements):
            for element in elements:
                for child in element:
                    if child.tag == tag:
                        yield child
    else:
        def step(context, elements):
            for element in elements:
                yield from filter(matches, element)
    return step


def _star_step(next_token, token):
    def step(context, elements):
        for element in elements:
            yield from element
    return step


def _self_step(next_token, token):
    return lambda context, elements: elements


def _descendant_step(next_token, token):
    try:
        token = next_token()
    except StopIteration:
        return None
    if token[0] == "*":
        tag = "*"
    elif not token[0]:
        tag = token[1]
    else:
        raise SyntaxError("invalid descendant")
    matches = _matcher(tag)
    if matches is not None:
        def step(context, elements):
            for element in elements:
                for below in element.iter():
                    if below is not element and matches(below):
                        yield below
    else:
        if tag[:2] == "{}":
            tag = tag[2:]

        def step(context, elements):
            for element in elements:
                for below in element.iter(tag):
                    if below is not element:
                        yield below
    return step


def _parent_step(next_token, token):
    def step(context, elements):
        parents = context.parents
        seen = set()
        for element in elements:
            parent = parents.get(element)
            if parent is not None and parent not in seen:
                seen.add(parent)
                yield parent
    return step


def _text_of(element):
    return "".join(element.itertext())


def _predicate_step(next_token, token):
    shape, values = [], []
    while True:
        try:
            token = next_token()
        except StopIteration:
            return None
        if token[0] == "]":
            break
        if token == ("", ""):
            continue
        if token[0] and token[0][:1] in "'\"":
            token = "'", token[0][1:-1]
        shape.append(token[0] or "-")
        values.append(token[1])
    shape = "".join(shape)
    condition = None
    if shape == "@-":
        key = values[1]
        condition = lambda element: element.get(key) is not None
    elif shape in ("@-='", "@-!='"):
        key, value = values[1], values[-1]
        if "!=" in shape:
            condition = lambda element: (found := element.get(key)) is not None and found != value
        else:
            condition = lambda element: element.get(key) == value
    elif shape == "-" and not re.match(r"-?\d+$", values[0]):
        tag = values[0]
        condition = lambda element: element.find(tag) is not None
    elif shape in (".='", ".!='") or (shape in ("-='", "-!='") and not re.match(r"-?\d+$", values[0])):
        tag, value, is_negated = values[0], values[-1], "!=" in shape
        if tag:
            condition = lambda element: any((_text_of(child) != value) == is_negated for child in element.findall(tag))
        else:
            condition = lambda element: (_text_of(element) != value) == is_negated
    if condition is not None:
        return lambda context, elements: filter(condition, elements)
    if shape == "-" or shape in ("-()", "-()-"):
        if shape == "-":
            index = int(values[0]) - 1
            if index < 0:
                raise SyntaxError("XPath position >= 1 expected")
        else:
            if values[0] != "last":
                raise SyntaxError("unsupported function")
            index = -1
            if shape == "-()-":
                try:
                    index = int(values[2]) - 1
                except ValueError:
                    raise SyntaxError("unsupported expression") from None
                if index > -2:
                    raise SyntaxError("XPath offset from last() must be negative")

        def step(context, elements):
            parents = context.parents
            for element in elements:
                try:
                    same = list(parents[element].findall(element.tag))
                    if same[index] is element:
                        yield element
                except (IndexError, KeyError):
                    pass
        return step
    raise SyntaxError("invalid predicate")


_STEPS = {"": _child_step, "*": _star_step, ".": _self_step, "..": _parent_step, "//": _descendant_step, "[": _predicate_step}
_cache = {}


def _steps_of(path, namespaces):
    if path[-1:] == "/":
        path += "*"  # what lies in it
    key = (path,) + (tuple(sorted(namespaces.items())) if namespaces else ())
    steps = _cache.get(key)
    if steps is not None:
        return steps
    if path[:1] == "/":
        raise SyntaxError("cannot use absolute path on element")
    next_token = iter(xpath_tokenizer(path, namespaces)).__next__
    steps = []
    try:
        token = next_token()
    except StopIteration:
        return []
    while True:
        try:
            step = _STEPS[token[0]](next_token, token)
            if step is None:
                raise SyntaxError("invalid path")
            steps.append(step)
        except StopIteration:
            raise SyntaxError("invalid path") from None
        try:
            token = next_token()
            if token[0] == "/":
                token = next_token()
        except StopIteration:
            break
    if len(_cache) > 100:
        _cache.clear()
    _cache[key] = steps
    return steps


def iterfind(elem, path, namespaces=None):
    """The elements that a path leads to from elem."""
    result = iter([elem])
    context = _Context(elem)
    for step in _steps_of(path, namespaces):
        result = step(context, result)
    return result


def find(elem, path, namespaces=None):
    """The first of them, or None."""
    return next(iterfind(elem, path, namespaces), None)


def findall(elem, path, namespaces=None):
    """All of them as a list."""
    return list(iterfind(elem, path, namespaces))


def findtext(elem, path, default=None, namespaces=None):
    """The text of the first, or `default`."""
    found = find(elem, path, namespaces)
    if found is None:
        return default
    return "" if found.text is None else found.text
