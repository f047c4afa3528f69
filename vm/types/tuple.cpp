#include "vm/types/tuple.h"
#include "vm/types/struct_sequence.h"

#include <algorithm>

#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/int.h"
#include "vm/types/iterators.h"
#include "vm/types/key.h"
#include "vm/types/list.h"
#include "vm/types/sequence.h"
#include "vm/types/slice.h"
#include "vm/types/string.h"

namespace gilded {

void trace_tuple(Object* object, Marker& marker) {
  auto* tuple = static_cast<Tuple*>(object);
  // Struct sequences have hidden items behind the visible ones.
  size_t count = tuple->length + tuple->private_bits.load(std::memory_order_relaxed);
  for (size_t i = 0; i < count; ++i) marker.visit(tuple->items[i]);
}

namespace {

constexpr size_t kHeaderSize = sizeof(Tuple) - sizeof(Slot);

Tuple* allocate_tuple(Thread* T, size_t length) {
  if (length > kMaxSequenceLength) return raise_memory_error(T);
  auto* tuple = static_cast<Tuple*>(
      allocate_object_inline(T, Tuple::size_of(length), Kind::kTuple, types(T).tuple->root_shape.load()));
  if (tuple) tuple->length = length;
  return tuple;
}

Value empty_tuple(Thread* T) {
  Runtime* runtime = T->runtime;
  // Made by the first caller while the runtime starts with one thread.
  if (!runtime->empty_tuple) runtime->empty_tuple = allocate_tuple(T, 0);
  return runtime->empty_tuple;
}

}  // namespace

Tuple* make_tuple(Thread* T, size_t length) {
  if (length == 0) return empty_tuple(T).as<Tuple>();
  return allocate_tuple(T, length);
}

Tuple* make_tuple(Thread* T, const Value* items, size_t length) {
  Tuple* tuple = make_tuple(T, length);
  if (!tuple) return nullptr;
  for (size_t i = 0; i < length; ++i) heap_initialize(tuple, tuple->items[i], items[i]);
  return tuple;
}

Tuple* make_tuple(Thread* T, std::initializer_list<Value> items) {
  return make_tuple(T, items.begin(), items.size());
}

namespace {

constexpr size_t size_of_tuple(size_t length) {
  return kHeaderSize + length * sizeof(Slot);
}

Value tuple_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[1];
  if (type == types(T).tuple || type->slots.initialize == object_initialize) {
    if (!bind_arguments(T, "tuple(iterable=(), /)", arguments, values)) return kEmpty;
  } else {
    // A subclass with its own __init__ may take more; only the first is the content.
    if (arguments.positional_count() > 0) values[0] = arguments[0];
  }
  Tuple* items;
  if (!values[0]) {
    items = make_tuple(T, 0);
  } else if (is_plain_tuple(T, values[0])) {
    items = values[0].as<Tuple>();
  } else {
    items = tuple_from_iterable(T, values[0]);
  }
  if (!items || type == types(T).tuple) return items;
  auto* tuple = static_cast<Tuple*>(allocate_instance_of(T, type, size_of_tuple(items->length)));
  if (!tuple) return kEmpty;
  tuple->length = items->length;
  for (size_t i = 0; i < items->length; ++i) heap_initialize(tuple, tuple->items[i], (*items)[i]);
  return tuple;
}

Value tuple_repr(Thread* T, Value self) {
  auto* tuple = self.as<Tuple>();
  if (tuple->length == 0) return make_string(T, "()");
  ReprGuard guard(T, self);
  if (guard.is_recursive()) return make_string(T, "(...)");
  if (!check_native_recursion(T, " while getting the repr of an object")) return kEmpty;
  std::string text = "(";
  for (size_t i = 0; i < tuple->length; ++i) {
    if (i > 0) text += ", ";
    String* item = to_repr(T, (*tuple)[i]);
    if (!item) return kEmpty;
    text += to_utf8(item);
  }
  text += tuple->length == 1 ? ",)" : ")";
  return make_string(T, text);
}

bool tuple_hash(Thread* T, Value self, int64_t* out) {
  constexpr uint64_t kPrime1 = 11400714785074694791u, kPrime2 = 14029467366897019727u, kPrime5 = 2870177450012600261u;
  if (!check_native_recursion(T, "")) return false;
  auto* tuple = self.as<Tuple>();
  uint64_t sum = kPrime5;
  for (size_t i = 0; i < tuple->length; ++i) {
    uint64_t hash;
    if (!hash_key(T, (*tuple)[i], &hash)) return false;
    sum += hash * kPrime2;
    sum = std::rotl(sum, 31) * kPrime1;
  }
  sum += tuple->length ^ (kPrime5 ^ 3527539u);
  *out = sum == ~uint64_t{0} ? 1546275796 : static_cast<int64_t>(sum);
  return true;
}

Value tuple_compare(Thread* T, Value self, Value other, CompareOperator op) {
  if (!is_tuple(self) || !is_tuple(other)) return kNotImplemented;
  auto* a = self.as<Tuple>();
  auto* b = other.as<Tuple>();
  size_t common = std::min(a->length, b->length);
  size_t i = 0;
  for (; i < common; ++i) {
    Value x = (*a)[i], y = (*b)[i];
    if (int order; quick_order(x, y, &order)) {
      if (order == 0) continue;
      return Value::boolean(compare_results(order, op));
    }
    int same = equal_values(T, x, y);
    if (same < 0) return kEmpty;
    if (!same) break;
  }
  if (i == common) {
    int order = a->length < b->length ? -1 : a->length > b->length;
    return Value::boolean(compare_results(order, op));
  }
  if (op == CompareOperator::kEqual) return kFalse;
  if (op == CompareOperator::kNotEqual) return kTrue;
  return compare(T, (*a)[i], (*b)[i], op);
}

int64_t tuple_length(Thread*, Value self) {
  return static_cast<int64_t>(self.as<Tuple>()->length);
}

}  // namespace

Value tuple_slice(Thread* T, Value self, const SliceParts& parts) {
  auto* tuple = self.as<Tuple>();
  int64_t start, stop, step;
  if (!slice_unpack(T, parts, &start, &stop, &step)) return kEmpty;
  int64_t length = static_cast<int64_t>(tuple->length);
  int64_t count = slice_adjust(length, &start, &stop, step);
  if (count == length && step == 1 && is_plain_tuple(T, self)) return self;
  Tuple* result = make_tuple(T, static_cast<size_t>(count));
  if (!result) return kEmpty;
  for (int64_t i = 0; i < count; ++i)
    heap_initialize(result, result->items[i], (*tuple)[static_cast<size_t>(start + i * step)]);
  return result;
}

namespace {

Value tuple_get_item(Thread* T, Value self, Value key) {
  auto* tuple = self.as<Tuple>();
  if (is_slice(key)) return tuple_slice(T, self, SliceParts(key.as<Slice>()));
  if (!has_index(T, key)) {
    return raise(T, Builtin::kTypeError, "tuple indices must be integers or slices, not {}", type_name(T, key));
  }
  int64_t i;
  if (!item_index(T, key, &i)) return kEmpty;
  if (i < 0) i += static_cast<int64_t>(tuple->length);
  if (i < 0 || static_cast<size_t>(i) >= tuple->length)
    return raise_text(T, Builtin::kIndexError, "tuple index out of range");
  return (*tuple)[static_cast<size_t>(i)];
}

int tuple_contains(Thread* T, Value self, Value item) {
  auto* tuple = self.as<Tuple>();
  for (size_t i = 0; i < tuple->length; ++i) {
    int same = equal_values(T, (*tuple)[i], item);
    if (same) return same;
  }
  return 0;
}

Value tuple_iterate(Thread* T, Value self) {
  return make_tuple_iterator(T, self);
}

Value tuple_add(Thread* T, Value left, Value right) {
  if (!is_tuple(left)) return kNotImplemented;
  if (!is_tuple(right)) {
    Value result = ask_right_operand(T, BinaryOperator::kAdd, left, right, tuple_add);
    if (result || T->has_exception()) return result;
    return raise(T, Builtin::kTypeError, "can only concatenate tuple (not \"{}\") to tuple", type_name(T, right));
  }
  auto* a = left.as<Tuple>();
  auto* b = right.as<Tuple>();
  if (a->length == 0 && is_plain_tuple(T, right)) return right;
  if (b->length == 0 && is_plain_tuple(T, left)) return left;
  Tuple* result = make_tuple(T, a->length + b->length);
  if (!result) return kEmpty;
  for (size_t i = 0; i < a->length; ++i) heap_initialize(result, result->items[i], (*a)[i]);
  for (size_t i = 0; i < b->length; ++i) heap_initialize(result, result->items[a->length + i], (*b)[i]);
  return result;
}

Value tuple_multiply(Thread* T, Value left, Value right) {
  Value self = is_tuple(left) ? left : right;
  Value count_value = is_tuple(left) ? right : left;
  if (!has_index(T, count_value)) {
    if (self == right) return kNotImplemented;
    Value result = ask_right_operand(T, BinaryOperator::kMultiply, left, right, tuple_multiply);
    if (result || T->has_exception()) return result;
    return raise(T, Builtin::kTypeError, "can't multiply sequence by non-int of type '{}'", type_name(T, count_value));
  }
  int64_t count;
  if (!repeat_count(T, count_value, &count)) return kEmpty;
  auto* tuple = self.as<Tuple>();
  if ((count == 1 || tuple->length == 0) && is_plain_tuple(T, self)) return self;
  if (count <= 0 || tuple->length == 0) return make_tuple(T, 0);
  if (static_cast<uint64_t>(count) > kMaxSequenceLength / tuple->length) return raise_memory_error(T);
  Tuple* result = make_tuple(T, tuple->length * static_cast<size_t>(count));
  if (!result) return kEmpty;
  for (size_t i = 0, j = 0; i < result->length; ++i) {
    heap_initialize(result, result->items[i], (*tuple)[j]);
    if (++j == tuple->length) j = 0;
  }
  return result;
}

Value tuple_index(Thread* T, Arguments args) {
  auto* tuple = args[0].as<Tuple>();
  int64_t start = 0, stop = std::numeric_limits<int64_t>::max();
  if (!slice_index(T, args[2], &start, false) || !slice_index(T, args[3], &stop, false)) return kEmpty;
  int64_t length = static_cast<int64_t>(tuple->length);
  adjust_search(length, &start, &stop);
  for (int64_t i = start; i < stop && i < length; ++i) {
    int same = equal_values(T, (*tuple)[static_cast<size_t>(i)], args[1]);
    if (same < 0) return kEmpty;
    if (same) return make_int(T, i);
  }
  return raise_text(T, Builtin::kValueError, "tuple.index(x): x not in tuple");
}

Value tuple_count(Thread* T, Arguments args) {
  auto* tuple = args[0].as<Tuple>();
  int64_t count = 0;
  for (size_t i = 0; i < tuple->length; ++i) {
    int same = equal_values(T, (*tuple)[i], args[1]);
    if (same < 0) return kEmpty;
    count += same;
  }
  return make_int(T, count);
}

Value tuple_new_arguments(Thread* T, Arguments args) {
  auto* tuple = args[0].as<Tuple>();
  Tuple* plain = make_tuple(T, tuple->length);
  if (!plain) return kEmpty;
  for (size_t i = 0; i < tuple->length; ++i) heap_initialize(plain, plain->items[i], (*tuple)[i]);
  return make_tuple(T, {plain});
}

const NativeMethod kTupleMethods[] = {
    {"index($self, value, start=0, stop=sys.maxsize, /)", tuple_index,
     "Position of the first item equal to the value. ValueError when there is none."},
    {"count($self, value, /)", tuple_count, "How many items are equal to the value."},
    {"__getnewargs__($self, /)", tuple_new_arguments, nullptr},
    {"__class_getitem__($type, item, /)", class_getitem, "See PEP 585.", kClassMethod},
    {nullptr, nullptr, nullptr},
};

}  // namespace

void initialize_tuple_types(Thread* T) {
  static const TypeSlots kSlots = [] {
    TypeSlots slots{};
    slots.create = tuple_create;
    slots.repr = tuple_repr;
    slots.hash = tuple_hash;
    slots.compare = tuple_compare;
    slots.length = tuple_length;
    slots.get_item = tuple_get_item;
    slots.contains = tuple_contains;
    slots.iterate = tuple_iterate;
    slots.binary[static_cast<int>(BinaryOperator::kAdd)] = tuple_add;
    slots.binary[static_cast<int>(BinaryOperator::kMultiply)] = tuple_multiply;
    return slots;
  }();
  static const NativeTypeSpec kSpec = {"tuple",
                                       Kind::kTuple,
                                       sizeof(Tuple) - sizeof(Slot),
                                       kTypeIsBuiltin | kTypeIsBase | kTypeMatchesSelf | kTypeIsSequence,
                                       "A sequence of items that never changes.",
                                       &kSlots,
                                       kTupleMethods,
                                       nullptr,
                                       "(iterable=(), /)"};
  T->runtime->types.tuple = make_native_type(T, kSpec);
}

}  // namespace gilded
