#include <algorithm>
#include <array>

#include "compiler/codegen/generator.h"

namespace gilded::compiler {

using namespace ast;
using CompareOp = ast::CompareOperator;

namespace {

constexpr int kChunk = 30;  // elements of a display that are built at once

Opcode binary_opcode(Operator op) {
  switch (op) {
    case Operator::Add:
      return Opcode::ADD;
    case Operator::Sub:
      return Opcode::SUBTRACT;
    case Operator::Mult:
      return Opcode::MULTIPLY;
    case Operator::MatMult:
      return Opcode::MATRIX_MULTIPLY;
    case Operator::Div:
      return Opcode::TRUE_DIVIDE;
    case Operator::Mod:
      return Opcode::REMAINDER;
    case Operator::Pow:
      return Opcode::POWER;
    case Operator::LShift:
      return Opcode::LEFT_SHIFT;
    case Operator::RShift:
      return Opcode::RIGHT_SHIFT;
    case Operator::BitOr:
      return Opcode::BIT_OR;
    case Operator::BitXor:
      return Opcode::BIT_XOR;
    case Operator::BitAnd:
      return Opcode::BIT_AND;
    case Operator::FloorDiv:
      return Opcode::FLOOR_DIVIDE;
  }
  return Opcode::NOP;
}

// LESS ... GREATER_EQUAL or, from JUMP_LESS on, the jumps; only for the six orderings.
Opcode compare_opcode(CompareOp op, Opcode first) {
  int index = 0;
  switch (op) {
    case CompareOp::Lt:
      index = 0;
      break;
    case CompareOp::LtE:
      index = 1;
      break;
    case CompareOp::Eq:
      index = 2;
      break;
    case CompareOp::NotEq:
      index = 3;
      break;
    case CompareOp::Gt:
      index = 4;
      break;
    default:
      index = 5;
      break;
  }
  return static_cast<Opcode>(static_cast<int>(first) + index);
}

bool is_ordering(CompareOp op) {
  return op == CompareOp::Lt || op == CompareOp::LtE || op == CompareOp::Eq || op == CompareOp::NotEq ||
         op == CompareOp::Gt || op == CompareOp::GtE;
}

bool is_none(const ExpressionNode* node) {
  return is<ast::Constant>(node) && std::holds_alternative<NoneValue>(as<ast::Constant>(node)->value);
}

bool has_starred(Expressions nodes) {
  return std::any_of(nodes.begin(), nodes.end(), [](const ExpressionNode* node) { return is<Starred>(node); });
}

}  // namespace

Register Generator::operand(const ExpressionNode* node, Register hint) {
  if (is<Name>(node)) {
    Register local = local_in_place(*node, as<Name>(node)->id);
    if (local >= 0) return local;
  } else if (Register constant = hoisted(node); constant >= 0) {
    return constant;
  }
  Register target = hint >= 0 && is_temporary(hint) ? hint : allocate();
  into(node, target);
  return target;
}

void Generator::into(const ExpressionNode* node, Register target) {
  guard_.check(source_);
  if (unit_->top > kNearRegisters - 55 && unit_->top - unit_->expression_base > 60 && !is<ast::Constant>(node) &&
      !is<Name>(node)) [[unlikely]] {
    into_spilled(node, target);
    return;
  }
  switch (node->kind) {
    case NodeKind::Constant:
      load_constant(*node, target, constant_of(as<ast::Constant>(node)->value));
      break;
    case NodeKind::Name:
      load_name(*node, as<Name>(node)->id, target);
      break;
    case NodeKind::BinOp:
      binary(as<BinOp>(node), target);
      break;
    case NodeKind::UnaryOp:
      unary(as<UnaryOp>(node), target);
      break;
    case NodeKind::BoolOp:
      bool_operation(as<BoolOp>(node), target);
      break;
    case NodeKind::Compare:
      compare(as<Compare>(node), target);
      break;
    case NodeKind::Call:
      call(as<Call>(node), target);
      break;
    case NodeKind::Attribute: {
      auto* attribute = as<Attribute>(node);
      if (super_attribute(attribute, target, false)) break;
      RegisterScope registers(*this);
      Register object = operand(attribute->value, target);
      code().emit_cached(method_position(attribute), Opcode::LOAD_ATTR, target, object, mangled(attribute->attr));
      break;
    }
    case NodeKind::Subscript:
      subscript(as<Subscript>(node), target);
      break;
    case NodeKind::Slice:
      slice(as<Slice>(node), target);
      break;
    case NodeKind::IfExp: {
      auto* choice = as<IfExp>(node);
      Label otherwise, end;
      branch(choice->test, otherwise, false);
      into(choice->body, target);
      code().jump(no_position_, end);
      code().bind(otherwise);
      into(choice->orelse, target);
      code().bind(end);
      break;
    }
    case NodeKind::NamedExpr:
      named(as<NamedExpr>(node), target);
      break;
    case NodeKind::Tuple: {
      if (auto folded = fold(node)) {
        load_constant(*node, target, std::move(*folded));
      } else {
        sequence(node, as<ast::Tuple>(node)->elts, Opcode::BUILD_TUPLE, target);
      }
      break;
    }
    case NodeKind::List:
      sequence(node, as<List>(node)->elts, Opcode::BUILD_LIST, target);
      break;
    case NodeKind::Set:
      sequence(node, as<Set>(node)->elts, Opcode::BUILD_SET, target);
      break;
    case NodeKind::Dict:
      dictionary(as<Dict>(node), target);
      break;
    case NodeKind::ListComp:
    case NodeKind::SetComp:
    case NodeKind::DictComp:
      comprehension(node, target);
      break;
    case NodeKind::GeneratorExp:
      generator_expression(as<GeneratorExp>(node), target);
      break;
    case NodeKind::JoinedStr:
      joined_string(as<JoinedStr>(node), target);
      break;
    case NodeKind::FormattedValue:
      formatted_value(as<FormattedValue>(node), target);
      break;
    case NodeKind::Lambda:
      lambda(as<Lambda>(node), target);
      break;
    case NodeKind::Yield:
      yield(as<Yield>(node), target);
      break;
    case NodeKind::YieldFrom: {
      RegisterScope registers(*this);
      Register value = operand(as<YieldFrom>(node)->value);
      drive(*node, target, value, false);
      break;
    }
    case NodeKind::Await: {
      RegisterScope registers(*this);
      Register value = operand(as<Await>(node)->value);
      await_value(*node, target, value, 0);
      break;
    }
    case NodeKind::Starred:
      fail(*node, "can't use starred expression here");
    default:
      fail(*node, "unexpected expression");
  }
}

void Generator::discard(const ExpressionNode* node) {
  RegisterScope registers(*this);
  if (is<ast::Constant>(node)) return;
  operand(node);
}

std::optional<int> Generator::small_operand(const ExpressionNode* node) {
  auto constant = fold(node);
  if (!constant) return std::nullopt;
  auto* value = std::get_if<int64_t>(&constant->value);
  if (!value || *value < -128 || *value > 127) return std::nullopt;
  return static_cast<int>(*value) + 128;
}

void Generator::binary(const BinOp* node, Register target) {
  if (auto folded = fold(node)) {
    load_constant(*node, target, std::move(*folded));
    return;
  }
  if (percent_format(node, target)) return;
  RegisterScope registers(*this);
  // Long chains lean to the left: follow them without recursion, each result in the same register.
  std::vector<const BinOp*> chain{node};
  while (is<BinOp>(chain.back()->left) && !fold(chain.back()->left)) chain.push_back(as<BinOp>(chain.back()->left));
  Register scratch = is_temporary(target) ? target : (chain.size() > 1 ? allocate() : -1);
  Register left = operand(chain.back()->left, scratch);
  for (size_t i = chain.size(); i-- > 0;) {
    const BinOp* step = chain[i];
    RegisterScope right_registers(*this);
    Register result = i == 0 ? target : scratch;
    std::optional<int> small;
    if (takes_small_operand(step->op)) small = small_operand(step->right);
    if (small) {
      code().emit(*step, step->op == Operator::Add ? Opcode::ADD_INT : Opcode::SUBTRACT_INT, result, left, *small);
    } else {
      Register right = operand(step->right);
      code().emit(*step, binary_opcode(step->op), result, left, right);
    }
    left = result;
  }
}

// `'%s: %r' % (a, b)` with a literal on the left and a tuple of the right size needs no parsing when it runs. Other
// conversions than s, r and a, which depend on the type of the value, are left alone.
bool Generator::percent_format(const BinOp* node, Register target) {
  if (node->op != Operator::Mod || !is<ast::Constant>(node->left) || !is<ast::Tuple>(node->right)) return false;
  auto* literal = std::get_if<StringValue>(&as<ast::Constant>(node->left)->value);
  Expressions values = as<ast::Tuple>(node->right)->elts;
  if (literal == nullptr || has_starred(values) || values.empty() || values.size() > kChunk / 2) return false;
  struct Piece {
    std::string text;  // before the value
    std::string spec;
    int conversion = 0;  // 0: the text after the last value
  };
  std::vector<Piece> pieces(1);
  std::string_view text = literal->text;
  for (size_t i = 0; i < text.size(); i++) {
    if (text[i] != '%') {
      pieces.back().text += text[i];
      continue;
    }
    if (++i == text.size()) return false;
    if (text[i] == '%') {
      pieces.back().text += '%';
      continue;
    }
    bool left = text[i] == '-';
    if (left) i++;
    std::string width;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') width += text[i++];
    if (width.starts_with('0')) return false;
    std::string precision;
    if (i < text.size() && text[i] == '.') {
      precision = text[i++];
      while (i < text.size() && text[i] >= '0' && text[i] <= '9') precision += text[i++];
      if (precision.size() == 1) return false;
    }
    if (i == text.size() || width.size() + precision.size() > 8) return false;
    Piece& piece = pieces.back();
    switch (text[i]) {
      case 's':
        piece.conversion = 1;
        break;
      case 'r':
        piece.conversion = 2;
        break;
      case 'a':
        piece.conversion = 3;
        break;
      default:
        return false;
    }
    if (!width.empty() && !left) piece.spec = ">";
    piece.spec += width + precision;
    pieces.emplace_back();
  }
  if (pieces.size() != values.size() + 1) return false;
  RegisterScope registers(*this);
  Register first = unit_->top;
  int count = 0;
  auto add_text = [&](const std::string& part) {
    if (part.empty()) return;
    load_text(*node->left, allocate(), part);
    count++;
  };
  // All values are evaluated before the first of them is converted.
  std::vector<Register> operands;
  for (ExpressionNode* value : values) operands.push_back(operand(value));
  first = unit_->top;
  for (size_t i = 0; i < values.size(); i++) {
    add_text(pieces[i].text);
    Register place = allocate();
    count++;
    code().emit(*values[i], Opcode::CONVERT, place, operands[i], pieces[i].conversion);
    if (!pieces[i].spec.empty()) {
      RegisterScope spec_registers(*this);
      Register spec = allocate();
      load_text(*values[i], spec, pieces[i].spec);
      code().emit(*values[i], Opcode::FORMAT_WITH_SPEC, place, place, spec);
    }
  }
  add_text(pieces.back().text);
  code().emit(*node, Opcode::BUILD_STRING, target, first, count);
  return true;
}

void Generator::unary(const UnaryOp* node, Register target) {
  if (auto folded = fold(node)) {
    load_constant(*node, target, std::move(*folded));
    return;
  }
  if (node->op == UnaryOperator::Not && is<Compare>(node->operand)) {
    // `not a is b` and `not a in b` are the inverse comparisons.
    auto* inner = as<Compare>(node->operand);
    if (inner->ops.size() == 1 && !is_ordering(inner->ops[0])) {
      RegisterScope registers(*this);
      Register left = operand(inner->left, target);
      Register right = compare_operand(inner->comparators[0], inner->ops[0], -1);
      CompareOp inverse = inner->ops[0] == CompareOp::Is      ? CompareOp::IsNot
                          : inner->ops[0] == CompareOp::IsNot ? CompareOp::Is
                          : inner->ops[0] == CompareOp::In    ? CompareOp::NotIn
                                                              : CompareOp::In;
      compare_step(*inner, inverse, target, left, right);
      return;
    }
  }
  RegisterScope registers(*this);
  Register value = operand(node->operand, target);
  Opcode opcode = node->op == UnaryOperator::Invert ? Opcode::INVERT
                  : node->op == UnaryOperator::Not  ? Opcode::NOT
                  : node->op == UnaryOperator::UAdd ? Opcode::POSITIVE
                                                    : Opcode::NEGATIVE;
  code().emit(*node, opcode, target, value);
}

void Generator::bool_operation(const BoolOp* node, Register target) {
  RegisterScope registers(*this);
  Register result = is_temporary(target) ? target : allocate();
  Opcode opcode = node->op == BoolOperator::And ? Opcode::JUMP_IF_FALSE : Opcode::JUMP_IF_TRUE;
  Label end;
  for (size_t i = 0; i < node->values.size(); i++) {
    into(node->values[i], result);
    if (i + 1 < node->values.size()) code().jump_if(*node, opcode, result, end);
  }
  code().bind(end);
  move(*node, target, result);
}

// ---- Comparisons

Register Generator::compare_operand(const ExpressionNode* node, CompareOp op, Register hint) {
  if (op == CompareOp::In || op == CompareOp::NotIn) {
    // Membership in a display of constants: the display is a constant itself.
    if (is<List>(node) || is<Set>(node)) {
      Expressions elements = is<List>(node) ? as<List>(node)->elts : as<Set>(node)->elts;
      std::vector<Value> items;
      for (ExpressionNode* element : elements) {
        auto item = is<Starred>(element) ? std::nullopt : fold(element);
        if (!item) break;
        items.push_back(std::move(*item));
      }
      if (items.size() == elements.size() && (is<List>(node) || !items.empty())) {
        Register target = hint >= 0 ? hint : allocate();
        if (is<List>(node)) {
          load_constant(*node, target, {Value::Tuple{std::move(items)}});
        } else {
          load_constant(*node, target, {Value::FrozenSet{std::move(items)}});
        }
        return target;
      }
    }
  }
  return operand(node, hint);
}

void Generator::compare_step(const ast::Position& at, CompareOp op, Register target, Register left, Register right) {
  switch (op) {
    case CompareOp::Is:
      code().emit_aux(at, Opcode::IS, target, left, right, 0);
      break;
    case CompareOp::IsNot:
      code().emit_aux(at, Opcode::IS, target, left, right, 1);
      break;
    case CompareOp::In:
      code().emit_aux(at, Opcode::CONTAINS, target, left, right, 0);
      break;
    case CompareOp::NotIn:
      code().emit_aux(at, Opcode::CONTAINS, target, left, right, 1);
      break;
    default:
      code().emit(at, compare_opcode(op, Opcode::LESS), target, left, right);
      break;
  }
}

void Generator::compare(const Compare* node, Register target) {
  warn_about_comparison(node);
  RegisterScope registers(*this);
  if (node->ops.size() == 1) {
    Register left = operand(node->left, target);
    Register right = compare_operand(node->comparators[0], node->ops[0], -1);
    compare_step(*node, node->ops[0], target, left, right);
    return;
  }
  Register result = is_temporary(target) ? target : allocate();
  Label end;
  Register left = operand(node->left);
  for (size_t i = 0; i < node->ops.size(); i++) {
    Register right = compare_operand(node->comparators[i], node->ops[i], -1);
    compare_step(*node, node->ops[i], result, left, right);
    if (i + 1 < node->ops.size()) code().jump_if(*node, Opcode::JUMP_IF_FALSE, result, end);
    left = right;
  }
  code().bind(end);
  move(*node, target, result);
}

void Generator::branch_compare(const Compare* node, Label& label, bool jump_if) {
  warn_about_comparison(node);
  RegisterScope registers(*this);
  Label fall_through;
  Register left = operand(node->left);
  for (size_t i = 0; i < node->ops.size(); i++) {
    CompareOp op = node->ops[i];
    bool last = i + 1 == node->ops.size();
    // All but the last comparison leave when they fail.
    bool sense = last ? jump_if : false;
    Label& goal = last || !jump_if ? label : fall_through;
    const ExpressionNode* right_node = node->comparators[i];
    if ((op == CompareOp::Is || op == CompareOp::IsNot) && is_none(right_node) && last) {
      bool none = (op == CompareOp::Is) == sense;
      code().jump_if(*node, none ? Opcode::JUMP_IF_NONE : Opcode::JUMP_IF_NOT_NONE, left, goal);
      break;
    }
    if (std::optional<int> small; last && is_ordering(op) && (small = small_operand(right_node))) {
      code().jump_aux(*node, compare_opcode(op, Opcode::JUMP_LESS_INT), sense ? 1 : 0, left, *small, goal);
      break;
    }
    Register right = compare_operand(right_node, op, -1);
    if (is_ordering(op)) {
      code().jump_aux(*node, compare_opcode(op, Opcode::JUMP_LESS), sense ? 1 : 0, left, right, goal);
    } else {
      Register result = allocate();
      compare_step(*node, op, result, left, right);
      code().jump_if(*node, sense ? Opcode::JUMP_IF_TRUE : Opcode::JUMP_IF_FALSE, result, goal);
    }
    left = right;
  }
  code().bind(fall_through);
}

void Generator::branch(const ExpressionNode* node, Label& label, bool jump_if) {
  guard_.check(source_);
  if (auto known = constant_truth(node)) {
    if (*known == jump_if) code().jump(*node, label);
    return;
  }
  switch (node->kind) {
    case NodeKind::UnaryOp:
      if (as<UnaryOp>(node)->op == UnaryOperator::Not) {
        branch(as<UnaryOp>(node)->operand, label, !jump_if);
        return;
      }
      break;
    case NodeKind::BoolOp: {
      auto* operation = as<BoolOp>(node);
      bool deciding = operation->op == BoolOperator::Or;  // the truth of an operand that decides the whole
      Label skip;
      for (size_t i = 0; i < operation->values.size(); i++) {
        if (i + 1 == operation->values.size()) {
          branch(operation->values[i], label, jump_if);
        } else {
          branch(operation->values[i], deciding == jump_if ? label : skip, deciding);
        }
      }
      code().bind(skip);
      return;
    }
    case NodeKind::IfExp: {
      auto* choice = as<IfExp>(node);
      Label otherwise, end;
      branch(choice->test, otherwise, false);
      branch(choice->body, label, jump_if);
      code().jump(no_position_, end);
      code().bind(otherwise);
      branch(choice->orelse, label, jump_if);
      code().bind(end);
      return;
    }
    case NodeKind::Compare:
      branch_compare(as<Compare>(node), label, jump_if);
      return;
    default:
      break;
  }
  RegisterScope registers(*this);
  Register value = operand(node);
  code().jump_if(*node, jump_if ? Opcode::JUMP_IF_TRUE : Opcode::JUMP_IF_FALSE, value, label);
}

void Generator::named(const NamedExpr* node, Register target) {
  RegisterScope registers(*this);
  Register value = is_temporary(target) ? target : allocate();
  into(node->value, value);
  store_name(*node->target, as<Name>(node->target)->id, value);
  move(*node, target, value);
}

// ---- Displays

void Generator::sequence(const ExpressionNode* node, Expressions elements, Opcode build, Register target) {
  RegisterScope registers(*this);
  bool starred = has_starred(elements);
  if (build != Opcode::BUILD_TUPLE && !starred && elements.size() > 2) {
    // Constants come all at once.
    std::vector<Value> items;
    for (ExpressionNode* element : elements) {
      auto item = fold(element);
      if (!item) break;
      items.push_back(std::move(*item));
    }
    if (items.size() == elements.size()) {
      Register result = scratch_at(target);
      Register constants = allocate();
      code().emit(*node, build, result, constants, 0);
      if (build == Opcode::BUILD_LIST) {
        load_constant(*node, constants, {Value::Tuple{std::move(items)}});
        code().emit(*node, Opcode::LIST_EXTEND, result, constants);
      } else {
        load_constant(*node, constants, {Value::FrozenSet{std::move(items)}});
        code().emit(*node, Opcode::SET_UPDATE, result, constants);
      }
      move(*node, target, result);
      return;
    }
  }
  if (!starred && elements.size() <= kChunk) {
    Register first = unit_->top;
    for (ExpressionNode* element : elements) into(element, allocate());
    code().emit(*node, build, target, first, static_cast<int>(elements.size()));
    return;
  }
  bool is_set = build == Opcode::BUILD_SET;
  Register result = scratch_at(target);
  bool made = false;
  Register first = unit_->top;
  int waiting = 0;
  auto flush = [&] {
    if (!made) {
      code().emit(*node, is_set ? Opcode::BUILD_SET : Opcode::BUILD_LIST, result, first, waiting);
      made = true;
    } else {
      for (int i = 0; i < waiting; i++)
        code().emit(*node, is_set ? Opcode::SET_ADD : Opcode::LIST_APPEND, result, first + i);
    }
    waiting = 0;
    unit_->top = first;
  };
  for (ExpressionNode* element : elements) {
    if (is<Starred>(element)) {
      if (waiting > 0 || !made) flush();
      RegisterScope element_registers(*this);
      Register value = operand(as<Starred>(element)->value);
      code().emit(*node, is_set ? Opcode::SET_UPDATE : Opcode::LIST_EXTEND, result, value);
    } else {
      into(element, allocate());
      if (++waiting == kChunk) flush();
    }
  }
  if (waiting > 0 || !made) flush();
  if (build == Opcode::BUILD_TUPLE) {
    code().emit(*node, Opcode::LIST_TO_TUPLE, target, result);
  } else {
    move(*node, target, result);
  }
}

void Generator::dictionary(const Dict* node, Register target) {
  RegisterScope registers(*this);
  bool unpacked =
      std::any_of(node->keys.begin(), node->keys.end(), [](const ExpressionNode* key) { return key == nullptr; });
  if (!unpacked && node->keys.size() <= kChunk / 2) {
    Register first = unit_->top;
    for (size_t i = 0; i < node->keys.size(); i++) {
      into(node->keys[i], allocate());
      into(node->values[i], allocate());
    }
    code().emit(*node, Opcode::BUILD_MAP, target, first, static_cast<int>(node->keys.size()));
    return;
  }
  Register result = scratch_at(target);
  code().emit(*node, Opcode::BUILD_MAP, result, unit_->top, 0);
  for (size_t i = 0; i < node->keys.size(); i++) {
    RegisterScope item_registers(*this);
    if (node->keys[i] == nullptr) {
      Register value = operand(node->values[i]);
      code().emit(*node, Opcode::DICT_UPDATE, result, value);
    } else {
      Register key = operand(node->keys[i]);
      Register value = operand(node->values[i]);
      code().emit(*node, Opcode::MAP_ADD, result, key, value);
    }
  }
  move(*node, target, result);
}

void Generator::subscript(const Subscript* node, Register target) {
  warn_about_subscript(node);
  if (auto folded = fold(node)) {
    load_constant(*node, target, std::move(*folded));
    return;
  }
  RegisterScope registers(*this);
  Register object = operand(node->value, target);
  if (auto small = small_operand(node->slice)) {
    code().emit(*node, Opcode::GET_ITEM_INT, target, object, *small);
    return;
  }
  Register index = operand(node->slice);
  if (is<Slice>(node->slice)) code().mark_passing_slice(index);
  code().emit(*node, Opcode::GET_ITEM, target, object, index);
}

void Generator::slice(const Slice* node, Register target) {
  RegisterScope registers(*this);
  Register first = allocate(3);
  const ExpressionNode* parts[] = {node->lower, node->upper, node->step};
  for (int i = 0; i < 3; i++) {
    if (parts[i] != nullptr) {
      into(parts[i], first + i);
    } else {
      load_none(*node, first + i);
    }
  }
  code().emit(*node, Opcode::BUILD_SLICE, target, first);
}

// ---- Strings

void Generator::joined_string(const JoinedStr* node, Register target) {
  // Adjacent constants were one piece of text for the reader; they are one constant.
  RegisterScope registers(*this);
  struct Piece {
    const ExpressionNode* value = nullptr;
    std::string text;
    ast::Position at;
  };
  std::vector<Piece> pieces;
  for (ExpressionNode* value : node->values) {
    if (is<ast::Constant>(value)) {
      const auto& text = std::get<StringValue>(as<ast::Constant>(value)->value).text;
      if (text.empty()) continue;
      if (!pieces.empty() && pieces.back().value == nullptr) {
        pieces.back().text += text;
        continue;
      }
      pieces.push_back({nullptr, std::string(text), *value});
    } else {
      pieces.push_back({value, {}, *value});
    }
  }
  if (pieces.empty()) {
    load_text(*node, target, "");
    return;
  }
  auto piece_into = [this](const Piece& piece, Register place) {
    if (piece.value != nullptr) {
      into(piece.value, place);
    } else {
      load_text(piece.at, place, piece.text);
    }
  };
  if (pieces.size() == 1) {
    piece_into(pieces[0], target);
    return;
  }
  // Many pieces are joined in groups, and the groups again: joining each to all before it would copy the text over and
  // over.
  auto join = [&](auto& self, size_t from, size_t to, Register place) -> void {
    if (to - from == 1) {
      piece_into(pieces[from], place);
      return;
    }
    RegisterScope group(*this);
    size_t width = 1;
    while (width * kChunk < to - from) width *= kChunk;
    Register first = unit_->top;
    int count = 0;
    for (size_t at = from; at < to; at += width, ++count) self(self, at, std::min(at + width, to), allocate());
    code().emit(*node, Opcode::BUILD_STRING, place, first, count);
  };
  join(join, 0, pieces.size(), target);
}

void Generator::formatted_value(const FormattedValue* node, Register target) {
  RegisterScope registers(*this);
  Register value = operand(node->value, target);
  if (node->conversion != -1) {
    Register converted = is_temporary(target) ? target : allocate();
    code().emit(*node, Opcode::CONVERT, converted, value,
                node->conversion == 's'   ? 1
                : node->conversion == 'r' ? 2
                                          : 3);
    value = converted;
  }
  if (node->format_spec == nullptr) {
    code().emit(*node, Opcode::FORMAT_SIMPLE, target, value);
    return;
  }
  Register spec = operand(node->format_spec);
  code().emit(*node, Opcode::FORMAT_WITH_SPEC, target, value, spec);
}

// ---- Suspension

void Generator::yield(const Yield* node, Register target) {
  RegisterScope registers(*this);
  Register value;
  if (node->value != nullptr) {
    value = operand(node->value, target);
  } else {
    value = is_temporary(target) ? target : allocate();
    load_none(*node, value);
  }
  note_suspension();
  code().emit(*node, Opcode::YIELD, target, value, unit_->is_async_generator ? 1 : 0);
  code().emit(*node, Opcode::RESUME, 1);
}

void Generator::drive(const ast::Position& at, Register target, Register value, bool is_await) {
  RegisterScope registers(*this);
  Register iterator = allocate();
  if (is_await) {
    move(at, iterator, value);
  } else {
    code().emit(at, Opcode::GET_YIELD_ITER, iterator, value);
  }
  Register result = is_temporary(target) ? target : allocate();
  load_none(at, result);
  Label loop, end;
  code().bind(loop);
  code().jump_aux(at, Opcode::SEND, result, iterator, 0, end);
  note_suspension();
  code().emit(at, Opcode::YIELD_DELEGATE, result, result, iterator);
  code().emit(at, Opcode::RESUME, is_await ? 3 : 2);
  code().jump(at, loop, Opcode::JUMP_NO_POLL);
  code().bind(end);
  move(at, target, result);
}

void Generator::await_value(const ast::Position& at, Register target, Register value, int origin) {
  RegisterScope registers(*this);
  Register iterator = allocate();
  code().emit(at, Opcode::GET_AWAITABLE, iterator, value, origin);
  drive(at, target, iterator, true);
}

}  // namespace gilded::compiler
