// _file_stream: what io.FileIO is made of: a descriptor of the system as a stream of bytes, without a buffer.
//
//   File:   Record | | descriptor, mode, what is known of the file |
//
// The class itself (in _io_binary.py) adds its bases. Of its methods only those are called that the caller asked for;
// a subclass's flush() runs when it is closed, as its class may want that.
//
// Thread safety: every field is an atomic. Who closes a file that another thread reads takes the descriptor away, as in
// CPython. Calls of the system run detached where they may wait. Errors are OSErrors, ValueErrors of a closed file and
// UnsupportedOperations of a wrong mode.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "stdlib/native/stateful_record.h"
#include "stdlib/native/stream_parts.h"
#include "stdlib/native/system_call.h"
#include "vm/interpreter/interpreter.h"
#include "vm/object/native.h"
#include "vm/object/warnings.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/exception.h"
#include "vm/types/int.h"

namespace gilded {

namespace {

constexpr int64_t kDefaultBlockSize = 8192;

Value file_create(Thread* T, Type* type, CallArguments) {
  Record* record = make_record(T, type, 0, sizeof(FileState));
  if (!record) return kEmpty;
  new (record->raw()) FileState{-1, 0, kDefaultBlockSize, false, false, false, false, true, -1};
  return record;
}

struct Mode {
  bool is_readable = false, is_writable = false;
  int flags = 0;  // of open(2)
};
bool parse_mode(Thread* T, String* text, Mode* mode) {
  int kinds = 0;
  bool has_plus = false, is_wrong = false;
  for (size_t i = 0; i < text->length && !is_wrong; ++i) {
    switch (char32_t letter = text->at(i)) {
      case 'r':
        mode->is_readable = true;
        ++kinds;
        break;
      case 'w':
      case 'a':
      case 'x':
        mode->is_writable = true;
        mode->flags |= O_CREAT | (letter == 'w' ? O_TRUNC : letter == 'a' ? O_APPEND : O_EXCL);
        ++kinds;
        break;
      case 'b':
        break;
      case '+':
        is_wrong = has_plus;
        has_plus = true;
        break;
      default:
        return raise(T, Builtin::kValueError, "invalid mode: {}", to_utf8(text));
    }
    is_wrong = is_wrong || kinds > 1;
  }
  if (is_wrong || kinds == 0)
    return raise(T, Builtin::kValueError,
                 "Must have exactly one of create/read/write/append mode and at most one plus");
  if (has_plus) mode->is_readable = mode->is_writable = true;
  mode->flags |= mode->is_readable && mode->is_writable ? O_RDWR : mode->is_readable ? O_RDONLY : O_WRONLY;
  return true;
}

// A descriptor that was given in place of a name; -1 without an exception: it is none.
int given_descriptor(Thread* T, Value file) {
  if (is_string(file) || is_bytes(file)) return -1;
  if (file == kTrue || file == kFalse) {
    if (!warn(T, Builtin::kRuntimeWarning, "bool is used as a file descriptor")) return -1;
    return file == kTrue;
  }
  int fd;
  if (!to_c_int(T, file, &fd)) {
    // Then it must be the name of a file.
    if (exception_matches(T, Builtin::kTypeError) || exception_matches(T, Builtin::kOverflowError)) clear_exception(T);
    return -1;
  }
  if (fd < 0) (void)raise(T, Builtin::kValueError, "negative file descriptor");
  return fd;
}

// The name of a file as the system takes it. False: exception.
bool name_of_file(Thread* T, Value file, std::string* name) {
  Value path = path_of(T, file);
  if (!path || !file_system_bytes(T, path, name)) return false;
  return name->find('\0') == std::string::npos || raise(T, Builtin::kValueError, "embedded null byte");
}

// Opens the file by its name, or by what the opener makes of it. -1: exception.
int open_file(Thread* T, Value file, int flags, Value opener) {
  std::string name;
  if (!name_of_file(T, file, &name)) return -1;
  if (!opener || opener.is_none()) {
    int error, fd = open_descriptor(T, AT_FDCWD, name.c_str(), flags, 0666, &error);
    if (fd < 0) fail_call(T, error, file);
    return fd;
  }
  Value opened = call(T, opener, {file, Value::small_int(flags | O_CLOEXEC)});
  if (!opened) return -1;
  int fd;
  if (!is_int(opened)) return (void)raise(T, Builtin::kTypeError, "expected integer from opener"), -1;
  if (!to_c_int(T, opened, &fd)) return -1;
  if (fd < 0) return (void)raise(T, Builtin::kValueError, "opener returned {}", fd), -1;
  // It is not for programs that are started.
  int descriptor_flags = fcntl(fd, F_GETFD);
  if (descriptor_flags >= 0 && !(descriptor_flags & FD_CLOEXEC)) fcntl(fd, F_SETFD, descriptor_flags | FD_CLOEXEC);
  return fd;
}

// Closes a descriptor. False: the OSError.
bool close_descriptor(Thread* T, int fd) {
  int error, result;
  {
    DetachScope detached(T, WaitReason::kIo);
    result = close(fd);
    error = errno;
  }
  // An interrupted close has closed.
  return result >= 0 || error == EINTR || raise_errno(T, error);
}

// What is known of a file that was just opened. False: it is no file to read or write.
bool examine(Thread* T, Value self, Value file) {
  FileState* state = file_state(self);
  struct stat status;
  if (fstat(load(state->fd), &status) < 0) return errno != EBADF || raise_errno(T, errno);
  if (S_ISDIR(status.st_mode)) return raise_errno(T, EISDIR, file);
  store(state->mode_bits, status.st_mode);
  if (status.st_blksize > 1) store(state->block_size, status.st_blksize);
  return true;
}

bool file_initialize(Thread* T, Value self, CallArguments arguments) {
  Value values[4];
  if (!bind_arguments(T, "FileIO(file, mode='r', closefd=True, opener=None)", arguments, values)) return false;
  auto [file, mode_text, closes, opener] = values;
  FileState* state = file_state(self);
  if (mode_text && !is_string(mode_text))
    return raise(T, Builtin::kTypeError, "FileIO() argument 'mode' must be str, not {}",
                 argument_type_name(T, mode_text));
  bool closes_descriptor = true;
  if (closes && !truth(T, closes, &closes_descriptor)) return false;
  int before = state->fd.exchange(-1);
  if (before >= 0 && load(state->closes_descriptor) && !close_descriptor(T, before)) return false;
  int fd = given_descriptor(T, file);
  if (T->has_exception()) return false;
  Mode mode;
  if (mode_text) {
    if (!parse_mode(T, as_string(mode_text), &mode)) return false;
  } else {
    mode = {true, false, O_RDONLY};
  }
  store(state->is_readable, mode.is_readable);
  store(state->is_writable, mode.is_writable);
  store(state->is_created, (mode.flags & O_EXCL) != 0);
  store(state->is_appending, (mode.flags & O_APPEND) != 0);
  store(state->closes_descriptor, closes_descriptor);
  store(state->seekable, -1);
  store(state->mode_bits, 0);
  store(state->block_size, kDefaultBlockSize);
  bool is_own = fd < 0;
  if (is_own) {
    if (!closes_descriptor) return raise(T, Builtin::kValueError, "Cannot use closefd=False with file name");
    fd = open_file(T, file, mode.flags, opener);
    if (fd < 0) return false;
  }
  store(state->fd, fd);
  if (!examine(T, self, file) || !set_attribute(T, self, intern(T, "name"), file)) {
    store(state->fd, -1);
    if (is_own) close(fd);
    return false;
  }
  if (mode.flags & O_APPEND) lseek(fd, 0, SEEK_END);  // a pipe has no end to go to
  return true;
}

// ---------------------------------------------------------------- Methods

// The descriptor; negative: the ValueError of a closed file.
int open_descriptor_of(Thread* T, Value self) {
  int fd = descriptor_of(self);
  if (fd < 0) (void)raise(T, Builtin::kValueError, "I/O operation on closed file");
  return fd;
}
// The same of a file that is to be read, or written.
int descriptor_for(Thread* T, Value self, const std::atomic<bool> FileState::* is_allowed, const char* what) {
  int fd = open_descriptor_of(T, self);
  if (fd < 0 || load(file_state(self)->*is_allowed)) return fd;
  (void)raise_of_module(T, "_io", "UnsupportedOperation", std::string("File not open for ") + what);
  return -1;
}
int descriptor_to_read(Thread* T, Value self) {
  return descriptor_for(T, self, &FileState::is_readable, "reading");
}
int descriptor_to_write(Thread* T, Value self) {
  return descriptor_for(T, self, &FileState::is_writable, "writing");
}
// None in place of the exception, if that says that one would have to wait.
Value none_if_blocked(Thread* T, Value result) {
  if (result || !exception_matches(T, Builtin::kBlockingIOError)) return result;
  clear_exception(T);
  return kNone;
}

Value file_read(Thread* T, Arguments args) {
  int64_t size = -1;
  if (args[1] && !args[1].is_none()) {
    if (!is_int(args[1]) && !lookup_special(T, args[1], names(T).dunder_index)) {
      if (T->has_exception()) return kEmpty;
      return raise(T, Builtin::kTypeError, "argument should be integer or None, not '{}'", type_name(T, args[1]));
    }
    if (!to_int64(T, args[1], &size)) return kEmpty;
  }
  int fd = descriptor_to_read(T, args[0]);
  if (fd < 0) return kEmpty;
  if (size < 0) return read_all_of_descriptor(T, fd);
  return none_if_blocked(T, read_bytes(T, size, [&](char* place, size_t count) { return read(fd, place, count); }));
}

Value file_readall(Thread* T, Arguments args) {
  int fd = open_descriptor_of(T, args[0]);
  return fd < 0 ? kEmpty : read_all_of_descriptor(T, fd);
}

Value file_readinto(Thread* T, Arguments args) {
  BufferScope target(T);
  if (!target.get_writable(args[1])) {
    if (!exception_matches(T, Builtin::kTypeError)) return kEmpty;
    clear_exception(T);
    return raise(T, Builtin::kTypeError, "readinto() argument 1 must be read-write bytes-like object, not {}",
                 type_name(T, args[1]));
  }
  int fd = descriptor_to_read(T, args[0]), error;
  if (fd < 0) return kEmpty;
  int64_t n = read_into_buffer(
      T, target.view(), 0, target.length(), [&](char* place, size_t count) { return read(fd, place, count); }, &error);
  return n < 0 ? none_if_blocked(T, fail_call(T, error)) : make_int(T, n);
}

Value file_write(Thread* T, Arguments args) {
  BufferScope given(T);
  if (!given.get(args[1])) return kEmpty;
  int fd = descriptor_to_write(T, args[0]);
  if (fd < 0) return kEmpty;
  std::string_view bytes = given.bytes();
  return none_if_blocked(T, number_call(T, [&] { return write(fd, bytes.data(), bytes.size()); }));
}

Value seek_to(Thread* T, int fd, int64_t offset, int whence) {
  return number_call(T, [&] { return lseek(fd, offset, whence); });
}
Value file_seek(Thread* T, Arguments args) {
  int64_t offset;
  int whence = SEEK_SET;
  int fd = open_descriptor_of(T, args[0]);
  if (fd < 0 || !to_int64(T, args[1], &offset) || (args[2] && !to_c_int(T, args[2], &whence))) return kEmpty;
  return seek_to(T, fd, offset, whence);
}
Value file_tell(Thread* T, Arguments args) {
  int fd = open_descriptor_of(T, args[0]);
  return fd < 0 ? kEmpty : seek_to(T, fd, 0, SEEK_CUR);
}

Value file_truncate(Thread* T, Arguments args) {
  int fd = descriptor_to_write(T, args[0]);
  if (fd < 0) return kEmpty;
  Value size = args[1] && !args[1].is_none() ? args[1] : seek_to(T, fd, 0, SEEK_CUR);
  int64_t length;
  if (!size || !to_int64(T, size, &length)) return kEmpty;
  return check_call(T, kEmpty, [&] { return ftruncate(fd, length); }) ? size : kEmpty;
}

Value file_fileno(Thread* T, Arguments args) {
  int fd = open_descriptor_of(T, args[0]);
  return fd < 0 ? kEmpty : Value::small_int(fd);
}
Value file_isatty(Thread* T, Arguments args) {
  int fd = open_descriptor_of(T, args[0]);
  return fd < 0 ? kEmpty : Value::boolean(isatty(fd));
}
Value file_readable(Thread* T, Arguments args) {
  return open_descriptor_of(T, args[0]) < 0 ? kEmpty : Value::boolean(load(file_state(args[0])->is_readable));
}
Value file_writable(Thread* T, Arguments args) {
  return open_descriptor_of(T, args[0]) < 0 ? kEmpty : Value::boolean(load(file_state(args[0])->is_writable));
}
Value file_seekable(Thread* T, Arguments args) {
  int fd = open_descriptor_of(T, args[0]);
  if (fd < 0) return kEmpty;
  FileState* state = file_state(args[0]);
  if (load(state->seekable) < 0) store(state->seekable, lseek(fd, 0, SEEK_CUR) >= 0);
  return Value::boolean(load(state->seekable) > 0);
}

// isatty() without a call of the system for what is no character device.
Value file_is_terminal(Thread*, Arguments args) {
  FileState* state = file_state(args[0]);
  return Value::boolean(S_ISCHR(load(state->mode_bits)) && isatty(load(state->fd)));
}

Value file_close(Thread* T, Arguments args) {
  Value failure;
  // There is nothing to flush, unless a class or a script has its own idea of that.
  if (!is_plain_file(args[0]) || !has_only_attribute(args[0], "name")) {
    if (!call_method(T, args[0], intern(T, "_close_stream"), {})) failure = take_exception(T);
  }
  if (!close_file(T, args[0])) {
    if (failure && is_exception(T->exception)) {
      auto* error = T->exception.as<Exception>();
      heap_store(error, error->context, failure);
    }
    return kEmpty;
  }
  if (!failure) return kNone;
  restore_exception(T, failure);
  return kEmpty;
}

// ---------------------------------------------------------------- Attributes

Value get_closed(Thread*, Value self) {
  return Value::boolean(descriptor_of(self) < 0);
}
Value get_closes_descriptor(Thread*, Value self) {
  return Value::boolean(load(file_state(self)->closes_descriptor));
}
const char* mode_of(Value self) {
  FileState* state = file_state(self);
  bool is_readable = load(state->is_readable);
  if (load(state->is_created)) return is_readable ? "xb+" : "xb";
  if (load(state->is_appending)) return is_readable ? "ab+" : "ab";
  return !is_readable ? "wb" : load(state->is_writable) ? "rb+" : "rb";
}
Value get_mode(Thread* T, Value self) {
  return make_string(T, mode_of(self));
}
Value get_block_size(Thread* T, Value self) {
  return make_int(T, load(file_state(self)->block_size));
}
bool set_block_size(Thread* T, Value self, Value value) {
  int64_t size;
  if (!value) return raise(T, Builtin::kTypeError, "can't delete numeric/char attribute");
  if (!to_int64(T, value, &size)) return false;
  store(file_state(self)->block_size, size);
  return true;
}

Value file_repr(Thread* T, Value self) {
  std::string type = type_name(T, self);
  int fd = descriptor_of(self);
  if (fd < 0) return make_string(T, fmt::format("<{} [closed]>", type));
  ReprGuard guard(T, self);
  if (guard.is_recursive()) return raise(T, Builtin::kRuntimeError, "reentrant call inside {}.__repr__", type);
  Value name = find_attribute(T, self, intern(T, "name"));
  if (T->has_exception()) return kEmpty;
  std::string shown = fmt::format("fd={}", fd);
  if (name) {
    String* text = to_repr(T, name);
    if (!text) return kEmpty;
    shown = "name=" + to_utf8(text);
  }
  bool closes = load(file_state(self)->closes_descriptor);
  return make_string(
      T, fmt::format("<{} {} mode='{}' closefd={}>", type, shown, mode_of(self), closes ? "True" : "False"));
}

const NativeMethod kMethods[] = {
    {"read($self, size=-1, /)", file_read,
     "Read at most size bytes, returned as bytes; all that is left without a size. None if one would have to wait.",
     kMayBlock},
    {"readall($self, /)", file_readall, "Read all that is left of the file, returned as bytes.", kMayBlock},
    {"readinto($self, buffer, /)", file_readinto, "Read bytes into a buffer; how many.", kMayBlock},
    {"write($self, b, /)", file_write, "Write bytes to the file; how many were written.", kMayBlock},
    {"seek($self, pos, whence=0, /)", file_seek, "Move to a new place in the file and return it.", kMayBlock},
    {"tell($self, /)", file_tell, "Where the file is read and written next.", kMayBlock},
    {"truncate($self, size=None, /)", file_truncate, "Make the file end at size, or here; return the size.", kMayBlock},
    {"fileno($self, /)", file_fileno, "The descriptor of the file."},
    {"isatty($self, /)", file_isatty, "Whether the file is a terminal."},
    {"readable($self, /)", file_readable, "Whether the file was opened for reading."},
    {"writable($self, /)", file_writable, "Whether the file was opened for writing."},
    {"seekable($self, /)", file_seekable, "Whether the file has places to go to."},
    {"close($self, /)", file_close, "Close the file, and its descriptor unless closefd is false.", kMayBlock},
    {"_is_terminal($self, /)", file_is_terminal, nullptr},
    {nullptr, nullptr, nullptr}};
const NativeAttribute kAttributes[] = {
    {"closed", get_closed, nullptr, "Whether the file is closed."},
    {"closefd", get_closes_descriptor, nullptr, "Whether the descriptor will be closed by close()."},
    {"mode", get_mode, nullptr, "How the file was opened."},
    {"_blksize", get_block_size, set_block_size, nullptr},
    {nullptr, nullptr, nullptr, nullptr}};

}  // namespace

bool close_file(Thread* T, Value file) {
  FileState* state = file_state(file);
  int fd = state->fd.exchange(-1);
  return fd < 0 || !load(state->closes_descriptor) || close_descriptor(T, fd);
}

StreamGlobals::StreamGlobals(Runtime* runtime) {
  for (Value* root : {&recursive_lock, &text_decoder, &unflushed}) runtime->add_root(root);
}
bool forget_unflushed(Thread* T, Value stream) {
  auto* files = native_state<StreamGlobals>(T->runtime).unflushed.as<Dict>();
  if (files->size() == 0) return true;
  Value key = identity(T, stream);
  return key && (dict_pop(T, files, key) || !T->has_exception());
}
Lock* make_stream_lock(Thread* T) {
  return make_lock(T, native_state<StreamGlobals>(T->runtime).recursive_lock.as<Type>());
}

Value read_all_of_descriptor(Thread* T, int fd) {
  // A file whose size is known is read into the result itself.
  struct stat status;
  off_t start = fstat(fd, &status) == 0 && S_ISREG(status.st_mode) ? lseek(fd, 0, SEEK_CUR) : -1;
  size_t expected = start >= 0 ? static_cast<size_t>(std::max<off_t>(0, status.st_size - start)) : 0;
  Bytes* known = make_bytes_buffer(T, expected, false);
  if (!known) return kEmpty;
  size_t filled = 0;
  constexpr size_t kPiece = size_t{1} << 16, kMostAtOnce = size_t{1} << 30;
  std::string more, piece(expected ? 1 : kPiece, '\0');  // behind what is known is usually the end
  for (;;) {
    bool is_known = filled < expected;
    char* place = is_known ? known->data + filled : piece.data();
    size_t size = is_known ? std::min(expected - filled, kMostAtOnce) : piece.size();
    int error;
    int64_t n = system_call(T, [&] { return read(fd, place, size); }, &error);
    if (n < 0 && (error != EAGAIN || T->has_exception())) return fail_call(T, error);
    if (n < 0 && filled == 0 && more.empty()) return kNone;
    if (n <= 0) break;
    if (is_known) {
      filled += static_cast<size_t>(n);
    } else {
      more.append(piece, 0, static_cast<size_t>(n));
      piece.resize(kPiece);
    }
  }
  if (filled == expected && more.empty()) return known;
  return make_bytes(T, std::string(known->data, filled) + more);
}

Value initialize_file_stream_module(Thread* T) {
  static const TypeSlots slots = [] {
    TypeSlots s{};
    s.create = file_create;
    s.initialize = file_initialize;
    s.repr = file_repr;
    return s;
  }();
  static const NativeTypeSpec spec = {kFileTypeName,
                                      Kind::kRecord,
                                      record_size(0, sizeof(FileState)),
                                      kTypeIsBuiltin | kTypeIsBase,
                                      "What FileIO is made of.",
                                      &slots,
                                      kMethods,
                                      kAttributes,
                                      "(file, mode='r', closefd=True, opener=None)"};
  Module* module = make_module(T, "_file_stream");
  Type* type = module ? make_native_type(T, spec) : nullptr;
  Value lock = type ? import_attribute(T, "_thread", "RLock") : kEmpty;
  Dict* unflushed = lock ? make_dict(T) : nullptr;
  if (!unflushed || !module_set(T, module, "File", type) || !module_set(T, module, "unflushed", unflushed))
    return kEmpty;
  auto& globals = native_state<StreamGlobals>(T->runtime);
  globals.recursive_lock = lock;
  globals.unflushed = unflushed;
  return module;
}

}  // namespace gilded
