// The order in which a class's bases are searched, and which of them the layout of its instances extends.
#include <vector>

#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/object/type_internals.h"
#include "vm/runtime.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

// C3: repeatedly take the first head that stands in no other list's tail. No safepoint in here, so plain vectors may
// hold the types.
Tuple* linearize(Thread* T, Type* type) {
  Tuple* bases = type->bases.load().as<Tuple>();
  for (size_t i = 0; i < bases->length; ++i) {
    for (size_t j = i + 1; j < bases->length; ++j) {
      if ((*bases)[i] == (*bases)[j])
        return raise(T, Builtin::kTypeError, "duplicate base class {}", name_of((*bases)[i].as<Type>()));
    }
  }
  std::vector<std::vector<Value>> lists;
  for (size_t i = 0; i < bases->length; ++i) {
    std::vector<Value> list;
    Tuple* mro = (*bases)[i].as<Type>()->mro.load().as<Tuple>();
    if (!mro)
      return raise(T, Builtin::kTypeError, "Cannot extend an incomplete type '{}'", name_of((*bases)[i].as<Type>()));
    for (size_t j = 0; j < mro->length; ++j) list.push_back((*mro)[j]);
    lists.push_back(std::move(list));
  }
  std::vector<Value> direct;
  for (size_t i = 0; i < bases->length; ++i) direct.push_back((*bases)[i]);
  lists.push_back(std::move(direct));

  std::vector<Value> result = {type};
  std::vector<size_t> heads(lists.size(), 0);
  for (;;) {
    bool all_empty = true;
    Value chosen;
    for (size_t i = 0; i < lists.size() && !chosen; ++i) {
      if (heads[i] == lists[i].size()) continue;
      all_empty = false;
      Value candidate = lists[i][heads[i]];
      bool in_a_tail = false;
      for (size_t j = 0; j < lists.size() && !in_a_tail; ++j) {
        for (size_t k = heads[j] + 1; k < lists[j].size() && !in_a_tail; ++k) in_a_tail = lists[j][k] == candidate;
      }
      if (!in_a_tail) chosen = candidate;
    }
    if (all_empty) break;
    if (!chosen) {
      std::string remaining;
      std::vector<Value> named;
      for (size_t i = 0; i < lists.size(); ++i) {
        if (heads[i] == lists[i].size()) continue;
        Value candidate = lists[i][heads[i]];
        bool known = false;
        for (Value other : named) known = known || other == candidate;
        if (known) continue;
        named.push_back(candidate);
        if (!remaining.empty()) remaining += ", ";
        remaining += name_of(candidate.as<Type>());
      }
      return raise(T, Builtin::kTypeError, "Cannot create a consistent method resolution order (MRO) for bases {}",
                   remaining);
    }
    result.push_back(chosen);
    for (size_t i = 0; i < lists.size(); ++i) {
      if (heads[i] < lists[i].size() && lists[i][heads[i]] == chosen) ++heads[i];
    }
  }
  return make_tuple(T, result.data(), result.size());
}

Tuple* compute_mro(Thread* T, Type* type) {
  Type* metatype = type->type();
  Value method = type_lookup(metatype, names(T).mro);
  if (metatype == types(T).type || method == type_lookup(types(T).type, names(T).mro)) return linearize(T, type);
  bool found = false;
  Value result = call_special(T, type, names(T).mro, {}, &found);
  Tuple* mro = result ? tuple_from_iterable(T, result) : nullptr;
  if (!mro) return nullptr;
  Type* solid = solid_base(type);
  for (size_t i = 0; i < mro->length; ++i) {
    Value item = (*mro)[i];
    if (!is_kind(item, Kind::kType))
      return raise(T, Builtin::kTypeError, "mro() returned a non-class ('{}')", type_name(T, item));
    if (!is_subtype(solid, solid_base(item.as<Type>()))) {
      return raise(T, Builtin::kTypeError, "mro() returned base with unsuitable layout ('{}')",
                   name_of(item.as<Type>()));
    }
  }
  return mro;
}

Type* solid_base(Type* type) {
  for (Type* base = type->base; base; type = base, base = base->base) {
    bool extends = type->instance_kind != base->instance_kind || type->fixed_size != base->fixed_size ||
                   type->declared_slot_count > base->declared_slot_count;
    if (extends) return type;
  }
  return type;
}

Type* best_base(Thread* T, Tuple* bases) {
  Type* winner = nullptr;
  Type* base = nullptr;
  for (size_t i = 0; i < bases->length; ++i) {
    Value item = (*bases)[i];
    if (!is_kind(item, Kind::kType)) return raise(T, Builtin::kTypeError, "bases must be types");
    Type* candidate = item.as<Type>();
    if (!candidate->has_flag(kTypeIsBase)) {
      return raise(T, Builtin::kTypeError, "type '{}' is not an acceptable base type", name_of(candidate));
    }
    Type* solid = solid_base(candidate);
    if (!winner || (winner != solid && is_subtype(solid, winner))) {
      winner = solid;
      base = candidate;
    } else if (!is_subtype(winner, solid)) {
      return raise(T, Builtin::kTypeError, "multiple bases have instance lay-out conflict");
    }
  }
  return base;
}

Type* calculate_metaclass(Thread* T, Type* metatype, Tuple* bases) {
  Type* winner = metatype;
  for (size_t i = 0; i < bases->length; ++i) {
    Type* candidate = type_of(T, (*bases)[i]);
    if (is_subtype(winner, candidate)) continue;
    if (!is_subtype(candidate, winner)) {
      return raise(T, Builtin::kTypeError,
                   "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the "
                   "metaclasses of all its bases");
    }
    winner = candidate;
  }
  return winner;
}

}  // namespace gilded
