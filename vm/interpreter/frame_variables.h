// The variables of a frame by name, for locals() and f_locals, whatever the frame is doing: running, suspended, or
// over.
//
// The registers of a running frame belong to its thread. For a frame of another thread the world is stopped while they
// are looked at or changed, so each function here is a safepoint and may run other threads.
#pragma once

#include "vm/interpreter/frame.h"

namespace gilded {

struct Dict;
struct String;

// A new dict of the variables that have values, and of the names that were added through f_locals. Null: MemoryError.
Dict* frame_variables(Thread* T, Frame* frame);
// EMPTY without an exception: no such variable, or it has no value.
Value frame_variable(Thread* T, Frame* frame, String* name);
// Gives a variable a value, in the frame itself. False: the code has no variable of that name.
bool set_frame_variable(Thread* T, Frame* frame, String* name, Value value);

// f_locals: the namespace of a module or class body; for a function a proxy whose changes reach the variables (PEP
// 667).
Value make_frame_locals(Thread* T, Frame* frame);

}  // namespace gilded
