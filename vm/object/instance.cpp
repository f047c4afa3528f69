#include "vm/object/instance.h"

#include <algorithm>

#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/threading/safepoint.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"
#include "vm/types/exception.h"
#include "vm/types/function.h"
#include "vm/types/int.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

constexpr uint64_t kFirstSegmentCapacity = 8;
constexpr uint16_t kMaxInlineCapacity = 24;

// The bytes that an instance of a subclass of a built-in type uses before its attribute word. Kinds of varying size
// tell it themselves.
size_t layout_size(Object* object) {
  size_t size;
  switch (object->kind()) {
    case Kind::kTuple:
      size = sizeof(Tuple) - sizeof(Slot) + static_cast<Tuple*>(object)->length * sizeof(Slot);
      break;
    case Kind::kInt: {
      int64_t limbs = static_cast<Int*>(object)->signed_size;
      size = sizeof(Int) - sizeof(mp_limb_t) + static_cast<size_t>(limbs < 0 ? -limbs : limbs) * sizeof(mp_limb_t);
      break;
    }
    case Kind::kString: {
      auto* string = static_cast<String*>(object);
      size = sizeof(String);
      if (!string->owner.load(std::memory_order_relaxed))
        size += static_cast<size_t>(string->length) * static_cast<size_t>(string->width());
      break;
    }
    case Kind::kBytes:
      size = kBytesHeaderSize + static_cast<Bytes*>(object)->length + 1;
      break;
    default:
      size = object->type()->fixed_size;
  }
  return (size + 7) / 8 * 8;
}

AttributeSegment* make_segment(Thread* T, uint64_t capacity) {
  auto* segment = allocate<AttributeSegment>(T, Kind::kAttributeSegment, nullptr, (capacity - 1) * sizeof(Slot));
  if (segment) segment->capacity = capacity;
  return segment;
}

// The word behind the built-in's own part of an instance of a class made in Python.
Slot& word_behind(Object* object) {
  return *reinterpret_cast<Slot*>(reinterpret_cast<char*>(object) + layout_size(object));
}

// Where the segments hang: the attribute word. An exception's is always its dictionary, so its __slots__ have the word
// behind it.
Slot& segments_of(Object* object) {
  return object->kind() == Kind::kException ? word_behind(object) : attributes_of(object);
}

// Makes the segments that `slot` needs. REQUIRES: the object's lock when threads run in parallel.
bool ensure_slot(Thread* T, Object* object, Shape* shape, uint16_t slot) {
  if (slot < shape->inline_capacity) return true;
  uint64_t position = slot - shape->inline_capacity;
  Slot& word = segments_of(object);
  auto* segment = word.load().as<AttributeSegment>();
  if (!segment) {
    segment = make_segment(T, kFirstSegmentCapacity);
    if (!segment) return false;
    heap_store(object, word, segment);
  }
  while (position >= segment->capacity) {
    position -= segment->capacity;
    AttributeSegment* next = segment->next.load(std::memory_order_acquire);
    if (!next) {
      next = make_segment(T, segment->capacity * 2);
      if (!next) return false;
      heap_store_pointer(segment, segment->next, next);
    }
    segment = next;
  }
  return true;
}

// Where dictionary mode keeps the dictionary: the attribute word, unless that is needed for the segments of __slots__
// members. Exceptions have a word for each.
Slot* dictionary_slot(Object* object, Shape* shape) {
  if (object->kind() == Kind::kException) return &static_cast<Exception*>(object)->attributes;
  uint32_t declared = shape->type->declared_slot_count;
  if (declared > 0 && shape->inline_capacity == 0 && object->kind() != Kind::kException)
    return attribute_slot(object, shape, static_cast<uint16_t>(declared));
  return &attributes_of(object);
}

bool has_own_attributes(Object* object, Shape* shape) {
  if (shape->flags & kNoAttributes) return false;
  switch (object->kind()) {
    case Kind::kInstance:
    case Kind::kException:
    case Kind::kFunction:
    case Kind::kModule:
      return true;
    default:
      return object->has_flag(kHasAttributes);
  }
}

// The dictionary of an object in dictionary mode, made now if need be. Null: exception.
Dict* dictionary_of(Thread* T, Object* object, Shape* shape) {
  if (object->kind() == Kind::kModule) return static_cast<Module*>(object)->dict.load(std::memory_order_acquire);
  Slot* slot = dictionary_slot(object, shape);
  if (!slot) {
    ObjectLock lock(T, object);
    if (!ensure_slot(T, object, shape, static_cast<uint16_t>(shape->type->declared_slot_count))) return nullptr;
    slot = dictionary_slot(object, shape);
  }
  Value present = slot->load();
  if (present) return present.as<Dict>();
  Dict* made = make_dict(T);
  if (!made) return nullptr;
  return slot->compare_exchange(present, made) ? made : present.as<Dict>();
}

// Remembers that an instance needed `slot_count` slots, and gives later instances room for as many in themselves.
void learn_slot_count(Thread* T, Shape* shape) {
  Type* type = shape->type;
  if (type->instance_kind != Kind::kInstance) return;
  uint32_t needed = shape->slot_count;
  uint32_t hint = type->slot_hint.load(std::memory_order_relaxed);
  while (hint < needed && !type->slot_hint.compare_exchange_weak(hint, needed, std::memory_order_relaxed)) {
  }
  Shape* root = type->root_shape.load(std::memory_order_acquire);
  if (needed <= root->inline_capacity || root->inline_capacity >= kMaxInlineCapacity || (root->flags & kDictMode))
    return;
  uint16_t capacity = static_cast<uint16_t>(
      std::min<uint32_t>(kMaxInlineCapacity, std::max<uint32_t>(needed + 2, root->inline_capacity * 2)));
  Shape* larger = make_root_shape(T, type, capacity, root->flags);
  if (!larger) {
    clear_exception(T);
    return;
  }
  larger->next_sibling.store(root, std::memory_order_relaxed);
  type->root_shape.compare_exchange_strong(root, larger, std::memory_order_acq_rel);
}

Raised raise_no_attribute(Thread* T, Value self, String* name, const char* rest = "") {
  (void)raise(T, Builtin::kAttributeError, "'{}' object has no attribute '{}'{}", type_name(T, self), to_utf8(name),
              rest);
  set_attribute_error_details(T, self, name);
  return {};
}

}  // namespace

void set_attribute_error_details(Thread* T, Value object, String* name) {
  if (!is_exception(T->exception) || !exception_matches(T, Builtin::kAttributeError)) return;
  auto* exception = T->exception.as<Exception>();
  heap_store(exception, exception->extra[0], name);
  heap_store(exception, exception->extra[1], object);
}

void trace_attribute_segment(Object* object, Marker& marker) {
  auto* segment = static_cast<AttributeSegment*>(object);
  marker.visit(segment->next);
  for (uint64_t i = 0; i < segment->capacity; ++i) marker.visit(segment->slots[i]);
}

void trace_instance(Object* object, Marker& marker) {
  auto* instance = static_cast<Instance*>(object);
  Shape* shape = object->shape();
  marker.visit_class(shape->type);
  marker.visit(instance->attributes);
  for (uint16_t i = 0; i < shape->inline_capacity; ++i) marker.visit(instance->slots[i]);
}

void trace_attributes(Object* object, Marker& marker) {
  if (object->kind() == Kind::kInstance) {
    trace_instance(object, marker);
  } else if (object->has_flag(kHasAttributes)) {
    marker.visit_class(object->type());
    marker.visit(attributes_of(object));
    marker.visit(segments_of(object));
  }
}

AttributeSegment* first_segment(Object* object) {
  bool has_segments =
      object->kind() == Kind::kInstance || (object->has_flag(kIsSubclassInstance) && object->has_flag(kHasAttributes));
  Value word = has_segments ? segments_of(object).load() : kEmpty;
  return is_kind(word, Kind::kAttributeSegment) ? word.as<AttributeSegment>() : nullptr;
}

Slot& attributes_of(Object* object) {
  switch (object->kind()) {
    case Kind::kInstance:
      return static_cast<Instance*>(object)->attributes;
    case Kind::kException:
      return static_cast<Exception*>(object)->members;
    case Kind::kFunction:
      return static_cast<Function*>(object)->attributes;
    default:
      return word_behind(object);
  }
}

Slot* attribute_slot(Object* object, Shape* shape, uint16_t slot) {
  if (slot < shape->inline_capacity) return &static_cast<Instance*>(object)->slots[slot];
  uint64_t position = slot - shape->inline_capacity;
  auto* segment = segments_of(object).load().as<AttributeSegment>();
  while (segment && position >= segment->capacity) {
    position -= segment->capacity;
    segment = segment->next.load(std::memory_order_acquire);
  }
  return segment ? &segment->slots[position] : nullptr;
}

Slot* make_attribute_slot(Thread* T, Object* object, uint16_t slot) {
  ObjectLock lock(T, object);
  Shape* shape = object->shape();
  return ensure_slot(T, object, shape, slot) ? attribute_slot(object, shape, slot) : nullptr;
}

Value instance_lookup(Thread*, Object* object, String* name) {
  if (object->kind() == Kind::kModule)
    return dict_get(static_cast<Module*>(object)->dict.load(std::memory_order_acquire), name);
  for (;;) {
    Shape* shape = object->shape();
    if (!has_own_attributes(object, shape)) return kEmpty;
    if (shape->flags & kDictMode) {
      Slot* slot = dictionary_slot(object, shape);
      Value dict = slot ? slot->load() : kEmpty;
      return dict ? dict_get(dict.as<Dict>(), name) : kEmpty;
    }
    int index = shape->find(name);
    if (index < 0) return kEmpty;
    Slot* slot = attribute_slot(object, shape, static_cast<uint16_t>(index));
    Value value = slot ? slot->load() : kEmpty;
    if (value) return value;
    // Deleted meanwhile: look again under the new shape.
    if (object->shape() == shape) return kEmpty;
  }
}

bool instance_store(Thread* T, Object* object, String* name, Value value) {
  if (object->kind() == Kind::kModule)
    return dict_set(T, static_cast<Module*>(object)->dict.load(std::memory_order_acquire), name, value);
  Shape* shape = object->shape();
  if (!(shape->flags & kDictMode)) {
    int index = shape->find(name);
    if (index >= 0) {
      // No safepoint between the look at the shape and the store: the storage cannot be replaced meanwhile.
      if (Slot* slot = attribute_slot(object, shape, static_cast<uint16_t>(index))) {
        heap_store(object, *slot, value);
        return true;
      }
    }
    Shape* learned = nullptr;
    {
      ObjectLock lock(T, object);
      shape = object->shape();
      if (!(shape->flags & kDictMode)) {
        index = shape->find(name);
        Shape* next = index >= 0 ? shape : shape_with(T, shape, name);
        if (next) {
          uint16_t number = index >= 0 ? static_cast<uint16_t>(index) : next->slot;
          if (!ensure_slot(T, object, next, number)) return false;
          heap_store(object, *attribute_slot(object, next, number), value);
          object->shape_id.store(next->id(), std::memory_order_release);
          if (next->slot_count <= next->inline_capacity) return true;
          learned = next;
        }
      }
    }
    if (learned) {
      learn_slot_count(T, learned);
      return true;
    }
  }
  Dict* dict = instance_dict(T, object);
  return dict && dict_set(T, dict, name, value);
}

bool instance_delete(Thread* T, Object* object, String* name) {
  Shape* shape = object->shape();
  if (object->kind() != Kind::kModule && !(shape->flags & kDictMode)) {
    ObjectLock lock(T, object);
    shape = object->shape();
    if (!(shape->flags & kDictMode)) {
      int index = shape->find(name);
      if (index < 0) return false;
      Slot* slot = attribute_slot(object, shape, static_cast<uint16_t>(index));
      if (!slot || !slot->load()) return false;
      if (Shape* next = shape_without(T, shape, name)) {
        object->shape_id.store(next->id(), std::memory_order_release);
        heap_store(object, *slot, kEmpty);
        return true;
      }
    }
  }
  Dict* dict = instance_dict(T, object);
  if (!dict) return false;
  return !dict_pop(T, dict, name).is_empty();
}

Dict* instance_dict(Thread* T, Object* object) {
  Shape* shape = object->shape();
  if (!has_own_attributes(object, shape)) return raise_no_attribute(T, object, names(T).dunder_dict);
  if (object->kind() == Kind::kModule || (shape->flags & kDictMode)) return dictionary_of(T, object, shape);
  // Slot stores take no lock, so nobody may be between its look at the shape and its store while the attributes move.
  StopTheWorldScope stop(T);
  shape = object->shape();
  if (!(shape->flags & kDictMode)) {
    Dict* dict = make_dict(T, shape->slot_count);
    Shape* next = dict ? dict_mode_shape(T, shape) : nullptr;
    if (!next) return nullptr;
    bool stored = true;
    for_each_attribute(object, [&](String* name, Value value) { stored = stored && dict_set(T, dict, name, value); });
    if (!stored) return nullptr;
    uint32_t declared = shape->type->declared_slot_count;
    for (uint16_t i = static_cast<uint16_t>(declared); i < shape->inline_capacity; ++i) {
      heap_store(object, static_cast<Instance*>(object)->slots[i], kEmpty);
    }
    if (declared > 0 && shape->inline_capacity == 0 && !ensure_slot(T, object, shape, static_cast<uint16_t>(declared)))
      return nullptr;
    heap_store(object, *dictionary_slot(object, shape), dict);
    object->shape_id.store(next->id(), std::memory_order_release);
    return dict;
  }
  return dictionary_of(T, object, shape);
}

bool set_instance_dict(Thread* T, Object* object, Dict* dict) {
  if (!instance_dict(T, object)) return false;
  if (object->kind() == Kind::kModule) {
    heap_store_pointer(object, static_cast<Module*>(object)->dict, dict);
  } else {
    heap_store(object, *dictionary_slot(object, object->shape()), dict);
  }
  return true;
}

Value generic_get_attribute(Thread* T, Value self, String* name) {
  Value found = find_generic_attribute(T, self, name);
  if (!found && !T->has_exception()) return raise_no_attribute(T, self, name);
  return found;
}

Value find_generic_attribute(Thread* T, Value self, String* name) {
  Type* type = type_of(T, self);
  Value on_class = type_lookup(T, type, name);
  Type* descriptor_type = on_class ? type_of(T, on_class) : nullptr;
  if (descriptor_type && descriptor_type->slots.descriptor_get && descriptor_type->slots.descriptor_set) {
    return descriptor_type->slots.descriptor_get(T, on_class, self, type);
  }
  if (self.is_object()) {
    if (Value own = instance_lookup(T, self.as_object(), name)) return own;
  }
  if (descriptor_type && descriptor_type->slots.descriptor_get)
    return descriptor_type->slots.descriptor_get(T, on_class, self, type);
  return on_class;
}

bool generic_set_attribute(Thread* T, Value self, String* name, Value value) {
  Type* type = type_of(T, self);
  Value on_class = type_lookup(T, type, name);
  if (on_class) {
    Type* descriptor_type = type_of(T, on_class);
    if (descriptor_type->slots.descriptor_set) return descriptor_type->slots.descriptor_set(T, on_class, self, value);
  }
  if (!self.is_object() || !has_own_attributes(self.as_object(), self.as_object()->shape())) {
    if (on_class) {
      (void)raise(T, Builtin::kAttributeError, "'{}' object attribute '{}' is read-only", type_name(T, self),
                  to_utf8(name));
      set_attribute_error_details(T, self, name);
      return false;
    }
    return raise_no_attribute(T, self, name, " and no __dict__ for setting new attributes");
  }
  if (value) return instance_store(T, self.as_object(), name, value);
  if (instance_delete(T, self.as_object(), name)) return true;
  return T->has_exception() ? false : static_cast<bool>(raise_no_attribute(T, self, name));
}

}  // namespace gilded
