// The commands: `gilded NAME ...` where NAME is neither an option nor a readable file. One row each; help screens list
// them from here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "vm/options.h"

namespace gilded::cli {

// What stands on the command line: the options before the command's name, then all after it.
struct CommandLine {
  Options options;
  std::vector<std::string> arguments;
};

struct Command {
  std::string_view name;
  std::string_view arguments;  // for the help screen
  std::string_view summary;
  int (*run)(const CommandLine& line);  // the exit status: 0; 1 the script or a check failed; 2 wrong use
};

// Null: there is none of that name.
const Command* find_command(std::string_view name);
// One line for each command.
std::string command_list();
// All names, for "did you mean".
std::vector<std::string> command_names();

}  // namespace gilded::cli
