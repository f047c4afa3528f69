"""Interpreters of lines of commands: a subclass has a method do_NAME for each command.

    class Shell(cmd.Cmd):
        def do_greet(self, arg): print("hello", arg)
    Shell().cmdloop()
"""

import inspect
import string
import sys

__all__ = ["Cmd"]

PROMPT = "(Cmd) "
IDENTCHARS = string.ascii_letters + string.digits + "_"


class Cmd:
    """Reads lines and calls do_COMMAND(rest of the line); a true result ends the loop."""

    prompt = PROMPT
    identchars = IDENTCHARS
    ruler = "="
    lastcmd = ""
    intro = None
    doc_leader = ""
    doc_header = "Documented commands (type help <topic>):"
    misc_header = "Miscellaneous help topics:"
    undoc_header = "Undocumented commands:"
    nohelp = "*** No help on %s"
    use_rawinput = 1

    def __init__(self, completekey="tab", stdin=None, stdout=None):
        self.stdin = sys.stdin if stdin is None else stdin
        self.stdout = sys.stdout if stdout is None else stdout
        self.cmdqueue = []
        self.completekey = completekey

    def cmdloop(self, intro=None):
        """Prompt, read, do, until a command says that it is enough."""
        self.preloop()
        if intro is not None:
            self.intro = intro
        if self.intro:
            self.stdout.write(str(self.intro) + "\n")
        stop = None
        while not stop:
            if self.cmdqueue:
                line = self.cmdqueue.pop(0)
            elif self.use_rawinput:
                try:
                    line = input(self.prompt)
                except EOFError:
                    line = "EOF"
            else:
                self.stdout.write(self.prompt)
                self.stdout.flush()
                line = self.stdin.readline()
                line = line.rstrip("\r\n") if line else "EOF"
            line = self.precmd(line)
            stop = self.onecmd(line)
            stop = self.postcmd(stop, line)
        self.postloop()

    def precmd(self, line):
        """Called with each line before it is done; what it gives is done."""
        return line

    def postcmd(self, stop, line):
        """Called after each command; what it gives says whether to stop."""
        return stop

    def preloop(self):
        """Called before the first prompt."""

    def postloop(self):
        """Called after the last command."""

    def parseline(self, line):
        """(command, rest, line); ? is help, ! is shell."""
        line = line.strip()
        if not line:
            return None, None, line
        if line[0] == "?":
            line = "help " + line[1:]
        elif line[0] == "!":
            if not hasattr(self, "do_shell"):
                return None, None, line
            line = "shell " + line[1:]
        i = 0
        while i < len(line) and line[i] in self.identchars:
            i += 1
        return line[:i], line[i:].strip(), line

    def onecmd(self, line):
        """Do one line."""
        command, argument, line = self.parseline(line)
        if not line:
            return self.emptyline()
        if command is None:
            return self.default(line)
        self.lastcmd = line
        if line == "EOF":
            self.lastcmd = ""
        if command == "":
            return self.default(line)
        function = getattr(self, "do_" + command, None)
        return self.default(line) if function is None else function(argument)

    def emptyline(self):
        """An empty line: the last command again."""
        if self.lastcmd:
            return self.onecmd(self.lastcmd)

    def default(self, line):
        """A line that is no command."""
        self.stdout.write("*** Unknown syntax: %s\n" % line)

    # --- Completion

    def completedefault(self, *ignored):
        return []

    def completenames(self, text, *ignored):
        start = "do_" + text
        return [name[3:] for name in self.get_names() if name.startswith(start)]

    def complete(self, text, state):
        """The state-th completion of text, from a line editor's module."""
        if state == 0:
            import readline
            original = readline.get_line_buffer()
            line = original.lstrip()
            stripped = len(original) - len(line)
            begin = readline.get_begidx() - stripped
            end = readline.get_endidx() - stripped
            if begin > 0:
                command, _, _ = self.parseline(line)
                function = self.completedefault if not command else getattr(self, "complete_" + command, self.completedefault)
            else:
                function = self.completenames
            self.completion_matches = function(text, line, begin, end)
        try:
            return self.completion_matches[state]
        except IndexError:
            return None

    def get_names(self):
        return dir(self.__class__)

    def complete_help(self, *args):
        commands = set(self.completenames(*args))
        topics = set(name[5:] for name in self.get_names() if name.startswith("help_" + args[0]))
        return list(commands | topics)

    # --- Help

    def do_help(self, arg):
        'List available commands with "help" or detailed help with "help cmd".'
        if arg:
            try:
                function = getattr(self, "help_" + arg)
            except AttributeError:
                try:
                    text = inspect.cleandoc(getattr(self, "do_" + arg).__doc__ or "")
                    if text:
                        self.stdout.write("%s\n" % text)
                        return
                except AttributeError:
                    pass
                self.stdout.write("%s\n" % (self.nohelp % (arg,),))
                return
            function()
            return
        names = self.get_names()
        topics = {name[5:] for name in names if name.startswith("help_")}
        documented, undocumented = [], []
        previous = ""
        for name in sorted(names):
            if name.startswith("do_"):
                if name == previous:
                    continue
                previous = name
                command = name[3:]
                if command in topics:
                    documented.append(command)
                    topics.remove(command)
                elif getattr(self, name).__doc__:
                    documented.append(command)
                else:
                    undocumented.append(command)
        self.stdout.write("%s\n" % str(self.doc_leader))
        self.print_topics(self.doc_header, documented, 15, 80)
        self.print_topics(self.misc_header, sorted(topics), 15, 80)
        self.print_topics(self.undoc_header, undocumented, 15, 80)

    def print_topics(self, header, cmds, cmdlen, maxcol):
        if cmds:
            self.stdout.write("%s\n" % str(header))
            if self.ruler:
                self.stdout.write("%s\n" % str(self.ruler * len(header)))
            self.columnize(cmds, maxcol - 1)
            self.stdout.write("\n")

    def columnize(self, list, displaywidth=80):
        """Write strings in as few lines as fit, down the columns."""
        if not list:
            self.stdout.write("<empty>\n")
            return
        wrong = [i for i in range(len(list)) if not isinstance(list[i], str)]
        if wrong:
            raise TypeError("list[i] not a string for i in %s" % ", ".join(map(str, wrong)))
        size = len(list)
        if size == 1:
            self.stdout.write("%s\n" % str(list[0]))
            return
        for rows in range(1, size):
            columns = -(-size // rows)
            widths = [max(map(len, list[column * rows:(column + 1) * rows]), default=0) for column in range(columns)]
            if sum(widths) + 2 * (columns - 1) <= displaywidth:
                break
        else:
            rows, columns, widths = size, 1, [0]
        for row in range(rows):
            texts = [list[row + rows * column] if row + rows * column < size else "" for column in range(columns)]
            while texts and not texts[-1]:
                del texts[-1]
            for column, text in enumerate(texts):
                texts[column] = text.ljust(widths[column])
            self.stdout.write("%s\n" % "  ".join(texts))
