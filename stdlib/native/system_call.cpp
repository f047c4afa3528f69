#include "stdlib/native/system_call.h"

#include <fcntl.h>

#include <cstring>

#include "vm/gc/collector.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/codecs.h"
#include "vm/types/int.h"
#include "vm/types/module.h"
#include "vm/types/string.h"

namespace gilded {

bool file_system_bytes(Thread* T, Value v, std::string* out) {
  if (is_string(v)) {
    String* name = as_string(v);
    if (name->is_ascii()) {
      out->assign(name->ascii());
      return true;
    }
    v = encode_string(T, name, "utf-8", "surrogateescape");
    if (v.is_empty()) return false;
  }
  BufferScope buffer(T);
  if (!buffer.get(v)) return false;
  out->assign(buffer.bytes());
  return true;
}

Value make_path(Thread* T, std::string_view name, bool as_bytes) {
  return as_bytes ? make_bytes(T, name) : Value(decode_bytes(T, name, "utf-8", "surrogateescape"));
}

// As path_of; EMPTY without an exception: it is no path.
static Value find_path(Thread* T, Value v) {
  if (is_string(v) || is_bytes(v)) return v;
  bool found;
  Value path = call_special(T, v, names(T).dunder_fspath, {}, &found);
  if (!path || is_string(path) || is_bytes(path)) return path;
  return raise(T, Builtin::kTypeError, "expected {}.__fspath__() to return str or bytes, not {}", type_name(T, v),
               type_name(T, path));
}

Value path_of(Thread* T, Value v) {
  Value path = find_path(T, v);
  if (path || T->has_exception()) return path;
  return raise(T, Builtin::kTypeError, "expected str, bytes or os.PathLike object, not {}", type_name(T, v));
}

bool parse_path(Thread* T, Value v, const char* function, const char* argument, Path* out, int options) {
  *out = Path();
  if (v.is_empty() || (v.is_none() && options & kPathOrNone)) {
    out->is_none = true;
    out->text = ".";
    return true;
  }
  if (options & kPathOrDescriptor && !is_string(v) && !is_bytes(v) && lookup_special(T, v, names(T).dunder_index))
    return to_c_int(T, v, &out->fd);
  Value path = find_path(T, v);
  if (!path) {
    if (T->has_exception()) return false;
    const char* allowed = options == (kPathOrDescriptor | kPathOrNone) ? "string, bytes, os.PathLike, integer or None"
                          : options & kPathOrDescriptor                ? "string, bytes, os.PathLike or integer"
                          : options & kPathOrNone                      ? "string, bytes, os.PathLike or None"
                                                                       : "string, bytes or os.PathLike";
    return raise(T, Builtin::kTypeError, "{}: {} should be {}, not {}", function, argument, allowed, type_name(T, v));
  }
  out->object = path;
  out->is_bytes = !is_string(path);
  if (!file_system_bytes(T, path, &out->text)) return false;
  if (out->text.find('\0') != std::string::npos) {
    return raise(T, Builtin::kValueError, "{}: embedded null character in {}", function, argument);
  }
  return true;
}

int open_descriptor(Thread* T, int directory, const char* path, int flags, mode_t mode, int* error) {
  auto open_it = [&] { return openat(directory, path, flags | O_CLOEXEC, mode); };
  int64_t fd = system_call(T, open_it, error);
  if (fd < 0 && *error == EMFILE && !T->has_exception()) {
    // Files that are garbage still hold descriptors: collect, and try once more.
    T->runtime->collector->collect(T, Collector::Extent::kWhole);
    T->runtime->collector->run_finalizers(T);
    fd = system_call(T, open_it, error);
  }
  return static_cast<int>(fd);
}

bool to_c_int(Thread* T, Value v, int* out) {
  int64_t n;
  if (!to_int64(T, v, &n)) {
    if (exception_matches(T, Builtin::kOverflowError)) {
      clear_exception(T);
      return raise(T, Builtin::kOverflowError, "Python int too large to convert to C int");
    }
    return false;
  }
  if (n > INT32_MAX) return raise(T, Builtin::kOverflowError, "Python int too large to convert to C int");
  if (n < INT32_MIN) return raise(T, Builtin::kOverflowError, "Python int too large to convert to C int");
  *out = static_cast<int>(n);
  return true;
}

bool parse_dir_fd(Thread* T, Value v, int* out) {
  *out = AT_FDCWD;
  if (v.is_empty() || v.is_none()) return true;
  if (!is_int(v) && !lookup_special(T, v, names(T).dunder_index)) {
    return raise(T, Builtin::kTypeError, "argument should be integer or None, not {}", type_name(T, v));
  }
  return to_c_int(T, v, out);
}

bool to_descriptor(Thread* T, Value v, int* out) {
  if (!is_int(v)) {
    Value method = find_attribute(T, v, intern(T, std::string_view("fileno")));
    if (T->has_exception()) return false;
    if (method.is_empty()) return raise(T, Builtin::kTypeError, "argument must be an int, or have a fileno() method.");
    v = call(T, method, {});
    if (v.is_empty()) return false;
    if (!is_int(v)) return raise(T, Builtin::kTypeError, "fileno() returned a non-integer");
  }
  if (!to_c_int(T, v, out)) return false;
  if (*out < 0) return raise(T, Builtin::kValueError, "file descriptor cannot be a negative integer ({})", *out);
  return true;
}

bool to_id(Thread* T, Value v, const char* what, uint32_t* out) {
  Value index = is_int(v) ? v : kEmpty;
  if (index.is_empty()) {
    if (!lookup_special(T, v, names(T).dunder_index)) {
      return raise(T, Builtin::kTypeError, "{} should be integer, not {}", what, type_name(T, v));
    }
    index = to_index(T, v);
    if (index.is_empty()) return false;
  }
  int64_t n = 0;
  if (!int_fits_int64(index, &n)) n = int_sign(index) < 0 ? -2 : int64_t{1} << 40;
  if (n < -1) return raise(T, Builtin::kOverflowError, "{} is less than minimum", what);
  if (n > UINT32_MAX) return raise(T, Builtin::kOverflowError, "{} is greater than maximum", what);
  *out = static_cast<uint32_t>(n);
  return true;
}

void write_buffer(Thread* T, const BufferView& view, size_t offset, const char* bytes, size_t count) {
  ObjectLock lock(T, bytes_owner(view.owner));
  memcpy(view.data + offset, bytes, count);
}

bool add_constants(Thread* T, Module* module, const NumberConstant* constants, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    Value value = make_int(T, constants[i].value);
    if (value.is_empty() || !module_set(T, module, constants[i].name, value)) return false;
  }
  return true;
}

}  // namespace gilded
