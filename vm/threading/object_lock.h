// The one-byte lock in an object's header: mutual exclusion for changes of lists, dicts, sets, shapes ... in
// free-threaded mode.
//
// It exists only when threads can run in parallel (Thread::parallel): under a GIL, and before a second thread was ever
// started, taking it is one predictable branch. Rules (DESIGN.md 3.7): while it is held no user code, no poll, no
// blocking call, no collection; allocation is allowed. At most two object locks, taken in address order
// (ObjectLockPair). Who meets a held lock pauses for a microsecond, then detaches from the runtime and naps; release
// lets any newcomer barge in, but hands over to a waiter older than 1 ms.
//
// The byte in the header:
//
//     bit  7      3    2       1        0
//         +--------+---------+---------+--------+
//         | unused | watched | waiters | locked |     0: free, nobody waits; taking it is one compare-and-swap to 1
//         +--------+---------+---------+--------+
//
// A watched object never shows 0, so each taking of its lock goes the slow way and is noted there
// (EventKind::kObjectLock): `gilded atomic` learns so which natives hold which locks, and the fast way knows nothing of
// it.
#pragma once

#include "vm/gc/heap.h"
#include "vm/object/object.h"

namespace gilded {

void lock_object_slow(Thread* T, Object* object);
void unlock_object_slow(Thread* T, Object* object);
// From now on each taking of the object's lock is recorded, where events are recorded and threads can run in parallel.
void watch_object_lock(Object* object);

class ObjectLock {
 public:
  inline ObjectLock(Thread* T, Object* object);
  inline ~ObjectLock();
  ObjectLock(const ObjectLock&) = delete;
  ObjectLock& operator=(const ObjectLock&) = delete;

 private:
  Thread* thread_;
  Object* object_;  // null: no lock needed
  [[no_unique_address]] NoSafepointScope no_safepoint_;
};

// Two objects, in address order; the same object twice is one lock.
class ObjectLockPair {
 public:
  inline ObjectLockPair(Thread* T, Object* a, Object* b);

 private:
  ObjectLock first_;
  ObjectLock second_;
};

}  // namespace gilded

#include "vm/threading/object_lock_inline.h"
