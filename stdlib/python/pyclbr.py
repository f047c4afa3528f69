"""The classes and functions of a module, read from its source: readmodule(), readmodule_ex(). The module is not run.

Thread safety: what was read is kept for the process; two threads may read the same module twice. Errors: ModuleNotFoundError where no
module is found; a module without source has no classes.
"""

import ast
import importlib.util
import sys

__all__ = ["readmodule", "readmodule_ex", "Class", "Function"]

_modules = {}


class _Object:
    """What is defined: where, in what, and what is defined in it."""

    def __init__(self, module, name, file, lineno, end_lineno, parent):
        self.module = module
        self.name = name
        self.file = file
        self.lineno = lineno
        self.end_lineno = end_lineno
        self.parent = parent
        self.children = {}
        if parent is not None:
            parent.children[name] = self


class Function(_Object):
    """A function or method."""

    def __init__(self, module, name, file, lineno, parent=None, is_async=False, *, end_lineno=None):
        super().__init__(module, name, file, lineno, end_lineno, parent)
        self.is_async = is_async
        if isinstance(parent, Class):
            parent.methods[name] = lineno


class Class(_Object):
    """A class: `super` has its bases, as Class where they are known and else as text; `methods` maps names to lines."""

    def __init__(self, module, name, super_, file, lineno, parent=None, *, end_lineno=None):
        super().__init__(module, name, file, lineno, end_lineno, parent)
        self.super = super_ or []
        self.methods = {}


def readmodule(module, path=None):
    """A dict of the classes of a module, those that it imports included."""
    return {name: value for name, value in _read(module, path or []).items() if isinstance(value, Class)}


def readmodule_ex(module, path=None):
    """A dict of the classes and functions of a module; the key __path__ of a package holds its folders."""
    return _read(module, path or [])


def _read(module, path, inpackage=None):
    fullname = f"{inpackage}.{module}" if inpackage is not None else module
    if fullname in _modules:
        return _modules[fullname]
    tree = {}
    if module in sys.builtin_module_names and inpackage is None:
        _modules[module] = tree
        return tree
    package, dot, submodule = module.rpartition(".")
    if dot:
        parent = _read(package, path, inpackage)
        if inpackage is not None:
            package = f"{inpackage}.{package}"
        if "__path__" not in parent:
            raise ImportError(f"No package named {package}")
        return _read(submodule, parent["__path__"], package)
    spec = None
    if inpackage is not None:
        search = path
    else:
        search = path + sys.path
    spec = _find(fullname, search, inpackage is not None or bool(path))
    if spec is None:
        raise ModuleNotFoundError(f"no module named {fullname!r}", name=fullname)
    _modules[fullname] = tree
    if spec.submodule_search_locations is not None:
        tree["__path__"] = spec.submodule_search_locations
    source = _source_of(spec, fullname)
    if source is not None:
        _Reader(fullname, spec.origin, tree, inpackage or (fullname if "__path__" in tree else None)).visit(ast.parse(source))
    return tree


def _find(fullname, folders, only_there):
    if only_there:
        from importlib.machinery import PathFinder
        spec = PathFinder.find_spec(fullname, folders)
        if spec is not None:
            return spec
    try:
        return importlib.util.find_spec(fullname)
    except (ImportError, ValueError, AttributeError):
        return None


def _source_of(spec, fullname):
    get_source = getattr(spec.loader, "get_source", None)
    try:
        if get_source is not None:
            return get_source(fullname)
        import linecache
        import tokenize
        if spec.origin and spec.origin.startswith("<"):
            return "".join(linecache.getlines(spec.origin)) or None
        with tokenize.open(spec.origin) as file:
            return file.read()
    except (ImportError, OSError, TypeError):
        return None


class _Reader(ast.NodeVisitor):
    """Collects definitions; imported names are looked up where they come from."""

    def __init__(self, module, file, tree, package):
        self.module, self.file, self.tree, self.package = module, file, tree, package
        self.outer = []

    def add(self, made):
        if not self.outer:
            self.tree[made.name] = made
        return made

    def visit_ClassDef(self, node):
        bases = []
        for base in node.bases:
            text = ast.unparse(base)
            parts = text.split(".")
            if text in self.tree:
                bases.append(self.tree[text])
            elif len(parts) == 1:
                bases.append(text)
            elif parts[-2] in _modules:
                bases.append(_modules[parts[-2]].get(parts[-1], text))
        made = self.add(Class(self.module, node.name, bases, self.file, node.lineno, self.outer[-1] if self.outer else None,
                              end_lineno=node.end_lineno))
        self.inside(made, node)

    def visit_FunctionDef(self, node, *, is_async=False):
        made = self.add(Function(self.module, node.name, self.file, node.lineno, self.outer[-1] if self.outer else None, is_async,
                                 end_lineno=node.end_lineno))
        self.inside(made, node)

    def visit_AsyncFunctionDef(self, node):
        self.visit_FunctionDef(node, is_async=True)

    def inside(self, made, node):
        self.outer.append(made)
        for statement in node.body:
            self.visit(statement)
        self.outer.pop()

    def visit_Import(self, node):
        if node.col_offset:
            return
        for name in node.names:
            try:
                try:
                    _read(name.name, [], self.package)
                except ImportError:
                    _read(name.name, [])
            except (ImportError, SyntaxError):
                pass

    def visit_ImportFrom(self, node):
        if node.col_offset:
            return
        try:
            module = "." * node.level + (node.module or "")
            if node.level:
                module = importlib.util.resolve_name(module, self.package)
            found = _read(module, [])
        except (ImportError, SyntaxError):
            return
        for name in node.names:
            if name.name in found:
                self.tree[name.asname or name.name] = found[name.name]
            elif name.name == "*":
                for key, value in found.items():
                    if not key.startswith("_"):
                        self.tree[key] = value


def _main():
    """`python -m pyclbr MODULE`: list what is in it."""
    import os
    name = sys.argv[1] if len(sys.argv) > 1 else __file__
    path = []
    if os.path.exists(name):
        path = [os.path.dirname(name)]
        name = os.path.basename(name).removesuffix(".py")
    pending = [(value, 0) for value in sorted((value for value in readmodule_ex(name, path).values() if isinstance(value, _Object)),
                                              key=lambda value: value.lineno, reverse=True)]
    while pending:
        value, depth = pending.pop()
        if value.module != name:
            continue
        pending += [(child, depth + 2) for child in sorted(value.children.values(), key=lambda child: child.lineno, reverse=True)]
        if isinstance(value, Class):
            print("{}class {} {} {}".format(" " * depth, value.name, value.super, value.lineno))
        else:
            print("{}def {} {}".format(" " * depth, value.name, value.lineno))


if __name__ == "__main__":
    _main()
