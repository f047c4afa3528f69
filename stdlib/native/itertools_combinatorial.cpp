// itertools: product, permutations, combinations and combinations_with_replacement.
//
// Threads may share these iterators: each result is given once.
#include <algorithm>
#include <vector>

#include "stdlib/native/itertools_parts.h"
#include "vm/object/protocols.h"
#include "vm/object/value_array.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/sequence.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

// --- product, permutations, combinations: source is the pool (product: a tuple of pools); positions in `state`
//
// index: 0 before the first result, 1 after it, 2 at the end. Steps happen under the object lock; they run no Python
// code.

struct Combinatorial : Iterator {
  Slot state;  // RawBytes of int64_t positions
  int64_t position_count;
  int64_t length;    // of a result
  int64_t wanted;    // r as it was given, even where no result has that many items
  bool has_stepped;  // it has given a result, or said that there is none; guarded by the object lock

  int64_t* positions() { return reinterpret_cast<int64_t*>(state.load_relaxed().as<RawBytes>()->data()); }
};

Value make_combinatorial(Thread* T, Type* type, Tuple* pool, int64_t length, int64_t state_size) {
  RawBytes* state = make_raw_bytes(T, static_cast<size_t>(state_size) * sizeof(int64_t));
  if (!state) return kEmpty;
  auto* iterator = make_iterator_as<Combinatorial>(T, type, 1);
  if (!iterator) return kEmpty;
  heap_initialize(iterator, iterator->source, pool);
  heap_initialize(iterator, iterator->state, state);
  iterator->position_count = state_size;
  iterator->length = iterator->wanted = length;
  return iterator;
}

// Whether a product has nothing to give: one of its pools is empty.
bool has_empty_pool(Combinatorial* product) {
  auto* pools = product->source.load().as<Tuple>();
  for (size_t i = 0; i < pools->length; ++i) {
    if ((*pools)[i].as<Tuple>()->length == 0) return true;
  }
  return false;
}

// Takes one step with advance(positions) -> bool, then makes a result of item_at(i) for each position.
template <class Advance, class ItemAt>
Value combinatorial_next(Thread* T, Combinatorial* iterator, Advance advance, ItemAt item_at) {
  Tuple* result = make_tuple(T, static_cast<size_t>(iterator->length));
  if (!result) return kEmpty;
  ObjectLock lock(T, iterator);
  int64_t stage = index_of(iterator);
  if (stage == 1) iterator->has_stepped = true;
  if (stage == 2) return kEmpty;
  if (stage == 0) {
    set_index(iterator, 1);
  } else if (!advance(iterator->positions())) {
    set_index(iterator, 2);
    return kEmpty;
  }
  for (int64_t i = 0; i < iterator->length; ++i) heap_initialize(result, result->items[i], item_at(i));
  return result;
}

// --- Pickling: the arguments, and as state the positions of the last result once there was one

// What the iterator was at one moment.
struct Moment {
  int64_t stage;
  std::vector<int64_t> positions;
};
Moment moment_of(Thread* T, Combinatorial* iterator) {
  ObjectLock lock(T, iterator);
  int64_t* positions = iterator->positions();
  return {index_of(iterator), {positions, positions + iterator->position_count}};
}

Value numbers(Thread* T, const int64_t* values, int64_t count) {
  Tuple* tuple = make_tuple(T, static_cast<size_t>(count));
  for (int64_t i = 0; tuple && i < count; ++i) heap_initialize(tuple, tuple->items[i], make_int(T, values[i]));
  return tuple ? Value(tuple) : kEmpty;
}

// Reads `count` numbers, number i limited to [low, high(i)], into *out. False: exception.
template <class High>
bool read_numbers(Thread* T, Value tuple, int64_t count, int64_t low, High high, std::vector<int64_t>* out) {
  for (int64_t i = 0; i < count; ++i) {
    Value v = (*tuple.as<Tuple>())[static_cast<size_t>(i)];
    int64_t n;
    if (!is_int(v)) return raise_text(T, Builtin::kTypeError, "an integer is required");
    if (!to_int64(T, v, &n)) return false;
    out->push_back(std::clamp(n, low, std::max(low, high(i))));
  }
  return true;
}

bool is_tuple_of(Value v, int64_t length) {
  return is_tuple(v) && v.as<Tuple>()->length == static_cast<size_t>(length);
}

Value invalid_state(Thread* T) {
  return raise_text(T, Builtin::kValueError, "invalid arguments");
}

// The last result becomes the one at `positions`; an iterator that has nothing to give stays at its end.
Value set_positions(Thread* T, Combinatorial* iterator, const std::vector<int64_t>& positions, bool at_end) {
  if (!warn_of_pickling(T)) return kEmpty;
  RawBytes* state = make_raw_bytes(T, positions.size() * sizeof(int64_t));
  if (!state) return kEmpty;
  std::copy(positions.begin(), positions.end(), reinterpret_cast<int64_t*>(state->data()));
  ObjectLock lock(T, iterator);
  heap_store(iterator, iterator->state, state);
  set_index(iterator, at_end ? 2 : 1);
  return kNone;
}

Value product_reduce(Thread* T, Arguments args) {
  auto* iterator = args[0].as<Combinatorial>();
  Moment moment = moment_of(T, iterator);
  // Whatever it was made of: at its end it is as one with an empty pool.
  if (moment.stage == 2 && !has_empty_pool(iterator)) return reduced(T, iterator, {T->runtime->empty_tuple});
  return reduced(T, iterator, iterator->source.load(),
                 moment.stage == 1 ? numbers(T, moment.positions.data(), iterator->length) : kEmpty);
}
Value product_set_state(Thread* T, Arguments args) {
  auto* iterator = args[0].as<Combinatorial>();
  if (!is_tuple_of(args[1], iterator->length)) return invalid_state(T);
  auto* pools = iterator->source.load().as<Tuple>();
  std::vector<int64_t> positions;
  auto highest = [&](int64_t i) {
    return static_cast<int64_t>((*pools)[static_cast<size_t>(i)].as<Tuple>()->length) - 1;
  };
  if (!read_numbers(T, args[1], iterator->length, 0, highest, &positions)) return kEmpty;
  return set_positions(T, iterator, positions, has_empty_pool(iterator));
}

// combinations, combinations_with_replacement, permutations; `state`: EMPTY before the first result.
Value reduced_selection(Thread* T, Combinatorial* iterator, const Moment& moment, int64_t wanted, Value state) {
  bool has_ended = moment.stage == 2 && iterator->has_stepped;
  Value pool = has_ended ? T->runtime->empty_tuple : iterator->source.load();
  return reduced(T, iterator, {pool, make_int(T, wanted)}, moment.stage == 1 ? state : kEmpty);
}
Value combinations_reduce(Thread* T, Arguments args) {
  auto* iterator = args[0].as<Combinatorial>();
  Moment moment = moment_of(T, iterator);
  return reduced_selection(T, iterator, moment, iterator->wanted,
                           numbers(T, moment.positions.data(), iterator->length));
}
Value combinations_set_state(Thread* T, Arguments args) {
  auto* iterator = args[0].as<Combinatorial>();
  int64_t n = static_cast<int64_t>(iterator->source.load().as<Tuple>()->length), r = iterator->wanted;
  if (!is_tuple_of(args[1], r) || r > n) return invalid_state(T);
  std::vector<int64_t> positions;
  if (!read_numbers(T, args[1], r, 0, [&](int64_t i) { return i + n - r; }, &positions)) return kEmpty;
  return set_positions(T, iterator, positions, false);
}
Value replacement_set_state(Thread* T, Arguments args) {
  auto* iterator = args[0].as<Combinatorial>();
  int64_t n = static_cast<int64_t>(iterator->source.load().as<Tuple>()->length), r = iterator->wanted;
  if (!is_tuple_of(args[1], r)) return invalid_state(T);
  std::vector<int64_t> positions;
  if (!read_numbers(T, args[1], r, 0, [&](int64_t) { return n - 1; }, &positions)) return kEmpty;
  return set_positions(T, iterator, positions, n == 0 && r > 0);
}
Value permutations_reduce(Thread* T, Arguments args) {
  auto* iterator = args[0].as<Combinatorial>();
  Moment moment = moment_of(T, iterator);
  auto n = static_cast<int64_t>(iterator->source.load().as<Tuple>()->length);
  Value order = numbers(T, moment.positions.data(), n);
  Value countdown = order ? numbers(T, moment.positions.data() + n, iterator->length) : kEmpty;
  Value state = countdown ? make_tuple(T, {order, countdown}) : kEmpty;
  return state ? reduced_selection(T, iterator, moment, iterator->wanted, state) : kEmpty;
}
Value permutations_set_state(Thread* T, Arguments args) {
  auto* iterator = args[0].as<Combinatorial>();
  if (!is_tuple(args[1])) return raise_text(T, Builtin::kTypeError, "state is not a tuple");
  auto* state = args[1].as<Tuple>();
  if (state->length != 2)
    return raise(T, Builtin::kTypeError, "function takes exactly 2 arguments ({} given)", state->length);
  for (size_t i = 0; i < 2; ++i) {
    if (!is_tuple((*state)[i]))
      return raise(T, Builtin::kTypeError, "argument {} must be tuple, not {}", i + 1, type_name(T, (*state)[i]));
  }
  auto n = static_cast<int64_t>(iterator->source.load().as<Tuple>()->length);
  int64_t r = iterator->wanted;
  if (r > n || !is_tuple_of((*state)[0], n) || !is_tuple_of((*state)[1], r)) return invalid_state(T);
  std::vector<int64_t> positions;
  if (!read_numbers(
          T, (*state)[0], n, 0, [&](int64_t) { return n - 1; }, &positions) ||
      !read_numbers(T, (*state)[1], r, 1, [&](int64_t i) { return n - i; }, &positions))
    return kEmpty;
  return set_positions(T, iterator, positions, false);
}

#define PICKLING_METHODS(name, reduce, set_state)                                            \
  const NativeMethod name[] = {                                                              \
      {"__reduce__($self, /)", reduce, "Return state information for pickling."},            \
      {"__setstate__($self, state, /)", set_state, "Set state information for unpickling."}, \
      {nullptr, nullptr, nullptr},                                                           \
  }
PICKLING_METHODS(kProductMethods, product_reduce, product_set_state);
PICKLING_METHODS(kCombinationsMethods, combinations_reduce, combinations_set_state);
PICKLING_METHODS(kReplacementMethods, combinations_reduce, replacement_set_state);
PICKLING_METHODS(kPermutationsMethods, permutations_reduce, permutations_set_state);
#undef PICKLING_METHODS

Value product_create(Thread* T, Type* type, CallArguments arguments) {
  Value repeat_value;
  if (!only_keyword(T, arguments, "product", "repeat", &repeat_value)) return kEmpty;
  int64_t repeat = 1;
  if (repeat_value && !to_int64(T, repeat_value, &repeat)) return kEmpty;
  if (repeat < 0) return raise_text(T, Builtin::kValueError, "repeat argument cannot be negative");
  size_t count = arguments.positional_count();
  if (count > 0 && static_cast<uint64_t>(repeat) > kMaxSequenceLength / count)
    return raise_text(T, Builtin::kOverflowError, "repeat argument too large");
  size_t length = count * static_cast<size_t>(repeat);
  if (count == 0) length = 0;
  Tuple* pools = make_tuple(T, length);
  if (!pools) return kEmpty;
  bool is_empty = false;
  for (size_t i = 0; i < count; ++i) {
    Tuple* pool = tuple_from_iterable(T, arguments[i]);
    if (!pool) return kEmpty;
    if (repeat > 0 && pool->length == 0) is_empty = true;
    for (size_t j = i; j < length; j += count) heap_initialize(pools, pools->items[j], pool);
  }
  Value made = make_combinatorial(T, type, pools, static_cast<int64_t>(length), static_cast<int64_t>(length));
  if (made && is_empty) set_index(made.as<Iterator>(), 2);
  return made;
}

Value product_next(Thread* T, Value self) {
  auto* iterator = self.as<Combinatorial>();
  auto* pools = iterator->source.load().as<Tuple>();
  auto advance = [&](int64_t* positions) {
    for (int64_t i = iterator->length - 1; i >= 0; --i) {
      auto* pool = (*pools)[static_cast<size_t>(i)].as<Tuple>();
      if (++positions[i] < static_cast<int64_t>(pool->length)) return true;
      positions[i] = 0;
    }
    return false;
  };
  return combinatorial_next(T, iterator, advance, [&](int64_t i) {
    return (*(*pools)[static_cast<size_t>(i)].as<Tuple>())[static_cast<size_t>(iterator->positions()[i])];
  });
}

// The arguments (iterable, r) of combinations: the pool and r. Null: exception.
Tuple* pool_and_length(Thread* T, const char* signature, CallArguments arguments, int64_t* length) {
  Value values[2];
  if (!bind_arguments(T, signature, arguments, values)) return nullptr;
  Tuple* pool = tuple_from_iterable(T, values[0]);
  if (!pool || !to_int64(T, values[1], length)) return nullptr;
  if (*length < 0) return raise_text(T, Builtin::kValueError, "r must be non-negative");
  return pool;
}

Value pool_item(Combinatorial* iterator, int64_t i) {
  return (*iterator->source.load().as<Tuple>())[static_cast<size_t>(iterator->positions()[i])];
}

Value combinations_create(Thread* T, Type* type, CallArguments arguments) {
  int64_t length;
  Tuple* pool = pool_and_length(T, "combinations(iterable, r)", arguments, &length);
  if (!pool) return kEmpty;
  int64_t wanted = length;
  bool is_empty = length > static_cast<int64_t>(pool->length);
  if (is_empty) length = 0;
  Value made = make_combinatorial(T, type, pool, length, length);
  if (!made) return kEmpty;
  auto* iterator = made.as<Combinatorial>();
  iterator->wanted = wanted;
  for (int64_t i = 0; i < length; ++i) iterator->positions()[i] = i;
  if (is_empty) set_index(iterator, 2);
  return made;
}

Value combinations_next(Thread* T, Value self) {
  auto* iterator = self.as<Combinatorial>();
  int64_t n = static_cast<int64_t>(iterator->source.load().as<Tuple>()->length), r = iterator->length;
  auto advance = [&](int64_t* positions) {
    int64_t i = r - 1;
    while (i >= 0 && positions[i] == i + n - r) --i;
    if (i < 0) return false;
    ++positions[i];
    for (int64_t j = i + 1; j < r; ++j) positions[j] = positions[j - 1] + 1;
    return true;
  };
  return combinatorial_next(T, iterator, advance, [&](int64_t i) { return pool_item(iterator, i); });
}

Value replacement_create(Thread* T, Type* type, CallArguments arguments) {
  int64_t length;
  Tuple* pool = pool_and_length(T, "combinations_with_replacement(iterable, r)", arguments, &length);
  if (!pool) return kEmpty;
  Value made = make_combinatorial(T, type, pool, length, length);
  if (made && pool->length == 0 && length > 0) set_index(made.as<Iterator>(), 2);
  return made;
}

Value replacement_next(Thread* T, Value self) {
  auto* iterator = self.as<Combinatorial>();
  int64_t n = static_cast<int64_t>(iterator->source.load().as<Tuple>()->length), r = iterator->length;
  auto advance = [&](int64_t* positions) {
    int64_t i = r - 1;
    while (i >= 0 && positions[i] == n - 1) --i;
    if (i < 0) return false;
    int64_t position = positions[i] + 1;
    for (; i < r; ++i) positions[i] = position;
    return true;
  };
  return combinatorial_next(T, iterator, advance, [&](int64_t i) { return pool_item(iterator, i); });
}

// permutations: n positions, then r countdowns.
Value permutations_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[2];
  if (!bind_arguments(T, "permutations(iterable, r=None)", arguments, values)) return kEmpty;
  Tuple* pool = tuple_from_iterable(T, values[0]);
  if (!pool) return kEmpty;
  int64_t n = static_cast<int64_t>(pool->length), r = n;
  if (values[1] && !values[1].is_none()) {
    if (!is_int(values[1])) return raise_text(T, Builtin::kTypeError, "Expected int as r");
    if (!to_int64(T, values[1], &r)) return kEmpty;
    if (r < 0) return raise_text(T, Builtin::kValueError, "r must be non-negative");
  }
  int64_t wanted = r;
  bool is_empty = r > n;
  if (is_empty) r = 0;
  Value made = make_combinatorial(T, type, pool, r, n + r);
  if (!made) return kEmpty;
  auto* iterator = made.as<Combinatorial>();
  iterator->wanted = wanted;
  for (int64_t i = 0; i < n; ++i) iterator->positions()[i] = i;
  for (int64_t i = 0; i < r; ++i) iterator->positions()[n + i] = n - i;
  if (is_empty) set_index(iterator, 2);
  return made;
}

Value permutations_next(Thread* T, Value self) {
  auto* iterator = self.as<Combinatorial>();
  int64_t n = static_cast<int64_t>(iterator->source.load().as<Tuple>()->length), r = iterator->length;
  auto advance = [&](int64_t* positions) {
    int64_t* countdown = positions + n;
    for (int64_t i = r - 1; i >= 0; --i) {
      if (--countdown[i] == 0) {
        std::rotate(positions + i, positions + i + 1, positions + n);
        countdown[i] = n - i;
      } else {
        std::swap(positions[i], positions[n - countdown[i]]);
        return true;
      }
    }
    return false;
  };
  return combinatorial_next(T, iterator, advance, [&](int64_t i) { return pool_item(iterator, i); });
}

const NativeTypeSpec kSpecs[] = {
    {"itertools.combinations", Kind::kIterator, sizeof(Combinatorial), kIteratorBase,
     "Tuples of r items, in the order of the iterable.", &kIteratorSlots<combinations_next, combinations_create>,
     kCombinationsMethods, nullptr, "(iterable, r)"},
    {"itertools.combinations_with_replacement", Kind::kIterator, sizeof(Combinatorial), kIteratorBase,
     "Tuples of r items that may repeat.", &kIteratorSlots<replacement_next, replacement_create>, kReplacementMethods,
     nullptr, "(iterable, r)"},
    {"itertools.permutations", Kind::kIterator, sizeof(Combinatorial), kIteratorBase,
     "Tuples of r items in every order.", &kIteratorSlots<permutations_next, permutations_create>, kPermutationsMethods,
     nullptr, "(iterable, r=None)"},
    {"itertools.product", Kind::kIterator, sizeof(Combinatorial), kIteratorBase,
     "Every tuple with one item of each iterable.", &kIteratorSlots<product_next, product_create>, kProductMethods,
     nullptr, "(*iterables, repeat=1)"},
};

}  // namespace

std::span<const NativeTypeSpec> combinatorial_specs() {
  return kSpecs;
}

}  // namespace gilded
