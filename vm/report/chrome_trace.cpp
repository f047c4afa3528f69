// A recording in the Trace Event Format: one track for each thread with a slice for each activity, arrows for the
// hand-overs of the GIL, a track for each lock with a slice for each time it was held, and counters. Times are
// microseconds since the start.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "vm/report/formats.h"
#include "vm/runtime.h"
#include "vm/threading/gil.h"

namespace gilded {

std::string json_text(std::string_view text) {
  std::string out;
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      (out += '\\') += c;
    else if (byte < 0x20)
      out += fmt::format("\\u{:04x}", byte);
    else
      out += c;
  }
  return out;
}

namespace {

constexpr int kProcess = 1;
constexpr size_t kMostLockSlices = 100'000;
// Tracks of locks stand below those of threads.
constexpr uint32_t kFirstLockTrack = 1'000'000;

class ChromeTraceWriter {
 public:
  ChromeTraceWriter(const Recording& recording, FILE* out) : r_(recording), out_(out) {}

  void write() {
    const Options& options = r_.T->runtime->options;
    fmt::print(out_,
               "{{\"displayTimeUnit\":\"ms\",\"otherData\":{{\"preset\":\"{}\",\"policy\":\"{}\",\"switch_points\":\"{}"
               "\",\"program\":\"{}\"}},\n\"traceEvents\":[\n",
               json_text(options.preset), name_of(options.gil), name_of(options.switch_points), json_text(r_.title));
    event("{{\"ph\":\"M\",\"name\":\"process_name\",\"pid\":{},\"args\":{{\"name\":\"{} as {}\"}}}}", kProcess,
          json_text(r_.title), json_text(options.preset));
    for (const ThreadTimeline& thread : r_.timeline.threads) {
      name_track(thread.record->number, fmt::format("{} {}", thread.record->number, thread.name),
                 thread.record->number);
      slices(thread);
      for (const Event& e : thread.instants) {
        event(
            "{{\"ph\":\"i\",\"s\":\"t\",\"name\":\"{}\",\"cat\":\"gil\",\"pid\":{},\"tid\":{},\"ts\":{:.3f},\"args\":{{"
            "\"holder\":{}}}}}",
            e.kind == EventKind::kGilRequest ? "asks for the GIL" : "woken, but the GIL was gone", kProcess,
            thread.record->number, at(e.time), e.other);
      }
    }
    hand_overs();
    locks();
    counters();
    fmt::print(out_, "\n]}}\n");
  }

 private:
  template <class... Args>
  void event(fmt::format_string<Args...> format, Args&&... args) {
    if (!first_) fputs(",\n", out_);
    first_ = false;
    fmt::print(out_, format, std::forward<Args>(args)...);
  }
  double at(Nanoseconds time) const { return static_cast<double>(time - r_.timeline.started) / 1e3; }

  void name_track(uint32_t number, const std::string& name, uint32_t order) {
    event("{{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":{},\"tid\":{},\"args\":{{\"name\":\"{}\"}}}}", kProcess,
          number, json_text(name));
    event("{{\"ph\":\"M\",\"name\":\"thread_sort_index\",\"pid\":{},\"tid\":{},\"args\":{{\"sort_index\":{}}}}}",
          kProcess, number, order);
  }

  void slices(const ThreadTimeline& thread) {
    for (const Span& span : thread.spans) {
      std::string more;
      if (span.activity == Activity::kLockWait && span.object) more += fmt::format(",\"lock\":\"{:#x}\"", span.object);
      if (span.other) more += fmt::format(",\"held by\":{}", span.other);
      if (span.activity == Activity::kCollecting) more += fmt::format(",\"objects freed\":{}", span.object);
      if (span.activity == Activity::kDropped) more += fmt::format(",\"events dropped\":{}", span.object);
      event(
          "{{\"ph\":\"X\",\"name\":\"{}\",\"cat\":\"state\",\"pid\":{},\"tid\":{},\"ts\":{:.3f},\"dur\":{:.3f},"
          "\"args\":{{\"at\":\"{}\"{}}}}}",
          name_of(span.activity), kProcess, thread.record->number, at(span.start), at(span.end) - at(span.start),
          place(span.place), more);
    }
  }

  // Places repeat: each is looked up once.
  const std::string& place(const uint32_t* pc) {
    auto [entry, fresh] = places_.try_emplace(pc);
    if (fresh) {
      SourcePlace found = r_.places.find_line(pc);
      entry->second = json_text(found.known() ? fmt::format("{} in {}", found.label(), found.function) : "");
    }
    return entry->second;
  }

  void hand_overs() {
    size_t id = 0;
    for (const HandOver& h : r_.timeline.hand_overs) {
      ++id;
      // The arrow starts inside the slice that ends there.
      event(
          "{{\"ph\":\"s\",\"id\":{},\"name\":\"hand-over\",\"cat\":\"gil\",\"pid\":{},\"tid\":{},\"ts\":{:.3f},"
          "\"args\":{{\"reason\":\"{}\"}}}}",
          id, kProcess, h.from, std::max(0.0, at(h.given) - 0.001), name_of(h.reason));
      event(
          "{{\"ph\":\"f\",\"bp\":\"e\",\"id\":{},\"name\":\"hand-over\",\"cat\":\"gil\",\"pid\":{},\"tid\":{},\"ts\":{:"
          ".3f}}}",
          id, kProcess, h.to, at(h.taken));
    }
  }

  void locks() {
    struct Held {
      Nanoseconds start, end;
      uint32_t thread;
    };
    std::map<uint64_t, std::vector<Held>> held;
    std::map<uint64_t, const uint32_t*> first_place;
    uint64_t dropped = 0;
    size_t slices = 0;
    for (const ThreadTimeline& thread : r_.timeline.threads) {
      dropped += thread.dropped_traffic;
      std::map<uint64_t, Nanoseconds> open;
      for (const Event& e : thread.traffic) {
        if (e.kind == EventKind::kLockAcquire) {
          open[e.object] = e.time;
          first_place.try_emplace(e.object, e.place);
        } else if (e.kind == EventKind::kLockRelease) {
          auto begun = open.find(e.object);
          if (begun == open.end()) continue;
          if (++slices <= kMostLockSlices)
            held[e.object].push_back({begun->second, e.time, thread.record->number});
          else
            ++dropped;
          open.erase(begun);
        }
      }
    }
    uint32_t track = kFirstLockTrack;
    for (auto& [lock, times] : held) {
      SourcePlace place = r_.places.find_line(first_place[lock]);
      name_track(track, fmt::format("lock {:#x}, first taken at {}", lock, place.label()), track);
      std::sort(times.begin(), times.end(), [](const Held& a, const Held& b) { return a.start < b.start; });
      Nanoseconds last = 0;
      for (const Held& h : times) {
        // A lock that one thread took and another let go of may seem held twice.
        Nanoseconds start = std::max(h.start, last);
        if (h.end <= start) continue;
        last = h.end;
        event(
            "{{\"ph\":\"X\",\"name\":\"held by thread "
            "{}\",\"cat\":\"lock\",\"pid\":{},\"tid\":{},\"ts\":{:.3f},\"dur\":{:.3f}}}",
            h.thread, kProcess, track, at(start), at(h.end) - at(start));
      }
      ++track;
    }
    if (dropped) {
      event(
          "{{\"ph\":\"i\",\"s\":\"g\",\"name\":\"dropped here: {} events of "
          "locks\",\"cat\":\"lock\",\"pid\":{},\"tid\":{},\"ts\":0}}",
          dropped, kProcess, kFirstLockTrack);
    }
  }

  // In steps of a thousandth of the run, so that a busy run does not drown in counters.
  void counters() {
    Nanoseconds started = r_.timeline.started, length = r_.timeline.ended - started;
    constexpr size_t kSteps = 1000;
    Nanoseconds step = std::max<Nanoseconds>(length / static_cast<Nanoseconds>(kSteps), 1);
    size_t steps = static_cast<size_t>(length / step) + 1;
    std::vector<double> runnable(steps), switches(steps);
    for (const ThreadTimeline& thread : r_.timeline.threads) {
      for (const Span& span : thread.spans) {
        if (span.activity != Activity::kRunning && span.activity != Activity::kGilWait) continue;
        for (Nanoseconds t = span.start; t < span.end;) {
          auto index = std::min(static_cast<size_t>((t - started) / step), steps - 1);
          Nanoseconds until = std::min(span.end, started + static_cast<Nanoseconds>(index + 1) * step);
          if (index == steps - 1) until = span.end;
          runnable[index] += static_cast<double>(until - t) / static_cast<double>(step);
          t = until;
        }
      }
    }
    for (const HandOver& h : r_.timeline.hand_overs)
      ++switches[std::min(static_cast<size_t>((h.taken - started) / step), steps - 1)];
    for (size_t i = 0; i < steps; ++i) {
      double ts = static_cast<double>(step) * static_cast<double>(i) / 1e3;
      if (i == 0 || runnable[i] != runnable[i - 1]) {
        event(
            "{{\"ph\":\"C\",\"name\":\"threads that could "
            "run\",\"pid\":{},\"ts\":{:.3f},\"args\":{{\"threads\":{:.2f}}}}}",
            kProcess, ts, runnable[i]);
      }
      if (i == 0 || switches[i] != switches[i - 1]) {
        event(
            "{{\"ph\":\"C\",\"name\":\"switches a second\",\"pid\":{},\"ts\":{:.3f},\"args\":{{\"switches\":{:.0f}}}}}",
            kProcess, ts, switches[i] * 1e9 / static_cast<double>(step));
      }
    }
  }

  const Recording& r_;
  FILE* out_;
  bool first_ = true;
  std::map<const uint32_t*, std::string> places_;
};

}  // namespace

void write_chrome_trace(const Recording& recording, FILE* out) {
  ChromeTraceWriter(recording, out).write();
}

}  // namespace gilded
