// The global interpreter lock and its policies, one file each: gil_tick.cpp, gil_interval.cpp, gil_off.cpp.
//
// take() is called by attach, drop() by detach and by polls that give way. The dispatch loop knows only Thread::breaker
// and the observed table; what happens there is decided here, by before_instruction.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "vm/options.h"
#include "vm/threading/parking.h"
#include "vm/threading/switch_recorder.h"

namespace gilded {

class Thread;
class Runtime;

// Why the GIL changed hands; counted for sys.gil and --stats.
enum class SwitchReason : uint8_t { kTick, kRequest, kBlocking, kYield, kExit, kStress };
inline constexpr int kSwitchReasonCount = 6;

// The words for these things, in sys.gil, --stats, traces and tables alike.
constexpr const char* name_of(SwitchReason reason) {
  constexpr const char* kNames[kSwitchReasonCount] = {"tick", "request", "blocking", "yield", "exit", "stress"};
  return kNames[static_cast<int>(reason)];
}
constexpr const char* name_of(GilPolicy policy) {
  constexpr const char* kNames[] = {"tick", "interval", "off"};
  return kNames[static_cast<int>(policy)];
}
constexpr const char* name_of(SwitchPoints points) {
  return points == SwitchPoints::kEvery ? "every" : "calls";
}

struct GilCounters {  // all monotonic; relaxed atomics
  std::atomic<uint64_t> switches[kSwitchReasonCount] = {};
  std::atomic<uint64_t> takes{0};
  std::atomic<uint64_t> waits{0};
  std::atomic<uint64_t> failed_wakeups{0};  // woken, but the GIL was gone again
  std::atomic<int64_t> longest_wait_ns{0};
  std::atomic<int64_t> total_wait_ns{0};
};

class Gil {
 public:
  virtual ~Gil() = default;
  virtual void take(Thread* T) = 0;
  virtual void drop(Thread* T, SwitchReason reason) = 0;
  // At a poll with kGilDropRequested: give way now, or arm the observed table to give way some instructions later.
  virtual void on_drop_request(Thread* T) = 0;
  // In the observed table, before an instruction where the policy and switch points allow a switch (`ticks`: it
  // counts). True: T gave way.
  virtual bool before_instruction(Thread* T, bool ticks, bool may_switch) = 0;
  // True when threads must run in the observed table as things are (tick, and there are several threads). Asked again
  // when there come to be two threads, or one again.
  virtual bool needs_observed_table() const = 0;
  virtual bool enabled() const = 0;  // sys._is_gil_enabled()
  // In the child of a fork: T holds it, and nobody waits.
  virtual void restart_in_child(Thread* T) = 0;
  // sys.setcheckinterval, sys.setswitchinterval.
  virtual void set_check_interval(int32_t bytecodes) { check_interval_.store(bytecodes, std::memory_order_relaxed); }
  int32_t check_interval() const { return check_interval_.load(std::memory_order_relaxed); }
  void set_switch_interval(int64_t ns) { switch_interval_.store(ns, std::memory_order_relaxed); }
  int64_t switch_interval() const { return switch_interval_.load(std::memory_order_relaxed); }
  GilCounters counters;
  SwitchRecorder recorder;

 protected:
  std::atomic<int32_t> check_interval_{100};
  std::atomic<int64_t> switch_interval_{5'000'000};
};

std::unique_ptr<Gil> make_gil(Runtime* runtime, const Options& options);
std::unique_ptr<Gil> make_tick_gil(Runtime* runtime, const Options& options);
std::unique_ptr<Gil> make_interval_gil(Runtime* runtime, const Options& options);
std::unique_ptr<Gil> make_no_gil(Runtime* runtime, const Options& options);

}  // namespace gilded
