// str: upper and lower case, and the questions about kinds of characters.
#include "vm/types/string_methods.h"
#include "vm/types/unicode.h"

namespace gilded {

namespace {

using Mapping = int (*)(char32_t, char32_t*);

bool ascii_is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool ascii_is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

// A new ASCII string, each character mapped by f(character, index).
template <class F>
Value map_ascii(Thread* T, String* s, F f) {
  String* result = make_string_buffer(T, s->length, 0);
  if (!result) return kEmpty;
  // In locals, so that the compiler sees that writing characters changes neither.
  char* __restrict out = mutable_characters(result);
  const char* in = s->characters;
  size_t length = s->length;
  for (size_t i = 0; i < length; ++i) out[i] = f(in[i], i);
  return result;
}

char ascii_upper(char c) {
  return ascii_is_lower(c) ? static_cast<char>(c - 32) : c;
}
char ascii_lower(char c) {
  return ascii_is_upper(c) ? static_cast<char>(c + 32) : c;
}

void append_mapped(StringBuilder& out, char32_t c, Mapping mapping) {
  char32_t mapped[4];
  int count = mapping(c, mapped);
  for (int i = 0; i < count; ++i) out.append(mapped[i]);
}

// Capital sigma becomes the final form at the end of a word.
void append_lower(StringBuilder& out, const String* s, size_t i) {
  char32_t c = s->at(i);
  if (c != 0x3a3) return append_mapped(out, c, map_to_lower);
  size_t before = i;
  while (before > 0 && is_case_ignorable(s->at(before - 1))) --before;
  bool is_final = before > 0 && is_cased(s->at(before - 1));
  if (is_final) {
    size_t after = i + 1;
    while (after < s->length && is_case_ignorable(s->at(after))) ++after;
    is_final = after == s->length || !is_cased(s->at(after));
  }
  out.append(is_final ? U'\u03c2' : U'\u03c3');
}

template <class Predicate>
Value all_characters(Arguments args, Predicate predicate) {
  const String* s = as_string(args[0]);
  if (s->length == 0) return kFalse;
  for (size_t i = 0; i < s->length; ++i) {
    if (!predicate(s->at(i))) return kFalse;
  }
  return kTrue;
}

}  // namespace

Value upper_method(Thread* T, Arguments args) {
  String* s = as_string(args[0]);
  if (s->is_ascii()) return map_ascii(T, s, [](char c, size_t) { return ascii_upper(c); });
  StringBuilder out;
  for (size_t i = 0; i < s->length; ++i) append_mapped(out, s->at(i), map_to_upper);
  return out.build(T);
}

Value lower_method(Thread* T, Arguments args) {
  String* s = as_string(args[0]);
  if (s->is_ascii()) return map_ascii(T, s, [](char c, size_t) { return ascii_lower(c); });
  StringBuilder out;
  for (size_t i = 0; i < s->length; ++i) append_lower(out, s, i);
  return out.build(T);
}

Value casefold_method(Thread* T, Arguments args) {
  String* s = as_string(args[0]);
  if (s->is_ascii()) return map_ascii(T, s, [](char c, size_t) { return ascii_lower(c); });
  StringBuilder out;
  for (size_t i = 0; i < s->length; ++i) append_mapped(out, s->at(i), map_to_folded);
  return out.build(T);
}

Value title_method(Thread* T, Arguments args) {
  String* s = as_string(args[0]);
  bool in_word = false;
  if (s->is_ascii()) {
    return map_ascii(T, s, [&](char c, size_t) {
      char result = in_word ? ascii_lower(c) : ascii_upper(c);
      in_word = ascii_is_lower(c) || ascii_is_upper(c);
      return result;
    });
  }
  StringBuilder out;
  for (size_t i = 0; i < s->length; ++i) {
    if (in_word) {
      append_lower(out, s, i);
    } else {
      append_mapped(out, s->at(i), map_to_title);
    }
    in_word = is_cased(s->at(i));
  }
  return out.build(T);
}

Value capitalize_method(Thread* T, Arguments args) {
  String* s = as_string(args[0]);
  if (s->is_ascii()) return map_ascii(T, s, [](char c, size_t i) { return i == 0 ? ascii_upper(c) : ascii_lower(c); });
  StringBuilder out;
  for (size_t i = 0; i < s->length; ++i) {
    if (i == 0) {
      append_mapped(out, s->at(i), map_to_title);
    } else {
      append_lower(out, s, i);
    }
  }
  return out.build(T);
}

Value swapcase_method(Thread* T, Arguments args) {
  String* s = as_string(args[0]);
  if (s->is_ascii())
    return map_ascii(T, s, [](char c, size_t) { return ascii_is_lower(c) ? ascii_upper(c) : ascii_lower(c); });
  StringBuilder out;
  for (size_t i = 0; i < s->length; ++i) {
    char32_t c = s->at(i);
    if (is_upper_case(c)) {
      append_lower(out, s, i);
    } else if (is_lower_case(c)) {
      append_mapped(out, c, map_to_upper);
    } else {
      out.append(c);
    }
  }
  return out.build(T);
}

Value islower_method(Thread*, Arguments args) {
  const String* s = as_string(args[0]);
  bool found = false;
  for (size_t i = 0; i < s->length; ++i) {
    char32_t c = s->at(i);
    if (is_upper_case(c) || is_title_case(c)) return kFalse;
    found = found || is_lower_case(c);
  }
  return Value::boolean(found);
}

Value isupper_method(Thread*, Arguments args) {
  const String* s = as_string(args[0]);
  bool found = false;
  for (size_t i = 0; i < s->length; ++i) {
    char32_t c = s->at(i);
    if (is_lower_case(c) || is_title_case(c)) return kFalse;
    found = found || is_upper_case(c);
  }
  return Value::boolean(found);
}

Value istitle_method(Thread*, Arguments args) {
  const String* s = as_string(args[0]);
  bool found = false, in_word = false;
  for (size_t i = 0; i < s->length; ++i) {
    char32_t c = s->at(i);
    if (is_upper_case(c) || is_title_case(c)) {
      if (in_word) return kFalse;
      in_word = found = true;
    } else if (is_lower_case(c)) {
      if (!in_word) return kFalse;
      found = true;
    } else {
      in_word = false;
    }
  }
  return Value::boolean(found);
}

Value isalpha_method(Thread*, Arguments args) {
  return all_characters(args, is_alphabetic);
}
Value isalnum_method(Thread*, Arguments args) {
  return all_characters(args, [](char32_t c) { return is_alphabetic(c) || is_digit(c) || is_numeric(c); });
}
Value isdecimal_method(Thread*, Arguments args) {
  return all_characters(args, is_decimal_digit);
}
Value isdigit_method(Thread*, Arguments args) {
  return all_characters(args, is_digit);
}
Value isnumeric_method(Thread*, Arguments args) {
  return all_characters(args, is_numeric);
}
Value isspace_method(Thread*, Arguments args) {
  return all_characters(args, is_whitespace);
}

Value isprintable_method(Thread*, Arguments args) {
  return as_string(args[0])->length == 0 ? kTrue : all_characters(args, is_printable);
}

bool is_identifier(const String* s) {
  if (s->length == 0 || !is_identifier_start(s->at(0))) return false;
  for (uint32_t i = 1; i < s->length; ++i) {
    if (!is_identifier_part(s->at(i))) return false;
  }
  return true;
}

Value isidentifier_method(Thread*, Arguments args) {
  return is_identifier(as_string(args[0])) ? kTrue : kFalse;
}

Value isascii_method(Thread*, Arguments args) {
  return Value::boolean(as_string(args[0])->is_ascii());
}

}  // namespace gilded
