#include "vm/types/weak_reference.h"

#include <algorithm>

#include "vm/interpreter/interpreter.h"
#include "vm/object/instance.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/sequence.h"
#include "vm/types/string.h"

namespace gilded {

void trace_weak_reference(Object* object, Marker& marker) {
  marker.visit(static_cast<WeakReference*>(object)->callback);
}

static bool supports_weak_references(Thread* T, Value v) {
  if (!v.is_object()) return false;
  Type* type = type_of(T, v);
  return type->has_flag(kTypeSupportsWeakReferences) || v.as_object()->kind() == Kind::kType;
}

Value make_weak_reference(Thread* T, Type* type, Value referent, Value callback) {
  if (!supports_weak_references(T, referent))
    return raise(T, Builtin::kTypeError, "cannot create weak reference to '{}' object", type_name(T, referent));
  WeakReferenceTable& table = *T->runtime->weak_references;
  bool plain = callback.is_empty() &&
               (type == types(T).weak_reference || type == types(T).weak_proxy || type == types(T).weak_callable_proxy);
  auto find_plain = [&](const std::vector<WeakReference*>& all) -> WeakReference* {
    for (WeakReference* r : all) {
      if (r->callback.load().is_empty() && r->type() == type) return r;
    }
    return nullptr;
  };
  if (plain) {
    MutexLock guard(table.lock);
    auto known = table.by_referent.find(referent.as_object());
    if (known != table.by_referent.end()) {
      if (WeakReference* r = find_plain(known->second)) return r;
    }
  }
  auto* reference = static_cast<WeakReference*>(allocate_instance_of(T, type, sizeof(WeakReference)));
  if (!reference) return kEmpty;
  reference->referent.initialize(referent);
  heap_initialize(reference, reference->callback, callback);
  MutexLock guard(table.lock);
  auto& all = table.by_referent[referent.as_object()];
  if (plain) {
    // Another thread may have been faster.
    if (WeakReference* r = find_plain(all)) return r;
  }
  all.push_back(reference);
  table.young.push_back(referent.as_object());
  return reference;
}

void add_weak_list(Runtime* runtime, std::function<void(const std::function<bool(Object*)>&)> drop_dead) {
  WeakReferenceTable& table = *runtime->weak_references;
  MutexLock guard(table.lock);
  table.lists.push_back(std::move(drop_dead));
}

// Removes the entries, of all or of the young referents, for which f(referent, its references) is true.
template <class F>
static void erase_entries_if(WeakReferenceTable& table, bool only_young, F f) REQUIRES(table.lock) {
  if (!only_young) {
    for (auto entry = table.by_referent.begin(); entry != table.by_referent.end();)
      entry = f(entry->first, entry->second) ? table.by_referent.erase(entry) : std::next(entry);
    return;
  }
  for (Object* referent : table.young) {
    auto entry = table.by_referent.find(referent);
    if (entry != table.by_referent.end() && f(referent, entry->second)) table.by_referent.erase(entry);
  }
}

void clear_dead_weak_references(Runtime* runtime, bool only_young, const std::function<bool(Object*)>& is_marked,
                                const std::function<void(Object*)>& queue_callback) {
  WeakReferenceTable& table = *runtime->weak_references;
  MutexLock guard(table.lock);
  erase_entries_if(table, only_young, [&](Object* referent, std::vector<WeakReference*>& references) {
    if (is_marked(referent)) return false;
    // The newest reference is told first. A reference that is garbage itself calls nobody.
    for (auto r = references.rbegin(); r != references.rend(); ++r) {
      (*r)->referent.store_release(kEmpty);
      if (!(*r)->callback.load_relaxed().is_empty() && is_marked(*r)) queue_callback(*r);
    }
    return true;
  });
  for (const auto& drop_dead : table.lists) drop_dead(is_marked);
}

void drop_dead_weak_references(Runtime* runtime, bool only_young, const std::function<bool(Object*)>& is_marked) {
  WeakReferenceTable& table = *runtime->weak_references;
  MutexLock guard(table.lock);
  erase_entries_if(table, only_young, [&](Object*, std::vector<WeakReference*>& references) {
    std::erase_if(references, [&](WeakReference* r) { return !is_marked(r); });
    return references.empty();
  });
  table.young.clear();
}

void run_weak_reference_callback(Thread* T, Object* object) {
  auto* reference = static_cast<WeakReference*>(object);
  Value callback = reference->callback.exchange(kEmpty);
  if (callback.is_empty()) return;
  if (call(T, callback, {reference}).is_empty()) report_unraisable(T, callback);
}

static WeakReference* self_reference(Value v) {
  return v.as<WeakReference>();
}

static Value reference_create(Thread* T, Type* type, CallArguments arguments) {
  uint32_t n = arguments.positional_count();
  if (n < 1 || n > 2)
    return raise(T, Builtin::kTypeError, "__new__ expected {} argument{}, got {}", n < 1 ? "at least 1" : "at most 2",
                 n < 1 ? "" : "s", n);
  return make_weak_reference(T, type, arguments[0], n > 1 && !arguments[1].is_none() ? arguments[1] : kEmpty);
}
static bool reference_initialize(Thread*, Value, CallArguments) {
  return true;
}
static Value reference_call(Thread* T, Value self, CallArguments arguments) {
  if (arguments.count) return raise(T, Builtin::kTypeError, "weakref() takes no arguments ({} given)", arguments.count);
  Value v = self_reference(self)->referent.load();
  return v.is_empty() ? kNone : v;
}
static bool reference_hash(Thread* T, Value self, int64_t* out) {
  WeakReference* r = self_reference(self);
  if (!r->has_hash.load(std::memory_order_acquire)) {
    Value v = r->referent.load();
    if (v.is_empty()) return raise(T, Builtin::kTypeError, "weak object has gone away");
    int64_t h;
    if (!hash_value(T, v, &h)) return false;
    r->hash.store(h, std::memory_order_relaxed);
    r->has_hash.store(true, std::memory_order_release);
  }
  *out = r->hash.load(std::memory_order_relaxed);
  return true;
}
static Value reference_compare(Thread* T, Value self, Value other, CompareOperator op) {
  if ((op != CompareOperator::kEqual && op != CompareOperator::kNotEqual) || !is_kind(other, Kind::kWeakReference))
    return kNotImplemented;
  Value a = self_reference(self)->referent.load(), b = self_reference(other)->referent.load();
  bool want_equal = op == CompareOperator::kEqual;
  if (a.is_empty() || b.is_empty()) return Value::boolean((self == other) == want_equal);
  int same = equal(T, a, b);
  return same < 0 ? kEmpty : Value::boolean((same != 0) == want_equal);
}
static Value reference_repr(Thread* T, Value self) {
  Value v = self_reference(self)->referent.load();
  if (v.is_empty()) return make_string(T, fmt::format("<weakref at {:#x}; dead>", self.bits()));
  return make_string(T, fmt::format("<weakref at {:#x}; to '{}' at {:#x}>", self.bits(), type_name(T, v), v.bits()));
}
static Value reference_get_callback(Thread*, Value self) {
  Value v = self_reference(self)->callback.load();
  return v.is_empty() ? kNone : v;
}
static const NativeAttribute kReferenceAttributes[] = {{"__callback__", reference_get_callback, nullptr, nullptr},
                                                       {nullptr, nullptr, nullptr, nullptr}};

// --- Proxies: every operation is the referent's.
static Value target(Thread* T, Value proxy) {
  if (!is_kind(proxy, Kind::kWeakReference)) return proxy;
  Value v = self_reference(proxy)->referent.load();
  if (v.is_empty()) return raise(T, Builtin::kReferenceError, "weakly-referenced object no longer exists");
  return v;
}
static Value proxy_get_attribute(Thread* T, Value self, String* name) {
  Value v = target(T, self);
  return v.is_empty() ? kEmpty : get_attribute(T, v, name);
}
static bool proxy_set_attribute(Thread* T, Value self, String* name, Value value) {
  Value v = target(T, self);
  return v && set_attribute(T, v, name, value);
}
static Value proxy_str(Thread* T, Value self) {
  Value v = target(T, self);
  return v.is_empty() ? kEmpty : Value(to_str(T, v));
}
static Value proxy_repr(Thread* T, Value self) {
  Value v = self_reference(self)->referent.load();
  return make_string(
      T, v.is_empty() ? fmt::format("<weakproxy at {:#x}; dead>", self.bits())
                      : fmt::format("<weakproxy at {:#x} to {} at {:#x}>", self.bits(), type_name(T, v), v.bits()));
}
static Value proxy_compare(Thread* T, Value self, Value other, CompareOperator op) {
  Value a = target(T, self), b = a.is_empty() ? kEmpty : target(T, other);
  return b.is_empty() ? kEmpty : compare(T, a, b, op);
}
static Value proxy_call(Thread* T, Value self, CallArguments arguments) {
  Value v = target(T, self);
  return v.is_empty() ? kEmpty : call(T, v, arguments);
}
static Value proxy_iterate(Thread* T, Value self) {
  Value v = target(T, self);
  return v.is_empty() ? kEmpty : get_iterator(T, v);
}
static Value proxy_next(Thread* T, Value self) {
  Value v = target(T, self);
  if (v.is_empty()) return kEmpty;
  if (!type_of(T, v)->slots.next)
    return raise(T, Builtin::kTypeError, "Weakref proxy referenced a non-iterator '{}' object", type_name(T, v));
  return next_item(T, v);
}
static bool proxy_truth(Thread* T, Value self, bool* out) {
  Value v = target(T, self);
  return v && truth(T, v, out);
}
static int64_t proxy_length(Thread* T, Value self) {
  Value v = target(T, self);
  return v.is_empty() ? -1 : length(T, v);
}
static Value proxy_get_item(Thread* T, Value self, Value key) {
  Value v = target(T, self);
  return v.is_empty() ? kEmpty : get_item(T, v, key);
}
static bool proxy_set_item(Thread* T, Value self, Value key, Value value) {
  Value v = target(T, self);
  return v && set_item(T, v, key, value);
}
static int proxy_contains(Thread* T, Value self, Value item) {
  Value v = target(T, self);
  return v.is_empty() ? -1 : contains(T, v, item);
}
template <int op>
static Value proxy_binary(Thread* T, Value left, Value right) {
  Value a = target(T, left), b = a.is_empty() ? kEmpty : target(T, right);
  return b.is_empty() ? kEmpty : binary_operation(T, static_cast<BinaryOperator>(op), a, b);
}
template <int op>
static Value proxy_inplace(Thread* T, Value self, Value other) {
  Value a = target(T, self), b = a.is_empty() ? kEmpty : target(T, other);
  return b.is_empty() ? kEmpty : inplace_operation(T, static_cast<BinaryOperator>(op), a, b);
}
template <int... op>
static void set_binary(TypeSlots& s, std::integer_sequence<int, op...>) {
  ((s.binary[op] = proxy_binary<op>), ...);
  ((s.inplace[op] = proxy_inplace<op>), ...);
}
template <Value (*kOperation)(Thread*, Value)>
static Value proxy_unary(Thread* T, Value self) {
  Value v = target(T, self);
  return v.is_empty() ? kEmpty : kOperation(T, v);
}
static Value proxy_absolute(Thread* T, Value self) {
  Value v = target(T, self);
  bool found = false;
  Value result = v ? call_special(T, v, intern(T, "__abs__"), {}, &found) : kEmpty;
  if (!v || found) return result;
  return raise(T, Builtin::kTypeError, "bad operand type for abs(): '{}'", type_name(T, v));
}
static Value proxy_to_int(Thread* T, Value self) {
  Value v = target(T, self);
  return v ? call(T, Value(types(T).int_), {v}) : kEmpty;
}
static Value proxy_to_float(Thread* T, Value self) {
  Value v = target(T, self);
  return v ? call(T, Value(types(T).float_), {v}) : kEmpty;
}
static Value proxy_bytes(Thread* T, Arguments args) {
  Value v = target(T, args[0]);
  return v ? call_method(T, v, intern(T, "__bytes__")) : kEmpty;
}
static Value proxy_reversed(Thread* T, Arguments args) {
  Value v = target(T, args[0]);
  return v ? call_method(T, v, intern(T, "__reversed__")) : kEmpty;
}
static Value divided(Thread* T, Value left, Value right) {
  Value a = target(T, left), b = a ? target(T, right) : kEmpty;
  Value function = b ? import_attribute(T, "builtins", "divmod") : kEmpty;
  return function ? call(T, function, {a, b}) : kEmpty;
}
static Value proxy_divmod(Thread* T, Arguments args) {
  return divided(T, args[0], args[1]);
}
static Value proxy_reflected_divmod(Thread* T, Arguments args) {
  return divided(T, args[1], args[0]);
}
static const NativeMethod kReferenceMethods[] = {
    {"__class_getitem__($type, item, /)", class_getitem, "See PEP 585", kClassMethod}, {nullptr, nullptr, nullptr}};
static const NativeMethod kProxyMethods[] = {
    {"__bytes__($self, /)", proxy_bytes, nullptr},
    {"__divmod__($self, value, /)", proxy_divmod, "Return divmod(self, value)."},
    {"__rdivmod__($self, value, /)", proxy_reflected_divmod, "Return divmod(value, self)."},
    {"__reversed__($self, /)", proxy_reversed, nullptr},
    {nullptr, nullptr, nullptr}};

void initialize_weak_reference_types(Thread* T) {
  BuiltinTypes& t = T->runtime->types;
  static const TypeSlots kReferenceSlots = [] {
    TypeSlots s{};
    s.create = reference_create;
    s.initialize = reference_initialize;
    s.call = reference_call;
    s.hash = reference_hash;
    s.compare = reference_compare;
    s.repr = reference_repr;
    return s;
  }();
  t.weak_reference = make_native_type(
      T, {"weakref.ReferenceType", Kind::kWeakReference, sizeof(WeakReference), kTypeIsBase | kTypeHasNoModule, nullptr,
          &kReferenceSlots, kReferenceMethods, kReferenceAttributes});
  static const TypeSlots kProxySlots = [] {
    TypeSlots s{};
    s.get_attribute = proxy_get_attribute;
    s.set_attribute = proxy_set_attribute;
    s.str = proxy_str;
    s.repr = proxy_repr;
    s.compare = proxy_compare;
    s.iterate = proxy_iterate;
    s.next = proxy_next;
    s.truth = proxy_truth;
    s.length = proxy_length;
    s.get_item = proxy_get_item;
    s.set_item = proxy_set_item;
    s.contains = proxy_contains;
    s.negative = proxy_unary<negative>;
    s.positive = proxy_unary<positive>;
    s.invert = proxy_unary<invert>;
    s.index = proxy_unary<to_index>;
    s.absolute = proxy_absolute;
    s.to_int = proxy_to_int;
    s.to_float = proxy_to_float;
    set_binary(s, std::make_integer_sequence<int, compiler::kBinaryOperatorCount>());
    return s;
  }();
  t.weak_proxy = make_native_type(T, {"weakref.ProxyType", Kind::kWeakReference, sizeof(WeakReference),
                                      kTypeHasNoModule, nullptr, &kProxySlots, kProxyMethods, nullptr});
  static const TypeSlots kCallableProxySlots = [] {
    TypeSlots s = kProxySlots;
    s.call = proxy_call;
    return s;
  }();
  t.weak_callable_proxy =
      make_native_type(T, {"weakref.CallableProxyType", Kind::kWeakReference, sizeof(WeakReference), kTypeHasNoModule,
                           nullptr, &kCallableProxySlots, kProxyMethods, nullptr});
}

}  // namespace gilded
