// Everything that can be chosen when a runtime is made. Plain data, constant once the runtime runs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gilded {

enum class GilPolicy : uint8_t { kTick, kInterval, kOff };
enum class SwitchPoints : uint8_t {
  kEvery,
  kCalls
};  // before any bytecode but the fast ones; only at entries, after calls, at back edges

struct Options {
  std::string preset = "3.9";  // as sys.gil.preset shows it: 2.7, 3.9, 3.12, 3.13t
  GilPolicy gil = GilPolicy::kInterval;
  SwitchPoints switch_points = SwitchPoints::kEvery;
  int32_t check_interval = 100;            // bytecodes, tick policy (sys.setcheckinterval)
  int64_t switch_interval_ns = 5'000'000;  // interval policy (sys.setswitchinterval)
  std::vector<std::string> arguments;      // sys.argv
  std::vector<std::string> command_line;   // sys.orig_argv but the executable; empty: the same as sys.argv
  std::vector<std::string> module_search_path;
  std::string executable;
  std::vector<std::string> warning_options;
  std::vector<std::string> x_options;
  // As in sys.flags.
  int debug = 0;
  bool unbuffered = false;
  bool inspect = false;
  bool interactive = false;
  int optimize = 0;
  bool dont_write_bytecode = false;
  bool no_user_site = false;
  bool no_site = false;
  bool ignore_environment = false;
  int verbose = 0;
  int bytes_warning = 0;
  bool quiet = false;
  bool isolated = false;
  bool development_mode = false;
  bool utf8_mode = true;
  bool warn_default_encoding = false;
  bool safe_path = false;
  int32_t int_max_str_digits = 4300;
  bool debug_ranges = true;            // columns in positions and marks in tracebacks; off: -X no_debug_ranges
  bool import_time = false;            // -X importtime: each import's time on standard error
  bool show_statistics = false;        // --stats
  bool record_events = false;          // report/recorder.h: for traces (GILDED_RECORD_EVENTS=1)
  bool watch_races = false;            // report/lost_updates.h: counts lost updates; implies record_events
  std::string report_path;             // --report: what the GIL and the threads did, as JSON, at exit
  int64_t hash_seed = -1;              // -1: random
  uint64_t gc_every_allocations = 0;   // stress: a collection each N allocations; 0: off
  bool switch_at_every_point = false;  // stress: let go wherever it is allowed
  int32_t recursion_limit = 1000;
  uint64_t vm_stack_bytes = uint64_t{64} << 20;        // of address space for each thread's frames
  uint64_t heap_first_collection = uint64_t{1} << 19;  // bytes allocated before the first collection, the least
};

}  // namespace gilded
