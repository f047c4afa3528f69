// How instructions are written and dispatched.
//
// Each instruction is a named function, HANDLER(NAME) { ... }, written once and compiled for one of two techniques:
//   tail calls (clang 19)   every handler is a function in the preserve_none convention that ends with a musttail jump
//   to the next one: the machine state
//                           stays in registers, the code of each handler is compiled by itself.
//   computed goto (g++ 12)  handlers are inlined into one function with a label for each.
//
// State of the machine, the same in both: pc (the instruction being executed), R (register window of the frame), T
// (thread), D (dispatch table), K (constants above, inline caches below), word (*pc). Nothing else lives across
// instructions, so any thread may change its table at any poll.
//
// Rules for handlers:
//   1 T->frame equals R always; T->pc = pc must be stored (SAVE) before anything that can raise, poll, allocate or call
//   back. 2 Anything that can run Python code may move nothing but may change any object: reload. 3 The last effect of
//   an instruction is the write of its result: an exception before it leaves the registers as they were. 4 Slow paths
//   are functions of the same form, entered by TAIL, so that the fast path needs no stack frame. 5 A handler that calls
//   C++ which may start nested runs must not keep state elsewhere than in the variables above.
#pragma once

#include "compiler/code/opcode.h"
#include "vm/interpreter/frame.h"
#include "vm/interpreter/inline_cache.h"
#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/runtime.h"
#include "vm/threading/safepoint.h"

namespace gilded {

using compiler::Opcode;
using compiler::operand_a;
using compiler::operand_b;
using compiler::operand_c;
using compiler::operand_d;
using compiler::operand_signed_d;
using compiler::operand_small_int;
using compiler::operand_x;

#if GILDED_DISPATCH_TAILCALL

#define HANDLER_PARAMETERS                                                                    \
  [[maybe_unused]] const uint32_t *pc, [[maybe_unused]] Value *R, [[maybe_unused]] Thread *T, \
      [[maybe_unused]] const void *const *D, [[maybe_unused]] Value *K, [[maybe_unused]] uint32_t word
using HandlerResult = Value;
#define GILDED_PRESERVE_NONE __attribute__((preserve_none))
using Handler = HandlerResult(GILDED_PRESERVE_NONE*)(const uint32_t*, Value*, Thread*, const void* const*, Value*,
                                                     uint32_t);
#define HANDLER(name) GILDED_PRESERVE_NONE static HandlerResult op_##name(HANDLER_PARAMETERS)
#define SLOW_PATH(name) \
  GILDED_PRESERVE_NONE __attribute__((noinline, cold)) static HandlerResult name(HANDLER_PARAMETERS)
#define PATH(name) GILDED_PRESERVE_NONE __attribute__((noinline)) static HandlerResult name(HANDLER_PARAMETERS)
#define TAIL(name) [[clang::musttail]] return name(pc, R, T, D, K, word)
#define DISPATCH()                                                                                                 \
  do {                                                                                                             \
    word = *pc;                                                                                                    \
    [[clang::musttail]] return reinterpret_cast<Handler>(const_cast<void*>(D[word & 0xff]))(pc, R, T, D, K, word); \
  } while (0)
#define EXIT_RUN(value) return (value)

#else

#define HANDLER_PARAMETERS                                                                      \
  [[maybe_unused]] const uint32_t *&pc, [[maybe_unused]] Value *&R, [[maybe_unused]] Thread *T, \
      [[maybe_unused]] const void *const *&D, [[maybe_unused]] Value *&K, [[maybe_unused]] uint32_t &word
using HandlerResult = bool;  // false: the run ends with T->run_result
#define HANDLER(name) __attribute__((always_inline)) static inline HandlerResult op_##name(HANDLER_PARAMETERS)
#define SLOW_PATH(name) __attribute__((noinline, cold)) static HandlerResult name(HANDLER_PARAMETERS)
#define PATH(name) __attribute__((noinline)) static HandlerResult name(HANDLER_PARAMETERS)
#define TAIL(name) return name(pc, R, T, D, K, word)
#define DISPATCH() \
  do {             \
    word = *pc;    \
    return true;   \
  } while (0)
#define EXIT_RUN(value)      \
  do {                       \
    T->run_result = (value); \
    return false;            \
  } while (0)

#endif

#define NEXT(words) \
  do {              \
    pc += (words);  \
    DISPATCH();     \
  } while (0)
// Goes on at `next` in the frame of this window and code.
#define GO_ON(window, code, next) \
  do {                            \
    R = (window);                 \
    K = (code)->constants;        \
    pc = (next);                  \
    DISPATCH();                   \
  } while (0)
#define SAVE() (T->pc = pc)
// Leaves the handler with the pending exception.
#define RAISE() TAIL(unwind)
#define RA R[operand_a(word)]
#define RB R[operand_b(word)]
#define RC R[operand_c(word)]
#define AUX (pc[1])

}  // namespace gilded
