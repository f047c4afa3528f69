#include <gmpxx.h>

#include <algorithm>
#include <cmath>

#include "compiler/codegen/generator.h"

namespace gilded::compiler {

using namespace ast;
using Folded = std::optional<Value>;

namespace {

// Beyond these sizes a result is computed when the code runs, as in CPython.
constexpr size_t kMaximumBits = 128;
constexpr size_t kMaximumText = 4096;
constexpr size_t kMaximumItems = 256;

mpz_class to_mpz(const Value& value) {
  if (auto* integer = std::get_if<int64_t>(&value.value)) return mpz_class(static_cast<long>(*integer));
  if (auto* boolean = std::get_if<bool>(&value.value)) return mpz_class(*boolean ? 1 : 0);
  auto& big = std::get<Value::BigInteger>(value.value);
  return mpz_class(big.text, big.base);
}

Value from_mpz(const mpz_class& number) {
  if (number.fits_slong_p()) return {static_cast<int64_t>(number.get_si())};
  return {Value::BigInteger{number.get_str(10), 10}};
}

bool is_integer(const Value& value) {
  return std::holds_alternative<int64_t>(value.value) || std::holds_alternative<bool>(value.value) ||
         std::holds_alternative<Value::BigInteger>(value.value);
}
bool is_real(const Value& value) {
  return std::holds_alternative<double>(value.value) || std::holds_alternative<int64_t>(value.value) ||
         std::holds_alternative<bool>(value.value);
}
bool is_number(const Value& value) {
  return is_real(value) || std::holds_alternative<Value::Complex>(value.value);
}

double to_double(const Value& value) {
  if (auto* number = std::get_if<double>(&value.value)) return *number;
  if (auto* boolean = std::get_if<bool>(&value.value)) return *boolean ? 1 : 0;
  return static_cast<double>(std::get<int64_t>(value.value));
}

constexpr int64_t kExactDoubles = int64_t{1} << 53;
bool is_exact(const Value& value) {
  auto* integer = std::get_if<int64_t>(&value.value);
  return integer == nullptr || (*integer >= -kExactDoubles && *integer <= kExactDoubles);
}

Folded fold_integers(Operator op, const Value& left_value, const Value& right_value) {
  mpz_class left = to_mpz(left_value), right = to_mpz(right_value), result;
  auto bits = [](const mpz_class& number) { return mpz_sizeinbase(number.get_mpz_t(), 2); };
  switch (op) {
    case Operator::Add:
      result = left + right;
      break;
    case Operator::Sub:
      result = left - right;
      break;
    case Operator::Mult:
      if (bits(left) + bits(right) > kMaximumBits) return std::nullopt;
      result = left * right;
      break;
    case Operator::Pow:
      if (right < 0 || !right.fits_slong_p() || bits(left) * right.get_ui() > kMaximumBits) return std::nullopt;
      mpz_pow_ui(result.get_mpz_t(), left.get_mpz_t(), right.get_ui());
      break;
    case Operator::LShift:
      if (right < 0 || right > static_cast<long>(kMaximumBits) || bits(left) + right.get_ui() > kMaximumBits)
        return std::nullopt;
      result = left << right.get_ui();
      break;
    case Operator::RShift:
      if (right < 0 || !right.fits_slong_p()) return std::nullopt;
      mpz_fdiv_q_2exp(result.get_mpz_t(), left.get_mpz_t(), right.get_ui());
      break;
    case Operator::BitAnd:
      result = left & right;
      break;
    case Operator::BitOr:
      result = left | right;
      break;
    case Operator::BitXor:
      result = left ^ right;
      break;
    case Operator::FloorDiv:
      if (right == 0) return std::nullopt;
      mpz_fdiv_q(result.get_mpz_t(), left.get_mpz_t(), right.get_mpz_t());
      break;
    case Operator::Mod:
      if (right == 0) return std::nullopt;
      mpz_fdiv_r(result.get_mpz_t(), left.get_mpz_t(), right.get_mpz_t());
      break;
    case Operator::Div:
      if (right == 0 || !is_exact(left_value) || !is_exact(right_value) || !left.fits_slong_p() ||
          !right.fits_slong_p())
        return std::nullopt;
      return Value{left.get_d() / right.get_d()};
    default:
      return std::nullopt;
  }
  if (std::holds_alternative<bool>(left_value.value) && std::holds_alternative<bool>(right_value.value) &&
      (op == Operator::BitAnd || op == Operator::BitOr || op == Operator::BitXor)) {
    return Value{result != 0};
  }
  return from_mpz(result);
}

Folded fold_reals(Operator op, double left, double right) {
  switch (op) {
    case Operator::Add:
      return Value{left + right};
    case Operator::Sub:
      return Value{left - right};
    case Operator::Mult:
      return Value{left * right};
    case Operator::Div:
      if (right == 0) return std::nullopt;
      return Value{left / right};
    default:
      return std::nullopt;  // rare, and not worth a second implementation
  }
}

Folded fold_complex(Operator op, const Value& left, const Value& right) {
  // Only sums with a real left side, which is how complex literals are written.
  if (!is_real(left) || !is_exact(left) || !std::holds_alternative<Value::Complex>(right.value)) return std::nullopt;
  const auto& imaginary = std::get<Value::Complex>(right.value);
  if (op == Operator::Add) return Value{Value::Complex{to_double(left) + imaginary.real, imaginary.imaginary}};
  if (op == Operator::Sub) return Value{Value::Complex{to_double(left) - imaginary.real, 0.0 - imaginary.imaginary}};
  return std::nullopt;
}

std::string repeated(const std::string& text, int64_t count) {
  std::string result;
  for (int64_t i = 0; i < count; i++) result += text;
  return result;
}

Folded fold_binary(Operator op, const Value& left, const Value& right) {
  if (is_integer(left) && is_integer(right)) return fold_integers(op, left, right);
  if (is_real(left) && is_real(right) && is_exact(left) && is_exact(right))
    return fold_reals(op, to_double(left), to_double(right));
  if (is_number(left) && is_number(right)) return fold_complex(op, left, right);
  if (op == Operator::Add) {
    if (auto *a = std::get_if<Value::Text>(&left.value), *b = std::get_if<Value::Text>(&right.value); a && b) {
      return Value{Value::Text{a->utf8 + b->utf8}};
    }
    if (auto *a = std::get_if<Value::Bytes>(&left.value), *b = std::get_if<Value::Bytes>(&right.value); a && b) {
      return Value{Value::Bytes{a->bytes + b->bytes}};
    }
    if (auto *a = std::get_if<Value::Tuple>(&left.value), *b = std::get_if<Value::Tuple>(&right.value); a && b) {
      Value::Tuple joined = *a;
      joined.items.insert(joined.items.end(), b->items.begin(), b->items.end());
      return Value{std::move(joined)};
    }
  }
  if (op == Operator::Mult) {
    const Value* sequence = &left;
    const int64_t* count = std::get_if<int64_t>(&right.value);
    if (count == nullptr) {
      sequence = &right;
      count = std::get_if<int64_t>(&left.value);
    }
    if (count == nullptr) return std::nullopt;
    int64_t times = std::max<int64_t>(*count, 0);
    auto fits = [times](size_t size, size_t limit) { return size == 0 || static_cast<size_t>(times) <= limit / size; };
    if (auto* text = std::get_if<Value::Text>(&sequence->value); text && fits(text->utf8.size(), kMaximumText)) {
      return Value{Value::Text{repeated(text->utf8, text->utf8.empty() ? 0 : times)}};
    }
    if (auto* bytes = std::get_if<Value::Bytes>(&sequence->value); bytes && fits(bytes->bytes.size(), kMaximumText)) {
      return Value{Value::Bytes{repeated(bytes->bytes, bytes->bytes.empty() ? 0 : times)}};
    }
    if (auto* tuple = std::get_if<Value::Tuple>(&sequence->value); tuple && fits(tuple->items.size(), kMaximumItems)) {
      Value::Tuple result;
      for (int64_t i = 0; i < times && !tuple->items.empty(); i++) {
        result.items.insert(result.items.end(), tuple->items.begin(), tuple->items.end());
      }
      return Value{std::move(result)};
    }
  }
  return std::nullopt;
}

}  // namespace

Value Generator::constant_of(const ConstantValue& value) {
  return std::visit(
      [](const auto& item) -> Value {
        using T = std::decay_t<decltype(item)>;
        if constexpr (std::is_same_v<T, NoneValue>) {
          return {Value::None{}};
        } else if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, double>) {
          return {item};
        } else if constexpr (std::is_same_v<T, EllipsisValue>) {
          return {Value::Ellipsis{}};
        } else if constexpr (std::is_same_v<T, IntegerValue>) {
          if (item.fits_int64) return {item.small};
          return {Value::BigInteger{std::string(item.digits), item.base}};
        } else if constexpr (std::is_same_v<T, ImaginaryValue>) {
          return {Value::Complex{0, item.value}};
        } else if constexpr (std::is_same_v<T, StringValue>) {
          return {Value::Text{std::string(item.text)}};
        } else {
          return {Value::Bytes{std::string(item.bytes)}};
        }
      },
      value);
}

Folded Generator::fold(const ExpressionNode* node) {
  switch (node->kind) {
    case NodeKind::Constant:
      return constant_of(as<ast::Constant>(node)->value);
    case NodeKind::Name:
      if (as<Name>(node)->id.data() == debug_.data()) return Value{options_.optimize == 0};
      return std::nullopt;
    case NodeKind::UnaryOp: {
      auto* operation = as<UnaryOp>(node);
      Folded operand = fold(operation->operand);
      if (!operand) return std::nullopt;
      switch (operation->op) {
        case UnaryOperator::Not: {
          auto known = truth(*operand);
          return known ? Folded(Value{!*known}) : std::nullopt;
        }
        case UnaryOperator::USub:
          if (is_integer(*operand)) return from_mpz(-to_mpz(*operand));
          if (auto* number = std::get_if<double>(&operand->value)) return Value{-*number};
          if (auto* complex = std::get_if<Value::Complex>(&operand->value)) {
            return Value{Value::Complex{-complex->real, -complex->imaginary}};
          }
          return std::nullopt;
        case UnaryOperator::UAdd:
          if (is_integer(*operand)) return from_mpz(to_mpz(*operand));
          return is_number(*operand) ? operand : std::nullopt;
        case UnaryOperator::Invert:
          if (std::holds_alternative<bool>(operand->value) || !is_integer(*operand)) return std::nullopt;
          return from_mpz(~to_mpz(*operand));
      }
      return std::nullopt;
    }
    case NodeKind::BinOp: {
      auto* operation = as<BinOp>(node);
      // The right side is a leaf more often: long chains of variables are recognised at once.
      Folded right = fold(operation->right);
      if (!right) return std::nullopt;
      guard_.check(source_);
      Folded left = fold(operation->left);
      if (!left) return std::nullopt;
      return fold_binary(operation->op, *left, *right);
    }
    case NodeKind::Tuple: {
      Value::Tuple tuple;
      for (ExpressionNode* element : as<ast::Tuple>(node)->elts) {
        Folded item = fold(element);
        if (!item) return std::nullopt;
        tuple.items.push_back(std::move(*item));
      }
      return Value{std::move(tuple)};
    }
    case NodeKind::Subscript: {
      auto* subscript = as<Subscript>(node);
      if (subscript->ctx != ExpressionContext::Load || !is<ast::Tuple>(subscript->value)) return std::nullopt;
      Folded index = fold(subscript->slice);
      if (!index || !std::holds_alternative<int64_t>(index->value)) return std::nullopt;
      Folded object = fold(subscript->value);
      if (!object) return std::nullopt;
      auto& items = std::get<Value::Tuple>(object->value).items;
      int64_t at = std::get<int64_t>(index->value);
      if (at < 0) at += static_cast<int64_t>(items.size());
      if (at < 0 || at >= static_cast<int64_t>(items.size())) return std::nullopt;
      return items[static_cast<size_t>(at)];
    }
    default:
      return std::nullopt;
  }
}

std::optional<bool> Generator::truth(const Value& value) {
  return std::visit(
      [](const auto& item) -> std::optional<bool> {
        using T = std::decay_t<decltype(item)>;
        if constexpr (std::is_same_v<T, Value::None>) {
          return false;
        } else if constexpr (std::is_same_v<T, bool>) {
          return item;
        } else if constexpr (std::is_same_v<T, Value::Ellipsis> || std::is_same_v<T, Value::BigInteger>) {
          return true;
        } else if constexpr (std::is_same_v<T, int64_t> || std::is_same_v<T, double>) {
          return item != 0;
        } else if constexpr (std::is_same_v<T, Value::Complex>) {
          return item.real != 0 || item.imaginary != 0;
        } else if constexpr (std::is_same_v<T, Value::Text>) {
          return !item.utf8.empty();
        } else if constexpr (std::is_same_v<T, Value::Bytes>) {
          return !item.bytes.empty();
        } else if constexpr (std::is_same_v<T, Value::Tuple> || std::is_same_v<T, Value::FrozenSet>) {
          return !item.items.empty();
        } else {
          return std::nullopt;
        }
      },
      value.value);
}

std::optional<bool> Generator::constant_truth(const ExpressionNode* node) {
  auto value = fold(node);
  return value ? truth(*value) : std::nullopt;
}

}  // namespace gilded::compiler
