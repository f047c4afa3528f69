// Displays, unpacking, argument merging, pattern matching: the parts of instructions that build or take apart
// containers.
#include "vm/interpreter/support.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/list.h"
#include "vm/types/set.h"
#include "vm/types/string.h"
#include "vm/types/struct_sequence.h"
#include "vm/types/tuple.h"

namespace gilded {

Value build_set(Thread* T, const Value* items, size_t count) {
  if (count == 1) return make_set_of_one(T, items[0]);  // null is EMPTY
  Set* set = make_set(T);
  for (size_t i = 0; set && i < count; ++i) {
    if (set_add(T, set, items[i]) < 0) return kEmpty;
  }
  return set;
}

Value join_strings(Thread* T, const Value* strings, size_t count) {
  size_t length = 0;
  char32_t widest = 0;
  for (size_t i = 0; i < count; ++i) {
    String* s = as_string(strings[i]);
    length += s->length;
    widest = std::max<char32_t>(widest, s->is_ascii()     ? 0x7f
                                        : s->width() == 1 ? 0xff
                                        : s->width() == 2 ? 0xffff
                                                          : 0x10ffff);
  }
  if (count == 1) return strings[0];
  String* result = make_string_buffer(T, length, widest);
  if (!result) return kEmpty;
  char* out = mutable_characters(result);
  int width = result->width();
  for (size_t i = 0; i < count; ++i) {
    String* s = as_string(strings[i]);
    if (s->width() == width) {
      memcpy(out, s->characters, static_cast<size_t>(s->length) * static_cast<size_t>(width));
      out += static_cast<size_t>(s->length) * static_cast<size_t>(width);
      continue;
    }
    for (size_t k = 0; k < s->length; ++k, out += width) {
      char32_t c = s->at(k);
      if (width == 2)
        *reinterpret_cast<char16_t*>(out) = static_cast<char16_t>(c);
      else
        *reinterpret_cast<char32_t*>(out) = c;
    }
  }
  return result;
}

bool extend_display(Thread* T, List* list, Value iterable) {
  Type* type = type_of(T, iterable);
  if (!type->slots.iterate && !type->slots.get_item)
    return raise(T, Builtin::kTypeError, "Value after * must be an iterable, not {}", name_of(type));
  return list_extend(T, list, iterable);
}

bool update_display(Thread* T, Dict* dict, Value mapping) {
  if (!is_dict(mapping)) {
    Value keys = find_attribute(T, mapping, names(T).keys);
    if (keys.is_empty())
      return T->has_exception() ? false
                                : raise(T, Builtin::kTypeError, "'{}' object is not a mapping", type_name(T, mapping));
  }
  return dict_update(T, dict, mapping);
}

// "f" for messages about a callee: its __qualname__ with the module, as CPython's.
static std::string callee_name(Thread* T, Value callee) {
  Value name = find_attribute(T, callee, names(T).dunder_qualname);
  if (T->has_exception()) clear_exception(T);
  if (!is_string(name)) {
    String* s = to_str(T, callee);
    if (!s) {
      clear_exception(T);
      return "?";
    }
    return to_utf8(s);
  }
  Value module = find_attribute(T, callee, names(T).dunder_module);
  if (T->has_exception()) clear_exception(T);
  std::string text = to_utf8(as_string(name)) + "()";
  if (is_string(module) && to_utf8(as_string(module)) != "builtins") text = to_utf8(as_string(module)) + "." + text;
  return text;
}

bool make_star_arguments(Thread* T, Value callee, Value* place) {
  if (is_plain_tuple(T, *place)) return true;
  Type* type = type_of(T, *place);
  if (!type->slots.iterate && !type->slots.get_item) {
    return raise(T, Builtin::kTypeError, "{} argument after * must be an iterable, not {}", callee_name(T, callee),
                 name_of(type));
  }
  Value tuple = tuple_from_iterable(T, *place);
  if (tuple.is_empty()) return false;
  *place = tuple;
  return true;
}

bool merge_keywords(Thread* T, Dict* dict, Value mapping, Value callee) {
  Value keys;
  if (is_dict(mapping)) {
    keys = mapping;
  } else {
    Value method = find_attribute(T, mapping, names(T).keys);
    if (method.is_empty()) {
      if (T->has_exception()) return false;
      return raise(T, Builtin::kTypeError, "{} argument after ** must be a mapping, not {}", callee_name(T, callee),
                   type_name(T, mapping));
    }
    keys = call(T, method, {});
    if (keys.is_empty()) return false;
  }
  return for_each(T, keys, [&](Value key) {
    // A key that is no string is an error, too, but of the call that follows.
    int present = dict_contains(T, dict, key);
    if (present < 0) return false;
    if (present > 0) {
      String* shown = to_str(T, key);
      return shown &&
             static_cast<bool>(raise(T, Builtin::kTypeError, "{} got multiple values for keyword argument '{}'",
                                     callee_name(T, callee), to_utf8(shown)));
    }
    Value value = get_item(T, mapping, key);
    return !value.is_empty() && dict_set(T, dict, key, value);
  });
}

bool unpack_iterable(Thread* T, Value iterable, uint32_t count, int after, Value* out) {
  Type* type = type_of(T, iterable);
  if (!type->slots.iterate && !type->slots.get_item)
    return raise(T, Builtin::kTypeError, "cannot unpack non-iterable {} object", name_of(type));
  Value iterator = get_iterator(T, iterable);
  if (iterator.is_empty()) return false;
  // Collected aside first: out may be the registers of the iterable itself.
  List* items = make_list(T, count);
  if (!items) return false;
  for (uint32_t i = 0; i < count; ++i) {
    Value item = next_item(T, iterator);
    if (item.is_empty()) {
      if (T->has_exception()) return false;
      if (after < 0)
        return raise(T, Builtin::kValueError, "not enough values to unpack (expected {}, got {})", count, i);
      return raise(T, Builtin::kValueError, "not enough values to unpack (expected at least {}, got {})",
                   count + static_cast<uint32_t>(after), i);
    }
    if (!list_append(T, items, item)) return false;
  }
  if (after < 0) {
    Value item = next_item(T, iterator);
    if (T->has_exception()) return false;
    if (item) {
      return raise(T, Builtin::kValueError, "too many values to unpack (expected {})", count);
    }
    for (uint32_t i = 0; i < count; ++i) out[i] = list_get(T, items, i);
    return true;
  }
  List* rest = make_list(T);
  if (!rest) return false;
  while (Value item = next_item(T, iterator)) {
    if (!list_append(T, rest, item)) return false;
  }
  if (T->has_exception()) return false;
  int64_t extra = rest->size() - after;
  if (extra < 0) {
    return raise(T, Builtin::kValueError, "not enough values to unpack (expected at least {}, got {})",
                 count + static_cast<uint32_t>(after), count + static_cast<uint32_t>(rest->size()));
  }
  List* middle = make_list(T, static_cast<size_t>(extra));
  if (!middle) return false;
  for (int64_t i = 0; i < extra; ++i) {
    if (!list_append(T, middle, list_get(T, rest, i))) return false;
  }
  for (uint32_t i = 0; i < count; ++i) out[i] = list_get(T, items, i);
  out[count] = middle;
  for (int i = 0; i < after; ++i) out[count + 1 + static_cast<uint32_t>(i)] = list_get(T, rest, extra + i);
  return true;
}

Value match_class(Thread* T, Value subject, Value type_value, Value keyword_names, uint32_t positional) {
  if (!is_kind(type_value, Kind::kType)) return raise(T, Builtin::kTypeError, "called match pattern must be a class");
  auto* type = type_value.as<Type>();
  int matches = is_instance(T, subject, type_value);
  if (matches < 0) return kEmpty;
  if (!matches) return kNone;
  List* found = make_list(T, positional);
  List* seen = make_list(T);
  if (!found || !seen) return kEmpty;
  // EMPTY with no exception: the subject has no such attribute, so the pattern fails.
  bool failed = false;
  auto take = [&](String* name) {
    for (int64_t i = 0; i < seen->size(); ++i) {
      if (strings_equal(as_string(list_get(T, seen, i)), name)) {
        (void)raise(T, Builtin::kTypeError, "{}() got multiple sub-patterns for attribute '{}'", name_of(type),
                    to_utf8(name));
        failed = true;
        return false;
      }
    }
    if (!list_append(T, seen, name)) {
      failed = true;
      return false;
    }
    Value v = find_attribute(T, subject, name);
    if (v.is_empty()) {
      failed = T->has_exception();
      return false;
    }
    if (!list_append(T, found, v)) {
      failed = true;
      return false;
    }
    return true;
  };
  if (positional) {
    Value match_args = find_attribute(T, type_value, names(T).dunder_match_args);
    if (T->has_exception()) return kEmpty;
    if (match_args) {
      if (!is_exactly(match_args, Kind::kTuple)) {
        return raise(T, Builtin::kTypeError, "{}.__match_args__ must be a tuple (got {})", name_of(type),
                     type_name(T, match_args));
      }
    }
    bool matches_self = match_args.is_empty() && type->has_flag(kTypeMatchesSelf);
    size_t allowed = matches_self ? 1 : match_args ? match_args.as<Tuple>()->length : 0;
    if (positional > allowed) {
      return raise(T, Builtin::kTypeError, "{}() accepts {} positional sub-pattern{} ({} given)", name_of(type),
                   allowed, allowed == 1 ? "" : "s", positional);
    }
    if (matches_self) {
      if (!list_append(T, found, subject)) return kEmpty;
    } else {
      for (uint32_t i = 0; i < positional; ++i) {
        Value name = (*match_args.as<Tuple>())[i];
        if (!is_string(name))
          return raise(T, Builtin::kTypeError, "__match_args__ elements must be strings (got {})", type_name(T, name));
        String* interned = intern(T, as_string(name));
        if (!interned) return kEmpty;
        if (!take(interned)) return failed ? kEmpty : kNone;
      }
    }
  }
  Tuple* keywords = keyword_names.as<Tuple>();
  for (size_t i = 0; i < keywords->length; ++i) {
    String* interned = intern(T, as_string((*keywords)[i]));
    if (!interned) return kEmpty;
    if (!take(interned)) return failed ? kEmpty : kNone;
  }
  return tuple_from_iterable(T, found);
}

Value match_keys(Thread* T, Value subject, Tuple* keys) {
  Tuple* values = make_tuple(T, keys->length);
  if (!values) return kEmpty;
  for (size_t i = 0; i < keys->length; ++i) {
    for (size_t k = 0; k < i; ++k) {
      int same = equal(T, (*keys)[i], (*keys)[k]);
      if (same < 0) return kEmpty;
      if (same) {
        String* text = to_repr(T, (*keys)[i]);
        return text ? Value(raise(T, Builtin::kValueError, "mapping pattern checks duplicate key ({})", to_utf8(text)))
                    : kEmpty;
      }
    }
    Value v;
    if (is_exactly(subject, Kind::kDict)) {
      v = dict_get(T, subject.as<Dict>(), (*keys)[i]);
      if (v.is_empty()) return T->has_exception() ? kEmpty : kNone;
    } else {
      // get() with a default of its own, so that a __missing__ is not asked.
      Value marker = make_list(T);
      if (marker.is_empty()) return kEmpty;
      v = call_method(T, subject, intern(T, "get"), {(*keys)[i], marker});
      if (v.is_empty()) return kEmpty;
      if (v == marker) return kNone;
    }
    heap_initialize(values, values->items[i], v);
  }
  return values;
}

}  // namespace gilded
