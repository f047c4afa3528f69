#include "vm/types/buffer.h"

#include <cstring>

#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/types/bytearray.h"
#include "vm/types/bytes.h"
#include "vm/types/memoryview.h"

namespace gilded {

bool supports_buffer(Thread* T, Value object) {
  return type_of(T, object)->slots.buffer != nullptr || lookup_special(T, object, names(T).dunder_buffer);
}

bool get_buffer(Thread* T, Value object, BufferView* out) {
  if (auto* slot = type_of(T, object)->slots.buffer) return slot(T, object, out);
  // A Python class: its __buffer__ gives a memoryview.
  bool found = false;
  Value view = call_special(T, object, names(T).dunder_buffer, {Value::small_int(0)}, &found);
  if (found) {
    if (!view) return false;
    if (!is_memoryview(view)) return raise(T, Builtin::kTypeError, "__buffer__ returned non-memoryview object");
    return type_of(T, view)->slots.buffer(T, view, out);
  }
  return raise(T, Builtin::kTypeError, "a bytes-like object is required, not '{}'", type_name(T, object));
}

void release_buffer(BufferView* view) {
  if (view->release) view->release(view);
  view->release = nullptr;
  view->data = nullptr;
  view->length = 0;
  view->owner = kEmpty;
}

Object* bytes_owner(Value exporter) {
  if (is_memoryview(exporter)) exporter = exporter.as<MemoryView>()->object.load();
  return exporter.is_object() && !is_bytes(exporter) ? exporter.as_object() : nullptr;
}

bool BufferScope::acquire(Value object) {
  is_held_ = get_buffer(thread_, object, &view_);
  if (!is_held_) return false;
  // A memoryview with gaps gave a copy, which is nobody's export.
  if (!is_memoryview(object) || view_.release) return true;
  release();
  return raise_text(thread_, Builtin::kBufferError, "memoryview: underlying buffer is not C-contiguous");
}

bool BufferScope::get(Value object) {
  if (!acquire(object)) return false;
  bytes_ = {view_.data, view_.length};
  Object* owner = thread_->parallel() ? bytes_owner(view_.owner) : nullptr;
  if (owner) {
    ObjectLock lock(thread_, owner);
    copy_ = bytes_;
    bytes_ = copy_;
  }
  return true;
}

void BufferScope::write(size_t offset, std::string_view bytes) {
  ObjectLock lock(thread_, bytes_owner(view_.owner));
  std::memcpy(view_.data + offset, bytes.data(), bytes.size());
}

bool BufferScope::get_writable(Value object) {
  if (!acquire(object)) return false;
  if (!view_.read_only) return true;
  release();
  return raise(thread_, Builtin::kTypeError, "read-write bytes-like object expected, not {}",
               type_name(thread_, object));
}

}  // namespace gilded
