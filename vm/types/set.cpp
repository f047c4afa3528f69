#include "vm/types/set.h"

#include <algorithm>
#include <cstring>

#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/types/dict.h"
#include "vm/types/int.h"
#include "vm/types/iterators.h"
#include "vm/types/key.h"
#include "vm/types/list.h"
#include "vm/types/sequence.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

void trace_set(Object* object, Marker& marker) {
  marker.visit(static_cast<Set*>(object)->table);
}

void trace_set_table(Object* object, Marker& marker) {
  auto* table = static_cast<SetTable*>(object);
  for (uint64_t i = 0; i <= table->mask; ++i) marker.visit(table->entries()[i].key);
}

namespace {

constexpr uint64_t kSmallestTable = 8;
// But for a display of one item: most are made to be united with a set, or asked, and die. To the rules of growth and
// of order it is a table of the smallest size, which it becomes when a second item comes.
constexpr uint64_t kTableOfOne = 2;
// How many neighbours are tried before the next jump.
constexpr uint64_t kNeighbours = 9;
constexpr uint64_t kMaxTable = uint64_t{1} << 40;

SetTable* make_table(Thread* T, uint64_t size) {
  if (size > kMaxTable) return raise_memory_error(T);
  auto* table = allocate<SetTable>(T, Kind::kSetTable, nullptr, size * sizeof(SetEntry));
  if (table) table->mask = size - 1;
  return table;
}

// The table of every empty set; replaced before anything is stored.
SetTable* empty_table(Thread* T) {
  Runtime* runtime = T->runtime;
  // Made while the runtime starts with one thread.
  if (!runtime->empty_set_table) {
    SetTable* table = make_table(T, kSmallestTable);
    if (!table) return nullptr;
    runtime->empty_set_table = table;
    runtime->add_root(&runtime->empty_set_table);
  }
  return runtime->empty_set_table.as<SetTable>();
}

SetTable* table_of(Set* set) {
  return set->table.load(std::memory_order_acquire);
}
int64_t fill_of(SetTable* table) {
  return table->fill.load(std::memory_order_acquire);
}
bool is_table_of_one(SetTable* table) {
  return table->mask + 1 == kTableOfOne;
}
// Whether so many used and deleted entries are too many for a table of a size.
bool is_crowded(int64_t fill, uint64_t size) {
  return static_cast<uint64_t>(fill) * 5 >= (size - 1) * 3;
}
// The size of a table, to the rules of growth.
uint64_t nominal_size(SetTable* table) {
  return std::max(table->mask + 1, kSmallestTable);
}

// The order in which entries are tried: a few neighbours, then a jump.
struct Probe {
  uint64_t position, rest, mask;
  uint64_t base, left;
  Probe(uint64_t hash, uint64_t table_mask) : position(hash & table_mask), rest(hash), mask(table_mask) { enter(); }
  void enter() {
    base = position;
    left = base + kNeighbours <= mask ? kNeighbours : 0;
  }
  void advance() {
    if (left > 0) {
      --left;
      ++position;
      return;
    }
    rest >>= 5;
    position = (base * 5 + 1 + rest) & mask;
    enter();
  }
};

enum class Search : uint8_t { kDone, kNeedsPython };

struct Place {
  SetTable* table;
  SetEntry* entry;  // the key's, or the unused or deleted one where it belongs
  Value present;    // what was in it
  bool found() const { return !present.is_empty() && present != kDeletedKey; }
  void set(SetEntry* its_entry, Value its_key) {
    entry = its_entry;
    present = its_key;
  }
};

Search find(SetTable* table, Value key, uint64_t hash, Place* place) {
  place->table = table;
  SetEntry* deleted = nullptr;
  for (Probe probe(hash, table->mask);; probe.advance()) {
    SetEntry* entry = &table->entries()[probe.position];
    Value present = entry->key.load();
    if (!present) {
      deleted ? place->set(deleted, kDeletedKey) : place->set(entry, kEmpty);
      return Search::kDone;
    }
    if (present == kDeletedKey) {
      deleted = entry;
      continue;
    }
    if (present != key) {
      if (entry->hash.load(std::memory_order_relaxed) != hash) continue;
      Equality equality = quick_equal(present, key);
      if (equality == Equality::kUnknown) return Search::kNeedsPython;
      if (equality == Equality::kNo) continue;
    }
    place->set(entry, present);
    return Search::kDone;
  }
}

// As dict's: starts again when the table was replaced, or the entry deleted, during a comparison. False: exception.
bool find_with_python(Thread* T, Set* set, Value key, uint64_t hash, Place* place) {
again:
  SetTable* table = table_of(set);
  place->table = table;
  SetEntry* deleted = nullptr;
  for (Probe probe(hash, table->mask);; probe.advance()) {
    SetEntry* entry = &table->entries()[probe.position];
    Value present = entry->key.load();
    if (!present) {
      deleted ? place->set(deleted, kDeletedKey) : place->set(entry, kEmpty);
      return true;
    }
    if (present == kDeletedKey) {
      deleted = entry;
      continue;
    }
    if (present != key && entry->hash.load(std::memory_order_relaxed) != hash) continue;
    int same = equal_values(T, present, key);
    if (same < 0) return false;
    if (table_of(set) != table || entry->key.load() != present) goto again;
    if (!same) continue;
    place->set(entry, present);
    return true;
  }
}

// Calls change(place) -> int with the lock held and the key looked up; -1: exception.
template <class Change>
int with_place(Thread* T, Set* set, Value key, uint64_t hash, Change change) {
  Place place;
  {
    ObjectLock lock(T, set);
    if (find(table_of(set), key, hash, &place) == Search::kDone) return change(place);
  }
  for (;;) {
    if (!find_with_python(T, set, key, hash, &place)) return -1;
    ObjectLock lock(T, set);
    // The entry may have been deleted, or taken by another key, since it was found.
    if (table_of(set) == place.table && place.entry->key.load() == place.present) return change(place);
  }
}

// Stores into a table that nobody else can reach yet and that has no equal key and no deleted entries.
void insert_clean(SetTable* table, Value key, uint64_t hash) {
  SetEntry* entry = &table->entries()[hash & table->mask];
  if (entry->key.load_relaxed()) {
    Probe probe(hash, table->mask);
    while (table->entries()[probe.position].key.load_relaxed()) probe.advance();
    entry = &table->entries()[probe.position];
  }
  entry->hash.store(hash, std::memory_order_relaxed);
  heap_initialize(table, entry->key, key);
}

template <class F>
void for_each_live(SetTable* table, F f) {
  const SetEntry* end = table->entries() + table->mask + 1;
  for (const SetEntry* entry = table->entries(); entry != end; ++entry) {
    Value key = entry->key.load();
    if (key && key != kDeletedKey) f(key, entry->hash.load(std::memory_order_relaxed));
  }
}

// The present entries of `source`, which is locked, into an empty table that nobody else can reach yet.
void fill_table(SetTable* table, SetTable* source) {
  int64_t count = 0;
  for_each_live(source, [&](Value key, uint64_t hash) {
    insert_clean(table, key, hash);
    ++count;
  });
  table->fill.store(count, std::memory_order_relaxed);
}

// The size of a table for more than `minimum` keys.
uint64_t size_above(int64_t minimum) {
  uint64_t size = kSmallestTable;
  while (size <= static_cast<uint64_t>(minimum)) size *= 2;
  return size;
}

// A new table for more than `minimum` keys.
bool resize_locked(Thread* T, Set* set, int64_t minimum) {
  SetTable* table = make_table(T, size_above(minimum));
  if (!table) return false;
  fill_table(table, table_of(set));
  heap_store_pointer(set, set->table, table);
  return true;
}

int64_t roomy(int64_t used) {
  return used > 50000 ? used * 2 : used * 4;
}

// A set in the table that it deserves when the next key comes: the shared empty one and one of a single entry give way
// to one of the smallest size. With the lock held; null: MemoryError.
SetTable* make_room_locked(Thread* T, Set* set, SetTable* table) {
  SetTable* fresh = make_table(T, kSmallestTable);
  if (!fresh) return nullptr;
  for (uint64_t i = 0; is_table_of_one(table) && i < kTableOfOne; ++i) {
    SetEntry& entry = table->entries()[i];
    // A deleted one keeps its place, too, which the next keys go round.
    if (Value key = entry.key.load_relaxed()) insert_clean(fresh, key, entry.hash.load(std::memory_order_relaxed));
  }
  fresh->fill.store(fill_of(table), std::memory_order_relaxed);
  heap_store_pointer(set, set->table, fresh);
  return fresh;
}

// Where a key belongs that is known to be absent.
Place vacancy(SetTable* table, uint64_t hash) {
  Place place{table, nullptr, kEmpty};
  for (Probe probe(hash, table->mask);; probe.advance()) {
    SetEntry* entry = &table->entries()[probe.position];
    Value present = entry->key.load_relaxed();
    if (present == kDeletedKey) place.set(entry, present);
    if (present) continue;
    if (!place.entry) place.set(entry, present);
    return place;
  }
}

int add_hashed(Thread* T, Set* set, Value key, uint64_t hash) {
  return with_place(T, set, key, hash, [&](Place place) {
    if (place.found()) return 0;
    SetTable* table = place.table;
    if (table == T->runtime->empty_set_table.as<SetTable>() || is_table_of_one(table)) {
      table = make_room_locked(T, set, table);
      if (!table) return -1;
      place = vacancy(table, hash);
    }
    bool is_reuse = place.present == kDeletedKey;
    if (is_reuse) table->reuses.fetch_add(1, std::memory_order_release);
    place.entry->hash.store(hash, std::memory_order_release);
    heap_store(table, place.entry->key, key);
    if (is_reuse) {
      set->length.store(set->size() + 1, std::memory_order_relaxed);
      return 1;
    }
    int64_t fill = fill_of(table) + 1;
    table->fill.store(fill, std::memory_order_release);
    set->length.store(set->size() + 1, std::memory_order_relaxed);
    if (!is_crowded(fill, table->mask + 1)) return 1;
    return resize_locked(T, set, roomy(set->size())) ? 1 : -1;
  });
}

int discard_hashed(Thread* T, Set* set, Value key, uint64_t hash) {
  return with_place(T, set, key, hash, [&](const Place& place) {
    if (!place.found()) return 0;
    heap_store(place.table, place.entry->key, kDeletedKey);
    set->length.store(set->size() - 1, std::memory_order_relaxed);
    return 1;
  });
}

int contains_hashed(Thread* T, Set* set, Value key, uint64_t hash) {
  Place place;
  if (find(table_of(set), key, hash, &place) == Search::kNeedsPython && !find_with_python(T, set, key, hash, &place))
    return -1;
  return place.found();
}

// The hash of what is looked for: a set stands for the frozenset of the same items. *key may change.
bool hash_sought(Thread* T, Value* key, uint64_t* hash) {
  if (hash_key(T, *key, hash)) return true;
  if (!is_any_set(*key) || !exception_matches(T, Builtin::kTypeError)) return false;
  clear_exception(T);
  *key = make_frozen_set(T, *key);
  return *key && hash_key(T, *key, hash);
}

Set* make_set_of(Thread* T, Type* type) {
  SetTable* table = empty_table(T);
  if (!table) return nullptr;
  bool is_plain = type->has_flag(kTypeIsBuiltin);
  auto* set = is_plain ? allocate<Set>(T, Kind::kSet, type->root_shape.load(std::memory_order_relaxed))
                       : static_cast<Set*>(allocate_instance_of(T, type, sizeof(Set)));
  if (!set) return nullptr;
  set->table.store(table, std::memory_order_relaxed);
  set->hash.store(-1, std::memory_order_relaxed);
  return set;
}

// set or frozenset, whichever the set's class derives from.
Type* base_type(Thread* T, Set* set) {
  return is_frozen_set(T, set) ? types(T).frozenset : types(T).set;
}

void clear_locked(Thread* T, Set* set) {
  heap_store_pointer(set, set->table, empty_table(T));
  set->length.store(0, std::memory_order_relaxed);
}

bool merge(Thread* T, Set* set, Set* other) {
  if (set == other || other->size() == 0) return true;
  {
    ObjectLockPair lock(T, set, other);
    SetTable* table = table_of(set);
    SetTable* source = table_of(other);
    int64_t more = other->size();
    bool needs_more = is_crowded(fill_of(table) + more, nominal_size(table));
    if (fill_of(table) == 0) {
      // A new table that is filled before anybody sees it.
      uint64_t size = needs_more ? size_above(more * 2) : nominal_size(table);
      SetTable* fresh = make_table(T, size);
      if (!fresh) return false;
      if (fresh->mask == source->mask && fill_of(source) == more) {
        std::memcpy(static_cast<void*>(fresh->entries()), static_cast<const void*>(source->entries()),
                    size * sizeof(SetEntry));
        fresh->fill.store(more, std::memory_order_relaxed);
      } else {
        fill_table(fresh, source);
      }
      heap_store_pointer(set, set->table, fresh);
      set->length.store(fill_of(fresh), std::memory_order_relaxed);
      return true;
    }
    if (needs_more && !resize_locked(T, set, (set->size() + more) * 2)) return false;
  }
  size_t position = 0;
  Value key;
  uint64_t hash;
  // The unused entries behind the last one are most of a small table.
  for (int64_t left = other->size(); left > 0 && set_next(other, &position, &key, &hash); --left) {
    if (add_hashed(T, set, key, hash) < 0) return false;
  }
  return true;
}

bool merge_dict_keys(Thread* T, Set* set, Dict* dict) {
  {
    ObjectLock lock(T, set);
    SetTable* table = table_of(set);
    int64_t more = dict->size();
    if (is_crowded(fill_of(table) + more, nominal_size(table)) && !resize_locked(T, set, (set->size() + more) * 2))
      return false;
  }
  size_t position = 0;
  Value key, value;
  uint64_t hash;
  while (dict_next_hashed(dict, &position, &key, &value, &hash)) {
    if (add_hashed(T, set, key, hash) < 0) return false;
  }
  return true;
}

}  // namespace

bool is_frozen_set(Thread* T, Value v) {
  return is_any_set(v) && is_subtype(v.as_object()->type(), types(T).frozenset);
}

Set* make_set(Thread* T) {
  return make_set_of(T, types(T).set);
}

Set* make_set_of_one(Thread* T, Value key) {
  uint64_t hash;
  Set* set = hash_key(T, key, &hash) ? make_set(T) : nullptr;
  SetTable* table = set ? make_table(T, kTableOfOne) : nullptr;
  if (!table) return nullptr;
  insert_clean(table, key, hash);
  table->fill.store(1, std::memory_order_relaxed);
  heap_store_pointer(set, set->table, table);
  set->length.store(1, std::memory_order_relaxed);
  return set;
}

Set* make_frozen_set(Thread* T, Value iterable) {
  Set* set = make_set_of(T, types(T).frozenset);
  return set && (!iterable || set_update(T, set, iterable)) ? set : nullptr;
}

int set_add(Thread* T, Set* set, Value key) {
  uint64_t hash;
  return hash_key(T, key, &hash) ? add_hashed(T, set, key, hash) : -1;
}

int set_contains(Thread* T, Set* set, Value key) {
  uint64_t hash;
  return hash_sought(T, &key, &hash) ? contains_hashed(T, set, key, hash) : -1;
}

int set_discard(Thread* T, Set* set, Value key) {
  uint64_t hash;
  return hash_sought(T, &key, &hash) ? discard_hashed(T, set, key, hash) : -1;
}

bool set_update(Thread* T, Set* set, Value iterable) {
  if (is_any_set(iterable)) return merge(T, set, iterable.as<Set>());
  if (is_exactly(iterable, Kind::kDict)) return merge_dict_keys(T, set, iterable.as<Dict>());
  return for_each(T, iterable, [&](Value item) { return set_add(T, set, item) >= 0; });
}

bool set_next(Set* set, size_t* position, Value* key, uint64_t* hash) {
  SetTable* table = table_of(set);
  for (size_t i = *position; i <= table->mask; ++i) {
    SetEntry& entry = table->entries()[i];
    uint64_t reuses;
    do {
      reuses = table->reuses.load(std::memory_order_acquire);
      *key = entry.key.load();
      if (hash) *hash = entry.hash.load(std::memory_order_acquire);
    } while (table->reuses.load(std::memory_order_relaxed) != reuses);
    if (!*key || *key == kDeletedKey) continue;
    *position = i + 1;
    return true;
  }
  *position = table->mask + 1;
  return false;
}

namespace {

Set* copy_of(Thread* T, Set* set) {
  Set* copy = make_set_of(T, base_type(T, set));
  return copy && merge(T, copy, set) ? copy : nullptr;
}

Set* intersection_of(Thread* T, Set* set, Value other) {
  if (other == Value(set)) return copy_of(T, set);
  Set* result = make_set_of(T, base_type(T, set));
  if (!result) return nullptr;
  if (is_any_set(other)) {
    auto* shorter = other.as<Set>();
    auto* longer = set;
    if (shorter->size() > longer->size()) std::swap(shorter, longer);
    size_t position = 0;
    Value key;
    uint64_t hash;
    while (set_next(shorter, &position, &key, &hash)) {
      int found = contains_hashed(T, longer, key, hash);
      if (found < 0 || (found && add_hashed(T, result, key, hash) < 0)) return nullptr;
    }
    return result;
  }
  bool done = for_each(T, other, [&](Value item) {
    uint64_t hash;
    if (!hash_key(T, item, &hash)) return false;
    int found = contains_hashed(T, set, item, hash);
    return found == 0 || (found > 0 && add_hashed(T, result, item, hash) >= 0);
  });
  return done ? result : nullptr;
}

bool remove_all(Thread* T, Set* set, Value other) {
  if (other == Value(set)) {
    ObjectLock lock(T, set);
    clear_locked(T, set);
    return true;
  }
  if (is_any_set(other)) {
    size_t position = 0;
    Value key;
    uint64_t hash;
    while (set_next(other.as<Set>(), &position, &key, &hash)) {
      if (discard_hashed(T, set, key, hash) < 0) return false;
    }
  } else if (!for_each(T, other, [&](Value item) {
               uint64_t hash;
               return hash_key(T, item, &hash) && discard_hashed(T, set, item, hash) >= 0;
             })) {
    return false;
  }
  ObjectLock lock(T, set);
  // Many deleted entries slow every search down.
  SetTable* table = table_of(set);
  if (static_cast<uint64_t>(fill_of(table) - set->size()) <= (nominal_size(table) - 1) / 4) return true;
  return resize_locked(T, set, roomy(set->size()));
}

Set* difference_of(Thread* T, Set* set, Value other) {
  int64_t other_size = -1;
  if (is_any_set(other)) other_size = other.as<Set>()->size();
  if (is_exactly(other, Kind::kDict)) other_size = other.as<Dict>()->size();
  if (other_size < 0 || (set->size() >> 2) > other_size) {
    Set* result = copy_of(T, set);
    return result && remove_all(T, result, other) ? result : nullptr;
  }
  Set* result = make_set_of(T, base_type(T, set));
  if (!result) return nullptr;
  size_t position = 0;
  Value key;
  uint64_t hash;
  while (set_next(set, &position, &key, &hash)) {
    int found;
    if (is_any_set(other)) {
      found = contains_hashed(T, other.as<Set>(), key, hash);
    } else {
      found = dict_get_hashed(T, other.as<Dict>(), key, hash) ? 1 : T->has_exception() ? -1 : 0;
    }
    if (found < 0 || (!found && add_hashed(T, result, key, hash) < 0)) return nullptr;
  }
  return result;
}

// Adds what is absent, removes what is there.
bool toggle_all(Thread* T, Set* set, Set* other) {
  if (set == other) {
    ObjectLock lock(T, set);
    clear_locked(T, set);
    return true;
  }
  size_t position = 0;
  Value key;
  uint64_t hash;
  while (set_next(other, &position, &key, &hash)) {
    int removed = discard_hashed(T, set, key, hash);
    if (removed < 0 || (removed == 0 && add_hashed(T, set, key, hash) < 0)) return false;
  }
  return true;
}

Set* as_set(Thread* T, Set* like, Value iterable) {
  Set* set = make_set_of(T, base_type(T, like));
  return set && set_update(T, set, iterable) ? set : nullptr;
}

Set* symmetric_difference_of(Thread* T, Set* set, Value other) {
  Set* result = as_set(T, set, other);
  return result && toggle_all(T, result, set) ? result : nullptr;
}

// set := the content of `content`, which nobody else has.
void take_content(Thread* T, Set* set, Set* content) {
  ObjectLock lock(T, set);
  heap_store_pointer(set, set->table, table_of(content));
  set->length.store(content->size(), std::memory_order_relaxed);
}

int is_subset(Thread* T, Set* set, Value other) {
  if (!is_any_set(other)) {
    Set* others = make_set(T);
    if (!others || !set_update(T, others, other)) return -1;
    other = others;
  }
  auto* whole = other.as<Set>();
  if (set->size() > whole->size()) return 0;
  size_t position = 0;
  Value key;
  uint64_t hash;
  while (set_next(set, &position, &key, &hash)) {
    int found = contains_hashed(T, whole, key, hash);
    if (found <= 0) return found;
  }
  return 1;
}

int is_superset(Thread* T, Set* set, Value other) {
  if (is_any_set(other)) return is_subset(T, other.as<Set>(), set);
  int result = 1;
  bool done = for_each(T, other, [&](Value item) {
    result = set_contains(T, set, item);
    return result > 0;
  });
  return done ? 1 : T->has_exception() ? -1 : 0;
}

Value from_int(int result) {
  return result < 0 ? kEmpty : Value::boolean(result);
}
Value value_or_empty(Set* set) {
  return set ? Value(set) : kEmpty;
}

// --- Slots

Value set_create(Thread* T, Type* type, CallArguments) {
  return value_or_empty(make_set_of(T, type));
}

bool set_initialize(Thread* T, Value self, CallArguments arguments) {
  Value iterable[1];
  if (!bind_arguments(T, "set(iterable=(), /)", arguments, iterable)) return false;
  auto* set = self.as<Set>();
  if (set->size() > 0) {
    ObjectLock lock(T, set);
    clear_locked(T, set);
  }
  return !iterable[0] || set_update(T, set, iterable[0]);
}

Value frozen_set_create(Thread* T, Type* type, CallArguments arguments) {
  Value iterable[1];
  if (type == types(T).frozenset || type->slots.initialize == object_initialize) {
    if (!bind_arguments(T, "frozenset(iterable=(), /)", arguments, iterable)) return kEmpty;
  } else if (arguments.positional_count() > 0) {
    iterable[0] = arguments[0];
  }
  if (type == types(T).frozenset) {
    if (!iterable[0] ||
        (is_frozen_set(T, iterable[0]) && iterable[0].as<Set>()->size() == 0 && is_exactly(iterable[0], Kind::kSet))) {
      Runtime* runtime = T->runtime;
      if (!runtime->empty_frozenset) runtime->empty_frozenset = make_set_of(T, type);
      return runtime->empty_frozenset;
    }
    if (is_exactly(iterable[0], Kind::kSet) && is_frozen_set(T, iterable[0])) return iterable[0];
  }
  Set* set = make_set_of(T, type);
  if (!set || (iterable[0] && !set_update(T, set, iterable[0]))) return kEmpty;
  return set;
}

Value set_repr(Thread* T, Value self) {
  auto* set = self.as<Set>();
  Type* type = self.as_object()->type();
  std::string name = short_name(type);
  if (set->size() == 0) return make_string(T, name + "()");
  ReprGuard guard(T, self);
  if (guard.is_recursive()) return make_string(T, name + "(...)");
  if (!check_native_recursion(T, " while getting the repr of an object")) return kEmpty;
  bool plain = type == types(T).set;
  std::string text = plain ? "{" : name + "({";
  size_t position = 0;
  Value key;
  bool first = true;
  while (set_next(set, &position, &key)) {
    String* key_text = to_repr(T, key);
    if (!key_text) return kEmpty;
    if (!first) text += ", ";
    first = false;
    text += to_utf8(key_text);
  }
  return make_string(T, text + (plain ? "}" : "})"));
}

uint64_t spread_bits(uint64_t h) {
  return ((h ^ 89869747u) ^ (h << 16)) * 3644798167u;
}

bool frozen_set_hash(Thread*, Value self, int64_t* out) {
  auto* set = self.as<Set>();
  int64_t known = set->hash.load(std::memory_order_relaxed);
  if (known == -1) {
    uint64_t hash = 0;
    for_each_live(table_of(set), [&](Value, uint64_t item) { hash ^= spread_bits(item); });
    hash ^= (static_cast<uint64_t>(set->size()) + 1) * 1927868237u;
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash * 69069u + 907133923u;
    if (hash == ~uint64_t{0}) hash = 590923713u;
    known = static_cast<int64_t>(hash);
    set->hash.store(known, std::memory_order_relaxed);
  }
  *out = known;
  return true;
}

Value set_compare(Thread* T, Value self, Value other, CompareOperator op) {
  if (!is_any_set(self) || !is_any_set(other)) return kNotImplemented;
  auto* a = self.as<Set>();
  auto* b = other.as<Set>();
  int result = 0;
  switch (op) {
    case CompareOperator::kEqual:
    case CompareOperator::kNotEqual:
      result = a->size() == b->size() ? is_subset(T, a, b) : 0;
      if (op == CompareOperator::kNotEqual && result >= 0) result = !result;
      break;
    case CompareOperator::kLess:
      result = a->size() < b->size() ? is_subset(T, a, b) : 0;
      break;
    case CompareOperator::kLessEqual:
      result = is_subset(T, a, b);
      break;
    case CompareOperator::kGreater:
      result = a->size() > b->size() ? is_subset(T, b, a) : 0;
      break;
    case CompareOperator::kGreaterEqual:
      result = is_subset(T, b, a);
      break;
  }
  return from_int(result);
}

int64_t set_length(Thread*, Value self) {
  return self.as<Set>()->size();
}
int set_contains_slot(Thread* T, Value self, Value key) {
  return set_contains(T, self.as<Set>(), key);
}

Value set_iterate(Thread* T, Value self) {
  auto* iterator = make_iterator_as<SetIterator>(T, types(T).set_iterator, 0);
  if (!iterator) return kEmpty;
  heap_initialize(iterator, iterator->source, self);
  iterator->used.store(self.as<Set>()->size(), std::memory_order_relaxed);
  return iterator;
}

template <Set* (*kOperation)(Thread*, Set*, Value)>
Value set_operator(Thread* T, Value left, Value right) {
  if (!is_any_set(left) || !is_any_set(right)) return kNotImplemented;
  return value_or_empty(kOperation(T, left.as<Set>(), right));
}

// What copy_of(set) with the keys of `other` would be, in one table made at once. Null without an exception: the order
// would be another, or Python code must compare keys.
Set* union_at_once(Thread* T, Set* set, Set* other) {
  if (set == other) return nullptr;
  Set* result = make_set_of(T, base_type(T, set));
  if (!result) return nullptr;
  ObjectLockPair lock(T, set, other);
  SetTable* table = table_of(set);
  int64_t length = set->size(), more = other->size();
  uint64_t copied = is_crowded(length, kSmallestTable) ? size_above(length * 2) : kSmallestTable;
  uint64_t size = is_crowded(length + more, copied) ? size_above((length + more) * 2) : copied;
  bool is_exact_copy = length == fill_of(table) && copied == nominal_size(table);
  // A copy in another order that has to grow.
  if (length == 0 || (!is_exact_copy && size != copied)) return nullptr;
  SetTable* both = make_table(T, size);
  if (!both) return nullptr;
  if (is_exact_copy && size == table->mask + 1) {
    std::memcpy(static_cast<void*>(both->entries()), static_cast<const void*>(table->entries()),
                size * sizeof(SetEntry));
  } else {
    fill_table(both, table);
  }
  size_t position = 0;
  Value key;
  uint64_t hash;
  // The unused entries behind the last one are most of a small table.
  for (int64_t left = more; left > 0 && set_next(other, &position, &key, &hash); --left) {
    Place place;
    if (find(both, key, hash, &place) == Search::kNeedsPython) return nullptr;
    if (place.found()) continue;
    place.entry->hash.store(hash, std::memory_order_relaxed);
    heap_initialize(both, place.entry->key, key);
    ++length;
  }
  both->fill.store(length, std::memory_order_relaxed);
  heap_store_pointer(result, result->table, both);
  result->length.store(length, std::memory_order_relaxed);
  return result;
}

Set* union_of(Thread* T, Set* set, Value other) {
  if (is_any_set(other)) {
    Set* result = union_at_once(T, set, other.as<Set>());
    if (result || T->has_exception()) return result;
  }
  Set* result = copy_of(T, set);
  return result && set_update(T, result, other) ? result : nullptr;
}

Value set_inplace_or(Thread* T, Value self, Value other) {
  if (!is_any_set(other)) return kNotImplemented;
  return set_update(T, self.as<Set>(), other) ? self : kEmpty;
}
Value set_inplace_and(Thread* T, Value self, Value other) {
  if (!is_any_set(other)) return kNotImplemented;
  Set* result = intersection_of(T, self.as<Set>(), other);
  if (!result) return kEmpty;
  take_content(T, self.as<Set>(), result);
  return self;
}
Value set_inplace_subtract(Thread* T, Value self, Value other) {
  if (!is_any_set(other)) return kNotImplemented;
  return remove_all(T, self.as<Set>(), other) ? self : kEmpty;
}
Value set_inplace_xor(Thread* T, Value self, Value other) {
  if (!is_any_set(other)) return kNotImplemented;
  return toggle_all(T, self.as<Set>(), other.as<Set>()) ? self : kEmpty;
}

// --- Methods

Value set_add_method(Thread* T, Arguments args) {
  return set_add(T, args[0].as<Set>(), args[1]) < 0 ? kEmpty : kNone;
}

Value set_discard_method(Thread* T, Arguments args) {
  return set_discard(T, args[0].as<Set>(), args[1]) < 0 ? kEmpty : kNone;
}

Value set_remove(Thread* T, Arguments args) {
  int removed = set_discard(T, args[0].as<Set>(), args[1]);
  if (removed < 0) return kEmpty;
  if (!removed) return raise_with(T, Builtin::kKeyError, args[1]);
  return kNone;
}

Value set_pop(Thread* T, Arguments args) {
  auto* set = args[0].as<Set>();
  {
    ObjectLock lock(T, set);
    if (set->size() > 0) {
      SetTable* table = table_of(set);
      uint64_t i = set->next_pop.load(std::memory_order_relaxed) & table->mask;
      Value key;
      for (;; i = (i + 1) & table->mask) {
        key = table->entries()[i].key.load();
        if (key && key != kDeletedKey) break;
      }
      heap_store(table, table->entries()[i].key, kDeletedKey);
      set->length.store(set->size() - 1, std::memory_order_relaxed);
      if (is_table_of_one(table)) i = table->entries()[i].hash.load(std::memory_order_relaxed) % kSmallestTable;
      set->next_pop.store(i + 1, std::memory_order_relaxed);
      return key;
    }
  }
  return raise_with(T, Builtin::kKeyError, make_string(T, "pop from an empty set"));
}

Value set_clear(Thread* T, Arguments args) {
  auto* set = args[0].as<Set>();
  ObjectLock lock(T, set);
  clear_locked(T, set);
  return kNone;
}

Value set_copy(Thread* T, Arguments args) {
  return value_or_empty(copy_of(T, args[0].as<Set>()));
}

Value frozen_set_copy(Thread* T, Arguments args) {
  return is_exactly(args[0], Kind::kSet) ? args[0] : value_or_empty(copy_of(T, args[0].as<Set>()));
}

Value set_update_method(Thread* T, Arguments args) {
  for (uint32_t i = 0; i < args.rest_count; ++i) {
    if (!set_update(T, args[0].as<Set>(), args.rest[i])) return kEmpty;
  }
  return kNone;
}

Value set_union(Thread* T, Arguments args) {
  Set* result = copy_of(T, args[0].as<Set>());
  if (!result) return kEmpty;
  for (uint32_t i = 0; i < args.rest_count; ++i) {
    if (!set_update(T, result, args.rest[i])) return kEmpty;
  }
  return result;
}

Set* intersection_of_all(Thread* T, Arguments args) {
  Set* result = args[0].as<Set>();
  if (args.rest_count == 0) return copy_of(T, result);
  for (uint32_t i = 0; result && i < args.rest_count; ++i) result = intersection_of(T, result, args.rest[i]);
  return result;
}

Value set_intersection(Thread* T, Arguments args) {
  return value_or_empty(intersection_of_all(T, args));
}

Value set_intersection_update(Thread* T, Arguments args) {
  Set* result = intersection_of_all(T, args);
  if (!result) return kEmpty;
  take_content(T, args[0].as<Set>(), result);
  return kNone;
}

Value set_difference(Thread* T, Arguments args) {
  auto* set = args[0].as<Set>();
  if (args.rest_count == 0) return value_or_empty(copy_of(T, set));
  Set* result = difference_of(T, set, args.rest[0]);
  for (uint32_t i = 1; result && i < args.rest_count; ++i) {
    if (!remove_all(T, result, args.rest[i])) return kEmpty;
  }
  return value_or_empty(result);
}

Value set_difference_update(Thread* T, Arguments args) {
  for (uint32_t i = 0; i < args.rest_count; ++i) {
    if (!remove_all(T, args[0].as<Set>(), args.rest[i])) return kEmpty;
  }
  return kNone;
}

Value set_symmetric_difference(Thread* T, Arguments args) {
  return value_or_empty(symmetric_difference_of(T, args[0].as<Set>(), args[1]));
}

Value set_symmetric_difference_update(Thread* T, Arguments args) {
  auto* set = args[0].as<Set>();
  Set* other = is_any_set(args[1]) ? args[1].as<Set>() : as_set(T, set, args[1]);
  return other && toggle_all(T, set, other) ? kNone : kEmpty;
}

Value set_is_subset(Thread* T, Arguments args) {
  return from_int(is_subset(T, args[0].as<Set>(), args[1]));
}
Value set_is_superset(Thread* T, Arguments args) {
  return from_int(is_superset(T, args[0].as<Set>(), args[1]));
}

Value set_is_disjoint(Thread* T, Arguments args) {
  auto* set = args[0].as<Set>();
  if (args[1] == args[0]) return Value::boolean(set->size() == 0);
  if (is_any_set(args[1])) {
    auto* other = args[1].as<Set>();
    if (other->size() > set->size()) std::swap(set, other);
    size_t position = 0;
    Value key;
    uint64_t hash;
    while (set_next(other, &position, &key, &hash)) {
      int found = contains_hashed(T, set, key, hash);
      if (found) return found < 0 ? kEmpty : kFalse;
    }
    return kTrue;
  }
  int found = 0;
  bool done = for_each(T, args[1], [&](Value item) {
    uint64_t hash;
    found = hash_key(T, item, &hash) ? contains_hashed(T, set, item, hash) : -1;
    return found == 0;
  });
  if (done) return kTrue;
  return T->has_exception() ? kEmpty : kFalse;
}

Value set_contains_method(Thread* T, Arguments args) {
  return from_int(set_contains(T, args[0].as<Set>(), args[1]));
}

Value set_reduce(Thread* T, Arguments args) {
  List* items = list_from_iterable(T, args[0]);
  if (!items) return kEmpty;
  Tuple* arguments = make_tuple(T, {items});
  if (!arguments) return kEmpty;
  Value state = find_attribute(T, args[0], names(T).dunder_dict);
  if (!state) {
    if (T->has_exception()) return kEmpty;
    state = kNone;
  }
  if (is_dict(state) && state.as<Dict>()->size() == 0) state = kNone;
  return make_tuple(T, {args[0].as_object()->type(), arguments, state});
}

Value set_sizeof(Thread* T, Arguments args) {
  return make_int(T, static_cast<int64_t>(sizeof(Set) + nominal_size(table_of(args[0].as<Set>())) * sizeof(SetEntry)));
}

#define QUERY_METHODS                                                                                            \
  {"union($self, *others)", set_union, "All items that are in the set or in any of the others."},                \
      {"intersection($self, *others)", set_intersection, "The items that are in the set and in all others."},    \
      {"difference($self, *others)", set_difference, "The items that are in none of the others."},               \
      {"symmetric_difference($self, other, /)", set_symmetric_difference, "The items that are in exactly one."}, \
      {"issubset($self, other, /)", set_is_subset, "Report whether another set contains this set."},             \
      {"issuperset($self, other, /)", set_is_superset, "Report whether this set contains another set."},         \
      {"isdisjoint($self, other, /)", set_is_disjoint, "Return True if two sets have a null intersection."},     \
      {"__contains__($self, object, /)", set_contains_method, "x.__contains__(y) <==> y in x."},                 \
      {"__reduce__($self, /)", set_reduce, "Return state information for pickling."},                            \
      {"__sizeof__($self, /)", set_sizeof, "Return the size of the set in memory, in bytes."}, {                 \
    "__class_getitem__($type, item, /)", class_getitem, "See PEP 585.", kClassMethod                             \
  }

const NativeMethod kSetMethods[] = {
    {"add($self, object, /)", set_add_method, "Add an element to a set."},
    {"discard($self, object, /)", set_discard_method, "Remove an element from a set if it is a member."},
    {"remove($self, object, /)", set_remove, "Remove an element from a set; KeyError when it is not a member."},
    {"pop($self, /)", set_pop, "Remove and return an arbitrary set element; KeyError when the set is empty."},
    {"clear($self, /)", set_clear, "Remove all elements from this set."},
    {"copy($self, /)", set_copy, "Return a shallow copy of a set."},
    {"update($self, *others)", set_update_method, "Add the items of all others."},
    {"intersection_update($self, *others)", set_intersection_update, "Keep only the items that are in all others."},
    {"difference_update($self, *others)", set_difference_update, "Remove the items of all others."},
    {"symmetric_difference_update($self, other, /)", set_symmetric_difference_update,
     "Keep the items that are in exactly one of the two."},
    QUERY_METHODS,
    {nullptr, nullptr, nullptr},
};

const NativeMethod kFrozenSetMethods[] = {
    {"copy($self, /)", frozen_set_copy, "Return a shallow copy of a set."},
    QUERY_METHODS,
    {nullptr, nullptr, nullptr},
};
#undef QUERY_METHODS

}  // namespace

void initialize_set_types(Thread* T) {
  static const TypeSlots kCommonSlots = [] {
    TypeSlots slots{};
    slots.repr = set_repr;
    slots.compare = set_compare;
    slots.length = set_length;
    slots.contains = set_contains_slot;
    slots.iterate = set_iterate;
    slots.binary[static_cast<int>(BinaryOperator::kBitOr)] = set_operator<union_of>;
    slots.binary[static_cast<int>(BinaryOperator::kBitAnd)] = set_operator<intersection_of>;
    slots.binary[static_cast<int>(BinaryOperator::kSubtract)] = set_operator<difference_of>;
    slots.binary[static_cast<int>(BinaryOperator::kBitXor)] = set_operator<symmetric_difference_of>;
    return slots;
  }();
  static const TypeSlots kSetSlots = [] {
    TypeSlots slots = kCommonSlots;
    slots.create = set_create;
    slots.initialize = set_initialize;
    slots.inplace[static_cast<int>(BinaryOperator::kBitOr)] = set_inplace_or;
    slots.inplace[static_cast<int>(BinaryOperator::kBitAnd)] = set_inplace_and;
    slots.inplace[static_cast<int>(BinaryOperator::kSubtract)] = set_inplace_subtract;
    slots.inplace[static_cast<int>(BinaryOperator::kBitXor)] = set_inplace_xor;
    return slots;
  }();
  static const TypeSlots kFrozenSetSlots = [] {
    TypeSlots slots = kCommonSlots;
    slots.create = frozen_set_create;
    slots.hash = frozen_set_hash;
    return slots;
  }();
  static const NativeTypeSpec kSetSpec = {"set",
                                          Kind::kSet,
                                          sizeof(Set),
                                          kTypeIsBuiltin | kTypeIsBase | kTypeMatchesSelf | kTypeSupportsWeakReferences,
                                          "An unordered collection of unique items that can change.",
                                          &kSetSlots,
                                          kSetMethods,
                                          nullptr,
                                          "(iterable=(), /)"};
  static const NativeTypeSpec kFrozenSetSpec = {
      "frozenset",
      Kind::kSet,
      sizeof(Set),
      kTypeIsBuiltin | kTypeIsBase | kTypeMatchesSelf | kTypeSupportsWeakReferences,
      "An unordered collection of unique items that never changes.",
      &kFrozenSetSlots,
      kFrozenSetMethods,
      nullptr,
      "(iterable=(), /)"};
  T->runtime->types.set = make_native_type(T, kSetSpec);
  T->runtime->types.frozenset = make_native_type(T, kFrozenSetSpec);
}

}  // namespace gilded
