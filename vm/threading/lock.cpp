#include "vm/threading/lock.h"

#include "vm/object/type.h"
#include "vm/report/recorder.h"
#include "vm/runtime.h"
#include "vm/threading/safepoint.h"

namespace gilded {

static constexpr uint32_t kLocked = 1, kWaiters = 2;
static constexpr uintptr_t kHandedOver = 1;
static constexpr Nanoseconds kHandOverAge = 1'000'000;

Lock* make_lock(Thread* T, Type* type) {
  return static_cast<Lock*>(allocate_instance_of(T, type, sizeof(Lock)));
}

static LockResult acquired(Thread* T, Lock* lock, bool waited) {
  lock->owner.store(T->number, std::memory_order_relaxed);
  record(T, EventKind::kLockAcquire, waited, 0, reinterpret_cast<uintptr_t>(lock));
  return LockResult::kAcquired;
}

LockResult acquire_lock(Thread* T, Lock* lock, Nanoseconds deadline) {
  uint32_t state = 0;
  if (lock->state.compare_exchange_strong(state, kLocked, std::memory_order_acquire)) return acquired(T, lock, false);
  bool waited = false;
  for (;;) {
    state = lock->state.load(std::memory_order_relaxed);
    if (!(state & kLocked)) {
      if (!lock->state.compare_exchange_weak(state, state | kLocked, std::memory_order_acquire)) continue;
      return acquired(T, lock, waited);
    }
    if (deadline == 0) return LockResult::kNotAcquired;
    if (!(state & kWaiters) && !lock->state.compare_exchange_weak(state, state | kWaiters, std::memory_order_relaxed))
      continue;
    uintptr_t token = 0;
    ParkResult result;
    waited = true;
    record(T, EventKind::kLockWait, 0, lock->owner.load(std::memory_order_relaxed), reinterpret_cast<uintptr_t>(lock));
    {
      DetachScope detached(T, WaitReason::kLock);
      result = T->runtime->parking_lot->park(
          T, WaitReason::kLock, lock,
          [](void* context) {
            return static_cast<Lock*>(context)->state.load(std::memory_order_relaxed) == (kLocked | kWaiters);
          },
          lock, deadline, T->is_main, &token);
    }
    if (result == ParkResult::kUnparked && token == kHandedOver) return acquired(T, lock, true);
    if (T->is_main && !poll_if_requested(T)) return LockResult::kInterrupted;
    if (result == ParkResult::kTimedOut) {
      // One last try: it may have been released just now.
      state = lock->state.load(std::memory_order_relaxed);
      if (!(state & kLocked) && lock->state.compare_exchange_strong(state, state | kLocked, std::memory_order_acquire))
        return acquired(T, lock, true);
      return LockResult::kNotAcquired;
    }
  }
}

bool release_lock(Thread* T, Lock* lock) {
  uint32_t owner = lock->owner.exchange(0, std::memory_order_relaxed);
  record(T, EventKind::kLockRelease, lock->state.load(std::memory_order_relaxed) == (kLocked | kWaiters), owner,
         reinterpret_cast<uintptr_t>(lock));
  uint32_t state = kLocked;
  if (lock->state.compare_exchange_strong(state, 0, std::memory_order_release)) return true;
  if (!(state & kLocked)) return false;
  T->runtime->parking_lot->unpark_one(
      lock,
      [](void* context, bool woken, bool more, Nanoseconds waiting_since) -> uintptr_t {
        auto* l = static_cast<Lock*>(context);
        bool hand_over = woken && monotonic_now() - waiting_since > kHandOverAge;
        l->state.store((hand_over ? kLocked : 0) | (more ? kWaiters : 0), std::memory_order_release);
        return hand_over ? kHandedOver : 0;
      },
      lock);
  return true;
}

}  // namespace gilded
