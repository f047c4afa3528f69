// The types of None, Ellipsis and NotImplemented. The objects themselves are immediate Values.
#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/string.h"

namespace gilded {

void initialize_singleton_types(Thread* T);

namespace {

bool has_no_arguments(Thread* T, const char* name, CallArguments arguments) {
  if (arguments.count == 0) return true;
  return raise(T, Builtin::kTypeError, "{} takes no arguments", name);
}

Value none_repr(Thread* T, Value) {
  return intern(T, "None");
}
bool none_truth(Thread*, Value, bool* out) {
  *out = false;
  return true;
}
// CPython's value since 3.12: the same in every run, so sets that hold None iterate alike.
bool none_hash(Thread*, Value, int64_t* out) {
  *out = 0xFCA86420;
  return true;
}
Value none_compare(Thread*, Value self, Value other, CompareOperator op) {
  if (self == other && op == CompareOperator::kEqual) return kTrue;
  if (self == other && op == CompareOperator::kNotEqual) return kFalse;
  return kNotImplemented;
}
Value none_create(Thread* T, Type*, CallArguments arguments) {
  return has_no_arguments(T, "NoneType", arguments) ? kNone : kEmpty;
}

Value ellipsis_repr(Thread* T, Value) {
  return intern(T, "Ellipsis");
}
Value ellipsis_create(Thread* T, Type*, CallArguments arguments) {
  return has_no_arguments(T, "EllipsisType", arguments) ? Value::ellipsis() : kEmpty;
}
bool immediate_hash(Thread*, Value self, int64_t* out) {
  *out = static_cast<int64_t>(self.bits()) * 0x3E8D5C17 + 0x51ED2701;
  return true;
}
Value ellipsis_reduce(Thread* T, Arguments) {
  return intern(T, "Ellipsis");
}

Value not_implemented_repr(Thread* T, Value) {
  return intern(T, "NotImplemented");
}
Value not_implemented_create(Thread* T, Type*, CallArguments arguments) {
  return has_no_arguments(T, "NotImplementedType", arguments) ? kNotImplemented : kEmpty;
}
Value not_implemented_reduce(Thread* T, Arguments) {
  return intern(T, "NotImplemented");
}

const NativeMethod kEllipsisMethods[] = {{"__reduce__($self, /)", ellipsis_reduce, nullptr},
                                         {nullptr, nullptr, nullptr}};
const NativeMethod kNotImplementedMethods[] = {{"__reduce__($self, /)", not_implemented_reduce, nullptr},
                                               {nullptr, nullptr, nullptr}};

}  // namespace

void initialize_singleton_types(Thread* T) {
  BuiltinTypes& all = T->runtime->types;
  static const TypeSlots kNoneSlots = [] {
    TypeSlots slots{};
    slots.repr = none_repr;
    slots.truth = none_truth;
    slots.hash = none_hash;
    slots.compare = none_compare;
    slots.create = none_create;
    return slots;
  }();
  static const NativeTypeSpec kNoneType = {"NoneType",  Kind::kInstance, 16,     0, "The type of the None singleton.",
                                           &kNoneSlots, nullptr,         nullptr};
  all.none_type = make_native_type(T, kNoneType);

  static const TypeSlots kEllipsisSlots = [] {
    TypeSlots slots{};
    slots.repr = ellipsis_repr;
    slots.hash = immediate_hash;
    slots.create = ellipsis_create;
    return slots;
  }();
  static const NativeTypeSpec kEllipsisType = {
      "ellipsis",      Kind::kInstance,  16,     0, "The type of the Ellipsis singleton.",
      &kEllipsisSlots, kEllipsisMethods, nullptr};
  all.ellipsis_type = make_native_type(T, kEllipsisType);

  static const TypeSlots kNotImplementedSlots = [] {
    TypeSlots slots{};
    slots.repr = not_implemented_repr;
    slots.hash = immediate_hash;
    slots.create = not_implemented_create;
    return slots;
  }();
  static const NativeTypeSpec kNotImplementedType = {
      "NotImplementedType",  Kind::kInstance,        16,     0, "The type of the NotImplemented singleton.",
      &kNotImplementedSlots, kNotImplementedMethods, nullptr};
  all.not_implemented_type = make_native_type(T, kNotImplementedType);
}

}  // namespace gilded
