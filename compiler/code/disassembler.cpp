#include "compiler/code/disassembler.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "compiler/code/opcode.h"
#include "compiler/code/switch_points.h"
#include "compiler/literal_text.h"

namespace gilded::compiler {

namespace {

constexpr size_t kLongestConstant = 60;  // in characters; code points beyond are cut

constexpr std::string_view kIntrinsicNames[] = {"print",
                                                "import star",
                                                "StopIteration error",
                                                "prepare exception group",
                                                "TypeVar",
                                                "TypeVar with bound",
                                                "TypeVar with constraints",
                                                "TypeVarTuple",
                                                "ParamSpec",
                                                "default of type parameter",
                                                "type alias",
                                                "Generic[...]",
                                                "set type parameters",
                                                "AssertionError"};
constexpr std::string_view kSpecialNames[] = {"__enter__", "__exit__", "__aenter__", "__aexit__"};

std::string items_text(const std::vector<Constant>& items) {
  std::string text;
  for (size_t i = 0; i < items.size(); i++) {
    if (i > 0) text += ", ";
    text += constant_text(items[i]);
  }
  return text;
}

// The width of UTF-8 text in characters, near enough for a column of names.
size_t width(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string padded(std::string text, size_t columns) {
  size_t used = width(text);
  if (used < columns) text.append(columns - used, ' ');
  return text;
}

// Takes code apart.
class Reader {
 public:
  explicit Reader(const Code& code) : code_(code) {}

  std::vector<Instruction> run() {
    find_labels();
    std::vector<ReadModifyWrite> windows = find_windows(code_);
    std::vector<Instruction> result;
    int32_t line = 0;
    for (uint32_t at = 0; at < code_.instructions.size();) {
      uint32_t word = code_.instructions[at];
      Instruction instruction;
      instruction.address = at;
      instruction.opcode = opcode_of(word);
      instruction.length = static_cast<uint32_t>(info(instruction.opcode).length());
      instruction.line = code_.positions[at].line;
      instruction.starts_line = instruction.line != 0 && instruction.line != line;
      if (instruction.starts_line) line = instruction.line;
      instruction.jump_target = jump_target(at, word);
      if (auto found = labels_.find(at); found != labels_.end()) instruction.label = found->second;
      for (Era era : {Era::k27, Era::k39, Era::k312, Era::k313t})
        instruction.switches[static_cast<size_t>(era)] = switch_mark(code_, at, era);
      instruction.bracket = bracket(windows, at);
      read_operands(word, &instruction);
      at += instruction.length;
      result.push_back(std::move(instruction));
    }
    return result;
  }

  // Numbers of the labels by address, for the ends of exception ranges too.
  const std::map<uint32_t, int>& labels() const { return labels_; }

 private:
  void find_labels() {
    for (uint32_t at = 0; at < code_.instructions.size();) {
      uint32_t word = code_.instructions[at];
      if (auto target = jump_target(at, word)) labels_.emplace(*target, 0);
      at += static_cast<uint32_t>(info(opcode_of(word)).length());
    }
    for (const ExceptionEntry& entry : code_.exceptions) {
      labels_.emplace(entry.start, 0);
      labels_.emplace(entry.end, 0);
      labels_.emplace(entry.target, 0);
    }
    int number = 0;
    for (auto& [address, label] : labels_) label = ++number;
  }

  std::optional<uint32_t> jump_target(uint32_t at, uint32_t word) const {
    auto distance = jump_distance(&code_.instructions[at]);
    if (!distance) return std::nullopt;
    return at + static_cast<uint32_t>(info(opcode_of(word)).length() + *distance);
  }

  std::string short_constant(uint32_t index) const {
    if (auto* made = std::get_if<std::shared_ptr<const Code>>(&code_.constants[index].value)) {
      return fmt::format("<code object {}, line {}>", (*made)->name, (*made)->first_line);
    }
    std::string text = constant_text(code_.constants[index]);
    if (width(text) > kLongestConstant) {
      size_t cut = kLongestConstant - 3;
      while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xc0) == 0x80) cut--;
      text = text.substr(0, cut) + "...";
    }
    return text;
  }

  void read_operands(uint32_t word, Instruction* out) const {
    Opcode opcode = out->opcode;
    const OpcodeInfo& about = info(opcode);
    const uint32_t fields[3] = {operand_a(word), operand_b(word), operand_c(word)};
    uint32_t aux = about.has_aux() ? code_.instructions[out->address + 1] : 0;
    std::vector<std::string> parts;
    std::string meaning;
    for (size_t i = 0; i < 3; i++) {
      switch (about.operands[i]) {
        case 'w':
        case 'r':
        case 'x':
        case 'p':
        case 'q':
          parts.push_back(register_name(code_, fields[i]));
          out->registers.push_back(parts.back());
          break;
        case 'n':
          parts.push_back(fmt::format("{}", fields[i]));
          break;
        case 'i':
          parts.push_back(fmt::format("{}", operand_small_int(word)));
          break;
        case 'k':
          meaning = short_constant(operand_d(word));
          out->constant = operand_d(word);
          break;
        case 'm':
          meaning = std::get<Constant::Text>(code_.constants[operand_d(word)].value).utf8;
          out->constant = operand_d(word);
          break;
        case 'd':
          if (opcode == Opcode::LOAD_FAR || opcode == Opcode::STORE_FAR) {
            parts.push_back(register_name(code_, operand_d(word)));
            out->registers.push_back(parts.back());
          } else {
            meaning = code_.local_names[operand_d(word)];
          }
          break;
        default:
          break;
      }
    }
    switch (about.operands[3]) {
      case 'I':
        out->constant = code_.caches[aux].name;
        meaning = std::get<Constant::Text>(code_.constants[*out->constant].value).utf8;
        break;
      case 'K':
        meaning = short_constant(aux);
        out->constant = aux;
        break;
      case 'N':
        if (opcode != Opcode::IS && opcode != Opcode::CONTAINS) parts.push_back(fmt::format("{}", aux));
        break;
      default:
        break;
    }
    if (out->jump_target) parts.push_back(fmt::format("to L{}", labels_.at(*out->jump_target)));
    switch (opcode) {
      case Opcode::IS:
        meaning = aux != 0 ? "is not" : "is";
        break;
      case Opcode::CONTAINS:
        meaning = aux != 0 ? "not in" : "in";
        break;
      case Opcode::INTRINSIC:
        parts.pop_back();
        if (fields[2] < std::size(kIntrinsicNames)) meaning = kIntrinsicNames[fields[2]];
        break;
      case Opcode::LOAD_SPECIAL:
        parts.pop_back();
        if (fields[2] < std::size(kSpecialNames)) meaning = kSpecialNames[fields[2]];
        break;
      case Opcode::RAISE:
        parts.resize(fields[2]);
        out->registers.resize(fields[2]);
        break;
      default:
        break;
    }
    for (size_t i = 0; i < parts.size(); i++) {
      if (i > 0) out->operands += ", ";
      out->operands += parts[i];
    }
    if (!meaning.empty()) out->operands += fmt::format("{}({})", out->operands.empty() ? "" : " ", meaning);
    out->meaning = std::move(meaning);
  }

  static std::string_view bracket(const std::vector<ReadModifyWrite>& windows, uint32_t at) {
    std::string_view result = " ";
    for (const ReadModifyWrite& window : windows) {
      if (at == window.load) return "┌";
      if (at == window.store) return "└";
      if (at > window.load && at < window.store) result = "│";
    }
    return result;
  }

  const Code& code_;
  std::map<uint32_t, int> labels_;
};

// Writes what the reader found as text.
class Disassembler {
 public:
  Disassembler(const Code& code, const DisassemblyOptions& options) : code_(code), options_(options) {}

  std::string run() {
    Reader reader(code_);
    std::vector<Instruction> instructions = reader.run();
    std::vector<ReadModifyWrite> windows;
    if (options_.show_switches) windows = find_windows(code_);
    bool first = true;
    for (const Instruction& instruction : instructions) {
      if (instruction.starts_line) {
        if (!first) text_ += '\n';
        first = false;
      }
      write(instruction);
      for (const ReadModifyWrite& window : windows) {
        if (window.store == instruction.address) text_ += fmt::format("              ⚠ {}\n", window_text(window));
      }
    }
    exception_table(reader.labels());
    if (options_.recursive) {
      for (const Constant& constant : code_.constants) {
        if (auto* inner = std::get_if<std::shared_ptr<const Code>>(&constant.value)) {
          text_ += fmt::format("\nDisassembly of {}:\n", constant_text(constant));
          text_ += Disassembler(**inner, options_).run();
        }
      }
    }
    return std::move(text_);
  }

 private:
  void write(const Instruction& instruction) {
    const OpcodeInfo& about = info(instruction.opcode);
    std::string line = instruction.starts_line ? fmt::format("{}", instruction.line)
                       : instruction.line == 0 ? "--"
                                               : "";
    std::string start = instruction.label != 0 ? fmt::format("L{}:", instruction.label) : "";
    std::string row = fmt::format("{:>4}  {:>6}", line, start);
    if (options_.show_offsets) row += fmt::format("  {:>5}", instruction.address * kBytesPerWord);
    if (options_.marked >= 0) row += options_.marked == instruction.address ? " -->" : "    ";
    if (options_.show_switches) row += fmt::format(" {}", instruction.bracket);
    row += "  " + padded(std::string(about.name), 20) + " ";
    row += instruction.operands;
    if (options_.show_switches) {
      row = padded(std::move(row), 78);
      for (SwitchMark mark : instruction.switches) row += fmt::format("  {}   ", switch_symbol(mark));
      row += effect_text(about.effect);
      if (about.releases) row += " ↯";
    }
    if (options_.show_positions) {
      const Position& position = code_.positions[instruction.address];
      row = padded(std::move(row), options_.show_switches ? 120 : 78);
      row += fmt::format(" {}:{}-{}:{}", position.line, position.column, position.end_line, position.end_column);
    }
    row.erase(row.find_last_not_of(' ') + 1);
    text_ += row + '\n';
  }

  void exception_table(const std::map<uint32_t, int>& labels) {
    if (code_.exceptions.empty()) return;
    text_ += "ExceptionTable:\n";
    for (const ExceptionEntry& entry : code_.exceptions) {
      text_ += fmt::format("  L{} to L{} -> L{} [{}]{}\n", labels.at(entry.start), labels.at(entry.end),
                           labels.at(entry.target), register_name(code_, entry.exception_register),
                           entry.is_statement ? " statement" : "");
    }
  }

  const Code& code_;
  const DisassemblyOptions& options_;
  std::string text_;
};

}  // namespace

std::string constant_text(const Constant& constant) {
  return std::visit(
      [](const auto& value) -> std::string {
        using T = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<T, Constant::None>) {
          return "None";
        } else if constexpr (std::is_same_v<T, bool>) {
          return value ? "True" : "False";
        } else if constexpr (std::is_same_v<T, Constant::Ellipsis>) {
          return "Ellipsis";
        } else if constexpr (std::is_same_v<T, int64_t>) {
          return fmt::format("{}", value);
        } else if constexpr (std::is_same_v<T, Constant::BigInteger>) {
          return integer_text(value.text, value.base);
        } else if constexpr (std::is_same_v<T, double>) {
          return float_text(value);
        } else if constexpr (std::is_same_v<T, Constant::Complex>) {
          auto part = [](double number) {
            std::string text = float_text(number);
            return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
          };
          if (value.real == 0) return part(value.imaginary) + "j";
          return fmt::format("({}{}{}j)", part(value.real), value.imaginary < 0 ? "" : "+", part(value.imaginary));
        } else if constexpr (std::is_same_v<T, Constant::Text>) {
          return quoted_text(value.utf8, false);
        } else if constexpr (std::is_same_v<T, Constant::Bytes>) {
          return quoted_text(value.bytes, true);
        } else if constexpr (std::is_same_v<T, Constant::Tuple>) {
          return fmt::format("({}{})", items_text(value.items), value.items.size() == 1 ? "," : "");
        } else if constexpr (std::is_same_v<T, Constant::FrozenSet>) {
          return fmt::format("frozenset({{{}}})", items_text(value.items));
        } else {
          return fmt::format("<code object {}, file \"{}\", line {}>", value->name, value->filename, value->first_line);
        }
      },
      constant.value);
}

std::string register_name(const Code& code, uint32_t number) {
  if (code.relocation != 0 && number >= Code::kNearVariables) {
    // Where a variable moved to has its name; where it was is a temporary.
    if (number < Code::kNearRegisters) return fmt::format("r{}", number);
    if (number >= code.relocation && number < code.relocation + Code::kNearRegisters - Code::kNearVariables)
      number = number - code.relocation + Code::kNearVariables;
  }
  if (code.has_namespace && number == 0) return "namespace";
  if (!code.has_namespace && number < code.local_names.size()) return code.local_names[number];
  if (number >= code.first_cell() && number < code.first_free()) return code.cell_names[number - code.first_cell()];
  if (number >= code.first_free() && number < code.first_temporary())
    return code.free_names[number - code.first_free()];
  return fmt::format("r{}", number);
}

std::vector<Instruction> instructions_of(const Code& code) {
  return Reader(code).run();
}

std::string disassemble(const Code& code, const DisassemblyOptions& options) {
  return (options.show_switches && options.show_header ? switch_header() : "") + Disassembler(code, options).run();
}

std::string_view switch_symbol(SwitchMark mark) {
  switch (mark) {
    case SwitchMark::kNever:
      return "·";
    case SwitchMark::kTick:
      return "t";
    case SwitchMark::kInterval:
      return "i";
    case SwitchMark::kParallel:
      return "∥";
  }
  return "";
}

std::string_view effect_text(SharedEffect effect) {
  switch (effect) {
    case SharedEffect::PRIVATE:
      return "private";
    case SharedEffect::READ:
      return "reads";
    case SharedEffect::WRITE:
      return "writes";
    case SharedEffect::ANY:
      return "*";
  }
  return "";
}

std::string window_text(const ReadModifyWrite& window) {
  auto answer = [&](Era era) { return window.cut[static_cast<size_t>(era)] ? "yes" : "no"; };
  return fmt::format("{} is read, then written: cut by 2.7 {} · 3.9 {} · 3.12 {}{} · 3.13t always", window.what,
                     answer(Era::k27), answer(Era::k39), answer(Era::k312),
                     window.cut[static_cast<size_t>(Era::k312)] ? "" : " (by luck)");
}

std::string switch_header() {
  std::string text = padded("line", 78);
  for (std::string_view era : kEraNames) text += fmt::format("  {:<4}", era);
  return text + "  effect\n";
}

std::string instruction_text(const Code& code, uint32_t at) {
  for (const Instruction& instruction : instructions_of(code)) {
    if (instruction.address != at) continue;
    return std::string(info(instruction.opcode).name) + (instruction.operands.empty() ? "" : "  ") +
           instruction.operands;
  }
  return {};
}

std::string switch_legend() {
  return "Another thread may run BEFORE the instruction:\n"
         "  t  2.7: every 100 ticks    i  3.9, 3.12: when a waiter asked (3.12: calls ask after they return)\n"
         "  ·  never                   ∥  3.13t: at any time, in parallel\n"
         "  ↯  may let go of the GIL inside (IO, lock, sleep)    *  may run Python code    private, reads, writes: "
         "what 3.13t's threads see of it\n";
}

}  // namespace gilded::compiler
