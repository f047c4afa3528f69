// module: | header | dict |. Attributes are the dict's entries.
#pragma once
#include <string_view>
#include "vm/gc/heap.h"
#include "vm/object/object.h"
#include "vm/types/dict.h"
namespace gilded {

struct Module : Object {
  std::atomic<Dict*> dict;
};
void trace_module(Object*, Marker&);
// With __name__, __doc__, __package__, __loader__ and __spec__ set.
Module* make_module(Thread* T, std::string_view name);
bool module_set(Thread* T, Module* module, std::string_view name, Value value);

}  // namespace gilded
