// The stable sort behind list.sort() and sorted().
#pragma once

#include "vm/object/value_array.h"

namespace gilded {

// Sorts the first `count` slots of an array that no other thread changes: merging of natural runs, at most n log n
// comparisons, equal items keep their order (with `reverse` too). `key` EMPTY: the items themselves are compared.
// False: a comparison or the key function raised; the array then holds the same items in some order.
bool sort_values(Thread* T, ValueArray* items, size_t count, Value key, bool reverse);

}  // namespace gilded
