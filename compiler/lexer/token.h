// Tokens: what the lexer makes of a source and the parser reads.
#pragma once

#include <cstdint>
#include <string_view>

namespace gilded::compiler {

enum class TokenKind : uint8_t {
#define TOKEN(name, spelling, category) name,
#include "compiler/lexer/tokens.def"
#undef TOKEN
};

enum class TokenCategory : uint8_t { Varying, Layout, Trivia, Operator, Keyword };

inline constexpr TokenKind kFirstKeyword = TokenKind::KEYWORD_FALSE;

constexpr bool is_keyword(TokenKind kind) {
  return kind >= kFirstKeyword;
}

// The kinds that end a stream.
constexpr bool is_end(TokenKind kind) {
  return kind == TokenKind::ENDMARKER || kind == TokenKind::UNCLOSED || kind == TokenKind::ERRORTOKEN;
}

// The name of the kind in Python's token module ("LPAR"); keywords are "NAME".
std::string_view token_name(TokenKind kind);

// The spelling of an operator or keyword; empty for kinds whose spelling varies.
std::string_view token_spelling(TokenKind kind);

TokenCategory token_category(TokenKind kind);

// A stretch of the source: bytes [start, end). Lines count from 1; columns count bytes from 0.
// `level` is the number of brackets open after this token.
struct Token {
  TokenKind kind;
  uint8_t level;
  uint32_t start;
  uint32_t end;
  int32_t lineno;
  int32_t col_offset;
  int32_t end_lineno;
  int32_t end_col_offset;
};

}  // namespace gilded::compiler
