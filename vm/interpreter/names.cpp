// Global names, namespaces and method lookup for calls.
#include "vm/interpreter/support.h"
#include "vm/object/descriptors.h"
#include "vm/object/instance.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/safepoint.h"
#include "vm/types/dict.h"
#include "vm/types/exception.h"
#include "vm/types/string.h"

namespace gilded {

void set_exception_attribute(Thread* T, int index, Value value) {
  if (is_exception(T->exception))
    heap_store(T->exception.as_object(), T->exception.as<Exception>()->extra[index], value);
}

std::string cell_variable_name(const CodeObject* code, uint32_t reg) {
  const compiler::Code& c = *code->code;
  if (!c.has_namespace && reg < c.local_names.size()) return c.local_names[reg];
  uint32_t i = reg - c.first_cell();
  return i < c.cell_names.size() ? c.cell_names[i] : "?";
}

Value lookup_namespace(Thread* T, Value space, String* name, bool* failed) {
  *failed = false;
  if (space.is_empty()) return kEmpty;
  if (is_exactly(space, Kind::kDict)) return dict_get(space.as<Dict>(), name);
  Value v = get_item(T, space, name);
  if (v.is_empty()) {
    if (exception_matches(T, Builtin::kKeyError))
      clear_exception(T);
    else
      *failed = true;
  }
  return v;
}

// Caches of names found in builtins hold places in one table; the builtins have a new one.
static void adopt_builtins_table(Thread* T, uint32_t id) {
  StopTheWorldScope stopped(T);
  Runtime* runtime = T->runtime;
  if (runtime->builtins_table_id.load(std::memory_order_relaxed) == id) return;
  MutexLock guard(runtime->code_lock);
  for (CodeObject* code = runtime->all_code; code; code = code->next) {
    for (uint32_t i = 0; i < code->cache_count; ++i) {
      uint8_t op_cache_is_global = code->cache_is_global[i];
      if (op_cache_is_global) cache_at(code->constants, i).store(kEmptyGlobalCache, std::memory_order_relaxed);
    }
  }
  runtime->builtins_table_id.store(id, std::memory_order_relaxed);
}

Value load_global(Thread* T, CodeObject* code, uint32_t cache, Dict* globals) {
  String* name = cache_name(code, cache);
  DictTable* table = globals->table.load(std::memory_order_acquire);
  uint32_t stamp =
      dict_keys_stamp(T, table);  // before looking: a key added meanwhile changes it, and the cache will not match
  if (uint32_t place = dict_find_place(table, name)) {
    if (Value v = dict_entry_at(table, place).value.load()) {
      cache_at(code->constants, cache)
          .store(uint64_t{dict_table_id(T, table)} << 32 | place, std::memory_order_release);
      return v;
    }
  }
  if (!is_exactly(Value(globals), Kind::kDict)) {
    // exec with a dict subclass: LOAD_NAME asks its __getitem__ too, as CPython's does.
    bool failed;
    Value v = lookup_namespace(T, globals, name, &failed);
    if (v || failed) return v;
  }
  Dict* builtins = T->frame ? frame_function(T->frame)->builtins.load(std::memory_order_relaxed)
                            : T->runtime->builtins_dict.as<Dict>();
  DictTable* builtins_table = builtins->table.load(std::memory_order_acquire);
  if (uint32_t place = dict_find_place(builtins_table, name)) {
    if (Value v = dict_entry_at(builtins_table, place).value.load()) {
      uint32_t id = dict_table_id(T, builtins_table);
      if (Value(builtins) == T->runtime->builtins_dict &&
          id != T->runtime->builtins_table_id.load(std::memory_order_relaxed))
        adopt_builtins_table(T, id);
      if (id == T->runtime->builtins_table_id.load(std::memory_order_relaxed)) {
        cache_at(code->constants, cache).store(uint64_t{stamp} << 32 | place, std::memory_order_release);
      }
      return v;
    }
  }
  (void)raise(T, Builtin::kNameError, "name '{}' is not defined", to_utf8(name));
  set_exception_attribute(T, 0, name);
  return kEmpty;
}

bool store_global(Thread* T, CodeObject* code, uint32_t cache, Dict* globals, Value value) {
  String* name = cache_name(code, cache);
  if (!dict_set(T, globals, name, value)) return false;
  DictTable* table = globals->table.load(std::memory_order_acquire);
  if (uint32_t place = dict_find_place(table, name)) {
    cache_at(code->constants, cache).store(uint64_t{dict_table_id(T, table)} << 32 | place, std::memory_order_release);
  }
  return true;
}

bool delete_name(Thread* T, Value space, String* name) {
  if (is_exactly(space, Kind::kDict)) {
    if (dict_pop(T, space.as<Dict>(), name)) return true;
  } else {
    if (set_item(T, space, name, kEmpty)) return true;
    if (!exception_matches(T, Builtin::kKeyError)) return false;
    clear_exception(T);
  }
  (void)raise(T, Builtin::kNameError, "name '{}' is not defined", to_utf8(name));
  set_exception_attribute(T, 0, name);
  return false;
}

bool setup_annotations(Thread* T, Value space) {
  bool failed;
  Value v = lookup_namespace(T, space, names(T).dunder_annotations, &failed);
  if (failed) return false;
  if (v) return true;
  Dict* annotations = make_dict(T);
  if (!annotations) return false;
  return is_exactly(space, Kind::kDict) ? dict_set(T, space.as<Dict>(), names(T).dunder_annotations, annotations)
                                        : set_item(T, space, names(T).dunder_annotations, annotations);
}

Value get_method(Thread* T, Value object, String* name, Value* self) {
  *self = kEmpty;
  Type* type = type_of(T, object);
  if (type->slots.get_attribute == generic_get_attribute) {
    Value found = type_lookup(T, type, name);
    if (found) {
      bool plain =
          is_exactly(found, Kind::kFunction) || (is_kind(found, Kind::kNativeDescriptor) &&
                                                 found.as<NativeDescriptor>()->form == NativeDescriptor::Form::kMethod);
      if (plain) {
        // Neither is a data descriptor: an attribute of the instance comes first.
        if (object.is_object() && object.as_object()->has_flag(kHasAttributes)) {
          if (Value own = instance_lookup(T, object.as_object(), name)) return own;
        }
        *self = object;
        return found;
      }
    }
  }
  return get_attribute(T, object, name);
}

Value load_super(Thread* T, Value super_value, Value type, Value object, String* name, Value* self) {
  if (self) *self = kEmpty;
  if (super_value == Value(types(T).super) && is_kind(type, Kind::kType)) {
    if (!self) return super_get_attribute(T, type.as<Type>(), object, name);
    bool binds = false;
    Value found = super_find_method(T, type.as<Type>(), object, name, &binds);
    if (binds) *self = object;
    return found;
  }
  Value super_object = call(T, super_value, {type, object});
  if (super_object.is_empty()) return kEmpty;
  Value found = get_attribute(T, super_object, name);
  if (self && is_exactly(found, Kind::kMethod)) {
    *self = found.as<Method>()->self.load();
    return found.as<Method>()->function.load();
  }
  return found;
}

Value load_special(Thread* T, Value object, compiler::SpecialMethod which, Value* self) {
  const Names& n = names(T);
  String* method_names[] = {n.dunder_enter, n.dunder_exit, n.dunder_aenter, n.dunder_aexit};
  *self = kEmpty;
  String* name = method_names[static_cast<int>(which)];
  Type* type = type_of(T, object);
  Value found = type_lookup(T, type, name);
  if (found &&
      (is_exactly(found, Kind::kFunction) || (is_kind(found, Kind::kNativeDescriptor) &&
                                              found.as<NativeDescriptor>()->form == NativeDescriptor::Form::kMethod))) {
    *self = object;
    return found;
  }
  Value v = lookup_special(T, object, name);
  if (v || T->has_exception()) return v;
  bool asynchronous = which == compiler::SpecialMethod::kAsyncEnter || which == compiler::SpecialMethod::kAsyncExit;
  bool exit = which == compiler::SpecialMethod::kExit || which == compiler::SpecialMethod::kAsyncExit;
  return raise(T, Builtin::kTypeError, "'{}' object does not support the {}context manager protocol{}", name_of(type),
               asynchronous ? "asynchronous " : "", exit ? fmt::format(" (missed {} method)", to_utf8(name)) : "");
}

}  // namespace gilded
