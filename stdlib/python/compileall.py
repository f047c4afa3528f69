"""Compiles all source files of folders: `python -m compileall FOLDER...` tells which do not compile.

This interpreter keeps no files of byte-code, so every file is looked at each time and none is written; arguments about the files written
are taken and have no effect. Functions return whether everything compiled. Errors of sources are printed, not raised.
"""

import os
import py_compile
import sys

__all__ = ["compile_dir", "compile_file", "compile_path"]


def _files_of(folder, levels, quiet):
    if quiet < 2 and isinstance(folder, os.PathLike):
        folder = os.fspath(folder)
    if not quiet:
        print(f"Listing {folder!r}...")
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        if quiet < 2:
            print(f"Can't list {folder!r}")
        names = []
    for name in names:
        if name == "__pycache__":
            continue
        path = os.path.join(folder, name)
        if not os.path.isdir(path):
            yield path
        elif levels > 0 and name not in (os.curdir, os.pardir) and not os.path.islink(path):
            yield from _files_of(path, levels - 1, quiet)


def compile_dir(dir, maxlevels=None, ddir=None, force=False, rx=None, quiet=0, legacy=False, optimize=-1, workers=1,
                invalidation_mode=None, *, stripdir=None, prependdir=None, limit_sl_dest=None, hardlink_dupes=False):
    """Compile all sources in a folder and below, maxlevels deep; those whose path the pattern rx finds are left out.

    workers: so many threads share the work, 0 for one each processor.
    """
    if workers < 0:
        raise ValueError("workers must be greater or equal to 0")
    _check_names(ddir, stripdir, prependdir)
    files = _files_of(dir, sys.getrecursionlimit() if maxlevels is None else maxlevels, quiet)

    def compile_one(file):
        return compile_file(file, ddir and _shown_in(file, dir, ddir), force, rx, quiet, legacy, optimize, invalidation_mode,
                            stripdir=stripdir, prependdir=prependdir)
    if workers == 1:
        results = map(compile_one, files)
    else:
        import concurrent.futures
        with concurrent.futures.ThreadPoolExecutor(workers or None) as pool:
            results = list(pool.map(compile_one, files))
    return all(list(results))


def _check_names(ddir, stripdir, prependdir):
    if ddir is not None and (stripdir is not None or prependdir is not None):
        raise ValueError("Destination dir (ddir) cannot be used in combination with stripdir or prependdir")


def _shown_in(file, folder, ddir):
    return os.path.join(ddir, os.path.dirname(os.path.relpath(file, folder)))


def compile_file(fullname, ddir=None, force=False, rx=None, quiet=0, legacy=False, optimize=-1, invalidation_mode=None, *,
                 stripdir=None, prependdir=None, limit_sl_dest=None, hardlink_dupes=False):
    """Compile a source file; what is no source, or is found by the pattern rx, is left out."""
    _check_names(ddir, stripdir, prependdir)
    fullname = os.fspath(fullname)
    shown = os.path.join(ddir, os.path.basename(fullname)) if ddir else None
    if stripdir is not None:
        folder = os.path.join(os.fspath(stripdir), "")
        shown = fullname.removeprefix(folder)
    if prependdir is not None:
        shown = os.path.join(prependdir, (shown or fullname).lstrip(os.sep))
    if (rx is not None and rx.search(fullname)) or not os.path.isfile(fullname) or not fullname.endswith(".py"):
        return True
    if not quiet:
        print(f"Compiling {fullname!r}...")
    failed = True
    for level in [optimize] if isinstance(optimize, int) else sorted(set(optimize)):
        try:
            py_compile.compile(fullname, None, shown, True, optimize=level)
            failed = False
        except py_compile.PyCompileError as error:
            _complain(fullname, quiet, error.msg)
            return False
        except (SyntaxError, UnicodeError, OSError) as error:
            _complain(fullname, quiet, f"{type(error).__name__}: {error}")
            return False
    return not failed


def _complain(file, quiet, text):
    if quiet >= 2:
        return
    print(f"*** Error compiling {file!r}..." if quiet else "*** ", end="\n" if quiet else "")
    print(text.encode(sys.stdout.encoding or "utf-8", "backslashreplace").decode(sys.stdout.encoding or "utf-8"))


def compile_path(skip_curdir=1, maxlevels=0, force=False, quiet=0, legacy=False, optimize=-1, invalidation_mode=None):
    """Compile the sources in the folders of sys.path."""
    success = True
    for folder in sys.path:
        if (not folder or folder == os.curdir) and skip_curdir:
            if quiet < 2:
                print("Skipping current directory")
        else:
            success = compile_dir(folder, maxlevels, None, force, quiet=quiet, legacy=legacy, optimize=optimize) and success
    return success


def main():
    """`python -m compileall`."""
    import argparse
    import re
    parser = argparse.ArgumentParser(description="Tells which sources do not compile.")
    parser.add_argument("-l", action="store_const", const=0, default=None, dest="maxlevels", help="do not look into folders in folders")
    parser.add_argument("-r", type=int, dest="recursion", help="look so many levels deep")
    parser.add_argument("-f", action="store_true", dest="force", help="has no effect: every file is compiled each time")
    parser.add_argument("-q", action="count", dest="quiet", default=0, help="names of failing files only; -qq: nothing")
    parser.add_argument("-b", action="store_true", dest="legacy", help="has no effect: no file is written")
    parser.add_argument("-d", metavar="DESTDIR", dest="ddir", help="the folder that messages are to name")
    parser.add_argument("-s", metavar="STRIPDIR", dest="stripdir", help="a part that messages leave out of paths")
    parser.add_argument("-p", metavar="PREPENDDIR", dest="prependdir", help="a part that messages put before paths")
    parser.add_argument("-x", metavar="REGEXP", dest="rx", help="leave out paths in which the pattern is found")
    parser.add_argument("-i", metavar="FILE", dest="flist", help="more files and folders, a line each; - is standard input")
    parser.add_argument("-j", "--workers", type=int, default=1, help="so many threads share the work")
    parser.add_argument("-o", action="append", type=int, dest="levels", help="the level of optimization")
    parser.add_argument("compile_dest", metavar="FILE|DIR", nargs="*", help="what to compile; without any, all folders of sys.path")
    options = parser.parse_args()
    names = list(options.compile_dest)
    if options.flist:
        try:
            with (sys.stdin if options.flist == "-" else open(options.flist, encoding="utf-8")) as file:
                names += [line.strip() for line in file]
        except OSError:
            if options.quiet < 2:
                print(f"Error reading file list {options.flist}")
            return False
    levels = options.maxlevels if options.recursion is None else options.recursion
    common = {"force": options.force, "rx": re.compile(options.rx) if options.rx else None, "quiet": options.quiet,
              "optimize": options.levels or -1, "stripdir": options.stripdir, "prependdir": options.prependdir}
    if not names:
        return compile_path(quiet=options.quiet)
    success = True
    for name in names:
        if os.path.isdir(name):
            done = compile_dir(name, levels, options.ddir, workers=options.workers, **common)
        else:
            done = compile_file(name, options.ddir, **common)
        success = done and success
    return success


if __name__ == "__main__":
    sys.exit(int(not main()))
