// The GIL of Python 2: the holder lets go every 100 bytecodes.
//
// One global ticker counts the instructions that tick (the counterparts of those that CPython 2.7 counts) of whichever
// thread runs. It starts at 0 and is reloaded with the check interval when it falls below 0, so a period is interval +
// 1 instructions. At its end the holder lets go of the lock, which wakes a waiter, and takes it again at once: on
// several cores the holder mostly wins, and the waiter has woken for nothing (a failed wake-up). Nobody asks for a
// switch, and nothing is reset when a thread blocks. Right before a try or with statement the check is put off by one
// instruction.
//
// Source of the rules: CPython 2.7 Python/ceval.c (_Py_Ticker); measured in the real one.
#include "vm/interpreter/interpreter.h"
#include "vm/threading/gil_lock.h"

namespace gilded {

namespace {

class TickGil : public GilLock {
 public:
  TickGil(Runtime* runtime, const Options& options) : GilLock(runtime) {
    set_switch_interval(options.switch_interval_ns);
    TickGil::set_check_interval(options.check_interval);
    ticker_.store(0, std::memory_order_relaxed);
  }

  void take(Thread* T) override {
    if (try_lock(T)) return;
    Nanoseconds started = monotonic_now();
    begin_wait(T);
    for (;;) {
      // A woken waiter races with the thread that let go; it tries for about as long as a lock operation of the time
      // took.
      bool won = false;
      for (int i = 0; i < kSpins && !(won = try_lock(T)); ++i) __builtin_ia32_pause();
      if (won) break;
      ParkResult result = wait_for_lock(T, kNoDeadline);
      if (result == ParkResult::kUnparked && locked_.load(std::memory_order_relaxed)) note_failed_wakeup(T);
    }
    waiters_.fetch_sub(1, std::memory_order_seq_cst);
    note_wait(T, started);
  }

  void drop(Thread* T, SwitchReason reason) override { unlock(T, reason); }
  void on_drop_request(Thread* T) override {
    T->breaker.fetch_and(~static_cast<uint32_t>(kGilDropRequested), std::memory_order_seq_cst);
  }

  bool before_instruction(Thread* T, bool ticks, bool may_switch) override {
    if (!ticks) return false;
    int32_t left = ticker_.load(std::memory_order_relaxed) - 1;
    ticker_.store(left, std::memory_order_relaxed);
    if (left >= 0) [[likely]] {
      if (may_switch && stress_wants_switch(T)) {
        give_way(T, SwitchReason::kStress);
        return true;
      }
      return false;
    }
    if (!may_switch) return false;
    ticker_.store(check_interval(), std::memory_order_relaxed);
    if (waiters_.load(std::memory_order_relaxed) == 0) return false;
    return let_go(T);
  }

  // A thread that is alone has nobody to let in: nothing is counted, and it runs as fast as under the other policies.
  // The ticker stands still meanwhile.
  bool needs_observed_table() const override { return runtime_->thread_count.load(std::memory_order_relaxed) > 1; }

  void set_check_interval(int32_t bytecodes) override {
    Gil::set_check_interval(bytecodes);
    ticker_.store(bytecodes, std::memory_order_relaxed);
  }

 private:
  static constexpr int kSpins = 40;

  bool let_go(Thread* T) {
    recorder.note(T);
    gilded_capture_registers(T->saved_registers);
    T->state.store(static_cast<uint32_t>(ThreadState::kDetached), std::memory_order_seq_cst);
    unlock(T, SwitchReason::kTick);
    attach(T);
    return true;
  }

  std::atomic<int32_t> ticker_{0};  // written by the holder only
};

}  // namespace

std::unique_ptr<Gil> make_tick_gil(Runtime* runtime, const Options& options) {
  return std::make_unique<TickGil>(runtime, options);
}

}  // namespace gilded
