// A Code as bytes, so that the library's modules are compiled once, when the program is built.
//
// The bytes, numbers as LEB128 but for the instructions:
//
//   | count of texts | each: length, UTF-8 | Code |          the texts are numbered in order; those of all inner Codes,
//   too
//
//   Code:  numbers and flags | names (numbers of texts) | count, instructions (32 bits each, as they lie in memory)
//          | positions: runs of (words, line, lines, column, end column), line as the difference to the run before
//          | constants: a tag and the value each, inner Codes in place | caches | exception entries
//
// Thread safety: both work on their arguments only.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "compiler/code/code.h"

namespace gilded::compiler {

// REQUIRES: no kept_source. The file name is not written.
std::string write_code(const Code& code);

// REQUIRES: bytes that write_code made in the same build, whose Code was verified; nothing is checked here.
std::shared_ptr<const Code> read_code(std::string_view bytes, const std::string& filename);

}  // namespace gilded::compiler
