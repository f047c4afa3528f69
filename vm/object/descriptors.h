// Descriptors and the objects that stand between a class and its attributes: property, classmethod, staticmethod,
// super, mapping proxies, and the descriptors of native types.
//
//   Property        Record: getter, setter, deleter, documentation, name
//   ClassMethod     Record: function, attributes (Dict or EMPTY)
//   StaticMethod    Record: function, attributes (Dict or EMPTY)
//   Super           Record: type, object (or EMPTY), type of the object
//   MappingProxy    Record: mapping, which is a Type for the attributes of a class
#pragma once

#include "vm/object/native.h"
#include "vm/object/object.h"

namespace gilded {

struct Record;
struct String;

inline constexpr size_t kPropertyGetter = 0, kPropertySetter = 1, kPropertyDeleter = 2, kPropertyDocumentation = 3,
                        kPropertyName = 4, kPropertyDocumentedByGetter = 5;
inline constexpr size_t kPropertySlotCount = 6;

Value make_static_method(Thread* T, Value function);
Value make_class_method(Thread* T, Value function);
// The function inside a staticmethod or classmethod.
Value wrapped_function(Value method);
// A read-only view of a mapping; of a class's attributes when `mapping` is a Type.
Value make_mapping_proxy(Thread* T, Value mapping);
// A descriptor for a __slots__ member in slot `slot` of instances of `owner`.
// The setter of a plain field that cannot be written: AttributeError "readonly attribute". An attribute of a native
// type that has it gets a member_descriptor, as CPython's fields do.
bool read_only_member(Thread* T, Value self, Value value);
Value make_member_descriptor(Thread* T, Type* owner, String* name, uint16_t slot);

// A property read or written: property.__get__ and __set__ as slots.
Value property_get(Thread* T, Value self, Value instance, Value owner);
bool property_set(Thread* T, Value self, Value instance, Value value);

// super(type, object).name; the same as the attribute of the super object, without making one. `object` may be an
// instance or a class.
Value super_get_attribute(Thread* T, Type* type, Value object, String* name);
// The attribute as found, not bound, for method calls; *binds: it is a plain function or method descriptor and `object`
// an instance, so that calling it with `object` first is what the bound method would do. EMPTY: exception.
Value super_find_method(Thread* T, Type* type, Value object, String* name, bool* binds);

}  // namespace gilded
