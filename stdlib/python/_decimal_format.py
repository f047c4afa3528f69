"""Format specifications of decimal numbers: what format(number, ".2f") does with the digits once they are rounded."""

import re as _re

_format_specifier = _re.compile(r"""\A(?:(?P<fill>.)?(?P<align>[<>=^]))?(?P<sign>[-+ ])?(?P<no_neg_0>z)?(?P<alt>\#)?(?P<zeropad>0)?
(?P<minimumwidth>\d+)?(?P<thousands_sep>,)?(?:\.(?P<precision>\d+))?(?P<type>[eEfFgGn%])?\Z""", _re.VERBOSE | _re.DOTALL)


def parse_format_specifier(text, localeconv=None):
    match = _format_specifier.match(text)
    if match is None:
        raise ValueError("invalid format string")
    spec = match.groupdict()
    spec["zeropad"] = spec["zeropad"] is not None
    if spec["zeropad"]:
        if spec["fill"] is not None or spec["align"] is not None:
            raise ValueError("invalid format string")
    spec["fill"] = spec["fill"] or " "
    spec["align"] = spec["align"] or ">"
    spec["sign"] = spec["sign"] or "-"
    spec["minimumwidth"] = int(spec["minimumwidth"] or "0")
    if spec["precision"] is not None:
        spec["precision"] = int(spec["precision"])
    if spec["precision"] == 0 and (spec["type"] is None or spec["type"] in "gGn"):
        spec["precision"] = 1
    if spec["type"] == "n":
        spec["type"] = "g"
        if localeconv is None:
            import locale
            localeconv = locale.localeconv()
        if spec["thousands_sep"] is not None:
            raise ValueError("invalid format string")
        spec["thousands_sep"] = localeconv["thousands_sep"]
        spec["grouping"] = localeconv["grouping"]
        spec["decimal_point"] = localeconv["decimal_point"]
    else:
        spec["thousands_sep"] = spec["thousands_sep"] or ""
        spec["grouping"] = [3, 0]
        spec["decimal_point"] = "."
    return spec


def format_align(sign, body, spec):
    padding = spec["fill"] * (spec["minimumwidth"] - len(sign) - len(body))
    align = spec["align"]
    if align == "<":
        return sign + body + padding
    if align == ">":
        return padding + sign + body
    if align == "=":
        return sign + padding + body
    half = len(padding) // 2
    return padding[:half] + sign + body + padding[half:]


def format_sign(is_negative, spec):
    return "-" if is_negative else spec["sign"] if spec["sign"] in " +" else ""


def _group_lengths(grouping):
    import itertools
    if not grouping:
        return []
    if grouping[-1] == 0 and len(grouping) >= 2:
        return itertools.chain(grouping[:-1], itertools.repeat(grouping[-2]))
    if grouping[-1] == 127:
        return grouping[:-1]
    raise ValueError("unrecognised format for grouping")


def _insert_thousands_sep(digits, spec, min_width=1):
    separator = spec["thousands_sep"]
    groups = []
    for length in _group_lengths(spec["grouping"]):
        length = min(max(len(digits), min_width, 1), length)
        groups.append("0" * (length - len(digits)) + digits[-length:])
        digits = digits[:-length]
        min_width -= length
        if not digits and min_width <= 0:
            break
        min_width -= len(separator)
    else:
        length = max(len(digits), min_width, 1)
        groups.append("0" * (length - len(digits)) + digits[-length:])
    return separator.join(reversed(groups))


def format_number(is_negative, intpart, fracpart, exp, spec):
    sign = format_sign(is_negative, spec)
    if fracpart or spec["alt"]:
        fracpart = spec["decimal_point"] + fracpart
    if exp != 0 or spec["type"] in "eE":
        letter = {"E": "E", "e": "e", "G": "E", "g": "e"}[spec["type"]]
        fracpart += "{0}{1:+}".format(letter, exp)
    if spec["type"] == "%":
        fracpart += "%"
    min_width = spec["minimumwidth"] - len(fracpart) - len(sign) if spec["zeropad"] else 0
    if spec["thousands_sep"]:
        intpart = _insert_thousands_sep(intpart, spec, min_width)
    else:
        intpart = intpart.rjust(min_width, "0")
    return format_align(sign, intpart + fracpart, spec)


# --- Constants
