#include "vm/cli/trace.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "stdlib/library.h"
#include "vm/cli/arguments.h"
#include "vm/cli/commands.h"
#include "vm/cli/option_reader.h"
#include "vm/cli/preset_run.h"
#include "vm/cli/run.h"
#include "vm/cli/terminal.h"
#include "vm/report/formats.h"
#include "vm/runtime.h"

namespace gilded::cli {

namespace {

constexpr const char* kHelp = R"(usage: gilded trace [--as=PRESET] [-o OUT] FILE [args]

Runs a script and records what each thread does when: running, waiting for the
GIL or for a lock (which, whose), sleeping, in IO, collecting; every hand-over
of the GIL with its reason. Prints a summary on standard error.

  -o, --output OUT  write the recording; the suffix picks the format:
                      .json           Chrome trace: ui.perfetto.dev,
                                      chrome://tracing, speedscope
                      .firefox.json   profiler.firefox.com
                      .folded         collapsed stacks: flamegraph.pl, inferno
                      .txt            the summary
  --as=PRESET       2.7, 3.9 (default), 3.12 or 3.13t
  --sample MS       how often to note what runs, in milliseconds (1)
  -h, --help

Each thread keeps its newest 131,072 events; what was overwritten is marked
"dropped here". The exit status is the script's.

examples:
  gilded trace -o trace.json examples/lost_update.py
  gilded trace --as=3.13t -o flames.folded my_script.py 1000
)";

constexpr double kUsualSampleMs = 1;

enum class Format { kNone, kChrome, kFirefox, kCollapsed, kSummary };

std::optional<Format> format_of(const std::string& path) {
  if (path.empty()) return Format::kNone;
  if (path.ends_with(".firefox.json")) return Format::kFirefox;
  if (path.ends_with(".json")) return Format::kChrome;
  if (path.ends_with(".folded") || path.ends_with(".collapsed")) return Format::kCollapsed;
  if (path.ends_with(".txt")) return Format::kSummary;
  return std::nullopt;
}

const char* viewer_of(Format format) {
  switch (format) {
    case Format::kChrome:
      return "open it in https://ui.perfetto.dev or chrome://tracing";
    case Format::kFirefox:
      return "open it in https://profiler.firefox.com";
    case Format::kCollapsed:
      return "flamegraph.pl or https://speedscope.app make a picture of it";
    default:
      return "it is this text";
  }
}

// What one event costs on this machine, to say what the recording did to the run.
double measure_event(Runtime* runtime) {
  constexpr int kEvents = 4096;
  Recorder scratch(runtime);
  Thread thread;
  thread.runtime = runtime;
  scratch.thread_created(&thread);
  Nanoseconds before = monotonic_now();
  for (int i = 0; i < kEvents; ++i) scratch.add(&thread, EventKind::kGilWait, 0, 0, 0);
  return static_cast<double>(monotonic_now() - before) / kEvents;
}

void write_recording(Thread* T, const std::string& title, const std::string& path, Format format, FILE* out,
                     const std::string& unfinished) {
  Runtime* runtime = T->runtime;
  runtime->recorder->stop_sampling();
  Timeline timeline = make_timeline(*runtime->recorder);
  PlaceTable places(T);
  Recording recording{T, *runtime->recorder, timeline, places, title, measure_event(runtime)};
  std::string summary = summary_text(recording);
  fmt::print(stderr, "\n{}", summary);
  if (!out) {
    fmt::print(stderr, "\nNext: gilded trace -o trace.json ... writes it for a viewer\n");
    return;
  }
  switch (format) {
    case Format::kChrome:
      write_chrome_trace(recording, out);
      break;
    case Format::kFirefox:
      write_firefox_profile(recording, out);
      break;
    case Format::kCollapsed:
      write_collapsed_stacks(recording, out);
      break;
    default:
      fmt::print(out, "{}", summary);
      break;
  }
  bool written = !ferror(out) && fflush(out) == 0;
  long size = ftell(out);
  int error = errno;
  fclose(out);
  if (!written || rename(unfinished.c_str(), path.c_str()) != 0) {
    if (written) error = errno;
    unlink(unfinished.c_str());
    fmt::print(stderr, "gilded trace: can't write '{}': [Errno {}] {}\n", path, error, strerror(error));
    return;
  }
  fmt::print(stderr, "\nwrote {} ({:.1f} MB): {}\n", path, static_cast<double>(size) / 1e6, viewer_of(format));
}

}  // namespace

int trace(const CommandLine& line) {
  OptionReader reader("trace", kHelp);
  std::string as, path;
  double sample_ms = kUsualSampleMs;
  std::vector<std::string> rest, presets;
  reader.text("--as", &as);
  reader.text("-o,--output", &path);
  reader.seconds("--sample", &sample_ms);
  if (auto status = reader.read(line.arguments, true, &rest)) return *status;
  if (rest.empty()) return reader.wrong_use("a file is expected");
  Arguments arguments;
  arguments.options = line.options;
  if (!as.empty() && !read_presets(reader, as, &presets)) return 2;
  if (presets.size() > 1) return reader.wrong_use("--as: one preset is expected");
  if (!as.empty() && !choose_preset(arguments.options, as)) return 2;
  auto format = format_of(path);
  if (!format)
    return reader.wrong_use(fmt::format("-o: '{}' ends in none of .json, .firefox.json, .folded, .txt", path));
  if (!script_readable(rest[0])) return 2;
  // Written beside its place and renamed at the end, so that nobody ever sees half a file.
  std::string unfinished = path + ".unfinished";
  FILE* out = nullptr;
  if (*format != Format::kNone) {
    struct stat info;
    if (stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode))
      errno = EISDIR;
    else
      out = fopen(unfinished.c_str(), "we");
    if (!out) {
      fmt::print(stderr, "gilded trace: can't write '{}': [Errno {}] {}\n", path, errno, strerror(errno));
      return 2;
    }
  }
  arguments.action = Action::kRunFile;
  arguments.target = rest[0];
  arguments.options.arguments = rest;
  arguments.options.record_events = true;
  std::string title = rest[0].substr(rest[0].rfind('/') + 1);
  pid_t process = getpid();
  arguments.at_start = [&](Thread* T) {
    T->runtime->recorder->start_sampling(static_cast<Nanoseconds>(sample_ms * 1e6));
  };
  arguments.at_end = [&](Thread* T) {
    // A forked child of the script is none of our business.
    if (getpid() == process) write_recording(T, title, path, *format, out, unfinished);
  };
  RuntimeHooks hooks;
  hooks.compile = compile_for_vm;
  add_library_hooks(&hooks);
  return end_process(run_program(arguments, hooks));
}

}  // namespace gilded::cli
