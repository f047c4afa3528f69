"""Command lines: declare the arguments of a program, get them parsed, checked and described.

Parsing works on a string with one letter for each argument: O for an option, A for anything else, and - for a lone `--`. Options
take the letters A behind them that their number of values allows; what lies between the options goes to the positionals, each as
many as the others leave.
"""

import os
import sys

__all__ = [
    "ArgumentParser", "ArgumentError", "ArgumentTypeError", "BooleanOptionalAction", "FileType", "HelpFormatter",
    "ArgumentDefaultsHelpFormatter", "RawDescriptionHelpFormatter", "RawTextHelpFormatter", "MetavarTypeHelpFormatter",
    "Namespace", "Action", "ONE_OR_MORE", "OPTIONAL", "PARSER", "REMAINDER", "SUPPRESS", "ZERO_OR_MORE",
]

SUPPRESS = "==SUPPRESS=="
OPTIONAL = "?"
ZERO_OR_MORE = "*"
ONE_OR_MORE = "+"
PARSER = "A..."
REMAINDER = "..."
_UNRECOGNIZED_ARGS_ATTR = "_unrecognized_args"


class ArgumentError(Exception):
    """An argument is wrong; the message names it."""

    def __init__(self, argument, message):
        self.argument_name = _get_action_name(argument)
        self.message = message

    def __str__(self):
        if self.argument_name is None:
            return str(self.message)
        return f"argument {self.argument_name}: {self.message}"


class ArgumentTypeError(Exception):
    """Raised by the type of an argument, with the message to show."""


def _get_action_name(argument):
    if argument is None:
        return None
    if argument.option_strings:
        return "/".join(argument.option_strings)
    if argument.metavar not in (None, SUPPRESS):
        if isinstance(argument.metavar, tuple):
            return "/".join(argument.metavar)
        return argument.metavar
    if argument.dest not in (None, SUPPRESS):
        return argument.dest
    if argument.choices:
        return "{" + ",".join(map(str, argument.choices)) + "}"
    return None


class _AttributeHolder:
    """Shows its attributes."""

    def __repr__(self):
        shown = [repr(value) for value in self._get_args()]
        others = {}
        for name, value in self._get_kwargs():
            if name.isidentifier():
                shown.append(f"{name}={value!r}")
            else:
                others[name] = value
        if others:
            shown.append(f"**{others!r}")
        return f"{type(self).__name__}({', '.join(shown)})"

    def _get_kwargs(self):
        return list(self.__dict__.items())

    def _get_args(self):
        return []


class Namespace(_AttributeHolder):
    """What parsing found, as attributes."""

    def __init__(self, **kwargs):
        for name, value in kwargs.items():
            setattr(self, name, value)

    def __eq__(self, other):
        if not isinstance(other, Namespace):
            return NotImplemented
        return vars(self) == vars(other)

    def __contains__(self, key):
        return key in self.__dict__


# --- Help --------------------------------------------------------------------------------------------------------------------

class HelpFormatter:
    """Writes the help: sections with indented items, in two columns."""

    class _Section:
        def __init__(self, formatter, parent, heading=None):
            self.formatter, self.parent, self.heading = formatter, parent, heading
            self.items = []

        def _written_items(self):
            return self.formatter._join_parts([write(*given) for write, given in self.items])

        def format_help(self):
            if self.parent is None:
                # The text as a whole.
                text = self._written_items()
            else:
                self.formatter._indent()
                text = self._written_items()
                self.formatter._dedent()
            if not text:
                return ""
            shown = self.heading is not None and self.heading is not SUPPRESS
            heading = f"{' ' * self.formatter._current_indent}{self.heading}:\n" if shown else ""
            return self.formatter._join_parts(["\n", heading, text, "\n"])

    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None):
        if width is None:
            width = _terminal_width() - 2
        self._prog = prog
        self._indent_increment = indent_increment
        self._max_help_position = min(max_help_position, max(width - 20, indent_increment * 2))
        self._width = width
        self._current_indent = 0
        self._level = 0
        self._action_max_length = 0
        self._root_section = self._Section(self, None)
        self._current_section = self._root_section

    def _indent(self):
        self._current_indent += self._indent_increment
        self._level += 1

    def _dedent(self):
        self._current_indent, self._level = self._current_indent - self._indent_increment, self._level - 1
        assert self._current_indent >= 0, "Indent decreased below 0."

    def _add_item(self, function, args):
        self._current_section.items.append((function, args))

    def start_section(self, heading):
        """What is added from here on stands under a heading."""
        self._indent()
        inner = self._Section(self, self._current_section, heading)
        self._add_item(inner.format_help, ())
        self._current_section = inner

    def end_section(self):
        self._dedent()
        self._current_section = self._current_section.parent

    def add_text(self, text):
        """A paragraph."""
        if text is None or text is SUPPRESS:
            return
        self._add_item(self._format_text, (text,))

    def add_usage(self, usage, actions, groups, prefix=None):
        """How the program is called."""
        if usage is SUPPRESS:
            return
        self._add_item(self._format_usage, (usage, actions, groups, prefix))

    def add_argument(self, action):
        """An argument, with those that are shown below it."""
        if action.help is SUPPRESS:
            return
        ends = [self._action_max_length, self._current_indent + len(self._format_action_invocation(action))]
        for inner in self._iter_indented_subactions(action):
            ends.append(self._current_indent + len(self._format_action_invocation(inner)))
        self._action_max_length = max(ends)
        self._add_item(self._format_action, (action,))

    def add_arguments(self, actions):
        for action in actions:
            self.add_argument(action)

    def format_help(self):
        text = self._root_section.format_help()
        if text:
            while "\n\n\n" in text:
                text = text.replace("\n\n\n", "\n\n")
            text = text.strip("\n") + "\n"
        return text

    def _join_parts(self, parts):
        return "".join([part for part in parts if part and part is not SUPPRESS])

    # Usage

    def _format_usage(self, usage, actions, groups, prefix):
        if prefix is None:
            prefix = "usage: "
        if usage is not None:
            usage = usage % dict(prog=self._prog)
        elif not actions:
            usage = "%(prog)s" % dict(prog=self._prog)
        else:
            prog = "%(prog)s" % dict(prog=self._prog)
            optionals = [action for action in actions if action.option_strings]
            positionals = [action for action in actions if not action.option_strings]
            parts = self._get_actions_usage_parts(optionals + positionals, groups)
            usage = " ".join([part for part in [prog, " ".join(parts)] if part])
            width = self._width - self._current_indent
            if len(prefix) + len(usage) > width:
                usage = self._wrap_usage(prog, prefix, width, self._get_actions_usage_parts(optionals, groups),
                                         self._get_actions_usage_parts(positionals, groups))
        return f"{prefix}{usage}\n\n"

    def _wrap_usage(self, prog, prefix, width, option_parts, positional_parts):
        def lines_of(parts, indent, first=None):
            lines = []
            line = []
            indent_length = len(indent)
            length = (len(first) if first is not None else indent_length) - 1
            for part in parts:
                if length + 1 + len(part) > width and line:
                    lines.append(indent + " ".join(line))
                    line = []
                    length = indent_length - 1
                line.append(part)
                length += len(part) + 1
            if line:
                lines.append(indent + " ".join(line))
            if first is not None:
                lines[0] = lines[0][len(indent):]
            return lines

        if len(prefix) + len(prog) <= 0.75 * width:
            indent = " " * (len(prefix) + len(prog) + 1)
            # The first line is filled as if the program's name were its first part.
            head = " " * len(prefix)
            if option_parts:
                lines = lines_of([prog] + option_parts, indent, head)
                lines.extend(lines_of(positional_parts, indent))
            elif positional_parts:
                lines = lines_of([prog] + positional_parts, indent, head)
            else:
                lines = [prog]
        else:
            indent = " " * len(prefix)
            parts = option_parts + positional_parts
            lines = lines_of(parts, indent)
            if len(lines) > 1:
                lines = lines_of(option_parts, indent)
                lines.extend(lines_of(positional_parts, indent))
            lines = [prog] + lines
        return "\n".join(lines)

    def _get_actions_usage_parts(self, actions, groups):
        """The parts of the usage, one for each action; those of exclusive groups are joined by bars."""
        inserted = {}
        for group in groups:
            members = group._group_actions
            if not members:
                raise ValueError(f"empty group {group}")
            if members[0] not in actions or all(member.help is SUPPRESS for member in members):
                continue
            start = actions.index(members[0])
            if actions[start:start + len(members)] == members:
                inserted[start, start + len(members)] = group
        parts = []
        for action in actions:
            if action.help is SUPPRESS:
                parts.append(None)
            elif not action.option_strings:
                default = self._get_default_metavar_for_positional(action)
                parts.append(self._format_args(action, default))
            else:
                option = action.option_strings[0]
                if action.nargs == 0:
                    part = action.format_usage()
                else:
                    default = self._get_default_metavar_for_optional(action)
                    part = f"{option} {self._format_args(action, default)}"
                if not action.required and not any(action in group._group_actions for group in inserted.values()):
                    part = f"[{part}]"
                parts.append(part)
        for start, end in sorted(inserted, reverse=True):
            group = inserted[start, end]
            members = [part for part in parts[start:end] if part is not None]
            if not members:
                continue
            if group.required:
                opening, closing = ("(", ")") if len(members) > 1 else ("", "")
            else:
                opening, closing = "[", "]"
                if len(members) == 1 and members[0].startswith("[") and members[0].endswith("]"):
                    members[0] = members[0][1:-1]
            if not group.required or len(members) > 1:
                members = [part[1:-1] if part.startswith("[") and part.endswith("]") and
                           not actions[start + at].option_strings else part for at, part in enumerate(members)]
            members[0] = opening + members[0]
            members[-1] = members[-1] + closing
            # Those of a group in this one have their bars already.
            parts[start:end] = [part if part.endswith(" |") else part + " |" for part in members[:-1]] + [members[-1]] + [None] * (end - start - len(members))
        return [part for part in parts if part is not None]

    # Text and actions

    def _format_text(self, text):
        if "%(prog)" in text:
            text = text % dict(prog=self._prog)
        width = max(self._width - self._current_indent, 11)
        return self._fill_text(text, width, " " * self._current_indent) + "\n\n"

    def _format_action(self, action):
        help_position = min(self._action_max_length + 2, self._max_help_position)
        help_width = max(self._width - help_position, 11)
        action_width = help_position - self._current_indent - 2
        header = self._format_action_invocation(action)
        indent = " " * self._current_indent
        if not action.help:
            header = f"{indent}{header}\n"
            indent_first = 0
        elif len(header) <= action_width:
            header = f"{indent}{header:<{action_width}}  "
            indent_first = 0
        else:
            header = f"{indent}{header}\n"
            indent_first = help_position
        parts = [header]
        if action.help and action.help.strip():
            text = self._expand_help(action)
            if text:
                lines = self._split_lines(text, help_width)
                parts.append("%*s%s\n" % (indent_first, "", lines[0]))
                for line in lines[1:]:
                    parts.append("%*s%s\n" % (help_position, "", line))
        elif not header.endswith("\n"):
            parts.append("\n")
        for subaction in self._iter_indented_subactions(action):
            parts.append(self._format_action(subaction))
        return self._join_parts(parts)

    def _format_action_invocation(self, action):
        names = ", ".join(action.option_strings)
        if not names:
            metavar = self._metavar_formatter(action, self._get_default_metavar_for_positional(action))
            return " ".join(metavar(1))
        if action.nargs == 0:
            return names
        return f"{names} {self._format_args(action, self._get_default_metavar_for_optional(action))}"

    def _metavar_formatter(self, action, default_metavar):
        if action.metavar is not None:
            result = action.metavar
        elif action.choices is not None:
            result = "{" + ",".join(map(str, action.choices)) + "}"
        else:
            result = default_metavar

        def format(tuple_size):
            return result if isinstance(result, tuple) else (result,) * tuple_size

        return format

    def _format_args(self, action, default_metavar):
        get_metavar = self._metavar_formatter(action, default_metavar)
        if action.nargs is None:
            return "%s" % get_metavar(1)
        if action.nargs == OPTIONAL:
            return "[%s]" % get_metavar(1)
        if action.nargs == ZERO_OR_MORE:
            metavar = get_metavar(1)
            if len(metavar) == 2:
                return "[%s [%s ...]]" % metavar
            return "[%s ...]" % metavar
        if action.nargs == ONE_OR_MORE:
            return "%s [%s ...]" % get_metavar(2)
        if action.nargs == REMAINDER:
            return "..."
        if action.nargs == PARSER:
            return "%s ..." % get_metavar(1)
        if action.nargs == SUPPRESS:
            return ""
        try:
            formats = ["%s" for _ in range(action.nargs)]
        except TypeError:
            raise ValueError("invalid nargs value") from None
        return " ".join(formats) % get_metavar(action.nargs)

    def _expand_help(self, action):
        parameters = dict(vars(action), prog=self._prog)
        for name in list(parameters):
            value = parameters[name]
            if value is SUPPRESS:
                del parameters[name]
            elif hasattr(value, "__name__"):
                parameters[name] = value.__name__
        if parameters.get("choices") is not None:
            parameters["choices"] = ", ".join(map(str, parameters["choices"]))
        return self._get_help_string(action) % parameters

    def _iter_indented_subactions(self, action):
        get_subactions = getattr(action, "_get_subactions", None)
        if get_subactions is not None:
            self._indent()
            yield from get_subactions()
            self._dedent()

    # What the other formatters do in another way.

    def _split_lines(self, text, width):
        import textwrap
        return textwrap.wrap(_in_one_line(text), width)

    def _fill_text(self, text, width, indent):
        import textwrap
        return textwrap.fill(_in_one_line(text), width, initial_indent=indent, subsequent_indent=indent)

    def _get_default_metavar_for_positional(self, action):
        return action.dest

    def _get_default_metavar_for_optional(self, action):
        return action.dest.upper()

    def _get_help_string(self, action):
        return action.help


_BLANKS = str.maketrans("\t\n\v\f\r", "     ")


def _in_one_line(text):
    # A blank that is not to be broken at is no gap.
    return " ".join(filter(None, text.translate(_BLANKS).split(" ")))


def _terminal_width():
    try:
        width = int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        width = 0
    if width <= 0:
        try:
            width = os.get_terminal_size(sys.__stdout__.fileno()).columns
        except (AttributeError, ValueError, OSError):
            width = 0
    return width if width > 0 else 80


class RawDescriptionHelpFormatter(HelpFormatter):
    """Leaves descriptions as they are."""

    def _fill_text(self, text, width, indent):
        return "".join(indent + line for line in text.splitlines(keepends=True))


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    """Leaves all texts as they are."""

    def _split_lines(self, text, width):
        return text.splitlines()


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    """Adds the defaults to the help of arguments."""

    def _get_help_string(self, action):
        text = action.help
        if text is None:
            text = ""
        if "%(default)" not in text and action.default is not SUPPRESS:
            if action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE):
                text += " (default: %(default)s)"
        return text


class MetavarTypeHelpFormatter(HelpFormatter):
    """Shows the types of arguments as their values."""

    def _get_default_metavar_for_optional(self, action):
        return action.type.__name__

    def _get_default_metavar_for_positional(self, action):
        return action.type.__name__


# --- Actions -----------------------------------------------------------------------------------------------------------------

class Action(_AttributeHolder):
    """What an argument does when it is met; a subclass says it in __call__(parser, namespace, values, option_string)."""

    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None, required=False,
                 help=None, metavar=None, deprecated=False):
        self.option_strings, self.dest, self.nargs, self.const, self.default = option_strings, dest, nargs, const, default
        self.type, self.choices, self.required = type, choices, required
        self.help, self.metavar, self.deprecated = help, metavar, deprecated

    def _get_kwargs(self):
        return [(name, getattr(self, name)) for name in (
            "option_strings", "dest", "nargs", "const", "default", "type", "choices", "required", "help", "metavar", "deprecated")]

    def format_usage(self):
        return self.option_strings[0]

    def __call__(self, parser, namespace, values, option_string=None):
        raise NotImplementedError(".__call__() not defined")


_not_given = object()


class BooleanOptionalAction(Action):
    """An option --foo with a counterpart --no-foo."""

    def __init__(self, option_strings, dest, default=None, type=_not_given, choices=_not_given, required=False, help=None,
                 metavar=_not_given, deprecated=False):
        # They never meant anything.
        import warnings
        for name, value in (("type", type), ("choices", choices), ("metavar", metavar)):
            if value is not _not_given:
                warnings._deprecated(name, "{name!r} is deprecated as of Python 3.12 and will be removed in Python {remove}.",
                                     remove=(3, 14))
        type, choices, metavar = (None if value is _not_given else value for value in (type, choices, metavar))
        names = []
        for name in option_strings:
            names += [name, "--no-" + name[2:]] if name.startswith("--") else [name]
        super().__init__(option_strings=names, dest=dest, nargs=0, default=default, type=type, choices=choices, required=required,
                         help=help, metavar=metavar, deprecated=deprecated)

    def __call__(self, parser, namespace, values, option_string=None):
        if option_string in self.option_strings:
            setattr(namespace, self.dest, not option_string.startswith("--no-"))

    def format_usage(self):
        return " | ".join(self.option_strings)


class _StoreAction(Action):
    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None, required=False,
                 help=None, metavar=None, deprecated=False):
        if nargs == 0:
            raise ValueError("nargs for store actions must be != 0; if you have nothing to store, actions such as store true or "
                             "store const may be more appropriate")
        if const is not None and nargs != OPTIONAL:
            raise ValueError("nargs must be %r to supply const" % OPTIONAL)
        super().__init__(option_strings, dest, nargs, const, default, type, choices, required, help, metavar, deprecated)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values)


class _StoreConstAction(Action):
    def __init__(self, option_strings, dest, const=None, default=None, required=False, help=None, metavar=None,
                 deprecated=False):
        super().__init__(option_strings=option_strings, dest=dest, nargs=0, const=const, default=default, required=required,
                         help=help, deprecated=deprecated)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, self.const)


class _StoreTrueAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=False, required=False, help=None, deprecated=False):
        super().__init__(option_strings, dest, const=True, default=default, required=required, help=help,
                         deprecated=deprecated)


class _StoreFalseAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=True, required=False, help=None, deprecated=False):
        super().__init__(option_strings, dest, const=False, default=default, required=required, help=help,
                         deprecated=deprecated)


def _copy_items(items):
    """A copy to append to; lists, the usual case, need no module for that."""
    if items is None or type(items) is list:
        return [*(items or ())]
    from copy import copy
    return copy(items)


class _AppendAction(Action):
    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None, required=False,
                 help=None, metavar=None, deprecated=False):
        if nargs == 0:
            raise ValueError("nargs for append actions must be != 0; if arg strings are not supplying the value to append, the "
                             "append const action may be more appropriate")
        if const is not None and nargs != OPTIONAL:
            raise ValueError("nargs must be %r to supply const" % OPTIONAL)
        super().__init__(option_strings, dest, nargs, const, default, type, choices, required, help, metavar, deprecated)

    def __call__(self, parser, namespace, values, option_string=None):
        items = _copy_items(getattr(namespace, self.dest, None))
        items.append(values)
        setattr(namespace, self.dest, items)


class _AppendConstAction(Action):
    def __init__(self, option_strings, dest, const=None, default=None, required=False, help=None, metavar=None,
                 deprecated=False):
        super().__init__(option_strings=option_strings, dest=dest, nargs=0, const=const, default=default, required=required,
                         help=help, metavar=metavar, deprecated=deprecated)

    def __call__(self, parser, namespace, values, option_string=None):
        items = _copy_items(getattr(namespace, self.dest, None))
        items.append(self.const)
        setattr(namespace, self.dest, items)


class _ExtendAction(_AppendAction):
    def __call__(self, parser, namespace, values, option_string=None):
        items = _copy_items(getattr(namespace, self.dest, None))
        items.extend(values)
        setattr(namespace, self.dest, items)


class _CountAction(Action):
    def __init__(self, option_strings, dest, default=None, required=False, help=None, deprecated=False):
        super().__init__(option_strings=option_strings, dest=dest, nargs=0, default=default, required=required, help=help,
                         deprecated=deprecated)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, (getattr(namespace, self.dest, None) or 0) + 1)


class _HelpAction(Action):
    def __init__(self, option_strings, dest=SUPPRESS, default=SUPPRESS, help=None, deprecated=False):
        super().__init__(option_strings=option_strings, dest=dest, default=default, nargs=0, help=help, deprecated=deprecated)

    def __call__(self, parser, namespace, values, option_string=None):
        parser.print_help()
        parser.exit()


class _VersionAction(Action):
    def __init__(self, option_strings, version=None, dest=SUPPRESS, default=SUPPRESS, help=None, deprecated=False):
        if help is None:
            help = "show program's version number and exit"
        super().__init__(option_strings=option_strings, dest=dest, default=default, nargs=0, help=help)
        self.version = version

    def __call__(self, parser, namespace, values, option_string=None):
        formatter = parser._get_formatter()
        formatter.add_text(parser.version if self.version is None else self.version)
        parser._print_message(formatter.format_help(), sys.stdout)
        parser.exit()


class _SubParsersAction(Action):
    """Chooses the parser for the rest by a name."""

    class _ChoicesPseudoAction(Action):
        def __init__(self, name, aliases, help):
            shown = f"{name} ({', '.join(aliases)})" if aliases else name
            super().__init__(option_strings=[], dest=name, help=help, metavar=shown)

    def __init__(self, option_strings, prog, parser_class, dest=SUPPRESS, required=False, help=None, metavar=None):
        self._prog_prefix, self._parser_class = prog, parser_class
        # Parsers by name and alias, which are also the choices; what help shows; the names that are deprecated.
        self._name_parser_map, self._choices_actions, self._deprecated = {}, [], set()
        super().__init__(option_strings=option_strings, dest=dest, nargs=PARSER, choices=self._name_parser_map,
                         required=required, help=help, metavar=metavar)

    def add_parser(self, name, *, deprecated=False, **kwargs):
        """Add a command; returns its parser."""
        if kwargs.get("prog") is None:
            kwargs["prog"] = f"{self._prog_prefix} {name}"
        aliases = kwargs.pop("aliases", ())
        for taken, what in ((name, "subparser"), *((alias, "subparser alias") for alias in aliases)):
            if taken in self._name_parser_map:
                raise ArgumentError(self, f"conflicting {what}: {taken}")
        if "help" in kwargs:
            self._choices_actions.append(self._ChoicesPseudoAction(name, aliases, kwargs.pop("help")))
        parser = self._parser_class(**kwargs)
        self._name_parser_map.update(dict.fromkeys((name, *aliases), parser))
        if deprecated:
            self._deprecated.update((name, *aliases))
        return parser

    def _get_subactions(self):
        return self._choices_actions

    def __call__(self, parser, namespace, values, option_string=None):
        name, *rest = values
        if self.dest is not SUPPRESS:
            setattr(namespace, self.dest, name)
        chosen = self._name_parser_map.get(name)
        if chosen is None:
            names = ", ".join(self._name_parser_map)
            raise ArgumentError(self, f"unknown parser {name!r} (choices: {names})")
        if name in self._deprecated:
            parser._warning(f"command '{name}' is deprecated")
        # In a namespace of its own, so that its defaults do not lose against those of the outer parser.
        found, unknown = chosen.parse_known_args(rest, None)
        for attribute, value in vars(found).items():
            setattr(namespace, attribute, value)
        if unknown:
            setattr(namespace, _UNRECOGNIZED_ARGS_ATTR, getattr(namespace, _UNRECOGNIZED_ARGS_ATTR, []) + unknown)



class FileType:
    """A type of argument: opens the file that is named; - is standard input or output."""

    def __init__(self, mode="r", bufsize=-1, encoding=None, errors=None):
        self._mode = mode
        self._bufsize = bufsize
        self._encoding = encoding
        self._errors = errors

    def __call__(self, string):
        if string == "-":
            if "r" in self._mode:
                return sys.stdin.buffer if "b" in self._mode else sys.stdin
            if any(letter in self._mode for letter in "wax"):
                return sys.stdout.buffer if "b" in self._mode else sys.stdout
            raise ValueError('argument "-" with mode %r' % self._mode)
        try:
            return open(string, self._mode, self._bufsize, self._encoding, self._errors)
        except OSError as error:
            raise ArgumentTypeError(f"can't open '{string}': {error}") from None

    def __repr__(self):
        shown = [repr(value) for value in (self._mode, self._bufsize) if value != -1]
        shown += [f"{name}={value!r}" for name, value in (("encoding", self._encoding), ("errors", self._errors))
                  if value is not None]
        return f"{type(self).__name__}({', '.join(shown)})"


# --- Containers of arguments -------------------------------------------------------------------------------------------------

class _ActionsContainer:
    def __init__(self, description, prefix_chars, argument_default, conflict_handler):
        self.description = description
        self.argument_default = argument_default
        self.prefix_chars = prefix_chars
        self.conflict_handler = conflict_handler
        self._registries = {}
        for name, kind in ((None, _StoreAction), ("store", _StoreAction), ("store_const", _StoreConstAction),
                           ("store_true", _StoreTrueAction), ("store_false", _StoreFalseAction), ("append", _AppendAction),
                           ("append_const", _AppendConstAction), ("count", _CountAction), ("help", _HelpAction),
                           ("version", _VersionAction), ("parsers", _SubParsersAction), ("extend", _ExtendAction)):
            self.register("action", name, kind)
        self._get_handler()
        # Arguments, options by name, groups for help, groups of which one argument is allowed, values for any attribute.
        self._actions, self._option_string_actions = [], {}
        self._action_groups, self._mutually_exclusive_groups = [], []
        self._defaults = {}
        # Options that look like negative numbers; a list, since groups share it.
        self._has_negative_number_optionals = []

    def register(self, registry_name, value, object):
        self._registries.setdefault(registry_name, {})[value] = object

    def _registry_get(self, registry_name, value, default=None):
        return self._registries.get(registry_name, {}).get(value, default)

    def set_defaults(self, **kwargs):
        """Set defaults of arguments, or attributes that no argument sets."""
        self._defaults |= kwargs
        for action in self._actions:
            action.default = kwargs.get(action.dest, action.default)

    def get_default(self, dest):
        """Return the default of an attribute."""
        of_actions = (action.default for action in self._actions if action.dest == dest and action.default is not None)
        return next(of_actions, self._defaults.get(dest))

    def add_argument(self, *args, **kwargs):
        """Add an argument: a name, or one or more options."""
        prefixes = self.prefix_chars
        if not args or len(args) == 1 and args[0][0] not in prefixes:
            if args and "dest" in kwargs:
                raise ValueError("dest supplied twice for positional argument")
            kwargs = self._get_positional_kwargs(*args, **kwargs)
        else:
            kwargs = self._get_optional_kwargs(*args, **kwargs)
        if "default" not in kwargs:
            dest = kwargs["dest"]
            if dest in self._defaults:
                kwargs["default"] = self._defaults[dest]
            elif self.argument_default is not None:
                kwargs["default"] = self.argument_default
        action_name = kwargs.pop("action", None)
        action_class = self._registry_get("action", action_name, action_name)
        if not callable(action_class):
            raise ValueError('unknown action "%s"' % (action_class,))
        action = action_class(**kwargs)
        type_function = self._registry_get("type", action.type, action.type)
        if type_function is not None and not callable(type_function):
            raise ValueError(f"{type_function!r} is not callable")
        if type_function is FileType:
            raise ValueError(f"{type_function!r} is a FileType class object, instance of it must be passed")
        if hasattr(self, "_get_formatter"):
            formatter = self._get_formatter()
            try:
                formatter._format_args(action, None)
            except TypeError:
                raise ValueError("length of metavar tuple does not match nargs") from None
        return self._add_action(action)

    def add_argument_group(self, *args, **kwargs):
        """Add a group, which has a heading of its own in the help."""
        self._action_groups.append(_ArgumentGroup(self, *args, **kwargs))
        return self._action_groups[-1]

    def add_mutually_exclusive_group(self, **kwargs):
        """Add a group of arguments of which only one may be given."""
        self._mutually_exclusive_groups.append(_MutuallyExclusiveGroup(self, **kwargs))
        return self._mutually_exclusive_groups[-1]

    def _add_action(self, action):
        self._check_conflict(action)
        action.container = self
        self._actions.append(action)
        self._option_string_actions.update(dict.fromkeys(action.option_strings, action))
        if not self._has_negative_number_optionals and any(map(_looks_like_negative_number, action.option_strings)):
            self._has_negative_number_optionals.append(True)
        return action

    def _remove_action(self, action):
        self._actions.remove(action)

    def _add_container_actions(self, container):
        titles = {}
        for group in self._action_groups:
            if group.title in titles:
                raise ValueError("cannot merge actions - two groups are named %r" % group.title)
            titles[group.title] = group
        group_of = {}
        for group in container._action_groups:
            if group.title not in titles:
                titles[group.title] = self.add_argument_group(title=group.title, description=group.description,
                                                              conflict_handler=group.conflict_handler)
            for action in group._group_actions:
                group_of[action] = titles[group.title]
        for group in container._mutually_exclusive_groups:
            target = self if group._container is container else titles[group._container.title]
            made = target.add_mutually_exclusive_group(required=group.required)
            for action in group._group_actions:
                group_of[action] = made
        for action in container._actions:
            group_of.get(action, self)._add_action(action)

    def _get_positional_kwargs(self, dest, **kwargs):
        if "required" in kwargs:
            raise TypeError("'required' is an invalid argument for positionals")
        nargs = kwargs.get("nargs")
        if nargs == 0:
            raise ValueError("nargs for positionals must be != 0")
        if nargs not in (OPTIONAL, ZERO_OR_MORE, REMAINDER, SUPPRESS):
            kwargs["required"] = True
        return dict(kwargs, dest=dest, option_strings=[])

    def _get_optional_kwargs(self, *args, **kwargs):
        options = []
        long_options = []
        for option in args:
            if option[0] not in self.prefix_chars:
                raise ValueError(f"invalid option string {option!r}: must start with a character {self.prefix_chars!r}")
            options.append(option)
            if len(option) > 1 and option[1] in self.prefix_chars:
                long_options.append(option)
        dest = kwargs.pop("dest", None)
        if dest is None:
            dest = (long_options or options)[0].lstrip(self.prefix_chars)
            if not dest:
                raise ValueError(f"dest= is required for options like {args[0]!r}")
            dest = dest.replace("-", "_")
        return dict(kwargs, dest=dest, option_strings=options)

    def _get_handler(self):
        handler = getattr(self, f"_handle_conflict_{self.conflict_handler}", None)
        if handler is None:
            raise ValueError(f"invalid conflict_resolution value: {self.conflict_handler!r}")
        return handler

    def _check_conflict(self, action):
        conflicts = [(option, self._option_string_actions[option]) for option in action.option_strings
                     if option in self._option_string_actions]
        if conflicts:
            self._get_handler()(action, conflicts)

    def _handle_conflict_error(self, action, conflicts):
        names = ", ".join([option for option, _ in conflicts])
        raise ArgumentError(action, f"conflicting option string{'s' if len(conflicts) > 1 else ''}: {names}")

    def _handle_conflict_resolve(self, action, conflicts):
        for option, other in conflicts:
            other.option_strings.remove(option)
            self._option_string_actions.pop(option, None)
            if not other.option_strings:
                other.container._remove_action(other)


class _ArgumentGroup(_ActionsContainer):
    def __init__(self, container, title=None, description=None, **kwargs):
        if "prefix_chars" in kwargs:
            import warnings
            warnings.warn("The use of the undocumented 'prefix_chars' parameter in ArgumentParser.add_argument_group() is "
                          "deprecated.", DeprecationWarning, stacklevel=3)
        inherited = {name: getattr(container, name) for name in ("conflict_handler", "prefix_chars", "argument_default")}
        super().__init__(description=description, **inherited | kwargs)
        self.title, self._group_actions = title, []
        # All but the list of its own arguments is the container's.
        for name in ("_registries", "_actions", "_option_string_actions", "_defaults", "_has_negative_number_optionals",
                     "_mutually_exclusive_groups"):
            setattr(self, name, getattr(container, name))

    def _add_action(self, action):
        self._group_actions.append(super()._add_action(action))
        return action

    def _remove_action(self, action):
        self._group_actions.remove(action)
        super()._remove_action(action)

    def add_argument_group(self, *args, **kwargs):
        import warnings
        warnings.warn("Nesting argument groups is deprecated.", category=DeprecationWarning, stacklevel=2)
        return super().add_argument_group(*args, **kwargs)


class _MutuallyExclusiveGroup(_ArgumentGroup):
    def __init__(self, container, required=False):
        super().__init__(container)
        self.required = required
        self._container = container

    def _add_action(self, action):
        if action.required:
            raise ValueError("mutually exclusive arguments must be optional")
        action = self._container._add_action(action)
        self._group_actions.append(action)
        return action

    def _remove_action(self, action):
        self._container._remove_action(action)
        self._group_actions.remove(action)

    def add_mutually_exclusive_group(self, **kwargs):
        import warnings
        warnings.warn("Nesting mutually exclusive groups is deprecated.", category=DeprecationWarning, stacklevel=2)
        return super().add_mutually_exclusive_group(**kwargs)


def _looks_like_negative_number(text):
    """-1, -1.5, -.5, with underscores and exponents."""
    if text[:1] != "-" or len(text) < 2 or not (text[1].isdigit() or text[1] == "."):
        return False
    try:
        float(text.rstrip("jJ") if text[-1] in "jJ" else text)
    except ValueError:
        return False
    return True


# --- Counting values ---------------------------------------------------------------------------------------------------------

def _count_range(nargs):
    """The least and greatest number of values; no greatest is None."""
    if nargs is None:
        return 1, 1
    if nargs == OPTIONAL:
        return 0, 1
    if nargs == ZERO_OR_MORE:
        return 0, None
    if nargs == ONE_OR_MORE:
        return 1, None
    if nargs == SUPPRESS:
        return 0, 0
    return nargs, nargs


def _match_one(nargs, letters, start, is_option):
    """Iterate over the ends that the values of an argument may have, longest first. A lone -- counts as no value."""
    if nargs == REMAINDER:
        yield from range(len(letters), start - 1, -1)
        return
    if nargs == PARSER:
        position = start
        while position < len(letters) and letters[position] == "-" and not is_option:
            position += 1
        if position < len(letters) and letters[position] == "A":
            yield from range(len(letters), position, -1)
        return
    least, most = _count_range(nargs)
    ends = []
    position = start
    count = 0
    while True:
        if count >= least:
            ends.append(position)
        if position >= len(letters):
            break
        if letters[position] == "-" and not is_option:
            position += 1
            continue
        if letters[position] != "A" or most is not None and count >= most:
            break
        position += 1
        count += 1
    yield from reversed(ends)


def _match_all(all_nargs, letters, start):
    """Return how many letters each of several arguments takes, each as many as possible from the left; None if impossible."""
    if not all_nargs:
        return []
    for end in _match_one(all_nargs[0], letters, start, False):
        rest = _match_all(all_nargs[1:], letters, end)
        if rest is not None:
            return [end - start] + rest
    return None


# --- The parser --------------------------------------------------------------------------------------------------------------

class ArgumentParser(_AttributeHolder, _ActionsContainer):
    """Parses command lines."""

    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=[], formatter_class=HelpFormatter,
                 prefix_chars="-", fromfile_prefix_chars=None, argument_default=None, conflict_handler="error", add_help=True,
                 allow_abbrev=True, exit_on_error=True):
        super().__init__(description=description, prefix_chars=prefix_chars, argument_default=argument_default,
                         conflict_handler=conflict_handler)
        self.prog = os.path.basename(sys.argv[0]) if prog is None else prog
        self.usage, self.epilog, self.formatter_class = usage, epilog, formatter_class
        self.fromfile_prefix_chars, self.add_help = fromfile_prefix_chars, add_help
        self.allow_abbrev, self.exit_on_error = allow_abbrev, exit_on_error
        self._positionals, self._optionals = map(self.add_argument_group, ("positional arguments", "options"))
        self._subparsers = None
        # Without a type, texts stay what they are.
        self.register("type", None, lambda text: text)
        if add_help:
            dash = "-" if "-" in prefix_chars else prefix_chars[0]
            self.add_argument(f"{dash}h", f"{dash}{dash}help", action="help", default=SUPPRESS,
                              help="show this help message and exit")
        for parent in parents:
            if not isinstance(parent, ArgumentParser):
                raise TypeError("parents must be a list of ArgumentParser")
            self._add_container_actions(parent)
            self._defaults |= parent._defaults

    def _get_kwargs(self):
        return [(name, getattr(self, name)) for name in ("prog", "usage", "description", "formatter_class", "conflict_handler",
                                                         "add_help")]

    def add_subparsers(self, **kwargs):
        """Add commands; the result has add_parser()."""
        if self._subparsers is not None:
            raise ArgumentError(None, "cannot have multiple subparser arguments")
        kwargs.setdefault("parser_class", type(self))
        if "title" in kwargs or "description" in kwargs:
            self._subparsers = self.add_argument_group(kwargs.pop("title", "subcommands"), kwargs.pop("description", None))
        else:
            self._subparsers = self._positionals
        if kwargs.get("prog") is None:
            formatter = self._get_formatter()
            formatter.add_usage(None, self._get_positional_actions(), self._mutually_exclusive_groups, "")
            kwargs["prog"] = formatter.format_help().strip()
        action_class = self._registry_get("action", kwargs.pop("action", "parsers"))
        action = action_class(option_strings=[], **kwargs)
        self._subparsers._add_action(action)
        return action

    def _add_action(self, action):
        (self._optionals if action.option_strings else self._positionals)._add_action(action)
        return action

    def _get_optional_actions(self):
        return [action for action in self._actions if action.option_strings]

    def _get_positional_actions(self):
        return [action for action in self._actions if not action.option_strings]

    # Parsing

    def parse_args(self, args=None, namespace=None):
        """Parse and return the namespace; end the program with a message when something is wrong."""
        namespace, rest = self.parse_known_args(args, namespace)
        if rest:
            message = "unrecognized arguments: %s" % " ".join(rest)
            if self.exit_on_error:
                self.error(message)
            else:
                raise ArgumentError(None, message)
        return namespace

    def parse_known_args(self, args=None, namespace=None):
        """The same, but return what is not known besides."""
        return self._parse_known_args2(args, namespace, intermixed=False)

    def parse_intermixed_args(self, args=None, namespace=None):
        """Parse with options anywhere between the positionals."""
        namespace, rest = self.parse_known_intermixed_args(args, namespace)
        if rest:
            message = "unrecognized arguments: %s" % " ".join(rest)
            if self.exit_on_error:
                self.error(message)
            else:
                raise ArgumentError(None, message)
        return namespace

    def parse_known_intermixed_args(self, args=None, namespace=None):
        """The same, but return what is not known besides."""
        positionals = self._get_positional_actions()
        wrong = [action for action in positionals if action.nargs in (PARSER, REMAINDER)]
        if wrong:
            raise TypeError("parse_intermixed_args: positional arg with nargs=%s" % wrong[0].nargs)
        return self._parse_known_args2(args, namespace, intermixed=True)

    def _parse_known_args2(self, args, namespace, intermixed):
        args = sys.argv[1:] if args is None else list(args)
        if namespace is None:
            namespace = Namespace()
        for action in self._actions:
            if action.dest is not SUPPRESS and not hasattr(namespace, action.dest) and action.default is not SUPPRESS:
                setattr(namespace, action.dest, action.default)
        for dest in self._defaults:
            if not hasattr(namespace, dest):
                setattr(namespace, dest, self._defaults[dest])
        if self.exit_on_error:
            try:
                namespace, rest = self._parse_known_args(args, namespace, intermixed)
            except ArgumentError as error:
                self.error(str(error))
        else:
            namespace, rest = self._parse_known_args(args, namespace, intermixed)
        if hasattr(namespace, _UNRECOGNIZED_ARGS_ATTR):
            rest.extend(getattr(namespace, _UNRECOGNIZED_ARGS_ATTR))
            delattr(namespace, _UNRECOGNIZED_ARGS_ATTR)
        return namespace, rest

    def _parse_known_args(self, args, namespace, intermixed):
        if self.fromfile_prefix_chars is not None:
            args = self._read_args_from_files(args)
        return _Parsing(self, args, namespace, intermixed).run()

    def _read_args_from_files(self, args):
        result = []
        for arg in args:
            if not arg or arg[0] not in self.fromfile_prefix_chars:
                result.append(arg)
                continue
            try:
                with open(arg[1:], encoding=sys.getfilesystemencoding(), errors=sys.getfilesystemencodeerrors()) as file:
                    lines = [value for line in file.read().splitlines() for value in self.convert_arg_line_to_args(line)]
            except OSError as error:
                raise ArgumentError(None, str(error))
            result.extend(self._read_args_from_files(lines))
        return result

    def convert_arg_line_to_args(self, arg_line):
        """Return the arguments in a line of a file: one, unless overridden."""
        return [arg_line]

    def _parse_optional(self, arg):
        """Return the (action, option, separator, value) candidates if an argument is an option, else None."""
        if not arg or arg[0] not in self.prefix_chars:
            return None
        if arg in self._option_string_actions:
            return [(self._option_string_actions[arg], arg, None, None)]
        if len(arg) == 1:
            return None
        option, separator, value = arg.partition("=")
        if separator and option in self._option_string_actions:
            return [(self._option_string_actions[option], option, separator, value)]
        candidates = self._get_option_tuples(arg)
        if candidates:
            return candidates
        if _looks_like_negative_number(arg) and not self._has_negative_number_optionals:
            return None
        if " " in arg:
            return None
        return [(None, arg, None, None)]

    def _get_option_tuples(self, arg):
        """The options that an argument may abbreviate, or single letters with more behind them."""
        prefixes = self.prefix_chars
        result = []
        if arg[0] in prefixes and arg[1] in prefixes:
            if self.allow_abbrev:
                option, separator, value = arg.partition("=")
                if not separator:
                    separator = value = None
                for known, action in self._option_string_actions.items():
                    if known.startswith(option):
                        result.append((action, known, separator, value))
        elif arg[0] in prefixes:
            option, separator, value = arg.partition("=")
            if not separator:
                separator = value = None
            short = arg[:2]
            short_value = arg[2:]
            for known, action in self._option_string_actions.items():
                if known == short:
                    result.append((action, known, "", short_value))
                elif self.allow_abbrev and known.startswith(option):
                    result.append((action, known, separator, value))
        return result

    def _get_values(self, action, strings):
        # The first -- only ends the options; behind it the program may want it back.
        if action.option_strings == [] and action.nargs not in (PARSER, REMAINDER) and "--" in strings:
            strings = list(strings)
            strings.remove("--")
        nargs = action.nargs
        if not strings and nargs == OPTIONAL:
            value = action.const if action.option_strings else action.default
            if isinstance(value, str) and value is not SUPPRESS:
                value = self._get_value(action, value)
        elif not strings and nargs == ZERO_OR_MORE and not action.option_strings:
            value = action.default if action.default is not None else []
        elif len(strings) == 1 and nargs in (None, OPTIONAL):
            value = self._get_value(action, strings[0])
            self._check_value(action, value)
        elif nargs == REMAINDER:
            value = [self._get_value(action, string) for string in strings]
        elif nargs == PARSER:
            value = [self._get_value(action, string) for string in strings]
            if value and value[0] == "--":
                del value[0]
            self._check_value(action, value[0])
        elif nargs == SUPPRESS:
            value = SUPPRESS
        else:
            value = [self._get_value(action, string) for string in strings]
            for one in value:
                self._check_value(action, one)
        return value

    def _get_value(self, action, string):
        convert = self._registry_get("type", action.type, action.type)
        if not callable(convert):
            raise ArgumentError(action, f"{convert!r} is not callable")
        try:
            return convert(string)
        except ArgumentTypeError as error:
            raise ArgumentError(action, str(error))
        except (TypeError, ValueError):
            name = getattr(action.type, "__name__", repr(action.type))
            raise ArgumentError(action, f"invalid {name} value: {string!r}")

    def _check_value(self, action, value):
        choices = action.choices
        if choices is None:
            return
        if isinstance(choices, str):
            choices = iter(choices)
        if value not in choices:
            shown = ", ".join(map(repr, action.choices))
            raise ArgumentError(action, f"invalid choice: {value!r} (choose from {shown})")

    # Telling

    def _get_formatter(self):
        return self.formatter_class(prog=self.prog)

    def format_usage(self):
        """Return the usage."""
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        return formatter.format_help()

    def format_help(self):
        """Return the help."""
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        formatter.add_text(self.description)
        for group in self._action_groups:
            formatter.start_section(group.title)
            formatter.add_text(group.description)
            formatter.add_arguments(group._group_actions)
            formatter.end_section()
        formatter.add_text(self.epilog)
        return formatter.format_help()

    def print_usage(self, file=None):
        """Print the usage, by default to standard output."""
        self._print_message(self.format_usage(), sys.stdout if file is None else file)

    def print_help(self, file=None):
        """Print the help, by default to standard output."""
        self._print_message(self.format_help(), sys.stdout if file is None else file)

    def _print_message(self, message, file=None):
        if message:
            try:
                (file or sys.stderr).write(message)
            except (AttributeError, OSError):
                # There is nowhere to print to.
                pass

    def exit(self, status=0, message=None):
        """End the program."""
        if message:
            self._print_message(message, sys.stderr)
        sys.exit(status)

    def error(self, message):
        """End the program with the usage and a message."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: error: {message}\n")

    def _warning(self, message):
        self._print_message(f"{self.prog}: warning: {message}\n", sys.stderr)


class _Parsing:
    """The parsing of one command line."""

    def __init__(self, parser, args, namespace, intermixed):
        self.parser = parser
        self.args = args
        self.namespace = namespace
        self.intermixed = intermixed
        self.conflicts = {}
        for group in parser._mutually_exclusive_groups:
            for action in group._group_actions:
                others = self.conflicts.setdefault(action, [])
                others.extend(other for other in group._group_actions if other is not action)
        self.options = {}
        letters = []
        only_values = False
        for index, arg in enumerate(args):
            if only_values:
                letters.append("A")
            elif arg == "--":
                letters.append("-")
                only_values = True
            else:
                candidates = parser._parse_optional(arg)
                if candidates is None:
                    letters.append("A")
                else:
                    self.options[index] = candidates
                    letters.append("O")
        self.letters = "".join(letters)
        self.positionals = parser._get_positional_actions()
        self.seen = set()
        self.seen_with_value = set()
        self.extras = []
        self.extras_letters = []
        self.warned = set()

    def run(self):
        last_option = max(self.options) if self.options else -1
        position = 0
        while position <= last_option:
            following = position
            while following <= last_option and following not in self.options:
                following += 1
            if not self.intermixed and following != position:
                end = self.take_positionals(position)
                if end > position:
                    position = end
                    continue
            if position not in self.options:
                strings = self.args[position:following]
                self.extras.extend(strings)
                self.extras_letters.extend(self.letters[position:following])
                position = following
            position = self.take_option(position)
        if self.intermixed:
            # All that is left between the options is one row of positionals.
            self.extras.extend(self.args[position:])
            self.extras_letters.extend(self.letters[position:])
            self.args, self.letters = self.extras, "".join("A" if letter != "-" else "-" for letter in self.extras_letters)
            unknown = [(at, arg) for at, (arg, letter) in enumerate(zip(self.extras, self.extras_letters)) if letter == "O"]
            self.extras = [arg for _, arg in unknown]
            kept = [at for at in range(len(self.args)) if self.extras_letters[at] != "O"]
            self.letters = "".join(self.letters[at] for at in kept)
            self.args = [self.args[at] for at in kept]
            end = self.take_positionals(0)
            self.extras.extend(self.args[end:])
        else:
            end = self.take_positionals(position)
            self.extras.extend(self.args[end:])
        self.check_required()
        return self.namespace, self.extras

    def act(self, action, strings, option=None):
        """Perform an action with the values behind it."""
        parser = self.parser
        self.seen.add(action)
        values = parser._get_values(action, strings)
        if values is not action.default:
            self.seen_with_value.add(action)
            for other in self.conflicts.get(action, []):
                if other in self.seen_with_value:
                    raise ArgumentError(action, "not allowed with argument %s" % _get_action_name(other))
        if action.deprecated and (option or action.dest) not in self.warned:
            self.warned.add(option or action.dest)
            if option is not None:
                parser._warning("option '%s' is deprecated" % option)
            elif strings:
                parser._warning("argument '%s' is deprecated" % action.dest)
        if values is not SUPPRESS:
            action(parser, self.namespace, values, option)

    def take_option(self, start):
        """Perform the option at a position; returns the position behind it and its values."""
        parser = self.parser
        candidates = self.options[start]
        if len(candidates) > 1:
            names = ", ".join([one[1] for one in candidates])
            raise ArgumentError(None, "ambiguous option: %s could match %s" % (self.args[start], names))
        action, option, separator, value = candidates[0]
        performed = []
        while True:
            if action is None:
                self.extras.append(self.args[start])
                self.extras_letters.append("O")
                return start + 1
            if value is not None:
                fits = next(_match_one(action.nargs, "A", 0, True), 0) == 1
                if not fits and (separator == "" and option[1] not in parser.prefix_chars) and value != "":
                    # -xyz: x takes no value, so the rest are more options.
                    performed.append((action, [], option))
                    prefix = option[0]
                    option = prefix + value[0]
                    value = value[1:] or None
                    separator = "" if value is not None else None
                    if value is not None and value[0] == "=":
                        separator = "="
                        value = value[1:]
                    if option in parser._option_string_actions:
                        action = parser._option_string_actions[option]
                    else:
                        for one, strings, name in performed:
                            self.act(one, strings, name)
                        self.extras.append(prefix + option[1:] + (separator if separator == "=" else "") + (value or ""))
                        self.extras_letters.append("O")
                        return start + 1
                    continue
                if fits:
                    performed.append((action, [value], option))
                    end = start + 1
                    break
                raise ArgumentError(action, "ignored explicit argument %r" % value)
            begin = start + 1
            count = next((end - begin for end in _match_one(action.nargs, self.letters, begin, True)), None)
            if count is None:
                raise ArgumentError(action, self.expectation(action))
            end = begin + count
            performed.append((action, self.args[begin:end], option))
            break
        for one, strings, name in performed:
            self.act(one, strings, name)
        return end

    @staticmethod
    def expectation(action):
        messages = {None: "expected one argument", OPTIONAL: "expected at most one argument",
                    ONE_OR_MORE: "expected at least one argument"}
        message = messages.get(action.nargs)
        if message is None:
            message = "expected %s argument%s" % (action.nargs, "" if action.nargs == 1 else "s")
        return message

    def take_positionals(self, start):
        """Perform the positionals that the arguments from a position allow; returns the position behind their values."""
        counts = []
        for number in range(len(self.positionals), 0, -1):
            counts = _match_all([action.nargs for action in self.positionals[:number]], self.letters, start)
            if counts is not None:
                break
        counts = counts or []
        for action, count in zip(self.positionals, counts):
            strings = self.args[start:start + count]
            start += count
            self.act(action, strings)
        self.positionals = self.positionals[len(counts):]
        return start

    def check_required(self):
        parser = self.parser
        missing = []
        for action in parser._actions:
            if action in self.seen:
                continue
            if action.required:
                missing.append(_get_action_name(action))
            elif (action.default is not None and isinstance(action.default, str) and hasattr(self.namespace, action.dest) and
                    action.default is getattr(self.namespace, action.dest)):
                # Defaults given as text are converted like arguments.
                setattr(self.namespace, action.dest, parser._get_value(action, action.default))
        if missing:
            raise ArgumentError(None, "the following arguments are required: %s" % ", ".join(missing))
        for group in parser._mutually_exclusive_groups:
            if group.required and not any(action in self.seen_with_value for action in group._group_actions):
                names = [_get_action_name(action) for action in group._group_actions if action.help is not SUPPRESS]
                raise ArgumentError(None, "one of the arguments %s is required" % " ".join(names))
