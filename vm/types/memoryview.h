// memoryview: a window on the bytes of another object: up to kMaxDimensions dimensions, each with a length and a
// stride.
//
// The first memoryview of an object holds its export (so a bytearray cannot be resized) until release(); slices and
// casts of it share it and stay readable afterwards. Each read and write of an item, and each copy out of it or into
// it, holds the lock of the object that owns the bytes (buffer.h), so threads that share them see whole items.
#pragma once

#include "vm/gc/heap.h"
#include "vm/object/object.h"
#include "vm/object/type.h"

namespace gilded {

inline constexpr int kMaxViewDimensions = 8;

struct MemoryView : Object {
  Slot object;   // the object whose bytes these are; EMPTY: released
  Slot base;     // the memoryview that holds the export, itself when it is this one
  Slot storage;  // what keeps `data` in place even after the export has ended: a bytearray's RawBytes, or EMPTY
  char* data;
  int64_t dimensions;
  int64_t shape[kMaxViewDimensions];
  int64_t strides[kMaxViewDimensions];  // in bytes
  int64_t item_size;
  char format[8];
  bool read_only;
  bool holds_export;
  BufferView view;             // of the object, while holds_export
  std::atomic<int64_t> users;  // buffers taken from this one
  std::atomic<int64_t> hash;   // 0: unknown

  int64_t byte_count() const {
    int64_t count = item_size;
    for (int64_t i = 0; i < dimensions; ++i) count *= shape[i];
    return count;
  }
};

void trace_memory_view(Object*, Marker&);
// `buffer`, where given, is asked for the bytes in place of the object's own slot.
using BufferSlot = bool (*)(Thread*, Value, BufferView*);
Value make_memoryview(Thread* T, Value object, BufferSlot buffer = nullptr);
// What __buffer__ of a native type returns: a memoryview on its bytes. BufferError: `flags` ask for more than it can
// do.
Value call_buffer_slot(Thread* T, Value object, BufferSlot buffer, Value flags);
// What their __release_buffer__ does: ends a memoryview that is one of `object`.
bool release_view_of(Thread* T, Value object, Value view);
inline bool is_memoryview(Value v) {
  return is_kind(v, Kind::kMemoryView);
}
const NativeTypeSpec& memoryview_type_spec();

}  // namespace gilded
