// _thread.lock and _thread.RLock.
//
//   | header | state | owner | count | weak reference flag |       state: bit 0 locked, bit 1 somebody may wait
//
// Taking a free lock is one compare-and-swap. A contended one parks the thread, detached; release wakes the first
// waiter, and hands the lock itself to one that has waited longer than 1 ms, so that a thread that takes and releases
// in a loop cannot starve the others.
#pragma once

#include "vm/gc/heap.h"
#include "vm/object/object.h"
#include "vm/threading/parking.h"

namespace gilded {

struct Lock : Object {
  std::atomic<uint32_t> state;
  std::atomic<uint32_t> owner;  // Thread::number of the holder, for reports and RLock; 0: none
  std::atomic<uint64_t> count;  // RLock: how often the owner holds it
};

enum class LockResult : uint8_t { kAcquired, kNotAcquired, kInterrupted };

Lock* make_lock(Thread* T, Type* type);
// deadline 0: do not wait. kInterrupted: a signal handler raised, the exception is set.
LockResult acquire_lock(Thread* T, Lock* lock, Nanoseconds deadline);
// Nobody holds it at this moment.
inline bool is_free(const Lock* lock) {
  return !(lock->state.load(std::memory_order_relaxed) & 1);
}
// False: it was not locked (no exception set).
bool release_lock(Thread* T, Lock* lock);

}  // namespace gilded
