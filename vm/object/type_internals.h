// What the files that implement classes (type.cpp, make_class.cpp, type_methods.cpp, object_methods.cpp) share. Not for
// others.
#pragma once

#include <functional>

#include "vm/object/type.h"

namespace gilded {

// The class's own attribute, not a base's; EMPTY when absent.
Value own_attribute(Type* type, String* name);
// The class gets another version: what caches know of it holds no more.
void change_version(Thread* T, Type* type);
// Defines an attribute of a class that is still being made.
bool define_attribute(Thread* T, Type* type, Value name, Value value);

void for_each_subclass(Thread* T, Type* type, const std::function<void(Type*)>& visit);
bool add_subclass(Thread* T, Type* base, Type* type);
void remove_subclass(Thread* T, Type* base, Type* type);
// After a structural change: new versions for the type and all below it, slots computed again if `refill`, caches
// forgotten. REQUIRES: the world stopped, or no parallel threads.
void type_changed(Thread* T, Type* type, bool refill);

// The C3 linearisation of `type` from its bases, or what its metaclass's mro() returns. Null: TypeError.
Tuple* compute_mro(Thread* T, Type* type);
Tuple* linearize(Thread* T, Type* type);
// The base whose layout instances extend. Null: TypeError (lay-out conflict, no acceptable base).
Type* best_base(Thread* T, Tuple* bases);
// The nearest class that adds to the layout.
Type* solid_base(Type* type);

// Sets __name__, and what name_of() shows. False: MemoryError.
bool set_type_name(Thread* T, Type* type, String* name);
// What name_of() shows for a Python class from now on. False: MemoryError.
bool set_message_name(Thread* T, Type* type, std::string_view text);
// type.__getattribute__ without the AttributeError: EMPTY without an exception when there is no such attribute.
Value find_type_attribute(Thread* T, Value type, String* name);
// __module__ of a class; EMPTY when it has none.
Value get_type_module(Thread* T, Type* type);
// issubclass without __subclasscheck__: by the MRO, else through __bases__. 1, 0, -1.
int is_real_subclass(Thread* T, Value derived, Value cls);

// type.__new__ and type.__init__ as slots.
Value type_create(Thread* T, Type* metatype, CallArguments arguments);
bool type_initialize(Thread* T, Value self, CallArguments arguments);
// The function `__new__` in the dict of a native type with a `create` slot.
Value make_constructor_function(Thread* T, Type* type);
// The descriptors `__dict__` and `__weakref__` of a class that introduces them.
Value make_attributes_descriptor(Thread* T, Type* type);
Value make_weak_references_descriptor(Thread* T, Type* type);
// The names that dir() shows for a class: its own and its bases'.
bool merge_class_names(Thread* T, Dict* names, Type* type);

Type* make_object_type(Thread* T);
Type* make_type_type(Thread* T);

}  // namespace gilded
