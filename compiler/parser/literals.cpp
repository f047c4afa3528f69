#include "compiler/parser/literals.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>

#include "compiler/lexer/identifiers.h"
#include "compiler/parser/unicode_names.h"

namespace gilded::compiler {

namespace {

// Longer decimal literals are refused, because converting them takes quadratic time.
constexpr size_t kLongestDecimal = 4300;

double parse_double(const std::string& text) {
  double value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  // Out of range means infinity or zero; only strtod says which.
  if (error == std::errc::result_out_of_range) value = std::strtod(text.c_str(), nullptr);
  return value;
}

int hexadecimal_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  char lower = static_cast<char>(c | 0x20);
  if (lower >= 'a' && lower <= 'f') return lower - 'a' + 10;
  return -1;
}

bool is_octal(char c) {
  return c >= '0' && c <= '7';
}

// Single-character escapes that str and bytes share; -1 if `c` is none.
int simple_escape(char c) {
  switch (c) {
    case '\\':
    case '\'':
    case '"':
      return c;
    case 'a':
      return '\a';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    default:
      return -1;
  }
}

// Reads up to three octal digits at `at`.
int read_octal(std::string_view body, size_t& at, std::vector<EscapeWarning>* warnings) {
  int code = 0;
  size_t first = at;
  while (at < body.size() && at < first + 3 && is_octal(body[at])) code = code * 8 + (body[at++] - '0');
  if (code > 0377 && warnings != nullptr) {
    warnings->push_back({fmt::format("invalid octal escape sequence '\\{}'", body.substr(first, at - first))});
  }
  return code;
}

void warn_unknown_escape(std::string_view body, size_t at, std::vector<EscapeWarning>* warnings) {
  if (warnings == nullptr) return;
  size_t length = 1;
  if (at < body.size()) decode_utf8(body.substr(at), &length);
  warnings->push_back({fmt::format("invalid escape sequence '\\{}'", body.substr(at, length))});
}

// Python reports the place of a broken escape in an intermediate form where every character beyond ASCII is written
// with ten bytes; this is where `offset` is in that form.
size_t reported_offset(std::string_view body, size_t offset) {
  size_t result = 0;
  for (size_t i = 0; i < offset; ++i) {
    unsigned char byte = static_cast<unsigned char>(body[i]);
    if (byte < 0x80) {
      ++result;
    } else if ((byte & 0xC0) != 0x80) {
      result += 10;
    }
  }
  return result;
}

[[noreturn]] void fail_escape(std::string_view body, size_t backslash, size_t end, std::string_view reason) {
  size_t first = reported_offset(body, backslash);
  size_t last = first + (end - backslash) - 1;
  if (first == last) {
    throw LiteralFailure{
        fmt::format("(unicode error) 'unicodeescape' codec can't decode byte 0x5c in position {}: {}", first, reason)};
  }
  throw LiteralFailure{fmt::format("(unicode error) 'unicodeescape' codec can't decode bytes in position {}-{}: {}",
                                   first, last, reason)};
}

}  // namespace

ast::ConstantValue parse_number(std::string_view text, Arena& arena) {
  std::string digits;
  digits.reserve(text.size());
  for (char c : text) {
    if (c != '_') digits += c;
  }
  uint8_t base = 10;
  if (digits.size() > 1 && digits[0] == '0') {
    char mark = static_cast<char>(digits[1] | 0x20);
    base = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 10;
  }
  if (base == 10) {
    if (digits.back() == 'j' || digits.back() == 'J') {
      digits.pop_back();
      return ast::ImaginaryValue{parse_double(digits)};
    }
    if (digits.find_first_of(".eE") != std::string::npos) return parse_double(digits);
    if (digits.size() > kLongestDecimal) {
      throw LiteralFailure{
          fmt::format("Exceeds the limit ({} digits) for integer string conversion: value has {} digits; use "
                      "sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer "
                      "literals to avoid decimal conversion limits.",
                      kLongestDecimal, digits.size())};
    }
  } else {
    digits.erase(0, 2);
  }
  ast::IntegerValue value;
  value.base = base;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value.small, base);
  value.fits_int64 = error == std::errc();
  if (!value.fits_int64) value.small = 0;
  value.digits = arena.copy_text(digits);
  return value;
}

void decode_string(std::string_view body, Escapes escapes, std::string& value, std::vector<EscapeWarning>* warnings) {
  if (escapes == Escapes::Raw) {
    value += body;
    return;
  }
  size_t at = 0;
  while (at < body.size()) {
    size_t backslash = body.find('\\', at);
    if (backslash == std::string_view::npos) backslash = body.size();
    value += body.substr(at, backslash - at);
    if (backslash == body.size()) return;
    at = backslash + 1;
    if (at == body.size()) {
      // Only a piece of an f-string can end so: the brace after it starts a replacement field all the same.
      value += '\\';
      return;
    }
    char c = body[at];
    if (int simple = simple_escape(c); simple >= 0) {
      value += static_cast<char>(simple);
      ++at;
    } else if (c == '\n') {
      ++at;
    } else if (is_octal(c)) {
      append_utf8(value, read_octal(body, at, warnings));
    } else if (c == 'x' || c == 'u' || c == 'U') {
      size_t wanted = c == 'x' ? 2 : c == 'u' ? 4 : 8;
      size_t first = ++at;
      int64_t code = 0;
      while (at < body.size() && at < first + wanted && hexadecimal_value(body[at]) >= 0) {
        code = code * 16 + hexadecimal_value(body[at++]);
      }
      if (at < first + wanted) {
        fail_escape(body, backslash, at,
                    c == 'x'   ? "truncated \\xXX escape"
                    : c == 'u' ? "truncated \\uXXXX escape"
                               : "truncated \\UXXXXXXXX escape");
      }
      if (code > 0x10FFFF) fail_escape(body, backslash, at, "illegal Unicode character");
      append_utf8(value, static_cast<int32_t>(code));
    } else if (c == 'N') {
      ++at;
      if (at >= body.size() || body[at] != '{') fail_escape(body, backslash, at, "malformed \\N character escape");
      size_t close = body.find('}', at);
      if (close == std::string_view::npos || close == at + 1) {
        fail_escape(body, backslash, close == std::string_view::npos ? body.size() : close,
                    "malformed \\N character escape");
      }
      std::optional<int32_t> named = find_unicode_name(body.substr(at + 1, close - at - 1));
      at = close + 1;
      if (!named) fail_escape(body, backslash, at, "unknown Unicode character name");
      append_utf8(value, *named);
    } else {
      warn_unknown_escape(body, at, warnings);
      value += '\\';
    }
  }
}

void decode_bytes(std::string_view body, Escapes escapes, std::string& value, std::vector<EscapeWarning>* warnings) {
  for (char c : body) {
    if (static_cast<unsigned char>(c) >= 0x80) throw LiteralFailure{"bytes can only contain ASCII literal characters"};
  }
  if (escapes == Escapes::Raw) {
    value += body;
    return;
  }
  size_t at = 0;
  while (at < body.size()) {
    if (body[at] != '\\') {
      value += body[at++];
      continue;
    }
    size_t backslash = at++;
    char c = body[at];
    if (int simple = simple_escape(c); simple >= 0) {
      value += static_cast<char>(simple);
      ++at;
    } else if (c == '\n') {
      ++at;
    } else if (is_octal(c)) {
      value += static_cast<char>(read_octal(body, at, warnings));
    } else if (c == 'x') {
      int high = at + 1 < body.size() ? hexadecimal_value(body[at + 1]) : -1;
      int low = at + 2 < body.size() ? hexadecimal_value(body[at + 2]) : -1;
      if (high < 0 || low < 0) {
        throw LiteralFailure{fmt::format("(value error) invalid \\x escape at position {}", backslash)};
      }
      value += static_cast<char>(high * 16 + low);
      at += 3;
    } else {
      warn_unknown_escape(body, at, warnings);
      value += '\\';
    }
  }
}

}  // namespace gilded::compiler
