// The one layer for waiting. Whatever a thread waits for (a lock, a condition, the GIL, another thread's end, a moment
// in time), it waits here and nowhere else: no other file touches futexes, pthread conditions or sleeps.
//
// park() puts the calling thread to sleep in the queue of an address, unless `validate` (called under the queue's lock)
// says that the reason to wait has gone. unpark_one() and unpark_all() wake from the front of that queue, first come
// first served. The caller must be DETACHED (use DetachScope, threading/safepoint.h), except the GIL's own waits;
// nothing else may be held.
//
// Signals: the main thread's interruptible parks end with kInterrupted when a signal handler has something to run; the
// caller attaches, lets the handler run, and parks again for the rest of its time.
#pragma once

#include <cstdint>

#include "vm/threading/clock.h"

namespace gilded {

class Thread;
class Runtime;

// What a thread waits for; shown in statistics, traces and deadlock reports.
enum class WaitReason : uint8_t {
  kGil,
  kLock,
  kCondition,
  kJoin,
  kSleep,
  kIo,
  kObjectLock,
  kStopTheWorld,
  kOther,
  kYield,
  kExit
};
constexpr const char* name_of(WaitReason reason) {
  constexpr const char* kNames[] = {"GIL",         "lock", "condition", "join",  "sleep", "IO",
                                    "object lock", "stop", "native",    "yield", "exit"};
  return kNames[static_cast<int>(reason)];
}

enum class ParkResult : uint8_t { kUnparked, kInvalid, kTimedOut, kInterrupted };

class ParkingLot {
 public:
  virtual ~ParkingLot() = default;
  // `context` is passed to validate; validate may be null. `deadline` on monotonic_now()'s scale. A token given by the
  // waker is stored in *token (may be null).
  virtual ParkResult park(Thread* T, WaitReason reason, const void* address, bool (*validate)(void* context),
                          void* context, Nanoseconds deadline, bool interruptible, uintptr_t* token = nullptr) = 0;
  // Wakes the first waiter. `decide` (may be null) is called under the queue's lock with whether somebody is woken,
  // whether more wait, and since when the woken one has waited; what it returns is the waiter's token. True: somebody
  // was woken.
  virtual bool unpark_one(const void* address,
                          uintptr_t (*decide)(void* context, bool woken, bool more,
                                              Nanoseconds waiting_since) = nullptr,
                          void* context = nullptr) = 0;
  virtual int unpark_all(const void* address) = 0;
  // Ends an interruptible park of this thread with kInterrupted, now or at its next interruptible park. Safe in a
  // signal handler.
  virtual void interrupt(Thread* thread) = 0;
  virtual void thread_started(Thread* thread) = 0;
  virtual void thread_ended(Thread* thread) = 0;
};

ParkingLot* make_system_parking_lot();

}  // namespace gilded
