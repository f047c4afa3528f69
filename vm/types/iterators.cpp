#include "vm/types/iterators.h"

#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/threading/object_lock.h"
#include "vm/types/dict.h"
#include "vm/types/dict_views.h"
#include "vm/types/int.h"
#include "vm/types/key.h"
#include "vm/types/list.h"
#include "vm/types/sequence.h"
#include "vm/types/set.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

void trace_iterator(Object* object, Marker& marker) {
  auto* iterator = static_cast<Iterator*>(object);
  marker.visit(iterator->source);
  for (uint64_t i = 0; i < iterator->slot_count; ++i) marker.visit(iterator->slots()[i]);
}

Value iterator_self(Thread*, Value self) {
  return self;
}

Value make_simple_iterator(Thread* T, Type* type, Value source) {
  if (type == types(T).string_iterator && source.as<String>()->is_ascii()) type = types(T).ascii_string_iterator;
  auto* iterator = allocate<Iterator>(T, Kind::kIterator, type->root_shape.load());
  if (iterator) heap_initialize(iterator, iterator->source, source);
  return iterator;
}

Value find_builtin(Thread* T, std::string_view name) {
  Value function = dict_get(T->runtime->builtins_dict.as<Dict>(), intern(T, name));
  return function ? function
                  : Value(raise(T, Builtin::kAttributeError, "module 'builtins' has no attribute '{}'", name));
}

namespace {

int64_t index_of(Iterator* iterator) {
  return iterator->index.load(std::memory_order_relaxed);
}
void set_index(Iterator* iterator, int64_t index) {
  iterator->index.store(index, std::memory_order_relaxed);
}
void exhaust(Iterator* iterator) {
  heap_store(iterator, iterator->source, kEmpty);
}

Value make_pair(Thread* T, Value a, Value b) {
  return make_tuple(T, {a, b});
}

// (function, (argument,)) or, with an index, (function, (argument,), index).
Value reduced(Thread* T, Value function, Value argument) {
  Tuple* arguments = function && argument ? make_tuple(T, {argument}) : nullptr;
  return arguments ? Value(make_tuple(T, {function, arguments})) : kEmpty;
}
Value reduced(Thread* T, Value function, Value argument, int64_t index) {
  Tuple* arguments = function && argument ? make_tuple(T, {argument}) : nullptr;
  return arguments ? Value(make_tuple(T, {function, arguments, make_int(T, index)})) : kEmpty;
}

// --- Sequences with an index: list, tuple, str, bytes, bytearray

// How many items the source has now.
int64_t source_length(Thread* T, Value source) {
  switch (source.as_object()->kind()) {
    case Kind::kList:
      return source.as<List>()->size();
    case Kind::kTuple:
      return static_cast<int64_t>(source.as<Tuple>()->length);
    case Kind::kString:
      return source.as<String>()->length;
    default:
      return length(T, source);
  }
}

Value simple_length_hint(Thread* T, Arguments args) {
  auto* iterator = args[0].as<Iterator>();
  Value source = iterator->source.load();
  if (!source) return Value::small_int(0);
  int64_t length = source_length(T, source);
  if (length < 0) return kEmpty;
  return make_int(T, std::max<int64_t>(length - index_of(iterator), 0));
}

Value simple_reduce(Thread* T, Arguments args) {
  auto* iterator = args[0].as<Iterator>();
  Value function = find_builtin(T, "iter");
  if (!function) return kEmpty;
  Value source = iterator->source.load();
  if (source) return reduced(T, function, source, index_of(iterator));
  Type* type = iterator->type();
  if (type == types(T).list_iterator) return reduced(T, function, make_list(T));
  if (type == types(T).string_iterator || type == types(T).ascii_string_iterator)
    return reduced(T, function, make_string(T, ""));
  return reduced(T, function, make_tuple(T, 0));
}

Value simple_set_state(Thread* T, Arguments args) {
  int64_t index;
  if (!to_int64(T, args[1], &index)) return kEmpty;
  auto* iterator = args[0].as<Iterator>();
  Value source = iterator->source.load();
  if (!source) return kNone;
  int64_t length = source_length(T, source);
  if (length < 0) return kEmpty;
  set_index(iterator, std::clamp<int64_t>(index, 0, length));
  return kNone;
}

Value string_iterator_next(Thread* T, Value self) {
  auto* iterator = self.as<Iterator>();
  Value source = iterator->source.load();
  if (!source) return kEmpty;
  auto* string = source.as<String>();
  int64_t i = index_of(iterator);
  if (i >= static_cast<int64_t>(string->length)) {
    exhaust(iterator);
    return kEmpty;
  }
  set_index(iterator, i + 1);
  return make_character(T, string->at(static_cast<size_t>(i)));
}

// bytes and bytearray: through their own get_item, which knows how they change.
Value bytes_iterator_next(Thread* T, Value self) {
  auto* iterator = self.as<Iterator>();
  Value source = iterator->source.load();
  if (!source) return kEmpty;
  int64_t i = index_of(iterator);
  Type* type = source.as_object()->kind() == Kind::kBytes ? types(T).bytes : types(T).bytearray;
  if (i < type->slots.length(T, source)) {
    Value item = type->slots.get_item(T, source, make_int(T, i));
    if (item) {
      set_index(iterator, i + 1);
      return item;
    }
    if (!exception_matches(T, Builtin::kIndexError)) return kEmpty;
    clear_exception(T);
  }
  exhaust(iterator);
  return kEmpty;
}

const NativeMethod kSimpleMethods[] = {
    {"__length_hint__($self, /)", simple_length_hint, "Private method returning an estimate of len(list(it))."},
    {"__reduce__($self, /)", simple_reduce, "Return state information for pickling."},
    {"__setstate__($self, state, /)", simple_set_state, "Set state information for unpickling."},
    {nullptr, nullptr, nullptr},
};

Value list_reverse_next(Thread* T, Value self) {
  auto* iterator = self.as<Iterator>();
  Value source = iterator->source.load();
  if (!source) return kEmpty;
  int64_t i = index_of(iterator);
  Value item = i >= 0 ? list_get(T, source.as<List>(), i) : kEmpty;
  if (item) {
    set_index(iterator, i - 1);
  } else {
    exhaust(iterator);
    set_index(iterator, -1);
  }
  return item;
}

Value list_reverse_length_hint(Thread* T, Arguments args) {
  auto* iterator = args[0].as<Iterator>();
  Value source = iterator->source.load();
  int64_t left = index_of(iterator) + 1;
  return make_int(T, source && left <= source.as<List>()->size() ? left : int64_t{0});
}

Value list_reverse_reduce(Thread* T, Arguments args) {
  auto* iterator = args[0].as<Iterator>();
  Value source = iterator->source.load();
  if (source) return reduced(T, find_builtin(T, "reversed"), source, index_of(iterator));
  return reduced(T, find_builtin(T, "iter"), make_list(T));
}

Value list_reverse_set_state(Thread* T, Arguments args) {
  int64_t index;
  if (!to_int64(T, args[1], &index)) return kEmpty;
  auto* iterator = args[0].as<Iterator>();
  Value source = iterator->source.load();
  if (source) set_index(iterator, std::clamp<int64_t>(index, -1, source.as<List>()->size() - 1));
  return kNone;
}

const NativeMethod kListReverseMethods[] = {
    {"__length_hint__($self, /)", list_reverse_length_hint, "Private method returning an estimate of len(list(it))."},
    {"__reduce__($self, /)", list_reverse_reduce, "Return state information for pickling."},
    {"__setstate__($self, state, /)", list_reverse_set_state, "Set state information for unpickling."},
    {nullptr, nullptr, nullptr},
};

// --- range

Value range_length_hint(Thread* T, Arguments args) {
  auto* iterator = args[0].as<RangeIterator>();
  return make_int(T, std::max<int64_t>(iterator->count - index_of(iterator), 0));
}

Value range_reduce(Thread* T, Arguments args) {
  auto* iterator = args[0].as<RangeIterator>();
  int64_t i = std::min(index_of(iterator), iterator->count);
  Value parts[] = {make_int(T, iterator->start + i * iterator->step),
                   make_int(T, iterator->start + iterator->count * iterator->step), make_int(T, iterator->step)};
  return reduced(T, find_builtin(T, "iter"), call(T, types(T).range, {parts[0], parts[1], parts[2]}));
}

Value range_set_state(Thread* T, Arguments args) {
  int64_t index;
  if (!to_int64(T, args[1], &index)) return kEmpty;
  auto* iterator = args[0].as<RangeIterator>();
  set_index(iterator, std::clamp<int64_t>(index_of(iterator) + index, 0, iterator->count));
  return kNone;
}

const NativeMethod kRangeMethods[] = {
    {"__length_hint__($self, /)", range_length_hint, "Private method returning an estimate of len(list(it))."},
    {"__reduce__($self, /)", range_reduce, "Return state information for pickling."},
    {"__setstate__($self, state, /)", range_set_state, "Set state information for unpickling."},
    {nullptr, nullptr, nullptr},
};

// Ints beyond 49 bits: source is the next item.
struct BigRangeIterator : Iterator {
  Slot step;
  Slot left;
};

Value big_range_next(Thread* T, Value self) {
  auto* iterator = self.as<BigRangeIterator>();
  Value left = iterator->left.load();
  if (int_sign(left) <= 0) return kEmpty;
  Value item = iterator->source.load();
  Value next = int_binary(T, BinaryOperator::kAdd, item, iterator->step.load());
  Value rest = next ? int_binary(T, BinaryOperator::kSubtract, left, Value::small_int(1)) : kEmpty;
  if (!rest) return kEmpty;
  heap_store(iterator, iterator->source, next);
  heap_store(iterator, iterator->left, rest);
  return item;
}

Value big_range_length_hint(Thread*, Arguments args) {
  return args[0].as<BigRangeIterator>()->left.load();
}

Value big_range_reduce(Thread* T, Arguments args) {
  auto* iterator = args[0].as<BigRangeIterator>();
  Value start = iterator->source.load(), step = iterator->step.load();
  Value span = int_binary(T, BinaryOperator::kMultiply, step, iterator->left.load());
  Value stop = span ? int_binary(T, BinaryOperator::kAdd, start, span) : kEmpty;
  return stop ? reduced(T, find_builtin(T, "iter"), call(T, types(T).range, {start, stop, step})) : kEmpty;
}

const NativeMethod kBigRangeMethods[] = {
    {"__length_hint__($self, /)", big_range_length_hint, "Private method returning an estimate of len(list(it))."},
    {"__reduce__($self, /)", big_range_reduce, "Return state information for pickling."},
    {nullptr, nullptr, nullptr},
};

// --- set

Value set_iterator_next(Thread* T, Value self) {
  auto* iterator = self.as<SetIterator>();
  Value source = iterator->source.load();
  if (!source) return kEmpty;
  auto* set = source.as<Set>();
  if (iterator->used.load(std::memory_order_relaxed) != set->size()) {
    // Said once is said for ever: the same error at each further call.
    iterator->used.store(-1, std::memory_order_relaxed);
    return raise_text(T, Builtin::kRuntimeError, "Set changed size during iteration");
  }
  size_t position = static_cast<size_t>(index_of(iterator));
  Value key;
  if (set_next(set, &position, &key)) {
    set_index(iterator, static_cast<int64_t>(position));
    return key;
  }
  exhaust(iterator);
  return kEmpty;
}

int64_t count_left(SetIterator* iterator) {
  Value source = iterator->source.load();
  if (!source || source.as<Set>()->size() != iterator->used.load(std::memory_order_relaxed)) return 0;
  size_t position = static_cast<size_t>(index_of(iterator));
  Value key;
  int64_t left = 0;
  while (set_next(source.as<Set>(), &position, &key)) ++left;
  return left;
}

Value set_iterator_length_hint(Thread* T, Arguments args) {
  return make_int(T, count_left(args[0].as<SetIterator>()));
}

Value set_iterator_reduce(Thread* T, Arguments args) {
  auto* iterator = args[0].as<SetIterator>();
  List* items = make_list(T);
  Value source = iterator->source.load();
  if (!items) return kEmpty;
  size_t position = static_cast<size_t>(index_of(iterator));
  Value key;
  while (source && set_next(source.as<Set>(), &position, &key)) {
    if (!list_append(T, items, key)) return kEmpty;
  }
  return reduced(T, find_builtin(T, "iter"), items);
}

const NativeMethod kSetMethods[] = {
    {"__length_hint__($self, /)", set_iterator_length_hint, "Private method returning an estimate of len(list(it))."},
    {"__reduce__($self, /)", set_iterator_reduce, "Return state information for pickling."},
    {nullptr, nullptr, nullptr},
};

// --- iter(object with __getitem__)

Value sequence_iterator_next(Thread* T, Value self) {
  auto* iterator = self.as<Iterator>();
  Value source = iterator->source.load();
  if (!source) return kEmpty;
  int64_t i = index_of(iterator);
  Value item = get_item(T, source, make_int(T, i));
  if (item) {
    set_index(iterator, i + 1);
    return item;
  }
  if (exception_matches(T, Builtin::kIndexError) || exception_matches(T, Builtin::kStopIteration)) {
    clear_exception(T);
    exhaust(iterator);
  }
  return kEmpty;
}

Value sequence_length_hint(Thread* T, Arguments args) {
  auto* iterator = args[0].as<Iterator>();
  Value source = iterator->source.load();
  if (!source) return Value::small_int(0);
  if (!type_of(T, source)->slots.length) return kNotImplemented;
  int64_t whole = length(T, source);
  return whole < 0 ? kEmpty : make_int(T, std::max<int64_t>(whole - index_of(iterator), 0));
}

Value sequence_set_state(Thread* T, Arguments args) {
  int64_t index;
  if (!to_int64(T, args[1], &index)) return kEmpty;
  auto* iterator = args[0].as<Iterator>();
  if (iterator->source.load()) set_index(iterator, std::max<int64_t>(index, 0));
  return kNone;
}

const NativeMethod kSequenceMethods[] = {
    {"__length_hint__($self, /)", sequence_length_hint, "Private method returning an estimate of len(list(it))."},
    {"__reduce__($self, /)", simple_reduce, "Return state information for pickling."},
    {"__setstate__($self, state, /)", sequence_set_state, "Set state information for unpickling."},
    {nullptr, nullptr, nullptr},
};

// --- iter(callable, sentinel)

struct CallableIterator : Iterator {
  Slot sentinel;
};

Value callable_iterator_next(Thread* T, Value self) {
  auto* iterator = self.as<CallableIterator>();
  Value callable = iterator->source.load();
  if (!callable) return kEmpty;
  Value result = call(T, callable);
  if (!result) {
    if (exception_matches(T, Builtin::kStopIteration)) {
      clear_exception(T);
      exhaust(iterator);
    }
    return kEmpty;
  }
  int same = equal_values(T, iterator->sentinel.load(), result);
  if (same == 0) return result;
  if (same > 0) exhaust(iterator);
  return kEmpty;
}

Value callable_reduce(Thread* T, Arguments args) {
  auto* iterator = args[0].as<CallableIterator>();
  Value function = find_builtin(T, "iter");
  if (!function) return kEmpty;
  Value source = iterator->source.load();
  if (!source) return reduced(T, function, make_tuple(T, 0));
  Tuple* arguments = make_tuple(T, {source, iterator->sentinel.load()});
  return arguments ? make_pair(T, function, arguments) : kEmpty;
}

const NativeMethod kCallableMethods[] = {
    {"__reduce__($self, /)", callable_reduce, "Return state information for pickling."},
    {nullptr, nullptr, nullptr},
};

// --- enumerate

struct EnumerateIterator : Iterator {
  Slot big_index;  // from where `index` does not suffice; EMPTY before
};

Value enumerate_create(Thread* T, Type* type, CallArguments arguments) {
  if (arguments.count == 0)
    return raise_text(T, Builtin::kTypeError, "enumerate() missing required argument 'iterable'");
  Value values[2];
  if (!bind_arguments(T, "enumerate(iterable, start=0)", arguments, values)) return kEmpty;
  Value start = Value::small_int(0);
  if (values[1]) {
    start = to_index(T, values[1]);
    if (!start) return kEmpty;
  }
  Value source = get_iterator(T, values[0]);
  if (!source) return kEmpty;
  auto* iterator = make_iterator_as<EnumerateIterator>(T, type, 1);
  if (!iterator) return kEmpty;
  heap_initialize(iterator, iterator->source, source);
  if (start.is_small_int()) {
    set_index(iterator, start.as_small_int());
  } else {
    heap_initialize(iterator, iterator->big_index, start);
  }
  return iterator;
}

Value enumerate_next(Thread* T, Value self) {
  auto* iterator = self.as<EnumerateIterator>();
  Value item = next_item(T, iterator->source.load());
  if (!item) return kEmpty;
  Value big = iterator->big_index.load();
  Value index = big;
  if (big) {
    big = int_binary(T, BinaryOperator::kAdd, big, Value::small_int(1));
    if (!big) return kEmpty;
    heap_store(iterator, iterator->big_index, big);
  } else {
    int64_t i = iterator->index.load(std::memory_order_relaxed);
    index = make_int(T, i);
    iterator->index.store(i + 1, std::memory_order_relaxed);
  }
  return make_pair(T, index, item);
}

Value enumerate_reduce(Thread* T, Arguments args) {
  auto* iterator = args[0].as<EnumerateIterator>();
  Value index = iterator->big_index.load();
  if (!index) index = make_int(T, index_of(iterator));
  Value arguments = make_pair(T, iterator->source.load(), index);
  return arguments ? make_pair(T, iterator->type(), arguments) : kEmpty;
}

const NativeMethod kEnumerateMethods[] = {
    {"__reduce__($self, /)", enumerate_reduce, "Return state information for pickling."},
    {"__class_getitem__($type, item, /)", class_getitem, "See PEP 585.", kClassMethod},
    {nullptr, nullptr, nullptr},
};

// --- zip

struct ZipIterator : Iterator {  // source: tuple of iterators
  bool strict;
};

// Iterators for all `count` values as a tuple.
Tuple* iterators_of(Thread* T, const Value* values, size_t count) {
  Tuple* iterators = make_tuple(T, count);
  if (!iterators) return nullptr;
  for (size_t i = 0; i < count; ++i) {
    Value iterator = get_iterator(T, values[i]);
    if (!iterator) return nullptr;
    heap_initialize(iterators, iterators->items[i], iterator);
  }
  return iterators;
}

Value zip_create(Thread* T, Type* type, CallArguments arguments) {
  bool strict = false;
  if (arguments.keyword_names) {
    size_t keywords = arguments.keyword_names->length;
    if (keywords > 1)
      return raise(T, Builtin::kTypeError, "zip() takes at most 1 keyword argument ({} given)", keywords);
    Value name = (*arguments.keyword_names)[0];
    if (to_utf8(name.as<String>()) != "strict")
      return raise(T, Builtin::kTypeError, "zip() got an unexpected keyword argument '{}'", to_utf8(name.as<String>()));
    if (!truth(T, arguments[arguments.positional_count()], &strict)) return kEmpty;
  }
  Tuple* iterators = iterators_of(T, arguments.values, arguments.positional_count());
  if (!iterators) return kEmpty;
  auto* iterator = make_iterator_as<ZipIterator>(T, type, 0);
  if (!iterator) return kEmpty;
  heap_initialize(iterator, iterator->source, iterators);
  iterator->strict = strict;
  return iterator;
}

// Source `i` (counting from 0) ended while the ones before it gave an item; or, when i is 0, the others are asked
// whether they end too.
Value zip_strict_error(Thread* T, Tuple* iterators, size_t i) {
  if (i > 0) {
    return raise(T, Builtin::kValueError, "zip() argument {} is shorter than argument{}{}", i + 1,
                 i == 1 ? " " : "s 1-", i);
  }
  for (i = 1; i < iterators->length; ++i) {
    if (next_item(T, (*iterators)[i])) {
      return raise(T, Builtin::kValueError, "zip() argument {} is longer than argument{}{}", i + 1,
                   i == 1 ? " " : "s 1-", i);
    }
    if (T->has_exception()) return kEmpty;
  }
  return kEmpty;
}

Value zip_next(Thread* T, Value self) {
  auto* iterator = self.as<ZipIterator>();
  auto* iterators = iterator->source.load().as<Tuple>();
  if (iterators->length == 0) return kEmpty;
  Tuple* result = make_tuple(T, iterators->length);
  if (!result) return kEmpty;
  for (size_t i = 0; i < iterators->length; ++i) {
    Value item = next_item(T, (*iterators)[i]);
    if (!item) return iterator->strict && !T->has_exception() ? zip_strict_error(T, iterators, i) : kEmpty;
    heap_initialize(result, result->items[i], item);
  }
  return result;
}

Value zip_reduce(Thread* T, Arguments args) {
  auto* iterator = args[0].as<ZipIterator>();
  if (iterator->strict) return make_tuple(T, {iterator->type(), iterator->source.load(), kTrue});
  return make_pair(T, iterator->type(), iterator->source.load());
}

Value zip_set_state(Thread* T, Arguments args) {
  bool strict;
  if (!truth(T, args[1], &strict)) return kEmpty;
  args[0].as<ZipIterator>()->strict = strict;
  return kNone;
}

const NativeMethod kZipMethods[] = {
    {"__reduce__($self, /)", zip_reduce, "Return state information for pickling."},
    {"__setstate__($self, state, /)", zip_set_state, "Set state information for unpickling."},
    {nullptr, nullptr, nullptr},
};

// --- map

struct MapIterator : Iterator {  // source: tuple of iterators
  Slot function;
};

Value map_create(Thread* T, Type* type, CallArguments arguments) {
  if (arguments.keyword_names && type->slots.initialize == object_initialize)
    return raise_text(T, Builtin::kTypeError, "map() takes no keyword arguments");
  size_t count = arguments.positional_count();
  if (count < 2) return raise_text(T, Builtin::kTypeError, "map() must have at least two arguments.");
  Tuple* iterators = iterators_of(T, arguments.values + 1, count - 1);
  if (!iterators) return kEmpty;
  auto* iterator = make_iterator_as<MapIterator>(T, type, 1);
  if (!iterator) return kEmpty;
  heap_initialize(iterator, iterator->source, iterators);
  heap_initialize(iterator, iterator->function, arguments[0]);
  return iterator;
}

Value map_next(Thread* T, Value self) {
  auto* iterator = self.as<MapIterator>();
  auto* iterators = iterator->source.load().as<Tuple>();
  Value function = iterator->function.load();
  if (iterators->length == 1) {
    Value item = next_item(T, (*iterators)[0]);
    return item ? call(T, function, {item}) : kEmpty;
  }
  Tuple* arguments = make_tuple(T, iterators->length);
  if (!arguments) return kEmpty;
  for (size_t i = 0; i < iterators->length; ++i) {
    Value item = next_item(T, (*iterators)[i]);
    if (!item) return kEmpty;
    heap_initialize(arguments, arguments->items[i], item);
  }
  return call_tuple(T, function, arguments, nullptr);
}

Value map_reduce(Thread* T, Arguments args) {
  auto* iterator = args[0].as<MapIterator>();
  auto* iterators = iterator->source.load().as<Tuple>();
  Tuple* arguments = make_tuple(T, iterators->length + 1);
  if (!arguments) return kEmpty;
  heap_initialize(arguments, arguments->items[0], iterator->function.load());
  for (size_t i = 0; i < iterators->length; ++i) heap_initialize(arguments, arguments->items[i + 1], (*iterators)[i]);
  return make_pair(T, iterator->type(), arguments);
}

const NativeMethod kMapMethods[] = {
    {"__reduce__($self, /)", map_reduce, "Return state information for pickling."},
    {nullptr, nullptr, nullptr},
};

// --- filter

struct FilterIterator : Iterator {
  Slot function;
};

Value filter_create(Thread* T, Type* type, CallArguments arguments) {
  if (arguments.keyword_names && type->slots.initialize == object_initialize)
    return raise_text(T, Builtin::kTypeError, "filter() takes no keyword arguments");
  if (arguments.positional_count() != 2)
    return raise(T, Builtin::kTypeError, "filter expected 2 arguments, got {}", arguments.positional_count());
  Value source = get_iterator(T, arguments[1]);
  if (!source) return kEmpty;
  auto* iterator = make_iterator_as<FilterIterator>(T, type, 1);
  if (!iterator) return kEmpty;
  heap_initialize(iterator, iterator->source, source);
  heap_initialize(iterator, iterator->function, arguments[0]);
  return iterator;
}

Value filter_next(Thread* T, Value self) {
  auto* iterator = self.as<FilterIterator>();
  Value function = iterator->function.load();
  bool by_truth = function.is_none() || function == Value(types(T).bool_);
  while (Value item = next_item(T, iterator->source.load())) {
    Value verdict = by_truth ? item : call(T, function, {item});
    bool wanted;
    if (!verdict || !truth(T, verdict, &wanted)) return kEmpty;
    if (wanted) return item;
  }
  return kEmpty;
}

Value filter_reduce(Thread* T, Arguments args) {
  auto* iterator = args[0].as<FilterIterator>();
  Value arguments = make_pair(T, iterator->function.load(), iterator->source.load());
  return arguments ? make_pair(T, iterator->type(), arguments) : kEmpty;
}

const NativeMethod kFilterMethods[] = {
    {"__reduce__($self, /)", filter_reduce, "Return state information for pickling."},
    {nullptr, nullptr, nullptr},
};

// --- reversed(sequence)

Value reversed_create(Thread* T, Type* type, CallArguments arguments) {
  if (arguments.keyword_names && type->slots.initialize == object_initialize)
    return raise_text(T, Builtin::kTypeError, "reversed() takes no keyword arguments");
  if (arguments.positional_count() != 1)
    return raise(T, Builtin::kTypeError, "reversed expected 1 argument, got {}", arguments.positional_count());
  Value sequence = arguments[0];
  Value method = lookup_special(T, sequence, names(T).dunder_reversed);
  if (method && !method.is_none()) return call(T, method);
  if (T->has_exception()) return kEmpty;
  Type* sequence_type = type_of(T, sequence);
  if (method.is_none() || !sequence_type->slots.get_item || is_dict(sequence))
    return raise(T, Builtin::kTypeError, "'{}' object is not reversible", type_name(T, sequence));
  int64_t count = length(T, sequence);
  if (count < 0) return kEmpty;
  auto* iterator = make_iterator_as<Iterator>(T, type, 0);
  if (!iterator) return kEmpty;
  heap_initialize(iterator, iterator->source, sequence);
  set_index(iterator, count - 1);
  return iterator;
}

Value reversed_next(Thread* T, Value self) {
  auto* iterator = self.as<Iterator>();
  Value source = iterator->source.load();
  int64_t i = index_of(iterator);
  if (!source || i < 0) return kEmpty;
  Value item = get_item(T, source, make_int(T, i));
  if (item) {
    set_index(iterator, i - 1);
    return item;
  }
  if (exception_matches(T, Builtin::kIndexError) || exception_matches(T, Builtin::kStopIteration)) {
    clear_exception(T);
    exhaust(iterator);
    set_index(iterator, -1);
  }
  return kEmpty;
}

Value reversed_length_hint(Thread* T, Arguments args) {
  auto* iterator = args[0].as<Iterator>();
  Value source = iterator->source.load();
  if (!source) return Value::small_int(0);
  int64_t left = index_of(iterator) + 1;
  int64_t whole = length(T, source);
  if (whole < 0) return kEmpty;
  return make_int(T, whole < left ? int64_t{0} : left);
}

Value reversed_reduce(Thread* T, Arguments args) {
  auto* iterator = args[0].as<Iterator>();
  Value source = iterator->source.load();
  if (source && index_of(iterator) >= 0) return reduced(T, iterator->type(), source, index_of(iterator));
  return reduced(T, iterator->type(), make_tuple(T, 0));
}

Value reversed_set_state(Thread* T, Arguments args) {
  int64_t index;
  if (!to_int64(T, args[1], &index)) return kEmpty;
  auto* iterator = args[0].as<Iterator>();
  Value source = iterator->source.load();
  if (!source) return kNone;
  int64_t whole = length(T, source);
  if (whole < 0) return kEmpty;
  set_index(iterator, std::clamp<int64_t>(index, -1, whole - 1));
  return kNone;
}

const NativeMethod kReversedMethods[] = {
    {"__length_hint__($self, /)", reversed_length_hint, "Private method returning an estimate of len(list(it))."},
    {"__reduce__($self, /)", reversed_reduce, "Return state information for pickling."},
    {"__setstate__($self, state, /)", reversed_set_state, "Set state information for unpickling."},
    {nullptr, nullptr, nullptr},
};

}  // namespace

Value list_iterator_next(Thread* T, Value self) {
  auto* iterator = self.as<Iterator>();
  Value source = iterator->source.load();
  if (!source) return kEmpty;
  int64_t i = index_of(iterator);
  Value item = list_get(T, source.as<List>(), i);
  if (item) {
    set_index(iterator, i + 1);
  } else {
    exhaust(iterator);
  }
  return item;
}

Value tuple_iterator_next(Thread*, Value self) {
  auto* iterator = self.as<Iterator>();
  Value source = iterator->source.load();
  if (!source) return kEmpty;
  auto* tuple = source.as<Tuple>();
  size_t i = static_cast<size_t>(index_of(iterator));
  if (i < tuple->length) {
    set_index(iterator, static_cast<int64_t>(i) + 1);
    return (*tuple)[i];
  }
  exhaust(iterator);
  return kEmpty;
}

Value range_iterator_next(Thread* T, Value self) {
  auto* iterator = self.as<RangeIterator>();
  int64_t i = index_of(iterator);
  if (i >= iterator->count) return kEmpty;
  set_index(iterator, i + 1);
  return make_int(T, iterator->start + i * iterator->step);
}

Value make_range_iterator(Thread* T, int64_t start, int64_t step, int64_t count) {
  auto* iterator = allocate<RangeIterator>(T, Kind::kRangeIterator, types(T).range_iterator->root_shape.load());
  if (!iterator) return kEmpty;
  iterator->start = start;
  iterator->step = step;
  iterator->count = count;
  bool are_small = count > 0 && Value::fits_int(start) && Value::fits_int(start + (count - 1) * step);
  iterator->small_count = are_small ? count : 0;
  return iterator;
}

Value make_big_range_iterator(Thread* T, Value start, Value step, Value length) {
  auto* iterator = make_iterator_as<BigRangeIterator>(T, types(T).big_range_iterator, 2);
  if (!iterator) return kEmpty;
  heap_initialize(iterator, iterator->source, start);
  heap_initialize(iterator, iterator->step, step);
  heap_initialize(iterator, iterator->left, length);
  return iterator;
}

Value make_sequence_iterator(Thread* T, Value sequence) {
  return make_simple_iterator(T, types(T).sequence_iterator, sequence);
}

Value make_callable_iterator(Thread* T, Value callable, Value sentinel) {
  auto* iterator = make_iterator_as<CallableIterator>(T, types(T).callable_iterator, 1);
  if (!iterator) return kEmpty;
  heap_initialize(iterator, iterator->source, callable);
  heap_initialize(iterator, iterator->sentinel, sentinel);
  return iterator;
}

namespace {

template <Value (*kNext)(Thread*, Value), Value (*kCreate)(Thread*, Type*, CallArguments) = nullptr>
const TypeSlots kIteratorSlots = [] {
  TypeSlots slots{};
  slots.iterate = iterator_self;
  slots.next = kNext;
  slots.create = kCreate;
  return slots;
}();

}  // namespace

void initialize_iterator_types(Thread* T) {
  constexpr uint32_t kBase = kTypeIsBuiltin | kTypeIsBase;
  static const NativeTypeSpec kSpecs[] = {
      {"list_iterator", Kind::kIterator, sizeof(Iterator), kTypeIsBuiltin, nullptr, &kIteratorSlots<list_iterator_next>,
       kSimpleMethods, nullptr},
      {"list_reverseiterator", Kind::kIterator, sizeof(Iterator), kTypeIsBuiltin, nullptr,
       &kIteratorSlots<list_reverse_next>, kListReverseMethods, nullptr},
      {"tuple_iterator", Kind::kIterator, sizeof(Iterator), kTypeIsBuiltin, nullptr,
       &kIteratorSlots<tuple_iterator_next>, kSimpleMethods, nullptr},
      {"str_iterator", Kind::kIterator, sizeof(Iterator), kTypeIsBuiltin, nullptr,
       &kIteratorSlots<string_iterator_next>, kSimpleMethods, nullptr},
      {"str_ascii_iterator", Kind::kIterator, sizeof(Iterator), kTypeIsBuiltin, nullptr,
       &kIteratorSlots<string_iterator_next>, kSimpleMethods, nullptr},
      {"bytes_iterator", Kind::kIterator, sizeof(Iterator), kTypeIsBuiltin, nullptr,
       &kIteratorSlots<bytes_iterator_next>, kSimpleMethods, nullptr},
      {"bytearray_iterator", Kind::kIterator, sizeof(Iterator), kTypeIsBuiltin, nullptr,
       &kIteratorSlots<bytes_iterator_next>, kSimpleMethods, nullptr},
      {"range_iterator", Kind::kRangeIterator, sizeof(RangeIterator), kTypeIsBuiltin, nullptr,
       &kIteratorSlots<range_iterator_next>, kRangeMethods, nullptr},
      {"longrange_iterator", Kind::kIterator, sizeof(BigRangeIterator), kTypeIsBuiltin, nullptr,
       &kIteratorSlots<big_range_next>, kBigRangeMethods, nullptr},
      {"set_iterator", Kind::kIterator, sizeof(SetIterator), kTypeIsBuiltin, nullptr,
       &kIteratorSlots<set_iterator_next>, kSetMethods, nullptr},
      {"iterator", Kind::kIterator, sizeof(Iterator), kTypeIsBuiltin, nullptr, &kIteratorSlots<sequence_iterator_next>,
       kSequenceMethods, nullptr},
      {"callable_iterator", Kind::kIterator, sizeof(CallableIterator), kTypeIsBuiltin, nullptr,
       &kIteratorSlots<callable_iterator_next>, kCallableMethods, nullptr},
      {"enumerate", Kind::kIterator, sizeof(EnumerateIterator), kBase, "Pairs of a count and an item of an iterable.",
       &kIteratorSlots<enumerate_next, enumerate_create>, kEnumerateMethods, nullptr, "(iterable, start=0)"},
      {"zip", Kind::kIterator, sizeof(ZipIterator), kBase, "Tuples of one item from each iterable, up to the shortest.",
       &kIteratorSlots<zip_next, zip_create>, kZipMethods, nullptr, "(*iterables, strict=False)"},
      {"map", Kind::kIterator, sizeof(MapIterator), kBase, "The results of a function for the items of iterables.",
       &kIteratorSlots<map_next, map_create>, kMapMethods, nullptr, "(function, iterable, /, *iterables)"},
      {"filter", Kind::kIterator, sizeof(FilterIterator), kBase, "The items for which a function returns true.",
       &kIteratorSlots<filter_next, filter_create>, kFilterMethods, nullptr, "(function, iterable, /)"},
      {"reversed", Kind::kIterator, sizeof(Iterator), kBase, "The items of a sequence from the last to the first.",
       &kIteratorSlots<reversed_next, reversed_create>, kReversedMethods, nullptr, "(sequence, /)"},
  };
  BuiltinTypes& all = T->runtime->types;
  Type** kFields[] = {&all.list_iterator,
                      &all.list_reverse_iterator,
                      &all.tuple_iterator,
                      &all.string_iterator,
                      &all.ascii_string_iterator,
                      &all.bytes_iterator,
                      &all.bytearray_iterator,
                      &all.range_iterator,
                      &all.big_range_iterator,
                      &all.set_iterator,
                      &all.sequence_iterator,
                      &all.callable_iterator,
                      &all.enumerate,
                      &all.zip,
                      &all.map,
                      &all.filter,
                      &all.reversed};
  static_assert(std::size(kSpecs) == std::size(kFields));
  for (size_t i = 0; i < std::size(kSpecs); ++i) *kFields[i] = make_native_type(T, kSpecs[i]);
  initialize_dict_iterator_types(T);
}

}  // namespace gilded
