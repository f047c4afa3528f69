// Iterators of the built-in types, and the layout shared by everything that is an iterator written in C++ (itertools
// too).
//
//   Iterator: | header | index | slot count | source | slot 0 | slot 1 | ... raw fields of the derived layout |
//
// A derived layout adds its Slots first, then plain fields; `slot_count` tells the collector how many Slots follow
// `source`. What an iterator is and does comes from its type's `next` slot.
//
// Thread safety: index and slots are atomics read and written without a lock, so threads that share an iterator may see
// an item twice or miss one, but never an index out of bounds. Iterators whose state must change in one step take their
// own object lock.
#pragma once

#include <string_view>

#include "vm/gc/heap.h"
#include "vm/object/object.h"
#include "vm/object/type.h"
#include "vm/runtime.h"

namespace gilded {

struct List;
struct Tuple;
struct Dict;

struct Iterator : Object {
  std::atomic<int64_t> index;
  uint64_t slot_count;
  Slot source;  // EMPTY: exhausted

  Slot* slots() { return reinterpret_cast<Slot*>(this + 1); }
};

void trace_iterator(Object*, Marker&);

// A new iterator of a native type (or a Python subclass of it) with layout L, all slots EMPTY. Null: MemoryError.
template <class L>
L* make_iterator_as(Thread* T, Type* type, size_t slot_count) {
  L* iterator = static_cast<L*>(allocate_instance_of(T, type, sizeof(L)));
  if (iterator) iterator->slot_count = slot_count;
  return iterator;
}

// For types that need only a source and an index from 0: list, tuple, str, bytes, bytearray.
Value make_simple_iterator(Thread* T, Type* type, Value source);
inline Value make_list_iterator(Thread* T, Value list) {
  return make_simple_iterator(T, types(T).list_iterator, list);
}
inline Value make_tuple_iterator(Thread* T, Value tuple) {
  return make_simple_iterator(T, types(T).tuple_iterator, tuple);
}
// iter(object) for objects that have only __getitem__, and iter(callable, sentinel).
Value make_sequence_iterator(Thread* T, Value sequence);
Value make_callable_iterator(Thread* T, Value callable, Value sentinel);

// __iter__ of iterators.
Value iterator_self(Thread* T, Value self);
// A function or class of builtins by name, for __reduce__. EMPTY: AttributeError.
Value find_builtin(Thread* T, std::string_view name);

// range_iterator while everything fits 64 bits: index is the number of items already given.
struct RangeIterator : Iterator {
  int64_t start;
  int64_t step;
  int64_t count;
  int64_t small_count;  // the same if all items are small ints, else 0: FOR_ITER need not look at each
};
Value make_range_iterator(Thread* T, int64_t start, int64_t step, int64_t count);
Value make_big_range_iterator(Thread* T, Value start, Value step, Value length);

// dict iterators: `index` is the number of the next entry; source the Dict.
struct DictIterator : Iterator {
  Slot result;                     // unused pair of an item iterator
  std::atomic<int64_t> used;       // length when iteration began; -1: "changed size" was raised
  std::atomic<int64_t> remaining;  // items still to come
  bool reverse;
  uint8_t what;  // 0 keys, 1 values, 2 items
};

// set_iterator: index is the number of the next table entry.
struct SetIterator : Iterator {
  std::atomic<int64_t> used;  // length when iteration began; -1: "changed size" was raised
};

// The next item of an exact list, tuple or range iterator without any call; for the FOR_ITER instruction. EMPTY:
// exhausted, or an exception.
Value list_iterator_next(Thread* T, Value self);
Value tuple_iterator_next(Thread* T, Value self);
Value range_iterator_next(Thread* T, Value self);

}  // namespace gilded
