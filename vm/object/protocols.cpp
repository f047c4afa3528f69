#include "vm/object/protocols.h"

#include <charconv>
#include <string>

#include "vm/interpreter/instrumentation.h"
#include "vm/interpreter/support.h"
#include "vm/object/errors.h"
#include "vm/object/instance.h"
#include "vm/object/special_methods.h"
#include "vm/object/type.h"
#include "vm/object/type_internals.h"
#include "vm/object/warnings.h"
#include "vm/runtime.h"
#include "vm/types/dict.h"
#include "vm/types/float.h"
#include "vm/types/format_spec.h"
#include "vm/types/generic_alias.h"
#include "vm/types/int.h"
#include "vm/types/iterators.h"
#include "vm/types/list.h"
#include "vm/types/record.h"
#include "vm/types/string.h"
#include "vm/types/struct_sequence.h"
#include "vm/types/tuple.h"

namespace gilded {

bool check_native_recursion(Thread* T, const char* where) {
  constexpr uint32_t kMaximumReprDepth = 5000;
  bool deep = T->repr_guards && T->repr_guards->depth() > kMaximumReprDepth;
  if (!deep && reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) > T->native_stack_limit) return true;
  return raise(T, Builtin::kRecursionError, "maximum recursion depth exceeded{}", where);
}

// --- Attributes

Value get_attribute(Thread* T, Value object, String* name) {
  if (!name->is_interned() && !(name = intern(T, name))) return kEmpty;
  return type_of(T, object)->slots.get_attribute(T, object, name);
}

Value get_attribute(Thread* T, Value object, std::string_view name) {
  String* interned = intern(T, name);
  return interned ? get_attribute(T, object, interned) : kEmpty;
}

Value find_attribute(Thread* T, Value object, String* name) {
  if (!name->is_interned() && !(name = intern(T, name))) return kEmpty;
  auto* slot = type_of(T, object)->slots.get_attribute;
  Value found;
  if (slot == generic_get_attribute) {
    found = find_generic_attribute(T, object, name);
  } else if (slot == types(T).type->slots.get_attribute) {
    found = find_type_attribute(T, object, name);
  } else {
    found = slot(T, object, name);
  }
  // A property may raise AttributeError too.
  if (!found && T->has_exception() && exception_matches(T, Builtin::kAttributeError)) clear_exception(T);
  return found;
}

bool set_attribute(Thread* T, Value object, String* name, Value value) {
  if (!name->is_interned() && !(name = intern(T, name))) return false;
  return type_of(T, object)->slots.set_attribute(T, object, name, value);
}

Value lookup_special(Thread* T, Value object, String* name) {
  Type* type = type_of(T, object);
  Value found = type_lookup(T, type, name);
  if (!found) return kEmpty;
  Type* kind = type_of(T, found);
  return kind->slots.descriptor_get ? kind->slots.descriptor_get(T, found, object, type) : found;
}

// --- Truth, comparison, hashing

bool truth(Thread* T, Value value, bool* out) {
  if (value.is_bool() || value.is_none()) {
    *out = value.is_true();
    return true;
  }
  if (value.is_small_int()) {
    *out = value.as_small_int() != 0;
    return true;
  }
  if (value.is_object() && !value.as_object()->has_flag(kIsSubclassInstance)) {
    // The containers that conditions mostly ask.
    switch (value.as_object()->kind()) {
      case Kind::kList:
        *out = value.as<List>()->size() > 0;
        return true;
      case Kind::kString:
        *out = value.as<String>()->length > 0;
        return true;
      case Kind::kDict:
        *out = value.as<Dict>()->size() > 0;
        return true;
      case Kind::kTuple:
        *out = value.as<Tuple>()->length > 0;
        return true;
      default:
        break;
    }
  }
  if (value.is_not_implemented()) {
    *out = true;
    return warn(T, Builtin::kDeprecationWarning, "NotImplemented should not be used in a boolean context");
  }
  Type* type = type_of(T, value);
  if (type->slots.truth) return type->slots.truth(T, value, out);
  if (type->slots.length) {
    int64_t count = type->slots.length(T, value);
    *out = count > 0;
    return count >= 0;
  }
  *out = true;
  return true;
}

namespace {

constexpr CompareOperator kReflectedComparison[] = {CompareOperator::kGreater, CompareOperator::kGreaterEqual,
                                                    CompareOperator::kEqual,   CompareOperator::kNotEqual,
                                                    CompareOperator::kLess,    CompareOperator::kLessEqual};
constexpr const char* kCompareSymbols[] = {"<", "<=", "==", "!=", ">", ">="};

// What is left when no operand's type compares.
Value compare_identities(Thread* T, Value a, Value b, CompareOperator op) {
  if (op == CompareOperator::kEqual) return Value::boolean(a == b);
  if (op == CompareOperator::kNotEqual) return Value::boolean(!(a == b));
  return raise(T, Builtin::kTypeError, "'{}' not supported between instances of '{}' and '{}'",
               kCompareSymbols[static_cast<int>(op)], type_name(T, a), type_name(T, b));
}

}  // namespace

Value compare(Thread* T, Value a, Value b, CompareOperator op) {
  if (!check_native_recursion(T, " in comparison")) return kEmpty;
  if (is_kind(a, Kind::kInstance)) {
    // What a sort of instances asks: the method itself, without the way through the slot.
    if (Function* method = python_comparison(T, op, a, b)) {
      Value result = call(T, method, {a, b});
      return result.is_not_implemented() ? compare_reflected(T, a, b, op) : result;
    }
  }
  Type* a_type = type_of(T, a);
  Type* b_type = type_of(T, b);
  CompareOperator reflected = kReflectedComparison[static_cast<int>(op)];
  bool b_done = false;
  if (a_type != b_type && b_type->slots.compare && is_subtype(b_type, a_type)) {
    Value result = b_type->slots.compare(T, b, a, reflected);
    if (!result.is_not_implemented()) return result;
    b_done = true;
  }
  if (a_type->slots.compare) {
    Value result = a_type->slots.compare(T, a, b, op);
    if (!result.is_not_implemented()) return result;
  }
  if (!b_done) return compare_reflected(T, a, b, op);
  return compare_identities(T, a, b, op);
}

Value compare_reflected(Thread* T, Value a, Value b, CompareOperator op) {
  if (auto* slot = type_of(T, b)->slots.compare) {
    Value result = slot(T, b, a, kReflectedComparison[static_cast<int>(op)]);
    if (!result.is_not_implemented()) return result;
  }
  return compare_identities(T, a, b, op);
}

int equal(Thread* T, Value a, Value b) {
  if (a == b) return 1;
  if (a.is_small_int() && b.is_small_int()) return 0;
  if (is_exactly(a, Kind::kString) && is_exactly(b, Kind::kString))
    return strings_equal(as_string(a), as_string(b)) ? 1 : 0;
  Value result = compare(T, a, b, CompareOperator::kEqual);
  if (result.is_bool()) return result.is_true() ? 1 : 0;
  bool is_true;
  if (!result || !truth(T, result, &is_true)) return -1;
  return is_true ? 1 : 0;
}

bool hash_value(Thread* T, Value value, int64_t* out) {
  auto* slot = type_of(T, value)->slots.hash;
  if (slot) return slot(T, value, out);
  return raise(T, Builtin::kTypeError, "unhashable type: '{}'", type_name(T, value));
}

Value identity(Thread* T, Value value) {
  return make_int(T, value.bits());
}

// --- Operators

namespace {

constexpr const char* kBinarySymbols[] = {"+", "-", "*", "/", "//", "%", "** or pow()", "<<", ">>", "&", "|", "^", "@"};
constexpr const char* kInplaceSymbols[] = {
    "+=", "-=", "*=", "/=", "//=", "%=", "**=", "<<=", ">>=", "&=", "|=", "^=", "@="};

// The result of the operands' slots, or NotImplemented.
Value try_binary(Thread* T, BinaryOperator op, Value left, Value right) {
  int index = static_cast<int>(op);
  Type* left_type = type_of(T, left);
  Type* right_type = type_of(T, right);
  auto* left_slot = left_type->slots.binary[index];
  auto* right_slot = left_type == right_type ? nullptr : right_type->slots.binary[index];
  if (right_slot == left_slot) right_slot = nullptr;
  if (left_slot) {
    if (right_slot && is_subtype(right_type, left_type)) {
      Value result = right_slot(T, left, right);
      if (!result.is_not_implemented()) return result;
      right_slot = nullptr;
    }
    Value result = left_slot(T, left, right);
    if (!result.is_not_implemented()) return result;
  }
  return right_slot ? right_slot(T, left, right) : kNotImplemented;
}

// A sequence: adds to others of its kind, but does not subtract.
bool is_concatenating(Type* type) {
  return type->slots.binary[0] && !type->slots.binary[1] && type->slots.get_item &&
         !is_python_binary(type->slots, BinaryOperator::kAdd);
}

Raised raise_unsupported(Thread* T, const char* symbol, BinaryOperator op, Value left, Value right) {
  Type* left_type = type_of(T, left);
  Type* right_type = type_of(T, right);
  if (op == BinaryOperator::kAdd && is_concatenating(left_type)) {
    if (is_kind(left, Kind::kBytes) || is_kind(left, Kind::kByteArray)) {
      return raise(T, Builtin::kTypeError, "can't concat {} to {}", name_of(right_type), name_of(left_type));
    }
    std::string_view kind = is_string(left) ? "str" : name_of(left_type);
    return raise(T, Builtin::kTypeError, "can only concatenate {} (not \"{}\") to {}", kind, name_of(right_type), kind);
  }
  // In place, a container on the left that cannot be repeated hides the sequence on the right.
  bool left_hides_right =
      std::string_view(symbol) == "*=" && !is_concatenating(left_type) &&
      (left_type->slots.get_item || left_type->slots.contains || !left_type->has_flag(kTypeIsBuiltin));
  if (op == BinaryOperator::kMultiply && !left_hides_right &&
      (is_concatenating(left_type) || is_concatenating(right_type))) {
    return raise(T, Builtin::kTypeError, "can't multiply sequence by non-int of type '{}'",
                 name_of(is_concatenating(left_type) ? right_type : left_type));
  }
  const char* hint = "";
  if (op == BinaryOperator::kRightShift && is_kind(left, Kind::kNativeFunction) &&
      std::string_view(left.as<NativeFunction>()->method->signature).starts_with("print(")) {
    hint = ". Did you mean \"print(<message>, file=<output_stream>)\"?";
  }
  return raise(T, Builtin::kTypeError, "unsupported operand type(s) for {}: '{}' and '{}'{}", symbol,
               name_of(left_type), name_of(right_type), hint);
}

}  // namespace

Value binary_operation(Thread* T, BinaryOperator op, Value left, Value right) {
  Value result = try_binary(T, op, left, right);
  if (!result.is_not_implemented()) return result;
  return raise_unsupported(T, kBinarySymbols[static_cast<int>(op)], op, left, right);
}

Value operator_declined(Thread* T, int operation, Value left, Value right) {
  bool inplace = operation >= compiler::kBinaryOperatorCount;
  auto op = static_cast<BinaryOperator>(operation % compiler::kBinaryOperatorCount);
  Value result = reflected_operation(T, op, left, right);
  if (!result.is_not_implemented()) return result;
  return raise_unsupported(T, (inplace ? kInplaceSymbols : kBinarySymbols)[static_cast<int>(op)], op, left, right);
}

Value inplace_operation(Thread* T, BinaryOperator op, Value left, Value right) {
  if (auto* slot = type_of(T, left)->slots.inplace[static_cast<int>(op)]) {
    Value result = slot(T, left, right);
    if (!result.is_not_implemented()) return result;
  }
  Value result = try_binary(T, op, left, right);
  if (!result.is_not_implemented()) return result;
  return raise_unsupported(T, kInplaceSymbols[static_cast<int>(op)], op, left, right);
}

Value power(Thread* T, Value base, Value exponent, Value modulus) {
  if (!modulus || modulus.is_none()) return binary_operation(T, BinaryOperator::kPower, base, exponent);
  Type* base_type = type_of(T, base);
  Type* exponent_type = type_of(T, exponent);
  Type* modulus_type = type_of(T, modulus);
  auto* base_slot = base_type->slots.power_modulo;
  auto* exponent_slot = exponent_type->slots.power_modulo;
  auto* modulus_slot = modulus_type->slots.power_modulo;
  if (exponent_slot == base_slot) exponent_slot = nullptr;
  if (modulus_slot == base_slot || modulus_slot == exponent_slot) modulus_slot = nullptr;
  if (exponent_slot && base_slot && is_subtype(exponent_type, base_type)) std::swap(base_slot, exponent_slot);
  for (auto* slot : {base_slot, exponent_slot, modulus_slot}) {
    if (!slot) continue;
    Value result = slot(T, base, exponent, modulus);
    if (!result.is_not_implemented()) return result;
  }
  return raise(T, Builtin::kTypeError, "unsupported operand type(s) for ** or pow(): '{}', '{}', '{}'",
               name_of(base_type), name_of(exponent_type), name_of(modulus_type));
}

Value negative(Thread* T, Value v) {
  if (auto* slot = type_of(T, v)->slots.negative) return slot(T, v);
  return raise(T, Builtin::kTypeError, "bad operand type for unary -: '{}'", type_name(T, v));
}

Value positive(Thread* T, Value v) {
  if (auto* slot = type_of(T, v)->slots.positive) return slot(T, v);
  return raise(T, Builtin::kTypeError, "bad operand type for unary +: '{}'", type_name(T, v));
}

Value invert(Thread* T, Value v) {
  if (auto* slot = type_of(T, v)->slots.invert) return slot(T, v);
  return raise(T, Builtin::kTypeError, "bad operand type for unary ~: '{}'", type_name(T, v));
}

// --- Items and iteration

Value get_item(Thread* T, Value container, Value key) {
  Type* type = type_of(T, container);
  if (type->slots.get_item) return type->slots.get_item(T, container, key);
  if (is_kind(container, Kind::kType)) {
    if (container == Value(types(T).type)) return make_generic_alias(T, container, key);
    Value method = find_attribute(T, container, names(T).dunder_class_getitem);
    if (method && !method.is_none()) return call(T, method, {key});
    if (T->has_exception()) return kEmpty;
    return raise(T, Builtin::kTypeError, "type '{}' is not subscriptable", name_of(container.as<Type>()));
  }
  return raise(T, Builtin::kTypeError, "'{}' object is not subscriptable", name_of(type));
}

bool set_item(Thread* T, Value container, Value key, Value value) {
  Type* type = type_of(T, container);
  if (type->slots.set_item) return type->slots.set_item(T, container, key, value);
  // Deleting by position asks the sequence side of a type, which words it differently.
  bool is_sequence = type->slots.get_item || !type->has_flag(kTypeIsBuiltin);
  bool by_position = key.is_small_int() || type_of(T, key)->slots.index;
  return raise(T, Builtin::kTypeError, "'{}' object {} support item {}", name_of(type),
               !value && is_sequence && by_position ? "doesn't" : "does not", value ? "assignment" : "deletion");
}

int contains(Thread* T, Value container, Value item) {
  Type* type = type_of(T, container);
  if (type->slots.contains) return type->slots.contains(T, container, item);
  if (!type->slots.iterate && !type->slots.get_item) {
    (void)raise(T, Builtin::kTypeError, "argument of type '{}' is not iterable", name_of(type));
    return -1;
  }
  Value iterator = get_iterator(T, container);
  if (!iterator) {
    if (!exception_matches(T, Builtin::kTypeError)) return -1;
    clear_exception(T);
    (void)raise(T, Builtin::kTypeError, "argument of type '{}' is not iterable", name_of(type));
    return -1;
  }
  while (Value each = next_item(T, iterator)) {
    int same = equal(T, each, item);
    if (same != 0) return same;
  }
  return T->has_exception() ? -1 : 0;
}

int64_t length(Thread* T, Value container) {
  if (auto* slot = type_of(T, container)->slots.length) return slot(T, container);
  (void)raise(T, Builtin::kTypeError, "object of type '{}' has no len()", type_name(T, container));
  return -1;
}

int64_t length_hint(Thread* T, Value object, int64_t otherwise) {
  if (auto* slot = type_of(T, object)->slots.length) {
    int64_t count = slot(T, object);
    if (count >= 0 || !exception_matches(T, Builtin::kTypeError)) return count;
    clear_exception(T);
  }
  Value method = type_lookup(T, type_of(T, object), names(T).dunder_length_hint);
  if (!method) return otherwise;
  Value hint;
  if (is_kind(method, Kind::kNativeDescriptor) && method.as<NativeDescriptor>()->owner == type_of(T, object) &&
      method.as<NativeDescriptor>()->form == NativeDescriptor::Form::kMethod) {
    // Of a native iterator: a plain function of self.
    BoundArguments bound;
    bound.values = &object;
    bound.count = 1;
    bound.callee = method;
    hint = method.as<NativeDescriptor>()->method->code(T, bound);
  } else {
    bool found = false;
    hint = call_special(T, object, names(T).dunder_length_hint, {}, &found);
    if (!found) return otherwise;
  }
  if (!hint) {
    if (!exception_matches(T, Builtin::kTypeError)) return -1;
    clear_exception(T);
    return otherwise;
  }
  if (hint.is_not_implemented()) return otherwise;
  if (!is_int(hint)) {
    (void)raise(T, Builtin::kTypeError, "__length_hint__ must be an integer, not {}", type_name(T, hint));
    return -1;
  }
  int64_t count;
  if (!to_int64(T, hint, &count)) return -1;
  if (count < 0) {
    (void)raise(T, Builtin::kValueError, "__length_hint__() should return >= 0");
    return -1;
  }
  return count;
}

Value get_iterator(Thread* T, Value iterable) {
  Type* type = type_of(T, iterable);
  if (type->slots.iterate) {
    Value iterator = type->slots.iterate(T, iterable);
    if (iterator && !type_of(T, iterator)->slots.next) {
      return raise(T, Builtin::kTypeError, "iter() returned non-iterator of type '{}'", type_name(T, iterator));
    }
    return iterator;
  }
  if (type->slots.get_item) return make_sequence_iterator(T, iterable);
  return raise(T, Builtin::kTypeError, "'{}' object is not iterable", name_of(type));
}

static void swallow_stop_iteration(Thread* T) {
  if (!T->has_exception() || !exception_matches(T, Builtin::kStopIteration)) return;
  if (T->dispatch == T->runtime->instrumented_table) stop_iteration_swallowed(T);
  clear_exception(T);
}

Value next_item(Thread* T, Value iterator) {
  // Iterators over iterators over ... go as deep as a script likes.
  if (!check_native_recursion(T, "")) return kEmpty;
  auto* slot = type_of(T, iterator)->slots.next;
  if (!slot) return raise(T, Builtin::kTypeError, "'{}' object is not an iterator", type_name(T, iterator));
  Value item = slot(T, iterator);
  if (!item) swallow_stop_iteration(T);
  return item;
}

void IteratorItems::end() {
  swallow_stop_iteration(thread_);
}

List* list_from_iterable(Thread* T, Value iterable) {
  List* list = make_list(T);
  return list && list_extend(T, list, iterable) ? list : nullptr;
}

Tuple* tuple_from_iterable(Thread* T, Value iterable) {
  if (is_plain_tuple(T, iterable)) return as_tuple(iterable);
  if (is_exactly(iterable, Kind::kList) && !T->parallel()) {
    auto* source = iterable.as<List>();
    Tuple* tuple = make_tuple(T, static_cast<size_t>(source->size()));
    if (tuple && tuple->length)
      std::memcpy(static_cast<void*>(tuple->items), source->buffer.load(std::memory_order_relaxed)->slots(),
                  tuple->length * sizeof(Slot));
    return tuple;
  }
  List* list = list_from_iterable(T, iterable);
  if (!list) return nullptr;
  // Nobody else knows the list: its length stands.
  int64_t count = list->size();
  Tuple* tuple = make_tuple(T, static_cast<size_t>(count));
  for (int64_t i = 0; tuple && i < count; ++i) heap_initialize(tuple, tuple->items[i], list_get(T, list, i));
  return tuple;
}

// --- Text

String* to_repr(Thread* T, Value value) {
  if (!check_native_recursion(T, " while getting the repr of an object")) return nullptr;
  Value text = type_of(T, value)->slots.repr(T, value);
  if (!text) return nullptr;
  if (!is_string(text))
    return raise(T, Builtin::kTypeError, "__repr__ returned non-string (type {})", type_name(T, text));
  return as_string(text);
}

String* to_str(Thread* T, Value value) {
  if (is_exactly(value, Kind::kString)) return as_string(value);
  if (value.is_small_int()) {
    char digits[24];
    char* end = std::to_chars(digits, digits + sizeof(digits), value.as_small_int()).ptr;
    return make_latin1_string(T, {digits, static_cast<size_t>(end - digits)});
  }
  Type* type = type_of(T, value);
  if (!type->slots.str) return to_repr(T, value);
  if (!check_native_recursion(T, " while getting the str of an object")) return nullptr;
  Value text = type->slots.str(T, value);
  if (!text) return nullptr;
  if (!is_string(text))
    return raise(T, Builtin::kTypeError, "__str__ returned non-string (type {})", type_name(T, text));
  return as_string(text);
}

String* to_ascii(Thread* T, Value value) {
  String* text = to_repr(T, value);
  if (!text || text->is_ascii()) return text;
  std::string result;
  for (uint32_t i = 0; i < text->length; ++i) {
    char32_t c = text->at(i);
    if (c < 0x80) {
      result += static_cast<char>(c);
    } else if (c < 0x100) {
      result += fmt::format("\\x{:02x}", static_cast<uint32_t>(c));
    } else if (c < 0x10000) {
      result += fmt::format("\\u{:04x}", static_cast<uint32_t>(c));
    } else {
      result += fmt::format("\\U{:08x}", static_cast<uint32_t>(c));
    }
  }
  return make_string(T, result);
}

Value format_value(Thread* T, Value value, Value spec) {
  if (!spec || (is_exactly(spec, Kind::kString) && as_string(spec)->length == 0)) {
    if (is_exactly(value, Kind::kString)) return value;
    if (value.is_small_int()) return to_str(T, value);
    spec = T->runtime->empty_string;
  }
  if (!is_string(spec))
    return raise(T, Builtin::kTypeError, "format() argument 2 must be str, not {}", argument_type_name(T, spec));
  // What is formatted most needs no look at its __format__.
  if (value.is_small_int()) return format_int(T, value, as_string(spec));
  if (value.is_float())
    return as_string(spec)->length ? format_float(T, value.as_float(), as_string(spec)) : Value(to_str(T, value));
  if (is_exactly(value, Kind::kString)) return format_string(T, as_string(value), as_string(spec));
  bool found = false;
  Value text = call_special(T, value, names(T).dunder_format, {spec}, &found);
  if (!found) return raise(T, Builtin::kTypeError, "Type {} doesn't define __format__", type_name(T, value));
  if (text && !is_string(text))
    return raise(T, Builtin::kTypeError, "__format__ must return a str, not {}", type_name(T, text));
  return text;
}

// --- Numbers

Value to_index(Thread* T, Value value) {
  if (is_int(value)) return exact_int(T, value);
  auto* slot = type_of(T, value)->slots.index;
  if (!slot)
    return raise(T, Builtin::kTypeError, "'{}' object cannot be interpreted as an integer", type_name(T, value));
  Value index = slot(T, value);
  if (!index) return kEmpty;
  if (!is_int(index)) return raise(T, Builtin::kTypeError, "__index__ returned non-int (type {})", type_name(T, index));
  if (type_of(T, index) != types(T).int_ && !warn_of_subclass(T, "__index__", "int", index)) return kEmpty;
  return exact_int(T, index);
}

bool to_int64(Thread* T, Value value, int64_t* out, Builtin overflow_error) {
  if (value.is_small_int()) {
    *out = value.as_small_int();
    return true;
  }
  Value index = to_index(T, value);
  if (!index) return false;
  if (int_fits_int64(index, out)) return true;
  if (overflow_error == Builtin::kIndexError) {
    return raise(T, overflow_error, "cannot fit '{}' into an index-sized integer", type_name(T, value));
  }
  return raise(T, overflow_error, "Python int too large to convert to C ssize_t");
}

bool to_double(Thread* T, Value value, double* out) {
  if (is_float(value)) {
    *out = float_value(value);
    return true;
  }
  Type* type = type_of(T, value);
  if (!is_int(value) && type->slots.to_float) {
    Value result = type->slots.to_float(T, value);
    if (!result) return false;
    if (!is_float(result)) {
      return raise(T, Builtin::kTypeError, "{}.__float__ returned non-float (type {})", name_of(type),
                   type_name(T, result));
    }
    if (type_of(T, result) != types(T).float_ &&
        !warn_of_subclass(T, type_name(T, value) + ".__float__", "float", result))
      return false;
    *out = float_value(result);
    return true;
  }
  if (!is_int(value)) {
    if (!type->slots.index) return raise(T, Builtin::kTypeError, "must be real number, not {}", name_of(type));
    value = to_index(T, value);
    if (!value) return false;
  }
  bool overflow = false;
  *out = int_to_double(T, value, &overflow);
  if (overflow) return raise(T, Builtin::kOverflowError, "int too large to convert to float");
  return true;
}

// --- Classes

namespace {

// The __bases__ of something that acts as a class; null without an exception when it has none.
Tuple* abstract_bases(Thread* T, Value cls) {
  Value bases = find_attribute(T, cls, names(T).dunder_bases);
  return is_tuple(bases) ? as_tuple(bases) : nullptr;
}

bool check_class(Thread* T, Value cls, const char* message) {
  if (is_kind(cls, Kind::kType) || abstract_bases(T, cls)) return true;
  if (T->has_exception()) return false;
  return raise(T, Builtin::kTypeError, "{}", message);
}

int abstract_is_subclass(Thread* T, Value derived, Value cls) {
  if (derived == cls) return 1;
  if (!check_native_recursion(T, " in __issubclass__")) return -1;
  Tuple* bases = abstract_bases(T, derived);
  if (!bases) return T->has_exception() ? -1 : 0;
  for (size_t i = 0; i < bases->length; ++i) {
    int result = abstract_is_subclass(T, (*bases)[i], cls);
    if (result != 0) return result;
  }
  return 0;
}

int real_is_instance(Thread* T, Value object, Value cls) {
  if (is_kind(cls, Kind::kType)) {
    Type* type = type_of(T, object);
    if (is_subtype(type, cls.as<Type>())) return 1;
    // Saves asking for __class__ where it is object's: most answers are no.
    if (type->slots.get_attribute == generic_get_attribute &&
        type_lookup(T, type, names(T).dunder_class) == type_lookup(T, types(T).object, names(T).dunder_class))
      return 0;
    Value claimed = find_attribute(T, object, names(T).dunder_class);
    if (!claimed) return T->has_exception() ? -1 : 0;
    return claimed != Value(type) && is_kind(claimed, Kind::kType) && is_subtype(claimed.as<Type>(), cls.as<Type>())
               ? 1
               : 0;
  }
  if (!check_class(T, cls, "isinstance() arg 2 must be a type, a tuple of types, or a union")) return -1;
  Value claimed = find_attribute(T, object, names(T).dunder_class);
  if (!claimed) return T->has_exception() ? -1 : 0;
  return abstract_is_subclass(T, claimed, cls);
}

int as_answer(Thread* T, Value result) {
  bool is_true;
  if (!result || !truth(T, result, &is_true)) return -1;
  return is_true ? 1 : 0;
}

}  // namespace

int is_real_subclass(Thread* T, Value derived, Value cls) {
  if (is_kind(derived, Kind::kType) && is_kind(cls, Kind::kType))
    return is_subtype(derived.as<Type>(), cls.as<Type>()) ? 1 : 0;
  if (!check_class(T, derived, "issubclass() arg 1 must be a class") ||
      !check_class(T, cls, "issubclass() arg 2 must be a class, a tuple of classes, or a union")) {
    return -1;
  }
  return abstract_is_subclass(T, derived, cls);
}

int is_instance(Thread* T, Value object, Value cls) {
  if (cls == Value(type_of(T, object))) return 1;
  if (type_of(T, cls) == types(T).type) return real_is_instance(T, object, cls);
  if (is_union(T, cls)) cls = cls.as<Record>()->get(kUnionArguments);
  if (is_tuple(cls)) {
    if (!check_native_recursion(T, " in __instancecheck__")) return -1;
    Tuple* all = as_tuple(cls);
    for (size_t i = 0; i < all->length; ++i) {
      Value each = (*all)[i];
      int result = is_instance(T, object, each.is_none() ? Value(types(T).none_type) : each);
      if (result != 0) return result;
    }
    return 0;
  }
  bool found = false;
  Value result = call_special(T, cls, names(T).dunder_instancecheck, {object}, &found);
  return found ? as_answer(T, result) : real_is_instance(T, object, cls);
}

int is_subclass(Thread* T, Value type, Value cls) {
  if (type_of(T, cls) == types(T).type) return type == cls ? 1 : is_real_subclass(T, type, cls);
  if (is_union(T, cls)) cls = cls.as<Record>()->get(kUnionArguments);
  if (is_tuple(cls)) {
    if (!check_native_recursion(T, " in __subclasscheck__")) return -1;
    Tuple* all = as_tuple(cls);
    for (size_t i = 0; i < all->length; ++i) {
      Value each = (*all)[i];
      int result = is_subclass(T, type, each.is_none() ? Value(types(T).none_type) : each);
      if (result != 0) return result;
    }
    return 0;
  }
  bool found = false;
  Value result = call_special(T, cls, names(T).dunder_subclasscheck, {type}, &found);
  return found ? as_answer(T, result) : is_real_subclass(T, type, cls);
}

bool is_callable(Thread* T, Value value) {
  return type_of(T, value)->slots.call != nullptr;
}

}  // namespace gilded
