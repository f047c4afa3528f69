// The names of characters, for unicodedata, the error handler namereplace and the codec unicode_escape.
//
// The table is made at build time from the Unicode database of the Python that runs the build. Constant data: safe from
// any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gilded {

std::string character_name(char32_t c);  // "" when it has none
// In any letter case. False: no character has this name.
bool character_by_name(std::string_view name, char32_t* out);

// The generated table: each name is a run of word numbers.
struct UnicodeNameTable {
  const char* const* words;  // ascending
  size_t word_count;
  const uint32_t* code_points;  // ascending, without ideographs and Hangul syllables, whose names follow rules
  const uint32_t* starts;       // of the name's words in `runs`; one more than names
  const uint16_t* runs;
  const uint16_t* by_name;  // name numbers ordered by their words
  size_t name_count;
};
extern const UnicodeNameTable unicode_name_table;

}  // namespace gilded
