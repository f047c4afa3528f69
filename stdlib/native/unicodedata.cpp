// unicodedata: the properties of characters.
#include <cmath>

#include "vm/interpreter/interpreter.h"
#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/int.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/unicode.h"
#include "vm/types/unicode_names.h"

namespace gilded {

namespace {

constexpr const char* kCategories[] = {"Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd",
                                       "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm",
                                       "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co"};
constexpr const char* kBidirectional[] = {"",    "L",  "LRE", "LRO", "R",   "AL",  "RLE", "RLO",
                                          "PDF", "EN", "ES",  "ET",  "AN",  "CS",  "NSM", "BN",
                                          "B",   "S",  "WS",  "ON",  "LRI", "RLI", "FSI", "PDI"};

bool character(Thread* T, Value v, const char* function, char32_t* out) {
  if (!is_string(v) || as_string(v)->length != 1) {
    // CPython counts the arguments where there may be two.
    std::string_view name = function;
    bool may_have_default = name == "name" || name == "decimal" || name == "digit" || name == "numeric";
    return raise(T, Builtin::kTypeError, "{}() argument{} must be a unicode character, not {}", function,
                 may_have_default ? " 1" : "", type_name(T, v));
  }
  *out = as_string(v)->at(0);
  return true;
}

const utf8proc_property_t* property(char32_t c) {
  return utf8proc_get_property(static_cast<utf8proc_int32_t>(c));
}

Value category(Thread* T, Arguments args) {
  char32_t c;
  return character(T, args[0], "category", &c) ? Value(make_string(T, kCategories[character_category(c)])) : kEmpty;
}

Value bidirectional(Thread* T, Arguments args) {
  char32_t c;
  if (!character(T, args[0], "bidirectional", &c)) return kEmpty;
  bool assigned = character_category(c) != UTF8PROC_CATEGORY_CN;
  return make_string(T, assigned ? kBidirectional[property(c)->bidi_class] : "");
}

Value combining(Thread* T, Arguments args) {
  char32_t c;
  return character(T, args[0], "combining", &c) ? Value::small_int(property(c)->combining_class) : kEmpty;
}

Value mirrored(Thread* T, Arguments args) {
  char32_t c;
  return character(T, args[0], "mirrored", &c) ? Value::small_int(property(c)->bidi_mirrored) : kEmpty;
}

Value name(Thread* T, Arguments args) {
  char32_t c;
  if (!character(T, args[0], "name", &c)) return kEmpty;
  std::string text = character_name(c);
  if (!text.empty()) return make_string(T, text);
  if (args.has(1)) return args[1];
  return raise(T, Builtin::kValueError, "no such name");
}

Value lookup(Thread* T, Arguments args) {
  if (!is_string(args[0]))
    return raise(T, Builtin::kTypeError, "lookup() argument 1 must be str, not {}", type_name(T, args[0]));
  std::string text = to_utf8(as_string(args[0]));
  char32_t c;
  if (character_by_name(text, &c)) return make_character(T, c);
  String* message = make_string(T, "undefined character name '" + text + "'");
  return message ? Value(raise_with(T, Builtin::kKeyError, message)) : kEmpty;
}

Value decimal(Thread* T, Arguments args) {
  char32_t c;
  if (!character(T, args[0], "decimal", &c)) return kEmpty;
  int value = decimal_value(c);
  if (value >= 0) return Value::small_int(value);
  if (args.has(1)) return args[1];
  return raise(T, Builtin::kValueError, "not a decimal");
}

// A digit that is no decimal: what it decomposes to says which one.
int digit_value(char32_t c) {
  int value = decimal_value(c);
  if (value >= 0 || !is_digit(c)) return value;
  utf8proc_int32_t parts[16];
  int last_class = 0;
  utf8proc_ssize_t count =
      utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), parts, 16,
                              static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT), &last_class);
  for (utf8proc_ssize_t i = 0; i < count && i < 16; ++i) {
    if (decimal_value(static_cast<char32_t>(parts[i])) >= 0) return decimal_value(static_cast<char32_t>(parts[i]));
  }
  // Names tell the others: DINGBAT NEGATIVE CIRCLED DIGIT THREE.
  constexpr const char* kNames[] = {"ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE"};
  std::string text = character_name(c);
  for (int i = 0; i < 10; ++i) {
    if (text.ends_with(std::string(" ") + kNames[i])) return i;
  }
  return -1;
}

Value digit(Thread* T, Arguments args) {
  char32_t c;
  if (!character(T, args[0], "digit", &c)) return kEmpty;
  int value = digit_value(c);
  if (value >= 0) return Value::small_int(value);
  if (args.has(1)) return args[1];
  return raise(T, Builtin::kValueError, "not a digit");
}

bool normal_form(Thread* T, Value v, int* options) {
  std::string form = is_string(v) ? to_utf8(as_string(v)) : "";
  *options = UTF8PROC_STABLE;
  if (form == "NFC") {
    *options |= UTF8PROC_COMPOSE;
  } else if (form == "NFD") {
    *options |= UTF8PROC_DECOMPOSE;
  } else if (form == "NFKC") {
    *options |= UTF8PROC_COMPOSE | UTF8PROC_COMPAT;
  } else if (form == "NFKD") {
    *options |= UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT;
  } else {
    return raise(T, Builtin::kValueError, "invalid normalization form");
  }
  return true;
}

String* normalized(Thread* T, String* s, int options) {
  if (s->is_ascii()) return exact_string(T, s);
  StringBuilder out;
  // Surrogates are no text for utf8proc, and it takes U+11A7, which composes with nothing, for a final of Hangul: what
  // stands between these is normalised by itself.
  auto stands_alone = [](char32_t c) { return (c >= 0xd800 && c < 0xe000) || c == 0x11a7; };
  for (size_t i = 0; i < s->length;) {
    if (stands_alone(s->at(i))) {
      out.append(s->at(i++));
      continue;
    }
    size_t end = i;
    std::vector<utf8proc_int32_t> buffer;
    for (; end < s->length && !stands_alone(s->at(end)); ++end) {
      utf8proc_int32_t parts[32];
      int last_class = 0;
      auto count = utf8proc_decompose_char(
          static_cast<utf8proc_int32_t>(s->at(end)), parts, 32,
          static_cast<utf8proc_option_t>((options & UTF8PROC_COMPAT) | UTF8PROC_DECOMPOSE), &last_class);
      buffer.insert(buffer.end(), parts, parts + std::max<utf8proc_ssize_t>(0, std::min<utf8proc_ssize_t>(count, 32)));
    }
    // Combining marks in the order of their classes; equal ones keep theirs.
    auto combining_class = [](utf8proc_int32_t c) { return utf8proc_get_property(c)->combining_class; };
    for (size_t start = 0; start < buffer.size();) {
      if (combining_class(buffer[start]) == 0) {
        ++start;
        continue;
      }
      size_t stop = start;
      while (stop < buffer.size() && combining_class(buffer[stop]) != 0) ++stop;
      for (size_t k = start + 1; k < stop; ++k) {
        for (size_t m = k; m > start && combining_class(buffer[m]) < combining_class(buffer[m - 1]); --m)
          std::swap(buffer[m], buffer[m - 1]);
      }
      start = stop;
    }
    auto count = static_cast<utf8proc_ssize_t>(buffer.size());
    if (options & UTF8PROC_COMPOSE)
      count = utf8proc_normalize_utf32(buffer.data(), count,
                                       static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE));
    for (utf8proc_ssize_t k = 0; k < count; ++k) out.append(static_cast<char32_t>(buffer[static_cast<size_t>(k)]));
    i = end;
  }
  return out.build(T);
}

// What utf8proc does not tell is in a module of tables.
Value ask_tables(Thread* T, const char* function, char32_t c) {
  Value answer = import_attribute(T, "_unicode_tables", function);
  return answer ? call(T, answer, {Value::small_int(static_cast<int64_t>(c))}) : kEmpty;
}

Value numeric(Thread* T, Arguments args) {
  char32_t c;
  if (!character(T, args[0], "numeric", &c)) return kEmpty;
  if (int value = decimal_value(c); value >= 0) return Value::from_double(value);
  Value value = is_numeric(c) ? ask_tables(T, "numeric", c) : kNone;
  if (!value || !value.is_none()) return value;
  if (args.has(1)) return args[1];
  return raise(T, Builtin::kValueError, "not a numeric character");
}

// One step, as the tables of Unicode have it: "0041 0300", or "<compat> 0066 0066".
Value decomposition(Thread* T, Arguments args) {
  char32_t c;
  return character(T, args[0], "decomposition", &c) ? ask_tables(T, "decomposition", c) : kEmpty;
}

Value normalize(Thread* T, Arguments args) {
  int options;
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "normalize() argument 2 must be str, not {}", type_name(T, args[1]));
  return normal_form(T, args[0], &options) ? Value(normalized(T, as_string(args[1]), options)) : kEmpty;
}

Value is_normalized(Thread* T, Arguments args) {
  int options;
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "is_normalized() argument 2 must be str, not {}", type_name(T, args[1]));
  if (!normal_form(T, args[0], &options)) return kEmpty;
  String* normal = normalized(T, as_string(args[1]), options);
  return normal ? Value::boolean(strings_equal(normal, as_string(args[1]))) : kEmpty;
}

Value east_asian_width(Thread* T, Arguments args) {
  char32_t c;
  if (!character(T, args[0], "east_asian_width", &c)) return kEmpty;
  return ask_tables(T, "east_asian_width", c);
}

const NativeMethod kFunctions[] = {
    {"category(chr, /)", category, "Returns the general category assigned to the character chr as string."},
    {"bidirectional(chr, /)", bidirectional,
     "Returns the bidirectional class assigned to the character chr as string."},
    {"combining(chr, /)", combining, "Returns the canonical combining class assigned to the character chr as integer."},
    {"mirrored(chr, /)", mirrored, "Returns the mirrored property assigned to the character chr as integer."},
    {"name(chr, default=<unrepresentable>, /)", name, "Returns the name assigned to the character chr as a string."},
    {"lookup(name, /)", lookup, "Look up character by name."},
    {"decimal(chr, default=<unrepresentable>, /)", decimal,
     "Converts a Unicode character into its equivalent decimal value."},
    {"digit(chr, default=<unrepresentable>, /)", digit,
     "Converts a Unicode character into its equivalent digit value."},
    {"numeric(chr, default=<unrepresentable>, /)", numeric,
     "Converts a Unicode character into its equivalent numeric value."},
    {"decomposition(chr, /)", decomposition,
     "Returns the character decomposition mapping assigned to the character chr as string."},
    {"normalize(form, unistr, /)", normalize, "Return the normal form 'form' for the Unicode string unistr."},
    {"is_normalized(form, unistr, /)", is_normalized,
     "Return whether the Unicode string unistr is in the normal form 'form'."},
    {"east_asian_width(chr, /)", east_asian_width,
     "Returns the east asian width assigned to the character chr as string."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_unicodedata_module(Thread* T) {
  Module* module = make_module(T, "unicodedata");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  if (!module_set(T, module, "unidata_version", make_string(T, utf8proc_unicode_version()))) return kEmpty;
  Value add_old = import_attribute(T, "_unicode_3_2", "add_to");
  return add_old && call(T, add_old, {module}) ? Value(module) : kEmpty;
}

}  // namespace gilded
