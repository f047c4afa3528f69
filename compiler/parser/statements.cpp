// Statements: whole inputs, simple statements, and the compound ones with their blocks.

#include "compiler/parser/parser_internals.h"

namespace gilded::compiler {

using ast::ExpressionContext;
using ast::NodeKind;

namespace {

// The operator of an augmented assignment, by token.
bool augmented_operator(TokenKind kind, ast::Operator* op) {
  switch (kind) {
    case TokenKind::PLUSEQUAL:
      *op = ast::Operator::Add;
      return true;
    case TokenKind::MINEQUAL:
      *op = ast::Operator::Sub;
      return true;
    case TokenKind::STAREQUAL:
      *op = ast::Operator::Mult;
      return true;
    case TokenKind::SLASHEQUAL:
      *op = ast::Operator::Div;
      return true;
    case TokenKind::DOUBLESLASHEQUAL:
      *op = ast::Operator::FloorDiv;
      return true;
    case TokenKind::PERCENTEQUAL:
      *op = ast::Operator::Mod;
      return true;
    case TokenKind::ATEQUAL:
      *op = ast::Operator::MatMult;
      return true;
    case TokenKind::AMPEREQUAL:
      *op = ast::Operator::BitAnd;
      return true;
    case TokenKind::VBAREQUAL:
      *op = ast::Operator::BitOr;
      return true;
    case TokenKind::CIRCUMFLEXEQUAL:
      *op = ast::Operator::BitXor;
      return true;
    case TokenKind::LEFTSHIFTEQUAL:
      *op = ast::Operator::LShift;
      return true;
    case TokenKind::RIGHTSHIFTEQUAL:
      *op = ast::Operator::RShift;
      return true;
    case TokenKind::DOUBLESTAREQUAL:
      *op = ast::Operator::Pow;
      return true;
    default:
      return false;
  }
}

bool is_compound(const ast::StatementNode* statement) {
  switch (statement->kind) {
    case NodeKind::FunctionDef:
    case NodeKind::AsyncFunctionDef:
    case NodeKind::ClassDef:
    case NodeKind::For:
    case NodeKind::AsyncFor:
    case NodeKind::While:
    case NodeKind::If:
    case NodeKind::With:
    case NodeKind::AsyncWith:
    case NodeKind::Match:
    case NodeKind::Try:
    case NodeKind::TryStar:
      return true;
    default:
      return false;
  }
}

bool is_single_target(const ast::ExpressionNode* expression) {
  return expression->kind == NodeKind::Name || expression->kind == NodeKind::Attribute ||
         expression->kind == NodeKind::Subscript;
}

}  // namespace

bool Parser::is_augmented_assignment(TokenKind kind) {
  ast::Operator op;
  return augmented_operator(kind, &op);
}

// ---- Whole inputs ---------------------------------------------------------------------------------------------------

ast::ModuleNode* Parser::parse_whole(ParseMode mode) {
  if (mode == ParseMode::Eval) {
    auto* expression = arena_.make<ast::Expression>();
    expression->body = parse_expressions();
    while (accept(TokenKind::NEWLINE)) {
    }
    expect(TokenKind::ENDMARKER);
    return expression;
  }
  Collector<ast::StatementNode> body(*this);
  if (mode == ParseMode::Single) {
    auto* interactive = arena_.make<ast::Interactive>();
    parse_statement(body);
    if (is_compound(body[0])) {
      // A prompt ends a compound statement with an empty line.
      if (!at(TokenKind::ENDMARKER) || (ends_abruptly() && previous().kind == TokenKind::NEWLINE)) fail();
    } else if (!at(TokenKind::ENDMARKER)) {
      raise(previous(), "multiple statements found while compiling a single statement");
    }
    interactive->body = body.finish(arena_);
    return interactive;
  }
  auto* module = arena_.make<ast::Module>();
  while (!at(TokenKind::ENDMARKER)) parse_statement(body);
  module->body = body.finish(arena_);
  return module;
}

// One logical line of simple statements, or one compound statement.
void Parser::parse_statement(Collector<ast::StatementNode>& body) {
  const Token& start = token();
  switch (kind()) {
    case TokenKind::KEYWORD_IF:
      body.add(parse_if(false));
      return;
    case TokenKind::KEYWORD_DEF:
      body.add(parse_function(false, start, {}));
      return;
    case TokenKind::KEYWORD_CLASS:
      body.add(parse_class(start, {}));
      return;
    case TokenKind::KEYWORD_FOR:
      body.add(parse_for(false, start));
      return;
    case TokenKind::KEYWORD_WHILE:
      body.add(parse_while());
      return;
    case TokenKind::KEYWORD_TRY:
      body.add(parse_try());
      return;
    case TokenKind::KEYWORD_WITH:
      body.add(parse_with(false, start));
      return;
    case TokenKind::AT:
      body.add(parse_decorated());
      return;
    case TokenKind::KEYWORD_ASYNC:
      body.add(parse_async());
      return;
    case TokenKind::NAME:
      if (text(start) == "match") {
        if (starts_match()) {
          body.add(parse_match());
          return;
        }
        if (diagnosing_) check_match();
      }
      break;
    default:
      break;
  }
  parse_simple_statements(body);
}

// ---- Simple statements ----------------------------------------------------------------------------------------------

void Parser::parse_simple_statements(Collector<ast::StatementNode>& body) {
  do {
    body.add(parse_simple_statement());
    if (!accept(TokenKind::SEMI)) break;
  } while (!at(TokenKind::NEWLINE));
  expect(TokenKind::NEWLINE);
}

Parser::Statement Parser::parse_simple_statement() {
  const Token& start = token();
  switch (kind()) {
    case TokenKind::KEYWORD_RETURN:
      return parse_return();
    case TokenKind::KEYWORD_IMPORT:
      return parse_import();
    case TokenKind::KEYWORD_FROM:
      return parse_import_from();
    case TokenKind::KEYWORD_RAISE:
      return parse_raise();
    case TokenKind::KEYWORD_PASS:
      advance();
      return make<ast::Pass>(start);
    case TokenKind::KEYWORD_BREAK:
      advance();
      return make<ast::Break>(start);
    case TokenKind::KEYWORD_CONTINUE:
      advance();
      return make<ast::Continue>(start);
    case TokenKind::KEYWORD_DEL:
      return parse_delete();
    case TokenKind::KEYWORD_ASSERT:
      return parse_assert();
    case TokenKind::KEYWORD_GLOBAL:
      return parse_name_list<ast::Global>();
    case TokenKind::KEYWORD_NONLOCAL:
      return parse_name_list<ast::Nonlocal>();
    case TokenKind::NAME:
      if (kind_at(1) == TokenKind::NAME && text(start) == "type") return parse_type_alias();
      return parse_expression_statement();
    default:
      return parse_expression_statement();
  }
}

// An expression, or an assignment of any kind: which one shows only after the first expression.
Parser::Statement Parser::parse_expression_statement() {
  const Token& start = token();
  if (diagnosing_) {
    bool decided = false;
    if (Statement assignment = parse_diagnosed_assignment(&decided)) return assignment;
    if (!decided) check_assignment();
  }
  Expression value = parse_yield_or_star_expressions();
  if (!diagnosing_) {
    if (at(TokenKind::EQUAL)) return parse_assignment_chain(start, value);
    if (at(TokenKind::COLON)) return parse_annotated_assignment(start, value);
    ast::Operator op;
    if (augmented_operator(kind(), &op)) return parse_augmented_assignment(start, value, op);
  }
  auto* node = make<ast::Expr>(start);
  node->value = value;
  return node;
}

// The second pass tries the kinds of assignment before anything else, as the checks after it rely on that order: what
// stands before '=' is looked at as a target first and as an expression only when the statement is no assignment.
// `decided`: it can only be an augmented assignment, whatever is wrong with it.
Parser::Statement Parser::parse_diagnosed_assignment(bool* decided) {
  const Token& start = token();
  return attempt([&]() -> Statement {
    Expression first = parse_star_targets(TokenKind::EQUAL);
    ast::Operator op;
    if (at(TokenKind::EQUAL)) return parse_assignment_chain(start, first);
    if (at(TokenKind::COLON)) return parse_annotated_assignment(start, first);
    if (augmented_operator(kind(), &op)) {
      *decided = is_single_target(first);
      return parse_augmented_assignment(start, first, op);
    }
    fail();
  });
}

Parser::Statement Parser::parse_annotated_assignment(const Token& start, Expression target) {
  if (!is_single_target(target)) fail();
  set_context(target, ExpressionContext::Store);
  advance();
  Expression annotation = parse_expression();
  Expression value = nullptr;
  if (at(TokenKind::EQUAL)) value = parse_after_operator([this] { return parse_yield_or_star_expressions(); });
  auto* node = make<ast::AnnAssign>(start);
  node->target = target;
  node->annotation = annotation;
  node->value = value;
  node->simple = start.kind == TokenKind::NAME && ast::is<ast::Name>(target);
  return node;
}

Parser::Statement Parser::parse_assignment_chain(const Token& start, Expression first) {
  Collector<ast::ExpressionNode> targets(*this);
  Expression value = first;
  while (at(TokenKind::EQUAL)) {
    if (!is_target(value, TargetKind::Star)) fail();
    set_context(value, ExpressionContext::Store);
    targets.add(value);
    advance();
    if (!diagnosing_ || at(TokenKind::KEYWORD_YIELD)) {
      value = parse_yield_or_star_expressions();
    } else {
      // Another target is no place for the checks of expressions; the last value is.
      size_t here = position_;
      Expression target = attempt([&] { return parse_star_targets(TokenKind::EQUAL); });
      if (target != nullptr && at(TokenKind::EQUAL)) {
        value = target;
      } else {
        position_ = here;
        value = parse_star_expressions();
      }
    }
  }
  auto* node = make<ast::Assign>(start);
  node->targets = targets.finish(arena_);
  node->value = value;
  return node;
}

Parser::Statement Parser::parse_augmented_assignment(const Token& start, Expression target, ast::Operator op) {
  if (!is_single_target(target)) fail();
  set_context(target, ExpressionContext::Store);
  advance();
  Expression value = parse_yield_or_star_expressions();
  auto* node = make<ast::AugAssign>(start);
  node->target = target;
  node->op = op;
  node->value = value;
  return node;
}

Parser::Statement Parser::parse_return() {
  const Token& start = token();
  advance();
  Expression value = nullptr;
  if (starts_expression() || at(TokenKind::STAR)) value = parse_star_expressions();
  auto* node = make<ast::Return>(start);
  node->value = value;
  return node;
}

Parser::Statement Parser::parse_raise() {
  const Token& start = token();
  advance();
  Expression exception = nullptr;
  Expression cause = nullptr;
  if (starts_expression()) {
    exception = parse_expression();
    if (accept(TokenKind::KEYWORD_FROM)) cause = parse_expression();
  }
  auto* node = make<ast::Raise>(start);
  node->exc = exception;
  node->cause = cause;
  return node;
}

Parser::Statement Parser::parse_delete() {
  const Token& start = token();
  advance();
  const size_t first = position_;
  try {
    Collector<ast::ExpressionNode> targets(*this);
    do {
      if (targets.size() > 0 && (at(TokenKind::SEMI) || at(TokenKind::NEWLINE))) break;
      Expression target = parse_primary();
      if (!is_target(target, TargetKind::Delete)) fail();
      set_context(target, ExpressionContext::Del);
      targets.add(target);
    } while (accept(TokenKind::COMMA));
    if (!at(TokenKind::SEMI) && !at(TokenKind::NEWLINE)) fail();
    auto* node = make<ast::Delete>(start);
    node->targets = targets.finish(arena_);
    return node;
  } catch (ParseFailure&) {
    if (diagnosing_) {
      position_ = first;
      if (Expression tried = attempt([&] { return parse_star_expressions(); })) {
        raise_invalid_target(TargetKind::Delete, tried);
      }
    }
    throw;
  }
}

Parser::Statement Parser::parse_assert() {
  const Token& start = token();
  advance();
  Expression test = parse_expression();
  Expression message = nullptr;
  if (accept(TokenKind::COMMA)) message = parse_expression();
  auto* node = make<ast::Assert>(start);
  node->test = test;
  node->msg = message;
  return node;
}

template <typename T>
Parser::Statement Parser::parse_name_list() {
  const Token& start = token();
  advance();
  std::vector<ast::Identifier> names;
  do {
    names.push_back(expect_name());
  } while (accept(TokenKind::COMMA));
  auto* node = make<T>(start);
  node->names = arena_.copy(names);
  return node;
}

ast::Identifier Parser::parse_dotted_name() {
  ast::Identifier first = expect_name();
  if (!at(TokenKind::DOT)) return first;
  std::string name(first);
  while (accept(TokenKind::DOT)) {
    name += '.';
    name += expect_name();
  }
  return arena_.intern(name);
}

Parser::Statement Parser::parse_import() {
  const Token& start = token();
  advance();
  if (diagnosing_) check_import();
  Collector<ast::Alias> names(*this);
  do {
    const Token& first = token();
    ast::Identifier name = parse_dotted_name();
    ast::Identifier as_name;
    if (accept(TokenKind::KEYWORD_AS)) as_name = expect_name();
    auto* alias = make<ast::Alias>(first);
    alias->name = name;
    alias->asname = as_name;
    names.add(alias);
  } while (accept(TokenKind::COMMA));
  auto* node = make<ast::Import>(start);
  node->names = names.finish(arena_);
  return node;
}

ast::Alias* Parser::parse_import_from_name() {
  const Token& first = token();
  ast::Identifier name = expect_name();
  ast::Identifier as_name;
  if (accept(TokenKind::KEYWORD_AS)) as_name = expect_name();
  auto* alias = make<ast::Alias>(first);
  alias->name = name;
  alias->asname = as_name;
  return alias;
}

Parser::Statement Parser::parse_import_from() {
  const Token& start = token();
  advance();
  int32_t level = 0;
  for (;;) {
    if (accept(TokenKind::DOT)) {
      level += 1;
    } else if (accept(TokenKind::ELLIPSIS)) {
      level += 3;
    } else {
      break;
    }
  }
  ast::Identifier module;
  if (level == 0 || !at(TokenKind::KEYWORD_IMPORT)) module = parse_dotted_name();
  expect(TokenKind::KEYWORD_IMPORT);
  Collector<ast::Alias> names(*this);
  const Token& first = token();
  if (accept(TokenKind::STAR)) {
    auto* alias = make<ast::Alias>(first);
    alias->name = arena_.intern("*");
    names.add(alias);
  } else if (accept(TokenKind::LPAR)) {
    do {
      if (names.size() > 0 && at(TokenKind::RPAR)) break;
      names.add(parse_import_from_name());
    } while (accept(TokenKind::COMMA));
    expect(TokenKind::RPAR);
  } else {
    if (diagnosing_) check_import_from_names();
    do {
      names.add(parse_import_from_name());
    } while (accept(TokenKind::COMMA));
  }
  auto* node = make<ast::ImportFrom>(start);
  node->module = module;
  node->names = names.finish(arena_);
  node->level = level;
  return node;
}

// ---- Type aliases and type parameters -------------------------------------------------------------------------------

Parser::Statement Parser::parse_type_alias() {
  const Token& start = token();
  advance();
  const Token& name_token = token();
  ast::Identifier id = expect_name();
  auto* name = make<ast::Name>(name_token);
  name->id = id;
  name->ctx = ExpressionContext::Store;
  ast::TypeParameters parameters = parse_type_parameters();
  expect(TokenKind::EQUAL);
  Expression value = parse_expression();
  auto* node = make<ast::TypeAlias>(start);
  node->name = name;
  node->type_params = parameters;
  node->value = value;
  return node;
}

// "[...]", or nothing.
ast::TypeParameters Parser::parse_type_parameters() {
  if (!accept(TokenKind::LSQB)) return {};
  if (diagnosing_ && at(TokenKind::RSQB)) raise_from(token(), "Type parameter list cannot be empty");
  Collector<ast::TypeParameterNode> parameters(*this);
  do {
    if (parameters.size() > 0 && at(TokenKind::RSQB)) break;
    parameters.add(parse_type_parameter());
  } while (accept(TokenKind::COMMA));
  expect(TokenKind::RSQB);
  return parameters.finish(arena_);
}

ast::TypeParameterNode* Parser::parse_type_parameter() {
  const Token& start = token();
  bool star = accept(TokenKind::STAR);
  bool double_star = !star && accept(TokenKind::DOUBLESTAR);
  ast::Identifier name = expect_name();
  Expression bound = nullptr;
  if (at(TokenKind::COLON)) {
    const Token& colon = token();
    if (star || double_star) {
      if (!diagnosing_) fail();
      advance();
      Expression value = parse_expression();
      raise_from(colon, fmt::format("cannot use {} with {}", ast::is<ast::Tuple>(value) ? "constraints" : "bound",
                                    star ? "TypeVarTuple" : "ParamSpec"));
    }
    advance();
    bound = parse_expression();
  }
  Expression default_value = nullptr;
  if (accept(TokenKind::EQUAL)) default_value = star ? parse_star_expression() : parse_expression();
  if (star) {
    auto* node = make<ast::TypeVarTuple>(start);
    node->name = name;
    node->default_value = default_value;
    return node;
  }
  if (double_star) {
    auto* node = make<ast::ParamSpec>(start);
    node->name = name;
    node->default_value = default_value;
    return node;
  }
  auto* node = make<ast::TypeVar>(start);
  node->name = name;
  node->bound = bound;
  node->default_value = default_value;
  return node;
}

// ---- Blocks ---------------------------------------------------------------------------------------------------------

ast::Statements Parser::parse_block() {
  Collector<ast::StatementNode> body(*this);
  if (!accept(TokenKind::NEWLINE)) {
    parse_simple_statements(body);
    return body.finish(arena_);
  }
  if (!at(TokenKind::INDENT)) {
    if (diagnosing_) raise_here("expected an indented block", "IndentationError");
    fail();
  }
  advance();
  do {
    parse_statement(body);
  } while (!accept(TokenKind::DEDENT));
  return body.finish(arena_);
}

Parser::Statement Parser::parse_if(bool is_elif) {
  DepthGuard guard(*this);
  const Token& start = token();
  advance();
  Expression test = parse_named_expression();
  if (diagnosing_) check_block_header(start, is_elif ? "'elif' statement" : "'if' statement");
  expect(TokenKind::COLON);
  ast::Statements body = parse_block();
  ast::Statements orelse;
  if (at(TokenKind::KEYWORD_ELIF)) {
    Statement elif = parse_if(true);
    orelse = arena_.copy(&elif, 1);
  } else {
    orelse = parse_else();
  }
  auto* node = make<ast::If>(start);
  node->test = test;
  node->body = body;
  node->orelse = orelse;
  return node;
}

ast::Statements Parser::parse_else() {
  if (!at(TokenKind::KEYWORD_ELSE)) return {};
  const Token& start = token();
  advance();
  if (diagnosing_ && at(TokenKind::COLON)) check_block_header(start, "'else' statement");
  expect_forced(TokenKind::COLON);
  return parse_block();
}

Parser::Statement Parser::parse_while() {
  const Token& start = token();
  advance();
  Expression test = parse_named_expression();
  if (diagnosing_) check_block_header(start, "'while' statement");
  expect(TokenKind::COLON);
  ast::Statements body = parse_block();
  ast::Statements orelse = parse_else();
  auto* node = make<ast::While>(start);
  node->test = test;
  node->body = body;
  node->orelse = orelse;
  return node;
}

Parser::Statement Parser::parse_for(bool is_async, const Token& start) {
  const Token& keyword = token();
  advance();
  const size_t after_for = position_;
  Expression target;
  try {
    target = parse_star_targets(TokenKind::KEYWORD_IN);
    expect(TokenKind::KEYWORD_IN);
  } catch (ParseFailure&) {
    if (diagnosing_) {
      position_ = after_for;
      if (Expression tried = attempt([&] { return parse_star_expressions(); })) {
        raise_invalid_target(TargetKind::For, tried);
      }
    }
    throw;
  }
  Expression iter = parse_star_expressions();
  if (diagnosing_) check_block_header(keyword, "'for' statement");
  expect(TokenKind::COLON);
  ast::Statements body = parse_block();
  ast::Statements orelse = parse_else();
  auto fill = [&](auto* node) -> Statement {
    node->target = target;
    node->iter = iter;
    node->body = body;
    node->orelse = orelse;
    return node;
  };
  return is_async ? fill(make<ast::AsyncFor>(start)) : fill(make<ast::For>(start));
}

// ---- with -----------------------------------------------------------------------------------------------------------

ast::WithItem* Parser::parse_with_item() {
  Expression context = parse_expression();
  Expression variables = nullptr;
  if (accept(TokenKind::KEYWORD_AS)) {
    const size_t first = position_;
    try {
      variables = parse_star_target();
      if (!at(TokenKind::COMMA) && !at(TokenKind::RPAR) && !at(TokenKind::COLON)) fail();
    } catch (ParseFailure&) {
      if (diagnosing_) {
        position_ = first;
        Expression tried = attempt([&] { return parse_expression(); });
        if (tried != nullptr && (at(TokenKind::COMMA) || at(TokenKind::RPAR) || at(TokenKind::COLON))) {
          raise_invalid_target(TargetKind::Star, tried);
        }
      }
      throw;
    }
  }
  auto* item = arena_.make<ast::WithItem>();
  item->context_expr = context;
  item->optional_vars = variables;
  return item;
}

// Tries to read "( item, item, ... ) :" at '('. Answers nothing, with the position restored, if the parentheses belong
// to an expression; what follows each item shows it, so no rule fails on the way in a correct program.
std::vector<ast::WithItem*> Parser::parse_parenthesized_with_items() {
  const size_t open = position_;
  const size_t close = matching_bracket(open);
  if (close == 0 || tokens_[close + 1].kind != TokenKind::COLON) return {};
  const size_t furthest = furthest_;
  std::vector<ast::WithItem*> items;
  advance();
  while (starts_expression()) {
    if (at(TokenKind::NAME) && kind_at(1) == TokenKind::COLONEQUAL) break;
    ast::WithItem* item = diagnosing_ ? attempt([this] { return parse_with_item(); }) : parse_with_item();
    if (item == nullptr) break;
    items.push_back(item);
    if (!accept(TokenKind::COMMA) && position_ != close) break;
    if (position_ == close) {
      advance();
      return items;
    }
  }
  position_ = open;
  if (!diagnosing_) furthest_ = furthest;
  return {};
}

// Python reads the items in parentheses in its first pass even where they turn out to be none, so that this is how far
// that pass gets.
void Parser::measure_with_items() {
  const size_t open = position_;
  const size_t furthest = std::exchange(furthest_, position_);
  attempt([this] {
    without_checks([this] {
      advance();
      do {
        parse_with_item();
      } while (accept(TokenKind::COMMA));
      expect(TokenKind::RPAR);
      return true;
    });
    return true;
  });
  if (failed_token_ > open) failed_token_ = std::max(failed_token_, furthest_);
  furthest_ = std::max(furthest_, furthest);
  position_ = open;
}

// The index of the bracket that closes the one at `open`, or 0.
size_t Parser::matching_bracket(size_t open) const {
  int depth = 0;
  for (size_t index = open;; ++index) {
    switch (tokens_[index].kind) {
      case TokenKind::LPAR:
      case TokenKind::LSQB:
      case TokenKind::LBRACE:
        ++depth;
        break;
      case TokenKind::RPAR:
      case TokenKind::RSQB:
      case TokenKind::RBRACE:
        if (--depth == 0) return index;
        break;
      case TokenKind::ENDMARKER:
      case TokenKind::UNCLOSED:
      case TokenKind::ERRORTOKEN:
        return 0;
      default:
        break;
    }
  }
}

Parser::Statement Parser::parse_with(bool is_async, const Token& start) {
  const Token& keyword = token();
  if (diagnosing_) check_with(keyword);
  advance();
  std::vector<ast::WithItem*> items;
  if (diagnosing_ && at(TokenKind::LPAR)) measure_with_items();
  if (at(TokenKind::LPAR)) items = parse_parenthesized_with_items();
  if (items.empty()) {
    do {
      items.push_back(parse_with_item());
    } while (accept(TokenKind::COMMA));
  }
  expect(TokenKind::COLON);
  ast::Statements body = parse_block();
  auto fill = [&](auto* node) -> Statement {
    node->items = arena_.copy(items);
    node->body = body;
    return node;
  };
  return is_async ? fill(make<ast::AsyncWith>(start)) : fill(make<ast::With>(start));
}

// ---- try ------------------------------------------------------------------------------------------------------------

Parser::Statement Parser::parse_try() {
  const Token& start = token();
  advance();
  if (diagnosing_ && at(TokenKind::COLON)) check_block_header(start, "'try' statement");
  expect_forced(TokenKind::COLON);
  ast::Statements body = parse_block();
  if (diagnosing_) check_try_end();
  Collector<ast::ExceptHandler> handlers(*this);
  const bool star = at(TokenKind::KEYWORD_EXCEPT) && kind_at(1) == TokenKind::STAR;
  while (at(TokenKind::KEYWORD_EXCEPT)) {
    if ((kind_at(1) == TokenKind::STAR) != star) {
      if (diagnosing_) check_mixed_except(star);
      fail();
    }
    ast::ExceptHandler* handler = parse_except(star);
    // A bare except must be the last; later passes say so.
    handlers.add(handler);
  }
  ast::Statements orelse;
  ast::Statements final_body;
  if (handlers.size() > 0) orelse = parse_else();
  if (at(TokenKind::KEYWORD_FINALLY)) {
    const Token& finally_token = token();
    advance();
    if (diagnosing_ && at(TokenKind::COLON)) check_block_header(finally_token, "'finally' statement");
    expect_forced(TokenKind::COLON);
    final_body = parse_block();
  } else if (handlers.size() == 0) {
    fail();
  }
  auto fill = [&](auto* node) -> Statement {
    node->body = body;
    node->handlers = handlers.finish(arena_);
    node->orelse = orelse;
    node->finalbody = final_body;
    return node;
  };
  return star ? fill(make<ast::TryStar>(start)) : fill(make<ast::Try>(start));
}

ast::ExceptHandler* Parser::parse_except(bool star) {
  const Token& start = token();
  if (diagnosing_) check_except();
  advance();
  if (star) advance();
  Expression type = nullptr;
  ast::Identifier name;
  if (star || !at(TokenKind::COLON)) {
    type = parse_expression();
    if (accept(TokenKind::KEYWORD_AS)) name = expect_name();
  }
  if (diagnosing_) check_block_header(start, star ? "'except*' statement" : "'except' statement");
  expect(TokenKind::COLON);
  ast::Statements body = parse_block();
  auto* handler = make<ast::ExceptHandler>(start);
  handler->type = type;
  handler->name = name;
  handler->body = body;
  return handler;
}

// ---- Functions and classes ------------------------------------------------------------------------------------------

Parser::Statement Parser::parse_async() {
  const Token& start = token();
  advance();
  switch (kind()) {
    case TokenKind::KEYWORD_DEF:
      return parse_function(true, start, {});
    case TokenKind::KEYWORD_FOR:
      return parse_for(true, start);
    case TokenKind::KEYWORD_WITH:
      return parse_with(true, start);
    default:
      fail();
  }
}

Parser::Statement Parser::parse_decorated() {
  Collector<ast::ExpressionNode> decorators(*this);
  while (accept(TokenKind::AT)) {
    decorators.add(parse_named_expression());
    expect(TokenKind::NEWLINE);
  }
  ast::Expressions decorator_list = decorators.finish(arena_);
  const Token& start = token();
  if (at(TokenKind::KEYWORD_CLASS)) return parse_class(start, decorator_list);
  if (at(TokenKind::KEYWORD_DEF)) return parse_function(false, start, decorator_list);
  expect(TokenKind::KEYWORD_ASYNC);
  if (!at(TokenKind::KEYWORD_DEF)) fail();
  return parse_function(true, start, decorator_list);
}

Parser::Statement Parser::parse_function(bool is_async, const Token& start, ast::Expressions decorators) {
  const Token& keyword = token();
  advance();
  ast::Identifier name = expect_name();
  const size_t after_name = position_;
  ast::TypeParameters type_parameters;
  if (diagnosing_) {
    if (!attempt([&] {
          type_parameters = parse_type_parameters();
          return true;
        })) {
      position_ = after_name;
    }
  } else {
    type_parameters = parse_type_parameters();
  }
  expect_forced(TokenKind::LPAR);
  ast::Arguments* parameters = parse_parameters(ParameterStyle::Function, TokenKind::RPAR);
  expect(TokenKind::RPAR);
  Expression returns = nullptr;
  if (at(TokenKind::RARROW)) {
    returns = parse_after_operator([this] { return parse_expression(); });
  }
  if (diagnosing_ && at(TokenKind::COLON)) check_block_header(keyword, "function definition");
  expect_forced(TokenKind::COLON);
  ast::Statements body = parse_block();
  auto fill = [&](auto* node) -> Statement {
    node->name = name;
    node->args = parameters;
    node->body = body;
    node->decorator_list = decorators;
    node->returns = returns;
    node->type_params = type_parameters;
    return node;
  };
  return is_async ? fill(make<ast::AsyncFunctionDef>(start)) : fill(make<ast::FunctionDef>(start));
}

Parser::Statement Parser::parse_class(const Token& start, ast::Expressions decorators) {
  const Token& keyword = token();
  advance();
  ast::Identifier name = expect_name();
  ast::TypeParameters type_parameters = parse_type_parameters();
  ast::Expressions bases;
  ast::Sequence<ast::Keyword> keywords;
  if (at(TokenKind::LPAR)) {
    // The bases are written like the arguments of a call, except that a generator expression needs its own parentheses.
    auto* call = ast::as<ast::Call>(parse_call(keyword, nullptr, BareGenerator::Refused));
    bases = call->args;
    keywords = call->keywords;
  }
  if (diagnosing_) check_block_header(keyword, "class definition");
  expect(TokenKind::COLON);
  ast::Statements body = parse_block();
  auto* node = make<ast::ClassDef>(start);
  node->name = name;
  node->bases = bases;
  node->keywords = keywords;
  node->body = body;
  node->decorator_list = decorators;
  node->type_params = type_parameters;
  return node;
}

}  // namespace gilded::compiler
