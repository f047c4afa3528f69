// int as text and as bytes: what int() reads and str() and to_bytes() write.
#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <string>

#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/int.h"
#include "vm/types/string.h"
#include "vm/types/unicode.h"

namespace gilded {

namespace {

enum class ParseStatus { kDone, kMalformed, kTooManyDigits, kFailed };

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'z') return c - 'a' + 10;
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  return 99;
}

Value int_from_plain_digits(Thread* T, const std::string& digits, int base, bool is_negative) {
  if (digits.size() <= 11) {  // 36^11 < 2^63
    int64_t value = 0;
    for (char c : digits) value = value * base + digit_value(c);
    return make_int(T, is_negative ? -value : value);
  }
  Mpz result;
  mpz_set_str(result, digits.c_str(), base);
  if (is_negative) mpz_neg(result, result);
  return make_int_from_mpz(T, result);
}

ParseStatus parse(Thread* T, std::string_view text, int base, Value* out, size_t* digit_count) {
  while (!text.empty() && is_ascii_space(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && is_ascii_space(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  bool is_negative = false;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    is_negative = text[0] == '-';
    text.remove_prefix(1);
  }
  if (base == 10 && !text.empty() && text.size() <= 18) {  // most are plain digits
    int64_t value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text[0] != '-' && end == text.data() + text.size()) {
      *out = make_int(T, is_negative ? -value : value);
      return *out ? ParseStatus::kDone : ParseStatus::kFailed;
    }
  }
  bool base_was_guessed = base == 0;
  bool has_prefix = false;
  if (text.size() > 1 && text[0] == '0') {
    char letter = text[1] | 0x20;
    int prefix_base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
    if (prefix_base && (base == 0 || base == prefix_base)) {
      base = prefix_base;
      has_prefix = true;
      text.remove_prefix(2);
      if (!text.empty() && text[0] == '_') text.remove_prefix(1);
    }
  }
  if (base == 0) base = 10;
  if (text.empty()) return ParseStatus::kMalformed;
  std::string digits;
  digits.reserve(text.size());
  bool after_digit = false;
  for (char c : text) {
    if (c == '_') {
      if (!after_digit) return ParseStatus::kMalformed;
      after_digit = false;
    } else {
      if (digit_value(c) >= base) return ParseStatus::kMalformed;
      digits += c;
      after_digit = true;
    }
  }
  if (!after_digit) return ParseStatus::kMalformed;
  // Without a base, 010 is an old octal literal: refused unless it is zero.
  if (base_was_guessed && !has_prefix && digits[0] == '0' && digits.find_first_not_of('0') != std::string::npos)
    return ParseStatus::kMalformed;
  auto limit = static_cast<size_t>(T->runtime->int_max_str_digits.load(std::memory_order_relaxed));
  if (limit && digits.size() > limit && !std::has_single_bit(static_cast<unsigned>(base))) {
    *digit_count = digits.size();
    return ParseStatus::kTooManyDigits;
  }
  *out = int_from_plain_digits(T, digits, base, is_negative);
  return *out ? ParseStatus::kDone : ParseStatus::kFailed;
}

}  // namespace

std::string number_text(const String* s) {
  if (s->is_ascii()) return std::string(s->ascii());
  std::string out;
  out.reserve(s->length);
  for (size_t i = 0; i < s->length; ++i) {
    char32_t c = s->at(i);
    if (c < 128) {
      out += static_cast<char>(c);
    } else if (is_whitespace(c)) {
      out += ' ';
    } else {
      int digit = decimal_value(c);
      out += digit < 0 ? '?' : static_cast<char>('0' + digit);
    }
  }
  return out;
}

Value parse_int_object(Thread* T, Value object, std::string_view text, int base) {
  if (base != 0 && (base < 2 || base > 36))
    return raise(T, Builtin::kValueError, "int() base must be >= 2 and <= 36, or 0");
  Value result;
  size_t digit_count = 0;
  switch (parse(T, text, base, &result, &digit_count)) {
    case ParseStatus::kDone:
      return result;
    case ParseStatus::kFailed:
      return kEmpty;
    case ParseStatus::kTooManyDigits:
      return raise(T, Builtin::kValueError,
                   "Exceeds the limit ({} digits) for integer string conversion: value has {} digits; use "
                   "sys.set_int_max_str_digits() to "
                   "increase the limit",
                   T->runtime->int_max_str_digits.load(std::memory_order_relaxed), digit_count);
    case ParseStatus::kMalformed:
      break;
  }
  String* shown = to_repr(T, object);
  if (!shown) return kEmpty;
  if (shown->length > 200) shown = substring(T, shown, 0, 200);
  if (!shown) return kEmpty;
  return raise(T, Builtin::kValueError, "invalid literal for int() with base {}: {}", base, to_utf8(shown));
}

Value parse_int(Thread* T, std::string_view text, int base) {
  String* s = make_string(T, text);
  return s ? parse_int_object(T, s, number_text(s), base) : kEmpty;
}

Value int_from_digits(Thread* T, std::string_view digits, int base) {
  std::string plain;
  plain.reserve(digits.size());
  if (digits.size() > 2 && digits[0] == '0' && digit_value(digits[1]) >= 11 && base != 10) digits.remove_prefix(2);
  for (char c : digits) {
    if (c != '_') plain += c;
  }
  return int_from_plain_digits(T, plain, base, false);
}

std::string int_to_text(Thread* T, Value value, int base) {
  if (is_inline(value)) {
    char text[66];
    return std::string(text, std::to_chars(text, std::end(text), inline_value(value), base).ptr);
  }
  auto limit = static_cast<size_t>(T->runtime->int_max_str_digits.load(std::memory_order_relaxed));
  bool is_limited = limit && !std::has_single_bit(static_cast<unsigned>(base));
  IntOperand operand(value);
  std::string out;
  bool too_long = is_limited && static_cast<double>(int_bit_length(value)) * 0.30102 > static_cast<double>(limit) + 2;
  if (!too_long) {
    out.resize(mpz_sizeinbase(operand, base) + 2);
    mpz_get_str(out.data(), base, operand);
    out.resize(std::strlen(out.c_str()));
    too_long = is_limited && out.size() - (out[0] == '-') > limit;
  }
  if (too_long) {
    (void)raise(T, Builtin::kValueError,
                "Exceeds the limit ({} digits) for integer string conversion; use sys.set_int_max_str_digits() to "
                "increase the limit",
                limit);
    return "";
  }
  return out;
}

// --- Bytes

// Of what a word holds. REQUIRES: the number fits.
static void word_to_bytes(int64_t word, unsigned char* out, size_t size, bool little_endian) {
  unsigned char fill = word < 0 ? 0xff : 0;
  for (size_t i = 0; i < size; ++i)
    out[little_endian ? i : size - 1 - i] = i < 8 ? static_cast<unsigned char>(word >> (8 * i)) : fill;
}

bool int_to_bytes(Thread* T, Value v, unsigned char* out, size_t size, bool little_endian, bool is_signed) {
  if (v.is_small_int() && size > 0) {
    int64_t n = v.as_small_int();
    size_t bits = static_cast<size_t>(64 - __builtin_clzll(static_cast<uint64_t>(n < 0 ? ~n : n) | 1));
    if ((n >= 0 || is_signed) && (bits + is_signed <= size * 8)) {
      word_to_bytes(n, out, size, little_endian);
      return true;
    }
  }
  bool is_negative = int_sign(v) < 0;
  if (is_negative && !is_signed) return raise(T, Builtin::kOverflowError, "can't convert negative int to unsigned");
  Mpz magnitude;
  if (is_negative) {
    mpz_com(magnitude, IntOperand(v));  // -n - 1: all bits inverted
  } else {
    mpz_set(magnitude, IntOperand(v));
  }
  size_t bits = mpz_sgn(static_cast<mpz_srcptr>(magnitude)) ? mpz_sizeinbase(magnitude, 2) : 0;
  // 0 and -1 fit into no bytes at all.
  if (bits + (is_signed ? 1 : 0) > size * 8 && (bits || size > 0))
    return raise(T, Builtin::kOverflowError, "int too big to convert");
  std::memset(out, 0, size);
  size_t written = 0;
  if (bits) mpz_export(out, &written, -1, 1, 0, 0, magnitude);
  if (is_negative) {
    for (size_t i = 0; i < size; ++i) out[i] = static_cast<unsigned char>(~out[i]);
  }
  if (!little_endian) std::reverse(out, out + size);
  return true;
}

Value int_from_bytes(Thread* T, const unsigned char* bytes, size_t size, bool little_endian, bool is_signed) {
  if (size == 0) return Value::small_int(0);
  if (size <= 8) {
    uint64_t word = 0;
    for (size_t i = 0; i < size; ++i) word = word << 8 | bytes[little_endian ? size - 1 - i : i];
    if (!is_signed) return make_int(T, word);
    auto unused = static_cast<int>(64 - 8 * size);
    return make_int(T, static_cast<int64_t>(word << unused) >> unused);
  }
  Mpz result;
  mpz_import(result, size, little_endian ? -1 : 1, 1, 0, 0, bytes);
  if (is_signed && (bytes[little_endian ? size - 1 : 0] & 0x80)) {
    Mpz modulus;
    mpz_setbit(modulus, size * 8);
    mpz_sub(result, result, modulus);
  }
  return make_int_from_mpz(T, result);
}

}  // namespace gilded
