// What each thread did when: the recorder's events as spans that follow one another, and as hand-overs of the GIL from
// thread to thread. The text summary, the Chrome trace and the other formats are written from this.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "vm/report/recorder.h"
#include "vm/threading/gil.h"

namespace gilded {

// What a thread is doing; one at a time. The order is that of the columns in the summary.
enum class Activity : uint8_t {
  kRunning,
  kGilWait,
  kLockWait,
  kJoin,
  kSleep,
  kIo,
  kNative,
  kCollecting,
  kStopped,
  kDropped
};
inline constexpr int kActivityCount = 10;
// The fixed few names that traces use, so that a viewer gives each its colour.
const char* name_of(Activity activity);

struct Span {
  Nanoseconds start, end;
  Activity activity;
  uint32_t other;         // kGilWait: who holds the GIL; kLockWait: who holds the lock; 0: unknown
  uint64_t object;        // kLockWait: the lock; kCollecting: objects freed; kDropped: events overwritten
  const uint32_t* place;  // where it began
  uint32_t stack;         // Recorder::stack number + 1 of where it began; 0: not noted
};

struct HandOver {
  uint32_t from, to;
  Nanoseconds given, taken;
  SwitchReason reason;
};

struct ThreadTimeline {
  const ThreadRecord* record;
  std::string name;
  std::vector<Span> spans;
  std::vector<Event> traffic;   // locks and samples
  std::vector<Event> instants;  // requests for the GIL, failed wake-ups
  uint64_t dropped_states, dropped_traffic;
  std::array<Nanoseconds, kActivityCount> totals{};
  Nanoseconds life() const { return spans.empty() ? 0 : spans.back().end - spans.front().start; }
};

struct Timeline {
  Nanoseconds started, ended;
  std::vector<ThreadTimeline> threads;
  std::vector<HandOver> hand_overs;  // by time
  uint64_t events = 0;               // recorded, the dropped ones too
};

// REQUIRES: the run is over.
Timeline make_timeline(const Recorder& recorder);

}  // namespace gilded
