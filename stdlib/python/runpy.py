"""Running a module or a file as a program.

`python -m NAME` calls _run_module_as_main(). Thread safety: sys.argv and sys.modules change while run_path() and
run_module(alter_sys=True) run, for all threads.
"""

import _imp
import sys

__all__ = ["run_module", "run_path"]


class _NotRunnable(ImportError):
    """There is no such module, or it is none that can run; the text is for the user."""


def _search(name, folders):
    """Return (file, is package) of the module whose last name is given, or None."""
    import os
    last = name.rpartition(".")[2]
    for folder in folders:
        base = os.path.join(folder or os.getcwd(), last)
        for path, is_package in ((os.path.join(base, "__init__.py"), True), (base + ".py", False)):
            if os.path.isfile(path):
                return path, is_package
    return None


def _find(name):
    """Return (name, file) of the module to run; file is None if its code is part of the interpreter."""
    if name.startswith("."):
        raise _NotRunnable("Relative module names not supported")
    package = name.rpartition(".")[0]
    folders = sys.path
    if package:
        try:
            __import__(package)
        except ModuleNotFoundError as error:
            if error.name is None or not (package == error.name or package.startswith(error.name + ".")):
                raise
            raise _NotRunnable(f"Error while finding module specification for {name!r} "
                               f"({type(error).__name__}: {error})") from None
        folders = getattr(sys.modules[package], "__path__", None)
        if folders is None:
            raise _NotRunnable(f"Error while finding module specification for {name!r} "
                               f"(ModuleNotFoundError: __path__ attribute not found on {package!r} while trying to find {name!r})")
    found = (None, _imp.is_frozen_package(name)) if _imp.is_frozen(name) else _search(name, folders)
    if found is not None:
        path, is_package = found
    else:
        path, is_package = None, False
        # What is written in C++ is found by importing alone.
        try:
            __import__(name)
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
            raise _NotRunnable(f"No module named {name}") from None
        raise _NotRunnable(f"No code object available for {name}")
    if is_package:
        if name.rpartition(".")[2] == "__main__":
            raise _NotRunnable("Cannot use package as __main__ module")
        try:
            return _find(name + ".__main__")
        except _NotRunnable as error:
            raise _NotRunnable(f"{error}; {name!r} is a package and cannot be directly executed") from None
    return name, path


def _prepare(namespace, run_name, path, package):
    from types import SimpleNamespace
    spec = None
    if package is not None:
        spec = SimpleNamespace(name=package[0], loader=None, origin=path, parent=package[1], submodule_search_locations=None,
                               has_location=path is not None, cached=None)
    namespace.update(__name__=run_name, __file__=path, __cached__=None, __doc__=None, __loader__=None,
                     __package__=package[1] if package is not None else "", __spec__=spec)


def _compile_file(path):
    with open(path, "rb") as file:
        return compile(file.read(), path, "exec", dont_inherit=True)


def _execute_module(name, path, namespace, run_name):
    """Run the module in a namespace."""
    # The modules within the program have no files; their code says where it comes from.
    code = _imp.get_frozen_object(name) if path is None else _compile_file(path)
    _prepare(namespace, run_name, code.co_filename, (name, name.rpartition(".")[0]))
    exec(code, namespace)


def _run_module_as_main(mod_name, alter_argv=True):
    """Run a module in the namespace of __main__, as the command line's -m does; say so and exit if there is none."""
    try:
        name, path = _find(mod_name)
    except _NotRunnable as error:
        sys.exit(f"{sys.executable}: {error}")
    if alter_argv:
        sys.argv[0] = path if path is not None else _imp.get_frozen_object(name).co_filename
    _execute_module(name, path, sys.modules["__main__"].__dict__, "__main__")


def _run_code(code, run_globals, init_globals=None, mod_name=None, mod_spec=None, pkg_name=None, script_name=None):
    """Run code in a namespace, which gets the names that every module has, and return it."""
    run_globals.update(init_globals or {})
    if mod_spec is None:
        loader, file, cached = None, script_name, None
    else:
        loader, file, cached = mod_spec.loader, mod_spec.origin, mod_spec.cached
        pkg_name = mod_spec.parent if pkg_name is None else pkg_name
    run_globals.update(__name__=mod_name, __file__=file, __cached__=cached, __doc__=None, __loader__=loader, __package__=pkg_name,
                       __spec__=mod_spec)
    exec(code, run_globals)
    return run_globals


def _run_module_code(code, init_globals=None, mod_name=None, mod_spec=None, pkg_name=None, script_name=None):
    """Run code in a temporary module and return a copy of its namespace."""
    file = script_name if mod_spec is None else mod_spec.origin
    return _with_main(mod_name, file, lambda namespace: _run_code(code, namespace, init_globals, mod_name, mod_spec, pkg_name, script_name))


def _with_main(module_name, argument, action):
    """Call action(namespace) with a temporary module in sys.modules and its file as sys.argv[0]."""
    missing = object()
    module = type(sys)(module_name)
    before, argv0 = sys.modules.get(module_name, missing), sys.argv[0]
    sys.modules[module_name] = module
    sys.argv[0] = argument
    try:
        action(module.__dict__)
        return dict(module.__dict__)
    finally:
        sys.argv[0] = argv0
        if before is missing:
            sys.modules.pop(module_name, None)
        else:
            sys.modules[module_name] = before


def run_module(mod_name, init_globals=None, run_name=None, alter_sys=False):
    """Run a module (a package's __main__) in a new namespace and return that."""
    name, path = _find(mod_name)
    run_name = run_name if run_name is not None else name

    def action(namespace):
        namespace.update(init_globals or {})
        _execute_module(name, path, namespace, run_name)

    if alter_sys:
        return _with_main(run_name, path if path is not None else name, action)
    namespace = {}
    action(namespace)
    return namespace


def run_path(path_name, init_globals=None, run_name=None):
    """Run a file, or the __main__.py of a folder, in a new namespace and return that."""
    import os
    run_name = run_name if run_name is not None else "<run_path>"
    path_name = os.fspath(path_name)
    folder = os.path.isdir(path_name)
    path = os.path.join(path_name, "__main__.py") if folder else path_name
    if folder and not os.path.isfile(path):
        raise ImportError(f"can't find '__main__' module in {path_name!r}")

    def action(namespace):
        code = _compile_file(path)
        namespace.update(init_globals or {})
        _prepare(namespace, run_name, path, ("__main__", "") if folder else None)
        exec(code, namespace)

    if not folder:
        return _with_main(run_name, path, action)
    sys.path.insert(0, path_name)
    try:
        return _with_main(run_name, path, action)
    finally:
        if path_name in sys.path:
            sys.path.remove(path_name)
