// What the modules that call the operating system share: calls made without the GIL and repeated after signals, paths,
// descriptors.
#pragma once

#include <errno.h>
#include <sys/types.h>

#include <algorithm>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/threading/safepoint.h"
#include "vm/types/bytes.h"
#include "vm/types/int.h"

namespace gilded {

// Runs a system call detached, again after an interrupting signal whose handler did not raise. -1: an exception is set,
// or *error says what failed.
template <class F>
int64_t system_call(Thread* T, F f, int* error) {
  for (;;) {
    int64_t result;
    {
      DetachScope detached(T, WaitReason::kIo);
      result = f();
      *error = result < 0 ? errno : 0;
    }
    if (result >= 0 || *error != EINTR) return result;
    if (!poll_if_requested(T)) return -1;
  }
}
// Sets the OSError of a failed system_call, unless a signal handler raised.
inline Value fail_call(Thread* T, int error, Value filename = kEmpty, Value filename2 = kEmpty) {
  if (T->has_exception()) return kEmpty;
  return raise_errno(T, error, filename, filename2);
}
// None or the OSError.
template <class F>
Value check_call(Thread* T, Value filename, F f) {
  int error;
  return system_call(T, f, &error) < 0 ? fail_call(T, error, filename) : kNone;
}
// The call's result as an int, or the OSError.
template <class F>
Value number_call(Thread* T, F f) {
  int error;
  int64_t n = system_call(T, f, &error);
  return n < 0 ? fail_call(T, error) : make_int(T, n);
}

// A file's name as the system takes it, or an open descriptor.
struct Path {
  std::string text;
  Value object;           // what was passed, for the OSError; EMPTY for a descriptor
  bool is_bytes = false;  // results come back as bytes
  bool is_none = false;   // not given, or None
  int fd = -1;
  const char* c_str() const { return text.c_str(); }
};
enum PathOption : uint8_t { kPathOnly = 0, kPathOrDescriptor = 1, kPathOrNone = 2 };
// What os.fspath() makes of it: str or bytes. EMPTY: exception.
Value path_of(Thread* T, Value v);
// str, bytes or os.PathLike; with options also an int or None. `function` and `argument` are for messages. False:
// exception.
bool parse_path(Thread* T, Value v, const char* function, const char* argument, Path* out, int options = kPathOnly);
// The name of a file as str (undecodable bytes as lone surrogates), or as bytes.
Value make_path(Thread* T, std::string_view name, bool as_bytes = false);
// The bytes of a str as the file system has them, or a bytes-like object's. False: exception.
bool file_system_bytes(Thread* T, Value v, std::string* out);
// dir_fd=None or a descriptor; AT_FDCWD for none.
bool parse_dir_fd(Thread* T, Value v, int* out);
// A C int, for descriptors and flags; TypeError, or OverflowError "Python int too large to convert to C int".
bool to_c_int(Thread* T, Value v, int* out);
// An int or an object with fileno(). False: exception (TypeError "argument must be an int, or have a fileno()
// method.").
bool to_descriptor(Thread* T, Value v, int* out);
// Stores bytes that came from outside into a view, under the lock of the object that the view is of. REQUIRES: they
// fit.
void write_buffer(Thread* T, const BufferView& view, size_t offset, const char* bytes, size_t count);
// Reads up to `count` bytes into a view at `offset` by f(char* place, size_t count) -> int64_t, which is called
// detached: straight into it, or where threads run in parallel through memory of our own. As system_call.
template <class F>
int64_t read_into_buffer(Thread* T, const BufferView& view, size_t offset, size_t count, F f, int* error) {
  if (!T->parallel()) return system_call(T, [&] { return static_cast<int64_t>(f(view.data + offset, count)); }, error);
  std::string own(count, '\0');
  int64_t n = system_call(T, [&] { return static_cast<int64_t>(f(own.data(), count)); }, error);
  if (n > 0) write_buffer(T, view, offset, own.data(), static_cast<size_t>(n));
  return n;
}
// Opens a file, which programs that are started do not inherit. -1: as system_call.
int open_descriptor(Thread* T, int directory, const char* path, int flags, mode_t mode, int* error);

// Reads up to `count` bytes by f(char*, size_t): a bytes object. EMPTY: an exception is set.
template <class F>
Value read_bytes(Thread* T, int64_t count, F f) {
  if (count < 0) return raise_errno(T, EINVAL);
  auto size = static_cast<size_t>(std::min<int64_t>(count, int64_t{1} << 30));
  int error;
  // A little is usually more than there is. For much that is so, too; what is between is read straight into the object
  // that is returned, which nobody else sees yet.
  constexpr size_t kLittle = size_t{1} << 14, kMuch = size_t{1} << 20;
  if (size <= kLittle) {
    char place[kLittle];
    int64_t n = system_call(T, [&] { return f(place, size); }, &error);
    return n < 0 ? fail_call(T, error) : make_bytes(T, {place, static_cast<size_t>(n)});
  }
  if (size <= kMuch) {
    Bytes* place = make_bytes_buffer(T, size, false);
    if (!place) return kEmpty;
    int64_t n = system_call(T, [&] { return f(place->data, size); }, &error);
    if (n < 0) return fail_call(T, error);
    return static_cast<size_t>(n) == size ? Value(place) : make_bytes(T, {place->data, static_cast<size_t>(n)});
  }
  std::unique_ptr<char[]> buffer(new (std::nothrow) char[size + 1]);
  if (!buffer) return raise_memory_error(T);
  int64_t n = system_call(T, [&] { return f(buffer.get(), size); }, &error);
  return n < 0 ? fail_call(T, error) : make_bytes(T, {buffer.get(), static_cast<size_t>(n)});
}
// A user or group id: -1 means "unchanged".
bool to_id(Thread* T, Value v, const char* what, uint32_t* out);
// Module constants.
struct NumberConstant {
  const char* name;
  int64_t value;
};
bool add_constants(Thread* T, struct Module* module, const NumberConstant* constants, size_t count);

}  // namespace gilded
