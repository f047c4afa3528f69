// cmath: functions of complex numbers, after C's <complex.h>, whose special values are those that Python documents.
#include <cmath>
#include <complex>

#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/runtime.h"
#include "vm/types/complex.h"
#include "vm/types/module.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

Raised domain_error(Thread* T) {
  return raise(T, Builtin::kValueError, "math domain error");
}

bool is_finite(ComplexNumber z) {
  return std::isfinite(z.real()) && std::isfinite(z.imag());
}
bool has_nan(ComplexNumber z) {
  return std::isnan(z.real()) || std::isnan(z.imag());
}
bool has_infinity(ComplexNumber z) {
  return std::isinf(z.real()) || std::isinf(z.imag());
}

Value result_of(Thread* T, ComplexNumber z, ComplexNumber r) {
  if (is_finite(z)) {
    if (has_infinity(r)) return raise(T, Builtin::kOverflowError, "math range error");
    if (has_nan(r)) return domain_error(T);
  }
  return make_complex(T, r.real(), r.imag());
}

template <ComplexNumber (*kFunction)(const ComplexNumber&)>
Value unary(Thread* T, Arguments args) {
  ComplexNumber z;
  return to_complex(T, args[0], &z) ? result_of(T, z, kFunction(z)) : kEmpty;
}

// From the real tangent and hyperbolic tangent of the parts: exact where one part is small.
ComplexNumber hyperbolic_tangent(const ComplexNumber& z) {
  if (!is_finite(z) || std::fabs(z.real()) > 300) return std::tanh(z);
  double t = std::tanh(z.real()), u = std::tan(z.imag()), secant = 1 / std::cosh(z.real());
  double product = t * u, denominator = 1 + product * product;
  return {t * (1 + u * u) / denominator, u / denominator * secant * secant};
}
ComplexNumber tangent(const ComplexNumber& z) {
  ComplexNumber rotated = hyperbolic_tangent({-z.imag(), z.real()});
  return {rotated.imag(), -rotated.real()};
}
ComplexNumber arc_cosine(const ComplexNumber& z) {
  return std::acos(z);
}

// The real part of log is wanted to the last digit even close to the unit circle.
bool logarithm(Thread* T, ComplexNumber z, ComplexNumber* out) {
  if (z.real() == 0 && z.imag() == 0) return domain_error(T);
  double size = std::hypot(z.real(), z.imag()), real = std::log(size);
  if (std::isfinite(size) && size > 0.71 && size < 1.73) {
    double larger = std::max(std::fabs(z.real()), std::fabs(z.imag())),
           smaller = std::min(std::fabs(z.real()), std::fabs(z.imag()));
    real = std::log1p((larger - 1) * (larger + 1) + smaller * smaller) / 2.0;
  } else if (std::isinf(size) && is_finite(z)) {
    real = std::log(std::hypot(z.real() / 2, z.imag() / 2)) + M_LN2;
  }
  *out = {real, std::atan2(z.imag(), z.real())};
  return true;
}

Value log_function(Thread* T, Arguments args) {
  ComplexNumber z, r;
  if (!to_complex(T, args[0], &z) || !logarithm(T, z, &r)) return kEmpty;
  if (args.has(1)) {
    ComplexNumber base, below;
    if (!to_complex(T, args[1], &base) || !logarithm(T, base, &below) || !complex_quotient(T, r, below, &r))
      return kEmpty;
  }
  return make_complex(T, r.real(), r.imag());
}

Value log10_function(Thread* T, Arguments args) {
  ComplexNumber z, r;
  if (!to_complex(T, args[0], &z) || !logarithm(T, z, &r)) return kEmpty;
  return make_complex(T, r.real() / M_LN10, r.imag() / M_LN10);
}

Value phase(Thread* T, Arguments args) {
  ComplexNumber z;
  return to_complex(T, args[0], &z) ? Value::from_double(std::atan2(z.imag(), z.real())) : kEmpty;
}

Value polar(Thread* T, Arguments args) {
  ComplexNumber z;
  if (!to_complex(T, args[0], &z)) return kEmpty;
  double size = std::hypot(z.real(), z.imag());
  if (std::isinf(size) && is_finite(z)) return raise(T, Builtin::kOverflowError, "math range error");
  return make_tuple(T, {Value::from_double(size), Value::from_double(std::atan2(z.imag(), z.real()))});
}

Value rect(Thread* T, Arguments args) {
  double size, angle;
  if (!to_double(T, args[0], &size) || !to_double(T, args[1], &angle)) return kEmpty;
  if (std::isinf(angle) && size != 0 && !std::isnan(size)) return domain_error(T);
  if (angle == 0) return make_complex(T, size, size * angle);
  if (size == 0) return make_complex(T, 0.0, 0.0);
  return make_complex(T, size * std::cos(angle), size * std::sin(angle));
}

template <bool (*kTest)(ComplexNumber)>
Value test(Thread* T, Arguments args) {
  ComplexNumber z;
  return to_complex(T, args[0], &z) ? Value::boolean(kTest(z)) : kEmpty;
}

Value isclose(Thread* T, Arguments args) {
  ComplexNumber a, b;
  double relative = 1e-9, absolute = 0;
  if (!to_complex(T, args[0], &a) || !to_complex(T, args[1], &b)) return kEmpty;
  if ((args.has(2) && !to_double(T, args[2], &relative)) || (args.has(3) && !to_double(T, args[3], &absolute)))
    return kEmpty;
  if (relative < 0 || absolute < 0) return raise(T, Builtin::kValueError, "tolerances must be non-negative");
  if (a == b) return kTrue;
  if (has_infinity(a) || has_infinity(b)) return kFalse;
  double difference = std::abs(a - b);
  return Value::boolean(difference <= relative * std::abs(b) || difference <= relative * std::abs(a) ||
                        difference <= absolute);
}

const NativeMethod kFunctions[] = {
    {"acos(z, /)", unary<arc_cosine>, "Return the arc cosine of z."},
    {"acosh(z, /)", unary<std::acosh>, "Return the inverse hyperbolic cosine of z."},
    {"asin(z, /)", unary<std::asin>, "Return the arc sine of z."},
    {"asinh(z, /)", unary<std::asinh>, "Return the inverse hyperbolic sine of z."},
    {"atan(z, /)", unary<std::atan>, "Return the arc tangent of z."},
    {"atanh(z, /)", unary<std::atanh>, "Return the inverse hyperbolic tangent of z."},
    {"cos(z, /)", unary<std::cos>, "Return the cosine of z."},
    {"cosh(z, /)", unary<std::cosh>, "Return the hyperbolic cosine of z."},
    {"exp(z, /)", unary<std::exp>, "Return the exponential value e**z."},
    {"isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", isclose,
     "Determine whether two complex numbers are close in value."},
    {"isfinite(z, /)", test<is_finite>,
     "Return True if both the real and imaginary parts of z are finite, else False."},
    {"isinf(z, /)", test<has_infinity>, "Checks if the real or imaginary part of z is infinite."},
    {"isnan(z, /)", test<has_nan>, "Checks if the real or imaginary part of z is not a number (NaN)."},
    {"log(z, base=<unrepresentable>, /)", log_function, "log(z[, base]) -> the logarithm of z to the given base."},
    {"log10(z, /)", log10_function, "Return the base-10 logarithm of z."},
    {"phase(z, /)", phase, "Return argument, also known as the phase angle, of a complex."},
    {"polar(z, /)", polar, "Convert a complex from rectangular coordinates to polar coordinates."},
    {"rect(r, phi, /)", rect, "Convert from polar coordinates to rectangular coordinates."},
    {"sin(z, /)", unary<std::sin>, "Return the sine of z."},
    {"sinh(z, /)", unary<std::sinh>, "Return the hyperbolic sine of z."},
    {"sqrt(z, /)", unary<std::sqrt>, "Return the square root of z."},
    {"tan(z, /)", unary<tangent>, "Return the tangent of z."},
    {"tanh(z, /)", unary<hyperbolic_tangent>, "Return the hyperbolic tangent of z."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_cmath_module(Thread* T) {
  Module* module = make_module(T, "cmath");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  bool good = module_set(T, module, "pi", Value::from_double(M_PI)) &&
              module_set(T, module, "e", Value::from_double(M_E)) &&
              module_set(T, module, "tau", Value::from_double(2 * M_PI)) &&
              module_set(T, module, "inf", Value::from_double(HUGE_VAL)) &&
              module_set(T, module, "nan", Value::from_double(std::nan(""))) &&
              module_set(T, module, "infj", make_complex(T, 0.0, HUGE_VAL)) &&
              module_set(T, module, "nanj", make_complex(T, 0.0, std::nan("")));
  return good ? Value(module) : kEmpty;
}

}  // namespace gilded
