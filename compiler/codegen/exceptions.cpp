#include "compiler/codegen/generator.h"

namespace gilded::compiler {

using namespace ast;

void Generator::try_statement(const Try* node) {
  code().emit(*node, Opcode::NOP);  // the line of `try` itself, for tracers
  if (!node->finalbody.empty()) {
    try_finally(node, false);
  } else {
    try_except(node);
  }
}

void Generator::try_star(const TryStar* node) {
  code().emit(*node, Opcode::NOP);
  if (!node->finalbody.empty()) {
    try_finally(node, true);
  } else {
    try_except_star(node);
  }
}

// The finally clause is copied to each way out: the end of the body, every break, continue and return, and the handler.
void Generator::try_finally(const TryFields* node, bool is_star) {
  RegisterScope registers(*this);
  Register exception = unit_->top;  // used by the handler only
  Label& handler = code().make_label();
  Label end;
  Block block{BlockKind::kFinally};
  block.final_body = node->finalbody;
  push_block(node, block);
  code().open_region(handler, exception, true);
  if (node->handlers.empty()) {
    statements(node->body);
    statements(node->orelse);
  } else if (is_star) {
    try_except_star(node);
  } else {
    try_except(node);
  }
  code().close_region();
  pop_block();
  statements(node->finalbody);
  code().jump(no_position_, end);

  code().bind(handler);
  allocate();
  Register previous = allocate();
  Register second = unit_->top;
  Label& cleanup = code().make_label();
  code().open_region(cleanup, second, false);
  code().emit(no_position_, Opcode::PUSH_EXCEPTION, previous, exception);
  Block handling{BlockKind::kHandling};
  handling.saved = previous;
  push_block(node, handling);
  statements(node->finalbody);
  pop_block();
  code().emit(no_position_, Opcode::RERAISE, exception);
  code().end_path();
  code().close_region();
  code().bind(cleanup);
  allocate();
  code().emit(no_position_, Opcode::POP_EXCEPTION, previous);
  code().emit(no_position_, Opcode::RERAISE, second);
  code().end_path();
  code().bind(end);
}

void Generator::unbind_handler_name(const ast::Position& at, Identifier name) {
  RegisterScope registers(*this);
  Register local = local_target(name);
  if (local >= 0) {
    code().emit(no_position_, Opcode::CLEAR, local);
    if (code().reachable()) code().bound().remove(local);
    return;
  }
  Register none = allocate();
  load_none(no_position_, none);
  store_name(no_position_, name, none);
  delete_name(no_position_, name);
  (void)at;
}

void Generator::try_except(const TryFields* node) {
  RegisterScope registers(*this);
  Register exception = unit_->top;
  Label& handler = code().make_label();
  Label end;
  push_block(node, {BlockKind::kTry});
  code().open_region(handler, exception, true);
  statements(node->body);
  code().close_region();
  pop_block();
  statements(node->orelse);
  code().jump(no_position_, end);

  code().bind(handler);
  allocate();
  Register previous = allocate();
  Register second = unit_->top;
  Label& cleanup = code().make_label();
  code().open_region(cleanup, second, false);
  code().emit(no_position_, Opcode::PUSH_EXCEPTION, previous, exception);
  ExpressionBase base(*this);
  bool catches_all = false;
  for (size_t i = 0; i < node->handlers.size(); i++) {
    ExceptHandler* clause = node->handlers[i];
    Label next;
    if (clause->type == nullptr) {
      if (i + 1 < node->handlers.size()) fail(*clause, "default 'except:' must be last");
      catches_all = true;
    } else {
      RegisterScope clause_registers(*this);
      Register type = operand(clause->type);
      Register matches = allocate();
      code().emit(*clause, Opcode::MATCH_EXCEPTION, matches, exception, type);
      code().jump_if(*clause, Opcode::JUMP_IF_FALSE, matches, next);
    }
    if (clause->name.empty()) {
      Block block{BlockKind::kHandling};
      block.saved = previous;
      push_block(clause, block);
      statements(clause->body);
      pop_block();
      code().emit(no_position_, Opcode::POP_EXCEPTION, previous);
    } else {
      store_name(*clause, clause->name, exception);
      // The name is unbound however the clause ends, so that the exception and its frames are not kept alive.
      Label& unbind = code().make_label();
      Block block{BlockKind::kNamedHandler};
      block.saved = previous;
      block.name = clause->name;
      push_block(clause, block);
      code().open_region(unbind, second, false);
      statements(clause->body);
      code().close_region();
      pop_block();
      code().emit(no_position_, Opcode::POP_EXCEPTION, previous);
      unbind_handler_name(*clause, clause->name);
      code().jump(no_position_, end);
      code().bind(unbind);
      RegisterScope unbind_registers(*this);
      allocate();
      unbind_handler_name(*clause, clause->name);
      code().emit(no_position_, Opcode::RERAISE, second);
      code().end_path();
    }
    code().jump(no_position_, end);
    code().bind(next);
  }
  if (!catches_all) {
    code().emit(no_position_, Opcode::RERAISE, exception);
    code().end_path();
  }
  code().close_region();
  code().bind(cleanup);
  allocate();
  code().emit(no_position_, Opcode::POP_EXCEPTION, previous);
  code().emit(no_position_, Opcode::RERAISE, second);
  code().end_path();
  code().bind(end);
}

// Each except* clause gets the part of the group that it matches; what is raised in the clauses and what none matched
// is merged and raised at the end.
void Generator::try_except_star(const TryFields* node) {
  RegisterScope registers(*this);
  Register exception = unit_->top;
  Label& handler = code().make_label();
  Label end;
  push_block(node, {BlockKind::kTry});
  code().open_region(handler, exception, true);
  statements(node->body);
  code().close_region();
  pop_block();
  statements(node->orelse);
  code().jump(no_position_, end);

  code().bind(handler);
  allocate();
  Register previous = allocate();
  Register original = allocate(2);  // and the list of what is to be raised
  Register raised = original + 1;
  Register rest = allocate(2);  // and the matched part
  Register matched = rest + 1;
  Register second = unit_->top;
  Label& cleanup = code().make_label();
  code().open_region(cleanup, second, false);
  code().emit(no_position_, Opcode::PUSH_EXCEPTION, previous, exception);
  move(no_position_, original, exception);
  move(no_position_, rest, exception);
  code().emit(no_position_, Opcode::BUILD_LIST, raised, raised, 0);
  ExpressionBase base(*this);
  for (ExceptHandler* clause : node->handlers) {
    Label next;
    {
      RegisterScope clause_registers(*this);
      Register type = operand(clause->type);
      code().emit(*clause->type, Opcode::MATCH_GROUP, rest, rest, type);
      code().jump_if(*clause->type, Opcode::JUMP_IF_NONE, matched, next);
    }
    // While the clause runs, its part is what is being handled.
    RegisterScope body_registers(*this);
    Register inner_previous = allocate();
    code().emit(no_position_, Opcode::PUSH_EXCEPTION, inner_previous, matched);
    if (!clause->name.empty()) store_name(*clause, clause->name, matched);
    Register inner_exception = unit_->top;
    Label& inner = code().make_label();
    Block block{BlockKind::kGroupHandler};
    push_block(clause, block);
    code().open_region(inner, inner_exception, false);
    statements(clause->body);
    code().close_region();
    pop_block();
    code().emit(no_position_, Opcode::POP_EXCEPTION, inner_previous);
    if (!clause->name.empty()) unbind_handler_name(*clause, clause->name);
    code().jump(no_position_, next);
    code().bind(inner);
    allocate();
    if (!clause->name.empty()) unbind_handler_name(*clause, clause->name);
    code().emit(no_position_, Opcode::LIST_APPEND, raised, inner_exception);
    code().emit(no_position_, Opcode::POP_EXCEPTION, inner_previous);
    code().bind(next);
  }
  code().emit(no_position_, Opcode::LIST_APPEND, raised, rest);
  code().emit(no_position_, Opcode::INTRINSIC, original, original, static_cast<int>(Intrinsic::kPrepareExceptionGroup));
  Label again;
  code().jump_if(no_position_, Opcode::JUMP_IF_NOT_NONE, original, again);
  code().emit(no_position_, Opcode::POP_EXCEPTION, previous);
  code().jump(no_position_, end);
  code().bind(again);
  code().emit(no_position_, Opcode::POP_EXCEPTION, previous);
  code().close_region();
  code().emit(no_position_, Opcode::RERAISE, original);
  code().end_path();
  code().bind(cleanup);
  allocate();
  code().emit(no_position_, Opcode::POP_EXCEPTION, previous);
  code().emit(no_position_, Opcode::RERAISE, second);
  code().end_path();
  code().bind(end);
}

// ---- with

void Generator::call_exit_with_none(const ast::Position& at, Register window, bool is_async) {
  // The arguments of __exit__ follow its header and self.
  RegisterScope registers(*this);
  for (int i = 0; i < 3; i++) load_none(at, window + 5 + i);
  code().emit(at, Opcode::CALL, window, 3, call_form(true));
  if (is_async) await_value(at, window, window, 2);
}

// Registers: exception, previous exception, then a call window for __exit__ that stays ready: callee, header, self; its
// arguments are only filled when it is called.
void Generator::with(const WithFields* node, size_t index, bool is_async) {
  RegisterScope registers(*this);
  WithItem* item = node->items[index];
  ast::Position at = *item->context_expr;
  Register exception = allocate();
  Register previous = allocate();
  Register exit = allocate();
  {
    RegisterScope enter_registers(*this);
    Register manager = operand(item->context_expr, exit);
    unit_->top = exit + 1;
    allocate(4);
    Register enter = allocate(5);
    code().emit(at, Opcode::LOAD_SPECIAL, enter, manager,
                static_cast<int>(is_async ? SpecialMethod::kAsyncEnter : SpecialMethod::kEnter));
    code().emit(at, Opcode::LOAD_SPECIAL, exit, manager,
                static_cast<int>(is_async ? SpecialMethod::kAsyncExit : SpecialMethod::kExit));
    code().emit(at, Opcode::CALL, enter, 0, call_form(true));
    unit_->top = enter + 1;
    if (is_async) await_value(at, enter, enter, 1);
    Label& handler = code().make_label();
    Block block{is_async ? BlockKind::kAsyncWith : BlockKind::kWith};
    block.saved = exit;
    block.node = item->context_expr;
    push_block(node, block);
    unit_->blocks.back().node = item->context_expr;
    code().open_region(handler, exception, true);
    if (item->optional_vars != nullptr) store(item->optional_vars, enter);
    unit_->top = exit + 5;
    if (index + 1 < node->items.size()) {
      with(node, index + 1, is_async);
    } else {
      statements(node->body);
    }
    code().close_region();
    pop_block();

    Label end, suppressed;
    unit_->top = exit + 5;
    allocate(3);
    call_exit_with_none(at, exit, is_async);
    code().jump(no_position_, end);

    code().bind(handler);
    Register second = allocate();
    Label& cleanup = code().make_label();
    code().open_region(cleanup, second, false);
    code().emit(at, Opcode::PUSH_EXCEPTION, previous, exception);
    code().emit(at, Opcode::EXCEPTION_PARTS, exit + 5, exception);
    code().emit(at, Opcode::CALL, exit, 3, call_form(true));
    if (is_async) await_value(at, exit, exit, 2);
    code().jump_if(at, Opcode::JUMP_IF_TRUE, exit, suppressed);
    code().emit(no_position_, Opcode::RERAISE, exception);
    code().end_path();
    code().close_region();
    code().bind(cleanup);
    code().emit(no_position_, Opcode::POP_EXCEPTION, previous);
    code().emit(no_position_, Opcode::RERAISE, second);
    code().end_path();
    code().bind(suppressed);
    code().emit(no_position_, Opcode::POP_EXCEPTION, previous);
    code().bind(end);
  }
}

}  // namespace gilded::compiler
