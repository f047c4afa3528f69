// Properties of characters, from utf8proc with the few characters that Unicode 15.1 (CPython 3.13's version) added.
//
// Pure functions of constant tables: safe from any thread. Characters above U+10FFFF are unassigned.
#pragma once

#include <utf8proc.h>

#include <cstdint>

namespace gilded {

utf8proc_category_t character_category(char32_t c);
bool is_printable(char32_t c);   // as repr() decides
bool is_whitespace(char32_t c);  // str.isspace of one character
bool is_line_break(char32_t c);  // str.splitlines
bool is_alphabetic(char32_t c);
bool is_decimal_digit(char32_t c);  // str.isdecimal
bool is_digit(char32_t c);          // str.isdigit
bool is_numeric(char32_t c);        // str.isnumeric
int decimal_value(char32_t c);      // 0 to 9, or -1
bool is_lower_case(char32_t c);
bool is_upper_case(char32_t c);
bool is_title_case(char32_t c);
bool is_cased(char32_t c);
bool is_case_ignorable(char32_t c);
bool is_identifier_start(char32_t c);
bool is_identifier_part(char32_t c);

// Full case mappings: up to three characters into `out`; the count.
int map_to_lower(char32_t c, char32_t* out);
int map_to_upper(char32_t c, char32_t* out);
int map_to_title(char32_t c, char32_t* out);
int map_to_folded(char32_t c, char32_t* out);

inline bool is_ascii_space(unsigned char c) {
  return c == ' ' || (c >= 9 && c <= 13) || (c >= 0x1c && c <= 0x1f);
}

}  // namespace gilded
