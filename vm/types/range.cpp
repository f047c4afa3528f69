#include "vm/types/range.h"

#include "vm/object/descriptors.h"
#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/int.h"
#include "vm/types/iterators.h"
#include "vm/types/key.h"
#include "vm/types/sequence.h"
#include "vm/types/slice.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

void trace_range(Object* object, Marker& marker) {
  auto* range = static_cast<Range*>(object);
  marker.visit(range->start);
  marker.visit(range->stop);
  marker.visit(range->step);
  marker.visit(range->length);
}

namespace {

const Value kZero = Value::small_int(0);
const Value kOne = Value::small_int(1);

Value add(Thread* T, Value a, Value b) {
  return int_binary(T, BinaryOperator::kAdd, a, b);
}
Value subtract(Thread* T, Value a, Value b) {
  return int_binary(T, BinaryOperator::kSubtract, a, b);
}
Value multiply(Thread* T, Value a, Value b) {
  return int_binary(T, BinaryOperator::kMultiply, a, b);
}

// How many items there are from start to before stop; all exact ints, step not 0.
Value count_items(Thread* T, Value start, Value stop, Value step) {
  if (start.is_small_int() && stop.is_small_int() && step.is_small_int()) {
    // 49 bits each: nothing overflows 64.
    int64_t low = start.as_small_int(), high = stop.as_small_int(), distance = step.as_small_int();
    if (distance < 0) {
      std::swap(low, high);
      distance = -distance;
    }
    return make_int(T, low < high ? (high - low - 1) / distance + 1 : int64_t{0});
  }
  Value low = start, high = stop, distance = step;
  if (int_sign(step) < 0) {
    low = stop;
    high = start;
    distance = subtract(T, kZero, step);
    if (!distance) return kEmpty;
  }
  if (int_compare(low, high) >= 0) return kZero;
  Value span = subtract(T, high, low);
  if (span) span = subtract(T, span, kOne);
  if (span) span = int_binary(T, BinaryOperator::kFloorDivide, span, distance);
  return span ? add(T, span, kOne) : kEmpty;
}

// start + index * step.
Value item_at(Thread* T, Range* range, Value index) {
  Value offset = multiply(T, index, range->step.load());
  return offset ? add(T, range->start.load(), offset) : kEmpty;
}

// From exact ints.
Range* make_exact_range(Thread* T, Value start, Value stop, Value step) {
  Value length = count_items(T, start, stop, step);
  if (!length) return nullptr;
  auto* range = allocate<Range>(T, Kind::kRange, types(T).range->root_shape.load());
  if (!range) return nullptr;
  heap_initialize(range, range->start, start);
  heap_initialize(range, range->stop, stop);
  heap_initialize(range, range->step, step);
  heap_initialize(range, range->length, length);
  range->is_small = start.is_small_int() && stop.is_small_int() && step.is_small_int() && length.is_small_int();
  if (range->is_small) {
    range->small_start = start.as_small_int();
    range->small_step = step.as_small_int();
    range->small_length = length.as_small_int();
  }
  return range;
}

}  // namespace

Range* make_range(Thread* T, Value start, Value stop, Value step) {
  start = start ? to_index(T, start) : kZero;
  if (!start) return nullptr;
  stop = to_index(T, stop);
  if (!stop) return nullptr;
  step = step ? to_index(T, step) : kOne;
  if (!step) return nullptr;
  if (step == kZero) return raise_text(T, Builtin::kValueError, "range() arg 3 must not be zero");
  return make_exact_range(T, start, stop, step);
}

namespace {

Value range_create(Thread* T, Type*, CallArguments arguments) {
  if (arguments.keyword_names && arguments.keyword_names->length > 0)
    return raise_text(T, Builtin::kTypeError, "range() takes no keyword arguments");
  switch (arguments.count) {
    case 0:
      return raise_text(T, Builtin::kTypeError, "range expected at least 1 argument, got 0");
    case 1:
      return make_range(T, kEmpty, arguments[0], kEmpty);
    case 2:
      return make_range(T, arguments[0], arguments[1], kEmpty);
    case 3:
      return make_range(T, arguments[0], arguments[1], arguments[2]);
    default:
      return raise(T, Builtin::kTypeError, "range expected at most 3 arguments, got {}", arguments.count);
  }
}

Value range_repr(Thread* T, Value self) {
  auto* range = self.as<Range>();
  std::string text = "range(" + int_to_text(T, range->start.load()) + ", " + int_to_text(T, range->stop.load());
  if (range->step.load() != kOne) text += ", " + int_to_text(T, range->step.load());
  if (T->has_exception()) return kEmpty;
  return make_string(T, text + ")");
}

// Ranges are equal when they give the same items.
bool ranges_equal(Range* a, Range* b) {
  if (int_compare(a->length.load(), b->length.load()) != 0) return false;
  if (int_sign(a->length.load()) == 0) return true;
  if (int_compare(a->start.load(), b->start.load()) != 0) return false;
  return a->length.load() == kOne || int_compare(a->step.load(), b->step.load()) == 0;
}

Value range_compare(Thread*, Value self, Value other, CompareOperator op) {
  if ((op != CompareOperator::kEqual && op != CompareOperator::kNotEqual) || !is_range(self) || !is_range(other))
    return kNotImplemented;
  return Value::boolean(ranges_equal(self.as<Range>(), other.as<Range>()) == (op == CompareOperator::kEqual));
}

bool range_hash(Thread* T, Value self, int64_t* out) {
  auto* range = self.as<Range>();
  Value length = range->length.load();
  bool empty = int_sign(length) == 0;
  Tuple* parts = make_tuple(
      T, {length, empty ? kNone : range->start.load(), empty || length == kOne ? kNone : range->step.load()});
  return parts && hash_value(T, parts, out);
}

int64_t range_length(Thread* T, Value self) {
  int64_t length;
  if (int_fits_int64(self.as<Range>()->length.load(), &length)) return length;
  return static_cast<void>(raise_text(T, Builtin::kOverflowError, "Python int too large to convert to C ssize_t")), -1;
}

bool range_truth(Thread*, Value self, bool* out) {
  *out = int_sign(self.as<Range>()->length.load()) != 0;
  return true;
}

// A slice's bound as an index between `lowest` and `highest`.
Value slice_bound(Thread* T, Value bound, Value length, Value lowest, Value highest, Value otherwise) {
  if (bound.is_none()) return otherwise;
  if (!has_index(T, bound))
    return raise_text(T, Builtin::kTypeError, "slice indices must be integers or None or have an __index__ method");
  bound = to_index(T, bound);
  if (!bound) return kEmpty;
  if (int_sign(bound) < 0) {
    bound = add(T, bound, length);
    if (!bound) return kEmpty;
    return int_compare(bound, lowest) < 0 ? lowest : bound;
  }
  return int_compare(bound, highest) > 0 ? highest : bound;
}

Value range_slice(Thread* T, Range* range, Slice* slice) {
  Value step = slice->step.load();
  if (step.is_none()) {
    step = kOne;
  } else {
    if (!has_index(T, step))
      return raise_text(T, Builtin::kTypeError, "slice indices must be integers or None or have an __index__ method");
    step = to_index(T, step);
    if (!step) return kEmpty;
  }
  if (step == kZero) return raise_text(T, Builtin::kValueError, "slice step cannot be zero");
  bool backward = int_sign(step) < 0;
  Value length = range->length.load();
  Value lowest = backward ? Value::small_int(-1) : kZero;
  Value highest = backward ? subtract(T, length, kOne) : length;
  if (!highest) return kEmpty;
  Value start = slice_bound(T, slice->start.load(), length, lowest, highest, backward ? highest : lowest);
  if (!start) return kEmpty;
  Value stop = slice_bound(T, slice->stop.load(), length, lowest, highest, backward ? lowest : highest);
  if (!stop) return kEmpty;
  Value new_step = multiply(T, range->step.load(), step);
  Value new_start = new_step ? item_at(T, range, start) : kEmpty;
  Value new_stop = new_start ? item_at(T, range, stop) : kEmpty;
  return new_stop ? Value(make_exact_range(T, new_start, new_stop, new_step)) : kEmpty;
}

Value range_get_item(Thread* T, Value self, Value key) {
  auto* range = self.as<Range>();
  if (is_slice(key)) return range_slice(T, range, key.as<Slice>());
  if (!has_index(T, key))
    return raise(T, Builtin::kTypeError, "range indices must be integers or slices, not {}", type_name(T, key));
  Value index = to_index(T, key);
  if (!index) return kEmpty;
  if (int_sign(index) < 0) {
    index = add(T, index, range->length.load());
    if (!index) return kEmpty;
  }
  if (int_sign(index) < 0 || int_compare(index, range->length.load()) >= 0)
    return raise_text(T, Builtin::kIndexError, "range object index out of range");
  return item_at(T, range, index);
}

// The index of an exact int or bool in the range; None when it is not there; EMPTY with an exception.
Value find_int(Thread* T, Range* range, Value item) {
  item = exact_int(T, item);
  Value offset = item ? subtract(T, item, range->start.load()) : kEmpty;
  Value rest = offset ? int_binary(T, BinaryOperator::kRemainder, offset, range->step.load()) : kEmpty;
  if (!rest) return kEmpty;
  if (int_sign(rest) != 0) return kNone;
  Value index = int_binary(T, BinaryOperator::kFloorDivide, offset, range->step.load());
  if (!index) return kEmpty;
  bool inside = int_sign(index) >= 0 && int_compare(index, range->length.load()) < 0;
  return inside ? index : kNone;
}

bool is_plain_int(Value v) {
  return v.is_small_int() || v.is_bool() || is_exactly(v, Kind::kInt);
}

// Walks over the items comparing them; `found(index)` returns whether to go on. For items that are no plain ints.
template <class F>
bool for_each_equal(Thread* T, Value self, Value item, F found) {
  int64_t index = 0;
  Value iterator = get_iterator(T, self);
  if (!iterator) return false;
  while (Value present = next_item(T, iterator)) {
    int same = equal_values(T, present, item);
    if (same < 0) return false;
    if (same && !found(index)) return true;
    ++index;
  }
  return !T->has_exception();
}

int range_contains(Thread* T, Value self, Value item) {
  if (is_plain_int(item)) {
    Value index = find_int(T, self.as<Range>(), item);
    return !index ? -1 : !index.is_none();
  }
  int result = 0;
  bool done = for_each_equal(T, self, item, [&](int64_t) {
    result = 1;
    return false;
  });
  return done ? result : -1;
}

Value range_iterate(Thread* T, Value self) {
  auto* range = self.as<Range>();
  if (range->is_small) return make_range_iterator(T, range->small_start, range->small_step, range->small_length);
  return make_big_range_iterator(T, range->start.load(), range->step.load(), range->length.load());
}

Value range_reversed(Thread* T, Arguments args) {
  auto* range = args[0].as<Range>();
  if (range->is_small) {
    int64_t last = range->small_start + (range->small_length - 1) * range->small_step;
    return make_range_iterator(T, last, -range->small_step, range->small_length);
  }
  Value before = subtract(T, range->length.load(), kOne);
  Value last = before ? item_at(T, range, before) : kEmpty;
  Value step = last ? subtract(T, kZero, range->step.load()) : kEmpty;
  return step ? make_big_range_iterator(T, last, step, range->length.load()) : kEmpty;
}

Value range_index(Thread* T, Arguments args) {
  if (is_plain_int(args[1])) {
    Value index = find_int(T, args[0].as<Range>(), args[1]);
    if (!index || !index.is_none()) return index;
  } else {
    int64_t position = -1;
    bool done = for_each_equal(T, args[0], args[1], [&](int64_t index) {
      position = index;
      return false;
    });
    if (!done) return kEmpty;
    if (position >= 0) return make_int(T, position);
  }
  String* text = to_repr(T, args[1]);
  if (!text) return kEmpty;
  if (!is_plain_int(args[1])) return raise_text(T, Builtin::kValueError, "sequence.index(x): x not in sequence");
  return raise(T, Builtin::kValueError, "{} is not in range", to_utf8(text));
}

Value range_count(Thread* T, Arguments args) {
  if (is_plain_int(args[1])) {
    Value index = find_int(T, args[0].as<Range>(), args[1]);
    return !index ? kEmpty : Value::small_int(!index.is_none());
  }
  int64_t count = 0;
  bool done = for_each_equal(T, args[0], args[1], [&](int64_t) {
    ++count;
    return true;
  });
  return done ? make_int(T, count) : kEmpty;
}

Value range_reduce(Thread* T, Arguments args) {
  auto* range = args[0].as<Range>();
  Tuple* parts = make_tuple(T, {range->start.load(), range->stop.load(), range->step.load()});
  return parts ? Value(make_tuple(T, {types(T).range, parts})) : kEmpty;
}

const NativeMethod kRangeMethods[] = {
    {"index($self, value, /)", range_index, "Position of the value. ValueError when it is not there."},
    {"count($self, value, /)", range_count, "How many items are equal to the value."},
    {"__reversed__($self, /)", range_reversed, "Return a reverse iterator."},
    {"__reduce__($self, /)", range_reduce, nullptr},
    {nullptr, nullptr, nullptr},
};

const NativeAttribute kRangeAttributes[] = {
    {"start", [](Thread*, Value self) { return self.as<Range>()->start.load(); }, read_only_member, nullptr},
    {"stop", [](Thread*, Value self) { return self.as<Range>()->stop.load(); }, read_only_member, nullptr},
    {"step", [](Thread*, Value self) { return self.as<Range>()->step.load(); }, read_only_member, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

}  // namespace

void initialize_range_types(Thread* T) {
  static const TypeSlots kSlots = [] {
    TypeSlots slots{};
    slots.create = range_create;
    slots.repr = range_repr;
    slots.compare = range_compare;
    slots.hash = range_hash;
    slots.length = range_length;
    slots.truth = range_truth;
    slots.get_item = range_get_item;
    slots.contains = range_contains;
    slots.iterate = range_iterate;
    return slots;
  }();
  static const NativeTypeSpec kSpec = {"range",
                                       Kind::kRange,
                                       sizeof(Range),
                                       kTypeIsBuiltin | kTypeIsSequence,
                                       "A sequence of ints with equal distances, made on demand.",
                                       &kSlots,
                                       kRangeMethods,
                                       kRangeAttributes,
                                       "(start, stop=None, step=1, /)"};
  T->runtime->types.range = make_native_type(T, kSpec);
}

}  // namespace gilded
