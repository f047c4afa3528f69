// _asyncio.Task: a coroutine that its loop runs, step by step. See asyncio_state.h.
//
// The parts that show things to people (reprs, stacks) stay in Python: tasks.py hands them to connect_tasks().
#include "stdlib/native/asyncio_state.h"
#include "stdlib/native/contexts.h"
#include "stdlib/native/no_instances.h"
#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/object/warnings.h"
#include "vm/types/dict.h"
#include "vm/types/exception.h"
#include "vm/types/generator.h"
#include "vm/types/list.h"
#include "vm/types/sequence.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded::asyncio {

// --- Which tasks there are, and which one runs in a loop

void list_task(Thread* T, Record* task) {
  if (data_of(task)->is_listed.exchange(1, std::memory_order_relaxed)) return;
  TaskList& list = *state_of(T).tasks;
  MutexLock guard(list.lock);
  list.tasks.push_back(task);
}

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

static Value wakeup_method(Thread* T, Arguments args);
static const NativeMethod kWakeup = {"task_wakeup($self, fut, /)", wakeup_method, nullptr};

// What the loop calls for a step: slots task, exception to raise in the coroutine (EMPTY: none).
static Value make_step(Thread* T, Record* task, Value exception) {
  Record* step = make_record(T, state_of(T).task_step.as<Type>(), 2);
  if (!step) return kEmpty;
  step->set(0, task);
  if (exception) step->set(1, exception);
  return step;
}

static bool schedule_step(Thread* T, Record* task, Value exception) {
  Value step = make_step(T, task, exception);
  return step && call_soon(T, task->get(kLoop), step, kEmpty, task->get(kContext));
}

// The next step fails with a RuntimeError.
static bool schedule_error(Thread* T, Record* task, const std::string& message) {
  String* text = make_string(T, message);
  Value error = text ? call(T, exception_type(T, Builtin::kRuntimeError), {text}) : kEmpty;
  return error && schedule_step(T, task, error);
}

// One step of the coroutine, as generator_send().
static Value resume(Thread* T, Value coroutine, Value exception, bool* finished) {
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

static bool cancel_waiter(Thread* T, Value waiter, Value message, bool* done) {
  AsyncioState& state = state_of(T);
  if (waiter.as_object()->type() == state.future.as<Type>()) {
    *done = cancel_future(T, waiter.as<Record>(), message);
    return !T->has_exception();
  }
  Value answer = call_with_keyword(T, waiter, state.cancel, {}, state.message_keyword, message ? message : kNone);
  return answer && truth(T, answer, done);
}

// The task waits for what its coroutine yielded.
static bool wait_for(Thread* T, Record* task, Value yielded) {
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
static bool run_step(Thread* T, Record* task, Value exception) {
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

static bool task_step(Thread* T, Record* task, Value exception) {
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
static Value wakeup_method(Thread* T, Arguments args) {
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

static Value step_call(Thread* T, Value self, CallArguments arguments) {
  if (arguments.count > 0) {
    return raise_text(
        T, Builtin::kTypeError,
        arguments.keyword_names ? "function takes no keyword arguments" : "function takes no positional arguments");
  }
  auto* step = self.as<Record>();
  return task_step(T, step->get(0).as<Record>(), step->get(1)) ? kNone : kEmpty;
}

static Value task_create(Thread* T, Type* type, CallArguments) {
  Record* task = make_record(T, type, kTaskSlots, sizeof(FutureData));
  if (task) want_finalizer(task, false);
  return task;
}

static bool start_eagerly(Thread* T, Record* task) {
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

static bool task_initialize(Thread* T, Value self, CallArguments arguments) {
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

static Value task_repr(Thread* T, Value self) {
  if (!state_of(T).task_repr) return raise_text(T, Builtin::kRuntimeError, "asyncio has not been imported");
  return call(T, state_of(T).task_repr, {self});
}

static Value task_cancel(Thread* T, Arguments args) {
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

static Value task_cancelling(Thread*, Arguments args) {
  return Value::small_int(data_of(args[0].as<Record>())->cancel_requests.load(std::memory_order_relaxed));
}

static Value task_uncancel(Thread*, Arguments args) {
  FutureData* data = data_of(args[0].as<Record>());
  int32_t requests = data->cancel_requests.load(std::memory_order_relaxed);
  if (requests > 0) {
    data->cancel_requests.store(--requests, std::memory_order_relaxed);
    if (requests == 0) data->must_cancel.store(0, std::memory_order_relaxed);
  }
  return Value::small_int(requests);
}

static Value task_get_name(Thread* T, Arguments args) {
  auto* task = args[0].as<Record>();
  Value name = task->get(kName);
  if (!name) return kNone;
  if (!name.is_small_int()) return name;
  String* text = make_string(T, fmt::format("Task-{}", name.as_small_int()));
  if (text) task->set(kName, text);
  return text;
}

static Value task_set_name(Thread* T, Arguments args) {
  String* name = is_exactly(args[1], Kind::kString) ? as_string(args[1]) : to_str(T, args[1]);
  if (!name) return kEmpty;
  args[0].as<Record>()->set(kName, name);
  return kNone;
}

static Value task_get_coroutine(Thread* T, Arguments args) {
  return slot_or_none<kCoroutine>(T, args[0]);
}
static Value task_get_context(Thread* T, Arguments args) {
  return slot_or_none<kContext>(T, args[0]);
}
static Value task_get_stack(Thread* T, Arguments args) {
  return call(T, state_of(T).get_stack, {args[0], args.has(1) ? args[1] : kNone});
}
static Value task_print_stack(Thread* T, Arguments args) {
  return call(T, state_of(T).print_stack, {args[0], args.has(1) ? args[1] : kNone, args.has(2) ? args[2] : kNone});
}
static Value task_set_result(Thread* T, Arguments) {
  return raise_text(T, Builtin::kRuntimeError, "Task does not support set_result operation");
}
static Value task_set_exception(Thread* T, Arguments) {
  return raise_text(T, Builtin::kRuntimeError, "Task does not support set_exception operation");
}

static Value get_must_cancel(Thread*, Value self) {
  return Value::boolean(data_of(self.as<Record>())->must_cancel.load(std::memory_order_relaxed));
}
static Value get_log_destroy_pending(Thread*, Value self) {
  return Value::boolean(!data_of(self.as<Record>())->silent_destruction.load(std::memory_order_relaxed));
}
static bool set_log_destroy_pending(Thread* T, Value self, Value value) {
  bool wanted;
  if (!value) return raise_text(T, Builtin::kAttributeError, "cannot delete attribute");
  if (!truth(T, value, &wanted)) return false;
  data_of(self.as<Record>())->silent_destruction.store(!wanted, std::memory_order_relaxed);
  return true;
}

static const NativeMethod kTaskMethods[] = {
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

static const NativeAttribute kTaskAttributes[] = {
    {"_log_destroy_pending", get_log_destroy_pending, set_log_destroy_pending, nullptr},
    {"_must_cancel", get_must_cancel, nullptr, nullptr},
    {"_coro", slot_or_none<kCoroutine>, nullptr, nullptr},
    {"_fut_waiter", slot_or_none<kWaiter>, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr}};

bool make_task_types(Thread* T, AsyncioState& state) {
  constexpr uint32_t kFlags = kTypeIsBuiltin | kTypeIsBase | kTypeInstancesHaveAttributes | kTypeSupportsWeakReferences;
  static const TypeSlots task_slots = [] {
    TypeSlots s{};
    s.create = task_create;
    s.initialize = task_initialize;
    s.repr = task_repr;
    s.finalize = future_finalize;
    return s;
  }();
  static const TypeSlots step_slots = [] {
    TypeSlots s{};
    s.create = refuse_creation;
    s.call = step_call;
    return s;
  }();
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
  static const NativeTypeSpec step_spec = {
      "TaskStepMethWrapper", Kind::kRecord, record_size(2), kTypeIsBuiltin, nullptr, &step_slots, nullptr, nullptr};
  Type* task = make_native_type(T, task_spec, state.future.as<Type>());
  Type* step = task ? make_native_type(T, step_spec) : nullptr;
  if (!step) return false;
  state.task = task;
  state.task_step = step;
  return true;
}

}  // namespace gilded::asyncio
