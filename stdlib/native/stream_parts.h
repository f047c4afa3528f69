// What the native parts of streams share: their lock, taken only if it is free, and the file below.
//
// The methods in Python hold the same lock while they work; if another thread holds it, the native part leaves the call
// to them, and they wait.
#pragma once

#include <atomic>
#include <type_traits>

#include "vm/object/instance.h"
#include "vm/threading/lock.h"
#include "vm/types/record.h"
#include "vm/types/string.h"

namespace gilded {

// The fields of streams are atomic for threads that use one without a lock; nothing is ordered by them.
template <class X>
X load(const std::atomic<X>& field) {
  return field.load(std::memory_order_relaxed);
}
template <class X>
void store(std::atomic<X>& field, std::type_identity_t<X> value) {
  field.store(value, std::memory_order_relaxed);
}

// Holds a lock for a scope if it was free. `lock` may be EMPTY: then it is never held. Where a GIL keeps the others
// out, which it does as long as the scope runs no Python code and waits for nothing, a look at the lock is enough.
// REQUIRES: the scope does neither.
class FreeLock {
 public:
  FreeLock(Thread* T, Value lock) : thread_(T) {
    if (lock && !T->parallel()) {
      is_free_ = is_free(lock.as<Lock>());
    } else if (lock && acquire_lock(T, lock.as<Lock>(), 0) == LockResult::kAcquired)
      lock_ = lock.as<Lock>();
  }
  ~FreeLock() {
    if (lock_) release_lock(thread_, lock_);
  }
  FreeLock(const FreeLock&) = delete;
  FreeLock& operator=(const FreeLock&) = delete;
  explicit operator bool() const { return is_free_ || lock_ != nullptr; }

 private:
  Thread* thread_;
  Lock* lock_ = nullptr;
  bool is_free_ = false;
};

// Holds a stream's lock, an RLock, for a scope that may wait or run Python code, which may take the lock again; if
// nobody holds it before.
class HeldLock {
 public:
  HeldLock(Thread* T, Value lock) : thread_(T) {
    if (!lock || acquire_lock(T, lock.as<Lock>(), 0) != LockResult::kAcquired) return;
    lock_ = lock.as<Lock>();
    lock_->count.store(1, std::memory_order_relaxed);
  }
  ~HeldLock() {
    if (!lock_) return;
    uint64_t count = lock_->count.load(std::memory_order_relaxed) - 1;
    lock_->count.store(count, std::memory_order_relaxed);
    if (count == 0) release_lock(thread_, lock_);
  }
  HeldLock(const HeldLock&) = delete;
  HeldLock& operator=(const HeldLock&) = delete;
  explicit operator bool() const { return lock_ != nullptr; }

 private:
  Thread* thread_;
  Lock* lock_ = nullptr;
};

// What the modules of streams keep in one runtime.
struct StreamGlobals {
  explicit StreamGlobals(Runtime* runtime);
  Value recursive_lock;  // the type
  Value text_decoder;    // the type
  Value unflushed;       // a dict, by identity: weak references to the files that are open for writing
};
// Forgets a file that is being closed. False: exception.
bool forget_unflushed(Thread* T, Value stream);
Lock* make_stream_lock(Thread* T);

// Whether this is an instance of a class of the library that is made of a native type, and of no subclass of it.
inline bool is_of_library(Value v) {
  return v.as_object()->type()->base->has_flag(kTypeIsBuiltin);
}
// Whether no method of the object can be hidden by an attribute of its own: it has none but this, if any.
inline bool has_only_attribute(Value v, std::string_view name) {
  const Shape* shape = v.as_object()->shape();
  if (shape->flags & kDictMode) return false;
  return shape->slot_count == 0 ||
         (shape->slot_count == 1 && shape->key && shape->key->is_ascii() && shape->key->ascii() == name);
}

// The names of the native types that the buffers of bytes are made of.
inline constexpr char kReadBufferName[] = "_buffered_stream.ReadBuffer";
inline constexpr char kWriteBufferName[] = "_buffered_stream.WriteBuffer";
inline constexpr char kRandomBufferName[] = "_buffered_stream.RandomBuffer";
// Whether this is a buffer of the library (BufferedReader, BufferedWriter, BufferedRandom), and of no subclass.
inline bool is_plain_buffer(Value v) {
  Type* base = is_kind(v, Kind::kRecord) ? v.as_object()->type()->base : nullptr;
  const char* name = base ? base->native_name : nullptr;
  return name && (name == kReadBufferName || name == kWriteBufferName || name == kRandomBufferName);
}
// The raw stream of such a buffer; EMPTY: none.
Value raw_of_buffer(Value buffer);
// A TextDecoder for the usual encodings and handlers of errors. EMPTY without an exception: for these there is none.
Value make_text_decoder(Thread* T, String* encoding, String* errors, bool is_universal, bool translates);

// What the Python part sees of a stream, as getters and setters of attributes: a slot (None: EMPTY), and a flag of the
// native state that is the raw bytes of the record.
template <uint32_t kSlot>
Value get_slot(Thread*, Value self) {
  Value value = self.as<Record>()->get(kSlot);
  return value ? value : kNone;
}
template <class State>
std::atomic<bool>& flag_of(Value stream, std::atomic<bool> State::* flag) {
  return reinterpret_cast<State*>(stream.as<Record>()->raw())->*flag;
}
template <auto kFlag>
Value get_flag(Thread*, Value self) {
  return Value::boolean(load(flag_of(self, kFlag)));
}
template <auto kFlag>
bool set_flag(Thread*, Value self, Value value) {
  store(flag_of(self, kFlag), value == kTrue);
  return true;
}

// A file of the system: what io.FileIO is made of (_file_stream.cpp).
struct FileState {
  std::atomic<int> fd;  // negative: closed
  std::atomic<uint32_t> mode_bits;
  std::atomic<int64_t> block_size;
  std::atomic<bool> is_readable, is_writable, is_created, is_appending;
  std::atomic<bool> closes_descriptor;
  std::atomic<int> seekable;  // 1, 0; -1: not known
};
inline constexpr char kFileTypeName[] = "_file_stream.File";

// REQUIRES: a FileIO.
inline FileState* file_state(Value file) {
  return reinterpret_cast<FileState*>(file.as<Record>()->raw());
}
// Whether this is an io.FileIO, and of no subclass: what it does is known.
inline bool is_plain_file(Value v) {
  Type* base = is_kind(v, Kind::kRecord) ? v.as_object()->type()->base : nullptr;
  return base && base->native_name == kFileTypeName;
}
// The descriptor of a FileIO; negative: it is closed.
inline int descriptor_of(Value file) {
  return load(file_state(file)->fd);
}
// The same of a file whose methods a script has not replaced; negative, too, if this is no plain file, or none.
inline int plain_descriptor_of(Value file) {
  return file && is_plain_file(file) && has_only_attribute(file, "name") ? descriptor_of(file) : -1;
}
// What close() does once nothing is left to flush. False: exception.
bool close_file(Thread* T, Value file);
// All that is left of a file: bytes. None: nothing, and one would have to wait for more.
Value read_all_of_descriptor(Thread* T, int fd);

}  // namespace gilded
