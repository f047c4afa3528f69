#include "compiler/ast/dump.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "compiler/ast/fields.h"
#include "compiler/literal_text.h"

namespace gilded::compiler {

using ast::NodeKind;

std::string_view python_name(NodeKind kind) {
  static constexpr std::string_view kNames[] = {
#define NODE(name, group) #name,
#include "compiler/ast/nodes.def"
#undef NODE
  };
  switch (kind) {
    case NodeKind::Comprehension:
      return "comprehension";
    case NodeKind::Arguments:
      return "arguments";
    case NodeKind::Arg:
      return "arg";
    case NodeKind::Keyword:
      return "keyword";
    case NodeKind::Alias:
      return "alias";
    case NodeKind::WithItem:
      return "withitem";
    case NodeKind::MatchCase:
      return "match_case";
    default:
      return kNames[static_cast<size_t>(kind)];
  }
}

namespace {

// ---- Values as Python's repr() writes them --------------------------------------------------------------------------

std::string repr(double value) {
  return float_text(value);
}

std::string repr(const ast::ImaginaryValue& value) {
  std::string text = repr(value.value);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text + "j";
}

std::string repr(const ast::IntegerValue& value) {
  if (value.fits_int64) return fmt::format("{}", value.small);
  return integer_text(value.digits, value.base);
}

std::string repr(const ast::BytesValue& value) {
  return quoted_text(value.bytes, true);
}
std::string repr(const ast::StringValue& value) {
  return quoted_text(value.text, false);
}
std::string repr(ast::NoneValue) {
  return "None";
}
std::string repr(ast::EllipsisValue) {
  return "Ellipsis";
}
std::string repr(bool value) {
  return value ? "True" : "False";
}

std::string_view name_of(ast::ExpressionContext value) {
  static constexpr std::string_view kNames[] = {"Load", "Store", "Del"};
  return kNames[static_cast<size_t>(value)];
}
std::string_view name_of(ast::BoolOperator value) {
  return value == ast::BoolOperator::And ? "And" : "Or";
}
std::string_view name_of(ast::Operator value) {
  static constexpr std::string_view kNames[] = {"Add",    "Sub",    "Mult",  "MatMult", "Div",    "Mod",     "Pow",
                                                "LShift", "RShift", "BitOr", "BitXor",  "BitAnd", "FloorDiv"};
  return kNames[static_cast<size_t>(value)];
}
std::string_view name_of(ast::UnaryOperator value) {
  static constexpr std::string_view kNames[] = {"Invert", "Not", "UAdd", "USub"};
  return kNames[static_cast<size_t>(value)];
}
std::string_view name_of(ast::CompareOperator value) {
  static constexpr std::string_view kNames[] = {"Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn"};
  return kNames[static_cast<size_t>(value)];
}

// ---- The layout -----------------------------------------------------------------------------------------------------

class Dumper {
 public:
  explicit Dumper(const DumpOptions& options) : options_(options) {}

  struct Text {
    std::string text;
    bool simple;  // may share a line with its neighbours
  };

  Text node(const ast::Node* node, int level) {
    ++level;
    std::vector<std::string> fields;
    bool all_simple = true;
    auto add = [&](std::string_view name, Text value) {
      all_simple = all_simple && value.simple;
      fields.push_back(fmt::format("{}={}", name, value.text));
    };
    visit_fields(node, [&](std::string_view name, const auto& value) { field(name, value, level, add); });
    if (options_.include_attributes && has_position(node->kind)) {
      add("lineno", {fmt::format("{}", node->lineno), true});
      add("col_offset", {fmt::format("{}", node->col_offset), true});
      add("end_lineno", {fmt::format("{}", node->end_lineno), true});
      add("end_col_offset", {fmt::format("{}", node->end_col_offset), true});
    }
    std::string_view name = python_name(node->kind);
    if (all_simple && fields.size() <= 3) {
      return {fmt::format("{}({})", name, fmt::join(fields, ", ")), fields.empty()};
    }
    return {fmt::format("{}({}{})", name, prefix(level), fmt::join(fields, separator(level))), false};
  }

 private:
  std::string prefix(int level) const {
    if (options_.indent < 0) return {};
    return "\n" + std::string(static_cast<size_t>(options_.indent) * static_cast<size_t>(level), ' ');
  }
  std::string separator(int level) const { return options_.indent < 0 ? ", " : "," + prefix(level); }

  Text list(const std::vector<std::string>& items, int level) const {
    return {fmt::format("[{}{}]", prefix(level), fmt::join(items, separator(level))), false};
  }

  // One overload per type of field; absent values and empty lists are left out.
  template <typename Add>
  void field(std::string_view name, const ast::Identifier& value, int, Add& add) {
    if (!value.empty()) add(name, {quoted_text(value, false), true});
  }
  template <typename Add>
  void field(std::string_view name, bool value, int, Add& add) {
    if (name != "kind") {
      add(name, {value ? "1" : "0", true});
    } else if (value) {
      add(name, {"'u'", true});
    }
  }
  template <typename Add>
  void field(std::string_view name, int32_t value, int, Add& add) {
    add(name, {fmt::format("{}", value), true});
  }
  template <typename Add>
  void field(std::string_view name, const ast::ConstantValue& value, int, Add& add) {
    add(name, {std::visit([](const auto& alternative) { return repr(alternative); }, value), true});
  }
  template <typename Add, typename T>
    requires std::is_enum_v<T>
  void field(std::string_view name, T value, int, Add& add) {
    add(name, {fmt::format("{}()", name_of(value)), true});
  }
  template <typename Add, typename T>
  void field(std::string_view name, T* value, int level, Add& add) {
    if (value != nullptr) add(name, node(value, level));
  }
  template <typename Add, typename T>
  void field(std::string_view name, const std::span<T>& values, int level, Add& add) {
    if (values.empty()) return;
    std::vector<std::string> items;
    for (const T& value : values) items.push_back(item(value, level + 1));
    add(name, list(items, level + 1));
  }

  std::string item(const ast::Identifier& value, int) { return quoted_text(value, false); }
  std::string item(ast::CompareOperator value, int) { return fmt::format("{}()", name_of(value)); }
  std::string item(const ast::Node* value, int level) { return value == nullptr ? "None" : node(value, level).text; }

  const DumpOptions& options_;
};

}  // namespace

std::string dump(const ast::Node& node, const DumpOptions& options) {
  return Dumper(options).node(&node, 0).text;
}

}  // namespace gilded::compiler
