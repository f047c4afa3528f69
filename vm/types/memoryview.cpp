#include "vm/types/memoryview.h"

#include <cmath>
#include <cstring>
#include <string>

#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/bytes_methods.h"
#include "vm/types/float.h"
#include "vm/types/int.h"
#include "vm/types/iterators.h"
#include "vm/types/list.h"
#include "vm/types/sequence.h"
#include "vm/types/slice.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

MemoryView* view_of(Value v) {
  return v.as<MemoryView>();
}

bool is_released(MemoryView* m) {
  return !m->object.load();
}

bool check_open(Thread* T, MemoryView* m) {
  return !is_released(m) || raise(T, Builtin::kValueError, "operation forbidden on released memoryview object");
}

char format_code(const MemoryView* m) {
  return m->format[0] == '@' ? m->format[1] : m->format[0];
}

int64_t size_of_code(char code) {
  switch (code) {
    case 'b':
    case 'B':
    case 'c':
    case '?':
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
    case 'q':
    case 'Q':
    case 'n':
    case 'N':
    case 'd':
    case 'P':
      return 8;
    default:
      return 0;
  }
}

template <class X>
X read(const char* p) {
  X x;
  std::memcpy(&x, p, sizeof x);
  return x;
}

// What lies at `p`, which no other thread changes.
Value unpack(Thread* T, const MemoryView* m, const char* p) {
  switch (format_code(m)) {
    case 'b':
      return Value::small_int(static_cast<signed char>(*p));
    case 'B':
      return Value::small_int(static_cast<unsigned char>(*p));
    case 'c':
      return make_bytes(T, {p, 1});
    case '?':
      return Value::boolean(*p != 0);
    case 'h':
      return Value::small_int(read<int16_t>(p));
    case 'H':
      return Value::small_int(read<uint16_t>(p));
    case 'i':
      return Value::small_int(read<int32_t>(p));
    case 'I':
      return Value::small_int(read<uint32_t>(p));
    case 'l':
    case 'q':
    case 'n':
      return make_int(T, read<int64_t>(p));
    case 'L':
    case 'Q':
    case 'N':
    case 'P':
      return make_int(T, read<uint64_t>(p));
    case 'e':
      return Value::from_double(half_value(read<uint16_t>(p)));
    case 'f':
      return Value::from_double(static_cast<double>(read<float>(p)));
    case 'd':
      return Value::from_double(read<double>(p));
    default:
      return raise(T, Builtin::kNotImplementedError, "memoryview: format {} not supported", m->format);
  }
}

constexpr size_t kLargestItem = 8;

// The item at `p` inside the viewed bytes.
Value load_item(Thread* T, const MemoryView* m, const char* p) {
  char item[kLargestItem];
  {
    ObjectLock lock(T, bytes_owner(m->object.load()));
    std::memcpy(item, p, static_cast<size_t>(m->item_size));
  }
  return unpack(T, m, item);
}

template <class X>
bool store_integer(Thread* T, const MemoryView* m, char* p, Value v) {
  if (!is_int(v) && !type_of(T, v)->slots.index)
    return raise(T, Builtin::kTypeError, "memoryview: invalid type for format '{}'", m->format);
  Value index = to_index(T, v);
  if (!index) return false;
  int64_t i = 0;
  bool fits;
  uint64_t bits = 0;
  if constexpr (std::is_same_v<X, uint64_t>) {
    fits = int_sign(index) >= 0 && int_bit_length(index) <= 64;
    if (fits) bits = mpz_get_ui(static_cast<mpz_srcptr>(IntOperand(index)));
  } else {
    fits = int_fits_int64(index, &i) && i >= static_cast<int64_t>(std::numeric_limits<X>::min()) &&
           i <= static_cast<int64_t>(std::numeric_limits<X>::max());
    bits = static_cast<uint64_t>(i);
  }
  if (!fits) return raise(T, Builtin::kValueError, "memoryview: invalid value for format '{}'", m->format);
  X x = static_cast<X>(bits);
  std::memcpy(p, &x, sizeof x);
  return true;
}

// Writes the value in the view's format to `p`, which no other thread knows.
bool pack(Thread* T, const MemoryView* m, char* p, Value v) {
  switch (format_code(m)) {
    case 'b':
      return store_integer<int8_t>(T, m, p, v);
    case 'B':
      return store_integer<uint8_t>(T, m, p, v);
    case 'h':
      return store_integer<int16_t>(T, m, p, v);
    case 'H':
      return store_integer<uint16_t>(T, m, p, v);
    case 'i':
      return store_integer<int32_t>(T, m, p, v);
    case 'I':
      return store_integer<uint32_t>(T, m, p, v);
    case 'l':
    case 'q':
    case 'n':
      return store_integer<int64_t>(T, m, p, v);
    case 'L':
    case 'Q':
    case 'N':
    case 'P':
      return store_integer<uint64_t>(T, m, p, v);
    case '?': {
      bool b;
      if (!truth(T, v, &b)) return false;
      *p = b;
      return true;
    }
    case 'c':
      if (!is_bytes(v)) return raise(T, Builtin::kTypeError, "memoryview: invalid type for format 'c'");
      if (v.as<Bytes>()->length != 1) return raise(T, Builtin::kValueError, "memoryview: invalid value for format 'c'");
      *p = v.as<Bytes>()->data[0];
      return true;
    case 'e':
    case 'f':
    case 'd': {
      if (!is_float(v) && !is_int(v) && !type_of(T, v)->slots.to_float)
        return raise(T, Builtin::kTypeError, "memoryview: invalid type for format '{}'", m->format);
      double d;
      if (!to_double(T, v, &d)) return false;
      d = plain_float(d);
      if (format_code(m) == 'e') {
        uint16_t half;
        if (!half_bits(d, &half))
          return raise(T, Builtin::kValueError, "memoryview: invalid value for format '{}'", m->format);
        std::memcpy(p, &half, sizeof half);
      } else if (format_code(m) == 'f') {
        auto f = static_cast<float>(d);
        std::memcpy(p, &f, sizeof f);
      } else {
        std::memcpy(p, &d, sizeof d);
      }
      return true;
    }
    default:
      return raise(T, Builtin::kNotImplementedError, "memoryview: format {} not supported", m->format);
  }
}

// Conversions come first, since they may run Python code; then the item at `p` inside the viewed bytes changes at once.
bool store_item(Thread* T, const MemoryView* m, char* p, Value v) {
  char item[kLargestItem];
  if (!pack(T, m, item, v)) return false;
  ObjectLock lock(T, bytes_owner(m->object.load()));
  std::memcpy(p, item, static_cast<size_t>(m->item_size));
  return true;
}

void end_export(Thread* T, MemoryView* m) {
  if (!m->holds_export) return;
  m->holds_export = false;
  release_buffer(T, &m->view);
}

void copy_window(MemoryView* to, const MemoryView* from) {
  to->data = from->data;
  to->dimensions = from->dimensions;
  std::memcpy(to->shape, from->shape, sizeof to->shape);
  std::memcpy(to->strides, from->strides, sizeof to->strides);
  to->item_size = from->item_size;
  std::memcpy(to->format, from->format, sizeof to->format);
  to->read_only = from->read_only;
}

// A memoryview on (part of) what `from` sees.
MemoryView* derive(Thread* T, MemoryView* from) {
  MemoryView* m =
      allocate<MemoryView>(T, Kind::kMemoryView, types(T).memoryview->root_shape.load(std::memory_order_relaxed));
  if (!m) return nullptr;
  Value base = from->base.load();
  heap_initialize(m, m->object, from->object.load());
  heap_initialize(m, m->base, base);
  heap_initialize(m, m->storage, from->storage.load());
  copy_window(m, from);
  return m;
}

// Calls f(address) for each item in order; false from f stops.
template <class F>
bool for_each_item(const MemoryView* m, int64_t depth, const char* p, F& f, bool c_order = true) {
  if (depth == m->dimensions) return f(p);
  int64_t dimension = c_order ? depth : m->dimensions - 1 - depth;
  for (int64_t i = 0; i < m->shape[dimension]; ++i) {
    if (!for_each_item(m, depth + 1, p + i * m->strides[dimension], f, c_order)) return false;
  }
  return true;
}

bool is_contiguous(const MemoryView* m, bool c_order) {
  int64_t expected = m->item_size;
  for (int64_t k = 0; k < m->dimensions; ++k) {
    int64_t i = c_order ? m->dimensions - 1 - k : k;
    if (m->shape[i] > 1 && m->strides[i] != expected) return false;
    expected *= m->shape[i];
  }
  return true;
}

// The viewed bytes in C's or Fortran's order, as they were at one moment.
std::string contents(Thread* T, const MemoryView* m, bool c_order = true) {
  std::string out;
  ObjectLock lock(T, bytes_owner(m->object.load()));
  out.reserve(static_cast<size_t>(m->byte_count()));
  auto add = [&](const char* p) {
    out.append(p, static_cast<size_t>(m->item_size));
    return true;
  };
  if (is_contiguous(m, c_order)) {
    out.assign(m->data, static_cast<size_t>(m->byte_count()));
  } else {
    for_each_item(m, 0, m->data, add, c_order);
  }
  return out;
}

Value memoryview_create(Thread* T, Type*, CallArguments arguments) {
  Value values[1];
  if (!bind_arguments(T, "memoryview(object)", arguments, values)) return kEmpty;
  return make_memoryview(T, values[0]);
}

// Nested lists of the items that lie one after the other at *p, which moves behind them.
Value to_list(Thread* T, const MemoryView* m, int64_t dimension, const char** p) {
  if (dimension == m->dimensions) {
    const char* item = *p;
    *p += m->item_size;
    return unpack(T, m, item);
  }
  List* list = make_list(T, static_cast<size_t>(m->shape[dimension]));
  if (!list) return kEmpty;
  for (int64_t i = 0; i < m->shape[dimension]; ++i) {
    Value item = to_list(T, m, dimension + 1, p);
    if (!item || !list_append(T, list, item)) return kEmpty;
  }
  return list;
}

Value to_list(Thread* T, const MemoryView* m) {
  std::string bytes = contents(T, m);
  const char* p = bytes.data();
  return to_list(T, m, 0, &p);
}

Value memoryview_repr(Thread* T, Value self) {
  return make_string(T,
                     fmt::format("<{}memory at 0x{:x}>", is_released(view_of(self)) ? "released " : "", self.bits()));
}

bool memoryview_hash(Thread* T, Value self, int64_t* out) {
  MemoryView* m = view_of(self);
  int64_t hash = m->hash.load(std::memory_order_relaxed);
  if (hash == 0) {
    if (!check_open(T, m)) return false;
    if (!m->read_only) return raise(T, Builtin::kValueError, "cannot hash writable memoryview object");
    char code = format_code(m);
    if (code != 'B' && code != 'b' && code != 'c')
      return raise(T, Builtin::kValueError, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
    Value bytes = make_bytes(T, contents(T, m));
    if (!bytes || !hash_value(T, bytes, &hash)) return false;
    m->hash.store(hash, std::memory_order_relaxed);
  }
  *out = hash;
  return true;
}

// Gives back at once what a view that nobody else saw held, instead of when the collector finds it.
class TemporaryView {
 public:
  TemporaryView(Thread* T, Value view) : thread_(T), view_(view) {}
  TemporaryView(const TemporaryView&) = delete;
  TemporaryView& operator=(const TemporaryView&) = delete;
  ~TemporaryView() {
    if (!view_) return;
    MemoryView* m = view_of(view_);
    if (is_released(m)) return;
    Value base = m->base.load();
    heap_store(m, m->object, kEmpty);
    if (base != view_) {
      base.as<MemoryView>()->users.fetch_sub(1, std::memory_order_acq_rel);
      return;
    }
    end_export(thread_, m);
  }

 private:
  Thread* thread_;
  Value view_;
};

Value memoryview_compare(Thread* T, Value self, Value other, CompareOperator op) {
  if (op != CompareOperator::kEqual && op != CompareOperator::kNotEqual) return kNotImplemented;
  bool result = false;
  MemoryView* a = view_of(self);
  // Floats that are no number are equal to nothing, and two zeros are equal.
  bool has_floats = std::strchr("def", format_code(a));
  if (self == other && (is_released(a) || !has_floats)) {
    result = true;
  } else if (!is_released(a) && (is_memoryview(other) ? !is_released(view_of(other)) : supports_buffer(T, other))) {
    Value other_view = is_memoryview(other) ? other : make_memoryview(T, other);
    if (!other_view) {
      clear_exception(T);
      return kNotImplemented;
    }
    TemporaryView temporary(T, is_memoryview(other) ? kEmpty : other_view);
    MemoryView* b = view_of(other_view);
    result = a->dimensions == b->dimensions &&
             std::memcmp(a->shape, b->shape, sizeof(int64_t) * static_cast<size_t>(a->dimensions)) == 0;
    if (result && format_code(a) == format_code(b) && !has_floats) {
      result = contents(T, a) == contents(T, b);
    } else if (result) {
      Value x = to_list(T, a), y = x ? to_list(T, b) : kEmpty;
      if (!y) return kEmpty;
      int equality = equal(T, x, y);
      if (equality < 0) return kEmpty;
      result = equality == 1;
    }
    if (other_view != other) end_export(T, b);
  } else if (!is_memoryview(other)) {
    return kNotImplemented;
  }
  return Value::boolean(result == (op == CompareOperator::kEqual));
}

int64_t memoryview_length(Thread* T, Value self) {
  MemoryView* m = view_of(self);
  if (!check_open(T, m)) return -1;
  if (m->dimensions == 0) {
    (void)raise(T, Builtin::kTypeError, "0-dim memory has no length");
    return -1;
  }
  return m->shape[0];
}

// The address of the item at an index or a tuple of indices; null: raised. `consumed` dimensions were used.
char* item_address(Thread* T, MemoryView* m, Value key, int64_t* consumed) {
  char* p = m->data;
  size_t count = is_tuple(key) ? as_tuple(key)->length : 1;
  if (static_cast<int64_t>(count) > m->dimensions)
    return raise(T, Builtin::kTypeError, "cannot index {}-dimension view with {}-element tuple", m->dimensions, count);
  for (size_t i = 0; i < count; ++i) {
    Value part = is_tuple(key) ? (*as_tuple(key))[i] : key;
    int64_t index;
    if (!item_index(T, part, &index)) return nullptr;
    int64_t length = m->shape[i];
    if (index < 0) index += length;
    if (index < 0 || index >= length)
      return raise(T, Builtin::kIndexError, "index out of bounds on dimension {}", i + 1);
    p += index * m->strides[i];
  }
  *consumed = static_cast<int64_t>(count);
  return p;
}

bool is_index_tuple(Thread* T, Value key) {
  if (!is_tuple(key)) return has_index(T, key);
  for (size_t i = 0; i < as_tuple(key)->length; ++i) {
    if (!has_index(T, (*as_tuple(key))[i])) return false;
  }
  return true;
}

MemoryView* sliced(Thread* T, MemoryView* m, Slice* slice) {
  int64_t start, stop, step;
  if (!slice_unpack(T, slice, &start, &stop, &step)) return nullptr;
  MemoryView* part = derive(T, m);
  if (!part) return nullptr;
  int64_t count = std::max<int64_t>(0, slice_adjust(m->shape[0], &start, &stop, step));
  part->data += start * m->strides[0];
  part->shape[0] = count;
  part->strides[0] = m->strides[0] * step;
  return part;
}

bool is_tuple_of_slices(Value key) {
  if (!is_tuple(key) || as_tuple(key)->length == 0) return false;
  for (size_t i = 0; i < as_tuple(key)->length; ++i) {
    if (!is_slice((*as_tuple(key))[i])) return false;
  }
  return true;
}

Value memoryview_get_item(Thread* T, Value self, Value key) {
  MemoryView* m = view_of(self);
  if (!check_open(T, m)) return kEmpty;
  if (m->dimensions == 0) {
    if (key.is_ellipsis()) return self;
    if (is_tuple(key) && as_tuple(key)->length == 0) return load_item(T, m, m->data);
    return raise(T, Builtin::kTypeError, "invalid indexing of 0-dim memory");
  }
  if (is_slice(key)) return sliced(T, m, key.as<Slice>());
  if (key.is_ellipsis()) return self;
  if (is_tuple_of_slices(key))
    return raise(T, Builtin::kNotImplementedError, "multi-dimensional slicing is not implemented");
  if (!is_index_tuple(T, key)) return raise(T, Builtin::kTypeError, "memoryview: invalid slice key");
  int64_t consumed;
  char* p = item_address(T, m, key, &consumed);
  if (!p) return kEmpty;
  if (consumed < m->dimensions)
    return raise(T, Builtin::kNotImplementedError, "multi-dimensional sub-views are not implemented");
  return load_item(T, m, p);
}

bool memoryview_set_item(Thread* T, Value self, Value key, Value value) {
  MemoryView* m = view_of(self);
  if (!check_open(T, m)) return false;
  if (m->read_only) return raise(T, Builtin::kTypeError, "cannot modify read-only memory");
  if (!value) return raise(T, Builtin::kTypeError, "cannot delete memory");
  if (is_slice(key) && m->dimensions == 1) {
    MemoryView* part = sliced(T, m, key.as<Slice>());
    TemporaryView temporary_part(T, part ? Value(part) : kEmpty);
    Value source_value = part ? make_memoryview(T, value) : kEmpty;
    if (!source_value) return false;
    TemporaryView temporary_source(T, source_value);
    MemoryView* source = view_of(source_value);
    if (source->dimensions != 1 || source->shape[0] != part->shape[0] || format_code(source) != format_code(part)) {
      end_export(T, source);
      return raise(T, Builtin::kValueError, "memoryview assignment: lvalue and rvalue have different structures");
    }
    std::string bytes = contents(T, source);
    end_export(T, source);
    ObjectLock lock(T, bytes_owner(part->object.load()));
    for (int64_t i = 0; i < part->shape[0]; ++i)
      std::memcpy(part->data + i * part->strides[0], bytes.data() + i * part->item_size,
                  static_cast<size_t>(part->item_size));
    return true;
  }
  if (is_tuple_of_slices(key)) {
    return raise(T, Builtin::kNotImplementedError, "memoryview slice assignments are currently restricted to ndim = 1");
  }
  if (!is_index_tuple(T, key)) return raise(T, Builtin::kTypeError, "memoryview: invalid slice key");
  int64_t consumed;
  char* p = item_address(T, m, key, &consumed);
  if (!p) return false;
  if (consumed < m->dimensions) return raise(T, Builtin::kNotImplementedError, "sub-views are not implemented");
  return store_item(T, m, p, value);
}

void release_user(BufferView* view) {
  view->owner.as<MemoryView>()->users.fetch_sub(1, std::memory_order_acq_rel);
}

bool memoryview_buffer(Thread* T, Value self, BufferView* out) {
  MemoryView* m = view_of(self);
  if (!check_open(T, m)) return false;
  Value holder = self;
  out->read_only = m->read_only;
  out->length = static_cast<size_t>(m->byte_count());
  if (is_contiguous(m, true)) {
    out->data = m->data;
  } else {
    // A copy in order: what consumers of plain bytes want.
    Value copy = make_bytes(T, contents(T, m));
    if (!copy) return false;
    out->data = copy.as<Bytes>()->data;
    out->read_only = true;
    out->owner = copy;
    return true;
  }
  m->users.fetch_add(1, std::memory_order_acq_rel);
  out->owner = holder;
  out->release = release_user;
  out->item_size = static_cast<size_t>(m->item_size);
  out->format = m->format;
  return true;
}

bool release_view(Thread* T, MemoryView* m) {
  if (is_released(m)) return true;
  int64_t users = m->users.load(std::memory_order_acquire);
  if (users > 0)
    return raise(T, Builtin::kBufferError, "memoryview has {} exported buffer{}", users, users == 1 ? "" : "s");
  heap_store(m, m->object, kEmpty);
  end_export(T, m);
  return true;
}

Value release_method(Thread* T, Arguments args) {
  return release_view(T, view_of(args[0])) ? kNone : kEmpty;
}

Value enter_method(Thread* T, Arguments args) {
  return check_open(T, view_of(args[0])) ? args[0] : kEmpty;
}

Value exit_method(Thread* T, Arguments args) {
  return release_method(T, args);
}

Value tobytes_method(Thread* T, Arguments args) {
  MemoryView* m = view_of(args[0]);
  if (!check_open(T, m)) return kEmpty;
  bool c_order = true;
  if (args.has(1) && !args[1].is_none()) {
    if (!is_string(args[1]))
      return raise(T, Builtin::kTypeError, "tobytes() argument 'order' must be str or None, not {}",
                   type_name(T, args[1]));
    std::string order = to_utf8(as_string(args[1]));
    if (order != "C" && order != "F" && order != "A")
      return raise(T, Builtin::kValueError, "order must be 'C', 'F' or 'A'");
    c_order = order == "C" || (order == "A" && !is_contiguous(m, false));
  }
  return make_bytes(T, contents(T, m, c_order));
}

Value tolist_method(Thread* T, Arguments args) {
  MemoryView* m = view_of(args[0]);
  return check_open(T, m) ? to_list(T, m) : kEmpty;
}

Value hex_method(Thread* T, Arguments args) {
  MemoryView* m = view_of(args[0]);
  std::optional<char> separator;
  int64_t group;
  if (!check_open(T, m) || !hex_arguments(T, args[1], args[2], &separator, &group)) return kEmpty;
  return make_latin1_string(T, hex_text(contents(T, m), separator, group));
}

Value toreadonly_method(Thread* T, Arguments args) {
  MemoryView* m = view_of(args[0]);
  if (!check_open(T, m)) return kEmpty;
  MemoryView* result = derive(T, m);
  if (result) result->read_only = true;
  return result;
}

Value cast_method(Thread* T, Arguments args) {
  MemoryView* m = view_of(args[0]);
  if (!check_open(T, m)) return kEmpty;
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "cast() argument 'format' must be str, not {}",
                 argument_type_name(T, args[1]));
  if (!is_contiguous(m, true))
    return raise(T, Builtin::kTypeError, "memoryview: casts are restricted to C-contiguous views");
  std::string format = to_utf8(as_string(args[1]));
  std::string code = format.size() == 2 && format[0] == '@' ? format.substr(1) : format;
  int64_t item_size = code.size() == 1 ? size_of_code(code[0]) : 0;
  if (!item_size)
    return raise(
        T, Builtin::kValueError,
        "memoryview: destination format must be a native single character format prefixed with an optional '@'");
  bool from_bytes = m->item_size == 1, to_bytes = item_size == 1;
  if (!from_bytes && !to_bytes)
    return raise(T, Builtin::kTypeError, "memoryview: cannot cast between two non-byte formats");
  int64_t bytes = m->byte_count();
  if (bytes % item_size) return raise(T, Builtin::kTypeError, "memoryview: length is not a multiple of itemsize");
  MemoryView* result = derive(T, m);
  if (!result) return kEmpty;
  std::memset(result->format, 0, sizeof result->format);
  std::memcpy(result->format, format.data(), format.size());
  result->item_size = item_size;
  result->dimensions = 1;
  result->shape[0] = bytes / item_size;
  if (args.has(2)) {
    if (!is_list(args[2]) && !is_tuple(args[2]))
      return raise(T, Builtin::kTypeError, "shape must be a list or a tuple");
    Tuple* shape = tuple_from_iterable(T, args[2]);
    if (!shape) return kEmpty;
    if (shape->length > static_cast<size_t>(kMaxViewDimensions))
      return raise(T, Builtin::kValueError, "memoryview: number of dimensions must not exceed {}", kMaxViewDimensions);
    result->dimensions = static_cast<int64_t>(shape->length);
    int64_t product = item_size;
    for (size_t i = 0; i < shape->length; ++i) {
      int64_t n;
      if (!is_int((*shape)[i]))
        return raise(T, Builtin::kTypeError, "memoryview.cast(): elements of shape must be integers");
      if (!to_int64(T, (*shape)[i], &n)) return kEmpty;
      if (n <= 0) return raise(T, Builtin::kValueError, "memoryview.cast(): elements of shape must be integers > 0");
      result->shape[i] = n;
      if (__builtin_mul_overflow(product, n, &product))
        return raise(T, Builtin::kValueError, "memoryview.cast(): product(shape) > SSIZE_MAX");
    }
    if (product != bytes) return raise(T, Builtin::kTypeError, "memoryview: product(shape) * itemsize != buffer size");
  }
  int64_t stride = item_size;
  for (int64_t i = result->dimensions - 1; i >= 0; --i) {
    result->strides[i] = stride;
    stride *= result->shape[i];
  }
  return result;
}

Value tuple_of(Thread* T, const int64_t* values, int64_t count) {
  Tuple* tuple = make_tuple(T, static_cast<size_t>(count));
  if (!tuple) return kEmpty;
  for (int64_t i = 0; i < count; ++i) heap_initialize(tuple, tuple->items[i], make_int(T, values[i]));
  return tuple;
}

Value get_obj(Thread* T, Value self) {
  return check_open(T, view_of(self)) ? view_of(self)->object.load() : kEmpty;
}
Value get_nbytes(Thread* T, Value self) {
  return check_open(T, view_of(self)) ? make_int(T, view_of(self)->byte_count()) : kEmpty;
}
Value get_readonly(Thread* T, Value self) {
  return check_open(T, view_of(self)) ? Value::boolean(view_of(self)->read_only) : kEmpty;
}
Value get_itemsize(Thread* T, Value self) {
  return check_open(T, view_of(self)) ? make_int(T, view_of(self)->item_size) : kEmpty;
}
Value get_format(Thread* T, Value self) {
  return check_open(T, view_of(self)) ? Value(make_string(T, view_of(self)->format)) : kEmpty;
}
Value get_ndim(Thread* T, Value self) {
  return check_open(T, view_of(self)) ? make_int(T, view_of(self)->dimensions) : kEmpty;
}
Value get_shape(Thread* T, Value self) {
  return check_open(T, view_of(self)) ? tuple_of(T, view_of(self)->shape, view_of(self)->dimensions) : kEmpty;
}
Value get_strides(Thread* T, Value self) {
  return check_open(T, view_of(self)) ? tuple_of(T, view_of(self)->strides, view_of(self)->dimensions) : kEmpty;
}
Value get_suboffsets(Thread* T, Value self) {
  return check_open(T, view_of(self)) ? tuple_of(T, nullptr, 0) : kEmpty;
}
Value get_c_contiguous(Thread* T, Value self) {
  return check_open(T, view_of(self)) ? Value::boolean(is_contiguous(view_of(self), true)) : kEmpty;
}
Value get_f_contiguous(Thread* T, Value self) {
  return check_open(T, view_of(self)) ? Value::boolean(is_contiguous(view_of(self), false)) : kEmpty;
}
Value get_contiguous(Thread* T, Value self) {
  return check_open(T, view_of(self))
             ? Value::boolean(is_contiguous(view_of(self), true) || is_contiguous(view_of(self), false))
             : kEmpty;
}

const NativeMethod kMethods[] = {
    {"release($self, /)", release_method, "Release the underlying buffer exposed by the memoryview object."},
    {"tobytes($self, /, order='C')", tobytes_method, "Return the data in the buffer as a byte string."},
    {"tolist($self, /)", tolist_method, "Return the data in the buffer as a list of elements."},
    {"hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)", hex_method,
     "Return the data in the buffer as a str of hexadecimal numbers."},
    {"cast($self, /, format, shape=<unrepresentable>)", cast_method, "Cast a memoryview to a new format or shape."},
    {"toreadonly($self, /)", toreadonly_method, "Return a readonly version of the memoryview."},
    {"__enter__($self, /)", enter_method, ""},
    {"__exit__($self, /, *exc_info)", exit_method, ""},
    {nullptr, nullptr, nullptr}};

const NativeAttribute kAttributes[] = {
    {"obj", get_obj, nullptr, "The underlying object of the memoryview."},
    {"nbytes", get_nbytes, nullptr,
     "The amount of space in bytes that the array would use in a contiguous representation."},
    {"readonly", get_readonly, nullptr, "A bool indicating whether the memory is read only."},
    {"itemsize", get_itemsize, nullptr, "The size in bytes of each element of the memoryview."},
    {"format", get_format, nullptr,
     "A string containing the format (in struct module style) for each element in the view."},
    {"ndim", get_ndim, nullptr,
     "An integer indicating how many dimensions of a multi-dimensional array the memory represents."},
    {"shape", get_shape, nullptr, "A tuple of ndim integers giving the shape of the memory as an N-dimensional array."},
    {"strides", get_strides, nullptr, "A tuple of ndim integers giving the size in bytes to access each element."},
    {"suboffsets", get_suboffsets, nullptr, "A tuple of integers used internally for PIL-style arrays."},
    {"c_contiguous", get_c_contiguous, nullptr, "A bool indicating whether the memory is C contiguous."},
    {"f_contiguous", get_f_contiguous, nullptr, "A bool indicating whether the memory is Fortran contiguous."},
    {"contiguous", get_contiguous, nullptr, "A bool indicating whether the memory is contiguous."},
    {nullptr, nullptr, nullptr, nullptr}};

// A dead memoryview lets go of its export.
void finalize(Thread* T, Object* object) {
  end_export(T, static_cast<MemoryView*>(object));
}

TypeSlots make_slots() {
  TypeSlots slots{};
  slots.finalize = finalize;
  slots.repr = memoryview_repr;
  slots.hash = memoryview_hash;
  slots.compare = memoryview_compare;
  slots.create = memoryview_create;
  slots.length = memoryview_length;
  slots.get_item = memoryview_get_item;
  slots.set_item = memoryview_set_item;
  slots.iterate = make_sequence_iterator;
  slots.buffer = memoryview_buffer;
  slots.release_buffer = release_view_of;
  return slots;
}

}  // namespace

void trace_memory_view(Object* object, Marker& marker) {
  auto* m = static_cast<MemoryView*>(object);
  marker.visit(m->object);
  marker.visit(m->base);
  marker.visit(m->storage);
  marker.visit(m->view.owner);
  marker.visit(m->view.exporter);
}

Value make_memoryview(Thread* T, Value object, BufferSlot buffer) {
  if (is_memoryview(object)) return check_open(T, view_of(object)) ? Value(derive(T, view_of(object))) : kEmpty;
  if (!buffer && !supports_buffer(T, object))
    return raise(T, Builtin::kTypeError, "memoryview: a bytes-like object is required, not '{}'", type_name(T, object));
  MemoryView* m =
      allocate<MemoryView>(T, Kind::kMemoryView, types(T).memoryview->root_shape.load(std::memory_order_relaxed));
  if (!m) return kEmpty;
  if (buffer ? !buffer(T, object, &m->view) : !get_buffer(T, object, &m->view, kBufferFullReadOnly)) return kEmpty;
  heap_barrier(m);
  m->holds_export = true;
  add_finalizer(T, m);
  heap_initialize(m, m->base, m);
  if (is_memoryview(m->view.owner)) {
    // What a __buffer__ in Python gave: the same window on the same bytes.
    MemoryView* inner = view_of(m->view.owner);
    heap_initialize(m, m->storage, inner->storage.load());
    heap_initialize(m, m->object, inner->object.load());
    copy_window(m, inner);
    if (!m->object.load()) heap_initialize(m, m->object, object);
    return m;
  }
  heap_initialize(m, m->object, object);
  if (is_bytearray(object))
    heap_initialize(m, m->storage, object.as<ByteArray>()->buffer.load(std::memory_order_acquire));
  m->data = m->view.data;
  m->dimensions = 1;
  m->item_size = static_cast<int64_t>(m->view.item_size ? m->view.item_size : 1);
  m->shape[0] = static_cast<int64_t>(m->view.length) / m->item_size;
  m->strides[0] = m->item_size;
  std::strncpy(m->format, m->view.format ? m->view.format : "B", sizeof m->format - 1);
  m->read_only = m->view.read_only;
  return m;
}

Value call_buffer_slot(Thread* T, Value object, BufferSlot buffer, Value flags) {
  int64_t wanted;
  Value index = to_index(T, flags);
  if (!index) return kEmpty;
  if (!int_fits_int64(index, &wanted))
    return raise(T, Builtin::kOverflowError, "cannot fit '{}' into an index-sized integer", type_name(T, flags));
  if (wanted != static_cast<int32_t>(wanted)) return raise_text(T, Builtin::kOverflowError, "buffer flags too large");
  Value view = make_memoryview(T, object, buffer);
  if (!view || !(wanted & kBufferWritable) || !view_of(view)->read_only) return view;
  TemporaryView temporary(T, view);
  return raise_text(
      T, Builtin::kBufferError,
      is_memoryview(object) ? "memoryview: underlying buffer is not writable" : "Object is not writable.");
}

bool release_view_of(Thread* T, Value object, Value view) {
  if (!is_memoryview(view)) return raise_text(T, Builtin::kTypeError, "expected a memoryview object");
  MemoryView* m = view_of(view);
  if (is_released(m)) return true;
  // A view of a view is one of what that views.
  Value viewed = is_memoryview(object) ? view_of(object)->object.load() : object;
  if (viewed && m->object.load() != viewed)
    return raise_text(T, Builtin::kValueError, "memoryview's buffer is not this object");
  return release_view(T, m);
}

const NativeTypeSpec& memoryview_type_spec() {
  static const TypeSlots slots = make_slots();
  static const NativeTypeSpec spec = {"memoryview",
                                      Kind::kMemoryView,
                                      sizeof(MemoryView),
                                      kTypeIsBuiltin | kTypeIsSequence | kTypeSupportsWeakReferences,
                                      "Create a new memoryview object which references the given object.",
                                      &slots,
                                      kMethods,
                                      kAttributes,
                                      "(object)"};
  return spec;
}

}  // namespace gilded
