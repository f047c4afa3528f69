// String literals: escapes, concatenation of neighbours, and the parts of f-strings.

#include "compiler/parser/parser_internals.h"

namespace gilded::compiler {

namespace {

const std::string_view* constant_text(const ast::ExpressionNode* node) {
  if (!ast::is<ast::Constant>(node)) return nullptr;
  const auto* string = std::get_if<ast::StringValue>(&ast::as<ast::Constant>(node)->value);
  return string == nullptr ? nullptr : &string->text;
}

bool is_bytes_constant(const ast::ExpressionNode* node) {
  return ast::is<ast::Constant>(node) && std::holds_alternative<ast::BytesValue>(ast::as<ast::Constant>(node)->value);
}

}  // namespace

// Python mentions only the first of a literal, at the line where the literal starts.
void Parser::warn_about_escapes(const Token& literal, const std::vector<EscapeWarning>& found) {
  if (!found.empty()) warn(literal, found.front().message);
}

// One STRING token.
ast::Constant* Parser::parse_plain_string() {
  const Token& literal = token();
  std::string_view spelling = text(literal);
  bool raw = false, bytes = false, unicode = false;
  size_t quote = 0;
  for (; spelling[quote] != '\'' && spelling[quote] != '"'; ++quote) {
    char prefix = static_cast<char>(spelling[quote] | 0x20);
    raw |= prefix == 'r';
    bytes |= prefix == 'b';
    unicode |= spelling[quote] == 'u';  // Python keeps only the lower-case letter in mind
  }
  size_t marks =
      spelling.size() - quote >= 6 && spelling[quote + 1] == spelling[quote] && spelling[quote + 2] == spelling[quote]
          ? 3
          : 1;
  std::string_view body = spelling.substr(quote + marks, spelling.size() - quote - 2 * marks);
  auto make_constant = [&](ast::ConstantValue value) {
    advance();
    auto* node = make<ast::Constant>(literal);
    node->has_u_prefix = unicode;
    node->value = value;
    return node;
  };
  const bool has_escapes = !raw && body.find('\\') != std::string_view::npos;
  if (!bytes && !has_escapes) return make_constant(ast::StringValue{arena_.copy_text(body)});
  std::string value;
  std::vector<EscapeWarning> found;
  try {
    if (bytes) {
      decode_bytes(body, raw ? Escapes::Raw : Escapes::Process, value, &found);
    } else {
      decode_string(body, Escapes::Process, value, &found);
    }
  } catch (LiteralFailure& failure) {
    raise(literal, failure.message);
  }
  warn_about_escapes(literal, found);
  if (bytes) return make_constant(ast::BytesValue{arena_.copy_text(value)});
  return make_constant(ast::StringValue{arena_.copy_text(value)});
}

// One or more neighbouring literals.
Parser::Expression Parser::parse_strings() {
  const Token& start = token();
  if (at(TokenKind::STRING)) {
    ast::Constant* first = parse_plain_string();
    if (!at(TokenKind::STRING) && !at(TokenKind::FSTRING_START)) return first;
    --position_;
  }
  std::vector<Expression> parts;
  bool formatted = false;
  bool any_bytes = false;
  bool any_text = false;
  while (at(TokenKind::STRING) || at(TokenKind::FSTRING_START)) {
    if (at(TokenKind::FSTRING_START)) {
      formatted = any_text = true;
      parse_fstring(parts);
    } else {
      parts.push_back(parse_plain_string());
      (is_bytes_constant(parts.back()) ? any_bytes : any_text) = true;
    }
  }
  if (any_bytes && any_text) raise_here("cannot mix bytes and nonbytes literals");
  if (any_bytes) {
    std::string value;
    for (Expression part : parts) value += std::get<ast::BytesValue>(ast::as<ast::Constant>(part)->value).bytes;
    return constant(start, ast::BytesValue{arena_.copy_text(value)});
  }
  if (!formatted) {
    std::string value;
    for (Expression part : parts) value += *constant_text(part);
    auto* node = make<ast::Constant>(start);
    node->value = ast::StringValue{arena_.copy_text(value)};
    node->has_u_prefix = ast::as<ast::Constant>(parts[0])->has_u_prefix;
    return node;
  }
  auto* node = make<ast::JoinedStr>(start);
  node->values = arena_.copy(merge_text_pieces(parts));
  return node;
}

// Joins neighbouring pieces of text and drops empty ones.
std::vector<ast::ExpressionNode*> Parser::merge_text_pieces(const std::vector<Expression>& parts) {
  std::vector<Expression> merged;
  for (size_t i = 0; i < parts.size();) {
    if (constant_text(parts[i]) == nullptr) {
      merged.push_back(parts[i++]);
      continue;
    }
    size_t end = i + 1;
    while (end < parts.size() && constant_text(parts[end]) != nullptr) ++end;
    auto* first = ast::as<ast::Constant>(parts[i]);
    if (end > i + 1) {
      std::string value;
      for (size_t piece = i; piece < end; ++piece) value += *constant_text(parts[piece]);
      first->value = ast::StringValue{arena_.copy_text(value)};
      first->end_lineno = parts[end - 1]->end_lineno;
      first->end_col_offset = parts[end - 1]->end_col_offset;
    }
    if (!constant_text(first)->empty()) merged.push_back(first);
    i = end;
  }
  return merged;
}

std::string Parser::decode_fstring_text(const Token& piece, bool raw) {
  std::string_view body = text(piece);
  std::string value;
  std::vector<EscapeWarning> found;
  const bool process = !raw && body.find('\\') != std::string_view::npos;
  try {
    decode_string(body, process ? Escapes::Process : Escapes::Raw, value, &found);
  } catch (LiteralFailure& failure) {
    raise_here(failure.message);
  }
  if (process && body.back() == '\\' && (body.size() < 2 || body[body.size() - 2] != '\\')) {
    found.push_back({fmt::format("invalid escape sequence '\\{}'", source_.text()[piece.end])});
  }
  warn_about_escapes(piece, found);
  return value;
}

// From FSTRING_START to FSTRING_END; appends Constant and FormattedValue nodes.
void Parser::parse_fstring(std::vector<Expression>& parts) {
  DepthGuard guard(*this);
  const Token& start = token();
  std::string_view prefix = text(start);
  const bool raw = prefix.find_first_of("rR") < prefix.find_first_of("\"'");
  advance();
  std::vector<std::pair<const Token*, ast::Constant*>> pieces;
  while (!at(TokenKind::FSTRING_END)) {
    if (at(TokenKind::FSTRING_MIDDLE)) {
      const Token& piece = token();
      advance();
      auto* node = make<ast::Constant>(piece);
      if (token().start > piece.end) ++node->end_col_offset;  // the second of two braces belongs to the piece
      pieces.emplace_back(&piece, node);
      parts.push_back(node);
    } else if (at(TokenKind::LBRACE)) {
      parse_replacement_field(parts, raw);
    } else {
      fail();
    }
  }
  // Escapes are looked at last, so that a broken one is reported at the end of the literal.
  for (auto& [piece, node] : pieces) node->value = ast::StringValue{arena_.copy_text(decode_fstring_text(*piece, raw))};
  advance();
}

void Parser::parse_replacement_field(std::vector<Expression>& parts, bool raw) {
  DepthGuard guard(*this);
  const size_t first = position_;
  const Token& brace = token();
  try {
    advance();
    Expression value = parse_yield_or_star_expressions();
    const bool debug = at(TokenKind::EQUAL);
    if (debug) advance();
    const Token& after = token();
    int32_t conversion = -1;
    const Token* conversion_name = nullptr;
    if (at(TokenKind::EXCLAMATION)) {
      const Token& mark = token();
      advance();
      const Token& name = token();
      if (!at(TokenKind::NAME)) fail();
      advance();
      if (mark.lineno != name.lineno || mark.end_col_offset != name.col_offset) {
        raise_range(mark, name, "f-string: conversion type must come right after the exclamanation mark");
      }
      conversion_name = &name;
      conversion = text(name)[0];
    }
    Expression format_spec = nullptr;
    if (at(TokenKind::COLON)) {
      const Token& colon = token();
      advance();
      format_spec = parse_format_spec(colon, raw);
    }
    expect(TokenKind::RBRACE);
    if (conversion_name != nullptr) {
      std::string_view letter = text(*conversion_name);
      if (letter != "s" && letter != "r" && letter != "a") {
        raise(*conversion_name,
              fmt::format("f-string: invalid conversion character '{}': expected 's', 'r', or 'a'", letter));
      }
    }
    if (debug) {
      auto* shown = arena_.make<ast::Constant>();
      shown->lineno = brace.lineno;
      shown->col_offset = brace.end_col_offset;
      shown->end_lineno = after.lineno;
      shown->end_col_offset = after.col_offset;
      shown->value = ast::StringValue{arena_.copy_text(debug_text(brace.end, after.start))};
      parts.push_back(shown);
      if (conversion < 0 && format_spec == nullptr) conversion = 'r';
    }
    auto* field = make<ast::FormattedValue>(brace);
    field->value = value;
    field->conversion = conversion;
    field->format_spec = format_spec;
    parts.push_back(field);
  } catch (ParseFailure&) {
    if (diagnosing_) {
      position_ = first;
      check_replacement_field();
    }
    throw;
  }
}

Parser::Expression Parser::parse_format_spec(const Token& colon, bool raw) {
  std::vector<Expression> parts;
  while (!at(TokenKind::RBRACE)) {
    if (at(TokenKind::FSTRING_MIDDLE)) {
      const Token& piece = token();
      advance();
      auto* node = make<ast::Constant>(piece);
      node->value = ast::StringValue{arena_.copy_text(decode_fstring_text(piece, raw))};
      parts.push_back(node);
    } else if (at(TokenKind::LBRACE)) {
      parse_replacement_field(parts, raw);
    } else {
      break;
    }
  }
  auto* node = make<ast::JoinedStr>(colon);
  node->values = arena_.copy(merge_text_pieces(parts));
  return node;
}

// The text of f"{text=}" as it is shown: as written, without comments.
std::string Parser::debug_text(uint32_t start, uint32_t end) const {
  std::string_view written = std::string_view(source_.text()).substr(start, end - start);
  if (written.find('#') == std::string_view::npos) return std::string(written);
  std::string shown;
  char quote = 0;
  for (size_t i = 0; i < written.size(); ++i) {
    char c = written[i];
    if (quote != 0) {
      if (c == '\\' && i + 1 < written.size()) {
        shown += written[i++];
      } else if (c == quote) {
        quote = 0;
      }
      shown += written[i];
    } else if (c == '#') {
      while (i < written.size() && written[i] != '\n') ++i;
      if (i < written.size()) shown += '\n';
    } else {
      if (c == '"' || c == '\'') quote = c;
      shown += c;
    }
  }
  return shown;
}

}  // namespace gilded::compiler
