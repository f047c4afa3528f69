// str: Unicode text in 1, 2 or 4 bytes a character (PEP 393), the narrowest that fits; lone surrogates are characters
// like any other.
//
//   | header | length:32 | hash:32 | data pointer | owner | inline characters ...
//
// The characters stand behind the header, or in a RawBytes that strings made by `s += x` share: each append claims the
// buffer's tail by compare-and-swap, so that building a string piece by piece costs linear time (String::owner keeps
// the buffer alive). Immutable once reachable, but for the lazily computed hash (0: unknown) and the interned bit; both
// are idempotent atomics. A string never has more than 2^32 - 1 characters (MemoryError).
//
// Interned strings are weak: the table does not keep them alive, a collection drops the dead ones. Looking up takes no
// lock.
#pragma once

#include <fmt/format.h>

#include <cstring>
#include <functional>
#include <string>
#include <string_view>

#include "vm/gc/heap.h"
#include "vm/object/object.h"
#include "vm/object/value_array.h"

namespace gilded {

// Bits of Object::private_bits of a string.
inline constexpr uint8_t kStringWidthMask = 0x07;  // 1, 2 or 4 bytes a character
inline constexpr uint8_t kStringAscii = 0x08;      // all below 128 (width 1): the bytes are UTF-8
inline constexpr uint8_t kStringInterned = 0x10;

struct InternTable;

struct String : Object {
  uint32_t length;               // characters
  std::atomic<uint32_t> hash;    // 0: not computed yet
  const char* characters;        // length * width bytes, not zero-terminated
  std::atomic<RawBytes*> owner;  // of `characters`; null: they stand behind this header

  int width() const { return private_bits.load(std::memory_order_relaxed) & kStringWidthMask; }
  bool is_ascii() const { return private_bits.load(std::memory_order_relaxed) & kStringAscii; }
  bool is_interned() const { return private_bits.load(std::memory_order_acquire) & kStringInterned; }
  char32_t at(size_t i) const {
    switch (width()) {
      case 1:
        return static_cast<unsigned char>(characters[i]);
      case 2:
        return reinterpret_cast<const char16_t*>(characters)[i];
      default:
        return reinterpret_cast<const char32_t*>(characters)[i];
    }
  }
  // REQUIRES: is_ascii().
  std::string_view ascii() const { return {characters, length}; }
};

void trace_string(Object*, Marker&);

// From UTF-8 that is known to be valid but for encoded surrogates (source text, C strings). Null: MemoryError.
String* make_string(Thread* T, std::string_view utf8);
String* make_string(Thread* T, const char32_t* characters, size_t length);
// Uninitialised characters of the given width to be filled before it is published; the caller sets kStringAscii through
// `max_character`.
String* make_string_buffer(Thread* T, size_t length, char32_t max_character);
inline char* mutable_characters(String* s) {
  return const_cast<char*>(s->characters);
}
String* make_character(Thread* T, char32_t c);  // one of 256 preallocated ones below 256
String* substring(Thread* T, String* s, size_t start, size_t end);
String* concatenate(Thread* T, String* a, String* b);  // linear for repeated appends to the newest string
// The one string equal to it that all names share. Identity of interned strings is equality.
String* intern(Thread* T, String* s);
String* intern(Thread* T, std::string_view utf8);
// UTF-8 with surrogates encoded as three bytes each: for messages, file names and hashing; not Python's encode().
std::string to_utf8(const String* s);
// The table of a new runtime; it must be there before the first string is made.
InternTable* make_intern_table();
void destroy_intern_table(InternTable* table);
size_t count_interned(Runtime* runtime);
// World stopped: forgets the interned strings that are dead, of all or of those interned since the last collection.
// Whether there were any.
bool sweep_interned(Runtime* runtime, bool only_young, const std::function<bool(Object*)>& is_marked);
uint32_t string_hash(String* s);
bool strings_equal(const String* a, const String* b);
int compare_strings(const String* a, const String* b);  // by code point: < 0, 0, > 0
String* repr_string(Thread* T, String* s);

// hash() of bytes that are no str, with the runtime's key; never -1.
int64_t bytes_hash(Thread* T, std::string_view bytes);
// Whether every byte is below 128.
bool all_ascii(std::string_view bytes);
// A str of exact type with the same characters: itself unless it is an instance of a subclass.
String* exact_string(Thread* T, String* s);
// REQUIRES: every byte is below 128.
String* make_ascii_string(Thread* T, std::string_view text);
// From Latin-1 (any bytes), from UTF-8 with surrogates allowed where a slice of a C string may be cut: invalid bytes
// become U+FFFD.
String* make_latin1_string(Thread* T, std::string_view bytes);
// From characters of a known width whose largest is known to need exactly that width (or is ASCII).
String* make_string_of_width(Thread* T, const void* characters, size_t length, int width);

// Calls f with the characters as a pointer to their unit type: uint8_t, char16_t or char32_t.
template <class F>
auto with_characters(const String* s, F f) {
  switch (s->width()) {
    case 1:
      return f(reinterpret_cast<const uint8_t*>(s->characters));
    case 2:
      return f(reinterpret_cast<const char16_t*>(s->characters));
    default:
      return f(reinterpret_cast<const char32_t*>(s->characters));
  }
}
template <class F>
auto with_mutable_characters(String* s, F f) {
  switch (s->width()) {
    case 1:
      return f(reinterpret_cast<uint8_t*>(mutable_characters(s)));
    case 2:
      return f(reinterpret_cast<char16_t*>(mutable_characters(s)));
    default:
      return f(reinterpret_cast<char32_t*>(mutable_characters(s)));
  }
}

// Collects characters and makes the string at the end, in the narrowest width. Its memory is not the heap's: it may
// live on any stack.
class StringBuilder {
 public:
  void append(char32_t c);
  // REQUIRES: all below 128
  void append_ascii(std::string_view text) {
    if (width_ == 1) [[likely]] {
      bytes_.append(text.data(), text.data() + text.size());
    } else {
      append_ascii_wide(text);
    }
  }
  void append(const String* s) { append(s, 0, s->length); }
  void append(const String* s, size_t start, size_t end);
  void append_repeated(char32_t c, size_t count) {
    if (count > 0) append_some(c, count);
  }
  size_t length() const { return bytes_.size() / static_cast<size_t>(width_); }
  String* build(Thread* T) const;  // null: MemoryError
  void clear() {
    bytes_.clear();
    width_ = 1;
  }

 private:
  void widen(int width);
  void append_ascii_wide(std::string_view text);
  void append_some(char32_t c, size_t count);
  using Buffer = fmt::basic_memory_buffer<char, 120>;  // most results are short: they cost no allocation
  Buffer bytes_;
  int width_ = 1;
};

inline bool is_string(Value v) {
  return is_kind(v, Kind::kString);
}
inline String* as_string(Value v) {
  return v.as<String>();
}

}  // namespace gilded
