// Syntax trees as text, exactly as Python's ast.dump() writes them.
//
// Thread safety: dumping only reads the tree.
#pragma once

#include <string>

#include "compiler/ast/ast.h"

namespace gilded::compiler {

struct DumpOptions {
  int indent = 3;                   // blanks per level; negative: everything on one line
  bool include_attributes = false;  // also line numbers and columns
};

// `python -m ast` prints the same for the defaults.
std::string dump(const ast::Node& node, const DumpOptions& options = {});

// The name of the node's class in Python's ast module.
std::string_view python_name(ast::NodeKind kind);

}  // namespace gilded::compiler
