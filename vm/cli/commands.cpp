#include "vm/cli/commands.h"

#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "compiler/ast/dump.h"
#include "compiler/code/disassembler.h"
#include "compiler/compiler.h"
#include "compiler/lexer/dump.h"
#include "compiler/parser/parser.h"
#include "vm/threading/clock.h"

namespace gilded::cli {

namespace compiler = gilded::compiler;

// Line `number` of the file, with its end. False where there is none.
static bool line_of_file(const std::string& path, int number, std::string* line) {
  std::ifstream file(path, std::ios::binary);
  for (int i = 0; i < number; ++i) {
    if (!std::getline(file, *line)) return false;
  }
  if (!file.eof()) *line += '\n';
  return true;
}

static CompileResult failure(const compiler::SyntaxError& e) {
  CompileResult result;
  result.error_type = e.type;
  result.message = e.message;
  result.filename = e.filename;
  result.text = e.text;
  result.has_text = e.has_text;
  result.line = e.lineno;
  result.offset = e.offset;
  result.end_line = e.end_lineno;
  result.end_offset = e.end_offset;
  result.place_in_arguments = e.pass != compiler::SyntaxError::Pass::kScope;
  if (e.pass != compiler::SyntaxError::Pass::kParser && e.has_text) {
    result.has_text = line_of_file(e.filename, e.lineno, &result.text);
  }
  return result;
}

CompileResult compile_for_vm(const std::string& text, bool is_bytes, const std::string& filename, const char* mode,
                             uint32_t flags, int optimize) {
  compiler::CompileOptions options;
  options.optimize = optimize;
  options.future_annotations = (flags & compiler::kFutureAnnotations) != 0;
  options.keep_source = (flags & kCompileKeepSource) != 0;
  compiler::Mode kind = strcmp(mode, "eval") == 0     ? compiler::Mode::kEval
                        : strcmp(mode, "single") == 0 ? compiler::Mode::kSingle
                                                      : compiler::Mode::kExec;
  CompileResult result;
  if (flags & kCompileFromTree) {
    auto code = compiler::compile_bytes(text, filename, kind, options);
    if (!code) return failure(code.error());
    result.code = *code;
    return result;
  }
  auto origin = (flags & kCompileMainFile) ? compiler::Source::Origin::kMainFile : compiler::Source::Origin::kBytes;
  auto source =
      is_bytes ? compiler::Source::from_bytes(text, filename, origin) : compiler::Source::from_text(text, filename);
  if (!source) return failure(source.error());
  if (flags & kCompileOnlyTree) {
    auto tree = compiler::parse_to_bytes(*source, kind);
    if (!tree) return failure(tree.error());
    result.tree = std::move(*tree);
    return result;
  }
  std::vector<compiler::SyntaxWarning> warnings;
  auto code = compiler::compile(*source, kind, options, &warnings);
  if (code)
    result.code = *code;
  else
    result = failure(code.error());
  if (!code && code.error().incomplete && (flags & kCompileAllowIncomplete)) {
    result.error_type = "_IncompleteInputError";
    result.message = "incomplete input";
  }
  result.filename = filename;
  for (compiler::SyntaxWarning& w : warnings) {
    CompileWarning warning;
    warning.category = std::move(w.category);
    warning.message = std::move(w.message);
    warning.text = std::string(source->line_with_end(w.lineno));
    warning.has_text = true;
    warning.line = w.lineno;
    warning.offset = w.offset;
    warning.end_line = w.end_lineno;
    warning.end_offset = w.end_offset;
    result.warnings.push_back(std::move(warning));
  }
  return result;
}

namespace {

bool read_whole(const std::string& path, std::string* text) {
  std::ifstream file(path, std::ios::binary);
  if (file) text->assign(std::istreambuf_iterator<char>(file), {});
  if (file && !file.bad()) return true;
  fmt::print(stderr, "gilded: can't open file '{}': [Errno {}] {}\n", path, errno, strerror(errno));
  return false;
}

int print_error(const compiler::SyntaxError& e) {
  fmt::print(stderr, "  File \"{}\", line {}\n", e.filename, e.lineno);
  if (!e.text.empty()) {
    std::string line = e.text;
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
    size_t blanks = line.find_first_not_of(" \t\f");
    if (blanks == std::string::npos) blanks = 0;
    fmt::print(stderr, "    {}\n", line.substr(blanks));
    int start = e.offset - 1 - static_cast<int>(blanks);
    int width = e.end_lineno == e.lineno && e.end_offset > e.offset ? e.end_offset - e.offset : 1;
    if (e.offset > 0 && start >= 0)
      fmt::print(stderr, "    {}{}\n", std::string(static_cast<size_t>(start), ' '),
                 std::string(static_cast<size_t>(width), '^'));
  }
  fmt::print(stderr, "{}: {}\n", e.type, e.message);
  return 1;
}

}  // namespace

int show_tokens(const std::string& path) {
  std::string text;
  if (!read_whole(path, &text)) return 2;
  auto source = compiler::Source::from_bytes(text, path);
  if (!source) return print_error(source.error());
  auto tokens = compiler::dump_tokens(*source);
  if (!tokens) return print_error(tokens.error());
  fmt::print("{}", *tokens);
  return 0;
}

int show_ast(const std::string& path) {
  std::string text;
  if (!read_whole(path, &text)) return 2;
  auto source = compiler::Source::from_bytes(text, path);
  if (!source) return print_error(source.error());
  compiler::Arena arena;
  auto tree = compiler::parse(*source, compiler::ParseMode::Exec, arena);
  if (!tree) return print_error(tree.error());
  fmt::print("{}\n", compiler::dump(**tree));
  return 0;
}

namespace {

// The code of this name inside `code`: a qualified name, or a plain one when nothing is qualified by it.
std::shared_ptr<const compiler::Code> find_code(const std::shared_ptr<const compiler::Code>& code,
                                                const std::string& name, bool qualified) {
  if ((qualified ? code->qualified_name : code->name) == name) return code;
  for (const compiler::Constant& constant : code->constants) {
    if (auto* inner = std::get_if<std::shared_ptr<const compiler::Code>>(&constant.value)) {
      if (auto found = find_code(*inner, name, qualified)) return found;
    }
  }
  return nullptr;
}

nlohmann::ordered_json code_as_json(const compiler::Code& code) {
  using Json = nlohmann::ordered_json;
  auto offset = [](uint32_t address) { return address * compiler::kBytesPerWord; };
  Json instructions = Json::array(), windows = Json::array(), exceptions = Json::array(), inner = Json::array();
  for (const compiler::Instruction& instruction : compiler::instructions_of(code)) {
    const compiler::OpcodeInfo& about = compiler::info(instruction.opcode);
    const compiler::Position& position = code.positions[instruction.address];
    Json item = {{"offset", offset(instruction.address)}, {"name", about.name}, {"operands", instruction.operands}};
    item["line"] = instruction.line ? Json(instruction.line) : Json();
    item["label"] = instruction.label ? Json(fmt::format("L{}", instruction.label)) : Json();
    item["jump_target"] = instruction.jump_target ? Json(offset(*instruction.jump_target)) : Json();
    if (position.line > 0) item["position"] = {position.line, position.end_line, position.column, position.end_column};
    Json marks = Json::object();
    static constexpr const char* kMarks[] = {"never", "tick", "interval", "parallel"};
    for (size_t era = 0; era < compiler::kEraNames.size(); ++era) {
      marks[std::string(compiler::kEraNames[era])] = kMarks[static_cast<size_t>(instruction.switches[era])];
    }
    item["switch_before"] = std::move(marks);
    item["releases"] = about.releases;
    static constexpr const char* kEffects[] = {"private", "reads", "writes", "any"};
    item["effect"] = kEffects[static_cast<size_t>(about.effect)];
    item["meaning"] = about.meaning;
    instructions.push_back(std::move(item));
  }
  for (const compiler::ReadModifyWrite& window : compiler::find_windows(code)) {
    Json cut = Json::object();
    for (size_t era = 0; era < compiler::kEraNames.size(); ++era)
      cut[std::string(compiler::kEraNames[era])] = window.cut[era];
    windows.push_back({{"read", offset(window.load)},
                       {"write", offset(window.store)},
                       {"line", window.line},
                       {"what", window.what},
                       {"cut", std::move(cut)}});
  }
  for (const compiler::ExceptionEntry& entry : code.exceptions) {
    exceptions.push_back({{"start", offset(entry.start)},
                          {"end", offset(entry.end)},
                          {"target", offset(entry.target)},
                          {"register", compiler::register_name(code, entry.exception_register)},
                          {"is_statement", entry.is_statement}});
  }
  for (const compiler::Constant& constant : code.constants) {
    if (auto* function = std::get_if<std::shared_ptr<const compiler::Code>>(&constant.value))
      inner.push_back(code_as_json(**function));
  }
  return {{"name", code.name},
          {"qualified_name", code.qualified_name},
          {"first_line", code.first_line},
          {"instructions", std::move(instructions)},
          {"windows", std::move(windows)},
          {"exceptions", std::move(exceptions)},
          {"inner", std::move(inner)}};
}

}  // namespace

int show_bytecode(const std::string& target, const std::string& format) {
  // FILE or FILE:function; a file of that very name wins.
  std::string path = target, function;
  if (size_t colon = target.rfind(':'); colon != std::string::npos && access(target.c_str(), F_OK) != 0) {
    path = target.substr(0, colon);
    function = target.substr(colon + 1);
  }
  std::string text;
  if (!read_whole(path, &text)) return 2;
  auto source = compiler::Source::from_bytes(text, path);
  if (!source) return print_error(source.error());
  auto compiled = compiler::compile(*source, compiler::Mode::kExec);
  if (!compiled) return print_error(compiled.error());
  std::shared_ptr<const compiler::Code> code = *compiled;
  if (!function.empty()) {
    std::shared_ptr<const compiler::Code> found = find_code(code, function, true);
    if (!found) found = find_code(code, function, false);
    if (!found) {
      fmt::print(stderr, "gilded dis: there is no function or class '{}' in '{}'\n", function, path);
      return 2;
    }
    code = found;
  }
  if (format == "json") {
    nlohmann::ordered_json document = {{"file", path}, {"presets", compiler::kEraNames}, {"code", code_as_json(*code)}};
    fmt::print("{}\n", document.dump(1, ' ', false, nlohmann::json::error_handler_t::replace));
    return 0;
  }
  compiler::DisassemblyOptions options;
  options.show_switches = true;
  fmt::print("{}{}", compiler::disassemble(*code, options), compiler::switch_legend());
  return 0;
}

int bench_compile(const std::string& path) {
  std::string text;
  if (!read_whole(path, &text)) return 2;
  Nanoseconds best = INT64_MAX, started = monotonic_now();
  int lines = 0;
  do {
    Nanoseconds before = monotonic_now();
    auto source = compiler::Source::from_bytes(text, path);
    if (!source) return print_error(source.error());
    auto code = compiler::compile(*source, compiler::Mode::kExec);
    if (!code) return print_error(code.error());
    lines = source->line_count();
    best = std::min(best, monotonic_now() - before);
  } while (monotonic_now() - started < 1'000'000'000);
  fmt::print("{:.0f}\n", static_cast<double>(lines) * 1e9 / static_cast<double>(best));
  return 0;
}

}  // namespace gilded::cli
