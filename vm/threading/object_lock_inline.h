// The inline halves of object_lock.h; they need the layout of Thread.
#pragma once

#include "vm/threading/object_lock.h"
#include "vm/threading/thread.h"

namespace gilded {

inline constexpr uint8_t kObjectLocked = 1;
inline constexpr uint8_t kObjectHasWaiters = 2;
inline constexpr uint8_t kObjectWatched = 4;

inline ObjectLock::ObjectLock(Thread* T, Object* object)
    : thread_(T), object_(object && T->parallel() ? object : nullptr), no_safepoint_(T) {
  if (!object_) return;
  uint8_t expected = 0;
  if (!object_->lock.compare_exchange_strong(expected, kObjectLocked, std::memory_order_acquire))
    lock_object_slow(T, object_);
}
inline ObjectLock::~ObjectLock() {
  if (!object_) return;
  uint8_t expected = kObjectLocked;
  if (!object_->lock.compare_exchange_strong(expected, 0, std::memory_order_release))
    unlock_object_slow(thread_, object_);
}
inline ObjectLockPair::ObjectLockPair(Thread* T, Object* a, Object* b)
    : first_(T, a < b ? a : b), second_(T, a == b ? nullptr : (a < b ? b : a)) {}

}  // namespace gilded
