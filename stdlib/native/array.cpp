// array: sequences of numbers or characters of one C type, packed.
//
//   Array: | header | slot count, byte count | buffer | length | exports | kind |     RawBytes: | header | capacity |
//   items ... |
//
// Every access takes the object lock (free unless threads run in parallel). Growing replaces the buffer, so a reader
// that still holds the old one sees stale items, never freed memory. While `exports` views of it exist, nothing that
// resizes is allowed (BufferError).
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "vm/interpreter/interpreter.h"
#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/object/value_array.h"
#include "vm/object/warnings.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/bytes_methods.h"
#include "vm/types/dict.h"
#include "vm/types/float.h"
#include "vm/types/int.h"
#include "vm/types/iterators.h"
#include "vm/types/list.h"
#include "vm/types/memoryview.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/sequence.h"
#include "vm/types/slice.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

// One type code. `format` is what memoryview calls it.
struct ItemKind {
  char code;
  uint8_t size;
  const char* format;
  int8_t machine_format;  // of the pickled form: the number of the machine's layout in the documentation of array's
                          // pickles
};

constexpr ItemKind kItemKinds[] = {{'b', 1, "b", 1},  {'B', 1, "B", 0},  {'u', 4, "w", 20}, {'w', 4, "w", 20},
                                   {'h', 2, "h", 4},  {'H', 2, "H", 2},  {'i', 4, "i", 8},  {'I', 4, "I", 6},
                                   {'l', 8, "l", 12}, {'L', 8, "L", 10}, {'q', 8, "q", 12}, {'Q', 8, "Q", 10},
                                   {'f', 4, "f", 14}, {'d', 8, "d", 16}};

struct Array : Record {
  // slots[0] is the buffer, a RawBytes.
  std::atomic<int64_t> length;  // in items
  std::atomic<int64_t> exports;
  const ItemKind* kind;

  bool is_text() const { return kind->code == 'u' || kind->code == 'w'; }
};
static_assert(sizeof(Array) == record_size(1, 24));

Array* array_of(Value v) {
  return v.as<Array>();
}
bool is_array(Thread* T, Value v) {
  return is_kind(v, Kind::kRecord) && is_subtype(v.as_object()->type(), types(T).array);
}
RawBytes* buffer_of(Array* a) {
  Value buffer = a->slots[0].load();
  return buffer ? buffer.as<RawBytes>() : nullptr;
}
char* data_of(Array* a) {
  RawBytes* buffer = buffer_of(a);
  return buffer ? buffer->data() : nullptr;
}
size_t size_of(Array* a) {
  return static_cast<size_t>(a->length.load(std::memory_order_relaxed));
}
size_t bytes_of(Array* a) {
  return size_of(a) * a->kind->size;
}

const ItemKind* find_kind(char32_t code) {
  for (const ItemKind& kind : kItemKinds) {
    if (static_cast<char32_t>(kind.code) == code) return &kind;
  }
  return nullptr;
}

Array* make_array(Thread* T, Type* type, const ItemKind* kind) {
  auto* array = static_cast<Array*>(make_record(T, type, 1, 24));
  if (array) array->kind = kind;
  return array;
}

// An array of exact type with these items. Null: MemoryError.
Array* make_array_of(Thread* T, const ItemKind* kind, std::string_view bytes) {
  Array* array = make_array(T, types(T).array, kind);
  if (!array || bytes.empty()) return array;
  RawBytes* buffer = make_raw_bytes(T, bytes.size());
  if (!buffer) return nullptr;
  std::memcpy(buffer->data(), bytes.data(), bytes.size());
  heap_initialize(array, array->slots[0], Value(buffer));
  array->length.store(static_cast<int64_t>(bytes.size() / kind->size), std::memory_order_relaxed);
  return array;
}

std::string snapshot(Thread* T, Array* a) {
  ObjectLock lock(T, a);
  return std::string(data_of(a) ? data_of(a) : "", bytes_of(a));
}

// Replaces `count` items from `start` on by the items in `fresh`; the caller holds the lock and checked the range.
bool splice(Thread* T, Array* a, size_t start, size_t count, std::string_view fresh) {
  size_t width = a->kind->size, size = bytes_of(a), first = start * width, removed = count * width;
  size_t new_size = size - removed + fresh.size();
  if (new_size != size && a->exports.load(std::memory_order_acquire) > 0)
    return raise(T, Builtin::kBufferError, "cannot resize an array that is exporting buffers");
  RawBytes* buffer = buffer_of(a);
  if (!buffer || new_size > buffer->capacity) {
    RawBytes* larger = make_raw_bytes(T, std::max<size_t>(32, new_size + new_size / 8));
    if (!larger) return false;
    if (buffer) {
      std::memcpy(larger->data(), buffer->data(), first);
      std::memcpy(larger->data() + first + fresh.size(), buffer->data() + first + removed, size - first - removed);
    }
    if (!fresh.empty()) std::memcpy(larger->data() + first, fresh.data(), fresh.size());
    heap_store(a, a->slots[0], Value(larger));
  } else {
    if (first + removed != size && fresh.size() != removed)
      std::memmove(buffer->data() + first + fresh.size(), buffer->data() + first + removed, size - first - removed);
    if (!fresh.empty()) std::memcpy(buffer->data() + first, fresh.data(), fresh.size());
  }
  a->length.store(static_cast<int64_t>(new_size / width), std::memory_order_release);
  return true;
}

template <class C>
C load_as(const char* p) {
  C c;
  std::memcpy(&c, p, sizeof c);
  return c;
}

Value load_item(Thread* T, char code, const char* p) {
  switch (code) {
    case 'b':
      return Value::small_int(load_as<int8_t>(p));
    case 'B':
      return Value::small_int(load_as<uint8_t>(p));
    case 'h':
      return Value::small_int(load_as<int16_t>(p));
    case 'H':
      return Value::small_int(load_as<uint16_t>(p));
    case 'i':
      return Value::small_int(load_as<int32_t>(p));
    case 'I':
      return Value::small_int(load_as<uint32_t>(p));
    case 'l':
    case 'q':
      return make_int(T, load_as<int64_t>(p));
    case 'L':
    case 'Q':
      return make_int(T, load_as<uint64_t>(p));
    case 'f':
      return Value::from_double(static_cast<double>(load_as<float>(p)));
    case 'd':
      return Value::from_double(load_as<double>(p));
    default: {
      auto c = load_as<uint32_t>(p);
      if (c > 0x10ffff) return raise(T, Builtin::kValueError, "character U+{:x} is not in range [U+0000; U+10ffff]", c);
      return make_character(T, c);
    }
  }
}

// An item as C sees it: 8 bytes at most, in the machine's order.
struct Packed {
  char bytes[8];
  std::string_view view(const ItemKind* kind) const { return {bytes, kind->size}; }
};

// One item, whose size is known to the compiler in each case: no call.
void copy_item(char* to, const char* from, size_t size) {
  switch (size) {
    case 1:
      *to = *from;
      break;
    case 2:
      std::memcpy(to, from, 2);
      break;
    case 4:
      std::memcpy(to, from, 4);
      break;
    default:
      std::memcpy(to, from, 8);
      break;
  }
}

template <class C>
bool pack_small(Thread* T, Value v, Packed* out, const char* name) {
  int64_t i;
  if (v.is_small_int()) {
    i = v.as_small_int();
  } else {
    Value index = to_index(T, v);
    if (!index) return false;
    if (!int_fits_int64(index, &i))
      return raise(T, Builtin::kOverflowError, "Python int too large to convert to C long");
  }
  if (i < std::numeric_limits<C>::min()) return raise(T, Builtin::kOverflowError, "{} is less than minimum", name);
  if (i > std::numeric_limits<C>::max()) return raise(T, Builtin::kOverflowError, "{} is greater than maximum", name);
  C c = static_cast<C>(i);
  std::memcpy(out->bytes, &c, sizeof c);
  return true;
}

bool pack_unsigned(Thread* T, Value v, const ItemKind* kind, Packed* out) {
  Value index = to_index(T, v);
  if (!index) return false;
  bool is_long_long = kind->code == 'Q';
  if (int_sign(index) < 0)
    return raise_text(
        T, Builtin::kOverflowError,
        is_long_long ? "can't convert negative int to unsigned" : "can't convert negative value to unsigned int");
  if (int_bit_length(index) > 64)
    return raise_text(T, Builtin::kOverflowError,
                      is_long_long ? "int too big to convert" : "Python int too large to convert to C unsigned long");
  uint64_t word = mpz_get_ui(static_cast<mpz_srcptr>(IntOperand(index)));
  if (kind->code == 'I') {
    if (word > 0xffffffffu) return raise(T, Builtin::kOverflowError, "unsigned int is greater than maximum");
    auto narrow = static_cast<uint32_t>(word);
    std::memcpy(out->bytes, &narrow, 4);
  } else {
    std::memcpy(out->bytes, &word, 8);
  }
  return true;
}

// May run Python code.
bool pack_item(Thread* T, const ItemKind* kind, Value v, Packed* out) {
  switch (kind->code) {
    case 'b':
      return pack_small<int8_t>(T, v, out, "signed char");
    case 'B':
      return pack_small<uint8_t>(T, v, out, "unsigned byte integer");
    case 'h':
      return pack_small<int16_t>(T, v, out, "signed short integer");
    case 'H':
      return pack_small<uint16_t>(T, v, out, "unsigned short");
    case 'i':
      return pack_small<int32_t>(T, v, out, "signed integer");
    case 'I':
    case 'L':
    case 'Q':
      return pack_unsigned(T, v, kind, out);
    case 'l':
    case 'q': {
      Value index = v.is_small_int() ? v : to_index(T, v);
      int64_t i;
      if (!index) return false;
      if (!int_fits_int64(index, &i))
        return raise_text(T, Builtin::kOverflowError,
                          kind->code == 'q' ? "int too big to convert" : "Python int too large to convert to C long");
      std::memcpy(out->bytes, &i, 8);
      return true;
    }
    case 'f':
    case 'd': {
      double d;
      if (v.is_float()) {
        d = v.as_float();
      } else if (!to_double(T, v, &d)) {
        return false;
      }
      d = plain_float(d);
      if (kind->code == 'd') {
        std::memcpy(out->bytes, &d, 8);
      } else {
        auto f = static_cast<float>(d);
        std::memcpy(out->bytes, &f, 4);
      }
      return true;
    }
    default: {
      if (!is_string(v) || as_string(v)->length != 1)
        return raise(T, Builtin::kTypeError, "array item must be unicode character");
      uint32_t c = as_string(v)->at(0);
      std::memcpy(out->bytes, &c, 4);
      return true;
    }
  }
}

bool append_item(Thread* T, Array* a, Value v) {
  Packed item;
  if (!pack_item(T, a->kind, v, &item)) return false;
  ObjectLock lock(T, a);
  return splice(T, a, size_of(a), 0, item.view(a->kind));
}

bool append_bytes(Thread* T, Array* a, std::string_view bytes) {
  if (bytes.size() % a->kind->size) return raise(T, Builtin::kValueError, "bytes length not a multiple of item size");
  ObjectLock lock(T, a);
  return splice(T, a, size_of(a), 0, bytes);
}

bool append_text(Thread* T, Array* a, String* text) {
  std::string bytes(size_t{text->length} * 4, '\0');
  for (size_t i = 0; i < text->length; ++i) {
    uint32_t c = text->at(i);
    std::memcpy(bytes.data() + i * 4, &c, 4);
  }
  return append_bytes(T, a, bytes);
}

bool extend_array(Thread* T, Array* a, Value other) {
  if (is_array(T, other)) {
    if (array_of(other)->kind != a->kind)
      return raise(T, Builtin::kTypeError, "can only extend with array of same kind");
    return append_bytes(T, a, snapshot(T, array_of(other)));
  }
  return for_each(T, other, [&](Value item) { return append_item(T, a, item); });
}

Value array_create(Thread* T, Type* type, CallArguments arguments) {
  uint32_t count = arguments.positional_count();
  if (type->has_flag(kTypeIsBuiltin) && arguments.keyword_names && arguments.keyword_names->length)
    return raise(T, Builtin::kTypeError, "array.array() takes no keyword arguments");
  if (count < 1) return raise(T, Builtin::kTypeError, "array() takes at least 1 argument ({} given)", count);
  if (count > 2) return raise(T, Builtin::kTypeError, "array() takes at most 2 arguments ({} given)", count);
  Value code = arguments[0], source = count > 1 ? arguments[1] : kNone;
  if (!is_string(code) || as_string(code)->length != 1)
    return raise(T, Builtin::kTypeError, "array() argument 1 must be a unicode character, not {}", type_name(T, code));
  const ItemKind* kind = find_kind(as_string(code)->at(0));
  if (kind && kind->code == 'u' &&
      !warn(T, Builtin::kDeprecationWarning, "The 'u' type code is deprecated and will be removed in Python 3.16"))
    return kEmpty;
  bool is_text = kind && (kind->code == 'u' || kind->code == 'w');
  if (kind && !is_text && is_string(source))
    return raise(T, Builtin::kTypeError, "cannot use a str to initialize an array with typecode '{}'", kind->code);
  if (kind && !is_text && is_array(T, source) && array_of(source)->is_text())
    return raise(T, Builtin::kTypeError, "cannot use a unicode array to initialize an array with typecode '{}'",
                 kind->code);
  Value iterator = source;
  bool direct = count == 1 || is_list(source) || is_tuple(source) || is_bytes(source) || is_bytearray(source) ||
                (is_string(source) && is_text) || is_array(T, source);
  if (!direct && !(iterator = get_iterator(T, source))) return kEmpty;
  if (!kind) return raise(T, Builtin::kValueError, "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
  Array* array = make_array(T, type, kind);
  if (!array) return kEmpty;
  bool done = true;
  if (is_bytes(source) || is_bytearray(source)) {
    std::string bytes;
    {
      BytesOperand operand(T);
      if (!operand.get(source)) return kEmpty;
      bytes = operand.bytes();
    }
    done = append_bytes(T, array, bytes);
  } else if (is_string(source)) {
    done = append_text(T, array, as_string(source));
  } else if (is_array(T, source) && array_of(source)->kind->code == kind->code) {
    done = append_bytes(T, array, snapshot(T, array_of(source)));
  } else if (count > 1) {
    done = for_each(T, iterator, [&](Value item) { return append_item(T, array, item); });
  }
  return done ? Value(array) : kEmpty;
}

bool array_initialize(Thread*, Value, CallArguments) {
  return true;
}

Value array_to_list(Thread* T, Array* a) {
  std::string bytes = snapshot(T, a);
  size_t width = a->kind->size;
  List* list = make_list(T, bytes.size() / width);
  for (size_t i = 0; list && i < bytes.size(); i += width) {
    Value item = load_item(T, a->kind->code, bytes.data() + i);
    if (!item || !list_append(T, list, item)) return kEmpty;
  }
  return list;
}

Value text_of(Thread* T, Array* a) {
  std::string bytes = snapshot(T, a);
  StringBuilder builder;
  for (size_t i = 0; i < bytes.size(); i += 4) {
    auto c = load_as<uint32_t>(bytes.data() + i);
    if (c > 0x10ffff) return raise(T, Builtin::kValueError, "character U+{:x} is not in range [U+0000; U+10ffff]", c);
    builder.append(c);
  }
  return builder.build(T);
}

Value array_repr(Thread* T, Value self) {
  Array* a = array_of(self);
  std::string name = short_name(self.as_object()->type());
  if (!size_of(a)) return make_string(T, fmt::format("{}('{}')", name, a->kind->code));
  Value content = a->is_text() ? text_of(T, a) : array_to_list(T, a);
  String* text = content ? to_repr(T, content) : nullptr;
  return text ? Value(make_string(T, fmt::format("{}('{}', {})", name, a->kind->code, to_utf8(text)))) : kEmpty;
}

int64_t array_length(Thread*, Value self) {
  return array_of(self)->length.load(std::memory_order_acquire);
}

// EMPTY without an exception: out of range.
Value item_or_nothing(Thread* T, Array* a, int64_t index) {
  Packed item;
  {
    ObjectLock lock(T, a);
    if (index >= static_cast<int64_t>(size_of(a))) return kEmpty;
    copy_item(item.bytes, data_of(a) + index * a->kind->size, a->kind->size);
  }
  return load_item(T, a->kind->code, item.bytes);
}

std::string gather(std::string_view bytes, size_t width, int64_t start, int64_t step, int64_t count) {
  std::string out;
  if (count <= 0) return out;
  if (step == 1) {
    out = bytes.substr(static_cast<size_t>(start) * width, static_cast<size_t>(count) * width);
  } else {
    for (int64_t i = 0; i < count; ++i) out += bytes.substr(static_cast<size_t>(start + i * step) * width, width);
  }
  return out;
}

Value array_get_item(Thread* T, Value self, Value key) {
  Array* a = array_of(self);
  if (key.is_small_int() && key.as_small_int() >= 0) {
    Value item = item_or_nothing(T, a, key.as_small_int());
    return item || T->has_exception() ? item : raise(T, Builtin::kIndexError, "array index out of range");
  }
  if (is_slice(key)) {
    int64_t start, stop, step;
    if (!slice_unpack(T, key.as<Slice>(), &start, &stop, &step)) return kEmpty;
    // Only what is asked for is copied: a short piece of a long array costs no more than of a short one.
    std::string piece;
    {
      ObjectLock lock(T, a);
      int64_t length = a->length.load(std::memory_order_acquire);
      std::string_view bytes(data_of(a) ? data_of(a) : "", static_cast<size_t>(length) * a->kind->size);
      int64_t count = slice_adjust(length, &start, &stop, step);
      piece = gather(bytes, a->kind->size, start, step, count);
    }
    return make_array_of(T, a->kind, piece);
  }
  if (!has_index(T, key)) return raise(T, Builtin::kTypeError, "array indices must be integers");
  int64_t index;
  if (!item_index(T, key, &index)) return kEmpty;
  if (index < 0) index += a->length.load(std::memory_order_acquire);
  Value item = index < 0 ? kEmpty : item_or_nothing(T, a, index);
  return item || T->has_exception() ? item : raise(T, Builtin::kIndexError, "array index out of range");
}

bool set_slice(Thread* T, Value self, Slice* slice, Value value) {
  Array* a = array_of(self);
  size_t width = a->kind->size;
  std::string fresh;
  if (value) {
    if (!is_array(T, value))
      return raise(T, Builtin::kTypeError, "can only assign array (not \"{}\") to array slice", type_name(T, value));
    if (array_of(value)->kind != a->kind)
      return raise(T, Builtin::kTypeError, "bad argument type for built-in operation");
    fresh = snapshot(T, array_of(value));
  }
  int64_t start, stop, step;
  if (!slice_unpack(T, slice, &start, &stop, &step)) return false;
  ObjectLock lock(T, a);
  int64_t count = std::max<int64_t>(0, slice_adjust(static_cast<int64_t>(size_of(a)), &start, &stop, step));
  if (step == 1) return splice(T, a, static_cast<size_t>(start), static_cast<size_t>(count), fresh);
  if (value) {
    auto given = static_cast<int64_t>(fresh.size() / width);
    if (given != count)
      return raise(T, Builtin::kValueError, "attempt to assign array of size {} to extended slice of size {}", given,
                   count);
    for (int64_t i = 0; i < count; ++i)
      std::memcpy(data_of(a) + static_cast<size_t>(start + i * step) * width,
                  fresh.data() + static_cast<size_t>(i) * width, width);
    return true;
  }
  if (count == 0) return true;
  std::vector<bool> removed(size_of(a));
  for (int64_t i = 0; i < count; ++i) removed[static_cast<size_t>(start + i * step)] = true;
  std::string kept;
  for (size_t i = 0; i < removed.size(); ++i) {
    if (!removed[i]) kept.append(data_of(a) + i * width, width);
  }
  return splice(T, a, 0, removed.size(), kept);
}

bool array_set_item(Thread* T, Value self, Value key, Value value) {
  Array* a = array_of(self);
  int64_t index;
  if (key.is_small_int()) {
    index = key.as_small_int();
  } else {
    if (is_slice(key)) return set_slice(T, self, key.as<Slice>(), value);
    if (!has_index(T, key)) return raise(T, Builtin::kTypeError, "array indices must be integers");
    if (!item_index(T, key, &index)) return false;
  }
  int64_t length = a->length.load(std::memory_order_acquire);
  if (index < 0) index += length;
  if (index < 0 || index >= length) return raise(T, Builtin::kIndexError, "array assignment index out of range");
  Packed item;
  if (value && !pack_item(T, a->kind, value, &item)) return false;
  ObjectLock lock(T, a);
  // Packing may have run Python code, and other threads are about.
  if (index >= static_cast<int64_t>(size_of(a)))
    return raise(T, Builtin::kIndexError, "array assignment index out of range");
  if (!value) return splice(T, a, static_cast<size_t>(index), 1, {});
  copy_item(data_of(a) + index * a->kind->size, item.bytes, a->kind->size);
  return true;
}

Value array_iterate(Thread* T, Value self) {
  return make_simple_iterator(T, types(T).array_iterator, self);
}

Value iterator_next(Thread* T, Value self) {
  auto* iterator = self.as<Iterator>();
  Value source = iterator->source.load();
  if (!source) return kEmpty;
  int64_t index;
  if (T->parallel()) {
    index = iterator->index.fetch_add(1, std::memory_order_relaxed);
  } else {
    // Nobody comes in between, and the processor need not be told so.
    index = iterator->index.load(std::memory_order_relaxed);
    iterator->index.store(index + 1, std::memory_order_relaxed);
  }
  Value item = item_or_nothing(T, array_of(source), index);
  if (!item && !T->has_exception()) heap_store(iterator, iterator->source, kEmpty);
  return item;
}

Value iterator_reduce(Thread* T, Arguments args) {
  auto* iterator = args[0].as<Iterator>();
  Value source = iterator->source.load();
  if (!source) {
    Value function = find_builtin(T, "iter");
    Tuple* nothing = make_tuple(T, {Value(make_tuple(T, 0))});
    return function && nothing ? Value(make_tuple(T, {function, Value(nothing)})) : kEmpty;
  }
  Value function = find_builtin(T, "iter");
  Tuple* arguments = make_tuple(T, {source});
  return function && arguments ? Value(make_tuple(T, {function, Value(arguments), make_int(T, iterator->index.load())}))
                               : kEmpty;
}

Value iterator_set_state(Thread* T, Arguments args) {
  int64_t index;
  if (!to_int64(T, args[1], &index)) return kEmpty;
  auto* iterator = args[0].as<Iterator>();
  if (iterator->source.load()) iterator->index.store(std::max<int64_t>(0, index));
  return kNone;
}

int array_contains(Thread* T, Value self, Value item) {
  Array* a = array_of(self);
  for (int64_t i = 0;; ++i) {
    Value candidate = item_or_nothing(T, a, i);
    if (!candidate) return T->has_exception() ? -1 : 0;
    int result = equal(T, candidate, item);
    if (result) return result;
  }
}

Value array_compare(Thread* T, Value self, Value other, CompareOperator op) {
  if (!is_array(T, self) || !is_array(T, other)) return kNotImplemented;
  Array *a = array_of(self), *b = array_of(other);
  bool equality = op == CompareOperator::kEqual || op == CompareOperator::kNotEqual;
  if (equality && size_of(a) != size_of(b)) return Value::boolean(op == CompareOperator::kNotEqual);
  for (int64_t i = 0;; ++i) {
    Value x = item_or_nothing(T, a, i), y = item_or_nothing(T, b, i);
    if (T->has_exception()) return kEmpty;
    if (!x || !y) return Value::boolean(compare_results(x ? 1 : y ? -1 : 0, op));
    Value same = compare(T, x, y, CompareOperator::kEqual);
    bool is_same;
    if (!same || !truth(T, same, &is_same)) return kEmpty;
    if (is_same) continue;
    return equality ? Value::boolean(op == CompareOperator::kNotEqual) : compare(T, x, y, op);
  }
}

Value array_add(Thread* T, Value left, Value right) {
  if (!is_array(T, left)) return kNotImplemented;
  if (!is_array(T, right))
    return raise(T, Builtin::kTypeError, "can only append array (not \"{}\") to array", type_name(T, right));
  if (array_of(left)->kind != array_of(right)->kind)
    return raise(T, Builtin::kTypeError, "bad argument type for built-in operation");
  return make_array_of(T, array_of(left)->kind, snapshot(T, array_of(left)) + snapshot(T, array_of(right)));
}

bool repeated(Thread* T, Array* a, Value count_value, std::string* out) {
  int64_t count;
  if (!repeat_count(T, count_value, &count)) return false;
  std::string bytes = snapshot(T, a);
  if (count <= 0 || bytes.empty()) return true;
  if (static_cast<uint64_t>(count) > kMaxSequenceLength / bytes.size()) return raise_memory_error(T);
  out->reserve(bytes.size() * static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) *out += bytes;
  return true;
}

Value array_multiply(Thread* T, Value left, Value right) {
  if (!is_array(T, left)) std::swap(left, right);
  if (!has_index(T, right))
    return raise(T, Builtin::kTypeError, "can't multiply sequence by non-int of type '{}'", type_name(T, right));
  std::string bytes;
  return repeated(T, array_of(left), right, &bytes) ? Value(make_array_of(T, array_of(left)->kind, bytes)) : kEmpty;
}

Value array_inplace_add(Thread* T, Value self, Value other) {
  if (!is_array(T, other))
    return raise(T, Builtin::kTypeError, "can only extend array with array (not \"{}\")", type_name(T, other));
  return extend_array(T, array_of(self), other) ? self : kEmpty;
}

Value array_inplace_multiply(Thread* T, Value self, Value other) {
  if (!has_index(T, other))
    return raise(T, Builtin::kTypeError, "can't multiply sequence by non-int of type '{}'", type_name(T, other));
  std::string bytes;
  Array* a = array_of(self);
  if (!repeated(T, a, other, &bytes)) return kEmpty;
  ObjectLock lock(T, a);
  return splice(T, a, 0, size_of(a), bytes) ? self : kEmpty;
}

void release_export(BufferView* view) {
  view->owner.as<Array>()->exports.fetch_sub(1, std::memory_order_acq_rel);
}

bool array_buffer(Thread* T, Value self, BufferView* out) {
  static const char kNothing[1] = {0};
  Array* a = array_of(self);
  ObjectLock lock(T, a);
  a->exports.fetch_add(1, std::memory_order_acq_rel);
  out->data = data_of(a) ? data_of(a) : const_cast<char*>(kNothing);  // of no length
  out->length = bytes_of(a);
  out->read_only = false;
  out->owner = self;
  out->release = release_export;
  out->format = a->kind->format;
  out->item_size = a->kind->size;
  return true;
}

// --- Methods

Value append_method(Thread* T, Arguments args) {
  return append_item(T, array_of(args[0]), args[1]) ? kNone : kEmpty;
}
Value extend_method(Thread* T, Arguments args) {
  return extend_array(T, array_of(args[0]), args[1]) ? kNone : kEmpty;
}

Value insert_method(Thread* T, Arguments args) {
  Array* a = array_of(args[0]);
  int64_t index;
  Packed item;
  if (!to_int64(T, args[1], &index) || !pack_item(T, a->kind, args[2], &item)) return kEmpty;
  ObjectLock lock(T, a);
  auto length = static_cast<int64_t>(size_of(a));
  if (index < 0) index = std::max<int64_t>(0, index + length);
  return splice(T, a, static_cast<size_t>(std::min(index, length)), 0, item.view(a->kind)) ? kNone : kEmpty;
}

Value pop_method(Thread* T, Arguments args) {
  Array* a = array_of(args[0]);
  int64_t index = -1;
  if (args.has(1) && !to_int64(T, args[1], &index)) return kEmpty;
  Packed item;
  {
    ObjectLock lock(T, a);
    auto length = static_cast<int64_t>(size_of(a));
    if (length == 0) return raise(T, Builtin::kIndexError, "pop from empty array");
    if (index < 0) index += length;
    if (index < 0 || index >= length) return raise(T, Builtin::kIndexError, "pop index out of range");
    std::memcpy(item.bytes, data_of(a) + index * a->kind->size, a->kind->size);
    if (!splice(T, a, static_cast<size_t>(index), 1, {})) return kEmpty;
  }
  return load_item(T, a->kind->code, item.bytes);
}

// The first item equal to `wanted` from `start` on; -1: none; -2: raised.
int64_t find_item(Thread* T, Array* a, Value wanted, int64_t start, int64_t stop) {
  for (int64_t i = start; i < stop; ++i) {
    Value item = item_or_nothing(T, a, i);
    if (!item) return T->has_exception() ? -2 : -1;
    int result = equal(T, item, wanted);
    if (result) return result < 0 ? -2 : i;
  }
  return -1;
}

Value index_method(Thread* T, Arguments args) {
  Array* a = array_of(args[0]);
  int64_t start = 0, stop = std::numeric_limits<int64_t>::max();
  if (!slice_index(T, args[2], &start, false) || !slice_index(T, args[3], &stop, false)) return kEmpty;
  adjust_search(static_cast<int64_t>(size_of(a)), &start, &stop);
  int64_t found = find_item(T, a, args[1], start, stop);
  if (found == -1) return raise(T, Builtin::kValueError, "array.index(x): x not in array");
  return found < 0 ? kEmpty : make_int(T, found);
}

Value remove_method(Thread* T, Arguments args) {
  Array* a = array_of(args[0]);
  int64_t found = find_item(T, a, args[1], 0, std::numeric_limits<int64_t>::max());
  if (found == -1) return raise(T, Builtin::kValueError, "array.remove(x): x not in array");
  if (found < 0) return kEmpty;
  ObjectLock lock(T, a);
  if (found >= static_cast<int64_t>(size_of(a))) return kNone;
  return splice(T, a, static_cast<size_t>(found), 1, {}) ? kNone : kEmpty;
}

Value count_method(Thread* T, Arguments args) {
  Array* a = array_of(args[0]);
  int64_t count = 0;
  for (int64_t i = 0;; ++i) {
    Value item = item_or_nothing(T, a, i);
    if (!item) return T->has_exception() ? kEmpty : make_int(T, count);
    int result = equal(T, item, args[1]);
    if (result < 0) return kEmpty;
    count += result;
  }
}

Value clear_method(Thread* T, Arguments args) {
  Array* a = array_of(args[0]);
  ObjectLock lock(T, a);
  return splice(T, a, 0, size_of(a), {}) ? kNone : kEmpty;
}

Value reverse_method(Thread* T, Arguments args) {
  Array* a = array_of(args[0]);
  ObjectLock lock(T, a);
  size_t width = a->kind->size;
  char* data = data_of(a);
  for (size_t i = 0, j = size_of(a); i + 1 < j; ++i) {
    --j;
    std::swap_ranges(data + i * width, data + (i + 1) * width, data + j * width);
  }
  return kNone;
}

Value byteswap_method(Thread* T, Arguments args) {
  Array* a = array_of(args[0]);
  ObjectLock lock(T, a);
  size_t width = a->kind->size;
  for (size_t i = 0; width > 1 && i < bytes_of(a); i += width) std::reverse(data_of(a) + i, data_of(a) + i + width);
  return kNone;
}

Value buffer_info_method(Thread* T, Arguments args) {
  Array* a = array_of(args[0]);
  Value address = make_int(T, static_cast<uint64_t>(reinterpret_cast<uintptr_t>(data_of(a))));
  return make_tuple(T, {address, make_int(T, a->length.load())});
}

Value to_list_method(Thread* T, Arguments args) {
  return array_to_list(T, array_of(args[0]));
}
Value to_bytes_method(Thread* T, Arguments args) {
  return make_bytes(T, snapshot(T, array_of(args[0])));
}

Value from_list_method(Thread* T, Arguments args) {
  Array* a = array_of(args[0]);
  if (!is_list(args[1])) return raise(T, Builtin::kTypeError, "arg must be list");
  List* list = args[1].as<List>();
  std::string bytes;
  int64_t size = list->size();
  for (int64_t i = 0; i < size; ++i) {
    Value v = list_get(T, list, i);
    Packed item;
    if (!v) return raise(T, Builtin::kRuntimeError, "list changed size during iteration");
    if (!pack_item(T, a->kind, v, &item)) return kEmpty;
    if (list->size() != size) return raise(T, Builtin::kRuntimeError, "list changed size during iteration");
    bytes += item.view(a->kind);
  }
  return append_bytes(T, a, bytes) ? kNone : kEmpty;
}

Value from_bytes_method(Thread* T, Arguments args) {
  std::string bytes;
  {
    BytesOperand operand(T);
    if (!operand.get(args[1])) return kEmpty;
    bytes = operand.bytes();
  }
  return append_bytes(T, array_of(args[0]), bytes) ? kNone : kEmpty;
}

Value from_file_method(Thread* T, Arguments args) {
  Array* a = array_of(args[0]);
  int64_t count;
  if (!to_int64(T, args[2], &count)) return kEmpty;
  if (count < 0) return raise(T, Builtin::kValueError, "negative count");
  if (static_cast<uint64_t>(count) > kMaxSequenceLength) return raise_memory_error(T);
  Value bytes = call_method(T, args[1], intern(T, "read"), {make_int(T, count * a->kind->size)});
  if (!bytes) return kEmpty;
  if (!is_bytes(bytes)) return raise(T, Builtin::kTypeError, "read() didn't return bytes");
  bool is_short = static_cast<int64_t>(bytes.as<Bytes>()->length) != count * a->kind->size;
  if (!append_bytes(T, a, bytes.as<Bytes>()->view())) return kEmpty;
  return is_short ? raise(T, Builtin::kEOFError, "read() didn't return enough bytes") : kNone;
}

Value to_file_method(Thread* T, Arguments args) {
  constexpr size_t kBlock = 64 * 1024;
  String* write = intern(T, "write");
  std::string bytes = snapshot(T, array_of(args[0]));
  for (size_t i = 0; i < bytes.size(); i += kBlock) {
    Value block = make_bytes(T, std::string_view(bytes).substr(i, kBlock));
    if (!block || !call_method(T, args[1], write, {block})) return kEmpty;
  }
  return kNone;
}

Value from_unicode_method(Thread* T, Arguments args) {
  Array* a = array_of(args[0]);
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "fromunicode() argument must be str, not {}", argument_type_name(T, args[1]));
  if (!a->is_text())
    return raise(T, Builtin::kValueError, "fromunicode() may only be called on unicode type arrays ('u' or 'w')");
  return append_text(T, a, as_string(args[1])) ? kNone : kEmpty;
}

Value to_unicode_method(Thread* T, Arguments args) {
  Array* a = array_of(args[0]);
  if (!a->is_text())
    return raise(T, Builtin::kValueError, "tounicode() may only be called on unicode type arrays ('u' or 'w')");
  return text_of(T, a);
}

Value copy_method(Thread* T, Arguments args) {
  return make_array_of(T, array_of(args[0])->kind, snapshot(T, array_of(args[0])));
}

Value code_of(Thread* T, Value self) {
  return make_character(T, static_cast<char32_t>(array_of(self)->kind->code));
}

Value reduce_ex_method(Thread* T, Arguments args) {
  Array* a = array_of(args[0]);
  int64_t protocol;
  if (!to_int64(T, args[1], &protocol)) return kEmpty;
  Value attributes = find_attribute(T, args[0], names(T).dunder_dict);
  if (!attributes) {
    if (T->has_exception()) return kEmpty;
    attributes = kNone;
  }
  Value type = args[0].as_object()->type(), code = code_of(T, args[0]);
  if (protocol < 3) {
    Value list = a->is_text() ? text_of(T, a) : array_to_list(T, a);
    Tuple* arguments = list ? make_tuple(T, {code, list}) : nullptr;
    return arguments ? Value(make_tuple(T, {type, Value(arguments), attributes})) : kEmpty;
  }
  Value module = call(T, find_builtin(T, "__import__"), {Value(intern(T, "array"))});
  Value function = module ? get_attribute(T, module, "_array_reconstructor") : kEmpty;
  Value bytes = make_bytes(T, snapshot(T, a));
  Tuple* arguments =
      function && bytes ? make_tuple(T, {type, code, Value::small_int(a->kind->machine_format), bytes}) : nullptr;
  return arguments ? Value(make_tuple(T, {function, Value(arguments), attributes})) : kEmpty;
}

Value sizeof_method(Thread* T, Arguments args) {
  RawBytes* buffer = buffer_of(array_of(args[0]));
  return make_int(T, static_cast<int64_t>(sizeof(Array) + (buffer ? buffer->capacity : 0)));
}

const NativeMethod kMethods[] = {
    {"append($self, v, /)", append_method, "Append new value v to the end of the array.", kNoSwitchAfterCall},
    {"buffer_info($self, /)", buffer_info_method,
     "The address and the number of items of the memory that holds the array."},
    {"byteswap($self, /)", byteswap_method, "Reverse the bytes of every item."},
    {"clear($self, /)", clear_method, "Remove all items."},
    {"count($self, v, /)", count_method, "Number of items equal to v."},
    {"extend($self, bb, /)", extend_method, "Append the items of an array or another iterable."},
    {"frombytes($self, buffer, /)", from_bytes_method, "Append items from their machine representation."},
    {"fromfile($self, f, n, /)", from_file_method, "Read n items from the file f and append them."},
    {"fromlist($self, list, /)", from_list_method, "Append the items of a list; nothing when one does not fit."},
    {"fromunicode($self, ustr, /)", from_unicode_method, "Append the characters of a string."},
    {"index($self, v, start=0, stop=sys.maxsize, /)", index_method, "Index of the first item equal to v."},
    {"insert($self, i, v, /)", insert_method, "Insert an item before position i."},
    {"pop($self, i=-1, /)", pop_method, "Remove the item at i and return it."},
    {"remove($self, v, /)", remove_method, "Remove the first item equal to v."},
    {"reverse($self, /)", reverse_method, "Reverse the order of the items."},
    {"tobytes($self, /)", to_bytes_method, "The machine representation of the items."},
    {"tofile($self, f, /)", to_file_method, "Write the machine representation of the items to the file f."},
    {"tolist($self, /)", to_list_method, "A list of the same items."},
    {"tounicode($self, /)", to_unicode_method, "The characters as a string."},
    {"__copy__($self, /)", copy_method, "A copy of the array."},
    {"__deepcopy__($self, unused, /)", copy_method, "A copy of the array."},
    {"__reduce_ex__($self, value, /)", reduce_ex_method, "State information for pickling."},
    {"__sizeof__($self, /)", sizeof_method, "Size of the array in memory, in bytes."},
    {"__class_getitem__($type, item, /)", class_getitem, "See PEP 585", kClassMethod},
    {nullptr, nullptr, nullptr}};

const NativeAttribute kAttributes[] = {
    {"typecode", code_of, nullptr, "the typecode character used to create the array"},
    {"itemsize", [](Thread*, Value self) { return Value::small_int(array_of(self)->kind->size); }, nullptr,
     "the size, in bytes, of one array item"},
    {nullptr, nullptr, nullptr, nullptr}};

const TypeSlots kArraySlots = [] {
  TypeSlots slots{};
  slots.create = array_create;
  slots.initialize = array_initialize;
  slots.repr = array_repr;
  slots.compare = array_compare;
  slots.iterate = array_iterate;
  slots.length = array_length;
  slots.get_item = array_get_item;
  slots.set_item = array_set_item;
  slots.contains = array_contains;
  slots.binary[static_cast<int>(BinaryOperator::kAdd)] = array_add;
  slots.binary[static_cast<int>(BinaryOperator::kMultiply)] = array_multiply;
  slots.inplace[static_cast<int>(BinaryOperator::kAdd)] = array_inplace_add;
  slots.inplace[static_cast<int>(BinaryOperator::kMultiply)] = array_inplace_multiply;
  slots.buffer = array_buffer;
  slots.release_buffer = release_view_of;
  return slots;
}();

const NativeTypeSpec kArraySpec = {
    "array.array",
    Kind::kRecord,
    sizeof(Array),
    kTypeIsBuiltin | kTypeIsBase | kTypeIsSequence | kTypeSupportsWeakReferences,
    "array(typecode [, initializer]) -> array\n\nAn array of items of one C type, given by a letter.",
    &kArraySlots,
    kMethods,
    kAttributes};

const TypeSlots kIteratorSlots = [] {
  TypeSlots slots{};
  slots.iterate = iterator_self;
  slots.next = iterator_next;
  return slots;
}();

const NativeMethod kIteratorMethods[] = {
    {"__reduce__($self, /)", iterator_reduce, "State information for pickling."},
    {"__setstate__($self, state, /)", iterator_set_state, "Set state information for unpickling."},
    {nullptr, nullptr, nullptr}};

const NativeTypeSpec kIteratorSpec = {"array.arrayiterator", Kind::kIterator, sizeof(Iterator),
                                      kTypeIsBuiltin,        nullptr,         &kIteratorSlots,
                                      kIteratorMethods,      nullptr};

// --- Pickles of other machines

struct MachineFormat {
  size_t size;
  bool is_signed, big_endian;
  char family;  // i: integer, f: IEEE float, u: UTF-16 or UTF-32
};

constexpr MachineFormat kMachineFormats[] = {
    {1, false, false, 'i'}, {1, true, false, 'i'}, {2, false, false, 'i'}, {2, false, true, 'i'},
    {2, true, false, 'i'},  {2, true, true, 'i'},  {4, false, false, 'i'}, {4, false, true, 'i'},
    {4, true, false, 'i'},  {4, true, true, 'i'},  {8, false, false, 'i'}, {8, false, true, 'i'},
    {8, true, false, 'i'},  {8, true, true, 'i'},  {4, true, false, 'f'},  {4, true, true, 'f'},
    {8, true, false, 'f'},  {8, true, true, 'f'},  {2, false, false, 'u'}, {2, false, true, 'u'},
    {4, false, false, 'u'}, {4, false, true, 'u'}};

Value reconstruct(Thread* T, Arguments args) {
  int64_t format_number;
  if (!is_kind(args[0], Kind::kType))
    return raise(T, Builtin::kTypeError, "first argument must be a type object, not {}", type_name(T, args[0]));
  Type* type = args[0].as<Type>();
  if (!is_subtype(type, types(T).array))
    return raise(T, Builtin::kTypeError, "{} is not a subtype of array.array", name_of(type));
  if (!is_string(args[1]) || as_string(args[1])->length != 1)
    return raise(T, Builtin::kTypeError, "_array_reconstructor() argument 2 must be a unicode character, not {}",
                 type_name(T, args[1]));
  const ItemKind* kind = find_kind(as_string(args[1])->at(0));
  if (!kind) return raise(T, Builtin::kValueError, "second argument must be a valid type code");
  if (!to_int64(T, args[2], &format_number)) return kEmpty;
  if (format_number < 0 || format_number >= static_cast<int64_t>(std::size(kMachineFormats)))
    return raise(T, Builtin::kValueError, "third argument must be a valid machine format code.");
  if (!is_bytes(args[3]))
    return raise(T, Builtin::kTypeError, "fourth argument should be bytes, not {}", type_name(T, args[3]));
  const MachineFormat& format = kMachineFormats[format_number];
  std::string_view bytes = args[3].as<Bytes>()->view();
  Array* array = make_array(T, type, kind);
  if (!array) return kEmpty;
  if (format_number == kind->machine_format) return append_bytes(T, array, bytes) ? Value(array) : kEmpty;
  if (bytes.size() % format.size) return raise(T, Builtin::kValueError, "string length not a multiple of item size");
  if (format.family == 'u') {
    const char* encoding = format.size == 2    ? (format.big_endian ? "utf-16-be" : "utf-16-le")
                           : format.big_endian ? "utf-32-be"
                                               : "utf-32-le";
    Value text = call_method(T, args[3], intern(T, "decode"), {Value(make_string(T, std::string_view(encoding)))});
    return text && append_text(T, array, as_string(text)) ? Value(array) : kEmpty;
  }
  for (size_t i = 0; i < bytes.size(); i += format.size) {
    std::string item(bytes.substr(i, format.size));
    if (format.big_endian) std::reverse(item.begin(), item.end());
    Value v;
    if (format.family == 'f') {
      v = load_item(T, format.size == 4 ? 'f' : 'd', item.data());
    } else {
      v = int_from_bytes(T, reinterpret_cast<const unsigned char*>(item.data()), item.size(), true, format.is_signed);
    }
    if (!v || !append_item(T, array, v)) return kEmpty;
  }
  return array;
}

const NativeMethod kFunctions[] = {{"_array_reconstructor(arraytype, typecode, mformat_code, items, /)", reconstruct,
                                    "Internal. Used for pickling support."},
                                   {nullptr, nullptr, nullptr}};

}  // namespace

// Tells collections.abc, if it is there, that an array is a MutableSequence; if it comes later, it looks for this
// module.
static bool register_as_sequence(Thread* T, Value type) {
  Value modules = import_attribute(T, "sys", "modules");
  if (!modules || !is_dict(modules)) return bool(modules);
  Value abstract = dict_get(modules.as<Dict>(), intern(T, "_collections_abc"));
  if (!abstract || abstract.is_none()) return true;
  Value sequence = find_attribute(T, abstract, intern(T, "MutableSequence"));
  if (!sequence) return !T->has_exception();
  return bool(call_method(T, sequence, intern(T, "register"), {type}));
}

Value initialize_array_module(Thread* T) {
  Module* module = make_module(T, "array");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  BuiltinTypes& all = T->runtime->types;
  if (!all.array) {
    Type* iterator_type = make_native_type(T, kIteratorSpec);
    all.array_iterator = iterator_type;
    all.array = iterator_type ? make_native_type(T, kArraySpec) : nullptr;
  }
  std::string codes;
  for (const ItemKind& kind : kItemKinds) codes += kind.code;
  bool done = all.array && module_set(T, module, "array", all.array) && module_set(T, module, "ArrayType", all.array) &&
              module_set(T, module, "typecodes", make_string(T, codes));
  return done && register_as_sequence(T, all.array) ? Value(module) : kEmpty;
}

}  // namespace gilded
