#include "vm/types/code_object.h"

#include <cstring>

#include "vm/interpreter/inline_cache.h"
#include "vm/interpreter/monitoring.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/types/bytes.h"
#include "vm/types/complex.h"
#include "vm/types/int.h"
#include "vm/types/set.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

void trace_code(Object* object, Marker& marker) {
  auto* code = static_cast<CodeObject*>(object);
  for (uint32_t i = 0; code->constants && i < code->constant_count; ++i) marker.visit(code->constants[i]);
  for (const Slot* slot :
       {&code->name, &code->qualified_name, &code->filename, &code->local_names, &code->free_names, &code->cell_names})
    marker.visit(*slot);
  if (code->constants) marker.visit(cache_values(code->constants));
}

// Whether nobody sees that a generator of this code is closed while it waits at a yield: no try or with statement is
// around one, and it delegates to nothing that would be closed with it.
static bool closes_silently(const compiler::Code& code) {
  using compiler::Opcode;
  if ((code.flags & compiler::kGenerator) == 0) return false;
  auto only_replaces_stop_iteration = [&](const compiler::ExceptionEntry& entry) {
    uint32_t first = code.instructions[entry.target];
    return compiler::opcode_of(first) == Opcode::INTRINSIC &&
           compiler::operand_c(first) == static_cast<uint32_t>(compiler::Intrinsic::kStopIterationError);
  };
  for (size_t i = 0; i < code.instructions.size();) {
    auto opcode = compiler::opcode_of(code.instructions[i]);
    if (opcode == Opcode::SEND) return false;
    if (opcode == Opcode::YIELD) {
      for (const compiler::ExceptionEntry& entry : code.exceptions) {
        if (entry.start <= i && i < entry.end && !only_replaces_stop_iteration(entry)) return false;
      }
    }
    i += static_cast<size_t>(compiler::info(opcode).length());
  }
  return true;
}

static Value make_constant(Thread* T, const compiler::Constant& constant) {
  using C = compiler::Constant;
  const auto& v = constant.value;
  if (std::holds_alternative<C::None>(v)) return kNone;
  if (const bool* b = std::get_if<bool>(&v)) return Value::boolean(*b);
  if (std::holds_alternative<C::Ellipsis>(v)) return Value::ellipsis();
  if (const int64_t* i = std::get_if<int64_t>(&v)) return make_int(T, *i);
  if (const auto* big = std::get_if<C::BigInteger>(&v)) return int_from_digits(T, big->text, big->base);
  if (const double* d = std::get_if<double>(&v)) return Value::from_double(*d);
  if (const auto* c = std::get_if<C::Complex>(&v)) return make_complex(T, c->real, c->imaginary);
  if (const auto* text = std::get_if<C::Text>(&v)) {
    String* s = make_string(T, text->utf8);
    // Constants that could be names are interned, so that comparing them is comparing addresses.
    return s && s->is_ascii() && s->length <= 64 ? intern(T, s) : s;
  }
  if (const auto* b = std::get_if<C::Bytes>(&v)) return make_bytes(T, b->bytes);
  if (const auto* t = std::get_if<C::Tuple>(&v)) {
    Tuple* tuple = make_tuple(T, t->items.size());
    for (size_t i = 0; tuple && i < t->items.size(); ++i) {
      Value item = make_constant(T, t->items[i]);
      if (item.is_empty()) return kEmpty;
      heap_initialize(tuple, tuple->items[i], item);
    }
    return tuple;
  }
  if (const auto* f = std::get_if<C::FrozenSet>(&v)) {
    Tuple* tuple = make_tuple(T, f->items.size());
    for (size_t i = 0; tuple && i < f->items.size(); ++i) {
      Value item = make_constant(T, f->items[i]);
      if (item.is_empty()) return kEmpty;
      heap_initialize(tuple, tuple->items[i], item);
    }
    return tuple ? Value(make_frozen_set(T, tuple)) : kEmpty;
  }
  return make_code_object(T, std::get<std::shared_ptr<const compiler::Code>>(v));
}

static Value make_names(Thread* T, const std::vector<std::string>& texts) {
  Tuple* tuple = make_tuple(T, texts.size());
  for (size_t i = 0; tuple && i < texts.size(); ++i) {
    String* s = intern(T, texts[i]);
    if (!s) return kEmpty;
    heap_initialize(tuple, tuple->items[i], s);
  }
  return tuple;
}

CodeObject* make_code_object(Thread* T, std::shared_ptr<const compiler::Code> shared) {
  const compiler::Code& code = *shared;
  size_t cache_count = code.caches.size(), constant_count = code.constants.size();
  auto* object = allocate<CodeObject>(T, Kind::kCode, types(T).code->root_shape.load(std::memory_order_relaxed),
                                      (cache_count * kCacheWays + 1 + constant_count) * sizeof(Value) + cache_count);
  if (!object) return nullptr;
  auto* block = reinterpret_cast<Value*>(object + 1);
  Value* K = block + cache_count * kCacheWays + 1;
  auto* global_flags = reinterpret_cast<uint8_t*>(K + constant_count);
  object->code = &code;
  object->instructions = code.instructions.data();
  object->register_count = code.register_count;
  // Of more than 255 registers some are far ones, whose use is not followed.
  object->suspended_registers =
      code.register_count > 255 ? code.register_count : std::max(code.suspended_registers, code.first_temporary());
  object->parameter_count = code.parameter_count();
  object->positional_count = code.positional_count;
  object->free_count = static_cast<uint32_t>(code.free_names.size());
  object->first_free = code.first_free();
  object->flags = code.flags;
  object->cache_count = static_cast<uint32_t>(cache_count);
  object->cache_is_global = global_flags;
  object->closes_silently = closes_silently(code);
  for (size_t i = 0; i < code.instructions.size();) {
    auto opcode = compiler::opcode_of(code.instructions[i]);
    const compiler::OpcodeInfo& opcode_info = compiler::info(opcode);
    using compiler::Opcode;
    if (opcode_info.operands[3] == 'I' && (opcode == Opcode::LOAD_GLOBAL || opcode == Opcode::STORE_GLOBAL ||
                                           opcode == Opcode::LOAD_NAME || opcode == Opcode::STORE_NAME)) {
      global_flags[code.instructions[i + 1]] = 1;
      cache_at(K, code.instructions[i + 1]).store(kEmptyGlobalCache, std::memory_order_relaxed);
    }
    i += static_cast<size_t>(opcode_info.length());
  }
  object->constants = K;
  for (size_t i = 0; i < constant_count; ++i) {
    Value v = make_constant(T, code.constants[i]);
    if (v.is_empty()) return nullptr;
    K[i] = v;
    object->constant_count = static_cast<uint32_t>(i + 1);
  }
  // Names that caches look up must be interned whatever their spelling.
  for (const compiler::CacheSite& site : code.caches) {
    String* name = intern(T, as_string(K[site.name]));
    if (!name) return nullptr;
    K[site.name] = name;
  }
  for (size_t i = 0; i < code.instructions.size();) {
    const compiler::OpcodeInfo& opcode_info = compiler::info(compiler::opcode_of(code.instructions[i]));
    if (opcode_info.operands[1] == 'm') {
      uint32_t d = compiler::operand_d(code.instructions[i]);
      if (is_string(K[d])) K[d] = intern(T, as_string(K[d]));
    }
    if (opcode_info.operands[3] == 'K' && is_string(K[code.instructions[i + 1]])) {
      K[code.instructions[i + 1]] = intern(T, as_string(K[code.instructions[i + 1]]));
    }
    i += static_cast<size_t>(opcode_info.length());
  }
  auto text = [&](Slot& slot, const std::string& s) {
    String* value = intern(T, s);
    if (value) heap_initialize(object, slot, value);
    return value != nullptr;
  };
  if (!text(object->name, code.name) || !text(object->qualified_name, code.qualified_name) ||
      !text(object->filename, code.filename))
    return nullptr;
  Value local_names = make_names(T, code.local_names), free_names = make_names(T, code.free_names);
  std::vector<std::string> cells;
  for (uint32_t reg : code.cell_parameters) cells.push_back(code.local_names[reg]);
  cells.insert(cells.end(), code.cell_names.begin(), code.cell_names.end());
  Value cell_names = make_names(T, cells);
  if (local_names.is_empty() || free_names.is_empty() || cell_names.is_empty()) return nullptr;
  heap_initialize(object, object->local_names, local_names);
  heap_initialize(object, object->free_names, free_names);
  heap_initialize(object, object->cell_names, cell_names);
  Runtime* runtime = T->runtime;
  MutexLock guard(runtime->code_lock);
  runtime->compiled.push_back(std::move(shared));
  object->next = runtime->all_code;
  runtime->all_code = object;
  return object;
}

bool drop_dead_code(Runtime* runtime, bool only_young, const std::function<bool(Object*)>& is_marked) {
  MutexLock guard(runtime->code_lock);
  bool found = false;
  const CodeObject* end = only_young ? runtime->old_code : nullptr;
  for (CodeObject** link = &runtime->all_code; *link != end;) {
    if (is_marked(*link)) {
      link = &(*link)->next;
    } else {
      runtime->monitoring->forget(*link);
      *link = (*link)->next;
      found = true;
    }
  }
  runtime->old_code = runtime->all_code;
  return found;
}

int line_of(const CodeObject* code, const uint32_t* pc) {
  auto offset = static_cast<size_t>(pc - code->instructions);
  return offset < code->code->positions.size() ? code->code->positions[offset].line : 0;
}

}  // namespace gilded
