// Python's syntax of regular expressions, translated to PCRE2's.
//
// Everything that the two understand differently is checked and rewritten here, so that the errors are Python's:
// escapes, sets, group names and references, flags, verbose mode. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gilded {

enum RegexFlag : uint32_t {
  kRegexIgnoreCase = 2,
  kRegexLocale = 4,
  kRegexMultiline = 8,
  kRegexDotAll = 16,
  kRegexUnicode = 32,
  kRegexVerbose = 64,
  kRegexDebug = 128,
  kRegexAscii = 256,
};

struct TranslatedRegex {
  std::u32string text;
  uint32_t flags = 0;  // those given and those in the pattern
  int group_count = 0;
  std::vector<int> parents = {-1};            // of each group, the group it stands in; group 0 is the whole
  std::vector<std::u32string> names = {U""};  // of each group; empty: none
  std::string error;                          // empty: success
  int64_t error_position = -1;
};

TranslatedRegex translate_regex(std::u32string_view pattern, uint32_t flags, bool is_bytes);

}  // namespace gilded
