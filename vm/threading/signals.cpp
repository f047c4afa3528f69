#include "vm/threading/signals.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "vm/interpreter/frame.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/parking.h"

namespace gilded {

// The runtime whose main thread handles this process's signals; null: none.
static std::atomic<Runtime*> signal_runtime{nullptr};

void note_signal(Runtime* runtime, int number) {
  runtime->signals->pending[number].store(true, std::memory_order_seq_cst);
  runtime->main_thread->request(kSignalsPending);
  runtime->parking_lot->interrupt(runtime->main_thread);
  int fd = runtime->signals->wakeup_fd.load(std::memory_order_relaxed);
  if (fd >= 0) {
    auto byte = static_cast<unsigned char>(number);
    [[maybe_unused]] ssize_t written = write(fd, &byte, 1);
  }
}

static void on_signal(int number) {
  int saved_errno = errno;
  if (Runtime* runtime = signal_runtime.load(std::memory_order_seq_cst)) note_signal(runtime, number);
  errno = saved_errno;
}

static bool set_action(int number, void (*handler)(int)) {
  struct sigaction action{};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  return sigaction(number, &action, nullptr) == 0;
}
bool catch_signal(Runtime* runtime, int number) {
  signal_runtime.store(runtime, std::memory_order_seq_cst);
  return set_action(number, on_signal);
}
bool default_signal(int number) {
  return set_action(number, SIG_DFL);
}
bool ignore_signal(int number) {
  return set_action(number, SIG_IGN);
}

void install_signal_handling(Thread* T) {
  Runtime* runtime = T->runtime;
  runtime->signals = {new SignalState, [](SignalState* s) { delete s; }};
  for (Value& handler : runtime->signals->handlers) runtime->add_root(&handler);
  ignore_signal(SIGPIPE);
  struct sigaction current{};
  // A SIGINT that the parent ignored stays ignored, as in CPython.
  if (sigaction(SIGINT, nullptr, &current) == 0 && current.sa_handler == SIG_DFL) catch_signal(runtime, SIGINT);
}

void uninstall_signal_handling(Runtime* runtime) {
  Runtime* expected = runtime;
  signal_runtime.compare_exchange_strong(expected, nullptr);
}

bool run_signal_handlers(Thread* T) {
  SignalState& signals = *T->runtime->signals;
  T->breaker.fetch_and(~static_cast<uint32_t>(kSignalsPending), std::memory_order_seq_cst);
  for (int number = 1; number < kSignalCount; ++number) {
    if (!signals.pending[number].exchange(false, std::memory_order_seq_cst)) continue;
    Value handler = signals.handlers[number];
    bool failed = false;
    if (handler.is_empty()) {
      if (number == SIGINT) {
        (void)raise_value(T, exception_type(T, Builtin::kKeyboardInterrupt));
        failed = true;
      }
    } else if (!handler.is_small_int()) {
      Value frame = kNone;
      if (T->frame) {
        if (Frame* f = frame_object(T, T->frame, T->pc)) frame = f;
      }
      failed = call(T, handler, {Value::small_int(number), frame}).is_empty();
    }
    if (failed) {
      // The rest waits for the next poll.
      for (int rest = number + 1; rest < kSignalCount; ++rest) {
        if (signals.pending[rest].load()) T->request(kSignalsPending);
      }
      return false;
    }
  }
  return true;
}

}  // namespace gilded
