// Arithmetic, comparisons, truth, jumps.
#pragma once

namespace gilded {

inline bool both_small_ints(Value a, Value b) {
  return (a.bits() & b.bits()) >= Value::kIntTag;
}
inline bool both_floats(Value a, Value b) {
  return a.is_float() && b.is_float();
}
// Small ints and floats in any mixture, as floats: exact, for 49 bits fit a double's mantissa.
inline bool as_doubles(Value a, Value b, double* x, double* y) {
  if (a.is_float())
    *x = a.as_float();
  else if (a.is_small_int())
    *x = static_cast<double>(a.as_small_int());
  else
    return false;
  if (b.is_float())
    *y = b.as_float();
  else if (b.is_small_int())
    *y = static_cast<double>(b.as_small_int());
  else
    return false;
  return true;
}

// The right operand of a binary operator or comparison: a register, or the small constant of the opcodes that end in
// INT.
inline Value right_operand(const Value* R, uint32_t word) {
  bool is_small = compiler::info(compiler::opcode_of(word)).operands[2] == 'i';
  return is_small ? Value::small_int(operand_small_int(word)) : R[operand_c(word)];
}
// Which operator: BinaryOperator, plus kBinaryOperatorCount in place. The blocks of opcodes are in its order.
inline int operator_of(uint32_t word) {
  int opcode = static_cast<int>(word & 0xff);
  int small = opcode - static_cast<int>(Opcode::ADD_INT);
  if (small < 0) return opcode - static_cast<int>(Opcode::ADD);
  return (small & 1) + (small >> 1) * compiler::kBinaryOperatorCount;
}
inline CompareOperator comparison_of(uint32_t word) {
  uint32_t opcode = word & 0xff;
  uint32_t first = static_cast<uint32_t>(opcode >= static_cast<uint32_t>(Opcode::JUMP_LESS_INT) ? Opcode::JUMP_LESS_INT
                                         : opcode >= static_cast<uint32_t>(Opcode::JUMP_LESS)   ? Opcode::JUMP_LESS
                                                                                                : Opcode::LESS);
  return static_cast<CompareOperator>(opcode - first);
}

// Runs a method written in Python, of two plain parameters, as a frame of this loop instead of a run inside a run.
#define ENTER_METHOD(function, first, second, words, entry)                                             \
  do {                                                                                                  \
    CodeObject* code_ = (function)->code.load(std::memory_order_acquire);                               \
    if (code_->parameter_count != 2 || code_->positional_count != 2 || is_generator_code(code_)) break; \
    Value first_ = (first), second_ = (second);                                                         \
    Value* window_ = window_above(R);                                                                   \
    if (!enter_frame(T, window_, function, code_, pc + (words), entry)) RAISE();                        \
    window_[0] = first_;                                                                                \
    window_[1] = second_;                                                                               \
    GO_ON(window_, code_, code_->instructions);                                                         \
  } while (0)

// An operator method written in Python said NotImplemented.
SLOW_PATH(operator_method_declined) {
  SAVE();
  Value result;
  if (static_cast<uint32_t>(word & 0xff) >= static_cast<uint32_t>(Opcode::LESS)) {
    result = compare_reflected(T, RB, RC, comparison_of(word));
  } else {
    result = operator_declined(T, operator_of(word), RB, right_operand(R, word));
  }
  if (result.is_empty()) RAISE();
  RA = result;
  NEXT(1);
}

// Any operands: by the types' slots.
PATH(binary_generic) {
  SAVE();
  int op = operator_of(word);
  Value a = RB, b = right_operand(R, word);
  if (is_kind(a, Kind::kInstance)) {
    if (Function* function = python_operator(T, op, a, b)) ENTER_METHOD(function, a, b, 1, FrameEntry::kOperator);
  }
  bool is_inplace = op >= compiler::kBinaryOperatorCount;
  auto binary = static_cast<BinaryOperator>(is_inplace ? op - compiler::kBinaryOperatorCount : op);
  Value result;
  // A third of the time of the way through the types' slots.
  bool is_done = (a.is_small_int() || is_exactly(a, Kind::kInt)) && int_word_operation(T, binary, a, b, &result);
  if (!is_done) result = is_inplace ? inplace_operation(T, binary, a, b) : binary_operation(T, binary, a, b);
  if (result.is_empty()) RAISE();
  RA = result;
  NEXT(1);
}

#define ADDITIVE_HANDLER(name, builtin_overflow, symbol)                                                       \
  HANDLER(name) {                                                                                              \
    Value a = RB, b = RC;                                                                                      \
    if (both_small_ints(a, b)) [[likely]] {                                                                    \
      int64_t sum;                                                                                             \
      if (!builtin_overflow(static_cast<int64_t>(a.bits() << 15), static_cast<int64_t>(b.bits() << 15), &sum)) \
          [[likely]] {                                                                                         \
        RA = Value::from_bits(Value::kIntTag | (static_cast<uint64_t>(sum) >> 15));                            \
        NEXT(1);                                                                                               \
      }                                                                                                        \
      TAIL(binary_generic);                                                                                    \
    }                                                                                                          \
    double x, y;                                                                                               \
    if (as_doubles(a, b, &x, &y)) {                                                                            \
      RA = Value::from_double(x symbol y);                                                                     \
      NEXT(1);                                                                                                 \
    }                                                                                                          \
    TAIL(binary_generic);                                                                                      \
  }
PATH(concatenate_strings) {
  Value a = RB, b = RC;
  if (!is_exactly(a, Kind::kString) || !is_exactly(b, Kind::kString)) TAIL(binary_generic);
  SAVE();
  String* result = concatenate(T, as_string(a), as_string(b));
  if (!result) RAISE();
  RA = result;
  NEXT(1);
}
#define ADD_HANDLER(name)                                                                                            \
  HANDLER(name) {                                                                                                    \
    Value a = RB, b = RC;                                                                                            \
    if (both_small_ints(a, b)) [[likely]] {                                                                          \
      int64_t sum;                                                                                                   \
      if (!__builtin_add_overflow(static_cast<int64_t>(a.bits() << 15), static_cast<int64_t>(b.bits() << 15), &sum)) \
          [[likely]] {                                                                                               \
        RA = Value::from_bits(Value::kIntTag | (static_cast<uint64_t>(sum) >> 15));                                  \
        NEXT(1);                                                                                                     \
      }                                                                                                              \
      TAIL(binary_generic);                                                                                          \
    }                                                                                                                \
    if (a.is_object()) TAIL(concatenate_strings);                                                                    \
    double x, y;                                                                                                     \
    if (as_doubles(a, b, &x, &y)) {                                                                                  \
      RA = Value::from_double(x + y);                                                                                \
      NEXT(1);                                                                                                       \
    }                                                                                                                \
    TAIL(binary_generic);                                                                                            \
  }
ADD_HANDLER(ADD)
ADD_HANDLER(INPLACE_ADD)
ADDITIVE_HANDLER(SUBTRACT, __builtin_sub_overflow, -)
ADDITIVE_HANDLER(INPLACE_SUBTRACT, __builtin_sub_overflow, -)
#undef ADD_HANDLER
#undef ADDITIVE_HANDLER

#define MULTIPLY_HANDLER(name)                                                                                    \
  HANDLER(name) {                                                                                                 \
    Value a = RB, b = RC;                                                                                         \
    if (both_small_ints(a, b)) {                                                                                  \
      int64_t product;                                                                                            \
      if (!__builtin_mul_overflow(static_cast<int64_t>(a.bits() << 15), b.as_small_int(), &product)) [[likely]] { \
        RA = Value::from_bits(Value::kIntTag | (static_cast<uint64_t>(product) >> 15));                           \
        NEXT(1);                                                                                                  \
      }                                                                                                           \
      TAIL(binary_generic);                                                                                       \
    }                                                                                                             \
    double x, y;                                                                                                  \
    if (as_doubles(a, b, &x, &y)) {                                                                               \
      RA = Value::from_double(x * y);                                                                             \
      NEXT(1);                                                                                                    \
    }                                                                                                             \
    TAIL(binary_generic);                                                                                         \
  }
MULTIPLY_HANDLER(MULTIPLY)
MULTIPLY_HANDLER(INPLACE_MULTIPLY)
#undef MULTIPLY_HANDLER

#define TRUE_DIVIDE_HANDLER(name)                          \
  HANDLER(name) {                                          \
    double x, y;                                           \
    if (as_doubles(RB, RC, &x, &y) && y != 0) [[likely]] { \
      RA = Value::from_double(x / y);                      \
      NEXT(1);                                             \
    }                                                      \
    TAIL(binary_generic);                                  \
  }
TRUE_DIVIDE_HANDLER(TRUE_DIVIDE)
TRUE_DIVIDE_HANDLER(INPLACE_TRUE_DIVIDE)
#undef TRUE_DIVIDE_HANDLER

// By powers of two, the usual divisors, without a division, which takes as long as the rest of the instruction.
#define FLOOR_DIVIDE_HANDLER(name)                                             \
  HANDLER(name) {                                                              \
    Value a = RB, b = RC;                                                      \
    if (both_small_ints(a, b) && b.as_small_int() > 0) [[likely]] {            \
      int64_t x = a.as_small_int(), y = b.as_small_int();                      \
      if ((y & (y - 1)) == 0) {                                                \
        RA = Value::small_int(x >> __builtin_ctzll(static_cast<uint64_t>(y))); \
        NEXT(1);                                                               \
      }                                                                        \
      int64_t q = x / y;                                                       \
      if (x % y < 0) --q;                                                      \
      RA = Value::small_int(q);                                                \
      NEXT(1);                                                                 \
    }                                                                          \
    TAIL(binary_generic);                                                      \
  }
FLOOR_DIVIDE_HANDLER(FLOOR_DIVIDE)
FLOOR_DIVIDE_HANDLER(INPLACE_FLOOR_DIVIDE)
#undef FLOOR_DIVIDE_HANDLER

#define REMAINDER_HANDLER(name)                                     \
  HANDLER(name) {                                                   \
    Value a = RB, b = RC;                                           \
    if (both_small_ints(a, b) && b.as_small_int() > 0) [[likely]] { \
      int64_t x = a.as_small_int(), y = b.as_small_int();           \
      if ((y & (y - 1)) == 0) {                                     \
        RA = Value::small_int(x & (y - 1));                         \
        NEXT(1);                                                    \
      }                                                             \
      int64_t r = x % y;                                            \
      RA = Value::small_int(r < 0 ? r + y : r);                     \
      NEXT(1);                                                      \
    }                                                               \
    TAIL(binary_generic);                                           \
  }
REMAINDER_HANDLER(REMAINDER)
REMAINDER_HANDLER(INPLACE_REMAINDER)
#undef REMAINDER_HANDLER

#define BITWISE_HANDLER(name, symbol)                                  \
  HANDLER(name) {                                                      \
    Value a = RB, b = RC;                                              \
    if (both_small_ints(a, b)) [[likely]] {                            \
      RA = Value::small_int(a.as_small_int() symbol b.as_small_int()); \
      NEXT(1);                                                         \
    }                                                                  \
    TAIL(binary_generic);                                              \
  }
BITWISE_HANDLER(BIT_AND, &)
BITWISE_HANDLER(BIT_OR, |)
BITWISE_HANDLER(BIT_XOR, ^)
BITWISE_HANDLER(INPLACE_BIT_AND, &)
BITWISE_HANDLER(INPLACE_BIT_OR, |)
BITWISE_HANDLER(INPLACE_BIT_XOR, ^)
#undef BITWISE_HANDLER

#define RIGHT_SHIFT_HANDLER(name)                                                           \
  HANDLER(name) {                                                                           \
    Value a = RB, b = RC;                                                                   \
    if (both_small_ints(a, b) && static_cast<uint64_t>(b.as_small_int()) < 63) [[likely]] { \
      RA = Value::small_int(a.as_small_int() >> b.as_small_int());                          \
      NEXT(1);                                                                              \
    }                                                                                       \
    TAIL(binary_generic);                                                                   \
  }
RIGHT_SHIFT_HANDLER(RIGHT_SHIFT)
RIGHT_SHIFT_HANDLER(INPLACE_RIGHT_SHIFT)
#undef RIGHT_SHIFT_HANDLER

#define LEFT_SHIFT_HANDLER(name)                                                            \
  HANDLER(name) {                                                                           \
    Value a = RB, b = RC;                                                                   \
    if (both_small_ints(a, b) && static_cast<uint64_t>(b.as_small_int()) < 48) [[likely]] { \
      int64_t x = a.as_small_int(), n = b.as_small_int();                                   \
      int64_t shifted = static_cast<int64_t>(static_cast<uint64_t>(x) << n);                \
      if ((shifted >> n) == x && Value::fits_int(shifted)) {                                \
        RA = Value::small_int(shifted);                                                     \
        NEXT(1);                                                                            \
      }                                                                                     \
    }                                                                                       \
    TAIL(binary_generic);                                                                   \
  }
LEFT_SHIFT_HANDLER(LEFT_SHIFT)
LEFT_SHIFT_HANDLER(INPLACE_LEFT_SHIFT)
#undef LEFT_SHIFT_HANDLER

HANDLER(POWER) {
  TAIL(binary_generic);
}
HANDLER(INPLACE_POWER) {
  TAIL(binary_generic);
}
HANDLER(MATRIX_MULTIPLY) {
  TAIL(binary_generic);
}
HANDLER(INPLACE_MATRIX_MULTIPLY) {
  TAIL(binary_generic);
}

#define SMALL_OPERAND_HANDLER(name, builtin_overflow, symbol)                                  \
  HANDLER(name) {                                                                              \
    Value a = RB;                                                                              \
    int64_t b = operand_small_int(word);                                                       \
    if (a.is_small_int()) [[likely]] {                                                         \
      int64_t sum;                                                                             \
      if (!builtin_overflow(static_cast<int64_t>(a.bits() << 15), b << 15, &sum)) [[likely]] { \
        RA = Value::from_bits(Value::kIntTag | (static_cast<uint64_t>(sum) >> 15));            \
        NEXT(1);                                                                               \
      }                                                                                        \
    } else if (a.is_float()) {                                                                 \
      RA = Value::from_double(a.as_float() symbol static_cast<double>(b));                     \
      NEXT(1);                                                                                 \
    }                                                                                          \
    TAIL(binary_generic);                                                                      \
  }
SMALL_OPERAND_HANDLER(ADD_INT, __builtin_add_overflow, +)
SMALL_OPERAND_HANDLER(INPLACE_ADD_INT, __builtin_add_overflow, +)
SMALL_OPERAND_HANDLER(SUBTRACT_INT, __builtin_sub_overflow, -)
SMALL_OPERAND_HANDLER(INPLACE_SUBTRACT_INT, __builtin_sub_overflow, -)
#undef SMALL_OPERAND_HANDLER

#define UNARY_HANDLER(name, function) \
  HANDLER(name) {                     \
    SAVE();                           \
    Value result = function(T, RB);   \
    if (result.is_empty()) RAISE();   \
    RA = result;                      \
    NEXT(1);                          \
  }
PATH(negative_generic) {
  SAVE();
  Value result = negative(T, RB);
  if (result.is_empty()) RAISE();
  RA = result;
  NEXT(1);
}
HANDLER(NEGATIVE) {
  Value v = RB;
  if (v.is_float()) {
    RA = Value::from_double(-v.as_float());
    NEXT(1);
  }
  if (v.is_small_int() && v.as_small_int() != Value::kMinInt) {
    RA = Value::small_int(-v.as_small_int());
    NEXT(1);
  }
  TAIL(negative_generic);
}
UNARY_HANDLER(POSITIVE, positive)
UNARY_HANDLER(INVERT, invert)
#undef UNARY_HANDLER

// --- Truth. 1, 0, or -1 where it takes more than a look at the value.
inline int quick_truth(Value v) {
  if (v.is_bool()) return v.is_true();
  if (v.is_none()) return 0;
  if (v.is_small_int()) return v.as_small_int() != 0;
  return -1;
}
PATH(truth_generic) {
  SAVE();
  bool result;
  if (!truth(T, RB, &result)) RAISE();
  RA = Value::boolean((compiler::opcode_of(word) == Opcode::NOT) != result);
  NEXT(1);
}
HANDLER(NOT) {
  int t = quick_truth(RB);
  if (t < 0) TAIL(truth_generic);
  RA = Value::boolean(!t);
  NEXT(1);
}
HANDLER(TO_BOOL) {
  int t = quick_truth(RB);
  if (t < 0) TAIL(truth_generic);
  RA = Value::boolean(t);
  NEXT(1);
}

// --- Comparisons
// Two strs.
inline bool compare_strs(CompareOperator op, Value a, Value b) {
  if (op == CompareOperator::kEqual || op == CompareOperator::kNotEqual)
    return strings_equal(as_string(a), as_string(b)) == (op == CompareOperator::kEqual);
  return compare_results(compare_strings(as_string(a), as_string(b)), op);
}
// Two tuples, which are common, without the search for who compares.
inline Value compare_values(Thread* T, CompareOperator op, Value a, Value b) {
  if (is_exactly(a, Kind::kTuple) && is_exactly(b, Kind::kTuple)) return types(T).tuple->slots.compare(T, a, b, op);
  return compare(T, a, b, op);
}
PATH(compare_generic) {
  SAVE();
  CompareOperator op = comparison_of(word);
  Value a = RB, b = RC;
  if (is_exactly(a, Kind::kString) && is_exactly(b, Kind::kString)) {
    RA = Value::boolean(compare_strs(op, a, b));
    NEXT(1);
  }
  if (is_kind(a, Kind::kInstance)) {
    if (Function* function = python_comparison(T, op, a, b)) ENTER_METHOD(function, a, b, 1, FrameEntry::kOperator);
  }
  Value result = compare_values(T, op, a, b);
  if (result.is_empty()) RAISE();
  RA = result;
  NEXT(1);
}
#define COMPARE_HANDLER(name, symbol)                                \
  HANDLER(name) {                                                    \
    Value a = RB, b = RC;                                            \
    if (both_small_ints(a, b)) [[likely]] {                          \
      RA = Value::boolean(a.as_small_int() symbol b.as_small_int()); \
      NEXT(1);                                                       \
    }                                                                \
    double x, y;                                                     \
    if (as_doubles(a, b, &x, &y)) {                                  \
      RA = Value::boolean(x symbol y);                               \
      NEXT(1);                                                       \
    }                                                                \
    TAIL(compare_generic);                                           \
  }
COMPARE_HANDLER(LESS, <)
COMPARE_HANDLER(LESS_EQUAL, <=)
COMPARE_HANDLER(EQUAL, ==)
COMPARE_HANDLER(NOT_EQUAL, !=)
COMPARE_HANDLER(GREATER, >)
COMPARE_HANDLER(GREATER_EQUAL, >=)
#undef COMPARE_HANDLER

HANDLER(IS) {
  RA = Value::boolean((RB == RC) != (AUX != 0));
  NEXT(2);
}
PATH(contains_generic) {
  SAVE();
  Value container = RC;
  int found;
  if (is_exactly(container, Kind::kDict))
    found = dict_contains(T, container.as<Dict>(), RB);
  else if (is_exactly(container, Kind::kSet))
    found = set_contains(T, container.as<Set>(), RB);
  else
    found = contains(T, container, RB);
  if (found < 0) RAISE();
  RA = Value::boolean((found != 0) != (AUX != 0));
  NEXT(2);
}
HANDLER(CONTAINS) {
  Value container = RC;
  if (is_exactly(container, Kind::kSet)) {
    int found = set_contains_at_once(container.as<Set>(), RB);
    if (found >= 0) [[likely]] {
      RA = Value::boolean((found != 0) != (AUX != 0));
      NEXT(2);
    }
  }
  TAIL(contains_generic);
}

// --- Jumps. The empty asm keeps the compiler from turning a branch into a conditional move, which would chain every
// later fetch to the comparison (1.7 times slower loops, measured).
#define JUMP_TAKEN() asm volatile("")
HANDLER(JUMP) {
  pc += operand_x(word) + 1;
  DISPATCH();
}
HANDLER(JUMP_NO_POLL) {
  pc += operand_x(word) + 1;
  DISPATCH();
}
SLOW_PATH(poll_at_jump) {
  SAVE();
  if (!poll(T)) RAISE();
  D = T->dispatch;
  pc += operand_x(word) + 1;
  DISPATCH();
}
HANDLER(JUMP_BACKWARD) {
  if (T->breaker.load(std::memory_order_relaxed) != 0) [[unlikely]]
    TAIL(poll_at_jump);
  pc += operand_x(word) + 1;
  DISPATCH();
}
PATH(jump_on_truth_generic) {
  SAVE();
  bool result;
  if (!truth(T, RA, &result)) RAISE();
  bool wanted = compiler::opcode_of(word) == Opcode::JUMP_IF_TRUE;
  if (result == wanted) pc += operand_signed_d(word);
  NEXT(1);
}
HANDLER(JUMP_IF_TRUE) {
  int t = quick_truth(RA);
  if (t < 0) TAIL(jump_on_truth_generic);
  if (t) {
    JUMP_TAKEN();
    pc += operand_signed_d(word) + 1;
    DISPATCH();
  }
  NEXT(1);
}
HANDLER(JUMP_IF_FALSE) {
  int t = quick_truth(RA);
  if (t < 0) TAIL(jump_on_truth_generic);
  if (!t) {
    JUMP_TAKEN();
    pc += operand_signed_d(word) + 1;
    DISPATCH();
  }
  NEXT(1);
}
HANDLER(JUMP_IF_NONE) {
  if (RA.is_none()) {
    JUMP_TAKEN();
    pc += operand_signed_d(word) + 1;
    DISPATCH();
  }
  NEXT(1);
}
HANDLER(JUMP_IF_NOT_NONE) {
  if (!RA.is_none()) {
    JUMP_TAKEN();
    pc += operand_signed_d(word) + 1;
    DISPATCH();
  }
  NEXT(1);
}
// The second half of a comparison with a jump whose first half was a Python method; R[0] of the frame that returned is
// no more, the result is in T->run_result.
PATH(compare_jump_finish) {
  SAVE();
  Value value = T->run_result;
  T->run_result = kEmpty;
  if (value.is_not_implemented()) {
    value = compare_reflected(T, RB, right_operand(R, word), comparison_of(word));
    if (value.is_empty()) RAISE();
  }
  bool result;
  if (!truth(T, value, &result)) RAISE();
  if (result == (operand_a(word) != 0)) pc += static_cast<int32_t>(AUX);
  NEXT(2);
}
PATH(compare_jump_generic) {
  SAVE();
  CompareOperator op = comparison_of(word);
  Value a = RB, b = right_operand(R, word);
  bool result;
  if (is_exactly(a, Kind::kString) && is_exactly(b, Kind::kString)) {
    result = compare_strs(op, a, b);
  } else {
    if (is_kind(a, Kind::kInstance)) {
      if (Function* function = python_comparison(T, op, a, b))
        ENTER_METHOD(function, a, b, 2, FrameEntry::kCompareJump);
    }
    Value value = compare_values(T, op, a, b);
    if (value.is_empty()) RAISE();
    if (!truth(T, value, &result)) RAISE();
  }
  if (result == (operand_a(word) != 0)) pc += static_cast<int32_t>(AUX);
  NEXT(2);
}
// The end of a comparison with a jump.
#define JUMP_IF_COMPARED(result)              \
  do {                                        \
    if ((result) == (operand_a(word) != 0)) { \
      JUMP_TAKEN();                           \
      pc += static_cast<int32_t>(AUX) + 2;    \
      DISPATCH();                             \
    }                                         \
    NEXT(2);                                  \
  } while (0)
#define COMPARE_JUMP_HANDLER(name, symbol)               \
  HANDLER(name) {                                        \
    Value a = RB, b = RC;                                \
    bool result;                                         \
    double x, y;                                         \
    if (both_small_ints(a, b)) [[likely]] {              \
      result = a.as_small_int() symbol b.as_small_int(); \
    } else if (as_doubles(a, b, &x, &y)) {               \
      result = x symbol y;                               \
    } else {                                             \
      TAIL(compare_jump_generic);                        \
    }                                                    \
    JUMP_IF_COMPARED(result);                            \
  }
#define COMPARE_SMALL_JUMP_HANDLER(name, symbol)           \
  HANDLER(name) {                                          \
    Value a = RB;                                          \
    int64_t b = operand_small_int(word);                   \
    bool result;                                           \
    if (a.is_small_int()) [[likely]] {                     \
      result = a.as_small_int() symbol b;                  \
    } else if (a.is_float()) {                             \
      result = a.as_float() symbol static_cast<double>(b); \
    } else {                                               \
      TAIL(compare_jump_generic);                          \
    }                                                      \
    JUMP_IF_COMPARED(result);                              \
  }
COMPARE_JUMP_HANDLER(JUMP_LESS, <)
COMPARE_JUMP_HANDLER(JUMP_LESS_EQUAL, <=)
COMPARE_JUMP_HANDLER(JUMP_EQUAL, ==)
COMPARE_JUMP_HANDLER(JUMP_NOT_EQUAL, !=)
COMPARE_JUMP_HANDLER(JUMP_GREATER, >)
COMPARE_JUMP_HANDLER(JUMP_GREATER_EQUAL, >=)
COMPARE_SMALL_JUMP_HANDLER(JUMP_LESS_INT, <)
COMPARE_SMALL_JUMP_HANDLER(JUMP_LESS_EQUAL_INT, <=)
COMPARE_SMALL_JUMP_HANDLER(JUMP_EQUAL_INT, ==)
COMPARE_SMALL_JUMP_HANDLER(JUMP_NOT_EQUAL_INT, !=)
COMPARE_SMALL_JUMP_HANDLER(JUMP_GREATER_INT, >)
COMPARE_SMALL_JUMP_HANDLER(JUMP_GREATER_EQUAL_INT, >=)
#undef COMPARE_JUMP_HANDLER
#undef COMPARE_SMALL_JUMP_HANDLER
#undef JUMP_IF_COMPARED

}  // namespace gilded
