// _standard_stream: sys.stdin, stdout and stderr, and the binary streams under them.
//
// A text stream and its `buffer` are two objects over one StandardStream: a descriptor, what has been read and not yet
// been taken, and what has been written and not yet gone out. So bytes and text that a program mixes come out in the
// order in which it wrote them. All of it is guarded by the stream's mutex; system calls are made detached, without it.
// Text in encodings that keep ASCII (nearly all) is cut into lines as bytes and decoded a line at a time.
//
// The objects say that they are _io.TextIOWrapper and BufferedReader or BufferedWriter (__class__), whose interface
// they have; those are imported only when somebody asks.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "stdlib/native/no_instances.h"
#include "stdlib/native/system_call.h"
#include "vm/interpreter/interpreter.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/mutex.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/codecs.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/string.h"

namespace gilded {

namespace {

enum class Newlines : uint8_t {
  kTranslate,
  kKeepAny,
  kLineFeed,
  kReturn,
  kBoth
};  // newline=None, '', '\n', '\r', '\r\n'

struct StandardStream {
  Mutex mutex;
  int fd = -1;
  std::atomic<bool> line_buffered{false}, write_through{false}, closed{false}, detached{false};
  std::string encoding GUARDED_BY(mutex), errors GUARDED_BY(mutex);
  Newlines newlines GUARDED_BY(mutex) = Newlines::kTranslate;
  std::string out GUARDED_BY(mutex);
  std::string in GUARDED_BY(mutex);
  size_t in_position GUARDED_BY(mutex) = 0;  // of the first byte not taken
  bool at_end GUARDED_BY(mutex) = false;     // the last read found nothing

  std::string_view waiting() REQUIRES(mutex) { return std::string_view(in).substr(in_position); }
  void take(size_t count) REQUIRES(mutex) {
    in_position += count;
    if (in_position == in.size()) {
      in.clear();
      in_position = 0;
    }
  }
};
constexpr size_t kBufferSize = 8192;

// Both kinds of object: Record with one slot (the other object, or the raw stream) and a pointer to the StandardStream,
// which lives as long as the process: daemon threads may write to the last moment.
enum : size_t { kOther };
StandardStream* stream_of(Value v) {
  return *reinterpret_cast<StandardStream**>(v.as<Record>()->raw());
}

struct StreamState {
  explicit StreamState(Runtime* runtime) {
    for (Value* root : {&text_type, &buffer_type}) runtime->add_root(root);
  }
  Value text_type, buffer_type;
};
StreamState& state_of(Thread* T) {
  return native_state<StreamState>(T->runtime);
}

bool raise_unsupported(Thread* T, const char* message) {
  Value type = import_attribute(T, "_io", "UnsupportedOperation");
  Value error = type.is_empty() ? kEmpty : call(T, type, {make_string(T, std::string_view(message))});
  if (error) (void)raise_value(T, error);
  return false;
}
bool check_open(Thread* T, StandardStream* stream) {
  if (stream->detached.load()) return raise(T, Builtin::kValueError, "underlying buffer has been detached");
  return !stream->closed.load() || static_cast<bool>(raise(T, Builtin::kValueError, "I/O operation on closed file."));
}
bool is_input(StandardStream* stream) {
  return stream->fd == 0;
}
bool check_readable(Thread* T, StandardStream* stream, const char* message) {
  return check_open(T, stream) && (is_input(stream) || raise_unsupported(T, message));
}
bool check_writable(Thread* T, StandardStream* stream, const char* message) {
  return check_open(T, stream) && (!is_input(stream) || raise_unsupported(T, message));
}

// ---------------------------------------------------------------- writing

bool write_all(Thread* T, StandardStream* stream, std::string_view text) {
  while (!text.empty()) {
    int error;
    int64_t n = system_call(T, [&] { return write(stream->fd, text.data(), text.size()); }, &error);
    if (n < 0) {
      if (!T->has_exception()) (void)raise_errno(T, error);
      return false;
    }
    text.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}
bool flush_output(Thread* T, StandardStream* stream) {
  std::string text;
  {
    MutexLock guard(stream->mutex);
    text.swap(stream->out);
  }
  return text.empty() || write_all(T, stream, text);
}
// Adds to the buffer, which goes out when it is large or `now`.
bool put(Thread* T, StandardStream* stream, std::string_view bytes, bool now) {
  {
    MutexLock guard(stream->mutex);
    stream->out += bytes;
    now = now || stream->out.size() > kBufferSize;
  }
  return !now || flush_output(T, stream);
}

// The text as bytes in the stream's encoding. False: exception.
bool encode_text(Thread* T, StandardStream* stream, String* text, std::string* out) {
  std::string encoding, errors;
  Newlines newlines;
  {
    MutexLock guard(stream->mutex);
    encoding = stream->encoding;
    errors = stream->errors;
    newlines = stream->newlines;
  }
  if (text->is_ascii() &&
      (encoding == "utf-8" || encoding == "ascii" || encoding == "iso8859-1" || encoding == "latin-1")) {
    out->assign(text->ascii());
  } else {
    Value bytes = encode_string(T, text, encoding, errors);
    if (bytes.is_empty()) return false;
    out->assign(bytes.as<Bytes>()->view());
  }
  const char* ending = newlines == Newlines::kReturn ? "\r" : newlines == Newlines::kBoth ? "\r\n" : nullptr;
  if (ending) {
    std::string translated;
    for (char c : *out) {
      if (c == '\n')
        translated += ending;
      else
        translated += c;
    }
    out->swap(translated);
  }
  return true;
}
Value text_write(Thread* T, Arguments args) {
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "write() argument must be str, not {}", type_name(T, args[1]));
  StandardStream* stream = stream_of(args[0]);
  std::string bytes;
  if (!check_writable(T, stream, "not writable") || !encode_text(T, stream, as_string(args[1]), &bytes)) return kEmpty;
  bool now =
      stream->write_through.load(std::memory_order_relaxed) ||
      (stream->line_buffered.load(std::memory_order_relaxed) && bytes.find_first_of("\n\r") != std::string::npos);
  return put(T, stream, bytes, now) ? Value::small_int(as_string(args[1])->length) : kEmpty;
}
Value buffer_write(Thread* T, Arguments args) {
  StandardStream* stream = stream_of(args[0]);
  if (!check_writable(T, stream, "write")) return kEmpty;
  if (is_string(args[1])) return raise(T, Builtin::kTypeError, "a bytes-like object is required, not 'str'");
  BufferScope buffer(T);
  if (!buffer.get(args[1])) return kEmpty;
  bool unbuffered = T->runtime->options.unbuffered;
  return put(T, stream, buffer.bytes(), unbuffered) ? make_int(T, static_cast<int64_t>(buffer.bytes().size())) : kEmpty;
}
Value stream_writelines(Thread* T, Arguments args) {
  bool ok = check_open(T, stream_of(args[0])) && for_each(T, args[1], [&](Value line) {
              return !call_method(T, args[0], names(T).write, {line}).is_empty();
            });
  return ok ? kNone : kEmpty;
}
Value stream_flush(Thread* T, Arguments args) {
  StandardStream* stream = stream_of(args[0]);
  return check_open(T, stream) && flush_output(T, stream) ? kNone : kEmpty;
}
Value stream_close(Thread* T, Arguments args) {
  StandardStream* stream = stream_of(args[0]);
  if (stream->closed.load()) return kNone;
  // The descriptor stays open: it is the process's.
  bool ok = flush_output(T, stream);
  stream->closed.store(true);
  return ok ? kNone : kEmpty;
}

// ---------------------------------------------------------------- reading

// Reads more; false: exception. At the end `at_end` is set.
bool fill(Thread* T, StandardStream* stream) {
  char buffer[kBufferSize];
  int error;
  // A prompt written before must be seen before.
  int64_t n = system_call(T, [&] { return read(stream->fd, buffer, sizeof(buffer)); }, &error);
  if (n < 0) {
    if (!T->has_exception()) (void)raise_errno(T, error);
    return false;
  }
  MutexLock guard(stream->mutex);
  if (stream->in_position > kBufferSize) {
    stream->in.erase(0, stream->in_position);
    stream->in_position = 0;
  }
  stream->in.append(buffer, static_cast<size_t>(n));
  stream->at_end = n == 0;
  return true;
}
bool keeps_ascii(std::string_view encoding) {
  return encoding.find("16") == std::string_view::npos && encoding.find("32") == std::string_view::npos;
}

Value decode_text(Thread* T, StandardStream* stream, std::string_view bytes) {
  std::string encoding, errors;
  Newlines newlines;
  {
    MutexLock guard(stream->mutex);
    encoding = stream->encoding;
    errors = stream->errors;
    newlines = stream->newlines;
  }
  std::string translated;
  if (newlines == Newlines::kTranslate && bytes.find('\r') != std::string_view::npos && keeps_ascii(encoding)) {
    for (size_t i = 0; i < bytes.size(); ++i) {
      if (bytes[i] != '\r')
        translated += bytes[i];
      else if (i + 1 >= bytes.size() || bytes[i + 1] != '\n')
        translated += '\n';
    }
    bytes = translated;
  }
  return decode_bytes(T, bytes, encoding, errors);
}

// How many of the waiting bytes make a line; 0: it is not complete yet.
size_t line_length(std::string_view bytes, Newlines newlines, bool at_end) {
  switch (newlines) {
    case Newlines::kLineFeed: {
      size_t at = bytes.find('\n');
      return at == std::string_view::npos ? 0 : at + 1;
    }
    case Newlines::kReturn: {
      size_t at = bytes.find('\r');
      return at == std::string_view::npos ? 0 : at + 1;
    }
    case Newlines::kBoth: {
      size_t at = bytes.find("\r\n");
      return at == std::string_view::npos ? 0 : at + 2;
    }
    default:
      break;
  }
  size_t at = bytes.find_first_of("\n\r");
  if (at == std::string_view::npos) return 0;
  if (bytes[at] == '\n') return at + 1;
  // A return may be the first half of a line's end.
  if (at + 1 < bytes.size()) return at + (bytes[at + 1] == '\n' ? 2 : 1);
  return at_end ? at + 1 : 0;
}
// Bytes of the first `limit` characters of UTF-8 or a single-byte encoding, a translated \r\n counting once; npos: not
// that many there.
size_t bytes_of_characters(std::string_view bytes, size_t limit, bool is_utf8, bool translate) {
  size_t at = 0;
  for (size_t count = 0; count < limit; ++count) {
    if (at >= bytes.size()) return std::string_view::npos;
    auto lead = static_cast<unsigned char>(bytes[at]);
    if (translate && lead == '\r') {
      if (at + 1 >= bytes.size()) return std::string_view::npos;
      at += bytes[at + 1] == '\n' ? 2 : 1;
      continue;
    }
    size_t length = !is_utf8 || lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (at + length > bytes.size()) return std::string_view::npos;
    at += length;
  }
  return at;
}
// Takes a line (or `limit` characters of one, or the rest) of text as bytes. False: exception.
bool take_text(Thread* T, StandardStream* stream, bool line, int64_t limit, std::string* out) {
  for (;;) {
    {
      MutexLock guard(stream->mutex);
      std::string_view waiting = stream->waiting();
      size_t length = 0;
      if (line) length = line_length(waiting, stream->newlines, stream->at_end);
      if (limit >= 0) {
        bool is_utf8 = stream->encoding.starts_with("utf");
        size_t most = bytes_of_characters(length ? waiting.substr(0, length) : waiting, static_cast<size_t>(limit),
                                          is_utf8, stream->newlines == Newlines::kTranslate);
        if (most != std::string_view::npos) length = length ? std::min(length, most) : most;
        if (limit == 0) return true;
      }
      if (length == 0 && stream->at_end) {
        length = waiting.size();
        // The next read asks again: a terminal's end is no end for ever.
        stream->at_end = false;
        out->assign(waiting);
        stream->take(length);
        return true;
      }
      if (length > 0) {
        out->assign(waiting.substr(0, length));
        stream->take(length);
        return true;
      }
    }
    if (!fill(T, stream)) return false;
  }
}
bool parse_limit(Thread* T, Value v, int64_t* out) {
  *out = -1;
  return v.is_empty() || v.is_none() || to_int64(T, v, out);
}
Value text_readline(Thread* T, Arguments args) {
  StandardStream* stream = stream_of(args[0]);
  int64_t limit;
  std::string bytes;
  if (!check_readable(T, stream, "not readable") || !parse_limit(T, args[1], &limit) ||
      !take_text(T, stream, true, limit, &bytes))
    return kEmpty;
  return decode_text(T, stream, bytes);
}
Value text_read(Thread* T, Arguments args) {
  StandardStream* stream = stream_of(args[0]);
  int64_t limit;
  std::string bytes;
  if (!check_readable(T, stream, "not readable") || !parse_limit(T, args[1], &limit) ||
      !take_text(T, stream, false, limit, &bytes))
    return kEmpty;
  return decode_text(T, stream, bytes);
}
// Takes bytes: a line, at most `limit` of them, or all; with `once` what one read gives.
bool take_bytes(Thread* T, StandardStream* stream, bool line, bool once, int64_t limit, std::string* out) {
  for (bool has_read = false;;) {
    {
      MutexLock guard(stream->mutex);
      std::string_view waiting = stream->waiting();
      size_t most = limit < 0 ? waiting.size() : std::min(waiting.size(), static_cast<size_t>(limit));
      size_t end = line ? waiting.find('\n') : std::string_view::npos;
      bool enough = limit >= 0 && waiting.size() >= static_cast<size_t>(limit);
      if (end != std::string_view::npos) most = std::min(most, end + 1);
      if (end != std::string_view::npos || enough || stream->at_end || (once && (most > 0 || has_read))) {
        stream->at_end = false;
        out->assign(waiting.substr(0, most));
        stream->take(most);
        return true;
      }
    }
    if (!fill(T, stream)) return false;
    has_read = true;
  }
}
Value take_bytes_value(Thread* T, Arguments args, bool line, bool once) {
  StandardStream* stream = stream_of(args[0]);
  int64_t limit;
  std::string bytes;
  if (!check_readable(T, stream, line ? "readline" : "read") || !parse_limit(T, args[1], &limit)) return kEmpty;
  if (!line && !once && limit < -1) return raise(T, Builtin::kValueError, "read length must be non-negative or -1");
  return take_bytes(T, stream, line, once, limit, &bytes) ? make_bytes(T, bytes) : kEmpty;
}
Value buffer_read(Thread* T, Arguments args) {
  return take_bytes_value(T, args, false, false);
}
Value buffer_read1(Thread* T, Arguments args) {
  return take_bytes_value(T, args, false, true);
}
Value buffer_readline(Thread* T, Arguments args) {
  return take_bytes_value(T, args, true, false);
}
Value buffer_peek(Thread* T, Arguments args) {
  StandardStream* stream = stream_of(args[0]);
  if (!check_readable(T, stream, "peek")) return kEmpty;
  bool empty;
  {
    MutexLock guard(stream->mutex);
    empty = stream->waiting().empty();
  }
  if (empty && !fill(T, stream)) return kEmpty;
  std::string bytes;
  {
    MutexLock guard(stream->mutex);
    bytes.assign(stream->waiting());
  }
  return make_bytes(T, bytes);
}
Value read_into(Thread* T, Arguments args, bool once) {
  StandardStream* stream = stream_of(args[0]);
  BufferScope buffer(T);
  std::string bytes;
  if (!check_readable(T, stream, "readinto") || !buffer.get_writable(args[1])) return kEmpty;
  if (!take_bytes(T, stream, false, once, static_cast<int64_t>(buffer.length()), &bytes)) return kEmpty;
  buffer.write(0, bytes);
  return make_int(T, static_cast<int64_t>(bytes.size()));
}
Value buffer_readinto(Thread* T, Arguments args) {
  return read_into(T, args, false);
}
Value buffer_readinto1(Thread* T, Arguments args) {
  return read_into(T, args, true);
}
Value stream_readlines(Thread* T, Arguments args) {
  int64_t hint, total = 0;
  List* lines = make_list(T);
  if (!lines || !parse_limit(T, args[1], &hint)) return kEmpty;
  for (;;) {
    Value line = call_method(T, args[0], intern(T, std::string_view("readline")), {});
    if (line.is_empty()) return kEmpty;
    int64_t size = length(T, line);
    if (size <= 0) break;
    if (!list_append(T, lines, line)) return kEmpty;
    total += size;
    if (hint > 0 && total >= hint) break;
  }
  return lines;
}
Value stream_iterate(Thread* T, Value self) {
  return check_open(T, stream_of(self)) ? self : kEmpty;
}
Value text_next(Thread* T, Value self) {
  StandardStream* stream = stream_of(self);
  std::string bytes;
  if (!check_readable(T, stream, "not readable") || !take_text(T, stream, true, -1, &bytes)) return kEmpty;
  return bytes.empty() ? kEmpty : decode_text(T, stream, bytes);
}
Value buffer_next(Thread* T, Value self) {
  StandardStream* stream = stream_of(self);
  std::string bytes;
  if (!check_readable(T, stream, "readline") || !take_bytes(T, stream, true, false, -1, &bytes)) return kEmpty;
  return bytes.empty() ? kEmpty : make_bytes(T, bytes);
}

// ---------------------------------------------------------------- what both have

Value stream_fileno(Thread* T, Arguments args) {
  StandardStream* stream = stream_of(args[0]);
  return check_open(T, stream) ? Value::small_int(stream->fd) : kEmpty;
}
Value stream_isatty(Thread* T, Arguments args) {
  StandardStream* stream = stream_of(args[0]);
  return check_open(T, stream) ? Value::boolean(isatty(stream->fd)) : kEmpty;
}
Value stream_readable(Thread* T, Arguments args) {
  StandardStream* stream = stream_of(args[0]);
  return check_open(T, stream) ? Value::boolean(is_input(stream)) : kEmpty;
}
Value stream_writable(Thread* T, Arguments args) {
  StandardStream* stream = stream_of(args[0]);
  return check_open(T, stream) ? Value::boolean(!is_input(stream)) : kEmpty;
}
Value stream_seekable(Thread* T, Arguments args) {
  StandardStream* stream = stream_of(args[0]);
  return check_open(T, stream) ? Value::boolean(lseek(stream->fd, 0, SEEK_CUR) >= 0) : kEmpty;
}
// The position of the next byte that this stream takes or gives.
Value stream_tell(Thread* T, Arguments args) {
  StandardStream* stream = stream_of(args[0]);
  if (!check_open(T, stream)) return kEmpty;
  off_t at = lseek(stream->fd, 0, SEEK_CUR);
  if (at < 0) return raise_errno(T, errno);
  MutexLock guard(stream->mutex);
  return make_int(T, static_cast<int64_t>(at) + static_cast<int64_t>(stream->out.size()) -
                         static_cast<int64_t>(stream->waiting().size()));
}
Value stream_seek(Thread* T, Arguments args) {
  StandardStream* stream = stream_of(args[0]);
  int64_t offset;
  int whence = SEEK_SET;
  if (!check_open(T, stream) || !to_int64(T, args[1], &offset) || (args.has(2) && !to_c_int(T, args[2], &whence)) ||
      !flush_output(T, stream))
    return kEmpty;
  {
    MutexLock guard(stream->mutex);
    if (whence == SEEK_CUR) offset -= static_cast<int64_t>(stream->waiting().size());
  }
  off_t at = lseek(stream->fd, offset, whence);
  if (at < 0) return raise_errno(T, errno);
  MutexLock guard(stream->mutex);
  stream->take(stream->waiting().size());
  stream->at_end = false;
  return make_int(T, static_cast<int64_t>(at));
}
Value stream_truncate(Thread* T, Arguments args) {
  StandardStream* stream = stream_of(args[0]);
  if (!check_writable(T, stream, "truncate") || !flush_output(T, stream)) return kEmpty;
  int64_t size = lseek(stream->fd, 0, SEEK_CUR);
  if (args.has(1) && !args[1].is_none() && !to_int64(T, args[1], &size)) return kEmpty;
  int error;
  if (system_call(T, [&] { return ftruncate(stream->fd, size); }, &error) < 0) return fail_call(T, error);
  return make_int(T, size);
}
Value stream_enter(Thread* T, Arguments args) {
  return check_open(T, stream_of(args[0])) ? args[0] : kEmpty;
}
Value stream_exit(Thread* T, Arguments args) {
  return stream_close(T, args);
}
Value stream_closed(Thread*, Value self) {
  return Value::boolean(stream_of(self)->closed.load());
}
Value stream_name(Thread* T, Value self) {
  static constexpr const char* kNames[] = {"<stdin>", "<stdout>", "<stderr>"};
  return make_string(T, std::string_view(kNames[stream_of(self)->fd]));
}
Value text_mode(Thread* T, Value self) {
  return make_string(T, std::string_view(is_input(stream_of(self)) ? "r" : "w"));
}
Value buffer_mode(Thread* T, Value self) {
  return make_string(T, std::string_view(is_input(stream_of(self)) ? "rb" : "wb"));
}
Value text_class(Thread* T, Value) {
  return import_attribute(T, "_io", "TextIOWrapper");
}
Value buffer_class(Thread* T, Value self) {
  return import_attribute(T, "_io", is_input(stream_of(self)) ? "BufferedReader" : "BufferedWriter");
}
Value text_encoding(Thread* T, Value self) {
  StandardStream* stream = stream_of(self);
  std::string encoding;
  {
    MutexLock guard(stream->mutex);
    encoding = stream->encoding;
  }
  return make_string(T, encoding);
}
Value text_errors(Thread* T, Value self) {
  StandardStream* stream = stream_of(self);
  std::string errors;
  {
    MutexLock guard(stream->mutex);
    errors = stream->errors;
  }
  return make_string(T, errors);
}
Value text_newlines(Thread*, Value) {
  return kNone;
}
Value text_line_buffering(Thread*, Value self) {
  return Value::boolean(stream_of(self)->line_buffered.load());
}
Value text_write_through(Thread*, Value self) {
  return Value::boolean(stream_of(self)->write_through.load());
}
Value text_repr(Thread* T, Value self) {
  Value name = stream_name(T, self), mode = text_mode(T, self), encoding = text_encoding(T, self);
  if (name.is_empty() || mode.is_empty() || encoding.is_empty()) return kEmpty;
  return make_string(T, fmt::format("<_io.TextIOWrapper name='{}' mode='{}' encoding='{}'>", to_utf8(as_string(name)),
                                    to_utf8(as_string(mode)), to_utf8(as_string(encoding))));
}
Value buffer_repr(Thread* T, Value self) {
  Value name = stream_name(T, self);
  if (name.is_empty()) return kEmpty;
  return make_string(T,
                     fmt::format("<_io.{} name='{}'>", is_input(stream_of(self)) ? "BufferedReader" : "BufferedWriter",
                                 to_utf8(as_string(name))));
}

Value make_object(Thread* T, Value type, StandardStream* stream) {
  Record* object = make_record(T, type.as<Type>(), 1, sizeof(StandardStream*));
  if (!object) return kEmpty;
  *reinterpret_cast<StandardStream**>(object->raw()) = stream;
  return object;
}
// Made when first asked for; of two threads that ask, both get the first one's.
Value remember(Value self, Value made) {
  if (made.is_empty()) return kEmpty;
  Value expected;
  Record* record = self.as<Record>();
  return heap_compare_exchange(record, record->slots[kOther], expected, made) ? made : expected;
}
Value text_buffer(Thread* T, Value self) {
  if (stream_of(self)->detached.load()) return raise(T, Builtin::kValueError, "underlying buffer has been detached");
  if (Value known = self.as<Record>()->get(kOther)) return known;
  return remember(self, make_object(T, state_of(T).buffer_type, stream_of(self)));
}
Value text_detach(Thread* T, Arguments args) {
  StandardStream* stream = stream_of(args[0]);
  if (!check_open(T, stream) || !flush_output(T, stream)) return kEmpty;
  // The bytes go on in a stream of their own; this one is at its end.
  auto* fresh = new StandardStream;
  fresh->fd = stream->fd;
  {
    MutexLock guard(stream->mutex);
    MutexLock other(fresh->mutex);
    fresh->in.assign(stream->waiting());
    fresh->encoding = stream->encoding;
    fresh->errors = stream->errors;
  }
  Value buffer = make_object(T, state_of(T).buffer_type, fresh);
  if (buffer) stream->detached.store(true);
  return buffer;
}
Value buffer_raw(Thread* T, Value self) {
  if (Value known = self.as<Record>()->get(kOther)) return known;
  StandardStream* stream = stream_of(self);
  Value type = import_attribute(T, "_io", "FileIO");
  if (type.is_empty()) return kEmpty;
  return remember(self, call(T, type,
                             {Value::small_int(stream->fd),
                              make_string(T, std::string_view(is_input(stream) ? "r" : "w")), kFalse}));
}
Value buffer_detach(Thread* T, Arguments args) {
  StandardStream* stream = stream_of(args[0]);
  if (!check_open(T, stream) || !flush_output(T, stream)) return kEmpty;
  return buffer_raw(T, args[0]);
}

Value text_reconfigure(Thread* T, Arguments args) {
  StandardStream* stream = stream_of(args[0]);
  if (!check_open(T, stream)) return kEmpty;
  std::string encoding, errors;
  for (size_t i = 1; i <= 2; ++i) {
    if (!args.has(i) || args[i].is_none()) continue;
    if (!is_string(args[i])) {
      return raise(T, Builtin::kTypeError, "reconfigure() argument '{}' must be str or None, not {}",
                   i == 1 ? "encoding" : "errors", type_name(T, args[i]));
    }
    (i == 1 ? encoding : errors) = to_utf8(as_string(args[i]));
  }
  // Names of encodings are checked now, by using them.
  if (!encoding.empty()) {
    String* empty = make_string(T, std::string_view(""));
    if (!empty || encode_string(T, empty, encoding, "strict").is_empty()) return kEmpty;
  }
  bool has_newline = args.has(3);
  Newlines newlines = Newlines::kTranslate;
  if (has_newline && !args[3].is_none()) {
    if (!is_string(args[3]))
      return raise(T, Builtin::kTypeError, "reconfigure() argument 'newline' must be str or None, not {}",
                   type_name(T, args[3]));
    std::string text = to_utf8(as_string(args[3]));
    if (text.empty())
      newlines = Newlines::kKeepAny;
    else if (text == "\n")
      newlines = Newlines::kLineFeed;
    else if (text == "\r")
      newlines = Newlines::kReturn;
    else if (text == "\r\n")
      newlines = Newlines::kBoth;
    else
      return raise(T, Builtin::kValueError, "illegal newline value: {}", to_utf8(as_string(args[3])));
  }
  bool line_buffered = stream->line_buffered.load(), write_through = stream->write_through.load();
  if (args.has(4) && !args[4].is_none() && !truth(T, args[4], &line_buffered)) return kEmpty;
  if (args.has(5) && !args[5].is_none() && !truth(T, args[5], &write_through)) return kEmpty;
  if (!flush_output(T, stream)) return kEmpty;
  MutexLock guard(stream->mutex);
  if (!encoding.empty()) {
    stream->encoding = encoding;
    if (errors.empty()) stream->errors = "strict";
  }
  if (!errors.empty()) stream->errors = errors;
  if (has_newline) stream->newlines = newlines;
  stream->line_buffered.store(line_buffered);
  stream->write_through.store(write_through);
  return kNone;
}

#define COMMON_METHODS                                                                            \
  {"flush($self, /)", stream_flush, "Write the buffer out.", kMayBlock},                          \
      {"close($self, /)", stream_close, "Flush and close the stream."},                           \
      {"fileno($self, /)", stream_fileno, "Return the file descriptor."},                         \
      {"isatty($self, /)", stream_isatty, "Is this a terminal?"},                                 \
      {"readable($self, /)", stream_readable, "Can it be read?"},                                 \
      {"writable($self, /)", stream_writable, "Can it be written?"},                              \
      {"seekable($self, /)", stream_seekable, "Can its position be set?"},                        \
      {"tell($self, /)", stream_tell, "Return the position."},                                    \
      {"seek($self, cookie, whence=0, /)", stream_seek, "Set the position."},                     \
      {"truncate($self, pos=None, /)", stream_truncate, "Cut the file off."},                     \
      {"writelines($self, lines, /)", stream_writelines, "Write each of some lines.", kMayBlock}, \
      {"readlines($self, hint=-1, /)", stream_readlines, "Return a list of lines.", kMayBlock},   \
      {"__enter__($self, /)", stream_enter, nullptr}, {                                           \
    "__exit__($self, /, *exc_info)", stream_exit, nullptr                                         \
  }

const NativeMethod kTextMethods[] = {
    {"write($self, text, /)", text_write, "Write a string; returns the number of characters.", kMayBlock},
    {"readline($self, size=-1, /)", text_readline, "Read up to a newline or the end.", kMayBlock},
    {"read($self, size=-1, /)", text_read, "Read so many characters, or all.", kMayBlock},
    {"detach($self, /)", text_detach, "Return the buffer; the text stream cannot be used any more."},
    {"reconfigure($self, /, *, encoding=None, errors=None, newline=<unrepresentable>, line_buffering=None, "
     "write_through=None)",
     text_reconfigure, "Change encoding, error handling, newlines and buffering."},
    COMMON_METHODS,
    {nullptr, nullptr, nullptr}};
const NativeMethod kBufferMethods[] = {
    {"write($self, buffer, /)", buffer_write, "Write bytes; returns how many.", kMayBlock},
    {"readline($self, size=-1, /)", buffer_readline, "Read up to a newline or the end.", kMayBlock},
    {"read($self, size=-1, /)", buffer_read, "Read so many bytes, or all.", kMayBlock},
    {"read1($self, size=-1, /)", buffer_read1, "Read what one call of the system gives.", kMayBlock},
    {"peek($self, size=0, /)", buffer_peek, "Return what would be read next, without taking it.", kMayBlock},
    {"readinto($self, buffer, /)", buffer_readinto, "Read into a buffer; returns how many bytes.", kMayBlock},
    {"readinto1($self, buffer, /)", buffer_readinto1, "Read into a buffer what one call of the system gives.",
     kMayBlock},
    {"detach($self, /)", buffer_detach, "Return the raw stream."},
    COMMON_METHODS,
    {nullptr, nullptr, nullptr}};
#undef COMMON_METHODS
const NativeAttribute kTextAttributes[] = {{"encoding", text_encoding, nullptr, nullptr},
                                           {"errors", text_errors, nullptr, nullptr},
                                           {"newlines", text_newlines, nullptr, nullptr},
                                           {"line_buffering", text_line_buffering, nullptr, nullptr},
                                           {"write_through", text_write_through, nullptr, nullptr},
                                           {"buffer", text_buffer, nullptr, nullptr},
                                           {"closed", stream_closed, nullptr, nullptr},
                                           {"name", stream_name, nullptr, nullptr},
                                           {"mode", text_mode, nullptr, nullptr},
                                           {"__class__", text_class, nullptr, nullptr},
                                           {nullptr, nullptr, nullptr, nullptr}};
const NativeAttribute kBufferAttributes[] = {
    {"raw", buffer_raw, nullptr, nullptr},         {"closed", stream_closed, nullptr, nullptr},
    {"name", stream_name, nullptr, nullptr},       {"mode", buffer_mode, nullptr, nullptr},
    {"__class__", buffer_class, nullptr, nullptr}, {nullptr, nullptr, nullptr, nullptr}};

// The C locale, or the one it is replaced by.
bool has_plain_locale() {
  for (const char* variable : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = getenv(variable);
    if (!value || !*value) continue;
    std::string_view name = value;
    return name == "C" || name == "POSIX" || name == "C.UTF-8" || name == "C.utf8" || name == "UTF-8";
  }
  return true;
}

Value open_standard_stream(Thread* T, Arguments args) {
  auto fd = static_cast<int>(args[0].as_small_int());
  if (fcntl(fd, F_GETFD) < 0) return kNone;
  auto* stream = new StandardStream;
  stream->fd = fd;
  bool unbuffered = T->runtime->options.unbuffered;
  stream->line_buffered.store(fd == 2 || isatty(fd));
  stream->write_through.store(unbuffered && fd != 0);
  // Where no language is set, bytes that are not UTF-8 pass through as lone surrogates.
  std::string encoding = "utf-8", errors = has_plain_locale() ? "surrogateescape" : "strict";
  // PYTHONIOENCODING=encoding:errors, either may be missing.
  const char* wanted = T->runtime->options.ignore_environment ? nullptr : getenv("PYTHONIOENCODING");
  if (wanted && *wanted) {
    std::string_view text = wanted;
    size_t colon = text.find(':');
    std::string_view name = text.substr(0, colon);
    std::string known = canonical_encoding(name);
    if (!known.empty()) encoding = known == "latin-1" ? "iso8859-1" : known;
    if (colon != std::string_view::npos && colon + 1 < text.size())
      errors = text.substr(colon + 1);
    else if (!name.empty())
      errors = "strict";
  }
  {
    MutexLock guard(stream->mutex);
    stream->encoding = encoding;
    // A message about an error must not fail for a character.
    stream->errors = fd == 2 ? "backslashreplace" : errors;
    stream->newlines = Newlines::kLineFeed;
  }
  return make_object(T, state_of(T).text_type, stream);
}
const NativeMethod kFunctions[] = {{"open_standard_stream(fd, /)", open_standard_stream, nullptr},
                                   {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_standard_stream_module(Thread* T) {
  static const TypeSlots kTextSlots = [] {
    TypeSlots slots{};
    slots.create = refuse_creation;
    slots.repr = text_repr;
    slots.iterate = stream_iterate;
    slots.next = text_next;
    return slots;
  }();
  static const TypeSlots kBufferSlots = [] {
    TypeSlots slots{};
    slots.create = refuse_creation;
    slots.repr = buffer_repr;
    slots.iterate = stream_iterate;
    slots.next = buffer_next;
    return slots;
  }();
  constexpr uint32_t kSize = record_size(1, sizeof(StandardStream*));
  constexpr uint32_t kFlags = kTypeIsBuiltin | kTypeSupportsWeakReferences | kTypeInstancesHaveAttributes;
  StreamState& state = state_of(T);
  state.text_type = make_native_type(
      T, {"_io.TextIOWrapper", Kind::kRecord, kSize, kFlags, nullptr, &kTextSlots, kTextMethods, kTextAttributes});
  if (state.text_type) {
    state.buffer_type = make_native_type(T, {"_io.BufferedWriter", Kind::kRecord, kSize, kFlags, nullptr, &kBufferSlots,
                                             kBufferMethods, kBufferAttributes});
  }
  Module* module = state.buffer_type ? make_module(T, "_standard_stream") : nullptr;
  return module && add_functions(T, module, kFunctions) ? Value(module) : kEmpty;
}

}  // namespace gilded
