// Cell: one variable on the heap: a captured local variable, or a class attribute. | header | contents |, EMPTY:
// unbound.
#pragma once
#include "vm/gc/heap.h"
#include "vm/object/object.h"
namespace gilded {

struct Cell : Object {
  Slot contents;
};
void trace_cell(Object*, Marker&);
Cell* make_cell(Thread* T, Value contents);
void initialize_cell_type(Thread* T);  // called by initialize_function_types

}  // namespace gilded
