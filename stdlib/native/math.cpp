// math: functions of real numbers and of ints.
#include <cmath>
#include <numeric>
#include <vector>

#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/float.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

using compiler::BinaryOperator;

Raised domain_error(Thread* T) {
  return raise(T, Builtin::kValueError, "math domain error");
}
Raised range_error(Thread* T) {
  return raise(T, Builtin::kOverflowError, "math range error");
}

// The real number an argument stands for; the two common kinds without a call.
bool real(Thread* T, Value v, double* out) {
  if (v.is_float()) {
    *out = v.as_float();
    return true;
  }
  if (v.is_small_int()) {
    *out = static_cast<double>(v.as_small_int());
    return true;
  }
  return to_double(T, v, out);
}

// f of one argument: NaN from a number is a domain error; infinity from a finite number is an overflow if the function
// can overflow.
template <double (*kFunction)(double), bool kCanOverflow>
Value unary(Thread* T, Arguments args) {
  double x;
  if (!real(T, args[0], &x)) return kEmpty;
  double r = kFunction(x);
  if (std::isnan(r) && !std::isnan(x)) return domain_error(T);
  if (std::isinf(r) && std::isfinite(x)) {
    if (kCanOverflow) return range_error(T);
    return domain_error(T);
  }
  return Value::from_double(r);
}

double degrees(double x) {
  return x * (180.0 / M_PI);
}
double radians(double x) {
  return x * (M_PI / 180.0);
}

// Lanczos' approximation of the gamma function with the coefficients of Boost.Math's lanczos13m53 (double precision),
// as a quotient of two polynomials. Factorials come out exact.
constexpr double kLanczosG = 6.024680040776729583740234375;
constexpr double kLanczosNumerator[] = {
    23531376880.410759688572007674451636754734846804940, 42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843, 17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801, 31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408};
constexpr double kLanczosDenominator[] = {0,       39916800, 120543840, 150917976, 105258076, 45995730, 13339535,
                                          2637558, 357423,   32670,     1925,      66,        1};
constexpr int kLanczosTerms = 13;

// REQUIRES: x > 0.
double lanczos_sum(double x) {
  double numerator = 0, denominator = 0;
  for (int k = 0; k < kLanczosTerms; ++k) {
    // From the end that keeps the powers small.
    int i = x < 5 ? kLanczosTerms - 1 - k : k;
    numerator = x < 5 ? numerator * x + kLanczosNumerator[i] : numerator / x + kLanczosNumerator[i];
    denominator = x < 5 ? denominator * x + kLanczosDenominator[i] : denominator / x + kLanczosDenominator[i];
  }
  return numerator / denominator;
}

// sin(pi x), exact at multiples of one half.
double sin_pi(double x) {
  double y = std::fmod(std::fabs(x), 2.0), result;
  switch (static_cast<int>(std::round(2.0 * y))) {
    case 0:
      result = std::sin(M_PI * y);
      break;
    case 1:
      result = std::cos(M_PI * (y - 0.5));
      break;
    case 2:
      result = std::sin(M_PI * (1.0 - y));
      break;
    case 3:
      result = -std::cos(M_PI * (y - 1.5));
      break;
    default:
      result = std::sin(M_PI * (y - 2.0));
      break;
  }
  return std::copysign(1.0, x) * result;
}

// REQUIRES: finite, not zero or a negative integer.
double gamma_of(double x) {
  constexpr double kFactorials[] = {1.0,
                                    1.0,
                                    2.0,
                                    6.0,
                                    24.0,
                                    120.0,
                                    720.0,
                                    5040.0,
                                    40320.0,
                                    362880.0,
                                    3628800.0,
                                    39916800.0,
                                    479001600.0,
                                    6227020800.0,
                                    87178291200.0,
                                    1307674368000.0,
                                    20922789888000.0,
                                    355687428096000.0,
                                    6402373705728000.0,
                                    121645100408832000.0,
                                    2432902008176640000.0,
                                    51090942171709440000.0,
                                    1124000727777607680000.0};
  if (x == std::floor(x) && x >= 1 && x <= 23) return kFactorials[static_cast<int>(x) - 1];
  double size = std::fabs(x);
  if (size < 1e-20) return 1.0 / x;
  if (size > 200) return x < 0 ? 0.0 / sin_pi(x) : HUGE_VAL;
  constexpr double kOffset = kLanczosG - 0.5;
  double y = size + kOffset;
  // What rounding y lost.
  double lost = size > kOffset ? (y - size) - kOffset : (y - kOffset) - size;
  lost = lost * kLanczosG / y;
  double root = size < 140 ? std::pow(y, size - 0.5) : std::pow(y, size / 2 - 0.25);
  double result;
  if (x < 0) {
    result = -M_PI / sin_pi(size) / size * std::exp(y) / lanczos_sum(size);
    result -= lost * result;
    result /= root;
    if (size >= 140) result /= root;
  } else {
    result = lanczos_sum(size) / std::exp(y);
    result += lost * result;
    result *= root;
    if (size >= 140) result *= root;
  }
  return result;
}

double log_gamma_of(double x) {
  if (x == 1 || x == 2) return 0.0;
  double size = std::fabs(x);
  if (size < 1e-20) return -std::log(size);
  double result = std::log(lanczos_sum(size)) - kLanczosG;
  result += (size - 0.5) * (std::log(size + kLanczosG - 0.5) - 1);
  if (x < 0) result = std::log(M_PI) - std::log(std::fabs(sin_pi(size))) - std::log(size) - result;
  return result;
}

Value gamma(Thread* T, Arguments args) {
  double x;
  if (!real(T, args[0], &x)) return kEmpty;
  if (std::isnan(x) || x == HUGE_VAL) return Value::from_double(x);
  if (std::isinf(x) || (x <= 0 && x == std::floor(x))) return domain_error(T);
  double r = gamma_of(x);
  return std::isinf(r) ? Value(range_error(T)) : Value::from_double(r);
}

Value log_gamma(Thread* T, Arguments args) {
  double x;
  if (!real(T, args[0], &x)) return kEmpty;
  if (std::isnan(x)) return Value::from_double(x);
  if (std::isinf(x)) return Value::from_double(HUGE_VAL);
  if (x <= 0 && x == std::floor(x)) return domain_error(T);
  double r = log_gamma_of(x);
  return std::isinf(r) ? Value(range_error(T)) : Value::from_double(r);
}

// Logarithm of any positive number, ints of any size included.
bool logarithm(Thread* T, Value v, double (*log)(double), double* out) {
  if (is_int(v)) {
    if (int_sign(v) <= 0) return domain_error(T);
    bool overflow;
    double x = int_to_double(T, v, &overflow);
    if (overflow) {
      long exponent;
      double fraction = mpz_get_d_2exp(&exponent, IntOperand(v));
      *out = log(fraction) + log(2.0) * static_cast<double>(exponent);
      return true;
    }
    *out = log(x);
    return true;
  }
  double x;
  if (!real(T, v, &x)) return false;
  if (x <= 0 && !std::isnan(x)) return domain_error(T);
  *out = log(x);
  return true;
}

Value log_function(Thread* T, Arguments args) {
  double numerator, denominator;
  if (!logarithm(T, args[0], std::log, &numerator)) return kEmpty;
  if (!args.has(1)) return Value::from_double(numerator);
  if (!logarithm(T, args[1], std::log, &denominator)) return kEmpty;
  if (denominator == 0) return raise(T, Builtin::kZeroDivisionError, "float division by zero");
  return Value::from_double(numerator / denominator);
}

Value log2_function(Thread* T, Arguments args) {
  double r;
  return logarithm(T, args[0], std::log2, &r) ? Value::from_double(r) : kEmpty;
}

Value log10_function(Thread* T, Arguments args) {
  double r;
  return logarithm(T, args[0], std::log10, &r) ? Value::from_double(r) : kEmpty;
}

template <double (*kFunction)(double, double)>
Value binary(Thread* T, Arguments args) {
  double x, y;
  if (!real(T, args[0], &x) || !real(T, args[1], &y)) return kEmpty;
  return Value::from_double(kFunction(x, y));
}

Value fmod_function(Thread* T, Arguments args) {
  double x, y;
  if (!real(T, args[0], &x) || !real(T, args[1], &y)) return kEmpty;
  if (std::isinf(y) && std::isfinite(x)) return Value::from_double(x);
  double r = std::fmod(x, y);
  if (std::isnan(r) && !std::isnan(x) && !std::isnan(y)) return domain_error(T);
  return Value::from_double(r);
}

Value remainder_function(Thread* T, Arguments args) {
  double x, y;
  if (!real(T, args[0], &x) || !real(T, args[1], &y)) return kEmpty;
  double r = std::remainder(x, y);
  if (std::isnan(r) && !std::isnan(x) && !std::isnan(y)) return domain_error(T);
  return Value::from_double(r);
}

Value pow_function(Thread* T, Arguments args) {
  double x, y;
  if (!real(T, args[0], &x) || !real(T, args[1], &y)) return kEmpty;
  double r = std::pow(x, y);
  if (std::isfinite(x) && std::isfinite(y)) {
    if (std::isnan(r)) return domain_error(T);
    if (std::isinf(r)) {
      if (x == 0) return domain_error(T);
      return range_error(T);
    }
  }
  return Value::from_double(r);
}

Value fma_function(Thread* T, Arguments args) {
  double x, y, z;
  if (!real(T, args[0], &x) || !real(T, args[1], &y) || !real(T, args[2], &z)) return kEmpty;
  double r = std::fma(x, y, z);
  if (std::isnan(r) && !std::isnan(x) && !std::isnan(y) && !std::isnan(z))
    return raise(T, Builtin::kValueError, "invalid operation in fma");
  if (std::isinf(r) && std::isfinite(x) && std::isfinite(y) && std::isfinite(z))
    return raise(T, Builtin::kOverflowError, "overflow in fma");
  return Value::from_double(r);
}

template <bool (*kTest)(double)>
Value test(Thread* T, Arguments args) {
  double x;
  return real(T, args[0], &x) ? Value::boolean(kTest(x)) : kEmpty;
}
bool is_nan(double x) {
  return std::isnan(x);
}
bool is_inf(double x) {
  return std::isinf(x);
}
bool is_finite(double x) {
  return std::isfinite(x);
}

Value isclose(Thread* T, Arguments args) {
  double a, b, relative = 1e-9, absolute = 0;
  if (!real(T, args[0], &a) || !real(T, args[1], &b)) return kEmpty;
  if (args.has(2) && !real(T, args[2], &relative)) return kEmpty;
  if (args.has(3) && !real(T, args[3], &absolute)) return kEmpty;
  if (relative < 0 || absolute < 0) return raise(T, Builtin::kValueError, "tolerances must be non-negative");
  if (a == b) return kTrue;
  if (std::isinf(a) || std::isinf(b)) return kFalse;
  double difference = std::fabs(b - a);
  return Value::boolean(difference <= std::fabs(relative * b) || difference <= std::fabs(relative * a) ||
                        difference <= absolute);
}

template <double (*kRound)(double)>
Value round_to_int(Thread* T, Value v, String* special) {
  if (v.is_float()) return make_int_from_double(T, kRound(v.as_float()));
  if (v.is_small_int()) return v;
  bool found = false;
  Value result = call_special(T, v, special, {}, &found);
  if (found || T->has_exception()) return result;
  double x;
  if (!real(T, v, &x)) return kEmpty;
  return make_int_from_double(T, kRound(x));
}

Value floor_function(Thread* T, Arguments args) {
  return round_to_int<std::floor>(T, args[0], names(T).dunder_floor);
}
Value ceil_function(Thread* T, Arguments args) {
  return round_to_int<std::ceil>(T, args[0], names(T).dunder_ceil);
}

Value trunc_function(Thread* T, Arguments args) {
  if (args[0].is_float()) return make_int_from_double(T, std::trunc(args[0].as_float()));
  bool found = false;
  Value result = call_special(T, args[0], names(T).dunder_trunc, {}, &found);
  if (found || T->has_exception()) return result;
  return raise(T, Builtin::kTypeError, "type {} doesn't define __trunc__ method", type_name(T, args[0]));
}

Value frexp_function(Thread* T, Arguments args) {
  double x;
  if (!real(T, args[0], &x)) return kEmpty;
  int exponent = 0;
  if (std::isfinite(x)) x = std::frexp(x, &exponent);
  return make_tuple(T, {Value::from_double(x), Value::small_int(exponent)});
}

Value ldexp_function(Thread* T, Arguments args) {
  double x;
  if (!real(T, args[0], &x)) return kEmpty;
  if (!is_int(args[1])) return raise(T, Builtin::kTypeError, "Expected an int as second argument to ldexp.");
  int64_t exponent;
  if (!int_fits_int64(args[1], &exponent)) exponent = int_sign(args[1]) < 0 ? INT64_MIN : INT64_MAX;
  if (x == 0 || !std::isfinite(x)) return Value::from_double(x);
  if (exponent > INT32_MAX) return range_error(T);
  if (exponent < INT32_MIN) return Value::from_double(std::copysign(0.0, x));
  double r = std::ldexp(x, static_cast<int>(exponent));
  return std::isinf(r) ? Value(range_error(T)) : Value::from_double(r);
}

Value modf_function(Thread* T, Arguments args) {
  double x, whole;
  if (!real(T, args[0], &x)) return kEmpty;
  double fraction = std::modf(x, &whole);
  return make_tuple(T, {Value::from_double(fraction), Value::from_double(whole)});
}

Value nextafter_function(Thread* T, Arguments args) {
  double x, y;
  if (!real(T, args[0], &x) || !real(T, args[1], &y)) return kEmpty;
  if (!args.has(2) || args[2].is_none()) return Value::from_double(std::nextafter(x, y));
  Value steps = to_index(T, args[2]);
  if (!steps) return kEmpty;
  if (int_sign(steps) < 0) return raise(T, Builtin::kValueError, "steps must be a non-negative integer");
  if (int_sign(steps) == 0 || std::isnan(x)) return Value::from_double(x);
  if (std::isnan(y)) return Value::from_double(y);
  // On the line of all doubles in order, numbered from the most negative one.
  auto number = [](double d) {
    auto bits = std::bit_cast<int64_t>(d);
    return bits < 0 ? -static_cast<__int128>(bits & INT64_MAX) : static_cast<__int128>(bits);
  };
  __int128 from = number(x), to = number(y);
  int64_t count;
  __int128 distance = from < to ? to - from : from - to;
  __int128 walk = int_fits_int64(steps, &count) && count < distance ? count : distance;
  __int128 result = from < to ? from + walk : from - walk;
  if (walk == distance) return Value::from_double(y);
  auto magnitude = static_cast<int64_t>(result < 0 ? -result : result);
  double d = std::bit_cast<double>(magnitude);
  return Value::from_double(result < 0 || (result == 0 && x < 0) ? -d : d);
}

Value ulp_function(Thread* T, Arguments args) {
  double x;
  if (!real(T, args[0], &x)) return kEmpty;
  if (std::isnan(x)) return Value::from_double(x);
  x = std::fabs(x);
  if (std::isinf(x)) return Value::from_double(x);
  double next = std::nextafter(x, HUGE_VAL);
  return Value::from_double(std::isinf(next) ? x - std::nextafter(x, -HUGE_VAL) : next - x);
}

// --- Sums that are rounded once

class ExactSum {
 public:
  // Adds a finite number. False: the sum overflowed.
  bool add(double x) {
    size_t kept = 0;
    for (double y : partials_) {
      if (std::fabs(x) < std::fabs(y)) std::swap(x, y);
      double high = x + y, low = y - (high - x);
      if (low != 0) partials_[kept++] = low;
      x = high;
    }
    partials_.resize(kept);
    if (x != 0) {
      if (!std::isfinite(x)) return false;
      partials_.push_back(x);
    }
    return true;
  }

  double result() const {
    size_t n = partials_.size();
    double high = 0, low = 0;
    if (n == 0) return 0.0;
    high = partials_[--n];
    while (n > 0) {
      double x = high, y = partials_[--n];
      high = x + y;
      low = y - (high - x);
      if (low != 0) break;
    }
    // Half-way cases go to even only when the parts below do not decide them.
    if (n > 0 && ((low < 0 && partials_[n - 1] < 0) || (low > 0 && partials_[n - 1] > 0))) {
      double y = low * 2.0, x = high + y;
      if (y == x - high) high = x;
    }
    return high;
  }

 private:
  std::vector<double> partials_;
};

Value fsum(Thread* T, Arguments args) {
  ExactSum sum;
  double special = 0, infinities = 0;
  bool is_special = false;
  bool good = for_each(T, args[0], [&](Value item) {
    double x;
    if (!real(T, item, &x)) return false;
    if (!std::isfinite(x)) {
      is_special = true;
      if (std::isinf(x)) infinities += x;
      special += x;
      return true;
    }
    return sum.add(x) || raise(T, Builtin::kOverflowError, "intermediate overflow in fsum");
  });
  if (!good) return kEmpty;
  if (is_special) {
    if (std::isnan(infinities)) return raise(T, Builtin::kValueError, "-inf + inf in fsum");
    return Value::from_double(special);
  }
  return Value::from_double(sum.result());
}

Value sumprod(Thread* T, Arguments args) {
  Tuple* p = tuple_from_iterable(T, args[0]);
  Tuple* q = p ? tuple_from_iterable(T, args[1]) : nullptr;
  if (!q) return kEmpty;
  if (p->length != q->length) return raise(T, Builtin::kValueError, "Inputs are not the same length");
  bool has_float = false, all_numbers = true;
  for (Tuple* side : {p, q}) {
    for (size_t i = 0; i < side->length; ++i) {
      Value v = (*side)[i];
      has_float = has_float || v.is_float();
      all_numbers = all_numbers && (v.is_float() || v.is_small_int());
    }
  }
  if (has_float && all_numbers) {
    ExactSum sum;
    bool plain = true;
    for (size_t i = 0; plain && i < p->length; ++i) {
      double x = 0, y = 0;
      (void)real(T, (*p)[i], &x);
      (void)real(T, (*q)[i], &y);
      double high = x * y, low = std::fma(x, y, -high);
      plain = std::isfinite(high) && sum.add(high) && sum.add(low);
    }
    if (plain) return Value::from_double(sum.result());
  }
  Value total = Value::small_int(0);
  for (size_t i = 0; i < p->length; ++i) {
    Value product = binary_operation(T, BinaryOperator::kMultiply, (*p)[i], (*q)[i]);
    total = product ? binary_operation(T, BinaryOperator::kAdd, total, product) : kEmpty;
    if (!total) return kEmpty;
  }
  return total;
}

Value prod(Thread* T, Arguments args) {
  Value result = args.has(1) ? args[1] : Value::small_int(1);
  bool good = for_each(T, args[0], [&](Value item) {
    result = binary_operation(T, BinaryOperator::kMultiply, result, item);
    return bool(result);
  });
  return good ? result : kEmpty;
}

// The length of a vector without overflow on the way.
double norm(const std::vector<double>& parts) {
  double largest = 0;
  bool has_nan = false;
  for (double x : parts) {
    if (std::isinf(x)) return HUGE_VAL;
    has_nan = has_nan || std::isnan(x);
    largest = std::max(largest, std::fabs(x));
  }
  if (has_nan) return std::nan("");
  if (largest == 0) return 0.0;
  int exponent;
  std::frexp(largest, &exponent);
  // Squares of scaled numbers in twice the precision; the root is corrected once by what its square misses.
  double sum = 0, rest = 0;
  for (double x : parts) {
    double scaled = std::ldexp(x, -exponent);
    double square = scaled * scaled, error = std::fma(scaled, scaled, -square);
    double next = sum + square;
    double carried = std::fabs(sum) >= square ? square - (next - sum) : sum - (next - square);
    rest += error + carried;
    sum = next;
  }
  double root = std::sqrt(sum + rest);
  double square = root * root, error = std::fma(root, root, -square);
  root += ((sum - square) - error + rest) / (2 * root);
  return std::ldexp(root, exponent);
}

Value hypot(Thread* T, Arguments args) {
  std::vector<double> parts;
  for (uint32_t i = 0; i < args.rest_count; ++i) {
    double x;
    if (!real(T, args.rest[i], &x)) return kEmpty;
    parts.push_back(x);
  }
  double r = norm(parts);
  return Value::from_double(r);
}

Value dist(Thread* T, Arguments args) {
  Tuple* p = tuple_from_iterable(T, args[0]);
  Tuple* q = p ? tuple_from_iterable(T, args[1]) : nullptr;
  if (!q) return kEmpty;
  if (p->length != q->length)
    return raise(T, Builtin::kValueError, "both points must have the same number of dimensions");
  std::vector<double> parts;
  for (size_t i = 0; i < p->length; ++i) {
    double x, y;
    if (!real(T, (*p)[i], &x) || !real(T, (*q)[i], &y)) return kEmpty;
    parts.push_back(x - y);
  }
  return Value::from_double(norm(parts));
}

// --- Ints

Value factorial(Thread* T, Arguments args) {
  Value n = to_index(T, args[0]);
  int64_t i;
  if (!n) return kEmpty;
  if (int_sign(n) < 0) return raise(T, Builtin::kValueError, "factorial() not defined for negative values");
  if (!int_fits_int64(n, &i))
    return raise(T, Builtin::kOverflowError, "factorial() argument should not exceed {}", INT64_MAX);
  if (i > 200'000'000) return raise_memory_error(T);
  Mpz result;
  mpz_fac_ui(result, static_cast<unsigned long>(i));
  return make_int_from_mpz(T, result);
}

Value comb(Thread* T, Arguments args) {
  Value n = to_index(T, args[0]), k = n ? to_index(T, args[1]) : kEmpty;
  if (!k) return kEmpty;
  if (int_sign(n) < 0) return raise(T, Builtin::kValueError, "n must be a non-negative integer");
  if (int_sign(k) < 0) return raise(T, Builtin::kValueError, "k must be a non-negative integer");
  if (int_compare(k, n) > 0) return Value::small_int(0);
  Value other = int_binary(T, BinaryOperator::kSubtract, n, k);
  if (!other) return kEmpty;
  if (int_compare(other, k) < 0) k = other;
  int64_t count;
  if (!int_fits_int64(k, &count))
    return raise(T, Builtin::kOverflowError, "min(n - k, k) must not exceed {}", INT64_MAX);
  Mpz result;
  mpz_bin_ui(result, IntOperand(n), static_cast<unsigned long>(count));
  return make_int_from_mpz(T, result);
}

Value perm(Thread* T, Arguments args) {
  if (!args.has(1) || args[1].is_none()) return factorial(T, args);
  Value n = to_index(T, args[0]), k = n ? to_index(T, args[1]) : kEmpty;
  if (!k) return kEmpty;
  if (int_sign(n) < 0) return raise(T, Builtin::kValueError, "n must be a non-negative integer");
  if (int_sign(k) < 0) return raise(T, Builtin::kValueError, "k must be a non-negative integer");
  if (int_compare(k, n) > 0) return Value::small_int(0);
  int64_t count;
  if (!int_fits_int64(k, &count)) return raise(T, Builtin::kOverflowError, "k must not exceed {}", INT64_MAX);
  if (static_cast<unsigned __int128>(count) * int_bit_length(n) > (uint64_t{1} << 34)) return raise_memory_error(T);
  Mpz result, factor;
  mpz_set_ui(result, 1);
  mpz_set(factor, IntOperand(n));
  for (int64_t i = 0; i < count; ++i) {
    mpz_mul(result, result, factor);
    mpz_sub_ui(factor, factor, 1);
  }
  return make_int_from_mpz(T, result);
}

Value isqrt(Thread* T, Arguments args) {
  Value n = to_index(T, args[0]);
  if (!n) return kEmpty;
  if (int_sign(n) < 0) return raise(T, Builtin::kValueError, "isqrt() argument must be nonnegative");
  Mpz result;
  mpz_sqrt(result, IntOperand(n));
  return make_int_from_mpz(T, result);
}

Value gcd(Thread* T, Arguments args) {
  if (args.rest_count == 2 && args.rest[0].is_small_int() && args.rest[1].is_small_int()) {
    return make_int(T, std::gcd(args.rest[0].as_small_int(), args.rest[1].as_small_int()));
  }
  Mpz result;
  for (uint32_t i = 0; i < args.rest_count; ++i) {
    Value v = to_index(T, args.rest[i]);
    if (!v) return kEmpty;
    mpz_gcd(result, result, IntOperand(v));
  }
  return make_int_from_mpz(T, result);
}

Value lcm(Thread* T, Arguments args) {
  Mpz result;
  mpz_set_ui(result, 1);
  for (uint32_t i = 0; i < args.rest_count; ++i) {
    Value v = to_index(T, args.rest[i]);
    if (!v) return kEmpty;
    mpz_lcm(result, result, IntOperand(v));
  }
  return make_int_from_mpz(T, result);
}

const NativeMethod kFunctions[] = {
    {"acos(x, /)", unary<std::acos, false>, "Return the arc cosine (measured in radians) of x."},
    {"acosh(x, /)", unary<std::acosh, false>, "Return the inverse hyperbolic cosine of x."},
    {"asin(x, /)", unary<std::asin, false>, "Return the arc sine (measured in radians) of x."},
    {"asinh(x, /)", unary<std::asinh, false>, "Return the inverse hyperbolic sine of x."},
    {"atan(x, /)", unary<std::atan, false>, "Return the arc tangent (measured in radians) of x."},
    {"atan2(y, x, /)", binary<std::atan2>, "Return the arc tangent (measured in radians) of y/x."},
    {"atanh(x, /)", unary<std::atanh, false>, "Return the inverse hyperbolic tangent of x."},
    {"cbrt(x, /)", unary<std::cbrt, false>, "Return the cube root of x."},
    {"ceil(x, /)", ceil_function, "Return the ceiling of x as an Integral."},
    {"comb(n, k, /)", comb, "Number of ways to choose k items from n items without repetition and without order."},
    {"copysign(x, y, /)", binary<std::copysign>,
     "Return a float with the magnitude (absolute value) of x but the sign of y."},
    {"cos(x, /)", unary<std::cos, false>, "Return the cosine of x (measured in radians)."},
    {"cosh(x, /)", unary<std::cosh, true>, "Return the hyperbolic cosine of x."},
    {"degrees(x, /)", unary<degrees, true>, "Convert angle x from radians to degrees."},
    {"dist(p, q, /)", dist, "Return the Euclidean distance between two points p and q."},
    {"erf(x, /)", unary<std::erf, false>, "Error function at x."},
    {"erfc(x, /)", unary<std::erfc, false>, "Complementary error function at x."},
    {"exp(x, /)", unary<std::exp, true>, "Return e raised to the power of x."},
    {"exp2(x, /)", unary<std::exp2, true>, "Return 2 raised to the power of x."},
    {"expm1(x, /)", unary<std::expm1, true>, "Return exp(x)-1."},
    {"fabs(x, /)", unary<std::fabs, false>, "Return the absolute value of the float x."},
    {"factorial(n, /)", factorial, "Find n!."},
    {"floor(x, /)", floor_function, "Return the floor of x as an Integral."},
    {"fma(x, y, z, /)", fma_function, "Fused multiply-add operation."},
    {"fmod(x, y, /)", fmod_function, "Return fmod(x, y), according to platform C."},
    {"frexp(x, /)", frexp_function, "Return the mantissa and exponent of x, as pair (m, e)."},
    {"fsum(seq, /)", fsum, "Return an accurate floating-point sum of values in the iterable seq."},
    {"gamma(x, /)", gamma, "Gamma function at x."},
    {"gcd(*integers)", gcd, "Greatest Common Divisor."},
    {"hypot(*coordinates)", hypot, "Multidimensional Euclidean distance from the origin to a point."},
    {"isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", isclose,
     "Determine whether two floating-point numbers are close in value."},
    {"isfinite(x, /)", test<is_finite>, "Return True if x is neither an infinity nor a NaN, and False otherwise."},
    {"isinf(x, /)", test<is_inf>, "Return True if x is a positive or negative infinity, and False otherwise."},
    {"isnan(x, /)", test<is_nan>, "Return True if x is a NaN (not a number), and False otherwise."},
    {"isqrt(n, /)", isqrt, "Return the integer part of the square root of the input."},
    {"lcm(*integers)", lcm, "Least Common Multiple."},
    {"ldexp(x, i, /)", ldexp_function, "Return x * (2**i)."},
    {"lgamma(x, /)", log_gamma, "Natural logarithm of absolute value of Gamma function at x."},
    {"log(x, base=<unrepresentable>, /)", log_function, "Return the logarithm of x to the given base (default: e)."},
    {"log10(x, /)", log10_function, "Return the base 10 logarithm of x."},
    {"log1p(x, /)", unary<std::log1p, false>, "Return the natural logarithm of 1+x (base e)."},
    {"log2(x, /)", log2_function, "Return the base 2 logarithm of x."},
    {"modf(x, /)", modf_function, "Return the fractional and integer parts of x."},
    {"nextafter(x, y, /, *, steps=None)", nextafter_function,
     "Return the floating-point value the given number of steps after x towards y."},
    {"perm(n, k=None, /)", perm, "Number of ways to choose k items from n items without repetition and with order."},
    {"pow(x, y, /)", pow_function, "Return x**y (x to the power of y)."},
    {"prod(iterable, /, *, start=1)", prod, "Calculate the product of all the elements in the input iterable."},
    {"radians(x, /)", unary<radians, false>, "Convert angle x from degrees to radians."},
    {"remainder(x, y, /)", remainder_function, "Difference between x and the closest integer multiple of y."},
    {"sin(x, /)", unary<std::sin, false>, "Return the sine of x (measured in radians)."},
    {"sinh(x, /)", unary<std::sinh, true>, "Return the hyperbolic sine of x."},
    {"sqrt(x, /)", unary<std::sqrt, false>, "Return the square root of x."},
    {"sumprod(p, q, /)", sumprod, "Return the sum of products of values from two iterables p and q."},
    {"tan(x, /)", unary<std::tan, false>, "Return the tangent of x (measured in radians)."},
    {"tanh(x, /)", unary<std::tanh, false>, "Return the hyperbolic tangent of x."},
    {"trunc(x, /)", trunc_function, "Truncates the Real x to the nearest Integral toward 0."},
    {"ulp(x, /)", ulp_function, "Return the value of the least significant bit of the float x."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_math_module(Thread* T) {
  Module* module = make_module(T, "math");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  bool good = module_set(T, module, "pi", Value::from_double(M_PI)) &&
              module_set(T, module, "e", Value::from_double(M_E)) &&
              module_set(T, module, "tau", Value::from_double(2 * M_PI)) &&
              module_set(T, module, "inf", Value::from_double(HUGE_VAL)) &&
              module_set(T, module, "nan", Value::from_double(std::nan("")));
  return good ? Value(module) : kEmpty;
}

}  // namespace gilded
