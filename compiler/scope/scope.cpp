#include "compiler/scope/scope.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/failure.h"

namespace gilded::compiler {

using namespace ast;

// ---- Tables ---------------------------------------------------------------------------------------------------------

namespace {

constexpr size_t kLinearSymbols = 8;  // scopes with few names are searched one by one

size_t hash_of(Identifier name) {
  return (reinterpret_cast<uintptr_t>(name.data()) >> 3) * size_t{0x9E3779B97F4A7C15} >> 20;
}

}  // namespace

Symbol* Scope::find(Identifier identifier) const {
  if (table_.empty()) {
    for (Symbol* symbol : symbols) {
      if (symbol->name.data() == identifier.data()) return symbol;
    }
    return nullptr;
  }
  size_t mask = table_.size() - 1;
  for (size_t at = hash_of(identifier) & mask;; at = (at + 1) & mask) {
    uint32_t entry = table_[at];
    if (entry == 0) return nullptr;
    if (symbols[entry - 1]->name.data() == identifier.data()) return symbols[entry - 1];
  }
}

Symbol* Scope::find_or_add(Identifier identifier, Arena& arena) {
  if (Symbol* symbol = find(identifier)) return symbol;
  Symbol* symbol = arena.make<Symbol>();
  symbol->name = identifier;
  symbols.push_back(symbol);
  if (symbols.size() <= kLinearSymbols) return symbol;
  auto insert = [this](uint32_t index) {
    size_t mask = table_.size() - 1;
    size_t at = hash_of(symbols[index]->name) & mask;
    while (table_[at] != 0) at = (at + 1) & mask;
    table_[at] = index + 1;
  };
  if (symbols.size() * 2 > table_.size()) {
    size_t capacity = table_.empty() ? 32 : table_.size() * 2;
    table_.assign(capacity, 0);
    for (uint32_t i = 0; i < symbols.size(); i++) insert(i);
  } else {
    insert(static_cast<uint32_t>(symbols.size() - 1));
  }
  return symbol;
}

Identifier mangle(Identifier class_name, Identifier name, Arena& arena) {
  if (class_name.empty() || !name.starts_with("__") || name.ends_with("__") || name.find('.') != Identifier::npos)
    return name;
  size_t start = class_name.find_first_not_of('_');
  if (start == Identifier::npos) return name;  // a class of underscores mangles nothing
  return arena.intern(fmt::format("_{}{}", class_name.substr(start), name));
}

// ---- First walk: what every scope mentions --------------------------------------------------------------------------

class SymbolCollector {
 public:
  SymbolCollector(SymbolTables& tables, const Source& source, Arena& arena, bool future_annotations)
      : tables_(tables),
        source_(source),
        arena_(arena),
        guard_(kCompilerStackBudget),
        future_annotations_(future_annotations) {
    super_ = arena.intern("super");
    class_cell_ = arena.intern("__class__");
    debug_ = arena.intern("__debug__");
    iterator_ = arena.intern(".0");
  }

  void run(const ModuleNode* tree) {
    scope_ = enter(ScopeKind::kModule, arena_.intern("<module>"), tree);
    tables_.module_ = scope_;
    switch (tree->kind) {
      case NodeKind::Module:
        statements(as<Module>(tree)->body);
        break;
      case NodeKind::Interactive:
        statements(as<Interactive>(tree)->body);
        break;
      default:
        expression(as<Expression>(tree)->body);
        break;
    }
  }

 private:
  [[noreturn]] void fail(const Position& position, std::string message) {
    fail_at(source_, position, std::move(message));
  }
  // For what Python finds only when it generates code.
  [[noreturn]] void fail_late(const Position& position, std::string message) {
    SyntaxError error = syntax_error_at(source_, position, std::move(message));
    error.pass = SyntaxError::Pass::kCode;
    throw CompileFailure{std::move(error)};
  }

  Scope* enter(ScopeKind kind, Identifier name, const void* key) {
    Scope& scope = tables_.scopes_.emplace_back();
    scope.kind = kind;
    scope.name = name;
    scope.parent = scope_;
    scope.private_name = private_name_;
    if (scope_ != nullptr) {
      scope_->children.push_back(&scope);
      scope.nested = scope_->nested || scope_->is_function_like();
      scope.sees_class = (kind == ScopeKind::kTypeParameters || kind == ScopeKind::kTypeExpression) &&
                         (scope_->kind == ScopeKind::kClass || scope_->sees_class);
    }
    tables_.by_node_[key] = &scope;
    scope_ = &scope;
    return &scope;
  }
  void leave() { scope_ = scope_->parent; }

  void check_assignable(Identifier name, const Position& position) {
    if (name.data() == debug_.data()) fail_late(position, "cannot assign to __debug__");
  }

  Symbol* define(Identifier name, uint32_t flags, const Position& position) {
    Identifier mangled = mangle(private_name_, name, arena_);
    if (flags & kTypeParameter) check_assignable(name, position);
    Symbol* symbol = scope_->find_or_add(mangled, arena_);
    if ((flags & kParameter) && (symbol->flags & kParameter)) {
      fail(position, fmt::format("duplicate argument '{}' in function definition", name));
    }
    if ((flags & kTypeParameter) && (symbol->flags & kTypeParameter)) {
      fail(position, fmt::format("duplicate type parameter '{}'", name));
    }
    if (in_iteration_target_) {
      if (symbol->flags & kWalrusTarget) {
        fail(position, fmt::format("comprehension inner loop cannot rebind assignment expression target '{}'", name));
      }
      if (symbol->flags & kUsed) scope_->used_before_bound = true;
      flags |= kIterationVariable;
    }
    symbol->flags |= flags;
    if (flags & kParameter) scope_->parameters.push_back(mangled);
    return symbol;
  }

  void use(Identifier name) { scope_->find_or_add(mangle(private_name_, name, arena_), arena_)->flags |= kUsed; }

  // ---- Statements
  void statements(Statements body) {
    for (StatementNode* statement : body) this->statement(statement);
  }

  void statement(const StatementNode* node) {
    guard_.check(source_);
    switch (node->kind) {
      case NodeKind::FunctionDef:
        function(as<FunctionDef>(node), false);
        break;
      case NodeKind::AsyncFunctionDef:
        function(as<AsyncFunctionDef>(node), true);
        break;
      case NodeKind::ClassDef:
        class_definition(as<ClassDef>(node));
        break;
      case NodeKind::Return: {
        auto* statement = as<Return>(node);
        if (statement->value != nullptr) {
          expression(statement->value);
          scope_->returns_value = true;
          scope_->return_position = node->position();
        }
        break;
      }
      case NodeKind::Delete:
        expressions(as<Delete>(node)->targets);
        break;
      case NodeKind::Assign:
        expressions(as<Assign>(node)->targets);
        expression(as<Assign>(node)->value);
        break;
      case NodeKind::TypeAlias:
        type_alias(as<TypeAlias>(node));
        break;
      case NodeKind::AugAssign: {
        auto* statement = as<AugAssign>(node);
        expression(statement->target);
        expression(statement->value);
        break;
      }
      case NodeKind::AnnAssign:
        annotated_assignment(as<AnnAssign>(node));
        break;
      case NodeKind::For:
        for_loop(as<For>(node));
        break;
      case NodeKind::AsyncFor:
        check_async(node, "async for");
        for_loop(as<AsyncFor>(node));
        break;
      case NodeKind::While:
        expression(as<While>(node)->test);
        statements(as<While>(node)->body);
        statements(as<While>(node)->orelse);
        break;
      case NodeKind::If:
        expression(as<If>(node)->test);
        statements(as<If>(node)->body);
        statements(as<If>(node)->orelse);
        break;
      case NodeKind::With:
        with(as<With>(node));
        break;
      case NodeKind::AsyncWith:
        check_async(node, "async with");
        with(as<AsyncWith>(node));
        break;
      case NodeKind::Match:
        expression(as<Match>(node)->subject);
        for (MatchCase* match_case : as<Match>(node)->cases) {
          pattern(match_case->pattern);
          if (match_case->guard != nullptr) expression(match_case->guard);
          statements(match_case->body);
        }
        break;
      case NodeKind::Raise:
        optional(as<Raise>(node)->exc);
        optional(as<Raise>(node)->cause);
        break;
      case NodeKind::Try:
        try_statement(as<Try>(node));
        break;
      case NodeKind::TryStar:
        try_statement(as<TryStar>(node));
        break;
      case NodeKind::Assert:
        expression(as<Assert>(node)->test);
        optional(as<Assert>(node)->msg);
        break;
      case NodeKind::Import:
        import(as<Import>(node)->names, node->position());
        break;
      case NodeKind::ImportFrom:
        import(as<ImportFrom>(node)->names, node->position());
        break;
      case NodeKind::Global:
        declare(as<Global>(node)->names, kDeclaredGlobal, "global", node->position());
        break;
      case NodeKind::Nonlocal:
        declare(as<Nonlocal>(node)->names, kDeclaredNonlocal, "nonlocal", node->position());
        break;
      case NodeKind::Expr:
        expression(as<Expr>(node)->value);
        break;
      default:
        break;  // pass, break, continue
    }
  }

  void declare(std::span<Identifier> names, uint32_t flag, const char* word, const Position& position) {
    if (flag == kDeclaredNonlocal && scope_->kind == ScopeKind::kModule) {
      fail(position, "nonlocal declaration not allowed at module level");
    }
    for (Identifier name : names) {
      Symbol* symbol = scope_->find_or_add(mangle(private_name_, name, arena_), arena_);
      if (symbol->flags & (kParameter | kBound | kUsed | kAnnotated)) {
        if (symbol->flags & kParameter) fail(position, fmt::format("name '{}' is parameter and {}", name, word));
        if (symbol->flags & kUsed) fail(position, fmt::format("name '{}' is used prior to {} declaration", name, word));
        if (symbol->flags & kAnnotated) fail(position, fmt::format("annotated name '{}' can't be {}", name, word));
        fail(position, fmt::format("name '{}' is assigned to before {} declaration", name, word));
      }
      symbol->flags |= flag;
      if (flag == kDeclaredGlobal && scope_->kind != ScopeKind::kModule) {
        // The module itself then stores it as a global too; that shows only where exec() gets separate locals.
        Scope* module = scope_;
        while (module->parent != nullptr) module = module->parent;
        if (module->kind == ScopeKind::kModule) module->find_or_add(symbol->name, arena_)->flags |= kDeclaredGlobal;
      }
      if ((symbol->flags & kDeclaredGlobal) && (symbol->flags & kDeclaredNonlocal)) {
        fail(symbol->declared, fmt::format("name '{}' is nonlocal and global", name));
      }
      if (symbol->declared.lineno == 0) symbol->declared = position;
    }
  }

  void function(const FunctionFields* node, bool is_async) {
    check_assignable(node->name, node->position());
    define(node->name, kBound, node->position());
    expressions(node->args->defaults);
    for (ExpressionNode* value : node->args->kw_defaults) optional(value);
    expressions(node->decorator_list);
    bool generic = !node->type_params.empty();
    if (generic) {
      enter_type_parameters(node->type_params, node->name);
      scope_->node = node;
      // The defaults belong to the surroundings: they are handed in.
      auto& kw_defaults = node->args->kw_defaults;
      if (!node->args->defaults.empty()) define(arena_.intern(".defaults"), kParameter, node->position());
      if (std::any_of(kw_defaults.begin(), kw_defaults.end(),
                      [](const ExpressionNode* value) { return value != nullptr; })) {
        define(arena_.intern(".kwdefaults"), kParameter, node->position());
      }
    }
    const char* saved = forbidding_;
    if (generic) forbidding_ = "the definition of a generic";
    annotations(node);
    forbidding_ = saved;
    enter(ScopeKind::kFunction, node->name, node)->node = node;
    scope_->is_async = is_async;
    parameters(node->args);
    statements(node->body);
    if (is_async && scope_->is_generator && scope_->returns_value) {
      fail_late(scope_->return_position, "'return' with value in async generator");
    }
    leave();
    if (generic) leave();
  }

  void annotations(const FunctionFields* node) {
    auto visit = [this](const Arg* argument) {
      if (argument != nullptr && argument->annotation != nullptr) annotation(argument->annotation);
    };
    for (Arg* argument : node->args->posonlyargs) visit(argument);
    for (Arg* argument : node->args->args) visit(argument);
    visit(node->args->vararg);
    visit(node->args->kwarg);
    for (Arg* argument : node->args->kwonlyargs) visit(argument);
    if (node->returns != nullptr) annotation(node->returns);
  }

  void annotation(const ExpressionNode* node) {
    if (!future_annotations_) {
      expression(node);
      return;
    }
    // It becomes a string and binds no names here, but what it may not contain is still refused: look at it in a scope
    // of its own, which is dropped afterwards.
    Scope* outer = scope_;
    Scope scratch;
    scratch.kind = ScopeKind::kTypeExpression;
    scratch.parent = outer;
    size_t children = outer->children.size();
    scope_ = &scratch;
    const char* saved = forbidding_;
    forbidding_ = "an annotation";
    expression(node);
    forbidding_ = saved;
    scope_ = outer;
    outer->children.resize(children);
  }

  void parameters(const Arguments* arguments) {
    auto add = [this](const Arg* argument) {
      check_assignable(argument->arg, argument->position());
      define(argument->arg, kParameter, argument->position());
    };
    for (Arg* argument : arguments->posonlyargs) add(argument);
    for (Arg* argument : arguments->args) add(argument);
    for (Arg* argument : arguments->kwonlyargs) add(argument);
    if (arguments->vararg != nullptr) add(arguments->vararg);
    if (arguments->kwarg != nullptr) add(arguments->kwarg);
  }

  void enter_type_parameters(TypeParameters type_parameters, Identifier name) {
    enter(ScopeKind::kTypeParameters, name, type_parameters.data());
    for (TypeParameterNode* node : type_parameters) {
      // The place of the value is the key of its scope: the value itself may be a comprehension, with a scope of its
      // own.
      auto evaluated = [&](ExpressionNode* const& value, const char* what, Identifier parameter) {
        if (value == nullptr) return;
        const char* saved = forbidding_;
        forbidding_ = what;
        enter(ScopeKind::kTypeExpression, parameter, &value)->node = value;
        expression(value);
        leave();
        forbidding_ = saved;
      };
      switch (node->kind) {
        case NodeKind::TypeVar: {
          auto* parameter = as<TypeVar>(node);
          define(parameter->name, kTypeParameter, node->position());
          evaluated(parameter->bound,
                    parameter->bound != nullptr && is<ast::Tuple>(parameter->bound) ? "a TypeVar constraint"
                                                                                    : "a TypeVar bound",
                    parameter->name);
          evaluated(parameter->default_value, "a TypeVar default", parameter->name);
          break;
        }
        case NodeKind::ParamSpec:
          define(as<ParamSpec>(node)->name, kTypeParameter, node->position());
          evaluated(as<ParamSpec>(node)->default_value, "a ParamSpec default", as<ParamSpec>(node)->name);
          break;
        default:
          define(as<TypeVarTuple>(node)->name, kTypeParameter, node->position());
          evaluated(as<TypeVarTuple>(node)->default_value, "a TypeVarTuple default", as<TypeVarTuple>(node)->name);
          break;
      }
    }
  }

  void class_definition(const ClassDef* node) {
    check_assignable(node->name, node->position());
    define(node->name, kBound, node->position());
    expressions(node->decorator_list);
    bool generic = !node->type_params.empty();
    Identifier type_parameters = arena_.intern(".type_params");
    if (generic) {
      enter_type_parameters(node->type_params, node->name);
      scope_->node = node;
      define(type_parameters, kBound, node->position());
      define(arena_.intern(".generic_base"), kBound, node->position());
    }
    const char* saved = forbidding_;
    if (generic) forbidding_ = "the definition of a generic";
    expressions(node->bases);
    keywords(node->keywords);
    forbidding_ = saved;
    Identifier outer_private = private_name_;
    private_name_ = node->name;
    enter(ScopeKind::kClass, node->name, node)->node = node;
    if (generic) use(type_parameters);
    statements(node->body);
    leave();
    private_name_ = outer_private;
    if (generic) leave();
  }

  void type_alias(const TypeAlias* node) {
    expression(node->name);
    Identifier name = as<Name>(node->name)->id;
    bool generic = !node->type_params.empty();
    if (generic) {
      enter_type_parameters(node->type_params, name);
      scope_->node = node;
    }
    const char* saved = forbidding_;
    forbidding_ = "a type alias";
    enter(ScopeKind::kTypeExpression, name, node)->node = node;
    expression(node->value);
    leave();
    forbidding_ = saved;
    if (generic) leave();
  }

  void annotated_assignment(const AnnAssign* node) {
    scope_->has_annotations = true;
    if (is<Name>(node->target)) {
      Identifier name = as<Name>(node->target)->id;
      check_assignable(name, node->target->position());
      Symbol* symbol = scope_->find_or_add(mangle(private_name_, name, arena_), arena_);
      if ((symbol->flags & (kDeclaredGlobal | kDeclaredNonlocal)) && scope_->kind != ScopeKind::kModule &&
          node->simple) {
        fail(node->position(), fmt::format("annotated name '{}' can't be {}", name,
                                           (symbol->flags & kDeclaredGlobal) ? "global" : "nonlocal"));
      }
      if (node->simple) {
        symbol->flags |= kAnnotated | kBound;
      } else if (node->value != nullptr) {
        symbol->flags |= kBound;
      }
    } else {
      expression(node->target);
    }
    annotation(node->annotation);
    optional(node->value);
  }

  void for_loop(const ForFields* node) {
    expression(node->target);
    expression(node->iter);
    statements(node->body);
    statements(node->orelse);
  }

  void with(const WithFields* node) {
    for (WithItem* item : node->items) {
      expression(item->context_expr);
      optional(item->optional_vars);
    }
    statements(node->body);
  }

  void try_statement(const TryFields* node) {
    statements(node->body);
    for (ExceptHandler* handler : node->handlers) {
      optional(handler->type);
      if (!handler->name.empty()) {
        check_assignable(handler->name, handler->position());
        define(handler->name, kBound | kUnbindable, handler->position());
      }
      statements(handler->body);
    }
    statements(node->orelse);
    statements(node->finalbody);
  }

  void import(Sequence<Alias> names, const Position& position) {
    for (Alias* alias : names) {
      if (alias->name == "*") {
        if (scope_->kind != ScopeKind::kModule) fail(alias->position(), "import * only allowed at module level");
        continue;
      }
      Identifier name = alias->asname.empty() ? alias->name : alias->asname;
      size_t dot = name.find('.');
      if (dot != Identifier::npos) name = arena_.intern(name.substr(0, dot));
      check_assignable(name, position);
      define(name, kImported, alias->position());
    }
  }

  void check_async(const Node* node, const char* what) {
    if (!(scope_->kind == ScopeKind::kFunction && scope_->is_async)) {
      fail_late(node->position(), fmt::format("'{}' outside async function", what));
    }
  }

  // ---- Expressions
  void optional(const ExpressionNode* node) {
    if (node != nullptr) expression(node);
  }
  void expressions(Expressions nodes) {
    for (ExpressionNode* node : nodes) expression(node);
  }
  void keywords(Sequence<Keyword> keywords) {
    for (Keyword* keyword : keywords) {
      if (!keyword->arg.empty()) check_assignable(keyword->arg, keyword->position());
      expression(keyword->value);
    }
  }

  void forbid(const Node* node, const char* what) {
    if (forbidding_ != nullptr) fail(node->position(), fmt::format("{} cannot be used within {}", what, forbidding_));
  }

  void expression(const ExpressionNode* node) {
    guard_.check(source_);
    switch (node->kind) {
      case NodeKind::BoolOp:
        expressions(as<BoolOp>(node)->values);
        break;
      case NodeKind::NamedExpr:
        named_expression(as<NamedExpr>(node));
        break;
      case NodeKind::BinOp: {
        // Long chains lean to the left: follow them without recursion.
        std::vector<const ExpressionNode*> rights;
        const ExpressionNode* left = node;
        while (is<BinOp>(left)) {
          rights.push_back(as<BinOp>(left)->right);
          left = as<BinOp>(left)->left;
        }
        expression(left);
        for (size_t i = rights.size(); i-- > 0;) expression(rights[i]);
        break;
      }
      case NodeKind::UnaryOp:
        expression(as<UnaryOp>(node)->operand);
        break;
      case NodeKind::Lambda: {
        auto* lambda = as<Lambda>(node);
        expressions(lambda->args->defaults);
        for (ExpressionNode* value : lambda->args->kw_defaults) optional(value);
        enter(ScopeKind::kLambda, arena_.intern("<lambda>"), node)->node = node;
        const char* saved = forbidding_;
        forbidding_ = nullptr;
        parameters(lambda->args);
        expression(lambda->body);
        forbidding_ = saved;
        leave();
        break;
      }
      case NodeKind::IfExp:
        expression(as<IfExp>(node)->test);
        expression(as<IfExp>(node)->body);
        expression(as<IfExp>(node)->orelse);
        break;
      case NodeKind::Dict: {
        auto* dict = as<Dict>(node);
        for (size_t i = 0; i < dict->keys.size(); i++) {
          optional(dict->keys[i]);
          expression(dict->values[i]);
        }
        break;
      }
      case NodeKind::Set:
        expressions(as<Set>(node)->elts);
        break;
      case NodeKind::ListComp: {
        auto* comprehension = as<ListComp>(node);
        this->comprehension(node, comprehension->generators, comprehension->elt, nullptr, "<listcomp>",
                            "list comprehension");
        break;
      }
      case NodeKind::SetComp: {
        auto* comprehension = as<SetComp>(node);
        this->comprehension(node, comprehension->generators, comprehension->elt, nullptr, "<setcomp>",
                            "set comprehension");
        break;
      }
      case NodeKind::DictComp: {
        auto* comprehension = as<DictComp>(node);
        this->comprehension(node, comprehension->generators, comprehension->key, comprehension->value, "<dictcomp>",
                            "dict comprehension");
        break;
      }
      case NodeKind::GeneratorExp: {
        auto* comprehension = as<GeneratorExp>(node);
        this->comprehension(node, comprehension->generators, comprehension->elt, nullptr, "<genexpr>",
                            "generator expression");
        break;
      }
      case NodeKind::Await: {
        forbid(node, "await expression");
        if (!scope_->is_function_like()) fail_late(node->position(), "'await' outside function");
        if (!scope_->is_async && !scope_->is_comprehension())
          fail_late(node->position(), "'await' outside async function");
        expression(as<Await>(node)->value);
        mark_async();
        break;
      }
      case NodeKind::Yield:
        yield(node);
        optional(as<Yield>(node)->value);
        break;
      case NodeKind::YieldFrom:
        yield(node);
        if (scope_->is_async) fail_late(node->position(), "'yield from' inside async function");
        expression(as<YieldFrom>(node)->value);
        break;
      case NodeKind::Compare:
        expression(as<Compare>(node)->left);
        expressions(as<Compare>(node)->comparators);
        break;
      case NodeKind::Call:
        expression(as<Call>(node)->func);
        expressions(as<Call>(node)->args);
        keywords(as<Call>(node)->keywords);
        break;
      case NodeKind::FormattedValue:
        expression(as<FormattedValue>(node)->value);
        optional(as<FormattedValue>(node)->format_spec);
        break;
      case NodeKind::JoinedStr:
        expressions(as<JoinedStr>(node)->values);
        break;
      case NodeKind::Attribute: {
        auto* attribute = as<Attribute>(node);
        if (attribute->ctx == ExpressionContext::Store) check_assignable(attribute->attr, node->position());
        expression(attribute->value);
        break;
      }
      case NodeKind::Subscript:
        expression(as<Subscript>(node)->value);
        expression(as<Subscript>(node)->slice);
        break;
      case NodeKind::Starred:
        expression(as<Starred>(node)->value);
        break;
      case NodeKind::Name:
        name(as<Name>(node));
        break;
      case NodeKind::List:
        expressions(as<List>(node)->elts);
        break;
      case NodeKind::Tuple:
        expressions(as<ast::Tuple>(node)->elts);
        break;
      case NodeKind::Slice:
        optional(as<Slice>(node)->lower);
        optional(as<Slice>(node)->upper);
        optional(as<Slice>(node)->step);
        break;
      default:
        break;  // constants
    }
  }

  void name(const Name* node) {
    if (node->ctx == ExpressionContext::Load) {
      use(node->id);
      // super() needs the class it stands in.
      if (node->id.data() == super_.data() && scope_->is_function_like())
        scope_->find_or_add(class_cell_, arena_)->flags |= kUsed;
      return;
    }
    if (node->ctx == ExpressionContext::Del) {
      if (node->id.data() == debug_.data()) fail_late(node->position(), "cannot delete __debug__");
      define(node->id, kBound | kUnbindable, node->position());
      return;
    }
    check_assignable(node->id, node->position());
    define(node->id, kBound, node->position());
  }

  void yield(const Node* node) {
    if (!scope_->is_comprehension()) forbid(node, "yield expression");
    if (scope_->is_comprehension()) fail(node->position(), fmt::format("'yield' inside {}", comprehension_word_));
    if (!scope_->is_function_like())
      fail_late(node->position(), is<YieldFrom>(node) ? "'yield from' outside function" : "'yield' outside function");
    scope_->is_generator = true;
  }

  void mark_async() {
    if (scope_->is_comprehension()) scope_->is_async = true;
  }

  void named_expression(const NamedExpr* node) {
    if (!scope_->is_comprehension()) forbid(node, "named expression");
    if (in_iterable_ > 0) {
      fail(node->position(), "assignment expression cannot be used in a comprehension iterable expression");
    }
    Identifier target = as<Name>(node->target)->id;
    check_assignable(target, node->target->position());
    Identifier mangled = mangle(private_name_, target, arena_);
    if (!scope_->is_comprehension()) {
      define(target, kBound | kWalrusTarget, node->target->position());
      expression(node->value);
      return;
    }
    // It binds in the nearest scope that is no comprehension.
    Scope* host = scope_;
    for (; host->is_comprehension(); host = host->parent) {
      Symbol* symbol = host->find(mangled);
      if (symbol != nullptr && (symbol->flags & kIterationVariable)) {
        fail(node->target->position(),
             fmt::format("assignment expression cannot rebind comprehension iteration variable '{}'", target));
      }
    }
    if (host->kind == ScopeKind::kClass) {
      fail(node->target->position(), "assignment expression within a comprehension cannot be used in a class body");
    }
    if (host->kind == ScopeKind::kTypeParameters || host->kind == ScopeKind::kTypeExpression) {
      std::string_view place = forbidding_ == nullptr ? "the definition of a generic" : forbidding_;
      if (place.starts_with("a TypeVar") || place.starts_with("a ParamSpec")) place = "a TypeVar bound";
      fail(node->target->position(), fmt::format("assignment expression within a comprehension cannot be used {} {}",
                                                 place.starts_with("the ") ? "within" : "in", place));
    }
    bool is_global = host->kind == ScopeKind::kModule;
    for (Scope* scope = scope_; scope != host; scope = scope->parent) {
      scope->find_or_add(mangled, arena_)->flags |= kWalrusTarget | (is_global ? kDeclaredGlobal : 0u);
    }
    host->find_or_add(mangled, arena_)->flags |= kBound | kWalrusTarget;
    expression(node->value);
  }

  void comprehension(const ExpressionNode* node, Sequence<Comprehension> generators, const ExpressionNode* element,
                     const ExpressionNode* value, const char* name, const char* word) {
    bool is_generator = is<GeneratorExp>(node);
    Comprehension* first = generators[0];
    in_iterable_++;
    expression(first->iter);
    in_iterable_--;

    Scope* outer = scope_;
    Scope* scope =
        enter(is_generator ? ScopeKind::kGeneratorExpression : ScopeKind::kComprehension, arena_.intern(name), node);
    scope->node = node;
    const char* outer_word = comprehension_word_;
    comprehension_word_ = word;
    int outer_iterable = in_iterable_;
    // What is forbidden in an iterable is forbidden in the comprehensions inside of it too.
    Symbol* iterator = scope->find_or_add(iterator_, arena_);
    iterator->flags |= kParameter;
    scope->parameters.push_back(iterator_);
    if (first->is_async) scope->is_async = true;
    iteration_target(first->target);
    expressions(first->ifs);
    for (Comprehension* generator : generators.subspan(1)) {
      if (generator->is_async) scope->is_async = true;
      in_iterable_++;
      expression(generator->iter);
      in_iterable_--;
      iteration_target(generator->target);
      expressions(generator->ifs);
    }
    if (value != nullptr) expression(value);
    expression(element);
    leave();
    in_iterable_ = outer_iterable;
    comprehension_word_ = outer_word;

    if (outer->is_comprehension()) {
      // What the inner one reads counts as read by the outer one here, see used_before_bound.
      for (Symbol* symbol : scope->symbols) {
        if ((symbol->flags & kUsed) && !symbol->is_binding()) outer->find_or_add(symbol->name, arena_)->flags |= kUsed;
      }
    }
    if (scope->is_async && !is_generator) {
      if (outer->is_comprehension()) {
        outer->is_async = true;
      } else if (!outer->is_async) {
        fail_late(node->position(), "asynchronous comprehension outside of an asynchronous function");
      }
    }
  }

  void iteration_target(const ExpressionNode* target) {
    bool saved = in_iteration_target_;
    in_iteration_target_ = true;
    expression(target);
    in_iteration_target_ = saved;
  }

  void pattern(const PatternNode* node) {
    guard_.check(source_);
    auto capture = [&](Identifier name) {
      if (name.empty()) return;
      check_assignable(name, node->position());
      define(name, kBound, node->position());
    };
    switch (node->kind) {
      case NodeKind::MatchValue:
        expression(as<MatchValue>(node)->value);
        break;
      case NodeKind::MatchSequence:
        for (PatternNode* child : as<MatchSequence>(node)->patterns) pattern(child);
        break;
      case NodeKind::MatchMapping: {
        auto* mapping = as<MatchMapping>(node);
        expressions(mapping->keys);
        for (PatternNode* child : mapping->patterns) pattern(child);
        capture(mapping->rest);
        break;
      }
      case NodeKind::MatchClass: {
        auto* match_class = as<MatchClass>(node);
        expression(match_class->cls);
        for (PatternNode* child : match_class->patterns) pattern(child);
        for (size_t i = 0; i < match_class->kwd_attrs.size(); i++) {
          check_assignable(match_class->kwd_attrs[i], match_class->kwd_patterns[i]->position());
        }
        for (PatternNode* child : match_class->kwd_patterns) pattern(child);
        break;
      }
      case NodeKind::MatchStar:
        capture(as<MatchStar>(node)->name);
        break;
      case NodeKind::MatchAs:
        if (as<MatchAs>(node)->pattern != nullptr) pattern(as<MatchAs>(node)->pattern);
        capture(as<MatchAs>(node)->name);
        break;
      case NodeKind::MatchOr:
        for (PatternNode* child : as<MatchOr>(node)->patterns) pattern(child);
        break;
      default:
        break;  // a singleton
    }
  }

  SymbolTables& tables_;
  const Source& source_;
  Arena& arena_;
  StackGuard guard_;
  bool future_annotations_;
  Scope* scope_ = nullptr;
  Identifier private_name_;
  bool in_iteration_target_ = false;
  int in_iterable_ = 0;
  const char* comprehension_word_ = "";
  const char* forbidding_ = nullptr;  // the place that forbids yield, await and :=, if any
  Identifier super_, class_cell_, debug_, iterator_;
};

// ---- Second walk: what every name means -----------------------------------------------------------------------------

class SymbolResolver {
 public:
  SymbolResolver(const Source& source, Arena& arena) : source_(source) {
    class_cell_ = arena.intern("__class__");
    class_namespace_ = arena.intern("__classdict__");
  }

  void run(Scope* scope) {
    // Annotation scopes read the names of their class through a mapping; comprehensions in them stay functions, as in
    // CPython.
    scope->inlined =
        scope->kind == ScopeKind::kComprehension && !scope->used_before_bound && !scope->parent->sees_class;
    for (size_t i = 0; i < scope->symbols.size(); i++) resolve(scope, scope->symbols[i]);
    for (Scope* child : scope->children) run(child);
    // As in co_freevars.
    std::sort(scope->free_names.begin(), scope->free_names.end());
  }

 private:
  void resolve(Scope* scope, Symbol* symbol) {
    if (symbol->flags & kDeclaredGlobal) {
      symbol->binding = Binding::kGlobalExplicit;
      return;
    }
    if (symbol->is_binding()) {
      if (symbol->binding != Binding::kCell)
        symbol->binding = Binding::kLocal;  // an inner scope may have captured it already
      return;
    }
    bool found = look_up(scope, symbol);
    if (!found && (symbol->flags & kDeclaredNonlocal)) {
      fail_at(source_, symbol->declared, fmt::format("no binding for nonlocal '{}' found", symbol->name));
    }
  }

  // Finds the variable of an enclosing scope that `symbol` means. Where the frames differ, the variable becomes a cell
  // that every frame in between hands on.
  bool look_up(Scope* scope, Symbol* symbol) {
    bool nonlocal = (symbol->flags & kDeclaredNonlocal) != 0;
    Scope* first = scope->parent;
    if (scope->sees_class && first != nullptr) need_class_namespace(scope);
    for (Scope* owner = first; owner != nullptr && owner->kind != ScopeKind::kModule; owner = owner->parent) {
      if (owner->kind == ScopeKind::kClass) {
        if (symbol->name.data() != class_cell_.data()) continue;
        owner->needs_class_cell = true;
        bind(scope, symbol, owner, nullptr);
        return true;
      }
      Symbol* candidate = owner->find(symbol->name);
      if (candidate == nullptr) continue;
      if (candidate->flags & kDeclaredGlobal) {
        symbol->binding = Binding::kGlobalImplicit;
        return false;
      }
      if (!candidate->is_binding()) continue;
      if (nonlocal && (candidate->flags & kTypeParameter)) {
        fail_at(source_, symbol->declared,
                fmt::format("nonlocal binding not allowed for type parameter '{}'", symbol->name));
      }
      bind(scope, symbol, owner, candidate);
      return true;
    }
    symbol->binding = Binding::kGlobalImplicit;
    return false;
  }

  void bind(Scope* scope, Symbol* symbol, Scope* owner, Symbol* variable) {
    Scope* frame = scope->frame();
    Scope* owner_frame = owner->frame();
    if (frame == owner_frame && variable != nullptr) {
      symbol->binding = Binding::kEnclosing;
      symbol->target = variable;
      return;
    }
    if (variable != nullptr) variable->binding = Binding::kCell;
    symbol->binding = Binding::kFree;
    hand_on(frame, owner_frame, symbol->name);
  }

  void hand_on(Scope* frame, Scope* owner_frame, Identifier name) {
    for (; frame != owner_frame; frame = frame->parent->frame()) {
      auto& names = frame->free_names;
      if (std::any_of(names.begin(), names.end(), [&](Identifier other) { return other.data() == name.data(); }))
        return;
      names.push_back(name);
    }
  }

  void need_class_namespace(Scope* scope) {
    Scope* owner = scope->parent;
    while (owner->kind != ScopeKind::kClass) owner = owner->parent;
    owner->needs_class_namespace = true;
    hand_on(scope->frame(), owner, class_namespace_);
  }

  const Source& source_;
  Identifier class_cell_, class_namespace_;
};

Result<SymbolTables> SymbolTables::analyze(const ModuleNode* tree, const Source& source, Arena& arena,
                                           bool future_annotations) {
  try {
    SymbolTables tables;
    SymbolCollector(tables, source, arena, future_annotations).run(tree);
    SymbolResolver(source, arena).run(tables.module_);
    return tables;
  } catch (CompileFailure& failure) {
    return std::move(failure.error);
  }
}

}  // namespace gilded::compiler
