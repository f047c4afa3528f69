// builtins.__build_class__: what a class statement calls.
#include "vm/interpreter/interpreter.h"
#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/cell.h"
#include "vm/types/dict.h"
#include "vm/types/function.h"
#include "vm/types/list.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

// Bases that are not classes may stand for others (PEP 560). Returns `bases` itself when none does.
Tuple* resolve_bases(Thread* T, Tuple* bases) {
  List* resolved = nullptr;
  for (size_t i = 0; i < bases->length; ++i) {
    Value base = (*bases)[i];
    Value method;
    if (!is_kind(base, Kind::kType)) {
      method = find_attribute(T, base, names(T).dunder_mro_entries);
      if (!method && T->has_exception()) return nullptr;
    }
    if (!method) {
      if (resolved && !list_append(T, resolved, base)) return nullptr;
      continue;
    }
    Value entries = call(T, method, {bases});
    if (!entries) return nullptr;
    if (!is_tuple(entries)) return raise(T, Builtin::kTypeError, "__mro_entries__ must return a tuple");
    if (!resolved) {
      resolved = make_list(T);
      for (size_t j = 0; resolved && j < i; ++j) {
        if (!list_append(T, resolved, (*bases)[j])) return nullptr;
      }
      if (!resolved) return nullptr;
    }
    for (size_t j = 0; j < as_tuple(entries)->length; ++j) {
      if (!list_append(T, resolved, (*as_tuple(entries))[j])) return nullptr;
    }
  }
  return resolved ? tuple_from_iterable(T, resolved) : bases;
}

}  // namespace

Value build_class(Thread* T, Arguments arguments) {
  Value function = arguments[0];
  Value name = arguments[1];
  if (!is_kind(function, Kind::kFunction))
    return raise(T, Builtin::kTypeError, "__build_class__: func must be a function");
  if (!is_string(name)) return raise(T, Builtin::kTypeError, "__build_class__: name is not a string");
  Tuple* original_bases = make_tuple(T, arguments.rest, arguments.rest_count);
  Tuple* bases = original_bases ? resolve_bases(T, original_bases) : nullptr;
  if (!bases) return kEmpty;

  Value metaclass = arguments[2];
  Dict* keywords = arguments.keywords;
  bool metaclass_is_class = true;
  if (metaclass) {
    metaclass_is_class = is_kind(metaclass, Kind::kType);
  } else {
    metaclass = bases->length > 0 ? type_of(T, (*bases)[0]) : types(T).type;
  }
  if (metaclass_is_class) {
    metaclass = calculate_metaclass(T, metaclass.as<Type>(), bases);
    if (!metaclass) return kEmpty;
  }

  Value space;
  if (metaclass == Value(types(T).type)) {
    space = make_dict(T);
  } else {
    Value prepare = find_attribute(T, metaclass, names(T).dunder_prepare);
    if (!prepare && T->has_exception()) return kEmpty;
    space = prepare ? call_tuple(T, prepare, make_tuple(T, {name, bases}), keywords) : Value(make_dict(T));
    if (space && !is_dict(space) && !type_of(T, space)->slots.get_item) {
      return raise(T, Builtin::kTypeError, "{}.__prepare__() must return a mapping, not {}",
                   metaclass_is_class ? std::string(name_of(metaclass.as<Type>())) : "<metaclass>",
                   type_name(T, space));
    }
  }
  if (!space) return kEmpty;

  auto* body = function.as<Function>();
  Value cell = run_code(T, body->code.load(std::memory_order_acquire), body->globals.load(std::memory_order_acquire),
                        space, body->closure.load(std::memory_order_acquire));
  if (!cell) return kEmpty;
  if (bases != original_bases && !set_item(T, space, names(T).dunder_orig_bases, original_bases)) return kEmpty;
  Value result = call_tuple(T, metaclass, make_tuple(T, {name, bases, space}), keywords);
  if (!result || !is_kind(cell, Kind::kCell) || !is_kind(result, Kind::kType)) return result;

  Value in_cell = cell.as<Cell>()->contents.load();
  if (!in_cell) {
    return raise(T, Builtin::kRuntimeError,
                 "__class__ not set defining '{}' as {}. Was __classcell__ propagated to type.__new__?",
                 to_utf8(as_string(name)), to_utf8(to_repr(T, result)));
  }
  if (in_cell != result) {
    String* of_cell = to_repr(T, in_cell);
    String* of_result = of_cell ? to_repr(T, result) : nullptr;
    if (!of_result) return kEmpty;
    return raise(T, Builtin::kTypeError, "__class__ set to {} defining '{}' as {}", to_utf8(of_cell),
                 to_utf8(as_string(name)), to_utf8(of_result));
  }
  return result;
}

}  // namespace gilded
