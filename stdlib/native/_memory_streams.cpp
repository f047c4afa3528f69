// _memory_streams: what io.StringIO and io.BytesIO are made of (the classes themselves stand in _io.py and
// _io_binary.py).
//
//   TextBuffer:   Record | text: str | position, newline, is_closed |
//   BytesBuffer:  Record | buffer: bytearray | position, is_closed |
//
// Text is appended as `s += x` does it: strings that grow share one buffer, so that n writes cost n steps (string.h).
// Every operation holds the lock of its object (BytesBuffer: that of its bytearray) from its first look to its last
// change, so that threads may share a stream; nothing within calls Python code.
#include <algorithm>
#include <cstring>
#include <optional>

#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/types/buffer.h"
#include "vm/types/bytearray.h"
#include "vm/types/bytes.h"
#include "vm/types/int.h"
#include "vm/types/memoryview.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/string.h"
#include "vm/types/string_methods.h"

namespace gilded {

namespace {

// How a text marks its lines: the parameter `newline` of StringIO.
enum class Newline : uint8_t { kUniversal, kAny, kLineFeed, kReturn, kReturnLineFeed };
constexpr const char* kNewlineTexts[] = {nullptr, "", "\n", "\r", "\r\n"};

struct TextState {
  int64_t position;
  Newline newline;
  bool is_closed;
};
struct BytesState {
  int64_t position;
  std::atomic<bool> is_closed;
};
constexpr size_t kContents = 0;  // the slot of the text or bytearray

TextState* text_state(Value v) {
  return reinterpret_cast<TextState*>(v.as<Record>()->raw());
}
BytesState* bytes_state(Value v) {
  return reinterpret_cast<BytesState*>(v.as<Record>()->raw());
}
String* text_of(Value v) {
  return as_string(v.as<Record>()->get(kContents));
}
ByteArray* bytes_of(Value v) {
  return v.as<Record>()->get(kContents).as<ByteArray>();
}

// The parameter `size` of read(), readline() and truncate(): -1 when absent or None.
bool optional_size(Thread* T, Value v, int64_t* out) {
  *out = -1;
  if (!v || v.is_none()) return true;
  if (!v.is_small_int() && !type_of(T, v)->slots.index)
    return raise(T, Builtin::kTypeError, "argument should be integer or None, not '{}'", type_name(T, v));
  return to_int64(T, v, out);
}

// How far a read of `size` (negative: all) from `position` goes.
int64_t end_of_read(int64_t position, int64_t size, int64_t length) {
  if (position >= length) return position;
  return size < 0 || size > length - position ? length : position + size;
}

bool whence_argument(Thread* T, Value v, int64_t* out) {
  *out = 0;
  return !v || to_int64(T, v, out);
}

// ---------------------------------------------------------------- Text

bool is_open(Thread* T, const TextState* state) {
  return !state->is_closed || raise_text(T, Builtin::kValueError, "I/O operation on closed file");
}

Value text_create(Thread* T, Type* type, CallArguments) {
  Record* record = make_record(T, type, 1, sizeof(TextState));
  if (!record) return kEmpty;
  heap_initialize(record, record->slots[kContents], T->runtime->empty_string);
  new (record->raw()) TextState{0, Newline::kLineFeed, false};
  return record;
}

// What write() stores: line ends as the stream has them. Null: MemoryError.
String* translate(Thread* T, String* text, Newline newline) {
  if (newline == Newline::kAny || newline == Newline::kLineFeed) return text;
  const char32_t wanted = newline == Newline::kUniversal ? '\r' : '\n';
  StringBuilder out;
  size_t copied = 0;
  for (size_t i = 0; i < text->length; ++i) {
    if (text->at(i) != wanted) continue;
    out.append(text, copied, i);
    if (newline == Newline::kUniversal) {
      out.append('\n');
      if (i + 1 < text->length && text->at(i + 1) == '\n') ++i;
    } else {
      out.append_ascii(kNewlineTexts[static_cast<size_t>(newline)]);
    }
    copied = i + 1;
  }
  if (copied == 0) return text;
  out.append(text, copied, text->length);
  return out.build(T);
}

// Puts text at the position and moves it behind. REQUIRES: the lock is held. False: MemoryError.
bool put(Thread* T, Record* record, TextState* state, String* text) {
  String* old = as_string(record->get(kContents));
  auto position = static_cast<size_t>(state->position);
  String* fresh;
  if (position == old->length) {
    fresh = concatenate(T, old, text);
  } else {
    StringBuilder out;
    out.append(old, 0, std::min<size_t>(position, old->length));
    if (position > old->length) out.append_repeated(0, position - old->length);
    out.append(text);
    if (position + text->length < old->length) out.append(old, position + text->length, old->length);
    fresh = out.build(T);
  }
  if (!fresh) return false;
  record->set(kContents, fresh);
  state->position += static_cast<int64_t>(text->length);
  return true;
}

bool text_initialize(Thread* T, Value self, CallArguments arguments) {
  Value values[2];
  if (!bind_arguments(T, "StringIO(initial_value='', newline='\\n')", arguments, values)) return false;
  Value initial = values[0], mark = values[1];
  Newline newline = Newline::kLineFeed;
  if (mark && mark.is_none()) {
    newline = Newline::kUniversal;
  } else if (mark) {
    if (!is_string(mark))
      return raise(T, Builtin::kTypeError, "newline must be str or None, not {}", type_name(T, mark));
    std::string text = to_utf8(as_string(mark));
    std::optional<size_t> found;
    for (size_t i = 1; i < std::size(kNewlineTexts); ++i)
      if (text == kNewlineTexts[i]) found = i;
    if (!found) {
      String* shown = to_repr(T, mark);
      return shown && raise(T, Builtin::kValueError, "illegal newline value: {}", to_utf8(shown));
    }
    newline = static_cast<Newline>(*found);
  }
  if (initial && !initial.is_none() && !is_string(initial))
    return raise(T, Builtin::kTypeError, "initial_value must be str or None, not {}", type_name(T, initial));
  String* text = initial && is_string(initial) ? exact_string(T, as_string(initial)) : nullptr;
  if (text && !(text = translate(T, text, newline))) return false;
  ObjectLock lock(T, self.as_object());
  TextState* state = text_state(self);
  *state = {0, newline, false};
  self.as<Record>()->set(kContents, text ? Value(text) : T->runtime->empty_string);
  return true;
}

Value text_write(Thread* T, Arguments args) {
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "string argument expected, got '{}'", type_name(T, args[1]));
  String* text = exact_string(T, as_string(args[1]));
  if (!text) return kEmpty;
  size_t length = text->length;
  TextState* state = text_state(args[0]);
  ObjectLock lock(T, args[0].as_object());
  if (!is_open(T, state) || !(text = translate(T, text, state->newline))) return kEmpty;
  if (text->length && !put(T, args[0].as<Record>(), state, text)) return kEmpty;
  return make_int(T, static_cast<int64_t>(length));
}

// The text from the position to `end`, behind which the position goes.
Value take(Thread* T, String* text, TextState* state, int64_t end) {
  if (end <= state->position) return T->runtime->empty_string;
  String* part = substring(T, text, static_cast<size_t>(state->position), static_cast<size_t>(end));
  if (!part) return kEmpty;
  state->position = end;
  return part;
}

Value text_read(Thread* T, Arguments args) {
  int64_t size;
  if (!optional_size(T, args[1], &size)) return kEmpty;
  TextState* state = text_state(args[0]);
  ObjectLock lock(T, args[0].as_object());
  if (!is_open(T, state)) return kEmpty;
  String* text = text_of(args[0]);
  return take(T, text, state, end_of_read(state->position, size, text->length));
}

// Where the line that goes on at `start` ends, behind its mark.
size_t end_of_line(const String* text, size_t start, Newline newline) {
  return with_characters(text, [&](auto* characters) -> size_t {
    using Unit = std::remove_cvref_t<decltype(*characters)>;
    const size_t length = text->length;
    auto find = [&](char mark, size_t from) -> size_t {
      if constexpr (sizeof(Unit) == 1) {
        auto* found = static_cast<const Unit*>(memchr(characters + from, mark, length - from));
        return found ? static_cast<size_t>(found - characters) : length;
      } else {
        return static_cast<size_t>(std::find(characters + from, characters + length, static_cast<Unit>(mark)) -
                                   characters);
      }
    };
    switch (newline) {
      case Newline::kUniversal:
      case Newline::kLineFeed:
        return std::min(find('\n', start) + 1, length);
      case Newline::kReturn:
        return std::min(find('\r', start) + 1, length);
      case Newline::kReturnLineFeed:
        for (size_t at = find('\r', start); at < length; at = find('\r', at + 1)) {
          if (at + 1 < length && characters[at + 1] == '\n') return at + 2;
        }
        return length;
      default: {
        size_t at = start;
        while (at < length && characters[at] != '\n' && characters[at] != '\r') ++at;
        if (at + 1 < length && characters[at] == '\r' && characters[at + 1] == '\n') ++at;
        return std::min(at + 1, length);
      }
    }
  });
}

Value next_line(Thread* T, Value self, int64_t size) {
  TextState* state = text_state(self);
  ObjectLock lock(T, self.as_object());
  if (!is_open(T, state)) return kEmpty;
  String* text = text_of(self);
  if (state->position >= static_cast<int64_t>(text->length)) return T->runtime->empty_string;
  auto end = static_cast<int64_t>(end_of_line(text, static_cast<size_t>(state->position), state->newline));
  if (size >= 0) end = std::min(end, end_of_read(state->position, size, text->length));
  return take(T, text, state, end);
}

Value text_readline(Thread* T, Arguments args) {
  int64_t size;
  return optional_size(T, args[1], &size) ? next_line(T, args[0], size) : kEmpty;
}

Value text_next(Thread* T, Value self) {
  // A subclass may read lines in its own way.
  Value method = type_lookup(type_of(T, self), names(T).readline);
  Value line = is_kind(method, Kind::kNativeDescriptor) && method.as<NativeDescriptor>()->method->code == text_readline
                   ? next_line(T, self, -1)
                   : call_method(T, self, names(T).readline, {});
  if (!line) return kEmpty;
  if (!is_string(line))
    return raise(T, Builtin::kOSError, "readline() should have returned a str object, not '{}'", type_name(T, line));
  return as_string(line)->length ? line : kEmpty;
}

Value text_getvalue(Thread* T, Arguments args) {
  ObjectLock lock(T, args[0].as_object());
  return is_open(T, text_state(args[0])) ? Value(text_of(args[0])) : kEmpty;
}

Value text_tell(Thread* T, Arguments args) {
  ObjectLock lock(T, args[0].as_object());
  return is_open(T, text_state(args[0])) ? make_int(T, text_state(args[0])->position) : kEmpty;
}

Value text_seek(Thread* T, Arguments args) {
  int64_t offset, whence;
  if (!to_int64(T, args[1], &offset) || !whence_argument(T, args[2], &whence)) return kEmpty;
  TextState* state = text_state(args[0]);
  ObjectLock lock(T, args[0].as_object());
  if (!is_open(T, state)) return kEmpty;
  if (whence < 0 || whence > 2)
    return raise(T, Builtin::kValueError, "Invalid whence ({}, should be 0, 1 or 2)", whence);
  if (whence == 0 && offset < 0) return raise(T, Builtin::kValueError, "Negative seek position {}", offset);
  if (whence != 0 && offset != 0) return raise_text(T, Builtin::kOSError, "Can't do nonzero cur-relative seeks");
  if (whence == 0) state->position = offset;
  if (whence == 2) state->position = static_cast<int64_t>(text_of(args[0])->length);
  return make_int(T, state->position);
}

Value text_truncate(Thread* T, Arguments args) {
  int64_t size;
  if (!optional_size(T, args[1], &size)) return kEmpty;
  TextState* state = text_state(args[0]);
  ObjectLock lock(T, args[0].as_object());
  if (!is_open(T, state)) return kEmpty;
  if (size < 0) {
    if (args[1] && !args[1].is_none()) return raise(T, Builtin::kValueError, "Negative size value {}", size);
    size = state->position;
  }
  String* text = text_of(args[0]);
  if (size < static_cast<int64_t>(text->length)) {
    String* part = substring(T, text, 0, static_cast<size_t>(size));
    if (!part) return kEmpty;
    args[0].as<Record>()->set(kContents, part);
  }
  return make_int(T, size);
}

// For unpickling: the text as it was stored, its line ends untranslated.
Value text_restore(Thread* T, Arguments args) {
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "string argument expected, got '{}'", type_name(T, args[1]));
  String* text = exact_string(T, as_string(args[1]));
  if (!text) return kEmpty;
  ObjectLock lock(T, args[0].as_object());
  args[0].as<Record>()->set(kContents, text);
  return kNone;
}

Value text_close(Thread* T, Arguments args) {
  ObjectLock lock(T, args[0].as_object());
  text_state(args[0])->is_closed = true;
  args[0].as<Record>()->set(kContents, T->runtime->empty_string);
  return kNone;
}

Value text_yes(Thread* T, Arguments args) {
  ObjectLock lock(T, args[0].as_object());
  return is_open(T, text_state(args[0])) ? kTrue : kEmpty;
}

Value text_iterate(Thread* T, Value self) {
  ObjectLock lock(T, self.as_object());
  if (!text_state(self)->is_closed) return self;
  return raise_text(T, Builtin::kValueError, "I/O operation on closed file.");  // the words of all other streams
}

Value get_text_closed(Thread* T, Value self) {
  ObjectLock lock(T, self.as_object());
  return Value::boolean(text_state(self)->is_closed);
}
Value get_line_buffering(Thread* T, Value self) {
  ObjectLock lock(T, self.as_object());
  return is_open(T, text_state(self)) ? kFalse : kEmpty;
}
Value get_none(Thread*, Value) {
  return kNone;
}
Value get_newline(Thread* T, Value self) {
  const char* text = kNewlineTexts[static_cast<size_t>(text_state(self)->newline)];
  return text ? Value(make_string(T, std::string_view(text))) : kNone;
}

const NativeMethod kTextMethods[] = {
    {"write($self, s, /)", text_write, "Write string to file."},
    {"read($self, size=-1, /)", text_read, "Read at most size characters, returned as a string."},
    {"readline($self, size=-1, /)", text_readline, "Read until newline or EOF."},
    {"getvalue($self, /)", text_getvalue, "Retrieve the entire contents of the object."},
    {"tell($self, /)", text_tell, "Tell the current file position."},
    {"seek($self, pos, whence=0, /)", text_seek, "Change stream position; only the start and the ends can be named."},
    {"truncate($self, pos=None, /)", text_truncate, "Truncate size to pos."},
    {"_restore($self, text, /)", text_restore, "Replace the text by one whose line ends are translated already."},
    {"close($self, /)", text_close, "Close the IO object."},
    {"readable($self, /)", text_yes, "Returns True if the IO object can be read."},
    {"writable($self, /)", text_yes, "Returns True if the IO object can be written."},
    {"seekable($self, /)", text_yes, "Returns True if the IO object can be seeked."},
    {nullptr, nullptr, nullptr}};
const NativeAttribute kTextAttributes[] = {{"closed", get_text_closed, nullptr, nullptr},
                                           {"line_buffering", get_line_buffering, nullptr, nullptr},
                                           {"newlines", get_none, nullptr, nullptr},
                                           {"_newline", get_newline, nullptr, nullptr},
                                           {nullptr, nullptr, nullptr, nullptr}};

// ---------------------------------------------------------------- Bytes

bool is_open(Thread* T, const BytesState* state) {
  return !state->is_closed.load(std::memory_order_relaxed) ||
         raise_text(T, Builtin::kValueError, "I/O operation on closed file.");
}

Value bytes_create(Thread* T, Type* type, CallArguments) {
  Value buffer = make_bytearray(T, {});
  Record* record = buffer ? make_record(T, type, 1, sizeof(BytesState)) : nullptr;
  if (!record) return kEmpty;
  heap_initialize(record, record->slots[kContents], buffer);
  new (record->raw()) BytesState{};
  return record;
}

bool bytes_initialize(Thread* T, Value self, CallArguments arguments) {
  Value values[1];
  if (!bind_arguments(T, "BytesIO(initial_bytes=b'')", arguments, values)) return false;
  BufferScope given(T);
  bool has_bytes = values[0] && !values[0].is_none();
  if (has_bytes && !given.get(values[0])) return false;
  ByteArray* buffer = bytes_of(self);
  ObjectLock lock(T, buffer);
  size_t size = static_cast<size_t>(buffer->length.load(std::memory_order_relaxed));
  if (!bytearray_splice(T, buffer, 0, size, has_bytes ? given.bytes() : std::string_view())) return false;
  bytes_state(self)->position = 0;
  bytes_state(self)->is_closed = false;
  return true;
}

std::string_view contents(const ByteArray* buffer) {
  RawBytes* raw = buffer->buffer.load(std::memory_order_acquire);
  return raw ? std::string_view(raw->data(), static_cast<size_t>(buffer->length.load(std::memory_order_relaxed)))
             : std::string_view();
}

Value bytes_write(Thread* T, Arguments args) {
  BufferScope given(T);
  BytesState* state = bytes_state(args[0]);
  if (!is_open(T, state) || !given.get(args[1])) return kEmpty;
  std::string_view data = given.bytes();
  ByteArray* buffer = bytes_of(args[0]);
  ObjectLock lock(T, buffer);
  if (!is_open(T, state)) return kEmpty;
  if (data.empty()) return Value::small_int(0);
  size_t size = contents(buffer).size(), position = static_cast<size_t>(state->position);
  if (position > size) {
    if (!bytearray_splice(T, buffer, size, 0, std::string(position - size, '\0'))) return kEmpty;
    size = position;
  }
  if (!bytearray_splice(T, buffer, position, std::min(data.size(), size - position), data)) return kEmpty;
  state->position += static_cast<int64_t>(data.size());
  return make_int(T, static_cast<int64_t>(data.size()));
}

// The bytes from the position to `end`, behind which the position goes. REQUIRES: the lock is held.
Value take(Thread* T, BytesState* state, const ByteArray* buffer, int64_t end) {
  if (end <= state->position) return make_bytes(T, {});
  Value part = make_bytes(
      T, contents(buffer).substr(static_cast<size_t>(state->position), static_cast<size_t>(end - state->position)));
  if (part) state->position = end;
  return part;
}

Value bytes_read(Thread* T, Arguments args) {
  int64_t size;
  if (!optional_size(T, args[1], &size)) return kEmpty;
  BytesState* state = bytes_state(args[0]);
  ByteArray* buffer = bytes_of(args[0]);
  ObjectLock lock(T, buffer);
  if (!is_open(T, state)) return kEmpty;
  return take(T, state, buffer, end_of_read(state->position, size, static_cast<int64_t>(contents(buffer).size())));
}

Value next_bytes_line(Thread* T, Value self, int64_t size) {
  BytesState* state = bytes_state(self);
  ByteArray* buffer = bytes_of(self);
  ObjectLock lock(T, buffer);
  if (!is_open(T, state)) return kEmpty;
  std::string_view all = contents(buffer);
  int64_t end = end_of_read(state->position, size, static_cast<int64_t>(all.size()));
  size_t mark = all.find('\n', static_cast<size_t>(state->position));
  if (mark != std::string_view::npos) end = std::min(end, static_cast<int64_t>(mark) + 1);
  return take(T, state, buffer, end);
}

Value bytes_readline(Thread* T, Arguments args) {
  int64_t size;
  return optional_size(T, args[1], &size) ? next_bytes_line(T, args[0], size) : kEmpty;
}

Value bytes_next(Thread* T, Value self) {
  Value line = next_bytes_line(T, self, -1);
  return line && line.as<Bytes>()->length ? line : kEmpty;
}

Value bytes_readinto(Thread* T, Arguments args) {
  BufferScope target(T);
  if (!target.get_writable(args[1])) {
    if (!exception_matches(T, Builtin::kTypeError)) return kEmpty;
    clear_exception(T);
    return raise(T, Builtin::kTypeError, "readinto() argument must be read-write bytes-like object, not {}",
                 type_name(T, args[1]));
  }
  BytesState* state = bytes_state(args[0]);
  // Read first, written then: the locks of the stream and of the target are never held together.
  std::string data;
  {
    ByteArray* buffer = bytes_of(args[0]);
    ObjectLock lock(T, buffer);
    if (!is_open(T, state)) return kEmpty;
    std::string_view all = contents(buffer);
    int64_t end = end_of_read(state->position, static_cast<int64_t>(target.length()), static_cast<int64_t>(all.size()));
    if (end > state->position)
      data = all.substr(static_cast<size_t>(state->position), static_cast<size_t>(end - state->position));
    state->position = std::max(state->position, end);
  }
  if (!data.empty()) target.write(0, data);
  return make_int(T, static_cast<int64_t>(data.size()));
}

Value bytes_getvalue(Thread* T, Arguments args) {
  ByteArray* buffer = bytes_of(args[0]);
  ObjectLock lock(T, buffer);
  return is_open(T, bytes_state(args[0])) ? make_bytes(T, contents(buffer)) : kEmpty;
}

Value bytes_getbuffer(Thread* T, Arguments args) {
  return is_open(T, bytes_state(args[0])) ? make_memoryview(T, args[0].as<Record>()->get(kContents)) : kEmpty;
}

Value bytes_tell(Thread* T, Arguments args) {
  ObjectLock lock(T, bytes_of(args[0]));
  return is_open(T, bytes_state(args[0])) ? make_int(T, bytes_state(args[0])->position) : kEmpty;
}

Value bytes_seek(Thread* T, Arguments args) {
  int64_t offset, whence;
  if (!to_int64(T, args[1], &offset) || !whence_argument(T, args[2], &whence)) return kEmpty;
  BytesState* state = bytes_state(args[0]);
  ByteArray* buffer = bytes_of(args[0]);
  ObjectLock lock(T, buffer);
  if (!is_open(T, state)) return kEmpty;
  if (whence < 0 || whence > 2)
    return raise(T, Builtin::kValueError, "invalid whence ({}, should be 0, 1 or 2)", whence);
  if (whence == 0 && offset < 0) return raise(T, Builtin::kValueError, "negative seek value {}", offset);
  int64_t base = whence == 0 ? 0 : whence == 1 ? state->position : static_cast<int64_t>(contents(buffer).size());
  if (__builtin_add_overflow(base, offset, &offset))
    return raise_text(T, Builtin::kOverflowError, "new position too large");
  state->position = std::max<int64_t>(0, offset);
  return make_int(T, state->position);
}

Value bytes_truncate(Thread* T, Arguments args) {
  int64_t size;
  if (!optional_size(T, args[1], &size)) return kEmpty;
  BytesState* state = bytes_state(args[0]);
  ByteArray* buffer = bytes_of(args[0]);
  ObjectLock lock(T, buffer);
  if (!is_open(T, state)) return kEmpty;
  if (size < 0) {
    if (args[1] && !args[1].is_none()) return raise(T, Builtin::kValueError, "negative size value {}", size);
    size = state->position;
  }
  auto length = static_cast<int64_t>(contents(buffer).size());
  if (size < length && !bytearray_splice(T, buffer, static_cast<size_t>(size), static_cast<size_t>(length - size), {}))
    return kEmpty;
  return make_int(T, size);
}

Value bytes_close(Thread* T, Arguments args) {
  ByteArray* buffer = bytes_of(args[0]);
  ObjectLock lock(T, buffer);
  if (buffer->exports.load(std::memory_order_acquire) > 0)
    return raise_text(T, Builtin::kBufferError, "Existing exports of data: object cannot be re-sized");
  bytes_state(args[0])->is_closed = true;
  return bytearray_splice(T, buffer, 0, contents(buffer).size(), {}) ? kNone : kEmpty;
}

Value bytes_yes(Thread* T, Arguments args) {
  return is_open(T, bytes_state(args[0])) ? kTrue : kEmpty;
}
Value bytes_no(Thread* T, Arguments args) {
  return is_open(T, bytes_state(args[0])) ? kFalse : kEmpty;
}
Value bytes_flush(Thread* T, Arguments args) {
  return is_open(T, bytes_state(args[0])) ? kNone : kEmpty;
}
Value bytes_iterate(Thread* T, Value self) {
  return is_open(T, bytes_state(self)) ? self : kEmpty;
}
Value get_bytes_closed(Thread*, Value self) {
  return Value::boolean(bytes_state(self)->is_closed.load(std::memory_order_relaxed));
}

const NativeMethod kBytesMethods[] = {
    {"write($self, b, /)", bytes_write, "Write bytes to file."},
    {"read($self, size=-1, /)", bytes_read, "Read at most size bytes, returned as a bytes object."},
    {"read1($self, size=-1, /)", bytes_read, "Read at most size bytes, returned as a bytes object."},
    {"readline($self, size=-1, /)", bytes_readline, "Next line from the file, as a bytes object."},
    {"readinto($self, buffer, /)", bytes_readinto, "Read bytes into buffer; how many."},
    {"getvalue($self, /)", bytes_getvalue, "Retrieve the entire contents of the BytesIO object."},
    {"getbuffer($self, /)", bytes_getbuffer, "Get a read-write view over the contents of the BytesIO object."},
    {"tell($self, /)", bytes_tell, "Current file position, an integer."},
    {"seek($self, pos, whence=0, /)", bytes_seek, "Change stream position."},
    {"truncate($self, size=None, /)", bytes_truncate, "Truncate the file to at most size bytes."},
    {"close($self, /)", bytes_close, "Disable all I/O operations."},
    {"flush($self, /)", bytes_flush, "Does nothing."},
    {"isatty($self, /)", bytes_no, "Always returns False."},
    {"readable($self, /)", bytes_yes, "Returns True if the IO object can be read."},
    {"writable($self, /)", bytes_yes, "Returns True if the IO object can be written."},
    {"seekable($self, /)", bytes_yes, "Returns True if the IO object can be seeked."},
    {nullptr, nullptr, nullptr}};
const NativeAttribute kBytesAttributes[] = {{"closed", get_bytes_closed, nullptr, nullptr},
                                            {nullptr, nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_memory_streams_module(Thread* T) {
  static const TypeSlots text_slots = [] {
    TypeSlots s{};
    s.create = text_create;
    s.initialize = text_initialize;
    s.iterate = text_iterate;
    s.next = text_next;
    return s;
  }();
  static const TypeSlots bytes_slots = [] {
    TypeSlots s{};
    s.create = bytes_create;
    s.initialize = bytes_initialize;
    s.iterate = bytes_iterate;
    s.next = bytes_next;
    return s;
  }();
  constexpr uint32_t kFlags = kTypeIsBuiltin | kTypeIsBase;
  static const NativeTypeSpec text_spec = {"_memory_streams.TextBuffer",
                                           Kind::kRecord,
                                           record_size(1, sizeof(TextState)),
                                           kFlags,
                                           "What StringIO is made of.",
                                           &text_slots,
                                           kTextMethods,
                                           kTextAttributes,
                                           "(initial_value='', newline='\\n')"};
  static const NativeTypeSpec bytes_spec = {"_memory_streams.BytesBuffer",
                                            Kind::kRecord,
                                            record_size(1, sizeof(BytesState)),
                                            kFlags,
                                            "What BytesIO is made of.",
                                            &bytes_slots,
                                            kBytesMethods,
                                            kBytesAttributes,
                                            "(initial_bytes=b'')"};
  Module* module = make_module(T, "_memory_streams");
  Type* text = module ? make_native_type(T, text_spec) : nullptr;
  Type* bytes = text ? make_native_type(T, bytes_spec) : nullptr;
  return bytes && module_set(T, module, "TextBuffer", text) && module_set(T, module, "BytesBuffer", bytes)
             ? Value(module)
             : kEmpty;
}

}  // namespace gilded
