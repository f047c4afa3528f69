// Backing stores. Both are allocated with their final capacity, which never changes: a reader bounds its index by the
// capacity of the very store that it loaded, so a store that has been replaced stays safe to read.
//
//   ValueArray:  | header | capacity | slot 0 | slot 1 | ... |         fresh slots are EMPTY
//   RawBytes:    | header | capacity | bytes ...             |         fresh bytes are 0
#pragma once

#include "vm/object/object.h"

namespace gilded {

struct ValueArray : Object {
  size_t capacity;
  Slot* slots() { return reinterpret_cast<Slot*>(this + 1); }
  Slot& operator[](size_t i) { return slots()[i]; }
};

struct RawBytes : Object {
  size_t capacity;
  std::atomic<size_t> used;  // of a shared append buffer: bytes claimed so far
  char* data() { return reinterpret_cast<char*>(this + 1); }
};

// A ValueArray of the kind kRegisterArray, for the registers of a frame that has left the stack. Above the registers in
// use lie leftovers of calls (frame headers), so the collector takes its words for what they point to, as it does on
// the VM stack.
ValueArray* make_register_array(Thread* T, size_t capacity);
void trace_register_array(Object*, Marker&);
// Null with MemoryError set when the size is absurd or the system has no memory.
ValueArray* make_value_array(Thread* T, size_t capacity);
RawBytes* make_raw_bytes(Thread* T, size_t capacity, bool zeroed = true);  // else its bytes may be anything

}  // namespace gilded
