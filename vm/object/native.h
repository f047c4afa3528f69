// Native functions: how C++ code states its Python signature, receives its arguments and is found.
//
//   // Insert an object before an index.
//   static Value list_insert(Thread* T, Arguments args) { ... args[0] is self, args[1] the index, args[2] the object
//   ... } const NativeMethod kListMethods[] = {
//       {"insert($self, index, object, /)", list_insert, "Insert object before index."},
//       {nullptr, nullptr, nullptr}};
//
// The signature text is Python's own, after the name: `$self` (an instance) or `$type` (a class method) or `$static`
// first for methods,
// `/`, `*`, `*args`, `**kwargs`, defaults as Python source. Argument counts, keyword matching, the TypeErrors of a
// wrong call, help() and inspect.signature come from it. The function receives one Value for each named parameter, in
// order; EMPTY where the caller gave none (what the default means is the function's business); further positional
// arguments are in `rest`, further keywords in `keywords`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "vm/object/object.h"

namespace gilded {

struct Tuple;
struct Dict;

// Arguments of a call as they come: positional ones, then the values of the keywords named by `keyword_names`.
struct CallArguments {
  const Value* values = nullptr;             // on the VM stack or a native stack: visible to the collector
  uint32_t count = 0;                        // all values, keywords included
  Tuple* keyword_names = nullptr;            // tuple of str, or null: no keywords
  inline uint32_t positional_count() const;  // protocols_inline.h
  Value operator[](size_t i) const { return values[i]; }
};

// Arguments bound to the parameters of a native signature.
struct BoundArguments {
  const Value* values = nullptr;  // one for each named parameter; EMPTY: not given
  uint32_t count = 0;             // number of named parameters
  const Value* rest = nullptr;    // of *args
  uint32_t rest_count = 0;
  Dict* keywords = nullptr;  // of **kwargs; null when there are none
  Value callee;              // the function object itself
  Value operator[](size_t i) const { return values[i]; }
  bool has(size_t i) const { return i < count && !values[i].is_empty(); }
};

// What a native gets. By reference: a copy would be read before it has left the processor's store buffer, a wait of a
// dozen cycles a call.
using Arguments = const BoundArguments&;

using NativeCode = Value (*)(Thread*, Arguments);

// What the GIL's switch-point rule and the tools need to know of a native.
enum NativeFlag : uint8_t {
  kNoSwitchAfterCall =
      1,          // like len, isinstance, list.append: CPython's specialised calls do not check for a switch (3.11+)
  kMayBlock = 2,  // releases the GIL inside
  kClassMethod = 4,
  kStaticMethod = 8,
};

// Natives that the instruction of the call carries out itself for operands of the usual kinds, since half of what a
// short one takes is the way to it and back (CPython has CALL_LEN, CALL_ISINSTANCE and CALL_LIST_APPEND). Everything
// else is left to their code. They have kNoSwitchAfterCall.
enum class KnownNative : uint8_t { kNone, kLen, kIsInstance, kListAppend };

struct NativeMethod {
  const char* signature;
  NativeCode code;
  const char* documentation;
  uint8_t flags = 0;
  KnownNative known = KnownNative::kNone;
};

// A computed attribute of a native type. `set` receives EMPTY for deletion; null: read-only.
struct NativeAttribute {
  const char* name;
  Value (*get)(Thread*, Value self);
  bool (*set)(Thread*, Value self, Value value);
  const char* documentation;
};

// A parsed signature, made at the first call. This part tells whether a call needs no more binding than a look at its
// counts.
struct NativeSignatureCounts {
  uint32_t parameter_count = 0;  // named parameters, the receiver included
  uint32_t positional = 0;       // of these, those that may be given by position
  uint32_t required_positional = 0;
  bool has_rest = false;
  bool has_required_keyword = false;  // a keyword-only parameter without a default
  // Positional arguments, as many as there are parameters: they are what the function receives.
  bool fits_exactly(uint32_t count) const { return count == parameter_count && count == positional; }
  // So many positional arguments are what the function receives when EMPTY is put behind them for the parameters that
  // are not given, of which there are at most kMostMissing. `least_in_place` above `most_in_place`: any number is not.
  static constexpr uint32_t kMostMissing = 4;
  uint32_t least_in_place = 1, most_in_place = 0;
  bool fits_in_place(uint32_t count) const { return count >= least_in_place && count <= most_in_place; }
};
struct NativeSignature;

// builtin_function_or_method: a native function, or a native method bound to `self`.
struct NativeFunction : Object {
  const NativeMethod* method;
  NativeSignature* signature;  // owned by the runtime, parsed at first use
  Slot self;                   // module or instance or class; EMPTY: none
  Slot module;                 // its module's name or EMPTY
  Type* owner;                 // the type of a method descriptor; null for module functions
};

// Descriptors in the dict of a native type: method_descriptor, classmethod_descriptor, getset_descriptor,
// member_descriptor, wrapper_descriptor.
struct NativeDescriptor : Object {
  enum class Form : uint8_t { kMethod, kClassMethod, kAttribute, kMember, kSlotWrapper } form;
  uint8_t special_method;  // kSlotWrapper: index into special_methods.def
  uint16_t member_slot;    // kMember: slot of a __slots__ member
  Type* owner;
  const NativeMethod* method;  // kMethod, kClassMethod
  NativeSignature* signature;
  const NativeAttribute* attribute;  // kAttribute
  Slot name;
};

// The signatures parsed so far (native.cpp), owned by the runtime.
struct SignatureTable;
SignatureTable* make_signature_table();
void destroy_signature_table(SignatureTable* table);

void trace_native_function(Object*, Marker&);
void trace_native_descriptor(Object*, Marker&);

// self EMPTY: a plain function.
Value make_native_function(Thread* T, const NativeMethod* method, Value self, Value module_name);
// Adds a table of functions to a module.
bool add_functions(Thread* T, Value module, const NativeMethod* methods);
// For `create` and `initialize` slots: binds a call's arguments to a signature of static lifetime such as "int(x=0, /,
// base=10)" (without self) and stores one Value per named parameter in `values` (EMPTY: not given). False: TypeError,
// with CPython's message.
bool bind_arguments(Thread* T, const char* signature, CallArguments arguments, Value* values, size_t count);
template <size_t kCount>
bool bind_arguments(Thread* T, const char* signature, CallArguments arguments, Value (&values)[kCount]) {
  return bind_arguments(T, signature, arguments, values, kCount);
}
// Keywords of a call as a new dict; null when there are none or (exception set) on failure.
Dict* keywords_to_dict(Thread* T, CallArguments arguments);
// The part of a signature that help() and inspect show: "(self, index, object, /)" as __text_signature__ has it; ""
// when there is none.
std::string text_signature(const char* signature);
// Binds and calls. A receiver ($self, $type) comes first among the arguments: for a bound NativeFunction (with an
// owner) the caller puts its `self` there. The fast path (positional only, right count) copies nothing.
Value call_native(Thread* T, const NativeMethod* method, NativeSignature*& signature, Value callee,
                  const CallArguments& arguments);
// The counts of a signature that was parsed before, or null.
const NativeSignatureCounts* known_counts(NativeSignature*& signature);

}  // namespace gilded
