// Displays, strings, unpacking, functions, imports, pattern matching.
#pragma once

namespace gilded {

#define STORE_RESULT(value)          \
  do {                               \
    Value result_ = (value);         \
    if (result_.is_empty()) RAISE(); \
    RA = result_;                    \
  } while (0)

PATH(build_tuple_generic) {
  SAVE();
  STORE_RESULT(make_tuple(T, &RB, operand_c(word)));
  NEXT(1);
}
// The cell is mostly there: half of what a pair takes was the way to make_tuple.
HANDLER(BUILD_TUPLE) {
  uint32_t count = operand_c(word);
  if (count == 0) [[unlikely]]
    TAIL(build_tuple_generic);
  void* memory = T->allocator->take(size_class_of(Tuple::size_of(count)));
  if (!memory) [[unlikely]]
    TAIL(build_tuple_generic);
  Shape* shape = types(T).tuple->root_shape.load(std::memory_order_relaxed);
  auto* tuple = static_cast<Tuple*>(set_header(memory, Kind::kTuple, shape, 0));
  tuple->length = count;
  const Value* items = &RB;
#pragma GCC unroll 1
  for (uint32_t i = 0; i < count; ++i) heap_initialize(tuple, tuple->items[i], items[i]);
  RA = tuple;
  NEXT(1);
}
HANDLER(BUILD_LIST) {
  SAVE();
  STORE_RESULT(make_list(T, &RB, operand_c(word)));
  NEXT(1);
}
HANDLER(BUILD_SET) {
  SAVE();
  STORE_RESULT(build_set(T, &RB, operand_c(word)));
  NEXT(1);
}
HANDLER(BUILD_MAP) {
  SAVE();
  uint32_t count = operand_c(word);
  Value* items = &RB;
  Dict* dict = make_dict(T, count);
  if (!dict) RAISE();
  for (uint32_t i = 0; i < count; ++i) {
    if (!dict_set(T, dict, items[2 * i], items[2 * i + 1])) RAISE();
  }
  RA = dict;
  NEXT(1);
}
HANDLER(BUILD_STRING) {
  SAVE();
  STORE_RESULT(join_strings(T, &RB, operand_c(word)));
  NEXT(1);
}
HANDLER(LIST_APPEND) {
  SAVE();
  if (!list_append(T, RA.as<List>(), RB)) RAISE();
  NEXT(1);
}
HANDLER(LIST_EXTEND) {
  SAVE();
  if (!extend_display(T, RA.as<List>(), RB)) RAISE();
  NEXT(1);
}
HANDLER(LIST_TO_TUPLE) {
  SAVE();
  STORE_RESULT(tuple_from_iterable(T, RB));
  NEXT(1);
}
HANDLER(SET_ADD) {
  SAVE();
  if (set_add(T, RA.as<Set>(), RB) < 0) RAISE();
  NEXT(1);
}
HANDLER(SET_UPDATE) {
  SAVE();
  if (!set_update(T, RA.as<Set>(), RB)) RAISE();
  NEXT(1);
}
HANDLER(MAP_ADD) {
  SAVE();
  if (!dict_set(T, RA.as<Dict>(), RB, RC)) RAISE();
  NEXT(1);
}
HANDLER(DICT_UPDATE) {
  SAVE();
  if (!update_display(T, RA.as<Dict>(), RB)) RAISE();
  NEXT(1);
}
HANDLER(DICT_MERGE) {
  SAVE();
  if (!merge_keywords(T, RA.as<Dict>(), RB, RC)) RAISE();
  NEXT(1);
}
HANDLER(CONVERT) {
  SAVE();
  String* s = operand_c(word) == 1 ? to_str(T, RB) : operand_c(word) == 2 ? to_repr(T, RB) : to_ascii(T, RB);
  if (!s) RAISE();
  RA = s;
  NEXT(1);
}
HANDLER(FORMAT_SIMPLE) {
  Value v = RB;
  if (is_exactly(v, Kind::kString)) {
    RA = v;
    NEXT(1);
  }
  SAVE();
  STORE_RESULT(format_value(T, v, kEmpty));
  NEXT(1);
}
HANDLER(FORMAT_WITH_SPEC) {
  SAVE();
  STORE_RESULT(format_value(T, RB, RC));
  NEXT(1);
}

// --- Unpacking
HANDLER(UNPACK_SEQUENCE) {
  SAVE();
  Value v = RB;
  uint32_t count = operand_c(word);
  Value* out = &RA;
  if (is_exactly(v, Kind::kTuple) && v.as<Tuple>()->length == count) {
    for (uint32_t i = 0; i < count; ++i) out[i] = (*v.as<Tuple>())[i];
    NEXT(1);
  }
  if (is_exactly(v, Kind::kList) && v.as<List>()->size() == count) {
    uint32_t i = 0;
    for (; i < count; ++i) {
      Value item = list_get(T, v.as<List>(), i);
      if (item.is_empty()) break;  // shortened by another thread
      out[i] = item;
    }
    if (i == count) NEXT(1);
  }
  if (!unpack_iterable(T, v, count, -1, out)) RAISE();
  NEXT(1);
}
HANDLER(UNPACK_EX) {
  SAVE();
  if (!unpack_iterable(T, RB, operand_c(word), static_cast<int>(AUX), &RA)) RAISE();
  NEXT(2);
}

// --- Functions, classes, imports
HANDLER(MAKE_FUNCTION) {
  SAVE();
  Value* p = &RA;
  Function* function =
      make_function(T, K[operand_d(word)].as<CodeObject>(), frame_function(R)->globals.load(std::memory_order_relaxed));
  if (!function) RAISE();
  function->builtins.store(frame_function(R)->builtins.load(std::memory_order_relaxed), std::memory_order_relaxed);
  if (AUX & 1) function->defaults.store(p[1].as<Tuple>(), std::memory_order_relaxed);
  if (AUX & 2) function->keyword_defaults.store(p[2].as<Dict>(), std::memory_order_relaxed);
  if (AUX & 4) heap_initialize(function, function->annotations, p[3]);
  if (AUX & 8) function->closure.store(p[4].as<Tuple>(), std::memory_order_relaxed);
  *p = function;
  NEXT(2);
}
HANDLER(LOAD_BUILD_CLASS) {
  SAVE();
  Value v = dict_get(frame_function(R)->builtins.load(std::memory_order_relaxed), names(T).dunder_build_class);
  if (v.is_empty()) {
    (void)raise(T, Builtin::kNameError, "__build_class__ not found");
    RAISE();
  }
  RA = v;
  NEXT(1);
}
HANDLER(IMPORT_NAME) {
  SAVE();
  Value* p = &RA;
  STORE_RESULT(import_statement(T, as_string(K[operand_d(word)]), frame_function(R), R, p[0], p[1]));
  NEXT(1);
}
HANDLER(IMPORT_FROM) {
  SAVE();
  STORE_RESULT(import_from(T, RB, as_string(K[AUX])));
  NEXT(2);
}
HANDLER(INTRINSIC) {
  SAVE();
  STORE_RESULT(run_intrinsic(T, static_cast<compiler::Intrinsic>(operand_c(word)), &RB, R));
  NEXT(1);
}

// --- Pattern matching
HANDLER(MATCH_CLASS) {
  SAVE();
  STORE_RESULT(match_class(T, RB, RC, (&RC)[1], AUX));
  NEXT(2);
}
HANDLER(MATCH_MAPPING) {
  Value v = RB;
  RA = Value::boolean(type_of(T, v)->has_flag(kTypeIsMapping));
  NEXT(1);
}
HANDLER(MATCH_SEQUENCE) {
  Value v = RB;
  RA = Value::boolean(type_of(T, v)->has_flag(kTypeIsSequence));
  NEXT(1);
}
HANDLER(MATCH_KEYS) {
  SAVE();
  STORE_RESULT(match_keys(T, RB, RC.as<Tuple>()));
  NEXT(1);
}
HANDLER(GET_LENGTH) {
  SAVE();
  int64_t n = length(T, RB);
  if (n < 0) RAISE();
  RA = Value::small_int(n);
  NEXT(1);
}

}  // namespace gilded
