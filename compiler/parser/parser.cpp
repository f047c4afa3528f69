#include "compiler/parser/parser.h"

#include <algorithm>

#include "compiler/lexer/identifiers.h"
#include "compiler/parser/parser_internals.h"

namespace gilded::compiler {

// ---- Tokens ---------------------------------------------------------------------------------------------------------

ast::Identifier Parser::identifier(const Token& token) {
  std::string_view name = text(token);
  for (char c : name) {
    if (static_cast<unsigned char>(c) >= 0x80) return arena_.intern(normalize_identifier(name));
  }
  return arena_.intern(name);
}

ast::Identifier Parser::expect_name() {
  if (!at(TokenKind::NAME)) fail();
  ast::Identifier name = identifier(token());
  advance();
  return name;
}

void Parser::expect_forced(TokenKind kind) {
  if (accept(kind)) return;
  if (!second_pass_) fail();
  raise(token(), fmt::format("expected '{}'", token_spelling(kind)));
}

// ---- Errors ---------------------------------------------------------------------------------------------------------

void Parser::raise_at(int lineno, int col_offset, int end_lineno, int end_col_offset, std::string message,
                      std::string type) {
  // Who has looked as far as a broken token or the end of an unclosed bracket sees that error first.
  if (tokens_[furthest_].kind == TokenKind::ERRORTOKEN) throw RaisedError{*stream_.error};
  if (tokens_[furthest_].kind == TokenKind::UNCLOSED) raise_unclosed();
  throw make_error(lineno, col_offset, end_lineno, end_col_offset, std::move(message), std::move(type));
}

RaisedError Parser::make_error(int lineno, int col_offset, int end_lineno, int end_col_offset, std::string message,
                               std::string type) const {
  SyntaxError error;
  error.type = std::move(type);
  error.message = std::move(message);
  error.filename = source_.filename();
  error.lineno = lineno;
  error.offset = source_.code_point_column(lineno, col_offset) + 1;
  error.end_lineno = end_lineno;
  if (end_lineno != lineno && end_col_offset >= 0) {
    // Python measures the end of an error of several lines on its first line.
    end_col_offset = std::min(end_col_offset, static_cast<int>(source_.line(lineno).size()));
    end_lineno = lineno;
  }
  error.end_offset =
      end_col_offset < 0 ? end_col_offset + 1 : source_.code_point_column(end_lineno, end_col_offset) + 1;
  error.text = std::string(source_.line(lineno));
  // Python shows the line it has read last with its line end and earlier ones without.
  if (lineno >= std::min(tokens_[furthest_].lineno, source_.line_count()) &&
      (adds_line_end_ || source_.line_with_end(lineno).ends_with('\n'))) {
    error.text += '\n';
  }
  error.incomplete = incomplete_;
  return RaisedError{std::move(error)};
}

void Parser::raise_here(std::string message, std::string type) {
  const Token& last = tokens_[furthest_];
  if ((last.start == source_.text().size() && (last.kind == TokenKind::DEDENT || last.kind == TokenKind::ENDMARKER)) ||
      is_missing_line_end(last)) {
    // The end of the text counts as the end of its last line.
    const int line = source_.line_count();
    const int width = static_cast<int>(source_.line(line).size()) - (ends_abruptly() ? 1 : 0);
    raise_at(line, width, line, -2, std::move(message), std::move(type));
  }
  if (last.kind == TokenKind::INDENT || last.kind == TokenKind::DEDENT || last.kind == TokenKind::ENDMARKER) {
    raise_at(last.lineno, last.end_col_offset - 1, last.lineno, -2, std::move(message), std::move(type));
  }
  raise_at(last.lineno, last.col_offset, last.end_lineno, last.end_col_offset, std::move(message), std::move(type));
}

SyntaxError Parser::unclosed_error() {
  const OpenBracket& open = stream_.unclosed;
  furthest_ = stream_.tokens.size() - 1;
  return make_error(open.lineno, open.col_offset, open.lineno, -1, fmt::format("'{}' was never closed", open.bracket),
                    "SyntaxError")
      .error;
}

void Parser::raise_unclosed() {
  throw RaisedError{unclosed_error()};
}

void Parser::raise_too_deep() {
  const Token& here = token();
  raise_at(here.lineno, here.col_offset, here.end_lineno, here.end_col_offset,
           "Parser stack overflowed - Python source too complex to parse", "MemoryError");
}

// No rule fitted and no check knew why.
void Parser::raise_generic(size_t failed_token) {
  const Token& failed = tokens_[failed_token];
  if (failed.kind == TokenKind::INDENT || failed.kind == TokenKind::DEDENT) {
    furthest_ = failed_token;
    raise_here(failed.kind == TokenKind::INDENT ? "unexpected indent" : "unexpected unindent", "IndentationError");
  }
  if (failed.kind == TokenKind::ENDMARKER || is_missing_line_end(failed))
    raise_at(source_.line_count(), -1, source_.line_count(), -1, "invalid syntax");
  raise(failed, "invalid syntax");
}

void Parser::warn(const Token& at, std::string message) {
  if (warnings_ == nullptr || second_pass_) return;
  warnings_->push_back({"SyntaxWarning", std::move(message), at.lineno,
                        source_.code_point_column(at.lineno, at.col_offset) + 1, at.end_lineno,
                        source_.code_point_column(at.end_lineno, at.end_col_offset) + 1});
}

// Only a file gets the line end that its last line lacks; other texts end where they end.
bool Parser::ends_abruptly() const {
  return !adds_line_end_ && !source_.text().ends_with('\n');
}

bool Parser::is_missing_line_end(const Token& token) const {
  return token.kind == TokenKind::NEWLINE && token.end_lineno >= source_.line_count() && ends_abruptly();
}

// ---- The two passes -------------------------------------------------------------------------------------------------

ast::ModuleNode* Parser::parse_input(ParseMode mode) {
  adds_line_end_ = mode == ParseMode::Exec;
  try {
    return parse_whole(mode);
  } catch (ParseFailure&) {
  }
  failed_token_ = furthest_;
  const Token& failed = tokens_[failed_token_];
  incomplete_ =
      failed.start == source_.text().size() &&
      (failed.kind == TokenKind::ENDMARKER || failed.kind == TokenKind::DEDENT || failed.kind == TokenKind::UNCLOSED);
  if (tokens_[failed_token_].kind == TokenKind::UNCLOSED || tokens_[failed_token_].kind == TokenKind::ERRORTOKEN) {
    raise_generic(failed_token_);
  }
  position_ = 0;
  depth_ = 0;
  diagnosing_ = true;
  second_pass_ = true;
  try {
    parse_whole(mode);
  } catch (ParseFailure&) {
  }
  raise_generic(failed_token_);
}

namespace {

bool is_layout_error(const SyntaxError& error) {
  return error.message == "unexpected indent" || error.message == "unexpected unindent";
}

}  // namespace

Result<ast::ModuleNode*> parse(const Source& source, ParseMode mode, Arena& arena,
                               std::vector<SyntaxWarning>* warnings) {
  TokenStream stream = tokenize(source);
  if (warnings != nullptr) warnings->insert(warnings->end(), stream.warnings.begin(), stream.warnings.end());
  Parser parser(source, stream, arena, warnings);
  try {
    ast::ModuleNode* module = parser.parse_input(mode);
    if (!stream.error) return module;
  } catch (RaisedError& raised) {
    // A broken token anywhere is more telling than what the parser makes of the tokens before it, except that a wrong
    // indentation before it is reported first. The same holds for a bracket that is never closed, if the text goes on
    // for some lines before the parser stumbles.
    if (is_layout_error(raised.error)) return std::move(raised.error);
    if (!stream.error || !stream.error_takes_precedence) {
      const OpenBracket& open = stream.unclosed;
      if (open.bracket != 0 && !open.inside_fstring && !parser.saw_broken_token() &&
          parser.furthest_line() > open.lineno && raised.error.type != "MemoryError") {
        return parser.unclosed_error();
      }
      return std::move(raised.error);
    }
  }
  return std::move(*stream.error);
}

}  // namespace gilded::compiler
