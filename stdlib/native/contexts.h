// Contexts of contextvars, for other native modules: _contextvars.cpp.
//
// Thread::context is the context of a thread, EMPTY until it is first asked for. A context belongs to the threads that
// run in it; its values are a Dict that is never changed, only replaced, so a copy shares it and a reader in another
// thread never sees half a change.
#pragma once

#include "vm/object/object.h"

namespace gilded {

class Thread;
struct Dict;

// The context of this thread. EMPTY: MemoryError.
Value current_context(Thread* T);
// Another one with the same values. EMPTY: MemoryError.
Value copy_current_context(Thread* T);
// The values of this thread's context by ContextVar; null: none were set.
Dict* current_context_values(Thread* T);
// Makes a context the current one. False: TypeError, or RuntimeError: it is entered already. Each success is followed
// by one leave_context() with the same context and what *previous was set to.
bool enter_context(Thread* T, Value context, Value* previous);
void leave_context(Thread* T, Value context, Value previous);

}  // namespace gilded
