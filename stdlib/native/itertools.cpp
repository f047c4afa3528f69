// itertools, but for tee() and the combinatorial iterators, which are in files of their own. Every class is an Iterator
// (vm/types/iterators.h) with a few more slots.
//
// Threads may share these iterators: count, repeat and the combinatorial ones give each item once; the others may
// repeat or skip one, but never break.
#include <algorithm>

#include "stdlib/native/itertools_parts.h"
#include "vm/interpreter/interpreter.h"
#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/subclass_arguments.h"
#include "vm/object/type.h"
#include "vm/object/value_array.h"
#include "vm/object/warnings.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/types/int.h"
#include "vm/types/iterators.h"
#include "vm/types/key.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/sequence.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

bool warn_of_pickling(Thread* T) {
  return warn(T, Builtin::kDeprecationWarning,
              "Pickle, copy, and deepcopy support will be removed from itertools in Python 3.14.");
}

Value reduced(Thread* T, Iterator* iterator, Value argument_tuple, Value state) {
  if (!argument_tuple || !warn_of_pickling(T)) return kEmpty;
  return state ? make_tuple(T, {iterator->type(), argument_tuple, state})
               : make_tuple(T, {iterator->type(), argument_tuple});
}

Value reduced(Thread* T, Iterator* iterator, std::initializer_list<Value> arguments, Value state) {
  for (Value v : arguments) {
    if (!v) return kEmpty;
  }
  return reduced(T, iterator, Value(make_tuple(T, arguments)), state);
}

bool only_keyword(Thread* T, CallArguments arguments, const char* function, std::string_view keyword, Value* out,
                  bool with_name) {
  if (!arguments.keyword_names) return true;
  for (size_t i = 0; i < arguments.keyword_names->length; ++i) {
    std::string name = to_utf8((*arguments.keyword_names)[i].as<String>());
    if (name != keyword)
      return raise(T, Builtin::kTypeError, "{}() got an unexpected keyword argument{}", function,
                   with_name ? " '" + name + "'" : "");
    *out = arguments[arguments.positional_count() + i];
  }
  return true;
}

namespace {

Value or_none(Value v) {
  return v ? v : kNone;
}

// A new iterator over `iterable`. Null: exception.
template <class L>
L* make_over(Thread* T, Type* type, size_t slot_count, Value iterable) {
  Value source = get_iterator(T, iterable);
  if (!source) return nullptr;
  L* iterator = make_iterator_as<L>(T, type, slot_count);
  if (iterator) heap_initialize(iterator, iterator->source, source);
  return iterator;
}

// The truth of predicate(item), or of the item when predicate is None or bool. 1, 0, -1.
int verdict(Thread* T, Value predicate, Value item) {
  Value answer = predicate.is_none() || predicate == Value(types(T).bool_) ? item : call(T, predicate, {item});
  bool yes;
  if (!answer || !truth(T, answer, &yes)) return -1;
  return yes;
}

// --- count

struct Count : Iterator {  // source: the next number, when `index` does not hold it
  Slot step;
  bool is_small;
  int64_t small_step;
};

bool is_number(Thread* T, Value v) {
  if (v.is_small_int() || v.is_float()) return true;
  const TypeSlots& slots = type_of(T, v)->slots;
  return slots.index || slots.to_int || slots.to_float || is_kind(v, Kind::kComplex);
}

Value count_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[2];
  if (!bind_arguments(T, "count(start=0, step=1)", arguments, values)) return kEmpty;
  Value start = values[0] ? values[0] : Value::small_int(0);
  Value step = values[1] ? values[1] : Value::small_int(1);
  if (!is_number(T, start) || !is_number(T, step)) return raise_text(T, Builtin::kTypeError, "a number is required");
  auto* count = make_iterator_as<Count>(T, type, 1);
  if (!count) return kEmpty;
  heap_initialize(count, count->step, step);
  count->is_small = start.is_small_int() && step.is_small_int();
  if (count->is_small) {
    set_index(count, start.as_small_int());
    count->small_step = step.as_small_int();
  } else {
    heap_initialize(count, count->source, start);
  }
  return count;
}

Value count_current(Thread* T, Count* count) {
  return count->is_small ? make_int(T, index_of(count)) : count->source.load();
}

Value count_next(Thread* T, Value self) {
  auto* count = self.as<Count>();
  // 2^63 steps of a 49-bit number take longer than anyone waits.
  if (count->is_small) return make_int(T, count->index.fetch_add(count->small_step, std::memory_order_relaxed));
  Value present = count->source.load();
  for (;;) {
    Value seen = present;
    Value next = binary_operation(T, BinaryOperator::kAdd, present, count->step.load());
    if (!next) return kEmpty;
    if (heap_compare_exchange(count, count->source, present, next)) return seen;
  }
}

Value count_repr(Thread* T, Value self) {
  auto* count = self.as<Count>();
  Value current = count_current(T, count);
  String* text = current ? to_repr(T, current) : nullptr;
  if (!text) return kEmpty;
  std::string name = short_name(count->type());
  if (count->step.load() == Value::small_int(1)) return make_string(T, name + "(" + to_utf8(text) + ")");
  String* step = to_repr(T, count->step.load());
  return step ? Value(make_string(T, name + "(" + to_utf8(text) + ", " + to_utf8(step) + ")")) : kEmpty;
}

Value count_reduce(Thread* T, Arguments args) {
  auto* count = args[0].as<Count>();
  Value current = count_current(T, count);
  return count->step.load() == Value::small_int(1) ? reduced(T, count, {current})
                                                   : reduced(T, count, {current, count->step.load()});
}

const NativeMethod kCountMethods[] = {
    {"__reduce__($self, /)", count_reduce, "Return state information for pickling."},
    {nullptr, nullptr, nullptr},
};

// --- cycle

struct Cycle : Iterator {  // source: EMPTY once it has ended; index: of the next saved item
  Slot saved;
  std::atomic<bool> has_all;  // the source gives items that are saved already
};

Value cycle_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[1];
  if (type->slots.initialize != object_initialize) arguments = without_keywords(arguments);
  if (!bind_arguments(T, "cycle(iterable, /)", arguments, values)) return kEmpty;
  List* saved = make_list(T);
  auto* cycle = saved ? make_over<Cycle>(T, type, 1, values[0]) : nullptr;
  if (cycle) heap_initialize(cycle, cycle->saved, saved);
  return cycle;
}

Value cycle_next(Thread* T, Value self) {
  auto* cycle = self.as<Cycle>();
  auto* saved = cycle->saved.load().as<List>();
  if (Value source = cycle->source.load()) {
    Value item = next_item(T, source);
    if (item && cycle->has_all.load(std::memory_order_relaxed)) return item;
    if (item) return list_append(T, saved, item) ? item : kEmpty;
    if (T->has_exception()) return kEmpty;
    exhaust(cycle);
  }
  int64_t length = saved->size();
  if (length == 0) return kEmpty;
  int64_t i = index_of(cycle) % length;
  set_index(cycle, i + 1);
  return list_get(T, saved, i);
}

Value cycle_reduce(Thread* T, Arguments args) {
  auto* cycle = args[0].as<Cycle>();
  Value saved = cycle->saved.load();
  Value source = cycle->source.load();
  bool has_all = !source || cycle->has_all.load(std::memory_order_relaxed);
  if (!source) {
    // What is left of this round.
    source = get_iterator(T, saved);
    if (!source) return kEmpty;
    for (int64_t i = index_of(cycle); i > 0; --i) {
      if (!next_item(T, source) && T->has_exception()) return kEmpty;
    }
  }
  return reduced(T, cycle, {source}, make_tuple(T, {saved, Value::boolean(has_all)}));
}
Value cycle_set_state(Thread* T, Arguments args) {
  if (!is_tuple(args[1])) return raise_text(T, Builtin::kTypeError, "state is not a tuple");
  auto* state = args[1].as<Tuple>();
  if (state->length != 2)
    return raise(T, Builtin::kTypeError, "function takes exactly 2 arguments ({} given)", state->length);
  if (!is_list((*state)[0]))
    return raise(T, Builtin::kTypeError, "argument 1 must be list, not {}", type_name(T, (*state)[0]));
  int64_t has_all;
  if (!to_int64(T, (*state)[1], &has_all) || !warn_of_pickling(T)) return kEmpty;
  auto* cycle = args[0].as<Cycle>();
  heap_store(cycle, cycle->saved, (*state)[0]);
  cycle->has_all.store(has_all != 0, std::memory_order_relaxed);
  set_index(cycle, 0);
  return kNone;
}

const NativeMethod kCycleMethods[] = {
    {"__reduce__($self, /)", cycle_reduce, "Return state information for pickling."},
    {"__setstate__($self, state, /)", cycle_set_state, "Set state information for unpickling."},
    {nullptr, nullptr, nullptr},
};

// --- repeat

struct Repeat : Iterator {  // source: the object; index: how often still
  bool is_endless;
};

Value repeat_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[2];
  if (!bind_arguments(T, "repeat(object, times=<unrepresentable>)", arguments, values)) return kEmpty;
  int64_t times = 0;
  if (values[1] && !to_int64(T, values[1], &times)) return kEmpty;
  auto* repeat = make_iterator_as<Repeat>(T, type, 0);
  if (!repeat) return kEmpty;
  heap_initialize(repeat, repeat->source, values[0]);
  repeat->is_endless = !values[1];
  set_index(repeat, std::max<int64_t>(times, 0));
  return repeat;
}

Value repeat_next(Thread*, Value self) {
  auto* repeat = self.as<Repeat>();
  if (!repeat->is_endless) {
    int64_t left = index_of(repeat);
    do {
      if (left <= 0) return kEmpty;
    } while (!repeat->index.compare_exchange_weak(left, left - 1, std::memory_order_relaxed));
  }
  return repeat->source.load();
}

Value repeat_repr(Thread* T, Value self) {
  auto* repeat = self.as<Repeat>();
  String* text = to_repr(T, repeat->source.load());
  if (!text) return kEmpty;
  std::string name = short_name(repeat->type());
  if (repeat->is_endless) return make_string(T, name + "(" + to_utf8(text) + ")");
  return make_string(T, fmt::format("{}({}, {})", name, to_utf8(text), index_of(repeat)));
}

Value repeat_length_hint(Thread* T, Arguments args) {
  auto* repeat = args[0].as<Repeat>();
  if (repeat->is_endless) return raise_text(T, Builtin::kTypeError, "len() of unsized object");
  return make_int(T, index_of(repeat));
}

Value repeat_reduce(Thread* T, Arguments args) {
  auto* repeat = args[0].as<Repeat>();
  Value object = repeat->source.load();
  return repeat->is_endless ? reduced(T, repeat, {object})
                            : reduced(T, repeat, {object, make_int(T, index_of(repeat))});
}

const NativeMethod kRepeatMethods[] = {
    {"__length_hint__($self, /)", repeat_length_hint, "Private method returning an estimate of len(list(it))."},
    {"__reduce__($self, /)", repeat_reduce, "Return state information for pickling."},
    {nullptr, nullptr, nullptr},
};

// --- accumulate

struct Accumulate : Iterator {
  Slot function;  // None: addition
  Slot total;     // EMPTY: nothing yet
  Slot initial;   // still to be given; EMPTY: none
};

Value accumulate_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[3];
  if (!bind_arguments(T, "accumulate(iterable, func=None, *, initial=None)", arguments, values)) return kEmpty;
  auto* accumulate = make_over<Accumulate>(T, type, 3, values[0]);
  if (!accumulate) return kEmpty;
  heap_initialize(accumulate, accumulate->function, or_none(values[1]));
  heap_initialize(accumulate, accumulate->initial, or_none(values[2]).is_none() ? kEmpty : values[2]);
  return accumulate;
}

Value accumulate_next(Thread* T, Value self) {
  auto* accumulate = self.as<Accumulate>();
  if (Value initial = accumulate->initial.exchange(kEmpty)) {
    heap_store(accumulate, accumulate->total, initial);
    return initial;
  }
  Value item = next_item(T, accumulate->source.load());
  if (!item) return kEmpty;
  if (Value total = accumulate->total.load()) {
    Value function = accumulate->function.load();
    item =
        function.is_none() ? binary_operation(T, BinaryOperator::kAdd, total, item) : call(T, function, {total, item});
    if (!item) return kEmpty;
  }
  heap_store(accumulate, accumulate->total, item);
  return item;
}

Value chain_of(Thread* T, Type* type, Value iterables);

Value accumulate_reduce(Thread* T, Arguments args) {
  auto* accumulate = args[0].as<Accumulate>();
  Value source = accumulate->source.load(), function = accumulate->function.load();
  if (!accumulate->initial.load()) return reduced(T, accumulate, {source, function}, accumulate->total.load());
  // The initial value comes first, as if the source began with it.
  Tuple* first = make_tuple(T, {accumulate->initial.load()});
  Tuple* parts = first ? make_tuple(T, {first, source}) : nullptr;
  Value chained = parts ? chain_of(T, types(T).chain, parts) : kEmpty;
  return reduced(T, accumulate, {chained, function});
}
Value accumulate_set_state(Thread* T, Arguments args) {
  if (!warn_of_pickling(T)) return kEmpty;
  heap_store(args[0].as_object(), args[0].as<Accumulate>()->total, args[1]);
  return kNone;
}

const NativeMethod kAccumulateMethods[] = {
    {"__reduce__($self, /)", accumulate_reduce, "Return state information for pickling."},
    {"__setstate__($self, state, /)", accumulate_set_state, "Set state information for unpickling."},
    {nullptr, nullptr, nullptr},
};

// --- batched

struct Batched : Iterator {
  int64_t size;
  bool strict;
};

Value batched_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[3];
  if (!bind_arguments(T, "batched(iterable, n, *, strict=False)", arguments, values)) return kEmpty;
  int64_t size;
  if (!to_int64(T, values[1], &size)) return kEmpty;
  bool strict = false;
  if (values[2] && !truth(T, values[2], &strict)) return kEmpty;
  if (size < 1) return raise_text(T, Builtin::kValueError, "n must be at least one");
  auto* batched = make_over<Batched>(T, type, 0, values[0]);
  if (!batched) return kEmpty;
  batched->size = size;
  batched->strict = strict;
  return batched;
}

Value batched_next(Thread* T, Value self) {
  auto* batched = self.as<Batched>();
  Value source = batched->source.load();
  if (!source) return kEmpty;
  List* items = make_list(T, static_cast<size_t>(std::min<int64_t>(batched->size, 1024)));
  if (!items) return kEmpty;
  while (items->size() < batched->size) {
    Value item = next_item(T, source);
    if (!item) {
      if (T->has_exception()) return kEmpty;
      exhaust(batched);
      if (items->size() == 0) return kEmpty;
      if (batched->strict) return raise_text(T, Builtin::kValueError, "batched(): incomplete batch");
      break;
    }
    if (!list_append(T, items, item)) return kEmpty;
  }
  return tuple_from_iterable(T, items);
}

// --- chain

struct Chain : Iterator {  // source: iterator over the iterables
  Slot active;
};

Value chain_of(Thread* T, Type* type, Value iterables) {
  return make_over<Chain>(T, type, 1, iterables);
}

Value chain_create(Thread* T, Type* type, CallArguments arguments) {
  if (type->slots.initialize != object_initialize) arguments = without_keywords(arguments);
  if (arguments.keyword_names) return raise_text(T, Builtin::kTypeError, "chain() takes no keyword arguments");
  Tuple* iterables = make_tuple(T, arguments.values, arguments.count);
  return iterables ? chain_of(T, type, iterables) : kEmpty;
}

Value chain_from_iterable(Thread* T, Arguments args) {
  return chain_of(T, args[0].as<Type>(), args[1]);
}

Value chain_next(Thread* T, Value self) {
  auto* chain = self.as<Chain>();
  for (;;) {
    Value source = chain->source.load();
    if (!source) return kEmpty;
    Value active = chain->active.load();
    if (!active) {
      Value iterable = next_item(T, source);
      active = iterable ? get_iterator(T, iterable) : kEmpty;
      if (!active) {
        exhaust(chain);
        return kEmpty;
      }
      heap_store(chain, chain->active, active);
    }
    Value item = next_item(T, active);
    if (item || T->has_exception()) return item;
    heap_store(chain, chain->active, kEmpty);
  }
}

Value chain_reduce(Thread* T, Arguments args) {
  auto* chain = args[0].as<Chain>();
  Value source = chain->source.load(), active = chain->active.load();
  if (!source) return reduced(T, chain, {});
  return reduced(T, chain, {}, active ? make_tuple(T, {source, active}) : make_tuple(T, {source}));
}
Value chain_set_state(Thread* T, Arguments args) {
  if (!is_tuple(args[1])) return raise_text(T, Builtin::kTypeError, "state is not a tuple");
  auto* state = args[1].as<Tuple>();
  if (state->length == 0) return raise_text(T, Builtin::kTypeError, "function takes at least 1 argument (0 given)");
  if (state->length > 2)
    return raise(T, Builtin::kTypeError, "function takes at most 2 arguments ({} given)", state->length);
  for (size_t i = 0; i < state->length; ++i) {
    if (!type_of(T, (*state)[i])->slots.next) return raise_text(T, Builtin::kTypeError, "Arguments must be iterators.");
  }
  if (!warn_of_pickling(T)) return kEmpty;
  auto* chain = args[0].as<Chain>();
  heap_store(chain, chain->source, (*state)[0]);
  heap_store(chain, chain->active, state->length == 2 ? (*state)[1] : kEmpty);
  return kNone;
}

const NativeMethod kChainMethods[] = {
    {"__reduce__($self, /)", chain_reduce, "Return state information for pickling."},
    {"__setstate__($self, state, /)", chain_set_state, "Set state information for unpickling."},
    {"from_iterable($type, iterable, /)", chain_from_iterable, "chain(*iterable), taking the iterables one by one.",
     kClassMethod},
    {"__class_getitem__($type, item, /)", class_getitem, "See PEP 585.", kClassMethod},
    {nullptr, nullptr, nullptr},
};

// --- compress, dropwhile, filterfalse, starmap, takewhile: a source and one more

struct WithCompanion : Iterator {
  Slot companion;  // selectors, predicate or function
};

Value make_with_companion(Thread* T, Type* type, const char* signature, CallArguments arguments) {
  Value values[2];
  if (type->slots.initialize != object_initialize) arguments = without_keywords(arguments);
  if (!bind_arguments(T, signature, arguments, values)) return kEmpty;
  auto* iterator = make_over<WithCompanion>(T, type, 1, values[1]);
  if (iterator) heap_initialize(iterator, iterator->companion, values[0]);
  return iterator;
}

Value companion_reduce(Thread* T, Arguments args) {
  auto* iterator = args[0].as<WithCompanion>();
  return reduced(T, iterator, {iterator->companion.load(), iterator->source.load()});
}
Value compress_reduce(Thread* T, Arguments args) {
  auto* iterator = args[0].as<WithCompanion>();
  return reduced(T, iterator, {iterator->source.load(), iterator->companion.load()});
}
// dropwhile and takewhile: the state tells whether the predicate has decided.
Value while_reduce(Thread* T, Arguments args) {
  auto* iterator = args[0].as<WithCompanion>();
  return reduced(T, iterator, {iterator->companion.load(), iterator->source.load()},
                 Value::small_int(index_of(iterator) != 0));
}
Value while_set_state(Thread* T, Arguments args) {
  bool decided;
  if (!truth(T, args[1], &decided) || !warn_of_pickling(T)) return kEmpty;
  set_index(args[0].as<WithCompanion>(), decided);
  return kNone;
}

const NativeMethod kCompanionMethods[] = {
    {"__reduce__($self, /)", companion_reduce, "Return state information for pickling."},
    {nullptr, nullptr, nullptr},
};
const NativeMethod kCompressMethods[] = {
    {"__reduce__($self, /)", compress_reduce, "Return state information for pickling."},
    {nullptr, nullptr, nullptr},
};
const NativeMethod kWhileMethods[] = {
    {"__reduce__($self, /)", while_reduce, "Return state information for pickling."},
    {"__setstate__($self, state, /)", while_set_state, "Set state information for unpickling."},
    {nullptr, nullptr, nullptr},
};

Value compress_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[2];
  if (!bind_arguments(T, "compress(data, selectors)", arguments, values)) return kEmpty;
  auto* iterator = make_over<WithCompanion>(T, type, 1, values[0]);
  Value selectors = iterator ? get_iterator(T, values[1]) : kEmpty;
  if (!selectors) return kEmpty;
  heap_initialize(iterator, iterator->companion, selectors);
  return iterator;
}

Value compress_next(Thread* T, Value self) {
  auto* iterator = self.as<WithCompanion>();
  for (;;) {
    Value item = next_item(T, iterator->source.load());
    Value selector = item ? next_item(T, iterator->companion.load()) : kEmpty;
    bool wanted;
    if (!selector || !truth(T, selector, &wanted)) return kEmpty;
    if (wanted) return item;
  }
}

Value dropwhile_create(Thread* T, Type* type, CallArguments arguments) {
  return make_with_companion(T, type, "dropwhile(predicate, iterable, /)", arguments);
}

// index: 1 once an item was not dropped.
Value dropwhile_next(Thread* T, Value self) {
  auto* iterator = self.as<WithCompanion>();
  while (Value item = next_item(T, iterator->source.load())) {
    if (index_of(iterator)) return item;
    bool drop;
    Value answer = call(T, iterator->companion.load(), {item});
    if (!answer || !truth(T, answer, &drop)) return kEmpty;
    if (!drop) {
      set_index(iterator, 1);
      return item;
    }
  }
  return kEmpty;
}

Value takewhile_create(Thread* T, Type* type, CallArguments arguments) {
  return make_with_companion(T, type, "takewhile(predicate, iterable, /)", arguments);
}

// index: 1 once the predicate failed.
Value takewhile_next(Thread* T, Value self) {
  auto* iterator = self.as<WithCompanion>();
  if (index_of(iterator)) return kEmpty;
  Value item = next_item(T, iterator->source.load());
  if (!item) return kEmpty;
  bool take;
  Value answer = call(T, iterator->companion.load(), {item});
  if (!answer || !truth(T, answer, &take)) return kEmpty;
  if (take) return item;
  set_index(iterator, 1);
  return kEmpty;
}

Value filterfalse_create(Thread* T, Type* type, CallArguments arguments) {
  return make_with_companion(T, type, "filterfalse(function, iterable, /)", arguments);
}

Value filterfalse_next(Thread* T, Value self) {
  auto* iterator = self.as<WithCompanion>();
  while (Value item = next_item(T, iterator->source.load())) {
    int yes = verdict(T, iterator->companion.load(), item);
    if (yes < 0) return kEmpty;
    if (!yes) return item;
  }
  return kEmpty;
}

Value starmap_create(Thread* T, Type* type, CallArguments arguments) {
  return make_with_companion(T, type, "starmap(function, iterable, /)", arguments);
}

Value starmap_next(Thread* T, Value self) {
  auto* iterator = self.as<WithCompanion>();
  Value item = next_item(T, iterator->source.load());
  Tuple* arguments = !item ? nullptr : is_exactly(item, Kind::kTuple) ? item.as<Tuple>() : tuple_from_iterable(T, item);
  return arguments ? call_tuple(T, iterator->companion.load(), arguments, nullptr) : kEmpty;
}

// --- groupby

struct GroupBy : Iterator {
  Slot key_function;
  Slot target_key;
  Slot current_key;
  Slot current_value;  // EMPTY: taken
  Slot current_grouper;
};

struct Grouper : Iterator {  // source: the GroupBy
  Slot target_key;
};

Value groupby_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[2];
  if (!bind_arguments(T, "groupby(iterable, key=None)", arguments, values)) return kEmpty;
  auto* group_by = make_over<GroupBy>(T, type, 5, values[0]);
  if (group_by) heap_initialize(group_by, group_by->key_function, or_none(values[1]));
  return group_by;
}

bool groupby_step(Thread* T, GroupBy* group_by) {
  Value item = next_item(T, group_by->source.load());
  if (!item) return false;
  Value function = group_by->key_function.load();
  Value key = function.is_none() ? item : call(T, function, {item});
  if (!key) return false;
  heap_store(group_by, group_by->current_value, item);
  heap_store(group_by, group_by->current_key, key);
  return true;
}

Value groupby_next(Thread* T, Value self) {
  auto* group_by = self.as<GroupBy>();
  heap_store(group_by, group_by->current_grouper, kEmpty);
  for (;;) {
    Value key = group_by->current_key.load();
    if (key) {
      Value target = group_by->target_key.load();
      if (!target) break;
      int same = equal_values(T, target, key);
      if (same < 0) return kEmpty;
      if (!same) break;
    }
    if (!groupby_step(T, group_by)) return kEmpty;
  }
  Value key = group_by->current_key.load();
  heap_store(group_by, group_by->target_key, key);
  auto* grouper = make_iterator_as<Grouper>(T, types(T).grouper, 1);
  if (!grouper) return kEmpty;
  heap_initialize(grouper, grouper->source, group_by);
  heap_initialize(grouper, grouper->target_key, key);
  heap_store(group_by, group_by->current_grouper, grouper);
  return make_tuple(T, {key, grouper});
}

Value groupby_reduce(Thread* T, Arguments args) {
  auto* group_by = args[0].as<GroupBy>();
  Value value = group_by->current_value.load(), target = group_by->target_key.load(),
        key = group_by->current_key.load();
  Tuple* state = value && target && key ? make_tuple(T, {value, target, key}) : nullptr;
  if (T->has_exception()) return kEmpty;
  return reduced(T, group_by, {group_by->source.load(), group_by->key_function.load()}, state ? Value(state) : kEmpty);
}
Value groupby_set_state(Thread* T, Arguments args) {
  if (!is_tuple(args[1])) return raise_text(T, Builtin::kTypeError, "state is not a tuple");
  auto* state = args[1].as<Tuple>();
  if (state->length != 3)
    return raise(T, Builtin::kTypeError, "function takes exactly 3 arguments ({} given)", state->length);
  if (!warn_of_pickling(T)) return kEmpty;
  auto* group_by = args[0].as<GroupBy>();
  heap_store(group_by, group_by->current_value, (*state)[0]);
  heap_store(group_by, group_by->target_key, (*state)[1]);
  heap_store(group_by, group_by->current_key, (*state)[2]);
  return kNone;
}

Value grouper_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[2];
  if (!bind_arguments(T, "_grouper(parent, tgtkey, /)", arguments, values)) return kEmpty;
  if (type_of(T, values[0])->slots.next != groupby_next)
    return raise(T, Builtin::kTypeError, "_grouper() argument 1 must be itertools.groupby, not {}",
                 type_name(T, values[0]));
  auto* group_by = values[0].as<GroupBy>();
  auto* grouper = make_iterator_as<Grouper>(T, type, 1);
  if (!grouper) return kEmpty;
  heap_initialize(grouper, grouper->source, group_by);
  heap_initialize(grouper, grouper->target_key, values[1]);
  heap_store(group_by, group_by->current_grouper, grouper);
  return grouper;
}

// A group that is over is pickled as an empty iterator.
Value grouper_reduce(Thread* T, Arguments args) {
  auto* grouper = args[0].as<Grouper>();
  auto* group_by = grouper->source.load().as<GroupBy>();
  if (group_by->current_grouper.load() == args[0]) return reduced(T, grouper, {group_by, grouper->target_key.load()});
  Value function = import_attribute(T, "builtins", "iter");
  Tuple* nothing = function ? make_tuple(T, {T->runtime->empty_tuple}) : nullptr;
  return nothing && warn_of_pickling(T) ? make_tuple(T, {function, nothing}) : kEmpty;
}

const NativeMethod kGrouperMethods[] = {
    {"__reduce__($self, /)", grouper_reduce, "Return state information for pickling."},
    {nullptr, nullptr, nullptr},
};

Value grouper_next(Thread* T, Value self) {
  auto* grouper = self.as<Grouper>();
  auto* group_by = grouper->source.load().as<GroupBy>();
  if (group_by->current_grouper.load() != self) return kEmpty;
  if (!group_by->current_value.load() && !groupby_step(T, group_by)) return kEmpty;
  int same = equal_values(T, grouper->target_key.load(), group_by->current_key.load());
  if (same <= 0) return kEmpty;
  return group_by->current_value.exchange(kEmpty);
}

// --- islice

struct Slicing : Iterator {  // index: how many items were taken from the source
  int64_t next;
  int64_t stop;  // -1: none
  int64_t step;
};

// An index argument of islice. False: not one (no exception is set).
bool islice_index(Thread* T, Value value, int64_t* out) {
  if (value.is_none()) return true;
  if (!has_index(T, value)) return false;
  if (!to_int64(T, value, out) || *out < 0) {
    if (T->has_exception()) clear_exception(T);
    return false;
  }
  return true;
}

Value islice_create(Thread* T, Type* type, CallArguments arguments) {
  if (type->slots.initialize != object_initialize) arguments = without_keywords(arguments);
  if (arguments.keyword_names) return raise_text(T, Builtin::kTypeError, "islice() takes no keyword arguments");
  if (arguments.count < 2)
    return raise(T, Builtin::kTypeError, "islice expected at least 2 arguments, got {}", arguments.count);
  if (arguments.count > 4)
    return raise(T, Builtin::kTypeError, "islice expected at most 4 arguments, got {}", arguments.count);
  int64_t start = 0, stop = -1, step = 1;
  if (arguments.count == 2) {
    if (!islice_index(T, arguments[1], &stop))
      return raise_text(T, Builtin::kValueError,
                        "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
  } else {
    if (!islice_index(T, arguments[2], &stop))
      return raise_text(T, Builtin::kValueError,
                        "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
    if (!islice_index(T, arguments[1], &start))
      return raise_text(T, Builtin::kValueError,
                        "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
    if (arguments.count == 4 && (!islice_index(T, arguments[3], &step) || step < 1))
      return raise_text(T, Builtin::kValueError, "Step for islice() must be a positive integer or None.");
  }
  auto* slicing = make_over<Slicing>(T, type, 0, arguments[0]);
  if (!slicing) return kEmpty;
  slicing->next = start;
  slicing->stop = stop;
  slicing->step = step;
  return slicing;
}

Value islice_next(Thread* T, Value self) {
  auto* slicing = self.as<Slicing>();
  Value source = slicing->source.load();
  if (!source) return kEmpty;
  int64_t taken = index_of(slicing);
  // Read and advanced at once, so that threads sharing the iterator agree on what is next as far as they can.
  int64_t wanted, stop = slicing->stop;
  {
    ObjectLock lock(T, slicing);
    wanted = slicing->next;
  }
  for (; taken < wanted; ++taken) {
    if (!next_item(T, source)) {
      exhaust(slicing);
      return kEmpty;
    }
    set_index(slicing, taken + 1);
  }
  if (stop >= 0 && taken >= stop) {
    exhaust(slicing);
    return kEmpty;
  }
  Value item = next_item(T, source);
  if (!item) {
    exhaust(slicing);
    return kEmpty;
  }
  set_index(slicing, taken + 1);
  ObjectLock lock(T, slicing);
  int64_t next;
  if (__builtin_add_overflow(wanted, slicing->step, &next) || (stop >= 0 && next > stop))
    next = stop >= 0 ? stop : std::numeric_limits<int64_t>::max();
  slicing->next = next;
  return item;
}

Value islice_reduce(Thread* T, Arguments args) {
  auto* slicing = args[0].as<Slicing>();
  Value source = slicing->source.load();
  if (!source) {
    Value nothing = make_list(T);
    nothing = nothing ? get_iterator(T, nothing) : kEmpty;
    return reduced(T, slicing, {nothing, Value::small_int(0)}, Value::small_int(0));
  }
  int64_t next;
  {
    ObjectLock lock(T, slicing);
    next = slicing->next;
  }
  Value stop = slicing->stop < 0 ? kNone : make_int(T, slicing->stop);
  return reduced(T, slicing, {source, make_int(T, next), stop, make_int(T, slicing->step)},
                 make_int(T, index_of(slicing)));
}
Value islice_set_state(Thread* T, Arguments args) {
  int64_t taken;
  if (!is_int(args[1])) return raise_text(T, Builtin::kTypeError, "an integer is required");
  if (!to_int64(T, args[1], &taken) || !warn_of_pickling(T)) return kEmpty;
  set_index(args[0].as<Slicing>(), taken);
  return kNone;
}

const NativeMethod kSliceMethods[] = {
    {"__reduce__($self, /)", islice_reduce, "Return state information for pickling."},
    {"__setstate__($self, state, /)", islice_set_state, "Set state information for unpickling."},
    {nullptr, nullptr, nullptr},
};

// --- pairwise

Value pairwise_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[1];
  if (!bind_arguments(T, "pairwise(iterable, /)", arguments, values)) return kEmpty;
  return make_over<WithCompanion>(T, type, 1, values[0]);
}

Value pairwise_next(Thread* T, Value self) {
  auto* iterator = self.as<WithCompanion>();
  Value source = iterator->source.load();
  if (!source) return kEmpty;
  Value previous = iterator->companion.load();
  if (!previous) {
    previous = next_item(T, source);
    if (!previous) {
      exhaust(iterator);
      return kEmpty;
    }
    heap_store(iterator, iterator->companion, previous);
  }
  Value item = next_item(T, source);
  if (!item) {
    exhaust(iterator);
    heap_store(iterator, iterator->companion, kEmpty);
    return kEmpty;
  }
  heap_store(iterator, iterator->companion, item);
  return make_tuple(T, {previous, item});
}

// --- zip_longest

struct ZipLongest : Iterator {  // source: array of iterators, EMPTY where one has ended; index: how many have not
  Slot fill;
};

Value zip_longest_create(Thread* T, Type* type, CallArguments arguments) {
  Value fill = kNone;
  if (!only_keyword(T, arguments, "zip_longest", "fillvalue", &fill, false)) return kEmpty;
  size_t count = arguments.positional_count();
  ValueArray* iterators = make_value_array(T, count);
  if (!iterators) return kEmpty;
  for (size_t i = 0; i < count; ++i) {
    Value iterator = get_iterator(T, arguments[i]);
    if (!iterator) return kEmpty;
    heap_initialize(iterators, (*iterators)[i], iterator);
  }
  auto* zip = make_iterator_as<ZipLongest>(T, type, 1);
  if (!zip) return kEmpty;
  heap_initialize(zip, zip->source, iterators);
  heap_initialize(zip, zip->fill, fill);
  set_index(zip, static_cast<int64_t>(count));
  return zip;
}

Value zip_longest_next(Thread* T, Value self) {
  auto* zip = self.as<ZipLongest>();
  auto* iterators = zip->source.load().as<ValueArray>();
  if (index_of(zip) <= 0) return kEmpty;
  Tuple* result = make_tuple(T, iterators->capacity);
  if (!result) return kEmpty;
  for (size_t i = 0; i < iterators->capacity; ++i) {
    Value iterator = (*iterators)[i].load();
    Value item = iterator ? next_item(T, iterator) : kEmpty;
    if (!item) {
      if (iterator) {
        if (T->has_exception()) {
          set_index(zip, 0);
          return kEmpty;
        }
        heap_store(iterators, (*iterators)[i], kEmpty);
        if (zip->index.fetch_sub(1, std::memory_order_relaxed) <= 1) return kEmpty;
      }
      item = zip->fill.load();
    }
    heap_initialize(result, result->items[i], item);
  }
  return result;
}

// --- The module

// Iterators that have ended are pickled as empty tuples.
Value zip_longest_reduce(Thread* T, Arguments args) {
  auto* zip = args[0].as<ZipLongest>();
  auto* iterators = zip->source.load().as<ValueArray>();
  Tuple* all = make_tuple(T, iterators->capacity);
  if (!all) return kEmpty;
  for (size_t i = 0; i < iterators->capacity; ++i) {
    Value iterator = (*iterators)[i].load();
    heap_initialize(all, all->items[i], iterator ? iterator : T->runtime->empty_tuple);
  }
  return reduced(T, zip, Value(all), zip->fill.load());
}
Value zip_longest_set_state(Thread* T, Arguments args) {
  if (!warn_of_pickling(T)) return kEmpty;
  heap_store(args[0].as_object(), args[0].as<ZipLongest>()->fill, args[1]);
  return kNone;
}

const NativeMethod kZipLongestMethods[] = {
    {"__reduce__($self, /)", zip_longest_reduce, "Return state information for pickling."},
    {"__setstate__($self, state, /)", zip_longest_set_state, "Set state information for unpickling."},
    {nullptr, nullptr, nullptr},
};

const NativeMethod kGroupByMethods[] = {
    {"__reduce__($self, /)", groupby_reduce, "Return state information for pickling."},
    {"__setstate__($self, state, /)", groupby_set_state, "Set state information for unpickling."},
    {"__class_getitem__($type, item, /)", class_getitem, "See PEP 585.", kClassMethod},
    {nullptr, nullptr, nullptr},
};

const NativeTypeSpec kSpecs[] = {
    {"itertools.accumulate", Kind::kIterator, sizeof(Accumulate), kIteratorBase,
     "Running totals, or results of a function.", &kIteratorSlots<accumulate_next, accumulate_create>,
     kAccumulateMethods, nullptr, "(iterable, func=None, *, initial=None)"},
    {"itertools.batched", Kind::kIterator, sizeof(Batched), kIteratorBase,
     "Tuples of n items; the last may be shorter.", &kIteratorSlots<batched_next, batched_create>, nullptr, nullptr,
     "(iterable, n, *, strict=False)"},
    {"itertools.chain", Kind::kIterator, sizeof(Chain), kIteratorBase, "The items of one iterable after the other.",
     &kIteratorSlots<chain_next, chain_create>, kChainMethods, nullptr, "(*iterables)"},
    {"itertools.compress", Kind::kIterator, sizeof(WithCompanion), kIteratorBase, "The items whose selector is true.",
     &kIteratorSlots<compress_next, compress_create>, kCompressMethods, nullptr, "(data, selectors)"},
    {"itertools.count", Kind::kIterator, sizeof(Count), kIteratorBase, "start, start + step, start + 2 * step ...",
     &kIteratorSlots<count_next, count_create, count_repr>, kCountMethods, nullptr, "(start=0, step=1)"},
    {"itertools.cycle", Kind::kIterator, sizeof(Cycle), kIteratorBase, "The items, again and again.",
     &kIteratorSlots<cycle_next, cycle_create>, kCycleMethods, nullptr, "(iterable, /)"},
    {"itertools.dropwhile", Kind::kIterator, sizeof(WithCompanion), kIteratorBase,
     "The items from the first for which the predicate is false.", &kIteratorSlots<dropwhile_next, dropwhile_create>,
     kWhileMethods, nullptr, "(predicate, iterable, /)"},
    {"itertools.filterfalse", Kind::kIterator, sizeof(WithCompanion), kIteratorBase,
     "The items for which the function is false.", &kIteratorSlots<filterfalse_next, filterfalse_create>,
     kCompanionMethods, nullptr, "(function, iterable, /)"},
    {"itertools.groupby", Kind::kIterator, sizeof(GroupBy), kIteratorBase,
     "Pairs of a key and an iterator over neighbours with it.", &kIteratorSlots<groupby_next, groupby_create>,
     kGroupByMethods, nullptr, "(iterable, key=None)"},
    {"itertools.islice", Kind::kIterator, sizeof(Slicing), kIteratorBase, "The items that a slice would select.",
     &kIteratorSlots<islice_next, islice_create>, kSliceMethods, nullptr, "(iterable, start, stop=None, step=None, /)"},
    {"itertools.pairwise", Kind::kIterator, sizeof(WithCompanion), kIteratorBase, "Each item with the one after it.",
     &kIteratorSlots<pairwise_next, pairwise_create>, nullptr, nullptr, "(iterable, /)"},
    {"itertools.repeat", Kind::kIterator, sizeof(Repeat), kIteratorBase,
     "The object, again and again, or so many times.", &kIteratorSlots<repeat_next, repeat_create, repeat_repr>,
     kRepeatMethods, nullptr, nullptr},
    {"itertools.starmap", Kind::kIterator, sizeof(WithCompanion), kIteratorBase,
     "The results of a function for argument tuples.", &kIteratorSlots<starmap_next, starmap_create>, kCompanionMethods,
     nullptr, "(function, iterable, /)"},
    {"itertools.takewhile", Kind::kIterator, sizeof(WithCompanion), kIteratorBase,
     "The items before the first for which the predicate is false.", &kIteratorSlots<takewhile_next, takewhile_create>,
     kWhileMethods, nullptr, "(predicate, iterable, /)"},
    {"itertools.zip_longest", Kind::kIterator, sizeof(ZipLongest), kIteratorBase,
     "Tuples of one item from each iterable, up to the longest.", &kIteratorSlots<zip_longest_next, zip_longest_create>,
     kZipLongestMethods, nullptr, "(*iterables, fillvalue=None)"},
};

const NativeTypeSpec kGrouperSpec = {
    "itertools._grouper", Kind::kIterator, sizeof(Grouper),
    kTypeIsBuiltin,       nullptr,         &kIteratorSlots<grouper_next, grouper_create>,
    kGrouperMethods,      nullptr};

}  // namespace

Value initialize_itertools_module(Thread* T) {
  Module* module = make_module(T, "itertools");
  if (!module || !add_tee(T, module)) return kEmpty;
  BuiltinTypes& all = T->runtime->types;
  all.grouper = make_native_type(T, kGrouperSpec);
  for (std::span<const NativeTypeSpec> specs : {std::span<const NativeTypeSpec>(kSpecs), combinatorial_specs()}) {
    for (const NativeTypeSpec& spec : specs) {
      Type* type = make_native_type(T, spec);
      if (!type || !module_set(T, module, std::string_view(spec.name).substr(sizeof("itertools.") - 1), type))
        return kEmpty;
    }
  }
  all.chain = get_attribute(T, module, std::string_view("chain")).as<Type>();
  return module_set(T, module, "_grouper", all.grouper) ? Value(module) : kEmpty;
}

}  // namespace gilded
