#include "vm/interpreter/instrumentation.h"

#include "vm/interpreter/interpreter.h"
#include "vm/interpreter/monitoring.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/exception.h"
#include "vm/types/generator.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

using compiler::Opcode;
using compiler::opcode_of;

void visit_instrumentation(Instrumentation* instrumentation, Marker& marker) {
  for (const Instrumentation::NativeCall& call : instrumentation->calls) {
    marker.visit(call.callable);
    marker.visit(call.argument);
  }
  marker.visit(instrumentation->returned);
  marker.visit(instrumentation->stop);
}

void set_trace_hook(Thread* target, Value hook) {
  target->trace_hook = hook;
  target->request(kObserverChanged);
}
void set_profile_hook(Thread* target, Value hook) {
  target->profile_hook = hook;
  target->request(kObserverChanged);
}

PausedInstrumentation::PausedInstrumentation(Thread* T) : thread_(T) {
  ++T->instrumentation->paused;
  choose_dispatch(T);
}
PausedInstrumentation::~PausedInstrumentation() {
  --thread_->instrumentation->paused;
  choose_dispatch(thread_);
}

// ---------------------------------------------------------------- where an instruction stands

static uint32_t word_of(const CodeObject* code, const uint32_t* pc) {
  return static_cast<uint32_t>(pc - code->instructions);
}
static uint32_t length_of(uint32_t word) {
  return static_cast<uint32_t>(compiler::info(opcode_of(word)).length());
}

// Where a jump instruction goes when it jumps; null: it is none.
static const uint32_t* jump_target(const uint32_t* pc) {
  auto distance = compiler::jump_distance(pc);
  return distance ? pc + length_of(*pc) + *distance : nullptr;
}
static bool is_plain_jump(Opcode opcode) {
  return opcode == Opcode::JUMP || opcode == Opcode::JUMP_BACKWARD;
}

// 0: the instruction belongs to the line before it. So does the back edge of a loop, which has the position of the
// loop's head.
static int own_line(const CodeObject* code, const uint32_t* pc) {
  int line = line_of(code, pc);
  if (opcode_of(*pc) == Opcode::JUMP_BACKWARD && line == line_of(code, jump_target(pc))) return 0;
  return line;
}

int line_at(Thread* T, Value* window, const CodeObject* code, const uint32_t* pc) {
  int line = line_of(code, pc);
  if (line != 0) return line;
  if (T->instrumentation && window) {
    for (const Instrumentation::Activation& a : T->instrumentation->activations) {
      if (a.window == window && a.code == code && a.line > 0) return a.line;
    }
  }
  for (; pc > code->instructions && line == 0; --pc) line = line_of(code, pc);
  return line != 0 ? line : code->code->first_line;
}

// ---------------------------------------------------------------- the trace and the profile function

// Calls one of them: EMPTY when it raised.
static Value call_hook(Thread* T, Value hook, Frame* frame, std::string_view what, Value argument) {
  Value name = intern(T, what);
  PausedInstrumentation paused(T);
  return call(T, hook, {frame, name, argument});
}

static bool profile(Thread* T, Value* R, const uint32_t* pc, std::string_view what, Value argument) {
  if (T->profile_hook.is_empty()) return true;
  Frame* frame = frame_object(T, R, pc);
  if (!frame) return false;
  if (call_hook(T, T->profile_hook, frame, what, argument)) return true;
  T->profile_hook = kEmpty;
  choose_dispatch(T);
  return false;
}

static bool trace_with(Thread* T, Value hook, Frame* frame, std::string_view what, Value argument) {
  Instrumentation& state = *T->instrumentation;
  frame->pc.store(T->pc, std::memory_order_relaxed);
  Value* outer_window = state.event_window;
  std::string_view outer_event = state.event;
  state.event_window = T->frame;
  state.event = what;
  Value result = call_hook(T, hook, frame, what, argument);
  state.event_window = outer_window;
  state.event = outer_event;
  if (result.is_empty()) {
    // A trace function that raises is not called again.
    T->trace_hook = kEmpty;
    heap_store(frame, frame->trace, kEmpty);
    choose_dispatch(T);
    return false;
  }
  if (!result.is_none()) heap_store(frame, frame->trace, result);
  return true;
}
// A frame was entered: the thread's function decides on the frame's own.
static bool trace_call(Thread* T, Value* R, const uint32_t* pc) {
  if (T->trace_hook.is_empty()) return true;
  Frame* frame = frame_object(T, R, pc);
  return frame && trace_with(T, T->trace_hook, frame, "call", kNone);
}
// The frame that has a trace function of its own, or null.
static Frame* traced_frame(Thread* T, Value* R) {
  if (T->trace_hook.is_empty()) return nullptr;
  Frame* frame = existing_frame(R);
  if (!frame) return nullptr;
  Value hook = frame->trace.load();
  return hook.is_empty() || hook.is_none() ? nullptr : frame;
}
static bool trace(Thread* T, Value* R, std::string_view what, Value argument) {
  Frame* frame = traced_frame(T, R);
  return !frame || trace_with(T, frame->trace.load(), frame, what, argument);
}
static bool trace_exception(Thread* T, Value* R, Value exception) {
  if (!traced_frame(T, R)) return true;
  Value traceback = exception.as<Exception>()->traceback.load();
  Tuple* argument = make_tuple(T, {type_of(T, exception), exception, traceback.is_empty() ? kNone : traceback});
  return argument && trace(T, R, "exception", argument);
}

// ---------------------------------------------------------------- calls of natives

static bool is_call(Opcode opcode) {
  return opcode == Opcode::CALL || opcode == Opcode::CALL_EX;
}
static bool is_python_function(Value callee) {
  if (is_exactly(callee, Kind::kMethod)) callee = callee.as<Method>()->function.load();
  return is_kind(callee, Kind::kFunction);
}

// What profilers call a built-in: the function, or the bound method. EMPTY: callee is none, or an exception.
static Value profiled_native(Thread* T, Value callee, Value argument) {
  if (is_kind(callee, Kind::kNativeFunction)) return callee;
  if (!is_kind(callee, Kind::kNativeDescriptor) ||
      callee.as<NativeDescriptor>()->form != NativeDescriptor::Form::kMethod)
    return kEmpty;
  if (argument == T->runtime->monitoring->missing()) return kEmpty;
  auto* get = type_of(T, callee)->slots.descriptor_get;
  return get ? get(T, callee, argument, type_of(T, argument)) : kEmpty;
}

static bool about_to_call(Thread* T, Value* R, CodeObject* code, const uint32_t* pc, uint32_t events) {
  Instrumentation& state = *T->instrumentation;
  // A with statement's own calls of __enter__, and of __exit__ with an exception, are no calls of the source.
  if (pc > code->instructions) {
    Opcode before = opcode_of(pc[-1]);
    if (before == Opcode::LOAD_SPECIAL || before == Opcode::EXCEPTION_PARTS) return true;
  }
  Value* window = R + compiler::operand_a(*pc);
  Value callee = window[0];
  Value argument = T->runtime->monitoring->missing();
  if (opcode_of(*pc) == Opcode::CALL_EX) {
    if (is_tuple(window[4]) && window[4].as<Tuple>()->length > 0)
      argument = (*window[4].as<Tuple>())[0];
    else if (is_exactly(window[4], Kind::kList) && length(T, window[4]) > 0)
      argument = get_item(T, window[4], Value::small_int(0));
  } else {
    bool method_form = compiler::operand_c(*pc) & compiler::kCallMethodForm;
    if (method_form && window[4])
      argument = window[4];
    else if (compiler::operand_b(*pc) > 0)
      argument = window[method_form ? 5 : 4];
  }
  if (argument.is_empty()) return false;
  if (T->profile_hook) {
    Value native = profiled_native(T, callee, argument);
    if (native.is_empty() && T->has_exception()) return false;
    if (native && !profile(T, R, pc, "c_call", native)) return false;
  }
  if (events & event_bit(MonitoringEvent::kCall) &&
      !T->runtime->monitoring->fire(T, code, word_of(code, pc), MonitoringEvent::kCall, {callee, argument}))
    return false;
  if (!is_python_function(callee)) state.calls.push_back({R, pc, callee, argument});
  return true;
}

// The call of a native in this frame is over.
static bool call_ended(Thread* T, Value* R, CodeObject* code, bool failed) {
  Instrumentation& state = *T->instrumentation;
  Instrumentation::NativeCall ended = state.calls.back();
  state.calls.pop_back();
  Monitoring& monitoring = *T->runtime->monitoring;
  // Its frame still stands at the call.
  const uint32_t* pc = T->pc;
  T->pc = ended.pc;
  bool good = true;
  if (T->profile_hook) {
    Value native = profiled_native(T, ended.callable, ended.argument);
    good = native ? profile(T, R, ended.pc, failed ? "c_exception" : "c_return", native) : !T->has_exception();
  }
  if (good && monitoring.events(code) & event_bit(MonitoringEvent::kCall)) {
    good =
        monitoring.fire(T, code, word_of(code, ended.pc), failed ? MonitoringEvent::kCRaise : MonitoringEvent::kCReturn,
                        {ended.callable, ended.argument});
  }
  T->pc = pc;
  return good;
}

// Forgets calls and frames that are above this one; true: a native call of this very frame is open.
static bool drop_stale(Instrumentation& state, Value* R) {
  while (!state.calls.empty() && state.calls.back().window > R) state.calls.pop_back();
  while (!state.activations.empty() && state.activations.back().window > R) state.activations.pop_back();
  return !state.calls.empty() && state.calls.back().window == R;
}
static Instrumentation::Activation* activation_of(Instrumentation& state, Value* R, const CodeObject* code) {
  if (state.activations.empty()) return nullptr;
  Instrumentation::Activation* last = &state.activations.back();
  return last->window == R && last->code == code ? last : nullptr;
}
static void start_activation(Instrumentation& state, Value* R, const CodeObject* code, const uint32_t* pc,
                             int32_t line) {
  if (state.activations.empty() || state.activations.back().window != R) state.activations.push_back({});
  state.activations.back() = {R, code, pc, line};
}

// ---------------------------------------------------------------- before an instruction

// An exception that loops swallow: the StopIteration at the end of an iterator.
static bool report_swallowed(Thread* T, Value* R, CodeObject* code, const uint32_t* pc, MonitoringEvent event,
                             Value exception, uint32_t events) {
  if (!trace_exception(T, R, exception)) return false;
  return !(events & event_bit(event)) || T->runtime->monitoring->fire(T, code, word_of(code, pc), event, {exception});
}

static Value stop_iteration(Thread* T, Value result) {
  (void)raise_with(T, Builtin::kStopIteration, result.is_none() ? kEmpty : result);
  return take_exception(T);
}

// What the instruction before this one did, as far as only its effect tells.
static bool after_instruction(Thread* T, Value* R, CodeObject* code, const uint32_t* previous, const uint32_t* pc,
                              uint32_t events) {
  Instrumentation& state = *T->instrumentation;
  Monitoring& monitoring = *T->runtime->monitoring;
  Opcode opcode = opcode_of(*previous);
  const uint32_t* target = jump_target(previous);
  if (!target || opcode == Opcode::JUMP_NO_POLL) return true;
  bool jumped = pc == target;
  if (!jumped && pc != previous + length_of(*previous)) return true;
  T->pc = previous;
  bool good = true;
  if (is_plain_jump(opcode)) {
    if (events & event_bit(MonitoringEvent::kJump))
      good = monitoring.fire(T, code, word_of(code, previous), MonitoringEvent::kJump,
                             {Value::small_int(offset_of_word(word_of(code, pc)))});
  } else if (opcode == Opcode::SEND) {
    Value iterator = R[compiler::operand_b(*previous)];
    if (jumped && is_kind(iterator, Kind::kGenerator)) {
      Value stop = stop_iteration(T, R[compiler::operand_a(*previous)]);
      good = stop && report_swallowed(T, R, code, previous, MonitoringEvent::kStopIteration, stop, events);
    }
  } else {
    if (opcode == Opcode::FOR_ITER && jumped) {
      Value iterator = R[compiler::operand_b(*previous)];
      // Where branches or lines are told, CPython's loop asks the generator as any other iterator: only a value makes
      // an exception.
      bool as_iterator = (events & (event_bit(MonitoringEvent::kBranch) | event_bit(MonitoringEvent::kLine))) != 0 ||
                         traced_frame(T, R);
      if (is_kind(iterator, Kind::kGenerator) && state.returned && !(as_iterator && state.returned.is_none())) {
        Value stop = stop_iteration(T, state.returned);
        MonitoringEvent event = as_iterator ? MonitoringEvent::kRaise : MonitoringEvent::kStopIteration;
        good = stop && report_swallowed(T, R, code, previous, event, stop, events);
      } else if (state.stop && state.stop_window == R) {
        good = report_swallowed(T, R, code, previous, MonitoringEvent::kRaise, state.stop, events);
      }
    }
    state.stop = state.returned = kEmpty;
    if (good && events & event_bit(MonitoringEvent::kBranch)) {
      good = monitoring.fire(T, code, word_of(code, previous), MonitoringEvent::kBranch,
                             {Value::small_int(offset_of_word(word_of(code, pc)))});
    }
  }
  T->pc = pc;
  return good;
}

static bool trace_line(Thread* T, Value* R) {
  Frame* frame = traced_frame(T, R);
  if (!frame || frame->no_trace_lines.load(std::memory_order_relaxed)) return true;
  return trace_with(T, frame->trace.load(), frame, "line", kNone);
}

const uint32_t* before_instruction(Thread* T, Value* R, const uint32_t* pc, uint32_t word) {
  Instrumentation& state = *T->instrumentation;
  if (state.paused > 0) return pc;
  T->pc = pc;
  CodeObject* code = frame_code(R);
  Monitoring& monitoring = *T->runtime->monitoring;
  const uint32_t events = monitoring.events(code);
  if (drop_stale(state, R) && !call_ended(T, R, code, false)) return nullptr;

  const uint32_t at = word_of(code, pc);
  Opcode opcode = opcode_of(word);
  auto wants = [&](MonitoringEvent event) { return (events & event_bit(event)) != 0; };
  switch (opcode) {
    case Opcode::RETURN_GENERATOR:
      return pc;
    case Opcode::RESUME: {
      bool entered = compiler::operand_a(word) == 0;
      start_activation(state, R, code, pc, entered ? -1 : line_at(T, R, code, pc));
      MonitoringEvent event = entered ? MonitoringEvent::kPyStart : MonitoringEvent::kPyResume;
      if (!trace_call(T, R, pc) || !profile(T, R, pc, "call", kNone)) return nullptr;
      if (wants(event) && !monitoring.fire(T, code, at, event, {})) return nullptr;
      break;
    }
    default: {
      Instrumentation::Activation* activation = activation_of(state, R, code);
      if (!activation) {
        // Met in the middle, mostly behind the call that began all this: what came before tells whether the line is
        // new.
        const uint32_t* before = pc;
        if (pc > code->instructions && is_call(opcode_of(pc[-1])))
          before = pc - 1;
        else if (pc > code->instructions + 1 && opcode_of(pc[-2]) == Opcode::CALL_KEYWORDS)
          before = pc - 2;
        start_activation(state, R, code, pc, line_at(T, R, code, before));
        activation = activation_of(state, R, code);
      }
      const uint32_t* previous = activation->previous;
      activation->previous = pc;
      int line = own_line(code, pc);
      bool new_line = line != 0 && line != activation->line;
      bool back_in_line = !new_line && line != 0 && pc <= previous && jump_target(previous) == pc &&
                          opcode_of(*previous) != Opcode::JUMP_NO_POLL;
      if (!after_instruction(T, R, code, previous, pc, events)) return nullptr;
      // Callbacks may have made the list move.
      activation = activation_of(state, R, code);
      if (new_line && activation) activation->line = line;
      if (new_line || back_in_line) {
        state.jump = nullptr;
        if (!trace_line(T, R)) return nullptr;
        if (state.jump) {
          const uint32_t* target = state.jump;
          state.jump = nullptr;
          return target;
        }
      }
      if (new_line && wants(MonitoringEvent::kLine) &&
          !monitoring.fire(T, code, at, MonitoringEvent::kLine, {Value::small_int(line)}, false))
        return nullptr;
    }
  }
  if (Frame* frame = traced_frame(T, R); frame && frame->trace_opcodes.load(std::memory_order_relaxed)) {
    if (!trace(T, R, "opcode", kNone)) return nullptr;
  }
  if (wants(MonitoringEvent::kInstruction) && !monitoring.fire(T, code, at, MonitoringEvent::kInstruction, {}))
    return nullptr;
  switch (opcode) {
    case Opcode::RETURN: {
      Value result = R[compiler::operand_a(word)];
      if (!trace(T, R, "return", result) || !profile(T, R, pc, "return", result)) return nullptr;
      if (wants(MonitoringEvent::kPyReturn) && !monitoring.fire(T, code, at, MonitoringEvent::kPyReturn, {result}))
        return nullptr;
      state.returned = is_generator_code(code) ? result : kEmpty;
      break;
    }
    case Opcode::YIELD:
    case Opcode::YIELD_DELEGATE: {
      Value value = R[compiler::operand_b(word)];
      if (!trace(T, R, "return", value) || !profile(T, R, pc, "return", value)) return nullptr;
      if (wants(MonitoringEvent::kPyYield) && !monitoring.fire(T, code, at, MonitoringEvent::kPyYield, {value}))
        return nullptr;
      break;
    }
    case Opcode::CALL:
    case Opcode::CALL_KEYWORDS:
    case Opcode::CALL_EX:
      if ((wants(MonitoringEvent::kCall) || T->profile_hook) && !about_to_call(T, R, code, pc, events)) return nullptr;
      break;
    default:
      break;
  }
  return pc;
}

// ---------------------------------------------------------------- exceptions

// Runs f with the pending exception put aside; it comes back unless f leaves another.
template <class F>
static bool with_exception_aside(Thread* T, F f) {
  Value exception = T->exception;
  bool again = T->reraising;
  T->exception = kEmpty;
  T->reraising = false;
  if (!f(exception)) return false;
  T->exception = exception;
  T->reraising = again;
  return true;
}

void exception_raised(Thread* T, Value* R, const uint32_t* pc, bool again) {
  Instrumentation& state = *T->instrumentation;
  if (state.paused > 0 || !is_exception(T->exception)) return;
  CodeObject* code = frame_code(R);
  with_exception_aside(T, [&](Value exception) {
    if (drop_stale(state, R) && !call_ended(T, R, code, true)) return false;
    MonitoringEvent event = again ? MonitoringEvent::kReraise : MonitoringEvent::kRaise;
    Monitoring& monitoring = *T->runtime->monitoring;
    if (!again && !trace_exception(T, R, exception)) return false;
    return !(monitoring.events(code) & event_bit(event)) ||
           monitoring.fire(T, code, word_of(code, pc), event, {exception});
  });
}

bool exception_handled(Thread* T, Value* R, const uint32_t* target, Value exception) {
  if (T->instrumentation->paused > 0) return true;
  CodeObject* code = frame_code(R);
  // What ran before the handler is no jump that led to it.
  if (Instrumentation::Activation* activation = activation_of(*T->instrumentation, R, code))
    activation->previous = target;
  Monitoring& monitoring = *T->runtime->monitoring;
  if (!(monitoring.events(code) & event_bit(MonitoringEvent::kExceptionHandled))) return true;
  return monitoring.fire(T, code, word_of(code, target), MonitoringEvent::kExceptionHandled, {exception});
}

void frame_unwound(Thread* T, Value* R, const uint32_t* pc) {
  if (T->instrumentation->paused > 0) return;
  CodeObject* code = frame_code(R);
  if (opcode_of(*pc) == Opcode::RETURN_GENERATOR) return;
  with_exception_aside(T, [&](Value exception) {
    Monitoring& monitoring = *T->runtime->monitoring;
    if (!trace(T, R, "return", kNone) || !profile(T, R, pc, "return", kNone)) return false;
    return !(monitoring.events(code) & event_bit(MonitoringEvent::kPyUnwind)) ||
           monitoring.fire(T, code, word_of(code, pc), MonitoringEvent::kPyUnwind, {exception});
  });
}

void generator_thrown(Thread* T, Value* R, const uint32_t* pc) {
  if (T->instrumentation->paused > 0) return;
  CodeObject* code = frame_code(R);
  drop_stale(*T->instrumentation, R);
  start_activation(*T->instrumentation, R, code, pc, line_at(T, R, code, pc));
  with_exception_aside(T, [&](Value exception) {
    Monitoring& monitoring = *T->runtime->monitoring;
    if (!trace_call(T, R, pc) || !profile(T, R, pc, "call", kNone)) return false;
    return !(monitoring.events(code) & event_bit(MonitoringEvent::kPyThrow)) ||
           monitoring.fire(T, code, word_of(code, pc), MonitoringEvent::kPyThrow, {exception});
  });
}

void stop_iteration_swallowed(Thread* T) {
  Instrumentation& state = *T->instrumentation;
  if (state.paused > 0) return;
  state.stop = T->exception;
  state.stop_window = T->frame;
}

}  // namespace gilded
