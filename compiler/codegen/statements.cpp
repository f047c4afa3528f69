#include <fmt/format.h>

#include <algorithm>

#include "compiler/ast/unparse.h"
#include "compiler/codegen/generator.h"

namespace gilded::compiler {

using namespace ast;

namespace {

constexpr size_t kMaximumBlocks = 21;  // CPython's limit of nested loops, try and with statements

Opcode inplace_opcode(Operator op) {
  switch (op) {
    case Operator::Add:
      return Opcode::INPLACE_ADD;
    case Operator::Sub:
      return Opcode::INPLACE_SUBTRACT;
    case Operator::Mult:
      return Opcode::INPLACE_MULTIPLY;
    case Operator::MatMult:
      return Opcode::INPLACE_MATRIX_MULTIPLY;
    case Operator::Div:
      return Opcode::INPLACE_TRUE_DIVIDE;
    case Operator::Mod:
      return Opcode::INPLACE_REMAINDER;
    case Operator::Pow:
      return Opcode::INPLACE_POWER;
    case Operator::LShift:
      return Opcode::INPLACE_LEFT_SHIFT;
    case Operator::RShift:
      return Opcode::INPLACE_RIGHT_SHIFT;
    case Operator::BitOr:
      return Opcode::INPLACE_BIT_OR;
    case Operator::BitXor:
      return Opcode::INPLACE_BIT_XOR;
    case Operator::BitAnd:
      return Opcode::INPLACE_BIT_AND;
    case Operator::FloorDiv:
      return Opcode::INPLACE_FLOOR_DIVIDE;
  }
  return Opcode::NOP;
}

}  // namespace

void Generator::statements(Statements body) {
  for (StatementNode* node : body) statement(node);
}

void Generator::statement(const StatementNode* node) {
  guard_.check(source_);
  ExpressionBase base(*this);
  switch (node->kind) {
    case NodeKind::FunctionDef:
      function_definition(as<FunctionDef>(node), false);
      break;
    case NodeKind::AsyncFunctionDef:
      function_definition(as<AsyncFunctionDef>(node), true);
      break;
    case NodeKind::ClassDef:
      class_definition(as<ClassDef>(node));
      break;
    case NodeKind::Return:
      return_statement(as<Return>(node));
      break;
    case NodeKind::Delete:
      for (ExpressionNode* target : as<Delete>(node)->targets) delete_target(target);
      break;
    case NodeKind::Assign:
      assign(as<Assign>(node));
      break;
    case NodeKind::TypeAlias:
      type_alias(as<TypeAlias>(node));
      break;
    case NodeKind::AugAssign:
      augmented_assign(as<AugAssign>(node));
      break;
    case NodeKind::AnnAssign:
      annotated_assign(as<AnnAssign>(node));
      break;
    case NodeKind::For:
      for_loop(as<For>(node));
      break;
    case NodeKind::AsyncFor:
      async_for_loop(as<AsyncFor>(node));
      break;
    case NodeKind::While:
      while_loop(as<While>(node));
      break;
    case NodeKind::If:
      if_statement(as<If>(node));
      break;
    case NodeKind::With:
      with(as<With>(node), 0, false);
      break;
    case NodeKind::AsyncWith:
      with(as<AsyncWith>(node), 0, true);
      break;
    case NodeKind::Match:
      match(as<Match>(node));
      break;
    case NodeKind::Raise:
      raise(as<Raise>(node));
      break;
    case NodeKind::Try:
      try_statement(as<Try>(node));
      break;
    case NodeKind::TryStar:
      try_star(as<TryStar>(node));
      break;
    case NodeKind::Assert:
      assert_statement(as<Assert>(node));
      break;
    case NodeKind::Import:
      import(as<Import>(node));
      break;
    case NodeKind::ImportFrom:
      import_from(as<ImportFrom>(node));
      break;
    case NodeKind::Expr:
      expression_statement(as<Expr>(node));
      break;
    case NodeKind::Break:
      loop_exit(node, false);
      break;
    case NodeKind::Continue:
      loop_exit(node, true);
      break;
    case NodeKind::Pass:
      code().emit(*node, Opcode::NOP);
      break;
    default:
      break;  // global and nonlocal
  }
}

void Generator::expression_statement(const Expr* node) {
  if (options_.interactive && unit_->frame->kind == ScopeKind::kModule) {
    RegisterScope registers(*this);
    Register value = operand(node->value);
    code().emit(*node, Opcode::INTRINSIC, allocate(), value, static_cast<int>(Intrinsic::kPrint));
    return;
  }
  discard(node->value);
}

// ---- Assignment

void Generator::assign(const Assign* node) {
  RegisterScope registers(*this);
  if (node->targets.size() == 1) {
    const ExpressionNode* target = node->targets[0];
    if (is<Name>(target)) {
      Identifier name = as<Name>(target)->id;
      Register local = local_target(name);
      if (local >= 0) {
        into(node->value, local);
        if (code().reachable()) code().bound().add(local);
        return;
      }
    } else if ((is<ast::Tuple>(target) || is<List>(target)) && (is<ast::Tuple>(node->value) || is<List>(node->value))) {
      Expressions targets = is<List>(target) ? as<List>(target)->elts : as<ast::Tuple>(target)->elts;
      Expressions values = is<List>(node->value) ? as<List>(node->value)->elts : as<ast::Tuple>(node->value)->elts;
      if (assign_pairwise(targets, values)) return;
    }
    store(target, operand(node->value));
    return;
  }
  // A local variable's own register would show what an earlier target stores.
  Register value = allocate();
  into(node->value, value);
  for (ExpressionNode* target : node->targets) store(target, value);
}

// `a, b = c, d` needs no tuple.
bool Generator::assign_pairwise(Expressions targets, Expressions values) {
  if (targets.size() != values.size() || targets.empty() || targets.size() > 16) return false;
  auto starred = [](const ExpressionNode* node) { return is<Starred>(node); };
  if (std::any_of(targets.begin(), targets.end(), starred) || std::any_of(values.begin(), values.end(), starred))
    return false;
  std::vector<Register> places;
  // A variable that no target rebinds may be read late.
  auto rebinds = [&](const ExpressionNode* value) {
    return std::any_of(targets.begin(), targets.end(), [&](const ExpressionNode* target) {
      if (is<Name>(target)) return as<Name>(target)->id.data() == as<Name>(value)->id.data();
      return !is<Attribute>(target) && !is<Subscript>(target);
    });
  };
  for (ExpressionNode* value : values) {
    if (is<Name>(value) && !rebinds(value)) {
      places.push_back(operand(value));
      continue;
    }
    places.push_back(allocate());
    into(value, places.back());
  }
  for (size_t i = 0; i < targets.size(); i++) store(targets[i], places[i]);
  return true;
}

void Generator::store(const ExpressionNode* target, Register value) {
  switch (target->kind) {
    case NodeKind::Name:
      store_name(*target, as<Name>(target)->id, value);
      break;
    case NodeKind::Attribute: {
      RegisterScope registers(*this);
      auto* attribute = as<Attribute>(target);
      collect_static_attribute(attribute);
      Register object = operand(attribute->value);
      code().emit_cached(method_position(attribute), Opcode::STORE_ATTR, value, object, mangled(attribute->attr));
      break;
    }
    case NodeKind::Subscript: {
      RegisterScope registers(*this);
      Register object = operand(as<Subscript>(target)->value);
      Register index = operand(as<Subscript>(target)->slice);
      if (is<ast::Slice>(as<Subscript>(target)->slice)) code().mark_passing_slice(index);
      code().emit(*target, Opcode::SET_ITEM, value, object, index);
      break;
    }
    case NodeKind::Tuple:
      unpack(*target, as<ast::Tuple>(target)->elts, value);
      break;
    case NodeKind::List:
      unpack(*target, as<List>(target)->elts, value);
      break;
    case NodeKind::Starred:
      fail(*target, "starred assignment target must be in a list or tuple");
    default:
      fail(*target, "cannot assign to expression");
  }
}

// The register of the first of `targets` if they are local variables in consecutive registers, else -1.
Register Generator::consecutive_locals(Expressions targets) {
  Register first = -1;
  for (size_t i = 0; i < targets.size(); i++) {
    const ExpressionNode* target = is<Starred>(targets[i]) ? as<Starred>(targets[i])->value : targets[i];
    Register place = is<Name>(target) ? local_target(as<Name>(target)->id) : -1;
    if (i == 0) first = place;
    if (place < 0 || place != first + static_cast<Register>(i)) return -1;
  }
  return first;
}

void Generator::unpack(const ast::Position& at, Expressions targets, Register value) {
  RegisterScope registers(*this);
  size_t star = targets.size();
  for (size_t i = 0; i < targets.size(); i++) {
    if (!is<Starred>(targets[i])) continue;
    if (star != targets.size()) fail(at, "multiple starred expressions in assignment");
    star = i;
  }
  if (targets.size() > 150) fail(at, "too many expressions in star-unpacking assignment");
  // Local variables that lie side by side are written directly: the instruction writes all or nothing.
  Register first = targets.empty() ? -1 : consecutive_locals(targets);
  bool direct = first >= 0;
  if (!direct) {
    first = unit_->top;
    if (!targets.empty()) allocate(static_cast<int>(targets.size()));
  }
  if (star == targets.size()) {
    code().emit(at, Opcode::UNPACK_SEQUENCE, first, value, static_cast<int>(targets.size()));
  } else {
    code().emit_aux(at, Opcode::UNPACK_EX, first, value, static_cast<int>(star),
                    static_cast<uint32_t>(targets.size() - star - 1));
  }
  if (direct) {
    for (size_t i = 0; i < targets.size() && code().reachable(); i++)
      code().bound().add(first + static_cast<Register>(i));
    return;
  }
  for (size_t i = 0; i < targets.size(); i++) {
    const ExpressionNode* target = is<Starred>(targets[i]) ? as<Starred>(targets[i])->value : targets[i];
    store(target, first + static_cast<Register>(i));
  }
}

void Generator::augmented_assign(const AugAssign* node) {
  RegisterScope registers(*this);
  std::optional<int> small;
  if (takes_small_operand(node->op)) small = small_operand(node->value);
  auto apply = [&](Register result, Register left) {
    RegisterScope value_registers(*this);
    if (small) {
      code().emit(*node, node->op == Operator::Add ? Opcode::INPLACE_ADD_INT : Opcode::INPLACE_SUBTRACT_INT, result,
                  left, *small);
    } else {
      Register right = operand(node->value);
      code().emit(*node, inplace_opcode(node->op), result, left, right);
    }
  };
  switch (node->target->kind) {
    case NodeKind::Name: {
      Identifier name = as<Name>(node->target)->id;
      Register local = local_in_place(*node->target, name);
      if (local >= 0) {
        apply(local, local);
        break;
      }
      Register value = allocate();
      load_name(*node->target, name, value);
      apply(value, value);
      store_name(*node->target, name, value);
      break;
    }
    case NodeKind::Attribute: {
      auto* attribute = as<Attribute>(node->target);
      collect_static_attribute(attribute);
      Register object = operand(attribute->value);
      Register value = allocate();
      ast::Position at = method_position(attribute);
      code().emit_cached(at, Opcode::LOAD_ATTR, value, object, mangled(attribute->attr));
      apply(value, value);
      code().emit_cached(at, Opcode::STORE_ATTR, value, object, mangled(attribute->attr));
      break;
    }
    case NodeKind::Subscript: {
      auto* subscript = as<Subscript>(node->target);
      Register object = operand(subscript->value);
      Register index = operand(subscript->slice);
      Register value = allocate();
      code().emit(*node->target, Opcode::GET_ITEM, value, object, index);
      apply(value, value);
      code().emit(*node->target, Opcode::SET_ITEM, value, object, index);
      break;
    }
    default:
      fail(*node->target, "illegal expression for augmented assignment");
  }
}

void Generator::annotated_assign(const AnnAssign* node) {
  RegisterScope registers(*this);
  bool evaluated = !unit_->frame->is_function_like();
  if (node->value != nullptr) {
    Register local = is<Name>(node->target) ? local_target(as<Name>(node->target)->id) : -1;
    if (local >= 0) {
      into(node->value, local);
      if (code().reachable()) code().bound().add(local);
    } else {
      RegisterScope value_registers(*this);
      store(node->target, operand(node->value));
    }
  }
  switch (node->target->kind) {
    case NodeKind::Name:
      if (node->simple && evaluated) {
        Register annotation = allocate(), space = allocate(), key = allocate();
        annotation_value(node->annotation, annotation);
        code().emit_cached(*node, Opcode::LOAD_NAME, space, 0, arena_.intern("__annotations__"));
        load_text(*node, key, mangled(as<Name>(node->target)->id));
        code().emit(*node, Opcode::SET_ITEM, annotation, space, key);
        return;
      }
      break;
    case NodeKind::Attribute:
      if (node->value == nullptr) discard(as<Attribute>(node->target)->value);
      break;
    case NodeKind::Subscript:
      if (node->value == nullptr) {
        discard(as<Subscript>(node->target)->value);
        discard(as<Subscript>(node->target)->slice);
      }
      break;
    default:
      fail(*node, "invalid node type for annotated assignment");
  }
  if (!node->simple && evaluated && !options_.future_annotations) discard(node->annotation);
}

void Generator::delete_target(const ExpressionNode* target) {
  RegisterScope registers(*this);
  switch (target->kind) {
    case NodeKind::Name:
      delete_name(*target, as<Name>(target)->id);
      break;
    case NodeKind::Attribute: {
      auto* attribute = as<Attribute>(target);
      Register object = operand(attribute->value);
      code().emit_d(method_position(attribute), Opcode::DELETE_ATTR, object, name_operand(mangled(attribute->attr)));
      break;
    }
    case NodeKind::Subscript: {
      Register object = operand(as<Subscript>(target)->value);
      Register index = operand(as<Subscript>(target)->slice);
      code().emit(*target, Opcode::DELETE_ITEM, 0, object, index);
      break;
    }
    case NodeKind::Tuple:
      for (ExpressionNode* element : as<ast::Tuple>(target)->elts) delete_target(element);
      break;
    case NodeKind::List:
      for (ExpressionNode* element : as<List>(target)->elts) delete_target(element);
      break;
    default:
      fail(*target, "cannot delete expression");
  }
}

// ---- Blocks

void Generator::push_block(const Node* node, Block block) {
  if (unit_->blocks.size() >= kMaximumBlocks) fail(*node, "too many statically nested blocks");
  block.node = block.node != nullptr ? block.node : node;
  block.regions = code().region_count();
  unit_->blocks.push_back(block);
}

bool Generator::leaving_runs_code(size_t count) const {
  for (size_t i = count; i < unit_->blocks.size(); i++) {
    BlockKind kind = unit_->blocks[i].kind;
    if (kind != BlockKind::kLoop && kind != BlockKind::kTry) return true;
  }
  return false;
}

void Generator::leave_block(const Block& block) {
  switch (block.kind) {
    case BlockKind::kLoop:
    case BlockKind::kTry:
    case BlockKind::kGroupHandler:
      break;
    case BlockKind::kFinally:
      statements(block.final_body);
      break;
    case BlockKind::kHandling:
      code().emit(no_position_, Opcode::POP_EXCEPTION, block.saved);
      break;
    case BlockKind::kNamedHandler:
      code().emit(no_position_, Opcode::POP_EXCEPTION, block.saved);
      unbind_handler_name(*block.node, block.name);
      break;
    case BlockKind::kWith:
    case BlockKind::kAsyncWith: {
      // A window of its own: what is returned lies above the one that is kept ready.
      RegisterScope registers(*this);
      Register window = allocate(8);
      move(*block.node, window, block.saved);
      move(*block.node, window + 4, block.saved + 4);
      call_exit_with_none(*block.node, window, block.kind == BlockKind::kAsyncWith);
      break;
    }
  }
}

template <typename Leave>
void Generator::unwinding(size_t count, const Leave& leave) {
  std::vector<Block> blocks = unit_->blocks;
  size_t regions = count < blocks.size() ? blocks[count].regions : code().region_count();
  std::vector<std::vector<Assembler::Region>> suspended;
  while (unit_->blocks.size() > count) {
    Block block = unit_->blocks.back();
    unit_->blocks.pop_back();
    suspended.push_back(code().suspend_regions(block.regions));
    leave_block(block);
  }
  leave();
  unit_->blocks = std::move(blocks);
  for (size_t i = suspended.size(); i-- > 0;) code().resume_regions(std::move(suspended[i]), code().region_count());
  (void)regions;
}

void Generator::return_statement(const Return* node) {
  if (!unit_->frame->is_function_like()) fail(*node, "'return' outside function");
  for (const Block& block : unit_->blocks) {
    if (block.kind == BlockKind::kGroupHandler) {
      fail(*node, "'break', 'continue' and 'return' cannot appear in an except* block");
    }
  }
  RegisterScope registers(*this);
  bool runs_code = leaving_runs_code(0);
  Register value = -1;
  bool is_constant = node->value == nullptr || is<ast::Constant>(node->value);
  if (!is_constant || runs_code) {
    if (node->value == nullptr) {
      value = allocate();
      load_none(*node, value);
    } else if (runs_code) {
      // A copy: what runs on the way out may rebind the variable.
      value = allocate();
      into(node->value, value);
    } else {
      value = operand(node->value);
    }
  }
  unwinding(0, [&] {
    if (value < 0) {
      value = allocate();
      if (node->value != nullptr) {
        into(node->value, value);
      } else {
        load_none(*node, value);
      }
    }
    // After what runs on the way out the line is not that of the statement any more.
    code().emit(runs_code ? no_position_ : ast::Position(*node), Opcode::RETURN, value);
    code().end_path();
  });
}

void Generator::loop_exit(const StatementNode* node, bool is_continue) {
  size_t loop = unit_->blocks.size();
  while (loop > 0 && unit_->blocks[loop - 1].kind != BlockKind::kLoop) {
    if (unit_->blocks[loop - 1].kind == BlockKind::kGroupHandler) {
      fail(*node, "'break', 'continue' and 'return' cannot appear in an except* block");
    }
    loop--;
  }
  if (loop == 0) fail(*node, is_continue ? "'continue' not properly in loop" : "'break' outside loop");
  Block target = unit_->blocks[loop - 1];
  ast::Position at = *node;
  if (leaving_runs_code(loop)) {
    // The line of the statement comes before those of what runs on the way out.
    code().emit(at, Opcode::NOP);
    at = no_position_;
  }
  unwinding(loop, [&] {
    if (is_continue) {
      code().jump(at, *target.continue_label, Opcode::JUMP_BACKWARD);
    } else {
      code().jump(at, *target.break_label);
    }
  });
}

// ---- Compound statements

void Generator::if_statement(const If* node) {
  if (node->body.size() == 1 && is<Break>(node->body[0]) && node->body[0]->lineno == node->test->lineno) {
    // Where nothing has to be done on the way out, the condition itself leaves the loop; not if tracers would miss the
    // line of the break.
    size_t loop = unit_->blocks.size();
    while (loop > 0 && unit_->blocks[loop - 1].kind == BlockKind::kTry) loop--;
    if (loop > 0 && unit_->blocks[loop - 1].kind == BlockKind::kLoop) {
      branch(node->test, *unit_->blocks[loop - 1].break_label, true);
      statements(node->orelse);
      return;
    }
  }
  Label otherwise, end;
  branch(node->test, otherwise, false);
  statements(node->body);
  if (node->orelse.empty()) {
    code().bind(otherwise);
    return;
  }
  code().jump(no_position_, end);
  code().bind(otherwise);
  statements(node->orelse);
  code().bind(end);
}

void Generator::while_loop(const While* node) {
  RegisterScope registers(*this);
  bool hoists = hoist_constants(node);
  // A condition that is never computed has a line all the same, for tracers.
  if (is<ast::Constant>(node->test)) code().emit(*node, Opcode::NOP);
  ExpressionBase base(*this);
  Label head, finished, end;
  code().weaken();
  code().bind(head);
  Block block{BlockKind::kLoop};
  block.continue_label = &head;
  block.break_label = &end;
  push_block(node, block);
  branch(node->test, finished, false);
  statements(node->body);
  code().jump(*node, head, Opcode::JUMP_BACKWARD);
  pop_block();
  code().bind(finished);
  if (hoists) end_hoisting();
  statements(node->orelse);
  code().bind(end);
}

void Generator::for_loop(const For* node) {
  RegisterScope registers(*this);
  Register iterator = allocate();
  {
    RegisterScope iterable_registers(*this);
    Register iterable = operand(node->iter, iterator);
    code().emit(*node->iter, Opcode::GET_ITER, iterator, iterable);
  }
  bool hoists = hoist_constants(node);
  ExpressionBase base(*this);
  Label head, finished, end;
  code().weaken();
  code().bind(head);
  Block block{BlockKind::kLoop};
  block.continue_label = &head;
  block.break_label = &end;
  push_block(node, block);
  {
    RegisterScope item_registers(*this);
    Register local = is<Name>(node->target) ? local_target(as<Name>(node->target)->id) : -1;
    Register item = local >= 0 ? local : allocate();
    code().jump_aux(*node->iter, Opcode::FOR_ITER, item, iterator, 0, finished);
    if (local < 0) {
      store(node->target, item);
    } else if (code().reachable()) {
      code().bound().add(local);
    }
  }
  statements(node->body);
  code().jump(*node, head, Opcode::JUMP_BACKWARD);
  pop_block();
  code().bind(finished);
  if (hoists) end_hoisting();
  statements(node->orelse);
  code().bind(end);
}

void Generator::async_for_loop(const AsyncFor* node) {
  RegisterScope registers(*this);
  Register iterator = allocate();
  {
    RegisterScope iterable_registers(*this);
    Register iterable = operand(node->iter, iterator);
    code().emit(*node->iter, Opcode::GET_ASYNC_ITER, iterator, iterable);
  }
  Register exception = allocate();
  Label head, end;
  Label& handler = code().make_label();
  code().weaken();
  code().bind(head);
  Block block{BlockKind::kLoop};
  block.continue_label = &head;
  block.break_label = &end;
  push_block(node, block);
  {
    RegisterScope item_registers(*this);
    Register item = allocate();
    code().open_region(handler, exception, false);
    code().emit(*node->iter, Opcode::GET_ASYNC_NEXT, item, iterator);
    drive(*node->iter, item, item, true);
    code().close_region();
    store(node->target, item);
  }
  statements(node->body);
  code().jump(*node, head, Opcode::JUMP_BACKWARD);
  pop_block();
  code().bind(handler);
  code().emit(*node->iter, Opcode::END_ASYNC_FOR, exception);
  statements(node->orelse);
  code().bind(end);
}

// ---- Simple statements

void Generator::raise(const Raise* node) {
  RegisterScope registers(*this);
  if (node->exc == nullptr) {
    code().emit(*node, Opcode::RAISE, 0, 0, 0);
  } else {
    Register exception = operand(node->exc);
    if (node->cause != nullptr) {
      Register cause = operand(node->cause);
      code().emit(*node, Opcode::RAISE, exception, cause, 2);
    } else {
      code().emit(*node, Opcode::RAISE, exception, exception, 1);
    }
  }
  code().end_path();
}

void Generator::assert_statement(const Assert* node) {
  if (is<ast::Tuple>(node->test) && !as<ast::Tuple>(node->test)->elts.empty()) {
    warn(*node, "assertion is always true, perhaps remove parentheses?");
  }
  if (options_.optimize > 0) return;
  RegisterScope registers(*this);
  Label holds;
  branch(node->test, holds, true);
  Register window = allocate();
  code().emit(*node, Opcode::INTRINSIC, window, window, static_cast<int>(Intrinsic::kAssertionError));
  if (node->msg != nullptr) {
    allocate(3);
    into(node->msg, allocate());
    code().emit(*node, Opcode::CALL, window, 1, call_form(false));
  }
  code().emit(*node->test, Opcode::RAISE, window, window, 1);
  code().end_path();
  code().bind(holds);
}

void Generator::import(const Import* node) {
  for (Alias* alias : node->names) {
    RegisterScope registers(*this);
    Register module = allocate(2);
    load_none(*node, module);
    load_constant(*node, module + 1, {int64_t{0}});
    code().emit_d(*node, Opcode::IMPORT_NAME, module, name_operand(alias->name));
    size_t dot = alias->name.find('.');
    if (alias->asname.empty()) {
      Identifier top = dot == Identifier::npos ? alias->name : arena_.intern(alias->name.substr(0, dot));
      store_name(*node, top, module);
      continue;
    }
    // `import a.b.c as d` binds the last part.
    while (dot != Identifier::npos) {
      size_t next = alias->name.find('.', dot + 1);
      Identifier part = alias->name.substr(dot + 1, next == Identifier::npos ? next : next - dot - 1);
      code().emit_aux(*node, Opcode::IMPORT_FROM, module, module, 0, code().text_constant(part));
      dot = next;
    }
    store_name(*node, alias->asname, module);
  }
}

void Generator::import_from(const ImportFrom* node) {
  RegisterScope registers(*this);
  Register module = allocate(2);
  Value::Tuple names;
  for (Alias* alias : node->names) names.items.push_back({Value::Text{std::string(alias->name)}});
  load_constant(*node, module, {std::move(names)});
  load_constant(*node, module + 1, {int64_t{node->level}});
  code().emit_d(*node, Opcode::IMPORT_NAME, module, name_operand(node->module));
  if (node->names.size() == 1 && node->names[0]->name == "*") {
    code().emit(*node, Opcode::INTRINSIC, module + 1, module, static_cast<int>(Intrinsic::kImportStar));
    return;
  }
  for (Alias* alias : node->names) {
    RegisterScope name_registers(*this);
    Register local = local_target(alias->asname.empty() ? alias->name : alias->asname);
    Register value = local >= 0 ? local : allocate();
    code().emit_aux(*node, Opcode::IMPORT_FROM, value, module, 0, code().text_constant(alias->name));
    store_name(*node, alias->asname.empty() ? alias->name : alias->asname, value);
  }
}

}  // namespace gilded::compiler
