// The heap: allocation of objects, and the one function for stores into them. The collector is gc/collector.h.
//
// Small objects (up to 4 KiB) come from 16 KiB blocks of one size class each. A thread owns a block per size class and
// bumps a pointer through a run of free, zeroed cells; nothing is shared on that path. Larger objects come from
// gc/large_memory.h.
//
// Allocation never collects: it counts bytes and, past the limit, asks for a collection, which happens at the next
// safepoint (poll) of any thread. So C++ code may allocate anywhere and hold raw pointers; the native stack is scanned
// conservatively at collections. Objects never move. Values may live on stacks, in the heap, or in registered roots
// (Runtime::roots), nowhere else: a std::vector<Value> in malloc memory is invisible to the collector. Use RootedValues
// (gc/roots.h) or a ValueArray instead.
//
// Thread safety: any attached thread, each with its own Thread*.
#pragma once

#include <cstddef>

#include "vm/gc/thread_allocator.h"
#include "vm/object/object.h"
#include "vm/object/shape.h"
#include "vm/threading/thread.h"

namespace gilded {

// Zeroed memory with its header set, or null with MemoryError set. `size` in bytes, header included.
Object* allocate_object(Thread* T, size_t size, Kind kind, Shape* shape);
// The same for objects of a kind that holds no references behind its first `zeroed` bytes: what is behind them may be
// anything, and must be written before another thread sees the object.
Object* allocate_data(Thread* T, size_t size, size_t zeroed, Kind kind, Shape* shape);

// When a thread's run of cells is used up; null with MemoryError set.
void* allocate_cell_slow(Thread* T, int size_class);
// The layout bits of a new object.
inline Object* set_header(void* memory, Kind kind, Shape* shape, uint8_t flags) {
  auto* object = static_cast<Object*>(memory);
  // In one store: a load of several of its fields would wait for stores of each.
  uint64_t header = uint64_t{shape ? shape->id() : 0} << 32 | uint64_t{flags} << 8 | static_cast<uint8_t>(kind);
  using Word [[gnu::may_alias]] = uint64_t;
  __atomic_store_n(reinterpret_cast<Word*>(object), header, __ATOMIC_RELAXED);
  return object;
}
// The same in place, for sizes that are mostly small: a few instructions.
inline Object* allocate_data_inline(Thread* T, size_t size, size_t zeroed, Kind kind, Shape* shape) {
  if (size > kLargeThreshold) [[unlikely]]
    return allocate_data(T, size, zeroed, kind, shape);
  int size_class = size_class_of(size);
  void* memory = T->allocator->take(size_class);
  if (!memory) [[unlikely]] {
    memory = allocate_cell_slow(T, size_class);
    if (!memory) return nullptr;
  }
  return set_header(memory, kind, shape, 0);
}
inline Object* allocate_object_inline(Thread* T, size_t size, Kind kind, Shape* shape) {
  return allocate_data_inline(T, size, size, kind, shape);
}

template <class T>
T* allocate(Thread* thread, Kind kind, Shape* shape, size_t extra_bytes = 0) {
  return static_cast<T*>(allocate_object_inline(thread, sizeof(T) + extra_bytes, kind, shape));
}
// An instance of `type`, which may be a Python subclass of the built-in type of layout T: adds the attribute slot and
// flags it needs. `fixed_size` is sizeof(T) plus trailing data; REQUIRES the type's layout to be that of kind.
Object* allocate_instance_of(Thread* T, Type* type, size_t fixed_size);

// Has its type's finaliser run for a fresh object that allocate_instance_of did not know to need it.
void add_finalizer(Thread* T, Object* object);

// After a store of a reference into `owner` that did not go through the functions below. REQUIRES: no safepoint since.
void remember_old(Object* owner);
// After one of this value into this slot of it.
void remember_old_slot(Object* owner, const Slot& slot, Object* value);
inline void heap_barrier(Object* owner) {
  if (owner->has_flag(kOld)) [[unlikely]]
    remember_old(owner);
}
// After a store of `value` into `slot`. Of a large list or dict only the part round the slot is looked at again:
// whoever moves values within it afterwards must call the function above.
inline void heap_barrier(Object* owner, const Slot& slot, Value value) {
  if (owner->has_flag(kOld)) [[unlikely]] {
    if (value.is_object()) remember_old_slot(owner, slot, value.as_object());
  }
}

// The store of a reference into a reachable object: every heap store goes through here. `owner` is the object that the
// slot is in (a list's buffer, not the list), so that collections of the young look at it again (gc/collector.h).
inline void heap_store(Object* owner, Slot& slot, Value value) {
  slot.store_release(value);
  heap_barrier(owner, slot, value);
}
// The store of `desired` if `expected` is there; else that tells what is.
inline bool heap_compare_exchange(Object* owner, Slot& slot, Value& expected, Value desired) {
  bool done = slot.compare_exchange(expected, desired);
  if (done) heap_barrier(owner, slot, desired);
  return done;
}
// A store into an object that nobody else can reach yet.
inline void heap_initialize([[maybe_unused]] Object* owner, Slot& slot, Value value) {
  slot.initialize(value);
}
// A pointer field of type std::atomic<X*> inside an object.
template <class X>
inline void heap_store_pointer(Object* owner, std::atomic<X*>& field, X* value) {
  field.store(value, std::memory_order_release);
  heap_barrier(owner);
}

// Passed to trace functions. The world is stopped: plain loads suffice. Several threads may mark, each with its own
// Marker, and each object is traced by one of them.
class Marker {
 public:
  void visit(Value value) {
    if (value.is_object()) visit_object(value.as_object());
  }
  void visit(const Slot& slot) { visit(slot.load_relaxed()); }
  template <class X>
  void visit(const std::atomic<X*>& field) {
    if (X* p = field.load(std::memory_order_relaxed)) visit_object(p);
  }
  void visit_object(Object* object);  // null allowed
  // For listings of what an object refers to: whoever marks an object has marked its class.
  void visit_class(Object* type);
  // A word that may be a Value, or anything else.
  void visit_conservatively(uint64_t word);
  // Whether a generator is to clear the registers that nothing reads any more before it visits them.
  bool clears_stale_registers() const;

 private:
  friend class Collector;
  friend class Marking;
  struct Impl;
  Impl* impl_ = nullptr;
};
void trace_nothing(Object*, Marker&);

// While one lives no safepoint may happen in this thread: no Python code, poll, park or collection (asserted in debug
// builds). Held together with every object lock.
class NoSafepointScope {
 public:
  explicit NoSafepointScope(Thread* T);
  ~NoSafepointScope();
  NoSafepointScope(const NoSafepointScope&) = delete;
  NoSafepointScope& operator=(const NoSafepointScope&) = delete;
#ifndef NDEBUG
 private:
  Thread* thread_;
#endif
};

}  // namespace gilded
