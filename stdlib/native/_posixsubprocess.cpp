// _posixsubprocess: the step between fork and exec of subprocess.Popen.
//
// Without a preexec_fn the child is made by vfork: it borrows the parent's memory until it becomes the other program,
// so it calls nothing but the system, and all signals are blocked meanwhile. With one it is a real fork of the
// interpreter (vm/threading/fork.h).
//
// A child that cannot become the program says why on a pipe, "ExceptionName:errno in hex:where", and ends.
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "stdlib/native/posix_parts.h"
#include "stdlib/native/system_call.h"
#include "vm/runtime.h"
#include "vm/threading/fork.h"
#include "vm/types/int.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

extern char** environ;

namespace gilded {

namespace {

struct ChildPlan {
  std::vector<std::string> executables;
  char* const* argv = nullptr;
  char* const* envp = nullptr;  // null: the environment as it is at that moment
  const char* cwd = nullptr;
  std::vector<int> kept;  // descriptors to pass on, sorted; the error pipe's end among them
  bool close_others = false;
  int stdin_read = -1, stdin_write = -1, stdout_read = -1, stdout_write = -1, stderr_read = -1, stderr_write = -1;
  int error_read = -1, error_write = -1;
  bool restore_signals = false, new_session = false;
  int process_group = -1, umask_value = -1;
  bool set_group = false, set_groups = false, set_user = false;
  gid_t group = 0;
  uid_t user = 0;
  std::vector<gid_t> groups;
  sigset_t* signal_mask = nullptr;  // to restore; null: not changed
  Thread* thread = nullptr;         // with a preexec function only
  Value preexec;
};

void report_failure(int fd, const char* name, int error, const char* where) {
  char message[96];
  // Digits by hand: only system calls are allowed here.
  char digits[16];
  int count = 0;
  for (auto rest = static_cast<unsigned>(error); rest || count == 0; rest /= 16)
    digits[count++] = "0123456789ABCDEF"[rest % 16];
  size_t length = 0;
  auto put = [&](const char* s) {
    while (*s && length < sizeof(message)) message[length++] = *s++;
  };
  put(name);
  put(":");
  while (count > 0) message[length++] = digits[--count];
  put(":");
  put(where);
  [[maybe_unused]] ssize_t written = write(fd, message, length);
}

bool make_inheritable(int fd) {
  int flags = fcntl(fd, F_GETFD);
  return flags >= 0 && fcntl(fd, F_SETFD, flags & ~FD_CLOEXEC) == 0;
}
void close_range_of(int first, int last) {
  if (first > last) return;
  if (syscall(SYS_close_range, static_cast<unsigned>(first), static_cast<unsigned>(last), 0) == 0) return;
  long limit = sysconf(_SC_OPEN_MAX);
  if (limit < 0) limit = 1024;
  for (int fd = first; fd <= last && fd < limit; ++fd) close(fd);
}
bool put_at(int fd, int target) {
  if (fd == target) return make_inheritable(fd);
  return fd < 0 || dup2(fd, target) >= 0;
}

// In the child; ends in the other program or in _exit.
[[noreturn]] void run_child(const ChildPlan& plan) {
  const char* where = "noexec";
  int error = 0;
  auto fail = [&] {
    report_failure(plan.error_write, "OSError", error ? error : errno, where);
    _exit(255);
  };
  for (int fd : plan.kept) {
    if (fd != plan.error_write && !make_inheritable(fd)) fail();
  }
  for (int fd : {plan.stdin_write, plan.stdout_read, plan.stderr_read, plan.error_read}) {
    if (fd >= 0) close(fd);
  }
  int out = plan.stdout_write, err = plan.stderr_write;
  // Ends that stand where another end belongs step aside first.
  if (out == 0 && (out = dup(out)) < 0) fail();
  while (err == 0 || err == 1) {
    if ((err = dup(err)) < 0) fail();
  }
  if (!put_at(plan.stdin_read, 0) || !put_at(out, 1) || !put_at(err, 2)) fail();
  if (plan.cwd && chdir(plan.cwd) != 0) {
    where = "noexec:chdir";
    fail();
  }
  if (plan.umask_value >= 0) umask(static_cast<mode_t>(plan.umask_value));
  if (plan.restore_signals) {
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
  }
  if (plan.signal_mask) {
    // Handlers of the interpreter must not run in this borrowed memory.
    for (int number = 1; number < NSIG; ++number) {
      struct sigaction action;
      if (sigaction(number, nullptr, &action) == 0 && action.sa_handler != SIG_IGN && action.sa_handler != SIG_DFL)
        signal(number, SIG_DFL);
    }
    sigprocmask(SIG_SETMASK, plan.signal_mask, nullptr);
  }
  if (plan.new_session) setsid();
  if (plan.process_group >= 0 && setpgid(0, plan.process_group) != 0) fail();
  if (plan.set_groups && syscall(SYS_setgroups, plan.groups.size(), plan.groups.data()) != 0) fail();
  if (plan.set_group && syscall(SYS_setregid, plan.group, plan.group) != 0) fail();
  if (plan.set_user && syscall(SYS_setreuid, plan.user, plan.user) != 0) fail();
  if (plan.thread) {
    run_after_fork_in_child(plan.thread);
    if (call(plan.thread, plan.preexec, {}).is_empty()) {
      report_failure(plan.error_write, "SubprocessError", 0, "Exception occurred in preexec_fn.");
      _exit(255);
    }
  }
  if (plan.close_others) {
    int next = 3;
    for (int fd : plan.kept) {
      if (fd < next) continue;
      close_range_of(next, fd - 1);
      next = fd + 1;
    }
    close_range_of(next, INT32_MAX);
  }
  where = "";
  for (const std::string& executable : plan.executables) {
    // preexec_fn may have changed the environment, which then stands in another place.
    execve(executable.c_str(), plan.argv, plan.envp ? plan.envp : environ);
    // One that is there but cannot be run tells more than those that are not there.
    if (errno != ENOENT && errno != ENOTDIR && error == 0) error = errno;
  }
  fail();
  _exit(255);
}

__attribute__((noinline)) pid_t start_borrowing(const ChildPlan& plan) {
  pid_t pid = vfork();
  if (pid == 0) run_child(plan);
  return pid;
}

Value fork_exec(Thread* T, Arguments args) {
  enum {
    kArguments,
    kExecutables,
    kCloseFds,
    kPassFds,
    kCwd,
    kEnvironment,
    kStdinRead,
    kStdinWrite,
    kStdoutRead,
    kStdoutWrite,
    kStderrRead,
    kStderrWrite,
    kErrorRead,
    kErrorWrite,
    kRestoreSignals,
    kNewSession,
    kProcessGroup,
    kGroup,
    kExtraGroups,
    kUser,
    kUmask,
    kPreexec,
    kAllowVfork
  };
  ChildPlan plan;
  StringArray argv, envp, executables;
  std::string cwd;
  bool allow_vfork;
  if (!truth(T, args[kCloseFds], &plan.close_others) || !truth(T, args[kRestoreSignals], &plan.restore_signals) ||
      !truth(T, args[kNewSession], &plan.new_session) || !truth(T, args[kAllowVfork], &allow_vfork)) {
    return kEmpty;
  }
  const struct {
    int index;
    int* place;
  } kNumbers[] = {{kStdinRead, &plan.stdin_read},       {kStdinWrite, &plan.stdin_write},
                  {kStdoutRead, &plan.stdout_read},     {kStdoutWrite, &plan.stdout_write},
                  {kStderrRead, &plan.stderr_read},     {kStderrWrite, &plan.stderr_write},
                  {kErrorRead, &plan.error_read},       {kErrorWrite, &plan.error_write},
                  {kProcessGroup, &plan.process_group}, {kUmask, &plan.umask_value}};
  for (auto& entry : kNumbers) {
    if (!to_c_int(T, args[static_cast<size_t>(entry.index)], entry.place)) return kEmpty;
  }
  if (plan.close_others && plan.error_write < 3) return raise(T, Builtin::kValueError, "errpipe_write must be >= 3");
  Tuple* arguments = tuple_from_iterable(T, args[kArguments]);
  if (!arguments || !parse_strings(T, arguments, &argv) || !parse_strings(T, args[kExecutables], &executables))
    return kEmpty;
  plan.executables = executables.strings;
  plan.argv = argv.pointers();
  if (!args[kEnvironment].is_none()) {
    if (!parse_strings(T, args[kEnvironment], &envp)) return kEmpty;
    plan.envp = envp.pointers();
  }
  if (!args[kCwd].is_none()) {
    Path path;
    if (!parse_path(T, args[kCwd], "fork_exec", "cwd", &path)) return kEmpty;
    cwd = path.text;
    plan.cwd = cwd.c_str();
  }
  int previous = -1;
  if (!for_each(T, args[kPassFds], [&](Value v) {
        int fd;
        if (!to_c_int(T, v, &fd)) return false;
        if (fd < 0 || fd <= previous)
          return static_cast<bool>(raise(T, Builtin::kValueError, "bad value(s) in fds_to_keep"));
        previous = fd;
        plan.kept.push_back(fd);
        return true;
      })) {
    return kEmpty;
  }
  if (std::find(plan.kept.begin(), plan.kept.end(), plan.error_write) == plan.kept.end()) {
    plan.kept.insert(std::upper_bound(plan.kept.begin(), plan.kept.end(), plan.error_write), plan.error_write);
  }
  if (!args[kGroup].is_none()) {
    plan.set_group = true;
    if (!to_id(T, args[kGroup], "gid", &plan.group)) return kEmpty;
  }
  if (!args[kUser].is_none()) {
    plan.set_user = true;
    if (!to_id(T, args[kUser], "uid", &plan.user)) return kEmpty;
  }
  if (!args[kExtraGroups].is_none()) {
    plan.set_groups = true;
    if (!for_each(T, args[kExtraGroups], [&](Value v) {
          uint32_t id;
          if (!to_id(T, v, "gid", &id)) return false;
          plan.groups.push_back(id);
          return true;
        })) {
      return kEmpty;
    }
  }

  pid_t pid;
  int error;
  if (!args[kPreexec].is_none()) {
    plan.thread = T;
    plan.preexec = args[kPreexec];
    run_before_fork(T);
    pid = fork_process(T);
    error = errno;
    if (pid == 0) run_child(plan);
    bool ok = pid < 0 || warn_about_fork(T, "fork");
    Value pending = take_exception(T);
    run_after_fork_in_parent(T);
    restore_exception(T, pending);
    if (!ok) return kEmpty;
  } else {
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &old);
    plan.signal_mask = &old;
    // Changing ids in borrowed memory would need the C library's help.
    bool borrow = allow_vfork && !plan.set_group && !plan.set_groups && !plan.set_user;
    {
      DetachScope detached(T, WaitReason::kOther);
      if (borrow) {
        pid = start_borrowing(plan);
      } else {
        pid = fork();
        if (pid == 0) run_child(plan);
      }
      error = errno;
    }
    pthread_sigmask(SIG_SETMASK, &old, nullptr);
  }
  return pid < 0 ? Value(raise_errno(T, error)) : Value::small_int(pid);
}

const NativeMethod kFunctions[] = {{"fork_exec(args, executable_list, close_fds, pass_fds, cwd, env, p2cread, "
                                    "p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, "
                                    "errpipe_write, restore_signals, call_setsid, pgid_to_set, gid, extra_groups, uid, "
                                    "child_umask, preexec_fn, allow_vfork, /)",
                                    fork_exec, "Spawn a fresh new child process."},
                                   {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_posixsubprocess_module(Thread* T) {
  Module* module = make_module(T, "_posixsubprocess");
  return module && add_functions(T, module, kFunctions) ? Value(module) : kEmpty;
}

}  // namespace gilded
