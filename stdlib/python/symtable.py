"""The scopes of a program: which names each has, and where they come from. symtable() tells for a source, without running it.

The compiler checks the source first; the tables are then made here from its tree, by the rules that the compiler follows. Thread safety:
tables do not change once they are made. Errors: SyntaxError as compile() raises it.
"""

import ast
from enum import StrEnum

__all__ = ["symtable", "SymbolTableType", "SymbolTable", "Class", "Function", "Symbol"]

# What is known of a name in a scope.
DEF_GLOBAL, DEF_LOCAL, DEF_PARAM, DEF_NONLOCAL, USE = 1, 2, 4, 8, 16
DEF_FREE_CLASS, DEF_IMPORT, DEF_ANNOT, DEF_TYPE_PARAM = 64, 128, 256, 1024
DEF_BOUND = DEF_LOCAL | DEF_PARAM | DEF_IMPORT | DEF_TYPE_PARAM
_FLAG_NAMES = (("USE", USE), ("DEF_GLOBAL", DEF_GLOBAL), ("DEF_NONLOCAL", DEF_NONLOCAL), ("DEF_LOCAL", DEF_LOCAL),
               ("DEF_PARAM", DEF_PARAM), ("DEF_IMPORT", DEF_IMPORT), ("DEF_ANNOT", DEF_ANNOT))
# Where it comes from.
LOCAL, GLOBAL_EXPLICIT, GLOBAL_IMPLICIT, FREE, CELL = 1, 2, 3, 4, 5
_SCOPE_NAMES = {LOCAL: "LOCAL", GLOBAL_EXPLICIT: "GLOBAL_EXPLICIT", GLOBAL_IMPLICIT: "GLOBAL_IMPLICIT", FREE: "FREE", CELL: "CELL"}


class SymbolTableType(StrEnum):
    MODULE = "module"
    FUNCTION = "function"
    CLASS = "class"
    ANNOTATION = "annotation"
    TYPE_ALIAS = "type alias"
    TYPE_PARAMETERS = "type parameters"
    TYPE_VARIABLE = "type variable"


def symtable(code, filename, compile_type):
    """The table of a module. compile_type: as compile() has it."""
    if compile_type not in ("exec", "eval", "single"):
        raise ValueError("symtable() arg 3 must be 'exec' or 'eval' or 'single'")
    compile(code, filename, compile_type, dont_inherit=True)
    tree = compile(code, filename, compile_type, ast.PyCF_ONLY_AST, dont_inherit=True)
    top = _Block("top", SymbolTableType.MODULE, 0, None)
    builder = _Builder(top)
    for part in tree.body if isinstance(tree.body, list) else [tree.body]:
        builder.visit(part)
    _resolve(top, set(), set())
    return SymbolTable(top, filename)


# --- What the visitor finds

class _Block:
    """A scope under construction: flags and scope by name, and the blocks in it."""

    def __init__(self, name, kind, lineno, parent, comprehension=None, in_class=False):
        self.name, self.kind, self.lineno, self.parent = name, kind, lineno, parent
        self.comprehension = comprehension
        self.in_class = in_class  # an annotation scope that sees the names of the class around it
        self.flags, self.scopes, self.children = {}, {}, []
        self.table = None  # the SymbolTable that shows it
        self.nested = parent is not None and (parent.nested or parent.is_function_like)
        if parent is not None:
            parent.children.append(self)

    @property
    def is_function_like(self):
        return self.kind not in (SymbolTableType.MODULE, SymbolTableType.CLASS)

    def add(self, name, flag):
        self.flags[name] = self.flags.get(name, 0) | flag


class _Builder(ast.NodeVisitor):
    """Enters names in the order in which the compiler meets them."""

    def __init__(self, top):
        self.top = self.block = top
        self.class_name = None
        self.postponed = False  # from __future__ import annotations

    def mangled(self, name):
        if self.class_name is None or not name.startswith("__") or name.endswith("__") or "." in name:
            return name
        stripped = self.class_name.lstrip("_")
        return f"_{stripped}{name}" if stripped else name

    def add(self, name, flag, block=None):
        name = self.mangled(name)
        (block or self.block).add(name, flag)
        return name

    def all(self, nodes):
        for node in nodes:
            if node is not None:
                self.visit(node)

    def within(self, block, visit):
        outer, self.block = self.block, block
        visit()
        self.block = outer

    # --- names

    def visit_Name(self, node):
        self.add(node.id, USE if isinstance(node.ctx, ast.Load) else DEF_LOCAL)
        if node.id == "super" and isinstance(node.ctx, ast.Load) and self.block.kind is SymbolTableType.FUNCTION:
            self.add("__class__", USE)

    def visit_Global(self, node):
        for name in node.names:
            self.top.add(self.add(name, DEF_GLOBAL), DEF_GLOBAL)

    def visit_Nonlocal(self, node):
        for name in node.names:
            self.add(name, DEF_NONLOCAL)

    def visit_Import(self, node):
        for alias in node.names:
            self.add(alias.asname or alias.name.partition(".")[0], DEF_IMPORT)

    def visit_ImportFrom(self, node):
        for alias in node.names:
            if alias.name != "*":
                self.add(alias.asname or alias.name, DEF_IMPORT)
            if node.module == "__future__" and alias.name == "annotations":
                self.postponed = True

    def visit_ExceptHandler(self, node):
        self.all([node.type])
        if node.name:
            self.add(node.name, DEF_LOCAL)
        self.all(node.body)

    def visit_MatchAs(self, node):
        self.all([node.pattern])
        if node.name:
            self.add(node.name, DEF_LOCAL)

    def visit_MatchStar(self, node):
        if node.name:
            self.add(node.name, DEF_LOCAL)

    def visit_MatchMapping(self, node):
        self.all(node.keys)
        self.all(node.patterns)
        if node.rest:
            self.add(node.rest, DEF_LOCAL)

    def visit_NamedExpr(self, node):
        block = self.block
        if block.comprehension:
            # It binds in the function around the comprehensions.
            around = block
            while around.comprehension:
                around = around.parent
            name = node.target.id
            if around.kind is SymbolTableType.MODULE:
                self.add(name, DEF_GLOBAL)
                self.add(name, DEF_GLOBAL, self.top)
            elif self.mangled(name) in around.flags and around.flags[self.mangled(name)] & DEF_GLOBAL:
                self.add(name, DEF_GLOBAL)
            else:
                self.add(name, DEF_NONLOCAL)
                self.add(name, DEF_LOCAL, around)
        self.visit(node.value)
        self.visit(node.target)

    def visit_AnnAssign(self, node):
        if isinstance(node.target, ast.Name):
            self.add(node.target.id, DEF_ANNOT | DEF_LOCAL if node.simple else DEF_LOCAL)
        else:
            self.visit(node.target)
        self.annotations([node.annotation])
        self.all([node.value])

    def visit_Assign(self, node):
        self.all(node.targets)
        self.visit(node.value)

    def visit_For(self, node):
        self.all([node.target, node.iter, *node.body, *node.orelse])

    visit_AsyncFor = visit_For

    def annotations(self, nodes):
        if not self.postponed:
            self.all(nodes)

    # --- scopes

    def type_parameters(self, node, name):
        """The block of the parameters in brackets, or None."""
        if not getattr(node, "type_params", None):
            return None
        block = _Block(name, SymbolTableType.TYPE_PARAMETERS, node.lineno, self.block,
                       in_class=self.block.kind is SymbolTableType.CLASS)
        if block.in_class:
            block.add("__classdict__", USE)
        if isinstance(node, ast.ClassDef):
            block.add(".type_params", USE | DEF_LOCAL)
            block.add(".generic_base", USE | DEF_LOCAL)
        elif not isinstance(node, ast.TypeAlias):
            block.add(".defaults", DEF_PARAM)
            if any(default is not None for default in node.args.kw_defaults):
                block.add(".kwdefaults", DEF_PARAM)

        def visit():
            for parameter in node.type_params:
                self.add(parameter.name, DEF_TYPE_PARAM | DEF_LOCAL)
                for part in (getattr(parameter, "bound", None), getattr(parameter, "default_value", None)):
                    if part is not None:
                        inner = _Block(parameter.name, SymbolTableType.TYPE_VARIABLE, parameter.lineno, self.block,
                                       in_class=block.in_class)
                        if inner.in_class:
                            inner.add("__classdict__", USE)
                        self.within(inner, lambda: self.visit(part))
        self.within(block, visit)
        return block

    def visit_FunctionDef(self, node):
        self.add(node.name, DEF_LOCAL)
        self.all(node.args.defaults)
        self.all(node.args.kw_defaults)
        self.all(node.decorator_list)
        outer = self.type_parameters(node, node.name) or self.block
        self.within(outer, lambda: self.function(node, node.name, node.body))

    visit_AsyncFunctionDef = visit_FunctionDef

    def function(self, node, name, body):
        args = node.args
        plain = args.posonlyargs + args.args
        self.annotations([arg.annotation for arg in plain + [arg for arg in (args.vararg, args.kwarg) if arg] + args.kwonlyargs])
        self.annotations([getattr(node, "returns", None)])
        block = _Block(name, SymbolTableType.FUNCTION, node.lineno, self.block)

        def visit():
            for arg in plain + args.kwonlyargs + [arg for arg in (args.vararg, args.kwarg) if arg]:
                self.add(arg.arg, DEF_PARAM)
            self.all(body)
        self.within(block, visit)

    def visit_Lambda(self, node):
        self.all(node.args.defaults)
        self.all(node.args.kw_defaults)
        self.function(node, "lambda", [node.body])

    def visit_ClassDef(self, node):
        self.add(node.name, DEF_LOCAL)
        self.all(node.decorator_list)
        parameters = self.type_parameters(node, node.name)

        def visit():
            self.all(node.bases)
            self.all(keyword.value for keyword in node.keywords)
            block = _Block(node.name, SymbolTableType.CLASS, node.lineno, self.block)
            if parameters:
                block.add("__type_params__", DEF_LOCAL)
                block.add(".type_params", USE)
            outer, self.class_name = self.class_name, node.name
            self.within(block, lambda: self.all(node.body))
            self.class_name = outer
        self.within(parameters or self.block, visit)

    def visit_TypeAlias(self, node):
        self.visit(node.name)
        outer = self.type_parameters(node, node.name.id) or self.block
        in_class = self.block.kind is SymbolTableType.CLASS

        def visit():
            block = _Block(node.name.id, SymbolTableType.TYPE_ALIAS, node.lineno, self.block, in_class=in_class)
            if in_class:
                block.add("__classdict__", USE)
            self.within(block, lambda: self.visit(node.value))
        self.within(outer, visit)

    def comprehension(self, node, name, results):
        first, *others = node.generators
        self.visit(first.iter)  # by the scope around
        block = _Block(name, SymbolTableType.FUNCTION, node.lineno, self.block, comprehension=name)
        block.add(".0", DEF_PARAM)

        def visit():
            self.visit(first.target)
            self.all(first.ifs)
            for generator in others:
                self.all([generator.target, generator.iter, *generator.ifs])
            self.all(results)
        self.within(block, visit)

    def visit_GeneratorExp(self, node):
        self.comprehension(node, "genexpr", [node.elt])

    def visit_ListComp(self, node):
        self.comprehension(node, "listcomp", [node.elt])

    def visit_SetComp(self, node):
        self.comprehension(node, "setcomp", [node.elt])

    def visit_DictComp(self, node):
        self.comprehension(node, "dictcomp", [node.key, node.value])


# --- Where names come from

def _resolve(block, bound, declared_global):
    """Set the scopes of a block and of those in it. `bound`: the names of functions around.

    Returns the names that it takes from around.
    """
    is_class = block.kind is SymbolTableType.CLASS
    local, free = set(), set()
    declared_global = set(declared_global)
    known = set(bound)
    for name, flags in block.flags.items():
        if flags & DEF_GLOBAL:
            block.scopes[name] = GLOBAL_EXPLICIT
            declared_global.add(name)
            known.discard(name)
        elif flags & DEF_NONLOCAL:
            block.scopes[name] = FREE
            free.add(name)
        elif flags & DEF_BOUND:
            block.scopes[name] = LOCAL
            local.add(name)
            declared_global.discard(name)
        elif name in known:
            block.scopes[name] = FREE
            free.add(name)
        else:
            block.scopes[name] = GLOBAL_IMPLICIT
    if block.is_function_like:
        seen_inside = known | local
    elif is_class:
        seen_inside = known | {"__class__", "__classdict__"}
    else:
        seen_inside = set()
    wanted = set()
    spliced = []
    for child in block.children:
        taken = _resolve(child, seen_inside, declared_global)
        if child.comprehension not in (None, "genexpr") and not block.in_class:
            _inline(block, child, local)
            spliced += child.children
            # It is no function of its own: only what is in it may need cells.
            wanted |= {name for name in taken if any(inner.scopes.get(name) == FREE for inner in child.children)}
        else:
            spliced.append(child)
            wanted |= taken
    block.children = spliced
    if block.is_function_like:
        for name in wanted & local:
            if block.scopes.get(name) == LOCAL:
                block.scopes[name] = CELL
        wanted -= local
    elif is_class:
        wanted -= {"__class__", "__classdict__"}
    for name in sorted(wanted):
        if name not in block.flags:
            if name in known:
                block.flags[name] = 0
                block.scopes[name] = FREE
        elif is_class and block.flags[name] & (DEF_BOUND | DEF_GLOBAL):
            block.flags[name] |= DEF_FREE_CLASS
    return free | wanted


def _inline(block, comprehension, local):
    # Lists, sets and dicts are made in the frame of the function around: their names are its own.
    for name, flags in comprehension.flags.items():
        if name == ".0" or name in block.flags:
            continue
        block.flags[name] = flags
        block.scopes[name] = comprehension.scopes[name]
        if flags & DEF_BOUND:
            local.add(name)


# --- What others see

class SymbolTable:
    """The names of a scope, and the scopes in it."""

    def __init__(self, raw_table, filename):
        self._table = raw_table
        self._filename = filename
        self._symbols = {}

    def __repr__(self):
        kind = "" if type(self) is SymbolTable else type(self).__name__ + " "
        if self._table.kind is SymbolTableType.MODULE:
            return f"<{kind}SymbolTable for module {self._filename}>"
        return f"<{kind}SymbolTable for {self._table.name} in {self._filename}>"

    def get_type(self):
        """What kind of scope it is."""
        return self._table.kind

    def get_id(self):
        """A number that no other table has."""
        return id(self._table)

    def get_name(self):
        """The name of the function or class; "top" for a module."""
        return self._table.name

    def get_lineno(self):
        """The line where it begins; 0 for a module."""
        return self._table.lineno

    def is_optimized(self):
        """Whether its local variables are known before it runs, as those of functions."""
        return self._table.kind is SymbolTableType.FUNCTION

    def is_nested(self):
        """Whether it is in a function."""
        return self._table.nested

    def has_children(self):
        """Whether there are scopes in it."""
        return bool(self._table.children)

    def get_identifiers(self):
        """Its names."""
        return self._table.flags.keys()

    def lookup(self, name):
        """The Symbol of a name. KeyError: it has none."""
        symbol = self._symbols.get(name)
        if symbol is None:
            flags = self._table.flags[name]
            namespaces = [_table_for(child, self._filename) for child in self._table.children if child.name == name]
            symbol = self._symbols[name] = Symbol(name, flags, self._table.scopes[name], namespaces,
                                                  module_scope=self._table.kind is SymbolTableType.MODULE)
        return symbol

    def get_symbols(self):
        """The Symbols of all names."""
        return [self.lookup(name) for name in self.get_identifiers()]

    def get_children(self):
        """The tables of the scopes in it."""
        return [_table_for(child, self._filename) for child in self._table.children]


def _table_for(block, filename):
    # There is one table for each block.
    if block.table is None:
        kinds = {SymbolTableType.FUNCTION: Function, SymbolTableType.CLASS: Class}
        block.table = kinds.get(block.kind, SymbolTable)(block, filename)
    return block.table


class Function(SymbolTable):
    """The names of a function."""

    def _names(self, test):
        return tuple(name for name, flags in self._table.flags.items() if test(flags, self._table.scopes[name]))

    def get_parameters(self):
        return self._names(lambda flags, scope: flags & DEF_PARAM)

    def get_locals(self):
        return self._names(lambda flags, scope: scope in (LOCAL, CELL))

    def get_globals(self):
        return self._names(lambda flags, scope: scope in (GLOBAL_IMPLICIT, GLOBAL_EXPLICIT))

    def get_nonlocals(self):
        return self._names(lambda flags, scope: flags & DEF_NONLOCAL)

    def get_frees(self):
        return self._names(lambda flags, scope: scope == FREE)


class Class(SymbolTable):
    """The names of a class."""

    def get_methods(self):
        """The names of its functions."""
        found = {}
        for child in self._table.children:
            if child.kind is SymbolTableType.TYPE_PARAMETERS:
                child = next((inner for inner in child.children if inner.name == child.name), child)
            if child.kind is SymbolTableType.FUNCTION and child.comprehension is None \
                    and self._table.scopes.get(child.name) in (LOCAL, CELL):
                found[child.name] = True
        return tuple(found)


class Symbol:
    """A name in a scope."""

    def __init__(self, name, flags, scope, namespaces=None, *, module_scope=False):
        self.__name, self.__flags, self.__scope = name, flags, scope
        self.__namespaces = namespaces or ()
        self.__module_scope = module_scope

    def __repr__(self):
        flags = "|".join(text for text, flag in _FLAG_NAMES if self.__flags & flag)
        return f"<symbol {self.__name!r}: {_SCOPE_NAMES[self.__scope]}, {flags}>"

    def get_name(self):
        return self.__name

    def is_referenced(self):
        """Whether it is read here."""
        return bool(self.__flags & USE)

    def is_parameter(self):
        return bool(self.__flags & DEF_PARAM)

    def is_global(self):
        """Whether it is a name of the module."""
        return self.__scope in (GLOBAL_IMPLICIT, GLOBAL_EXPLICIT) or (self.__module_scope and bool(self.__flags & DEF_BOUND))

    def is_nonlocal(self):
        return bool(self.__flags & DEF_NONLOCAL)

    def is_declared_global(self):
        """Whether a global statement says so."""
        return self.__scope == GLOBAL_EXPLICIT

    def is_local(self):
        """Whether it is a name of this scope."""
        return self.__scope in (LOCAL, CELL) or (self.__module_scope and bool(self.__flags & DEF_BOUND))

    def is_annotated(self):
        return bool(self.__flags & DEF_ANNOT)

    def is_free(self):
        """Whether it is a name of a function around."""
        return self.__scope == FREE

    def is_imported(self):
        return bool(self.__flags & DEF_IMPORT)

    def is_assigned(self):
        return bool(self.__flags & DEF_LOCAL)

    def is_namespace(self):
        """Whether a function or class has the name."""
        return bool(self.__namespaces)

    def get_namespaces(self):
        """The tables of the functions and classes of this name."""
        return self.__namespaces

    def get_namespace(self):
        """The only such table. ValueError: there are several, or none."""
        if not self.__namespaces:
            raise ValueError("name is not bound to any namespaces")
        if len(self.__namespaces) > 1:
            raise ValueError("name is bound to multiple namespaces")
        return self.__namespaces[0]
