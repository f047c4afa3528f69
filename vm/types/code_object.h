// code: a compiler::Code ready to run: its constants as Values and its inline caches.
//
//   | header | code | ... | cache 1 | K - 5 ... K - 2: the words of cache 0 | K - 1: cache_values | K: constant 0 |
//   constant 1 | ...
//
// The dispatch loop keeps K, a pointer into the middle: constants above it, caches and what they refer to below it, so
// one register reaches all of them.
//
// An inline cache is one atomic word, {shape id or stamp : 32, index : 16, kind : 8, extra : 8}
// (interpreter/inline_cache.h). Readers load it once (acquire) and compare; what an index into cache_values refers to
// was written before the word that names it and never changes.
#pragma once

#include <functional>
#include <memory>

#include "compiler/code/code.h"
#include "vm/gc/heap.h"
#include "vm/object/object.h"
#include "vm/object/value_array.h"

namespace gilded {

struct Tuple;
struct String;
struct CodeEvents;  // interpreter/monitoring.h

// What inline caches refer to: methods, cells, classes ...; append-only. Null until the first is kept.
inline std::atomic<ValueArray*>& cache_values(Value* K) {
  return *reinterpret_cast<std::atomic<ValueArray*>*>(K - 1);
}

struct CodeObject : Object {
  const compiler::Code* code;    // kept alive by the runtime's list of compiled code
  const uint32_t* instructions;  // writable only in the opcode byte (quickening)
  Value* constants;              // K
  uint32_t constant_count;
  uint32_t cache_count;
  const uint8_t*
      cache_is_global;  // for each cache: it belongs to an instruction for global names; stands behind the constants
  uint32_t register_count;
  uint32_t suspended_registers;  // of a generator: how many of them it keeps while it is suspended
  uint32_t parameter_count;
  uint32_t positional_count;
  uint32_t free_count;  // free variables
  uint32_t first_free;
  uint32_t flags;        // compiler::CodeFlags
  bool closes_silently;  // of a generator: no yield in a try or with statement, no delegation, so closing it while
                         // suspended has no effect anybody sees
  // An inline cache for attributes was filled once: most code of a big program never ran, and has none to empty. Set
  // before the cache, and no safepoint is between the two.
  std::atomic<bool> has_filled_caches;
  Slot name;            // str
  Slot qualified_name;  // str
  Slot filename;        // str
  Slot local_names;     // tuple of str, interned
  Slot free_names;      // tuple of str
  Slot cell_names;      // tuple of str: co_cellvars
  std::atomic<uint32_t> cache_value_count;
  std::atomic<CodeEvents*> events;  // what sys.monitoring keeps about this code; null: nothing
  std::atomic<uint32_t> identity;   // for statistics and traces
  CodeObject* next;                 // the runtime's list of all code, for cache resets
};

void trace_code(Object*, Marker&);
// Wraps compiled code, inner functions included. Null: exception.
CodeObject* make_code_object(Thread* T, std::shared_ptr<const compiler::Code> code);
// co_flags & CO_GENERATOR and kin: calling it makes a generator, coroutine or async generator.
inline bool is_generator_code(const CodeObject* code) {
  return (code->flags & (compiler::kGenerator | compiler::kCoroutine | compiler::kAsyncGenerator)) != 0;
}
// World stopped: takes dead code objects off the runtime's list, of all or of those made since the last collection.
// Whether there were any.
bool drop_dead_code(Runtime* runtime, bool only_young, const std::function<bool(Object*)>& is_marked);
// Line of an instruction, 0 when it has none.
int line_of(const CodeObject* code, const uint32_t* pc);
// The offset of an instruction as Python code sees it: in bytes.
inline int64_t offset_of_word(uint32_t word) {
  return static_cast<int64_t>(word) * compiler::kBytesPerWord;
}

}  // namespace gilded
