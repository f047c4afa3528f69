"""Other programs: start them, feed them, read what they print, wait for them.

`run()` is enough for most uses; `Popen` is what it stands on. A child is made by `_posixsubprocess.fork_exec`, which reports on a pipe of
its own why a program could not be started. `communicate()` moves all data in one loop over the pipes that are ready.
"""

import builtins
import errno
import io
import os
import signal
import sys
import threading
import time
import warnings
from operator import index as _index
from types import GenericAlias as _GenericAlias

import _io
import _posixsubprocess

__all__ = [
    "Popen", "PIPE", "STDOUT", "call", "check_call", "getstatusoutput", "getoutput", "check_output", "run", "CalledProcessError",
    "DEVNULL", "SubprocessError", "TimeoutExpired", "CompletedProcess",
]

PIPE = -1
STDOUT = -2
DEVNULL = -3

# May be set to False where vfork() must not be used.
_USE_VFORK = True
_USE_POSIX_SPAWN = False

# As much as a pipe takes without blocking the writer.
_PIPE_BUF = 512
_INPUT_CHUNK = 32768


class SubprocessError(Exception):
    """What all errors of this module derive from."""


class CalledProcessError(SubprocessError):
    """A program that was to succeed ended with another exit status than 0."""

    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.returncode = returncode
        self.cmd = cmd
        self.output = output
        self.stderr = stderr

    def __str__(self):
        if self.returncode and self.returncode < 0:
            try:
                return "Command '%s' died with %r." % (self.cmd, signal.Signals(-self.returncode))
            except ValueError:
                return "Command '%s' died with unknown signal %d." % (self.cmd, -self.returncode)
        return "Command '%s' returned non-zero exit status %d." % (self.cmd, self.returncode)

    @property
    def stdout(self):
        """Another name for output."""
        return self.output

    @stdout.setter
    def stdout(self, value):
        self.output = value


class TimeoutExpired(SubprocessError):
    """A program did not end in time."""

    def __init__(self, cmd, timeout, output=None, stderr=None):
        self.cmd = cmd
        self.timeout = timeout
        self.output = output
        self.stderr = stderr

    def __str__(self):
        return "Command '%s' timed out after %s seconds" % (self.cmd, self.timeout)

    @property
    def stdout(self):
        """Another name for output."""
        return self.output

    @stdout.setter
    def stdout(self, value):
        self.output = value


class CompletedProcess:
    """What run() returns: the arguments, the exit status and, if they were captured, the outputs."""

    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args = args
        self.returncode = returncode
        self.stdout = stdout
        self.stderr = stderr

    def __repr__(self):
        parts = [f"args={self.args!r}", f"returncode={self.returncode!r}"]
        if self.stdout is not None:
            parts.append(f"stdout={self.stdout!r}")
        if self.stderr is not None:
            parts.append(f"stderr={self.stderr!r}")
        return "%s(%s)" % (type(self).__name__, ", ".join(parts))

    __class_getitem__ = classmethod(_GenericAlias)

    def check_returncode(self):
        """Raise CalledProcessError unless the exit status is 0."""
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)


# --- The functions -----------------------------------------------------------------------------------------------------------

def call(*popenargs, timeout=None, **kwargs):
    """Run a program, wait for it, and return its exit status. Arguments are those of Popen, and `timeout` in seconds."""
    with Popen(*popenargs, **kwargs) as process:
        try:
            return process.wait(timeout=timeout)
        except:
            # Whatever ends the wait, Ctrl-C among it, ends the child.
            process.kill()
            raise


def check_call(*popenargs, **kwargs):
    """As call(), but an exit status other than 0 raises CalledProcessError."""
    status = call(*popenargs, **kwargs)
    if status:
        cmd = kwargs.get("args")
        if cmd is None:
            cmd = popenargs[0]
        raise CalledProcessError(status, cmd)
    return 0


def check_output(*popenargs, timeout=None, **kwargs):
    """Run a program and return what it printed; an exit status other than 0 raises CalledProcessError."""
    for name in ("stdout", "check"):
        if name in kwargs:
            raise ValueError(f"{name} argument not allowed, it will be overridden.")
    if "input" in kwargs and kwargs["input"] is None:
        # None stands for no input at all here, where run() would let the child read ours.
        as_text = kwargs.get("universal_newlines") or kwargs.get("text") or kwargs.get("encoding") or kwargs.get("errors")
        kwargs["input"] = "" if as_text else b""
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout


def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs):
    """Run a program to its end and return a CompletedProcess.

    `input` is sent to its standard input, `capture_output` collects both outputs, `timeout` kills it and raises TimeoutExpired,
    `check` raises CalledProcessError for an exit status other than 0. The rest are arguments of Popen.
    """
    if input is not None:
        if kwargs.get("stdin") is not None:
            raise ValueError("stdin and input arguments may not both be used.")
        kwargs["stdin"] = PIPE
    if capture_output:
        if kwargs.get("stdout") is not None or kwargs.get("stderr") is not None:
            raise ValueError("stdout and stderr arguments may not be used with capture_output.")
        kwargs["stdout"] = PIPE
        kwargs["stderr"] = PIPE
    with Popen(*popenargs, **kwargs) as process:
        try:
            stdout, stderr = process.communicate(input, timeout=timeout)
        except TimeoutExpired:
            process.kill()
            process.wait()
            raise
        except:
            process.kill()
            raise
        status = process.poll()
        if check and status:
            raise CalledProcessError(status, process.args, output=stdout, stderr=stderr)
    return CompletedProcess(process.args, status, stdout, stderr)


def getstatusoutput(cmd, *, encoding=None, errors=None):
    """Run a shell command and return (exit status, what it printed without the last newline)."""
    try:
        data = check_output(cmd, shell=True, text=True, stderr=STDOUT, encoding=encoding, errors=errors)
        status = 0
    except CalledProcessError as error:
        data = error.output
        status = error.returncode
    return status, data[:-1] if data[-1:] == "\n" else data


def getoutput(cmd, *, encoding=None, errors=None):
    """Run a shell command and return what it printed without the last newline."""
    return getstatusoutput(cmd, encoding=encoding, errors=errors)[1]


def list2cmdline(seq):
    """Join arguments to one line by the quoting rules of the Microsoft C runtime."""
    words = []
    for argument in map(os.fsdecode, seq):
        quote = not argument or " " in argument or "\t" in argument
        word, backslashes = [], 0
        for character in argument:
            if character == "\\":
                backslashes += 1
                continue
            if character == '"':
                # Backslashes before a quote count double, and one more escapes the quote.
                word.append("\\" * (2 * backslashes + 1))
            else:
                word.append("\\" * backslashes)
            backslashes = 0
            word.append(character)
        word.append("\\" * (2 * backslashes if quote else backslashes))
        words.append('"' + "".join(word) + '"' if quote else "".join(word))
    return " ".join(words)


def _args_from_interpreter_flags():
    """Return the command line options that would give a child interpreter the settings of this one."""
    options = []
    for attribute, letter in (("dont_write_bytecode", "B"), ("no_site", "S"), ("ignore_environment", "E"), ("isolated", "I"),
                              ("verbose", "v"), ("bytes_warning", "b"), ("quiet", "q"), ("optimize", "O")):
        count = int(getattr(sys.flags, attribute, 0) or 0)
        if count:
            options.append("-" + letter * count)
    for option in getattr(sys, "warnoptions", []):
        options.append("-W" + option)
    for name, value in getattr(sys, "_xoptions", {}).items():
        options.extend(("-X", name if value is True else f"{name}={value}"))
    return options


# --- Popen -------------------------------------------------------------------------------------------------------------------

# Children whose Popen went away before they ended: waited for when the next one starts, lest they stay zombies.
_active = []


def _cleanup():
    for process in _active[:]:
        if process._internal_poll(_deadstate=sys.maxsize) is not None:
            try:
                _active.remove(process)
            except ValueError:
                pass  # another thread was faster


class Popen:
    """A program that was started; its exit status is in `returncode` once it is known.

    `args` is a list of the program and its arguments, or one string. `stdin`, `stdout` and `stderr` are None (the parent's), PIPE,
    DEVNULL, a descriptor or a file; stderr may be STDOUT.
    """

    _child_created = False

    def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None, preexec_fn=None, close_fds=True,
                 shell=False, cwd=None, env=None, universal_newlines=None, startupinfo=None, creationflags=0, restore_signals=True,
                 start_new_session=False, pass_fds=(), *, user=None, group=None, extra_groups=None, encoding=None, errors=None,
                 text=None, umask=-1, pipesize=-1, process_group=None):
        _cleanup()
        # One thread at a time may wait for the child.
        self._waitpid_lock = threading.Lock()
        self._input = None
        self._communication_started = False
        if bufsize is None:
            bufsize = -1
        if not isinstance(bufsize, int):
            raise TypeError("bufsize must be an integer")
        if stdout is STDOUT:
            raise ValueError("STDOUT can only be used for stderr")
        if pipesize is None:
            pipesize = -1
        if not isinstance(pipesize, int):
            raise TypeError("pipesize must be an integer")
        if pass_fds and not close_fds:
            warnings.warn("pass_fds overriding close_fds.", RuntimeWarning)
            close_fds = True
        if startupinfo is not None:
            raise ValueError("startupinfo is only supported on Windows platforms")
        if creationflags != 0:
            raise ValueError("creationflags is only supported on Windows platforms")
        self.args = args
        self.stdin = None
        self.stdout = None
        self.stderr = None
        self.pid = None
        self.returncode = None
        self.encoding = encoding
        self.errors = errors
        self.pipesize = pipesize
        if text is not None and universal_newlines is not None and bool(universal_newlines) != bool(text):
            raise SubprocessError("Cannot disambiguate when both text and universal_newlines are supplied but different. "
                                  "Pass one or the other.")
        self.text_mode = encoding or errors or text or universal_newlines
        if self.text_mode and encoding is None:
            self.encoding = encoding = _text_encoding()
        # How long the end of a `with` block may wait for the child after Ctrl-C.
        self._sigint_wait_secs = 0.25
        self._closed_child_pipe_fds = False
        if self.text_mode:
            line_buffering = bufsize == 1
            # Binary streams have no lines.
            if line_buffering:
                bufsize = -1
        else:
            line_buffering = False
            if bufsize == 1:
                warnings.warn("line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used",
                              RuntimeWarning, stacklevel=2)
                bufsize = -1
        if process_group is None:
            process_group = -1
        gid = _group_id(group)
        gids = None
        if extra_groups is not None:
            if isinstance(extra_groups, str):
                raise ValueError("Groups must be a list, not a string")
            gids = [_group_id(one, "Group name") for one in extra_groups]
            for one in gids:
                if one < 0:
                    raise ValueError(f"Group ID cannot be negative, got {one}")
        uid = _user_id(user)

        self._devnull = None
        ends = self._get_handles(stdin, stdout, stderr)
        p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite = ends
        try:
            if p2cwrite != -1:
                self.stdin = io.open(p2cwrite, "wb", bufsize)
                if self.text_mode:
                    self.stdin = io.TextIOWrapper(self.stdin, write_through=True, line_buffering=line_buffering, encoding=encoding,
                                                  errors=errors)
            if c2pread != -1:
                self.stdout = io.open(c2pread, "rb", bufsize)
                if self.text_mode:
                    self.stdout = io.TextIOWrapper(self.stdout, encoding=encoding, errors=errors)
            if errread != -1:
                self.stderr = io.open(errread, "rb", bufsize)
                if self.text_mode:
                    self.stderr = io.TextIOWrapper(self.stderr, encoding=encoding, errors=errors)
            self._execute_child(args, executable, preexec_fn, close_fds, pass_fds, cwd, env, shell, ends, restore_signals, gid, gids,
                                uid, umask, start_new_session, process_group)
        except:
            for stream in filter(None, (self.stdin, self.stdout, self.stderr)):
                try:
                    stream.close()
                except OSError:
                    pass
            if not self._closed_child_pipe_fds:
                self._close_child_ends(stdin, stdout, stderr, ends)
            raise

    __class_getitem__ = classmethod(_GenericAlias)

    def __repr__(self):
        text = f"<{type(self).__name__}: returncode: {self.returncode} args: {self.args!r}>"
        if len(text) > 80:
            text = text[:76] + "...>"
        return text

    @property
    def universal_newlines(self):
        """Another name for text_mode."""
        return self.text_mode

    @universal_newlines.setter
    def universal_newlines(self, value):
        self.text_mode = bool(value)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, value, traceback):
        if self.stdout:
            self.stdout.close()
        if self.stderr:
            self.stderr.close()
        try:
            if self.stdin:
                self.stdin.close()
        finally:
            if exc_type == KeyboardInterrupt:
                # The child has most likely got the Ctrl-C too; give it a moment to end.
                if self._sigint_wait_secs > 0:
                    try:
                        self._wait(timeout=self._sigint_wait_secs)
                    except TimeoutExpired:
                        pass
                self._sigint_wait_secs = 0
                return
            self.wait()

    def __del__(self, _maxsize=sys.maxsize, _warn=warnings.warn):
        if not self._child_created:
            return
        if self.returncode is None:
            _warn("subprocess %s is still running" % self.pid, ResourceWarning, source=self)
        self._internal_poll(_deadstate=_maxsize)
        if self.returncode is None and _active is not None:
            _active.append(self)

    # --- Starting

    def _get_devnull(self):
        if self._devnull is None:
            self._devnull = os.open(os.devnull, os.O_RDWR)
        return self._devnull

    def _new_pipe(self):
        reading, writing = os.pipe()
        if self.pipesize > 0:
            try:
                import fcntl
                fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, self.pipesize)
            except BaseException:
                os.close(reading)
                os.close(writing)
                raise
        return reading, writing

    def _get_handles(self, stdin, stdout, stderr):
        """Return the descriptors of both sides: (child reads, we write, we read, child writes, we read, child writes)."""
        opened = []

        def pipe():
            pair = self._new_pipe()
            opened.extend(pair)
            return pair

        p2cread = p2cwrite = c2pread = c2pwrite = errread = errwrite = -1
        try:
            if stdin is None:
                pass
            elif stdin == PIPE:
                p2cread, p2cwrite = pipe()
            elif stdin == DEVNULL:
                p2cread = self._get_devnull()
            elif isinstance(stdin, int):
                p2cread = stdin
            else:
                p2cread = stdin.fileno()
            if stdout is None:
                pass
            elif stdout == PIPE:
                c2pread, c2pwrite = pipe()
            elif stdout == DEVNULL:
                c2pwrite = self._get_devnull()
            elif isinstance(stdout, int):
                c2pwrite = stdout
            else:
                c2pwrite = stdout.fileno()
            if stderr is None:
                pass
            elif stderr == PIPE:
                errread, errwrite = pipe()
            elif stderr == STDOUT:
                # The parent's own standard output, where the child has it as well.
                errwrite = c2pwrite if c2pwrite != -1 else sys.__stdout__.fileno()
            elif stderr == DEVNULL:
                errwrite = self._get_devnull()
            elif isinstance(stderr, int):
                errwrite = stderr
            else:
                errwrite = stderr.fileno()
        except BaseException:
            for fd in opened:
                os.close(fd)
            if self._devnull is not None:
                os.close(self._devnull)
            raise
        return p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite

    def _close_child_ends(self, stdin, stdout, stderr, ends):
        """After a failure: close what was opened here and is no stream yet."""
        p2cread, _, _, c2pwrite, _, errwrite = ends
        to_close = []
        if stdin == PIPE:
            to_close.append(p2cread)
        if stdout == PIPE:
            to_close.append(c2pwrite)
        if stderr == PIPE:
            to_close.append(errwrite)
        if self._devnull is not None:
            to_close.append(self._devnull)
        for fd in to_close:
            try:
                os.close(fd)
            except OSError:
                pass

    def _execute_child(self, args, executable, preexec_fn, close_fds, pass_fds, cwd, env, shell, ends, restore_signals, gid, gids, uid,
                       umask, start_new_session, process_group):
        if isinstance(args, (str, bytes)):
            args = [args]
        elif isinstance(args, os.PathLike):
            if shell:
                raise TypeError("path-like args is not allowed when shell is true")
            args = [args]
        else:
            args = list(args)
        if shell:
            args = ["/bin/sh", "-c", *args]
            if executable:
                args[0] = executable
        if executable is None:
            executable = args[0]
        p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite = ends
        program = executable
        _io._flush_forgotten()  # the program may read a file that was written here and not closed
        errpipe_read, errpipe_write = os.pipe()
        # Not one of the three standard descriptors, which the child moves.
        low = []
        while errpipe_write < 3:
            low.append(errpipe_write)
            errpipe_write = os.dup(errpipe_write)
        for fd in low:
            os.close(fd)
        try:
            try:
                variables = None
                if env is not None:
                    variables = []
                    for name, value in env.items():
                        name = os.fsencode(name)
                        if b"=" in name:
                            raise ValueError("illegal environment variable name")
                        variables.append(name + b"=" + os.fsencode(value))
                executable = os.fsencode(executable)
                if os.path.dirname(executable):
                    candidates = (executable,)
                else:
                    candidates = tuple(os.path.join(os.fsencode(directory), executable) for directory in os.get_exec_path(env))
                kept = {_index(fd) for fd in pass_fds}
                kept.add(errpipe_write)
                self.pid = _posixsubprocess.fork_exec(
                    args, candidates, close_fds, tuple(sorted(kept)), cwd, variables, p2cread, p2cwrite, c2pread, c2pwrite, errread,
                    errwrite, errpipe_read, errpipe_write, restore_signals, start_new_session, process_group, gid, gids, uid, umask,
                    preexec_fn, _USE_VFORK)
                self._child_created = True
            finally:
                os.close(errpipe_write)
            self._close_ends_given_to_child(ends)
            # Empty once the child has become the program.
            report = bytearray()
            while True:
                part = os.read(errpipe_read, 50000)
                report += part
                if not part or len(report) > 50000:
                    break
        finally:
            os.close(errpipe_read)
        if report:
            self._raise_failure(report, program, cwd)

    def _close_ends_given_to_child(self, ends):
        p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite = ends
        devnull = self._devnull
        # Only pipes made here: a descriptor that the caller gave stays the caller's.
        if p2cread != -1 and p2cwrite != -1 and p2cread != devnull:
            os.close(p2cread)
        if c2pwrite != -1 and c2pread != -1 and c2pwrite != devnull:
            os.close(c2pwrite)
        if errwrite != -1 and errread != -1 and errwrite != devnull:
            os.close(errwrite)
        if devnull is not None:
            os.close(devnull)
        self._closed_child_pipe_fds = True

    def _raise_failure(self, report, program, cwd):
        """Raise what the child says happened before it became the program."""
        try:
            pid, status = os.waitpid(self.pid, 0)
            self.returncode = os.waitstatus_to_exitcode(status) if pid == self.pid else sys.maxsize
        except ChildProcessError:
            self.returncode = sys.maxsize
        try:
            name, number, where = bytes(report).split(b":", 2)
            number = int(number, 16)
            where = where.decode(errors="surrogatepass")
        except ValueError:
            name, number, where = b"SubprocessError", 0, "Bad exception data from child: {!r}".format(bytes(report))
        kind = getattr(builtins, name.decode("ascii"), SubprocessError)
        if issubclass(kind, OSError) and number:
            if where == "noexec:chdir":
                program = cwd
            elif where == "noexec":
                program = None
            if program is None:
                raise kind(number, os.strerror(number))
            raise kind(number, os.strerror(number), program)
        raise kind(where)

    # --- Waiting

    def _handle_exitstatus(self, status):
        self.returncode = os.waitstatus_to_exitcode(status) if not os.WIFSTOPPED(status) else -os.WSTOPSIG(status)

    def _try_wait(self, flags):
        """waitpid(), taking a child that somebody else has waited for as one that ended well."""
        try:
            return os.waitpid(self.pid, flags)
        except ChildProcessError:
            return self.pid, 0

    def _internal_poll(self, _deadstate=None):
        if self.returncode is None:
            if not self._waitpid_lock.acquire(False):
                # Another thread waits for it right now.
                return None
            try:
                if self.returncode is not None:
                    return self.returncode
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                if pid == self.pid:
                    self._handle_exitstatus(status)
            except OSError as error:
                if _deadstate is not None:
                    self.returncode = _deadstate
                elif error.errno == errno.ECHILD:
                    # Somebody else has got the status.
                    self.returncode = 0
            finally:
                self._waitpid_lock.release()
        return self.returncode

    def poll(self):
        """Return the exit status, or None while the program runs."""
        return self._internal_poll()

    def _remaining_time(self, endtime):
        return None if endtime is None else endtime - time.monotonic()

    def _check_timeout(self, endtime, orig_timeout, stdout_seq, stderr_seq, skip_check_and_raise=False):
        if endtime is None:
            return
        if skip_check_and_raise or time.monotonic() > endtime:
            raise TimeoutExpired(self.args, orig_timeout, output=b"".join(stdout_seq) if stdout_seq else None,
                                 stderr=b"".join(stderr_seq) if stderr_seq else None)

    def wait(self, timeout=None):
        """Wait for the program to end and return its exit status."""
        endtime = None if timeout is None else time.monotonic() + timeout
        try:
            return self._wait(timeout=timeout)
        except KeyboardInterrupt:
            # The child has most likely got the Ctrl-C too; give it a moment to end.
            if timeout is not None:
                patience = min(self._sigint_wait_secs, self._remaining_time(endtime))
            else:
                patience = self._sigint_wait_secs
            self._sigint_wait_secs = 0
            try:
                self._wait(timeout=max(patience, 0))
            except TimeoutExpired:
                pass
            raise

    def _wait(self, timeout):
        if self.returncode is not None:
            return self.returncode
        if timeout is None:
            while self.returncode is None:
                with self._waitpid_lock:
                    if self.returncode is not None:
                        break
                    pid, status = self._try_wait(0)
                    if pid == self.pid:
                        self._handle_exitstatus(status)
            return self.returncode
        endtime = time.monotonic() + timeout
        if self._wait_for_end_by_descriptor(timeout) is not None:
            return self.returncode
        pause = 0.0005
        while True:
            if self._waitpid_lock.acquire(False):
                try:
                    if self.returncode is not None:
                        break
                    pid, status = self._try_wait(os.WNOHANG)
                    if pid == self.pid:
                        self._handle_exitstatus(status)
                        break
                finally:
                    self._waitpid_lock.release()
            remaining = self._remaining_time(endtime)
            if remaining <= 0:
                raise TimeoutExpired(self.args, timeout)
            pause = min(pause * 2, remaining, 0.05)
            time.sleep(pause)
        return self.returncode

    def _wait_for_end_by_descriptor(self, timeout):
        """Sleep until the child ends or the time is over, without looking again and again. None: not known."""
        if timeout <= 0 or not hasattr(os, "pidfd_open"):
            return None
        try:
            descriptor = os.pidfd_open(self.pid)
        except OSError:
            return None
        try:
            import select
            poller = select.poll()
            poller.register(descriptor, select.POLLIN)
            poller.poll(timeout * 1000)
        finally:
            os.close(descriptor)
        return self._internal_poll()

    # --- Data

    def communicate(self, input=None, timeout=None):
        """Send `input`, read the outputs to their ends, wait for the program. Returns (stdout, stderr)."""
        if self._communication_started and input:
            raise ValueError("Cannot send input after starting communication")
        # One pipe at most can be served without a loop.
        if timeout is None and not self._communication_started and [self.stdin, self.stdout, self.stderr].count(None) >= 2:
            stdout = stderr = None
            if self.stdin:
                self._stdin_write(input)
            elif self.stdout:
                stdout = self.stdout.read()
                self.stdout.close()
            elif self.stderr:
                stderr = self.stderr.read()
                self.stderr.close()
            self.wait()
            return stdout, stderr
        endtime = None if timeout is None else time.monotonic() + timeout
        try:
            stdout, stderr = self._communicate(input, endtime, timeout)
        except KeyboardInterrupt:
            if timeout is not None:
                patience = min(self._sigint_wait_secs, self._remaining_time(endtime))
            else:
                patience = self._sigint_wait_secs
            self._sigint_wait_secs = 0
            try:
                self._wait(timeout=max(patience, 0))
            except TimeoutExpired:
                pass
            raise
        finally:
            self._communication_started = True
        self.wait(timeout=self._remaining_time(endtime))
        return stdout, stderr

    def _stdin_write(self, input):
        if input:
            try:
                self.stdin.write(input)
            except BrokenPipeError:
                pass  # the program does not want it
            except OSError as error:
                if error.errno != errno.EINVAL:
                    raise
        try:
            self.stdin.close()
        except BrokenPipeError:
            pass
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise

    def _translate_newlines(self, data, encoding, errors):
        return data.decode(encoding, errors).replace("\r\n", "\n").replace("\r", "\n")

    def _save_input(self, input):
        if self.stdin and self._input is None:
            self._input_offset = 0
            self._input = input
            if input is not None and self.text_mode:
                self._input = self._input.encode(self.stdin.encoding, self.stdin.errors)

    def _communicate(self, input, endtime, orig_timeout):
        import selectors
        if self.stdin and not self._communication_started:
            try:
                self.stdin.flush()
            except BrokenPipeError:
                pass
            if not input:
                try:
                    self.stdin.close()
                except BrokenPipeError:
                    pass
        # Kept from call to call: a call that timed out may be repeated without losing anything.
        if not self._communication_started:
            self._fileobj2output = {stream: [] for stream in (self.stdout, self.stderr) if stream}
        stdout = self._fileobj2output[self.stdout] if self.stdout else None
        stderr = self._fileobj2output[self.stderr] if self.stderr else None
        self._save_input(input)
        view = memoryview(self._input) if self._input else None
        if view is not None and (view.itemsize != 1 or view.format != "B"):
            view = view.cast("B")
        with selectors.PollSelector() as selector:
            if self.stdin and not self.stdin.closed and self._input:
                selector.register(self.stdin, selectors.EVENT_WRITE)
            for stream in (self.stdout, self.stderr):
                if stream and not stream.closed:
                    selector.register(stream, selectors.EVENT_READ)
            while selector.get_map():
                timeout = self._remaining_time(endtime)
                if timeout is not None and timeout < 0:
                    self._check_timeout(endtime, orig_timeout, stdout, stderr, skip_check_and_raise=True)
                    raise RuntimeError("_check_timeout(..., skip_check_and_raise=True) failed to raise TimeoutExpired.")
                ready = selector.select(timeout)
                self._check_timeout(endtime, orig_timeout, stdout, stderr)
                for key, _ in ready:
                    if key.fileobj is self.stdin:
                        chunk = view[self._input_offset:self._input_offset + _PIPE_BUF]
                        try:
                            self._input_offset += os.write(key.fd, chunk)
                        except BrokenPipeError:
                            selector.unregister(key.fileobj)
                            key.fileobj.close()
                        else:
                            if self._input_offset >= len(view):
                                selector.unregister(key.fileobj)
                                key.fileobj.close()
                    else:
                        data = os.read(key.fd, _INPUT_CHUNK)
                        if not data:
                            selector.unregister(key.fileobj)
                            key.fileobj.close()
                        self._fileobj2output[key.fileobj].append(data)
        self.wait(timeout=self._remaining_time(endtime))
        if stdout is not None:
            stdout = b"".join(stdout)
        if stderr is not None:
            stderr = b"".join(stderr)
        if self.text_mode:
            if stdout is not None:
                stdout = self._translate_newlines(stdout, self.stdout.encoding, self.stdout.errors)
            if stderr is not None:
                stderr = self._translate_newlines(stderr, self.stderr.encoding, self.stderr.errors)
        return stdout, stderr

    # --- Signals

    def send_signal(self, sig):
        """Send a signal, unless the program has ended already."""
        # First see whether it has: its number may belong to another process by now.
        self.poll()
        if self.returncode is not None:
            return
        try:
            os.kill(self.pid, sig)
        except ProcessLookupError:
            pass

    def terminate(self):
        """Ask the program to end, by SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self):
        """End the program, by SIGKILL."""
        self.send_signal(signal.SIGKILL)


def _text_encoding():
    if getattr(sys.flags, "warn_default_encoding", False):
        warnings.warn("'encoding' argument not specified.", EncodingWarning, stacklevel=4)
    return "utf-8"


def _group_id(group, what="Group name"):
    if group is None:
        return None
    if isinstance(group, str):
        import grp
        return grp.getgrnam(group).gr_gid
    if isinstance(group, int):
        if group < 0:
            raise ValueError(f"Group ID cannot be negative, got {group}")
        return group
    raise TypeError("Group must be a string or an integer, not {}".format(type(group)))


def _user_id(user):
    if user is None:
        return None
    if isinstance(user, str):
        import pwd
        return pwd.getpwnam(user).pw_uid
    if isinstance(user, int):
        if user < 0:
            raise ValueError(f"User ID cannot be negative, got {user}")
        return user
    raise TypeError("User must be a string or an integer")
