// Attributes and items.
#pragma once

namespace gilded {

PATH(load_attribute_generic) {
  SAVE();
  CodeObject* code = frame_code(R);
  uint32_t cache = AUX;
  Value object = RB;
  String* name = cache_name(code, cache);
  Value v = get_attribute(T, object, name);
  if (v.is_empty()) RAISE();
  fill_load_cache(T, code, cache, object, name);
  RA = v;
  NEXT(2);
}
PATH(load_attribute_cached) {
  Object* object = RB.as_object();
  uint32_t shape_id = object->shape_id.load(std::memory_order_acquire);
  CacheWord cache = find_cache(T, K, AUX, shape_id);
  if (cache.stamp() == shape_id) {
    switch (cache.kind()) {
      case CacheKind::kInlineSlot:
        if (Value v = static_cast<Instance*>(object)->slots[cache.index()].load()) {
          RA = v;
          NEXT(2);
        }
        break;
      case CacheKind::kSegmentSlot:
        if (Slot* slot = attribute_slot(object, object->shape(), static_cast<uint16_t>(cache.index()))) {
          if (Value v = slot->load()) {
            RA = v;
            NEXT(2);
          }
        }
        break;
      case CacheKind::kClassCell: {
        if (Value v = cached_value(K, cache).as<Cell>()->contents.load()) {
          RA = v;
          NEXT(2);
        }
        break;
      }
      case CacheKind::kMethod: {
        SAVE();
        Value function = cached_value(K, cache);
        if (!is_kind(function, Kind::kFunction)) {
          Value bound = function.as_object()->type()->slots.descriptor_get(T, function, object, object->type());
          if (bound.is_empty()) RAISE();
          RA = bound;
          NEXT(2);
        }
        Method* method = make_method(T, function, object);
        if (!method) RAISE();
        RA = method;
        NEXT(2);
      }
      case CacheKind::kClassValue:
        RA = cached_value(K, cache);
        NEXT(2);
      case CacheKind::kNativeAttribute: {
        SAVE();
        auto get = cached_value(K, cache).as<NativeDescriptor>()->attribute->get;
        if (!get) break;
        Value v = get(T, object);
        if (v.is_empty()) RAISE();
        RA = v;
        NEXT(2);
      }
      case CacheKind::kProperty: {
        // The getter runs as a frame of this loop.
        SAVE();
        Value getter = cached_value(K, cache).as<Record>()->get(kPropertyGetter);
        if (!is_exactly(getter, Kind::kFunction)) break;
        auto* function = getter.as<Function>();
        CodeObject* code = function->code.load(std::memory_order_acquire);
        if (function->simple_parameters.load(std::memory_order_relaxed) != 2 || code->parameter_count != 1 ||
            is_generator_code(code))
          break;
        Value* window = window_above(R);
        if (!enter_frame(T, window, function, code, pc + 2, FrameEntry::kResultWide)) RAISE();
        window[0] = object;
        GO_ON(window, code, code->instructions);
      }
      default:
        break;
    }
  }
  if (object->kind() == Kind::kType) {
    cache = find_cache(T, K, AUX, static_cast<Type*>(object)->version.load(std::memory_order_acquire));
    if (cache.kind() == CacheKind::kTypeCell) {
      if (Value v = cached_value(K, cache).as<Cell>()->contents.load()) {
        RA = v;
        NEXT(2);
      }
    } else if (cache.kind() == CacheKind::kTypeValue) {
      RA = cached_value(K, cache);
      NEXT(2);
    }
  }
  if (object->kind() == Kind::kModule) {
    DictTable* table =
        static_cast<Module*>(object)->dict.load(std::memory_order_relaxed)->table.load(std::memory_order_acquire);
    cache = find_cache(T, K, AUX, table->id.load(std::memory_order_relaxed));
    if (cache.kind() == CacheKind::kModule) {
      if (Value v = table->entries()[cache.index()].value.load()) {
        RA = v;
        NEXT(2);
      }
    }
  }
  TAIL(load_attribute_generic);
}
HANDLER(LOAD_ATTR) {
  Value v = RB;
  if (!v.is_object()) TAIL(load_attribute_generic);
  Object* object = v.as_object();
  CacheWord cache = load_cache(K, AUX);
  if (object->shape_id.load(std::memory_order_acquire) == cache.stamp() && cache.kind() == CacheKind::kInlineSlot)
      [[likely]] {
    Value found = static_cast<Instance*>(object)->slots[cache.index()].load();
    if (!found.is_empty()) {
      RA = found;
      NEXT(2);
    }
  }
  TAIL(load_attribute_cached);
}

PATH(store_attribute_generic) {
  SAVE();
  CodeObject* code = frame_code(R);
  uint32_t cache = AUX;
  Value object = RB;
  String* name = cache_name(code, cache);
  uint32_t shape_before = object.is_object() ? object.as_object()->shape_id.load(std::memory_order_relaxed) : 0;
  if (!set_attribute(T, object, name, RA)) RAISE();
  if (shape_before) fill_store_cache(T, code, cache, object, name, shape_before);
  NEXT(2);
}
PATH(store_attribute_cached) {
  Value v = RB;
  if (v.is_object()) {
    Object* object = v.as_object();
    uint32_t shape_id = object->shape_id.load(std::memory_order_acquire);
    CacheWord cache = find_cache(T, K, AUX, shape_id);
    if (cache.stamp() == shape_id) {
      if (cache.kind() == CacheKind::kInlineSlot) {
        heap_store(object, static_cast<Instance*>(object)->slots[cache.index()], RA);
        NEXT(2);
      }
      if (cache.kind() == CacheKind::kSegmentSlot) {
        if (Slot* slot = attribute_slot(object, object->shape(), static_cast<uint16_t>(cache.index()))) {
          heap_store(object, *slot, RA);
          NEXT(2);
        }
      }
      if (cache.kind() == CacheKind::kNativeAttribute) {
        SAVE();
        if (auto set = cached_value(K, cache).as<NativeDescriptor>()->attribute->set) {
          if (!set(T, v, RA)) RAISE();
          NEXT(2);
        }
      }
      if (cache.kind() == CacheKind::kAddSlot) {
        // The object gains the attribute: its slot first, then the shape that tells of it. In parallel under the
        // object's lock.
        auto* after = reinterpret_cast<Shape*>(static_cast<uintptr_t>(cached_value(K, cache).as_small_int()));
        ObjectLock lock(T, object);
        if (object->shape_id.load(std::memory_order_acquire) == cache.stamp()) {
          heap_store(object, static_cast<Instance*>(object)->slots[cache.extra()], RA);
          object->shape_id.store(after->id(), std::memory_order_release);
          goto added;
        }
      }
    }
  }
  TAIL(store_attribute_generic);
added:
  NEXT(2);
}
HANDLER(STORE_ATTR) {
  Value v = RB;
  if (v.is_object()) {
    Object* object = v.as_object();
    CacheWord cache = load_cache(K, AUX);
    if (object->shape_id.load(std::memory_order_acquire) == cache.stamp() && cache.kind() == CacheKind::kInlineSlot)
        [[likely]] {
      heap_store(object, static_cast<Instance*>(object)->slots[cache.index()], RA);
      NEXT(2);
    }
  }
  TAIL(store_attribute_cached);
}
HANDLER(DELETE_ATTR) {
  SAVE();
  if (!set_attribute(T, RA, as_string(K[operand_d(word)]), kEmpty)) RAISE();
  NEXT(1);
}

PATH(load_method_generic) {
  SAVE();
  CodeObject* code = frame_code(R);
  uint32_t cache = AUX;
  Value object = RB;
  String* name = cache_name(code, cache);
  Value self;
  Value function = get_method(T, object, name, &self);
  if (function.is_empty()) RAISE();
  fill_load_cache(T, code, cache, object, name);
  Value* window = &RA;
  window[4] = self;  // first: RB may be this register's neighbour
  window[0] = function;
  NEXT(2);
}
PATH(load_method_cached) {
  Value v = RB;
  if (v.is_object()) {
    Object* object = v.as_object();
    uint32_t shape_id = object->shape_id.load(std::memory_order_acquire);
    CacheWord cache = find_cache(T, K, AUX, shape_id);
    if (cache.stamp() == shape_id) {
      Value found;
      if (cache.kind() == CacheKind::kMethod) {
        Value* window = &RA;
        window[4] = v;
        window[0] = cached_value(K, cache);
        NEXT(2);
      }
      if (cache.kind() == CacheKind::kInlineSlot) found = static_cast<Instance*>(object)->slots[cache.index()].load();
      if (cache.kind() == CacheKind::kSegmentSlot) {
        if (Slot* slot = attribute_slot(object, object->shape(), static_cast<uint16_t>(cache.index())))
          found = slot->load();
      }
      if (cache.kind() == CacheKind::kClassCell) {
        found = cached_value(K, cache).as<Cell>()->contents.load();
      }
      if (cache.kind() == CacheKind::kClassValue) {
        found = cached_value(K, cache);
      }
      if (cache.kind() == CacheKind::kClassMethod) {
        Value* window = &RA;
        window[4] = object->type();
        window[0] = cached_value(K, cache);
        NEXT(2);
      }
      if (found) {
        Value* window = &RA;
        window[0] = found;
        window[4] = kEmpty;
        NEXT(2);
      }
    }
    if (object->kind() == Kind::kType) {
      cache = find_cache(T, K, AUX, static_cast<Type*>(object)->version.load(std::memory_order_acquire));
      Value found;
      if (cache.kind() == CacheKind::kTypeCell) {
        found = cached_value(K, cache).as<Cell>()->contents.load();
      } else if (cache.kind() == CacheKind::kTypeValue) {
        found = cached_value(K, cache);
      } else if (cache.kind() == CacheKind::kTypeClassMethod) {
        Value* window = &RA;
        window[4] = v;
        window[0] = cached_value(K, cache);
        NEXT(2);
      }
      if (found) {
        Value* window = &RA;
        window[0] = found;
        window[4] = kEmpty;
        NEXT(2);
      }
    }
    if (object->kind() == Kind::kModule) {
      DictTable* table =
          static_cast<Module*>(object)->dict.load(std::memory_order_relaxed)->table.load(std::memory_order_acquire);
      cache = find_cache(T, K, AUX, table->id.load(std::memory_order_relaxed));
      if (cache.kind() == CacheKind::kModule) {
        if (Value found = table->entries()[cache.index()].value.load()) {
          Value* window = &RA;
          window[0] = found;
          window[4] = kEmpty;
          NEXT(2);
        }
      }
    }
  }
  TAIL(load_method_generic);
}
HANDLER(LOAD_METHOD) {
  Value v = RB;
  CacheWord cache = load_cache(K, AUX);
  if (v.is_object() && v.as_object()->shape_id.load(std::memory_order_acquire) == cache.stamp() &&
      cache.kind() == CacheKind::kMethod) [[likely]] {
    Value* window = &RA;
    window[4] = v;
    window[0] = cached_value(K, cache);
    NEXT(2);
  }
  TAIL(load_method_cached);
}
HANDLER(LOAD_SUPER_ATTR) {
  SAVE();
  Value* p = &RB;
  Value v = load_super(T, p[0], p[1], p[2], cache_name(frame_code(R), AUX), nullptr);
  if (v.is_empty()) RAISE();
  RA = v;
  NEXT(2);
}
HANDLER(LOAD_SUPER_METHOD) {
  SAVE();
  Value* p = &RB;
  Value self;
  Value v = load_super(T, p[0], p[1], p[2], cache_name(frame_code(R), AUX), &self);
  if (v.is_empty()) RAISE();
  Value* window = &RA;
  window[0] = v;
  window[4] = self;
  NEXT(2);
}
HANDLER(LOAD_SPECIAL) {
  SAVE();
  Value self;
  Value v = load_special(T, RB, static_cast<compiler::SpecialMethod>(operand_c(word)), &self);
  if (v.is_empty()) RAISE();
  Value* window = &RA;
  window[0] = v;
  window[4] = self;
  NEXT(1);
}

// --- Items
// The instruction before is a BUILD_SLICE that made no object: its operands are still there.
inline SliceParts slice_parts(const Value* R, const uint32_t* pc) {
  const Value* parts = &R[operand_b(pc[-1])];
  return {parts[0], parts[1], parts[2]};
}
PATH(get_item_generic) {
  SAVE();
  Value container = RB, key = right_operand(R, word);
  Value v;
  if (key == kSliceInRegisters) {
    v = get_slice(T, container, slice_parts(R, pc));
  } else if (is_exactly(container, Kind::kDict)) {
    v = dict_get(T, container.as<Dict>(), key);
    if (v.is_empty() && !T->has_exception()) (void)raise_with(T, Builtin::kKeyError, key);
  } else if (is_exactly(container, Kind::kString) && key.is_small_int()) {
    String* s = as_string(container);
    int64_t i = key.as_small_int();
    if (i < 0) i += s->length;
    if (i < 0 || i >= static_cast<int64_t>(s->length))
      v = get_item(T, container, key);
    else
      v = make_character(T, s->at(static_cast<size_t>(i)));
  } else if (is_kind(container, Kind::kInstance)) {
    if (Function* function = python_item_getter(T, container))
      ENTER_METHOD(function, container, key, 1, FrameEntry::kResult);
    v = get_item(T, container, key);
  } else {
    v = get_item(T, container, key);
  }
  if (v.is_empty()) RAISE();
  RA = v;
  NEXT(1);
}
// list[i] and tuple[i]; EMPTY: anything else, an index out of range included.
inline Value item_at(Value container, int64_t i) {
  if (!container.is_object()) return kEmpty;
  Object* object = container.as_object();
  if (object->is_exactly(Kind::kList)) {
    auto* list = static_cast<List*>(object);
    ValueArray* buffer = list->buffer.load(std::memory_order_acquire);
    int64_t length = list->length.load(std::memory_order_acquire);
    if (i < 0) i += length;
    if (static_cast<uint64_t>(i) < static_cast<uint64_t>(length) && static_cast<uint64_t>(i) < buffer->capacity)
      return (*buffer)[static_cast<size_t>(i)].load();
  } else if (object->is_exactly(Kind::kTuple)) {
    auto* tuple = static_cast<Tuple*>(object);
    if (i < 0) i += static_cast<int64_t>(tuple->length);
    if (static_cast<uint64_t>(i) < tuple->length) return tuple->items[i].load();
  }
  return kEmpty;
}
HANDLER(GET_ITEM) {
  Value key = RC;
  if (key.is_small_int()) {
    if (Value item = item_at(RB, key.as_small_int())) [[likely]] {
      RA = item;
      NEXT(1);
    }
  }
  TAIL(get_item_generic);
}
HANDLER(GET_ITEM_INT) {
  if (Value item = item_at(RB, operand_small_int(word))) [[likely]] {
    RA = item;
    NEXT(1);
  }
  TAIL(get_item_generic);
}
PATH(set_item_generic) {
  SAVE();
  Value container = RB, key = RC;
  if (key == kSliceInRegisters             ? !set_slice(T, container, slice_parts(R, pc), RA)
      : is_exactly(container, Kind::kDict) ? !dict_set(T, container.as<Dict>(), key, RA)
                                           : !set_item(T, container, key, RA))
    RAISE();
  NEXT(1);
}
HANDLER(SET_ITEM) {
  Value container = RB, key = RC;
  if (key.is_small_int() && is_exactly(container, Kind::kList) && !T->parallel()) {
    auto* list = container.as<List>();
    int64_t i = key.as_small_int();
    int64_t length = list->length.load(std::memory_order_relaxed);
    if (i < 0) i += length;
    if (static_cast<uint64_t>(i) < static_cast<uint64_t>(length)) {
      ValueArray* buffer = list->buffer.load(std::memory_order_relaxed);
      heap_store(buffer, (*buffer)[i], RA);
      NEXT(1);
    }
  }
  TAIL(set_item_generic);
}
HANDLER(DELETE_ITEM) {
  SAVE();
  if (!set_item(T, RB, RC, kEmpty)) RAISE();
  NEXT(1);
}
HANDLER(BUILD_SLICE) {
  // Where the next instruction takes an item of a built-in sequence or stores one, it needs the operands alone. A slice
  // object made for each was a fifth of the time of a program that copies and turns lists.
  if (operand_c(word) && slices_without_object(R[operand_b(pc[1])])) {
    RA = kSliceInRegisters;
    NEXT(1);
  }
  SAVE();
  Value* p = &RB;
  Value v = make_slice(T, p[0], p[1], p[2]);
  if (v.is_empty()) RAISE();
  RA = v;
  NEXT(1);
}

}  // namespace gilded
