// The end of a runtime: waiting for threads, atexit functions, flushing, stopping daemon threads. And the last resort
// for messages.
#include <unistd.h>

#include "vm/gc/collector.h"
#include "vm/interpreter/interpreter.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/safepoint.h"
#include "vm/types/dict.h"
#include "vm/types/exception.h"
#include "vm/types/module.h"
#include "vm/types/string.h"

namespace gilded {

void write_standard_error(Thread* T, std::string_view text) {
  Value pending = take_exception(T);
  bool written = false;
  if (T->runtime->sys_module) {
    Value stream = find_attribute(T, T->runtime->sys_module, names(T).stderr);
    clear_exception(T);
    if (stream && !stream.is_none()) {
      // What went to standard output before must be seen before.
      Value out = find_attribute(T, T->runtime->sys_module, names(T).stdout);
      clear_exception(T);
      if (out && !out.is_none()) (void)call_method(T, out, names(T).flush, {});
      clear_exception(T);
      String* s = make_string(T, text);
      written = s && !call_method(T, stream, names(T).write, {s}).is_empty();
      if (written) (void)call_method(T, stream, names(T).flush, {});
      clear_exception(T);
    } else if (stream.is_none()) {
      written = true;
    }
  }
  while (!written && !text.empty()) {
    ssize_t n = write(2, text.data(), text.size());
    if (n <= 0) break;
    text.remove_prefix(static_cast<size_t>(n));
  }
  restore_exception(T, pending);
}

// Calls a function of a module that is loaded already; a failure is reported and forgotten.
static void call_if_loaded(Thread* T, const char* module_name, const char* function_name) {
  Value module = dict_get(T->runtime->modules.as<Dict>(), intern(T, std::string_view(module_name)));
  if (module.is_empty() || module.is_none()) return;
  Value function = find_attribute(T, module, intern(T, std::string_view(function_name)));
  if (function.is_empty()) {
    clear_exception(T);
    return;
  }
  if (call(T, function, {}).is_empty()) report_unraisable(T, function);
}

static bool flush_stream(Thread* T, String* name) {
  Value stream = find_attribute(T, T->runtime->sys_module, name);
  clear_exception(T);
  if (stream.is_empty() || stream.is_none()) return true;
  Value closed = find_attribute(T, stream, names(T).closed);
  clear_exception(T);
  if (closed.is_true()) return true;
  if (!call_method(T, stream, names(T).flush, {}).is_empty()) return true;
  report_unraisable(T, stream);
  return false;
}

int Runtime::finish(Thread* T, int status) {
  T->frame = nullptr;
  // Non-daemon threads first: what they still do may register more for the end.
  call_if_loaded(T, "threading", "_shutdown");
  call_if_loaded(T, "atexit", "_run_exitfuncs");
  if (T->breaker.load() & kFinalizersPending) collector->run_finalizers(T);
  // From here on there are no new threads. Daemon threads still run: what a finaliser waits for, they may hold.
  finishing.store(true);
  // Before the files below them are closed by their own finalisers.
  call_if_loaded(T, "_io", "_flush_forgotten");
  collector->finalize_living(T);
  call_if_loaded(T, "_io", "_flush_forgotten");
  if (!flush_stream(T, names.stdout) && status == 0) status = 120;
  flush_stream(T, names.stderr);
  {
    MutexLock guard(threads_lock);
    for (Thread* other = threads; other; other = other->next) {
      if (other != T) other->request(kExitRequested);
    }
  }
  // Daemon threads stop at their next poll and never go on: the world stays stopped.
  stopped_for_ever = new StopTheWorldScope(T);
  return status;
}

}  // namespace gilded
