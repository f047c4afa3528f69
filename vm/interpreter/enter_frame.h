// The inline half of enter_frame (interpreter.h), for the instructions that call.
#pragma once

#include "vm/interpreter/frame.h"
#include "vm/interpreter/interpreter.h"
#include "vm/runtime.h"
#include "vm/types/tuple.h"

namespace gilded {

// Takes back the frame that was counted and raises RecursionError; false.
bool raise_too_deep(Thread* T);

inline bool enter_frame_inline(Thread* T, Value* window, Function* function, CodeObject* code,
                               const uint32_t* return_pc, FrameEntry entry) {
  if (static_cast<int32_t>(++T->recursion_depth) > T->runtime->recursion_limit.load(std::memory_order_relaxed) ||
      window + code->register_count + kWindowSlack + kFrameHeaderWords > T->stack_limit) [[unlikely]] {
    return raise_too_deep(T);
  }
  window[-4] = function;
  window[-3] = Value::from_bits(reinterpret_cast<uintptr_t>(return_pc));
  window[-2] = Value::from_bits(reinterpret_cast<uintptr_t>(T->frame));
  window[-1] = Value::from_bits(static_cast<uint64_t>(entry));
  for (uint32_t i = code->parameter_count; i < code->first_free; ++i) window[i] = kEmpty;
  if (code->free_count) [[unlikely]] {
    Tuple* closure = function->closure.load(std::memory_order_relaxed);
    for (uint32_t i = 0; i < code->free_count; ++i) window[code->first_free + i] = (*closure)[i];
  }
  T->frame = window;
  T->pc = code->instructions;
  return true;
}

}  // namespace gilded
