// _asyncio: Future and Task, which event loops spend their time in, the loop that runs in a thread and the task that
// runs in a loop. asyncio.futures and asyncio.tasks have the same in Python, for those who want to see how it is done.
//
// Future: a Record.  slots: FutureSlot up to kFutureSlots; bytes: FutureData
// Task: a Record.    slots: all of FutureSlot; bytes: FutureData
//
// The parts that show things to people (reprs, stacks) or are rarely used stay in Python: futures.py and tasks.py hand
// them to connect_futures() and connect_tasks().
//
// Thread safety: a future belongs to one event loop and its thread. Other threads that touch one all the same may see
// one change before another, as nothing here is locked but the list of tasks; all slots and bytes are atomic.
#include <atomic>
#include <string>

#include "stdlib/native/contexts.h"
#include "stdlib/native/no_instances.h"
#include "vm/gc/collector.h"
#include "vm/interpreter/support.h"
#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/object/warnings.h"
#include "vm/runtime.h"
#include "vm/types/dict.h"
#include "vm/types/exception.h"
#include "vm/types/generator.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/sequence.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"
#include "vm/types/weak_reference.h"

namespace gilded {

namespace {

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
AsyncioState& state_of(Thread* T) {
  return native_state<AsyncioState>(T->runtime);
}

FutureData* data_of(Record* future) {
  return reinterpret_cast<FutureData*>(future->raw());
}
FutureState future_state(Record* future) {
  return static_cast<FutureState>(data_of(future)->state.load(std::memory_order_acquire));
}
bool is_pending(Record* future) {
  return future_state(future) == FutureState::kPending;
}
bool is_future(Thread* T, Value value) {
  return is_kind(value, Kind::kRecord) && is_subtype(value.as_object()->type(), state_of(T).future.as<Type>());
}
bool is_task(Thread* T, Value value) {
  return is_kind(value, Kind::kRecord) && is_subtype(value.as_object()->type(), state_of(T).task.as<Type>());
}

// A finaliser has something to do only while nobody has seen an exception, or a task is not done.
void want_finalizer(Record* future, bool wanted) {
  if (wanted) {
    future->flags.fetch_or(kHasFinalizer, std::memory_order_relaxed);
  } else {
    future->flags.fetch_and(static_cast<uint8_t>(~kHasFinalizer), std::memory_order_relaxed);
  }
}

bool check_connected(Thread* T) {
  return state_of(T).invalid_state_error || raise_text(T, Builtin::kRuntimeError, "asyncio has not been imported");
}

Raised raise_invalid_state(Thread* T, std::string_view message) {
  String* text = make_string(T, message);
  Value error = text ? call(T, state_of(T).invalid_state_error, {text}) : kEmpty;
  return error ? raise_value(T, error) : Raised{};
}

// The loop; EMPTY: RuntimeError, __init__ was not called.
Value loop_of(Thread* T, Record* future) {
  Value loop = future->get(kLoop);
  return loop ? loop : Value(raise_text(T, Builtin::kRuntimeError, "Future object is not initialized."));
}

std::string_view state_name(Record* future) {
  switch (future_state(future)) {
    case FutureState::kPending:
      return "PENDING";
    case FutureState::kCancelled:
      return "CANCELLED";
    default:
      return "FINISHED";
  }
}

// object.method(arguments, keyword=value), without a bound method in between.
Value call_with_keyword(Thread* T, Value object, Value method, std::initializer_list<Value> arguments, Value keyword,
                        Value value) {
  Value self;
  Value function = get_method(T, object, as_string(method), &self);
  if (!function) return kEmpty;
  Value values[5];
  uint32_t count = 0;
  if (self) values[count++] = self;
  for (Value argument : arguments) values[count++] = argument;
  values[count++] = value;
  return call(T, function, CallArguments{values, count, keyword.as<Tuple>()});
}

bool call_soon(Thread* T, Value loop, Value callback, Value argument, Value context) {
  AsyncioState& state = state_of(T);
  Value handle = argument
                     ? call_with_keyword(T, loop, state.call_soon, {callback, argument}, state.context_keyword, context)
                     : call_with_keyword(T, loop, state.call_soon, {callback}, state.context_keyword, context);
  return !handle.is_empty();
}

// --- Future

bool schedule_callbacks(Thread* T, Record* future) {
  Value first = future->get(kFirstCallback), context = future->get(kFirstContext);
  Value more = future->get(kMoreCallbacks);
  if (!first && !more) return true;
  Value loop = future->get(kLoop);
  future->set(kFirstCallback, kEmpty);
  future->set(kFirstContext, kEmpty);
  future->set(kMoreCallbacks, kEmpty);
  if (first && !call_soon(T, loop, first, future, context)) return false;
  if (!more) return true;
  auto* list = more.as<List>();
  for (int64_t i = 0; i < list->size(); ++i) {
    Value pair = list_get(T, list, i);
    if (!pair) return !T->has_exception();
    if (!call_soon(T, loop, (*pair.as<Tuple>())[0], future, (*pair.as<Tuple>())[1])) return false;
  }
  return true;
}

bool add_callback(Thread* T, Record* future, Value callback, Value context) {
  if (!is_pending(future)) return call_soon(T, future->get(kLoop), callback, future, context);
  Value more = future->get(kMoreCallbacks);
  if (!more && !future->get(kFirstCallback)) {
    future->set(kFirstContext, context);
    future->set(kFirstCallback, callback);
    return true;
  }
  if (!more) {
    more = make_list(T);
    if (!more) return false;
    future->set(kMoreCallbacks, more);
  }
  Tuple* pair = make_tuple(T, {callback, context});
  return pair && list_append(T, more.as<List>(), pair);
}

bool initialize_future(Thread* T, Record* future, Value loop) {
  if (!check_connected(T)) return false;
  AsyncioState& state = state_of(T);
  if (!loop || loop.is_none()) {
    loop = call(T, state.get_event_loop);
    if (!loop) return false;
  }
  FutureData* data = data_of(future);
  for (size_t slot : {kFirstCallback, kFirstContext, kMoreCallbacks, kResult, kFailedTraceback, kOrigin, kCancelMessage,
                      kCancelledError}) {
    if (future->get(slot)) future->set(slot, kEmpty);
  }
  data->state.store(0, std::memory_order_relaxed);
  data->has_failed.store(0, std::memory_order_relaxed);
  data->log_traceback.store(0, std::memory_order_relaxed);
  data->is_blocking.store(0, std::memory_order_relaxed);
  want_finalizer(future, false);
  future->set(kLoop, loop);
  Value debug = call_method(T, loop, as_string(state.get_debug));
  bool is_debug = false;
  if (!debug || !truth(T, debug, &is_debug)) return false;
  if (is_debug) {
    Value stack = call(T, state.creation_stack);
    if (!stack) return false;
    future->set(kOrigin, stack);
  }
  return true;
}

Value future_create(Thread* T, Type* type, CallArguments) {
  Record* future = make_record(T, type, kFutureSlots, sizeof(FutureData));
  if (future) want_finalizer(future, false);
  return future;
}

bool future_initialize(Thread* T, Value self, CallArguments arguments) {
  Value values[1];
  return bind_arguments(T, "Future(*, loop=None)", arguments, values) &&
         initialize_future(T, self.as<Record>(), values[0]);
}

Value future_repr(Thread* T, Value self) {
  return check_connected(T) ? call(T, state_of(T).future_repr, {self}) : kEmpty;
}

Value cancelled_error_of(Thread* T, Record* future) {
  if (Value known = future->get(kCancelledError)) {
    future->set(kCancelledError, kEmpty);
    return known;
  }
  Value message = future->get(kCancelMessage);
  return message && !message.is_none() ? call(T, state_of(T).cancelled_error, {message})
                                       : call(T, state_of(T).cancelled_error);
}

// The result, or the exception raised.
Value result_of(Thread* T, Record* future) {
  switch (future_state(future)) {
    case FutureState::kPending:
      return check_connected(T) ? raise_invalid_state(T, "Result is not set.") : Raised{};
    case FutureState::kCancelled: {
      Value error = cancelled_error_of(T, future);
      return error ? Value(raise_value(T, error)) : kEmpty;
    }
    case FutureState::kFinished:
      break;
  }
  FutureData* data = data_of(future);
  if (!data->has_failed.load(std::memory_order_relaxed)) return future->get(kResult);
  data->log_traceback.store(0, std::memory_order_relaxed);
  want_finalizer(future, false);
  Value error = future->get(kResult);
  Value traceback = future->get(kFailedTraceback);
  heap_store(error.as_object(), error.as<Exception>()->traceback, traceback ? traceback : kNone);
  return raise_value(T, error);
}

bool finish(Thread* T, Record* future, Value result) {
  if (!is_pending(future)) return raise_invalid_state(T, "invalid state");
  future->set(kResult, result);
  data_of(future)->state.store(static_cast<uint8_t>(FutureState::kFinished), std::memory_order_release);
  want_finalizer(future, false);
  return schedule_callbacks(T, future);
}

bool fail(Thread* T, Record* future, Value exception) {
  if (!is_pending(future)) return raise_invalid_state(T, "invalid state");
  if (is_kind(exception, Kind::kType)) {
    exception = call(T, exception);
    if (!exception) return false;
  }
  if (!is_exception(exception)) return raise_text(T, Builtin::kTypeError, "invalid exception object");
  if (value_matches_exception(T, exception, exception_type(T, Builtin::kStopIteration))) {
    Value text = make_string(T, "StopIteration interacts badly with generators and cannot be raised into a Future");
    Value replacement = text ? call(T, exception_type(T, Builtin::kRuntimeError), {text}) : kEmpty;
    if (!replacement) return false;
    auto* error = replacement.as<Exception>();
    heap_store(error, error->cause, exception);
    heap_store(error, error->context, exception);
    error->suppress_context.store(1, std::memory_order_relaxed);
    exception = replacement;
  }
  FutureData* data = data_of(future);
  future->set(kResult, exception);
  future->set(kFailedTraceback, exception.as<Exception>()->traceback.load());
  data->has_failed.store(1, std::memory_order_relaxed);
  data->state.store(static_cast<uint8_t>(FutureState::kFinished), std::memory_order_release);
  bool done = schedule_callbacks(T, future);
  data->log_traceback.store(1, std::memory_order_relaxed);
  want_finalizer(future, true);
  return done;
}

// False: it was done already, or an exception.
bool cancel_future(Thread* T, Record* future, Value message) {
  FutureData* data = data_of(future);
  data->log_traceback.store(0, std::memory_order_relaxed);
  if (!is_pending(future)) return false;
  want_finalizer(future, false);
  data->state.store(static_cast<uint8_t>(FutureState::kCancelled), std::memory_order_release);
  future->set(kCancelMessage, message && !message.is_none() ? message : kEmpty);
  return schedule_callbacks(T, future);
}

// Nobody can ask for the result of a future whose __init__ was not called.
bool check_initialized(Thread* T, Record* future) {
  return future->get(kLoop) || (check_connected(T) && raise_invalid_state(T, "Future object is not initialized."));
}

Value future_result(Thread* T, Arguments args) {
  auto* future = args[0].as<Record>();
  return check_initialized(T, future) ? result_of(T, future) : kEmpty;
}

Value future_exception(Thread* T, Arguments args) {
  auto* future = args[0].as<Record>();
  if (!check_initialized(T, future)) return kEmpty;
  if (future_state(future) == FutureState::kCancelled) {
    Value error = cancelled_error_of(T, future);
    return error ? Value(raise_value(T, error)) : kEmpty;
  }
  if (is_pending(future)) return raise_invalid_state(T, "Exception is not set.");
  FutureData* data = data_of(future);
  if (!data->has_failed.load(std::memory_order_relaxed)) return kNone;
  data->log_traceback.store(0, std::memory_order_relaxed);
  want_finalizer(future, false);
  return future->get(kResult);
}

Value future_set_result(Thread* T, Arguments args) {
  auto* future = args[0].as<Record>();
  return loop_of(T, future) && finish(T, future, args[1]) ? kNone : kEmpty;
}

Value future_set_exception(Thread* T, Arguments args) {
  auto* future = args[0].as<Record>();
  return loop_of(T, future) && fail(T, future, args[1]) ? kNone : kEmpty;
}

Value future_add_done_callback(Thread* T, Arguments args) {
  auto* future = args[0].as<Record>();
  if (!loop_of(T, future)) return kEmpty;
  Value context = args.has(2) && !args[2].is_none() ? args[2] : copy_current_context(T);
  return context && add_callback(T, future, args[1], context) ? kNone : kEmpty;
}

Value future_remove_done_callback(Thread* T, Arguments args) {
  auto* future = args[0].as<Record>();
  if (!loop_of(T, future)) return kEmpty;
  int64_t removed = 0;
  if (Value first = future->get(kFirstCallback)) {
    int same = equal(T, first, args[1]);
    if (same < 0) return kEmpty;
    if (same && future->get(kFirstCallback) == first) {
      future->set(kFirstCallback, kEmpty);
      future->set(kFirstContext, kEmpty);
      ++removed;
    }
  }
  if (Value more = future->get(kMoreCallbacks)) {
    auto* list = more.as<List>();
    List* kept = make_list(T);
    if (!kept) return kEmpty;
    for (int64_t i = 0; i < list->size(); ++i) {
      Value pair = list_get(T, list, i);
      if (!pair) break;
      int same = equal(T, (*pair.as<Tuple>())[0], args[1]);
      if (same < 0 || (!same && !list_append(T, kept, pair))) return kEmpty;
      removed += same;
    }
    if (T->has_exception()) return kEmpty;
    // Whoever compared may have changed the callbacks.
    if (future->get(kMoreCallbacks) == more) future->set(kMoreCallbacks, kept->size() > 0 ? Value(kept) : kEmpty);
  }
  return Value::small_int(removed);
}

Value future_cancel(Thread* T, Arguments args) {
  auto* future = args[0].as<Record>();
  if (!loop_of(T, future)) return kEmpty;
  bool done = cancel_future(T, future, args.has(1) ? args[1] : kEmpty);
  return T->has_exception() ? kEmpty : Value::boolean(done);
}

Value future_cancelled(Thread*, Arguments args) {
  return Value::boolean(future_state(args[0].as<Record>()) == FutureState::kCancelled);
}
Value future_done(Thread*, Arguments args) {
  return Value::boolean(!is_pending(args[0].as<Record>()));
}
Value future_get_loop(Thread* T, Arguments args) {
  return loop_of(T, args[0].as<Record>());
}
Value future_make_cancelled_error(Thread* T, Arguments args) {
  return check_connected(T) ? cancelled_error_of(T, args[0].as<Record>()) : kEmpty;
}

void tell_exception_handler(Thread* T, Record* future, Dict* context) {
  Value origin = future->get(kOrigin);
  bool ready = context && (!origin || dict_set(T, context, make_string(T, "source_traceback"), origin));
  Value loop = future->get(kLoop);
  if (!ready || !call_method(T, loop, as_string(state_of(T).call_exception_handler), {context}))
    report_unraisable(T, future);
}

void future_finalize(Thread* T, Object* object) {
  auto* future = static_cast<Record*>(object);
  FutureData* data = data_of(future);
  if (!future->get(kLoop)) return;
  if (is_task(T, future) && is_pending(future) && !data->silent_destruction.load(std::memory_order_relaxed)) {
    Dict* context = make_dict(T);
    bool ready =
        context && dict_set(T, context, make_string(T, "task"), future) &&
        dict_set(T, context, make_string(T, "message"), make_string(T, "Task was destroyed but it is pending!"));
    tell_exception_handler(T, future, ready ? context : nullptr);
  }
  if (!data->log_traceback.exchange(0, std::memory_order_relaxed)) return;
  Dict* context = make_dict(T);
  std::string message =
      fmt::format("{} exception was never retrieved", to_utf8(as_string(future->type()->name.load())));
  bool ready = context && dict_set(T, context, make_string(T, "message"), make_string(T, message)) &&
               dict_set(T, context, make_string(T, "exception"), future->get(kResult)) &&
               dict_set(T, context, make_string(T, "future"), future);
  tell_exception_handler(T, future, ready ? context : nullptr);
}
Value future_delete(Thread* T, Arguments args) {
  future_finalize(T, args[0].as_object());
  return kNone;
}

// --- Iterating over a future: what `await future` does. Slot 0: the future, EMPTY once it is over.

Value future_await(Thread* T, Value self) {
  if (!loop_of(T, self.as<Record>())) return kEmpty;
  Record* iterator = make_record(T, state_of(T).future_iterator.as<Type>(), 1);
  if (iterator) iterator->set(0, self);
  return iterator;
}

Value iterator_send(Thread* T, Value self, Value, bool* finished) {
  *finished = false;
  auto* iterator = self.as<Record>();
  Value value = iterator->get(0);
  if (!value) {
    *finished = true;
    return kNone;
  }
  auto* future = value.as<Record>();
  if (is_pending(future)) {
    // The task that gets the future waits for it and comes back once it is done.
    if (!data_of(future)->is_blocking.exchange(1, std::memory_order_relaxed)) return value;
    return raise_text(T, Builtin::kRuntimeError, "await wasn't used with future");
  }
  iterator->set(0, kEmpty);
  *finished = true;
  return result_of(T, future);
}

Value stop_with(Thread* T, Value value) {
  if (value.is_none()) return raise_value(T, exception_type(T, Builtin::kStopIteration));
  return raise_with(T, Builtin::kStopIteration, value);
}

Value iterator_next(Thread* T, Value self) {
  bool finished;
  Value value = iterator_send(T, self, kNone, &finished);
  return value && finished ? stop_with(T, value) : value;
}
Value iterator_send_method(Thread* T, Arguments args) {
  return iterator_next(T, args[0]);
}
Value iterator_close(Thread*, Arguments args) {
  args[0].as<Record>()->set(0, kEmpty);
  return kNone;
}
Value iterator_throw(Thread* T, Arguments args) {
  Value exception = args[1];
  if (args.has(2) &&
      !warn(T, Builtin::kDeprecationWarning,
            "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead."))
    return kEmpty;
  if (args.has(3) && !args[3].is_none() && !is_kind(args[3], Kind::kTraceback))
    return raise_text(T, Builtin::kTypeError, "throw() third argument must be a traceback");
  if (is_kind(exception, Kind::kType)) {
    bool has_value = args.has(2) && !args[2].is_none();
    bool is_ready = has_value && is_exception(args[2]) && is_instance_of(T, args[2], exception.as<Type>());
    exception = is_ready ? args[2] : has_value ? call(T, exception, {args[2]}) : call(T, exception);
    if (!exception) return kEmpty;
  } else if (args.has(2) && !args[2].is_none()) {
    return raise_text(T, Builtin::kTypeError, "instance exception may not have a separate value");
  }
  if (!is_exception(exception))
    return raise(T, Builtin::kTypeError,
                 "exceptions must be classes deriving BaseException or instances of such a class");
  if (args.has(3) && !args[3].is_none())
    heap_store(exception.as_object(), exception.as<Exception>()->traceback, args[3]);
  args[0].as<Record>()->set(0, kEmpty);
  return raise_value(T, exception);
}

const NativeMethod kIteratorMethods[] = {{"send($self, value, /)", iterator_send_method, nullptr},
                                         {"throw($self, typ, val=None, tb=None, /)", iterator_throw, nullptr},
                                         {"close($self, /)", iterator_close, nullptr},
                                         {nullptr, nullptr, nullptr}};

// --- Attributes of futures

template <size_t kSlot>
Value slot_or_none(Thread*, Value self) {
  Value value = self.as<Record>()->get(kSlot);
  return value ? value : kNone;
}

Value get_state(Thread* T, Value self) {
  return intern(T, state_name(self.as<Record>()));
}
Value get_result(Thread*, Value self) {
  auto* future = self.as<Record>();
  Value result = future->get(kResult);
  return result && !data_of(future)->has_failed.load(std::memory_order_relaxed) ? result : kNone;
}
Value get_exception(Thread*, Value self) {
  auto* future = self.as<Record>();
  return data_of(future)->has_failed.load(std::memory_order_relaxed) ? future->get(kResult) : kNone;
}
Value get_callbacks(Thread* T, Value self) {
  auto* future = self.as<Record>();
  Value first = future->get(kFirstCallback), more = future->get(kMoreCallbacks);
  if (!first && !more) return kNone;
  List* all = make_list(T);
  if (all && first) {
    Value context = future->get(kFirstContext);
    Tuple* pair = make_tuple(T, {first, context ? context : kNone});
    if (!pair || !list_append(T, all, pair)) return kEmpty;
  }
  if (all && more && !list_extend(T, all, more)) return kEmpty;
  return all;
}
Value get_log_traceback(Thread*, Value self) {
  return Value::boolean(data_of(self.as<Record>())->log_traceback.load(std::memory_order_relaxed));
}
bool set_log_traceback(Thread* T, Value self, Value value) {
  bool wanted;
  if (!value) return raise_text(T, Builtin::kAttributeError, "cannot delete attribute");
  if (!truth(T, value, &wanted)) return false;
  if (wanted) return raise_text(T, Builtin::kValueError, "_log_traceback can only be set to False");
  auto* future = self.as<Record>();
  data_of(future)->log_traceback.store(0, std::memory_order_relaxed);
  if (!is_pending(future)) want_finalizer(future, false);
  return true;
}
Value get_blocking(Thread*, Value self) {
  auto* future = self.as<Record>();
  return Value::boolean(future->get(kLoop) && data_of(future)->is_blocking.load(std::memory_order_relaxed));
}
bool set_blocking(Thread* T, Value self, Value value) {
  bool wanted;
  if (!value) return raise_text(T, Builtin::kAttributeError, "cannot delete attribute");
  if (!loop_of(T, self.as<Record>()) || !truth(T, value, &wanted)) return false;
  data_of(self.as<Record>())->is_blocking.store(wanted, std::memory_order_relaxed);
  return true;
}
bool set_cancel_message(Thread* T, Value self, Value value) {
  if (!value) return raise_text(T, Builtin::kAttributeError, "cannot delete attribute");
  self.as<Record>()->set(kCancelMessage, value);
  return true;
}

const NativeMethod kFutureMethods[] = {
    {"result($self, /)", future_result, "The result, or the exception raised."},
    {"exception($self, /)", future_exception, "The exception, or None."},
    {"set_result($self, result, /)", future_set_result, "Be done, with a result."},
    {"set_exception($self, exception, /)", future_set_exception, "Be done, with an exception."},
    {"add_done_callback($self, fn, /, *, context=None)", future_add_done_callback,
     "fn(self) will be called when it is done, by the loop."},
    {"remove_done_callback($self, fn, /)", future_remove_done_callback, "Forget a callback; how many there were."},
    {"cancel($self, /, msg=None)", future_cancel, "Cancel it; False: it was done already."},
    {"cancelled($self, /)", future_cancelled, "Was it cancelled?", kNoSwitchAfterCall},
    {"done($self, /)", future_done, "Is there a result, an exception or a cancellation?", kNoSwitchAfterCall},
    {"get_loop($self, /)", future_get_loop, "The loop that it belongs to.", kNoSwitchAfterCall},
    {"_make_cancelled_error($self, /)", future_make_cancelled_error, nullptr},
    {"__del__($self, /)", future_delete, nullptr},
    {"__class_getitem__($type, item, /)", class_getitem, "See PEP 585", kClassMethod},
    {nullptr, nullptr, nullptr}};

const NativeAttribute kFutureAttributes[] = {
    {"_state", get_state, nullptr, nullptr},
    {"_asyncio_future_blocking", get_blocking, set_blocking, nullptr},
    {"_loop", slot_or_none<kLoop>, nullptr, nullptr},
    {"_callbacks", get_callbacks, nullptr, nullptr},
    {"_result", get_result, nullptr, nullptr},
    {"_exception", get_exception, nullptr, nullptr},
    {"_log_traceback", get_log_traceback, set_log_traceback, nullptr},
    {"_source_traceback", slot_or_none<kOrigin>, nullptr, nullptr},
    {"_cancel_message", slot_or_none<kCancelMessage>, set_cancel_message, nullptr},
    {nullptr, nullptr, nullptr, nullptr}};

// --- Which tasks there are, and which one runs in a loop

void list_task(Thread* T, Record* task) {
  if (data_of(task)->is_listed.exchange(1, std::memory_order_relaxed)) return;
  TaskList& list = *state_of(T).tasks;
  MutexLock guard(list.lock);
  list.tasks.push_back(task);
}

// `loop` runs `task` from now on; EMPTY: no task. What ran before, None if nothing did; EMPTY: exception.
Value swap_current_task(Thread* T, Value loop, Value task) {
  auto* tasks = state_of(T).current_tasks.as<Dict>();
  Value before = dict_get(T, tasks, loop);
  if (T->has_exception()) return kEmpty;
  if (task && !task.is_none()) {
    if (!dict_set(T, tasks, loop, task)) return kEmpty;
  } else if (before && !dict_pop(T, tasks, loop) && T->has_exception()) {
    return kEmpty;
  }
  return before ? before : kNone;
}

bool enter_task(Thread* T, Value loop, Value task) {
  auto* tasks = state_of(T).current_tasks.as<Dict>();
  Value present = dict_get(T, tasks, loop);
  if (!present) return !T->has_exception() && dict_set(T, tasks, loop, task);
  String* a = to_repr(T, task);
  String* b = a ? to_repr(T, present) : nullptr;
  return b && raise(T, Builtin::kRuntimeError, "Cannot enter into task {} while another task {} is being executed.",
                    to_utf8(a), to_utf8(b));
}

bool leave_task(Thread* T, Value loop, Value task) {
  auto* tasks = state_of(T).current_tasks.as<Dict>();
  Value present = dict_get(T, tasks, loop);
  if (T->has_exception()) return false;
  if (present == task) return dict_pop(T, tasks, loop) || !T->has_exception();
  String* a = to_repr(T, task);
  String* b = a ? to_repr(T, present ? present : kNone) : nullptr;
  return b && raise(T, Builtin::kRuntimeError, "Leaving task {} does not match the current task {}.", to_utf8(a),
                    to_utf8(b));
}

// --- Task

Value wakeup_method(Thread* T, Arguments args);
const NativeMethod kWakeup = {"task_wakeup($self, fut, /)", wakeup_method, nullptr};

// What the loop calls for a step: slots task, exception to raise in the coroutine (EMPTY: none).
Value make_step(Thread* T, Record* task, Value exception) {
  Record* step = make_record(T, state_of(T).task_step.as<Type>(), 2);
  if (!step) return kEmpty;
  step->set(0, task);
  if (exception) step->set(1, exception);
  return step;
}

bool schedule_step(Thread* T, Record* task, Value exception) {
  Value step = make_step(T, task, exception);
  return step && call_soon(T, task->get(kLoop), step, kEmpty, task->get(kContext));
}

// The next step fails with a RuntimeError.
bool schedule_error(Thread* T, Record* task, const std::string& message) {
  String* text = make_string(T, message);
  Value error = text ? call(T, exception_type(T, Builtin::kRuntimeError), {text}) : kEmpty;
  return error && schedule_step(T, task, error);
}

// One step of the coroutine, as generator_send().
Value resume(Thread* T, Value coroutine, Value exception, bool* finished) {
  *finished = false;
  if (is_kind(coroutine, Kind::kGenerator)) {
    auto* generator = coroutine.as<Generator>();
    return exception ? generator_throw(T, generator, exception, finished)
                     : generator_send(T, generator, kNone, finished);
  }
  Value yielded = exception ? call_method(T, coroutine, as_string(state_of(T).throw_name), {exception})
                            : call_method(T, coroutine, names(T).send, {kNone});
  if (yielded || !exception_matches(T, Builtin::kStopIteration)) return yielded;
  Value stop = take_exception(T);
  *finished = true;
  Value result = stop.as<Exception>()->extra[0].load();
  return result ? result : kNone;
}

bool cancel_waiter(Thread* T, Value waiter, Value message, bool* done) {
  AsyncioState& state = state_of(T);
  if (waiter.as_object()->type() == state.future.as<Type>()) {
    *done = cancel_future(T, waiter.as<Record>(), message);
    return !T->has_exception();
  }
  Value answer = call_with_keyword(T, waiter, state.cancel, {}, state.message_keyword, message ? message : kNone);
  return answer && truth(T, answer, done);
}

// The task waits for what its coroutine yielded.
bool wait_for(Thread* T, Record* task, Value yielded) {
  AsyncioState& state = state_of(T);
  FutureData* data = data_of(task);
  bool is_blocking = false;
  bool is_native = is_future(T, yielded);
  if (is_native) {
    is_blocking = data_of(yielded.as<Record>())->is_blocking.load(std::memory_order_relaxed);
  } else if (yielded.is_none()) {
    return schedule_step(T, task, kEmpty);  // a bare yield: let others run
  } else {
    Value blocking = find_attribute(T, yielded, as_string(state.blocking));
    if (T->has_exception() || (blocking && !truth(T, blocking, &is_blocking))) return false;
    if (!blocking || blocking.is_none()) {
      String* shown = to_repr(T, yielded);
      if (!shown) return false;
      if (!is_kind(yielded, Kind::kGenerator) || type_of(T, yielded) != types(T).generator)
        return schedule_error(T, task, "Task got bad yield: " + to_utf8(shown));
      String* self = to_repr(T, task);
      return self && schedule_error(T, task,
                                    fmt::format("yield was used instead of yield from for generator in task {} "
                                                "with {}",
                                                to_utf8(self), to_utf8(shown)));
    }
  }
  Value loop;
  if (is_native) {
    loop = yielded.as<Record>()->get(kLoop);
  } else {
    Value get_loop = find_attribute(T, yielded, as_string(state.get_loop));
    if (T->has_exception()) return false;
    loop = get_loop ? call(T, get_loop) : get_attribute(T, yielded, as_string(state.loop_name));
    if (!loop) return false;
  }
  const char* problem = nullptr;
  if (loop != task->get(kLoop)) {
    problem = "Task {} got Future {} attached to a different loop";
  } else if (!is_blocking) {
    problem = "yield was used instead of yield from in task {} with {}";
  } else if (yielded == Value(task)) {
    problem = "Task cannot await on itself: {}";
  }
  if (problem) {
    String* self = to_repr(T, task);
    String* shown = self ? to_repr(T, yielded) : nullptr;
    return shown && schedule_error(T, task, fmt::format(fmt::runtime(problem), to_utf8(self), to_utf8(shown)));
  }
  Value wakeup = make_native_function(T, &kWakeup, task, kEmpty);
  if (!wakeup) return false;
  wakeup.as<NativeFunction>()->owner = state.task.as<Type>();  // so a call gets the task, too
  bool is_plain = is_native && type_lookup(yielded.as_object()->type(), as_string(state.add_done_callback)) ==
                                   state.native_add_done_callback;
  if (is_native) {
    data_of(yielded.as<Record>())->is_blocking.store(0, std::memory_order_relaxed);
  } else if (!set_attribute(T, yielded, as_string(state.blocking), Value::boolean(false))) {
    return false;
  }
  bool added = is_plain ? add_callback(T, yielded.as<Record>(), wakeup, task->get(kContext))
                        : !call_with_keyword(T, yielded, state.add_done_callback, {wakeup}, state.context_keyword,
                                             task->get(kContext))
                               .is_empty();
  if (!added) return false;
  task->set(kWaiter, yielded);
  if (data->must_cancel.load(std::memory_order_relaxed)) {
    bool cancelled;
    if (!cancel_waiter(T, yielded, task->get(kCancelMessage), &cancelled)) return false;
    if (cancelled) data->must_cancel.store(0, std::memory_order_relaxed);
  }
  return true;
}

// Runs the coroutine up to where it waits next, and deals with how it did. False: exception.
bool run_step(Thread* T, Record* task, Value exception) {
  FutureData* data = data_of(task);
  bool finished;
  Value yielded = resume(T, task->get(kCoroutine), exception, &finished);
  if (yielded && !finished) {
    if (wait_for(T, task, yielded)) return true;
    // The failure belongs to the task, as if its coroutine had met it.
  } else if (yielded) {
    if (!data->must_cancel.exchange(0, std::memory_order_relaxed)) return finish(T, task, yielded);
    // Cancelled just before it came to its end.
    cancel_future(T, task, task->get(kCancelMessage));
    return !T->has_exception();
  }
  if (value_matches_exception(T, T->exception, state_of(T).cancelled_error)) {
    task->set(kCancelledError, take_exception(T));
    cancel_future(T, task, kEmpty);
    return !T->has_exception();
  }
  Value error = take_exception(T);
  if (!fail(T, task, error)) return false;
  bool goes_on = value_matches_exception(T, error, exception_type(T, Builtin::kKeyboardInterrupt)) ||
                 value_matches_exception(T, error, exception_type(T, Builtin::kSystemExit));
  if (!goes_on) return true;
  restore_exception(T, error);
  return false;
}

bool task_step(Thread* T, Record* task, Value exception) {
  FutureData* data = data_of(task);
  if (!is_pending(task)) {
    String* self = to_repr(T, task);
    String* shown = self ? to_repr(T, exception ? exception : kNone) : nullptr;
    return shown &&
           raise_invalid_state(T, fmt::format("__step(): already done: {}, {}", to_utf8(self), to_utf8(shown)));
  }
  if (data->must_cancel.load(std::memory_order_relaxed)) {
    if (!exception || !value_matches_exception(T, exception, state_of(T).cancelled_error)) {
      exception = cancelled_error_of(T, task);
      if (!exception) return false;
    }
    data->must_cancel.store(0, std::memory_order_relaxed);
  }
  if (task->get(kWaiter)) task->set(kWaiter, kEmpty);
  Value loop = task->get(kLoop);
  if (!enter_task(T, loop, task)) return false;
  bool done = run_step(T, task, exception);
  Value pending = done ? kEmpty : take_exception(T);
  if (!leave_task(T, loop, task)) return false;
  if (done) return true;
  restore_exception(T, pending);
  return false;
}

// What the task waited for is done.
Value wakeup_method(Thread* T, Arguments args) {
  if (!is_task(T, args[0])) return raise_text(T, Builtin::kTypeError, "task_wakeup() needs a task");
  auto* task = args[0].as<Record>();
  if (!task->get(kLoop)) return loop_of(T, task);
  // Its own result() may say something else than the future's state.
  Value result = is_future(T, args[1]) && (args[1].as_object()->type() == state_of(T).future.as<Type>() ||
                                           args[1].as_object()->type() == state_of(T).task.as<Type>())
                     ? result_of(T, args[1].as<Record>())
                     : call_method(T, args[1], as_string(state_of(T).result));
  Value exception = result ? kEmpty : take_exception(T);
  return task_step(T, task, exception) ? kNone : kEmpty;
}

Value step_call(Thread* T, Value self, CallArguments arguments) {
  if (arguments.count > 0) {
    return raise_text(
        T, Builtin::kTypeError,
        arguments.keyword_names ? "function takes no keyword arguments" : "function takes no positional arguments");
  }
  auto* step = self.as<Record>();
  return task_step(T, step->get(0).as<Record>(), step->get(1)) ? kNone : kEmpty;
}

Value task_create(Thread* T, Type* type, CallArguments) {
  Record* task = make_record(T, type, kTaskSlots, sizeof(FutureData));
  if (task) want_finalizer(task, false);
  return task;
}

bool start_eagerly(Thread* T, Record* task) {
  AsyncioState& state = state_of(T);
  Value loop = task->get(kLoop);
  Value before = swap_current_task(T, loop, task);
  if (!before) return false;
  bool done = !call_method(T, state.eager_tasks, as_string(state.add_name), {task}).is_empty();
  if (done) {
    Value previous, context = task->get(kContext);
    done = enter_context(T, context, &previous);
    if (done) {
      done = run_step(T, task, kEmpty);
      leave_context(T, context, previous);
    }
    Value failure = done ? kEmpty : take_exception(T);
    if (!call_method(T, state.eager_tasks, as_string(state.discard_name), {task})) clear_exception(T);
    if (failure) restore_exception(T, failure);
  }
  Value failure = done ? kEmpty : take_exception(T);
  Value current = swap_current_task(T, loop, before);
  if (!current) return false;
  if (is_pending(task)) {
    list_task(T, task);
  } else {
    task->set(kCoroutine, kNone);
  }
  if (failure) restore_exception(T, failure);
  return done;
}

bool task_initialize(Thread* T, Value self, CallArguments arguments) {
  Value values[5];
  if (!bind_arguments(T, "Task(coro, *, loop=None, name=None, context=None, eager_start=False)", arguments, values))
    return false;
  auto* task = self.as<Record>();
  FutureData* data = data_of(task);
  AsyncioState& state = state_of(T);
  if (!initialize_future(T, task, values[1])) return false;
  if (!state.is_coroutine) return raise_text(T, Builtin::kRuntimeError, "asyncio has not been imported");
  Value coroutine = values[0];
  bool is_coroutine = is_kind(coroutine, Kind::kGenerator) && coroutine.as<Generator>()->is_coroutine();
  if (!is_coroutine) {
    Value answer = call(T, state.is_coroutine, {coroutine});
    if (!answer || !truth(T, answer, &is_coroutine)) return false;
  }
  data->silent_destruction.store(!is_coroutine, std::memory_order_relaxed);
  if (!is_coroutine) {
    String* shown = to_repr(T, coroutine);
    return shown && raise(T, Builtin::kTypeError, "a coroutine was expected, got {}", to_utf8(shown));
  }
  Value name = values[2];
  if (!name || name.is_none()) {
    name = Value::small_int(state.next_task_number.fetch_add(1, std::memory_order_relaxed));
  } else if (!is_exactly(name, Kind::kString)) {
    name = to_str(T, name);
    if (!name) return false;
  }
  Value context = values[3] && !values[3].is_none() ? values[3] : copy_current_context(T);
  if (!context) return false;
  data->must_cancel.store(0, std::memory_order_relaxed);
  data->cancel_requests.store(0, std::memory_order_relaxed);
  task->set(kName, name);
  task->set(kWaiter, kEmpty);
  task->set(kContext, context);
  task->set(kCoroutine, coroutine);
  want_finalizer(task, true);
  bool is_eager = false;
  if (values[4] && !truth(T, values[4], &is_eager)) return false;
  if (is_eager) {
    Value running = call_method(T, task->get(kLoop), intern(T, "is_running"));
    if (!running || !truth(T, running, &is_eager)) return false;
  }
  if (is_eager) return start_eagerly(T, task);
  if (!schedule_step(T, task, kEmpty)) return false;
  list_task(T, task);
  return true;
}

Value task_repr(Thread* T, Value self) {
  if (!state_of(T).task_repr) return raise_text(T, Builtin::kRuntimeError, "asyncio has not been imported");
  return call(T, state_of(T).task_repr, {self});
}

Value task_cancel(Thread* T, Arguments args) {
  auto* task = args[0].as<Record>();
  FutureData* data = data_of(task);
  if (!loop_of(T, task)) return kEmpty;
  data->log_traceback.store(0, std::memory_order_relaxed);
  if (!is_pending(task)) {
    want_finalizer(task, false);
    return Value::boolean(false);
  }
  Value message = args.has(1) ? args[1] : kNone;
  data->cancel_requests.fetch_add(1, std::memory_order_relaxed);
  if (Value waiter = task->get(kWaiter)) {
    bool done;
    if (!cancel_waiter(T, waiter, message, &done)) return kEmpty;
    if (done) return Value::boolean(true);  // the future will wake the task
  }
  data->must_cancel.store(1, std::memory_order_relaxed);
  task->set(kCancelMessage, message.is_none() ? kEmpty : message);
  return Value::boolean(true);
}

Value task_cancelling(Thread*, Arguments args) {
  return Value::small_int(data_of(args[0].as<Record>())->cancel_requests.load(std::memory_order_relaxed));
}

Value task_uncancel(Thread*, Arguments args) {
  FutureData* data = data_of(args[0].as<Record>());
  int32_t requests = data->cancel_requests.load(std::memory_order_relaxed);
  if (requests > 0) {
    data->cancel_requests.store(--requests, std::memory_order_relaxed);
    if (requests == 0) data->must_cancel.store(0, std::memory_order_relaxed);
  }
  return Value::small_int(requests);
}

Value task_get_name(Thread* T, Arguments args) {
  auto* task = args[0].as<Record>();
  Value name = task->get(kName);
  if (!name) return kNone;
  if (!name.is_small_int()) return name;
  String* text = make_string(T, fmt::format("Task-{}", name.as_small_int()));
  if (text) task->set(kName, text);
  return text;
}

Value task_set_name(Thread* T, Arguments args) {
  String* name = is_exactly(args[1], Kind::kString) ? as_string(args[1]) : to_str(T, args[1]);
  if (!name) return kEmpty;
  args[0].as<Record>()->set(kName, name);
  return kNone;
}

Value task_get_coroutine(Thread* T, Arguments args) {
  return slot_or_none<kCoroutine>(T, args[0]);
}
Value task_get_context(Thread* T, Arguments args) {
  return slot_or_none<kContext>(T, args[0]);
}
Value task_get_stack(Thread* T, Arguments args) {
  return call(T, state_of(T).get_stack, {args[0], args.has(1) ? args[1] : kNone});
}
Value task_print_stack(Thread* T, Arguments args) {
  return call(T, state_of(T).print_stack, {args[0], args.has(1) ? args[1] : kNone, args.has(2) ? args[2] : kNone});
}
Value task_set_result(Thread* T, Arguments) {
  return raise_text(T, Builtin::kRuntimeError, "Task does not support set_result operation");
}
Value task_set_exception(Thread* T, Arguments) {
  return raise_text(T, Builtin::kRuntimeError, "Task does not support set_exception operation");
}

Value get_must_cancel(Thread*, Value self) {
  return Value::boolean(data_of(self.as<Record>())->must_cancel.load(std::memory_order_relaxed));
}
Value get_log_destroy_pending(Thread*, Value self) {
  return Value::boolean(!data_of(self.as<Record>())->silent_destruction.load(std::memory_order_relaxed));
}
bool set_log_destroy_pending(Thread* T, Value self, Value value) {
  bool wanted;
  if (!value) return raise_text(T, Builtin::kAttributeError, "cannot delete attribute");
  if (!truth(T, value, &wanted)) return false;
  data_of(self.as<Record>())->silent_destruction.store(!wanted, std::memory_order_relaxed);
  return true;
}

const NativeMethod kTaskMethods[] = {
    {"cancel($self, /, msg=None)", task_cancel,
     "Have CancelledError raised in the coroutine at its next chance. False: it is done already."},
    {"cancelling($self, /)", task_cancelling, "How many requests to cancel it there are."},
    {"uncancel($self, /)", task_uncancel, "Take one request back; how many are left."},
    {"get_coro($self, /)", task_get_coroutine, nullptr},
    {"get_context($self, /)", task_get_context, nullptr},
    {"get_name($self, /)", task_get_name, nullptr},
    {"set_name($self, value, /)", task_set_name, nullptr},
    {"get_stack($self, /, *, limit=None)", task_get_stack,
     "The frames of a waiting coroutine (one), or of the traceback of a failed one."},
    {"print_stack($self, /, *, limit=None, file=None)", task_print_stack,
     "Print the stack, or the traceback of a failed task."},
    {"set_result($self, result, /)", task_set_result, nullptr},
    {"set_exception($self, exception, /)", task_set_exception, nullptr},
    {nullptr, nullptr, nullptr}};

const NativeAttribute kTaskAttributes[] = {
    {"_log_destroy_pending", get_log_destroy_pending, set_log_destroy_pending, nullptr},
    {"_must_cancel", get_must_cancel, nullptr, nullptr},
    {"_coro", slot_or_none<kCoroutine>, nullptr, nullptr},
    {"_fut_waiter", slot_or_none<kWaiter>, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr}};

// --- Functions of the module

// The loop that runs in this thread; EMPTY without an exception: none.
Value running_loop(Thread* T) {
  Value loops = state_of(T).running_loops;
  return loops.as<Dict>()->size() ? dict_get(T, loops.as<Dict>(), Value::small_int(T->number)) : kEmpty;
}

Value get_running_loop(Thread* T, Arguments) {
  Value loop = running_loop(T);
  return loop || T->has_exception() ? loop : Value(raise_text(T, Builtin::kRuntimeError, "no running event loop"));
}
Value get_running_loop_or_none(Thread* T, Arguments) {
  Value loop = running_loop(T);
  return loop || T->has_exception() ? loop : kNone;
}
Value set_running_loop(Thread* T, Arguments args) {
  auto* loops = state_of(T).running_loops.as<Dict>();
  Value number = Value::small_int(T->number);
  bool done =
      args[0].is_none() ? dict_pop(T, loops, number) || !T->has_exception() : dict_set(T, loops, number, args[0]);
  return done ? kNone : kEmpty;
}

Value current_task(Thread* T, Arguments args) {
  Value loop = args.has(0) && !args[0].is_none() ? args[0] : get_running_loop(T, args);
  if (!loop) return kEmpty;
  Value task = dict_get(T, state_of(T).current_tasks.as<Dict>(), loop);
  return task || T->has_exception() ? task : kNone;
}

Value native_tasks(Thread* T, Arguments) {
  std::vector<Object*> found;
  {
    TaskList& list = *state_of(T).tasks;
    MutexLock guard(list.lock);
    found = list.tasks;
  }
  // No safepoint until they are in the list.
  List* all = make_list(T, found.size());
  for (Object* task : found) {
    auto* record = static_cast<Record*>(task);
    if (!data_of(record)->is_listed.load(std::memory_order_relaxed) || !is_pending(record)) continue;
    if (!all || !list_append(T, all, record)) return kEmpty;
  }
  return all;
}

Value register_task(Thread* T, Arguments args) {
  if (is_task(T, args[0])) {
    list_task(T, args[0].as<Record>());
    return kNone;
  }
  return call_method(T, state_of(T).scheduled_tasks, as_string(state_of(T).add_name), {args[0]});
}
Value unregister_task(Thread* T, Arguments args) {
  if (is_task(T, args[0])) {
    data_of(args[0].as<Record>())->is_listed.store(0, std::memory_order_relaxed);
    return kNone;
  }
  return call_method(T, state_of(T).scheduled_tasks, as_string(state_of(T).discard_name), {args[0]});
}
Value register_eager_task(Thread* T, Arguments args) {
  return call_method(T, state_of(T).eager_tasks, as_string(state_of(T).add_name), {args[0]});
}
Value unregister_eager_task(Thread* T, Arguments args) {
  return call_method(T, state_of(T).eager_tasks, as_string(state_of(T).discard_name), {args[0]});
}
Value enter_task_function(Thread* T, Arguments args) {
  return enter_task(T, args[0], args[1]) ? kNone : kEmpty;
}
Value leave_task_function(Thread* T, Arguments args) {
  return leave_task(T, args[0], args[1]) ? kNone : kEmpty;
}
Value swap_current_task_function(Thread* T, Arguments args) {
  return swap_current_task(T, args[0], args[1]);
}

Value connect_futures(Thread* T, Arguments args) {
  AsyncioState& state = state_of(T);
  state.cancelled_error = args[0];
  state.invalid_state_error = args[1];
  state.future_repr = args[2];
  state.creation_stack = args[3];
  state.get_event_loop = args[4];
  return kNone;
}

Value connect_tasks(Thread* T, Arguments args) {
  AsyncioState& state = state_of(T);
  state.is_coroutine = args[0];
  state.task_repr = args[1];
  state.get_stack = args[2];
  state.print_stack = args[3];
  state.scheduled_tasks = args[4];
  state.eager_tasks = args[5];
  return kNone;
}

const NativeMethod kFunctions[] = {
    {"get_running_loop()", get_running_loop, "The loop that runs in this thread; RuntimeError when none does.",
     kNoSwitchAfterCall},
    {"_get_running_loop()", get_running_loop_or_none, "The loop that runs in this thread, or None.",
     kNoSwitchAfterCall},
    {"_set_running_loop(loop, /)", set_running_loop, "For event loops only."},
    {"current_task(loop=None)", current_task, "The task that runs now in the loop, or None.", kNoSwitchAfterCall},
    {"_native_tasks()", native_tasks, "The tasks of this module that are not done, in all loops."},
    {"_register_task(task)", register_task, nullptr},
    {"_unregister_task(task)", unregister_task, nullptr},
    {"_register_eager_task(task)", register_eager_task, nullptr},
    {"_unregister_eager_task(task)", unregister_eager_task, nullptr},
    {"_enter_task(loop, task)", enter_task_function, nullptr},
    {"_leave_task(loop, task)", leave_task_function, nullptr},
    {"_swap_current_task(loop, task)", swap_current_task_function, nullptr},
    {"_connect_futures(cancelled_error, invalid_state_error, future_repr, creation_stack, get_event_loop, /)",
     connect_futures, nullptr},
    {"_connect_tasks(is_coroutine, task_repr, get_stack, print_stack, scheduled_tasks, eager_tasks, /)", connect_tasks,
     nullptr},
    {nullptr, nullptr, nullptr}};

bool make_names(Thread* T, AsyncioState& state) {
  struct Name {
    Value* place;
    const char* text;
  };
  const Name all[] = {{&state.call_soon, "call_soon"},
                      {&state.get_debug, "get_debug"},
                      {&state.add_done_callback, "add_done_callback"},
                      {&state.cancel, "cancel"},
                      {&state.result, "result"},
                      {&state.call_exception_handler, "call_exception_handler"},
                      {&state.blocking, "_asyncio_future_blocking"},
                      {&state.get_loop, "get_loop"},
                      {&state.loop_name, "_loop"},
                      {&state.throw_name, "throw"},
                      {&state.add_name, "add"},
                      {&state.discard_name, "discard"}};
  for (const Name& name : all) {
    *name.place = intern(T, name.text);
    if (!*name.place) return false;
  }
  String* context = intern(T, "context");
  String* message = context ? intern(T, "msg") : nullptr;
  state.context_keyword = message ? Value(make_tuple(T, {context})) : kEmpty;
  state.message_keyword = state.context_keyword ? Value(make_tuple(T, {message})) : kEmpty;
  return !state.message_keyword.is_empty();
}

bool make_types(Thread* T, AsyncioState& state) {
  constexpr uint32_t kFlags = kTypeIsBuiltin | kTypeIsBase | kTypeInstancesHaveAttributes | kTypeSupportsWeakReferences;
  static const TypeSlots future_slots = [] {
    TypeSlots s{};
    s.create = future_create;
    s.initialize = future_initialize;
    s.repr = future_repr;
    s.iterate = future_await;
    s.await = future_await;
    s.finalize = future_finalize;
    return s;
  }();
  static const TypeSlots task_slots = [] {
    TypeSlots s{};
    s.create = task_create;
    s.initialize = task_initialize;
    s.repr = task_repr;
    s.finalize = future_finalize;
    return s;
  }();
  static const TypeSlots iterator_slots = [] {
    TypeSlots s{};
    s.create = refuse_creation;
    s.iterate = [](Thread*, Value self) { return self; };
    s.next = iterator_next;
    s.send = iterator_send;
    return s;
  }();
  static const TypeSlots step_slots = [] {
    TypeSlots s{};
    s.create = refuse_creation;
    s.call = step_call;
    return s;
  }();
  static const NativeTypeSpec future_spec = {"_asyncio.Future",
                                             Kind::kRecord,
                                             record_size(kFutureSlots, sizeof(FutureData)),
                                             kFlags,
                                             "A result that will be there later, for one event loop.",
                                             &future_slots,
                                             kFutureMethods,
                                             kFutureAttributes,
                                             "(*, loop=None)"};
  static const NativeTypeSpec task_spec = {
      "_asyncio.Task",
      Kind::kRecord,
      record_size(kTaskSlots, sizeof(FutureData)),
      kFlags,
      "A coroutine that the loop runs, step by step, each until it waits for a future.",
      &task_slots,
      kTaskMethods,
      kTaskAttributes,
      "(coro, *, loop=None, name=None, context=None, eager_start=False)"};
  static const NativeTypeSpec iterator_spec = {"_asyncio.FutureIter", Kind::kRecord, record_size(1),
                                               kTypeIsBuiltin,        nullptr,       &iterator_slots,
                                               kIteratorMethods,      nullptr};
  static const NativeTypeSpec step_spec = {
      "TaskStepMethWrapper", Kind::kRecord, record_size(2), kTypeIsBuiltin, nullptr, &step_slots, nullptr, nullptr};
  Type* future = make_native_type(T, future_spec);
  Type* task = future ? make_native_type(T, task_spec, future) : nullptr;
  Type* iterator = task ? make_native_type(T, iterator_spec) : nullptr;
  Type* step = iterator ? make_native_type(T, step_spec) : nullptr;
  if (!step) return false;
  state.native_add_done_callback = type_lookup(future, as_string(state.add_done_callback));
  state.task = task;
  state.future_iterator = iterator;
  state.task_step = step;
  state.future = future;
  return true;
}

}  // namespace

Value initialize_asyncio_module(Thread* T) {
  AsyncioState& state = state_of(T);
  Module* module = make_module(T, "_asyncio");
  if (!module) return kEmpty;
  // A second import, of a module that was taken out of sys.modules, finds the same types.
  if (!state.future) {
    Dict* loops = make_dict(T);
    Dict* tasks = loops ? make_dict(T) : nullptr;
    if (!tasks) return kEmpty;
    state.running_loops = loops;
    state.current_tasks = tasks;
    // The types of contexts must be there before the first task copies one.
    if (!call(T, T->runtime->builtin_import, {make_string(T, "_contextvars")})) return kEmpty;
    if (!make_names(T, state) || !make_types(T, state)) return kEmpty;
    std::shared_ptr<TaskList> list = state.tasks;
    add_weak_list(T->runtime, [list](const std::function<bool(Object*)>& is_marked) {
      MutexLock guard(list->lock);
      std::erase_if(list->tasks,
                    [&](Object* task) { return !is_marked(task) || !is_pending(static_cast<Record*>(task)); });
    });
  }
  bool ok = add_functions(T, module, kFunctions) && module_set(T, module, "Future", state.future) &&
            module_set(T, module, "Task", state.task) && module_set(T, module, "_current_tasks", state.current_tasks);
  return ok ? Value(module) : kEmpty;
}

}  // namespace gilded
