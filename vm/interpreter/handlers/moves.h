// Moves, constants, cells, global names.
#pragma once

namespace gilded {

HANDLER(NOP) {
  NEXT(1);
}
HANDLER(MOVE) {
  RA = RB;
  NEXT(1);
}
HANDLER(LOAD_CONST) {
  RA = K[operand_d(word)];
  NEXT(1);
}
HANDLER(LOAD_CONST_FAR) {
  RA = K[AUX];
  NEXT(2);
}
HANDLER(LOAD_FAR) {
  RA = R[operand_d(word)];
  NEXT(1);
}
HANDLER(STORE_FAR) {
  R[operand_d(word)] = RA;
  NEXT(1);
}
SLOW_PATH(raise_unbound_local) {
  SAVE();
  Value name = (*frame_code(R)->local_names.load().as<Tuple>())[operand_d(word)];
  // It has no `name`: nothing is to be suggested.
  (void)raise(T, Builtin::kUnboundLocalError,
              "cannot access local variable '{}' where it is not associated with a value", to_utf8(as_string(name)));
  RAISE();
}
HANDLER(CHECK_BOUND) {
  if (RA.is_empty()) TAIL(raise_unbound_local);
  NEXT(1);
}
HANDLER(DELETE_FAST) {
  if (RA.is_empty()) TAIL(raise_unbound_local);
  RA = kEmpty;
  NEXT(1);
}
HANDLER(CLEAR) {
  RA = kEmpty;
  NEXT(1);
}

// --- Cells
HANDLER(MAKE_CELL) {
  SAVE();
  Cell* cell = make_cell(T, RA);
  if (!cell) RAISE();
  RA = cell;
  NEXT(1);
}
SLOW_PATH(raise_unbound_cell) {
  SAVE();
  uint32_t reg = operand_b(word);
  const CodeObject* code = frame_code(R);
  if (reg >= code->first_free && reg < code->first_free + code->free_count) {
    Value name = (*code->free_names.load().as<Tuple>())[reg - code->first_free];
    (void)raise(T, Builtin::kNameError,
                "cannot access free variable '{}' where it is not associated with a value in enclosing scope",
                to_utf8(as_string(name)));
    set_exception_attribute(T, 0, name);
  } else {
    std::string name = cell_variable_name(code, reg);
    (void)raise(T, Builtin::kUnboundLocalError,
                "cannot access local variable '{}' where it is not associated with a value", name);
  }
  RAISE();
}
HANDLER(LOAD_DEREF) {
  Value v = RB.as<Cell>()->contents.load();
  if (v.is_empty()) TAIL(raise_unbound_cell);
  RA = v;
  NEXT(1);
}
HANDLER(STORE_DEREF) {
  Cell* cell = RB.as<Cell>();
  heap_store(cell, cell->contents, RA);
  NEXT(1);
}
HANDLER(DELETE_DEREF) {
  Cell* cell = RB.as<Cell>();
  if (cell->contents.exchange(kEmpty).is_empty()) TAIL(raise_unbound_cell);
  NEXT(1);
}
HANDLER(LOAD_CLASS_DEREF) {
  SAVE();
  bool failed = false;
  Value v = lookup_namespace(T, R[0], as_string(K[AUX]), &failed);
  if (failed) RAISE();
  if (v.is_empty()) v = RB.as<Cell>()->contents.load();
  if (v.is_empty()) TAIL(raise_unbound_cell);
  RA = v;
  NEXT(2);
}

// --- Globals. A cache holds, for a name found in the globals, the table's id and the entry's place; for one found in
// builtins, the stamp of the globals' keys (which changes when one is added) and the place in the builtins' table,
// valid while that is Runtime::builtins_table_id.
PATH(load_global_slow) {
  SAVE();
  CodeObject* code = frame_code(R);
  Value v = load_global(T, code, AUX, frame_function(R)->globals.load(std::memory_order_relaxed));
  if (v.is_empty()) RAISE();
  RA = v;
  NEXT(2);
}
HANDLER(LOAD_GLOBAL) {
  CacheWord cache = load_cache(K, AUX);
  DictTable* table = frame_function(R)->globals.load(std::memory_order_relaxed)->table.load(std::memory_order_acquire);
  uint32_t stamp = cache.stamp();
  uint32_t place = static_cast<uint32_t>(cache.bits);
  if (stamp == table->id.load(std::memory_order_relaxed)) [[likely]] {
    Value v = dict_entry_at(table, place).value.load();
    if (v.is_empty()) TAIL(load_global_slow);
    RA = v;
    NEXT(2);
  }
  if (stamp == table->keys_stamp.load(std::memory_order_acquire)) {
    DictTable* builtins =
        frame_function(R)->builtins.load(std::memory_order_relaxed)->table.load(std::memory_order_acquire);
    if (builtins->id.load(std::memory_order_relaxed) != T->runtime->builtins_table_id.load(std::memory_order_relaxed))
      TAIL(load_global_slow);
    Value v = dict_entry_at(builtins, place).value.load();
    if (v.is_empty()) TAIL(load_global_slow);
    RA = v;
    NEXT(2);
  }
  TAIL(load_global_slow);
}
PATH(store_global_slow) {
  SAVE();
  if (!store_global(T, frame_code(R), AUX, frame_function(R)->globals.load(std::memory_order_relaxed), RA)) RAISE();
  NEXT(2);
}
HANDLER(STORE_GLOBAL) {
  CacheWord cache = load_cache(K, AUX);
  DictTable* table = frame_function(R)->globals.load(std::memory_order_relaxed)->table.load(std::memory_order_acquire);
  // In parallel the store needs the dict's lock, lest a growing copy of the table miss it.
  if (cache.stamp() == table->id.load(std::memory_order_relaxed) && !T->parallel()) [[likely]] {
    DictEntry& entry = dict_entry_at(table, static_cast<uint32_t>(cache.bits));
    if (!entry.value.load_relaxed().is_empty()) {
      heap_store(table, entry.value, RA);
      NEXT(2);
    }
  }
  TAIL(store_global_slow);
}
HANDLER(DELETE_GLOBAL) {
  SAVE();
  if (!delete_name(T, frame_function(R)->globals.load(std::memory_order_relaxed), as_string(K[operand_d(word)])))
    RAISE();
  NEXT(1);
}
PATH(load_name_in_space) {
  SAVE();
  bool failed = false;
  Value v = lookup_namespace(T, R[0], cache_name(frame_code(R), AUX), &failed);
  if (failed) RAISE();
  if (v.is_empty()) TAIL(load_global_slow);
  RA = v;
  NEXT(2);
}
HANDLER(LOAD_NAME) {
  if (!R[0].is_empty()) TAIL(load_name_in_space);
  TAIL(op_LOAD_GLOBAL);
}
PATH(store_name_in_space) {
  SAVE();
  Value space = R[0];
  String* name = cache_name(frame_code(R), AUX);
  if (is_exactly(space, Kind::kDict) ? !dict_set(T, space.as<Dict>(), name, RA) : !set_item(T, space, name, RA))
    RAISE();
  NEXT(2);
}
HANDLER(STORE_NAME) {
  if (!R[0].is_empty()) TAIL(store_name_in_space);
  TAIL(op_STORE_GLOBAL);
}
HANDLER(DELETE_NAME) {
  SAVE();
  Value space = R[0].is_empty() ? Value(frame_function(R)->globals.load(std::memory_order_relaxed)) : R[0];
  if (!delete_name(T, space, as_string(K[operand_d(word)]))) RAISE();
  NEXT(1);
}
HANDLER(LOAD_LOCALS) {
  RA = R[0].is_empty() ? Value(frame_function(R)->globals.load(std::memory_order_relaxed)) : R[0];
  NEXT(1);
}
HANDLER(SETUP_ANNOTATIONS) {
  SAVE();
  Value space = R[0].is_empty() ? Value(frame_function(R)->globals.load(std::memory_order_relaxed)) : R[0];
  if (!setup_annotations(T, space)) RAISE();
  NEXT(1);
}

}  // namespace gilded
