#include "stdlib/native/struct_sequence.h"

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

}  // namespace

Value make_struct_sequence(Thread* T, const char* name, const char* documentation,
                           std::span<const NativeAttribute> fields, std::initializer_list<Value> items) {
  static const TypeSlots kSlots = [] {
    TypeSlots s{};
    s.repr = repr;
    return s;
  }();
  for (Value value : items) {
    if (value.is_empty()) return kEmpty;
  }
  size_t count = fields.size() - 1;
  Type* type = make_native_type(
      T, {name, Kind::kTuple, sizeof(Tuple), kTypeIsBuiltin, documentation, &kSlots, nullptr, fields.data()},
      types(T).tuple);
  Value texts[kMaximumStructSequenceFields];
  for (size_t i = 0; i < count; ++i) {
    texts[i] = make_string(T, std::string_view(fields[i].name));
    if (texts[i].is_empty()) return kEmpty;
  }
  Tuple* field_names = type ? make_tuple(T, texts, count) : nullptr;
  Tuple* tuple = field_names ? make_tuple(T, items) : nullptr;
  if (!tuple) return kEmpty;
  // Straight into the new type's dictionary: nobody has looked anything up there yet.
  Dict* attributes = type->attributes.load().as<Dict>();
  auto put = [&](const char* attribute, Value value) {
    Cell* cell = make_cell(T, value);
    return cell && dict_set(T, attributes, intern(T, std::string_view(attribute)), cell);
  };
  Value number = Value::small_int(static_cast<int64_t>(count));
  if (!put("__match_args__", field_names) || !put("n_fields", number) || !put("n_sequence_fields", number) ||
      !put("n_unnamed_fields", Value::small_int(0))) {
    return kEmpty;
  }
  Value arguments[1] = {tuple};
  return types(T).tuple->slots.create(T, type, CallArguments{arguments, 1, nullptr});
}

}  // namespace gilded
