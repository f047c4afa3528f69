// Source text for tracebacks: a line of a file (or of a module inside the program), and an instruction's range drawn
// under it.
#pragma once

#include <optional>
#include <string>

#include "compiler/code/code.h"
#include "vm/threading/thread.h"

namespace gilded {

// Line `number` (from 1) without its line end; nothing when there is no such file or line.
// `code`, where it is given, may hold the text itself.
std::optional<std::string> source_line_of(Thread* T, const std::string& filename, int number,
                                          const compiler::Code* code = nullptr);
// The lines of the range with CPython 3.13's marks (~~~^^^), each behind `indent`. No marks when the range is the whole
// line.
std::string render_source_range(Thread* T, const std::string& filename, const compiler::Position& position,
                                const std::string& indent, const compiler::Code* code = nullptr);

}  // namespace gilded
