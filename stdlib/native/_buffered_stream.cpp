// _buffered_stream: the part of io.BufferedReader, BufferedWriter and BufferedRandom that runs once a call (the rest
// stands in _io_binary.py).
//
//   Record | lock | input | output | raw | position, size, raw position, flags |
//
// `input`, a bytes object, was read ahead and is given out from `position` on; `output`, a bytearray, is written and
// not passed on yet. Never do both hold something. What is in the buffer, or has room in it, is dealt with here, and on
// top of a file what begins, flushes and closes the stream, too, as long as no script has derived a class or replaced a
// method; all else is done by methods in Python (_read, _write ...), which hold the same lock. If another thread holds
// it, they wait for it.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "stdlib/native/stateful_record.h"
#include "stdlib/native/stream_parts.h"
#include "stdlib/native/system_call.h"
#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/types/buffer.h"
#include "vm/types/bytearray.h"
#include "vm/types/bytes.h"
#include "vm/types/int.h"
#include "vm/types/module.h"
#include "vm/types/record.h"

namespace gilded {

namespace {

enum StreamSlot : uint32_t { kLock, kInput, kOutput, kRaw, kStreamSlots };

struct StreamState {
  std::atomic<int64_t> position;
  std::atomic<int64_t> size;          // of the buffer; 0: __init__ was not called
  std::atomic<int64_t> raw_position;  // where the raw stream is, behind `input`; -1: not known
  std::atomic<bool> has_own_lines;    // no subclass can read lines in its own way
  std::atomic<bool> can_write;
  std::atomic<bool> is_file;  // the raw stream is a FileIO, no subclass: its descriptor tells whether it is open
};

StreamState* state_of(Value v) {
  return reinterpret_cast<StreamState*>(v.as<Record>()->raw());
}

Value stream_create(Thread* T, Type* type, CallArguments) {
  Value input = make_bytes(T, {});
  Value output = input ? make_bytearray(T, {}) : kEmpty;
  Record* record = output ? make_record(T, type, kStreamSlots, sizeof(StreamState)) : nullptr;
  if (!record) return kEmpty;
  heap_initialize(record, record->slots[kInput], input);
  heap_initialize(record, record->slots[kOutput], output);
  new (record->raw()) StreamState{0, 0, -1, false, false, false};
  return record;
}

// The descriptor of the file below, if what is done with it and with the stream cannot be a script's own: nobody has
// derived a class or replaced a method. Else negative.
int plain_descriptor_below(Value self) {
  return is_of_library(self) && has_only_attribute(self, "") ? plain_descriptor_of(self.as<Record>()->get(kRaw)) : -1;
}

size_t input_left(Value self) {
  size_t length = self.as<Record>()->get(kInput).as<Bytes>()->length;
  auto position = static_cast<size_t>(load(state_of(self)->position));
  return length > position ? length - position : 0;
}

// Runs f(input from the position on) -> Value with the lock held, if there is input. EMPTY without an exception: there
// is none, or the lock is taken, or the stream is not open.
template <class F>
Value with_input(Thread* T, Value self, F f) {
  Record* record = self.as<Record>();
  // Looked at without the lock, so that an exhausted buffer costs nothing more.
  Value before = record->get(kInput);
  if (load(state_of(self)->position) >= static_cast<int64_t>(before.as<Bytes>()->length)) return kEmpty;
  FreeLock lock(T, record->get(kLock));
  if (!lock) return kEmpty;
  auto* input = record->get(kInput).as<Bytes>();
  int64_t position = load(state_of(self)->position);
  if (position >= static_cast<int64_t>(input->length)) return kEmpty;
  return f(input->view().substr(static_cast<size_t>(position)));
}

void advance(Value self, size_t count) {
  StreamState* state = state_of(self);
  store(state->position, load(state->position) + static_cast<int64_t>(count));
}

// The first `count` bytes of the input, behind which the position goes.
Value take(Thread* T, Value self, std::string_view input, size_t count) {
  Value part = make_bytes(T, input.substr(0, count));
  if (part) advance(self, count);
  return part;
}

// The part of a method that is in Python.
Value call_rest(Thread* T, Value self, const char* name, std::initializer_list<Value> arguments) {
  if (load(state_of(self)->size) == 0) return raise(T, Builtin::kValueError, "I/O operation on uninitialized object");
  return call_method(T, self, intern(T, name), arguments);
}
// The result of a fast path, or else what the method in Python gives.
Value or_call(Thread* T, Value result, Arguments args, const char* name, Value argument) {
  return result || T->has_exception() ? result : call_rest(T, args[0], name, {argument});
}
Value size_or_all(Arguments args) {
  return args[1] ? args[1] : Value::small_int(-1);
}

// Reads up to `size` bytes straight from a file, with nothing in the buffer and the lock held meanwhile; with
// `into_buffer` they are put there, too. EMPTY without an exception: that cannot be done, or it failed; the method in
// Python tries it again and says what is wrong.
Value read_file(Thread* T, Value self, size_t size, bool into_buffer) {
  Record* record = self.as<Record>();
  StreamState* state = state_of(self);
  Value file = record->get(kRaw);
  if (!file || !load(state->is_file)) return kEmpty;
  HeldLock lock(T, record->get(kLock));
  bool is_empty = load(state->position) >= static_cast<int64_t>(record->get(kInput).as<Bytes>()->length) &&
                  load(record->get(kOutput).as<ByteArray>()->length) == 0;
  int fd = descriptor_of(file);
  if (!lock || !is_empty || fd < 0) return kEmpty;
  Bytes* place = make_bytes_buffer(T, size, false);  // nobody else sees it yet
  if (!place) return kEmpty;
  int error;
  int64_t n = system_call(T, [&] { return read(fd, place->data, size); }, &error);
  if (n < 0) return kEmpty;
  if (load(state->raw_position) >= 0) state->raw_position.fetch_add(n, std::memory_order_relaxed);
  Value data = static_cast<size_t>(n) == size ? Value(place) : make_bytes(T, {place->data, static_cast<size_t>(n)});
  if (data && into_buffer) {
    record->set(kInput, data);
    store(state->position, 0);
  }
  return data;
}

// What `ready` takes from the buffer, which is filled from a file if it has not got enough: the buffer must be used up
// then. Empty bytes at the end of the file. EMPTY: there is not enough, or see read_file.
template <class F>
Value take_or_fill(Thread* T, Value self, F ready) {
  Value result = ready();
  if (result || T->has_exception()) return result;
  Value data = read_file(T, self, static_cast<size_t>(load(state_of(self)->size)), true);
  return !data || data.as<Bytes>()->length == 0 ? data : ready();
}

// What is left in the buffer and in a file. EMPTY without an exception: the stream is none, or something else is to be
// done before.
Value read_rest(Thread* T, Value self) {
  Record* record = self.as<Record>();
  int fd = plain_descriptor_below(self);
  if (fd < 0 || !load(file_state(record->get(kRaw))->is_readable)) return kEmpty;
  HeldLock lock(T, record->get(kLock));
  if (!lock || load(record->get(kOutput).as<ByteArray>()->length)) return kEmpty;
  Value input = record->get(kInput);
  std::string_view rest = input.as<Bytes>()->view().substr(input.as<Bytes>()->length - input_left(self));
  Value data = read_all_of_descriptor(T, fd);
  if (!data) return kEmpty;
  record->set(kInput, T->runtime->empty_bytes);
  StreamState* state = state_of(self);
  store(state->position, 0);
  store(state->raw_position, -1);
  if (rest.empty()) return data;
  if (data.is_none()) return make_bytes(T, rest);
  return make_bytes(T, std::string(rest).append(data.as<Bytes>()->view()));
}

Value stream_read(Thread* T, Arguments args) {
  Value result = kEmpty, size = size_or_all(args);
  if (size.is_small_int() && size.as_small_int() > 0) {
    auto wanted = static_cast<size_t>(size.as_small_int());
    auto ready = [&] {
      return with_input(T, args[0], [&](std::string_view input) {
        return wanted <= input.size() ? take(T, args[0], input, wanted) : kEmpty;
      });
    };
    // What is longer than the buffer need not pass through it.
    result = size.as_small_int() < load(state_of(args[0])->size) ? take_or_fill(T, args[0], ready) : ready();
  }
  if (size.is_none() || size == Value::small_int(-1)) result = read_rest(T, args[0]);
  return or_call(T, result, args, "_read", size);
}

Value stream_read1(Thread* T, Arguments args) {
  Value result = kEmpty, size = size_or_all(args);
  if (size.is_small_int() && size.as_small_int() > 0) {
    auto wanted = static_cast<size_t>(size.as_small_int());
    result = with_input(
        T, args[0], [&](std::string_view input) { return take(T, args[0], input, std::min(wanted, input.size())); });
    constexpr size_t kMost = size_t{1} << 20;  // for more, what is asked may be far more than there is
    if (!result && !T->has_exception() && wanted <= kMost) result = read_file(T, args[0], wanted, false);
  }
  return or_call(T, result, args, "_read1", size);
}

Value stream_peek(Thread* T, Arguments args) {
  Value result = kEmpty, size = args[1] ? args[1] : Value::small_int(0);
  if (size.is_small_int()) {
    // The whole input is handed out as it is: many small looks at a big buffer copy nothing.
    result = with_input(T, args[0], [&](std::string_view input) {
      Value whole = args[0].as<Record>()->get(kInput);
      return whole.as<Bytes>()->length == input.size() ? whole : make_bytes(T, input);
    });
  }
  return or_call(T, result, args, "_peek", size);
}

// The next line of at most `size` bytes (negative: however long), if the whole of it is there.
Value ready_line(Thread* T, Value self, int64_t size) {
  return with_input(T, self, [&](std::string_view input) -> Value {
    const size_t most = size < 0 ? input.size() : static_cast<size_t>(size);
    std::string_view searched = input.substr(0, most);
    size_t end = searched.find('\n');
    if (end != std::string_view::npos) return take(T, self, input, end + 1);
    return size >= 0 && most <= input.size() ? take(T, self, input, most) : kEmpty;
  });
}

Value stream_readline(Thread* T, Arguments args) {
  Value result = kEmpty, size = size_or_all(args);
  if (size.is_none()) size = Value::small_int(-1);
  if (size.is_small_int() && size.as_small_int() != 0) {
    result = take_or_fill(T, args[0], [&] { return ready_line(T, args[0], size.as_small_int()); });
  }
  return or_call(T, result, args, "_readline", size);
}

Value stream_next(Thread* T, Value self) {
  Value line = load(state_of(self)->has_own_lines) ? ready_line(T, self, -1) : kEmpty;
  if (!line && !T->has_exception()) line = call_method(T, self, intern(T, "readline"), {});
  if (!line) return kEmpty;
  if (!is_bytes(line))
    return raise(T, Builtin::kOSError, "readline() should have returned a bytes object, not '{}'", type_name(T, line));
  return line.as<Bytes>()->length ? line : kEmpty;
}

// readinto() and readinto1(): the latter gives what is there, the former only if it is enough.
Value read_into(Thread* T, Arguments args, const char* name, const char* method, bool is_partial_enough) {
  BufferScope target(T);
  if (!target.get_writable(args[1])) {
    if (!exception_matches(T, Builtin::kTypeError)) return kEmpty;
    clear_exception(T);
    return raise(T, Builtin::kTypeError, "{}() argument must be read-write bytes-like object, not {}", name,
                 type_name(T, args[1]));
  }
  Value result = kEmpty;
  if (size_t wanted = target.length()) {
    result = with_input(T, args[0], [&](std::string_view input) -> Value {
      // What is still missing after a part is read at once if it is longer than the buffer.
      if (wanted > input.size() &&
          (!is_partial_enough || wanted - input.size() > static_cast<size_t>(load(state_of(args[0])->size))))
        return kEmpty;
      size_t count = std::min(wanted, input.size());
      target.write(0, input.substr(0, count));
      advance(args[0], count);
      return make_int(T, static_cast<int64_t>(count));
    });
  }
  target.release();
  return or_call(T, result, args, method, args[1]);
}
Value stream_readinto(Thread* T, Arguments args) {
  return read_into(T, args, "readinto", "_readinto", false);
}
Value stream_readinto1(Thread* T, Arguments args) {
  return read_into(T, args, "readinto1", "_readinto1", true);
}

// Whether the raw stream is there and open. False: it is not, or the exception that asking it raised. May run Python
// code, unless it is a file.
bool is_open(Thread* T, Value self) {
  Record* record = self.as<Record>();
  Value raw = record->get(kRaw);
  if (!raw) return false;
  if (load(state_of(self)->is_file)) return descriptor_of(raw) >= 0;
  Value closed = get_attribute(T, raw, "closed");
  bool is_closed;
  return closed && truth(T, closed, &is_closed) && !is_closed;
}

Value stream_enter(Thread* T, Arguments args) {
  if (is_open(T, args[0])) return args[0];
  return T->has_exception() ? kEmpty : call_rest(T, args[0], "_check_enter", {});
}

Value stream_closed(Thread* T, Value self) {
  Record* record = self.as<Record>();
  Value raw = record->get(kRaw);
  if (raw && load(state_of(self)->is_file)) return Value::boolean(descriptor_of(raw) < 0);
  return raw ? get_attribute(T, raw, "closed") : call_rest(T, self, "_check", {});
}

// What a raw stream must be able to do below a buffer.
enum Need : uint8_t { kReadable = 1, kWritable = 2, kSeekable = 4 };
template <Need kNeed>
bool check_raw(Thread* T, Value raw) {
  constexpr const char* kName = kNeed == kReadable ? "readable" : kNeed == kWritable ? "writable" : "seekable";
  bool is_able;
  if (kNeed != kSeekable && plain_descriptor_of(raw) >= 0) {
    FileState* file = file_state(raw);
    is_able = load(kNeed == kReadable ? file->is_readable : file->is_writable);
  } else {
    Value answer = call_method(T, raw, intern(T, kName), {});
    if (!answer || !truth(T, answer, &is_able)) return false;
  }
  return is_able || raise_of_module(T, "_io", "UnsupportedOperation", fmt::format("File or stream is not {}.", kName));
}

// The stream starts, or starts anew. Until that has succeeded, it is none.
template <int kNeeds>
bool stream_initialize(Thread* T, Value self, CallArguments arguments) {
  constexpr const char* kSignature = kNeeds == kReadable   ? "BufferedReader(raw, buffer_size=8192)"
                                     : kNeeds == kWritable ? "BufferedWriter(raw, buffer_size=8192)"
                                                           : "BufferedRandom(raw, buffer_size=8192)";
  Value values[2];
  if (!bind_arguments(T, kSignature, arguments, values)) return false;
  Value raw = values[0];
  if constexpr ((kNeeds & kSeekable) != 0) {
    if (!check_raw<kSeekable>(T, raw)) return false;
  }
  if constexpr ((kNeeds & kReadable) != 0) {
    if (!check_raw<kReadable>(T, raw)) return false;
  }
  if constexpr ((kNeeds & kWritable) != 0) {
    if (!check_raw<kWritable>(T, raw)) return false;
  }
  Record* record = self.as<Record>();
  StreamState* state = state_of(self);
  record->set(kRaw, kEmpty);
  store(state->size, 0);
  int64_t size = 8192;
  if (values[1] && !to_int64(T, values[1], &size)) return false;
  if (size <= 0) return raise(T, Builtin::kValueError, "buffer size must be strictly positive");
  Value input = make_bytes(T, {}), output = make_bytearray(T, {});
  Lock* lock = input && output ? make_stream_lock(T) : nullptr;
  if (!lock) return false;
  record->set(kLock, lock);
  record->set(kRaw, raw);
  record->set(kInput, input);
  record->set(kOutput, output);
  store(state->position, 0);
  store(state->raw_position, -1);
  store(state->can_write, (kNeeds & kWritable) != 0);
  store(state->is_file, is_plain_file(raw));
  store(state->has_own_lines, is_of_library(self));
  store(state->size, size);
  return true;
}

// ---------------------------------------------------------------- Flushing and closing a file

// Passes on to the file what was written. False: that failed, what is left is there still; or the exception of a
// signal's handler. REQUIRES: the lock is held.
bool flush_output(Thread* T, Value self, int fd) {
  auto* output = self.as<Record>()->get(kOutput).as<ByteArray>();
  StreamState* state = state_of(self);
  while (load(output->length) > 0) {
    Value data;
    {
      ObjectLock lock(T, output);
      auto length = static_cast<size_t>(load(output->length));
      data = make_bytes(T, {load(output->buffer)->data(), length});
    }
    if (!data) return false;
    auto* bytes = data.as<Bytes>();
    int error;
    int64_t n = system_call(T, [&] { return write(fd, bytes->data, bytes->length); }, &error);
    if (n < 0) return false;
    if (load(state->raw_position) >= 0) state->raw_position.fetch_add(n, std::memory_order_relaxed);
    ObjectLock lock(T, output);
    auto length = static_cast<size_t>(load(output->length));
    if (!bytearray_splice(T, output, 0, std::min(static_cast<size_t>(n), length), {})) return false;
  }
  return true;
}

Value stream_flush(Thread* T, Arguments args) {
  Value self = args[0];
  int fd = plain_descriptor_below(self);
  if (fd >= 0) {
    HeldLock lock(T, self.as<Record>()->get(kLock));
    if (lock && input_left(self) == 0 && flush_output(T, self, fd)) return kNone;
    if (T->has_exception()) return kEmpty;
  }
  return call_rest(T, self, "_flush", {});
}

Value stream_close(Thread* T, Arguments args) {
  Value self = args[0];
  Record* record = self.as<Record>();
  StreamState* state = state_of(self);
  int fd = plain_descriptor_below(self);
  if (fd >= 0) {
    if (!forget_unflushed(T, self)) return kEmpty;
    HeldLock lock(T, record->get(kLock));
    // A stream that can write, too, goes back to where it was read; one that can only read does not.
    bool is_done = lock && (!load(state->can_write) || (input_left(self) == 0 && flush_output(T, self, fd)));
    if (T->has_exception()) return kEmpty;
    if (is_done) {
      record->set(kInput, T->runtime->empty_bytes);
      store(state->position, 0);
      return close_file(T, record->get(kRaw)) ? kNone : kEmpty;
    }
  }
  return call_rest(T, self, "_close", {});
}

Value stream_write(Thread* T, Arguments args) {
  BufferScope given(T);
  if (!given.get(args[1])) return kEmpty;
  std::string_view data = given.bytes();
  Record* record = args[0].as<Record>();
  StreamState* state = state_of(args[0]);
  auto append = [&]() -> Value {
    if (!is_open(T, args[0])) return kEmpty;
    FreeLock lock(T, record->get(kLock));
    if (!lock || record->get(kInput).as<Bytes>()->length) return kEmpty;
    auto* output = record->get(kOutput).as<ByteArray>();
    ObjectLock output_lock(T, output);
    auto length = static_cast<size_t>(load(output->length));
    if (length + data.size() > static_cast<size_t>(load(state->size))) return kEmpty;
    return bytearray_splice(T, output, length, 0, data) ? make_int(T, static_cast<int64_t>(data.size())) : kEmpty;
  };
  return or_call(T, append(), args, "_write", args[1]);
}

// seek(): within what was read ahead, only the position moves.
Value stream_seek(Thread* T, Arguments args) {
  Value whence = args[2] ? args[2] : Value::small_int(0), result = kEmpty;
  if (args[1].is_small_int() && (whence == Value::small_int(0) || whence == Value::small_int(1))) {
    result = with_input(T, args[0], [&](std::string_view input) -> Value {
      StreamState* state = state_of(args[0]);
      int64_t raw_position = load(state->raw_position), position = load(state->position);
      if (raw_position < static_cast<int64_t>(input.size())) return kEmpty;
      int64_t now = raw_position - static_cast<int64_t>(input.size());
      int64_t distance = args[1].as_small_int() - (whence == Value::small_int(0) ? now : 0);
      if (distance < -position || distance > static_cast<int64_t>(input.size())) return kEmpty;
      store(state->position, position + distance);
      return make_int(T, now + distance);
    });
  }
  if (result || T->has_exception()) return result;
  return call_rest(T, args[0], "_seek", {args[1], whence});
}

// tell(): of a file that is open, without a call of Python.
Value stream_tell(Thread* T, Arguments args) {
  Record* record = args[0].as<Record>();
  StreamState* state = state_of(args[0]);
  auto find = [&]() -> Value {
    Value raw = record->get(kRaw);
    if (!raw || !load(state->is_file)) return kEmpty;
    int fd = descriptor_of(raw);
    FreeLock lock(T, record->get(kLock));
    if (!lock || fd < 0) return kEmpty;
    off_t raw_position = lseek(fd, 0, SEEK_CUR);
    if (raw_position < 0) return kEmpty;
    store(state->raw_position, raw_position);
    auto ahead = static_cast<int64_t>(record->get(kInput).as<Bytes>()->length) - load(state->position);
    int64_t behind = load(record->get(kOutput).as<ByteArray>()->length);
    return make_int(T, std::max<int64_t>(0, raw_position - ahead) + behind);
  };
  Value found = find();
  return found || T->has_exception() ? found : call_rest(T, args[0], "_tell", {});
}

// ---------------------------------------------------------------- What the Python part sees

template <StreamSlot kSlot>
bool set_slot(Thread* T, Value self, Value value) {
  bool is_right = kSlot == kInput    ? is_bytes(value)
                  : kSlot == kOutput ? is_bytearray(value)
                  : kSlot == kLock   ? is_kind(value, Kind::kLock)
                                     : true;
  if (!is_right) return raise(T, Builtin::kTypeError, "a buffered stream cannot hold this");
  self.as<Record>()->set(kSlot, value.is_none() ? kEmpty : value);
  return true;
}
template <std::atomic<int64_t> StreamState::* kNumber>
Value get_number(Thread* T, Value self) {
  return make_int(T, load(state_of(self)->*kNumber));
}
template <std::atomic<int64_t> StreamState::* kNumber, int64_t kLeast>
bool set_number(Thread* T, Value self, Value value) {
  int64_t number;
  if (!to_int64(T, value, &number)) return false;
  store(state_of(self)->*kNumber, std::max(kLeast, number));
  return true;
}

#define READ_METHODS                                                                                              \
  {"read($self, size=-1, /)", stream_read, "Read and return up to size bytes; all that is left without one."},    \
      {"read1($self, size=-1, /)", stream_read1, "Read and return up to size bytes, with at most one raw read."}, \
      {"readline($self, size=-1, /)", stream_readline, "Read and return a line, of at most size bytes."},         \
      {"readinto($self, buffer, /)", stream_readinto, "Read bytes into a buffer; how many."},                     \
      {"readinto1($self, buffer, /)", stream_readinto1, "Read bytes into a buffer with at most one raw read."},   \
      {"peek($self, size=0, /)", stream_peek, "Bytes that are to be read next, which stay so."}
#define WRITE_METHODS {"write($self, buffer, /)", stream_write, "Write bytes; how many."}
#define FLUSH_METHOD {"flush($self, /)", stream_flush, "Pass on what was written."}
#define COMMON_METHODS                            \
  {"__enter__($self, /)", stream_enter, nullptr}, \
      {"close($self, /)", stream_close, "Flush and close the stream and the raw one."}
#define SEEK_METHODS                                                                                \
  {"seek($self, target, whence=0, /)", stream_seek, "Change the stream's position and return it."}, \
      {"tell($self, /)", stream_tell, "The stream's position."}

const NativeMethod kReaderMethods[] = {READ_METHODS, SEEK_METHODS, COMMON_METHODS, {nullptr, nullptr, nullptr}};
const NativeMethod kWriterMethods[] = {
    WRITE_METHODS, FLUSH_METHOD, SEEK_METHODS, COMMON_METHODS, {nullptr, nullptr, nullptr}};
const NativeMethod kRandomMethods[] = {READ_METHODS, WRITE_METHODS,  FLUSH_METHOD,
                                       SEEK_METHODS, COMMON_METHODS, {nullptr, nullptr, nullptr}};
const NativeAttribute kAttributes[] = {
    {"closed", stream_closed, nullptr, nullptr},
    {"_lock", get_slot<kLock>, set_slot<kLock>, nullptr},
    {"_input", get_slot<kInput>, set_slot<kInput>, nullptr},
    {"_output", get_slot<kOutput>, set_slot<kOutput>, nullptr},
    {"_raw", get_slot<kRaw>, set_slot<kRaw>, nullptr},
    {"_position", get_number<&StreamState::position>, set_number<&StreamState::position, 0>, nullptr},
    {"_size", get_number<&StreamState::size>, set_number<&StreamState::size, 0>, nullptr},
    {"_raw_position", get_number<&StreamState::raw_position>, set_number<&StreamState::raw_position, -1>, nullptr},
    {"_is_file", get_flag<&StreamState::is_file>, set_flag<&StreamState::is_file>, nullptr},
    {"_has_own_lines", get_flag<&StreamState::has_own_lines>, set_flag<&StreamState::has_own_lines>, nullptr},
    {nullptr, nullptr, nullptr, nullptr}};

}  // namespace

Value raw_of_buffer(Value buffer) {
  return buffer.as<Record>()->get(kRaw);
}

Value initialize_buffered_stream_module(Thread* T) {
  static const TypeSlots writer_slots = [] {
    TypeSlots s{};
    s.create = stream_create;
    s.initialize = stream_initialize<kWritable>;
    return s;
  }();
  static const TypeSlots reader_slots = [] {
    TypeSlots s = writer_slots;
    s.next = stream_next;
    s.initialize = stream_initialize<kReadable>;
    return s;
  }();
  static const TypeSlots random_slots = [] {
    TypeSlots s = reader_slots;
    s.initialize = stream_initialize < kReadable | kWritable | kSeekable > ;
    return s;
  }();
  static constexpr const char* kConstructor = "(raw, buffer_size=8192)";
  constexpr uint32_t kFlags = kTypeIsBuiltin | kTypeIsBase;
  constexpr uint32_t kSize = record_size(kStreamSlots, sizeof(StreamState));
  static const NativeTypeSpec specs[] = {
      {kReadBufferName, Kind::kRecord, kSize, kFlags, "What BufferedReader is made of.", &reader_slots, kReaderMethods,
       kAttributes, kConstructor},
      {kWriteBufferName, Kind::kRecord, kSize, kFlags, "What BufferedWriter is made of.", &writer_slots, kWriterMethods,
       kAttributes, kConstructor},
      {kRandomBufferName, Kind::kRecord, kSize, kFlags, "What BufferedRandom is made of.", &random_slots,
       kRandomMethods, kAttributes, kConstructor}};
  constexpr const char* kNames[] = {"ReadBuffer", "WriteBuffer", "RandomBuffer"};
  Module* module = make_module(T, "_buffered_stream");
  if (!module) return kEmpty;
  for (size_t i = 0; module && i < std::size(specs); ++i) {
    Type* type = make_native_type(T, specs[i]);
    if (!type || !module_set(T, module, kNames[i], type)) return kEmpty;
  }
  return module;
}

}  // namespace gilded
