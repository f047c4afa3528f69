// _static_type: how messages name the classes of the library that are Python here and static types in CPython.
//
// A static type names itself with its module: "unsupported operand type(s) for +: 'datetime.date' and 'int'".
#include "vm/object/errors.h"
#include "vm/object/native.h"
#include "vm/object/type_internals.h"
#include "vm/types/module.h"
#include "vm/types/string.h"

namespace gilded {

namespace {

// Decorates a class: messages call it by its module and name.
Value static_type(Thread* T, Arguments args) {
  if (!is_kind(args[0], Kind::kType))
    return raise(T, Builtin::kTypeError, "expected a type, got {}", type_name(T, args[0]));
  Type* type = args[0].as<Type>();
  Value module = get_type_module(T, type);
  if (!module) return kEmpty;
  std::string name = to_utf8(as_string(type->name.load()));
  if (is_string(module)) name = to_utf8(as_string(module)) + "." + name;
  return !type->native_name && set_message_name(T, type, name) ? args[0] : kEmpty;
}

const NativeMethod kFunctions[] = {{"static_type(cls, /)", static_type, "Name a class with its module in messages."},
                                   {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_static_type_module(Thread* T) {
  Module* module = make_module(T, "_static_type");
  return module && add_functions(T, module, kFunctions) ? Value(module) : kEmpty;
}

}  // namespace gilded
