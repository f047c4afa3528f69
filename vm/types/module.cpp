#include "vm/types/module.h"

#include "vm/object/instance.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/list.h"
#include "vm/types/string.h"

namespace gilded {

void trace_module(Object* object, Marker& marker) {
  marker.visit(static_cast<Module*>(object)->dict);
}

static bool fill_module(Thread* T, Module* module, Value name, Value documentation) {
  Dict* dict = make_dict(T);
  if (!dict) return false;
  heap_store_pointer(module, module->dict, dict);
  const Names& n = names(T);
  return dict_set(T, dict, n.dunder_name, name) && dict_set(T, dict, n.dunder_doc, documentation) &&
         dict_set(T, dict, n.dunder_package, kNone) && dict_set(T, dict, n.dunder_loader, kNone) &&
         dict_set(T, dict, n.dunder_spec, kNone);
}

Module* make_module(Thread* T, std::string_view name) {
  auto* module = allocate<Module>(T, Kind::kModule, types(T).module->root_shape.load(std::memory_order_relaxed));
  String* text = intern(T, name);
  if (!module || !text || !fill_module(T, module, text, kNone)) return nullptr;
  return module;
}

bool module_set(Thread* T, Module* module, std::string_view name, Value value) {
  if (value.is_empty()) return false;
  String* text = intern(T, name);
  return text && dict_set(T, module->dict.load(std::memory_order_relaxed), text, value);
}

static Dict* dict_of(Value self) {
  return self.as<Module>()->dict.load(std::memory_order_acquire);
}
static std::string module_name(Thread* T, Value self) {
  Value name = dict_get(dict_of(self), names(T).dunder_name);
  return is_string(name) ? to_utf8(as_string(name)) : "?";
}

static Value module_create(Thread* T, Type* type, CallArguments) {
  auto* module = static_cast<Module*>(allocate_instance_of(T, type, sizeof(Module)));
  if (!module) return kEmpty;
  Dict* dict = make_dict(T);
  if (!dict) return kEmpty;
  heap_store_pointer(module, module->dict, dict);
  return module;
}
static bool module_initialize(Thread* T, Value self, CallArguments arguments) {
  if (arguments.positional_count() < 1 || !is_string(arguments[0])) {
    return raise(T, Builtin::kTypeError, "module() missing required argument 'name' (pos 1)");
  }
  return fill_module(T, self.as<Module>(), arguments[0], arguments.count > 1 ? arguments[1] : kNone);
}
static Value shown(Thread* T, const std::string& name, const char* before, Value value, const char* after) {
  String* repr = to_repr(T, value);
  return repr ? Value(make_string(T, fmt::format("<module {}{}{}{}>", name, before, to_utf8(repr), after))) : kEmpty;
}
// What the spec tells of where the module comes from; without one, its __file__ or its __loader__.
static Value module_repr(Thread* T, Value self) {
  Value spec = dict_get(dict_of(self), names(T).dunder_spec);
  bool has_spec = spec && !spec.is_none();
  auto part = [&](Value object, const char* name) {
    return find_attribute(T, object, intern(T, std::string_view(name)));
  };
  Value name = has_spec ? part(spec, "name") : dict_get(dict_of(self), names(T).dunder_name);
  if (T->has_exception()) return kEmpty;
  String* repr = name && !name.is_none() ? to_repr(T, name) : make_string(T, "'?'");
  if (!repr) return kEmpty;
  std::string text = to_utf8(repr);
  if (!has_spec) {
    if (self == T->runtime->sys_module || self == T->runtime->builtins_module)
      return make_string(T, fmt::format("<module {} (built-in)>", text));
    if (Value file = dict_get(dict_of(self), names(T).dunder_file)) return shown(T, text, " from ", file, "");
    Value loader = dict_get(dict_of(self), intern(T, std::string_view("__loader__")));
    return loader && !loader.is_none() ? shown(T, text, " (", loader, ")")
                                       : Value(make_string(T, fmt::format("<module {}>", text)));
  }
  Value origin = part(spec, "origin"), loader = part(spec, "loader");
  if (T->has_exception()) return kEmpty;
  if (origin && !origin.is_none()) {
    Value has_location = part(spec, "has_location");
    bool is_place = false;
    if (T->has_exception() || (has_location && !truth(T, has_location, &is_place))) return kEmpty;
    if (is_place) return shown(T, text, " from ", origin, "");
    String* where = to_str(T, origin);
    return where ? Value(make_string(T, fmt::format("<module {} ({})>", text, to_utf8(where)))) : kEmpty;
  }
  if (loader && !loader.is_none()) return shown(T, text, " (", loader, ")");
  Value portions = part(spec, "submodule_search_locations");
  if (T->has_exception()) return kEmpty;
  return portions && !portions.is_none() ? shown(T, text, " (namespace) from ", portions, "")
                                         : Value(make_string(T, fmt::format("<module {}>", text)));
}
static Value module_get_attribute(Thread* T, Value self, String* name) {
  Type* type = type_of(T, self);
  Value found = type_lookup(T, type, name);
  if (found && type_of(T, found)->slots.descriptor_set) return generic_get_attribute(T, self, name);
  if (Value v = dict_get(dict_of(self), name)) return v;
  if (found) return generic_get_attribute(T, self, name);
  // PEP 562: a module may define __getattr__.
  if (Value hook = dict_get(dict_of(self), names(T).dunder_getattr)) return call(T, hook, {name});
  (void)raise(T, Builtin::kAttributeError, "module '{}' has no attribute '{}'", module_name(T, self), to_utf8(name));
  return kEmpty;
}
static bool module_set_attribute(Thread* T, Value self, String* name, Value value) {
  Value found = type_lookup(T, type_of(T, self), name);
  if (found && type_of(T, found)->slots.descriptor_set) return generic_set_attribute(T, self, name, value);
  if (value) return dict_set(T, dict_of(self), name, value);
  if (dict_pop(T, dict_of(self), name)) return true;
  return raise(T, Builtin::kAttributeError, "module '{}' has no attribute '{}'", module_name(T, self), to_utf8(name));
}
static Value module_dir(Thread* T, Arguments args) {
  Dict* dict = dict_of(args[0]);
  if (Value hook = dict_get(dict, names(T).dunder_dir)) return call(T, hook, {});
  return list_from_iterable(T, dict);
}
static Value module_get_dict(Thread*, Value self) {
  return dict_of(self);
}
static Value module_get_annotations(Thread* T, Value self) {
  Dict* dict = dict_of(self);
  if (Value v = dict_get(dict, names(T).dunder_annotations)) return v;
  Dict* fresh = make_dict(T);
  return fresh ? dict_set_default(T, dict, names(T).dunder_annotations, fresh) : kEmpty;
}
static bool module_set_annotations(Thread* T, Value self, Value value) {
  if (value) return dict_set(T, dict_of(self), names(T).dunder_annotations, value);
  if (dict_pop(T, dict_of(self), names(T).dunder_annotations)) return true;
  return raise(T, Builtin::kAttributeError, "__annotations__");
}

static const NativeAttribute kModuleAttributes[] = {
    {"__dict__", module_get_dict, nullptr, nullptr},
    {"__annotations__", module_get_annotations, module_set_annotations, nullptr},
    {nullptr, nullptr, nullptr, nullptr}};
static const NativeMethod kModuleMethods[] = {{"__dir__($self, /)", module_dir, "List the module's names."},
                                              {nullptr, nullptr, nullptr}};

void initialize_module_type(Thread* T) {
  static const TypeSlots kSlots = [] {
    TypeSlots s{};
    s.repr = module_repr;
    s.create = module_create;
    s.initialize = module_initialize;
    s.get_attribute = module_get_attribute;
    s.set_attribute = module_set_attribute;
    return s;
  }();
  T->runtime->types.module = make_native_type(
      T, {"module", Kind::kModule, sizeof(Module), kTypeIsBuiltin | kTypeIsBase | kTypeSupportsWeakReferences,
          "Create a module object.", &kSlots, kModuleMethods, kModuleAttributes});
}

}  // namespace gilded
