// What bytes and bytearray share: their methods, written once for both. A result has the type of self.
//
// The bytes of a bytearray are copied first when threads run in parallel (BytesOperand), so that a method works on one
// state of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vm/object/type.h"
#include "vm/types/buffer.h"
#include "vm/types/bytearray.h"
#include "vm/types/bytes.h"

namespace gilded {

// The bytes of a bytes-like operand for the time of one operation; no Python code may run while it lives.
class BytesOperand {
 public:
  explicit BytesOperand(Thread* T) : thread_(T), scope_(T) {}
  // False: TypeError "a bytes-like object is required, not 'X'".
  bool get(Value v);
  std::string_view bytes() const { return bytes_; }

 private:
  Thread* thread_;
  BufferScope scope_;
  std::string copy_;
  std::string_view bytes_;
};

// bytes or bytearray, as `self` is.
Value make_like(Thread* T, Value self, std::string_view bytes);
// An int in range(256); false: ValueError "byte must be in range(0, 256)", or TypeError.
bool byte_value(Thread* T, Value v, unsigned char* out, const char* message = "byte must be in range(0, 256)");
// The bytes that an iterable of ints gives; `message` for values out of range.
bool bytes_from_iterable(Thread* T, Value iterable, std::string* out, const char* message);
// The arguments of bytes() and bytearray(). `kind` names the type in messages.
bool bytes_constructor(Thread* T, CallArguments arguments, const char* signature, bool is_bytearray, std::string* out);

// The shared methods, without an end entry.
const std::vector<NativeMethod>& shared_bytes_methods();
Value bytes_compare(Thread* T, Value self, Value other, CompareOperator op);
int bytes_contains(Thread* T, Value self, Value item);
Value bytes_add(Thread* T, Value left, Value right);
Value bytes_multiply(Thread* T, Value left, Value right);
Value bytes_remainder(Thread* T, Value left, Value right);
// Two digits a byte, with the separator after each group of so many bytes, counted from the right (negative: the left).
std::string hex_text(std::string_view bytes, std::optional<char> separator = {}, int64_t group = 1);
// The separator and group of hex(sep, bytes_per_sep).
bool hex_arguments(Thread* T, Value separator, Value group, std::optional<char>* separator_out, int64_t* group_out);

}  // namespace gilded
