// Thread: one thread of Python code: its frames, pending exception, allocation blocks and state towards the rest of the
// runtime.
//
// Passed as `T` to everything; never found through thread_local, so that a thread may later run on a fibre. Fields are
// its own unless marked atomic. A thread is ATTACHED while it may touch the heap (and, under a GIL, holds the GIL),
// DETACHED while it waits or runs a blocking system call. At a collection every other attached thread stops at a poll;
// detached ones may not attach.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "vm/object/value.h"

namespace gilded {

class Runtime;
struct ThreadAllocator;  // gc/heap.cpp
struct ThreadParker;     // threading/parking.cpp
struct Frame;
struct Instrumentation;   // interpreter/instrumentation.h
struct MegamorphicCache;  // interpreter/inline_cache.h
class ReprGuard;          // object/protocols.h
struct ThreadRecord;      // report/recorder.h
struct ThreadWatch;       // report/lost_updates.cpp
struct TypeLookupCache;   // object/type.h

// Why the next poll must take its slow path: bits of Thread::breaker.
enum BreakerBit : uint32_t {
  kStopRequested = 1,       // a collection or another stop of the world wants this thread to stop
  kGilDropRequested = 2,    // a waiter wants the GIL
  kCollectRequested = 4,    // allocation passed the limit
  kSignalsPending = 8,      // main thread: signal handlers to run
  kAsyncException = 16,     // an exception was sent to this thread
  kFinalizersPending = 32,  // __del__ methods and weak reference callbacks to run
  kExitRequested = 64,      // the runtime ends: a daemon thread stops for ever at this poll
  kObserverChanged = 128,   // choose the dispatch table anew (tracing, tick mode, switch arming)
  kSampleRequested = 256,   // the recorder wants to know the running stack
};

// What one thread experienced; written by the thread itself.
struct ThreadCounters {
  uint32_t number = 0;
  std::string name;  // as threading knows it, once it runs
  uint64_t gil_takes = 0;
  uint64_t gil_losses[6] = {};   // how often it let go and another thread was first to take the GIL, by SwitchReason
  uint8_t last_drop_reason = 0;  // SwitchReason
  uint64_t failed_wakeups = 0;
  uint64_t losses = 0;                     // all gil_losses
  uint8_t last_loss_reason = 0;            // SwitchReason of the last of them
  const uint32_t* last_loss_at = nullptr;  // and the instruction where it came
  uint64_t gil_waits = 0;
  int64_t longest_gil_wait_ns = 0;
  int64_t total_gil_wait_ns = 0;
  int64_t cpu_ns = 0;  // processor time, noted at its end
};

enum class ThreadState : uint32_t { kDetached, kAttached, kStopped };

class Thread {
 public:
  Runtime* runtime = nullptr;
  std::atomic<uint32_t> breaker{0};

  // --- Interpreter (interpreter/frame.h)
  Value* frame = nullptr;  // register window of the running Python frame; null outside any
  const uint32_t* pc =
      nullptr;  // its instruction, saved before every call out of the dispatch loop that may raise, poll or call back
  Value* stack_begin = nullptr;           // VM stack
  Value* stack_limit = nullptr;           // frames must end below
  Value* native_top = nullptr;            // end of the windows in use while native code runs; new frames start here
  uint32_t recursion_depth = 0;           // Python frames
  uintptr_t native_stack_limit = 0;       // lowest address C++ recursion may reach
  const void* const* dispatch = nullptr;  // fast or observed table
  int32_t observe_countdown = 0;          // instructions left until a requested switch is made in the observed table
  Value run_result;                       // of the run that just ended (computed-goto dispatch)
  uint64_t random_state = 0;              // for the choice of the gap; seeded by thread number
  Value trace_hook, profile_hook;         // sys.settrace, sys.setprofile; EMPTY: none
  Value generator_begin_hook, generator_end_hook;  // sys.set_asyncgen_hooks: firstiter, finalizer; EMPTY: none
  int32_t coroutine_origin_depth = 0;              // sys.set_coroutine_origin_tracking_depth
  Instrumentation* instrumentation = nullptr;      // made when this thread first runs in the instrumented table
  MegamorphicCache* megamorphic_cache = nullptr;   // made when an instruction first meets too many classes
  TypeLookupCache* type_lookup_cache = nullptr;    // made at the first lookup

  // --- Exceptions
  Value exception;  // raised and not yet caught; EMPTY: none. Natives return EMPTY exactly when it is set
  Value
      handled_exception;  // innermost exception being handled in the running generator or plain call chain; EMPTY: none
  bool reraising = false;  // the pending exception was raised again: the unwinder adds no traceback entry here

  ThreadCounters counters;
  ThreadWatch* watch = nullptr;    // follows its values to find lost updates; null: nobody asked
  ThreadRecord* record = nullptr;  // where it notes what happens to it; null: nobody wants to know

  // --- Life and state
  std::atomic<uint32_t> state{0};  // ThreadState
  uint64_t ident = 0;              // threading.get_ident()
  uint32_t number = 0;             // 1 for the main thread, counting; names it in statistics and traces
  int no_safepoint_depth = 0;      // NoSafepointScope
  ThreadAllocator* allocator = nullptr;
  ThreadParker* parker = nullptr;
  uintptr_t saved_registers[7] = {};  // while detached or stopped: callee-saved registers, and the stack pointer: scan
                                      // from there to native_stack_base
  uintptr_t native_stack_base = 0;
  uint32_t starter = 0;  // number of the thread that started it
  bool is_main = false;
  bool runs_finalizers = false;
  bool is_daemon = false;
  Value thread_locals;               // list of weak references to the _thread._local objects it uses, or EMPTY
  Value context;                     // contextvars
  Value start_values[4];             // a new thread's function, arguments, keywords, handle, until it takes them
  ReprGuard* repr_guards = nullptr;  // containers whose repr is being made
  Value async_exception;             // sent by another thread with kAsyncException; guarded by Runtime::threads_lock

  // End of the registers in use: above the running frame, or above the windows that native code made.
  Value* live_stack_end() const;
  // Of these, the registers that the collector scans. REQUIRES: the world is stopped.
  Value* scanned_stack_end() const;
  // True when another thread may run at this very moment: GIL off and a second thread was started once. Object locks
  // are needed then.
  bool parallel() const { return parallel_.load(std::memory_order_relaxed); }
  bool has_exception() const { return !exception.is_empty(); }
  void request(BreakerBit bit) { breaker.fetch_or(bit, std::memory_order_seq_cst); }

  std::atomic<bool> parallel_{false};
  Thread* next = nullptr;  // Runtime's list, guarded by its thread-list lock
};

// Records the calling system thread's stack as T's: bounds for the conservative scan and for C++ recursion, and ident.
void adopt_native_stack(Thread* T);

}  // namespace gilded
