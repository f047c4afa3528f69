// A recording as collapsed stacks, one line for each stack and activity, weighted in microseconds. Running is sampled;
// waiting is exact: the stack was noted where the wait began. So one flame graph shows both where the time on the
// processor goes and where the waiting is.
#include <fmt/format.h>

#include <map>

#include "vm/report/formats.h"

namespace gilded {

void write_collapsed_stacks(const Recording& r, FILE* out) {
  std::map<uint32_t, std::string> texts;
  auto stack_text = [&](uint32_t id) -> const std::string& {
    auto [entry, fresh] = texts.try_emplace(id);
    if (fresh) {
      std::vector<const uint32_t*> stack = r.recorder.stack(id);
      for (auto pc = stack.rbegin(); pc != stack.rend(); ++pc) {
        SourcePlace place = r.places.find_line(*pc);
        std::string frame = place.known() ? fmt::format("{} ({})", place.function, place.label()) : "native";
        for (char& c : frame) {
          if (c == ';') c = ',';
        }
        entry->second += ";" + frame;
      }
    }
    return entry->second;
  };
  std::map<std::string, Nanoseconds> weights;
  for (const ThreadTimeline& thread : r.timeline.threads) {
    std::string root = fmt::format("{} {}", thread.record->number, thread.name);
    uint64_t samples = 0;
    for (const Event& e : thread.traffic) samples += e.kind == EventKind::kSample;
    // The samples share the time that the thread really ran.
    Nanoseconds running = thread.totals[static_cast<size_t>(Activity::kRunning)];
    for (const Event& e : thread.traffic) {
      if (e.kind == EventKind::kSample)
        weights[root + stack_text(e.other)] += running / static_cast<Nanoseconds>(samples);
    }
    if (samples == 0) weights[root] += running;
    for (const Span& span : thread.spans) {
      if (span.activity == Activity::kRunning) continue;
      weights[fmt::format("{}{};[{}]", root, span.stack ? stack_text(span.stack - 1) : "", name_of(span.activity))] +=
          span.end - span.start;
    }
  }
  for (const auto& [stack, weight] : weights) {
    if (weight >= 1000) fmt::print(out, "{} {}\n", stack, weight / 1000);
  }
}

}  // namespace gilded
