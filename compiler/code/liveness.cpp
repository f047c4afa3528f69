#include "compiler/code/liveness.h"

#include <algorithm>

#include "compiler/code/opcode.h"
#include "compiler/code/verifier.h"

namespace gilded::compiler {

namespace {

// Backwards through the code until nothing changes any more: what is read behind an instruction, unless the instruction
// writes it, and what the instruction reads itself.
class Liveness {
 public:
  explicit Liveness(const Code& code)
      : code_(code), words_((code.register_count + 63) / 64), live_(code.instructions.size() * words_) {}

  void run() {
    for (bool changed = true; changed;) {
      changed = false;
      // Most jumps go forwards: from the end to the beginning, two rounds are often enough.
      for (size_t i = starts().size(); i-- > 0;) {
        Set set = behind(starts_[i]);
        apply(starts_[i], set);
        if (!std::equal(set.begin(), set.end(), at(starts_[i]))) {
          std::copy(set.begin(), set.end(), at(starts_[i]));
          changed = true;
        }
      }
    }
  }

  std::vector<bool> answer(uint32_t address, Moment moment) {
    Set set(at(address), at(address) + words_);
    if (moment == Moment::kWithin) {
      Set after = behind(address);
      for (size_t i = 0; i < words_; ++i) set[i] |= after[i];
    } else if (moment == Moment::kBehind) {
      set = behind(address);
      clear_written(address, set);
      add_handlers(address, set);
    }
    std::vector<bool> live(code_.register_count, true);
    for (uint32_t i = code_.first_temporary(); i < code_.register_count; ++i) live[i] = set[i / 64] >> (i % 64) & 1;
    return live;
  }

 private:
  using Set = std::vector<uint64_t>;

  uint64_t* at(uint32_t address) { return live_.data() + address * words_; }

  const std::vector<uint32_t>& starts() {
    if (starts_.empty()) {
      for (uint32_t i = 0; i < code_.instructions.size();
           i += static_cast<uint32_t>(info(opcode_of(code_.instructions[i])).length()))
        starts_.push_back(i);
    }
    return starts_;
  }

  void unite(Set& set, uint32_t address) {
    if (address >= code_.instructions.size()) return;
    for (size_t i = 0; i < words_; ++i) set[i] |= at(address)[i];
  }
  void add(Set& set, uint32_t first, uint32_t count) const {
    for (uint32_t i = first; i < first + count && i < code_.register_count; ++i) set[i / 64] |= uint64_t{1} << (i % 64);
  }
  void remove(Set& set, uint32_t number) const {
    if (number < code_.register_count) set[number / 64] &= ~(uint64_t{1} << (number % 64));
  }

  // What is read where execution goes on after the instruction, unless it fails.
  Set behind(uint32_t address) {
    Set set(words_);
    const uint32_t* words = &code_.instructions[address];
    Opcode opcode = opcode_of(*words);
    uint32_t end = address + static_cast<uint32_t>(info(opcode).length());
    if (falls_through(opcode)) unite(set, end);
    if (auto distance = jump_distance(words)) unite(set, end + static_cast<uint32_t>(*distance));
    return set;
  }
  // And where it fails.
  void add_handlers(uint32_t address, Set& set) {
    for (const ExceptionEntry& entry : code_.exceptions) {
      if (address < entry.start || address >= entry.end) continue;
      Set handler(words_);
      unite(handler, entry.target);
      remove(handler, entry.exception_register);
      for (size_t i = 0; i < words_; ++i) set[i] |= handler[i];
      return;
    }
  }
  // Only what every way through the instruction writes; the rest may stay live too long.
  void clear_written(uint32_t address, Set& set) const {
    uint32_t word = code_.instructions[address];
    Opcode opcode = opcode_of(word);
    // FOR_ITER and SEND write on one of their two ways.
    if (info(opcode).operands[0] == 'w' && opcode != Opcode::FOR_ITER) remove(set, operand_a(word));
    if (opcode == Opcode::CALL || opcode == Opcode::CALL_KEYWORDS || opcode == Opcode::CALL_EX)
      remove(set, operand_a(word));
    if (info(opcode).operands[0] == 'q') {
      auto count = static_cast<uint32_t>(run_length(opcode, word, aux(address), true));
      bool is_method =
          opcode == Opcode::LOAD_METHOD || opcode == Opcode::LOAD_SPECIAL || opcode == Opcode::LOAD_SUPER_METHOD;
      for (uint32_t i = 0; i < count; ++i) {
        if (!is_method || i == 0 || i == 4) remove(set, operand_a(word) + i);
      }
    }
  }
  uint32_t aux(uint32_t address) const {
    return info(opcode_of(code_.instructions[address])).has_aux() ? code_.instructions[address + 1] : 0;
  }

  void apply(uint32_t address, Set& set) {
    uint32_t word = code_.instructions[address];
    Opcode opcode = opcode_of(word);
    const OpcodeInfo& about = info(opcode);
    clear_written(address, set);
    // What PUSH_EXCEPTION saves is read by the handler that begins with it, and by no one before.
    if (opcode != Opcode::PUSH_EXCEPTION) add_handlers(address, set);
    const uint32_t fields[3] = {operand_a(word), operand_b(word), operand_c(word)};
    for (size_t i = 0; i < 3; ++i) {
      if (about.operands[i] == 'r' || about.operands[i] == 'x') add(set, fields[i], 1);
      if (about.operands[i] == 'p')
        add(set, fields[i], static_cast<uint32_t>(run_length(opcode, word, aux(address), false)));
      if (i < 2 && about.operands[i + 1] == '.') break;
    }
    switch (opcode) {
      case Opcode::CALL:
      case Opcode::CALL_KEYWORDS:
        add(set, fields[0] + 4, fields[1] + (fields[2] & kCallMethodForm));
        break;
      case Opcode::CALL_EX:
        add(set, fields[0] + 4, 2);
        break;
      case Opcode::LOAD_FAR:
        add(set, operand_d(word), 1);
        break;
      case Opcode::MAKE_FUNCTION:
        add(set, fields[0] + 1, 4);
        break;
      case Opcode::IMPORT_NAME:
        add(set, fields[0] + 1, 1);
        break;
      case Opcode::MATCH_CLASS:
        add(set, fields[2] + 1, 1);
        break;
      case Opcode::INTRINSIC:
        add(set, fields[1], intrinsic_operands(static_cast<Intrinsic>(fields[2])));
        break;
      default:
        break;
    }
  }

  const Code& code_;
  size_t words_;
  std::vector<uint64_t> live_;  // words_ for each word of the code
  std::vector<uint32_t> starts_;
};

}  // namespace

std::vector<bool> live_registers(const Code& code, uint32_t at, Moment moment) {
  Liveness liveness(code);
  liveness.run();
  return liveness.answer(at, moment);
}

}  // namespace gilded::compiler
