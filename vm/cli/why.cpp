#include "vm/cli/why.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "compiler/code/switch_points.h"
#include "compiler/compiler.h"
#include "vm/cli/arguments.h"
#include "vm/cli/option_reader.h"
#include "vm/cli/preset_run.h"
#include "vm/cli/terminal.h"

namespace gilded::cli {

namespace {

constexpr const char* kHelp = R"(usage: gilded why [--as=PRESET] [options] FILE [args]

Runs a script until an update is lost, and shows how: what the two threads read
and stored, where and why the interpreter switched between them, which locks
they held, in which eras this can happen, and the fix.

  --as=PRESET     2.7, 3.9 (default), 3.12 or 3.13t
  -n, --runs N    run it at most N times (10)
  --all           every kind of lost update, not only the most frequent
  --timeout S     stop a run after S seconds (60)
  --input FILE    the script's standard input ("-": this command's own)
  --json          as JSON
  -h, --help

An update is lost when a thread stores a value that it computed from one that
another thread has overwritten meanwhile. `gilded explain lost-update` says it
exactly.

examples:
  gilded why examples/lost_update.py
  gilded why --as=3.13t my_script.py 1000
)";

constexpr int kUsualRuns = 10;
constexpr double kDefaultTimeout = 60;

using Json = nlohmann::json;

std::string file_and_line(const Json& place) {
  if (place.is_null()) return "outside Python code";
  std::string file = place["file"];
  return fmt::format("{}:{}", file.substr(file.rfind('/') + 1), place["line"].get<int>());
}
std::string instruction_of(const Json& place) {
  std::string text = place.is_null() ? "?" : place["instruction"].get<std::string>();
  return text.substr(0, text.find(' '));
}

std::string thread_title(const Json& report, int number) {
  for (const Json& thread : report["threads"]) {
    if (thread["number"] == number && !thread["name"].get<std::string>().empty())
      return fmt::format("thread {}, {}", number, thread["name"].get<std::string>());
  }
  return fmt::format("thread {}", number);
}

std::string locks_text(const Json& locks) {
  if (locks.empty()) return "none";
  std::string text;
  for (const Json& lock : locks) text += (text.empty() ? "" : ", ") + lock.get<std::string>();
  return text;
}

// Two columns; a line goes to the left, the right, or across both.
class Interleaving {
 public:
  Interleaving() : column_((terminal_width() - 6) / 2) {}
  void left(const std::string& text, Style style = Style::kPlain) {
    fmt::print("  {}\n", styled(clipped(text, terminal_width() - 2), style));
  }
  void right(const std::string& text, Style style = Style::kPlain) {
    fmt::print("  {}{}\n", std::string(static_cast<size_t>(column_) + 2, ' '), styled(clipped(text, column_), style));
  }
  void both(const std::string& a, const std::string& b, Style style = Style::kPlain) {
    std::string first = clipped(a, column_);
    fmt::print("  {}{}{}\n", styled(first, style),
               std::string(static_cast<size_t>(column_ - text_width(first)) + 2, ' '),
               styled(clipped(b, column_), style));
  }
  void across(const std::string& text) { fmt::print("{}", wrapped("~~ " + text, terminal_width(), 2)); }
  void rule() { fmt::print("  {}\n", std::string(static_cast<size_t>(terminal_width() - 4), '-')); }

 private:
  int column_;
};

std::string switch_text(const Json& first, const Json& report) {
  std::string reason = first.value("switch_reason", "");
  const Json& place = first.contains("switched_at") ? first["switched_at"] : Json();
  std::string where = place.is_null() ? "" : fmt::format(" ({}, {})", file_and_line(place), instruction_of(place));
  if (reason == "tick")
    return fmt::format("the GIL changes hands: 100 bytecodes are over, and the other thread was faster to take it{}",
                       where);
  if (reason == "request")
    return fmt::format("the GIL changes hands: another thread has waited 5 ms and asked for it{}", where);
  if (reason == "blocking")
    return fmt::format("the GIL changes hands: a call inside the statement blocks and lets go of it{}", where);
  if (reason == "yield") return fmt::format("the GIL changes hands: sleep(0) lets others run{}", where);
  if (report["policy"] == "off") return "no GIL: both threads run at the same time";
  return fmt::format("the GIL changes hands ({}){}", reason.empty() ? "?" : reason, where);
}

void print_card(const Json& kind, const Json& report, const std::string& preset) {
  const Json& first = kind["first"];
  Interleaving page;
  int number = first["thread"], other = first["other_thread"];
  bool other_read = !first["other_read_at"].is_null();
  uint64_t undone = first["undone"];
  std::string source = first["stored_at"]["source"];
  fmt::print("{}\n\n", styled(fmt::format("{}: thread {} read it, and stored what it made of it too late",
                                          kind["place"].get<std::string>(), number),
                              Style::kStrong));
  page.both(thread_title(report, number), thread_title(report, other), Style::kStrong);
  page.both(file_and_line(first["stored_at"]), file_and_line(first["other_stored_at"]));
  page.both("  " + source, "  " + first["other_stored_at"]["source"].get<std::string>());
  page.rule();
  page.left(fmt::format("{}  reads {}", instruction_of(first["read_at"]), first["read"].get<std::string>()));
  page.across(switch_text(first, report));
  if (undone > 1) page.right(fmt::format("{} stores of its own, the last:", grouped(undone)));
  if (other_read)
    page.right(
        fmt::format("{}  reads {}", instruction_of(first["other_read_at"]), first["other_read"].get<std::string>()));
  page.right(
      fmt::format("{}  stores {}", instruction_of(first["other_stored_at"]), first["other_stored"].get<std::string>()),
      Style::kGood);
  page.across(first["switched"].get<bool>() ? "the first thread goes on where it was, with what it had read"
                                            : "meanwhile the first thread still computes with what it had read");
  page.left(fmt::format("{}  stores {}   <- stale: it was made from {}", instruction_of(first["stored_at"]),
                        first["stored"].get<std::string>(), first["read"].get<std::string>()),
            Style::kBad);
  page.rule();
  fmt::print("  {}\n", undone > 1 ? fmt::format("Lost: {} stores, as if they had never been.", grouped(undone))
                                  : "Lost: one store, as if it had never been.");
  fmt::print("  Locks held: {} by thread {}, {} by thread {}\n", locks_text(first["locks"]), number,
             locks_text(first["other_locks"]), other);
  if (kind.contains("window_cut")) {
    std::string eras;
    for (const std::string& era : preset_names()) {
      bool cut = kind["window_cut"][era];
      eras += fmt::format("{}{} {}", eras.empty() ? "" : ", ", era,
                          era == "3.13t" ? "yes, in parallel"
                          : cut          ? "yes"
                                         : "no (by luck)");
    }
    fmt::print("{}", wrapped("This gap can be hit in: " + eras, terminal_width(), 2));
  } else {
    fmt::print("  The read and the store are apart: any era can come in between.\n");
  }
  bool half_locked = first["locks"].empty() != first["other_locks"].empty();
  fmt::print("{}", wrapped(half_locked ? "Fix: one of them holds a lock, the other does not. The same lock must be "
                                         "held from the read to the store in every thread:"
                                       : "Fix: hold one lock from the read to the store, in every thread:",
                           terminal_width(), 2));
  fmt::print("      with lock:\n          {}\n", source);
  (void)preset;
}

// Of the file itself: the statements that read, change and store something shared, and whether this era can cut them.
void print_windows(const std::string& path, const std::string& preset) {
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), {});
  auto source = compiler::Source::from_bytes(text, path);
  if (!source) return;
  auto code = compiler::compile(*source, compiler::Mode::kExec);
  if (!code) return;
  auto names = preset_names();
  auto era = static_cast<size_t>(std::find(names.begin(), names.end(), preset) - names.begin());
  std::vector<std::string> lines = lines_of(text);
  int shown = 0, open = 0;
  std::string list;
  auto visit = [&](auto& self, const compiler::Code& c) -> void {
    for (const compiler::ReadModifyWrite& window : compiler::find_windows(c)) {
      // Of a module's own statements only functions run in threads.
      if (c.has_namespace) continue;
      open += window.cut[era];
      if (++shown > 10) continue;
      std::string line = window.line > 0 && static_cast<size_t>(window.line) <= lines.size()
                             ? lines[static_cast<size_t>(window.line) - 1]
                             : "";
      line.erase(0, std::min(line.find_first_not_of(" \t"), line.size()));
      list += fmt::format("  line {:<5} {:<30} {}\n", window.line, clipped(line, 30),
                          window.cut[era] ? "can be cut" : "cannot be cut");
    }
    for (const compiler::Constant& constant : c.constants) {
      if (auto* inner = std::get_if<std::shared_ptr<const compiler::Code>>(&constant.value)) self(self, **inner);
    }
  };
  visit(visit, **code);
  if (shown == 0) {
    fmt::print("{}", wrapped("No function in this file reads and stores something shared in one statement, so there is "
                             "no gap of that kind to hit.",
                             terminal_width(), 0));
    return;
  }
  fmt::print("Statements that read and store something that may be shared, under {}:\n{}", preset, list);
  if (shown > 10) fmt::print("  ... and {} more\n", shown - 10);
  if (open == 0) {
    fmt::print("{}", wrapped(fmt::format("{} lets no other thread in between there: it cannot lose these updates. That "
                                         "is luck, not a promise: a call inside the "
                                         "statement changes it.",
                                         preset),
                             terminal_width(), 0));
  } else {
    fmt::print("{}", wrapped(fmt::format("{} can lose an update there, if no lock is held; it did not happen in these "
                                         "runs. More work per thread, or --runs, makes it "
                                         "likelier.",
                                         preset),
                             terminal_width(), 0));
  }
}

}  // namespace

int why(const CommandLine& line) {
  OptionReader reader("why", kHelp);
  std::string as = line.options.preset, input;
  int runs = kUsualRuns;
  bool all = false, json = false;
  ScriptRun script;
  script.timeout_seconds = kDefaultTimeout;
  script.watch_races = true;
  std::vector<std::string> rest, presets;
  reader.text("--as", &as);
  reader.number("-n,--runs", &runs);
  reader.flag("--all", &all);
  reader.seconds("--timeout", &script.timeout_seconds);
  reader.text("--input", &input);
  reader.flag("--json", &json);
  if (auto status = reader.read(line.arguments, true, &rest)) return *status;
  if (rest.empty()) return reader.wrong_use("a file is expected");
  if (!read_presets(reader, as, &presets)) return 2;
  if (presets.size() != 1) return reader.wrong_use("--as: one preset is expected");
  script.file = rest[0];
  script.arguments.assign(rest.begin() + 1, rest.end());
  if (!script_readable(script.file) || !read_input(input, &script.input)) return 2;

  PresetRun run;
  int tried = 0;
  uint64_t lost = 0;
  while (tried < runs && lost == 0) {
    ++tried;
    show_progress(fmt::format("run {} of {} under {}", tried, runs, as));
    run = run_under_preset(as, script);
    if (!run.report.is_null()) lost = run.report["lost_updates"]["count"];
    if (run.child.status == 130 && !run.child.timed_out) break;
    if (run.report.is_null() && !run.child.timed_out) break;
  }
  clear_progress();
  if (json) {
    Json result = {{"file", script.file},
                   {"preset", as},
                   {"runs", tried},
                   {"exit_status", run.child.status},
                   {"report", run.report}};
    fmt::print("{}\n", result.dump(2, ' ', false, Json::error_handler_t::replace));
    return 0;
  }
  std::vector<std::string> words = {script.file};
  words.insert(words.end(), script.arguments.begin(), script.arguments.end());
  if (run.child.status == 130 && !run.child.timed_out) return 130;
  if (!run.child.started) {
    fmt::print(stderr, "gilded why: the script could not be run: {}\n", run.child.error);
    return 1;
  }
  if (run.report.is_null() || (lost == 0 && run.child.status != 0)) {
    fmt::print(stderr, "{}", run.child.errors);
    fmt::print(
        stderr, "gilded why: {}\n",
        run.child.timed_out
            ? fmt::format("the script was stopped after {:.0f} s (--timeout S gives it longer)", script.timeout_seconds)
            : fmt::format("the script ended with status {}, and no update was lost till then", status_text(run.child)));
    return run.child.timed_out ? 1 : run.child.status;
  }
  if (lost == 0) {
    fmt::print("{}\n\n",
               styled(fmt::format("No update was lost in {} {} under {}.", tried, tried == 1 ? "run" : "runs", as),
                      Style::kTitle));
    print_windows(script.file, as);
    fmt::print("\n{} gilded compare {}\n", styled("Next:", Style::kStrong), shell_words(words));
    return 0;
  }
  const Json& kinds = run.report["lost_updates"]["kinds"];
  std::string command = fmt::format("gilded why --as={} {}", as, shell_words(words));
  std::string found = fmt::format("run {}: {} lost {} of {} {}", tried, grouped(lost), lost == 1 ? "update" : "updates",
                                  kinds.size(), kinds.size() == 1 ? "kind" : "kinds");
  bool fits = text_width(command) + 3 + text_width(found) <= terminal_width();
  fmt::print("{}\n\n", styled(command + (fits ? "   " : "\n  ") + found, Style::kTitle));
  for (size_t i = 0; i < kinds.size() && (all || i == 0); ++i) {
    if (i) fmt::print("\n");
    print_card(kinds[i], run.report, as);
  }
  if (!all && kinds.size() > 1)
    fmt::print("\n{} more {}: gilded why --all ...\n", kinds.size() - 1, kinds.size() == 2 ? "kind" : "kinds");
  fmt::print("\n{} gilded trace --as={} -o trace.json {}\n", styled("Next:", Style::kStrong), as, shell_words(words));
  return 0;
}

}  // namespace gilded::cli
