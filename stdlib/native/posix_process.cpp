// posix: processes. Making, replacing, waiting for and signalling them; who they belong to; how they are scheduled.
#include <fcntl.h>
#include <grp.h>
#include <pty.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stdlib/native/posix_parts.h"
#include "stdlib/native/resource_usage.h"
#include "stdlib/native/system_call.h"
#include "vm/object/warnings.h"
#include "vm/runtime.h"
#include "vm/threading/fork.h"
#include "vm/types/dict.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/set.h"
#include "vm/types/string.h"
#include "vm/types/struct_sequence.h"
#include "vm/types/tuple.h"

extern char** environ;

namespace gilded {

bool parse_strings(Thread* T, Value sequence, StringArray* out) {
  return for_each(T, sequence, [&](Value v) {
    std::string text;
    Value path = path_of(T, v);
    if (!path || !file_system_bytes(T, path, &text)) return false;
    if (text.find('\0') != std::string::npos)
      return static_cast<bool>(raise(T, Builtin::kValueError, "embedded null byte"));
    out->strings.push_back(std::move(text));
    return true;
  });
}

bool parse_environment(Thread* T, Value mapping, StringArray* out) {
  Value keys = call_method(T, mapping, intern(T, std::string_view("keys")), {});
  if (keys.is_empty()) return false;
  return for_each(T, keys, [&](Value key) {
    Value value = get_item(T, mapping, key);
    StringArray pair;
    Tuple* both = value.is_empty() ? nullptr : make_tuple(T, {key, value});
    if (!both || !parse_strings(T, both, &pair)) return false;
    // The first character may be '=', as in the variables of some systems' shells.
    if (pair.strings[0].empty() || pair.strings[0].find('=', 1) != std::string::npos) {
      return static_cast<bool>(raise(T, Builtin::kValueError, "illegal environment variable name"));
    }
    out->strings.push_back(pair.strings[0] + "=" + pair.strings[1]);
    return true;
  });
}

namespace {

// ---------------------------------------------------------------- fork

PosixState& state_of(Thread* T) {
  return native_state<PosixState>(T->runtime);
}

void run_hooks(Thread* T, size_t which, bool backwards) {
  Value all = state_of(T).fork_hooks[which];
  if (!all) return;
  auto* hooks = all.as<List>();
  int64_t count = hooks->size();
  for (int64_t i = 0; i < count; ++i) {
    Value hook = list_get(T, hooks, backwards ? count - 1 - i : i);
    if (hook && call(T, hook, {}).is_empty()) report_unraisable(T, hook);
  }
}

}  // namespace

void run_before_fork(Thread* T) {
  run_hooks(T, 0, true);
}
void run_after_fork_in_parent(Thread* T) {
  run_hooks(T, 2, false);
}
void run_after_fork_in_child(Thread* T) {
  Value threading = dict_get(T->runtime->modules.as<Dict>(), intern(T, std::string_view("threading")));
  if (is_kind(threading, Kind::kModule)) {
    Value function = find_attribute(T, threading, intern(T, std::string_view("_after_fork")));
    if (function && call(T, function, {}).is_empty()) report_unraisable(T, function);
    clear_exception(T);
  }
  run_hooks(T, 1, false);
}
bool warn_about_fork(Thread* T, const char* function) {
  int threads = 0;
  for_each_thread(T->runtime, [&](Thread*) { ++threads; });
  if (threads < 2) return true;
  return warn(T, Builtin::kDeprecationWarning,
              fmt::format("This process (pid={}) is multi-threaded, use of {}() may lead to deadlocks in the child.",
                          getpid(), function));
}

namespace {

Value posix_register_at_fork(Thread* T, Arguments args) {
  static constexpr const char* kNames[] = {"before", "after_in_child", "after_in_parent"};
  if (!args.has(0) && !args.has(1) && !args.has(2))
    return raise(T, Builtin::kTypeError, "At least one argument is required.");
  for (size_t i = 0; i < 3; ++i) {
    if (args.has(i) && !is_callable(T, args[i])) {
      return raise(T, Builtin::kTypeError, "'{}' must be callable, not {}", kNames[i], type_name(T, args[i]));
    }
  }
  for (size_t i = 0; i < 3; ++i) {
    if (args.has(i) && !list_append(T, state_of(T).fork_hooks[i].as<List>(), args[i])) return kEmpty;
  }
  return kNone;
}

Value posix_fork(Thread* T, Arguments) {
  run_before_fork(T);
  pid_t pid = fork_process(T);
  int error = errno;
  if (pid == 0) {
    run_after_fork_in_child(T);
    return Value::small_int(0);
  }
  // Before the hooks, which may end or start threads.
  bool ok = pid < 0 || warn_about_fork(T, "fork");
  Value pending = take_exception(T);
  run_after_fork_in_parent(T);
  restore_exception(T, pending);
  if (!ok) return kEmpty;
  return pid < 0 ? Value(raise_errno(T, error)) : Value::small_int(pid);
}
Value posix_forkpty(Thread* T, Arguments) {
  run_before_fork(T);
  int master = -1;
  pid_t pid = fork_process(
      T, [](void* context) { return forkpty(static_cast<int*>(context), nullptr, nullptr, nullptr); }, &master);
  int error = errno;
  if (pid == 0) {
    run_after_fork_in_child(T);
  } else {
    bool ok = pid < 0 || warn_about_fork(T, "forkpty");
    Value pending = take_exception(T);
    run_after_fork_in_parent(T);
    restore_exception(T, pending);
    if (!ok) return kEmpty;
    if (pid < 0) return raise_errno(T, error);
  }
  return make_tuple(T, {Value::small_int(pid), Value::small_int(master)});
}

// ---------------------------------------------------------------- exec and spawn

bool parse_argv(Thread* T, Value argv, const char* prefix, StringArray* out) {
  if (!is_list(argv) && !is_tuple(argv)) return raise(T, Builtin::kTypeError, "{} must be a tuple or list", prefix);
  if (!parse_strings(T, argv, out)) return false;
  if (out->strings.empty()) return raise(T, Builtin::kValueError, "{} must not be empty", prefix);
  return true;
}
bool is_mapping(Thread* T, Value v) {
  return is_dict(v) || (find_attribute(T, v, intern(T, std::string_view("keys"))) && type_of(T, v)->slots.get_item);
}

Value posix_execv(Thread* T, Arguments args) {
  Path path;
  StringArray argv;
  if (!parse_path(T, args[0], "execv", "path", &path) || !parse_argv(T, args[1], "execv() arg 2", &argv)) return kEmpty;
  if (argv.strings[0].empty()) return raise(T, Builtin::kValueError, "execv() arg 2 first element cannot be empty");
  execv(path.c_str(), argv.pointers());
  return raise_errno(T, errno);
}
Value posix_execve(Thread* T, Arguments args) {
  Path path;
  StringArray argv, envp;
  if (!parse_path(T, args[0], "execve", "path", &path, kPathOrDescriptor)) return kEmpty;
  if (!is_list(args[1]) && !is_tuple(args[1]))
    return raise(T, Builtin::kTypeError, "execve: argv must be a tuple or list");
  if (!parse_strings(T, args[1], &argv)) return kEmpty;
  if (argv.strings.empty()) return raise(T, Builtin::kValueError, "execve: argv must not be empty");
  if (argv.strings[0].empty()) return raise(T, Builtin::kValueError, "execve: argv first element cannot be empty");
  if (!is_mapping(T, args[2])) return raise(T, Builtin::kTypeError, "execve: environment must be a mapping object");
  if (!parse_environment(T, args[2], &envp)) return kEmpty;
  if (path.fd >= 0)
    fexecve(path.fd, argv.pointers(), envp.pointers());
  else
    execve(path.c_str(), argv.pointers(), envp.pointers());
  return raise_errno(T, errno, path.object);
}

bool parse_signal_set(Thread* T, Value v, sigset_t* out) {
  sigemptyset(out);
  return for_each(T, v, [&](Value item) {
    int number;
    if (!to_c_int(T, item, &number)) return false;
    if (number < 1 || number >= NSIG)
      return static_cast<bool>(
          raise(T, Builtin::kValueError, "signal number {} out of range [1; {}]", number, NSIG - 1));
    sigaddset(out, number);
    return true;
  });
}

bool add_file_actions(Thread* T, Value actions, const char* function, posix_spawn_file_actions_t* out,
                      std::vector<std::string>* paths) {
  Tuple* all = tuple_from_iterable(T, actions);
  if (!all) return false;
  for (size_t i = 0; i < all->length; ++i) {
    Value item = (*all)[i];
    if (!is_tuple(item) || item.as<Tuple>()->length == 0) {
      return raise(T, Builtin::kTypeError, "Each file_actions element must be a non-empty tuple");
    }
    Tuple& action = *item.as<Tuple>();
    int tag, numbers[3] = {};
    if (!to_c_int(T, action[0], &tag)) return false;
    auto integer = [&](size_t position, int* value) { return to_c_int(T, action[position], value); };
    int error = 0;
    switch (tag) {
      case 0: {
        if (action.length != 5) return raise(T, Builtin::kTypeError, "A open file_action tuple must have 5 elements");
        Path path;
        if (!integer(1, &numbers[0]) || !parse_path(T, action[2], function, "path", &path) ||
            !integer(3, &numbers[1]) || !integer(4, &numbers[2]))
          return false;
        paths->push_back(path.text);
        error = posix_spawn_file_actions_addopen(out, numbers[0], path.c_str(), numbers[1],
                                                 static_cast<mode_t>(numbers[2]));
        break;
      }
      case 1:
        if (action.length != 2) return raise(T, Builtin::kTypeError, "A close file_action tuple must have 2 elements");
        if (!integer(1, &numbers[0])) return false;
        error = posix_spawn_file_actions_addclose(out, numbers[0]);
        break;
      case 2:
        if (action.length != 3) return raise(T, Builtin::kTypeError, "A dup2 file_action tuple must have 3 elements");
        if (!integer(1, &numbers[0]) || !integer(2, &numbers[1])) return false;
        error = posix_spawn_file_actions_adddup2(out, numbers[0], numbers[1]);
        break;
      case 3:
        if (action.length != 2)
          return raise(T, Builtin::kTypeError, "A closefrom file_action tuple must have 2 elements");
        if (!integer(1, &numbers[0])) return false;
        error = posix_spawn_file_actions_addclosefrom_np(out, numbers[0]);
        break;
      default:
        return raise(T, Builtin::kTypeError, "Unknown file_actions identifier");
    }
    if (error) return raise_errno(T, error);
  }
  return true;
}

Value spawn(Thread* T, Arguments args, const char* function, bool search) {
  enum { kPath, kArgv, kEnv, kFileActions, kSetpgroup, kResetids, kSetsid, kSetsigmask, kSetsigdef, kScheduler };
  Path path;
  StringArray argv, envp;
  if (!parse_path(T, args[kPath], function, "path", &path)) return kEmpty;
  if (!is_list(args[kArgv]) && !is_tuple(args[kArgv]))
    return raise(T, Builtin::kTypeError, "{}: argv must be a tuple or list", function);
  if (!parse_strings(T, args[kArgv], &argv)) return kEmpty;
  if (argv.strings.empty()) return raise(T, Builtin::kValueError, "{}: argv must not be empty", function);
  if (argv.strings[0].empty())
    return raise(T, Builtin::kValueError, "{}: argv first element cannot be empty", function);
  if (!args[kEnv].is_none() && !is_mapping(T, args[kEnv])) {
    return raise(T, Builtin::kTypeError, "{}: environment must be a mapping object or None", function);
  }
  if (!args[kEnv].is_none() && !parse_environment(T, args[kEnv], &envp)) return kEmpty;

  struct Attributes {
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    Attributes() {
      posix_spawnattr_init(&attributes);
      posix_spawn_file_actions_init(&actions);
    }
    ~Attributes() {
      posix_spawnattr_destroy(&attributes);
      posix_spawn_file_actions_destroy(&actions);
    }
  } spec;
  std::vector<std::string> paths;
  short flags = 0;
  bool on = false;
  if (args.has(kFileActions) && !args[kFileActions].is_none() &&
      !add_file_actions(T, args[kFileActions], function, &spec.actions, &paths))
    return kEmpty;
  if (args.has(kSetpgroup)) {
    int group;
    if (!to_c_int(T, args[kSetpgroup], &group)) return kEmpty;
    posix_spawnattr_setpgroup(&spec.attributes, group);
    flags |= POSIX_SPAWN_SETPGROUP;
  }
  if (args.has(kResetids) && !truth(T, args[kResetids], &on)) return kEmpty;
  if (on) flags |= POSIX_SPAWN_RESETIDS;
  on = false;
  if (args.has(kSetsid) && !truth(T, args[kSetsid], &on)) return kEmpty;
  if (on) flags |= POSIX_SPAWN_SETSID;
  sigset_t set;
  if (args.has(kSetsigmask)) {
    if (!parse_signal_set(T, args[kSetsigmask], &set)) return kEmpty;
    posix_spawnattr_setsigmask(&spec.attributes, &set);
    flags |= POSIX_SPAWN_SETSIGMASK;
  }
  if (args.has(kSetsigdef)) {
    if (!parse_signal_set(T, args[kSetsigdef], &set)) return kEmpty;
    posix_spawnattr_setsigdefault(&spec.attributes, &set);
    flags |= POSIX_SPAWN_SETSIGDEF;
  }
  if (args.has(kScheduler)) {
    if (!is_tuple(args[kScheduler]) || args[kScheduler].as<Tuple>()->length != 2) {
      return raise(T, Builtin::kTypeError, "A scheduler tuple must have two elements");
    }
    Tuple& pair = *args[kScheduler].as<Tuple>();
    int policy = 0, priority;
    sched_param parameter{};
    if (!pair[0].is_none()) {
      if (!to_c_int(T, pair[0], &policy)) return kEmpty;
      posix_spawnattr_setschedpolicy(&spec.attributes, policy);
      flags |= POSIX_SPAWN_SETSCHEDULER;
    } else {
      flags |= POSIX_SPAWN_SETSCHEDPARAM;
    }
    Value number = get_attribute(T, pair[1], std::string_view("sched_priority"));
    if (number.is_empty() || !to_c_int(T, number, &priority)) return kEmpty;
    parameter.sched_priority = priority;
    posix_spawnattr_setschedparam(&spec.attributes, &parameter);
  }
  posix_spawnattr_setflags(&spec.attributes, flags);
  pid_t pid;
  char* const* environment = args[kEnv].is_none() ? environ : envp.pointers();
  int error = (search ? posix_spawnp : ::posix_spawn)(&pid, path.c_str(), &spec.actions, &spec.attributes,
                                                      argv.pointers(), environment);
  return error ? Value(raise_errno(T, error, path.object)) : Value::small_int(pid);
}
Value posix_posix_spawn(Thread* T, Arguments args) {
  return spawn(T, args, "posix_spawn", false);
}
Value posix_posix_spawnp(Thread* T, Arguments args) {
  return spawn(T, args, "posix_spawnp", true);
}

// ---------------------------------------------------------------- waiting

Value make_of(Thread* T, Value type, std::initializer_list<Value> items) {
  return make_struct_sequence(T, type.as<Type>(), items.begin(), items.size(), items.size());
}

Value posix_waitpid(Thread* T, Arguments args) {
  int pid, options, status = 0, error;
  if (!to_c_int(T, args[0], &pid) || !to_c_int(T, args[1], &options)) return kEmpty;
  int64_t result = system_call(T, [&] { return waitpid(pid, &status, options); }, &error);
  if (result < 0) return fail_call(T, error);
  return make_tuple(T, {Value::small_int(result), Value::small_int(status)});
}
Value posix_wait(Thread* T, Arguments) {
  int status = 0, error;
  int64_t result = system_call(T, [&] { return ::wait(&status); }, &error);
  if (result < 0) return fail_call(T, error);
  return make_tuple(T, {Value::small_int(result), Value::small_int(status)});
}
Value usage_of(Thread* T, const rusage& usage) {
  if (call(T, T->runtime->builtin_import, {make_string(T, std::string_view("resource"))}).is_empty()) return kEmpty;
  return make_usage(T, usage);
}
Value wait_with_usage(Thread* T, int pid, int options) {
  int status = 0, error;
  rusage usage{};
  int64_t result = system_call(T, [&] { return wait4(pid, &status, options, &usage); }, &error);
  if (result < 0) return fail_call(T, error);
  Value used = usage_of(T, usage);
  return used.is_empty() ? kEmpty : Value(make_tuple(T, {Value::small_int(result), Value::small_int(status), used}));
}
Value posix_wait3(Thread* T, Arguments args) {
  int options;
  return to_c_int(T, args[0], &options) ? wait_with_usage(T, -1, options) : kEmpty;
}
Value posix_wait4(Thread* T, Arguments args) {
  int pid, options;
  return to_c_int(T, args[0], &pid) && to_c_int(T, args[1], &options) ? wait_with_usage(T, pid, options) : kEmpty;
}
Value posix_waitid(Thread* T, Arguments args) {
  int type, id, options, error;
  if (!to_c_int(T, args[0], &type) || !to_c_int(T, args[1], &id) || !to_c_int(T, args[2], &options)) return kEmpty;
  siginfo_t info{};
  if (system_call(
          T, [&] { return waitid(static_cast<idtype_t>(type), static_cast<id_t>(id), &info, options); }, &error) < 0)
    return fail_call(T, error);
  if (info.si_pid == 0) return kNone;
  return make_of(T, state_of(T).waitid_result,
                 {Value::small_int(info.si_pid), Value::small_int(info.si_uid), Value::small_int(info.si_signo),
                  Value::small_int(info.si_status), Value::small_int(info.si_code)});
}
Value posix_waitstatus_to_exitcode(Thread* T, Arguments args) {
  int status;
  if (!to_c_int(T, args[0], &status)) return kEmpty;
  if (WIFEXITED(status)) return Value::small_int(WEXITSTATUS(status));
  if (WIFSIGNALED(status)) return Value::small_int(-WTERMSIG(status));
  if (WIFSTOPPED(status))
    return raise(T, Builtin::kValueError, "process stopped by delivery of signal {}", WSTOPSIG(status));
  return raise(T, Builtin::kValueError, "invalid wait status: {}", status);
}
#define STATUS_TEST(name)                                                         \
  Value posix_##name(Thread* T, Arguments args) {                                 \
    int status;                                                                   \
    return to_c_int(T, args[0], &status) ? Value::boolean(name(status)) : kEmpty; \
  }
#define STATUS_PART(name)                                                           \
  Value posix_##name(Thread* T, Arguments args) {                                   \
    int status;                                                                     \
    return to_c_int(T, args[0], &status) ? Value::small_int(name(status)) : kEmpty; \
  }
STATUS_TEST(WIFEXITED)
STATUS_TEST(WIFSIGNALED)
STATUS_TEST(WIFSTOPPED)
STATUS_TEST(WIFCONTINUED)
STATUS_TEST(WCOREDUMP)
STATUS_PART(WEXITSTATUS)
STATUS_PART(WTERMSIG)
STATUS_PART(WSTOPSIG)
#undef STATUS_TEST
#undef STATUS_PART

// ---------------------------------------------------------------- signals and ends

Value posix_kill(Thread* T, Arguments args) {
  int pid, number;
  if (!to_c_int(T, args[0], &pid) || !to_c_int(T, args[1], &number)) return kEmpty;
  if (kill(pid, number) != 0) return raise_errno(T, errno);
  // A signal to ourselves is handled before the call returns, on the main thread.
  return poll_if_requested(T) ? kNone : kEmpty;
}
Value posix_killpg(Thread* T, Arguments args) {
  int group, number;
  if (!to_c_int(T, args[0], &group) || !to_c_int(T, args[1], &number)) return kEmpty;
  if (killpg(group, number) != 0) return raise_errno(T, errno);
  return poll_if_requested(T) ? kNone : kEmpty;
}
Value posix_exit_now(Thread* T, Arguments args) {
  int status;
  if (!to_c_int(T, args[0], &status)) return kEmpty;
  _exit(status);
}
Value posix_abort(Thread*, Arguments) {
  abort();
}
Value posix_system(Thread* T, Arguments args) {
  Path command;
  if (!parse_path(T, args[0], "system", "command", &command)) return kEmpty;
  int status;
  {
    DetachScope detached(T, WaitReason::kIo);
    status = system(command.c_str());
  }
  return Value::small_int(status);
}
Value posix_pidfd_open(Thread* T, Arguments args) {
  int pid, flags = 0;
  if (!to_c_int(T, args[0], &pid) || (args.has(1) && !to_c_int(T, args[1], &flags))) return kEmpty;
  auto fd = static_cast<int>(syscall(SYS_pidfd_open, pid, flags));
  return fd < 0 ? Value(raise_errno(T, errno)) : Value::small_int(fd);
}

// ---------------------------------------------------------------- identities

#define IDENTITY(name)                                     \
  Value posix_##name(Thread*, Arguments) {                 \
    return Value::small_int(static_cast<int64_t>(name())); \
  }
IDENTITY(getpid)
IDENTITY(getppid)
IDENTITY(getuid)
IDENTITY(geteuid)
IDENTITY(getgid)
IDENTITY(getegid)
IDENTITY(getpgrp)
#undef IDENTITY
Value result_of(Thread* T, int result) {
  return result == 0 ? kNone : Value(raise_errno(T, errno));
}
#define SET_ID(name, what)                                                 \
  Value posix_##name(Thread* T, Arguments args) {                          \
    uint32_t id;                                                           \
    return to_id(T, args[0], what, &id) ? result_of(T, name(id)) : kEmpty; \
  }
SET_ID(setuid, "uid")
SET_ID(seteuid, "uid")
SET_ID(setgid, "gid")
SET_ID(setegid, "gid")
#undef SET_ID
#define SET_IDS(name, what)                                                                                \
  Value posix_##name(Thread* T, Arguments args) {                                                          \
    uint32_t a, b;                                                                                         \
    return to_id(T, args[0], what, &a) && to_id(T, args[1], what, &b) ? result_of(T, name(a, b)) : kEmpty; \
  }
SET_IDS(setreuid, "uid")
SET_IDS(setregid, "gid")
#undef SET_IDS
#define SET_THREE(name, what)                                                                                        \
  Value posix_##name(Thread* T, Arguments args) {                                                                    \
    uint32_t a, b, c;                                                                                                \
    if (!to_id(T, args[0], what, &a) || !to_id(T, args[1], what, &b) || !to_id(T, args[2], what, &c)) return kEmpty; \
    return result_of(T, name(a, b, c));                                                                              \
  }
SET_THREE(setresuid, "uid")
SET_THREE(setresgid, "gid")
#undef SET_THREE
Value three_ids(Thread* T, int result, uint32_t a, uint32_t b, uint32_t c) {
  if (result != 0) return raise_errno(T, errno);
  return make_tuple(T, {Value::small_int(a), Value::small_int(b), Value::small_int(c)});
}
Value posix_getresuid(Thread* T, Arguments) {
  uid_t a = 0, b = 0, c = 0;
  int result = getresuid(&a, &b, &c);
  return three_ids(T, result, a, b, c);
}
Value posix_getresgid(Thread* T, Arguments) {
  gid_t a = 0, b = 0, c = 0;
  int result = getresgid(&a, &b, &c);
  return three_ids(T, result, a, b, c);
}
Value id_list(Thread* T, const std::vector<gid_t>& ids) {
  List* list = make_list(T, ids.size());
  for (gid_t id : ids) {
    if (!list || !list_append(T, list, Value::small_int(id))) return kEmpty;
  }
  return list;
}
Value posix_getgroups(Thread* T, Arguments) {
  int count = getgroups(0, nullptr);
  if (count < 0) return raise_errno(T, errno);
  std::vector<gid_t> ids(static_cast<size_t>(count));
  count = getgroups(count, ids.data());
  if (count < 0) return raise_errno(T, errno);
  ids.resize(static_cast<size_t>(count));
  return id_list(T, ids);
}
Value posix_setgroups(Thread* T, Arguments args) {
  std::vector<gid_t> ids;
  if (!for_each(T, args[0], [&](Value v) {
        uint32_t id;
        if (!to_id(T, v, "gid", &id)) return false;
        ids.push_back(id);
        return true;
      })) {
    return kEmpty;
  }
  return result_of(T, setgroups(ids.size(), ids.data()));
}
Value posix_getgrouplist(Thread* T, Arguments args) {
  Path user;
  uint32_t group;
  if (!parse_path(T, args[0], "getgrouplist", "user", &user) || !to_id(T, args[1], "gid", &group)) return kEmpty;
  int count = 64;
  std::vector<gid_t> ids(64);
  while (getgrouplist(user.c_str(), group, ids.data(), &count) < 0) {
    ids.resize(std::max<size_t>(ids.size() * 2, static_cast<size_t>(count)));
    count = static_cast<int>(ids.size());
  }
  ids.resize(static_cast<size_t>(count));
  return id_list(T, ids);
}
Value posix_initgroups(Thread* T, Arguments args) {
  Path user;
  uint32_t group;
  if (!parse_path(T, args[0], "initgroups", "username", &user) || !to_id(T, args[1], "gid", &group)) return kEmpty;
  return result_of(T, initgroups(user.c_str(), group));
}
Value posix_getlogin(Thread* T, Arguments) {
  char name[256];
  int error = getlogin_r(name, sizeof(name));
  return error ? Value(raise_errno(T, error)) : make_path(T, name);
}
Value posix_getpgid(Thread* T, Arguments args) {
  int pid;
  if (!to_c_int(T, args[0], &pid)) return kEmpty;
  pid_t group = getpgid(pid);
  return group < 0 ? Value(raise_errno(T, errno)) : Value::small_int(group);
}
Value posix_setpgid(Thread* T, Arguments args) {
  int pid, group;
  return to_c_int(T, args[0], &pid) && to_c_int(T, args[1], &group) ? result_of(T, setpgid(pid, group)) : kEmpty;
}
Value posix_setpgrp(Thread* T, Arguments) {
  return result_of(T, setpgid(0, 0));
}
Value posix_getsid(Thread* T, Arguments args) {
  int pid;
  if (!to_c_int(T, args[0], &pid)) return kEmpty;
  pid_t session = getsid(pid);
  return session < 0 ? Value(raise_errno(T, errno)) : Value::small_int(session);
}
Value posix_setsid(Thread* T, Arguments) {
  return setsid() < 0 ? Value(raise_errno(T, errno)) : kNone;
}
Value posix_tcgetpgrp(Thread* T, Arguments args) {
  int fd;
  if (!to_c_int(T, args[0], &fd)) return kEmpty;
  pid_t group = tcgetpgrp(fd);
  return group < 0 ? Value(raise_errno(T, errno)) : Value::small_int(group);
}
Value posix_tcsetpgrp(Thread* T, Arguments args) {
  int fd, group;
  return to_c_int(T, args[0], &fd) && to_c_int(T, args[1], &group) ? result_of(T, tcsetpgrp(fd, group)) : kEmpty;
}

// ---------------------------------------------------------------- scheduling

Value posix_nice(Thread* T, Arguments args) {
  int increment;
  if (!to_c_int(T, args[0], &increment)) return kEmpty;
  errno = 0;
  int value = nice(increment);
  return value == -1 && errno ? Value(raise_errno(T, errno)) : Value::small_int(value);
}
Value posix_getpriority(Thread* T, Arguments args) {
  int which, who;
  if (!to_c_int(T, args[0], &which) || !to_c_int(T, args[1], &who)) return kEmpty;
  errno = 0;
  int value = getpriority(static_cast<__priority_which>(which), static_cast<id_t>(who));
  return value == -1 && errno ? Value(raise_errno(T, errno)) : Value::small_int(value);
}
Value posix_setpriority(Thread* T, Arguments args) {
  int which, who, priority;
  if (!to_c_int(T, args[0], &which) || !to_c_int(T, args[1], &who) || !to_c_int(T, args[2], &priority)) return kEmpty;
  return result_of(T, setpriority(static_cast<__priority_which>(which), static_cast<id_t>(who), priority));
}
Value posix_sched_yield(Thread* T, Arguments) {
  DetachScope detached(T, WaitReason::kOther);
  sched_yield();
  return kNone;
}
Value posix_sched_getaffinity(Thread* T, Arguments args) {
  int pid;
  cpu_set_t cpus;
  if (!to_c_int(T, args[0], &pid)) return kEmpty;
  if (sched_getaffinity(pid, sizeof(cpus), &cpus) != 0) return raise_errno(T, errno);
  Set* set = make_set(T);
  for (size_t i = 0; set && i < CPU_SETSIZE; ++i) {
    if (CPU_ISSET(i, &cpus) && !set_add(T, set, Value::small_int(static_cast<int64_t>(i)))) return kEmpty;
  }
  return set;
}
Value posix_sched_setaffinity(Thread* T, Arguments args) {
  int pid;
  cpu_set_t cpus;
  CPU_ZERO(&cpus);
  if (!to_c_int(T, args[0], &pid)) return kEmpty;
  if (!for_each(T, args[1], [&](Value v) {
        int cpu;
        if (!to_c_int(T, v, &cpu)) return false;
        if (cpu < 0) return static_cast<bool>(raise(T, Builtin::kValueError, "negative CPU number"));
        if (cpu >= CPU_SETSIZE) return static_cast<bool>(raise_errno(T, EINVAL));
        CPU_SET(static_cast<size_t>(cpu), &cpus);
        return true;
      })) {
    return kEmpty;
  }
  return result_of(T, sched_setaffinity(pid, sizeof(cpus), &cpus));
}
Value posix_sched_get_priority_max(Thread* T, Arguments args) {
  int policy;
  if (!to_c_int(T, args[0], &policy)) return kEmpty;
  int n = sched_get_priority_max(policy);
  return n < 0 ? Value(raise_errno(T, errno)) : Value::small_int(n);
}
Value posix_sched_get_priority_min(Thread* T, Arguments args) {
  int policy;
  if (!to_c_int(T, args[0], &policy)) return kEmpty;
  int n = sched_get_priority_min(policy);
  return n < 0 ? Value(raise_errno(T, errno)) : Value::small_int(n);
}
Value posix_sched_getscheduler(Thread* T, Arguments args) {
  int pid;
  if (!to_c_int(T, args[0], &pid)) return kEmpty;
  int n = sched_getscheduler(pid);
  return n < 0 ? Value(raise_errno(T, errno)) : Value::small_int(n);
}
bool parse_sched_param(Thread* T, Value v, sched_param* out) {
  if (!is_instance_of(T, v, state_of(T).sched_param.as<Type>()))
    return raise(T, Builtin::kTypeError, "must have a sched_param object");
  int priority;
  if (!to_c_int(T, (*v.as<Tuple>())[0], &priority)) return false;
  out->sched_priority = priority;
  return true;
}
Value posix_sched_setscheduler(Thread* T, Arguments args) {
  int pid, policy;
  sched_param parameter{};
  if (!to_c_int(T, args[0], &pid) || !to_c_int(T, args[1], &policy) || !parse_sched_param(T, args[2], &parameter))
    return kEmpty;
  return sched_setscheduler(pid, policy, &parameter) < 0 ? Value(raise_errno(T, errno)) : kNone;
}
Value posix_sched_setparam(Thread* T, Arguments args) {
  int pid;
  sched_param parameter{};
  if (!to_c_int(T, args[0], &pid) || !parse_sched_param(T, args[1], &parameter)) return kEmpty;
  return result_of(T, sched_setparam(pid, &parameter));
}
Value posix_sched_getparam(Thread* T, Arguments args) {
  int pid;
  sched_param parameter{};
  if (!to_c_int(T, args[0], &pid)) return kEmpty;
  if (sched_getparam(pid, &parameter) != 0) return raise_errno(T, errno);
  return make_of(T, state_of(T).sched_param, {Value::small_int(parameter.sched_priority)});
}
Value posix_sched_rr_get_interval(Thread* T, Arguments args) {
  int pid;
  timespec t{};
  if (!to_c_int(T, args[0], &pid)) return kEmpty;
  if (sched_rr_get_interval(pid, &t) != 0) return raise_errno(T, errno);
  return Value::from_double(static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec));
}
Value posix_unshare(Thread* T, Arguments args) {
  int flags;
  return to_c_int(T, args[0], &flags) ? result_of(T, unshare(flags)) : kEmpty;
}
Value posix_setns(Thread* T, Arguments args) {
  int fd, type = 0;
  if (!to_descriptor(T, args[0], &fd) || (args.has(1) && !to_c_int(T, args[1], &type))) return kEmpty;
  return result_of(T, setns(fd, type));
}

#define SPAWN_OPTIONS                                                                                    \
  "(path, argv, env, /, *, file_actions=(), setpgroup=<unrepresentable>, resetids=False, setsid=False, " \
  "setsigmask=(), "                                                                                      \
  "setsigdef=(), scheduler=<unrepresentable>)"

const NativeMethod kFunctions[] = {
    {"fork()", posix_fork, "Fork a child process. Return 0 to child process and PID of child to parent process."},
    {"forkpty()", posix_forkpty,
     "Fork a new process with a new pseudo-terminal as controlling tty. Returns (pid, master_fd)."},
    {"register_at_fork(*, before=<unrepresentable>, after_in_child=<unrepresentable>, "
     "after_in_parent=<unrepresentable>)",
     posix_register_at_fork, "Register callables to be called when forking a new process."},
    {"execv(path, argv, /)", posix_execv, "Execute an executable path with arguments, replacing current process."},
    {"execve(path, argv, env)", posix_execve, "Execute an executable path with arguments, replacing current process."},
    {"posix_spawn" SPAWN_OPTIONS, posix_posix_spawn, "Execute the program specified by path in a new process."},
    {"posix_spawnp" SPAWN_OPTIONS, posix_posix_spawnp,
     "Execute the program specified by path, searched for on PATH, in a new process."},
    {"wait()", posix_wait, "Wait for completion of a child process. Returns (pid, status).", kMayBlock},
    {"waitpid(pid, options, /)", posix_waitpid, "Wait for completion of a given child process. Returns (pid, status).",
     kMayBlock},
    {"wait3(options)", posix_wait3, "Wait for completion of a child process. Returns (pid, status, rusage).",
     kMayBlock},
    {"wait4(pid, options)", posix_wait4,
     "Wait for completion of a specific child process. Returns (pid, status, rusage).", kMayBlock},
    {"waitid(idtype, id, options, /)", posix_waitid, "Wait for the completion of one or more child processes.",
     kMayBlock},
    {"waitstatus_to_exitcode(status)", posix_waitstatus_to_exitcode, "Convert a wait status to an exit code."},
    {"WIFEXITED(status)", posix_WIFEXITED,
     "Return True if the process returning status exited via the exit() system call."},
    {"WIFSIGNALED(status)", posix_WIFSIGNALED,
     "Return True if the process returning status was terminated by a signal."},
    {"WIFSTOPPED(status)", posix_WIFSTOPPED, "Return True if the process returning status was stopped."},
    {"WIFCONTINUED(status)", posix_WIFCONTINUED,
     "Return True if a particular process was continued from a job control stop."},
    {"WCOREDUMP(status, /)", posix_WCOREDUMP, "Return True if the process returning status was dumped to a core file."},
    {"WEXITSTATUS(status)", posix_WEXITSTATUS, "Return the process return code from status."},
    {"WTERMSIG(status)", posix_WTERMSIG,
     "Return the signal that terminated the process that provided the status value."},
    {"WSTOPSIG(status)", posix_WSTOPSIG, "Return the signal that stopped the process that provided the status value."},
    {"kill(pid, signal, /)", posix_kill, "Kill a process with a signal."},
    {"killpg(pgid, signal, /)", posix_killpg, "Kill a process group with a signal."},
    {"_exit(status)", posix_exit_now, "Exit to the system with specified status, without normal exit processing."},
    {"abort()", posix_abort, "Abort the interpreter immediately."},
    {"system(command)", posix_system, "Execute the command in a subshell.", kMayBlock},
    {"pidfd_open(pid, flags=0)", posix_pidfd_open, "Return a file descriptor referring to the process pid."},
    {"getpid()", posix_getpid, "Return the current process id."},
    {"getppid()", posix_getppid, "Return the parent's process id."},
    {"getuid()", posix_getuid, "Return the current process's user id."},
    {"geteuid()", posix_geteuid, "Return the current process's effective user id."},
    {"getgid()", posix_getgid, "Return the current process's group id."},
    {"getegid()", posix_getegid, "Return the current process's effective group id."},
    {"getpgrp()", posix_getpgrp, "Return the current process group id."},
    {"setuid(uid, /)", posix_setuid, "Set the current process's user id."},
    {"seteuid(euid, /)", posix_seteuid, "Set the current process's effective user id."},
    {"setgid(gid, /)", posix_setgid, "Set the current process's group id."},
    {"setegid(egid, /)", posix_setegid, "Set the current process's effective group id."},
    {"setreuid(ruid, euid, /)", posix_setreuid, "Set the current process's real and effective user ids."},
    {"setregid(rgid, egid, /)", posix_setregid, "Set the current process's real and effective group ids."},
    {"setresuid(ruid, euid, suid, /)", posix_setresuid,
     "Set the current process's real, effective, and saved user ids."},
    {"setresgid(rgid, egid, sgid, /)", posix_setresgid,
     "Set the current process's real, effective, and saved group ids."},
    {"getresuid()", posix_getresuid, "Return a tuple of the current process's real, effective, and saved user ids."},
    {"getresgid()", posix_getresgid, "Return a tuple of the current process's real, effective, and saved group ids."},
    {"getgroups()", posix_getgroups, "Return list of supplemental group IDs for the process."},
    {"setgroups(groups, /)", posix_setgroups, "Set the groups of the current process to list."},
    {"getgrouplist(user, group, /)", posix_getgrouplist, "Returns a list of groups to which a user belongs."},
    {"initgroups(username, gid, /)", posix_initgroups, "Initialize the group access list."},
    {"getlogin()", posix_getlogin, "Return the actual login name."},
    {"getpgid(pid)", posix_getpgid, "Call the system call getpgid(), and return the result."},
    {"setpgid(pid, pgrp, /)", posix_setpgid, "Call the system call setpgid(pid, pgrp)."},
    {"setpgrp()", posix_setpgrp, "Make the current process the leader of its process group."},
    {"getsid(pid, /)", posix_getsid, "Call the system call getsid(pid) and return the result."},
    {"setsid()", posix_setsid, "Call the system call setsid()."},
    {"tcgetpgrp(fd, /)", posix_tcgetpgrp, "Return the process group associated with the terminal specified by fd."},
    {"tcsetpgrp(fd, pgid, /)", posix_tcsetpgrp, "Set the process group associated with the terminal specified by fd."},
    {"nice(increment, /)", posix_nice, "Add increment to the priority of process and return the new priority."},
    {"getpriority(which, who)", posix_getpriority, "Return program scheduling priority."},
    {"setpriority(which, who, priority)", posix_setpriority, "Set program scheduling priority."},
    {"sched_yield()", posix_sched_yield, "Voluntarily relinquish the CPU.", kMayBlock},
    {"sched_getaffinity(pid, /)", posix_sched_getaffinity, "Return the affinity of the process identified by pid."},
    {"sched_setaffinity(pid, mask, /)", posix_sched_setaffinity,
     "Set the CPU affinity of the process identified by pid to mask."},
    {"sched_get_priority_max(policy)", posix_sched_get_priority_max, "Get the maximum scheduling priority for policy."},
    {"sched_get_priority_min(policy)", posix_sched_get_priority_min, "Get the minimum scheduling priority for policy."},
    {"sched_getscheduler(pid, /)", posix_sched_getscheduler,
     "Get the scheduling policy for the process identified by pid."},
    {"sched_setscheduler(pid, policy, param, /)", posix_sched_setscheduler,
     "Set the scheduling policy for the process identified by pid."},
    {"sched_getparam(pid, /)", posix_sched_getparam,
     "Returns scheduling parameters for the process identified by pid."},
    {"sched_setparam(pid, param, /)", posix_sched_setparam,
     "Set scheduling parameters for the process identified by pid."},
    {"sched_rr_get_interval(pid, /)", posix_sched_rr_get_interval,
     "Return the round-robin quantum for the process identified by pid, in seconds."},
    {"unshare(flags)", posix_unshare, "Disassociate parts of a process (or thread) execution context."},
    {"setns(fd, nstype=0)", posix_setns, "Move the calling thread into different namespaces."},
    {nullptr, nullptr, nullptr}};

constexpr StructSequenceSpec kWaitidResult = {
    "posix.waitid_result", "Result from waitid.", 5, {"si_pid", "si_uid", "si_signo", "si_status", "si_code"}};
constexpr StructSequenceSpec kSchedParam = {
    "posix.sched_param", "A scheduling parameter: sched_priority.", 1, {"sched_priority"}};

constexpr NumberConstant kConstants[] = {
#define N(name) {#name, name}
    N(WNOHANG),
    N(WUNTRACED),
    N(WCONTINUED),
    N(WEXITED),
    N(WSTOPPED),
    N(WNOWAIT),
    N(P_PID),
    N(P_PGID),
    N(P_ALL),
    N(CLD_EXITED),
    N(CLD_KILLED),
    N(CLD_DUMPED),
    N(CLD_TRAPPED),
    N(CLD_STOPPED),
    N(CLD_CONTINUED),
    N(PRIO_PROCESS),
    N(PRIO_PGRP),
    N(PRIO_USER),
    N(SCHED_OTHER),
    N(SCHED_FIFO),
    N(SCHED_RR),
    N(SCHED_BATCH),
    N(SCHED_IDLE),
    N(SCHED_RESET_ON_FORK),
    N(CLONE_VM),
    N(CLONE_FS),
    N(CLONE_FILES),
    N(CLONE_SIGHAND),
    N(CLONE_THREAD),
    N(CLONE_SYSVSEM),
    N(CLONE_NEWNS),
    N(CLONE_NEWCGROUP),
    N(CLONE_NEWUTS),
    N(CLONE_NEWIPC),
    N(CLONE_NEWUSER),
    N(CLONE_NEWPID),
    N(CLONE_NEWNET),
#undef N
    {"P_PIDFD", 3},
    {"CLONE_NEWTIME", 0x80},
    {"POSIX_SPAWN_OPEN", 0},
    {"POSIX_SPAWN_CLOSE", 1},
    {"POSIX_SPAWN_DUP2", 2},
    {"POSIX_SPAWN_CLOSEFROM", 3},
    {"EX_OK", 0},
    {"EX_USAGE", 64},
    {"EX_DATAERR", 65},
    {"EX_NOINPUT", 66},
    {"EX_NOUSER", 67},
    {"EX_NOHOST", 68},
    {"EX_UNAVAILABLE", 69},
    {"EX_SOFTWARE", 70},
    {"EX_OSERR", 71},
    {"EX_OSFILE", 72},
    {"EX_CANTCREAT", 73},
    {"EX_IOERR", 74},
    {"EX_TEMPFAIL", 75},
    {"EX_PROTOCOL", 76},
    {"EX_NOPERM", 77},
    {"EX_CONFIG", 78}};

}  // namespace

bool add_posix_processes(Thread* T, Module* module) {
  PosixState& state = state_of(T);
  for (Value& hooks : state.fork_hooks) {
    if (hooks.is_empty()) hooks = make_list(T);
    if (hooks.is_empty()) return false;
  }
  state.waitid_result = make_struct_sequence_type<kWaitidResult>(T);
  if (state.waitid_result) state.sched_param = make_struct_sequence_type<kSchedParam>(T);
  return state.sched_param && module_set(T, module, "waitid_result", state.waitid_result) &&
         module_set(T, module, "sched_param", state.sched_param) && add_functions(T, module, kFunctions) &&
         add_constants(T, module, kConstants, std::size(kConstants));
}

}  // namespace gilded
