// _thread: starting threads, locks, thread-local storage. threading is Python on top of it.
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>

#include "vm/gc/blocks.h"
#include "vm/interpreter/interpreter.h"
#include "vm/object/instance.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/report/recorder.h"
#include "vm/runtime.h"
#include "vm/threading/gil.h"
#include "vm/threading/lock.h"
#include "vm/threading/safepoint.h"
#include "vm/threading/signals.h"
#include "vm/types/dict.h"
#include "vm/types/exception.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/string.h"
#include "vm/types/struct_sequence.h"
#include "vm/types/tuple.h"
#include "vm/types/weak_reference.h"

namespace gilded {

namespace {

// threading.TIMEOUT_MAX: what fits a signed 64-bit count of nanoseconds.
constexpr double kTimeoutMax = 9223372036.0;

// State of the module in one runtime; lives as long as it.
struct ThreadModule {
  Type* lock = nullptr;
  Type* rlock = nullptr;
  Type* handle = nullptr;
  Type* local = nullptr;
  Type* hook_arguments = nullptr;
  Value module;  // registered root: keeps the types alive
  std::atomic<size_t> stack_size{0};
};
ThreadModule* state_of(Thread* T) {
  return static_cast<ThreadModule*>(T->runtime->thread_module);
}

// ---------------------------------------------------------------- lock and RLock

// The deadline of acquire(blocking, timeout); false: exception. 0: do not wait.
bool parse_timeout(Thread* T, Value blocking, Value timeout, Nanoseconds* deadline) {
  bool block = true;
  double seconds = -1;
  if (blocking && !truth(T, blocking, &block)) return false;
  if (timeout && !to_double(T, timeout, &seconds)) return false;
  if (!block && seconds != -1) return raise(T, Builtin::kValueError, "can't specify a timeout for a non-blocking call");
  if (seconds < 0 && seconds != -1)
    return raise(T, Builtin::kValueError, "timeout value must be a non-negative number");
  if (seconds > kTimeoutMax) return raise(T, Builtin::kOverflowError, "timestamp out of range for platform time_t");
  if (seconds != seconds) return raise(T, Builtin::kValueError, "Invalid value NaN (not a number)");
  if (!block || seconds == 0)
    *deadline = 0;
  else if (seconds == -1)
    *deadline = kNoDeadline;
  else {
    double end = static_cast<double>(monotonic_now()) + std::ceil(seconds * 1e9);
    *deadline = end >= 9.2e18 ? kNoDeadline : static_cast<Nanoseconds>(end);
  }
  return true;
}

Lock* self_lock(Value v) {
  return v.as<Lock>();
}

Value lock_acquire(Thread* T, Arguments args) {
  Nanoseconds deadline;
  if (!parse_timeout(T, args[1], args[2], &deadline)) return kEmpty;
  LockResult result = acquire_lock(T, self_lock(args[0]), deadline);
  return result == LockResult::kInterrupted ? kEmpty : Value::boolean(result == LockResult::kAcquired);
}
Value lock_enter(Thread* T, Arguments args) {
  return acquire_lock(T, self_lock(args[0]), kNoDeadline) == LockResult::kInterrupted ? kEmpty : kTrue;
}
Value lock_release(Thread* T, Arguments args) {
  if (!release_lock(T, self_lock(args[0]))) return raise(T, Builtin::kRuntimeError, "release unlocked lock");
  return kNone;
}
Value lock_exit(Thread* T, Arguments args) {
  if (!release_lock(T, self_lock(args[0]))) return raise(T, Builtin::kRuntimeError, "release unlocked lock");
  return kNone;
}
Value lock_locked(Thread*, Arguments args) {
  return Value::boolean(self_lock(args[0])->state.load(std::memory_order_relaxed) & 1);
}
Value lock_reinitialize(Thread*, Arguments args) {
  self_lock(args[0])->state.store(0);
  self_lock(args[0])->count.store(0);
  self_lock(args[0])->owner.store(0);
  return kNone;
}
Value lock_repr(Thread* T, Value self) {
  bool locked = self_lock(self)->state.load(std::memory_order_relaxed) & 1;
  return make_string(T, fmt::format("<{} _thread.lock object at {:#x}>", locked ? "locked" : "unlocked", self.bits()));
}
Value lock_create(Thread* T, Type* type, CallArguments arguments) {
  if (arguments.count) return raise(T, Builtin::kTypeError, "lock() takes no arguments ({} given)", arguments.count);
  return make_lock(T, type);
}

const NativeMethod kLockMethods[] = {
    {"acquire($self, /, blocking=True, timeout=-1)", lock_acquire, "Lock the lock; returns whether that was possible.",
     kMayBlock},
    {"acquire_lock($self, /, blocking=True, timeout=-1)", lock_acquire, "An obsolete synonym of acquire().", kMayBlock},
    {"release($self, /)", lock_release, "Release the lock, allowing another thread to acquire it."},
    {"release_lock($self, /)", lock_release, "An obsolete synonym of release()."},
    {"locked($self, /)", lock_locked, "Return whether the lock is in the locked state."},
    {"locked_lock($self, /)", lock_locked, "An obsolete synonym of locked()."},
    {"__enter__($self, /)", lock_enter, "Lock the lock.", kMayBlock},
    {"__exit__($self, /, *exc_info)", lock_exit, "Release the lock."},
    {"_at_fork_reinit($self, /)", lock_reinitialize, nullptr},
    {nullptr, nullptr, nullptr}};

// The owner of an RLock is its holder's number; count is changed by the owner only.
Value rlock_acquire_until(Thread* T, Lock* lock, Nanoseconds deadline) {
  if (lock->owner.load(std::memory_order_relaxed) == T->number) {
    lock->count.store(lock->count.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    return kTrue;
  }
  LockResult result = acquire_lock(T, lock, deadline);
  if (result == LockResult::kInterrupted) return kEmpty;
  if (result == LockResult::kNotAcquired) return kFalse;
  lock->count.store(1, std::memory_order_relaxed);
  return kTrue;
}
Value rlock_acquire(Thread* T, Arguments args) {
  Nanoseconds deadline;
  if (!parse_timeout(T, args[1], args[2], &deadline)) return kEmpty;
  return rlock_acquire_until(T, self_lock(args[0]), deadline);
}
Value rlock_enter(Thread* T, Arguments args) {
  return rlock_acquire_until(T, self_lock(args[0]), kNoDeadline);
}
Value rlock_release(Thread* T, Arguments args) {
  Lock* lock = self_lock(args[0]);
  if (lock->owner.load(std::memory_order_relaxed) != T->number)
    return raise(T, Builtin::kRuntimeError, "cannot release un-acquired lock");
  uint64_t count = lock->count.load(std::memory_order_relaxed) - 1;
  lock->count.store(count, std::memory_order_relaxed);
  if (count == 0) release_lock(T, lock);
  return kNone;
}
Value rlock_is_owned(Thread* T, Arguments args) {
  return Value::boolean(self_lock(args[0])->owner.load(std::memory_order_relaxed) == T->number);
}
Value rlock_recursion_count(Thread* T, Arguments args) {
  Lock* lock = self_lock(args[0]);
  return Value::small_int(lock->owner.load(std::memory_order_relaxed) == T->number
                              ? static_cast<int64_t>(lock->count.load(std::memory_order_relaxed))
                              : 0);
}
Value rlock_release_save(Thread* T, Arguments args) {
  Lock* lock = self_lock(args[0]);
  if (lock->owner.load(std::memory_order_relaxed) != T->number)
    return raise(T, Builtin::kRuntimeError, "cannot release un-acquired lock");
  Tuple* saved = make_tuple(T, {Value::small_int(static_cast<int64_t>(lock->count.load(std::memory_order_relaxed))),
                                make_int(T, static_cast<uint64_t>(T->ident))});
  if (!saved) return kEmpty;
  lock->count.store(0, std::memory_order_relaxed);
  release_lock(T, lock);
  return saved;
}
Value rlock_acquire_restore(Thread* T, Arguments args) {
  if (!is_tuple(args[1]) || args[1].as<Tuple>()->length != 2)
    return raise(T, Builtin::kTypeError, "argument must be a pair");
  if (acquire_lock(T, self_lock(args[0]), kNoDeadline) == LockResult::kInterrupted) return kEmpty;
  self_lock(args[0])->count.store(static_cast<uint64_t>((*args[1].as<Tuple>())[0].as_small_int()),
                                  std::memory_order_relaxed);
  return kNone;
}
Value rlock_repr(Thread* T, Value self) {
  Lock* lock = self_lock(self);
  uint32_t owner = lock->owner.load(std::memory_order_relaxed);
  uint64_t ident = 0;
  for_each_thread(T->runtime, [&](Thread* t) {
    if (t->number == owner) ident = t->ident;
  });
  return make_string(T, fmt::format("<{} {} object owner={} count={} at {:#x}>", owner ? "locked" : "unlocked",
                                    "_thread.RLock", ident, lock->count.load(std::memory_order_relaxed), self.bits()));
}
Value rlock_create(Thread* T, Type* type, CallArguments) {
  return make_lock(T, type);
}
const NativeMethod kRLockMethods[] = {
    {"acquire($self, /, blocking=True, timeout=-1)", rlock_acquire,
     "Lock the lock; a thread that holds it already may take it again.", kMayBlock},
    {"release($self, /)", rlock_release, "Release the lock, allowing another thread to acquire it."},
    {"__enter__($self, /)", rlock_enter, "Lock the lock.", kMayBlock},
    {"__exit__($self, /, *exc_info)", rlock_release, "Release the lock."},
    {"_is_owned($self, /)", rlock_is_owned, "For internal use by threading.Condition."},
    {"_recursion_count($self, /)", rlock_recursion_count, "For internal use by reentrancy checks."},
    {"_release_save($self, /)", rlock_release_save, "For internal use by threading.Condition."},
    {"_acquire_restore($self, state, /)", rlock_acquire_restore, "For internal use by threading.Condition."},
    {"_at_fork_reinit($self, /)", lock_reinitialize, nullptr},
    {nullptr, nullptr, nullptr}};

// ---------------------------------------------------------------- thread handles

// What start_joinable_thread returns; shared by the starter, joiners and the thread itself.
//   Record: slot 0 ident, slot 1 the Lock that joiners wait for; raw bytes: HandleData
struct HandleData {
  std::atomic<uint32_t> state;   // 0 not started, 1 running, 2 done
  std::atomic<uint32_t> number;  // Thread::number, to see a thread join itself
};
HandleData* handle_data(Value v) {
  return reinterpret_cast<HandleData*>(v.as<Record>()->raw());
}

Value make_handle(Thread* T) {
  Record* handle = make_record(T, state_of(T)->handle, 1, sizeof(HandleData));
  if (!handle) return kEmpty;
  handle->set(0, Value::small_int(0));
  return handle;
}
Value handle_create(Thread* T, Type*, CallArguments) {
  return make_handle(T);
}
void set_done(Value handle) {
  handle_data(handle)->state.store(2, std::memory_order_seq_cst);
}
Value handle_join(Thread* T, Arguments args) {
  HandleData* data = handle_data(args[0]);
  double seconds = -1;
  if (args.has(1) && !args[1].is_none() && !to_double(T, args[1], &seconds)) return kEmpty;
  if (seconds > kTimeoutMax) return raise(T, Builtin::kOverflowError, "timestamp too large to convert to C PyTime_t");
  if (data->state.load() == 0) return raise(T, Builtin::kRuntimeError, "thread not started");
  if (data->state.load() == 2) return kNone;
  if (data->number.load() == T->number) return raise(T, Builtin::kRuntimeError, "Cannot join current thread");
  Nanoseconds deadline = seconds < 0 ? kNoDeadline : monotonic_now() + static_cast<Nanoseconds>(seconds * 1e9);
  ParkResult result = wait(
      T, WaitReason::kJoin, data, [](void* context) { return static_cast<HandleData*>(context)->state.load() != 2; },
      data, deadline);
  return result == ParkResult::kInterrupted ? kEmpty : kNone;
}
Value handle_is_done(Thread*, Arguments args) {
  return Value::boolean(handle_data(args[0])->state.load() == 2);
}
Value handle_set_done(Thread* T, Arguments args) {
  if (handle_data(args[0])->state.load() == 0) return raise(T, Builtin::kRuntimeError, "thread not started");
  set_done(args[0]);
  T->runtime->parking_lot->unpark_all(handle_data(args[0]));
  return kNone;
}
Value handle_ident(Thread*, Value self) {
  return self.as<Record>()->get(0);
}
Value handle_repr(Thread* T, Value self) {
  String* ident = to_str(T, self.as<Record>()->get(0));
  return ident ? Value(make_string(T, fmt::format("<_ThreadHandle object: ident={}>", to_utf8(ident)))) : kEmpty;
}
const NativeMethod kHandleMethods[] = {
    {"join($self, timeout=None, /)", handle_join, "Wait until the thread has ended, or for so many seconds.",
     kMayBlock},
    {"is_done($self, /)", handle_is_done, "Has the thread ended?"},
    {"_set_done($self, /)", handle_set_done, "Mark the handle as that of a thread that has ended."},
    {nullptr, nullptr, nullptr}};
const NativeAttribute kHandleAttributes[] = {{"ident", handle_ident, nullptr, nullptr},
                                             {nullptr, nullptr, nullptr, nullptr}};

// ---------------------------------------------------------------- starting

void forget_locals(Thread* T);

// What a new thread is to run is in Thread::start_values: roots, for it is on the runtime's list before the system
// thread exists.
void* thread_main(void* context) {
  auto* T = static_cast<Thread*>(context);
  Runtime* runtime = T->runtime;
  adopt_native_stack(T);
  record(T, EventKind::kThreadStart, 0, T->starter);
  attach(T);
  choose_dispatch(T);
  const void* joined_at = nullptr;  // where those who join it wait, and no object any more once it is detached
  {
    // From the start record to this native stack, which is scanned.
    Value function = T->start_values[0], positional = T->start_values[1], keywords = T->start_values[2],
          handle = T->start_values[3];
    for (Value& v : T->start_values) v = kEmpty;
    Value result = call_tuple(T, function, positional.as<Tuple>(), keywords.is_empty() ? nullptr : keywords.as<Dict>());
    if (result.is_empty()) {
      if (exception_matches(T, Builtin::kSystemExit)) {
        clear_exception(T);
      } else {
        Value failure = take_exception(T);
        String* shown = to_repr(T, function);
        std::string name = shown ? to_utf8(shown) : "<object repr() failed>";
        restore_exception(T, failure);
        report_unraisable(T, kNone, "Exception ignored in thread started by " + name);
      }
    }
    forget_locals(T);
    T->context = kEmpty;
    T->handled_exception = kEmpty;
    // Whoever joins it may collect at once, before this thread is off the list: its registers and native stack, as they
    // were when it last waited, must not keep what it has dropped since.
    std::fill(std::begin(T->saved_registers), std::end(T->saved_registers), 0);
    if (handle) {
      set_done(handle);
      joined_at = handle_data(handle);
    }
  }
  runtime->python_thread_count.fetch_sub(1);
  T->counters.cpu_ns = thread_cpu_now();
  record(T, EventKind::kThreadEnd);
  // While still attached: a detached thread does not stop for a collection, which must find the heap to itself.
  runtime->heap->release(T->allocator);
  detach(T, WaitReason::kExit);
  // Woken any earlier, they would wait again, for the GIL.
  if (joined_at) runtime->parking_lot->unpark_all(joined_at);
  runtime->destroy_thread(T);
  return nullptr;
}

// Starts a system thread. False: RuntimeError is set.
bool start_thread(Thread* T, Value function, Value positional, Value keywords, Value handle, bool daemon,
                  uint64_t* ident) {
  Runtime* runtime = T->runtime;
  if (runtime->finishing.load())
    return raise(T, Builtin::kPythonFinalizationError, "can't create new thread at interpreter shutdown");
  Thread* fresh = runtime->create_thread();
  if (!fresh) return raise(T, Builtin::kRuntimeError, "can't start new thread");
  fresh->is_daemon = daemon;
  fresh->starter = T->number;
  fresh->start_values[0] = function;
  fresh->start_values[1] = positional;
  fresh->start_values[2] = keywords;
  fresh->start_values[3] = handle;
  if (handle) {
    handle_data(handle)->number.store(fresh->number);
    handle_data(handle)->state.store(1);
  }
  runtime->python_thread_count.fetch_add(1);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  if (size_t size = state_of(T)->stack_size.load()) pthread_attr_setstacksize(&attributes, size);
  // Which signals are blocked is inherited. Whichever thread the system picks for a signal, its handler only notes it
  // for the main one.
  pthread_t system_thread;
  int error = pthread_create(&system_thread, &attributes, thread_main, fresh);
  pthread_attr_destroy(&attributes);
  if (error) {
    runtime->python_thread_count.fetch_sub(1);
    if (handle) handle_data(handle)->state.store(0);
    runtime->destroy_thread(fresh);
    return raise(T, Builtin::kRuntimeError, "can't start new thread");
  }
  *ident = static_cast<uint64_t>(system_thread);
  return true;
}

Value thread_start_new(Thread* T, Arguments args) {
  if (!is_callable(T, args[0])) return raise(T, Builtin::kTypeError, "first arg must be callable");
  if (!is_tuple(args[1])) return raise(T, Builtin::kTypeError, "2nd arg must be a tuple");
  if (args.has(2) && !is_dict(args[2])) return raise(T, Builtin::kTypeError, "optional 3rd arg must be a dictionary");
  uint64_t ident;
  if (!start_thread(T, args[0], args[1], args[2], kEmpty, true, &ident)) return kEmpty;
  return make_int(T, ident);
}
Value thread_start_joinable(Thread* T, Arguments args) {
  if (!is_callable(T, args[0])) return raise(T, Builtin::kTypeError, "thread function must be callable");
  Value handle = args.has(1) && !args[1].is_none() ? args[1] : make_handle(T);
  if (handle.is_empty()) return kEmpty;
  if (type_of(T, handle) != state_of(T)->handle)
    return raise(T, Builtin::kTypeError, "'handle' must be a _ThreadHandle");
  if (handle_data(handle)->state.load() != 0) return raise(T, Builtin::kRuntimeError, "thread already started");
  bool daemon = true;
  if (args.has(2) && !truth(T, args[2], &daemon)) return kEmpty;
  uint64_t ident;
  if (!start_thread(T, args[0], T->runtime->empty_tuple, kEmpty, handle, daemon, &ident)) return kEmpty;
  Value number = make_int(T, ident);
  if (number.is_empty()) return kEmpty;
  handle.as<Record>()->set(0, number);
  return handle;
}
Value thread_make_handle(Thread* T, Arguments args) {
  Value handle = make_handle(T);
  if (handle.is_empty()) return kEmpty;
  handle.as<Record>()->set(0, args[0]);
  handle_data(handle)->number.store(T->number);
  handle_data(handle)->state.store(1);
  return handle;
}

Value thread_allocate_lock(Thread* T, Arguments) {
  return make_lock(T, state_of(T)->lock);
}
Value thread_get_ident(Thread* T, Arguments) {
  return make_int(T, T->ident);
}
// Names the calling thread in --stats and traces; what name the program sees is threading's business.
Value thread_set_name(Thread* T, Arguments args) {
  if (!is_string(args[0])) return raise(T, Builtin::kTypeError, "name must be a str");
  T->counters.name = to_utf8(as_string(args[0]));
  if (T->runtime->recorder) T->runtime->recorder->set_thread_name(T->number, T->counters.name);
  return kNone;
}
Value thread_get_native_id(Thread* T, Arguments) {
  return make_int(T, static_cast<int64_t>(syscall(SYS_gettid)));
}
Value thread_main_ident(Thread* T, Arguments) {
  return make_int(T, T->runtime->main_thread->ident);
}
Value thread_count(Thread* T, Arguments) {
  return Value::small_int(T->runtime->python_thread_count.load());
}
Value thread_daemon_allowed(Thread*, Arguments) {
  return kTrue;
}
Value thread_is_main_interpreter(Thread*, Arguments) {
  return kTrue;
}
Value thread_exit(Thread* T, Arguments) {
  return raise_with(T, Builtin::kSystemExit, kEmpty);
}
Value thread_interrupt_main(Thread* T, Arguments args) {
  int64_t number = SIGINT;
  if (args.has(0) && !to_int64(T, args[0], &number)) return kEmpty;
  if (number < 1 || number >= kSignalCount) return raise(T, Builtin::kValueError, "signal number out of range");
  Value handler = T->runtime->signals->handlers[number];
  bool ignored = handler.is_small_int() || (handler.is_empty() && number != SIGINT);
  if (!ignored) note_signal(T->runtime, static_cast<int>(number));
  return kNone;
}
Value thread_stack_size(Thread* T, Arguments args) {
  auto old = static_cast<int64_t>(state_of(T)->stack_size.load());
  int64_t size = 0;
  if (!args.has(0)) return make_int(T, old);
  if (!to_int64(T, args[0], &size)) return kEmpty;
  if (size < 0) return raise(T, Builtin::kValueError, "size must be 0 or a positive value");
  // Below this the interpreter's own C++ frames would not fit.
  if (size != 0 && size < 32768) return raise(T, Builtin::kValueError, "size not valid: {} bytes", size);
  if (size != 0 && size < 256 * 1024) size = 256 * 1024;
  state_of(T)->stack_size.store(static_cast<size_t>(size));
  return make_int(T, old);
}

// What threading.excepthook prints for an exception that ended a thread.
Value thread_except_hook(Thread* T, Arguments args) {
  Value parts[4];
  static const char* const kFields[] = {"exc_type", "exc_value", "exc_traceback", "thread"};
  for (int i = 0; i < 4; ++i) {
    parts[i] = get_attribute(T, args[0], std::string_view(kFields[i]));
    if (parts[i].is_empty()) return kEmpty;
  }
  if (parts[0] == Value(exception_type(T, Builtin::kSystemExit))) return kNone;
  std::string name;
  if (!parts[3].is_none()) {
    Value thread_name = find_attribute(T, parts[3], names(T).name);
    clear_exception(T);
    if (is_string(thread_name)) name = to_utf8(as_string(thread_name));
  }
  if (name.empty()) name = fmt::format("{}", T->ident);
  std::string text = fmt::format("Exception in thread {}:\n", name);
  if (is_exception(parts[1]))
    text += format_exception(T, parts[1]);
  else
    text += fmt::format("{}\n", is_kind(parts[0], Kind::kType) ? std::string(name_of(parts[0].as<Type>())) : "?");
  Value stream = find_attribute(T, T->runtime->sys_module, names(T).stderr);
  clear_exception(T);
  if (stream.is_none() && !parts[3].is_none()) {
    // Where there is no standard error any more, to what it was when the thread was made.
    stream = find_attribute(T, parts[3], intern(T, std::string_view("_stderr")));
    clear_exception(T);
    if (stream && !stream.is_none()) {
      String* line = make_string(T, text);
      if (!line || call_method(T, stream, names(T).write, {line}).is_empty() ||
          call_method(T, stream, names(T).flush, {}).is_empty())
        return kEmpty;
    }
    return kNone;
  }
  write_standard_error(T, text);
  return kNone;
}

// What threading.excepthook receives.
constexpr StructSequenceSpec kHookArguments = {"_thread._ExceptHookArgs",
                                               "Type used to pass arguments to threading.excepthook.",
                                               4,
                                               {"exc_type", "exc_value", "exc_traceback", "thread"}};

// threading waits for non-daemon threads itself; nothing is left to do here.
Value thread_shutdown(Thread*, Arguments) {
  return kNone;
}

// ---------------------------------------------------------------- _local

// An object whose attributes each thread has for itself.
//   Record: slot 0 arguments tuple, slot 1 keywords dict or EMPTY, slot 2 the dicts by the number of their thread.
// So what a thread keeps there lives as long as both the object and the thread: Thread::thread_locals is a list of weak
// references to the objects to which a thread that ends must say so.
void remember_local(Thread* T, Value self) {
  List* all = T->thread_locals.is_empty() ? make_list(T) : T->thread_locals.as<List>();
  Value reference = all ? make_weak_reference(T, types(T).weak_reference, self, kEmpty) : kEmpty;
  // At each power of two the references to objects that have died meanwhile are left out.
  if (reference && all->size() >= 64 && (all->size() & (all->size() - 1)) == 0) {
    List* living = make_list(T);
    for (int64_t i = 0; living && i < all->size(); ++i) {
      Value other = list_get(T, all, i);
      if (other.as<WeakReference>()->referent.load() && !list_append(T, living, other)) living = nullptr;
    }
    all = living;
  }
  if (reference && all && list_append(T, all, reference)) T->thread_locals = all;
  // Without memory for that the attributes live as long as the object.
  clear_exception(T);
}
void forget_locals(Thread* T) {
  if (T->thread_locals.is_empty()) return;
  List* all = T->thread_locals.as<List>();
  for (int64_t i = 0; i < all->size(); ++i) {
    Value self = list_get(T, all, i).as<WeakReference>()->referent.load();
    if (self) (void)dict_pop(T, self.as<Record>()->get(2).as<Dict>(), Value::small_int(T->number));
  }
  clear_exception(T);
  T->thread_locals = kEmpty;
}
Dict* local_dict(Thread* T, Value self, bool* fresh) {
  *fresh = false;
  Dict* all = self.as<Record>()->get(2).as<Dict>();
  Value key = Value::small_int(T->number);
  if (Value dict = dict_get(T, all, key)) return dict.as<Dict>();
  Dict* dict = make_dict(T);
  if (!dict || !dict_set(T, all, key, dict)) return nullptr;
  remember_local(T, self);
  *fresh = true;
  return dict;
}
// The calling thread's dict; the first time in a thread __init__ runs again with the original arguments.
Dict* entered_dict(Thread* T, Value self) {
  bool fresh;
  Dict* dict = local_dict(T, self, &fresh);
  if (!dict || !fresh) return dict;
  Type* type = type_of(T, self);
  if (type->slots.initialize == types(T).object->slots.initialize) return dict;
  Value initializer = get_attribute(T, type, names(T).dunder_init);
  if (initializer.is_empty()) return nullptr;
  Tuple* saved = self.as<Record>()->get(0).as<Tuple>();
  Tuple* positional = make_tuple(T, saved->length + 1);
  if (!positional) return nullptr;
  heap_initialize(positional, positional->items[0], self);
  for (size_t i = 0; i < saved->length; ++i) heap_initialize(positional, positional->items[i + 1], (*saved)[i]);
  Value keywords = self.as<Record>()->get(1);
  if (call_tuple(T, initializer, positional, keywords.is_empty() ? nullptr : keywords.as<Dict>()).is_empty()) {
    Value pending = take_exception(T);
    (void)dict_pop(T, self.as<Record>()->get(2).as<Dict>(), Value::small_int(T->number));
    restore_exception(T, pending);
    return nullptr;
  }
  return dict;
}
Value local_create(Thread* T, Type* type, CallArguments arguments) {
  if (arguments.count && type->slots.initialize == types(T).object->slots.initialize)
    return raise(T, Builtin::kTypeError, "Initialization arguments are not supported");
  Record* self = make_record(T, type, 3);
  Tuple* positional = make_tuple(T, arguments.values, arguments.positional_count());
  if (!self || !positional) return kEmpty;
  self->set(0, positional);
  if (arguments.keyword_names) {
    Dict* keywords = keywords_to_dict(T, arguments);
    if (!keywords) return kEmpty;
    self->set(1, keywords);
  }
  Dict* dicts = make_dict(T);
  if (!dicts) return kEmpty;
  self->set(2, dicts);
  // In the creating thread type.__call__ runs __init__.
  bool fresh;
  return local_dict(T, self, &fresh) ? Value(self) : kEmpty;
}
Value local_get_attribute(Thread* T, Value self, String* name) {
  Dict* dict = entered_dict(T, self);
  if (!dict) return kEmpty;
  if (name == names(T).dunder_dict) return dict;
  Type* type = type_of(T, self);
  Value found = type_lookup(T, type, name);
  if (found && type_of(T, found)->slots.descriptor_set)
    return type_of(T, found)->slots.descriptor_get(T, found, self, type);
  if (Value v = dict_get(dict, name)) return v;
  if (found) {
    auto get = type_of(T, found)->slots.descriptor_get;
    return get ? get(T, found, self, type) : found;
  }
  (void)raise(T, Builtin::kAttributeError, "'{}' object has no attribute '{}'", name_of(type), to_utf8(name));
  if (is_exception(T->exception)) {
    auto* e = T->exception.as<Exception>();
    heap_store(e, e->extra[0], name);
    heap_store(e, e->extra[1], self);
  }
  return kEmpty;
}
bool local_set_attribute(Thread* T, Value self, String* name, Value value) {
  Dict* dict = entered_dict(T, self);
  if (!dict) return false;
  Type* type = type_of(T, self);
  if (name == names(T).dunder_dict)
    return raise(T, Builtin::kAttributeError, "'{}' object attribute '__dict__' is read-only", name_of(type));
  Value found = type_lookup(T, type, name);
  if (found && type_of(T, found)->slots.descriptor_set)
    return type_of(T, found)->slots.descriptor_set(T, found, self, value);
  if (value) return dict_set(T, dict, name, value);
  if (dict_pop(T, dict, name)) return true;
  return raise(T, Builtin::kAttributeError, "'{}' object has no attribute '{}'", name_of(type), to_utf8(name));
}

// The contextvars.Context of this thread, where that module keeps it.
Value thread_get_context(Thread* T, Arguments) {
  return T->context ? T->context : kNone;
}
Value thread_set_context(Thread* T, Arguments args) {
  T->context = args[0];
  return kNone;
}

const NativeMethod kFunctions[] = {
    {"start_new_thread(function, args, kwargs={}, /)", thread_start_new,
     "Start a new thread and return its identifier."},
    {"start_new(function, args, kwargs={}, /)", thread_start_new, "An obsolete synonym of start_new_thread()."},
    {"start_joinable_thread(function, handle=None, daemon=True)", thread_start_joinable,
     "Start a thread and return a handle to join it."},
    {"_make_thread_handle(ident, /)", thread_make_handle, "A handle for a thread that was not started here."},
    {"allocate_lock()", thread_allocate_lock, "Create a new lock object."},
    {"allocate()", thread_allocate_lock, "An obsolete synonym of allocate_lock()."},
    {"get_ident()", thread_get_ident, "Return a non-zero integer that identifies the current thread."},
    {"get_native_id()", thread_get_native_id, "Return the system's number of the current thread."},
    {"_set_name(name, /)", thread_set_name, nullptr},
    {"_get_context()", thread_get_context, nullptr, kNoSwitchAfterCall},
    {"_set_context(context, /)", thread_set_context, nullptr, kNoSwitchAfterCall},
    {"_get_main_thread_ident()", thread_main_ident, nullptr},
    {"_count()", thread_count, "Return the number of currently running Python threads, without the main thread."},
    {"daemon_threads_allowed()", thread_daemon_allowed, nullptr},
    {"_is_main_interpreter()", thread_is_main_interpreter, nullptr},
    {"exit()", thread_exit, "Raise SystemExit in this thread."},
    {"exit_thread()", thread_exit, "An obsolete synonym of exit()."},
    {"interrupt_main(signum=2, /)", thread_interrupt_main,
     "Simulate the arrival of the given signal in the main thread."},
    {"stack_size(size=<unrepresentable>, /)", thread_stack_size,
     "Return the stack size for new threads; with an argument also set it."},
    {"_excepthook(exc_info, /)", thread_except_hook, "Print an exception that ended a thread."},
    {"_shutdown()", thread_shutdown, nullptr},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_thread_module(Thread* T) {
  Runtime* runtime = T->runtime;
  auto* state = new ThreadModule;
  runtime->thread_module = state;
  runtime->thread_module_deleter = [](void* p) { delete static_cast<ThreadModule*>(p); };
  Module* module = make_module(T, "_thread");
  if (!module) return kEmpty;
  constexpr uint32_t kFlags = kTypeIsBuiltin | kTypeSupportsWeakReferences;
  static const TypeSlots kLockSlots = [] {
    TypeSlots s{};
    s.repr = lock_repr;
    s.create = lock_create;
    return s;
  }();
  state->lock = make_native_type(
      T, {"_thread.lock", Kind::kLock, sizeof(Lock), kFlags, "A lock: locked or not, owned by nobody in particular.",
          &kLockSlots, kLockMethods, nullptr});
  static const TypeSlots kRLockSlots = [] {
    TypeSlots s{};
    s.repr = rlock_repr;
    s.create = rlock_create;
    return s;
  }();
  T->runtime->types.lock = state->lock;
  state->rlock = make_native_type(T, {"_thread.RLock", Kind::kLock, sizeof(Lock), kFlags | kTypeIsBase,
                                      "A lock that its owner may take again.", &kRLockSlots, kRLockMethods, nullptr});
  static const TypeSlots kHandleSlots = [] {
    TypeSlots s{};
    s.repr = handle_repr;
    s.create = handle_create;
    return s;
  }();
  state->handle = make_native_type(T, {"_thread._ThreadHandle", Kind::kRecord, record_size(1, sizeof(HandleData)),
                                       kFlags, nullptr, &kHandleSlots, kHandleMethods, kHandleAttributes});
  static const TypeSlots kLocalSlots = [] {
    TypeSlots s{};
    s.create = local_create;
    s.get_attribute = local_get_attribute;
    s.set_attribute = local_set_attribute;
    return s;
  }();
  state->local = make_native_type(T, {"_thread._local", Kind::kRecord, record_size(3), kFlags | kTypeIsBase,
                                      "Thread-local data.", &kLocalSlots, nullptr, nullptr});
  state->hook_arguments = make_struct_sequence_type<kHookArguments>(T);
  state->module = module;
  runtime->add_root(&state->module);
  if (!state->hook_arguments || !state->lock || !state->rlock || !state->handle || !state->local) return kEmpty;
  bool ok = add_functions(T, module, kFunctions) && module_set(T, module, "LockType", state->lock) &&
            module_set(T, module, "lock", state->lock) && module_set(T, module, "RLock", state->rlock) &&
            module_set(T, module, "_ThreadHandle", state->handle) && module_set(T, module, "_local", state->local) &&
            module_set(T, module, "_ExceptHookArgs", state->hook_arguments) &&
            module_set(T, module, "error", exception_type(T, Builtin::kRuntimeError)) &&
            module_set(T, module, "TIMEOUT_MAX", Value::from_double(kTimeoutMax));
  return ok ? Value(module) : kEmpty;
}

}  // namespace gilded
