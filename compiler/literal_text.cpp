#include "compiler/literal_text.h"

#include <fmt/format.h>
#include <gmpxx.h>

#include <charconv>
#include <cmath>

#include "compiler/lexer/identifiers.h"

namespace gilded::compiler {

std::string quoted_text(std::string_view text, bool is_bytes) {
  char quote = text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos ? '"' : '\'';
  std::string result = is_bytes ? "b" : "";
  result += quote;
  for (size_t at = 0; at < text.size();) {
    size_t length = 1;
    int32_t character = is_bytes ? static_cast<unsigned char>(text[at]) : decode_utf8(text.substr(at), &length);
    if (character == quote || character == '\\') {
      result += '\\';
      result += static_cast<char>(character);
    } else if (character == '\n') {
      result += "\\n";
    } else if (character == '\r') {
      result += "\\r";
    } else if (character == '\t') {
      result += "\\t";
    } else if (is_bytes ? character < 0x20 || character >= 0x7f : !is_printable(character)) {
      result += character <= 0xff     ? fmt::format("\\x{:02x}", character)
                : character <= 0xffff ? fmt::format("\\u{:04x}", character)
                                      : fmt::format("\\U{:08x}", character);
    } else {
      result += text.substr(at, length);
    }
    at += length;
  }
  return result + quote;
}

std::string integer_text(std::string_view digits, int base) {
  if (base == 10) return std::string(digits);
  return mpz_class(std::string(digits), base).get_str(10);
}

std::string float_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  // Shortest digits; plain notation for exponents from -4 to 15.
  char buffer[64];
  auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific).ptr;
  std::string_view scientific(buffer, static_cast<size_t>(end - buffer));
  size_t mark = scientific.find('e');
  int exponent = std::stoi(std::string(scientific.substr(mark + 1)));
  if (exponent < -4 || exponent >= 16) {
    return std::string(scientific.substr(0, mark)) +
           fmt::format("e{}{:02}", exponent < 0 ? '-' : '+', std::abs(exponent));
  }
  end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed).ptr;
  std::string plain(buffer, end);
  if (plain.find('.') == std::string::npos) plain += ".0";
  return plain;
}

}  // namespace gilded::compiler
