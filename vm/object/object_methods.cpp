// The class `object`: its slots, attributes and methods.
#include <string>

#include "vm/object/descriptors.h"
#include "vm/object/errors.h"
#include "vm/object/instance.h"
#include "vm/object/protocols.h"
#include "vm/object/special_methods.h"
#include "vm/object/type.h"
#include "vm/object/type_internals.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/types/dict.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

Raised raise_abstract(Thread* T, Type* type) {
  Value methods = type->abstract_methods.load();
  List* sorted = methods ? list_from_iterable(T, methods) : make_list(T);
  if (!sorted || !call_method(T, sorted, intern(T, "sort"))) return {};
  std::string joined;
  for (int64_t i = 0; i < sorted->size(); ++i) {
    Value name = list_get(T, sorted, i);
    if (!is_string(name))
      return raise(T, Builtin::kTypeError, "sequence item {}: expected str instance, {} found", i, type_name(T, name));
    if (i > 0) joined += ", ";
    joined += fmt::format("'{}'", to_utf8(as_string(name)));
  }
  return raise(T, Builtin::kTypeError,
               "Can't instantiate abstract class {} without an implementation for abstract method{} {}", name_of(type),
               sorted->size() == 1 ? "" : "s", joined);
}

}  // namespace

Value object_create(Thread* T, Type* type, CallArguments arguments) {
  if (arguments.count > 0) {
    if (type->slots.create != object_create) {
      return raise(T, Builtin::kTypeError, "object.__new__() takes exactly one argument (the type to instantiate)");
    }
    if (type->slots.initialize == object_initialize)
      return raise(T, Builtin::kTypeError, "{}() takes no arguments", name_of(type));
  }
  if (type->has_flag(kTypeIsAbstract)) return raise_abstract(T, type);
  return allocate_instance_of(T, type, type->fixed_size);
}

bool object_initialize(Thread* T, Value self, CallArguments arguments) {
  if (arguments.count == 0) return true;
  Type* type = type_of(T, self);
  if (type->slots.initialize != object_initialize) {
    return raise(T, Builtin::kTypeError, "object.__init__() takes exactly one argument (the instance to initialize)");
  }
  if (type->slots.create == object_create) {
    return raise(T, Builtin::kTypeError, "{}.__init__() takes exactly one argument (the instance to initialize)",
                 name_of(type));
  }
  return true;
}

namespace {

Value object_repr(Thread* T, Value self) {
  Type* type = type_of(T, self);
  Value module = get_type_module(T, type);
  std::string name = to_utf8(as_string(type->qualified_name.load()));
  if (module && is_string(module) && to_utf8(as_string(module)) != "builtins")
    name = to_utf8(as_string(module)) + "." + name;
  Value id = identity(T, self);
  return id ? Value(make_string(T, fmt::format("<{} object at 0x{}>", name, int_to_text(T, id, 16)))) : kEmpty;
}

Value object_str(Thread* T, Value self) {
  Type* type = type_of(T, self);
  return type->slots.repr(T, self);
}

bool object_hash(Thread*, Value self, int64_t* out) {
  // Addresses are multiples of 16.
  *out = static_cast<int64_t>(self.bits() >> 4);
  return true;
}

Value object_compare(Thread* T, Value self, Value other, CompareOperator op) {
  if (op == CompareOperator::kEqual) return self == other ? kTrue : kNotImplemented;
  if (op != CompareOperator::kNotEqual) return kNotImplemented;
  auto* compare_slot = type_of(T, self)->slots.compare;
  if (!compare_slot) return kNotImplemented;
  Value result = compare_slot(T, self, other, CompareOperator::kEqual);
  if (!result || result.is_not_implemented()) return result;
  bool equal;
  if (!truth(T, result, &equal)) return kEmpty;
  return Value::boolean(!equal);
}

Value get_class(Thread* T, Value self) {
  return type_of(T, self);
}
bool set_class_attribute(Thread* T, Value self, Value value) {
  if (!value) return raise(T, Builtin::kTypeError, "can't delete __class__ attribute");
  return set_class(T, self, value);
}

Value object_dir(Thread* T, Arguments arguments) {
  Value self = arguments[0];
  Dict* all = make_dict(T);
  if (!all) return kEmpty;
  Value own = find_attribute(T, self, names(T).dunder_dict);
  if (!own && T->has_exception()) return kEmpty;
  if (is_dict(own)) {
    size_t position = 0;
    Value name, value;
    while (dict_next(own.as<Dict>(), &position, &name, &value)) {
      if (!dict_set(T, all, name, kNone)) return kEmpty;
    }
  }
  Value cls = find_attribute(T, self, names(T).dunder_class);
  if (!cls && T->has_exception()) return kEmpty;
  if (is_kind(cls, Kind::kType) && !merge_class_names(T, all, cls.as<Type>())) return kEmpty;
  return list_from_iterable(T, all);
}

Value object_format(Thread* T, Arguments arguments) {
  if (!is_string(arguments[1])) {
    return raise(T, Builtin::kTypeError, "__format__() argument must be str, not {}",
                 argument_type_name(T, arguments[1]));
  }
  if (as_string(arguments[1])->length > 0) {
    return raise(T, Builtin::kTypeError, "unsupported format string passed to {}.__format__",
                 type_name(T, arguments[0]));
  }
  return to_str(T, arguments[0]);
}

Value object_init_subclass(Thread*, Arguments) {
  return kNone;
}
Value object_subclass_hook(Thread*, Arguments) {
  return kNotImplemented;
}

Value object_sizeof(Thread* T, Arguments arguments) {
  Type* type = type_of(T, arguments[0]);
  int64_t size = type->fixed_size;
  if (type->instance_kind == Kind::kInstance) size += arguments[0].as_object()->shape()->inline_capacity * 8;
  return make_int(T, size);
}

Value copyreg(Thread* T, std::string_view name) {
  String* module_name = intern(T, "copyreg");
  if (!module_name) return kEmpty;
  Value module = dict_get(T->runtime->modules.as<Dict>(), module_name);
  if (!module) {
    module = call(T, dict_get(T->runtime->builtins_dict.as<Dict>(), names(T).dunder_import), {module_name});
  }
  return module ? get_attribute(T, module, name) : kEmpty;
}

// Is __dict__ of this class's instances what a plain class has? Then their attributes can be read without asking for
// it, which would cost them their compact form.
bool has_plain_attributes(Thread* T, Value self) {
  if (!is_kind(self, Kind::kInstance) || self.as_object()->shape()->flags & kDictMode) return false;
  Value descriptor = type_lookup(T, type_of(T, self), names(T).dunder_dict);
  return is_kind(descriptor, Kind::kNativeDescriptor) && descriptor.as<NativeDescriptor>()->attribute &&
         std::string_view(descriptor.as<NativeDescriptor>()->attribute->name) == "__dict__";
}

// What copy and pickle keep of an object: its __dict__ (a copy), and its __slots__ members beside it.
Value default_state(Thread* T, Value self) {
  Value state = kNone;
  if (has_plain_attributes(T, self)) {
    Dict* attributes = make_dict(T);
    if (!attributes) return kEmpty;
    bool stored = true;
    for_each_attribute(self.as_object(),
                       [&](String* name, Value value) { stored = stored && dict_set(T, attributes, name, value); });
    if (!stored) return kEmpty;
    if (attributes->size() > 0) state = attributes;
  } else {
    Value own = find_attribute(T, self, names(T).dunder_dict);
    if (!own && T->has_exception()) return kEmpty;
    if (is_dict(own) && own.as<Dict>()->size() > 0) {
      state = dict_copy(T, own.as<Dict>());
      if (!state) return kEmpty;
    }
  }
  Type* type = type_of(T, self);
  if (type->declared_slot_count == 0) return state;
  Value slot_names_function = copyreg(T, "_slotnames");
  Value slot_names = slot_names_function ? call(T, slot_names_function, {type}) : kEmpty;
  Dict* members = slot_names ? make_dict(T) : nullptr;
  if (!members) return kEmpty;
  bool done = for_each(T, slot_names, [&](Value name) {
    if (!is_string(name)) return true;
    Value value = find_attribute(T, self, intern(T, as_string(name)));
    return value ? dict_set(T, members, name, value) : !T->has_exception();
  });
  if (!done) return kEmpty;
  return members->size() > 0 ? Value(make_tuple(T, {state, members})) : state;
}

Value object_getstate(Thread* T, Arguments arguments) {
  return default_state(T, arguments[0]);
}

Value state_of(Thread* T, Value self) {
  bool found = false;
  return call_special(T, self, names(T).dunder_getstate, {}, &found);
}

// copyreg's form: (copyreg.__newobj__, (cls, *arguments), state, list items, dict items).
Value reduce_with_new(Thread* T, Value self) {
  Type* type = type_of(T, self);
  if (!type->slots.create) return raise(T, Builtin::kTypeError, "cannot pickle '{}' object", name_of(type));
  Value positional = T->runtime->empty_tuple;
  Value keywords;
  bool has_arguments = false;
  bool found = false;
  Value pair = call_special(T, self, names(T).dunder_getnewargs_ex, {}, &found);
  if (found) {
    if (!pair) return kEmpty;
    if (!is_tuple(pair))
      return raise(T, Builtin::kTypeError, "__getnewargs_ex__ should return a tuple, not '{}'", type_name(T, pair));
    if (as_tuple(pair)->length != 2) {
      return raise(T, Builtin::kValueError, "__getnewargs_ex__ should return a tuple of length 2, not {}",
                   as_tuple(pair)->length);
    }
    positional = (*as_tuple(pair))[0];
    keywords = (*as_tuple(pair))[1];
    if (!is_tuple(positional)) {
      return raise(T, Builtin::kTypeError,
                   "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{}'",
                   type_name(T, positional));
    }
    if (!is_dict(keywords)) {
      return raise(T, Builtin::kTypeError,
                   "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{}'",
                   type_name(T, keywords));
    }
    has_arguments = true;
  } else {
    Value given = call_special(T, self, names(T).dunder_getnewargs, {}, &found);
    if (found) {
      if (!given) return kEmpty;
      if (!is_tuple(given))
        return raise(T, Builtin::kTypeError, "__getnewargs__ should return a tuple, not '{}'", type_name(T, given));
      positional = given;
      has_arguments = true;
    }
  }
  Tuple* given = as_tuple(positional);
  Value function, function_arguments;
  if (keywords && keywords.as<Dict>()->size() > 0) {
    function = copyreg(T, "__newobj_ex__");
    function_arguments = make_tuple(T, {type, positional, keywords});
  } else {
    function = copyreg(T, "__newobj__");
    Tuple* all = make_tuple(T, given->length + 1);
    if (!all) return kEmpty;
    heap_initialize(all, all->items[0], type);
    for (size_t i = 0; i < given->length; ++i) heap_initialize(all, all->items[i + 1], (*given)[i]);
    function_arguments = all;
  }
  if (!function || !function_arguments) return kEmpty;
  bool is_list_like = is_kind(self, Kind::kList);
  bool is_dict_like = is_kind(self, Kind::kDict);
  if (is_kind(self, Kind::kMemoryView) || is_kind(self, Kind::kCode))
    return raise(T, Builtin::kTypeError, "cannot pickle {} objects", name_of(type));
  // Without arguments for __new__, a layout that object.__new__ cannot make again would be lost.
  bool plain = type->instance_kind == Kind::kInstance || is_list_like || is_dict_like;
  if (!has_arguments && !plain && type->has_flag(kTypeIsBuiltin) && type->slots.create != object_create) {
    return raise(T, Builtin::kTypeError, "cannot pickle '{}' object", name_of(type));
  }
  Value state = state_of(T, self);
  if (!state) return kEmpty;
  Value list_items = is_list_like ? get_iterator(T, self) : kNone;
  if (!list_items) return kEmpty;
  Value dict_items = kNone;
  if (is_dict_like) {
    Value items = call_method(T, self, names(T).items);
    dict_items = items ? get_iterator(T, items) : kEmpty;
    if (!dict_items) return kEmpty;
  }
  return make_tuple(T, {function, function_arguments, state, list_items, dict_items});
}

Value common_reduce(Thread* T, Value self, int64_t protocol) {
  if (protocol >= 2) return reduce_with_new(T, self);
  Value function = copyreg(T, "_reduce_ex");
  return function ? call(T, function, {self, make_int(T, protocol)}) : kEmpty;
}

Value object_reduce(Thread* T, Arguments arguments) {
  return common_reduce(T, arguments[0], 0);
}

Value object_reduce_ex(Thread* T, Arguments arguments) {
  int64_t protocol;
  if (!to_int64(T, arguments[1], &protocol)) return kEmpty;
  Type* type = type_of(T, arguments[0]);
  Value reduce = type_lookup(T, type, names(T).dunder_reduce);
  if (reduce && reduce != type_lookup(T, types(T).object, names(T).dunder_reduce)) {
    return call_method(T, arguments[0], names(T).dunder_reduce);
  }
  return common_reduce(T, arguments[0], protocol);
}

const NativeAttribute kObjectAttributes[] = {
    {"__class__", get_class, set_class_attribute, "the object's class"},
    {nullptr, nullptr, nullptr, nullptr},
};

const NativeMethod kObjectMethods[] = {
    {"__dir__($self, /)", object_dir, "Default dir() implementation."},
    {"__format__($self, format_spec, /)", object_format, "Default object formatter."},
    {"__init_subclass__($type, /)", object_init_subclass, "This method is called when a class is subclassed."},
    {"__subclasshook__($type, subclass, /)", object_subclass_hook,
     "Abstract classes can override this to customize issubclass()."},
    {"__sizeof__($self, /)", object_sizeof, "Size of object in memory, in bytes."},
    {"__reduce__($self, /)", object_reduce, "Helper for pickle."},
    {"__reduce_ex__($self, protocol, /)", object_reduce_ex, "Helper for pickle."},
    {"__getstate__($self, /)", object_getstate, "Helper for pickle."},
    {nullptr, nullptr, nullptr},
};

const TypeSlots kObjectSlots = [] {
  TypeSlots slots{};
  slots.repr = object_repr;
  slots.str = object_str;
  slots.hash = object_hash;
  slots.compare = object_compare;
  slots.get_attribute = generic_get_attribute;
  slots.set_attribute = generic_set_attribute;
  slots.create = object_create;
  slots.initialize = object_initialize;
  return slots;
}();

const NativeTypeSpec kObjectSpec = {"object",
                                    Kind::kInstance,
                                    sizeof(Instance) - sizeof(Slot),
                                    kTypeIsBase,
                                    "The base class of the class hierarchy.",
                                    &kObjectSlots,
                                    kObjectMethods,
                                    kObjectAttributes,
                                    "()"};

// Members declared by a class itself, in order.
std::string own_member_names(Thread* T, Type* type) {
  std::string result;
  if (type->declared_slot_count == type->base->declared_slot_count) return result;
  Dict* attributes = type->attributes.load().as<Dict>();
  size_t position = 0;
  Value name, cell;
  while (dict_next(attributes, &position, &name, &cell)) {
    Value value = own_attribute(type, as_string(name));
    if (is_kind(value, Kind::kNativeDescriptor) &&
        value.as<NativeDescriptor>()->form == NativeDescriptor::Form::kMember) {
      result += fmt::format("{}:{};", value.as<NativeDescriptor>()->member_slot, to_utf8(as_string(name)));
    }
  }
  (void)T;
  return result;
}

bool same_layout(Thread* T, Type* a, Type* b) {
  if (a->instance_kind != b->instance_kind || a->fixed_size != b->fixed_size ||
      a->declared_slot_count != b->declared_slot_count ||
      a->has_flag(kTypeInstancesHaveAttributes) != b->has_flag(kTypeInstancesHaveAttributes)) {
    return false;
  }
  for (;;) {
    a = solid_base(a);
    b = solid_base(b);
    if (a == b) return true;
    if (!a->base || !b->base || a->declared_slot_count != b->declared_slot_count ||
        own_member_names(T, a) != own_member_names(T, b))
      return false;
    a = a->base;
    b = b->base;
  }
}

// The shape with the same attributes in the same slots, but of `type`. Null: exception, or the tree is full.
Shape* shape_for_class(Thread* T, Shape* shape, Type* type) {
  if (shape->flags & kDictMode && !shape->parent) {
    Shape* root = type->root_shape.load(std::memory_order_acquire);
    return root;
  }
  if (!shape->parent) {
    for (Shape* root = type->root_shape.load(std::memory_order_acquire); root;
         root = root->next_sibling.load(std::memory_order_acquire)) {
      if (root->inline_capacity == shape->inline_capacity) return root;
    }
    Shape* made = make_root_shape(T, type, shape->inline_capacity, shape->flags);
    if (!made) return nullptr;
    // Behind the present root, which stays the one for new instances.
    Shape* root = type->root_shape.load(std::memory_order_acquire);
    Shape* next = root->next_sibling.load(std::memory_order_acquire);
    do {
      made->next_sibling.store(next, std::memory_order_relaxed);
    } while (!root->next_sibling.compare_exchange_weak(next, made, std::memory_order_acq_rel));
    return made;
  }
  Shape* parent = shape_for_class(T, shape->parent, type);
  if (!parent) return nullptr;
  if (!shape->key) return dict_mode_shape(T, parent);
  return shape->is_deletion ? shape_without(T, parent, shape->key) : shape_with(T, parent, shape->key);
}

}  // namespace

bool set_class(Thread* T, Value self, Value value) {
  if (!is_kind(value, Kind::kType)) {
    return raise(T, Builtin::kTypeError, "__class__ must be set to a class, not '{}' object", type_name(T, value));
  }
  Type* next = value.as<Type>();
  Type* present = type_of(T, self);
  bool both_modules = is_subtype(next, types(T).module) && is_subtype(present, types(T).module);
  if (!both_modules && (next->has_flag(kTypeIsBuiltin) || present->has_flag(kTypeIsBuiltin))) {
    return raise(T, Builtin::kTypeError,
                 "__class__ assignment only supported for mutable types or ModuleType subclasses");
  }
  if (!both_modules && !same_layout(T, present, next)) {
    return raise(T, Builtin::kTypeError, "__class__ assignment: '{}' object layout differs from '{}'", name_of(next),
                 name_of(present));
  }
  Object* object = self.as_object();
  for (int attempt = 0; attempt < 2; ++attempt) {
    {
      ObjectLock lock(T, object);
      if (Shape* shape = shape_for_class(T, object->shape(), next)) {
        object->shape_id.store(shape->id(), std::memory_order_release);
        heap_barrier(object);
        return true;
      }
    }
    if (T->has_exception() || !instance_dict(T, object)) return false;
  }
  return raise_memory_error(T);
}

Type* make_object_type(Thread* T) {
  return make_native_type(T, kObjectSpec);
}

void initialize_object_types(Thread* T) {
  make_object_type(T);
  make_type_type(T);
}

}  // namespace gilded
