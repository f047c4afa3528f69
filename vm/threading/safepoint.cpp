#include "vm/threading/safepoint.h"

#include <cassert>

#include "vm/gc/collector.h"
#include "vm/interpreter/interpreter.h"
#include "vm/object/errors.h"
#include "vm/report/recorder.h"
#include "vm/threading/gil.h"
#include "vm/threading/processors.h"
#include "vm/threading/signals.h"
#include "vm/threading/stop_the_world.h"

// The callee-saved registers of the System V ABI: a caller's live pointers are either there or already on its stack.
#if defined(__x86_64__)
asm(R"(
.text
.globl gilded_capture_registers
.hidden gilded_capture_registers
.type gilded_capture_registers, @function
gilded_capture_registers:
  movq %rbx, 0(%rdi)
  movq %rbp, 8(%rdi)
  movq %r12, 16(%rdi)
  movq %r13, 24(%rdi)
  movq %r14, 32(%rdi)
  movq %r15, 40(%rdi)
  leaq 8(%rsp), %rax
  movq %rax, 48(%rdi)
  ret
.size gilded_capture_registers, .-gilded_capture_registers
)");
#else
#error "gilded_capture_registers must be written for this processor"
#endif

namespace gilded {

__attribute__((no_sanitize("address", "thread"), noinline)) uintptr_t read_stack_word(uintptr_t address) {
  return *reinterpret_cast<volatile uintptr_t*>(address);
}

static std::atomic<uint32_t>& state_of(Thread* T) {
  return T->state;
}
static constexpr auto kDetached = static_cast<uint32_t>(ThreadState::kDetached);
static constexpr auto kAttached = static_cast<uint32_t>(ThreadState::kAttached);
static constexpr auto kStopped = static_cast<uint32_t>(ThreadState::kStopped);

void attach(Thread* T) {
  T->runtime->gil->take(T);
  for (;;) {
    uint32_t expected = kDetached;
    if (state_of(T).compare_exchange_strong(expected, kAttached, std::memory_order_seq_cst)) break;
    // A collection runs: it marked this thread as stopped and wakes it when it is over.
    T->runtime->parking_lot->park(
        T, WaitReason::kStopTheWorld, &T->state,
        [](void* context) { return static_cast<Thread*>(context)->state.load() == kStopped; }, T, kNoDeadline, false);
  }
  record(T, EventKind::kAttach);
  if (T->runtime->finishing.load(std::memory_order_relaxed) &&
      T->breaker.load(std::memory_order_relaxed) & kExitRequested)
    stop_for_ever(T);
}

void detach(Thread* T, WaitReason reason) {
  assert(T->no_safepoint_depth == 0);
  record(T, EventKind::kDetach, reason);
  state_of(T).store(kDetached, std::memory_order_seq_cst);
  // Somebody may be waiting for this thread to stop.
  if (T->breaker.load(std::memory_order_seq_cst) & kStopRequested)
    T->runtime->parking_lot->unpark_all(T->runtime->stop_the_world.get());
  T->runtime->gil->drop(T, reason == WaitReason::kYield  ? SwitchReason::kYield
                           : reason == WaitReason::kExit ? SwitchReason::kExit
                                                         : SwitchReason::kBlocking);
}

// A daemon thread at the end of the runtime: it never runs Python code again. Its native stack stays as it is until the
// process ends.
void stop_for_ever(Thread* T) {
  gilded_capture_registers(T->saved_registers);
  detach(T, WaitReason::kOther);
  for (;;) T->runtime->parking_lot->park(T, WaitReason::kOther, T, nullptr, nullptr, kNoDeadline, false);
}

// ---------------------------------------------------------------- stopping the world

// Where every thread that runs has a processor, most stops are over before the system has put one to sleep and woken it
// again: those who wait look for so long before they park. Two threads that make many lists and dicts did 0.72 to 0.80
// of what two do that only count, and do 0.92 to 0.98 with it.
static constexpr Nanoseconds kLooksForStop = 20'000, kLooksForEnd = 60'000;

// A few dozen nanoseconds.
static void pause_a_little() {
  for (int i = 0; i < 16; ++i) __builtin_ia32_pause();
}

static bool is_stopped(void* thread) {
  auto* T = static_cast<Thread*>(thread);
  return T->state.load() == kStopped || (T->breaker.load(std::memory_order_seq_cst) & kStopRequested) != 0;
}

__attribute__((noinline)) static void stop_at_poll(Thread* T) {
  gilded_capture_registers(T->saved_registers);
  record(T, EventKind::kStopBegin);
  // Stopping is detaching without giving up the GIL: with a GIL the requester holds it, so this thread does not.
  state_of(T).store(kDetached, std::memory_order_seq_cst);
  T->runtime->parking_lot->unpark_all(T->runtime->stop_the_world.get());
  if (T->runtime->stop_the_world->running.load(std::memory_order_relaxed) <= usable_processors()) {
    for (Nanoseconds until = monotonic_now() + kLooksForEnd; is_stopped(T) && monotonic_now() < until;)
      pause_a_little();
  }
  for (;;) {
    uint32_t expected = kDetached;
    if (!(T->breaker.load(std::memory_order_seq_cst) & kStopRequested) &&
        state_of(T).compare_exchange_strong(expected, kAttached, std::memory_order_seq_cst)) {
      record(T, EventKind::kStopEnd);
      return;
    }
    T->runtime->parking_lot->park(T, WaitReason::kStopTheWorld, &T->state, is_stopped, T, kNoDeadline, false);
  }
}

StopTheWorldScope::StopTheWorldScope(Thread* T) : thread_(T) {
  StopTheWorld& world = *T->runtime->stop_the_world;
  if (world.owner.load(std::memory_order_relaxed) == T) {
    ++world.depth;
    return;
  }
  // One stop at a time. A thread that waits for its turn must itself be stoppable.
  for (;;) {
    Thread* expected = nullptr;
    if (world.owner.compare_exchange_strong(expected, T, std::memory_order_seq_cst)) break;
    gilded_capture_registers(T->saved_registers);
    detach(T, WaitReason::kStopTheWorld);
    T->runtime->parking_lot->park(
        T, WaitReason::kStopTheWorld, &world.owner,
        [](void* context) { return static_cast<StopTheWorld*>(context)->owner.load() != nullptr; }, &world, kNoDeadline,
        false);
    attach(T);
  }
  world.depth = 1;
  // Under a GIL every other thread is detached already; asking costs nothing then.
  for (Nanoseconds until = 0;;) {
    uint32_t running = 0;
    {
      MutexLock guard(T->runtime->threads_lock);
      for (Thread* other = T->runtime->threads; other; other = other->next) {
        if (other == T) continue;
        uint32_t state = other->state.load(std::memory_order_seq_cst);
        if (state == kStopped) continue;
        if (state == kDetached) {
          if (other->state.compare_exchange_strong(state, kStopped, std::memory_order_seq_cst)) continue;
        }
        ++running;
        other->request(kStopRequested);
      }
    }
    if (running == 0) break;
    if (until == 0) {
      world.running.store(running + 1, std::memory_order_relaxed);
      until = monotonic_now() + (running + 1 <= usable_processors() ? kLooksForStop : 0);
    }
    if (monotonic_now() < until) {
      pause_a_little();
      continue;
    }
    // Woken by a thread that stops or detaches; looks again at the latest 50 us later.
    T->runtime->parking_lot->park(T, WaitReason::kStopTheWorld, &world, nullptr, nullptr, monotonic_now() + 50'000,
                                  false);
  }
}

StopTheWorldScope::~StopTheWorldScope() {
  Thread* T = thread_;
  StopTheWorld& world = *T->runtime->stop_the_world;
  if (--world.depth > 0) return;
  {
    MutexLock guard(T->runtime->threads_lock);
    for (Thread* other = T->runtime->threads; other; other = other->next) {
      if (other == T) continue;
      other->breaker.fetch_and(~static_cast<uint32_t>(kStopRequested), std::memory_order_seq_cst);
      uint32_t expected = kStopped;
      if (other->state.compare_exchange_strong(expected, kDetached, std::memory_order_seq_cst))
        T->runtime->parking_lot->unpark_all(&other->state);
    }
  }
  world.owner.store(nullptr, std::memory_order_seq_cst);
  T->runtime->parking_lot->unpark_all(&world.owner);
}

// ---------------------------------------------------------------- poll

bool poll(Thread* T) {
  assert(T->no_safepoint_depth == 0);
  uint32_t bits = T->breaker.load(std::memory_order_seq_cst);
  if (bits & kExitRequested) stop_for_ever(T);
  if (bits & kStopRequested) stop_at_poll(T);
  if (bits & kGilDropRequested) T->runtime->gil->on_drop_request(T);
  if (bits & kCollectRequested) {
    T->breaker.fetch_and(~static_cast<uint32_t>(kCollectRequested), std::memory_order_relaxed);
    if (T->runtime->collector->enabled() || T->runtime->options.gc_every_allocations)
      T->runtime->collector->collect(T, Collector::Extent::kAsNeeded);
    bits = T->breaker.load(std::memory_order_seq_cst);
  }
  if (bits & kSampleRequested) {
    T->breaker.fetch_and(~static_cast<uint32_t>(kSampleRequested), std::memory_order_relaxed);
    if (T->record) T->runtime->recorder->sample(T);
  }
  if (bits & kObserverChanged) {
    T->breaker.fetch_and(~static_cast<uint32_t>(kObserverChanged), std::memory_order_relaxed);
    choose_dispatch(T);
  }
  if (bits & kSignalsPending && T->is_main && !run_signal_handlers(T)) return false;
  if (bits & kFinalizersPending) T->runtime->collector->poll_finalizers(T);
  if (bits & kAsyncException) {
    Value exception;
    {
      MutexLock guard(T->runtime->threads_lock);
      T->breaker.fetch_and(~static_cast<uint32_t>(kAsyncException), std::memory_order_relaxed);
      exception = T->async_exception;
      T->async_exception = kEmpty;
    }
    if (exception) return raise_value(T, exception);
  }
  return true;
}

ParkResult wait(Thread* T, WaitReason reason, const void* address, bool (*validate)(void*), void* context,
                Nanoseconds deadline) {
  for (;;) {
    ParkResult result;
    {
      DetachScope detached(T, reason);
      result = T->runtime->parking_lot->park(T, reason, address, validate, context, deadline, T->is_main);
    }
    // Signal handlers run whatever ended the wait; only an interrupted wait goes on afterwards.
    if (T->is_main && T->breaker.load(std::memory_order_relaxed) & kSignalsPending) {
      if (!run_signal_handlers(T)) return ParkResult::kInterrupted;
    }
    if (result != ParkResult::kInterrupted) return result;
  }
}

bool sleep_until(Thread* T, Nanoseconds deadline, WaitReason reason) {
  char own_address;
  return wait(T, reason, &own_address, nullptr, nullptr, deadline) != ParkResult::kInterrupted;
}

}  // namespace gilded
