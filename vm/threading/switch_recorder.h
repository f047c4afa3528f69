// Where threads gave way to another one: the instructions, noted while somebody asks for it. A test compares them with
// the marks of the disassembler (tests/threading/switches_happen_at_the_marked_places_and_nowhere_else.py).
//
// Thread safety: used only by the holder of the GIL.
#pragma once

#include <atomic>
#include <cstdint>
#include <unordered_set>

#include "vm/object/value.h"

namespace gilded {

class Thread;

class SwitchRecorder {
 public:
  bool recording() const { return recording_.load(std::memory_order_relaxed); }
  // While recording: is T at an instruction where none has given way yet?
  bool is_new(Thread* T) const;
  // T gives way at the instruction T->pc. Allocates.
  void note(Thread* T);
  // Starts with an empty list. False: MemoryError.
  bool start(Thread* T);
  // Stops; the list of (code object, offset), each place once. EMPTY: exception.
  Value stop(Thread* T);

 private:
  std::atomic<bool> recording_{false};
  bool is_root_ = false;
  Value places_;  // list; root
  std::unordered_set<uint64_t> seen_;
};

}  // namespace gilded
