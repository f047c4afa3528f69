"""What programs ask about the build and the places of files. There is no installation tree: the library is inside the program."""

import os
import sys

__all__ = ["get_config_h_filename", "get_config_var", "get_config_vars", "get_makefile_filename", "get_path", "get_path_names",
           "get_paths", "get_platform", "get_python_version", "get_scheme_names", "parse_config_h"]

_config_vars = None


def get_python_version():
    """Return "3.13": the version of the language."""
    return "%d.%d" % sys.version_info[:2]


def get_platform():
    """Return a name for the kind of machine: "linux-x86_64"."""
    system = os.uname()
    return "%s-%s" % (system.sysname.lower(), system.machine.replace(" ", "_").replace("/", "-"))


def get_config_vars(*args):
    """Return the variables as a dict, or those asked for as a list."""
    global _config_vars
    if _config_vars is None:
        version = get_python_version()
        _config_vars = {
            "prefix": sys.prefix, "exec_prefix": sys.exec_prefix, "base": sys.prefix, "platbase": sys.exec_prefix,
            "installed_base": sys.prefix, "installed_platbase": sys.exec_prefix, "projectbase": os.path.dirname(sys.executable or ""),
            "py_version": sys.version.split()[0], "py_version_short": version, "py_version_nodot": version.replace(".", ""),
            "platlibdir": "lib", "abiflags": getattr(sys, "abiflags", ""), "VERSION": version, "EXT_SUFFIX": None, "SOABI": None,
            # Whether threads run in parallel is chosen when the program starts.
            "Py_GIL_DISABLED": int(not sys._is_gil_enabled()), "Py_DEBUG": 0, "WITH_DOC_STRINGS": 1, "HAVE_FORK": 1,
        }
    if args:
        return [_config_vars.get(name) for name in args]
    return _config_vars


def get_config_var(name):
    """Return one variable; None if there is none of that name."""
    return get_config_vars().get(name)


_schemes = {
    "posix_prefix": {
        "stdlib": "{installed_base}/{platlibdir}/gilded{py_version_short}",
        "platstdlib": "{platbase}/{platlibdir}/gilded{py_version_short}",
        "purelib": "{base}/lib/gilded{py_version_short}/site-packages",
        "platlib": "{platbase}/{platlibdir}/gilded{py_version_short}/site-packages",
        "include": "{installed_base}/include/gilded{py_version_short}",
        "platinclude": "{installed_platbase}/include/gilded{py_version_short}",
        "scripts": "{base}/bin",
        "data": "{base}",
    },
}


def get_scheme_names():
    """Return the names of the layouts of an installation."""
    return tuple(sorted(_schemes))


def get_default_scheme():
    return "posix_prefix"


def get_preferred_scheme(key):
    """Return the layout for "prefix", "home" or "user"."""
    if key not in ("prefix", "home", "user"):
        raise ValueError(f"{key!r} returned {get_default_scheme()!r} which is not a valid scheme on this platform")
    return get_default_scheme()


def get_path_names():
    """Return the names of the places of a layout."""
    return ("stdlib", "platstdlib", "purelib", "platlib", "include", "scripts", "data")


def get_paths(scheme="posix_prefix", vars=None, expand=True):
    """Return the places of a layout."""
    places = dict(_schemes[scheme])
    if not expand:
        return places
    values = {name: value or "" for name, value in get_config_vars().items()}
    values.update(vars or {})
    return {name: os.path.normpath(place.format(**values)) for name, place in places.items()}


def get_path(name, scheme="posix_prefix", vars=None, expand=True):
    """Return one place of a layout."""
    return get_paths(scheme, vars, expand)[name]


def is_python_build(check_home=None):
    """Return whether the program runs from its source tree."""
    return False


def get_makefile_filename():
    return os.path.join(get_path("stdlib"), "config", "Makefile")


def get_config_h_filename():
    return os.path.join(get_path("platinclude"), "pyconfig.h")


def parse_config_h(fp, vars=None):
    """Read the definitions of a pyconfig.h; return them as a dict."""
    import re
    vars = {} if vars is None else vars
    for line in fp:
        if match := re.match("#define ([A-Z][A-Za-z0-9_]+) (.*)\n", line):
            name, value = match.groups()
            try:
                value = int(value)
            except ValueError:
                pass
            vars[name] = value
        elif match := re.match(r"/[*] #undef ([A-Z][A-Za-z0-9_]+) [*]/\n", line):
            vars[match[1]] = 0
    return vars
