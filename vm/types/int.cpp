#include "vm/types/int.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "vm/object/errors.h"
#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/object/warnings.h"
#include "vm/runtime.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/float.h"
#include "vm/types/format_spec.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"
#include "vm/types/unicode.h"

namespace gilded {

namespace {

using compiler::BinaryOperator;

// Results above this many bits are refused with MemoryError, before GMP could abort the process.
constexpr size_t kMaxBits = size_t{1} << 33;
constexpr int64_t kHashModulus = (int64_t{1} << 61) - 1;

size_t limb_count(const Int* i) {
  return static_cast<size_t>(i->signed_size < 0 ? -i->signed_size : i->signed_size);
}

Int* allocate_int(Thread* T, size_t limbs) {
  if (limbs > kMaxBits / 64) return raise_memory_error(T);
  return allocate<Int>(T, Kind::kInt, types(T).int_->root_shape.load(std::memory_order_relaxed),
                       limbs ? (limbs - 1) * sizeof(mp_limb_t) : 0);
}

// The value of limbs that fit, as a small int where possible. `result` was filled with `size` limbs (high ones may be
// 0).
Value finish(Thread* T, Int* result, size_t size, bool is_negative) {
  while (size && result->limbs[size - 1] == 0) --size;
  if (size <= 1) {
    mp_limb_t limb = size ? result->limbs[0] : 0;
    if (limb <= static_cast<mp_limb_t>(Value::kMaxInt)) {
      auto i = static_cast<int64_t>(limb);
      return Value::small_int(is_negative ? -i : i);
    }
    if (is_negative && limb == static_cast<mp_limb_t>(Value::kMaxInt) + 1) return Value::small_int(Value::kMinInt);
  }
  (void)T;
  result->signed_size = is_negative ? -static_cast<int64_t>(size) : static_cast<int64_t>(size);
  return result;
}

Value int_from_limbs(Thread* T, const mp_limb_t* limbs, size_t size, bool is_negative) {
  Int* result = allocate_int(T, size);
  if (!result) return kEmpty;
  if (size) std::memcpy(result->limbs, limbs, size * sizeof(mp_limb_t));
  return finish(T, result, size, is_negative);
}

struct Limbs {
  explicit Limbs(Value v) {
    if (is_inline(v)) {
      int64_t i = inline_value(v);
      is_negative = i < 0;
      single = is_negative ? -static_cast<mp_limb_t>(i) : static_cast<mp_limb_t>(i);
      limbs = &single;
      size = i != 0;
    } else {
      auto* heap = v.as<Int>();
      is_negative = heap->signed_size < 0;
      limbs = heap->limbs;
      size = limb_count(heap);
    }
  }
  Limbs(const Limbs&) = delete;
  Limbs& operator=(const Limbs&) = delete;
  const mp_limb_t* limbs;
  size_t size;
  mp_limb_t single = 0;
  bool is_negative;
};

Value add_magnitudes(Thread* T, const Limbs& a, const Limbs& b, bool is_negative) {
  const Limbs& larger = a.size >= b.size ? a : b;
  const Limbs& smaller = a.size >= b.size ? b : a;
  Int* result = allocate_int(T, larger.size + 1);
  if (!result) return kEmpty;
  if (smaller.size == 0) {
    std::memcpy(result->limbs, larger.limbs, larger.size * sizeof(mp_limb_t));
    result->limbs[larger.size] = 0;
  } else {
    result->limbs[larger.size] = mpn_add(result->limbs, larger.limbs, static_cast<mp_size_t>(larger.size),
                                         smaller.limbs, static_cast<mp_size_t>(smaller.size));
  }
  return finish(T, result, larger.size + 1, is_negative);
}

// |a| - |b| with the sign it gets when a has the sign `a_is_negative`.
Value subtract_magnitudes(Thread* T, const Limbs& a, const Limbs& b, bool a_is_negative) {
  int order = a.size != b.size ? (a.size < b.size ? -1 : 1)
              : a.size         ? mpn_cmp(a.limbs, b.limbs, static_cast<mp_size_t>(a.size))
                               : 0;
  if (order == 0) return Value::small_int(0);
  const Limbs& larger = order > 0 ? a : b;
  const Limbs& smaller = order > 0 ? b : a;
  Int* result = allocate_int(T, larger.size);
  if (!result) return kEmpty;
  if (smaller.size == 0) {
    std::memcpy(result->limbs, larger.limbs, larger.size * sizeof(mp_limb_t));
  } else {
    mpn_sub(result->limbs, larger.limbs, static_cast<mp_size_t>(larger.size), smaller.limbs,
            static_cast<mp_size_t>(smaller.size));
  }
  return finish(T, result, larger.size, order > 0 ? a_is_negative : !a_is_negative);
}

Value add_big(Thread* T, Value left, Value right, bool negate_right) {
  Limbs a(left), b(right);
  bool b_is_negative = b.is_negative != negate_right;
  if (a.is_negative == b_is_negative) return add_magnitudes(T, a, b, a.is_negative);
  return subtract_magnitudes(T, a, b, a.is_negative);
}

Value multiply_big(Thread* T, Value left, Value right) {
  Limbs a(left), b(right);
  if (a.size == 0 || b.size == 0) return Value::small_int(0);
  const Limbs& larger = a.size >= b.size ? a : b;
  const Limbs& smaller = a.size >= b.size ? b : a;
  Int* result = allocate_int(T, a.size + b.size);
  if (!result) return kEmpty;
  if (smaller.size == 1) {
    result->limbs[larger.size] =
        mpn_mul_1(result->limbs, larger.limbs, static_cast<mp_size_t>(larger.size), smaller.limbs[0]);
  } else if (left == right) {
    mpn_sqr(result->limbs, larger.limbs, static_cast<mp_size_t>(larger.size));
  } else {
    mpn_mul(result->limbs, larger.limbs, static_cast<mp_size_t>(larger.size), smaller.limbs,
            static_cast<mp_size_t>(smaller.size));
  }
  return finish(T, result, a.size + b.size, a.is_negative != b.is_negative);
}

template <class Number>
Number floor_divide(Number a, Number b) {
  Number q = a / b;
  return q - (q * b != a && (a < 0) != (b < 0));
}

template <class Number>
Number floor_remainder(Number a, Number b) {
  Number r = a % b;
  return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}

// Up to two limbs, less the topmost bit: what hashes, random numbers and bit boards are computed with. The processor
// does it in registers, where GMP's general functions ask for memory first (three times the time). False: does not fit.
bool fits_int128(Value v, __int128* out) {
  if (is_inline(v)) {
    *out = inline_value(v);
    return true;
  }
  Limbs limbs(v);
  if (limbs.size > 2 || (limbs.size == 2 && static_cast<int64_t>(limbs.limbs[1]) < 0)) return false;
  unsigned __int128 magnitude = limbs.size ? limbs.limbs[0] : 0;
  if (limbs.size == 2) magnitude |= static_cast<unsigned __int128>(limbs.limbs[1]) << 64;
  *out = limbs.is_negative ? -static_cast<__int128>(magnitude) : static_cast<__int128>(magnitude);
  return true;
}

// significand * 2^exponent rounded half to even; `inexact` says that nonzero bits below were cut off. significand <
// 2^63.
double scale_rounded(uint64_t significand, int64_t exponent, bool inexact) {
  if (significand == 0) return 0.0;
  int64_t width = 64 - std::countl_zero(significand);
  int64_t extra = std::max<int64_t>(width - 53, -1074 - exponent);
  if (extra > 0) {
    if (extra > 62) return 0.0;
    uint64_t cut = significand & ((uint64_t{1} << extra) - 1);
    uint64_t half = uint64_t{1} << (extra - 1);
    significand >>= extra;
    if (cut > half || (cut == half && (inexact || (significand & 1)))) ++significand;
    exponent += extra;
  }
  return std::ldexp(static_cast<double>(significand), static_cast<int>(exponent));
}

Value true_divide(Thread* T, Value left, Value right) {
  constexpr int64_t kExact = int64_t{1} << 53;
  if (is_inline(left) && is_inline(right)) {
    int64_t a = inline_value(left), b = inline_value(right);
    if (b == 0) return raise(T, Builtin::kZeroDivisionError, "division by zero");
    static_assert(Value::kMaxInt < kExact);
    return Value::from_double(static_cast<double>(a) / static_cast<double>(b));
  }
  if (int_sign(right) == 0) return raise(T, Builtin::kZeroDivisionError, "division by zero");
  if (int_sign(left) == 0) return Value::from_double(int_sign(right) < 0 ? -0.0 : 0.0);
  bool is_negative = int_sign(left) != int_sign(right);
  auto difference = static_cast<int64_t>(int_bit_length(left)) - static_cast<int64_t>(int_bit_length(right));
  if (difference > 1024) return raise(T, Builtin::kOverflowError, "integer division result too large for a float");
  if (difference < -1076) return Value::from_double(is_negative ? -0.0 : 0.0);
  int64_t shift = std::max<int64_t>(difference, -1021) - 55;
  Mpz numerator, denominator, quotient;
  mpz_abs(numerator, IntOperand(left));
  mpz_abs(denominator, IntOperand(right));
  if (shift < 0) {
    mpz_mul_2exp(numerator, numerator, static_cast<mp_bitcnt_t>(-shift));
  } else {
    mpz_mul_2exp(denominator, denominator, static_cast<mp_bitcnt_t>(shift));
  }
  mpz_tdiv_qr(quotient, numerator, numerator, denominator);
  double result = scale_rounded(mpz_get_ui(quotient), shift, mpz_sgn(static_cast<mpz_srcptr>(numerator)) != 0);
  if (std::isinf(result)) return raise(T, Builtin::kOverflowError, "integer division result too large for a float");
  return Value::from_double(is_negative ? -result : result);
}

Value floor_division(Thread* T, Value left, Value right) {
  if (int_sign(right) == 0) return raise(T, Builtin::kZeroDivisionError, "integer division or modulo by zero");
  if (__int128 a, b; fits_int128(left, &a) && fits_int128(right, &b)) return make_int(T, floor_divide(a, b));
  Mpz result;
  mpz_fdiv_q(result, IntOperand(left), IntOperand(right));
  return make_int_from_mpz(T, result);
}

Value remainder_of(Thread* T, Value left, Value right) {
  if (int_sign(right) == 0) return raise(T, Builtin::kZeroDivisionError, "integer modulo by zero");
  if (__int128 a, b; fits_int128(left, &a) && fits_int128(right, &b)) return make_int(T, floor_remainder(a, b));
  Mpz result;
  mpz_fdiv_r(result, IntOperand(left), IntOperand(right));
  return make_int_from_mpz(T, result);
}

Value shift_left(Thread* T, Value left, Value right) {
  if (int_sign(right) < 0) return raise(T, Builtin::kValueError, "negative shift count");
  if (int_sign(left) == 0) return Value::small_int(0);
  int64_t count;
  if (!int_fits_int64(right, &count)) return raise(T, Builtin::kOverflowError, "too many digits in integer");
  return int_shift_left(T, left, static_cast<size_t>(count));
}

Value shift_right(Thread* T, Value left, Value right) {
  if (int_sign(right) < 0) return raise(T, Builtin::kValueError, "negative shift count");
  int64_t count;
  if (!int_fits_int64(right, &count)) return Value::small_int(int_sign(left) < 0 ? -1 : 0);
  if (__int128 number; fits_int128(left, &number)) return make_int(T, number >> std::min<int64_t>(count, 127));
  Limbs limbs(left);
  auto whole = static_cast<size_t>(count / 64);
  if (!limbs.is_negative) {
    if (whole >= limbs.size) return Value::small_int(0);
    size_t size = limbs.size - whole;
    Int* result = allocate_int(T, size);
    if (!result) return kEmpty;
    if (count % 64 == 0)
      std::memcpy(result->limbs, limbs.limbs + whole, size * sizeof(mp_limb_t));
    else
      mpn_rshift(result->limbs, limbs.limbs + whole, static_cast<mp_size_t>(size), static_cast<unsigned>(count % 64));
    return finish(T, result, size, false);
  }
  Mpz result;
  mpz_fdiv_q_2exp(result, IntOperand(left), static_cast<mp_bitcnt_t>(count));
  return make_int_from_mpz(T, result);
}

template <class Operation, class BigOperation>
Value bitwise(Thread* T, Value left, Value right, Operation operation, BigOperation big) {
  if (__int128 a, b; fits_int128(left, &a) && fits_int128(right, &b)) return make_int(T, operation(a, b));
  Mpz result;
  big(result, IntOperand(left), IntOperand(right));
  return make_int_from_mpz(T, result);
}

}  // namespace

IntOperand::IntOperand(Value v) {
  if (is_inline(v)) {
    int64_t i = inline_value(v);
    limb_ = i < 0 ? -static_cast<mp_limb_t>(i) : static_cast<mp_limb_t>(i);
    mpz_roinit_n(mpz_, &limb_, i < 0 ? -1 : i > 0);
  } else {
    mpz_roinit_n(mpz_, v.as<Int>()->limbs, v.as<Int>()->signed_size);
  }
}

Value make_int_slow(Thread* T, int64_t i) {
  mp_limb_t limb = i < 0 ? -static_cast<mp_limb_t>(i) : static_cast<mp_limb_t>(i);
  return int_from_limbs(T, &limb, 1, i < 0);
}

Value make_int(Thread* T, uint64_t i) {
  if (i <= static_cast<uint64_t>(Value::kMaxInt)) return Value::small_int(static_cast<int64_t>(i));
  mp_limb_t limb = i;
  return int_from_limbs(T, &limb, 1, false);
}

Value make_int(Thread* T, __int128 i) {
  if (i >= Value::kMinInt && i <= Value::kMaxInt) return Value::small_int(static_cast<int64_t>(i));
  auto magnitude = i < 0 ? -static_cast<unsigned __int128>(i) : static_cast<unsigned __int128>(i);
  mp_limb_t limbs[2] = {static_cast<mp_limb_t>(magnitude), static_cast<mp_limb_t>(magnitude >> 64)};
  return int_from_limbs(T, limbs, 2, i < 0);
}

Value make_int_from_mpz(Thread* T, mpz_srcptr z) {
  return int_from_limbs(T, mpz_limbs_read(z), mpz_size(z), mpz_sgn(z) < 0);
}

Value make_int_from_double(Thread* T, double d) {
  if (std::isnan(d)) return raise(T, Builtin::kValueError, "cannot convert float NaN to integer");
  if (std::isinf(d)) return raise(T, Builtin::kOverflowError, "cannot convert float infinity to integer");
  if (std::fabs(d) < 0x1p62) return make_int(T, static_cast<int64_t>(d));
  Mpz result;
  mpz_set_d(result, d);
  return make_int_from_mpz(T, result);
}

Value exact_int(Thread* T, Value v) {
  if (v.is_small_int() || is_exactly(v, Kind::kInt)) return v;
  if (v.is_bool()) return Value::small_int(v.is_true());
  Limbs limbs(v);
  return int_from_limbs(T, limbs.limbs, limbs.size, limbs.is_negative);
}

Value int_of_type(Thread* T, Type* type, Value v) {
  if (type == types(T).int_) return v;
  Limbs limbs(v);
  auto* result = static_cast<Int*>(
      allocate_instance_of(T, type, sizeof(Int) - sizeof(mp_limb_t) + limbs.size * sizeof(mp_limb_t)));
  if (!result) return kEmpty;
  result->signed_size = limbs.is_negative ? -static_cast<int64_t>(limbs.size) : static_cast<int64_t>(limbs.size);
  if (limbs.size) std::memcpy(result->limbs, limbs.limbs, limbs.size * sizeof(mp_limb_t));
  return result;
}

bool int_fits_int64(Value v, int64_t* out) {
  if (is_inline(v)) {
    *out = inline_value(v);
    return true;
  }
  auto* i = v.as<Int>();
  if (i->signed_size == 0) {
    *out = 0;
    return true;
  }
  if (i->signed_size == 1 && i->limbs[0] <= static_cast<mp_limb_t>(INT64_MAX)) {
    *out = static_cast<int64_t>(i->limbs[0]);
    return true;
  }
  if (i->signed_size == -1 && i->limbs[0] <= static_cast<mp_limb_t>(INT64_MAX) + 1) {
    *out = static_cast<int64_t>(-i->limbs[0]);
    return true;
  }
  return false;
}

double int_to_double(Thread*, Value v, bool* overflow) {
  *overflow = false;
  if (is_inline(v)) return static_cast<double>(inline_value(v));
  Limbs limbs(v);
  if (limbs.size == 0) return 0.0;
  double result;
  if (limbs.size == 1) {
    result = static_cast<double>(limbs.limbs[0]);
  } else {
    size_t bits = int_bit_length(v);
    if (bits > 1024) {
      *overflow = true;
      return 0.0;
    }
    Mpz top;
    mpz_abs(top, IntOperand(v));
    size_t cut = bits - 62;
    bool inexact = mpz_scan1(top, 0) < cut;
    mpz_tdiv_q_2exp(top, top, cut);
    result = scale_rounded(mpz_get_ui(top), static_cast<int64_t>(cut), inexact);
  }
  if (std::isinf(result)) *overflow = true;
  return limbs.is_negative ? -result : result;
}

int int_sign(Value v) {
  if (is_inline(v)) return inline_value(v) < 0 ? -1 : inline_value(v) > 0;
  int64_t size = v.as<Int>()->signed_size;
  return size < 0 ? -1 : size > 0;
}

size_t int_bit_length(Value v) {
  Limbs limbs(v);
  return limbs.size ? limbs.size * 64 - static_cast<size_t>(std::countl_zero(limbs.limbs[limbs.size - 1])) : 0;
}

Value int_shift_left(Thread* T, Value v, size_t count) {
  if (is_inline(v) && count < 64) return make_int(T, static_cast<__int128>(inline_value(v)) << count);
  if (count > kMaxBits || int_bit_length(v) + count > kMaxBits) return raise_memory_error(T);
  Limbs limbs(v);
  if (limbs.size == 0) return Value::small_int(0);
  size_t whole = count / 64, size = limbs.size + whole + 1;
  Int* result = allocate_int(T, size);
  if (!result) return kEmpty;
  std::memset(result->limbs, 0, whole * sizeof(mp_limb_t));
  mp_limb_t* shifted = result->limbs + whole;
  shifted[limbs.size] = 0;
  if (count % 64 == 0)
    std::memcpy(shifted, limbs.limbs, limbs.size * sizeof(mp_limb_t));
  else
    shifted[limbs.size] =
        mpn_lshift(shifted, limbs.limbs, static_cast<mp_size_t>(limbs.size), static_cast<unsigned>(count % 64));
  return finish(T, result, size, limbs.is_negative);
}

int int_compare(Value a, Value b) {
  if (is_inline(a) && is_inline(b)) {
    int64_t x = inline_value(a), y = inline_value(b);
    return x < y ? -1 : x > y;
  }
  Limbs x(a), y(b);
  if (x.is_negative != y.is_negative) return x.is_negative ? -1 : 1;
  int order = x.size != y.size ? (x.size < y.size ? -1 : 1)
              : x.size         ? mpn_cmp(x.limbs, y.limbs, static_cast<mp_size_t>(x.size))
                               : 0;
  return x.is_negative ? -order : order;
}

int64_t int_hash(Value v) {
  int64_t hash;
  if (is_inline(v)) {
    hash = inline_value(v) % kHashModulus;
  } else {
    Limbs limbs(v);
    hash =
        limbs.size ? static_cast<int64_t>(mpn_mod_1(limbs.limbs, static_cast<mp_size_t>(limbs.size), kHashModulus)) : 0;
    if (limbs.is_negative) hash = -hash;
  }
  return hash == -1 ? -2 : hash;
}

Value int_binary(Thread* T, BinaryOperator op, Value a, Value b) {
  if (Value result; int_word_operation(T, op, a, b, &result)) return result;
  switch (op) {
    case BinaryOperator::kAdd:
      return add_big(T, a, b, false);
    case BinaryOperator::kSubtract:
      return add_big(T, a, b, true);
    case BinaryOperator::kMultiply:
      return multiply_big(T, a, b);
    case BinaryOperator::kTrueDivide:
      return true_divide(T, a, b);
    case BinaryOperator::kFloorDivide:
      return floor_division(T, a, b);
    case BinaryOperator::kRemainder:
      return remainder_of(T, a, b);
    case BinaryOperator::kPower:
      return int_power(T, a, b, kEmpty);
    case BinaryOperator::kLeftShift:
      return shift_left(T, a, b);
    case BinaryOperator::kRightShift:
      return shift_right(T, a, b);
    case BinaryOperator::kBitAnd:
      return bitwise(
          T, a, b, [](__int128 x, __int128 y) { return x & y; },
          [](mpz_ptr r, mpz_srcptr x, mpz_srcptr y) { mpz_and(r, x, y); });
    case BinaryOperator::kBitOr:
      return bitwise(
          T, a, b, [](__int128 x, __int128 y) { return x | y; },
          [](mpz_ptr r, mpz_srcptr x, mpz_srcptr y) { mpz_ior(r, x, y); });
    case BinaryOperator::kBitXor:
      return bitwise(
          T, a, b, [](__int128 x, __int128 y) { return x ^ y; },
          [](mpz_ptr r, mpz_srcptr x, mpz_srcptr y) { mpz_xor(r, x, y); });
    case BinaryOperator::kMatrixMultiply:
      return kNotImplemented;
  }
  return kNotImplemented;
}

// A bool, a small int, or an int of one limb that leaves the sign bit free.
static bool word_of(Value v, int64_t* out) {
  if (is_inline(v)) {
    *out = inline_value(v);
    return v.is_small_int() || v.is_bool();
  }
  if (!is_exactly(v, Kind::kInt)) return false;
  auto* i = v.as<Int>();
  if ((i->signed_size != 1 && i->signed_size != -1) || static_cast<int64_t>(i->limbs[0]) < 0) return false;
  *out = static_cast<int64_t>(i->limbs[0]) * i->signed_size;
  return true;
}

bool int_word_operation(Thread* T, BinaryOperator op, Value a, Value b, Value* result) {
  int64_t x, y, word;
  if (!word_of(a, &x) || !word_of(b, &y)) return false;
  switch (op) {
    case BinaryOperator::kAdd:
      if (__builtin_add_overflow(x, y, &word)) return false;
      break;
    case BinaryOperator::kSubtract:
      if (__builtin_sub_overflow(x, y, &word)) return false;
      break;
    case BinaryOperator::kMultiply:
      *result = make_int(T, static_cast<__int128>(x) * y);
      return true;
    case BinaryOperator::kFloorDivide:
      if (y == 0) return false;
      word = floor_divide(x, y);
      break;
    case BinaryOperator::kRemainder:
      if (y == 0) return false;
      word = floor_remainder(x, y);
      break;
    case BinaryOperator::kLeftShift:
      if (y < 0 || y > 63) return false;
      *result = make_int(T, static_cast<__int128>(x) << y);
      return true;
    case BinaryOperator::kRightShift:
      if (y < 0) return false;
      word = x >> std::min<int64_t>(y, 63);
      break;
    case BinaryOperator::kBitAnd:
      word = x & y;
      break;
    case BinaryOperator::kBitOr:
      word = x | y;
      break;
    case BinaryOperator::kBitXor:
      word = x ^ y;
      break;
    default:
      return false;
  }
  *result = make_int(T, word);
  return true;
}

Value int_divmod(Thread* T, Value a, Value b) {
  if (int_sign(b) == 0) return raise(T, Builtin::kZeroDivisionError, "integer division or modulo by zero");
  Value quotient, remainder;
  if (__int128 x, y; fits_int128(a, &x) && fits_int128(b, &y)) {
    __int128 whole = x / y, rest = x - whole * y;
    if (rest != 0 && (rest < 0) != (y < 0)) {
      --whole;
      rest += y;
    }
    quotient = make_int(T, whole);
    remainder = quotient ? make_int(T, rest) : kEmpty;
  } else {
    quotient = floor_division(T, a, b);
    remainder = quotient ? remainder_of(T, a, b) : kEmpty;
  }
  return remainder ? Value(make_tuple(T, {quotient, remainder})) : kEmpty;
}

Value int_power(Thread* T, Value a, Value b, Value modulus) {
  if (modulus && !modulus.is_none()) {
    if (int_sign(modulus) == 0) return raise(T, Builtin::kValueError, "pow() 3rd argument cannot be 0");
    IntOperand m(modulus);
    Mpz result;
    if (mpz_cmpabs_ui(static_cast<mpz_srcptr>(m), 1) == 0) return Value::small_int(0);
    if (int_sign(b) < 0) {
      if (!mpz_invert(result, IntOperand(a), m))
        return raise(T, Builtin::kValueError, "base is not invertible for the given modulus");
      Mpz exponent;
      mpz_neg(exponent, IntOperand(b));
      mpz_powm(result, result, exponent, m);
    } else {
      mpz_powm(result, IntOperand(a), IntOperand(b), m);
    }
    // GMP's result lies in [0, |m|); Python's has the sign of m.
    mpz_fdiv_r(result, result, m);
    return make_int_from_mpz(T, result);
  }
  if (int_sign(b) < 0) {
    bool overflow = false;
    double base = int_to_double(T, a, &overflow);
    double exponent = overflow ? 0 : int_to_double(T, b, &overflow);
    if (overflow) return raise(T, Builtin::kOverflowError, "int too large to convert to float");
    return float_power(T, base, exponent);
  }
  if (is_inline(a)) {
    int64_t base = inline_value(a);
    if (base == 0 || base == 1) return Value::small_int(int_sign(b) == 0 ? 1 : base);
    if (base == -1)
      return Value::small_int(is_inline(b) ? (inline_value(b) & 1 ? -1 : 1) : (b.as<Int>()->limbs[0] & 1 ? -1 : 1));
  }
  int64_t exponent;
  if (!int_fits_int64(b, &exponent)) return raise_memory_error(T);
  size_t bits = int_bit_length(a);
  if (bits * static_cast<unsigned __int128>(exponent) > kMaxBits) return raise_memory_error(T);
  if (is_inline(a) && bits * static_cast<size_t>(exponent) <= 62) {
    int64_t result = 1, base = inline_value(a);
    for (int64_t e = exponent; e; e >>= 1) {
      if (e & 1) result *= base;
      if (e > 1) base *= base;
    }
    return make_int(T, result);
  }
  Mpz result;
  mpz_pow_ui(result, IntOperand(a), static_cast<unsigned long>(exponent));
  return make_int_from_mpz(T, result);
}

Value int_round(Thread* T, Value v, Value digits) {
  if (int_sign(digits) >= 0) return exact_int(T, v);
  int64_t count;
  // More digits than the number has: nothing remains.
  if (!int_fits_int64(digits, &count) ||
      static_cast<double>(-count) * 3.32 > static_cast<double>(int_bit_length(v)) + 8)
    return Value::small_int(0);
  Mpz unit, quotient, remainder;
  mpz_ui_pow_ui(unit, 10, static_cast<unsigned long>(-count));
  mpz_fdiv_qr(quotient, remainder, IntOperand(v), unit);
  mpz_mul_2exp(remainder, remainder, 1);
  int order = mpz_cmp(static_cast<mpz_srcptr>(remainder), static_cast<mpz_srcptr>(unit));
  if (order > 0 || (order == 0 && mpz_odd_p(static_cast<mpz_srcptr>(quotient)))) mpz_add_ui(quotient, quotient, 1);
  mpz_mul(quotient, quotient, unit);
  return make_int_from_mpz(T, quotient);
}

// --- The type

Value int_from_number(Thread* T, Value x) {
  if (x.is_small_int() || is_exactly(x, Kind::kInt)) return x;
  Type* type = type_of(T, x);
  auto convert = type->slots.to_int;
  const char* method = "__int__";
  if (!convert) {
    convert = type->slots.index;
    method = "__index__";
  }
  if (convert) {
    Value result = convert(T, x);
    if (!result) return kEmpty;
    if (!is_int(result))
      return raise(T, Builtin::kTypeError, "{} returned non-int (type {})", method, type_name(T, result));
    if (type_of(T, result) != types(T).int_ && !warn_of_subclass(T, method, "int", result)) return kEmpty;
    return exact_int(T, result);
  }
  bool found = false;
  Value truncated = call_special(T, x, names(T).dunder_trunc, {}, &found);
  if (found) {
    if (!truncated || !warn(T, Builtin::kDeprecationWarning, "The delegation of int() to __trunc__ is deprecated."))
      return kEmpty;
    if (!is_int(truncated)) {
      if (!type_of(T, truncated)->slots.index)
        return raise(T, Builtin::kTypeError, "__trunc__ returned non-Integral (type {})", type_name(T, truncated));
      return to_index(T, truncated);
    }
    return exact_int(T, truncated);
  }
  return raise(T, Builtin::kTypeError,
               "int() argument must be a string, a bytes-like object or a real number, not '{}'", type_name(T, x));
}

namespace {

Value int_value_of(Thread* T, Value x) {
  if (is_string(x)) return parse_int_object(T, x, number_text(as_string(x)), 10);
  if (supports_buffer(T, x)) {
    BufferScope buffer(T);
    if (!buffer.get(x)) return kEmpty;
    std::string text(buffer.bytes());
    Value shown = make_bytes(T, text);
    return shown ? parse_int_object(T, shown, text, 10) : kEmpty;
  }
  return int_from_number(T, x);
}

Value int_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[2];
  if (!bind_arguments(T, "int(x=0, /, base=10)", arguments, values)) return kEmpty;
  Value result;
  if (!values[1]) {
    result = values[0] ? int_value_of(T, values[0]) : Value::small_int(0);
  } else {
    if (!values[0]) return raise(T, Builtin::kTypeError, "int() missing string argument");
    int64_t base;
    Value index = to_index(T, values[1]);
    if (!index) return kEmpty;
    if (!int_fits_int64(index, &base) || base < -1000 || base > 1000) base = 1000;
    if (is_string(values[0])) {
      result = parse_int_object(T, values[0], number_text(as_string(values[0])), static_cast<int>(base));
    } else if (is_kind(values[0], Kind::kBytes) || is_kind(values[0], Kind::kByteArray)) {
      BufferScope buffer(T);
      if (!buffer.get(values[0])) return kEmpty;
      std::string text(buffer.bytes());
      Value shown = make_bytes(T, text);
      result = shown ? parse_int_object(T, shown, text, static_cast<int>(base)) : kEmpty;
    } else {
      return raise(T, Builtin::kTypeError, "int() can't convert non-string with explicit base");
    }
  }
  return result ? int_of_type(T, type, result) : kEmpty;
}

Value int_repr(Thread* T, Value self) {
  if (is_inline(self)) {
    fmt::format_int text(inline_value(self));
    return make_latin1_string(T, {text.data(), text.size()});
  }
  std::string text = int_to_text(T, self);
  return text.empty() ? kEmpty : Value(make_latin1_string(T, text));
}

bool int_hash_slot(Thread*, Value self, int64_t* out) {
  *out = int_hash(self);
  return true;
}

bool int_truth(Thread*, Value self, bool* out) {
  *out = int_sign(self) != 0;
  return true;
}

Value int_compare_slot(Thread*, Value a, Value b, CompareOperator op) {
  if (!is_int(a) || !is_int(b)) return kNotImplemented;
  int order = int_compare(a, b);
  switch (op) {
    case CompareOperator::kLess:
      return Value::boolean(order < 0);
    case CompareOperator::kLessEqual:
      return Value::boolean(order <= 0);
    case CompareOperator::kEqual:
      return Value::boolean(order == 0);
    case CompareOperator::kNotEqual:
      return Value::boolean(order != 0);
    case CompareOperator::kGreater:
      return Value::boolean(order > 0);
    case CompareOperator::kGreaterEqual:
      return Value::boolean(order >= 0);
  }
  return kNotImplemented;
}

template <BinaryOperator kOperator>
Value int_binary_slot(Thread* T, Value a, Value b) {
  if (!is_int(a) || !is_int(b)) return kNotImplemented;
  return int_binary(T, kOperator, a, b);
}

template <BinaryOperator kOperator>
Value bool_binary_slot(Thread* T, Value a, Value b) {
  if (!a.is_bool() || !b.is_bool()) return int_binary_slot<kOperator>(T, a, b);
  bool x = a.is_true(), y = b.is_true();
  return Value::boolean(kOperator == BinaryOperator::kBitAnd  ? (x && y)
                        : kOperator == BinaryOperator::kBitOr ? (x || y)
                                                              : x != y);
}

Value int_power_modulo(Thread* T, Value a, Value b, Value modulus) {
  if (!is_int(a) || !is_int(b)) return kNotImplemented;
  if (modulus && !modulus.is_none() && !is_int(modulus)) return kNotImplemented;
  return int_power(T, a, b, modulus);
}

Value int_negative(Thread* T, Value self) {
  if (is_inline(self)) return make_int(T, -inline_value(self));
  Limbs limbs(self);
  return int_from_limbs(T, limbs.limbs, limbs.size, !limbs.is_negative);
}

Value int_absolute(Thread* T, Value self) {
  return int_sign(self) < 0 ? int_negative(T, self) : exact_int(T, self);
}

Value int_invert(Thread* T, Value self) {
  if (is_inline(self)) return Value::small_int(~inline_value(self));
  Mpz result;
  mpz_com(result, IntOperand(self));
  return make_int_from_mpz(T, result);
}

Value int_to_float(Thread* T, Value self) {
  bool overflow;
  double d = int_to_double(T, self, &overflow);
  if (overflow) return raise(T, Builtin::kOverflowError, "int too large to convert to float");
  return Value::from_double(d);
}

Value exact_method(Thread* T, Arguments args) {
  return exact_int(T, args[0]);
}
Value bit_length_method(Thread* T, Arguments args) {
  return make_int(T, static_cast<int64_t>(int_bit_length(args[0])));
}

Value bit_count_method(Thread* T, Arguments args) {
  Limbs limbs(args[0]);
  return make_int(
      T, limbs.size ? static_cast<int64_t>(mpn_popcount(limbs.limbs, static_cast<mp_size_t>(limbs.size))) : int64_t{0});
}

bool byte_order(Thread* T, Value v, const char* function, bool* little_endian) {
  *little_endian = false;
  if (!v) return true;
  if (!is_string(v))
    return raise(T, Builtin::kTypeError, "{}() argument 'byteorder' must be str, not {}", function,
                 argument_type_name(T, v));
  String* order = as_string(v);
  auto is = [&](std::string_view name) { return order->is_ascii() && order->ascii() == name; };
  *little_endian = is("little");
  return *little_endian || is("big") || raise(T, Builtin::kValueError, "byteorder must be either 'little' or 'big'");
}

bool flag(Thread* T, Value v, bool* out) {
  *out = false;
  return !v || truth(T, v, out);
}

Value to_bytes_method(Thread* T, Arguments args) {
  int64_t size = 1;
  bool little_endian, is_signed;
  if (args.has(1) && !to_int64(T, args[1], &size)) return kEmpty;
  if (!byte_order(T, args[2], "to_bytes", &little_endian) || !flag(T, args[3], &is_signed)) return kEmpty;
  if (size < 0) return raise(T, Builtin::kValueError, "length argument must be non-negative");
  Bytes* result = make_bytes_buffer(T, static_cast<size_t>(size));
  if (!result || !int_to_bytes(T, args[0], reinterpret_cast<unsigned char*>(result->data), static_cast<size_t>(size),
                               little_endian, is_signed))
    return kEmpty;
  return result;
}

Value from_bytes_method(Thread* T, Arguments args) {
  bool little_endian, is_signed;
  if (!byte_order(T, args[2], "from_bytes", &little_endian) || !flag(T, args[3], &is_signed)) return kEmpty;
  Value bytes = bytes_from_object(T, args[1]);
  if (!bytes) return kEmpty;
  auto* b = bytes.as<Bytes>();
  Value result =
      int_from_bytes(T, reinterpret_cast<const unsigned char*>(b->data), b->length, little_endian, is_signed);
  if (!result || args[0] == types(T).int_) return result;
  return call(T, args[0], {result});
}

Value as_integer_ratio_method(Thread* T, Arguments args) {
  Value numerator = exact_int(T, args[0]);
  return numerator ? Value(make_tuple(T, {numerator, Value::small_int(1)})) : kEmpty;
}

Value is_integer_method(Thread*, Arguments) {
  return kTrue;
}

Value round_method(Thread* T, Arguments args) {
  if (!args.has(1)) return exact_int(T, args[0]);
  Value digits = to_index(T, args[1]);
  return digits ? int_round(T, args[0], digits) : kEmpty;
}

Value format_method(Thread* T, Arguments args) {
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "__format__() argument must be str, not {}", argument_type_name(T, args[1]));
  return format_int(T, args[0], as_string(args[1]));
}

Value divmod_method(Thread* T, Arguments args) {
  return is_int(args[1]) ? int_divmod(T, args[0], args[1]) : kNotImplemented;
}

Value reflected_divmod_method(Thread* T, Arguments args) {
  return is_int(args[1]) ? int_divmod(T, args[1], args[0]) : kNotImplemented;
}

Value getnewargs_method(Thread* T, Arguments args) {
  Value exact = exact_int(T, args[0]);
  return exact ? Value(make_tuple(T, {exact})) : kEmpty;
}

Value sizeof_method(Thread* T, Arguments args) {
  return make_int(T, static_cast<int64_t>(24 + (int_bit_length(args[0]) + 29) / 30 * 4));
}

Value zero_attribute(Thread*, Value) {
  return Value::small_int(0);
}
Value one_attribute(Thread*, Value) {
  return Value::small_int(1);
}

const NativeMethod kIntMethods[] = {
    {"conjugate($self, /)", exact_method, "Returns self, the complex conjugate of any int."},
    {"bit_length($self, /)", bit_length_method, "Number of bits necessary to represent self in binary."},
    {"bit_count($self, /)", bit_count_method,
     "Number of ones in the binary representation of the absolute value of self."},
    {"to_bytes($self, /, length=1, byteorder='big', *, signed=False)", to_bytes_method,
     "Return an array of bytes representing an integer."},
    {"from_bytes($type, /, bytes, byteorder='big', *, signed=False)", from_bytes_method,
     "Return the integer represented by the given array of bytes.", kClassMethod},
    {"as_integer_ratio($self, /)", as_integer_ratio_method,
     "Return a pair of integers, whose ratio is equal to the original int."},
    {"is_integer($self, /)", is_integer_method,
     "Returns True. Exists for duck type compatibility with float.is_integer."},
    {"__trunc__($self, /)", exact_method, "Truncating an Integral returns itself."},
    {"__floor__($self, /)", exact_method, "Flooring an Integral returns itself."},
    {"__ceil__($self, /)", exact_method, "Ceiling of an Integral returns itself."},
    {"__round__($self, ndigits=<unrepresentable>, /)", round_method,
     "Rounding an Integral returns itself, unless ndigits is negative."},
    {"__format__($self, format_spec, /)", format_method, "Convert to a string according to format_spec."},
    {"__divmod__($self, value, /)", divmod_method, "Return divmod(self, value)."},
    {"__rdivmod__($self, value, /)", reflected_divmod_method, "Return divmod(value, self)."},
    {"__getnewargs__($self, /)", getnewargs_method, ""},
    {"__sizeof__($self, /)", sizeof_method, "Returns size in memory, in bytes."},
    {nullptr, nullptr, nullptr}};

const NativeAttribute kIntAttributes[] = {
    {"real", exact_int, nullptr, "the real part of a complex number"},
    {"imag", zero_attribute, nullptr, "the imaginary part of a complex number"},
    {"numerator", exact_int, nullptr, "the numerator of a rational number in lowest terms"},
    {"denominator", one_attribute, nullptr, "the denominator of a rational number in lowest terms"},
    {nullptr, nullptr, nullptr, nullptr}};

template <BinaryOperator kOperator>
void set_binary(TypeSlots& slots) {
  slots.binary[static_cast<int>(kOperator)] = int_binary_slot<kOperator>;
}

TypeSlots make_int_slots() {
  TypeSlots slots{};
  slots.repr = int_repr;
  slots.hash = int_hash_slot;
  slots.compare = int_compare_slot;
  slots.create = int_create;
  slots.truth = int_truth;
  set_binary<BinaryOperator::kAdd>(slots);
  set_binary<BinaryOperator::kSubtract>(slots);
  set_binary<BinaryOperator::kMultiply>(slots);
  set_binary<BinaryOperator::kTrueDivide>(slots);
  set_binary<BinaryOperator::kFloorDivide>(slots);
  set_binary<BinaryOperator::kRemainder>(slots);
  set_binary<BinaryOperator::kPower>(slots);
  set_binary<BinaryOperator::kLeftShift>(slots);
  set_binary<BinaryOperator::kRightShift>(slots);
  set_binary<BinaryOperator::kBitAnd>(slots);
  set_binary<BinaryOperator::kBitOr>(slots);
  set_binary<BinaryOperator::kBitXor>(slots);
  slots.power_modulo = int_power_modulo;
  slots.negative = int_negative;
  slots.positive = exact_int;
  slots.invert = int_invert;
  slots.absolute = int_absolute;
  slots.to_int = exact_int;
  slots.to_float = int_to_float;
  slots.index = exact_int;
  return slots;
}

// --- bool

Value bool_repr(Thread* T, Value self) {
  return intern(T, self.is_true() ? "True" : "False");
}

Value bool_invert(Thread* T, Value self) {
  if (!warn(T, Builtin::kDeprecationWarning,
            "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise "
            "inversion of the underlying int object "
            "and is usually not what you expect from negating a bool. Use the 'not' operator for boolean negation or "
            "~int(x) if you really want the bitwise "
            "inversion of the underlying int.")) {
    return kEmpty;
  }
  return int_invert(T, self);
}

Value bool_create(Thread* T, Type*, CallArguments arguments) {
  Value values[1];
  if (!bind_arguments(T, "bool(object=False, /)", arguments, values)) return kEmpty;
  bool result = false;
  if (values[0] && !truth(T, values[0], &result)) return kEmpty;
  return Value::boolean(result);
}

TypeSlots make_bool_slots() {
  TypeSlots slots{};
  slots.repr = bool_repr;
  slots.create = bool_create;
  slots.invert = bool_invert;
  slots.binary[static_cast<int>(BinaryOperator::kBitAnd)] = bool_binary_slot<BinaryOperator::kBitAnd>;
  slots.binary[static_cast<int>(BinaryOperator::kBitOr)] = bool_binary_slot<BinaryOperator::kBitOr>;
  slots.binary[static_cast<int>(BinaryOperator::kBitXor)] = bool_binary_slot<BinaryOperator::kBitXor>;
  return slots;
}

}  // namespace

void initialize_int_types(Thread* T) {
  static const TypeSlots int_slots = make_int_slots();
  static const TypeSlots bool_slots = make_bool_slots();
  static const NativeTypeSpec int_spec = {
      "int",
      Kind::kInt,
      sizeof(Int) - sizeof(mp_limb_t),
      kTypeIsBuiltin | kTypeIsBase | kTypeMatchesSelf,
      "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or string to an integer, or return 0 if no "
      "arguments are given.",
      &int_slots,
      kIntMethods,
      kIntAttributes,
      nullptr};
  static const NativeTypeSpec bool_spec = {"bool",
                                           Kind::kInt,
                                           sizeof(Int) - sizeof(mp_limb_t),
                                           kTypeIsBuiltin | kTypeMatchesSelf,
                                           "Returns True when the argument is true, False otherwise.",
                                           &bool_slots,
                                           nullptr,
                                           nullptr,
                                           "(object=False, /)"};
  T->runtime->types.int_ = make_native_type(T, int_spec);
  T->runtime->types.bool_ = make_native_type(T, bool_spec, T->runtime->types.int_);
}

}  // namespace gilded
