#include "vm/types/bytes.h"

#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/runtime.h"
#include "vm/types/bytes_methods.h"
#include "vm/types/int.h"
#include "vm/types/iterators.h"
#include "vm/types/memoryview.h"
#include "vm/types/sequence.h"
#include "vm/types/slice.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

using compiler::BinaryOperator;

Value bytes_repr(Thread* T, Value self) {
  return make_latin1_string(T, bytes_repr_text(self.as<Bytes>()->view()));
}

bool bytes_hash_slot(Thread* T, Value self, int64_t* out) {
  auto* b = self.as<Bytes>();
  int64_t hash = b->hash.load(std::memory_order_relaxed);
  if (hash == 0) {
    hash = bytes_hash(T, b->view());
    if (hash == 0) hash = 1;
    b->hash.store(hash, std::memory_order_relaxed);
  }
  *out = hash;
  return true;
}

Value bytes_of_type(Thread* T, Type* type, std::string_view bytes) {
  if (type == types(T).bytes) return make_bytes(T, bytes);
  if (bytes.size() > kMaxSequenceLength) return raise_memory_error(T);
  auto* result = static_cast<Bytes*>(allocate_instance_of(T, type, kBytesHeaderSize + bytes.size() + 1));
  if (!result) return kEmpty;
  result->length = bytes.size();
  if (!bytes.empty()) std::memcpy(result->data, bytes.data(), bytes.size());
  return result;
}

Value bytes_create(Thread* T, Type* type, CallArguments arguments) {
  if (type == types(T).bytes && arguments.count == 1 && !arguments.keyword_names &&
      is_exactly(arguments[0], Kind::kBytes))
    return arguments[0];
  std::string bytes;
  if (!bytes_constructor(T, arguments, "bytes(source=b'', encoding='utf-8', errors='strict')", false, &bytes))
    return kEmpty;
  return bytes_of_type(T, type, bytes);
}

Value bytes_iterate(Thread* T, Value self) {
  return make_simple_iterator(T, types(T).bytes_iterator, self);
}
int64_t bytes_length(Thread*, Value self) {
  return static_cast<int64_t>(self.as<Bytes>()->length);
}

Value bytes_get_item(Thread* T, Value self, Value key) {
  auto* b = self.as<Bytes>();
  auto length = static_cast<int64_t>(b->length);
  if (is_slice(key)) {
    int64_t start, stop, step;
    if (!slice_unpack(T, key.as<Slice>(), &start, &stop, &step)) return kEmpty;
    int64_t count = slice_adjust(length, &start, &stop, step);
    if (count <= 0) return T->runtime->empty_bytes;
    if (step == 1) {
      if (count == length && is_exactly(self, Kind::kBytes)) return self;
      return make_bytes(T, b->view().substr(static_cast<size_t>(start), static_cast<size_t>(count)));
    }
    Bytes* result = make_bytes_buffer(T, static_cast<size_t>(count));
    if (!result) return kEmpty;
    for (int64_t i = 0; i < count; ++i) result->data[i] = b->data[start + i * step];
    return result;
  }
  if (!has_index(T, key))
    return raise(T, Builtin::kTypeError, "byte indices must be integers or slices, not {}", type_name(T, key));
  int64_t index;
  if (!item_index(T, key, &index)) return kEmpty;
  if (index < 0) index += length;
  if (index < 0 || index >= length) return raise(T, Builtin::kIndexError, "index out of range");
  return Value::small_int(static_cast<unsigned char>(b->data[index]));
}

bool bytes_buffer(Thread*, Value self, BufferView* out) {
  auto* b = self.as<Bytes>();
  out->data = b->data;
  out->length = b->length;
  out->read_only = true;
  out->owner = self;
  return true;
}

Value dunder_bytes_method(Thread* T, Arguments args) {
  if (is_exactly(args[0], Kind::kBytes)) return args[0];
  return make_bytes(T, args[0].as<Bytes>()->view());
}

Value getnewargs_method(Thread* T, Arguments args) {
  Value exact = dunder_bytes_method(T, args);
  return exact ? Value(make_tuple(T, {exact})) : kEmpty;
}

TypeSlots make_bytes_slots() {
  TypeSlots slots{};
  slots.repr = bytes_repr;
  slots.str = bytes_repr;
  slots.hash = bytes_hash_slot;
  slots.compare = bytes_compare;
  slots.create = bytes_create;
  slots.iterate = bytes_iterate;
  slots.length = bytes_length;
  slots.get_item = bytes_get_item;
  slots.contains = bytes_contains;
  slots.binary[static_cast<int>(BinaryOperator::kAdd)] = bytes_add;
  slots.binary[static_cast<int>(BinaryOperator::kMultiply)] = bytes_multiply;
  slots.binary[static_cast<int>(BinaryOperator::kRemainder)] = bytes_remainder;
  slots.buffer = bytes_buffer;
  return slots;
}

std::vector<NativeMethod> make_bytes_methods() {
  std::vector<NativeMethod> methods = shared_bytes_methods();
  methods.push_back({"__bytes__($self, /)", dunder_bytes_method, "Convert this value to exact type bytes."});
  methods.push_back({"__getnewargs__($self, /)", getnewargs_method, ""});
  methods.push_back({nullptr, nullptr, nullptr});
  return methods;
}

}  // namespace

const NativeTypeSpec& bytearray_type_spec();

Bytes* make_bytes_buffer(Thread* T, size_t length, bool zeroed) {
  if (length > kMaxSequenceLength) return raise_memory_error(T);
  Shape* shape = types(T).bytes->root_shape.load(std::memory_order_relaxed);
  size_t size = kBytesHeaderSize + length + 1;
  auto* b = static_cast<Bytes*>(allocate_data(T, size, zeroed ? size : kBytesHeaderSize, Kind::kBytes, shape));
  if (!b) return nullptr;
  b->length = length;
  b->data[length] = 0;
  return b;
}

Value make_bytes(Thread* T, std::string_view bytes) {
  if (bytes.empty() && T->runtime->empty_bytes) return T->runtime->empty_bytes;
  Bytes* b = make_bytes_buffer(T, bytes.size(), false);
  if (b && !bytes.empty()) std::memcpy(b->data, bytes.data(), bytes.size());
  return b;
}

std::string bytes_repr_text(std::string_view bytes, bool escape_single_quotes) {
  bool has_single = bytes.find('\'') != std::string_view::npos, has_double = bytes.find('"') != std::string_view::npos;
  char quote = has_single && !has_double ? '"' : '\'';
  std::string out = "b";
  out += quote;
  for (char c : bytes) {
    switch (c) {
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        if (c == quote || c == '\\' || (c == '\'' && escape_single_quotes)) {
          out += '\\';
          out += c;
        } else if (c >= 0x20 && c < 0x7f) {
          out += c;
        } else {
          constexpr char kHex[] = "0123456789abcdef";
          out += "\\x";
          out += kHex[(c >> 4) & 15];
          out += kHex[c & 15];
        }
    }
  }
  out += quote;
  return out;
}

void initialize_bytes_types(Thread* T) {
  static const TypeSlots slots = make_bytes_slots();
  static const std::vector<NativeMethod> methods = make_bytes_methods();
  static const NativeTypeSpec spec = {
      "bytes",
      Kind::kBytes,
      kBytesHeaderSize,
      kTypeIsBuiltin | kTypeIsBase | kTypeMatchesSelf,
      "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> "
      "immutable "
      "copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null "
      "bytes\nbytes() -> empty bytes object",
      &slots,
      methods.data(),
      nullptr,
      nullptr};
  Runtime* runtime = T->runtime;
  runtime->types.bytes = make_native_type(T, spec);
  runtime->empty_bytes = make_bytes_buffer(T, 0);
  runtime->types.bytearray = make_native_type(T, bytearray_type_spec());
  runtime->types.memoryview = make_native_type(T, memoryview_type_spec());
}

}  // namespace gilded
