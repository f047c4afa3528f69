#include "vm/report/statistics.h"

#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "compiler/code/switch_points.h"
#include "vm/gc/collector.h"
#include "vm/report/lost_updates.h"
#include "vm/report/places.h"
#include "vm/runtime.h"
#include "vm/threading/clock.h"
#include "vm/threading/gil.h"

namespace gilded {

namespace {

double milliseconds(int64_t ns) {
  return static_cast<double>(ns) / 1e6;
}
double seconds(int64_t ns) {
  return static_cast<double>(ns) / 1e9;
}

std::vector<ThreadCounters> all_threads(Thread* T) {
  Runtime* runtime = T->runtime;
  T->counters.cpu_ns = thread_cpu_now();
  MutexLock guard(runtime->threads_lock);
  std::vector<ThreadCounters> threads = runtime->ended_threads;
  for (Thread* t = runtime->threads; t; t = t->next) {
    t->counters.number = t->number;
    threads.push_back(t->counters);
  }
  std::sort(threads.begin(), threads.end(),
            [](const ThreadCounters& a, const ThreadCounters& b) { return a.number < b.number; });
  return threads;
}

std::string thread_label(const ThreadCounters& t) {
  if (t.number == 1) return "1 MainThread";
  return t.name.empty() ? fmt::format("{}", t.number) : fmt::format("{} {}", t.number, t.name);
}

// "12 request, 3 blocking", or "none".
std::string by_reason(const auto& counts) {
  std::string text;
  for (int i = 0; i < kSwitchReasonCount; ++i) {
    uint64_t count = counts[i];
    if (count) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, name_of(static_cast<SwitchReason>(i)));
  }
  return text.empty() ? "none" : text;
}

nlohmann::ordered_json reasons_as_json(const auto& counts) {
  nlohmann::ordered_json object;
  for (int i = 0; i < kSwitchReasonCount; ++i)
    object[name_of(static_cast<SwitchReason>(i))] = static_cast<uint64_t>(counts[i]);
  return object;
}

nlohmann::ordered_json place_as_json(const PlaceTable& places, const uint32_t* pc) {
  if (!pc) return nullptr;
  SourcePlace place = places.find(pc);
  return {{"file", place.file},
          {"line", place.line},
          {"function", place.function},
          {"source", place.source},
          {"instruction", place.instruction}};
}

std::vector<std::string> hexadecimal(const std::vector<uint64_t>& addresses) {
  std::vector<std::string> result;
  for (uint64_t address : addresses) result.push_back(fmt::format("{:#x}", address));
  return result;
}

nlohmann::ordered_json lost_updates_as_json(Thread* T, const PlaceTable& places) {
  const LostUpdates& watch = *T->runtime->lost_updates;
  auto kinds = nlohmann::ordered_json::array();
  for (const LostUpdate& l : watch.found()) {
    nlohmann::ordered_json kind = {{"place", l.place}, {"count", l.count}, {"undone", l.undone}};
    uint32_t at;
    if (const compiler::Code* code = places.code_of(l.stored_at, &at)) {
      for (const compiler::ReadModifyWrite& window : compiler::find_windows(*code)) {
        if (window.store != at) continue;
        for (compiler::Era era : {compiler::Era::k27, compiler::Era::k39, compiler::Era::k312, compiler::Era::k313t}) {
          kind["window_cut"][std::string(compiler::kEraNames[static_cast<size_t>(era)])] =
              window.cut[static_cast<size_t>(era)];
        }
      }
    }
    nlohmann::ordered_json first = {{"thread", l.thread},
                                    {"read_at", place_as_json(places, l.read_at)},
                                    {"read", l.read},
                                    {"stored_at", place_as_json(places, l.stored_at)},
                                    {"stored", l.stored},
                                    {"locks", hexadecimal(l.locks)},
                                    {"other_thread", l.other_thread},
                                    {"other_read_at", place_as_json(places, l.other_read_at)},
                                    {"other_read", l.other_read},
                                    {"other_stored_at", place_as_json(places, l.other_stored_at)},
                                    {"other_stored", l.other_stored},
                                    {"other_locks", hexadecimal(l.other_locks)},
                                    {"undone", l.undone_here},
                                    {"switched", l.switched}};
    if (l.switched) {
      first["switch_reason"] = name_of(static_cast<SwitchReason>(l.switch_reason));
      first["switched_at"] = place_as_json(places, l.switched_at);
    }
    kind["first"] = std::move(first);
    kinds.push_back(std::move(kind));
  }
  return {{"count", watch.count()}, {"undone", watch.undone()}, {"kinds", std::move(kinds)}};
}

}  // namespace

std::string statistics_report(Thread* T) {
  Runtime* runtime = T->runtime;
  const GilCounters& c = runtime->gil->counters;
  const CollectorCounters& gc = runtime->collector->counters;
  double wall = seconds(monotonic_now() - runtime->started), cpu = seconds(process_cpu_now());
  std::string text = fmt::format("gilded --stats: preset {}, GIL {}, switch points {}\n", runtime->options.preset,
                                 name_of(runtime->options.gil), name_of(runtime->options.switch_points));
  text +=
      fmt::format("  time      {:.3f} s wall, {:.3f} s CPU, {:.2f} cores used\n", wall, cpu, wall > 0 ? cpu / wall : 0);
  if (runtime->gil->enabled()) {
    text += fmt::format("  switches  {}\n", by_reason(c.switches));
    text += fmt::format("  waits     {}, longest {:.3f} ms, all {:.3f} ms; {} failed wake-ups\n", c.waits.load(),
                        milliseconds(c.longest_wait_ns.load()), milliseconds(c.total_wait_ns.load()),
                        c.failed_wakeups.load());
  } else {
    text += "  switches  none: there is no lock to hand over\n";
  }
  text += fmt::format("  GC        {} collections, longest pause {:.3f} ms\n", gc.collections.load(),
                      milliseconds(gc.longest_pause_ns.load()));
  text += fmt::format("  {:<22} {:>10} {:>10} {:>7} {:>12} {:>12}  {}\n", "thread", "CPU ms", "GIL taken", "waits",
                      "longest ms", "all ms", "lost the GIL to another");
  for (const ThreadCounters& t : all_threads(T)) {
    text += fmt::format("  {:<22} {:>10.1f} {:>10} {:>7} {:>12.3f} {:>12.3f}  {}\n", thread_label(t),
                        milliseconds(t.cpu_ns), t.gil_takes, t.gil_waits, milliseconds(t.longest_gil_wait_ns),
                        milliseconds(t.total_gil_wait_ns), by_reason(t.gil_losses));
  }
  if (runtime->lost_updates) {
    const LostUpdates& watch = *runtime->lost_updates;
    text += fmt::format(
        "  lost updates  {} (stores of a value computed from one that another thread had overwritten; {} stores "
        "undone)\n",
        watch.count(), watch.undone());
    PlaceTable places(T);
    for (const LostUpdate& l : watch.found()) {
      SourcePlace here = places.find_line(l.stored_at), there = places.find_line(l.other_stored_at);
      text += fmt::format("    {:>8}  {}: stored at {}, undoing {}\n", l.count, l.place, here.label(), there.label());
    }
  }
  return text;
}

bool write_report(Thread* T, const std::string& path) {
  Runtime* runtime = T->runtime;
  const GilCounters& c = runtime->gil->counters;
  const CollectorCounters& gc = runtime->collector->counters;
  nlohmann::ordered_json report;
  report["preset"] = runtime->options.preset;
  report["policy"] = name_of(runtime->options.gil);
  report["switch_points"] = name_of(runtime->options.switch_points);
  report["wall_s"] = seconds(monotonic_now() - runtime->started);
  report["cpu_s"] = seconds(process_cpu_now());
  report["switches"] = reasons_as_json(c.switches);
  report["gil_takes"] = c.takes.load();
  report["gil_waits"] = c.waits.load();
  report["failed_wakeups"] = c.failed_wakeups.load();
  report["longest_gil_wait_ms"] = milliseconds(c.longest_wait_ns.load());
  report["total_gil_wait_ms"] = milliseconds(c.total_wait_ns.load());
  report["collections"] = gc.collections.load();
  report["collection_pauses"] = gc.pauses.load();
  report["total_pause_ms"] = milliseconds(gc.total_pause_ns.load());
  report["longest_pause_ms"] = milliseconds(gc.longest_pause_ns.load());
  auto threads = nlohmann::ordered_json::array();
  for (const ThreadCounters& t : all_threads(T)) {
    threads.push_back({{"number", t.number},
                       {"name", t.number == 1 ? "MainThread" : t.name},
                       {"cpu_ms", milliseconds(t.cpu_ns)},
                       {"gil_takes", t.gil_takes},
                       {"gil_waits", t.gil_waits},
                       {"longest_gil_wait_ms", milliseconds(t.longest_gil_wait_ns)},
                       {"total_gil_wait_ms", milliseconds(t.total_gil_wait_ns)},
                       {"failed_wakeups", t.failed_wakeups},
                       {"gil_losses", reasons_as_json(t.gil_losses)}});
  }
  report["threads"] = std::move(threads);
  if (runtime->lost_updates) report["lost_updates"] = lost_updates_as_json(T, PlaceTable(T));
  std::string text = report.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  FILE* file = fopen(path.c_str(), "we");
  if (!file) return false;
  bool written = fwrite(text.data(), 1, text.size(), file) == text.size();
  return fclose(file) == 0 && written;
}

}  // namespace gilded
