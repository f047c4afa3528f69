// bytearray: a length and a backing store with room to grow.
//
//   ByteArray: | header | buffer | length | exports |       RawBytes: | header | capacity | bytes ... |
//
// Every access takes the object lock (free unless threads run in parallel). Growing replaces the buffer, so a reader
// that still holds the old one sees stale bytes, never freed memory. While `exports` views of it exist, nothing that
// resizes is allowed (BufferError).
#pragma once

#include <string>
#include <string_view>

#include "vm/gc/heap.h"
#include "vm/object/object.h"
#include "vm/object/value_array.h"

namespace gilded {

struct ByteArray : Object {
  std::atomic<RawBytes*> buffer;  // null while empty and never grown
  std::atomic<int64_t> length;
  std::atomic<int64_t> exports;
};

void trace_byte_array(Object*, Marker&);
Value make_bytearray(Thread* T, std::string_view bytes);
// Replaces bytes [start, start + count) by `fresh`. REQUIRES: its object lock is held, the range is valid. False:
// BufferError (views of it exist and its size would change), MemoryError.
bool bytearray_splice(Thread* T, ByteArray* a, size_t start, size_t count, std::string_view fresh);
inline bool is_bytearray(Value v) {
  return is_kind(v, Kind::kByteArray);
}

}  // namespace gilded
