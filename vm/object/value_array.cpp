#include "vm/object/value_array.h"

#include "vm/gc/traces.h"

namespace gilded {

void trace_value_array(Object* object, Marker& marker) {
  auto* array = static_cast<ValueArray*>(object);
  for (size_t i = 0; i < array->capacity; ++i) marker.visit((*array)[i]);
}

}  // namespace gilded
