// What is known of each instruction, expanded from opcodes.def. Pure constants: no state, safe from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gilded::compiler {

enum class Opcode : uint8_t {
#define OPCODE(name, operands, ticks, switch_39, switch_312, effect, releases, raises, meaning) name,
#include "compiler/code/opcodes.def"
#undef OPCODE
};

inline constexpr int kOpcodeCount = 0
#define OPCODE(name, operands, ticks, switch_39, switch_312, effect, releases, raises, meaning) +1
#include "compiler/code/opcodes.def"
#undef OPCODE
    ;
static_assert(kOpcodeCount < 256, "the opcode field has 8 bits");

// Where the switch-point rule of CPython 3.10 and later lets another thread take the GIL.
enum class CallSwitch : uint8_t { NEVER, ENTRY, CALLED, BACK };
// What other threads can notice of the instruction when nothing keeps them out.
enum class SharedEffect : uint8_t { PRIVATE, READ, WRITE, ANY };

struct OpcodeInfo {
  std::string_view name;
  std::string_view operands;  // a, b, c, AUX; see opcodes.def
  bool ticks;
  bool switch_39;
  CallSwitch switch_312;
  SharedEffect effect;
  bool releases;
  bool raises;
  std::string_view meaning;

  constexpr bool has_aux() const { return operands[3] != '-'; }
  // Words the instruction takes, AUX included.
  constexpr int length() const { return has_aux() ? 2 : 1; }
};

inline constexpr std::array<OpcodeInfo, kOpcodeCount> kOpcodeInfo = {{
#define OPCODE(name, operands, ticks, switch_39, switch_312, effect, releases, raises, meaning)          \
  {#name,         operands,    ticks != 0, switch_39 != 0, CallSwitch::switch_312, SharedEffect::effect, \
   releases != 0, raises != 0, meaning},
#include "compiler/code/opcodes.def"
#undef OPCODE
}};

constexpr const OpcodeInfo& info(Opcode opcode) {
  return kOpcodeInfo[static_cast<uint8_t>(opcode)];
}

// The order of the two blocks of binary instructions.
enum class BinaryOperator : uint8_t {
  kAdd,
  kSubtract,
  kMultiply,
  kTrueDivide,
  kFloorDivide,
  kRemainder,
  kPower,
  kLeftShift,
  kRightShift,
  kBitAnd,
  kBitOr,
  kBitXor,
  kMatrixMultiply
};
inline constexpr int kBinaryOperatorCount = 13;

// The order of LESS ... GREATER_EQUAL, JUMP_LESS ... JUMP_GREATER_EQUAL and JUMP_LESS_INT ... JUMP_GREATER_EQUAL_INT.
enum class CompareOperator : uint8_t { kLess, kLessEqual, kEqual, kNotEqual, kGreater, kGreaterEqual };

// Operand c of CALL and CALL_KEYWORDS, added up.
inline constexpr uint32_t kCallMethodForm = 1;  // R[a+4] is the receiver or EMPTY
// The caller has variables above its temporaries (Code::relocation): the callee's frame must not begin in place.
inline constexpr uint32_t kCallApart = 2;

// Operand c of LOAD_SPECIAL.
enum class SpecialMethod : uint8_t { kEnter, kExit, kAsyncEnter, kAsyncExit };

// Operand c of INTRINSIC: operations too rare for an opcode of their own.
enum class Intrinsic : uint8_t {
  kPrint,                    // sys.displayhook(R[b]), for expression statements typed at the prompt
  kImportStar,               // copy the public names of module R[b] into the namespace (R[0] or globals)
  kStopIterationError,       // the RuntimeError that replaces a StopIteration R[b] leaving a generator
  kPrepareExceptionGroup,    // merge for except*: R[b] original exception, R[b+1] list of raised and unmatched ones ->
                             // exception or None
  kTypeVar,                  // TypeVar(name R[b])
  kTypeVarWithBound,         // TypeVar(name R[b], evaluator of bound R[b+1])
  kTypeVarWithConstraints,   // TypeVar(name R[b], evaluator of constraints R[b+1])
  kTypeVarTuple,             // TypeVarTuple(name R[b])
  kParamSpec,                // ParamSpec(name R[b])
  kSetTypeParameterDefault,  // R[b] type parameter, R[b+1] evaluator of its default -> R[b]
  kTypeAlias,                // TypeAliasType(name R[b], type parameters tuple or None R[b+1], evaluator R[b+2])
  kSubscriptGeneric,         // Generic[R[b]], R[b] a tuple of type parameters
  kSetFunctionTypeParameters,  // R[b].__type_params__ = R[b+1] -> R[b]
  kAssertionError,             // the class AssertionError itself, whatever builtins says
};

// How many operands an INTRINSIC has.
constexpr uint32_t intrinsic_operands(Intrinsic which) {
  switch (which) {
    case Intrinsic::kAssertionError:
      return 0;
    case Intrinsic::kPrint:
    case Intrinsic::kImportStar:
    case Intrinsic::kStopIterationError:
    case Intrinsic::kTypeVar:
    case Intrinsic::kTypeVarTuple:
    case Intrinsic::kParamSpec:
    case Intrinsic::kSubscriptGeneric:
      return 1;
    case Intrinsic::kTypeAlias:
      return 3;
    default:
      return 2;
  }
}

// Packing and unpacking of instruction words.
constexpr uint32_t encode_abc(Opcode opcode, uint32_t a, uint32_t b, uint32_t c) {
  return static_cast<uint32_t>(opcode) | (a << 8) | (b << 16) | (c << 24);
}
constexpr uint32_t encode_ad(Opcode opcode, uint32_t a, uint32_t d) {
  return static_cast<uint32_t>(opcode) | (a << 8) | (d << 16);
}
constexpr uint32_t encode_x(Opcode opcode, int32_t x) {
  return static_cast<uint32_t>(opcode) | (static_cast<uint32_t>(x) << 8);
}
constexpr Opcode opcode_of(uint32_t word) {
  return static_cast<Opcode>(word & 0xff);
}
constexpr uint32_t operand_a(uint32_t word) {
  return (word >> 8) & 0xff;
}
constexpr uint32_t operand_b(uint32_t word) {
  return (word >> 16) & 0xff;
}
constexpr uint32_t operand_c(uint32_t word) {
  return word >> 24;
}
// Operand c where its letter is i.
constexpr int operand_small_int(uint32_t word) {
  return static_cast<int>(word >> 24) - 128;
}
constexpr uint32_t operand_d(uint32_t word) {
  return word >> 16;
}
constexpr int32_t operand_signed_d(uint32_t word) {
  return static_cast<int32_t>(word) >> 16;
}
constexpr int32_t operand_x(uint32_t word) {
  return static_cast<int32_t>(word) >> 8;
}

// Whether the next instruction can follow.
constexpr bool falls_through(Opcode opcode) {
  switch (opcode) {
    case Opcode::RETURN:
    case Opcode::RAISE:
    case Opcode::RERAISE:
    case Opcode::JUMP:
    case Opcode::JUMP_BACKWARD:
    case Opcode::JUMP_NO_POLL:
      return false;
    default:
      return true;
  }
}

// How far the jump at `words` goes from its end, in words; nullopt: it is none.
constexpr std::optional<int32_t> jump_distance(const uint32_t* words) {
  std::string_view operands = info(opcode_of(*words)).operands;
  if (operands[0] == 'J') return operand_x(*words);
  if (operands[1] == 'j') return operand_signed_d(*words);
  if (operands[3] == 'J') return static_cast<int32_t>(words[1]);
  return std::nullopt;
}

// Makes the jump at `words` go that far. False: there is no room for such a distance, and it goes where it went.
[[nodiscard]] constexpr bool set_jump_distance(uint32_t* words, int64_t distance) {
  constexpr int64_t kMostX = (1 << 23) - 1;
  std::string_view operands = info(opcode_of(*words)).operands;
  if (operands[0] == 'J') {
    if (distance < -kMostX || distance > kMostX) return false;
    *words = encode_x(opcode_of(*words), static_cast<int32_t>(distance));
  } else if (operands[1] == 'j') {
    if (distance < INT16_MIN || distance > INT16_MAX) return false;
    *words = (*words & 0xffff) | (static_cast<uint32_t>(distance) << 16);
  } else {
    if (distance < INT32_MIN || distance > INT32_MAX) return false;
    words[1] = static_cast<uint32_t>(distance);
  }
  return true;
}

}  // namespace gilded::compiler
