// The command line: what CPython's does, plus the choice of the GIL. See parse_arguments.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "vm/options.h"

namespace gilded {
class Thread;
}

namespace gilded::cli {

struct Command;  // command_table.h

enum class Action {
  kRunFile,
  kRunCommand,
  kRunModule,
  kRunStdin,
  kVersion,
  kVersionLong,
  kHelp,
  kCommand,
  kBenchCompile
};

struct Arguments {
  Action action = Action::kRunStdin;
  std::string target;                // file, command, module
  const Command* command = nullptr;  // of kCommand; its arguments are options.arguments
  bool interactive = false;          // -i
  bool skip_first_line = false;      // -x
  Options options;
  // Called on the main thread before the program starts and when all threads have ended; may be empty.
  std::function<void(Thread*)> at_start, at_end;
};

// Empty: the message has been printed, exit with *status. The environment is read unless -E or -I. Precedence: command
// line, then GILDED_GIL, PYTHON_GIL and their like, then defaults.
std::optional<Arguments> parse_arguments(int count, char** values, int* status);
std::string usage();
// The presets' names, oldest era first.
std::vector<std::string> preset_names();
// Sets policy and switch points. False: no such preset; the message has been printed.
bool choose_preset(Options& options, const std::string& name);

}  // namespace gilded::cli
