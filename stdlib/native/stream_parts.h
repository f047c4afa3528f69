// What the native parts of streams share: their lock, taken only if it is free, and whether the file below is open.
//
// The methods in Python hold the same lock while they work; if another thread holds it, the native part leaves the call
// to them, and they wait.
#pragma once

#include "vm/object/instance.h"
#include "vm/threading/lock.h"
#include "vm/types/string.h"

namespace gilded {

// Holds a lock for a scope if it was free. `lock` may be EMPTY: then it is never held. Where a GIL keeps the others
// out, which it does as long as the scope runs no Python code and waits for nothing, a look at the lock is enough.
// REQUIRES: the scope does neither.
class FreeLock {
 public:
  FreeLock(Thread* T, Value lock) : thread_(T) {
    if (lock && !T->parallel()) {
      is_free_ = is_free(lock.as<Lock>());
    } else if (lock && acquire_lock(T, lock.as<Lock>(), 0) == LockResult::kAcquired)
      lock_ = lock.as<Lock>();
  }
  ~FreeLock() {
    if (lock_) release_lock(thread_, lock_);
  }
  FreeLock(const FreeLock&) = delete;
  FreeLock& operator=(const FreeLock&) = delete;
  explicit operator bool() const { return is_free_ || lock_ != nullptr; }

 private:
  Thread* thread_;
  Lock* lock_ = nullptr;
  bool is_free_ = false;
};

// Holds a lock for a scope that may wait, if nobody else holds it.
class HeldLock {
 public:
  HeldLock(Thread* T, Value lock) : thread_(T) {
    if (lock && acquire_lock(T, lock.as<Lock>(), 0) == LockResult::kAcquired) lock_ = lock.as<Lock>();
  }
  ~HeldLock() {
    if (lock_) release_lock(thread_, lock_);
  }
  HeldLock(const HeldLock&) = delete;
  HeldLock& operator=(const HeldLock&) = delete;
  explicit operator bool() const { return lock_ != nullptr; }

 private:
  Thread* thread_;
  Lock* lock_ = nullptr;
};

// The descriptor of `file`, a FileIO; negative: it is closed. `name` is the text "_fd".
inline int descriptor_of(Thread* T, Value file, Value name) {
  Value descriptor = instance_lookup(T, file.as_object(), as_string(name));
  return descriptor.is_small_int() ? static_cast<int>(descriptor.as_small_int()) : -1;
}
// Whether `file`, a FileIO, is open: it has a descriptor.
inline bool is_open_file(Thread* T, Value file, Value name) {
  return descriptor_of(T, file, name) >= 0;
}

}  // namespace gilded
