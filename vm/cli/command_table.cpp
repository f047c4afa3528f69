#include "vm/cli/command_table.h"

#include <fmt/core.h>

#include "vm/cli/atomic.h"
#include "vm/cli/bench.h"
#include "vm/cli/commands.h"
#include "vm/cli/compare.h"
#include "vm/cli/explain.h"
#include "vm/cli/trace.h"
#include "vm/cli/why.h"

namespace gilded::cli {

namespace {

// The commands that show a stage of the compiler take one file.
int needs_file(std::string_view name) {
  fmt::print(stderr, "gilded {}: a file is expected\nTry `gilded -h' for more information.\n", name);
  return 2;
}
int tokens(const CommandLine& line) {
  return line.arguments.empty() ? needs_file("tokens") : show_tokens(line.arguments[0]);
}
int ast(const CommandLine& line) {
  return line.arguments.empty() ? needs_file("ast") : show_ast(line.arguments[0]);
}
int dis(const CommandLine& line) {
  bool json = !line.arguments.empty() && line.arguments[0] == "--json";
  if (line.arguments.size() <= json) return needs_file("dis");
  return show_bytecode(line.arguments[json], json ? "json" : "");
}

constexpr Command kCommands[] = {
    {"compare", "FILE [args]", "a script under all four presets, in one table", compare},
    {"why", "FILE [args]", "how an update got lost: both threads, side by side", why},
    {"trace", "-o OUT FILE [args]", "record what each thread does when", trace},
    {"bench", "[GROUP ...]", "measure IO and computing under each GIL", bench},
    {"atomic", "'STATEMENT' ...", "is a statement one step, in each era?", atomic},
    {"explain", "TERM", "a page about a word: gil, convoy, lost-update ...", explain_term},
    {"dis", "FILE", "the bytecode of a file, and where a switch may come in each era", dis},
    {"tokens", "FILE", "what the lexer makes of a file", tokens},
    {"ast", "FILE", "what the parser makes of a file", ast},
};

}  // namespace

const Command* find_command(std::string_view name) {
  for (const Command& command : kCommands) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

std::string command_list() {
  std::string text;
  for (const Command& command : kCommands)
    text += fmt::format("gilded {:<26} {}\n", fmt::format("{} {}", command.name, command.arguments), command.summary);
  return text;
}

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const Command& command : kCommands) names.emplace_back(command.name);
  return names;
}

}  // namespace gilded::cli
