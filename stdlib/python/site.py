"""Folders of installed packages: which there are, and how they come into sys.path.

The interpreter starts without them: a program, or `import site; site.main()`, adds them. Those of CPython's versions are not taken for
its own; the folders are those that sysconfig names. Thread safety: sys.path is the process's. Errors: lines of .pth files that fail are
told on stderr, and the rest of that file is left out.
"""

import io
import os
import sys

PREFIXES = [sys.prefix, sys.exec_prefix]
ENABLE_USER_SITE = None
USER_SITE = None
USER_BASE = None


def makepath(*paths):
    """(absolute path, the same in the spelling that compares) of joined parts."""
    path = os.path.join(*paths)
    try:
        path = os.path.abspath(path)
    except OSError:
        pass
    return path, os.path.normcase(path)


def removeduppaths():
    """Make the folders of sys.path absolute and take out those that are there already; return the set of them."""
    kept, known = [], set()
    for folder in sys.path:
        folder, spelling = makepath(folder)
        if spelling not in known:
            kept.append(folder)
            known.add(spelling)
    sys.path[:] = kept
    return known


def _init_pathinfo():
    return {makepath(folder)[1] for folder in sys.path if folder and os.path.exists(folder)}


def addpackage(sitedir, name, known_paths):
    """Read a .pth file: each line is a folder to add, or a statement that begins with `import`."""
    if known_paths is None:
        known_paths, whole = _init_pathinfo(), True
    else:
        whole = False
    path = os.path.join(sitedir, name)
    try:
        with io.open(path, encoding="utf-8-sig") as file:
            lines = file.read().splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    for number, line in enumerate(lines, 1):
        if line.startswith("#") or not line.strip():
            continue
        try:
            if line.startswith(("import ", "import\t")):
                exec(line)
                continue
            folder, spelling = makepath(sitedir, line.rstrip())
            if spelling not in known_paths and os.path.exists(folder):
                sys.path.append(folder)
                known_paths.add(spelling)
        except Exception as error:
            import traceback
            print(f"Error processing line {number:d} of {path}:\n", file=sys.stderr)
            for text in traceback.format_exception(error):
                for part in text.splitlines():
                    print("  " + part, file=sys.stderr)
            print("\nRemainder of file ignored", file=sys.stderr)
            break
    return None if whole else known_paths


def addsitedir(sitedir, known_paths=None):
    """Add a folder to sys.path, and what its .pth files name."""
    if known_paths is None:
        known_paths, whole = _init_pathinfo(), True
    else:
        whole = False
    sitedir, spelling = makepath(sitedir)
    if spelling not in known_paths:
        sys.path.append(sitedir)
        known_paths.add(spelling)
    try:
        names = os.listdir(sitedir)
    except OSError:
        return None
    for name in sorted(names):
        if name.endswith(".pth") and not name.startswith("."):
            addpackage(sitedir, name, known_paths)
    return None if whole else known_paths


def check_enableusersite():
    """Whether the user's folder is safe and wanted: None if it is not safe, False if not wanted."""
    if sys.flags.no_user_site:
        return False
    if hasattr(os, "getuid") and (os.geteuid() != os.getuid() or os.getegid() != os.getgid()):
        return None
    return True


def getuserbase():
    """The folder under which a user's packages are."""
    global USER_BASE
    if USER_BASE is None:
        USER_BASE = os.environ.get("PYTHONUSERBASE") or os.path.join(os.path.expanduser("~"), ".local")
    return USER_BASE


def _below(base):
    import sysconfig
    return sysconfig.get_path("purelib", vars={"base": base})


def getusersitepackages():
    """The folder of a user's packages."""
    global USER_SITE
    if USER_SITE is None:
        USER_SITE = _below(getuserbase())
    return USER_SITE


def addusersitepackages(known_paths):
    """Add the folder of the user's packages, if it is there."""
    folder = getusersitepackages()
    if ENABLE_USER_SITE and os.path.isdir(folder):
        addsitedir(folder, known_paths)
    return known_paths


def getsitepackages(prefixes=None):
    """The folders of packages under each prefix."""
    return list(dict.fromkeys(_below(prefix) for prefix in dict.fromkeys(PREFIXES if prefixes is None else prefixes) if prefix))


def addsitepackages(known_paths, prefixes=None):
    """Add the folders of packages that are there."""
    for folder in getsitepackages(prefixes):
        if os.path.isdir(folder):
            addsitedir(folder, known_paths)
    return known_paths


def main():
    """Add the folders of packages to sys.path."""
    global ENABLE_USER_SITE
    known = removeduppaths()
    if ENABLE_USER_SITE is None:
        ENABLE_USER_SITE = check_enableusersite()
    addusersitepackages(known)
    addsitepackages(known)
    for name in ("sitecustomize", "usercustomize"):
        try:
            __import__(name)
        except ImportError as error:
            if error.name != name:
                raise


def _script():
    arguments = sys.argv[1:]
    if not arguments:
        print("sys.path = [")
        for folder in sys.path:
            print(f"    {folder!r},")
        print("]")
        for title, folder in (("USER_BASE", getuserbase()), ("USER_SITE", getusersitepackages())):
            state = "exists" if os.path.isdir(folder) else "doesn't exist"
            print(f"{title}: {folder!r} ({state})")
        print(f"ENABLE_USER_SITE: {check_enableusersite()!r}")
        sys.exit(0)
    shown = [folder for option, folder in (("--user-base", getuserbase()), ("--user-site", getusersitepackages()))
             if option in arguments]
    if shown:
        print(os.pathsep.join(shown))
        sys.exit({True: 0, False: 1, None: 2}[check_enableusersite()])
    print(f"usage: {sys.argv[0]} [--user-base] [--user-site]\n\nPrints the folders of installed packages.")
    sys.exit(10)


if __name__ == "__main__":
    _script()
