#include "vm/types/bytes_methods.h"

#include <algorithm>
#include <cstring>

#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/types/codecs.h"
#include "vm/types/int.h"
#include "vm/types/list_builder.h"
#include "vm/types/memoryview.h"
#include "vm/types/search.h"
#include "vm/types/sequence.h"
#include "vm/types/string.h"
#include "vm/types/string_methods.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

using Byte = unsigned char;

const Byte* units(std::string_view s) {
  return reinterpret_cast<const Byte*>(s.data());
}
size_t find_bytes(std::string_view hay, std::string_view needle) {
  return find_first(units(hay), hay.size(), units(needle), needle.size());
}
size_t find_last_bytes(std::string_view hay, std::string_view needle) {
  return find_last(units(hay), hay.size(), units(needle), needle.size());
}

bool is_space(char c) {
  return c == ' ' || (c >= 9 && c <= 13);
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_letter(char c) {
  return is_lower(c) || is_upper(c);
}
bool is_digit_byte(char c) {
  return c >= '0' && c <= '9';
}
char lower(char c) {
  return is_upper(c) ? static_cast<char>(c + 32) : c;
}
char upper(char c) {
  return is_lower(c) ? static_cast<char>(c - 32) : c;
}

// self as bytes; never fails.
struct Self {
  Self(Thread* T, Value v) : operand(T) { operand.get(v); }
  std::string_view bytes() const { return operand.bytes(); }
  BytesOperand operand;
};

// The needle of find, count and so on: a bytes-like object or one byte as an int.
bool needle_argument(Thread* T, Value v, BytesOperand& operand, char* single, std::string_view* out) {
  if (has_index(T, v)) {
    Byte byte;
    if (!byte_value(T, v, &byte)) return false;
    *single = static_cast<char>(byte);
    *out = {single, 1};
    return true;
  }
  if (!supports_buffer(T, v))
    return raise(T, Builtin::kTypeError, "argument should be integer or bytes-like object, not '{}'", type_name(T, v));
  if (!operand.get(v)) return false;
  *out = operand.bytes();
  return true;
}

bool search_range(Thread* T, Value start_value, Value end_value, int64_t* start, int64_t* end) {
  *start = 0;
  *end = INT64_MAX;
  return slice_index(T, start_value, start) && slice_index(T, end_value, end);
}

void clamp_range(size_t size, int64_t* start, int64_t* end) {
  auto length = static_cast<int64_t>(size);
  if (*end > length) *end = length;
  if (*end < 0) *end = std::max<int64_t>(0, *end + length);
  if (*start < 0) *start = std::max<int64_t>(0, *start + length);
}

Value find_of(Thread* T, Arguments args, bool last, bool must_be_found) {
  int64_t start, end;
  if (!search_range(T, args[2], args[3], &start, &end)) return kEmpty;
  BytesOperand operand(T);
  char single;
  std::string_view needle;
  if (!needle_argument(T, args[1], operand, &single, &needle)) return kEmpty;
  Self self(T, args[0]);
  clamp_range(self.bytes().size(), &start, &end);
  size_t found = kNotFound;
  if (start <= end) {
    auto part = self.bytes().substr(static_cast<size_t>(start), static_cast<size_t>(end - start));
    found = last ? find_last_bytes(part, needle) : find_bytes(part, needle);
  }
  if (found == kNotFound) {
    if (must_be_found) return raise(T, Builtin::kValueError, "subsection not found");
    return Value::small_int(-1);
  }
  return Value::small_int(static_cast<int64_t>(found) + start);
}

Value find_method(Thread* T, Arguments args) {
  return find_of(T, args, false, false);
}
Value index_method(Thread* T, Arguments args) {
  return find_of(T, args, false, true);
}
Value rfind_method(Thread* T, Arguments args) {
  return find_of(T, args, true, false);
}
Value rindex_method(Thread* T, Arguments args) {
  return find_of(T, args, true, true);
}

Value count_method(Thread* T, Arguments args) {
  int64_t start, end;
  if (!search_range(T, args[2], args[3], &start, &end)) return kEmpty;
  BytesOperand operand(T);
  char single;
  std::string_view needle;
  if (!needle_argument(T, args[1], operand, &single, &needle)) return kEmpty;
  Self self(T, args[0]);
  clamp_range(self.bytes().size(), &start, &end);
  if (start > end) return Value::small_int(0);
  if (needle.empty()) return Value::small_int(end - start + 1);
  return Value::small_int(static_cast<int64_t>(
      count_occurrences(units(self.bytes()) + start, static_cast<size_t>(end - start), units(needle), needle.size())));
}

Value starts_or_ends(Thread* T, Arguments args, const char* name, bool suffix) {
  int64_t start, end;
  if (!search_range(T, args[2], args[3], &start, &end)) return kEmpty;
  Self self(T, args[0]);
  clamp_range(self.bytes().size(), &start, &end);
  auto matches = [&](std::string_view part) {
    if (start > static_cast<int64_t>(self.bytes().size()) || end - start < static_cast<int64_t>(part.size()))
      return false;
    auto position = suffix ? static_cast<size_t>(end) - part.size() : static_cast<size_t>(start);
    return self.bytes().substr(position, part.size()) == part;
  };
  if (is_tuple(args[1])) {
    Tuple* parts = as_tuple(args[1]);
    for (size_t i = 0; i < parts->length; ++i) {
      BytesOperand part(T);
      if (!part.get((*parts)[i])) return kEmpty;
      if (matches(part.bytes())) return kTrue;
    }
    return kFalse;
  }
  BytesOperand part(T);
  if (!supports_buffer(T, args[1]))
    return raise(T, Builtin::kTypeError, "{} first arg must be bytes or a tuple of bytes, not {}", name,
                 type_name(T, args[1]));
  if (!part.get(args[1])) return kEmpty;
  return Value::boolean(matches(part.bytes()));
}

Value startswith_method(Thread* T, Arguments args) {
  return starts_or_ends(T, args, "startswith", false);
}
Value endswith_method(Thread* T, Arguments args) {
  return starts_or_ends(T, args, "endswith", true);
}

Value replace_method(Thread* T, Arguments args) {
  BytesOperand old_operand(T), new_operand(T);
  int64_t limit = -1;
  if (args.has(3) && !to_int64(T, args[3], &limit)) return kEmpty;
  if (!old_operand.get(args[1]) || !new_operand.get(args[2])) return kEmpty;
  Self self(T, args[0]);
  std::string_view hay = self.bytes(), old = old_operand.bytes(), fresh = new_operand.bytes();
  size_t most = limit < 0 ? kNotFound : static_cast<size_t>(limit);
  std::string out;
  if (old.empty()) {
    for (size_t i = 0; i <= hay.size(); ++i) {
      if (i < most) out += fresh;
      if (i < hay.size()) out += hay[i];
    }
    return make_like(T, args[0], out);
  }
  size_t position = 0;
  for (size_t done = 0; done < most; ++done) {
    size_t found = find_bytes(hay.substr(position), old);
    if (found == kNotFound) break;
    out.append(hay, position, found);
    out += fresh;
    position += found + old.size();
  }
  if (position == 0) return is_exactly(args[0], Kind::kBytes) ? args[0] : make_like(T, args[0], hay);
  out += hay.substr(position);
  return make_like(T, args[0], out);
}

bool append_part(Thread* T, ListBuilder& list, Value self, std::string_view part) {
  return list.append(make_like(T, self, part));
}

bool split_arguments(Thread* T, Arguments args, BytesOperand& operand, bool* has_separator, size_t* limit) {
  int64_t most = -1;
  if (args.has(2) && !to_int64(T, args[2], &most)) return false;
  *limit = most < 0 ? kNotFound : static_cast<size_t>(most);
  *has_separator = args.has(1) && !args[1].is_none();
  if (!*has_separator) return true;
  if (!operand.get(args[1])) return false;
  return !operand.bytes().empty() || raise(T, Builtin::kValueError, "empty separator");
}

Value split_method(Thread* T, Arguments args) {
  BytesOperand operand(T);
  bool has_separator;
  size_t limit;
  if (!split_arguments(T, args, operand, &has_separator, &limit)) return kEmpty;
  Self self(T, args[0]);
  std::string_view s = self.bytes(), separator = operand.bytes();
  ListBuilder list(T);
  size_t position = 0, done = 0;
  if (has_separator) {
    for (; done < limit; ++done) {
      size_t found = find_bytes(s.substr(position), separator);
      if (found == kNotFound) break;
      if (!append_part(T, list, args[0], s.substr(position, found))) return kEmpty;
      position += found + separator.size();
    }
    return append_part(T, list, args[0], s.substr(position)) ? list.finish() : kEmpty;
  }
  while (true) {
    while (position < s.size() && is_space(s[position])) ++position;
    if (position == s.size()) return list.finish();
    if (done++ == limit) return append_part(T, list, args[0], s.substr(position)) ? list.finish() : kEmpty;
    size_t start = position;
    while (position < s.size() && !is_space(s[position])) ++position;
    if (!append_part(T, list, args[0], s.substr(start, position - start))) return kEmpty;
  }
}

Value rsplit_method(Thread* T, Arguments args) {
  BytesOperand operand(T);
  bool has_separator;
  size_t limit;
  if (!split_arguments(T, args, operand, &has_separator, &limit)) return kEmpty;
  Self self(T, args[0]);
  std::string_view s = self.bytes(), separator = operand.bytes();
  std::vector<std::string_view> parts;
  size_t end = s.size();
  if (has_separator) {
    while (parts.size() < limit) {
      size_t found = find_last_bytes(s.substr(0, end), separator);
      if (found == kNotFound) break;
      parts.push_back(s.substr(found + separator.size(), end - found - separator.size()));
      end = found;
    }
    parts.push_back(s.substr(0, end));
  } else {
    while (true) {
      while (end > 0 && is_space(s[end - 1])) --end;
      if (end == 0) break;
      if (parts.size() == limit) {
        parts.push_back(s.substr(0, end));
        break;
      }
      size_t start = end;
      while (start > 0 && !is_space(s[start - 1])) --start;
      parts.push_back(s.substr(start, end - start));
      end = start;
    }
  }
  ListBuilder list(T);
  for (size_t i = parts.size(); i-- > 0;) {
    if (!append_part(T, list, args[0], parts[i])) return kEmpty;
  }
  return list.finish();
}

Value splitlines_method(Thread* T, Arguments args) {
  bool keep_ends = false;
  if (args.has(1) && !truth(T, args[1], &keep_ends)) return kEmpty;
  Self self(T, args[0]);
  std::string_view s = self.bytes();
  ListBuilder list(T);
  for (size_t position = 0; position < s.size();) {
    size_t end = position;
    while (end < s.size() && s[end] != '\n' && s[end] != '\r') ++end;
    size_t next = end;
    if (next < s.size()) next += s[next] == '\r' && next + 1 < s.size() && s[next + 1] == '\n' ? 2 : 1;
    if (!append_part(T, list, args[0], s.substr(position, (keep_ends ? next : end) - position))) return kEmpty;
    position = next;
  }
  return list.finish();
}

Value partition_of(Thread* T, Arguments args, bool from_right) {
  BytesOperand operand(T);
  if (!operand.get(args[1])) return kEmpty;
  std::string_view separator = operand.bytes();
  if (separator.empty()) return raise(T, Builtin::kValueError, "empty separator");
  Self self(T, args[0]);
  std::string_view s = self.bytes();
  size_t found = from_right ? find_last_bytes(s, separator) : find_bytes(s, separator);
  Value parts[3];
  std::string_view texts[3];
  if (found == kNotFound) {
    texts[from_right ? 2 : 0] = s;
  } else {
    texts[0] = s.substr(0, found);
    texts[1] = separator;
    texts[2] = s.substr(found + separator.size());
  }
  for (int i = 0; i < 3; ++i) {
    parts[i] = make_like(T, args[0], texts[i]);
    if (!parts[i]) return kEmpty;
  }
  return make_tuple(T, parts, 3);
}

Value partition_method(Thread* T, Arguments args) {
  return partition_of(T, args, false);
}
Value rpartition_method(Thread* T, Arguments args) {
  return partition_of(T, args, true);
}

Value strip_of(Thread* T, Arguments args, bool left, bool right) {
  BytesOperand operand(T);
  bool has_set = args.has(1) && !args[1].is_none();
  if (has_set && !operand.get(args[1])) return kEmpty;
  Self self(T, args[0]);
  std::string_view s = self.bytes();
  auto is_stripped = [&](char c) { return has_set ? operand.bytes().find(c) != std::string_view::npos : is_space(c); };
  if (left) {
    while (!s.empty() && is_stripped(s.front())) s.remove_prefix(1);
  }
  if (right) {
    while (!s.empty() && is_stripped(s.back())) s.remove_suffix(1);
  }
  if (s.size() == self.bytes().size() && is_exactly(args[0], Kind::kBytes)) return args[0];
  return make_like(T, args[0], s);
}

Value strip_method(Thread* T, Arguments args) {
  return strip_of(T, args, true, true);
}
Value lstrip_method(Thread* T, Arguments args) {
  return strip_of(T, args, true, false);
}
Value rstrip_method(Thread* T, Arguments args) {
  return strip_of(T, args, false, true);
}

Value removeprefix_method(Thread* T, Arguments args) {
  BytesOperand operand(T);
  if (!operand.get(args[1])) return kEmpty;
  Self self(T, args[0]);
  std::string_view s = self.bytes();
  if (s.starts_with(operand.bytes())) s.remove_prefix(operand.bytes().size());
  return make_like(T, args[0], s);
}

Value removesuffix_method(Thread* T, Arguments args) {
  BytesOperand operand(T);
  if (!operand.get(args[1])) return kEmpty;
  Self self(T, args[0]);
  std::string_view s = self.bytes();
  if (s.ends_with(operand.bytes())) s.remove_suffix(operand.bytes().size());
  return make_like(T, args[0], s);
}

template <class F>
Value pad(Thread* T, Arguments args, const char* name, F left_of) {
  int64_t width;
  if (!to_int64(T, args[1], &width)) return kEmpty;
  char fill = ' ';
  if (args.has(2)) {
    BytesOperand operand(T);
    bool is_good = (is_bytes(args[2]) || is_bytearray(args[2])) && operand.get(args[2]) && operand.bytes().size() == 1;
    if (!is_good)
      return raise(T, Builtin::kTypeError, "{}() argument 2 must be a byte string of length 1, not {}", name,
                   type_name(T, args[2]));
    fill = operand.bytes()[0];
  }
  Self self(T, args[0]);
  auto size = static_cast<int64_t>(self.bytes().size());
  if (width <= size) return is_exactly(args[0], Kind::kBytes) ? args[0] : make_like(T, args[0], self.bytes());
  if (width > (int64_t{1} << 36)) return raise_memory_error(T);
  int64_t left = left_of(width - size, width);
  std::string out(static_cast<size_t>(left), fill);
  out += self.bytes();
  out.append(static_cast<size_t>(width - size - left), fill);
  return make_like(T, args[0], out);
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
  int64_t width;
  if (!to_int64(T, args[1], &width)) return kEmpty;
  Self self(T, args[0]);
  std::string_view s = self.bytes();
  if (width <= static_cast<int64_t>(s.size())) return make_like(T, args[0], s);
  if (width > (int64_t{1} << 36)) return raise_memory_error(T);
  size_t sign = !s.empty() && (s[0] == '+' || s[0] == '-') ? 1 : 0;
  std::string out(s.substr(0, sign));
  out.append(static_cast<size_t>(width) - s.size(), '0');
  out += s.substr(sign);
  return make_like(T, args[0], out);
}

Value expandtabs_method(Thread* T, Arguments args) {
  int64_t size = 8;
  if (args.has(1) && !to_int64(T, args[1], &size)) return kEmpty;
  if (size > INT32_MAX) return raise(T, Builtin::kOverflowError, "Python int too large to convert to C int");
  Self self(T, args[0]);
  std::string out;
  int64_t column = 0;
  for (char c : self.bytes()) {
    if (c == '\t') {
      if (size <= 0) continue;
      int64_t spaces = size - column % size;
      if (out.size() + static_cast<size_t>(spaces) > (size_t{1} << 36))
        return raise(T, Builtin::kOverflowError, "result too long");
      out.append(static_cast<size_t>(spaces), ' ');
      column += spaces;
    } else {
      out += c;
      column = c == '\n' || c == '\r' ? 0 : column + 1;
    }
  }
  return make_like(T, args[0], out);
}

template <class F>
Value map_bytes(Thread* T, Arguments args, F f) {
  Self self(T, args[0]);
  std::string out(self.bytes());
  for (size_t i = 0; i < out.size(); ++i) out[i] = f(out[i], i);
  return make_like(T, args[0], out);
}

Value bytes_lower(Thread* T, Arguments args) {
  return map_bytes(T, args, [](char c, size_t) { return lower(c); });
}
Value bytes_upper(Thread* T, Arguments args) {
  return map_bytes(T, args, [](char c, size_t) { return upper(c); });
}
Value bytes_swapcase(Thread* T, Arguments args) {
  return map_bytes(T, args, [](char c, size_t) { return is_lower(c) ? upper(c) : lower(c); });
}
Value bytes_capitalize(Thread* T, Arguments args) {
  return map_bytes(T, args, [](char c, size_t i) { return i ? lower(c) : upper(c); });
}
Value bytes_title(Thread* T, Arguments args) {
  bool in_word = false;
  return map_bytes(T, args, [&](char c, size_t) {
    char result = in_word ? lower(c) : upper(c);
    in_word = is_letter(c);
    return result;
  });
}

template <class F>
Value all_bytes(Thread* T, Arguments args, F f) {
  Self self(T, args[0]);
  return Value::boolean(!self.bytes().empty() && std::all_of(self.bytes().begin(), self.bytes().end(), f));
}

Value bytes_isalnum(Thread* T, Arguments args) {
  return all_bytes(T, args, [](char c) { return is_letter(c) || is_digit_byte(c); });
}
Value bytes_isalpha(Thread* T, Arguments args) {
  return all_bytes(T, args, is_letter);
}
Value bytes_isdigit(Thread* T, Arguments args) {
  return all_bytes(T, args, is_digit_byte);
}
Value bytes_isspace(Thread* T, Arguments args) {
  return all_bytes(T, args, is_space);
}
Value bytes_isascii(Thread* T, Arguments args) {
  Self self(T, args[0]);
  return Value::boolean(std::all_of(self.bytes().begin(), self.bytes().end(), [](char c) { return !(c & 0x80); }));
}

Value bytes_islower(Thread* T, Arguments args) {
  Self self(T, args[0]);
  std::string_view s = self.bytes();
  return Value::boolean(std::any_of(s.begin(), s.end(), is_lower) && std::none_of(s.begin(), s.end(), is_upper));
}

Value bytes_isupper(Thread* T, Arguments args) {
  Self self(T, args[0]);
  std::string_view s = self.bytes();
  return Value::boolean(std::any_of(s.begin(), s.end(), is_upper) && std::none_of(s.begin(), s.end(), is_lower));
}

Value bytes_istitle(Thread* T, Arguments args) {
  Self self(T, args[0]);
  bool in_word = false, found = false;
  for (char c : self.bytes()) {
    if (is_upper(c)) {
      if (in_word) return kFalse;
      in_word = found = true;
    } else if (is_lower(c)) {
      if (!in_word) return kFalse;
    } else {
      in_word = false;
    }
  }
  return Value::boolean(found);
}

Value join_method(Thread* T, Arguments args) {
  const TypeSlots& slots = type_of(T, args[1])->slots;
  if (!slots.iterate && !slots.get_item) return raise(T, Builtin::kTypeError, "can only join an iterable");
  Tuple* parts = tuple_from_iterable(T, args[1]);
  if (!parts) return kEmpty;
  Self self(T, args[0]);
  if (is_bytes(args[0]) && parts->length > 0 &&
      std::all_of(parts->items, parts->items + parts->length, [](const Slot& part) { return is_bytes(part.load()); })) {
    // One copy of each byte.
    size_t separator = self.bytes().size(), length = separator * (parts->length - 1);
    for (size_t i = 0; i < parts->length; ++i) length += (*parts)[i].as<Bytes>()->length;
    Bytes* joined = make_bytes_buffer(T, length, false);
    if (!joined) return kEmpty;
    char* out = joined->data;
    for (size_t i = 0; i < parts->length; ++i) {
      if (i) out = std::copy_n(self.bytes().data(), separator, out);
      std::string_view part = (*parts)[i].as<Bytes>()->view();
      out = std::copy_n(part.data(), part.size(), out);
    }
    return joined;
  }
  std::string out;
  for (size_t i = 0; i < parts->length; ++i) {
    Value part = (*parts)[i];
    if (i) out += self.bytes();
    if (is_bytes(part)) {
      out += part.as<Bytes>()->view();
      continue;
    }
    BytesOperand operand(T);
    if (!supports_buffer(T, part))
      return raise(T, Builtin::kTypeError, "sequence item {}: expected a bytes-like object, {} found", i,
                   type_name(T, part));
    if (!operand.get(part)) return kEmpty;
    out += operand.bytes();
  }
  return make_like(T, args[0], out);
}

Value translate_method(Thread* T, Arguments args) {
  BytesOperand table(T), removed(T);
  bool has_table = !args[1].is_none();
  if (has_table) {
    if (!table.get(args[1])) return kEmpty;
    if (table.bytes().size() != 256)
      return raise(T, Builtin::kValueError, "translation table must be 256 characters long");
  }
  if (args.has(2) && !removed.get(args[2])) return kEmpty;
  Self self(T, args[0]);
  bool is_removed[256] = {};
  for (char c : removed.bytes()) is_removed[static_cast<Byte>(c)] = true;
  std::string out;
  out.reserve(self.bytes().size());
  for (char c : self.bytes()) {
    if (!is_removed[static_cast<Byte>(c)]) out += has_table ? table.bytes()[static_cast<Byte>(c)] : c;
  }
  return make_like(T, args[0], out);
}

Value maketrans_method(Thread* T, Arguments args) {
  BytesOperand from(T), to(T);
  if (!from.get(args[0]) || !to.get(args[1])) return kEmpty;
  if (from.bytes().size() != to.bytes().size())
    return raise(T, Builtin::kValueError, "maketrans arguments must have same length");
  std::string table(256, '\0');
  for (size_t i = 0; i < 256; ++i) table[i] = static_cast<char>(i);
  for (size_t i = 0; i < from.bytes().size(); ++i) table[static_cast<Byte>(from.bytes()[i])] = to.bytes()[i];
  return make_bytes(T, table);
}

Value decode_method(Thread* T, Arguments args) {
  std::string encoding = "utf-8", errors = "strict";
  for (size_t i = 1; i <= 2; ++i) {
    if (!args.has(i)) continue;
    if (!is_string(args[i]))
      return raise(T, Builtin::kTypeError, "decode() argument '{}' must be str, not {}", i == 1 ? "encoding" : "errors",
                   argument_type_name(T, args[i]));
    (i == 1 ? encoding : errors) = to_utf8(as_string(args[i]));
  }
  Self self(T, args[0]);
  // As in CPython, where nothing needs decoding even by a codec that does not exist.
  if (self.bytes().empty()) return T->runtime->empty_string;
  return decode_bytes(T, self.bytes(), encoding, errors);
}

Value hex_method(Thread* T, Arguments args) {
  std::optional<char> separator;
  int64_t group;
  if (!hex_arguments(T, args[1], args[2], &separator, &group)) return kEmpty;
  Self self(T, args[0]);
  return make_latin1_string(T, hex_text(self.bytes(), separator, group));
}

int hex_digit(char32_t c) {
  if (c >= '0' && c <= '9') return static_cast<int>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<int>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<int>(c - 'A' + 10);
  return -1;
}

Value fromhex_method(Thread* T, Arguments args) {
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "fromhex() argument must be str, not {}", argument_type_name(T, args[1]));
  String* text = as_string(args[1]);
  std::string out;
  for (size_t i = 0; i < text->length;) {
    char32_t c = text->at(i);
    if (c < 128 && is_space(static_cast<char>(c))) {
      ++i;
      continue;
    }
    for (size_t k = i; k < i + 2; ++k) {
      if (k >= text->length || hex_digit(text->at(k)) < 0)
        return raise(T, Builtin::kValueError, "non-hexadecimal number found in fromhex() arg at position {}", k);
    }
    out += static_cast<char>(hex_digit(text->at(i)) * 16 + hex_digit(text->at(i + 1)));
    i += 2;
  }
  Type* type = args[0].as<Type>();
  if (type == types(T).bytearray) return make_bytearray(T, out);
  Value bytes = make_bytes(T, out);
  return !bytes || type == types(T).bytes ? bytes : call(T, args[0], {bytes});
}

}  // namespace

bool BytesOperand::get(Value v) {
  if (is_bytes(v)) {
    bytes_ = v.as<Bytes>()->view();
    return true;
  }
  if (is_bytearray(v)) {
    auto* array = v.as<ByteArray>();
    ObjectLock lock(thread_, array);
    RawBytes* buffer = array->buffer.load(std::memory_order_acquire);
    auto length = static_cast<size_t>(array->length.load(std::memory_order_relaxed));
    if (!buffer) {
      bytes_ = {};
    } else if (thread_->parallel()) {
      copy_.assign(buffer->data(), length);
      bytes_ = copy_;
    } else {
      bytes_ = {buffer->data(), length};
    }
    return true;
  }
  if (!scope_.get(v)) return false;
  bytes_ = scope_.bytes();
  return true;
}

Value make_like(Thread* T, Value self, std::string_view bytes) {
  return is_bytearray(self) ? make_bytearray(T, bytes) : make_bytes(T, bytes);
}

bool byte_value(Thread* T, Value v, unsigned char* out, const char* message) {
  Value index = to_index(T, v);
  if (!index) return false;
  int64_t i;
  if (!int_fits_int64(index, &i) || i < 0 || i > 255) return raise_text(T, Builtin::kValueError, message);
  *out = static_cast<unsigned char>(i);
  return true;
}

bool bytes_from_iterable(Thread* T, Value iterable, std::string* out, const char* message) {
  return for_each(T, iterable, [&](Value item) {
    unsigned char byte;
    if (!byte_value(T, item, &byte, message)) return false;
    *out += static_cast<char>(byte);
    return true;
  });
}

// The bytes of an object that lends them; those of a memoryview with gaps, in order.
static bool copy_buffer(Thread* T, Value source, std::string* out) {
  Value copy;
  if (is_memoryview(source)) {
    copy = call_method(T, source, intern(T, "tobytes"), {});
    if (!copy) return false;
    source = copy;
  }
  BytesOperand operand(T);
  if (!operand.get(source)) return false;
  *out = operand.bytes();
  return true;
}

bool bytes_constructor(Thread* T, CallArguments arguments, const char* signature, bool is_array, std::string* out) {
  Value values[3];
  if (!bind_arguments(T, signature, arguments, values)) return false;
  const char* kind = is_array ? "bytearray" : "bytes";
  Value source = values[0];
  if (values[1] || values[2]) {
    if (!source || !is_string(source)) {
      return raise(T, Builtin::kTypeError, "{} without a string argument", values[1] ? "encoding" : "errors");
    }
    std::string encoding = "utf-8", errors = "strict";
    for (int i = 1; i <= 2; ++i) {
      if (!values[i]) continue;
      if (!is_string(values[i]))
        return raise(T, Builtin::kTypeError, "{}() argument '{}' must be str, not {}", kind,
                     i == 1 ? "encoding" : "errors", argument_type_name(T, values[i]));
      (i == 1 ? encoding : errors) = to_utf8(as_string(values[i]));
    }
    if (!values[1]) return raise(T, Builtin::kTypeError, "string argument without an encoding");
    Value encoded = encode_string(T, as_string(source), encoding, errors);
    if (!encoded) return false;
    *out = encoded.as<Bytes>()->view();
    return true;
  }
  if (!source) return true;
  // A text of a class with __bytes__ is asked like any object.
  if (is_exactly(source, Kind::kString) || (is_array && is_string(source)))
    return raise(T, Builtin::kTypeError, "string argument without an encoding");
  if (!is_array && !is_exactly(source, Kind::kBytes)) {
    bool found = false;
    Value converted = call_special(T, source, names(T).dunder_bytes, {}, &found);
    if (found) {
      if (!converted) return false;
      if (!is_bytes(converted))
        return raise(T, Builtin::kTypeError, "__bytes__ returned non-bytes (type {})", type_name(T, converted));
      *out = converted.as<Bytes>()->view();
      return true;
    }
    if (T->has_exception()) return false;
    if (is_string(source)) return raise(T, Builtin::kTypeError, "string argument without an encoding");
  }
  if (has_index(T, source)) {
    Value index = to_index(T, source);
    int64_t size;
    if (!index || !to_int64(T, index, &size)) return false;
    if (size < 0) return raise(T, Builtin::kValueError, "negative count");
    if (size > (int64_t{1} << 36)) return raise_memory_error(T);
    out->assign(static_cast<size_t>(size), '\0');
    return true;
  }
  if (supports_buffer(T, source)) return copy_buffer(T, source, out);
  const TypeSlots& slots = type_of(T, source)->slots;
  if (!slots.iterate && !slots.get_item)
    return raise(T, Builtin::kTypeError, "cannot convert '{}' object to {}", type_name(T, source), kind);
  return bytes_from_iterable(T, source, out,
                             is_array ? "byte must be in range(0, 256)" : "bytes must be in range(0, 256)");
}

Value bytes_from_object(Thread* T, Value object) {
  if (is_exactly(object, Kind::kBytes)) return object;
  std::string out;
  const TypeSlots& slots = type_of(T, object)->slots;
  bool found = false;
  Value converted = call_special(T, object, names(T).dunder_bytes, {}, &found);
  if (found) {
    if (converted && !is_bytes(converted))
      return raise(T, Builtin::kTypeError, "__bytes__ returned non-bytes (type {})", type_name(T, converted));
    return converted;
  }
  if (T->has_exception()) return kEmpty;
  if (supports_buffer(T, object)) {
    if (!copy_buffer(T, object, &out)) return kEmpty;
  } else if (is_string(object) || (!slots.iterate && !slots.get_item)) {
    return raise(T, Builtin::kTypeError, "cannot convert '{}' object to bytes", type_name(T, object));
  } else if (!bytes_from_iterable(T, object, &out, "bytes must be in range(0, 256)")) {
    return kEmpty;
  }
  return make_bytes(T, out);
}

Value bytes_compare(Thread* T, Value self, Value other, CompareOperator op) {
  if (is_bytes(self) ? !is_bytes(other) : !supports_buffer(T, other)) return kNotImplemented;
  BytesOperand b(T);
  if (!b.get(other)) {
    clear_exception(T);
    return kNotImplemented;
  }
  Self a(T, self);
  return Value::boolean(compare_results(a.bytes().compare(b.bytes()), op));
}

int bytes_contains(Thread* T, Value self, Value item) {
  BytesOperand operand(T);
  char single;
  std::string_view needle;
  if (has_index(T, item)) {
    unsigned char byte;
    if (!byte_value(T, item, &byte)) return -1;
    single = static_cast<char>(byte);
    needle = {&single, 1};
  } else {
    if (!operand.get(item)) return -1;
    needle = operand.bytes();
  }
  Self s(T, self);
  return find_bytes(s.bytes(), needle) != kNotFound;
}

Value bytes_add(Thread* T, Value left, Value right) {
  if (!(is_bytes(left) || is_bytearray(left)) || !supports_buffer(T, right)) return kNotImplemented;
  BytesOperand a(T), b(T);
  if (!a.get(left) || !b.get(right)) return kEmpty;
  if (is_bytes(left)) {
    if (b.bytes().empty() && is_exactly(left, Kind::kBytes)) return left;
    Bytes* result = make_bytes_buffer(T, a.bytes().size() + b.bytes().size());
    if (!result) return kEmpty;
    std::memcpy(result->data, a.bytes().data(), a.bytes().size());
    std::memcpy(result->data + a.bytes().size(), b.bytes().data(), b.bytes().size());
    return result;
  }
  std::string out(a.bytes());
  out += b.bytes();
  return make_like(T, left, out);
}

Value bytes_multiply(Thread* T, Value left, Value right) {
  if (!is_bytes(left) && !is_bytearray(left)) std::swap(left, right);
  if (!has_index(T, right)) return kNotImplemented;
  int64_t count;
  if (!repeat_count(T, right, &count)) return kEmpty;
  Self self(T, left);
  std::string_view s = self.bytes();
  if (count <= 0) s = {};
  if (static_cast<unsigned __int128>(s.size()) * static_cast<uint64_t>(std::max<int64_t>(count, 0)) >
      (uint64_t{1} << 36))
    return raise_memory_error(T);
  std::string out;
  if (!s.empty()) {
    out.reserve(s.size() * static_cast<size_t>(count));
    if (s.size() == 1) {
      out.assign(static_cast<size_t>(count), s[0]);
    } else {
      for (int64_t i = 0; i < count; ++i) out += s;
    }
  }
  return make_like(T, left, out);
}

Value bytes_remainder(Thread* T, Value left, Value right) {
  if (!is_bytes(left) && !is_bytearray(left)) return kNotImplemented;
  std::string format;
  {
    Self self(T, left);
    format = self.bytes();
  }
  return percent_format_bytes(T, format, right, is_bytearray(left));
}

std::string hex_text(std::string_view bytes, std::optional<char> separator, int64_t group) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  if (!separator) {
    out.resize(bytes.size() * 2);
    char* p = out.data();
    for (char c : bytes) {
      *p++ = kHex[static_cast<Byte>(c) >> 4];
      *p++ = kHex[static_cast<Byte>(c) & 15];
    }
    return out;
  }
  out.reserve(bytes.size() * 3);
  auto size = static_cast<int64_t>(bytes.size());
  for (int64_t i = 0; i < size; ++i) {
    // Groups are counted from the right, with a negative size from the left.
    if (i && separator && group && (group > 0 ? (size - i) % group == 0 : i % -group == 0)) out += *separator;
    out += kHex[static_cast<Byte>(bytes[static_cast<size_t>(i)]) >> 4];
    out += kHex[static_cast<Byte>(bytes[static_cast<size_t>(i)]) & 15];
  }
  return out;
}

bool hex_arguments(Thread* T, Value separator, Value group, std::optional<char>* separator_out, int64_t* group_out) {
  separator_out->reset();
  *group_out = 1;
  if (group && !to_int64(T, group, group_out)) return false;
  if (!separator) return true;
  int64_t size = length(T, separator);
  if (size < 0) return false;
  if (size != 1) return raise(T, Builtin::kValueError, "sep must be length 1.");
  if (is_string(separator)) {
    char32_t c = as_string(separator)->at(0);
    if (c > 127) return raise(T, Builtin::kValueError, "sep must be ASCII.");
    *separator_out = static_cast<char>(c);
  } else if (is_bytes(separator)) {
    char c = separator.as<Bytes>()->data[0];
    if (c & 0x80) return raise(T, Builtin::kValueError, "sep must be ASCII.");
    *separator_out = c;
  } else {
    return raise(T, Builtin::kTypeError, "sep must be str or bytes.");
  }
  return true;
}

const std::vector<NativeMethod>& shared_bytes_methods() {
  static const std::vector<NativeMethod> methods = {
      {"capitalize($self, /)", bytes_capitalize, "Return a copy with only its first character capitalized (ASCII)."},
      {"center($self, width, fillchar=b' ', /)", center_method, "Return a centered copy of length width."},
      {"count($self, sub, start=None, end=None, /)", count_method,
       "Return the number of non-overlapping occurrences of subsection sub."},
      {"decode($self, /, encoding='utf-8', errors='strict')", decode_method,
       "Decode the bytes using the codec registered for encoding."},
      {"endswith($self, suffix, start=None, end=None, /)", endswith_method,
       "Return True if it ends with the specified suffix, False otherwise."},
      {"expandtabs($self, /, tabsize=8)", expandtabs_method,
       "Return a copy where all tab characters are expanded using spaces."},
      {"find($self, sub, start=None, end=None, /)", find_method,
       "Return the lowest index where subsection sub is found, or -1."},
      {"fromhex($type, string, /)", fromhex_method, "Create an object from a string of hexadecimal numbers.",
       kClassMethod},
      {"hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)", hex_method, "Create a string of hexadecimal numbers."},
      {"index($self, sub, start=None, end=None, /)", index_method,
       "Return the lowest index where subsection sub is found."},
      {"isalnum($self, /)", bytes_isalnum, "Return True if all characters are alphanumeric and there is at least one."},
      {"isalpha($self, /)", bytes_isalpha, "Return True if all characters are alphabetic and there is at least one."},
      {"isascii($self, /)", bytes_isascii, "Return True if it is empty or all characters are ASCII, False otherwise."},
      {"isdigit($self, /)", bytes_isdigit, "Return True if all characters are digits and there is at least one."},
      {"islower($self, /)", bytes_islower,
       "Return True if all cased characters are lowercase and there is at least one."},
      {"isspace($self, /)", bytes_isspace, "Return True if all characters are whitespace and there is at least one."},
      {"istitle($self, /)", bytes_istitle,
       "Return True if it is a titlecased string and there is at least one character."},
      {"isupper($self, /)", bytes_isupper,
       "Return True if all cased characters are uppercase and there is at least one."},
      {"join($self, iterable_of_bytes, /)", join_method, "Concatenate any number of bytes-like objects."},
      {"ljust($self, width, fillchar=b' ', /)", ljust_method, "Return a left-justified copy of length width."},
      {"lower($self, /)", bytes_lower, "Return a copy with all ASCII characters converted to lowercase."},
      {"lstrip($self, bytes=None, /)", lstrip_method, "Strip leading bytes contained in the argument."},
      {"maketrans($static, frm, to, /)", maketrans_method,
       "Return a translation table usable for the translate method.", kStaticMethod},
      {"partition($self, sep, /)", partition_method, "Partition into three parts using the given separator."},
      {"removeprefix($self, prefix, /)", removeprefix_method,
       "Return a copy with the given prefix removed if present."},
      {"removesuffix($self, suffix, /)", removesuffix_method,
       "Return a copy with the given suffix removed if present."},
      {"replace($self, old, new, count=-1, /)", replace_method,
       "Return a copy with all occurrences of old replaced by new."},
      {"rfind($self, sub, start=None, end=None, /)", rfind_method,
       "Return the highest index where subsection sub is found, or -1."},
      {"rindex($self, sub, start=None, end=None, /)", rindex_method,
       "Return the highest index where subsection sub is found."},
      {"rjust($self, width, fillchar=b' ', /)", rjust_method, "Return a right-justified copy of length width."},
      {"rpartition($self, sep, /)", rpartition_method, "Partition into three parts using the given separator."},
      {"rsplit($self, /, sep=None, maxsplit=-1)", rsplit_method,
       "Return a list of the sections, using sep as the delimiter."},
      {"rstrip($self, bytes=None, /)", rstrip_method, "Strip trailing bytes contained in the argument."},
      {"split($self, /, sep=None, maxsplit=-1)", split_method,
       "Return a list of the sections, using sep as the delimiter."},
      {"splitlines($self, /, keepends=False)", splitlines_method,
       "Return a list of the lines, breaking at line boundaries."},
      {"startswith($self, prefix, start=None, end=None, /)", startswith_method,
       "Return True if it starts with the specified prefix, False otherwise."},
      {"strip($self, bytes=None, /)", strip_method, "Strip leading and trailing bytes contained in the argument."},
      {"swapcase($self, /)", bytes_swapcase,
       "Return a copy with uppercase ASCII characters converted to lowercase and vice versa."},
      {"title($self, /)", bytes_title, "Return a titlecased version."},
      {"translate($self, table, /, delete=b'')", translate_method,
       "Return a copy with each character mapped by the given translation table."},
      {"upper($self, /)", bytes_upper, "Return a copy with all ASCII characters converted to uppercase."},
      {"zfill($self, width, /)", zfill_method,
       "Pad a numeric string with zeros on the left, to fill a field of the given width."},
  };
  return methods;
}

}  // namespace gilded
