#include "compiler/parser/unicode_names.h"

#include <algorithm>
#include <charconv>
#include <string>

#include <utf8proc.h>

#include "compiler/parser/unicode_name_table.h"

namespace gilded::compiler {
namespace {

constexpr std::string_view kIdeographPrefix = "CJK UNIFIED IDEOGRAPH-";
constexpr std::string_view kHangulPrefix = "HANGUL SYLLABLE ";
constexpr int32_t kFirstHangulSyllable = 0xAC00;

// The short names that the Unicode standard gives the parts of a Hangul syllable.
constexpr std::string_view kLeads[] = {"G",  "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
                                       "SS", "",   "J", "JJ", "C",  "K", "T", "P", "H"};
constexpr std::string_view kVowels[] = {"A",  "AE", "YA", "YAE", "EO", "E",  "YEO", "YE", "O",  "WA", "WAE",
                                        "OE", "YO", "U",  "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
constexpr std::string_view kTails[] = {"",   "G",  "GG", "GS", "N",  "NJ", "NH", "D", "L",  "LG",
                                       "LM", "LB", "LS", "LT", "LP", "LH", "M",  "B", "BS", "S",
                                       "SS", "NG", "J",  "C",  "K",  "T",  "P",  "H"};

std::optional<int32_t> find_hangul(std::string_view name) {
  int32_t code_point = kFirstHangulSyllable;
  for (std::string_view lead : kLeads) {
    for (std::string_view vowel : kVowels) {
      bool fits = name.substr(0, lead.size()) == lead && name.substr(lead.size()).substr(0, vowel.size()) == vowel;
      std::string_view rest = fits ? name.substr(lead.size() + vowel.size()) : name;
      for (std::string_view tail : kTails) {
        if (fits && rest == tail) return code_point;
        ++code_point;
      }
    }
  }
  return std::nullopt;
}

// The number after the prefix is the code point itself, in four or five digits.
std::optional<int32_t> find_ideograph(std::string_view digits) {
  if (digits.size() != 4 && digits.size() != 5) return std::nullopt;
  int32_t code_point = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code_point, 16);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  bool in_a_block = (code_point >= 0x3400 && code_point <= 0x4DBF) || (code_point >= 0x4E00 && code_point <= 0x9FFF) ||
                    (code_point >= 0x20000 && code_point <= 0x2FA1F) || code_point >= 0x30000;
  if (!in_a_block || code_point > 0x323AF) return std::nullopt;
  // The blocks have gaps, and a compatibility block among them has names of its own.
  bool compatibility = code_point >= 0x2F800 && code_point <= 0x2FA1F;
  if (compatibility || utf8proc_category(code_point) != UTF8PROC_CATEGORY_LO) return std::nullopt;
  return code_point;
}

uint64_t hash_of(std::string_view name) {
  uint64_t hash = 0xCBF29CE484222325u;
  for (unsigned char byte : name) hash = (hash ^ byte) * 0x100000001B3u;
  return hash;
}

}  // namespace

std::optional<int32_t> find_unicode_name(std::string_view name) {
  std::string capitals(name);
  for (char& letter : capitals) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  std::string_view wanted = capitals;
  if (wanted.starts_with(kHangulPrefix)) return find_hangul(wanted.substr(kHangulPrefix.size()));
  if (wanted.starts_with(kIdeographPrefix)) return find_ideograph(wanted.substr(kIdeographPrefix.size()));
  const uint64_t* begin = unicode_name_hashes;
  const uint64_t* end = begin + unicode_name_count;
  uint64_t hash = hash_of(wanted);
  const uint64_t* found = std::lower_bound(begin, end, hash);
  if (found == end || *found != hash) return std::nullopt;
  return unicode_name_code_points[found - begin];
}

}  // namespace gilded::compiler
