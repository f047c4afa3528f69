// Making a class written in Python: what type.__new__ does.
#include <algorithm>
#include <string>
#include <vector>

#include "vm/gc/heap.h"
#include "vm/interpreter/frame.h"
#include "vm/object/descriptors.h"
#include "vm/object/errors.h"
#include "vm/object/instance.h"
#include "vm/object/protocols.h"
#include "vm/object/special_methods.h"
#include "vm/object/type.h"
#include "vm/object/type_internals.h"
#include "vm/object/warnings.h"
#include "vm/runtime.h"
#include "vm/types/cell.h"
#include "vm/types/dict.h"
#include "vm/types/function.h"
#include "vm/types/list.h"
#include "vm/types/string.h"
#include "vm/types/string_methods.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

// What __slots__ asks for.
struct SlotsDeclaration {
  bool present = false;
  bool adds_attributes = false;
  bool adds_weak_references = false;
  List* members = nullptr;  // of interned names, mangled
};

// "__x" in class "_C" is "_C__x".
std::string mangle(const std::string& class_name, const std::string& name) {
  if (!name.starts_with("__") || name.ends_with("__") || name.find('.') != std::string::npos) return name;
  size_t start = class_name.find_first_not_of('_');
  return start == std::string::npos ? name : "_" + class_name.substr(start) + name;
}

bool is_variable_size(Kind kind) {
  return kind == Kind::kInt || kind == Kind::kTuple || kind == Kind::kBytes || kind == Kind::kType;
}

bool read_slots(Thread* T, String* class_name, Type* base, Dict* dict, SlotsDeclaration* out) {
  Value declared = dict_get(dict, names(T).dunder_slots);
  if (!declared) return true;
  out->present = true;
  Tuple* items = is_string(declared) ? make_tuple(T, {declared}) : tuple_from_iterable(T, declared);
  if (!items) return false;
  if (items->length > 0 && is_variable_size(base->instance_kind)) {
    return raise(T, Builtin::kTypeError, "nonempty __slots__ not supported for subtype of '{}'", name_of(base));
  }
  out->members = make_list(T);
  if (!out->members) return false;
  std::string owner = to_utf8(class_name);
  for (size_t i = 0; i < items->length; ++i) {
    Value item = (*items)[i];
    if (!is_string(item))
      return raise(T, Builtin::kTypeError, "__slots__ items must be strings, not '{}'", type_name(T, item));
    std::string text = to_utf8(as_string(item));
    if (!is_identifier(as_string(item))) return raise(T, Builtin::kTypeError, "__slots__ must be identifiers");
    if (text == "__dict__") {
      if (base->has_flag(kTypeInstancesHaveAttributes) || out->adds_attributes) {
        return raise(T, Builtin::kTypeError, "__dict__ slot disallowed: we already got one");
      }
      out->adds_attributes = true;
      continue;
    }
    if (text == "__weakref__") {
      if (base->has_flag(kTypeSupportsWeakReferences) || out->adds_weak_references) {
        return raise(T, Builtin::kTypeError, "__weakref__ slot disallowed: we already got one");
      }
      out->adds_weak_references = true;
      continue;
    }
    String* name = intern(T, mangle(owner, text));
    if (!name) return false;
    if (dict_get(dict, name) && text != "__qualname__" && text != "__classcell__") {
      return raise(T, Builtin::kValueError, "'{}' in __slots__ conflicts with class variable", text);
    }
    if (!list_append(T, out->members, name)) return false;
  }
  // In the order of their names, so that classes with the same members have the same layout.
  return !call_method(T, out->members, intern(T, "sort")).is_empty();
}

// Methods that are static or of the class without a decorator.
bool wrap_implicit_methods(Thread* T, Dict* dict) {
  struct Implicit {
    String* name;
    Value (*wrap)(Thread*, Value);
  } const kImplicit[] = {{names(T).dunder_new, make_static_method},
                         {names(T).dunder_init_subclass, make_class_method},
                         {names(T).dunder_class_getitem, make_class_method}};
  for (const Implicit& method : kImplicit) {
    Value function = dict_get(dict, method.name);
    if (!is_kind(function, Kind::kFunction)) continue;
    Value wrapped = method.wrap(T, function);
    if (!wrapped || !dict_set(T, dict, method.name, wrapped)) return false;
  }
  return true;
}

// The globals' __name__ of the running Python function.
Value module_of_caller(Thread* T) {
  if (!T->frame) return kEmpty;
  Dict* globals = frame_function(T->frame)->globals.load(std::memory_order_acquire);
  return globals ? dict_get(globals, names(T).dunder_name) : kEmpty;
}

bool set_names(Thread* T, Type* type, Dict* dict) {
  size_t position = 0;
  Value name, value;
  while (dict_next(dict, &position, &name, &value)) {
    Value hook = type_lookup(type_of(T, value), names(T).dunder_set_name);
    if (!hook) continue;
    Value pair[] = {type, name};
    if (call_found(T, hook, value, CallArguments{pair, 2, nullptr})) continue;
    Value exception = take_exception(T);
    String* repr = to_repr(T, name);
    if (repr) {
      String* note = make_string(T, fmt::format("Error calling __set_name__ on '{}' instance {} in '{}'",
                                                type_name(T, value), to_utf8(repr), name_of(type)));
      if (note) (void)call_method(T, exception, intern(T, "add_note"), {note});
    }
    clear_exception(T);
    restore_exception(T, exception);
    return false;
  }
  return true;
}

bool call_init_subclass(Thread* T, Type* type, CallArguments keywords) {
  bool binds = false;
  // super(type, type) asks for a class that is in its own order of search, which a metaclass's mro() may have
  // prevented.
  bool is_in_order = false;
  Tuple* order = type->mro.load().as<Tuple>();
  for (size_t i = 0; i < order->length; ++i) is_in_order = is_in_order || (*order)[i] == Value(type);
  if (!is_in_order) {
    return raise(T, Builtin::kTypeError, "super(type, obj): obj (type {}) is not an instance or subtype of type ({}).",
                 name_of(type), name_of(type));
  }
  Value hook = super_find_method(T, type, type, names(T).dunder_init_subclass, &binds);
  if (!hook) return false;
  return !call(T, hook, keywords).is_empty();
}

// Adds the names that a class body's functions store in self (__static_attributes__) to `seen`.
void add_static_attributes(Value names, std::vector<Value>* seen) {
  if (!is_tuple(names)) return;
  Tuple* tuple = as_tuple(names);
  for (size_t i = 0; i < tuple->length; ++i) {
    if (std::find(seen->begin(), seen->end(), (*tuple)[i]) == seen->end()) seen->push_back((*tuple)[i]);
  }
}

// Slots inside each instance: those of __slots__, and as many as its own and its bases' functions store attributes.
// A good guess gives a class one chain of shapes: what is learnt later (learn_slot_count) begins another.
int chosen_inline_capacity(Thread* T, Type* base, Tuple* bases, Dict* dict, uint32_t declared_count,
                           bool has_attributes) {
  constexpr uint32_t kUnknown = 4;  // nothing is stored by functions of the body
  constexpr uint32_t kMost = 24;
  uint32_t capacity = declared_count;
  if (has_attributes) {
    std::vector<Value> stored;  // the tuples that hold them are held by the classes
    String* static_attributes = names(T).dunder_static_attributes;
    add_static_attributes(dict_get(dict, static_attributes), &stored);
    for (size_t i = 0; i < bases->length; ++i) {
      Tuple* order = (*bases)[i].as<Type>()->mro.load().as<Tuple>();
      for (size_t j = 0; j < order->length; ++j) {
        add_static_attributes(own_attribute((*order)[j].as<Type>(), static_attributes), &stored);
      }
    }
    auto expected = stored.empty() ? kUnknown : static_cast<uint32_t>(stored.size());
    uint32_t inherited = base->root_shape.load(std::memory_order_acquire)->inline_capacity;
    expected = std::max(expected, inherited - std::min(inherited, base->declared_slot_count));
    capacity += std::min(expected, kMost);
  }
  // Cells of the heap are multiples of 16 bytes.
  return static_cast<int>((capacity + 1) & ~1u);
}

}  // namespace

Value make_class(Thread* T, Type* metatype, String* name, Tuple* bases, Dict* original_dict, CallArguments keywords) {
  const Names& n = names(T);
  if (bases->length == 0) {
    bases = make_tuple(T, {types(T).object});
    if (!bases) return kEmpty;
  }
  Type* base = best_base(T, bases);
  if (!base) return kEmpty;
  Dict* dict = dict_copy(T, original_dict);
  if (!dict) return kEmpty;

  SlotsDeclaration slots;
  if (!read_slots(T, name, base, dict, &slots)) return kEmpty;

  Value qualified_name = dict_get(dict, n.dunder_qualname);
  if (qualified_name && !is_string(qualified_name)) {
    return raise(T, Builtin::kTypeError, "type __qualname__ must be a str, not {}", type_name(T, qualified_name));
  }
  if (qualified_name && !dict_pop(T, dict, n.dunder_qualname)) return kEmpty;
  if (!dict_get(dict, n.dunder_module)) {
    Value module = module_of_caller(T);
    if (module && !dict_set(T, dict, n.dunder_module, module)) return kEmpty;
  }
  if (!dict_get(dict, n.dunder_doc) && !dict_set(T, dict, n.dunder_doc, kNone)) return kEmpty;
  if (dict_get(dict, n.dunder_eq) && !dict_get(dict, n.dunder_hash) && !dict_set(T, dict, n.dunder_hash, kNone))
    return kEmpty;
  if (!wrap_implicit_methods(T, dict)) return kEmpty;
  Value class_cell = dict_get(dict, n.dunder_classcell);
  if (class_cell) {
    if (!is_kind(class_cell, Kind::kCell)) {
      String* repr = to_repr(T, type_of(T, class_cell));
      if (!repr) return kEmpty;
      return raise(T, Builtin::kTypeError, "__classcell__ must be a nonlocal cell, not {}", to_utf8(repr));
    }
    if (!dict_pop(T, dict, n.dunder_classcell)) return kEmpty;
  }

  auto* type = allocate<Type>(T, Kind::kType, metatype->root_shape.load(std::memory_order_acquire));
  if (!type) return kEmpty;
  type->runtime = T->runtime;
  if (!set_type_name(T, type, name)) return kEmpty;
  heap_store(type, type->qualified_name, qualified_name ? qualified_name : Value(name));
  heap_store(type, type->bases, bases);
  type->base = base;
  type->instance_kind = base->instance_kind;
  type->fixed_size = base->fixed_size;
  type->declared_slot_count =
      base->declared_slot_count + (slots.members ? static_cast<uint32_t>(slots.members->size()) : 0);
  constexpr uint32_t kMaxDeclaredSlots = 1000;
  if (type->declared_slot_count > kMaxDeclaredSlots ||
      (type->instance_kind != Kind::kInstance && type->declared_slot_count > 100)) {
    return raise(T, Builtin::kTypeError, "too many __slots__ in class '{}'", name_of(type));
  }

  // The layout's flags come from the best base, those about behaviour from every base.
  constexpr uint32_t kFromAnyBase =
      kTypeMatchesSelf | kTypeIsExceptionSubclass | kTypeIsTypeSubclass | kTypeHasFinalizer;
  uint32_t flags = kTypeIsBase;
  bool has_attributes = base->has_flag(kTypeInstancesHaveAttributes);
  bool has_weak_references = base->has_flag(kTypeSupportsWeakReferences);
  for (size_t i = 0; i < bases->length; ++i) {
    Type* each = (*bases)[i].as<Type>();
    flags |= each->flags.load(std::memory_order_relaxed) & kFromAnyBase;
    // For match it is a sequence or a mapping, never both: the first base that is either decides.
    constexpr uint32_t kCollection = kTypeIsSequence | kTypeIsMapping;
    if (!(flags & kCollection)) flags |= each->flags.load(std::memory_order_relaxed) & kCollection;
    has_attributes = has_attributes || each->has_flag(kTypeInstancesHaveAttributes);
    has_weak_references = has_weak_references || each->has_flag(kTypeSupportsWeakReferences);
  }
  if (slots.present) {
    flags |= kTypeHasSlotsDeclaration;
    has_attributes = has_attributes || slots.adds_attributes;
    has_weak_references = has_weak_references || slots.adds_weak_references;
  } else {
    has_attributes = has_weak_references = true;
  }
  // A class is its own dictionary.
  if (type->instance_kind == Kind::kType) has_attributes = base->has_flag(kTypeInstancesHaveAttributes);
  if (has_attributes) flags |= kTypeInstancesHaveAttributes;
  if (has_weak_references) flags |= kTypeSupportsWeakReferences;
  type->flags.store(flags, std::memory_order_relaxed);
  change_version(T, type);

  bool is_plain = type->instance_kind == Kind::kInstance;
  int capacity = is_plain ? chosen_inline_capacity(T, base, bases, dict, type->declared_slot_count, has_attributes) : 0;
  bool dictionary_only = type->instance_kind == Kind::kException || type->instance_kind == Kind::kFunction ||
                         type->instance_kind == Kind::kModule;
  uint8_t shape_flags = !has_attributes ? kNoAttributes : dictionary_only ? kDictMode : 0;
  Shape* root = make_root_shape(T, type, capacity, shape_flags);
  if (!root) return kEmpty;
  type->root_shape.store(root, std::memory_order_release);

  Dict* attributes = make_dict(T, static_cast<size_t>(dict->size()) + 2);
  if (!attributes) return kEmpty;
  heap_store(type, type->attributes, attributes);
  size_t position = 0;
  Value key, value;
  bool has_other_keys = false;
  while (dict_next(dict, &position, &key, &value)) {
    if (is_exactly(key, Kind::kString) && !(key = intern(T, as_string(key)))) return kEmpty;
    has_other_keys = has_other_keys || !is_string(key);
    if (!define_attribute(T, type, key, value)) return kEmpty;
  }
  for (int64_t i = 0; slots.members && i < slots.members->size(); ++i) {
    String* member = as_string(list_get(T, slots.members, i));
    Value descriptor = make_member_descriptor(
        T, type, member, static_cast<uint16_t>(base->declared_slot_count + static_cast<uint32_t>(i)));
    if (!descriptor || !define_attribute(T, type, member, descriptor)) return kEmpty;
  }
  if (has_attributes && !base->has_flag(kTypeInstancesHaveAttributes) && !dict_get(attributes, n.dunder_dict) &&
      type->instance_kind != Kind::kType) {
    Value descriptor = make_attributes_descriptor(T, type);
    if (!descriptor || !define_attribute(T, type, n.dunder_dict, descriptor)) return kEmpty;
  }
  if (has_weak_references && !base->has_flag(kTypeSupportsWeakReferences) && !dict_get(attributes, n.dunder_weakref) &&
      type->instance_kind != Kind::kType) {
    Value descriptor = make_weak_references_descriptor(T, type);
    if (!descriptor || !define_attribute(T, type, n.dunder_weakref, descriptor)) return kEmpty;
  }

  uint32_t base_version = base->version.load(std::memory_order_relaxed);
  type->slots = base->slots;
  Tuple* mro = compute_mro(T, type);
  if (!mro) return kEmpty;
  heap_store(type, type->mro, mro);
  if (has_other_keys &&
      !warn(T, Builtin::kRuntimeWarning, fmt::format("non-string key in the __dict__ of class {}", name_of(type))))
    return kEmpty;
  Tuple* base_mro = base->mro.load().as<Tuple>();
  bool extends_base = mro->length == base_mro->length + 1;
  for (size_t i = 0; extends_base && i < base_mro->length; ++i) extends_base = (*mro)[i + 1] == (*base_mro)[i];
  if (extends_base)
    fill_inherited_slots(T, type);
  else
    refill_slots(T, type);
  for (size_t i = 0; i < bases->length; ++i) {
    if (!add_subclass(T, (*bases)[i].as<Type>(), type)) return kEmpty;
  }
  // From here on changes of the bases reach it. One that came before did not.
  if (base->version.load(std::memory_order_relaxed) != base_version) refill_slots(T, type);
  if (class_cell) heap_store(class_cell.as_object(), class_cell.as<Cell>()->contents, type);
  if (!set_names(T, type, dict)) return kEmpty;
  if (!call_init_subclass(T, type, keywords)) return kEmpty;
  return type;
}

Value type_create(Thread* T, Type* metatype, CallArguments arguments) {
  uint32_t count = arguments.positional_count();
  if (count != 3) return raise(T, Builtin::kTypeError, "type.__new__() takes exactly 3 arguments ({} given)", count);
  constexpr const char* kExpected[] = {"str", "tuple", "dict"};
  for (int i = 0; i < 3; ++i) {
    Kind kind = i == 0 ? Kind::kString : i == 1 ? Kind::kTuple : Kind::kDict;
    if (!is_kind(arguments[i], kind)) {
      return raise(T, Builtin::kTypeError, "type.__new__() argument {} must be {}, not {}", i + 1, kExpected[i],
                   argument_type_name(T, arguments[i]));
    }
  }
  Tuple* bases = as_tuple(arguments[1]);
  for (size_t i = 0; i < bases->length; ++i) {
    if (is_kind((*bases)[i], Kind::kType)) continue;
    if (type_lookup(type_of(T, (*bases)[i]), names(T).dunder_mro_entries)) {
      return raise(T, Builtin::kTypeError, "type() doesn't support MRO entry resolution; use types.new_class()");
    }
  }
  Type* winner = calculate_metaclass(T, metatype, bases);
  if (!winner) return kEmpty;
  if (winner != metatype) {
    if (winner->slots.create != type_create) return winner->slots.create(T, winner, arguments);
    metatype = winner;
  }
  for (uint32_t i = 0; i < as_string(arguments[0])->length; ++i) {
    if (as_string(arguments[0])->at(i) == 0)
      return raise(T, Builtin::kValueError, "type name must not contain null characters");
  }
  CallArguments keywords{arguments.values + 3, arguments.count - 3, arguments.keyword_names};
  return make_class(T, metatype, as_string(arguments[0]), bases, arguments[2].as<Dict>(), keywords);
}

bool type_initialize(Thread* T, Value, CallArguments arguments) {
  uint32_t count = arguments.positional_count();
  if (count == 1 && arguments.count > 1)
    return raise(T, Builtin::kTypeError, "type.__init__() takes no keyword arguments");
  if (count != 1 && count != 3) return raise(T, Builtin::kTypeError, "type.__init__() takes 1 or 3 arguments");
  return true;
}

}  // namespace gilded
