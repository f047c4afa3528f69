// Shape: the hidden class of an object: its type and which attribute lives in which slot.
//
// Shapes form a tree below the root shape of each type. Adding attribute `k` follows or makes the transition labelled
// k. A Shape never changes after it is published, except that its transition list grows (lock-free to read, grown under
// the runtime's shape lock). Shapes live in one mapping below 2 GiB, so their address fits an object's 32-bit shape id
// and an inline cache can hold it beside a slot index in one word. They are never reused within a runtime: a cache that
// matches an id always means the same layout.
//
//   class P: ...      root(P) --x--> {x:0} --y--> {x:0, y:1}
//                                        \--z--> {x:0, z:1}
#pragma once

#include "vm/object/object.h"

namespace gilded {

struct String;
struct ShapeTable;
class Marker;

enum ShapeFlag : uint8_t {
  kDictMode = 1,      // attributes are in a Dict (the object's attribute slot holds it), not in slots
  kNoAttributes = 2,  // instances have no attributes of their own (int, a class with __slots__ only ...)
};

struct Shape {
  Type* type;
  Shape* parent;        // without `key`; null for a root
  String* key;          // interned; null for a root
  uint16_t slot;        // of key
  uint16_t slot_count;  // attributes so far, deleted ones included: a slot of an object is only ever used for one name
  uint16_t inline_capacity;  // slots inside the object itself; the rest is in segments
  uint8_t flags;
  bool is_deletion;                 // this step removed `key` (its slot stays dead)
  std::atomic<uint32_t> marked_in;  // the collection that has marked `type`; used with the world stopped
  std::atomic<Shape*> first_child;
  std::atomic<Shape*> next_sibling;
  std::atomic<Shape*> dict_mode_shape;  // root only: the one dictionary-mode shape of this lineage

  uint32_t id() const { return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(this)); }
  // Slot of an interned name, or -1.
  int find(String* name) const;
};

inline Type* Object::type() const {
  return shape()->type;
}

// Of one runtime: the mapping all shapes live in, and the lock under which trees grow. Null when the system has no
// memory below 2 GiB.
ShapeTable* make_shape_table();
void destroy_shape_table(ShapeTable* table);

// The successor of `shape` with `name` added (created when new), or null when the limit of 120 attributes is reached:
// go to dictionary mode then. Locks the runtime's shape lock; no safepoint.
Shape* shape_with(Thread* T, Shape* shape, String* name);
// The successor without `name` (its slot becomes dead for ever); null when deletions have used up the slots: go to
// dictionary mode.
Shape* shape_without(Thread* T, Shape* shape, String* name);
// A new root for `type`; inline_capacity slots inside the object.
Shape* make_root_shape(Thread* T, Type* type, int inline_capacity, uint8_t flags);
Shape* dict_mode_shape(Thread* T, Shape* shape);
// Visits the names in the trees of `root` and of the roots it replaced (linked by next_sibling).
void trace_shapes(Shape* root, Marker& marker);

}  // namespace gilded
