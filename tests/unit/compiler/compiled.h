// Helpers of the compiler's tests: text in, Code or message out.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "compiler/code/disassembler.h"
#include "compiler/code/verifier.h"
#include "compiler/compiler.h"

namespace gilded::compiler {

// Compiles `text`, which must be correct, and has the verifier look at the result.
inline std::shared_ptr<const Code> compiled(const std::string& text, Mode mode = Mode::kExec,
                                            const CompileOptions& options = {}) {
  auto source = Source::from_text(text, "test.py");
  if (!source.ok()) {
    ADD_FAILURE() << source.error().message;
    return nullptr;
  }
  auto code = compile(*source, mode, options);
  if (!code.ok()) {
    ADD_FAILURE() << code.error().message << "\n" << text;
    return nullptr;
  }
  auto problem = verify(**code);
  EXPECT_FALSE(problem.has_value()) << *problem << "\n" << disassemble(**code);
  return *code;
}

// The first function, class or comprehension called `name` inside `code`, at any depth.
inline std::shared_ptr<const Code> inner(const std::shared_ptr<const Code>& code, const std::string& name) {
  for (const Constant& constant : code->constants) {
    auto* candidate = std::get_if<std::shared_ptr<const Code>>(&constant.value);
    if (candidate == nullptr) continue;
    if ((*candidate)->name == name) return *candidate;
    if (auto found = inner(*candidate, name)) return found;
  }
  return nullptr;
}

// The instructions of one Code, one per line, without what varies with layout: "ADD x, a, b".
inline std::string listing(const Code& code) {
  DisassemblyOptions options;
  options.recursive = false;
  std::string text = disassemble(code, options), result;
  size_t start = 0;
  while (start < text.size()) {
    size_t end = text.find('\n', start);
    std::string line = text.substr(start, end - start);
    start = end + 1;
    if (line == "ExceptionTable:") break;
    if (line.size() < 14) continue;
    std::string instruction = line.substr(14);
    size_t space = instruction.find(' ');
    size_t operands = space == std::string::npos ? space : instruction.find_first_not_of(' ', space);
    result += instruction.substr(0, space);
    if (operands != std::string::npos) result += " " + instruction.substr(operands);
    result += '\n';
  }
  return result;
}

// "line:offset-end_line:end_offset: Type: message" of the error in `text`, or "" if there is none.
inline std::string error_of(const std::string& text, Mode mode = Mode::kExec) {
  auto source = Source::from_text(text, "test.py");
  if (!source.ok()) return source.error().message;
  auto code = compile(*source, mode);
  if (code.ok()) return "";
  const SyntaxError& error = code.error();
  return std::to_string(error.lineno) + ":" + std::to_string(error.offset) + "-" + std::to_string(error.end_lineno) +
         ":" + std::to_string(error.end_offset) + ": " + error.type + ": " + error.message;
}

}  // namespace gilded::compiler
