// The symbol pass: which variable of which frame every name of a program means.
//
// analyze() walks the syntax tree twice: once to collect the names of every scope, once to resolve them as Python's
// scoping rules say. The code generator then asks SymbolTables for the Scope of a node and Scope::find() for a name.
//
// A list, set or dict comprehension is a scope of its own for names but, when `inlined`, has no frame of its own: its
// variables live in the frame of the nearest enclosing scope that has one (frame()).
//
// Thread safety: no shared state; one SymbolTables belongs to one compilation.
#pragma once

#include <cstdint>
#include <deque>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/source.h"

namespace gilded::compiler {

enum class ScopeKind : uint8_t {
  kModule,
  kClass,
  kFunction,
  kLambda,
  kGeneratorExpression,
  kComprehension,   // list, set and dict comprehensions
  kTypeParameters,  // between a generic class, function or alias and what surrounds it
  kTypeExpression,  // lazily evaluated: the bound or default of a type parameter, the value of a type alias
};

enum SymbolFlag : uint32_t {
  kUsed = 1,
  kBound = 2,  // assigned, deleted, imported, defined ...
  kParameter = 4,
  kDeclaredGlobal = 8,
  kDeclaredNonlocal = 16,
  kImported = 32,
  kAnnotated = 64,
  kIterationVariable = 128,  // target of a comprehension's for
  kWalrusTarget = 256,       // an expression may rebind it
  kUnbindable = 512,         // deleted somewhere, or the name of an except clause
  kTypeParameter = 1024,
};

enum class Binding : uint8_t {
  kLocal,           // of the scope itself: a register in functions, a name of the namespace in classes and modules
  kCell,            // as kLocal, but shared with inner frames
  kEnclosing,       // of an enclosing scope with the same frame (only in inlined comprehensions)
  kFree,            // of an enclosing frame
  kGlobalExplicit,  // by a global statement
  kGlobalImplicit,
};

struct Scope;

struct Symbol {
  ast::Identifier name;
  uint32_t flags = 0;
  Binding binding = Binding::kGlobalImplicit;
  Symbol* target = nullptr;  // of kEnclosing: the variable itself
  int32_t slot = -1;         // the code generator's: register
  int32_t name_index = -1;   // the code generator's: in Code::local_names
  bool temporary = false;    // the code generator's: the register is one of those for temporaries
  ast::Position declared;    // first global, nonlocal or annotation statement of the name, for errors

  bool is_binding() const {
    return (flags & (kBound | kImported | kParameter | kIterationVariable | kTypeParameter)) != 0 &&
           (flags & (kDeclaredGlobal | kDeclaredNonlocal)) == 0;
  }
};

struct Scope {
  ScopeKind kind;
  ast::Identifier name;
  const ast::Node* node = nullptr;
  Scope* parent = nullptr;
  std::vector<Scope*> children;
  std::vector<Symbol*> symbols;             // in order of first appearance
  std::vector<ast::Identifier> parameters;  // registers' order: positional, keyword-only, *args, **kwargs
  std::vector<ast::Identifier> free_names;  // variables of enclosing frames this frame needs, sorted (real frames only)
  ast::Identifier private_name;             // class whose private names are mangled here; may be empty
  bool is_async = false;                    // async def, or a comprehension with asynchronous parts
  bool is_generator = false;                // contains yield
  bool returns_value = false;               // contains return with a value
  bool nested = false;                      // some enclosing scope is a function
  bool inlined = false;                     // has no frame of its own
  bool used_before_bound = false;           // a comprehension that may read its variables too early: cannot be inlined
  bool needs_class_cell = false;            // class whose methods mention __class__ or super
  bool needs_class_namespace = false;       // class whose annotation scopes read its names: __classdict__
  bool sees_class = false;                  // annotation scope directly inside a class
  bool has_annotations = false;             // module or class with annotated assignments
  ast::Position return_position;

  Symbol* find(ast::Identifier identifier) const;
  bool is_function_like() const { return kind != ScopeKind::kModule && kind != ScopeKind::kClass; }
  bool is_comprehension() const { return kind == ScopeKind::kComprehension || kind == ScopeKind::kGeneratorExpression; }
  // The scope whose frame runs this scope's code.
  const Scope* frame() const {
    const Scope* scope = this;
    while (scope->inlined) scope = scope->parent;
    return scope;
  }
  Scope* frame() { return const_cast<Scope*>(static_cast<const Scope*>(this)->frame()); }

 private:
  friend class SymbolCollector;
  friend class SymbolResolver;
  Symbol* find_or_add(ast::Identifier identifier, Arena& arena);
  std::vector<uint32_t> table_;  // open addressing over symbols, index + 1; empty while there are few
};

class SymbolTables {
 public:
  // Identifiers made by the pass (mangled names and the like) are interned in `arena`, which holds the tree.
  // REQUIRES: the tree and `arena` outlive the tables.
  static Result<SymbolTables> analyze(const ast::ModuleNode* tree, const Source& source, Arena& arena,
                                      bool future_annotations);

  Scope* module() const { return module_; }
  // The scope that `key` opens: a definition, lambda or comprehension node; the first type parameter of a list of them;
  // the expression of a type parameter's bound or default.
  Scope* scope_of(const void* key) const {
    auto found = by_node_.find(key);
    return found == by_node_.end() ? nullptr : found->second;
  }

 private:
  friend class SymbolCollector;
  friend class SymbolResolver;
  std::deque<Scope> scopes_;
  std::unordered_map<const void*, Scope*> by_node_;
  Scope* module_ = nullptr;
};

// `name` as written inside class `class_name`: __private names get the class's name in front. Interned in `arena`.
ast::Identifier mangle(ast::Identifier class_name, ast::Identifier name, Arena& arena);

}  // namespace gilded::compiler
