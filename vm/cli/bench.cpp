#include "vm/cli/bench.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <thread>

#include "vm/cli/arguments.h"
#include "vm/cli/option_reader.h"
#include "vm/cli/preset_run.h"
#include "vm/cli/terminal.h"
#include "vm/threading/clock.h"

namespace gilded::cli {

extern const std::string_view kWorkloadsSource;  // bench/threads/workloads.py

namespace {

constexpr const char* kHelp = R"(usage: gilded bench [options] [io|cpu|mixed|shared|locks|all | WORKLOAD ...]

Measures IO against computing under each GIL: throughput, speed-up, cores used,
latencies, switches, fairness, lost updates, one table for each workload.

  --quick           every table in under 20 s, roughly
  --rigorous        ten runs of 2 s for each figure
  --as=P,P...       only these presets
  --threads N,N...  instead of 1,2,4,8
  --peer PYTHON     measure this interpreter beside ours; may be repeated
  --list            the workloads
  --json, --csv, --markdown
  --svg DIR         a plot for each table
  -h, --help

The workloads are plain Python: bench/threads/workloads.py runs them under any
interpreter. Presets take turns within each run, in changing order; a control
loop in between shows how quiet the machine is. Latencies count stalls as often
as a caller that comes every millisecond would meet them.

examples:
  gilded bench --quick
  gilded bench mixed --peer python3
)";

constexpr BenchWorkload kWorkloads[] = {
    {"cpu", " cpu ", "pure computing, nothing shared"},
    {"cpu-alloc", " cpu ", "computing that makes many objects"},
    {"private", " cpu shared ", "additions to a counter of each thread's own: the ceiling for `shared`"},
    {"processes", " cpu ", "what `cpu` does, in processes instead of threads"},
    {"start-up", " cpu ", "starting and joining threads"},
    {"shared", " shared ", "additions to one counter, without a lock"},
    {"shared-lock", " shared ", "additions to one counter, with a lock"},
    {"io-sleep", " io ", "sleeping 1 ms at a time; latency: how late it wakes"},
    {"io-file", " io ", "writing and reading a file"},
    {"io-pipe", " io ", "echo through pipes, one pair for each thread"},
    {"io-udp", " io ", "echo over UDP sockets, one pair for each thread"},
    {"io-tcp", " io ", "echo over TCP sockets, one pair for each thread"},
    {"mixed", " mixed io ", "one echo pair beside busy threads: the convoy"},
    {"queue", " locks ", "ping-pong through two queues, pairs of threads"},
    {"lock-convoy", " locks ", "short work under one lock, short work outside"},
};
constexpr const char* kSweepIntervals[] = {"0.05", "0.2", "0.5", "1", "5", "20", "100"};  // milliseconds
constexpr const char* kQuickIntervals[] = {"0.2", "1", "5"};

struct Plan {
  std::vector<std::string> presets, peers, threads = {"1", "2", "4", "8"}, intervals;
  double seconds = 0.5;
  int runs = 3;
};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  for (size_t start = 0; start <= text.size();) {
    size_t end = std::min(text.find(separator, start), text.size());
    if (end > start) parts.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

// A fixed piece of computing of this process's own: its spread says how quiet the machine was.
double control_loop() {
  constexpr uint64_t kRounds = 4'000'000;
  uint64_t x = 88172645463325252u;
  Nanoseconds before = monotonic_now();
  for (uint64_t i = 0; i < kRounds; ++i) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    asm volatile("" : "+r"(x));
  }
  return static_cast<double>(monotonic_now() - before) / 1e9;
}

// One run of the workload script; threads: 1 runs it in one process, and so on. False: interrupted.
bool measure_once(BenchCell* cell, const std::string& contender, bool is_peer, const std::string& workload,
                  const std::string& threads, double seconds, const std::string& interval_ms) {
  ChildOptions options;
  if (is_peer)
    options.arguments = {contender};
  else
    options.arguments = {own_executable(), "--as=" + contender, "--report={report}"};
  options.arguments.insert(options.arguments.end(),
                           {"-c", std::string(kWorkloadsSource), workload, threads, fmt::format("{}", seconds)});
  if (!interval_ms.empty()) options.arguments.push_back(fmt::format("{}", std::stod(interval_ms) / 1e3));
  options.wants_report = !is_peer;
  options.timeout_seconds = seconds * 20 + 30;
  ChildResult child = run_child(options);
  if (child.status == 130 && !child.timed_out) return false;
  auto result = nlohmann::json::parse(last_line(child.output), nullptr, false);
  if (!child.started) {
    cell->unavailable = child.error;
  } else if (child.timed_out) {
    cell->unavailable = "it did not end";
  } else if (child.status != 0 || result.is_discarded()) {
    cell->unavailable = clipped(last_line(child.errors), 200);
  } else if (result.contains("unavailable")) {
    cell->unavailable = result["unavailable"];
  } else {
    BenchSample sample;
    sample.work = result["work"];
    sample.seconds = result["seconds"];
    sample.cpu_seconds = result["cpu"];
    sample.shares = result["shares"].get<std::vector<double>>();
    if (result.contains("p50")) {
      sample.p50 = result["p50"].get<double>();
      sample.p99 = result["p99"].get<double>();
      sample.longest = result["max"].get<double>();
    }
    if (result.contains("lost")) sample.lost = result["lost"].get<uint64_t>();
    sample.report = nlohmann::json::parse(child.report, nullptr, false);
    if (!sample.report.is_object()) sample.report = nlohmann::json::object();
    sample.report["unit"] = result["unit"];
    cell->samples.push_back(std::move(sample));
  }
  return true;
}

// `processes` is what `cpu` does with one thread, in so many processes at once.
bool measure(BenchCell* cell, const std::string& contender, bool is_peer, const std::string& workload,
             const std::string& threads, double seconds, const std::string& interval_ms) {
  if (workload != "processes") return measure_once(cell, contender, is_peer, workload, threads, seconds, interval_ms);
  auto count = static_cast<size_t>(std::stoi(threads));
  std::vector<BenchCell> parts(count);
  std::vector<char> went_well(count);
  std::vector<std::thread> runners;
  for (size_t i = 0; i < count; ++i) {
    runners.emplace_back(
        [&, i] { went_well[i] = measure_once(&parts[i], contender, is_peer, "cpu", "1", seconds, ""); });
  }
  for (std::thread& runner : runners) runner.join();
  BenchSample sum;
  for (size_t i = 0; i < count; ++i) {
    if (!went_well[i]) return false;
    if (parts[i].samples.empty()) {
      cell->unavailable = parts[i].unavailable;
      return true;
    }
    const BenchSample& part = parts[i].samples[0];
    sum.work += part.work;
    sum.cpu_seconds += part.cpu_seconds;
    sum.seconds = std::max(sum.seconds, part.seconds);
    sum.shares.push_back(part.work);
    sum.report = {{"unit", part.report["unit"]}};
  }
  cell->samples.push_back(std::move(sum));
  return true;
}

}  // namespace

int bench(const CommandLine& line) {
  OptionReader reader("bench", kHelp);
  bool quick = false, rigorous = false, list = false, json = false, csv = false, markdown = false;
  std::string as, threads, directory;
  std::vector<std::string> peers, rest;
  Plan plan;
  // --peer may stand several times.
  std::vector<std::string> arguments;
  for (size_t i = 0; i < line.arguments.size(); ++i) {
    const std::string& a = line.arguments[i];
    if (a == "--peer" && i + 1 < line.arguments.size())
      plan.peers.push_back(line.arguments[++i]);
    else if (a.starts_with("--peer="))
      plan.peers.push_back(a.substr(7));
    else
      arguments.push_back(a);
  }
  reader.flag("--quick", &quick);
  reader.flag("--rigorous", &rigorous);
  reader.flag("--list", &list);
  reader.flag("--json", &json);
  reader.flag("--csv", &csv);
  reader.flag("--markdown", &markdown);
  reader.text("--as", &as);
  reader.text("--threads", &threads);
  reader.text("--svg", &directory);
  if (auto status = reader.read(arguments, false, &rest)) return *status;
  if (list) {
    for (const BenchWorkload& w : kWorkloads) fmt::print("{:<12} {}\n", w.name, w.about);
    return 0;
  }
  if (!read_presets(reader, as, &plan.presets)) return 2;
  if (!threads.empty()) {
    plan.threads = split(threads, ',');
    for (const std::string& t : plan.threads) {
      if (t.find_first_not_of("0123456789") != std::string::npos || atoi(t.c_str()) < 1)
        return reader.wrong_use(fmt::format("--threads: '{}' is not a number of threads", t));
    }
  }
  if (rest.empty()) rest = {"all"};
  std::vector<const BenchWorkload*> chosen;
  for (const BenchWorkload& w : kWorkloads) {
    for (const std::string& name : rest) {
      if (name == "all" || name == w.name || std::string(w.groups).find(" " + name + " ") != std::string::npos) {
        if (chosen.empty() || chosen.back() != &w) chosen.push_back(&w);
      }
    }
  }
  for (const std::string& name : rest) {
    std::vector<std::string> known = {"all", "io", "cpu", "mixed", "shared", "locks"};
    for (const BenchWorkload& w : kWorkloads) known.emplace_back(w.name);
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      return reader.wrong_use(
          fmt::format("'{}' is no workload; did you mean '{}'? (--list shows them)", name, nearest_word(name, known)));
    }
  }
  if (!directory.empty() && mkdir(directory.c_str(), 0777) != 0 && errno != EEXIST) {
    fmt::print(stderr, "gilded bench: can't make '{}': [Errno {}] {}\n", directory, errno, strerror(errno));
    return 2;
  }
  plan.intervals.assign(std::begin(kSweepIntervals), std::end(kSweepIntervals));
  if (quick) {
    constexpr double kQuickSeconds = 0.08;
    plan.seconds = kQuickSeconds;
    plan.runs = 1;
    if (threads.empty()) plan.threads = {"1", "4"};
    plan.intervals.assign(std::begin(kQuickIntervals), std::end(kQuickIntervals));
  } else if (rigorous) {
    plan.seconds = 2;
    plan.runs = 10;
  }

  std::vector<BenchTable> tables;
  std::vector<std::string> contenders = plan.presets;
  contenders.insert(contenders.end(), plan.peers.begin(), plan.peers.end());
  for (const BenchWorkload* w : chosen) {
    tables.push_back({w, "", contenders, plan.threads, false, {}});
    if (std::string(w->name) == "mixed") {
      // The switch interval means something to the interval policy only.
      std::vector<std::string> some;
      for (const std::string& c : contenders) {
        if (c != "2.7" && c != "3.13t") some.push_back(c);
      }
      if (!some.empty()) tables.push_back({w, "", some, plan.intervals, true, {}});
    }
  }
  size_t steps = 0, done = 0;
  for (const BenchTable& t : tables) steps += t.contenders.size() * t.columns.size() * static_cast<size_t>(plan.runs);
  std::vector<double> controls;
  Nanoseconds started = monotonic_now();
  for (int run = 0; run < plan.runs; ++run) {
    for (BenchTable& table : tables) {
      for (size_t c = 0; c < table.columns.size(); ++c) {
        controls.push_back(control_loop());
        for (size_t k = 0; k < table.contenders.size(); ++k) {
          const std::string& contender = table.contenders[(k + c + static_cast<size_t>(run)) % table.contenders.size()];
          double left = done ? static_cast<double>(monotonic_now() - started) / 1e9 / static_cast<double>(done) *
                                   static_cast<double>(steps - done)
                             : static_cast<double>(steps) * (plan.seconds * 1.1 + 0.03);
          show_progress(fmt::format("{}/{}  {} under {}, {} {}   {:.0f} s left", done + 1, steps, table.workload->name,
                                    contender, table.columns[c], table.is_sweep ? "ms" : "threads", left));
          bool is_peer = std::find(plan.peers.begin(), plan.peers.end(), contender) != plan.peers.end();
          BenchCell& cell = table.cells[{contender, table.columns[c]}];
          ++done;
          if (!cell.unavailable.empty()) continue;
          if (!measure(&cell, contender, is_peer, table.workload->name, table.is_sweep ? "1" : table.columns[c],
                       plan.seconds, table.is_sweep ? table.columns[c] : "")) {
            clear_progress();
            return 130;
          }
          if (table.unit.empty() && !cell.samples.empty()) table.unit = cell.samples.back().report["unit"];
        }
      }
    }
  }
  clear_progress();
  double elapsed = static_cast<double>(monotonic_now() - started) / 1e9;
  std::sort(controls.begin(), controls.end());
  // The middle half: one hiccup is no noise.
  double noise = (controls[controls.size() * 3 / 4] - controls[controls.size() / 4]) / controls[controls.size() / 2];
  std::vector<std::string> words = {"gilded", "bench"};
  words.insert(words.end(), line.arguments.begin(), line.arguments.end());
  std::string repeat = shell_words(words);

  for (const BenchTable& table : tables) {
    if (!directory.empty() && !write_bench_plots(table, directory)) {
      fmt::print(stderr, "gilded bench: can't write to '{}': [Errno {}] {}\n", directory, errno, strerror(errno));
      return 1;
    }
  }
  if (json) {
    nlohmann::ordered_json all = {{"command", repeat},      {"cores", sysconf(_SC_NPROCESSORS_ONLN)},
                                  {"runs", plan.runs},      {"seconds", plan.seconds},
                                  {"machine_noise", noise}, {"tables", nlohmann::ordered_json::array()}};
    for (const BenchTable& table : tables) {
      all["tables"].push_back(bench_table_json(table));
      all["tables"].back()["verdict"] = bench_verdict(table, tables);
    }
    fmt::print("{}\n", all.dump(1, ' ', false, nlohmann::json::error_handler_t::replace));
    return 0;
  }
  if (csv) {
    fmt::print("{}", bench_csv_header());
    for (const BenchTable& table : tables) fmt::print("{}", bench_table_text(table, BenchFormat::kCsv));
    return 0;
  }
  std::string setting = fmt::format(
      "{} cores, {} of {} s for each figure, presets in turns; {:.0f} s in all; machine noise {:.1f}%",
      sysconf(_SC_NPROCESSORS_ONLN), plan.runs == 1 ? "one run" : fmt::format("median of {} runs", plan.runs),
      plan.seconds, elapsed, 100 * noise);
  fmt::print("{}{}\n{}", markdown ? "`" : "", markdown ? repeat + "`" : styled(repeat, Style::kTitle),
             wrapped(setting, terminal_width(), 0));
  constexpr double kNoisy = 0.1;
  if (noise > kNoisy)
    fmt::print(
        "{}",
        wrapped(
            "The machine is busy with other things: take differences below that noise as nothing, or try again later.",
            terminal_width(), 0));
  for (const BenchTable& table : tables) {
    fmt::print("\n{}", bench_table_text(table, markdown ? BenchFormat::kMarkdown : BenchFormat::kTerminal));
    std::string verdict = bench_verdict(table, tables);
    if (noise > kNoisy && !verdict.empty()) verdict += " (On a busy machine: a hint, no more.)";
    if (!verdict.empty()) fmt::print("{}{}", markdown ? "\n" : "", wrapped("=> " + verdict, terminal_width(), 1));
  }
  fmt::print("\n{} {}\n", styled("Next:", Style::kStrong),
             quick ? "gilded bench mixed --svg plots" : "gilded bench --rigorous --json > results.json");
  return 0;
}

}  // namespace gilded::cli
