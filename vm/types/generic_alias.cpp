#include "vm/types/generic_alias.h"

#include <string>

#include "vm/object/errors.h"
#include "vm/object/instance.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/dict.h"
#include "vm/types/iterators.h"
#include "vm/types/list.h"
#include "vm/types/record.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

void initialize_generic_alias_types(Thread* T);

namespace {

Record* as_record(Value v) {
  return v.as<Record>();
}
Tuple* arguments_of(Value alias) {
  return as_tuple(as_record(alias)->get(kAliasArguments));
}
bool is_alias(Thread* T, Value value) {
  return value.is_object() && is_subtype(type_of(T, value), types(T).generic_alias);
}

// How one argument looks inside the brackets.
bool append_argument(Thread* T, Value argument, std::string* out) {
  if (argument.is_ellipsis()) {
    *out += "...";
    return true;
  }
  if (is_exactly(argument, Kind::kList)) {
    if (!check_native_recursion(T, " while getting the repr of an object")) return false;
    *out += "[";
    List* list = argument.as<List>();
    for (int64_t i = 0; i < list->size(); ++i) {
      if (i > 0) *out += ", ";
      Value item = list_get(T, list, i);
      if (!item || !append_argument(T, item, out)) return !T->has_exception();
    }
    *out += "]";
    return true;
  }
  if (argument == Value(types(T).none_type)) {
    *out += "None";
    return true;
  }
  // Something with __origin__ and __args__ shows itself in its own way; a class by its name.
  if (is_kind(argument, Kind::kType)) {
    Value module = find_attribute(T, argument, names(T).dunder_module);
    Value name = module ? find_attribute(T, argument, names(T).dunder_qualname) : kEmpty;
    if (T->has_exception()) return false;
    if (is_string(module) && is_string(name)) {
      std::string module_text = to_utf8(as_string(module));
      *out += module_text == "builtins" ? to_utf8(as_string(name)) : module_text + "." + to_utf8(as_string(name));
      return true;
    }
  }
  String* repr = to_repr(T, argument);
  if (repr) *out += to_utf8(repr);
  return repr != nullptr;
}

bool append_unique(Thread* T, List* list, Value item) {
  for (int64_t i = 0; i < list->size(); ++i) {
    if (list_get(T, list, i) == item) return true;
  }
  return list_append(T, list, item);
}

// The type variables in `arguments`, each once, in order.
Tuple* collect_parameters(Thread* T, Tuple* arguments) {
  List* found = make_list(T);
  for (size_t i = 0; found && i < arguments->length; ++i) {
    Value argument = (*arguments)[i];
    if (is_kind(argument, Kind::kType)) continue;
    if (is_tuple(argument) || is_exactly(argument, Kind::kList)) {
      Tuple* inner = tuple_from_iterable(T, argument);
      Tuple* parameters = inner ? collect_parameters(T, inner) : nullptr;
      if (!parameters) return nullptr;
      for (size_t j = 0; j < parameters->length; ++j) {
        if (!append_unique(T, found, (*parameters)[j])) return nullptr;
      }
      continue;
    }
    Value substitute = find_attribute(T, argument, names(T).dunder_typing_subst);
    if (!substitute && T->has_exception()) return nullptr;
    if (substitute) {
      if (!append_unique(T, found, argument)) return nullptr;
      continue;
    }
    Value parameters = find_attribute(T, argument, names(T).dunder_parameters);
    if (!parameters && T->has_exception()) return nullptr;
    if (!is_tuple(parameters)) continue;
    for (size_t j = 0; j < as_tuple(parameters)->length; ++j) {
      if (!append_unique(T, found, (*as_tuple(parameters))[j])) return nullptr;
    }
  }
  return found ? tuple_from_iterable(T, found) : nullptr;
}

Tuple* parameters_of(Thread* T, Record* record, size_t slot, Tuple* arguments) {
  Value known = record->get(slot);
  if (known) return as_tuple(known);
  Tuple* parameters = collect_parameters(T, arguments);
  if (parameters) record->set(slot, parameters);
  return parameters;
}

int64_t index_of(Tuple* tuple, Value item) {
  for (size_t i = 0; i < tuple->length; ++i) {
    if ((*tuple)[i] == item) return static_cast<int64_t>(i);
  }
  return -1;
}

// The arguments with `items` put in place of `parameters`. Null: exception.
Tuple* substitute(Thread* T, Value self, Tuple* arguments, Tuple* parameters, Value item) {
  if (parameters->length == 0) {
    String* repr = to_repr(T, self);
    return repr ? static_cast<Tuple*>(raise(T, Builtin::kTypeError, "{} is not a generic class", to_utf8(repr)))
                : nullptr;
  }
  Value items = is_tuple(item) ? item : Value(make_tuple(T, {item}));
  if (!items) return nullptr;
  // A parameter that takes several items (TypeVarTuple, ParamSpec) arranges them first.
  for (size_t i = 0; i < parameters->length; ++i) {
    Value prepare = find_attribute(T, (*parameters)[i], names(T).dunder_typing_prepare_subst);
    if (!prepare && T->has_exception()) return nullptr;
    if (!prepare || prepare.is_none()) continue;
    items = call(T, prepare, {self, items});
    if (!items) return nullptr;
    if (!is_tuple(items))
      return raise(T, Builtin::kTypeError, "__typing_prepare_subst__ must return a tuple, not {}", type_name(T, items));
  }
  Tuple* given = as_tuple(items);
  if (given->length != parameters->length) {
    String* repr = to_repr(T, self);
    if (!repr) return nullptr;
    return raise(T, Builtin::kTypeError, "Too {} arguments for {}; actual {}, expected {}",
                 given->length > parameters->length ? "many" : "few", to_utf8(repr), given->length, parameters->length);
  }
  List* result = make_list(T);
  for (size_t i = 0; result && i < arguments->length; ++i) {
    Value argument = (*arguments)[i];
    Value replaced = argument;
    if (!is_kind(argument, Kind::kType)) {
      if (is_tuple(argument) || is_exactly(argument, Kind::kList)) {
        Tuple* inner = tuple_from_iterable(T, argument);
        Tuple* inner_parameters = inner ? collect_parameters(T, inner) : nullptr;
        if (!inner_parameters) return nullptr;
        if (inner_parameters->length > 0) {
          Tuple* chosen = make_tuple(T, inner_parameters->length);
          for (size_t j = 0; chosen && j < inner_parameters->length; ++j) {
            heap_initialize(chosen, chosen->items[j],
                            (*given)[static_cast<size_t>(index_of(parameters, (*inner_parameters)[j]))]);
          }
          Tuple* made = chosen ? substitute(T, self, inner, inner_parameters, chosen) : nullptr;
          if (!made) return nullptr;
          replaced = is_tuple(argument) ? Value(made) : Value(list_from_iterable(T, made));
        }
      } else if (int64_t index = index_of(parameters, argument); index >= 0) {
        Value hook = get_attribute(T, argument, names(T).dunder_typing_subst);
        replaced = hook ? call(T, hook, {(*given)[static_cast<size_t>(index)]}) : kEmpty;
      } else {
        Value inner = find_attribute(T, argument, names(T).dunder_parameters);
        if (!inner && T->has_exception()) return nullptr;
        if (is_tuple(inner) && as_tuple(inner)->length > 0) {
          Tuple* inner_parameters = as_tuple(inner);
          // What stands for a TypeVarTuple, which can be iterated, counts one by one.
          List* chosen = make_list(T);
          for (size_t j = 0; chosen && j < inner_parameters->length; ++j) {
            Value parameter = (*inner_parameters)[j];
            int64_t at = index_of(parameters, parameter);
            Value item = at >= 0 ? (*given)[static_cast<size_t>(at)] : parameter;
            bool several = at >= 0 && is_tuple(item) && type_of(T, parameter)->slots.iterate;
            if (several ? !list_extend(T, chosen, item) : !list_append(T, chosen, item)) return nullptr;
          }
          Tuple* all = chosen ? tuple_from_iterable(T, chosen) : nullptr;
          replaced = all ? get_item(T, argument, all) : kEmpty;
        }
      }
    }
    if (!replaced) return nullptr;
    // A TypeVarTuple is replaced by all its items.
    if (is_tuple(replaced) && !is_tuple(argument)) {
      if (!list_extend(T, result, replaced)) return nullptr;
    } else if (!list_append(T, result, replaced)) {
      return nullptr;
    }
  }
  return result ? tuple_from_iterable(T, result) : nullptr;
}

// --- types.GenericAlias

Value make_alias(Thread* T, Type* type, Value origin, Value arguments) {
  Value tuple = is_tuple(arguments) ? arguments : Value(make_tuple(T, {arguments}));
  Record* alias = tuple ? make_record(T, type, 4) : nullptr;
  if (!alias) return kEmpty;
  alias->set(kAliasOrigin, origin);
  alias->set(kAliasArguments, tuple);
  return alias;
}

Value alias_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[2];
  if (!bind_arguments(T, "GenericAlias(origin, args, /)", arguments, values)) return kEmpty;
  return make_alias(T, type, values[0], values[1]);
}

Value alias_repr(Thread* T, Value self) {
  std::string text = as_record(self)->get(kAliasUnpacked) ? "*" : "";
  if (!append_argument(T, as_record(self)->get(kAliasOrigin), &text)) return kEmpty;
  text += "[";
  Tuple* arguments = arguments_of(self);
  for (size_t i = 0; i < arguments->length; ++i) {
    if (i > 0) text += ", ";
    if (!append_argument(T, (*arguments)[i], &text)) return kEmpty;
  }
  if (arguments->length == 0) text += "()";
  return make_string(T, text + "]");
}

bool alias_hash(Thread* T, Value self, int64_t* out) {
  int64_t origin, arguments;
  if (!hash_value(T, as_record(self)->get(kAliasOrigin), &origin) ||
      !hash_value(T, as_record(self)->get(kAliasArguments), &arguments)) {
    return false;
  }
  *out = origin ^ arguments;
  if (*out == -1) *out = -2;
  return true;
}

Value alias_compare(Thread* T, Value self, Value other, CompareOperator op) {
  if ((op != CompareOperator::kEqual && op != CompareOperator::kNotEqual) || !is_alias(T, self) || !is_alias(T, other))
    return kNotImplemented;
  Record* a = as_record(self);
  Record* b = as_record(other);
  int same =
      a->get(kAliasUnpacked) == b->get(kAliasUnpacked) ? equal(T, a->get(kAliasOrigin), b->get(kAliasOrigin)) : 0;
  if (same > 0) same = equal(T, a->get(kAliasArguments), b->get(kAliasArguments));
  return same < 0 ? kEmpty : Value::boolean((same > 0) == (op == CompareOperator::kEqual));
}

Value alias_call(Thread* T, Value self, CallArguments arguments) {
  Value object = call(T, as_record(self)->get(kAliasOrigin), arguments);
  if (!object) return kEmpty;
  if (!set_attribute(T, object, names(T).dunder_orig_class, self)) {
    if (!exception_matches(T, Builtin::kAttributeError) && !exception_matches(T, Builtin::kTypeError)) return kEmpty;
    clear_exception(T);
  }
  return object;
}

Value alias_get_attribute(Thread* T, Value self, String* name) {
  const Names& n = names(T);
  for (String* own : {n.dunder_class, n.dunder_origin, n.dunder_args, n.dunder_parameters, n.dunder_unpacked,
                      n.dunder_typing_unpacked_tuple, n.dunder_mro_entries, n.dunder_reduce_ex, n.dunder_reduce,
                      n.dunder_copy, n.dunder_deepcopy, n.dunder_bases}) {
    if (own == name) return generic_get_attribute(T, self, name);
  }
  return get_attribute(T, as_record(self)->get(kAliasOrigin), name);
}

Value alias_get_item(Thread* T, Value self, Value item) {
  Record* alias = as_record(self);
  Tuple* parameters = parameters_of(T, alias, kAliasParameters, arguments_of(self));
  Tuple* arguments = parameters ? substitute(T, self, arguments_of(self), parameters, item) : nullptr;
  if (!arguments) return kEmpty;
  Value made = make_alias(T, type_of(T, self), alias->get(kAliasOrigin), arguments);
  if (made) as_record(made)->set(kAliasUnpacked, alias->get(kAliasUnpacked));
  return made;
}

// `*tuple[int]` iterates once and gives the alias marked as unpacked.
Value alias_iterate(Thread* T, Value self) {
  Value unpacked =
      make_alias(T, type_of(T, self), as_record(self)->get(kAliasOrigin), as_record(self)->get(kAliasArguments));
  if (!unpacked) return kEmpty;
  as_record(unpacked)->set(kAliasUnpacked, kTrue);
  Tuple* once = make_tuple(T, {unpacked});
  return once ? make_tuple_iterator(T, once) : kEmpty;
}

Value alias_or(Thread* T, Value left, Value right) {
  return make_union(T, left, right);
}

Value get_origin(Thread*, Value self) {
  return as_record(self)->get(kAliasOrigin);
}
Value get_arguments(Thread*, Value self) {
  return as_record(self)->get(kAliasArguments);
}
Value get_parameters(Thread* T, Value self) {
  return parameters_of(T, as_record(self), kAliasParameters, arguments_of(self));
}
Value get_unpacked(Thread*, Value self) {
  return Value::boolean(static_cast<bool>(as_record(self)->get(kAliasUnpacked)));
}
Value get_unpacked_tuple(Thread* T, Value self) {
  Record* alias = as_record(self);
  return alias->get(kAliasUnpacked) && alias->get(kAliasOrigin) == Value(types(T).tuple) ? alias->get(kAliasArguments)
                                                                                         : kNone;
}

Value alias_mro_entries(Thread* T, Arguments arguments) {
  return make_tuple(T, {as_record(arguments[0])->get(kAliasOrigin)});
}
Value alias_instance_check(Thread* T, Arguments) {
  return raise(T, Builtin::kTypeError, "isinstance() argument 2 cannot be a parameterized generic");
}
Value alias_subclass_check(Thread* T, Arguments) {
  return raise(T, Builtin::kTypeError, "issubclass() argument 2 cannot be a parameterized generic");
}
Value alias_reduce(Thread* T, Arguments arguments) {
  Record* alias = as_record(arguments[0]);
  Tuple* pair = make_tuple(T, {alias->get(kAliasOrigin), alias->get(kAliasArguments)});
  return pair ? Value(make_tuple(T, {types(T).generic_alias, pair})) : kEmpty;
}

const NativeAttribute kAliasAttributes[] = {
    {"__origin__", get_origin, nullptr, nullptr},
    {"__args__", get_arguments, nullptr, nullptr},
    {"__parameters__", get_parameters, nullptr, "Type variables in the GenericAlias."},
    {"__unpacked__", get_unpacked, nullptr, nullptr},
    {"__typing_unpacked_tuple_args__", get_unpacked_tuple, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};
const NativeMethod kAliasMethods[] = {
    {"__mro_entries__($self, bases, /)", alias_mro_entries, nullptr},
    {"__instancecheck__($self, instance, /)", alias_instance_check, nullptr},
    {"__subclasscheck__($self, cls, /)", alias_subclass_check, nullptr},
    {"__reduce__($self, /)", alias_reduce, nullptr},
    {nullptr, nullptr, nullptr},
};

// --- types.UnionType

Tuple* members_of(Value self) {
  return as_tuple(as_record(self)->get(kUnionArguments));
}

Value union_repr(Thread* T, Value self) {
  std::string text;
  Tuple* members = members_of(self);
  for (size_t i = 0; i < members->length; ++i) {
    if (i > 0) text += " | ";
    if (!append_argument(T, (*members)[i], &text)) return kEmpty;
  }
  return make_string(T, text);
}

// Hashes and compares without order.
bool union_hash(Thread* T, Value self, int64_t* out) {
  uint64_t sum = 0;
  Tuple* members = members_of(self);
  for (size_t i = 0; i < members->length; ++i) {
    int64_t hash;
    if (!hash_value(T, (*members)[i], &hash)) return false;
    sum += (static_cast<uint64_t>(hash) ^ 0x5851F42D4C957F2D) * 0x9E3779B97F4A7C15;
  }
  *out = static_cast<int64_t>(sum == ~uint64_t{0} ? sum - 1 : sum);
  return true;
}

int contains_all(Thread* T, Tuple* all, Tuple* some) {
  for (size_t i = 0; i < some->length; ++i) {
    int found = 0;
    for (size_t j = 0; j < all->length && found == 0; ++j) found = equal(T, (*all)[j], (*some)[i]);
    if (found <= 0) return found;
  }
  return 1;
}

Value union_compare(Thread* T, Value self, Value other, CompareOperator op) {
  if ((op != CompareOperator::kEqual && op != CompareOperator::kNotEqual) || !is_union(T, self) || !is_union(T, other))
    return kNotImplemented;
  Tuple* a = members_of(self);
  Tuple* b = members_of(other);
  int same = a->length == b->length ? contains_all(T, a, b) : 0;
  return same < 0 ? kEmpty : Value::boolean((same > 0) == (op == CompareOperator::kEqual));
}

Value union_or(Thread* T, Value left, Value right) {
  return make_union(T, left, right);
}

Value union_get_item(Thread* T, Value self, Value item) {
  Tuple* parameters = parameters_of(T, as_record(self), kUnionParameters, members_of(self));
  Tuple* members = parameters ? substitute(T, self, members_of(self), parameters, item) : nullptr;
  if (!members) return kEmpty;
  Value result = (*members)[0];
  for (size_t i = 1; result && i < members->length; ++i)
    result = binary_operation(T, BinaryOperator::kBitOr, result, (*members)[i]);
  return result;
}

Value get_members(Thread*, Value self) {
  return as_record(self)->get(kUnionArguments);
}
Value get_union_parameters(Thread* T, Value self) {
  return parameters_of(T, as_record(self), kUnionParameters, members_of(self));
}

Value union_instance_check(Thread* T, Arguments arguments) {
  Tuple* members = members_of(arguments[0]);
  for (size_t i = 0; i < members->length; ++i) {
    if (is_alias(T, (*members)[i]))
      return raise(T, Builtin::kTypeError, "isinstance() argument 2 cannot be a parameterized generic");
  }
  int result = is_instance(T, arguments[1], members);
  return result < 0 ? kEmpty : Value::boolean(result != 0);
}
Value union_subclass_check(Thread* T, Arguments arguments) {
  Tuple* members = members_of(arguments[0]);
  for (size_t i = 0; i < members->length; ++i) {
    if (is_alias(T, (*members)[i]))
      return raise(T, Builtin::kTypeError, "issubclass() argument 2 cannot be a parameterized generic");
  }
  int result = is_subclass(T, arguments[1], members);
  return result < 0 ? kEmpty : Value::boolean(result != 0);
}

const NativeAttribute kUnionAttributes[] = {
    {"__args__", get_members, nullptr, nullptr},
    {"__parameters__", get_union_parameters, nullptr, "Type variables in the types.UnionType."},
    {nullptr, nullptr, nullptr, nullptr},
};
const NativeMethod kUnionMethods[] = {
    {"__instancecheck__($self, instance, /)", union_instance_check, nullptr},
    {"__subclasscheck__($self, cls, /)", union_subclass_check, nullptr},
    {nullptr, nullptr, nullptr},
};

bool may_be_member(Thread* T, Value value) {
  return value.is_none() || is_kind(value, Kind::kType) || is_alias(T, value) || is_union(T, value);
}

bool add_member(Thread* T, List* members, Value value) {
  if (is_union(T, value)) {
    Tuple* inner = members_of(value);
    for (size_t i = 0; i < inner->length; ++i) {
      if (!add_member(T, members, (*inner)[i])) return false;
    }
    return true;
  }
  if (value.is_none()) value = types(T).none_type;
  for (int64_t i = 0; i < members->size(); ++i) {
    Value present = list_get(T, members, i);
    // A class equals only itself, whatever its metaclass says; aliases compare by content.
    int same = present == value ? 1 : is_alias(T, present) && is_alias(T, value) ? equal(T, present, value) : 0;
    if (same != 0) return same > 0;
  }
  return list_append(T, members, value);
}

}  // namespace

bool is_union(Thread* T, Value value) {
  return is_kind(value, Kind::kRecord) && type_of(T, value) == types(T).union_;
}

Value make_generic_alias(Thread* T, Value origin, Value arguments) {
  return make_alias(T, types(T).generic_alias, origin, arguments);
}

Value make_union(Thread* T, Value left, Value right) {
  if (!may_be_member(T, left) || !may_be_member(T, right)) return kNotImplemented;
  List* members = make_list(T);
  if (!members || !add_member(T, members, left) || !add_member(T, members, right)) return kEmpty;
  if (members->size() == 1) return list_get(T, members, 0);
  Tuple* tuple = tuple_from_iterable(T, members);
  Record* made = tuple ? make_record(T, types(T).union_, 2) : nullptr;
  if (made) made->set(kUnionArguments, tuple);
  return made;
}

void initialize_generic_alias_types(Thread* T) {
  BuiltinTypes& all = T->runtime->types;
  static const TypeSlots kAliasSlots = [] {
    TypeSlots slots{};
    slots.create = alias_create;
    slots.repr = alias_repr;
    slots.hash = alias_hash;
    slots.compare = alias_compare;
    slots.call = alias_call;
    slots.get_attribute = alias_get_attribute;
    slots.get_item = alias_get_item;
    slots.iterate = alias_iterate;
    slots.binary[static_cast<int>(BinaryOperator::kBitOr)] = alias_or;
    return slots;
  }();
  static const NativeTypeSpec kAlias = {
      "types.GenericAlias",
      Kind::kRecord,
      record_size(4),
      kTypeIsBase | kTypeSupportsWeakReferences | kTypeHasNoModule,
      "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
      &kAliasSlots,
      kAliasMethods,
      kAliasAttributes,
      "(origin, args, /)"};
  all.generic_alias = make_native_type(T, kAlias);

  static const TypeSlots kUnionSlots = [] {
    TypeSlots slots{};
    slots.repr = union_repr;
    slots.hash = union_hash;
    slots.compare = union_compare;
    slots.get_item = union_get_item;
    slots.binary[static_cast<int>(BinaryOperator::kBitOr)] = union_or;
    return slots;
  }();
  static const NativeTypeSpec kUnion = {"types.UnionType",
                                        Kind::kRecord,
                                        record_size(2),
                                        kTypeSupportsWeakReferences | kTypeHasNoModule,
                                        "Represent a PEP 604 union type\n\nE.g. for int | str",
                                        &kUnionSlots,
                                        kUnionMethods,
                                        kUnionAttributes};
  all.union_ = make_native_type(T, kUnion);
}

}  // namespace gilded
