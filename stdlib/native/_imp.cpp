// _imp: what the import system knows of the modules within the program. "Frozen" modules, as CPython calls them, are
// the embedded ones.
#include "vm/interpreter/embedded_module.h"
#include "vm/interpreter/interpreter.h"
#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/runtime.h"
#include "vm/types/code_object.h"
#include "vm/types/module.h"
#include "vm/types/string.h"

namespace gilded {

namespace {

// False: no such module, no exception.
bool find(Thread* T, Value name, EmbeddedSource* source) {
  return is_string(name) && T->runtime->hooks.find_embedded(to_utf8(as_string(name)), source);
}

Value raise_no_such(Thread* T, Value name) {
  return raise(T, Builtin::kImportError, "No such frozen object named {}",
               is_string(name) ? to_utf8(as_string(name)) : type_name(T, name));
}

Value is_frozen(Thread* T, Arguments args) {
  EmbeddedSource source;
  return Value::boolean(find(T, args[0], &source));
}

Value is_frozen_package(Thread* T, Arguments args) {
  EmbeddedSource source;
  if (!find(T, args[0], &source)) return raise_no_such(T, args[0]);
  return Value::boolean(source.is_package);
}

Value get_frozen_object(Thread* T, Arguments args) {
  EmbeddedSource source;
  if (!find(T, args[0], &source)) return raise_no_such(T, args[0]);
  CodeObject* code = embedded_code_object(T, source);
  return code ? Value(code) : kEmpty;
}

Value get_frozen_source(Thread* T, Arguments args) {
  EmbeddedSource source;
  if (!find(T, args[0], &source)) return raise_no_such(T, args[0]);
  return make_string(T, source.text);
}

Value lock_held(Thread*, Arguments) {
  return kFalse;
}

Value override_frozen_modules_for_tests(Thread*, Arguments) {
  return kNone;
}

const NativeMethod kFunctions[] = {
    {"is_frozen(name, /)", is_frozen, "Return True if the module is part of the program."},
    {"is_frozen_package(name, /)", is_frozen_package,
     "Return True if the module is part of the program and a package."},
    {"get_frozen_object(name, /)", get_frozen_object, "Return the code of a module that is part of the program."},
    {"_get_frozen_source(name, /)", get_frozen_source, "Return the source of a module that is part of the program."},
    {"lock_held()", lock_held, "False: there is no lock for all imports together."},
    {"_override_frozen_modules_for_tests(override, /)", override_frozen_modules_for_tests,
     "Does nothing: embedded modules have no files instead of them."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_imp_module(Thread* T) {
  Module* module = make_module(T, "_imp");
  return module && add_functions(T, module, kFunctions) ? Value(module) : kEmpty;
}

}  // namespace gilded
