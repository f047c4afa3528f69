// The syntax tree: one plain struct per node, with the names and fields of Python 3.13's ast module.
//
// Conventions
//  - Nodes and sequences live in the Arena they were made in; pointers are never owned.
//  - A pointer field marked "optional" may be nullptr; an Identifier marked "optional" may be empty. No other field is.
//  - Identifiers are NFKC-normalised and interned: within one tree, equal identifiers have equal data() pointers.
//  - Positions are Python's: lines from 1, columns from 0 in bytes of UTF-8, the end is one past the last byte.
//  Modules,
//    Arguments, Comprehension, WithItem and MatchCase have no position in Python; theirs is zero.
//  - A pass over the tree is one `switch` over `kind` in that pass's own folder; `as<T>(node)` is the checked
//  down-cast.
//
// Differences from the ast module: type comments and type_ignores are absent (they are never parsed), Constant.kind is
// `has_u_prefix` (because `kind` is the tag), and lower-case class names are CamelCase here (arg -> Arg, withitem ->
// WithItem, ...).
#pragma once

#include <cassert>
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

#include "compiler/ast/arena.h"

namespace gilded::compiler::ast {

enum class NodeKind : uint8_t {
#define NODE(name, group) name,
#include "compiler/ast/nodes.def"
#undef NODE
};

// An interned name; empty means "absent" where a field says optional.
using Identifier = std::string_view;

enum class ExpressionContext : uint8_t { Load, Store, Del };
enum class BoolOperator : uint8_t { And, Or };
enum class Operator : uint8_t {
  Add,
  Sub,
  Mult,
  MatMult,
  Div,
  Mod,
  Pow,
  LShift,
  RShift,
  BitOr,
  BitXor,
  BitAnd,
  FloorDiv,
};
enum class UnaryOperator : uint8_t { Invert, Not, UAdd, USub };
enum class CompareOperator : uint8_t { Eq, NotEq, Lt, LtE, Gt, GtE, Is, IsNot, In, NotIn };

// Where a node stands in the source.
struct Position {
  int32_t lineno = 0;
  int32_t col_offset = 0;
  int32_t end_lineno = 0;
  int32_t end_col_offset = 0;
};

struct Node : Position {
  NodeKind kind;

  explicit Node(NodeKind node_kind) : kind(node_kind) {}
  const Position& position() const { return *this; }
};

// The groups of the grammar. They add nothing; they make signatures say what they take.
struct ModuleNode : Node {
  using Node::Node;
};
struct StatementNode : Node {
  using Node::Node;
};
struct ExpressionNode : Node {
  using Node::Node;
};
struct PatternNode : Node {
  using Node::Node;
};
struct TypeParameterNode : Node {
  using Node::Node;
};

// What every concrete node starts from: its tag, as a constant and as the field.
template <typename Group, NodeKind tag>
struct NodeOf : Group {
  static constexpr NodeKind kKind = tag;
  NodeOf() : Group(tag) {}
};

// REQUIRES: node->kind == T::kKind.
template <typename T>
T* as(Node* node) {
  assert(node->kind == T::kKind);
  return static_cast<T*>(node);
}
template <typename T>
const T* as(const Node* node) {
  assert(node->kind == T::kKind);
  return static_cast<const T*>(node);
}

template <typename T>
bool is(const Node* node) {
  return node->kind == T::kKind;
}

template <typename T>
using Sequence = std::span<T*>;
using Statements = Sequence<StatementNode>;
using Expressions = Sequence<ExpressionNode>;
using Patterns = Sequence<PatternNode>;
using TypeParameters = Sequence<TypeParameterNode>;

struct Comprehension;
struct ExceptHandler;
struct Arguments;
struct Arg;
struct Keyword;
struct Alias;
struct WithItem;
struct MatchCase;

// ---- Whole inputs ---------------------------------------------------------------------------------------------------

struct Module : NodeOf<ModuleNode, NodeKind::Module> {
  Statements body;
};

// One statement typed at a prompt.
struct Interactive : NodeOf<ModuleNode, NodeKind::Interactive> {
  Statements body;
};

// The input of eval().
struct Expression : NodeOf<ModuleNode, NodeKind::Expression> {
  ExpressionNode* body = nullptr;
};

// ---- Statements -----------------------------------------------------------------------------------------------------

// FunctionDef and AsyncFunctionDef have the same fields, so that one function can serve both.
struct FunctionFields : StatementNode {
  using StatementNode::StatementNode;
  Identifier name;
  Arguments* args = nullptr;
  Statements body;
  Expressions decorator_list;
  ExpressionNode* returns = nullptr;  // optional
  TypeParameters type_params;
};
struct FunctionDef : NodeOf<FunctionFields, NodeKind::FunctionDef> {};
struct AsyncFunctionDef : NodeOf<FunctionFields, NodeKind::AsyncFunctionDef> {};

struct ClassDef : NodeOf<StatementNode, NodeKind::ClassDef> {
  Identifier name;
  Expressions bases;
  Sequence<Keyword> keywords;
  Statements body;
  Expressions decorator_list;
  TypeParameters type_params;
};

struct Return : NodeOf<StatementNode, NodeKind::Return> {
  ExpressionNode* value = nullptr;  // optional
};

struct Delete : NodeOf<StatementNode, NodeKind::Delete> {
  Expressions targets;
};

struct Assign : NodeOf<StatementNode, NodeKind::Assign> {
  Expressions targets;
  ExpressionNode* value = nullptr;
};

struct TypeAlias : NodeOf<StatementNode, NodeKind::TypeAlias> {
  ExpressionNode* name = nullptr;
  TypeParameters type_params;
  ExpressionNode* value = nullptr;
};

struct AugAssign : NodeOf<StatementNode, NodeKind::AugAssign> {
  ExpressionNode* target = nullptr;
  Operator op = Operator::Add;
  ExpressionNode* value = nullptr;
};

struct AnnAssign : NodeOf<StatementNode, NodeKind::AnnAssign> {
  ExpressionNode* target = nullptr;
  ExpressionNode* annotation = nullptr;
  ExpressionNode* value = nullptr;  // optional
  bool simple = false;              // a bare name without parentheses
};

struct ForFields : StatementNode {
  using StatementNode::StatementNode;
  ExpressionNode* target = nullptr;
  ExpressionNode* iter = nullptr;
  Statements body;
  Statements orelse;
};
struct For : NodeOf<ForFields, NodeKind::For> {};
struct AsyncFor : NodeOf<ForFields, NodeKind::AsyncFor> {};

struct While : NodeOf<StatementNode, NodeKind::While> {
  ExpressionNode* test = nullptr;
  Statements body;
  Statements orelse;
};

struct If : NodeOf<StatementNode, NodeKind::If> {
  ExpressionNode* test = nullptr;
  Statements body;
  Statements orelse;  // an elif is an If as the only statement
};

struct WithFields : StatementNode {
  using StatementNode::StatementNode;
  Sequence<WithItem> items;
  Statements body;
};
struct With : NodeOf<WithFields, NodeKind::With> {};
struct AsyncWith : NodeOf<WithFields, NodeKind::AsyncWith> {};

struct Match : NodeOf<StatementNode, NodeKind::Match> {
  ExpressionNode* subject = nullptr;
  Sequence<MatchCase> cases;
};

struct Raise : NodeOf<StatementNode, NodeKind::Raise> {
  ExpressionNode* exc = nullptr;    // optional
  ExpressionNode* cause = nullptr;  // optional
};

struct TryFields : StatementNode {
  using StatementNode::StatementNode;
  Statements body;
  Sequence<ExceptHandler> handlers;
  Statements orelse;
  Statements finalbody;
};
struct Try : NodeOf<TryFields, NodeKind::Try> {};
struct TryStar : NodeOf<TryFields, NodeKind::TryStar> {};

struct Assert : NodeOf<StatementNode, NodeKind::Assert> {
  ExpressionNode* test = nullptr;
  ExpressionNode* msg = nullptr;  // optional
};

struct Import : NodeOf<StatementNode, NodeKind::Import> {
  Sequence<Alias> names;
};

struct ImportFrom : NodeOf<StatementNode, NodeKind::ImportFrom> {
  Identifier module;  // optional: "from . import x" has none
  Sequence<Alias> names;
  int32_t level = 0;
};

struct Global : NodeOf<StatementNode, NodeKind::Global> {
  std::span<Identifier> names;
};

struct Nonlocal : NodeOf<StatementNode, NodeKind::Nonlocal> {
  std::span<Identifier> names;
};

struct Expr : NodeOf<StatementNode, NodeKind::Expr> {
  ExpressionNode* value = nullptr;
};

struct Pass : NodeOf<StatementNode, NodeKind::Pass> {};
struct Break : NodeOf<StatementNode, NodeKind::Break> {};
struct Continue : NodeOf<StatementNode, NodeKind::Continue> {};

// ---- Expressions ----------------------------------------------------------------------------------------------------

struct BoolOp : NodeOf<ExpressionNode, NodeKind::BoolOp> {
  BoolOperator op = BoolOperator::And;
  Expressions values;
};

struct NamedExpr : NodeOf<ExpressionNode, NodeKind::NamedExpr> {
  ExpressionNode* target = nullptr;
  ExpressionNode* value = nullptr;
};

struct BinOp : NodeOf<ExpressionNode, NodeKind::BinOp> {
  ExpressionNode* left = nullptr;
  Operator op = Operator::Add;
  ExpressionNode* right = nullptr;
};

struct UnaryOp : NodeOf<ExpressionNode, NodeKind::UnaryOp> {
  UnaryOperator op = UnaryOperator::Not;
  ExpressionNode* operand = nullptr;
};

struct Lambda : NodeOf<ExpressionNode, NodeKind::Lambda> {
  Arguments* args = nullptr;
  ExpressionNode* body = nullptr;
};

struct IfExp : NodeOf<ExpressionNode, NodeKind::IfExp> {
  ExpressionNode* test = nullptr;
  ExpressionNode* body = nullptr;
  ExpressionNode* orelse = nullptr;
};

struct Dict : NodeOf<ExpressionNode, NodeKind::Dict> {
  Expressions keys;  // a nullptr key means that its value is unpacked: {**value}
  Expressions values;
};

struct Set : NodeOf<ExpressionNode, NodeKind::Set> {
  Expressions elts;
};

// ListComp, SetComp and GeneratorExp have the same fields.
struct ComprehensionFields : ExpressionNode {
  using ExpressionNode::ExpressionNode;
  ExpressionNode* elt = nullptr;
  Sequence<Comprehension> generators;
};
struct ListComp : NodeOf<ComprehensionFields, NodeKind::ListComp> {};
struct SetComp : NodeOf<ComprehensionFields, NodeKind::SetComp> {};
struct GeneratorExp : NodeOf<ComprehensionFields, NodeKind::GeneratorExp> {};

struct DictComp : NodeOf<ExpressionNode, NodeKind::DictComp> {
  ExpressionNode* key = nullptr;
  ExpressionNode* value = nullptr;
  Sequence<Comprehension> generators;
};

struct Await : NodeOf<ExpressionNode, NodeKind::Await> {
  ExpressionNode* value = nullptr;
};

struct Yield : NodeOf<ExpressionNode, NodeKind::Yield> {
  ExpressionNode* value = nullptr;  // optional
};

struct YieldFrom : NodeOf<ExpressionNode, NodeKind::YieldFrom> {
  ExpressionNode* value = nullptr;
};

// left ops[0] comparators[0] ops[1] comparators[1] ...
struct Compare : NodeOf<ExpressionNode, NodeKind::Compare> {
  ExpressionNode* left = nullptr;
  std::span<CompareOperator> ops;
  Expressions comparators;
};

struct Call : NodeOf<ExpressionNode, NodeKind::Call> {
  ExpressionNode* func = nullptr;
  Expressions args;  // Starred for *iterable
  Sequence<Keyword> keywords;
};

struct FormattedValue : NodeOf<ExpressionNode, NodeKind::FormattedValue> {
  ExpressionNode* value = nullptr;
  int32_t conversion = -1;                // -1, 's', 'r' or 'a'
  ExpressionNode* format_spec = nullptr;  // optional; a JoinedStr
};

struct JoinedStr : NodeOf<ExpressionNode, NodeKind::JoinedStr> {
  Expressions values;  // Constant (str) and FormattedValue
};

struct NoneValue {};
struct EllipsisValue {};

// A non-negative integer literal of any size. `digits` has neither prefix nor underscores.
struct IntegerValue {
  std::string_view digits;
  uint8_t base = 10;  // 2, 8, 10 or 16
  bool fits_int64 = false;
  int64_t small = 0;  // the value, if fits_int64
};

// The literal 2j.
struct ImaginaryValue {
  double value = 0;
};

// UTF-8. Lone surrogates, which only escapes can produce, are encoded like any other code point (three bytes, "WTF-8").
struct StringValue {
  std::string_view text;
};

struct BytesValue {
  std::string_view bytes;
};

using ConstantValue =
    std::variant<NoneValue, bool, EllipsisValue, IntegerValue, double, ImaginaryValue, StringValue, BytesValue>;

struct Constant : NodeOf<ExpressionNode, NodeKind::Constant> {
  ConstantValue value;
  bool has_u_prefix = false;  // Python's Constant.kind == "u"
};

struct Attribute : NodeOf<ExpressionNode, NodeKind::Attribute> {
  ExpressionNode* value = nullptr;
  Identifier attr;
  ExpressionContext ctx = ExpressionContext::Load;
};

struct Subscript : NodeOf<ExpressionNode, NodeKind::Subscript> {
  ExpressionNode* value = nullptr;
  ExpressionNode* slice = nullptr;
  ExpressionContext ctx = ExpressionContext::Load;
};

struct Starred : NodeOf<ExpressionNode, NodeKind::Starred> {
  ExpressionNode* value = nullptr;
  ExpressionContext ctx = ExpressionContext::Load;
};

struct Name : NodeOf<ExpressionNode, NodeKind::Name> {
  Identifier id;
  ExpressionContext ctx = ExpressionContext::Load;
};

struct List : NodeOf<ExpressionNode, NodeKind::List> {
  Expressions elts;
  ExpressionContext ctx = ExpressionContext::Load;
};

struct Tuple : NodeOf<ExpressionNode, NodeKind::Tuple> {
  Expressions elts;
  ExpressionContext ctx = ExpressionContext::Load;
};

// Occurs only as Subscript.slice or inside the Tuple there.
struct Slice : NodeOf<ExpressionNode, NodeKind::Slice> {
  ExpressionNode* lower = nullptr;  // optional
  ExpressionNode* upper = nullptr;  // optional
  ExpressionNode* step = nullptr;   // optional
};

// ---- Patterns -------------------------------------------------------------------------------------------------------

struct MatchValue : NodeOf<PatternNode, NodeKind::MatchValue> {
  ExpressionNode* value = nullptr;
};

struct MatchSingleton : NodeOf<PatternNode, NodeKind::MatchSingleton> {
  ConstantValue value;  // None, True or False
};

struct MatchSequence : NodeOf<PatternNode, NodeKind::MatchSequence> {
  Patterns patterns;
};

struct MatchMapping : NodeOf<PatternNode, NodeKind::MatchMapping> {
  Expressions keys;
  Patterns patterns;
  Identifier rest;  // optional
};

struct MatchClass : NodeOf<PatternNode, NodeKind::MatchClass> {
  ExpressionNode* cls = nullptr;
  Patterns patterns;
  std::span<Identifier> kwd_attrs;
  Patterns kwd_patterns;
};

struct MatchStar : NodeOf<PatternNode, NodeKind::MatchStar> {
  Identifier name;  // optional: *_ has none
};

struct MatchAs : NodeOf<PatternNode, NodeKind::MatchAs> {
  PatternNode* pattern = nullptr;  // optional
  Identifier name;                 // optional: _ has neither
};

struct MatchOr : NodeOf<PatternNode, NodeKind::MatchOr> {
  Patterns patterns;
};

// ---- Type parameters ------------------------------------------------------------------------------------------------

struct TypeVar : NodeOf<TypeParameterNode, NodeKind::TypeVar> {
  Identifier name;
  ExpressionNode* bound = nullptr;          // optional
  ExpressionNode* default_value = nullptr;  // optional
};

struct ParamSpec : NodeOf<TypeParameterNode, NodeKind::ParamSpec> {
  Identifier name;
  ExpressionNode* default_value = nullptr;  // optional
};

struct TypeVarTuple : NodeOf<TypeParameterNode, NodeKind::TypeVarTuple> {
  Identifier name;
  ExpressionNode* default_value = nullptr;  // optional
};

// ---- Parts of other nodes -------------------------------------------------------------------------------------------

struct Comprehension : NodeOf<Node, NodeKind::Comprehension> {
  ExpressionNode* target = nullptr;
  ExpressionNode* iter = nullptr;
  Expressions ifs;
  bool is_async = false;
};

struct ExceptHandler : NodeOf<Node, NodeKind::ExceptHandler> {
  ExpressionNode* type = nullptr;  // optional
  Identifier name;                 // optional
  Statements body;
};

struct Arguments : NodeOf<Node, NodeKind::Arguments> {
  Sequence<Arg> posonlyargs;
  Sequence<Arg> args;
  Arg* vararg = nullptr;  // optional
  Sequence<Arg> kwonlyargs;
  Expressions kw_defaults;  // one per kwonlyargs; nullptr: no default
  Arg* kwarg = nullptr;     // optional
  Expressions defaults;     // of the last posonlyargs and args
};

struct Arg : NodeOf<Node, NodeKind::Arg> {
  Identifier arg;
  ExpressionNode* annotation = nullptr;  // optional
};

struct Keyword : NodeOf<Node, NodeKind::Keyword> {
  Identifier arg;  // optional: **value has none
  ExpressionNode* value = nullptr;
};

struct Alias : NodeOf<Node, NodeKind::Alias> {
  Identifier name;    // dotted in an import statement; "*"
  Identifier asname;  // optional
};

struct WithItem : NodeOf<Node, NodeKind::WithItem> {
  ExpressionNode* context_expr = nullptr;
  ExpressionNode* optional_vars = nullptr;  // optional
};

struct MatchCase : NodeOf<Node, NodeKind::MatchCase> {
  PatternNode* pattern = nullptr;
  ExpressionNode* guard = nullptr;  // optional
  Statements body;
};

}  // namespace gilded::compiler::ast
