#include "compiler/lexer/lexer.h"

#include <fmt/format.h>

#include <array>
#include <cstring>

#include "compiler/lexer/identifiers.h"

namespace gilded::compiler {

namespace {

constexpr int kTabSize = 8;
constexpr size_t kDeepestIndentation = 100;
constexpr size_t kDeepestBrackets = 200;
constexpr size_t kDeepestFStrings = 150;
constexpr int kDeepestReplacementFields = 3;

// ---- Character classes ----------------------------------------------------------------------------------------------

enum CharacterClass : uint8_t {
  kIdentifierStart = 1,  // a letter, '_' or any byte of a code point beyond ASCII
  kIdentifierPart = 2,   // the same or a digit
  kDecimalDigit = 4,
  kAsciiIdentifierPart = 8,
};

constexpr std::array<uint8_t, 256> make_character_classes() {
  std::array<uint8_t, 256> classes{};
  for (int c = 0; c < 256; ++c) {
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    bool digit = c >= '0' && c <= '9';
    uint8_t bits = 0;
    if (letter || c >= 0x80) bits |= kIdentifierStart | kIdentifierPart;
    if (digit) bits |= kDecimalDigit | kIdentifierPart;
    if (letter || digit) bits |= kAsciiIdentifierPart;
    classes[static_cast<size_t>(c)] = bits;
  }
  return classes;
}

constexpr std::array<uint8_t, 256> kClasses = make_character_classes();

bool has_class(char c, CharacterClass wanted) {
  return (kClasses[static_cast<unsigned char>(c)] & wanted) != 0;
}

// ---- Keywords -------------------------------------------------------------------------------------------------------

// A perfect hash over the keywords of tokens.def, found at compile time: slot = (first * a + last * b + size) mod 256.
struct KeywordTable {
  struct Entry {
    std::string_view spelling;
    TokenKind kind = TokenKind::NAME;
  };
  unsigned first_factor = 0;
  unsigned last_factor = 0;
  std::array<Entry, 256> entries{};

  constexpr size_t slot(const char* text, size_t size) const {
    return (static_cast<unsigned char>(text[0]) * first_factor +
            static_cast<unsigned char>(text[size - 1]) * last_factor + size) &
           255;
  }
};

consteval KeywordTable make_keyword_table() {
  constexpr KeywordTable::Entry kKeywords[] = {
#define TOKEN(name, spelling, category)                                                                 \
  {TokenCategory::category == TokenCategory::Keyword ? std::string_view(spelling) : std::string_view(), \
   TokenKind::name},
#include "compiler/lexer/tokens.def"
#undef TOKEN
  };
  for (unsigned a = 1; a < 256; a += 2) {
    for (unsigned b = 1; b < 256; b += 2) {
      KeywordTable table;
      table.first_factor = a;
      table.last_factor = b;
      bool clash = false;
      for (const KeywordTable::Entry& keyword : kKeywords) {
        if (keyword.spelling.empty()) continue;
        KeywordTable::Entry& entry = table.entries[table.slot(keyword.spelling.data(), keyword.spelling.size())];
        if (!entry.spelling.empty()) {
          clash = true;
          break;
        }
        entry = keyword;
      }
      if (!clash) return table;
    }
  }
  throw "no perfect hash: widen the table";
}

constexpr KeywordTable kKeywordTable = make_keyword_table();

TokenKind keyword_or_name(const char* text, size_t size) {
  if (size < 2 || size > 8) return TokenKind::NAME;
  const KeywordTable::Entry& entry = kKeywordTable.entries[kKeywordTable.slot(text, size)];
  if (entry.spelling.size() == size && std::memcmp(entry.spelling.data(), text, size) == 0) return entry.kind;
  return TokenKind::NAME;
}

// ---- Numbers --------------------------------------------------------------------------------------------------------

// By hand, as strings are: RE2's patterns for them took a tenth of the time and memory of a start.

// `base`: x, o, b, or d for decimal.
bool is_digit_of(char c, char base) {
  if (base == 'x') return has_class(c, kDecimalDigit) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
  return c >= '0' && c <= (base == 'o' ? '7' : base == 'b' ? '1' : '9');
}

// Behind the digits at `at`, between which single underscores may stand.
const char* end_of_digits(const char* at, char base) {
  for (;; ++at) {
    while (is_digit_of(*at, base)) ++at;
    if (*at != '_' || !is_digit_of(at[1], base)) return at;
  }
}

// Behind the longest number at `at`; a letter or digit right behind it makes it wrong.
// REQUIRES: a digit, or a point and a digit.
const char* end_of_number(const char* at) {
  char base = static_cast<char>(at[1] | 0x20);
  if (at[0] == '0' && (base == 'x' || base == 'o' || base == 'b')) {
    const char* end = end_of_digits(at + 2, base);
    return end > at + 2 ? end : at + 1;
  }
  if (*at != '.') at = end_of_digits(at, 'd');
  if (*at == '.') {
    ++at;
    if (has_class(*at, kDecimalDigit)) at = end_of_digits(at, 'd');
  }
  if ((*at | 0x20) == 'e') {
    const char* exponent = at + (at[1] == '+' || at[1] == '-' ? 2 : 1);
    if (has_class(*exponent, kDecimalDigit)) at = end_of_digits(exponent, 'd');
  }
  return (*at | 0x20) == 'j' ? at + 1 : at;
}

// ---- The lexer ------------------------------------------------------------------------------------------------------

enum class Precedence { OverParser, AfterParser };

struct LexicalFailure {
  SyntaxError error;
  Precedence precedence;
};

class Lexer {
 public:
  Lexer(const Source& source, Trivia trivia, TokenStream& stream)
      : source_(source),
        keep_trivia_(trivia == Trivia::Keep),
        stream_(stream),
        begin_(source.text().data()),
        end_(begin_ + source.text().size()),
        at_(begin_),
        line_begin_(begin_) {}

  void run();

  // Tells the stream which bracket is open where reading has stopped.
  void note_open_bracket();

 private:
  // A bracket that is open; the brace of a replacement field is one too.
  struct Bracket {
    char open;
    bool is_field = false;
    bool in_format_spec = false;
    size_t fstring_depth = 0;  // how many f-strings were open around it
    int32_t lineno;
    int32_t col_offset;
  };

  struct FString {
    char quote;
    bool triple;
    bool raw;
    const char* start;
    const char* line_begin;
    int32_t lineno;
    int fields_open = 0;
  };

  struct Indentation {
    int columns;
    int alternative_columns;  // with tabs of width 1
  };

  int32_t column(const char* at) const { return static_cast<int32_t>(at - line_begin_); }
  void emit(TokenKind kind, const char* start, const char* end);
  void emit_from(TokenKind kind, const char* start, int32_t lineno, int32_t col_offset, const char* end);
  void start_line(const char* first) {
    line_begin_ = first;
    ++lineno_;
  }
  void count_lines(const char* from, const char* to);

  bool read_indentation();
  void change_indentation(Indentation now);
  void read_token();
  void read_newline();
  void skip_line_joining();
  void read_comment();
  void read_name();
  void read_non_ascii_name(const char* start);
  bool read_prefixed_string(const char* start);
  void read_number();
  void check_after_number(std::string_view kind);
  [[noreturn]] void explain_bad_number(const char* start);
  const char* end_of_string(const char* at, char mark, bool triple) const;
  void read_string(const char* start, const char* quote);
  void start_fstring(const char* start, const char* quote, bool raw);
  void read_fstring_text();
  [[noreturn]] void fail_unterminated(const FString& fstring);
  void read_operator();
  void open_bracket(TokenKind kind);
  void close_bracket(TokenKind kind);
  void finish();
  void warn(std::string message) {
    int offset = source_.code_point_column(lineno_, column(at_));
    stream_.warnings.push_back({"SyntaxWarning", std::move(message), lineno_, offset, lineno_, offset});
  }

  bool inside_fstring() const { return !fstrings_.empty(); }
  // The replacement field of the innermost f-string that is the innermost open bracket, if it is.
  Bracket* current_field() {
    if (fstrings_.empty() || brackets_.empty()) return nullptr;
    Bracket& top = brackets_.back();
    return top.is_field && top.fstring_depth == fstrings_.size() ? &top : nullptr;
  }

  // Fails with both ends of the error at the byte before `at`, which is how Python places most lexical errors.
  [[noreturn]] void fail_at(const char* at, std::string message) {
    fail(lineno_, source_.code_point_column(lineno_, column(at)), std::move(message));
  }
  [[noreturn]] void fail(int lineno, int offset, std::string message) {
    fail_range(lineno, offset, offset, std::move(message));
  }
  [[noreturn]] void fail_range(int lineno, int offset, int end_offset, std::string message,
                               std::string type = "SyntaxError", bool with_line_end = false) {
    SyntaxError error;
    error.type = std::move(type);
    error.message = std::move(message);
    error.filename = source_.filename();
    error.lineno = error.end_lineno = lineno;
    error.offset = offset;
    error.end_offset = end_offset;
    error.text = std::string(source_.line(lineno));
    error.incomplete = ended_early_;
    if (with_line_end) error.text += '\n';
    const bool layout = with_line_end;  // these errors concern the line as a whole
    throw LexicalFailure{std::move(error),
                         layout || inside_fstring() ? Precedence::AfterParser : Precedence::OverParser};
  }

  const Source& source_;
  bool keep_trivia_;
  TokenStream& stream_;
  const char* begin_;
  const char* end_;  // points at a NUL, so looking one byte ahead is always allowed
  const char* at_;
  const char* line_begin_;
  int32_t lineno_ = 1;
  bool at_line_start_ = true;
  bool line_has_tokens_ = false;
  bool in_fstring_text_ = false;
  bool ended_early_ = false;             // the text may be right as far as it goes
  const char* comment_start_ = nullptr;  // of the comment at the end of this line
  std::vector<Bracket> brackets_;
  std::vector<FString> fstrings_;
  std::vector<Indentation> indentations_{{0, 0}};
};

void Lexer::emit(TokenKind kind, const char* start, const char* end) {
  int32_t col_offset = column(start);
  stream_.tokens.push_back({kind, static_cast<uint8_t>(brackets_.size()), static_cast<uint32_t>(start - begin_),
                            static_cast<uint32_t>(end - begin_), lineno_, col_offset, lineno_,
                            col_offset + static_cast<int32_t>(end - start)});
}

void Lexer::emit_from(TokenKind kind, const char* start, int32_t lineno, int32_t col_offset, const char* end) {
  stream_.tokens.push_back({kind, static_cast<uint8_t>(brackets_.size()), static_cast<uint32_t>(start - begin_),
                            static_cast<uint32_t>(end - begin_), lineno, col_offset, lineno_, column(end)});
}

void Lexer::count_lines(const char* from, const char* to) {
  while (const void* found = std::memchr(from, '\n', static_cast<size_t>(to - from))) {
    from = static_cast<const char*>(found) + 1;
    start_line(from);
  }
}

void Lexer::run() {
  stream_.tokens.reserve(source_.text().size() / 4 + 16);
  for (;;) {
    if (in_fstring_text_) {
      read_fstring_text();
      continue;
    }
    if (at_line_start_) {
      at_line_start_ = false;
      line_has_tokens_ = false;
      comment_start_ = nullptr;
      if (!read_indentation()) continue;
    }
    while (*at_ == ' ' || *at_ == '\t' || *at_ == '\f') ++at_;
    if (at_ == end_) break;
    read_token();
  }
  finish();
}

// Reads the white space at the start of a logical line. False: the line was blank and is done.
bool Lexer::read_indentation() {
  Indentation now{0, 0};
  int joined_columns = -1;  // the indentation of the first of several lines joined by backslashes
  int joined_alternative = 0;
  for (;;) {
    char c = *at_;
    if (c == ' ') {
      ++now.columns;
      ++now.alternative_columns;
    } else if (c == '\t') {
      now.columns = (now.columns / kTabSize + 1) * kTabSize;
      ++now.alternative_columns;
    } else if (c == '\f') {
      now = {0, 0};
    } else if (c == '\\') {
      if (at_[1] != '\n' || at_ + 2 >= end_) skip_line_joining();
      if (joined_columns < 0) {
        joined_columns = now.columns;
        joined_alternative = now.alternative_columns;
      }
      now = {0, 0};
      ++at_;
      start_line(at_ + 1);
    } else {
      break;
    }
    ++at_;
  }
  if (*at_ == '#' || *at_ == '\n' || at_ == end_) {
    if (*at_ == '#') read_comment();
    if (*at_ == '\n') {
      if (keep_trivia_) emit(TokenKind::NL, at_, at_ + 1);
      ++at_;
      start_line(at_);
      at_line_start_ = true;
      return false;
    }
    return true;  // the end of the text
  }
  if (joined_columns > 0) now = {joined_columns, joined_alternative};
  change_indentation(now);
  return true;
}

void Lexer::change_indentation(Indentation now) {
  auto fail_on_tabs = [&] {
    fail_range(lineno_, 1, 0, "inconsistent use of tabs and spaces in indentation", "TabError", true);
  };
  const Indentation top = indentations_.back();
  if (now.columns == top.columns) {
    if (now.alternative_columns != top.alternative_columns) fail_on_tabs();
    return;
  }
  if (now.columns > top.columns) {
    if (indentations_.size() >= kDeepestIndentation) {
      fail_range(lineno_, 1, 0, "too many levels of indentation", "IndentationError", true);
    }
    if (now.alternative_columns <= top.alternative_columns) fail_on_tabs();
    indentations_.push_back(now);
    emit(TokenKind::INDENT, line_begin_, at_);
    return;
  }
  size_t depth = indentations_.size();
  while (depth > 1 && now.columns < indentations_[depth - 1].columns) --depth;
  if (now.columns != indentations_[depth - 1].columns) {
    std::string_view line = source_.line(lineno_);
    fail_range(lineno_, source_.code_point_column(lineno_, static_cast<int>(line.size())) + 1, -1,
               "unindent does not match any outer indentation level", "IndentationError", true);
  }
  if (now.alternative_columns != indentations_[depth - 1].alternative_columns) fail_on_tabs();
  for (; indentations_.size() > depth; indentations_.pop_back()) emit(TokenKind::DEDENT, at_, at_);
}

void Lexer::read_token() {
  char c = *at_;
  if (has_class(c, kIdentifierStart)) {
    read_name();
  } else if (c == '\n') {
    read_newline();
    return;
  } else if (has_class(c, kDecimalDigit) || (c == '.' && has_class(at_[1], kDecimalDigit))) {
    read_number();
  } else if (c == '"' || c == '\'') {
    read_string(at_, at_);
  } else if (c == '#') {
    read_comment();
    return;
  } else if (c == '\\') {
    skip_line_joining();
    return;
  } else {
    read_operator();
  }
  line_has_tokens_ = true;
}

void Lexer::read_newline() {
  if (!brackets_.empty()) {
    if (keep_trivia_) emit(TokenKind::NL, at_, at_ + 1);
  } else {
    // A line of nothing but joined blanks has no NEWLINE either.
    if (line_has_tokens_) {
      // Without trivia the comment counts as a part of the line end.
      emit(TokenKind::NEWLINE, comment_start_ != nullptr ? comment_start_ : at_, at_ + 1);
    } else if (keep_trivia_) {
      emit(TokenKind::NL, at_, at_ + 1);
    }
    at_line_start_ = true;
  }
  ++at_;
  start_line(at_);
}

void Lexer::skip_line_joining() {
  if (at_[1] != '\n' && at_ + 1 != end_) {
    int offset = source_.code_point_column(lineno_, column(at_ + 1)) + 1;
    fail_range(lineno_, offset, 0, "unexpected character after line continuation character", "SyntaxError", true);
  }
  if (at_ + 2 >= end_ && !brackets_.empty()) {
    at_ = end_;  // the open bracket is the better thing to report
    return;
  }
  if (at_ + 2 >= end_) {
    ended_early_ = true;
    fail_range(lineno_, source_.code_point_column(lineno_, column(at_ + 1)) + 1, -1, "unexpected EOF while parsing",
               "SyntaxError", true);
  }
  at_ += 2;
  start_line(at_);
}

void Lexer::read_comment() {
  const char* start = at_;
  const void* found = std::memchr(at_, '\n', static_cast<size_t>(end_ - at_));
  at_ = found == nullptr ? end_ : static_cast<const char*>(found);
  if (keep_trivia_) {
    emit(TokenKind::COMMENT, start, at_);
  } else if (brackets_.empty()) {
    comment_start_ = start;
  }
}

// ---- Names ----------------------------------------------------------------------------------------------------------

void Lexer::read_name() {
  const char* start = at_;
  const char* at = at_;
  while (has_class(*at, kAsciiIdentifierPart)) ++at;
  if (static_cast<unsigned char>(*at) >= 0x80) {
    read_non_ascii_name(start);
    return;
  }
  size_t size = static_cast<size_t>(at - start);
  at_ = at;
  if (size <= 2 && (*at == '"' || *at == '\'') && read_prefixed_string(start)) return;
  emit(keyword_or_name(start, size), start, at);
}

void Lexer::read_non_ascii_name(const char* start) {
  const char* at = start;
  while (has_class(*at, kIdentifierPart)) {
    size_t length = 0;
    int32_t code_point = decode_utf8({at, static_cast<size_t>(end_ - at)}, &length);
    bool fits = at == start ? is_identifier_start(code_point) : is_identifier_continue(code_point);
    if (!fits) {
      if (is_printable(code_point)) {
        fail_at(at + length,
                fmt::format("invalid character '{}' (U+{:04X})", std::string_view(at, length), code_point));
      }
      fail_at(at + length, fmt::format("invalid non-printable character U+{:04X}", code_point));
    }
    at += length;
  }
  at_ = at;
  emit(TokenKind::NAME, start, at);
}

// The word before a quote may be a string prefix. False: it is not.
bool Lexer::read_prefixed_string(const char* start) {
  bool raw = false, bytes = false, unicode = false, formatted = false;
  for (const char* c = start; c < at_; ++c) {
    bool* flag;
    switch (*c | 0x20) {
      case 'r':
        flag = &raw;
        break;
      case 'b':
        flag = &bytes;
        break;
      case 'u':
        flag = &unicode;
        break;
      case 'f':
        flag = &formatted;
        break;
      default:
        return false;
    }
    if (*flag) return false;
    *flag = true;
  }
  if ((unicode && (raw || bytes || formatted)) || (bytes && formatted)) return false;
  if (formatted) {
    start_fstring(start, at_, raw);
  } else {
    read_string(start, at_);
  }
  return true;
}

// ---- Numbers --------------------------------------------------------------------------------------------------------

void Lexer::read_number() {
  const char* start = at_;
  at_ = end_of_number(start);
  if (!has_class(*at_, kAsciiIdentifierPart) && *start != '0') {
    emit(TokenKind::NUMBER, start, at_);
    return;
  }
  std::string_view number(start, static_cast<size_t>(at_ - start));
  const char mark = number.size() > 1 && number[0] == '0' ? static_cast<char>(number[1] | 0x20) : '\0';
  const bool based = mark == 'x' || mark == 'o' || mark == 'b';
  std::string_view kind = "decimal";
  if (based) {
    kind = mark == 'x' ? "hexadecimal" : mark == 'o' ? "octal" : "binary";
    // "0o8" or "1_" after the match are told apart by reading it again, slowly.
    if (*at_ == '_' || (mark != 'x' && has_class(*at_, kDecimalDigit))) explain_bad_number(start);
  } else {
    if (number.back() == 'j' || number.back() == 'J') {
      kind = "imaginary";
    } else if (*at_ == '_' ||
               (number == "0" && ((*at_ | 0x20) == 'x' || (*at_ | 0x20) == 'o' || (*at_ | 0x20) == 'b'))) {
      explain_bad_number(start);
    } else if ((*at_ == 'e' || *at_ == 'E') && (at_[1] == '+' || at_[1] == '-' || has_class(at_[1], kDecimalDigit))) {
      explain_bad_number(start);
    }
    if (number[0] == '0' && number.find_first_of(".eEjJ") == std::string_view::npos) {
      size_t zeros = number.find_first_not_of("0_");
      if (zeros != std::string_view::npos) {
        if ((*at_ | 0x20) == 'e') fail_at(at_, "invalid decimal literal");
        int offset = source_.code_point_column(lineno_, column(start)) + 1;
        fail_range(lineno_, offset, offset + static_cast<int>(zeros),
                   "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers");
      }
    }
  }
  check_after_number(kind);
  emit(TokenKind::NUMBER, start, at_);
}

void Lexer::check_after_number(std::string_view kind) {
  if (!has_class(*at_, kAsciiIdentifierPart)) return;
  // Some keywords may follow a number without a space, with a warning.
  const char* end = at_;
  while (has_class(*end, kIdentifierPart)) ++end;
  std::string_view word(at_, static_cast<size_t>(end - at_));
  if (word == "and" || word == "else" || word == "for" || word == "or" || word == "not" || word.starts_with("if") ||
      word.starts_with("in") || word.starts_with("is")) {
    warn(fmt::format("invalid {} literal", kind));
    return;
  }
  fail_at(at_, fmt::format("invalid {} literal", kind));
}

// Finds the place and the reason why the text at `start` is no number. It starts like one, so one of the cases applies.
void Lexer::explain_bad_number(const char* start) {
  const char* at = start;
  // Skips digits with single underscores between them; fails at an underscore that no digit follows.
  auto skip_digits = [&](char base, std::string_view kind) {
    for (;;) {
      while (is_digit_of(*at, base)) ++at;
      if (*at != '_') return;
      ++at;
      if (!is_digit_of(*at, base)) {
        if (base != 'x' && has_class(*at, kDecimalDigit)) {
          fail_at(at + 1, fmt::format("invalid digit '{}' in {} literal", *at, kind));
        }
        fail_at(at, fmt::format("invalid {} literal", kind));
      }
    }
  };
  char base = static_cast<char>(at[1] | 0x20);
  if (at[0] == '0' && (base == 'x' || base == 'o' || base == 'b')) {
    std::string_view kind = base == 'x' ? "hexadecimal" : base == 'o' ? "octal" : "binary";
    at += 2;
    const char* digits = at;
    skip_digits(base, kind);
    if (base != 'x' && has_class(*at, kDecimalDigit)) {
      fail_at(at + 1, fmt::format("invalid digit '{}' in {} literal", *at, kind));
    }
    if (at == digits) fail_at(at, fmt::format("invalid {} literal", kind));
    at_ = at;
    check_after_number(kind);
    fail_at(at, fmt::format("invalid {} literal", kind));
  }
  skip_digits('d', "decimal");
  if (*at == '.') {
    ++at;
    if (has_class(*at, kDecimalDigit)) skip_digits('d', "decimal");
  }
  if ((*at | 0x20) == 'e') {
    const char* exponent = at + 1;
    if (*exponent == '+' || *exponent == '-') {
      ++exponent;
      if (!has_class(*exponent, kDecimalDigit)) fail_at(exponent, "invalid decimal literal");
    }
    if (has_class(*exponent, kDecimalDigit)) {
      at = exponent;
      skip_digits('d', "decimal");
    }
  }
  fail_at(at, "invalid decimal literal");
}

// ---- Strings --------------------------------------------------------------------------------------------------------

// Behind the closing quote of a string whose text begins at `at`; null: there is none.
const char* Lexer::end_of_string(const char* at, char mark, bool triple) const {
  for (; at < end_; ++at) {
    if (*at == mark && (!triple || (at[1] == mark && at[2] == mark))) return at + (triple ? 3 : 1);
    if (*at == '\n' && !triple) return nullptr;
    if (*at == '\\') ++at;
  }
  return nullptr;
}

void Lexer::read_string(const char* start, const char* quote) {
  char mark = *quote;
  bool triple = quote[1] == mark && quote[2] == mark;
  const char* body = quote + (triple ? 3 : 1);
  int32_t lineno = lineno_;
  int32_t col_offset = column(start);
  const char* end = end_of_string(body, mark, triple);
  if (!end) {
    // Find where the text gave up: at a line end, or at the end of everything.
    bool escaped_quote = false;
    const char* at = body;
    while (at < end_ && (triple || *at != '\n')) {
      if (*at == '\\') {
        ++at;
        if (*at == mark) escaped_quote = true;
        if (at == end_) break;
      }
      if (*at == '\n' && at + 1 < end_) ++lineno_;
      ++at;
    }
    int last_line = lineno_;
    lineno_ = lineno;
    int offset = source_.code_point_column(lineno, col_offset) + 1;
    if (inside_fstring()) {
      const FString& outer = fstrings_.back();
      if (outer.quote == mark && outer.triple == triple) {
        fail(lineno, offset, "f-string: expecting '}'");
      }
    }
    if (triple) {
      ended_early_ = true;
      fail(lineno, offset, fmt::format("unterminated triple-quoted string literal (detected at line {})", last_line));
    }
    fail(lineno, offset,
         fmt::format("unterminated string literal (detected at line {}){}", last_line,
                     escaped_quote ? "; perhaps you escaped the end quote?" : ""));
  }
  at_ = end;
  if (std::memchr(body, '\n', static_cast<size_t>(end - body)) != nullptr) count_lines(body, at_);
  emit_from(TokenKind::STRING, start, lineno, col_offset, at_);
}

void Lexer::start_fstring(const char* start, const char* quote, bool raw) {
  char mark = *quote;
  bool triple = quote[1] == mark && quote[2] == mark;
  if (fstrings_.size() >= kDeepestFStrings) fail_at(at_, "too many nested f-strings");
  at_ = quote + (triple ? 3 : 1);
  fstrings_.push_back({mark, triple, raw, start, line_begin_, lineno_});
  emit(TokenKind::FSTRING_START, start, at_);
  in_fstring_text_ = true;
}

void Lexer::fail_unterminated(const FString& fstring) {
  int last_line = lineno_;
  if (last_line > source_.line_count()) last_line = source_.line_count();
  ended_early_ = fstring.triple;
  int offset = source_.code_point_column(fstring.lineno, static_cast<int>(fstring.start - fstring.line_begin)) + 1;
  fail(fstring.lineno, offset,
       fmt::format("unterminated {}f-string literal (detected at line {})", fstring.triple ? "triple-quoted " : "",
                   last_line));
}

// Reads a literal piece of an f-string, or the literal part of a format specifier, and what ends it.
void Lexer::read_fstring_text() {
  FString& fstring = fstrings_.back();
  Bracket* field = current_field();
  const bool in_format_spec = field != nullptr && field->in_format_spec;
  const char* start = at_;
  int32_t lineno = lineno_;
  int32_t col_offset = column(at_);
  auto emit_text = [&](const char* end) {
    if (end > start) emit_from(TokenKind::FSTRING_MIDDLE, start, lineno, col_offset, end);
  };
  for (;;) {
    char c = *at_;
    if (at_ == end_ || (c == '\n' && !fstring.triple)) {
      if (in_format_spec && c == '\n') {
        // The line end closes the specifier; the field must then close in the ordinary way.
        emit_text(at_);
        in_fstring_text_ = false;
        return;
      }
      if (in_format_spec && !fstring.triple) {
        // Let the end of the text be reported as an open brace.
        emit_text(at_);
        in_fstring_text_ = false;
        return;
      }
      fail_unterminated(fstring);
    }
    if (c == '\n') {
      ++at_;
      start_line(at_);
      continue;
    }
    if (c == fstring.quote && (!fstring.triple || (at_[1] == c && at_[2] == c))) {
      emit_text(at_);
      const char* quote = at_;
      at_ += fstring.triple ? 3 : 1;
      emit(TokenKind::FSTRING_END, quote, at_);
      fstrings_.pop_back();
      in_fstring_text_ = false;
      line_has_tokens_ = true;
      return;
    }
    if (c == '{') {
      if (at_[1] == '{' && !in_format_spec) {
        // The piece keeps one brace of two; the next piece starts after both.
        ++at_;
        emit_text(at_);
        ++at_;
        return;
      }
      emit_text(at_);
      if (fstring.fields_open >= kDeepestReplacementFields) fail_at(at_, "f-string: expressions nested too deeply");
      ++fstring.fields_open;
      open_bracket(TokenKind::LBRACE);
      brackets_.back().is_field = true;
      brackets_.back().fstring_depth = fstrings_.size();
      in_fstring_text_ = false;
      return;
    }
    if (c == '}') {
      if (in_format_spec) {
        // The text may be empty here, so that the parser can tell this colon from others. The brace is read as an
        // ordinary token.
        emit_from(TokenKind::FSTRING_MIDDLE, start, lineno, col_offset, at_);
        in_fstring_text_ = false;
        return;
      }
      if (at_[1] != '}') {
        fail_at(at_ + 1, "f-string: single '}' is not allowed");
      }
      ++at_;
      emit_text(at_);
      ++at_;
      return;
    }
    if (c == '\\') {
      ++at_;
      if (at_ == end_) continue;
      if (*at_ == '{' || *at_ == '}') {
        continue;  // the backslash is literal text, and the brace keeps its meaning
      }
      if (!fstring.raw && *at_ == 'N' && at_[1] == '{') {
        const char* name_end = at_ + 2;
        while (name_end < end_ && *name_end != '}' && *name_end != '\n' && *name_end != fstring.quote) ++name_end;
        if (*name_end != '}') {
          at_ = name_end;
          continue;
        }
        at_ = name_end + 1;
        emit_text(at_);  // Python ends a piece here
        return;
      }
      if (*at_ == '\n') start_line(at_ + 1);
      ++at_;
      continue;
    }
    ++at_;
  }
}

// ---- Operators and brackets -----------------------------------------------------------------------------------------

void Lexer::open_bracket(TokenKind kind) {
  if (brackets_.size() >= kDeepestBrackets) fail_at(at_ + 1, "too many nested parentheses");
  Bracket bracket{};
  bracket.open = *at_;
  bracket.fstring_depth = fstrings_.size();
  bracket.lineno = lineno_;
  bracket.col_offset = column(at_);
  brackets_.push_back(bracket);
  emit(kind, at_, at_ + 1);
  ++at_;
}

void Lexer::close_bracket(TokenKind kind) {
  char close = *at_;
  if (brackets_.empty()) fail_at(at_ + 1, fmt::format("unmatched '{}'", close));
  Bracket top = brackets_.back();
  bool matches =
      (top.open == '(' && close == ')') || (top.open == '[' && close == ']') || (top.open == '{' && close == '}');
  if (!matches) {
    if (current_field() != nullptr) fail_at(at_ + 1, fmt::format("f-string: unmatched '{}'", close));
    if (top.lineno != lineno_) {
      fail_at(at_ + 1, fmt::format("closing parenthesis '{}' does not match opening parenthesis '{}' on line {}", close,
                                   top.open, top.lineno));
    }
    fail_at(at_ + 1, fmt::format("closing parenthesis '{}' does not match opening parenthesis '{}'", close, top.open));
  }
  bool closes_field = current_field() != nullptr;
  brackets_.pop_back();
  emit(kind, at_, at_ + 1);
  ++at_;
  if (closes_field) {
    --fstrings_.back().fields_open;
    in_fstring_text_ = true;
  }
}

void Lexer::read_operator() {
  const char c = at_[0];
  const char next = at_[1];
  TokenKind kind = TokenKind::OP;
  size_t size = 1;
  auto with_equal = [&](TokenKind plain, TokenKind equal) {
    kind = next == '=' ? equal : plain;
    size = next == '=' ? 2 : 1;
  };
  auto doubled = [&](TokenKind plain, TokenKind equal, TokenKind twice, TokenKind twice_equal) {
    if (next != c) return with_equal(plain, equal);
    kind = at_[2] == '=' ? twice_equal : twice;
    size = at_[2] == '=' ? 3 : 2;
  };
  switch (c) {
    case '(':
      return open_bracket(TokenKind::LPAR);
    case '[':
      return open_bracket(TokenKind::LSQB);
    case '{':
      return open_bracket(TokenKind::LBRACE);
    case ')':
      return close_bracket(TokenKind::RPAR);
    case ']':
      return close_bracket(TokenKind::RSQB);
    case '}':
      return close_bracket(TokenKind::RBRACE);
    case ',':
      kind = TokenKind::COMMA;
      break;
    case ';':
      kind = TokenKind::SEMI;
      break;
    case '~':
      kind = TokenKind::TILDE;
      break;
    case ':':
      if (Bracket* field = current_field()) {
        // At the top level of a replacement field every colon starts the format specifier.
        field->in_format_spec = true;
        emit(TokenKind::COLON, at_, at_ + 1);
        ++at_;
        in_fstring_text_ = true;
        return;
      }
      with_equal(TokenKind::COLON, TokenKind::COLONEQUAL);
      break;
    case '.':
      if (next == '.' && at_[2] == '.') {
        kind = TokenKind::ELLIPSIS;
        size = 3;
      } else {
        kind = TokenKind::DOT;
      }
      break;
    case '!':
      with_equal(TokenKind::EXCLAMATION, TokenKind::NOTEQUAL);
      break;
    case '=':
      with_equal(TokenKind::EQUAL, TokenKind::EQEQUAL);
      break;
    case '+':
      with_equal(TokenKind::PLUS, TokenKind::PLUSEQUAL);
      break;
    case '-':
      with_equal(TokenKind::MINUS, TokenKind::MINEQUAL);
      if (next == '>') {
        kind = TokenKind::RARROW;
        size = 2;
      }
      break;
    case '*':
      doubled(TokenKind::STAR, TokenKind::STAREQUAL, TokenKind::DOUBLESTAR, TokenKind::DOUBLESTAREQUAL);
      break;
    case '/':
      doubled(TokenKind::SLASH, TokenKind::SLASHEQUAL, TokenKind::DOUBLESLASH, TokenKind::DOUBLESLASHEQUAL);
      break;
    case '<':
      doubled(TokenKind::LESS, TokenKind::LESSEQUAL, TokenKind::LEFTSHIFT, TokenKind::LEFTSHIFTEQUAL);
      if (next == '>') {
        kind = TokenKind::NOTEQUAL;  // the parser rejects this spelling
        size = 2;
      }
      break;
    case '>':
      doubled(TokenKind::GREATER, TokenKind::GREATEREQUAL, TokenKind::RIGHTSHIFT, TokenKind::RIGHTSHIFTEQUAL);
      break;
    case '%':
      with_equal(TokenKind::PERCENT, TokenKind::PERCENTEQUAL);
      break;
    case '&':
      with_equal(TokenKind::AMPER, TokenKind::AMPEREQUAL);
      break;
    case '|':
      with_equal(TokenKind::VBAR, TokenKind::VBAREQUAL);
      break;
    case '^':
      with_equal(TokenKind::CIRCUMFLEX, TokenKind::CIRCUMFLEXEQUAL);
      break;
    case '@':
      with_equal(TokenKind::AT, TokenKind::ATEQUAL);
      break;
    default:
      if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) {
        fail_at(at_ + 1, fmt::format("invalid non-printable character U+{:04X}", static_cast<unsigned>(c)));
      }
      break;
  }
  emit(kind, at_, at_ + size);
  at_ += size;
}

// ---- The end --------------------------------------------------------------------------------------------------------

void Lexer::note_open_bracket() {
  if (brackets_.empty()) return;
  const Bracket& top = brackets_.back();
  stream_.unclosed = {top.open, top.lineno, top.col_offset, inside_fstring()};
}

void Lexer::finish() {
  if (!brackets_.empty()) {
    note_open_bracket();
    emit(TokenKind::UNCLOSED, end_, end_);
    return;
  }
  if (line_has_tokens_) {
    emit(TokenKind::NEWLINE, comment_start_ != nullptr ? comment_start_ : at_, at_);
    stream_.tokens.back().end_col_offset += 1;
    line_has_tokens_ = false;
  } else if (keep_trivia_ && at_ > begin_ && at_[-1] != '\n') {
    emit(TokenKind::NL, at_, at_);
    stream_.tokens.back().end_col_offset += 1;
  }
  if (at_ > begin_ && at_[-1] != '\n') start_line(at_);
  for (; indentations_.size() > 1; indentations_.pop_back()) emit(TokenKind::DEDENT, at_, at_);
  emit(TokenKind::ENDMARKER, at_, at_);
}

}  // namespace

TokenStream tokenize(const Source& source, Trivia trivia) {
  TokenStream stream;
  Lexer lexer(source, trivia, stream);
  try {
    lexer.run();
  } catch (LexicalFailure& failure) {
    lexer.note_open_bracket();
    stream.error = std::move(failure.error);
    stream.error_takes_precedence = failure.precedence == Precedence::OverParser;
    Token end{};
    end.kind = TokenKind::ERRORTOKEN;
    if (!stream.tokens.empty()) {
      const Token& last = stream.tokens.back();
      end.start = end.end = last.end;
      end.lineno = end.end_lineno = last.end_lineno;
      end.col_offset = end.end_col_offset = last.end_col_offset;
    }
    stream.tokens.push_back(end);
  }
  return stream;
}

}  // namespace gilded::compiler
