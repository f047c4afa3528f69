// function: code with its globals, defaults and closure. | header | code | globals | ... |
//
// The fields that a call reads are atomic: `f.__code__ = g.__code__` while another thread calls f gives the old or the
// new one.
#pragma once

#include "vm/gc/heap.h"
#include "vm/object/object.h"

namespace gilded {

struct CodeObject;
struct Dict;
struct Tuple;

struct Function : Object {
  std::atomic<CodeObject*> code;
  std::atomic<Dict*> globals;
  std::atomic<Dict*> builtins;
  std::atomic<Tuple*> closure;          // of Cells; null: none
  std::atomic<Tuple*> defaults;         // of the last positional parameters; null: none
  std::atomic<Dict*> keyword_defaults;  // null: none
  // True while the call needs nothing but its arguments in place: no *args, no **kwargs, no keyword-only parameters,
  // not a generator.
  std::atomic<uint32_t> simple_parameters;  // parameter_count + 1, or 0: not simple
  Slot name, qualified_name, module, documentation, annotations, type_parameters;
  Slot attributes;  // Dict or EMPTY: its __dict__
};

void trace_function(Object*, Marker&);
Function* make_function(Thread* T, CodeObject* code, Dict* globals);

// A bound method: | header | function | self |
struct Method : Object {
  Slot function;
  Slot self;
};
void trace_method(Object*, Marker&);
Method* make_method(Thread* T, Value function, Value self);

}  // namespace gilded
