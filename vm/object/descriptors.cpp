#include "vm/object/descriptors.h"

#include <string>
#include <string_view>

#include "vm/interpreter/frame.h"
#include "vm/object/errors.h"
#include "vm/object/instance.h"
#include "vm/object/protocols.h"
#include "vm/object/special_methods.h"
#include "vm/object/type.h"
#include "vm/object/type_internals.h"
#include "vm/runtime.h"
#include "vm/types/cell.h"
#include "vm/types/dict.h"
#include "vm/types/function.h"
#include "vm/types/generic_alias.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"
#include "vm/types/weak_reference.h"

namespace gilded {

namespace {

std::string_view name_in_signature(const char* signature) {
  std::string_view text = signature;
  return text.substr(0, text.find('('));
}

Value text_or_none(Thread* T, std::string_view text) {
  return text.empty() ? kNone : Value(make_string(T, text));
}

Value signature_value(Thread* T, const char* signature) {
  return text_or_none(T, text_signature(signature));
}

std::string utf8(Value string) {
  return to_utf8(as_string(string));
}

// --- builtin_function_or_method

NativeFunction* as_function(Value v) {
  return v.as<NativeFunction>();
}

Value bind_native(Thread* T, NativeDescriptor* descriptor, Value self) {
  Value function = make_native_function(T, descriptor->method, self, kEmpty);
  if (function) as_function(function)->owner = descriptor->owner;
  return function;
}

Value function_call(Thread* T, Value self, CallArguments arguments) {
  auto* function = as_function(self);
  Value receiver = function->self.load();
  if (!receiver || !function->owner) return call_native(T, function->method, function->signature, self, arguments);
  return with_receiver(T, receiver, arguments, [&](CallArguments all) {
    return call_native(T, function->method, function->signature, self, all);
  });
}

bool is_module_or_none(Value self) {
  return !self || is_kind(self, Kind::kModule);
}

Value function_repr(Thread* T, Value self) {
  auto* function = as_function(self);
  std::string_view name = name_in_signature(function->method->signature);
  Value bound = function->self.load();
  if (is_module_or_none(bound)) return make_string(T, fmt::format("<built-in function {}>", name));
  Value id = identity(T, bound);
  if (!id) return kEmpty;
  return make_string(
      T, fmt::format("<built-in method {} of {} object at 0x{}>", name, type_name(T, bound), int_to_text(T, id, 16)));
}

Value function_compare(Thread*, Value self, Value other, CompareOperator op) {
  if ((op != CompareOperator::kEqual && op != CompareOperator::kNotEqual) || !is_kind(other, Kind::kNativeFunction))
    return kNotImplemented;
  bool equal = as_function(self)->method == as_function(other)->method &&
               as_function(self)->self.load() == as_function(other)->self.load();
  return Value::boolean(equal == (op == CompareOperator::kEqual));
}

bool function_hash(Thread*, Value self, int64_t* out) {
  *out = static_cast<int64_t>((as_function(self)->self.load().bits() >> 4) ^
                              (reinterpret_cast<uintptr_t>(as_function(self)->method) >> 3));
  return true;
}

Value function_self(Thread*, Value self) {
  Value bound = as_function(self)->self.load();
  // A static method of a native type knows its class, but has no receiver.
  if (is_kind(bound, Kind::kType) && !as_function(self)->owner) return kNone;
  return bound ? bound : kNone;
}
Value function_get_name(Thread* T, Value self) {
  return make_string(T, name_in_signature(as_function(self)->method->signature));
}
Value function_qualified_name(Thread* T, Value self) {
  auto* function = as_function(self);
  std::string_view name = name_in_signature(function->method->signature);
  Value bound = function->self.load();
  if (!function->owner && (is_module_or_none(bound))) return make_string(T, name);
  Type* owner = is_kind(bound, Kind::kType) ? bound.as<Type>() : function->owner ? function->owner : type_of(T, bound);
  return make_string(T, fmt::format("{}.{}", utf8(owner->qualified_name.load()), name));
}
Value function_module(Thread*, Value self) {
  Value module = as_function(self)->module.load();
  return module ? module : kNone;
}
Value function_documentation(Thread* T, Value self) {
  const char* text = as_function(self)->method->documentation;
  return text_or_none(T, text ? text : "");
}
Value function_signature(Thread* T, Value self) {
  return signature_value(T, as_function(self)->method->signature);
}

Value function_reduce(Thread* T, Arguments arguments) {
  auto* function = as_function(arguments[0]);
  Value bound = function->self.load();
  Value name = function_get_name(T, arguments[0]);
  if (is_module_or_none(bound)) return name;
  Value getter = dict_get(T->runtime->builtins_dict.as<Dict>(), intern(T, "getattr"));
  Tuple* pair = name ? make_tuple(T, {bound, name}) : nullptr;
  return pair ? Value(make_tuple(T, {getter, pair})) : kEmpty;
}

const NativeAttribute kFunctionAttributes[] = {
    {"__self__", function_self, nullptr, nullptr},
    {"__name__", function_get_name, nullptr, nullptr},
    {"__qualname__", function_qualified_name, nullptr, nullptr},
    {"__module__", function_module, nullptr, nullptr},
    {"__doc__", function_documentation, nullptr, nullptr},
    {"__text_signature__", function_signature, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};
const NativeMethod kFunctionMethods[] = {
    {"__reduce__($self, /)", function_reduce, nullptr},
    {nullptr, nullptr, nullptr},
};

// --- Descriptors of native types

NativeDescriptor* as_descriptor(Value v) {
  return v.as<NativeDescriptor>();
}
std::string descriptor_name(Value v) {
  return utf8(as_descriptor(v)->name.load());
}

bool check_instance(Thread* T, Value self, Value instance) {
  if (is_instance_of(T, instance, as_descriptor(self)->owner)) return true;
  return raise(T, Builtin::kTypeError, "descriptor '{}' for '{}' objects doesn't apply to a '{}' object",
               descriptor_name(self), name_of(as_descriptor(self)->owner), type_name(T, instance));
}

Value method_get(Thread* T, Value self, Value instance, Value) {
  if (!instance) return self;
  return check_instance(T, self, instance) ? bind_native(T, as_descriptor(self), instance) : kEmpty;
}

Value method_call(Thread* T, Value self, CallArguments arguments) {
  return call_native(T, as_descriptor(self)->method, as_descriptor(self)->signature, self, arguments);
}

Value method_repr(Thread* T, Value self) {
  return make_string(
      T, fmt::format("<method '{}' of '{}' objects>", descriptor_name(self), name_of(as_descriptor(self)->owner)));
}

Value classmethod_get(Thread* T, Value self, Value instance, Value owner) {
  Value cls = owner ? owner : Value(type_of(T, instance));
  NativeDescriptor* descriptor = as_descriptor(self);
  if (!is_kind(cls, Kind::kType)) {
    return raise(T, Builtin::kTypeError, "descriptor '{}' for type '{}' needs a type, not a '{}' as arg 2",
                 descriptor_name(self), name_of(descriptor->owner), type_name(T, cls));
  }
  if (!is_subtype(cls.as<Type>(), descriptor->owner)) {
    return raise(T, Builtin::kTypeError, "descriptor '{}' requires a subtype of '{}' but received '{}'",
                 descriptor_name(self), name_of(descriptor->owner), name_of(cls.as<Type>()));
  }
  return bind_native(T, descriptor, cls);
}

Value classmethod_call(Thread* T, Value self, CallArguments arguments) {
  NativeDescriptor* descriptor = as_descriptor(self);
  if (arguments.positional_count() == 0) {
    return raise(T, Builtin::kTypeError, "descriptor '{}' of '{}' object needs an argument", descriptor_name(self),
                 name_of(descriptor->owner));
  }
  Value bound = classmethod_get(T, self, kEmpty, arguments[0]);
  return bound ? function_call(T, bound,
                               CallArguments{arguments.values + 1, arguments.count - 1, arguments.keyword_names})
               : kEmpty;
}

Value wrapper_get(Thread* T, Value self, Value instance, Value) {
  if (!instance) return self;
  if (!check_instance(T, self, instance)) return kEmpty;
  auto* bound = allocate<Method>(T, Kind::kMethod, types(T).method_wrapper->root_shape.load(std::memory_order_acquire));
  if (!bound) return kEmpty;
  heap_initialize(bound, bound->function, self);
  heap_initialize(bound, bound->self, instance);
  return bound;
}

Value wrapper_call(Thread* T, Value self, CallArguments arguments) {
  return call_slot_wrapper(T, as_descriptor(self), arguments);
}

Value wrapper_repr(Thread* T, Value self) {
  return make_string(T, fmt::format("<slot wrapper '{}' of '{}' objects>", descriptor_name(self),
                                    name_of(as_descriptor(self)->owner)));
}

Value getset_get(Thread* T, Value self, Value instance, Value) {
  if (!instance) return self;
  if (!check_instance(T, self, instance)) return kEmpty;
  const NativeAttribute* attribute = as_descriptor(self)->attribute;
  if (attribute->get) return attribute->get(T, instance);
  return raise(T, Builtin::kAttributeError, "attribute '{}' of '{}' objects is not readable", attribute->name,
               name_of(as_descriptor(self)->owner));
}

bool getset_set(Thread* T, Value self, Value instance, Value value) {
  if (!check_instance(T, self, instance)) return false;
  const NativeAttribute* attribute = as_descriptor(self)->attribute;
  if (attribute->set) return attribute->set(T, instance, value);
  return raise(T, Builtin::kAttributeError, "attribute '{}' of '{}' objects is not writable", attribute->name,
               name_of(as_descriptor(self)->owner));
}

Value getset_repr(Thread* T, Value self) {
  return make_string(
      T, fmt::format("<attribute '{}' of '{}' objects>", descriptor_name(self), name_of(as_descriptor(self)->owner)));
}

Value member_get(Thread* T, Value self, Value instance, Value owner) {
  if (as_descriptor(self)->form == NativeDescriptor::Form::kAttribute) return getset_get(T, self, instance, owner);
  if (!instance) return self;
  if (!check_instance(T, self, instance)) return kEmpty;
  Object* object = instance.as_object();
  Slot* slot = attribute_slot(object, object->shape(), as_descriptor(self)->member_slot);
  Value value = slot ? slot->load() : kEmpty;
  if (value) return value;
  (void)raise(T, Builtin::kAttributeError, "'{}' object has no attribute '{}'", type_name(T, instance),
              descriptor_name(self));
  set_attribute_error_details(T, instance, as_string(as_descriptor(self)->name.load()));
  return kEmpty;
}

bool member_set(Thread* T, Value self, Value instance, Value value) {
  if (as_descriptor(self)->form == NativeDescriptor::Form::kAttribute) return getset_set(T, self, instance, value);
  if (!check_instance(T, self, instance)) return false;
  Object* object = instance.as_object();
  Slot* slot = attribute_slot(object, object->shape(), as_descriptor(self)->member_slot);
  if (!value && (!slot || !slot->load())) {
    (void)raise(T, Builtin::kAttributeError, "{}", descriptor_name(self));
    set_attribute_error_details(T, instance, as_string(as_descriptor(self)->name.load()));
    return false;
  }
  if (!slot && !(slot = make_attribute_slot(T, object, as_descriptor(self)->member_slot))) return false;
  heap_store(object, *slot, value);
  return true;
}

Value member_repr(Thread* T, Value self) {
  return make_string(
      T, fmt::format("<member '{}' of '{}' objects>", descriptor_name(self), name_of(as_descriptor(self)->owner)));
}

Value descriptor_get_name(Thread*, Value self) {
  return as_descriptor(self)->name.load();
}
Value descriptor_qualified_name(Thread* T, Value self) {
  return make_string(
      T, fmt::format("{}.{}", utf8(as_descriptor(self)->owner->qualified_name.load()), descriptor_name(self)));
}
Value descriptor_owner(Thread*, Value self) {
  return as_descriptor(self)->owner;
}
Value descriptor_documentation(Thread* T, Value self) {
  NativeDescriptor* descriptor = as_descriptor(self);
  const char* text = nullptr;
  switch (descriptor->form) {
    case NativeDescriptor::Form::kMethod:
    case NativeDescriptor::Form::kClassMethod:
      text = descriptor->method->documentation;
      break;
    case NativeDescriptor::Form::kAttribute:
      text = descriptor->attribute->documentation;
      break;
    case NativeDescriptor::Form::kSlotWrapper:
      text = special_method_info(descriptor->special_method).documentation;
      break;
    case NativeDescriptor::Form::kMember:
      break;
  }
  return text_or_none(T, text ? text : "");
}
Value descriptor_signature(Thread* T, Value self) {
  NativeDescriptor* descriptor = as_descriptor(self);
  switch (descriptor->form) {
    case NativeDescriptor::Form::kMethod:
    case NativeDescriptor::Form::kClassMethod:
      return signature_value(T, descriptor->method->signature);
    case NativeDescriptor::Form::kSlotWrapper:
      return signature_value(T, special_method_info(descriptor->special_method).signature);
    default:
      return kNone;
  }
}

Value descriptor_reduce(Thread* T, Arguments arguments) {
  Value getter = dict_get(T->runtime->builtins_dict.as<Dict>(), intern(T, "getattr"));
  NativeDescriptor* descriptor = as_descriptor(arguments[0]);
  Tuple* pair = make_tuple(T, {descriptor->owner, descriptor->name.load()});
  return pair ? Value(make_tuple(T, {getter, pair})) : kEmpty;
}

const NativeAttribute kDescriptorAttributes[] = {
    {"__name__", descriptor_get_name, nullptr, nullptr},
    {"__qualname__", descriptor_qualified_name, nullptr, nullptr},
    {"__objclass__", descriptor_owner, nullptr, nullptr},
    {"__doc__", descriptor_documentation, nullptr, nullptr},
    {"__text_signature__", descriptor_signature, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};
const NativeMethod kDescriptorMethods[] = {
    {"__reduce__($self, /)", descriptor_reduce, nullptr},
    {nullptr, nullptr, nullptr},
};
const NativeAttribute kDataDescriptorAttributes[] = {
    {"__name__", descriptor_get_name, nullptr, nullptr},
    {"__qualname__", descriptor_qualified_name, nullptr, nullptr},
    {"__objclass__", descriptor_owner, nullptr, nullptr},
    {"__doc__", descriptor_documentation, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

// --- method-wrapper: a slot wrapper bound to its object

NativeDescriptor* wrapped_descriptor(Value self) {
  return self.as<Method>()->function.load().as<NativeDescriptor>();
}

Value method_wrapper_call(Thread* T, Value self, CallArguments arguments) {
  return call_found(T, self.as<Method>()->function.load(), self.as<Method>()->self.load(), arguments);
}
Value method_wrapper_repr(Thread* T, Value self) {
  Value bound = self.as<Method>()->self.load();
  Value id = identity(T, bound);
  if (!id) return kEmpty;
  return make_string(
      T, fmt::format("<method-wrapper '{}' of {} object at 0x{}>", descriptor_name(wrapped_descriptor(self)),
                     type_name(T, bound), int_to_text(T, id, 16)));
}
Value method_wrapper_compare(Thread* T, Value self, Value other, CompareOperator op) {
  if ((op != CompareOperator::kEqual && op != CompareOperator::kNotEqual) ||
      type_of(T, other) != types(T).method_wrapper)
    return kNotImplemented;
  bool equal = self.as<Method>()->function.load() == other.as<Method>()->function.load() &&
               self.as<Method>()->self.load() == other.as<Method>()->self.load();
  return Value::boolean(equal == (op == CompareOperator::kEqual));
}
bool method_wrapper_hash(Thread*, Value self, int64_t* out) {
  *out = static_cast<int64_t>((self.as<Method>()->self.load().bits() >> 4) ^
                              (self.as<Method>()->function.load().bits() >> 3));
  return true;
}
Value method_wrapper_self(Thread*, Value self) {
  return self.as<Method>()->self.load();
}
Value method_wrapper_name(Thread* T, Value self) {
  return descriptor_get_name(T, wrapped_descriptor(self));
}
Value method_wrapper_qualified_name(Thread* T, Value self) {
  return descriptor_qualified_name(T, wrapped_descriptor(self));
}
Value method_wrapper_owner(Thread*, Value self) {
  return wrapped_descriptor(self)->owner;
}
Value method_wrapper_documentation(Thread* T, Value self) {
  return descriptor_documentation(T, wrapped_descriptor(self));
}
Value method_wrapper_signature(Thread* T, Value self) {
  return descriptor_signature(T, wrapped_descriptor(self));
}

// getattr(object, name): for pickle and copy.
Value method_wrapper_reduce(Thread* T, Arguments args) {
  Value get = get_attribute(T, T->runtime->builtins_module, std::string_view("getattr"));
  Value name = get ? method_wrapper_name(T, args[0]) : kEmpty;
  Tuple* arguments = name ? make_tuple(T, {args[0].as<Method>()->self.load(), name}) : nullptr;
  return arguments ? Value(make_tuple(T, {get, Value(arguments)})) : kEmpty;
}
const NativeMethod kMethodWrapperMethods[] = {{"__reduce__($self, /)", method_wrapper_reduce, nullptr},
                                              {nullptr, nullptr, nullptr}};
const NativeAttribute kMethodWrapperAttributes[] = {
    {"__self__", method_wrapper_self, nullptr, nullptr},
    {"__name__", method_wrapper_name, nullptr, nullptr},
    {"__qualname__", method_wrapper_qualified_name, nullptr, nullptr},
    {"__objclass__", method_wrapper_owner, nullptr, nullptr},
    {"__doc__", method_wrapper_documentation, nullptr, nullptr},
    {"__text_signature__", method_wrapper_signature, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

// --- __dict__ and __weakref__ of instances

Value attributes_get(Thread* T, Value self) {
  return instance_dict(T, self.as_object());
}
bool attributes_set(Thread* T, Value self, Value value) {
  if (!value) {
    // Deleting it leaves an empty one.
    Dict* empty = make_dict(T);
    return empty && set_instance_dict(T, self.as_object(), empty);
  }
  if (!is_dict(value)) {
    return raise(T, Builtin::kTypeError, "__dict__ must be set to a dictionary, not a '{}'", type_name(T, value));
  }
  return set_instance_dict(T, self.as_object(), value.as<Dict>());
}
Value weak_references_get(Thread* T, Value self) {
  WeakReferenceTable* table = T->runtime->weak_references.get();
  MutexLock guard(table->lock);
  auto known = table->by_referent.find(self.as_object());
  if (known != table->by_referent.end() && !known->second.empty()) return known->second.front();
  return kNone;
}
const NativeAttribute kAttributesAttribute = {"__dict__", attributes_get, attributes_set,
                                              "dictionary for instance variables"};
const NativeAttribute kWeakReferencesAttribute = {"__weakref__", weak_references_get, nullptr,
                                                  "list of weak references to the object"};

Value make_attribute_descriptor(Thread* T, Type* type, const NativeAttribute* attribute) {
  auto* descriptor = allocate<NativeDescriptor>(T, Kind::kNativeDescriptor,
                                                types(T).getset_descriptor->root_shape.load(std::memory_order_acquire));
  String* name = intern(T, attribute->name);
  if (!descriptor || !name) return kEmpty;
  descriptor->form = NativeDescriptor::Form::kAttribute;
  descriptor->owner = type;
  descriptor->attribute = attribute;
  heap_initialize(descriptor, descriptor->name, name);
  return descriptor;
}

}  // namespace

Value make_attributes_descriptor(Thread* T, Type* type) {
  return make_attribute_descriptor(T, type, &kAttributesAttribute);
}
Value make_weak_references_descriptor(Thread* T, Type* type) {
  return make_attribute_descriptor(T, type, &kWeakReferencesAttribute);
}

bool read_only_member(Thread* T, Value, Value) {
  return raise(T, Builtin::kAttributeError, "readonly attribute");
}

Value make_member_descriptor(Thread* T, Type* owner, String* name, uint16_t slot) {
  auto* descriptor = allocate<NativeDescriptor>(T, Kind::kNativeDescriptor,
                                                types(T).member_descriptor->root_shape.load(std::memory_order_acquire));
  if (!descriptor) return kEmpty;
  descriptor->form = NativeDescriptor::Form::kMember;
  descriptor->owner = owner;
  descriptor->member_slot = slot;
  heap_initialize(descriptor, descriptor->name, name);
  return descriptor;
}

// --- mappingproxy

namespace {

Value proxied(Value self) {
  return self.as<Record>()->get(0);
}

// The mapping itself, or for a class a copy of its attributes.
Value proxied_mapping(Thread* T, Value self) {
  Value mapping = proxied(self);
  return is_kind(mapping, Kind::kType) ? Value(type_attributes_copy(T, mapping.as<Type>())) : mapping;
}

Value proxy_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[1];
  if (!bind_arguments(T, "mappingproxy(mapping)", arguments, values)) return kEmpty;
  Type* kind = type_of(T, values[0]);
  if (!kind->slots.get_item || is_kind(values[0], Kind::kList) || is_kind(values[0], Kind::kTuple)) {
    return raise(T, Builtin::kTypeError, "mappingproxy() argument must be a mapping, not {}", type_name(T, values[0]));
  }
  Record* proxy = make_record(T, type, 1);
  if (proxy) proxy->set(0, values[0]);
  return proxy;
}

Value proxy_get_item(Thread* T, Value self, Value key) {
  Value mapping = proxied(self);
  if (!is_kind(mapping, Kind::kType)) return get_item(T, mapping, key);
  Value found;
  if (is_string(key)) {
    found = own_attribute(mapping.as<Type>(), as_string(key));
  } else {
    int64_t hash;
    if (!hash_value(T, key, &hash)) return kEmpty;
  }
  return found ? found : static_cast<Value>(raise_with(T, Builtin::kKeyError, key));
}
int proxy_contains(Thread* T, Value self, Value key) {
  Value mapping = proxied(self);
  if (!is_kind(mapping, Kind::kType)) return contains(T, mapping, key);
  return is_string(key) && own_attribute(mapping.as<Type>(), as_string(key)) ? 1 : 0;
}
int64_t proxy_length(Thread* T, Value self) {
  Value mapping = proxied(self);
  return is_kind(mapping, Kind::kType) ? mapping.as<Type>()->attributes.load().as<Dict>()->size() : length(T, mapping);
}
Value proxy_iterate(Thread* T, Value self) {
  Value mapping = proxied_mapping(T, self);
  return mapping ? get_iterator(T, mapping) : kEmpty;
}
Value proxy_repr(Thread* T, Value self) {
  Value mapping = proxied_mapping(T, self);
  String* text = mapping ? to_repr(T, mapping) : nullptr;
  return text ? Value(make_string(T, fmt::format("mappingproxy({})", to_utf8(text)))) : kEmpty;
}
Value proxy_str(Thread* T, Value self) {
  Value mapping = proxied_mapping(T, self);
  return mapping ? Value(to_str(T, mapping)) : kEmpty;
}
bool proxy_hash(Thread* T, Value self, int64_t* out) {
  Value mapping = proxied(self);
  if (is_kind(mapping, Kind::kType)) return raise(T, Builtin::kTypeError, "unhashable type: 'dict'");
  return hash_value(T, mapping, out);
}
Value proxy_compare(Thread* T, Value self, Value other, CompareOperator op) {
  Value mapping = proxied_mapping(T, self);
  if (mapping && is_kind(other, Kind::kMappingProxy)) other = proxied_mapping(T, other);
  return mapping && other ? compare(T, mapping, other, op) : kEmpty;
}
Value proxy_or(Thread* T, Value left, Value right) {
  if (is_kind(left, Kind::kMappingProxy)) left = proxied_mapping(T, left);
  if (left && is_kind(right, Kind::kMappingProxy)) right = proxied_mapping(T, right);
  return left && right ? binary_operation(T, BinaryOperator::kBitOr, left, right) : kEmpty;
}
Value proxy_inplace_or(Thread* T, Value self, Value) {
  return raise(T, Builtin::kTypeError, "'|=' is not supported by {}; use '|' instead", type_name(T, self));
}
Value proxy_forward(Thread* T, Value self, String* name) {
  Value mapping = proxied_mapping(T, self);
  return mapping ? call_method(T, mapping, name) : kEmpty;
}
Value proxy_keys(Thread* T, Arguments arguments) {
  return proxy_forward(T, arguments[0], names(T).keys);
}
Value proxy_values(Thread* T, Arguments arguments) {
  return proxy_forward(T, arguments[0], names(T).values);
}
Value proxy_items(Thread* T, Arguments arguments) {
  return proxy_forward(T, arguments[0], names(T).items);
}
Value proxy_copy(Thread* T, Arguments arguments) {
  return proxy_forward(T, arguments[0], names(T).copy);
}
Value proxy_reversed(Thread* T, Arguments arguments) {
  return proxy_forward(T, arguments[0], names(T).dunder_reversed);
}
Value proxy_get(Thread* T, Arguments arguments) {
  Value mapping = proxied(arguments[0]);
  Value otherwise = arguments.has(2) ? arguments[2] : kNone;
  if (!is_kind(mapping, Kind::kType)) return call_method(T, mapping, names(T).get, {arguments[1], otherwise});
  Value found = is_string(arguments[1]) ? own_attribute(mapping.as<Type>(), as_string(arguments[1])) : kEmpty;
  return found ? found : otherwise;
}
Value proxy_class_getitem(Thread* T, Arguments arguments) {
  return make_generic_alias(T, arguments[0], arguments[1]);
}

const NativeMethod kProxyMethods[] = {
    {"get($self, key, default=None, /)", proxy_get, "Return the value for key if key is in the mapping, else default."},
    {"keys($self, /)", proxy_keys, "a set-like object providing a view on D's keys"},
    {"values($self, /)", proxy_values, "an object providing a view on D's values"},
    {"items($self, /)", proxy_items, "a set-like object providing a view on D's items"},
    {"copy($self, /)", proxy_copy, "a shallow copy of D"},
    {"__reversed__($self, /)", proxy_reversed, "D.__reversed__() -> reverse iterator"},
    {"__class_getitem__($type, item, /)", proxy_class_getitem, "See PEP 585"},
    {nullptr, nullptr, nullptr},
};

// --- property

Record* as_property(Value v) {
  return v.as<Record>();
}

Value make_property(Thread* T, Type* type, Value getter, Value setter, Value deleter, Value documentation) {
  return call(T, type, {getter, setter, deleter, documentation});
}

Value property_create(Thread* T, Type* type, CallArguments) {
  return make_record(T, type, kPropertySlotCount);
}

bool property_initialize(Thread* T, Value self, CallArguments arguments) {
  Value values[4];
  if (!bind_arguments(T, "property(fget=None, fset=None, fdel=None, doc=None)", arguments, values)) return false;
  Record* property = as_property(self);
  for (size_t i = 0; i < 3; ++i) property->set(i, values[i].is_none() ? kEmpty : values[i]);
  Value documentation = values[3].is_none() ? kEmpty : values[3];
  property->set(kPropertyName, kEmpty);
  bool from_getter = false;
  if (!documentation && property->get(kPropertyGetter)) {
    Value inherited = find_attribute(T, property->get(kPropertyGetter), names(T).dunder_doc);
    if (!inherited && T->has_exception()) return false;
    if (inherited && !inherited.is_none()) {
      documentation = inherited;
      from_getter = true;
    }
  }
  property->set(kPropertyDocumentedByGetter, from_getter ? kTrue : kEmpty);
  if (type_of(T, self) == types(T).property) {
    property->set(kPropertyDocumentation, documentation);
    return true;
  }
  // The documentation of a subclass would hide that of its instances, so theirs is an ordinary attribute. Where there
  // can be none, one that came from the getter is missed; an explicit one was always dropped silently.
  if (set_attribute(T, self, names(T).dunder_doc, documentation ? documentation : kNone)) return true;
  if (from_getter || !exception_matches(T, Builtin::kAttributeError)) return false;
  clear_exception(T);
  return true;
}

// "property 'x' of 'C' object", for messages.
std::string describe_property(Thread* T, Value self, Value instance) {
  Value name = as_property(self)->get(kPropertyName);
  if (!name && as_property(self)->get(kPropertyGetter)) {
    name = find_attribute(T, as_property(self)->get(kPropertyGetter), names(T).dunder_name);
    if (T->has_exception()) clear_exception(T);
  }
  String* owner = as_string(type_of(T, instance)->qualified_name.load());
  if (!name) return fmt::format("property of '{}' object", to_utf8(owner));
  String* repr = to_repr(T, name);
  return repr ? fmt::format("property {} of '{}' object", to_utf8(repr), to_utf8(owner)) : "";
}

Value property_copy_with(Thread* T, Value self, size_t which, Value function) {
  Record* property = as_property(self);
  Value parts[4];
  for (size_t i = 0; i < 3; ++i) {
    Value part = i == which ? function : property->get(i);
    parts[i] = part ? part : kNone;
  }
  // A docstring that came from the getter is taken anew from the new getter.
  Value documentation = kNone;
  if (!property->get(kPropertyDocumentedByGetter) || !property->get(kPropertyGetter)) {
    if (Value given = property->get(kPropertyDocumentation)) documentation = given;
  }
  Value made = make_property(T, type_of(T, self), parts[0], parts[1], parts[2], documentation);
  if (made && is_kind(made, Kind::kProperty)) as_property(made)->set(kPropertyName, property->get(kPropertyName));
  return made;
}
Value property_getter(Thread* T, Arguments arguments) {
  return property_copy_with(T, arguments[0], kPropertyGetter, arguments[1]);
}
Value property_setter(Thread* T, Arguments arguments) {
  return property_copy_with(T, arguments[0], kPropertySetter, arguments[1]);
}
Value property_deleter(Thread* T, Arguments arguments) {
  return property_copy_with(T, arguments[0], kPropertyDeleter, arguments[1]);
}
Value property_set_name(Thread* T, Arguments arguments) {
  if (arguments.rest_count != 2) {
    return raise(T, Builtin::kTypeError, "__set_name__() takes 2 positional arguments but {} were given",
                 arguments.rest_count);
  }
  as_property(arguments[0])->set(kPropertyName, arguments.rest[1]);
  return kNone;
}

template <size_t kPart>
Value property_part(Thread*, Value self) {
  Value part = as_property(self)->get(kPart);
  return part ? part : kNone;
}
bool property_set_documentation(Thread*, Value self, Value value) {
  as_property(self)->set(kPropertyDocumentation, value);
  return true;
}
Value property_name(Thread* T, Value self) {
  Value name = as_property(self)->get(kPropertyName);
  if (!name && as_property(self)->get(kPropertyGetter))
    name = find_attribute(T, as_property(self)->get(kPropertyGetter), names(T).dunder_name);
  if (name) return name;
  if (!T->has_exception()) (void)raise(T, Builtin::kAttributeError, "'property' object has no attribute '__name__'");
  return kEmpty;
}
bool property_set_name_attribute(Thread*, Value self, Value value) {
  as_property(self)->set(kPropertyName, value);
  return true;
}

int is_abstract_method(Thread* T, Value function) {
  if (!function) return 0;
  Value flag = find_attribute(T, function, names(T).dunder_isabstractmethod);
  if (!flag) return T->has_exception() ? -1 : 0;
  bool result;
  return truth(T, flag, &result) ? static_cast<int>(result) : -1;
}
Value property_is_abstract(Thread* T, Value self) {
  for (size_t i = 0; i < 3; ++i) {
    int result = is_abstract_method(T, as_property(self)->get(i));
    if (result != 0) return result < 0 ? kEmpty : kTrue;
  }
  return kFalse;
}

const NativeAttribute kPropertyAttributes[] = {
    {"fget", property_part<kPropertyGetter>, read_only_member, nullptr},
    {"fset", property_part<kPropertySetter>, read_only_member, nullptr},
    {"fdel", property_part<kPropertyDeleter>, read_only_member, nullptr},
    {"__doc__", property_part<kPropertyDocumentation>, property_set_documentation, nullptr},
    {"__name__", property_name, property_set_name_attribute, nullptr},
    {"__isabstractmethod__", property_is_abstract, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};
const NativeMethod kPropertyMethods[] = {
    {"getter($self, function, /)", property_getter,
     "Descriptor to obtain a copy of the property with a different getter."},
    {"setter($self, function, /)", property_setter,
     "Descriptor to obtain a copy of the property with a different setter."},
    {"deleter($self, function, /)", property_deleter,
     "Descriptor to obtain a copy of the property with a different deleter."},
    {"__set_name__($self, /, *args)", property_set_name, "Method to set name of a property."},
    {nullptr, nullptr, nullptr},
};

}  // namespace

Value make_mapping_proxy(Thread* T, Value mapping) {
  Record* proxy = make_record(T, types(T).mapping_proxy, 1);
  if (proxy) proxy->set(0, mapping);
  return proxy;
}

Value property_get(Thread* T, Value self, Value instance, Value) {
  if (!instance) return self;
  if (Value getter = as_property(self)->get(kPropertyGetter)) return call(T, getter, {instance});
  return raise(T, Builtin::kAttributeError, "{} has no getter", describe_property(T, self, instance));
}

bool property_set(Thread* T, Value self, Value instance, Value value) {
  Value function = as_property(self)->get(value ? kPropertySetter : kPropertyDeleter);
  if (!function) {
    return raise(T, Builtin::kAttributeError, "{} has no {}", describe_property(T, self, instance),
                 value ? "setter" : "deleter");
  }
  return !(value ? call(T, function, {instance, value}) : call(T, function, {instance})).is_empty();
}

// --- classmethod and staticmethod

Value wrapped_function(Value method) {
  return method.as<Record>()->get(0);
}

namespace {

Value make_wrapped(Thread* T, Type* type, Value function) {
  Record* method = make_record(T, type, 1);
  if (method) method->set(0, function);
  return method;
}

Value method_object_create(Thread* T, Type* type, CallArguments) {
  return make_wrapped(T, type, kNone);
}

bool classmethod_initialize(Thread* T, Value self, CallArguments arguments) {
  Value values[1];
  if (!bind_arguments(T, "classmethod(function, /)", arguments, values)) return false;
  self.as<Record>()->set(0, values[0]);
  return true;
}
bool staticmethod_initialize(Thread* T, Value self, CallArguments arguments) {
  Value values[1];
  if (!bind_arguments(T, "staticmethod(function, /)", arguments, values)) return false;
  self.as<Record>()->set(0, values[0]);
  return true;
}

Value classmethod_object_get(Thread* T, Value self, Value instance, Value owner) {
  Value cls = owner ? owner : Value(type_of(T, instance));
  return make_method(T, wrapped_function(self), cls);
}
Value staticmethod_object_get(Thread*, Value self, Value, Value) {
  return wrapped_function(self);
}
Value staticmethod_object_call(Thread* T, Value self, CallArguments arguments) {
  return call(T, wrapped_function(self), arguments);
}

Value method_object_repr(Thread* T, Value self) {
  String* repr = to_repr(T, wrapped_function(self));
  return repr ? Value(make_string(T, fmt::format("<{}({})>", type_name(T, self), to_utf8(repr)))) : kEmpty;
}
Value method_object_function(Thread*, Value self) {
  return wrapped_function(self);
}
Value method_object_is_abstract(Thread* T, Value self) {
  int result = is_abstract_method(T, wrapped_function(self));
  return result < 0 ? kEmpty : Value::boolean(result != 0);
}
// What describes the function, unless something else was put in its place.
template <String* Names::* kName>
Value method_object_forward(Thread* T, Value self) {
  Value own = instance_lookup(T, self.as_object(), names(T).*kName);
  return own ? own : get_attribute(T, wrapped_function(self), names(T).*kName);
}
template <String* Names::* kName>
bool set_method_object_attribute(Thread* T, Value self, Value value) {
  String* name = names(T).*kName;
  if (value) return instance_store(T, self.as_object(), name, value);
  if (instance_delete(T, self.as_object(), name)) return true;
  return !T->has_exception() && raise(T, Builtin::kAttributeError, "{}", to_utf8(name));
}

const NativeAttribute kMethodObjectAttributes[] = {
    {"__func__", method_object_function, read_only_member, nullptr},
    {"__wrapped__", method_object_function, read_only_member, nullptr},
    {"__isabstractmethod__", method_object_is_abstract, nullptr, nullptr},
    {"__name__", method_object_forward<&Names::dunder_name>, set_method_object_attribute<&Names::dunder_name>, nullptr},
    {"__qualname__", method_object_forward<&Names::dunder_qualname>,
     set_method_object_attribute<&Names::dunder_qualname>, nullptr},
    {"__module__", method_object_forward<&Names::dunder_module>, set_method_object_attribute<&Names::dunder_module>,
     nullptr},
    {"__doc__", method_object_forward<&Names::dunder_doc>, set_method_object_attribute<&Names::dunder_doc>, nullptr},
    {"__annotations__", method_object_forward<&Names::dunder_annotations>,
     set_method_object_attribute<&Names::dunder_annotations>, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

}  // namespace

Value make_static_method(Thread* T, Value function) {
  return make_wrapped(T, types(T).staticmethod, function);
}
Value make_class_method(Thread* T, Value function) {
  return make_wrapped(T, types(T).classmethod, function);
}

// --- super

namespace {

constexpr size_t kSuperType = 0, kSuperObject = 1, kSuperObjectType = 2;

// The class in whose MRO `type` is looked for. Null: TypeError.
Type* super_start(Thread* T, Type* type, Value object) {
  if (is_kind(object, Kind::kType) && is_subtype(object.as<Type>(), type)) return object.as<Type>();
  Type* own = type_of(T, object);
  if (is_subtype(own, type)) return own;
  Value cls = find_attribute(T, object, names(T).dunder_class);
  if (!cls && T->has_exception()) return nullptr;
  if (is_kind(cls, Kind::kType) && cls != Value(own) && is_subtype(cls.as<Type>(), type)) return cls.as<Type>();
  bool is_class = is_kind(object, Kind::kType);
  return raise(T, Builtin::kTypeError, "super(type, obj): obj ({} {}) is not an instance or subtype of type ({}).",
               is_class ? "type" : "instance of", is_class ? name_of(object.as<Type>()) : name_of(own), name_of(type));
}

// The attribute found after `type` in the MRO of `start`; EMPTY without an exception when absent.
Value super_lookup(Thread* T, Type* type, Type* start, String* name) {
  if (name == names(T).dunder_class) return kEmpty;
  Tuple* mro = start->mro.load().as<Tuple>();
  if (!mro) return kEmpty;
  size_t i = 0;
  while (i < mro->length && (*mro)[i] != Value(type)) ++i;
  for (++i; i < mro->length; ++i) {
    if (Value found = own_attribute((*mro)[i].as<Type>(), name)) return found;
  }
  return kEmpty;
}

Value super_bind(Thread* T, Value found, Value object, Type* start) {
  Type* kind = type_of(T, found);
  if (!kind->slots.descriptor_get) return found;
  return kind->slots.descriptor_get(T, found, object == Value(start) ? kEmpty : object, start);
}

Raised raise_super_attribute(Thread* T, Type* type, Value object, String* name) {
  (void)raise(T, Builtin::kAttributeError, "'super' object has no attribute '{}'", to_utf8(name));
  (void)type;
  set_attribute_error_details(T, object, name);
  return {};
}

Value super_create(Thread* T, Type* type, CallArguments) {
  return make_record(T, type, 3);
}

// What zero-argument super() means in the running function: its first argument and the class that __class__ stands for.
bool super_from_frame(Thread* T, Value* type, Value* object) {
  if (!T->frame) return raise(T, Builtin::kRuntimeError, "super(): no current frame");
  const Value* frame = T->frame;
  CodeObject* code = frame_code(frame);
  if (code->code->positional_count == 0) return raise(T, Builtin::kRuntimeError, "super(): no arguments");
  Value first = frame[0];
  for (uint32_t parameter : code->code->cell_parameters) {
    if (parameter == 0 && is_kind(first, Kind::kCell)) first = first.as<Cell>()->contents.load();
  }
  if (!first) return raise(T, Builtin::kRuntimeError, "super(): arg[0] deleted");
  const auto& free_names = code->code->free_names;
  for (size_t i = 0; i < free_names.size(); ++i) {
    if (free_names[i] != "__class__") continue;
    Value cell = frame[code->first_free + i];
    Value contents = is_kind(cell, Kind::kCell) ? cell.as<Cell>()->contents.load() : kEmpty;
    if (!contents) return raise(T, Builtin::kRuntimeError, "super(): empty __class__ cell");
    if (!is_kind(contents, Kind::kType)) {
      return raise(T, Builtin::kRuntimeError, "super(): __class__ is not a type ({})", type_name(T, contents));
    }
    *type = contents;
    *object = first;
    return true;
  }
  return raise(T, Builtin::kRuntimeError, "super(): __class__ cell not found");
}

bool super_initialize(Thread* T, Value self, CallArguments arguments) {
  if (arguments.keyword_names && arguments.keyword_names->length > 0)
    return raise(T, Builtin::kTypeError, "super() takes no keyword arguments");
  if (arguments.count > 2)
    return raise(T, Builtin::kTypeError, "super() expected at most 2 arguments, got {}", arguments.count);
  Value type, object;
  if (arguments.count == 0) {
    if (!super_from_frame(T, &type, &object)) return false;
  } else {
    type = arguments[0];
    object = arguments.count > 1 && !arguments[1].is_none() ? arguments[1] : kEmpty;
    if (!is_kind(type, Kind::kType)) {
      return raise(T, Builtin::kTypeError, "super() argument 1 must be a type, not {}", type_name(T, type));
    }
  }
  Type* start = nullptr;
  if (object && !(start = super_start(T, type.as<Type>(), object))) return false;
  auto* record = self.as<Record>();
  record->set(kSuperType, type);
  record->set(kSuperObject, object);
  record->set(kSuperObjectType, start);
  return true;
}

Value super_get_attribute_slot(Thread* T, Value self, String* name) {
  auto* record = self.as<Record>();
  Value start = record->get(kSuperObjectType);
  if (start) {
    if (Value found = super_lookup(T, record->get(kSuperType).as<Type>(), start.as<Type>(), name)) {
      return super_bind(T, found, record->get(kSuperObject), start.as<Type>());
    }
  }
  return generic_get_attribute(T, self, name);
}

Value super_descriptor_get(Thread* T, Value self, Value instance, Value) {
  auto* record = self.as<Record>();
  if (!instance || instance.is_none() || record->get(kSuperObject)) return self;
  return call(T, type_of(T, self), {record->get(kSuperType), instance});
}

Value super_repr(Thread* T, Value self) {
  auto* record = self.as<Record>();
  Value type = record->get(kSuperType);
  Value start = record->get(kSuperObjectType);
  std::string_view name = type ? name_of(type.as<Type>()) : "NULL";
  if (start) return make_string(T, fmt::format("<super: <class '{}'>, <{} object>>", name, name_of(start.as<Type>())));
  return make_string(T, fmt::format("<super: <class '{}'>, NULL>", name));
}

Value super_this_class(Thread*, Value self) {
  Value v = self.as<Record>()->get(kSuperType);
  return v ? v : kNone;
}
Value super_self(Thread*, Value self) {
  Value v = self.as<Record>()->get(kSuperObject);
  return v ? v : kNone;
}
Value super_self_class(Thread*, Value self) {
  Value v = self.as<Record>()->get(kSuperObjectType);
  return v ? v : kNone;
}

const NativeAttribute kSuperAttributes[] = {
    {"__thisclass__", super_this_class, read_only_member, "the class invoking super()"},
    {"__self__", super_self, read_only_member, "the instance invoking super(); may be None"},
    {"__self_class__", super_self_class, read_only_member, "the type of the instance invoking super(); may be None"},
    {nullptr, nullptr, nullptr, nullptr},
};

}  // namespace

Value super_get_attribute(Thread* T, Type* type, Value object, String* name) {
  Type* start = super_start(T, type, object);
  if (!start) return kEmpty;
  if (Value found = super_lookup(T, type, start, name)) return super_bind(T, found, object, start);
  Value super_object = call(T, types(T).super, {type, object});
  if (!super_object) return kEmpty;
  Value own = find_generic_attribute(T, super_object, name);
  return own || T->has_exception() ? own : static_cast<Value>(raise_super_attribute(T, type, super_object, name));
}

Value super_find_method(Thread* T, Type* type, Value object, String* name, bool* binds) {
  *binds = false;
  Type* start = super_start(T, type, object);
  if (!start) return kEmpty;
  Value found = super_lookup(T, type, start, name);
  if (!found) return super_get_attribute(T, type, object, name);
  bool is_method =
      is_kind(found, Kind::kFunction) || (is_kind(found, Kind::kNativeDescriptor) &&
                                          (found.as<NativeDescriptor>()->form == NativeDescriptor::Form::kMethod ||
                                           found.as<NativeDescriptor>()->form == NativeDescriptor::Form::kSlotWrapper));
  if (is_method && object != Value(start)) {
    *binds = true;
    return found;
  }
  return super_bind(T, found, object, start);
}

// --- The types

void initialize_descriptor_types(Thread* T) {
  BuiltinTypes& all = T->runtime->types;

  static const TypeSlots kFunctionSlots = [] {
    TypeSlots slots{};
    slots.call = function_call;
    slots.repr = function_repr;
    slots.compare = function_compare;
    slots.hash = function_hash;
    return slots;
  }();
  static const NativeTypeSpec kFunction = {"builtin_function_or_method",
                                           Kind::kNativeFunction,
                                           sizeof(NativeFunction),
                                           0,
                                           nullptr,
                                           &kFunctionSlots,
                                           kFunctionMethods,
                                           kFunctionAttributes};
  all.builtin_function = make_native_type(T, kFunction);

  static const TypeSlots kMethodSlots = [] {
    TypeSlots slots{};
    slots.call = method_call;
    slots.repr = method_repr;
    slots.descriptor_get = method_get;
    return slots;
  }();
  static const NativeTypeSpec kMethod = {
      "method_descriptor", Kind::kNativeDescriptor, sizeof(NativeDescriptor), 0, nullptr,
      &kMethodSlots,       kDescriptorMethods,      kDescriptorAttributes};
  all.method_descriptor = make_native_type(T, kMethod);

  static const TypeSlots kClassMethodSlots = [] {
    TypeSlots slots{};
    slots.call = classmethod_call;
    slots.repr = method_repr;
    slots.descriptor_get = classmethod_get;
    return slots;
  }();
  static const NativeTypeSpec kClassMethodDescriptor = {"classmethod_descriptor",
                                                        Kind::kNativeDescriptor,
                                                        sizeof(NativeDescriptor),
                                                        0,
                                                        nullptr,
                                                        &kClassMethodSlots,
                                                        nullptr,
                                                        kDescriptorAttributes};
  all.classmethod_descriptor = make_native_type(T, kClassMethodDescriptor);

  static const TypeSlots kWrapperSlots = [] {
    TypeSlots slots{};
    slots.call = wrapper_call;
    slots.repr = wrapper_repr;
    slots.descriptor_get = wrapper_get;
    return slots;
  }();
  static const NativeTypeSpec kWrapper = {
      "wrapper_descriptor", Kind::kNativeDescriptor, sizeof(NativeDescriptor), 0, nullptr,
      &kWrapperSlots,       kDescriptorMethods,      kDescriptorAttributes};
  all.wrapper_descriptor = make_native_type(T, kWrapper);

  static const TypeSlots kMethodWrapperSlots = [] {
    TypeSlots slots{};
    slots.call = method_wrapper_call;
    slots.repr = method_wrapper_repr;
    slots.compare = method_wrapper_compare;
    slots.hash = method_wrapper_hash;
    return slots;
  }();
  static const NativeTypeSpec kMethodWrapper = {
      "method-wrapper", Kind::kMethod,        sizeof(Method),        0,
      nullptr,          &kMethodWrapperSlots, kMethodWrapperMethods, kMethodWrapperAttributes};
  all.method_wrapper = make_native_type(T, kMethodWrapper);

  static const TypeSlots kGetSetSlots = [] {
    TypeSlots slots{};
    slots.repr = getset_repr;
    slots.descriptor_get = getset_get;
    slots.descriptor_set = getset_set;
    return slots;
  }();
  static const NativeTypeSpec kGetSet = {
      "getset_descriptor",      Kind::kNativeDescriptor, sizeof(NativeDescriptor), 0, nullptr, &kGetSetSlots, nullptr,
      kDataDescriptorAttributes};
  all.getset_descriptor = make_native_type(T, kGetSet);

  static const TypeSlots kMemberSlots = [] {
    TypeSlots slots{};
    slots.repr = member_repr;
    slots.descriptor_get = member_get;
    slots.descriptor_set = member_set;
    return slots;
  }();
  static const NativeTypeSpec kMember = {
      "member_descriptor", Kind::kNativeDescriptor, sizeof(NativeDescriptor), 0, nullptr,
      &kMemberSlots,       kDescriptorMethods,      kDataDescriptorAttributes};
  all.member_descriptor = make_native_type(T, kMember);

  static const TypeSlots kProxySlots = [] {
    TypeSlots slots{};
    slots.create = proxy_create;
    slots.repr = proxy_repr;
    slots.str = proxy_str;
    slots.hash = proxy_hash;
    slots.compare = proxy_compare;
    slots.get_item = proxy_get_item;
    slots.contains = proxy_contains;
    slots.length = proxy_length;
    slots.iterate = proxy_iterate;
    slots.binary[static_cast<int>(BinaryOperator::kBitOr)] = proxy_or;
    slots.inplace[static_cast<int>(BinaryOperator::kBitOr)] = proxy_inplace_or;
    return slots;
  }();
  static const NativeTypeSpec kProxy = {
      "mappingproxy", Kind::kMappingProxy, record_size(1), kTypeIsMapping, "Read-only proxy of a mapping.",
      &kProxySlots,   kProxyMethods,       nullptr,        "(mapping)"};
  all.mapping_proxy = make_native_type(T, kProxy);

  static const TypeSlots kPropertySlots = [] {
    TypeSlots slots{};
    slots.create = property_create;
    slots.initialize = property_initialize;
    slots.descriptor_get = property_get;
    slots.descriptor_set = property_set;
    return slots;
  }();
  static const NativeTypeSpec kProperty = {
      "property",
      Kind::kProperty,
      record_size(kPropertySlotCount),
      kTypeIsBase,
      "Property attribute.\n\n  fget\n    function to be used for getting an attribute value\n  fset\n"
      "    function to be used for setting an attribute value\n  fdel\n    function to be used for "
      "del'ing an attribute\n  doc\n    docstring",
      &kPropertySlots,
      kPropertyMethods,
      kPropertyAttributes,
      "(fget=None, fset=None, fdel=None, doc=None)"};
  all.property = make_native_type(T, kProperty);

  static const TypeSlots kClassMethodObjectSlots = [] {
    TypeSlots slots{};
    slots.create = method_object_create;
    slots.initialize = classmethod_initialize;
    slots.repr = method_object_repr;
    slots.descriptor_get = classmethod_object_get;
    return slots;
  }();
  static const NativeTypeSpec kClassMethodObject = {"classmethod",
                                                    Kind::kClassMethod,
                                                    record_size(1),
                                                    kTypeIsBase | kTypeInstancesHaveAttributes,
                                                    "Convert a function to be a class method.",
                                                    &kClassMethodObjectSlots,
                                                    nullptr,
                                                    kMethodObjectAttributes,
                                                    "(function, /)"};
  all.classmethod = make_native_type(T, kClassMethodObject);

  static const TypeSlots kStaticMethodObjectSlots = [] {
    TypeSlots slots{};
    slots.create = method_object_create;
    slots.initialize = staticmethod_initialize;
    slots.repr = method_object_repr;
    slots.call = staticmethod_object_call;
    slots.descriptor_get = staticmethod_object_get;
    return slots;
  }();
  static const NativeTypeSpec kStaticMethodObject = {"staticmethod",
                                                     Kind::kStaticMethod,
                                                     record_size(1),
                                                     kTypeIsBase | kTypeInstancesHaveAttributes,
                                                     "Convert a function to be a static method.",
                                                     &kStaticMethodObjectSlots,
                                                     nullptr,
                                                     kMethodObjectAttributes,
                                                     "(function, /)"};
  all.staticmethod = make_native_type(T, kStaticMethodObject);

  static const TypeSlots kSuperSlots = [] {
    TypeSlots slots{};
    slots.create = super_create;
    slots.initialize = super_initialize;
    slots.repr = super_repr;
    slots.get_attribute = super_get_attribute_slot;
    slots.descriptor_get = super_descriptor_get;
    return slots;
  }();
  static const NativeTypeSpec kSuper = {
      "super",
      Kind::kSuper,
      record_size(3),
      kTypeIsBase,
      "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\n"
      "super(type, obj) -> bound super object; requires isinstance(obj, type)\n"
      "super(type, type2) -> bound super object; requires issubclass(type2, type)",
      &kSuperSlots,
      nullptr,
      kSuperAttributes};
  all.super = make_native_type(T, kSuper);
}

}  // namespace gilded
