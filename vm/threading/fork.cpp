#include "vm/threading/fork.h"

#include <errno.h>
#include <unistd.h>

#include "vm/gc/blocks.h"
#include "vm/gc/collector.h"
#include "vm/report/lost_updates.h"
#include "vm/report/recorder.h"
#include "vm/sanitizers.h"
#include "vm/threading/gil.h"
#include "vm/threading/import_lock.h"
#include "vm/threading/safepoint.h"
#include "vm/threading/signals.h"

#ifdef GILDED_THREAD_SANITIZER
extern "C" {  // the sanitizer's own
void AnnotateIgnoreWritesBegin(const char* file, int line);
void AnnotateIgnoreWritesEnd(const char* file, int line);
}
#endif

namespace gilded {

// In the child of a fork the thread sanitizer still knows what the parent's other threads read. A thread that has
// stopped goes on reading: after it said so it wakes who waits for that, through the parking lot. No order can be made
// between those reads and what the child changes, and none is needed: the readers are not in this process. While this
// lives, the sanitizer looks at no access of the calling thread.
class OthersAreGone {
 public:
#ifdef GILDED_THREAD_SANITIZER
  OthersAreGone() { AnnotateIgnoreWritesBegin(__FILE__, __LINE__); }
  ~OthersAreGone() { AnnotateIgnoreWritesEnd(__FILE__, __LINE__); }
#else
  OthersAreGone() {}
#endif
  OthersAreGone(const OthersAreGone&) = delete;
  OthersAreGone& operator=(const OthersAreGone&) = delete;
};

// In the child, the world still stopped: T is alone.
static void forget_other_threads(Thread* T) {
  Runtime* runtime = T->runtime;
  OthersAreGone alone;
  // A new lot: a queue's mutex may be held, or its links half changed, by a thread that is gone.
  runtime->parking_lot->thread_ended(T);
  (void)runtime->parking_lot.release();  // NOLINT: its mutexes may be locked for ever
  runtime->parking_lot.reset(make_system_parking_lot());
  runtime->parking_lot->thread_started(T);
  // What is recorded and reported is the parent's run; its locks may be held by threads that are gone.
  T->record = nullptr;
  T->watch = nullptr;
  (void)runtime->recorder.release();      // NOLINT: see above
  (void)runtime->lost_updates.release();  // NOLINT
  runtime->options.report_path.clear();
  runtime->options.show_statistics = false;
  runtime->gil->restart_in_child(T);
  forget_imports_of_other_threads(T);

  std::vector<Thread*> others;
  for_each_thread(runtime, [&](Thread* thread) {
    if (thread != T) others.push_back(thread);
  });
  for (Thread* other : others) {
    runtime->collector->keep_what_stacks_hold(other);
    runtime->heap->release(other->allocator);
    runtime->destroy_thread(other);
  }
  // A thread that waited for one object's lock may have held another's.
  if (T->parallel())
    runtime->heap->for_each_object([](Object* object) { object->lock.store(0, std::memory_order_relaxed); });
  T->parallel_.store(false);

  SignalState& signals = *runtime->signals;
  for (auto& pending : signals.pending) pending.store(false);
  T->breaker.fetch_and(~static_cast<uint32_t>(kSignalsPending | kGilDropRequested));
  runtime->python_thread_count.store(T->is_main ? 0 : 1);
  if (!T->is_main) {
    // Its signal mask stays as it is.
    T->is_main = true;
    runtime->main_thread = T;
  }
}

pid_t fork_process(Thread* T, pid_t (*create)(void*), void* context) NO_THREAD_SAFETY_ANALYSIS {
  Runtime* runtime = T->runtime;
  StopTheWorldScope stopped(T);
  runtime->threads_lock.lock();
  runtime->heap->lock();
  pid_t pid = create ? create(context) : fork();
  int error = errno;
  runtime->heap->unlock();
  runtime->threads_lock.unlock();
  if (pid == 0) forget_other_threads(T);
  errno = error;
  return pid;
}

}  // namespace gilded
