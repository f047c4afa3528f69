// Views and iterators of dicts.
#pragma once

#include "vm/object/native.h"
#include "vm/types/dict.h"

namespace gilded {

// What a dict iterator gives (DictIterator::what).
enum DictPart : uint8_t { kDictKeys, kDictValues, kDictItems };

Value make_dict_view(Thread* T, Type* type, Value dict);
Value make_dict_iterator(Thread* T, Value dict, DictPart what, bool reverse);
// iter(dict): the slot, by which a subclass that overrides it is told.
Value dict_iterate(Thread* T, Value self);

void initialize_dict_view_types(Thread* T);
void initialize_dict_iterator_types(Thread* T);

}  // namespace gilded
