// set and frozenset: an open hash table whose readers take no lock.
//
//   Set:      | header | table | length | hash | next_pop |
//   SetTable: | header | mask | fill | reuses | entry 0: hash key | entry 1 ... |
//
// Probing, growth and therefore the order of iteration follow CPython, where the order of small ints is well known to
// everyone who prints a set. A new key goes into the last deleted entry that the search for it passed, else into the
// unused one at its end (as in CPython 3.6 to 3.13, but for 3.9). A full table is replaced.
//   contains    table acquire; probe; key acquire, then hash; compare
//   add         (locked) hash, then key release
//   discard     (locked) key = kDeletedKey release
//   add again   (locked) reuses + 1, then as add. Who needs a key with its hash, which may be that of the key before or
//               of the next one, reads both again when that has changed
//   resize      (locked) copy, then table release
// Keys whose comparison may run Python code are compared without the lock; then table and fill are checked again under
// it. A frozenset never changes once it is reachable.
#pragma once

#include "vm/gc/heap.h"
#include "vm/object/object.h"
#include "vm/types/key.h"

namespace gilded {

inline constexpr Value kDeletedKey = Value::from_bits(1);  // no Value has these bits

struct SetEntry {
  std::atomic<uint64_t> hash;
  Slot key;
};

struct SetTable : Object {
  uint64_t mask;
  std::atomic<int64_t> fill;  // used and deleted entries
  std::atomic<uint64_t> reuses;
  SetEntry* entries() { return reinterpret_cast<SetEntry*>(this + 1); }
};

struct Set : Object {
  std::atomic<SetTable*> table;  // never null
  std::atomic<int64_t> length;
  std::atomic<int64_t> hash;  // frozenset: -1 until computed
  std::atomic<uint64_t> next_pop;

  int64_t size() const { return length.load(std::memory_order_relaxed); }
};

void trace_set(Object*, Marker&);
void trace_set_table(Object*, Marker&);

Set* make_set(Thread* T);
Set* make_set_of_one(Thread* T, Value key);       // {key}; null: an exception
Set* make_frozen_set(Thread* T, Value iterable);  // EMPTY iterable: the empty frozenset
// 1: added, 0: was there, -1: hashing or comparing raised.
int set_add(Thread* T, Set* set, Value key);
int set_contains(Thread* T, Set* set, Value key);  // 1, 0, -1
// What the first entry at which a small int or a str with a known hash could be says: 1, 0, or -1: ask set_contains().
// Two thirds of the instructions of a loop that asks sets of ints were that function's.
inline int set_contains_at_once(Set* set, Value key) {
  uint64_t hash;
  if (!known_hash(key, &hash)) return -1;
  SetTable* table = set->table.load(std::memory_order_acquire);
  Value present = table->entries()[hash & table->mask].key.load();
  return present == key ? 1 : present.is_empty() ? 0 : -1;
}
int set_discard(Thread* T, Set* set, Value key);  // 1: removed, 0: absent, -1
bool set_update(Thread* T, Set* set, Value iterable);
// Steps through the present entries: *position starts at 0; false at the end.
bool set_next(Set* set, size_t* position, Value* key, uint64_t* hash = nullptr);

inline bool is_any_set(Value v) {
  return is_kind(v, Kind::kSet);
}  // set, frozenset and their subclasses
bool is_frozen_set(Thread* T, Value v);

}  // namespace gilded
