// The dispatch loop: the instruction handlers, their tables, and run().
//
// The tables, of the same length, lead to the same handlers. In the fast table entry n is handler n. In the observed
// table every entry is one function that looks first (does a tick end? is a switch armed? is the collector under
// stress?) and then goes on to the handler of the fast table. A third table, the instrumented one, does that and
// reports events to trace functions and tools (instrumentation.h). A thread changes its table at a poll; frames,
// bytecode and caches are the same for all.
#include "compiler/code/switch_points.h"
#include "vm/interpreter/dispatch.h"
#include "vm/interpreter/enter_frame.h"
#include "vm/interpreter/generator_step.h"
#include "vm/interpreter/instrumentation.h"
#include "vm/interpreter/interpreter.h"
#include "vm/interpreter/monitoring.h"
#include "vm/interpreter/support.h"
#include "vm/object/descriptors.h"
#include "vm/object/instance.h"
#include "vm/object/type.h"
#include "vm/report/lost_updates.h"
#include "vm/threading/gil.h"
#include "vm/threading/object_lock.h"
#include "vm/types/cell.h"
#include "vm/types/dict.h"
#include "vm/types/exception.h"
#include "vm/types/int.h"
#include "vm/types/iterators.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/sequence.h"
#include "vm/types/set.h"
#include "vm/types/slice.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

SLOW_PATH(unwind);

}  // namespace gilded

// In this order: each file may go on with the paths of those before it.
// clang-format off
#include "vm/interpreter/handlers/moves.h"
#include "vm/interpreter/handlers/operators.h"
#include "vm/interpreter/handlers/attributes.h"
#include "vm/interpreter/handlers/calls.h"
#include "vm/interpreter/handlers/builds.h"
#include "vm/interpreter/handlers/exceptions.h"
// clang-format on

namespace gilded {

// What the observed table does before an instruction. False: an exception is set.
static bool observe(Thread* T, Value* R, const uint32_t* pc, uint32_t word) {
  const compiler::OpcodeInfo& opcode = compiler::kOpcodeInfo[word & 0xff];
  Runtime* runtime = T->runtime;
  if (runtime->options.gc_every_allocations && T->breaker.load(std::memory_order_relaxed) & kCollectRequested) {
    T->pc = pc;
    if (!poll(T)) return false;
  }
  const bool calls_only = runtime->options.switch_points == SwitchPoints::kCalls;
  bool may_switch = compiler::switches_before(word, calls_only);
  // Under stress calls look for a switch when they return, as if a waiter had just asked.
  if (calls_only && runtime->options.switch_at_every_point && opcode.switch_312 == compiler::CallSwitch::CALLED)
    T->request(kGilDropRequested);
  if (opcode.ticks || may_switch) {
    T->pc = pc;
    CodeObject* code = frame_code(R);
    if (may_switch && compiler::starts_statement(*code->code, static_cast<uint32_t>(pc - code->instructions)))
      may_switch = false;
    runtime->gil->before_instruction(T, opcode.ticks, may_switch);
  }
  if (T->watch) [[unlikely]]
    runtime->lost_updates->before_instruction(T, R, pc, word);
  return true;
}

#if GILDED_DISPATCH_TAILCALL

static const void* const kFastTable[256] = {
#define OPCODE(name, ...) reinterpret_cast<const void*>(&op_##name),
#include "compiler/code/opcodes.def"
#undef OPCODE
};

GILDED_PRESERVE_NONE static HandlerResult observed(HANDLER_PARAMETERS) {
  if (!observe(T, R, pc, word)) TAIL(unwind);
  D = T->dispatch;
  [[clang::musttail]] return reinterpret_cast<Handler>(const_cast<void*>(kFastTable[word & 0xff]))(pc, R, T, D, K,
                                                                                                   word);
}

GILDED_PRESERVE_NONE static HandlerResult instrumented(HANDLER_PARAMETERS) {
  const uint32_t* next = before_instruction(T, R, pc, word);
  if (!next) TAIL(unwind);
  D = T->dispatch;
  if (next != pc) {
    pc = next;
    DISPATCH();
  }
  if (T->instrumentation->observed && !observe(T, R, pc, word)) TAIL(unwind);
  D = T->dispatch;
  [[clang::musttail]] return reinterpret_cast<Handler>(const_cast<void*>(kFastTable[word & 0xff]))(pc, R, T, D, K,
                                                                                                   word);
}

static std::array<const void*, 256> table_of(Handler handler) {
  std::array<const void*, 256> table{};
  table.fill(reinterpret_cast<const void*>(handler));
  return table;
}
static const auto kObservedTable = table_of(observed), kInstrumentedTable = table_of(instrumented);

void initialize_dispatch(Runtime* runtime) {
  runtime->fast_table = kFastTable;
  runtime->observed_table = kObservedTable.data();
  runtime->instrumented_table = kInstrumentedTable.data();
}

static Value run_frames(Thread* T, bool unwinding) {
  const uint32_t* pc = T->pc;
  Value* R = T->frame;
  Value* K = frame_code(R)->constants;
  const void* const* D = T->dispatch;
  uint32_t word = *pc;
  if (unwinding) return unwind(pc, R, T, D, K, word);
  return reinterpret_cast<Handler>(const_cast<void*>(D[word & 0xff]))(pc, R, T, D, K, word);
}

#else

// With computed goto the tables hold label addresses, which exist only inside the function: a first call with T null
// asks for them.
enum class Table { kFast, kObserved, kInstrumented };
static const void* const* loop_tables(Thread* T, bool unwinding, Value* result, Table which = Table::kFast) {
  static const void* const kFastTable[256] = {
#define OPCODE(name, ...) &&label_##name,
#include "compiler/code/opcodes.def"
#undef OPCODE
  };
  static const void* const kObservedTable[256] = {
#define OPCODE(name, ...) &&label_observed,
#include "compiler/code/opcodes.def"
#undef OPCODE
  };
  static const void* const kInstrumentedTable[256] = {
#define OPCODE(name, ...) &&label_instrumented,
#include "compiler/code/opcodes.def"
#undef OPCODE
  };
  if (!T) return which == Table::kFast ? kFastTable : which == Table::kObserved ? kObservedTable : kInstrumentedTable;
  const uint32_t* pc = T->pc;
  Value* R = T->frame;
  Value* K = frame_code(R)->constants;
  const void* const* D = T->dispatch;
  uint32_t word = *pc;
  if (unwinding && !unwind(pc, R, T, D, K, word)) goto done;
  goto* D[word & 0xff];

label_instrumented: {
  const uint32_t* next = before_instruction(T, R, pc, word);
  if (!next) {
    if (!unwind(pc, R, T, D, K, word)) goto done;
    goto* D[word & 0xff];
  }
  D = T->dispatch;
  if (next != pc) {
    pc = next;
    word = *pc;
    goto* D[word & 0xff];
  }
  if (!T->instrumentation->observed) goto* kFastTable[word & 0xff];
}
label_observed:
  if (!observe(T, R, pc, word)) {
    if (!unwind(pc, R, T, D, K, word)) goto done;
    goto* D[word & 0xff];
  }
  D = T->dispatch;
  goto* kFastTable[word & 0xff];

#define OPCODE(name, ...)                                         \
  label_##name : if (!op_##name(pc, R, T, D, K, word)) goto done; \
  goto* D[word & 0xff];
#include "compiler/code/opcodes.def"
#undef OPCODE

done:
  *result = T->run_result;
  T->run_result = kEmpty;
  return nullptr;
}

void initialize_dispatch(Runtime* runtime) {
  runtime->fast_table = loop_tables(nullptr, false, nullptr, Table::kFast);
  runtime->observed_table = loop_tables(nullptr, false, nullptr, Table::kObserved);
  runtime->instrumented_table = loop_tables(nullptr, false, nullptr, Table::kInstrumented);
}

static Value run_frames(Thread* T, bool unwinding) {
  Value result;
  loop_tables(T, unwinding, &result);
  return result;
}

#endif

Value run(Thread* T, bool unwinding) {
  const void* const* table = T->dispatch;
  Value result = run_frames(T, unwinding);
  // The run that called this one goes on in the table it knows of: it must look again.
  if (T->dispatch != table) T->request(kObserverChanged);
  return result;
}

void choose_dispatch(Thread* T) {
  Runtime* runtime = T->runtime;
  bool instrumented = T->trace_hook || T->profile_hook || runtime->monitoring->active();
  if (instrumented && !T->instrumentation) T->instrumentation = new Instrumentation;
  if (T->instrumentation && T->instrumentation->enabled != instrumented) {
    T->instrumentation->enabled = instrumented;
    // What was known of the frames before is out of date, but for those below a callback, which have not moved.
    if (instrumented && T->instrumentation->paused == 0) {
      T->instrumentation->activations.clear();
      T->instrumentation->calls.clear();
    }
  }
  bool watched = runtime->gil->needs_observed_table() || T->observe_countdown > 0 ||
                 runtime->options.switch_at_every_point || T->watch || runtime->options.gc_every_allocations;
  T->dispatch = watched ? runtime->observed_table : runtime->fast_table;
  if (instrumented) {
    T->instrumentation->observed = watched;
    if (T->instrumentation->paused == 0) T->dispatch = runtime->instrumented_table;
  }
}

}  // namespace gilded
