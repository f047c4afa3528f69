// fcntl: control of open files: flags, locks, ioctl.
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstring>

#include "stdlib/native/system_call.h"
#include "vm/runtime.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/module.h"
#include "vm/types/string.h"

namespace gilded {

namespace {

constexpr size_t kArgumentSize = 1024;

// An int, or the bytes of a structure.
bool is_structure(Thread* T, Value v) {
  return is_string(v) || supports_buffer(T, v);
}
bool structure_bytes(Thread* T, Value v, const char* function, std::string* out) {
  if (!file_system_bytes(T, v, out)) return false;
  if (out->size() > kArgumentSize) return raise(T, Builtin::kValueError, "{} argument 3 is too long", function);
  return true;
}
Value fcntl_fcntl(Thread* T, Arguments args) {
  int fd, command, error;
  if (!to_descriptor(T, args[0], &fd) || !to_c_int(T, args[1], &command)) return kEmpty;
  if (args.has(2) && is_structure(T, args[2])) {
    std::string given;
    char buffer[kArgumentSize];
    if (!structure_bytes(T, args[2], "fcntl", &given)) return kEmpty;
    memcpy(buffer, given.data(), given.size());
    if (system_call(T, [&] { return fcntl(fd, command, buffer); }, &error) < 0) return fail_call(T, error);
    return make_bytes(T, {buffer, given.size()});
  }
  int64_t number = 0;
  if (args.has(2) && !to_int64(T, args[2], &number)) return kEmpty;
  return number_call(T, [&] { return fcntl(fd, command, static_cast<long>(number)); });
}
Value fcntl_ioctl(Thread* T, Arguments args) {
  int fd, error;
  int64_t request, number = 0;
  if (!to_descriptor(T, args[0], &fd) || !to_int64(T, args[1], &request)) return kEmpty;
  bool mutate = true;
  if (args.has(3) && !truth(T, args[3], &mutate)) return kEmpty;
  auto code = static_cast<unsigned long>(static_cast<uint32_t>(request));
  if (!args.has(2) || !is_structure(T, args[2])) {
    if (args.has(2) && !to_int64(T, args[2], &number)) return kEmpty;
    return number_call(T, [&] { return ioctl(fd, code, static_cast<long>(number)); });
  }
  // A buffer that can be written to receives the answer, if it may.
  BufferScope target(T);
  bool writes = false;
  if (mutate && !is_string(args[2])) {
    writes = target.get_writable(args[2]);
    if (!writes) {
      if (!exception_matches(T, Builtin::kTypeError)) return kEmpty;
      clear_exception(T);
    }
  }
  std::string given;
  if (!file_system_bytes(T, args[2], &given)) return kEmpty;
  if (!writes && given.size() > kArgumentSize) return raise(T, Builtin::kValueError, "ioctl argument 3 is too long");
  size_t size = given.size();
  given.resize(std::max(size, kArgumentSize));
  int64_t result = system_call(T, [&] { return ioctl(fd, code, given.data()); }, &error);
  if (result < 0) return fail_call(T, error);
  if (!writes) return make_bytes(T, {given.data(), size});
  target.write(0, {given.data(), size});
  return make_int(T, result);
}
Value fcntl_flock(Thread* T, Arguments args) {
  int fd, operation;
  if (!to_descriptor(T, args[0], &fd) || !to_c_int(T, args[1], &operation)) return kEmpty;
  return check_call(T, kEmpty, [&] { return flock(fd, operation); });
}
Value fcntl_lockf(Thread* T, Arguments args) {
  int fd, operation, whence = 0;
  int64_t length = 0, start = 0;
  if (!to_descriptor(T, args[0], &fd) || !to_c_int(T, args[1], &operation)) return kEmpty;
  if ((args.has(2) && !to_int64(T, args[2], &length)) || (args.has(3) && !to_int64(T, args[3], &start)) ||
      (args.has(4) && !to_c_int(T, args[4], &whence))) {
    return kEmpty;
  }
  struct flock lock{};
  if (operation == LOCK_UN)
    lock.l_type = F_UNLCK;
  else if (operation & LOCK_SH)
    lock.l_type = F_RDLCK;
  else if (operation & LOCK_EX)
    lock.l_type = F_WRLCK;
  else
    return raise(T, Builtin::kValueError, "unrecognized lockf argument");
  lock.l_start = start;
  lock.l_len = length;
  lock.l_whence = static_cast<short>(whence);
  return check_call(T, kEmpty, [&] { return fcntl(fd, operation & LOCK_NB ? F_SETLK : F_SETLKW, &lock); });
}

const NativeMethod kFunctions[] = {
    {"fcntl(fd, cmd, arg=0, /)", fcntl_fcntl, "Perform the operation `cmd` on file descriptor fd.", kMayBlock},
    {"ioctl(fd, request, arg=0, mutate_flag=True, /)", fcntl_ioctl,
     "Perform the operation request on file descriptor fd.", kMayBlock},
    {"flock(fd, operation, /)", fcntl_flock, "Perform the lock operation `operation` on file descriptor `fd`.",
     kMayBlock},
    {"lockf(fd, cmd, len=0, start=0, whence=0, /)", fcntl_lockf, "A wrapper around the fcntl() locking calls.",
     kMayBlock},
    {nullptr, nullptr, nullptr}};
constexpr NumberConstant kConstants[] = {
#define N(name) {#name, name}
    N(LOCK_SH),
    N(LOCK_EX),
    N(LOCK_NB),
    N(LOCK_UN),
    N(LOCK_MAND),
    N(LOCK_READ),
    N(LOCK_WRITE),
    N(LOCK_RW),
    N(F_DUPFD),
    N(F_DUPFD_CLOEXEC),
    N(F_GETFD),
    N(F_SETFD),
    N(F_GETFL),
    N(F_SETFL),
    N(F_GETLK),
    N(F_SETLK),
    N(F_SETLKW),
    N(F_OFD_GETLK),
    N(F_OFD_SETLK),
    N(F_OFD_SETLKW),
    N(F_GETOWN),
    N(F_SETOWN),
    N(F_GETSIG),
    N(F_SETSIG),
    N(F_RDLCK),
    N(F_WRLCK),
    N(F_UNLCK),
    N(F_EXLCK),
    N(F_SHLCK),
    N(F_SETLEASE),
    N(F_GETLEASE),
    N(F_NOTIFY),
    N(F_SETPIPE_SZ),
    N(F_GETPIPE_SZ),
    N(F_ADD_SEALS),
    N(F_GET_SEALS),
    N(F_SEAL_SEAL),
    N(F_SEAL_SHRINK),
    N(F_SEAL_GROW),
    N(F_SEAL_WRITE),
    N(FD_CLOEXEC),
    N(FASYNC),
    N(DN_ACCESS),
    N(DN_MODIFY),
    N(DN_CREATE),
    N(DN_DELETE),
    N(DN_RENAME),
    N(DN_ATTRIB),
    N(DN_MULTISHOT),
    N(FICLONE),
    N(FICLONERANGE),
    N(F_GETOWN_EX),
    N(F_GET_FILE_RW_HINT),
    N(F_GET_RW_HINT),
    N(F_OWNER_PGRP),
    N(F_OWNER_PID),
    N(F_OWNER_TID),
    N(F_SEAL_FUTURE_WRITE),
    N(F_SETOWN_EX),
    N(F_SET_FILE_RW_HINT),
    N(F_SET_RW_HINT),
    N(RWH_WRITE_LIFE_EXTREME),
    N(RWH_WRITE_LIFE_LONG),
    N(RWH_WRITE_LIFE_MEDIUM),
    N(RWH_WRITE_LIFE_NONE),
    N(RWH_WRITE_LIFE_NOT_SET),
    N(RWH_WRITE_LIFE_SHORT),
#undef N
    {"F_GETLK64", F_GETLK},
    {"F_SETLK64", F_SETLK},
    {"F_SETLKW64", F_SETLKW}};

}  // namespace

Value initialize_fcntl_module(Thread* T) {
  Module* module = make_module(T, "fcntl");
  return module && add_functions(T, module, kFunctions) && add_constants(T, module, kConstants, std::size(kConstants))
             ? Value(module)
             : kEmpty;
}

}  // namespace gilded
