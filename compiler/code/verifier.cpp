#include "compiler/code/verifier.h"

#include <fmt/format.h>

#include <vector>

#include "compiler/code/opcode.h"

namespace gilded::compiler {

namespace {

class Verifier {
 public:
  explicit Verifier(const Code& code) : code_(code) {}

  std::optional<std::string> run() {
    if (code_.positions.size() != code_.instructions.size()) return "positions and instructions differ in number";
    if (code_.instructions.empty()) return "no instructions";
    if (code_.first_temporary() > code_.register_count) return "fewer registers than variables";
    find_instructions();
    if (problem_.empty()) check_instructions();
    if (problem_.empty()) check_exceptions();
    if (!problem_.empty()) return fmt::format("{}: {}", code_.qualified_name, problem_);
    for (const Constant& constant : code_.constants) {
      if (auto problem = check_constant(constant)) return problem;
    }
    return std::nullopt;
  }

 private:
  template <typename... Arguments>
  void report(uint32_t at, fmt::format_string<Arguments...> text, Arguments&&... arguments) {
    if (problem_.empty())
      problem_ = fmt::format("at {}: {}", at, fmt::format(text, std::forward<Arguments>(arguments)...));
  }

  void find_instructions() {
    starts_.assign(code_.instructions.size() + 1, false);
    for (size_t at = 0; at < code_.instructions.size();) {
      uint32_t number = code_.instructions[at] & 0xff;
      if (number >= kOpcodeCount) return report(static_cast<uint32_t>(at), "unknown opcode {}", number);
      starts_[at] = true;
      at += static_cast<size_t>(info(opcode_of(code_.instructions[at])).length());
      if (at > code_.instructions.size())
        return report(static_cast<uint32_t>(at), "the last instruction lacks its AUX word");
    }
  }

  void check_register(uint32_t at, uint64_t number) {
    if (number >= code_.register_count) report(at, "register {} of {}", number, code_.register_count);
  }
  void check_constant_index(uint32_t at, uint64_t number, bool is_name) {
    if (number >= code_.constants.size()) return report(at, "constant {} of {}", number, code_.constants.size());
    if (is_name && !std::holds_alternative<Constant::Text>(code_.constants[number].value))
      report(at, "constant {} is no name", number);
  }
  void check_jump(uint32_t at, uint32_t end, int64_t distance) {
    int64_t target = static_cast<int64_t>(end) + distance;
    if (target < 0 || target >= static_cast<int64_t>(code_.instructions.size()) ||
        !starts_[static_cast<size_t>(target)]) {
      report(at, "jump to {}, which is no instruction", target);
    }
  }

  void check_instructions() {
    uint32_t previous = 0;
    bool first = true;
    for (uint32_t at = 0; at < code_.instructions.size() && problem_.empty();) {
      uint32_t word = code_.instructions[at];
      Opcode opcode = opcode_of(word);
      const OpcodeInfo& about = info(opcode);
      uint32_t end = at + static_cast<uint32_t>(about.length());
      uint32_t aux = about.has_aux() ? code_.instructions[at + 1] : 0;
      const uint32_t fields[3] = {operand_a(word), operand_b(word), operand_c(word)};
      for (size_t i = 0; i < 3; i++) {
        bool wide = i < 2 && about.operands[i + 1] == '.';
        switch (about.operands[i]) {
          case 'w':
          case 'r':
          case 'x':
            check_register(at, fields[i]);
            break;
          case 'p':
          case 'q': {
            int length = run_length(opcode, word, aux, about.operands[i] == 'q');
            if (length > 0) check_register(at, fields[i] + static_cast<uint32_t>(length) - 1);
            break;
          }
          case 'k':
            check_constant_index(at, operand_d(word), false);
            break;
          case 'm':
            check_constant_index(at, operand_d(word), true);
            break;
          case 'j':
            check_jump(at, end, operand_signed_d(word));
            break;
          case 'J':
            check_jump(at, end, operand_x(word));
            break;
          default:
            break;
        }
        if (wide) break;
      }
      switch (about.operands[3]) {
        case 'I':
          if (aux >= code_.caches.size()) {
            report(at, "cache {} of {}", aux, code_.caches.size());
          } else {
            check_constant_index(at, code_.caches[aux].name, true);
          }
          break;
        case 'K':
          check_constant_index(at, aux, false);
          break;
        case 'J':
          check_jump(at, end, static_cast<int32_t>(aux));
          break;
        default:
          break;
      }
      switch (opcode) {
        case Opcode::CALL:
        case Opcode::CALL_KEYWORDS:
          check_register(at, fields[0] + 3 + fields[1] + (fields[2] & kCallMethodForm));
          break;
        case Opcode::CALL_EX:
          check_register(at, fields[0] + 5);
          break;
        case Opcode::LOAD_FAR:
        case Opcode::STORE_FAR:
          check_register(at, operand_d(word));
          break;
        case Opcode::CHECK_BOUND:
        case Opcode::DELETE_FAST:
          if (operand_d(word) >= code_.local_names.size())
            report(at, "local name {} of {}", operand_d(word), code_.local_names.size());
          break;
        case Opcode::YIELD_DELEGATE:
          if (first || opcode_of(code_.instructions[previous]) != Opcode::SEND)
            report(at, "YIELD_DELEGATE without its SEND");
          break;
        default:
          break;
      }
      previous = at;
      first = false;
      at = end;
    }
    if (falls_through(opcode_of(code_.instructions[previous]))) report(previous, "execution can run off the end");
  }

  void check_exceptions() {
    for (const ExceptionEntry& entry : code_.exceptions) {
      if (entry.start >= entry.end || entry.end > code_.instructions.size())
        report(entry.start, "exception entry [{}, {})", entry.start, entry.end);
      if (!problem_.empty()) return;
      if (!starts_[entry.start] || (entry.end < code_.instructions.size() && !starts_[entry.end])) {
        report(entry.start, "exception entry inside an instruction");
      }
      check_jump(entry.start, entry.target, 0);
      check_register(entry.start, entry.exception_register);
    }
  }

  static std::optional<std::string> check_constant(const Constant& constant) {
    if (auto* inner = std::get_if<std::shared_ptr<const Code>>(&constant.value)) return verify(**inner);
    return std::nullopt;
  }

  const Code& code_;
  std::vector<bool> starts_;
  std::string problem_;
};

}  // namespace

int run_length(Opcode opcode, uint32_t word, uint32_t aux, bool written) {
  int c = static_cast<int>(operand_c(word));
  switch (opcode) {
    case Opcode::LOAD_METHOD:
    case Opcode::LOAD_SPECIAL:
      return 5;
    case Opcode::LOAD_SUPER_ATTR:
      return 3;
    case Opcode::LOAD_SUPER_METHOD:
      return written ? 5 : 3;
    case Opcode::BUILD_SLICE:
    case Opcode::EXCEPTION_PARTS:
      return 3;
    case Opcode::MATCH_GROUP:
      return 2;
    case Opcode::UNPACK_SEQUENCE:
      return c;
    case Opcode::UNPACK_EX:
      return c + 1 + static_cast<int>(aux);
    case Opcode::BUILD_TUPLE:
    case Opcode::BUILD_LIST:
    case Opcode::BUILD_SET:
    case Opcode::BUILD_STRING:
      return c;
    case Opcode::BUILD_MAP:
      return 2 * c;
    default:
      return 1;
  }
}

std::optional<std::string> verify(const Code& code) {
  return Verifier(code).run();
}

}  // namespace gilded::compiler
