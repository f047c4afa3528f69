#include "vm/types/format_spec.h"

#include <charconv>
#include <climits>
#include <cmath>
#include <cstdio>

#include "vm/object/protocols.h"
#include "vm/types/float.h"
#include "vm/types/int.h"

namespace gilded {

namespace {

// [[fill]align][sign][z][#][0][width][grouping][.precision][type]
struct Spec {
  char32_t fill = ' ';
  char align = 0;
  bool has_align = false;
  char sign = 0;  // '+', '-', ' ' or 0
  bool no_negative_zero = false;
  bool alternate = false;
  int64_t width = -1;
  char grouping = 0;  // ',' or '_'
  int64_t precision = -1;
  char32_t type = 0;
};

bool is_align(char32_t c) {
  return c == '<' || c == '>' || c == '=' || c == '^';
}

// The type character as messages show it.
std::string shown(char32_t c) {
  if (c > 32 && c < 128) return fmt::format("{}", static_cast<char>(c));
  return fmt::format("\\x{:x}", static_cast<uint32_t>(c));
}

Raised unknown_code(Thread* T, char32_t code, Type* type) {
  return raise(T, Builtin::kValueError, "Unknown format code '{}' for object of type '{}'", shown(code), name_of(type));
}

// `characters` are those of `text`; `type`: of what is formatted, for messages.
template <class Character>
bool parse_characters(Thread* T, String* text, const Character* characters, char default_align, Type* type, Spec* out) {
  size_t position = 0, length = text->length;
  auto peek = [&](size_t ahead = 0) -> char32_t {
    return position + ahead < length ? characters[position + ahead] : 0;
  };
  out->align = default_align;
  bool has_fill = false;
  if (position + 1 < length && is_align(peek(1))) {
    out->fill = peek();
    out->align = static_cast<char>(peek(1));
    has_fill = out->has_align = true;
    position += 2;
  } else if (is_align(peek())) {
    out->align = static_cast<char>(peek());
    out->has_align = true;
    ++position;
  }
  if (peek() == '+' || peek() == '-' || peek() == ' ') out->sign = static_cast<char>(characters[position++]);
  if (peek() == 'z') {
    out->no_negative_zero = true;
    ++position;
  }
  if (peek() == '#') {
    out->alternate = true;
    ++position;
  }
  if (!has_fill && peek() == '0') {
    out->fill = '0';
    if (!out->has_align && default_align == '>') out->align = '=';
    ++position;
  }
  auto number = [&](int64_t* value) {
    *value = -1;
    for (; peek() >= '0' && peek() <= '9'; ++position) {
      int64_t digit = static_cast<int64_t>(peek() - '0');
      if (*value < 0) *value = 0;
      if (*value > (INT64_MAX - digit) / 10) return false;
      *value = *value * 10 + digit;
    }
    return true;
  };
  if (!number(&out->width)) return raise(T, Builtin::kValueError, "Too many decimal digits in format string");
  if (peek() == ',') {
    out->grouping = ',';
    ++position;
  }
  if (peek() == '_') {
    if (out->grouping) return raise(T, Builtin::kValueError, "Cannot specify both ',' and '_'.");
    out->grouping = '_';
    ++position;
  }
  if (peek() == ',' && out->grouping == '_') return raise(T, Builtin::kValueError, "Cannot specify both ',' and '_'.");
  if (peek() == '.') {
    ++position;
    if (!number(&out->precision)) return raise(T, Builtin::kValueError, "Too many decimal digits in format string");
    if (out->precision < 0) return raise(T, Builtin::kValueError, "Format specifier missing precision");
  }
  if (length > position + 1) {
    return raise(T, Builtin::kValueError, "Invalid format specifier '{}' for object of type '{}'", to_utf8(text),
                 name_of(type));
  }
  if (length == position + 1) {
    out->type = peek();
    if (out->type == 0) return unknown_code(T, 0, type);  // 0 is for none
  }
  if (out->grouping) {
    // A string's type is s, said or not.
    switch (out->type == 0 && default_align == '<' ? U's' : out->type) {
      case 'd':
      case 'e':
      case 'f':
      case 'g':
      case 'E':
      case 'G':
      case '%':
      case 'F':
      case 0:
        break;
      case 'b':
      case 'o':
      case 'x':
      case 'X':
        if (out->grouping == '_') break;
        [[fallthrough]];
      default:
        return raise(T, Builtin::kValueError, "Cannot specify '{}' with '{}'.", out->grouping,
                     out->type ? shown(out->type) : "s");
    }
  }
  return true;
}

bool parse_spec(Thread* T, String* text, char default_align, Type* type, Spec* out) {
  return with_characters(
      text, [&](auto* characters) { return parse_characters(T, text, characters, default_align, type, out); });
}

// Digits in groups from the right, with leading zeros up to `min_width` characters.
std::string group_digits(std::string_view digits, int64_t min_width, char separator, int64_t group) {
  std::string reversed;
  auto remaining = static_cast<int64_t>(digits.size());
  for (bool first = true;; first = false) {
    int64_t size = std::min(group, std::max<int64_t>(std::max(remaining, min_width), 1));
    if (!first) reversed += separator;
    for (int64_t i = 0; i < size; ++i) reversed += remaining > 0 ? digits[static_cast<size_t>(--remaining)] : '0';
    min_width -= size;
    if (remaining <= 0 && min_width <= 0) break;
    --min_width;
  }
  return std::string(reversed.rbegin(), reversed.rend());
}

// A number in its parts: sign, prefix, digits before the point, the rest.
struct NumberText {
  char sign = 0;
  std::string prefix;
  std::string digits;
  std::string rest;
};

bool check_width(Thread* T, int64_t width) {
  return width <= (int64_t{1} << 32) || raise_memory_error(T);
}

void append_number(StringBuilder& out, const NumberText& number, const Spec& spec) {
  auto fixed = static_cast<int64_t>((number.sign ? 1 : 0) + number.prefix.size() + number.rest.size());
  int64_t min_width = spec.fill == '0' && spec.align == '=' ? spec.width - fixed : 0;
  std::string_view digits = number.digits;
  std::string grouped;
  if (spec.grouping && !digits.empty()) {
    int64_t group = spec.type == 'b' || spec.type == 'o' || spec.type == 'x' || spec.type == 'X' ? 4 : 3;
    digits = grouped = group_digits(digits, min_width, spec.grouping, group);
  }
  int64_t padding = std::max<int64_t>(0, spec.width - fixed - static_cast<int64_t>(digits.size()));
  int64_t left = spec.align == '>' ? padding : spec.align == '^' ? padding / 2 : 0;
  int64_t inside = spec.align == '=' ? padding : 0;
  out.append_repeated(spec.fill, static_cast<size_t>(left));
  if (number.sign) out.append(static_cast<char32_t>(number.sign));
  out.append_ascii(number.prefix);
  out.append_repeated(spec.fill, static_cast<size_t>(inside));
  out.append_ascii(digits);
  out.append_ascii(number.rest);
  out.append_repeated(spec.fill, static_cast<size_t>(padding - left - inside));
}

char sign_for(bool is_negative, char wanted) {
  if (is_negative) return '-';
  return wanted == '+' || wanted == ' ' ? wanted : 0;
}

void to_upper(std::string& s) {
  for (char& c : s) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
}

// Splits "12.5e+10" and "inf" into digits before the point and the rest; drops a leading '-'.
NumberText split_float(std::string text, bool is_negative, char wanted_sign) {
  NumberText number;
  number.sign = sign_for(is_negative, wanted_sign);
  if (!text.empty() && text[0] == '-') text.erase(0, 1);
  size_t end = 0;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
  number.digits = text.substr(0, end);
  number.rest = text.substr(end);
  return number;
}

bool is_all_zero(const std::string& text) {
  for (char c : text) {
    if (c == 'e' || c == 'E') break;
    if (c >= '1' && c <= '9') return false;
    if (c == 'i' || c == 'n' || c == 'I' || c == 'N') return false;
  }
  return true;
}

Value format_float_with(Thread* T, double d, const Spec& given, Type* type_of_number) {
  Spec spec = given;
  char type = static_cast<char>(spec.type);
  bool add_dot_zero = false, percent = false;
  int64_t precision = spec.precision;
  switch (spec.type) {
    case 0:
      add_dot_zero = true;
      type = precision < 0 ? 'r' : 'g';
      break;
    case 'n':
      type = 'g';
      break;
    case '%':
      type = 'f';
      percent = true;
      d *= 100;
      break;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      break;
    default:
      return unknown_code(T, spec.type, type_of_number);
  }
  if (precision > INT_MAX - 1) return raise(T, Builtin::kValueError, "precision too big");
  if (precision < 0) precision = 6;
  if (!check_width(T, spec.width)) return kEmpty;
  std::string text = float_digits(d, type, static_cast<int>(precision), spec.alternate, add_dot_zero);
  bool is_negative = text[0] == '-';
  if (spec.no_negative_zero && is_negative && is_all_zero(text.substr(1))) is_negative = false;
  NumberText number = split_float(std::move(text), is_negative, spec.sign);
  if (percent) number.rest += '%';
  StringBuilder out;
  append_number(out, number, spec);
  return out.build(T);
}

}  // namespace

std::string float_digits(double d, char format, int precision, bool alternate, bool add_dot_zero) {
  bool upper = format >= 'A' && format <= 'Z';
  char lower = static_cast<char>(format | 0x20);
  std::string out;
  if (!std::isfinite(d)) {
    out = std::isnan(d) ? "nan" : d < 0 ? "-inf" : "inf";
    if (upper) to_upper(out);
    return out;
  }
  if (lower == 'f' || (lower == 'e')) {
    // Exact digits at half of printf's time; `#` (a point even without digits) is left to printf.
    if (char buffer[400]; !alternate && precision < 60) {
      auto end = std::to_chars(buffer, buffer + sizeof buffer, d,
                               lower == 'f' ? std::chars_format::fixed : std::chars_format::scientific, precision);
      if (end.ec == std::errc()) {
        out.assign(buffer, end.ptr);
        if (upper) to_upper(out);
        return out;
      }
    }
    char pattern[] = {'%', '#', '.', '*', lower, 0};
    if (!alternate) {
      pattern[1] = '.';
      pattern[2] = '*';
      pattern[3] = lower;
      pattern[4] = 0;
    }
    char small[400];
    int size = std::snprintf(small, sizeof small, pattern, precision, d);
    if (size < static_cast<int>(sizeof small)) {
      out.assign(small, static_cast<size_t>(size));
    } else {
      out.resize(static_cast<size_t>(size) + 1);
      std::snprintf(out.data(), out.size(), pattern, precision, d);
      out.resize(static_cast<size_t>(size));
    }
    if (upper) to_upper(out);
    return out;
  }
  // g and r: digits and a decimal exponent, then the layout.
  std::string digits;
  int point;  // the decimal point stands behind this many digits
  char buffer[64];
  std::string scientific;
  if (lower == 'r') {
    auto end = std::to_chars(buffer, buffer + sizeof buffer, std::fabs(d), std::chars_format::scientific);
    scientific.assign(buffer, end.ptr);
  } else {
    if (precision == 0) precision = 1;
    scientific = float_digits(std::fabs(d), 'e', precision - 1, false, false);
  }
  size_t e = scientific.find('e');
  point = std::atoi(scientific.c_str() + e + 1) + 1;
  for (char c : scientific.substr(0, e)) {
    if (c != '.') digits += c;
  }
  if (lower == 'r' || !alternate) {
    size_t last = digits.find_last_not_of('0');
    digits.resize(last == std::string::npos ? 1 : last + 1);
  }
  if (d == 0) point = 1;
  bool exponential =
      lower == 'r' ? point <= -4 || point > 16 : point <= -4 || point > precision - (add_dot_zero ? 1 : 0);
  if (std::signbit(d)) out += '-';
  if (exponential) {
    out += digits[0];
    if (digits.size() > 1 || alternate) {
      out += '.';
      out.append(digits, 1);
    }
    out += upper ? 'E' : 'e';
    int exponent = point - 1;
    out += exponent < 0 ? '-' : '+';
    exponent = std::abs(exponent);
    if (exponent < 10) out += '0';
    out += std::to_string(exponent);
    return out;
  }
  bool has_point = false;
  if (point <= 0) {
    out += "0.";
    out.append(static_cast<size_t>(-point), '0');
    out += digits;
    has_point = true;
  } else if (static_cast<size_t>(point) >= digits.size()) {
    out += digits;
    out.append(static_cast<size_t>(point) - digits.size(), '0');
  } else {
    out.append(digits, 0, static_cast<size_t>(point));
    out += '.';
    out.append(digits, static_cast<size_t>(point));
    has_point = true;
  }
  if (!has_point) {
    if (add_dot_zero) {
      out += ".0";
    } else if (alternate) {
      out += '.';
    }
  }
  return out;
}

Value format_int(Thread* T, Value v, String* text) {
  if (text->length == 0) return to_str(T, v);
  Type* type = type_of(T, v);
  Spec spec;
  if (!parse_spec(T, text, '>', type, &spec)) return kEmpty;
  int base = 10;
  switch (spec.type) {
    case 0:
    case 'd':
    case 'n':
    case 'c':
      break;
    case 'b':
      base = 2;
      break;
    case 'o':
      base = 8;
      break;
    case 'x':
    case 'X':
      base = 16;
      break;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%': {
      bool overflow;
      double d = int_to_double(T, v, &overflow);
      if (overflow) return raise(T, Builtin::kOverflowError, "int too large to convert to float");
      return format_float_with(T, d, spec, type);
    }
    default:
      return unknown_code(T, spec.type, type);
  }
  if (spec.precision >= 0) return raise(T, Builtin::kValueError, "Precision not allowed in integer format specifier");
  if (spec.no_negative_zero)
    return raise(T, Builtin::kValueError, "Negative zero coercion (z) not allowed in integer format specifier");
  if (!check_width(T, spec.width)) return kEmpty;
  StringBuilder out;
  if (spec.type == 'c') {
    if (spec.sign) return raise(T, Builtin::kValueError, "Sign not allowed with integer format specifier 'c'");
    if (spec.alternate)
      return raise(T, Builtin::kValueError, "Alternate form (#) not allowed with integer format specifier 'c'");
    int64_t c;
    if (!int_fits_int64(v, &c)) return raise(T, Builtin::kOverflowError, "Python int too large to convert to C long");
    if (c < 0 || c > 0x10ffff) return raise(T, Builtin::kOverflowError, "%c arg not in range(0x110000)");
    int64_t padding = std::max<int64_t>(0, spec.width - 1);
    int64_t left = spec.align == '>' || spec.align == '=' ? padding : spec.align == '^' ? padding / 2 : 0;
    out.append_repeated(spec.fill, static_cast<size_t>(left));
    out.append(static_cast<char32_t>(c));
    out.append_repeated(spec.fill, static_cast<size_t>(padding - left));
    return out.build(T);
  }
  NumberText number;
  number.digits = int_to_text(T, v, base);
  if (number.digits.empty()) return kEmpty;
  bool is_negative = number.digits[0] == '-';
  if (is_negative) number.digits.erase(0, 1);
  number.sign = sign_for(is_negative, spec.sign);
  if (spec.type == 'X') to_upper(number.digits);
  if (spec.alternate && base != 10) number.prefix = {'0', static_cast<char>(spec.type)};
  append_number(out, number, spec);
  return out.build(T);
}

Value format_float(Thread* T, double d, String* text) {
  if (text->length == 0) return make_latin1_string(T, float_repr(d));
  Spec spec;
  if (!parse_spec(T, text, '>', types(T).float_, &spec)) return kEmpty;
  return format_float_with(T, d, spec, types(T).float_);
}

Value format_complex(Thread* T, double real, double imaginary, String* text) {
  Spec spec;
  if (!parse_spec(T, text, '>', types(T).complex, &spec)) return kEmpty;
  char type = static_cast<char>(spec.type);
  bool parentheses = false, skip_real = false;
  int64_t precision = spec.precision;
  switch (spec.type) {
    case 0:
      type = precision < 0 ? 'r' : 'g';
      skip_real = real == 0 && !std::signbit(real);
      parentheses = !skip_real;
      break;
    case 'n':
      type = 'g';
      break;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      break;
    default:
      return unknown_code(T, spec.type, types(T).complex);
  }
  if (spec.fill == '0')
    return raise(T, Builtin::kValueError, "Zero padding is not allowed in complex format specifier");
  if (spec.align == '=')
    return raise(T, Builtin::kValueError, "'=' alignment flag is not allowed in complex format specifier");
  if (precision > INT_MAX - 1) return raise(T, Builtin::kValueError, "precision too big");
  if (precision < 0) precision = 6;
  if (!check_width(T, spec.width)) return kEmpty;
  auto part = [&](double d, char sign) {
    std::string digits = float_digits(d, type, static_cast<int>(precision), spec.alternate, false);
    bool is_negative = digits[0] == '-';
    if (spec.no_negative_zero && is_negative && is_all_zero(digits.substr(1))) is_negative = false;
    return split_float(std::move(digits), is_negative, sign);
  };
  Spec bare = spec;
  bare.width = -1;
  bare.align = '<';
  StringBuilder body;
  if (parentheses) body.append(U'(');
  if (!skip_real) append_number(body, part(real, spec.sign), bare);
  append_number(body, part(imaginary, skip_real ? spec.sign : '+'), bare);
  body.append(U'j');
  if (parentheses) body.append(U')');
  int64_t padding = std::max<int64_t>(0, spec.width - static_cast<int64_t>(body.length()));
  int64_t left = spec.align == '>' ? padding : spec.align == '^' ? padding / 2 : 0;
  String* middle = body.build(T);
  if (!middle || padding == 0) return middle;
  StringBuilder out;
  out.append_repeated(spec.fill, static_cast<size_t>(left));
  out.append(middle);
  out.append_repeated(spec.fill, static_cast<size_t>(padding - left));
  return out.build(T);
}

Value format_string(Thread* T, String* s, String* text) {
  if (text->length == 0) return exact_string(T, s);
  Type* type = type_of(T, s);
  Spec spec;
  if (!parse_spec(T, text, '<', type, &spec)) return kEmpty;
  if (spec.type != 0 && spec.type != 's') return unknown_code(T, spec.type, type);
  if (spec.sign == ' ') return raise(T, Builtin::kValueError, "Space not allowed in string format specifier");
  if (spec.sign) return raise(T, Builtin::kValueError, "Sign not allowed in string format specifier");
  if (spec.no_negative_zero)
    return raise(T, Builtin::kValueError, "Negative zero coercion (z) not allowed in string format specifier");
  if (spec.alternate)
    return raise(T, Builtin::kValueError, "Alternate form (#) not allowed in string format specifier");
  if (spec.align == '=') return raise(T, Builtin::kValueError, "'=' alignment not allowed in string format specifier");
  size_t length = s->length;
  if (spec.precision >= 0 && static_cast<size_t>(spec.precision) < length) length = static_cast<size_t>(spec.precision);
  if (spec.width <= static_cast<int64_t>(length)) return substring(T, exact_string(T, s), 0, length);
  if (!check_width(T, spec.width)) return kEmpty;
  auto padding = static_cast<size_t>(spec.width) - length;
  size_t left = spec.align == '>' ? padding : spec.align == '^' ? padding / 2 : 0;
  StringBuilder out;
  out.append_repeated(spec.fill, left);
  out.append(s, 0, length);
  out.append_repeated(spec.fill, padding - left);
  return out.build(T);
}

}  // namespace gilded
