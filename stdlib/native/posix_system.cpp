// posix: the machine and its limits, the environment, terminals, randomness.
#include <fcntl.h>
#include <limits.h>
#include <pty.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <utmp.h>

#include <cstdlib>
#include <cstring>

#include "stdlib/native/posix_parts.h"
#include "stdlib/native/system_call.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"
#include "vm/types/int.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/struct_sequence.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

PosixState& state_of(Thread* T) {
  return native_state<PosixState>(T->runtime);
}
Value result_of(Thread* T, int result) {
  return result < 0 ? Value(raise_errno(T, errno)) : kNone;
}

// ---------------------------------------------------------------- the environment

bool parse_variable(Thread* T, Value v, std::string* out) {
  if (!file_system_bytes(T, v, out)) return false;
  if (out->find('\0') != std::string::npos) return raise(T, Builtin::kValueError, "embedded null byte");
  return true;
}
Value posix_putenv(Thread* T, Arguments args) {
  std::string name, value;
  if (!parse_variable(T, args[0], &name) || !parse_variable(T, args[1], &value)) return kEmpty;
  if (name.find('=') != std::string::npos) return raise(T, Builtin::kValueError, "illegal environment variable name");
  return result_of(T, setenv(name.c_str(), value.c_str(), 1));
}
Value posix_unsetenv(Thread* T, Arguments args) {
  std::string name;
  return parse_variable(T, args[0], &name) ? result_of(T, unsetenv(name.c_str())) : kEmpty;
}

// ---------------------------------------------------------------- the machine

constexpr StructSequenceSpec kUname = {"posix.uname_result",
                                       "uname_result: Result from os.uname().",
                                       5,
                                       {"sysname", "nodename", "release", "version", "machine"}};
constexpr StructSequenceSpec kTimes = {"posix.times_result",
                                       "times_result: Result from os.times().",
                                       5,
                                       {"user", "system", "children_user", "children_system", "elapsed"}};
constexpr StructSequenceSpec kTerminalSize = {
    "os.terminal_size", "A tuple of (columns, lines) for holding terminal window size", 2, {"columns", "lines"}};

Value posix_times(Thread* T, Arguments) {
  tms t;
  clock_t elapsed = times(&t);
  auto tick = static_cast<double>(sysconf(_SC_CLK_TCK));
  auto seconds = [&](clock_t c) { return Value::from_double(static_cast<double>(c) / tick); };
  Value items[] = {seconds(t.tms_utime), seconds(t.tms_stime), seconds(t.tms_cutime), seconds(t.tms_cstime),
                   seconds(elapsed)};
  return make_struct_sequence(T, state_of(T).times_result.as<Type>(), items, 5, 5);
}
Value posix_uname(Thread* T, Arguments) {
  utsname u;
  if (uname(&u) != 0) return raise_errno(T, errno);
  Value items[] = {make_path(T, u.sysname), make_path(T, u.nodename), make_path(T, u.release), make_path(T, u.version),
                   make_path(T, u.machine)};
  return make_struct_sequence(T, state_of(T).uname_result.as<Type>(), items, 5, 5);
}
Value posix_cpu_count(Thread*, Arguments) {
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count < 1 ? kNone : Value::small_int(count);
}
Value posix_getloadavg(Thread* T, Arguments) {
  double loads[3];
  if (getloadavg(loads, 3) != 3) return raise(T, Builtin::kOSError, "Load averages are unobtainable");
  return make_tuple(T, {Value::from_double(loads[0]), Value::from_double(loads[1]), Value::from_double(loads[2])});
}
Value posix_strerror(Thread* T, Arguments args) {
  int number;
  char buffer[256];
  if (!to_c_int(T, args[0], &number)) return kEmpty;
  return make_string(T, std::string_view(strerror_r(number, buffer, sizeof(buffer))));
}
Value posix_umask(Thread* T, Arguments args) {
  int mask;
  return to_c_int(T, args[0], &mask) ? Value::small_int(umask(static_cast<mode_t>(mask))) : kEmpty;
}

// ---------------------------------------------------------------- limits: sysconf, confstr, pathconf

constexpr NumberConstant kSysconfNames[] = {
#define N(name) {#name, _##name}
    N(SC_2_CHAR_TERM),
    N(SC_2_C_BIND),
    N(SC_2_C_DEV),
    N(SC_2_C_VERSION),
    N(SC_2_FORT_DEV),
    N(SC_2_FORT_RUN),
    N(SC_2_LOCALEDEF),
    N(SC_2_SW_DEV),
    N(SC_2_UPE),
    N(SC_2_VERSION),
    N(SC_AIO_LISTIO_MAX),
    N(SC_AIO_MAX),
    N(SC_AIO_PRIO_DELTA_MAX),
    N(SC_ARG_MAX),
    N(SC_ASYNCHRONOUS_IO),
    N(SC_ATEXIT_MAX),
    N(SC_AVPHYS_PAGES),
    N(SC_BC_BASE_MAX),
    N(SC_BC_DIM_MAX),
    N(SC_BC_SCALE_MAX),
    N(SC_BC_STRING_MAX),
    N(SC_CHARCLASS_NAME_MAX),
    N(SC_CHAR_BIT),
    N(SC_CHAR_MAX),
    N(SC_CHAR_MIN),
    N(SC_CHILD_MAX),
    N(SC_CLK_TCK),
    N(SC_COLL_WEIGHTS_MAX),
    N(SC_DELAYTIMER_MAX),
    N(SC_EQUIV_CLASS_MAX),
    N(SC_EXPR_NEST_MAX),
    N(SC_FSYNC),
    N(SC_GETGR_R_SIZE_MAX),
    N(SC_GETPW_R_SIZE_MAX),
    N(SC_INT_MAX),
    N(SC_INT_MIN),
    N(SC_IOV_MAX),
    N(SC_JOB_CONTROL),
    N(SC_LINE_MAX),
    N(SC_LOGIN_NAME_MAX),
    N(SC_LONG_BIT),
    N(SC_MAPPED_FILES),
    N(SC_MB_LEN_MAX),
    N(SC_MEMLOCK),
    N(SC_MEMLOCK_RANGE),
    N(SC_MEMORY_PROTECTION),
    N(SC_MESSAGE_PASSING),
    N(SC_MINSIGSTKSZ),
    N(SC_MQ_OPEN_MAX),
    N(SC_MQ_PRIO_MAX),
    N(SC_NGROUPS_MAX),
    N(SC_NL_ARGMAX),
    N(SC_NL_LANGMAX),
    N(SC_NL_MSGMAX),
    N(SC_NL_NMAX),
    N(SC_NL_SETMAX),
    N(SC_NL_TEXTMAX),
    N(SC_NPROCESSORS_CONF),
    N(SC_NPROCESSORS_ONLN),
    N(SC_NZERO),
    N(SC_OPEN_MAX),
    N(SC_PAGESIZE),
    N(SC_PAGE_SIZE),
    N(SC_PASS_MAX),
    N(SC_PHYS_PAGES),
    N(SC_PII),
    N(SC_PII_INTERNET),
    N(SC_PII_INTERNET_DGRAM),
    N(SC_PII_INTERNET_STREAM),
    N(SC_PII_OSI),
    N(SC_PII_OSI_CLTS),
    N(SC_PII_OSI_COTS),
    N(SC_PII_OSI_M),
    N(SC_PII_SOCKET),
    N(SC_PII_XTI),
    N(SC_POLL),
    N(SC_PRIORITIZED_IO),
    N(SC_PRIORITY_SCHEDULING),
    N(SC_REALTIME_SIGNALS),
    N(SC_RE_DUP_MAX),
    N(SC_RTSIG_MAX),
    N(SC_SAVED_IDS),
    N(SC_SCHAR_MAX),
    N(SC_SCHAR_MIN),
    N(SC_SELECT),
    N(SC_SEMAPHORES),
    N(SC_SEM_NSEMS_MAX),
    N(SC_SEM_VALUE_MAX),
    N(SC_SHARED_MEMORY_OBJECTS),
    N(SC_SHRT_MAX),
    N(SC_SHRT_MIN),
    N(SC_SIGQUEUE_MAX),
    N(SC_SSIZE_MAX),
    N(SC_STREAM_MAX),
    N(SC_SYNCHRONIZED_IO),
    N(SC_THREADS),
    N(SC_THREAD_ATTR_STACKADDR),
    N(SC_THREAD_ATTR_STACKSIZE),
    N(SC_THREAD_DESTRUCTOR_ITERATIONS),
    N(SC_THREAD_KEYS_MAX),
    N(SC_THREAD_PRIORITY_SCHEDULING),
    N(SC_THREAD_PRIO_INHERIT),
    N(SC_THREAD_PRIO_PROTECT),
    N(SC_THREAD_PROCESS_SHARED),
    N(SC_THREAD_SAFE_FUNCTIONS),
    N(SC_THREAD_STACK_MIN),
    N(SC_THREAD_THREADS_MAX),
    N(SC_TIMERS),
    N(SC_TIMER_MAX),
    N(SC_TTY_NAME_MAX),
    N(SC_TZNAME_MAX),
    N(SC_T_IOV_MAX),
    N(SC_UCHAR_MAX),
    N(SC_UINT_MAX),
    N(SC_UIO_MAXIOV),
    N(SC_ULONG_MAX),
    N(SC_USHRT_MAX),
    N(SC_VERSION),
    N(SC_WORD_BIT),
    N(SC_XBS5_ILP32_OFF32),
    N(SC_XBS5_ILP32_OFFBIG),
    N(SC_XBS5_LP64_OFF64),
    N(SC_XBS5_LPBIG_OFFBIG),
    N(SC_XOPEN_CRYPT),
    N(SC_XOPEN_ENH_I18N),
    N(SC_XOPEN_LEGACY),
    N(SC_XOPEN_REALTIME),
    N(SC_XOPEN_REALTIME_THREADS),
    N(SC_XOPEN_SHM),
    N(SC_XOPEN_UNIX),
    N(SC_XOPEN_VERSION),
    N(SC_XOPEN_XCU_VERSION),
    N(SC_XOPEN_XPG2),
    N(SC_XOPEN_XPG3),
    N(SC_XOPEN_XPG4)};
constexpr NumberConstant kConfstrNames[] = {N(CS_GNU_LIBC_VERSION),
                                            N(CS_GNU_LIBPTHREAD_VERSION),
                                            N(CS_LFS64_CFLAGS),
                                            N(CS_LFS64_LDFLAGS),
                                            N(CS_LFS64_LIBS),
                                            N(CS_LFS64_LINTFLAGS),
                                            N(CS_LFS_CFLAGS),
                                            N(CS_LFS_LDFLAGS),
                                            N(CS_LFS_LIBS),
                                            N(CS_LFS_LINTFLAGS),
                                            N(CS_PATH),
                                            N(CS_XBS5_ILP32_OFF32_CFLAGS),
                                            N(CS_XBS5_ILP32_OFF32_LDFLAGS),
                                            N(CS_XBS5_ILP32_OFF32_LIBS),
                                            N(CS_XBS5_ILP32_OFF32_LINTFLAGS),
                                            N(CS_XBS5_ILP32_OFFBIG_CFLAGS),
                                            N(CS_XBS5_ILP32_OFFBIG_LDFLAGS),
                                            N(CS_XBS5_ILP32_OFFBIG_LIBS),
                                            N(CS_XBS5_ILP32_OFFBIG_LINTFLAGS),
                                            N(CS_XBS5_LP64_OFF64_CFLAGS),
                                            N(CS_XBS5_LP64_OFF64_LDFLAGS),
                                            N(CS_XBS5_LP64_OFF64_LIBS),
                                            N(CS_XBS5_LP64_OFF64_LINTFLAGS),
                                            N(CS_XBS5_LPBIG_OFFBIG_CFLAGS),
                                            N(CS_XBS5_LPBIG_OFFBIG_LDFLAGS),
                                            N(CS_XBS5_LPBIG_OFFBIG_LIBS),
                                            N(CS_XBS5_LPBIG_OFFBIG_LINTFLAGS)};
constexpr NumberConstant kPathconfNames[] = {
    N(PC_ALLOC_SIZE_MIN), N(PC_ASYNC_IO),    N(PC_CHOWN_RESTRICTED),   N(PC_FILESIZEBITS),      N(PC_LINK_MAX),
    N(PC_MAX_CANON),      N(PC_MAX_INPUT),   N(PC_NAME_MAX),           N(PC_NO_TRUNC),          N(PC_PATH_MAX),
    N(PC_PIPE_BUF),       N(PC_PRIO_IO),     N(PC_REC_INCR_XFER_SIZE), N(PC_REC_MAX_XFER_SIZE), N(PC_REC_MIN_XFER_SIZE),
    N(PC_REC_XFER_ALIGN), N(PC_SOCK_MAXBUF), N(PC_SYMLINK_MAX),        N(PC_SYNC_IO),           N(PC_VDISABLE)};
#undef N

template <size_t count>
bool parse_name(Thread* T, Value v, const NumberConstant (&known)[count], int* out) {
  if (is_int(v)) return to_c_int(T, v, out);
  if (!is_string(v)) return raise(T, Builtin::kTypeError, "configuration names must be strings or integers");
  std::string name = to_utf8(as_string(v));
  for (const NumberConstant& entry : known) {
    if (name == entry.name) {
      *out = static_cast<int>(entry.value);
      return true;
    }
  }
  return raise(T, Builtin::kValueError, "unrecognized configuration name");
}
Value posix_sysconf(Thread* T, Arguments args) {
  int name;
  if (!parse_name(T, args[0], kSysconfNames, &name)) return kEmpty;
  errno = 0;
  long value = sysconf(name);
  return value == -1 && errno ? Value(raise_errno(T, errno)) : make_int(T, int64_t{value});
}
Value posix_confstr(Thread* T, Arguments args) {
  int name;
  if (!parse_name(T, args[0], kConfstrNames, &name)) return kEmpty;
  errno = 0;
  size_t size = confstr(name, nullptr, 0);
  if (size == 0) return errno ? Value(raise_errno(T, errno)) : kNone;
  std::string text(size, '\0');
  confstr(name, text.data(), size);
  return make_path(T, text.c_str());
}
Value posix_pathconf(Thread* T, Arguments args) {
  Path path;
  int name;
  if (!parse_path(T, args[0], "pathconf", "path", &path, kPathOrDescriptor) ||
      !parse_name(T, args[1], kPathconfNames, &name))
    return kEmpty;
  errno = 0;
  long value = path.fd >= 0 ? fpathconf(path.fd, name) : pathconf(path.c_str(), name);
  return value == -1 && errno ? Value(raise_errno(T, errno, path.object)) : make_int(T, int64_t{value});
}
Value posix_fpathconf(Thread* T, Arguments args) {
  int fd, name;
  if (!to_descriptor(T, args[0], &fd) || !parse_name(T, args[1], kPathconfNames, &name)) return kEmpty;
  errno = 0;
  long value = fpathconf(fd, name);
  return value == -1 && errno ? Value(raise_errno(T, errno)) : make_int(T, int64_t{value});
}
template <size_t count>
bool add_names(Thread* T, Module* module, const char* name, const NumberConstant (&known)[count]) {
  Dict* dict = make_dict(T);
  for (const NumberConstant& entry : known) {
    if (!dict || !dict_set(T, dict, intern(T, std::string_view(entry.name)), Value::small_int(entry.value)))
      return false;
  }
  return module_set(T, module, name, dict);
}

// ---------------------------------------------------------------- randomness

Value posix_urandom(Thread* T, Arguments args) {
  int64_t count;
  if (!to_int64(T, args[0], &count)) return kEmpty;
  if (count < 0) return raise(T, Builtin::kValueError, "negative argument not allowed");
  std::string buffer(static_cast<size_t>(count), '\0');
  size_t done = 0;
  while (done < buffer.size()) {
    int error;
    int64_t n = system_call(T, [&] { return getrandom(buffer.data() + done, buffer.size() - done, 0); }, &error);
    if (n < 0) return fail_call(T, error);
    done += static_cast<size_t>(n);
  }
  return make_bytes(T, buffer);
}
Value posix_getrandom(Thread* T, Arguments args) {
  int64_t count;
  int flags = 0, error;
  if (!to_int64(T, args[0], &count) || (args.has(1) && !to_c_int(T, args[1], &flags))) return kEmpty;
  if (count < 0) return raise_errno(T, EINVAL);
  std::string buffer(static_cast<size_t>(count), '\0');
  int64_t n =
      system_call(T, [&] { return getrandom(buffer.data(), buffer.size(), static_cast<unsigned>(flags)); }, &error);
  return n < 0 ? fail_call(T, error) : make_bytes(T, {buffer.data(), static_cast<size_t>(n)});
}

// ---------------------------------------------------------------- terminals

Value posix_get_terminal_size(Thread* T, Arguments args) {
  int fd = STDOUT_FILENO;
  winsize w;
  if (args.has(0) && !to_c_int(T, args[0], &fd)) return kEmpty;
  if (ioctl(fd, TIOCGWINSZ, &w) != 0) return raise_errno(T, errno);
  Value items[] = {Value::small_int(w.ws_col), Value::small_int(w.ws_row)};
  return make_struct_sequence(T, state_of(T).terminal_size.as<Type>(), items, 2, 2);
}
Value posix_openpty(Thread* T, Arguments) {
  int master, slave;
  if (openpty(&master, &slave, nullptr, nullptr, nullptr) != 0) return raise_errno(T, errno);
  fcntl(master, F_SETFD, FD_CLOEXEC);
  fcntl(slave, F_SETFD, FD_CLOEXEC);
  return make_tuple(T, {Value::small_int(master), Value::small_int(slave)});
}
Value posix_login_tty(Thread* T, Arguments args) {
  int fd;
  return to_descriptor(T, args[0], &fd) ? result_of(T, login_tty(fd)) : kEmpty;
}
Value posix_posix_openpt(Thread* T, Arguments args) {
  int flags;
  if (!to_c_int(T, args[0], &flags)) return kEmpty;
  int fd = posix_openpt(flags | O_CLOEXEC);
  return fd < 0 ? Value(raise_errno(T, errno)) : Value::small_int(fd);
}
Value posix_grantpt(Thread* T, Arguments args) {
  int fd;
  return to_descriptor(T, args[0], &fd) ? result_of(T, grantpt(fd)) : kEmpty;
}
Value posix_unlockpt(Thread* T, Arguments args) {
  int fd;
  return to_descriptor(T, args[0], &fd) ? result_of(T, unlockpt(fd)) : kEmpty;
}
Value posix_ptsname(Thread* T, Arguments args) {
  int fd;
  char name[PATH_MAX];
  if (!to_descriptor(T, args[0], &fd)) return kEmpty;
  int error = ptsname_r(fd, name, sizeof(name));
  return error ? Value(raise_errno(T, error)) : make_path(T, name);
}
Value posix_ttyname(Thread* T, Arguments args) {
  int fd;
  char name[PATH_MAX];
  if (!to_c_int(T, args[0], &fd)) return kEmpty;
  int error = ttyname_r(fd, name, sizeof(name));
  return error ? Value(raise_errno(T, error)) : make_path(T, name);
}
Value posix_ctermid(Thread* T, Arguments) {
  char name[L_ctermid];
  return make_path(T, ctermid(name));
}
Value posix_device_encoding(Thread* T, Arguments args) {
  int fd;
  if (!to_c_int(T, args[0], &fd)) return kEmpty;
  return isatty(fd) ? Value(make_string(T, std::string_view("utf-8"))) : kNone;
}

const NativeMethod kFunctions[] = {
    {"putenv(name, value, /)", posix_putenv, "Change or add an environment variable."},
    {"unsetenv(name, /)", posix_unsetenv, "Delete an environment variable."},
    {"times()", posix_times, "Return a collection containing process timing information."},
    {"uname()", posix_uname, "Return an object identifying the current operating system."},
    {"cpu_count()", posix_cpu_count, "Return the number of logical CPUs in the system."},
    {"getloadavg()", posix_getloadavg, "Return average recent system load information."},
    {"strerror(code, /)", posix_strerror, "Translate an error code to a message string."},
    {"umask(mask, /)", posix_umask, "Set the current numeric umask and return the previous umask."},
    {"sysconf(name, /)", posix_sysconf, "Return an integer-valued system configuration variable."},
    {"confstr(name, /)", posix_confstr, "Return a string-valued system configuration variable."},
    {"pathconf(path, name)", posix_pathconf, "Return the configuration limit name for the file or directory path."},
    {"fpathconf(fd, name, /)", posix_fpathconf, "Return the configuration limit name for the file descriptor fd."},
    {"urandom(size, /)", posix_urandom,
     "Return a bytes object containing random bytes suitable for cryptographic use."},
    {"getrandom(size, flags=0)", posix_getrandom, "Obtain a series of random bytes.", kMayBlock},
    {"get_terminal_size(fd=<unrepresentable>, /)", posix_get_terminal_size,
     "Return the size of the terminal window as (columns, lines)."},
    {"openpty()", posix_openpty, "Open a pseudo-terminal. Returns (master_fd, slave_fd)."},
    {"login_tty(fd, /)", posix_login_tty, "Prepare the tty of which fd is a file descriptor for a new login session."},
    {"posix_openpt(oflag, /)", posix_posix_openpt,
     "Open and return a file descriptor for a master pseudo-terminal device."},
    {"grantpt(fd, /)", posix_grantpt, "Grant access to the slave pseudo-terminal device."},
    {"unlockpt(fd, /)", posix_unlockpt, "Unlock a pseudo-terminal master/slave pair."},
    {"ptsname(fd, /)", posix_ptsname, "Return the name of the slave pseudo-terminal device."},
    {"ttyname(fd, /)", posix_ttyname, "Return the name of the terminal device connected to fd."},
    {"ctermid()", posix_ctermid, "Return the name of the controlling terminal for this process."},
    {"device_encoding(fd)", posix_device_encoding,
     "Return a string describing the encoding of a terminal's file descriptor."},
    {nullptr, nullptr, nullptr}};
constexpr NumberConstant kConstants[] = {{"GRND_NONBLOCK", GRND_NONBLOCK},
                                         {"GRND_RANDOM", GRND_RANDOM},
                                         {"RTLD_LAZY", 1},
                                         {"RTLD_NOW", 2},
                                         {"RTLD_NOLOAD", 4},
                                         {"RTLD_DEEPBIND", 8},
                                         {"RTLD_GLOBAL", 256},
                                         {"RTLD_LOCAL", 0},
                                         {"RTLD_NODELETE", 4096}};

}  // namespace

bool add_posix_system(Thread* T, Module* module) {
  PosixState& state = state_of(T);
  state.uname_result = make_struct_sequence_type<kUname>(T);
  if (state.uname_result) state.times_result = make_struct_sequence_type<kTimes>(T);
  if (state.times_result) state.terminal_size = make_struct_sequence_type<kTerminalSize>(T);
  return state.terminal_size && module_set(T, module, "uname_result", state.uname_result) &&
         module_set(T, module, "times_result", state.times_result) &&
         module_set(T, module, "terminal_size", state.terminal_size) &&
         add_names(T, module, "sysconf_names", kSysconfNames) && add_names(T, module, "confstr_names", kConfstrNames) &&
         add_names(T, module, "pathconf_names", kPathconfNames) && add_functions(T, module, kFunctions) &&
         add_constants(T, module, kConstants, std::size(kConstants));
}

}  // namespace gilded
