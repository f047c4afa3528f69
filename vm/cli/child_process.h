// Running a program to its end and keeping what it printed and what it cost.
#pragma once

#include <string>
#include <vector>

namespace gilded::cli {

struct ChildOptions {
  std::vector<std::string> arguments;                            // the program first; looked up in PATH
  std::vector<std::pair<std::string, std::string>> environment;  // variables added to this process's own
  std::string input;           // what it finds on standard input; "" is the null device
  double timeout_seconds = 0;  // 0: none; then it is interrupted, and killed if that does not help
  bool wants_report = false;   // an inherited file for --report; its name is put where an argument says "{report}"
};

struct ChildResult {
  bool started = false;  // false: the program could not be run; `error` says why
  std::string error;
  int status = 0;  // exit status; 128 + signal when a signal ended it
  bool timed_out = false;
  std::string output, errors, report;  // of output and errors the last mebibyte
  double wall_seconds = 0, user_seconds = 0, system_seconds = 0;
  long voluntary_switches = 0, involuntary_switches = 0;  // of the operating system
  double cpu_seconds() const { return user_seconds + system_seconds; }
};

// Ctrl-C reaches the child as well (same process group); this returns then with its status.
ChildResult run_child(const ChildOptions& options);
// The path of this program.
std::string own_executable();

}  // namespace gilded::cli
