// The % operator of str, bytes and bytearray.
#include <climits>
#include <cmath>
#include <utility>

#include "vm/object/protocols.h"
#include "vm/runtime.h"
#include "vm/types/bytes_methods.h"
#include "vm/types/float.h"
#include "vm/types/format_spec.h"
#include "vm/types/int.h"
#include "vm/types/sequence.h"
#include "vm/types/string_methods.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

// One conversion: %(key)#0-+ 10.3d
struct Conversion {
  bool alternate = false, zero = false, left = false, plus = false, space = false;
  int64_t width = -1;
  int64_t precision = -1;
};

class PercentFormatter {
 public:
  PercentFormatter(Thread* T, Value arguments, bool is_bytes) : thread_(T), arguments_(arguments), is_bytes_(is_bytes) {
    if (is_tuple(arguments)) {
      tuple_ = as_tuple(arguments);
    } else {
      const TypeSlots& slots = type_of(T, arguments)->slots;
      is_mapping_ = slots.get_item && !is_string(arguments) &&
                    !(is_bytes && (gilded::is_bytes(arguments) || is_bytearray(arguments)));
    }
  }

  // at(i) gives the format's characters; make_key makes the key of %(key) from a range of them.
  template <class At, class Text, class MakeKey>
  bool run(StringBuilder& out, size_t length, At at, Text append_text, MakeKey make_key);

 private:
  Value next() {
    if (used_key_) return std::exchange(key_value_, kEmpty);
    if (tuple_) {
      if (position_ < tuple_->length) return (*tuple_)[position_++];
    } else if (!single_used_) {
      single_used_ = true;
      return arguments_;
    }
    return raise_text(thread_, Builtin::kTypeError, "not enough arguments for format string");
  }
  bool star(int64_t* out);
  bool convert(StringBuilder& out, char32_t code, Conversion c, size_t position);
  bool integer(StringBuilder& out, char32_t code, const Conversion& c, Value v);
  bool number(StringBuilder& out, const Conversion& c, std::string_view prefix, std::string_view digits);
  bool text(StringBuilder& out, const Conversion& c, String* s);

  Thread* thread_;
  Value arguments_;
  bool is_bytes_;
  Tuple* tuple_ = nullptr;
  bool is_mapping_ = false;
  size_t position_ = 0;
  bool single_used_ = false;
  bool used_key_ = false;
  bool ever_used_key_ = false;
  Value key_value_;
};

bool PercentFormatter::star(int64_t* out) {
  Value v = next();
  if (!v) return false;
  if (!is_int(v)) return raise(thread_, Builtin::kTypeError, "* wants int");
  return to_int64(thread_, v, out);
}

// A number with its sign and what else stands before its digits: padded.
bool PercentFormatter::number(StringBuilder& out, const Conversion& c, std::string_view prefix,
                              std::string_view digits) {
  int64_t padding = std::max<int64_t>(0, c.width - static_cast<int64_t>(prefix.size() + digits.size()));
  if (padding > (int64_t{1} << 32)) return raise_memory_error(thread_);
  if (!c.left && !c.zero) out.append_repeated(' ', static_cast<size_t>(padding));
  out.append_ascii(prefix);
  if (!c.left && c.zero) out.append_repeated('0', static_cast<size_t>(padding));
  out.append_ascii(digits);
  if (c.left) out.append_repeated(' ', static_cast<size_t>(padding));
  return true;
}

bool PercentFormatter::text(StringBuilder& out, const Conversion& c, String* s) {
  size_t length = s->length;
  if (c.precision >= 0 && static_cast<size_t>(c.precision) < length) length = static_cast<size_t>(c.precision);
  int64_t padding = std::max<int64_t>(0, c.width - static_cast<int64_t>(length));
  if (padding > (int64_t{1} << 32)) return raise_memory_error(thread_);
  if (!c.left) out.append_repeated(' ', static_cast<size_t>(padding));
  out.append(s, 0, length);
  if (c.left) out.append_repeated(' ', static_cast<size_t>(padding));
  return true;
}

bool PercentFormatter::integer(StringBuilder& out, char32_t code, const Conversion& c, Value v) {
  Thread* T = thread_;
  bool decimal = code == 'd' || code == 'i' || code == 'u';
  char shown = is_bytes_ && code == 'i' ? 'd' : static_cast<char>(code);
  if (!is_int(v)) {
    const TypeSlots& slots = type_of(T, v)->slots;
    if (decimal && (is_float(v) || slots.to_int || slots.index) && !is_string(v)) {
      v = slots.to_int ? int_from_number(T, v) : to_index(T, v);
    } else if (!decimal && slots.index) {
      v = to_index(T, v);
    } else if (decimal) {
      return raise(T, Builtin::kTypeError, "%{} format: a real number is required, not {}", shown, type_name(T, v));
    } else {
      return raise(T, Builtin::kTypeError, "%{} format: an integer is required, not {}", shown, type_name(T, v));
    }
    if (!v) return false;
  }
  int base = decimal ? 10 : code == 'o' ? 8 : 16;
  std::string digits = int_to_text(T, v, base);
  if (digits.empty()) return false;
  bool is_negative = digits[0] == '-';
  if (is_negative) digits.erase(0, 1);
  if (code == 'X') {
    for (char& d : digits) {
      if (d >= 'a') d = static_cast<char>(d - 32);
    }
  }
  if (c.precision > static_cast<int64_t>(digits.size())) {
    if (c.precision > INT_MAX) return raise(T, Builtin::kOverflowError, "precision too large");
    digits.insert(0, static_cast<size_t>(c.precision) - digits.size(), '0');
  }
  std::string prefix;
  if (is_negative) {
    prefix = "-";
  } else if (c.plus) {
    prefix = "+";
  } else if (c.space) {
    prefix = " ";
  }
  if (c.alternate && base == 8) prefix += "0o";
  if (c.alternate && base == 16) prefix += code == 'X' ? "0X" : "0x";
  return number(out, c, prefix, digits);
}

bool PercentFormatter::convert(StringBuilder& out, char32_t code, Conversion c, size_t position) {
  Thread* T = thread_;
  Value v = next();
  if (!v) return false;
  switch (code) {
    case 's':
    case 'b':
      if (code == 'b' && !is_bytes_) break;
      if (is_bytes_) {
        Value bytes;
        if (gilded::is_bytes(v) || is_bytearray(v) || supports_buffer(T, v)) {
          BytesOperand operand(T);
          if (!operand.get(v)) return false;
          String* s = make_latin1_string(T, operand.bytes());
          return s && text(out, c, s);
        }
        bool found = false;
        bytes = call_special(T, v, names(T).dunder_bytes, {}, &found);
        if (!found) {
          if (T->has_exception()) return false;
          return raise(T, Builtin::kTypeError,
                       "%b requires a bytes-like object, or an object that implements __bytes__, not '{}'",
                       type_name(T, v));
        }
        if (!bytes) return false;
        if (!gilded::is_bytes(bytes))
          return raise(T, Builtin::kTypeError, "__bytes__ returned non-bytes (type {})", type_name(T, bytes));
        String* s = make_latin1_string(T, bytes.as<Bytes>()->view());
        return s && text(out, c, s);
      }
      {
        String* s = to_str(T, v);
        return s && text(out, c, s);
      }
    case 'r':
    case 'a': {
      String* s = code == 'r' && !is_bytes_ ? to_repr(T, v) : to_ascii(T, v);
      return s && text(out, c, s);
    }
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
      return integer(out, code, c, v);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': {
      double d;
      if (is_float(v)) {
        d = float_value(v);
      } else {
        if (is_bytes_ && !is_int(v) && !type_of(T, v)->slots.to_float && !type_of(T, v)->slots.index)
          return raise(T, Builtin::kTypeError, "float argument required, not {}", type_name(T, v));
        if (!to_double(T, v, &d)) return false;
      }
      if (c.precision > INT_MAX - 1) return raise(T, Builtin::kValueError, "precision too big");
      std::string digits = float_digits(d, static_cast<char>(code), c.precision < 0 ? 6 : static_cast<int>(c.precision),
                                        c.alternate, false);
      bool is_negative = digits[0] == '-';
      std::string_view sign = is_negative ? "-" : c.plus ? "+" : c.space ? " " : "";
      return number(out, c, sign, std::string_view(digits).substr(is_negative));
    }
    case 'c': {
      c.zero = false;
      c.precision = -1;
      if (is_bytes_) {
        if ((gilded::is_bytes(v) || is_bytearray(v))) {
          BytesOperand operand(T);
          if (!operand.get(v)) return false;
          if (operand.bytes().size() == 1) {
            String* s = make_latin1_string(T, operand.bytes());
            return s && text(out, c, s);
          }
          return raise(T, Builtin::kTypeError, "%c requires an integer in range(256) or a single byte");
        }
        if (!is_int(v) && !type_of(T, v)->slots.index)
          return raise(T, Builtin::kTypeError, "%c requires an integer in range(256) or a single byte");
        Value index = to_index(T, v);
        int64_t i;
        if (!index) return false;
        if (!int_fits_int64(index, &i) || i < 0 || i > 255)
          return raise(T, Builtin::kOverflowError, "%c arg not in range(256)");
        String* s = make_character(T, static_cast<char32_t>(i));
        return s && text(out, c, s);
      }
      if (is_string(v)) {
        if (as_string(v)->length != 1) return raise(T, Builtin::kTypeError, "%c requires int or char");
        return text(out, c, as_string(v));
      }
      if (!is_int(v) && !type_of(T, v)->slots.index) return raise(T, Builtin::kTypeError, "%c requires int or char");
      Value index = to_index(T, v);
      int64_t i;
      if (!index) return false;
      if (!int_fits_int64(index, &i) || i < 0 || i > 0x10ffff)
        return raise(T, Builtin::kOverflowError, "%c arg not in range(0x110000)");
      String* s = make_character(T, static_cast<char32_t>(i));
      return s && text(out, c, s);
    }
    default:
      break;
  }
  std::string shown = code >= 32 && code < 127 ? std::string(1, static_cast<char>(code)) : std::string("?");
  return raise(T, Builtin::kValueError, "unsupported format character '{}' (0x{:x}) at index {}", shown,
               static_cast<uint32_t>(code), position);
}

template <class At, class Text, class MakeKey>
bool PercentFormatter::run(StringBuilder& out, size_t length, At at, Text append_text, MakeKey make_key) {
  Thread* T = thread_;
  size_t i = 0;
  while (i < length) {
    size_t run = i;
    while (i < length && at(i) != '%') ++i;
    if (i > run) append_text(out, run, i);
    if (i == length) break;
    ++i;
    if (i < length && at(i) == '%') {
      out.append(U'%');
      ++i;
      continue;
    }
    Conversion c;
    used_key_ = false;
    if (i < length && at(i) == '(') {
      size_t key_start = ++i;
      int depth = 1;
      for (; i < length; ++i) {
        if (at(i) == '(') ++depth;
        if (at(i) == ')' && --depth == 0) break;
      }
      if (!is_mapping_) return raise(T, Builtin::kTypeError, "format requires a mapping");
      if (i == length) return raise(T, Builtin::kValueError, "incomplete format key");
      Value key = make_key(key_start, i);
      key_value_ = key ? get_item(T, arguments_, key) : kEmpty;
      if (!key_value_) return false;
      used_key_ = ever_used_key_ = true;
      ++i;
    }
    for (; i < length; ++i) {
      char32_t f = at(i);
      if (f == '-')
        c.left = true;
      else if (f == '+')
        c.plus = true;
      else if (f == ' ')
        c.space = true;
      else if (f == '#')
        c.alternate = true;
      else if (f == '0')
        c.zero = true;
      else
        break;
    }
    auto read_number = [&](int64_t* value, const char* message) {
      for (*value = 0; i < length && at(i) >= '0' && at(i) <= '9'; ++i) {
        *value = *value * 10 + static_cast<int64_t>(at(i) - '0');
        if (*value > INT_MAX) return bool(raise_text(T, Builtin::kValueError, message));
      }
      return true;
    };
    if (i < length && at(i) == '*') {
      ++i;
      if (!star(&c.width)) return false;
      if (c.width < 0) {
        c.left = true;
        c.width = -c.width;
      }
    } else if (i < length && at(i) >= '0' && at(i) <= '9' && !read_number(&c.width, "width too big")) {
      return false;
    }
    if (i < length && at(i) == '.') {
      ++i;
      if (i < length && at(i) == '*') {
        ++i;
        if (!star(&c.precision)) return false;
        if (c.precision < 0) c.precision = 0;
      } else if (!read_number(&c.precision, "precision too big")) {
        return false;
      }
    }
    if (i < length && (at(i) == 'l' || at(i) == 'h' || at(i) == 'L')) ++i;
    if (i == length) return raise(T, Builtin::kValueError, "incomplete format");
    char32_t code = at(i);
    ++i;
    if (!convert(out, code, c, i - 1)) return false;
  }
  used_key_ = false;
  bool all_used = tuple_ ? position_ == tuple_->length : single_used_ || is_mapping_;
  if (!all_used) {
    return raise_text(T, Builtin::kTypeError,
                      is_bytes_ ? "not all arguments converted during bytes formatting"
                                : "not all arguments converted during string formatting");
  }
  return true;
}

}  // namespace

Value percent_format_string(Thread* T, String* format, Value arguments) {
  PercentFormatter formatter(T, arguments, false);
  StringBuilder out;
  bool done = with_characters(format, [&](auto* characters) {
    return formatter.run(
        out, format->length, [&](size_t i) -> char32_t { return characters[i]; },
        [&](StringBuilder& builder, size_t start, size_t end) { builder.append(format, start, end); },
        [&](size_t start, size_t end) -> Value { return substring(T, format, start, end); });
  });
  return done ? Value(out.build(T)) : kEmpty;
}

Value percent_format_bytes(Thread* T, std::string_view format, Value arguments, bool as_bytearray) {
  PercentFormatter formatter(T, arguments, true);
  StringBuilder out;
  bool done = formatter.run(
      out, format.size(), [&](size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(format[i])); },
      [&](StringBuilder& builder, size_t start, size_t end) {
        for (size_t i = start; i < end; ++i)
          builder.append(static_cast<char32_t>(static_cast<unsigned char>(format[i])));
      },
      [&](size_t start, size_t end) { return make_bytes(T, format.substr(start, end - start)); });
  if (!done) return kEmpty;
  String* text = out.build(T);  // one byte a character: never more than Latin-1 went in
  if (!text) return kEmpty;
  std::string_view bytes(text->characters, text->length);
  return as_bytearray ? make_bytearray(T, bytes) : make_bytes(T, bytes);
}

}  // namespace gilded
