// What the files of str share with each other; string.h is for everybody else.
//
// Pure functions and functions of the calling thread; strings are immutable.
#pragma once

#include <string>

#include "vm/object/type.h"
#include "vm/types/string.h"

namespace gilded {

struct SliceParts;

const NativeTypeSpec& string_type_spec();

Value string_slice(Thread* T, String* s, const SliceParts& parts);  // s[start:stop:step]
void append_utf8(std::string& out, char32_t c);
// Whether it could be a name in a program; keywords are.
bool is_identifier(const String* s);
// repr(s), or ascii(s).
void append_repr(StringBuilder& out, const String* s, bool ascii_only);

// Position of `needle` in s[start:end], or kNotFound (search.h).
size_t find_in_string(const String* s, const String* needle, size_t start, size_t end);
size_t find_last_in_string(const String* s, const String* needle, size_t start, size_t end);
bool matches_at(const String* s, const String* part,
                size_t position);  // REQUIRES: position + part->length <= s->length

// s % arguments (percent_format.cpp), for str and for bytes.
Value percent_format_string(Thread* T, String* format, Value arguments);
Value percent_format_bytes(Thread* T, std::string_view format, Value arguments, bool as_bytearray);

// str.format and str.format_map (string_format.cpp): positional arguments, and a dict or mapping of named ones (EMPTY:
// none).
Value format_with(Thread* T, String* format, const Value* arguments, size_t count, Value keywords, bool is_format_map);

// What the tables of string_methods.cpp and string_case.cpp have in common.
Value upper_method(Thread* T, Arguments args);
Value lower_method(Thread* T, Arguments args);
Value title_method(Thread* T, Arguments args);
Value capitalize_method(Thread* T, Arguments args);
Value swapcase_method(Thread* T, Arguments args);
Value casefold_method(Thread* T, Arguments args);
Value islower_method(Thread* T, Arguments args);
Value isupper_method(Thread* T, Arguments args);
Value istitle_method(Thread* T, Arguments args);
Value isalpha_method(Thread* T, Arguments args);
Value isalnum_method(Thread* T, Arguments args);
Value isdecimal_method(Thread* T, Arguments args);
Value isdigit_method(Thread* T, Arguments args);
Value isnumeric_method(Thread* T, Arguments args);
Value isspace_method(Thread* T, Arguments args);
Value isprintable_method(Thread* T, Arguments args);
Value isidentifier_method(Thread* T, Arguments args);
Value isascii_method(Thread* T, Arguments args);

}  // namespace gilded
