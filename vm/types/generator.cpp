#include "vm/types/generator.h"

#include <cstring>
#include <vector>

#include "compiler/code/liveness.h"
#include "vm/interpreter/generator_step.h"
#include "vm/interpreter/instrumentation.h"
#include "vm/interpreter/interpreter.h"
#include "vm/interpreter/support.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/object/warnings.h"
#include "vm/runtime.h"
#include "vm/types/exception.h"
#include "vm/types/record.h"
#include "vm/types/sequence.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

// For gc.collect(): what earlier instructions left in registers that nothing reads any more would keep objects alive.
// REQUIRES: the world is stopped.
static void clear_stale_registers(Generator* generator) {
  Function* function = generator->function.load();
  ValueArray* registers = generator->registers.load();
  if (!function || !registers) return;
  if (generator->current_state() == GeneratorState::kRunning) {
    // What it has is on a stack; the copy is written anew at the next yield.
    for (size_t i = 0; i < registers->capacity; ++i) heap_store(registers, (*registers)[i], kEmpty);
    return;
  }
  if (generator->current_state() != GeneratorState::kSuspended) return;
  CodeObject* object = function->code.load();
  if (object->code->relocation != 0) return;
  std::vector<bool> live = compiler::live_registers(
      *object->code, static_cast<uint32_t>(generator->pc.load() - object->instructions), compiler::Moment::kBehind);
  for (uint32_t i = object->code->first_temporary(); i < live.size() && i < registers->capacity; ++i) {
    if (!live[i]) heap_store(registers, (*registers)[i], kEmpty);
  }
}

void trace_generator(Object* object, Marker& marker) {
  auto* g = static_cast<Generator*>(object);
  if (marker.clears_stale_registers()) clear_stale_registers(g);
  marker.visit(g->function);
  marker.visit(g->registers);
  for (const Slot* slot :
       {&g->handled_exception, &g->outer_exception, &g->name, &g->qualified_name, &g->frame, &g->hook_or_origin})
    marker.visit(*slot);
}

bool Generator::is_async() const {
  return (generator_code(const_cast<Generator*>(this))->flags & compiler::kAsyncGenerator) != 0;
}
bool Generator::is_coroutine() const {
  return (generator_code(const_cast<Generator*>(this))->flags & compiler::kCoroutine) != 0;
}

static const char* kind_name(Generator* g) {
  return g->is_async() ? "async generator" : g->is_coroutine() ? "coroutine" : "generator";
}

// The callers of a new coroutine's function, the nearest first, as (file, line, function) each.
static Tuple* coroutine_origin(Thread* T, Value* window) {
  std::vector<std::pair<CodeObject*, int>> places;
  const uint32_t* pc = nullptr;
  for (int32_t depth = T->coroutine_origin_depth; depth > 0; --depth) {
    pc = calling_instruction(window);
    window = frame_caller(window);
    if (!window) break;
    places.emplace_back(frame_code(window), line_of(frame_code(window), pc));
  }
  Tuple* origin = make_tuple(T, places.size());
  for (size_t i = 0; origin && i < places.size(); ++i) {
    CodeObject* code = places[i].first;
    Tuple* place = make_tuple(T, {code->filename.load(), Value::small_int(places[i].second), code->name.load()});
    if (!place) return nullptr;
    heap_initialize(origin, origin->items[i], place);
  }
  return origin;
}

Value make_generator(Thread* T, Value* frame, const uint32_t* pc) {
  CodeObject* code = frame_code(frame);
  Function* function = frame_function(frame);
  const BuiltinTypes& t = types(T);
  Type* type = code->flags & compiler::kAsyncGenerator ? t.async_generator
               : code->flags & compiler::kCoroutine    ? t.coroutine
                                                       : t.generator;
  auto* g = allocate<Generator>(T, Kind::kGenerator, type->root_shape.load(std::memory_order_acquire));
  if (!g) return kEmpty;
  if (type->slots.finalize && type != t.async_generator && !code->closes_silently) add_finalizer(T, g);
  // Temporaries of a frame that has not begun hold nothing: locals, cells and free variables are all there is.
  ValueArray* registers = make_register_array(T, code->suspended_registers);
  if (!registers) return kEmpty;
  uint32_t live = code->code->first_temporary();
  for (uint32_t i = 0; i < live; ++i) heap_initialize(registers, (*registers)[i], frame[i]);
  g->function.store(function, std::memory_order_relaxed);
  g->registers.store(registers, std::memory_order_relaxed);
  g->pc.store(pc, std::memory_order_relaxed);
  heap_initialize(g, g->name, function->name.load());
  heap_initialize(g, g->qualified_name, function->qualified_name.load());
  if (frame_owner(frame)) heap_initialize(g, g->frame, frame_owner(frame));
  if (type == t.coroutine && T->coroutine_origin_depth > 0) [[unlikely]] {
    Tuple* origin = coroutine_origin(T, frame);
    if (!origin) return kEmpty;
    heap_initialize(g, g->hook_or_origin, origin);
  }
  g->state.store(static_cast<uint32_t>(GeneratorState::kCreated), std::memory_order_release);
  return g;
}

// Takes the generator for this thread. Its state before; kRunning: somebody else has it (ValueError is set).
static GeneratorState claim(Thread* T, Generator* g) {
  for (;;) {
    GeneratorState state = g->current_state();
    if (state == GeneratorState::kDone) return state;
    if (state == GeneratorState::kRunning) {
      (void)raise(T, Builtin::kValueError, "{} already executing", kind_name(g));
      return state;
    }
    if (!T->parallel()) {
      g->state.store(static_cast<uint32_t>(GeneratorState::kRunning), std::memory_order_relaxed);
      return state;
    }
    auto expected = static_cast<uint32_t>(state);
    if (g->state.compare_exchange_strong(expected, static_cast<uint32_t>(GeneratorState::kRunning),
                                         std::memory_order_acquire))
      return state;
  }
}

// The common case of it, with nothing to ask: it waits at its yield, and no other thread runs at this moment.
static inline bool claim_waiting(Thread* T, Generator* g) {
  if (g->current_state() != GeneratorState::kSuspended || T->parallel()) [[unlikely]]
    return false;
  g->state.store(static_cast<uint32_t>(GeneratorState::kRunning), std::memory_order_relaxed);
  return true;
}

// Gives a claimed generator back as it was.
static void release(Generator* g, GeneratorState before) {
  g->state.store(static_cast<uint32_t>(before), std::memory_order_release);
}

// Gives a claimed generator back as it was, whose frame was counted already. False.
__attribute__((noinline, cold)) static bool refuse_too_deep(Thread* T, Generator* g, GeneratorState before) {
  --T->recursion_depth;
  release(g, before);
  return raise(T, Builtin::kRecursionError, "maximum recursion depth exceeded");
}

// Puts a claimed generator's registers in a window and enters its frame; T->pc is where it goes on. `value` is what its
// yield expression evaluates to; EMPTY: T->pc stays at the yield. In line: a call with seven arguments is a tenth of a
// generator's step.
__attribute__((always_inline)) static inline bool enter(Thread* T, Generator* g, GeneratorState before, Value value,
                                                        Value* window, const uint32_t* return_pc, FrameEntry entry) {
  CodeObject* code = generator_code(g);
  if (static_cast<int32_t>(++T->recursion_depth) > T->runtime->recursion_limit.load(std::memory_order_relaxed) ||
      window + code->register_count + kWindowSlack + kFrameHeaderWords > T->stack_limit) {
    return refuse_too_deep(T, g, before);
  }
  put_in_window(T, g, window, return_pc, entry);
  const uint32_t* pc = g->pc.load(std::memory_order_relaxed);
  if (before == GeneratorState::kSuspended && value) {
    window[compiler::operand_a(*pc)] = value;
    ++pc;
  }
  T->pc = pc;
  // Mostly nobody handles an exception: stores of nothing over nothing are left out.
  if (T->handled_exception) [[unlikely]]
    heap_store(g, g->outer_exception, T->handled_exception);
  T->handled_exception = g->handled_exception.load();
  if (Value frame = g->frame.load()) [[unlikely]] {
    auto* f = frame.as<Frame>();
    f->suspended.store(false, std::memory_order_relaxed);
    f->window.store(window, std::memory_order_relaxed);
  }
  return true;
}

static bool check_first_value(Thread* T, Generator* g, GeneratorState before, Value value) {
  if (before != GeneratorState::kCreated || value.is_none()) return true;
  release(g, before);
  return raise(T, Builtin::kTypeError, "can't send non-None value to a just-started {}", kind_name(g));
}

// Any state, any thread.
__attribute__((noinline)) static GeneratorResume resume_any(Thread* T, Generator* g, Value value, Value* window,
                                                            const uint32_t* return_pc, FrameEntry entry) {
  GeneratorState before = claim(T, g);
  if (before == GeneratorState::kRunning) return GeneratorResume::kFailed;
  if (before == GeneratorState::kDone) {
    if (g->is_coroutine()) {
      (void)raise(T, Builtin::kRuntimeError, "cannot reuse already awaited coroutine");
      return GeneratorResume::kFailed;
    }
    return GeneratorResume::kFinished;
  }
  if (!check_first_value(T, g, before, value)) return GeneratorResume::kFailed;
  return enter(T, g, before, value, window, return_pc, entry) ? GeneratorResume::kEntered : GeneratorResume::kFailed;
}

GeneratorResume resume_generator(Thread* T, Generator* g, Value value, Value* window, const uint32_t* return_pc,
                                 FrameEntry entry) {
  if (!claim_waiting(T, g)) return resume_any(T, g, value, window, return_pc, entry);
  return enter(T, g, GeneratorState::kSuspended, value, window, return_pc, entry) ? GeneratorResume::kEntered
                                                                                  : GeneratorResume::kFailed;
}

void suspend_generator(Thread* T, Value* frame, const uint32_t* pc) {
  auto* g = static_cast<Generator*>(frame_owner(frame));
  ValueArray* registers = put_away_registers(g, frame);
  if (T->handled_exception || g->handled_exception.load()) [[unlikely]]
    heap_store(g, g->handled_exception, T->handled_exception);
  T->handled_exception = g->outer_exception.load();
  if (T->handled_exception) [[unlikely]]
    heap_store(g, g->outer_exception, kEmpty);
  if (Value f = g->frame.load()) [[unlikely]] {
    f.as<Frame>()->pc.store(pc, std::memory_order_relaxed);
    heap_store(f.as_object(), f.as<Frame>()->registers, registers);
    f.as<Frame>()->suspended.store(true, std::memory_order_relaxed);
    f.as<Frame>()->window.store(nullptr, std::memory_order_release);
  }
  g->pc.store(pc, std::memory_order_relaxed);
  g->state.store(static_cast<uint32_t>(GeneratorState::kSuspended), std::memory_order_release);
}

static void finish(Thread* T, Value* frame) {
  auto* g = static_cast<Generator*>(frame_owner(frame));
  T->handled_exception = g->outer_exception.load();
  heap_store(g, g->outer_exception, kEmpty);
  heap_store(g, g->handled_exception, kEmpty);
  if (Value f = g->frame.load()) {
    Value exception = T->exception;
    T->exception = kEmpty;
    f.as<Frame>()->pc.store(T->pc, std::memory_order_relaxed);
    keep_registers(T, f.as<Frame>(), frame);
    T->exception = exception;
    heap_store(g, g->frame, kEmpty);
  }
  heap_store_pointer<ValueArray>(g, g->registers, nullptr);
  g->state.store(static_cast<uint32_t>(GeneratorState::kDone), std::memory_order_release);
}

void generator_returned(Thread* T, Value* frame, Value) {
  finish(T, frame);
}
void generator_failed(Thread* T, Value* frame) {
  // A frame that failed before it became a generator has no owner of that kind.
  Object* owner = frame_owner(frame);
  if (owner && owner->kind() == Kind::kGenerator) finish(T, frame);
}

Value current_handled_exception(Thread* T) {
  if (T->handled_exception) return T->handled_exception;
  for (Value* frame = T->frame; frame; frame = frame_caller(frame)) {
    Object* owner = frame_owner(frame);
    if (owner && owner->kind() == Kind::kGenerator) {
      if (Value outer = static_cast<Generator*>(owner)->outer_exception.load()) return outer;
    }
  }
  return kEmpty;
}

// Runs a claimed generator from native code until it yields, returns or raises.
static Value run_claimed(Thread* T, Generator* g, GeneratorState before, Value value, Value exception, bool* finished) {
  *finished = false;
  if (!check_native_recursion(T, "")) {
    release(g, before);
    return kEmpty;
  }
  if (!enter(T, g, before, exception ? kEmpty : value, stack_top(T) + kFrameHeaderWords, T->pc, FrameEntry::kNative))
    return kEmpty;
  Value result;
  if (exception) {
    (void)raise_value(T, exception);  // what the generator handles just now becomes its context
    if (T->dispatch == T->runtime->instrumented_table) generator_thrown(T, T->frame, T->pc);
    result = run(T, true);
  } else {
    result = run(T);
  }
  if (result && g->current_state() == GeneratorState::kDone) *finished = true;
  return result;
}

Value generator_send(Thread* T, Generator* g, Value value, bool* finished) {
  *finished = false;
  if (claim_waiting(T, g)) return run_claimed(T, g, GeneratorState::kSuspended, value, kEmpty, finished);
  GeneratorState before = claim(T, g);
  if (before == GeneratorState::kRunning) return kEmpty;
  if (before == GeneratorState::kDone) {
    if (g->is_coroutine()) return raise(T, Builtin::kRuntimeError, "cannot reuse already awaited coroutine");
    *finished = true;
    return kNone;
  }
  if (!check_first_value(T, g, before, value)) return kEmpty;
  return run_claimed(T, g, before, value, kEmpty, finished);
}

// What a generator that no other thread can enter delegates to; EMPTY: nothing.
static Value current_delegate(Generator* g) {
  const uint32_t* pc = g->pc.load(std::memory_order_relaxed);
  if (compiler::opcode_of(*pc) != compiler::Opcode::YIELD_DELEGATE) return kEmpty;
  // The registers are gone when this only looks and the generator has just ended in another thread.
  ValueArray* registers = g->registers.load(std::memory_order_acquire);
  return registers ? (*registers)[compiler::operand_c(*pc)].load() : kEmpty;
}

Value generator_delegate(Generator* g) {
  return g->current_state() == GeneratorState::kSuspended ? current_delegate(g) : kEmpty;
}

static bool close_iterator(Thread* T, Value iterator) {
  if (is_kind(iterator, Kind::kGenerator)) return generator_close(T, iterator.as<Generator>());
  Value method = find_attribute(T, iterator, names(T).close);
  if (method.is_empty()) {
    // An iterator without close() needs none; one that cannot even say so is reported, and closing goes on.
    if (T->has_exception()) report_unraisable(T, iterator);
    return true;
  }
  return !call(T, method, {}).is_empty();
}

static bool is_generator_exit(Thread* T, Value exception) {
  return is_instance_of(T, exception, exception_type(T, Builtin::kGeneratorExit));
}

// Continues a claimed generator behind its delegate's end.
static Value resume_after_delegate(Thread* T, Generator* g, Value value, bool* finished) {
  // SEND and its AUX word stand directly before the YIELD_DELEGATE: go on as if SEND had seen the end.
  const uint32_t* send = g->pc.load(std::memory_order_relaxed) - 2;
  *finished = false;
  if (!enter(T, g, GeneratorState::kSuspended, kEmpty, stack_top(T) + kFrameHeaderWords, T->pc, FrameEntry::kNative))
    return kEmpty;
  T->frame[compiler::operand_a(*send)] = value;
  T->pc = send + 2 + static_cast<int32_t>(send[1]);
  Value result = run(T);
  if (result && g->current_state() == GeneratorState::kDone) *finished = true;
  return result;
}

enum class DelegateThrow : uint8_t {
  kYielded,   // *result is what the delegate yielded
  kReturned,  // *result is what it returned: the generator goes on behind it
  kRaised,    // an exception is set: it goes on in the generator
  kIgnored,   // the delegate takes no exceptions: the generator gets what was thrown
  kFailed,    // an exception is set, and is the thrower's
};

// Throws into what a claimed generator delegates to.
static DelegateThrow throw_into_delegate(Thread* T, Value delegate, Value exception, Value* result) {
  if (is_generator_exit(T, exception)) {
    // Closing the inner one first; what that raises replaces the exception.
    return close_iterator(T, delegate) ? DelegateThrow::kIgnored : DelegateThrow::kRaised;
  }
  if (is_kind(delegate, Kind::kGenerator) && !delegate.as<Generator>()->is_async()) {
    bool finished;
    *result = generator_throw(T, delegate.as<Generator>(), exception, &finished);
    if (result->is_empty()) return DelegateThrow::kRaised;
    return finished ? DelegateThrow::kReturned : DelegateThrow::kYielded;
  }
  Value method = find_attribute(T, delegate, names(T).throw_);
  if (method.is_empty()) return T->has_exception() ? DelegateThrow::kFailed : DelegateThrow::kIgnored;
  *result = call(T, method, {exception});
  if (*result) return DelegateThrow::kYielded;
  if (!exception_matches(T, Builtin::kStopIteration)) return DelegateThrow::kRaised;
  *result = take_exception(T).as<Exception>()->extra[0].load();
  if (result->is_empty()) *result = kNone;
  return DelegateThrow::kReturned;
}

// Throws into a claimed generator.
static Value throw_claimed(Thread* T, Generator* g, GeneratorState before, Value exception, bool* finished) {
  *finished = false;
  Value delegate = before == GeneratorState::kSuspended ? current_delegate(g) : kEmpty;
  if (delegate) {
    Value result = kEmpty;
    switch (throw_into_delegate(T, delegate, exception, &result)) {
      case DelegateThrow::kYielded:
      case DelegateThrow::kFailed:
        release(g, before);
        return result;
      case DelegateThrow::kReturned:
        return resume_after_delegate(T, g, result, finished);
      case DelegateThrow::kRaised:
        exception = take_exception(T);
        break;
      case DelegateThrow::kIgnored:
        break;
    }
  }
  return run_claimed(T, g, before, kNone, exception, finished);
}

Value generator_throw(Thread* T, Generator* g, Value exception, bool* finished) {
  *finished = false;
  GeneratorState before = claim(T, g);
  if (before == GeneratorState::kRunning) return kEmpty;
  if (before == GeneratorState::kDone) {
    if (g->is_coroutine()) return raise(T, Builtin::kRuntimeError, "cannot reuse already awaited coroutine");
    restore_exception(T, exception);
    return kEmpty;
  }
  return throw_claimed(T, g, before, exception, finished);
}

bool generator_close(Thread* T, Generator* g, Value* value) {
  if (value) *value = kNone;
  GeneratorState before = claim(T, g);
  if (before == GeneratorState::kRunning) return false;
  if (before == GeneratorState::kDone) return true;
  if (before == GeneratorState::kCreated) {
    heap_store_pointer<ValueArray>(g, g->registers, nullptr);
    release(g, GeneratorState::kDone);
    return true;
  }
  (void)raise_with(T, Builtin::kGeneratorExit, kEmpty);
  Value exception = take_exception(T);
  bool finished;
  Value result = throw_claimed(T, g, before, exception, &finished);
  if (result && !finished) return raise(T, Builtin::kRuntimeError, "{} ignored GeneratorExit", kind_name(g));
  if (result) {
    if (value) *value = result;
    return true;
  }
  if (exception_matches(T, Builtin::kGeneratorExit) || exception_matches(T, Builtin::kStopIteration)) {
    clear_exception(T);
    return true;
  }
  return false;
}

// The final value of a generator as the StopIteration that Python code sees.
static Value raise_stop(Thread* T, Value value) {
  return raise_with(T, Builtin::kStopIteration, value.is_none() ? kEmpty : value);
}

static Value generator_next(Thread* T, Value self) {
  bool finished;
  Value v = generator_send(T, self.as<Generator>(), kNone, &finished);
  if (v && finished) {
    if (!v.is_none()) return raise_stop(T, v);
    return kEmpty;  // exhausted
  }
  return v;
}
static Value generator_method_send(Thread* T, Arguments args) {
  bool finished;
  Value v = generator_send(T, args[0].as<Generator>(), args[1], &finished);
  return v && finished ? raise_stop(T, v) : v;
}
// throw(value) or the old throw(type, value, traceback).
static bool warn_about_old_throw(Thread* T) {
  return warn(T, Builtin::kDeprecationWarning,
              "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.");
}

static Value exception_to_throw(Thread* T, Arguments args) {
  if (args.count > 2 && (args.has(2) || args.has(3)) && !warn_about_old_throw(T)) return kEmpty;
  Value type = args[1], value = args.count > 2 ? args[2] : kEmpty, traceback = args.count > 3 ? args[3] : kEmpty;
  if (traceback && !traceback.is_none() && !is_kind(traceback, Kind::kTraceback))
    return raise(T, Builtin::kTypeError, "throw() third argument must be a traceback object");
  Value exception;
  if (is_exception(type)) {
    if (value && !value.is_none())
      return raise(T, Builtin::kTypeError, "instance exception may not have a separate value");
    exception = type;
  } else if (is_kind(type, Kind::kType) && type.as<Type>()->has_flag(kTypeIsExceptionSubclass)) {
    if (is_exception(value))
      exception = value;
    else if (value.is_empty() || value.is_none())
      exception = call(T, type, {});
    else if (is_tuple(value))
      exception = call_tuple(T, type, value.as<Tuple>(), nullptr);
    else
      exception = call(T, type, {value});
    if (exception.is_empty()) return kEmpty;
  } else {
    return raise(T, Builtin::kTypeError, "exceptions must be classes or instances deriving from BaseException, not {}",
                 type_name(T, type));
  }
  if (traceback && !traceback.is_none())
    heap_store(exception.as_object(), exception.as<Exception>()->traceback, traceback);
  return exception;
}
static Value generator_method_throw(Thread* T, Arguments args) {
  Value exception = exception_to_throw(T, args);
  if (exception.is_empty()) return kEmpty;
  bool finished;
  Value v = generator_throw(T, args[0].as<Generator>(), exception, &finished);
  return v && finished ? raise_stop(T, v) : v;
}
static Value generator_method_close(Thread* T, Arguments args) {
  Value value;
  return generator_close(T, args[0].as<Generator>(), &value) ? value : kEmpty;
}
// Where a coroutine was made, as the last lines of the warning that nobody awaited it.
static bool add_origin(Thread* T, Value origin, std::string* text) {
  Value lines = import_attribute(T, "warnings", "_lines_of_origin");
  lines = lines ? call(T, lines, {origin}) : kEmpty;
  if (!lines) return false;
  *text += to_utf8(as_string(lines));
  return true;
}
static void generator_finalize(Thread* T, Object* object) {
  auto* g = static_cast<Generator*>(object);
  if (g->is_async()) {
    Value hook = g->hook_or_origin.load();
    if (!hook || hook.is_none() || g->current_state() == GeneratorState::kDone) return;
    if (!call(T, hook, {g})) report_unraisable(T, hook);
    return;
  }
  if (g->current_state() == GeneratorState::kCreated && g->is_coroutine()) {
    std::string name = to_utf8(as_string(g->qualified_name.load()));
    std::string text = fmt::format("coroutine '{}' was never awaited", name);
    Value origin = g->hook_or_origin.load();
    bool is_told = (!origin || add_origin(T, origin, &text)) && warn(T, Builtin::kRuntimeWarning, text);
    if (!is_told) report_unraisable(T, object);
    return;
  }
  if (g->current_state() != GeneratorState::kSuspended) return;
  if (!generator_close(T, g)) report_unraisable(T, object);
}
static Value generator_slot_send(Thread* T, Value self, Value value, bool* finished) {
  return generator_send(T, self.as<Generator>(), value, finished);
}

static Value generator_repr(Thread* T, Value self) {
  auto* g = self.as<Generator>();
  const char* kind = g->is_async() ? "async_generator" : g->is_coroutine() ? "coroutine" : "generator";
  return make_string(
      T, fmt::format("<{} object {} at {:#x}>", kind, to_utf8(as_string(g->qualified_name.load())), self.bits()));
}
static Value identity_of(Thread*, Value self) {
  return self;
}

static Value get_name(Thread*, Value self) {
  return self.as<Generator>()->name.load();
}
static bool set_name(Thread* T, Value self, Value v) {
  if (!is_string(v)) return raise(T, Builtin::kTypeError, "__name__ must be set to a string object");
  heap_store(self.as_object(), self.as<Generator>()->name, v);
  return true;
}
static Value get_qualified_name(Thread*, Value self) {
  return self.as<Generator>()->qualified_name.load();
}
static bool set_qualified_name(Thread* T, Value self, Value v) {
  if (!is_string(v)) return raise(T, Builtin::kTypeError, "__qualname__ must be set to a string object");
  heap_store(self.as_object(), self.as<Generator>()->qualified_name, v);
  return true;
}
static Value get_running(Thread*, Value self) {
  return Value::boolean(self.as<Generator>()->current_state() == GeneratorState::kRunning);
}
static Value get_suspended(Thread*, Value self) {
  return Value::boolean(self.as<Generator>()->current_state() == GeneratorState::kSuspended);
}
static Value get_code(Thread*, Value self) {
  return generator_code(self.as<Generator>());
}
static Value get_delegate(Thread*, Value self) {
  Value v = generator_delegate(self.as<Generator>());
  return v.is_empty() ? kNone : v;
}
static Value get_frame(Thread* T, Value self) {
  auto* g = self.as<Generator>();
  if (g->current_state() == GeneratorState::kDone) return kNone;
  if (Value f = g->frame.load()) return f;
  const uint32_t* pc = T->pc;
  for (Value* window = T->frame; window; pc = calling_instruction(window), window = frame_caller(window)) {
    if (frame_owner(window) == g) return frame_object(T, window, pc);
  }
  auto* frame = allocate<Frame>(T, Kind::kFrame, types(T).frame->root_shape.load(std::memory_order_relaxed));
  if (!frame) return kEmpty;
  frame->function.store(g->function.load(), std::memory_order_relaxed);
  frame->pc.store(g->pc.load(), std::memory_order_relaxed);
  heap_initialize(frame, frame->back, kNone);
  if (ValueArray* registers = g->registers.load()) heap_initialize(frame, frame->registers, registers);
  frame->suspended.store(true, std::memory_order_relaxed);
  Value expected;
  heap_compare_exchange(g, g->frame, expected, frame);
  return g->frame.load();
}
#define GENERATOR_ATTRIBUTES(prefix, delegate)                                                                    \
  {"__name__", get_name, set_name, nullptr}, {"__qualname__", get_qualified_name, set_qualified_name, nullptr},   \
      {prefix "_running", get_running, nullptr, nullptr}, {prefix "_suspended", get_suspended, nullptr, nullptr}, \
      {prefix "_code", get_code, nullptr, nullptr}, {prefix "_frame", get_frame, nullptr, nullptr},               \
      {delegate, get_delegate, nullptr, nullptr},
static Value get_origin(Thread*, Value self) {
  Value origin = self.as<Generator>()->hook_or_origin.load();
  return origin ? origin : kNone;
}
static const NativeAttribute kGeneratorAttributes[] = {
    GENERATOR_ATTRIBUTES("gi", "gi_yieldfrom"){nullptr, nullptr, nullptr, nullptr}};
static const NativeAttribute kCoroutineAttributes[] = {
    GENERATOR_ATTRIBUTES("cr", "cr_await"){"cr_origin", get_origin, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr}};
static const NativeAttribute kAsyncGeneratorAttributes[] = {
    GENERATOR_ATTRIBUTES("ag", "ag_await"){nullptr, nullptr, nullptr, nullptr}};
static const NativeMethod kGeneratorMethods[] = {
    {"send($self, value, /)", generator_method_send,
     "Resume with a value; returns the next one yielded or raises StopIteration."},
    {"throw($self, type, value=None, traceback=None, /)", generator_method_throw,
     "Raise an exception inside; returns the next value yielded."},
    {"close($self, /)", generator_method_close, "Raise GeneratorExit inside."},
    {"__class_getitem__($type, item, /)", class_getitem, "See PEP 585", kClassMethod},
    {nullptr, nullptr, nullptr}};

// ---------------------------------------------------------------- await

// What `await coroutine` iterates when somebody asks for __await__ by name: an iterator over the coroutine's steps.
//   Record slots: 0 coroutine
static Slot* record_slots(Value record) {
  return record.as<Record>()->slots;
}
static Generator* wrapped_coroutine(Value self) {
  return record_slots(self)[0].load().as<Generator>();
}
static Value coroutine_await(Thread* T, Value self) {
  Record* wrapper = make_record(T, types(T).coroutine_wrapper, 1);
  if (!wrapper) return kEmpty;
  heap_initialize(wrapper, wrapper->slots[0], self);
  return wrapper;
}
static Value wrapper_next(Thread* T, Value self) {
  bool finished;
  Value v = generator_send(T, wrapped_coroutine(self), kNone, &finished);
  return v && finished ? raise_stop(T, v) : v;
}
static Value wrapper_slot_send(Thread* T, Value self, Value value, bool* finished) {
  return generator_send(T, wrapped_coroutine(self), value, finished);
}
static Value wrapper_send(Thread* T, Arguments args) {
  bool finished;
  Value v = generator_send(T, wrapped_coroutine(args[0]), args[1], &finished);
  return v && finished ? raise_stop(T, v) : v;
}
static Value wrapper_throw(Thread* T, Arguments args) {
  Value exception = exception_to_throw(T, args);
  if (exception.is_empty()) return kEmpty;
  bool finished;
  Value v = generator_throw(T, wrapped_coroutine(args[0]), exception, &finished);
  return v && finished ? raise_stop(T, v) : v;
}
static Value wrapper_close(Thread* T, Arguments args) {
  Value value;
  return generator_close(T, wrapped_coroutine(args[0]), &value) ? value : kEmpty;
}
static const NativeMethod kWrapperMethods[] = {
    {"send($self, value, /)", wrapper_send, "Resume the coroutine with a value."},
    {"throw($self, type, value=None, traceback=None, /)", wrapper_throw, "Raise an exception inside the coroutine."},
    {"close($self, /)", wrapper_close, "Raise GeneratorExit inside the coroutine."},
    {nullptr, nullptr, nullptr}};

Value send_to_iterator(Thread* T, Value iterator, Value value, bool* finished) {
  *finished = false;
  Type* type = type_of(T, iterator);
  if (type->slots.send) return type->slots.send(T, iterator, value, finished);
  Value v;
  if (value.is_none()) {
    if (!type->slots.next) return raise(T, Builtin::kTypeError, "'{}' object is not an iterator", name_of(type));
    v = type->slots.next(T, iterator);
    if (v.is_empty() && !T->has_exception()) {
      *finished = true;
      return kNone;
    }
  } else {
    v = call_method(T, iterator, names(T).send, {value});
  }
  if (v.is_empty() && exception_matches(T, Builtin::kStopIteration)) {
    Value stop = take_exception(T);
    *finished = true;
    Value result = stop.as<Exception>()->extra[0].load();
    return result.is_empty() ? kNone : result;
  }
  return v;
}

Value yield_from_iterator(Thread* T, Value iterable, bool in_coroutine) {
  if (is_kind(iterable, Kind::kGenerator) && type_of(T, iterable) == types(T).coroutine) {
    if (!in_coroutine)
      return raise(T, Builtin::kTypeError, "cannot 'yield from' a coroutine object in a non-coroutine generator");
    return iterable;
  }
  if (is_kind(iterable, Kind::kGenerator) && !iterable.as<Generator>()->is_async()) return iterable;
  return get_iterator(T, iterable);
}

Value awaitable_iterator(Thread* T, Value awaitable, int where) {
  if (is_kind(awaitable, Kind::kGenerator)) {
    auto* g = awaitable.as<Generator>();
    if (g->is_coroutine()) {
      if (generator_delegate(g)) return raise(T, Builtin::kRuntimeError, "coroutine is being awaited already");
      return awaitable;
    }
    if (generator_code(g)->flags & compiler::kIterableCoroutine) return awaitable;
  }
  Type* type = type_of(T, awaitable);
  if (!type->slots.await) {
    if (where == 1 || where == 2) {
      return raise(T, Builtin::kTypeError,
                   "'async with' received an object from {} that does not implement __await__: {}",
                   where == 1 ? "__aenter__" : "__aexit__", name_of(type));
    }
    return raise(T, Builtin::kTypeError, "object {} can't be used in 'await' expression", name_of(type));
  }
  Value iterator = type->slots.await(T, awaitable);
  if (iterator.is_empty()) return kEmpty;
  if (type_of(T, iterator) == types(T).coroutine)
    return raise(T, Builtin::kTypeError, "__await__() returned a coroutine");
  if (!type_of(T, iterator)->slots.next)
    return raise(T, Builtin::kTypeError, "__await__() returned non-iterator of type '{}'", type_name(T, iterator));
  return iterator;
}

Value async_iterator(Thread* T, Value iterable) {
  Type* type = type_of(T, iterable);
  if (!type->slots.async_iterate)
    return raise(T, Builtin::kTypeError, "'async for' requires an object with __aiter__ method, got {}", name_of(type));
  Value iterator = type->slots.async_iterate(T, iterable);
  if (iterator.is_empty()) return kEmpty;
  if (!type_of(T, iterator)->slots.async_next) {
    return raise(T, Builtin::kTypeError,
                 "'async for' received an object from __aiter__ that does not implement __anext__: {}",
                 type_name(T, iterator));
  }
  return iterator;
}

Value async_next_awaitable(Thread* T, Value iterator) {
  Type* type = type_of(T, iterator);
  if (!type->slots.async_next)
    return raise(T, Builtin::kTypeError, "'async for' requires an iterator with __anext__ method, got {}",
                 name_of(type));
  Value awaitable = type->slots.async_next(T, iterator);
  if (awaitable.is_empty()) return kEmpty;
  Value result = awaitable_iterator(T, awaitable, 0);
  if (result.is_empty() && exception_matches(T, Builtin::kTypeError)) {
    Value cause = take_exception(T);
    (void)raise(T, Builtin::kTypeError, "'async for' received an invalid object from __anext__: {}",
                type_name(T, awaitable));
    heap_store(T->exception.as_object(), T->exception.as<Exception>()->cause, cause);
  }
  return result;
}

// ---------------------------------------------------------------- asynchronous generators

// A value that an async generator yields to its consumer is wrapped, so that the steps can tell it from what an inner
// await yields outwards.
//   Record kinds (Kind::kAsyncGeneratorStep), slots: 0 generator, 1 value or exception; data: state.
enum class StepKind : uint8_t { kSend, kThrow, kClose };
struct StepData {
  StepKind kind;
  uint8_t state;  // 0 not started, 1 running, 2 closed
};
static StepData* step_data(Value v) {
  return reinterpret_cast<StepData*>(v.as<Record>()->raw());
}
static Type* wrapped_value_type(Thread* T) {
  return types(T).async_generator_athrow;
}

Value wrap_async_yield(Thread* T, Value value) {
  Tuple* wrapped = make_tuple(T, {types(T).async_generator_asend, value});
  return wrapped;
}
// The wrapped value of a yield; EMPTY when the value comes from an inner await.
static Value unwrap_async_yield(Thread* T, Value v) {
  if (!is_exactly(v, Kind::kTuple)) return kEmpty;
  Tuple* t = v.as<Tuple>();
  return t->length == 2 && (*t)[0] == Value(types(T).async_generator_asend) ? (*t)[1] : kEmpty;
}

static Value make_step(Thread* T, Value generator, StepKind kind, Value operand) {
  Type* type = kind == StepKind::kSend ? types(T).async_generator_asend : wrapped_value_type(T);
  Record* step = make_record(T, type, 2, sizeof(StepData));
  if (!step) return kEmpty;
  heap_initialize(step, step->slots[0], generator);
  heap_initialize(step, step->slots[1], operand);
  *step_data(step) = {kind, 0};
  return step;
}

static bool begin_step(Thread* T, StepData* data, Generator* g) {
  if (!g->closing.exchange(true)) {
    data->state = 1;
    return true;
  }
  data->state = 2;
  const char* what = data->kind == StepKind::kSend    ? "anext()"
                     : data->kind == StepKind::kThrow ? "athrow()"
                                                      : "aclose()";
  return raise(T, Builtin::kRuntimeError, "{}: asynchronous generator is already running", what);
}

// One step of the generator for `step`: a yield to the consumer ends the await with that value.
static Value step_send(Thread* T, Value step, Value value, bool* finished) {
  *finished = false;
  StepData* data = step_data(step);
  auto* g = record_slots(step)[0].load().as<Generator>();
  Value operand = record_slots(step)[1].load();
  if (data->state == 2) {
    return raise(T, Builtin::kRuntimeError, "cannot reuse already awaited {}",
                 data->kind == StepKind::kSend ? "__anext__()/asend()" : "aclose()/athrow()");
  }
  Value result;
  bool ended = false;
  bool starting = data->state == 0;
  if (starting) {
    if (!begin_step(T, data, g)) return kEmpty;
    if (data->kind == StepKind::kSend && !value.is_none()) operand = value;
    if (data->kind != StepKind::kSend && !value.is_none()) {
      g->closing.store(false);
      data->state = 2;
      return raise(T, Builtin::kRuntimeError, "can't send non-None value to a just-started coroutine");
    }
    if (data->kind != StepKind::kSend && g->current_state() == GeneratorState::kDone) {
      g->closing.store(false);
      data->state = 2;
      if (data->kind == StepKind::kClose) {
        *finished = true;
        return kNone;
      }
      return raise_with(T, Builtin::kStopAsyncIteration, kEmpty);
    }
    if (data->kind == StepKind::kSend) {
      result = generator_send(T, g, operand, &ended);
    } else {
      if (data->kind == StepKind::kClose && g->current_state() == GeneratorState::kCreated) {
        bool closed = generator_close(T, g);
        g->closing.store(false);
        data->state = 2;
        *finished = closed;
        return closed ? kNone : kEmpty;
      }
      result = generator_throw(T, g, operand, &ended);
    }
  } else {
    result = generator_send(T, g, value, &ended);
  }
  if (result && !ended) {
    Value yielded = unwrap_async_yield(T, result);
    if (yielded.is_empty()) return result;  // an inner await wants the event loop
    data->state = 2;
    g->closing.store(false);
    if (data->kind == StepKind::kClose)
      return raise(T, Builtin::kRuntimeError, "async generator ignored GeneratorExit");
    *finished = true;
    return yielded;
  }
  data->state = 2;
  g->closing.store(false);
  if (data->kind == StepKind::kClose) {
    if (result) {
      *finished = true;
      return kNone;
    }
    if (exception_matches(T, Builtin::kGeneratorExit) || exception_matches(T, Builtin::kStopAsyncIteration)) {
      clear_exception(T);
      *finished = true;
      return kNone;
    }
    return kEmpty;
  }
  if (result) return raise_with(T, Builtin::kStopAsyncIteration, kEmpty);
  return kEmpty;
}
static Value step_next(Thread* T, Value self) {
  bool finished;
  Value v = step_send(T, self, kNone, &finished);
  return v && finished ? raise_stop(T, v) : v;
}
static Value step_method_send(Thread* T, Arguments args) {
  bool finished;
  Value v = step_send(T, args[0], args[1], &finished);
  return v && finished ? raise_stop(T, v) : v;
}
static Value throw_into_step(Thread* T, Value step, Value exception) {
  StepData* data = step_data(step);
  auto* g = record_slots(step)[0].load().as<Generator>();
  if (data->state == 2)
    return raise(T, Builtin::kRuntimeError, "cannot reuse already awaited {}",
                 data->kind == StepKind::kSend ? "__anext__()/asend()" : "aclose()/athrow()");
  if (data->state == 0 && !begin_step(T, data, g)) return kEmpty;
  bool ended;
  Value v = generator_throw(T, g, exception, &ended);
  if (v && !ended) {
    Value yielded = unwrap_async_yield(T, v);
    if (yielded.is_empty()) return v;
    data->state = 2;
    g->closing.store(false);
    if (data->kind == StepKind::kClose)
      return raise(T, Builtin::kRuntimeError, "async generator ignored GeneratorExit");
    return raise_stop(T, yielded);
  }
  data->state = 2;
  g->closing.store(false);
  if (data->kind == StepKind::kClose) {
    if (!v && !exception_matches(T, Builtin::kGeneratorExit) && !exception_matches(T, Builtin::kStopAsyncIteration))
      return kEmpty;
    clear_exception(T);
    return raise_stop(T, kNone);
  }
  if (v) return raise_with(T, Builtin::kStopAsyncIteration, kEmpty);
  return kEmpty;
}
static Value step_method_throw(Thread* T, Arguments args) {
  Value exception = exception_to_throw(T, args);
  return exception.is_empty() ? kEmpty : throw_into_step(T, args[0], exception);
}
static Value step_method_close(Thread* T, Arguments args) {
  if (step_data(args[0])->state == 2) return kNone;
  (void)raise_with(T, Builtin::kGeneratorExit, kEmpty);
  if (throw_into_step(T, args[0], take_exception(T)))
    return raise(T, Builtin::kRuntimeError, "coroutine ignored GeneratorExit");
  for (Builtin expected : {Builtin::kStopIteration, Builtin::kStopAsyncIteration, Builtin::kGeneratorExit}) {
    if (!exception_matches(T, expected)) continue;
    clear_exception(T);
    return kNone;
  }
  return kEmpty;
}
static const NativeMethod kStepMethods[] = {
    {"send($self, value, /)", step_method_send, "Go on with a value from the event loop."},
    {"throw($self, type, value=None, traceback=None, /)", step_method_throw, "Raise an exception inside."},
    {"close($self, /)", step_method_close, "Give this step up."},
    {nullptr, nullptr, nullptr}};

// At the first step the generator comes under the hooks of the thread: sys.set_asyncgen_hooks().
static bool tell_hooks(Thread* T, Value self) {
  auto* g = self.as<Generator>();
  Value hook = T->generator_end_hook, none;
  if (g->hook_or_origin.load() || !heap_compare_exchange(g, g->hook_or_origin, none, hook ? hook : kNone)) return true;
  if (hook) add_finalizer(T, g);
  return !T->generator_begin_hook || call(T, T->generator_begin_hook, {self});
}
static Value async_generator_next(Thread* T, Value self) {
  if (!tell_hooks(T, self)) return kEmpty;
  return make_step(T, self, StepKind::kSend, kNone);
}
static Value async_generator_asend(Thread* T, Arguments args) {
  if (!tell_hooks(T, args[0])) return kEmpty;
  return make_step(T, args[0], StepKind::kSend, args[1]);
}
static Value async_generator_athrow(Thread* T, Arguments args) {
  Value exception = exception_to_throw(T, args);
  if (!exception || !tell_hooks(T, args[0])) return kEmpty;
  return make_step(T, args[0], StepKind::kThrow, exception);
}
static Value async_generator_aclose(Thread* T, Arguments args) {
  if (!tell_hooks(T, args[0])) return kEmpty;
  (void)raise_with(T, Builtin::kGeneratorExit, kEmpty);
  return make_step(T, args[0], StepKind::kClose, take_exception(T));
}
static const NativeMethod kAsyncGeneratorMethods[] = {
    {"asend($self, value, /)", async_generator_asend,
     "An awaitable that sends a value in and gives the next one yielded."},
    {"athrow($self, type, value=None, traceback=None, /)", async_generator_athrow,
     "An awaitable that raises an exception inside."},
    {"aclose($self, /)", async_generator_aclose, "An awaitable that raises GeneratorExit inside."},
    {"__class_getitem__($type, item, /)", class_getitem, "See PEP 585", kClassMethod},
    {nullptr, nullptr, nullptr}};

void initialize_generator_types(Thread* T) {
  BuiltinTypes& t = T->runtime->types;
  static const TypeSlots kGeneratorSlots = [] {
    TypeSlots s{};
    s.repr = generator_repr;
    s.iterate = identity_of;
    s.next = generator_next;
    s.send = generator_slot_send;
    s.finalize = generator_finalize;
    return s;
  }();
  constexpr uint32_t kFlags = kTypeIsBuiltin | kTypeSupportsWeakReferences;
  t.generator = make_native_type(T, {"generator", Kind::kGenerator, sizeof(Generator), kFlags, nullptr,
                                     &kGeneratorSlots, kGeneratorMethods, kGeneratorAttributes});
  static const TypeSlots kCoroutineSlots = [] {
    TypeSlots s{};
    s.repr = generator_repr;
    s.await = coroutine_await;
    s.send = generator_slot_send;
    s.finalize = generator_finalize;
    return s;
  }();
  t.coroutine = make_native_type(T, {"coroutine", Kind::kGenerator, sizeof(Generator), kFlags, nullptr,
                                     &kCoroutineSlots, kGeneratorMethods, kCoroutineAttributes});
  static const TypeSlots kAsyncGeneratorSlots = [] {
    TypeSlots s{};
    s.repr = generator_repr;
    s.async_iterate = identity_of;
    s.async_next = async_generator_next;
    s.finalize = generator_finalize;
    return s;
  }();
  t.async_generator = make_native_type(T, {"async_generator", Kind::kGenerator, sizeof(Generator), kFlags, nullptr,
                                           &kAsyncGeneratorSlots, kAsyncGeneratorMethods, kAsyncGeneratorAttributes});
  static const TypeSlots kWrapperSlots = [] {
    TypeSlots s{};
    s.iterate = identity_of;
    s.next = wrapper_next;
    s.send = wrapper_slot_send;
    return s;
  }();
  t.coroutine_wrapper = make_native_type(T, {"coroutine_wrapper", Kind::kRecord, record_size(1), kTypeIsBuiltin,
                                             nullptr, &kWrapperSlots, kWrapperMethods, nullptr});
  static const TypeSlots kStepSlots = [] {
    TypeSlots s{};
    s.iterate = identity_of;
    s.next = step_next;
    s.await = identity_of;
    s.send = step_send;
    return s;
  }();
  t.async_generator_asend =
      make_native_type(T, {"async_generator_asend", Kind::kRecord, record_size(2, sizeof(StepData)), kTypeIsBuiltin,
                           nullptr, &kStepSlots, kStepMethods, nullptr});
  t.async_generator_athrow =
      make_native_type(T, {"async_generator_athrow", Kind::kRecord, record_size(2, sizeof(StepData)), kTypeIsBuiltin,
                           nullptr, &kStepSlots, kStepMethods, nullptr});
}

}  // namespace gilded
