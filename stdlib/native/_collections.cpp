// _collections: deque (vm/types/deque.h), defaultdict and the inner loop of Counter.
#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/deque.h"
#include "vm/types/dict.h"
#include "vm/types/int.h"
#include "vm/types/key.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/sequence.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

// --- defaultdict

bool is_default_dict(Thread* T, Value v) {
  return is_dict(v) && is_subtype(v.as_object()->type(), types(T).default_dict);
}

Value default_dict_create(Thread* T, Type* type, CallArguments) {
  auto* dict = static_cast<DefaultDict*>(make_dict_of(T, type, sizeof(DefaultDict)));
  if (!dict) return kEmpty;
  // Not a plain dict to anyone's fast path: a missing key means something here.
  dict->flags.fetch_or(kIsSubclassInstance, std::memory_order_relaxed);
  heap_initialize(dict, dict->default_factory, kNone);
  return dict;
}

bool default_dict_initialize(Thread* T, Value self, CallArguments arguments) {
  Value factory = kNone;
  if (arguments.positional_count() > 0) {
    factory = arguments[0];
    if (!factory.is_none() && !is_callable(T, factory))
      return raise_text(T, Builtin::kTypeError, "first argument must be callable or None");
    ++arguments.values;
    --arguments.count;
  }
  auto* dict = self.as<DefaultDict>();
  heap_store(dict, dict->default_factory, factory);
  return dict_initialize(T, self, arguments);
}

Value missing(Thread* T, DefaultDict* dict, Value key) {
  Value factory = dict->default_factory.load();
  if (!factory || factory.is_none()) return raise_with(T, Builtin::kKeyError, key);
  Value value = call(T, factory);
  if (!value) return kEmpty;
  return set_item(T, dict, key, value) ? value : kEmpty;
}

Value default_dict_get_item(Thread* T, Value self, Value key) {
  auto* dict = self.as<DefaultDict>();
  if (dict->type() != types(T).default_dict) return dict_get_item(T, self, key);
  Value value = dict_get(T, dict, key);
  return value || T->has_exception() ? value : missing(T, dict, key);
}

Value default_dict_missing(Thread* T, Arguments args) {
  return missing(T, args[0].as<DefaultDict>(), args[1]);
}

Value default_dict_repr(Thread* T, Value self) {
  auto* dict = self.as<DefaultDict>();
  Value content = dict_repr(T, self);
  if (!content) return kEmpty;
  std::string factory_text = "...";
  {
    // A factory whose repr shows this dict again.
    ReprGuard guard(T, self);
    if (!guard.is_recursive()) {
      String* text = to_repr(T, dict->default_factory.load());
      if (!text) return kEmpty;
      factory_text = to_utf8(text);
    }
  }
  return make_string(T, short_name(dict->type()) + "(" + factory_text + ", " + to_utf8(content.as<String>()) + ")");
}

Value default_dict_copy(Thread* T, Arguments args) {
  return call(T, args[0].as_object()->type(), {args[0].as<DefaultDict>()->default_factory.load(), args[0]});
}

Value default_dict_or(Thread* T, Value left, Value right) {
  if (!is_dict(left) || !is_dict(right)) return kNotImplemented;
  Value self = is_default_dict(T, left) ? left : right;
  Value result = call(T, self.as_object()->type(), {self.as<DefaultDict>()->default_factory.load(), left});
  if (!result) return kEmpty;
  return dict_update(T, result.as<Dict>(), right) ? result : kEmpty;
}

Value default_dict_reduce(Thread* T, Arguments args) {
  auto* dict = args[0].as<DefaultDict>();
  Value factory = dict->default_factory.load();
  Tuple* arguments = factory.is_none() ? make_tuple(T, 0) : make_tuple(T, {factory});
  Value items = call_method(T, args[0], names(T).items);
  Value iterator = items ? get_iterator(T, items) : kEmpty;
  return arguments && iterator ? Value(make_tuple(T, {dict->type(), arguments, kNone, kNone, iterator})) : kEmpty;
}

const NativeMethod kDefaultDictMethods[] = {
    {"__missing__($self, key, /)", default_dict_missing,
     "Stores and returns what the factory makes; KeyError without a factory."},
    {"copy($self, /)", default_dict_copy, "A shallow copy of the dict."},
    {"__copy__($self, /)", default_dict_copy, "A shallow copy of the dict."},
    {"__reduce__($self, /)", default_dict_reduce, "Return state information for pickling."},
    {"__class_getitem__($type, item, /)", class_getitem, "See PEP 585.", kClassMethod},
    {nullptr, nullptr, nullptr},
};

const NativeAttribute kDefaultDictAttributes[] = {
    {"default_factory", [](Thread*, Value self) { return self.as<DefaultDict>()->default_factory.load(); },
     [](Thread*, Value self, Value value) {
       heap_store(self.as_object(), self.as<DefaultDict>()->default_factory, value ? value : kNone);
       return true;
     },
     "Makes the values of missing keys; None: there is no default."},
    {nullptr, nullptr, nullptr, nullptr},
};

// --- The fields of a named tuple

constexpr size_t kIndex = 0, kDocumentation = 1, kFieldSlots = 2;

Value field_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[2];
  if (!bind_arguments(T, "_tuplegetter(index, doc, /)", arguments, values)) return kEmpty;
  int64_t index;
  if (!to_int64(T, values[0], &index)) return kEmpty;
  Record* field = make_record(T, type, kFieldSlots);
  if (!field) return kEmpty;
  field->set(kIndex, make_int(T, index));
  field->set(kDocumentation, values[1]);
  return field;
}

Value field_get(Thread* T, Value self, Value instance, Value) {
  if (!instance || instance.is_none()) return self;
  int64_t index = self.as<Record>()->get(kIndex).as_small_int();
  if (!is_tuple(instance)) {
    return raise(T, Builtin::kTypeError, "descriptor for index '{}' for tuple subclasses doesn't apply to '{}' object",
                 index, type_name(T, instance));
  }
  auto* tuple = instance.as<Tuple>();
  if (index < 0 || static_cast<size_t>(index) >= tuple->length)
    return raise_text(T, Builtin::kIndexError, "tuple index out of range");
  return (*tuple)[static_cast<size_t>(index)];
}

bool field_set(Thread* T, Value, Value, Value value) {
  return raise_text(T, Builtin::kAttributeError, value ? "can't set attribute" : "can't delete attribute");
}

Value field_repr(Thread* T, Value self) {
  String* documentation = to_repr(T, self.as<Record>()->get(kDocumentation));
  if (!documentation) return kEmpty;
  return make_string(
      T, fmt::format("_tuplegetter({}, {})", self.as<Record>()->get(kIndex).as_small_int(), to_utf8(documentation)));
}

Value field_reduce(Thread* T, Arguments args) {
  auto* field = args[0].as<Record>();
  Tuple* arguments = make_tuple(T, {field->get(kIndex), field->get(kDocumentation)});
  return arguments ? Value(make_tuple(T, {field->type(), arguments})) : kEmpty;
}

const NativeMethod kFieldMethods[] = {
    {"__reduce__($self, /)", field_reduce, nullptr},
    {nullptr, nullptr, nullptr},
};

const NativeAttribute kFieldAttributes[] = {
    {"__doc__", [](Thread*, Value self) { return self.as<Record>()->get(kDocumentation); },
     [](Thread*, Value self, Value value) {
       self.as<Record>()->set(kDocumentation, value ? value : kNone);
       return true;
     },
     nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

const TypeSlots kFieldTypeSlots = [] {
  TypeSlots slots{};
  slots.create = field_create;
  slots.repr = field_repr;
  slots.descriptor_get = field_get;
  slots.descriptor_set = field_set;
  return slots;
}();

const NativeTypeSpec kFieldSpec = {"_collections._tuplegetter",
                                   Kind::kRecord,
                                   record_size(kFieldSlots),
                                   kTypeIsBuiltin,
                                   nullptr,
                                   &kFieldTypeSlots,
                                   kFieldMethods,
                                   kFieldAttributes};

// --- Counter

// mapping[x] += 1 for each x of an iterable. A plain counting dict is changed directly.
Value count_elements(Thread* T, Arguments args) {
  Value mapping = args[0];
  Type* type = type_of(T, mapping);
  Type* dict_type = types(T).dict;
  bool direct = is_dict(mapping) &&
                type_lookup(type, names(T).dunder_setitem) == type_lookup(dict_type, names(T).dunder_setitem) &&
                type_lookup(type, names(T).get) == type_lookup(dict_type, names(T).get);
  bool done;
  if (direct) {
    auto* dict = mapping.as<Dict>();
    done = for_each(T, args[1], [&](Value item) {
      uint64_t hash;
      if (!hash_key(T, item, &hash)) return false;
      Value count = dict_get_hashed(T, dict, item, hash);
      if (!count) {
        if (T->has_exception()) return false;
        count = Value::small_int(0);
      }
      count = count.is_small_int() ? make_int(T, count.as_small_int() + 1)
                                   : binary_operation(T, BinaryOperator::kAdd, count, Value::small_int(1));
      return count && dict_set_hashed(T, dict, item, hash, count);
    });
  } else {
    Value get = get_attribute(T, mapping, names(T).get);
    if (!get) return kEmpty;
    done = for_each(T, args[1], [&](Value item) {
      Value count = call(T, get, {item, Value::small_int(0)});
      if (count) count = binary_operation(T, BinaryOperator::kAdd, count, Value::small_int(1));
      return count && set_item(T, mapping, item, count);
    });
  }
  return done ? kNone : kEmpty;
}

const NativeMethod kFunctions[] = {
    {"_count_elements(mapping, iterable, /)", count_elements, "Count elements in the iterable, updating the mapping"},
    {nullptr, nullptr, nullptr},
};

const TypeSlots kDefaultDictSlots = [] {
  TypeSlots slots{};
  slots.create = default_dict_create;
  slots.initialize = default_dict_initialize;
  slots.repr = default_dict_repr;
  slots.get_item = default_dict_get_item;
  slots.binary[static_cast<int>(BinaryOperator::kBitOr)] = default_dict_or;
  return slots;
}();

const NativeTypeSpec kDefaultDictSpec = {"collections.defaultdict",
                                         Kind::kDict,
                                         sizeof(DefaultDict),
                                         kTypeIsBuiltin | kTypeIsBase | kTypeIsMapping,
                                         "A dict that makes the values of missing keys with a function.",
                                         &kDefaultDictSlots,
                                         kDefaultDictMethods,
                                         kDefaultDictAttributes,
                                         "(default_factory=None, /, *args, **kwargs)"};

}  // namespace

Value initialize_collections_module(Thread* T) {
  Module* module = make_module(T, "_collections");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  initialize_deque_types(T);
  BuiltinTypes& all = T->runtime->types;
  all.default_dict = make_native_type(T, kDefaultDictSpec, all.dict);
  Type* field_type = make_native_type(T, kFieldSpec);
  bool done = all.default_dict && module_set(T, module, "deque", all.deque) && field_type &&
              module_set(T, module, "_tuplegetter", field_type) &&
              module_set(T, module, "defaultdict", all.default_dict) &&
              module_set(T, module, "_deque_iterator", all.deque_iterator) &&
              module_set(T, module, "_deque_reverse_iterator", all.deque_reverse_iterator);
  return done ? Value(module) : kEmpty;
}

}  // namespace gilded
