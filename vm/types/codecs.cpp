#include "vm/types/codecs.h"

#include <algorithm>
#include <cstring>

#include "vm/interpreter/interpreter.h"
#include "vm/object/protocols.h"
#include "vm/runtime.h"
#include "vm/types/bytes.h"
#include "vm/types/exception.h"
#include "vm/types/int.h"
#include "vm/types/string_methods.h"
#include "vm/types/unicode_names.h"

namespace gilded {

namespace {

using Byte = unsigned char;

enum class Encoding { kUtf8, kUtf8Signature, kUtf16, kUtf32, kLatin1, kAscii, kUnicodeEscape, kRawUnicodeEscape };
enum class Order { kNative, kLittle, kBig };

struct Codec {
  Encoding encoding;
  Order order;
  const char* name;  // as errors name it
};

struct Alias {
  std::string_view name;  // lower case, words joined by '-'
  Codec codec;
};

constexpr Codec kUtf8{Encoding::kUtf8, Order::kNative, "utf-8"};
constexpr Codec kLatin1{Encoding::kLatin1, Order::kNative, "latin-1"};
constexpr Codec kAscii{Encoding::kAscii, Order::kNative, "ascii"};
constexpr Codec kUtf16{Encoding::kUtf16, Order::kNative, "utf-16"};
constexpr Codec kUtf16Little{Encoding::kUtf16, Order::kLittle, "utf-16-le"};
constexpr Codec kUtf16Big{Encoding::kUtf16, Order::kBig, "utf-16-be"};
constexpr Codec kUtf32{Encoding::kUtf32, Order::kNative, "utf-32"};
constexpr Codec kUtf32Little{Encoding::kUtf32, Order::kLittle, "utf-32-le"};
constexpr Codec kUtf32Big{Encoding::kUtf32, Order::kBig, "utf-32-be"};

constexpr Alias kAliases[] = {
    {"utf-8", kUtf8},
    {"utf8", kUtf8},
    {"u8", kUtf8},
    {"utf", kUtf8},
    {"cp65001", kUtf8},
    {"utf8-ucs2", kUtf8},
    {"utf8-ucs4", kUtf8},
    {"utf-8-sig", {Encoding::kUtf8Signature, Order::kNative, "utf-8"}},
    {"latin-1", kLatin1},
    {"latin1", kLatin1},
    {"latin", kLatin1},
    {"l1", kLatin1},
    {"iso-8859-1", kLatin1},
    {"iso8859-1", kLatin1},
    {"iso8859", kLatin1},
    {"8859", kLatin1},
    {"cp819", kLatin1},
    {"ibm819", kLatin1},
    {"iso-ir-100", kLatin1},
    {"csisolatin1", kLatin1},
    {"ascii", kAscii},
    {"us-ascii", kAscii},
    {"646", kAscii},
    {"ansi-x3.4-1968", kAscii},
    {"ibm367", kAscii},
    {"cp367", kAscii},
    {"us", kAscii},
    {"iso646-us", kAscii},
    {"utf-16", kUtf16},
    {"utf16", kUtf16},
    {"u16", kUtf16},
    {"utf-16-le", kUtf16Little},
    {"utf-16le", kUtf16Little},
    {"unicodelittleunmarked", kUtf16Little},
    {"utf-16-be", kUtf16Big},
    {"utf-16be", kUtf16Big},
    {"unicodebigunmarked", kUtf16Big},
    {"utf-32", kUtf32},
    {"utf32", kUtf32},
    {"u32", kUtf32},
    {"utf-32-le", kUtf32Little},
    {"utf-32le", kUtf32Little},
    {"utf-32-be", kUtf32Big},
    {"utf-32be", kUtf32Big},
    {"unicode-escape", {Encoding::kUnicodeEscape, Order::kNative, "unicodeescape"}},
    {"unicodeescape", {Encoding::kUnicodeEscape, Order::kNative, "unicodeescape"}},
    {"raw-unicode-escape", {Encoding::kRawUnicodeEscape, Order::kNative, "rawunicodeescape"}},
    {"rawunicodeescape", {Encoding::kRawUnicodeEscape, Order::kNative, "rawunicodeescape"}},
};

const Alias* find_codec(std::string_view name) {
  std::string normal;
  for (char c : name) {
    if (c == '_' || c == ' ' || c == '-') {
      if (!normal.empty() && normal.back() != '-') normal += '-';
    } else {
      normal += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
  }
  for (const Alias& alias : kAliases) {
    if (alias.name == normal) return &alias;
  }
  return nullptr;
}

enum class Handler {
  kStrict,
  kIgnore,
  kReplace,
  kBackslashReplace,
  kXmlReplace,
  kNameReplace,
  kSurrogateEscape,
  kSurrogatePass,
  kUnknown
};

Handler handler_of(std::string_view name) {
  if (name == "strict" || name.empty()) return Handler::kStrict;
  if (name == "ignore") return Handler::kIgnore;
  if (name == "replace") return Handler::kReplace;
  if (name == "backslashreplace") return Handler::kBackslashReplace;
  if (name == "xmlcharrefreplace") return Handler::kXmlReplace;
  if (name == "namereplace") return Handler::kNameReplace;
  if (name == "surrogateescape") return Handler::kSurrogateEscape;
  if (name == "surrogatepass") return Handler::kSurrogatePass;
  return Handler::kUnknown;
}

Value make_unicode_error(Thread* T, Builtin which, const char* encoding, Value object, size_t start, size_t end,
                         const char* reason) {
  return call(T, Value(exception_type(T, which)),
              {Value(make_string(T, encoding)), object, make_int(T, static_cast<int64_t>(start)),
               make_int(T, static_cast<int64_t>(end)), Value(make_string(T, reason))});
}
bool raise_unicode_error(Thread* T, Builtin which, const char* encoding, Value object, size_t start, size_t end,
                         const char* reason) {
  Value error = make_unicode_error(T, which, encoding, object, start, end, reason);
  return error ? bool(raise_value(T, error)) : false;
}

std::string escape_of(char32_t c) {
  if (c < 0x100) return fmt::format("\\x{:02x}", static_cast<uint32_t>(c));
  if (c < 0x10000) return fmt::format("\\u{:04x}", static_cast<uint32_t>(c));
  return fmt::format("\\U{:08x}", static_cast<uint32_t>(c));
}

bool is_surrogate(char32_t c) {
  return c >= 0xd800 && c < 0xe000;
}

// --- Encoding

class Encoder {
 public:
  Encoder(Thread* T, String* s, const Codec& codec, std::string_view errors)
      : thread_(T),
        string_(s),
        codec_(codec),
        errors_(errors),
        handler_(handler_of(errors)),
        big_(codec.order == Order::kBig) {}

  bool run();
  std::string out;

 private:
  // Replaces characters [start, end), which the encoding does not have, and sets position_ to where it goes on.
  bool handle(size_t start, size_t end, const char* reason);
  bool handle_in_python(size_t start, size_t end, const char* reason);
  void put(char32_t c);  // REQUIRES: the encoding has it
  bool has(char32_t c) const {
    switch (codec_.encoding) {
      case Encoding::kAscii:
        return c < 0x80;
      case Encoding::kLatin1:
        return c < 0x100;
      default:
        return !is_surrogate(c);
    }
  }
  void put_unit(uint32_t unit, int size) {
    for (int i = 0; i < size; ++i) out += static_cast<char>(unit >> (8 * (big_ ? size - 1 - i : i)));
  }
  void escape();

  Thread* thread_;
  String* string_;
  Codec codec_;
  std::string_view errors_;
  Handler handler_;
  size_t position_ = 0;
  bool big_;
};

void Encoder::put(char32_t c) {
  switch (codec_.encoding) {
    case Encoding::kUtf8:
    case Encoding::kUtf8Signature:
      append_utf8(out, c);
      break;
    case Encoding::kUtf16:
      if (c < 0x10000) {
        put_unit(c, 2);
      } else {
        put_unit(0xd7c0 + (c >> 10), 2);
        put_unit(0xdc00 + (c & 0x3ff), 2);
      }
      break;
    case Encoding::kUtf32:
      put_unit(c, 4);
      break;
    default:
      out += static_cast<char>(c);
  }
}

// A function of codecs, which holds what was registered there.
Value codecs_function(Thread* T, std::string_view name) {
  return import_attribute(T, "codecs", name);
}

// That an encoding is unknown is told by the caller's line alone.
Value forget_lookup_frames(Thread* T) {
  Value error = T->exception;
  if (is_exception(error) && type_of(T, error) == exception_type(T, Builtin::kLookupError))
    heap_store(error.as_object(), error.as<Exception>()->traceback, kEmpty);
  return kEmpty;
}

// Calls the error handler that codecs.register_error() was given. False: exception.
bool call_error_handler(Thread* T, std::string_view name, Value error, bool encodes, Value* replacement,
                        int64_t* position) {
  Value lookup = codecs_function(T, "lookup_error");
  Value handler = lookup ? call(T, lookup, {Value(make_string(T, name))}) : kEmpty;
  Value result = handler ? call(T, handler, {error}) : kEmpty;
  if (!result) return false;
  Tuple* pair = is_tuple(result) ? as_tuple(result) : nullptr;
  bool fits = pair && pair->length == 2 && (is_string((*pair)[0]) || (encodes && is_kind((*pair)[0], Kind::kBytes)));
  if (!fits)
    return raise(T, Builtin::kTypeError, "{} error handler must return ({}, int) tuple",
                 encodes ? "encoding" : "decoding", encodes ? "str/bytes" : "str");
  *replacement = (*pair)[0];
  return to_int64(T, (*pair)[1], position);
}
bool place_after_handler(Thread* T, int64_t position, size_t length, size_t* out) {
  int64_t place = position < 0 ? position + static_cast<int64_t>(length) : position;
  if (place < 0 || place > static_cast<int64_t>(length))
    return raise(T, Builtin::kIndexError, "position {} from error handler out of bounds", position);
  *out = static_cast<size_t>(place);
  return true;
}

bool Encoder::handle_in_python(size_t start, size_t end, const char* reason) {
  Value error = make_unicode_error(thread_, Builtin::kUnicodeEncodeError, codec_.name, string_, start, end, reason);
  Value replacement;
  int64_t position = 0;
  if (!error || !call_error_handler(thread_, errors_, error, true, &replacement, &position)) return false;
  if (is_string(replacement)) {
    String* text = as_string(replacement);
    for (size_t i = 0; i < text->length; ++i) {
      if (!has(text->at(i))) return bool(raise_value(thread_, error));
      put(text->at(i));
    }
  } else {
    std::string_view bytes = replacement.as<Bytes>()->view();
    size_t unit = codec_.encoding == Encoding::kUtf16 ? 2 : codec_.encoding == Encoding::kUtf32 ? 4 : 1;
    if (bytes.size() % unit != 0) return bool(raise_value(thread_, error));
    out += bytes;
  }
  return place_after_handler(thread_, position, string_->length, &position_);
}

bool Encoder::handle(size_t start, size_t end, const char* reason) {
  position_ = end;
  auto strict = [&](size_t from, size_t to) {
    return raise_unicode_error(thread_, Builtin::kUnicodeEncodeError, codec_.name, string_, from, to, reason);
  };
  auto put_text = [&](const std::string& text) {
    for (char c : text) put(static_cast<char32_t>(static_cast<Byte>(c)));
  };
  switch (handler_) {
    case Handler::kStrict:
      return strict(start, end);
    case Handler::kUnknown:
      return handle_in_python(start, end, reason);
    default:
      break;
  }
  for (size_t i = start; i < end; ++i) {
    char32_t c = string_->at(i);
    switch (handler_) {
      case Handler::kReplace:
        put('?');
        break;
      case Handler::kBackslashReplace:
        put_text(escape_of(c));
        break;
      case Handler::kXmlReplace:
        put_text(fmt::format("&#{};", static_cast<uint32_t>(c)));
        break;
      case Handler::kNameReplace: {
        std::string name = character_name(c);
        put_text(name.empty() ? escape_of(c) : "\\N{" + name + "}");
        break;
      }
      case Handler::kSurrogateEscape:
        if (c < 0xdc80 || c > 0xdcff) return strict(i, end);
        if (codec_.encoding == Encoding::kUtf16 || codec_.encoding == Encoding::kUtf32) return strict(i, end);
        out += static_cast<char>(c - 0xdc00);
        break;
      case Handler::kSurrogatePass:
        if (!is_surrogate(c) || codec_.encoding == Encoding::kAscii || codec_.encoding == Encoding::kLatin1)
          return strict(i, end);
        put(c);
        break;
      default:
        break;
    }
  }
  return true;
}

void Encoder::escape() {
  bool raw = codec_.encoding == Encoding::kRawUnicodeEscape;
  for (size_t i = 0; i < string_->length; ++i) {
    char32_t c = string_->at(i);
    if (raw) {
      if (c < 0x100) {
        out += static_cast<char>(c);
      } else {
        out += escape_of(c);
      }
    } else if (c == '\\') {
      out += "\\\\";
    } else if (c == '\t' || c == '\n' || c == '\r') {
      out += c == '\t' ? "\\t" : c == '\n' ? "\\n" : "\\r";
    } else if (c >= 0x20 && c < 0x7f) {
      out += static_cast<char>(c);
    } else {
      out += escape_of(c);
    }
  }
}

bool Encoder::run() {
  const char* reason = "surrogates not allowed";
  switch (codec_.encoding) {
    case Encoding::kUnicodeEscape:
    case Encoding::kRawUnicodeEscape:
      escape();
      return true;
    case Encoding::kUtf8Signature:
      out += "\xef\xbb\xbf";
      break;
    case Encoding::kUtf16:
      if (codec_.order == Order::kNative) put_unit(0xfeff, 2);
      break;
    case Encoding::kUtf32:
      if (codec_.order == Order::kNative) put_unit(0xfeff, 4);
      break;
    case Encoding::kAscii:
      reason = "ordinal not in range(128)";
      break;
    case Encoding::kLatin1:
      reason = "ordinal not in range(256)";
      break;
    default:
      break;
  }
  for (size_t i = 0; i < string_->length;) {
    char32_t c = string_->at(i);
    if (has(c)) {
      put(c);
      ++i;
      continue;
    }
    size_t end = i + 1;
    while (end < string_->length && !has(string_->at(end))) ++end;
    if (!handle(i, end, reason)) return false;
    i = position_;
  }
  return true;
}

// --- Decoding

class Decoder {
 public:
  Decoder(Thread* T, std::string_view bytes, const Codec& codec, std::string_view errors)
      : thread_(T), bytes_(bytes), codec_(codec), errors_(errors), handler_(handler_of(errors)) {}

  bool run();
  StringBuilder out;

 private:
  // Bytes [start, end) are malformed: replaces them and sets position_ behind them.
  bool handle(size_t start, size_t end, const char* reason);
  bool handle_in_python(size_t start, size_t end, const char* reason);
  bool utf8();
  bool utf16();
  bool utf32();
  bool unicode_escape(bool raw);
  Byte at(size_t i) const { return static_cast<Byte>(bytes_[i]); }
  uint32_t unit(size_t i, int size) const {
    uint32_t value = 0;
    for (int k = 0; k < size; ++k)
      value |= static_cast<uint32_t>(at(i + static_cast<size_t>(k))) << (8 * (big_ ? size - 1 - k : k));
    return value;
  }

  Thread* thread_;
  std::string_view bytes_;
  Value replaced_;  // what holds bytes_, once a handler gave other ones
  Codec codec_;
  std::string_view errors_;
  Handler handler_;
  size_t position_ = 0;
  bool big_ = false;
};

bool Decoder::handle_in_python(size_t start, size_t end, const char* reason) {
  Value object = make_bytes(thread_, bytes_);
  Value error = object
                    ? make_unicode_error(thread_, Builtin::kUnicodeDecodeError, codec_.name, object, start, end, reason)
                    : kEmpty;
  Value replacement;
  int64_t position = 0;
  if (!error || !call_error_handler(thread_, errors_, error, false, &replacement, &position)) return false;
  // The handler may have put other bytes in the place of those.
  Value now = get_attribute(thread_, error, std::string_view("object"));
  if (!now) return false;
  if (!is_kind(now, Kind::kBytes)) return raise(thread_, Builtin::kTypeError, "object attribute must be bytes");
  replaced_ = now;
  bytes_ = now.as<Bytes>()->view();
  out.append(as_string(replacement));
  return place_after_handler(thread_, position, bytes_.size(), &position_);
}

bool Decoder::handle(size_t start, size_t end, const char* reason) {
  position_ = end;
  switch (handler_) {
    case Handler::kIgnore:
      return true;
    case Handler::kReplace:
      out.append(U'\ufffd');
      return true;
    case Handler::kBackslashReplace:
      for (size_t i = start; i < end; ++i) out.append_ascii(fmt::format("\\x{:02x}", at(i)));
      return true;
    case Handler::kSurrogateEscape: {
      size_t i = start;
      for (; i < end && i < start + 4 && at(i) >= 0x80; ++i) out.append(0xdc00 + at(i));
      if (i > start) {
        position_ = i;
        return true;
      }
      break;
    }
    case Handler::kSurrogatePass: {
      if (codec_.encoding == Encoding::kUtf8 && bytes_.size() - start >= 3 && at(start) == 0xed &&
          (at(start + 1) & 0xe0) == 0xa0 && (at(start + 2) & 0xc0) == 0x80) {
        out.append(0xd000u | (static_cast<char32_t>(at(start + 1) & 0x3f) << 6) | (at(start + 2) & 0x3f));
        position_ = start + 3;
        return true;
      }
      int size = codec_.encoding == Encoding::kUtf16 ? 2 : codec_.encoding == Encoding::kUtf32 ? 4 : 0;
      if (size && bytes_.size() - start >= static_cast<size_t>(size) && is_surrogate(unit(start, size))) {
        out.append(unit(start, size));
        position_ = start + static_cast<size_t>(size);
        return true;
      }
      break;
    }
    case Handler::kXmlReplace:
    case Handler::kNameReplace:
      return raise(thread_, Builtin::kTypeError, "don't know how to handle UnicodeDecodeError in error callback");
    case Handler::kUnknown:
      return handle_in_python(start, end, reason);
    default:
      break;
  }
  Value object = make_bytes(thread_, bytes_);
  return object && raise_unicode_error(thread_, Builtin::kUnicodeDecodeError, codec_.name, object, start, end, reason);
}

// How many bytes at `start` belong to the malformed or cut sequence there; 0: a character of `length` bytes is whole.
struct Utf8Step {
  size_t length;       // of the character, when well-formed
  size_t bad;          // bytes to skip when not
  const char* reason;  // null: well-formed
};

Utf8Step utf8_step(std::string_view bytes, size_t start) {
  auto at = [&](size_t i) { return static_cast<Byte>(bytes[i]); };
  Byte c = at(start);
  if (c < 0x80) return {1, 0, nullptr};
  if (c < 0xc2 || c > 0xf4) return {0, 1, "invalid start byte"};
  size_t length = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
  for (size_t k = 1; k < length; ++k) {
    if (start + k >= bytes.size()) return {0, bytes.size() - start, "unexpected end of data"};
    Byte low = 0x80, high = 0xbf;
    if (k == 1) {
      if (c == 0xe0) low = 0xa0;
      if (c == 0xed) high = 0x9f;
      if (c == 0xf0) low = 0x90;
      if (c == 0xf4) high = 0x8f;
    }
    if (at(start + k) < low || at(start + k) > high) return {0, k, "invalid continuation byte"};
  }
  return {length, 0, nullptr};
}

bool Decoder::utf8() {
  while (position_ < bytes_.size()) {
    size_t run = position_;
    while (position_ < bytes_.size() && at(position_) < 0x80) ++position_;
    out.append_ascii(bytes_.substr(run, position_ - run));
    if (position_ == bytes_.size()) break;
    Utf8Step step = utf8_step(bytes_, position_);
    if (step.reason) {
      if (!handle(position_, position_ + step.bad, step.reason)) return false;
      continue;
    }
    char32_t c = at(position_) & (0xff >> (step.length + 1));
    for (size_t k = 1; k < step.length; ++k) c = (c << 6) | (at(position_ + k) & 0x3f);
    out.append(c);
    position_ += step.length;
  }
  return true;
}

bool Decoder::utf16() {
  big_ = codec_.order == Order::kBig;
  if (codec_.order == Order::kNative) {
    codec_.name = "utf-16-le";
    if (bytes_.size() >= 2) {
      uint32_t mark = unit(0, 2);
      if (mark == 0xfffe) {
        big_ = true;
        codec_.name = "utf-16-be";
      }
      if (mark == 0xfeff || mark == 0xfffe) position_ = 2;
    }
  }
  while (position_ < bytes_.size()) {
    size_t left = bytes_.size() - position_;
    if (left < 2) {
      if (!handle(position_, bytes_.size(), "truncated data")) return false;
      continue;
    }
    uint32_t c = unit(position_, 2);
    if (!is_surrogate(c)) {
      out.append(c);
      position_ += 2;
    } else if (c >= 0xdc00) {
      if (!handle(position_, position_ + 2, "illegal encoding")) return false;
    } else if (left < 4) {
      if (!handle(position_, bytes_.size(), "unexpected end of data")) return false;
    } else {
      uint32_t low = unit(position_ + 2, 2);
      if (low < 0xdc00 || low > 0xdfff) {
        if (!handle(position_, position_ + 2, "illegal UTF-16 surrogate")) return false;
      } else {
        out.append(0x10000 + ((c & 0x3ff) << 10) + (low & 0x3ff));
        position_ += 4;
      }
    }
  }
  return true;
}

bool Decoder::utf32() {
  big_ = codec_.order == Order::kBig;
  if (codec_.order == Order::kNative) {
    codec_.name = "utf-32-le";
    if (bytes_.size() >= 4) {
      uint32_t mark = unit(0, 4);
      if (mark == 0xfffe0000) {
        big_ = true;
        codec_.name = "utf-32-be";
      }
      if (mark == 0xfeff || mark == 0xfffe0000) position_ = 4;
    }
  }
  while (position_ < bytes_.size()) {
    if (bytes_.size() - position_ < 4) {
      if (!handle(position_, bytes_.size(), "truncated data")) return false;
      continue;
    }
    uint32_t c = unit(position_, 4);
    const char* reason = c > 0x10ffff      ? "code point not in range(0x110000)"
                         : is_surrogate(c) ? "code point in surrogate code point range(0xd800, 0xe000)"
                                           : nullptr;
    if (reason) {
      if (!handle(position_, position_ + 4, reason)) return false;
      continue;
    }
    out.append(c);
    position_ += 4;
  }
  return true;
}

bool Decoder::unicode_escape(bool raw) {
  auto hex = [](Byte c) {
    return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
  };
  while (position_ < bytes_.size()) {
    Byte c = at(position_);
    if (c != '\\') {
      out.append(static_cast<char32_t>(c));
      ++position_;
      continue;
    }
    size_t start = position_++;
    if (position_ == bytes_.size()) {
      if (raw) {
        out.append(U'\\');
        break;
      }
      if (!handle(start, position_, "\\ at end of string")) return false;
      continue;
    }
    c = at(position_++);
    if (raw && c != 'u' && c != 'U') {
      out.append(U'\\');
      // An escaped backslash does not escape what follows it.
      if (c == '\\') {
        out.append(U'\\');
      } else {
        --position_;
      }
      continue;
    }
    switch (c) {
      case '\n':
        continue;
      case '\\':
      case '\'':
      case '"':
        out.append(static_cast<char32_t>(c));
        continue;
      case 'a':
        out.append(7);
        continue;
      case 'b':
        out.append(8);
        continue;
      case 'f':
        out.append(12);
        continue;
      case 'n':
        out.append(10);
        continue;
      case 'r':
        out.append(13);
        continue;
      case 't':
        out.append(9);
        continue;
      case 'v':
        out.append(11);
        continue;
      case '0':
      case '1':
      case '2':
      case '3':
      case '4':
      case '5':
      case '6':
      case '7': {
        char32_t value = static_cast<char32_t>(c - '0');
        for (int k = 0; k < 2 && position_ < bytes_.size() && at(position_) >= '0' && at(position_) <= '7'; ++k)
          value = value * 8 + (at(position_++) - '0');
        out.append(value);
        continue;
      }
      case 'x':
      case 'u':
      case 'U': {
        int digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;
        uint64_t value = 0;
        int k = 0;
        for (; k < digits && position_ < bytes_.size() && hex(at(position_)) >= 0; ++k)
          value = value * 16 + static_cast<uint64_t>(hex(at(position_++)));
        if (k < digits) {
          const char* reason = c == 'x'   ? "truncated \\xXX escape"
                               : c == 'u' ? "truncated \\uXXXX escape"
                                          : "truncated \\UXXXXXXXX escape";
          if (!handle(start, position_, reason)) return false;
        } else if (value > 0x10ffff) {
          if (!handle(start, position_, raw ? "\\Uxxxxxxxx out of range" : "illegal Unicode character")) return false;
        } else {
          out.append(static_cast<char32_t>(value));
        }
        continue;
      }
      case 'N': {
        const char* reason = "malformed \\N character escape";
        if (position_ < bytes_.size() && at(position_) == '{') {
          size_t close = bytes_.find('}', position_);
          if (close != std::string_view::npos && close > position_ + 1) {
            char32_t named;
            std::string_view name = bytes_.substr(position_ + 1, close - position_ - 1);
            position_ = close + 1;
            if (character_by_name(name, &named)) {
              out.append(named);
              continue;
            }
            reason = "unknown Unicode character name";
          } else {
            position_ = close == std::string_view::npos ? bytes_.size() : close + 1;
          }
        }
        if (!handle(start, position_, reason)) return false;
        continue;
      }
      default:
        out.append(U'\\');
        out.append(static_cast<char32_t>(c));
    }
  }
  return true;
}

bool Decoder::run() {
  switch (codec_.encoding) {
    case Encoding::kUtf8Signature:
      codec_.encoding = Encoding::kUtf8;
      if (bytes_.starts_with("\xef\xbb\xbf")) position_ = 3;
      return utf8();
    case Encoding::kUtf8:
      return utf8();
    case Encoding::kUtf16:
      return utf16();
    case Encoding::kUtf32:
      return utf32();
    case Encoding::kAscii:
      while (position_ < bytes_.size()) {
        Byte c = at(position_);
        if (c < 0x80) {
          out.append(static_cast<char32_t>(c));
          ++position_;
        } else if (!handle(position_, position_ + 1, "ordinal not in range(128)")) {
          return false;
        }
      }
      return true;
    case Encoding::kLatin1:
      for (; position_ < bytes_.size(); ++position_) out.append(static_cast<char32_t>(at(position_)));
      return true;
    case Encoding::kUnicodeEscape:
      return unicode_escape(false);
    case Encoding::kRawUnicodeEscape:
      return unicode_escape(true);
  }
  return true;
}

}  // namespace

std::string canonical_encoding(std::string_view name) {
  const Alias* alias = find_codec(name);
  if (!alias) return "";
  switch (alias->codec.encoding) {
    case Encoding::kUtf8Signature:
      return "utf-8-sig";
    case Encoding::kUnicodeEscape:
      return "unicode_escape";
    case Encoding::kRawUnicodeEscape:
      return "raw_unicode_escape";
    case Encoding::kLatin1:
      return "iso8859-1";
    default:
      return alias->codec.name;
  }
}

size_t complete_utf8_prefix(std::string_view bytes) {
  // Only the last three bytes can begin a character that is cut.
  for (size_t back = 1; back <= std::min<size_t>(3, bytes.size()); ++back) {
    size_t start = bytes.size() - back;
    if ((static_cast<Byte>(bytes[start]) & 0xc0) == 0x80) continue;
    Utf8Step step = utf8_step(bytes, start);
    return step.reason && std::strcmp(step.reason, "unexpected end of data") == 0 ? start : bytes.size();
  }
  return bytes.size();
}

Value encode_string(Thread* T, String* s, std::string_view encoding, std::string_view errors) {
  const Alias* alias = find_codec(encoding);
  if (!alias) {
    Value function = codecs_function(T, "_encode_text");
    Value encoded =
        function ? call(T, function, {s, Value(make_string(T, encoding)), Value(make_string(T, errors))}) : kEmpty;
    return encoded ? encoded : forget_lookup_frames(T);
  }
  Encoding kind = alias->codec.encoding;
  if ((s->is_ascii() && (kind == Encoding::kUtf8 || kind == Encoding::kAscii)) ||
      (s->width() == 1 && kind == Encoding::kLatin1))
    return make_bytes(T, {s->characters, s->length});
  Encoder encoder(T, s, alias->codec, errors);
  return encoder.run() ? make_bytes(T, encoder.out) : kEmpty;
}

String* decode_bytes(Thread* T, std::string_view bytes, std::string_view encoding, std::string_view errors) {
  const Alias* alias = find_codec(encoding);
  if (!alias) {
    Value function = codecs_function(T, "_decode_text");
    Value text = function ? call(T, function,
                                 {make_bytes(T, bytes), Value(make_string(T, encoding)), Value(make_string(T, errors))})
                          : kEmpty;
    if (!text) (void)forget_lookup_frames(T);
    return text ? as_string(text) : nullptr;
  }
  Encoding kind = alias->codec.encoding;
  if (kind == Encoding::kLatin1 || ((kind == Encoding::kUtf8 || kind == Encoding::kAscii) && all_ascii(bytes)))
    return make_latin1_string(T, bytes);
  Decoder decoder(T, bytes, alias->codec, errors);
  return decoder.run() ? decoder.out.build(T) : nullptr;
}

}  // namespace gilded
