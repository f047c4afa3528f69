// Type: a class, built in or written in Python, and its slots.
//
// Slots are C++ functions for what the language does with a value (add it, call it, iterate it ...), as CPython's type
// slots are. A built-in type fills the ones it implements and the rest are inherited along the MRO at creation. For
// each slot that a *native* type fills, the type's dict gets the special methods that call it (`int.__add__`); for each
// special method that a *Python* class defines, its slot becomes a function that looks the method up and calls it.
// special_methods.def lists the pairs: the one place that knows them.
//
// Class attributes: `dict` maps interned names to Cells (types/cell.h) so that inline caches can hold the cell of a
// data attribute and `C.count += 1` invalidates nothing. Adding, deleting, or replacing a function, descriptor or
// special method is a structural change: type_set_attribute stops the world when threads run in parallel, resets the
// inline caches that may have seen the type and refills slots.
//
// Thread safety: lookups are lock-free; changes go through type_set_attribute.
#pragma once

#include "compiler/code/opcode.h"
#include "vm/gc/heap.h"
#include "vm/object/native.h"
#include "vm/object/object.h"
#include "vm/object/shape.h"

namespace gilded {

struct Dict;
struct RawBytes;
struct Tuple;
struct String;
using compiler::BinaryOperator;
using compiler::CompareOperator;

// Every slot function returns EMPTY (or false, or -1) with T->exception set on failure, unless said otherwise.
struct TypeSlots {
  Value (*repr)(Thread*, Value self);
  Value (*str)(Thread*, Value self);                            // null: repr
  bool (*hash)(Thread*, Value self, int64_t* out);              // null: unhashable
  Value (*call)(Thread*, Value self, CallArguments arguments);  // null: not callable
  Value (*get_attribute)(Thread*, Value self, String* name);    // __getattribute__ with __getattr__ as its fallback
  bool (*set_attribute)(Thread*, Value self, String* name, Value value);  // value EMPTY: delete
  Value (*compare)(Thread*, Value self, Value other, CompareOperator);    // may return NotImplemented
  Value (*iterate)(Thread*, Value self);                                  // __iter__
  Value (*next)(Thread*, Value self);  // __next__; EMPTY without an exception: exhausted
  Value (*descriptor_get)(Thread*, Value self, Value instance, Value owner);  // instance EMPTY: looked up on the class
  bool (*descriptor_set)(Thread*, Value self, Value instance,
                         Value value);  // value EMPTY: delete; non-null makes it a data descriptor
  Value (*create)(Thread*, Type* type, CallArguments arguments);     // __new__
  bool (*initialize)(Thread*, Value self, CallArguments arguments);  // __init__
  bool (*truth)(Thread*, Value self, bool* out);                     // __bool__
  int64_t (*length)(Thread*, Value self);                            // __len__; -1: exception
  Value (*get_item)(Thread*, Value self, Value key);
  bool (*set_item)(Thread*, Value self, Value key, Value value);  // value EMPTY: delete
  int (*contains)(Thread*, Value self, Value item);               // 1, 0, -1
  Value (*binary[compiler::kBinaryOperatorCount])(Thread*, Value left,
                                                  Value right);  // either side may be self; may return NotImplemented
  Value (*inplace[compiler::kBinaryOperatorCount])(Thread*, Value self, Value other);  // may return NotImplemented
  Value (*power_modulo)(Thread*, Value base, Value exponent, Value modulus);
  Value (*negative)(Thread*, Value self);
  Value (*positive)(Thread*, Value self);
  Value (*invert)(Thread*, Value self);
  Value (*absolute)(Thread*, Value self);
  Value (*to_int)(Thread*, Value self);    // __int__
  Value (*to_float)(Thread*, Value self);  // __float__
  Value (*index)(Thread*, Value self);     // __index__
  Value (*await)(Thread*, Value self);
  Value (*async_iterate)(Thread*, Value self);
  Value (*async_next)(Thread*, Value self);
  Value (*send)(Thread*, Value self, Value value,
                bool* finished);  // generators and coroutines: one step without StopIteration; native only
  // Native types only: called once when the object is found dead, at a poll, before its memory is reused (files,
  // sockets).
  void (*finalize)(Thread*, Object* self);
  // Buffer protocol: a span of bytes for memoryview, bytes(), file writes. False: not supported or exception.
  bool (*buffer)(Thread*, Value self, struct BufferView* out);
  // __release_buffer__: a memoryview that __buffer__ gave is not needed any more. Null: nothing is to be done.
  bool (*release_buffer)(Thread*, Value self, Value view);
};

// A view of the bytes of an object; the object keeps them in place while `exports` of it is counted (bytearray refuses
// to resize).
struct BufferView {
  char* data = nullptr;
  size_t length = 0;
  bool read_only = true;
  Value owner;     // kept alive by the view
  Value exporter;  // of a class with a __release_buffer__ in Python: whom to tell at the end, with `owner` as the view
  void (*release)(BufferView*) = nullptr;  // may be null
  const char* format = "B";
  size_t item_size = 1;
};

enum TypeFlag : uint32_t {
  kTypeIsBuiltin = 1,                // immutable from Python
  kTypeIsBase = 2,                   // may be subclassed
  kTypeInstancesHaveAttributes = 4,  // __dict__
  kTypeHasFinalizer = 8,             // __del__ somewhere in the MRO
  kTypeIsAbstract = 16,
  kTypeHasCustomGetAttribute = 32,  // __getattribute__ or __getattr__ written in Python: no attribute caching
  kTypeHasCustomSetAttribute = 64,
  kTypeIsVolatile = 128,   // mutated too often: never cached again
  kTypeMatchesSelf = 256,  // one positional pattern matches the whole subject (int, str ...)
  kTypeIsSequence = 512,   // for match statements
  kTypeIsMapping = 1024,
  kTypeSupportsWeakReferences = 2048,
  kTypeIsExceptionSubclass = 4096,
  kTypeIsTypeSubclass = 8192,
  kTypeHasSlotsDeclaration = 16384,
  kTypeIsCached = 32768,     // an inline cache may refer to it or rely on it: set by mark_type_cached, never cleared
  kTypeHasNoModule = 65536,  // compiled in, in CPython: no __module__ in its dictionary, though its name has a dot
};

struct Type : Object {
  Slot name;                        // str: __name__
  Slot qualified_name;              // str
  Slot module;                      // str or EMPTY
  Slot bases;                       // tuple
  Slot mro;                         // tuple of types
  Slot attributes;                  // Dict: interned str -> Cell
  Slot subclasses;                  // list of weak references, or EMPTY
  Slot abstract_methods;            // EMPTY when never set
  Type* base;                       // the one whose layout instances extend; null only for object
  std::atomic<uint32_t> flags;      // TypeFlag
  std::atomic<uint32_t> version;    // changes with every structural change
  Kind instance_kind;               // layout of instances
  uint32_t fixed_size;              // bytes of that layout, native part
  uint32_t declared_slot_count;     // __slots__ members, kept in instance slots 0 ..
  std::atomic<Shape*> root_shape;   // of new instances; replaced when feedback enlarges inline_capacity
  std::atomic<uint32_t> slot_hint;  // most slots any instance has needed
  std::atomic<uint32_t> mutation_count;
  // What plain_initializer found, good while initializer_version equals version. Written in this order with no
  // safepoint since the lookup, so whoever sees the version sees what was found in it.
  std::atomic<Object*> initializer;
  std::atomic<uint32_t> initializer_version;
  const char* native_name;           // native type: its name in messages, "collections.deque"; null: a Python class
  std::atomic<RawBytes*> name_utf8;  // of a Python class: its name in messages where that is not an ASCII __name__
  const char* documentation;
  const char* constructor_signature;  // native type: "(iterable=(), /)", or null
  const NativeMethod* methods;        // native type: its method table
  Runtime* runtime;                   // whose type it is
  TypeSlots slots;

  bool has_flag(TypeFlag flag) const { return (flags.load(std::memory_order_relaxed) & flag) != 0; }
};

// The type of any Value, immediates included.
Type* type_of(Thread* T, Value value);
bool is_subtype(Type* type, Type* base);                  // through the MRO
bool is_instance_of(Thread* T, Value value, Type* type);  // real type only, no __instancecheck__

// The class attribute `name` (interned) found along the MRO, or EMPTY without an exception. Lock-free.
Value type_lookup(Type* type, String* name);
// The same through a table of the thread's: for lookups that recur, as of special methods and of attributes that no
// inline cache knows.
Value type_lookup(Thread* T, Type* type, String* name);
// Its cell, for caches; null when absent.
struct Cell* type_lookup_cell(Type* type, String* name);
// Of one thread: where lookups ended, by version of the class and name. A version stands for one content of the class
// and its bases, but for what is in cells; a name may be another once it was freed, so collections empty the table.
struct TypeLookupCache {
  struct Entry {
    uint32_t version;
    const String* name;
    struct Cell* cell;  // null: nowhere
  };
  static constexpr size_t kSize = 256;
  Entry entries[kSize] = {};

  Entry& entry(uint32_t version, const String* name) {
    return entries[((reinterpret_cast<uintptr_t>(name) >> 4) + version * size_t{31}) % kSize];
  }
};
// Sets or (EMPTY) deletes a class attribute; keeps slots and caches right. False: exception.
bool type_set_attribute(Thread* T, Type* type, String* name, Value value);

// Inline caches that rely on `type` (hold its cells, its methods, or the absence of a name in it) call this before they
// are published, with no safepoint between their lookup and the publication. Marks its whole MRO.
void mark_type_cached(Type* type);

// type.__call__: create, then initialize.
Value type_call(Thread* T, Value type, CallArguments arguments);
// object.__new__ and object.__init__ as slots: a class with `slots.create == object_create` makes plain instances.
Value object_create(Thread* T, Type* type, CallArguments arguments);
bool object_initialize(Thread* T, Value self, CallArguments arguments);
// A class's own attributes (cells read) as a new dict, for vars(C), dir() and C.__dict__. Null: exception.
Dict* type_attributes_copy(Thread* T, Type* type);
// The most derived metaclass of `bases`, starting from `metatype`; null: TypeError "metaclass conflict".
Type* calculate_metaclass(Thread* T, Type* metatype, Tuple* bases);
// builtins.__build_class__; its signature is "__build_class__(func, name, /, *bases, metaclass=None, **kwds)".
Value build_class(Thread* T, Arguments arguments);
// `object.__class__ = type`. TypeError when the layouts differ.
bool set_class(Thread* T, Value object, Value type);
void trace_type(Object*, Marker&);

// The first step of a starting runtime, before any name is interned: bare Type objects with root shapes for the types
// whose instances the rest of the start-up makes (str, tuple, dict, ...). make_native_type completes them later, in the
// order of types.def.
bool bootstrap_types(Thread* T);

// Declares a native type. Everything has static lifetime.
struct NativeTypeSpec {
  const char* name;  // "list", or "collections.deque"
  Kind instance_kind;
  uint32_t fixed_size;  // sizeof the layout
  uint32_t flags;       // TypeFlag
  const char* documentation;
  const TypeSlots* slots;
  const NativeMethod* methods;                  // ends with an entry whose signature is null; may be null
  const NativeAttribute* attributes;            // getters and setters, ends with a null name; may be null
  const char* constructor_signature = nullptr;  // text for help() and inspect: "(iterable=(), /)"
};
// Creates it; base null: object. The caller stores it: `T->runtime->types.list = make_native_type(T, kListSpec)`.
// Called while the runtime starts, or lazily when a module is imported.
Type* make_native_type(Thread* T, const NativeTypeSpec& spec, Type* base = nullptr);
// A Python class: what type(name, bases, dict, **keywords) does once the metaclass is known.
Value make_class(Thread* T, Type* metatype, String* name, Tuple* bases, Dict* dict, CallArguments keywords);

}  // namespace gilded
