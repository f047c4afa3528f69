"""Finds source whose indentation depends on how wide a tab is: check(FILE or FOLDER), `python -m tabnanny NAME...`.

Complaints are printed, one line for each file; `verbose` (-v) tells more, `filename_only` (-q) less. Errors: a file that cannot be read
or tokenized is told on stderr, and the process exits with status 1, as with CPython.
"""

import os
import sys
import tokenize

__all__ = ["check", "NannyNag", "process_tokens"]

verbose = 0
filename_only = 0


def errprint(*args):
    """Write a line to stderr and exit."""
    sys.stderr.write(" ".join(str(arg) for arg in args) + "\n")
    sys.exit(1)


class NannyNag(Exception):
    """A line whose indentation is ambiguous."""

    def __init__(self, lineno, msg, line):
        self.lineno, self.msg, self.line = lineno, msg, line

    def get_lineno(self):
        return self.lineno

    def get_msg(self):
        return self.msg

    def get_line(self):
        return self.line


def check(file):
    """Look at a file, or at all Python files in a folder and below."""
    if os.path.isdir(file) and not os.path.islink(file):
        if verbose:
            print(f"{file!r}: listing directory")
        for name in os.listdir(file):
            path = os.path.join(file, name)
            if (os.path.isdir(path) and not os.path.islink(path)) or os.path.normcase(name[-3:]) == ".py":
                check(path)
        return
    try:
        source = tokenize.open(file)
    except OSError as error:
        errprint(f"{file!r}: I/O Error: {error}")
        return
    if verbose > 1:
        print(f"checking {file!r} ...")
    with source:
        try:
            process_tokens(tokenize.generate_tokens(source.readline))
        except tokenize.TokenError as error:
            errprint(f"{file!r}: Token Error: {error}")
        except NannyNag as nag:
            _complain(file, nag)
        except IndentationError as error:
            errprint(f"{file!r}: Indentation Error: {error}")
        else:
            if verbose:
                print(f"{file!r}: Clean bill of health.")


def _complain(file, nag):
    line = nag.get_line()
    if verbose:
        print(f"{file!r}: *** Line {nag.get_lineno()}: trouble in tab city! ***")
        print(f"offending line: {line!r}")
        print(nag.get_msg())
        return
    shown = f'"{file}"' if " " in file else file
    if filename_only:
        print(shown)
    else:
        print(shown, nag.get_lineno(), repr(line))


class Whitespace:
    """The blanks and tabs before a line, and how wide they are for any width of a tab."""

    def __init__(self, line):
        self.raw = line[:len(line) - len(line.lstrip(" \t"))]
        *before_tabs, after = self.raw.split("\t")
        self._before_tabs = [len(blanks) for blanks in before_tabs]
        self._after = len(after)

    def longest_run_of_spaces(self):
        return max([*self._before_tabs, self._after])

    def indent_level(self, tabsize):
        """The column of the first character."""
        return sum(blanks // tabsize + 1 for blanks in self._before_tabs) * tabsize + self._after

    def _sizes(self, other):
        # With tabs wider than each run of blanks, a tab more decides over all widths: beyond these nothing new happens.
        return range(1, max(self.longest_run_of_spaces(), other.longest_run_of_spaces()) + 2)

    def equal(self, other):
        """Whether both are as wide as each other for every width of a tab."""
        return len(self._before_tabs) == len(other._before_tabs) and not self.not_equal_witness(other)

    def less(self, other):
        """Whether this is narrower than the other for every width of a tab."""
        return len(self._before_tabs) <= len(other._before_tabs) and not self.not_less_witness(other)

    def not_equal_witness(self, other):
        """(width of a tab, this column, the other's) where they differ."""
        columns = [(size, self.indent_level(size), other.indent_level(size)) for size in self._sizes(other)]
        return [entry for entry in columns if entry[1] != entry[2]]

    def not_less_witness(self, other):
        """(width of a tab, this column, the other's) where this is not narrower."""
        columns = [(size, self.indent_level(size), other.indent_level(size)) for size in self._sizes(other)]
        return [entry for entry in columns if entry[1] >= entry[2]]


def format_witnesses(w):
    """The tab sizes of witnesses as text."""
    return "at tab size" + ("s " if len(w) > 1 else " ") + ", ".join(str(entry[0]) for entry in w)


def process_tokens(tokens):
    """Follow the indentation of tokens. NannyNag: a line is ambiguous."""
    try:
        _follow(tokens)
    except TabError as error:
        # The tokenizer itself saw it.
        raise NannyNag(error.lineno, error.msg, error.text) from None


def _follow(tokens):
    open_blocks = [Whitespace("")]
    at_start = False
    for kind, text, start, _, line in tokens:
        if kind == tokenize.NEWLINE:
            at_start = True
        elif kind == tokenize.INDENT:
            at_start = False
            here = Whitespace(text)
            if not open_blocks[-1].less(here):
                raise NannyNag(start[0], "indent not greater e.g. " + format_witnesses(open_blocks[-1].not_less_witness(here)), line)
            open_blocks.append(here)
        elif kind == tokenize.DEDENT:
            at_start = True
            open_blocks.pop()
        elif at_start and kind not in (tokenize.COMMENT, tokenize.NL):
            at_start = False
            here = Whitespace(line)
            if not open_blocks[-1].equal(here):
                raise NannyNag(start[0], "indent not equal e.g. " + format_witnesses(open_blocks[-1].not_equal_witness(here)), line)


def main():
    """`python -m tabnanny [-q] [-v] NAME...`"""
    global verbose, filename_only
    import getopt
    try:
        options, names = getopt.getopt(sys.argv[1:], "qv")
    except getopt.error as error:
        errprint(error)
    for option, _ in options:
        if option == "-q":
            filename_only += 1
        else:
            verbose += 1
    if not names:
        errprint("Usage:", sys.argv[0], "[-v] file_or_directory ...")
    for name in names:
        check(name)


if __name__ == "__main__":
    main()
