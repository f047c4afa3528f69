// str.format and str.format_map: replacement fields, nested fields, conversions and automatic numbering.
#include "vm/object/protocols.h"
#include "vm/runtime.h"
#include "vm/types/dict.h"
#include "vm/types/int.h"
#include "vm/types/string_methods.h"
#include "vm/types/unicode.h"

namespace gilded {

namespace {

class Formatter {
 public:
  Formatter(Thread* T, const Value* arguments, size_t count, Value keywords, bool is_format_map)
      : thread_(T), arguments_(arguments), count_(count), keywords_(keywords), is_format_map_(is_format_map) {}

  // Appends s[start:end] with its fields replaced. depth: how many levels of nesting are left.
  bool format(StringBuilder& out, String* s, size_t start, size_t end, int depth);

 private:
  bool field(StringBuilder& out, String* s, size_t start, size_t end, int depth);
  Value look_up(String* s, size_t start, size_t end);
  Value first_part(String* s, size_t start, size_t end);
  Raised fail(const char* message) { return raise_text(thread_, Builtin::kValueError, message); }
  // The digits of s[start:end] as a number; -1: no number; -2: raised.
  int64_t number(String* s, size_t start, size_t end);

  Thread* thread_;
  const Value* arguments_;
  size_t count_;
  Value keywords_;
  bool is_format_map_;
  enum class Numbering { kUnknown, kAutomatic, kManual } numbering_ = Numbering::kUnknown;
  int64_t next_number_ = 0;
};

int64_t Formatter::number(String* s, size_t start, size_t end) {
  if (start == end) return -1;
  int64_t value = 0;
  for (size_t i = start; i < end; ++i) {
    int digit = decimal_value(s->at(i));
    if (digit < 0) return -1;
    if (value > (INT64_MAX - digit) / 10) {
      (void)fail("Too many decimal digits in format string");
      return -2;
    }
    value = value * 10 + digit;
  }
  return value;
}

Value Formatter::first_part(String* s, size_t start, size_t end) {
  Thread* T = thread_;
  int64_t index = -1;
  if (start == end) {
    if (numbering_ == Numbering::kManual)
      return fail("cannot switch from manual field specification to automatic field numbering");
    numbering_ = Numbering::kAutomatic;
    index = next_number_++;
  } else {
    index = number(s, start, end);
    if (index == -2) return kEmpty;
    if (index >= 0) {
      if (numbering_ == Numbering::kAutomatic)
        return fail("cannot switch from automatic field numbering to manual field specification");
      numbering_ = Numbering::kManual;
    }
  }
  if (index >= 0) {
    if (is_format_map_) return fail("Format string contains positional fields");
    if (static_cast<size_t>(index) >= count_)
      return raise(T, Builtin::kIndexError, "Replacement index {} out of range for positional args tuple", index);
    return arguments_[index];
  }
  String* name = substring(T, s, start, end);
  if (!name) return kEmpty;
  if (!keywords_) return raise_with(T, Builtin::kKeyError, name);
  return get_item(T, keywords_, name);
}

Value Formatter::look_up(String* s, size_t start, size_t end) {
  Thread* T = thread_;
  size_t i = start;
  while (i < end && s->at(i) != '.' && s->at(i) != '[') ++i;
  Value value = first_part(s, start, i);
  if (!value) return kEmpty;
  while (i < end) {
    if (s->at(i) == '.') {
      size_t name_start = ++i;
      while (i < end && s->at(i) != '.' && s->at(i) != '[') ++i;
      if (i == name_start) return fail("Empty attribute in format string");
      String* name = substring(T, s, name_start, i);
      name = name ? intern(T, name) : nullptr;
      value = name ? get_attribute(T, value, name) : kEmpty;
    } else if (s->at(i) == '[') {
      size_t key_start = ++i;
      while (i < end && s->at(i) != ']') ++i;
      if (i == end) return fail("Missing ']' in format string");
      if (i == key_start) return fail("Empty attribute in format string");
      int64_t index = number(s, key_start, i);
      if (index == -2) return kEmpty;
      Value key = index >= 0 ? make_int(T, index) : Value(substring(T, s, key_start, i));
      value = key ? get_item(T, value, key) : kEmpty;
      ++i;
      if (value && i < end && s->at(i) != '.' && s->at(i) != '[')
        return fail("Only '.' or '[' may follow ']' in format field specifier");
    }
    if (!value) return kEmpty;
  }
  return value;
}

// [start, end) is what stands between the braces.
bool Formatter::field(StringBuilder& out, String* s, size_t start, size_t end, int depth) {
  Thread* T = thread_;
  size_t i = start;
  bool in_brackets = false;
  for (; i < end; ++i) {
    char32_t c = s->at(i);
    if (c == '[') in_brackets = true;
    if (c == ']') in_brackets = false;
    if (!in_brackets && (c == ':' || c == '!')) break;
    if (!in_brackets && c == '{') return fail("unexpected '{' in field name");
  }
  size_t name_end = i;
  char32_t conversion = 0;
  if (i < end && s->at(i) == '!') {
    if (i + 1 >= end) return fail("unmatched '{' in format spec");
    conversion = s->at(i + 1);
    i += 2;
    if (i < end && s->at(i) != ':') return fail("expected ':' after conversion specifier");
  }
  size_t spec_start = i < end ? i + 1 : end;
  Value value = look_up(s, start, name_end);
  if (!value) return false;
  if (conversion) {
    String* converted;
    switch (conversion) {
      case 'r':
        converted = to_repr(T, value);
        break;
      case 's':
        converted = to_str(T, value);
        break;
      case 'a':
        converted = to_ascii(T, value);
        break;
      default:
        if (conversion > 32 && conversion < 127)
          return raise(T, Builtin::kValueError, "Unknown conversion specifier {}", static_cast<char>(conversion));
        return raise(T, Builtin::kValueError, "Unknown conversion specifier \\x{:x}",
                     static_cast<uint32_t>(conversion));
    }
    if (!converted) return false;
    value = converted;
  }
  String* spec;
  bool is_nested = false;
  for (size_t k = spec_start; k < end; ++k) is_nested = is_nested || s->at(k) == '{' || s->at(k) == '}';
  if (is_nested) {
    if (depth <= 1) return fail("Max string recursion exceeded");
    StringBuilder nested;
    if (!format(nested, s, spec_start, end, depth - 1)) return false;
    spec = nested.build(T);
  } else {
    spec = substring(T, s, spec_start, end);
  }
  if (!spec) return false;
  if (spec->length == 0 && is_exactly(value, Kind::kString)) {
    out.append(as_string(value));
    return true;
  }
  Value text = format_value(T, value, spec);
  if (!text) return false;
  if (!is_string(text))
    return raise(T, Builtin::kTypeError, "__format__ must return a str, not {}", type_name(T, text));
  out.append(as_string(text));
  return true;
}

bool Formatter::format(StringBuilder& out, String* s, size_t start, size_t end, int depth) {
  size_t i = start;
  while (i < end) {
    size_t run = i;
    while (i < end && s->at(i) != '{' && s->at(i) != '}') ++i;
    out.append(s, run, i);
    if (i == end) break;
    char32_t brace = s->at(i);
    if (i + 1 < end && s->at(i + 1) == brace) {
      out.append(brace);
      i += 2;
      continue;
    }
    if (brace == '}') return fail("Single '}' encountered in format string");
    if (i + 1 == end) return fail("Single '{' encountered in format string");
    size_t field_start = ++i;
    int open = 1;
    bool in_brackets = false;
    size_t spec = end;  // where the field's name ends: at ':' or '!'
    for (; i < end; ++i) {
      char32_t c = s->at(i);
      bool in_spec = spec < end;
      if (!in_spec && c == '[') in_brackets = true;
      if (!in_spec && c == ']') in_brackets = false;
      if (in_brackets) continue;
      if (!in_spec && (c == ':' || c == '!')) spec = i;
      if (c == '{') ++open;
      if (c == '}' && --open == 0) break;
    }
    if (i == end) {
      if (spec == end) return fail("expected '}' before end of string");
      bool is_cut = spec + 1 == end && s->at(spec) == '!';
      return fail(is_cut ? "end of string while looking for conversion specifier" : "unmatched '{' in format spec");
    }
    if (!field(out, s, field_start, i, depth)) return false;
    ++i;
  }
  return true;
}

}  // namespace

Value format_with(Thread* T, String* format, const Value* arguments, size_t count, Value keywords, bool is_format_map) {
  Formatter formatter(T, arguments, count, keywords, is_format_map);
  StringBuilder out;
  if (!formatter.format(out, format, 0, format->length, 2)) return kEmpty;
  return out.build(T);
}

}  // namespace gilded
