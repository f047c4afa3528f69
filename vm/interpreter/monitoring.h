// sys.monitoring: which tool wants to hear of which event, and telling it.
//
// Up to six tools register under numbers, each with one callback for each event. A tool asks for events everywhere
// (set_events) or in one code object (set_local_events). A callback that returns DISABLE is not called again for that
// event at that instruction, until restart_events(). While nobody asks for anything, threads run in tables that know
// nothing of all this (loop.cpp).
//
// Thread safety: sets of events are atomic words, read without a lock before every instrumented instruction; changes
// are made under `lock`.
#pragma once

#include <atomic>
#include <initializer_list>
#include <memory>
#include <unordered_map>

#include "vm/object/object.h"
#include "vm/threading/mutex.h"
#include "vm/types/code_object.h"

namespace gilded {

// The numbers are CPython's: the set of one event is 1 << number.
enum class MonitoringEvent : uint8_t {
  kPyStart,
  kPyResume,
  kPyReturn,
  kPyYield,
  kCall,
  kLine,
  kInstruction,
  kJump,
  kBranch,
  kStopIteration,  // can be asked for in one code object
  kRaise,
  kExceptionHandled,
  kPyUnwind,
  kPyThrow,
  kReraise,  // everywhere or nowhere
  kCReturn,
  kCRaise  // come with kCall
};
inline constexpr uint32_t kEventCount = 17, kLocalEventCount = 10, kToolCount = 6;
constexpr uint32_t event_bit(MonitoringEvent event) {
  return 1u << static_cast<uint32_t>(event);
}

// What is asked for in one code object. Owned by Monitoring, dropped with the code.
struct CodeEvents {
  std::atomic<uint32_t> events[kToolCount] = {};
  std::atomic<uint32_t> all{0};
  // For each event: one byte for each word of the code, with the bits of the tools that have disabled it there. Made
  // when first needed.
  std::atomic<std::atomic<uint8_t>*> disabled[kLocalEventCount] = {};
  ~CodeEvents();
};

class Monitoring {
 public:
  // Somebody asks for something.
  bool active() const { return active_.load(std::memory_order_relaxed); }
  // All events that some tool asks for in this code.
  uint32_t events(const CodeObject* code) const {
    CodeEvents* local = code->events.load(std::memory_order_acquire);
    return all_.load(std::memory_order_relaxed) | (local ? local->all.load(std::memory_order_relaxed) : 0);
  }
  // Calls the callbacks of all tools, from the highest number down, that want the event at this instruction (offset in
  // words): callback(code, arguments ...), with the offset put first where `with_offset`. False: a callback raised.
  bool fire(Thread* T, CodeObject* code, uint32_t word, MonitoringEvent event, std::initializer_list<Value> arguments,
            bool with_offset = true);

  // World stopped: the code is dead.
  void forget(CodeObject* code);

  // --- The functions of the module; false, kEmpty: exception.
  bool use_tool(Thread* T, int64_t tool, Value name);
  bool free_tool(Thread* T, int64_t tool);
  Value tool_name(Thread* T, int64_t tool);
  Value register_callback(Thread* T, int64_t tool, int64_t event, Value function);
  bool set_events(Thread* T, int64_t tool, int64_t events);
  Value get_events(Thread* T, int64_t tool);
  bool set_local_events(Thread* T, int64_t tool, Value code, int64_t events);
  Value get_local_events(Thread* T, int64_t tool, Value code);
  void restart();
  Value all_events(Thread* T);
  // Makes sys.monitoring. EMPTY: exception.
  Value make_module(Thread* T);

 private:
  Value callback(uint32_t tool, MonitoringEvent event) const;
  void disable(CodeObject* code, uint32_t word, MonitoringEvent event, uint32_t tool);
  bool check_tool(Thread* T, int64_t tool, bool in_use);
  void changed(Thread* T);

  Mutex lock_;
  std::atomic<uint32_t> events_[kToolCount] = {};
  std::atomic<uint32_t> all_{0};
  std::atomic<bool> active_{false};
  std::unordered_map<CodeObject*, std::unique_ptr<CodeEvents>> local_ GUARDED_BY(lock_);
  Value values_;  // root: an array of names, callbacks, MISSING, DISABLE

 public:
  Value missing() const;
};

const char* event_name(MonitoringEvent event);

}  // namespace gilded
