// No GIL: threads run in parallel (free-threaded). Attaching and detaching only change the thread's state; what keeps
// objects whole are the protocols of the containers and the object locks.
#include "vm/interpreter/interpreter.h"
#include "vm/runtime.h"
#include "vm/threading/gil.h"

#include <sched.h>

namespace gilded {

namespace {

class NoGil : public Gil {
 public:
  explicit NoGil(Runtime* runtime, const Options& options) : runtime_(runtime) {
    set_switch_interval(options.switch_interval_ns);
    set_check_interval(options.check_interval);
  }
  void take(Thread*) override {}
  void drop(Thread*, SwitchReason) override {}
  void on_drop_request(Thread* T) override {
    T->breaker.fetch_and(~static_cast<uint32_t>(kGilDropRequested), std::memory_order_relaxed);
  }
  bool before_instruction(Thread* T, bool, bool may_switch) override {
    // Under stress a thread loses its core at random points, so that the others' work falls into every gap.
    if (!may_switch || !runtime_->options.switch_at_every_point) return false;
    T->random_state = T->random_state * 6364136223846793005u + 1442695040888963407u;
    if ((T->random_state >> 60) == 0) sched_yield();
    return false;
  }
  bool needs_observed_table() const override { return false; }
  bool enabled() const override { return false; }
  void restart_in_child(Thread*) override {}

 private:
  Runtime* runtime_;
};

}  // namespace

std::unique_ptr<Gil> make_no_gil(Runtime* runtime, const Options& options) {
  return std::make_unique<NoGil>(runtime, options);
}

std::unique_ptr<Gil> make_gil(Runtime* runtime, const Options& options) {
  switch (options.gil) {
    case GilPolicy::kTick:
      return make_tick_gil(runtime, options);
    case GilPolicy::kInterval:
      return make_interval_gil(runtime, options);
    default:
      return make_no_gil(runtime, options);
  }
}

}  // namespace gilded
