// Lost updates, counted by the virtual machine.
//
// Definition. A *place* is a global variable, a variable shared by nested functions (a cell), an attribute that is
// plainly stored (no property, no __setattr__ of its own), or an item of a list or dict. A *lost update* is a store by
// a thread to a place, of a value computed from one that this thread has read from the same place, when another thread
// has stored a different value there between the read and the store: what that thread wrote is gone as if it had never
// been. "Computed from" follows values through registers, calls and arithmetic, not through objects or conditions. Each
// such store counts once; the stores of others that it undid are counted beside it.
//
// So code whose read and write stand under one lock never counts, whatever the era: no other thread can store in
// between.
//
// How. Every register has a tag beside it: from which reads its value comes (a few, the newest), and the value itself,
// so that a tag is void once the register was written by something that is not followed. Every store takes a number
// from one counter, and a table knows the last store to each place: number, thread, value, instruction. A read notes
// the counter. A store then is late when the table's last store to its place is by another thread, has a higher number
// than the read, and wrote something else than was read.
//
// The table has room for the last stores of 2^18 places and forgets the rest, and all of it at each collection, for
// addresses may be used anew. Without a GIL, a read and the note of it are not one step: what was read decides then, so
// a store that was seen is never called lost. Cost, measured on loops that do nothing but read and store globals: see
// the README; nothing at all when off, for the work is done in the observed dispatch table.
//
// Thread safety: tags belong to their thread; a place is guarded by the stripe of its entry.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "vm/object/value.h"
#include "vm/threading/mutex.h"
#include "vm/threading/thread.h"

namespace gilded {

struct PlaceKey {
  uint64_t object = 0;  // its address
  uint64_t part = 0;    // name, index or key of the part; 1: the whole cell
  bool operator==(const PlaceKey&) const = default;
};

// All lost updates of one store instruction to what one other instruction stored. The details are those of the first.
struct LostUpdate {
  std::string
      place;  // as the source spells it: "counter", "self.count", "d[k]"; "a list's item" where that is not known
  uint64_t count = 0;
  uint64_t undone = 0;  // stores by other threads that were overwritten
  uint32_t thread = 0, other_thread = 0;
  const uint32_t* read_at = nullptr;
  const uint32_t* stored_at = nullptr;
  const uint32_t* other_read_at = nullptr;  // null: the other's value was not computed from the place
  const uint32_t* other_stored_at = nullptr;
  std::string read, stored, other_read, other_stored;  // values
  uint64_t undone_here = 0;
  bool switched = false;  // the thread lost the GIL between its read and its store; else both ran at once
  uint8_t switch_reason = 0;
  const uint32_t* switched_at = nullptr;  // before this instruction, or inside the call that it is
  std::vector<uint64_t> locks, other_locks;
};

struct ThreadWatch;

class LostUpdates {
 public:
  LostUpdates();
  ~LostUpdates();
  // Gives the thread its tags. False: no memory for them.
  bool thread_created(Thread* thread);
  void thread_ended(Thread* thread);
  // In the observed table, directly before an instruction runs and after any switch there.
  void before_instruction(Thread* T, Value* R, const uint32_t* pc, uint32_t word);
  // At a collection, the world stopped.
  void forget_places();
  // Locks held by the thread, for the reports.
  void lock_taken(Thread* T, uint64_t lock);
  void lock_released(Thread* T, uint64_t lock, uint32_t owner);

  uint64_t count() const { return count_.load(std::memory_order_relaxed); }
  uint64_t undone() const { return undone_.load(std::memory_order_relaxed); }
  // The most frequent first.
  std::vector<LostUpdate> found() const;

  struct Origin;  // of a value: lost_updates.cpp

 private:
  struct Place;
  static constexpr int kPlaceBits = 18, kStripes = 1024;
  Place& place_of(const PlaceKey& key) const;
  Mutex& stripe_of(const PlaceKey& key) const;
  void read(Thread* T, Value* target, const PlaceKey& key, const uint32_t* pc, uint64_t inherited);
  void store(Thread* T, Value* R, const Value* source, const PlaceKey& key, const uint32_t* pc);

  std::atomic<uint64_t> next_store_{1};
  std::atomic<uint64_t> count_{0}, undone_{0};
  Place* places_;  // a mapping: pages that nobody touches cost nothing
  std::unique_ptr<Mutex[]> stripes_;
  mutable Mutex found_lock_;
  std::map<std::pair<const uint32_t*, const uint32_t*>, LostUpdate> found_ GUARDED_BY(found_lock_);
  // Locks that a thread took and another let go of, by the taker's number.
  std::map<uint32_t, std::vector<uint64_t>> released_by_others_ GUARDED_BY(found_lock_);
  std::atomic<uint64_t> releases_by_others_{0};
};

}  // namespace gilded
