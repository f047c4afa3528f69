// _signal: handlers for signals. They run on the main thread, at a poll or when a wait is interrupted
// (vm/threading/signals.h).
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>
#include <cstring>

#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/safepoint.h"
#include "vm/threading/signals.h"
#include "vm/types/int.h"
#include "vm/types/module.h"
#include "vm/types/set.h"
#include "vm/types/string.h"
#include "vm/types/struct_sequence.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

constexpr int64_t kDefault = 0, kIgnore = 1;

bool signal_number(Thread* T, Value v, int* out) {
  int64_t n;
  if (!to_int64(T, v, &n)) return false;
  if (n < 1 || n >= kSignalCount) return raise(T, Builtin::kValueError, "signal number out of range");
  *out = static_cast<int>(n);
  return true;
}
Value signal_default_int_handler(Thread* T, Arguments) {
  return raise_value(T, exception_type(T, Builtin::kKeyboardInterrupt));
}

// The handler as signal.getsignal() tells it.
Value present_handler(Thread* T, int number) {
  Value v = T->runtime->signals->handlers[number];
  if (v) return v;
  struct sigaction action{};
  if (sigaction(number, nullptr, &action) != 0) return kNone;
  if (number == SIGINT && action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN) {
    Value module = get_item(T, T->runtime->modules, intern(T, std::string_view("_signal")));
    if (module.is_empty()) return kEmpty;
    return get_attribute(T, module, std::string_view("default_int_handler"));
  }
  return action.sa_handler == SIG_IGN   ? Value::small_int(kIgnore)
         : action.sa_handler == SIG_DFL ? Value::small_int(kDefault)
                                        : kNone;
}
Value signal_getsignal(Thread* T, Arguments args) {
  int number;
  return signal_number(T, args[0], &number) ? present_handler(T, number) : kEmpty;
}
Value signal_signal(Thread* T, Arguments args) {
  int number;
  if (!signal_number(T, args[0], &number)) return kEmpty;
  if (!T->is_main) return raise(T, Builtin::kValueError, "signal only works in main thread of the main interpreter");
  Value handler = args[1];
  // Members of an IntEnum stand for the two constants.
  int64_t constant = -1;
  if (!is_callable(T, handler)) {
    if (!to_int64(T, handler, &constant)) clear_exception(T);
    if (constant != kDefault && constant != kIgnore) {
      return raise(T, Builtin::kTypeError,
                   "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
    }
  }
  Value previous = present_handler(T, number);
  if (previous.is_empty()) return kEmpty;
  bool ok = constant == kDefault  ? default_signal(number)
            : constant == kIgnore ? ignore_signal(number)
                                  : catch_signal(T->runtime, number);
  if (!ok) return raise_errno(T, errno);
  T->runtime->signals->handlers[number] = constant >= 0 ? Value::small_int(constant) : handler;
  return previous;
}
Value signal_raise_signal(Thread* T, Arguments args) {
  int64_t number;
  if (!to_int64(T, args[0], &number)) return kEmpty;
  int result, error;
  {
    DetachScope detached(T, WaitReason::kOther);
    // To the process, not to this thread: the main thread comes first when the system chooses one.
    result = kill(getpid(), static_cast<int>(number));
    error = errno;
  }
  if (result != 0) return raise_errno(T, error);
  return poll_if_requested(T) ? kNone : kEmpty;
}
Value signal_alarm(Thread* T, Arguments args) {
  int64_t n;
  return to_int64(T, args[0], &n) ? Value::small_int(alarm(static_cast<unsigned>(n))) : kEmpty;
}
Value signal_pause(Thread* T, Arguments) {
  // Any signal with a handler ends it.
  char address;
  for (;;) {
    ParkResult result;
    {
      DetachScope detached(T, WaitReason::kOther);
      result = T->runtime->parking_lot->park(T, WaitReason::kOther, &address, nullptr, nullptr, kNoDeadline, true);
    }
    if (!poll_if_requested(T)) return kEmpty;
    if (result == ParkResult::kInterrupted) return kNone;
  }
}
struct SignalModuleState {
  explicit SignalModuleState(Runtime* runtime) {
    runtime->add_root(&information);
    runtime->add_root(&timer_error);
  }
  Value information, timer_error;
};
Value raise_timer_error(Thread* T, int error) {
  Value exception = call(T, native_state<SignalModuleState>(T->runtime).timer_error,
                         {Value::small_int(error), Value(make_string(T, std::string_view(strerror(error))))});
  return exception ? Value(raise_value(T, exception)) : kEmpty;
}

Value timer_pair(Thread* T, const itimerval& t) {
  auto number = [](const timeval& v) {
    return Value::from_double(static_cast<double>(v.tv_sec) + static_cast<double>(v.tv_usec) / 1e6);
  };
  return make_tuple(T, {number(t.it_value), number(t.it_interval)});
}
Value signal_setitimer(Thread* T, Arguments args) {
  int64_t which;
  double first, interval = 0;
  if (!to_int64(T, args[0], &which) || !to_double(T, args[1], &first) ||
      (args.has(2) && !to_double(T, args[2], &interval)))
    return kEmpty;
  auto time_of = [](double d) {
    return timeval{static_cast<time_t>(d),
                   static_cast<suseconds_t>((d - static_cast<double>(static_cast<time_t>(d))) * 1e6)};
  };
  itimerval fresh{time_of(interval), time_of(first)}, old{};
  if (setitimer(static_cast<__itimer_which_t>(which), &fresh, &old) != 0) return raise_timer_error(T, errno);
  return timer_pair(T, old);
}
Value signal_getitimer(Thread* T, Arguments args) {
  int64_t which;
  itimerval t{};
  if (!to_int64(T, args[0], &which)) return kEmpty;
  if (getitimer(static_cast<__itimer_which_t>(which), &t) != 0) return raise_timer_error(T, errno);
  return timer_pair(T, t);
}
Value signal_strsignal(Thread* T, Arguments args) {
  int number;
  return signal_number(T, args[0], &number) ? Value(make_string(T, std::string_view(strsignal(number)))) : kEmpty;
}
Value signal_valid_signals(Thread* T, Arguments) {
  Set* set = make_set(T);
  for (int i = 1; set && i < kSignalCount; ++i) {
    if (i == 32 || i == 33) continue;  // the C library's own
    if (set_add(T, set, Value::small_int(i)) < 0) return kEmpty;
  }
  return set;
}
Value signal_set_wakeup_fd(Thread* T, Arguments args) {
  int64_t fd;
  if (!to_int64(T, args[0], &fd)) return kEmpty;
  if (!T->is_main)
    return raise(T, Builtin::kValueError, "set_wakeup_fd only works in main thread of the main interpreter");
  if (fd != -1) {
    struct stat status;
    if (fstat(static_cast<int>(fd), &status) != 0) return raise_errno(T, errno);
    int flags = fcntl(static_cast<int>(fd), F_GETFL);
    // The handler must never wait.
    if (flags >= 0 && !(flags & O_NONBLOCK))
      return raise(T, Builtin::kValueError, "the fd {} must be in non-blocking mode", fd);
  }
  return Value::small_int(T->runtime->signals->wakeup_fd.exchange(static_cast<int>(fd)));
}
Value signal_siginterrupt(Thread* T, Arguments args) {
  int number;
  bool interrupt;
  if (!signal_number(T, args[0], &number) || !truth(T, args[1], &interrupt)) return kEmpty;
  struct sigaction action{};
  if (sigaction(number, nullptr, &action) != 0) return raise_errno(T, errno);
  if (interrupt)
    action.sa_flags &= ~SA_RESTART;
  else
    action.sa_flags |= SA_RESTART;
  return sigaction(number, &action, nullptr) == 0 ? kNone : Value(raise_errno(T, errno));
}

// ---------------------------------------------------------------- blocked and pending signals

bool parse_signals(Thread* T, Value v, sigset_t* out) {
  sigemptyset(out);
  return for_each(T, v, [&](Value item) {
    int64_t number;
    if (!to_int64(T, item, &number)) return false;
    if (number < 1 || number >= kSignalCount) {
      return static_cast<bool>(
          raise(T, Builtin::kValueError, "signal number {} out of range [1; {}]", number, kSignalCount - 1));
    }
    sigaddset(out, static_cast<int>(number));
    return true;
  });
}
Value signals_of(Thread* T, const sigset_t& signals) {
  Set* set = make_set(T);
  for (int i = 1; set && i < kSignalCount; ++i) {
    if (sigismember(&signals, i) == 1 && set_add(T, set, Value::small_int(i)) < 0) return kEmpty;
  }
  return set;
}
Value signal_pthread_sigmask(Thread* T, Arguments args) {
  int64_t how;
  sigset_t wanted, previous;
  if (!to_int64(T, args[0], &how) || !parse_signals(T, args[1], &wanted)) return kEmpty;
  int error = pthread_sigmask(static_cast<int>(how), &wanted, &previous);
  if (error) return raise_errno(T, error);
  // One that was unblocked may have arrived at once.
  return poll_if_requested(T) ? signals_of(T, previous) : kEmpty;
}
Value signal_sigpending(Thread* T, Arguments) {
  sigset_t pending;
  return sigpending(&pending) == 0 ? signals_of(T, pending) : Value(raise_errno(T, errno));
}
Value signal_sigwait(Thread* T, Arguments args) {
  sigset_t wanted;
  if (!parse_signals(T, args[0], &wanted)) return kEmpty;
  for (;;) {
    int number, error;
    {
      DetachScope detached(T, WaitReason::kOther);
      // Not sigwait(), which goes on by itself when another signal's handler ran.
      number = sigwaitinfo(&wanted, nullptr);
      error = errno;
    }
    if (number > 0) return Value::small_int(number);
    if (error != EINTR) return raise_errno(T, error);
    if (!poll_if_requested(T)) return kEmpty;
  }
}
constexpr StructSequenceSpec kSignalInformation = {
    "signal.struct_siginfo",
    "struct_siginfo: Result from sigwaitinfo or sigtimedwait.",
    7,
    {"si_signo", "si_code", "si_errno", "si_pid", "si_uid", "si_status", "si_band"}};
Value wait_for_signal(Thread* T, Value signals, Nanoseconds deadline) {
  sigset_t wanted;
  if (!parse_signals(T, signals, &wanted)) return kEmpty;
  for (;;) {
    int number, error;
    siginfo_t info{};
    Nanoseconds left = std::max<Nanoseconds>(deadline - monotonic_now(), 0);
    timespec time{static_cast<time_t>(left / 1'000'000'000), static_cast<long>(left % 1'000'000'000)};
    {
      DetachScope detached(T, WaitReason::kOther);
      number = deadline == kNoDeadline ? sigwaitinfo(&wanted, &info) : sigtimedwait(&wanted, &info, &time);
      error = errno;
    }
    if (number > 0) {
      Value items[] = {Value::small_int(info.si_signo),
                       Value::small_int(info.si_code),
                       Value::small_int(info.si_errno),
                       Value::small_int(info.si_pid),
                       Value::small_int(info.si_uid),
                       Value::small_int(info.si_status),
                       make_int(T, static_cast<int64_t>(info.si_band))};
      return make_struct_sequence(T, native_state<SignalModuleState>(T->runtime).information.as<Type>(), items, 7, 7);
    }
    if (error == EAGAIN) return kNone;
    if (error != EINTR) return raise_errno(T, error);
    if (!poll_if_requested(T)) return kEmpty;
  }
}
Value signal_sigwaitinfo(Thread* T, Arguments args) {
  return wait_for_signal(T, args[0], kNoDeadline);
}
Value signal_sigtimedwait(Thread* T, Arguments args) {
  double seconds;
  if (!to_double(T, args[1], &seconds)) return kEmpty;
  if (seconds < 0) return raise(T, Builtin::kValueError, "timeout must be non-negative");
  return wait_for_signal(T, args[0], monotonic_now() + static_cast<Nanoseconds>(seconds * 1e9));
}
Value signal_pidfd_send_signal(Thread* T, Arguments args) {
  int64_t descriptor, number, flags = 0;
  if (!to_int64(T, args[0], &descriptor) || !to_int64(T, args[1], &number) ||
      (args.has(3) && !to_int64(T, args[3], &flags)))
    return kEmpty;
  if (args.has(2) && !args[2].is_none()) return raise(T, Builtin::kTypeError, "siginfo must be None");
  if (syscall(SYS_pidfd_send_signal, descriptor, number, nullptr, flags) < 0) return raise_errno(T, errno);
  return poll_if_requested(T) ? kNone : kEmpty;
}
Value signal_pthread_kill(Thread* T, Arguments args) {
  int64_t thread, number;
  if (!to_int64(T, args[0], &thread) || !to_int64(T, args[1], &number)) return kEmpty;
  int error = pthread_kill(static_cast<pthread_t>(thread), static_cast<int>(number));
  if (error) return raise_errno(T, error);
  return poll_if_requested(T) ? kNone : kEmpty;
}

const NativeMethod kFunctions[] = {
    {"signal(signalnum, handler, /)", signal_signal, "Set the action for the given signal."},
    {"getsignal(signalnum, /)", signal_getsignal, "Return the current action for the given signal."},
    {"default_int_handler(signalnum, frame, /)", signal_default_int_handler,
     "The default handler for SIGINT: raises KeyboardInterrupt."},
    {"raise_signal(signalnum, /)", signal_raise_signal, "Send a signal to the executing process."},
    {"alarm(seconds, /)", signal_alarm, "Arrange for SIGALRM to arrive after the given number of seconds."},
    {"pause()", signal_pause, "Wait until a signal arrives.", kMayBlock},
    {"setitimer(which, seconds, interval=0.0, /)", signal_setitimer, "Set given itimer."},
    {"getitimer(which, /)", signal_getitimer, "Return current value of given itimer."},
    {"strsignal(signalnum, /)", signal_strsignal, "Return the system description of the given signal."},
    {"valid_signals()", signal_valid_signals, "Return a set of valid signal numbers on this platform."},
    {"set_wakeup_fd(fd, /, *, warn_on_full_buffer=True)", signal_set_wakeup_fd,
     "Set the fd to be written to when a signal comes in."},
    {"siginterrupt(signalnum, flag, /)", signal_siginterrupt,
     "Accepted: system calls are always restarted by the library."},
    {"pthread_kill(thread_id, signalnum, /)", signal_pthread_kill, "Send a signal to a thread."},
    {"pthread_sigmask(how, mask, /)", signal_pthread_sigmask,
     "Fetch and/or change the signal mask of the calling thread."},
    {"sigpending()", signal_sigpending, "Examine pending signals."},
    {"sigwait(sigset, /)", signal_sigwait, "Wait for a signal.", kMayBlock},
    {"sigwaitinfo(sigset, /)", signal_sigwaitinfo,
     "Wait synchronously until one of the signals in sigset is delivered.", kMayBlock},
    {"sigtimedwait(sigset, timeout, /)", signal_sigtimedwait, "Like sigwaitinfo(), but with a timeout.", kMayBlock},
    {"pidfd_send_signal(pidfd, signalnum, siginfo=None, flags=0, /)", signal_pidfd_send_signal,
     "Send a signal to a process referred to by a pid file descriptor."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_signal_module(Thread* T) {
  Module* module = make_module(T, "_signal");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  static constexpr struct {
    const char* name;
    int number;
  } kNumbers[] = {{"SIG_DFL", kDefault},
                  {"SIG_IGN", kIgnore},
                  {"SIG_BLOCK", SIG_BLOCK},
                  {"SIG_UNBLOCK", SIG_UNBLOCK},
                  {"SIG_SETMASK", SIG_SETMASK},
                  {"NSIG", kSignalCount},
                  {"SIGHUP", SIGHUP},
                  {"SIGINT", SIGINT},
                  {"SIGQUIT", SIGQUIT},
                  {"SIGILL", SIGILL},
                  {"SIGTRAP", SIGTRAP},
                  {"SIGABRT", SIGABRT},
                  {"SIGIOT", SIGIOT},
                  {"SIGBUS", SIGBUS},
                  {"SIGFPE", SIGFPE},
                  {"SIGKILL", SIGKILL},
                  {"SIGUSR1", SIGUSR1},
                  {"SIGSEGV", SIGSEGV},
                  {"SIGUSR2", SIGUSR2},
                  {"SIGPIPE", SIGPIPE},
                  {"SIGALRM", SIGALRM},
                  {"SIGTERM", SIGTERM},
                  {"SIGSTKFLT", SIGSTKFLT},
                  {"SIGCHLD", SIGCHLD},
                  {"SIGCLD", SIGCHLD},
                  {"SIGCONT", SIGCONT},
                  {"SIGSTOP", SIGSTOP},
                  {"SIGTSTP", SIGTSTP},
                  {"SIGTTIN", SIGTTIN},
                  {"SIGTTOU", SIGTTOU},
                  {"SIGURG", SIGURG},
                  {"SIGXCPU", SIGXCPU},
                  {"SIGXFSZ", SIGXFSZ},
                  {"SIGVTALRM", SIGVTALRM},
                  {"SIGPROF", SIGPROF},
                  {"SIGWINCH", SIGWINCH},
                  {"SIGIO", SIGIO},
                  {"SIGPOLL", SIGPOLL},
                  {"SIGPWR", SIGPWR},
                  {"SIGSYS", SIGSYS},
                  {"ITIMER_REAL", ITIMER_REAL},
                  {"ITIMER_VIRTUAL", ITIMER_VIRTUAL},
                  {"ITIMER_PROF", ITIMER_PROF}};
  for (auto& entry : kNumbers) {
    if (!module_set(T, module, entry.name, Value::small_int(entry.number))) return kEmpty;
  }
  SignalModuleState& state = native_state<SignalModuleState>(T->runtime);
  state.information = make_struct_sequence_type<kSignalInformation>(T);
  if (state.information.is_empty()) return kEmpty;
  // class itimer_error(OSError)
  Dict* namespace_dict = make_dict(T);
  if (!namespace_dict || !dict_set(T, namespace_dict, names(T).dunder_module, make_string(T, "signal"))) return kEmpty;
  Value timer_error =
      call(T, Value(types(T).type),
           {Value(make_string(T, "itimer_error")), Value(make_tuple(T, {Value(exception_type(T, Builtin::kOSError))})),
            Value(namespace_dict)});
  if (!timer_error) return kEmpty;
  state.timer_error = timer_error;
  bool ok = module_set(T, module, "struct_siginfo", state.information) &&
            module_set(T, module, "SIGRTMIN", Value::small_int(SIGRTMIN)) &&
            module_set(T, module, "SIGRTMAX", Value::small_int(SIGRTMAX)) &&
            module_set(T, module, "ItimerError", timer_error);
  return ok ? Value(module) : kEmpty;
}

}  // namespace gilded
