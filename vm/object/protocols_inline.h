// The inline halves of protocols.h.
#pragma once

#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/types/list.h"
#include "vm/types/tuple.h"

namespace gilded {

inline uint32_t CallArguments::positional_count() const {
  return keyword_names ? count - static_cast<uint32_t>(keyword_names->length) : count;
}

inline ReprGuard::ReprGuard(Thread* T, Value object)
    : thread_(T), outer_(T->repr_guards), object_(object), depth_(outer_ ? outer_->depth_ + 1 : 1) {
  T->repr_guards = this;
}
inline ReprGuard::~ReprGuard() {
  thread_->repr_guards = outer_;
}
inline bool ReprGuard::is_recursive() const {
  for (const ReprGuard* guard = outer_; guard; guard = guard->outer_) {
    if (guard->object_ == object_) return true;
  }
  return false;
}

inline IteratorItems::IteratorItems(Thread* T, Value iterator) : thread_(T), iterator_(iterator), next_(next_item) {
  Type* type = type_of(T, iterator);
  // The slots of a native class never change. What it iterates over asks for the depth of recursion itself.
  if (type->has_flag(kTypeIsBuiltin) && type->slots.next) next_ = type->slots.next;
}

template <class F>
bool for_each(Thread* T, Value iterable, F f) {
  if (is_exactly(iterable, Kind::kTuple)) {
    Tuple* tuple = iterable.as<Tuple>();
    for (size_t i = 0; i < tuple->length; ++i) {
      if (!f((*tuple)[i])) return false;
    }
    return true;
  }
  if (is_exactly(iterable, Kind::kList)) {
    List* list = iterable.as<List>();
    for (int64_t i = 0; i < list->size(); ++i) {
      Value item = list_get(T, list, i);
      if (!item) break;
      if (!f(item)) return false;
    }
    return true;
  }
  Value iterator = get_iterator(T, iterable);
  if (!iterator) return false;
  IteratorItems items(T, iterator);
  while (Value item = items.next()) {
    if (!f(item)) return false;
  }
  return !T->has_exception();
}

// f(CallArguments) with the receiver before the arguments. EMPTY: an exception is set.
template <class F>
Value with_receiver(Thread* T, Value receiver, CallArguments arguments, F f) {
  constexpr uint32_t kInPlace = 12;
  Value in_place[kInPlace];
  Value* values = in_place;
  if (arguments.count + 1 > kInPlace) {
    Tuple* spilled = make_tuple(T, arguments.count + 1);
    if (!spilled) return kEmpty;
    values = reinterpret_cast<Value*>(spilled->items);
  }
  values[0] = receiver;
  for (uint32_t i = 0; i < arguments.count; ++i) values[i + 1] = arguments[i];
  return f(CallArguments{values, arguments.count + 1, arguments.keyword_names});
}

}  // namespace gilded
