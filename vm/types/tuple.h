// tuple: | header | length | item 0 | item 1 | ...     Immutable once reachable. Private bits: hidden items of struct
// sequences.
#pragma once

#include "vm/gc/heap.h"
#include "vm/object/object.h"

namespace gilded {

struct SliceParts;

struct Tuple : Object {
  size_t length;
  Slot items[1];  // length of them

  Value operator[](size_t i) const { return items[i].load(); }
  // In bytes, of a tuple of so many items.
  static constexpr size_t size_of(size_t length) {
    return sizeof(Tuple) - sizeof(Slot) + (length > 0 ? length : 1) * sizeof(Slot);
  }
};

void trace_tuple(Object*, Marker&);
Value tuple_slice(Thread* T, Value self, const SliceParts& parts);  // self[start:stop:step]
// Items EMPTY, to be set with heap_initialize before it is published. length 0 gives the one empty tuple.
Tuple* make_tuple(Thread* T, size_t length);
Tuple* make_tuple(Thread* T, const Value* items, size_t length);
Tuple* make_tuple(Thread* T, std::initializer_list<Value> items);
inline bool is_tuple(Value v) {
  return is_kind(v, Kind::kTuple);
}
inline Tuple* as_tuple(Value v) {
  return v.as<Tuple>();
}

}  // namespace gilded
