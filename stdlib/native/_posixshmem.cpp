// _posixshmem: shared memory by name, for multiprocessing.shared_memory.
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "vm/object/protocols.h"
#include "vm/runtime.h"
#include "vm/threading/safepoint.h"
#include "vm/types/module.h"
#include "vm/types/string.h"

namespace gilded {

namespace {

bool name_of_segment(Thread* T, Value v, const char* function, std::string* out) {
  if (!is_string(v))
    return raise(T, Builtin::kTypeError, "{}() argument 'path' must be str, not {}", function,
                 argument_type_name(T, v));
  *out = to_utf8(as_string(v));
  if (out->find('\0') != std::string::npos) return raise_text(T, Builtin::kValueError, "embedded null character");
  return true;
}

// Runs f detached, again after a signal whose handler did not raise.
template <class F>
int interruptible(Thread* T, F f, int* error) {
  for (;;) {
    int result;
    {
      DetachScope detached(T, WaitReason::kIo);
      result = f();
      *error = result < 0 ? errno : 0;
    }
    if (result >= 0 || *error != EINTR || !poll_if_requested(T)) return result;
  }
}

Value shm_open_function(Thread* T, Arguments args) {
  std::string name;
  int64_t flags, mode = 0777;
  if (!name_of_segment(T, args[0], "shm_open", &name) || !to_int64(T, args[1], &flags) ||
      (args.has(2) && !to_int64(T, args[2], &mode)))
    return kEmpty;
  int error;
  int fd = interruptible(
      T, [&] { return shm_open(name.c_str(), static_cast<int>(flags), static_cast<mode_t>(mode)); }, &error);
  if (fd < 0) return T->has_exception() ? kEmpty : Value(raise_errno(T, error, args[0]));
  return Value::small_int(fd);
}

Value shm_unlink_function(Thread* T, Arguments args) {
  std::string name;
  if (!name_of_segment(T, args[0], "shm_unlink", &name)) return kEmpty;
  int error;
  if (interruptible(T, [&] { return shm_unlink(name.c_str()); }, &error) < 0)
    return T->has_exception() ? kEmpty : Value(raise_errno(T, error, args[0]));
  return kNone;
}

const NativeMethod kFunctions[] = {
    {"shm_open(path, flags, mode=511)", shm_open_function,
     "Open a shared memory object.  Returns a file descriptor (integer)."},
    {"shm_unlink(path)", shm_unlink_function, "Remove a shared memory object (similar to unlink())."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_posixshmem_module(Thread* T) {
  Module* module = make_module(T, "_posixshmem");
  return module && add_functions(T, module, kFunctions) ? Value(module) : kEmpty;
}

}  // namespace gilded
