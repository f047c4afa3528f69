// Source text to tokens.
//
// The whole text is read at once. White space becomes NEWLINE, INDENT and DEDENT tokens by Python's rules: tabs reach
// to the next multiple of 8, a second count with tabs of width 1 must agree ("inconsistent use of tabs and spaces"),
// brackets and backslashes join lines, and blank or comment lines do not matter. An f-string becomes FSTRING_START,
// then FSTRING_MIDDLE pieces and the ordinary tokens of its replacement fields, then FSTRING_END, nested to any depth.
//
// The stream always ends with ENDMARKER, or with UNCLOSED if a bracket is still open, or with ERRORTOKEN after an
// error.
//
// Thread safety: a call touches nothing but its arguments.
#pragma once

#include <optional>
#include <vector>

#include "compiler/lexer/token.h"
#include "compiler/source.h"

namespace gilded::compiler {

enum class Trivia { Drop, Keep };  // Keep: also COMMENT and NL tokens, for showing the stream

// A bracket that has no partner.
struct OpenBracket {
  char bracket = 0;
  int lineno = 0;
  int col_offset = 0;
  bool inside_fstring = false;
};

struct TokenStream {
  std::vector<Token> tokens;
  std::vector<SyntaxWarning> warnings;
  // Set if the text breaks a rule of the lexer; `tokens` then holds what came before, followed by ERRORTOKEN.
  std::optional<SyntaxError> error;
  // Whether that error is more telling than one that the parser finds before it. Broken literals and brackets are;
  // wrong indentation, line ends and the inside of f-strings are not.
  bool error_takes_precedence = false;
  // The innermost open bracket where reading stopped, if any.
  OpenBracket unclosed;
};

TokenStream tokenize(const Source& source, Trivia trivia = Trivia::Drop);

}  // namespace gilded::compiler
