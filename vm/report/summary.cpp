// The text summary of a recording, 80 columns wide.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "vm/interpreter/embedded_module.h"
#include "vm/report/formats.h"
#include "vm/runtime.h"
#include "vm/threading/gil.h"

namespace gilded {

namespace {

double milliseconds(Nanoseconds ns) {
  return static_cast<double>(ns) / 1e6;
}

std::string duration(Nanoseconds ns) {
  double value = static_cast<double>(ns);
  if (value < 1e3) return fmt::format("{:.0f} ns", value);
  if (value < 1e6) return fmt::format("{:.1f} us", value / 1e3);
  if (value < 1e9) return fmt::format("{:.1f} ms", value / 1e6);
  return fmt::format("{:.2f} s", value / 1e9);
}

std::string share(Nanoseconds part, Nanoseconds whole) {
  if (part == 0 || whole == 0) return "-";
  double percent = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  return percent < 0.05 ? "<0.1%" : fmt::format("{:.1f}%", percent);
}

std::string label(const ThreadTimeline& thread) {
  std::string text = fmt::format("{} {}", thread.record->number, thread.name);
  return text.size() > 18 ? text.substr(0, 16) + ".." : text;
}

struct Wait {
  const ThreadTimeline* thread;
  const Span* span;
};

std::string other_name(const Timeline& timeline, uint32_t number) {
  for (const ThreadTimeline& t : timeline.threads) {
    if (t.record->number == number) return fmt::format("{} {}", number, t.name);
  }
  return "nobody in particular";
}

Nanoseconds median(std::vector<Nanoseconds> values) {
  if (values.empty()) return 0;
  auto middle = values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// Where the thread's own code was when the wait began: the innermost line outside the library, for a reader knows what
// Condition.wait does; else the innermost of all.
std::string place_label(const Recording& r, const Span& span) {
  SourcePlace innermost = r.places.find_line(span.place);
  if (span.stack == 0) return innermost.label();
  for (const uint32_t* pc : r.recorder.stack(span.stack - 1)) {
    SourcePlace place = r.places.find_line(pc);
    if (place.known() && !is_embedded_filename(place.file)) return place.label();
  }
  return innermost.label();
}

// A thread that comes back from a wait (IO, sleep, lock) and has to queue for the GIL again and again, longer than it
// then runs, is in the convoy of the one that computes.
std::string convoy_verdict(const Recording& r) {
  constexpr size_t kEnough = 10;
  Nanoseconds noticeable = 200'000;
  std::string text;
  for (const ThreadTimeline& thread : r.timeline.threads) {
    std::vector<Nanoseconds> queued, ran;
    std::map<uint32_t, size_t> holders;
    Activity before = Activity::kRunning;
    for (size_t i = 0; i < thread.spans.size(); ++i) {
      const Span& span = thread.spans[i];
      bool woke = before == Activity::kIo || before == Activity::kSleep || before == Activity::kLockWait ||
                  before == Activity::kNative;
      if (span.activity == Activity::kRunning && woke) queued.push_back(0);
      if (span.activity == Activity::kGilWait && woke) {
        queued.push_back(span.end - span.start);
        ++holders[span.other];
        if (i + 1 < thread.spans.size()) ran.push_back(thread.spans[i + 1].end - thread.spans[i + 1].start);
      }
      before = span.activity;
    }
    if (queued.size() < kEnough || ran.empty()) continue;
    Nanoseconds wait = median(queued), run = median(ran);
    if (wait < noticeable || wait < run) continue;
    auto holder = std::max_element(holders.begin(), holders.end(),
                                   [](const auto& a, const auto& b) { return a.second < b.second; });
    text += fmt::format(
        "  convoy    {} queued {} (median) behind {} after each of {} wake-ups,\n            to run for {}\n",
        label(thread), duration(wait), other_name(r.timeline, holder->first), queued.size(), duration(run));
  }
  for (const ThreadTimeline& thread : r.timeline.threads) {
    uint64_t taken = thread.record->lock_acquires.load(), contended = thread.record->contended_acquires.load();
    if (contended >= 20 && contended * 2 > taken) {
      text +=
          fmt::format("  lock      {} had to wait for {} of the {} locks it took\n", label(thread), contended, taken);
    }
  }
  return text.empty() ? "  convoy    none: no thread had to queue for the GIL longer than it then ran\n" : text;
}

}  // namespace

std::string summary_text(const Recording& r) {
  const Timeline& timeline = r.timeline;
  const Runtime* runtime = r.T->runtime;
  Nanoseconds wall = timeline.ended - timeline.started;
  double cpu = static_cast<double>(process_cpu_now());
  std::string text =
      fmt::format("{} as {}: {:.0f} ms, {} threads, {:.2f} cores used\n\n", r.title, runtime->options.preset,
                  milliseconds(wall), timeline.threads.size(), cpu / static_cast<double>(wall));
  bool any_dropped = std::any_of(timeline.threads.begin(), timeline.threads.end(),
                                 [](const ThreadTimeline& thread) { return thread.dropped_states > 0; });
  text += fmt::format("  {:<18} {:>8} {:>7} {:>7} {:>6} {:>6} {:>6} {:>6} {:>6}\n", "thread", "life ms", "running",
                      "GILwait", "lock", "join", "sleep", "IO", any_dropped ? "unseen" : "other");
  std::vector<Wait> gil_waits, lock_waits;
  constexpr size_t kMostThreads = 40;
  for (size_t i = 0; i < timeline.threads.size(); ++i) {
    const ThreadTimeline& thread = timeline.threads[i];
    auto total = [&](Activity a) { return thread.totals[static_cast<size_t>(a)]; };
    for (const Span& span : thread.spans) {
      if (span.activity == Activity::kGilWait) gil_waits.push_back({&thread, &span});
      if (span.activity == Activity::kLockWait) lock_waits.push_back({&thread, &span});
    }
    if (i == kMostThreads) text += fmt::format("  ... and {} more threads\n", timeline.threads.size() - i);
    if (i >= kMostThreads) continue;
    Nanoseconds life = thread.life();
    text += fmt::format(
        "  {:<18} {:>8.1f} {:>7} {:>7} {:>6} {:>6} {:>6} {:>6} {:>6}\n", label(thread), milliseconds(life),
        share(total(Activity::kRunning), life), share(total(Activity::kGilWait), life),
        share(total(Activity::kLockWait), life), share(total(Activity::kJoin), life),
        share(total(Activity::kSleep), life), share(total(Activity::kIo), life),
        share(any_dropped ? total(Activity::kDropped)
                          : total(Activity::kNative) + total(Activity::kCollecting) + total(Activity::kStopped),
              life));
  }
  if (any_dropped) text += "  unseen: the time whose events were overwritten by newer ones\n";
  text += '\n';
  const GilCounters& c = runtime->gil->counters;
  std::string switches;
  uint64_t all = 0;
  for (int i = 0; i < kSwitchReasonCount; ++i) {
    uint64_t n = c.switches[i].load();
    all += n;
    if (n) switches += fmt::format("{}{} {}", switches.empty() ? "" : ", ", n, name_of(static_cast<SwitchReason>(i)));
  }
  if (runtime->gil->enabled()) {
    text += fmt::format("  switches  {}{}{} ({:.0f} a second), {} failed wake-ups\n", all, switches.empty() ? "" : ": ",
                        switches, static_cast<double>(all) * 1e9 / static_cast<double>(wall), c.failed_wakeups.load());
    std::vector<Nanoseconds> latencies;
    for (const HandOver& h : timeline.hand_overs) latencies.push_back(h.taken - h.given);
    if (!latencies.empty()) {
      Nanoseconds longest = *std::max_element(latencies.begin(), latencies.end());
      text += fmt::format("  hand-over {} from letting go to taking (median), {} at most\n",
                          duration(median(latencies)), duration(longest));
    }
  } else {
    text += "  switches  none: without a GIL there is nothing to hand over\n";
  }
  auto longest = [&](std::vector<Wait>& waits, const char* title, auto describe) {
    std::sort(waits.begin(), waits.end(),
              [](const Wait& a, const Wait& b) { return a.span->end - a.span->start > b.span->end - b.span->start; });
    for (size_t i = 0; i < waits.size() && i < 3; ++i) {
      text += fmt::format("  {:<9} {} by {} at {}{}\n", i == 0 ? title : "",
                          duration(waits[i].span->end - waits[i].span->start), label(*waits[i].thread),
                          place_label(r, *waits[i].span), describe(waits[i]));
    }
  };
  longest(gil_waits, "GIL waits",
          [&](const Wait& wait) { return wait.span->other ? fmt::format(", held by {}", wait.span->other) : ""; });
  longest(lock_waits, "locks", [&](const Wait& wait) {
    const Span& s = *wait.span;
    if (s.other == 0) return fmt::format(", {:#x}", s.object);
    // It waits for a lock that it took itself, as Condition.wait() does.
    if (s.other == wait.thread->record->number) return fmt::format(", {:#x}, for a notify", s.object);
    return fmt::format(", {:#x} held by {}", s.object, s.other);
  });
  if (runtime->gil->enabled()) text += convoy_verdict(r);
  uint64_t dropped = 0;
  for (const ThreadTimeline& thread : timeline.threads) dropped += thread.dropped_states + thread.dropped_traffic;
  double cost = static_cast<double>(timeline.events) * r.nanoseconds_per_event;
  text += fmt::format("  recording {} events at {:.0f} ns each: {:.2f}% of the CPU time", timeline.events,
                      r.nanoseconds_per_event, 100 * cost / std::max(cpu, 1.0));
  text += dropped ? fmt::format("; the oldest {} dropped\n", dropped) : "; none dropped\n";
  return text;
}

}  // namespace gilded
