// Assigning to f_lineno: a trace function makes a frame go on at another line.
//
// Whether that is sound is a question of registers. Local variables are checked when they are read, but temporaries are
// not: an instruction that reads one relies on the instructions before it. So a jump is allowed to an instruction whose
// live temporaries (those that may be read before they are written) are all live at the place it comes from, too: then
// they hold what they must, the iterator of a loop or the __exit__ of a with statement that encloses both. Constants
// that were loaded ahead of a loop are loaded by the jump. The exceptions that the handlers it leaves are handling are
// put aside as their ends would do.
#include <bitset>
#include <optional>

#include "vm/interpreter/instrumentation.h"
#include "vm/interpreter/interpreter.h"
#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/object/warnings.h"
#include "vm/runtime.h"
#include "vm/types/code_object.h"
#include "vm/types/int.h"
#include "vm/types/string.h"

namespace gilded {

namespace {

using compiler::Code;
using compiler::ExceptionEntry;
using compiler::Opcode;
using Registers = std::bitset<256>;

struct Instruction {
  uint32_t address, end;
  Opcode opcode;
  uint32_t word, aux;
  Registers reads, writes;         // writes: those that surely happen
  std::optional<uint32_t> target;  // of a jump
};

Instruction read_instruction(const Code& code, uint32_t address) {
  uint32_t word = code.instructions[address];
  Opcode opcode = compiler::opcode_of(word);
  const compiler::OpcodeInfo& about = compiler::info(opcode);
  Instruction out{address,
                  address + static_cast<uint32_t>(about.length()),
                  opcode,
                  word,
                  about.has_aux() ? code.instructions[address + 1] : 0,
                  {},
                  {},
                  {}};
  const uint32_t a = compiler::operand_a(word), b = compiler::operand_b(word), c = compiler::operand_c(word);
  const uint32_t fields[3] = {a, b, c};
  auto reads = [&](uint32_t first, uint32_t count) {
    for (uint32_t i = first; i < first + count && i < 256; ++i) out.reads.set(i);
  };
  auto writes = [&](uint32_t first, uint32_t count) {
    for (uint32_t i = first; i < first + count && i < 256; ++i) out.writes.set(i);
  };
  for (size_t i = 0; i < 3; ++i) {
    switch (about.operands[i]) {
      case 'r':
        reads(fields[i], 1);
        break;
      case 'w':
        writes(fields[i], 1);
        break;
      case 'x':
        reads(fields[i], 1);
        writes(fields[i], 1);
        break;
      default:
        break;
    }
  }
  switch (opcode) {
    case Opcode::LOAD_METHOD:
    case Opcode::LOAD_SPECIAL:
      writes(a, 1), writes(a + 4, 1);
      break;
    case Opcode::LOAD_SUPER_ATTR:
      reads(b, 3);
      break;
    case Opcode::LOAD_SUPER_METHOD:
      reads(b, 3), writes(a, 1), writes(a + 4, 1);
      break;
    case Opcode::BUILD_SLICE:
      reads(b, 3);
      break;
    case Opcode::BUILD_TUPLE:
    case Opcode::BUILD_LIST:
    case Opcode::BUILD_SET:
    case Opcode::BUILD_STRING:
      reads(b, c);
      break;
    case Opcode::BUILD_MAP:
      reads(b, 2 * c);
      break;
    case Opcode::INTRINSIC:
      reads(b, compiler::intrinsic_operands(static_cast<compiler::Intrinsic>(c)));
      break;
    case Opcode::EXCEPTION_PARTS:
      writes(a, 3);
      break;
    case Opcode::MATCH_GROUP:
      writes(a, 2);
      break;
    case Opcode::UNPACK_SEQUENCE:
      writes(a, c);
      break;
    case Opcode::UNPACK_EX:
      writes(a, c + 1 + out.aux);
      break;
    case Opcode::CALL:
    case Opcode::CALL_KEYWORDS:
      reads(a, 1), reads(a + 4, b + c);
      break;
    case Opcode::CALL_EX:
      reads(a, 1), reads(a + 4, 2);
      break;
    case Opcode::MAKE_FUNCTION:
      for (uint32_t bit = 0; bit < 4; ++bit) {
        if (out.aux >> bit & 1) reads(a + 1 + bit, 1);
      }
      break;
    case Opcode::IMPORT_NAME:
      reads(a, 2);
      break;
    case Opcode::MATCH_CLASS:
      reads(c, 2);
      break;
    case Opcode::FOR_ITER:  // at the end of the iterator its register stays as it was
      out.writes.reset();
      break;
    case Opcode::RAISE:
      out.reads.reset();
      if (c > 0) reads(a, 1);
      if (c > 1) reads(b, 1);
      break;
    default:
      break;
  }
  if (auto distance = compiler::jump_distance(&code.instructions[address]))
    out.target = out.end + static_cast<uint32_t>(*distance);
  return out;
}

// What the registers of a code mean at each of its instructions.
class Analysis {
 public:
  explicit Analysis(const Code& code) : code_(code), index_(code.instructions.size() + 1) {
    for (uint32_t at = 0; at < code.instructions.size();) {
      index_[at] = instructions_.size();
      instructions_.push_back(read_instruction(code, at));
      at = instructions_.back().end;
    }
    for (uint32_t reg = code.first_temporary(); reg < 256; ++reg) temporaries_.set(reg);
    live_.resize(instructions_.size());
    // Backwards to a fixed point: live here is what is read here, or live after and not written here, or live where an
    // exception leads to.
    for (bool changed = true; changed;) {
      changed = false;
      for (size_t i = instructions_.size(); i-- > 0;) {
        const Instruction& instruction = instructions_[i];
        Registers after;
        if (compiler::falls_through(instruction.opcode) && i + 1 < instructions_.size()) after |= live_[i + 1];
        if (instruction.target) after |= live_[index_[*instruction.target]];
        Registers before = (after & ~instruction.writes) | instruction.reads;
        for (const ExceptionEntry& entry : code.exceptions) {
          if (instruction.address < entry.start || instruction.address >= entry.end) continue;
          Registers handler = live_[index_[entry.target]];
          if (entry.exception_register < 256) handler.reset(entry.exception_register);
          before |= handler;
        }
        before &= temporaries_;
        if (before != live_[i]) live_[i] = before, changed = true;
      }
    }
  }

  const std::vector<Instruction>& instructions() const { return instructions_; }
  const Registers& live(uint32_t address) const { return live_[index_[address]]; }
  const Instruction& at(uint32_t address) const { return instructions_[index_[address]]; }

  // The constant that a register holds throughout a loop around `address` because it was loaded ahead of the loop.
  std::optional<uint32_t> hoisted_constant(uint32_t address, uint32_t reg) const {
    for (const Instruction& edge : instructions_) {
      if (edge.opcode != Opcode::JUMP_BACKWARD || edge.address < address || *edge.target > address) continue;
      for (size_t i = index_[*edge.target]; i-- > 0;) {
        const Instruction& load = instructions_[i];
        if (load.opcode != Opcode::LOAD_CONST) break;
        if (compiler::operand_a(load.word) == reg) return compiler::operand_d(load.word);
      }
    }
    return std::nullopt;
  }

  // The ranges in which a handler has put an exception in place, with the register that keeps the one before; innermost
  // first.
  struct Handler {
    uint32_t start, end, saved;
  };
  std::vector<Handler> handlers_around(uint32_t address) const {
    std::vector<Handler> result;
    for (const ExceptionEntry& entry : code_.exceptions) {
      const Instruction& first = at(entry.start);
      if (first.opcode != Opcode::PUSH_EXCEPTION || address < entry.start || address >= entry.end) continue;
      result.push_back({entry.start, entry.end, compiler::operand_a(first.word)});
    }
    std::sort(result.begin(), result.end(), [](const Handler& a, const Handler& b) { return a.start > b.start; });
    return result;
  }

  // Is the address inside a loop over an iterator that does not enclose the other one?
  bool enters_for_loop(uint32_t from, uint32_t to) const {
    auto inside = [](uint32_t address, uint32_t start, uint32_t end) { return address >= start && address < end; };
    for (const Instruction& head : instructions_) {
      if (head.opcode == Opcode::FOR_ITER && inside(to, head.address, *head.target) &&
          !inside(from, head.address, *head.target))
        return true;
    }
    return false;
  }

 private:
  const Code& code_;
  std::vector<size_t> index_;
  std::vector<Instruction> instructions_;
  std::vector<Registers> live_;
  Registers temporaries_;
};

}  // namespace

bool set_frame_line(Thread* T, Frame* frame, Value value) {
  if (value.is_empty()) return raise(T, Builtin::kAttributeError, "cannot delete attribute");
  if (!is_int(value) || value.is_bool()) return raise(T, Builtin::kValueError, "lineno must be an integer");
  Instrumentation* state = T->instrumentation;
  if (!state || !state->event_window)
    return raise(T, Builtin::kValueError, "f_lineno can only be set in a trace function");
  Value* window = state->event_window;
  if (state->event == "call")
    return raise(T, Builtin::kValueError, "can't jump from the 'call' trace event of a new frame");
  if (state->event != "line" || existing_frame(window) != frame)
    return raise(T, Builtin::kValueError, "can only jump from a 'line' trace event");
  int64_t line;
  if (!to_int64(T, value, &line)) return false;
  CodeObject* object = frame_code(window);
  const Code& code = *object->code;
  if (line < code.first_line)
    return raise(T, Builtin::kValueError, "line {} comes before the current code block", line);
  // The first line with instructions from there on.
  int32_t goal = INT32_MAX;
  for (const compiler::Position& position : code.positions) {
    if (position.line >= line && position.line < goal) goal = position.line;
  }
  if (goal == INT32_MAX) return raise(T, Builtin::kValueError, "line {} comes after the current code block", line);
  if (code.relocation) return raise(T, Builtin::kValueError, "can't jump in a function with so many variables");

  Analysis analysis(code);
  // The frame stands at the instruction that the event is about.
  auto from = static_cast<uint32_t>(frame->pc.load(std::memory_order_relaxed) - object->instructions);
  auto handlers_here = analysis.handlers_around(from);
  const Instruction* best = nullptr;
  size_t best_count = 0;
  const char* problem = "incompatible stacks";
  int32_t previous_line = 0;
  for (const Instruction& candidate : analysis.instructions()) {
    int32_t here = code.positions[candidate.address].line;
    bool starts = here != previous_line;
    if (here != 0) previous_line = here;
    if (here != goal || candidate.opcode == Opcode::RESUME || candidate.opcode == Opcode::RETURN_GENERATOR ||
        candidate.opcode == Opcode::JUMP_BACKWARD)
      continue;
    if (!starts) continue;
    Registers missing = analysis.live(candidate.address) & ~analysis.live(from);
    bool possible = true;
    for (uint32_t reg = 0; reg < 256 && possible; ++reg)
      possible = !missing.test(reg) || analysis.hoisted_constant(candidate.address, reg);
    bool enters_handler = false;
    for (const Analysis::Handler& handler : analysis.handlers_around(candidate.address)) {
      enters_handler |= from < handler.start || from >= handler.end;
    }
    if (!possible || enters_handler) {
      if (enters_handler)
        problem = "can't jump into an 'except' block as there's no exception";
      else if (analysis.enters_for_loop(from, candidate.address))
        problem = "can't jump into the body of a for loop";
      continue;
    }
    size_t count = analysis.live(candidate.address).count() + 1;
    if (count > best_count) best = &candidate, best_count = count;
  }
  if (!best) return raise(T, Builtin::kValueError, "{}", problem);

  // Code reads variables without looking where they must have a value, which after a jump proves nothing.
  std::vector<uint32_t> unbound;
  for (uint32_t reg = 0; !code.has_namespace && reg < code.local_names.size(); ++reg) {
    if (window[reg].is_empty()) unbound.push_back(reg);
  }
  if (!unbound.empty()) {
    if (!warn(T, Builtin::kRuntimeWarning,
              fmt::format("assigning None to {} unbound local{}", unbound.size(), unbound.size() == 1 ? "" : "s")))
      return false;
    for (uint32_t reg : unbound) window[reg] = kNone;
  }

  Registers missing = analysis.live(best->address) & ~analysis.live(from);
  for (uint32_t reg = 0; reg < 256; ++reg) {
    if (missing.test(reg)) window[reg] = object->constants[*analysis.hoisted_constant(best->address, reg)];
  }
  for (const Analysis::Handler& handler : handlers_here) {
    if (best->address < handler.start || best->address >= handler.end) T->handled_exception = window[handler.saved];
  }
  state->jump = object->instructions + best->address;
  frame->pc.store(state->jump, std::memory_order_relaxed);
  return true;
}

}  // namespace gilded
