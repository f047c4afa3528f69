// Events of running code: what the instrumented dispatch table and the unwinder report to sys.settrace, sys.setprofile
// and sys.monitoring.
//
// A thread runs in the instrumented table while it has a trace or profile function, or some tool of sys.monitoring asks
// for events anywhere (choose_dispatch). Before every instruction the table calls before_instruction, which finds out
// what has happened:
//
//   RESUME                      a frame was entered (call) or resumed
//   RETURN, YIELD               a frame is about to be left
//   CALL                        a call is about to be made; when its callee is no Python function, the end of the call
//   is seen at the next
//                               instruction of the same frame, or by the unwinder
//   the line differs from that  a new line; also when a jump leads back within one line (for the trace function only)
//   of the previous instruction
//   after a jump                where it went
//
// So each thread keeps, for each frame it has seen, the previous instruction and line, and a list of native calls under
// way. Frames are known by their windows. An entry for a window above the running one is stale; one for the same window
// with other code is, too; RESUME starts a fresh one. While a callback runs, nothing is reported in its thread.
//
// Instructions without a position belong to the line before them in time, and the back edge of a loop to no line at
// all.
#pragma once

#include <string_view>
#include <vector>

#include "vm/interpreter/frame.h"

namespace gilded {

struct Instrumentation {
  struct Activation {
    Value* window;
    const CodeObject* code;
    const uint32_t* previous;
    int32_t line;
  };
  struct NativeCall {
    Value* window;
    const uint32_t* pc;
    Value callable, argument;
  };
  std::vector<Activation> activations;
  std::vector<NativeCall> calls;
  Value returned;  // of the generator that ended last, for the StopIteration that its loop would have seen
  Value stop;      // a StopIteration that next() swallowed,
  Value* stop_window = nullptr;    // in this frame
  const uint32_t* jump = nullptr;  // where f_lineno was set to
  Value* event_window = nullptr;   // the frame whose event the trace function is told of just now; null: none
  std::string_view event;          // and the event
  int paused = 0;                  // callbacks under way
  bool enabled = false;
  bool observed = false;  // what the observed table does is wanted as well
};

// While a callback runs: its own instructions are not told of, and run in the table that they would run in without it.
class PausedInstrumentation {
 public:
  explicit PausedInstrumentation(Thread* T);
  ~PausedInstrumentation();
  PausedInstrumentation(const PausedInstrumentation&) = delete;
  PausedInstrumentation& operator=(const PausedInstrumentation&) = delete;

 private:
  Thread* thread_;
};

// The instruction to go on with: pc, or another one when f_lineno was assigned. Null: a callback raised.
const uint32_t* before_instruction(Thread* T, Value* R, const uint32_t* pc, uint32_t word);

// Called by the unwinder while the thread's instrumentation exists. Each may replace T->exception; T->frame and T->pc
// are set.
void exception_raised(Thread* T, Value* R, const uint32_t* pc, bool again);
// False: a callback raised.
bool exception_handled(Thread* T, Value* R, const uint32_t* target, Value exception);
void frame_unwound(Thread* T, Value* R, const uint32_t* pc);
// A generator goes on by raising T->exception.
void generator_thrown(Thread* T, Value* R, const uint32_t* pc);
// next() swallowed the pending StopIteration.
void stop_iteration_swallowed(Thread* T);

// The line of an instruction; where it has none, that of the instruction before it.
int line_at(Thread* T, Value* window, const CodeObject* code, const uint32_t* pc);

// Assigning to f_lineno: the frame goes on at that line, where the trace function may ask for it and the registers
// allow it (frame_jump.cpp).
bool set_frame_line(Thread* T, Frame* frame, Value line);

// sys.settrace and sys.setprofile for a thread: its own, or (world stopped) another's. EMPTY: none.
void set_trace_hook(Thread* target, Value hook);
void set_profile_hook(Thread* target, Value hook);

void visit_instrumentation(Instrumentation* instrumentation, Marker& marker);

}  // namespace gilded
