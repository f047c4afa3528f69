"""Options of the command line, in the manner before argparse:

    parser = OptionParser(usage="usage: %prog [options] file")
    parser.add_option("-q", "--quiet", action="store_false", dest="verbose", default=True, help="say nothing")
    options, arguments = parser.parse_args()

A parser and its groups are OptionContainers, which find an Option by its names. An Option says what it does with its
value; the values become attributes of a Values. A HelpFormatter writes the help. Nothing is locked: use a parser in one thread.
"""

import os
import sys
from gettext import gettext, ngettext

__version__ = "1.5.3"

__all__ = ["Option", "make_option", "SUPPRESS_HELP", "SUPPRESS_USAGE", "Values", "OptionContainer", "OptionGroup",
           "OptionParser", "HelpFormatter", "IndentedHelpFormatter", "TitledHelpFormatter", "OptParseError", "OptionError",
           "OptionConflictError", "OptionValueError", "BadOptionError", "check_choice"]

# Markers, compared by identity.
NO_DEFAULT = ("NO", "DEFAULT")
SUPPRESS_HELP, SUPPRESS_USAGE = ("SUPPRESS" + what for what in ("HELP", "USAGE"))

# No text column is narrower than this, however deep the indentation.
_LEAST_COLUMNS = 11


_ = gettext


class _ShownByText:
    """Gives a class a repr() with its str() inside."""

    def __repr__(self):
        return f"<{type(self).__name__} at 0x{id(self):x}: {self}>"


# --- What can go wrong

class OptParseError(Exception):
    """What is wrong with options; `msg` says it."""

    def __init__(self, msg):
        self.msg = msg

    def __str__(self):
        return self.msg


class OptionError(OptParseError):
    """An Option was declared with arguments that do not go together."""

    def __init__(self, msg, option):
        super().__init__(msg)
        self.option_id = str(option)

    def __str__(self):
        return f"option {self.option_id}: {self.msg}" if self.option_id else self.msg


class OptionConflictError(OptionError):
    """Two options have a name in common."""


class OptionValueError(OptParseError):
    """The command line gives an option a value that does not fit."""


class BadOptionError(OptParseError):
    """The command line has an option that does not exist."""

    def __init__(self, opt_str):
        self.opt_str = opt_str

    def __str__(self):
        return gettext("no such option: %s") % self.opt_str


class AmbiguousOptionError(BadOptionError):
    """The command line shortens an option so far that it could be several."""

    def __init__(self, opt_str, possibilities):
        super().__init__(opt_str)
        self.possibilities = possibilities

    def __str__(self):
        return gettext("ambiguous option: %s (%s?)") % (self.opt_str, ", ".join(self.possibilities))


# --- Help

def _terminal_width():
    """The columns that COLUMNS promises, without a margin of two."""
    columns = os.environ.get("COLUMNS", "")
    try:
        return int(columns) - 2
    except ValueError:
        return 78


def _pattern(kind, delim, allowed):
    """How a name and its value stand together, with `delim` between them."""
    if delim in allowed:
        return delim.join(("%s", "%s"))
    raise ValueError(f"invalid metavar delimiter for {kind} options: {delim!r}")


class HelpFormatter:
    """How help looks. A subclass formats usage and headings."""

    NO_DEFAULT_VALUE = "none"

    def __init__(self, indent_increment, max_help_position, width, short_first):
        self.indent_increment, self.short_first = indent_increment, short_first
        self.width = width = _terminal_width() if width is None else width
        # The column where help starts; store_option_strings() moves it to the left when the names are short.
        self.max_help_position = min(max_help_position, max(width - 20, indent_increment * 2))
        self.help_position, self.help_width = self.max_help_position, None
        self.current_indent = self.level = 0
        self.parser, self.default_tag, self.option_strings = None, "%default", {}
        self.set_short_opt_delimiter(" ")
        self.set_long_opt_delimiter("=")

    def set_parser(self, parser):
        """Whose defaults stand for %default."""
        self.parser = parser

    def set_short_opt_delimiter(self, delim):
        """What stands between -f and its value: nothing or a space."""
        self._short_opt_fmt = _pattern("short", delim, ("", " "))

    def set_long_opt_delimiter(self, delim):
        """What stands between --file and its value: an equals sign or a space."""
        self._long_opt_fmt = _pattern("long", delim, ("=", " "))

    def _move_margin(self, levels):
        self.current_indent += levels * self.indent_increment
        assert self.current_indent >= 0, "Indent decreased below 0."
        self.level += levels

    def indent(self):
        self._move_margin(+1)

    def dedent(self):
        self._move_margin(-1)

    def _to_be_written(self, text):
        raise NotImplementedError("subclasses must implement")

    def format_usage(self, usage):
        self._to_be_written(usage)

    def format_heading(self, heading):
        self._to_be_written(heading)

    def _format_text(self, text):
        import textwrap
        margin = " " * self.current_indent
        columns = max(self.width - len(margin), _LEAST_COLUMNS)
        return textwrap.fill(text, columns, initial_indent=margin, subsequent_indent=margin)

    def format_description(self, description):
        return f"{self._format_text(description)}\n" if description else ""

    def format_epilog(self, epilog):
        return f"\n{self._format_text(epilog)}\n" if epilog else ""

    def expand_default(self, option):
        """The help of an option, with its default in place of the tag."""
        if not (self.parser and self.default_tag):
            return option.help
        value = self.parser.defaults.get(option.dest)
        shown = self.NO_DEFAULT_VALUE if value is None or value is NO_DEFAULT else value
        return option.help.replace(self.default_tag, str(shown))

    def format_option(self, option):
        """Names at the left and help at the right of one option, as whole lines."""
        import textwrap
        left = " " * self.current_indent + self.option_strings[option]
        column = self.help_position
        text = textwrap.wrap(self.expand_default(option), self.help_width) if option.help else []
        # Names that reach into the column of the help have their line for themselves.
        beside = len(left) <= column - 2
        if beside:
            left = f"{left:{column}}" + (text.pop(0) if text else "")
        return "\n".join([left, *(" " * column + line for line in text), ""])

    def store_option_strings(self, parser):
        """Keep the names of all options as help shows them, and find the column for the help."""
        ends = [0]
        for depth, container in enumerate([parser, *parser.option_groups]):
            margin = self.current_indent + self.indent_increment * (2 if depth else 1)
            for option in container.option_list:
                self.option_strings[option] = names = self.format_option_strings(option)
                ends.append(margin + len(names))
        self.help_position = min(max(ends) + 2, self.max_help_position)
        self.help_width = max(self.width - self.help_position, _LEAST_COLUMNS)

    def format_option_strings(self, option):
        """The names of an option with its argument: -f FILE, --file=FILE."""
        kinds = [(self._short_opt_fmt, option._short_opts), (self._long_opt_fmt, option._long_opts)]
        if not self.short_first:
            kinds.reverse()
        if not option.takes_value():
            return ", ".join(name for _, names in kinds for name in names)
        metavar = option.metavar or option.dest.upper()
        return ", ".join(pattern % (name, metavar) for pattern, names in kinds for name in names)


class IndentedHelpFormatter(HelpFormatter):
    """Headings end in a colon, what belongs to them is indented."""

    def __init__(self, indent_increment=2, max_help_position=24, width=None, short_first=1):
        super().__init__(indent_increment, max_help_position, width, short_first)

    def format_usage(self, usage):
        return gettext("Usage: %s\n") % usage

    def format_heading(self, heading):
        return f"{'':{self.current_indent}}{heading}:\n"


class TitledHelpFormatter(HelpFormatter):
    """Headings are underlined."""

    def __init__(self, indent_increment=0, max_help_position=24, width=None, short_first=0):
        super().__init__(indent_increment, max_help_position, width, short_first)

    def format_usage(self, usage):
        return f"{self.format_heading(gettext('Usage'))}  {usage}\n"

    def format_heading(self, heading):
        line = "=-"[self.level] * len(heading)
        return f"{heading}\n{line}\n"


# --- Values: from the text of the command line

def _parse_num(text, kind):
    """A number in the base that its beginning tells: 0x, 0b, 0 for octal, else decimal."""
    match text[:2].lower():
        case "0x":
            return kind(text, 16)
        case "0b":
            return kind(text[2:] or "0", 2)
        case beginning:
            return kind(text, 8 if beginning.startswith("0") else 10)


def _parse_int(text):
    return _parse_num(text, int)


# By type: what makes the value, and what a message calls it.
_BUILTIN_TYPES = {
    **dict.fromkeys(("int", "long"), (_parse_int, gettext("integer"))),
    "float": (float, gettext("floating-point")),
    "complex": (complex, gettext("complex")),
}


def check_builtin(option, opt, value):
    make, what = _BUILTIN_TYPES[option.type]
    try:
        return make(value)
    except ValueError:
        raise OptionValueError(gettext("option %s: invalid %s value: %r") % (opt, what, value))


def check_choice(option, opt, value):
    if value not in option.choices:
        possible = ", ".join(map(repr, option.choices))
        raise OptionValueError(gettext("option %s: invalid choice: %r (choose from %s)") % (opt, value, possible))
    return value


# --- What must hold for the arguments of an Option: each of these functions looks at one, and completes it where it may be left out

def _demand(option, holds, message, *values):
    if not holds:
        raise OptionError(message % values, option)


def _complete_action(option):
    if option.action is None:
        option.action = "store"
    _demand(option, option.action in option.ACTIONS, "invalid action: %r", option.action)


def _complete_type(option):
    if option.type is None:
        if option.action in option.ALWAYS_TYPED_ACTIONS:
            option.type = "string" if option.choices is None else "choice"
        return
    if isinstance(option.type, type):
        option.type = option.type.__name__
    if option.type == "str":
        option.type = "string"
    _demand(option, option.type in option.TYPES, "invalid option type: %r", option.type)
    _demand(option, option.action in option.TYPED_ACTIONS, "must not supply a type for action %r", option.action)


def _check_choices(option):
    choices = option.choices
    if option.type != "choice":
        _demand(option, choices is None, "must not supply choices for type %r", option.type)
        return
    _demand(option, choices is not None, "must supply a list of choices for type 'choice'")
    _demand(option, isinstance(choices, (tuple, list)), "choices must be a list of strings ('%s' supplied)",
            str(type(choices)).split("'")[1])


def _complete_dest(option):
    """An option that keeps something has a place for it, named after its first long or else its first short name."""
    keeps = option.type is not None or option.action in option.STORE_ACTIONS
    if keeps and option.dest is None:
        option.dest = option.get_opt_string().lstrip("-").replace("-", "_")


def _check_const(option):
    _demand(option, option.const is None or option.action in option.CONST_ACTIONS,
            "'const' must not be supplied for action %r", option.action)


def _complete_nargs(option):
    if option.action not in option.TYPED_ACTIONS:
        _demand(option, option.nargs is None, "'nargs' must not be supplied for action %r", option.action)
    elif option.nargs is None:
        option.nargs = 1


def _check_callback(option):
    function, positional, named = option.callback, option.callback_args, option.callback_kwargs
    if option.action != "callback":
        _demand(option, function is None, "callback supplied (%r) for non-callback option", function)
        _demand(option, positional is None, "callback_args supplied for non-callback option")
        _demand(option, named is None, "callback_kwargs supplied for non-callback option")
        return
    _demand(option, callable(function), "callback not callable: %r", function)
    _demand(option, positional is None or isinstance(positional, tuple),
            "callback_args, if supplied, must be a tuple: not %r", positional)
    _demand(option, named is None or isinstance(named, dict), "callback_kwargs, if supplied, must be a dict: not %r", named)


class Option(_ShownByText):
    """One option: its names, what it does, and with which value. The attributes are the arguments of __init__()."""

    ATTRS = ["action", "type", "dest", "default", "nargs", "const", "choices", "callback", "callback_args", "callback_kwargs",
             "help", "metavar"]

    # Sets of actions: those that keep something, may have or must have a value, take `const`.
    STORE_ACTIONS = ("store", "store_const", "store_true", "store_false", "append", "append_const", "count")
    ACTIONS = (*STORE_ACTIONS, "callback", "help", "version")
    ALWAYS_TYPED_ACTIONS = ("store", "append")
    TYPED_ACTIONS = (*ALWAYS_TYPED_ACTIONS, "callback")
    CONST_ACTIONS = ("store_const", "append_const")

    TYPES = ("string", *_BUILTIN_TYPES, "choice")
    TYPE_CHECKER = {**dict.fromkeys(_BUILTIN_TYPES, check_builtin), "choice": check_choice}

    # Functions that look at an option; a subclass may have more, or others.
    CHECK_METHODS = [_complete_action, _complete_type, _check_choices, _complete_dest, _check_const, _complete_nargs,
                     _check_callback]

    def __init__(self, *opts, **attrs):
        self._short_opts, self._long_opts = [], []
        names = self._check_opt_strings(opts)
        self._set_opt_strings(names)
        self._set_attrs(attrs)
        for check in self.CHECK_METHODS:
            check(self)

    def _check_opt_strings(self, opts):
        """The names without those that a program left empty."""
        if names := list(filter(None, opts)):
            return names
        raise TypeError("at least one option string must be supplied")

    def _set_opt_strings(self, opts):
        for name in opts:
            dashes = [letter == "-" for letter in name[:3]]
            match dashes:
                case [] | [_]:
                    _demand(self, False, "invalid option string %r: must be at least two characters long", name)
                case [True, False]:
                    self._short_opts.append(name)
                case [_, _]:
                    _demand(self, False, "invalid short option string %r: must be of the form -x, (x any non-dash char)", name)
                case [True, True, False]:
                    self._long_opts.append(name)
                case _:
                    _demand(self, False, "invalid long option string %r: must start with --, followed by non-dash", name)

    def _set_attrs(self, attrs):
        unset = dict.fromkeys(self.ATTRS) | ({"default": NO_DEFAULT} if "default" in self.ATTRS else {})
        unknown = attrs.keys() - unset.keys()
        for name, value in unset.items():
            setattr(self, name, attrs.get(name, value))
        _demand(self, not unknown, "invalid keyword arguments: %s", ", ".join(sorted(unknown)))

    def __str__(self):
        return "/".join([*self._short_opts, *self._long_opts])

    def takes_value(self):
        return self.type is not None

    def get_opt_string(self):
        """The name by which messages call it."""
        return (self._long_opts or self._short_opts)[0]

    # --- What happens when it stands in a command line

    def check_value(self, opt, value):
        """The value that a text stands for, as the type demands."""
        if check := self.TYPE_CHECKER.get(self.type):
            return check(self, opt, value)
        return value

    def convert_value(self, opt, value):
        """The value of one text, or of several as a tuple."""
        if value is None or self.nargs == 1:
            return value if value is None else self.check_value(opt, value)
        return tuple(self.check_value(opt, text) for text in value)

    def process(self, opt, value, values, parser):
        """Do what the option does, with the value that the command line gives."""
        converted = self.convert_value(opt, value)
        return self.take_action(self.action, self.dest, opt, converted, values, parser)

    def take_action(self, action, dest, opt, value, values, parser):
        """Do what `action` says; a subclass puts its own actions before these."""
        if action in self.CONST_ACTIONS:
            value = self.const
        match action:
            case "store" | "store_const":
                setattr(values, dest, value)
            case "store_true" | "store_false":
                setattr(values, dest, action == "store_true")
            case "append" | "append_const":
                values.ensure_value(dest, []).append(value)
            case "count":
                setattr(values, dest, 1 + values.ensure_value(dest, 0))
            case "callback":
                self.callback(self, opt, value, parser, *(self.callback_args or ()), **(self.callback_kwargs or {}))
            case "help" | "version":
                (parser.print_help if action == "help" else parser.print_version)()
                parser.exit()
            case _:
                raise ValueError(f"unknown action {self.action!r}")
        return 1


make_option = Option


class Values(_ShownByText):
    """The values of options, as attributes."""

    def __init__(self, defaults=None):
        vars(self).update(defaults or {})

    def __str__(self):
        return str(vars(self))

    def __eq__(self, other):
        match other:
            case Values():
                return vars(self) == vars(other)
            case dict():
                return vars(self) == other
            case _:
                return NotImplemented

    def _update(self, source, mode):
        """Take over what `source` has: only what an option is for ("careful"), or all ("loose")."""
        if mode == "careful":
            source = {name: source[name] for name in dir(self) if source.get(name) is not None}
        elif mode != "loose":
            raise ValueError(f"invalid update mode: {mode!r}")
        vars(self).update(source)

    def read_module(self, modname, mode="careful"):
        """Take the values from the variables of a module."""
        __import__(modname)
        self._update(vars(sys.modules[modname]), mode)

    def read_file(self, filename, mode="careful"):
        """Take the values from the variables that a file of Python sets."""
        with open(filename) as file:
            text = file.read()
        variables = {}
        exec(text, variables)
        self._update(variables, mode)

    def ensure_value(self, attr, value):
        """The attribute, set to `value` first if there is none."""
        present = getattr(self, attr, None)
        if present is not None:
            return present
        setattr(self, attr, value)
        return getattr(self, attr)


# --- Options together

def _made_or_given(kind, make, args, kwargs):
    """What add_option() and add_option_group() are given: something of that kind, or the arguments to make it of."""
    match args:
        case [str(), *_]:
            return make(*args, **kwargs)
        case [given] if not kwargs:
            if not isinstance(given, kind):
                raise TypeError(f"not an {kind.__name__} instance: {given!r}")
            return given
        case _:
            raise TypeError("invalid arguments")


class OptionContainer:
    """What OptionParser and OptionGroup share: a list of options, found by name. A group finds by the names of its parser."""

    # What destroy() takes away.
    _owned = ("_short_opt", "_long_opt", "defaults")

    def __init__(self, option_class, conflict_handler, description):
        self.option_class = option_class
        self._create_option_list()
        self.set_conflict_handler(conflict_handler)
        self.set_description(description)

    def _create_option_mappings(self):
        self._short_opt, self._long_opt, self.defaults = {}, {}, {}

    def _share_option_mappings(self, parser):
        for name in OptionContainer._owned:
            setattr(self, name, getattr(parser, name))

    def destroy(self):
        """Break the cycles between options and what they are in."""
        for name in self._owned:
            delattr(self, name)

    def set_conflict_handler(self, handler):
        """What happens to an option whose name is taken: an "error", or "resolve", and the new one has it."""
        if handler != "error" and handler != "resolve":
            raise ValueError(f"invalid conflict_resolution value {handler!r}")
        self.conflict_handler = handler

    def set_description(self, description):
        """What help says before the options."""
        self.description = description

    def get_description(self):
        return self.description

    # --- Options by their names

    def _entries(self, option):
        """Each name of an option, with the dictionary in which it is found."""
        yield from ((name, self._short_opt) for name in option._short_opts)
        yield from ((name, self._long_opt) for name in option._long_opts)

    def _check_conflict(self, option):
        """Make room for the names of a new option, or refuse it."""
        taken = [(name, table) for name, table in self._entries(option) if name in table]
        if taken and self.conflict_handler == "error":
            names = ", ".join(name for name, _ in taken)
            raise OptionConflictError(f"conflicting option string(s): {names}", option)
        for name, table in taken:
            loser = table.pop(name)
            (loser._long_opts if table is self._long_opt else loser._short_opts).remove(name)
            if not str(loser):
                loser.container.option_list.remove(loser)

    def add_option(self, *args, **kwargs):
        """Add an Option, given as one or as its arguments."""
        option = _made_or_given(Option, self.option_class, args, kwargs)
        self._check_conflict(option)
        option.container = self
        self.option_list.append(option)
        for name, table in self._entries(option):
            table[name] = option
        if option.dest is not None:
            if option.default is NO_DEFAULT:
                self.defaults.setdefault(option.dest)
            else:
                self.defaults[option.dest] = option.default
        return option

    def add_options(self, option_list):
        for each in option_list:
            self.add_option(each)

    def get_option(self, opt_str):
        """The option of a name, or None."""
        return self._short_opt.get(opt_str, self._long_opt.get(opt_str))

    def has_option(self, opt_str):
        return self.get_option(opt_str) is not None

    def remove_option(self, opt_str):
        """Take the option of a name away, with its other names."""
        option = self.get_option(opt_str)
        if not option:
            raise ValueError(f"no such option {opt_str!r}")
        option.container.option_list.remove(option)
        for name, table in self._entries(option):
            del table[name]

    # --- Help

    def format_option_help(self, formatter):
        shown = (option for option in self.option_list if option.help is not SUPPRESS_HELP)
        return "".join(map(formatter.format_option, shown))

    def format_description(self, formatter):
        return formatter.format_description(self.get_description())

    def format_help(self, formatter):
        """Description and options, with an empty line between them."""
        description = [self.format_description(formatter)] if self.description else []
        options = [self.format_option_help(formatter)] if self.option_list else []
        return "\n".join(description + options)


class OptionGroup(OptionContainer):
    """Options that help shows together, under a title."""

    _owned = (*OptionContainer._owned, "option_list")

    def __init__(self, parser, title, description=None):
        self.parser = parser
        self.set_title(title)
        super().__init__(parser.option_class, parser.conflict_handler, description)

    def _create_option_list(self):
        self._share_option_mappings(self.parser)
        self.option_list = []

    def set_title(self, title):
        self.title = title

    def format_help(self, formatter):
        heading = formatter.format_heading(self.title)
        formatter.indent()
        body = super().format_help(formatter)
        formatter.dedent()
        return heading + body


class OptionParser(OptionContainer):
    """Reads command lines by the options that were added to it."""

    standard_option_list = []
    _owned = (*OptionContainer._owned, "option_list", "option_groups", "formatter")

    def __init__(self, usage=None, option_list=None, option_class=Option, version=None, conflict_handler="error",
                 description=None, formatter=None, add_help_option=True, prog=None, epilog=None):
        super().__init__(option_class, conflict_handler, description)
        self.prog, self.version, self.epilog = prog, version, epilog
        self.set_usage(usage)
        self.enable_interspersed_args()
        self.set_process_default_values(True)
        self.formatter = formatter or IndentedHelpFormatter()
        self.formatter.set_parser(self)
        self._populate_option_list(option_list, add_help=add_help_option)
        self._init_parsing_state()

    def destroy(self):
        """Break the cycles; the parser and its groups cannot be used any more."""
        for group in self.option_groups:
            group.destroy()
        super().destroy()

    def _create_option_list(self):
        self._create_option_mappings()
        self.option_list, self.option_groups = [], []

    def _add_help_option(self):
        self.add_option("-h", "--help", action="help", help=gettext("show this help message and exit"))

    def _add_version_option(self):
        self.add_option("--version", action="version", help=gettext("show program's version number and exit"))

    def _populate_option_list(self, option_list, add_help=True):
        """The options that every parser of this class has, then those given, then --version and --help."""
        self.add_options([*self.standard_option_list, *(option_list or ())])
        for wanted, add in ((self.version, self._add_version_option), (add_help, self._add_help_option)):
            if wanted:
                add()

    def _init_parsing_state(self):
        # Callbacks may read and change them while a command line is read.
        self.rargs = self.largs = self.values = None

    # --- Settings

    def set_usage(self, usage):
        """The line of usage: one that says how to call the program by default, none for SUPPRESS_USAGE."""
        if usage is SUPPRESS_USAGE:
            self.usage = None
            return
        text = gettext("%prog [options]") if usage is None else usage
        written_by_formatter = "usage: "
        if text.lower().startswith(written_by_formatter):
            text = text[len(written_by_formatter):]
        self.usage = text

    def enable_interspersed_args(self):
        """Options may stand after arguments."""
        self.allow_interspersed_args = True

    def disable_interspersed_args(self):
        """The first argument ends the options."""
        self.allow_interspersed_args = False

    def set_process_default_values(self, process):
        """Whether defaults that are text are read as if they stood in the command line."""
        self.process_default_values = process

    def set_default(self, dest, value):
        self.defaults[dest] = value

    def set_defaults(self, **kwargs):
        self.defaults |= kwargs

    def _get_all_options(self):
        return [option for container in (self, *self.option_groups) for option in container.option_list]

    def get_default_values(self):
        """A Values as it is before the command line is read."""
        values = self.defaults
        if self.process_default_values:
            values = dict(values)
            for option in self._get_all_options():
                match values.get(option.dest):
                    case str(text):
                        values[option.dest] = option.check_value(option.get_opt_string(), text)
        return Values(values)

    def add_option_group(self, *args, **kwargs):
        """Add an OptionGroup, given as one or as its title and description."""
        group = _made_or_given(OptionGroup, lambda *args, **kwargs: OptionGroup(self, *args, **kwargs), args, kwargs)
        if group.parser is not self:
            raise ValueError("invalid OptionGroup (wrong parser)")
        self.option_groups.append(group)
        return group

    def get_option_group(self, opt_str):
        """The group of an option, None for one of the parser itself."""
        container = getattr(self.get_option(opt_str), "container", self)
        return None if container is self else container

    # --- Reading a command line

    def _get_args(self, args):
        return (sys.argv[1:] if args is None else args)[:]

    def parse_args(self, args=None, values=None):
        """(values, arguments) of a command line, sys.argv by default. Errors end the program."""
        self.rargs, self.largs = self._get_args(args), []
        self.values = self.get_default_values() if values is None else values
        rest, arguments, filled = self.rargs, self.largs, self.values
        try:
            self._process_args(arguments, rest, filled)
        except (OptionValueError, BadOptionError) as error:
            self.error(str(error))
        return self.check_values(filled, arguments + rest)

    def check_values(self, values, args):
        """For subclasses: the result of parse_args(), checked or replaced."""
        return values, args

    def _process_args(self, largs, rargs, values):
        """Read options from the front of `rargs`, and move the arguments between them to `largs`."""
        while rargs:
            match rargs[0]:
                case "--":
                    del rargs[0]
                    return
                case str(word) if word.startswith("--"):
                    self._process_long_opt(rargs, values)
                case str(word) if word.startswith("-") and word != "-":
                    self._process_short_opts(rargs, values)
                case _ if self.allow_interspersed_args:
                    largs.append(rargs.pop(0))
                case _:
                    return

    def _match_long_opt(self, opt):
        return _match_abbrev(opt, self._long_opt)

    def _take_values(self, option, opt, rargs):
        """The value or values of an option, taken from the arguments that follow."""
        count = option.nargs
        if len(rargs) < count:
            message = ngettext("%(option)s option requires %(number)d argument",
                               "%(option)s option requires %(number)d arguments", count)
            self.error(message % {"option": opt, "number": count})
        taken = tuple(rargs[:count])
        del rargs[:count]
        return taken[0] if count == 1 else taken

    def _process_long_opt(self, rargs, values):
        """--name, --name=value or --name value; the name may be shortened."""
        name, *attached = rargs.pop(0).split("=", 1)
        rargs[:0] = attached
        name = self._match_long_opt(name)
        option, value = self._long_opt[name], None
        if option.takes_value():
            value = self._take_values(option, name, rargs)
        elif attached:
            self.error(gettext("%s option does not take a value") % name)
        option.process(name, value, values, self)

    def _process_short_opts(self, rargs, values):
        """-x, or several letters after one dash; behind one that takes a value the rest is that value."""
        letters = rargs.pop(0)[1:]
        while letters:
            name, letters = "-" + letters[0], letters[1:]
            option, value = self._short_opt.get(name), None
            if not option:
                raise BadOptionError(name)
            if option.takes_value():
                if letters:
                    rargs.insert(0, letters)
                    letters = ""
                value = self._take_values(option, name, rargs)
            option.process(name, value, values, self)

    # --- What the user is told

    def get_prog_name(self):
        return self.prog if self.prog is not None else os.path.basename(sys.argv[0])

    def expand_prog_name(self, s):
        return s.replace("%prog", self.get_prog_name())

    def get_description(self):
        return self.expand_prog_name(self.description)

    def exit(self, status=0, msg=None):
        """End the program; a program that goes on replaces this."""
        if msg:
            sys.stderr.write(msg)
        sys.exit(status)

    def error(self, msg):
        """Print usage and what is wrong, and exit with 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.get_prog_name()}: error: {msg}\n")

    def get_usage(self):
        return self.usage and self.formatter.format_usage(self.expand_prog_name(self.usage)) or ""

    def get_version(self):
        return self.version and self.expand_prog_name(self.version) or ""

    def print_usage(self, file=None):
        if self.usage:
            print(self.get_usage(), file=file)

    def print_version(self, file=None):
        if self.version:
            print(self.get_version(), file=file)

    def print_help(self, file=None):
        print(self.format_help(), end="", file=file or sys.stdout)

    def format_option_help(self, formatter=None):
        """Own options first, then the groups, with empty lines between them."""
        formatter = formatter or self.formatter
        formatter.store_option_strings(self)
        heading = formatter.format_heading(gettext("Options"))
        formatter.indent()
        parts = [super().format_option_help(formatter)] if self.option_list else []
        parts.extend(group.format_help(formatter) for group in self.option_groups)
        formatter.dedent()
        return heading + "\n".join(parts) if parts else ""

    def format_epilog(self, formatter):
        return formatter.format_epilog(self.epilog)

    def format_help(self, formatter=None):
        formatter = formatter or self.formatter
        usage = self.get_usage() + "\n" if self.usage else ""
        description = self.format_description(formatter) + "\n" if self.description else ""
        return usage + description + self.format_option_help(formatter) + self.format_epilog(formatter)


def _match_abbrev(s, wordmap):
    """The key of which s is a beginning; BadOptionError when there is none or more than one."""
    if s in wordmap:
        return s
    match sorted(word for word in wordmap if word.startswith(s)):
        case [word]:
            return word
        case []:
            raise BadOptionError(s)
        case several:
            raise AmbiguousOptionError(s, several)
