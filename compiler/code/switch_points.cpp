#include "compiler/code/switch_points.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/code/disassembler.h"

namespace gilded::compiler {

namespace {

// Follows what each register stands for through one line of source, so that the place a value came from can be compared
// with the place one is written to.
class WindowFinder {
 public:
  explicit WindowFinder(const Code& code)
      : code_(code), meaning_(std::max(code.register_count, 256u)), constant_(meaning_.size()) {}

  std::vector<ReadModifyWrite> run() {
    int32_t line = 0;
    forget();
    for (uint32_t at = 0; at < code_.instructions.size();) {
      uint32_t word = code_.instructions[at];
      Opcode opcode = opcode_of(word);
      const OpcodeInfo& about = info(opcode);
      if (int32_t here = code_.positions[at].line; here != 0 && here != line) {
        line = here;
        forget();
      }
      step(at, word, opcode, about.has_aux() ? code_.instructions[at + 1] : 0);
      at += static_cast<uint32_t>(about.length());
    }
    return std::move(windows_);
  }

 private:
  struct Read {
    std::string place;
    uint32_t at;
  };

  void forget() {
    reads_.clear();
    for (size_t i = 0; i < meaning_.size(); i++) {
      if (!constant_[i]) meaning_[i] = register_name(code_, static_cast<uint32_t>(i));
    }
  }

  void step(uint32_t at, uint32_t word, Opcode opcode, uint32_t aux) {
    uint32_t a = operand_a(word), b = operand_b(word), c = operand_c(word);
    auto cached_name = [&] { return std::get<Constant::Text>(code_.constants[code_.caches[aux].name].value).utf8; };
    auto read = [&](std::string place) {
      reads_.push_back({place, at});
      meaning_[a] = std::move(place);
    };
    std::string_view operands = info(opcode).operands;
    if (operands[0] == 'w' || operands[0] == 'x' || operands[0] == 'q') constant_[a] = opcode == Opcode::LOAD_CONST;
    switch (opcode) {
      case Opcode::MOVE:
        meaning_[a] = meaning_[b];
        return;
      case Opcode::LOAD_CONST:
        meaning_[a] = constant_text(code_.constants[operand_d(word)]);
        return;
      case Opcode::LOAD_GLOBAL:
        read(cached_name());
        return;
      case Opcode::LOAD_NAME:
        code_.is_class_body ? void(meaning_[a] = cached_name()) : read(cached_name());
        return;
      case Opcode::LOAD_DEREF:
        read(register_name(code_, b));
        return;
      case Opcode::LOAD_ATTR:
        read(meaning_[b] + "." + cached_name());
        return;
      case Opcode::GET_ITEM:
        read(fmt::format("{}[{}]", meaning_[b], meaning_[c]));
        return;
      case Opcode::GET_ITEM_INT:
        read(fmt::format("{}[{}]", meaning_[b], operand_small_int(word)));
        return;
      case Opcode::STORE_GLOBAL:
        write(at, cached_name(), "global ");
        return;
      case Opcode::STORE_NAME:
        if (!code_.is_class_body) write(at, cached_name(), "global ");
        return;
      case Opcode::STORE_DEREF:
        write(at, register_name(code_, b), "shared variable ");
        return;
      case Opcode::STORE_ATTR:
        write(at, meaning_[b] + "." + cached_name(), "");
        return;
      case Opcode::SET_ITEM:
        write(at, fmt::format("{}[{}]", meaning_[b], meaning_[c]), "");
        return;
      default:
        break;
    }
    if (operands[0] == 'w' || operands[0] == 'x' || operands[0] == 'q')
      meaning_[a] = fmt::format("#{}", at);  // unlike any other
  }

  void write(uint32_t at, const std::string& place, const char* kind) {
    auto found = std::find_if(reads_.rbegin(), reads_.rend(), [&](const Read& read) { return read.place == place; });
    if (found == reads_.rend() || place.find('#') != std::string::npos) return;
    ReadModifyWrite window{found->at, at, code_.positions[at].line, kind + place, {false, false, false, true}};
    for (uint32_t address = window.load; address <= at;
         address += static_cast<uint32_t>(info(opcode_of(code_.instructions[address])).length())) {
      bool after_load = address != window.load;
      for (Era era : {Era::k27, Era::k39}) {
        if (after_load && switch_mark(code_, address, era) != SwitchMark::kNever)
          window.cut[static_cast<size_t>(era)] = true;
      }
      if (after_load && address != at && switch_mark(code_, address, Era::k312) != SwitchMark::kNever) {
        window.cut[static_cast<size_t>(Era::k312)] = true;
      }
    }
    reads_.erase(std::next(found).base());
    windows_.push_back(std::move(window));
  }

  const Code& code_;
  std::vector<std::string> meaning_;  // of each register, as source text
  std::vector<bool> constant_;        // the register holds a constant, perhaps for many lines
  std::vector<Read> reads_;           // of the current line
  std::vector<ReadModifyWrite> windows_;
};

}  // namespace

bool starts_statement(const Code& code, uint32_t at) {
  return std::any_of(code.exceptions.begin(), code.exceptions.end(),
                     [at](const ExceptionEntry& entry) { return entry.is_statement && entry.start == at; });
}

SwitchMark switch_mark(const Code& code, uint32_t at, Era era) {
  uint32_t word = code.instructions[at];
  const OpcodeInfo& about = info(opcode_of(word));
  switch (era) {
    case Era::k27:
      return about.ticks && !starts_statement(code, at) ? SwitchMark::kTick : SwitchMark::kNever;
    case Era::k39:
      return switches_before(word, false) && !starts_statement(code, at) ? SwitchMark::kInterval : SwitchMark::kNever;
    case Era::k312:
      return switches_before(word, true) || about.switch_312 == CallSwitch::CALLED ? SwitchMark::kInterval
                                                                                   : SwitchMark::kNever;
    case Era::k313t:
      return SwitchMark::kParallel;
  }
  return SwitchMark::kNever;
}

bool may_release(const Code& code, uint32_t at) {
  return info(opcode_of(code.instructions[at])).releases;
}

std::vector<ReadModifyWrite> find_windows(const Code& code) {
  return WindowFinder(code).run();
}

}  // namespace gilded::compiler
