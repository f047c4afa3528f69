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

// The parts of a slice, an object or not.
struct SliceParts {
  Value start, stop, step;
  SliceParts(Value its_start, Value its_stop, Value its_step) : start(its_start), stop(its_stop), step(its_step) {}
  explicit SliceParts(Slice* slice)
      : start(slice->start.load_relaxed()), stop(slice->stop.load_relaxed()), step(slice->step.load_relaxed()) {}
};

// container[start:stop:step] and the store into it, for which lists, tuples and strs need no slice object. EMPTY,
// false: an exception.
Value get_slice(Thread* T, Value container, const SliceParts& parts);
bool set_slice(Thread* T, Value container, const SliceParts& parts, Value value);
// Whether they have a way of their own for this container.
inline bool slices_without_object(Value container) {
  return is_exactly(container, Kind::kList) || is_exactly(container, Kind::kString) ||
         is_exactly(container, Kind::kTuple);
}

// The parts as C integers, huge ones clamped; parts that are not ints go through __index__ (Python code may run).
// False: TypeError, or ValueError "slice step cannot be zero".
bool slice_unpack(Thread* T, const SliceParts& parts, int64_t* start, int64_t* stop, int64_t* step);
inline bool slice_unpack(Thread* T, Slice* slice, int64_t* start, int64_t* stop, int64_t* step) {
  return slice_unpack(T, SliceParts(slice), start, stop, step);
}
// Fits unpacked parts to a sequence of `length` items; returns how many items the slice selects.
int64_t slice_adjust(int64_t length, int64_t* start, int64_t* stop, int64_t step);

}  // namespace gilded
