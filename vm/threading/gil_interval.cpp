// The GIL of Python 3.2 and later: a waiter asks for it.
//
// A thread that wants the GIL waits 5 ms at a time (sys.setswitchinterval). When a wait ran out and nobody else got the
// GIL meanwhile, it asks the holder to give way by a bit in its breaker word. The holder gives way at its next switch
// point, and then waits until another thread really has taken over, so that a request is always answered by a
// hand-over. Threads that block let go at once, with no wait. There is no queue: any waiter may win, and the others
// start a new interval.
//
// With switch points at calls (3.10 and later) the fast table's polls are the switch points. With switch points
// everywhere (3.2 to 3.9) a poll that meets a request only arms the thread: it goes on in the observed table and gives
// way a few instructions later, wherever that is. So the fast table pays nothing, and a switch can fall into any gap.
//
// Source of the rules: CPython 3.9.18 Python/ceval_gil.h.
#include "vm/interpreter/interpreter.h"
#include "vm/threading/gil_lock.h"

namespace gilded {

namespace {

class IntervalGil : public GilLock {
 public:
  IntervalGil(Runtime* runtime, const Options& options)
      : GilLock(runtime), every_(options.switch_points == SwitchPoints::kEvery) {
    set_switch_interval(options.switch_interval_ns);
    set_check_interval(options.check_interval);
  }

  void take(Thread* T) override {
    if (try_lock(T)) return;
    Nanoseconds started = monotonic_now();
    begin_wait(T);
    while (!try_lock(T)) {
      uint64_t switches_before = switch_number_.load(std::memory_order_relaxed);
      ParkResult result = wait_for_lock(T, monotonic_now() + switch_interval());
      if (result == ParkResult::kTimedOut) {
        if (locked_.load(std::memory_order_relaxed) &&
            switch_number_.load(std::memory_order_relaxed) == switches_before)
          request_drop(T);
      } else if (locked_.load(std::memory_order_relaxed)) {
        note_failed_wakeup(T);
      }
    }
    waiters_.fetch_sub(1, std::memory_order_seq_cst);
    note_wait(T, started);
  }

  void drop(Thread* T, SwitchReason reason) override {
    disarm(T);
    unlock(T, reason);
  }

  void on_drop_request(Thread* T) override {
    T->breaker.fetch_and(~static_cast<uint32_t>(kGilDropRequested), std::memory_order_seq_cst);
    if (!every_) {
      if (runtime_->options.switch_at_every_point && !somebody_waits(T)) return;
      give_way(T, SwitchReason::kRequest);
      return;
    }
    if (T->observe_countdown > 0) return;
    // Mostly within the next few instructions, now and then far ahead: straight-line code has no polls to arm at.
    T->random_state = T->random_state * 6364136223846793005u + 1442695040888963407u;
    auto draw = static_cast<uint32_t>(T->random_state >> 33);
    T->observe_countdown = 1 + static_cast<int32_t>((draw & 7) ? draw / 8 % 16 : draw / 8 % 256);
    choose_dispatch(T);
  }

  bool before_instruction(Thread* T, bool, bool may_switch) override {
    if (!may_switch) return false;
    if (T->observe_countdown > 0 && --T->observe_countdown == 0) {
      give_way(T, SwitchReason::kRequest);
      choose_dispatch(T);
      return true;
    }
    if (stress_wants_switch(T)) {
      give_way(T, SwitchReason::kStress);
      return true;
    }
    return false;
  }

  bool needs_observed_table() const override { return false; }

 private:
  void disarm(Thread* T) {
    if (T->observe_countdown > 0) {
      T->observe_countdown = 0;
      choose_dispatch(T);
    }
  }

  const bool every_;
};

}  // namespace

std::unique_ptr<Gil> make_interval_gil(Runtime* runtime, const Options& options) {
  return std::make_unique<IntervalGil>(runtime, options);
}

}  // namespace gilded
