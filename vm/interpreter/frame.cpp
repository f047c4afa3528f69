#include "vm/interpreter/frame.h"

#include "vm/interpreter/frame_variables.h"
#include "vm/interpreter/instrumentation.h"
#include "vm/interpreter/interpreter.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/safepoint.h"
#include "vm/types/cell.h"
#include "vm/types/dict.h"
#include "vm/types/generator.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

void trace_frame(Object* object, Marker& marker) {
  auto* f = static_cast<Frame*>(object);
  marker.visit(f->function);
  for (const Slot* slot : {&f->back, &f->registers, &f->trace, &f->locals_overlay}) marker.visit(*slot);
}

const uint32_t* calling_instruction(const Value* frame) {
  const uint32_t* return_pc = frame_return_pc(frame);
  switch (frame_entry(frame)) {
    case FrameEntry::kNative:
      return return_pc;
    case FrameEntry::kResult:
    case FrameEntry::kOperator:
      return return_pc - 1;
    case FrameEntry::kForIterator:
    case FrameEntry::kSend:
    case FrameEntry::kResultWide:
    case FrameEntry::kCompareJump:
      return return_pc - 2;
    default: {
      // CALL and CALL_EX are one word long, CALL_KEYWORDS has an AUX word; the window tells which register the
      // instruction names.
      uint32_t word = return_pc[-1];
      auto opcode = compiler::opcode_of(word);
      bool is_short = opcode == compiler::Opcode::CALL || opcode == compiler::Opcode::CALL_EX;
      const Value* base =
          frame_caller(frame) + compiler::operand_a(word) + (frame_entry(frame) == FrameEntry::kCall ? 4 : 5);
      return is_short && base == frame ? return_pc - 1 : return_pc - 2;
    }
  }
}

Frame* existing_frame(Value* window) {
  Object* owner = frame_owner(window);
  if (!owner) return nullptr;
  if (owner->kind() == Kind::kFrame) return static_cast<Frame*>(owner);
  Value v = static_cast<Generator*>(owner)->frame.load();
  return v ? v.as<Frame>() : nullptr;
}

Frame* frame_object(Thread* T, Value* window, const uint32_t* pc) {
  if (Frame* present = existing_frame(window)) {
    present->pc.store(pc, std::memory_order_relaxed);
    present->window.store(window, std::memory_order_relaxed);
    return present;
  }
  auto* f = allocate<Frame>(T, Kind::kFrame, types(T).frame->root_shape.load(std::memory_order_relaxed));
  if (!f) return nullptr;
  f->function.store(frame_function(window), std::memory_order_relaxed);
  f->window.store(window, std::memory_order_relaxed);
  f->pc.store(pc, std::memory_order_relaxed);
  Object* owner = frame_owner(window);
  if (owner)
    heap_store(owner, static_cast<Generator*>(owner)->frame, f);
  else
    set_frame_owner(window, f);
  return f;
}

void keep_registers(Thread* T, Frame* f, Value* window) {
  CodeObject* code = frame_code(window);
  // Variables lie behind the temporaries where there are very many: then what a temporary left over is copied, too.
  uint32_t count = code->code->relocation ? code->register_count : code->code->first_temporary();
  ValueArray* copy = make_register_array(T, count ? count : 1);
  if (copy) {
    for (uint32_t i = 0; i < count; ++i) heap_initialize(copy, (*copy)[i], window[i]);
    heap_store(f, f->registers, copy);
  } else {
    clear_exception(T);
  }
  f->window.store(nullptr, std::memory_order_release);
}

void leave_frame(Thread* T, Value* window) {
  Object* owner = frame_owner(window);
  if (!owner || owner->kind() != Kind::kFrame) return;  // a generator looks after its own
  auto* f = static_cast<Frame*>(owner);
  f->pc.store(T->pc, std::memory_order_relaxed);
  // The callers live on: they must be found without this one's window.
  Value* caller = frame_caller(window);
  if (caller && f->back.load().is_empty()) {
    // What is pending survives a failure to make the caller's frame.
    Value exception = T->exception;
    T->exception = kEmpty;
    if (Frame* back = frame_object(T, caller, calling_instruction(window))) heap_store(f, f->back, back);
    T->exception = exception;
  }
  Value exception = T->exception;
  T->exception = kEmpty;
  keep_registers(T, f, window);
  T->exception = exception;
}

static Frame* self_frame(Value v) {
  return v.as<Frame>();
}
static CodeObject* code_of(Frame* f) {
  return f->function.load(std::memory_order_acquire)->code.load(std::memory_order_acquire);
}

static Value frame_get_code(Thread*, Value self) {
  return code_of(self_frame(self));
}
static Value frame_get_globals(Thread*, Value self) {
  return self_frame(self)->function.load()->globals.load();
}
static Value frame_get_builtins(Thread*, Value self) {
  return self_frame(self)->function.load()->builtins.load();
}

// f(thread, window, pc) for a frame that lives on the stack of some thread: pc is the instruction it stands at. While
// another thread's frame is looked at the world is stopped. False: the frame lives on no stack.
template <class F>
static bool visit_living(Thread* T, Frame* f, F visit) {
  auto look = [&](Thread* thread) {
    Value* window = f->window.load(std::memory_order_acquire);
    const uint32_t* pc = thread->pc;
    for (Value* w = thread->frame; w && window; pc = calling_instruction(w), w = frame_caller(w)) {
      if (w != window) continue;
      visit(thread, w, pc);
      return true;
    }
    return false;
  };
  Value* window = f->window.load(std::memory_order_acquire);
  if (!window) return false;
  if (window >= T->stack_begin && window < T->stack_limit) return look(T);
  StopTheWorldScope stopped(T);
  bool found = false;
  for_each_thread(T->runtime, [&](Thread* thread) { found = found || look(thread); });
  return found;
}

// The instruction a frame stands at; null: it has not begun.
static const uint32_t* frame_pc(Thread* T, Frame* f) {
  const uint32_t* result = f->pc.load(std::memory_order_relaxed);
  visit_living(T, f, [&](Thread*, Value*, const uint32_t* pc) { result = pc; });
  return result;
}
static Value frame_get_line(Thread* T, Value self) {
  Frame* f = self_frame(self);
  const uint32_t* pc = frame_pc(T, f);
  return Value::small_int(pc ? line_at(T, f->window.load(std::memory_order_relaxed), code_of(f), pc)
                             : code_of(f)->code->first_line);
}
static bool frame_set_line(Thread* T, Value self, Value value) {
  return set_frame_line(T, self_frame(self), value);
}
static Value frame_get_instruction(Thread* T, Value self) {
  Frame* f = self_frame(self);
  const uint32_t* pc = frame_pc(T, f);
  if (!pc) return Value::small_int(-1);
  // What leaves a handler has no line, and f_lineno tells the one that ran last: an instruction of that line stands for
  // it, so that both agree.
  const std::vector<compiler::Position>& positions = code_of(f)->code->positions;
  auto word = static_cast<size_t>(pc - code_of(f)->instructions);
  if (word < positions.size() && positions[word].line == 0) {
    int line = line_at(T, f->window.load(std::memory_order_relaxed), code_of(f), pc);
    size_t same = word;
    while (same > 0 && positions[same].line != line) --same;
    if (positions[same].line != line) {
      for (same = word; same + 1 < positions.size() && positions[same].line != line;) ++same;
    }
    if (positions[same].line == line) word = same;
  }
  return Value::small_int(offset_of_word(static_cast<uint32_t>(word)));
}
static Value frame_get_back(Thread* T, Value self) {
  Frame* f = self_frame(self);
  Value back = kNone;
  bool living = visit_living(T, f, [&](Thread*, Value* window, const uint32_t*) {
    if (Value* caller = frame_caller(window)) back = frame_object(T, caller, calling_instruction(window));
  });
  if (!living && f->back.load()) back = f->back.load();
  return back;
}

Value frame_locals(Thread* T, Frame* f) {
  if (code_of(f)->code->has_namespace) return make_frame_locals(T, f);
  return frame_variables(T, f);
}
static Value frame_get_locals(Thread* T, Value self) {
  return make_frame_locals(T, self_frame(self));
}
static Value frame_get_trace(Thread*, Value self) {
  Value v = self_frame(self)->trace.load();
  return v.is_empty() ? kNone : v;
}
static bool frame_set_trace(Thread*, Value self, Value value) {
  heap_store(self.as_object(), self_frame(self)->trace, value);
  return true;
}
static Value frame_get_trace_lines(Thread*, Value self) {
  return Value::boolean(!self_frame(self)->no_trace_lines.load(std::memory_order_relaxed));
}
static bool frame_set_trace_lines(Thread* T, Value self, Value value) {
  if (!value.is_bool()) return raise(T, Builtin::kTypeError, "attribute value type must be bool");
  self_frame(self)->no_trace_lines.store(value.is_false(), std::memory_order_relaxed);
  return true;
}
static Value frame_get_trace_opcodes(Thread*, Value self) {
  return Value::boolean(self_frame(self)->trace_opcodes.load(std::memory_order_relaxed));
}
static bool frame_set_trace_opcodes(Thread* T, Value self, Value value) {
  if (!value.is_bool()) return raise(T, Builtin::kTypeError, "attribute value type must be bool");
  self_frame(self)->trace_opcodes.store(value.is_true(), std::memory_order_relaxed);
  return true;
}
static Value frame_clear(Thread* T, Arguments args) {
  Frame* f = self_frame(args[0]);
  if (f->window.load(std::memory_order_relaxed))
    return raise(T, Builtin::kRuntimeError, "cannot clear an executing frame");
  if (f->suspended.load(std::memory_order_relaxed))
    return raise(T, Builtin::kRuntimeError, "cannot clear a suspended frame");
  heap_store(f, f->registers, kEmpty);
  heap_store(f, f->locals_overlay, kEmpty);
  heap_store(f, f->trace, kEmpty);
  return kNone;
}
static Value frame_repr(Thread* T, Value self) {
  Frame* f = self_frame(self);
  Value line = frame_get_line(T, self);
  CodeObject* code = code_of(f);
  return make_string(T, fmt::format("<frame at {:#x}, file '{}', line {}, code {}>", self.bits(),
                                    to_utf8(as_string(code->filename.load())), line.as_small_int(),
                                    to_utf8(as_string(code->name.load()))));
}

void initialize_frame_type(Thread* T) {
  static const TypeSlots kSlots = [] {
    TypeSlots s{};
    s.repr = frame_repr;
    return s;
  }();
  static const NativeAttribute kAttributes[] = {
      {"f_code", frame_get_code, nullptr, nullptr},
      {"f_globals", frame_get_globals, nullptr, nullptr},
      {"f_builtins", frame_get_builtins, nullptr, nullptr},
      {"f_lineno", frame_get_line, frame_set_line, nullptr},
      {"f_lasti", frame_get_instruction, nullptr, nullptr},
      {"f_back", frame_get_back, nullptr, nullptr},
      {"f_locals", frame_get_locals, nullptr, nullptr},
      {"f_trace", frame_get_trace, frame_set_trace, nullptr},
      {"f_trace_lines", frame_get_trace_lines, frame_set_trace_lines, nullptr},
      {"f_trace_opcodes", frame_get_trace_opcodes, frame_set_trace_opcodes, nullptr},
      {nullptr, nullptr, nullptr, nullptr}};
  static const NativeMethod kMethods[] = {{"clear($self, /)", frame_clear, "Forget all references held by the frame."},
                                          {nullptr, nullptr, nullptr}};
  T->runtime->types.frame = make_native_type(
      T, {"frame", Kind::kFrame, sizeof(Frame), kTypeIsBuiltin, nullptr, &kSlots, kMethods, kAttributes});
}

}  // namespace gilded
