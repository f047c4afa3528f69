// types.GenericAlias (list[int]) and types.UnionType (int | str).
//
//   GenericAlias   Record: origin, arguments (tuple), parameters (tuple, or EMPTY: not computed yet), is_unpacked (True
//   or EMPTY) Union          Record: arguments (tuple), parameters (tuple or EMPTY)
#pragma once

#include "vm/object/object.h"

namespace gilded {

inline constexpr size_t kAliasOrigin = 0, kAliasArguments = 1, kAliasParameters = 2, kAliasUnpacked = 3;
inline constexpr size_t kUnionArguments = 0, kUnionParameters = 1;

// origin[arguments]; what `__class_getitem__` of built-in types returns. `arguments` may be a tuple.
Value make_generic_alias(Thread* T, Value origin, Value arguments);
// left | right for classes, None, aliases and unions; NotImplemented when one of them is none of these.
Value make_union(Thread* T, Value left, Value right);
// The members of a union.
bool is_union(Thread* T, Value value);

}  // namespace gilded
