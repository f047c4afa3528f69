// The steps into a generator and out of it that most are, in line for the instructions that make them: it waits at a
// yield, nobody handles an exception, nobody looks at its frame, and no other thread runs at this moment. Everything
// else is left to the functions of types/generator.cpp. Saves the call, and the way of the machine's state through
// memory: a tree walked by nested `yield from` took 1.15 times as long without.
//
// Thread safety: the calling thread's, which must be the only one that runs (resume_at_once), or have the generator.
#pragma once

#include "compiler/code/opcode.h"
#include "vm/interpreter/frame.h"
#include "vm/interpreter/interpreter.h"
#include "vm/runtime.h"
#include "vm/types/generator.h"

namespace gilded {

// Registers to a window, and the frame's header before it.
inline void put_in_window(Thread* T, Generator* g, Value* window, const uint32_t* return_pc, FrameEntry entry) {
  ValueArray* registers = g->registers.load(std::memory_order_relaxed);
  size_t count = registers->capacity;
  for (size_t i = 0; i < count; ++i) window[i] = (*registers)[i].load_relaxed();
  window[-4] = g->function.load(std::memory_order_relaxed);
  window[-3] = Value::from_bits(reinterpret_cast<uintptr_t>(return_pc));
  window[-2] = Value::from_bits(reinterpret_cast<uintptr_t>(T->frame));
  window[-1] = Value::from_bits(reinterpret_cast<uintptr_t>(g) | static_cast<uint64_t>(entry));
  T->frame = window;
}

// Registers from the window. Not by heap_store: arrays of registers are unwatched.
inline ValueArray* put_away_registers(Generator* g, const Value* window) {
  ValueArray* registers = g->registers.load(std::memory_order_relaxed);
  size_t count = registers->capacity;
  for (size_t i = 0; i < count; ++i) (*registers)[i].store_release(window[i]);
  return registers;
}

inline CodeObject* generator_code(Generator* g) {
  return g->function.load(std::memory_order_acquire)->code.load(std::memory_order_acquire);
}
// Of a coroutine or an asynchronous generator: for loops do not run them.
inline bool is_coroutine_code(const CodeObject* code) {
  return (code->flags & (compiler::kCoroutine | compiler::kAsyncGenerator)) != 0;
}

inline bool is_observed(Thread* T, Generator* g) {
  return T->handled_exception || g->handled_exception.load_relaxed() || g->outer_exception.load_relaxed() ||
         g->frame.load_relaxed();
}

// Enters the generator's frame at `window` with `value` sent into it. The pc where it goes on, or null: nothing is
// done.
inline const uint32_t* resume_at_once(Thread* T, Generator* g, const CodeObject* code, Value value, Value* window,
                                      const uint32_t* return_pc, FrameEntry entry) {
  if (g->current_state() != GeneratorState::kSuspended || T->parallel() || is_observed(T, g)) [[unlikely]]
    return nullptr;
  uint32_t depth = T->recursion_depth + 1;
  if (static_cast<int32_t>(depth) > T->runtime->recursion_limit.load(std::memory_order_relaxed) ||
      window + code->register_count + kWindowSlack + kFrameHeaderWords > T->stack_limit) [[unlikely]]
    return nullptr;
  T->recursion_depth = depth;
  g->state.store(static_cast<uint32_t>(GeneratorState::kRunning), std::memory_order_relaxed);
  put_in_window(T, g, window, return_pc, entry);
  const uint32_t* pc = g->pc.load(std::memory_order_relaxed);
  window[compiler::operand_a(*pc)] = value;
  return pc + 1;
}

// The generator of this frame waits at the yield at `pc` from now on. False: nothing is done.
inline bool suspend_at_once(Thread* T, Value* frame, const uint32_t* pc) {
  auto* g = static_cast<Generator*>(frame_owner(frame));
  if (is_observed(T, g)) [[unlikely]]
    return false;
  put_away_registers(g, frame);
  g->pc.store(pc, std::memory_order_relaxed);
  g->state.store(static_cast<uint32_t>(GeneratorState::kSuspended), std::memory_order_release);
  return true;
}

}  // namespace gilded
