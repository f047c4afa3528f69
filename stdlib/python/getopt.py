"""Options of command lines in the style of C's getopt()."""

import os

__all__ = ["GetoptError", "error", "getopt", "gnu_getopt"]

try:
    from gettext import gettext as _
except ImportError:
    def _(text):
        return text


class GetoptError(Exception):
    """A wrong option: msg says what, opt is which."""

    opt = ""
    msg = ""

    def __init__(self, msg, opt=""):
        self.msg = msg
        self.opt = opt
        Exception.__init__(self, msg, opt)

    def __str__(self):
        return self.msg


error = GetoptError


def getopt(args, shortopts, longopts=[]):
    """([(option, value)], remaining arguments) of a list of arguments. Options end at the first argument that is none.

    shortopts: letters, a colon behind those that take a value; longopts: names, with = at the end where a value follows."""
    return _parse(args, shortopts, longopts, False)


def gnu_getopt(args, shortopts, longopts=[]):
    """As getopt, but options and other arguments may be mixed (unless shortopts starts with +)."""
    if shortopts.startswith("+"):
        return _parse(args, shortopts[1:], longopts, False)
    return _parse(args, shortopts, longopts, not os.environ.get("POSIXLY_CORRECT"))


def _parse(args, shortopts, longopts, mixed):
    longopts = [longopts] if isinstance(longopts, str) else list(longopts)
    args = list(args) if mixed else args
    options = []
    others = []
    while args:
        argument = args[0]
        if argument == "--":
            others += args[1:]
            return options, others
        if argument.startswith("--"):
            options, args = do_longs(options, argument[2:], longopts, args[1:])
        elif argument.startswith("-") and argument != "-":
            options, args = do_shorts(options, argument[1:], shortopts, args[1:])
        elif mixed:
            others.append(argument)
            args = args[1:]
        else:
            return options, args
    return options, others + args if mixed else args


def do_longs(opts, opt, longopts, args):
    name, equals, value = opt.partition("=")
    value = value if equals else None
    has_arg, name = long_has_args(name, longopts)
    if has_arg:
        if value is None:
            if not args:
                raise GetoptError(_("option --%s requires argument") % name, name)
            value, args = args[0], args[1:]
    elif value is not None:
        raise GetoptError(_("option --%s must not have an argument") % name, name)
    opts.append(("--" + name, value or ""))
    return opts, args


def long_has_args(opt, longopts):
    """(takes a value, full name) of an option that may be cut short."""
    candidates = [name for name in longopts if name.startswith(opt)]
    if not candidates:
        raise GetoptError(_("option --%s not recognized") % opt, opt)
    if opt in candidates:
        return False, opt
    if opt + "=" in candidates:
        return True, opt
    if len(candidates) > 1:
        raise GetoptError(_("option --%s not a unique prefix") % opt, opt)
    name = candidates[0]
    return (True, name[:-1]) if name.endswith("=") else (False, name)


def do_shorts(opts, optstring, shortopts, args):
    while optstring:
        option, optstring = optstring[0], optstring[1:]
        value = ""
        if short_has_arg(option, shortopts):
            if not optstring:
                if not args:
                    raise GetoptError(_("option -%s requires argument") % option, option)
                optstring, args = args[0], args[1:]
            value, optstring = optstring, ""
        opts.append(("-" + option, value))
    return opts, args


def short_has_arg(opt, shortopts):
    position = shortopts.find(opt) if opt != ":" else -1
    if position < 0:
        raise GetoptError(_("option -%s not recognized") % opt, opt)
    return shortopts.startswith(":", position + 1)
