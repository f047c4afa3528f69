#include "vm/types/float.h"

#include <charconv>
#include <cmath>
#include <cstdlib>

#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/object/subclass_arguments.h"
#include "vm/object/type.h"
#include "vm/object/warnings.h"
#include "vm/runtime.h"
#include "vm/types/buffer.h"
#include "vm/types/complex.h"
#include "vm/types/format_spec.h"
#include "vm/types/int.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"
#include "vm/types/unicode.h"

namespace gilded {

namespace {

using compiler::BinaryOperator;

constexpr int64_t kHashModulus = (int64_t{1} << 61) - 1;
constexpr int64_t kHashInfinity = 314159;

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if ((text[i] | 0x20) != lower[i]) return false;
  }
  return true;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_ascii_space(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && is_ascii_space(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}

// inf, infinity, nan behind an optional sign that was cut off.
bool parse_special(std::string_view text, double* out) {
  if (equals_ignoring_case(text, "inf") || equals_ignoring_case(text, "infinity")) {
    *out = HUGE_VAL;
    return true;
  }
  if (equals_ignoring_case(text, "nan")) {
    *out = std::nan("");
    return true;
  }
  return false;
}

}  // namespace

std::string float_repr(double d) {
  return float_digits(d, 'r', 0, false, true);
}

int64_t float_hash(double d) {
  // Each NaN is unlike all others; see fresh_nan.
  if (std::isnan(d)) return static_cast<int64_t>(std::bit_cast<uint64_t>(d) & ((uint64_t{1} << 48) - 1));
  if (!std::isfinite(d)) return d < 0 ? -kHashInfinity : kHashInfinity;
  int64_t hash;
  if (std::fabs(d) < 0x1p61 && d == std::trunc(d)) {
    hash = static_cast<int64_t>(d) % kHashModulus;
  } else {
    int exponent;
    double fraction = std::frexp(std::fabs(d), &exponent);
    auto significand = static_cast<uint64_t>(std::ldexp(fraction, 53));
    // Modulo 2^61 - 1 a power of two is a rotation of 61 bits.
    int rotation = (exponent - 53) % 61;
    if (rotation < 0) rotation += 61;
    uint64_t rotated =
        rotation ? ((significand << rotation) & static_cast<uint64_t>(kHashModulus)) | (significand >> (61 - rotation))
                 : significand;
    hash = static_cast<int64_t>(rotated % static_cast<uint64_t>(kHashModulus));
    if (d < 0) hash = -hash;
  }
  return hash == -1 ? -2 : hash;
}

bool parse_float_text(std::string_view text, double* out) {
  text = trim(text);
  bool is_negative = false;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    is_negative = text[0] == '-';
    text.remove_prefix(1);
  }
  double result;
  if (text.empty()) return false;
  if (!parse_special(text, &result)) {
    std::string plain;
    if (text.find('_') != std::string_view::npos) {
      for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '_') {
          plain += text[i];
        } else if (i == 0 || i + 1 == text.size() || !is_ascii_digit(text[i - 1]) || !is_ascii_digit(text[i + 1])) {
          return false;
        }
      }
      text = plain;
    }
    size_t i = 0, digits = 0;
    for (; i < text.size() && is_ascii_digit(text[i]); ++i) ++digits;
    if (i < text.size() && text[i] == '.') {
      for (++i; i < text.size() && is_ascii_digit(text[i]); ++i) ++digits;
    }
    if (!digits) return false;
    if (i < text.size() && (text[i] | 0x20) == 'e') {
      ++i;
      if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
      size_t first = i;
      while (i < text.size() && is_ascii_digit(text[i])) ++i;
      if (i == first) return false;
    }
    if (i != text.size()) return false;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result);
    // Out of range leaves the value alone; strtod tells zero from infinity.
    if (error != std::errc()) result = std::strtod(std::string(text).c_str(), nullptr);
  }
  *out = is_negative ? -result : result;
  return true;
}

double float_remainder(double a, double b) {
  double remainder = std::fmod(a, b);
  if (remainder == 0) return std::copysign(0.0, b);
  return (b < 0) != (remainder < 0) ? remainder + b : remainder;
}

double float_floor_divide(double a, double b, double* remainder_out) {
  double remainder = std::fmod(a, b);
  double quotient = (a - remainder) / b;
  if (remainder != 0) {
    if ((b < 0) != (remainder < 0)) {
      remainder += b;
      quotient -= 1.0;
    }
  } else {
    remainder = std::copysign(0.0, b);
  }
  double floored;
  if (quotient != 0) {
    floored = std::floor(quotient);
    if (quotient - floored > 0.5) floored += 1.0;
  } else {
    floored = std::copysign(0.0, a / b);
  }
  *remainder_out = remainder;
  return floored;
}

int compare_float_int(double d, Value i) {
  if (std::isinf(d)) return d < 0 ? -1 : 1;
  if (i.is_small_int() || i.is_bool()) {
    double other = i.is_small_int() ? static_cast<double>(i.as_small_int()) : static_cast<double>(i.is_true());
    return d < other ? -1 : d > other;
  }
  return -mpz_cmp_d(static_cast<mpz_srcptr>(IntOperand(i)), d);
}

Value float_power(Thread* T, double base, double exponent) {
  if (exponent == 0 || base == 1) return Value::from_double(1.0);
  if (base == 0 && exponent < 0)
    return raise(T, Builtin::kZeroDivisionError, "0.0 cannot be raised to a negative power");
  if (base < 0 && std::isfinite(base) && std::isfinite(exponent) && exponent != std::floor(exponent))
    return complex_power(T, {base, 0.0}, {exponent, 0.0});
  double result = std::pow(base, exponent);
  if (std::isinf(result) && std::isfinite(base) && std::isfinite(exponent)) {
    String* text = make_string(T, "Numerical result out of range");
    if (!text) return kEmpty;
    Value error = call(T, Value(exception_type(T, Builtin::kOverflowError)), {Value::small_int(34), Value(text)});
    if (error) (void)raise_value(T, error);
    return kEmpty;
  }
  return Value::from_double(result);
}

bool round_float(Thread* T, double d, int64_t digits, double* out) {
  if (!std::isfinite(d) || digits > 323) {
    *out = d;
    return true;
  }
  if (digits < -308) {
    *out = 0.0 * d;
    return true;
  }
  if (digits >= 0) {
    *out = std::strtod(float_digits(d, 'f', static_cast<int>(digits), false, false).c_str(), nullptr);
    return true;
  }
  double whole = std::trunc(std::fabs(d));
  Mpz unit, quotient, remainder;
  mpz_set_d(quotient, whole);
  mpz_ui_pow_ui(unit, 10, static_cast<unsigned long>(-digits));
  mpz_fdiv_qr(quotient, remainder, quotient, unit);
  mpz_mul_2exp(remainder, remainder, 1);
  int order = mpz_cmp(static_cast<mpz_srcptr>(remainder), static_cast<mpz_srcptr>(unit));
  if (order == 0 && whole != std::fabs(d)) order = 1;
  if (order > 0 || (order == 0 && mpz_odd_p(static_cast<mpz_srcptr>(quotient)))) mpz_add_ui(quotient, quotient, 1);
  mpz_mul(quotient, quotient, unit);
  Value rounded = make_int_from_mpz(T, quotient);
  if (!rounded) return false;
  bool overflow;
  double result = int_to_double(T, rounded, &overflow);
  if (overflow) return raise(T, Builtin::kOverflowError, "rounded value too large to represent");
  *out = std::copysign(result, d);
  return true;
}

bool half_bits(double d, uint16_t* out) {
  uint16_t sign = std::signbit(d) ? 0x8000 : 0;
  if (std::isnan(d)) {
    *out = sign | 0x7e00;
  } else if (std::isinf(d)) {
    *out = sign | 0x7c00;
  } else {
    double size = std::fabs(d);
    int exponent;
    std::frexp(size, &exponent);
    // Steps of the result: 2^-24 for subnormal numbers, else 2^(exponent - 11).
    int step = size == 0 ? -24 : std::max(exponent - 11, -24);
    double steps = std::nearbyint(std::ldexp(size, -step));
    auto n = static_cast<uint32_t>(steps);
    uint32_t bits = step == -24 ? n : (static_cast<uint32_t>(step + 24) << 10) + n;
    if (bits >= 0x7c00) return false;
    *out = static_cast<uint16_t>(sign | bits);
  }
  return true;
}

double half_value(uint16_t bits) {
  int exponent = (bits >> 10) & 31;
  double fraction = bits & 0x3ff;
  double size = exponent == 31 ? (fraction != 0 ? std::nan("") : HUGE_VAL)
                : exponent     ? std::ldexp(fraction + 1024, exponent - 25)
                               : std::ldexp(fraction, -24);
  return bits & 0x8000 ? -size : size;
}

Value float_as_integer_ratio(Thread* T, double d) {
  if (std::isinf(d)) return raise(T, Builtin::kOverflowError, "cannot convert Infinity to integer ratio");
  if (std::isnan(d)) return raise(T, Builtin::kValueError, "cannot convert NaN to integer ratio");
  int exponent;
  double fraction = std::frexp(d, &exponent);
  auto significand = static_cast<int64_t>(std::ldexp(fraction, 53));
  exponent -= 53;
  if (significand == 0) exponent = 0;
  while (significand && exponent < 0 && significand % 2 == 0) {
    significand /= 2;
    ++exponent;
  }
  Value numerator = make_int(T, significand), denominator = Value::small_int(1);
  if (numerator && exponent > 0) numerator = int_shift_left(T, numerator, static_cast<size_t>(exponent));
  if (numerator && exponent < 0) denominator = int_shift_left(T, denominator, static_cast<size_t>(-exponent));
  return numerator && denominator ? Value(make_tuple(T, {numerator, denominator})) : kEmpty;
}

Value float_of_type(Thread* T, Type* type, double d) {
  if (type == types(T).float_) return Value::from_double(d);
  auto* result = static_cast<Float*>(allocate_instance_of(T, type, sizeof(Float)));
  if (result) result->value = d;
  return result;
}

namespace {

// An operand of float arithmetic. kNotImplemented in *failure: another type; EMPTY: exception.
bool operand(Thread* T, Value v, double* out, Value* failure) {
  if (is_float(v)) {
    *out = float_value(v);
    return true;
  }
  if (v.is_small_int()) {
    *out = static_cast<double>(v.as_small_int());
    return true;
  }
  if (is_int(v)) {
    bool overflow;
    *out = int_to_double(T, v, &overflow);
    if (!overflow) return true;
    *failure = raise(T, Builtin::kOverflowError, "int too large to convert to float");
    return false;
  }
  *failure = kNotImplemented;
  return false;
}

template <BinaryOperator kOperator>
Value float_binary(Thread* T, Value left, Value right) {
  double a, b;
  Value failure;
  if (!operand(T, left, &a, &failure) || !operand(T, right, &b, &failure)) return failure;
  switch (kOperator) {
    case BinaryOperator::kAdd:
      return Value::from_double(a + b);
    case BinaryOperator::kSubtract:
      return Value::from_double(a - b);
    case BinaryOperator::kMultiply:
      return Value::from_double(a * b);
    case BinaryOperator::kTrueDivide:
      if (b == 0) return raise(T, Builtin::kZeroDivisionError, "float division by zero");
      return Value::from_double(a / b);
    case BinaryOperator::kFloorDivide: {
      if (b == 0) return raise(T, Builtin::kZeroDivisionError, "float floor division by zero");
      double remainder;
      return Value::from_double(float_floor_divide(a, b, &remainder));
    }
    case BinaryOperator::kRemainder:
      if (b == 0) return raise(T, Builtin::kZeroDivisionError, "float modulo by zero");
      return Value::from_double(float_remainder(a, b));
    default:
      return float_power(T, a, b);
  }
}

Value divmod_of(Thread* T, Value left, Value right) {
  double a, b;
  Value failure;
  if (!operand(T, left, &a, &failure) || !operand(T, right, &b, &failure)) return failure;
  if (b == 0) return raise(T, Builtin::kZeroDivisionError, "float divmod()");
  double remainder, quotient = float_floor_divide(a, b, &remainder);
  return make_tuple(T, {Value::from_double(quotient), Value::from_double(remainder)});
}

Value float_repr_slot(Thread* T, Value self) {
  return make_latin1_string(T, float_repr(float_value(self)));
}

bool float_hash_slot(Thread*, Value self, int64_t* out) {
  *out = float_hash(float_value(self));
  return true;
}

bool float_truth(Thread*, Value self, bool* out) {
  *out = float_value(self) != 0;
  return true;
}

Value float_compare(Thread*, Value self, Value other, CompareOperator op) {
  double a = float_value(self);
  int order;
  bool unordered;
  if (is_float(other)) {
    double b = float_value(other);
    order = a < b ? -1 : a > b;
    unordered = std::isnan(a) || std::isnan(b);
  } else if (is_int(other)) {
    unordered = std::isnan(a);
    order = unordered ? 0 : compare_float_int(a, other);
  } else {
    return kNotImplemented;
  }
  if (unordered) return Value::boolean(op == CompareOperator::kNotEqual);
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

Value float_negative(Thread*, Value self) {
  return Value::from_double(-float_value(self));
}
Value float_exact(Thread*, Value self) {
  return Value::from_double(float_value(self));
}
Value float_absolute(Thread*, Value self) {
  return Value::from_double(std::fabs(float_value(self)));
}
Value float_to_int(Thread* T, Value self) {
  return make_int_from_double(T, std::trunc(float_value(self)));
}

Value float_power_modulo(Thread* T, Value base, Value exponent, Value modulus) {
  if (modulus && !modulus.is_none())
    return raise(T, Builtin::kTypeError, "pow() 3rd argument not allowed unless all arguments are integers");
  return float_binary<BinaryOperator::kPower>(T, base, exponent);
}

Value float_from_text(Thread* T, Value shown, std::string_view text) {
  double result;
  if (parse_float_text(text, &result)) return Value::from_double(result);
  String* repr = to_repr(T, shown);
  if (!repr) return kEmpty;
  return raise(T, Builtin::kValueError, "could not convert string to float: {}", to_utf8(repr));
}

Value float_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[1];
  if (type->slots.initialize != object_initialize) arguments = without_keywords(arguments);
  if (!bind_arguments(T, "float(x=0, /)", arguments, values)) return kEmpty;
  Value x = values[0], result;
  if (!x) {
    result = Value::from_double(0.0);
  } else if (x.is_float()) {
    result = x;
  } else if (is_string(x)) {
    result = float_from_text(T, x, number_text(as_string(x)));
  } else if (auto convert = type_of(T, x)->slots.to_float) {
    result = convert(T, x);
    if (!result) return kEmpty;
    if (!is_float(result)) {
      return raise(T, Builtin::kTypeError, "{}.__float__ returned non-float (type {})", type_name(T, x),
                   type_name(T, result));
    }
    if (type_of(T, result) != types(T).float_ && !warn_of_subclass(T, type_name(T, x) + ".__float__", "float", result))
      return kEmpty;
    result = Value::from_double(float_value(result));
  } else if (type_of(T, x)->slots.index) {
    Value index = to_index(T, x);
    double d;
    if (!index || !to_double(T, index, &d)) return kEmpty;
    result = Value::from_double(d);
  } else if (supports_buffer(T, x)) {
    BufferScope buffer(T);
    if (!buffer.get(x)) return kEmpty;
    std::string text(buffer.bytes());
    result = float_from_text(T, x, text);
  } else {
    return raise(T, Builtin::kTypeError, "float() argument must be a string or a real number, not '{}'",
                 type_name(T, x));
  }
  if (result && result.is_float() && type == types(T).float_) return result;  // a NaN stays itself
  return result ? float_of_type(T, type, float_value(result)) : kEmpty;
}

Value conjugate_method(Thread* T, Arguments args) {
  return float_exact(T, args[0]);
}
Value ratio_method(Thread* T, Arguments args) {
  return float_as_integer_ratio(T, float_value(args[0]));
}

Value is_integer_method(Thread*, Arguments args) {
  double d = float_value(args[0]);
  return Value::boolean(std::isfinite(d) && d == std::floor(d));
}

Value hex_method(Thread* T, Arguments args) {
  double d = float_value(args[0]);
  if (!std::isfinite(d)) return make_latin1_string(T, float_repr(d));
  if (d == 0) return make_latin1_string(T, std::signbit(d) ? "-0x0.0p+0" : "0x0.0p+0");
  int exponent;
  double fraction = std::frexp(std::fabs(d), &exponent);
  int shift = 1 - std::max(-1021 - exponent, 0);
  auto bits = static_cast<uint64_t>(std::ldexp(fraction, shift + 52));
  exponent -= shift;
  return make_latin1_string(
      T, fmt::format("{}0x{}.{:013x}p{}{}", d < 0 ? "-" : "", bits >> 52, bits & ((uint64_t{1} << 52) - 1),
                     exponent < 0 ? '-' : '+', std::abs(exponent)));
}

Value fromhex_method(Thread* T, Arguments args) {
  if (!is_string(args[1])) return raise(T, Builtin::kTypeError, "bad argument type for built-in operation");
  std::string whole = to_utf8(as_string(args[1]));
  std::string_view text = trim(whole);
  bool is_negative = false;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    is_negative = text[0] == '-';
    text.remove_prefix(1);
  }
  double result = 0;
  if (!parse_special(text, &result)) {
    if (text.size() > 1 && text[0] == '0' && (text[1] | 0x20) == 'x') text.remove_prefix(2);
    auto is_hex = [](char c) { return is_ascii_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); };
    size_t i = 0, digits = 0;
    for (; i < text.size() && is_hex(text[i]); ++i) ++digits;
    if (i < text.size() && text[i] == '.') {
      for (++i; i < text.size() && is_hex(text[i]); ++i) ++digits;
    }
    bool good = digits > 0;
    if (good && i < text.size() && (text[i] | 0x20) == 'p') {
      ++i;
      if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
      size_t first = i;
      while (i < text.size() && is_ascii_digit(text[i])) ++i;
      good = i > first;
    }
    if (!good || i != text.size()) return raise(T, Builtin::kValueError, "invalid hexadecimal floating-point string");
    result = std::strtod(("0x" + std::string(text)).c_str(), nullptr);
    if (std::isinf(result))
      return raise(T, Builtin::kOverflowError, "hexadecimal value too large to represent as a float");
  }
  Value value = Value::from_double(is_negative ? -result : result);
  return args[0] == types(T).float_ ? value : call(T, args[0], {value});
}

Value trunc_method(Thread* T, Arguments args) {
  return float_to_int(T, args[0]);
}
Value floor_method(Thread* T, Arguments args) {
  return make_int_from_double(T, std::floor(float_value(args[0])));
}
Value ceil_method(Thread* T, Arguments args) {
  return make_int_from_double(T, std::ceil(float_value(args[0])));
}

Value round_method(Thread* T, Arguments args) {
  double d = float_value(args[0]);
  if (!args.has(1) || args[1].is_none()) {
    double rounded = std::round(d);
    if (std::fabs(d - rounded) == 0.5) rounded = 2.0 * std::round(d / 2.0);
    return make_int_from_double(T, rounded);
  }
  Value index = to_index(T, args[1]);
  if (!index) return kEmpty;
  int64_t digits;
  if (!int_fits_int64(index, &digits)) digits = int_sign(index) < 0 ? -1000 : 1000;
  return round_float(T, d, digits, &d) ? Value::from_double(d) : kEmpty;
}

Value format_method(Thread* T, Arguments args) {
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "__format__() argument must be str, not {}", argument_type_name(T, args[1]));
  if (as_string(args[1])->length == 0) return to_str(T, args[0]);
  return format_float(T, float_value(args[0]), as_string(args[1]));
}

Value divmod_method(Thread* T, Arguments args) {
  return divmod_of(T, args[0], args[1]);
}
Value reflected_divmod_method(Thread* T, Arguments args) {
  return divmod_of(T, args[1], args[0]);
}
Value getnewargs_method(Thread* T, Arguments args) {
  return make_tuple(T, {float_exact(T, args[0])});
}

Value getformat_method(Thread* T, Arguments args) {
  std::string kind = is_string(args[1]) ? to_utf8(as_string(args[1])) : "";
  if (kind != "double" && kind != "float")
    return raise(T, Builtin::kValueError, "__getformat__() argument 1 must be 'double' or 'float'");
  return make_string(T, "IEEE, little-endian");
}

Value zero_attribute(Thread*, Value) {
  return Value::from_double(0.0);
}

const NativeMethod kFloatMethods[] = {
    {"conjugate($self, /)", conjugate_method, "Return self, the complex conjugate of any float."},
    {"as_integer_ratio($self, /)", ratio_method,
     "Return a pair of integers, whose ratio is exactly equal to the original float."},
    {"is_integer($self, /)", is_integer_method, "Return True if the float is an integer."},
    {"hex($self, /)", hex_method, "Return a hexadecimal representation of a floating-point number."},
    {"fromhex($type, string, /)", fromhex_method, "Create a floating-point number from a hexadecimal string.",
     kClassMethod},
    {"__trunc__($self, /)", trunc_method, "Return the Integral closest to x between 0 and x."},
    {"__floor__($self, /)", floor_method, "Return the floor as an Integral."},
    {"__ceil__($self, /)", ceil_method, "Return the ceiling as an Integral."},
    {"__round__($self, ndigits=None, /)", round_method, "Return the Integral closest to x, rounding half toward even."},
    {"__format__($self, format_spec, /)", format_method, "Formats the float according to format_spec."},
    {"__divmod__($self, value, /)", divmod_method, "Return divmod(self, value)."},
    {"__rdivmod__($self, value, /)", reflected_divmod_method, "Return divmod(value, self)."},
    {"__getnewargs__($self, /)", getnewargs_method, ""},
    {"__getformat__($type, typestr, /)", getformat_method, "How floats of this kind are stored.", kClassMethod},
    {nullptr, nullptr, nullptr}};

const NativeAttribute kFloatAttributes[] = {{"real", float_exact, nullptr, "the real part of a complex number"},
                                            {"imag", zero_attribute, nullptr, "the imaginary part of a complex number"},
                                            {nullptr, nullptr, nullptr, nullptr}};

template <BinaryOperator kOperator>
void set_binary(TypeSlots& slots) {
  slots.binary[static_cast<int>(kOperator)] = float_binary<kOperator>;
}

TypeSlots make_float_slots() {
  TypeSlots slots{};
  slots.repr = float_repr_slot;
  slots.hash = float_hash_slot;
  slots.compare = float_compare;
  slots.create = float_create;
  slots.truth = float_truth;
  set_binary<BinaryOperator::kAdd>(slots);
  set_binary<BinaryOperator::kSubtract>(slots);
  set_binary<BinaryOperator::kMultiply>(slots);
  set_binary<BinaryOperator::kTrueDivide>(slots);
  set_binary<BinaryOperator::kFloorDivide>(slots);
  set_binary<BinaryOperator::kRemainder>(slots);
  set_binary<BinaryOperator::kPower>(slots);
  slots.power_modulo = float_power_modulo;
  slots.negative = float_negative;
  slots.positive = float_exact;
  slots.absolute = float_absolute;
  slots.to_int = float_to_int;
  slots.to_float = float_exact;
  return slots;
}

}  // namespace

void initialize_float_types(Thread* T) {
  static const TypeSlots slots = make_float_slots();
  static const NativeTypeSpec spec = {"float",
                                      Kind::kFloat,
                                      sizeof(Float),
                                      kTypeIsBuiltin | kTypeIsBase | kTypeMatchesSelf,
                                      "Convert a string or number to a floating-point number, if possible.",
                                      &slots,
                                      kFloatMethods,
                                      kFloatAttributes,
                                      "(x=0, /)"};
  T->runtime->types.float_ = make_native_type(T, spec);
  T->runtime->types.complex = make_native_type(T, complex_type_spec());
}

}  // namespace gilded
