#include "compiler/ast/transfer.h"

#include <cstring>
#include <type_traits>
#include <vector>

#include "compiler/ast/dump.h"
#include "compiler/ast/fields.h"

namespace gilded::compiler {

using namespace ast;

namespace {

class Writer {
 public:
  std::string bytes;

  void node(const Node* node) {
    if (!node) {
      byte(0);
      return;
    }
    byte(static_cast<uint8_t>(node->kind) + 1);
    if (has_position(node->kind)) {
      for (int32_t n : {node->lineno, node->col_offset, node->end_lineno, node->end_col_offset}) field(n);
    }
    visit_fields(node, [this](std::string_view, const auto& value) { field(value); });
  }

 private:
  void byte(uint8_t value) { bytes += static_cast<char>(value); }
  void number(uint64_t value) {
    for (; value >= 128; value >>= 7) byte(static_cast<uint8_t>(value | 128));
    byte(static_cast<uint8_t>(value));
  }
  void text(std::string_view text) {
    number(text.size());
    bytes += text;
  }
  void field(bool value) { byte(value); }
  void field(int32_t value) { number(static_cast<uint64_t>(value) << 1 ^ static_cast<uint64_t>(int64_t{value} >> 63)); }
  void field(Identifier value) {
    number(value.empty() ? 0 : value.size() + 1);
    bytes += value;
  }
  void field(const ConstantValue& value) {
    std::visit([this](const auto& alternative) { constant(alternative); }, value);
  }
  template <typename T>
    requires std::is_enum_v<T>
  void field(T value) {
    byte(static_cast<uint8_t>(value));
  }
  template <typename T>
  void field(T* value) {
    node(value);
  }
  template <typename T>
  void field(const std::span<T>& values) {
    number(values.size());
    for (const T& value : values) field(value);
  }

  void constant(NoneValue) { byte('N'); }
  void constant(bool value) { byte(value ? 'T' : 'F'); }
  void constant(EllipsisValue) { byte('E'); }
  void constant(const IntegerValue& value) {
    byte('i');
    byte(value.base);
    text(value.digits);
  }
  void constant(double value) {
    byte('f');
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void constant(const ImaginaryValue& value) {
    byte('j');
    bytes.append(reinterpret_cast<const char*>(&value.value), sizeof value.value);
  }
  void constant(const StringValue& value) {
    byte('s');
    text(value.text);
  }
  void constant(const BytesValue& value) {
    byte('b');
    text(value.bytes);
  }
};

enum class Group : uint8_t { kNode, kModuleNode, kStatementNode, kExpressionNode, kPatternNode, kTypeParameterNode };

Group group_of(NodeKind kind) {
  static constexpr Group kGroups[] = {
#define NODE(name, group) Group::k##group,
#include "compiler/ast/nodes.def"
#undef NODE
  };
  return kGroups[static_cast<size_t>(kind)];
}

constexpr size_t kKindCount = 0
#define NODE(name, group) +1
#include "compiler/ast/nodes.def"
#undef NODE
    ;

// May a field that holds a node, or an item of one that holds several, be absent?
bool is_optional(NodeKind kind, std::string_view field) {
  for (std::string_view name : {"returns", "exc", "cause", "msg", "format_spec", "lower", "upper", "step", "bound",
                                "default_value", "vararg", "kwarg", "optional_vars", "guard", "type", "kw_defaults"}) {
    if (field == name) return true;
  }
  if (field == "value") return kind == NodeKind::Return || kind == NodeKind::AnnAssign || kind == NodeKind::Yield;
  return (field == "annotation" && kind == NodeKind::Arg) || (field == "pattern" && kind == NodeKind::MatchAs) ||
         (field == "keys" && kind == NodeKind::Dict);
}

bool is_optional_name(NodeKind kind, std::string_view field) {
  return (field == "module" && kind == NodeKind::ImportFrom) || field == "asname" || field == "rest" ||
         (field == "arg" && kind == NodeKind::Keyword) ||
         (field == "name" &&
          (kind == NodeKind::MatchStar || kind == NodeKind::MatchAs || kind == NodeKind::ExceptHandler));
}

class Reader {
 public:
  Reader(std::string_view bytes, Arena& arena) : bytes_(bytes), arena_(arena) {}

  std::string problem;

  ModuleNode* module() {
    Node* tree = node();
    if (problem.empty() && (!tree || group_of(tree->kind) != Group::kModuleNode)) fail("the tree is no module");
    if (problem.empty() && !bytes_.empty()) fail("there is more than one tree");
    return problem.empty() ? static_cast<ModuleNode*>(tree) : nullptr;
  }

 private:
  static constexpr int kDeepest = 3000;

  void fail(std::string message) {
    if (problem.empty()) problem = std::move(message);
    bytes_ = {};
  }
  uint8_t byte() {
    if (bytes_.empty()) {
      fail("the tree is cut off");
      return 0;
    }
    auto value = static_cast<uint8_t>(bytes_[0]);
    bytes_.remove_prefix(1);
    return value;
  }
  uint64_t number() {
    uint64_t value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      uint8_t digit = byte();
      value |= static_cast<uint64_t>(digit & 127) << shift;
      if (digit < 128) return value;
    }
    fail("a number is too large");
    return 0;
  }
  std::string_view text(uint64_t size) {
    if (size > bytes_.size()) {
      fail("the tree is cut off");
      return {};
    }
    std::string_view result = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return result;
  }

  Node* node() {
    uint8_t tag = byte();
    if (tag == 0) return nullptr;
    if (tag > kKindCount) {
      fail("an unknown kind of node");
      return nullptr;
    }
    if (++depth_ > kDeepest) fail("maximum recursion depth exceeded during compilation");
    Node* result = nullptr;
    switch (static_cast<NodeKind>(tag - 1)) {
#define NODE(name, group)              \
  case NodeKind::name:                 \
    result = arena_.make<ast::name>(); \
    break;
#include "compiler/ast/nodes.def"
#undef NODE
    }
    if (has_position(result->kind)) {
      for (int32_t* n : {&result->lineno, &result->col_offset, &result->end_lineno, &result->end_col_offset})
        field("", *n, result->kind);
    }
    visit_fields(result, [&](std::string_view name, auto& value) { field(name, value, result->kind); });
    if (problem.empty()) check(result);
    --depth_;
    return result;
  }

  void field(std::string_view, bool& value, NodeKind) { value = byte() != 0; }
  void field(std::string_view, int32_t& value, NodeKind) {
    uint64_t word = number();
    value = static_cast<int32_t>(word >> 1 ^ (0 - (word & 1)));
  }
  void field(std::string_view name, Identifier& value, NodeKind kind) {
    uint64_t size = number();
    value = size ? arena_.intern(text(size - 1)) : Identifier();
    if (value.empty() && !is_optional_name(kind, name))
      fail(std::string("an empty name in ") + std::string(python_name(kind)));
  }
  template <typename T>
    requires std::is_enum_v<T>
  void field(std::string_view, T& value, NodeKind) {
    constexpr uint8_t kCount = std::is_same_v<T, ExpressionContext> ? 3
                               : std::is_same_v<T, BoolOperator>    ? 2
                               : std::is_same_v<T, Operator>        ? 13
                               : std::is_same_v<T, UnaryOperator>   ? 4
                                                                    : 10;
    uint8_t number = byte();
    if (number >= kCount) fail("an unknown operator");
    value = static_cast<T>(number);
  }
  template <typename T>
  void field(std::string_view name, T*& value, NodeKind kind) {
    Node* found = node();
    value = nullptr;
    if (!found) {
      if (!is_optional(kind, name))
        fail("field '" + std::string(name) + "' is required for " + std::string(python_name(kind)));
      return;
    }
    bool fits;
    if constexpr (std::is_same_v<T, ModuleNode>) {
      fits = group_of(found->kind) == Group::kModuleNode;
    } else if constexpr (std::is_same_v<T, StatementNode>) {
      fits = group_of(found->kind) == Group::kStatementNode;
    } else if constexpr (std::is_same_v<T, ExpressionNode>) {
      fits = group_of(found->kind) == Group::kExpressionNode;
    } else if constexpr (std::is_same_v<T, PatternNode>) {
      fits = group_of(found->kind) == Group::kPatternNode;
    } else if constexpr (std::is_same_v<T, TypeParameterNode>) {
      fits = group_of(found->kind) == Group::kTypeParameterNode;
    } else {
      fits = found->kind == T::kKind;
    }
    if (!fits) {
      fail("a " + std::string(python_name(found->kind)) + " where it cannot be, in " + std::string(python_name(kind)));
      return;
    }
    value = static_cast<T*>(found);
  }
  template <typename T>
  void field(std::string_view name, std::span<T>& values, NodeKind kind) {
    uint64_t count = number();
    if (count > bytes_.size()) {
      fail("the tree is cut off");
      return;
    }
    std::vector<T> items(count);
    for (T& item : items) field(name, item, kind);
    values = arena_.copy(items);
  }
  void field(std::string_view, ConstantValue& value, NodeKind) {
    switch (byte()) {
      case 'N':
        value = NoneValue();
        break;
      case 'T':
        value = true;
        break;
      case 'F':
        value = false;
        break;
      case 'E':
        value = EllipsisValue();
        break;
      case 'i': {
        IntegerValue integer;
        integer.base = byte();
        std::string_view digits = text(number());
        if (integer.base != 10 && integer.base != 16) fail("a number in an unknown base");
        for (char c : digits) {
          if (!(c >= '0' && c <= '9') && !(integer.base == 16 && c >= 'a' && c <= 'f'))
            fail("a number with a wrong digit");
        }
        if (digits.empty()) fail("a number without digits");
        integer.digits = arena_.copy_text(digits);
        integer.fits_int64 = digits.size() <= (integer.base == 10 ? 18 : 15);
        for (char c : integer.digits) {
          if (integer.fits_int64) integer.small = integer.small * integer.base + (c <= '9' ? c - '0' : c - 'a' + 10);
        }
        value = integer;
        break;
      }
      case 'f':
        value = real();
        break;
      case 'j':
        value = ImaginaryValue{real()};
        break;
      case 's':
        value = StringValue{arena_.copy_text(text(number()))};
        break;
      case 'b':
        value = BytesValue{arena_.copy_text(text(number()))};
        break;
      default:
        fail("an unknown kind of constant");
    }
  }
  double real() {
    double value = 0;
    std::string_view bytes = text(sizeof value);
    if (bytes.size() == sizeof value) std::memcpy(&value, bytes.data(), sizeof value);
    return value;
  }

  // What the parser guarantees and the passes take for granted.
  void check(const Node* n) {
    switch (n->kind) {
      case NodeKind::Compare:
        if (as<Compare>(n)->ops.empty() || as<Compare>(n)->ops.size() != as<Compare>(n)->comparators.size())
          fail("Compare has a different number of comparators and operands");
        break;
      case NodeKind::Dict:
        if (as<Dict>(n)->keys.size() != as<Dict>(n)->values.size())
          fail("Dict doesn't have the same number of keys as values");
        break;
      case NodeKind::BoolOp:
        if (as<BoolOp>(n)->values.size() < 2) fail("BoolOp with less than 2 values");
        break;
      case NodeKind::Arguments: {
        auto* a = as<Arguments>(n);
        if (a->defaults.size() > a->posonlyargs.size() + a->args.size())
          fail("more positional defaults than args on arguments");
        if (a->kw_defaults.size() != a->kwonlyargs.size())
          fail("length of kwonlyargs is not the same as kw_defaults on arguments");
        break;
      }
      case NodeKind::MatchMapping:
        if (as<MatchMapping>(n)->keys.size() != as<MatchMapping>(n)->patterns.size())
          fail("MatchMapping doesn't have the same number of keys as patterns");
        break;
      case NodeKind::MatchClass:
        if (as<MatchClass>(n)->kwd_attrs.size() != as<MatchClass>(n)->kwd_patterns.size())
          fail("MatchClass doesn't have the same number of keyword attributes as patterns");
        break;
      case NodeKind::MatchAs:
        if (as<MatchAs>(n)->pattern && as<MatchAs>(n)->name.empty())
          fail("MatchAs must specify a target name if a pattern is given");
        break;
      case NodeKind::TypeAlias:
        if (!is<Name>(as<TypeAlias>(n)->name)) fail("TypeAlias with non-Name name");
        break;
      case NodeKind::ListComp:
        not_empty(n, as<ListComp>(n)->generators);
        break;
      case NodeKind::SetComp:
        not_empty(n, as<SetComp>(n)->generators);
        break;
      case NodeKind::GeneratorExp:
        not_empty(n, as<GeneratorExp>(n)->generators);
        break;
      case NodeKind::DictComp:
        not_empty(n, as<DictComp>(n)->generators);
        break;
      case NodeKind::Delete:
        not_empty(n, as<Delete>(n)->targets);
        break;
      case NodeKind::Assign:
        not_empty(n, as<Assign>(n)->targets);
        break;
      case NodeKind::With:
        not_empty(n, as<With>(n)->items);
        break;
      case NodeKind::AsyncWith:
        not_empty(n, as<AsyncWith>(n)->items);
        break;
      case NodeKind::MatchOr:
        if (as<MatchOr>(n)->patterns.size() < 2) fail("MatchOr requires at least 2 patterns");
        break;
      case NodeKind::Try:
        if (as<Try>(n)->handlers.empty() && as<Try>(n)->finalbody.empty())
          fail("Try has neither handlers nor finalbody");
        break;
      case NodeKind::TryStar:
        if (as<TryStar>(n)->handlers.empty() && as<TryStar>(n)->finalbody.empty())
          fail("TryStar has neither handlers nor finalbody");
        break;
      case NodeKind::Import:
        not_empty(n, as<Import>(n)->names);
        break;
      case NodeKind::ImportFrom:
        not_empty(n, as<ImportFrom>(n)->names);
        break;
      case NodeKind::Global:
        not_empty(n, as<Global>(n)->names);
        break;
      case NodeKind::Nonlocal:
        not_empty(n, as<Nonlocal>(n)->names);
        break;
      default:
        break;
    }
    if (n->kind == NodeKind::Module || n->kind == NodeKind::Interactive) return;
    visit_fields(n, [&](std::string_view name, const auto& value) {
      if constexpr (std::is_same_v<std::decay_t<decltype(value)>, Statements>) {
        if (name == "body" && value.empty()) fail("empty body on " + std::string(python_name(n->kind)));
      }
    });
  }
  template <typename T>
  void not_empty(const Node* n, const std::span<T>& items) {
    if (!items.empty()) return;
    fail(std::string("empty ") +
         (n->kind == NodeKind::Delete || n->kind == NodeKind::Assign    ? "targets"
          : n->kind == NodeKind::With || n->kind == NodeKind::AsyncWith ? "items"
          : group_of(n->kind) == Group::kExpressionNode                 ? "generators"
                                                                        : "names") +
         " on " + std::string(python_name(n->kind)));
  }

  std::string_view bytes_;
  Arena& arena_;
  int depth_ = 0;
};

}  // namespace

std::string write_tree(const ModuleNode* tree) {
  Writer writer;
  writer.node(tree);
  return std::move(writer.bytes);
}

ModuleNode* read_tree(std::string_view bytes, Arena& arena, std::string* problem) {
  Reader reader(bytes, arena);
  ModuleNode* tree = reader.module();
  *problem = reader.problem;
  return tree;
}

}  // namespace gilded::compiler
