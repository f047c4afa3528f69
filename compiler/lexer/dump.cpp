#include "compiler/lexer/dump.h"

#include <fmt/format.h>

#include "compiler/lexer/lexer.h"
#include "compiler/literal_text.h"

namespace gilded::compiler {

Result<std::string> dump_tokens(const Source& source) {
  TokenStream stream = tokenize(source, Trivia::Keep);
  if (stream.error) return *stream.error;
  std::string result;
  auto add = [&](std::string_view place, std::string_view name, std::string_view text) {
    // Padded by characters, not by the columns that they take on a screen.
    size_t characters = 0;
    for (char c : text) characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    result +=
        fmt::format("{:<20}{:<15}{}{}\n", place, name, text, std::string(characters < 15 ? 15 - characters : 0, ' '));
  };
  add("0,0-0,0:", "ENCODING", "'utf-8'");
  for (const Token& token : stream.tokens) {
    if (token.kind == TokenKind::UNCLOSED) {
      SyntaxError error;
      error.message = "unexpected EOF in multi-line statement";
      error.filename = source.filename();
      error.lineno = error.end_lineno = source.line_count() + 1;
      return error;
    }
    std::string_view text(source.text().data() + token.start, token.end - token.start);
    std::string place =
        fmt::format("{},{}-{},{}:", token.lineno, source.code_point_column(token.lineno, token.col_offset),
                    token.end_lineno, source.code_point_column(token.end_lineno, token.end_col_offset));
    add(place, token_name(token.kind), quoted_text(text, false));
  }
  return result;
}

}  // namespace gilded::compiler
