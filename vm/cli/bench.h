// gilded bench: the same workloads under every preset, measured.
#pragma once

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "vm/cli/command_table.h"

namespace gilded::cli {

int bench(const CommandLine& line);

// One run of one workload by one contender (a preset, or a real Python).
struct BenchSample {
  double work = 0, seconds = 0, cpu_seconds = 0;
  std::optional<double> p50, p99, longest;  // latencies, in seconds
  std::optional<uint64_t> lost;
  std::vector<double> shares;
  nlohmann::json report;  // of the GIL; null for a real Python
  double throughput() const { return seconds > 0 ? work / seconds : 0; }
  double fairness() const;  // the least share of the work by the most; 1 for one thread
};

struct BenchCell {
  std::vector<BenchSample> samples;
  std::string unavailable;  // why there are none
  double median(auto value) const {
    std::vector<double> values;
    for (const BenchSample& s : samples) values.push_back(value(s));
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
  }
  double throughput() const {
    return median([](const BenchSample& s) { return s.throughput(); });
  }
  double cores() const {
    return median([](const BenchSample& s) { return s.seconds > 0 ? s.cpu_seconds / s.seconds : 0; });
  }
  bool has_latency() const { return !samples.empty() && samples.front().p50.has_value(); }
  double p50() const {
    return median([](const BenchSample& s) { return s.p50.value_or(0); });
  }
  double p99() const {
    return median([](const BenchSample& s) { return s.p99.value_or(0); });
  }
  double longest() const {
    double most = 0;
    for (const BenchSample& s : samples) most = std::max(most, s.longest.value_or(0));
    return most;
  }
  // Half the distance from the slowest to the fastest run, as a share of the median.
  double spread() const;
  std::optional<uint64_t> lost() const;
  // Switches a second for a reason ("": all); nothing for a real Python.
  std::optional<double> switches(const std::string& reason = "") const;
  double failed_wakeups() const;
  // The least share of a thread over the largest.
  double fairness() const;
};

struct BenchWorkload {
  const char* name;
  const char* groups;  // between blanks
  const char* about;
};

struct BenchTable {
  const BenchWorkload* workload;
  std::string unit;
  std::vector<std::string> contenders;
  std::vector<std::string> columns;  // numbers of threads, or switch intervals
  bool is_sweep = false;
  std::map<std::pair<std::string, std::string>, BenchCell> cells;  // by contender and column
  const BenchCell* cell(const std::string& contender, const std::string& column) const {
    auto found = cells.find({contender, column});
    return found == cells.end() || found->second.samples.empty() ? nullptr : &found->second;
  }
};

enum class BenchFormat { kTerminal, kMarkdown, kCsv };
// bench_report.cpp
std::string bench_table_text(const BenchTable& table, BenchFormat format);
std::string bench_csv_header();
std::string bench_verdict(const BenchTable& table, const std::vector<BenchTable>& all);
nlohmann::ordered_json bench_table_json(const BenchTable& table);
// False: errno says why.
bool write_bench_plots(const BenchTable& table, const std::string& directory);

}  // namespace gilded::cli
