// Mutual exclusion inside the VM, annotated for clang's -Wthread-safety (libstdc++'s std::mutex is not).
//
// A Mutex is for short sections of the VM's own bookkeeping: no Python code, no allocation of objects, no waiting while
// it is held. An attached thread may take one without detaching for exactly that reason. Python's locks are
// threading/lock.h; waiting is parking.h.
#pragma once

#include <mutex>

#if defined(__clang__)
#define GILDED_THREAD_ANNOTATION(x) __attribute__((x))
#else
#define GILDED_THREAD_ANNOTATION(x)
#endif
#define GUARDED_BY(x) GILDED_THREAD_ANNOTATION(guarded_by(x))
#define REQUIRES(...) GILDED_THREAD_ANNOTATION(requires_capability(__VA_ARGS__))
#define ACQUIRE(...) GILDED_THREAD_ANNOTATION(acquire_capability(__VA_ARGS__))
#define RELEASE(...) GILDED_THREAD_ANNOTATION(release_capability(__VA_ARGS__))
#define EXCLUDES(...) GILDED_THREAD_ANNOTATION(locks_excluded(__VA_ARGS__))
#define NO_THREAD_SAFETY_ANALYSIS GILDED_THREAD_ANNOTATION(no_thread_safety_analysis)

namespace gilded {

class GILDED_THREAD_ANNOTATION(capability("mutex")) Mutex {
 public:
  void lock() ACQUIRE() { mutex_.lock(); }
  void unlock() RELEASE() { mutex_.unlock(); }
  std::mutex& native() { return mutex_; }

 private:
  std::mutex mutex_;
};

class GILDED_THREAD_ANNOTATION(scoped_lockable) MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) ACQUIRE(mutex) : mutex_(mutex) { mutex_.lock(); }
  ~MutexLock() RELEASE() { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

}  // namespace gilded
