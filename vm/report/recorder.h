// The recorder: what happened to the threads, in the order of each, for traces and summaries.
//
// Each thread writes its own ThreadRecord, two rings of events: states (waits, hand-overs, collections, life) and
// traffic (locks, samples), so that a loop over a lock cannot wash out the rest. A ring keeps the newest events and
// knows how many it has overwritten. Nothing is recorded unless Options::record_events; then Thread::record is set.
// Otherwise it is null, and all that a possible event costs is that test, always beside something slow (a system call,
// a wait, a hand-over) but for locks, where it is one predicted branch.
//
// Thread safety: a record is written by its thread alone. Readers come after Runtime::finish; the words are atomics,
// for a daemon thread that wakes in a blocking call may still write. Records outlive their threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "vm/threading/clock.h"
#include "vm/threading/mutex.h"
#include "vm/threading/thread.h"

namespace gilded {

enum class EventKind : uint8_t {
#define EVENT(name, ring, meaning) k##name,
#include "vm/report/events.def"
#undef EVENT
};
inline constexpr int kEventKindCount = 0
#define EVENT(name, ring, meaning) +1
#include "vm/report/events.def"
#undef EVENT
    ;
const char* name_of(EventKind kind);

struct Event {
  Nanoseconds time;  // on monotonic_now()'s scale
  EventKind kind;
  uint8_t detail;
  uint32_t other;
  uint64_t object;        // an address, as a name; or a number
  const uint32_t* place;  // the thread's instruction; null outside Python code
};

// The newest events of one kind of one thread. Grows in blocks up to its capacity, then overwrites the oldest.
class EventRing {
 public:
  static constexpr uint64_t kBlock = 1024, kBlocks = 128, kCapacity = kBlock * kBlocks;
  ~EventRing();
  void add(const Event& event);
  uint64_t written() const { return count_.load(std::memory_order_acquire); }
  uint64_t dropped() const { return written() > kCapacity ? written() - kCapacity : 0; }
  // Oldest first.
  std::vector<Event> events() const;

 private:
  struct Words {
    std::atomic<int64_t> time;
    std::atomic<uint64_t> packed, object, place;
  };
  std::atomic<Words*> blocks_[kBlocks] = {};
  std::atomic<uint64_t> count_{0};
};

struct ThreadRecord {
  uint32_t number = 0;
  uint64_t system_id = 0;  // gettid()
  Nanoseconds started = 0;
  std::atomic<Nanoseconds> ended{0};  // 0: it never did
  EventRing states, traffic;
  std::atomic<uint64_t> lock_acquires{0}, contended_acquires{0}, lock_hand_overs{0}, gil_requests{0}, failed_wakeups{0};
};

class Recorder {
 public:
  explicit Recorder(Runtime* runtime);
  ~Recorder();
  // Called for each new thread before it runs.
  void thread_created(Thread* thread);
  // Called by the thread.
  void add(Thread* T, EventKind kind, uint8_t detail, uint32_t other, uint64_t object);
  // The running stack of T as an event. REQUIRES: T is attached and calls it.
  void sample(Thread* T);
  // Every so often all threads that run Python code are asked for a sample. Until stop_sampling().
  void start_sampling(Nanoseconds interval);
  void stop_sampling();

  Nanoseconds started() const { return started_; }
  Nanoseconds sampling_interval() const { return sampling_interval_; }
  // After the run. In the order of the threads' numbers.
  std::vector<const ThreadRecord*> records() const;
  std::string thread_name(uint32_t number) const;  // "" when nobody gave one
  void set_thread_name(uint32_t number, std::string name);
  // Innermost instruction first.
  std::vector<const uint32_t*> stack(uint32_t id) const;

 private:
  uint32_t intern_stack(Thread* T);
  struct Sampler;
  Runtime* runtime_;
  Nanoseconds started_;
  Nanoseconds sampling_interval_ = 0;
  std::unique_ptr<Sampler> sampler_;
  mutable Mutex lock_;
  std::vector<std::unique_ptr<ThreadRecord>> records_ GUARDED_BY(lock_);
  std::vector<std::string> names_ GUARDED_BY(lock_);  // by number
  std::vector<std::vector<const uint32_t*>> stacks_ GUARDED_BY(lock_);
  struct StackTable;
  std::unique_ptr<StackTable> stack_table_ GUARDED_BY(lock_);
};

void record_slow(Thread* T, EventKind kind, uint8_t detail, uint32_t other, uint64_t object);
// Notes that something happened to the calling thread, if anybody wants to know.
template <class Detail = uint8_t>
inline void record(Thread* T, EventKind kind, Detail detail = {}, uint32_t other = 0, uint64_t object = 0) {
  if (T->record) [[unlikely]]
    record_slow(T, kind, static_cast<uint8_t>(detail), other, object);
}

}  // namespace gilded
