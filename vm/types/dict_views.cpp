#include "vm/types/dict_views.h"

#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/int.h"
#include "vm/types/iterators.h"
#include "vm/types/key.h"
#include "vm/types/list.h"
#include "vm/types/sequence.h"
#include "vm/types/set.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

void trace_dict_view(Object* object, Marker& marker) {
  marker.visit(static_cast<DictView*>(object)->dict);
}

Value make_dict_view(Thread* T, Type* type, Value dict) {
  auto* view = allocate<DictView>(T, Kind::kDictView, type->root_shape.load());
  if (view) heap_initialize(view, view->dict, dict);
  return view;
}

bool is_dict_keys_or_items(Thread* T, Value v) {
  if (!is_kind(v, Kind::kDictView)) return false;
  Type* type = v.as_object()->type();
  return type == types(T).dict_keys || type == types(T).dict_items;
}

namespace {

Dict* dict_of(Value view) {
  return view.as<DictView>()->dict.load().as<Dict>();
}

bool is_set_like(Thread* T, Value v) {
  return is_any_set(v) || is_dict_keys_or_items(T, v);
}

DictPart part_of(Thread* T, Value view) {
  Type* type = view.as_object()->type();
  return type == types(T).dict_keys ? kDictKeys : type == types(T).dict_values ? kDictValues : kDictItems;
}

Value part(Thread* T, DictPart what, Value key, Value value) {
  switch (what) {
    case kDictKeys:
      return key;
    case kDictValues:
      return value;
    case kDictItems:
      return make_tuple(T, {key, value});
  }
  return kEmpty;
}

int64_t view_length(Thread*, Value self) {
  return dict_of(self)->size();
}

Value view_iterate(Thread* T, Value self) {
  return make_dict_iterator(T, dict_of(self), part_of(T, self), false);
}

Value view_repr(Thread* T, Value self) {
  std::string name = short_name(self.as_object()->type());
  ReprGuard guard(T, self);
  if (guard.is_recursive()) return make_string(T, "...");
  if (!check_native_recursion(T, " while getting the repr of an object")) return kEmpty;
  DictPart what = part_of(T, self);
  std::string text = name + "([";
  bool first = true;
  size_t position = 0;
  Value key, value;
  while (dict_next(dict_of(self), &position, &key, &value)) {
    Value item = part(T, what, key, value);
    String* item_text = item ? to_repr(T, item) : nullptr;
    if (!item_text) return kEmpty;
    if (!first) text += ", ";
    first = false;
    text += to_utf8(item_text);
  }
  return make_string(T, text + "])");
}

int keys_contains(Thread* T, Value self, Value key) {
  return dict_contains(T, dict_of(self), key);
}

int items_contains(Thread* T, Value self, Value item) {
  if (!is_tuple(item) || item.as<Tuple>()->length != 2) return 0;
  Value found = dict_get(T, dict_of(self), (*item.as<Tuple>())[0]);
  if (!found) return T->has_exception() ? -1 : 0;
  return equal_values(T, found, (*item.as<Tuple>())[1]);
}

// Is every item of `part` in `whole`? 1, 0, -1.
int contains_all(Thread* T, Value part, Value whole) {
  Value iterator = get_iterator(T, part);
  if (!iterator) return -1;
  while (Value item = next_item(T, iterator)) {
    int found = contains(T, whole, item);
    if (found <= 0) return found;
  }
  return T->has_exception() ? -1 : 1;
}

Value view_compare(Thread* T, Value self, Value other, CompareOperator op) {
  if (!is_set_like(T, other)) return kNotImplemented;
  int64_t m = view_length(T, self);
  int64_t n = length(T, other);
  if (n < 0) return kEmpty;
  int result = 0;
  switch (op) {
    case CompareOperator::kEqual:
    case CompareOperator::kNotEqual:
      result = m == n ? contains_all(T, self, other) : 0;
      if (op == CompareOperator::kNotEqual && result >= 0) result = !result;
      break;
    case CompareOperator::kLess:
      result = m < n ? contains_all(T, self, other) : 0;
      break;
    case CompareOperator::kLessEqual:
      result = m <= n ? contains_all(T, self, other) : 0;
      break;
    case CompareOperator::kGreater:
      result = m > n ? contains_all(T, other, self) : 0;
      break;
    case CompareOperator::kGreaterEqual:
      result = m >= n ? contains_all(T, other, self) : 0;
      break;
  }
  return result < 0 ? kEmpty : Value::boolean(result);
}

Set* set_of(Thread* T, Value iterable) {
  Set* set = make_set(T);
  return set && set_update(T, set, iterable) ? set : nullptr;
}

Value intersection(Thread* T, Value left, Value right) {
  // Iterates over the shorter one when both are set-like.
  Value self = left, other = right;
  if (!is_dict_keys_or_items(T, self)) std::swap(self, other);
  if (is_set_like(T, other)) {
    int64_t n = length(T, other);
    if (n < 0) return kEmpty;
    if (n > view_length(T, self)) {
      Value swap = self;
      self = other;
      other = swap;
    }
  }
  Set* result = make_set(T);
  if (!result) return kEmpty;
  bool done = for_each(T, other, [&](Value item) {
    int found = contains(T, self, item);
    return found == 0 || (found > 0 && set_add(T, result, item) >= 0);
  });
  return done ? Value(result) : kEmpty;
}

Value union_of(Thread* T, Value left, Value right) {
  Set* result = set_of(T, left);
  return result && set_update(T, result, right) ? Value(result) : kEmpty;
}

Value difference(Thread* T, Value left, Value right) {
  Set* result = set_of(T, left);
  if (!result) return kEmpty;
  bool done = for_each(T, right, [&](Value item) { return set_discard(T, result, item) >= 0; });
  return done ? Value(result) : kEmpty;
}

Value symmetric_difference(Thread* T, Value left, Value right) {
  Set* result = set_of(T, left);
  Set* others = result ? set_of(T, right) : nullptr;
  if (!others) return kEmpty;
  size_t position = 0;
  Value key;
  while (set_next(others, &position, &key)) {
    int removed = set_discard(T, result, key);
    if (removed < 0 || (removed == 0 && set_add(T, result, key) < 0)) return kEmpty;
  }
  return result;
}

Value view_is_disjoint(Thread* T, Arguments args) {
  bool disjoint = true;
  Value iterator = get_iterator(T, args[1]);
  if (!iterator) return kEmpty;
  while (Value item = next_item(T, iterator)) {
    int found = contains(T, args[0], item);
    if (found < 0) return kEmpty;
    if (found) {
      disjoint = false;
      break;
    }
  }
  return T->has_exception() ? kEmpty : Value::boolean(disjoint);
}

Value view_reversed(Thread* T, Arguments args) {
  return make_dict_iterator(T, dict_of(args[0]), part_of(T, args[0]), true);
}

Value view_mapping(Thread* T, Value self) {
  return call(T, types(T).mapping_proxy, {dict_of(self)});
}

const NativeMethod kSetLikeViewMethods[] = {
    {"isdisjoint($self, other, /)", view_is_disjoint,
     "Return True if the view and the given iterable have a null intersection."},
    {"__reversed__($self, /)", view_reversed, "Return a reverse iterator over the view."},
    {nullptr, nullptr, nullptr},
};
const NativeMethod kValuesMethods[] = {
    {"__reversed__($self, /)", view_reversed, "Return a reverse iterator over the dict values."},
    {nullptr, nullptr, nullptr},
};
const NativeAttribute kViewAttributes[] = {
    {"mapping", view_mapping, nullptr, "The dictionary that this view refers to."},
    {nullptr, nullptr, nullptr, nullptr},
};

// --- Iterators

// collections.OrderedDict, which is written in Python, has a message of its own.
Raised raise_changed(Thread* T, Dict* dict, const char* text) {
  auto* mro = type_of(T, dict)->mro.load().as<Tuple>();
  for (size_t i = 0; i < mro->length; ++i) {
    if (name_of((*mro)[i].as<Type>()) == "collections.OrderedDict") text = "OrderedDict mutated during iteration";
  }
  return raise_text(T, Builtin::kRuntimeError, text);
}

Value dict_iterator_next(Thread* T, Value self) {
  auto* iterator = self.as<DictIterator>();
  Value source = iterator->source.load();
  if (!source) return kEmpty;
  auto* dict = source.as<Dict>();
  int64_t used = iterator->used.load(std::memory_order_relaxed);
  if (used != dict->size()) {
    // Said once is said for ever: the same error at each further call.
    iterator->used.store(-1, std::memory_order_relaxed);
    return raise_changed(T, dict, "dictionary changed size during iteration");
  }
  DictTable* table = dict->table.load(std::memory_order_acquire);
  int64_t count = table->entry_count.load(std::memory_order_acquire);
  DictEntry* entries = table->entries();
  Value key, value;
  int64_t i = iterator->index.load(std::memory_order_relaxed);
  if (iterator->reverse) {
    for (i = std::min(i, count - 1); i >= 0; --i) {
      key = entries[i].key.load();
      value = entries[i].value.load();
      if (key && value) break;
    }
    if (i < 0) value = kEmpty;
    --i;
  } else {
    value = kEmpty;
    for (; i < count; ++i) {
      key = entries[i].key.load();
      value = entries[i].value.load();
      if (key && value) break;
      value = kEmpty;
    }
    ++i;
  }
  if (!key || !value) {
    heap_store(iterator, iterator->source, kEmpty);
    return kEmpty;
  }
  int64_t remaining = iterator->remaining.load(std::memory_order_relaxed);
  if (remaining <= 0) {
    heap_store(iterator, iterator->source, kEmpty);
    return raise_changed(T, dict, "dictionary keys changed during iteration");
  }
  iterator->index.store(i, std::memory_order_relaxed);
  iterator->remaining.store(remaining - 1, std::memory_order_relaxed);
  return part(T, static_cast<DictPart>(iterator->what), key, value);
}

Value dict_iterator_length_hint(Thread*, Arguments args) {
  auto* iterator = args[0].as<DictIterator>();
  Value source = iterator->source.load();
  if (!source || source.as<Dict>()->size() != iterator->used.load(std::memory_order_relaxed))
    return Value::small_int(0);
  return Value::small_int(iterator->remaining.load(std::memory_order_relaxed));
}

Value dict_iterator_reduce(Thread* T, Arguments args) {
  auto* iterator = args[0].as<DictIterator>();
  // What is left, without moving the iterator itself.
  auto* copy = static_cast<DictIterator*>(allocate_object(T, sizeof(DictIterator), Kind::kIterator, iterator->shape()));
  if (!copy) return kEmpty;
  copy->slot_count = iterator->slot_count;
  heap_initialize(copy, copy->source, iterator->source.load());
  copy->index.store(iterator->index.load());
  copy->used.store(iterator->used.load());
  copy->remaining.store(iterator->remaining.load());
  copy->reverse = iterator->reverse;
  copy->what = iterator->what;
  List* items = list_from_iterable(T, copy);
  if (!items) return kEmpty;
  Value iter = find_builtin(T, "iter");
  Tuple* arguments = iter ? make_tuple(T, {items}) : nullptr;
  return arguments ? Value(make_tuple(T, {iter, arguments})) : kEmpty;
}

const NativeMethod kDictIteratorMethods[] = {
    {"__length_hint__($self, /)", dict_iterator_length_hint, "How many items are left, as far as known."},
    {"__reduce__($self, /)", dict_iterator_reduce, "Return state information for pickling."},
    {nullptr, nullptr, nullptr},
};

}  // namespace

Value make_dict_iterator(Thread* T, Value dict, DictPart what, bool reverse) {
  Type* kTypes[] = {types(T).dict_key_iterator, types(T).dict_value_iterator, types(T).dict_item_iterator};
  Type* kReverseTypes[] = {types(T).dict_reverse_iterator, types(T).dict_reverse_value_iterator,
                           types(T).dict_reverse_item_iterator};
  Type* type = reverse ? kReverseTypes[what] : kTypes[what];
  auto* iterator = allocate<DictIterator>(T, Kind::kIterator, type->root_shape.load());
  if (!iterator) return kEmpty;
  auto* source = dict.as<Dict>();
  iterator->slot_count = 1;
  heap_initialize(iterator, iterator->source, dict);
  iterator->used.store(source->size(), std::memory_order_relaxed);
  iterator->remaining.store(source->size(), std::memory_order_relaxed);
  iterator->reverse = reverse;
  iterator->what = what;
  int64_t last = static_cast<int64_t>(source->table.load()->entry_count.load(std::memory_order_acquire)) - 1;
  iterator->index.store(reverse ? last : 0, std::memory_order_relaxed);
  return iterator;
}

void initialize_dict_view_types(Thread* T) {
  static const TypeSlots kValuesSlots = [] {
    TypeSlots slots{};
    slots.repr = view_repr;
    slots.length = view_length;
    slots.iterate = view_iterate;
    return slots;
  }();
  static const TypeSlots kKeysSlots = [] {
    TypeSlots slots = kValuesSlots;
    slots.compare = view_compare;
    slots.contains = keys_contains;
    slots.binary[static_cast<int>(BinaryOperator::kBitAnd)] = intersection;
    slots.binary[static_cast<int>(BinaryOperator::kBitOr)] = union_of;
    slots.binary[static_cast<int>(BinaryOperator::kBitXor)] = symmetric_difference;
    slots.binary[static_cast<int>(BinaryOperator::kSubtract)] = difference;
    return slots;
  }();
  static const TypeSlots kItemsSlots = [] {
    TypeSlots slots = kKeysSlots;
    slots.contains = items_contains;
    return slots;
  }();
  static const NativeTypeSpec kKeysSpec = {"dict_keys", Kind::kDictView, sizeof(DictView),    kTypeIsBuiltin,
                                           nullptr,     &kKeysSlots,     kSetLikeViewMethods, kViewAttributes};
  static const NativeTypeSpec kValuesSpec = {"dict_values", Kind::kDictView, sizeof(DictView), kTypeIsBuiltin,
                                             nullptr,       &kValuesSlots,   kValuesMethods,   kViewAttributes};
  static const NativeTypeSpec kItemsSpec = {"dict_items", Kind::kDictView, sizeof(DictView),    kTypeIsBuiltin,
                                            nullptr,      &kItemsSlots,    kSetLikeViewMethods, kViewAttributes};
  auto& runtime_types = T->runtime->types;
  runtime_types.dict_keys = make_native_type(T, kKeysSpec);
  runtime_types.dict_values = make_native_type(T, kValuesSpec);
  runtime_types.dict_items = make_native_type(T, kItemsSpec);
}

void initialize_dict_iterator_types(Thread* T) {
  static const TypeSlots kSlots = [] {
    TypeSlots slots{};
    slots.iterate = iterator_self;
    slots.next = dict_iterator_next;
    return slots;
  }();
  auto make = [&](const NativeTypeSpec& spec) { return make_native_type(T, spec); };
#define DICT_ITERATOR(field, name)                                                                       \
  {                                                                                                      \
    static const NativeTypeSpec kSpec = {name,    Kind::kIterator, sizeof(DictIterator), kTypeIsBuiltin, \
                                         nullptr, &kSlots,         kDictIteratorMethods, nullptr};       \
    T->runtime->types.field = make(kSpec);                                                               \
  }
  DICT_ITERATOR(dict_key_iterator, "dict_keyiterator")
  DICT_ITERATOR(dict_value_iterator, "dict_valueiterator")
  DICT_ITERATOR(dict_item_iterator, "dict_itemiterator")
  DICT_ITERATOR(dict_reverse_iterator, "dict_reversekeyiterator")
  DICT_ITERATOR(dict_reverse_value_iterator, "dict_reversevalueiterator")
  DICT_ITERATOR(dict_reverse_item_iterator, "dict_reverseitemiterator")
#undef DICT_ITERATOR
}

}  // namespace gilded
