// What list, tuple, range and deque share: index arguments, messages and ordering. May run Python code (__index__,
// __eq__).
#pragma once

#include <string>

#include "vm/object/protocols.h"
#include "vm/object/type.h"

namespace gilded {

// No machine has more; size arithmetic below it cannot overflow.
inline constexpr size_t kMaxSequenceLength = size_t{1} << 43;

// An index-like object: an int, or something with __index__.
inline bool has_index(Thread* T, Value v) {
  return v.is_small_int() || type_of(T, v)->slots.index != nullptr;
}
// `value` as a position in a slice or as the start or stop of index(): clamped to 64 bits. EMPTY and None leave *out as
// it is. False: TypeError "slice indices must be integers or None or have an __index__ method".
bool slice_index(Thread* T, Value value, int64_t* out, bool none_allowed = true);
// The subscript of a sequence: an int that fits. False: IndexError "cannot fit 'int' into an index-sized integer", or
// __index__ raised.
bool item_index(Thread* T, Value key, int64_t* out);
// Makes start and stop of index(value, start, stop) relative to the beginning: negative ones count from the end, not
// below 0.
void adjust_search(int64_t length, int64_t* start, int64_t* stop);
// The count in `sequence * count`. False: raised. REQUIRES has_index.
bool repeat_count(Thread* T, Value value, int64_t* out);

// When `self + other` or `self * other` fits no rule of the sequence on the left: gives the other operand's type its
// turn, as Python does before a sequence complains. EMPTY without an exception: it has nothing to say either.
Value ask_right_operand(Thread* T, BinaryOperator op, Value left, Value right, Value (*own)(Thread*, Value, Value));
// __name__ of a type, as the repr of its instances shows it.
std::string short_name(Type* type);
// {"__class_getitem__($type, item, /)", class_getitem, ..., kClassMethod}: list[int].
Value class_getitem(Thread* T, Arguments args);

inline bool compare_results(int order, CompareOperator op) {
  switch (op) {
    case CompareOperator::kLess:
      return order < 0;
    case CompareOperator::kLessEqual:
      return order <= 0;
    case CompareOperator::kEqual:
      return order == 0;
    case CompareOperator::kNotEqual:
      return order != 0;
    case CompareOperator::kGreater:
      return order > 0;
    case CompareOperator::kGreaterEqual:
      return order >= 0;
  }
  return false;
}

}  // namespace gilded
