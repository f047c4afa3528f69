// Where another thread may come in between, in each era, read from the columns of opcodes.def.
//
// Thread safety: reads its arguments only.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "compiler/code/code.h"
#include "compiler/code/opcode.h"

namespace gilded::compiler {

enum class Era : uint8_t { k27, k39, k312, k313t };
inline constexpr std::array<std::string_view, 4> kEraNames = {"2.7", "3.9", "3.12", "3.13t"};

enum class SwitchMark : uint8_t {
  kNever,     // ·
  kTick,      // t  every 100 ticks, before the instruction
  kInterval,  // i  on a waiter's request, before the instruction (3.12: after a call, the others have arrived)
  kParallel,  // ∥  always
};

// Does a switch-point rule let another thread in before this instruction, wherever it stands? calls_only: the rule
// of 3.10 and later, which also looks after calls of natives (CallSwitch::CALLED).
constexpr bool switches_before(uint32_t word, bool calls_only) {
  const OpcodeInfo& about = info(opcode_of(word));
  if (!calls_only) return about.switch_39;
  // After a yield from or an await nobody asks.
  return about.switch_312 == CallSwitch::BACK || (about.switch_312 == CallSwitch::ENTRY && operand_a(word) < 2);
}
// Is it the first instruction of a try or with statement? Both old eras never switch right before one.
bool starts_statement(const Code& code, uint32_t at);

// REQUIRES: `at` is the address of an instruction of `code`.
SwitchMark switch_mark(const Code& code, uint32_t at, Era era);

// The instruction may let go of the GIL inside, whatever the era.
bool may_release(const Code& code, uint32_t at);

// A value is read at `load` and written back at `store`: another thread's change in between is lost.
struct ReadModifyWrite {
  uint32_t load, store;  // addresses
  int32_t line;
  std::string what;         // "global x", "self.count", "d[k]"
  std::array<bool, 4> cut;  // by Era
};

// All windows of `code` (not of the functions inside it), in the order of their stores.
std::vector<ReadModifyWrite> find_windows(const Code& code);

}  // namespace gilded::compiler
