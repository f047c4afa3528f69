// Expressions, from the lists around commas down to atoms, and the targets that look like them.

#include <array>

#include "compiler/lexer/identifiers.h"
#include "compiler/parser/literals.h"
#include "compiler/parser/parser_internals.h"

namespace gilded::compiler {

using ast::ExpressionContext;
using ast::NodeKind;

namespace {

struct BinaryRow {
  uint8_t precedence = 0;  // 0: no binary operator
  ast::Operator op = ast::Operator::Add;
};

constexpr std::array<BinaryRow, 256> make_binary_rows() {
  std::array<BinaryRow, 256> rows{};
  auto set = [&rows](TokenKind kind, uint8_t precedence, ast::Operator op) {
    rows[static_cast<uint8_t>(kind)] = {precedence, op};
  };
  set(TokenKind::VBAR, 1, ast::Operator::BitOr);
  set(TokenKind::CIRCUMFLEX, 2, ast::Operator::BitXor);
  set(TokenKind::AMPER, 3, ast::Operator::BitAnd);
  set(TokenKind::LEFTSHIFT, 4, ast::Operator::LShift);
  set(TokenKind::RIGHTSHIFT, 4, ast::Operator::RShift);
  set(TokenKind::PLUS, 5, ast::Operator::Add);
  set(TokenKind::MINUS, 5, ast::Operator::Sub);
  set(TokenKind::STAR, 6, ast::Operator::Mult);
  set(TokenKind::SLASH, 6, ast::Operator::Div);
  set(TokenKind::DOUBLESLASH, 6, ast::Operator::FloorDiv);
  set(TokenKind::PERCENT, 6, ast::Operator::Mod);
  set(TokenKind::AT, 6, ast::Operator::MatMult);
  return rows;
}

// Binary operators by token, from loosest (1) to tightest; '**' binds to the right and has its own rule.
constexpr std::array<BinaryRow, 256> kBinaryRows = make_binary_rows();
constexpr int kLowestArithmetic = 5;

}  // namespace

// Whether an expression can start at this token.
bool Parser::starts_expression() const {
  switch (kind()) {
    case TokenKind::NAME:
    case TokenKind::NUMBER:
    case TokenKind::STRING:
    case TokenKind::FSTRING_START:
    case TokenKind::LPAR:
    case TokenKind::LSQB:
    case TokenKind::LBRACE:
    case TokenKind::MINUS:
    case TokenKind::PLUS:
    case TokenKind::TILDE:
    case TokenKind::ELLIPSIS:
    case TokenKind::KEYWORD_NOT:
    case TokenKind::KEYWORD_LAMBDA:
    case TokenKind::KEYWORD_AWAIT:
    case TokenKind::KEYWORD_NONE:
    case TokenKind::KEYWORD_TRUE:
    case TokenKind::KEYWORD_FALSE:
      return true;
    default:
      return false;
  }
}

// ---- Lists of expressions -------------------------------------------------------------------------------------------

Parser::Expression Parser::parse_star_expressions() {
  const Token& start = token();
  Expression first = parse_star_expression();
  if (!at(TokenKind::COMMA)) return first;
  Collector<ast::ExpressionNode> items(*this);
  items.add(first);
  while (accept(TokenKind::COMMA)) {
    if (!starts_expression() && !at(TokenKind::STAR)) break;
    Expression item = second_pass_ ? attempt([this] { return parse_star_expression(); }) : parse_star_expression();
    if (item == nullptr) break;
    items.add(item);
  }
  auto* tuple = make<ast::Tuple>(start);
  tuple->elts = items.finish(arena_);
  return tuple;
}

Parser::Expression Parser::parse_star_expression() {
  if (!at(TokenKind::STAR)) return parse_expression();
  const Token& start = token();
  advance();
  Expression value = parse_bitwise_or();
  auto* starred = make<ast::Starred>(start);
  starred->value = value;
  return starred;
}

Parser::Expression Parser::parse_star_named_expression() {
  return at(TokenKind::STAR) ? parse_star_expression() : parse_named_expression();
}

// Expressions without stars.
Parser::Expression Parser::parse_expressions() {
  const Token& start = token();
  Expression first = parse_expression();
  if (!at(TokenKind::COMMA)) return first;
  Collector<ast::ExpressionNode> items(*this);
  items.add(first);
  while (accept(TokenKind::COMMA)) {
    if (!starts_expression()) break;
    Expression item = second_pass_ ? attempt([this] { return parse_expression(); }) : parse_expression();
    if (item == nullptr) break;
    items.add(item);
  }
  auto* tuple = make<ast::Tuple>(start);
  tuple->elts = items.finish(arena_);
  return tuple;
}

Parser::Expression Parser::parse_yield_or_star_expressions() {
  return at(TokenKind::KEYWORD_YIELD) ? parse_yield() : parse_star_expressions();
}

Parser::Expression Parser::parse_yield() {
  const Token& start = token();
  expect(TokenKind::KEYWORD_YIELD);
  if (accept(TokenKind::KEYWORD_FROM)) {
    Expression value = parse_expression();
    auto* node = make<ast::YieldFrom>(start);
    node->value = value;
    return node;
  }
  Expression value = nullptr;
  if (starts_expression() || at(TokenKind::STAR)) value = parse_star_expressions();
  auto* node = make<ast::Yield>(start);
  node->value = value;
  return node;
}

// ---- One expression -------------------------------------------------------------------------------------------------

Parser::Expression Parser::parse_named_expression() {
  if (diagnosing_ && !(at(TokenKind::NAME) && kind_at(1) == TokenKind::COLONEQUAL) &&
      first_time(Check::NamedExpression)) {
    check_named_expression();
  }
  return parse_assignment_or_expression();
}

// The same for places where '=' has a meaning of its own, as among arguments.
Parser::Expression Parser::parse_assignment_or_expression() {
  if (at(TokenKind::NAME) && kind_at(1) == TokenKind::COLONEQUAL) {
    const Token& start = token();
    ast::Identifier id = expect_name();
    auto* target = make<ast::Name>(start);
    target->id = id;
    target->ctx = ExpressionContext::Store;
    advance();
    Expression value = parse_expression();
    auto* node = make<ast::NamedExpr>(start);
    node->target = target;
    node->value = value;
    return node;
  }
  Expression value = parse_expression();
  if (at(TokenKind::COLONEQUAL)) fail();
  return value;
}

Parser::Expression Parser::parse_expression() {
  if (diagnosing_ && first_time(Check::Expression)) {
    check_expression();
    check_legacy_expression();
  }
  return parse_expression_unchecked();
}

Parser::Expression Parser::parse_expression_unchecked() {
  DepthGuard guard(*this);
  if (at(TokenKind::KEYWORD_LAMBDA)) return parse_lambda();
  const Token& start = token();
  Expression body = parse_disjunction();
  if (!at(TokenKind::KEYWORD_IF)) return body;
  Expression test = nullptr;
  Expression orelse = parse_after_operator([&] {
    test = parse_disjunction();
    expect(TokenKind::KEYWORD_ELSE);
    return parse_expression();
  });
  if (orelse == nullptr) return body;
  auto* node = make<ast::IfExp>(start);
  node->test = test;
  node->body = body;
  node->orelse = orelse;
  return node;
}

Parser::Expression Parser::parse_disjunction() {
  if (!second_pass_) return parse_plain_disjunction();
  const size_t start = position_;
  auto known = disjunctions_.find(start);
  if (known == disjunctions_.end()) {
    Expression node = attempt([this] { return parse_plain_disjunction(); });
    known = disjunctions_.insert_or_assign(start, Remembered{node, position_}).first;
  }
  if (known->second.node == nullptr) fail();
  position_ = known->second.end;
  return known->second.node;
}

Parser::Expression Parser::parse_plain_disjunction() {
  const Token& start = token();
  Expression first = parse_conjunction();
  if (!at(TokenKind::KEYWORD_OR)) return first;
  Collector<ast::ExpressionNode> values(*this);
  values.add(first);
  while (at(TokenKind::KEYWORD_OR)) {
    Expression next = parse_after_operator([this] { return parse_conjunction(); });
    if (next == nullptr) break;
    values.add(next);
  }
  if (values.size() == 1) return first;
  auto* node = make<ast::BoolOp>(start);
  node->op = ast::BoolOperator::Or;
  node->values = values.finish(arena_);
  return node;
}

Parser::Expression Parser::parse_conjunction() {
  const Token& start = token();
  Expression first = parse_inversion();
  if (!at(TokenKind::KEYWORD_AND)) return first;
  Collector<ast::ExpressionNode> values(*this);
  values.add(first);
  while (at(TokenKind::KEYWORD_AND)) {
    Expression next = parse_after_operator([this] { return parse_inversion(); });
    if (next == nullptr) break;
    values.add(next);
  }
  if (values.size() == 1) return first;
  auto* node = make<ast::BoolOp>(start);
  node->op = ast::BoolOperator::And;
  node->values = values.finish(arena_);
  return node;
}

Parser::Expression Parser::parse_inversion() {
  if (!at(TokenKind::KEYWORD_NOT)) return parse_comparison();
  DepthGuard guard(*this);
  const Token& start = token();
  advance();
  Expression operand = parse_inversion();
  auto* node = make<ast::UnaryOp>(start);
  node->op = ast::UnaryOperator::Not;
  node->operand = operand;
  return node;
}

bool Parser::accept_comparison(ast::CompareOperator* op) {
  using ast::CompareOperator;
  switch (kind()) {
    case TokenKind::EQEQUAL:
      *op = CompareOperator::Eq;
      break;
    case TokenKind::NOTEQUAL:
      if (source_.text()[token().start] == '<') return false;  // "<>" is a token, but no operator
      *op = CompareOperator::NotEq;
      break;
    case TokenKind::LESS:
      *op = CompareOperator::Lt;
      break;
    case TokenKind::LESSEQUAL:
      *op = CompareOperator::LtE;
      break;
    case TokenKind::GREATER:
      *op = CompareOperator::Gt;
      break;
    case TokenKind::GREATEREQUAL:
      *op = CompareOperator::GtE;
      break;
    case TokenKind::KEYWORD_IN:
      *op = CompareOperator::In;
      break;
    case TokenKind::KEYWORD_IS:
      advance();
      *op = accept(TokenKind::KEYWORD_NOT) ? CompareOperator::IsNot : CompareOperator::Is;
      return true;
    case TokenKind::KEYWORD_NOT:
      if (kind_at(1) != TokenKind::KEYWORD_IN) {
        furthest_ = std::max(furthest_, position_ + 1);  // the word after `not` is where this goes wrong
        return false;
      }
      advance();
      *op = CompareOperator::NotIn;
      break;
    default:
      return false;
  }
  advance();
  return true;
}

Parser::Expression Parser::parse_comparison() {
  const Token& start = token();
  Expression left = parse_bitwise_or();
  ast::CompareOperator op;
  size_t before_operator = position_;
  if (!accept_comparison(&op)) return left;
  Collector<ast::ExpressionNode> comparators(*this);
  std::vector<ast::CompareOperator> ops;
  do {
    Expression right = second_pass_ ? attempt([this] { return parse_bitwise_or(); }) : parse_bitwise_or();
    if (right == nullptr) {
      position_ = before_operator;
      break;
    }
    ops.push_back(op);
    comparators.add(right);
    before_operator = position_;
  } while (accept_comparison(&op));
  if (ops.empty()) return left;
  auto* node = make<ast::Compare>(start);
  node->left = left;
  node->ops = arena_.copy(ops);
  node->comparators = comparators.finish(arena_);
  return node;
}

Parser::Expression Parser::parse_binary(int lowest_precedence) {
  const Token& start = token();
  Expression left = parse_factor();
  for (;;) {
    const BinaryRow row = kBinaryRows[static_cast<uint8_t>(kind())];
    if (row.precedence < lowest_precedence) return left;
    Expression right = parse_after_operator([this, row] {
      if (diagnosing_ && row.precedence >= kLowestArithmetic) check_not_operand();
      return parse_binary(row.precedence + 1);
    });
    if (right == nullptr) return left;
    auto* node = make<ast::BinOp>(start);
    node->left = left;
    node->op = row.op;
    node->right = right;
    left = node;
  }
}

Parser::Expression Parser::parse_factor() {
  ast::UnaryOperator op;
  switch (kind()) {
    case TokenKind::MINUS:
      op = ast::UnaryOperator::USub;
      break;
    case TokenKind::PLUS:
      op = ast::UnaryOperator::UAdd;
      break;
    case TokenKind::TILDE:
      op = ast::UnaryOperator::Invert;
      break;
    default:
      return parse_power();
  }
  DepthGuard guard(*this);
  const Token& start = token();
  advance();
  if (diagnosing_) check_not_operand();
  Expression operand = parse_factor();
  auto* node = make<ast::UnaryOp>(start);
  node->op = op;
  node->operand = operand;
  return node;
}

Parser::Expression Parser::parse_power() {
  const Token& start = token();
  Expression base;
  if (at(TokenKind::KEYWORD_AWAIT)) {
    advance();
    Expression value = parse_primary();
    auto* node = make<ast::Await>(start);
    node->value = value;
    base = node;
  } else {
    base = parse_primary();
  }
  if (!at(TokenKind::DOUBLESTAR)) return base;
  DepthGuard guard(*this);
  Expression exponent = parse_after_operator([this] { return parse_factor(); });
  if (exponent == nullptr) return base;
  auto* node = make<ast::BinOp>(start);
  node->left = base;
  node->op = ast::Operator::Pow;
  node->right = exponent;
  return node;
}

// ---- Primaries ------------------------------------------------------------------------------------------------------

Parser::Expression Parser::parse_primary() {
  const Token& start = token();
  Expression value = parse_atom();
  while (at(TokenKind::DOT) || at(TokenKind::LPAR) || at(TokenKind::LSQB)) {
    Expression longer =
        second_pass_ ? attempt([&] { return parse_trailer(start, value); }) : parse_trailer(start, value);
    if (longer == nullptr) break;
    value = longer;
  }
  return value;
}

// What may follow a primary: an attribute, a call or a subscript.
Parser::Expression Parser::parse_trailer(const Token& start, Expression value) {
  if (at(TokenKind::LPAR)) return parse_call(start, value);
  if (accept(TokenKind::DOT)) {
    ast::Identifier attr = expect_name();
    auto* node = make<ast::Attribute>(start);
    node->value = value;
    node->attr = attr;
    return node;
  }
  advance();
  Expression slice = parse_slices();
  expect(TokenKind::RSQB);
  auto* node = make<ast::Subscript>(start);
  node->value = value;
  node->slice = slice;
  return node;
}

Parser::Expression Parser::parse_call(const Token& start, Expression function, BareGenerator bare_generator) {
  const size_t open = position_;
  Collector<ast::Node> items(*this);  // arguments and keywords, in the order of the text
  try {
    advance();
    parse_arguments(items, bare_generator);
    expect(TokenKind::RPAR);
  } catch (ParseFailure&) {
    if (diagnosing_) {
      position_ = open;
      check_comprehension();
      position_ = open + 1;
      check_call_arguments();
    }
    throw;
  }
  auto* node = make<ast::Call>(start);
  node->func = function;
  size_t keyword_count = 0;
  for (size_t i = 0; i < items.size(); ++i) keyword_count += ast::is<ast::Keyword>(items[i]);
  const size_t argument_count = items.size() - keyword_count;
  auto** arguments =
      static_cast<Expression*>(arena_.allocate(sizeof(Expression) * argument_count, alignof(Expression)));
  auto** keywords =
      static_cast<ast::Keyword**>(arena_.allocate(sizeof(ast::Keyword*) * keyword_count, alignof(ast::Keyword*)));
  node->args = {arguments, argument_count};
  node->keywords = {keywords, keyword_count};
  for (size_t i = 0; i < items.size(); ++i) {
    if (ast::is<ast::Keyword>(items[i])) {
      *keywords++ = ast::as<ast::Keyword>(items[i]);
    } else {
      *arguments++ = static_cast<Expression>(items[i]);
    }
  }
  return node;
}

// Arguments up to the closing parenthesis. Plain ones may not follow name=value, and after **mapping only name=value
// and
// **mapping may come.
void Parser::parse_arguments(Collector<ast::Node>& items, BareGenerator bare_generator) {
  bool seen_keyword = false;
  bool seen_mapping = false;
  while (!at(TokenKind::RPAR)) {
    const Token& start = token();
    if (at(TokenKind::STAR)) {
      if (seen_mapping) fail();
      advance();
      if (diagnosing_) check_star_operand();
      Expression value = parse_expression();
      auto* starred = make<ast::Starred>(start);
      starred->value = value;
      if (diagnosing_ && at(TokenKind::EQUAL)) check_starred_assignment(start, "iterable argument unpacking");
      items.add(starred);
    } else if (at(TokenKind::DOUBLESTAR)) {
      advance();
      Expression value = parse_expression();
      auto* keyword = make<ast::Keyword>(start);
      keyword->value = value;
      if (diagnosing_ && at(TokenKind::EQUAL)) check_starred_assignment(start, "keyword argument unpacking");
      items.add(keyword);
      seen_keyword = seen_mapping = true;
    } else if (at(TokenKind::NAME) && kind_at(1) == TokenKind::EQUAL) {
      if (diagnosing_) check_keyword_argument();
      ast::Identifier name = expect_name();
      advance();
      Expression value = parse_expression();
      auto* keyword = make<ast::Keyword>(start);
      keyword->arg = name;
      keyword->value = value;
      items.add(keyword);
      seen_keyword = true;
    } else {
      if (seen_keyword) {
        if (diagnosing_) check_keyword_argument();
        if (at(TokenKind::NAME)) advance();
        fail();
      }
      const bool alone = items.size() == 0;
      Expression value = parse_assignment_or_expression();
      if (alone && starts_comprehension()) {
        if (bare_generator == BareGenerator::Refused) fail();
        // A generator expression as the only argument borrows the parentheses of the call.
        ast::Sequence<ast::Comprehension> generators = parse_comprehension_clauses();
        if (!at(TokenKind::RPAR)) fail();
        const Token& open = (&start)[-1];
        advance();
        auto* node = make<ast::GeneratorExp>(open);
        --position_;
        node->elt = value;
        node->generators = generators;
        value = node;
      } else if (at(TokenKind::EQUAL)) {
        if (diagnosing_) {
          size_t here = position_;
          position_ = static_cast<size_t>(&start - tokens_);
          check_keyword_argument();
          position_ = here;
        }
        fail();
      }
      items.add(value);
    }
    if (!accept(TokenKind::COMMA)) break;
  }
}

Parser::Expression Parser::parse_slices() {
  const Token& start = token();
  Expression first = parse_slice_or_starred();
  bool starred = ast::is<ast::Starred>(first);
  if (!at(TokenKind::COMMA) && !starred) return first;
  Collector<ast::ExpressionNode> items(*this);
  items.add(first);
  while (accept(TokenKind::COMMA)) {
    if (at(TokenKind::RSQB)) break;
    items.add(parse_slice_or_starred());
  }
  auto* tuple = make<ast::Tuple>(start);
  tuple->elts = items.finish(arena_);
  return tuple;
}

Parser::Expression Parser::parse_slice_or_starred() {
  if (!at(TokenKind::STAR)) return parse_slice();
  const Token& start = token();
  advance();
  if (diagnosing_) check_star_operand();
  Expression value = parse_expression();
  auto* starred = make<ast::Starred>(start);
  starred->value = value;
  return starred;
}

Parser::Expression Parser::parse_slice() {
  const Token& start = token();
  Expression lower = nullptr;
  if (!at(TokenKind::COLON)) {
    const bool bare_assignment = at(TokenKind::NAME) && kind_at(1) == TokenKind::COLONEQUAL;
    lower = parse_named_expression();
    if (!at(TokenKind::COLON)) return lower;
    if (bare_assignment) fail();  // x[a := b : c] needs parentheses
  }
  advance();
  Expression upper = nullptr;
  Expression step = nullptr;
  if (starts_expression()) upper = parse_expression();
  if (accept(TokenKind::COLON) && starts_expression()) step = parse_expression();
  auto* node = make<ast::Slice>(start);
  node->lower = lower;
  node->upper = upper;
  node->step = step;
  return node;
}

// ---- Atoms ----------------------------------------------------------------------------------------------------------

Parser::Expression Parser::parse_atom() {
  const Token& start = token();
  switch (kind()) {
    case TokenKind::NAME: {
      ast::Identifier id = identifier(start);
      advance();
      auto* node = make<ast::Name>(start);
      node->id = id;
      return node;
    }
    case TokenKind::NUMBER:
      return parse_number_atom();
    case TokenKind::STRING:
    case TokenKind::FSTRING_START:
      return parse_strings();
    case TokenKind::KEYWORD_NONE:
      advance();
      return constant(start, ast::NoneValue{});
    case TokenKind::KEYWORD_TRUE:
      advance();
      return constant(start, true);
    case TokenKind::KEYWORD_FALSE:
      advance();
      return constant(start, false);
    case TokenKind::ELLIPSIS:
      advance();
      return constant(start, ast::EllipsisValue{});
    case TokenKind::LPAR:
      return parse_parenthesized();
    case TokenKind::LSQB:
      return parse_list_display();
    case TokenKind::LBRACE:
      return parse_brace_display();
    default:
      fail();
  }
}

Parser::Expression Parser::parse_number_atom() {
  const Token& start = token();
  std::string_view digits = text(start);
  advance();
  auto* node = make<ast::Constant>(start);
  if (digits.size() == 1) {
    ast::IntegerValue value;
    value.digits = arena_.intern(digits);
    value.fits_int64 = true;
    value.small = digits[0] - '0';
    node->value = value;
    return node;
  }
  try {
    node->value = parse_number(digits, arena_);
  } catch (LiteralFailure& failure) {
    raise(start, failure.message);
  }
  return node;
}

// A group, a tuple, a generator expression or a yield in parentheses.
Parser::Expression Parser::parse_parenthesized() {
  DepthGuard guard(*this);
  const size_t open = position_;
  const Token& start = token();
  try {
    advance();
    if (accept(TokenKind::RPAR)) return make<ast::Tuple>(start);
    if (at(TokenKind::KEYWORD_YIELD)) {
      Expression value = parse_yield();
      expect(TokenKind::RPAR);
      return value;
    }
    Expression first = parse_star_named_expression();
    if (at(TokenKind::COMMA)) {
      Collector<ast::ExpressionNode> items(*this);
      items.add(first);
      while (accept(TokenKind::COMMA)) {
        if (at(TokenKind::RPAR)) break;
        items.add(parse_star_named_expression());
      }
      expect(TokenKind::RPAR);
      auto* tuple = make<ast::Tuple>(start);
      tuple->elts = items.finish(arena_);
      return tuple;
    }
    if (ast::is<ast::Starred>(first)) fail();
    if (starts_comprehension()) {
      ast::Sequence<ast::Comprehension> generators = parse_comprehension_clauses();
      expect(TokenKind::RPAR);
      auto* node = make<ast::GeneratorExp>(start);
      node->elt = first;
      node->generators = generators;
      return node;
    }
    expect(TokenKind::RPAR);
    return first;
  } catch (ParseFailure&) {
    if (diagnosing_) {
      position_ = open;
      check_group();
      check_comprehension();
    }
    throw;
  }
}

Parser::Expression Parser::parse_list_display() {
  DepthGuard guard(*this);
  const size_t open = position_;
  const Token& start = token();
  try {
    advance();
    Collector<ast::ExpressionNode> items(*this);
    if (!at(TokenKind::RSQB)) {
      Expression first = parse_star_named_expression();
      if (starts_comprehension() && !ast::is<ast::Starred>(first)) {
        ast::Sequence<ast::Comprehension> generators = parse_comprehension_clauses();
        expect(TokenKind::RSQB);
        auto* node = make<ast::ListComp>(start);
        node->elt = first;
        node->generators = generators;
        return node;
      }
      items.add(first);
      while (accept(TokenKind::COMMA)) {
        if (at(TokenKind::RSQB)) break;
        items.add(parse_star_named_expression());
      }
    }
    expect(TokenKind::RSQB);
    auto* list = make<ast::List>(start);
    list->elts = items.finish(arena_);
    return list;
  } catch (ParseFailure&) {
    if (diagnosing_) {
      position_ = open;
      check_comprehension();
    }
    throw;
  }
}

// A dict, a set or a comprehension of one.
Parser::Expression Parser::parse_brace_display() {
  DepthGuard guard(*this);
  const size_t open = position_;
  const Token& start = token();
  try {
    advance();
    if (accept(TokenKind::RBRACE)) return make<ast::Dict>(start);
    Expression first = nullptr;
    if (!at(TokenKind::DOUBLESTAR)) {
      const bool bare_assignment = at(TokenKind::NAME) && kind_at(1) == TokenKind::COLONEQUAL;
      first = parse_star_named_expression();
      if (!at(TokenKind::COLON) || ast::is<ast::Starred>(first)) {
        if (starts_comprehension() && !ast::is<ast::Starred>(first)) {
          ast::Sequence<ast::Comprehension> generators = parse_comprehension_clauses();
          expect(TokenKind::RBRACE);
          auto* node = make<ast::SetComp>(start);
          node->elt = first;
          node->generators = generators;
          return node;
        }
        Collector<ast::ExpressionNode> items(*this);
        items.add(first);
        while (accept(TokenKind::COMMA)) {
          if (at(TokenKind::RBRACE)) break;
          items.add(parse_star_named_expression());
        }
        expect(TokenKind::RBRACE);
        auto* set = make<ast::Set>(start);
        set->elts = items.finish(arena_);
        return set;
      }
      if (bare_assignment) fail();  // a key that is an assignment expression needs parentheses
    }
    std::vector<Expression> keys;
    std::vector<Expression> values;
    for (;;) {
      if (first == nullptr && accept(TokenKind::DOUBLESTAR)) {
        keys.push_back(nullptr);
        values.push_back(parse_bitwise_or());
      } else {
        // Two expressions in a row are a missing colon here, not a missing comma.
        if (first == nullptr) first = parse_expression_unchecked();
        keys.push_back(first);
        expect(TokenKind::COLON);
        values.push_back(parse_expression());
        if (keys.size() == 1 && starts_comprehension()) {
          ast::Sequence<ast::Comprehension> generators = parse_comprehension_clauses();
          expect(TokenKind::RBRACE);
          auto* node = make<ast::DictComp>(start);
          node->key = keys[0];
          node->value = values[0];
          node->generators = generators;
          return node;
        }
      }
      first = nullptr;
      if (!accept(TokenKind::COMMA) || at(TokenKind::RBRACE)) break;
    }
    expect(TokenKind::RBRACE);
    auto* dict = make<ast::Dict>(start);
    dict->keys = arena_.copy(keys);
    dict->values = arena_.copy(values);
    return dict;
  } catch (ParseFailure&) {
    if (diagnosing_) {
      position_ = open;
      check_dict_items();
      check_comprehension();
    }
    throw;
  }
}

ast::Sequence<ast::Comprehension> Parser::parse_comprehension_clauses() {
  Collector<ast::Comprehension> clauses(*this);
  do {
    const Token& start = token();
    bool is_async = accept(TokenKind::KEYWORD_ASYNC);
    expect(TokenKind::KEYWORD_FOR);
    const size_t after_for = position_;
    Expression target;
    try {
      target = parse_star_targets(TokenKind::KEYWORD_IN);
      expect(TokenKind::KEYWORD_IN);
    } catch (ParseFailure&) {
      if (diagnosing_) {
        position_ = after_for;
        check_comprehension_clause();
        if (Expression tried = attempt([&] { return parse_star_expressions(); })) {
          raise_invalid_target(TargetKind::For, tried);
        }
      }
      throw;
    }
    Expression iter = parse_disjunction();
    ast::Expressions condition_list;
    if (at(TokenKind::KEYWORD_IF)) {
      Collector<ast::ExpressionNode> conditions(*this);
      while (accept(TokenKind::KEYWORD_IF)) conditions.add(parse_disjunction());
      condition_list = conditions.finish(arena_);
    }
    auto* clause = make<ast::Comprehension>(start);
    static_cast<ast::Position&>(*clause) = {};
    clause->target = target;
    clause->iter = iter;
    clause->ifs = condition_list;
    clause->is_async = is_async;
    clauses.add(clause);
  } while (starts_comprehension());
  return clauses.finish(arena_);
}

// ---- Lambdas and parameters -----------------------------------------------------------------------------------------

Parser::Expression Parser::parse_lambda() {
  const Token& start = token();
  advance();
  ast::Arguments* parameters = parse_parameters(ParameterStyle::Lambda, TokenKind::COLON);
  expect_forced(TokenKind::COLON);
  Expression body = parse_expression();
  auto* node = make<ast::Lambda>(start);
  node->args = parameters;
  node->body = body;
  return node;
}

ast::Arg* Parser::parse_parameter(ParameterStyle style, bool star_annotation) {
  const Token& start = token();
  ast::Identifier name = expect_name();
  Expression annotation = nullptr;
  if (style == ParameterStyle::Function && accept(TokenKind::COLON)) {
    annotation = star_annotation ? parse_star_expression() : parse_expression();
  }
  auto* parameter = make<ast::Arg>(start);
  parameter->arg = name;
  parameter->annotation = annotation;
  return parameter;
}

// Parameters up to (not including) the token `end`.
ast::Arguments* Parser::parse_parameters(ParameterStyle style, TokenKind end) {
  const size_t first_position = position_;
  auto* arguments = arena_.make<ast::Arguments>();
  if (at(end)) return arguments;
  Collector<ast::ExpressionNode> defaults(*this);
  std::vector<ast::Arg*> plain;
  std::vector<ast::Arg*> keyword_only;
  std::vector<Expression> keyword_defaults;
  try {
    bool seen_slash = false;
    bool seen_star = false;
    while (!at(end)) {
      if (at(TokenKind::SLASH)) {
        if (seen_slash || seen_star || plain.empty()) fail();
        seen_slash = true;
        advance();
        arguments->posonlyargs = arena_.copy(plain);
        plain.clear();
      } else if (at(TokenKind::STAR)) {
        if (seen_star) fail();
        seen_star = true;
        advance();
        if (at(TokenKind::COMMA)) {
          if (kind_at(1) != TokenKind::NAME) {
            advance();
            fail();
          }
        } else {
          arguments->vararg = parse_parameter(style, true);
        }
      } else if (at(TokenKind::DOUBLESTAR)) {
        advance();
        arguments->kwarg = parse_parameter(style, false);
        accept(TokenKind::COMMA);
        break;
      } else {
        ast::Arg* parameter = parse_parameter(style, false);
        Expression value = nullptr;
        if (accept(TokenKind::EQUAL)) value = parse_expression();
        if (seen_star) {
          keyword_only.push_back(parameter);
          keyword_defaults.push_back(value);
        } else {
          if (value == nullptr && defaults.size() > 0) fail();
          plain.push_back(parameter);
          if (value != nullptr) defaults.add(value);
        }
      }
      if (!accept(TokenKind::COMMA)) break;
    }
    if (!at(end)) fail();
  } catch (ParseFailure&) {
    if (diagnosing_) {
      size_t failed = position_;
      position_ = first_position;
      check_parameters(style);
      position_ = failed;
    }
    throw;
  }
  arguments->args = arena_.copy(plain);
  arguments->kwonlyargs = arena_.copy(keyword_only);
  arguments->kw_defaults = arena_.copy(keyword_defaults);
  arguments->defaults = defaults.finish(arena_);
  return arguments;
}

// ---- Targets --------------------------------------------------------------------------------------------------------

// What a for loop or a comprehension assigns to, up to the token `end`. Comparisons are not parsed, because `in`
// follows.
Parser::Expression Parser::parse_star_targets(TokenKind end) {
  const Token& start = token();
  Expression first = parse_star_target();
  if (!at(TokenKind::COMMA)) return first;
  Collector<ast::ExpressionNode> items(*this);
  items.add(first);
  while (accept(TokenKind::COMMA)) {
    if (at(end)) break;
    items.add(parse_star_target());
  }
  auto* tuple = make<ast::Tuple>(start);
  tuple->elts = items.finish(arena_);
  tuple->ctx = ExpressionContext::Store;
  return tuple;
}

Parser::Expression Parser::parse_star_target() {
  Expression target = at(TokenKind::STAR) ? parse_star_expression() : parse_primary();
  if (!is_target(target, TargetKind::Star)) fail();
  set_context(target, ExpressionContext::Store);
  return target;
}

bool Parser::is_target(const ast::ExpressionNode* expression, TargetKind kind) const {
  switch (expression->kind) {
    case NodeKind::Name:
    case NodeKind::Attribute:
    case NodeKind::Subscript:
      return true;
    case NodeKind::Starred: {
      const ast::ExpressionNode* value = ast::as<ast::Starred>(expression)->value;
      return kind != TargetKind::Delete && !ast::is<ast::Starred>(value) && is_target(value, kind);
    }
    case NodeKind::Tuple:
      for (const ast::ExpressionNode* item : ast::as<ast::Tuple>(expression)->elts) {
        if (!is_target(item, kind)) return false;
      }
      return true;
    case NodeKind::List:
      for (const ast::ExpressionNode* item : ast::as<ast::List>(expression)->elts) {
        if (!is_target(item, kind)) return false;
      }
      return true;
    default:
      return false;
  }
}

void Parser::set_context(ast::ExpressionNode* expression, ExpressionContext context) {
  switch (expression->kind) {
    case NodeKind::Name:
      ast::as<ast::Name>(expression)->ctx = context;
      break;
    case NodeKind::Attribute:
      ast::as<ast::Attribute>(expression)->ctx = context;
      break;
    case NodeKind::Subscript:
      ast::as<ast::Subscript>(expression)->ctx = context;
      break;
    case NodeKind::Starred:
      ast::as<ast::Starred>(expression)->ctx = context;
      set_context(ast::as<ast::Starred>(expression)->value, context);
      break;
    case NodeKind::Tuple:
      ast::as<ast::Tuple>(expression)->ctx = context;
      for (ast::ExpressionNode* item : ast::as<ast::Tuple>(expression)->elts) set_context(item, context);
      break;
    case NodeKind::List:
      ast::as<ast::List>(expression)->ctx = context;
      for (ast::ExpressionNode* item : ast::as<ast::List>(expression)->elts) set_context(item, context);
      break;
    default:
      break;
  }
}

}  // namespace gilded::compiler
