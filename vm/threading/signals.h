// Signals: what the operating system delivers is noted in a flag; Python handlers run later, on the main thread, at a
// poll or when a wait is interrupted. The process-wide tables that a C signal handler needs are the one exception to
// "no global state": they only name the runtime that took the signals.
#pragma once

#include <atomic>

#include "vm/object/object.h"

namespace gilded {

class Runtime;
class Thread;

inline constexpr int kSignalCount = 65;

struct SignalState {
  std::atomic<bool> pending[kSignalCount] = {};
  Value handlers[kSignalCount];  // Python callables, SIG_DFL (0), SIG_IGN (1), or EMPTY (None: not set from Python);
                                 // roots; main thread only
  std::atomic<int> wakeup_fd{-1};
};

// Takes SIGINT for KeyboardInterrupt. `default_int_handler` is signal.default_int_handler.
void install_signal_handling(Thread* T);
void uninstall_signal_handling(Runtime* runtime);
// Lets the system call our handler for a signal (true) or restores its default or ignoring action.
bool catch_signal(Runtime* runtime, int number);
bool default_signal(int number);
bool ignore_signal(int number);
// Notes a signal as if the system had delivered it (signal.raise_signal, _thread.interrupt_main).
void note_signal(Runtime* runtime, int number);
// Main thread: calls the handlers of all pending signals. False: one raised.
bool run_signal_handlers(Thread* T);

}  // namespace gilded
