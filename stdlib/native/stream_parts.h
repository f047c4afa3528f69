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

// Whether `file`, a FileIO, is open: it has a descriptor. `name` is the text "_fd".
inline bool is_open_file(Thread* T, Value file, Value name) {
  Value descriptor = instance_lookup(T, file.as_object(), as_string(name));
  return descriptor.is_small_int() && descriptor.as_small_int() >= 0;
}

}  // namespace gilded
