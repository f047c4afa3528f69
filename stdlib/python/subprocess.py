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


class _WithOutput(SubprocessError):
    """An error that has what the program printed until then. stdout is another name for output."""

    def _set_output(self, value):
        self.output = value

    stdout = property(lambda self: self.output, _set_output, doc="Another name for output.")


def _end_of(returncode):
    """How a program ended, in words."""
    if returncode is None or returncode >= 0:
        return f"returned non-zero exit status {returncode:d}"
    try:
        return f"died with {signal.Signals(-returncode)!r}"
    except ValueError:
        return f"died with unknown signal {-returncode}"


class CalledProcessError(_WithOutput):
    """A program that was to succeed ended with another exit status than 0."""

    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.returncode, self.cmd = returncode, cmd
        self.output, self.stderr = output, stderr

    def __str__(self):
        return f"Command '{self.cmd}' {_end_of(self.returncode)}."


class TimeoutExpired(_WithOutput):
    """A program did not end in time."""

    def __init__(self, cmd, timeout, output=None, stderr=None):
        self.cmd, self.timeout = cmd, timeout
        self.output, self.stderr = output, stderr

    def __str__(self):
        return f"Command '{self.cmd}' timed out after {self.timeout} seconds"


class CompletedProcess:
    """What run() returns: the arguments, the exit status and, if they were captured, the outputs."""

    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args, self.returncode = args, returncode
        self.stdout, self.stderr = stdout, stderr

    def __repr__(self):
        outputs = {"stdout": self.stdout, "stderr": self.stderr}
        shown = {"args": self.args, "returncode": self.returncode, **{name: text for name, text in outputs.items() if text is not None}}
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in shown.items())})"

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
        command = kwargs.get("args")
        raise CalledProcessError(status, popenargs[0] if command is None else command)
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
        if (kwargs.get("stdout"), kwargs.get("stderr")) != (None, None):
            raise ValueError("stdout and stderr arguments may not be used with capture_output.")
        kwargs |= {"stdout": PIPE, "stderr": PIPE}
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
    done = run(cmd, shell=True, text=True, stdout=PIPE, stderr=STDOUT, encoding=encoding, errors=errors)
    return done.returncode, done.stdout.removesuffix("\n")


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
        bufsize = _size("bufsize", bufsize)
        if stdout is STDOUT:
            raise ValueError("STDOUT can only be used for stderr")
        pipesize = _size("pipesize", pipesize)
        if pass_fds and not close_fds:
            warnings.warn("pass_fds overriding close_fds.", RuntimeWarning)
            close_fds = True
        for name, is_given in (("startupinfo", startupinfo is not None), ("creationflags", creationflags != 0)):
            if is_given:
                raise ValueError(f"{name} is only supported on Windows platforms")
        # One thread at a time may wait for the child.
        self._waitpid_lock = threading.Lock()
        self._communication_started = False
        self._input = None
        self.args = args
        self.stdin = self.stdout = self.stderr = None
        self.pid = self.returncode = None
        self.encoding, self.errors, self.pipesize = encoding, errors, pipesize
        if text is not None and universal_newlines is not None and bool(universal_newlines) != bool(text):
            raise SubprocessError("Cannot disambiguate when both text and universal_newlines are supplied but different. "
                                  "Pass one or the other.")
        self.text_mode = encoding or errors or text or universal_newlines
        if self.text_mode and encoding is None:
            self.encoding = encoding = _text_encoding()
        # How long the end of a `with` block may wait for the child after Ctrl-C.
        self._sigint_wait_secs = 0.25
        self._closed_child_pipe_fds = False
        line_buffering = bufsize == 1
        if line_buffering:
            bufsize = -1  # binary streams have no lines
            if not self.text_mode:
                warnings.warn("line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used",
                              RuntimeWarning, stacklevel=2)
        gid = _group_id(group)
        gids = None if extra_groups is None else _group_ids(extra_groups)
        uid = _user_id(user)
        self._devnull = None
        ends = self._get_handles(stdin, stdout, stderr)
        try:
            self._open_streams(ends, bufsize, line_buffering)
            self._execute_child(args, executable, preexec_fn, close_fds, pass_fds, cwd, env, shell, ends, restore_signals, gid, gids,
                                uid, umask, start_new_session, -1 if process_group is None else process_group)
        except:
            for stream in filter(None, (self.stdin, self.stdout, self.stderr)):
                try:
                    stream.close()
                except OSError:
                    pass
            if not self._closed_child_pipe_fds:
                self._close_child_ends(stdin, stdout, stderr, ends)
            raise

    def _open_streams(self, ends, bufsize, line_buffering):
        """Files for our ends of the pipes."""
        for name, end, mode in (("stdin", ends[1], "wb"), ("stdout", ends[2], "rb"), ("stderr", ends[4], "rb")):
            if end == -1:
                continue
            stream = io.open(end, mode, bufsize)
            setattr(self, name, stream)  # so that it is closed if the next line fails
            if self.text_mode:
                options = {"write_through": True, "line_buffering": line_buffering} if name == "stdin" else {}
                setattr(self, name, io.TextIOWrapper(stream, encoding=self.encoding, errors=self.errors, **options))

    __class_getitem__ = classmethod(_GenericAlias)

    def __repr__(self):
        text = f"<{type(self).__name__}: returncode: {self.returncode} args: {self.args!r}>"
        if len(text) > 80:
            text = text[:76] + "...>"
        return text

    def _set_text_mode(self, value):
        self.text_mode = bool(value)

    universal_newlines = property(lambda self: self.text_mode, _set_text_mode, doc="Another name for text_mode.")

    def __enter__(self):
        return self

    def __exit__(self, exc_type, value, traceback):
        for stream in filter(None, (self.stdout, self.stderr)):
            stream.close()
        try:
            if self.stdin:
                self.stdin.close()
        finally:
            if exc_type == KeyboardInterrupt:
                self._wait_a_moment()
            else:
                self.wait()

    def __del__(self, _maxsize=sys.maxsize, _warn=warnings.warn):
        if not self._child_created:
            return
        if self.returncode is None:
            _warn(f"subprocess {self.pid} is still running", ResourceWarning, source=self)
        if self._internal_poll(_deadstate=_maxsize) is None and _active is not None:
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

        def ends_for(target, child_reads=False):
            """(what the child gets, the other end of a new pipe or -1)"""
            if target is None:
                return -1, -1
            if target == PIPE:
                pair = pipe()
                return pair if child_reads else pair[::-1]
            if target == DEVNULL:
                return self._get_devnull(), -1
            return target if isinstance(target, int) else target.fileno(), -1

        try:
            p2cread, p2cwrite = ends_for(stdin, child_reads=True)
            c2pwrite, c2pread = ends_for(stdout)
            if stderr == STDOUT:
                # The parent's own standard output, where the child has it as well.
                errwrite, errread = c2pwrite if c2pwrite != -1 else sys.__stdout__.fileno(), -1
            else:
                errwrite, errread = ends_for(stderr)
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
        to_close = [end for target, end in ((stdin, p2cread), (stdout, c2pwrite), (stderr, errwrite)) if target == PIPE]
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
        # Only pipes made here: a descriptor that the caller gave stays the caller's.
        for childs, ours in ((p2cread, p2cwrite), (c2pwrite, c2pread), (errwrite, errread)):
            if childs != -1 and ours != -1 and childs != self._devnull:
                os.close(childs)
        if self._devnull is not None:
            os.close(self._devnull)
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
        # If another thread waits for it right now, it still runs.
        if self.returncode is None and self._waitpid_lock.acquire(False):
            try:
                if self.returncode is None:
                    self._poll_locked(_deadstate)
            finally:
                self._waitpid_lock.release()
        return self.returncode

    def _poll_locked(self, deadstate):
        try:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid == self.pid:
                self._handle_exitstatus(status)
        except OSError as error:
            if deadstate is not None:
                self.returncode = deadstate
            elif error.errno == errno.ECHILD:
                self.returncode = 0  # somebody else has got the status

    def poll(self):
        """Return the exit status, or None while the program runs."""
        return self._internal_poll()

    def _remaining_time(self, endtime):
        return None if endtime is None else endtime - time.monotonic()

    def _wait_a_moment(self, endtime=None):
        """After Ctrl-C, which the child has most likely got, too: give it a moment to end, once."""
        patience, self._sigint_wait_secs = self._sigint_wait_secs, 0
        if endtime is not None:
            patience = min(patience, self._remaining_time(endtime))
        if patience <= 0:
            return
        try:
            self._wait(timeout=patience)
        except TimeoutExpired:
            pass

    def wait(self, timeout=None):
        """Wait for the program to end and return its exit status."""
        endtime = None if timeout is None else time.monotonic() + timeout
        try:
            return self._wait(timeout=timeout)
        except KeyboardInterrupt:
            self._wait_a_moment(endtime)
            raise

    def _wait(self, timeout):
        if self.returncode is not None:
            return self.returncode
        if timeout is None:
            while self.returncode is None:
                with self._waitpid_lock:
                    self._wait_locked(0)
            return self.returncode
        endtime = time.monotonic() + timeout
        if self._wait_for_end_by_descriptor(timeout) is not None:
            return self.returncode
        pause = 0.0005
        while True:
            if self._waitpid_lock.acquire(False):
                try:
                    self._wait_locked(os.WNOHANG)
                finally:
                    self._waitpid_lock.release()
                if self.returncode is not None:
                    return self.returncode
            remaining = self._remaining_time(endtime)
            if remaining <= 0:
                raise TimeoutExpired(self.args, timeout)
            pause = min(pause * 2, remaining, 0.05)
            time.sleep(pause)

    def _wait_locked(self, flags):
        """Ask the system for the status, unless another thread has got it meanwhile."""
        if self.returncode is None:
            pid, status = self._try_wait(flags)
            if pid == self.pid:
                self._handle_exitstatus(status)

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
        if timeout is None and not self._communication_started and [self.stdin, self.stdout, self.stderr].count(None) >= 2:
            return self._communicate_by_one(input)
        endtime = None if timeout is None else time.monotonic() + timeout
        try:
            outputs = self._communicate(input, endtime, timeout)
        except KeyboardInterrupt:
            self._wait_a_moment(endtime)
            raise
        finally:
            self._communication_started = True
        self.wait(timeout=self._remaining_time(endtime))
        return outputs

    def _communicate_by_one(self, input):
        """One pipe at most can be served without a loop."""
        if self.stdin:
            self._stdin_write(input)
        outputs = [None, None]
        for index, stream in enumerate((self.stdout, self.stderr)):
            if stream:
                outputs[index] = stream.read()
                stream.close()
        self.wait()
        return tuple(outputs)

    def _stdin_write(self, input):
        if input:
            _unless_broken(self.stdin.write, input)
        _unless_broken(self.stdin.close)

    def _translate_newlines(self, data, encoding, errors):
        return data.decode(encoding, errors).replace("\r\n", "\n").replace("\r", "\n")

    def _save_input(self, input):
        """Keep the input as bytes: a call that timed out may be repeated, and goes on where it was."""
        if not self.stdin or self._input is not None or input is None:
            return
        if self.text_mode:
            input = input.encode(self.stdin.encoding, self.stdin.errors)
        self._input, self._input_offset = input, 0

    def _communicate(self, input, endtime, orig_timeout):
        import selectors
        if not self._communication_started:
            if self.stdin:
                _unless_broken(self.stdin.flush)
                if not input:
                    _unless_broken(self.stdin.close)
            # Kept from call to call, too.
            self._fileobj2output = {stream: [] for stream in (self.stdout, self.stderr) if stream}
        self._save_input(input)
        with selectors.PollSelector() as selector:
            if self.stdin and not self.stdin.closed and self._input:
                selector.register(self.stdin, selectors.EVENT_WRITE)
            for stream, pieces in self._fileobj2output.items():
                if not stream.closed:
                    selector.register(stream, selectors.EVENT_READ, pieces)
            while selector.get_map():
                remaining = self._remaining_time(endtime)
                ready = selector.select(remaining) if remaining is None or remaining >= 0 else ()
                if endtime is not None and time.monotonic() > endtime:
                    raise TimeoutExpired(self.args, orig_timeout, *(b"".join(pieces) if pieces else None for pieces in self._pieces()))
                for key, _ in ready:
                    if key.fileobj is self.stdin:
                        is_done = self._feed(key.fd)
                    else:
                        data = os.read(key.fd, _INPUT_CHUNK)
                        key.data.append(data)
                        is_done = not data
                    if is_done:
                        selector.unregister(key.fileobj)
                        key.fileobj.close()
        streams = (self.stdout, self.stderr)
        return tuple(None if pieces is None else self._joined(stream, pieces) for stream, pieces in zip(streams, self._pieces()))

    def _pieces(self):
        """What has been read of stdout and of stderr so far; None for what is not read."""
        return [self._fileobj2output[stream] if stream else None for stream in (self.stdout, self.stderr)]

    def _joined(self, stream, pieces):
        data = b"".join(pieces)
        return self._translate_newlines(data, stream.encoding, stream.errors) if self.text_mode else data

    def _feed(self, descriptor):
        """Write as much of the input as the pipe takes without waiting. True: that was all, or the program does not want it."""
        view = memoryview(self._input).cast("B")
        try:
            self._input_offset += os.write(descriptor, view[self._input_offset:self._input_offset + _PIPE_BUF])
        except BrokenPipeError:
            return True
        return self._input_offset >= len(view)

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


def _size(name, value):
    if not isinstance(value, (int, type(None))):
        raise TypeError(f"{name} must be an integer")
    return -1 if value is None else value


def _text_encoding():
    if getattr(sys.flags, "warn_default_encoding", False):
        warnings.warn("'encoding' argument not specified.", EncodingWarning, stacklevel=4)
    return "utf-8"


def _unless_broken(action, *args):
    """Do something with a pipe whose reader may have gone."""
    try:
        action(*args)
    except BrokenPipeError:
        pass  # the program does not want it
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise


def _checked_id(number, what):
    if number < 0:
        raise ValueError(f"{what} ID cannot be negative, got {number}")
    return number


def _group_id(group):
    match group:
        case None:
            return None
        case str():
            import grp
            return grp.getgrnam(group).gr_gid
        case int():
            return _checked_id(group, "Group")
    raise TypeError(f"Group must be a string or an integer, not {type(group)}")


def _group_ids(groups):
    if isinstance(groups, str):
        raise ValueError("Groups must be a list, not a string")
    return [_group_id(group) for group in groups]


def _user_id(user):
    match user:
        case None:
            return None
        case str():
            import pwd
            return pwd.getpwnam(user).pw_uid
        case int():
            return _checked_id(user, "User")
    raise TypeError("User must be a string or an integer")
