#include "vm/threading/object_lock.h"

#include "vm/report/recorder.h"
#include "vm/runtime.h"
#include "vm/threading/parking.h"
#include "vm/threading/safepoint.h"

namespace gilded {

// What the unlocking thread may hand to the waiter it wakes.
static constexpr uintptr_t kHandedOver = 1;
static constexpr Nanoseconds kHandOverAge = 1'000'000;

void watch_object_lock(Object* object) {
  object->lock.fetch_or(kObjectWatched, std::memory_order_relaxed);
}

void lock_object_slow(Thread* T, Object* object) {
  if (object->lock.load(std::memory_order_relaxed) & kObjectWatched)
    record(T, EventKind::kObjectLock, 0, 0, reinterpret_cast<uintptr_t>(object));
  // About 2 us of growing pauses: most sections are far shorter.
  for (int round = 0; round < 40; ++round) {
    uint8_t state = object->lock.load(std::memory_order_relaxed);
    if (!(state & kObjectLocked) &&
        object->lock.compare_exchange_weak(state, state | kObjectLocked, std::memory_order_acquire))
      return;
    for (int i = 0; i < round; ++i) __builtin_ia32_pause();
  }
  // A waiter is detached, so that a stop of the world never waits for it. The object is on this thread's stack and
  // stays alive.
#ifndef NDEBUG
  // The lock is not held yet: this wait may be a safepoint.
  int depth = T->no_safepoint_depth;
  T->no_safepoint_depth = 0;
#endif
  for (;;) {
    uint8_t state = object->lock.load(std::memory_order_relaxed);
    if (!(state & kObjectLocked)) {
      if (object->lock.compare_exchange_weak(state, state | kObjectLocked, std::memory_order_acquire)) break;
      continue;
    }
    if (!(state & kObjectHasWaiters) &&
        !object->lock.compare_exchange_weak(state, state | kObjectHasWaiters, std::memory_order_relaxed))
      continue;
    uintptr_t token = 0;
    {
      DetachScope detached(T, WaitReason::kObjectLock);
      T->runtime->parking_lot->park(
          T, WaitReason::kObjectLock, &object->lock,
          [](void* context) {
            uint8_t now = static_cast<Object*>(context)->lock.load(std::memory_order_relaxed);
            return (now & ~kObjectWatched) == (kObjectLocked | kObjectHasWaiters);
          },
          object, kNoDeadline, false, &token);
    }
    if (token == kHandedOver) break;
  }
#ifndef NDEBUG
  T->no_safepoint_depth = depth;
#endif
}

void unlock_object_slow(Thread* T, Object* object) {
  T->runtime->parking_lot->unpark_one(
      &object->lock,
      [](void* context, bool woken, bool more, Nanoseconds waiting_since) -> uintptr_t {
        auto* o = static_cast<Object*>(context);
        // Somebody who has waited long gets the lock itself; else it is free for whoever comes first.
        bool hand_over = woken && monotonic_now() - waiting_since > kHandOverAge;
        int watched = o->lock.load(std::memory_order_relaxed) & kObjectWatched;
        o->lock.store(static_cast<uint8_t>((hand_over ? kObjectLocked : 0) | (more ? kObjectHasWaiters : 0) | watched),
                      std::memory_order_release);
        return hand_over ? kHandedOver : 0;
      },
      object);
}

}  // namespace gilded
