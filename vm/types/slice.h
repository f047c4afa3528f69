// slice: | header | start | stop | step |     Immutable once reachable; absent parts are None.
#pragma once

#include "vm/gc/heap.h"
#include "vm/object/object.h"

namespace gilded {

struct Slice : Object {
  Slot start;
  Slot stop;
  Slot step;
};

void trace_slice(Object*, Marker&);
// EMPTY parts become None. Null: MemoryError.
Slice* make_slice(Thread* T, Value start, Value stop, Value step);
inline bool is_slice(Value v) {
  return is_kind(v, Kind::kSlice);
}

// The parts as C integers, huge ones clamped; parts that are not ints go through __index__ (Python code may run).
// False: TypeError, or ValueError "slice step cannot be zero".
bool slice_unpack(Thread* T, Slice* slice, int64_t* start, int64_t* stop, int64_t* step);
// Fits unpacked parts to a sequence of `length` items; returns how many items the slice selects.
int64_t slice_adjust(int64_t length, int64_t* start, int64_t* stop, int64_t step);

}  // namespace gilded
