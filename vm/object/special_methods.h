// The bridge between slots and special methods, both ways (special_methods.def lists the pairs).
//
//   native type fills slots.length   ->  its dict gets __len__, a wrapper_descriptor that calls the slot
//   Python class defines __len__     ->  its slots.length becomes a function that looks __len__ up and calls it
#pragma once

#include "vm/object/native.h"
#include "vm/object/object.h"
#include "vm/object/type.h"

namespace gilded {

enum class SpecialForm : uint8_t {
  kUnary,
  kHash,
  kCall,
  kGetAttribute,
  kSetAttribute,
  kDeleteAttribute,
  kCompare,
  kNext,
  kDescriptorGet,
  kDescriptorSet,
  kDescriptorDelete,
  kCreate,
  kInitialize,
  kTruth,
  kLength,
  kBinary,
  kReflected,
  kPower,
  kReflectedPower,
  kSetItem,
  kDeleteItem,
  kContains,
  kBuffer,
  kReleaseBuffer,
  kPythonOnly,  // a method that native types do not show
};

struct SpecialMethodInfo {
  const char* signature;
  const char* documentation;
  uint16_t slot;  // index into TypeSlots, seen as an array of function pointers
  SpecialForm form;
  uint8_t operation;  // CompareOperator
  // "__add__" of the signature.
  std::string_view name() const { return std::string_view(signature).substr(0, std::string_view(signature).find('(')); }
};
const SpecialMethodInfo& special_method_info(uint8_t index);

// Adds the wrapper descriptors of a native type for the slots that `own` fills (not inherited ones). False: exception.
bool add_slot_wrappers(Thread* T, Type* type, const TypeSlots& own);
// Computes all slots of a Python class, and the flags that depend on them, from what its MRO defines. `slots` must hold
// the base's.
void refill_slots(Thread* T, Type* type);
// The same for a new type, when its slots are those of its base and behind it in its mro come that base's and nothing
// else: only what its own attributes define is looked up, a tenth of the work.
void fill_inherited_slots(Thread* T, Type* type);
bool is_special_method_name(Thread* T, String* name);
// Calls the slot that a wrapper descriptor stands for; arguments[0] is self.
Value call_slot_wrapper(Thread* T, NativeDescriptor* descriptor, CallArguments arguments);
// attribute(receiver, *arguments) where `attribute` was found on the receiver's type: bound first when it is a
// descriptor.
Value call_found(Thread* T, Value attribute, Value receiver, CallArguments arguments);

// Is the slot the one that calls a method written in Python?
bool is_python_binary(const TypeSlots& slots, BinaryOperator op);
bool is_python_create(const TypeSlots& slots);
// `left op right` once left's own method has said NotImplemented: the right operand's turn, or NotImplemented.
Value reflected_operation(Thread* T, BinaryOperator op, Value left, Value right);

}  // namespace gilded
