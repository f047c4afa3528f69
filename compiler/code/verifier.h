// Checks that a Code is well formed, so that the virtual machine may run it without checks of its own.
//
// Thread safety: reads its argument only.
#pragma once

#include <optional>
#include <string>

#include "compiler/code/code.h"
#include "compiler/code/opcode.h"

namespace gilded::compiler {

// What is wrong with `code` or a Code among its constants, or nothing. Checked are: known opcodes; registers,
// constants, names and caches in range; jumps and exception entries that land on instructions; YIELD_DELEGATE directly
// after its SEND; no way to run off the end.
std::optional<std::string> verify(const Code& code);

// How many registers a 'p' or 'q' field of an instruction stands for.
int run_length(Opcode opcode, uint32_t word, uint32_t aux, bool written);

}  // namespace gilded::compiler
