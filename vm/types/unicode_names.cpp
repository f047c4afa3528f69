#include "vm/types/unicode_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "vm/types/unicode.h"

namespace gilded {

namespace {

constexpr std::string_view kIdeographPrefix = "CJK UNIFIED IDEOGRAPH-";
constexpr std::string_view kSyllablePrefix = "HANGUL SYLLABLE ";
constexpr char32_t kFirstSyllable = 0xac00, kLastSyllable = 0xd7a3;
constexpr const char* kLeads[] = {"G",  "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
                                  "SS", "",   "J", "JJ", "C",  "K", "T", "P", "H"};
constexpr const char* kVowels[] = {"A",  "AE", "YA", "YAE", "EO", "E",  "YEO", "YE", "O",  "WA", "WAE",
                                   "OE", "YO", "U",  "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
constexpr const char* kTails[] = {"",   "G",  "GG", "GS", "N",  "NJ", "NH", "D",  "L", "LG", "LM", "LB", "LS", "LT",
                                  "LP", "LH", "M",  "B",  "BS", "S",  "SS", "NG", "J", "C",  "K",  "T",  "P",  "H"};
constexpr char32_t kVowelCount = 21, kTailCount = 28;

bool is_ideograph(char32_t c) {
  bool in_block = (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x20000 && c <= 0x2ee5d) ||
                  (c >= 0x30000 && c <= 0x323af);
  bool is_compatibility = c >= 0x2f800 && c <= 0x2fa1f;
  return in_block && !is_compatibility && character_category(c) == UTF8PROC_CATEGORY_LO;
}

std::string syllable_name(char32_t c) {
  char32_t index = c - kFirstSyllable;
  std::string name(kSyllablePrefix);
  name += kLeads[index / (kVowelCount * kTailCount)];
  name += kVowels[index / kTailCount % kVowelCount];
  name += kTails[index % kTailCount];
  return name;
}

}  // namespace

std::string character_name(char32_t c) {
  if (c >= kFirstSyllable && c <= kLastSyllable) return syllable_name(c);
  if (is_ideograph(c)) return fmt::format("{}{:X}", kIdeographPrefix, static_cast<uint32_t>(c));
  const UnicodeNameTable& table = unicode_name_table;
  const uint32_t* end = table.code_points + table.name_count;
  const uint32_t* found = std::lower_bound(table.code_points, end, static_cast<uint32_t>(c));
  std::string name;
  if (found == end || *found != c) return name;
  size_t index = static_cast<size_t>(found - table.code_points);
  for (uint32_t i = table.starts[index]; i < table.starts[index + 1]; ++i) {
    if (!name.empty()) name += ' ';
    name += table.words[table.runs[i]];
  }
  return name;
}

bool character_by_name(std::string_view given, char32_t* out) {
  std::string name(given);
  for (char& c : name) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  if (name.starts_with(kIdeographPrefix)) {
    char* end;
    std::string digits = name.substr(kIdeographPrefix.size());
    auto c = static_cast<char32_t>(std::strtoul(digits.c_str(), &end, 16));
    if (*end || digits.size() < 4 || digits.size() > 5 || !is_ideograph(c)) return false;
    *out = c;
    return true;
  }
  if (name.starts_with(kSyllablePrefix)) {
    for (char32_t c = kFirstSyllable; c <= kLastSyllable; ++c) {
      if (syllable_name(c) == name) {
        *out = c;
        return true;
      }
    }
    return false;
  }
  const UnicodeNameTable& table = unicode_name_table;
  std::vector<uint16_t> run;
  for (size_t position = 0; position <= name.size();) {
    size_t space = std::min(name.find(' ', position), name.size());
    std::string word = name.substr(position, space - position);
    const char* const* end = table.words + table.word_count;
    const char* const* found = std::lower_bound(
        table.words, end, word, [](const char* a, const std::string& b) { return std::strcmp(a, b.c_str()) < 0; });
    if (found == end || word != *found) return false;
    run.push_back(static_cast<uint16_t>(found - table.words));
    position = space + 1;
  }
  const uint16_t* end = table.by_name + table.name_count;
  const uint16_t* found =
      std::lower_bound(table.by_name, end, run, [&](uint16_t index, const std::vector<uint16_t>& wanted) {
        return std::lexicographical_compare(table.runs + table.starts[index], table.runs + table.starts[index + 1],
                                            wanted.begin(), wanted.end());
      });
  if (found == end) return false;
  size_t size = table.starts[*found + 1] - table.starts[*found];
  if (size != run.size() || !std::equal(run.begin(), run.end(), table.runs + table.starts[*found])) return false;
  *out = table.code_points[*found];
  return true;
}

}  // namespace gilded
