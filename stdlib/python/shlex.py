"""Splitting and quoting in the manner of the shell, and a scanner for small languages with its syntax."""

import os
import sys
from collections import deque
from io import StringIO

__all__ = ["shlex", "split", "quote", "join"]

_safe = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./-_")


class shlex:
    """A scanner: iterate over it, or call get_token(), for one token after another.

    Its attributes say which characters do what (wordchars, whitespace, quotes, escape, commenters ...) and may be changed at
    any time. In POSIX mode quotes and backslashes are taken away and quoted parts join the word around them. state is " "
    between tokens, "a" in a word, "c" in a run of punctuation, a quote or an escape within these, None at the end.
    """

    def __init__(self, instream=None, infile=None, posix=False, punctuation_chars=False):
        if instream is None:
            instream, infile = sys.stdin, None
        self.instream = StringIO(instream) if isinstance(instream, str) else instream
        self.infile = infile
        self.posix = posix
        self.eof = None if posix else ""
        self.commenters = "#"
        self.wordchars = "abcdfeghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
        if posix:
            self.wordchars += "".join(chr(code) for code in (*range(0xdf, 0x100), *range(0xc0, 0xdf)) if code not in (0xd7, 0xf7))
        self.whitespace = " \t\r\n"
        self.whitespace_split = False
        self.quotes = "'\""
        self.escape = "\\"
        self.escapedquotes = '"'
        self.state = " "
        self.pushback = deque()
        self.lineno = 1
        self.debug = 0
        self.token = ""
        self.filestack = deque()
        self.source = None
        self._characters = []  # read and put back
        self._punctuation_chars = "();<>|&" if punctuation_chars is True else punctuation_chars or ""
        if self._punctuation_chars:
            # Names of files, options and patterns are words then.
            self.wordchars += "~-./*?="
            self.wordchars = self.wordchars.translate(dict.fromkeys(map(ord, self._punctuation_chars)))

    @property
    def punctuation_chars(self):
        return self._punctuation_chars

    def push_token(self, tok):
        """Put a token back, to be the next."""
        if self.debug >= 1:
            print("shlex: pushing token " + repr(tok))
        self.pushback.appendleft(tok)

    def push_source(self, newstream, newfile=None):
        """Read from another stream first."""
        self.filestack.appendleft((self.infile, self.instream, self.lineno))
        self.infile, self.lineno = newfile, 1
        self.instream = StringIO(newstream) if isinstance(newstream, str) else newstream
        if self.debug:
            print("shlex: pushing to " + (f"file {self.infile}" if newfile is not None else f"stream {self.instream}"))

    def pop_source(self):
        """Go back to the stream before."""
        self.instream.close()
        self.infile, self.instream, self.lineno = self.filestack.popleft()
        if self.debug:
            print(f"shlex: popping to {self.instream}, line {self.lineno}")
        self.state = " "

    def get_token(self):
        """The next token, one that was put back first; eof at the end. Requests for other sources are followed."""
        if self.pushback:
            token = self.pushback.popleft()
            if self.debug >= 1:
                print("shlex: popping token " + repr(token))
            return token
        token = self.read_token()
        if self.source is not None:
            while token == self.source:
                found = self.sourcehook(self.read_token())
                if found:
                    self.push_source(found[1], found[0])
                token = self.get_token()
        while token == self.eof and self.filestack:
            self.pop_source()
            token = self.get_token()
        if self.debug >= 1:
            print("shlex: token=" + ("EOF" if token == self.eof else repr(token)))
        return token

    def read_token(self):
        """The next token of the stream, whatever it is."""
        self._quoted = False
        while not self._take(self._character()):
            pass
        token, self.token = self.token, ""
        if self.posix and not self._quoted and token == "":
            token = None
        if self.debug > 1:
            print("shlex: raw token=" + (repr(token) if token else "EOF"))
        return token

    def _character(self):
        character = self._characters.pop() if self._characters else self.instream.read(1)
        if character == "\n":
            self.lineno += 1
        if self.debug >= 3:
            print(f"shlex: in state {self.state!r} I see character: {character!r}")
        return character

    def _put_back(self, character):
        if self._punctuation_chars:
            self._characters.append(character)
        else:
            self.pushback.appendleft(character)

    def _has_token(self):
        return bool(self.token) or self.posix and self._quoted

    def _skip_comment(self):
        self.instream.readline()
        self.lineno += 1

    # Each of these takes one character ("" at the end) and says whether a token is complete.

    def _take(self, character):
        if self.state is None:
            self.token = ""
            return True
        if self.state == " ":
            return self._between(character)
        if self.state in self.quotes:
            return self._in_quotes(character)
        if self.state in self.escape:
            return self._after_escape(character)
        return self._in_word(character)

    def _between(self, character):
        if not character:
            self.state = None
            return True
        if character in self.whitespace:
            return self._has_token()
        if character in self.commenters:
            self._skip_comment()
        elif self.posix and character in self.escape:
            self._state_after_escape, self.state = "a", character
        elif character in self.wordchars:
            self.token, self.state = character, "a"
        elif character in self._punctuation_chars:
            self.token, self.state = character, "c"
        elif character in self.quotes:
            if not self.posix:
                self.token = character
            self.state = character
        elif self.whitespace_split:
            self.token, self.state = character, "a"
        else:
            self.token = character
            return True
        return False

    def _in_quotes(self, character):
        self._quoted = True
        if not character:
            raise ValueError("No closing quotation")
        if character == self.state:
            if self.posix:
                self.state = "a"
                return False
            self.token += character
            self.state = " "
            return True
        if self.posix and character in self.escape and self.state in self.escapedquotes:
            self._state_after_escape, self.state = self.state, character
        else:
            self.token += character
        return False

    def _after_escape(self, character):
        if not character:
            raise ValueError("No escaped character")
        # Within quotes an escape is itself unless it protects one of these.
        if self._state_after_escape in self.quotes and character not in (self.state, self._state_after_escape):
            self.token += self.state
        self.token += character
        self.state = self._state_after_escape
        return False

    def _in_word(self, character):
        if not character:
            self.state = None
            return True
        if character in self.whitespace:
            self.state = " "
            return self._has_token()
        if character in self.commenters:
            self._skip_comment()
            if not self.posix:
                return False
            self.state = " "
            return self._has_token()
        if self.state == "c":
            if character in self._punctuation_chars:
                self.token += character
                return False
            self._characters.append(character)
            self.state = " "
            return True
        if self.posix and character in self.quotes:
            self.state = character
        elif self.posix and character in self.escape:
            self._state_after_escape, self.state = "a", character
        elif character in self.wordchars or character in self.quotes or (
                self.whitespace_split and character not in self._punctuation_chars):
            self.token += character
        else:
            self._put_back(character)
            self.state = " "
            return self._has_token()
        return False

    def sourcehook(self, newfile):
        """Open the file that a request for another source names: (name, stream)."""
        if newfile[0] == '"':
            newfile = newfile[1:-1]
        if isinstance(self.infile, str) and not os.path.isabs(newfile):
            newfile = os.path.join(os.path.dirname(self.infile), newfile)
        return newfile, open(newfile)

    def error_leader(self, infile=None, lineno=None):
        """How an error message begins, in the form that editors find the place by."""
        return '"%s", line %d: ' % (self.infile if infile is None else infile, self.lineno if lineno is None else lineno)

    def __iter__(self):
        return self

    def __next__(self):
        token = self.get_token()
        if token == self.eof:
            raise StopIteration
        return token


def split(s, comments=False, posix=True):
    """Split a command line into words."""
    if s is None:
        raise ValueError("s argument must not be None")
    scanner = shlex(s, posix=posix)
    scanner.whitespace_split = True
    if not comments:
        scanner.commenters = ""
    return list(scanner)


def quote(s):
    """Return a text that a shell takes for one word."""
    if not s:
        return "''"
    if _safe.issuperset(s):
        return s
    return "'" + s.replace("'", "'\"'\"'") + "'"


def join(split_command):
    """Return words as a command line."""
    return " ".join(quote(word) for word in split_command)
