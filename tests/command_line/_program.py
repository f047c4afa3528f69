"""How the tests in this folder run the program: through pipes, or on a terminal. Their first argument is the program, the second the preset."""

import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM, PRESET = sys.argv[1:3]
PRESET_NAME = PRESET.partition("=")[2]


class Result:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def __repr__(self):
        return "exit status %s\n--- out\n%s--- err\n%s" % (self.code, self.out, self.err)


def environment(changes):
    values = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GILDED_"))}
    for name, value in changes.items():
        if value is None:
            values.pop(name, None)
        else:
            values[name] = value
    return values


def run(*arguments, input="", env=None, cwd=None, timeout=60):
    """Run the program with pipes and return what came out."""
    process = subprocess.run([PROGRAM, PRESET, *arguments], input=input, capture_output=True, text=True, timeout=timeout,
                             env=environment(env or {}), cwd=cwd)
    return Result(process.returncode, process.stdout, process.stderr)


def folder(**files):
    """A temporary folder with these files; a name's double underscore stands for the dot before its ending."""
    made = tempfile.TemporaryDirectory()
    for name, text in files.items():
        path = pathlib.Path(made.name, name.replace("__py", ".py").replace("__zip", ".zip"))
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return made


def check(condition, shown):
    """An assertion that shows what the program did."""
    if not condition:
        raise AssertionError(repr(shown))


class Terminal:
    """The program on a real pseudo-terminal."""

    def __init__(self, *arguments, env=None, cwd=None):
        self.process, self.fd = pty.fork()
        if self.process == 0:
            try:
                if cwd:
                    os.chdir(cwd)
                values = environment({"TERM": "xterm", "HOME": cwd or tempfile.gettempdir(), "PYTHON_HISTORY": "/dev/null", **(env or {})})
                os.execve(PROGRAM, [PROGRAM, PRESET, *arguments], values)
            finally:
                os._exit(127)
        self.screen = ""  # what has been printed since the last expect()
        self.everything = ""

    def read(self, deadline):
        ready, _, _ = select.select([self.fd], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]", "", data.decode("utf-8", "replace"))
        self.screen += text
        self.everything += text
        return bool(data)

    def expect(self, pattern, timeout=30):
        """Wait until the pattern appears; return the match."""
        deadline = time.monotonic() + timeout
        while True:
            match = re.search(pattern, self.screen)
            if match:
                self.screen = self.screen[match.end():]
                return match
            if not self.read(deadline):
                raise AssertionError("%r did not appear in\n%s" % (pattern, self.everything))

    def type(self, text):
        os.write(self.fd, text.encode())

    def enter(self, line):
        self.type(line + "\n")

    def interrupt(self):
        self.type("\x03")

    def end_of_input(self):
        self.type("\x04")

    def wait(self, timeout=30):
        """The exit status; what is still printed goes to `screen`."""
        deadline = time.monotonic() + timeout
        while self.read(deadline):
            pass
        while time.monotonic() < deadline:
            done, status = os.waitpid(self.process, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.01)
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        raise AssertionError("the program did not end:\n" + self.everything)


def prompt():
    """The primary prompt of this preset, as a pattern."""
    return re.escape(PRESET_NAME + ">>> ")
