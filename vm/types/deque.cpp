#include "vm/types/deque.h"

#include <algorithm>

#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/types/int.h"
#include "vm/types/iterators.h"
#include "vm/types/key.h"
#include "vm/types/list.h"
#include "vm/types/sequence.h"
#include "vm/types/slice.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

void trace_deque(Object* object, Marker& marker) {
  marker.visit(static_cast<Deque*>(object)->ring);
}

namespace {

constexpr size_t kSmallestRing = 8;

// --- Storage, with the object lock held

ValueArray* ring_of(Deque* deque) {
  return deque->ring.load(std::memory_order_acquire);
}

Slot& slot_at(Deque* deque, int64_t i) {
  ValueArray* ring = ring_of(deque);
  return (*ring)[(deque->first + static_cast<uint64_t>(i)) & (ring->capacity - 1)];
}

void changed(Deque* deque, int64_t length) {
  deque->length.store(length, std::memory_order_relaxed);
  deque->changes.store(deque->changes.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
}

bool reserve_locked(Thread* T, Deque* deque, int64_t length) {
  ValueArray* ring = ring_of(deque);
  if (static_cast<size_t>(length) <= ring->capacity) return true;
  ValueArray* grown = make_value_array(T, std::bit_ceil(static_cast<size_t>(length)));
  if (!grown) return false;
  for (int64_t i = 0; i < deque->size(); ++i)
    heap_initialize(grown, (*grown)[static_cast<size_t>(i)], slot_at(deque, i).load_relaxed());
  heap_store_pointer(deque, deque->ring, grown);
  deque->first = 0;
  return true;
}

Value pop_locked(Deque* deque) {
  int64_t length = deque->size();
  if (length == 0) return kEmpty;
  Slot& slot = slot_at(deque, length - 1);
  Value item = slot.load_relaxed();
  heap_store(ring_of(deque), slot, kEmpty);
  changed(deque, length - 1);
  return item;
}

Value pop_left_locked(Deque* deque) {
  int64_t length = deque->size();
  if (length == 0) return kEmpty;
  Slot& slot = slot_at(deque, 0);
  Value item = slot.load_relaxed();
  heap_store(ring_of(deque), slot, kEmpty);
  ++deque->first;
  changed(deque, length - 1);
  return item;
}

bool append_locked(Thread* T, Deque* deque, Value item) {
  int64_t length = deque->size();
  if (length == deque->max_length) {
    if (length == 0) return true;
    pop_left_locked(deque);
    --length;
  }
  if (!reserve_locked(T, deque, length + 1)) return false;
  heap_store(ring_of(deque), slot_at(deque, length), item);
  changed(deque, length + 1);
  return true;
}

bool append_left_locked(Thread* T, Deque* deque, Value item) {
  int64_t length = deque->size();
  if (length == deque->max_length) {
    if (length == 0) return true;
    pop_locked(deque);
    --length;
  }
  if (!reserve_locked(T, deque, length + 1)) return false;
  --deque->first;
  heap_store(ring_of(deque), slot_at(deque, 0), item);
  changed(deque, length + 1);
  return true;
}

void remove_locked(Deque* deque, int64_t position) {
  int64_t length = deque->size();
  for (int64_t i = position; i + 1 < length; ++i)
    heap_store(ring_of(deque), slot_at(deque, i), slot_at(deque, i + 1).load_relaxed());
  heap_store(ring_of(deque), slot_at(deque, length - 1), kEmpty);
  changed(deque, length - 1);
}

Value item_or_empty(Thread* T, Deque* deque, int64_t i) {
  ObjectLock lock(T, deque);
  return i >= 0 && i < deque->size() ? slot_at(deque, i).load_relaxed() : kEmpty;
}

// The items at this moment.
Tuple* snapshot(Thread* T, Deque* deque) {
  ObjectLock lock(T, deque);
  size_t length = static_cast<size_t>(deque->size());
  Tuple* items = make_tuple(T, length);
  if (!items) return nullptr;
  for (size_t i = 0; i < length; ++i)
    heap_initialize(items, items->items[i], slot_at(deque, static_cast<int64_t>(i)).load_relaxed());
  return items;
}

Deque* make_deque_of(Thread* T, Type* type) {
  ValueArray* ring = make_value_array(T, kSmallestRing);
  if (!ring) return nullptr;
  auto* deque = static_cast<Deque*>(allocate_instance_of(T, type, sizeof(Deque)));
  if (!deque) return nullptr;
  deque->ring.store(ring, std::memory_order_relaxed);
  deque->max_length = -1;
  return deque;
}

bool extend(Thread* T, Deque* deque, Value iterable) {
  // Its own items, or another deque's, as they are now.
  if (is_exactly(iterable, Kind::kDeque)) {
    iterable = snapshot(T, iterable.as<Deque>());
    if (!iterable) return false;
  }
  return for_each(T, iterable, [&](Value item) { return deque_append(T, deque, item); });
}

// A deque of the same class, as copy() gives: subclasses are asked to make one.
Value copy_of(Thread* T, Deque* deque) {
  if (!deque->has_flag(kIsSubclassInstance)) {
    Deque* copy = make_deque_of(T, types(T).deque);
    if (!copy) return kEmpty;
    copy->max_length = deque->max_length;
    return extend(T, copy, deque) ? Value(copy) : kEmpty;
  }
  Value type = deque->type();
  if (deque->max_length < 0) return call(T, type, {deque});
  return call(T, type, {deque, make_int(T, deque->max_length)});
}

Value max_length_value(Thread* T, Deque* deque) {
  return deque->max_length < 0 ? kNone : make_int(T, deque->max_length);
}

}  // namespace

bool deque_append(Thread* T, Deque* deque, Value item) {
  ObjectLock lock(T, deque);
  return append_locked(T, deque, item);
}
bool deque_append_left(Thread* T, Deque* deque, Value item) {
  ObjectLock lock(T, deque);
  return append_left_locked(T, deque, item);
}
Value deque_pop(Thread* T, Deque* deque) {
  ObjectLock lock(T, deque);
  return pop_locked(deque);
}
Value deque_pop_left(Thread* T, Deque* deque) {
  ObjectLock lock(T, deque);
  return pop_left_locked(deque);
}

namespace {

// --- Slots

Value deque_create(Thread* T, Type* type, CallArguments) {
  return make_deque_of(T, type);
}

bool deque_initialize(Thread* T, Value self, CallArguments arguments) {
  Value values[2];
  if (!bind_arguments(T, "deque(iterable=(), maxlen=None)", arguments, values)) return false;
  int64_t max_length = -1;
  if (values[1] && !values[1].is_none()) {
    if (!is_int(values[1])) return raise_text(T, Builtin::kTypeError, "an integer is required");
    if (!to_int64(T, values[1], &max_length)) return false;
    if (max_length < 0) return raise_text(T, Builtin::kValueError, "maxlen must be non-negative");
  }
  auto* deque = self.as<Deque>();
  {
    ObjectLock lock(T, deque);
    deque->max_length = max_length;
    while (pop_locked(deque)) continue;
  }
  return !values[0] || extend(T, deque, values[0]);
}

Value deque_repr(Thread* T, Value self) {
  auto* deque = self.as<Deque>();
  ReprGuard guard(T, self);
  if (guard.is_recursive()) return make_string(T, "[...]");
  Tuple* items = snapshot(T, deque);
  List* list = items ? make_list(T, reinterpret_cast<const Value*>(items->items), items->length) : nullptr;
  String* text = list ? to_repr(T, list) : nullptr;
  if (!text) return kEmpty;
  std::string name = short_name(deque->type());
  if (deque->max_length >= 0)
    return make_string(T, fmt::format("{}({}, maxlen={})", name, to_utf8(text), deque->max_length));
  return make_string(T, fmt::format("{}({})", name, to_utf8(text)));
}

Value deque_compare(Thread* T, Value self, Value other, CompareOperator op) {
  if (!is_deque(self) || !is_deque(other)) return kNotImplemented;
  Tuple* a = snapshot(T, self.as<Deque>());
  Tuple* b = a ? snapshot(T, other.as<Deque>()) : nullptr;
  return b ? compare(T, a, b, op) : kEmpty;
}

int64_t deque_length(Thread*, Value self) {
  return self.as<Deque>()->size();
}

// The subscript of deque[key]. False: raised.
bool deque_index_of(Thread* T, Deque* deque, Value key, int64_t* index) {
  if (!has_index(T, key))
    return raise(T, Builtin::kTypeError, "sequence index must be integer, not '{}'", type_name(T, key));
  if (!item_index(T, key, index)) return false;
  if (*index < 0) *index += deque->size();
  return true;
}

Value deque_get_item(Thread* T, Value self, Value key) {
  auto* deque = self.as<Deque>();
  int64_t i;
  if (!deque_index_of(T, deque, key, &i)) return kEmpty;
  Value item = item_or_empty(T, deque, i);
  return item ? item : Value(raise_text(T, Builtin::kIndexError, "deque index out of range"));
}

bool deque_set_item(Thread* T, Value self, Value key, Value value) {
  auto* deque = self.as<Deque>();
  int64_t i;
  if (!deque_index_of(T, deque, key, &i)) return false;
  {
    ObjectLock lock(T, deque);
    if (i >= 0 && i < deque->size()) {
      if (value) {
        heap_store(ring_of(deque), slot_at(deque, i), value);
      } else {
        remove_locked(deque, i);
      }
      return true;
    }
  }
  return raise_text(T, Builtin::kIndexError, "deque index out of range");
}

// Calls found(i) for each item equal to `value` from start up to stop, until it returns false. False: exception, such
// as `error` when the deque changed meanwhile.
template <class F>
bool for_each_equal(Thread* T, Deque* deque, Value value, int64_t start, int64_t stop, F found,
                    Builtin error = Builtin::kRuntimeError, const char* message = "deque mutated during iteration") {
  uint64_t changes = deque->changes.load(std::memory_order_relaxed);
  for (int64_t i = start; i < stop; ++i) {
    Value item = item_or_empty(T, deque, i);
    if (!item) break;
    int same = equal_values(T, item, value);
    if (same < 0) return false;
    if (deque->changes.load(std::memory_order_relaxed) != changes) return raise_text(T, error, message);
    if (same && !found(i)) return true;
  }
  return true;
}

int deque_contains(Thread* T, Value self, Value item) {
  int result = 0;
  bool done = for_each_equal(T, self.as<Deque>(), item, 0, self.as<Deque>()->size(), [&](int64_t) {
    result = 1;
    return false;
  });
  return done ? result : -1;
}

Value deque_add(Thread* T, Value left, Value right) {
  if (!is_deque(left)) return kNotImplemented;
  if (!is_deque(right)) {
    Value result = ask_right_operand(T, BinaryOperator::kAdd, left, right, deque_add);
    if (result || T->has_exception()) return result;
    return raise(T, Builtin::kTypeError, "can only concatenate deque (not \"{}\") to deque", type_name(T, right));
  }
  Value copy = copy_of(T, left.as<Deque>());
  return copy && extend(T, copy.as<Deque>(), right) ? copy : kEmpty;
}

Value deque_inplace_add(Thread* T, Value self, Value other) {
  return extend(T, self.as<Deque>(), other) ? self : kEmpty;
}

Value deque_inplace_multiply(Thread* T, Value self, Value other) {
  if (!has_index(T, other))
    return raise(T, Builtin::kTypeError, "can't multiply sequence by non-int of type '{}'", type_name(T, other));
  int64_t count;
  if (!repeat_count(T, other, &count)) return kEmpty;
  auto* deque = self.as<Deque>();
  Tuple* items = snapshot(T, deque);
  if (!items) return kEmpty;
  ObjectLock lock(T, deque);
  if (count <= 0) {
    while (pop_locked(deque)) continue;
    return self;
  }
  if (items->length == 0) return self;
  if (static_cast<uint64_t>(count) > kMaxSequenceLength / items->length) return raise_memory_error(T);
  int64_t wanted = static_cast<int64_t>(items->length) * count;
  if (deque->max_length >= 0) {
    // Only what remains in the end is stored.
    count = std::min<int64_t>(count, deque->max_length / static_cast<int64_t>(items->length) + 2);
  } else if (!reserve_locked(T, deque, wanted)) {
    return kEmpty;
  }
  for (int64_t round = 1; round < count; ++round) {
    for (size_t i = 0; i < items->length; ++i) {
      if (!append_locked(T, deque, (*items)[i])) return kEmpty;
    }
  }
  return self;
}

Value deque_multiply(Thread* T, Value left, Value right) {
  Value self = is_deque(left) ? left : right;
  Value count = is_deque(left) ? right : left;
  if (!has_index(T, count)) {
    if (self == right) return kNotImplemented;
    Value result = ask_right_operand(T, BinaryOperator::kMultiply, left, right, deque_multiply);
    if (result || T->has_exception()) return result;
  }
  Value copy = copy_of(T, self.as<Deque>());
  return copy ? deque_inplace_multiply(T, copy, count) : kEmpty;
}

// --- Methods

Value deque_append_method(Thread* T, Arguments args) {
  return deque_append(T, args[0].as<Deque>(), args[1]) ? kNone : kEmpty;
}
Value deque_append_left_method(Thread* T, Arguments args) {
  return deque_append_left(T, args[0].as<Deque>(), args[1]) ? kNone : kEmpty;
}

Value deque_pop_method(Thread* T, Arguments args) {
  Value item = deque_pop(T, args[0].as<Deque>());
  return item ? item : Value(raise_text(T, Builtin::kIndexError, "pop from an empty deque"));
}
Value deque_pop_left_method(Thread* T, Arguments args) {
  Value item = deque_pop_left(T, args[0].as<Deque>());
  return item ? item : Value(raise_text(T, Builtin::kIndexError, "pop from an empty deque"));
}

Value deque_extend(Thread* T, Arguments args) {
  return extend(T, args[0].as<Deque>(), args[1]) ? kNone : kEmpty;
}

Value deque_extend_left(Thread* T, Arguments args) {
  auto* deque = args[0].as<Deque>();
  Value iterable = args[1];
  if (is_exactly(iterable, Kind::kDeque)) {
    iterable = snapshot(T, iterable.as<Deque>());
    if (!iterable) return kEmpty;
  }
  return for_each(T, iterable, [&](Value item) { return deque_append_left(T, deque, item); }) ? kNone : kEmpty;
}

Value deque_clear(Thread* T, Arguments args) {
  ValueArray* ring = make_value_array(T, kSmallestRing);
  if (!ring) return kEmpty;
  auto* deque = args[0].as<Deque>();
  ObjectLock lock(T, deque);
  heap_store_pointer(deque, deque->ring, ring);
  deque->first = 0;
  changed(deque, 0);
  return kNone;
}

Value deque_rotate(Thread* T, Arguments args) {
  int64_t count = 1;
  if (args[1] && !to_int64(T, args[1], &count)) return kEmpty;
  auto* deque = args[0].as<Deque>();
  ObjectLock lock(T, deque);
  int64_t length = deque->size();
  if (length < 2) return kNone;
  count %= length;
  if (count < 0) count += length;
  if (count == 0) return kNone;
  ValueArray* ring = ring_of(deque);
  auto move = [&](int64_t from, int64_t to) {
    Value item = slot_at(deque, from).load_relaxed();
    heap_store(ring, slot_at(deque, from), kEmpty);
    heap_store(ring, slot_at(deque, to), item);
  };
  // The shorter way round.
  if (count <= length / 2) {
    for (; count > 0; --count) {
      move(length - 1, static_cast<size_t>(length) == ring->capacity ? length - 1 : -1);
      --deque->first;
    }
  } else {
    for (count = length - count; count > 0; --count) {
      move(0, static_cast<size_t>(length) == ring->capacity ? 0 : length);
      ++deque->first;
    }
  }
  changed(deque, length);
  return kNone;
}

Value deque_reverse(Thread* T, Arguments args) {
  auto* deque = args[0].as<Deque>();
  ObjectLock lock(T, deque);
  ValueArray* ring = ring_of(deque);
  for (int64_t i = 0, j = deque->size() - 1; i < j; ++i, --j) {
    Value item = slot_at(deque, i).load_relaxed();
    heap_store(ring, slot_at(deque, i), slot_at(deque, j).load_relaxed());
    heap_store(ring, slot_at(deque, j), item);
  }
  return kNone;
}

Value deque_copy(Thread* T, Arguments args) {
  return copy_of(T, args[0].as<Deque>());
}

Value deque_count(Thread* T, Arguments args) {
  auto* deque = args[0].as<Deque>();
  int64_t count = 0;
  bool done = for_each_equal(T, deque, args[1], 0, deque->size(), [&](int64_t) {
    ++count;
    return true;
  });
  return done ? make_int(T, count) : kEmpty;
}

Value deque_index(Thread* T, Arguments args) {
  auto* deque = args[0].as<Deque>();
  int64_t start = 0, stop = std::numeric_limits<int64_t>::max();
  if (!slice_index(T, args[2], &start, false) || !slice_index(T, args[3], &stop, false)) return kEmpty;
  int64_t length = deque->size();
  adjust_search(length, &start, &stop);
  int64_t position = -1;
  bool done = for_each_equal(T, deque, args[1], start, std::min(stop, length), [&](int64_t i) {
    position = i;
    return false;
  });
  if (!done) return kEmpty;
  if (position >= 0) return make_int(T, position);
  String* text = to_repr(T, args[1]);
  return text ? Value(raise(T, Builtin::kValueError, "{} is not in deque", to_utf8(text))) : kEmpty;
}

Value deque_insert(Thread* T, Arguments args) {
  int64_t index;
  if (!to_int64(T, args[1], &index)) return kEmpty;
  auto* deque = args[0].as<Deque>();
  {
    ObjectLock lock(T, deque);
    int64_t length = deque->size();
    if (length != deque->max_length) {
      if (index < 0) index = std::max<int64_t>(index + length, 0);
      index = std::min(index, length);
      if (!append_locked(T, deque, args[2])) return kEmpty;
      for (int64_t i = length; i > index; --i)
        heap_store(ring_of(deque), slot_at(deque, i), slot_at(deque, i - 1).load_relaxed());
      heap_store(ring_of(deque), slot_at(deque, index), args[2]);
      return kNone;
    }
  }
  return raise_text(T, Builtin::kIndexError, "deque already at its maximum size");
}

Value deque_remove(Thread* T, Arguments args) {
  auto* deque = args[0].as<Deque>();
  int64_t position = -1;
  bool done = for_each_equal(
      T, deque, args[1], 0, deque->size(),
      [&](int64_t i) {
        position = i;
        return false;
      },
      Builtin::kIndexError, "deque mutated during remove().");
  if (!done) return kEmpty;
  if (position < 0) {
    String* text = to_repr(T, args[1]);
    return text ? Value(raise(T, Builtin::kValueError, "{} is not in deque", to_utf8(text))) : kEmpty;
  }
  ObjectLock lock(T, deque);
  if (position < deque->size()) remove_locked(deque, position);
  return kNone;
}

Value deque_reduce(Thread* T, Arguments args) {
  auto* deque = args[0].as<Deque>();
  Value state = find_attribute(T, deque, names(T).dunder_dict);
  if (!state) {
    if (T->has_exception()) return kEmpty;
    state = kNone;
  }
  Tuple* arguments =
      deque->max_length < 0 ? make_tuple(T, 0) : make_tuple(T, {make_tuple(T, 0), max_length_value(T, deque)});
  Value iterator = get_iterator(T, deque);
  return arguments && iterator ? Value(make_tuple(T, {deque->type(), arguments, state, iterator})) : kEmpty;
}

// --- Iterators: index is the position of the next item

struct DequeIterator : Iterator {
  uint64_t changes;
  bool reverse;
};

Value make_deque_iterator(Thread* T, Deque* deque, bool reverse) {
  Type* type = reverse ? types(T).deque_reverse_iterator : types(T).deque_iterator;
  auto* iterator = make_iterator_as<DequeIterator>(T, type, 0);
  if (!iterator) return kEmpty;
  heap_initialize(iterator, iterator->source, deque);
  ObjectLock lock(T, deque);
  iterator->changes = deque->changes.load(std::memory_order_relaxed);
  iterator->reverse = reverse;
  iterator->index.store(reverse ? deque->size() - 1 : 0, std::memory_order_relaxed);
  return iterator;
}

Value deque_iterate(Thread* T, Value self) {
  return make_deque_iterator(T, self.as<Deque>(), false);
}
Value deque_reversed(Thread* T, Arguments args) {
  return make_deque_iterator(T, args[0].as<Deque>(), true);
}

Value deque_iterator_next(Thread* T, Value self) {
  auto* iterator = self.as<DequeIterator>();
  Value source = iterator->source.load();
  if (!source) return kEmpty;
  auto* deque = source.as<Deque>();
  int64_t i = iterator->index.load(std::memory_order_relaxed);
  bool mutated;
  {
    ObjectLock lock(T, deque);
    mutated = deque->changes.load(std::memory_order_relaxed) != iterator->changes;
    if (!mutated && i >= 0 && i < deque->size()) {
      iterator->index.store(iterator->reverse ? i - 1 : i + 1, std::memory_order_relaxed);
      return slot_at(deque, i).load_relaxed();
    }
  }
  heap_store(iterator, iterator->source, kEmpty);
  if (mutated) return raise_text(T, Builtin::kRuntimeError, "deque mutated during iteration");
  return kEmpty;
}

Value deque_iterator_length_hint(Thread* T, Arguments args) {
  auto* iterator = args[0].as<DequeIterator>();
  Value source = iterator->source.load();
  if (!source) return Value::small_int(0);
  int64_t i = iterator->index.load(std::memory_order_relaxed);
  return make_int(T, std::max<int64_t>(iterator->reverse ? i + 1 : source.as<Deque>()->size() - i, 0));
}

Value deque_iterator_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[2];
  if (!bind_arguments(T, "_deque_iterator(deque, index=0, /)", arguments, values)) return kEmpty;
  if (!is_deque(values[0]))
    return raise(T, Builtin::kTypeError, "argument 1 must be collections.deque, not {}", type_name(T, values[0]));
  int64_t skip = 0;
  if (values[1] && !to_int64(T, values[1], &skip)) return kEmpty;
  Value made = make_deque_iterator(T, values[0].as<Deque>(), type == types(T).deque_reverse_iterator);
  if (!made) return kEmpty;
  auto* iterator = made.as<DequeIterator>();
  int64_t i = iterator->index.load(std::memory_order_relaxed);
  iterator->index.store(iterator->reverse ? i - skip : i + skip, std::memory_order_relaxed);
  return made;
}

Value deque_iterator_reduce(Thread* T, Arguments args) {
  auto* iterator = args[0].as<DequeIterator>();
  Value source = iterator->source.load();
  if (!source) {
    source = make_deque_of(T, types(T).deque);
    if (!source) return kEmpty;
  }
  int64_t i = iterator->index.load(std::memory_order_relaxed);
  int64_t given = iterator->reverse ? source.as<Deque>()->size() - 1 - i : i;
  if (!iterator->source.load()) given = 0;
  Tuple* arguments = make_tuple(T, {source, make_int(T, given)});
  return arguments ? Value(make_tuple(T, {iterator->type(), arguments})) : kEmpty;
}

const NativeMethod kDequeIteratorMethods[] = {
    {"__length_hint__($self, /)", deque_iterator_length_hint, "Private method returning an estimate of len(list(it))."},
    {"__reduce__($self, /)", deque_iterator_reduce, "Return state information for pickling."},
    {nullptr, nullptr, nullptr},
};

const NativeMethod kDequeMethods[] = {
    {"append($self, item, /)", deque_append_method, "Add an element to the right side of the deque."},
    {"appendleft($self, item, /)", deque_append_left_method, "Add an element to the left side of the deque."},
    {"clear($self, /)", deque_clear, "Remove all elements from the deque."},
    {"copy($self, /)", deque_copy, "Return a shallow copy of a deque."},
    {"__copy__($self, /)", deque_copy, "Return a shallow copy of a deque."},
    {"count($self, value, /)", deque_count, "Return number of occurrences of value."},
    {"extend($self, iterable, /)", deque_extend, "Extend the right side of the deque with elements from the iterable."},
    {"extendleft($self, iterable, /)", deque_extend_left,
     "Extend the left side of the deque with elements from the iterable."},
    {"index($self, value, start=0, stop=sys.maxsize, /)", deque_index,
     "Position of the first item equal to the value. ValueError when there is none."},
    {"insert($self, index, value, /)", deque_insert, "Insert value before index."},
    {"pop($self, /)", deque_pop_method, "Remove and return the rightmost element."},
    {"popleft($self, /)", deque_pop_left_method, "Remove and return the leftmost element."},
    {"remove($self, value, /)", deque_remove, "Remove first occurrence of value."},
    {"reverse($self, /)", deque_reverse, "Reverse the deque in place."},
    {"rotate($self, n=1, /)", deque_rotate, "Rotate the deque n steps to the right; to the left when n is negative."},
    {"__reversed__($self, /)", deque_reversed, "Return a reverse iterator over the deque."},
    {"__reduce__($self, /)", deque_reduce, "Return state information for pickling."},
    {"__class_getitem__($type, item, /)", class_getitem, "See PEP 585.", kClassMethod},
    {nullptr, nullptr, nullptr},
};

const NativeAttribute kDequeAttributes[] = {
    {"maxlen", [](Thread* T, Value self) { return max_length_value(T, self.as<Deque>()); }, nullptr,
     "Greatest length, or None when there is no limit."},
    {nullptr, nullptr, nullptr, nullptr},
};

}  // namespace

void initialize_deque_types(Thread* T) {
  static const TypeSlots kSlots = [] {
    TypeSlots slots{};
    slots.create = deque_create;
    slots.initialize = deque_initialize;
    slots.repr = deque_repr;
    slots.compare = deque_compare;
    slots.length = deque_length;
    slots.get_item = deque_get_item;
    slots.set_item = deque_set_item;
    slots.contains = deque_contains;
    slots.iterate = deque_iterate;
    slots.binary[static_cast<int>(BinaryOperator::kAdd)] = deque_add;
    slots.binary[static_cast<int>(BinaryOperator::kMultiply)] = deque_multiply;
    slots.inplace[static_cast<int>(BinaryOperator::kAdd)] = deque_inplace_add;
    slots.inplace[static_cast<int>(BinaryOperator::kMultiply)] = deque_inplace_multiply;
    return slots;
  }();
  static const TypeSlots kIteratorSlots = [] {
    TypeSlots slots{};
    slots.create = deque_iterator_create;
    slots.iterate = iterator_self;
    slots.next = deque_iterator_next;
    return slots;
  }();
  static const NativeTypeSpec kSpec = {"collections.deque",
                                       Kind::kDeque,
                                       sizeof(Deque),
                                       kTypeIsBuiltin | kTypeIsBase | kTypeIsSequence | kTypeSupportsWeakReferences,
                                       "A sequence that is fast to change at both ends.",
                                       &kSlots,
                                       kDequeMethods,
                                       kDequeAttributes,
                                       "(iterable=(), maxlen=None)"};
  static const NativeTypeSpec kIteratorSpec = {
      "collections._deque_iterator", Kind::kIterator, sizeof(DequeIterator), kTypeIsBuiltin, nullptr, &kIteratorSlots,
      kDequeIteratorMethods,         nullptr};
  static const NativeTypeSpec kReverseSpec = {"collections._deque_reverse_iterator",
                                              Kind::kIterator,
                                              sizeof(DequeIterator),
                                              kTypeIsBuiltin,
                                              nullptr,
                                              &kIteratorSlots,
                                              kDequeIteratorMethods,
                                              nullptr};
  BuiltinTypes& all = T->runtime->types;
  all.deque = make_native_type(T, kSpec);
  all.deque_iterator = make_native_type(T, kIteratorSpec);
  all.deque_reverse_iterator = make_native_type(T, kReverseSpec);
}

}  // namespace gilded
