"""Copying, moving and removing files and whole directories."""

import os
import stat
import sys

__all__ = [
    "copyfileobj", "copyfile", "copymode", "copystat", "copy", "copy2", "copytree", "move", "rmtree", "Error",
    "SpecialFileError", "ExecError", "make_archive", "get_archive_formats", "register_archive_format",
    "unregister_archive_format", "get_unpack_formats", "register_unpack_format", "unregister_unpack_format", "unpack_archive",
    "ignore_patterns", "chown", "which", "get_terminal_size", "SameFileError", "disk_usage",
]

COPY_BUFSIZE = 256 * 1024


class Error(OSError):
    """Something could not be copied or moved."""


class SameFileError(Error):
    """Source and target are one file."""


class SpecialFileError(OSError):
    """A file is of a kind that cannot be copied, such as a pipe."""


class ExecError(OSError):
    """A program could not be run."""


class ReadError(OSError):
    """An archive cannot be read."""


class RegistryError(Exception):
    """A format of archives cannot be added."""


def copyfileobj(fsrc, fdst, length=0):
    """Copy what is left of one file object to another."""
    length = length or COPY_BUFSIZE
    while data := fsrc.read(length):
        fdst.write(data)


def _is_same(src, dst):
    try:
        return os.path.samefile(src, dst)
    except OSError:
        return False


def copyfile(src, dst, *, follow_symlinks=True):
    """Copy the content of a file; returns the target."""
    if _is_same(src, dst):
        raise SameFileError("{!r} and {!r} are the same file".format(src, dst))
    for path in (src, dst):
        try:
            mode = os.stat(path).st_mode
        except OSError:
            continue
        if stat.S_ISFIFO(mode):
            raise SpecialFileError("`%s` is a named pipe" % os.fspath(path))
    if not follow_symlinks and os.path.islink(src):
        os.symlink(os.readlink(src), dst)
        return dst
    with open(src, "rb") as source:
        try:
            with open(dst, "wb") as target:
                copyfileobj(source, target)
        except IsADirectoryError as error:
            if not os.path.exists(dst):
                raise FileNotFoundError(f"Directory does not exist: {dst}") from error
            raise
    return dst


def copymode(src, dst, *, follow_symlinks=True):
    """Copy the permissions of a file."""
    if not follow_symlinks and os.path.islink(src) and os.path.islink(dst):
        return
    os.chmod(dst, stat.S_IMODE(os.stat(src).st_mode))


def copystat(src, dst, *, follow_symlinks=True):
    """Copy permissions and times of a file."""
    if not follow_symlinks and os.path.islink(src) and os.path.islink(dst):
        return
    status = os.stat(src)
    os.utime(dst, ns=(status.st_atime_ns, status.st_mtime_ns))
    os.chmod(dst, stat.S_IMODE(status.st_mode))


def _target(src, dst):
    return os.path.join(dst, os.path.basename(src)) if os.path.isdir(dst) else dst


def copy(src, dst, *, follow_symlinks=True):
    """Copy a file with its permissions, into a directory if the target is one; returns the target."""
    dst = _target(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copymode(src, dst, follow_symlinks=follow_symlinks)
    return dst


def copy2(src, dst, *, follow_symlinks=True):
    """Copy a file with permissions and times; returns the target."""
    dst = _target(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copystat(src, dst, follow_symlinks=follow_symlinks)
    return dst


def ignore_patterns(*patterns):
    """Return a function for copytree() that leaves out what matches the patterns."""
    def ignore(path, names):
        import fnmatch
        return {name for pattern in patterns for name in fnmatch.filter(names, pattern)}

    return ignore


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2, ignore_dangling_symlinks=False, dirs_exist_ok=False):
    """Copy a directory with all it contains; returns the target. All failures are collected into one Error."""
    names = os.listdir(src)
    left_out = ignore(os.fspath(src), names) if ignore is not None else ()
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    failures = []
    for name in names:
        if name in left_out:
            continue
        source = os.path.join(src, name)
        target = os.path.join(dst, name)
        try:
            if os.path.islink(source) and symlinks:
                os.symlink(os.readlink(source), target)
            elif os.path.islink(source) and not os.path.exists(source) and ignore_dangling_symlinks:
                continue
            elif os.path.isdir(source):
                copytree(source, target, symlinks, ignore, copy_function, ignore_dangling_symlinks, dirs_exist_ok)
            else:
                copy_function(source, target)
        except Error as error:
            failures.extend(error.args[0])
        except OSError as error:
            failures.append((source, target, str(error)))
    try:
        copystat(src, dst)
    except OSError as error:
        failures.append((src, dst, str(error)))
    if failures:
        raise Error(failures)
    return dst


def rmtree(path, ignore_errors=False, onerror=None, *, onexc=None, dir_fd=None):
    """Remove a directory with all it contains. `onexc(function, path, exception)` is told of failures, else they are raised."""
    if onerror is not None:
        import warnings
        warnings.warn("onerror argument is deprecated, use onexc instead", DeprecationWarning, stacklevel=2)
    if ignore_errors:
        def fail(function, where, error):
            pass
    elif onexc is not None:
        fail = onexc
    elif onerror is not None:
        def fail(function, where, error):
            onerror(function, where, (type(error), error, error.__traceback__))
    else:
        def fail(function, where, error):
            raise error
    try:
        if os.path.islink(path):
            raise OSError("Cannot call rmtree on a symbolic link")
    except OSError as error:
        error.filename = path
        fail(os.path.islink, path, error)
        return
    _remove_tree(path, fail)


def _remove_tree(path, fail):
    try:
        names = os.listdir(path)
    except OSError as error:
        error.filename = path
        fail(os.scandir if hasattr(os, "scandir") else os.listdir, path, error)
        names = []
    for name in names:
        inner = os.path.join(path, name)
        if os.path.isdir(inner) and not os.path.islink(inner):
            _remove_tree(inner, fail)
            continue
        try:
            os.unlink(inner)
        except FileNotFoundError:
            # Somebody else removed it.
            pass
        except OSError as error:
            error.filename = inner
            fail(os.unlink, inner, error)
    try:
        os.rmdir(path)
    except OSError as error:
        error.filename = path
        fail(os.rmdir, path, error)


def move(src, dst, copy_function=copy2):
    """Move a file or directory, into a directory if the target is one; returns the target."""
    target = dst
    if os.path.isdir(dst):
        if _is_same(src, dst) and not os.path.islink(src):
            os.rename(src, dst)
            return None
        target = os.path.join(dst, os.path.basename(os.fspath(src).rstrip(os.sep)))
        if os.path.exists(target):
            raise Error("Destination path '%s' already exists" % target)
    try:
        os.rename(src, target)
    except OSError:
        # Another file system: copy, then remove.
        if os.path.islink(src):
            os.symlink(os.readlink(src), target)
            os.unlink(src)
        elif os.path.isdir(src):
            if (os.path.abspath(target) + os.sep).startswith(os.path.abspath(src) + os.sep):
                raise Error("Cannot move a directory '%s' into itself '%s'." % (src, dst)) from None
            copytree(src, target, copy_function=copy_function, symlinks=True)
            rmtree(src)
        else:
            copy_function(src, target)
            os.unlink(src)
    return target


def disk_usage(path):
    """Return how many bytes a file system has, how many are used and how many are free."""
    from collections import namedtuple
    status = os.statvfs(path)
    usage = namedtuple("usage", "total used free")
    return usage(status.f_blocks * status.f_frsize, (status.f_blocks - status.f_bfree) * status.f_frsize,
                 status.f_bavail * status.f_frsize)


def which(cmd, mode=os.F_OK | os.X_OK, path=None):
    """Return the path of the program that a command runs, or None."""
    def is_program(candidate):
        return os.path.exists(candidate) and os.access(candidate, mode) and not os.path.isdir(candidate)

    if os.path.dirname(cmd):
        return cmd if is_program(cmd) else None
    if path is None:
        path = os.environ.get("PATH", None)
        if path is None:
            path = os.defpath
    if not path:
        return None
    for directory in dict.fromkeys(os.fsdecode(path).split(os.pathsep)):
        candidate = os.path.join(directory, cmd)
        if is_program(candidate):
            return candidate
    return None


def chown(path, user=None, group=None, *, dir_fd=None, follow_symlinks=True):
    """Set owner and group, given by name or number."""
    if user is None and group is None:
        raise ValueError("user and/or group must be set")
    uid, gid = user, group
    if user is None:
        uid = -1
    elif isinstance(user, str):
        import pwd
        try:
            uid = pwd.getpwnam(user).pw_uid
        except KeyError:
            raise LookupError("no such user: {!r}".format(user)) from None
    if group is None:
        gid = -1
    elif not isinstance(group, int):
        import grp
        try:
            gid = grp.getgrnam(group).gr_gid
        except KeyError:
            raise LookupError("no such group: {!r}".format(group)) from None
    os.chown(path, uid, gid, dir_fd=dir_fd, follow_symlinks=follow_symlinks)


def get_terminal_size(fallback=(80, 24)):
    """Return the size of the terminal: COLUMNS and LINES, else what the system says, else the fallback."""
    def from_environment(name):
        try:
            return int(os.environ[name])
        except (KeyError, ValueError):
            return 0

    columns, lines = from_environment("COLUMNS"), from_environment("LINES")
    if columns <= 0 or lines <= 0:
        try:
            size = os.get_terminal_size(sys.__stdout__.fileno())
        except (AttributeError, ValueError, OSError):
            size = fallback
        columns = columns if columns > 0 else size[0] or fallback[0]
        lines = lines if lines > 0 else size[1] or fallback[1]
    kind = getattr(os, "terminal_size", None)
    if kind is None:
        from collections import namedtuple
        return namedtuple("terminal_size", "columns lines", module="os")(columns, lines)
    return kind((columns, lines))


# --- Archives

def _owner_filter(owner, group):
    """A filter of tarfile that sets owner and group."""
    uid = gid = None
    if owner is not None:
        import pwd
        try:
            uid = pwd.getpwnam(owner).pw_uid
        except KeyError:
            pass
    if group is not None:
        import grp
        try:
            gid = grp.getgrnam(group).gr_gid
        except KeyError:
            pass

    def set_owner(info):
        if gid is not None:
            info.gid, info.gname = gid, group
        if uid is not None:
            info.uid, info.uname = uid, owner
        return info
    return set_owner


def _make_folder_of(archive_name, dry_run, logger):
    folder = os.path.dirname(archive_name)
    if folder and not os.path.exists(folder):
        if logger is not None:
            logger.info("creating %s", folder)
        if not dry_run:
            os.makedirs(folder)


def _make_tarball(base_name, base_dir, compress="gzip", verbose=0, dry_run=0, owner=None, group=None, logger=None, root_dir=None):
    kind, ending = {None: ("", ""), "gzip": ("gz", ".gz"), "bzip2": ("bz2", ".bz2"), "xz": ("xz", ".xz")}[compress]
    import tarfile
    archive_name = base_name + ".tar" + ending
    _make_folder_of(archive_name, dry_run, logger)
    if logger is not None:
        logger.info("Creating tar archive")
    if not dry_run:
        source = base_dir
        if root_dir is not None:
            base_dir = os.path.join(root_dir, base_dir)
        with tarfile.open(archive_name, f"w|{kind}" if kind else "w") as archive:
            archive.add(base_dir, source, filter=_owner_filter(owner, group))
    return archive_name if root_dir is None else os.path.abspath(archive_name)


def _make_zipfile(base_name, base_dir, verbose=0, dry_run=0, logger=None, owner=None, group=None, root_dir=None):
    import zipfile
    zip_filename = base_name + ".zip"
    _make_folder_of(zip_filename, dry_run, logger)
    if logger is not None:
        logger.info("creating '%s' and adding '%s' to it", zip_filename, base_dir)
    if not dry_run:
        with zipfile.ZipFile(zip_filename, "w", compression=zipfile.ZIP_DEFLATED) as archive:
            def add(path, name):
                archive.write(path, name)
                if logger is not None:
                    logger.info("adding '%s'", path)
            name = os.path.normpath(base_dir)
            if root_dir is not None:
                base_dir = os.path.join(root_dir, base_dir)
            base_dir = os.path.normpath(base_dir)
            if name != os.curdir:
                add(base_dir, name)
            for folder, folders, files in os.walk(base_dir):
                inside = folder if root_dir is None else os.path.relpath(folder, root_dir)
                for entry in sorted(folders):
                    add(os.path.join(folder, entry), os.path.normpath(os.path.join(inside, entry)))
                for entry in files:
                    path = os.path.join(folder, entry)
                    if os.path.isfile(path):
                        add(path, os.path.normpath(os.path.join(inside, entry)))
    return zip_filename if root_dir is None else os.path.abspath(zip_filename)


# These need not work in the folder that the names in an archive begin at.
_make_tarball.supports_root_dir = _make_zipfile.supports_root_dir = True

_ARCHIVE_FORMATS = {
    "tar": (_make_tarball, [("compress", None)], "uncompressed tar file"),
    "gztar": (_make_tarball, [("compress", "gzip")], "gzip'ed tar-file"),
    "zip": (_make_zipfile, [], "ZIP file"),
    "bztar": (_make_tarball, [("compress", "bzip2")], "bzip2'ed tar-file"),
    "xztar": (_make_tarball, [("compress", "xz")], "xz'ed tar-file"),
}


def get_archive_formats():
    """(name, description) of the formats that make_archive() knows."""
    return sorted((name, entry[2]) for name, entry in _ARCHIVE_FORMATS.items())


def register_archive_format(name, function, extra_args=None, description=""):
    """Let make_archive() make archives of another format by calling `function`."""
    if extra_args is None:
        extra_args = []
    if not callable(function):
        raise TypeError("The %s object is not callable" % function)
    if not isinstance(extra_args, (tuple, list)):
        raise TypeError("extra_args needs to be a sequence")
    for element in extra_args:
        if not isinstance(element, (tuple, list)) or len(element) != 2:
            raise TypeError("extra_args elements are : (arg_name, value)")
    _ARCHIVE_FORMATS[name] = (function, extra_args, description)


def unregister_archive_format(name):
    """Take a format away."""
    del _ARCHIVE_FORMATS[name]


def make_archive(base_name, format, root_dir=None, base_dir=None, verbose=0, dry_run=0, owner=None, group=None, logger=None):
    """Make an archive of the folder base_dir, named relative to root_dir; the name of the file, which gets the ending of its format."""
    sys.audit("shutil.make_archive", base_name, format, root_dir, base_dir)
    try:
        function, extra_args, _ = _ARCHIVE_FORMATS[format]
    except KeyError:
        raise ValueError("unknown archive format '%s'" % format) from None
    keywords = {"dry_run": dry_run, "logger": logger, "owner": owner, "group": group}
    keywords.update(extra_args)
    base_dir = os.curdir if base_dir is None else base_dir
    if root_dir is None:
        return function(base_name, base_dir, **keywords)
    if getattr(function, "supports_root_dir", False):
        return function(os.fspath(base_name), base_dir, root_dir=root_dir, **keywords)
    base_name = os.path.abspath(base_name)
    former = os.getcwd()
    if logger is not None:
        logger.debug("changing into '%s'", root_dir)
    if not dry_run:
        os.chdir(root_dir)
    try:
        return function(base_name, base_dir, **keywords)
    finally:
        if logger is not None:
            logger.debug("changing back to '%s'", former)
        os.chdir(former)


def _unpack_zipfile(filename, extract_dir):
    import zipfile
    if not zipfile.is_zipfile(filename):
        raise ReadError("%s is not a zip file" % filename)
    with zipfile.ZipFile(filename) as archive:
        for info in archive.infolist():
            name = info.filename
            # Nothing outside of the folder.
            if name.startswith("/") or ".." in name:
                continue
            target = os.path.join(extract_dir, *name.split("/"))
            if not target:
                continue
            folder = os.path.dirname(target)
            if not os.path.isdir(folder):
                os.makedirs(folder)
            if not name.endswith("/"):
                with archive.open(name, "r") as source, open(target, "wb") as file:
                    copyfileobj(source, file)


def _unpack_tarfile(filename, extract_dir, *, filter=None):
    import tarfile
    try:
        archive = tarfile.open(filename)
    except tarfile.TarError:
        raise ReadError("%s is not a compressed or uncompressed tar file" % filename)
    try:
        archive.extractall(extract_dir, filter=filter)
    finally:
        archive.close()


_UNPACK_FORMATS = {
    "tar": ([".tar"], _unpack_tarfile, [], "uncompressed tar file"),
    "zip": ([".zip"], _unpack_zipfile, [], "ZIP file"),
    "gztar": ([".tar.gz", ".tgz"], _unpack_tarfile, [], "gzip'ed tar-file"),
    "bztar": ([".tar.bz2", ".tbz2"], _unpack_tarfile, [], "bzip2'ed tar-file"),
    "xztar": ([".tar.xz", ".txz"], _unpack_tarfile, [], "xz'ed tar-file"),
}


def get_unpack_formats():
    """(name, endings, description) of the formats that unpack_archive() knows."""
    return sorted((name, entry[0], entry[3]) for name, entry in _UNPACK_FORMATS.items())


def register_unpack_format(name, extensions, function, extra_args=None, description=""):
    """Let unpack_archive() unpack files with other endings by calling `function`."""
    if extra_args is None:
        extra_args = []
    taken = {extension: other for other, entry in _UNPACK_FORMATS.items() for extension in entry[0]}
    for extension in extensions:
        if extension in taken:
            raise RegistryError("%s is already registered for \"%s\"" % (extension, taken[extension]))
    if not callable(function):
        raise TypeError("The registered function must be a callable")
    _UNPACK_FORMATS[name] = extensions, function, extra_args, description


def unregister_unpack_format(name):
    """Take a format away."""
    del _UNPACK_FORMATS[name]


def unpack_archive(filename, extract_dir=None, format=None, *, filter=None):
    """Unpack an archive into extract_dir, the current folder by default. Its ending tells the format, unless it is given."""
    sys.audit("shutil.unpack_archive", filename, extract_dir, format)
    extract_dir = os.getcwd() if extract_dir is None else os.fspath(extract_dir)
    filename = os.fspath(filename)
    filter_keywords = {} if filter is None else {"filter": filter}
    if format is not None:
        try:
            entry = _UNPACK_FORMATS[format]
        except KeyError:
            raise ValueError("Unknown unpack format '{0}'".format(format)) from None
        entry[1](filename, extract_dir, **dict(entry[2]), **filter_keywords)
        return
    for extensions, function, extra_args, _ in _UNPACK_FORMATS.values():
        if any(filename.endswith(extension) for extension in extensions):
            keywords = dict(extra_args)
            if function is not _unpack_zipfile:
                keywords.update(filter_keywords)
            function(filename, extract_dir, **keywords)
            return
    raise ReadError("Unknown archive format '{0}'".format(filename))
