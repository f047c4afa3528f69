// Running a script in a process of its own under one preset, with a report of what the GIL and the threads did.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "vm/cli/child_process.h"

namespace gilded::cli {

struct PresetRun {
  std::string preset;
  ChildResult child;
  nlohmann::json report;  // null: the program ended without one (killed, os._exit)
};

struct ScriptRun {
  std::string file;
  std::vector<std::string> arguments;
  std::string input;
  double timeout_seconds = 0;
  bool watch_races = false;
};

PresetRun run_under_preset(const std::string& preset, const ScriptRun& script);
// As CPython says it, and false, when the script is not there or cannot be read. A directory is fine when it has a
// __main__.py.
bool script_readable(const std::string& file);
// The whole file, or with "-" standard input. False: a message was printed.
bool read_input(const std::string& path, std::string* text);
// "2.7" after "--as=" and the like, to be pasted: quotes words where a shell needs it.
std::string shell_words(const std::vector<std::string>& words);
// "0", or "1", "130 (SIGINT)", "stopped after 60 s".
std::string status_text(const ChildResult& child);
// The last line of an output that is not empty.
std::string last_line(const std::string& output);
std::vector<std::string> lines_of(const std::string& text);

}  // namespace gilded::cli
