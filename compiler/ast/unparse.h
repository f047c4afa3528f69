// Expressions back to text, as Python's `from __future__ import annotations` shows them: normalised spacing, the fewest
// parentheses.
//
// Thread safety: reads the tree only.
#pragma once

#include <string>

#include "compiler/ast/ast.h"

namespace gilded::compiler {

std::string unparse(const ast::ExpressionNode* node);

}  // namespace gilded::compiler
