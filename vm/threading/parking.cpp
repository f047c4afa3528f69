// The parking lot on the system's threads: hashed buckets, each a mutex and a queue of waiters; each thread sleeps on a
// futex word of its own.
//
// A waiter is linked into its bucket before it sleeps and unlinked by whoever wakes it, or by itself when its time is
// over; both happen under the bucket's mutex, so a wake-up is never lost and never goes to a thread that has left. The
// word: 0 waiting, 1 woken, 2 interrupted.
#include "vm/threading/parking.h"

#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <climits>

#include "vm/report/recorder.h"
#include "vm/threading/mutex.h"
#include "vm/threading/thread.h"

namespace gilded {

struct ThreadParker {
  std::atomic<uint32_t> word{0};
  std::atomic<bool> interrupt_pending{false};
  std::atomic<bool> interruptible{false};  // sleeping where interrupt() may end it
  // Guarded by the mutex of the bucket of `address`.
  const void* address = nullptr;
  ThreadParker* next = nullptr;
  Nanoseconds since = 0;
  uintptr_t token = 0;
};

namespace {

constexpr uint32_t kWaiting = 0, kWoken = 1, kInterruptedWord = 2;
constexpr int kBucketCount = 256;

// False: timed out. An absolute deadline on the monotonic clock.
bool futex_wait(std::atomic<uint32_t>& word, uint32_t expected, Nanoseconds deadline) {
  timespec t{};
  timespec* timeout = nullptr;
  if (deadline != kNoDeadline) {
    if (deadline < 0) deadline = 0;
    t.tv_sec = deadline / 1'000'000'000;
    t.tv_nsec = deadline % 1'000'000'000;
    timeout = &t;
  }
  long result = syscall(SYS_futex, reinterpret_cast<uint32_t*>(&word), FUTEX_WAIT_BITSET_PRIVATE, expected, timeout,
                        nullptr, FUTEX_BITSET_MATCH_ANY);
  return !(result == -1 && errno == ETIMEDOUT);
}
void futex_wake(std::atomic<uint32_t>& word) {
  syscall(SYS_futex, reinterpret_cast<uint32_t*>(&word), FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

struct Bucket {
  Mutex mutex;
  ThreadParker* first GUARDED_BY(mutex) = nullptr;
  ThreadParker* last GUARDED_BY(mutex) = nullptr;

  void append(ThreadParker* p) REQUIRES(mutex) {
    p->next = nullptr;
    (last ? last->next : first) = p;
    last = p;
  }
  // True: it was there.
  bool remove(ThreadParker* p) REQUIRES(mutex) {
    ThreadParker* previous = nullptr;
    for (ThreadParker* q = first; q; previous = q, q = q->next) {
      if (q != p) continue;
      (previous ? previous->next : first) = q->next;
      if (last == q) last = previous;
      q->next = nullptr;
      return true;
    }
    return false;
  }
  ThreadParker* take(const void* address, bool* more) REQUIRES(mutex) {
    ThreadParker* found = nullptr;
    *more = false;
    for (ThreadParker* q = first; q; q = q->next) {
      if (q->address != address) continue;
      if (found) {
        *more = true;
        break;
      }
      found = q;
    }
    if (found) remove(found);
    return found;
  }
};

class SystemParkingLot : public ParkingLot {
 public:
  ParkResult park(Thread* T, WaitReason reason, const void* address, bool (*validate)(void*), void* context,
                  Nanoseconds deadline, bool interruptible, uintptr_t* token) override {
    ThreadParker* self = T->parker;
    Bucket& bucket = bucket_of(address);
    {
      MutexLock guard(bucket.mutex);
      if (validate && !validate(context)) return ParkResult::kInvalid;
      self->address = address;
      self->since = monotonic_now();
      self->token = 0;
      self->word.store(kWaiting, std::memory_order_relaxed);
      bucket.append(self);
    }
    record(T, EventKind::kPark, reason, 0, reinterpret_cast<uintptr_t>(address));
    if (interruptible) {
      // Either interrupt() sees that we sleep, or we see that it came before.
      self->interruptible.store(true, std::memory_order_seq_cst);
      if (self->interrupt_pending.exchange(false, std::memory_order_seq_cst)) interrupt_word(self);
    }
    bool timed_out = false;
    while (self->word.load(std::memory_order_acquire) == kWaiting) {
      if (!futex_wait(self->word, kWaiting, deadline)) {
        timed_out = true;
        break;
      }
    }
    if (interruptible) self->interruptible.store(false, std::memory_order_seq_cst);
    ParkResult result = ParkResult::kUnparked;
    {
      MutexLock guard(bucket.mutex);
      // Still linked: nobody woke us, the time or an interrupt did.
      if (bucket.remove(self)) result = timed_out ? ParkResult::kTimedOut : ParkResult::kInterrupted;
    }
    record(T, EventKind::kUnpark, result);
    if (token) *token = self->token;
    self->address = nullptr;
    return result;
  }

  bool unpark_one(const void* address, uintptr_t (*decide)(void*, bool, bool, Nanoseconds), void* context) override {
    Bucket& bucket = bucket_of(address);
    ThreadParker* woken;
    {
      MutexLock guard(bucket.mutex);
      bool more;
      woken = bucket.take(address, &more);
      uintptr_t token = decide ? decide(context, woken != nullptr, more, woken ? woken->since : 0) : 0;
      if (!woken) return false;
      woken->token = token;
      // Inside the lock: once it is unlocked the woken thread may leave and its parker may be gone.
      woken->word.store(kWoken, std::memory_order_release);
      futex_wake(woken->word);
    }
    return true;
  }

  int unpark_all(const void* address) override {
    Bucket& bucket = bucket_of(address);
    MutexLock guard(bucket.mutex);
    int count = 0;
    bool more = true;
    while (ThreadParker* woken = bucket.take(address, &more)) {
      woken->word.store(kWoken, std::memory_order_release);
      futex_wake(woken->word);
      ++count;
    }
    return count;
  }

  void interrupt(Thread* thread) override {
    ThreadParker* parker = thread->parker;
    if (!parker) return;
    parker->interrupt_pending.store(true, std::memory_order_seq_cst);
    if (parker->interruptible.load(std::memory_order_seq_cst) &&
        parker->interrupt_pending.exchange(false, std::memory_order_seq_cst)) {
      interrupt_word(parker);
    }
  }

  void thread_started(Thread* thread) override { thread->parker = new ThreadParker; }
  void thread_ended(Thread* thread) override {
    delete thread->parker;
    thread->parker = nullptr;
  }

 private:
  static void interrupt_word(ThreadParker* parker) {
    uint32_t expected = kWaiting;
    if (parker->word.compare_exchange_strong(expected, kInterruptedWord, std::memory_order_acq_rel))
      futex_wake(parker->word);
  }
  Bucket& bucket_of(const void* address) {
    auto bits = reinterpret_cast<uintptr_t>(address);
    return buckets_[((bits >> 4) * 0x9e3779b97f4a7c15u) >> 56];
  }
  Bucket buckets_[kBucketCount];
};

}  // namespace

ParkingLot* make_system_parking_lot() {
  return new SystemParkingLot;
}

}  // namespace gilded
