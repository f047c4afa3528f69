#include "compiler/lexer/token.h"

namespace gilded::compiler {

namespace {

struct TokenRow {
  std::string_view name;
  std::string_view spelling;
  TokenCategory category;
};

constexpr TokenRow kRows[] = {
#define TOKEN(name, spelling, category) {#name, spelling, TokenCategory::category},
#include "compiler/lexer/tokens.def"
#undef TOKEN
};

const TokenRow& row(TokenKind kind) {
  return kRows[static_cast<uint8_t>(kind)];
}

}  // namespace

std::string_view token_name(TokenKind kind) {
  return is_keyword(kind) ? "NAME" : row(kind).name;
}
std::string_view token_spelling(TokenKind kind) {
  return row(kind).spelling;
}
TokenCategory token_category(TokenKind kind) {
  return row(kind).category;
}

}  // namespace gilded::compiler
