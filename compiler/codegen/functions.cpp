#include <fmt/format.h>

#include <algorithm>

#include "compiler/ast/unparse.h"
#include "compiler/codegen/generator.h"

namespace gilded::compiler {

using namespace ast;

namespace {

constexpr Register kManyVariables = 190;  // more than this in a frame: some are far
constexpr size_t kAnnotationTuple = 40;   // more registers than this: a dict instead

int first_line_of(const Node* node, Expressions decorators) {
  return decorators.empty() ? node->lineno : decorators[0]->lineno;
}

ast::Position line_start(int line) {
  ast::Position position;
  position.lineno = position.end_lineno = line;
  return position;
}

}  // namespace

Generator::Generator(const SymbolTables& tables, const Source& source, Arena& arena, const GeneratorOptions& options,
                     std::vector<SyntaxWarning>* warnings)
    : tables_(tables),
      source_(source),
      arena_(arena),
      options_(options),
      warnings_(warnings),
      guard_(kCompilerStackBudget) {
  class_cell_ = arena.intern("__class__");
  class_namespace_ = arena.intern("__classdict__");
  debug_ = arena.intern("__debug__");
  super_ = arena.intern("super");
  iterator_ = arena.intern(".0");
}

std::shared_ptr<const Code> Generator::run(const ModuleNode* tree) {
  return generate(tables_.module(), tree, line_start(1), &Generator::module_body, nullptr);
}

// ---- Units

std::string Generator::qualified_name_for(Scope* scope) {
  std::string name = scope->kind == ScopeKind::kTypeParameters ? fmt::format("<generic parameters of {}>", scope->name)
                                                               : std::string(scope->name);
  const Unit* parent = unit_;
  while (parent != nullptr && parent->frame->kind == ScopeKind::kTypeParameters) parent = parent->parent;
  if (parent == nullptr || parent->frame->kind == ScopeKind::kModule) return name;
  if (scope->kind == ScopeKind::kFunction || scope->kind == ScopeKind::kClass) {
    const Symbol* symbol = parent->frame->find(mangle(parent->frame->private_name, scope->name, arena_));
    if (symbol != nullptr && symbol->binding == Binding::kGlobalExplicit) return name;
  }
  const char* between = parent->frame->kind == ScopeKind::kClass ? "." : ".<locals>.";
  return parent->code->qualified_name + between + name;
}

void Generator::lay_out_registers(Scope* scope, const Arguments* arguments) {
  Code& code = *unit_->code;
  if (arguments != nullptr) {
    code.positional_only_count = static_cast<uint32_t>(arguments->posonlyargs.size());
    code.positional_count = static_cast<uint32_t>(arguments->posonlyargs.size() + arguments->args.size());
    code.keyword_only_count = static_cast<uint32_t>(arguments->kwonlyargs.size());
    if (arguments->vararg != nullptr) code.flags |= kVarArgs;
    if (arguments->kwarg != nullptr) code.flags |= kVarKeywords;
  } else {
    code.positional_count = static_cast<uint32_t>(scope->parameters.size());
  }
  std::vector<Symbol*> cells;
  if (scope->is_function_like()) {
    for (Identifier parameter : scope->parameters) {
      Symbol* symbol = scope->find(parameter);
      symbol->slot = symbol->name_index = static_cast<int32_t>(code.local_names.size());
      if (symbol->binding == Binding::kCell) code.cell_parameters.push_back(static_cast<uint32_t>(symbol->slot));
      code.local_names.emplace_back(parameter);
    }
    for (Symbol* symbol : scope->symbols) {
      if (symbol->flags & kParameter) continue;
      if (symbol->binding == Binding::kCell) {
        cells.push_back(symbol);
      } else if (symbol->binding == Binding::kLocal) {
        symbol->slot = symbol->name_index = static_cast<int32_t>(code.local_names.size());
        code.local_names.emplace_back(symbol->name);
      }
    }
    std::sort(cells.begin(), cells.end(),
              [](const Symbol* left, const Symbol* right) { return left->name < right->name; });
    for (Symbol* symbol : cells) {
      symbol->slot = static_cast<int32_t>(code.local_names.size() + code.cell_names.size());
      code.cell_names.emplace_back(symbol->name);
    }
  } else {
    code.has_namespace = true;
    code.is_class_body = scope->kind == ScopeKind::kClass;
    if (scope->needs_class_cell) code.cell_names.emplace_back("__class__");
    if (scope->needs_class_namespace) code.cell_names.emplace_back("__classdict__");
  }
  for (Identifier name : scope->free_names) code.free_names.emplace_back(name);
  unit_->first_temporary = static_cast<Register>(code.first_temporary());
  code.register_count = std::max(code.first_temporary(), 1u);  // operands without meaning name register 0
  if (unit_->first_temporary > kManyVariables) {
    code.relocation = std::max(code.first_temporary(), 256u);
    unit_->far_top = static_cast<Register>(code.relocation) + kNearRegisters - kNearVariables;
    code.register_count = static_cast<uint32_t>(unit_->far_top);
    unit_->first_temporary = kNearVariables;
    for (Symbol* symbol : scope->symbols) {
      if (symbol->slot >= 0) symbol->slot = located(static_cast<size_t>(symbol->slot));
    }
  }
  unit_->top = unit_->expression_base = unit_->first_temporary;
  if (!scope->is_function_like()) return;
  for (Symbol* symbol : scope->symbols) {
    if (symbol->slot < 0 || symbol->slot >= kNearRegisters || symbol->binding != Binding::kLocal) continue;
    if (symbol->flags & kUnbindable) this->code().set_unbindable(symbol->slot);
    if (symbol->flags & kParameter) this->code().bound().add(symbol->slot);
  }
}

std::shared_ptr<const Code> Generator::generate(Scope* scope, const Node* node, const ast::Position& first,
                                                void (Generator::*body)(const Node*), const Arguments* arguments) {
  guard_.check(source_);
  Unit* parent = unit_;
  for (bool long_jumps : {false, true}) {
    Unit unit;
    unit.parent = parent;
    unit.frame = unit.scope = scope;
    unit.code = std::make_shared<Code>();
    Code& code = *unit.code;
    code.name = scope->kind == ScopeKind::kTypeParameters ? fmt::format("<generic parameters of {}>", scope->name)
                                                          : std::string(scope->name);
    code.qualified_name = qualified_name_for(scope);
    code.filename = source_.filename();
    code.first_line = first.lineno;
    code.kept_source = options_.kept_source;
    if (options_.future_annotations) code.flags |= kFutureAnnotations;
    if (scope->is_function_like()) {
      code.flags |= kOptimized | kNewLocals;
      if (scope->nested) code.flags |= kNested;
      bool generator = scope->is_generator || scope->kind == ScopeKind::kGeneratorExpression;
      if (generator) code.flags |= scope->is_async ? kAsyncGenerator : kGenerator;
      if (scope->is_async && !generator) code.flags |= kCoroutine;
      unit.is_async_generator = generator && scope->is_async;
    }
    unit.assembler = std::make_unique<Assembler>(code, arena_, long_jumps);
    unit_ = &unit;
    try {
      lay_out_registers(scope, arguments);
      if (scope->is_function_like()) {
        Value first_constant;
        if (scope->kind == ScopeKind::kFunction && options_.optimize < 2) {
          if (const ast::Constant* text = docstring(static_cast<const FunctionFields*>(node)->body)) {
            first_constant = {Value::Text{clean_docstring(std::get<StringValue>(text->value).text)}};
          }
        }
        this->code().constant(std::move(first_constant));
      }
      begin_unit(line_start(first.lineno));
      bool suspends = (code.flags & (kGenerator | kCoroutine | kAsyncGenerator)) != 0;
      if (suspends) {
        // A StopIteration that leaves a generator would look like its end to the caller: it becomes a RuntimeError.
        Label& handler = this->code().make_label();
        Register exception = unit.top;
        this->code().open_region(handler, exception, false);
        (this->*body)(node);
        this->code().close_region();
        this->code().bind(handler);
        allocate();
        this->code().emit(no_position_, Opcode::INTRINSIC, exception, exception,
                          static_cast<int>(Intrinsic::kStopIterationError));
        this->code().emit(no_position_, Opcode::RERAISE, exception);
        this->code().end_path();
      } else {
        (this->*body)(node);
      }
      this->code().finish();
      unit_ = parent;
      return unit.code;
    } catch (const JumpTooFar&) {
      unit_ = parent;
      if (long_jumps) fail(*node, "code too large");
    }
  }
  return nullptr;
}

void Generator::begin_unit(const ast::Position& at) {
  Code& code = *unit_->code;
  bool suspends = (code.flags & (kGenerator | kCoroutine | kAsyncGenerator)) != 0;
  if (code.relocation != 0) {
    // A generator starts with its parameters alone: what is put away must be put away in its own frame.
    if (suspends) this->code().emit(at, Opcode::RETURN_GENERATOR);
    suspends = false;
    uint32_t end = std::min<uint32_t>(code.first_temporary(), kNearRegisters);
    // Variables that have no value yet put that away, too: what a far register holds on entry is left over from other
    // frames.
    for (uint32_t place = kNearVariables; place < end; place++) {
      this->code().emit_d(no_position_, Opcode::STORE_FAR, static_cast<int>(place),
                          static_cast<uint32_t>(located(place)));
    }
  }
  auto make_cell = [this](size_t number) {
    Register place = located(number);
    RegisterScope registers(*this);
    Register cell = near(no_position_, place);
    this->code().emit(no_position_, Opcode::MAKE_CELL, cell);
    if (cell != place) this->code().emit_d(no_position_, Opcode::STORE_FAR, cell, static_cast<uint32_t>(place));
  };
  for (uint32_t parameter : code.cell_parameters) make_cell(parameter);
  for (size_t i = 0; i < code.cell_names.size(); i++) make_cell(code.first_cell() + i);
  if (suspends) this->code().emit(at, Opcode::RETURN_GENERATOR);
  this->code().emit(at, Opcode::RESUME, 0);
}

// ---- Docstrings

const ast::Constant* Generator::docstring(Statements body) {
  if (body.empty() || !is<Expr>(body[0])) return nullptr;
  const ExpressionNode* value = as<Expr>(body[0])->value;
  if (!is<ast::Constant>(value)) return nullptr;
  auto* constant = as<ast::Constant>(value);
  return std::holds_alternative<StringValue>(constant->value) ? constant : nullptr;
}

Statements Generator::without_docstring(Statements body) {
  return docstring(body) != nullptr ? body.subspan(1) : body;
}

// Removes the indentation that the lines after the first have in common, as inspect.cleandoc does, but keeps blank
// lines.
std::string Generator::clean_docstring(std::string_view text) {
  std::string expanded;
  size_t column = 0;
  for (char character : text) {
    if (character == '\t') {
      size_t spaces = 8 - column % 8;
      expanded.append(spaces, ' ');
      column += spaces;
    } else {
      expanded += character;
      if (character == '\n' || character == '\r') {
        column = 0;
      } else if ((static_cast<unsigned char>(character) & 0xc0) != 0x80) {
        column++;
      }
    }
  }
  std::vector<std::string_view> lines;
  std::string_view rest = expanded;
  while (true) {
    size_t end = rest.find('\n');
    if (end == std::string_view::npos) break;
    lines.push_back(rest.substr(0, end + 1));
    rest.remove_prefix(end + 1);
  }
  lines.push_back(rest);
  size_t margin = std::string::npos;
  for (size_t i = 1; i < lines.size(); i++) {
    size_t indent = lines[i].find_first_not_of(' ');
    if (indent != std::string_view::npos && lines[i][indent] != '\n') margin = std::min(margin, indent);
  }
  std::string cleaned;
  for (size_t i = 0; i < lines.size(); i++) {
    size_t indent = std::min(lines[i].find_first_not_of(' '), lines[i].size());
    cleaned += lines[i].substr(i == 0 ? indent : std::min(margin, indent));
  }
  return cleaned;
}

// ---- Bodies

// The position of what follows a statement: its own, or none where the statement can end in several lines.
ast::Position Generator::end_position(const Node& statement) const {
  switch (statement.kind) {
    case ast::NodeKind::If:
    case ast::NodeKind::For:
    case ast::NodeKind::AsyncFor:
    case ast::NodeKind::While:
    case ast::NodeKind::With:
    case ast::NodeKind::AsyncWith:
    case ast::NodeKind::Try:
    case ast::NodeKind::TryStar:
    case ast::NodeKind::Match:
      return no_position_;
    default:
      return statement.position();
  }
}

void Generator::module_body(const Node* node) {
  Register result = -1;
  if (is<Expression>(node)) {
    auto* body = as<Expression>(node)->body;
    result = operand(body);
    code().emit(*body, Opcode::RETURN, result);
    code().end_path();
    return;
  }
  if (unit_->frame->has_annotations) code().emit(line_start(1), Opcode::SETUP_ANNOTATIONS);
  Statements body = is<Module>(node) ? as<Module>(node)->body : as<Interactive>(node)->body;
  ast::Position last = body.empty() ? line_start(1) : end_position(*body.back());
  if (is<Module>(node)) {
    if (const ast::Constant* text = docstring(body)) {
      if (options_.optimize < 2) {
        RegisterScope registers(*this);
        Register document = allocate();
        load_text(*body[0], document, clean_docstring(std::get<StringValue>(text->value).text));
        code().emit_cached(*body[0], Opcode::STORE_NAME, document, 0, arena_.intern("__doc__"));
      }
      body = body.subspan(1);
    }
  }
  statements(body);
  result = allocate();
  load_none(last, result);
  code().emit(last, Opcode::RETURN, result);
  code().end_path();
}

void Generator::function_body(const Node* node) {
  auto* function = static_cast<const FunctionFields*>(node);
  statements(without_docstring(function->body));
  ast::Position last = end_position(*function->body.back());
  Register result = allocate();
  load_none(last, result);
  code().emit(last, Opcode::RETURN, result);
  code().end_path();
}

void Generator::lambda_body(const Node* node) {
  auto* body = as<Lambda>(node)->body;
  Register result = operand(body);
  code().emit(*body, Opcode::RETURN, result);
  code().end_path();
}

void Generator::class_body(const Node* body) {
  auto* node = as<ClassDef>(body);
  ast::Position at = line_start(first_line_of(node, node->decorator_list));
  auto store_text = [&](std::string_view value, const char* name) {
    RegisterScope registers(*this);
    Register place = allocate();
    load_text(at, place, value);
    code().emit_cached(at, Opcode::STORE_NAME, place, 0, arena_.intern(name));
  };
  {
    RegisterScope registers(*this);
    Register value = allocate();
    code().emit_cached(at, Opcode::LOAD_NAME, value, 0, arena_.intern("__name__"));
    code().emit_cached(at, Opcode::STORE_NAME, value, 0, arena_.intern("__module__"));
    store_text(unit_->code->qualified_name, "__qualname__");
    load_constant(at, value, {int64_t{at.lineno}});
    code().emit_cached(at, Opcode::STORE_NAME, value, 0, arena_.intern("__firstlineno__"));
    if (!node->type_params.empty()) {
      code().emit(at, Opcode::LOAD_DEREF, value, free_cell(arena_.intern(".type_params")));
      code().emit_cached(at, Opcode::STORE_NAME, value, 0, arena_.intern("__type_params__"));
    }
    if (unit_->frame->needs_class_namespace) {
      code().emit(at, Opcode::LOAD_LOCALS, value);
      code().emit(at, Opcode::STORE_DEREF, value, free_cell(class_namespace_));
    }
  }
  if (unit_->frame->has_annotations) code().emit(at, Opcode::SETUP_ANNOTATIONS);
  if (const ast::Constant* text = docstring(node->body); text != nullptr && options_.optimize < 2) {
    store_text(clean_docstring(std::get<StringValue>(text->value).text), "__doc__");
  }
  statements(without_docstring(node->body));
  Value::Tuple attributes;
  for (Identifier name : unit_->static_attributes) {
    attributes.items.push_back({Value::Text{std::string(name)}});
  }
  Register value = allocate();
  load_constant(no_position_, value, {std::move(attributes)});
  code().emit_cached(no_position_, Opcode::STORE_NAME, value, 0, arena_.intern("__static_attributes__"));
  if (unit_->frame->needs_class_namespace) {
    code().emit_cached(no_position_, Opcode::STORE_NAME, free_cell(class_namespace_), 0,
                       arena_.intern("__classdictcell__"));
  }
  if (unit_->frame->needs_class_cell) {
    move(no_position_, value, free_cell(class_cell_));
    code().emit_cached(no_position_, Opcode::STORE_NAME, value, 0, arena_.intern("__classcell__"));
  } else {
    load_none(no_position_, value);
  }
  code().emit(no_position_, Opcode::RETURN, value);
  code().end_path();
}

// ---- Functions

void Generator::make_closure(const ast::Position& at, std::shared_ptr<const Code> made, Register window,
                             uint32_t flags) {
  const std::vector<std::string>& names = made->free_names;
  Register top = unit_->top;
  if (!names.empty()) {
    unit_->top = std::max(unit_->top, window + 1);
    if (unit_->top < window + 5) allocate(window + 5 - unit_->top);
    Register first = unit_->top;
    for (const std::string& name : names) {
      Register cell = cell_for_closure(arena_.intern(name));
      Register place = allocate();
      if (cell >= kNearRegisters) {
        code().emit_d(at, Opcode::LOAD_FAR, place, static_cast<uint32_t>(cell));
      } else {
        move(at, place, cell);
      }
    }
    code().emit(at, Opcode::BUILD_TUPLE, window + 4, first, static_cast<int>(names.size()));
    flags |= 8;
  }
  unit_->top = top;
  uint32_t index = code().code_constant(std::move(made));
  if (index > 0xffff) fail(at, "too many constants");
  code().emit_d_aux(at, Opcode::MAKE_FUNCTION, window, index, flags);
}

// Positional defaults as a tuple in `positional`, keyword-only ones as a dict in `named`; answers MAKE_FUNCTION's flags
// for them.
uint32_t Generator::defaults(const ast::Position& at, const Arguments* arguments, Register positional, Register named) {
  uint32_t flags = 0;
  if (!arguments->defaults.empty()) {
    flags |= 1;
    std::vector<Value> items;
    for (ExpressionNode* value : arguments->defaults) {
      auto item = fold(value);
      if (!item) break;
      items.push_back(std::move(*item));
    }
    if (items.size() == arguments->defaults.size()) {
      load_constant(at, positional, {Value::Tuple{std::move(items)}});
    } else {
      RegisterScope registers(*this);
      Register first = unit_->top;
      for (ExpressionNode* value : arguments->defaults) into(value, allocate());
      code().emit(at, Opcode::BUILD_TUPLE, positional, first, static_cast<int>(arguments->defaults.size()));
    }
  }
  bool has_named = false;
  for (size_t i = 0; i < arguments->kw_defaults.size(); i++) {
    if (arguments->kw_defaults[i] == nullptr) continue;
    if (!has_named) code().emit(at, Opcode::BUILD_MAP, named, named, 0);
    has_named = true;
    RegisterScope registers(*this);
    Register key = allocate();
    load_text(at, key, mangled(arguments->kwonlyargs[i]->arg));
    Register value = operand(arguments->kw_defaults[i]);
    code().emit(at, Opcode::MAP_ADD, named, key, value);
  }
  return has_named ? flags | 2 : flags;
}

void Generator::annotation_value(const ExpressionNode* node, Register target) {
  if (options_.future_annotations) {
    load_text(*node, target, unparse(node));
    return;
  }
  if (is<Starred>(node)) {
    // *args: *Ts
    RegisterScope registers(*this);
    Register value = operand(as<Starred>(node)->value);
    code().emit(*node, Opcode::UNPACK_SEQUENCE, target, value, 1);
    return;
  }
  into(node, target);
}

uint32_t Generator::annotations(const ast::Position& at, const FunctionFields* node, Register target) {
  std::vector<std::pair<Identifier, const ExpressionNode*>> items;
  auto add = [&](const Arg* argument) {
    if (argument != nullptr && argument->annotation != nullptr)
      items.emplace_back(mangled(argument->arg), argument->annotation);
  };
  for (Arg* argument : node->args->posonlyargs) add(argument);
  for (Arg* argument : node->args->args) add(argument);
  add(node->args->vararg);
  for (Arg* argument : node->args->kwonlyargs) add(argument);
  add(node->args->kwarg);
  if (node->returns != nullptr) items.emplace_back("return", node->returns);
  if (items.empty()) return 0;
  RegisterScope registers(*this);
  if (items.size() * 2 <= kAnnotationTuple) {
    Register first = unit_->top;
    for (auto& [name, annotation] : items) {
      load_text(at, allocate(), name);
      annotation_value(annotation, allocate());
    }
    code().emit(at, Opcode::BUILD_TUPLE, target, first, static_cast<int>(items.size() * 2));
    return 4;
  }
  code().emit(at, Opcode::BUILD_MAP, target, target, 0);
  for (auto& [name, annotation] : items) {
    RegisterScope item_registers(*this);
    Register key = allocate(), value = allocate();
    load_text(at, key, name);
    annotation_value(annotation, value);
    code().emit(at, Opcode::MAP_ADD, target, key, value);
  }
  return 4;
}

template <typename Make>
void Generator::decorated(const StatementNode* node, Identifier name, Expressions decorators, const Make& make) {
  RegisterScope registers(*this);
  // Each decorator is a callee whose argument is what the next one returns: nested windows.
  Register first = unit_->top;
  for (ExpressionNode* decorator : decorators) {
    into(decorator, allocate());
    allocate(3);
  }
  Register object = allocate();
  make(object);
  for (size_t i = decorators.size(); i-- > 0;) {
    object -= 4;
    code().emit(*decorators[i], Opcode::CALL, object, 1, call_form(false));
  }
  unit_->top = first + 1;
  store_name(*node, name, object);
}

void Generator::function_definition(const FunctionFields* node, bool) {
  decorated(node, node->name, node->decorator_list, [&](Register target) { function_object(node, target); });
}

void Generator::function_object(const FunctionFields* node, Register target) {
  if (!node->type_params.empty()) {
    call_type_parameters(node, node->type_params, node->args, target);
  } else {
    finish_function_object(node, target, false);
  }
}

// REQUIRES: target is the top register.
void Generator::finish_function_object(const FunctionFields* node, Register target, bool generic) {
  RegisterScope registers(*this);
  allocate(4);
  uint32_t flags = 0;
  if (generic) {
    auto hand_in = [&](const char* name, Register place, uint32_t flag) {
      Symbol* symbol = unit_->frame->find(arena_.intern(name));
      if (symbol == nullptr) return;
      move(*node, place, symbol->slot);
      flags |= flag;
    };
    hand_in(".defaults", target + 1, 1);
    hand_in(".kwdefaults", target + 2, 2);
  } else {
    flags = defaults(*node, node->args, target + 1, target + 2);
  }
  flags |= annotations(*node, node, target + 3);
  ast::Position first = line_start(first_line_of(node, node->decorator_list));
  auto made = generate(tables_.scope_of(node), node, first, &Generator::function_body, node->args);
  make_closure(*node, std::move(made), target, flags);
}

void Generator::lambda(const Lambda* node, Register target) {
  RegisterScope registers(*this);
  Scope* scope = tables_.scope_of(node);
  bool plain = node->args->defaults.empty() && node->args->kw_defaults.empty() && scope->free_names.empty();
  Register window = plain ? target : scratch_at(target);
  uint32_t flags = 0;
  if (!plain) {
    allocate(4);
    flags = defaults(*node, node->args, window + 1, window + 2);
  }
  auto made = generate(scope, node, *node, &Generator::lambda_body, node->args);
  make_closure(*node, std::move(made), window, flags);
  move(*node, target, window);
}

// ---- Classes

void Generator::class_definition(const ClassDef* node) {
  decorated(node, node->name, node->decorator_list, [&](Register target) { class_object(node, target); });
}

void Generator::class_object(const ClassDef* node, Register target) {
  if (!node->type_params.empty()) {
    call_type_parameters(node, node->type_params, nullptr, target);
  } else {
    class_call(node, target, {});
  }
}

// REQUIRES: target is the top register.
void Generator::class_call(const ClassDef* node, Register target, Identifier generic_base) {
  check_keywords(node->keywords);
  code().emit(*node, Opcode::LOAD_BUILD_CLASS, target);
  allocate(3);
  Register function = allocate();
  ast::Position first = line_start(first_line_of(node, node->decorator_list));
  auto made = generate(tables_.scope_of(node), node, first, &Generator::class_body, nullptr);
  make_closure(*node, std::move(made), function, 0);
  load_text(*node, allocate(), node->name);
  call_arguments(*node, target, 0, node->bases, node->keywords, generic_base);
}

void Generator::collect_static_attribute(const Attribute* node) {
  if (!is<Name>(node->value) || as<Name>(node->value)->id != "self") return;
  for (Unit* unit = unit_; unit != nullptr; unit = unit->parent) {
    if (unit->frame->kind != ScopeKind::kClass) continue;
    auto& names = unit->static_attributes;
    if (std::find(names.begin(), names.end(), node->attr) == names.end()) names.push_back(node->attr);
    return;
  }
}

// ---- Type parameters

// Calls a function made for the type parameters' scope; it answers the generic function, class or alias.
void Generator::call_type_parameters(const Node* node, TypeParameters list, const Arguments* arguments,
                                     Register target) {
  RegisterScope registers(*this);
  Register window = scratch_at(target);
  Scope* scope = tables_.scope_of(list.data());
  auto made = generate(scope, node, *node, &Generator::type_parameters_body, nullptr);
  make_closure(*node, std::move(made), window, 0);
  allocate(3);
  int count = 0;
  if (arguments != nullptr) {
    Register positional = allocate(), named = allocate();
    uint32_t flags = defaults(*node, arguments, positional, named);
    if ((flags & 3) == 2) move(*node, positional, named);
    count = (flags & 1) + ((flags >> 1) & 1);
  }
  code().emit(*node, Opcode::CALL, window, count, call_form(false));
  move(*node, target, window);
}

void Generator::type_parameters_body(const Node* node) {
  Register result = allocate();
  switch (node->kind) {
    case NodeKind::ClassDef: {
      auto* definition = as<ClassDef>(node);
      type_parameters(definition->type_params, result);
      store_name(*node, arena_.intern(".type_params"), result);
      code().emit(*node, Opcode::INTRINSIC, result, result, static_cast<int>(Intrinsic::kSubscriptGeneric));
      store_name(*node, arena_.intern(".generic_base"), result);
      class_call(definition, result, arena_.intern(".generic_base"));
      break;
    }
    case NodeKind::TypeAlias: {
      auto* alias = as<TypeAlias>(node);
      Register parameters = allocate(), value = allocate();
      type_parameters(alias->type_params, parameters);
      load_text(*node, result, as<Name>(alias->name)->id);
      auto made = generate(tables_.scope_of(alias), alias, *alias, &Generator::type_expression_body, nullptr);
      make_closure(*node, std::move(made), value, 0);
      code().emit(*node, Opcode::INTRINSIC, result, result, static_cast<int>(Intrinsic::kTypeAlias));
      break;
    }
    default: {
      auto* function = static_cast<const FunctionFields*>(node);
      Register parameters = allocate();
      type_parameters(function->type_params, parameters);
      Register made = allocate();
      finish_function_object(function, made, true);
      move(*node, result, made);
      unit_->top = parameters + 1;
      // The intrinsic wants the function and the parameters side by side, in this order.
      code().emit(*node, Opcode::INTRINSIC, result, result, static_cast<int>(Intrinsic::kSetFunctionTypeParameters));
      break;
    }
  }
  code().emit(*node, Opcode::RETURN, result);
  code().end_path();
}

// A function without parameters that answers the value, for lazy evaluation.
void Generator::evaluator(ExpressionNode* const& value, Register target) {
  auto made = generate(tables_.scope_of(&value), value, *value, &Generator::type_expression_body, nullptr);
  make_closure(*value, std::move(made), target, 0);
}

void Generator::type_expression_body(const Node* node) {
  auto* value = is<TypeAlias>(node) ? as<TypeAlias>(node)->value : static_cast<const ExpressionNode*>(node);
  Register result = allocate();
  if (is<Starred>(value)) {
    into(as<Starred>(value)->value, result);
    code().emit(*value, Opcode::UNPACK_SEQUENCE, result, result, 1);
  } else {
    into(value, result);
  }
  code().emit(*value, Opcode::RETURN, result);
  code().end_path();
}

void Generator::type_parameters(TypeParameters list, Register target) {
  RegisterScope registers(*this);
  Register first = unit_->top;
  bool seen_default = false;
  for (TypeParameterNode* node : list) {
    Register made = allocate();
    Register extra = allocate();
    Identifier name;
    ExpressionNode* const* default_value = nullptr;
    Intrinsic kind = Intrinsic::kTypeVar;
    switch (node->kind) {
      case NodeKind::TypeVar: {
        auto* parameter = as<TypeVar>(node);
        name = parameter->name;
        default_value = &parameter->default_value;
        if (parameter->bound != nullptr) {
          evaluator(parameter->bound, extra);
          kind = is<ast::Tuple>(parameter->bound) ? Intrinsic::kTypeVarWithConstraints : Intrinsic::kTypeVarWithBound;
        }
        break;
      }
      case NodeKind::ParamSpec:
        name = as<ParamSpec>(node)->name;
        default_value = &as<ParamSpec>(node)->default_value;
        kind = Intrinsic::kParamSpec;
        break;
      default:
        name = as<TypeVarTuple>(node)->name;
        default_value = &as<TypeVarTuple>(node)->default_value;
        kind = Intrinsic::kTypeVarTuple;
        break;
    }
    bool has_default = *default_value != nullptr;
    if (seen_default && !has_default) {
      fail(*node, fmt::format("non-default type parameter '{}' follows default type parameter", name));
    }
    seen_default = has_default;
    load_text(*node, made, name);
    code().emit(*node, Opcode::INTRINSIC, made, made, static_cast<int>(kind));
    if (has_default) {
      evaluator(*default_value, extra);
      code().emit(*node, Opcode::INTRINSIC, made, made, static_cast<int>(Intrinsic::kSetTypeParameterDefault));
    }
    store_name(*node, name, made);
    unit_->top = made + 1;
  }
  code().emit(*list[0], Opcode::BUILD_TUPLE, target, first, static_cast<int>(list.size()));
}

void Generator::type_alias(const TypeAlias* node) {
  RegisterScope registers(*this);
  Identifier name = as<Name>(node->name)->id;
  Register result = allocate();
  if (!node->type_params.empty()) {
    call_type_parameters(node, node->type_params, nullptr, result);
  } else {
    Register parameters = allocate(), value = allocate();
    load_text(*node, result, name);
    load_none(*node, parameters);
    auto made = generate(tables_.scope_of(node), node, *node, &Generator::type_expression_body, nullptr);
    make_closure(*node, std::move(made), value, 0);
    code().emit(*node, Opcode::INTRINSIC, result, result, static_cast<int>(Intrinsic::kTypeAlias));
  }
  store_name(*node->name, name, result);
}

}  // namespace gilded::compiler
