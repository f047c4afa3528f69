// bytes: | header | length | hash | the bytes, then a 0 |     Immutable once reachable; the hash (0: unknown) is an
// idempotent atomic. An instance of a Python subclass has its attribute word behind the bytes.
#pragma once

#include <string_view>

#include "vm/gc/heap.h"
#include "vm/object/object.h"

namespace gilded {

struct String;

struct Bytes : Object {
  uint64_t length;
  std::atomic<int64_t> hash;
  char data[1];  // length + 1 of them

  std::string_view view() const { return {data, length}; }
};
inline constexpr size_t kBytesHeaderSize = 24;

// Null: MemoryError. The bytes are 0, or anything if not `zeroed`, to be filled before it is published; one 0 stands
// behind them.
Bytes* make_bytes_buffer(Thread* T, size_t length, bool zeroed = true);
Value make_bytes(Thread* T, std::string_view bytes);
inline bool is_bytes(Value v) {
  return is_kind(v, Kind::kBytes);
}
// What bytes(x) makes of a bytes-like object, an object with __bytes__ or an iterable of ints; not of str and int
// (TypeError).
Value bytes_from_object(Thread* T, Value object);
// b'...' with the quotes and escapes that repr gives. bytearray's repr escapes single quotes always.
std::string bytes_repr_text(std::string_view bytes, bool escape_single_quotes = false);

}  // namespace gilded
