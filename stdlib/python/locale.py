"""Conventions of languages and countries. Only the "C" locale and its UTF-8 form exist here: numbers, times and texts do not change with others."""

import os

__all__ = ["getlocale", "getdefaultlocale", "getpreferredencoding", "Error", "setlocale", "localeconv", "strcoll", "strxfrm", "str", "atof",
           "atoi", "format_string", "currency", "normalize", "getencoding", "LC_CTYPE", "LC_COLLATE", "LC_MESSAGES", "LC_TIME", "LC_MONETARY",
           "LC_NUMERIC", "LC_ALL", "CHAR_MAX"]

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
CHAR_MAX = 127

_str = str
_names = {"C": "C", "POSIX": "C", "C.UTF-8": "C.UTF-8", "C.utf8": "C.utf8", "C.UTF8": "C.UTF8"}
_present = ["C.UTF-8", "C", "C", "C", "C", "C"]  # by category; texts are UTF-8


class Error(Exception):
    """The locale does not exist."""


def _environment(category):
    name = ("LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES")[category]
    return os.environ.get("LC_ALL") or os.environ.get(name) or os.environ.get("LANG") or "C"


def setlocale(category, locale=None):
    """Set the locale of a category and give its name; None only asks; "" asks the environment."""
    if not 0 <= category <= LC_ALL:
        raise Error("invalid locale category")
    if locale and not isinstance(locale, _str):
        locale = normalize(".".join(part for part in locale if part)) if any(locale) else "C"
    categories = range(6) if category == LC_ALL else (category,)
    if locale is not None:
        wanted = [_names.get(locale or _environment(c)) for c in categories]
        if None in wanted:
            raise Error("unsupported locale setting")
        for c, name in zip(categories, wanted):
            _present[c] = name
    if category != LC_ALL:
        return _present[category]
    if len(set(_present)) == 1:
        return _present[0]
    labels = ("LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES")
    rest = "LC_PAPER=C;LC_NAME=C;LC_ADDRESS=C;LC_TELEPHONE=C;LC_MEASUREMENT=C;LC_IDENTIFICATION=C"
    return ";".join(f"{label}={name}" for label, name in zip(labels, _present)) + ";" + rest


def localeconv():
    """The conventions of numbers and money."""
    result = dict.fromkeys(("int_curr_symbol", "currency_symbol", "mon_decimal_point", "mon_thousands_sep", "positive_sign", "negative_sign"), "")
    result.update(dict.fromkeys(("int_frac_digits", "frac_digits", "p_cs_precedes", "p_sep_by_space", "n_cs_precedes", "n_sep_by_space",
                                 "p_sign_posn", "n_sign_posn"), CHAR_MAX))
    result.update(decimal_point=".", thousands_sep="", grouping=[], mon_grouping=[])
    return result


def strcoll(string1, string2, /):
    """Compare in the order of the locale: -1, 0 or 1."""
    return (string1 > string2) - (string1 < string2)


def strxfrm(string, /):
    """What compares as the string does."""
    return string




def format_string(f, val, grouping=False, monetary=False):
    """f % val, in the conventions of the locale."""
    return f % (val if isinstance(val, (tuple, dict)) else (val,))


def currency(val, symbol=True, grouping=False, international=False):
    """A sum of money; the C locale has none."""
    raise ValueError("Currency formatting is not possible using the 'C' locale.")


def str(val):
    """A float as text."""
    return "%.12g" % val


def delocalize(string):
    """A number as Python writes it."""
    conv = localeconv()
    if conv["thousands_sep"]:
        string = string.replace(conv["thousands_sep"], "")
    return string.replace(conv["decimal_point"], ".") if conv["decimal_point"] else string


def localize(string, grouping=False, monetary=False):
    return string


def atof(string, func=float):
    return func(delocalize(string))


def atoi(string):
    return int(delocalize(string))


def normalize(localename):
    """The usual form of a name."""
    name, dot, encoding = localename.partition(".")
    if dot and encoding.lower().replace("-", "") == "utf8":
        return name + ".UTF-8"
    return localename


def _parse_localename(localename):
    code = normalize(localename)
    if "@" in code:
        code, modifier = code.split("@", 1)
    if "." in code:
        return tuple(code.split(".")[:2])
    if code == "C":
        return None, None
    raise ValueError("unknown locale: %s" % localename)


def getdefaultlocale(envvars=("LC_ALL", "LC_CTYPE", "LANG", "LANGUAGE")):
    """(language, encoding) of the environment."""
    import warnings
    warnings._deprecated("locale.getdefaultlocale", "{name!r} is deprecated and slated for removal in Python {remove}.  Use setlocale(), "
                         "getencoding() and getlocale() instead.", remove=(3, 15)) if hasattr(warnings, "_deprecated") else None
    for variable in envvars:
        value = os.environ.get(variable)
        if value:
            if variable == "LANGUAGE":
                value = value.split(":")[0]
            break
    else:
        value = "C"
    return _parse_localename(value)


def getlocale(category=LC_CTYPE):
    """(language, encoding) of a category."""
    localename = setlocale(category)
    if category == LC_ALL and ";" in localename:
        raise TypeError("category LC_ALL is not supported")
    return _parse_localename(localename)


def getencoding():
    """The encoding of texts: always UTF-8."""
    return "UTF-8"


def getpreferredencoding(do_setlocale=True):
    return "UTF-8"


# --- Single items, by the numbers of the C library

_items = {}


def _number(first, names, texts):
    for number, (name, text) in enumerate(zip(names.split(), texts), first):
        globals()[name] = number
        _items[number] = text


_days = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split()
_months = "January February March April May June July August September October November December".split()
_number(0x20000, " ".join(f"ABDAY_{i}" for i in range(1, 8)), [day[:3] for day in _days])
_number(0x20007, " ".join(f"DAY_{i}" for i in range(1, 8)), _days)
_number(0x2000E, " ".join(f"ABMON_{i}" for i in range(1, 13)), [month[:3] for month in _months])
_number(0x2001A, " ".join(f"MON_{i}" for i in range(1, 13)), _months)
_number(0x20026, "AM_STR PM_STR D_T_FMT D_FMT T_FMT T_FMT_AMPM ERA",
        ("AM", "PM", "%a %b %e %H:%M:%S %Y", "%m/%d/%y", "%H:%M:%S", "%I:%M:%S %p", ""))
_number(0x2002E, "ERA_D_FMT ALT_DIGITS ERA_D_T_FMT ERA_T_FMT", ("", "", "", ""))
_number(0x4000F, "CRNCYSTR", ("-",))
_number(0x10000, "RADIXCHAR THOUSEP", (".", ""))
_number(0x50000, "YESEXPR NOEXPR", ("^[yY]", "^[nN]"))
CODESET = 14


def nl_langinfo(key, /):
    """An item of the locale: DAY_1, D_FMT, CODESET ..."""
    if key == CODESET:
        return "ANSI_X3.4-1968" if _present[0] == "C" else "UTF-8"
    import operator
    try:
        return _items[operator.index(key)]
    except KeyError:
        raise ValueError("unsupported langinfo constant") from None


# --- Messages, as the C library has them. Those of the "C" locale are never translated; gettext is the module that does it.

_domain = ["messages"]
_folders, _codesets = {}, {}


def _check_text(function, value, kind="str", number=""):
    if not isinstance(value, _str) and not (value is None and "None" in kind):
        raise TypeError(f"{function}() argument{number} must be {kind}, not {type(value).__name__}")
    return value


def textdomain(domain, /):
    """Set the domain of gettext(), and return it; None only asks."""
    if _check_text("textdomain", domain, "str or None") is not None:
        _domain[0] = domain or "messages"
    return _domain[0]


def bindtextdomain(domain, dir, /):
    """Say in which folder the messages of a domain are, and return it; None only asks."""
    if not _check_text("bindtextdomain", domain, number=" 1"):
        raise Error("domain must be a non-empty string")
    if dir is not None:
        _folders[domain] = os.fsdecode(dir)
    return _folders.get(domain, "/usr/share/locale")


def bind_textdomain_codeset(domain, codeset, /):
    """Set the encoding of a domain, and return it; None only asks."""
    _check_text("bind_textdomain_codeset", domain, number=" 1")
    if _check_text("bind_textdomain_codeset", codeset, "str or None", " 2") is not None:
        _codesets[domain] = codeset
    return _codesets.get(domain)


def gettext(msg, /):
    """A message, translated."""
    return _check_text("gettext", msg)


def dgettext(domain, msg, /):
    """A message of a domain, translated."""
    _check_text("dgettext", domain, "str or None", " 1")
    return _check_text("dgettext", msg, number=" 2")


def dcgettext(domain, msg, category, /):
    """A message of a domain and a category, translated."""
    _check_text("dcgettext", domain, "str or None", " 1")
    return _check_text("dcgettext", msg, number=" 2")
