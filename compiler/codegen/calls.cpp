#include <fmt/format.h>

#include <algorithm>

#include "compiler/codegen/generator.h"

namespace gilded::compiler {

using namespace ast;

namespace {

constexpr size_t kWindowArguments = 40;  // more arguments than this go through a tuple

}  // namespace

// A method call that spans lines is shown at the line of the method's name.
ast::Position Generator::method_position(const Attribute* node) const {
  ast::Position at = *node;
  if (node->lineno != node->end_lineno) {
    at.lineno = at.end_lineno;
    int length = static_cast<int>(node->attr.size());
    if (length <= at.end_col_offset) {
      at.col_offset = at.end_col_offset - length;
    } else {
      at.col_offset = at.end_col_offset = -1;
    }
  }
  return at;
}

void Generator::check_keywords(Sequence<Keyword> keywords) {
  for (size_t i = 0; i < keywords.size(); i++) {
    if (keywords[i]->arg.empty()) continue;
    for (size_t j = i + 1; j < keywords.size(); j++) {
      if (keywords[j]->arg.data() == keywords[i]->arg.data()) {
        fail(*keywords[j], fmt::format("keyword argument repeated: {}", keywords[i]->arg));
      }
    }
  }
}

bool Generator::needs_call_ex(Expressions arguments, Sequence<Keyword> keywords, int extra) const {
  return arguments.size() + keywords.size() + static_cast<size_t>(extra) > kWindowArguments ||
         std::any_of(arguments.begin(), arguments.end(),
                     [](const ExpressionNode* node) { return is<Starred>(node); }) ||
         std::any_of(keywords.begin(), keywords.end(), [](const Keyword* keyword) { return keyword->arg.empty(); });
}

void Generator::call(const Call* node, Register target) {
  check_keywords(node->keywords);
  warn_about_call(node);
  RegisterScope registers(*this);
  Register window = scratch_at(target);
  ast::Position at = *node;
  if (is<Attribute>(node->func) && !needs_call_ex(node->args, node->keywords, 0)) {
    auto* attribute = as<Attribute>(node->func);
    at = method_position(attribute);
    at.end_lineno = node->end_lineno;
    at.end_col_offset = node->end_col_offset;
    if (!super_attribute(attribute, window, true)) {
      Register object = operand(attribute->value, window);
      unit_->top = window + 1;
      code().emit_cached(method_position(attribute), Opcode::LOAD_METHOD, window, object, mangled(attribute->attr));
    }
    call_arguments(at, window, 1, node->args, node->keywords);
  } else {
    into(node->func, window);
    call_arguments(at, window, 0, node->args, node->keywords);
  }
  move(at, target, window);
}

int Generator::call_form(bool is_method) const {
  return static_cast<int>((is_method ? kCallMethodForm : 0) | (unit_->code->relocation != 0 ? kCallApart : 0));
}

void Generator::call_arguments(const ast::Position& at, Register window, int skipped, Expressions arguments,
                               Sequence<Keyword> keywords, Identifier extra) {
  int given = static_cast<int>(unit_->top - (window + 4));  // arguments that are in the window already
  bool is_method = skipped == 1;
  if (is_method) {
    allocate(4);  // the header and self
    given = 0;
  } else if (given < 0) {
    allocate(3);
    given = 0;
  }
  if (!is_method && needs_call_ex(arguments, keywords, given + (extra.empty() ? 0 : 1))) {
    call_ex(at, window, arguments, keywords, given, extra);
    return;
  }
  int count = given;
  for (ExpressionNode* argument : arguments) {
    into(argument, allocate());
    count++;
  }
  if (!extra.empty()) {
    load_name(at, extra, allocate());
    count++;
  }
  if (keywords.empty()) {
    code().emit(at, Opcode::CALL, window, count, call_form(is_method));
  } else {
    Value::Tuple names;
    for (Keyword* keyword : keywords) {
      into(keyword->value, allocate());
      count++;
      names.items.push_back({Value::Text{std::string(keyword->arg)}});
    }
    code().emit_aux(at, Opcode::CALL_KEYWORDS, window, count, call_form(is_method),
                    code().constant({std::move(names)}));
  }
  unit_->top = window + 1;
}

void Generator::call_ex(const ast::Position& at, Register window, Expressions arguments, Sequence<Keyword> keywords,
                        int given, Identifier extra) {
  // Positional arguments: R[window + 4] becomes a list, then a tuple.
  Register positional = window + 4;
  if (given <= 0 && arguments.size() == 1 && is<Starred>(arguments[0]) && extra.empty()) {
    // All there is: the call takes any iterable, and a tuple as it is.
    allocate();
    into(as<Starred>(arguments[0])->value, positional);
    call_keywords_ex(at, window, keywords);
    return;
  }
  if (given > 0) {
    code().emit(at, Opcode::BUILD_LIST, positional, positional, given);
    unit_->top = positional + 1;
  } else {
    allocate();
    code().emit(at, Opcode::BUILD_LIST, positional, positional, 0);
  }
  for (ExpressionNode* argument : arguments) {
    RegisterScope registers(*this);
    bool starred = is<Starred>(argument);
    Register value = operand(starred ? as<Starred>(argument)->value : argument);
    code().emit(*argument, starred ? Opcode::LIST_EXTEND : Opcode::LIST_APPEND, positional, value);
  }
  if (!extra.empty()) {
    RegisterScope registers(*this);
    Register value = allocate();
    load_name(at, extra, value);
    code().emit(at, Opcode::LIST_APPEND, positional, value);
  }
  code().emit(at, Opcode::LIST_TO_TUPLE, positional, positional);
  call_keywords_ex(at, window, keywords);
}

void Generator::call_keywords_ex(const ast::Position& at, Register window, Sequence<Keyword> keywords) {
  Register named = allocate();
  if (keywords.empty()) {
    code().emit(at, Opcode::CLEAR, named);
  } else {
    code().emit(at, Opcode::BUILD_MAP, named, named, 0);
    bool merged = false;
    for (Keyword* keyword : keywords) {
      RegisterScope registers(*this);
      if (keyword->arg.empty()) {
        Register value = operand(keyword->value);
        code().emit(at, Opcode::DICT_MERGE, named, value, window);
        merged = true;
      } else if (!merged) {
        Register key = allocate();
        load_text(*keyword, key, keyword->arg);
        Register value = operand(keyword->value);
        code().emit(at, Opcode::MAP_ADD, named, key, value);
      } else {
        // Through DICT_MERGE as well: a keyword that an earlier ** gave already is an error.
        Register key = allocate();
        load_text(*keyword, key, keyword->arg);
        into(keyword->value, allocate());
        Register single = allocate();
        code().emit(*keyword, Opcode::BUILD_MAP, single, key, 1);
        code().emit(at, Opcode::DICT_MERGE, named, single, window);
      }
    }
  }
  code().emit(at, Opcode::CALL_EX, window);
  unit_->top = window + 1;
}

// super().name and super(C, self).name need no super object.
bool Generator::super_attribute(const Attribute* node, Register target, bool as_method) {
  if (!is<Call>(node->value) || node->ctx != ExpressionContext::Load) return false;
  auto* call = as<Call>(node->value);
  if (!is<Name>(call->func) || as<Name>(call->func)->id.data() != super_.data() || !call->keywords.empty())
    return false;
  Scope* frame = unit_->frame;
  if (unit_->scope != frame || (frame->kind != ScopeKind::kFunction && frame->kind != ScopeKind::kLambda)) return false;
  if (find_variable(super_).kind != Variable::Kind::kGlobal) return false;
  Symbol* at_module = tables_.module()->find(super_);
  if (at_module != nullptr && at_module->is_binding()) return false;  // redefined by the module
  if (call->args.size() != 2 && !call->args.empty()) return false;
  for (ExpressionNode* argument : call->args) {
    if (is<Starred>(argument)) return false;
  }
  const Symbol* class_symbol = frame->find(class_cell_);
  if (call->args.empty() &&
      (unit_->code->positional_count == 0 || class_symbol == nullptr || class_symbol->binding != Binding::kFree)) {
    return false;  // the ordinary call raises what is right
  }
  RegisterScope registers(*this);
  Register first = allocate(3);
  load_name(*call->func, super_, first);
  if (call->args.empty()) {
    code().emit(*call, Opcode::LOAD_DEREF, first + 1, near(*call, free_cell(class_cell_)));
    load_name(*call, frame->parameters[0], first + 2);
  } else {
    into(call->args[0], first + 1);
    into(call->args[1], first + 2);
  }
  code().emit_cached(method_position(node), as_method ? Opcode::LOAD_SUPER_METHOD : Opcode::LOAD_SUPER_ATTR, target,
                     first, mangled(node->attr));
  return true;
}

}  // namespace gilded::compiler
