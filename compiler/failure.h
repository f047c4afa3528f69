// How the compiler's passes fail: they throw CompileFailure among themselves, and compile() answers with its
// SyntaxError.
//
// Thread safety: plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "compiler/ast/ast.h"
#include "compiler/source.h"

namespace gilded::compiler {

struct CompileFailure {
  SyntaxError error;
};

// A SyntaxError whose caret covers `position` of `source`.
SyntaxError syntax_error_at(const Source& source, const ast::Position& position, std::string message);

[[noreturn]] void fail_at(const Source& source, const ast::Position& position, std::string message);

// Guards the native stack against deep trees: made where a pass starts, asked in every recursion.
class StackGuard {
 public:
  explicit StackGuard(size_t budget) : base_(here()), budget_(budget) {}
  bool exhausted() const { return base_ - here() > budget_; }
  // Throws CompileFailure with a RecursionError when the budget is used up.
  void check(const Source& source) const {
    if (exhausted()) [[unlikely]] {
      fail_too_deep(source);
    }
  }

 private:
  static uintptr_t here() { return reinterpret_cast<uintptr_t>(__builtin_frame_address(0)); }
  [[noreturn]] static void fail_too_deep(const Source& source);

  uintptr_t base_;
  size_t budget_;
};

// Half of what a main thread has; threads of the virtual machine have at least twice this.
inline constexpr size_t kCompilerStackBudget = size_t{3} << 20;

}  // namespace gilded::compiler
