// The values of literals: what the digits and escapes of a token mean.
//
// Thread safety: every function touches nothing but its arguments.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/ast/ast.h"

namespace gilded::compiler {

// Why a literal has no value; `message` is the message of Python's SyntaxError.
struct LiteralFailure {
  std::string message;
};

// The value of a number as the lexer found it: an integer, a double or an imaginary number.
// Throws LiteralFailure if it is too long to convert.
ast::ConstantValue parse_number(std::string_view text, Arena& arena);

enum class Escapes { Process, Raw };

// An escape that means nothing and stays as written, or an octal one that is too large.
struct EscapeWarning {
  std::string message;
};

// Appends the value of a str literal's body (the text between the quotes) to `value`, as UTF-8 with surrogates allowed.
// Throws LiteralFailure at a broken escape.
void decode_string(std::string_view body, Escapes escapes, std::string& value, std::vector<EscapeWarning>* warnings);

// The same for a bytes literal.
void decode_bytes(std::string_view body, Escapes escapes, std::string& value, std::vector<EscapeWarning>* warnings);

}  // namespace gilded::compiler
