#include "vm/report/timeline.h"

#include <algorithm>
#include <map>

#include "vm/threading/parking.h"

namespace gilded {

const char* name_of(Activity activity) {
  constexpr const char* kNames[kActivityCount] = {
      "running", "waiting for GIL", "waiting for lock", "joining", "sleeping",
      "IO",      "native",          "collecting",       "stopped", "dropped here"};
  return kNames[static_cast<int>(activity)];
}

namespace {

Activity activity_of(WaitReason reason) {
  switch (reason) {
    case WaitReason::kGil:
      return Activity::kGilWait;
    case WaitReason::kLock:
    case WaitReason::kCondition:
    case WaitReason::kObjectLock:
      return Activity::kLockWait;
    case WaitReason::kJoin:
      return Activity::kJoin;
    case WaitReason::kSleep:
    case WaitReason::kYield:
      return Activity::kSleep;
    case WaitReason::kIo:
      return Activity::kIo;
    case WaitReason::kStopTheWorld:
      return Activity::kStopped;
    default:
      return Activity::kNative;
  }
}

// Reads one thread's events in order and cuts its life into spans.
class SpanMaker {
 public:
  SpanMaker(ThreadTimeline& thread, Nanoseconds ended) : thread_(thread), ended_(ended) {}

  void run(const std::vector<Event>& events) {
    current_ = {thread_.record->started, 0, Activity::kNative, 0, 0, nullptr, 0};
    if (thread_.dropped_states) {
      current_.activity = Activity::kDropped;
      current_.object = thread_.dropped_states;
    }
    bool over = false;
    for (const Event& event : events) {
      if (over) break;
      step(event);
      over = event.kind == EventKind::kThreadEnd;
    }
    Nanoseconds end = thread_.record->ended.load(std::memory_order_relaxed);
    close(end ? end : std::max(ended_, current_.start));
  }

 private:
  void step(const Event& e) {
    switch (e.kind) {
      case EventKind::kAttach:
      case EventKind::kGilTake:
      case EventKind::kStopEnd:
        enter(e, Activity::kRunning);
        break;
      case EventKind::kCollectEnd:
        current_.object = e.object;
        enter(e, Activity::kRunning);
        break;
      case EventKind::kDetach: {
        enter(e, activity_of(static_cast<WaitReason>(e.detail)));
        current_.stack = e.other;
        if (lock_) {
          current_.object = lock_;
          current_.other = lock_owner_;
          lock_ = 0;
        }
        break;
      }
      case EventKind::kGilDrop:
        // After a Detach the thread does something else than wait for the GIL.
        if (current_.activity != Activity::kRunning) break;
        enter(e, Activity::kGilWait);
        current_.stack = e.other;
        break;
      case EventKind::kGilWait:
        if (current_.activity != Activity::kGilWait) {
          // Told on return from a wait: the instruction is still the one that began it.
          uint32_t stack = current_.stack;
          enter(e, Activity::kGilWait);
          current_.stack = stack;
        }
        current_.other = e.other;
        break;
      case EventKind::kLockWait:
        lock_ = e.object;
        lock_owner_ = e.other;
        break;
      case EventKind::kPark:
        if (current_.object == 0 && current_.activity == Activity::kLockWait) current_.object = e.object;
        break;
      case EventKind::kStopBegin:
        enter(e, Activity::kStopped);
        break;
      case EventKind::kCollectBegin:
        enter(e, Activity::kCollecting);
        break;
      case EventKind::kGilRequest:
      case EventKind::kFailedWakeup:
        thread_.instants.push_back(e);
        break;
      default:
        break;
    }
  }

  void enter(const Event& e, Activity activity) {
    if (activity == current_.activity && activity == Activity::kRunning) return;
    close(e.time);
    current_ = {e.time, 0, activity, 0, 0, e.place, 0};
  }
  void close(Nanoseconds end) {
    if (end <= current_.start) return;
    current_.end = end;
    thread_.totals[static_cast<size_t>(current_.activity)] += end - current_.start;
    thread_.spans.push_back(current_);
  }

  ThreadTimeline& thread_;
  Nanoseconds ended_;
  Span current_{};
  uint64_t lock_ = 0;
  uint32_t lock_owner_ = 0;
};

}  // namespace

Timeline make_timeline(const Recorder& recorder) {
  Timeline timeline;
  timeline.started = recorder.started();
  timeline.ended = monotonic_now();
  std::map<uint32_t, std::vector<Nanoseconds>> given;  // when each thread let go
  struct Take {
    Event event;
    uint32_t thread;
  };
  std::vector<Take> takes;
  for (const ThreadRecord* record : recorder.records()) {
    ThreadTimeline thread{record,
                          recorder.thread_name(record->number),
                          {},
                          record->traffic.events(),
                          {},
                          record->states.dropped(),
                          record->traffic.dropped(),
                          {}};
    if (thread.name.empty())
      thread.name = record->number == 1 ? "MainThread" : "thread " + std::to_string(record->number);
    std::vector<Event> events = record->states.events();
    timeline.events += record->states.written() + record->traffic.written();
    for (const Event& e : events) {
      bool gives = e.kind == EventKind::kGilDrop || e.kind == EventKind::kDetach || e.kind == EventKind::kThreadEnd;
      if (gives) given[record->number].push_back(e.time);
      if (e.kind == EventKind::kGilTake) takes.push_back({e, record->number});
      // Its last slice ends here.
      if (e.kind == EventKind::kThreadEnd) break;
    }
    SpanMaker(thread, timeline.ended).run(events);
    timeline.threads.push_back(std::move(thread));
  }
  std::sort(takes.begin(), takes.end(), [](const Take& a, const Take& b) { return a.event.time < b.event.time; });
  for (const Take& take : takes) {
    auto from = given.find(take.event.other);
    if (take.event.other == 0 || from == given.end()) continue;
    auto after = std::upper_bound(from->second.begin(), from->second.end(), take.event.time);
    if (after == from->second.begin()) continue;
    timeline.hand_overs.push_back(
        {take.event.other, take.thread, *(after - 1), take.event.time, static_cast<SwitchReason>(take.event.detail)});
  }
  return timeline;
}

}  // namespace gilded
