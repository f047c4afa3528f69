// A frame: one activation of a Python function, as a window of registers on its thread's VM stack.
//
//      caller's registers
//    +--------------------------------------------------------------+
//    |  ...  R[a]   | R[a+1] | R[a+2] | R[a+3] | R[a+4] R[a+5] ...   |   caller's temporaries: callee, gap of three,
//    arguments
//    +--------------------------------------------------------------+
//               \        |        |       /     \
//            +----------+---------+--------+-----------+---------------------------+
//            | function | return  | caller | owner and |  R[0] R[1] ... registers  |   callee's frame: the gap becomes
//            its header, |          |   pc    | window | entry kind|                           |   the arguments are
//            its first registers
//            +----------+---------+--------+-----------+---------------------------+
//              frame[-4]  frame[-3] frame[-2] frame[-1]   frame[0]
//
// So a call of a plain function copies nothing. In method form the window starts one word higher. The result goes to
// the word that held the callee. frame[-1]: a pointer to the generator that owns the frame, or to its Frame object once
// somebody asked for it, or 0, with the FrameEntry in the low 4 bits (objects are 16-byte aligned, and the collector
// accepts inner pointers).
//
// Generators keep their registers in the heap while suspended; a resume copies them to a new window, a yield copies
// them back. The frames of a thread are its own: others look at them only while the world is stopped.
#pragma once

#include "vm/object/object.h"
#include "vm/threading/thread.h"
#include "vm/types/code_object.h"
#include "vm/types/function.h"

namespace gilded {

inline constexpr int kFrameHeaderWords = 4;
// Words above a frame's registers that a call may use to move arguments up (for self, for a new instance).
inline constexpr int kWindowSlack = 4;

// How the frame was entered: what its return does.
enum class FrameEntry : uint8_t {
  kNative,       // from C++ (run): ends that run
  kCall,         // result to frame[-4]
  kMethodCall,   // result to frame[-5]
  kInitialize,   // __init__ of a class call: result must be None; frame[-5] already holds the instance
  kForIterator,  // a generator resumed by FOR_ITER (2 words before the return pc): register a, or the jump at its end
  kSend,         // a generator resumed by SEND
  // Python methods that an instruction calls of itself; their windows lie above the caller's registers:
  kResult,       // of an instruction of one word: result to its register a
  kResultWide,   // of an instruction of two words: the same
  kOperator,     // a binary operator or comparison of one word: the same, unless it is NotImplemented
  kCompareJump,  // a comparison with a jump
};

inline Function* frame_function(const Value* frame) {
  return frame[-4].as<Function>();
}
inline CodeObject* frame_code(const Value* frame) {
  return frame_function(frame)->code.load(std::memory_order_relaxed);
}
inline const uint32_t* frame_return_pc(const Value* frame) {
  return reinterpret_cast<const uint32_t*>(frame[-3].bits());
}
inline Value* frame_caller(const Value* frame) {
  return reinterpret_cast<Value*>(frame[-2].bits());
}
inline FrameEntry frame_entry(const Value* frame) {
  return static_cast<FrameEntry>(frame[-1].bits() & 15);
}
// The instruction of the caller that this frame returns to: the call that entered it, or the one that native code was
// called from.
const uint32_t* calling_instruction(const Value* frame);
inline Object* frame_owner(const Value* frame) {
  return reinterpret_cast<Object*>(frame[-1].bits() & ~uint64_t{15});
}
// Where the window of such a method begins: above the registers of the running frame.
inline Value* window_above(Value* frame) {
  return frame + frame_code(frame)->register_count + kWindowSlack + kFrameHeaderWords;
}
inline void set_frame_owner(Value* frame, Object* owner) {
  frame[-1] = Value::from_bits(reinterpret_cast<uintptr_t>(owner) | (frame[-1].bits() & 15));
}

// The Python view of a frame (sys._getframe, tracebacks): made when asked for. After the frame returned it holds a copy
// of its registers.
struct Frame : Object {
  std::atomic<Function*> function;
  std::atomic<Value*> window;        // null once the frame is gone
  std::atomic<const uint32_t*> pc;   // last known
  Slot back;                         // Frame or None
  Slot registers;                    // ValueArray copy once gone, else EMPTY
  Slot trace;                        // f_trace
  std::atomic<bool> suspended;       // of a generator that waits to be resumed
  std::atomic<bool> no_trace_lines;  // f_trace_lines is False
  std::atomic<bool> trace_opcodes;   // f_trace_opcodes
  Slot locals_overlay;               // extra names set through f_locals, or EMPTY
};
void trace_frame(Object*, Marker&);
// The Frame object of a window (made now or before). `pc` is the instruction it stands at. Null: MemoryError.
Frame* frame_object(Thread* T, Value* window, const uint32_t* pc);
// A frame is over: its object keeps a copy of its variables.
void keep_registers(Thread* T, Frame* frame, Value* window);
// The one that somebody has asked for before, or null.
Frame* existing_frame(Value* window);

}  // namespace gilded
