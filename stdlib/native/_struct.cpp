// _struct: packing of numbers and bytes in C's layouts.
#include <atomic>
#include <bit>
#include <cmath>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/bytes_methods.h"
#include "vm/types/codecs.h"
#include "vm/types/dict.h"
#include "vm/types/float.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

struct Field {
  char code;
  size_t offset;
  size_t size;   // of one item; of the whole text for s and p
  size_t count;  // values: 1 for s and p, 0 for padding
};

struct Layout {
  std::vector<Field> fields;
  size_t size = 0;
  size_t value_count = 0;
  bool big_endian = false;
  bool native = true;
  Layout* earlier = nullptr;  // of a Struct that was initialised again
};

// A format that was used, and what it means.
struct KnownFormat {
  std::string text;
  Layout layout;
};
struct StructState {
  explicit StructState(Runtime* runtime) {
    for (Value* root : {&module, &type}) runtime->add_root(root);
  }
  ~StructState() {
    for (auto& place : known) delete place.load(std::memory_order_relaxed);
  }
  Value module, type;
  // By the hash of the text; who comes first stays. So a format is parsed once, and nothing is ever taken away from
  // those who use it.
  std::atomic<KnownFormat*> known[128] = {};
};
Value module_of(Thread* T) {
  return native_state<StructState>(T->runtime).module;
}

// struct.error, which lives in the module.
Raised raise_struct_error(Thread* T, Value module, std::string_view message) {
  String* key = intern(T, "error");
  Value type = key ? dict_get(module.as<Module>()->dict.load(std::memory_order_acquire), key) : kEmpty;
  String* text = make_string(T, message);
  Value error = type && text ? call(T, type, {Value(text)}) : kEmpty;
  if (error) return raise_value(T, error);
  return Raised();
}

size_t code_size(char code, bool native) {
  switch (code) {
    case 'x':
    case 'b':
    case 'B':
    case 'c':
    case '?':
    case 's':
    case 'p':
      return 1;
    case 'h':
    case 'H':
    case 'e':
      return 2;
    case 'i':
    case 'I':
    case 'f':
      return 4;
    case 'l':
    case 'L':
      return native ? 8 : 4;
    case 'q':
    case 'Q':
    case 'd':
      return 8;
    case 'n':
    case 'N':
    case 'P':
      return native ? 8 : 0;
    default:
      return 0;
  }
}

bool parse_format(Thread* T, Value module, Value format, Layout* layout) {
  std::string text;
  if (is_string(format)) {
    if (!as_string(format)->is_ascii()) return encode_string(T, as_string(format), "ascii", "strict"), false;
    text = as_string(format)->ascii();
  } else if (is_bytes(format)) {
    text = format.as<Bytes>()->view();
  } else {
    return raise(T, Builtin::kTypeError, "Struct() argument 1 must be a str or bytes object, not {}",
                 type_name(T, format));
  }
  size_t i = 0;
  bool aligned = true;
  if (!text.empty() && std::string_view("@=<>!").find(text[0]) != std::string_view::npos) {
    layout->native = aligned = text[0] == '@';
    layout->big_endian = text[0] == '>' || text[0] == '!';
    i = 1;
  }
  while (i < text.size()) {
    char c = text[i++];
    if (c == ' ' || (c >= 9 && c <= 13)) continue;
    size_t count = 1;
    if (c >= '0' && c <= '9') {
      count = static_cast<size_t>(c - '0');
      while (i < text.size() && text[i] >= '0' && text[i] <= '9') {
        count = count * 10 + static_cast<size_t>(text[i++] - '0');
        if (count > (size_t{1} << 40)) return raise_struct_error(T, module, "total struct size too long");
      }
      if (i == text.size()) return raise_struct_error(T, module, "repeat count given without format specifier");
      c = text[i++];
    }
    size_t size = code_size(c, layout->native);
    if (!size) return raise_struct_error(T, module, c ? "bad char in struct format" : "embedded null character");
    if (aligned && size > 1) layout->size = (layout->size + size - 1) / size * size;
    if (c == 's' || c == 'p') {
      layout->fields.push_back({c, layout->size, count, 1});
    } else {
      layout->fields.push_back({c, layout->size, size, c == 'x' ? 0 : count});
    }
    layout->size += size * count;
    if (layout->size > (size_t{1} << 40)) return raise_struct_error(T, module, "total struct size too long");
    layout->value_count += c == 'x' ? 0 : c == 's' || c == 'p' ? 1 : count;
  }
  return true;
}

// The layout of a format that comes with a call: a known one, or `own`, which is filled then. Null: exception.
const Layout* find_layout(Thread* T, Value format, Layout* own) {
  auto& state = native_state<StructState>(T->runtime);
  bool is_usual = is_string(format) && as_string(format)->is_ascii() && as_string(format)->length <= 64;
  if (!is_usual) return parse_format(T, state.module, format, own) ? own : nullptr;
  String* text = as_string(format);
  auto& place = state.known[string_hash(text) % std::size(state.known)];
  KnownFormat* known = place.load(std::memory_order_acquire);
  if (known && known->text == text->ascii()) return &known->layout;
  if (!parse_format(T, state.module, format, own)) return nullptr;
  if (known) return own;
  auto fresh = std::make_unique<KnownFormat>(KnownFormat{std::string(text->ascii()), *own});
  if (place.compare_exchange_strong(known, fresh.get(), std::memory_order_acq_rel)) (void)fresh.release();
  return own;
}

void store(char* out, uint64_t bits, size_t size, bool big_endian) {
  for (size_t k = 0; k < size; ++k) out[k] = static_cast<char>(bits >> (8 * (big_endian ? size - 1 - k : k)));
}

uint64_t load(const char* p, size_t size, bool big_endian) {
  uint64_t bits = 0;
  for (size_t k = 0; k < size; ++k)
    bits |= static_cast<uint64_t>(static_cast<unsigned char>(p[k])) << (8 * (big_endian ? size - 1 - k : k));
  return bits;
}

bool pack_value(Thread* T, Value module, const Layout& layout, const Field& field, char* out, Value v) {
  switch (field.code) {
    case 's':
    case 'p': {
      BytesOperand operand(T);
      if (!is_bytes(v) && !is_bytearray(v))
        return raise_struct_error(T, module, fmt::format("argument for '{}' must be a bytes object", field.code));
      if (!operand.get(v)) return false;
      std::string_view bytes = operand.bytes();
      if (field.code == 's') {
        std::memcpy(out, bytes.data(), std::min(bytes.size(), field.size));
      } else if (field.size) {
        // The count has one byte; what follows it may be longer.
        size_t size = std::min(bytes.size(), field.size - 1);
        out[0] = static_cast<char>(std::min<size_t>(size, 255));
        std::memcpy(out + 1, bytes.data(), size);
      }
      return true;
    }
    case 'c':
      if (!is_bytes(v) || v.as<Bytes>()->length != 1)
        return raise_struct_error(T, module, "char format requires a bytes object of length 1");
      *out = v.as<Bytes>()->data[0];
      return true;
    case '?': {
      bool b;
      if (!truth(T, v, &b)) return false;
      *out = b;
      return true;
    }
    case 'e':
    case 'f':
    case 'd': {
      if (!is_float(v) && !is_int(v) && !type_of(T, v)->slots.to_float && !type_of(T, v)->slots.index)
        return raise_struct_error(T, module, "required argument is not a float");
      double d;
      if (!to_double(T, v, &d)) return false;
      if (field.code == 'd') {
        store(out, std::bit_cast<uint64_t>(plain_float(d)), 8, layout.big_endian);
      } else if (field.code == 'f') {
        auto f = static_cast<float>(plain_float(d));
        // In C's own layout a cast is all that happens.
        if (std::isinf(f) && std::isfinite(d) && !layout.native)
          return raise(T, Builtin::kOverflowError, "float too large to pack with f format");
        store(out, std::bit_cast<uint32_t>(f), 4, layout.big_endian);
      } else {
        uint16_t half;
        if (!half_bits(d, &half)) return raise(T, Builtin::kOverflowError, "float too large to pack with e format");
        store(out, half, 2, layout.big_endian);
      }
      return true;
    }
    default:
      break;
  }
  bool is_unsigned = field.code < 'a' && field.code != '?';
  if (v.is_small_int()) {
    int64_t n = v.as_small_int();
    // What is left above the bits of the field: nothing, or for a negative number ones.
    int64_t above = field.size == 8 ? (is_unsigned ? n >> 63 : 0) : n >> (8 * field.size - !is_unsigned);
    if (above == 0 || (above == -1 && (!is_unsigned || field.code == 'P'))) {
      store(out, static_cast<uint64_t>(n), field.size, layout.big_endian);
      return true;
    }
  }
  if (!is_int(v) && !type_of(T, v)->slots.index)
    return raise_struct_error(T, module, "required argument is not an integer");
  Value index = to_index(T, v);
  if (!index) return false;
  if (field.code == 'P' && int_sign(index) < 0) is_unsigned = false;  // addresses have no sign
  size_t bits = field.size * 8;
  bool fits = is_unsigned
                  ? int_sign(index) >= 0 && int_bit_length(index) <= bits
                  : int_bit_length(int_sign(index) < 0 ? int_binary(T, BinaryOperator::kAdd, index, Value::small_int(1))
                                                       : index) <= bits - 1;
  if (!fits) {
    if (bits == 64) {
      return raise_struct_error(
          T, module,
          fmt::format("'{}' format requires {} <= number <= {}", field.code, is_unsigned ? "0" : "-9223372036854775808",
                      is_unsigned ? "18446744073709551615" : "9223372036854775807"));
    }
    int64_t low = is_unsigned ? 0 : -(int64_t{1} << (bits - 1)),
            high = (int64_t{1} << (is_unsigned ? bits : bits - 1)) - 1;
    return raise_struct_error(T, module, fmt::format("'{}' format requires {} <= number <= {}", field.code, low, high));
  }
  uint64_t word = mpz_get_ui(static_cast<mpz_srcptr>(IntOperand(index)));
  store(out, int_sign(index) < 0 ? ~word + 1 : word, field.size, layout.big_endian);
  return true;
}

Value unpack_value(Thread* T, const Layout& layout, const Field& field, const char* p) {
  switch (field.code) {
    case 's':
      return make_bytes(T, {p, field.size});
    case 'p': {
      if (!field.size) return make_bytes(T, "");
      size_t size = std::min<size_t>(static_cast<unsigned char>(*p), field.size - 1);
      return make_bytes(T, {p + 1, size});
    }
    case 'c':
      return make_bytes(T, {p, 1});
    case '?':
      return Value::boolean(*p != 0);
    case 'e':
      return Value::from_double(half_value(static_cast<uint16_t>(load(p, 2, layout.big_endian))));
    case 'f':
      return Value::from_double(
          static_cast<double>(std::bit_cast<float>(static_cast<uint32_t>(load(p, 4, layout.big_endian)))));
    case 'd':
      return Value::from_double(std::bit_cast<double>(load(p, 8, layout.big_endian)));
    default:
      break;
  }
  uint64_t bits = load(p, field.size, layout.big_endian);
  if (field.code < 'a') return make_int(T, bits);
  int shift = 64 - static_cast<int>(field.size) * 8;
  return make_int(T, static_cast<int64_t>(bits << shift) >> shift);
}

bool pack_all(Thread* T, Value module, const Layout& layout, char* out, const Value* values, size_t count,
              const char* name) {
  if (count != layout.value_count)
    return raise_struct_error(
        T, module, fmt::format("{} expected {} items for packing (got {})", name, layout.value_count, count));
  size_t next = 0;
  for (const Field& field : layout.fields) {
    for (size_t k = 0; k < field.count; ++k) {
      if (!pack_value(T, module, layout, field, out + field.offset + k * field.size, values[next++])) return false;
    }
  }
  return true;
}

Value unpack_all(Thread* T, const Layout& layout, const char* p) {
  Tuple* tuple = make_tuple(T, layout.value_count);
  if (!tuple) return kEmpty;
  size_t next = 0;
  for (const Field& field : layout.fields) {
    for (size_t k = 0; k < field.count; ++k) {
      Value v = unpack_value(T, layout, field, p + field.offset + k * field.size);
      if (!v) return kEmpty;
      heap_initialize(tuple, tuple->items[next++], v);
    }
  }
  return tuple;
}

// --- The operations, for a layout that is known

Value pack_with(Thread* T, const Layout& layout, const Value* values, size_t count) {
  Bytes* result = make_bytes_buffer(T, layout.size);
  if (!result || !pack_all(T, module_of(T), layout, result->data, values, count, "pack")) return kEmpty;
  return result;
}

// The offset for pack_into and unpack_from, counted from the end when negative. False: raised.
bool fit_offset(Thread* T, Value module, const Layout& layout, int64_t length, const char* verb, const char* name,
                int64_t* offset) {
  auto size = static_cast<int64_t>(layout.size);
  if (*offset < 0) {
    if (*offset + size > 0)
      return raise_struct_error(T, module,
                                verb[0] == 'p'
                                    ? fmt::format("no space to pack {} bytes at offset {}", size, *offset)
                                    : fmt::format("not enough data to {} {} bytes at offset {}", verb, size, *offset));
    if (*offset + length < 0)
      return raise_struct_error(T, module, fmt::format("offset {} out of range for {}-byte buffer", *offset, length));
    *offset += length;
  }
  if (length - *offset < size) {
    return raise_struct_error(
        T, module,
        fmt::format("{} requires a buffer of at least {} bytes for {} {} bytes at offset {} (actual buffer size is {})",
                    name, static_cast<uint64_t>(size) + static_cast<uint64_t>(*offset),
                    verb[0] == 'p' ? "packing" : "unpacking", size, *offset, length));
  }
  return true;
}

Value pack_into_with(Thread* T, const Layout& layout, Value target, Value offset_value, const Value* values,
                     size_t count) {
  int64_t offset;
  if (!to_int64(T, offset_value, &offset)) return kEmpty;
  std::string packed(layout.size, '\0');
  if (!pack_all(T, module_of(T), layout, packed.data(), values, count, "pack_into")) return kEmpty;
  BufferScope buffer(T);
  if (!buffer.get_writable(target)) return kEmpty;
  if (!fit_offset(T, module_of(T), layout, static_cast<int64_t>(buffer.length()), "pack into", "pack_into", &offset))
    return kEmpty;
  buffer.write(static_cast<size_t>(offset), packed);
  return kNone;
}

Value unpack_with(Thread* T, const Layout& layout, Value source) {
  BytesOperand operand(T);
  if (!operand.get(source)) return kEmpty;
  if (operand.bytes().size() != layout.size)
    return raise_struct_error(T, module_of(T), fmt::format("unpack requires a buffer of {} bytes", layout.size));
  return unpack_all(T, layout, operand.bytes().data());
}

Value unpack_from_with(Thread* T, const Layout& layout, Value source, Value offset_value) {
  int64_t offset = 0;
  if (offset_value && !to_int64(T, offset_value, &offset)) return kEmpty;
  BytesOperand operand(T);
  if (!operand.get(source)) return kEmpty;
  if (!fit_offset(T, module_of(T), layout, static_cast<int64_t>(operand.bytes().size()), "unpack", "unpack_from",
                  &offset))
    return kEmpty;
  return unpack_all(T, layout, operand.bytes().data() + offset);
}

// An iterator of the tuples that a buffer holds one after another.
Value iter_unpack_with(Thread* T, const Layout& layout, Value source) {
  BytesOperand operand(T);
  if (!operand.get(source)) return kEmpty;
  if (layout.size == 0)
    return raise_struct_error(T, module_of(T), "cannot iteratively unpack with a struct of length 0");
  if (operand.bytes().size() % layout.size)
    return raise_struct_error(
        T, module_of(T), fmt::format("iterative unpacking requires a buffer of a multiple of {} bytes", layout.size));
  List* list = make_list(T, operand.bytes().size() / layout.size);
  for (size_t i = 0; list && i < operand.bytes().size(); i += layout.size) {
    Value item = unpack_all(T, layout, operand.bytes().data() + i);
    if (!item || !list_append(T, list, item)) return kEmpty;
  }
  return list ? get_iterator(T, list) : kEmpty;
}

// --- Functions: the format comes with each call

Value calcsize(Thread* T, Arguments args) {
  Layout own;
  const Layout* layout = find_layout(T, args[0], &own);
  return layout ? make_int(T, static_cast<int64_t>(layout->size)) : kEmpty;
}
Value pack(Thread* T, Arguments args) {
  Layout own;
  const Layout* layout = find_layout(T, args[0], &own);
  return layout ? pack_with(T, *layout, args.rest, args.rest_count) : kEmpty;
}
Value pack_into(Thread* T, Arguments args) {
  Layout own;
  const Layout* layout = find_layout(T, args[0], &own);
  return layout ? pack_into_with(T, *layout, args[1], args[2], args.rest, args.rest_count) : kEmpty;
}
Value unpack(Thread* T, Arguments args) {
  Layout own;
  const Layout* layout = find_layout(T, args[0], &own);
  return layout ? unpack_with(T, *layout, args[1]) : kEmpty;
}
Value unpack_from(Thread* T, Arguments args) {
  Layout own;
  const Layout* layout = find_layout(T, args[0], &own);
  return layout ? unpack_from_with(T, *layout, args[1], args[2]) : kEmpty;
}
Value iter_unpack(Thread* T, Arguments args) {
  Layout own;
  const Layout* layout = find_layout(T, args[0], &own);
  return layout ? iter_unpack_with(T, *layout, args[1]) : kEmpty;
}

// --- Struct: a Record; slot 0: the format as a str; bytes: the layout, which lives as long as the Record does

std::atomic<Layout*>& layout_place(Record* record) {
  return *reinterpret_cast<std::atomic<Layout*>*>(record->raw());
}

// Null: RuntimeError, __init__ was not called.
const Layout* layout_of(Thread* T, Value self) {
  const Layout* layout = layout_place(self.as<Record>()).load(std::memory_order_acquire);
  if (!layout) (void)raise_text(T, Builtin::kRuntimeError, "Struct object is not initialized");
  return layout;
}

Value struct_create(Thread* T, Type* type, CallArguments) {
  return make_record(T, type, 1, sizeof(std::atomic<Layout*>));
}

bool struct_initialize(Thread* T, Value self, CallArguments arguments) {
  Value values[1];
  if (!bind_arguments(T, "Struct(format)", arguments, values)) return false;
  auto layout = std::make_unique<Layout>();
  if (!parse_format(T, module_of(T), values[0], layout.get())) return false;
  Value format = values[0];
  if (!is_string(format)) {
    format = call_method(T, format, intern(T, "decode"), {make_string(T, "ascii")});
    if (!format) return false;
  }
  auto* record = self.as<Record>();
  record->set(0, format);
  // Another thread may use the layout of an earlier __init__: it stays.
  std::atomic<Layout*>& place = layout_place(record);
  layout->earlier = place.load(std::memory_order_acquire);
  while (!place.compare_exchange_weak(layout->earlier, layout.get(), std::memory_order_acq_rel)) {
  }
  (void)layout.release();
  return true;
}

void struct_finalize(Thread*, Object* object) {
  Layout* layout = layout_place(static_cast<Record*>(object)).exchange(nullptr);
  while (layout) delete std::exchange(layout, layout->earlier);
}

Value struct_repr(Thread* T, Value self) {
  if (!layout_of(T, self)) return kEmpty;
  String* format = to_repr(T, self.as<Record>()->get(0));
  return format
             ? make_string(T, fmt::format("{}({})", to_utf8(as_string(type_of(T, self)->name.load())), to_utf8(format)))
             : nullptr;
}

Value struct_pack(Thread* T, Arguments args) {
  const Layout* layout = layout_of(T, args[0]);
  return layout ? pack_with(T, *layout, args.rest, args.rest_count) : kEmpty;
}
Value struct_pack_into(Thread* T, Arguments args) {
  const Layout* layout = layout_of(T, args[0]);
  return layout ? pack_into_with(T, *layout, args[1], args[2], args.rest, args.rest_count) : kEmpty;
}
Value struct_unpack(Thread* T, Arguments args) {
  const Layout* layout = layout_of(T, args[0]);
  return layout ? unpack_with(T, *layout, args[1]) : kEmpty;
}
Value struct_unpack_from(Thread* T, Arguments args) {
  const Layout* layout = layout_of(T, args[0]);
  return layout ? unpack_from_with(T, *layout, args[1], args[2]) : kEmpty;
}
Value struct_iter_unpack(Thread* T, Arguments args) {
  const Layout* layout = layout_of(T, args[0]);
  return layout ? iter_unpack_with(T, *layout, args[1]) : kEmpty;
}
Value struct_size(Thread* T, Value self) {
  const Layout* layout = layout_of(T, self);
  return layout ? make_int(T, static_cast<int64_t>(layout->size)) : kEmpty;
}
Value struct_format(Thread* T, Value self) {
  return layout_of(T, self) ? self.as<Record>()->get(0) : kEmpty;
}

const NativeMethod kStructMethods[] = {
    {"pack($self, /, *values)", struct_pack, "Return a bytes object containing the values packed by the format."},
    {"pack_into($self, buffer, offset, /, *values)", struct_pack_into,
     "Pack the values by the format and write them into the buffer."},
    {"unpack($self, buffer, /)", struct_unpack, "Return a tuple containing the values in the buffer."},
    {"unpack_from($self, /, buffer, offset=0)", struct_unpack_from,
     "Return a tuple containing the values in the buffer at the offset."},
    {"iter_unpack($self, buffer, /)", struct_iter_unpack,
     "An iterator of the tuples that the buffer holds one after another."},
    {nullptr, nullptr, nullptr}};
const NativeAttribute kStructAttributes[] = {{"format", struct_format, nullptr, "struct format string"},
                                             {"size", struct_size, nullptr, "struct size in bytes"},
                                             {nullptr, nullptr, nullptr, nullptr}};

const NativeMethod kFunctions[] = {
    {"calcsize(format, /)", calcsize, "Return size in bytes of the struct described by the format string."},
    {"pack(format, /, *values)", pack,
     "Return a bytes object containing the values packed according to the format string."},
    {"pack_into(format, buffer, offset, /, *values)", pack_into,
     "Pack the values according to the format string and write them into the buffer."},
    {"unpack(format, buffer, /)", unpack, "Return a tuple containing values unpacked according to the format string."},
    {"unpack_from(format, /, buffer, offset=0)", unpack_from,
     "Return a tuple containing values unpacked from the buffer at the offset."},
    {"iter_unpack(format, buffer, /)", iter_unpack,
     "An iterator of the tuples that the buffer holds one after another."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_struct_module(Thread* T) {
  static const TypeSlots slots = [] {
    TypeSlots s{};
    s.create = struct_create;
    s.initialize = struct_initialize;
    s.repr = struct_repr;
    s.finalize = struct_finalize;
    return s;
  }();
  static const NativeTypeSpec spec = {"_struct.Struct",
                                      Kind::kRecord,
                                      record_size(1, sizeof(std::atomic<Layout*>)),
                                      kTypeIsBuiltin | kTypeIsBase | kTypeSupportsWeakReferences,
                                      "A format, ready to be used.",
                                      &slots,
                                      kStructMethods,
                                      kStructAttributes,
                                      "(format)"};
  StructState& state = native_state<StructState>(T->runtime);
  Module* module = make_module(T, "_struct");
  if (module && !state.type) state.type = make_native_type(T, spec);
  if (!module || !state.type) return kEmpty;
  state.module = module;
  return add_functions(T, module, kFunctions) && module_set(T, module, "Struct", state.type) ? Value(module) : kEmpty;
}

}  // namespace gilded
