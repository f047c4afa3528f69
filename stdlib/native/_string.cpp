// _string: the parser of str.format, for string.Formatter.
#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"
#include "vm/types/unicode.h"

namespace gilded {

namespace {

bool append_tuple(Thread* T, List* list, std::initializer_list<Value> items) {
  for (Value item : items) {
    if (!item) return false;
  }
  Tuple* tuple = make_tuple(T, items);
  return tuple && list_append(T, list, tuple);
}

// The parts of a field between braces: name, conversion, spec; appended with the literal text before it.
bool append_field(Thread* T, List* list, Value literal, String* s, size_t start, size_t end) {
  size_t i = start;
  bool in_brackets = false;
  for (; i < end; ++i) {
    char32_t c = s->at(i);
    if (c == '[') in_brackets = true;
    if (c == ']') in_brackets = false;
    if (!in_brackets && (c == ':' || c == '!')) break;
    if (!in_brackets && c == '{') return raise(T, Builtin::kValueError, "unexpected '{{' in field name");
  }
  Value name = substring(T, s, start, i), conversion = kNone;
  if (i < end && s->at(i) == '!') {
    if (i + 1 >= end) return raise(T, Builtin::kValueError, "unmatched '{{' in format spec");
    conversion = make_character(T, s->at(i + 1));
    i += 2;
    if (i < end && s->at(i) != ':') return raise(T, Builtin::kValueError, "expected ':' after conversion specifier");
  }
  return append_tuple(T, list, {literal, name, Value(substring(T, s, i < end ? i + 1 : end, end)), conversion});
}

// All (literal, name, spec, conversion) of a format, as an iterator.
Value formatter_parser(Thread* T, Arguments args) {
  if (!is_string(args[0])) return raise(T, Builtin::kTypeError, "expected str, got {}", type_name(T, args[0]));
  String* s = as_string(args[0]);
  List* list = make_list(T);
  if (!list) return kEmpty;
  size_t i = 0, length = s->length;
  while (i < length) {
    StringBuilder literal;
    bool has_field = false;
    while (i < length) {
      char32_t c = s->at(i);
      if (c != '{' && c != '}') {
        literal.append(c);
        ++i;
      } else if (i + 1 < length && s->at(i + 1) == c) {
        literal.append(c);
        i += 2;
        break;  // an escaped brace ends a piece of text, as CPython's parser has it
      } else if (c == '}') {
        return raise(T, Builtin::kValueError, "Single '}}' encountered in format string");
      } else if (i + 1 == length) {
        return raise(T, Builtin::kValueError, "Single '{{' encountered in format string");
      } else {
        has_field = true;
        break;
      }
    }
    String* text = literal.build(T);
    if (!text) return kEmpty;
    if (!has_field) {
      if (!append_tuple(T, list, {Value(text), kNone, kNone, kNone})) return kEmpty;
      continue;
    }
    size_t start = ++i;
    int open = 1;
    bool in_spec = false, in_brackets = false;
    for (; i < length; ++i) {
      char32_t c = s->at(i);
      if (!in_spec && c == '[') in_brackets = true;
      if (!in_spec && c == ']') in_brackets = false;
      if (in_brackets) continue;
      if (c == ':' || c == '!') in_spec = true;
      if (c == '{') ++open;
      if (c == '}' && --open == 0) break;
    }
    if (i == length) {
      if (in_spec) return raise(T, Builtin::kValueError, "unmatched '{{' in format spec");
      return raise(T, Builtin::kValueError, "expected '}}' before end of string");
    }
    if (!append_field(T, list, text, s, start, i)) return kEmpty;
    ++i;
  }
  return get_iterator(T, list);
}

// A number if it is all digits, else the text.
Value number_or_text(Thread* T, String* s, size_t start, size_t end) {
  int64_t value = 0;
  bool is_number = end > start;
  for (size_t i = start; is_number && i < end; ++i) {
    int digit = decimal_value(s->at(i));
    is_number = digit >= 0;
    if (is_number && value > (INT64_MAX - digit) / 10)
      return raise(T, Builtin::kValueError, "Too many decimal digits in format string");
    value = value * 10 + digit;
  }
  return is_number ? make_int(T, value) : Value(substring(T, s, start, end));
}

// (first, iterator of (is attribute, name)) of a field name such as "0.x[key]".
Value field_name_split(Thread* T, Arguments args) {
  if (!is_string(args[0])) return raise(T, Builtin::kTypeError, "expected str, got {}", type_name(T, args[0]));
  String* s = as_string(args[0]);
  size_t i = 0, length = s->length;
  while (i < length && s->at(i) != '.' && s->at(i) != '[') ++i;
  Value first = number_or_text(T, s, 0, i);
  List* rest = make_list(T);
  if (!first || !rest) return kEmpty;
  while (i < length) {
    bool is_attribute = s->at(i) == '.';
    size_t start = ++i;
    if (is_attribute) {
      while (i < length && s->at(i) != '.' && s->at(i) != '[') ++i;
    } else {
      while (i < length && s->at(i) != ']') ++i;
      if (i == length) return raise(T, Builtin::kValueError, "Missing ']' in format string");
    }
    if (i == start) return raise(T, Builtin::kValueError, "Empty attribute in format string");
    Value part = is_attribute ? Value(substring(T, s, start, i)) : number_or_text(T, s, start, i);
    if (!append_tuple(T, rest, {Value::boolean(is_attribute), part})) return kEmpty;
    if (!is_attribute) {
      ++i;
      if (i < length && s->at(i) != '.' && s->at(i) != '[')
        return raise(T, Builtin::kValueError, "Only '.' or '[' may follow ']' in format field specifier");
    }
  }
  Value iterator = get_iterator(T, rest);
  return iterator ? Value(make_tuple(T, {first, iterator})) : kEmpty;
}

const NativeMethod kFunctions[] = {
    {"formatter_parser(format_string, /)", formatter_parser, "Parse the argument as a format string."},
    {"formatter_field_name_split(name, /)", field_name_split, "Split the argument as a field name."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_string_module(Thread* T) {
  Module* module = make_module(T, "_string");
  return module && add_functions(T, module, kFunctions) ? Value(module) : kEmpty;
}

}  // namespace gilded
