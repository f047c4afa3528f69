#include "vm/cli/atomic.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/code/disassembler.h"
#include "compiler/code/switch_points.h"
#include "compiler/compiler.h"
#include "vm/cli/arguments.h"
#include "vm/cli/option_reader.h"
#include "vm/cli/preset_run.h"
#include "vm/cli/terminal.h"

namespace gilded::cli {

extern const std::string_view kAtomicProbeSource;  // atomic_probe.py

namespace {

constexpr const char* kHelp = R"(usage: gilded atomic [options] 'STATEMENT' ...

Is a statement one step, so that two threads can run it without a lock? Runs it
in two threads under each preset, with a switch forced wherever that preset may
switch, and compares what is left with what one thread leaves; shows the
bytecode with the places where each preset may switch, and which natives let go
of the GIL or take locks.

  --as=P,P...     only these presets
  --rounds N      executions by each thread in a trial (400)
  --trials N      trials (10)
  --json
  -h, --help

Names that it knows: x y n i are 0; L l a lists, d D dicts, s S sets, t a tuple,
text a str, dd a defaultdict(int), counts a Counter, q a Queue, dq a deque,
c itertools.count(), it an iterator, numbers a list of 100,000, o an object with
o.x, k and v strings, lock a Lock. Any other name is 0.

"no" is proven by a difference; "yes" means that none was found.

examples:
  gilded atomic 'L.append(x)' 'x += 1'
  gilded atomic 'd.setdefault(k, [])' 'dd[k] += 1' 'next(it)'
)";

constexpr int kUsualRounds = 400, kUsualTrials = 10;
constexpr double kTimeout = 120;

// The statement as the body of a function over global variables, as the probe makes it. Null: a SyntaxError, its
// message in *error.
std::shared_ptr<const compiler::Code> compile_statement(const std::string& statement, std::string* error) {
  auto build = [&](const std::string& text) -> std::shared_ptr<const compiler::Code> {
    auto source = compiler::Source::from_text(text, "<statement>");
    if (!source) {
      *error = source.error().message;
      return nullptr;
    }
    auto code = compiler::compile(*source, compiler::Mode::kExec);
    if (!code) {
      *error = code.error().message;
      return nullptr;
    }
    return *code;
  };
  // First as a module, which tells the names that it stores to.
  auto module = build(statement + "\n");
  if (!module) return nullptr;
  std::string names;
  for (uint32_t at = 0; at < module->instructions.size();) {
    uint32_t word = module->instructions[at];
    compiler::Opcode opcode = compiler::opcode_of(word);
    if (opcode == compiler::Opcode::STORE_NAME || opcode == compiler::Opcode::STORE_GLOBAL) {
      const auto& name = module->constants[module->caches[module->instructions[at + 1]].name];
      names += (names.empty() ? "" : ", ") + std::get<compiler::Constant::Text>(name.value).utf8;
    }
    at += static_cast<uint32_t>(compiler::info(opcode).length());
  }
  std::string text = "def statement():\n" + (names.empty() ? std::string() : "    global " + names + "\n");
  for (const std::string& line : lines_of(statement)) text += "    " + line + "\n";
  auto function = build(text);
  if (!function) return nullptr;
  for (const compiler::Constant& constant : function->constants) {
    if (auto* inner = std::get_if<std::shared_ptr<const compiler::Code>>(&constant.value)) return *inner;
  }
  return nullptr;
}

void print_bytecode(const compiler::Code& code, const std::vector<std::string>& presets) {
  auto all = preset_names();
  int text_columns = std::max(terminal_width() - 4 - 8 * static_cast<int>(presets.size()), 24);
  std::string head = "  " + std::string(static_cast<size_t>(text_columns), ' ');
  for (const std::string& preset : presets) head += fmt::format("{:>7} ", preset);
  while (head.back() == ' ') head.pop_back();
  fmt::print("{}\n", styled(head, Style::kFaint));
  bool releases = false, parallel = false;
  for (uint32_t at = 0; at < code.instructions.size();) {
    uint32_t word = code.instructions[at];
    compiler::Opcode opcode = compiler::opcode_of(word);
    const compiler::OpcodeInfo& about = compiler::info(opcode);
    bool frame_only = opcode == compiler::Opcode::RESUME || opcode == compiler::Opcode::RETURN ||
                      (opcode == compiler::Opcode::LOAD_CONST && at + 2 >= code.instructions.size());
    if (!frame_only) {
      bool may_release = compiler::may_release(code, at);
      releases |= may_release;
      std::string text = clipped(compiler::instruction_text(code, at), text_columns - 3) + (may_release ? " *" : "");
      std::string line =
          "  " + text + std::string(static_cast<size_t>(std::max(text_columns - text_width(text), 0)), ' ');
      for (const std::string& preset : presets) {
        auto era = static_cast<compiler::Era>(std::find(all.begin(), all.end(), preset) - all.begin());
        const char* marks[] = {"-", "tick", "asked", "any"};
        auto mark = compiler::switch_mark(code, at, era);
        parallel |= mark == compiler::SwitchMark::kParallel;
        line += fmt::format("{:>7} ", marks[static_cast<int>(mark)]);
      }
      while (line.back() == ' ') line.pop_back();
      fmt::print("{}\n", line);
    }
    at += static_cast<uint32_t>(about.length());
  }
  fmt::print("{}", wrapped(std::string("Another thread may come in before it: tick every 100 bytecodes, asked when a "
                                       "waiter asked (3.12: after a call), any at any time.") +
                               (releases ? " * lets go of the GIL inside, if what it calls waits." : "") +
                               (parallel ? " Under 3.13t each store and method that changes a built-in container holds "
                                           "the lock inside it."
                                         : ""),
                           terminal_width(), 2));
}

// What one execution does besides computing: under the first of the presets with a GIL and the first without.
struct Observation {
  nlohmann::json natives =
      nlohmann::json::object();       // name: {"calls", "locks", "releases", "waits": {}, "containers": {}}
  nlohmann::json bytecode = nullptr;  // the same of what no native did
};

std::string names_and(const nlohmann::json& counts) {
  std::string text;
  for (const auto& [name, count] : counts.items()) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// "holds the lock of L; takes 2 locks". "": nothing of that kind.
std::string deeds(const nlohmann::json& about) {
  std::string text;
  auto add = [&](const std::string& deed) { text += (text.empty() ? "" : "; ") + deed; };
  if (!about["waits"].empty()) add(fmt::format("lets go of the GIL ({})", names_and(about["waits"])));
  auto locks = [](int count) { return count == 1 ? "a lock" : fmt::format("{} locks", count); };
  if (int count = about["locks"].get<int>())
    add(fmt::format("takes {}, without the GIL if it has to wait", locks(count)));
  if (int count = about["releases"].get<int>()) add(fmt::format("gives {} back", locks(count)));
  if (!about["containers"].empty())
    add(fmt::format("holds the lock inside {} (3.13t)", names_and(about["containers"])));
  return text;
}

// Adds what was seen under another preset.
void merge(nlohmann::json& into, const nlohmann::json& about) {
  if (into.is_null()) {
    into = about;
    return;
  }
  if (about.is_null()) return;
  for (const char* member : {"waits", "containers"}) into[member].update(about[member]);
  for (const char* member : {"calls", "locks", "releases"})
    into[member] = std::max(into[member].get<int>(), about[member].get<int>());
}

Observation observe(const std::string& statement, const std::vector<std::string>& presets) {
  Observation seen;
  auto free = std::find(presets.begin(), presets.end(), "3.13t");
  auto locked = std::find_if(presets.begin(), presets.end(), [](const std::string& p) { return p != "3.13t"; });
  for (auto preset : {locked, free}) {
    if (preset == presets.end()) continue;
    ChildOptions options;
    options.arguments = {own_executable(), "--as=" + *preset, "-c", std::string(kAtomicProbeSource),
                         "observe",        statement};
    options.environment = {{"GILDED_RECORD_EVENTS", "1"}, {"GILDED_SWITCH_STRESS", "0"}};
    options.timeout_seconds = kTimeout;
    auto result = nlohmann::json::parse(last_line(run_child(options).output), nullptr, false);
    if (result.is_discarded() || !result.is_object()) continue;
    for (const auto& [name, about] : result["natives"].items()) merge(seen.natives[name], about);
    merge(seen.bytecode, result["bytecode"]);
  }
  return seen;
}

void print_observation(const Observation& seen) {
  std::vector<std::string> lines, silent;
  for (const auto& [name, about] : seen.natives.items()) {
    std::string text = deeds(about);
    if (text.empty())
      silent.push_back(name);
    else
      lines.push_back(fmt::format("{}: {}.", name, text));
  }
  if (!seen.bytecode.is_null()) {
    std::string text = deeds(seen.bytecode);
    if (!text.empty()) lines.push_back(fmt::format("The bytecode itself: {}.", text));
  }
  if (!silent.empty()) {
    std::string names;
    for (const std::string& name : silent) names += (names.empty() ? "" : ", ") + name;
    lines.push_back(names + ": no lock, and the GIL is kept.");
  }
  if (lines.empty()) return;
  fmt::print("  What one execution was seen to do:\n");
  for (const std::string& text : lines) fmt::print("{}", wrapped(text, terminal_width(), 4));
}

}  // namespace

int atomic(const CommandLine& line) {
  OptionReader reader("atomic", kHelp);
  std::string as;
  int rounds = kUsualRounds, trials = kUsualTrials;
  bool json = false;
  std::vector<std::string> statements, presets;
  reader.text("--as", &as);
  reader.number("--rounds", &rounds);
  reader.number("--trials", &trials);
  reader.flag("--json", &json);
  if (auto status = reader.read(line.arguments, false, &statements)) return *status;
  if (statements.empty()) return reader.wrong_use("a statement is expected, between quotes");
  if (!read_presets(reader, as, &presets)) return 2;
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (size_t i = 0; i < statements.size(); ++i) {
    const std::string& statement = statements[i];
    std::string error;
    auto code = compile_statement(statement, &error);
    if (!code) {
      fmt::print(stderr, "gilded atomic: '{}': SyntaxError: {}\n", statement, error);
      return 1;
    }
    nlohmann::ordered_json results = nlohmann::ordered_json::object();
    for (const std::string& preset : presets) {
      show_progress(fmt::format("{} under {}", statement, preset));
      ChildOptions options;
      options.arguments = {
          own_executable(),       "--as=" + preset,      "-c", std::string(kAtomicProbeSource), "try", statement,
          std::to_string(rounds), std::to_string(trials)};
      // Wherever a switch may come, it comes.
      options.environment = {{"GILDED_SWITCH_STRESS", "1"}};
      options.timeout_seconds = kTimeout;
      ChildResult child = run_child(options);
      if (child.status == 130 && !child.timed_out) return 130;
      auto result = nlohmann::json::parse(last_line(child.output), nullptr, false);
      if (child.status != 0 || result.is_discarded()) {
        clear_progress();
        fmt::print(stderr, "gilded atomic: '{}' under {}: {}\n", statement, preset,
                   child.timed_out ? "it did not end" : last_line(child.errors));
        return 1;
      }
      results[preset] = std::move(result);
    }
    Observation seen = observe(statement, presets);
    clear_progress();
    if (json) {
      all.push_back(
          {{"statement", statement}, {"presets", results}, {"natives", seen.natives}, {"bytecode", seen.bytecode}});
      continue;
    }
    fmt::print("{}{}\n", i ? "\n" : "", styled(statement, Style::kTitle));
    const auto& any = results[presets[0]];
    if (any["always_fails"].get<bool>()) {
      fmt::print("{}", wrapped(fmt::format("It raises {} every time on the variables of this test, which says nothing.",
                                           any["failure"].get<std::string>()),
                               terminal_width(), 2));
    }
    for (const std::string& preset : presets) {
      const auto& r = results[preset];
      bool broken = r["different"].get<int>() > 0;
      fmt::print("  {:<6} {}  {}\n", preset, styled(broken ? "no " : "yes", broken ? Style::kBad : Style::kGood),
                 broken
                     ? clipped(fmt::format("{} of {} trials differ: {}", r["different"].get<int>(),
                                           r["trials"].get<int>(), r["example"].get<std::string>()),
                               terminal_width() - 14)
                     : fmt::format("no difference in {} trials of 2 x {} executions", r["trials"].get<int>(), rounds));
    }
    std::string start;
    for (const auto& v : any["variables"]) start += (start.empty() ? "" : ", ") + v.get<std::string>();
    if (!start.empty()) fmt::print("{}", wrapped("It starts with " + start + ".", terminal_width(), 2));
    print_bytecode(*code, presets);
    print_observation(seen);
  }
  if (json)
    fmt::print("{}\n", all.dump(1));
  else
    fmt::print("\n{} gilded explain atomic\n", styled("Next:", Style::kStrong));
  return 0;
}

}  // namespace gilded::cli
