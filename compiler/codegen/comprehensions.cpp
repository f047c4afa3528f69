#include "compiler/codegen/generator.h"

namespace gilded::compiler {

using namespace ast;

// What the loops of a comprehension do with each element.
struct Generator::Comprehended {
  const ExpressionNode* node;
  Sequence<Comprehension> generators;
  const ExpressionNode* element;  // the key, of a dict comprehension
  const ExpressionNode* value;    // of a dict comprehension
  Register result;                // the container; unused by generator expressions
};

namespace {

Sequence<Comprehension> generators_of(const ExpressionNode* node) {
  switch (node->kind) {
    case NodeKind::ListComp:
      return as<ListComp>(node)->generators;
    case NodeKind::SetComp:
      return as<SetComp>(node)->generators;
    case NodeKind::DictComp:
      return as<DictComp>(node)->generators;
    default:
      return as<GeneratorExp>(node)->generators;
  }
}

Opcode build_opcode(const ExpressionNode* node) {
  return is<ListComp>(node) ? Opcode::BUILD_LIST : is<SetComp>(node) ? Opcode::BUILD_SET : Opcode::BUILD_MAP;
}

}  // namespace

void Generator::comprehension(const ExpressionNode* node, Register target) {
  Scope* scope = tables_.scope_of(node);
  Sequence<Comprehension> generators = generators_of(node);
  if (!scope->inlined) {
    comprehension_as_function(node, generators, target);
    return;
  }
  RegisterScope registers(*this);
  Register result = scratch_at(target);
  Register iterable = allocate();
  Comprehension* first = generators[0];
  {
    RegisterScope inner(*this);
    Register value = operand(first->iter, iterable);
    code().emit(*first->iter, first->is_async ? Opcode::GET_ASYNC_ITER : Opcode::GET_ITER, iterable, value);
  }
  Scope* outer = unit_->scope;
  unit_->scope = scope;
  BoundSet bound_before = code().bound();
  // Its variables are registers of this frame that nothing else uses meanwhile.
  for (Symbol* symbol : scope->symbols) {
    if (!(symbol->flags & kIterationVariable)) continue;
    symbol->slot = allocate();
    symbol->name_index = -1;
    if (symbol->binding == Binding::kCell) {
      code().emit(*node, Opcode::CLEAR, symbol->slot);
      code().emit(*node, Opcode::MAKE_CELL, symbol->slot);
    }
  }
  code().emit(*node, build_opcode(node), result, result, 0);
  Comprehended what{node, generators, nullptr, nullptr, result};
  if (is<DictComp>(node)) {
    what.element = as<DictComp>(node)->key;
    what.value = as<DictComp>(node)->value;
  } else {
    what.element = is<ListComp>(node) ? as<ListComp>(node)->elt : as<SetComp>(node)->elt;
  }
  comprehension_loops(what, 0, iterable);
  unit_->scope = outer;
  if (code().reachable()) {
    BoundSet certain = bound_before;  // its loops may not have run
    certain.intersect(code().bound());
    code().bound() = certain;
  }
  move(*node, target, result);
}

void Generator::comprehension_as_function(const ExpressionNode* node, Sequence<Comprehension> generators,
                                          Register target) {
  Scope* scope = tables_.scope_of(node);
  Comprehension* first = generators[0];
  auto made = generate(scope, node, *node, &Generator::generator_expression_body, nullptr);
  RegisterScope registers(*this);
  Register window = scratch_at(target);
  make_closure(*node, made, window, 0);
  allocate(3);
  Register iterable = allocate();
  Register value = operand(first->iter, iterable);
  code().emit(*first->iter, first->is_async ? Opcode::GET_ASYNC_ITER : Opcode::GET_ITER, iterable, value);
  code().emit(*node, Opcode::CALL, window, 1, call_form(false));
  unit_->top = window + 1;
  if (scope->is_async && !is<GeneratorExp>(node)) await_value(*node, window, window, 0);
  move(*node, target, window);
}

void Generator::generator_expression(const GeneratorExp* node, Register target) {
  comprehension_as_function(node, node->generators, target);
}

// The body of a comprehension that has a frame of its own; its first iterator is the argument .0.
void Generator::generator_expression_body(const Node* body) {
  auto* node = static_cast<const ExpressionNode*>(body);
  Comprehended what{node, generators_of(node), nullptr, nullptr, -1};
  Symbol* iterator = unit_->scope->find(iterator_);
  if (is<GeneratorExp>(node)) {
    what.element = as<GeneratorExp>(node)->elt;
    comprehension_loops(what, 0, iterator->slot);
    Register result = allocate();
    load_none(*node, result);
    code().emit(*node, Opcode::RETURN, result);
  } else {
    what.result = allocate();
    code().emit(*node, build_opcode(node), what.result, what.result, 0);
    if (is<DictComp>(node)) {
      what.element = as<DictComp>(node)->key;
      what.value = as<DictComp>(node)->value;
    } else {
      what.element = is<ListComp>(node) ? as<ListComp>(node)->elt : as<SetComp>(node)->elt;
    }
    comprehension_loops(what, 0, iterator->slot);
    code().emit(*node, Opcode::RETURN, what.result);
  }
  code().end_path();
}

void Generator::comprehension_loops(const Comprehended& what, size_t index, Register iterable) {
  ExpressionBase base(*this);
  if (index == what.generators.size()) {
    comprehension_element(what);
    return;
  }
  guard_.check(source_);
  RegisterScope registers(*this);
  Comprehension* generator = what.generators[index];
  Register iterator = iterable;
  Label head, end;
  Label& handler = code().make_label();
  Register exception = 0;
  bool runs_once = false;  // `for x in [value]` assigns
  if (index > 0) {
    ExpressionNode* iter = generator->iter;
    Expressions elements = is<List>(iter)         ? as<List>(iter)->elts
                           : is<ast::Tuple>(iter) ? as<ast::Tuple>(iter)->elts
                                                  : Expressions{};
    if (!generator->is_async && elements.size() == 1 && !is<Starred>(elements[0])) {
      runs_once = true;
      Register value = operand(elements[0]);
      store(generator->target, value);
    } else {
      iterator = allocate();
      Register value = operand(iter, iterator);
      code().emit(*iter, generator->is_async ? Opcode::GET_ASYNC_ITER : Opcode::GET_ITER, iterator, value);
    }
  }
  if (!runs_once) {
    code().weaken();
    code().bind(head);
    if (generator->is_async) {
      exception = allocate();
      RegisterScope item_registers(*this);
      Register item = allocate();
      code().open_region(handler, exception, false);
      code().emit(*what.node, Opcode::GET_ASYNC_NEXT, item, iterator);
      drive(*what.node, item, item, true);
      code().close_region();
      store(generator->target, item);
    } else {
      RegisterScope item_registers(*this);
      Register local = is<Name>(generator->target) ? local_target(as<Name>(generator->target)->id) : -1;
      Register item = local >= 0 ? local : allocate();
      code().jump_aux(*generator->iter, Opcode::FOR_ITER, item, iterator, 0, end);
      if (local >= 0) {
        if (code().reachable()) code().bound().add(local);
      } else {
        store(generator->target, item);
      }
    }
  }
  Label next;
  for (ExpressionNode* condition : generator->ifs) branch(condition, runs_once ? end : next, false);
  comprehension_loops(what, index + 1, -1);
  if (!runs_once) {
    code().bind(next);
    code().jump(*what.element, head, Opcode::JUMP_BACKWARD);
    if (generator->is_async) {
      code().bind(handler);
      code().emit(*what.node, Opcode::END_ASYNC_FOR, exception);
    }
  }
  code().bind(end);
}

void Generator::comprehension_element(const Comprehended& what) {
  RegisterScope registers(*this);
  const ExpressionNode* element = what.element;
  switch (what.node->kind) {
    case NodeKind::ListComp:
      code().emit(*element, Opcode::LIST_APPEND, what.result, operand(element));
      break;
    case NodeKind::SetComp:
      code().emit(*element, Opcode::SET_ADD, what.result, operand(element));
      break;
    case NodeKind::DictComp: {
      Register key = operand(element);
      Register value = operand(what.value);
      code().emit(*element, Opcode::MAP_ADD, what.result, key, value);
      break;
    }
    default: {
      Register value = operand(element);
      Register sent = allocate();
      note_suspension();
      code().emit(*element, Opcode::YIELD, sent, value, unit_->is_async_generator ? 1 : 0);
      code().emit(*element, Opcode::RESUME, 1);
      break;
    }
  }
}

}  // namespace gilded::compiler
