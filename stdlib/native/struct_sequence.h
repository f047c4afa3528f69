// Struct sequences: tuples whose items have names too, as sys.flags and sys.float_info are.
//
// Thread safety: the functions may be called from any thread; a type and its instances never change.
#pragma once

#include <array>
#include <initializer_list>
#include <span>

#include "vm/object/native.h"
#include "vm/object/type.h"
#include "vm/types/tuple.h"

namespace gilded {

inline constexpr size_t kMaximumStructSequenceFields = 24;

template <size_t index>
Value struct_sequence_item(Thread*, Value self) {
  Tuple* items = self.as<Tuple>();
  // Hidden items lie behind the visible ones, as in vm/types/struct_sequence.h.
  return index < items->length + items->private_bits.load(std::memory_order_relaxed) ? (*items)[index] : kNone;
}

// The attributes of a type with these fields, to be kept as long as the program runs:
//   static constexpr auto kFields = struct_sequence_fields({"major", "minor"});
template <size_t count>
constexpr std::array<NativeAttribute, count + 1> struct_sequence_fields(const char* const (&field_names)[count]) {
  static_assert(count <= kMaximumStructSequenceFields);
  std::array<NativeAttribute, count + 1> fields{};
  [&]<size_t... index>(std::index_sequence<index...>) {
    ((fields[index] = {field_names[index], struct_sequence_item<index>, nullptr, nullptr}), ...);
  }(std::make_index_sequence<count>());
  return fields;
}

// The first instance of a new subclass of tuple; is_only: programs cannot make others. Items behind the visible ones
// are there by name only. `fields` comes from struct_sequence_fields, and all texts live as long as the program. EMPTY,
// also where an item is EMPTY: exception.
Value make_struct_sequence(Thread* T, const char* name, const char* documentation,
                           std::span<const NativeAttribute> fields, std::initializer_list<Value> items,
                           bool is_only = false, size_t visible = kMaximumStructSequenceFields);

}  // namespace gilded
