// The class `type`: its slots, attributes and methods.
#include "vm/object/descriptors.h"
#include "vm/object/errors.h"
#include "vm/object/instance.h"
#include "vm/object/protocols.h"
#include "vm/object/special_methods.h"
#include "vm/object/type.h"
#include "vm/object/type_internals.h"
#include "vm/runtime.h"
#include "vm/threading/safepoint.h"
#include "vm/types/cell.h"
#include "vm/types/dict.h"
#include "vm/types/generic_alias.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

Value type_call(Thread* T, Value self, CallArguments arguments) {
  Type* type = self.as<Type>();
  if (type == types(T).type) {
    if (arguments.count == 1 && !arguments.keyword_names) return type_of(T, arguments[0]);
    if (arguments.positional_count() != 3) return raise(T, Builtin::kTypeError, "type() takes 1 or 3 arguments");
  }
  if (!type->slots.create) return raise(T, Builtin::kTypeError, "cannot create '{}' instances", name_of(type));
  Value object = type->slots.create(T, type, arguments);
  if (!object) return kEmpty;
  Type* made = type_of(T, object);
  if (!is_subtype(made, type)) return object;
  if (made->slots.initialize && !made->slots.initialize(T, object, arguments)) return kEmpty;
  return object;
}

namespace {

// A native type's create slot, reached as `int.__new__(cls, ...)`. The function's `self` is the native type.
Value call_constructor(Thread* T, Arguments arguments) {
  Type* owner = arguments[0].as<Type>();
  if (arguments.rest_count == 0)
    return raise(T, Builtin::kTypeError, "{}.__new__(): not enough arguments", name_of(owner));
  Value first = arguments.rest[0];
  if (!is_kind(first, Kind::kType)) {
    return raise(T, Builtin::kTypeError, "{}.__new__(X): X is not a type object ({})", name_of(owner),
                 type_name(T, first));
  }
  Type* type = first.as<Type>();
  if (!is_subtype(type, owner)) {
    return raise(T, Builtin::kTypeError, "{}.__new__({}): {} is not a subtype of {}", name_of(owner), name_of(type),
                 name_of(type), name_of(owner));
  }
  Type* native = type;
  while (native && !native->has_flag(kTypeIsBuiltin)) native = native->base;
  if (native && native->slots.create != owner->slots.create) {
    return raise(T, Builtin::kTypeError, "{}.__new__({}) is not safe, use {}.__new__()", name_of(owner), name_of(type),
                 name_of(native));
  }
  uint32_t positional = arguments.rest_count - 1;
  if (!arguments.keywords || arguments.keywords->size() == 0) {
    return owner->slots.create(T, type, CallArguments{arguments.rest + 1, positional, nullptr});
  }
  size_t keyword_count = static_cast<size_t>(arguments.keywords->size());
  Tuple* values = make_tuple(T, positional + keyword_count);
  Tuple* keyword_names = make_tuple(T, keyword_count);
  if (!values || !keyword_names) return kEmpty;
  for (uint32_t i = 0; i < positional; ++i) heap_initialize(values, values->items[i], arguments.rest[i + 1]);
  size_t cursor = 0;
  Value key, value;
  for (size_t i = 0; i < keyword_count && dict_next(arguments.keywords, &cursor, &key, &value); ++i) {
    heap_initialize(keyword_names, keyword_names->items[i], key);
    heap_initialize(values, values->items[positional + i], value);
  }
  return owner->slots.create(T, type,
                             CallArguments{reinterpret_cast<const Value*>(values->items),
                                           static_cast<uint32_t>(positional + keyword_count), keyword_names});
}

const NativeMethod kConstructorMethod = {"__new__($type, /, *args, **kwargs)", call_constructor,
                                         "Create and return a new object.  See help(type) for accurate signature."};

Type* as_type(Value self) {
  return self.as<Type>();
}

Value type_repr(Thread* T, Value self) {
  Type* type = as_type(self);
  Value module = get_type_module(T, type);
  std::string qualified_name = to_utf8(as_string(type->qualified_name.load()));
  if (module && is_string(module) && to_utf8(as_string(module)) != "builtins") {
    return make_string(T, fmt::format("<class '{}.{}'>", to_utf8(as_string(module)), qualified_name));
  }
  return make_string(T, fmt::format("<class '{}'>", qualified_name));
}

Value type_get_attribute(Thread* T, Value self, String* name) {
  Value found = find_type_attribute(T, self, name);
  if (found || T->has_exception()) return found;
  (void)raise(T, Builtin::kAttributeError, "type object '{}' has no attribute '{}'", name_of(as_type(self)),
              to_utf8(name));
  set_attribute_error_details(T, self, name);
  return kEmpty;
}

bool type_set_attribute_slot(Thread* T, Value self, String* name, Value value) {
  Type* type = as_type(self);
  if (!type->has_flag(kTypeIsBuiltin)) {
    if (Value on_meta = type_lookup(T, type->type(), name)) {
      Type* meta_kind = type_of(T, on_meta);
      if (meta_kind->slots.descriptor_set) return meta_kind->slots.descriptor_set(T, on_meta, self, value);
    }
  }
  return type_set_attribute(T, type, name, value);
}

// X | Y
Value type_or(Thread* T, Value left, Value right) {
  return make_union(T, left, right);
}

// --- Attributes

bool check_mutable(Thread* T, Type* type, const char* name) {
  if (!type->has_flag(kTypeIsBuiltin)) return true;
  return raise(T, Builtin::kTypeError, "cannot set '{}' attribute of immutable type '{}'", name, name_of(type));
}

bool check_not_deleted(Thread* T, Type* type, Value value, const char* name) {
  if (value) return true;
  return raise(T, Builtin::kTypeError, "cannot delete '{}' attribute of immutable type '{}'", name, name_of(type));
}

Value get_name(Thread*, Value self) {
  return as_type(self)->name.load();
}
bool set_name(Thread* T, Value self, Value value) {
  Type* type = as_type(self);
  if (!check_mutable(T, type, "__name__") || !check_not_deleted(T, type, value, "__name__")) return false;
  if (!is_string(value)) {
    return raise(T, Builtin::kTypeError, "can only assign string to {}.__name__, not '{}'", name_of(type),
                 type_name(T, value));
  }
  return set_type_name(T, type, as_string(value));
}

Value get_qualified_name(Thread*, Value self) {
  return as_type(self)->qualified_name.load();
}
bool set_qualified_name(Thread* T, Value self, Value value) {
  Type* type = as_type(self);
  if (!check_mutable(T, type, "__qualname__") || !check_not_deleted(T, type, value, "__qualname__")) return false;
  if (!is_string(value)) {
    return raise(T, Builtin::kTypeError, "can only assign string to {}.__qualname__, not '{}'", name_of(type),
                 type_name(T, value));
  }
  heap_store(type, type->qualified_name, value);
  return true;
}

Value get_module(Thread* T, Value self) {
  Value module = get_type_module(T, as_type(self));
  return module ? module : Value(names(T).builtins);
}
bool set_module(Thread* T, Value self, Value value) {
  Type* type = as_type(self);
  if (!check_mutable(T, type, "__module__") || !check_not_deleted(T, type, value, "__module__")) return false;
  return type_set_attribute(T, type, names(T).dunder_module, value);
}

Value get_documentation(Thread* T, Value self) {
  // `__doc__` in the dict of property, say, is about its instances.
  const char* text = as_type(self)->has_flag(kTypeIsBuiltin) ? as_type(self)->documentation : nullptr;
  if (text && *text) return make_string(T, text);
  Value documentation = own_attribute(as_type(self), names(T).dunder_doc);
  if (!documentation) return kNone;
  Type* kind = type_of(T, documentation);
  return kind->slots.descriptor_get ? kind->slots.descriptor_get(T, documentation, kEmpty, self) : documentation;
}
bool set_documentation(Thread* T, Value self, Value value) {
  Type* type = as_type(self);
  if (!check_mutable(T, type, "__doc__") || !check_not_deleted(T, type, value, "__doc__")) return false;
  return type_set_attribute(T, type, names(T).dunder_doc, value);
}

Value get_text_signature(Thread* T, Value self) {
  const char* text = as_type(self)->constructor_signature;
  return text && *text ? Value(make_string(T, text)) : kNone;
}

Value get_base(Thread*, Value self) {
  Type* base = as_type(self)->base;
  return base ? Value(base) : kNone;
}
Value get_bases(Thread*, Value self) {
  return as_type(self)->bases.load();
}
Value get_mro(Thread*, Value self) {
  Value mro = as_type(self)->mro.load();
  return mro ? mro : kNone;
}
Value get_attributes(Thread* T, Value self) {
  return make_mapping_proxy(T, self);
}
Value get_flags(Thread* T, Value self) {
  // The bits that scripts look at, at CPython's places.
  Type* type = as_type(self);
  int64_t flags = 1 << 12;
  if (!type->has_flag(kTypeIsBuiltin)) flags |= 1 << 9;
  if (type->has_flag(kTypeIsBuiltin)) flags |= 1 << 8;
  if (type->has_flag(kTypeIsBase)) flags |= 1 << 10;
  if (type->has_flag(kTypeIsAbstract)) flags |= 1 << 20;
  if (type->has_flag(kTypeIsSequence)) flags |= 1 << 5;
  if (type->has_flag(kTypeIsMapping)) flags |= 1 << 6;
  if (is_subtype(type, types(T).type)) flags |= int64_t{1} << 31;
  return make_int(T, flags);
}
Value get_basic_size(Thread* T, Value self) {
  return make_int(T, static_cast<int64_t>(as_type(self)->fixed_size));
}
Value get_item_size(Thread*, Value self) {
  Kind kind = as_type(self)->instance_kind;
  return Value::small_int(kind == Kind::kTuple || kind == Kind::kInt || kind == Kind::kBytes ? 8 : 0);
}
Value get_dict_offset(Thread*, Value self) {
  return Value::small_int(as_type(self)->has_flag(kTypeInstancesHaveAttributes) ? 8 : 0);
}
Value get_weak_offset(Thread*, Value self) {
  return Value::small_int(as_type(self)->has_flag(kTypeSupportsWeakReferences) ? 8 : 0);
}

Value get_abstract_methods(Thread* T, Value self) {
  Type* type = as_type(self);
  Value methods = type == types(T).type ? kEmpty : type->abstract_methods.load();
  if (methods) return methods;
  (void)raise(T, Builtin::kAttributeError, "type object '{}' has no attribute '__abstractmethods__'", name_of(type));
  set_attribute_error_details(T, self, names(T).dunder_abstractmethods);
  return kEmpty;
}
bool set_abstract_methods(Thread* T, Value self, Value value) {
  Type* type = as_type(self);
  if (!check_mutable(T, type, "__abstractmethods__")) return false;
  bool any = false;
  if (value && !truth(T, value, &any)) return false;
  if (!value && !type->abstract_methods.load()) {
    return raise(T, Builtin::kAttributeError, "type object '{}' has no attribute '__abstractmethods__'", name_of(type));
  }
  heap_store(type, type->abstract_methods, value);
  if (!type_set_attribute(T, type, names(T).dunder_abstractmethods, value)) return false;
  if (any) {
    type->flags.fetch_or(kTypeIsAbstract, std::memory_order_relaxed);
  } else {
    type->flags.fetch_and(~static_cast<uint32_t>(kTypeIsAbstract), std::memory_order_relaxed);
  }
  return true;
}

Value get_annotations(Thread* T, Value self) {
  Type* type = as_type(self);
  if (type->has_flag(kTypeIsBuiltin)) {
    return raise(T, Builtin::kAttributeError, "type object '{}' has no attribute '__annotations__'", name_of(type));
  }
  if (Value annotations = own_attribute(type, names(T).dunder_annotations)) {
    Type* kind = type_of(T, annotations);
    return kind->slots.descriptor_get ? kind->slots.descriptor_get(T, annotations, kEmpty, self) : annotations;
  }
  Dict* made = make_dict(T);
  if (!made || !type_set_attribute(T, type, names(T).dunder_annotations, made)) return kEmpty;
  return made;
}
bool set_annotations(Thread* T, Value self, Value value) {
  Type* type = as_type(self);
  if (!check_mutable(T, type, "__annotations__")) return false;
  if (!value && !own_attribute(type, names(T).dunder_annotations))
    return raise(T, Builtin::kAttributeError, "__annotations__");
  return type_set_attribute(T, type, names(T).dunder_annotations, value);
}

Value get_type_parameters(Thread* T, Value self) {
  Value parameters = own_attribute(as_type(self), names(T).dunder_type_params);
  // What `type` itself has under that name is this attribute.
  return parameters && is_tuple(parameters) ? parameters : T->runtime->empty_tuple;
}
bool set_type_parameters(Thread* T, Value self, Value value) {
  Type* type = as_type(self);
  if (!check_mutable(T, type, "__type_params__") || !check_not_deleted(T, type, value, "__type_params__")) return false;
  return type_set_attribute(T, type, names(T).dunder_type_params, value);
}

// The MRO of `type` and of all its subclasses, after its bases changed. A metaclass's mro() is Python code, which may
// assign bases itself: what it changed stays. `undo` gets a class, the order it had and the one it got, in turns.
// False: exception.
bool recompute_mro(Thread* T, Type* type, List* undo) {
  Value old_order = type->mro.load();
  Tuple* mro = compute_mro(T, type);
  if (!mro) return false;
  if (!(type->mro.load() == old_order)) return true;
  if (!list_append(T, undo, type) || !list_append(T, undo, old_order ? old_order : kNone) || !list_append(T, undo, mro))
    return false;
  heap_store(type, type->mro, mro);
  List* subclasses = make_list(T);
  if (!subclasses) return false;
  for_each_subclass(T, type, [&](Type* subclass) { (void)list_append(T, subclasses, subclass); });
  for (int64_t i = 0; i < subclasses->size(); ++i) {
    if (!recompute_mro(T, list_get(T, subclasses, i).as<Type>(), undo)) return false;
  }
  return true;
}

bool set_bases(Thread* T, Value self, Value value) {
  Type* type = as_type(self);
  if (!check_mutable(T, type, "__bases__") || !check_not_deleted(T, type, value, "__bases__")) return false;
  if (!is_tuple(value)) {
    return raise(T, Builtin::kTypeError, "can only assign tuple to {}.__bases__, not {}", name_of(type),
                 type_name(T, value));
  }
  Tuple* bases = as_tuple(value);
  if (bases->length == 0) {
    return raise(T, Builtin::kTypeError, "can only assign non-empty tuple to {}.__bases__, not ()", name_of(type));
  }
  for (size_t i = 0; i < bases->length; ++i) {
    Value base = (*bases)[i];
    if (!is_kind(base, Kind::kType)) {
      return raise(T, Builtin::kTypeError, "{}.__bases__ must be tuple of classes, not '{}'", name_of(type),
                   type_name(T, base));
    }
    // The order of search may not be up to date: a metaclass's mro() can come here while it is being worked out.
    bool is_cycle = is_subtype(base.as<Type>(), type);
    for (Type* ancestor = base.as<Type>(); ancestor && !is_cycle; ancestor = ancestor->base)
      is_cycle = ancestor == type;
    if (is_cycle) return raise(T, Builtin::kTypeError, "a __bases__ item causes an inheritance cycle");
  }
  Type* base = best_base(T, bases);
  if (!base) return false;
  if (solid_base(base) != solid_base(type->base) ||
      base->has_flag(kTypeInstancesHaveAttributes) != type->base->has_flag(kTypeInstancesHaveAttributes)) {
    if (solid_base(base) != solid_base(type->base) || !type->has_flag(kTypeInstancesHaveAttributes)) {
      return raise(T, Builtin::kTypeError, "__bases__ assignment: '{}' object layout differs from '{}'", name_of(base),
                   name_of(type->base));
    }
  }
  Value old_bases;
  Type* old_base;
  {
    StopTheWorldScope stop(T);
    old_bases = type->bases.load();
    old_base = type->base;
    heap_store(type, type->bases, bases);
    type->base = base;
  }
  List* undo = make_list(T);
  bool done = undo && recompute_mro(T, type, undo);
  StopTheWorldScope stop(T);
  bool is_ours = type->bases.load() == Value(bases);  // no mro() has assigned other ones
  if (!done) {
    for (int64_t i = 0; undo && i + 2 < undo->size(); i += 3) {
      Type* changed = list_get(T, undo, i).as<Type>();
      Value old_order = list_get(T, undo, i + 1);
      if (changed->mro.load() == list_get(T, undo, i + 2))
        heap_store(changed, changed->mro, old_order.is_none() ? kEmpty : old_order);
    }
    if (is_ours) {
      heap_store(type, type->bases, old_bases);
      type->base = old_base;
    }
    return false;
  }
  if (!is_ours) return true;
  Tuple* before = as_tuple(old_bases);
  for (size_t i = 0; i < before->length; ++i) remove_subclass(T, (*before)[i].as<Type>(), type);
  for (size_t i = 0; i < bases->length; ++i) {
    if (!add_subclass(T, (*bases)[i].as<Type>(), type)) return false;
  }
  mark_type_cached(type);
  type_changed(T, type, true);
  return true;
}

// --- Methods

Value method_mro(Thread* T, Arguments arguments) {
  Tuple* mro = linearize(T, as_type(arguments[0]));
  return mro ? Value(list_from_iterable(T, mro)) : kEmpty;
}

Value method_subclasses(Thread* T, Arguments arguments) {
  List* list = make_list(T);
  if (!list) return kEmpty;
  for_each_subclass(T, as_type(arguments[0]), [&](Type* subclass) { (void)list_append(T, list, subclass); });
  return T->has_exception() ? kEmpty : Value(list);
}

Value method_prepare(Thread* T, Arguments) {
  return make_dict(T);
}

Value method_instance_check(Thread* T, Arguments arguments) {
  Type* type = as_type(arguments[0]);
  if (is_instance_of(T, arguments[1], type)) return kTrue;
  Value cls = find_attribute(T, arguments[1], names(T).dunder_class);
  if (!cls && T->has_exception()) return kEmpty;
  return Value::boolean(is_kind(cls, Kind::kType) && is_subtype(cls.as<Type>(), type));
}

Value method_subclass_check(Thread* T, Arguments arguments) {
  int result = is_real_subclass(T, arguments[1], arguments[0]);
  return result < 0 ? kEmpty : Value::boolean(result != 0);
}

Value method_dir(Thread* T, Arguments arguments) {
  Dict* all = make_dict(T);
  if (!all || !merge_class_names(T, all, as_type(arguments[0]))) return kEmpty;
  return list_from_iterable(T, all);
}

Value method_sizeof(Thread* T, Arguments) {
  return make_int(T, static_cast<int64_t>(sizeof(Type)));
}

const NativeAttribute kTypeAttributes[] = {
    {"__name__", get_name, set_name, nullptr},
    {"__qualname__", get_qualified_name, set_qualified_name, nullptr},
    {"__module__", get_module, set_module, nullptr},
    {"__doc__", get_documentation, set_documentation, nullptr},
    {"__base__", get_base, nullptr, nullptr},
    {"__bases__", get_bases, set_bases, nullptr},
    {"__mro__", get_mro, nullptr, nullptr},
    {"__dict__", get_attributes, nullptr, nullptr},
    {"__flags__", get_flags, nullptr, nullptr},
    {"__basicsize__", get_basic_size, nullptr, nullptr},
    {"__itemsize__", get_item_size, nullptr, nullptr},
    {"__dictoffset__", get_dict_offset, nullptr, nullptr},
    {"__weakrefoffset__", get_weak_offset, nullptr, nullptr},
    {"__abstractmethods__", get_abstract_methods, set_abstract_methods, nullptr},
    {"__annotations__", get_annotations, set_annotations, nullptr},
    {"__type_params__", get_type_parameters, set_type_parameters, nullptr},
    {"__text_signature__", get_text_signature, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

const NativeMethod kTypeMethods[] = {
    {"mro($self, /)", method_mro, "Return a type's method resolution order."},
    {"__subclasses__($self, /)", method_subclasses, "Return a list of immediate subclasses."},
    {"__prepare__($type, /, *args, **kwargs)", method_prepare, "Create the namespace for the class statement."},
    {"__instancecheck__($self, instance, /)", method_instance_check, "Check if an object is an instance."},
    {"__subclasscheck__($self, subclass, /)", method_subclass_check, "Check if a class is a subclass."},
    {"__dir__($self, /)", method_dir, "Specialized __dir__ implementation for types."},
    {"__sizeof__($self, /)", method_sizeof, "Return memory consumption of the type object."},
    {nullptr, nullptr, nullptr},
};

const TypeSlots kTypeSlots = [] {
  TypeSlots slots{};
  slots.repr = type_repr;
  slots.call = type_call;
  slots.get_attribute = type_get_attribute;
  slots.set_attribute = type_set_attribute_slot;
  slots.create = type_create;
  slots.initialize = type_initialize;
  slots.binary[static_cast<int>(BinaryOperator::kBitOr)] = type_or;
  return slots;
}();

const NativeTypeSpec kTypeSpec = {"type",
                                  Kind::kType,
                                  sizeof(Type),
                                  kTypeIsBase | kTypeIsTypeSubclass | kTypeSupportsWeakReferences,
                                  "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
                                  &kTypeSlots,
                                  kTypeMethods,
                                  kTypeAttributes};

}  // namespace

Value find_type_attribute(Thread* T, Value self, String* name) {
  Type* type = as_type(self);
  Type* metatype = type->type();
  Value on_meta = type_lookup(T, metatype, name);
  Type* meta_kind = on_meta ? type_of(T, on_meta) : nullptr;
  if (meta_kind && meta_kind->slots.descriptor_get && meta_kind->slots.descriptor_set) {
    return meta_kind->slots.descriptor_get(T, on_meta, self, metatype);
  }
  if (Value own = type_lookup(T, type, name)) {
    Type* own_kind = type_of(T, own);
    return own_kind->slots.descriptor_get ? own_kind->slots.descriptor_get(T, own, kEmpty, type) : own;
  }
  if (meta_kind && meta_kind->slots.descriptor_get) return meta_kind->slots.descriptor_get(T, on_meta, self, metatype);
  return on_meta;
}

Value get_type_module(Thread* T, Type* type) {
  if (type->has_flag(kTypeIsBuiltin)) return type->module.load();
  return own_attribute(type, names(T).dunder_module);
}

Value make_constructor_function(Thread* T, Type* type) {
  Value function = make_native_function(T, &kConstructorMethod, type, kEmpty);
  if (function) function.as<NativeFunction>()->owner = type;
  return function;
}

bool merge_class_names(Thread* T, Dict* all, Type* type) {
  Tuple* mro = type->mro.load().as<Tuple>();
  for (size_t i = mro->length; i-- > 0;) {
    Dict* attributes = (*mro)[i].as<Type>()->attributes.load().as<Dict>();
    size_t position = 0;
    Value name, cell;
    while (dict_next(attributes, &position, &name, &cell)) {
      if (!dict_set(T, all, name, kNone)) return false;
    }
  }
  return true;
}

Type* make_type_type(Thread* T) {
  return make_native_type(T, kTypeSpec);
}

}  // namespace gilded
