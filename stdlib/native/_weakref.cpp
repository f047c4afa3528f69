// _weakref: the types of weak references and what can be asked of them.
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/weak_reference.h"

namespace gilded {

namespace {

Value weakref_proxy(Thread* T, Arguments args) {
  Type* type = is_callable(T, args[0]) ? types(T).weak_callable_proxy : types(T).weak_proxy;
  return make_weak_reference(T, type, args[0], args.has(1) && !args[1].is_none() ? args[1] : kEmpty);
}
Value weakref_refs(Thread* T, Arguments args) {
  std::vector<WeakReference*> found;
  {
    WeakReferenceTable& table = *T->runtime->weak_references;
    MutexLock guard(table.lock);
    if (args[0].is_object()) {
      auto known = table.by_referent.find(args[0].as_object());
      if (known != table.by_referent.end()) found = known->second;
    }
  }
  // No safepoint until they are in the list.
  List* list = make_list(T, found.size());
  for (WeakReference* r : found) {
    if (!list || !list_append(T, list, r)) return kEmpty;
  }
  return list;
}
Value weakref_count(Thread* T, Arguments args) {
  Value list = weakref_refs(T, args);
  return list.is_empty() ? kEmpty : Value::small_int(list.as<List>()->size());
}

const NativeMethod kFunctions[] = {
    {"proxy(object, callback=None, /)", weakref_proxy, "Create a proxy object that weakly references 'object'."},
    {"getweakrefs(object, /)", weakref_refs, "Return a list of all weak reference objects that point to object."},
    {"getweakrefcount(object, /)", weakref_count, "Return the number of weak references to 'object'."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_weakref_module(Thread* T) {
  Module* module = make_module(T, "_weakref");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  const BuiltinTypes& t = types(T);
  bool ok = module_set(T, module, "ref", t.weak_reference) &&
            module_set(T, module, "ReferenceType", t.weak_reference) &&
            module_set(T, module, "ProxyType", t.weak_proxy) &&
            module_set(T, module, "CallableProxyType", t.weak_callable_proxy);
  return ok ? Value(module) : kEmpty;
}

}  // namespace gilded
