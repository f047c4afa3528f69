// posix: descriptors, files and directories.
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <memory>

#include "stdlib/native/posix_parts.h"
#include "stdlib/native/system_call.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/struct_sequence.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

PosixState& state_of(Thread* T) {
  return native_state<PosixState>(T->runtime);
}

#define INT(variable, index) \
  int variable;              \
  if (!to_c_int(T, args[index], &variable)) return kEmpty
#define INT_OR(variable, index, otherwise) \
  int variable = otherwise;                \
  if (args.has(index) && !to_c_int(T, args[index], &variable)) return kEmpty
#define LONG(variable, index) \
  int64_t variable;           \
  if (!to_int64(T, args[index], &variable)) return kEmpty
#define DIR_FD(variable, index) \
  int variable;                 \
  if (!parse_dir_fd(T, args[index], &variable)) return kEmpty
#define PATH(variable, index, function) \
  Path variable;                        \
  if (!parse_path(T, args[index], function, "path", &variable)) return kEmpty
#define PATH_OR_FD(variable, index, function) \
  Path variable;                              \
  if (!parse_path(T, args[index], function, "path", &variable, kPathOrDescriptor)) return kEmpty
#define FLAG(variable, index, otherwise) \
  bool variable = otherwise;             \
  if (args.has(index) && !truth(T, args[index], &variable)) return kEmpty
// fd= for functions whose only file argument is a descriptor or an object with fileno().
#define FILE_DESCRIPTOR(variable, index) \
  int variable;                          \
  if (!to_descriptor(T, args[index], &variable)) return kEmpty

// ---------------------------------------------------------------- descriptors

Value posix_open(Thread* T, Arguments args) {
  PATH(path, 0, "open");
  INT(flags, 1);
  INT_OR(mode, 2, 0777);
  DIR_FD(directory, 3);
  int error;
  int fd = open_descriptor(T, directory, path.c_str(), flags, static_cast<mode_t>(mode), &error);
  return fd < 0 ? fail_call(T, error, path.object) : Value::small_int(fd);
}
Value posix_close(Thread* T, Arguments args) {
  INT(fd, 0);
  int error, result;
  {
    DetachScope detached(T, WaitReason::kIo);
    result = close(fd);
    error = errno;
  }
  // An interrupted close has closed.
  return result < 0 && error != EINTR ? Value(raise_errno(T, error)) : kNone;
}
Value posix_closerange(Thread* T, Arguments args) {
  INT(low, 0);
  INT(high, 1);
  low = std::max(low, 0);
  DetachScope detached(T, WaitReason::kIo);
  if (low < high) close_range(static_cast<unsigned>(low), static_cast<unsigned>(high - 1), 0);
  return kNone;
}
Value posix_read(Thread* T, Arguments args) {
  INT(fd, 0);
  LONG(count, 1);
  return read_bytes(T, count, [&](char* place, size_t size) { return read(fd, place, size); });
}
Value posix_pread(Thread* T, Arguments args) {
  INT(fd, 0);
  LONG(count, 1);
  LONG(offset, 2);
  return read_bytes(T, count, [&](char* place, size_t size) { return pread(fd, place, size, offset); });
}
Value posix_write(Thread* T, Arguments args) {
  INT(fd, 0);
  BufferScope buffer(T);
  if (!buffer.get(args[1])) return kEmpty;
  return number_call(T, [&] { return write(fd, buffer.bytes().data(), buffer.bytes().size()); });
}
Value posix_pwrite(Thread* T, Arguments args) {
  INT(fd, 0);
  BufferScope buffer(T);
  LONG(offset, 2);
  if (!buffer.get(args[1])) return kEmpty;
  return number_call(T, [&] { return pwrite(fd, buffer.bytes().data(), buffer.bytes().size(), offset); });
}

// Several buffers at once.
struct Buffers {
  std::vector<std::unique_ptr<BufferScope>> scopes;
  std::vector<std::string> own;  // where what is read arrives
  std::vector<iovec> parts;

  bool collect(Thread* T, Value sequence, const char* function, bool for_reading) {
    if (!type_of(T, sequence)->slots.get_item || !type_of(T, sequence)->slots.length) {
      return raise(T, Builtin::kTypeError, "{}() arg 2 must be a sequence", function);
    }
    Tuple* items = tuple_from_iterable(T, sequence);
    if (!items) return false;
    own.resize(for_reading ? items->length : 0);
    for (size_t i = 0; i < items->length; ++i) {
      scopes.push_back(std::make_unique<BufferScope>(T));
      if (for_reading ? !scopes.back()->get_writable((*items)[i]) : !scopes.back()->get((*items)[i])) return false;
      if (for_reading) {
        own[i].resize(scopes.back()->view().length);
        parts.push_back({own[i].data(), own[i].size()});
      } else {
        std::string_view bytes = scopes.back()->bytes();
        parts.push_back({const_cast<char*>(bytes.data()), bytes.size()});
      }
    }
    return true;
  }
  void store(Thread* T, size_t left) {
    for (size_t i = 0; i < own.size() && left > 0; ++i) {
      size_t count = std::min(left, own[i].size());
      write_buffer(T, scopes[i]->view(), 0, own[i].data(), count);
      left -= count;
    }
  }
  int count() const { return static_cast<int>(parts.size()); }
};
template <class F>
Value read_vector(Thread* T, Value sequence, const char* function, F f) {
  Buffers buffers;
  if (!buffers.collect(T, sequence, function, true)) return kEmpty;
  int error;
  int64_t n = system_call(T, [&] { return f(buffers.parts.data(), buffers.count()); }, &error);
  if (n < 0) return fail_call(T, error);
  buffers.store(T, static_cast<size_t>(n));
  return make_int(T, n);
}
template <class F>
Value write_vector(Thread* T, Value sequence, const char* function, F f) {
  Buffers buffers;
  if (!buffers.collect(T, sequence, function, false)) return kEmpty;
  return number_call(T, [&] { return f(buffers.parts.data(), buffers.count()); });
}
Value posix_readv(Thread* T, Arguments args) {
  INT(fd, 0);
  return read_vector(T, args[1], "readv", [&](iovec* parts, int count) { return readv(fd, parts, count); });
}
Value posix_writev(Thread* T, Arguments args) {
  INT(fd, 0);
  return write_vector(T, args[1], "writev", [&](iovec* parts, int count) { return writev(fd, parts, count); });
}
Value posix_preadv(Thread* T, Arguments args) {
  INT(fd, 0);
  LONG(offset, 2);
  INT_OR(flags, 3, 0);
  return read_vector(T, args[1], "preadv",
                     [&](iovec* parts, int count) { return preadv2(fd, parts, count, offset, flags); });
}
Value posix_pwritev(Thread* T, Arguments args) {
  INT(fd, 0);
  LONG(offset, 2);
  INT_OR(flags, 3, 0);
  return write_vector(T, args[1], "pwritev",
                      [&](iovec* parts, int count) { return pwritev2(fd, parts, count, offset, flags); });
}
Value posix_lseek(Thread* T, Arguments args) {
  INT(fd, 0);
  LONG(position, 1);
  INT(how, 2);
  return number_call(T, [&] { return lseek(fd, position, how); });
}
Value posix_ftruncate(Thread* T, Arguments args) {
  INT(fd, 0);
  LONG(length, 1);
  return check_call(T, kEmpty, [&] { return ftruncate(fd, length); });
}
Value posix_truncate(Thread* T, Arguments args) {
  PATH_OR_FD(path, 0, "truncate");
  LONG(length, 1);
  return check_call(T, path.object,
                    [&] { return path.fd >= 0 ? ftruncate(path.fd, length) : truncate(path.c_str(), length); });
}
Value posix_fsync(Thread* T, Arguments args) {
  FILE_DESCRIPTOR(fd, 0);
  return check_call(T, kEmpty, [&] { return fsync(fd); });
}
Value posix_fdatasync(Thread* T, Arguments args) {
  FILE_DESCRIPTOR(fd, 0);
  return check_call(T, kEmpty, [&] { return fdatasync(fd); });
}
Value posix_sync(Thread* T, Arguments) {
  DetachScope detached(T, WaitReason::kIo);
  sync();
  return kNone;
}
Value posix_isatty(Thread* T, Arguments args) {
  INT(fd, 0);
  return Value::boolean(isatty(fd));
}
Value posix_dup(Thread* T, Arguments args) {
  INT(fd, 0);
  return number_call(T, [&] { return fcntl(fd, F_DUPFD_CLOEXEC, 0); });
}
Value posix_dup2(Thread* T, Arguments args) {
  INT(fd, 0);
  INT(fd2, 1);
  FLAG(inheritable, 2, true);
  if (fd < 0 || fd2 < 0) return raise_errno(T, EBADF);
  return number_call(T, [&] { return fd == fd2 || inheritable ? dup2(fd, fd2) : dup3(fd, fd2, O_CLOEXEC); });
}
Value posix_pipe2(Thread* T, Arguments args) {
  int flags = O_CLOEXEC, fds[2];
  if (args.count && !to_c_int(T, args[0], &flags)) return kEmpty;
  if (pipe2(fds, flags) != 0) return raise_errno(T, errno);
  return make_tuple(T, {Value::small_int(fds[0]), Value::small_int(fds[1])});
}
Value posix_get_blocking(Thread* T, Arguments args) {
  INT(fd, 0);
  int flags = fcntl(fd, F_GETFL);
  return flags < 0 ? Value(raise_errno(T, errno)) : Value::boolean(!(flags & O_NONBLOCK));
}
Value posix_set_blocking(Thread* T, Arguments args) {
  INT(fd, 0);
  FLAG(blocking, 1, true);
  int flags = fcntl(fd, F_GETFL);
  if (flags < 0 || fcntl(fd, F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK) < 0)
    return raise_errno(T, errno);
  return kNone;
}
Value posix_get_inheritable(Thread* T, Arguments args) {
  INT(fd, 0);
  int flags = fcntl(fd, F_GETFD);
  return flags < 0 ? Value(raise_errno(T, errno)) : Value::boolean(!(flags & FD_CLOEXEC));
}
Value posix_set_inheritable(Thread* T, Arguments args) {
  INT(fd, 0);
  FLAG(inheritable, 1, true);
  int flags = fcntl(fd, F_GETFD);
  if (flags < 0 || fcntl(fd, F_SETFD, inheritable ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC) < 0)
    return raise_errno(T, errno);
  return kNone;
}
Value posix_lockf(Thread* T, Arguments args) {
  INT(fd, 0);
  INT(command, 1);
  LONG(length, 2);
  return check_call(T, kEmpty, [&] { return lockf(fd, command, length); });
}
Value posix_posix_fadvise(Thread* T, Arguments args) {
  INT(fd, 0);
  LONG(offset, 1);
  LONG(length, 2);
  INT(advice, 3);
  int error = posix_fadvise(fd, offset, length, advice);
  return error ? Value(raise_errno(T, error)) : kNone;
}
Value posix_posix_fallocate(Thread* T, Arguments args) {
  INT(fd, 0);
  LONG(offset, 1);
  LONG(length, 2);
  int error;
  do {
    DetachScope detached(T, WaitReason::kIo);
    error = posix_fallocate(fd, offset, length);
  } while (error == EINTR);
  return error ? Value(raise_errno(T, error)) : kNone;
}
Value posix_sendfile(Thread* T, Arguments args) {
  INT(out, 0);
  INT(in, 1);
  LONG(count, 3);
  if (args[2].is_none()) return number_call(T, [&] { return sendfile(out, in, nullptr, static_cast<size_t>(count)); });
  LONG(offset, 2);
  return number_call(T, [&] {
    off_t at = offset;
    return sendfile(out, in, &at, static_cast<size_t>(count));
  });
}
bool parse_offset(Thread* T, Value v, int64_t* out, bool* given) {
  *given = v && !v.is_none();
  return !*given || to_int64(T, v, out);
}
Value posix_copy_file_range(Thread* T, Arguments args) {
  INT(source, 0);
  INT(target, 1);
  LONG(count, 2);
  int64_t from = 0, to = 0;
  bool has_from, has_to;
  if (count < 0) return raise(T, Builtin::kValueError, "negative value for 'count' not allowed");
  if (!parse_offset(T, args[3], &from, &has_from) || !parse_offset(T, args[4], &to, &has_to)) return kEmpty;
  return number_call(T, [&] {
    return copy_file_range(source, has_from ? &from : nullptr, target, has_to ? &to : nullptr,
                           static_cast<size_t>(count), 0);
  });
}
Value posix_splice(Thread* T, Arguments args) {
  INT(source, 0);
  INT(target, 1);
  LONG(count, 2);
  INT_OR(flags, 5, 0);
  int64_t from = 0, to = 0;
  bool has_from, has_to;
  if (count < 0) return raise(T, Builtin::kValueError, "negative value for 'count' not allowed");
  if (!parse_offset(T, args[3], &from, &has_from) || !parse_offset(T, args[4], &to, &has_to)) return kEmpty;
  return number_call(T, [&] {
    return splice(source, has_from ? &from : nullptr, target, has_to ? &to : nullptr, static_cast<size_t>(count),
                  static_cast<unsigned>(flags));
  });
}
Value posix_memfd_create(Thread* T, Arguments args) {
  Path name;
  if (!parse_path(T, args[0], "memfd_create", "name", &name)) return kEmpty;
  INT_OR(flags, 1, MFD_CLOEXEC);
  return number_call(T, [&] { return memfd_create(name.c_str(), static_cast<unsigned>(flags)); });
}
Value posix_eventfd(Thread* T, Arguments args) {
  LONG(initial, 0);
  INT_OR(flags, 1, EFD_CLOEXEC);
  return number_call(T, [&] { return eventfd(static_cast<unsigned>(initial), flags); });
}
Value posix_eventfd_read(Thread* T, Arguments args) {
  FILE_DESCRIPTOR(fd, 0);
  eventfd_t value = 0;
  int error;
  if (system_call(T, [&] { return eventfd_read(fd, &value); }, &error) < 0) return fail_call(T, error);
  return make_int(T, static_cast<uint64_t>(value));
}
Value posix_eventfd_write(Thread* T, Arguments args) {
  FILE_DESCRIPTOR(fd, 0);
  LONG(value, 1);
  return check_call(T, kEmpty, [&] { return eventfd_write(fd, static_cast<eventfd_t>(value)); });
}
Value posix_timerfd_create(Thread* T, Arguments args) {
  INT(clock, 0);
  INT_OR(flags, 1, TFD_CLOEXEC);
  return number_call(T, [&] { return timerfd_create(clock, flags | (args.has(1) ? 0 : TFD_CLOEXEC)); });
}
Value timer_pair(Thread* T, const itimerspec& t, bool nanoseconds) {
  auto value = [&](const timespec& s) {
    return nanoseconds ? make_int(T, static_cast<int64_t>(s.tv_sec) * 1'000'000'000 + s.tv_nsec)
                       : Value::from_double(static_cast<double>(s.tv_sec) + 1e-9 * static_cast<double>(s.tv_nsec));
  };
  Value next = value(t.it_value), interval = value(t.it_interval);
  return next.is_empty() || interval.is_empty() ? kEmpty : Value(make_tuple(T, {next, interval}));
}
Value set_timer(Thread* T, Arguments args, bool nanoseconds) {
  FILE_DESCRIPTOR(fd, 0);
  INT_OR(flags, 1, 0);
  itimerspec fresh{}, old{};
  timespec* const places[] = {&fresh.it_value, &fresh.it_interval};
  for (size_t i = 0; i < 2; ++i) {
    int64_t total = 0;
    double seconds = 0;
    if (args.has(2 + i)) {
      if (nanoseconds ? !to_int64(T, args[2 + i], &total) : !to_double(T, args[2 + i], &seconds)) return kEmpty;
      if (!nanoseconds) total = static_cast<int64_t>(seconds * 1e9);
    }
    *places[i] = {total / 1'000'000'000, total % 1'000'000'000};
  }
  if (timerfd_settime(fd, flags, &fresh, &old) != 0) return raise_errno(T, errno);
  return timer_pair(T, old, nanoseconds);
}
Value posix_timerfd_settime(Thread* T, Arguments args) {
  return set_timer(T, args, false);
}
Value posix_timerfd_settime_ns(Thread* T, Arguments args) {
  return set_timer(T, args, true);
}
Value get_timer(Thread* T, Arguments args, bool nanoseconds) {
  FILE_DESCRIPTOR(fd, 0);
  itimerspec t{};
  return timerfd_gettime(fd, &t) != 0 ? Value(raise_errno(T, errno)) : timer_pair(T, t, nanoseconds);
}
Value posix_timerfd_gettime(Thread* T, Arguments args) {
  return get_timer(T, args, false);
}
Value posix_timerfd_gettime_ns(Thread* T, Arguments args) {
  return get_timer(T, args, true);
}

// ---------------------------------------------------------------- what files are

constexpr StructSequenceSpec kStatResult = {
    "os.stat_result",
    "stat_result: Result from stat, fstat, or lstat.",
    10,
    {"st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "", "", "", "st_atime", "st_mtime",
     "st_ctime", "st_atime_ns", "st_mtime_ns", "st_ctime_ns", "st_blksize", "st_blocks", "st_rdev"}};
constexpr StructSequenceSpec kStatvfsResult = {"os.statvfs_result",
                                               "statvfs_result: Result from statvfs or fstatvfs.",
                                               10,
                                               {"f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files",
                                                "f_ffree", "f_favail", "f_flag", "f_namemax", "f_fsid"}};

}  // namespace

Value make_stat_result(Thread* T, const struct stat& s) {
  auto nanoseconds = [&](const timespec& t) {
    return make_int(T, static_cast<int64_t>(t.tv_sec) * 1'000'000'000 + t.tv_nsec);
  };
  auto seconds = [](const timespec& t) {
    return Value::from_double(static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec));
  };
  auto number = [&](auto n) { return make_int(T, static_cast<uint64_t>(n)); };
  Value items[] = {number(s.st_mode),
                   number(s.st_ino),
                   number(s.st_dev),
                   number(s.st_nlink),
                   number(s.st_uid),
                   number(s.st_gid),
                   make_int(T, static_cast<int64_t>(s.st_size)),
                   make_int(T, static_cast<int64_t>(s.st_atim.tv_sec)),
                   make_int(T, static_cast<int64_t>(s.st_mtim.tv_sec)),
                   make_int(T, static_cast<int64_t>(s.st_ctim.tv_sec)),
                   seconds(s.st_atim),
                   seconds(s.st_mtim),
                   seconds(s.st_ctim),
                   nanoseconds(s.st_atim),
                   nanoseconds(s.st_mtim),
                   nanoseconds(s.st_ctim),
                   make_int(T, static_cast<int64_t>(s.st_blksize)),
                   make_int(T, static_cast<int64_t>(s.st_blocks)),
                   number(s.st_rdev)};
  return make_struct_sequence(T, state_of(T).stat_result.as<Type>(), items, std::size(items), 10);
}

namespace {

Value posix_stat(Thread* T, Arguments args) {
  PATH_OR_FD(path, 0, "stat");
  DIR_FD(directory, 1);
  FLAG(follow, 2, true);
  if (path.fd >= 0 && directory != AT_FDCWD)
    return raise(T, Builtin::kValueError, "stat: can't specify dir_fd without matching path");
  struct stat s;
  int error;
  int64_t result = system_call(
      T,
      [&] {
        return path.object.is_empty() ? fstat(path.fd, &s)
                                      : fstatat(directory, path.c_str(), &s, follow ? 0 : AT_SYMLINK_NOFOLLOW);
      },
      &error);
  return result < 0 ? fail_call(T, error, path.object) : make_stat_result(T, s);
}
Value posix_lstat(Thread* T, Arguments args) {
  PATH(path, 0, "lstat");
  DIR_FD(directory, 1);
  struct stat s;
  int error;
  if (system_call(T, [&] { return fstatat(directory, path.c_str(), &s, AT_SYMLINK_NOFOLLOW); }, &error) < 0)
    return fail_call(T, error, path.object);
  return make_stat_result(T, s);
}
Value posix_fstat(Thread* T, Arguments args) {
  INT(fd, 0);
  struct stat s;
  int error;
  return system_call(T, [&] { return fstat(fd, &s); }, &error) < 0 ? fail_call(T, error) : make_stat_result(T, s);
}
Value make_statvfs(Thread* T, const struct statvfs& s) {
  auto number = [&](auto n) { return make_int(T, static_cast<uint64_t>(n)); };
  Value items[] = {number(s.f_bsize),  number(s.f_frsize),  number(s.f_blocks), number(s.f_bfree),
                   number(s.f_bavail), number(s.f_files),   number(s.f_ffree),  number(s.f_favail),
                   number(s.f_flag),   number(s.f_namemax), number(s.f_fsid)};
  return make_struct_sequence(T, state_of(T).statvfs_result.as<Type>(), items, std::size(items), 10);
}
Value posix_statvfs(Thread* T, Arguments args) {
  PATH_OR_FD(path, 0, "statvfs");
  struct statvfs s;
  int error;
  if (system_call(T, [&] { return path.fd >= 0 ? fstatvfs(path.fd, &s) : statvfs(path.c_str(), &s); }, &error) < 0)
    return fail_call(T, error, path.object);
  return make_statvfs(T, s);
}
Value posix_fstatvfs(Thread* T, Arguments args) {
  INT(fd, 0);
  struct statvfs s;
  int error;
  return system_call(T, [&] { return fstatvfs(fd, &s); }, &error) < 0 ? fail_call(T, error) : make_statvfs(T, s);
}
Value posix_access(Thread* T, Arguments args) {
  PATH(path, 0, "access");
  INT(mode, 1);
  DIR_FD(directory, 2);
  FLAG(effective, 3, false);
  FLAG(follow, 4, true);
  int result;
  {
    DetachScope detached(T, WaitReason::kIo);
    result =
        faccessat(directory, path.c_str(), mode, (effective ? AT_EACCESS : 0) | (follow ? 0 : AT_SYMLINK_NOFOLLOW));
  }
  return Value::boolean(result == 0);
}

// ---------------------------------------------------------------- changing names

Value posix_unlink(Thread* T, Arguments args) {
  PATH(path, 0, "unlink");
  DIR_FD(directory, 1);
  return check_call(T, path.object, [&] { return unlinkat(directory, path.c_str(), 0); });
}
Value posix_remove(Thread* T, Arguments args) {
  PATH(path, 0, "remove");
  DIR_FD(directory, 1);
  return check_call(T, path.object, [&] { return unlinkat(directory, path.c_str(), 0); });
}
Value posix_rmdir(Thread* T, Arguments args) {
  PATH(path, 0, "rmdir");
  DIR_FD(directory, 1);
  return check_call(T, path.object, [&] { return unlinkat(directory, path.c_str(), AT_REMOVEDIR); });
}
Value posix_mkdir(Thread* T, Arguments args) {
  PATH(path, 0, "mkdir");
  INT_OR(mode, 1, 0777);
  DIR_FD(directory, 2);
  return check_call(T, path.object, [&] { return mkdirat(directory, path.c_str(), static_cast<mode_t>(mode)); });
}
Value posix_mkfifo(Thread* T, Arguments args) {
  PATH(path, 0, "mkfifo");
  INT_OR(mode, 1, 0666);
  DIR_FD(directory, 2);
  return check_call(T, path.object, [&] { return mkfifoat(directory, path.c_str(), static_cast<mode_t>(mode)); });
}
Value posix_mknod(Thread* T, Arguments args) {
  PATH(path, 0, "mknod");
  INT_OR(mode, 1, 0600);
  int64_t device = 0;
  if (args.has(2) && !to_int64(T, args[2], &device)) return kEmpty;
  DIR_FD(directory, 3);
  return check_call(T, path.object, [&] {
    return mknodat(directory, path.c_str(), static_cast<mode_t>(mode), static_cast<dev_t>(device));
  });
}
bool two_paths(Thread* T, Arguments args, const char* function, Path* from, Path* to) {
  return parse_path(T, args[0], function, "src", from) && parse_path(T, args[1], function, "dst", to);
}
Value rename_call(Thread* T, Arguments args, const char* function) {
  Path from, to;
  int from_directory, to_directory, error;
  if (!two_paths(T, args, function, &from, &to) || !parse_dir_fd(T, args[2], &from_directory) ||
      !parse_dir_fd(T, args[3], &to_directory))
    return kEmpty;
  if (system_call(T, [&] { return renameat(from_directory, from.c_str(), to_directory, to.c_str()); }, &error) < 0) {
    return fail_call(T, error, from.object, to.object);
  }
  return kNone;
}
Value posix_rename(Thread* T, Arguments args) {
  return rename_call(T, args, "rename");
}
Value posix_replace(Thread* T, Arguments args) {
  return rename_call(T, args, "replace");
}
Value posix_link(Thread* T, Arguments args) {
  Path from, to;
  int from_directory, to_directory, error;
  if (!two_paths(T, args, "link", &from, &to) || !parse_dir_fd(T, args[2], &from_directory) ||
      !parse_dir_fd(T, args[3], &to_directory))
    return kEmpty;
  FLAG(follow, 4, true);
  // By default the C library's link() is asked, which does not follow.
  int flags = args.has(4) && follow ? AT_SYMLINK_FOLLOW : 0;
  if (system_call(
          T, [&] { return linkat(from_directory, from.c_str(), to_directory, to.c_str(), flags); }, &error) < 0) {
    return fail_call(T, error, from.object, to.object);
  }
  return kNone;
}
Value posix_symlink(Thread* T, Arguments args) {
  Path from, to;
  int error;
  if (!two_paths(T, args, "symlink", &from, &to)) return kEmpty;
  DIR_FD(directory, 3);
  if (system_call(T, [&] { return symlinkat(from.c_str(), directory, to.c_str()); }, &error) < 0)
    return fail_call(T, error, from.object, to.object);
  return kNone;
}
Value posix_readlink(Thread* T, Arguments args) {
  PATH(path, 0, "readlink");
  DIR_FD(directory, 1);
  char buffer[PATH_MAX + 1];
  int error;
  int64_t n = system_call(T, [&] { return readlinkat(directory, path.c_str(), buffer, PATH_MAX); }, &error);
  return n < 0 ? fail_call(T, error, path.object) : make_path(T, {buffer, static_cast<size_t>(n)}, path.is_bytes);
}

// ---------------------------------------------------------------- directories

Value posix_listdir(Thread* T, Arguments args) {
  Path path;
  if (!parse_path(T, args[0], "listdir", "path", &path, kPathOrDescriptor | kPathOrNone)) return kEmpty;
  std::vector<std::string> found;
  int error = 0;
  {
    DetachScope detached(T, WaitReason::kIo);
    // A copy of the descriptor, for closing the directory closes it.
    int copy = path.fd >= 0 ? fcntl(path.fd, F_DUPFD_CLOEXEC, 0) : -1;
    DIR* directory = path.fd >= 0 ? (copy >= 0 ? fdopendir(copy) : nullptr) : opendir(path.c_str());
    if (!directory) {
      error = errno;
      if (copy >= 0) close(copy);
    } else {
      if (path.fd >= 0) rewinddir(directory);
      for (;;) {
        errno = 0;
        dirent* entry = readdir(directory);
        if (!entry) {
          error = errno;
          break;
        }
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) found.emplace_back(entry->d_name);
      }
      closedir(directory);
    }
  }
  if (error) return raise_errno(T, error, path.is_none ? Value(make_string(T, std::string_view("."))) : path.object);
  List* list = make_list(T, found.size());
  for (const std::string& name : found) {
    Value text = list ? make_path(T, name, path.is_bytes) : kEmpty;
    if (text.is_empty() || !list_append(T, list, text)) return kEmpty;
  }
  return list;
}
Value current_directory(Thread* T, bool as_bytes) {
  char buffer[PATH_MAX];
  return getcwd(buffer, sizeof(buffer)) ? make_path(T, buffer, as_bytes) : Value(raise_errno(T, errno));
}
Value posix_getcwd(Thread* T, Arguments) {
  return current_directory(T, false);
}
Value posix_getcwdb(Thread* T, Arguments) {
  return current_directory(T, true);
}
Value posix_chdir(Thread* T, Arguments args) {
  PATH_OR_FD(path, 0, "chdir");
  return check_call(T, path.object, [&] { return path.fd >= 0 ? fchdir(path.fd) : chdir(path.c_str()); });
}
Value posix_fchdir(Thread* T, Arguments args) {
  FILE_DESCRIPTOR(fd, 0);
  return check_call(T, kEmpty, [&] { return fchdir(fd); });
}
Value posix_chroot(Thread* T, Arguments args) {
  PATH(path, 0, "chroot");
  return check_call(T, path.object, [&] { return chroot(path.c_str()); });
}

// ---------------------------------------------------------------- changing what files are

Value posix_chmod(Thread* T, Arguments args) {
  PATH_OR_FD(path, 0, "chmod");
  INT(mode, 1);
  DIR_FD(directory, 2);
  FLAG(follow, 3, true);
  return check_call(T, path.object, [&] {
    if (path.fd >= 0) return fchmod(path.fd, static_cast<mode_t>(mode));
    return fchmodat(directory, path.c_str(), static_cast<mode_t>(mode), follow ? 0 : AT_SYMLINK_NOFOLLOW);
  });
}
Value posix_fchmod(Thread* T, Arguments args) {
  INT(fd, 0);
  INT(mode, 1);
  return check_call(T, kEmpty, [&] { return fchmod(fd, static_cast<mode_t>(mode)); });
}
Value posix_chown(Thread* T, Arguments args) {
  PATH_OR_FD(path, 0, "chown");
  uint32_t user, group;
  if (!to_id(T, args[1], "uid", &user) || !to_id(T, args[2], "gid", &group)) return kEmpty;
  DIR_FD(directory, 3);
  FLAG(follow, 4, true);
  return check_call(T, path.object, [&] {
    return path.fd >= 0 ? fchown(path.fd, user, group)
                        : fchownat(directory, path.c_str(), user, group, follow ? 0 : AT_SYMLINK_NOFOLLOW);
  });
}
Value posix_lchown(Thread* T, Arguments args) {
  PATH(path, 0, "lchown");
  uint32_t user, group;
  if (!to_id(T, args[1], "uid", &user) || !to_id(T, args[2], "gid", &group)) return kEmpty;
  return check_call(T, path.object, [&] { return lchown(path.c_str(), user, group); });
}
Value posix_fchown(Thread* T, Arguments args) {
  INT(fd, 0);
  uint32_t user, group;
  if (!to_id(T, args[1], "uid", &user) || !to_id(T, args[2], "gid", &group)) return kEmpty;
  return check_call(T, kEmpty, [&] { return fchown(fd, user, group); });
}

// Seconds, an int or a float, as a timespec.
bool parse_seconds(Thread* T, Value v, timespec* out) {
  if (is_int(v)) {
    int64_t seconds;
    if (!to_int64(T, v, &seconds)) return false;
    *out = {seconds, 0};
    return true;
  }
  double d;
  if (!to_double(T, v, &d)) return false;
  if (d != d) return raise(T, Builtin::kValueError, "Invalid value NaN (not a number)");
  if (std::fabs(d) > 9e18) return raise(T, Builtin::kOverflowError, "timestamp out of range for platform time_t");
  double whole = std::floor(d);
  auto nanoseconds = static_cast<long>((d - whole) * 1e9);
  *out = {static_cast<time_t>(whole), std::min(nanoseconds, 999'999'999L)};
  return true;
}
bool parse_nanoseconds(Thread* T, Value v, timespec* out) {
  int64_t total;
  if (!to_int64(T, v, &total)) return false;
  int64_t seconds = total / 1'000'000'000, rest = total % 1'000'000'000;
  if (rest < 0) {
    rest += 1'000'000'000;
    --seconds;
  }
  *out = {seconds, rest};
  return true;
}
Value posix_utime(Thread* T, Arguments args) {
  PATH_OR_FD(path, 0, "utime");
  DIR_FD(directory, 3);
  FLAG(follow, 4, true);
  timespec times[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
  bool has_times = args.has(1) && !args[1].is_none(), has_nanoseconds = args.has(2);
  if (has_times && has_nanoseconds)
    return raise(T, Builtin::kValueError, "utime: you may specify either 'times' or 'ns' but not both");
  if (has_times || has_nanoseconds) {
    Value pair = has_times ? args[1] : args[2];
    if (!is_tuple(pair) || pair.as<Tuple>()->length != 2) {
      return has_times ? raise(T, Builtin::kTypeError, "utime: 'times' must be either a tuple of two ints or None")
                       : raise(T, Builtin::kTypeError, "utime: 'ns' must be a tuple of two ints");
    }
    for (size_t i = 0; i < 2; ++i) {
      Value v = (*pair.as<Tuple>())[i];
      if (has_times ? !parse_seconds(T, v, &times[i]) : !parse_nanoseconds(T, v, &times[i])) return kEmpty;
    }
  }
  return check_call(T, path.object, [&] {
    return path.fd >= 0 ? futimens(path.fd, times)
                        : utimensat(directory, path.c_str(), times, follow ? 0 : AT_SYMLINK_NOFOLLOW);
  });
}

// ---------------------------------------------------------------- extended attributes

struct AttributeCall {
  Path path, name;
  bool follow = true;
};
Value posix_getxattr(Thread* T, Arguments args) {
  AttributeCall c;
  if (!parse_path(T, args[0], "getxattr", "path", &c.path, kPathOrDescriptor) ||
      !parse_path(T, args[1], "getxattr", "attribute", &c.name))
    return kEmpty;
  FLAG(follow, 2, true);
  std::string value(65536, '\0');
  int error;
  int64_t n = system_call(
      T,
      [&] {
        if (c.path.fd >= 0) return fgetxattr(c.path.fd, c.name.c_str(), value.data(), value.size());
        return (follow ? getxattr : lgetxattr)(c.path.c_str(), c.name.c_str(), value.data(), value.size());
      },
      &error);
  return n < 0 ? fail_call(T, error, c.path.object) : make_bytes(T, {value.data(), static_cast<size_t>(n)});
}
Value posix_setxattr(Thread* T, Arguments args) {
  AttributeCall c;
  if (!parse_path(T, args[0], "setxattr", "path", &c.path, kPathOrDescriptor) ||
      !parse_path(T, args[1], "setxattr", "attribute", &c.name))
    return kEmpty;
  BufferScope value(T);
  if (!value.get(args[2])) return kEmpty;
  INT_OR(flags, 3, 0);
  FLAG(follow, 4, true);
  return check_call(T, c.path.object, [&] {
    std::string_view bytes = value.bytes();
    if (c.path.fd >= 0) return fsetxattr(c.path.fd, c.name.c_str(), bytes.data(), bytes.size(), flags);
    return (follow ? setxattr : lsetxattr)(c.path.c_str(), c.name.c_str(), bytes.data(), bytes.size(), flags);
  });
}
Value posix_removexattr(Thread* T, Arguments args) {
  AttributeCall c;
  if (!parse_path(T, args[0], "removexattr", "path", &c.path, kPathOrDescriptor) ||
      !parse_path(T, args[1], "removexattr", "attribute", &c.name))
    return kEmpty;
  FLAG(follow, 2, true);
  return check_call(T, c.path.object, [&] {
    return c.path.fd >= 0 ? fremovexattr(c.path.fd, c.name.c_str())
                          : (follow ? removexattr : lremovexattr)(c.path.c_str(), c.name.c_str());
  });
}
Value posix_listxattr(Thread* T, Arguments args) {
  Path path;
  if (!parse_path(T, args[0], "listxattr", "path", &path, kPathOrDescriptor | kPathOrNone)) return kEmpty;
  FLAG(follow, 1, true);
  std::string names_found(65536, '\0');
  int error;
  int64_t n = system_call(
      T,
      [&] {
        return path.fd >= 0 ? flistxattr(path.fd, names_found.data(), names_found.size())
                            : (follow ? listxattr : llistxattr)(path.c_str(), names_found.data(), names_found.size());
      },
      &error);
  if (n < 0) return fail_call(T, error, path.object);
  List* list = make_list(T);
  for (size_t at = 0; list && at < static_cast<size_t>(n);) {
    std::string_view name(names_found.c_str() + at);
    if (!list_append(T, list, make_path(T, name))) return kEmpty;
    at += name.size() + 1;
  }
  return list;
}

// ---------------------------------------------------------------- devices

Value posix_major(Thread* T, Arguments args) {
  LONG(device, 0);
  return Value::small_int(major(static_cast<dev_t>(device)));
}
Value posix_minor(Thread* T, Arguments args) {
  LONG(device, 0);
  return Value::small_int(minor(static_cast<dev_t>(device)));
}
Value posix_makedev(Thread* T, Arguments args) {
  LONG(high, 0);
  LONG(low, 1);
  return make_int(T, static_cast<uint64_t>(makedev(static_cast<unsigned>(high), static_cast<unsigned>(low))));
}

Value posix_fspath(Thread* T, Arguments args) {
  return path_of(T, args[0]);
}

const NativeMethod kFunctions[] = {
    {"fspath(path)", posix_fspath, "Return the file system path representation of the object."},
    {"open(path, flags, mode=511, *, dir_fd=None)", posix_open,
     "Open a file for low level IO. Returns a file descriptor.", kMayBlock},
    {"close(fd)", posix_close, "Close a file descriptor.", kMayBlock},
    {"closerange(fd_low, fd_high, /)", posix_closerange,
     "Closes all file descriptors in [fd_low, fd_high), ignoring errors."},
    {"read(fd, length, /)", posix_read, "Read from a file descriptor. Returns a bytes object.", kMayBlock},
    {"pread(fd, length, offset, /)", posix_pread,
     "Read a number of bytes from a file descriptor starting at a particular offset.", kMayBlock},
    {"write(fd, data, /)", posix_write, "Write a bytes object to a file descriptor.", kMayBlock},
    {"pwrite(fd, buffer, offset, /)", posix_pwrite, "Write bytes to a file descriptor starting at a particular offset.",
     kMayBlock},
    {"readv(fd, buffers, /)", posix_readv, "Read from a file descriptor into an iterable of buffers.", kMayBlock},
    {"writev(fd, buffers, /)", posix_writev,
     "Iterate over buffers, and write the contents of each to a file descriptor.", kMayBlock},
    {"preadv(fd, buffers, offset, flags=0, /)", posix_preadv,
     "Reads from a file descriptor into a number of mutable bytes-like objects.", kMayBlock},
    {"pwritev(fd, buffers, offset, flags=0, /)", posix_pwritev,
     "Writes the contents of bytes-like objects to a file descriptor at a given offset.", kMayBlock},
    {"lseek(fd, position, how, /)", posix_lseek, "Set the position of a file descriptor. Return the new position."},
    {"ftruncate(fd, length, /)", posix_ftruncate,
     "Truncate a file, specified by file descriptor, to a specific length."},
    {"truncate(path, length)", posix_truncate, "Truncate a file, specified by path, to a specific length."},
    {"fsync(fd)", posix_fsync, "Force write of fd to disk.", kMayBlock},
    {"fdatasync(fd)", posix_fdatasync, "Force write of fd to disk without forcing update of metadata.", kMayBlock},
    {"sync()", posix_sync, "Force write of everything to disk.", kMayBlock},
    {"isatty(fd, /)", posix_isatty, "Return True if the fd is connected to a terminal."},
    {"dup(fd, /)", posix_dup, "Return a duplicate of a file descriptor."},
    {"dup2(fd, fd2, inheritable=True)", posix_dup2, "Duplicate file descriptor."},
    {"pipe()", posix_pipe2, "Create a pipe. Returns a tuple of two file descriptors."},
    {"pipe2(flags, /)", posix_pipe2, "Create a pipe with flags set atomically."},
    {"get_blocking(fd, /)", posix_get_blocking, "Get the blocking mode of the file descriptor."},
    {"set_blocking(fd, blocking, /)", posix_set_blocking, "Set the blocking mode of the specified file descriptor."},
    {"get_inheritable(fd, /)", posix_get_inheritable, "Get the close-on-exe flag of the specified file descriptor."},
    {"set_inheritable(fd, inheritable, /)", posix_set_inheritable,
     "Set the inheritable flag of the specified file descriptor."},
    {"lockf(fd, command, length, /)", posix_lockf, "Apply, test or remove a POSIX lock on an open file descriptor.",
     kMayBlock},
    {"posix_fadvise(fd, offset, length, advice, /)", posix_posix_fadvise,
     "Announce an intention to access data in a specific pattern."},
    {"posix_fallocate(fd, offset, length, /)", posix_posix_fallocate,
     "Ensure a file has allocated at least a particular number of bytes on disk."},
    {"sendfile(out_fd, in_fd, offset, count)", posix_sendfile,
     "Copy count bytes from file descriptor in_fd to file descriptor out_fd.", kMayBlock},
    {"copy_file_range(src, dst, count, offset_src=None, offset_dst=None)", posix_copy_file_range,
     "Copy count bytes from one file descriptor to another.", kMayBlock},
    {"splice(src, dst, count, offset_src=None, offset_dst=None, flags=0)", posix_splice,
     "Transfer count bytes from one pipe to a descriptor or vice versa.", kMayBlock},
    {"memfd_create(name, flags=MFD_CLOEXEC)", posix_memfd_create,
     "Create an anonymous file and return a descriptor for it."},
    {"eventfd(initval, flags=EFD_CLOEXEC)", posix_eventfd,
     "Creates and returns an event notification file descriptor."},
    {"eventfd_read(fd)", posix_eventfd_read, "Read eventfd value", kMayBlock},
    {"eventfd_write(fd, value)", posix_eventfd_write, "Write eventfd value.", kMayBlock},
    {"timerfd_create(clockid, /, *, flags=0)", posix_timerfd_create, "Create and return a timer file descriptor."},
    {"timerfd_settime(fd, /, *, flags=0, initial=0.0, interval=0.0)", posix_timerfd_settime,
     "Alter a timer file descriptor's internal timer in seconds."},
    {"timerfd_settime_ns(fd, /, *, flags=0, initial=0, interval=0)", posix_timerfd_settime_ns,
     "Alter a timer file descriptor's internal timer in nanoseconds."},
    {"timerfd_gettime(fd, /)", posix_timerfd_gettime,
     "Return a tuple of a timer file descriptor's (interval, next expiration) in float seconds."},
    {"timerfd_gettime_ns(fd, /)", posix_timerfd_gettime_ns,
     "Return a tuple of a timer file descriptor's (interval, next expiration) in nanoseconds."},
    {"stat(path, *, dir_fd=None, follow_symlinks=True)", posix_stat, "Perform a stat system call on the given path."},
    {"lstat(path, *, dir_fd=None)", posix_lstat,
     "Perform a stat system call on the given path, without following symbolic links."},
    {"fstat(fd)", posix_fstat, "Perform a stat system call on the given file descriptor."},
    {"statvfs(path)", posix_statvfs, "Perform a statvfs system call on the given path."},
    {"fstatvfs(fd, /)", posix_fstatvfs, "Perform an fstatvfs system call on the given fd."},
    {"access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)", posix_access,
     "Use the real uid/gid to test for access to a path."},
    {"unlink(path, *, dir_fd=None)", posix_unlink, "Remove a file (same as remove())."},
    {"remove(path, *, dir_fd=None)", posix_remove, "Remove a file (same as unlink())."},
    {"rmdir(path, *, dir_fd=None)", posix_rmdir, "Remove a directory."},
    {"mkdir(path, mode=511, *, dir_fd=None)", posix_mkdir, "Create a directory."},
    {"mkfifo(path, mode=438, *, dir_fd=None)", posix_mkfifo, "Create a \"fifo\" (a POSIX named pipe)."},
    {"mknod(path, mode=384, device=0, *, dir_fd=None)", posix_mknod, "Create a node in the file system."},
    {"rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", posix_rename, "Rename a file or directory."},
    {"replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", posix_replace,
     "Rename a file or directory, overwriting the destination."},
    {"link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)", posix_link,
     "Create a hard link to a file."},
    {"symlink(src, dst, target_is_directory=False, *, dir_fd=None)", posix_symlink,
     "Create a symbolic link pointing to src named dst."},
    {"readlink(path, *, dir_fd=None)", posix_readlink,
     "Return a string representing the path to which the symbolic link points."},
    {"listdir(path=None)", posix_listdir, "Return a list containing the names of the files in the directory."},
    {"getcwd()", posix_getcwd, "Return a unicode string representing the current working directory."},
    {"getcwdb()", posix_getcwdb, "Return a bytes string representing the current working directory."},
    {"chdir(path)", posix_chdir, "Change the current working directory to the specified path."},
    {"fchdir(fd)", posix_fchdir, "Change to the directory of the given file descriptor."},
    {"chroot(path)", posix_chroot, "Change root directory to path."},
    {"chmod(path, mode, *, dir_fd=None, follow_symlinks=(os.name != 'nt'))", posix_chmod,
     "Change the access permissions of a file."},
    {"fchmod(fd, mode)", posix_fchmod, "Change the access permissions of the file given by file descriptor fd."},
    {"chown(path, uid, gid, *, dir_fd=None, follow_symlinks=True)", posix_chown,
     "Change the owner and group id of path to the numeric uid and gid."},
    {"lchown(path, uid, gid)", posix_lchown, "Change the owner and group id of path, not following symbolic links."},
    {"fchown(fd, uid, gid)", posix_fchown, "Change the owner and group id of the file specified by file descriptor."},
    {"utime(path, times=None, *, ns=<unrepresentable>, dir_fd=None, follow_symlinks=True)", posix_utime,
     "Set the access and modified time of path."},
    {"getxattr(path, attribute, *, follow_symlinks=True)", posix_getxattr,
     "Return the value of extended attribute attribute on path."},
    {"setxattr(path, attribute, value, flags=0, *, follow_symlinks=True)", posix_setxattr,
     "Set extended attribute attribute on path to value."},
    {"removexattr(path, attribute, *, follow_symlinks=True)", posix_removexattr,
     "Remove extended attribute attribute on path."},
    {"listxattr(path=None, *, follow_symlinks=True)", posix_listxattr, "Return a list of extended attributes on path."},
    {"major(device, /)", posix_major, "Extracts a device major number from a raw device number."},
    {"minor(device, /)", posix_minor, "Extracts a device minor number from a raw device number."},
    {"makedev(major, minor, /)", posix_makedev,
     "Composes a raw device number from the major and minor device numbers."},
    {nullptr, nullptr, nullptr}};

constexpr NumberConstant kConstants[] = {
#define N(name) {#name, name}
    N(O_RDONLY),
    N(O_WRONLY),
    N(O_RDWR),
    N(O_ACCMODE),
    N(O_CREAT),
    N(O_EXCL),
    N(O_TRUNC),
    N(O_APPEND),
    N(O_NONBLOCK),
    N(O_NDELAY),
    N(O_CLOEXEC),
    N(O_DIRECTORY),
    N(O_NOFOLLOW),
    N(O_SYNC),
    N(O_DSYNC),
    N(O_RSYNC),
    N(O_FSYNC),
    N(O_ASYNC),
    N(O_NOCTTY),
    N(O_DIRECT),
    N(O_NOATIME),
    N(O_PATH),
    N(O_TMPFILE),
    N(O_LARGEFILE),
    N(F_OK),
    N(R_OK),
    N(W_OK),
    N(X_OK),
    N(F_LOCK),
    N(F_TEST),
    N(F_TLOCK),
    N(F_ULOCK),
    N(SEEK_DATA),
    N(SEEK_HOLE),
    N(POSIX_FADV_NORMAL),
    N(POSIX_FADV_SEQUENTIAL),
    N(POSIX_FADV_RANDOM),
    N(POSIX_FADV_NOREUSE),
    N(POSIX_FADV_WILLNEED),
    N(POSIX_FADV_DONTNEED),
    N(RWF_DSYNC),
    N(RWF_HIPRI),
    N(RWF_SYNC),
    N(RWF_NOWAIT),
    N(RWF_APPEND),
    N(SPLICE_F_MOVE),
    N(SPLICE_F_NONBLOCK),
    N(SPLICE_F_MORE),
    N(MFD_CLOEXEC),
    N(MFD_ALLOW_SEALING),
    N(MFD_HUGETLB),
    N(EFD_CLOEXEC),
    N(EFD_NONBLOCK),
    N(EFD_SEMAPHORE),
    N(TFD_CLOEXEC),
    N(TFD_NONBLOCK),
    N(TFD_TIMER_ABSTIME),
    N(TFD_TIMER_CANCEL_ON_SET),
    N(XATTR_CREATE),
    N(XATTR_REPLACE),
    N(ST_RDONLY),
    N(ST_NOSUID),
    N(ST_NODEV),
    N(ST_NOEXEC),
    N(ST_SYNCHRONOUS),
    N(ST_MANDLOCK),
    N(ST_WRITE),
    N(ST_APPEND),
    N(ST_NOATIME),
    N(ST_NODIRATIME),
    N(ST_RELATIME),
    N(TMP_MAX),
    N(NGROUPS_MAX),
#undef N
    {"XATTR_SIZE_MAX", 65536},
    {"MFD_HUGE_SHIFT", 26},
    {"MFD_HUGE_MASK", 63},
    {"MFD_HUGE_64KB", 16 << 26},
    {"MFD_HUGE_512KB", 19 << 26},
    {"MFD_HUGE_1MB", 20 << 26},
    {"MFD_HUGE_2MB", 21 << 26},
    {"MFD_HUGE_8MB", 23 << 26},
    {"MFD_HUGE_16MB", 24 << 26},
    {"MFD_HUGE_32MB", 25 << 26},
    {"MFD_HUGE_256MB", 28 << 26},
    {"MFD_HUGE_512MB", 29 << 26},
    {"MFD_HUGE_1GB", 30 << 26},
    {"MFD_HUGE_2GB", int64_t{31} << 26},
    {"MFD_HUGE_16GB", int64_t{34} << 26}};

}  // namespace

bool add_posix_files(Thread* T, Module* module) {
  PosixState& state = state_of(T);
  state.stat_result = make_struct_sequence_type<kStatResult>(T);
  if (state.stat_result) state.statvfs_result = make_struct_sequence_type<kStatvfsResult>(T);
  return state.statvfs_result && module_set(T, module, "stat_result", state.stat_result) &&
         module_set(T, module, "statvfs_result", state.statvfs_result) && add_functions(T, module, kFunctions) &&
         add_constants(T, module, kConstants, std::size(kConstants));
}

}  // namespace gilded
