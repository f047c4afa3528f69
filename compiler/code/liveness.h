// Which temporaries of a frame are still read: the others hold what earlier instructions left there.
//
// Thread safety: reads its arguments only.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/code/code.h"

namespace gilded::compiler {

// Where a frame stands: before an instruction, somewhere in it (it may have read and written all it does), or behind it
// but for its result, which is not written yet.
enum class Moment { kBefore, kWithin, kBehind };

// By register: may it be read when execution goes on from there at the instruction at the address `at`, before it is
// written? Variables count as read always.
// REQUIRES: `at` is the address of an instruction of `code`, and every register of `code` is where its number says
// (Code::relocation is 0).
std::vector<bool> live_registers(const Code& code, uint32_t at, Moment moment);

}  // namespace gilded::compiler
