// types.SimpleNamespace: an object whose attributes are what its constructor was given. | header | attributes | slots
// ... |, an Instance.
#include <string>

#include "vm/object/errors.h"
#include "vm/object/instance.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/dict.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

void initialize_namespace_types(Thread* T);

namespace {

Value namespace_create(Thread* T, Type* type, CallArguments) {
  return allocate_instance_of(T, type, type->fixed_size);
}

bool set_all(Thread* T, Value self, Dict* attributes) {
  size_t position = 0;
  Value name, value;
  while (dict_next(attributes, &position, &name, &value)) {
    if (!is_string(name)) return raise(T, Builtin::kTypeError, "keywords must be strings");
    String* interned = intern(T, as_string(name));
    if (!interned || !instance_store(T, self.as_object(), interned, value)) return false;
  }
  return true;
}

bool namespace_initialize(Thread* T, Value self, CallArguments arguments) {
  uint32_t positional = arguments.positional_count();
  if (positional > 1) {
    return raise(T, Builtin::kTypeError, "{} expected at most 1 positional argument, got {}", name_of(type_of(T, self)),
                 positional);
  }
  if (positional == 1) {
    Dict* given = make_dict(T);
    if (!given || !dict_update(T, given, arguments[0]) || !set_all(T, self, given)) return false;
  }
  Dict* keywords = keywords_to_dict(T, arguments);
  if (T->has_exception()) return false;
  return !keywords || set_all(T, self, keywords);
}

// The attributes as a dict, without turning the object to dictionary mode.
Dict* attributes_copy(Thread* T, Value self) {
  Object* object = self.as_object();
  if (object->shape()->flags & kDictMode) {
    Dict* dict = instance_dict(T, object);
    return dict ? dict_copy(T, dict) : nullptr;
  }
  Dict* copy = make_dict(T);
  bool done = copy != nullptr;
  for_each_attribute(object, [&](String* name, Value value) { done = done && dict_set(T, copy, name, value); });
  return done ? copy : nullptr;
}

Value namespace_repr(Thread* T, Value self) {
  bool is_plain = type_of(T, self) == types(T).simple_namespace;
  std::string name = is_plain ? "namespace" : type_name(T, self);
  ReprGuard guard(T, self);
  if (guard.is_recursive()) return make_string(T, name + "(...)");
  Dict* attributes = attributes_copy(T, self);
  if (!attributes) return kEmpty;
  std::string text = name + "(";
  bool first = true;
  size_t position = 0;
  Value key, value;
  while (dict_next(attributes, &position, &key, &value)) {
    if (!is_string(key)) continue;
    String* repr = to_repr(T, value);
    if (!repr) return kEmpty;
    if (!first) text += ", ";
    first = false;
    text += to_utf8(as_string(key)) + "=" + to_utf8(repr);
  }
  return make_string(T, text + ")");
}

Value namespace_compare(Thread* T, Value self, Value other, CompareOperator op) {
  Type* type = types(T).simple_namespace;
  if (!is_instance_of(T, self, type) || !is_instance_of(T, other, type)) return kNotImplemented;
  Dict* a = attributes_copy(T, self);
  Dict* b = a ? attributes_copy(T, other) : nullptr;
  return b ? compare(T, a, b, op) : kEmpty;
}

Value namespace_reduce(Thread* T, Arguments arguments) {
  Dict* attributes = attributes_copy(T, arguments[0]);
  if (!attributes) return kEmpty;
  return make_tuple(T, {type_of(T, arguments[0]), T->runtime->empty_tuple, attributes});
}

Value namespace_replace(Thread* T, Arguments arguments) {
  Value copy = call(T, type_of(T, arguments[0]));
  if (!copy) return kEmpty;
  Dict* attributes = attributes_copy(T, arguments[0]);
  if (!attributes || !set_all(T, copy, attributes)) return kEmpty;
  return !arguments.keywords || set_all(T, copy, arguments.keywords) ? copy : kEmpty;
}

const NativeMethod kMethods[] = {
    {"__reduce__($self, /)", namespace_reduce, "Return state information for pickling"},
    {"__replace__($self, /, **changes)", namespace_replace,
     "Return a copy of the namespace object with new values for the specified attributes."},
    {nullptr, nullptr, nullptr},
};

}  // namespace

void initialize_namespace_types(Thread* T) {
  static const TypeSlots kSlots = [] {
    TypeSlots slots{};
    slots.create = namespace_create;
    slots.initialize = namespace_initialize;
    slots.repr = namespace_repr;
    slots.compare = namespace_compare;
    return slots;
  }();
  static const NativeTypeSpec kSpec = {
      "types.SimpleNamespace",
      Kind::kInstance,
      16,
      kTypeIsBase | kTypeInstancesHaveAttributes | kTypeSupportsWeakReferences | kTypeHasNoModule,
      "A simple attribute-based namespace.",
      &kSlots,
      kMethods,
      nullptr,
      "(mapping_or_iterable=(), /, **kwargs)"};
  T->runtime->types.simple_namespace = make_native_type(T, kSpec);
}

}  // namespace gilded
