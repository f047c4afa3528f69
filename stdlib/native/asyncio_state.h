// Futures and tasks of asyncio in C++: what _asyncio.cpp, _asyncio_futures.cpp and _asyncio_tasks.cpp share.
//
// Future: a Record.  slots: FutureSlot up to kFutureSlots; bytes: FutureData
// Task: a Record.    slots: all of FutureSlot; bytes: FutureData
//
// Thread safety: a future belongs to one event loop and its thread. Other threads that touch one all the same may see
// one change before another, as nothing here is locked but the list of tasks; all slots and bytes are atomic.
//
// Errors: EMPTY, null or false with an exception set, unless a comment says more.
#pragma once

#include <atomic>
#include <memory>
#include <string_view>
#include <vector>

#include "vm/object/native.h"
#include "vm/object/object.h"
#include "vm/runtime.h"
#include "vm/types/list.h"
#include "vm/types/record.h"

namespace gilded::asyncio {

enum FutureSlot : uint32_t {
  kLoop,             // EMPTY: __init__ was not called
  kFirstCallback,    // most futures have one callback; EMPTY: none
  kFirstContext,     // and the context it is called in
  kMoreCallbacks,    // List of (callback, context), or EMPTY
  kResult,           // the result, or the exception (FutureData::has_failed)
  kFailedTraceback,  // the traceback of the exception when it was set
  kOrigin,           // in debug mode: where it was made
  kCancelMessage,    // EMPTY: none
  kCancelledError,   // the CancelledError that ended a task, until somebody takes it
  kFutureSlots,
  kCoroutine = kFutureSlots,  // None once an eager task is done
  kName,                      // str, or the number that makes its name
  kContext,
  kWaiter,  // the future that it waits for, or EMPTY
  kTaskSlots
};

enum class FutureState : uint8_t { kPending, kCancelled, kFinished };

struct FutureData {
  std::atomic<uint8_t> state;               // FutureState
  std::atomic<uint8_t> has_failed;          // kResult holds an exception
  std::atomic<uint8_t> log_traceback;       // nobody has asked for that exception yet
  std::atomic<uint8_t> is_blocking;         // _asyncio_future_blocking: a task has just begun to wait for it
  std::atomic<uint8_t> must_cancel;         // tasks: raise CancelledError at the next step
  std::atomic<uint8_t> silent_destruction;  // tasks: say nothing when it dies before it is done
  std::atomic<uint8_t> is_listed;           // tasks: all_tasks() shows it
  std::atomic<int32_t> cancel_requests;     // tasks
};

// What a collection finds dead leaves this list; whoever reads it before sees living tasks.
struct TaskList {
  Mutex lock;
  std::vector<Object*> tasks GUARDED_BY(lock);
};

struct AsyncioState {
  explicit AsyncioState(Runtime* runtime) : tasks(std::make_shared<TaskList>()) {
    for (Value* root : {&future,
                        &task,
                        &future_iterator,
                        &task_step,
                        &running_loops,
                        &current_tasks,
                        &cancelled_error,
                        &invalid_state_error,
                        &future_repr,
                        &creation_stack,
                        &get_event_loop,
                        &is_coroutine,
                        &task_repr,
                        &get_stack,
                        &print_stack,
                        &scheduled_tasks,
                        &eager_tasks,
                        &context_keyword,
                        &message_keyword,
                        &call_soon,
                        &get_debug,
                        &add_done_callback,
                        &cancel,
                        &result,
                        &call_exception_handler,
                        &blocking,
                        &get_loop,
                        &loop_name,
                        &throw_name,
                        &add_name,
                        &discard_name,
                        &native_add_done_callback})
      runtime->add_root(root);
  }
  Value future, task, future_iterator, task_step;                                       // types
  Value running_loops;                                                                  // dict: Thread::number -> loop
  Value current_tasks;                                                                  // dict: loop -> task
  Value cancelled_error, invalid_state_error;                                           // from asyncio.exceptions
  Value future_repr, creation_stack, get_event_loop;                                    // from asyncio.futures
  Value is_coroutine, task_repr, get_stack, print_stack, scheduled_tasks, eager_tasks;  // from asyncio.tasks
  Value context_keyword, message_keyword;                                               // ("context",), ("msg",)
  Value call_soon, get_debug, add_done_callback, cancel, result, call_exception_handler, blocking, get_loop, loop_name,
      throw_name, add_name, discard_name;  // names
  Value native_add_done_callback;          // as Future has it
  std::atomic<int64_t> next_task_number{1};
  std::shared_ptr<TaskList> tasks;
};
AsyncioState& state_of(Thread* T);

inline FutureData* data_of(Record* future) {
  return reinterpret_cast<FutureData*>(future->raw());
}
inline FutureState future_state(Record* future) {
  return static_cast<FutureState>(data_of(future)->state.load(std::memory_order_acquire));
}
inline bool is_pending(Record* future) {
  return future_state(future) == FutureState::kPending;
}
// A finaliser has something to do only while nobody has seen an exception, or a task is not done.
void want_finalizer(Record* future, bool wanted);
template <size_t kSlot>
Value slot_or_none(Thread*, Value self) {
  Value value = self.as<Record>()->get(kSlot);
  return value ? value : kNone;
}

// --- _asyncio_futures.cpp
bool is_future(Thread* T, Value value);
bool is_task(Thread* T, Value value);
Raised raise_invalid_state(Thread* T, std::string_view message);
// The loop; EMPTY: RuntimeError, __init__ was not called.
Value loop_of(Thread* T, Record* future);
// object.method(arguments, keyword=value), without a bound method in between.
Value call_with_keyword(Thread* T, Value object, Value method, std::initializer_list<Value> arguments, Value keyword,
                        Value value);
bool call_soon(Thread* T, Value loop, Value callback, Value argument, Value context);
bool add_callback(Thread* T, Record* future, Value callback, Value context);
bool initialize_future(Thread* T, Record* future, Value loop);
Value cancelled_error_of(Thread* T, Record* future);
// The result, or the exception raised.
Value result_of(Thread* T, Record* future);
bool finish(Thread* T, Record* future, Value result);
bool fail(Thread* T, Record* future, Value exception);
// False: it was done already, or an exception.
bool cancel_future(Thread* T, Record* future, Value message);
void future_finalize(Thread* T, Object* object);
// Makes the types of futures and of their iterators.
bool make_future_types(Thread* T, AsyncioState& state);

// --- _asyncio_tasks.cpp
void list_task(Thread* T, Record* task);
// `loop` runs `task` from now on; EMPTY: no task. What ran before, None if nothing did; EMPTY: exception.
Value swap_current_task(Thread* T, Value loop, Value task);
bool enter_task(Thread* T, Value loop, Value task);
bool leave_task(Thread* T, Value loop, Value task);
// Makes the types of tasks and of their steps. REQUIRES: futures have theirs.
bool make_task_types(Thread* T, AsyncioState& state);

}  // namespace gilded::asyncio
