// BaseException and all exceptions; traceback; frame objects.
//
//   Exception: | header | args | traceback | cause | context | flags | extra 0..5 | attributes |
//
// `extra` holds what the standard subclasses carry, by position: StopIteration value; SystemExit code; OSError errno,
// strerror, filename, filename2, characters_written; ImportError msg, name, path, name_from; NameError name;
// AttributeError name, obj; SyntaxError msg, filename, lineno, offset, text, and a tuple (end_lineno, end_offset,
// print_file_and_line); UnicodeError encoding, object, start, end, reason; exception groups message, exceptions. They
// are Python attributes of those classes.
//
// Traceback entries are made lazily while a frame is unwound: from code and pc.
#pragma once

#include "vm/gc/heap.h"
#include "vm/object/object.h"

namespace gilded {

struct CodeObject;
struct Tuple;
struct Frame;

struct Exception : Object {
  Slot arguments;  // tuple
  Slot traceback;  // Traceback or None or EMPTY
  Slot cause;      // exception or EMPTY
  Slot context;    // exception or EMPTY
  std::atomic<uint64_t> suppress_context;
  Slot extra[6];
  Slot attributes;  // Dict or EMPTY: __dict__, and __notes__
  Slot members;     // AttributeSegment or EMPTY: what a subclass declares in __slots__
};
void trace_exception(Object*, Marker&);

struct Traceback : Object {
  Slot next;   // Traceback nearer to where it was raised, or None
  Slot frame;  // Frame object
  std::atomic<CodeObject*> code;
  uint32_t instruction;  // offset in words: position and line come from it
  int32_t line;          // tb_lineno
};
void trace_traceback(Object*, Marker&);

inline bool is_exception(Value v) {
  return is_kind(v, Kind::kException);
}
// Prepends an entry for the frame that the exception leaves or is caught in.
void add_traceback(Thread* T, Value exception, Value* frame, const uint32_t* pc);
// What the interpreter prints for an uncaught exception, chains, groups and carets included (CPython 3.13's format).
std::string format_exception(Thread* T, Value exception);

// What a try statement with except* raises at its end: `original` met the clauses, `results` holds what each left (a
// new exception, a part of the original, None). None: nothing is left. EMPTY: exception.
Value merge_after_except_star(Thread* T, Value original, struct List* results);

}  // namespace gilded
