// list: a length and a backing store with room to grow.
//
//   List: | header | buffer | length |          ValueArray: | header | capacity | slots ... |
//
// Reading takes no lock: load buffer (acquire), length (acquire), check the index against length and against the
// buffer's own capacity, load the slot; EMPTY means that a change is under way: take the lock and look again. Changes
// happen under the object lock. append: slot, then length; when full: a new buffer with everything copied, then the
// buffer, then the length. pop: length, then EMPTY into the slot. The store to an existing index takes the lock too,
// lest a growing copy miss it. sort detaches the buffer meanwhile, so the list looks empty, as in CPython.
#pragma once

#include "vm/gc/heap.h"
#include "vm/object/object.h"
#include "vm/object/value_array.h"

namespace gilded {

struct SliceParts;

struct List : Object {
  std::atomic<ValueArray*> buffer;  // never null
  std::atomic<int64_t> length;

  int64_t size() const { return length.load(std::memory_order_acquire); }
};

void trace_list(Object*, Marker&);
List* make_list(Thread* T, size_t capacity = 0);  // empty
List* make_list(Thread* T, const Value* items, size_t count);
bool list_append(Thread* T, List* list, Value item);
// Item i (0 <= i), or EMPTY without an exception when i is out of range. Lock-free.
inline Value list_get(Thread* T, List* list, int64_t i);
// False without an exception: out of range.
bool list_set(Thread* T, List* list, int64_t i, Value item);
Value list_get_locked(Thread* T, List* list, int64_t i);
bool list_extend(Thread* T, List* list, Value iterable);
// list[start:stop:step], and the store into it, or its deletion with an EMPTY value.
Value list_slice(Thread* T, List* list, const SliceParts& parts);
bool list_set_slice(Thread* T, List* list, const SliceParts& parts, Value value);

inline Value list_get(Thread* T, List* list, int64_t i) {
  ValueArray* buffer = list->buffer.load(std::memory_order_acquire);
  // The lock would be written by each loop that comes to the end of a list that others read as well.
  if (i < 0 || i >= list->size()) return kEmpty;
  if (static_cast<size_t>(i) >= buffer->capacity) return list_get_locked(T, list, i);
  Value v = (*buffer)[i].load();
  return v ? v : list_get_locked(T, list, i);
}

inline bool is_list(Value v) {
  return is_kind(v, Kind::kList);
}

}  // namespace gilded
