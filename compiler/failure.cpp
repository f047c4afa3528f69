#include "compiler/failure.h"

namespace gilded::compiler {

SyntaxError syntax_error_at(const Source& source, const ast::Position& position, std::string message) {
  SyntaxError error;
  error.message = std::move(message);
  error.filename = source.filename();
  error.lineno = position.lineno;
  error.offset = source.code_point_column(position.lineno, position.col_offset) + 1;
  error.end_lineno = position.end_lineno;
  error.end_offset = source.code_point_column(position.end_lineno, position.end_col_offset) + 1;
  error.text = std::string(source.line_with_end(position.lineno));
  return error;
}

void fail_at(const Source& source, const ast::Position& position, std::string message) {
  throw CompileFailure{syntax_error_at(source, position, std::move(message))};
}

void StackGuard::fail_too_deep(const Source& source) {
  SyntaxError error;
  error.type = "RecursionError";
  error.message = "maximum recursion depth exceeded during compilation";
  error.filename = source.filename();
  error.has_text = false;
  throw CompileFailure{std::move(error)};
}

}  // namespace gilded::compiler
