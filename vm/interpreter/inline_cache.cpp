#include "vm/interpreter/inline_cache.h"

#include <functional>

#include "vm/object/descriptors.h"
#include "vm/object/instance.h"
#include "vm/object/native.h"
#include "vm/object/type.h"
#include "vm/object/type_internals.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/threading/safepoint.h"
#include "vm/types/cell.h"
#include "vm/types/dict.h"
#include "vm/types/function.h"
#include "vm/types/module.h"
#include "vm/types/string.h"

namespace gilded {

String* cache_name(const CodeObject* code, uint32_t cache) {
  return as_string(code->constants[code->code->caches[cache].name]);
}

// Adds a value to the code's append-only table; -1 when it is full or memory is short (then nothing is cached).
static int add_cache_value(Thread* T, CodeObject* code, Value value) {
  for (;;) {
    ValueArray* values = cache_values(code->constants).load(std::memory_order_acquire);
    uint32_t count = code->cache_value_count.load(std::memory_order_acquire);
    for (uint32_t i = 0; values && i < count; ++i) {
      if ((*values)[i].load() == value) return static_cast<int>(i);
    }
    if (count >= 60000) return -1;
    ValueArray* bigger = nullptr;
    if (!values || count >= values->capacity) {
      bigger = make_value_array(T, values ? values->capacity * 2 : 8);
      if (!bigger) {
        clear_exception(T);
        return -1;
      }
    }
    ObjectLock lock(T, code);
    if (code->cache_value_count.load(std::memory_order_relaxed) != count ||
        cache_values(code->constants).load(std::memory_order_relaxed) != values)
      continue;
    if (bigger) {
      for (uint32_t i = 0; i < count; ++i) heap_initialize(bigger, (*bigger)[i], (*values)[i].load());
      heap_store_pointer(code, cache_values(code->constants), bigger);
      values = bigger;
    }
    heap_store(values, (*values)[count], value);
    code->cache_value_count.store(count + 1, std::memory_order_release);
    return static_cast<int>(count);
  }
}

static void publish(Thread* T, CodeObject* code, uint32_t cache, CacheWord word) {
  uint32_t chosen = 0;
  for (; chosen < kCacheWays; ++chosen) {
    CacheWord present{cache_at(code->constants, cache, chosen).load(std::memory_order_relaxed)};
    if (present.bits == 0 || present.stamp() == word.stamp()) break;
  }
  std::atomic<uint64_t>& first = cache_at(code->constants, cache);
  if (chosen == kCacheWays) {
    if (!T->megamorphic_cache) T->megamorphic_cache = new MegamorphicCache;
    T->megamorphic_cache->entry(&first, word.stamp()) = {&first, word};
    return;
  }
  if (!code->has_filled_caches.load(std::memory_order_relaxed))
    code->has_filled_caches.store(true, std::memory_order_relaxed);
  // The newest comes first: a class's first instances, whose shape no later one has, often are the only old ones.
  cache_at(code->constants, cache, chosen).store(first.load(std::memory_order_acquire), std::memory_order_release);
  first.store(word.bits, std::memory_order_release);
}

// `C.name`, where C's metaclass is type itself: its version changes with every change of it or its bases, so nothing
// needs to be reset.
static void fill_type_cache(Thread* T, CodeObject* code, uint32_t cache, Type* type, String* name) {
  if (type->has_flag(kTypeIsVolatile)) return;
  uint32_t version = type->version.load(std::memory_order_acquire);
  Cell* cell = type_lookup_cell(type, name);
  Value found = cell ? cell->contents.load() : kEmpty;
  if (!found) return;
  // A data descriptor of type itself (__name__, __dict__ ...) comes first.
  Value on_meta = type_lookup(types(T).type, name);
  if (on_meta && type_of(T, on_meta)->slots.descriptor_set) return;
  Type* found_type = type_of(T, found);
  CacheKind kind = CacheKind::kTypeCell;
  Value kept = cell;
  if (found_type == types(T).staticmethod) {
    kind = CacheKind::kTypeValue;
    kept = wrapped_function(found);
  } else if (found_type == types(T).classmethod) {
    kind = CacheKind::kTypeClassMethod;
    kept = wrapped_function(found);
    if (!is_exactly(kept, Kind::kFunction)) return;
  } else if (found_type->slots.descriptor_get && !is_exactly(found, Kind::kFunction) &&
             !(is_kind(found, Kind::kNativeDescriptor) &&
               found.as<NativeDescriptor>()->form == NativeDescriptor::Form::kMethod)) {
    // Functions and methods are themselves when they are asked of the class.
    return;
  }
  if (!kept) return;
  int index = add_cache_value(T, code, kept);
  if (index < 0 || type->version.load(std::memory_order_acquire) != version) return;
  publish(T, code, cache, CacheWord::make(version, static_cast<uint32_t>(index), kind));
}

// Whether what the shape calls a slot is one: not of functions, exceptions and modules, which have a dict.
static bool keeps_attributes_in_slots(Object* object) {
  switch (object->kind()) {
    case Kind::kInstance:
      return true;
    case Kind::kFunction:
    case Kind::kException:
    case Kind::kModule:
      return false;
    default:
      return object->has_flag(kHasAttributes);
  }
}

// An attribute whose getter or setter is native: found on the class, asked of the object.
static void fill_native_attribute_cache(Thread* T, CodeObject* code, uint32_t cache, Shape* shape, uint32_t version,
                                        Value found) {
  if (!is_kind(found, Kind::kNativeDescriptor) ||
      found.as<NativeDescriptor>()->form != NativeDescriptor::Form::kAttribute)
    return;
  int index = add_cache_value(T, code, found);
  if (index >= 0 && shape->type->version.load(std::memory_order_acquire) == version)
    publish(T, code, cache, CacheWord::make(shape->id(), static_cast<uint32_t>(index), CacheKind::kNativeAttribute));
}

void fill_load_cache(Thread* T, CodeObject* code, uint32_t cache, Value value, String* name) {
  if (!value.is_object()) return;
  Object* object = value.as_object();
  Shape* shape = object->shape();
  if (!shape) return;
  Type* type = shape->type;
  if (object->kind() == Kind::kModule && !object->has_flag(kIsSubclassInstance)) {
    DictTable* table =
        static_cast<Module*>(object)->dict.load(std::memory_order_acquire)->table.load(std::memory_order_acquire);
    uint32_t number;
    if (dict_find_entry(table, name, &number) && number < 0x10000) {
      publish(T, code, cache, CacheWord::make(dict_table_id(T, table), number, CacheKind::kModule));
    }
    return;
  }
  if (object->kind() == Kind::kType && type == types(T).type) {
    fill_type_cache(T, code, cache, static_cast<Type*>(object), name);
    return;
  }
  if (type->has_flag(kTypeIsVolatile) || type->slots.get_attribute != generic_get_attribute) return;
  mark_type_cached(type);
  // add_cache_value may wait for a lock, which is a safepoint: what was found before it counts only if the class is
  // still the same.
  uint32_t version = type->version.load(std::memory_order_acquire);
  Cell* cell = type_lookup_cell(type, name);
  Value found = cell ? cell->contents.load() : kEmpty;
  if (found) {
    Type* found_type = type_of(T, found);
    if (found_type->slots.descriptor_set) {
      // A data descriptor comes before the instance; a member of __slots__ is a slot after all.
      if (found_type == types(T).property) {
        int index = add_cache_value(T, code, found);
        if (index >= 0 && type->version.load(std::memory_order_acquire) == version) {
          publish(T, code, cache, CacheWord::make(shape->id(), static_cast<uint32_t>(index), CacheKind::kProperty));
        }
        return;
      }
      if (is_kind(found, Kind::kNativeDescriptor) &&
          found.as<NativeDescriptor>()->form == NativeDescriptor::Form::kMember && object->kind() == Kind::kInstance &&
          found.as<NativeDescriptor>()->member_slot < shape->inline_capacity) {
        publish(T, code, cache,
                CacheWord::make(shape->id(), found.as<NativeDescriptor>()->member_slot, CacheKind::kInlineSlot));
      }
      fill_native_attribute_cache(T, code, cache, shape, version, found);
      return;
    }
  }
  bool may_have_own = object->has_flag(kHasAttributes);
  if (may_have_own && (shape->flags & kDictMode)) return;
  if (may_have_own) {
    int slot = shape->find(name);
    if (slot >= 0) {
      if (!keeps_attributes_in_slots(object)) return;
      publish(T, code, cache,
              CacheWord::make(shape->id(), static_cast<uint32_t>(slot),
                              slot < shape->inline_capacity ? CacheKind::kInlineSlot : CacheKind::kSegmentSlot));
      return;
    }
  } else if (object->kind() == Kind::kFunction || object->kind() == Kind::kException) {
    return;  // these keep their attributes in a dict
  }
  if (!found) return;
  if (is_exactly(found, Kind::kFunction) || (is_kind(found, Kind::kNativeDescriptor) &&
                                             found.as<NativeDescriptor>()->form == NativeDescriptor::Form::kMethod)) {
    int index = add_cache_value(T, code, found);
    if (index >= 0 && type->version.load(std::memory_order_acquire) == version) {
      publish(T, code, cache, CacheWord::make(shape->id(), static_cast<uint32_t>(index), CacheKind::kMethod));
    }
    return;
  }
  bool is_static = type_of(T, found) == types(T).staticmethod;
  if ((is_static && wrapped_function(found)) ||
      (type_of(T, found) == types(T).classmethod && is_exactly(wrapped_function(found), Kind::kFunction))) {
    int index = add_cache_value(T, code, wrapped_function(found));
    if (index >= 0 && type->version.load(std::memory_order_acquire) == version) {
      publish(T, code, cache,
              CacheWord::make(shape->id(), static_cast<uint32_t>(index),
                              is_static ? CacheKind::kClassValue : CacheKind::kClassMethod));
    }
    return;
  }
  if (type_of(T, found)->slots.descriptor_get) return;
  int index = add_cache_value(T, code, cell);
  if (index >= 0 && type->version.load(std::memory_order_acquire) == version) {
    publish(T, code, cache, CacheWord::make(shape->id(), static_cast<uint32_t>(index), CacheKind::kClassCell));
  }
}

void fill_store_cache(Thread* T, CodeObject* code, uint32_t cache, Value value, String* name, uint32_t shape_before) {
  Object* object = value.as_object();
  Shape* shape = object->shape();
  if (!shape) return;
  Type* type = shape->type;
  if (type->has_flag(kTypeIsVolatile) || type->slots.set_attribute != generic_set_attribute ||
      (shape->flags & kDictMode))
    return;
  mark_type_cached(type);
  uint32_t version = type->version.load(std::memory_order_acquire);
  Value found = type_lookup(type, name);
  if (found && type_of(T, found)->slots.descriptor_set) {
    if (is_kind(found, Kind::kNativeDescriptor) &&
        found.as<NativeDescriptor>()->form == NativeDescriptor::Form::kMember && object->kind() == Kind::kInstance &&
        found.as<NativeDescriptor>()->member_slot < shape->inline_capacity) {
      publish(T, code, cache,
              CacheWord::make(shape->id(), found.as<NativeDescriptor>()->member_slot, CacheKind::kInlineSlot));
    }
    fill_native_attribute_cache(T, code, cache, shape, version, found);
    return;
  }
  if (!keeps_attributes_in_slots(object)) return;
  int slot = shape->find(name);
  if (slot < 0) return;
  if (shape->id() == shape_before) {
    publish(T, code, cache,
            CacheWord::make(shape->id(), static_cast<uint32_t>(slot),
                            slot < shape->inline_capacity ? CacheKind::kInlineSlot : CacheKind::kSegmentSlot));
    return;
  }
  // The store added the attribute: next time the same step can be made at once.
  if (object->kind() == Kind::kInstance && shape->parent && shape->parent->id() == shape_before &&
      slot < shape->inline_capacity && slot < 256) {
    int index = add_cache_value(T, code, Value::small_int(shape->id()));
    if (index < 0 || type->version.load(std::memory_order_acquire) != version) return;
    publish(
        T, code, cache,
        CacheWord::make(shape_before, static_cast<uint32_t>(index), CacheKind::kAddSlot, static_cast<uint8_t>(slot)));
  }
}

// The shape that a word is about; null: the stamp is something else.
static Shape* shape_of(CacheWord cache) {
  switch (cache.kind()) {
    case CacheKind::kNone:
    case CacheKind::kModule:
    case CacheKind::kTypeCell:
    case CacheKind::kTypeValue:
    case CacheKind::kTypeClassMethod:
      return nullptr;
    default:
      break;
  }
  return reinterpret_cast<Shape*>(static_cast<uintptr_t>(cache.stamp()));
}

void forget_caches_of_threads(Runtime* runtime) {
  for_each_thread(runtime, [](Thread* thread) {
    if (thread->megamorphic_cache) *thread->megamorphic_cache = {};
    if (thread->type_lookup_cache) *thread->type_lookup_cache = {};
  });
}

// Empties the words of all code objects whose shape's type satisfies a condition.
static void empty_caches_if(Runtime* runtime, const std::function<bool(Type*)>& condition) {
  forget_caches_of_threads(runtime);
  MutexLock guard(runtime->code_lock);
  for (CodeObject* code = runtime->all_code; code; code = code->next) {
    if (!code->has_filled_caches.load(std::memory_order_relaxed)) continue;
    for (uint32_t i = 0; i < code->cache_count; ++i) {
      if (code->cache_is_global[i]) continue;
      for (uint32_t way = 0; way < kCacheWays; ++way) {
        std::atomic<uint64_t>& word = cache_at(code->constants, i, way);
        Shape* shape = shape_of({word.load(std::memory_order_relaxed)});
        if (shape && condition(shape->type)) word.store(0, std::memory_order_relaxed);
      }
    }
  }
}

void reset_inline_caches(Thread* T, Type* type) {
  empty_caches_if(T->runtime, [type](Type* cached) { return is_subtype(cached, type); });
}

void drop_dead_caches(Runtime* runtime, const std::function<bool(Object*)>& is_marked) {
  empty_caches_if(runtime, [&](Type* cached) { return !is_marked(cached); });
}

}  // namespace gilded
