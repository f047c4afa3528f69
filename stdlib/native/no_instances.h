// The `create` slot of native types whose instances only their module makes.
#pragma once

#include "vm/object/errors.h"
#include "vm/object/type.h"

namespace gilded {

inline Value refuse_creation(Thread* T, Type* type, CallArguments) {
  return raise(T, Builtin::kTypeError, "cannot create '{}' instances", name_of(type));
}

}  // namespace gilded
