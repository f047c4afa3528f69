// Constants that a loop uses as operands are loaded once, before the outermost loop, into registers that it keeps.
#include <algorithm>
#include <functional>

#include "compiler/codegen/generator.h"

namespace gilded::compiler {

using namespace ast;

namespace {

constexpr size_t kHoisted = 8;  // registers spent on one loop at most
constexpr uint32_t kInnerLoopWeight = 8;

bool is_literal(const ExpressionNode* node) {
  if (is<UnaryOp>(node)) {
    return as<UnaryOp>(node)->op == UnaryOperator::USub && is<ast::Constant>(as<UnaryOp>(node)->operand);
  }
  return is<ast::Constant>(node);
}

}  // namespace

// Finds the literals of one frame's loop that instructions read from registers, and how often, by a guess.
class ConstantCounter {
 public:
  // `is_small`: is a constant part of instructions that have a small operand, and read from no register?
  ConstantCounter(const StackGuard& guard, const Source& source, std::function<bool(const ExpressionNode*)> is_small)
      : guard_(guard), source_(source), is_small_(std::move(is_small)) {}

  struct Use {
    const ExpressionNode* node;
    uint32_t weight;
  };
  std::vector<Use> uses;

  void statements(Statements body) {
    for (StatementNode* node : body) statement(node);
  }

  void statement(const StatementNode* node) {
    guard_.check(source_);
    switch (node->kind) {
      case NodeKind::Assign:
        expressions(as<Assign>(node)->targets);
        expression(as<Assign>(node)->value);
        break;
      case NodeKind::AugAssign: {
        auto* assignment = as<AugAssign>(node);
        expression(assignment->target);
        if (!takes_small_operand(assignment->op) || !is_small_(assignment->value)) operand(assignment->value);
        expression(assignment->value);
        break;
      }
      case NodeKind::AnnAssign:
        optional(as<AnnAssign>(node)->value);
        break;
      case NodeKind::Return:
        optional(as<Return>(node)->value);
        break;
      case NodeKind::Expr:
        expression(as<Expr>(node)->value);
        break;
      case NodeKind::If:
        expression(as<If>(node)->test);
        statements(as<If>(node)->body);
        statements(as<If>(node)->orelse);
        break;
      case NodeKind::While:
        weight_ *= kInnerLoopWeight;
        expression(as<While>(node)->test);
        statements(as<While>(node)->body);
        weight_ /= kInnerLoopWeight;
        statements(as<While>(node)->orelse);
        break;
      case NodeKind::For:
        expression(as<For>(node)->iter);
        weight_ *= kInnerLoopWeight;
        expression(as<For>(node)->target);
        statements(as<For>(node)->body);
        weight_ /= kInnerLoopWeight;
        statements(as<For>(node)->orelse);
        break;
      case NodeKind::With:
        for (WithItem* item : as<With>(node)->items) expression(item->context_expr);
        statements(as<With>(node)->body);
        break;
      case NodeKind::Try:
        statements(as<Try>(node)->body);
        statements(as<Try>(node)->orelse);
        statements(as<Try>(node)->finalbody);
        break;
      case NodeKind::Assert:
        expression(as<Assert>(node)->test);
        break;
      default:
        break;  // rare in loops that matter
    }
  }

 private:
  void optional(const ExpressionNode* node) {
    if (node != nullptr) expression(node);
  }
  void expressions(Expressions nodes) {
    for (ExpressionNode* node : nodes) expression(node);
  }
  void operand(const ExpressionNode* node) {
    if (is_literal(node)) uses.push_back({node, weight_});
  }

  void expression(const ExpressionNode* node) {
    guard_.check(source_);
    switch (node->kind) {
      case NodeKind::BinOp: {
        auto* operation = as<BinOp>(node);
        if (is_literal(operation->left) && is_literal(operation->right)) return;  // folded
        operand(operation->left);
        if (!takes_small_operand(operation->op) || !is_small_(operation->right)) operand(operation->right);
        expression(operation->left);
        expression(operation->right);
        break;
      }
      case NodeKind::Compare: {
        auto* comparison = as<Compare>(node);
        if (comparison->ops[0] == ast::CompareOperator::Is || comparison->ops[0] == ast::CompareOperator::IsNot) break;
        operand(comparison->left);
        expression(comparison->left);
        for (ExpressionNode* comparator : comparison->comparators) {
          // Most comparisons are branches, whose last operand may be a small one.
          if (comparator != comparison->comparators.back() || !is_small_(comparator)) operand(comparator);
          expression(comparator);
        }
        break;
      }
      case NodeKind::BoolOp:
        expressions(as<BoolOp>(node)->values);
        break;
      case NodeKind::UnaryOp:
        expression(as<UnaryOp>(node)->operand);
        break;
      case NodeKind::IfExp:
        expression(as<IfExp>(node)->test);
        expression(as<IfExp>(node)->body);
        expression(as<IfExp>(node)->orelse);
        break;
      case NodeKind::NamedExpr:
        expression(as<NamedExpr>(node)->value);
        break;
      case NodeKind::Call:
        expression(as<Call>(node)->func);
        expressions(as<Call>(node)->args);
        break;
      case NodeKind::Attribute:
        expression(as<Attribute>(node)->value);
        break;
      case NodeKind::Subscript:
        expression(as<Subscript>(node)->value);
        if (as<Subscript>(node)->ctx != ExpressionContext::Load || !is_small_(as<Subscript>(node)->slice))
          operand(as<Subscript>(node)->slice);
        expression(as<Subscript>(node)->slice);
        break;
      case NodeKind::Tuple:
        expressions(as<ast::Tuple>(node)->elts);
        break;
      case NodeKind::List:
        expressions(as<List>(node)->elts);
        break;
      default:
        break;
    }
  }

  const StackGuard& guard_;
  const Source& source_;
  std::function<bool(const ExpressionNode*)> is_small_;
  uint32_t weight_ = 1;
};

// REQUIRES: called in the register scope of the loop, whose registers stay allocated while it runs.
bool Generator::hoist_constants(const StatementNode* loop) {
  if (unit_->hoists || !code().reachable() || unit_->top > kNearVariables) return false;
  ConstantCounter counter(guard_, source_,
                          [this](const ExpressionNode* node) { return is_literal(node) && small_operand(node); });
  counter.statement(loop);
  std::vector<std::pair<uint32_t, uint32_t>> weights;  // constant, weight
  for (const ConstantCounter::Use& use : counter.uses) {
    auto value = fold(use.node);
    if (!value) continue;
    uint32_t index = code().constant(std::move(*value));
    auto same =
        std::find_if(weights.begin(), weights.end(), [index](const auto& entry) { return entry.first == index; });
    if (same != weights.end()) {
      same->second += use.weight;
    } else {
      weights.emplace_back(index, use.weight);
    }
  }
  std::sort(weights.begin(), weights.end(), [](const auto& left, const auto& right) {
    return left.second != right.second ? left.second > right.second : left.first < right.first;
  });
  if (weights.size() > kHoisted) weights.resize(kHoisted);
  for (const auto& [index, weight] : weights) {
    Register place = allocate();
    load_constant_index(*loop, place, index);
    unit_->hoisted.emplace_back(index, place);
  }
  unit_->hoists = true;
  return true;
}

void Generator::end_hoisting() {
  unit_->hoisted.clear();
  unit_->hoists = false;
}

Register Generator::hoisted(const ExpressionNode* node) {
  if (unit_->hoisted.empty() || !is_literal(node)) return -1;
  auto value = fold(node);
  if (!value) return -1;
  uint32_t index = code().constant(std::move(*value));
  for (const auto& [constant, place] : unit_->hoisted) {
    if (constant == index) return place;
  }
  return -1;
}

}  // namespace gilded::compiler
