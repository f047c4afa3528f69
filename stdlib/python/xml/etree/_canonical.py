"""C14N 2.0: the target of XMLParser that writes the canonical form."""

import re

from .ElementTree import _namespace_map

_is_prefixed = re.compile(r"^\w+:\w+$").match


class C14NWriterTarget:
    """Calls write(str) with the canonical form of what it is told."""

    __module__ = "xml.etree.ElementTree"

    def __init__(self, write, *, with_comments=False, strip_text=False, rewrite_prefixes=False, qname_aware_tags=None,
                 qname_aware_attrs=None, exclude_attrs=None, exclude_tags=None):
        self._write = write
        self._data = []
        self._with_comments = with_comments
        self._strip_text = strip_text
        self._exclude_attrs = set(exclude_attrs) if exclude_attrs else None
        self._exclude_tags = set(exclude_tags) if exclude_tags else None
        self._rewrite_prefixes = rewrite_prefixes
        self._qname_aware_tags = set(qname_aware_tags) if qname_aware_tags else None
        self._find_qname_aware_attrs = set(qname_aware_attrs).intersection if qname_aware_attrs else None
        # Namespaces as the document declares them, and as they were written: (uri, prefix) for each open element.
        self._declared = [[("http://www.w3.org/XML/1998/namespace", "xml")]]
        self._written = [[("http://www.w3.org/XML/1998/namespace", "xml")]]
        self._pending_declarations = []
        self._prefix_map = {}
        self._preserve_space = [False]
        self._pending_start = None
        self._open_names = []
        self._root_seen = False
        self._root_done = False
        self._ignored_depth = 0

    def _all(self, stack):
        for scope in reversed(stack):
            yield from scope

    def start_ns(self, prefix, uri):
        if self._ignored_depth:
            return
        if self._data:
            self._flush()
        self._pending_declarations.append((uri, prefix))

    def data(self, data):
        if not self._ignored_depth:
            self._data.append(data)

    def _flush(self):
        data = "".join(self._data)
        self._data.clear()
        if self._strip_text and not self._preserve_space[-1]:
            data = data.strip()
        if self._pending_start is not None:
            pending, self._pending_start = self._pending_start, None
            name = data if data and _is_prefixed(data) else None
            self._start(*pending, name)
            if name is not None:
                return
        if data and self._root_seen:
            self._write(_escape_text(data))

    def _prefix_for(self, uri, declarations):
        """The prefix to write for a namespace; what must be declared is added to `declarations`."""
        if not uri:
            # Undo a default namespace that holds.
            current = next((known for known, prefix in self._all(self._written) if prefix == ""), "")
            if current:
                declarations[""] = ""
            return ""
        shadowed = set()
        for known, prefix in self._all(self._written):
            if prefix not in shadowed and known == uri:
                return prefix
            shadowed.add(prefix)
        if self._rewrite_prefixes:
            prefix = self._prefix_map.setdefault(uri, f"n{len(self._prefix_map)}")
        else:
            prefix = None
            seen = set()
            for known, candidate in self._all(self._declared):
                if candidate not in seen and known == uri:
                    prefix = candidate
                    break
                seen.add(candidate)
            if prefix is None:
                prefix = _namespace_map.get(uri)
                if prefix is None:
                    raise ValueError(f'Namespace "{uri}" is not declared in scope')
        declarations[prefix] = uri
        self._written[-1].append((uri, prefix))
        return prefix

    def _name(self, name, declarations):
        uri, tag = name[1:].rsplit("}", 1) if name[:1] == "{" else ("", name)
        prefix = self._prefix_for(uri, declarations)
        return f"{prefix}:{tag}" if prefix else tag

    def _resolve(self, text):
        prefix, _, local = text.partition(":")
        for uri, known in self._all(self._declared):
            if known == prefix:
                return f"{{{uri}}}{local}"
        raise ValueError(f'Prefix {prefix} of QName "{text}" is not declared in scope')

    def start(self, tag, attrs):
        if self._exclude_tags is not None and (self._ignored_depth or tag in self._exclude_tags):
            self._ignored_depth += 1
            return
        if self._data:
            self._flush()
        self._declared.append(self._pending_declarations)
        self._pending_declarations = []
        self._written.append([])
        if self._qname_aware_tags is not None and tag in self._qname_aware_tags:
            # Its text may be a name whose prefix must be declared.
            self._pending_start = tag, attrs
            return
        self._start(tag, attrs)

    def _start(self, tag, attrs, qname_text=None):
        if self._exclude_attrs is not None and attrs:
            attrs = {key: value for key, value in attrs.items() if key not in self._exclude_attrs}
        declarations = {}
        qname_attributes = {}
        if self._find_qname_aware_attrs is not None and attrs:
            for key in self._find_qname_aware_attrs(attrs):
                if _is_prefixed(attrs[key]):
                    qname_attributes[key] = self._resolve(attrs[key])
        resolved_text = self._resolve(qname_text) if qname_text is not None else None
        names = {tag, *attrs, *qname_attributes.values()}
        if resolved_text:
            names.add(resolved_text)
        # The order in which prefixes are made up does not depend on how the document is written.
        parsed = {name: self._name(name, declarations) if name == tag or name[:1] == "{" else name
                  for name in sorted(names, key=lambda name: name.split("}", 1) if name[:1] == "{" else ["", name])}
        attributes = []
        for prefix, uri in declarations.items():
            attributes.append(("xmlns:" + prefix if prefix else "xmlns", uri))
        attributes.sort()
        for key in sorted(attrs, key=lambda key: key[1:].rsplit("}", 1) if key[:1] == "{" else ["", key]):
            value = parsed[qname_attributes[key]] if key in qname_attributes else attrs[key]
            attributes.append((parsed[key], value))
        space = attrs.get("{http://www.w3.org/XML/1998/namespace}space")
        self._preserve_space.append(space == "preserve" if space else self._preserve_space[-1])
        self._write("<" + parsed[tag])
        for key, value in attributes:
            self._write(f' {key}="{_escape_attribute(value)}"')
        self._write(">")
        if resolved_text is not None:
            self._write(_escape_text(parsed[resolved_text]))
        self._root_seen = True
        self._open_names.append(parsed[tag])

    def end(self, tag):
        if self._ignored_depth:
            self._ignored_depth -= 1
            return
        if self._data or self._pending_start is not None:
            self._flush()
        self._write(f"</{self._open_names.pop()}>")
        self._preserve_space.pop()
        self._root_done = len(self._preserve_space) == 1
        self._written.pop()
        self._declared.pop()

    def _outside(self, text):
        # Before and behind the root each stands on a line of its own.
        if self._root_done:
            self._write("\n")
        elif self._root_seen and self._data:
            self._flush()
        self._write(text)
        if not self._root_seen:
            self._write("\n")

    def comment(self, text):
        if self._with_comments and not self._ignored_depth:
            self._outside(f"<!--{_escape_text(text)}-->")

    def pi(self, target, data):
        if not self._ignored_depth:
            self._outside(f"<?{target} {_escape_text(data)}?>" if data else f"<?{target}?>")


def _escape_text(text):
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#xD;")):
        text = text.replace(character, entity)
    return text


def _escape_attribute(text):
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), ("\"", "&quot;"), ("\t", "&#x9;"), ("\n", "&#xA;"), ("\r", "&#xD;")):
        text = text.replace(character, entity)
    return text
