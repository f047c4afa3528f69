#include "vm/types/bytearray.h"

#include <algorithm>
#include <cstring>

#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/types/bytes_methods.h"
#include "vm/types/int.h"
#include "vm/types/iterators.h"
#include "vm/types/memoryview.h"
#include "vm/types/sequence.h"
#include "vm/types/slice.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

bool bytearray_splice(Thread* T, ByteArray* a, size_t start, size_t count, std::string_view fresh) {
  size_t size = static_cast<size_t>(a->length.load(std::memory_order_relaxed)), new_size = size - count + fresh.size();
  if (new_size != size && a->exports.load(std::memory_order_acquire) > 0)
    return raise(T, Builtin::kBufferError, "Existing exports of data: object cannot be re-sized");
  RawBytes* buffer = a->buffer.load(std::memory_order_relaxed);
  // Bytes that others may be reading through a stale pointer are only overwritten, never freed: memory is the
  // collector's.
  if (!buffer || new_size > buffer->capacity) {
    RawBytes* larger = make_raw_bytes(T, std::max<size_t>(16, new_size + new_size / 8), false);
    if (!larger) return false;
    if (buffer) {
      std::memcpy(larger->data(), buffer->data(), start);
      std::memcpy(larger->data() + start + fresh.size(), buffer->data() + start + count, size - start - count);
    }
    if (!fresh.empty()) std::memcpy(larger->data() + start, fresh.data(), fresh.size());
    heap_store_pointer(a, a->buffer, larger);
  } else {
    std::memmove(buffer->data() + start + fresh.size(), buffer->data() + start + count, size - start - count);
    if (!fresh.empty()) std::memcpy(buffer->data() + start, fresh.data(), fresh.size());
  }
  a->length.store(static_cast<int64_t>(new_size), std::memory_order_release);
  return true;
}

namespace {

using compiler::BinaryOperator;

ByteArray* array_of(Value v) {
  return v.as<ByteArray>();
}
size_t size_of(ByteArray* a) {
  return static_cast<size_t>(a->length.load(std::memory_order_relaxed));
}
char* data_of(ByteArray* a) {
  RawBytes* buffer = a->buffer.load(std::memory_order_acquire);
  return buffer ? buffer->data() : nullptr;
}

// One state of the bytes.
std::string snapshot(Thread* T, Value v) {
  ByteArray* a = array_of(v);
  ObjectLock lock(T, a);
  return std::string(data_of(a) ? data_of(a) : "", size_of(a));
}

bool append_bytes(Thread* T, ByteArray* a, std::string_view bytes) {
  ObjectLock lock(T, a);
  return bytearray_splice(T, a, size_of(a), 0, bytes);
}

Value bytearray_create(Thread* T, Type* type, CallArguments) {
  return allocate_instance_of(T, type, sizeof(ByteArray));
}

bool bytearray_initialize(Thread* T, Value self, CallArguments arguments) {
  std::string bytes;
  if (!bytes_constructor(T, arguments, "bytearray(source=b'', encoding='utf-8', errors='strict')", true, &bytes))
    return false;
  ByteArray* a = array_of(self);
  ObjectLock lock(T, a);
  return bytearray_splice(T, a, 0, size_of(a), bytes);
}

Value bytearray_repr(Thread* T, Value self) {
  std::string name(name_of(type_of(T, self)));
  return make_latin1_string(T, name.substr(name.rfind('.') + 1) + "(" + bytes_repr_text(snapshot(T, self), true) + ")");
}

Value bytearray_iterate(Thread* T, Value self) {
  return make_simple_iterator(T, types(T).bytearray_iterator, self);
}
int64_t bytearray_length(Thread*, Value self) {
  return array_of(self)->length.load(std::memory_order_acquire);
}

Value bytearray_get_item(Thread* T, Value self, Value key) {
  ByteArray* a = array_of(self);
  if (is_slice(key)) {
    int64_t start, stop, step;
    if (!slice_unpack(T, key.as<Slice>(), &start, &stop, &step)) return kEmpty;
    // Only what is asked for is copied: a short piece of a long array costs no more than of a short one.
    std::string out;
    {
      ObjectLock lock(T, a);
      int64_t count = slice_adjust(static_cast<int64_t>(size_of(a)), &start, &stop, step);
      if (step == 1 && count > 0) {
        out.assign(data_of(a) + start, static_cast<size_t>(count));
      } else {
        for (int64_t i = 0; i < count; ++i) out += data_of(a)[start + i * step];
      }
    }
    return make_bytearray(T, out);
  }
  if (!has_index(T, key))
    return raise(T, Builtin::kTypeError, "bytearray indices must be integers or slices, not {}", type_name(T, key));
  int64_t index;
  if (!item_index(T, key, &index)) return kEmpty;
  ObjectLock lock(T, a);
  auto length = static_cast<int64_t>(size_of(a));
  if (index < 0) index += length;
  if (index < 0 || index >= length) return raise(T, Builtin::kIndexError, "bytearray index out of range");
  return Value::small_int(static_cast<unsigned char>(data_of(a)[index]));
}

bool set_slice(Thread* T, Value self, Slice* slice, Value value) {
  std::string fresh;
  if (value) {
    if (has_index(T, value) || is_string(value))
      return raise(T, Builtin::kTypeError, "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
    if (supports_buffer(T, value)) {
      BytesOperand operand(T);
      if (!operand.get(value)) return false;
      fresh = operand.bytes();
    } else {
      const TypeSlots& slots = type_of(T, value)->slots;
      if (!slots.iterate && !slots.get_item)
        return raise(T, Builtin::kTypeError, "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
      if (!bytes_from_iterable(T, value, &fresh, "byte must be in range(0, 256)")) return false;
    }
  }
  int64_t start, stop, step;
  if (!slice_unpack(T, slice, &start, &stop, &step)) return false;
  ByteArray* a = array_of(self);
  ObjectLock lock(T, a);
  int64_t count = std::max<int64_t>(0, slice_adjust(static_cast<int64_t>(size_of(a)), &start, &stop, step));
  if (step == 1) return bytearray_splice(T, a, static_cast<size_t>(start), static_cast<size_t>(count), fresh);
  if (value && !fresh.empty()) {
    if (static_cast<int64_t>(fresh.size()) != count)
      return raise(T, Builtin::kValueError, "attempt to assign bytes of size {} to extended slice of size {}",
                   fresh.size(), count);
    for (int64_t i = 0; i < count; ++i) data_of(a)[start + i * step] = fresh[static_cast<size_t>(i)];
    return true;
  }
  if (count == 0) return true;
  std::string kept;
  size_t size = size_of(a);
  std::vector<bool> removed(size);
  for (int64_t i = 0; i < count; ++i) removed[static_cast<size_t>(start + i * step)] = true;
  for (size_t i = 0; i < size; ++i) {
    if (!removed[i]) kept += data_of(a)[i];
  }
  return bytearray_splice(T, a, 0, size, kept);
}

bool bytearray_set_item(Thread* T, Value self, Value key, Value value) {
  if (is_slice(key)) return set_slice(T, self, key.as<Slice>(), value);
  if (!has_index(T, key))
    return raise(T, Builtin::kTypeError, "bytearray indices must be integers or slices, not {}", type_name(T, key));
  int64_t index;
  if (!item_index(T, key, &index)) return false;
  unsigned char byte = 0;
  ByteArray* a = array_of(self);
  if (value) {
    // The index is checked before the value, as an error in both must name the index.
    int64_t length = a->length.load(std::memory_order_acquire), position = index < 0 ? index + length : index;
    if (position < 0 || position >= length) return raise(T, Builtin::kIndexError, "bytearray index out of range");
    if (!byte_value(T, value, &byte)) return false;
  }
  ObjectLock lock(T, a);
  auto length = static_cast<int64_t>(size_of(a));
  if (index < 0) index += length;
  if (index < 0 || index >= length) return raise(T, Builtin::kIndexError, "bytearray index out of range");
  if (!value) return bytearray_splice(T, a, static_cast<size_t>(index), 1, {});
  data_of(a)[index] = static_cast<char>(byte);
  return true;
}

void release_export(BufferView* view) {
  view->owner.as<ByteArray>()->exports.fetch_sub(1, std::memory_order_acq_rel);
}

bool bytearray_buffer(Thread* T, Value self, BufferView* out) {
  static const char kNothing[1] = {0};
  ByteArray* a = array_of(self);
  ObjectLock lock(T, a);
  a->exports.fetch_add(1, std::memory_order_acq_rel);
  out->data = data_of(a) ? data_of(a) : const_cast<char*>(kNothing);  // of no length
  out->length = size_of(a);
  out->read_only = false;
  out->owner = self;
  out->release = release_export;
  return true;
}

Value bytearray_inplace_add(Thread* T, Value self, Value other) {
  if (!supports_buffer(T, other))
    return raise(T, Builtin::kTypeError, "can't concat {} to {}", type_name(T, other), type_name(T, self));
  std::string bytes;
  {
    BytesOperand operand(T);
    if (!operand.get(other)) return kEmpty;
    bytes = operand.bytes();
  }
  return append_bytes(T, array_of(self), bytes) ? self : kEmpty;
}

Value bytearray_inplace_multiply(Thread* T, Value self, Value other) {
  if (!has_index(T, other)) return kNotImplemented;
  Value product = bytes_multiply(T, self, other);
  if (!product) return kEmpty;
  std::string bytes = snapshot(T, product);
  ByteArray* a = array_of(self);
  ObjectLock lock(T, a);
  return bytearray_splice(T, a, 0, size_of(a), bytes) ? self : kEmpty;
}

Value append_method(Thread* T, Arguments args) {
  unsigned char byte;
  if (!byte_value(T, args[1], &byte)) return kEmpty;
  char c = static_cast<char>(byte);
  return append_bytes(T, array_of(args[0]), {&c, 1}) ? kNone : kEmpty;
}

Value extend_method(Thread* T, Arguments args) {
  std::string bytes;
  if (is_string(args[1])) return raise(T, Builtin::kTypeError, "expected iterable of integers; got: 'str'");
  if (supports_buffer(T, args[1])) {
    BytesOperand operand(T);
    if (!operand.get(args[1])) return kEmpty;
    bytes = operand.bytes();
  } else {
    const TypeSlots& slots = type_of(T, args[1])->slots;
    if (!slots.iterate && !slots.get_item)
      return raise(T, Builtin::kTypeError, "can't extend bytearray with {}", type_name(T, args[1]));
    if (!bytes_from_iterable(T, args[1], &bytes, "byte must be in range(0, 256)")) return kEmpty;
  }
  return append_bytes(T, array_of(args[0]), bytes) ? kNone : kEmpty;
}

Value insert_method(Thread* T, Arguments args) {
  int64_t index;
  unsigned char byte;
  if (!to_int64(T, args[1], &index) || !byte_value(T, args[2], &byte)) return kEmpty;
  ByteArray* a = array_of(args[0]);
  ObjectLock lock(T, a);
  auto length = static_cast<int64_t>(size_of(a));
  if (index < 0) index = std::max<int64_t>(0, index + length);
  char c = static_cast<char>(byte);
  return bytearray_splice(T, a, static_cast<size_t>(std::min(index, length)), 0, {&c, 1}) ? kNone : kEmpty;
}

Value pop_method(Thread* T, Arguments args) {
  int64_t index = -1;
  if (args.has(1) && !to_int64(T, args[1], &index)) return kEmpty;
  ByteArray* a = array_of(args[0]);
  ObjectLock lock(T, a);
  auto length = static_cast<int64_t>(size_of(a));
  if (length == 0) return raise(T, Builtin::kIndexError, "pop from empty bytearray");
  if (index < 0) index += length;
  if (index < 0 || index >= length) return raise(T, Builtin::kIndexError, "pop index out of range");
  Value result = Value::small_int(static_cast<unsigned char>(data_of(a)[index]));
  return bytearray_splice(T, a, static_cast<size_t>(index), 1, {}) ? result : kEmpty;
}

Value remove_method(Thread* T, Arguments args) {
  unsigned char byte;
  if (!byte_value(T, args[1], &byte)) return kEmpty;
  ByteArray* a = array_of(args[0]);
  ObjectLock lock(T, a);
  size_t size = size_of(a);
  const void* found = size ? std::memchr(data_of(a), byte, size) : nullptr;
  if (!found) return raise(T, Builtin::kValueError, "value not found in bytearray");
  return bytearray_splice(T, a, static_cast<size_t>(static_cast<const char*>(found) - data_of(a)), 1, {}) ? kNone
                                                                                                          : kEmpty;
}

Value clear_method(Thread* T, Arguments args) {
  ByteArray* a = array_of(args[0]);
  ObjectLock lock(T, a);
  return bytearray_splice(T, a, 0, size_of(a), {}) ? kNone : kEmpty;
}

Value reverse_method(Thread* T, Arguments args) {
  ByteArray* a = array_of(args[0]);
  ObjectLock lock(T, a);
  if (data_of(a)) std::reverse(data_of(a), data_of(a) + size_of(a));
  return kNone;
}

Value copy_method(Thread* T, Arguments args) {
  return make_bytearray(T, snapshot(T, args[0]));
}

Value reduce_method(Thread* T, Arguments args) {
  Value bytes = make_bytes(T, snapshot(T, args[0]));
  Tuple* arguments = bytes ? make_tuple(T, {bytes}) : nullptr;
  // object.__getstate__: what an instance of a subclass has of its own.
  Value state = arguments ? call_method(T, args[0], intern(T, "__getstate__")) : kEmpty;
  return state ? Value(make_tuple(T, {Value(type_of(T, args[0])), Value(arguments), state})) : kEmpty;
}

Value alloc_method(Thread* T, Arguments args) {
  RawBytes* buffer = array_of(args[0])->buffer.load(std::memory_order_acquire);
  return make_int(T, buffer ? static_cast<int64_t>(buffer->capacity) : int64_t{0});
}

TypeSlots make_bytearray_slots() {
  TypeSlots slots{};
  slots.repr = bytearray_repr;
  slots.str = bytearray_repr;
  slots.compare = bytes_compare;
  slots.create = bytearray_create;
  slots.initialize = bytearray_initialize;
  slots.iterate = bytearray_iterate;
  slots.length = bytearray_length;
  slots.get_item = bytearray_get_item;
  slots.set_item = bytearray_set_item;
  slots.contains = bytes_contains;
  slots.binary[static_cast<int>(BinaryOperator::kAdd)] = bytes_add;
  slots.binary[static_cast<int>(BinaryOperator::kMultiply)] = bytes_multiply;
  slots.binary[static_cast<int>(BinaryOperator::kRemainder)] = bytes_remainder;
  slots.inplace[static_cast<int>(BinaryOperator::kAdd)] = bytearray_inplace_add;
  slots.inplace[static_cast<int>(BinaryOperator::kMultiply)] = bytearray_inplace_multiply;
  slots.buffer = bytearray_buffer;
  slots.release_buffer = release_view_of;
  return slots;
}

std::vector<NativeMethod> make_bytearray_methods() {
  std::vector<NativeMethod> methods = shared_bytes_methods();
  for (const NativeMethod& method : {
           NativeMethod{"append($self, item, /)", append_method, "Append a single item to the end of the bytearray."},
           NativeMethod{"extend($self, iterable_of_ints, /)", extend_method,
                        "Append all the items from the iterator or sequence to the end."},
           NativeMethod{"insert($self, index, item, /)", insert_method,
                        "Insert a single item into the bytearray before the given index."},
           NativeMethod{"pop($self, index=-1, /)", pop_method,
                        "Remove and return a single item from the bytearray at the given index."},
           NativeMethod{"remove($self, value, /)", remove_method,
                        "Remove the first occurrence of a value in the bytearray."},
           NativeMethod{"clear($self, /)", clear_method, "Remove all items from the bytearray."},
           NativeMethod{"reverse($self, /)", reverse_method,
                        "Reverse the order of the values in the bytearray in place."},
           NativeMethod{"copy($self, /)", copy_method, "Return a copy of the bytearray."},
           NativeMethod{"__reduce__($self, /)", reduce_method, "Return state information for pickling."},
           NativeMethod{"__alloc__($self, /)", alloc_method, "Return the number of bytes actually allocated."},
           NativeMethod{nullptr, nullptr, nullptr},
       }) {
    methods.push_back(method);
  }
  return methods;
}

}  // namespace

void trace_byte_array(Object* object, Marker& marker) {
  marker.visit(static_cast<ByteArray*>(object)->buffer);
}

Value make_bytearray(Thread* T, std::string_view bytes) {
  ByteArray* a =
      allocate<ByteArray>(T, Kind::kByteArray, types(T).bytearray->root_shape.load(std::memory_order_relaxed));
  if (!a || bytes.empty()) return a;
  RawBytes* buffer = make_raw_bytes(T, bytes.size(), false);
  if (!buffer) return kEmpty;
  std::memcpy(buffer->data(), bytes.data(), bytes.size());
  heap_store_pointer(a, a->buffer, buffer);
  a->length.store(static_cast<int64_t>(bytes.size()), std::memory_order_relaxed);
  return a;
}

const NativeTypeSpec& bytearray_type_spec() {
  static const TypeSlots slots = make_bytearray_slots();
  static const std::vector<NativeMethod> methods = make_bytearray_methods();
  static const NativeTypeSpec spec = {
      "bytearray",
      Kind::kByteArray,
      sizeof(ByteArray),
      kTypeIsBuiltin | kTypeIsBase | kTypeMatchesSelf,
      "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> "
      "bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size "
      "given by the parameter initialized with null bytes\nbytearray() -> empty bytes array",
      &slots,
      methods.data(),
      nullptr,
      nullptr};
  return spec;
}

}  // namespace gilded
