"""Names and passwords of machines, from a file such as ~/.netrc."""

import os
import stat

__all__ = ["netrc", "NetrcParseError"]


class NetrcParseError(Exception):
    """The file has a mistake."""

    def __init__(self, msg, filename=None, lineno=None):
        self.filename = filename
        self.lineno = lineno
        self.msg = msg
        super().__init__(msg)

    def __str__(self):
        return "%s (%s, line %s)" % (self.msg, self.filename, self.lineno)


class _Words:
    """The words of the text: in double quotes or not, with backslashes before characters that mean themselves."""

    def __init__(self, stream):
        self.text = stream.read()
        self.position = 0
        self.lineno = 1
        self.pushed = []

    def _next(self):
        character = self.text[self.position:self.position + 1]
        self.position += 1
        self.lineno += character == "\n"
        return character

    def rest_of_line(self):
        """What stands between here and the end of the line, with it."""
        end = self.text.find("\n", self.position) + 1 or len(self.text)
        line, self.position = self.text[self.position:end], end
        self.lineno += line.endswith("\n")
        return line

    def push(self, word):
        self.pushed.append(word)

    def word(self):
        """The next word; an empty text at the end."""
        if self.pushed:
            return self.pushed.pop()
        character = self._next()
        while character and character in "\n\t\r ":
            character = self._next()
        result = ""
        if character == '"':
            while (character := self._next()) and character != '"':
                result += self._next() if character == "\\" else character
            return result
        while character and character not in "\n\t\r ":
            result += self._next() if character == "\\" else character
            character = self._next()
        return result


class netrc:
    """`hosts` maps names of machines to (login, account, password), `macros` names to lists of lines."""

    def __init__(self, file=None):
        # Only the user's own file has to be closed to others.
        is_default = file is None
        if is_default:
            file = os.path.join(os.path.expanduser("~"), ".netrc")
        self.hosts = {}
        self.macros = {}
        try:
            with open(file, encoding="utf-8") as stream:
                self._parse(file, stream, is_default)
        except UnicodeDecodeError:
            with open(file, encoding="locale") as stream:
                self._parse(file, stream, is_default)

    def _parse(self, file, stream, is_default):
        words = _Words(stream)
        while True:
            before = words.lineno
            word = words.word()
            if not word:
                return
            if word[0] == "#":
                # A comment: the line may have ended with its first word.
                if words.lineno == before:
                    words.rest_of_line()
                continue
            if word == "macdef":
                self._parse_macro(file, words)
                continue
            if word == "machine":
                name = words.word()
            elif word == "default":
                name = "default"
            else:
                raise NetrcParseError("bad toplevel token %r" % word, file, words.lineno)
            if not name:
                raise NetrcParseError("missing %r name" % word, file, words.lineno)
            self._parse_machine(file, stream, words, name, is_default)

    def _parse_macro(self, file, words):
        lines = self.macros[words.word()] = []
        start = words.lineno
        while True:
            line = words.rest_of_line()
            if not line:
                raise NetrcParseError("Macro definition missing null line terminator.", file, start)
            if line == "\n":
                # An empty line ends the macro; the one right after its name does not.
                return
            lines.append(line)

    def _parse_machine(self, file, stream, words, name, is_default):
        login = account = password = ""
        self.hosts[name] = {}
        while True:
            before = words.lineno
            word = words.word()
            if word.startswith("#"):
                if words.lineno == before:
                    words.rest_of_line()
            elif word in ("", "machine", "default", "macdef"):
                words.push(word)
                break
            elif word in ("login", "user"):
                login = words.word()
            elif word == "account":
                account = words.word()
            elif word == "password":
                password = words.word()
            else:
                raise NetrcParseError("bad follower token %r" % word, file, words.lineno)
        self.hosts[name] = login, account, password
        self._check_safety(stream, is_default, login)

    def _check_safety(self, stream, is_default, login):
        # Passwords that others can read are refused.
        if not is_default or login == "anonymous":
            return
        status = os.fstat(stream.fileno())
        if status.st_uid != os.getuid():
            import pwd

            def user(number):
                try:
                    return pwd.getpwuid(number)[0]
                except KeyError:
                    return "uid %s" % number
            raise NetrcParseError("~/.netrc file owner (%s) does not match current user (%s)" %
                                  (user(status.st_uid), user(os.getuid())))
        if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise NetrcParseError("~/.netrc access too permissive: access permissions must restrict access to only the owner")

    def authenticators(self, host):
        """(login, account, password) of a machine; those of `default` if it is unknown, or None."""
        return self.hosts.get(host) or self.hosts.get("default")

    def __repr__(self):
        """The text of a file with the same contents."""
        parts = []
        for host, (login, account, password) in self.hosts.items():
            parts.append("machine %s\n\tlogin %s\n" % (host, login))
            if account:
                parts.append("\taccount %s\n" % account)
            parts.append("\tpassword %s\n" % password)
        for name, lines in self.macros.items():
            parts.append("macdef %s\n" % name)
            parts += lines
            parts.append("\n")
        return "".join(parts)
