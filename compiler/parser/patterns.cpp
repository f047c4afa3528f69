// match statements and their patterns.

#include "compiler/parser/parser_internals.h"

namespace gilded::compiler {

// `match` is an ordinary name unless the logical line ends with a colon and a block follows, which no other statement
// that starts with a name can do.
bool Parser::starts_match() const {
  size_t index = position_ + 1;
  while (tokens_[index].kind != TokenKind::NEWLINE) {
    if (is_end(tokens_[index].kind)) return false;
    ++index;
  }
  return index > position_ + 2 && tokens_[index - 1].kind == TokenKind::COLON &&
         tokens_[index + 1].kind == TokenKind::INDENT;
}

Parser::Expression Parser::parse_subject() {
  const Token& start = token();
  Expression first = parse_star_named_expression();
  if (!at(TokenKind::COMMA)) {
    if (ast::is<ast::Starred>(first)) fail();
    return first;
  }
  Collector<ast::ExpressionNode> items(*this);
  items.add(first);
  while (accept(TokenKind::COMMA)) {
    if (at(TokenKind::COLON)) break;
    items.add(parse_star_named_expression());
  }
  auto* tuple = make<ast::Tuple>(start);
  tuple->elts = items.finish(arena_);
  return tuple;
}

Parser::Statement Parser::parse_match() {
  const Token& start = token();
  advance();
  Expression subject = parse_subject();
  expect(TokenKind::COLON);
  expect(TokenKind::NEWLINE);
  expect(TokenKind::INDENT);
  Collector<ast::MatchCase> cases(*this);
  do {
    if (!at_word("case")) fail();
    cases.add(parse_case());
  } while (!accept(TokenKind::DEDENT));
  auto* node = make<ast::Match>(start);
  node->subject = subject;
  node->cases = cases.finish(arena_);
  return node;
}

ast::MatchCase* Parser::parse_case() {
  const Token& start = token();
  advance();
  Pattern pattern = parse_patterns();
  Expression guard = nullptr;
  if (accept(TokenKind::KEYWORD_IF)) guard = parse_named_expression();
  if (diagnosing_) check_block_header(start, "'case' statement");
  expect(TokenKind::COLON);
  ast::Statements body = parse_block();
  auto* node = arena_.make<ast::MatchCase>();
  node->pattern = pattern;
  node->guard = guard;
  node->body = body;
  return node;
}

// A pattern, or several with commas and no brackets.
Parser::Pattern Parser::parse_patterns() {
  const Token& start = token();
  Pattern first = parse_star_or_pattern();
  if (!at(TokenKind::COMMA)) {
    if (ast::is<ast::MatchStar>(first)) fail();
    return first;
  }
  Collector<ast::PatternNode> items(*this);
  items.add(first);
  while (accept(TokenKind::COMMA)) {
    if (at(TokenKind::COLON) || at(TokenKind::KEYWORD_IF)) break;
    items.add(parse_star_or_pattern());
  }
  auto* sequence = make<ast::MatchSequence>(start);
  sequence->patterns = items.finish(arena_);
  return sequence;
}

Parser::Pattern Parser::parse_star_or_pattern() {
  if (!at(TokenKind::STAR)) return parse_pattern();
  const Token& start = token();
  advance();
  bool wildcard = at_word("_");
  ast::Identifier name = expect_name();
  auto* node = make<ast::MatchStar>(start);
  if (!wildcard) node->name = name;
  return node;
}

Parser::Pattern Parser::parse_pattern() {
  DepthGuard guard(*this);
  const Token& start = token();
  Pattern pattern = parse_or_pattern();
  if (!at(TokenKind::KEYWORD_AS)) return pattern;
  advance();
  if (diagnosing_) {
    if (at_word("_")) raise(token(), "cannot use '_' as a target");
    if (!at(TokenKind::NAME)) {
      if (Expression tried = attempt([&] { return parse_expression(); })) raise(*tried, "invalid pattern target");
    }
  }
  if (at_word("_")) fail();
  ast::Identifier name = expect_name();
  if (at(TokenKind::DOT) || at(TokenKind::LPAR) || at(TokenKind::EQUAL)) fail();
  auto* node = make<ast::MatchAs>(start);
  node->pattern = pattern;
  node->name = name;
  return node;
}

Parser::Pattern Parser::parse_or_pattern() {
  const Token& start = token();
  Pattern first = parse_closed_pattern();
  if (!at(TokenKind::VBAR)) return first;
  Collector<ast::PatternNode> alternatives(*this);
  alternatives.add(first);
  while (accept(TokenKind::VBAR)) alternatives.add(parse_closed_pattern());
  auto* node = make<ast::MatchOr>(start);
  node->patterns = alternatives.finish(arena_);
  return node;
}

Parser::Pattern Parser::parse_closed_pattern() {
  const Token& start = token();
  switch (kind()) {
    case TokenKind::NAME: {
      if (text(start) == "_") {
        advance();
        return make<ast::MatchAs>(start);
      }
      if (kind_at(1) != TokenKind::DOT && kind_at(1) != TokenKind::LPAR && kind_at(1) != TokenKind::EQUAL) {
        ast::Identifier name = expect_name();
        auto* node = make<ast::MatchAs>(start);
        node->name = name;
        return node;
      }
      Expression name = parse_pattern_name(start);
      if (at(TokenKind::LPAR)) return parse_class_pattern(start, name);
      if (ast::is<ast::Name>(name) || at(TokenKind::EQUAL)) fail();
      auto* node = make<ast::MatchValue>(start);
      node->value = name;
      return node;
    }
    case TokenKind::NUMBER:
    case TokenKind::MINUS: {
      Expression number = parse_pattern_number();
      auto* node = make<ast::MatchValue>(start);
      node->value = number;
      return node;
    }
    case TokenKind::STRING:
    case TokenKind::FSTRING_START: {
      Expression string = parse_strings();
      auto* node = make<ast::MatchValue>(start);
      node->value = string;
      return node;
    }
    case TokenKind::KEYWORD_NONE:
    case TokenKind::KEYWORD_TRUE:
    case TokenKind::KEYWORD_FALSE: {
      advance();
      auto* node = make<ast::MatchSingleton>(start);
      if (start.kind == TokenKind::KEYWORD_NONE) {
        node->value = ast::NoneValue{};
      } else {
        node->value = start.kind == TokenKind::KEYWORD_TRUE;
      }
      return node;
    }
    case TokenKind::LPAR:
    case TokenKind::LSQB:
      return parse_group_or_sequence_pattern();
    case TokenKind::LBRACE:
      return parse_mapping_pattern();
    default:
      fail();
  }
}

// A name or a dotted name.
Parser::Expression Parser::parse_pattern_name(const Token& start) {
  ast::Identifier id = expect_name();
  auto* name = make<ast::Name>(start);
  name->id = id;
  Expression value = name;
  while (accept(TokenKind::DOT)) {
    ast::Identifier attr = expect_name();
    auto* node = make<ast::Attribute>(start);
    node->value = value;
    node->attr = attr;
    value = node;
  }
  return value;
}

// A number with an optional minus, or a complex one: -1 + 2j.
Parser::Expression Parser::parse_pattern_number() {
  const Token& start = token();
  bool negative = accept(TokenKind::MINUS);
  if (!at(TokenKind::NUMBER)) fail();
  Expression number = parse_number_atom();
  auto is_imaginary = [](const ast::ExpressionNode* expression) {
    return std::holds_alternative<ast::ImaginaryValue>(ast::as<ast::Constant>(expression)->value);
  };
  Expression real = number;
  if (negative) {
    auto* node = make<ast::UnaryOp>(start);
    node->op = ast::UnaryOperator::USub;
    node->operand = number;
    real = node;
  }
  if (!at(TokenKind::PLUS) && !at(TokenKind::MINUS)) return real;
  ast::Operator op = at(TokenKind::PLUS) ? ast::Operator::Add : ast::Operator::Sub;
  if (kind_at(1) != TokenKind::NUMBER) {
    advance();
    fail();
  }
  if (is_imaginary(number)) raise(*number, "real number required in complex literal");
  advance();
  Expression imaginary = parse_number_atom();
  if (!is_imaginary(imaginary)) raise(*imaginary, "imaginary number required in complex literal");
  auto* node = make<ast::BinOp>(start);
  node->left = real;
  node->op = op;
  node->right = imaginary;
  return node;
}

Parser::Pattern Parser::parse_group_or_sequence_pattern() {
  const Token& start = token();
  const bool parenthesized = at(TokenKind::LPAR);
  const TokenKind close = parenthesized ? TokenKind::RPAR : TokenKind::RSQB;
  advance();
  Collector<ast::PatternNode> items(*this);
  bool comma = false;
  while (!at(close)) {
    items.add(parse_star_or_pattern());
    comma = accept(TokenKind::COMMA);
    if (!comma) break;
  }
  const bool group = parenthesized && items.size() == 1 && !comma;
  if (group && ast::is<ast::MatchStar>(items[0])) fail();
  expect(close);
  if (group) return items[0];
  auto* sequence = make<ast::MatchSequence>(start);
  sequence->patterns = items.finish(arena_);
  return sequence;
}

Parser::Expression Parser::parse_pattern_key() {
  const Token& start = token();
  switch (kind()) {
    case TokenKind::NAME: {
      Expression name = parse_pattern_name(start);
      if (ast::is<ast::Name>(name)) fail();
      return name;
    }
    case TokenKind::NUMBER:
    case TokenKind::MINUS:
      return parse_pattern_number();
    case TokenKind::STRING:
    case TokenKind::FSTRING_START:
      return parse_strings();
    case TokenKind::KEYWORD_NONE:
    case TokenKind::KEYWORD_TRUE:
    case TokenKind::KEYWORD_FALSE:
      return parse_atom();
    default:
      fail();
  }
}

Parser::Pattern Parser::parse_mapping_pattern() {
  const Token& start = token();
  advance();
  std::vector<Expression> keys;
  std::vector<Pattern> patterns;
  ast::Identifier rest;
  while (!at(TokenKind::RBRACE)) {
    if (accept(TokenKind::DOUBLESTAR)) {
      if (at_word("_")) fail();
      rest = expect_name();
      accept(TokenKind::COMMA);
      break;
    }
    keys.push_back(parse_pattern_key());
    expect(TokenKind::COLON);
    patterns.push_back(parse_pattern());
    if (!accept(TokenKind::COMMA)) break;
  }
  expect(TokenKind::RBRACE);
  auto* node = make<ast::MatchMapping>(start);
  node->keys = arena_.copy(keys);
  node->patterns = arena_.copy(patterns);
  node->rest = rest;
  return node;
}

Parser::Pattern Parser::parse_class_pattern(const Token& start, Expression cls) {
  advance();
  std::vector<Pattern> positional;
  std::vector<ast::Identifier> names;
  std::vector<Pattern> by_name;
  std::vector<const ast::PatternNode*> misplaced;
  while (!at(TokenKind::RPAR)) {
    if (at(TokenKind::NAME) && kind_at(1) == TokenKind::EQUAL) {
      if (!misplaced.empty()) break;
      names.push_back(expect_name());
      advance();
      by_name.push_back(parse_pattern());
    } else {
      if (!names.empty() && !diagnosing_) fail();
      Pattern pattern = parse_pattern();
      if (names.empty()) {
        positional.push_back(pattern);
      } else {
        misplaced.push_back(pattern);
      }
    }
    if (!accept(TokenKind::COMMA)) break;
  }
  if (!misplaced.empty()) {
    raise_range(*misplaced.front(), *misplaced.back(), "positional patterns follow keyword patterns");
  }
  expect(TokenKind::RPAR);
  auto* node = make<ast::MatchClass>(start);
  node->cls = cls;
  node->patterns = arena_.copy(positional);
  node->kwd_attrs = arena_.copy(names);
  node->kwd_patterns = arena_.copy(by_name);
  return node;
}

}  // namespace gilded::compiler
