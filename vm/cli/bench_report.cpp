// Tables, verdicts and plots of gilded bench.
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <map>

#include "vm/cli/bench.h"
#include "vm/cli/svg_plot.h"
#include "vm/cli/terminal.h"

namespace gilded::cli {

double BenchSample::fairness() const {
  if (shares.size() < 2) return 1;
  auto [least, most] = std::minmax_element(shares.begin(), shares.end());
  return *most > 0 ? *least / *most : 1;
}

double BenchCell::spread() const {
  if (samples.size() < 2) return 0;
  double least = INFINITY, most = 0;
  for (const BenchSample& s : samples) {
    least = std::min(least, s.throughput());
    most = std::max(most, s.throughput());
  }
  double middle = throughput();
  return middle > 0 ? (most - least) / 2 / middle : 0;
}

std::optional<uint64_t> BenchCell::lost() const {
  std::optional<uint64_t> total;
  for (const BenchSample& s : samples) {
    if (s.lost) total = total.value_or(0) + *s.lost;
  }
  return total;
}

std::optional<double> BenchCell::switches(const std::string& reason) const {
  std::optional<double> most;
  for (const BenchSample& s : samples) {
    if (!s.report.contains("switches") || s.report["policy"] == "off") continue;
    double count = 0;
    for (const auto& [name, n] : s.report["switches"].items())
      count += reason.empty() || name == reason ? n.get<double>() : 0;
    // The report is of the whole process, warm-up and end included.
    most = std::max(most.value_or(0), count / std::max(s.report["wall_s"].get<double>(), 1e-9));
  }
  return most;
}

double BenchCell::failed_wakeups() const {
  double most = 0;
  for (const BenchSample& s : samples) {
    if (s.report.contains("failed_wakeups"))
      most =
          std::max(most, s.report["failed_wakeups"].get<double>() / std::max(s.report["wall_s"].get<double>(), 1e-9));
  }
  return most;
}

double BenchCell::fairness() const {
  return median([](const BenchSample& s) { return s.fairness(); });
}

namespace {

std::string contender_name(const std::string& contender) {
  return contender.substr(contender.rfind('/') == std::string::npos ? 0 : contender.rfind('/') + 1);
}

bool any_latency(const BenchTable& t) {
  return std::any_of(t.cells.begin(), t.cells.end(), [](const auto& entry) { return entry.second.has_latency(); });
}
bool any_lost(const BenchTable& t) {
  return std::any_of(t.cells.begin(), t.cells.end(), [](const auto& entry) { return entry.second.lost().has_value(); });
}

// The most frequent reason of each contender's switches, with the most threads: "tick (2.7), request (3.9, 3.12)".
std::string main_reasons(const BenchTable& t) {
  std::map<std::string, std::string> by_reason;
  for (const std::string& contender : t.contenders) {
    const BenchCell* cell = t.cell(contender, t.columns.back());
    if (!cell || cell->samples.empty() || !cell->samples.front().report.contains("switches")) continue;
    std::string reason;
    double most = 0;
    for (const auto& [name, count] : cell->samples.front().report["switches"].items()) {
      double here = cell->switches(name).value_or(0);
      if (here > most) most = here, reason = name;
    }
    if (!reason.empty()) by_reason[reason] += (by_reason[reason].empty() ? "" : ", ") + contender_name(contender);
  }
  std::string text;
  for (const auto& [reason, contenders] : by_reason)
    text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", reason, contenders);
  return text;
}

std::string csv_rows(const BenchTable& t) {
  std::string text;
  for (const std::string& contender : t.contenders) {
    for (const std::string& column : t.columns) {
      const BenchCell* cell = t.cell(contender, column);
      if (!cell) continue;
      int run = 0;
      for (const BenchSample& s : cell->samples) {
        auto optional_text = [](const std::optional<double>& v) {
          return v ? fmt::format("{:.9f}", *v) : std::string();
        };
        bool reported = s.report.contains("switches") && s.report["policy"] != "off";
        uint64_t all = 0;
        if (reported) {
          for (const auto& [name, n] : s.report["switches"].items()) all += n.get<uint64_t>();
        }
        auto counted = [&](uint64_t n) { return reported ? fmt::format("{}", n) : std::string(); };
        auto by = [&](const char* reason) {
          return counted(reported ? s.report["switches"][reason].get<uint64_t>() : 0);
        };
        std::string failed = counted(reported ? s.report["failed_wakeups"].get<uint64_t>() : 0);
        text += fmt::format("{},{},{},{},{},{:.3f},{:.6f},{:.6f},{},{},{},{},{},{},{},{},{:.3f},{}\n", t.workload->name,
                            contender, t.is_sweep ? "1" : column, t.is_sweep ? column : "", ++run, s.throughput(),
                            s.seconds, s.cpu_seconds, optional_text(s.p50), optional_text(s.p99),
                            optional_text(s.longest), counted(all), by("tick"), by("request"), by("blocking"), failed,
                            s.fairness(), s.lost ? fmt::format("{}", *s.lost) : "");
      }
    }
  }
  return text;
}

}  // namespace

std::string bench_csv_header() {
  return "workload,contender,threads,interval_ms,run,per_second,wall_s,cpu_s,p50_s,p99_s,max_s,switches,"
         "switches_tick,switches_request,switches_blocking,failed_wakeups,fairness,lost\n";
}

std::string bench_table_text(const BenchTable& t, BenchFormat format) {
  if (format == BenchFormat::kCsv) return csv_rows(t);
  std::string why;
  for (const auto& [key, cell] : t.cells) {
    if (!cell.unavailable.empty()) why = fmt::format("{}: {}", contender_name(key.first), cell.unavailable);
  }
  std::string title = t.is_sweep ? fmt::format("{}: the switch interval, with 1 busy thread", t.workload->name)
                                 : fmt::format("{}: {}", t.workload->name, t.workload->about);
  bool is_mixed = std::string(t.workload->name) == "mixed";
  std::string text = format == BenchFormat::kMarkdown ? "### " + title + "\n\n" : styled(title, Style::kTitle) + "\n";
  if (t.unit.empty()) return text + "  not measured: " + why + "\n";
  text += fmt::format("  {} a second, by {}\n", t.unit,
                      t.is_sweep ? "switch interval"
                      : is_mixed ? "number of busy threads"
                                 : "number of threads");
  if (format == BenchFormat::kMarkdown) text += "\n";

  std::vector<Table::Column> columns = {{"", false}};
  for (const std::string& c : t.columns) columns.push_back({t.is_sweep ? c + " ms" : c});
  const std::string& last = t.columns.back();
  bool lost = any_lost(t);
  if (!t.is_sweep) {
    if (!is_mixed && t.columns.size() > 1) columns.push_back({"speed-up"});
    columns.push_back({"cores"});
    columns.push_back({"switches/s"});
    columns.push_back({lost ? "lost" : "fair"});
  }
  double most = 0;
  for (const std::string& contender : t.contenders) {
    if (const BenchCell* cell = t.cell(contender, last)) most = std::max(most, cell->throughput());
  }
  Table table(columns);
  std::vector<double> lengths;  // of the bars, in parts of the longest
  for (const std::string& contender : t.contenders) {
    std::vector<Table::Cell> row = {{contender_name(contender), Style::kStrong}};
    for (const std::string& c : t.columns) {
      const BenchCell* cell = t.cell(contender, c);
      row.push_back(cell ? amount_text(cell->throughput()) : "-");
    }
    const BenchCell* first_cell = t.cell(contender, t.columns.front());
    const BenchCell* last_cell = t.cell(contender, last);
    if (!t.is_sweep && last_cell) {
      if (!is_mixed && t.columns.size() > 1)
        row.push_back(first_cell && first_cell->throughput() > 0
                          ? fmt::format("{:.2f}x", last_cell->throughput() / first_cell->throughput())
                          : "-");
      row.push_back(fmt::format("{:.2f}", last_cell->cores()));
      auto switches = last_cell->switches();
      row.push_back(switches ? amount_text(*switches) : "-");
      if (lost) {
        uint64_t all = 0;
        for (const std::string& c : t.columns)
          all += t.cell(contender, c) ? t.cell(contender, c)->lost().value_or(0) : 0;
        row.push_back({grouped(all), all ? Style::kBad : Style::kGood});
      } else {
        row.push_back(fmt::format("{:.2f}", last_cell->fairness()));
      }
    }
    lengths.push_back(last_cell && most > 0 ? last_cell->throughput() / most : 0);
    table.add(std::move(row));
  }
  // Bars where they have room to say something.
  constexpr int kLongestBar = 20, kShortestBar = 8;
  int room = std::min(terminal_width() - table.width() - 2, kLongestBar);
  if (format == BenchFormat::kTerminal && room >= kShortestBar) {
    std::vector<Table::Cell> bars;
    for (double length : lengths) {
      std::string bar;
      for (int i = 0; i < static_cast<int>(length * room + 0.5); ++i) bar += "▇";
      bars.emplace_back(bar);
    }
    table.add_column({"at " + last + (t.is_sweep ? " ms" : ""), false}, std::move(bars));
  }
  text += format == BenchFormat::kMarkdown ? table.markdown() : table.text();

  if (any_latency(t)) {
    text += format == BenchFormat::kMarkdown ? "\nlatency, 99th percentile; median and maximum at the right\n\n"
                                             : "  latency: 99th percentile (median and maximum at the right)\n";
    std::vector<Table::Column> heads = {{"", false}};
    for (const std::string& c : t.columns) heads.push_back({t.is_sweep ? c + " ms" : c});
    heads.push_back({"p50 at " + last});
    heads.push_back({"max"});
    Table latencies(heads);
    for (const std::string& contender : t.contenders) {
      std::vector<Table::Cell> row = {{contender_name(contender), Style::kStrong}};
      double longest = 0;
      for (const std::string& c : t.columns) {
        const BenchCell* cell = t.cell(contender, c);
        row.push_back(cell && cell->has_latency() ? duration_text(cell->p99()) : "-");
        if (cell) longest = std::max(longest, cell->longest());
      }
      const BenchCell* cell = t.cell(contender, last);
      row.push_back(cell && cell->has_latency() ? duration_text(cell->p50()) : "-");
      row.push_back(longest > 0 ? duration_text(longest) : "-");
      latencies.add(std::move(row));
    }
    text += format == BenchFormat::kMarkdown ? latencies.markdown() : latencies.text();
  }
  double spread = 0, failed = 0;
  std::string worst;
  for (const auto& [key, cell] : t.cells) {
    spread = std::max(spread, cell.spread());
    if (cell.failed_wakeups() > failed) {
      failed = cell.failed_wakeups();
      worst = contender_name(key.first);
    }
  }
  std::string notes;
  if (spread > 0) notes += fmt::format("spread up to ±{:.0f}%; ", 100 * spread);
  if (failed >= 1) notes += fmt::format("failed wake-ups up to {} a second ({}); ", amount_text(failed), worst);
  if (std::string reasons = main_reasons(t); !reasons.empty()) notes += fmt::format("switches mostly by {}; ", reasons);
  if (!why.empty()) notes += "not measured for " + why + "; ";
  if (!notes.empty())
    text += (format == BenchFormat::kMarkdown ? "\n" : "") +
            wrapped(notes.substr(0, notes.size() - 2), terminal_width(), 2);
  return text;
}

std::string bench_verdict(const BenchTable& t, const std::vector<BenchTable>& all) {
  std::string name = t.workload->name;
  auto at = [&](const std::string& contender, size_t column) {
    return column < t.columns.size() ? t.cell(contender, t.columns[column]) : nullptr;
  };
  size_t last = t.columns.size() - 1;
  auto speed_up = [&](const std::string& contender) -> std::optional<double> {
    const BenchCell *one = at(contender, 0), *many = at(contender, last);
    if (!one || !many || last == 0 || one->throughput() <= 0) return std::nullopt;
    return many->throughput() / one->throughput();
  };
  if (t.is_sweep) {
    std::string text;
    for (const std::string& contender : t.contenders) {
      const std::string* best = nullptr;
      for (const std::string& c : t.columns) {
        if (t.cell(contender, c) &&
            (!best || t.cell(contender, c)->throughput() > t.cell(contender, *best)->throughput()))
          best = &c;
      }
      const BenchCell* usual = t.cell(contender, "5");
      if (best && usual && usual->throughput() > 0) {
        text += fmt::format("{}{}: an interval of {} ms gives {:.1f} times the round trips of 5 ms. ",
                            text.empty() ? "" : "", contender_name(contender), *best,
                            t.cell(contender, *best)->throughput() / usual->throughput());
      }
    }
    return text.empty() ? text : text.substr(0, text.size() - 1);
  }
  auto free = speed_up("3.13t");
  std::optional<double> locked;
  for (const char* preset : {"3.9", "3.12", "2.7"}) {
    if (!locked) locked = speed_up(preset);
  }
  if (name == "cpu" || name == "cpu-alloc" || name == "private") {
    constexpr double kImpossible = 1.3;
    if (locked && *locked > kImpossible) {
      return fmt::format(
          "{} threads seem to do {:.2f} times the work of one under a GIL, which cannot be: other programs took part "
          "of the time.",
          t.columns.back(), *locked);
    }
    if (free && locked) {
      return fmt::format(
          "{} threads do {:.2f} times the work of one under a GIL, however it switches; without it {:.2f} times, on "
          "{:.1f} cores.",
          t.columns.back(), *locked, *free, at("3.13t", last)->cores());
    }
  } else if (name == "processes") {
    if (locked)
      return fmt::format("Processes have a GIL each: {} of them do {:.2f} times the work of one under every preset.",
                         t.columns.back(), *locked);
  } else if (name == "shared") {
    std::string losers, keepers;
    for (const std::string& contender : t.contenders) {
      uint64_t lost = 0;
      for (const std::string& c : t.columns)
        lost += t.cell(contender, c) ? t.cell(contender, c)->lost().value_or(0) : 0;
      std::string& list = lost ? losers : keepers;
      list += (list.empty() ? "" : ", ") + contender_name(contender);
    }
    if (losers.empty()) return "Nothing was lost in these runs.";
    return fmt::format("Without a lock, additions are lost under {}{}.", losers,
                       keepers.empty() ? "" : "; not under " + keepers + " (`gilded explain lost-update` says why)");
  } else if (name == "shared-lock") {
    const BenchTable* plain = nullptr;
    for (const BenchTable& other : all) {
      if (std::string(other.workload->name) == "shared") plain = &other;
    }
    const BenchCell *with = at(t.contenders.front(), last),
                    *without = plain ? plain->cell(t.contenders.front(), t.columns.back()) : nullptr;
    if (with && without && with->throughput() > 0) {
      return fmt::format("Nothing is lost; taking the lock makes an addition {:.1f} times as slow under {}.",
                         without->throughput() / with->throughput(), contender_name(t.contenders.front()));
    }
    return "Nothing is lost: the lock is held from the read to the store.";
  } else if (name == "io-sleep") {
    if (locked)
      return fmt::format("Waiting lets go of the GIL: {} threads sleep {:.1f} times as often as one.", t.columns.back(),
                         *locked);
  } else if (name.starts_with("io-")) {
    if (locked && free)
      return fmt::format(
          "{} threads do {:.2f} times the work of one under a GIL, {:.2f} times without: IO waits side by side, but "
          "what Python does between is one at a time.",
          t.columns.back(), *locked, *free);
  } else if (name == "mixed") {
    std::string worst;
    double p99 = 0, best_p99 = INFINITY;
    std::string best;
    for (const std::string& contender : t.contenders) {
      const BenchCell* cell = at(contender, last);
      if (!cell) continue;
      if (cell->p99() > p99) {
        p99 = cell->p99();
        worst = contender;
      }
      if (cell->p99() < best_p99) {
        best_p99 = cell->p99();
        best = contender;
      }
    }
    if (!worst.empty() && worst != best) {
      return fmt::format(
          "Convoy: after every receive and send the echo threads queue for the GIL behind {} busy ones. The slowest "
          "hundredth waits {} under {}, {} under {}.",
          t.columns.back(), duration_text(p99), contender_name(worst), duration_text(best_p99), contender_name(best));
    }
  } else if (name == "queue" || name == "lock-convoy" || name == "start-up") {
    const std::string* best = nullptr;
    const std::string* worst = nullptr;
    for (const std::string& contender : t.contenders) {
      if (!at(contender, last)) continue;
      if (!best || at(contender, last)->throughput() > at(*best, last)->throughput()) best = &contender;
      if (!worst || at(contender, last)->throughput() < at(*worst, last)->throughput()) worst = &contender;
    }
    if (best && worst && best != worst && at(*worst, last)->throughput() > 0) {
      return fmt::format("With {} threads {} does {:.1f} times as much as {}.", t.columns.back(), contender_name(*best),
                         at(*best, last)->throughput() / at(*worst, last)->throughput(), contender_name(*worst));
    }
  }
  return "";
}

nlohmann::ordered_json bench_table_json(const BenchTable& t) {
  nlohmann::ordered_json table = {{"workload", t.workload->name},
                                  {"about", t.workload->about},
                                  {"unit", t.unit},
                                  {"by", t.is_sweep ? "switch interval, ms" : "threads"},
                                  {"cells", nlohmann::ordered_json::array()}};
  for (const std::string& contender : t.contenders) {
    for (const std::string& column : t.columns) {
      auto found = t.cells.find({contender, column});
      if (found == t.cells.end()) continue;
      const BenchCell& cell = found->second;
      nlohmann::ordered_json entry = {{"contender", contender}, {"at", column}};
      if (!cell.unavailable.empty()) entry["unavailable"] = cell.unavailable;
      if (!cell.samples.empty()) {
        entry["per_second"] = cell.throughput();
        entry["spread"] = cell.spread();
        entry["cores"] = cell.cores();
        entry["fairness"] = cell.fairness();
        if (cell.has_latency()) {
          entry["p50_s"] = cell.p50();
          entry["p99_s"] = cell.p99();
          entry["max_s"] = cell.longest();
        }
        if (auto lost = cell.lost()) entry["lost"] = *lost;
      }
      entry["samples"] = nlohmann::ordered_json::array();
      for (const BenchSample& s : cell.samples) {
        entry["samples"].push_back({{"work", s.work},
                                    {"wall_s", s.seconds},
                                    {"cpu_s", s.cpu_seconds},
                                    {"shares", s.shares},
                                    {"report", s.report}});
      }
      table["cells"].push_back(std::move(entry));
    }
  }
  return table;
}

bool write_bench_plots(const BenchTable& t, const std::string& directory) {
  if (t.unit.empty()) return true;
  std::string name = std::string(t.workload->name) + (t.is_sweep ? "-interval" : "");
  bool is_mixed = std::string(t.workload->name) == "mixed";
  auto plot = [&](const std::string& file, const std::string& what, const std::string& y_label, bool logarithmic,
                  auto value) {
    Plot p{std::string(t.workload->name) + ": " + what,
           t.is_sweep ? "switch interval, ms"
           : is_mixed ? "busy threads"
                      : "threads",
           y_label,
           t.columns,
           {},
           logarithmic};
    for (const std::string& contender : t.contenders) {
      PlotSeries series{contender_name(contender), {}};
      for (const std::string& c : t.columns) {
        const BenchCell* cell = t.cell(contender, c);
        series.values.push_back(cell ? std::optional<double>(value(*cell)) : std::nullopt);
      }
      p.series.push_back(std::move(series));
    }
    std::ofstream out(directory + "/" + file + ".svg");
    out << svg_plot(p);
    out.close();
    return !out.fail();
  };
  if (!plot(name, "throughput", t.unit + " a second", is_mixed, [](const BenchCell& c) { return c.throughput(); }))
    return false;
  return !any_latency(t) ||
         plot(name + "-p99", "latency, 99th percentile", "ms", true, [](const BenchCell& c) { return c.p99() * 1e3; });
}

}  // namespace gilded::cli
