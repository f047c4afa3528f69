// Record: the layout of rare native types: a fixed number of Slots, then raw bytes for counters and the like.
//
//   | header | slot_count : 32, byte_count : 32 | slot 0 | slot 1 | ... | raw bytes ... |
//
// What the slots mean is the business of the type's own file. Slots are atomic; raw bytes are the type's to protect.
#pragma once

#include "vm/gc/heap.h"
#include "vm/object/object.h"
#include "vm/object/type.h"

namespace gilded {

struct Record : Object {
  uint32_t slot_count;
  uint32_t byte_count;
  Slot slots[1];  // slot_count of them

  Value get(size_t i) const { return slots[i].load(); }
  void set(size_t i, Value value) { heap_store(this, slots[i], value); }
  char* raw() { return reinterpret_cast<char*>(slots + slot_count); }
};

// For NativeTypeSpec::fixed_size.
constexpr uint32_t record_size(uint32_t slot_count, uint32_t byte_count = 0) {
  return 16 + slot_count * 8 + (byte_count + 7) / 8 * 8;
}
void trace_record(Object*, Marker&);
// An instance of `type` (or a Python subclass); slots EMPTY, bytes 0. Null: MemoryError.
Record* make_record(Thread* T, Type* type, uint32_t slot_count, uint32_t byte_count = 0);

}  // namespace gilded
