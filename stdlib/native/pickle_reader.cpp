// _pickle.Unpickler: the machine that runs the programs which pickle_writer.cpp writes.
//
// It has a stack of objects, marks in it (everything above the newest mark belongs to one group), and a memo of objects
// by number. A program is data from anywhere, so each instruction checks what it takes: the stack must hold it above
// the newest mark, and lengths must be there.
//
// A PickleReader lives on the native stack, where the collector sees its Values, for the time of one load.
#include <bit>
#include <cstring>
#include <string>
#include <vector>

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

// A stack of Values of one thread. It begins in itself, on the native stack, where the collector sees what is in it;
// when that is full, it goes on in an array in the heap.
class ValueStack {
 public:
  ValueStack() = default;
  ValueStack(const ValueStack&) = delete;
  ValueStack& operator=(const ValueStack&) = delete;

  bool push(Thread* T, Value value) {
    if (size_ == capacity_ && !grow(T)) return false;
    values_[size_++] = value;
    if (array_) heap_barrier(array_);
    return true;
  }
  // What is above the top is forgotten, and in an array not kept alive by it.
  Value pop() {
    Value value = values_[--size_];
    if (array_) values_[size_] = kEmpty;
    return value;
  }
  void shrink(size_t size) {
    if (array_) std::fill(values_ + size, values_ + size_, kEmpty);
    size_ = size;
  }
  Value top() const { return values_[size_ - 1]; }
  Value operator[](size_t i) const { return values_[i]; }
  const Value* from(size_t i) const { return values_ + i; }
  size_t size() const { return size_; }

 private:
  bool grow(Thread* T) {
    ValueArray* larger = make_value_array(T, capacity_ * 2);
    if (!larger) return false;
    for (size_t i = 0; i < size_; ++i) heap_initialize(larger, (*larger)[i], values_[i]);
    array_ = larger;
    values_ = reinterpret_cast<Value*>(larger->slots());  // a Slot is one Value
    capacity_ = larger->capacity;
    return true;
  }

  Value own_[96];
  Value* values_ = own_;
  size_t size_ = 0, capacity_ = std::size(own_);
  ValueArray* array_ = nullptr;
};

class PickleReader {
 public:
  explicit PickleReader(Thread* T) : thread_(T) {}

  // The source: a file's methods, or bytes that stay in place.
  Value read_function, readline_function;
  std::string_view input;
  // The object whose find_class and persistent_load are asked when they are not the default ones; EMPTY: none.
  Value find_class_hook, persistent_load;
  Value buffers;  // an iterator, or EMPTY
  std::string encoding = "ASCII", errors = "strict";
  bool fix_imports = true;
  // A Dict by number, which outlives the reader; EMPTY: the reader has a memo of its own.
  Value memo;
  std::atomic<int32_t>* protocol_seen = nullptr;  // where to tell the protocol as soon as it is known; null: nowhere

  Value load() {
    Thread* T = thread_;
    for (;;) {
      if (!poll_if_requested(T)) return kEmpty;
      if (!need(1)) {
        // Nothing at all where an instruction should be is the end of the input.
        if (is_truncated_) return raise_text(T, Builtin::kEOFError, "Ran out of input");
        return kEmpty;
      }
      auto opcode = static_cast<uint8_t>(input[position_++]);
      if (opcode == kStop) return pop();
      if (!execute(opcode)) {
        if (!T->has_exception()) (void)truncated();
        return kEmpty;
      }
    }
  }

  bool remember(size_t number, Value value) {
    Thread* T = thread_;
    // Nearly every pickle numbers its objects one after the other.
    if (!memo && number <= own_memo_count_) return remember_in_turn(number, value);
    if (!memo) {
      Dict* dict = make_dict(T);
      for (size_t i = 0; dict && i < own_memo_count_; ++i) {
        if (!dict_set(T, dict, Value::small_int(static_cast<int64_t>(i)), *own_memo_place(i))) return false;
      }
      if (!dict) return false;
      memo = dict;
    }
    return dict_set(T, memo.as<Dict>(), make_int(T, static_cast<int64_t>(number)), value);
  }
  size_t memo_count() const { return memo ? static_cast<size_t>(memo.as<Dict>()->size()) : own_memo_count_; }

  Value find_class(Value module_name, Value name) {
    Thread* T = thread_;
    if (!is_string(module_name) || !is_string(name)) {
      return raise(T, Builtin::kTypeError, "find_class() arguments must be str, not {} and {}",
                   type_name(T, module_name), type_name(T, name));
    }
    if (protocol_ < 3 && fix_imports && !use_new_names(&module_name, &name)) return kEmpty;
    Value module = import_by_name(T, module_name);
    if (!module) return kEmpty;
    Value found = protocol_ >= 4 ? find_dotted_attribute(T, module, as_string(name), nullptr)
                                 : find_attribute(T, module, intern(T, as_string(name)));
    if (found || T->has_exception()) return found;
    std::string shown = repr_text(T, name), where = T->has_exception() ? "" : repr_text(T, module);
    if (T->has_exception()) return kEmpty;
    return raise(T, Builtin::kAttributeError, "Can't get attribute {} on {}", shown, where);
  }
  void set_protocol(int protocol) { protocol_ = protocol; }
  int protocol() const { return protocol_; }

 private:
  bool fail(const std::string& message) { return raise_pickle_error(thread_, "UnpicklingError", message); }
  bool truncated() {
    is_truncated_ = true;
    return fail("pickle data was truncated");
  }

  // --- Input

  // At least `count` bytes from position_ on. False: exception, or (is_truncated_, without one) the end of the input.
  bool need(size_t count) { return input.size() - position_ >= count || read_more(count); }
  [[gnu::noinline]] bool read_more(size_t count) {
    Thread* T = thread_;
    if (!read_function) {
      is_truncated_ = true;
      return false;
    }
    Value data = call(T, read_function, {make_int(T, static_cast<int64_t>(count - (input.size() - position_)))});
    if (!data || !add_input(data)) return false;
    is_truncated_ = input.size() < count;
    return !is_truncated_;
  }
  // Puts the bytes of `data` behind what is left of the input.
  bool add_input(Value data) {
    if (!is_bytes(data)) return raise(thread_, Builtin::kTypeError, "expected bytes, not {}", type_name(thread_, data));
    if (position_ == input.size()) {
      held_ = data;
      input = data.as<Bytes>()->view();
    } else {
      std::string joined(input.substr(position_));
      joined += data.as<Bytes>()->view();
      storage_ = std::move(joined);
      input = storage_;
    }
    position_ = 0;
    return true;
  }
  // The next `count` bytes; false as need().
  bool get(size_t count, std::string_view* out) {
    if (!need(count)) return false;
    *out = input.substr(position_, count);
    position_ += count;
    return true;
  }
  // An unsigned number of `size` bytes, least significant first.
  [[gnu::always_inline]] bool get_number(size_t size, uint64_t* out) {
    static_assert(std::endian::native == std::endian::little);
    if (!need(size)) return false;
    *out = 0;
    std::memcpy(out, input.data() + position_, size);
    position_ += size;
    return true;
  }
  // A length and as many bytes.
  [[gnu::always_inline]] bool get_counted(size_t size, std::string_view* out, const char* what) {
    uint64_t count;
    if (!get_number(size, &count)) return false;
    if (count > static_cast<uint64_t>(INT64_MAX))
      return raise(thread_, Builtin::kOverflowError, "{} exceeds system's maximum size of {} bytes", what, INT64_MAX);
    return get(count, out);
  }
  // The rest of a line without its end; a line of nothing, or without an end, is an error.
  bool get_line(std::string* out, bool may_be_empty = false) {
    size_t end = input.find('\n', position_);
    if (end == std::string_view::npos && readline_function) {
      Value data = call(thread_, readline_function, {});
      if (!data || !add_input(data)) return false;
      end = input.find('\n', position_);
    }
    if (end == std::string_view::npos) return truncated();
    out->assign(input.substr(position_, end - position_));
    position_ = end + 1;
    return !out->empty() || may_be_empty ? true : truncated();
  }

  // --- Stack

  bool push(Value value) { return value && stack_.push(thread_, value); }
  bool underflow() { return fail(marks_.empty() ? "unpickling stack underflow" : "unexpected MARK found"); }
  size_t fence() const { return marks_.empty() ? 0 : marks_.back(); }
  bool has(size_t count) { return stack_.size() >= fence() + count ? true : underflow(); }
  Value pop() { return has(1) ? stack_.pop() : kEmpty; }
  // Where the newest group begins; forgets its mark.
  bool pop_mark(size_t* out) {
    if (marks_.empty()) return fail("could not find MARK");
    *out = marks_.back();
    marks_.pop_back();
    return true;
  }

  bool execute(uint8_t opcode) {
    Thread* T = thread_;
    uint64_t number = 0;
    std::string_view bytes;
    size_t mark;
    switch (opcode) {
      case kProto:
        if (!get_number(1, &number)) return false;
        if (number > kPickleHighestProtocol)
          return raise(T, Builtin::kValueError, "unsupported pickle protocol: {}", number);
        protocol_ = static_cast<int>(number);
        if (protocol_seen) protocol_seen->store(protocol_);
        return true;
      case kFrame:
        if (!get_number(8, &number)) return false;
        if (number > static_cast<uint64_t>(INT64_MAX))
          return raise(T, Builtin::kOverflowError, "FRAME length exceeds system's maximum of {} bytes", INT64_MAX);
        return need(number);

      // Constants
      case kNoneOpcode:
        return push(kNone);
      case kNewTrue:
        return push(kTrue);
      case kNewFalse:
        return push(kFalse);
      case kBinInt:
        return get_number(4, &number) && push(Value::small_int(static_cast<int32_t>(number)));
      case kBinInt1:
        return get_number(1, &number) && push(Value::small_int(static_cast<int64_t>(number)));
      case kBinInt2:
        return get_number(2, &number) && push(Value::small_int(static_cast<int64_t>(number)));
      case kLong1:
        return get_number(1, &number) && push_long(number);
      case kLong4:
        if (!get_number(4, &number)) return false;
        if (static_cast<int32_t>(number) < 0) return fail("LONG pickle has negative byte count");
        return push_long(number);
      case kBinFloat:
        if (!get(8, &bytes)) return false;
        std::memcpy(&number, bytes.data(), 8);
        return push(Value::from_double(std::bit_cast<double>(__builtin_bswap64(number))));

      // Bytes and text
      case kShortBinBytes:
        return get_counted(1, &bytes, "BINBYTES") && push(make_bytes(T, bytes));
      case kBinBytes:
        return get_counted(4, &bytes, "BINBYTES") && push(make_bytes(T, bytes));
      case kBinBytes8:
        return get_counted(8, &bytes, "BINBYTES8") && push(make_bytes(T, bytes));
      case kByteArray8:
        return get_counted(8, &bytes, "BYTEARRAY8") && push(make_bytearray(T, bytes));
      case kShortBinUnicode:
        return get_counted(1, &bytes, "BINUNICODE") && push(text_of(bytes));
      case kBinUnicode:
        return get_counted(4, &bytes, "BINUNICODE") && push(text_of(bytes));
      case kBinUnicode8:
        return get_counted(8, &bytes, "BINUNICODE8") && push(text_of(bytes));
      case kShortBinString:
        return get_counted(1, &bytes, "BINSTRING") && push(old_string(bytes));
      case kBinString:
        return get_counted(4, &bytes, "BINSTRING") && push(old_string(bytes));

      // Containers
      case kMark:
        return marks_.push_back(stack_.size()), true;
      case kEmptyTuple:
        return push(make_tuple(T, 0));
      case kTuple1:
        return push_tuple(1);
      case kTuple2:
        return push_tuple(2);
      case kTuple3:
        return push_tuple(3);
      case kTupleOpcode:
        return pop_mark(&mark) && push_group(mark, make_tuple(T, stack_.from(mark), stack_.size() - mark));
      case kEmptyList:
        return push(make_list(T));
      case kListOpcode:
        return pop_mark(&mark) && push_group(mark, make_list(T, stack_.from(mark), stack_.size() - mark));
      case kEmptyDict:
        return push(make_dict(T));
      case kDictOpcode:
        return push_dict();
      case kEmptySet:
        return push(make_set(T));
      case kFrozenSet: {
        if (!pop_mark(&mark)) return false;
        List* items = make_list(T, stack_.from(mark), stack_.size() - mark);
        return items && push_group(mark, make_frozen_set(T, items));
      }
      case kAppend:
        return has(2) && append_from(stack_.size() - 1);
      case kAppends:
        return pop_mark(&mark) && append_from(mark);
      case kSetItem:
        return has(3) && set_items_from(stack_.size() - 2);
      case kSetItems:
        return pop_mark(&mark) && set_items_from(mark);
      case kAddItems:
        return pop_mark(&mark) && add_items_from(mark);

      // The stack itself
      case kPop:
        // A mark on top counts as an object.
        if (!marks_.empty() && marks_.back() == stack_.size()) {
          marks_.pop_back();
          return true;
        }
        return !pop().is_empty();
      case kPopMark:
        if (!pop_mark(&mark)) return false;
        stack_.shrink(mark);
        return true;
      case kDup:
        return has(1) && push(stack_.top());

      // Memo
      case kBinGet:
        return get_number(1, &number) && push_remembered(number);
      case kLongBinGet:
        return get_number(4, &number) && push_remembered(number);
      case kBinPut:
        return get_number(1, &number) && has(1) && remember(number, stack_.top());
      case kLongBinPut:
        return get_number(4, &number) && has(1) && remember(number, stack_.top());
      case kMemoize:
        return has(1) && remember(memo_count(), stack_.top());

      // Objects
      case kStackGlobal: {
        if (!has(2)) return false;
        Value name = stack_.pop(), module = stack_.pop();
        if (!is_exactly(name, Kind::kString) || !is_exactly(module, Kind::kString))
          return fail("STACK_GLOBAL requires str");
        return push_global(module, name);
      }
      case kExt1:
        return get_number(1, &number) && push_extension(number);
      case kExt2:
        return get_number(2, &number) && push_extension(number);
      case kExt4:
        return get_number(4, &number) && push_extension(number);
      case kReduce: {
        if (!has(2)) return false;
        Value arguments = stack_.pop(), function = stack_.pop();
        if (!is_tuple(arguments)) return raise(T, Builtin::kTypeError, "argument list must be a tuple");
        return push(call_tuple(T, function, arguments.as<Tuple>(), nullptr));
      }
      case kNewObj:
        return make_new(false);
      case kNewObjEx:
        return make_new(true);
      case kObj: {
        if (!pop_mark(&mark)) return false;
        if (stack_.size() == mark) return underflow();
        Value cls = stack_[mark];
        Tuple* arguments = make_tuple(T, stack_.from(mark + 1), stack_.size() - mark - 1);
        return arguments && push_group(mark, instantiate(cls, arguments));
      }
      case kBuild:
        return build();
      case kBinPersistentId: {
        if (!persistent_load) return has(1) && no_persistent_load();
        Value id = pop();
        return id && push_persistent(id);
      }

      // Out-of-band buffers
      case kNextBuffer: {
        if (!buffers) return fail("pickle stream refers to out-of-band data but no *buffers* argument was given");
        Value buffer = next_item(T, buffers);
        if (!buffer && !T->has_exception()) return fail("not enough out-of-band buffers");
        return push(buffer);
      }
      case kReadOnlyBuffer: {
        if (!has(1)) return false;
        Value buffer = stack_.top();
        BufferScope scope(T);
        if (!scope.get(buffer)) return false;
        bool is_read_only = scope.view().read_only;
        scope.release();
        if (is_read_only) return true;
        Value view = make_memoryview(T, buffer);
        Value read_only = view ? call_method(T, view, intern(T, "toreadonly")) : kEmpty;
        stack_.pop();
        return push(read_only);
      }
      default:
        return execute_line(opcode);
    }
  }

  // The instructions with arguments in lines of text.
  [[gnu::noinline]] bool execute_line(uint8_t opcode) {
    Thread* T = thread_;
    uint64_t number = 0;
    std::string line;
    size_t mark;
    switch (opcode) {
      case kIntText:
        return get_line(&line) && push(int_of_line(line));
      case kLongText:
        return get_line(&line) && push(long_of_line(line));
      case kFloatText: {
        double value;
        if (!get_line(&line)) return false;
        if (!parse_float_text(line, &value)) {
          String* shown = make_string(T, line + "\n");
          std::string text = shown ? to_utf8(shown) : "";
          return raise(T, Builtin::kValueError, "could not convert string to float: '{}'", text);
        }
        return push(Value::from_double(value));
      }
      case kUnicodeText:
        return get_line(&line, true) && push(decode_bytes(T, line, "raw_unicode_escape", "strict"));
      case kStringText:
        return get_line(&line) && push_quoted(line);
      case kGet:
        return get_line(&line) && line_number(line, &number) && push_remembered(number);
      case kPut:
        return get_line(&line) && line_number(line, &number) && has(1) && remember(number, stack_.top());
      case kGlobal: {
        std::string name;
        return get_line(&line) && get_line(&name) &&
               push_global(decode_bytes(T, line, "utf-8", "strict"), decode_bytes(T, name, "utf-8", "strict"));
      }
      case kInst: {
        std::string name;
        if (!pop_mark(&mark) || !get_line(&line) || !get_line(&name)) return false;
        Value cls = find(decode_bytes(T, line, "ascii", "strict"), decode_bytes(T, name, "ascii", "strict"));
        Tuple* arguments = cls ? make_tuple(T, stack_.from(mark), stack_.size() - mark) : nullptr;
        return arguments && push_group(mark, instantiate(cls, arguments));
      }
      case kPersistentId: {
        if (!persistent_load) return no_persistent_load();
        if (!get_line(&line, true)) return false;
        for (char c : line) {
          if (static_cast<unsigned char>(c) >= 128) return fail("persistent IDs in protocol 0 must be ASCII strings");
        }
        return push_persistent(make_string(T, line));
      }
      default:
        break;
    }
    if (opcode >= 0x20 && opcode <= 0x7e && opcode != '\'' && opcode != '\\')
      return fail(fmt::format("invalid load key, '{}'.", static_cast<char>(opcode)));
    return fail(fmt::format("invalid load key, '\\x{:02x}'.", opcode));
  }

  // --- Constants

  bool line_number(const std::string& line, uint64_t* out) {
    Value number = parse_int(thread_, line, 10);
    int64_t value;
    if (!number || !to_int64(thread_, number, &value)) return false;
    if (value < 0) return raise(thread_, Builtin::kValueError, "negative PUT argument");
    *out = static_cast<uint64_t>(value);
    return true;
  }

  Value int_of_line(const std::string& line) {
    Thread* T = thread_;
    if (line == "01") return kTrue;
    if (line == "00") return kFalse;
    Value value = parse_int(T, line, 10);
    if (!value && exception_matches(T, Builtin::kValueError)) {
      clear_exception(T);
      return raise(T, Builtin::kValueError, "could not convert string to int");
    }
    return value;
  }

  Value long_of_line(const std::string& line) {
    Thread* T = thread_;
    bool has_suffix = !line.empty() && line.back() == 'L';
    std::string digits = has_suffix ? line.substr(0, line.size() - 1) : line;
    Value value = parse_int(T, digits, 10);
    if (!value && !has_suffix && exception_matches(T, Builtin::kValueError)) {
      clear_exception(T);
      return raise(T, Builtin::kValueError, "invalid literal for int() with base 10: '{}\\n'", line);
    }
    return value;
  }

  bool push_long(uint64_t size) {
    std::string_view bytes;
    if (!get(size, &bytes)) return false;
    return push(size == 0
                    ? Value::small_int(0)
                    : int_from_bytes(thread_, reinterpret_cast<const unsigned char*>(bytes.data()), size, true, true));
  }

  Value text_of(std::string_view bytes) {
    if (all_ascii(bytes)) return make_ascii_string(thread_, bytes);
    return decode_bytes(thread_, bytes, "utf-8", "surrogatepass");
  }

  // A str of Python 2: text by the encoding that was asked for, or bytes.
  Value old_string(std::string_view bytes) {
    if (encoding == "bytes") return make_bytes(thread_, bytes);
    return decode_bytes(thread_, bytes, encoding, errors);
  }

  bool push_quoted(const std::string& line) {
    size_t end = line.find_last_not_of(" \r\t");
    size_t size = end == std::string::npos ? 0 : end + 1;
    if (size < 2 || line[0] != line[size - 1] || (line[0] != '\'' && line[0] != '"'))
      return fail("the STRING opcode argument must be quoted");
    std::string out;
    for (size_t i = 1; i < size - 1; ++i) {
      if (line[i] != '\\' || i + 1 >= size - 1) {
        out += line[i];
        continue;
      }
      char c = line[++i];
      constexpr std::string_view kLetters = "\\'\"abfnrtv", kMeanings = "\\'\"\a\b\f\n\r\t\v";
      if (size_t known = kLetters.find(c); known != std::string_view::npos) {
        out += kMeanings[known];
      } else if (c >= '0' && c <= '7') {
        int value = c - '0';
        for (int n = 0; n < 2 && i + 1 < size - 1 && line[i + 1] >= '0' && line[i + 1] <= '7'; ++n)
          value = value * 8 + (line[++i] - '0');
        out += static_cast<char>(value);
      } else if (c == 'x' && i + 2 < size - 1 && isxdigit(static_cast<unsigned char>(line[i + 1])) &&
                 isxdigit(static_cast<unsigned char>(line[i + 2]))) {
        out += static_cast<char>(std::stoi(line.substr(i + 1, 2), nullptr, 16));
        i += 2;
      } else if (c == 'x') {
        return raise(thread_, Builtin::kValueError, "invalid \\x escape at position {}", i - 2);
      } else {
        out += '\\';
        out += c;
      }
    }
    return push(old_string(out));
  }

  // --- Containers

  bool push_group(size_t mark, Value made) {
    if (!made) return false;
    stack_.shrink(mark);
    return push(made);
  }
  bool push_tuple(size_t count) {
    if (!has(count)) return false;
    size_t first = stack_.size() - count;
    return push_group(first, make_tuple(thread_, stack_.from(first), count));
  }

  bool push_dict() {
    Thread* T = thread_;
    size_t mark;
    if (!pop_mark(&mark)) return false;
    if ((stack_.size() - mark) % 2 != 0) return fail("odd number of items for DICT");
    Dict* dict = make_dict(T);
    if (!dict) return false;
    for (size_t i = mark; i < stack_.size(); i += 2) {
      if (!dict_set(T, dict, stack_[i], stack_[i + 1])) return false;
    }
    return push_group(mark, dict);
  }

  // The object below `first` takes everything from there on.
  bool append_from(size_t first) {
    Thread* T = thread_;
    if (first > stack_.size() || first <= fence()) return underflow();
    if (stack_.size() == first) return true;
    Value container = stack_[first - 1];
    if (is_exactly(container, Kind::kList)) {
      for (size_t i = first; i < stack_.size(); ++i) {
        if (!list_append(T, container.as<List>(), stack_[i])) return false;
      }
    } else {
      Value extend = find_attribute(T, container, intern(T, "extend"));
      if (!extend && T->has_exception()) return false;
      if (extend) {
        List* items = make_list(T, stack_.from(first), stack_.size() - first);
        if (!items || !call(T, extend, {items})) return false;
      } else {
        Value append = get_attribute(T, container, names(T).append);
        if (!append) return false;
        for (size_t i = first; i < stack_.size(); ++i) {
          if (!call(T, append, {stack_[i]})) return false;
        }
      }
    }
    stack_.shrink(first);
    return true;
  }

  bool set_items_from(size_t first) {
    Thread* T = thread_;
    if (first > stack_.size() || first <= fence()) return underflow();
    if (stack_.size() == first) return true;
    if ((stack_.size() - first) % 2 != 0) return fail("odd number of items for SETITEMS");
    Value container = stack_[first - 1];
    bool is_dict = is_exactly(container, Kind::kDict) && type_of(T, container) == types(T).dict;
    for (size_t i = first; i < stack_.size(); i += 2) {
      Value key = stack_[i], value = stack_[i + 1];
      if (is_dict ? !dict_set(T, container.as<Dict>(), key, value) : !set_item(T, container, key, value)) return false;
    }
    stack_.shrink(first);
    return true;
  }

  bool add_items_from(size_t first) {
    Thread* T = thread_;
    if (first > stack_.size() || first <= fence()) return underflow();
    if (stack_.size() == first) return true;
    Value container = stack_[first - 1];
    if (is_exactly(container, Kind::kSet) && !is_frozen_set(T, container)) {
      for (size_t i = first; i < stack_.size(); ++i) {
        if (set_add(T, container.as<Set>(), stack_[i]) < 0) return false;
      }
    } else {
      Value add = get_attribute(T, container, intern(T, "add"));
      if (!add) return false;
      for (size_t i = first; i < stack_.size(); ++i) {
        if (!call(T, add, {stack_[i]})) return false;
      }
    }
    stack_.shrink(first);
    return true;
  }

  // --- Memo

  // In the reader itself, where the collector sees them as it stands on the native stack; further ones in an array.
  Value* own_memo_place(size_t number) {
    constexpr size_t kFirst = std::extent_v<decltype(first_remembered_)>;
    if (number < kFirst) return &first_remembered_[number];
    return reinterpret_cast<Value*>(more_remembered_.as<ValueArray>()->slots()) + (number - kFirst);
  }
  bool remember_in_turn(size_t number, Value value) {
    constexpr size_t kFirst = std::extent_v<decltype(first_remembered_)>;
    if (number < kFirst) {
      first_remembered_[number] = value;
    } else {
      auto* array = more_remembered_ ? more_remembered_.as<ValueArray>() : nullptr;
      size_t index = number - kFirst;
      if (!array || index >= array->capacity) {
        ValueArray* larger = make_value_array(thread_, array ? array->capacity * 2 : 2 * kFirst);
        if (!larger) return false;
        for (size_t i = 0; array && i < array->capacity; ++i) heap_initialize(larger, (*larger)[i], (*array)[i].load());
        array = larger;
        more_remembered_ = larger;
      }
      heap_store(array, (*array)[index], value);
    }
    if (number == own_memo_count_) ++own_memo_count_;
    return true;
  }

  bool push_remembered(uint64_t number) {
    Thread* T = thread_;
    Value found;
    if (!memo) {
      if (number < own_memo_count_) found = *own_memo_place(number);
    } else if (number <= static_cast<uint64_t>(Value::kMaxInt)) {
      found = dict_get(T, memo.as<Dict>(), Value::small_int(static_cast<int64_t>(number)));
    }
    if (found) return push(found);
    return T->has_exception() ? false : fail(fmt::format("Memo value not found at index {}", number));
  }

  // --- Globals

  Value find(Value module, Value name) {
    if (!module || !name) return kEmpty;
    return find_class_hook ? call(thread_, find_class_hook, {module, name}) : find_class(module, name);
  }
  bool push_global(Value module, Value name) { return push(find(module, name)); }

  bool use_new_names(Value* module, Value* name) {
    Thread* T = thread_;
    Value by_name = import_attribute(T, "_compat_pickle", "NAME_MAPPING");
    Value by_module = by_name ? import_attribute(T, "_compat_pickle", "IMPORT_MAPPING") : kEmpty;
    Tuple* key = by_module ? make_tuple(T, {*module, *name}) : nullptr;
    if (!key || !is_dict(by_name) || !is_dict(by_module)) return false;
    Value pair = dict_get(T, by_name.as<Dict>(), key);
    if (!pair && T->has_exception()) return false;
    if (pair) {
      if (!is_tuple(pair) || pair.as<Tuple>()->length != 2)
        return raise(T, Builtin::kRuntimeError, "_compat_pickle.NAME_MAPPING values should be 2-tuples, not {}",
                     type_name(T, pair));
      *module = (*pair.as<Tuple>())[0];
      *name = (*pair.as<Tuple>())[1];
      return true;
    }
    Value renamed = dict_get(T, by_module.as<Dict>(), *module);
    if (renamed) *module = renamed;
    return !T->has_exception();
  }

  bool push_extension(uint64_t code) {
    Thread* T = thread_;
    if (static_cast<int32_t>(code) <= 0) return fail("EXT specifies code <= 0");
    Value key = Value::small_int(static_cast<int64_t>(code));
    Value cache = import_attribute(T, "copyreg", "_extension_cache");
    Value registry = cache ? import_attribute(T, "copyreg", "_inverted_registry") : kEmpty;
    if (!registry || !is_dict(cache) || !is_dict(registry)) return false;
    Value known = dict_get(T, cache.as<Dict>(), key);
    if (known) return push(known);
    Value pair = dict_get(T, registry.as<Dict>(), key);
    if (!pair) return raise(T, Builtin::kValueError, "unregistered extension code {}", code);
    if (!is_tuple(pair) || pair.as<Tuple>()->length != 2 || !is_string((*pair.as<Tuple>())[0]) ||
        !is_string((*pair.as<Tuple>())[1]))
      return raise(T, Builtin::kValueError, "_inverted_registry[{}] isn't a 2-tuple of strings", code);
    Value found = find((*pair.as<Tuple>())[0], (*pair.as<Tuple>())[1]);
    return found && dict_set(T, cache.as<Dict>(), key, found) && push(found);
  }

  // --- Objects

  bool make_new(bool has_keywords) {
    Thread* T = thread_;
    const char* name = has_keywords ? "NEWOBJ_EX" : "NEWOBJ";
    if (!has(has_keywords ? 3 : 2)) return false;
    Value keywords = has_keywords ? stack_.pop() : kEmpty;
    Value arguments = stack_.pop(), cls = stack_.pop();
    if (!is_kind(cls, Kind::kType))
      return fail(fmt::format("{} class argument must be a type, not {}", name, type_name(T, cls)));
    auto* type = cls.as<Type>();
    if (!type->slots.create)
      return fail(fmt::format("{} class argument '{}' doesn't have __new__", name, name_of(type)));
    if (!is_tuple(arguments))
      return fail(fmt::format("{} args argument must be a tuple, not {}", name, type_name(T, arguments)));
    if (has_keywords && !is_dict(keywords))
      return fail(fmt::format("{} kwargs argument must be a dict, not {}", name, type_name(T, keywords)));
    auto* given = arguments.as<Tuple>();
    if (has_keywords && keywords.as<Dict>()->size() > 0) {
      Value create = get_attribute(T, cls, names(T).dunder_new);
      Tuple* all = create ? make_tuple(T, given->length + 1) : nullptr;
      if (!all) return false;
      heap_initialize(all, all->items[0], cls);
      for (size_t i = 0; i < given->length; ++i) heap_initialize(all, all->items[i + 1], (*given)[i]);
      return push(call_tuple(T, create, all, keywords.as<Dict>()));
    }
    CallArguments call_arguments;
    call_arguments.values = reinterpret_cast<const Value*>(given->items);
    call_arguments.count = static_cast<uint32_t>(given->length);
    return push(type->slots.create(T, type, call_arguments));
  }

  Value instantiate(Value cls, Tuple* arguments) {
    Thread* T = thread_;
    if (arguments->length == 0 && is_kind(cls, Kind::kType)) {
      Value initial = find_attribute(T, cls, intern(T, "__getinitargs__"));
      if (!initial) return T->has_exception() ? kEmpty : call_method(T, cls, names(T).dunder_new, {cls});
    }
    return call_tuple(T, cls, arguments, nullptr);
  }

  // Attributes go straight into a plain instance: asking for its __dict__ would cost it its compact form.
  bool has_plain_attributes(Value instance) {
    if (!is_kind(instance, Kind::kInstance)) return false;
    Value descriptor = type_lookup(type_of(thread_, instance), names(thread_).dunder_dict);
    return is_kind(descriptor, Kind::kNativeDescriptor) && descriptor.as<NativeDescriptor>()->attribute &&
           std::string_view(descriptor.as<NativeDescriptor>()->attribute->name) == "__dict__";
  }

  bool build() {
    Thread* T = thread_;
    if (!has(2)) return false;
    Value state = stack_.pop();
    Value instance = stack_.top();
    Value set_state = find_attribute(T, instance, names(T).dunder_setstate);
    if (!set_state && T->has_exception()) return false;
    if (set_state) return !call(T, set_state, {state}).is_empty();
    Value members = kNone;
    if (is_tuple(state) && state.as<Tuple>()->length == 2) {
      members = (*state.as<Tuple>())[1];
      state = (*state.as<Tuple>())[0];
    }
    if (!state.is_none()) {
      if (!is_dict(state)) return fail("state is not a dictionary");
      bool is_plain = has_plain_attributes(instance);
      Value target = is_plain ? kEmpty : get_attribute(T, instance, names(T).dunder_dict);
      if (!is_plain && !target) return false;
      size_t position = 0;
      Value key, value;
      while (dict_next(state.as<Dict>(), &position, &key, &value)) {
        if (is_exactly(key, Kind::kString)) key = intern(T, as_string(key));
        if (!key) return false;
        if (is_plain && !is_exactly(key, Kind::kString)) {
          is_plain = false;
          target = get_attribute(T, instance, names(T).dunder_dict);
          if (!target) return false;
        }
        if (is_plain ? !instance_store(T, instance.as_object(), as_string(key), value)
                     : !set_item(T, target, key, value))
          return false;
      }
    }
    if (!members.is_none()) {
      if (!is_dict(members)) return fail("slot state is not a dictionary");
      size_t position = 0;
      Value key, value;
      while (dict_next(members.as<Dict>(), &position, &key, &value)) {
        if (!is_string(key))
          return raise(T, Builtin::kTypeError, "attribute name must be string, not '{}'", type_name(T, key));
        if (!set_attribute(T, instance, intern(T, as_string(key)), value)) return false;
      }
    }
    return true;
  }

  bool no_persistent_load() {
    return fail("A load persistent id instruction was encountered, but no persistent_load function was specified.");
  }
  bool push_persistent(Value id) { return id && push(call(thread_, persistent_load, {id})); }

  Thread* thread_;
  int protocol_ = 0;
  size_t position_ = 0;
  Value first_remembered_[64];
  Value more_remembered_;  // a ValueArray, or EMPTY
  size_t own_memo_count_ = 0;
  bool is_truncated_ = false;
  std::string storage_;  // of `input`, when it was put together
  Value held_;           // of `input`, when it is one bytes object
  ValueStack stack_;
  std::vector<size_t> marks_;
};

// --- Unpickler

enum UnpicklerSlot { kRead, kReadLine, kMemo, kBuffers, kEncoding, kErrors, kPersistentLoadHook, kUnpicklerSlotCount };

// The raw bytes of an Unpickler's Record.
struct UnpicklerState {
  std::atomic<uint64_t> worker;
  std::atomic<int32_t> protocol;
  std::atomic<bool> fix_imports;
};

Record* record_of(Value self) {
  return self.as<Record>();
}
UnpicklerState* state_of(Value self) {
  return reinterpret_cast<UnpicklerState*>(record_of(self)->raw());
}

Value default_persistent_load(Thread* T, Arguments) {
  raise_pickle_error(
      T, "UnpicklingError",
      "A load persistent id instruction was encountered, but no persistent_load function was specified.");
  return kEmpty;
}
const NativeMethod kDefaultPersistentLoad = {"persistent_load(pid, /)", default_persistent_load,
                                             "The object that an identifier stands for."};

Value unpickler_create(Thread* T, Type* type, CallArguments) {
  Record* record = make_record(T, type, kUnpicklerSlotCount, sizeof(UnpicklerState));
  return record ? Value(record) : kEmpty;
}

struct ReadOptions {
  std::string encoding = "ASCII", errors = "strict";
  bool fix_imports = true;
  Value buffers;
};

bool text_option(Thread* T, Value given, const char* function, const char* name, std::string* out) {
  if (!given) return true;
  if (!is_string(given))
    return raise(T, Builtin::kTypeError, "{}() argument '{}' must be str, not {}", function, name,
                 argument_type_name(T, given));
  *out = to_utf8(as_string(given));
  return true;
}

// The last four arguments of load, loads and Unpickler.
bool read_options(Thread* T, const char* function, const Value* values, ReadOptions* out) {
  if (values[0] && !truth(T, values[0], &out->fix_imports)) return false;
  if (!text_option(T, values[1], function, "encoding", &out->encoding) ||
      !text_option(T, values[2], function, "errors", &out->errors))
    return false;
  if (!values[3] || values[3].is_none()) return true;
  out->buffers = get_iterator(T, values[3]);
  return !out->buffers.is_empty();
}

bool file_methods(Thread* T, Value file, Value* read, Value* readline) {
  *read = find_attribute(T, file, intern(T, "read"));
  if (!*read && T->has_exception()) return false;
  *readline = find_attribute(T, file, intern(T, "readline"));
  if (!*readline && T->has_exception()) return false;
  if (!*read || !*readline) return raise(T, Builtin::kTypeError, "file must have 'read' and 'readline' attributes");
  return true;
}

bool unpickler_initialize(Thread* T, Value self, CallArguments arguments) {
  Value values[5];
  if (!bind_arguments(T, "Unpickler(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
                      arguments, values))
    return false;
  ReadOptions options;
  Value read, readline;
  if (!read_options(T, "Unpickler", values + 1, &options) || !file_methods(T, values[0], &read, &readline))
    return false;
  UnpicklerState* state = state_of(self);
  WorkClaim claim(T, state->worker, "Unpickler");
  if (!claim.is_held()) return false;
  Dict* memo = make_dict(T);
  String* encoding = memo ? make_string(T, options.encoding) : nullptr;
  String* errors = encoding ? make_string(T, options.errors) : nullptr;
  if (!errors) return false;
  Record* record = record_of(self);
  record->set(kMemo, memo);
  record->set(kBuffers, options.buffers);
  record->set(kEncoding, encoding);
  record->set(kErrors, errors);
  record->set(kReadLine, readline);
  state->fix_imports = options.fix_imports;
  state->protocol = 0;
  record->set(kRead, read);
  return true;
}

bool unpickler_is_ready(Thread* T, Value self) {
  if (record_of(self)->get(kRead)) return true;
  std::string name = type_name(T, self);
  return raise_pickle_error(T, "UnpicklingError",
                            fmt::format("Unpickler.__init__() was not called by {}.__init__()", name));
}

Value unpickler_find_class(Thread* T, Arguments args) {
  PickleReader reader(T);
  reader.set_protocol(state_of(args[0])->protocol);
  reader.fix_imports = state_of(args[0])->fix_imports;
  return reader.find_class(args[1], args[2]);
}

const NativeMethod* find_class_method();

Value unpickler_load(Thread* T, Arguments args) {
  Value self = args[0];
  if (!unpickler_is_ready(T, self)) return kEmpty;
  UnpicklerState* state = state_of(self);
  WorkClaim claim(T, state->worker, "Unpickler");
  if (!claim.is_held()) return kEmpty;
  Record* record = record_of(self);
  PickleReader reader(T);
  reader.read_function = record->get(kRead);
  reader.readline_function = record->get(kReadLine);
  reader.memo = record->get(kMemo);
  reader.buffers = record->get(kBuffers);
  reader.encoding = to_utf8(as_string(record->get(kEncoding)));
  reader.errors = to_utf8(as_string(record->get(kErrors)));
  reader.fix_imports = state->fix_imports;
  reader.persistent_load = find_attribute(T, self, intern(T, "persistent_load"));
  if (!reader.persistent_load && T->has_exception()) return kEmpty;
  if (is_default_method(reader.persistent_load, &kDefaultPersistentLoad)) reader.persistent_load = kEmpty;
  reader.find_class_hook = get_attribute(T, self, "find_class");
  if (!reader.find_class_hook) return kEmpty;
  if (is_default_method(reader.find_class_hook, find_class_method())) {
    reader.find_class_hook = kEmpty;
  } else {
    reader.protocol_seen = &state->protocol;
  }
  state->protocol = 0;
  Value result = reader.load();
  state->protocol = reader.protocol();
  return result;
}

Value unpickler_memo(Thread* T, Value self) {
  Value memo = record_of(self)->get(kMemo);
  Dict* copy = memo ? dict_copy(T, memo.as<Dict>()) : make_dict(T);
  return copy ? Value(copy) : kEmpty;
}
bool set_unpickler_memo(Thread* T, Value self, Value memo) {
  if (!memo) return raise(T, Builtin::kTypeError, "attribute deletion is not supported");
  if (!is_dict(memo))
    return raise(T, Builtin::kTypeError, "'memo' attribute must be an UnpicklerMemoProxy object or dict, not {}",
                 type_name(T, memo));
  Dict* copy = make_dict(T);
  if (!copy) return false;
  size_t position = 0;
  Value key, value;
  while (dict_next(memo.as<Dict>(), &position, &key, &value)) {
    if (!is_int(key)) return raise(T, Builtin::kTypeError, "memo key must be integers");
    if (int_sign(key) < 0) return raise(T, Builtin::kValueError, "memo key must be positive integers.");
    if (!dict_set(T, copy, key, value)) return false;
  }
  record_of(self)->set(kMemo, copy);
  return true;
}

Value unpickler_get_persistent_load(Thread* T, Value self) {
  Value own = record_of(self)->get(kPersistentLoadHook);
  return own ? own : make_native_function(T, &kDefaultPersistentLoad, kEmpty, kEmpty);
}
bool unpickler_set_persistent_load(Thread* T, Value self, Value value) {
  if (!value) return raise(T, Builtin::kTypeError, "attribute deletion is not supported");
  if (!is_callable(T, value))
    return raise(T, Builtin::kTypeError, "persistent_load must be a callable taking one argument");
  record_of(self)->set(kPersistentLoadHook, value);
  return true;
}

const NativeMethod kUnpicklerMethods[] = {
    {"load($self, /)", unpickler_load,
     "Load a pickle: read a pickled object representation from the open file and make the object."},
    {"find_class($self, module_name, global_name, /)", unpickler_find_class,
     "An object from a module, which is imported if need be."},
    {nullptr, nullptr, nullptr}};
const NativeMethod* find_class_method() {
  return &kUnpicklerMethods[1];
}

const NativeAttribute kUnpicklerAttributes[] = {
    {"memo", unpickler_memo, set_unpickler_memo, nullptr},
    {"persistent_load", unpickler_get_persistent_load, unpickler_set_persistent_load, nullptr},
    {nullptr, nullptr, nullptr, nullptr}};

}  // namespace

Type* make_unpickler_type(Thread* T) {
  static const TypeSlots slots = [] {
    TypeSlots s{};
    s.create = unpickler_create;
    s.initialize = unpickler_initialize;
    return s;
  }();
  static const NativeTypeSpec spec = {
      "_pickle.Unpickler",
      Kind::kRecord,
      record_size(kUnpicklerSlotCount, sizeof(UnpicklerState)),
      kTypeIsBuiltin | kTypeIsBase,
      "Reads pickles from a file, which needs methods read() and readline() that give bytes.",
      &slots,
      kUnpicklerMethods,
      kUnpicklerAttributes,
      "(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())"};
  return make_native_type(T, spec);
}

static Value load_with(PickleReader& reader, const ReadOptions& options) {
  reader.encoding = options.encoding;
  reader.errors = options.errors;
  reader.fix_imports = options.fix_imports;
  reader.buffers = options.buffers;
  return reader.load();
}

Value pickle_load(Thread* T, Arguments args) {
  ReadOptions options;
  PickleReader reader(T);
  if (!read_options(T, "load", args.values + 1, &options) ||
      !file_methods(T, args[0], &reader.read_function, &reader.readline_function))
    return kEmpty;
  return load_with(reader, options);
}

Value pickle_loads(Thread* T, Arguments args) {
  ReadOptions options;
  if (!read_options(T, "loads", args.values + 1, &options)) return kEmpty;
  PickleReader reader(T);
  // The bytes of a bytes object never change; those of others may.
  std::string copy;
  if (is_exactly(args[0], Kind::kBytes)) {
    reader.input = args[0].as<Bytes>()->view();
  } else {
    BufferScope buffer(T);
    if (!buffer.get(args[0])) return kEmpty;
    copy = buffer.bytes();
    reader.input = copy;
  }
  return load_with(reader, options);
}

}  // namespace gilded
