// _json: reading and writing JSON; json/decoder.py and json/encoder.py hold the classes that use it.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/dict.h"
#include "vm/types/float.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

// --- Reading

struct ReadOptions {
  bool strict = true;
  Value object_hook = kNone, object_pairs_hook = kNone;
  Value parse_float, parse_int, parse_constant;
  Value error_class;  // JSONDecodeError(message, document, position)
};

// Over the characters of one text, C wide each. Positions are those of Python. Functions that read return EMPTY with an
// exception set.
template <class C>
class Reader {
 public:
  Reader(Thread* T, String* text, const ReadOptions& options)
      : thread_(T),
        text_(text),
        characters_(reinterpret_cast<const C*>(text->characters)),
        size_(text->length),
        options_(options) {}

  // The value at `position`. Where there is none: StopIteration with the position.
  Value read_value(size_t position, size_t* end) {
    Thread* T = thread_;
    if (position >= size_) return no_value(position);
    switch (characters_[position]) {
      case '"':
        return read_string(position + 1, end);
      case '{':
        return read_object(position + 1, end);
      case '[':
        return read_array(position + 1, end);
      case 'n':
        if (matches(position, "null", end)) return kNone;
        break;
      case 't':
        if (matches(position, "true", end)) return kTrue;
        break;
      case 'f':
        if (matches(position, "false", end)) return kFalse;
        break;
      case 'N':
        if (matches(position, "NaN", end)) return call(T, options_.parse_constant, {make_string(T, "NaN")});
        break;
      case 'I':
        if (matches(position, "Infinity", end)) return call(T, options_.parse_constant, {make_string(T, "Infinity")});
        break;
      case '-':
        if (matches(position, "-Infinity", end)) return call(T, options_.parse_constant, {make_string(T, "-Infinity")});
        return read_number(position, end);
      case '0':
      case '1':
      case '2':
      case '3':
      case '4':
      case '5':
      case '6':
      case '7':
      case '8':
      case '9':
        return read_number(position, end);
      default:
        break;
    }
    return no_value(position);
  }

  // The string whose first character, behind the quote, is at `position`.
  Value read_string(size_t position, size_t* end) {
    size_t begin = position - 1;
    size_t i = position;
    for (; i < size_; ++i) {
      C c = characters_[i];
      if (c == '"') {
        *end = i + 1;
        return substring(thread_, text_, position, i);
      }
      if (c == '\\') break;
      if (c < ' ' && options_.strict) return fail("Invalid control character at", i);
    }
    if (i >= size_) return fail("Unterminated string starting at", begin);
    std::u32string result(characters_ + position, characters_ + i);
    while (i < size_) {
      char32_t c = characters_[i];
      if (c == '"') {
        *end = i + 1;
        return make_string(thread_, result.data(), result.size());
      }
      if (c < ' ' && options_.strict) return fail("Invalid control character at", i);
      ++i;
      if (c == '\\') {
        if (i >= size_) break;
        if (!read_escape(&i, &c)) return kEmpty;
      }
      result += c;
    }
    return fail("Unterminated string starting at", begin);
  }

 private:
  Value no_value(size_t position) {
    return raise_with(thread_, Builtin::kStopIteration, make_int(thread_, static_cast<int64_t>(position)));
  }

  Value fail(const char* message, size_t position) {
    Thread* T = thread_;
    Value error =
        call(T, options_.error_class, {make_string(T, message), text_, make_int(T, static_cast<int64_t>(position))});
    return error ? Value(raise_value(T, error)) : kEmpty;
  }

  // In a container a missing value is an error of its own.
  Value read_item(size_t position, size_t* end) {
    Value value = read_value(position, end);
    if (value || !exception_matches(thread_, Builtin::kStopIteration)) return value;
    Value stop = take_exception(thread_);
    Value where = get_attribute(thread_, stop, names(thread_).value);
    return where ? fail("Expecting value", static_cast<size_t>(where.as_small_int())) : kEmpty;
  }

  bool matches(size_t position, std::string_view word, size_t* end) const {
    if (size_ - position < word.size()) return false;
    for (size_t i = 0; i < word.size(); ++i) {
      if (characters_[position + i] != static_cast<C>(word[i])) return false;
    }
    *end = position + word.size();
    return true;
  }

  size_t skip_space(size_t i) const {
    while (i < size_ &&
           (characters_[i] == ' ' || characters_[i] == '\n' || characters_[i] == '\t' || characters_[i] == '\r'))
      ++i;
    return i;
  }

  bool is_at(size_t i, char c) const { return i < size_ && characters_[i] == static_cast<C>(c); }
  bool is_digit(size_t i) const { return i < size_ && characters_[i] >= '0' && characters_[i] <= '9'; }

  // Four hexadecimal digits behind the `u` at *i.
  bool read_code(size_t* i, char32_t* out) {
    char32_t code = 0;
    for (size_t j = *i + 1; j < *i + 5; ++j) {
      char32_t c = j < size_ ? characters_[j] : U'\0';
      char32_t lower = c | 0x20;
      if (c >= '0' && c <= '9') {
        code = code * 16 + (c - '0');
      } else if (lower >= 'a' && lower <= 'f') {
        code = code * 16 + (lower - 'a' + 10);
      } else {
        fail("Invalid \\uXXXX escape", *i);
        return false;
      }
    }
    *i += 5;
    *out = code;
    return true;
  }

  // The escape whose letter is at *i.
  bool read_escape(size_t* i, char32_t* out) {
    switch (characters_[*i]) {
      case '"':
        *out = '"';
        break;
      case '\\':
        *out = '\\';
        break;
      case '/':
        *out = '/';
        break;
      case 'b':
        *out = '\b';
        break;
      case 'f':
        *out = '\f';
        break;
      case 'n':
        *out = '\n';
        break;
      case 'r':
        *out = '\r';
        break;
      case 't':
        *out = '\t';
        break;
      case 'u': {
        if (!read_code(i, out)) return false;
        if (*out < 0xd800 || *out > 0xdbff || !is_at(*i, '\\') || !is_at(*i + 1, 'u')) return true;
        size_t next = *i + 1;
        char32_t low;
        if (!read_code(&next, &low)) return false;
        if (low >= 0xdc00 && low <= 0xdfff) {
          *out = 0x10000 + ((*out - 0xd800) << 10 | (low - 0xdc00));
          *i = next;
        }
        return true;
      }
      default:
        fail("Invalid \\escape", *i - 1);
        return false;
    }
    ++*i;
    return true;
  }

  Value read_number(size_t start, size_t* out_end) {
    Thread* T = thread_;
    size_t i = start;
    bool is_negative = is_at(i, '-');
    if (is_negative) ++i;
    if (!is_digit(i)) return no_value(start);
    size_t first_digit = i;
    int64_t small = 0;
    if (is_at(i, '0')) {
      ++i;
    } else {
      for (; is_digit(i); ++i) {
        if (i - first_digit < 18) small = small * 10 + static_cast<int64_t>(characters_[i] - '0');
      }
    }
    size_t end = i;
    bool is_integer = true;
    if (is_at(i, '.') && is_digit(i + 1)) {
      is_integer = false;
      for (++i; is_digit(i); ++i) continue;
      end = i;
    }
    if (is_at(i, 'e') || is_at(i, 'E')) {
      ++i;
      if (is_at(i, '+') || is_at(i, '-')) ++i;
      if (is_digit(i)) {
        is_integer = false;
        while (is_digit(i)) ++i;
        end = i;
      }
    }
    *out_end = end;
    std::string text(characters_ + start, characters_ + end);
    if (is_integer) {
      if (options_.parse_int != Value(types(T).int_)) return call(T, options_.parse_int, {make_string(T, text)});
      if (end - first_digit <= 18) return make_int(T, is_negative ? -small : small);
      return parse_int(T, text, 10);
    }
    double number;
    if (options_.parse_float == Value(types(T).float_) && parse_float_text(text, &number))
      return Value::from_double(number);
    return call(T, options_.parse_float, {make_string(T, text)});
  }

  Value read_array(size_t position, size_t* end) {
    Thread* T = thread_;
    if (!check_native_recursion(T, " while decoding a JSON array from a unicode string")) return kEmpty;
    List* items = make_list(T);
    if (!items) return kEmpty;
    position = skip_space(position);
    if (is_at(position, ']')) {
      *end = position + 1;
      return items;
    }
    for (;;) {
      Value item = read_item(position, &position);
      if (!item || !list_append(T, items, item)) return kEmpty;
      position = skip_space(position);
      if (is_at(position, ']')) {
        *end = position + 1;
        return items;
      }
      if (!is_at(position, ',')) return fail("Expecting ',' delimiter", position);
      size_t comma = position;
      position = skip_space(position + 1);
      if (is_at(position, ']')) return fail("Illegal trailing comma before end of array", comma);
    }
  }

  Value read_object(size_t position, size_t* end) {
    Thread* T = thread_;
    if (!check_native_recursion(T, " while decoding a JSON object from a unicode string")) return kEmpty;
    bool as_pairs = !options_.object_pairs_hook.is_none();
    Dict* dict = as_pairs ? nullptr : make_dict(T);
    List* pairs = as_pairs ? make_list(T) : nullptr;
    if (!dict && !pairs) return kEmpty;
    position = skip_space(position);
    if (!is_at(position, '}')) {
      for (;;) {
        if (!is_at(position, '"')) return fail("Expecting property name enclosed in double quotes", position);
        Value key = read_string(position + 1, &position);
        if (!key) return kEmpty;
        key = shared_key(key.as<String>());
        if (!key) return kEmpty;
        position = skip_space(position);
        if (!is_at(position, ':')) return fail("Expecting ':' delimiter", position);
        Value value = read_item(skip_space(position + 1), &position);
        if (!value) return kEmpty;
        if (as_pairs) {
          Tuple* pair = make_tuple(T, {key, value});
          if (!pair || !list_append(T, pairs, pair)) return kEmpty;
        } else if (!dict_set(T, dict, key.as<String>(), value)) {
          return kEmpty;
        }
        position = skip_space(position);
        if (is_at(position, '}')) break;
        if (!is_at(position, ',')) return fail("Expecting ',' delimiter", position);
        size_t comma = position;
        position = skip_space(position + 1);
        if (is_at(position, '}')) return fail("Illegal trailing comma before end of object", comma);
      }
    }
    *end = position + 1;
    if (as_pairs) return call(T, options_.object_pairs_hook, {pairs});
    return options_.object_hook.is_none() ? Value(dict) : call(T, options_.object_hook, {dict});
  }

  // Equal keys of one document share a string.
  Value shared_key(String* key) {
    if (!keys_) keys_ = make_dict(thread_);
    return keys_ ? dict_set_default(thread_, keys_, key, key) : kEmpty;
  }

  Thread* thread_;
  String* text_;
  const C* characters_;
  size_t size_;
  const ReadOptions& options_;
  Dict* keys_ = nullptr;  // seen by the collector: the reader stands on the native stack
};

// Calls read(reader) with a reader for the width of the text.
template <class F>
Value with_reader(Thread* T, String* text, const ReadOptions& options, F read) {
  switch (text->width()) {
    case 1: {
      Reader<unsigned char> reader(T, text, options);
      return read(reader);
    }
    case 2: {
      Reader<char16_t> reader(T, text, options);
      return read(reader);
    }
    default: {
      Reader<char32_t> reader(T, text, options);
      return read(reader);
    }
  }
}

Value pair_with_position(Thread* T, Value value, size_t end) {
  return value ? Value(make_tuple(T, {value, make_int(T, static_cast<int64_t>(end))})) : kEmpty;
}

bool is_text(Thread* T, Value v) {
  if (is_string(v)) return true;
  return raise(T, Builtin::kTypeError, "first argument must be a string, not {}", type_name(T, v));
}

Value read(Thread* T, Arguments args) {
  int64_t position;
  ReadOptions options;
  if (!is_text(T, args[0]) || !to_int64(T, args[1], &position) || !truth(T, args[2], &options.strict)) return kEmpty;
  if (position < 0) return raise_text(T, Builtin::kValueError, "idx cannot be negative");
  options.object_hook = args[3];
  options.object_pairs_hook = args[4];
  options.parse_float = args[5];
  options.parse_int = args[6];
  options.parse_constant = args[7];
  options.error_class = args[8];
  size_t end = 0;
  Value value = with_reader(T, args[0].as<String>(), options,
                            [&](auto& reader) { return reader.read_value(static_cast<size_t>(position), &end); });
  return pair_with_position(T, value, end);
}

Value read_string(Thread* T, Arguments args) {
  int64_t position;
  ReadOptions options;
  if (!is_text(T, args[0]) || !to_int64(T, args[1], &position) || !truth(T, args[2], &options.strict)) return kEmpty;
  if (position < 0 || position > args[0].as<String>()->length)
    return raise_text(T, Builtin::kValueError, "end is out of bounds");
  options.error_class = args[3];
  size_t end = 0;
  Value value = with_reader(T, args[0].as<String>(), options,
                            [&](auto& reader) { return reader.read_string(static_cast<size_t>(position), &end); });
  return pair_with_position(T, value, end);
}

// --- Writing

struct WriteOptions {
  Value default_function;
  bool ensure_ascii, check_circular, allow_nan, sort_keys, skip_keys;
  bool has_indent;
  std::string indent, item_separator, key_separator;
};

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xc0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xe0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (c & 0x3f));
  } else {
    out += static_cast<char>(0xf0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3f));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (c & 0x3f));
  }
}

void append_code(std::string& out, char32_t code) {
  constexpr char kDigits[] = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[code >> shift & 15];
}

// The string in quotes, with what must be escaped escaped.
void append_string(std::string& out, String* s, bool ensure_ascii) {
  out += '"';
  auto append = [&](char32_t c) {
    switch (c) {
      case '"':
        out += "\\\"";
        return;
      case '\\':
        out += "\\\\";
        return;
      case '\b':
        out += "\\b";
        return;
      case '\f':
        out += "\\f";
        return;
      case '\n':
        out += "\\n";
        return;
      case '\r':
        out += "\\r";
        return;
      case '\t':
        out += "\\t";
        return;
      default:
        break;
    }
    if (c < 0x20 || (c >= 0x7f && c < 0x10000 && ensure_ascii)) {
      append_code(out, c);
    } else if (c >= 0x10000 && ensure_ascii) {
      append_code(out, 0xd800 | (c - 0x10000) >> 10);
      append_code(out, 0xdc00 | ((c - 0x10000) & 0x3ff));
    } else {
      append_utf8(out, c);
    }
  };
  if (s->is_ascii()) {
    std::string_view text = s->ascii();
    size_t start = 0;
    for (size_t i = 0; i < text.size(); ++i) {
      unsigned char c = static_cast<unsigned char>(text[i]);
      if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f) continue;
      out.append(text, start, i - start);
      append(c);
      start = i + 1;
    }
    out.append(text, start, text.size() - start);
  } else {
    for (size_t i = 0; i < s->length; ++i) append(s->at(i));
  }
  out += '"';
}

class Writer {
 public:
  Writer(Thread* T, const WriteOptions& options) : thread_(T), options_(options) {}

  bool write(Value v, size_t level) {
    Thread* T = thread_;
    if (is_string(v)) {
      append_string(out_, v.as<String>(), options_.ensure_ascii);
      return true;
    }
    if (v.is_none()) return literal("null");
    if (v.is_true()) return literal("true");
    if (v.is_false()) return literal("false");
    if (is_int(v)) return write_int(v);
    if (is_float(v)) return write_float(v);
    if (!check_native_recursion(T, " while encoding a JSON object")) return false;
    if (options_.check_circular) {
      for (uint64_t bits : open_) {
        if (bits == v.bits()) return raise_text(T, Builtin::kValueError, "Circular reference detected");
      }
      open_.push_back(v.bits());
    }
    bool done;
    if (is_list(v) || is_tuple(v)) {
      done = write_list(v, level);
    } else if (is_dict(v)) {
      done = write_dict(v, level);
    } else {
      Value replacement = call(T, options_.default_function, {v});
      done = replacement && write(replacement, level);
    }
    if (done && options_.check_circular) open_.pop_back();
    return done;
  }

  std::string& text() { return out_; }

 private:
  bool literal(const char* text) {
    out_ += text;
    return true;
  }

  bool write_int(Value v) {
    Value exact = exact_int(thread_, v);
    if (!exact) return false;
    out_ += exact.is_small_int() ? std::to_string(exact.as_small_int()) : int_to_text(thread_, exact);
    return !thread_->has_exception();
  }

  bool write_float(Value v) {
    double d = float_value(v);
    if (std::isfinite(d)) {
      out_ += float_repr(d);
      return true;
    }
    if (!options_.allow_nan)
      return raise(thread_, Builtin::kValueError, "Out of range float values are not JSON compliant: {}",
                   float_repr(d));
    return literal(d != d ? "NaN" : d > 0 ? "Infinity" : "-Infinity");
  }

  void line_break(size_t level) {
    if (!options_.has_indent) return;
    out_ += '\n';
    for (size_t i = 0; i < level; ++i) out_ += options_.indent;
  }

  // Before each item of a container.
  void separate(bool* is_first, size_t level) {
    if (!*is_first) out_ += options_.item_separator;
    *is_first = false;
    line_break(level + 1);
  }

  bool write_list(Value list, size_t level) {
    int64_t count = is_list(list) ? list.as<List>()->size() : static_cast<int64_t>(list.as<Tuple>()->length);
    if (count == 0) return literal("[]");
    out_ += '[';
    bool is_first = true;
    bool done = for_each(thread_, list, [&](Value item) {
      separate(&is_first, level);
      return write(item, level + 1);
    });
    if (!done) return false;
    line_break(level);
    out_ += ']';
    return true;
  }

  // The text of a key. False: exception; *skipped: to be left out.
  bool write_key(Value key, bool* is_first, size_t level, bool* skipped) {
    std::string text;
    *skipped = false;
    if (is_string(key)) {
      separate(is_first, level);
      append_string(out_, key.as<String>(), options_.ensure_ascii);
      return true;
    }
    if (!is_float(key) && !is_int(key) && !key.is_none()) {
      if (options_.skip_keys) {
        *skipped = true;
        return true;
      }
      return raise(thread_, Builtin::kTypeError, "keys must be str, int, float, bool or None, not {}",
                   type_name(thread_, key));
    }
    separate(is_first, level);
    out_ += '"';
    if (!write(key, level)) return false;
    out_ += '"';
    return true;
  }

  bool write_pair(Value key, Value value, bool* is_first, size_t level) {
    bool skipped;
    if (!write_key(key, is_first, level, &skipped)) return false;
    if (skipped) return true;
    out_ += options_.key_separator;
    return write(value, level + 1);
  }

  bool write_dict(Value dict, size_t level) {
    Thread* T = thread_;
    if (dict.as<Dict>()->size() == 0) return literal("{}");
    out_ += '{';
    bool is_first = true;
    if (is_exactly(dict, Kind::kDict) && !options_.sort_keys) {
      size_t position = 0;
      Value key, value;
      while (dict_next(dict.as<Dict>(), &position, &key, &value)) {
        if (!write_pair(key, value, &is_first, level)) return false;
      }
    } else {
      Value items = call_method(T, dict, names(T).items);
      List* list = items ? list_from_iterable(T, items) : nullptr;
      if (!list) return false;
      if (options_.sort_keys && !call(T, get_attribute(T, list, "sort"))) return false;
      bool done = for_each(T, list, [&](Value item) -> bool {
        if (!is_tuple(item) || item.as<Tuple>()->length != 2)
          return raise_text(T, Builtin::kValueError, "items must return 2-tuples");
        return write_pair((*item.as<Tuple>())[0], (*item.as<Tuple>())[1], &is_first, level);
      });
      if (!done) return false;
    }
    line_break(level);
    out_ += '}';
    return true;
  }

  Thread* thread_;
  const WriteOptions& options_;
  std::string out_;
  std::vector<uint64_t> open_;  // identities only: what is being written is reachable from its caller
};

Value write(Thread* T, Arguments args) {
  WriteOptions options;
  options.default_function = args[1];
  bool* flags[] = {&options.ensure_ascii, &options.check_circular, &options.allow_nan, &options.sort_keys,
                   &options.skip_keys};
  for (size_t i = 0; i < std::size(flags); ++i) {
    if (!truth(T, args[2 + i], flags[i])) return kEmpty;
  }
  options.has_indent = !args[7].is_none();
  if (is_string(args[7])) {
    options.indent = to_utf8(args[7].as<String>());
  } else if (options.has_indent) {
    int64_t width;
    if (!to_int64(T, args[7], &width)) return kEmpty;
    options.indent.assign(static_cast<size_t>(std::clamp<int64_t>(width, 0, 1 << 20)), ' ');
  }
  for (size_t i : {8, 9}) {
    if (!is_string(args[i]))
      return raise(T, Builtin::kTypeError, "separators must be strings, not {}", type_name(T, args[i]));
  }
  options.item_separator = to_utf8(args[8].as<String>());
  options.key_separator = to_utf8(args[9].as<String>());
  Writer writer(T, options);
  return writer.write(args[0], 0) ? Value(make_string(T, writer.text())) : kEmpty;
}

template <bool kAscii>
Value encode_string(Thread* T, Arguments args) {
  if (!is_text(T, args[0])) return kEmpty;
  std::string out;
  append_string(out, args[0].as<String>(), kAscii);
  return make_string(T, out);
}

const NativeMethod kFunctions[] = {
    {"read(text, position, strict, object_hook, object_pairs_hook, parse_float, parse_int, parse_constant, "
     "error_class, /)",
     read, "The value at a position and the position behind it. StopIteration(position): there is none."},
    {"scanstring(text, end, strict, error_class, /)", read_string,
     "The string whose first character, behind the quote, is at `end`, and the position behind it."},
    {"write(object, default, ensure_ascii, check_circular, allow_nan, sort_keys, skipkeys, indent, item_separator, "
     "key_separator, /)",
     write, "The object as JSON."},
    {"encode_basestring(string, /)", encode_string<false>, "A string in quotes; only what JSON requires is escaped."},
    {"encode_basestring_ascii(string, /)", encode_string<true>, "A string in quotes, in ASCII."},
    {nullptr, nullptr, nullptr},
};

}  // namespace

Value initialize_json_module(Thread* T) {
  Module* module = make_module(T, "_json");
  return module && add_functions(T, module, kFunctions) ? Value(module) : kEmpty;
}

}  // namespace gilded
