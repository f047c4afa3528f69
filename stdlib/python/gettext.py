"""Messages in the language of the user: catalogs of GNU gettext, and what finds and installs them.

Without a catalog every message is its own translation. Thread safety: a catalog does not change once it is read; which domain is the
current one is kept for the process. Errors: OSError for files that are missing, are no catalogs or are of an unknown version.
"""

import os
import re
import sys

__all__ = ["NullTranslations", "GNUTranslations", "Catalog", "bindtextdomain", "find", "translation", "install", "textdomain",
           "dgettext", "dngettext", "gettext", "ngettext", "pgettext", "dpgettext", "npgettext", "dnpgettext"]

_default_localedir = os.path.join(sys.base_prefix, "share", "locale")


# --- Plural forms

_PLURAL_TOKEN = re.compile(r"\s*(?:(\d+)|(n)\b|(\|\||&&|[<>=!]=|[-+*/%<>!?:()])|(\S))")
# From what binds least to what binds most: the operators of C and how Python writes them.
_PLURAL_LEVELS = ({"||": "or"}, {"&&": "and"}, {"==": "==", "!=": "!="}, {"<": "<", ">": ">", "<=": "<=", ">=": ">="},
                  {"+": "+", "-": "-"}, {"*": "*", "/": "//", "%": "%"})
_MAXIMUM_NESTING = 20


class _PluralParser:
    """Translates an expression of C about n, as catalogs have it, into one of Python. ValueError: it is none."""

    def __init__(self, text):
        self.tokens = []
        for number, name, operator, other in _PLURAL_TOKEN.findall(text.rstrip()):
            if other:
                raise ValueError(f"invalid token in plural form: {other}")
            self.tokens.append(number or name or operator)
        self.tokens.append("")
        self.position = 0
        self.depth = 0

    def next(self):
        token = self.tokens[self.position]
        if token:
            self.position += 1
        return token

    def fail(self, token):
        if token:
            return ValueError(f"unexpected token in plural form: {token}")
        return ValueError("unexpected end of plural form")

    def whole(self):
        result = self.conditional()
        if self.tokens[self.position]:
            raise self.fail(self.tokens[self.position])
        return result

    def conditional(self):
        self.depth += 1
        if self.depth > _MAXIMUM_NESTING:
            raise ValueError("plural form expression is too complex")
        test = self.binary(0)
        if self.tokens[self.position] == "?":
            self.next()
            yes = self.conditional()
            token = self.next()
            if token != ":":
                raise self.fail(token)
            no = self.conditional()
            test = f"({yes} if {test} else {no})"
        self.depth -= 1
        return test

    def binary(self, level):
        if level == len(_PLURAL_LEVELS):
            return self.single()
        left = self.binary(level + 1)
        while self.tokens[self.position] in _PLURAL_LEVELS[level]:
            operator = _PLURAL_LEVELS[level][self.next()]
            left = f"({left} {operator} {self.binary(level + 1)})"
            if level in (2, 3):
                left = f"int{left}"  # a comparison is a number in C
        return left

    def single(self):
        token = self.next()
        if token == "!":
            self.depth += 1
            if self.depth > _MAXIMUM_NESTING:
                raise ValueError("plural form expression is too complex")
            result = f"(not {self.single()})"
            self.depth -= 1
            return result
        if token == "(":
            result = self.conditional()
            closing = self.next()
            if closing != ")":
                raise ValueError("unbalanced parenthesis in plural form")
            return result
        if token == "n" or token.isdigit():
            return token
        raise self.fail(token)


def _as_count(n):
    # Plural forms are about whole numbers; other numbers are taken as they are.
    try:
        round(n)
    except TypeError:
        raise TypeError(f"Plural value must be an integer, got {type(n).__name__}") from None
    _warn(n)
    return n


def _warn(n):
    import warnings
    # The warning is about the line that called this module.
    level, frame = 2, sys._getframe(1)
    while frame is not None and frame.f_globals.get("__name__") == __name__:
        level, frame = level + 1, frame.f_back
    warnings.warn(f"Plural value must be an integer, got {type(n).__name__}", DeprecationWarning, stacklevel=level)


def c2py(plural):
    """The function that tells the index of the plural form for a number. ValueError: the expression is none of C about n."""
    if len(plural) > 1000:
        raise ValueError("plural form expression is too long")
    try:
        expression = _PluralParser(plural).whole()
        index = eval("lambda n: int(" + expression + ")", {"int": int, "__builtins__": {}})
    except RecursionError:
        raise ValueError("plural form expression is too complex") from None

    def func(n):
        return index(n if isinstance(n, int) else _as_count(n))
    return func


# --- Catalogs

class NullTranslations:
    """A catalog without messages: each is its own translation, or that of the fallback."""

    def __init__(self, fp=None):
        self._info = {}
        self._charset = None
        self._fallback = None
        if fp is not None:
            self._parse(fp)

    def _parse(self, fp):
        pass

    def add_fallback(self, fallback):
        """Ask another catalog for what this one lacks, after those that were added before."""
        if self._fallback:
            self._fallback.add_fallback(fallback)
        else:
            self._fallback = fallback

    def gettext(self, message):
        """The translation of a message."""
        return self._fallback.gettext(message) if self._fallback else message

    def ngettext(self, msgid1, msgid2, n):
        """The translation that is right for n things; msgid1 is the singular, msgid2 the plural."""
        if self._fallback:
            return self._fallback.ngettext(msgid1, msgid2, n)
        if not isinstance(n, int):
            _warn(n)
        return msgid1 if n == 1 else msgid2

    def pgettext(self, context, message):
        """The translation of a message in a context."""
        return self._fallback.pgettext(context, message) if self._fallback else message

    def npgettext(self, context, msgid1, msgid2, n):
        """ngettext() in a context."""
        if self._fallback:
            return self._fallback.npgettext(context, msgid1, msgid2, n)
        if not isinstance(n, int):
            _warn(n)
        return msgid1 if n == 1 else msgid2

    def info(self):
        """What the catalog says of itself: a dict of its header."""
        return self._info

    def charset(self):
        """The encoding of the catalog's file."""
        return self._charset

    def install(self, names=None):
        """Make `_` in builtins the translation by this catalog, and further functions named."""
        import builtins
        builtins.__dict__["_"] = self.gettext
        for name in {"gettext", "ngettext", "npgettext", "pgettext"} & set(names or ()):
            builtins.__dict__[name] = getattr(self, name)


class GNUTranslations(NullTranslations):
    """A catalog from a file of msgfmt (.mo)."""

    LE_MAGIC = 0x950412DE
    BE_MAGIC = 0xDE120495
    CONTEXT = "%s\x04%s"
    VERSIONS = (0, 1)

    def _parse(self, fp):
        import struct
        name = getattr(fp, "name", "")
        self._catalog = {}
        self.plural = lambda n: int(n != 1)
        data = fp.read()
        if len(data) < 20:
            raise OSError(0, "File is corrupt", name) if data[:4] in (b"\xde\x12\x04\x95", b"\x95\x04\x12\xde") else \
                OSError(0, "Bad magic number", name)
        order = "<" if struct.unpack("<I", data[:4])[0] == self.LE_MAGIC else ">"
        if order == ">" and struct.unpack(">I", data[:4])[0] != self.LE_MAGIC:
            raise OSError(0, "Bad magic number", name)
        version, count, originals, translations = struct.unpack(order + "4I", data[4:20])
        if version >> 16 not in self.VERSIONS:
            raise OSError(0, "Bad version number " + str(version >> 16), name)

        def text_at(position):
            if position + 8 > len(data):
                raise OSError(0, "File is corrupt", name)
            length, start = struct.unpack(order + "II", data[position:position + 8])
            if start + length >= len(data):
                raise OSError(0, "File is corrupt", name)
            return data[start:start + length]
        for number in range(count):
            original, translated = text_at(originals + 8 * number), text_at(translations + 8 * number)
            if not original:
                self._parse_header(translated)
            charset = self._charset or "ascii"
            if b"\x00" in original:
                singular = str(original.split(b"\x00")[0], charset)
                for index, form in enumerate(translated.split(b"\x00")):
                    self._catalog[singular, index] = str(form, charset)
            else:
                self._catalog[str(original, charset)] = str(translated, charset)

    def _parse_header(self, text):
        # Lines "Name: value"; a line without a name goes on with the last.
        last = None
        for line in text.split(b"\n"):
            line = line.decode().strip()
            if not line or (line.startswith("#-#-#-#-#") and line.endswith("#-#-#-#-#")):
                continue
            name, colon, value = line.partition(":")
            if colon:
                last, value = name.strip().lower(), value.strip()
                self._info[last] = value
            elif last:
                self._info[last] += "\n" + line
            if last == "content-type" and colon:
                self._charset = value.split("charset=")[1]
            elif last == "plural-forms" and colon:
                self.plural = c2py(value.split(";")[1].split("plural=")[1])

    def _found(self, key):
        # What the catalog has for a message, or None. One that has a plural is found by its singular, too.
        found = self._catalog.get(key)
        return self._catalog.get((key, self.plural(1))) if found is None else found

    def gettext(self, message):
        found = self._found(message)
        return super().gettext(message) if found is None else found

    def ngettext(self, msgid1, msgid2, n):
        found = self._catalog.get((msgid1, self.plural(n)))
        return self._untranslated("ngettext", msgid1, msgid2, n) if found is None else found

    def pgettext(self, context, message):
        found = self._found(self.CONTEXT % (context, message))
        return super().pgettext(context, message) if found is None else found

    def npgettext(self, context, msgid1, msgid2, n):
        found = self._catalog.get((self.CONTEXT % (context, msgid1), self.plural(n)))
        return self._untranslated("npgettext", context, msgid1, msgid2, n) if found is None else found

    def _untranslated(self, method, *args):
        if self._fallback:
            return getattr(self._fallback, method)(*args)
        return args[-3] if args[-1] == 1 else args[-2]


Catalog = None  # translation(), below


# --- Finding catalogs

def _expand_lang(name):
    # de_DE.UTF-8@euro may be found under each name that leaves some of its parts out, the most exact first.
    import locale
    name = locale.normalize(name)
    rest, at, modifier = name.partition("@")
    rest, dot, codeset = rest.partition(".")
    language, underscore, territory = rest.partition("_")
    parts = [(4, underscore + territory), (2, dot + codeset), (1, at + modifier)]
    parts = [(bit, text) for bit, text in parts if len(text) > 1]
    mask = sum(bit for bit, _ in parts)
    names = []
    for chosen in range(mask + 1):
        if not chosen & ~mask:
            names.append(language + "".join(text for bit, text in parts if chosen & bit))
    return names[::-1]


def find(domain, localedir=None, languages=None, all=False):
    """The file of a domain's catalog for the first language that has one, or None; all: a list of all such files."""
    localedir = localedir or _default_localedir
    if languages is None:
        languages = []
        for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
            value = os.environ.get(variable)
            if value:
                languages = value.split(":")
                break
        if "C" not in languages:
            languages.append("C")
    names = []
    for language in languages:
        for name in _expand_lang(language):
            if name not in names:
                names.append(name)
    found = []
    for name in names:
        if name == "C":
            break
        path = os.path.join(localedir, name, "LC_MESSAGES", f"{domain}.mo")
        if os.path.exists(path):
            if not all:
                return path
            found.append(path)
    return found if all else None


_translations = {}


def translation(domain, localedir=None, languages=None, class_=None, fallback=False):
    """The catalogs of a domain for the user's languages, each the fallback of the one before.

    OSError: there is none; fallback: a catalog without messages instead.
    """
    import copy
    import errno
    class_ = class_ or GNUTranslations
    files = find(domain, localedir, languages, all=True)
    if not files:
        if fallback:
            return NullTranslations()
        raise FileNotFoundError(errno.ENOENT, "No translation file found for domain", domain)
    result = None
    for path in files:
        key = class_, os.path.abspath(path)
        known = _translations.get(key)
        if known is None:
            with open(path, "rb") as file:
                known = _translations.setdefault(key, class_(file))
        # A copy, whose fallback may be set.
        known = copy.copy(known)
        if result is None:
            result = known
        else:
            result.add_fallback(known)
    return result


Catalog = translation


def install(domain, localedir=None, *, names=None):
    """Make `_` in builtins the translation by a domain's catalog."""
    translation(domain, localedir, fallback=True).install(names)


_localedirs = {}
_current_domain = "messages"


def textdomain(domain=None):
    """Set the domain that gettext() and its like use; return it."""
    global _current_domain
    if domain is not None:
        _current_domain = domain
    return _current_domain


def bindtextdomain(domain, localedir=None):
    """Set the folder in which a domain's catalogs are; return it."""
    if localedir is not None:
        _localedirs[domain] = localedir
    return _localedirs.get(domain, _default_localedir)


def _catalog_of(domain):
    try:
        return translation(domain, _localedirs.get(domain))
    except OSError:
        return NullTranslations()


def dgettext(domain, message):
    """gettext() in a domain."""
    return _catalog_of(domain).gettext(message)


def dngettext(domain, msgid1, msgid2, n):
    """ngettext() in a domain."""
    return _catalog_of(domain).ngettext(msgid1, msgid2, n)


def dpgettext(domain, context, message):
    """pgettext() in a domain."""
    return _catalog_of(domain).pgettext(context, message)


def dnpgettext(domain, context, msgid1, msgid2, n):
    """npgettext() in a domain."""
    return _catalog_of(domain).npgettext(context, msgid1, msgid2, n)


def gettext(message):
    """The translation of a message in the current domain."""
    return dgettext(_current_domain, message)


def ngettext(msgid1, msgid2, n):
    """The translation that is right for n things."""
    return dngettext(_current_domain, msgid1, msgid2, n)


def pgettext(context, message):
    """The translation of a message in a context."""
    return dpgettext(_current_domain, context, message)


def npgettext(context, msgid1, msgid2, n):
    """ngettext() in a context."""
    return dnpgettext(_current_domain, context, msgid1, msgid2, n)
