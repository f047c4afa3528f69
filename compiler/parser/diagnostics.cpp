// The checks of the second pass: what a text that fits no rule was probably meant to be.
//
// Each check stands where the grammar would go on, tries to read one well-known mistake, and raises the message for it.
// A check that finds nothing restores the position. The order of checks at one place matters: the first that fits wins.

#include "compiler/parser/parser_internals.h"

namespace gilded::compiler {

using ast::NodeKind;

std::string_view expression_name(const ast::ExpressionNode* expression) {
  switch (expression->kind) {
    case NodeKind::Attribute:
      return "attribute";
    case NodeKind::Subscript:
      return "subscript";
    case NodeKind::Starred:
      return "starred";
    case NodeKind::Name:
      return "name";
    case NodeKind::List:
      return "list";
    case NodeKind::Tuple:
      return "tuple";
    case NodeKind::Lambda:
      return "lambda";
    case NodeKind::Call:
      return "function call";
    case NodeKind::BoolOp:
    case NodeKind::BinOp:
    case NodeKind::UnaryOp:
      return "expression";
    case NodeKind::GeneratorExp:
      return "generator expression";
    case NodeKind::Yield:
    case NodeKind::YieldFrom:
      return "yield expression";
    case NodeKind::Await:
      return "await expression";
    case NodeKind::ListComp:
      return "list comprehension";
    case NodeKind::SetComp:
      return "set comprehension";
    case NodeKind::DictComp:
      return "dict comprehension";
    case NodeKind::Dict:
      return "dict literal";
    case NodeKind::Set:
      return "set display";
    case NodeKind::JoinedStr:
    case NodeKind::FormattedValue:
      return "f-string expression";
    case NodeKind::Compare:
      return "comparison";
    case NodeKind::IfExp:
      return "conditional expression";
    case NodeKind::NamedExpr:
      return "named expression";
    case NodeKind::Constant: {
      const ast::ConstantValue& value = ast::as<ast::Constant>(expression)->value;
      if (std::holds_alternative<ast::NoneValue>(value)) return "None";
      if (std::holds_alternative<ast::EllipsisValue>(value)) return "ellipsis";
      if (const bool* truth = std::get_if<bool>(&value)) return *truth ? "True" : "False";
      return "literal";
    }
    default:
      return "expression";
  }
}

namespace {

// Where a comprehension ends, as far as messages show it.
const ast::ExpressionNode* last_part(const ast::Comprehension* clause) {
  return clause->ifs.empty() ? clause->iter : clause->ifs.back();
}

}  // namespace

// ---- Targets --------------------------------------------------------------------------------------------------------

const ast::ExpressionNode* Parser::find_invalid_target(const ast::ExpressionNode* expression, TargetKind kind) const {
  switch (expression->kind) {
    case NodeKind::Name:
    case NodeKind::Attribute:
    case NodeKind::Subscript:
      return nullptr;
    case NodeKind::Tuple:
      for (const ast::ExpressionNode* item : ast::as<ast::Tuple>(expression)->elts) {
        if (const auto* invalid = find_invalid_target(item, kind)) return invalid;
      }
      return nullptr;
    case NodeKind::List:
      for (const ast::ExpressionNode* item : ast::as<ast::List>(expression)->elts) {
        if (const auto* invalid = find_invalid_target(item, kind)) return invalid;
      }
      return nullptr;
    case NodeKind::Starred:
      if (kind == TargetKind::Delete) return expression;
      return find_invalid_target(ast::as<ast::Starred>(expression)->value, kind);
    case NodeKind::Compare: {
      // "for f() in x" reads like a comparison; its left side is the target.
      const auto* compare = ast::as<ast::Compare>(expression);
      if (kind != TargetKind::For) return expression;
      return compare->ops[0] == ast::CompareOperator::In ? find_invalid_target(compare->left, kind) : nullptr;
    }
    default:
      return expression;
  }
}

void Parser::raise_invalid_target(TargetKind kind, const ast::ExpressionNode* expression) {
  const ast::ExpressionNode* invalid = find_invalid_target(expression, kind);
  if (invalid == nullptr) return;
  raise(*invalid,
        fmt::format("cannot {} {}", kind == TargetKind::Delete ? "delete" : "assign to", expression_name(invalid)));
}

// ---- Expressions ----------------------------------------------------------------------------------------------------

bool Parser::is_legacy_statement_name(const ast::ExpressionNode* expression) const {
  if (!ast::is<ast::Name>(expression)) return false;
  ast::Identifier id = ast::as<ast::Name>(expression)->id;
  return id == "print" || id == "exec";
}

// Two expressions in a row, "a if b" without else, a bare lambda in an f-string.
void Parser::check_expression() {
  const size_t start = position_;
  const Token& first_token = token();
  std::string_view word = at(TokenKind::NAME) ? text(first_token) : std::string_view();
  // Python takes the first letters of a soft keyword for the whole.
  auto begins = [word](std::string_view keyword) { return !word.empty() && keyword.starts_with(word); };
  const bool soft_keyword = begins("_") || begins("case") || begins("match") || begins("type");
  const bool odd_prefix = at(TokenKind::NAME) && kind_at(1) == TokenKind::STRING;
  if (Expression first = attempt([this] { return parse_disjunction(); })) {
    const size_t after = position_;
    if (!soft_keyword && !odd_prefix) {
      Expression second = attempt([this] { return without_checks([this] { return parse_expression_unchecked(); }); });
      if (second != nullptr && !is_legacy_statement_name(first) && previous().level != 0) {
        raise_range(*first, *second, "invalid syntax. Perhaps you forgot a comma?");
      }
      position_ = after;
    }
    if (accept(TokenKind::KEYWORD_IF)) {
      Expression test = attempt([this] { return parse_disjunction(); });
      if (test != nullptr && !at(TokenKind::KEYWORD_ELSE) && !at(TokenKind::COLON)) {
        raise_range(*first, *test, "expected 'else' after 'if' expression");
      }
    }
  }
  position_ = start;
  if (accept(TokenKind::KEYWORD_LAMBDA)) {
    bool read = attempt([this] {
      parse_parameters(ParameterStyle::Lambda, TokenKind::COLON);
      return true;
    });
    if (read && at(TokenKind::COLON) && kind_at(1) == TokenKind::FSTRING_MIDDLE) {
      raise_range(first_token, token(), "f-string: lambda expressions are not allowed without parentheses");
    }
    position_ = start;
  }
}

// Python 2's print and exec statements.
void Parser::check_legacy_expression() {
  if (!at(TokenKind::NAME) || kind_at(1) == TokenKind::LPAR) return;
  const size_t start = position_;
  const Token& name = token();
  advance();
  Expression rest = attempt([this] { return parse_star_expressions(); });
  std::string_view word = text(name);
  if (rest != nullptr && (word == "print" || word == "exec")) {
    raise_range(name, *rest, fmt::format("Missing parentheses in call to '{0}'. Did you mean {0}(...)?", word));
  }
  position_ = start;
}

// '=' or ':=' where only one of them, or none, makes sense.
void Parser::check_named_expression() {
  const size_t start = position_;
  const Token& first_token = token();
  if (Expression target = attempt([this] { return parse_expression(); })) {
    if (accept(TokenKind::COLONEQUAL) && attempt([this] { return parse_expression(); }) != nullptr) {
      raise(*target, fmt::format("cannot use assignment expressions with {}", expression_name(target)));
    }
  }
  position_ = start;
  auto at_assignment = [this] { return at(TokenKind::EQUAL) || at(TokenKind::COLONEQUAL); };
  if (at(TokenKind::NAME) && kind_at(1) == TokenKind::EQUAL) {
    position_ += 2;
    Expression value = attempt([this] { return parse_bitwise_or(); });
    if (value != nullptr && !at_assignment()) {
      raise_range(first_token, *value, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    }
    position_ = start;
  }
  if (at(TokenKind::KEYWORD_TRUE) || at(TokenKind::KEYWORD_FALSE) || at(TokenKind::KEYWORD_NONE)) return;
  if (at(TokenKind::LSQB) || at(TokenKind::LPAR)) {
    Expression display = attempt([this] { return parse_atom(); });
    position_ = start;
    if (display != nullptr && display->col_offset == first_token.col_offset && display->lineno == first_token.lineno &&
        (ast::is<ast::List>(display) || ast::is<ast::Tuple>(display) || ast::is<ast::GeneratorExp>(display))) {
      return;
    }
  }
  if (Expression target = attempt([this] { return parse_bitwise_or(); })) {
    if (accept(TokenKind::EQUAL) && attempt([this] { return parse_bitwise_or(); }) != nullptr && !at_assignment()) {
      raise(*target,
            fmt::format("cannot assign to {} here. Maybe you meant '==' instead of '='?", expression_name(target)));
    }
  }
  position_ = start;
}

// ---- Assignments ----------------------------------------------------------------------------------------------------

void Parser::check_annotation_target() {
  const size_t start = position_;
  if (at(TokenKind::LPAR) || at(TokenKind::LSQB)) {
    Expression target = attempt([this] { return parse_atom(); });
    if (target != nullptr && (ast::is<ast::List>(target) || ast::is<ast::Tuple>(target)) && accept(TokenKind::COLON) &&
        attempt([this] { return parse_expression(); }) != nullptr) {
      raise(*target, fmt::format("only single target (not {}) can be annotated", expression_name(target)));
    }
    position_ = start;
  }
  Expression first = attempt([this] { return parse_star_named_expression(); });
  if (first != nullptr && accept(TokenKind::COMMA)) {
    for (;;) {
      if (attempt([this] { return parse_star_named_expression(); }) == nullptr) break;
      accept(TokenKind::COMMA);
    }
    if (accept(TokenKind::COLON) && attempt([this] { return parse_expression(); }) != nullptr) {
      raise(*first, "only single target (not tuple) can be annotated");
    }
  }
  position_ = start;
  Expression target = attempt([this] { return parse_expression(); });
  if (target != nullptr && accept(TokenKind::COLON) && attempt([this] { return parse_expression(); }) != nullptr) {
    raise(*target, "illegal target for annotation");
  }
  position_ = start;
}

// A statement that looks like an assignment but has no legal target.
void Parser::check_assignment() {
  const size_t start = position_;
  check_annotation_target();
  // Legal targets in a chain are skipped: the error is in the first that is not one.
  for (;;) {
    const size_t here = position_;
    Expression target = attempt([this] { return parse_star_targets(TokenKind::EQUAL); });
    if (target != nullptr && accept(TokenKind::EQUAL)) continue;
    position_ = here;
    break;
  }
  const size_t after_targets = position_;
  if (Expression value = attempt([this] { return parse_star_expressions(); })) {
    if (at(TokenKind::EQUAL)) raise_invalid_target(TargetKind::Star, value);
  }
  position_ = after_targets;
  if (at(TokenKind::KEYWORD_YIELD)) {
    Expression value = attempt([this] { return parse_yield(); });
    if (value != nullptr && at(TokenKind::EQUAL)) raise(*value, "assignment to yield expression not possible");
  }
  position_ = start;
  Expression target = attempt([this] { return parse_star_expressions(); });
  if (target != nullptr && is_augmented_assignment(kind())) {
    advance();
    if (attempt([this] { return parse_yield_or_star_expressions(); }) != nullptr) {
      raise(*target, fmt::format("'{}' is an illegal expression for augmented assignment", expression_name(target)));
    }
  }
  position_ = start;
}

// ---- Brackets -------------------------------------------------------------------------------------------------------

// After an arithmetic operator.
void Parser::check_not_operand() {
  if (!at(TokenKind::KEYWORD_NOT)) return;
  const Token& first = token();
  if (Expression operand = attempt([this] { return parse_inversion(); })) {
    raise_range(first, *operand, "'not' after an operator must be parenthesized");
  }
}

// After '*'.
void Parser::check_star_operand() {
  const size_t start = position_;
  furthest_ = std::max(furthest_, position_);
  if (attempt([this] { return parse_expression(); }) == nullptr) raise_here("Invalid star expression");
  position_ = start;
}

// After the `for` of a comprehension: targets without `in`.
void Parser::check_comprehension_clause() {
  const size_t start = position_;
  bool read = attempt([this] {
    do {
      if (at(TokenKind::KEYWORD_IN)) break;
      parse_bitwise_or();
    } while (accept(TokenKind::COMMA) && starts_expression());
    return true;
  });
  if (read && !at(TokenKind::KEYWORD_IN)) raise_here("'in' expected after for-loop variables");
  position_ = start;
}

// At '(': a star where a value must stand.
void Parser::check_group() {
  if (!first_time(Check::Group)) return;
  const size_t start = position_;
  advance();
  const Token& first = token();
  if (accept(TokenKind::STAR)) {
    check_star_operand();
    Expression value = attempt([this] { return parse_expression(); });
    if (value != nullptr && at(TokenKind::RPAR)) raise_range(first, *value, "cannot use starred expression here");
  } else if (accept(TokenKind::DOUBLESTAR)) {
    Expression value = attempt([this] { return parse_expression(); });
    if (value != nullptr && at(TokenKind::RPAR)) raise(first, "cannot use double starred expression here");
  }
  position_ = start;
}

// At an opening bracket: a comprehension of something that cannot be one element.
void Parser::check_comprehension() {
  if (!first_time(Check::Comprehension)) return;
  const size_t start = position_;
  const TokenKind bracket = kind();
  auto clauses_follow = [this] {
    return starts_comprehension() && !attempt([this] { return parse_comprehension_clauses(); }).empty();
  };
  advance();
  const Token& first = token();
  if (accept(TokenKind::STAR)) {
    check_star_operand();
    Expression value = attempt([this] { return parse_expression(); });
    if (value != nullptr && clauses_follow()) {
      raise_range(first, *value, "iterable unpacking cannot be used in comprehension");
    }
  }
  position_ = start + 1;
  if (bracket != TokenKind::LPAR) {
    Expression element = attempt([this] { return parse_star_named_expression(); });
    if (element != nullptr && at(TokenKind::COMMA)) {
      const Token& comma = token();
      advance();
      Expression last = nullptr;
      while (Expression next = attempt([this] { return parse_star_named_expression(); })) {
        last = next;
        if (!accept(TokenKind::COMMA)) break;
      }
      if (clauses_follow()) {
        std::string message = "did you forget parentheses around the comprehension target?";
        if (last == nullptr) raise_range(*element, comma, std::move(message));
        raise_range(*element, *last, std::move(message));
      }
    }
  }
  position_ = start + 1;
  if (bracket == TokenKind::LBRACE && accept(TokenKind::DOUBLESTAR)) {
    Expression value = attempt([this] { return parse_bitwise_or(); });
    if (value != nullptr && clauses_follow() && at(TokenKind::RBRACE)) {
      raise(first, "dict unpacking cannot be used in dict comprehension");
    }
  }
  position_ = start;
}

// At '{': an item of a dict without its key, colon or value.
void Parser::check_dict_items() {
  if (!first_time(Check::DictItems)) return;
  const size_t start = position_;
  auto read_item = [this] {
    return attempt([this] {
      if (accept(TokenKind::DOUBLESTAR)) {
        parse_bitwise_or();
      } else {
        parse_expression_unchecked();
        expect(TokenKind::COLON);
        parse_expression();
      }
      return true;
    });
  };
  auto check_value = [this] {
    if (!at(TokenKind::COLON)) return;
    const Token& colon = token();
    advance();
    if (at(TokenKind::STAR)) {
      const Token& star = token();
      advance();
      if (attempt([this] { return parse_bitwise_or(); }) != nullptr) {
        raise_from(star, "cannot use a starred expression in a dictionary value");
      }
    } else if (at(TokenKind::RBRACE) || at(TokenKind::COMMA)) {
      raise(colon, "expression expected after dictionary key and ':'");
    }
  };
  advance();
  bool after_comma = false;
  while (read_item()) {
    after_comma = accept(TokenKind::COMMA);
    if (!after_comma) break;
  }
  if (after_comma) {
    if (Expression key = attempt([this] { return parse_expression_unchecked(); })) {
      if (!at(TokenKind::COLON)) {
        raise_at(key->lineno, key->end_col_offset - 1, key->end_lineno, -1, "':' expected after dictionary key");
      }
      check_value();
    }
  }
  position_ = start + 1;
  if (attempt([this] { return parse_expression(); }) != nullptr) check_value();
  position_ = start;
}

// ---- Calls ----------------------------------------------------------------------------------------------------------

// After '(': arguments in an impossible order, or a generator expression that needs parentheses.
void Parser::check_call_arguments() {
  if (!first_time(Check::CallArguments)) return;
  const size_t start = position_;
  constexpr std::string_view kParenthesize = "Generator expression must be parenthesized";
  struct Items {
    std::vector<ast::Node*> nodes;
    size_t end = 0;        // position after the last one
    bool mapping = false;  // a ** among them
  };
  // As many arguments as fit the order of the grammar; generator expressions without parentheses do not.
  auto read_arguments = [this]() -> Items {
    Items items;
    bool seen_keyword = false;
    for (;;) {
      ast::Node* item = attempt([&]() -> ast::Node* {
        const Token& first = token();
        if (at(TokenKind::STAR)) {
          if (items.mapping) fail();
          advance();
          Expression value = parse_expression();
          auto* starred = make<ast::Starred>(first);
          starred->value = value;
          return starred;
        }
        if (accept(TokenKind::DOUBLESTAR)) {
          parse_expression();
          seen_keyword = items.mapping = true;
          return make<ast::Keyword>(first);
        }
        if (at(TokenKind::NAME) && kind_at(1) == TokenKind::EQUAL) {
          position_ += 2;
          parse_expression();
          seen_keyword = true;
          return make<ast::Keyword>(first);
        }
        if (seen_keyword) fail();
        Expression value = parse_assignment_or_expression();
        if (at(TokenKind::EQUAL)) fail();
        return value;
      });
      if (item == nullptr) {
        if (items.end > 0) position_ = items.end;
        return items;
      }
      items.nodes.push_back(item);
      items.end = position_;
      if (!accept(TokenKind::COMMA)) return items;
    }
  };
  auto read_clauses = [this] {
    return starts_comprehension() ? attempt([this] { return parse_comprehension_clauses(); })
                                  : ast::Sequence<ast::Comprehension>{};
  };
  Items items = read_arguments();
  const bool any = !items.nodes.empty();
  if (any && items.mapping && at(TokenKind::COMMA) && kind_at(1) == TokenKind::STAR) {
    const Token& comma = token();
    while (at(TokenKind::COMMA) && kind_at(1) == TokenKind::STAR) {
      position_ += 2;
      check_star_operand();
      parse_expression();
    }
    raise_from(comma, "iterable argument unpacking follows keyword argument unpacking");
  }
  position_ = start;
  if (Expression element = attempt([this] { return parse_expression(); })) {
    ast::Sequence<ast::Comprehension> clauses = read_clauses();
    if (!clauses.empty() && accept(TokenKind::COMMA)) {
      if (read_arguments().nodes.empty()) attempt([this] { return parse_expression(); });
      raise_range(*element, *last_part(clauses.back()), std::string(kParenthesize));
    }
  }
  position_ = start;
  if (at(TokenKind::NAME) && kind_at(1) == TokenKind::EQUAL) check_keyword_argument();
  // "f(a, b=)"
  if (any) {
    position_ = items.end;
    accept(TokenKind::COMMA);
  }
  for (int round = 0; round < 2; ++round) {
    if (at(TokenKind::NAME) && kind_at(1) == TokenKind::EQUAL &&
        (kind_at(2) == TokenKind::COMMA || kind_at(2) == TokenKind::RPAR)) {
      raise_range(token(), token_at(1), "expected argument value expression");
    }
    position_ = start;
  }
  if (any) {
    position_ = items.end;
    ast::Sequence<ast::Comprehension> clauses = read_clauses();
    std::vector<ast::Node*> positional;
    for (ast::Node* node : items.nodes) {
      if (!ast::is<ast::Keyword>(node)) positional.push_back(node);
    }
    if (!clauses.empty() && positional.size() > 1) {
      raise_range(*positional.back(), *last_part(clauses.back()), std::string(kParenthesize));
    }
    position_ = items.end;
    if (accept(TokenKind::COMMA)) {
      const size_t after_comma = position_;
      if (Expression element = attempt([this] { return parse_expression(); })) {
        clauses = read_clauses();
        if (!clauses.empty()) raise_range(*element, *clauses.back()->target, std::string(kParenthesize));
      }
      position_ = after_comma;
      if (!read_arguments().nodes.empty()) {
        raise_here(items.mapping ? "positional argument follows keyword argument unpacking"
                                 : "positional argument follows keyword argument");
      }
    }
  }
  position_ = start;
}

// name=value with something else than a name, or with something else than '=' meant.
void Parser::check_keyword_argument() {
  if (!first_time(Check::KeywordArgument)) return;
  const size_t start = position_;
  const Token& first = token();
  if ((at(TokenKind::KEYWORD_TRUE) || at(TokenKind::KEYWORD_FALSE) || at(TokenKind::KEYWORD_NONE)) &&
      kind_at(1) == TokenKind::EQUAL) {
    raise_range(first, token_at(1), fmt::format("cannot assign to {}", text(first)));
  }
  if (at(TokenKind::NAME) && kind_at(1) == TokenKind::EQUAL) {
    const Token& equal = token_at(1);
    position_ += 2;
    if (attempt([this] { return parse_expression(); }) != nullptr && starts_comprehension() &&
        !attempt([this] { return parse_comprehension_clauses(); }).empty()) {
      raise_range(first, equal, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    }
    position_ = start;
    return;
  }
  Expression target = attempt([this] { return parse_expression(); });
  if (target != nullptr && at(TokenKind::EQUAL)) {
    raise_range(*target, token(), "expression cannot contain assignment, perhaps you meant \"==\"?");
  }
  position_ = start;
}

// At '=' after *expression or **expression.
void Parser::check_starred_assignment(const Token& star, std::string_view what) {
  const size_t start = position_;
  advance();
  if (Expression value = attempt([this] { return parse_expression(); })) {
    raise_range(star, *value, fmt::format("cannot assign to {}", what));
  }
  position_ = start;
}

// ---- Parameters -----------------------------------------------------------------------------------------------------

void Parser::check_parameters(ParameterStyle style) {
  if (!first_time(Check::Parameters)) return;
  const size_t start = position_;
  const bool lambda = style == ParameterStyle::Lambda;
  const TokenKind end = lambda ? TokenKind::COLON : TokenKind::RPAR;
  bool seen_slash = false;
  bool seen_star = false;
  bool seen_default = false;
  bool any = false;
  auto at_end_of_parameter = [&] { return at(TokenKind::COMMA) || at(end); };
  while (!at(end)) {
    const Token& first = token();
    if (accept(TokenKind::SLASH)) {
      if (!any && !seen_star && at(TokenKind::COMMA)) raise(first, "at least one argument must precede /");
      if (seen_star) raise(first, "/ must be ahead of *");
      if (seen_slash) raise(first, "/ may appear only once");
      seen_slash = true;
      if (any && at(TokenKind::STAR)) raise(token(), "expected comma between / and *");
    } else if (accept(TokenKind::STAR)) {
      if (seen_star) {
        const size_t after_star = position_;
        const bool parameter = at(TokenKind::NAME) && attempt([&] { return parse_parameter(style, false); }) != nullptr;
        if (at(TokenKind::COMMA) || (parameter && at(end))) raise(first, "* argument may appear only once");
        position_ = after_star;
      }
      if (at(end) || (at(TokenKind::COMMA) && (kind_at(1) == end || kind_at(1) == TokenKind::DOUBLESTAR))) {
        if (lambda) raise_here("named arguments must follow bare *");
        raise(first, "named arguments must follow bare *");
      }
      seen_star = true;
      if (at(TokenKind::NAME)) {
        if (attempt([&] { return parse_parameter(style, true); }) == nullptr) break;
        if (at(TokenKind::EQUAL)) raise(token(), "var-positional argument cannot have default value");
      }
    } else if (accept(TokenKind::DOUBLESTAR)) {
      if (attempt([&] { return parse_parameter(style, false); }) == nullptr) break;
      if (at(TokenKind::EQUAL)) raise(token(), "var-keyword argument cannot have default value");
      if (accept(TokenKind::COMMA)) {
        const Token& next = token();
        if (at(TokenKind::STAR) || at(TokenKind::DOUBLESTAR) || at(TokenKind::SLASH)) {
          raise(next, "arguments cannot follow var-keyword argument");
        }
        if (at(TokenKind::NAME)) {
          if (ast::Arg* parameter = attempt([&] { return parse_parameter(style, false); })) {
            raise(*parameter, "arguments cannot follow var-keyword argument");
          }
        }
      }
      break;
    } else if (at(TokenKind::LPAR)) {
      advance();
      bool names = at(TokenKind::NAME);
      while (at(TokenKind::NAME) && attempt([&] { return parse_parameter(style, false); }) != nullptr) {
        if (!accept(TokenKind::COMMA)) break;
      }
      if (names && at(TokenKind::RPAR) && !seen_default && !seen_star && !seen_slash) {
        const Token& close = token();
        advance();
        raise_range(first, close,
                    lambda ? "Lambda expression parameters cannot be parenthesized"
                           : "Function parameters cannot be parenthesized");
      }
      break;
    } else if (at(TokenKind::NAME)) {
      ast::Arg* parameter = attempt([&] { return parse_parameter(style, false); });
      if (parameter == nullptr) break;
      any = true;
      if (at(TokenKind::EQUAL)) {
        if (kind_at(1) == TokenKind::RPAR || kind_at(1) == TokenKind::COMMA) {
          raise(token(), "expected default value expression");
        }
        advance();
        if (attempt([this] { return parse_expression(); }) == nullptr) break;
        if (!seen_star) seen_default = true;
      } else if (seen_default && !seen_star && at_end_of_parameter()) {
        raise(*parameter, "parameter without a default follows parameter with a default");
      }
    } else {
      break;
    }
    if (!accept(TokenKind::COMMA)) break;
  }
  position_ = start;
}

// ---- Statements -----------------------------------------------------------------------------------------------------

// Where the colon of a compound statement must stand: it is missing, or no block follows.
void Parser::check_block_header(const Token& start, std::string_view what) {
  if (at(TokenKind::NEWLINE)) raise_here("expected ':'");
  if (at(TokenKind::COLON) && kind_at(1) == TokenKind::NEWLINE && kind_at(2) != TokenKind::INDENT) {
    furthest_ = std::max(furthest_, position_ + 2);
    raise_here(fmt::format("expected an indented block after {} on line {}", what, start.lineno), "IndentationError");
  }
}

void Parser::check_import() {
  if (at(TokenKind::NEWLINE)) raise_from(token(), "Expected one or more names after 'import'");
  const size_t start = position_;
  const Token& keyword = previous();
  bool reversed = attempt([this] {
    do {
      parse_dotted_name();
    } while (accept(TokenKind::COMMA));
    expect(TokenKind::KEYWORD_FROM);
    parse_dotted_name();
    return true;
  });
  if (reversed) raise_from(keyword, "Did you mean to use 'from ... import ...' instead?");
  position_ = start;
}

void Parser::check_import_from_names() {
  if (at(TokenKind::NEWLINE)) raise_from(token(), "Expected one or more names after 'import'");
  const size_t start = position_;
  bool trailing_comma = attempt([this] {
    do {
      if (at(TokenKind::NEWLINE)) return true;
      parse_import_from_name();
    } while (accept(TokenKind::COMMA));
    return false;
  });
  if (trailing_comma) raise_here("trailing comma not allowed without surrounding parentheses");
  position_ = start;
}

// At the keyword: looks past the items, with or without parentheses, for the colon.
void Parser::check_with(const Token& keyword) {
  const size_t start = position_;
  auto read_items = [this](bool parenthesized) {
    return attempt([&] {
      do {
        if (parenthesized && at(TokenKind::RPAR)) break;
        if (parenthesized) {
          parse_expressions();
        } else {
          parse_expression();
        }
        if (accept(TokenKind::KEYWORD_AS)) parse_star_target();
      } while (accept(TokenKind::COMMA));
      if (parenthesized) expect(TokenKind::RPAR);
      return true;
    });
  };
  advance();
  if (read_items(false)) check_block_header(keyword, "'with' statement");
  position_ = start + 1;
  if (accept(TokenKind::LPAR) && read_items(true)) check_block_header(keyword, "'with' statement");
  position_ = start;
}

// At `except`.
void Parser::check_except() {
  const size_t start = position_;
  advance();
  const bool star = accept(TokenKind::STAR);
  if (star && (at(TokenKind::NEWLINE) || at(TokenKind::COLON))) raise_here("expected one or more exception types");
  if (at(TokenKind::NEWLINE)) raise_here("expected ':'");
  if (Expression first = attempt([this] { return parse_expression(); })) {
    if (accept(TokenKind::COMMA) && attempt([this] { return parse_expressions(); }) != nullptr) {
      if (accept(TokenKind::KEYWORD_AS)) accept(TokenKind::NAME);
      if (at(TokenKind::COLON)) raise_from(*first, "multiple exception types must be parenthesized");
    }
  }
  position_ = start;
}

void Parser::check_try_end() {
  if (!at(TokenKind::KEYWORD_EXCEPT) && !at(TokenKind::KEYWORD_FINALLY)) {
    raise_here("expected 'except' or 'finally' block");
  }
}

// At an `except` of the other kind than the ones before it.
void Parser::check_mixed_except(bool star) {
  const size_t start = position_;
  const Token& keyword = token();
  advance();
  const Token& mark = token();
  if (!star) advance();
  if (!star && (at(TokenKind::COLON) || at(TokenKind::NEWLINE))) raise_here("expected one or more exception types");
  bool read = attempt([this] {
    if (at(TokenKind::COLON)) return true;
    parse_expression();
    if (accept(TokenKind::KEYWORD_AS)) expect_name();
    return true;
  });
  if (read && at(TokenKind::COLON)) {
    std::string message = "cannot have both 'except' and 'except*' on the same 'try'";
    if (star) raise(keyword, std::move(message));
    raise_range(keyword, mark, std::move(message));
  }
  position_ = start;
}

// At the word `match`, which starts no match statement as it stands.
void Parser::check_match() {
  const size_t start = position_;
  const Token& keyword = token();
  advance();
  const size_t furthest = std::exchange(furthest_, position_);
  const bool read = attempt([this] { return parse_subject(); }) != nullptr;
  if (read && at(TokenKind::COLON)) furthest_ = std::max(furthest_, position_ + 1);
  // Python reads the subject in its first pass, so that this is how far that pass gets.
  if (failed_token_ == start + 1) failed_token_ = furthest_;
  furthest_ = std::max(furthest_, furthest);
  if (read) check_block_header(keyword, "'match' statement");
  position_ = start;
}

// ---- Replacement fields of f-strings --------------------------------------------------------------------------------

// At '{'.
void Parser::check_replacement_field() {
  if (!first_time(Check::ReplacementField)) return;
  advance();
  switch (kind()) {
    case TokenKind::EQUAL:
    case TokenKind::EXCLAMATION:
    case TokenKind::COLON:
    case TokenKind::RBRACE:
      raise(token(), fmt::format("f-string: valid expression required before '{}'", token_spelling(kind())));
    default:
      break;
  }
  if (at(TokenKind::UNCLOSED)) return;
  Expression value = attempt([this] { return parse_yield_or_star_expressions(); });
  if (value == nullptr) raise(token(), "f-string: expecting a valid expression after '{'");
  auto at_end = [this] { return at(TokenKind::EXCLAMATION) || at(TokenKind::COLON) || at(TokenKind::RBRACE); };
  if (at(TokenKind::UNCLOSED)) return;
  if (!at_end() && !at(TokenKind::EQUAL)) raise(token(), "f-string: expecting '=', or '!', or ':', or '}'");
  if (accept(TokenKind::EQUAL)) {
    if (at(TokenKind::UNCLOSED)) return;
    if (!at_end()) raise(token(), "f-string: expecting '!', or ':', or '}'");
  }
  if (accept(TokenKind::EXCLAMATION)) {
    if (at(TokenKind::UNCLOSED)) return;
    if (at(TokenKind::COLON) || at(TokenKind::RBRACE)) raise(token(), "f-string: missing conversion character");
    if (!at(TokenKind::NAME)) raise(token(), "f-string: invalid conversion character");
    advance();
    if (at(TokenKind::UNCLOSED)) return;
    if (!at(TokenKind::COLON) && !at(TokenKind::RBRACE)) raise(token(), "f-string: expecting ':' or '}'");
  }
  if (at(TokenKind::COLON)) {
    const Token& colon = token();
    advance();
    attempt([&] { return parse_format_spec(colon, false); });
    if (at(TokenKind::UNCLOSED)) return;
    if (!at(TokenKind::RBRACE)) raise(token(), "f-string: expecting '}', or format specs");
  }
  if (at(TokenKind::UNCLOSED)) return;
  if (!at(TokenKind::RBRACE)) raise(token(), "f-string: expecting '}'");
}

}  // namespace gilded::compiler
