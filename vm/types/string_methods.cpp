#include "vm/types/string_methods.h"

#include <algorithm>
#include <array>
#include <vector>

#include "vm/object/protocols.h"
#include "vm/runtime.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/codecs.h"
#include "vm/types/dict.h"
#include "vm/types/format_spec.h"
#include "vm/types/int.h"
#include "vm/types/iterators.h"
#include "vm/types/list_builder.h"
#include "vm/types/search.h"
#include "vm/types/sequence.h"
#include "vm/types/slice.h"
#include "vm/types/tuple.h"
#include "vm/types/unicode.h"

namespace gilded {

namespace {

using compiler::BinaryOperator;

// Calls f(needle characters) with the needle's characters in the unit of the hay.
template <class Unit, class F>
size_t with_needle(const String* needle, F f) {
  return with_characters(needle, [&](auto* p) -> size_t {
    using Own = std::remove_const_t<std::remove_reference_t<decltype(*p)>>;
    if constexpr (sizeof(Own) == sizeof(Unit)) {
      return f(reinterpret_cast<const Unit*>(p));
    } else if constexpr (sizeof(Own) < sizeof(Unit)) {
      std::vector<Unit> wide(p, p + needle->length);
      return f(static_cast<const Unit*>(wide.data()));
    } else {
      return kNotFound;  // has characters that the hay cannot hold
    }
  });
}

bool expect_string(Thread* T, Value v, const char* message) {
  return is_string(v) || raise(T, Builtin::kTypeError, "{}, not {}", message, type_name(T, v));
}

// The optional start and end of find, count, startswith ...: relative to the beginning. start may lie behind end or the
// string's end.
bool search_range(Thread* T, const String* s, Value start_value, Value end_value, int64_t* start, int64_t* end) {
  *start = 0;
  *end = s->length;
  if (!slice_index(T, start_value, start) || !slice_index(T, end_value, end)) return false;
  auto length = static_cast<int64_t>(s->length);
  if (*end > length) *end = length;
  if (*end < 0) *end = std::max<int64_t>(0, *end + length);
  if (*start < 0) *start = std::max<int64_t>(0, *start + length);
  return true;
}

Value find_method_of(Thread* T, Arguments args, const char* name, bool last, bool must_be_found) {
  String* s = as_string(args[0]);
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "{}() argument 1 must be str, not {}", name, argument_type_name(T, args[1]));
  int64_t start, end;
  if (!search_range(T, s, args[2], args[3], &start, &end)) return kEmpty;
  size_t found = kNotFound;
  if (start <= end) {
    found = last ? find_last_in_string(s, as_string(args[1]), static_cast<size_t>(start), static_cast<size_t>(end))
                 : find_in_string(s, as_string(args[1]), static_cast<size_t>(start), static_cast<size_t>(end));
  }
  if (found == kNotFound) {
    if (must_be_found) return raise(T, Builtin::kValueError, "substring not found");
    return Value::small_int(-1);
  }
  return Value::small_int(static_cast<int64_t>(found));
}

Value find_method(Thread* T, Arguments args) {
  return find_method_of(T, args, "find", false, false);
}
Value index_method(Thread* T, Arguments args) {
  return find_method_of(T, args, "index", false, true);
}
Value rfind_method(Thread* T, Arguments args) {
  return find_method_of(T, args, "rfind", true, false);
}
Value rindex_method(Thread* T, Arguments args) {
  return find_method_of(T, args, "rindex", true, true);
}

size_t count_in(const String* s, const String* needle, size_t start, size_t end, size_t limit = kNotFound) {
  return with_characters(s, [&](auto* p) -> size_t {
    using Unit = std::remove_const_t<std::remove_reference_t<decltype(*p)>>;
    size_t count = with_needle<Unit>(
        needle, [&](const Unit* n) { return count_occurrences(p + start, end - start, n, needle->length, limit); });
    return count == kNotFound ? 0 : count;
  });
}

Value count_method(Thread* T, Arguments args) {
  String* s = as_string(args[0]);
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "count() argument 1 must be str, not {}", argument_type_name(T, args[1]));
  int64_t start, end;
  if (!search_range(T, s, args[2], args[3], &start, &end)) return kEmpty;
  if (start > end) return Value::small_int(0);
  String* needle = as_string(args[1]);
  if (needle->length == 0) return Value::small_int(end - start + 1);
  return Value::small_int(
      static_cast<int64_t>(count_in(s, needle, static_cast<size_t>(start), static_cast<size_t>(end))));
}

bool has_prefix_or_suffix(const String* s, const String* part, int64_t start, int64_t end, bool suffix) {
  if (end - start < static_cast<int64_t>(part->length) || start > static_cast<int64_t>(s->length)) return false;
  return matches_at(s, part, static_cast<size_t>(suffix ? end - part->length : start));
}

Value starts_or_ends(Thread* T, Arguments args, const char* name, bool suffix) {
  String* s = as_string(args[0]);
  int64_t start, end;
  if (!search_range(T, s, args[2], args[3], &start, &end)) return kEmpty;
  if (is_tuple(args[1])) {
    Tuple* parts = as_tuple(args[1]);
    for (size_t i = 0; i < parts->length; ++i) {
      Value part = (*parts)[i];
      if (!is_string(part))
        return raise(T, Builtin::kTypeError, "tuple for {} must only contain str, not {}", name, type_name(T, part));
      if (has_prefix_or_suffix(s, as_string(part), start, end, suffix)) return kTrue;
    }
    return kFalse;
  }
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "{} first arg must be str or a tuple of str, not {}", name,
                 type_name(T, args[1]));
  return Value::boolean(has_prefix_or_suffix(s, as_string(args[1]), start, end, suffix));
}

Value startswith_method(Thread* T, Arguments args) {
  return starts_or_ends(T, args, "startswith", false);
}
Value endswith_method(Thread* T, Arguments args) {
  return starts_or_ends(T, args, "endswith", true);
}

// replace() where all is ASCII and `old` is not empty: byte by byte, three times as fast.
Value replace_ascii(Thread* T, String* s, std::string_view old, std::string_view fresh, size_t most) {
  std::string_view text = s->ascii();
  size_t found = text.find(old);
  if (found == std::string_view::npos) return exact_string(T, s);
  std::string out;
  if (old.size() == 1 && fresh.size() == 1) {
    out = text;
    if (most >= text.size()) {
      std::replace(out.begin() + static_cast<std::ptrdiff_t>(found), out.end(), old[0], fresh[0]);
    } else {
      for (size_t done = 0; done < most && found != std::string::npos; ++done) {
        out[found] = fresh[0];
        found = text.find(old[0], found + 1);
      }
    }
    return make_latin1_string(T, out);
  }
  size_t position = 0;
  for (size_t done = 0; done < most && found != std::string_view::npos; ++done) {
    out.append(text, position, found - position).append(fresh);
    position = found + old.size();
    found = text.find(old, position);
  }
  return make_latin1_string(T, out.append(text, position));
}

Value replace_method(Thread* T, Arguments args) {
  String* s = as_string(args[0]);
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "replace() argument 1 must be str, not {}", argument_type_name(T, args[1]));
  if (!is_string(args[2]))
    return raise(T, Builtin::kTypeError, "replace() argument 2 must be str, not {}", argument_type_name(T, args[2]));
  String* old = as_string(args[1]);
  String* fresh = as_string(args[2]);
  int64_t limit = -1;
  if (args.has(3) && !to_int64(T, args[3], &limit)) return kEmpty;
  if (limit == 0 || old->length > s->length) return exact_string(T, s);
  size_t most = limit < 0 ? kNotFound : static_cast<size_t>(limit);
  StringBuilder out;
  if (old->length == 0) {
    for (size_t i = 0; i <= s->length; ++i) {
      if (i < most) out.append(fresh);
      if (i < s->length) out.append(s, i, i + 1);
    }
    return out.build(T);
  }
  if (s->is_ascii() && old->is_ascii() && fresh->is_ascii())
    return replace_ascii(T, s, old->ascii(), fresh->ascii(), most);
  size_t position = 0, done = 0;
  while (done < most) {
    size_t found = find_in_string(s, old, position, s->length);
    if (found == kNotFound) break;
    out.append(s, position, found);
    out.append(fresh);
    position = found + old->length;
    ++done;
  }
  if (done == 0) return exact_string(T, s);
  out.append(s, position, s->length);
  return out.build(T);
}

bool append_part(Thread* T, ListBuilder& list, String* s, size_t start, size_t end) {
  return list.append(substring(T, s, start, end));
}

// The separator of split; null: whitespace. False: raised.
bool split_arguments(Thread* T, Arguments args, String** separator, size_t* limit) {
  *separator = nullptr;
  int64_t most = -1;
  if (args.has(2) && !to_int64(T, args[2], &most)) return false;
  if (args.has(1) && !args[1].is_none()) {
    if (!expect_string(T, args[1], "must be str or None")) return false;
    *separator = as_string(args[1]);
  }
  *limit = most < 0 ? kNotFound : static_cast<size_t>(most);
  if (*separator && (*separator)->length == 0) return raise(T, Builtin::kValueError, "empty separator");
  return true;
}

// Which ASCII characters are white space.
constexpr std::array<bool, 128> kAsciiSpaces = [] {
  std::array<bool, 128> table{};
  for (int c : {9, 10, 11, 12, 13, 28, 29, 30, 31, 32}) table[static_cast<size_t>(c)] = true;
  return table;
}();

// split() of ASCII text at white space: without a look at its width for each character.
bool split_ascii_words(Thread* T, ListBuilder& list, String* s) {
  const char* p = s->characters;  // stays where it is: objects do not move
  auto is_blank = [&](size_t i) { return kAsciiSpaces[static_cast<unsigned char>(p[i])]; };
  size_t position = 0, length = s->length;
  while (true) {
    while (position < length && is_blank(position)) ++position;
    if (position == length) return true;
    size_t start = position;
    while (position < length && !is_blank(position)) ++position;
    if (!append_part(T, list, s, start, position)) return false;
  }
}

Value split_method(Thread* T, Arguments args) {
  String* s = exact_string(T, as_string(args[0]));
  String* separator;
  size_t limit;
  if (!s || !split_arguments(T, args, &separator, &limit)) return kEmpty;
  ListBuilder list(T);
  if (!separator && limit == kNotFound && s->is_ascii()) return split_ascii_words(T, list, s) ? list.finish() : kEmpty;
  if (separator && limit == kNotFound && s->is_ascii() && separator->length == 1 && separator->is_ascii()) {
    // Fields are short: the next separator is found sooner by a look at each character than by a call.
    const char* p = s->characters;
    const char mark = separator->characters[0];
    size_t start = 0, all = s->length;
    for (size_t i = 0; i < all; ++i) {
      if (i - start == 32) {
        auto* found = static_cast<const char*>(std::memchr(p + i, mark, all - i));
        i = found ? static_cast<size_t>(found - p) : all;
        if (i == all) break;
      }
      if (p[i] != mark) continue;
      if (!append_part(T, list, s, start, i)) return kEmpty;
      start = i + 1;
    }
    return append_part(T, list, s, start, all) ? list.finish() : kEmpty;
  }
  size_t position = 0, length = s->length, done = 0;
  if (separator) {
    for (; done < limit; ++done) {
      size_t found = find_in_string(s, separator, position, length);
      if (found == kNotFound) break;
      if (!append_part(T, list, s, position, found)) return kEmpty;
      position = found + separator->length;
    }
    return append_part(T, list, s, position, length) ? list.finish() : kEmpty;
  }
  while (true) {
    while (position < length && is_whitespace(s->at(position))) ++position;
    if (position == length) break;
    if (done++ == limit) {
      return append_part(T, list, s, position, length) ? list.finish() : kEmpty;
    }
    size_t start = position;
    while (position < length && !is_whitespace(s->at(position))) ++position;
    if (!append_part(T, list, s, start, position)) return kEmpty;
  }
  return list.finish();
}

// Parts collected from the right.
Value finish_reversed(ListBuilder& list) {
  list.reverse();
  return list.finish();
}

Value rsplit_method(Thread* T, Arguments args) {
  String* s = exact_string(T, as_string(args[0]));
  String* separator;
  size_t limit;
  if (!s || !split_arguments(T, args, &separator, &limit)) return kEmpty;
  ListBuilder list(T);
  size_t end = s->length, done = 0;
  if (separator) {
    for (; done < limit; ++done) {
      size_t found = find_last_in_string(s, separator, 0, end);
      if (found == kNotFound) break;
      if (!append_part(T, list, s, found + separator->length, end)) return kEmpty;
      end = found;
    }
    return append_part(T, list, s, 0, end) ? finish_reversed(list) : kEmpty;
  }
  while (true) {
    while (end > 0 && is_whitespace(s->at(end - 1))) --end;
    if (end == 0) break;
    if (done++ == limit) {
      if (!append_part(T, list, s, 0, end)) return kEmpty;
      break;
    }
    size_t start = end;
    while (start > 0 && !is_whitespace(s->at(start - 1))) --start;
    if (!append_part(T, list, s, start, end)) return kEmpty;
    end = start;
  }
  return finish_reversed(list);
}

Value splitlines_method(Thread* T, Arguments args) {
  String* s = exact_string(T, as_string(args[0]));
  bool keep_ends = false;
  if (!s || (args.has(1) && !truth(T, args[1], &keep_ends))) return kEmpty;
  ListBuilder list(T);
  for (size_t position = 0; position < s->length;) {
    size_t end = position;
    // Of ASCII only control characters end a line: eight characters a step are none of them.
    constexpr uint64_t kSpaces = 0x2020202020202020, kHighBits = 0x8080808080808080;
    for (uint64_t eight; s->is_ascii() && end + 8 <= s->length; end += 8) {
      std::memcpy(&eight, s->characters + end, 8);
      if ((eight - kSpaces) & kHighBits) break;
    }
    while (end < s->length && !is_line_break(s->at(end))) ++end;
    size_t next = end;
    if (next < s->length) next += s->at(next) == '\r' && next + 1 < s->length && s->at(next + 1) == '\n' ? 2 : 1;
    if (!append_part(T, list, s, position, keep_ends ? next : end)) return kEmpty;
    position = next;
  }
  return list.finish();
}

Value partition_of(Thread* T, Arguments args, bool from_right) {
  String* s = as_string(args[0]);
  if (!expect_string(T, args[1], "must be str")) return kEmpty;
  String* separator = as_string(args[1]);
  if (separator->length == 0) return raise(T, Builtin::kValueError, "empty separator");
  size_t found =
      from_right ? find_last_in_string(s, separator, 0, s->length) : find_in_string(s, separator, 0, s->length);
  Value empty = T->runtime->empty_string;
  if (found == kNotFound) {
    Value whole = exact_string(T, s);
    if (!whole) return kEmpty;
    return from_right ? make_tuple(T, {empty, empty, whole}) : make_tuple(T, {whole, empty, empty});
  }
  Value before = substring(T, s, 0, found), after = substring(T, s, found + separator->length, s->length);
  return before && after ? Value(make_tuple(T, {before, Value(separator), after})) : kEmpty;
}

Value partition_method(Thread* T, Arguments args) {
  return partition_of(T, args, false);
}
Value rpartition_method(Thread* T, Arguments args) {
  return partition_of(T, args, true);
}

Value strip_of(Thread* T, Arguments args, const char* name, bool left, bool right) {
  String* s = as_string(args[0]);
  String* set = nullptr;
  if (args.has(1) && !args[1].is_none()) {
    if (!is_string(args[1])) return raise(T, Builtin::kTypeError, "{} arg must be None or str", name);
    set = as_string(args[1]);
  }
  auto is_stripped = [&](char32_t c) {
    if (!set) return is_whitespace(c);
    for (size_t i = 0; i < set->length; ++i) {
      if (set->at(i) == c) return true;
    }
    return false;
  };
  size_t start = 0, end = s->length;
  if (left) {
    while (start < end && is_stripped(s->at(start))) ++start;
  }
  if (right) {
    while (end > start && is_stripped(s->at(end - 1))) --end;
  }
  return substring(T, s, start, end);
}

Value strip_method(Thread* T, Arguments args) {
  return strip_of(T, args, "strip", true, true);
}
Value lstrip_method(Thread* T, Arguments args) {
  return strip_of(T, args, "lstrip", true, false);
}
Value rstrip_method(Thread* T, Arguments args) {
  return strip_of(T, args, "rstrip", false, true);
}

Value removeprefix_method(Thread* T, Arguments args) {
  String* s = as_string(args[0]);
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "removeprefix() argument must be str, not {}", argument_type_name(T, args[1]));
  String* prefix = as_string(args[1]);
  bool has = prefix->length <= s->length && matches_at(s, prefix, 0);
  return substring(T, s, has ? prefix->length : 0, s->length);
}

Value removesuffix_method(Thread* T, Arguments args) {
  String* s = as_string(args[0]);
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "removesuffix() argument must be str, not {}", argument_type_name(T, args[1]));
  String* suffix = as_string(args[1]);
  bool has = suffix->length <= s->length && matches_at(s, suffix, s->length - suffix->length);
  return substring(T, s, 0, has ? s->length - suffix->length : s->length);
}

bool padded_width(Thread* T, Value v, int64_t* out) {
  return to_int64(T, v, out) && (*out < (int64_t{1} << 32) || raise_memory_error(T));
}

// left and right: how many fill characters for a total of `missing`.
template <class F>
Value pad(Thread* T, Arguments args, const char* name, F left_of) {
  String* s = as_string(args[0]);
  int64_t width;
  if (!padded_width(T, args[1], &width)) return kEmpty;
  char32_t fill = ' ';
  if (args.has(2)) {
    if (!is_string(args[2]))
      return raise(T, Builtin::kTypeError, "The fill character must be a unicode character, not {}",
                   type_name(T, args[2]));
    if (as_string(args[2])->length != 1)
      return raise(T, Builtin::kTypeError, "The fill character must be exactly one character long");
    fill = as_string(args[2])->at(0);
  }
  (void)name;
  int64_t missing = width - static_cast<int64_t>(s->length);
  if (missing <= 0) return exact_string(T, s);
  int64_t left = left_of(missing, width);
  StringBuilder out;
  out.append_repeated(fill, static_cast<size_t>(left));
  out.append(s);
  out.append_repeated(fill, static_cast<size_t>(missing - left));
  return out.build(T);
}

Value ljust_method(Thread* T, Arguments args) {
  return pad(T, args, "ljust", [](int64_t, int64_t) { return int64_t{0}; });
}
Value rjust_method(Thread* T, Arguments args) {
  return pad(T, args, "rjust", [](int64_t missing, int64_t) { return missing; });
}
Value center_method(Thread* T, Arguments args) {
  return pad(T, args, "center", [](int64_t missing, int64_t width) { return missing / 2 + (missing & width & 1); });
}

Value zfill_method(Thread* T, Arguments args) {
  String* s = as_string(args[0]);
  int64_t width;
  if (!padded_width(T, args[1], &width)) return kEmpty;
  int64_t missing = width - static_cast<int64_t>(s->length);
  if (missing <= 0) return exact_string(T, s);
  StringBuilder out;
  size_t sign = s->length && (s->at(0) == '+' || s->at(0) == '-') ? 1 : 0;
  out.append(s, 0, sign);
  out.append_repeated('0', static_cast<size_t>(missing));
  out.append(s, sign, s->length);
  return out.build(T);
}

Value expandtabs_method(Thread* T, Arguments args) {
  String* s = as_string(args[0]);
  int64_t size = 8;
  if (args.has(1) && !to_int64(T, args[1], &size)) return kEmpty;
  if (size > INT32_MAX) return raise(T, Builtin::kOverflowError, "Python int too large to convert to C int");
  StringBuilder out;
  int64_t column = 0;
  for (size_t i = 0; i < s->length; ++i) {
    char32_t c = s->at(i);
    if (c == '\t') {
      if (size <= 0) continue;
      int64_t spaces = size - column % size;
      if (out.length() + static_cast<size_t>(spaces) > 0xffffffff)
        return raise(T, Builtin::kOverflowError, "new string is too long");
      out.append_repeated(' ', static_cast<size_t>(spaces));
      column += spaces;
    } else {
      out.append(c);
      column = c == '\n' || c == '\r' ? 0 : column + 1;
    }
  }
  return out.build(T);
}

// memcpy that needs no call for a few bytes, as most parts have.
template <class Unit>
void copy_units(Unit* out, const Unit* from, size_t count) {
  size_t size = count * sizeof(Unit);
  auto* to_bytes = reinterpret_cast<char*>(out);
  auto* from_bytes = reinterpret_cast<const char*>(from);
  if (size > 16) {
    std::memcpy(to_bytes, from_bytes, size);
  } else if (size >= 8) {
    std::memcpy(to_bytes, from_bytes, 8);
    std::memcpy(to_bytes + size - 8, from_bytes + size - 8, 8);
  } else if (size >= 4) {
    std::memcpy(to_bytes, from_bytes, 4);
    std::memcpy(to_bytes + size - 4, from_bytes + size - 4, 4);
  } else {
    for (size_t i = 0; i < size; ++i) to_bytes[i] = from_bytes[i];
  }
}

Value join_method(Thread* T, Arguments args) {
  String* separator = as_string(args[0]);
  Value iterable = args[1];
  const TypeSlots& slots = type_of(T, iterable)->slots;
  if (!slots.iterate && !slots.get_item) return raise(T, Builtin::kTypeError, "can only join an iterable");
  Tuple* parts = tuple_from_iterable(T, iterable);
  if (!parts) return kEmpty;
  if (parts->length == 0) return T->runtime->empty_string;
  size_t length = 0;
  int width = 1;
  bool ascii = true;
  for (size_t i = 0; i < parts->length; ++i) {
    Value part = (*parts)[i];
    if (!is_string(part))
      return raise(T, Builtin::kTypeError, "sequence item {}: expected str instance, {} found", i, type_name(T, part));
    String* s = as_string(part);
    length += s->length;
    width = std::max(width, s->width());
    ascii = ascii && s->is_ascii();
  }
  if (parts->length == 1) return exact_string(T, as_string((*parts)[0]));
  length += separator->length * (parts->length - 1);
  width = std::max(width, separator->width());
  ascii = ascii && separator->is_ascii();
  String* result = make_string_buffer(T, length, ascii ? 0x7f : width == 1 ? 0xff : width == 2 ? 0xffff : 0x10ffff);
  if (!result) return kEmpty;
  with_mutable_characters(result, [&](auto* out) {
    using Unit = std::remove_reference_t<decltype(*out)>;
    auto copy = [&](const String* s) {
      with_characters(s, [&](auto* p) {
        if constexpr (sizeof(*p) == sizeof(Unit)) {
          copy_units(out, p, s->length);
          out += s->length;
        } else {
          for (size_t i = 0; i < s->length; ++i) *out++ = static_cast<Unit>(p[i]);
        }
      });
    };
    for (size_t i = 0; i < parts->length; ++i) {
      if (i) copy(separator);
      copy(as_string((*parts)[i]));
    }
  });
  return result;
}

bool append_translation(Thread* T, StringBuilder& out, char32_t c, Value replacement) {
  if (replacement.is_none()) return true;
  if (is_int(replacement)) {
    int64_t mapped;
    if (!int_fits_int64(replacement, &mapped) || mapped < 0 || mapped > 0x10ffff)
      return raise(T, Builtin::kValueError, "character mapping must be in range(0x110000)");
    out.append(static_cast<char32_t>(mapped));
    return true;
  }
  if (is_string(replacement)) {
    out.append(as_string(replacement));
    return true;
  }
  (void)c;
  return raise(T, Builtin::kTypeError, "character mapping must return integer, None or str");
}

Value translate_method(Thread* T, Arguments args) {
  String* s = as_string(args[0]);
  StringBuilder out;
  // What a dict gives for characters below 256, asked for once each: another character, or nothing.
  constexpr char32_t kUnknown = ~char32_t{0}, kNothing = kUnknown - 1;
  char32_t known[256];
  std::fill(std::begin(known), std::end(known), kUnknown);
  const bool is_dict = is_exactly(args[1], Kind::kDict);
  size_t begin = 0;
  if (is_dict && s->is_ascii()) {
    // ASCII by ASCII or nothing, as far as that goes: straight into a text that is as long at most.
    std::string_view text = s->ascii();
    std::string plain(text.size(), '\0');
    size_t size = 0;
    for (; begin < text.size(); ++begin) {
      auto c = static_cast<unsigned char>(text[begin]);
      if (known[c] == kUnknown) {
        Value replacement = dict_get(T, args[1].as<Dict>(), Value::small_int(c));
        if (!replacement && T->has_exception()) return kEmpty;
        if (!replacement) {
          known[c] = c;
        } else if (replacement.is_none()) {
          known[c] = kNothing;
        } else if (replacement.is_small_int()) {
          int64_t code = replacement.as_small_int();
          if (code < 0 || code > 127) break;
          known[c] = static_cast<char32_t>(code);
        } else if (is_exactly(replacement, Kind::kString) && as_string(replacement)->length == 1 &&
                   as_string(replacement)->at(0) < 128) {
          known[c] = as_string(replacement)->at(0);
        } else {
          break;
        }
      }
      if (known[c] != kNothing) plain[size++] = static_cast<char>(known[c]);
    }
    plain.resize(size);
    if (begin == text.size()) return make_latin1_string(T, plain);
    for (char c : plain) out.append(static_cast<unsigned char>(c));
  }
  for (size_t i = begin; i < s->length; ++i) {
    char32_t c = s->at(i);
    if (c < 256 && known[c] != kUnknown) {
      if (known[c] != kNothing) out.append(known[c]);
      continue;
    }
    Value key = Value::small_int(c), replacement;
    if (is_dict) {
      replacement = dict_get(T, args[1].as<Dict>(), key);
      if (!replacement && T->has_exception()) return kEmpty;
    } else {
      replacement = get_item(T, args[1], key);
      if (!replacement) {
        if (!exception_matches(T, Builtin::kLookupError)) return kEmpty;
        clear_exception(T);
      }
    }
    if (!replacement) {
      out.append(c);
      replacement = key;
    } else if (!append_translation(T, out, c, replacement)) {
      return kEmpty;
    }
    if (is_dict && c < 256) {
      if (replacement.is_none()) known[c] = kNothing;
      if (replacement.is_small_int()) known[c] = static_cast<char32_t>(replacement.as_small_int());
    }
  }
  return out.build(T);
}

Value maketrans_method(Thread* T, Arguments args) {
  Dict* table = make_dict(T);
  if (!table) return kEmpty;
  if (args.has(1)) {
    if (!is_string(args[1]))
      return raise(T, Builtin::kTypeError, "maketrans() argument 2 must be str, not {}",
                   argument_type_name(T, args[1]));
    if (args.has(2) && !is_string(args[2]))
      return raise(T, Builtin::kTypeError, "maketrans() argument 3 must be str, not {}",
                   argument_type_name(T, args[2]));
    if (!is_string(args[0]))
      return raise(T, Builtin::kTypeError, "first maketrans argument must be a string if there is a second argument");
    String* from = as_string(args[0]);
    String* to = as_string(args[1]);
    if (from->length != to->length)
      return raise(T, Builtin::kValueError, "the first two maketrans arguments must have equal length");
    for (size_t i = 0; i < from->length; ++i) {
      if (!dict_set(T, table, Value::small_int(from->at(i)), Value::small_int(to->at(i)))) return kEmpty;
    }
    if (args.has(2)) {
      String* removed = as_string(args[2]);
      for (size_t i = 0; i < removed->length; ++i) {
        if (!dict_set(T, table, Value::small_int(removed->at(i)), kNone)) return kEmpty;
      }
    }
    return table;
  }
  if (!is_dict(args[0]))
    return raise(T, Builtin::kTypeError, "if you give only one argument to maketrans it must be a dict");
  size_t position = 0;
  Value key, value;
  while (dict_next(args[0].as<Dict>(), &position, &key, &value)) {
    if (is_string(key)) {
      if (as_string(key)->length != 1)
        return raise(T, Builtin::kValueError, "string keys in translate table must be of length 1");
      key = Value::small_int(as_string(key)->at(0));
    } else if (!is_int(key)) {
      return raise(T, Builtin::kTypeError, "keys in translate table must be strings or integers");
    }
    if (!dict_set(T, table, key, value)) return kEmpty;
  }
  return table;
}

// The name of an encoding or error handler; empty when not given.
bool codec_name(Thread* T, Value v, const char* function, const char* parameter, std::string* out) {
  if (!v) return true;
  if (!is_string(v))
    return raise(T, Builtin::kTypeError, "{}() argument '{}' must be str, not {}", function, parameter,
                 argument_type_name(T, v));
  *out = to_utf8(as_string(v));
  return true;
}

Value encode_method(Thread* T, Arguments args) {
  if (!args[1] && !args[2] && as_string(args[0])->is_ascii()) return make_bytes(T, as_string(args[0])->ascii());
  std::string encoding = "utf-8", errors = "strict";
  if (!codec_name(T, args[1], "encode", "encoding", &encoding) || !codec_name(T, args[2], "encode", "errors", &errors))
    return kEmpty;
  return encode_string(T, as_string(args[0]), encoding, errors);
}

Value format_method(Thread* T, Arguments args) {
  return format_with(T, as_string(args[0]), args.rest, args.rest_count, args.keywords ? Value(args.keywords) : kEmpty,
                     false);
}

Value format_map_method(Thread* T, Arguments args) {
  return format_with(T, as_string(args[0]), nullptr, 0, args[1], true);
}

Value dunder_format_method(Thread* T, Arguments args) {
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "__format__() argument must be str, not {}", argument_type_name(T, args[1]));
  if (as_string(args[1])->length == 0) return to_str(T, args[0]);
  return format_string(T, as_string(args[0]), as_string(args[1]));
}

Value getnewargs_method(Thread* T, Arguments args) {
  String* exact = exact_string(T, as_string(args[0]));
  return exact ? Value(make_tuple(T, {Value(exact)})) : kEmpty;
}

Value sizeof_method(Thread* T, Arguments args) {
  const String* s = as_string(args[0]);
  return make_int(
      T, static_cast<int64_t>(sizeof(String) + static_cast<size_t>(s->length) * static_cast<size_t>(s->width())));
}

// --- Slots

Value string_repr(Thread* T, Value self) {
  return repr_string(T, as_string(self));
}
Value string_str(Thread* T, Value self) {
  return exact_string(T, as_string(self));
}

bool string_hash_slot(Thread*, Value self, int64_t* out) {
  *out = string_hash(as_string(self));
  return true;
}

Value string_compare(Thread*, Value a, Value b, CompareOperator op) {
  if (!is_string(b)) return kNotImplemented;
  if (op == CompareOperator::kEqual) return Value::boolean(strings_equal(as_string(a), as_string(b)));
  if (op == CompareOperator::kNotEqual) return Value::boolean(!strings_equal(as_string(a), as_string(b)));
  return Value::boolean(compare_results(compare_strings(as_string(a), as_string(b)), op));
}

Value string_iterate(Thread* T, Value self) {
  return make_simple_iterator(T, types(T).string_iterator, self);
}
int64_t string_length(Thread*, Value self) {
  return as_string(self)->length;
}

}  // namespace

Value string_slice(Thread* T, String* s, const SliceParts& parts) {
  int64_t start, stop, step;
  if (!slice_unpack(T, parts, &start, &stop, &step)) return kEmpty;
  int64_t count = slice_adjust(static_cast<int64_t>(s->length), &start, &stop, step);
  if (count <= 0) return T->runtime->empty_string;
  if (step == 1) return substring(T, s, static_cast<size_t>(start), static_cast<size_t>(start + count));
  if (s->is_ascii() && count > 1) {
    String* result = make_string_buffer(T, static_cast<size_t>(count), 0x7f);
    char* out = result ? mutable_characters(result) : nullptr;
    for (int64_t i = 0; out && i < count; ++i) out[i] = s->characters[start + i * step];
    return result;  // null is EMPTY
  }
  StringBuilder out;
  for (int64_t i = 0; i < count; ++i) out.append(s->at(static_cast<size_t>(start + i * step)));
  return out.build(T);
}

namespace {

Value string_get_item(Thread* T, Value self, Value key) {
  String* s = as_string(self);
  auto length = static_cast<int64_t>(s->length);
  if (is_slice(key)) return string_slice(T, s, SliceParts(key.as<Slice>()));
  if (!has_index(T, key))
    return raise(T, Builtin::kTypeError, "string indices must be integers, not '{}'", type_name(T, key));
  int64_t index;
  if (!item_index(T, key, &index)) return kEmpty;
  if (index < 0) index += length;
  if (index < 0 || index >= length) return raise(T, Builtin::kIndexError, "string index out of range");
  return make_character(T, s->at(static_cast<size_t>(index)));
}

int string_contains(Thread* T, Value self, Value item) {
  if (!is_string(item)) {
    (void)raise(T, Builtin::kTypeError, "'in <string>' requires string as left operand, not {}", type_name(T, item));
    return -1;
  }
  return find_in_string(as_string(self), as_string(item), 0, as_string(self)->length) != kNotFound;
}

Value string_add(Thread* T, Value left, Value right) {
  if (!is_string(left) || !is_string(right)) return kNotImplemented;
  return concatenate(T, as_string(left), as_string(right));
}

Value string_multiply(Thread* T, Value left, Value right) {
  if (!is_string(left)) std::swap(left, right);
  if (!has_index(T, right)) return kNotImplemented;
  int64_t count;
  if (!repeat_count(T, right, &count)) return kEmpty;
  String* s = as_string(left);
  if (count == 1) return exact_string(T, s);
  if (count <= 0 || s->length == 0) return T->runtime->empty_string;
  unsigned __int128 length = static_cast<unsigned __int128>(s->length) * static_cast<uint64_t>(count);
  if (length > 0xffffffff) return raise_memory_error(T);
  String* result = make_string_buffer(T, static_cast<size_t>(length),
                                      s->is_ascii()     ? 0x7f
                                      : s->width() == 1 ? 0xff
                                      : s->width() == 2 ? 0xffff
                                                        : 0x10ffff);
  if (!result) return kEmpty;
  char* out = mutable_characters(result);
  size_t part = static_cast<size_t>(s->length) * static_cast<size_t>(s->width()),
         total = part * static_cast<size_t>(count);
  if (part == 1) {
    std::memset(out, s->characters[0], total);
    return result;
  }
  std::memcpy(out, s->characters, part);
  for (size_t done = part; done < total;) {
    size_t next = std::min(done, total - done);
    std::memcpy(out + done, out, next);
    done += next;
  }
  return result;
}

Value string_remainder(Thread* T, Value left, Value right) {
  if (!is_string(left)) return kNotImplemented;
  return percent_format_string(T, as_string(left), right);
}

Value string_of_type(Thread* T, Type* type, String* s) {
  if (!s || type == types(T).str) return s;
  size_t size = static_cast<size_t>(s->length) * static_cast<size_t>(s->width());
  auto* result = static_cast<String*>(allocate_instance_of(T, type, sizeof(String) + size));
  if (!result) return kEmpty;
  result->length = s->length;
  result->characters = reinterpret_cast<const char*>(result + 1);
  result->private_bits.store(s->private_bits.load(std::memory_order_relaxed) & static_cast<uint8_t>(~kStringInterned),
                             std::memory_order_relaxed);
  result->hash.store(s->hash.load(std::memory_order_relaxed), std::memory_order_relaxed);
  std::memcpy(mutable_characters(result), s->characters, size);
  return result;
}

Value string_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[3];
  if (!bind_arguments(T, "str(object='', encoding='utf-8', errors='strict')", arguments, values)) return kEmpty;
  if (values[0] && !values[1] && !values[2]) {
    String* s = to_str(T, values[0]);
    return s ? string_of_type(T, type, type == types(T).str ? s : exact_string(T, s)) : kEmpty;
  }
  std::string encoding = "utf-8", errors = "strict";
  if (!codec_name(T, values[1], "str", "encoding", &encoding) || !codec_name(T, values[2], "str", "errors", &errors))
    return kEmpty;
  if (!values[0]) return string_of_type(T, type, as_string(T->runtime->empty_string));
  if (is_string(values[0])) return raise(T, Builtin::kTypeError, "decoding str is not supported");
  if (!supports_buffer(T, values[0]))
    return raise(T, Builtin::kTypeError, "decoding to str: need a bytes-like object, {} found",
                 type_name(T, values[0]));
  BufferScope buffer(T);
  if (!buffer.get(values[0])) return kEmpty;
  return string_of_type(T, type, decode_bytes(T, buffer.bytes(), encoding, errors));
}

const NativeMethod kStringMethods[] = {
    {"capitalize($self, /)", capitalize_method, "Return a capitalized version of the string."},
    {"casefold($self, /)", casefold_method, "Return a version of the string suitable for caseless comparisons."},
    {"center($self, width, fillchar=' ', /)", center_method, "Return a centered string of length width."},
    {"count($self, sub, start=None, end=None, /)", count_method,
     "Return the number of non-overlapping occurrences of substring sub."},
    {"encode($self, /, encoding='utf-8', errors='strict')", encode_method,
     "Encode the string using the codec registered for encoding."},
    {"endswith($self, suffix, start=None, end=None, /)", endswith_method,
     "Return True if the string ends with the specified suffix, False otherwise."},
    {"expandtabs($self, /, tabsize=8)", expandtabs_method,
     "Return a copy where all tab characters are expanded using spaces."},
    {"find($self, sub, start=None, end=None, /)", find_method,
     "Return the lowest index in S where substring sub is found, or -1."},
    {"format($self, /, *args, **kwargs)", format_method,
     "Return a formatted version of the string, using substitutions from args and kwargs."},
    {"format_map($self, mapping, /)", format_map_method,
     "Return a formatted version of the string, using substitutions from mapping."},
    {"index($self, sub, start=None, end=None, /)", index_method,
     "Return the lowest index in S where substring sub is found."},
    {"isalnum($self, /)", isalnum_method, "Return True if the string is an alpha-numeric string, False otherwise."},
    {"isalpha($self, /)", isalpha_method, "Return True if the string is an alphabetic string, False otherwise."},
    {"isascii($self, /)", isascii_method, "Return True if all characters in the string are ASCII, False otherwise."},
    {"isdecimal($self, /)", isdecimal_method, "Return True if the string is a decimal string, False otherwise."},
    {"isdigit($self, /)", isdigit_method, "Return True if the string is a digit string, False otherwise."},
    {"isidentifier($self, /)", isidentifier_method,
     "Return True if the string is a valid Python identifier, False otherwise."},
    {"islower($self, /)", islower_method, "Return True if the string is a lowercase string, False otherwise."},
    {"isnumeric($self, /)", isnumeric_method, "Return True if the string is a numeric string, False otherwise."},
    {"isprintable($self, /)", isprintable_method,
     "Return True if all characters in the string are printable, False otherwise."},
    {"isspace($self, /)", isspace_method, "Return True if the string is a whitespace string, False otherwise."},
    {"istitle($self, /)", istitle_method, "Return True if the string is a title-cased string, False otherwise."},
    {"isupper($self, /)", isupper_method, "Return True if the string is an uppercase string, False otherwise."},
    {"join($self, iterable, /)", join_method, "Concatenate any number of strings."},
    {"ljust($self, width, fillchar=' ', /)", ljust_method, "Return a left-justified string of length width."},
    {"lower($self, /)", lower_method, "Return a copy of the string converted to lowercase."},
    {"lstrip($self, chars=None, /)", lstrip_method, "Return a copy of the string with leading whitespace removed."},
    {"maketrans($static, x, y=<unrepresentable>, z=<unrepresentable>, /)", maketrans_method,
     "Return a translation table usable for str.translate().", kStaticMethod},
    {"partition($self, sep, /)", partition_method, "Partition the string into three parts using the given separator."},
    {"removeprefix($self, prefix, /)", removeprefix_method,
     "Return a str with the given prefix string removed if present."},
    {"removesuffix($self, suffix, /)", removesuffix_method,
     "Return a str with the given suffix string removed if present."},
    {"replace($self, old, new, /, count=-1)", replace_method,
     "Return a copy with all occurrences of substring old replaced by new."},
    {"rfind($self, sub, start=None, end=None, /)", rfind_method,
     "Return the highest index in S where substring sub is found, or -1."},
    {"rindex($self, sub, start=None, end=None, /)", rindex_method,
     "Return the highest index in S where substring sub is found."},
    {"rjust($self, width, fillchar=' ', /)", rjust_method, "Return a right-justified string of length width."},
    {"rpartition($self, sep, /)", rpartition_method,
     "Partition the string into three parts using the given separator."},
    {"rsplit($self, /, sep=None, maxsplit=-1)", rsplit_method,
     "Return a list of the substrings in the string, using sep as the separator string."},
    {"rstrip($self, chars=None, /)", rstrip_method, "Return a copy of the string with trailing whitespace removed."},
    {"split($self, /, sep=None, maxsplit=-1)", split_method,
     "Return a list of the substrings in the string, using sep as the separator string."},
    {"splitlines($self, /, keepends=False)", splitlines_method,
     "Return a list of the lines in the string, breaking at line boundaries."},
    {"startswith($self, prefix, start=None, end=None, /)", startswith_method,
     "Return True if the string starts with the specified prefix, False otherwise."},
    {"strip($self, chars=None, /)", strip_method,
     "Return a copy of the string with leading and trailing whitespace removed."},
    {"swapcase($self, /)", swapcase_method,
     "Convert uppercase characters to lowercase and lowercase characters to uppercase."},
    {"title($self, /)", title_method, "Return a version of the string where each word is titlecased."},
    {"translate($self, table, /)", translate_method,
     "Replace each character in the string using the given translation table."},
    {"upper($self, /)", upper_method, "Return a copy of the string converted to uppercase."},
    {"zfill($self, width, /)", zfill_method,
     "Pad a numeric string with zeros on the left, to fill a field of the given width."},
    {"__format__($self, format_spec, /)", dunder_format_method,
     "Return a formatted version of the string as described by format_spec."},
    {"__getnewargs__($self, /)", getnewargs_method, ""},
    {"__sizeof__($self, /)", sizeof_method, "Return the size of the string in memory, in bytes."},
    {nullptr, nullptr, nullptr}};

TypeSlots make_string_slots() {
  TypeSlots slots{};
  slots.repr = string_repr;
  slots.str = string_str;
  slots.hash = string_hash_slot;
  slots.compare = string_compare;
  slots.create = string_create;
  slots.iterate = string_iterate;
  slots.length = string_length;
  slots.get_item = string_get_item;
  slots.contains = string_contains;
  slots.binary[static_cast<int>(BinaryOperator::kAdd)] = string_add;
  slots.binary[static_cast<int>(BinaryOperator::kMultiply)] = string_multiply;
  slots.binary[static_cast<int>(BinaryOperator::kRemainder)] = string_remainder;
  return slots;
}

}  // namespace

size_t find_in_string(const String* s, const String* needle, size_t start, size_t end) {
  return with_characters(s, [&](auto* p) -> size_t {
    using Unit = std::remove_const_t<std::remove_reference_t<decltype(*p)>>;
    size_t found =
        with_needle<Unit>(needle, [&](const Unit* n) { return find_first(p + start, end - start, n, needle->length); });
    return found == kNotFound ? kNotFound : found + start;
  });
}

size_t find_last_in_string(const String* s, const String* needle, size_t start, size_t end) {
  return with_characters(s, [&](auto* p) -> size_t {
    using Unit = std::remove_const_t<std::remove_reference_t<decltype(*p)>>;
    size_t found =
        with_needle<Unit>(needle, [&](const Unit* n) { return find_last(p + start, end - start, n, needle->length); });
    return found == kNotFound ? kNotFound : found + start;
  });
}

bool matches_at(const String* s, const String* part, size_t position) {
  if (s->width() == part->width()) {
    auto unit = static_cast<size_t>(s->width());
    return std::memcmp(s->characters + position * unit, part->characters, part->length * unit) == 0;
  }
  if (part->width() > s->width()) return false;
  for (size_t i = 0; i < part->length; ++i) {
    if (s->at(position + i) != part->at(i)) return false;
  }
  return true;
}

const NativeTypeSpec& string_type_spec() {
  static const TypeSlots slots = make_string_slots();
  static const NativeTypeSpec spec = {
      "str",
      Kind::kString,
      sizeof(String),
      kTypeIsBuiltin | kTypeIsBase | kTypeMatchesSelf,
      "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the "
      "given object.",
      &slots,
      kStringMethods,
      nullptr,
      nullptr};
  return spec;
}

}  // namespace gilded
