// _bisect: binary search in sorted sequences.
#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/runtime.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/string.h"

namespace gilded {

namespace {

enum class Side : uint8_t { kLeft, kRight };

// a < b: 1, 0, -1.
int less(Thread* T, Value a, Value b) {
  if (a.is_small_int() && b.is_small_int()) return a.as_small_int() < b.as_small_int();
  Value result = compare(T, a, b, CompareOperator::kLess);
  bool yes;
  if (!result || !truth(T, result, &yes)) return -1;
  return yes;
}

// Where to insert x: args are (a, x, lo, hi, key). -1: exception. `x` is compared as it is, the items through the key.
int64_t search(Thread* T, Side side, Value sequence, Value x, Arguments args) {
  int64_t low = 0, high = -1;
  if (args[2] && !to_int64(T, args[2], &low)) return -1;
  if (low < 0) return static_cast<void>(raise_text(T, Builtin::kValueError, "lo must be non-negative")), -1;
  if (args[3] && !args[3].is_none() && !to_int64(T, args[3], &high)) return -1;
  if (high < 0) {
    high = length(T, sequence);
    if (high < 0) return -1;
  }
  Value key = args[4] && !args[4].is_none() ? args[4] : kEmpty;
  while (low < high) {
    int64_t middle = low + (high - low) / 2;
    Value item = is_exactly(sequence, Kind::kList) ? list_get(T, sequence.as<List>(), middle) : kEmpty;
    if (!item) item = get_item(T, sequence, make_int(T, middle));
    if (item && key) item = call(T, key, {item});
    if (!item) return -1;
    int answer = side == Side::kLeft ? less(T, item, x) : less(T, x, item);
    if (answer < 0) return -1;
    if ((answer == 1) == (side == Side::kLeft)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

template <Side kSide>
Value bisect(Thread* T, Arguments args) {
  int64_t position = search(T, kSide, args[0], args[1], args);
  return position < 0 ? kEmpty : make_int(T, position);
}

template <Side kSide>
Value insort(Thread* T, Arguments args) {
  Value x = args[1];
  if (args[4] && !args[4].is_none()) {
    x = call(T, args[4], {x});
    if (!x) return kEmpty;
  }
  int64_t position = search(T, kSide, args[0], x, args);
  if (position < 0) return kEmpty;
  Value insert = get_attribute(T, args[0], "insert");
  return insert && call(T, insert, {make_int(T, position), args[1]}) ? kNone : kEmpty;
}

const NativeMethod kFunctions[] = {
    {"bisect_left(a, x, lo=0, hi=None, *, key=None)", bisect<Side::kLeft>, "Where to insert x, before its equals."},
    {"bisect_right(a, x, lo=0, hi=None, *, key=None)", bisect<Side::kRight>, "Where to insert x, after its equals."},
    {"insort_left(a, x, lo=0, hi=None, *, key=None)", insort<Side::kLeft>, "Insert x before its equals."},
    {"insort_right(a, x, lo=0, hi=None, *, key=None)", insort<Side::kRight>, "Insert x after its equals."},
    {nullptr, nullptr, nullptr},
};

}  // namespace

Value initialize_bisect_module(Thread* T) {
  Module* module = make_module(T, "_bisect");
  return module && add_functions(T, module, kFunctions) ? Value(module) : kEmpty;
}

}  // namespace gilded
