// dict: an insertion-ordered hash table whose readers take no lock.
//
//   Dict:      | header | table | length |
//   DictTable: | header | id | keys_stamp | mask | capacity | entry count | index[mask + 1] | entry 0: hash key value |
//   entry 1 ...
//
// The index holds entry numbers (or empty, or dummy for a deleted one). Entries are only ever appended, their numbers
// never reused within one table; a full table is replaced by a compacted one. So a reader that loaded the table can
// finish in it, whatever happens meanwhile:
//   get         table acquire; probe the index (acquire); compare hash and key; value acquire; EMPTY: absent
//   insert      (locked) entry's hash, key, value; then the index entry (release); then the counts
//   overwrite   (locked) value release
//   delete      (locked) value = EMPTY release; index = dummy; order is kept; inserting again goes to the end
//   resize      (locked) compacted copy, then `table` release; readers of the old table linearise before later writes
// Keys other than str, int, float, bytes, None and tuples of them may run Python code in __eq__: they are compared
// without the lock, then the table and entry count are checked again under it.
//
// Namespaces: `id` never changes and is unique to the table within the runtime; `keys_stamp` is unique too and changes
// whenever a key is added. An inline cache that holds an entry number with `id` is right as long as the table is the
// same; a cache for "not here, but in builtins" holds keys_stamp. 0: none given yet.
#pragma once

#include "vm/gc/heap.h"
#include "vm/object/native.h"
#include "vm/object/object.h"

namespace gilded {

struct String;

struct DictEntry {
  std::atomic<uint64_t> hash;
  Slot key;
  Slot value;
};

struct DictTable : Object {
  std::atomic<uint32_t> id;  // from runtime->next_namespace_stamp when first asked for; 0: not asked yet
  std::atomic<uint32_t> keys_stamp;
  uint32_t mask;                      // index size - 1
  uint32_t capacity;                  // entries
  std::atomic<uint32_t> entry_count;  // used entries, deleted ones included
  uint32_t live_end;                  // entries from here on are deleted: where popitem() looks; under the lock
  inline std::atomic<int32_t>* index() { return reinterpret_cast<std::atomic<int32_t>*>(this + 1); }
  // The index is padded to a multiple of 8 bytes.
  inline DictEntry* entries() {
    return reinterpret_cast<DictEntry*>(reinterpret_cast<char*>(index()) +
                                        ((static_cast<size_t>(mask) + 1) * 4 + 7) / 8 * 8);
  }
};

struct Dict : Object {
  std::atomic<DictTable*> table;  // never null
  std::atomic<int64_t> length;

  int64_t size() const { return length.load(std::memory_order_relaxed); }
};

void trace_dict(Object*, Marker&);
void trace_dict_table(Object*, Marker&);
Dict* make_dict(Thread* T, size_t capacity = 0);

// EMPTY without an exception: absent; EMPTY with one: hashing or comparing raised.
Value dict_get(Thread* T, Dict* dict, Value key);
// Interned or not, a str key never runs Python code: lock-free, cannot fail.
Value dict_get(Dict* dict, String* key);
bool dict_set(Thread* T, Dict* dict, Value key, Value value);
bool dict_set(Thread* T, Dict* dict, String* key, Value value);
// The value if the key is there, else stores and returns `value`, in one atomic step.
Value dict_set_default(Thread* T, Dict* dict, Value key, Value value);
// Removes and returns; EMPTY without an exception: absent.
Value dict_pop(Thread* T, Dict* dict, Value key);
int dict_contains(Thread* T, Dict* dict, Value key);
bool dict_clear(Thread* T, Dict* dict);
Dict* dict_copy(Thread* T, Dict* dict);
// d.update(other): other is a dict, a mapping (has keys()) or an iterable of pairs.
bool dict_update(Thread* T, Dict* dict, Value other);
// Steps through the present entries: *position starts at 0; false at the end. Safe whatever other threads do (may miss
// or repeat).
bool dict_next(Dict* dict, size_t* position, Value* key, Value* value);

// The same with the hash known already.
bool dict_set_hashed(Thread* T, Dict* dict, Value key, uint64_t hash, Value value);
Value dict_get_hashed(Thread* T, Dict* dict, Value key, uint64_t hash);
// As dict_next, the hash too.
bool dict_next_hashed(Dict* dict, size_t* position, Value* key, Value* value, uint64_t* hash);
// A dict of another type: a Python subclass, or defaultdict. Null: MemoryError.
Dict* make_dict_of(Thread* T, Type* type, size_t fixed_size);
// The slots of dict that types built on it reuse.
Value dict_get_item(Thread* T, Value self, Value key);
Value dict_create(Thread* T, Type* type, CallArguments arguments);
bool dict_initialize(Thread* T, Value self, CallArguments arguments);
Value dict_repr(Thread* T, Value self);

// dict_keys, dict_values, dict_items: | header | dict |, told apart by their types.
struct DictView : Object {
  Slot dict;
};
void trace_dict_view(Object*, Marker&);
bool is_dict_keys_or_items(Thread* T, Value v);

// collections.defaultdict; made when _collections is imported, traced with the dicts.
struct DefaultDict : Dict {
  Slot default_factory;
};

// For namespaces: the entry of a str key in the present table, its number in *number; null: absent.
DictEntry* dict_find_entry(DictTable* table, String* key, uint32_t* number);
// Its place, in bytes from the start of the table: an inline cache finds it again without a look at the table's size.
// 0: absent, or so far behind that 32 bits do not tell it.
uint32_t dict_find_place(DictTable* table, String* key);
inline DictEntry& dict_entry_at(DictTable* table, uint32_t place) {
  return *reinterpret_cast<DictEntry*>(reinterpret_cast<char*>(table) + place);
}
uint32_t dict_table_id(Thread* T, DictTable* table);
uint32_t dict_keys_stamp(Thread* T, DictTable* table);

inline bool is_dict(Value v) {
  return is_kind(v, Kind::kDict);
}

}  // namespace gilded
