#include "vm/object/type.h"

#include <cstring>
#include <string_view>
#include <vector>

#include "vm/interpreter/inline_cache.h"
#include "vm/object/descriptors.h"
#include "vm/object/errors.h"
#include "vm/object/instance.h"
#include "vm/object/protocols.h"
#include "vm/object/special_methods.h"
#include "vm/object/type_internals.h"
#include "vm/object/value_array.h"
#include "vm/runtime.h"
#include "vm/threading/safepoint.h"
#include "vm/types/cell.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"
#include "vm/types/weak_reference.h"

namespace gilded {

void trace_type(Object* object, Marker& marker) {
  auto* type = static_cast<Type*>(object);
  marker.visit_object(object->type());
  for (const Slot* slot : {&type->name, &type->qualified_name, &type->module, &type->bases, &type->mro,
                           &type->attributes, &type->subclasses, &type->abstract_methods}) {
    marker.visit(*slot);
  }
  marker.visit_object(type->base);
  marker.visit(type->name_utf8);
  trace_shapes(type->root_shape.load(std::memory_order_relaxed), marker);
}

Type* type_of(Thread* T, Value value) {
  if (value.is_object()) return value.as_object()->type();
  const BuiltinTypes& t = types(T);
  if (value.is_small_int()) return t.int_;
  if (value.is_float()) return t.float_;
  if (value.is_bool()) return t.bool_;
  if (value.is_none()) return t.none_type;
  return value.is_ellipsis() ? t.ellipsis_type : t.not_implemented_type;
}

bool is_subtype(Type* type, Type* base) {
  if (type == base) return true;
  Tuple* mro = type->mro.load().as<Tuple>();
  if (!mro) {
    // While the class is being made: its mro() method may ask.
    for (Type* step = type->base; step; step = step->base) {
      if (step == base) return true;
    }
    return false;
  }
  // A metaclass's mro() may put the class itself elsewhere than first.
  for (size_t i = 0; i < mro->length; ++i) {
    if ((*mro)[i] == Value(base)) return true;
  }
  return false;
}

bool is_instance_of(Thread* T, Value value, Type* type) {
  return is_subtype(type_of(T, value), type);
}

Cell* type_lookup_cell(Type* type, String* name) {
  Tuple* mro = type->mro.load().as<Tuple>();
  if (!mro) return nullptr;
  for (size_t i = 0; i < mro->length; ++i) {
    Value cell = dict_get((*mro)[i].as<Type>()->attributes.load().as<Dict>(), name);
    if (cell && cell.as<Cell>()->contents.load()) return cell.as<Cell>();
  }
  return nullptr;
}

Value type_lookup(Type* type, String* name) {
  Tuple* mro = type->mro.load().as<Tuple>();
  if (!mro) return kEmpty;
  for (size_t i = 0; i < mro->length; ++i) {
    Value cell = dict_get((*mro)[i].as<Type>()->attributes.load().as<Dict>(), name);
    if (!cell) continue;
    if (Value contents = cell.as<Cell>()->contents.load()) return contents;
  }
  return kEmpty;
}

Value type_lookup(Thread* T, Type* type, String* name) {
  uint32_t version = type->version.load(std::memory_order_acquire);
  if (!T->type_lookup_cache) T->type_lookup_cache = new TypeLookupCache;
  TypeLookupCache::Entry& entry = T->type_lookup_cache->entry(version, name);
  Cell* cell = entry.cell;
  if (entry.version != version || entry.name != name) {
    cell = type_lookup_cell(type, name);
    // Not of a class that is just being made, nor when it was changed meanwhile.
    if (type->mro.load() && version != 0 && type->version.load(std::memory_order_acquire) == version)
      entry = {version, name, cell};
  }
  return cell ? cell->contents.load() : kEmpty;
}

Value own_attribute(Type* type, String* name) {
  Value cell = dict_get(type->attributes.load().as<Dict>(), name);
  return cell ? cell.as<Cell>()->contents.load() : kEmpty;
}

void change_version(Thread* T, Type* type) {
  type->version.store(T->runtime->next_type_version.fetch_add(1, std::memory_order_relaxed), std::memory_order_release);
}

bool define_attribute(Thread* T, Type* type, Value name, Value value) {
  Cell* cell = make_cell(T, value);
  // What was looked up in vain before is looked up again.
  change_version(T, type);
  return cell && dict_set(T, type->attributes.load().as<Dict>(), name, cell);
}

bool set_message_name(Thread* T, Type* type, std::string_view text) {
  RawBytes* utf8 = make_raw_bytes(T, text.size());
  if (!utf8) return false;
  memcpy(utf8->data(), text.data(), text.size());
  heap_store_pointer(type, type->name_utf8, utf8);
  return true;
}

bool set_type_name(Thread* T, Type* type, String* name) {
  if (name->is_ascii())
    heap_store_pointer<RawBytes>(type, type->name_utf8, nullptr);
  else if (!set_message_name(T, type, to_utf8(name)))
    return false;
  heap_store(type, type->name, name);
  return true;
}

void mark_type_cached(Type* type) {
  if (type->has_flag(kTypeIsCached)) return;
  if (Tuple* mro = type->mro.load().as<Tuple>()) {
    for (size_t i = mro->length; i-- > 0;) {
      (*mro)[i].as<Type>()->flags.fetch_or(kTypeIsCached, std::memory_order_relaxed);
    }
  }
}

Dict* type_attributes_copy(Thread* T, Type* type) {
  Dict* source = type->attributes.load().as<Dict>();
  Dict* copy = make_dict(T, static_cast<size_t>(source->size()));
  if (!copy) return nullptr;
  size_t position = 0;
  Value name, cell;
  while (dict_next(source, &position, &name, &cell)) {
    Value contents = cell.as<Cell>()->contents.load();
    if (contents && !dict_set(T, copy, name, contents)) return nullptr;
  }
  return copy;
}

void for_each_subclass(Thread*, Type* type, const std::function<void(Type*)>& visit) {
  Value subclasses = type->subclasses.load();
  if (!subclasses) return;
  List* list = subclasses.as<List>();
  for (int64_t i = 0; i < list->size(); ++i) {
    Value entry = (*list->buffer.load(std::memory_order_acquire))[static_cast<size_t>(i)].load();
    if (is_kind(entry, Kind::kWeakReference)) entry = entry.as<WeakReference>()->referent.load();
    if (is_kind(entry, Kind::kType)) visit(entry.as<Type>());
  }
}

bool add_subclass(Thread* T, Type* base, Type* type) {
  Value entry = type;
  if (!type->has_flag(kTypeIsBuiltin)) {
    entry = make_weak_reference(T, types(T).weak_reference, type, kEmpty);
    if (!entry) return false;
  }
  Value present = base->subclasses.load();
  if (!present) {
    List* made = make_list(T);
    if (!made) return false;
    if (heap_compare_exchange(base, base->subclasses, present, made)) present = made;
  }
  List* list = present.as<List>();
  // Classes come and go: now and then the place of a dead one is used again.
  int64_t size = list->size();
  if (size >= 16 && (size & (size - 1)) == 0) {
    for (int64_t i = 0; i < size; ++i) {
      Value old = list_get(T, list, i);
      if (is_kind(old, Kind::kWeakReference) && !old.as<WeakReference>()->referent.load())
        return list_set(T, list, i, entry);
    }
  }
  return list_append(T, list, entry);
}

void remove_subclass(Thread* T, Type* base, Type* type) {
  Value present = base->subclasses.load();
  if (!present) return;
  List* list = present.as<List>();
  for (int64_t i = 0; i < list->size(); ++i) {
    Value entry = list_get(T, list, i);
    if (is_kind(entry, Kind::kWeakReference) && entry.as<WeakReference>()->referent.load() == Value(type)) {
      list_set(T, list, i, kNone);
    }
  }
}

// --- Structural changes

namespace {

void change_subtree(Thread* T, Type* type, bool refill) {
  change_version(T, type);
  if (refill && !type->has_flag(kTypeIsBuiltin)) refill_slots(T, type);
  for_each_subclass(T, type, [&](Type* subclass) { change_subtree(T, subclass, refill); });
}

constexpr uint32_t kVolatileAfter = 200;

}  // namespace

namespace {

void change_versions(Thread* T, Type* type, bool refill) {
  change_subtree(T, type, refill);
  if (type->mutation_count.fetch_add(1, std::memory_order_relaxed) + 1 >= kVolatileAfter) {
    type->flags.fetch_or(kTypeIsVolatile, std::memory_order_relaxed);
  }
}

}  // namespace

void type_changed(Thread* T, Type* type, bool refill) {
  change_versions(T, type, refill);
  if (type->has_flag(kTypeIsCached)) reset_inline_caches(T, type);
}

namespace {

bool is_plain_data(Thread* T, Value value) {
  Type* type = type_of(T, value);
  return !type->slots.descriptor_get && !type->slots.descriptor_set;
}

// Whether every inline cache stays right when the type's attribute becomes `value` (EMPTY: is deleted), so that no code
// need be walked through. A cell is found empty by whoever holds it. A name that was nowhere is in no cache but as an
// attribute of instances, and those come before everything but data descriptors; a subclass might have found it further
// behind.
bool caches_stay_right(Thread* T, Type* type, String* name, Value old, Value value) {
  if (!value) return old && is_plain_data(T, old);
  if (old || type_of(T, value)->slots.descriptor_set || type_lookup(type, name)) return false;
  bool has_subclass = false;
  for_each_subclass(T, type, [&](Type*) { has_subclass = true; });
  return !has_subclass;
}

}  // namespace

bool type_set_attribute(Thread* T, Type* type, String* name, Value value) {
  if (type->has_flag(kTypeIsBuiltin)) {
    return raise(T, Builtin::kTypeError, "cannot set '{}' attribute of immutable type '{}'", to_utf8(name),
                 name_of(type));
  }
  name = intern(T, name);
  if (!name) return false;
  bool is_special = is_special_method_name(T, name);
  Dict* dict = type->attributes.load().as<Dict>();
  Value cell = dict_get(dict, name);
  Value old = cell ? cell.as<Cell>()->contents.load() : kEmpty;
  if (!value && !old) {
    (void)raise(T, Builtin::kAttributeError, "type object '{}' has no attribute '{}'", name_of(type), to_utf8(name));
    set_attribute_error_details(T, type, name);
    return false;
  }
  if (value && old && !is_special && is_plain_data(T, value) && is_plain_data(T, old)) {
    heap_store(cell.as_object(), cell.as<Cell>()->contents, value);
    return true;
  }
  Cell* fresh = value && !cell ? make_cell(T, value) : nullptr;
  if (value && !cell && !fresh) return false;
  bool parallel = T->parallel();
  auto change = [&]() -> bool {
    Value now = dict_get(dict, name);
    bool keeps_caches =
        !is_special && caches_stay_right(T, type, name, now ? now.as<Cell>()->contents.load() : kEmpty, value);
    if (!value) {
      // Whoever still holds the cell finds it empty and looks again.
      heap_store(cell.as_object(), cell.as<Cell>()->contents, kEmpty);
      if (!dict_pop(T, dict, name) && T->has_exception()) return false;
    } else if (Value present = dict_get(dict, name)) {
      heap_store(present.as_object(), present.as<Cell>()->contents, value);
    } else if (!dict_set(T, dict, name, fresh)) {
      return false;
    }
    if (keeps_caches)
      change_versions(T, type, is_special);
    else
      type_changed(T, type, is_special);
    return true;
  };
  if (!parallel) return change();
  // Between the lookup of a cache fill and its publication there is no safepoint: with the world stopped no stale entry
  // can appear later.
  StopTheWorldScope stop(T);
  return change();
}

// --- Native types

namespace {

struct EarlyType {
  Type* BuiltinTypes::* field;
  std::string_view name;
  Kind kind;
};
// Their instances are needed to make any type.
constexpr EarlyType kEarlyTypes[] = {
    {&BuiltinTypes::type, "type", Kind::kType},
    {&BuiltinTypes::object, "object", Kind::kInstance},
    {&BuiltinTypes::str, "str", Kind::kString},
    {&BuiltinTypes::tuple, "tuple", Kind::kTuple},
    {&BuiltinTypes::dict, "dict", Kind::kDict},
    {&BuiltinTypes::list, "list", Kind::kList},
    {&BuiltinTypes::bytes, "bytes", Kind::kBytes},
    {&BuiltinTypes::frozenset, "frozenset", Kind::kSet},
    {&BuiltinTypes::cell, "cell", Kind::kCell},
    {&BuiltinTypes::builtin_function, "builtin_function_or_method", Kind::kNativeFunction},
    {&BuiltinTypes::method_descriptor, "method_descriptor", Kind::kNativeDescriptor},
    {&BuiltinTypes::classmethod_descriptor, "classmethod_descriptor", Kind::kNativeDescriptor},
    {&BuiltinTypes::wrapper_descriptor, "wrapper_descriptor", Kind::kNativeDescriptor},
    {&BuiltinTypes::getset_descriptor, "getset_descriptor", Kind::kNativeDescriptor},
    {&BuiltinTypes::member_descriptor, "member_descriptor", Kind::kNativeDescriptor},
    {&BuiltinTypes::staticmethod, "staticmethod", Kind::kStaticMethod},
};

Type* allocate_type(Thread* T, Type* metatype) {
  Shape* shape = metatype ? metatype->root_shape.load(std::memory_order_acquire) : nullptr;
  auto* type = allocate<Type>(T, Kind::kType, shape);
  if (type) type->runtime = T->runtime;
  return type;
}

bool uses_dictionary_only(Kind kind) {
  return kind == Kind::kException || kind == Kind::kFunction || kind == Kind::kModule;
}

Value text_or_none(Thread* T, const char* text) {
  return text && *text ? Value(make_string(T, text)) : kNone;
}

bool add_method(Thread* T, Type* type, const NativeMethod* method) {
  std::string_view text = method->signature;
  String* name = intern(T, text.substr(0, text.find('(')));
  if (!name) return false;
  if ((method->flags & kStaticMethod) || text.find("($static") != std::string_view::npos) {
    // Its __self__ is the class, which it does not get: no owner.
    Value function = make_native_function(T, method, type, kEmpty);
    Value wrapped = function ? make_static_method(T, function) : kEmpty;
    return wrapped && define_attribute(T, type, name, wrapped);
  }
  bool of_class = (method->flags & kClassMethod) || text.find("($type") != std::string_view::npos;
  Type* descriptor_type = of_class ? types(T).classmethod_descriptor : types(T).method_descriptor;
  auto* descriptor = allocate<NativeDescriptor>(T, Kind::kNativeDescriptor,
                                                descriptor_type->root_shape.load(std::memory_order_acquire));
  if (!descriptor) return false;
  descriptor->form = of_class ? NativeDescriptor::Form::kClassMethod : NativeDescriptor::Form::kMethod;
  descriptor->owner = type;
  descriptor->method = method;
  heap_initialize(descriptor, descriptor->name, name);
  return define_attribute(T, type, name, descriptor);
}

bool add_attribute(Thread* T, Type* type, const NativeAttribute* attribute) {
  String* name = intern(T, attribute->name);
  Type* descriptor_type = attribute->set == read_only_member ? types(T).member_descriptor : types(T).getset_descriptor;
  auto* descriptor = allocate<NativeDescriptor>(T, Kind::kNativeDescriptor,
                                                descriptor_type->root_shape.load(std::memory_order_acquire));
  if (!name || !descriptor) return false;
  descriptor->form = NativeDescriptor::Form::kAttribute;
  descriptor->owner = type;
  descriptor->attribute = attribute;
  heap_initialize(descriptor, descriptor->name, name);
  return define_attribute(T, type, name, descriptor);
}

void inherit_slots(TypeSlots& slots, const TypeSlots& own, const Type* base) {
  const TypeSlots& inherited = base->slots;
  slots = own;
  auto* to = reinterpret_cast<char*>(&slots);
  auto* from = reinterpret_cast<const char*>(&inherited);
  for (size_t offset = 0; offset < sizeof(TypeSlots); offset += sizeof(void*)) {
    void* function;
    memcpy(&function, to + offset, sizeof(void*));
    if (!function) memcpy(to + offset, from + offset, sizeof(void*));
  }
  // Equality and hash belong together; without its own constructor a built-in type makes no instances through object's.
  if (own.compare && !own.hash) slots.hash = nullptr;
  if (!own.create && !base->base) slots.create = nullptr;
}

}  // namespace

bool bootstrap_types(Thread* T) {
  BuiltinTypes& all = T->runtime->types;
  for (const EarlyType& early : kEarlyTypes) {
    Type* type = allocate_type(T, all.type);
    if (!type) return false;
    all.*early.field = type;
    type->instance_kind = early.kind;
    // Of these, only static methods have attributes.
    bool has_attributes = early.kind == Kind::kStaticMethod;
    type->flags.store(kTypeIsBuiltin | (has_attributes ? uint32_t{kTypeInstancesHaveAttributes} : 0u),
                      std::memory_order_relaxed);
    Shape* root = make_root_shape(T, type, 0, has_attributes ? uint8_t{0} : uint8_t{kNoAttributes});
    if (!root) return false;
    type->root_shape.store(root, std::memory_order_release);
    if (type == all.type) type->shape_id.store(root->id(), std::memory_order_release);
  }
  return true;
}

Type* make_native_type(Thread* T, const NativeTypeSpec& spec, Type* base) {
  BuiltinTypes& all = T->runtime->types;
  std::string_view full_name = spec.name;
  size_t dot = full_name.rfind('.');
  std::string_view short_name = dot == std::string_view::npos ? full_name : full_name.substr(dot + 1);
  std::string_view module = dot == std::string_view::npos ? std::string_view("builtins") : full_name.substr(0, dot);

  Type* type = nullptr;
  for (const EarlyType& early : kEarlyTypes) {
    Type* bare = all.*early.field;
    if (early.name == full_name && bare && !bare->mro.load()) type = bare;
  }
  if (!base && type != all.object) base = all.object;
  if (!type) type = allocate_type(T, base->type());
  if (!type) return nullptr;
  heap_store(type, type->name, intern(T, short_name));
  heap_store(type, type->qualified_name, type->name.load());
  heap_store(type, type->module, intern(T, module));
  type->base = base;
  type->instance_kind = spec.instance_kind;
  type->fixed_size = spec.fixed_size;
  type->native_name = spec.name;
  type->documentation = spec.documentation;
  type->methods = spec.methods;
  type->constructor_signature = spec.constructor_signature;
  uint32_t flags = spec.flags | kTypeIsBuiltin;
  constexpr uint32_t kInherited = kTypeInstancesHaveAttributes | kTypeMatchesSelf | kTypeIsSequence | kTypeIsMapping |
                                  kTypeIsExceptionSubclass | kTypeIsTypeSubclass | kTypeSupportsWeakReferences;
  if (base) flags |= base->flags.load(std::memory_order_relaxed) & kInherited;
  type->flags.store(flags, std::memory_order_relaxed);
  change_version(T, type);
  heap_store(type, type->attributes, make_dict(T, 32));

  if (!type->root_shape.load(std::memory_order_relaxed)) {
    bool has_attributes = (flags & kTypeInstancesHaveAttributes) != 0;
    int capacity = has_attributes && spec.instance_kind == Kind::kInstance ? 4 : 0;
    uint8_t shape_flags = !has_attributes ? kNoAttributes : uses_dictionary_only(spec.instance_kind) ? kDictMode : 0;
    Shape* root = make_root_shape(T, type, capacity, shape_flags);
    if (!root) return nullptr;
    type->root_shape.store(root, std::memory_order_release);
  }

  static const TypeSlots kNoSlots{};
  const TypeSlots& own = spec.slots ? *spec.slots : kNoSlots;
  if (base) {
    inherit_slots(type->slots, own, base);
    Tuple* base_mro = base->mro.load().as<Tuple>();
    std::vector<Value> mro = {type};
    if (base_mro) {
      for (size_t i = 0; i < base_mro->length; ++i) mro.push_back((*base_mro)[i]);
    } else {
      mro.push_back(base);  // `type` is completed before `object`
    }
    heap_store(type, type->mro, make_tuple(T, mro.data(), mro.size()));
    heap_store(type, type->bases, make_tuple(T, {base}));
  } else {
    type->slots = own;
    heap_store(type, type->mro, make_tuple(T, {type}));
    heap_store(type, type->bases, make_tuple(T, size_t{0}));
  }
  if (!add_slot_wrappers(T, type, own)) return nullptr;
  if (own.compare && !own.hash && !define_attribute(T, type, names(T).dunder_hash, kNone)) return nullptr;
  if (own.create && !define_attribute(T, type, names(T).dunder_new, make_constructor_function(T, type))) return nullptr;
  for (const NativeMethod* method = spec.methods; method && method->signature; ++method) {
    if (!add_method(T, type, method)) return nullptr;
  }
  for (const NativeAttribute* attribute = spec.attributes; attribute && attribute->name; ++attribute) {
    if (!add_attribute(T, type, attribute)) return nullptr;
  }
  // Types of modules have a __module__ in their dictionary, which their instances show, too.
  bool tells_module = dot != std::string_view::npos && !(flags & kTypeHasNoModule);
  if (tells_module && !define_attribute(T, type, names(T).dunder_module, type->module.load())) return nullptr;
  if (!dict_get(type->attributes.load().as<Dict>(), names(T).dunder_doc) &&
      !define_attribute(T, type, names(T).dunder_doc, text_or_none(T, spec.documentation))) {
    return nullptr;
  }
  if (type->has_flag(kTypeInstancesHaveAttributes) && !(base && base->has_flag(kTypeInstancesHaveAttributes)) &&
      !own_attribute(type, names(T).dunder_dict) &&
      !define_attribute(T, type, names(T).dunder_dict, make_attributes_descriptor(T, type))) {
    return nullptr;
  }
  if (base && !add_subclass(T, base, type)) return nullptr;
  return type;
}

}  // namespace gilded
