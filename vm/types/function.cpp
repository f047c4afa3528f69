#include "vm/types/function.h"

#include "vm/interpreter/interpreter.h"
#include "vm/interpreter/support.h"
#include "vm/object/descriptors.h"
#include "vm/object/instance.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/types/cell.h"
#include "vm/types/code_object.h"
#include "vm/types/dict.h"
#include "vm/types/int.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

// ---------------------------------------------------------------- function

void trace_function(Object* object, Marker& marker) {
  auto* f = static_cast<Function*>(object);
  marker.visit(f->code);
  marker.visit(f->globals);
  marker.visit(f->builtins);
  marker.visit(f->closure);
  marker.visit(f->defaults);
  marker.visit(f->keyword_defaults);
  for (const Slot* slot : {&f->name, &f->qualified_name, &f->module, &f->documentation, &f->annotations,
                           &f->type_parameters, &f->attributes})
    marker.visit(*slot);
}

static void set_simple(Function* function, CodeObject* code) {
  bool simple = code->parameter_count == code->positional_count;
  function->simple_parameters.store(simple ? code->parameter_count + 1 : 0, std::memory_order_relaxed);
}

Function* make_function(Thread* T, CodeObject* code, Dict* globals) {
  auto* f = allocate<Function>(T, Kind::kFunction, types(T).function->root_shape.load(std::memory_order_relaxed));
  if (!f) return nullptr;
  f->code.store(code, std::memory_order_relaxed);
  f->globals.store(globals, std::memory_order_relaxed);
  // __builtins__ of the globals decides, as in CPython: a module, a dict, or absent.
  Dict* builtins = T->runtime->builtins_dict.as<Dict>();
  Value own = globals ? dict_get(globals, names(T).dunder_builtins) : kEmpty;
  if (is_kind(own, Kind::kModule))
    builtins = own.as<Module>()->dict.load(std::memory_order_relaxed);
  else if (is_dict(own))
    builtins = own.as<Dict>();
  f->builtins.store(builtins, std::memory_order_relaxed);
  heap_initialize(f, f->name, code->name.load());
  heap_initialize(f, f->qualified_name, code->qualified_name.load());
  Value module = globals ? dict_get(globals, names(T).dunder_name) : kEmpty;
  heap_initialize(f, f->module, module.is_empty() ? kNone : module);
  Value documentation = code->constant_count > 0 && (code->flags & compiler::kOptimized) ? code->constants[0] : kNone;
  heap_initialize(f, f->documentation, is_string(documentation) ? documentation : kNone);
  set_simple(f, code);
  return f;
}

static Function* self_function(Value v) {
  return v.as<Function>();
}
static Value or_none(Value v) {
  return v.is_empty() ? kNone : v;
}
template <class X>
static Value or_none(X* p) {
  return p ? Value(p) : kNone;
}

static Value function_repr(Thread* T, Value self) {
  return make_string(T, fmt::format("<function {} at {:#x}>",
                                    to_utf8(as_string(self_function(self)->qualified_name.load())), self.bits()));
}
static Value function_call(Thread* T, Value self, CallArguments arguments) {
  return call(T, self, arguments);
}
static Value function_descriptor_get(Thread* T, Value self, Value instance, Value) {
  if (instance.is_empty()) return self;
  return make_method(T, self, instance);
}

// Attributes of its own live in a Dict made when the first is set.
static Dict* function_dict(Thread* T, Function* f) {
  for (;;) {
    Value v = f->attributes.load();
    if (v) return v.as<Dict>();
    Dict* dict = make_dict(T);
    if (!dict) return nullptr;
    Value expected;
    heap_compare_exchange(f, f->attributes, expected, dict);
  }
}
static Value function_get_attribute(Thread* T, Value self, String* name) {
  Value found = type_lookup(T, types(T).function, name);
  if (found && type_of(T, found)->slots.descriptor_set)
    return type_of(T, found)->slots.descriptor_get(T, found, self, types(T).function);
  Value attributes = self_function(self)->attributes.load();
  if (attributes) {
    if (Value v = dict_get(attributes.as<Dict>(), name)) return v;
  }
  return generic_get_attribute(T, self, name);
}
static bool function_set_attribute(Thread* T, Value self, String* name, Value value) {
  Value found = type_lookup(T, types(T).function, name);
  if (found && type_of(T, found)->slots.descriptor_set) return generic_set_attribute(T, self, name, value);
  Dict* dict = function_dict(T, self_function(self));
  if (!dict) return false;
  if (value) return dict_set(T, dict, name, value);
  if (dict_pop(T, dict, name)) return true;
  return raise(T, Builtin::kAttributeError, "'function' object has no attribute '{}'", to_utf8(name));
}

#define STRING_ATTRIBUTE(field, python_name)                                                                    \
  static Value function_get_##field(Thread*, Value self) {                                                      \
    return self_function(self)->field.load();                                                                   \
  }                                                                                                             \
  static bool function_set_##field(Thread* T, Value self, Value value) {                                        \
    if (!is_string(value)) return raise(T, Builtin::kTypeError, python_name " must be set to a string object"); \
    heap_store(self.as_object(), self_function(self)->field, value);                                            \
    return true;                                                                                                \
  }
STRING_ATTRIBUTE(name, "__name__")
STRING_ATTRIBUTE(qualified_name, "__qualname__")
#undef STRING_ATTRIBUTE
#define PLAIN_ATTRIBUTE(field)                                                                  \
  static Value function_get_##field(Thread*, Value self) {                                      \
    return or_none(self_function(self)->field.load());                                          \
  }                                                                                             \
  static bool function_set_##field(Thread*, Value self, Value value) {                          \
    heap_store(self.as_object(), self_function(self)->field, value.is_empty() ? kNone : value); \
    return true;                                                                                \
  }
PLAIN_ATTRIBUTE(module)
PLAIN_ATTRIBUTE(documentation)
#undef PLAIN_ATTRIBUTE

static Value function_get_code(Thread*, Value self) {
  return self_function(self)->code.load(std::memory_order_acquire);
}
static bool function_set_code(Thread* T, Value self, Value value) {
  if (!is_kind(value, Kind::kCode)) return raise(T, Builtin::kTypeError, "__code__ must be set to a code object");
  Function* f = self_function(self);
  auto* code = value.as<CodeObject>();
  Tuple* closure = f->closure.load();
  size_t have = closure ? closure->length : 0;
  if (have != code->free_count) {
    return raise(T, Builtin::kValueError, "{}() requires a code object with {} free vars, not {}",
                 to_utf8(as_string(f->name.load())), have, code->free_count);
  }
  ObjectLock lock(T, f);
  f->simple_parameters.store(0, std::memory_order_relaxed);
  heap_store_pointer(f, f->code, code);
  set_simple(f, code);
  return true;
}
static Value function_get_defaults(Thread*, Value self) {
  return or_none(self_function(self)->defaults.load(std::memory_order_acquire));
}
static bool function_set_defaults(Thread* T, Value self, Value value) {
  if (value.is_empty() || value.is_none()) {
    heap_store_pointer<Tuple>(self.as_object(), self_function(self)->defaults, nullptr);
    return true;
  }
  if (!is_tuple(value)) return raise(T, Builtin::kTypeError, "__defaults__ must be set to a tuple object");
  heap_store_pointer(self.as_object(), self_function(self)->defaults, value.as<Tuple>());
  return true;
}
static Value function_get_keyword_defaults(Thread*, Value self) {
  return or_none(self_function(self)->keyword_defaults.load(std::memory_order_acquire));
}
static bool function_set_keyword_defaults(Thread* T, Value self, Value value) {
  if (value.is_empty() || value.is_none()) {
    heap_store_pointer<Dict>(self.as_object(), self_function(self)->keyword_defaults, nullptr);
    return true;
  }
  if (!is_dict(value)) return raise(T, Builtin::kTypeError, "__kwdefaults__ must be set to a dict object");
  heap_store_pointer(self.as_object(), self_function(self)->keyword_defaults, value.as<Dict>());
  return true;
}
static Value function_get_globals(Thread*, Value self) {
  return self_function(self)->globals.load(std::memory_order_acquire);
}
static Value function_get_builtins(Thread*, Value self) {
  return self_function(self)->builtins.load(std::memory_order_acquire);
}
static Value function_get_closure(Thread*, Value self) {
  return or_none(self_function(self)->closure.load(std::memory_order_acquire));
}
static Value function_get_annotations(Thread* T, Value self) {
  Function* f = self_function(self);
  for (;;) {
    Value v = f->annotations.load();
    if (is_dict(v)) return v;
    // The compiler hands over a tuple (name, value, name, value ...).
    Dict* dict = make_dict(T);
    if (!dict) return kEmpty;
    if (is_tuple(v)) {
      Tuple* pairs = v.as<Tuple>();
      for (size_t i = 0; i + 1 < pairs->length; i += 2) {
        if (!dict_set(T, dict, (*pairs)[i], (*pairs)[i + 1])) return kEmpty;
      }
    }
    Value expected = v;
    heap_compare_exchange(f, f->annotations, expected, dict);
  }
}
static bool function_set_annotations(Thread* T, Value self, Value value) {
  if (value.is_empty() || value.is_none()) {
    heap_store(self.as_object(), self_function(self)->annotations, kEmpty);
    return true;
  }
  if (!is_dict(value)) return raise(T, Builtin::kTypeError, "__annotations__ must be set to a dict object");
  heap_store(self.as_object(), self_function(self)->annotations, value);
  return true;
}
static Value function_get_dict(Thread* T, Value self) {
  return function_dict(T, self_function(self));
}
static bool function_set_dict(Thread* T, Value self, Value value) {
  if (value.is_empty()) return raise(T, Builtin::kTypeError, "cannot delete __dict__");
  if (!is_dict(value))
    return raise(T, Builtin::kTypeError, "__dict__ must be set to a dictionary, not a '{}'", type_name(T, value));
  heap_store(self.as_object(), self_function(self)->attributes, value);
  return true;
}
static Value function_get_type_parameters(Thread* T, Value self) {
  Value v = self_function(self)->type_parameters.load();
  return v.is_empty() ? T->runtime->empty_tuple : v;
}
static bool function_set_type_parameters(Thread* T, Value self, Value value) {
  if (!is_tuple(value)) return raise(T, Builtin::kTypeError, "__type_params__ must be set to a tuple");
  heap_store(self.as_object(), self_function(self)->type_parameters, value);
  return true;
}

static const NativeAttribute kFunctionAttributes[] = {
    {"__name__", function_get_name, function_set_name, nullptr},
    {"__qualname__", function_get_qualified_name, function_set_qualified_name, nullptr},
    {"__module__", function_get_module, function_set_module, nullptr},
    {"__doc__", function_get_documentation, function_set_documentation, nullptr},
    {"__code__", function_get_code, function_set_code, nullptr},
    {"__defaults__", function_get_defaults, function_set_defaults, nullptr},
    {"__kwdefaults__", function_get_keyword_defaults, function_set_keyword_defaults, nullptr},
    {"__globals__", function_get_globals, read_only_member, nullptr},
    {"__builtins__", function_get_builtins, read_only_member, nullptr},
    {"__closure__", function_get_closure, read_only_member, nullptr},
    {"__annotations__", function_get_annotations, function_set_annotations, nullptr},
    {"__dict__", function_get_dict, function_set_dict, nullptr},
    {"__type_params__", function_get_type_parameters, function_set_type_parameters, nullptr},
    {nullptr, nullptr, nullptr, nullptr}};

// types.FunctionType(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)
static Value function_create(Thread* T, Type*, CallArguments arguments) {
  Value values[6];
  static const char* const kNames[] = {"code", "globals", "name", "argdefs", "closure", "kwdefaults"};
  uint32_t positional = arguments.positional_count();
  if (positional > 6)
    return raise(T, Builtin::kTypeError, "function() takes at most 6 arguments ({} given)", arguments.count);
  for (uint32_t i = 0; i < positional; ++i) values[i] = arguments[i];
  for (uint32_t k = positional; k < arguments.count; ++k) {
    std::string name = to_utf8(as_string((*arguments.keyword_names)[k - positional]));
    bool known = false;
    for (int i = 0; i < 6; ++i) {
      if (name == kNames[i]) {
        values[i] = arguments[k];
        known = true;
      }
    }
    if (!known) return raise(T, Builtin::kTypeError, "function() got an unexpected keyword argument '{}'", name);
  }
  if (!is_kind(values[0], Kind::kCode))
    return raise(T, Builtin::kTypeError, "function() argument 'code' must be code, not {}",
                 values[0] ? type_name(T, values[0]) : "missing");
  if (!is_dict(values[1]))
    return raise(T, Builtin::kTypeError, "function() argument 'globals' must be dict, not {}",
                 values[1] ? type_name(T, values[1]) : "missing");
  auto* code = values[0].as<CodeObject>();
  size_t closure_length = is_tuple(values[4]) ? values[4].as<Tuple>()->length : 0;
  if (code->free_count && !is_tuple(values[4])) return raise(T, Builtin::kTypeError, "arg 5 (closure) must be tuple");
  if (closure_length != code->free_count) {
    return raise(T, Builtin::kValueError, "{} requires closure of length {}, not {}",
                 to_utf8(as_string(code->name.load())), code->free_count, closure_length);
  }
  Function* f = make_function(T, code, values[1].as<Dict>());
  if (!f) return kEmpty;
  if (is_string(values[2])) heap_initialize(f, f->name, values[2]);
  if (is_tuple(values[3])) f->defaults.store(values[3].as<Tuple>(), std::memory_order_relaxed);
  if (closure_length) f->closure.store(values[4].as<Tuple>(), std::memory_order_relaxed);
  if (is_dict(values[5])) f->keyword_defaults.store(values[5].as<Dict>(), std::memory_order_relaxed);
  return f;
}

// ---------------------------------------------------------------- bound method

void trace_method(Object* object, Marker& marker) {
  marker.visit(static_cast<Method*>(object)->function);
  marker.visit(static_cast<Method*>(object)->self);
}

Method* make_method(Thread* T, Value function, Value self) {
  auto* method = allocate<Method>(T, Kind::kMethod, types(T).method->root_shape.load(std::memory_order_relaxed));
  if (!method) return nullptr;
  heap_initialize(method, method->function, function);
  heap_initialize(method, method->self, self);
  return method;
}

static Value method_create(Thread* T, Type*, CallArguments arguments) {
  if (arguments.keyword_names) return raise(T, Builtin::kTypeError, "method() takes no keyword arguments");
  if (arguments.count != 2)
    return raise(T, Builtin::kTypeError, "method expected 2 arguments, got {}", arguments.count);
  if (!is_callable(T, arguments[0])) return raise(T, Builtin::kTypeError, "first argument must be callable");
  if (arguments[1].is_none()) return raise(T, Builtin::kTypeError, "instance must not be None");
  return make_method(T, arguments[0], arguments[1]);
}
static Value method_repr(Thread* T, Value self) {
  auto* method = self.as<Method>();
  Value function = method->function.load();
  Value name = find_attribute(T, function, names(T).dunder_qualname);
  if (name.is_empty() && !T->has_exception()) name = find_attribute(T, function, names(T).dunder_name);
  if (T->has_exception()) return kEmpty;
  String* receiver = to_repr(T, method->self.load());
  if (!receiver) return kEmpty;
  return make_string(
      T, fmt::format("<bound method {} of {}>", is_string(name) ? to_utf8(as_string(name)) : "?", to_utf8(receiver)));
}
static bool method_hash(Thread* T, Value self, int64_t* out) {
  int64_t a;
  if (!hash_value(T, self.as<Method>()->function.load(), &a)) return false;
  *out = a ^ static_cast<int64_t>(self.as<Method>()->self.load().bits() >> 4);
  return true;
}
static Value method_compare(Thread* T, Value self, Value other, CompareOperator op) {
  if ((op != CompareOperator::kEqual && op != CompareOperator::kNotEqual) || !is_kind(other, Kind::kMethod))
    return kNotImplemented;
  auto* a = self.as<Method>();
  auto* b = other.as<Method>();
  int same = a->self.load() == b->self.load() ? equal(T, a->function.load(), b->function.load()) : 0;
  if (same < 0) return kEmpty;
  return Value::boolean((same != 0) == (op == CompareOperator::kEqual));
}
static Value method_get_attribute(Thread* T, Value self, String* name) {
  Value found = type_lookup(T, types(T).method, name);
  if (found) return generic_get_attribute(T, self, name);
  return get_attribute(T, self.as<Method>()->function.load(), name);
}
// It is bound already.
static Value method_descriptor_get(Thread*, Value self, Value, Value) {
  return self;
}
static Value method_get_function(Thread*, Value self) {
  return self.as<Method>()->function.load();
}
static Value method_get_self(Thread*, Value self) {
  return self.as<Method>()->self.load();
}
static Value method_get_documentation(Thread* T, Value self) {
  return get_attribute(T, self.as<Method>()->function.load(), names(T).dunder_doc);
}
// getattr(self, name): how pickle finds it again.
static Value method_reduce(Thread* T, Arguments args) {
  auto* method = args[0].as<Method>();
  Value name = get_attribute(T, method->function.load(), names(T).dunder_name);
  Value getter = name ? dict_get(T->runtime->builtins_dict.as<Dict>(), intern(T, "getattr")) : kEmpty;
  Tuple* pair = name ? make_tuple(T, {method->self.load(), name}) : nullptr;
  return pair && getter ? Value(make_tuple(T, {getter, pair})) : kEmpty;
}
static const NativeMethod kMethodMethods[] = {{"__reduce__($self, /)", method_reduce, nullptr},
                                              {nullptr, nullptr, nullptr}};
static const NativeAttribute kMethodAttributes[] = {{"__func__", method_get_function, read_only_member, nullptr},
                                                    {"__self__", method_get_self, read_only_member, nullptr},
                                                    {"__doc__", method_get_documentation, nullptr, nullptr},
                                                    {nullptr, nullptr, nullptr, nullptr}};

// ---------------------------------------------------------------- types

void initialize_module_type(Thread* T);
void initialize_code_type(Thread* T);

void initialize_function_types(Thread* T) {
  BuiltinTypes& types = T->runtime->types;
  static const TypeSlots kFunctionSlots = [] {
    TypeSlots s{};
    s.repr = function_repr;
    s.call = function_call;
    s.descriptor_get = function_descriptor_get;
    s.get_attribute = function_get_attribute;
    s.set_attribute = function_set_attribute;
    s.create = function_create;
    return s;
  }();
  types.function =
      make_native_type(T, {"function", Kind::kFunction, sizeof(Function), kTypeIsBuiltin | kTypeSupportsWeakReferences,
                           "Create a function object.", &kFunctionSlots, nullptr, kFunctionAttributes});
  static const TypeSlots kMethodSlots = [] {
    TypeSlots s{};
    s.repr = method_repr;
    s.hash = method_hash;
    s.compare = method_compare;
    s.call = function_call;
    s.descriptor_get = method_descriptor_get;
    s.get_attribute = method_get_attribute;
    s.create = method_create;
    return s;
  }();
  types.method =
      make_native_type(T, {"method", Kind::kMethod, sizeof(Method), kTypeIsBuiltin | kTypeSupportsWeakReferences,
                           "Create a bound instance method object.", &kMethodSlots, kMethodMethods, kMethodAttributes});
  initialize_code_type(T);
  initialize_cell_type(T);
  initialize_module_type(T);
}

}  // namespace gilded
