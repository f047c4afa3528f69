#include "vm/threading/object_lock.h"

#include <utility>

#include "vm/report/recorder.h"
#include "vm/runtime.h"
#include "vm/threading/parking.h"
#include "vm/threading/safepoint.h"

namespace gilded {

// Two processors that take turns at one lock spend their time in moving its cache line to and fro, ten times that of the
// work under it. So a thread that does not get a lock keeps away from it: it pauses for a moment in which nearly every
// section ends, and if the lock is taken then as well, somebody takes it again and again. It naps, and the other works
// at full speed meanwhile. After a millisecond it queues up, and the next unlock hands the lock to it.
static constexpr int kPauses[] = {8, 24};  // of 10 to 45 ns
static constexpr Nanoseconds kNap = 50'000;
static constexpr Nanoseconds kQueueAge = 1'000'000;

// What the unlocking thread gives to the waiter whose lock it is from now on.
static constexpr uintptr_t kHandedOver = 1;

void watch_object_lock(Object* object) {
  object->lock.fetch_or(kObjectWatched, std::memory_order_relaxed);
}

static bool try_lock(Object* object) {
  uint8_t state = object->lock.load(std::memory_order_relaxed);
  return !(state & kObjectLocked) &&
         object->lock.compare_exchange_strong(state, state | kObjectLocked, std::memory_order_acquire);
}

// Until the lock was got (true) or a thread has waited so long that it should queue up.
static bool nap_and_try(Thread* T, Object* object) {
  for (Nanoseconds start = monotonic_now(), now = start; now - start < kQueueAge; now = monotonic_now()) {
    {
      DetachScope detached(T, WaitReason::kObjectLock);
      T->runtime->parking_lot->park(T, WaitReason::kObjectLock, T, nullptr, nullptr, now + kNap, false);
    }
    if (try_lock(object)) return true;
  }
  return false;
}

static void queue_up(Thread* T, Object* object) {
  for (;;) {
    if (try_lock(object)) return;
    uint8_t state = object->lock.load(std::memory_order_relaxed);
    if (!(state & kObjectLocked)) continue;
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
    if (token == kHandedOver) return;
  }
}

void lock_object_slow(Thread* T, Object* object) {
  if (object->lock.load(std::memory_order_relaxed) & kObjectWatched)
    record(T, EventKind::kObjectLock, 0, 0, reinterpret_cast<uintptr_t>(object));
  if (try_lock(object)) return;  // it was only watched
  for (int count : kPauses) {
    for (int i = 0; i < count; ++i) __builtin_ia32_pause();
    if (try_lock(object)) return;
  }
  // A waiter is detached, so that a stop of the world never waits for it. The object is on this thread's stack and
  // stays alive.
#ifndef NDEBUG
  // The lock is not held yet: this wait may be a safepoint.
  int depth = std::exchange(T->no_safepoint_depth, 0);
#endif
  if (!nap_and_try(T, object)) queue_up(T, object);
#ifndef NDEBUG
  T->no_safepoint_depth = depth;
#endif
}

void unlock_object_slow(Thread* T, Object* object) {
  T->runtime->parking_lot->unpark_one(
      &object->lock,
      [](void* context, bool woken, bool more, Nanoseconds) -> uintptr_t {
        auto* o = static_cast<Object*>(context);
        int watched = o->lock.load(std::memory_order_relaxed) & kObjectWatched;
        o->lock.store(static_cast<uint8_t>((woken ? kObjectLocked : 0) | (more ? kObjectHasWaiters : 0) | watched),
                      std::memory_order_release);
        return woken ? kHandedOver : 0;
      },
      object);
}

}  // namespace gilded
