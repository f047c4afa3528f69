#include "vm/cli/compare.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "vm/cli/option_reader.h"
#include "vm/cli/preset_run.h"
#include "vm/cli/terminal.h"

namespace gilded::cli {

namespace {

constexpr const char* kHelp = R"(usage: gilded compare [options] FILE [args]

Runs a script under each preset in turn and prints one table: exit status, lost
updates, switches of the GIL, longest wait for it, time, cores used; where the
outputs differ, side by side; and what is surprising about it.

  --as=P,P...     only these presets (2.7, 3.9, 3.12, 3.13t)
  -n, --runs N    each preset N times; times are medians, counts are sums
  --no-races      do not count lost updates (half the time)
  --timeout S     stop a run after S seconds (60)
  --input FILE    the script's standard input ("-": this command's own)
  --json          everything as JSON
  -h, --help

Each preset runs the script twice: as it is, for the times, and once more with
every read and store of shared variables watched, for the lost updates (slower;
the times do not include it).

examples:
  gilded compare examples/lost_update.py
  gilded compare --as=3.9,3.13t -n 5 my_script.py 1000
)";

constexpr double kDefaultTimeout = 60;

struct Row {
  std::string preset;
  std::vector<PresetRun> runs;     // as it is
  std::vector<PresetRun> watched;  // with lost updates counted

  const ChildResult& first() const { return runs.front().child; }
  double median(auto value) const {
    std::vector<double> values;
    for (const PresetRun& run : runs) values.push_back(value(run));
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
  }
  double wall() const {
    return median([](const PresetRun& r) { return r.child.wall_seconds; });
  }
  double cpu() const {
    return median([](const PresetRun& r) { return r.child.cpu_seconds(); });
  }
  bool reported() const {
    return std::all_of(runs.begin(), runs.end(), [](const PresetRun& r) { return !r.report.is_null(); });
  }
  // Nothing: not counted, or no report.
  std::optional<uint64_t> lost() const { return sum("count"); }
  std::optional<uint64_t> undone() const { return sum("undone"); }
  uint64_t switches(const std::string& reason = "") const {
    uint64_t total = 0;
    for (const PresetRun& run : runs) {
      if (run.report.is_null()) continue;
      for (const auto& [name, count] : run.report["switches"].items())
        total += reason.empty() || name == reason ? count.get<uint64_t>() : 0;
    }
    return total;
  }
  double longest_wait_ms() const {
    double longest = 0;
    for (const PresetRun& run : runs) {
      if (!run.report.is_null()) longest = std::max(longest, run.report["longest_gil_wait_ms"].get<double>());
    }
    return longest;
  }
  bool has_gil() const { return reported() && runs.front().report["policy"] != "off"; }
  std::string reasons() const {
    if (!reported()) return "?";
    if (!has_gil()) return "none: no GIL to hand over";
    std::string text;
    for (const auto& [name, count] : runs.front().report["switches"].items()) {
      if (uint64_t n = switches(name)) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", grouped(n), name);
    }
    return text.empty() ? "none" : text;
  }
  // Members "kinds" of all watched runs, the most frequent first.
  std::vector<nlohmann::json> kinds() const {
    std::vector<nlohmann::json> all;
    for (const PresetRun& run : watched) {
      if (run.report.is_null()) continue;
      for (const auto& kind : run.report["lost_updates"]["kinds"]) all.push_back(kind);
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a["count"] > b["count"]; });
    return all;
  }

 private:
  std::optional<uint64_t> sum(const char* member) const {
    if (watched.empty()) return std::nullopt;
    uint64_t total = 0;
    for (const PresetRun& run : watched) {
      if (run.report.is_null()) return std::nullopt;
      total += run.report["lost_updates"][member].get<uint64_t>();
    }
    return total;
  }
};

// A count that may be huge beside others that must be exact.
std::string counted(uint64_t count) {
  constexpr uint64_t kExact = 100'000;
  return count < kExact ? grouped(count) : amount_text(static_cast<double>(count));
}

std::string place_label(const nlohmann::json& place) {
  if (place.is_null()) return "outside Python code";
  std::string file = place["file"];
  return fmt::format("{}:{}", file.substr(file.rfind('/') + 1), place["line"].get<int>());
}

void print_outputs(const std::vector<Row>& rows) {
  int width = terminal_width();
  std::vector<std::vector<std::string>> outputs;
  size_t most = 0;
  for (const Row& row : rows) {
    outputs.push_back(lines_of(row.first().output));
    most = std::max(most, outputs.back().size());
  }
  bool same = std::all_of(rows.begin(), rows.end(),
                          [&](const Row& row) { return row.first().output == rows[0].first().output; });
  if (same || rows.size() == 1) {
    std::string line = last_line(rows[0].first().output);
    fmt::print("\n{}{}\n",
               styled(same && rows.size() > 1 ? "All print the same; the last line: " : "The last line of its output: ",
                      Style::kStrong),
               line.empty() ? "(nothing)" : clipped(line, width - 36));
    return;
  }
  fmt::print("\n{}\n", styled("Where the outputs differ, side by side", Style::kStrong));
  constexpr size_t kMostLines = 12;
  int column = std::max((width - 2) / static_cast<int>(rows.size()) - 2, 10);
  auto line = [&](auto text_of, Style style) {
    std::string text = "  ";
    for (size_t i = 0; i < rows.size(); ++i) {
      std::string shown = clipped(text_of(i), column);
      int blanks = column - text_width(shown) + 2;
      text += styled(shown, style);
      if (i + 1 < rows.size()) text += std::string(static_cast<size_t>(blanks), ' ');
    }
    while (!text.empty() && text.back() == ' ') text.pop_back();
    fmt::print("{}\n", text);
  };
  line([&](size_t i) { return rows[i].preset; }, Style::kFaint);
  size_t shown = 0, differing = 0;
  for (size_t n = 0; n < most; ++n) {
    auto text_of = [&](size_t i) {
      // Blanks that align a column for people take room here.
      std::string text = n < outputs[i].size() ? outputs[i][n] : "";
      std::string squeezed;
      for (char c : text) {
        if (!(c == ' ' && !squeezed.empty() && squeezed.back() == ' ')) squeezed += c == '\t' ? ' ' : c;
      }
      return squeezed;
    };
    bool differs = false;
    for (size_t i = 1; i < rows.size(); ++i) differs |= text_of(i) != text_of(0);
    if (!differs) continue;
    if (++differing <= kMostLines) {
      line(text_of, Style::kPlain);
      ++shown;
    }
  }
  if (differing > shown) fmt::print("  ... and {} more lines\n", differing - shown);
}

// The sentences under the table: what happened, and why it is no wonder.
void explain(const std::vector<Row>& rows, const ScriptRun& script) {
  int width = terminal_width();
  auto say = [&](const std::string& text) { fmt::print("{}", wrapped(text, width, 0)); };
  fmt::print("\n");
  auto row_of = [&](const std::string& preset) -> const Row* {
    auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& r) { return r.preset == preset; });
    return row == rows.end() ? nullptr : &*row;
  };
  for (const Row& row : rows) {
    if (row.first().timed_out)
      say(fmt::format("{} was stopped after {:.0f} s: it may loop for ever (--timeout S gives it longer).", row.preset,
                      script.timeout_seconds));
    else if (!row.first().started)
      say(fmt::format("{} could not be run: {}.", row.preset, row.first().error));
    else if (!row.reported())
      say(fmt::format("{} left no report: the process ended without the end of a program (os._exit, or a signal).",
                      row.preset));
  }
  bool counted = std::all_of(rows.begin(), rows.end(), [](const Row& r) { return r.lost().has_value(); });
  std::vector<std::string> losers, safe;
  if (counted) {
    for (const Row& row : rows) (*row.lost() ? losers : safe).push_back(row.preset);
    std::set<std::string> told;
    for (const Row& row : rows) {
      for (const auto& kind : row.kinds()) {
        const auto& first = kind["first"];
        std::string place = kind["place"];
        if (!told.insert(place + place_label(first["stored_at"]) + place_label(first["other_stored_at"])).second ||
            told.size() > 3)
          continue;
        say(
            fmt::format("Lost: {}. A store at {} (`{}`) put back a value computed from one that a store at {} had "
                        "overwritten meanwhile.",
                        place, place_label(first["stored_at"]), first["stored_at"]["source"].get<std::string>(),
                        place_label(first["other_stored_at"])));
      }
    }
    if (!losers.empty()) {
      say("lost: stores of a stale value; undone: the stores of other threads that these overwrote. Both were counted "
          "in "
          "runs of their own, so a script that counts its losses itself has other figures.");
    }
    if (losers.empty()) {
      say("No update was lost: no thread stored a value computed from one that another thread had overwritten "
          "meanwhile.");
    } else if (!safe.empty()) {
      bool calls_safe = std::find(safe.begin(), safe.end(), "3.12") != safe.end();
      const Row* loser = row_of(losers.front());
      std::string statement = loser ? loser->kinds().front()["first"]["stored_at"]["source"].get<std::string>() : "";
      if (calls_safe) {
        say(
            fmt::format("Why 3.12 loses nothing: it lets another thread in only on entering a function, after a call "
                        "and at a loop's back edge, and none of these "
                        "stands between the read and the store of `{}`. That is luck, not a promise: a call in that "
                        "statement opens the gap.",
                        statement));
      }
      for (const std::string& preset : safe) {
        if (preset != "3.12") say(fmt::format("{} lost nothing in this run; that it cannot is not said.", preset));
      }
    } else if (losers.size() > 1) {
      say("Every era loses here: between the read and the store stands a place where each of them lets other threads "
          "in.");
    }
  }
  const Row* free = row_of("3.13t");
  const Row* locked = row_of("3.9");
  if (!locked) locked = row_of("3.12");
  if (free && locked && free->wall() > 0 && free->reported()) {
    double cores = free->cpu() / free->wall(), ratio = locked->wall() / free->wall();
    if (cores > 1.3 && ratio > 1.15)
      say(fmt::format("3.13t ran {:.1f} times as fast as {} by using {:.1f} cores.", ratio, locked->preset, cores));
    else if (cores > 1.3)
      say(fmt::format("3.13t used {:.1f} cores and was no faster than {}: the threads get in each other's way.", cores,
                      locked->preset));
  }
  std::set<int> statuses;
  for (const Row& row : rows) statuses.insert(row.first().status);
  if (statuses.size() > 1) say("The exit statuses differ: what one era lets happen breaks the script in another.");
  for (const Row& row : rows) {
    if (row.first().status == 0 || row.first().errors.empty()) continue;
    say(fmt::format("{} ended with: {}", row.preset, last_line(row.first().errors)));
    if (row.first().errors.find("EOFError") != std::string::npos && script.input.empty())
      say("(The script reads standard input; --input FILE gives it some.)");
    break;
  }
  std::vector<std::string> words = {script.file};
  words.insert(words.end(), script.arguments.begin(), script.arguments.end());
  if (!losers.empty())
    fmt::print("\n{} gilded why --as={} {}\n", styled("Next:", Style::kStrong), losers.front(), shell_words(words));
  else
    fmt::print("\n{} gilded trace --as={} -o trace.json {}\n", styled("Next:", Style::kStrong), rows.front().preset,
               shell_words(words));
}

void print_json(const std::vector<Row>& rows, const ScriptRun& script) {
  nlohmann::ordered_json all;
  all["file"] = script.file;
  all["arguments"] = script.arguments;
  all["cores"] = sysconf(_SC_NPROCESSORS_ONLN);
  all["presets"] = nlohmann::ordered_json::array();
  for (const Row& row : rows) {
    nlohmann::ordered_json entry = {
        {"preset", row.preset}, {"runs", nlohmann::json::array()}, {"watched_runs", nlohmann::json::array()}};
    for (auto [member, runs] : {std::pair{"runs", &row.runs}, std::pair{"watched_runs", &row.watched}}) {
      for (const PresetRun& run : *runs) {
        const ChildResult& c = run.child;
        entry[member].push_back({{"exit_status", c.status},
                                 {"timed_out", c.timed_out},
                                 {"wall_s", c.wall_seconds},
                                 {"user_s", c.user_seconds},
                                 {"system_s", c.system_seconds},
                                 {"os_switches_voluntary", c.voluntary_switches},
                                 {"os_switches_involuntary", c.involuntary_switches},
                                 {"stdout", c.output},
                                 {"stderr", c.errors},
                                 {"report", run.report}});
      }
    }
    all["presets"].push_back(std::move(entry));
  }
  fmt::print("{}\n", all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace

int compare(const CommandLine& line) {
  OptionReader reader("compare", kHelp);
  std::string as, input;
  int runs = 1;
  bool no_races = false, json = false;
  ScriptRun script;
  script.timeout_seconds = kDefaultTimeout;
  std::vector<std::string> rest, presets;
  reader.text("--as", &as);
  reader.number("-n,--runs", &runs);
  reader.flag("--no-races", &no_races);
  reader.seconds("--timeout", &script.timeout_seconds);
  reader.text("--input", &input);
  reader.flag("--json", &json);
  if (auto status = reader.read(line.arguments, true, &rest)) return *status;
  if (rest.empty()) return reader.wrong_use("a file is expected");
  if (!read_presets(reader, as, &presets)) return 2;
  script.file = rest[0];
  script.arguments.assign(rest.begin() + 1, rest.end());
  if (!script_readable(script.file) || !read_input(input, &script.input)) return 2;

  std::vector<Row> rows;
  for (const std::string& preset : presets) rows.push_back({preset, {}, {}});
  // In turns, so that a noisy minute does not hit one preset alone.
  for (int n = 0; n < runs; ++n) {
    for (bool watched : {false, true}) {
      if (watched && no_races) continue;
      for (Row& row : rows) {
        if (watched && row.first().timed_out) continue;
        show_progress(
            fmt::format("run {} of {}: {}{}", n + 1, runs, row.preset, watched ? ", counting lost updates" : ""));
        script.watch_races = watched;
        (watched ? row.watched : row.runs).push_back(run_under_preset(row.preset, script));
        if (row.runs.back().child.status == 130 && !row.runs.back().child.timed_out) {
          clear_progress();
          return 130;
        }
      }
    }
  }
  clear_progress();
  if (json) {
    print_json(rows, script);
    return 0;
  }
  std::vector<std::string> words = {script.file};
  words.insert(words.end(), script.arguments.begin(), script.arguments.end());
  fmt::print("{}\n\n",
             styled(fmt::format("gilded compare {}   {} cores{}", shell_words(words), sysconf(_SC_NPROCESSORS_ONLN),
                                runs > 1 ? fmt::format(", {} runs each: times are medians, counts sums", runs) : ""),
                    Style::kTitle));
  constexpr int kWide = 110;
  bool wide = terminal_width() >= kWide;
  std::vector<Table::Column> columns = {{"preset", false}, {"exit"}, {"lost"}, {"undone"}, {"switches"},
                                        {"max wait"},      {"wall"}, {"CPU"},  {"cores"}};
  if (wide) columns.push_back({"switches by reason", false});
  Table table(columns);
  for (const Row& row : rows) {
    auto lost = row.lost();
    std::vector<Table::Cell> cells = {{row.preset, Style::kStrong},
                                      {status_text(row.first()), row.first().status == 0 ? Style::kPlain : Style::kBad},
                                      {lost                  ? grouped(*lost)
                                       : row.watched.empty() ? "-"
                                                             : "?",
                                       lost && *lost ? Style::kBad : Style::kGood},
                                      lost ? counted(row.undone().value_or(0)) : "-",
                                      row.has_gil() ? grouped(row.switches()) : "-",
                                      row.has_gil() ? duration_text(row.longest_wait_ms() / 1e3) : "-",
                                      duration_text(row.wall()),
                                      duration_text(row.cpu()),
                                      fmt::format("{:.2f}", row.wall() > 0 ? row.cpu() / row.wall() : 0)};
    if (wide) cells.push_back(row.reasons());
    table.add(std::move(cells));
  }
  fmt::print("{}", table.text());
  if (!wide) {
    fmt::print("\n{}\n", styled("Switches by reason", Style::kStrong));
    for (const Row& row : rows) fmt::print("  {:<6} {}\n", row.preset, row.reasons());
  }
  print_outputs(rows);
  explain(rows, script);
  return 0;
}

}  // namespace gilded::cli
