// What the files of itertools share. Every class is an Iterator (vm/types/iterators.h) with a few more slots.
//
// Thread safety: as itertools.cpp says.
#pragma once

#include <span>

#include "vm/object/errors.h"
#include "vm/object/type.h"
#include "vm/types/iterators.h"

namespace gilded {

struct Module;

inline int64_t index_of(Iterator* iterator) {
  return iterator->index.load(std::memory_order_relaxed);
}
inline void set_index(Iterator* iterator, int64_t index) {
  iterator->index.store(index, std::memory_order_relaxed);
}
inline void exhaust(Iterator* iterator) {
  heap_store(iterator, iterator->source, kEmpty);
}

// Pickling, which CPython is about to remove: each __reduce__ and __setstate__ warns. False: the warning is an error.
bool warn_of_pickling(Thread* T);
// What __reduce__ returns: the class, its arguments and, where given, the state. An EMPTY argument or state that could
// not be made (with an exception set) gives EMPTY.
Value reduced(Thread* T, Iterator* iterator, std::initializer_list<Value> arguments, Value state = kEmpty);
Value reduced(Thread* T, Iterator* iterator, Value argument_tuple, Value state);
// The value of the one keyword that a function of *iterables takes. False: another keyword.
bool only_keyword(Thread* T, CallArguments arguments, const char* function, std::string_view keyword, Value* out,
                  bool with_name = true);

inline constexpr uint32_t kIteratorBase = kTypeIsBuiltin | kTypeIsBase;

template <Value (*kNext)(Thread*, Value), Value (*kCreate)(Thread*, Type*, CallArguments) = nullptr,
          Value (*kRepr)(Thread*, Value) = nullptr>
inline const TypeSlots kIteratorSlots = [] {
  TypeSlots slots{};
  slots.iterate = iterator_self;
  slots.next = kNext;
  slots.create = kCreate;
  slots.repr = kRepr;
  return slots;
}();

// product, permutations, combinations, combinations_with_replacement: itertools_combinatorial.cpp.
std::span<const NativeTypeSpec> combinatorial_specs();

// tee(): itertools_tee.cpp. Adds it and its types.
bool add_tee(Thread* T, Module* module);

}  // namespace gilded
