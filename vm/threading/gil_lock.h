// The lock that both GIL policies have in common: who holds it, who waits, what is counted. For gil_tick.cpp and
// gil_interval.cpp.
//
// Taking it back right after letting go is allowed (barging): letting go wakes a waiter, but does not hand the lock
// over. How a policy makes sure that a waiter gets its turn is its own business.
#pragma once

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <new>

#include "vm/report/recorder.h"
#include "vm/runtime.h"
#include "vm/threading/gil.h"
#include "vm/threading/mutex.h"
#include "vm/threading/safepoint.h"

namespace gilded {

class GilLock : public Gil {
 public:
  explicit GilLock(Runtime* runtime) : runtime_(runtime) {}
  bool enabled() const override { return true; }
  void restart_in_child(Thread* T) override NO_THREAD_SAFETY_ANALYSIS {
    new (&holder_lock_) Mutex;  // whoever held it is gone
    holder_ = T;
    locked_.store(1);
    waiters_.store(0);
    last_holder_.store(T->number);
    holder_number_.store(T->number);
  }

 protected:
  bool try_lock(Thread* T) {
    uint32_t expected = 0;
    if (!locked_.compare_exchange_strong(expected, 1, std::memory_order_acquire)) return false;
    holder_number_.store(T->number, std::memory_order_relaxed);
    if (uint32_t previous = last_holder_.exchange(T->number, std::memory_order_seq_cst); previous != T->number) {
      SwitchReason reason = pending_reason_.load(std::memory_order_relaxed);
      switch_number_.fetch_add(1, std::memory_order_relaxed);
      counters.switches[static_cast<int>(reason)].fetch_add(1, std::memory_order_relaxed);
      if (ThreadCounters& own = T->counters; own.gil_takes) {
        ++own.gil_losses[own.last_drop_reason];
        ++own.losses;
        own.last_loss_reason = own.last_drop_reason;
        own.last_loss_at = T->frame ? T->pc : nullptr;
      }
      record(T, EventKind::kGilTake, reason, previous);
      runtime_->parking_lot->unpark_all(&last_holder_);
    }
    counters.takes.fetch_add(1, std::memory_order_relaxed);
    ++T->counters.gil_takes;
    {
      MutexLock guard(holder_lock_);
      holder_ = T;
    }
    return true;
  }
  void unlock(Thread* T, SwitchReason reason) {
    T->counters.last_drop_reason = static_cast<uint8_t>(reason);
    // A thread that blocks has said so already.
    if (reason != SwitchReason::kBlocking) record(T, EventKind::kGilDrop, reason);
    {
      MutexLock guard(holder_lock_);
      holder_ = nullptr;
      T->breaker.fetch_and(~static_cast<uint32_t>(kGilDropRequested), std::memory_order_seq_cst);
    }
    pending_reason_.store(reason, std::memory_order_relaxed);
    locked_.store(0, std::memory_order_seq_cst);
    if (waiters_.load(std::memory_order_seq_cst) > 0) runtime_->parking_lot->unpark_one(&locked_);
  }
  void request_drop(Thread* T) {
    record(T, EventKind::kGilRequest, 0, holder_number_.load(std::memory_order_relaxed));
    MutexLock guard(holder_lock_);
    if (holder_) holder_->request(kGilDropRequested);
  }
  // Under stress: is there somebody to let in? While switches are recorded, waits a little for one, where none was
  // recorded yet.
  bool somebody_waits(Thread* T) {
    if (waiters_.load(std::memory_order_relaxed) > 0) return true;
    if (!recorder.is_new(T)) return false;
    for (int i = 0; i < 20'000 && waiters_.load(std::memory_order_relaxed) == 0; ++i) sched_yield();
    return waiters_.load(std::memory_order_relaxed) > 0;
  }
  // One wait for the lock to be let go of.
  ParkResult wait_for_lock(Thread* T, Nanoseconds deadline) {
    return runtime_->parking_lot->park(
        T, WaitReason::kGil, &locked_,
        [](void* context) { return static_cast<GilLock*>(context)->locked_.load(std::memory_order_seq_cst) != 0; },
        this, deadline, false);
  }
  // Lets go, waits until another thread has taken the GIL, and queues for it again. REQUIRES: another thread waits for
  // it.
  //
  // Under stress the thread counts as a waiter all the while, though it may take the system some time to wake it: so
  // the other one gives way at its next instruction, too, and the two really alternate, on a busy machine as well.
  __attribute__((noinline)) void give_way(Thread* T, SwitchReason reason) {
    recorder.note(T);
    struct Context {
      GilLock* gil;
      uint32_t self, counted;
    } context{this, T->number, reason == SwitchReason::kStress};
    gilded_capture_registers(T->saved_registers);
    T->state.store(static_cast<uint32_t>(ThreadState::kDetached), std::memory_order_seq_cst);
    if (context.counted) waiters_.fetch_add(1, std::memory_order_seq_cst);
    unlock(T, reason);
    runtime_->parking_lot->park(
        T, WaitReason::kGil, &last_holder_,
        [](void* c) {
          auto [gil, self, counted] = *static_cast<Context*>(c);
          return gil->waiters_.load(std::memory_order_seq_cst) > counted &&
                 gil->locked_.load(std::memory_order_seq_cst) == 0 &&
                 gil->last_holder_.load(std::memory_order_seq_cst) == self;
        },
        &context, kNoDeadline, false);
    attach(T);
    if (context.counted) waiters_.fetch_sub(1, std::memory_order_seq_cst);
  }
  // Under stress: give way here? Nearly always; never quite, lest two threads fall into step and always meet at the
  // same instructions.
  bool stress_wants_switch(Thread* T) {
    if (!runtime_->options.switch_at_every_point) return false;
    if (recorder.is_new(T)) return somebody_waits(T);
    if (waiters_.load(std::memory_order_relaxed) == 0) return false;
    T->random_state = T->random_state * 6364136223846793005u + 1442695040888963407u;
    return (T->random_state >> 60) != 0;
  }
  void begin_wait(Thread* T) {
    record(T, EventKind::kGilWait, 0, holder_number_.load(std::memory_order_relaxed));
    waiters_.fetch_add(1, std::memory_order_seq_cst);
  }
  void note_failed_wakeup(Thread* T) {
    counters.failed_wakeups.fetch_add(1, std::memory_order_relaxed);
    ++T->counters.failed_wakeups;
    record(T, EventKind::kFailedWakeup, 0, holder_number_.load(std::memory_order_relaxed));
  }
  void note_wait(Thread* T, Nanoseconds started) {
    Nanoseconds waited = monotonic_now() - started;
    ++T->counters.gil_waits;
    T->counters.total_gil_wait_ns += waited;
    T->counters.longest_gil_wait_ns = std::max<int64_t>(T->counters.longest_gil_wait_ns, waited);
    counters.waits.fetch_add(1, std::memory_order_relaxed);
    counters.total_wait_ns.fetch_add(waited, std::memory_order_relaxed);
    int64_t longest = counters.longest_wait_ns.load(std::memory_order_relaxed);
    while (waited > longest &&
           !counters.longest_wait_ns.compare_exchange_weak(longest, waited, std::memory_order_relaxed)) {
    }
  }

  Runtime* runtime_;
  std::atomic<uint32_t> locked_{0};
  std::atomic<uint32_t> waiters_{0};
  std::atomic<uint32_t> holder_number_{0};  // of the last or present holder
  std::atomic<uint32_t> last_holder_{0};    // Thread::number; parked on by a holder that was told to give way
  std::atomic<uint64_t> switch_number_{0};
  std::atomic<SwitchReason> pending_reason_{SwitchReason::kBlocking};  // why the last holder let go

 private:
  Mutex holder_lock_;
  Thread* holder_ GUARDED_BY(holder_lock_) = nullptr;
};

}  // namespace gilded
