#include "stdlib/native/struct_sequence.h"

#include <algorithm>

#include "vm/object/protocols.h"
#include "vm/runtime.h"
#include "vm/types/cell.h"
#include "vm/types/dict.h"
#include "vm/types/string.h"

namespace gilded {

namespace {

Value repr(Thread* T, Value self) {
  Type* type = type_of(T, self);
  Value field_names = type_lookup(type, intern(T, std::string_view("__match_args__")));
  std::string text = std::string(name_of(type)) + "(";
  size_t count = is_tuple(field_names) ? field_names.as<Tuple>()->length : 0;
  for (size_t i = 0; i < count && i < self.as<Tuple>()->length; ++i) {
    String* shown = to_repr(T, (*self.as<Tuple>())[i]);
    if (!shown) return kEmpty;
    text += (i ? ", " : "") + to_utf8(as_string((*field_names.as<Tuple>())[i])) + "=" + to_utf8(shown);
  }
  return make_string(T, text + ")");
}

Value refuse_instance(Thread* T, Type* type, CallArguments) {
  return raise(T, Builtin::kTypeError, "cannot create '{}' instances", name_of(type));
}

}  // namespace

Value make_struct_sequence(Thread* T, const char* name, const char* documentation,
                           std::span<const NativeAttribute> fields, std::initializer_list<Value> items, bool is_only,
                           size_t visible) {
  static const TypeSlots kSlots = [] {
    TypeSlots s{};
    s.repr = repr;
    return s;
  }();
  static const TypeSlots kOnlySlots = [] {
    TypeSlots s{};
    s.repr = repr;
    s.create = refuse_instance;
    return s;
  }();
  for (Value value : items) {
    if (value.is_empty()) return kEmpty;
  }
  size_t count = fields.size() - 1;
  Type* type = make_native_type(T,
                                {name, Kind::kTuple, sizeof(Tuple), kTypeIsBuiltin, documentation,
                                 is_only ? &kOnlySlots : &kSlots, nullptr, fields.data()},
                                types(T).tuple);
  Value texts[kMaximumStructSequenceFields];
  for (size_t i = 0; i < count; ++i) {
    texts[i] = make_string(T, std::string_view(fields[i].name));
    if (texts[i].is_empty()) return kEmpty;
  }
  visible = std::min(visible, count);
  Tuple* field_names = type ? make_tuple(T, texts, visible) : nullptr;
  Tuple* tuple = field_names ? make_tuple(T, items) : nullptr;
  if (!tuple) return kEmpty;
  // Straight into the new type's dictionary: nobody has looked anything up there yet.
  Dict* attributes = type->attributes.load().as<Dict>();
  auto put = [&](const char* attribute, Value value) {
    Cell* cell = make_cell(T, value);
    return cell && dict_set(T, attributes, intern(T, std::string_view(attribute)), cell);
  };
  if (!put("__match_args__", field_names) || !put("n_fields", Value::small_int(static_cast<int64_t>(count))) ||
      !put("n_sequence_fields", Value::small_int(static_cast<int64_t>(visible))) ||
      !put("n_unnamed_fields", Value::small_int(0))) {
    return kEmpty;
  }
  Value arguments[1] = {tuple};
  Value made = types(T).tuple->slots.create(T, type, CallArguments{arguments, 1, nullptr});
  if (made && visible < count) {
    made.as<Tuple>()->private_bits.store(static_cast<uint8_t>(count - visible), std::memory_order_relaxed);
    made.as<Tuple>()->length = visible;
  }
  return made;
}

}  // namespace gilded
