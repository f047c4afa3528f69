// SyntaxWarnings for code that compiles but cannot be meant.
#include <fmt/format.h>

#include "compiler/codegen/generator.h"

namespace gilded::compiler {

using namespace ast;

namespace {

std::string_view type_name(const Value& value) {
  static constexpr std::string_view kNames[] = {"NoneType", "bool", "ellipsis", "int",   "int",       "float",
                                                "complex",  "str",  "bytes",    "tuple", "frozenset", "code"};
  return kNames[value.value.index()];
}

}  // namespace

void Generator::warn(const ast::Position& at, std::string message) {
  if (warnings_ == nullptr) return;
  for (const SyntaxWarning& earlier : *warnings_) {
    if (earlier.lineno == at.lineno && earlier.message == message)
      return;  // a finally clause is compiled more than once
  }
  SyntaxError place = syntax_error_at(source_, at, {});
  warnings_->push_back(
      {"SyntaxWarning", std::move(message), at.lineno, place.offset, place.end_lineno, place.end_offset});
}

// The type that the value of `node` certainly has, or "".
std::string_view Generator::certain_type(const ExpressionNode* node) {
  switch (node->kind) {
    case NodeKind::Tuple:
      return "tuple";
    case NodeKind::List:
    case NodeKind::ListComp:
      return "list";
    case NodeKind::Dict:
    case NodeKind::DictComp:
      return "dict";
    case NodeKind::Set:
    case NodeKind::SetComp:
      return "set";
    case NodeKind::GeneratorExp:
      return "generator";
    case NodeKind::Lambda:
      return "function";
    case NodeKind::JoinedStr:
    case NodeKind::FormattedValue:
      return "str";
    case NodeKind::Constant:
    case NodeKind::UnaryOp:
    case NodeKind::BinOp: {
      auto value = fold(node);
      return value ? type_name(*value) : "";
    }
    default:
      return "";
  }
}

void Generator::warn_about_call(const Call* node) {
  if (warnings_ == nullptr || is<Lambda>(node->func)) return;
  std::string_view type = certain_type(node->func);
  if (!type.empty()) warn(*node->func, fmt::format("'{}' object is not callable; perhaps you missed a comma?", type));
}

void Generator::warn_about_subscript(const Subscript* node) {
  if (warnings_ == nullptr) return;
  std::string_view type = certain_type(node->value);
  if (type.empty() || type == "dict") return;
  if (type != "str" && type != "bytes" && type != "tuple" && type != "list") {
    if (type != "bool" || is<ast::Constant>(node->value))
      warn(*node->value, fmt::format("'{}' object is not subscriptable; perhaps you missed a comma?", type));
    return;
  }
  std::string_view index = certain_type(node->slice);
  if (!index.empty() && index != "int" && index != "bool") {
    warn(*node->value,
         fmt::format("{} indices must be integers or slices, not {}; perhaps you missed a comma?", type, index));
  }
}

void Generator::warn_about_comparison(const Compare* node) {
  if (warnings_ == nullptr) return;
  auto literal = [this](const ExpressionNode* side) -> std::string_view {
    auto value = fold(side);
    if (!value || value->value.index() <= 2) return "";  // None, True, False and ... are compared so
    return type_name(*value);
  };
  const ExpressionNode* left = node->left;
  for (size_t i = 0; i < node->ops.size(); i++) {
    const ExpressionNode* right = node->comparators[i];
    if (node->ops[i] == ast::CompareOperator::Is || node->ops[i] == ast::CompareOperator::IsNot) {
      std::string_view type = literal(left);
      if (type.empty()) type = literal(right);
      if (!type.empty()) {
        bool is = node->ops[i] == ast::CompareOperator::Is;
        warn(*node, fmt::format("\"{}\" with '{}' literal. Did you mean \"{}\"?", is ? "is" : "is not", type,
                                is ? "==" : "!="));
        return;
      }
    }
    left = right;
  }
}

}  // namespace gilded::compiler
