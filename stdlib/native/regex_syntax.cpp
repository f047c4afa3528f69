#include "stdlib/native/regex_syntax.h"

#include <fmt/format.h>

#include <algorithm>

#include "vm/types/string_methods.h"
#include "vm/types/unicode.h"
#include "vm/types/unicode_names.h"

namespace gilded {

namespace {

constexpr int64_t kMaxRepeat = 65535;  // PCRE2's

std::string utf8(std::u32string_view text) {
  std::string out;
  for (char32_t c : text) append_utf8(out, c);
  return out;
}

bool is_ascii_letter(char32_t c) {
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}
bool is_octal(char32_t c) {
  return c >= '0' && c <= '7';
}
bool is_decimal(char32_t c) {
  return c >= '0' && c <= '9';
}
int hex_value(char32_t c) {
  if (is_decimal(c)) return static_cast<int>(c - '0');
  char32_t l = c | 0x20;
  return c < 128 && l >= 'a' && l <= 'f' ? static_cast<int>(l - 'a' + 10) : -1;
}

class Translator {
 public:
  Translator(std::u32string_view pattern, uint32_t flags, bool is_bytes) : pattern_(pattern), is_bytes_(is_bytes) {
    result_.flags = flags;
    verbose_ = flags & kRegexVerbose;
  }

  TranslatedRegex run() {
    if (alternatives(0) && position_ < pattern_.size()) fail("unbalanced parenthesis", position_);
    return std::move(result_);
  }

 private:
  // What a quantifier may follow.
  enum class Last { kNothing, kItem, kPosition, kRepeat };

  bool at_end() const { return position_ >= pattern_.size(); }
  char32_t peek(size_t ahead = 0) const {
    return position_ + ahead < pattern_.size() ? pattern_[position_ + ahead] : 0;
  }
  bool take(char32_t c) {
    if (at_end() || pattern_[position_] != c) return false;
    ++position_;
    return true;
  }
  bool fail(std::string message, size_t position) {
    if (result_.error.empty()) {
      result_.error = std::move(message);
      result_.error_position = static_cast<int64_t>(position);
    }
    return false;
  }
  void emit(std::string_view ascii) { result_.text.append(ascii.begin(), ascii.end()); }
  void emit_literal(char32_t c) {
    if (c >= 128 || is_ascii_letter(c) || is_decimal(c) || c == '_') {
      result_.text += c;
    } else if (c <= ' ' || c == 127) {
      emit(fmt::format("\\x{{{:x}}}", static_cast<uint32_t>(c)));
    } else {
      result_.text += U'\\';
      result_.text += c;
    }
  }
  bool ascii_classes() const { return is_bytes_ || (result_.flags & kRegexAscii); }

  bool alternatives(int depth);
  bool quantifier(Last* last);
  bool large_repeat(int64_t low, int64_t high, size_t start);
  bool escape(Last* last);
  bool character_escape(size_t start, char32_t c, char32_t* out);  // after the letter; *out = ~0: not such an escape
  bool set();
  bool set_item(char32_t* c, bool* is_class, size_t set_start);
  bool group(Last* last, int depth);
  bool group_name(char32_t end, std::u32string* name);
  bool group_reference(int number, size_t position);
  bool flag_group(Last* last, size_t start, int depth);
  int find_name(std::u32string_view name) const {
    for (size_t i = 1; i < result_.names.size(); ++i) {
      if (result_.names[i] == name) return static_cast<int>(i);
    }
    return 0;
  }
  bool is_open(int number) const { return std::find(open_.begin(), open_.end(), number) != open_.end(); }

  std::u32string_view pattern_;
  bool is_bytes_;
  bool verbose_;
  size_t position_ = 0;
  std::vector<int> open_;  // capturing groups around this place
  size_t item_start_ = 0;  // where what a quantifier would repeat begins in result_.text
  int item_groups_ = 0;    // how many groups there were before it
  TranslatedRegex result_;
};

bool Translator::alternatives(int depth) {
  if (depth > 200) return fail("too many nested groups", position_);
  Last last = Last::kNothing;
  while (!at_end()) {
    size_t start = position_;
    char32_t c = pattern_[position_];
    if (c == ')') return true;
    ++position_;
    if (verbose_) {
      if (c == ' ' || (c >= 9 && c <= 13)) continue;
      if (c == '#') {
        while (!at_end() && pattern_[position_] != '\n') ++position_;
        continue;
      }
    }
    const size_t item_start = result_.text.size();
    const int item_groups = result_.group_count;
    switch (c) {
      case '|':
        emit("|");
        last = Last::kNothing;
        break;
      case '.':
        emit(".");
        last = Last::kItem;
        break;
      case '^':
      case '$':
        result_.text += c;
        last = Last::kPosition;
        break;
      case '[':
        if (!set()) return false;
        last = Last::kItem;
        break;
      case '(':
        if (!group(&last, depth)) return false;
        break;
      case '\\':
        if (!escape(&last)) return false;
        break;
      case '*':
      case '+':
      case '?':
      case '{':
        position_ = start;
        if (!quantifier(&last)) return false;
        break;
      default:
        emit_literal(c);
        last = Last::kItem;
    }
    item_start_ = item_start;
    item_groups_ = item_groups;
  }
  return true;
}

// More repetitions than PCRE2 counts: several repetitions in a row. A group must not be there twice: all repetitions
// but the last one, which is what it holds in the end, are of a copy that captures nothing. That is not so of what has
// groups inside, which earlier repetitions may leave something in; these are refused.
bool Translator::large_repeat(int64_t low, int64_t high, size_t start) {
  const std::u32string whole = result_.text.substr(item_start_);
  std::u32string item = whole;
  const bool is_group = result_.group_count != item_groups_;
  if (is_group) {
    size_t inside = whole.starts_with(U"(?P<") || whole.starts_with(U"(?<") ? whole.find(U'>') + 1
                    : whole.starts_with(U"(") && !whole.starts_with(U"(?")  ? 1
                                                                            : 0;
    if (result_.group_count != item_groups_ + 1 || inside == 0)
      return fail("the repetition number is too large for groups inside", start);
    item = U"(?:" + whole.substr(inside);
  }
  result_.text.resize(item_start_);
  const std::string_view kind = take('?') ? "?" : take('+') ? "+" : "";
  auto repeat = [&](int64_t least, int64_t most) {
    result_.text += item;
    emit(least == most ? fmt::format("{{{}}}", least) : fmt::format("{{{},{}}}{}", least, most, kind));
  };
  const bool may_be_absent = is_group && low == 0;
  emit(kind == "+" ? "(?>" : "(?:");
  if (is_group) {
    low = std::max<int64_t>(low - 1, 0);
    if (high > 0) --high;
  }
  if (low >= kMaxRepeat) {
    emit("(?:");
    repeat(kMaxRepeat, kMaxRepeat);
    emit(fmt::format("){{{}}}", std::min(low / kMaxRepeat, kMaxRepeat)));
  }
  if (low % kMaxRepeat) repeat(low % kMaxRepeat, low % kMaxRepeat);
  // One that gives nothing back would leave nothing for the last one: the whole is atomic then.
  const std::string_view inner = is_group && kind == "+" ? "" : kind;
  if (high < 0) {
    result_.text += item;
    emit("*");
    emit(inner);
  } else {
    for (int64_t more = high - low; more > 0; more -= kMaxRepeat) {
      result_.text += item;
      emit(fmt::format("{{0,{}}}{}", std::min(more, kMaxRepeat), inner));
    }
  }
  if (is_group) result_.text += whole;
  emit(")");
  if (may_be_absent) emit(kind == "?" ? "??" : "?");
  return true;
}

bool Translator::quantifier(Last* last) {
  size_t start = position_;
  char32_t c = pattern_[position_++];
  std::string text(1, static_cast<char>(c));
  if (c == '{') {
    auto number = [&](int64_t* out) {
      *out = -1;
      while (is_decimal(peek())) {
        *out = std::max<int64_t>(*out, 0) * 10 + static_cast<int64_t>(peek() - '0');
        if (*out > UINT32_MAX) return fail("the repetition number is too large", start);
        ++position_;
      }
      return true;
    };
    int64_t low, high;
    if (!number(&low)) return false;
    if (take(',')) {
      if (!number(&high)) return false;
    } else {
      high = low;
    }
    if (!take('}') || position_ == start + 2) {
      // No repetition after all: the brace stands for itself.
      position_ = start + 1;
      emit_literal('{');
      *last = Last::kItem;
      return true;
    }
    if (low < 0) low = 0;
    if (high >= 0 && high < low) return fail("min repeat greater than max repeat", start + 1);
    if ((low > kMaxRepeat || (high > kMaxRepeat && high < kMaxRepeat * 64)) && *last == Last::kItem) {
      *last = Last::kRepeat;
      return large_repeat(low, high, start + 1);
    }
    low = std::min(low, kMaxRepeat);
    text = high < 0 || high > kMaxRepeat ? fmt::format("{{{},}}", low) : fmt::format("{{{},{}}}", low, high);
  }
  if (*last == Last::kNothing || *last == Last::kPosition) return fail("nothing to repeat", start);
  if (*last == Last::kRepeat) return fail("multiple repeat", start);
  emit(text);
  if (take('?')) {
    emit("?");
  } else if (take('+')) {
    emit("+");
  }
  *last = Last::kRepeat;
  return true;
}

bool Translator::character_escape(size_t start, char32_t c, char32_t* out) {
  auto shown = [&] { return utf8(pattern_.substr(start, position_ - start)); };
  switch (c) {
    case 'a':
      *out = 7;
      return true;
    case 'f':
      *out = 12;
      return true;
    case 'n':
      *out = 10;
      return true;
    case 'r':
      *out = 13;
      return true;
    case 't':
      *out = 9;
      return true;
    case 'v':
      *out = 11;
      return true;
    case '\\':
      *out = '\\';
      return true;
    case 'x':
    case 'u':
    case 'U': {
      if (is_bytes_ && c != 'x') break;
      int digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;
      char32_t value = 0;
      int k = 0;
      for (; k < digits && hex_value(peek()) >= 0; ++k)
        value = value * 16 + static_cast<char32_t>(hex_value(pattern_[position_++]));
      if (k < digits) return fail("incomplete escape " + shown(), start);
      if (value > 0x10ffff) return fail("bad escape " + shown(), start);
      *out = value;
      return true;
    }
    case 'N': {
      if (is_bytes_) break;
      if (!take('{')) return fail("missing {", position_);
      size_t close = pattern_.find(U'}', position_);
      if (close == std::u32string_view::npos) return fail("missing }, unterminated name", position_);
      std::string name = utf8(pattern_.substr(position_, close - position_));
      if (name.empty()) return fail("missing character name", position_);
      position_ = close + 1;
      if (!character_by_name(name, out)) return fail("undefined character name '" + name + "'", start);
      return true;
    }
    default:
      break;
  }
  *out = ~char32_t{0};
  return true;
}

bool Translator::group_reference(int number, size_t position) {
  if (number > result_.group_count || number <= 0)
    return fail(fmt::format("invalid group reference {}", number), position);
  if (is_open(number)) return fail("cannot refer to an open group", position);
  emit(fmt::format("\\g{{{}}}", number));
  return true;
}

bool Translator::escape(Last* last) {
  size_t start = position_ - 1;
  if (at_end()) return fail("bad escape (end of pattern)", start);
  char32_t c = pattern_[position_++];
  *last = Last::kItem;
  switch (c) {
    case 'A':
      emit("\\A");
      *last = Last::kPosition;
      return true;
    case 'Z':
      emit("\\z");
      *last = Last::kPosition;
      return true;
    case 'b':
      emit("\\b");
      *last = Last::kPosition;
      return true;
    case 'B':
      emit("(?:\\B(?!\\A\\z))");  // an empty text has no place that is inside
      *last = Last::kPosition;
      return true;
    case 'd':
    case 'D':
    case 'w':
    case 'W':
      result_.text += U'\\';
      result_.text += c;
      return true;
    // Python counts the four separators below space as white space, PCRE2 does not.
    case 's':
      emit(ascii_classes() ? "\\s" : "[\\s\\x1c-\\x1f]");
      return true;
    case 'S':
      emit(ascii_classes() ? "\\S" : "[^\\s\\x1c-\\x1f]");
      return true;
    default:
      break;
  }
  if (c == '0') {
    char32_t value = 0;
    for (int k = 0; k < 2 && is_octal(peek()); ++k) value = value * 8 + (pattern_[position_++] - '0');
    emit(fmt::format("\\x{{{:x}}}", static_cast<uint32_t>(value)));
    return true;
  }
  if (is_decimal(c)) {
    int number = static_cast<int>(c - '0');
    if (is_decimal(peek())) {
      if (is_octal(c) && is_octal(peek()) && is_octal(peek(1))) {
        int value = number * 64 + static_cast<int>(peek() - '0') * 8 + static_cast<int>(peek(1) - '0');
        position_ += 2;
        if (value > 0377)
          return fail(fmt::format("octal escape value {} outside of range 0-0o377",
                                  utf8(pattern_.substr(start, position_ - start))),
                      start);
        emit(fmt::format("\\x{{{:x}}}", value));
        return true;
      }
      number = number * 10 + static_cast<int>(pattern_[position_++] - '0');
    }
    return group_reference(number, start + 1);
  }
  char32_t character;
  if (!character_escape(start, c, &character)) return false;
  if (character == ~char32_t{0}) {
    if (is_ascii_letter(c)) return fail(fmt::format("bad escape \\{}", static_cast<char>(c)), start);
    character = c;
  }
  emit_literal(character);
  return true;
}

// One member of a set: a character, or a class that was emitted already.
bool Translator::set_item(char32_t* c, bool* is_class, size_t set_start) {
  *is_class = false;
  if (at_end()) return fail("unterminated character set", set_start);
  size_t start = position_;
  *c = pattern_[position_++];
  if (*c != '\\') return true;
  if (at_end()) return fail("bad escape (end of pattern)", start);
  char32_t letter = pattern_[position_++];
  switch (letter) {
    case 'd':
    case 'D':
    case 'w':
    case 'W':
    case 's':
    case 'S':
      *is_class = true;
      *c = letter;
      return true;
    case 'b':
      *c = 8;
      return true;
    default:
      break;
  }
  if (is_octal(letter)) {
    char32_t value = letter - '0';
    for (int k = 0; k < 2 && is_octal(peek()); ++k) value = value * 8 + (pattern_[position_++] - '0');
    if (value > 0377)
      return fail(fmt::format("octal escape value {} outside of range 0-0o377",
                              utf8(pattern_.substr(start, position_ - start))),
                  start);
    *c = value;
    return true;
  }
  if (!character_escape(start, letter, c)) return false;
  if (*c == ~char32_t{0}) {
    if (is_ascii_letter(letter) || is_decimal(letter))
      return fail(fmt::format("bad escape \\{}", static_cast<char>(letter)), start);
    *c = letter;
  }
  return true;
}

bool Translator::set() {
  size_t set_start = position_ - 1;
  emit("[");
  if (take('^')) emit("^");
  for (bool first = true;; first = false) {
    if (at_end()) return fail("unterminated character set", set_start);
    if (!first && take(']')) break;
    size_t item_start = position_;
    char32_t low, high;
    bool low_is_class, high_is_class;
    if (!set_item(&low, &low_is_class, set_start)) return false;
    auto emit_class = [&](char32_t letter) {
      result_.text += U'\\';
      result_.text += letter;
      if (letter == 's' && !ascii_classes()) emit("\\x1c-\\x1f");
    };
    if (peek() == '-' && position_ + 1 < pattern_.size() && peek(1) != ']') {
      ++position_;
      if (!set_item(&high, &high_is_class, set_start)) return false;
      if (low_is_class || high_is_class || high < low)
        return fail("bad character range " + utf8(pattern_.substr(item_start, position_ - item_start)), item_start);
      emit_literal(low);
      emit("-");
      emit_literal(high);
      continue;
    }
    if (low_is_class) {
      emit_class(low);
    } else {
      emit_literal(low);
    }
  }
  emit("]");
  return true;
}

bool Translator::group_name(char32_t end, std::u32string* name) {
  size_t start = position_, close = pattern_.find(end, position_);
  if (close == std::u32string_view::npos) {
    if (at_end()) return fail("missing group name", start);
    return fail(fmt::format("missing {}, unterminated name", static_cast<char>(end)), start);
  }
  *name = pattern_.substr(start, close - start);
  position_ = close + 1;
  if (name->empty()) return fail("missing group name", start);
  return true;
}

bool is_identifier(std::u32string_view name) {
  return is_identifier_start(name[0]) && std::all_of(name.begin() + 1, name.end(), is_identifier_part);
}

bool Translator::flag_group(Last* last, size_t start, int depth) {
  uint32_t added = 0, removed = 0;
  bool is_removing = false;
  while (true) {
    if (at_end()) return fail("missing -, : or )", position_);
    char32_t c = pattern_[position_++];
    if (c == ':' || c == ')') {
      if (c == ')') {
        if (is_removing) return fail("missing :", position_ - 1);
        // Behind other flags, and in a verbose pattern behind what counts for nothing, is still the start.
        if (!result_.text.empty() || depth > 0) return fail("global flags not at the start of the expression", start);
        result_.flags |= added;
        if (added & kRegexVerbose) verbose_ = true;
        *last = Last::kNothing;
        return true;
      }
      break;
    }
    if (c == '-' && !is_removing) {
      is_removing = true;
      continue;
    }
    uint32_t flag = 0;
    switch (c) {
      case 'i':
        flag = kRegexIgnoreCase;
        break;
      case 'L':
        flag = kRegexLocale;
        break;
      case 'm':
        flag = kRegexMultiline;
        break;
      case 's':
        flag = kRegexDotAll;
        break;
      case 'x':
        flag = kRegexVerbose;
        break;
      case 'a':
        flag = kRegexAscii;
        break;
      case 'u':
        flag = kRegexUnicode;
        break;
      default:
        break;
    }
    if (!flag) return fail(is_ascii_letter(c) ? "unknown flag" : "missing -, : or )", position_ - 1);
    if (is_bytes_ && flag == kRegexUnicode)
      return fail("bad inline flags: cannot use 'u' flag with a bytes pattern", position_ - 1);
    if (!is_bytes_ && flag == kRegexLocale)
      return fail("bad inline flags: cannot use 'L' flag with a str pattern", position_ - 1);
    (is_removing ? removed : added) |= flag;
  }
  std::string text = "(?";
  auto letters = [](uint32_t flags) {
    std::string out;
    if (flags & kRegexIgnoreCase) out += 'i';
    if (flags & kRegexMultiline) out += 'm';
    if (flags & kRegexDotAll) out += 's';
    return out;
  };
  text += letters(added);
  if (removed & (kRegexIgnoreCase | kRegexMultiline | kRegexDotAll)) text += "-" + letters(removed);
  emit(text + ":");
  bool outer = verbose_;
  verbose_ = (verbose_ || (added & kRegexVerbose)) && !(removed & kRegexVerbose);
  if (!alternatives(depth + 1)) return false;
  verbose_ = outer;
  if (!take(')')) return fail("missing ), unterminated subpattern", start);
  emit(")");
  *last = Last::kItem;
  return true;
}

bool Translator::group(Last* last, int depth) {
  size_t start = position_ - 1;
  bool captures = true;
  std::u32string name;
  if (take('?')) {
    if (at_end()) return fail("unexpected end of pattern", position_);
    char32_t c = pattern_[position_++];
    captures = false;
    switch (c) {
      case 'P':
        if (take('<')) {
          size_t name_start = position_;
          if (!group_name('>', &name)) return false;
          if (!is_identifier(name))
            return fail(fmt::format("bad character in group name '{}'", utf8(name)), name_start);
          if (int old = find_name(name)) {
            return fail(fmt::format("redefinition of group name '{}' as group {}; was group {}", utf8(name),
                                    result_.group_count + 1, old),
                        name_start);
          }
          captures = true;
          break;
        }
        if (take('=')) {
          size_t name_start = position_;
          if (!group_name(')', &name)) return false;
          if (!is_identifier(name))
            return fail(fmt::format("bad character in group name '{}'", utf8(name)), name_start);
          int number = find_name(name);
          if (!number) return fail(fmt::format("unknown group name '{}'", utf8(name)), name_start);
          *last = Last::kItem;
          return group_reference(number, name_start);
        }
        if (at_end()) return fail("unexpected end of pattern", position_);
        return fail("unknown extension ?P" + utf8(pattern_.substr(position_, 1)), start + 1);
      case ':':
        emit("(?:");
        break;
      case '>':
        emit("(?>");
        break;
      case '=':
        emit("(?=");
        break;
      case '!':
        emit("(?!");
        break;
      case '<':
        if (take('=')) {
          emit("(?<=");
        } else if (take('!')) {
          emit("(?<!");
        } else {
          if (at_end()) return fail("unexpected end of pattern", position_);
          return fail("unknown extension ?<" + utf8(pattern_.substr(position_, 1)), start + 1);
        }
        break;
      case '#': {
        size_t close = pattern_.find(U')', position_);
        if (close == std::u32string_view::npos) return fail("missing ), unterminated comment", start);
        position_ = close + 1;
        return true;
      }
      case '(': {
        size_t name_start = position_;
        if (!group_name(')', &name)) return false;
        int number = 0;
        if (is_identifier(name)) {
          number = find_name(name);
          if (!number) return fail(fmt::format("unknown group name '{}'", utf8(name)), name_start);
        } else {
          for (char32_t digit : name) {
            if (!is_decimal(digit) || number > 99999)
              return fail(fmt::format("bad character in group name '{}'", utf8(name)), name_start);
            number = number * 10 + static_cast<int>(digit - '0');
          }
          if (number == 0) return fail("bad group number", name_start);
        }
        emit(fmt::format("(?({})", number));
        break;
      }
      default:
        if (c == '-' || is_ascii_letter(c)) {
          std::u32string_view known = U"aiLmsux-";
          if (known.find(c) != std::u32string_view::npos) {
            --position_;
            return flag_group(last, start, depth);
          }
        }
        return fail("unknown extension ?" + utf8(std::u32string_view(&c, 1)), start + 1);
    }
  }
  int number = 0;
  if (captures) {
    number = ++result_.group_count;
    result_.parents.push_back(open_.empty() ? 0 : open_.back());
    result_.names.push_back(name);
    open_.push_back(number);
    emit("(");
  }
  bool outer = verbose_;
  if (!alternatives(depth + 1)) return false;
  verbose_ = outer;
  if (!take(')')) return fail("missing ), unterminated subpattern", start);
  emit(")");
  if (captures) open_.pop_back();
  *last = Last::kItem;
  return true;
}

}  // namespace

TranslatedRegex translate_regex(std::u32string_view pattern, uint32_t flags, bool is_bytes) {
  return Translator(pattern, flags, is_bytes).run();
}

}  // namespace gilded
