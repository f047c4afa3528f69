#include "vm/types/struct_sequence.h"

#include <array>
#include <utility>

#include "vm/object/protocols.h"
#include "vm/object/type_internals.h"
#include "vm/runtime.h"
#include "vm/types/dict.h"
#include "vm/types/string.h"

namespace gilded {

namespace {

constexpr size_t kHeaderSize = sizeof(Tuple) - sizeof(Slot);

template <size_t index>
Value item(Thread*, Value self) {
  auto* tuple = self.as<Tuple>();
  // Hidden items lie behind the visible ones.
  return index < tuple->length + tuple->private_bits.load(std::memory_order_relaxed) ? (*tuple)[index] : kNone;
}
using Getter = Value (*)(Thread*, Value);
template <size_t... indices>
constexpr std::array<Getter, sizeof...(indices)> make_getters(std::index_sequence<indices...>) {
  return {item<indices>...};
}
constexpr auto kGetters = make_getters(std::make_index_sequence<kMaxStructFields>());

// Names of the fields in order ("" where there is none), and how many are visible: what the type's dict says.
bool shape_of(Thread* T, Type* type, Tuple** names, int64_t* visible, int64_t* total) {
  Value all = type_lookup(type, intern(T, std::string_view("_fields_in_order")));
  Value shown = type_lookup(type, intern(T, std::string_view("n_sequence_fields")));
  if (all.is_empty() || shown.is_empty())
    return raise(T, Builtin::kTypeError, "cannot create '{}' instances", name_of(type));
  *names = all.as<Tuple>();
  *visible = shown.as_small_int();
  *total = static_cast<int64_t>((*names)->length);
  return true;
}

Value struct_sequence_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[2];
  if (!bind_arguments(T, "structseq(sequence, dict=<unrepresentable>)", arguments, values)) return kEmpty;
  Tuple* names_in_order;
  int64_t visible, total;
  if (!shape_of(T, type, &names_in_order, &visible, &total)) return kEmpty;
  if (values[1] && !is_dict(values[1])) {
    return raise(T, Builtin::kTypeError, "{}() takes a dict as second arg, if any", name_of(type));
  }
  Tuple* given = tuple_from_iterable(T, values[0]);
  if (!given) {
    if (exception_matches(T, Builtin::kTypeError))
      return raise(T, Builtin::kTypeError, "constructor requires a sequence");
    return kEmpty;
  }
  auto length = static_cast<int64_t>(given->length);
  if (visible == total && length != visible) {
    return raise(T, Builtin::kTypeError, "{}() takes a {}-sequence ({}-sequence given)", name_of(type), visible,
                 length);
  }
  if (length < visible) {
    return raise(T, Builtin::kTypeError, "{}() takes an at least {}-sequence ({}-sequence given)", name_of(type),
                 visible, length);
  }
  if (length > total) {
    return raise(T, Builtin::kTypeError, "{}() takes an at most {}-sequence ({}-sequence given)", name_of(type), total,
                 length);
  }
  Value items[kMaxStructFields];
  int64_t found_by_name = 0;
  for (int64_t i = 0; i < total; ++i) {
    items[i] = kNone;
    if (i < length)
      items[i] = (*given)[static_cast<size_t>(i)];
    else if (is_dict(values[1])) {
      Value found = dict_get(T, values[1].as<Dict>(), (*names_in_order)[static_cast<size_t>(i)]);
      if (found) {
        items[i] = found;
        ++found_by_name;
      } else if (T->has_exception()) {
        return kEmpty;
      }
    }
  }
  if (is_dict(values[1]) && found_by_name < values[1].as<Dict>()->size())
    return raise(T, Builtin::kTypeError, "{}() got duplicate or unexpected field name(s)", name_of(type));
  return make_struct_sequence(T, type, items, static_cast<size_t>(total), static_cast<size_t>(visible));
}

Value struct_sequence_repr(Thread* T, Value self) {
  Type* type = type_of(T, self);
  Tuple* names_in_order;
  int64_t visible, total;
  if (!shape_of(T, type, &names_in_order, &visible, &total)) return kEmpty;
  std::string out = std::string(name_of(type)) + "(";
  // Unnamed visible items are shown under the names of the hidden ones that replace them.
  size_t name = 0;
  for (size_t i = 0; i < static_cast<size_t>(visible); ++i) {
    while (name + 1 < names_in_order->length && as_string((*names_in_order)[name])->length == 0) ++name;
    String* text = to_repr(T, (*self.as<Tuple>())[i]);
    if (!text) return kEmpty;
    out += fmt::format("{}{}={}", i ? ", " : "", to_utf8(as_string((*names_in_order)[name++])), to_utf8(text));
  }
  return make_string(T, out + ")");
}

Value struct_sequence_reduce(Thread* T, Arguments args) {
  auto* self = args[0].as<Tuple>();
  Type* type = type_of(T, args[0]);
  Tuple* names_in_order;
  int64_t visible, total;
  if (!shape_of(T, type, &names_in_order, &visible, &total)) return kEmpty;
  Tuple* shown = make_tuple(T, static_cast<size_t>(visible));
  Dict* hidden = make_dict(T);
  if (!shown || !hidden) return kEmpty;
  for (size_t i = 0; i < static_cast<size_t>(total); ++i) {
    if (i < static_cast<size_t>(visible))
      heap_initialize(shown, shown->items[i], (*self)[i]);
    else if (!dict_set(T, hidden, (*names_in_order)[i], (*self)[i]))
      return kEmpty;
  }
  Tuple* arguments = make_tuple(T, {shown, hidden});
  return arguments ? Value(make_tuple(T, {type, arguments})) : kEmpty;
}

Value struct_sequence_replace(Thread* T, Arguments args) {
  auto* self = args[0].as<Tuple>();
  Type* type = type_of(T, args[0]);
  Tuple* names_in_order;
  int64_t visible, total;
  if (!shape_of(T, type, &names_in_order, &visible, &total)) return kEmpty;
  Value items[kMaxStructFields];
  int64_t replaced = 0;
  for (size_t i = 0; i < static_cast<size_t>(total); ++i) {
    Value name = (*names_in_order)[i];
    if (as_string(name)->length == 0)
      return raise(T, Builtin::kTypeError, "__replace__() is not supported for {} because it has unnamed field(s)",
                   name_of(type));
    items[i] = (*self)[i];
    Value found = args.keywords ? dict_get(T, args.keywords, name) : kEmpty;
    if (T->has_exception()) return kEmpty;
    if (!found) continue;
    items[i] = found;
    ++replaced;
  }
  if (args.keywords && replaced < args.keywords->size()) {
    for (size_t i = 0; i < static_cast<size_t>(total); ++i) {
      (void)dict_pop(T, args.keywords, (*names_in_order)[i]);
      if (T->has_exception()) return kEmpty;
    }
    Value unknown = call(T, types(T).list, {args.keywords});
    String* text = unknown ? to_repr(T, unknown) : nullptr;
    return text ? raise(T, Builtin::kTypeError, "Got unexpected field name(s): {}", to_utf8(text)) : kEmpty;
  }
  return make_struct_sequence(T, type, items, static_cast<size_t>(total), static_cast<size_t>(visible));
}

const NativeMethod kMethods[] = {{"__reduce__($self, /)", struct_sequence_reduce, nullptr},
                                 {"__replace__($self, /, **changes)", struct_sequence_replace,
                                  "Return a copy of the structure with new values for the specified fields."},
                                 {nullptr, nullptr, nullptr}};

}  // namespace

StructSequenceAttributes struct_sequence_attributes(const StructSequenceSpec& spec) {
  StructSequenceAttributes attributes{};
  size_t named = 0;
  for (size_t i = 0; spec.fields[i]; ++i) {
    if (*spec.fields[i]) attributes[named++] = {spec.fields[i], kGetters[i], nullptr, nullptr};
  }
  return attributes;
}

Type* make_struct_sequence_type(Thread* T, const StructSequenceSpec& spec, const NativeAttribute* attributes) {
  static const TypeSlots kSlots = [] {
    TypeSlots slots{};
    slots.create = struct_sequence_create;
    slots.repr = struct_sequence_repr;
    return slots;
  }();
  size_t total = 0, named = 0;
  Value all[kMaxStructFields], matched[kMaxStructFields];
  size_t match_count = 0;
  for (; spec.fields[total]; ++total) {
    all[total] = intern(T, std::string_view(spec.fields[total]));
    if (!all[total]) return nullptr;
    if (!*spec.fields[total]) continue;
    ++named;
    if (total < spec.visible) matched[match_count++] = all[total];
  }
  Type* type = make_native_type(
      T, {spec.name, Kind::kTuple, sizeof(Tuple), kTypeIsBuiltin, spec.documentation, &kSlots, kMethods, attributes},
      types(T).tuple);
  Tuple* in_order = make_tuple(T, all, total);
  Tuple* match = make_tuple(T, matched, match_count);
  if (!type || !in_order || !match) return nullptr;
  const struct {
    const char* name;
    Value value;
  } kMore[] = {{"_fields_in_order", in_order},
               {"__match_args__", match},
               {"n_fields", Value::small_int(static_cast<int64_t>(total))},
               {"n_sequence_fields", Value::small_int(spec.visible)},
               {"n_unnamed_fields", Value::small_int(static_cast<int64_t>(total - named))}};
  for (auto& entry : kMore) {
    if (!define_attribute(T, type, intern(T, std::string_view(entry.name)), entry.value)) return nullptr;
  }
  return type;
}

Value make_struct_sequence(Thread* T, Type* type, const Value* items, size_t count, size_t visible) {
  for (size_t i = 0; i < count; ++i) {
    if (items[i].is_empty()) return kEmpty;
  }
  auto* tuple = static_cast<Tuple*>(allocate_instance_of(T, type, kHeaderSize + count * sizeof(Slot)));
  if (!tuple) return kEmpty;
  tuple->private_bits.store(static_cast<uint8_t>(count - visible), std::memory_order_relaxed);
  tuple->length = visible;
  for (size_t i = 0; i < count; ++i) heap_initialize(tuple, tuple->items[i], items[i]);
  return tuple;
}

}  // namespace gilded
