// The buffer protocol for C++ code: the bytes of bytes, bytearray, memoryview, array and of Python classes with
// __buffer__.
//
// A bytearray with a view of it cannot be resized (its `exports` are counted), so the bytes stay in place; another
// thread may still change them. Whoever reads or writes bytes that can change holds the lock of the object that they
// belong to (bytes_owner) meanwhile; for longer work BufferScope copies them first. So what is read was there at one
// moment, in every mode.
#pragma once

#include <string>
#include <string_view>

#include "vm/object/type.h"

namespace gilded {

// What a buffer is wanted for, as inspect.BufferFlags has it: the argument of a __buffer__ written in Python.
inline constexpr int64_t kBufferSimple = 0, kBufferWritable = 1, kBufferFullReadOnly = 0x11c;

// False: TypeError "a bytes-like object is required, not 'X'" or what the object raised.
bool get_buffer(Thread* T, Value object, BufferView* out, int64_t flags = kBufferSimple);
// May call a __release_buffer__ written in Python; what that raises is reported as unraisable. A pending exception of
// the caller stays.
void release_buffer(Thread* T, BufferView* view);
// The slots of Python classes.
bool python_buffer(Thread* T, Value object, BufferView* out);
bool python_release_buffer(Thread* T, Value object, Value view);
bool supports_buffer(Thread* T, Value object);
// The object whose lock orders accesses to the bytes that `exporter` (an object, or the owner of a BufferView) gives;
// null for bytes, which never change.
Object* bytes_owner(Value exporter);

// Holds a view for a scope. Not across Python code that could end the thread's stack: generators and the like keep a
// BufferView instead.
class BufferScope {
 public:
  explicit BufferScope(Thread* T) : thread_(T) {}
  ~BufferScope() { release(); }
  BufferScope(const BufferScope&) = delete;
  BufferScope& operator=(const BufferScope&) = delete;
  bool get(Value object);           // BufferError: a memoryview with gaps
  bool get_writable(Value object);  // TypeError "read-write bytes-like object expected" for read-only ones
  void release() {
    if (is_held_) release_buffer(thread_, &view_);
    is_held_ = false;
  }
  // The bytes as they were at get(): a copy where other threads could change them.
  std::string_view bytes() const { return bytes_; }
  size_t length() const { return view_.length; }
  const BufferView& view() const { return view_; }
  // After get_writable(): overwrites part of what is viewed, which must be large enough.
  void write(size_t offset, std::string_view bytes);

 private:
  bool acquire(Value object, int64_t flags);

  Thread* thread_;
  BufferView view_;
  bool is_held_ = false;
  std::string copy_;
  std::string_view bytes_;
};

}  // namespace gilded
