// The header of every heap object.
//
//      63                     32 31     24 23     16 15      8 7       0
//     +-------------------------+---------+---------+---------+---------+
//     |         shape id        | private |  lock   |  flags  |  kind   |     (bytes in memory order: kind first)
//     +-------------------------+---------+---------+---------+---------+
//
// shape id   the Shape (type and attribute layout); Shapes live in the low 2 GiB of the address space, so the id is the
// address.
//            Changes when an instance gains an attribute or `__class__` is assigned: read it with acquire, write it
//            with release.
// kind       the memory layout (kinds.def), fixed at birth; tells the collector how to visit it.
// flags      ObjectFlag bits, fixed at birth.
// lock       one-byte lock of the object (threading/object_lock.h); used only when threads can run in parallel.
// private    free for the kind (strings: width and interned bits). Set before the object can be reached, or only by
// atomic operations.
#pragma once

#include <atomic>
#include <cstdint>

#include "vm/object/value.h"

namespace gilded {

class Thread;
class Runtime;
struct Type;
struct Shape;
class Marker;

enum class Kind : uint8_t {
#define KIND(name, trace, stores) k##name,
#include "vm/object/kinds.def"
#undef KIND
};

enum ObjectFlag : uint8_t {
  kIsSubclassInstance =
      1,  // of a Python class derived from the built-in type of this kind: fast paths for the exact type must not apply
  kHasAttributes = 2,  // the last word of the fixed part is an attribute slot: see attributes_of (instance.h)
  kHasFinalizer = 4,   // its type has __del__ (or a native finaliser): the collector must call it once
  kIsLarge = 16,       // has a mapping of its own (gc/blocks.h)
  kFinalized = 8,      // set by the collector when the finaliser was scheduled (world stopped)
  kOld = 32,  // a collection has seen what it refers to: a store into it must be told of (heap_barrier, gc/heap.h)
};

struct Object {
  uint8_t kind_byte;
  std::atomic<uint8_t> flags;
  std::atomic<uint8_t> lock;
  std::atomic<uint8_t> private_bits;
  std::atomic<uint32_t> shape_id;

  Kind kind() const { return static_cast<Kind>(kind_byte); }
  Shape* shape() const {
    return reinterpret_cast<Shape*>(static_cast<uintptr_t>(shape_id.load(std::memory_order_acquire)));
  }
  inline Type* type() const;  // shape.h
  bool has_flag(ObjectFlag flag) const { return (flags.load(std::memory_order_relaxed) & flag) != 0; }
  // An instance of the built-in type itself, not of a Python subclass.
  // Both in one load: fast paths ask this of every list, tuple and dict.
  bool is_exactly(Kind k) const {
    static_assert(kIsSubclassInstance == 1);
    using KindAndFlags [[gnu::may_alias]] = uint16_t;
    auto both = __atomic_load_n(reinterpret_cast<const KindAndFlags*>(this), __ATOMIC_RELAXED);
    return (both & 0x1ff) == static_cast<uint16_t>(k);
  }
};
static_assert(sizeof(Object) == 8);

inline bool is_kind(Value v, Kind kind) {
  return v.is_object() && v.as_object()->kind() == kind;
}
inline bool is_exactly(Value v, Kind kind) {
  return v.is_object() && v.as_object()->is_exactly(kind);
}

}  // namespace gilded
