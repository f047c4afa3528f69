"""The operating system: what `posix` offers, and the parts written on top of it.

`environ` and `PathLike` need the abstract base classes and are made when first named.
"""

import posix
import posixpath as path
import sys
from posix import *
from posix import _exit

name = "posix"
linesep = "\n"
curdir, pardir, sep, pathsep, defpath = path.curdir, path.pardir, path.sep, path.pathsep, path.defpath
extsep, altsep, devnull = path.extsep, path.altsep, path.devnull
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
P_NOWAIT = P_NOWAITO = 1
P_WAIT = 0

# Which functions take a directory to start from, a descriptor for a path, and so on.
supports_dir_fd = {access, chmod, chown, link, lstat, mkdir, mkfifo, mknod, open, readlink, rename, rmdir, stat, symlink, unlink, utime}
supports_effective_ids = {access}
supports_fd = {chdir, chmod, chown, execve, listdir, pathconf, scandir, stat, statvfs, truncate, utime}
supports_follow_symlinks = {access, chown, link, stat, utime}

sys.modules["os.path"] = path

__all__ = [
    "altsep", "curdir", "pardir", "sep", "pathsep", "linesep", "defpath", "name", "path", "devnull", "SEEK_SET", "SEEK_CUR",
    "SEEK_END", "fsencode", "fsdecode", "get_exec_path", "fdopen", "extsep", "makedirs", "removedirs", "renames", "walk",
    "environ", "environb", "getenv", "getenvb", "execl", "execle", "execlp", "execlpe", "execvp", "execvpe",
    "spawnl", "spawnle", "spawnlp", "spawnlpe", "spawnv", "spawnve", "spawnvp", "spawnvpe", "P_WAIT", "P_NOWAIT", "P_NOWAITO", "popen", "fwalk",
    "supports_bytes_environ", "_exit",
] + [_name for _name in dir(posix) if not _name.startswith("_") and _name != "environ"]

if "_name" in globals():
    del _name


# --- Names -------------------------------------------------------------------------------------------------------------------

def fsencode(filename):
    """Return a path as the bytes that the system sees."""
    name = fspath(filename)
    return name if isinstance(name, bytes) else name.encode(sys.getfilesystemencoding(), sys.getfilesystemencodeerrors())


def fsdecode(filename):
    """Return a path as a string; bytes that do not decode become lone surrogates."""
    name = fspath(filename)
    return name if isinstance(name, str) else name.decode(sys.getfilesystemencoding(), sys.getfilesystemencodeerrors())


# --- The environment ---------------------------------------------------------------------------------------------------------

def _make_environments():
    from _collections_abc import Mapping, MutableMapping

    class _Environ(MutableMapping):
        """The variables of the environment. Every change is passed on to the process, whose children see it."""

        def __init__(self, data, encodekey, decodekey, encodevalue, decodevalue):
            self._data = data
            self.encodekey, self.decodekey = encodekey, decodekey
            self.encodevalue, self.decodevalue = encodevalue, decodevalue

        def __getitem__(self, key):
            try:
                value = self._data[self.encodekey(key)]
            except KeyError:
                # Name the key as the caller wrote it.
                raise KeyError(key) from None
            return self.decodevalue(value)

        def __setitem__(self, key, value):
            key = self.encodekey(key)
            value = self.encodevalue(value)
            posix.putenv(key, value)
            self._data[key] = value

        def __delitem__(self, key):
            encoded = self.encodekey(key)
            posix.unsetenv(encoded)
            try:
                del self._data[encoded]
            except KeyError:
                raise KeyError(key) from None

        def __iter__(self):
            for key in list(self._data):
                yield self.decodekey(key)

        def __len__(self):
            return len(self._data)

        def __repr__(self):
            pairs = ", ".join(f"{self.decodekey(key)!r}: {self.decodevalue(value)!r}" for key, value in self._data.items())
            return f"environ({{{pairs}}})"

        def setdefault(self, key, value):
            if key not in self:
                self[key] = value
            return self[key]

        def copy(self):
            """Return a dict of the variables."""
            return dict(self)

        def __or__(self, other):
            return {**self, **other} if isinstance(other, Mapping) else NotImplemented

        def __ror__(self, other):
            return {**other, **self} if isinstance(other, Mapping) else NotImplemented

        def __ior__(self, other):
            self.update(other)
            return self

    _Environ.__qualname__ = "_Environ"

    def encode(value):
        if not isinstance(value, str):
            raise TypeError("str expected, not %s" % type(value).__name__)
        return value.encode(sys.getfilesystemencoding(), "surrogateescape")

    def decode(value):
        return value.decode(sys.getfilesystemencoding(), "surrogateescape")

    def check_bytes(value):
        if not isinstance(value, bytes):
            raise TypeError("bytes expected, not %s" % type(value).__name__)
        return value

    data = posix.environ
    names = globals()
    names["_Environ"] = _Environ
    names["environb"] = _Environ(data, check_bytes, bytes, check_bytes, bytes)
    names["environ"] = _Environ(data, encode, decode, encode, decode)


def _make_path_like():
    import abc
    from _collections_abc import _structural

    class PathLike(abc.ABC):
        """What stands for a path: has __fspath__()."""

        __slots__ = ()

        @abc.abstractmethod
        def __fspath__(self):
            """Return the path as str or bytes."""
            raise NotImplementedError

        __subclasshook__ = _structural("__fspath__")

        __class_getitem__ = classmethod(type(list[int]))

    PathLike.__qualname__ = "PathLike"
    globals()["PathLike"] = PathLike


# `from posix import *` brought the raw mapping.
globals().pop("environ", None)

_makers = {"environ": _make_environments, "environb": _make_environments, "_Environ": _make_environments,
           "PathLike": _make_path_like}


def __getattr__(name):
    maker = _makers.get(name)
    if maker is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    maker()
    return globals()[name]


def _environment():
    if "environ" not in globals():
        _make_environments()
    return globals()["environ"]


def getenv(key, default=None):
    """Return an environment variable, or the default."""
    return _environment().get(key, default)


def getenvb(key, default=None):
    """Return an environment variable as bytes, or the default."""
    _environment()
    return environb.get(key, default)


supports_bytes_environ = True


def get_exec_path(env=None):
    """Return the directories in which programs are looked for."""
    env = _environment() if env is None else env
    found = []
    for key in ("PATH", b"PATH"):
        try:
            value = env.get(key)
        except TypeError:
            # Not all mappings take both kinds of keys.
            continue
        if value is not None:
            found.append(value)
    if len(found) > 1:
        raise ValueError("env cannot contain 'PATH' and b'PATH' keys")
    return fsdecode(found[0] if found else defpath).split(pathsep)


# --- Files and directories ---------------------------------------------------------------------------------------------------

def fdopen(fd, mode="r", buffering=-1, encoding=None, *args, **kwargs):
    """Open a file descriptor as a file."""
    import io
    if isinstance(fd, int):
        return io.open(fd, mode, buffering, encoding if "b" in mode else io.text_encoding(encoding), *args, **kwargs)
    raise TypeError(f"invalid fd type ({type(fd)}, expected integer)")


def _above(name):
    """A path as (the directory that it is in, its name there), whether or not it ends in a slash."""
    head, tail = path.split(name)
    return (head, tail) if tail else path.split(head)


def makedirs(name, mode=0o777, exist_ok=False):
    """Make a directory and those above it that are missing."""
    above, own = _above(name)
    if above and own and not path.exists(above):
        try:
            makedirs(above, exist_ok=exist_ok)
        except FileExistsError:
            # Somebody else made it meanwhile.
            pass
        if fsdecode(own) == curdir:
            return
    try:
        mkdir(name, mode)
    except OSError:
        # Which error the system reports for an existing directory varies; that it exists is what counts.
        if not (exist_ok and path.isdir(name)):
            raise


def removedirs(name):
    """Remove an empty directory, then those above it as long as they are empty."""
    rmdir(name)
    above, own = _above(name)
    try:
        while above and own:
            rmdir(above)
            above, own = path.split(above)
    except OSError:
        return


def renames(old, new):
    """Rename, making the directories that are missing and removing those left empty."""
    target, name = path.split(new)
    if target and name and not path.exists(target):
        makedirs(target)
    rename(old, new)
    source, name = path.split(old)
    try:
        if source and name:
            removedirs(source)
    except OSError:
        return


def _list_kinds(top):
    """Return the names in a directory as (directories, others)."""
    directories, others = [], []
    if hasattr(posix, "scandir"):
        with posix.scandir(top) as entries:
            for entry in entries:
                try:
                    is_directory = entry.is_dir()
                except OSError:
                    is_directory = False
                (directories if is_directory else others).append(entry.name)
    else:
        for one in posix.listdir(top):
            (directories if path.isdir(path.join(top, one)) else others).append(one)
    return directories, others


def walk(top, topdown=True, onerror=None, followlinks=False):
    """Iterate over a directory tree: (directory, names of its directories, names of its other files) for each directory.

    Going top down, the list of directories may be changed to steer the walk. Errors are passed to `onerror` or ignored.
    """
    ahead = [fspath(top)]
    while ahead:
        here = ahead.pop()
        if isinstance(here, tuple):
            yield here
            continue
        try:
            directories, others = _list_kinds(here)
        except OSError as error:
            if onerror is not None:
                onerror(error)
            continue
        if topdown:
            yield here, directories, others
        else:
            ahead.append((here, directories, others))
        for one in reversed(directories):
            below = path.join(here, one)
            if followlinks or not path.islink(below):
                ahead.append(below)


def fwalk(top=".", topdown=True, onerror=None, *, follow_symlinks=False, dir_fd=None):
    """As walk(), with an open descriptor of each directory as a fourth item, closed when the iteration goes on."""
    top = fspath(top)
    # A step is a directory to visit, one whose descriptor is to be closed, or a result that was put off.
    ahead = [("visit", dir_fd, top, top, None)]
    try:
        while ahead:
            kind, parent, name, shown, more = ahead.pop()
            if kind == "close":
                close(parent)
                continue
            if kind == "yield":
                yield more
                continue
            try:
                before = stat(name, follow_symlinks=False, dir_fd=parent) if not follow_symlinks else None
                fd = open(name, O_RDONLY | O_NONBLOCK, dir_fd=parent)
            except OSError as error:
                if shown is top and more is None and onerror is None:
                    raise
                if onerror is not None:
                    onerror(error)
                continue
            ahead.append(("close", fd, None, None, None))
            if before is not None and not path.samestat(before, stat(fd)):
                continue  # a link, or exchanged meanwhile
            directories, others = [], []
            try:
                with scandir(fd) as entries:
                    for entry in entries:
                        one = fsencode(entry.name) if isinstance(top, bytes) else entry.name
                        try:
                            (directories if entry.is_dir() else others).append(one)
                        except OSError:
                            others.append(one)
            except OSError as error:
                if onerror is not None:
                    onerror(error)
                continue
            if topdown:
                yield shown, directories, others, fd
            else:
                ahead.append(("yield", None, None, None, (shown, directories, others, fd)))
            below = path.join(shown, shown[:0])
            for one in reversed(directories):
                if not follow_symlinks:
                    try:
                        if stat(one, dir_fd=fd, follow_symlinks=False).st_mode & 0o170000 == 0o120000:
                            continue
                    except OSError:
                        pass
                ahead.append(("visit", fd, one, below + one, True))
    finally:
        while ahead:
            kind, fd, *_ = ahead.pop()
            if kind == "close":
                close(fd)


# --- Running programs --------------------------------------------------------------------------------------------------------

def execl(file, *args):
    """Become another program with these arguments."""
    execv(file, args)


def execle(file, *args):
    """Become another program; the last argument is its environment."""
    execve(file, args[:-1], args[-1])


def execlp(file, *args):
    """Become another program, looked for on the path."""
    execvp(file, args)


def execlpe(file, *args):
    """Become another program, looked for on the path; the last argument is its environment."""
    execvpe(file, args[:-1], args[-1])


def execvp(file, args):
    """Become another program, looked for on the path."""
    _exec_on_path(file, args)


def execvpe(file, args, env):
    """Become another program, looked for on the path of the given environment."""
    _exec_on_path(file, args, env)


def _exec_on_path(file, args, env=None):
    def become(program):
        if env is None:
            execv(program, args)
        else:
            execve(program, args, env)

    if path.dirname(file):
        become(file)
        return
    failure = None
    for directory in get_exec_path(env):
        try:
            become(path.join(fsencode(directory) if isinstance(file, bytes) else directory, file))
        except (FileNotFoundError, NotADirectoryError) as error:
            last = error
        except OSError as error:
            last = error
            if failure is None:
                failure = error
    raise failure if failure is not None else last


def _spawn(mode, file, args, env, become):
    """Make a child that becomes a program; wait for it (P_WAIT) or return its number."""
    if not isinstance(args, (tuple, list)):
        raise TypeError("argv must be a tuple or a list")
    if not args or not args[0]:
        raise ValueError("argv first element cannot be empty")
    pid = fork()
    if not pid:
        try:
            if env is None:
                become(file, args)
            else:
                become(file, args, env)
        finally:
            _exit(127)
    if mode == P_NOWAIT:
        return pid
    while True:
        _, status = waitpid(pid, 0)
        if not WIFSTOPPED(status):
            return waitstatus_to_exitcode(status)


def spawnv(mode, file, args):
    """Run a program in a child; P_WAIT returns its exit status, P_NOWAIT its process number."""
    return _spawn(mode, file, args, None, execv)


def spawnve(mode, file, args, env):
    """As spawnv(), with an environment."""
    return _spawn(mode, file, args, env, execve)


def spawnvp(mode, file, args):
    """As spawnv(), looking for the program on the path."""
    return _spawn(mode, file, args, None, execvp)


def spawnvpe(mode, file, args, env):
    """As spawnve(), looking for the program on the path."""
    return _spawn(mode, file, args, env, execvpe)


def spawnl(mode, file, *args):
    """As spawnv(), with the arguments given one by one."""
    return spawnv(mode, file, args)


def spawnle(mode, file, *args):
    """As spawnve(), with the arguments given one by one, the environment last."""
    return spawnve(mode, file, args[:-1], args[-1])


def spawnlp(mode, file, *args):
    """As spawnvp(), with the arguments given one by one."""
    return spawnvp(mode, file, args)


def spawnlpe(mode, file, *args):
    """As spawnvpe(), with the arguments given one by one, the environment last."""
    return spawnvpe(mode, file, args[:-1], args[-1])


def popen(cmd, mode="r", buffering=-1):
    """Run a shell command and return a file connected to its output (mode "r") or input ("w")."""
    if not isinstance(cmd, str):
        raise TypeError("invalid cmd type (%s, expected string)" % type(cmd))
    if mode not in ("r", "w"):
        raise ValueError("invalid mode %r" % mode)
    if buffering == 0 or buffering is None:
        raise ValueError("popen() does not support unbuffered streams")
    import subprocess
    pipe = "stdout" if mode == "r" else "stdin"
    process = subprocess.Popen(cmd, shell=True, text=True, bufsize=buffering, **{pipe: subprocess.PIPE})
    return _wrap_close(getattr(process, pipe), process)


class _wrap_close:
    """The file of popen(): closing it waits for the command and returns its status, None for 0."""

    def __init__(self, stream, process):
        self._stream, self._process = stream, process

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def __iter__(self):
        return iter(self._stream)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        self._stream.close()
        # As wait() would give it.
        return self._process.wait() << 8 or None


def process_cpu_count():
    """Return how many processors this process may use."""
    count = getattr(sys.flags, "cpu_count", None)
    return count if isinstance(count, int) and count > 0 else len(sched_getaffinity(0))
