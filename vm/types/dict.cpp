#include "vm/types/dict.h"

#include <algorithm>

#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/types/dict_views.h"
#include "vm/types/int.h"
#include "vm/types/iterators.h"
#include "vm/types/key.h"
#include "vm/types/sequence.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

void trace_dict(Object* object, Marker& marker) {
  marker.visit(static_cast<Dict*>(object)->table);
  if (object->has_flag(kIsSubclassInstance) && object->type()->fixed_size == sizeof(DefaultDict))
    marker.visit(static_cast<DefaultDict*>(object)->default_factory);
}

void trace_dict_table(Object* object, Marker& marker) {
  auto* table = static_cast<DictTable*>(object);
  DictEntry* entries = table->entries();
  uint32_t count = table->entry_count.load(std::memory_order_relaxed);
  for (uint32_t i = 0; i < count; ++i) {
    marker.visit(entries[i].key);
    marker.visit(entries[i].value);
  }
}

namespace {

// What the index holds besides entry numbers, which are stored plus one.
constexpr int32_t kUnused = 0;
constexpr int32_t kDeleted = -1;

constexpr size_t kSmallestIndex = 8;
constexpr size_t kMaxEntries = size_t{1} << 30;

size_t capacity_of_index(size_t index_size) {
  return index_size * 2 / 3;
}

DictTable* make_table(Thread* T, size_t entries) {
  if (entries > kMaxEntries) return raise_memory_error(T);
  size_t index_size = kSmallestIndex;
  while (capacity_of_index(index_size) < entries) index_size *= 2;
  size_t capacity = capacity_of_index(index_size);
  auto* table =
      allocate<DictTable>(T, Kind::kDictTable, nullptr, index_size * sizeof(int32_t) + capacity * sizeof(DictEntry));
  if (!table) return nullptr;
  table->mask = static_cast<uint32_t>(index_size - 1);
  table->capacity = static_cast<uint32_t>(capacity);
  return table;
}

// The table of every empty dict: no room for an entry, so it is replaced at the first insertion.
DictTable* empty_table(Thread* T) {
  Runtime* runtime = T->runtime;
  // Made while the runtime starts with one thread.
  if (!runtime->empty_dict_table) {
    auto* table = allocate<DictTable>(T, Kind::kDictTable, nullptr, 8);
    if (!table) return nullptr;
    runtime->empty_dict_table = table;
    runtime->add_root(&runtime->empty_dict_table);
  }
  return runtime->empty_dict_table.as<DictTable>();
}

DictTable* table_of(Dict* dict) {
  return dict->table.load(std::memory_order_acquire);
}

// Probing visits every position of the index: i := 5 i + 1 + (what is left of the hash).
struct Probe {
  size_t position;
  uint64_t rest;
  size_t mask;
  Probe(uint64_t hash, uint32_t index_mask) : position(hash & index_mask), rest(hash), mask(index_mask) {}
  void advance() {
    rest >>= 5;
    position = (position * 5 + rest + 1) & mask;
  }
};

// Where a key is: its entry (null: absent) and its place in the index.
struct Place {
  DictTable* table;
  DictEntry* entry;
  size_t position;
};

enum class Search : uint8_t { kDone, kNeedsPython };

// Finds a key as far as that needs no Python code. Lock-free.
Search find(DictTable* table, Value key, uint64_t hash, Place* place) {
  place->table = table;
  place->entry = nullptr;
  DictEntry* entries = table->entries();
  for (Probe probe(hash, table->mask);; probe.advance()) {
    int32_t number = table->index()[probe.position].load(std::memory_order_acquire);
    if (number == kUnused) return Search::kDone;
    if (number == kDeleted) continue;
    DictEntry* entry = &entries[number - 1];
    Value present = entry->key.load();
    if (present != key) {
      if (entry->hash.load(std::memory_order_relaxed) != hash || !present) continue;
      Equality equality = quick_equal(present, key);
      if (equality == Equality::kUnknown) return Search::kNeedsPython;
      if (equality == Equality::kNo) continue;
    }
    place->entry = entry;
    place->position = probe.position;
    return Search::kDone;
  }
}

// Finds a key, running __eq__ where needed; starts again when the dict got another table meanwhile. `entry_count` is
// what the table had before. False: exception.
bool find_with_python(Thread* T, Dict* dict, Value key, uint64_t hash, Place* place, uint32_t* entry_count) {
again:
  DictTable* table = table_of(dict);
  *entry_count = table->entry_count.load(std::memory_order_acquire);
  place->table = table;
  place->entry = nullptr;
  DictEntry* entries = table->entries();
  for (Probe probe(hash, table->mask);; probe.advance()) {
    int32_t number = table->index()[probe.position].load(std::memory_order_acquire);
    if (number == kUnused) return true;
    if (number == kDeleted) continue;
    DictEntry* entry = &entries[number - 1];
    if (entry->hash.load(std::memory_order_relaxed) != hash) continue;
    Value present = entry->key.load();
    if (!present) continue;
    int same = equal_values(T, present, key);
    if (same < 0) return false;
    if (table_of(dict) != table) goto again;
    if (!same) continue;
    if (!entry->value.load()) goto again;
    place->entry = entry;
    place->position = probe.position;
    return true;
  }
}

// Calls change(place) -> bool with the lock held and the key looked up. False: exception.
template <class Change>
bool with_place(Thread* T, Dict* dict, Value key, uint64_t hash, Change change) {
  Place place;
  {
    ObjectLock lock(T, dict);
    if (find(table_of(dict), key, hash, &place) == Search::kDone) return change(place);
  }
  for (;;) {
    uint32_t entry_count;
    if (!find_with_python(T, dict, key, hash, &place, &entry_count)) return false;
    ObjectLock lock(T, dict);
    // Was it changed between the comparison and the lock? An entry found must be alive; an absent key must not have
    // been added.
    if (table_of(dict) != place.table) continue;
    if (place.entry ? place.entry->value.load().is_empty()
                    : place.table->entry_count.load(std::memory_order_relaxed) != entry_count)
      continue;
    return change(place);
  }
}

// Without looking: the key is absent and the table has room. Stores what readers must see before the index that leads
// them there.
void append_entry(DictTable* table, Value key, uint64_t hash, Value value) {
  uint32_t number = table->entry_count.load(std::memory_order_relaxed);
  DictEntry* entry = &table->entries()[number];
  entry->hash.store(hash, std::memory_order_relaxed);
  heap_store(table, entry->key, key);
  heap_store(table, entry->value, value);
  Probe probe(hash, table->mask);
  while (table->index()[probe.position].load(std::memory_order_relaxed) > 0) probe.advance();
  table->index()[probe.position].store(static_cast<int32_t>(number) + 1, std::memory_order_release);
  table->entry_count.store(number + 1, std::memory_order_release);
  table->live_end = number + 1;
  if (table->keys_stamp.load(std::memory_order_relaxed) != 0) table->keys_stamp.store(0, std::memory_order_release);
}

void copy_live_entries(DictTable* from, DictTable* to) {
  DictEntry* entries = from->entries();
  uint32_t count = from->entry_count.load(std::memory_order_relaxed);
  for (uint32_t i = 0; i < count; ++i) {
    Value value = entries[i].value.load_relaxed();
    if (value) append_entry(to, entries[i].key.load_relaxed(), entries[i].hash.load(std::memory_order_relaxed), value);
  }
}

// Room for `more` new entries. False: MemoryError.
bool reserve_locked(Thread* T, Dict* dict, size_t more) {
  DictTable* table = table_of(dict);
  if (table->entry_count.load(std::memory_order_relaxed) + more <= table->capacity) return true;
  size_t length = static_cast<size_t>(dict->size());
  DictTable* grown = make_table(T, std::max(length + more, more == 1 ? length * 2 : 0));
  if (!grown) return false;
  copy_live_entries(table, grown);
  heap_store_pointer(dict, dict->table, grown);
  return true;
}

bool insert_locked(Thread* T, Dict* dict, Value key, uint64_t hash, Value value) {
  if (!reserve_locked(T, dict, 1)) return false;
  append_entry(table_of(dict), key, hash, value);
  dict->length.store(dict->size() + 1, std::memory_order_relaxed);
  return true;
}

void delete_locked(Dict* dict, const Place& place) {
  heap_store(place.table, place.entry->value, kEmpty);
  place.table->index()[place.position].store(kDeleted, std::memory_order_release);
  heap_store(place.table, place.entry->key, kEmpty);
  dict->length.store(dict->size() - 1, std::memory_order_relaxed);
}

// Absent keys of namespaces ask often: the loop for str keys alone.
DictEntry* find_string(DictTable* table, String* key, uint32_t hash) {
  DictEntry* entries = table->entries();
  for (Probe probe(hash, table->mask);; probe.advance()) {
    int32_t number = table->index()[probe.position].load(std::memory_order_acquire);
    if (number == kUnused) return nullptr;
    if (number == kDeleted) continue;
    DictEntry* entry = &entries[number - 1];
    Value present = entry->key.load();
    if (present == Value(key)) return entry;
    if (entry->hash.load(std::memory_order_relaxed) != hash || !is_exactly(present, Kind::kString)) continue;
    auto* other = present.as<String>();
    if (key->is_interned() && other->is_interned()) continue;
    if (strings_equal(other, key)) return entry;
  }
}

}  // namespace

Dict* make_dict(Thread* T, size_t capacity) {
  DictTable* table = capacity ? make_table(T, capacity) : empty_table(T);
  if (!table) return nullptr;
  auto* dict = allocate<Dict>(T, Kind::kDict, types(T).dict->root_shape.load());
  if (dict) dict->table.store(table, std::memory_order_relaxed);
  return dict;
}

Dict* make_dict_of(Thread* T, Type* type, size_t fixed_size) {
  DictTable* table = empty_table(T);
  if (!table) return nullptr;
  auto* dict = static_cast<Dict*>(allocate_instance_of(T, type, fixed_size));
  if (dict) dict->table.store(table, std::memory_order_relaxed);
  return dict;
}

Value dict_get_hashed(Thread* T, Dict* dict, Value key, uint64_t hash) {
  for (;;) {
    Place place;
    if (find(table_of(dict), key, hash, &place) == Search::kNeedsPython) {
      uint32_t entry_count;
      if (!find_with_python(T, dict, key, hash, &place, &entry_count)) return kEmpty;
    }
    // EMPTY: deleted between the look at the index and here, which is as if we had come later.
    return place.entry ? place.entry->value.load() : kEmpty;
  }
}

Value dict_get(Thread* T, Dict* dict, Value key) {
  uint64_t hash;
  if (!hash_key(T, key, &hash)) return kEmpty;
  return dict_get_hashed(T, dict, key, hash);
}

Value dict_get(Dict* dict, String* key) {
  DictEntry* entry = find_string(table_of(dict), key, hash_of(key));
  return entry ? entry->value.load() : kEmpty;
}

bool dict_set_hashed(Thread* T, Dict* dict, Value key, uint64_t hash, Value value) {
  return with_place(T, dict, key, hash, [&](const Place& place) {
    if (!place.entry) return insert_locked(T, dict, key, hash, value);
    heap_store(place.table, place.entry->value, value);
    return true;
  });
}

bool dict_set(Thread* T, Dict* dict, Value key, Value value) {
  uint64_t hash;
  return hash_key(T, key, &hash) && dict_set_hashed(T, dict, key, hash, value);
}

bool dict_set(Thread* T, Dict* dict, String* key, Value value) {
  return dict_set_hashed(T, dict, key, hash_of(key), value);
}

Value dict_set_default(Thread* T, Dict* dict, Value key, Value value) {
  uint64_t hash;
  if (!hash_key(T, key, &hash)) return kEmpty;
  Value result = value;
  bool done = with_place(T, dict, key, hash, [&](const Place& place) {
    if (!place.entry) return insert_locked(T, dict, key, hash, value);
    result = place.entry->value.load();
    return true;
  });
  return done ? result : kEmpty;
}

Value dict_pop(Thread* T, Dict* dict, Value key) {
  uint64_t hash;
  if (!hash_key(T, key, &hash)) return kEmpty;
  Value result;
  with_place(T, dict, key, hash, [&](const Place& place) {
    if (!place.entry) return true;
    result = place.entry->value.load();
    delete_locked(dict, place);
    return true;
  });
  return result;
}

int dict_contains(Thread* T, Dict* dict, Value key) {
  Value value = dict_get(T, dict, key);
  if (value) return 1;
  return T->has_exception() ? -1 : 0;
}

bool dict_clear(Thread* T, Dict* dict) {
  ObjectLock lock(T, dict);
  heap_store_pointer(dict, dict->table, empty_table(T));
  dict->length.store(0, std::memory_order_relaxed);
  return true;
}

Dict* dict_copy(Thread* T, Dict* dict) {
  ObjectLock lock(T, dict);
  size_t length = static_cast<size_t>(dict->size());
  DictTable* source = table_of(dict);
  if (length > 0 && length == source->entry_count.load(std::memory_order_relaxed) && length * 2 >= source->capacity) {
    // Nothing was deleted: the index serves as it is.
    Dict* copy = make_dict(T, source->capacity);
    if (!copy) return nullptr;
    DictTable* table = table_of(copy);
    for (size_t i = 0; i <= table->mask; ++i) {
      table->index()[i].store(source->index()[i].load(std::memory_order_relaxed), std::memory_order_relaxed);
    }
    for (size_t i = 0; i < length; ++i) {
      DictEntry &from = source->entries()[i], &to = table->entries()[i];
      to.hash.store(from.hash.load(std::memory_order_relaxed), std::memory_order_relaxed);
      heap_initialize(table, to.key, from.key.load_relaxed());
      heap_initialize(table, to.value, from.value.load_relaxed());
    }
    table->entry_count.store(static_cast<uint32_t>(length), std::memory_order_relaxed);
    table->live_end = static_cast<uint32_t>(length);
    copy->length.store(static_cast<int64_t>(length), std::memory_order_relaxed);
    return copy;
  }
  Dict* copy = make_dict(T, length);
  if (!copy) return nullptr;
  if (length > 0) copy_live_entries(table_of(dict), table_of(copy));
  copy->length.store(static_cast<int64_t>(length), std::memory_order_relaxed);
  return copy;
}

bool dict_next_hashed(Dict* dict, size_t* position, Value* key, Value* value, uint64_t* hash) {
  DictTable* table = table_of(dict);
  uint32_t count = table->entry_count.load(std::memory_order_acquire);
  for (size_t i = *position; i < count; ++i) {
    DictEntry* entry = &table->entries()[i];
    Value present = entry->key.load();
    Value stored = entry->value.load();
    if (!stored || !present) continue;
    *key = present;
    *value = stored;
    if (hash) *hash = entry->hash.load(std::memory_order_relaxed);
    *position = i + 1;
    return true;
  }
  *position = count;
  return false;
}

bool dict_next(Dict* dict, size_t* position, Value* key, Value* value) {
  return dict_next_hashed(dict, position, key, value, nullptr);
}

DictEntry* dict_find_entry(DictTable* table, String* key, uint32_t* number) {
  DictEntry* entry = find_string(table, key, hash_of(key));
  if (entry) *number = static_cast<uint32_t>(entry - table->entries());
  return entry;
}

uint32_t dict_find_place(DictTable* table, String* key) {
  DictEntry* entry = find_string(table, key, hash_of(key));
  size_t place = entry ? static_cast<size_t>(reinterpret_cast<char*>(entry) - reinterpret_cast<char*>(table)) : 0;
  return place <= UINT32_MAX ? static_cast<uint32_t>(place) : 0;
}

namespace {

uint32_t stamp(Thread* T, std::atomic<uint32_t>& field) {
  uint32_t present = field.load(std::memory_order_acquire);
  if (present) return present;
  uint32_t fresh = T->runtime->next_namespace_stamp.fetch_add(1, std::memory_order_relaxed);
  return field.compare_exchange_strong(present, fresh, std::memory_order_acq_rel) ? fresh : present;
}

}  // namespace

uint32_t dict_table_id(Thread* T, DictTable* table) {
  return stamp(T, table->id);
}
uint32_t dict_keys_stamp(Thread* T, DictTable* table) {
  return stamp(T, table->keys_stamp);
}

namespace {

// --- Updating

bool merge_dict(Thread* T, Dict* dict, Dict* other) {
  if (dict == other) return true;
  if (dict->size() == 0 && other->size() > 5) {
    // An empty one takes a copy of the other's table, which costs less than storing the keys one by one.
    Dict* copy = dict_copy(T, other);
    if (!copy) return false;
    ObjectLock lock(T, dict);
    if (dict->size() == 0) {
      heap_store_pointer(dict, dict->table, table_of(copy));
      dict->length.store(copy->size(), std::memory_order_relaxed);
      return true;
    }
  }
  size_t position = 0;
  Value key, value;
  uint64_t hash;
  int64_t length = other->size();
  while (dict_next_hashed(other, &position, &key, &value, &hash)) {
    if (!dict_set_hashed(T, dict, key, hash, value)) return false;
    if (other->size() != length && !T->parallel())
      return raise_text(T, Builtin::kRuntimeError, "dict mutated during update");
  }
  return true;
}

bool merge_mapping(Thread* T, Dict* dict, Value mapping, Value keys_method) {
  Value keys = call(T, keys_method);
  if (!keys) return false;
  return for_each(T, keys, [&](Value key) {
    Value value = get_item(T, mapping, key);
    return value && dict_set(T, dict, key, value);
  });
}

bool merge_pairs(Thread* T, Dict* dict, Value pairs) {
  int64_t number = 0;
  return for_each(T, pairs, [&](Value item) -> bool {
    Value key, value;
    if (is_exactly(item, Kind::kTuple) && item.as<Tuple>()->length == 2) {
      key = (*item.as<Tuple>())[0];
      value = (*item.as<Tuple>())[1];
    } else {
      Tuple* pair = tuple_from_iterable(T, item);
      if (!pair) {
        if (exception_matches(T, Builtin::kTypeError) && !type_of(T, item)->slots.iterate) {
          clear_exception(T);
          return raise(T, Builtin::kTypeError, "cannot convert dictionary update sequence element #{} to a sequence",
                       number);
        }
        return false;
      }
      if (pair->length != 2)
        return raise(T, Builtin::kValueError, "dictionary update sequence element #{} has length {}; 2 is required",
                     number, pair->length);
      key = (*pair)[0];
      value = (*pair)[1];
    }
    ++number;
    return dict_set(T, dict, key, value);
  });
}

}  // namespace

bool dict_update(Thread* T, Dict* dict, Value other) {
  // A subclass that iterates in its own way is taken as the mapping that it says it is.
  if (is_dict(other) && (is_exactly(other, Kind::kDict) || type_of(T, other)->slots.iterate == dict_iterate))
    return merge_dict(T, dict, other.as<Dict>());
  Value keys_method = find_attribute(T, other, names(T).keys);
  if (keys_method) return merge_mapping(T, dict, other, keys_method);
  if (T->has_exception()) return false;
  return merge_pairs(T, dict, other);
}

// --- Slots

Value dict_create(Thread* T, Type* type, CallArguments) {
  if (type == types(T).dict) return make_dict(T);
  return make_dict_of(T, type, type->fixed_size);
}

namespace {

// The positional and keyword arguments of dict() and update().
bool update_from_arguments(Thread* T, Dict* dict, const char* function, const Value* values, size_t count,
                           CallArguments all) {
  if (count > 1) return raise(T, Builtin::kTypeError, "{} expected at most 1 argument, got {}", function, count);
  if (count == 1 && !dict_update(T, dict, values[0])) return false;
  if (all.keyword_names) {
    for (size_t i = 0; i < all.keyword_names->length; ++i) {
      if (!dict_set(T, dict, (*all.keyword_names)[i], all[all.positional_count() + i])) return false;
    }
  }
  return true;
}

}  // namespace

bool dict_initialize(Thread* T, Value self, CallArguments arguments) {
  return update_from_arguments(T, self.as<Dict>(), "dict", arguments.values, arguments.positional_count(), arguments);
}

Value dict_repr(Thread* T, Value self) {
  auto* dict = self.as<Dict>();
  if (dict->size() == 0) return make_string(T, "{}");
  ReprGuard guard(T, self);
  if (guard.is_recursive()) return make_string(T, "{...}");
  if (!check_native_recursion(T, " while getting the repr of an object")) return kEmpty;
  std::string text = "{";
  size_t position = 0;
  Value key, value;
  while (dict_next(dict, &position, &key, &value)) {
    if (text.size() > 1) text += ", ";
    String* key_text = to_repr(T, key);
    if (!key_text) return kEmpty;
    text += to_utf8(key_text);
    text += ": ";
    String* value_text = to_repr(T, value);
    if (!value_text) return kEmpty;
    text += to_utf8(value_text);
  }
  text += "}";
  return make_string(T, text);
}

Value dict_get_item(Thread* T, Value self, Value key) {
  Value value = dict_get(T, self.as<Dict>(), key);
  if (value || T->has_exception()) return value;
  if (self.as_object()->has_flag(kIsSubclassInstance)) {
    Value missing = lookup_special(T, self, names(T).dunder_missing);
    if (missing) return call(T, missing, {key});
    if (T->has_exception()) return kEmpty;
  }
  return raise_with(T, Builtin::kKeyError, key);
}

namespace {

bool dict_set_item(Thread* T, Value self, Value key, Value value) {
  auto* dict = self.as<Dict>();
  if (value) return dict_set(T, dict, key, value);
  if (dict_pop(T, dict, key)) return true;
  return T->has_exception() ? false : static_cast<bool>(raise_with(T, Builtin::kKeyError, key));
}

int64_t dict_length(Thread*, Value self) {
  return self.as<Dict>()->size();
}

int dict_contains_slot(Thread* T, Value self, Value key) {
  return dict_contains(T, self.as<Dict>(), key);
}

// 1, 0, -1.
int dicts_equal(Thread* T, Dict* a, Dict* b) {
  if (a->size() != b->size()) return 0;
  size_t position = 0;
  Value key, value;
  uint64_t hash;
  while (dict_next_hashed(a, &position, &key, &value, &hash)) {
    Value other = dict_get_hashed(T, b, key, hash);
    if (!other) return T->has_exception() ? -1 : 0;
    int same = equal_values(T, other, value);
    if (same <= 0) return same;
  }
  return 1;
}

Value dict_compare(Thread* T, Value self, Value other, CompareOperator op) {
  if ((op != CompareOperator::kEqual && op != CompareOperator::kNotEqual) || !is_dict(self) || !is_dict(other))
    return kNotImplemented;
  int same = dicts_equal(T, self.as<Dict>(), other.as<Dict>());
  if (same < 0) return kEmpty;
  return Value::boolean((same == 1) == (op == CompareOperator::kEqual));
}

Value dict_or(Thread* T, Value left, Value right) {
  if (!is_dict(left) || !is_dict(right)) return kNotImplemented;
  // The result is of the left operand's type only when that is dict itself.
  Dict* result = dict_copy(T, left.as<Dict>());
  return result && dict_update(T, result, right) ? Value(result) : kEmpty;
}

Value dict_inplace_or(Thread* T, Value self, Value other) {
  return dict_update(T, self.as<Dict>(), other) ? self : kEmpty;
}

// --- Methods

Value dict_get_method(Thread* T, Arguments args) {
  Value value = dict_get(T, args[0].as<Dict>(), args[1]);
  if (value || T->has_exception()) return value;
  return args.has(2) ? args[2] : kNone;
}

Value dict_set_default_method(Thread* T, Arguments args) {
  return dict_set_default(T, args[0].as<Dict>(), args[1], args.has(2) ? args[2] : kNone);
}

Value dict_pop_method(Thread* T, Arguments args) {
  auto* dict = args[0].as<Dict>();
  // CPython does not hash the key for an empty dict.
  if (dict->size() > 0) {
    Value value = dict_pop(T, dict, args[1]);
    if (value || T->has_exception()) return value;
  }
  if (args.has(2)) return args[2];
  return raise_with(T, Builtin::kKeyError, args[1]);
}

Value dict_pop_item(Thread* T, Arguments args) {
  auto* dict = args[0].as<Dict>();
  Tuple* pair = make_tuple(T, 2);
  if (!pair) return kEmpty;
  {
    ObjectLock lock(T, dict);
    DictTable* table = table_of(dict);
    if (dict->size() > 0) {
      uint32_t number = table->live_end;
      DictEntry* entries = table->entries();
      while (!entries[number - 1].value.load_relaxed()) --number;
      DictEntry* entry = &entries[number - 1];
      heap_initialize(pair, pair->items[0], entry->key.load_relaxed());
      heap_initialize(pair, pair->items[1], entry->value.load_relaxed());
      Probe probe(entry->hash.load(std::memory_order_relaxed), table->mask);
      while (table->index()[probe.position].load(std::memory_order_relaxed) != static_cast<int32_t>(number))
        probe.advance();
      delete_locked(dict, {table, entry, probe.position});
      table->live_end = number - 1;
      return pair;
    }
  }
  return raise_with(T, Builtin::kKeyError, make_string(T, "popitem(): dictionary is empty"));
}

Value dict_clear_method(Thread* T, Arguments args) {
  return dict_clear(T, args[0].as<Dict>()) ? kNone : kEmpty;
}

Value dict_copy_method(Thread* T, Arguments args) {
  return dict_copy(T, args[0].as<Dict>());
}

Value dict_update_method(Thread* T, Arguments args) {
  auto* dict = args[0].as<Dict>();
  if (!update_from_arguments(T, dict, "update", args.rest, args.rest_count, {})) return kEmpty;
  if (args.keywords && !merge_dict(T, dict, args.keywords)) return kEmpty;
  return kNone;
}

Value dict_from_keys(Thread* T, Arguments args) {
  Value type = args[0];
  Value value = args.has(2) ? args[2] : kNone;
  Value made = type == Value(types(T).dict) ? Value(make_dict(T)) : call(T, type);
  if (!made) return kEmpty;
  Value keys = args[1];
  if (T->parallel() && (is_exactly(keys, Kind::kDict) || is_exactly(keys, Kind::kSet))) {
    // All of one moment, as where there is a GIL.
    keys = list_from_iterable(T, keys);
    if (keys.is_empty()) return kEmpty;
  }
  bool done;
  if (is_exactly(made, Kind::kDict)) {
    done = for_each(T, keys, [&](Value key) { return dict_set(T, made.as<Dict>(), key, value); });
  } else {
    done = for_each(T, keys, [&](Value key) { return set_item(T, made, key, value); });
  }
  return done ? made : kEmpty;
}

Value dict_contains_method(Thread* T, Arguments args) {
  int found = dict_contains(T, args[0].as<Dict>(), args[1]);
  return found < 0 ? kEmpty : Value::boolean(found);
}

Value dict_get_item_method(Thread* T, Arguments args) {
  return dict_get_item(T, args[0], args[1]);
}

Value dict_keys(Thread* T, Arguments args) {
  return make_dict_view(T, types(T).dict_keys, args[0]);
}
Value dict_values(Thread* T, Arguments args) {
  return make_dict_view(T, types(T).dict_values, args[0]);
}
Value dict_items(Thread* T, Arguments args) {
  return make_dict_view(T, types(T).dict_items, args[0]);
}
Value dict_reversed(Thread* T, Arguments args) {
  return make_dict_iterator(T, args[0], kDictKeys, true);
}

Value dict_sizeof(Thread* T, Arguments args) {
  DictTable* table = table_of(args[0].as<Dict>());
  return make_int(T, static_cast<int64_t>(sizeof(Dict) + sizeof(DictTable) + (table->mask + size_t{1}) * 4 +
                                          table->capacity * sizeof(DictEntry)));
}

const NativeMethod kDictMethods[] = {
    {"get($self, key, default=None, /)", dict_get_method,
     "Return the value for key if key is in the dictionary, else default.", kNoSwitchAfterCall},
    {"setdefault($self, key, default=None, /)", dict_set_default_method,
     "Insert key with a value of default if key is not in the dictionary; return the value for key."},
    {"pop($self, key, default=<unrepresentable>, /)", dict_pop_method,
     "Remove the key and return its value; without it return default, or raise KeyError."},
    {"popitem($self, /)", dict_pop_item, "Remove the last pair and return it; KeyError when the dict is empty."},
    {"keys($self, /)", dict_keys, "A set-like view of the keys."},
    {"values($self, /)", dict_values, "A view of the values."},
    {"items($self, /)", dict_items, "A set-like view of the pairs."},
    {"update($self, *args, **kwargs)", dict_update_method,
     "Take the pairs of a mapping or of an iterable of pairs, then those of the keywords."},
    {"fromkeys($type, iterable, value=None, /)", dict_from_keys,
     "Create a new dictionary with keys from iterable and values set to value.", kClassMethod},
    {"clear($self, /)", dict_clear_method, "Remove all items from the dict."},
    {"copy($self, /)", dict_copy_method, "Return a shallow copy of the dict."},
    {"__contains__($self, key, /)", dict_contains_method, "True if the dictionary has the specified key, else False."},
    {"__getitem__($self, key, /)", dict_get_item_method, "Return self[key]."},
    {"__reversed__($self, /)", dict_reversed, "Return a reverse iterator over the dict keys."},
    {"__sizeof__($self, /)", dict_sizeof, "Return the size of the dict in memory."},
    {"__class_getitem__($type, item, /)", class_getitem, "See PEP 585.", kClassMethod},
    {nullptr, nullptr, nullptr},
};

}  // namespace

Value dict_iterate(Thread* T, Value self) {
  return make_dict_iterator(T, self, kDictKeys, false);
}

void initialize_dict_types(Thread* T) {
  static const TypeSlots kSlots = [] {
    TypeSlots slots{};
    slots.create = dict_create;
    slots.initialize = dict_initialize;
    slots.repr = dict_repr;
    slots.compare = dict_compare;
    slots.length = dict_length;
    slots.get_item = dict_get_item;
    slots.set_item = dict_set_item;
    slots.contains = dict_contains_slot;
    slots.iterate = dict_iterate;
    slots.binary[static_cast<int>(BinaryOperator::kBitOr)] = dict_or;
    slots.inplace[static_cast<int>(BinaryOperator::kBitOr)] = dict_inplace_or;
    return slots;
  }();
  static const NativeTypeSpec kSpec = {"dict",
                                       Kind::kDict,
                                       sizeof(Dict),
                                       kTypeIsBuiltin | kTypeIsBase | kTypeMatchesSelf | kTypeIsMapping,
                                       "A mapping of keys to values, in the order of their insertion.",
                                       &kSlots,
                                       kDictMethods,
                                       nullptr,
                                       nullptr};
  T->runtime->types.dict = make_native_type(T, kSpec);
  initialize_dict_view_types(T);
}

}  // namespace gilded
