// Syntax trees as bytes, in which they travel between the compiler and Python's ast module: the compiler knows nothing
// of Python objects, and the library nothing of the tree's structs.
//
//   node      0 for none, else kind + 1, the four numbers of its position if it has one, its fields in the order of
//   fields.h sequence  count, items          name    length + 1 (0: absent), UTF-8 constant  a letter, its value number
//   base 128, the least significant digits first; zigzag where it has a sign
//
// Thread safety: functions of their arguments.
#pragma once

#include <string>
#include <string_view>

#include "compiler/ast/ast.h"

namespace gilded::compiler {

std::string write_tree(const ast::ModuleNode* tree);
// Checks everything that the passes rely on. Null: `problem` says what is wrong.
ast::ModuleNode* read_tree(std::string_view bytes, Arena& arena, std::string* problem);

}  // namespace gilded::compiler
