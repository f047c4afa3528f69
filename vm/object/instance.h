// Instances of Python classes: attributes in slots by shape.
//
//   Instance:          | header | attributes | slot 0 | slot 1 | ... inline_capacity slots |
//   AttributeSegment:  | header | next | slot 0 ... |      8, 16, 32, 64 slots; fixed, never moved, chained
//
// `attributes` holds the first AttributeSegment (slots beyond the inline ones), or in dictionary mode (kDictMode) the
// Dict. An instance of a Python subclass of a built-in type has the same scheme behind the built-in's layout with
// inline_capacity 0: its `attributes` slot is the word at offset Type::fixed_size. Storage never moves, so storing to
// an existing slot needs no lock: readers and writers check the shape, then use the slot; EMPTY sends a reader to the
// slow path.
#pragma once

#include "vm/gc/heap.h"
#include "vm/object/object.h"
#include "vm/object/shape.h"

namespace gilded {

struct Dict;

struct AttributeSegment : Object {
  std::atomic<AttributeSegment*> next;
  uint64_t capacity;
  Slot slots[1];  // capacity of them
};

struct Instance : Object {
  Slot attributes;
  Slot slots[1];  // shape's inline_capacity of them
};

void trace_instance(Object*, Marker&);
void trace_attribute_segment(Object*, Marker&);
// Marks the attributes of an instance of any kind that has kHasAttributes.
void trace_attributes(Object*, Marker&);

// The attribute word of an object that has one (kHasAttributes or Kind::kInstance).
Slot& attributes_of(Object* object);
// Where the attributes are for which there is no room in the object; null: nowhere.
AttributeSegment* first_segment(Object* object);
// The slot with this number, with the segments it needs. Null: MemoryError.
Slot* make_attribute_slot(Thread* T, Object* object, uint16_t slot);
// The slot with this number, or null when its segment is not there yet.
Slot* attribute_slot(Object* object, Shape* shape, uint16_t slot);

// The object's own attributes (not its class's); EMPTY without an exception when absent. Interned name. Lock-free.
Value instance_lookup(Thread* T, Object* object, String* name);
// Stores or adds. False: MemoryError.
bool instance_store(Thread* T, Object* object, String* name, Value value);
// False without an exception: there was none.
bool instance_delete(Thread* T, Object* object, String* name);
// __dict__: turns the object into dictionary mode (stopping the world when threads run in parallel) and returns the
// Dict. Null: exception.
Dict* instance_dict(Thread* T, Object* object);
bool set_instance_dict(Thread* T, Object* object, Dict* dict);
// Names and values in order of their creation, without leaving slot mode: f(String*, Value).
template <class F>
void for_each_attribute(Object* object, F f) {
  Shape* shape = object->shape();
  // From the last step to the root; a name counts once, and not when it was deleted after it had been added.
  Shape* steps[256];
  int count = 0;
  for (Shape* step = shape; step->key; step = step->parent) {
    if (!step->is_deletion && shape->find(step->key) == step->slot) steps[count++] = step;
  }
  while (count > 0) {
    Shape* step = steps[--count];
    Slot* slot = attribute_slot(object, shape, step->slot);
    if (Value value = slot ? slot->load() : kEmpty) f(step->key, value);
  }
}

// Gives the pending AttributeError its `name` and `obj`, from which "Did you mean" comes. Does nothing to other
// exceptions.
void set_attribute_error_details(Thread* T, Value object, String* name);

// object.__getattribute__ without the AttributeError: EMPTY without an exception when there is no such attribute.
Value find_generic_attribute(Thread* T, Value self, String* name);
// The generic slots, object.__getattribute__ and object.__setattr__.
Value generic_get_attribute(Thread* T, Value self, String* name);
bool generic_set_attribute(Thread* T, Value self, String* name, Value value);

}  // namespace gilded
