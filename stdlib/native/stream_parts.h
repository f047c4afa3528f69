// What the native parts of streams share: their lock, taken only if it is free, and the file below.
//
// The methods in Python hold the same lock while they work; if another thread holds it, the native part leaves the call
// to them, and they wait.
#pragma once

#include "vm/object/instance.h"
#include "vm/threading/lock.h"
#include "vm/types/record.h"
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

// A file of the system: what io.FileIO is made of (_file_stream.cpp).
struct FileState {
  std::atomic<int> fd;  // negative: closed
  std::atomic<uint32_t> mode_bits;
  std::atomic<int64_t> block_size;
  std::atomic<bool> is_readable, is_writable, is_created, is_appending;
  std::atomic<bool> closes_descriptor;
  std::atomic<int> seekable;  // 1, 0; -1: not known
};
inline constexpr char kFileTypeName[] = "_file_stream.File";

// REQUIRES: a FileIO.
inline FileState* file_state(Value file) {
  return reinterpret_cast<FileState*>(file.as<Record>()->raw());
}
// Whether this is an io.FileIO, and of no subclass: what it does is known.
inline bool is_plain_file(Value v) {
  Type* base = is_kind(v, Kind::kRecord) ? v.as_object()->type()->base : nullptr;
  return base && base->native_name == kFileTypeName;
}
// The descriptor of a FileIO; negative: it is closed.
inline int descriptor_of(Value file) {
  return file_state(file)->fd.load(std::memory_order_relaxed);
}
// All that is left of a file: bytes. None: nothing, and one would have to wait for more.
Value read_all_of_descriptor(Thread* T, int fd);

}  // namespace gilded
