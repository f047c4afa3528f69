// range: | header | start | stop | step | length |     Exact ints of any size; immutable once reachable.
//
// The second half of the object holds the same as C integers when all of them fit (`is_small`), which the fast paths
// use.
#pragma once

#include "vm/gc/heap.h"
#include "vm/object/object.h"

namespace gilded {

struct Range : Object {
  Slot start;
  Slot stop;
  Slot step;
  Slot length;
  bool is_small;
  int64_t small_start;
  int64_t small_step;
  int64_t small_length;
};

void trace_range(Object*, Marker&);
// Arguments as range() takes them: EMPTY start is 0, EMPTY step is 1. Null: TypeError, or ValueError for a zero step.
Range* make_range(Thread* T, Value start, Value stop, Value step);
inline bool is_range(Value v) {
  return is_kind(v, Kind::kRange);
}

}  // namespace gilded
