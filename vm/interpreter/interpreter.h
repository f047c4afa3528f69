// Entry points of the interpreter: what native code calls to run Python code, and what calls and generators share.
#pragma once

#include "vm/interpreter/frame.h"
#include "vm/object/native.h"

namespace gilded {

struct Generator;

// Runs from the frame that T->frame points to, entered as FrameEntry::kNative, until it returns (its result), yields
// (the value) or lets an exception out (EMPTY). `unwinding`: start by raising T->exception at T->pc.
Value run(Thread* T, bool unwinding = false);

// Where a new frame's header may start: above everything in use.
Value* stack_top(Thread* T);

// Makes room for a frame and writes its header; registers beyond the parameters become EMPTY. Null: RecursionError.
// The parameters must stand in window[0 ..] already.
bool enter_frame(Thread* T, Value* window, Function* function, CodeObject* code, const uint32_t* return_pc,
                 FrameEntry entry);
// Arranges `arguments` (which may overlap window[0 ..]) as the function's parameters: defaults, keywords, *args,
// **kwargs; TypeErrors as CPython.
bool bind_arguments(Thread* T, Function* function, CodeObject* code, CallArguments arguments, Value* window);
// The frame is left (returned or unwound): its Frame object, if any, keeps a copy of the registers.
void leave_frame(Thread* T, Value* frame);

// Runs a module's or class body's code with these globals; `space` is the namespace mapping (EMPTY: the globals).
Value run_code(Thread* T, CodeObject* code, Dict* globals, Value space, Tuple* closure = nullptr);

// The exception that is being handled, looking through the generators that are running; EMPTY: none.
Value current_handled_exception(Thread* T);

// builtins.__import__ (interpreter/import.cpp). fromlist and level as there.
Value import_module(Thread* T, String* name, Dict* globals, Value from_list, int level);
// An attribute of the module with that (dotted) name, which is imported if need be. EMPTY: exception.
Value import_attribute(Thread* T, std::string_view module, std::string_view name);
Value import_from(Thread* T, Value module, String* name);
bool import_star(Thread* T, Value module, Value space);

// Compiles and wraps; null: SyntaxError set. mode, flags: see CompileHook.
// The syntax tree as a bytes object (compiler/ast/transfer.h).
Value parse_source(Thread* T, const std::string& source, bool is_bytes, const std::string& filename, const char* mode);
CodeObject* compile_source(Thread* T, const std::string& source, bool is_bytes, const std::string& filename,
                           const char* mode, uint32_t flags, int optimize);
// The whole file, read detached. False: errno is set, no exception.
bool read_file(Thread* T, const std::string& path, std::string* out);
// f_locals: the namespace of a module or class body, else a new dict of the variables.
Value frame_locals(Thread* T, Frame* frame);

// Builds the dispatch tables of a runtime.
void initialize_dispatch(Runtime* runtime);
// Chooses the table that this thread's state calls for.
void choose_dispatch(Thread* T);

}  // namespace gilded
