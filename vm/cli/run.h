// Running a script, a command, a module or standard input as __main__.
#pragma once

#include <string>

#include "vm/cli/arguments.h"
#include "vm/runtime.h"

namespace gilded::cli {

// What run_program returns when KeyboardInterrupt ended the program.
inline constexpr int kInterruptedStatus = 0x10000 + 130;

// Ends the process as CPython would with this status: by SIGINT after a KeyboardInterrupt. Does not return.
[[noreturn]] int end_process(int status);

int run_program(const Arguments& arguments, const RuntimeHooks& hooks);
std::string version_line();
std::string version_details(const Options& options);

}  // namespace gilded::cli
