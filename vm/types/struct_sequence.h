// Struct sequences: tuples whose items have names (os.stat_result, pwd.struct_passwd ...).
//
//   | tuple: header | length | item 0 ... item length-1 | hidden items |
//
// An instance is a tuple of its first `visible` items; the rest are there by name only. How many are hidden stands in
// the private bits of the header, where the collector finds it. Immutable once reachable.
#pragma once

#include <array>

#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/tuple.h"

namespace gilded {

inline constexpr size_t kMaxStructFields = 24;

// Static lifetime. A field named "" is visible without a name.
struct StructSequenceSpec {
  const char* name;  // "os.stat_result"
  const char* documentation;
  uint32_t visible;
  const char* fields[kMaxStructFields];  // ends with null
};

using StructSequenceAttributes = std::array<NativeAttribute, kMaxStructFields + 1>;
StructSequenceAttributes struct_sequence_attributes(const StructSequenceSpec& spec);
Type* make_struct_sequence_type(Thread* T, const StructSequenceSpec& spec, const NativeAttribute* attributes);
// The type, immutable; null: exception.
template <const StructSequenceSpec& spec>
Type* make_struct_sequence_type(Thread* T) {
  static const StructSequenceAttributes attributes = struct_sequence_attributes(spec);
  return make_struct_sequence_type(T, spec, attributes.data());
}
// Items for all fields, hidden ones too. EMPTY items are failures of their maker: EMPTY is returned.
Value make_struct_sequence(Thread* T, Type* type, const Value* items, size_t count, size_t visible);

// A tuple and nothing more: neither a struct sequence nor an instance of a class.
inline bool is_plain_tuple(Thread* T, Value v) {
  return is_kind(v, Kind::kTuple) && v.as_object()->type() == types(T).tuple;
}

}  // namespace gilded
