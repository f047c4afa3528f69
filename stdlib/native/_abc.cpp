// _abc: what abstract base classes cannot do in Python.
#include "vm/object/errors.h"
#include "vm/object/native.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/module.h"

namespace gilded {

namespace {

// Whether the match statement takes instances for sequences or mappings; the bits are those of CPython's type flags.
// Types made in C++ stay as they are.
Value set_collection_flags(Thread* T, Arguments args) {
  if (!is_kind(args[0], Kind::kType))
    return raise(T, Builtin::kTypeError, "expected a type, got {}", type_name(T, args[0]));
  int64_t bits = args[1].is_small_int() ? args[1].as_small_int() : 0;
  Type* type = args[0].as<Type>();
  if (type->has_flag(kTypeIsBuiltin)) return kNone;
  uint32_t flags = ((bits & 1 << 5) ? kTypeIsSequence : 0u) | ((bits & 1 << 6) ? kTypeIsMapping : 0u);
  if (flags == (kTypeIsSequence | kTypeIsMapping))
    return raise(T, Builtin::kTypeError, "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING");
  type->flags.fetch_and(~(kTypeIsSequence | kTypeIsMapping), std::memory_order_relaxed);
  type->flags.fetch_or(flags, std::memory_order_relaxed);
  return kNone;
}

const NativeMethod kFunctions[] = {{"set_collection_flags(cls, flags, /)", set_collection_flags,
                                    "Say whether match takes instances for sequences (32) or mappings (64)."},
                                   {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_abc_module(Thread* T) {
  Module* module = make_module(T, "_abc");
  return module && add_functions(T, module, kFunctions) ? Value(module) : kEmpty;
}

}  // namespace gilded
