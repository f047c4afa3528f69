"""Configuration files: [sections] of key = value lines, with defaults and interpolation.

    parser = ConfigParser()
    parser.read("settings.ini")
    parser["server"].getint("port", fallback=8080)

A parser holds one dictionary for each section and one for the defaults, with values as they were written; an Interpolation
puts others in place of what they refer to, when they are asked for. Nothing is locked. Errors: subclasses of Error.
"""

import collections.abc
import functools
import io
import itertools
import os
import re
import sys
from collections import ChainMap as _ChainMap

_ERRORS = ("NoSectionError", "DuplicateOptionError", "DuplicateSectionError", "NoOptionError", "InterpolationError",
           "InterpolationDepthError", "InterpolationMissingOptionError", "InterpolationSyntaxError", "ParsingError",
           "MissingSectionHeaderError", "MultilineContinuationError")
__all__ = (*_ERRORS, "ConfigParser", "RawConfigParser", "Interpolation", "BasicInterpolation", "ExtendedInterpolation",
           "SectionProxy", "ConverterMapping", "DEFAULTSECT", "MAX_INTERPOLATION_DEPTH", "UNNAMED_SECTION")

DEFAULTSECT = "DEFAULT"
MAX_INTERPOLATION_DEPTH = 10
_default_dict = dict


# --- What can go wrong

class Error(Exception):
    """Base class of the exceptions of this module."""

    def __init__(self, msg=""):
        super().__init__(msg)
        self.message = msg

    def __str__(self):
        return self.message

    __repr__ = __str__

    def _keep(self, **details):
        """Details are attributes, and in this order the arguments by which the exception is made again from a pickle."""
        self.__dict__.update(details)
        self.args = tuple(details.values())


class NoSectionError(Error):
    """There is no such section."""

    def __init__(self, section):
        super().__init__(f"No section: {section!r}")
        self._keep(section=section)


def _already_exists(kind, what, source, lineno):
    if source is None:
        return f"{kind.capitalize()} {what} already exists"
    line = "" if lineno is None else f" [line {lineno:2d}]"
    return f"While reading from {source!r}{line}: {kind} {what} already exists"


class DuplicateSectionError(Error):
    """The section is there already."""

    def __init__(self, section, source=None, lineno=None):
        super().__init__(_already_exists("section", repr(section), source, lineno))
        self._keep(section=section, source=source, lineno=lineno)


class DuplicateOptionError(Error):
    """The option is twice in one source."""

    def __init__(self, section, option, source=None, lineno=None):
        super().__init__(_already_exists("option", f"{option!r} in section {section!r}", source, lineno))
        self._keep(section=section, option=option, source=source, lineno=lineno)


class NoOptionError(Error):
    """There is no such option."""

    def __init__(self, option, section):
        super().__init__(f"No option {option!r} in section: {section!r}")
        self._keep(option=option, section=section)


class InterpolationError(Error):
    """Base class of what interpolation raises."""

    def __init__(self, option, section, msg):
        super().__init__(msg)
        self._keep(option=option, section=section)
        self.args += (msg,)


class InterpolationMissingOptionError(InterpolationError):
    """A value refers to an option that is not there."""

    def __init__(self, option, section, rawval, reference):
        super().__init__(option, section,
                         f"Bad value substitution: option {option!r} in section {section!r} contains an interpolation key "
                         f"{reference!r} which is not a valid option name. Raw value: {rawval!r}")
        self.reference = reference
        self.args = option, section, rawval, reference


class InterpolationSyntaxError(InterpolationError):
    """A value has a wrong reference."""


class InterpolationDepthError(InterpolationError):
    """References refer to references too often."""

    def __init__(self, option, section, rawval):
        super().__init__(option, section,
                         f"Recursion limit exceeded in value substitution: option {option!r} in section {section!r} contains an "
                         f"interpolation key which cannot be substituted in {MAX_INTERPOLATION_DEPTH} steps. "
                         f"Raw value: {rawval!r}")
        self.args = option, section, rawval


class ParsingError(Error):
    """Lines that are neither sections nor options."""

    def __init__(self, source, *args):
        super().__init__(f"Source contains parsing errors: {source!r}")
        self._keep(source=source)
        self.errors = []
        if args:
            self.append(*args)

    def append(self, lineno, line):
        """Add one more such line."""
        self.errors.append((lineno, line))
        self.message += f"\n\t[line {lineno:2d}]: {line!r}"

    def combine(self, others):
        """Add the lines of other errors."""
        for lineno, line in itertools.chain.from_iterable(other.errors for other in others):
            self.append(lineno, line)
        return self

    @staticmethod
    def _raise_all(exceptions):
        """Raise one for all, if there are any."""
        match list(exceptions):
            case [first, *others]:
                raise first.combine(others)


class _LineError(ParsingError):
    """A line that ends reading; `_what` is wrong with it."""

    def __init__(self, filename, lineno, line):
        Error.__init__(self, f"{self._what}\nfile: {filename!r}, line: {lineno}\n{line!r}")
        self._keep(source=filename, lineno=lineno, line=line)


class MissingSectionHeaderError(_LineError):
    """A key before the first section."""

    _what = "File contains no section headers."


class MultilineContinuationError(_LineError):
    """A key without a value that a line continues."""

    _what = "Key without value continued with an indented line."


class _UnnamedSection:
    def __repr__(self):
        return "<UNNAMED_SECTION>"


UNNAMED_SECTION = _UnnamedSection()
_UNSET = object()


class Interpolation:
    """No interpolation: values are what they are."""

    def before_get(self, parser, section, option, value, defaults):
        return value

    def before_set(self, parser, section, option, value):
        return value

    def before_read(self, parser, section, option, value):
        return value

    def before_write(self, parser, section, option, value):
        return value


class _Missing(Exception):
    """There is no option of this name."""


class _Substitution(Interpolation):
    """What both forms of references have in common: a sign, then an opening bracket; the sign twice stands for itself."""

    def before_get(self, parser, section, option, value, defaults):
        return "".join(self._pieces(parser, section, option, value, defaults, 1))

    def before_set(self, parser, section, option, value):
        wrong = self._KEYCRE.sub("", value.replace(2 * self._sign, "")).find(self._sign)
        if wrong >= 0:
            raise ValueError(f"invalid interpolation syntax in {value!r} at position {wrong}")
        return value

    def _pieces(self, parser, section, option, text, names, depth):
        """The parts of a value, with others in place of the references."""
        written = parser.get(section, option, raw=True, fallback=text)
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationDepthError(option, section, written)
        sign = self._sign
        while text:
            plain = text.partition(sign)[0]
            yield plain
            text = text[len(plain):]
            if text.startswith(2 * sign):
                yield sign
                text = text[2:]
            elif text:
                reference = self._reference(section, option, text)
                text = text[reference.end():]
                try:
                    value, where, name = self._look_up(parser, section, option, reference[1], names, text)
                except _Missing as missing:
                    raise InterpolationMissingOptionError(option, section, written, str(missing)) from None
                if sign in value:
                    there = self._names_in(parser, where, names)
                    yield from self._pieces(parser, where, name, value, there, depth + 1)
                else:
                    yield value

    def _reference(self, section, option, text):
        """The match for the reference with which a text begins."""
        if text[1:2] != self._bracket:
            message = f"'{self._sign}' must be followed by '{self._sign}' or '{self._bracket}', found: {text!r}"
        elif found := self._KEYCRE.match(text):
            return found
        else:
            message = f"bad interpolation variable reference {text!r}"
        raise InterpolationSyntaxError(option, section, message)


class BasicInterpolation(_Substitution):
    """%(name)s stands for another value of the section; %% for %."""

    _KEYCRE = re.compile(r"%\(([^)]+)\)s")
    _sign, _bracket = "%("

    def _look_up(self, parser, section, option, reference, names, rest):
        name = parser.optionxform(reference)
        try:
            return names[name], section, option
        except KeyError:
            raise _Missing(name)

    def _names_in(self, parser, section, names):
        return names


class ExtendedInterpolation(_Substitution):
    """${name} and ${section:name}; $$ for $."""

    _KEYCRE = re.compile(r"\$\{([^}]+)\}")
    _sign, _bracket = "${"

    def _look_up(self, parser, section, option, reference, names, rest):
        try:
            match reference.split(":"):
                case [name]:
                    name = parser.optionxform(name)
                    value = names[name]
                case [section, name]:
                    name = parser.optionxform(name)
                    value = parser.get(section, name, raw=True)
                case _:
                    raise InterpolationSyntaxError(option, section, f"More than one ':' found: {rest!r}")
        except (KeyError, NoSectionError, NoOptionError):
            raise _Missing(reference)
        return value or "", section, name

    def _names_in(self, parser, section, names):
        return dict(parser.items(section, raw=True))


class RawConfigParser(collections.abc.MutableMapping):
    """Reads, holds and writes a configuration; without interpolation."""

    _SECT_TMPL = r"\[(?P<header>.+)\]"
    _OPT_TMPL = r"(?P<option>.*?)\s*(?:(?P<vi>{delim})\s*(?P<value>.*))$"
    _OPT_NV_TMPL = r"(?P<option>.*?)\s*(?:(?P<vi>{delim})\s*(?P<value>.*))?$"
    _DEFAULT_INTERPOLATION = Interpolation()
    SECTCRE = re.compile(_SECT_TMPL, re.VERBOSE)
    OPTCRE = re.compile(_OPT_TMPL.format(delim="=|:"), re.VERBOSE)
    OPTCRE_NV = re.compile(_OPT_NV_TMPL.format(delim="=|:"), re.VERBOSE)
    NONSPACECRE = re.compile(r"\S")
    BOOLEAN_STATES = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False}

    def __init__(self, defaults=None, dict_type=_default_dict, allow_no_value=False, *, delimiters=("=", ":"), comment_prefixes=("#", ";"),
                 inline_comment_prefixes=None, strict=True, empty_lines_in_values=True, default_section=DEFAULTSECT, interpolation=_UNSET,
                 converters=_UNSET, allow_unnamed_section=False):
        self._dict, self.default_section = dict_type, default_section
        self._sections, self._defaults = dict_type(), dict_type()
        # The mappings that stand for the sections, the default one included.
        self._proxies = dict_type()
        self._converters = ConverterMapping(self)
        self._proxies[default_section] = SectionProxy(self, default_section)
        self._strict, self._allow_no_value, self._empty_lines_in_values = strict, allow_no_value, empty_lines_in_values
        self._allow_unnamed_section = allow_unnamed_section
        self._delimiters = tuple(delimiters)
        self._comment_prefixes, self._inline_comment_prefixes = map(tuple, (comment_prefixes or (), inline_comment_prefixes or ()))
        self._optcre = self._option_pattern(delimiters)
        self._interpolation = self._chosen_interpolation(interpolation)
        if converters is not _UNSET:
            self._converters.update(converters)
        if defaults:
            self._read_defaults(defaults)

    def _option_pattern(self, delimiters):
        """What a line with an option matches."""
        if delimiters == ("=", ":"):
            return self.OPTCRE_NV if self._allow_no_value else self.OPTCRE
        template = self._OPT_NV_TMPL if self._allow_no_value else self._OPT_TMPL
        return re.compile(template.format(delim="|".join(map(re.escape, delimiters))), re.VERBOSE)

    def _chosen_interpolation(self, given):
        if given is _UNSET:
            given = self._DEFAULT_INTERPOLATION
        if given is None:
            return Interpolation()
        if isinstance(given, Interpolation):
            return given
        raise TypeError(f"interpolation= must be None or an instance of Interpolation; got an object of type {type(given)}")

    # --- Sections

    def defaults(self):
        """The options that every section has."""
        return self._defaults

    def sections(self):
        """The names of the sections, without the default one."""
        return [*self._sections]

    def has_section(self, section):
        """Is it there? The default one does not count."""
        return section in self._sections

    def add_section(self, section):
        """Add an empty section."""
        if section == self.default_section:
            raise ValueError(f"Invalid section name: {section!r}")
        if self.has_section(section):
            raise DuplicateSectionError(section)
        self._new_section(section)

    def _new_section(self, section):
        self._sections[section] = options = self._dict()
        self._proxies[section] = SectionProxy(self, section)
        return options

    def _own_options(self, section):
        """The options of a section, which may be the default one, without the defaults."""
        try:
            return self._sections[section]
        except KeyError:
            if section != self.default_section:
                raise NoSectionError(section) from None
            return self._defaults

    def _options_to_change(self, section):
        """The same, but no section means the default one."""
        return self._own_options(section) if section else self._defaults

    def options(self, section):
        """The names of a section's options and of the defaults."""
        try:
            own = self._sections[section]
        except KeyError:
            raise NoSectionError(section) from None
        return list(dict.fromkeys(itertools.chain(own, self._defaults)))

    # --- Reading

    def read(self, filenames, encoding=None):
        """Read files, those that can be opened; their names."""
        encoding = io.text_encoding(encoding)
        if isinstance(filenames, (str, bytes, os.PathLike)):
            filenames = [filenames]
        done = []
        for name in filenames:
            try:
                with open(name, encoding=encoding) as file:
                    self._read(file, name)
            except OSError:
                # It is not there, or cannot be read.
                continue
            done.append(os.fspath(name) if isinstance(name, os.PathLike) else name)
        return done

    def read_file(self, f, source=None):
        """Read an iterable of lines."""
        self._read(f, getattr(f, "name", "<???>") if source is None else source)

    def read_string(self, string, source="<string>"):
        """Read a text."""
        self.read_file(io.StringIO(string), source)

    def read_dict(self, dictionary, source="<dict>"):
        """Read a mapping of sections to mappings of options."""
        seen = set()
        for name, options in dictionary.items():
            section = str(name)
            try:
                self.add_section(section)
            except (ValueError, DuplicateSectionError):
                if section in seen and self._strict:
                    raise
            seen.add(section)
            for key, value in options.items():
                option = self.optionxform(str(key))
                if (section, option) in seen and self._strict:
                    raise DuplicateOptionError(section, option, source)
                seen.add((section, option))
                self.set(section, option, value if value is None else str(value))

    # --- Values

    def get(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        """The value of an option: from vars, the section, or the defaults; else fallback."""
        try:
            known = self._unify_values(section, vars)
            name = self.optionxform(option)
            if name not in known:
                raise NoOptionError(name, section)
        except (NoSectionError, NoOptionError):
            if fallback is _UNSET:
                raise
            return fallback
        value = known[name]
        if value is None or raw:
            return value
        return self._interpolation.before_get(self, section, name, value, known)

    def _get(self, section, conv, option, **kwargs):
        return conv(self.get(section, option, **kwargs))

    def _get_conv(self, section, option, conv, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        """A value in another type. The fallback is not converted."""
        try:
            return self._get(section, conv, option, raw=raw, vars=vars, **kwargs)
        except (NoOptionError, NoSectionError):
            if fallback is _UNSET:
                raise
        return fallback

    def _typed_getter(name, conversion):
        """A method like get() for values of another type; conversion(parser) is the function that makes them."""
        def getter(self, section, option, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
            return self._get_conv(section, option, conversion(self), raw=raw, vars=vars, fallback=fallback, **kwargs)

        getter.__name__, getter.__qualname__ = name, f"RawConfigParser.{name}"
        return getter

    getint = _typed_getter("getint", lambda self: int)
    getfloat = _typed_getter("getfloat", lambda self: float)
    getboolean = _typed_getter("getboolean", lambda self: self._convert_to_boolean)
    del _typed_getter

    def items(self, section=_UNSET, raw=False, vars=None):
        """(name, value) of a section, or (name, section proxy) of all sections."""
        if section is _UNSET:
            return super().items()
        values = self._defaults.copy()
        values.update(self._own_options(section))
        names = list(values)
        values.update(self._given(vars, str_only=False))
        if raw:
            return [(name, values[name]) for name in names]
        interpolate = self._interpolation.before_get
        return [(name, interpolate(self, section, name, values[name], values)) for name in names]

    def has_option(self, section, option):
        """Has the section, or have the defaults, such an option?"""
        try:
            own = self._options_to_change(section)
        except NoSectionError:
            return False
        name = self.optionxform(option)
        return name in own or name in self._defaults

    def optionxform(self, optionstr):
        """The form in which names of options are kept: small letters."""
        return optionstr.lower()

    # --- Changes

    def set(self, section, option, value=None):
        """Give an option a value."""
        if value:
            value = self._interpolation.before_set(self, section, option, value)
        self._options_to_change(section)[self.optionxform(option)] = value

    def remove_option(self, section, option):
        """Was it there?"""
        options, name = self._options_to_change(section), self.optionxform(option)
        if name not in options:
            return False
        del options[name]
        return True

    def remove_section(self, section):
        """Was it there?"""
        if not self.has_section(section):
            return False
        for table in (self._sections, self._proxies):
            del table[section]
        return True

    def popitem(self):
        """Remove a section; (name, proxy)."""
        if not self._sections:
            raise KeyError
        name = next(iter(self._sections))
        proxy = self[name]
        del self[name]
        return name, proxy

    # --- Writing

    def write(self, fp, space_around_delimiters=True):
        """Write everything in the form that read() reads."""
        delimiter = self._delimiters[0]
        if space_around_delimiters:
            delimiter = f" {delimiter} "
        if self._defaults:
            self._write_section(fp, self.default_section, self._defaults.items(), delimiter)
        # Without a header, the unnamed section can only stand before all that have one.
        for name in sorted(self._sections, key=lambda name: name is not UNNAMED_SECTION):
            self._write_section(fp, name, self._sections[name].items(), delimiter, unnamed=name is UNNAMED_SECTION)

    def _write_section(self, fp, section_name, section_items, delimiter, unnamed=False):
        if not unnamed:
            fp.write(f"[{section_name}]\n")
        for name, value in section_items:
            value = self._interpolation.before_write(self, section_name, name, value)
            if value is None and self._allow_no_value:
                fp.write(f"{name}\n")
            else:
                text = str(value).replace("\n", "\n\t")
                fp.write(f"{name}{delimiter}{text}\n")
        fp.write("\n")

    # --- As a mapping of sections

    def __contains__(self, key):
        return self.has_section(key) or key == self.default_section

    def __getitem__(self, key):
        if key not in self:
            raise KeyError(key)
        return self._proxies[key]

    def __setitem__(self, key, value):
        if key in self:
            if self[key] is value:
                return
            self._own_options(key).clear()
        self.read_dict({key: value})

    def __delitem__(self, key):
        if key == self.default_section:
            raise ValueError("Cannot remove the default section.")
        if not self.remove_section(key):
            raise KeyError(key)

    def __iter__(self):
        yield self.default_section
        yield from self._sections

    def __len__(self):
        return 1 + len(self._sections)

    # --- The parser

    def _strip_comments(self, line):
        """The line without comments; None: it has nothing but a comment."""
        for prefix in self._comment_prefixes:
            if line.strip().startswith(prefix):
                return ""
        start = len(line)
        for prefix in self._inline_comment_prefixes:
            position = -1
            while True:
                position = line.find(prefix, position + 1)
                if position < 0:
                    break
                if position == 0 or line[position - 1].isspace():
                    start = min(start, position)
                    break
        return line[:start].strip()

    def _read(self, fp, fpname):
        try:
            errors = self._read_lines(fp, fpname)
        finally:
            # Values are lists of lines until here.
            self._join_multiline_values()
        ParsingError._raise_all(errors)

    def _read_lines(self, fp, fpname):
        seen = set()
        cursect = None
        sectname = None
        optname = None
        indent_level = 0
        errors = []
        lineno = 0
        if self._allow_unnamed_section:
            sectname = UNNAMED_SECTION
            self._sections.setdefault(sectname, self._dict())
            self._proxies.setdefault(sectname, SectionProxy(self, sectname))
            cursect = self._sections[sectname]
            seen.add(sectname)
        for lineno, line in enumerate(fp, start=1):
            value = self._strip_comments(line)
            has_comments = value != line.strip()
            if not value:
                if self._empty_lines_in_values:
                    # An empty line (not one with a comment) may be part of a value.
                    if not has_comments and cursect is not None and optname and cursect[optname] is not None:
                        cursect[optname].append("")
                else:
                    indent_level = sys.maxsize
                continue
            first = self.NONSPACECRE.search(line)
            current_indent = first.start() if first else 0
            if cursect is not None and optname and current_indent > indent_level:
                if cursect[optname] is None:
                    raise MultilineContinuationError(fpname, lineno, line)
                cursect[optname].append(value)
                continue
            indent_level = current_indent
            match = self.SECTCRE.match(value)
            if match:
                sectname = match.group("header")
                if sectname in self._sections:
                    if self._strict and sectname in seen:
                        raise DuplicateSectionError(sectname, fpname, lineno)
                    cursect = self._sections[sectname]
                    seen.add(sectname)
                elif sectname == self.default_section:
                    cursect = self._defaults
                else:
                    cursect = self._dict()
                    self._sections[sectname] = cursect
                    self._proxies[sectname] = SectionProxy(self, sectname)
                    seen.add(sectname)
                optname = None
                continue
            if cursect is None:
                raise MissingSectionHeaderError(fpname, lineno, line)
            match = self._optcre.match(value)
            if not match:
                errors.append(ParsingError(fpname, lineno, line))
                continue
            optname, vi, optval = match.group("option", "vi", "value")
            if not optname:
                errors.append(ParsingError(fpname, lineno, line))
            optname = self.optionxform(optname.rstrip())
            if self._strict and (sectname, optname) in seen:
                raise DuplicateOptionError(sectname, optname, fpname, lineno)
            seen.add((sectname, optname))
            cursect[optname] = [optval.strip()] if optval is not None else None
        return errors

    def _join_multiline_values(self):
        for section, options in itertools.chain(((self.default_section, self._defaults),), self._sections.items()):
            for name, value in options.items():
                if isinstance(value, list):
                    value = "\n".join(value).rstrip()
                options[name] = self._interpolation.before_read(self, section, name, value)

    def _given(self, vars, str_only=True):
        """Values that are given beside those of the parser, with names in its form."""
        given = {self.optionxform(name): value for name, value in (vars or {}).items()}
        if str_only:
            given = {name: value if value is None else str(value) for name, value in given.items()}
        return given

    def _read_defaults(self, defaults):
        self._defaults.update(self._given(defaults, str_only=False))

    def _unify_values(self, section, vars):
        """All values that a section can see."""
        return _ChainMap(self._given(vars), self._own_options(section), self._defaults)

    def _convert_to_boolean(self, value):
        """What a word for yes or no means."""
        try:
            return self.BOOLEAN_STATES[value.lower()]
        except KeyError:
            raise ValueError(f"Not a boolean: {value}") from None

    def _validate_value_types(self, *, section="", option="", value=""):
        valueless = not value and self._allow_no_value
        for given, what in ((section, "section names"), (option, "option keys"), ("" if valueless else value, "option values")):
            if not isinstance(given, str):
                raise TypeError(f"{what} must be strings")

    @property
    def converters(self):
        return self._converters


class ConfigParser(RawConfigParser):
    """A configuration with %(name)s interpolation, of strings only."""

    _DEFAULT_INTERPOLATION = BasicInterpolation()

    def add_section(self, section):
        self._validate_value_types(section=section)
        return super().add_section(section)

    def set(self, section, option, value=None):
        self._validate_value_types(option=option, value=value)
        return super().set(section, option, value)

    def _read_defaults(self, defaults):
        # As if they came from a file: checked in the same way, and not interpolated.
        kept, self._interpolation = self._interpolation, Interpolation()
        try:
            self.read_dict({self.default_section: defaults})
        finally:
            self._interpolation = kept


class SectionProxy(collections.abc.MutableMapping):
    """A section of a parser as a mapping."""

    def __init__(self, parser, name):
        self._parser, self._name = parser, name
        for getter in map("get{}".format, parser.converters):
            setattr(self, getter, functools.partial(self.get, _impl=getattr(parser, getter)))

    parser = property(lambda self: self._parser)
    name = property(lambda self: self._name)

    def __repr__(self):
        return f"<Section: {self._name}>"

    def _options(self):
        parser = self._parser
        return list(parser.defaults()) if self._name == parser.default_section else parser.options(self._name)

    def __len__(self):
        return len(self._options())

    def __iter__(self):
        return iter(self._options())

    def __contains__(self, key):
        return self._parser.has_option(self._name, key)

    def __getitem__(self, key):
        if key in self:
            return self._parser.get(self._name, key)
        raise KeyError(key)

    def __setitem__(self, key, value):
        self._parser._validate_value_types(option=key, value=value)
        self._parser.set(self._name, key, value)

    def __delitem__(self, key):
        # An option that only the defaults have cannot be removed here.
        if key not in self or not self._parser.remove_option(self._name, key):
            raise KeyError(key)

    def get(self, option, fallback=None, *, raw=False, vars=None, _impl=None, **kwargs):
        """The value of an option, or fallback."""
        getter = _impl or self._parser.get
        return getter(self._name, option, raw=raw, vars=vars, fallback=fallback, **kwargs)


class ConverterMapping(collections.abc.MutableMapping):
    """Names of types to functions that convert; each makes a getNAME() of the parser and its sections."""

    GETTERCRE = re.compile(r"^get(?P<name>.+)$")

    def __init__(self, parser):
        self._parser = parser
        getters = filter(None, map(self.GETTERCRE.match, dir(parser)))
        # None: a method of the class.
        self._data = {found["name"]: None for found in getters if callable(getattr(parser, found[0]))}

    def _owners(self):
        """All that have getters."""
        return itertools.chain([self._parser], self._parser.values())

    def __getitem__(self, key):
        return self._data[key]

    def __setitem__(self, key, value):
        if not isinstance(key, str):
            raise ValueError(f"Incompatible key: {key} (type: {type(key)})")
        if not key:
            raise ValueError('Incompatible key: cannot use "" as a name')
        self._data[key] = value
        getter = functools.partial(self._parser._get_conv, conv=value)
        getter.converter = value
        for owner in self._owners():
            setattr(owner, "get" + key, getter if owner is self._parser else functools.partial(owner.get, _impl=getter))

    def __delitem__(self, key):
        if not (key and isinstance(key, str)):
            raise KeyError(key)
        del self._data[key]
        for owner in self._owners():
            # What is not there is a method of the class.
            vars(owner).pop("get" + key, None)

    def __iter__(self):
        return iter(self._data)

    def __len__(self):
        return len(self._data)
