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
  return type_of(T, object)->slots.buffer != nullptr;
}

// A Python class: its __buffer__ gives a memoryview, whose bytes these are.
static bool ask_python(Thread* T, Value object, BufferView* out, int64_t flags) {
  bool found = false;
  Value view = call_special(T, object, names(T).dunder_buffer, {Value::small_int(flags)}, &found);
  if (!view) return found ? false : raise(T, Builtin::kAttributeError, "__buffer__");
  if (!is_memoryview(view)) return raise(T, Builtin::kTypeError, "__buffer__ returned non-memoryview object");
  if (!type_of(T, view)->slots.buffer(T, view, out)) return false;
  if (type_of(T, object)->slots.release_buffer && is_memoryview(out->owner)) out->exporter = object;
  return true;
}

bool python_buffer(Thread* T, Value object, BufferView* out) {
  return ask_python(T, object, out, kBufferSimple);
}

bool python_release_buffer(Thread* T, Value object, Value view) {
  bool found = false;
  return !call_special(T, object, names(T).dunder_release_buffer, {view}, &found).is_empty() || !found;
}

bool get_buffer(Thread* T, Value object, BufferView* out, int64_t flags) {
  auto* slot = type_of(T, object)->slots.buffer;
  if (slot == python_buffer) return ask_python(T, object, out, flags);
  if (slot) return slot(T, object, out);
  return raise(T, Builtin::kTypeError, "a bytes-like object is required, not '{}'", type_name(T, object));
}

void release_buffer(Thread* T, BufferView* view) {
  if (view->release) view->release(view);
  Value exporter = view->exporter, owner = view->owner;
  *view = {};
  if (!exporter) return;
  Value pending = T->exception;
  T->exception = kEmpty;
  auto* release = type_of(T, exporter)->slots.release_buffer;
  if (release && !release(T, exporter, owner)) {
    report_unraisable(T, kEmpty, fmt::format("Exception ignored in __release_buffer__ of {}", type_name(T, exporter)));
  }
  T->exception = pending;
}

Object* bytes_owner(Value exporter) {
  if (is_memoryview(exporter)) exporter = exporter.as<MemoryView>()->object.load();
  return exporter.is_object() && !is_bytes(exporter) ? exporter.as_object() : nullptr;
}

bool BufferScope::acquire(Value object, int64_t flags) {
  is_held_ = get_buffer(thread_, object, &view_, flags);
  if (!is_held_) return false;
  // A memoryview with gaps gave a copy, which is nobody's export.
  if (!is_memoryview(object) || view_.release) return true;
  release();
  return raise_text(thread_, Builtin::kBufferError, "memoryview: underlying buffer is not C-contiguous");
}

bool BufferScope::get(Value object) {
  if (!acquire(object, kBufferSimple)) return false;
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
  if (!acquire(object, kBufferWritable)) return false;
  if (!view_.read_only) return true;
  release();
  return raise(thread_, Builtin::kTypeError, "read-write bytes-like object expected, not {}",
               type_name(thread_, object));
}

}  // namespace gilded
