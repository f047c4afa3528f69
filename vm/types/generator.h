// Generators, coroutines and asynchronous generators.
//
//   | header | function | registers ... | pc | state | handled exception | ... |
//
// A suspended generator keeps a copy of its registers; a resume copies them to a window at the top of the caller's VM
// stack, a yield copies them back. `state` decides who may run it: a resume takes it from kSuspended to kRunning by
// compare-and-swap, so of two threads that resume one generator at the same time the loser gets "ValueError: generator
// already executing".
#pragma once

#include "vm/gc/heap.h"
#include "vm/object/object.h"
#include "vm/object/value_array.h"

namespace gilded {

struct Function;

enum class GeneratorState : uint32_t { kCreated, kSuspended, kRunning, kDone };

struct Generator : Object {
  std::atomic<Function*> function;
  std::atomic<ValueArray*> registers;  // null when done
  std::atomic<const uint32_t*> pc;     // kCreated: the first instruction to run; kSuspended: its YIELD
  std::atomic<uint32_t> state;         // GeneratorState
  std::atomic<bool> closing;           // athrow/aclose of an async generator
  Slot handled_exception;              // of the generator itself, while suspended
  Slot outer_exception;                // what the resumer was handling, while running
  Slot name, qualified_name;
  Slot frame;  // Frame object or EMPTY
  // Async generators: EMPTY before the first step, then what to call instead of freeing it, or None. Coroutines: where
  // they were made, when sys.set_coroutine_origin_tracking_depth() asks for that, else EMPTY.
  Slot hook_or_origin;

  GeneratorState current_state() const { return static_cast<GeneratorState>(state.load(std::memory_order_acquire)); }
  bool is_async() const;  // an asynchronous generator
  bool is_coroutine() const;
};
void trace_generator(Object*, Marker&);

// One step from native code. The yielded value; when it ends: its return value with *finished; EMPTY: an exception.
Value generator_send(Thread* T, Generator* generator, Value value, bool* finished);
// Raises `exception` inside.
Value generator_throw(Thread* T, Generator* generator, Value exception, bool* finished);
// `value`, where wanted: what the generator returns when it answers GeneratorExit with a return, else None.
bool generator_close(Thread* T, Generator* generator, Value* value = nullptr);
// The iterator that a suspended generator delegates to (yield from, await); EMPTY: none.
Value generator_delegate(Generator* generator);

}  // namespace gilded
