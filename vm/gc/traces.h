// The trace functions of all kinds, and how to trace an object of any kind. For the collector.
#pragma once

#include "vm/gc/heap.h"

namespace gilded {

#define KIND(name, trace, stores) void trace(Object*, Marker&);
#include "vm/object/kinds.def"
#undef KIND

void trace_object(Object* object, Marker& marker);

}  // namespace gilded
