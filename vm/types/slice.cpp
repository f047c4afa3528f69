#include "vm/types/slice.h"

#include <limits>

#include "vm/object/descriptors.h"
#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/sequence.h"
#include "vm/types/string.h"
#include "vm/types/string_methods.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
constexpr int64_t kMin = std::numeric_limits<int64_t>::min();

}  // namespace

void trace_slice(Object* object, Marker& marker) {
  auto* slice = static_cast<Slice*>(object);
  marker.visit(slice->start);
  marker.visit(slice->stop);
  marker.visit(slice->step);
}

Slice* make_slice(Thread* T, Value start, Value stop, Value step) {
  auto* slice = allocate<Slice>(T, Kind::kSlice, types(T).slice->root_shape.load());
  if (!slice) return nullptr;
  heap_initialize(slice, slice->start, start ? start : kNone);
  heap_initialize(slice, slice->stop, stop ? stop : kNone);
  heap_initialize(slice, slice->step, step ? step : kNone);
  return slice;
}

bool slice_index(Thread* T, Value value, int64_t* out, bool none_allowed) {
  if (value.is_small_int()) {
    *out = value.as_small_int();
    return true;
  }
  if (value.is_empty() || (value.is_none() && none_allowed)) return true;
  if (!has_index(T, value)) {
    return raise_text(T, Builtin::kTypeError,
                      none_allowed ? "slice indices must be integers or None or have an __index__ method"
                                   : "slice indices must be integers or have an __index__ method");
  }
  Value index = to_index(T, value);
  if (!index) return false;
  if (!int_fits_int64(index, out)) *out = int_sign(index) < 0 ? kMin : kMax;
  return true;
}

bool slice_unpack(Thread* T, const SliceParts& parts, int64_t* start, int64_t* stop, int64_t* step) {
  *step = 1;
  if (!slice_index(T, parts.step, step)) return false;
  if (*step == 0) return raise_text(T, Builtin::kValueError, "slice step cannot be zero");
  // So that -step is a number too.
  if (*step < -kMax) *step = -kMax;
  *start = *step < 0 ? kMax : 0;
  *stop = *step < 0 ? kMin : kMax;
  return slice_index(T, parts.start, start) && slice_index(T, parts.stop, stop);
}

Value get_slice(Thread* T, Value container, const SliceParts& parts) {
  if (is_exactly(container, Kind::kList)) return list_slice(T, container.as<List>(), parts);
  if (is_exactly(container, Kind::kString)) return string_slice(T, container.as<String>(), parts);
  if (is_exactly(container, Kind::kTuple)) return tuple_slice(T, container, parts);
  Slice* slice = make_slice(T, parts.start, parts.stop, parts.step);
  return slice ? get_item(T, container, slice) : kEmpty;
}

bool set_slice(Thread* T, Value container, const SliceParts& parts, Value value) {
  if (is_exactly(container, Kind::kList)) return list_set_slice(T, container.as<List>(), parts, value);
  Slice* slice = make_slice(T, parts.start, parts.stop, parts.step);
  return slice && set_item(T, container, slice, value);
}

int64_t slice_adjust(int64_t length, int64_t* start, int64_t* stop, int64_t step) {
  auto fit = [&](int64_t position) {
    if (position < 0) {
      position += length;
      if (position < 0) position = step < 0 ? -1 : 0;
    } else if (position >= length) {
      position = step < 0 ? length - 1 : length;
    }
    return position;
  };
  *start = fit(*start);
  *stop = fit(*stop);
  int64_t distance = step < 0 ? *start - *stop : *stop - *start;
  int64_t stride = step < 0 ? -step : step;
  if (distance <= 0) return 0;
  return stride == 1 ? distance : (distance - 1) / stride + 1;  // a division would be most of the time
}

namespace {

Value slice_create(Thread* T, Type*, CallArguments arguments) {
  if (arguments.keyword_names) return raise_text(T, Builtin::kTypeError, "slice() takes no keyword arguments");
  if (arguments.count == 0) return raise_text(T, Builtin::kTypeError, "slice expected at least 1 argument, got 0");
  if (arguments.count > 3)
    return raise(T, Builtin::kTypeError, "slice expected at most 3 arguments, got {}", arguments.count);
  if (arguments.count == 1) return make_slice(T, kNone, arguments[0], kNone);
  return make_slice(T, arguments[0], arguments[1], arguments.count == 3 ? arguments[2] : kNone);
}

Tuple* parts(Thread* T, Slice* slice) {
  return make_tuple(T, {slice->start.load(), slice->stop.load(), slice->step.load()});
}

Value slice_repr(Thread* T, Value self) {
  auto* slice = self.as<Slice>();
  String* start = to_repr(T, slice->start.load());
  if (!start) return kEmpty;
  String* stop = to_repr(T, slice->stop.load());
  if (!stop) return kEmpty;
  String* step = to_repr(T, slice->step.load());
  if (!step) return kEmpty;
  return make_string(T, "slice(" + to_utf8(start) + ", " + to_utf8(stop) + ", " + to_utf8(step) + ")");
}

Value slice_compare(Thread* T, Value self, Value other, CompareOperator op) {
  if (!is_slice(self) || !is_slice(other)) return kNotImplemented;
  Tuple* a = parts(T, self.as<Slice>());
  if (!a) return kEmpty;
  Tuple* b = parts(T, other.as<Slice>());
  if (!b) return kEmpty;
  return compare(T, a, b, op);
}

bool slice_hash(Thread* T, Value self, int64_t* out) {
  constexpr uint64_t kPrime1 = 11400714785074694791u, kPrime2 = 14029467366897019727u, kPrime5 = 2870177450012600261u;
  auto* slice = self.as<Slice>();
  uint64_t sum = kPrime5;
  for (Value part : {slice->start.load(), slice->stop.load(), slice->step.load()}) {
    int64_t hash;
    if (!hash_value(T, part, &hash)) return false;
    sum += static_cast<uint64_t>(hash) * kPrime2;
    sum = std::rotl(sum, 31) * kPrime1;
  }
  *out = sum == ~uint64_t{0} ? 1546275796 : static_cast<int64_t>(sum);
  return true;
}

// slice.indices(length) with ints of any size; `length` is an exact int.
Value slice_indices(Thread* T, Arguments args) {
  auto* slice = args[0].as<Slice>();
  Value length = to_index(T, args[1]);
  if (!length) return kEmpty;
  if (int_sign(length) < 0) return raise_text(T, Builtin::kValueError, "length should not be negative");
  auto part = [&](Value value) -> Value {
    if (value.is_none() || value.is_small_int()) return value;
    if (!has_index(T, value))
      return raise_text(T, Builtin::kTypeError, "slice indices must be integers or None or have an __index__ method");
    return to_index(T, value);
  };
  Value step = part(slice->step.load());
  if (!step) return kEmpty;
  if (step.is_none()) step = Value::small_int(1);
  if (int_sign(step) == 0) return raise_text(T, Builtin::kValueError, "slice step cannot be zero");
  bool backward = int_sign(step) < 0;
  Value zero = Value::small_int(0);
  Value lowest = backward ? Value::small_int(-1) : zero;
  Value highest = backward ? int_binary(T, BinaryOperator::kSubtract, length, Value::small_int(1)) : length;
  if (!highest) return kEmpty;
  auto fit = [&](Value value, Value otherwise) -> Value {
    value = part(value);
    if (!value) return kEmpty;
    if (value.is_none()) return otherwise;
    if (int_sign(value) < 0) {
      value = int_binary(T, BinaryOperator::kAdd, value, length);
      if (!value) return kEmpty;
      return int_compare(value, lowest) < 0 ? lowest : value;
    }
    return int_compare(value, highest) > 0 ? highest : value;
  };
  Value start = fit(slice->start.load(), backward ? highest : lowest);
  if (!start) return kEmpty;
  Value stop = fit(slice->stop.load(), backward ? lowest : highest);
  if (!stop) return kEmpty;
  return make_tuple(T, {start, stop, step});
}

Value slice_reduce(Thread* T, Arguments args) {
  Tuple* arguments = parts(T, args[0].as<Slice>());
  return arguments ? Value(make_tuple(T, {types(T).slice, arguments})) : kEmpty;
}

const NativeMethod kSliceMethods[] = {
    {"indices($self, object, /)", slice_indices,
     "The start, stop and step that the slice means for a sequence of a length."},
    {"__reduce__($self, /)", slice_reduce, "Return state information for pickling."},
    {nullptr, nullptr, nullptr},
};

const NativeAttribute kSliceAttributes[] = {
    {"start", [](Thread*, Value self) { return self.as<Slice>()->start.load(); }, read_only_member, nullptr},
    {"stop", [](Thread*, Value self) { return self.as<Slice>()->stop.load(); }, read_only_member, nullptr},
    {"step", [](Thread*, Value self) { return self.as<Slice>()->step.load(); }, read_only_member, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

}  // namespace

void initialize_slice_types(Thread* T) {
  static const TypeSlots kSlots = [] {
    TypeSlots slots{};
    slots.create = slice_create;
    slots.repr = slice_repr;
    slots.compare = slice_compare;
    slots.hash = slice_hash;
    return slots;
  }();
  static const NativeTypeSpec kSpec = {"slice",
                                       Kind::kSlice,
                                       sizeof(Slice),
                                       kTypeIsBuiltin,
                                       "A set of indices: slice(stop) or slice(start, stop[, step]).",
                                       &kSlots,
                                       kSliceMethods,
                                       kSliceAttributes,
                                       "(start, stop=None, step=None, /)"};
  T->runtime->types.slice = make_native_type(T, kSpec);
}

}  // namespace gilded
