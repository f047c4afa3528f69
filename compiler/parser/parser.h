// The front door of the compiler's first half: program text in, syntax tree out.
//
// Thread safety: parse() touches nothing but its arguments; threads may parse at the same time into different arenas.
#pragma once

#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/source.h"

namespace gilded::compiler {

enum class ParseMode {
  Exec,    // a file: answers ast::Module
  Eval,    // one expression: answers ast::Expression
  Single,  // one statement of a prompt: answers ast::Interactive
};

// Parses the whole source. The tree lives in `arena`; its identifiers and strings are copies, so the Source may go
// first. Reports what the grammar alone can know; "'return' outside function" and the like belong to later passes.
// Warnings, if asked for, are appended in source order.
Result<ast::ModuleNode*> parse(const Source& source, ParseMode mode, Arena& arena,
                               std::vector<SyntaxWarning>* warnings = nullptr);

}  // namespace gilded::compiler
