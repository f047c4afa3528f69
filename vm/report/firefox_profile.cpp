// A recording in the processed profile format of the Firefox Profiler, version 47: for each thread tables of strings,
// functions, frames and stacks, the samples of its running, and a marker for each activity and hand-over. Times are
// milliseconds since the start.
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "vm/report/formats.h"
#include "vm/runtime.h"
#include "vm/threading/gil.h"

namespace gilded {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormatVersion = 47, kGeckoVersion = 27;
enum class Phase { kInstant, kInterval };

class ProfileThread {
 public:
  ProfileThread(const Recording& recording, const ThreadTimeline& thread) : r_(recording), thread_(thread) {}

  Json build() {
    Json samples = {{"stack", Json::array()},
                    {"time", Json::array()},
                    {"weight", nullptr},
                    {"weightType", "samples"},
                    {"length", 0}};
    for (const Event& e : thread_.traffic) {
      if (e.kind != EventKind::kSample) continue;
      samples["stack"].push_back(stack(e.other));
      samples["time"].push_back(at(e.time));
    }
    samples["length"] = samples["time"].size();
    Json markers = {{"data", Json::array()},
                    {"name", Json::array()},
                    {"startTime", Json::array()},
                    {"endTime", Json::array()},
                    {"phase", Json::array()},
                    {"category", Json::array()},
                    {"length", 0}};
    auto marker = [&](std::string_view name, Json start, Json end, Phase phase, int category, const std::string& text) {
      markers["data"].push_back(Json{{"type", "Text"}, {"name", text}});
      markers["name"].push_back(string(name));
      markers["startTime"].push_back(std::move(start));
      markers["endTime"].push_back(std::move(end));
      markers["phase"].push_back(static_cast<int>(phase));
      markers["category"].push_back(category);
    };
    for (const Span& span : thread_.spans) {
      std::string text = r_.places.find_line(span.place).label();
      if (span.other) text += fmt::format(", held by thread {}", span.other);
      if (span.activity == Activity::kLockWait) text += fmt::format(", lock {:#x}", span.object);
      if (span.activity == Activity::kDropped) text = fmt::format("{} events were overwritten", span.object);
      marker(name_of(span.activity), at(span.start), at(span.end), Phase::kInterval,
             static_cast<int>(span.activity) + 1, text);
    }
    for (const HandOver& h : r_.timeline.hand_overs) {
      if (h.to != thread_.record->number) continue;
      marker("GIL hand-over", at(h.taken), nullptr, Phase::kInstant, 0,
             fmt::format("from thread {}: {}", h.from, name_of(h.reason)));
    }
    markers["length"] = markers["name"].size();
    Nanoseconds ended = thread_.record->ended.load(std::memory_order_relaxed);
    Json result = {{"processType", "default"},
                   {"processStartupTime", 0},
                   {"processShutdownTime", nullptr},
                   {"registerTime", at(thread_.record->started)},
                   {"unregisterTime", ended ? Json(at(ended)) : Json(nullptr)},
                   {"pausedRanges", Json::array()},
                   {"showMarkersInTimeline", true},
                   {"name", thread_.name},
                   {"isMainThread", thread_.record->number == 1},
                   {"pid", "1"},
                   {"tid", thread_.record->number},
                   {"samples", std::move(samples)},
                   {"markers", std::move(markers)}};
    size_t stacks = stack_frame_.size(), frames = frame_func_.size(), funcs = func_name_.size();
    auto same = [](size_t count, Json value) { return Json(std::vector<Json>(count, std::move(value))); };
    result["stackTable"] = {{"frame", stack_frame_},
                            {"category", same(stacks, 0)},
                            {"subcategory", same(stacks, 0)},
                            {"prefix", stack_prefix_},
                            {"length", stacks}};
    result["frameTable"] = {{"address", same(frames, -1)},
                            {"inlineDepth", same(frames, 0)},
                            {"category", same(frames, nullptr)},
                            {"subcategory", same(frames, nullptr)},
                            {"func", frame_func_},
                            {"nativeSymbol", same(frames, nullptr)},
                            {"innerWindowID", same(frames, 0)},
                            {"implementation", same(frames, nullptr)},
                            {"line", frame_line_},
                            {"column", same(frames, nullptr)},
                            {"length", frames}};
    result["funcTable"] = {{"name", func_name_},
                           {"isJS", same(funcs, false)},
                           {"relevantForJS", same(funcs, false)},
                           {"resource", same(funcs, -1)},
                           {"fileName", func_file_},
                           {"lineNumber", same(funcs, nullptr)},
                           {"columnNumber", same(funcs, nullptr)},
                           {"length", funcs}};
    result["resourceTable"] = {{"length", 0},
                               {"lib", Json::array()},
                               {"name", Json::array()},
                               {"host", Json::array()},
                               {"type", Json::array()}};
    result["nativeSymbols"] = {{"libIndex", Json::array()},
                               {"address", Json::array()},
                               {"name", Json::array()},
                               {"functionSize", Json::array()},
                               {"length", 0}};
    result["stringArray"] = strings_;
    return result;
  }

 private:
  double at(Nanoseconds time) const { return static_cast<double>(time - r_.timeline.started) / 1e6; }

  size_t string(std::string_view text) {
    auto [entry, fresh] = string_numbers_.try_emplace(std::string(text), strings_.size());
    if (fresh) strings_.push_back(std::string(text));
    return entry->second;
  }
  size_t function(const SourcePlace& place) {
    auto [entry, fresh] = functions_.try_emplace({place.function, place.file}, func_name_.size());
    if (fresh) {
      func_name_.push_back(string(place.known() ? place.function : "native"));
      func_file_.push_back(place.known() ? Json(string(place.file)) : Json(nullptr));
    }
    return entry->second;
  }
  size_t frame(const uint32_t* pc) {
    SourcePlace place = r_.places.find_line(pc);
    size_t func = function(place);
    auto [entry, fresh] = frames_.try_emplace({func, place.line}, frame_func_.size());
    if (fresh) {
      frame_func_.push_back(func);
      frame_line_.push_back(place.known() ? Json(place.line) : Json(nullptr));
    }
    return entry->second;
  }
  Json stack(uint32_t id) {
    Json prefix = nullptr;
    std::vector<const uint32_t*> pcs = r_.recorder.stack(id);
    for (auto pc = pcs.rbegin(); pc != pcs.rend(); ++pc) {
      size_t f = frame(*pc);
      auto [entry, fresh] =
          stacks_.try_emplace({prefix.is_null() ? SIZE_MAX : prefix.get<size_t>(), f}, stack_frame_.size());
      if (fresh) {
        stack_frame_.push_back(f);
        stack_prefix_.push_back(prefix);
      }
      prefix = entry->second;
    }
    return prefix;
  }

  const Recording& r_;
  const ThreadTimeline& thread_;
  std::map<std::string, size_t> string_numbers_;
  std::map<std::pair<std::string, std::string>, size_t> functions_;
  std::map<std::pair<size_t, int>, size_t> frames_;
  std::map<std::pair<size_t, size_t>, size_t> stacks_;
  Json strings_ = Json::array(), func_name_ = Json::array(), func_file_ = Json::array(), frame_func_ = Json::array(),
       frame_line_ = Json::array(), stack_frame_ = Json::array(), stack_prefix_ = Json::array();
};

}  // namespace

void write_firefox_profile(const Recording& r, FILE* out) {
  Json categories = Json::array({{{"name", "Other"}, {"color", "grey"}, {"subcategories", {"Other"}}}});
  const char* colors[kActivityCount] = {"green",     "red",   "orange", "yellow", "blue",
                                        "lightblue", "brown", "purple", "purple", "grey"};
  for (int i = 0; i < kActivityCount; ++i) {
    categories.push_back(
        {{"name", name_of(static_cast<Activity>(i))}, {"color", colors[i]}, {"subcategories", {"Other"}}});
  }
  double interval = r.recorder.sampling_interval() ? static_cast<double>(r.recorder.sampling_interval()) / 1e6 : 1;
  double started = static_cast<double>(wall_clock_now() - (monotonic_now() - r.timeline.started)) / 1e6;
  Json meta = {
      {"interval", interval},
      {"startTime", started},
      {"processType", 0},
      {"categories", categories},
      {"product", fmt::format("{} as {}", r.title, r.T->runtime->options.preset)},
      {"stackwalk", 1},
      {"version", kGeckoVersion},
      {"preprocessedProfileVersion", kFormatVersion},
      {"symbolicated", true},
      {"markerSchema",
       Json::array({{{"name", "Text"},
                     {"tooltipLabel", "{marker.name}"},
                     {"tableLabel", "{marker.name}: {marker.data.name}"},
                     {"chartLabel", "{marker.name}"},
                     {"display", {"marker-chart", "marker-table", "timeline-overview"}},
                     {"data", Json::array({{{"key", "name"}, {"label", "Details"}, {"format", "string"}}})}}})},
      {"importedFrom", "Gilded"},
      {"usesOnlyOneStackType", true},
      {"doesNotUseFrameImplementation", true},
      {"sourceCodeIsNotOnSearchfox", true},
      {"keepProfileThreadOrder", true}};
  Json profile = {
      {"meta", std::move(meta)}, {"libs", Json::array()}, {"pages", Json::array()}, {"threads", Json::array()}};
  for (const ThreadTimeline& thread : r.timeline.threads)
    profile["threads"].push_back(ProfileThread(r, thread).build());
  std::string text = profile.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  fwrite(text.data(), 1, text.size(), out);
  fputc('\n', out);
}

}  // namespace gilded
