// _asyncio.Future: a result that will be there later, and what awaits it. See asyncio_state.h.
//
// The parts that show things to people (reprs, stacks) or are rarely used stay in Python: futures.py hands them to
// connect_futures().
#include "stdlib/native/asyncio_state.h"
#include "stdlib/native/contexts.h"
#include "stdlib/native/no_instances.h"
#include "vm/interpreter/support.h"
#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/object/warnings.h"
#include "vm/threading/object_lock.h"
#include "vm/types/dict.h"
#include "vm/types/exception.h"
#include "vm/types/generator.h"
#include "vm/types/list.h"
#include "vm/types/sequence.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded::asyncio {

bool is_future(Thread* T, Value value) {
  return is_kind(value, Kind::kRecord) && is_subtype(value.as_object()->type(), state_of(T).future.as<Type>());
}
bool is_task(Thread* T, Value value) {
  return is_kind(value, Kind::kRecord) && is_subtype(value.as_object()->type(), state_of(T).task.as<Type>());
}

void want_finalizer(Record* future, bool wanted) {
  if (wanted) {
    future->flags.fetch_or(kHasFinalizer, std::memory_order_relaxed);
  } else {
    future->flags.fetch_and(static_cast<uint8_t>(~kHasFinalizer), std::memory_order_relaxed);
  }
}

static bool check_connected(Thread* T) {
  return state_of(T).invalid_state_error || raise_text(T, Builtin::kRuntimeError, "asyncio has not been imported");
}

Raised raise_invalid_state(Thread* T, std::string_view message) {
  String* text = make_string(T, message);
  Value error = text ? call(T, state_of(T).invalid_state_error, {text}) : kEmpty;
  return error ? raise_value(T, error) : Raised{};
}

Value loop_of(Thread* T, Record* future) {
  Value loop = future->get(kLoop);
  return loop ? loop : Value(raise_text(T, Builtin::kRuntimeError, "Future object is not initialized."));
}

static std::string_view state_name(Record* future) {
  switch (future_state(future)) {
    case FutureState::kPending:
      return "PENDING";
    case FutureState::kCancelled:
      return "CANCELLED";
    default:
      return "FINISHED";
  }
}

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

static bool schedule_callbacks(Thread* T, Record* future) {
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

static Value future_create(Thread* T, Type* type, CallArguments) {
  Record* future = make_record(T, type, kFutureSlots, sizeof(FutureData));
  if (future) want_finalizer(future, false);
  return future;
}

static bool future_initialize(Thread* T, Value self, CallArguments arguments) {
  Value values[1];
  return bind_arguments(T, "Future(*, loop=None)", arguments, values) &&
         initialize_future(T, self.as<Record>(), values[0]);
}

static Value future_repr(Thread* T, Value self) {
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

// Gives a pending future its outcome, which `set` stores: of several threads that try, one does. False: it has one.
template <class Set>
static bool settle(Thread* T, Record* future, FutureState state, Set set) {
  ObjectLock lock(T, future);
  if (!is_pending(future)) return false;
  set();
  data_of(future)->state.store(static_cast<uint8_t>(state), std::memory_order_release);
  return true;
}

bool finish(Thread* T, Record* future, Value result) {
  if (!settle(T, future, FutureState::kFinished, [&] { future->set(kResult, result); }))
    return raise_invalid_state(T, "invalid state");
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
  bool has_settled = settle(T, future, FutureState::kFinished, [&] {
    future->set(kResult, exception);
    future->set(kFailedTraceback, exception.as<Exception>()->traceback.load());
    data->has_failed.store(1, std::memory_order_relaxed);
  });
  if (!has_settled) return raise_invalid_state(T, "invalid state");
  bool done = schedule_callbacks(T, future);
  data->log_traceback.store(1, std::memory_order_relaxed);
  want_finalizer(future, true);
  return done;
}

bool cancel_future(Thread* T, Record* future, Value message) {
  FutureData* data = data_of(future);
  data->log_traceback.store(0, std::memory_order_relaxed);
  Value shown = message && !message.is_none() ? message : kEmpty;
  if (!settle(T, future, FutureState::kCancelled, [&] { future->set(kCancelMessage, shown); })) return false;
  want_finalizer(future, false);
  return schedule_callbacks(T, future);
}

// Nobody can ask for the result of a future whose __init__ was not called.
static bool check_initialized(Thread* T, Record* future) {
  return future->get(kLoop) || (check_connected(T) && raise_invalid_state(T, "Future object is not initialized."));
}

static Value future_result(Thread* T, Arguments args) {
  auto* future = args[0].as<Record>();
  return check_initialized(T, future) ? result_of(T, future) : kEmpty;
}

static Value future_exception(Thread* T, Arguments args) {
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

static Value future_set_result(Thread* T, Arguments args) {
  auto* future = args[0].as<Record>();
  return loop_of(T, future) && finish(T, future, args[1]) ? kNone : kEmpty;
}

static Value future_set_exception(Thread* T, Arguments args) {
  auto* future = args[0].as<Record>();
  return loop_of(T, future) && fail(T, future, args[1]) ? kNone : kEmpty;
}

static Value future_add_done_callback(Thread* T, Arguments args) {
  auto* future = args[0].as<Record>();
  if (!loop_of(T, future)) return kEmpty;
  Value context = args.has(2) && !args[2].is_none() ? args[2] : copy_current_context(T);
  return context && add_callback(T, future, args[1], context) ? kNone : kEmpty;
}

static Value future_remove_done_callback(Thread* T, Arguments args) {
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

static Value future_cancel(Thread* T, Arguments args) {
  auto* future = args[0].as<Record>();
  if (!loop_of(T, future)) return kEmpty;
  bool done = cancel_future(T, future, args.has(1) ? args[1] : kEmpty);
  return T->has_exception() ? kEmpty : Value::boolean(done);
}

static Value future_cancelled(Thread*, Arguments args) {
  return Value::boolean(future_state(args[0].as<Record>()) == FutureState::kCancelled);
}
static Value future_done(Thread*, Arguments args) {
  return Value::boolean(!is_pending(args[0].as<Record>()));
}
static Value future_get_loop(Thread* T, Arguments args) {
  return loop_of(T, args[0].as<Record>());
}
static Value future_make_cancelled_error(Thread* T, Arguments args) {
  return check_connected(T) ? cancelled_error_of(T, args[0].as<Record>()) : kEmpty;
}

static void tell_exception_handler(Thread* T, Record* future, Dict* context) {
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
static Value future_delete(Thread* T, Arguments args) {
  future_finalize(T, args[0].as_object());
  return kNone;
}

// --- Iterating over a future: what `await future` does. Slot 0: the future, EMPTY once it is over.

static Value future_await(Thread* T, Value self) {
  if (!loop_of(T, self.as<Record>())) return kEmpty;
  Record* iterator = make_record(T, state_of(T).future_iterator.as<Type>(), 1);
  if (iterator) iterator->set(0, self);
  return iterator;
}

static Value iterator_send(Thread* T, Value self, Value, bool* finished) {
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

static Value stop_with(Thread* T, Value value) {
  if (value.is_none()) return raise_value(T, exception_type(T, Builtin::kStopIteration));
  return raise_with(T, Builtin::kStopIteration, value);
}

static Value iterator_next(Thread* T, Value self) {
  bool finished;
  Value value = iterator_send(T, self, kNone, &finished);
  return value && finished ? stop_with(T, value) : value;
}
static Value iterator_send_method(Thread* T, Arguments args) {
  return iterator_next(T, args[0]);
}
static Value iterator_close(Thread*, Arguments args) {
  args[0].as<Record>()->set(0, kEmpty);
  return kNone;
}
static Value iterator_throw(Thread* T, Arguments args) {
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

static const NativeMethod kIteratorMethods[] = {{"send($self, value, /)", iterator_send_method, nullptr},
                                                {"throw($self, typ, val=None, tb=None, /)", iterator_throw, nullptr},
                                                {"close($self, /)", iterator_close, nullptr},
                                                {nullptr, nullptr, nullptr}};

// --- Attributes of futures

static Value get_state(Thread* T, Value self) {
  return intern(T, state_name(self.as<Record>()));
}
static Value get_result(Thread*, Value self) {
  auto* future = self.as<Record>();
  Value result = future->get(kResult);
  return result && !data_of(future)->has_failed.load(std::memory_order_relaxed) ? result : kNone;
}
static Value get_exception(Thread*, Value self) {
  auto* future = self.as<Record>();
  return data_of(future)->has_failed.load(std::memory_order_relaxed) ? future->get(kResult) : kNone;
}
static Value get_callbacks(Thread* T, Value self) {
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
static Value get_log_traceback(Thread*, Value self) {
  return Value::boolean(data_of(self.as<Record>())->log_traceback.load(std::memory_order_relaxed));
}
static bool set_log_traceback(Thread* T, Value self, Value value) {
  bool wanted;
  if (!value) return raise_text(T, Builtin::kAttributeError, "cannot delete attribute");
  if (!truth(T, value, &wanted)) return false;
  if (wanted) return raise_text(T, Builtin::kValueError, "_log_traceback can only be set to False");
  auto* future = self.as<Record>();
  data_of(future)->log_traceback.store(0, std::memory_order_relaxed);
  if (!is_pending(future)) want_finalizer(future, false);
  return true;
}
static Value get_blocking(Thread*, Value self) {
  auto* future = self.as<Record>();
  return Value::boolean(future->get(kLoop) && data_of(future)->is_blocking.load(std::memory_order_relaxed));
}
static bool set_blocking(Thread* T, Value self, Value value) {
  bool wanted;
  if (!value) return raise_text(T, Builtin::kAttributeError, "cannot delete attribute");
  if (!loop_of(T, self.as<Record>()) || !truth(T, value, &wanted)) return false;
  data_of(self.as<Record>())->is_blocking.store(wanted, std::memory_order_relaxed);
  return true;
}
static bool set_cancel_message(Thread* T, Value self, Value value) {
  if (!value) return raise_text(T, Builtin::kAttributeError, "cannot delete attribute");
  self.as<Record>()->set(kCancelMessage, value);
  return true;
}

static const NativeMethod kFutureMethods[] = {
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

static const NativeAttribute kFutureAttributes[] = {
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

bool make_future_types(Thread* T, AsyncioState& state) {
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
  static const TypeSlots iterator_slots = [] {
    TypeSlots s{};
    s.create = refuse_creation;
    s.iterate = [](Thread*, Value self) { return self; };
    s.next = iterator_next;
    s.send = iterator_send;
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
  static const NativeTypeSpec iterator_spec = {"_asyncio.FutureIter", Kind::kRecord, record_size(1),
                                               kTypeIsBuiltin,        nullptr,       &iterator_slots,
                                               kIteratorMethods,      nullptr};
  Type* future = make_native_type(T, future_spec);
  Type* iterator = future ? make_native_type(T, iterator_spec) : nullptr;
  if (!iterator) return false;
  state.native_add_done_callback = type_lookup(future, as_string(state.add_done_callback));
  state.future_iterator = iterator;
  state.future = future;
  return true;
}

}  // namespace gilded::asyncio
