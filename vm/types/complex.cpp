#include "vm/types/complex.h"

#include <cmath>

#include "vm/object/descriptors.h"
#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/object/warnings.h"
#include "vm/runtime.h"
#include "vm/types/float.h"
#include "vm/types/format_spec.h"
#include "vm/types/int.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"
#include "vm/types/unicode.h"

namespace gilded {

namespace {

using compiler::BinaryOperator;

ComplexNumber value_of(Value v) {
  auto* c = v.as<Complex>();
  return {c->real, c->imaginary};
}

Value complex_of_type(Thread* T, Type* type, ComplexNumber c) {
  auto* result = static_cast<Complex*>(allocate_instance_of(T, type, sizeof(Complex)));
  if (!result) return kEmpty;
  result->real = c.real();
  result->imaginary = c.imag();
  return result;
}

// An operand of complex arithmetic; as for floats.
bool operand(Thread* T, Value v, ComplexNumber* out, Value* failure) {
  if (is_complex(v)) {
    *out = value_of(v);
    return true;
  }
  if (is_float(v)) {
    *out = {float_value(v), 0.0};
    return true;
  }
  if (is_int(v)) {
    bool overflow;
    *out = {int_to_double(T, v, &overflow), 0.0};
    if (!overflow) return true;
    *failure = raise(T, Builtin::kOverflowError, "int too large to convert to float");
    return false;
  }
  *failure = kNotImplemented;
  return false;
}

template <BinaryOperator kOperator>
Value complex_binary(Thread* T, Value left, Value right) {
  ComplexNumber a, b;
  Value failure;
  if (!operand(T, left, &a, &failure) || !operand(T, right, &b, &failure)) return failure;
  switch (kOperator) {
    case BinaryOperator::kAdd:
      return make_complex(T, a.real() + b.real(), a.imag() + b.imag());
    case BinaryOperator::kSubtract:
      return make_complex(T, a.real() - b.real(), a.imag() - b.imag());
    case BinaryOperator::kMultiply: {
      ComplexNumber product = complex_product(a, b);
      return make_complex(T, product.real(), product.imag());
    }
    case BinaryOperator::kTrueDivide: {
      ComplexNumber quotient;
      if (!complex_quotient(T, a, b, &quotient)) return kEmpty;
      return make_complex(T, quotient.real(), quotient.imag());
    }
    default:
      return complex_power(T, a, b);
  }
}

Value complex_power_modulo(Thread* T, Value base, Value exponent, Value modulus) {
  if (modulus && !modulus.is_none()) return raise(T, Builtin::kValueError, "complex modulo");
  return complex_binary<BinaryOperator::kPower>(T, base, exponent);
}

Value complex_repr_slot(Thread* T, Value self) {
  ComplexNumber c = value_of(self);
  return make_latin1_string(T, complex_repr(c.real(), c.imag()));
}

bool complex_hash(Thread*, Value self, int64_t* out) {
  ComplexNumber c = value_of(self);
  uint64_t hash = static_cast<uint64_t>(float_hash(c.real())) + 1000003u * static_cast<uint64_t>(float_hash(c.imag()));
  *out = hash == ~uint64_t{0} ? -2 : static_cast<int64_t>(hash);
  return true;
}

bool complex_truth(Thread*, Value self, bool* out) {
  ComplexNumber c = value_of(self);
  *out = c.real() != 0 || c.imag() != 0;
  return true;
}

Value complex_compare(Thread*, Value self, Value other, CompareOperator op) {
  if (op != CompareOperator::kEqual && op != CompareOperator::kNotEqual) return kNotImplemented;
  ComplexNumber a = value_of(self);
  bool equal;
  if (is_complex(other)) {
    ComplexNumber b = value_of(other);
    equal = a.real() == b.real() && a.imag() == b.imag();
  } else if (is_float(other)) {
    equal = a.imag() == 0 && a.real() == float_value(other);
  } else if (is_int(other)) {
    equal = a.imag() == 0 && !std::isnan(a.real()) && compare_float_int(a.real(), other) == 0;
  } else {
    return kNotImplemented;
  }
  return Value::boolean(equal == (op == CompareOperator::kEqual));
}

Value complex_negative(Thread* T, Value self) {
  ComplexNumber c = value_of(self);
  return make_complex(T, -c.real(), -c.imag());
}

Value complex_positive(Thread* T, Value self) {
  if (is_exactly(self, Kind::kComplex)) return self;
  ComplexNumber c = value_of(self);
  return make_complex(T, c.real(), c.imag());
}

Value complex_absolute(Thread* T, Value self) {
  ComplexNumber c = value_of(self);
  double result = std::hypot(c.real(), c.imag());
  if (std::isinf(result) && std::isfinite(c.real()) && std::isfinite(c.imag()))
    return raise(T, Builtin::kOverflowError, "absolute value too large");
  return Value::from_double(result);
}

// "1+2j", "(3-4j)", "j" ... with spaces around.
bool parse_complex(std::string_view text, ComplexNumber* out) {
  auto trim = [](std::string_view s) {
    while (!s.empty() && is_ascii_space(static_cast<unsigned char>(s.front()))) s.remove_prefix(1);
    while (!s.empty() && is_ascii_space(static_cast<unsigned char>(s.back()))) s.remove_suffix(1);
    return s;
  };
  text = trim(text);
  if (text.size() > 1 && text.front() == '(' && text.back() == ')') text = trim(text.substr(1, text.size() - 2));
  if (text.empty()) return false;
  for (char c : text) {
    if (is_ascii_space(static_cast<unsigned char>(c))) return false;
  }
  auto part = [](std::string_view s, double* value) { return parse_float_text(s, value); };
  auto imaginary_part = [&](std::string_view s, double* value) {
    if (s.empty() || s == "+" || s == "-") {
      *value = s == "-" ? -1.0 : 1.0;
      return true;
    }
    return part(s, value);
  };
  double real = 0, imaginary = 0;
  if ((text.back() | 0x20) != 'j') {
    if (!part(text, &real)) return false;
    *out = {real, 0.0};
    return true;
  }
  text.remove_suffix(1);
  // The last sign that does not belong to an exponent separates the parts.
  size_t split = std::string_view::npos;
  for (size_t i = text.size(); i-- > 1;) {
    if ((text[i] == '+' || text[i] == '-') && (text[i - 1] | 0x20) != 'e') {
      split = i;
      break;
    }
  }
  if (split == std::string_view::npos) {
    if (!imaginary_part(text, &imaginary)) return false;
  } else if (!part(text.substr(0, split), &real) || !imaginary_part(text.substr(split), &imaginary)) {
    return false;
  }
  *out = {real, imaginary};
  return true;
}

// The value of one argument of complex(), with *found false when it is no number at all.
bool number_argument(Thread* T, Value v, ComplexNumber* out, bool* is_complex_number, bool* found) {
  *found = true;
  *is_complex_number = false;
  if (is_complex(v)) {
    *is_complex_number = true;
    *out = value_of(v);
    return true;
  }
  bool has_method = false;
  Value converted = is_float(v) || is_int(v) ? kEmpty : call_special(T, v, names(T).dunder_complex, {}, &has_method);
  if (has_method) {
    if (!converted) return false;
    if (!is_complex(converted))
      return raise(T, Builtin::kTypeError, "{}.__complex__() returned non-complex (type {})", type_name(T, v),
                   type_name(T, converted));
    if (type_of(T, converted) != types(T).complex && !warn_of_subclass(T, "__complex__", "complex", converted))
      return false;
    *is_complex_number = true;
    *out = value_of(converted);
    return true;
  }
  if (T->has_exception()) return false;
  const TypeSlots& slots = type_of(T, v)->slots;
  if (!slots.to_float && !slots.index) {
    *found = false;
    return true;
  }
  double d;
  if (!to_double(T, v, &d)) return false;
  *out = {d, 0.0};
  return true;
}

Value complex_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[2];
  if (!bind_arguments(T, "complex(real=0, imag=0)", arguments, values)) return kEmpty;
  Value first = values[0], second = values[1];
  if (first && !second && is_exactly(first, Kind::kComplex) && type == types(T).complex) return first;
  if (first && is_string(first)) {
    if (second) return raise(T, Builtin::kTypeError, "complex() can't take second arg if first is a string");
    ComplexNumber c;
    if (!parse_complex(number_text(as_string(first)), &c))
      return raise(T, Builtin::kValueError, "complex() arg is a malformed string");
    return complex_of_type(T, type, c);
  }
  if (second && is_string(second)) return raise(T, Builtin::kTypeError, "complex() second arg can't be a string");
  ComplexNumber real{0, 0}, imaginary{0, 0};
  bool first_is_complex = false, second_is_complex = false, found = true;
  if (first) {
    if (!number_argument(T, first, &real, &first_is_complex, &found)) return kEmpty;
    if (!found)
      return raise(T, Builtin::kTypeError, "complex() first argument must be a string or a number, not '{}'",
                   type_name(T, first));
  }
  if (second) {
    if (!is_complex(second)) {
      const TypeSlots& slots = type_of(T, second)->slots;
      double d;
      if (!slots.to_float && !slots.index)
        return raise(T, Builtin::kTypeError, "complex() second argument must be a number, not '{}'",
                     type_name(T, second));
      if (!to_double(T, second, &d)) return kEmpty;
      imaginary = {d, 0.0};
    } else {
      imaginary = value_of(second);
      second_is_complex = true;
    }
  }
  // complex(a, b) is a + b*1j, signs of zeros kept where a part is missing.
  double re = real.real(), im = imaginary.real();
  if (second_is_complex) re -= imaginary.imag();
  if (first_is_complex) im = second ? im + real.imag() : real.imag();
  return complex_of_type(T, type, {re, im});
}

Value conjugate_method(Thread* T, Arguments args) {
  ComplexNumber c = value_of(args[0]);
  return make_complex(T, c.real(), -c.imag());
}

Value complex_method(Thread* T, Arguments args) {
  return complex_positive(T, args[0]);
}

Value getnewargs_method(Thread* T, Arguments args) {
  ComplexNumber c = value_of(args[0]);
  return make_tuple(T, {Value::from_double(c.real()), Value::from_double(c.imag())});
}

Value format_method(Thread* T, Arguments args) {
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "__format__() argument must be str, not {}", argument_type_name(T, args[1]));
  ComplexNumber c = value_of(args[0]);
  if (as_string(args[1])->length == 0) return to_str(T, args[0]);
  return format_complex(T, c.real(), c.imag(), as_string(args[1]));
}

Value real_attribute(Thread*, Value self) {
  return Value::from_double(self.as<Complex>()->real);
}
Value imaginary_attribute(Thread*, Value self) {
  return Value::from_double(self.as<Complex>()->imaginary);
}

const NativeMethod kComplexMethods[] = {
    {"conjugate($self, /)", conjugate_method,
     "Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j."},
    {"__complex__($self, /)", complex_method, "Convert this value to exact type complex."},
    {"__format__($self, format_spec, /)", format_method, "Convert to a string according to format_spec."},
    {"__getnewargs__($self, /)", getnewargs_method, ""},
    {nullptr, nullptr, nullptr}};

const NativeAttribute kComplexAttributes[] = {
    {"real", real_attribute, read_only_member, "the real part of a complex number"},
    {"imag", imaginary_attribute, read_only_member, "the imaginary part of a complex number"},
    {nullptr, nullptr, nullptr, nullptr}};

template <BinaryOperator kOperator>
void set_binary(TypeSlots& slots) {
  slots.binary[static_cast<int>(kOperator)] = complex_binary<kOperator>;
}

TypeSlots make_complex_slots() {
  TypeSlots slots{};
  slots.repr = complex_repr_slot;
  slots.hash = complex_hash;
  slots.compare = complex_compare;
  slots.create = complex_create;
  slots.truth = complex_truth;
  set_binary<BinaryOperator::kAdd>(slots);
  set_binary<BinaryOperator::kSubtract>(slots);
  set_binary<BinaryOperator::kMultiply>(slots);
  set_binary<BinaryOperator::kTrueDivide>(slots);
  set_binary<BinaryOperator::kPower>(slots);
  slots.power_modulo = complex_power_modulo;
  slots.negative = complex_negative;
  slots.positive = complex_positive;
  slots.absolute = complex_absolute;
  return slots;
}

// Integer powers by repeated squaring, as exact as plain multiplication is.
ComplexNumber integer_power(ComplexNumber base, int64_t n) {
  ComplexNumber result{1, 0}, square = base;
  for (int64_t mask = 1; mask > 0 && n >= mask; mask <<= 1) {
    if (n & mask) result = complex_product(result, square);
    square = complex_product(square, square);
  }
  return result;
}

bool divide(ComplexNumber a, ComplexNumber b, ComplexNumber* out) {
  // Scaled by the larger part of the divisor, so that nothing overflows on the way.
  double real_size = std::fabs(b.real()), imaginary_size = std::fabs(b.imag());
  if (real_size >= imaginary_size) {
    if (real_size == 0) return false;
    double ratio = b.imag() / b.real(), denominator = b.real() + b.imag() * ratio;
    *out = {(a.real() + a.imag() * ratio) / denominator, (a.imag() - a.real() * ratio) / denominator};
  } else if (imaginary_size >= real_size) {
    double ratio = b.real() / b.imag(), denominator = b.real() * ratio + b.imag();
    *out = {(a.real() * ratio + a.imag()) / denominator, (a.imag() * ratio - a.real()) / denominator};
  } else {
    *out = {std::nan(""), std::nan("")};
  }
  return true;
}

}  // namespace

Value make_complex(Thread* T, double real, double imaginary) {
  Complex* c = allocate<Complex>(T, Kind::kComplex, types(T).complex->root_shape.load(std::memory_order_relaxed));
  if (!c) return kEmpty;
  c->real = real;
  c->imaginary = imaginary;
  return c;
}

bool to_complex(Thread* T, Value v, ComplexNumber* out) {
  bool is_complex_number, found;
  if (!number_argument(T, v, out, &is_complex_number, &found)) return false;
  return found || raise(T, Builtin::kTypeError, "must be real number, not {}", type_name(T, v));
}

std::string complex_repr(double real, double imaginary) {
  std::string im = float_digits(imaginary, 'r', 0, false, false);
  if (real == 0 && !std::signbit(real)) return im + "j";
  if (im[0] != '-') im.insert(im.begin(), '+');
  return "(" + float_digits(real, 'r', 0, false, false) + im + "j)";
}

ComplexNumber complex_product(ComplexNumber a, ComplexNumber b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

bool complex_quotient(Thread* T, ComplexNumber a, ComplexNumber b, ComplexNumber* out) {
  return divide(a, b, out) || raise(T, Builtin::kZeroDivisionError, "complex division by zero");
}

Value complex_power(Thread* T, ComplexNumber a, ComplexNumber b) {
  ComplexNumber result;
  if (b.real() == 0 && b.imag() == 0) {
    result = {1, 0};
  } else if (a.real() == 0 && a.imag() == 0) {
    if (b.imag() != 0 || b.real() < 0)
      return raise(T, Builtin::kZeroDivisionError, "0.0 to a negative or complex power");
    result = {0, 0};
  } else if (b.imag() == 0 && b.real() == std::floor(b.real()) && std::fabs(b.real()) <= 100) {
    auto n = static_cast<int64_t>(b.real());
    result = integer_power(a, std::abs(n));
    if (n < 0 && !divide({1, 0}, result, &result))
      return raise(T, Builtin::kZeroDivisionError, "0.0 to a negative or complex power");
  } else {
    double size = std::hypot(a.real(), a.imag()), angle = std::atan2(a.imag(), a.real());
    double length = std::pow(size, b.real()), phase = angle * b.real();
    if (b.imag() != 0) {
      length *= std::exp(-angle * b.imag());
      phase += b.imag() * std::log(size);
    }
    result = {length * std::cos(phase), length * std::sin(phase)};
  }
  if (std::isinf(result.real()) || std::isinf(result.imag()))
    return raise(T, Builtin::kOverflowError, "complex exponentiation");
  return make_complex(T, result.real(), result.imag());
}

const NativeTypeSpec& complex_type_spec() {
  static const TypeSlots slots = make_complex_slots();
  static const NativeTypeSpec spec = {"complex",
                                      Kind::kComplex,
                                      sizeof(Complex),
                                      kTypeIsBuiltin | kTypeIsBase,
                                      "Create a complex number from a string or numbers.",
                                      &slots,
                                      kComplexMethods,
                                      kComplexAttributes,
                                      "(real=0, imag=0)"};
  return spec;
}

}  // namespace gilded
