// Safepoints: attach, detach, poll, and stopping the world.
//
// Thread::state is ATTACHED while the thread may touch the heap. Around anything that can block, a thread detaches
// (DetachScope): it saves its registers and stack pointer for the collector, publishes DETACHED and, under a GIL, lets
// go of the GIL. To attach again it must win the GIL (if there is one) and no stop of the world may be under way.
//
//   DETACHED --attach (wait while stopped; take GIL)--> ATTACHED --poll with kStopRequested--> STOPPED --resume-->
//   ATTACHED
//       ^----------------- detach (drop GIL) ----------------'
//
// poll() is what instructions call when Thread::breaker is not 0, at back edges, function entries and after calls: it
// stops for the collector, lets go of the GIL when asked, runs signal handlers (main thread), finalisers, asynchronous
// exceptions. REQUIRES: no object lock or Mutex held; all live Values in registers of the frame or on this native
// stack. It may run Python code.
#pragma once

#include "vm/threading/parking.h"
#include "vm/threading/thread.h"

// Stores the callee-saved registers in out[0..5] and the caller's stack pointer in out[6] (safepoint.cpp).
extern "C" void gilded_capture_registers(uintptr_t* out);

namespace gilded {

void attach(Thread* T);
void detach(Thread* T, WaitReason reason);
// False: an exception is set (KeyboardInterrupt, an asynchronous exception ...).
[[nodiscard]] bool poll(Thread* T);
[[nodiscard]] inline bool poll_if_requested(Thread* T) {
  return T->breaker.load(std::memory_order_relaxed) == 0 || poll(T);
}

// Round every call that can block: releases the GIL and lets collections go on meanwhile. Do not touch the heap inside.
class DetachScope {
 public:
  // The registers are captured here, in the frame that stays alive while the thread is detached.
  __attribute__((always_inline)) DetachScope(Thread* T, WaitReason reason) : thread_(T) {
    gilded_capture_registers(T->saved_registers);
    detach(T, reason);
  }
  ~DetachScope() { attach(thread_); }
  DetachScope(const DetachScope&) = delete;
  DetachScope& operator=(const DetachScope&) = delete;

 private:
  Thread* thread_;
};

// While one lives, every other thread is stopped or detached. Nests. A safepoint itself: others may have run before it
// was granted.
class StopTheWorldScope {
 public:
  explicit StopTheWorldScope(Thread* T);
  ~StopTheWorldScope();
  StopTheWorldScope(const StopTheWorldScope&) = delete;
  StopTheWorldScope& operator=(const StopTheWorldScope&) = delete;

 private:
  Thread* thread_;
};

// Saves the calling thread's registers and stack pointer in T for a conservative scan. The frame that declares it must
// stay alive.
class SaveNativeStack {
 public:
  __attribute__((always_inline)) explicit SaveNativeStack(Thread* T) { gilded_capture_registers(T->saved_registers); }
};
// One word of a stopped thread's native stack; not instrumented by the sanitizers.
uintptr_t read_stack_word(uintptr_t address);
// With the world stopped or for bookkeeping: f(Thread*) for each thread.
template <class F>
void for_each_thread(Runtime* runtime, F f);

// Waits (detached) until the reason has gone, running signal handlers in between on the main thread. kInterrupted: a
// handler raised, the exception is set. The others as park().
ParkResult wait(Thread* T, WaitReason reason, const void* address, bool (*validate)(void*), void* context,
                Nanoseconds deadline);
// time.sleep and its like: false when a signal handler raised.
[[nodiscard]] bool sleep_until(Thread* T, Nanoseconds deadline, WaitReason reason);

}  // namespace gilded

#include "vm/runtime.h"

namespace gilded {

template <class F>
void for_each_thread(Runtime* runtime, F f) {
  MutexLock guard(runtime->threads_lock);
  for (Thread* thread = runtime->threads; thread; thread = thread->next) f(thread);
}

}  // namespace gilded
