#include "stdlib/native/decimal_arithmetic.h"

#include <algorithm>
#include <utility>

namespace gilded::decimal {

namespace {

constexpr int64_t kExponentLimit = 4000000000000000000;
constexpr uint64_t kHashModulus = (uint64_t{1} << 61) - 1;

// Drops the last `count` digits. `digits` is how many there are.
bool drop_digits(Natural& coefficient, int64_t count, int64_t digits, Rounding rounding, bool is_negative,
                 bool* inexact) {
  int order;
  bool rest_is_zero;
  if (count > digits + 1) {
    // Far below half of the last digit that stays.
    rest_is_zero = coefficient.is_zero();
    order = -1;
    coefficient.set(0);
  } else if (!coefficient.divide_by_power_of_ten(count, &order, &rest_is_zero)) {
    return false;
  }
  *inexact = !rest_is_zero;
  if (rest_is_zero) return true;
  bool up = false;
  switch (rounding) {
    case Rounding::kDown:
      break;
    case Rounding::kUp:
      up = true;
      break;
    case Rounding::kHalfUp:
      up = order >= 0;
      break;
    case Rounding::kHalfDown:
      up = order > 0;
      break;
    case Rounding::kHalfEven:
      up = order > 0 || (order == 0 && coefficient.is_odd());
      break;
    case Rounding::kCeiling:
      up = !is_negative;
      break;
    case Rounding::kFloor:
      up = is_negative;
      break;
    case Rounding::k05Up:
      up = coefficient.modulo(5) == 0;
      break;
  }
  return !up || coefficient.add_one();
}

// The result of an overflow: the largest number or an infinity.
bool set_overflow(Number& n, Settings& settings) {
  settings.status |= kOverflow | kInexact | kRounded;
  bool to_infinity;
  switch (settings.rounding) {
    case Rounding::kHalfUp:
    case Rounding::kHalfEven:
    case Rounding::kHalfDown:
    case Rounding::kUp:
      to_infinity = true;
      break;
    case Rounding::kFloor:
      to_infinity = n.is_negative;
      break;
    case Rounding::kCeiling:
      to_infinity = !n.is_negative;
      break;
    default:
      to_infinity = false;
  }
  if (to_infinity) {
    n.set_special(Special::kInfinity, n.is_negative);
    return true;
  }
  Natural one(1), power(1);
  if (!power.multiply_by_power_of_ten(settings.precision) || !n.coefficient.difference(power, one)) return false;
  n.exponent = settings.top_exponent();
  return true;
}

uint64_t multiply_modulo(uint64_t a, uint64_t b) {
  return static_cast<uint64_t>(static_cast<unsigned __int128>(a) * b % kHashModulus);
}

uint64_t power_modulo(uint64_t base, uint64_t exponent) {
  uint64_t result = 1;
  for (; exponent; exponent >>= 1) {
    if (exponent & 1) result = multiply_modulo(result, base);
    base = multiply_modulo(base, base);
  }
  return result;
}

// Is `text`, but for the case of its letters, the lower-case `word`?
bool equals_word(std::string_view text, std::string_view word) {
  return std::equal(text.begin(), text.end(), word.begin(), word.end(), [](char a, char b) { return (a | 0x20) == b; });
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

bool finish(Number& n, Settings& settings) {
  if (n.special != Special::kNone) {
    int64_t room = settings.precision - settings.clamp;
    if (n.is_nan() && !n.coefficient.is_zero() && n.coefficient.digit_count() > room)
      return n.coefficient.modulo_power_of_ten(room);
    return true;
  }
  int64_t tiny = settings.tiny_exponent(), top = settings.top_exponent();
  if (n.coefficient.is_zero()) {
    int64_t fitting = std::min(std::max(n.exponent, tiny), settings.clamp ? top : settings.highest_exponent);
    if (fitting != n.exponent) settings.status |= kClamped;
    n.exponent = fitting;
    return true;
  }
  int64_t digits = n.coefficient.digit_count();
  int64_t lowest = digits + n.exponent - settings.precision;
  if (lowest > top) return set_overflow(n, settings);
  bool is_subnormal = lowest < tiny;
  if (is_subnormal) {
    lowest = tiny;
    settings.status |= kSubnormal;
  }
  if (n.exponent < lowest) {
    bool inexact;
    if (!drop_digits(n.coefficient, lowest - n.exponent, digits, settings.rounding, n.is_negative, &inexact))
      return false;
    n.exponent = lowest;
    settings.status |= kRounded;
    if (inexact) {
      settings.status |= kInexact;
      if (is_subnormal) settings.status |= kUnderflow;
      if (n.coefficient.digit_count() > settings.precision) {
        // 99...9 was rounded up to a one and zeros.
        int order;
        bool exact;
        if (!n.coefficient.divide_by_power_of_ten(1, &order, &exact)) return false;
        if (++n.exponent > top) return set_overflow(n, settings);
      }
    }
    if (n.coefficient.is_zero()) settings.status |= kClamped;
    return true;
  }
  if (settings.clamp && n.exponent > top) {
    settings.status |= kClamped;
    if (!n.coefficient.multiply_by_power_of_ten(n.exponent - top)) return false;
    n.exponent = top;
  }
  return true;
}

bool propagate_nan(const Number& a, const Number* b, Number& result, Settings& settings, bool* is_nan) {
  const Number* source = nullptr;
  if (a.special == Special::kSignalingNaN) {
    source = &a;
  } else if (b && b->special == Special::kSignalingNaN) {
    source = b;
  } else if (a.special == Special::kQuietNaN) {
    source = &a;
  } else if (b && b->special == Special::kQuietNaN) {
    source = b;
  }
  *is_nan = source != nullptr;
  if (!source) return true;
  if (source->special == Special::kSignalingNaN) settings.status |= kInvalidOperation;
  if (!result.set(*source)) return false;
  result.special = Special::kQuietNaN;
  return finish(result, settings);
}

bool rescale(const Number& a, int64_t exponent, Rounding rounding, Number& result, bool* inexact) {
  *inexact = false;
  if (!result.set(a)) return false;
  if (a.special != Special::kNone) return true;
  result.exponent = exponent;
  if (a.coefficient.is_zero()) return true;
  if (a.exponent >= exponent) return result.coefficient.multiply_by_power_of_ten(a.exponent - exponent);
  return drop_digits(result.coefficient, exponent - a.exponent, a.coefficient.digit_count(), rounding, a.is_negative,
                     inexact);
}

bool add(const Number& a, const Number& b, bool negate_b, Number& result, Settings& settings) {
  bool b_is_negative = b.is_negative != negate_b;
  if (a.is_infinite() || b.is_infinite()) {
    if (a.is_infinite() && b.is_infinite() && a.is_negative != b_is_negative) {
      result.set_invalid(settings, kInvalidOperation);
    } else {
      result.set_special(Special::kInfinity, a.is_infinite() ? a.is_negative : b_is_negative);
    }
    return true;
  }
  bool signs_differ = a.is_negative != b_is_negative;
  bool zero_is_negative = signs_differ ? settings.rounding == Rounding::kFloor : a.is_negative;
  int64_t exponent = std::min(a.exponent, b.exponent);
  if (a.coefficient.is_zero() && b.coefficient.is_zero()) {
    result.set_zero(zero_is_negative, exponent);
    return finish(result, settings);
  }
  if (a.coefficient.is_zero() || b.coefficient.is_zero()) {
    // The exponent goes down to the zero's, but not further than there can be digits.
    const Number& other = a.coefficient.is_zero() ? b : a;
    if (!result.set(other)) return false;
    result.is_negative = a.coefficient.is_zero() ? b_is_negative : a.is_negative;
    exponent = std::max(exponent, other.exponent - settings.precision - 1);
    if (!result.coefficient.multiply_by_power_of_ten(other.exponent - exponent)) return false;
    result.exponent = exponent;
    return finish(result, settings);
  }
  result.special = Special::kNone;
  const Natural* left = &a.coefficient;
  const Natural* right = &b.coefficient;
  Natural high_coefficient, low_coefficient;
  if (a.exponent != b.exponent) {
    bool a_is_high = a.exponent > b.exponent;
    const Number& high = a_is_high ? a : b;
    const Number& low = a_is_high ? b : a;
    // Of a number that is far too small only its being there matters.
    const Natural* low_part = &low.coefficient;
    int64_t high_digits = high.coefficient.digit_count();
    int64_t limit = high.exponent + std::min<int64_t>(-1, high_digits - settings.precision - 2);
    if (low.adjusted() < limit) {
      low_coefficient.set(1);
      low_part = &low_coefficient;
      exponent = limit;
    }
    if (!high_coefficient.set(high.coefficient) || !high_coefficient.multiply_by_power_of_ten(high.exponent - exponent))
      return false;
    left = a_is_high ? &high_coefficient : low_part;
    right = a_is_high ? low_part : &high_coefficient;
  }
  result.exponent = exponent;
  if (!signs_differ) {
    result.is_negative = a.is_negative;
    return result.coefficient.sum(*left, *right) && finish(result, settings);
  }
  int order = compare(*left, *right);
  if (order == 0) {
    result.set_zero(zero_is_negative, exponent);
    return finish(result, settings);
  }
  result.is_negative = order > 0 ? a.is_negative : b_is_negative;
  return (order > 0 ? result.coefficient.difference(*left, *right) : result.coefficient.difference(*right, *left)) &&
         finish(result, settings);
}

bool multiply(const Number& a, const Number& b, Number& result, Settings& settings) {
  bool is_negative = a.is_negative != b.is_negative;
  if (a.is_infinite() || b.is_infinite()) {
    if (a.is_zero() || b.is_zero()) {
      result.set_invalid(settings, kInvalidOperation);
    } else {
      result.set_special(Special::kInfinity, is_negative);
    }
    return true;
  }
  result.special = Special::kNone;
  result.is_negative = is_negative;
  result.exponent = a.exponent + b.exponent;
  return result.coefficient.product(a.coefficient, b.coefficient) && finish(result, settings);
}

bool divide(const Number& a, const Number& b, Number& result, Settings& settings) {
  bool is_negative = a.is_negative != b.is_negative;
  if (a.is_infinite()) {
    if (b.is_infinite()) {
      result.set_invalid(settings, kInvalidOperation);
    } else {
      result.set_special(Special::kInfinity, is_negative);
    }
    return true;
  }
  if (b.is_infinite()) {
    settings.status |= kClamped;
    result.set_zero(is_negative, settings.tiny_exponent());
    return true;
  }
  if (b.coefficient.is_zero()) {
    if (a.coefficient.is_zero()) {
      result.set_invalid(settings, kDivisionUndefined);
    } else {
      settings.status |= kDivisionByZero;
      result.set_special(Special::kInfinity, is_negative);
    }
    return true;
  }
  int64_t ideal = a.exponent - b.exponent;
  if (a.coefficient.is_zero()) {
    result.set_zero(is_negative, ideal);
    return finish(result, settings);
  }
  // One digit more than the precision at least.
  int64_t shift = b.coefficient.digit_count() - a.coefficient.digit_count() + settings.precision + 1;
  Natural shifted, rest;
  const Natural& scaled = shift >= 0 ? a.coefficient : b.coefficient;
  if (!shifted.set(scaled) || !shifted.multiply_by_power_of_ten(shift >= 0 ? shift : -shift)) return false;
  result.special = Special::kNone;
  result.is_negative = is_negative;
  result.exponent = ideal - shift;
  if (!(shift >= 0 ? result.coefficient.quotient(shifted, b.coefficient, &rest)
                   : result.coefficient.quotient(a.coefficient, shifted, &rest)))
    return false;
  if (!rest.is_zero()) {
    // So that it looks neither exact nor halfway.
    if (result.coefficient.modulo(5) == 0 && !result.coefficient.add_one()) return false;
  } else if (shift > 0) {
    // Exact: towards the exponent that a division on paper has.
    result.exponent += result.coefficient.strip_zeros(shift);
  }
  return finish(result, settings);
}

bool divide_integer(const Number& a, const Number& b, Number* quotient, Number* remainder, Settings& settings) {
  bool is_negative = a.is_negative != b.is_negative;
  auto fail = [&](uint32_t condition) {
    if (quotient) quotient->set_invalid(settings, condition);
    if (remainder) remainder->set_invalid(settings, condition);
    return true;
  };
  if (a.is_infinite()) {
    if (b.is_infinite() || !quotient) return fail(kInvalidOperation);
    quotient->set_special(Special::kInfinity, is_negative);
    if (remainder) remainder->set_invalid(settings, kInvalidOperation);
    return true;
  }
  if (b.is_zero()) {
    if (a.is_zero()) return fail(kDivisionUndefined);
    if (remainder) remainder->set_invalid(settings, kInvalidOperation);
    if (quotient) {
      settings.status |= kDivisionByZero;
      quotient->set_special(Special::kInfinity, is_negative);
    }
    return true;
  }
  int64_t difference = a.adjusted() - (b.is_infinite() ? 0 : b.adjusted());
  if (a.is_zero() || b.is_infinite() || difference <= -2) {
    if (quotient) {
      quotient->set_zero(is_negative, 0);
      if (!b.is_infinite() && !finish(*quotient, settings)) return false;
    }
    if (!remainder) return true;
    bool inexact;
    int64_t ideal = b.is_infinite() ? a.exponent : std::min(a.exponent, b.exponent);
    // Finite, but far beyond any precision: let finish() round it.
    if (!a.is_zero()) ideal = std::max(ideal, a.exponent - settings.precision - 1);
    return rescale(a, ideal, settings.rounding, *remainder, &inexact) && finish(*remainder, settings);
  }
  if (difference > settings.precision) return fail(kDivisionImpossible);
  Natural scaled, whole, rest;
  bool a_is_high = a.exponent >= b.exponent;
  int64_t distance = a_is_high ? a.exponent - b.exponent : b.exponent - a.exponent;
  if (!scaled.set(a_is_high ? a.coefficient : b.coefficient) || !scaled.multiply_by_power_of_ten(distance) ||
      !(a_is_high ? whole.quotient(scaled, b.coefficient, &rest) : whole.quotient(a.coefficient, scaled, &rest)))
    return false;
  if (!whole.is_zero() && whole.digit_count() > settings.precision) return fail(kDivisionImpossible);
  if (quotient) {
    quotient->set_zero(is_negative, 0);
    quotient->coefficient.swap(whole);
    if (!finish(*quotient, settings)) return false;
  }
  if (!remainder) return true;
  remainder->set_zero(a.is_negative, std::min(a.exponent, b.exponent));
  remainder->coefficient.swap(rest);
  return finish(*remainder, settings);
}

bool quantize(const Number& a, int64_t exponent, Number& result, Settings& settings) {
  if (exponent < settings.tiny_exponent() || exponent > settings.highest_exponent) {
    result.set_invalid(settings, kInvalidOperation);
    return true;
  }
  if (a.is_zero()) {
    result.set_zero(a.is_negative, exponent);
    return finish(result, settings);
  }
  int64_t adjusted = a.adjusted();
  bool inexact = false;
  if (adjusted > settings.highest_exponent || adjusted - exponent + 1 > settings.precision) {
    result.set_invalid(settings, kInvalidOperation);
    return true;
  }
  if (!rescale(a, exponent, settings.rounding, result, &inexact)) return false;
  int64_t digits = result.coefficient.digit_count();
  if (exponent + digits - 1 > settings.highest_exponent || digits > settings.precision) {
    result.set_invalid(settings, kInvalidOperation);
    return true;
  }
  if (!result.is_zero() && exponent + digits - 1 < settings.lowest_exponent) settings.status |= kSubnormal;
  if (exponent > a.exponent) settings.status |= inexact ? kRounded | kInexact : kRounded;
  return finish(result, settings);
}

bool compare(const Number& a, const Number& b, int* order) {
  auto rank = [](const Number& n) { return n.is_zero() ? 0 : (n.is_infinite() ? 2 : 1) * (n.is_negative ? -1 : 1); };
  int a_rank = rank(a), b_rank = rank(b);
  *order = (a_rank > b_rank) - (a_rank < b_rank);
  if (*order || (a_rank != 1 && a_rank != -1)) return true;
  if (a.exponent == b.exponent) {
    *order = compare(a.coefficient, b.coefficient);
  } else {
    int64_t a_first = a.adjusted(), b_first = b.adjusted();
    if (a_first != b_first) {
      *order = a_first < b_first ? -1 : 1;
    } else {
      bool a_is_high = a.exponent > b.exponent;
      Natural scaled;
      if (!scaled.set(a_is_high ? a.coefficient : b.coefficient) ||
          !scaled.multiply_by_power_of_ten(a_is_high ? a.exponent - b.exponent : b.exponent - a.exponent))
        return false;
      *order = a_is_high ? compare(scaled, b.coefficient) : compare(a.coefficient, scaled);
    }
  }
  if (a.is_negative) *order = -*order;
  return true;
}

int64_t hash_of(const Number& n) {
  uint64_t base = n.exponent >= 0 ? 10 : power_modulo(10, kHashModulus - 2);
  uint64_t factor = power_modulo(base, static_cast<uint64_t>(n.exponent >= 0 ? n.exponent : -n.exponent));
  auto hash = static_cast<int64_t>(multiply_modulo(n.coefficient.modulo(kHashModulus), factor));
  if (n.is_negative) hash = -hash;
  return hash == -1 ? -2 : hash;
}

bool parse(std::string_view text, Number& result, bool* valid) {
  *valid = false;
  bool is_negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  size_t i = 0;
  while (i < text.size() && is_digit(text[i])) ++i;
  size_t whole = i, point = text.size();
  if (i < text.size() && text[i] == '.') {
    point = i++;
    while (i < text.size() && is_digit(text[i])) ++i;
  }
  size_t fraction = point < i ? i - point - 1 : 0;
  if (whole + fraction == 0) {
    // No number: Inf, Infinity, NaN and sNaN with digits.
    if (equals_word(text, "inf") || equals_word(text, "infinity")) {
      result.set_special(Special::kInfinity, is_negative);
      return *valid = true;
    }
    Special kind = Special::kQuietNaN;
    if (!text.empty() && (text[0] | 0x20) == 's') {
      kind = Special::kSignalingNaN;
      text.remove_prefix(1);
    }
    if (!equals_word(text.substr(0, 3), "nan")) return true;
    text.remove_prefix(3);
    if (!std::all_of(text.begin(), text.end(), is_digit)) return true;
    *valid = true;
    result.set_special(kind, is_negative);
    return result.coefficient.set_digits(text);
  }
  int64_t exponent = 0;
  std::string_view tail = text.substr(i);
  if (!tail.empty()) {
    if ((tail[0] | 0x20) != 'e') return true;
    tail.remove_prefix(1);
    bool is_below = !tail.empty() && tail[0] == '-';
    if (!tail.empty() && (tail[0] == '-' || tail[0] == '+')) tail.remove_prefix(1);
    if (tail.empty() || !std::all_of(tail.begin(), tail.end(), is_digit)) return true;
    for (char c : tail) exponent = exponent < kExponentLimit / 10 ? exponent * 10 + (c - '0') : kExponentLimit;
    if (is_below) exponent = -exponent;
  }
  *valid = true;
  result.special = Special::kNone;
  result.is_negative = is_negative;
  result.exponent = std::max(exponent - static_cast<int64_t>(fraction), -kExponentLimit);
  if (fraction == 0) return result.coefficient.set_digits(text.substr(0, whole));
  if (whole + fraction <= 18) {
    uint64_t value = 0;
    for (char c : text.substr(0, i)) {
      if (c != '.') value = value * 10 + static_cast<uint64_t>(c - '0');
    }
    result.coefficient.set(value);
    return true;
  }
  std::string digits(text.substr(0, whole));
  digits += text.substr(point + 1, fraction);
  return result.coefficient.set_digits(digits);
}

std::string to_text(const Number& n, bool engineering, bool capitals) {
  std::string text;
  if (n.is_negative) text += '-';
  if (n.is_infinite()) return text += "Infinity";
  if (n.is_nan()) {
    text += n.special == Special::kSignalingNaN ? "sNaN" : "NaN";
    if (!n.coefficient.is_zero()) n.coefficient.append_digits(&text);
    return text;
  }
  size_t start = text.size();
  n.coefficient.append_digits(&text);
  auto count = static_cast<int64_t>(text.size() - start);
  int64_t left_digits = n.exponent + count;
  int64_t point = 1;
  auto modulo3 = [](int64_t i) { return (i % 3 + 3) % 3; };
  if (n.exponent <= 0 && left_digits > -6) {
    point = left_digits;
  } else if (engineering) {
    point = n.coefficient.is_zero() ? modulo3(left_digits + 1) - 1 : modulo3(left_digits - 1) + 1;
  }
  if (point <= 0) {
    text.insert(start, "0." + std::string(static_cast<size_t>(-point), '0'));
  } else if (point >= count) {
    text.append(static_cast<size_t>(point - count), '0');
  } else {
    text.insert(start + static_cast<size_t>(point), 1, '.');
  }
  if (left_digits != point) {
    text += capitals ? 'E' : 'e';
    if (left_digits > point) text += '+';
    text += std::to_string(left_digits - point);
  }
  return text;
}

}  // namespace gilded::decimal
