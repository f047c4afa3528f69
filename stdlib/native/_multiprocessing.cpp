// _multiprocessing: SemLock, the lock between processes that multiprocessing.synchronize builds everything on.
//
// It is a named POSIX semaphore. The process that makes one unlinks the name at once when its children are forked, and
// leaves it to the resource tracker when they find it by name. A SemLock remembers per process which thread holds it
// and how often, so that it can be recursive, and so that only a holder can release a mutex that is meant to be one.
//
// Waiting goes to the system with the interpreter let go. Ctrl-C ends the wait by its signal; the handler runs, and
// what it raises is raised.
#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <time.h>

#include <cmath>

#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/object/type_internals.h"
#include "vm/runtime.h"
#include "vm/threading/safepoint.h"
#include "vm/types/dict.h"
#include "vm/types/int.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/string.h"

namespace gilded {

namespace {

enum SemKind : int64_t { kRecursiveMutex = 0, kSemaphore = 1 };

// The raw bytes of the Record; slot 0 holds the name, a str or None.
struct SemState {
  std::atomic<sem_t*> handle;  // null once it was closed
  std::atomic<int64_t> kind, maximum;
  std::atomic<uint64_t> owner;  // ident of the last thread here that acquired it
  std::atomic<int64_t> count;   // how often threads of this process hold it
};

SemState* state_of(Value self) {
  return reinterpret_cast<SemState*>(self.as<Record>()->raw());
}

bool is_mine(Thread* T, SemState* state) {
  return state->count.load() > 0 && state->owner.load() == T->ident;
}

Value make_sem_lock(Thread* T, Type* type, sem_t* handle, int64_t kind, int64_t maximum, Value name) {
  Record* record = make_record(T, type, 1, sizeof(SemState));
  if (!record) {
    sem_close(handle);
    return kEmpty;
  }
  record->set(0, name);
  SemState* state = state_of(record);
  state->handle = handle;
  state->kind = kind;
  state->maximum = maximum;
  return record;
}

Value sem_lock_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[5];
  if (!bind_arguments(T, "SemLock(kind, value, maxvalue, name, unlink)", arguments, values)) return kEmpty;
  int64_t kind, value, maximum;
  bool unlink;
  if (!to_int64(T, values[0], &kind) || !to_int64(T, values[1], &value) || !to_int64(T, values[2], &maximum) ||
      !truth(T, values[4], &unlink))
    return kEmpty;
  if (!is_string(values[3]))
    return raise(T, Builtin::kTypeError, "SemLock() argument 'name' must be str, not {}",
                 argument_type_name(T, values[3]));
  if (kind != kRecursiveMutex && kind != kSemaphore) return raise_text(T, Builtin::kValueError, "unrecognized kind");
  std::string name = to_utf8(as_string(values[3]));
  sem_t* handle = sem_open(name.c_str(), O_CREAT | O_EXCL, 0600, static_cast<unsigned>(value));
  if (handle == SEM_FAILED) return raise_errno(T, errno);
  if (unlink && sem_unlink(name.c_str()) < 0) {
    int error = errno;
    sem_close(handle);
    return raise_errno(T, error);
  }
  return make_sem_lock(T, type, handle, kind, maximum, unlink ? kNone : values[3]);
}

// The semaphore of another process by its name, or (no name) the one at an address that a fork has copied.
Value sem_lock_rebuild(Thread* T, Arguments args) {
  int64_t address, kind, maximum;
  if (!to_int64(T, args[1], &address) || !to_int64(T, args[2], &kind) || !to_int64(T, args[3], &maximum)) return kEmpty;
  if (!args[4].is_none() && !is_string(args[4]))
    return raise(T, Builtin::kTypeError, "_rebuild() argument 'name' must be str or None, not {}",
                 type_name(T, args[4]));
  if (args[4].is_none())
    return raise_text(T, Builtin::kValueError, "a SemLock without a name is inherited, not rebuilt");
  sem_t* handle = sem_open(to_utf8(as_string(args[4])).c_str(), 0);
  if (handle == SEM_FAILED) return raise_errno(T, errno);
  return make_sem_lock(T, args[0].as<Type>(), handle, kind, maximum, args[4]);
}

void sem_lock_finalize(Thread*, Object* self) {
  sem_t* handle = state_of(self)->handle.exchange(nullptr);
  if (handle) sem_close(handle);
}

sem_t* handle_of(Thread* T, SemState* state) {
  sem_t* handle = state->handle.load();
  if (!handle) (void)raise_errno(T, EINVAL);
  return handle;
}

Value sem_lock_acquire(Thread* T, Arguments args) {
  SemState* state = state_of(args[0]);
  bool blocking = true;
  if (args.has(1) && !truth(T, args[1], &blocking)) return kEmpty;
  double timeout = -1;
  bool has_timeout = args.has(2) && !args[2].is_none();
  if (has_timeout && !to_double(T, args[2], &timeout)) return kEmpty;
  if (has_timeout && !(timeout > 0)) timeout = 0;
  if (state->kind == kRecursiveMutex && is_mine(T, state)) {
    state->count.fetch_add(1);
    return kTrue;
  }
  sem_t* handle = handle_of(T, state);
  if (!handle) return kEmpty;
  int result, error = 0;
  do {
    result = sem_trywait(handle);
    error = errno;
  } while (result < 0 && error == EINTR);
  if (result < 0 && error == EAGAIN && blocking) {
    timespec deadline{};
    if (has_timeout) {
      clock_gettime(CLOCK_MONOTONIC, &deadline);
      double seconds = std::floor(timeout);
      if (seconds > 1e9) seconds = 1e9;
      deadline.tv_sec += static_cast<time_t>(seconds);
      deadline.tv_nsec += static_cast<long>((timeout - std::floor(timeout)) * 1e9);
      if (deadline.tv_nsec >= 1'000'000'000) {
        ++deadline.tv_sec;
        deadline.tv_nsec -= 1'000'000'000;
      }
    }
    do {
      {
        DetachScope detached(T, WaitReason::kLock);
        result = has_timeout ? sem_clockwait(handle, CLOCK_MONOTONIC, &deadline) : sem_wait(handle);
        error = result < 0 ? errno : 0;
      }
      if (result < 0 && error == EINTR && !poll_if_requested(T)) return kEmpty;
    } while (result < 0 && error == EINTR);
  }
  if (result < 0) return error == EAGAIN || error == ETIMEDOUT ? kFalse : Value(raise_errno(T, error));
  state->owner = T->ident;
  state->count.fetch_add(1);
  return kTrue;
}

Value sem_lock_release(Thread* T, Arguments args) {
  SemState* state = state_of(args[0]);
  sem_t* handle = handle_of(T, state);
  if (!handle) return kEmpty;
  if (state->kind == kRecursiveMutex) {
    if (!is_mine(T, state))
      return raise_text(T, Builtin::kAssertionError, "attempt to release recursive lock not owned by thread");
    if (state->count.load() > 1) {
      state->count.fetch_sub(1);
      return kNone;
    }
  } else {
    int value;
    if (sem_getvalue(handle, &value) < 0) return raise_errno(T, errno);
    if (value >= state->maximum.load())
      return raise_text(T, Builtin::kValueError, "semaphore or lock released too many times");
  }
  // Before the post: whoever acquires it next may be a thread of ours.
  state->count.fetch_sub(1);
  if (sem_post(handle) < 0) {
    int error = errno;
    state->count.fetch_add(1);
    return raise_errno(T, error);
  }
  return kNone;
}

Value sem_lock_enter(Thread* T, Arguments args) {
  Value values[3] = {args[0], kTrue, kNone};
  BoundArguments given = args;
  given.values = values;
  given.count = 3;
  return sem_lock_acquire(T, given);
}

Value sem_lock_count(Thread*, Arguments args) {
  return Value::small_int(state_of(args[0])->count.load());
}
Value sem_lock_is_mine(Thread* T, Arguments args) {
  return Value::boolean(is_mine(T, state_of(args[0])));
}
Value sem_lock_get_value(Thread* T, Arguments args) {
  sem_t* handle = handle_of(T, state_of(args[0]));
  int value;
  if (!handle || (sem_getvalue(handle, &value) < 0 && !raise_errno(T, errno))) return kEmpty;
  return Value::small_int(value < 0 ? 0 : value);
}
Value sem_lock_is_zero(Thread* T, Arguments args) {
  Value value = sem_lock_get_value(T, args);
  return value ? Value::boolean(value == Value::small_int(0)) : kEmpty;
}
// In a forked child nobody holds it yet.
Value sem_lock_after_fork(Thread*, Arguments args) {
  state_of(args[0])->count = 0;
  return kNone;
}

Value sem_lock_handle(Thread* T, Value self) {
  return make_int(T, static_cast<int64_t>(reinterpret_cast<intptr_t>(state_of(self)->handle.load())));
}
Value sem_lock_kind(Thread*, Value self) {
  return Value::small_int(state_of(self)->kind.load());
}
Value sem_lock_maximum(Thread* T, Value self) {
  return make_int(T, state_of(self)->maximum.load());
}
Value sem_lock_name(Thread*, Value self) {
  return self.as<Record>()->get(0);
}

const NativeMethod kSemLockMethods[] = {
    {"acquire($self, block=True, timeout=None)", sem_lock_acquire, "Acquire the semaphore/lock.", kMayBlock},
    {"release($self, /)", sem_lock_release, "Release the semaphore/lock."},
    {"__enter__($self, /)", sem_lock_enter, "Enter the semaphore/lock.", kMayBlock},
    {"__exit__($self, exc_type=None, exc_value=None, exc_tb=None, /)", sem_lock_release, "Exit the semaphore/lock."},
    {"_count($self, /)", sem_lock_count, "Num of `acquire()`s minus num of `release()`s for this process."},
    {"_is_mine($self, /)", sem_lock_is_mine, "Whether the lock is owned by this thread."},
    {"_get_value($self, /)", sem_lock_get_value, "Get the value of the semaphore."},
    {"_is_zero($self, /)", sem_lock_is_zero, "Return whether semaphore has value zero."},
    {"_after_fork($self, /)", sem_lock_after_fork, "Rezero the net acquisition count after fork()."},
    {"_rebuild($type, handle, kind, maxvalue, name, /)", sem_lock_rebuild, "The lock of another process."},
    {nullptr, nullptr, nullptr}};

const NativeAttribute kSemLockAttributes[] = {{"handle", sem_lock_handle, nullptr, nullptr},
                                              {"kind", sem_lock_kind, nullptr, nullptr},
                                              {"maxvalue", sem_lock_maximum, nullptr, nullptr},
                                              {"name", sem_lock_name, nullptr, nullptr},
                                              {nullptr, nullptr, nullptr, nullptr}};

const TypeSlots kSemLockSlots = [] {
  TypeSlots s{};
  s.create = sem_lock_create;
  s.initialize = [](Thread*, Value, CallArguments) { return true; };
  s.finalize = sem_lock_finalize;
  return s;
}();

const NativeTypeSpec kSemLockSpec = {"_multiprocessing.SemLock",
                                     Kind::kRecord,
                                     record_size(1, sizeof(SemState)),
                                     kTypeIsBuiltin | kTypeIsBase,
                                     "Semaphore/Mutex type",
                                     &kSemLockSlots,
                                     kSemLockMethods,
                                     kSemLockAttributes,
                                     "(kind, value, maxvalue, name, unlink)"};

Value multiprocessing_sem_unlink(Thread* T, Arguments args) {
  if (!is_string(args[0]))
    return raise(T, Builtin::kTypeError, "sem_unlink() argument must be str, not {}", argument_type_name(T, args[0]));
  return sem_unlink(to_utf8(as_string(args[0])).c_str()) < 0 ? Value(raise_errno(T, errno)) : kNone;
}

const NativeMethod kFunctions[] = {
    {"sem_unlink(name, /)", multiprocessing_sem_unlink, "Remove the name of a semaphore."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_multiprocessing_module(Thread* T) {
  Module* module = make_module(T, "_multiprocessing");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  Type* type = make_native_type(T, kSemLockSpec);
  Dict* flags = type ? make_dict(T) : nullptr;
  if (!flags || !dict_set(T, flags, make_string(T, "HAVE_SEM_OPEN"), Value::small_int(1)) ||
      !dict_set(T, flags, make_string(T, "HAVE_SEM_TIMEDWAIT"), Value::small_int(1)) ||
      !module_set(T, module, "flags", flags) ||
      !define_attribute(T, type, intern(T, "SEM_VALUE_MAX"), Value::small_int(SEM_VALUE_MAX)) ||
      !module_set(T, module, "SemLock", type))
    return kEmpty;
  return module;
}

}  // namespace gilded
