// What the instruction handlers call: the parts of instructions that need not be in the dispatch loop. All follow the
// convention of protocols.h: failure is EMPTY, null, false or -1 with T->exception set. REQUIRES: T->frame and T->pc
// are those of the instruction.
#pragma once

#include "compiler/code/opcode.h"
#include "vm/interpreter/frame.h"
#include "vm/interpreter/inline_cache.h"
#include "vm/object/native.h"
#include "vm/types/dict.h"
#include "vm/types/generator.h"
#include "vm/types/list.h"

namespace gilded {

// --- names.cpp
// Looks `name` up in a namespace mapping (EMPTY: nothing is there). Absent: EMPTY with *failed false.
Value lookup_namespace(Thread* T, Value space, String* name, bool* failed);
Value load_global(Thread* T, CodeObject* code, uint32_t cache, Dict* globals);
bool store_global(Thread* T, CodeObject* code, uint32_t cache, Dict* globals, Value value);
bool delete_name(Thread* T, Value space, String* name);
bool setup_annotations(Thread* T, Value space);
// Sets Exception::extra[index] of the pending exception.
void set_exception_attribute(Thread* T, int index, Value value);
// The source name of the cell variable in a register.
std::string cell_variable_name(const CodeObject* code, uint32_t reg);
// `object.name` for a call: a plain function with *self = object, or what the attribute is with *self EMPTY.
Value get_method(Thread* T, Value object, String* name, Value* self);
// super_value(type, object).name; when super_value is the built-in super no super object is made. self null: plain
// attribute.
Value load_super(Thread* T, Value super_value, Value type, Value object, String* name, Value* self);
Value load_special(Thread* T, Value object, compiler::SpecialMethod which, Value* self);

// --- calls (call.cpp)
// The Python __init__ that a call of this class may run directly, because __new__ is object's own; EMPTY: call the
// class generically.
Value plain_initializer(Thread* T, Type* type);
bool bind_tuple_arguments(Thread* T, Function* function, CodeObject* code, Tuple* positional, Dict* keywords,
                          Value* window);
Value call_native_function(Thread* T, NativeFunction* function, Value* arguments, uint32_t count);
// The Python function of `argument_count` plain parameters that `left op right`, `left[key]` ... comes down to, so that
// the dispatch loop can run it as a frame of its own; null: take the general way.
Function* python_operator(Thread* T, int operation, Value left,
                          Value right);  // 0 .. binary operators, then the in-place ones
Function* python_comparison(Thread* T, compiler::CompareOperator op, Value left, Value right);
Function* python_item_getter(Thread* T, Value container);
Function* python_call_method(Thread* T, Value callable);  // __call__, of any parameters
// What follows when that function returned NotImplemented.
Value operator_declined(Thread* T, int operation, Value left, Value right);

// --- displays.cpp
Value build_set(Thread* T, const Value* items, size_t count);
Value join_strings(Thread* T, const Value* strings, size_t count);
bool extend_display(Thread* T, List* list, Value iterable);  // "Value after * must be an iterable, not X"
bool make_star_arguments(
    Thread* T, Value callee,
    Value* place);  // the only *argument as a tuple; "f() argument after * must be an iterable, not X"
bool update_display(Thread* T, Dict* dict, Value mapping);  // "'X' object is not a mapping"
bool merge_keywords(Thread* T, Dict* dict, Value mapping, Value callee);
// after < 0: exactly `count` items; else count items, a list of the rest, `after` items.
bool unpack_iterable(Thread* T, Value iterable, uint32_t count, int after, Value* out);
Value match_class(Thread* T, Value subject, Value type, Value keyword_names, uint32_t positional);
Value match_keys(Thread* T, Value subject, Tuple* keys);

// --- exceptions.cpp
int match_exception(Thread* T, Value exception, Value pattern);
bool match_exception_group(Thread* T, Value exception, Value pattern, Value* rest, Value* matched);
void raise_again(Thread* T);
void raise_from(Thread* T, Value exception, Value cause);
Value run_intrinsic(Thread* T, compiler::Intrinsic which, Value* operands, Value* frame);

// --- import.cpp
Value import_statement(Thread* T, String* name, Function* function, Value* frame, Value from_list, Value level);

// --- types/generator.cpp
enum class GeneratorResume { kEntered, kFinished, kFailed };
// Enters the generator's frame at `window` with `value` sent into it (T->frame and T->pc are set). kFinished: it had
// ended already.
GeneratorResume resume_generator(Thread* T, Generator* generator, Value value, Value* window, const uint32_t* return_pc,
                                 FrameEntry entry);
Value make_generator(Thread* T, Value* frame, const uint32_t* pc);
void suspend_generator(Thread* T, Value* frame, const uint32_t* pc);
void generator_returned(Thread* T, Value* frame, Value result);
void generator_failed(Thread* T, Value* frame);
Value wrap_async_yield(Thread* T, Value value);
// next() or send(): the yielded value, or the final one with *finished.
Value send_to_iterator(Thread* T, Value iterator, Value value, bool* finished);
Value yield_from_iterator(Thread* T, Value iterable, bool in_coroutine);
Value awaitable_iterator(Thread* T, Value awaitable, int where);
Value async_iterator(Thread* T, Value iterable);
Value async_next_awaitable(Thread* T, Value iterator);

}  // namespace gilded
