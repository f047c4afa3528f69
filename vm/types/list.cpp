#include "vm/types/list.h"

#include <algorithm>
#include <cstring>

#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/subclass_arguments.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/types/dict.h"
#include "vm/types/int.h"
#include "vm/types/iterators.h"
#include "vm/types/key.h"
#include "vm/types/list_builder.h"
#include "vm/types/list_sort.h"
#include "vm/types/range.h"
#include "vm/types/sequence.h"
#include "vm/types/set.h"
#include "vm/types/slice.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

void trace_list(Object* object, Marker& marker) {
  marker.visit(static_cast<List*>(object)->buffer);
}

namespace {

// The buffer of every list without one. Its capacity is 0, so nothing is ever stored in it.
ValueArray* empty_array(Thread* T) {
  Runtime* runtime = T->runtime;
  // Made while the runtime starts with one thread.
  if (!runtime->empty_array) {
    runtime->empty_array = make_value_array(T, 0);
    runtime->add_root(&runtime->empty_array);
  }
  return runtime->empty_array.as<ValueArray>();
}

// --- Storage. Functions named *_locked want the object lock held.

ValueArray* buffer_of(List* list) {
  return list->buffer.load(std::memory_order_acquire);
}

void set_length(List* list, int64_t length) {
  list->length.store(length, std::memory_order_release);
}

// Copies slots of a list (or an array nobody changes) into a fresh array. Only in parallel do others look on while they
// are copied.
void copy_slots(Thread* T, Slot* to, const Slot* from, size_t count) {
  if (!T->parallel()) {
    std::memcpy(static_cast<void*>(to), static_cast<const void*>(from), count * sizeof(Slot));
    return;
  }
  for (size_t i = 0; i < count; ++i) to[i].initialize(from[i].load_relaxed());
}

// Half as much again: a buffer is copied when it grows, and the pages of a large one cost nothing before they are used.
size_t grown_capacity(size_t wanted) {
  return (wanted + (wanted >> 1) + 4) & ~size_t{3};
}

// Room for `capacity` items; what is in the buffer stays. False: MemoryError.
bool reserve_locked(Thread* T, List* list, size_t capacity) {
  ValueArray* old = buffer_of(list);
  if (capacity <= old->capacity) return true;
  ValueArray* grown = make_value_array(T, capacity);
  if (!grown) return false;
  size_t length = static_cast<size_t>(list->size());
  copy_slots(T, grown->slots(), old->slots(), length);
  heap_store_pointer(list, list->buffer, grown);
  return true;
}

bool append_locked(Thread* T, List* list, Value item) {
  size_t length = static_cast<size_t>(list->size());
  ValueArray* buffer = buffer_of(list);
  if (length == buffer->capacity) {
    if (!reserve_locked(T, list, grown_capacity(length + 1))) return false;
    buffer = buffer_of(list);
  }
  heap_store(buffer, (*buffer)[length], item);
  set_length(list, static_cast<int64_t>(length) + 1);
  return true;
}

// Replaces the whole content.
void install_locked(List* list, ValueArray* buffer, int64_t length) {
  // Never a length beyond what a reader of either buffer may look at: it checks the capacity of the buffer that it
  // loaded.
  heap_store_pointer(list, list->buffer, buffer);
  set_length(list, length);
}

// Replaces items [start, stop) by `count` items. Shifts in place, slot by slot: a reader without the lock may see an
// item twice or miss one.
bool replace_locked(Thread* T, List* list, int64_t start, int64_t stop, const Value* items, int64_t count) {
  int64_t length = list->size();
  int64_t change = count - (stop - start);
  if (change > 0) {
    size_t wanted = static_cast<size_t>(length + change);
    if (wanted > buffer_of(list)->capacity && !reserve_locked(T, list, grown_capacity(wanted))) return false;
  }
  ValueArray* buffer = buffer_of(list);
  Slot* slots = buffer->slots();
  if (!T->parallel()) {
    if (change)
      std::memmove(static_cast<void*>(slots + stop + change), static_cast<const void*>(slots + stop),
                   static_cast<size_t>(length - stop) * sizeof(Slot));
    if (count)
      std::memcpy(static_cast<void*>(slots + start), static_cast<const void*>(items),
                  static_cast<size_t>(count) * sizeof(Slot));
    heap_barrier(buffer);
    for (int64_t i = length + change; i < length; ++i) heap_store(buffer, slots[i], kEmpty);
    set_length(list, length + change);
    return true;
  }
  if (change > 0) {
    for (int64_t i = length; i-- > stop;) heap_store(buffer, slots[i + change], slots[i].load_relaxed());
    for (int64_t i = 0; i < count; ++i) heap_store(buffer, slots[start + i], items[i]);
    set_length(list, length + change);
  } else {
    for (int64_t i = 0; i < count; ++i) heap_store(buffer, slots[start + i], items[i]);
    if (change < 0) {
      for (int64_t i = stop; i < length; ++i) heap_store(buffer, slots[i + change], slots[i].load_relaxed());
      set_length(list, length + change);
      for (int64_t i = length + change; i < length; ++i) heap_store(buffer, slots[i], kEmpty);
    }
  }
  return true;
}

// The items at this moment as a private array; *length of them. Null: MemoryError.
ValueArray* snapshot(Thread* T, List* list, int64_t* length) {
  ObjectLock lock(T, list);
  *length = list->size();
  ValueArray* copy = make_value_array(T, static_cast<size_t>(*length));
  if (!copy) return nullptr;
  copy_slots(T, copy->slots(), buffer_of(list)->slots(), static_cast<size_t>(*length));
  return copy;
}

// Slots of an array that nobody changes, seen as Values.
const Value* as_values(ValueArray* array) {
  static_assert(sizeof(Slot) == sizeof(Value));
  return reinterpret_cast<const Value*>(array->slots());
}

List* make_list_around(Thread* T, ValueArray* buffer, int64_t length) {
  auto* list = allocate<List>(T, Kind::kList, types(T).list->root_shape.load());
  if (!list) return nullptr;
  list->buffer.store(buffer, std::memory_order_relaxed);
  list->length.store(length, std::memory_order_relaxed);
  return list;
}

}  // namespace

List* make_list(Thread* T, size_t capacity) {
  ValueArray* buffer = capacity ? make_value_array(T, capacity) : empty_array(T);
  return buffer ? make_list_around(T, buffer, 0) : nullptr;
}

List* make_list(Thread* T, const Value* items, size_t count) {
  if (count == 0) return make_list(T);
  ValueArray* buffer = make_value_array(T, count);
  if (!buffer) return nullptr;
  for (size_t i = 0; i < count; ++i) heap_initialize(buffer, (*buffer)[i], items[i]);
  return make_list_around(T, buffer, static_cast<int64_t>(count));
}

bool ListBuilder::grow() {
  ValueArray* grown = make_value_array(thread_, capacity_ * 2);
  if (!grown) return false;
  if (array_) {
    copy_slots(thread_, grown->slots(), array_->slots(), count_);
  } else {
    for (size_t i = 0; i < count_; ++i) heap_initialize(grown, (*grown)[i], first_[i]);
  }
  array_ = grown;
  capacity_ *= 2;
  return true;
}

void ListBuilder::reverse() {
  for (size_t i = 0, j = count_; i + 1 < j; ++i) {
    --j;
    if (array_) {
      Value item = (*array_)[i].load_relaxed();
      heap_initialize(array_, (*array_)[i], (*array_)[j].load_relaxed());
      heap_initialize(array_, (*array_)[j], item);
    } else {
      std::swap(first_[i], first_[j]);
    }
  }
}

Value ListBuilder::finish() {
  if (array_) return make_list_around(thread_, array_, static_cast<int64_t>(count_));
  return make_list(thread_, first_, count_);
}

bool list_append(Thread* T, List* list, Value item) {
  ObjectLock lock(T, list);
  return append_locked(T, list, item);
}

Value list_get_locked(Thread* T, List* list, int64_t i) {
  ObjectLock lock(T, list);
  if (i < 0 || i >= list->size()) return kEmpty;
  return (*buffer_of(list))[static_cast<size_t>(i)].load();
}

bool list_set(Thread* T, List* list, int64_t i, Value item) {
  ObjectLock lock(T, list);
  if (i < 0 || i >= list->size()) return false;
  ValueArray* buffer = buffer_of(list);
  heap_store(buffer, (*buffer)[static_cast<size_t>(i)], item);
  return true;
}

// Where threads run in parallel: appends all that `next` steps through in `source`, a dict or a set, under the locks of
// both. next(&position, &item) as dict_next.
template <class Source, class Next>
static bool extend_in_one_step(Thread* T, List* list, Source* source, Next next) {
  for (;;) {
    {
      ObjectLock lock(T, list);
      if (!reserve_locked(T, list, static_cast<size_t>(list->size() + source->size()))) return false;
    }
    ObjectLockPair lock(T, list, source);
    ValueArray* buffer = buffer_of(list);
    auto length = static_cast<size_t>(list->size());
    if (length + static_cast<size_t>(source->size()) > buffer->capacity) continue;  // one of them has grown meanwhile
    size_t position = 0;
    Value item;
    while (length < buffer->capacity && next(&position, &item)) heap_store(buffer, buffer->slots()[length++], item);
    set_length(list, static_cast<int64_t>(length));
    return !T->has_exception();
  }
}

// list(), sorted(), extend() and [*x] take a dict, a view of one, or a set in one step whatever other threads do to it,
// as they do where there is a GIL. 1: done, 0: it is none of these, -1: exception.
static int extend_by_table(Thread* T, List* list, Value iterable) {
  bool done;
  if (is_exactly(iterable, Kind::kSet)) {
    auto* set = iterable.as<Set>();
    done = extend_in_one_step(T, list, set,
                              [set](size_t* position, Value* item) { return set_next(set, position, item); });
    return done ? 1 : -1;
  }
  Dict* dict = nullptr;
  Type* type = type_of(T, iterable);
  if (is_exactly(iterable, Kind::kDict)) {
    dict = iterable.as<Dict>();
  } else if (type == types(T).dict_keys || type == types(T).dict_values || type == types(T).dict_items) {
    dict = iterable.as<DictView>()->dict.load().as<Dict>();
    if (!is_exactly(dict, Kind::kDict)) return 0;
  } else {
    return 0;
  }
  done = extend_in_one_step(T, list, dict, [&](size_t* position, Value* item) {
    Value key, value;
    if (!dict_next(dict, position, &key, &value)) return false;
    *item = type == types(T).dict_items    ? Value(make_tuple(T, {key, value}))
            : type == types(T).dict_values ? value
                                           : key;
    return !item->is_empty();
  });
  return done ? 1 : -1;
}

bool list_extend(Thread* T, List* list, Value iterable) {
  if (is_exactly(iterable, Kind::kTuple)) {
    auto* tuple = iterable.as<Tuple>();
    ObjectLock lock(T, list);
    int64_t length = list->size();
    return replace_locked(T, list, length, length, reinterpret_cast<const Value*>(tuple->items),
                          static_cast<int64_t>(tuple->length));
  }
  if (is_exactly(iterable, Kind::kList)) {
    auto* source = iterable.as<List>();
    ObjectLockPair lock(T, list, source);
    int64_t length = list->size();
    int64_t count = source->size();
    // Its buffer stays readable even when `list` is `source` and gets a new one.
    ValueArray* items = buffer_of(source);
    return replace_locked(T, list, length, length, as_values(items), count);
  }
  if (is_range(iterable) && iterable.as<Range>()->is_small) {
    auto* range = iterable.as<Range>();
    ObjectLock lock(T, list);
    int64_t length = list->size();
    if (!reserve_locked(T, list, static_cast<size_t>(length + range->small_length))) return false;
    ValueArray* buffer = buffer_of(list);
    for (int64_t i = 0; i < range->small_length; ++i)
      heap_store(buffer, buffer->slots()[length + i], Value::small_int(range->small_start + i * range->small_step));
    set_length(list, length + range->small_length);
    return true;
  }
  if (is_exactly(iterable, Kind::kString)) {
    String* string = as_string(iterable);
    ObjectLock lock(T, list);
    auto length = static_cast<size_t>(list->size());
    if (!reserve_locked(T, list, length + string->length)) return false;
    ValueArray* buffer = buffer_of(list);
    for (size_t i = 0; i < string->length; ++i) {
      String* character = make_character(T, string->at(i));
      if (!character) return false;
      heap_store(buffer, (*buffer)[length + i], character);
    }
    set_length(list, static_cast<int64_t>(length + string->length));
    return true;
  }
  if (T->parallel()) {
    if (int done = extend_by_table(T, list, iterable)) return done > 0;
  }
  Value iterator = get_iterator(T, iterable);
  if (!iterator) return false;
  int64_t hint = length_hint(T, iterable, 8);
  if (hint < 0) return false;
  if (hint > 0 && hint < (int64_t{1} << 32)) {
    ObjectLock lock(T, list);
    // A hint that memory cannot meet is only a wrong hint.
    if (!reserve_locked(T, list, static_cast<size_t>(list->size() + hint))) clear_exception(T);
  }
  IteratorItems items(T, iterator);
  while (Value item = items.next()) {
    if (!list_append(T, list, item)) return false;
  }
  return !T->has_exception();
}

namespace {

// --- Slots

Value list_create(Thread* T, Type* type, CallArguments) {
  ValueArray* buffer = empty_array(T);
  if (!buffer) return kEmpty;
  auto* list = static_cast<List*>(allocate_instance_of(T, type, sizeof(List)));
  if (!list) return kEmpty;
  list->buffer.store(buffer, std::memory_order_relaxed);
  return list;
}

bool list_initialize(Thread* T, Value self, CallArguments arguments) {
  Value iterable[1];
  if (type_of(T, self)->slots.create != list_create) arguments = without_keywords(arguments);
  if (!bind_arguments(T, "list(iterable=(), /)", arguments, iterable)) return false;
  auto* list = self.as<List>();
  {
    ObjectLock lock(T, list);
    if (list->size() > 0) install_locked(list, empty_array(T), 0);
  }
  return !iterable[0] || list_extend(T, list, iterable[0]);
}

Value list_repr(Thread* T, Value self) {
  auto* list = self.as<List>();
  if (list->size() == 0) return make_string(T, "[]");
  ReprGuard guard(T, self);
  if (guard.is_recursive()) return make_string(T, "[...]");
  if (!check_native_recursion(T, " while getting the repr of an object")) return kEmpty;
  std::string text = "[";
  for (int64_t i = 0; i < list->size(); ++i) {
    Value item = list_get(T, list, i);
    if (!item) break;
    if (i > 0) text += ", ";
    String* item_text = to_repr(T, item);
    if (!item_text) return kEmpty;
    text += to_utf8(item_text);
  }
  text += "]";
  return make_string(T, text);
}

Value list_compare(Thread* T, Value self, Value other, CompareOperator op) {
  if (!is_list(self) || !is_list(other)) return kNotImplemented;
  auto* a = self.as<List>();
  auto* b = other.as<List>();
  if (a->size() != b->size() && (op == CompareOperator::kEqual || op == CompareOperator::kNotEqual))
    return Value::boolean(op == CompareOperator::kNotEqual);
  for (int64_t i = 0;; ++i) {
    Value x = list_get(T, a, i);
    Value y = list_get(T, b, i);
    if (!x || !y) break;
    if (x == y) continue;
    int same = equal_values(T, x, y);
    if (same < 0) return kEmpty;
    if (same) continue;
    if (i >= a->size() || i >= b->size()) break;  // the comparison emptied one of them
    if (op == CompareOperator::kEqual) return kFalse;
    if (op == CompareOperator::kNotEqual) return kTrue;
    return compare(T, x, y, op);
  }
  int64_t m = a->size(), n = b->size();
  return Value::boolean(compare_results(m < n ? -1 : m > n, op));
}

int64_t list_length(Thread*, Value self) {
  return self.as<List>()->size();
}

}  // namespace

Value list_slice(Thread* T, List* list, const SliceParts& parts) {
  int64_t start, stop, step;
  if (!slice_unpack(T, parts, &start, &stop, &step)) return kEmpty;
  ObjectLock lock(T, list);
  int64_t count = slice_adjust(list->size(), &start, &stop, step);
  if (count == 0) return make_list(T);
  ValueArray* items = make_value_array(T, static_cast<size_t>(count));
  if (!items) return kEmpty;
  Slot* slots = buffer_of(list)->slots();
  if (step == 1) {
    copy_slots(T, items->slots(), slots + start, static_cast<size_t>(count));
  } else {
    for (int64_t i = 0; i < count; ++i)
      heap_initialize(items, (*items)[static_cast<size_t>(i)], slots[start + i * step].load_relaxed());
  }
  return make_list_around(T, items, count);
}

namespace {

Value list_get_item(Thread* T, Value self, Value key) {
  auto* list = self.as<List>();
  if (is_slice(key)) return list_slice(T, list, SliceParts(key.as<Slice>()));
  if (!has_index(T, key))
    return raise(T, Builtin::kTypeError, "list indices must be integers or slices, not {}", type_name(T, key));
  int64_t i;
  if (!item_index(T, key, &i)) return kEmpty;
  if (i < 0) i += list->size();
  Value item = list_get(T, list, i);
  if (!item) return raise_text(T, Builtin::kIndexError, "list index out of range");
  return item;
}

// del list[start:stop:step], with positions already fitted to the list.
void delete_slice_locked(List* list, int64_t start, int64_t step, int64_t count) {
  if (count == 0) return;
  if (step < 0) {
    start += step * (count - 1);
    step = -step;
  }
  ValueArray* buffer = buffer_of(list);
  Slot* slots = buffer->slots();
  int64_t length = list->size();
  int64_t to = start;
  int64_t last = start + step * (count - 1);
  for (int64_t from = start; from < length; ++from) {
    if (from <= last && (from - start) % step == 0) continue;
    heap_store(buffer, slots[to++], slots[from].load_relaxed());
  }
  set_length(list, to);
  for (; to < length; ++to) heap_store(buffer, slots[to], kEmpty);
}

}  // namespace

bool list_set_slice(Thread* T, List* list, const SliceParts& parts, Value value) {
  int64_t start, stop, step;
  if (!slice_unpack(T, parts, &start, &stop, &step)) return false;
  if (!value) {
    ObjectLock lock(T, list);
    int64_t count = slice_adjust(list->size(), &start, &stop, step);
    delete_slice_locked(list, start, step, count);
    return true;
  }
  // The new items are collected first: that may run Python code, and `list` may be the source.
  ValueArray* items;
  int64_t count;
  Type* type = type_of(T, value);
  if (!type->slots.iterate && !type->slots.get_item)
    return raise_text(T, Builtin::kTypeError, "must assign iterable to extended slice");
  List* source = is_exactly(value, Kind::kList) ? value.as<List>() : list_from_iterable(T, value);
  if (!source) return false;
  if (source != list && (Value(source) != value || !T->parallel())) {
    // Nobody changes it until it is copied.
    items = buffer_of(source);
    count = source->size();
  } else {
    items = snapshot(T, source, &count);
    if (!items) return false;
  }
  int64_t selected;
  {
    ObjectLock lock(T, list);
    selected = slice_adjust(list->size(), &start, &stop, step);
    if (step == 1) return replace_locked(T, list, start, std::max(start, stop), as_values(items), count);
    if (selected == count) {
      ValueArray* buffer = buffer_of(list);
      for (int64_t i = 0; i < count; ++i)
        heap_store(buffer, (*buffer)[static_cast<size_t>(start + i * step)], as_values(items)[i]);
      return true;
    }
  }
  return raise(T, Builtin::kValueError, "attempt to assign sequence of size {} to extended slice of size {}", count,
               selected);
}

namespace {

bool list_set_item(Thread* T, Value self, Value key, Value value) {
  auto* list = self.as<List>();
  if (is_slice(key)) return list_set_slice(T, list, SliceParts(key.as<Slice>()), value);
  if (!has_index(T, key))
    return raise(T, Builtin::kTypeError, "list indices must be integers or slices, not {}", type_name(T, key));
  int64_t i;
  if (!item_index(T, key, &i)) return false;
  {
    ObjectLock lock(T, list);
    int64_t length = list->size();
    if (i < 0) i += length;
    if (i >= 0 && i < length) {
      if (!value) return replace_locked(T, list, i, i + 1, nullptr, 0);
      ValueArray* buffer = buffer_of(list);
      heap_store(buffer, (*buffer)[static_cast<size_t>(i)], value);
      return true;
    }
  }
  return raise_text(T, Builtin::kIndexError, "list assignment index out of range");
}

int list_contains(Thread* T, Value self, Value item) {
  auto* list = self.as<List>();
  for (int64_t i = 0;; ++i) {
    Value present = list_get(T, list, i);
    if (!present) return 0;
    int same = equal_values(T, present, item);
    if (same) return same;
  }
}

Value list_iterate(Thread* T, Value self) {
  return make_list_iterator(T, self);
}

Value list_add(Thread* T, Value left, Value right) {
  if (!is_list(left)) return kNotImplemented;
  if (!is_list(right)) {
    Value result = ask_right_operand(T, BinaryOperator::kAdd, left, right, list_add);
    if (result || T->has_exception()) return result;
    return raise(T, Builtin::kTypeError, "can only concatenate list (not \"{}\") to list", type_name(T, right));
  }
  auto* a = left.as<List>();
  auto* b = right.as<List>();
  ObjectLockPair lock(T, a, b);
  int64_t m = a->size(), n = b->size();
  if (m + n == 0) return make_list(T);
  ValueArray* items = make_value_array(T, static_cast<size_t>(m + n));
  if (!items) return kEmpty;
  copy_slots(T, items->slots(), buffer_of(a)->slots(), static_cast<size_t>(m));
  copy_slots(T, items->slots() + m, buffer_of(b)->slots(), static_cast<size_t>(n));
  return make_list_around(T, items, m + n);
}

Value list_inplace_add(Thread* T, Value self, Value other) {
  return list_extend(T, self.as<List>(), other) ? self : kEmpty;
}

Value list_multiply(Thread* T, Value left, Value right) {
  Value self = is_list(left) ? left : right;
  Value count_value = is_list(left) ? right : left;
  if (!has_index(T, count_value)) {
    if (self == right) return kNotImplemented;
    Value result = ask_right_operand(T, BinaryOperator::kMultiply, left, right, list_multiply);
    if (result || T->has_exception()) return result;
    return raise(T, Builtin::kTypeError, "can't multiply sequence by non-int of type '{}'", type_name(T, count_value));
  }
  int64_t count;
  if (!repeat_count(T, count_value, &count)) return kEmpty;
  auto* list = self.as<List>();
  ObjectLock lock(T, list);
  int64_t length = list->size();
  if (count <= 0 || length == 0) return make_list(T);
  if (static_cast<uint64_t>(count) > kMaxSequenceLength / static_cast<uint64_t>(length)) return raise_memory_error(T);
  ValueArray* items = make_value_array(T, static_cast<size_t>(length * count));
  if (!items) return kEmpty;
  Slot* from = buffer_of(list)->slots();
  if (length == 1) {
    Value item = from[0].load_relaxed();
    for (int64_t i = 0; i < count; ++i) heap_initialize(items, items->slots()[i], item);
  } else {
    for (int64_t i = 0, j = 0; i < length * count; ++i) {
      heap_initialize(items, items->slots()[i], from[j].load_relaxed());
      if (++j == length) j = 0;
    }
  }
  return make_list_around(T, items, length * count);
}

Value list_inplace_multiply(Thread* T, Value self, Value other) {
  if (!has_index(T, other))
    return raise(T, Builtin::kTypeError, "can't multiply sequence by non-int of type '{}'", type_name(T, other));
  int64_t count;
  if (!repeat_count(T, other, &count)) return kEmpty;
  auto* list = self.as<List>();
  ObjectLock lock(T, list);
  int64_t length = list->size();
  if (length == 0 || count == 1) return self;
  if (count <= 0) {
    install_locked(list, empty_array(T), 0);
    return self;
  }
  if (static_cast<uint64_t>(count) > kMaxSequenceLength / static_cast<uint64_t>(length)) return raise_memory_error(T);
  if (!reserve_locked(T, list, static_cast<size_t>(length * count))) return kEmpty;
  ValueArray* buffer = buffer_of(list);
  for (int64_t i = length; i < length * count; ++i)
    heap_store(buffer, buffer->slots()[i], buffer->slots()[i - length].load_relaxed());
  set_length(list, length * count);
  return self;
}

// --- Methods

Value list_append_method(Thread* T, Arguments args) {
  return list_append(T, args[0].as<List>(), args[1]) ? kNone : kEmpty;
}

Value list_insert(Thread* T, Arguments args) {
  int64_t index;
  if (!to_int64(T, args[1], &index)) return kEmpty;
  auto* list = args[0].as<List>();
  ObjectLock lock(T, list);
  int64_t length = list->size();
  if (index < 0) index = std::max<int64_t>(index + length, 0);
  index = std::min(index, length);
  Value item = args[2];
  return replace_locked(T, list, index, index, &item, 1) ? kNone : kEmpty;
}

Value list_extend_method(Thread* T, Arguments args) {
  return list_extend(T, args[0].as<List>(), args[1]) ? kNone : kEmpty;
}

Value list_pop(Thread* T, Arguments args) {
  auto* list = args[0].as<List>();
  int64_t index = -1;
  if (args[1] && !to_int64(T, args[1], &index)) return kEmpty;
  bool was_empty;
  {
    ObjectLock lock(T, list);
    int64_t length = list->size();
    if (index < 0) index += length;
    was_empty = length == 0;
    if (index >= 0 && index < length) {
      ValueArray* buffer = buffer_of(list);
      Value item = buffer->slots()[index].load_relaxed();
      if (index == length - 1) {
        set_length(list, length - 1);
        heap_store(buffer, buffer->slots()[index], kEmpty);
      } else {
        replace_locked(T, list, index, index + 1, nullptr, 0);
      }
      return item;
    }
  }
  return raise_text(T, Builtin::kIndexError, was_empty ? "pop from empty list" : "pop index out of range");
}

Value list_clear(Thread* T, Arguments args) {
  auto* list = args[0].as<List>();
  ObjectLock lock(T, list);
  install_locked(list, empty_array(T), 0);
  return kNone;
}

Value list_copy(Thread* T, Arguments args) {
  int64_t length;
  ValueArray* items = snapshot(T, args[0].as<List>(), &length);
  return items ? Value(make_list_around(T, items, length)) : kEmpty;
}

Value list_reverse(Thread* T, Arguments args) {
  auto* list = args[0].as<List>();
  ObjectLock lock(T, list);
  ValueArray* buffer = buffer_of(list);
  for (int64_t i = 0, j = list->size() - 1; i < j; ++i, --j) {
    Value first = buffer->slots()[i].load_relaxed();
    heap_store(buffer, buffer->slots()[i], buffer->slots()[j].load_relaxed());
    heap_store(buffer, buffer->slots()[j], first);
  }
  return kNone;
}

Value list_index(Thread* T, Arguments args) {
  auto* list = args[0].as<List>();
  int64_t start = 0, stop = std::numeric_limits<int64_t>::max();
  if (!slice_index(T, args[2], &start, false) || !slice_index(T, args[3], &stop, false)) return kEmpty;
  adjust_search(list->size(), &start, &stop);
  for (int64_t i = start; i < stop; ++i) {
    Value item = list_get(T, list, i);
    if (!item) break;
    int same = equal_values(T, item, args[1]);
    if (same < 0) return kEmpty;
    if (same) return make_int(T, i);
  }
  String* text = to_repr(T, args[1]);
  if (!text) return kEmpty;
  return raise(T, Builtin::kValueError, "{} is not in list", to_utf8(text));
}

Value list_count(Thread* T, Arguments args) {
  auto* list = args[0].as<List>();
  int64_t count = 0;
  for (int64_t i = 0;; ++i) {
    Value item = list_get(T, list, i);
    if (!item) return make_int(T, count);
    int same = equal_values(T, item, args[1]);
    if (same < 0) return kEmpty;
    count += same;
  }
}

Value list_remove(Thread* T, Arguments args) {
  auto* list = args[0].as<List>();
  for (int64_t i = 0;; ++i) {
    Value item = list_get(T, list, i);
    if (!item) break;
    int same = equal_values(T, item, args[1]);
    if (same < 0) return kEmpty;
    if (!same) continue;
    // Another thread, or the item's __eq__, may have moved it meanwhile: look for the very object that compared equal.
    ObjectLock lock(T, list);
    ValueArray* buffer = buffer_of(list);
    int64_t length = list->size();
    int64_t position = i;
    if (position >= length || buffer->slots()[position].load_relaxed() != item) {
      position = 0;
      while (position < length && buffer->slots()[position].load_relaxed() != item) ++position;
    }
    if (position < length) replace_locked(T, list, position, position + 1, nullptr, 0);
    return kNone;
  }
  return raise_text(T, Builtin::kValueError, "list.remove(x): x not in list");
}

Value list_sort(Thread* T, Arguments args) {
  auto* list = args[0].as<List>();
  bool reverse = false;
  if (args[2] && !truth(T, args[2], &reverse)) return kEmpty;
  // The items are taken out while Python code may run, so that the list looks empty to it.
  ValueArray* items;
  int64_t length;
  {
    ObjectLock lock(T, list);
    items = buffer_of(list);
    length = list->size();
    if (length > 0 && T->parallel()) {
      // Readers without the lock may still look into the old buffer: sort a copy, so that what they see stays a list of
      // its own items.
      ValueArray* copy = make_value_array(T, items->capacity);
      if (!copy) return kEmpty;
      for (int64_t i = 0; i < length; ++i) heap_initialize(copy, copy->slots()[i], items->slots()[i].load_relaxed());
      items = copy;
    }
    set_length(list, 0);
    heap_store_pointer(list, list->buffer, empty_array(T));
  }
  Value key = args[1] && !args[1].is_none() ? args[1] : kEmpty;
  bool sorted = sort_values(T, items, static_cast<size_t>(length), key, reverse);
  bool modified;
  {
    ObjectLock lock(T, list);
    modified = buffer_of(list) != empty_array(T) || list->size() != 0;
    install_locked(list, items, length);
  }
  if (sorted && modified) return raise_text(T, Builtin::kValueError, "list modified during sort");
  return sorted ? kNone : kEmpty;
}

Value list_reversed(Thread* T, Arguments args) {
  Value iterator = make_simple_iterator(T, types(T).list_reverse_iterator, args[0]);
  if (iterator) iterator.as<Iterator>()->index.store(args[0].as<List>()->size() - 1, std::memory_order_relaxed);
  return iterator;
}

Value list_sizeof(Thread* T, Arguments args) {
  return make_int(T, static_cast<int64_t>(sizeof(List) + buffer_of(args[0].as<List>())->capacity * sizeof(Slot)));
}

const NativeMethod kListMethods[] = {
    {"append($self, object, /)", list_append_method, "Append object to the end of the list.", kNoSwitchAfterCall,
     KnownNative::kListAppend},
    {"clear($self, /)", list_clear, "Remove all items from list."},
    {"copy($self, /)", list_copy, "Return a shallow copy of the list."},
    {"count($self, value, /)", list_count, "Return number of occurrences of value."},
    {"extend($self, iterable, /)", list_extend_method, "Extend list by appending elements from the iterable."},
    {"index($self, value, start=0, stop=sys.maxsize, /)", list_index,
     "Position of the first item equal to the value. ValueError when there is none."},
    {"insert($self, index, object, /)", list_insert, "Insert object before index."},
    {"pop($self, index=-1, /)", list_pop, "Remove and return item at index. IndexError when there is none."},
    {"remove($self, value, /)", list_remove, "Remove first occurrence of value. ValueError when there is none."},
    {"reverse($self, /)", list_reverse, "Reverse the list in place."},
    {"sort($self, /, *, key=None, reverse=False)", list_sort,
     "Sort the list in ascending order, in place; equal items keep their order."},
    {"__reversed__($self, /)", list_reversed, "Return a reverse iterator over the list."},
    {"__sizeof__($self, /)", list_sizeof, "Return the size of the list in memory, in bytes."},
    {"__class_getitem__($type, item, /)", class_getitem, "See PEP 585.", kClassMethod},
    {nullptr, nullptr, nullptr},
};

}  // namespace

void initialize_list_types(Thread* T) {
  static const TypeSlots kSlots = [] {
    TypeSlots slots{};
    slots.create = list_create;
    slots.initialize = list_initialize;
    slots.repr = list_repr;
    slots.compare = list_compare;
    slots.length = list_length;
    slots.get_item = list_get_item;
    slots.set_item = list_set_item;
    slots.contains = list_contains;
    slots.iterate = list_iterate;
    slots.binary[static_cast<int>(BinaryOperator::kAdd)] = list_add;
    slots.binary[static_cast<int>(BinaryOperator::kMultiply)] = list_multiply;
    slots.inplace[static_cast<int>(BinaryOperator::kAdd)] = list_inplace_add;
    slots.inplace[static_cast<int>(BinaryOperator::kMultiply)] = list_inplace_multiply;
    return slots;
  }();
  static const NativeTypeSpec kSpec = {"list",
                                       Kind::kList,
                                       sizeof(List),
                                       kTypeIsBuiltin | kTypeIsBase | kTypeMatchesSelf | kTypeIsSequence,
                                       "A sequence of items that can change.",
                                       &kSlots,
                                       kListMethods,
                                       nullptr,
                                       "(iterable=(), /)"};
  T->runtime->types.list = make_native_type(T, kSpec);
}

}  // namespace gilded
