// The program: reads the command line, makes a runtime, runs what was asked for, ends with the exit status that CPython
// would give.
#include <fmt/core.h>

#include "stdlib/library.h"
#include "vm/cli/arguments.h"
#include "vm/cli/command_table.h"
#include "vm/cli/commands.h"
#include "vm/cli/run.h"

int main(int count, char** values) {
  using namespace gilded;
  using namespace gilded::cli;
  int status = 0;
  std::optional<Arguments> arguments = parse_arguments(count, values, &status);
  if (!arguments) return status;
  switch (arguments->action) {
    case Action::kHelp:
      fmt::print("{}", usage());
      return 0;
    case Action::kVersion:
      fmt::print("{}\n", version_line());
      return 0;
    case Action::kVersionLong:
      fmt::print("{}\n", version_details(arguments->options));
      return 0;
    case Action::kCommand:
      return arguments->command->run({arguments->options, arguments->options.arguments});
    case Action::kBenchCompile:
      return bench_compile(arguments->target);
    default:
      break;
  }
  RuntimeHooks hooks;
  hooks.compile = compile_for_vm;
  add_library_hooks(&hooks);
  end_process(run_program(*arguments, hooks));
}
