// collections.deque: a ring.
//
//   Deque: | header | ring | first | length | changes | max_length |        item i is ring[(first + i) & (capacity -
//   1)]
//
// Thread safety: everything happens under the object lock, reads too (a branch under a GIL). `changes` counts
// insertions and removals: an iterator that sees it move raises RuntimeError.
#pragma once

#include "vm/gc/heap.h"
#include "vm/object/object.h"
#include "vm/object/value_array.h"

namespace gilded {

struct Deque : Object {
  std::atomic<ValueArray*> ring;  // capacity is a power of two
  uint64_t first;
  std::atomic<int64_t> length;
  std::atomic<uint64_t> changes;
  int64_t max_length;  // -1: no limit

  int64_t size() const { return length.load(std::memory_order_relaxed); }
};

void trace_deque(Object*, Marker&);
bool deque_append(Thread* T, Deque* deque, Value item);
bool deque_append_left(Thread* T, Deque* deque, Value item);
// EMPTY without an exception: there was nothing.
Value deque_pop(Thread* T, Deque* deque);
Value deque_pop_left(Thread* T, Deque* deque);
inline bool is_deque(Value v) {
  return is_kind(v, Kind::kDeque);
}

// Called when _collections is imported.
void initialize_deque_types(Thread* T);

}  // namespace gilded
