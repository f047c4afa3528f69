// The compiler: program text in, Code out.
//
// Thread safety: compile() shares nothing; threads may compile at the same time. No C++ exception leaves it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/code/code.h"
#include "compiler/source.h"

namespace gilded::compiler {

enum class Mode {
  kExec,    // a file or the argument of exec()
  kEval,    // one expression; the Code returns its value
  kSingle,  // one statement of a prompt; values of expression statements are printed through sys.displayhook
};

struct CompileOptions {
  int optimize = 0;                 // as python -O: 1 drops asserts and makes __debug__ False, 2 also drops docstrings
  bool keep_source = false;         // in every Code, for tracebacks
  bool future_annotations = false;  // as if the text started with `from __future__ import annotations`
};

// Compiles the whole source. Warnings, if asked for, are appended in source order.
Result<std::shared_ptr<const Code>> compile(const Source& source, Mode mode, const CompileOptions& options = {},
                                            std::vector<SyntaxWarning>* warnings = nullptr);

// The tree of the whole source in the form of ast/transfer.h, and a tree in that form as Code: what Python's ast module
// is made of.
Result<std::string> parse_to_bytes(const Source& source, Mode mode);
Result<std::shared_ptr<const Code>> compile_bytes(std::string_view tree, const std::string& filename, Mode mode,
                                                  const CompileOptions& options = {});

}  // namespace gilded::compiler
