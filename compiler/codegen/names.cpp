#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "compiler/codegen/generator.h"

namespace gilded::compiler {

using namespace ast;

// ---- Registers

Register Generator::allocate(int count) {
  Register first = unit_->top;
  unit_->top += count;
  if (unit_->top > kNearRegisters) {
    fail(unit_->frame->node != nullptr ? unit_->frame->node->position() : no_position_, "too many nested statements");
  }
  unit_->code->register_count = std::max(unit_->code->register_count, static_cast<uint32_t>(unit_->top));
  return first;
}

void Generator::note_suspension() {
  Code& code = *unit_->code;
  code.suspended_registers = std::max(code.suspended_registers, static_cast<uint32_t>(unit_->top));
}

void Generator::move(const ast::Position& at, Register target, Register source) {
  if (target != source) code().emit(at, Opcode::MOVE, target, source);
}

void Generator::load_constant_index(const ast::Position& at, Register target, uint32_t index) {
  if (index <= 0xffff) {
    code().emit_d(at, Opcode::LOAD_CONST, target, index);
  } else {
    code().emit_aux(at, Opcode::LOAD_CONST_FAR, target, 0, 0, index);
  }
}

void Generator::load_constant(const ast::Position& at, Register target, Value value) {
  load_constant_index(at, target, code().constant(std::move(value)));
}

uint32_t Generator::name_operand(Identifier name) {
  uint32_t index = code().text_constant(name);
  if (index > 0xffff)
    fail(unit_->frame->node != nullptr ? unit_->frame->node->position() : no_position_, "too many constants");
  return index;
}

Register Generator::near(const ast::Position& at, Register place) {
  if (place < kNearRegisters) return place;
  Register copy = allocate();
  code().emit_d(at, Opcode::LOAD_FAR, copy, static_cast<uint32_t>(place));
  return copy;
}

Register Generator::located(size_t number) const {
  return static_cast<Register>(unit_->code->register_of(static_cast<uint32_t>(number)));
}

void Generator::into_spilled(const ExpressionNode* node, Register target) {
  Register base = unit_->expression_base;
  int count = unit_->top - base;
  Register saved = unit_->far_top;
  unit_->far_top += count + 1;
  if (unit_->far_top > 0xffff) fail(*node, "too many nested expressions");
  unit_->code->register_count = std::max(unit_->code->register_count, static_cast<uint32_t>(unit_->far_top));
  for (int i = 0; i < count; i++) code().emit_d(*node, Opcode::STORE_FAR, base + i, static_cast<uint32_t>(saved + i));
  Register top = unit_->top;
  unit_->top = base;
  Register result = allocate();
  into(node, result);
  code().emit_d(*node, Opcode::STORE_FAR, result, static_cast<uint32_t>(saved + count));
  for (int i = 0; i < count; i++) code().emit_d(*node, Opcode::LOAD_FAR, base + i, static_cast<uint32_t>(saved + i));
  unit_->top = top;
  code().emit_d(*node, Opcode::LOAD_FAR, target, static_cast<uint32_t>(saved + count));
  unit_->far_top = saved;
}

// ---- Names

Register Generator::free_cell(Identifier name) {
  const auto& names = unit_->frame->free_names;
  for (size_t i = 0; i < names.size(); i++) {
    if (names[i].data() == name.data()) return located(unit_->code->first_free() + i);
  }
  // A class holds the cells of __class__ and __classdict__ itself.
  const auto& cells = unit_->code->cell_names;
  for (size_t i = 0; i < cells.size(); i++) {
    if (cells[i] == name) return located(unit_->code->first_cell() + i);
  }
  assert(false);
  return -1;
}

Generator::Variable Generator::find_variable(Identifier name) {
  Scope* scope = unit_->scope;
  bool in_namespace_scope = !scope->is_function_like();
  Symbol* symbol = scope->find(name);
  Variable variable{Variable::Kind::kName, -1, symbol, name, false};
  Binding binding =
      symbol != nullptr ? symbol->binding : (in_namespace_scope ? Binding::kLocal : Binding::kGlobalImplicit);
  if (binding == Binding::kEnclosing) {
    symbol = symbol->target;
    while (symbol->binding == Binding::kEnclosing) symbol = symbol->target;
    variable.symbol = symbol;
    variable.kind = symbol->binding == Binding::kCell ? Variable::Kind::kCell : Variable::Kind::kRegister;
    variable.place = symbol->slot;
    return variable;
  }
  if (scope->sees_class && (binding == Binding::kFree || binding == Binding::kGlobalImplicit)) {
    // The class's own names come first.
    const Scope* owner = scope->parent;
    while (owner->kind != ScopeKind::kClass) {
      Symbol* between = owner->find(name);
      if (between != nullptr && between->is_binding()) break;
      owner = owner->parent;
    }
    if (owner->kind == ScopeKind::kClass) {
      Symbol* in_class = owner->find(name);
      if (in_class != nullptr && in_class->is_binding()) {
        variable.kind = Variable::Kind::kClassNamespace;
        variable.fallback_is_cell = binding == Binding::kFree;
        return variable;
      }
    }
  }
  switch (binding) {
    case Binding::kLocal:
      if (in_namespace_scope) return variable;
      variable.kind = Variable::Kind::kRegister;
      variable.place = symbol->slot;
      return variable;
    case Binding::kCell:
      variable.kind = Variable::Kind::kCell;
      variable.place = symbol->slot;
      return variable;
    case Binding::kFree:
      // A nonlocal statement in a class body means the cell alone.
      variable.kind = scope->kind == ScopeKind::kClass && !(symbol->flags & kDeclaredNonlocal)
                          ? Variable::Kind::kClassCell
                          : Variable::Kind::kCell;
      variable.place = free_cell(name);
      return variable;
    case Binding::kGlobalExplicit:
      variable.kind = Variable::Kind::kGlobal;
      return variable;
    default:
      // Code of a module looks names up in its namespace even inside an inlined comprehension; that of a class does
      // not.
      if (in_namespace_scope || unit_->frame->kind == ScopeKind::kModule) return variable;
      variable.kind = Variable::Kind::kGlobal;
      return variable;
  }
}

Register Generator::cell_for_closure(Identifier name) {
  Symbol* symbol = unit_->scope->find(name);
  if (symbol != nullptr && symbol->binding == Binding::kEnclosing) {
    while (symbol->binding == Binding::kEnclosing) symbol = symbol->target;
    return symbol->slot;
  }
  if (symbol != nullptr && symbol->binding == Binding::kCell) return symbol->slot;
  // Not mentioned here, or only passed on: an enclosing scope of the same frame may own it.
  for (Scope* scope = unit_->scope; scope->inlined;) {
    scope = scope->parent;
    Symbol* outer = scope->find(name);
    if (outer == nullptr) continue;
    while (outer->binding == Binding::kEnclosing) outer = outer->target;
    if (outer->binding == Binding::kCell) return outer->slot;
  }
  return free_cell(name);
}

void Generator::check_bound(const ast::Position& at, const Variable& variable) {
  if (code().bound().has(variable.place) || !code().reachable()) return;
  int32_t index = variable.symbol->name_index;
  if (index < 0) return;  // a comprehension's variable: bound before it is used
  code().emit_d(at, Opcode::CHECK_BOUND, variable.place, static_cast<uint32_t>(index));
  code().bound().add(variable.place);
}

Register Generator::local_in_place(const ast::Position& at, Identifier name) {
  Variable variable = find_variable(mangled(name));
  if (variable.kind != Variable::Kind::kRegister || (variable.symbol->flags & kWalrusTarget) ||
      variable.place >= kNearRegisters) {
    return -1;
  }
  check_bound(at, variable);
  return variable.place;
}

Register Generator::local_target(Identifier name) {
  Variable variable = find_variable(mangled(name));
  return variable.kind == Variable::Kind::kRegister && variable.place < kNearRegisters ? variable.place : -1;
}

void Generator::load_name(const ast::Position& at, Identifier name, Register target) {
  if (name.data() == debug_.data()) {
    load_constant(at, target, {options_.optimize == 0});
    return;
  }
  Variable variable = find_variable(mangled(name));
  switch (variable.kind) {
    case Variable::Kind::kRegister:
      if (variable.place >= kNearRegisters) {
        RegisterScope registers(*this);
        Register copy = near(at, variable.place);
        code().emit_d(at, Opcode::CHECK_BOUND, copy, static_cast<uint32_t>(variable.symbol->name_index));
        move(at, target, copy);
        break;
      }
      check_bound(at, variable);
      move(at, target, variable.place);
      break;
    case Variable::Kind::kCell: {
      RegisterScope registers(*this);
      code().emit(at, Opcode::LOAD_DEREF, target, near(at, variable.place));
      break;
    }
    case Variable::Kind::kClassCell: {
      RegisterScope registers(*this);
      code().emit_aux(at, Opcode::LOAD_CLASS_DEREF, target, near(at, variable.place), 0,
                      code().text_constant(variable.name));
      break;
    }
    case Variable::Kind::kClassNamespace: {
      // target = namespace[name] if name in namespace else what the name means outside of the class
      RegisterScope registers(*this);
      Register key = allocate(), space = allocate(), found = allocate();
      Label missing, end;
      load_text(at, key, variable.name);
      code().emit(at, Opcode::LOAD_DEREF, space, near(at, free_cell(class_namespace_)));
      code().emit_aux(at, Opcode::CONTAINS, found, key, space, 0);
      code().jump_if(at, Opcode::JUMP_IF_FALSE, found, missing);
      code().emit(at, Opcode::GET_ITEM, target, space, key);
      code().jump(at, end);
      code().bind(missing);
      if (variable.fallback_is_cell) {
        code().emit(at, Opcode::LOAD_DEREF, target, near(at, free_cell(variable.name)));
      } else {
        code().emit_cached(at, Opcode::LOAD_GLOBAL, target, 0, variable.name);
      }
      code().bind(end);
      break;
    }
    case Variable::Kind::kName:
      code().emit_cached(at, Opcode::LOAD_NAME, target, 0, variable.name);
      break;
    case Variable::Kind::kGlobal:
      code().emit_cached(at, Opcode::LOAD_GLOBAL, target, 0, variable.name);
      break;
  }
}

void Generator::store_name(const ast::Position& at, Identifier name, Register value) {
  Variable variable = find_variable(mangled(name));
  switch (variable.kind) {
    case Variable::Kind::kRegister:
      if (variable.place >= kNearRegisters) {
        code().emit_d(at, Opcode::STORE_FAR, value, static_cast<uint32_t>(variable.place));
        break;
      }
      move(at, variable.place, value);
      if (code().reachable()) code().bound().add(variable.place);
      break;
    case Variable::Kind::kCell:
    case Variable::Kind::kClassCell: {
      RegisterScope registers(*this);
      code().emit(at, Opcode::STORE_DEREF, value, near(at, variable.place));
      break;
    }
    case Variable::Kind::kClassNamespace:
    case Variable::Kind::kName:
      code().emit_cached(at, Opcode::STORE_NAME, value, 0, variable.name);
      break;
    case Variable::Kind::kGlobal:
      code().emit_cached(at, Opcode::STORE_GLOBAL, value, 0, variable.name);
      break;
  }
}

void Generator::delete_name(const ast::Position& at, Identifier name) {
  Variable variable = find_variable(mangled(name));
  switch (variable.kind) {
    case Variable::Kind::kRegister:
      if (variable.place >= kNearRegisters) {
        RegisterScope registers(*this);
        Register copy = near(at, variable.place);
        code().emit_d(at, Opcode::DELETE_FAST, copy, static_cast<uint32_t>(variable.symbol->name_index));
        code().emit_d(at, Opcode::STORE_FAR, copy, static_cast<uint32_t>(variable.place));
        break;
      }
      code().emit_d(at, Opcode::DELETE_FAST, variable.place, static_cast<uint32_t>(variable.symbol->name_index));
      if (code().reachable()) code().bound().remove(variable.place);
      break;
    case Variable::Kind::kCell:
    case Variable::Kind::kClassCell: {
      RegisterScope registers(*this);
      code().emit(at, Opcode::DELETE_DEREF, 0, near(at, variable.place));
    } break;
    case Variable::Kind::kClassNamespace:
    case Variable::Kind::kName:
      code().emit_d(at, Opcode::DELETE_NAME, 0, name_operand(variable.name));
      break;
    case Variable::Kind::kGlobal:
      code().emit_d(at, Opcode::DELETE_GLOBAL, 0, name_operand(variable.name));
      break;
  }
}

}  // namespace gilded::compiler
