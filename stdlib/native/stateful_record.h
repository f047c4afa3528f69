// Native objects with state of a C library (a hash, a stream of compressed data): a Record whose raw bytes are one
// pointer to the state and whose slot 0 is a lock. Work on much data runs detached, so that other threads go on; the
// lock keeps two of them out of one state.
#pragma once

#include <string_view>

#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/lock.h"
#include "vm/threading/safepoint.h"
#include "vm/types/dict.h"
#include "vm/types/iterators.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

inline constexpr size_t kStatefulLock = 0;
// Less than this is done before another thread could be woken.
inline constexpr size_t kDetachAbove = 2047;

template <class State>
State*& state_of(Value v) {
  return *reinterpret_cast<State**>(v.as<Record>()->raw());
}

// A record of `type` with its lock and no state yet. `slot_count` counts the lock. Null: MemoryError.
inline Record* make_stateful_record(Thread* T, Type* type, uint32_t slot_count) {
  Record* record = make_record(T, type, slot_count, sizeof(void*));
  // _thread makes the type of locks when it is imported.
  if (!record || (!types(T).lock && !call(T, find_builtin(T, "__import__"), {Value(intern(T, "_thread"))})))
    return nullptr;
  Lock* lock = make_lock(T, types(T).lock);
  if (!lock) return nullptr;
  record->set(kStatefulLock, Value(lock));
  return record;
}

// Holds the lock of a stateful record for a scope. `if (!scope) return kEmpty;`: waiting for it was interrupted.
class StateScope {
 public:
  StateScope(Thread* T, Value object) : thread_(T), lock_(object.as<Record>()->get(kStatefulLock).as<Lock>()) {
    is_held_ = acquire_lock(T, lock_, kNoDeadline) == LockResult::kAcquired;
  }
  ~StateScope() {
    if (is_held_) release_lock(thread_, lock_);
  }
  StateScope(const StateScope&) = delete;
  StateScope& operator=(const StateScope&) = delete;
  explicit operator bool() const { return is_held_; }

 private:
  Thread* thread_;
  Lock* lock_;
  bool is_held_;
};

// f() with the thread detached if there is much to do.
template <class F>
auto run_detached_if(Thread* T, bool is_long, F f) {
  if (!is_long) return f();
  DetachScope detached(T, WaitReason::kOther);
  return f();
}

// A class in Python, derived from a built-in exception, as an attribute of the module. False: exception.
inline bool add_exception_class(Thread* T, Module* module, std::string_view name, Builtin base,
                                std::string_view module_name) {
  Dict* attributes = make_dict(T);
  String* text = make_string(T, name);
  Tuple* bases = make_tuple(T, {Value(exception_type(T, base))});
  if (!attributes || !text || !bases || !dict_set(T, attributes, names(T).dunder_module, make_string(T, module_name)))
    return false;
  Value type = call(T, Value(types(T).type), {Value(text), Value(bases), Value(attributes)});
  return type && module_set(T, module, name, type);
}

// raise module.name(message): of a module that is being or has been imported.
inline Raised raise_of_module(Thread* T, std::string_view module_name, std::string_view name,
                              std::string_view message) {
  Value module = get_item(T, T->runtime->modules, intern(T, module_name));
  Value type = module ? get_attribute(T, module, name) : kEmpty;
  String* text = make_string(T, message);
  Value error = type && text ? call(T, type, {Value(text)}) : kEmpty;
  return error ? raise_value(T, error) : Raised();
}

}  // namespace gilded
