// The General Decimal Arithmetic on plain numbers: no Python values, no exceptions.
//
// An operation computes exactly, or far enough, and then rounds to its Settings (finish), where it leaves the
// conditions it met in `status`. Operands that are NaN are the business of propagate_nan; operations other than it and
// finish REQUIRE that there is none. Functions that return bool return false when memory is used up or a result would
// be too large to hold, and nothing else. Pure functions: safe from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "stdlib/native/decimal_natural.h"

namespace gilded::decimal {

// In the order in which an exception lists what was trapped. The first five are one signal, InvalidOperation.
enum Condition : uint32_t {
  kInvalidOperation = 1,
  kConversionSyntax = 2,
  kDivisionImpossible = 4,
  kDivisionUndefined = 8,
  kInvalidContext = 16,
  kFloatOperation = 32,
  kDivisionByZero = 64,
  kOverflow = 128,
  kUnderflow = 256,
  kSubnormal = 512,
  kInexact = 1024,
  kRounded = 2048,
  kClamped = 4096,
};
inline constexpr uint32_t kAllInvalid = 31;
inline constexpr uint32_t kAllConditions = 8191;
inline constexpr int kConditionCount = 13;

enum class Rounding : uint8_t { kDown, kHalfUp, kHalfEven, kCeiling, kFloor, kUp, kHalfDown, k05Up };
inline constexpr int kRoundingCount = 8;

inline constexpr int64_t kMaxPrecision = 999999999999999999;
inline constexpr int64_t kMaxExponent = 999999999999999999;
inline constexpr int64_t kMinTinyExponent = -2 * kMaxExponent + 1;

struct Settings {
  int64_t precision = 28, lowest_exponent = -999999, highest_exponent = 999999;
  Rounding rounding = Rounding::kHalfEven;
  bool clamp = false;
  bool capitals = true;
  uint32_t status = 0;

  int64_t tiny_exponent() const { return lowest_exponent - precision + 1; }
  int64_t top_exponent() const { return highest_exponent - precision + 1; }
};

enum class Special : uint8_t { kNone, kInfinity, kQuietNaN, kSignalingNaN };

struct Number {
  bool is_negative = false;
  Special special = Special::kNone;
  int64_t exponent = 0;
  Natural coefficient;  // of a NaN: its diagnostic number; of an infinity: 0

  bool is_finite() const { return special == Special::kNone; }
  bool is_nan() const { return special >= Special::kQuietNaN; }
  bool is_infinite() const { return special == Special::kInfinity; }
  bool is_zero() const { return is_finite() && coefficient.is_zero(); }
  // The exponent of the first digit. REQUIRES: is_finite().
  int64_t adjusted() const { return exponent + coefficient.digit_count() - 1; }
  void set_special(Special kind, bool negative) {
    special = kind;
    is_negative = negative;
    exponent = 0;
    coefficient.set(0);
  }
  void set_zero(bool negative, int64_t new_exponent) {
    special = Special::kNone;
    is_negative = negative;
    exponent = new_exponent;
    coefficient.set(0);
  }
  bool set(const Number& other) {
    is_negative = other.is_negative;
    special = other.special;
    exponent = other.exponent;
    return coefficient.set(other.coefficient);
  }
  // An operation without a result.
  void set_invalid(Settings& settings, uint32_t condition) {
    settings.status |= condition;
    set_special(Special::kQuietNaN, false);
  }
};

// Rounds to the precision and the exponents of the settings.
bool finish(Number& n, Settings& settings);
// When one of the operands is a NaN: its result, and *is_nan. `b` may be null.
bool propagate_nan(const Number& a, const Number* b, Number& result, Settings& settings, bool* is_nan);

bool add(const Number& a, const Number& b, bool negate_b, Number& result, Settings& settings);
bool multiply(const Number& a, const Number& b, Number& result, Settings& settings);
bool divide(const Number& a, const Number& b, Number& result, Settings& settings);
// a // b and a % b; either result may be null.
bool divide_integer(const Number& a, const Number& b, Number* quotient, Number* remainder, Settings& settings);
bool quantize(const Number& a, int64_t exponent, Number& result, Settings& settings);
// With another exponent, and whether digits were lost; no conditions.
bool rescale(const Number& a, int64_t exponent, Rounding rounding, Number& result, bool* inexact);
// *order: < 0, 0, > 0.
bool compare(const Number& a, const Number& b, int* order);
// As Python's hash of the int, Fraction or float of the same value. REQUIRES: is_finite().
int64_t hash_of(const Number& n);

// *valid: false where the text, which has no space around it, is no number. The exponent is kept within 4 * 10^18.
bool parse(std::string_view text, Number& result, bool* valid);
std::string to_text(const Number& n, bool engineering, bool capitals);

}  // namespace gilded::decimal
