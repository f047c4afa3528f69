#include "vm/object/special_methods.h"
#include "vm/interpreter/instrumentation.h"

#include <cstddef>
#include <cstring>
#include <utility>

#include "vm/interpreter/support.h"
#include "vm/object/errors.h"
#include "vm/object/instance.h"
#include "vm/object/protocols.h"
#include "vm/runtime.h"
#include "vm/types/buffer.h"
#include "vm/types/cell.h"
#include "vm/types/dict.h"
#include "vm/types/function.h"
#include "vm/types/int.h"
#include "vm/types/memoryview.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

constexpr size_t kSlotCount = sizeof(TypeSlots) / sizeof(void*);
static_assert(sizeof(TypeSlots) % sizeof(void*) == 0, "TypeSlots holds function pointers only");

constexpr SpecialMethodInfo kSpecialMethods[] = {
#define SPECIAL(name, slot, form, operation, signature, documentation)                     \
  {signature, documentation, offsetof(TypeSlots, slot) / sizeof(void*), SpecialForm::form, \
   static_cast<uint8_t>(operation)},
#include "vm/object/special_methods.def"
#undef SPECIAL
};
constexpr size_t kSpecialMethodCount = sizeof(kSpecialMethods) / sizeof(kSpecialMethods[0]);
static_assert(kSpecialMethodCount < 256);

constexpr String* Names::* kSpecialNames[] = {
#define SPECIAL(name, slot, form, operation, signature, documentation) &Names::name,
#include "vm/object/special_methods.def"
#undef SPECIAL
};

void* get_slot(const TypeSlots& slots, size_t index) {
  void* function;
  memcpy(&function, reinterpret_cast<const char*>(&slots) + index * sizeof(void*), sizeof(void*));
  return function;
}
void set_slot(TypeSlots& slots, size_t index, void* function) {
  memcpy(reinterpret_cast<char*>(&slots) + index * sizeof(void*), &function, sizeof(void*));
}

// --- Slots that call a method written in Python

constexpr String* Names::* kBinaryNames[] = {
    &Names::dunder_add, &Names::dunder_sub, &Names::dunder_mul,    &Names::dunder_truediv, &Names::dunder_floordiv,
    &Names::dunder_mod, &Names::dunder_pow, &Names::dunder_lshift, &Names::dunder_rshift,  &Names::dunder_and,
    &Names::dunder_or,  &Names::dunder_xor, &Names::dunder_matmul};
constexpr String* Names::* kReflectedNames[] = {
    &Names::dunder_radd, &Names::dunder_rsub, &Names::dunder_rmul,    &Names::dunder_rtruediv, &Names::dunder_rfloordiv,
    &Names::dunder_rmod, &Names::dunder_rpow, &Names::dunder_rlshift, &Names::dunder_rrshift,  &Names::dunder_rand,
    &Names::dunder_ror,  &Names::dunder_rxor, &Names::dunder_rmatmul};
constexpr String* Names::* kInplaceNames[] = {
    &Names::dunder_iadd, &Names::dunder_isub, &Names::dunder_imul,    &Names::dunder_itruediv, &Names::dunder_ifloordiv,
    &Names::dunder_imod, &Names::dunder_ipow, &Names::dunder_ilshift, &Names::dunder_irshift,  &Names::dunder_iand,
    &Names::dunder_ior,  &Names::dunder_ixor, &Names::dunder_imatmul};
constexpr String* Names::* kCompareNames[] = {&Names::dunder_lt, &Names::dunder_le, &Names::dunder_eq,
                                              &Names::dunder_ne, &Names::dunder_gt, &Names::dunder_ge};

// NotImplemented when the type has no such method.
Value call_or_not_implemented(Thread* T, Value receiver, String* name, std::initializer_list<Value> arguments) {
  bool found = false;
  Value result = call_special(T, receiver, name, arguments, &found);
  return found ? result : kNotImplemented;
}

Value call_or_missing(Thread* T, Value receiver, String* name, std::initializer_list<Value> arguments) {
  bool found = false;
  Value result = call_special(T, receiver, name, arguments, &found);
  if (found) return result;
  (void)raise(T, Builtin::kAttributeError, "'{}' object has no attribute '{}'", type_name(T, receiver), to_utf8(name));
  return kEmpty;
}

template <String* Names::* kName>
Value slot_unary(Thread* T, Value self) {
  return call_or_missing(T, self, names(T).*kName, {});
}

bool slot_hash(Thread* T, Value self, int64_t* out) {
  Value result = call_or_missing(T, self, names(T).dunder_hash, {});
  if (!result) return false;
  if (!is_int(result)) return raise(T, Builtin::kTypeError, "__hash__ method should return an integer");
  // Any 64-bit result is the hash itself; only longer ints are hashed again.
  if (!int_fits_int64(result, out)) *out = int_hash(result);
  if (*out == -1) *out = -2;
  return true;
}

Value slot_call(Thread* T, Value self, CallArguments arguments) {
  Value method = type_lookup(T, type_of(T, self), names(T).dunder_call);
  if (!method) return raise(T, Builtin::kTypeError, "'{}' object is not callable", type_name(T, self));
  // An object whose __call__ is such an object again may go round for ever without using any stack: count it as a
  // frame.
  if (static_cast<int32_t>(T->recursion_depth) >= T->runtime->recursion_limit.load(std::memory_order_relaxed)) {
    return raise(T, Builtin::kRecursionError, "maximum recursion depth exceeded");
  }
  if (!check_native_recursion(T, " while calling a Python object")) return kEmpty;
  ++T->recursion_depth;
  Value result = call_found(T, method, self, arguments);
  --T->recursion_depth;
  return result;
}

bool is_wrapper_for(Value attribute, size_t slot) {
  if (!is_kind(attribute, Kind::kNativeDescriptor)) return false;
  auto* descriptor = attribute.as<NativeDescriptor>();
  return descriptor->form == NativeDescriptor::Form::kSlotWrapper &&
         kSpecialMethods[descriptor->special_method].slot == slot;
}

Value slot_get_attribute(Thread* T, Value self, String* name) {
  Type* type = type_of(T, self);
  Value getter = type_lookup(T, type, names(T).dunder_getattribute);
  Value fallback = type_lookup(T, type, names(T).dunder_getattr);
  Value result;
  if (is_wrapper_for(getter, offsetof(TypeSlots, get_attribute) / sizeof(void*))) {
    auto* native = getter.as<NativeDescriptor>()->owner->slots.get_attribute;
    if (native == generic_get_attribute && fallback) {
      // No AttributeError is made only to be thrown away.
      result = find_generic_attribute(T, self, name);
      if (result) return result;
      if (!T->has_exception()) return call_or_missing(T, self, names(T).dunder_getattr, {name});
    } else {
      result = native(T, self, name);
    }
  } else {
    result = call_or_missing(T, self, names(T).dunder_getattribute, {name});
  }
  if (result || !fallback || !exception_matches(T, Builtin::kAttributeError)) return result;
  clear_exception(T);
  return call_or_missing(T, self, names(T).dunder_getattr, {name});
}

bool slot_set_attribute(Thread* T, Value self, String* name, Value value) {
  return !(value ? call_or_missing(T, self, names(T).dunder_setattr, {name, value})
                 : call_or_missing(T, self, names(T).dunder_delattr, {name}))
              .is_empty();
}

Value slot_compare(Thread* T, Value self, Value other, CompareOperator op) {
  return call_or_not_implemented(T, self, names(T).*kCompareNames[static_cast<int>(op)], {other});
}

Value slot_iterate(Thread* T, Value self) {
  if (type_lookup(T, type_of(T, self), names(T).dunder_iter).is_none()) {
    return raise(T, Builtin::kTypeError, "'{}' object is not iterable", type_name(T, self));
  }
  return call_or_missing(T, self, names(T).dunder_iter, {});
}

Value slot_next(Thread* T, Value self) {
  // StopIteration stays as it is: it may carry the value of `yield from`, and next() hands it on.
  return call_or_missing(T, self, names(T).dunder_next, {});
}

Value slot_descriptor_get(Thread* T, Value self, Value instance, Value owner) {
  return call_or_missing(T, self, names(T).dunder_get, {instance ? instance : kNone, owner ? owner : kNone});
}

bool slot_descriptor_set(Thread* T, Value self, Value instance, Value value) {
  bool found = false;
  Value result = value ? call_special(T, self, names(T).dunder_set, {instance, value}, &found)
                       : call_special(T, self, names(T).dunder_delete, {instance}, &found);
  if (!found) return raise(T, Builtin::kAttributeError, "{}", value ? "__set__" : "__delete__");
  return !result.is_empty();
}

// callable(receiver, *arguments)
Value call_with_receiver(Thread* T, Value callable, Value receiver, CallArguments arguments) {
  return with_receiver(T, receiver, arguments, [&](CallArguments all) { return call(T, callable, all); });
}

Value slot_create(Thread* T, Type* type, CallArguments arguments) {
  Value attribute = type_lookup(T, type, names(T).dunder_new);
  if (!attribute) return raise(T, Builtin::kTypeError, "cannot create '{}' instances", name_of(type));
  Type* attribute_type = type_of(T, attribute);
  if (attribute_type->slots.descriptor_get) {
    attribute = attribute_type->slots.descriptor_get(T, attribute, kEmpty, type);
    if (!attribute) return kEmpty;
  }
  // It gets the class, whatever it is bound to already.
  return call_with_receiver(T, attribute, type, arguments);
}

bool slot_initialize(Thread* T, Value self, CallArguments arguments) {
  Value method = type_lookup(T, type_of(T, self), names(T).dunder_init);
  if (!method) return true;
  Value result = call_found(T, method, self, arguments);
  if (!result) return false;
  if (!result.is_none())
    return raise(T, Builtin::kTypeError, "__init__() should return None, not '{}'", type_name(T, result));
  return true;
}

bool slot_truth(Thread* T, Value self, bool* out) {
  Value result = call_or_missing(T, self, names(T).dunder_bool, {});
  if (!result) return false;
  if (!result.is_bool())
    return raise(T, Builtin::kTypeError, "__bool__ should return bool, returned {}", type_name(T, result));
  *out = result.is_true();
  return true;
}

int64_t slot_length(Thread* T, Value self) {
  Value result = call_or_missing(T, self, names(T).dunder_len, {});
  if (!result) return -1;
  Value index = to_index(T, result);
  if (!index) return -1;
  if (int_sign(index) < 0) {
    (void)raise(T, Builtin::kValueError, "__len__() should return >= 0");
    return -1;
  }
  int64_t length;
  if (!int_fits_int64(index, &length)) {
    (void)raise(T, Builtin::kOverflowError, "cannot fit 'int' into an index-sized integer");
    return -1;
  }
  return length;
}

Value slot_get_item(Thread* T, Value self, Value key) {
  return call_or_missing(T, self, names(T).dunder_getitem, {key});
}

bool slot_set_item(Thread* T, Value self, Value key, Value value) {
  bool found = false;
  Value result = value ? call_special(T, self, names(T).dunder_setitem, {key, value}, &found)
                       : call_special(T, self, names(T).dunder_delitem, {key}, &found);
  if (!found) return raise(T, Builtin::kAttributeError, "{}", value ? "__setitem__" : "__delitem__");
  return !result.is_empty();
}

int slot_contains(Thread* T, Value self, Value item) {
  if (type_lookup(T, type_of(T, self), names(T).dunder_contains).is_none()) {
    (void)raise(T, Builtin::kTypeError, "'{}' object is not a container", type_name(T, self));
    return -1;
  }
  Value result = call_or_missing(T, self, names(T).dunder_contains, {item});
  bool is_in = false;
  if (!result || !truth(T, result, &is_in)) return -1;
  return is_in ? 1 : 0;
}

template <size_t kOperator>
Value slot_binary(Thread* T, Value left, Value right) {
  Type* left_type = type_of(T, left);
  Type* right_type = type_of(T, right);
  String* reflected = names(T).*kReflectedNames[kOperator];
  bool try_right = left_type != right_type && right_type->slots.binary[kOperator] == slot_binary<kOperator>;
  if (left_type->slots.binary[kOperator] == slot_binary<kOperator>) {
    if (try_right && is_subtype(right_type, left_type)) {
      // The right operand goes first only if its class really replaces the reflected method.
      Value theirs = type_lookup(T, right_type, reflected);
      if (theirs && theirs != type_lookup(T, left_type, reflected)) {
        Value result = call_or_not_implemented(T, right, reflected, {left});
        if (!result.is_not_implemented()) return result;
        try_right = false;
      }
    }
    Value result = call_or_not_implemented(T, left, names(T).*kBinaryNames[kOperator], {right});
    if (!result.is_not_implemented() || left_type == right_type) return result;
  }
  return try_right ? call_or_not_implemented(T, right, reflected, {left}) : kNotImplemented;
}

template <size_t kOperator>
Value slot_inplace(Thread* T, Value self, Value other) {
  return call_or_not_implemented(T, self, names(T).*kInplaceNames[kOperator], {other});
}

// Three-argument pow() asks only the first operand's class.
Value slot_power_modulo(Thread* T, Value base, Value exponent, Value modulus) {
  Type* type = type_of(T, base);
  if (type->slots.power_modulo != slot_power_modulo) return kNotImplemented;
  return call_or_not_implemented(T, base, names(T).dunder_pow, {exponent, modulus});
}

template <size_t... kOperators>
void fill_operators(TypeSlots& slots, std::index_sequence<kOperators...>) {
  ((slots.binary[kOperators] = slot_binary<kOperators>, slots.inplace[kOperators] = slot_inplace<kOperators>), ...);
}

const TypeSlots kPythonSlots = [] {
  TypeSlots slots{};
  slots.repr = slot_unary<&Names::dunder_repr>;
  slots.str = slot_unary<&Names::dunder_str>;
  slots.hash = slot_hash;
  slots.call = slot_call;
  slots.get_attribute = slot_get_attribute;
  slots.set_attribute = slot_set_attribute;
  slots.compare = slot_compare;
  slots.iterate = slot_iterate;
  slots.next = slot_next;
  slots.descriptor_get = slot_descriptor_get;
  slots.descriptor_set = slot_descriptor_set;
  slots.create = slot_create;
  slots.initialize = slot_initialize;
  slots.truth = slot_truth;
  slots.length = slot_length;
  slots.get_item = slot_get_item;
  slots.set_item = slot_set_item;
  slots.contains = slot_contains;
  fill_operators(slots, std::make_index_sequence<compiler::kBinaryOperatorCount>());
  slots.power_modulo = slot_power_modulo;
  slots.negative = slot_unary<&Names::dunder_neg>;
  slots.positive = slot_unary<&Names::dunder_pos>;
  slots.invert = slot_unary<&Names::dunder_invert>;
  slots.absolute = slot_unary<&Names::dunder_abs>;
  slots.to_int = slot_unary<&Names::dunder_int>;
  slots.to_float = slot_unary<&Names::dunder_float>;
  slots.index = slot_unary<&Names::dunder_index>;
  slots.await = slot_unary<&Names::dunder_await>;
  slots.async_iterate = slot_unary<&Names::dunder_aiter>;
  slots.async_next = slot_unary<&Names::dunder_anext>;
  slots.buffer = python_buffer;
  slots.release_buffer = python_release_buffer;
  return slots;
}();

// The slot of a Python class: what its MRO says, the native function when all methods of the slot lead to the same one.
void* resolve_slot(Thread* T, Type* type, size_t slot) {
  void* native = nullptr;
  bool has_native = false;
  bool unhashable = false;
  for (size_t i = 0; i < kSpecialMethodCount; ++i) {
    if (kSpecialMethods[i].slot != slot) continue;
    String* name = names(T).*kSpecialNames[i];
    Value attribute = type_lookup(type, name);
    if (!attribute) continue;
    void* found = nullptr;
    if (is_kind(attribute, Kind::kNativeDescriptor) &&
        attribute.as<NativeDescriptor>()->form == NativeDescriptor::Form::kSlotWrapper &&
        as_string(attribute.as<NativeDescriptor>()->name.load()) == name &&
        is_subtype(type, attribute.as<NativeDescriptor>()->owner)) {
      found = get_slot(attribute.as<NativeDescriptor>()->owner->slots, slot);
    } else if (name == names(T).dunder_new && is_kind(attribute, Kind::kNativeFunction)) {
      auto* function = attribute.as<NativeFunction>();
      if (!is_kind(function->self.load(), Kind::kType)) return get_slot(kPythonSlots, slot);
      found = get_slot(function->self.load().as<Type>()->slots, slot);
    } else if (name == names(T).dunder_hash && attribute.is_none()) {
      unhashable = true;
      continue;
    } else {
      return get_slot(kPythonSlots, slot);
    }
    if (has_native && found != native) return get_slot(kPythonSlots, slot);
    native = found;
    has_native = true;
  }
  return unhashable ? nullptr : native;
}

}  // namespace

const SpecialMethodInfo& special_method_info(uint8_t index) {
  return kSpecialMethods[index];
}

bool is_python_binary(const TypeSlots& slots, BinaryOperator op) {
  return slots.binary[static_cast<int>(op)] == kPythonSlots.binary[static_cast<int>(op)];
}
bool is_python_create(const TypeSlots& slots) {
  return slots.create == slot_create;
}

Value reflected_operation(Thread* T, BinaryOperator op, Value left, Value right) {
  Type* type = type_of(T, right);
  if (type == type_of(T, left)) return kNotImplemented;
  if (is_python_binary(type->slots, op))
    return call_or_not_implemented(T, right, names(T).*kReflectedNames[static_cast<int>(op)], {left});
  auto* slot = type->slots.binary[static_cast<int>(op)];
  return slot ? slot(T, left, right) : kNotImplemented;
}

// A method of the type that is a Python function of just `count` parameters.
static Function* plain_method(Thread* T, Type* type, String* name, uint32_t count) {
  Value found = type_lookup(T, type, name);
  if (!is_exactly(found, Kind::kFunction)) return nullptr;
  auto* function = found.as<Function>();
  return function->simple_parameters.load(std::memory_order_relaxed) == count + 1 ? function : nullptr;
}

Function* python_operator(Thread* T, int operation, Value left, Value right) {
  Type* type = type_of(T, left);
  int op = operation % compiler::kBinaryOperatorCount;
  // In place, the method of that name goes first.
  if (operation >= compiler::kBinaryOperatorCount && type->slots.inplace[op]) return nullptr;
  if (!is_python_binary(type->slots, static_cast<BinaryOperator>(op))) return nullptr;
  // A right operand of a subclass may go first.
  Type* right_type = type_of(T, right);
  if (right_type != type && is_subtype(right_type, type)) return nullptr;
  return plain_method(T, type, names(T).*kBinaryNames[op], 2);
}

Function* python_comparison(Thread* T, CompareOperator op, Value left, Value right) {
  Type* type = type_of(T, left);
  if (type->slots.compare != slot_compare) return nullptr;
  Type* right_type = type_of(T, right);
  if (right_type != type && is_subtype(right_type, type)) return nullptr;
  return plain_method(T, type, names(T).*kCompareNames[static_cast<int>(op)], 2);
}

Function* python_item_getter(Thread* T, Value container) {
  Type* type = type_of(T, container);
  return type->slots.get_item == slot_get_item ? plain_method(T, type, names(T).dunder_getitem, 2) : nullptr;
}

Function* python_call_method(Thread* T, Value callable) {
  Type* type = type_of(T, callable);
  if (type->slots.call != slot_call) return nullptr;
  Value found = type_lookup(T, type, names(T).dunder_call);
  return is_exactly(found, Kind::kFunction) ? found.as<Function>() : nullptr;
}

Value call_found(Thread* T, Value attribute, Value receiver, CallArguments arguments) {
  if (is_kind(attribute, Kind::kFunction) || is_kind(attribute, Kind::kNativeDescriptor))
    return call_with_receiver(T, attribute, receiver, arguments);
  if (auto* bind = type_of(T, attribute)->slots.descriptor_get) {
    attribute = bind(T, attribute, receiver, type_of(T, receiver));
    if (!attribute) return kEmpty;
  }
  return call(T, attribute, arguments);
}

bool is_special_method_name(Thread* T, String* name) {
  if (name == names(T).dunder_del) return true;
  for (auto field : kSpecialNames) {
    if (names(T).*field == name) return true;
  }
  return false;
}

bool add_slot_wrappers(Thread* T, Type* type, const TypeSlots& own) {
  Dict* dict = type->attributes.load().as<Dict>();
  // A sequence concatenates and repeats: it has no __radd__.
  bool concatenates = own.binary[0] && !own.binary[1];
  for (size_t i = 0; i < kSpecialMethodCount; ++i) {
    const SpecialMethodInfo& info = kSpecialMethods[i];
    if (info.form == SpecialForm::kPythonOnly || info.form == SpecialForm::kCreate || !get_slot(own, info.slot))
      continue;
    String* name = names(T).*kSpecialNames[i];
    if (concatenates && name == names(T).dunder_radd) continue;
    if (dict_get(dict, name)) continue;
    auto* descriptor = allocate<NativeDescriptor>(
        T, Kind::kNativeDescriptor, types(T).wrapper_descriptor->root_shape.load(std::memory_order_acquire));
    if (!descriptor) return false;
    descriptor->form = NativeDescriptor::Form::kSlotWrapper;
    descriptor->special_method = static_cast<uint8_t>(i);
    descriptor->owner = type;
    heap_initialize(descriptor, descriptor->name, name);
    Cell* cell = make_cell(T, descriptor);
    if (!cell || !dict_set(T, dict, name, cell)) return false;
  }
  return true;
}

// What the flags of a type say about its slots.
static void recompute_slot_flags(Thread* T, Type* type) {
  uint32_t computed = 0;
  if (type->slots.get_attribute == slot_get_attribute) computed |= kTypeHasCustomGetAttribute;
  if (type->slots.set_attribute == slot_set_attribute) computed |= kTypeHasCustomSetAttribute;
  if (type_lookup(T, type, names(T).dunder_del)) computed |= kTypeHasFinalizer;
  constexpr uint32_t kComputed = kTypeHasCustomGetAttribute | kTypeHasCustomSetAttribute | kTypeHasFinalizer;
  uint32_t flags = type->flags.load(std::memory_order_relaxed);
  while (!type->flags.compare_exchange_weak(flags, (flags & ~kComputed) | computed, std::memory_order_relaxed)) {
  }
}

void refill_slots(Thread* T, Type* type) {
  bool done[kSlotCount] = {};
  for (const SpecialMethodInfo& info : kSpecialMethods) {
    if (done[info.slot]) continue;
    done[info.slot] = true;
    set_slot(type->slots, info.slot, resolve_slot(T, type, info.slot));
  }
  recompute_slot_flags(T, type);
}

void fill_inherited_slots(Thread* T, Type* type) {
  bool own[kSlotCount] = {};
  size_t position = 0;
  Value key, value;
  while (dict_next(type->attributes.load().as<Dict>(), &position, &key, &value)) {
    if (!is_string(key)) continue;
    for (size_t i = 0; i < kSpecialMethodCount; ++i) {
      if (names(T).*kSpecialNames[i] == as_string(key)) own[kSpecialMethods[i].slot] = true;
    }
  }
  for (uint32_t slot = 0; slot < kSlotCount; ++slot) {
    if (own[slot]) set_slot(type->slots, slot, resolve_slot(T, type, slot));
  }
  recompute_slot_flags(T, type);
}

namespace {

bool check_count(Thread* T, CallArguments arguments, uint32_t count) {
  uint32_t given = arguments.count - 1;
  if (given == count) return true;
  return raise(T, Builtin::kTypeError, "expected {} argument{}, got {}", count, count == 1 ? "" : "s", given);
}

String* attribute_name(Thread* T, Value name) {
  if (!is_string(name))
    return raise(T, Builtin::kTypeError, "attribute name must be string, not '{}'", type_name(T, name));
  return intern(T, as_string(name));
}

// object.__setattr__(C(), ...) must not go round the __setattr__ of a native base in between.
template <class Function>
Function checked_base_slot(Thread* T, NativeDescriptor* descriptor, Value self, Function TypeSlots::* slot) {
  Type* type = type_of(T, self);
  while (type && !type->has_flag(kTypeIsBuiltin)) type = type->base;
  Function function = descriptor->owner->slots.*slot;
  for (Type* step = type; step && step != descriptor->owner; step = step->base) {
    if (step->slots.*slot != function) {
      return raise(T, Builtin::kTypeError, "can't apply this {} to {} object",
                   to_utf8(as_string(descriptor->name.load())), type_name(T, self));
    }
  }
  return function;
}

}  // namespace

Value call_slot_wrapper(Thread* T, NativeDescriptor* descriptor, CallArguments arguments) {
  const SpecialMethodInfo& info = kSpecialMethods[descriptor->special_method];
  const TypeSlots& slots = descriptor->owner->slots;
  if (arguments.positional_count() == 0) {
    return raise(T, Builtin::kTypeError, "descriptor '{}' of '{}' object needs an argument", info.name(),
                 name_of(descriptor->owner));
  }
  Value self = arguments[0];
  if (!is_instance_of(T, self, descriptor->owner)) {
    return raise(T, Builtin::kTypeError, "descriptor '{}' requires a '{}' object but received a '{}'", info.name(),
                 name_of(descriptor->owner), type_name(T, self));
  }
  CallArguments rest{arguments.values + 1, arguments.count - 1, arguments.keyword_names};
  if (info.form == SpecialForm::kCall) return slots.call(T, self, rest);
  if (info.form == SpecialForm::kInitialize) return slots.initialize(T, self, rest) ? kNone : kEmpty;
  if (arguments.keyword_names && arguments.keyword_names->length > 0) {
    return raise(T, Builtin::kTypeError, "wrapper {}() takes no keyword arguments", info.name());
  }
  void* slot = get_slot(slots, info.slot);
  switch (info.form) {
    case SpecialForm::kUnary:
      if (!check_count(T, arguments, 0)) return kEmpty;
      return reinterpret_cast<Value (*)(Thread*, Value)>(slot)(T, self);
    case SpecialForm::kNext: {
      if (!check_count(T, arguments, 0)) return kEmpty;
      Value result = slots.next(T, self);
      if (!result && !T->has_exception()) return raise_with(T, Builtin::kStopIteration, kEmpty);
      return result;
    }
    case SpecialForm::kHash: {
      int64_t hash;
      if (!check_count(T, arguments, 0) || !slots.hash(T, self, &hash)) return kEmpty;
      return make_int(T, hash);
    }
    case SpecialForm::kTruth: {
      bool result;
      if (!check_count(T, arguments, 0) || !slots.truth(T, self, &result)) return kEmpty;
      return Value::boolean(result);
    }
    case SpecialForm::kLength: {
      if (!check_count(T, arguments, 0)) return kEmpty;
      int64_t length = slots.length(T, self);
      return length < 0 ? kEmpty : make_int(T, length);
    }
    case SpecialForm::kBinary:
      if (!check_count(T, arguments, 1)) return kEmpty;
      return reinterpret_cast<Value (*)(Thread*, Value, Value)>(slot)(T, self, arguments[1]);
    case SpecialForm::kReflected:
      if (!check_count(T, arguments, 1)) return kEmpty;
      return reinterpret_cast<Value (*)(Thread*, Value, Value)>(slot)(T, arguments[1], self);
    case SpecialForm::kPower:
    case SpecialForm::kReflectedPower: {
      if (arguments.count < 2 || arguments.count > 3) {
        return raise(T, Builtin::kTypeError, " expected at {} argument{}, got {}",
                     arguments.count < 2 ? "least 1" : "most 2", arguments.count < 2 ? "" : "s", arguments.count - 1);
      }
      Value left = info.form == SpecialForm::kPower ? self : arguments[1];
      Value right = info.form == SpecialForm::kPower ? arguments[1] : self;
      if (arguments.count == 3 && !arguments[2].is_none()) {
        return slots.power_modulo ? slots.power_modulo(T, left, right, arguments[2]) : kNotImplemented;
      }
      return reinterpret_cast<Value (*)(Thread*, Value, Value)>(slot)(T, left, right);
    }
    case SpecialForm::kCompare:
      if (!check_count(T, arguments, 1)) return kEmpty;
      return slots.compare(T, self, arguments[1], static_cast<CompareOperator>(info.operation));
    case SpecialForm::kContains: {
      if (!check_count(T, arguments, 1)) return kEmpty;
      int result = slots.contains(T, self, arguments[1]);
      return result < 0 ? kEmpty : Value::boolean(result != 0);
    }
    case SpecialForm::kSetItem:
      if (!check_count(T, arguments, 2)) return kEmpty;
      return slots.set_item(T, self, arguments[1], arguments[2]) ? kNone : kEmpty;
    case SpecialForm::kDeleteItem:
      if (!check_count(T, arguments, 1)) return kEmpty;
      return slots.set_item(T, self, arguments[1], kEmpty) ? kNone : kEmpty;
    case SpecialForm::kGetAttribute: {
      if (!check_count(T, arguments, 1)) return kEmpty;
      String* name = attribute_name(T, arguments[1]);
      return name ? slots.get_attribute(T, self, name) : kEmpty;
    }
    case SpecialForm::kSetAttribute:
    case SpecialForm::kDeleteAttribute: {
      bool sets = info.form == SpecialForm::kSetAttribute;
      if (!check_count(T, arguments, sets ? 2 : 1)) return kEmpty;
      String* name = attribute_name(T, arguments[1]);
      auto* function = name ? checked_base_slot(T, descriptor, self, &TypeSlots::set_attribute) : nullptr;
      return function && function(T, self, name, sets ? arguments[2] : kEmpty) ? kNone : kEmpty;
    }
    case SpecialForm::kDescriptorGet: {
      if (arguments.count < 2 || arguments.count > 3) {
        return raise(T, Builtin::kTypeError, "expected at {} argument{}, got {}",
                     arguments.count < 2 ? "least 1" : "most 2", arguments.count < 2 ? "" : "s", arguments.count - 1);
      }
      Value instance = arguments[1].is_none() ? kEmpty : arguments[1];
      Value owner = arguments.count < 3 || arguments[2].is_none() ? kEmpty : arguments[2];
      if (!instance && !owner) return raise(T, Builtin::kTypeError, "__get__(None, None) is invalid");
      return slots.descriptor_get(T, self, instance, owner);
    }
    case SpecialForm::kDescriptorSet:
      if (!check_count(T, arguments, 2)) return kEmpty;
      return slots.descriptor_set(T, self, arguments[1], arguments[2]) ? kNone : kEmpty;
    case SpecialForm::kDescriptorDelete:
      if (!check_count(T, arguments, 1)) return kEmpty;
      return slots.descriptor_set(T, self, arguments[1], kEmpty) ? kNone : kEmpty;
    case SpecialForm::kBuffer:
      if (!check_count(T, arguments, 1)) return kEmpty;
      return call_buffer_slot(T, self, slots.buffer, arguments[1]);
    case SpecialForm::kReleaseBuffer:
      if (!check_count(T, arguments, 1)) return kEmpty;
      return slots.release_buffer(T, self, arguments[1]) ? kNone : kEmpty;
    default:
      break;
  }
  return raise(T, Builtin::kSystemError, "no wrapper for {}", info.name());
}

}  // namespace gilded
