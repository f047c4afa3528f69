// _pickle.Pickler: turns objects into a program for the machine of pickle_reader.cpp.
//
// The program builds the same objects again. What it has built once it keeps by number in a memo, so that an object
// which is met a second time (or contains itself) becomes a reference. Output is the same, byte for byte, as that of
// CPython 3.13's C pickler; so are the batches (1000 items between two marks) and the frames (64 KiB) it is cut into.
//
// A PickleWriter lives on the native stack, where the collector sees its Values, for the time of one dump. What a
// Pickler keeps between two dumps is in its Record.
#include <bit>
#include <string>
#include <unordered_map>

#include "stdlib/native/pickle_support.h"
#include "vm/object/errors.h"
#include "vm/object/instance.h"
#include "vm/object/protocols.h"
#include "vm/runtime.h"
#include "vm/threading/safepoint.h"
#include "vm/types/buffer.h"
#include "vm/types/bytearray.h"
#include "vm/types/bytes.h"
#include "vm/types/codecs.h"
#include "vm/types/dict.h"
#include "vm/types/exception.h"
#include "vm/types/float.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/memoryview.h"
#include "vm/types/record.h"
#include "vm/types/set.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

constexpr size_t kBatchSize = 1000;
constexpr size_t kFrameMinimum = 4, kFrameTarget = 64 * 1024, kFrameHeaderSize = 9;

// Numbers of the objects written so far, by identity: objects never move. It begins in a place on the native stack,
// where the collector sees the objects, if it is given one; later it is in the heap. Either way the objects stay alive.
class MemoTable {
 public:
  // kAbsent when there is none.
  static constexpr size_t kAbsent = SIZE_MAX;
  // The first entries, for a table that begins on the native stack.
  struct Place {
    static constexpr size_t kCount = 512;
    Value keys[kCount];
    size_t numbers[kCount];  // of those that have a key
  };
  MemoTable() = default;
  // With what keys() and numbers() of another one have given.
  MemoTable(Value keys, Value numbers, size_t count) : count_(count) {
    if (keys) use(keys.as<ValueArray>(), numbers.as<RawBytes>());
  }
  // `place` lives as long as the table.
  explicit MemoTable(Place& place) : keys_(place.keys), numbers_(place.numbers), mask_(Place::kCount - 1) {}

  // Where the object is, or would be; good until something is put.
  size_t probe(Value object) const {
    if (!keys_) return kAbsent;
    size_t i = start(object);
    while (keys_[i] != object && keys_[i]) i = (i + 1) & mask_;
    return i;
  }
  bool has(size_t position) const { return position != kAbsent && keys_[position]; }
  size_t number_at(size_t position) const { return numbers_[position]; }
  size_t find(Value object) const {
    size_t position = probe(object);
    return has(position) ? numbers_[position] : kAbsent;
  }
  // False: MemoryError.
  bool put(Thread* T, Value object, size_t number) {
    if (!has_room() && !grow(T)) return false;
    put_at(probe(object), object, number);
    return true;
  }
  bool has_room() const { return keys_ && (count_ + 1) * 2 <= mask_ + 1; }
  // REQUIRES: the position is that of probe(), and there is room.
  void put_at(size_t position, Value object, size_t number) {
    if (!keys_[position]) ++count_;
    keys_[position] = object;
    numbers_[position] = number;
    if (key_array_) heap_barrier(key_array_);
  }
  size_t count() const { return count_; }
  // Where they are in the heap; EMPTY: nowhere.
  Value keys() const { return key_array_ ? Value(key_array_) : kEmpty; }
  Value numbers() const { return number_bytes_ ? Value(number_bytes_) : kEmpty; }
  template <class F>
  bool for_each(F f) const {
    for (size_t i = 0; keys_ && i <= mask_; ++i) {
      if (keys_[i] && !f(keys_[i], numbers_[i])) return false;
    }
    return true;
  }

 private:
  size_t start(Value object) const { return (object.bits() >> 4) * 0x9e3779b97f4a7c15u >> 20 & mask_; }
  void use(ValueArray* keys, RawBytes* numbers) {
    key_array_ = keys;
    number_bytes_ = numbers;
    keys_ = reinterpret_cast<Value*>(keys->slots());  // a Slot is one Value
    numbers_ = reinterpret_cast<size_t*>(numbers->data());
    mask_ = keys->capacity - 1;
  }
  bool grow(Thread* T) {
    size_t size = keys_ ? (mask_ + 1) * (mask_ < 2048 ? 4 : 2) : 64;
    ValueArray* keys = make_value_array(T, size);
    RawBytes* numbers = keys ? make_raw_bytes(T, size * sizeof(size_t), false) : nullptr;
    if (!numbers) return false;
    MemoTable larger(keys, numbers, 0);
    for_each([&](Value object, size_t number) { return larger.put_at(larger.probe(object), object, number), true; });
    *this = larger;
    return true;
  }

  ValueArray* key_array_ = nullptr;  // null: on the native stack, or nowhere
  RawBytes* number_bytes_ = nullptr;
  Value* keys_ = nullptr;  // a power of two, at most half of them in use
  size_t* numbers_ = nullptr;
  size_t mask_ = 0, count_ = 0;
};

// What was written: short pieces cost no call.
class Output {
 public:
  Output() = default;
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output() { free(begin_); }

  size_t size() const { return static_cast<size_t>(end_ - begin_); }
  std::string_view view() const { return {begin_, size()}; }
  char* at(size_t i) { return begin_ + i; }
  void append(const char* bytes, size_t count) {
    std::memcpy(room(count), bytes, count);
    end_ += count;
  }
  void append_byte(uint8_t byte) {
    *room(1) = static_cast<char>(byte);
    ++end_;
  }
  // A byte, a text of less than 256 bytes with its length in one, and another byte if `has_end`.
  void append_short(uint8_t byte, std::string_view text, bool has_end, uint8_t end) {
    char* p = room(text.size() + 3);
    p[0] = static_cast<char>(byte);
    p[1] = static_cast<char>(text.size());
    std::memcpy(p + 2, text.data(), text.size());
    p[2 + text.size()] = static_cast<char>(end);
    end_ += text.size() + 2 + has_end;
  }
  // A byte, and the `count` (0 .. 8) lowest bytes of a number, the least significant first.
  void append_number(uint8_t byte, uint64_t number, size_t count) {
    static_assert(std::endian::native == std::endian::little);
    char* p = room(9);
    *p = static_cast<char>(byte);
    std::memcpy(p + 1, &number, 8);
    end_ += 1 + count;
  }
  void erase(size_t position, size_t count) {
    std::memmove(begin_ + position, begin_ + position + count, size() - position - count);
    end_ -= count;
  }
  void clear() { end_ = begin_; }

 private:
  char* room(size_t count) {
    if (static_cast<size_t>(limit_ - end_) < count) grow(count);
    return end_;
  }
  [[gnu::noinline]] void grow(size_t count) {
    size_t used = size(), capacity = std::max<size_t>(512, 2 * (used + count));
    auto* larger = static_cast<char*>(realloc(begin_, capacity));
    if (!larger) std::abort();  // as any container of the C++ library would here
    begin_ = larger;
    end_ = larger + used;
    limit_ = larger + capacity;
  }

  char* begin_ = nullptr;
  char* end_ = nullptr;
  char* limit_ = nullptr;
};

// The raw bytes of a Pickler's Record.
struct PicklerState {
  std::atomic<uint64_t> worker;      // who dumps: WorkClaim
  std::atomic<uint64_t> memo_count;  // changes under a claim, as kMemoKeys does
  std::atomic<int32_t> protocol;
  std::atomic<bool> fast, fix_imports;
};

class PickleWriter {
 public:
  PickleWriter(Thread* T, int protocol, bool fix_imports)
      : thread_(T), protocol_(protocol), fix_imports_(fix_imports) {}

  // Where to write; EMPTY: the output is kept.
  Value write_function;
  // Hooks; EMPTY: none.
  Value persistent_id, reducer_override, dispatch_table, buffer_callback;
  bool fast = false;
  MemoTable memo;

  std::string_view output() const { return out_.view(); }

  bool dump(Value object) {
    reducers_ = dispatch_table;
    if (protocol_ >= 2) {
      put_byte(kProto);
      put_byte(static_cast<uint8_t>(protocol_));
      framing_ = protocol_ >= 4;
    }
    if (!save(object, false)) return false;
    put_byte(kStop);
    close_frame();
    framing_ = false;
    return write_function.is_empty() || flush();
  }

 private:
  bool is_binary() const { return protocol_ > 0; }
  bool fail(const std::string& message) { return raise_pickle_error(thread_, "PicklingError", message); }

  // --- Output

  void begin_frame() {
    if (framing_ && !frame_is_open_) open_frame();
  }
  [[gnu::noinline]] void open_frame() {
    frame_is_open_ = true;
    frame_start_ = out_.size();
    out_.append("\0\0\0\0\0\0\0\0\0", kFrameHeaderSize);
  }
  void put(std::string_view bytes) {
    begin_frame();
    out_.append(bytes.data(), bytes.size());
  }
  void put_byte(uint8_t byte) {
    begin_frame();
    out_.append_byte(byte);
  }
  // An opcode and a number in `size` bytes, the least significant first.
  void put_number(uint8_t opcode, uint64_t number, size_t size) {
    begin_frame();
    out_.append_number(opcode, number, size);
  }
  // Small frames stand without a header.
  void close_frame() {
    if (!framing_ || !frame_is_open_) return;
    frame_is_open_ = false;
    size_t size = out_.size() - frame_start_ - kFrameHeaderSize;
    if (size < kFrameMinimum) {
      out_.erase(frame_start_, kFrameHeaderSize);
      return;
    }
    *out_.at(frame_start_) = static_cast<char>(kFrame);
    uint64_t number = size;
    std::memcpy(out_.at(frame_start_ + 1), &number, sizeof(number));
  }
  // Between two objects a full frame ends.
  bool end_full_frame() {
    if (!framing_ || !frame_is_open_ || out_.size() - frame_start_ - kFrameHeaderSize < kFrameTarget) return true;
    close_frame();
    return write_function.is_empty() || flush();
  }
  bool flush() {
    Value bytes = make_bytes(thread_, out_.view());
    out_.clear();
    return bytes && call(thread_, write_function, {bytes});
  }
  // Large bytes stand outside of frames, and go to the file as they are.
  bool put_large(uint8_t opcode, size_t count_size, std::string_view bytes, Value payload) {
    bool is_outside = bytes.size() >= kFrameTarget;
    bool framing = framing_;
    if (is_outside) {
      close_frame();
      framing_ = false;
    }
    put_number(opcode, bytes.size(), count_size);
    bool done = true;
    if (is_outside && !write_function.is_empty()) {
      if (!payload) payload = make_bytes(thread_, bytes);
      done = flush() && payload && call(thread_, write_function, {payload});
    } else {
      put(bytes);
    }
    framing_ = framing;
    return done;
  }

  // --- Memo

  bool remember(Value object) { return fast || remember_at(memo.probe(object), object); }
  // The same with what memo.probe() has given for it. REQUIRES: not fast.
  bool remember_at(size_t position, Value object) {
    if (!memo.has_room() || protocol_ < 4) return remember_slowly(object);
    memo.put_at(position, object, memo.count());
    put_byte(kMemoize);
    return true;
  }
  [[gnu::noinline]] bool remember_slowly(Value object) {
    size_t number = memo.count();
    if (!memo.put(thread_, object, number)) return false;
    if (protocol_ >= 4) {
      put_byte(kMemoize);
    } else if (!is_binary()) {
      put(fmt::format("p{}\n", number));
    } else if (number < 256) {
      put_number(kBinPut, number, 1);
    } else {
      put_number(kLongBinPut, number, 4);
    }
    return true;
  }
  bool save_reference(size_t number) {
    if (!is_binary()) {
      put(fmt::format("g{}\n", number));
    } else if (number < 256) {
      put_number(kBinGet, number, 1);
    } else {
      put_number(kLongBinGet, number, 4);
    }
    return true;
  }

  // --- Objects

  bool save(Value object, bool is_persistent_id = false) {
    Thread* T = thread_;
    if (!poll_if_requested(T) || !end_full_frame()) return false;
    if (!is_persistent_id && persistent_id) {
      Value id = call(T, persistent_id, {object});
      if (!id) return false;
      if (!id.is_none()) return save_persistent(id);
    }
    if (object.is_none()) {
      put_byte(kNoneOpcode);
      return true;
    }
    if (object.is_bool()) return save_bool(object.is_true());
    if (object.is_small_int()) return save_small_int(object.as_small_int());
    if (object.is_float()) return save_float(object.as_float());
    if (is_exactly(object, Kind::kInt)) return save_large_int(object);
    size_t position = memo.probe(object);
    if (memo.has(position)) return save_reference(memo.number_at(position));
    if (is_exactly(object, Kind::kBytes)) return save_bytes(object);
    if (is_exactly(object, Kind::kString)) return save_short_string(object, position) || save_string(object);
    if (!check_native_recursion(T, " while pickling an object")) return false;
    if (object.is_object() && !object.as_object()->has_flag(kIsSubclassInstance)) {
      switch (object.as_object()->kind()) {
        case Kind::kDict:
          if (type_of(T, object) == types(T).dict) return save_dict(object);
          break;
        case Kind::kSet:
          return is_frozen_set(T, object) ? save_frozen_set(object) : save_set(object);
        case Kind::kList:
          return save_list(object);
        case Kind::kTuple:
          if (type_of(T, object) == types(T).tuple) return save_tuple(object);
          break;
        case Kind::kByteArray:
          return save_bytearray(object);
        default:
          break;
      }
    }
    Value storage;
    if (pickle_buffer_object(object, &storage)) return save_pickle_buffer(object, storage);
    return save_other(object);
  }

  bool save_other(Value object) {
    Thread* T = thread_;
    Type* type = type_of(T, object);
    Value reduced;
    if (reducer_override) {
      reduced = call(T, reducer_override, {object});
      if (!reduced) return false;
      if (reduced.is_not_implemented()) reduced = kEmpty;
    }
    if (!reduced) {
      if (type == types(T).type) return save_type(object);
      if (is_exactly(object, Kind::kFunction)) return save_global(object, kEmpty);
      Value reduce;
      if (!reducers_ && !(reducers_ = import_attribute(T, "copyreg", "dispatch_table"))) return false;
      if (is_exactly(reducers_, Kind::kDict)) {
        reduce = dict_get(T, reducers_.as<Dict>(), type);
        if (!reduce && T->has_exception()) return false;
      } else {
        reduce = get_item(T, reducers_, type);
        if (!reduce) {
          if (!exception_matches(T, Builtin::kKeyError)) return false;
          clear_exception(T);
        }
      }
      if (reduce) {
        reduced = call(T, reduce, {object});
      } else if (is_subtype(type, types(T).type)) {
        return save_global(object, kEmpty);
      } else {
        reduce = find_attribute(T, object, names(T).dunder_reduce_ex);
        if (reduce) {
          reduced = call(T, reduce, {Value::small_int(protocol_)});
        } else if (T->has_exception()) {
          return false;
        } else {
          reduce = find_attribute(T, object, names(T).dunder_reduce);
          if (!reduce) {
            if (T->has_exception()) return false;
            std::string text = repr_text(T, object);
            return T->has_exception() ? false
                                      : fail(fmt::format("can't pickle '{}' object: {}", type_name(T, object), text));
          }
          reduced = call(T, reduce, {});
        }
      }
      if (!reduced) return false;
    }
    if (is_string(reduced)) return save_global(object, reduced);
    if (!is_tuple(reduced)) return fail("__reduce__ must return a string or tuple");
    return save_reduced(reduced, object);
  }

  bool save_persistent(Value id) {
    Thread* T = thread_;
    if (is_binary()) {
      if (!save(id, true)) return false;
      put_byte(kBinPersistentId);
      return true;
    }
    String* text = to_str(T, id);
    if (!text) return false;
    if (!text->is_ascii()) return fail("persistent IDs in protocol 0 must be ASCII strings");
    put_byte(kPersistentId);
    put(text->ascii());
    put("\n");
    return true;
  }

  bool save_bool(bool value) {
    if (protocol_ >= 2) {
      put_byte(value ? kNewTrue : kNewFalse);
    } else {
      put(value ? "I01\n" : "I00\n");
    }
    return true;
  }

  bool save_small_int(int64_t value) {
    if (value < INT32_MIN || value > INT32_MAX) return save_large_int(make_int(thread_, value));
    if (!is_binary()) {
      put(fmt::format("I{}\n", value));
      return true;
    }
    if (value < 0 || value > 0xffff) {
      put_number(kBinInt, static_cast<uint32_t>(value), 4);
    } else if (value > 0xff) {
      put_number(kBinInt2, static_cast<uint64_t>(value), 2);
    } else {
      put_number(kBinInt1, static_cast<uint64_t>(value), 1);
    }
    return true;
  }

  bool save_large_int(Value value) {
    Thread* T = thread_;
    if (protocol_ < 2) {
      String* digits = to_repr(T, value);
      if (!digits) return false;
      put_byte(kLongText);
      put(digits->ascii());
      put("L\n");
      return true;
    }
    // Two's complement in the fewest bytes; one spare byte for the sign may turn out not to be needed.
    size_t size = int_bit_length(value) / 8 + 1;
    if (size > 0x7fffffff) return raise(T, Builtin::kOverflowError, "int too large to pickle");
    std::string bytes(size, '\0');
    auto* data = reinterpret_cast<unsigned char*>(bytes.data());
    if (!int_to_bytes(T, value, data, size, true, true)) return false;
    if (int_sign(value) < 0 && size > 1 && data[size - 1] == 0xff && (data[size - 2] & 0x80)) bytes.pop_back();
    put_number(bytes.size() < 256 ? kLong1 : kLong4, bytes.size(), bytes.size() < 256 ? 1 : 4);
    put(bytes);
    return true;
  }

  bool save_float(double value) {
    if (!is_binary()) {
      put_byte(kFloatText);
      put(float_repr(value));
      put("\n");
      return true;
    }
    auto bits = std::bit_cast<uint64_t>(plain_float(value));
    put_number(kBinFloat, __builtin_bswap64(bits), 8);
    return true;
  }

  bool save_bytes(Value object) {
    Thread* T = thread_;
    std::string_view bytes = object.as<Bytes>()->view();
    if (protocol_ < 3) {
      // As text and the name of its encoding.
      if (bytes.empty()) return save_call(types(T).bytes, make_tuple(T, 0), object);
      Value encode = import_attribute(T, "codecs", "encode");
      String* text = encode ? make_latin1_string(T, bytes) : nullptr;
      String* name = text ? intern(T, "latin1") : nullptr;
      return name && save_call(encode, make_tuple(T, {text, name}), object);
    }
    return save_bytes_data(bytes, object, object);
  }

  // `remembered`: what the memo is to know it by.
  bool save_bytes_data(std::string_view bytes, Value payload, Value remembered) {
    if (bytes.size() <= 0xff) {
      put_number(kShortBinBytes, bytes.size(), 1);
      put(bytes);
    } else if (bytes.size() <= 0xffffffff) {
      if (!put_large(kBinBytes, 4, bytes, payload)) return false;
    } else if (protocol_ >= 4) {
      if (!put_large(kBinBytes8, 8, bytes, payload)) return false;
    } else {
      return raise(thread_, Builtin::kOverflowError,
                   "serializing a bytes object larger than 4 GiB requires pickle protocol 4 or higher");
    }
    return remember(remembered);
  }

  bool save_bytearray(Value object) {
    Thread* T = thread_;
    BufferScope buffer(T);
    if (!buffer.get(object)) return false;
    std::string copy(buffer.bytes());
    buffer.release();
    if (protocol_ < 5) {
      if (copy.empty()) return save_call(types(T).bytearray, make_tuple(T, 0), object);
      Value bytes = make_bytes(T, copy);
      return bytes && save_call(types(T).bytearray, make_tuple(T, {bytes}), object);
    }
    return put_large(kByteArray8, 8, copy, kEmpty) && remember(object);
  }

  bool save_pickle_buffer(Value object, Value lender) {
    Thread* T = thread_;
    if (protocol_ < 5) return fail("PickleBuffer can only be pickled with protocol >= 5");
    if (!lender) return raise(T, Builtin::kValueError, "operation forbidden on released PickleBuffer object");
    if (is_memoryview(lender)) {
      Value contiguous = get_attribute(T, lender, "contiguous");
      bool is_contiguous;
      if (!contiguous || !truth(T, contiguous, &is_contiguous)) return false;
      if (!is_contiguous) return fail("PickleBuffer can not be pickled when pointing to a non-contiguous buffer");
    }
    bool is_in_band = true;
    if (buffer_callback) {
      Value answer = call(T, buffer_callback, {object});
      if (!answer || !truth(T, answer, &is_in_band)) return false;
    }
    BufferScope buffer(T);
    if (!buffer.get(lender)) return false;
    bool is_read_only = buffer.view().read_only;
    if (is_in_band) {
      std::string copy(buffer.bytes());
      buffer.release();
      if (is_read_only) return save_bytes_data(copy, kEmpty, object);
      return put_large(kByteArray8, 8, copy, kEmpty) && remember(object);
    }
    put_byte(kNextBuffer);
    if (is_read_only) put_byte(kReadOnlyBuffer);
    return true;
  }

  // The string that nearly every string is: in one go. False: it is another one, or is dealt with otherwise.
  bool save_short_string(Value object, size_t memo_position) {
    auto* text = object.as<String>();
    bool is_short = text->is_ascii() && text->length <= 0xff && protocol_ >= 4;
    if (!is_short || (!fast && !memo.has_room())) return false;
    begin_frame();
    out_.append_short(kShortBinUnicode, text->ascii(), !fast, kMemoize);
    if (!fast) memo.put_at(memo_position, object, memo.count());
    return true;
  }

  bool save_string(Value object) {
    Thread* T = thread_;
    auto* text = object.as<String>();
    if (!is_binary()) {
      put_byte(kUnicodeText);
      put(raw_unicode_escaped(text));
      put("\n");
      return remember(object);
    }
    std::string encoded;
    std::string_view bytes;
    if (text->is_ascii()) {
      bytes = text->ascii();
    } else {
      encoded = to_utf8(text);
      bytes = encoded;
    }
    if (bytes.size() <= 0xff && protocol_ >= 4) {
      put_number(kShortBinUnicode, bytes.size(), 1);
      put(bytes);
    } else if (bytes.size() <= 0xffffffff) {
      if (!put_large(kBinUnicode, 4, bytes, kEmpty)) return false;
    } else if (protocol_ >= 4) {
      if (!put_large(kBinUnicode8, 8, bytes, kEmpty)) return false;
    } else {
      return raise(T, Builtin::kOverflowError,
                   "serializing a string larger than 4 GiB requires pickle protocol 4 or higher");
    }
    return remember(object);
  }

  // Latin-1, with escapes for everything else and for what would end a line.
  static std::string raw_unicode_escaped(const String* text) {
    std::string out;
    for (size_t i = 0; i < text->length; ++i) {
      char32_t c = text->at(i);
      if (c >= 0x10000) {
        out += fmt::format("\\U{:08x}", static_cast<uint32_t>(c));
      } else if (c >= 256 || c == '\\' || c == 0 || c == '\n' || c == '\r' || c == 0x1a) {
        out += fmt::format("\\u{:04x}", static_cast<uint32_t>(c));
      } else {
        out += static_cast<char>(c);
      }
    }
    return out;
  }

  bool save_tuple(Value object) {
    static constexpr uint8_t kBySize[] = {kEmptyTuple, kTuple1, kTuple2, kTuple3};
    auto* tuple = object.as<Tuple>();
    size_t count = tuple->length;
    if (count == 0) {
      if (is_binary()) {
        put_byte(kEmptyTuple);
      } else {
        put("(t");
      }
      return true;
    }
    bool is_short = count <= 3 && protocol_ >= 2;
    if (!is_short) put_byte(kMark);
    for (size_t i = 0; i < count; ++i) {
      if (!save((*tuple)[i])) return false;
    }
    if (size_t number = memo.find(object); number != MemoTable::kAbsent) {
      // The tuple contains itself: an item's item has built it meanwhile, so what stands on the stack is thrown away.
      if (!is_short && is_binary()) {
        put_byte(kPopMark);
      } else {
        for (size_t i = 0; i < count + !is_short; ++i) put_byte(kPop);
      }
      return save_reference(number);
    }
    put_byte(is_short ? kBySize[count] : uint8_t{kTupleOpcode});
    return remember(object);
  }

  bool save_list(Value object) {
    Thread* T = thread_;
    auto* list = object.as<List>();
    if (fast && !enter_fast(object)) return false;
    if (is_binary()) {
      put_byte(kEmptyList);
    } else {
      put("(l");
    }
    if (!remember(object)) return false;
    if (list->size() == 0) return true;
    if (!is_binary()) {
      Value iterator = get_iterator(T, object);
      return iterator && append_all(iterator) && leave_fast(object);
    }
    if (list->size() == 1) {
      if (!save(list_get(T, list, 0))) return false;
      put_byte(kAppend);
      return leave_fast(object);
    }
    int64_t i = 0;
    do {
      put_byte(kMark);
      for (size_t n = 0; n < kBatchSize; ++n) {
        Value item = list_get(T, list, i);
        if (!item) break;
        if (!save(item)) return false;
        ++i;
      }
      put_byte(kAppends);
    } while (i < list->size());
    return leave_fast(object);
  }

  // Appends what an iterator gives to the object on top of the stack.
  bool append_all(Value iterator) {
    Thread* T = thread_;
    size_t n;
    do {
      n = 0;
      Value first = next_item(T, iterator);
      if (!first) return !T->has_exception();
      if (!is_binary()) {
        if (!save(first)) return false;
        put_byte(kAppend);
        n = kBatchSize;
        continue;
      }
      Value item = next_item(T, iterator);
      if (!item) {
        if (T->has_exception() || !save(first)) return false;
        put_byte(kAppend);
        return true;
      }
      put_byte(kMark);
      if (!save(first)) return false;
      n = 1;
      while (item) {
        if (!save(item)) return false;
        if (++n == kBatchSize) break;
        item = next_item(T, iterator);
        if (!item && T->has_exception()) return false;
      }
      put_byte(kAppends);
    } while (n == kBatchSize);
    return true;
  }

  bool save_pair(Value pair) {
    if (!is_tuple(pair) || pair.as<Tuple>()->length != 2)
      return raise(thread_, Builtin::kTypeError, "dict items iterator must return 2-tuples");
    return save((*pair.as<Tuple>())[0]) && save((*pair.as<Tuple>())[1]);
  }

  // The same for pairs of keys and values.
  bool set_all(Value iterator) {
    Thread* T = thread_;
    size_t n;
    do {
      n = 0;
      Value first = next_item(T, iterator);
      if (!first) return !T->has_exception();
      if (!is_binary()) {
        if (!save_pair(first)) return false;
        put_byte(kSetItem);
        n = kBatchSize;
        continue;
      }
      Value item = next_item(T, iterator);
      if (!item) {
        if (T->has_exception() || !save_pair(first)) return false;
        put_byte(kSetItem);
        return true;
      }
      put_byte(kMark);
      if (!save_pair(first)) return false;
      n = 1;
      while (item) {
        if (!save_pair(item)) return false;
        if (++n == kBatchSize) break;
        item = next_item(T, iterator);
        if (!item && T->has_exception()) return false;
      }
      put_byte(kSetItems);
    } while (n == kBatchSize);
    return true;
  }

  bool save_dict(Value object) {
    Thread* T = thread_;
    auto* dict = object.as<Dict>();
    if (fast && !enter_fast(object)) return false;
    if (is_binary()) {
      put_byte(kEmptyDict);
    } else {
      put("(d");
    }
    if (!remember(object)) return false;
    int64_t size = dict->size();
    if (size == 0) return leave_fast(object);
    if (!is_binary()) {
      Value items = call_method(T, object, names(T).items);
      Value iterator = items ? get_iterator(T, items) : kEmpty;
      return iterator && set_all(iterator) && leave_fast(object);
    }
    size_t position = 0;
    Value key, value;
    if (size == 1) {
      if (!dict_next(dict, &position, &key, &value)) return changed("dictionary");
      if (!save(key) || !save(value)) return false;
      put_byte(kSetItem);
      return leave_fast(object);
    }
    size_t n;
    do {
      n = 0;
      put_byte(kMark);
      while (dict_next(dict, &position, &key, &value)) {
        if (!save(key) || !save(value)) return false;
        if (++n == kBatchSize) break;
      }
      put_byte(kSetItems);
      if (dict->size() != size) return changed("dictionary");
    } while (n == kBatchSize);
    return leave_fast(object);
  }

  bool changed(const char* what) {
    return raise(thread_, Builtin::kRuntimeError, "{} changed size during iteration", what);
  }

  bool save_set(Value object) {
    Thread* T = thread_;
    auto* set = object.as<Set>();
    if (protocol_ < 4) {
      List* items = list_from_iterable(T, object);
      return items && save_call(types(T).set, make_tuple(T, {items}), object);
    }
    put_byte(kEmptySet);
    if (!remember(object)) return false;
    int64_t size = set->size();
    if (size == 0) return true;
    size_t position = 0, n;
    do {
      n = 0;
      put_byte(kMark);
      Value key;
      while (set_next(set, &position, &key)) {
        if (!save(key)) return false;
        if (++n == kBatchSize) break;
      }
      put_byte(kAddItems);
      if (set->size() != size) return changed("set");
    } while (n == kBatchSize);
    return true;
  }

  bool save_frozen_set(Value object) {
    Thread* T = thread_;
    if (protocol_ < 4) {
      List* items = list_from_iterable(T, object);
      return items && save_call(types(T).frozenset, make_tuple(T, {items}), object);
    }
    put_byte(kMark);
    size_t position = 0;
    Value key;
    while (set_next(object.as<Set>(), &position, &key)) {
      if (!save(key)) return false;
    }
    if (size_t number = memo.find(object); number != MemoTable::kAbsent) {
      put_byte(kPopMark);
      return save_reference(number);
    }
    put_byte(kFrozenSet);
    return remember(object);
  }

  // Without a memo, containers that contain themselves would never end.
  bool enter_fast(Value object) {
    if (++fast_depth_ < 50) return true;
    if (fast_open_[object.bits()]++ == 0) return true;
    return raise(thread_, Builtin::kValueError,
                 "fast mode: can't pickle cyclic objects including object type {} at {:#x}", type_name(thread_, object),
                 object.bits());
  }
  bool leave_fast(Value object) {
    if (!fast) return true;
    if (fast_depth_-- >= 50) fast_open_.erase(object.bits());
    return true;
  }

  // --- Globals

  // Classes of the three singletons have no name to be found by.
  bool save_type(Value object) {
    Thread* T = thread_;
    for (Value singleton : {kNone, Value::ellipsis(), kNotImplemented}) {
      if (object == Value(type_of(T, singleton))) return save_call(types(T).type, make_tuple(T, {singleton}), object);
    }
    return save_global(object, kEmpty);
  }

  // The module that an object says it is from, or the one that has it.
  Value module_of(Value object, String* name) {
    Thread* T = thread_;
    Value module = find_attribute(T, object, names(T).dunder_module);
    if (module && !module.is_none()) return module;
    if (T->has_exception()) return kEmpty;
    Value copy = dict_copy(T, T->runtime->modules.as<Dict>());
    if (!copy) return kEmpty;
    size_t position = 0;
    Value key, candidate;
    while (dict_next(copy.as<Dict>(), &position, &key, &candidate)) {
      if (candidate.is_none() || (is_string(key) && to_utf8(as_string(key)) == "__main__")) continue;
      Value found = find_dotted_attribute(T, candidate, name, nullptr);
      if (found == object) return key;
      clear_exception(T);
    }
    return make_string(T, "__main__");
  }

  bool save_global(Value object, Value given_name) {
    Thread* T = thread_;
    Value name = given_name;
    if (!name) {
      name = find_attribute(T, object, names(T).dunder_qualname);
      if (!name && T->has_exception()) return false;
      if (!name) name = get_attribute(T, object, names(T).dunder_name);
      if (!name) return false;
    }
    if (!is_string(name))
      return raise(T, Builtin::kTypeError, "__qualname__ must be a string, not {}", type_name(T, name));
    // A local name is an error before anything else is asked.
    if (!check_not_local(as_string(name))) return false;
    Value module_name = module_of(object, as_string(name));
    if (!module_name) return false;
    Value module = import_by_name(T, module_name);
    if (!module) {
      if (!exception_matches(T, Builtin::kException)) return false;
      clear_exception(T);
      return fail_global(object, fmt::format("import of module {} failed", repr_text(T, module_name)));
    }
    Value found = find_dotted_attribute(T, module, as_string(name), nullptr);
    std::string name_text = to_utf8(as_string(name));
    String* module_string = to_str(T, module_name);
    if (!module_string) return false;
    std::string module_text = to_utf8(module_string);
    if (!found) {
      if (T->has_exception() && !exception_matches(T, Builtin::kAttributeError)) return false;
      clear_exception(T);
      return fail_global(object, fmt::format("attribute lookup {} on {} failed", name_text, module_text));
    }
    if (found != object)
      return fail_global(object, fmt::format("it's not the same object as {}.{}", module_text, name_text));
    if (protocol_ >= 2) {
      Tuple* key = make_tuple(T, {module_name, name});
      if (!extension_registry_) extension_registry_ = import_attribute(T, "copyreg", "_extension_registry");
      Value code = key && extension_registry_ ? get_or_none(extension_registry_, key) : kEmpty;
      if (!code && T->has_exception()) return false;
      int64_t number;
      if (code && is_int(code)) {
        if (!int_fits_int64(code, &number) || number <= 0 || number > 0x7fffffff)
          return fail_global(object, fmt::format("extension code {} is out of range", repr_text(T, code)));
        if (number <= 0xff) {
          put_number(kExt1, static_cast<uint64_t>(number), 1);
        } else if (number <= 0xffff) {
          put_number(kExt2, static_cast<uint64_t>(number), 2);
        } else {
          put_number(kExt4, static_cast<uint64_t>(number), 4);
        }
        return true;
      }
    }
    if (protocol_ >= 4) {
      // CPython's built-in functions have another string for the name of their module than its classes.
      if (is_kind(object, Kind::kNativeFunction) && is_string(module_name) && module_text == "builtins") {
        if (!function_module_name_) function_module_name_ = make_string(T, module_text);
        module_name = function_module_name_;
        if (!module_name) return false;
      }
      if (!save(module_name) || !save(name)) return false;
      put_byte(kStackGlobal);
      return remember(object);
    }
    // a.b.c is written as getattr(getattr(a, "b"), "c").
    std::string first = name_text.substr(0, name_text.find('.'));
    for (size_t i = 0; i < name_text.size(); ++i) {
      if (name_text[i] != '.') continue;
      Value get = import_attribute(T, "builtins", "getattr");
      if (!get || !save(get)) return false;
      if (protocol_ < 2) put_byte(kMark);
    }
    if (protocol_ < 3 && fix_imports_ && !use_old_names(&module_text, &first)) return false;
    if (!put_global_name(module_text, "module") || !put_global_name(first, "global")) return false;
    for (size_t dot = name_text.find('.'); dot != std::string::npos;) {
      size_t end = name_text.find('.', dot + 1);
      String* part = make_string(T, name_text.substr(dot + 1, end == std::string::npos ? end : end - dot - 1));
      if (!part || !save(part)) return false;
      put_byte(protocol_ < 2 ? kTupleOpcode : kTuple2);
      put_byte(kReduce);
      dot = end;
    }
    return remember(object);
  }

  bool check_not_local(String* name) {
    std::string text = to_utf8(name);
    if (text.find("<locals>") == std::string::npos) return true;
    return static_cast<bool>(find_dotted_attribute(thread_, kEmpty, name, nullptr));
  }

  bool fail_global(Value object, const std::string& why) {
    std::string text = repr_text(thread_, object);
    return thread_->has_exception() ? false : fail(fmt::format("Can't pickle {}: {}", text, why));
  }

  // One of the two lines of GLOBAL: `what` is "module" for the first.
  bool put_global_name(const std::string& text, std::string_view what) {
    if (protocol_ < 3) {
      for (char c : text) {
        if (static_cast<unsigned char>(c) >= 128)
          return fail(fmt::format("can't pickle {} identifier '{}' using pickle protocol {}", what, text, protocol_));
      }
    }
    if (what == "module") put_byte(kGlobal);
    put(text);
    put("\n");
    return true;
  }

  Value get_or_none(Value mapping, Value key) {
    if (is_exactly(mapping, Kind::kDict)) return dict_get(thread_, mapping.as<Dict>(), key);
    Value found = get_item(thread_, mapping, key);
    if (!found && exception_matches(thread_, Builtin::kKeyError)) clear_exception(thread_);
    return found;
  }

  // The names that Python 2 knows.
  bool use_old_names(std::string* module, std::string* name) {
    Thread* T = thread_;
    Value by_name = import_attribute(T, "_compat_pickle", "REVERSE_NAME_MAPPING");
    Value by_module = by_name ? import_attribute(T, "_compat_pickle", "REVERSE_IMPORT_MAPPING") : kEmpty;
    if (!by_module) return false;
    String* module_string = make_string(T, *module);
    String* name_string = make_string(T, *name);
    Tuple* key = module_string && name_string ? make_tuple(T, {module_string, name_string}) : nullptr;
    if (!key) return false;
    Value pair = get_or_none(by_name, key);
    if (!pair && T->has_exception()) return false;
    if (pair) {
      if (!is_tuple(pair) || pair.as<Tuple>()->length != 2)
        return raise(T, Builtin::kRuntimeError, "_compat_pickle.REVERSE_NAME_MAPPING values should be 2-tuples, not {}",
                     type_name(T, pair));
      Value first = (*pair.as<Tuple>())[0], second = (*pair.as<Tuple>())[1];
      if (!is_string(first) || !is_string(second))
        return raise(T, Builtin::kRuntimeError,
                     "_compat_pickle.REVERSE_NAME_MAPPING values should be pairs of str, not ({}, {})",
                     type_name(T, first), type_name(T, second));
      *module = to_utf8(as_string(first));
      *name = to_utf8(as_string(second));
      return true;
    }
    Value renamed = get_or_none(by_module, module_string);
    if (!renamed) return !T->has_exception();
    if (!is_string(renamed))
      return raise(T, Builtin::kRuntimeError, "_compat_pickle.REVERSE_IMPORT_MAPPING values should be strings, not {}",
                   type_name(T, renamed));
    *module = to_utf8(as_string(renamed));
    return true;
  }

  // --- Reduced objects

  // function(*arguments), which makes `object` (EMPTY: not to be remembered).
  bool save_call(Value function, Value arguments, Value object) {
    if (!function || !arguments) return false;
    Tuple* reduced = make_tuple(thread_, {function, arguments});
    return reduced && save_reduced(reduced, object);
  }

  bool save_reduced(Value reduced, Value object) {
    Thread* T = thread_;
    auto* parts = reduced.as<Tuple>();
    if (parts->length < 2 || parts->length > 6)
      return fail("tuple returned by __reduce__ must contain 2 through 6 elements");
    auto part = [&](size_t i) {
      Value v = i < parts->length ? (*parts)[i] : kEmpty;
      return v.is_none() ? kEmpty : v;
    };
    Value function = (*parts)[0], arguments = (*parts)[1];
    Value state = part(2), list_items = part(3), dict_items = part(4), state_setter = part(5);
    if (!is_callable(T, function)) return fail("first item of the tuple returned by __reduce__ must be callable");
    if (!is_tuple(arguments)) return fail("second item of the tuple returned by __reduce__ must be a tuple");
    if (list_items && !is_iterator(list_items))
      return fail(fmt::format("fourth element of the tuple returned by __reduce__ must be an iterator, not {}",
                              type_name(T, list_items)));
    if (dict_items && !is_iterator(dict_items))
      return fail(fmt::format("fifth element of the tuple returned by __reduce__ must be an iterator, not {}",
                              type_name(T, dict_items)));
    if (state_setter && !is_callable(T, state_setter))
      return fail(fmt::format("sixth element of the tuple returned by __reduce__ must be a function, not {}",
                              type_name(T, state_setter)));

    auto* given = arguments.as<Tuple>();
    std::string_view form;
    Value name;
    if (protocol_ >= 2) {
      name = find_attribute(T, function, names(T).dunder_name);
      if (!name && T->has_exception()) return false;
      if (name && is_string(name) && as_string(name)->is_ascii()) form = as_string(name)->ascii();
    }
    if (form == "__newobj_ex__") {
      if (!save_new_with_keywords(given)) return false;
    } else if (form == "__newobj__") {
      if (!save_new(given, object)) return false;
    } else {
      if (!save(function) || !save(arguments)) return false;
      put_byte(kReduce);
    }
    if (object) {
      // Met again while its arguments were saved: it contains itself, and is there already.
      if (size_t number = memo.find(object); number != MemoTable::kAbsent) {
        put_byte(kPop);
        return save_reference(number);
      }
      if (!remember(object)) return false;
    }
    if (list_items && !append_all(list_items)) return false;
    if (dict_items && !set_all(dict_items)) return false;
    if (!state) return true;
    if (!state_setter) {
      if (!save(state)) return false;
      put_byte(kBuild);
      return true;
    }
    if (!save(state_setter) || !save(object) || !save(state)) return false;
    put_byte(kTuple2);
    put_byte(kReduce);
    put_byte(kPop);
    return true;
  }

  bool is_iterator(Value v) { return type_of(thread_, v)->slots.next != nullptr; }

  bool save_new(Tuple* given, Value object) {
    Thread* T = thread_;
    if (given->length < 1) return fail("__newobj__ arglist is empty");
    Value cls = (*given)[0];
    if (!is_kind(cls, Kind::kType)) return fail("args[0] from __newobj__ args is not a type");
    if (object) {
      Value own = get_attribute(T, object, names(T).dunder_class);
      if (!own) return false;
      if (own != cls) return fail("args[0] from __newobj__ args has the wrong class");
    }
    Tuple* rest = make_tuple(T, given->length - 1);
    if (!rest) return false;
    for (size_t i = 1; i < given->length; ++i) heap_initialize(rest, rest->items[i - 1], (*given)[i]);
    if (!save(cls) || !save(rest)) return false;
    put_byte(kNewObj);
    return true;
  }

  bool save_new_with_keywords(Tuple* given) {
    Thread* T = thread_;
    if (given->length != 3)
      return fail(fmt::format("length of the NEWOBJ_EX argument tuple must be exactly 3, not {}", given->length));
    Value cls = (*given)[0], positional = (*given)[1], keywords = (*given)[2];
    if (!is_kind(cls, Kind::kType))
      return fail(fmt::format("first item from NEWOBJ_EX argument tuple must be a class, not {}", type_name(T, cls)));
    if (!is_tuple(positional))
      return fail(
          fmt::format("second item from NEWOBJ_EX argument tuple must be a tuple, not {}", type_name(T, positional)));
    if (!is_dict(keywords))
      return fail(
          fmt::format("third item from NEWOBJ_EX argument tuple must be a dict, not {}", type_name(T, keywords)));
    if (protocol_ >= 4) {
      if (!save(cls) || !save(positional) || !save(keywords)) return false;
      put_byte(kNewObjEx);
      return true;
    }
    // Older machines get it as a call of functools.partial(cls.__new__, cls, ...).
    Value partial = import_attribute(T, "functools", "partial");
    Value create = partial ? get_attribute(T, cls, names(T).dunder_new) : kEmpty;
    if (!create) return false;
    auto* rest = positional.as<Tuple>();
    Tuple* all = make_tuple(T, rest->length + 2);
    if (!all) return false;
    heap_initialize(all, all->items[0], create);
    heap_initialize(all, all->items[1], cls);
    for (size_t i = 0; i < rest->length; ++i) heap_initialize(all, all->items[i + 2], (*rest)[i]);
    Value function = call_tuple(T, partial, all, keywords.as<Dict>());
    if (!function || !save(function) || !save(T->runtime->empty_tuple)) return false;
    put_byte(kReduce);
    return true;
  }

  Thread* thread_;
  int protocol_;
  bool fix_imports_;
  Value reducers_, extension_registry_, function_module_name_;
  Output out_;
  bool framing_ = false, frame_is_open_ = false;
  size_t frame_start_ = 0;
  int fast_depth_ = 0;
  std::unordered_map<uint64_t, int> fast_open_;
};

// --- Pickler

enum PicklerSlot {
  kWrite,
  kMemoKeys,
  kMemoNumbers,
  kPersistentIdHook,
  kDispatchTable,
  kBufferCallback,
  kPicklerSlotCount
};

Value default_persistent_id(Thread*, Arguments) {
  return kNone;
}
const NativeMethod kDefaultPersistentId = {"persistent_id(obj, /)", default_persistent_id,
                                           "The identifier of an object kept elsewhere, or None."};

Record* record_of(Value self) {
  return self.as<Record>();
}
PicklerState* state_of(Value self) {
  return reinterpret_cast<PicklerState*>(record_of(self)->raw());
}

Value pickler_create(Thread* T, Type* type, CallArguments) {
  Record* record = make_record(T, type, kPicklerSlotCount, sizeof(PicklerState));
  if (record) state_of(record)->protocol.store(kPickleDefaultProtocol, std::memory_order_relaxed);
  return record ? Value(record) : kEmpty;
}

// REQUIRES: the claim is held.
MemoTable memo_of(Value self) {
  return {record_of(self)->get(kMemoKeys), record_of(self)->get(kMemoNumbers),
          state_of(self)->memo_count.load(std::memory_order_relaxed)};
}
void keep_memo(Value self, const MemoTable& memo) {
  state_of(self)->memo_count.store(memo.count(), std::memory_order_relaxed);
  record_of(self)->set(kMemoKeys, memo.keys());
  record_of(self)->set(kMemoNumbers, memo.numbers());
}

// The protocol argument of dump, dumps and Pickler.
bool read_protocol(Thread* T, Value given, Value buffer_callback, int* out) {
  int64_t protocol = kPickleDefaultProtocol;
  if (given && !given.is_none() && !to_int64(T, given, &protocol)) return false;
  if (protocol < 0) protocol = kPickleHighestProtocol;
  if (protocol > kPickleHighestProtocol)
    return raise(T, Builtin::kValueError, "pickle protocol must be <= {}", kPickleHighestProtocol);
  if (buffer_callback && !buffer_callback.is_none() && protocol < 5)
    return raise(T, Builtin::kValueError, "buffer_callback needs protocol >= 5");
  *out = static_cast<int>(protocol);
  return true;
}

Value none_to_empty(Value v) {
  return v.is_none() ? kEmpty : v;
}

Value write_of(Thread* T, Value file) {
  Value write = find_attribute(T, file, intern(T, "write"));
  if (!write && !T->has_exception()) (void)raise_text(T, Builtin::kTypeError, "file must have a 'write' attribute");
  return write;
}

bool pickler_initialize(Thread* T, Value self, CallArguments arguments) {
  Value values[4];
  if (!bind_arguments(T, "Pickler(file, protocol=None, fix_imports=True, buffer_callback=None)", arguments, values))
    return false;
  int protocol;
  bool fix_imports = true;
  if (!read_protocol(T, values[1], values[3], &protocol) || (values[2] && !truth(T, values[2], &fix_imports)))
    return false;
  Value write = write_of(T, values[0]);
  if (!write) return false;
  PicklerState* state = state_of(self);
  WorkClaim claim(T, state->worker, "Pickler");
  if (!claim.is_held()) return false;
  state->protocol = protocol;
  state->fast = false;
  state->fix_imports = fix_imports && protocol < 3;
  keep_memo(self, {});
  Record* record = record_of(self);
  record->set(kBufferCallback, none_to_empty(values[3]));
  record->set(kWrite, write);
  return true;
}

bool pickler_is_ready(Thread* T, Value self) {
  if (record_of(self)->get(kWrite)) return true;
  std::string name = type_name(T, self);
  return raise_pickle_error(T, "PicklingError",
                            fmt::format("Pickler.__init__() was not called by {}.__init__()", name));
}

// A hook that the object may have: an attribute, unless it is the default one.
bool find_hook(Thread* T, Value self, std::string_view name, Value* out) {
  *out = find_attribute(T, self, intern(T, name));
  return *out || !T->has_exception();
}

Value pickler_dump(Thread* T, Arguments args) {
  Value self = args[0];
  if (!pickler_is_ready(T, self)) return kEmpty;
  PicklerState* state = state_of(self);
  WorkClaim claim(T, state->worker, "Pickler");
  if (!claim.is_held()) return kEmpty;
  Record* record = record_of(self);
  PickleWriter writer(T, state->protocol, state->fix_imports);
  writer.write_function = record->get(kWrite);
  writer.buffer_callback = record->get(kBufferCallback);
  writer.fast = state->fast;
  if (!find_hook(T, self, "persistent_id", &writer.persistent_id) ||
      !find_hook(T, self, "reducer_override", &writer.reducer_override) ||
      !find_hook(T, self, "dispatch_table", &writer.dispatch_table))
    return kEmpty;
  if (is_default_method(writer.persistent_id, &kDefaultPersistentId)) writer.persistent_id = kEmpty;
  writer.memo = memo_of(self);
  bool done = writer.dump(args[1]);
  keep_memo(self, writer.memo);
  return done ? kNone : kEmpty;
}

Value pickler_clear_memo(Thread* T, Arguments args) {
  PicklerState* state = state_of(args[0]);
  WorkClaim claim(T, state->worker, "Pickler");
  if (!claim.is_held()) return kEmpty;
  keep_memo(args[0], {});
  return kNone;
}

// {id: (number, object)}
Value pickler_memo(Thread* T, Value self) {
  PicklerState* state = state_of(self);
  WorkClaim claim(T, state->worker, "Pickler");
  if (!claim.is_held()) return kEmpty;
  Dict* copy = make_dict(T);
  if (!copy) return kEmpty;
  bool done = memo_of(self).for_each([&](Value object, size_t number) {
    Value id = identity(T, object);
    Tuple* pair = id ? make_tuple(T, {make_int(T, static_cast<int64_t>(number)), object}) : nullptr;
    return pair && dict_set(T, copy, id, pair);
  });
  return done ? Value(copy) : kEmpty;
}

bool set_pickler_memo(Thread* T, Value self, Value memo) {
  if (!memo) return raise(T, Builtin::kTypeError, "attribute deletion is not supported");
  if (!is_dict(memo))
    return raise(T, Builtin::kTypeError, "'memo' attribute must be a PicklerMemoProxy object or dict, not {}",
                 type_name(T, memo));
  PicklerState* state = state_of(self);
  WorkClaim claim(T, state->worker, "Pickler");
  if (!claim.is_held()) return false;
  Value copy = dict_copy(T, memo.as<Dict>());
  if (!copy) return false;
  MemoTable table;
  size_t position = 0;
  Value key, pair;
  while (dict_next(copy.as<Dict>(), &position, &key, &pair)) {
    int64_t number;
    if (!is_tuple(pair) || pair.as<Tuple>()->length != 2)
      return raise(T, Builtin::kTypeError, "'memo' values must be 2-item tuples");
    if (!to_int64(T, (*pair.as<Tuple>())[0], &number)) return false;
    if (!table.put(T, (*pair.as<Tuple>())[1], static_cast<size_t>(number))) return false;
  }
  keep_memo(self, table);
  return true;
}

Value pickler_get_persistent_id(Thread* T, Value self) {
  Value own = record_of(self)->get(kPersistentIdHook);
  return own ? own : make_native_function(T, &kDefaultPersistentId, kEmpty, kEmpty);
}
bool pickler_set_persistent_id(Thread* T, Value self, Value value) {
  if (!value) return raise(T, Builtin::kTypeError, "attribute deletion is not supported");
  if (!is_callable(T, value))
    return raise(T, Builtin::kTypeError, "persistent_id must be a callable taking one argument");
  record_of(self)->set(kPersistentIdHook, value);
  return true;
}

Value pickler_get_dispatch_table(Thread* T, Value self) {
  Value own = record_of(self)->get(kDispatchTable);
  if (own) return own;
  (void)raise(T, Builtin::kAttributeError, "'{}' object has no attribute 'dispatch_table'", type_name(T, self));
  return kEmpty;
}
bool pickler_set_dispatch_table(Thread*, Value self, Value value) {
  record_of(self)->set(kDispatchTable, value);
  return true;
}

Value pickler_get_bin(Thread*, Value self) {
  return Value::small_int(state_of(self)->protocol > 0);
}
Value pickler_get_fast(Thread*, Value self) {
  return Value::small_int(state_of(self)->fast);
}
bool pickler_set_fast(Thread* T, Value self, Value value) {
  bool fast;
  if (!value) return raise(T, Builtin::kTypeError, "can't delete numeric/char attribute");
  if (!truth(T, value, &fast)) return false;
  PicklerState* state = state_of(self);
  WorkClaim claim(T, state->worker, "Pickler");
  if (!claim.is_held()) return false;
  state->fast = fast;
  return true;
}

const NativeMethod kPicklerMethods[] = {
    {"dump($self, obj, /)", pickler_dump, "Write a pickled representation of the given object to the open file."},
    {"clear_memo($self, /)", pickler_clear_memo,
     "Forget which objects have been written, so that they are written again."},
    {nullptr, nullptr, nullptr}};

const NativeAttribute kPicklerAttributes[] = {
    {"memo", pickler_memo, set_pickler_memo, nullptr},
    {"persistent_id", pickler_get_persistent_id, pickler_set_persistent_id, nullptr},
    {"dispatch_table", pickler_get_dispatch_table, pickler_set_dispatch_table, nullptr},
    {"bin", pickler_get_bin, nullptr, nullptr},
    {"fast", pickler_get_fast, pickler_set_fast, nullptr},
    {nullptr, nullptr, nullptr, nullptr}};

}  // namespace

Type* make_pickler_type(Thread* T) {
  static const TypeSlots slots = [] {
    TypeSlots s{};
    s.create = pickler_create;
    s.initialize = pickler_initialize;
    return s;
  }();
  static const NativeTypeSpec spec = {"_pickle.Pickler",
                                      Kind::kRecord,
                                      record_size(kPicklerSlotCount, sizeof(PicklerState)),
                                      kTypeIsBuiltin | kTypeIsBase,
                                      "Writes pickles of objects to a file, which needs a write() method for bytes.",
                                      &slots,
                                      kPicklerMethods,
                                      kPicklerAttributes,
                                      "(file, protocol=None, fix_imports=True, buffer_callback=None)"};
  return make_native_type(T, spec);
}

Value pickle_dump(Thread* T, Arguments args) {
  int protocol;
  bool fix_imports = true;
  if (!read_protocol(T, args[2], args[4], &protocol) || (args[3] && !truth(T, args[3], &fix_imports))) return kEmpty;
  MemoTable::Place place;
  PickleWriter writer(T, protocol, fix_imports);
  writer.memo = MemoTable(place);
  writer.write_function = write_of(T, args[1]);
  if (!writer.write_function) return kEmpty;
  writer.buffer_callback = none_to_empty(args[4]);
  return writer.dump(args[0]) ? kNone : kEmpty;
}

Value pickle_dumps(Thread* T, Arguments args) {
  int protocol;
  bool fix_imports = true;
  if (!read_protocol(T, args[1], args[3], &protocol) || (args[2] && !truth(T, args[2], &fix_imports))) return kEmpty;
  MemoTable::Place place;
  PickleWriter writer(T, protocol, fix_imports);
  writer.memo = MemoTable(place);
  writer.buffer_callback = none_to_empty(args[3]);
  return writer.dump(args[0]) ? make_bytes(T, writer.output()) : kEmpty;
}

}  // namespace gilded
