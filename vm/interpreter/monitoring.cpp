#include "vm/interpreter/monitoring.h"

#include <bit>
#include <optional>

#include "vm/interpreter/instrumentation.h"
#include "vm/interpreter/interpreter.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/object/value_array.h"
#include "vm/runtime.h"
#include "vm/threading/safepoint.h"
#include "vm/types/dict.h"
#include "vm/types/int.h"
#include "vm/types/module.h"
#include "vm/types/string.h"

namespace gilded {

// Of the array of values: for each tool its name and its callbacks; then the two singletons.
static constexpr size_t kValuesOfTool = 1 + kEventCount;
static constexpr size_t kMissing = kToolCount * kValuesOfTool, kDisable = kMissing + 1;
static constexpr uint32_t kCallEvents =
    event_bit(MonitoringEvent::kCall) | event_bit(MonitoringEvent::kCReturn) | event_bit(MonitoringEvent::kCRaise);
static constexpr uint32_t kCEvents = event_bit(MonitoringEvent::kCReturn) | event_bit(MonitoringEvent::kCRaise);

static constexpr const char* kEventNames[kEventCount] = {
    "PY_START",    "PY_RESUME", "PY_RETURN", "PY_YIELD",       "CALL",   "LINE",
    "INSTRUCTION", "JUMP",      "BRANCH",    "STOP_ITERATION", "RAISE",  "EXCEPTION_HANDLED",
    "PY_UNWIND",   "PY_THROW",  "RERAISE",   "C_RETURN",       "C_RAISE"};
const char* event_name(MonitoringEvent event) {
  return kEventNames[static_cast<size_t>(event)];
}

CodeEvents::~CodeEvents() {
  for (auto& bytes : disabled) delete[] bytes.load(std::memory_order_relaxed);
}

Value Monitoring::missing() const {
  return (*values_.as<ValueArray>())[kMissing].load();
}
Value Monitoring::callback(uint32_t tool, MonitoringEvent event) const {
  return (*values_.as<ValueArray>())[tool * kValuesOfTool + 1 + static_cast<size_t>(event)].load();
}

bool Monitoring::fire(Thread* T, CodeObject* code, uint32_t word, MonitoringEvent event,
                      std::initializer_list<Value> arguments, bool with_offset) {
  CodeEvents* local = code->events.load(std::memory_order_acquire);
  // The ends of native calls go to whoever wants the calls.
  MonitoringEvent asked = event_bit(event) & kCEvents ? MonitoringEvent::kCall : event;
  auto number = static_cast<uint32_t>(asked);
  uint32_t off = 0;
  if (local && number < kLocalEventCount) {
    if (std::atomic<uint8_t>* bytes = local->disabled[number].load(std::memory_order_acquire))
      off = bytes[word].load(std::memory_order_relaxed);
  }
  for (uint32_t tool = kToolCount; tool-- > 0;) {
    uint32_t wanted = events_[tool].load(std::memory_order_relaxed) |
                      (local ? local->events[tool].load(std::memory_order_relaxed) : 0);
    if (!(wanted & event_bit(asked)) || off >> tool & 1) continue;
    Value function = callback(tool, event);
    if (function.is_empty()) continue;
    Value values[5];
    uint32_t count = 0;
    values[count++] = code;
    if (with_offset) values[count++] = Value::small_int(offset_of_word(word));
    for (Value v : arguments) values[count++] = v;
    std::optional<PausedInstrumentation> paused(T);
    Value result = call(T, function, CallArguments{values, count, nullptr});
    paused.reset();
    if (result.is_empty()) return false;
    if (result != (*values_.as<ValueArray>())[kDisable].load()) continue;
    if (number < kLocalEventCount) {
      disable(code, word, asked, tool);
    } else {
      ValueArray* array = values_.as<ValueArray>();
      heap_store(array, (*array)[tool * kValuesOfTool + 1 + number], kEmpty);
      return raise(T, Builtin::kValueError, "Cannot disable {} events. Callback removed.", event_name(event));
    }
  }
  return true;
}

void Monitoring::disable(CodeObject* code, uint32_t word, MonitoringEvent event, uint32_t tool) {
  MutexLock guard(lock_);
  std::unique_ptr<CodeEvents>& local = local_[code];
  if (!local) {
    local = std::make_unique<CodeEvents>();
    code->events.store(local.get(), std::memory_order_release);
  }
  auto& bytes = local->disabled[static_cast<size_t>(event)];
  if (!bytes.load(std::memory_order_relaxed))
    bytes.store(new std::atomic<uint8_t>[code->code->instructions.size()] {}, std::memory_order_release);
  bytes.load(std::memory_order_relaxed)[word].fetch_or(static_cast<uint8_t>(1u << tool), std::memory_order_relaxed);
}

void Monitoring::restart() {
  MutexLock guard(lock_);
  for (auto& [code, local] : local_) {
    for (auto& bytes : local->disabled) {
      std::atomic<uint8_t>* b = bytes.load(std::memory_order_relaxed);
      for (size_t i = 0; b && i < code->code->instructions.size(); ++i) b[i].store(0, std::memory_order_relaxed);
    }
  }
}

void Monitoring::forget(CodeObject* code) {
  if (!code->events.load(std::memory_order_relaxed)) return;
  MutexLock guard(lock_);
  local_.erase(code);
}

bool Monitoring::check_tool(Thread* T, int64_t tool, bool in_use) {
  if (tool < 0 || tool >= kToolCount)
    return raise(T, Builtin::kValueError, "invalid tool {} (must be between 0 and 5)", tool);
  if (in_use && (*values_.as<ValueArray>())[static_cast<size_t>(tool) * kValuesOfTool].load().is_empty()) {
    return raise(T, Builtin::kValueError, "tool {} is not in use", tool);
  }
  return true;
}

bool Monitoring::use_tool(Thread* T, int64_t tool, Value name) {
  if (!check_tool(T, tool, false)) return false;
  if (!is_string(name)) return raise(T, Builtin::kValueError, "tool name must be a str");
  ValueArray* array = values_.as<ValueArray>();
  Value expected;
  if (heap_compare_exchange(array, (*array)[static_cast<size_t>(tool) * kValuesOfTool], expected, name)) return true;
  return raise(T, Builtin::kValueError, "tool {} is already in use", tool);
}

bool Monitoring::free_tool(Thread* T, int64_t tool) {
  if (!check_tool(T, tool, false)) return false;
  ValueArray* array = values_.as<ValueArray>();
  heap_store(array, (*array)[static_cast<size_t>(tool) * kValuesOfTool], kEmpty);
  return true;
}

Value Monitoring::tool_name(Thread* T, int64_t tool) {
  if (!check_tool(T, tool, false)) return kEmpty;
  Value name = (*values_.as<ValueArray>())[static_cast<size_t>(tool) * kValuesOfTool].load();
  return name.is_empty() ? kNone : name;
}

Value Monitoring::register_callback(Thread* T, int64_t tool, int64_t event, Value function) {
  if (!check_tool(T, tool, false)) return kEmpty;
  if (event <= 0 || std::popcount(static_cast<uint64_t>(event)) != 1) {
    return raise(T, Builtin::kValueError, "The callback can only be set for one event at a time");
  }
  auto number = static_cast<uint32_t>(std::countr_zero(static_cast<uint64_t>(event)));
  if (number >= kEventCount) return raise(T, Builtin::kValueError, "invalid event {}", event);
  ValueArray* array = values_.as<ValueArray>();
  Slot& slot = (*array)[static_cast<size_t>(tool) * kValuesOfTool + 1 + number];
  Value old = slot.load();
  heap_store(array, slot, function.is_none() ? kEmpty : function);
  return old.is_empty() ? kNone : old;
}

// Every thread chooses its dispatch table anew. REQUIRES: lock_ is not held.
void Monitoring::changed(Thread* T) {
  {
    MutexLock guard(lock_);
    uint32_t all = 0;
    for (auto& events : events_) all |= events.load(std::memory_order_relaxed);
    all_.store(all, std::memory_order_relaxed);
    bool active = all != 0;
    for (auto& [code, local] : local_) {
      uint32_t here = 0;
      for (auto& events : local->events) here |= events.load(std::memory_order_relaxed);
      local->all.store(here, std::memory_order_relaxed);
      active |= here != 0;
    }
    active_.store(active, std::memory_order_relaxed);
  }
  for_each_thread(T->runtime, [](Thread* thread) { thread->request(kObserverChanged); });
  choose_dispatch(T);
}

// The ends of native calls can be asked for only together with the calls, and then need no bits of their own.
static bool reduce_events(Thread* T, int64_t* events) {
  if (!(*events & kCEvents)) return true;
  if ((*events & kCallEvents) != kCallEvents)
    return raise(T, Builtin::kValueError, "cannot set C_RETURN or C_RAISE events independently");
  *events &= ~static_cast<int64_t>(kCEvents);
  return true;
}

bool Monitoring::set_events(Thread* T, int64_t tool, int64_t events) {
  if (!check_tool(T, tool, false)) return false;
  if (events < 0 || events >= 1 << kEventCount)
    return raise(T, Builtin::kValueError, "invalid event set 0x{:x}", static_cast<uint32_t>(events));
  if (!reduce_events(T, &events) || !check_tool(T, tool, true)) return false;
  events_[tool].store(static_cast<uint32_t>(events), std::memory_order_relaxed);
  changed(T);
  return true;
}

Value Monitoring::get_events(Thread* T, int64_t tool) {
  if (!check_tool(T, tool, false)) return kEmpty;
  return Value::small_int(events_[tool].load(std::memory_order_relaxed));
}

bool Monitoring::set_local_events(Thread* T, int64_t tool, Value value, int64_t events) {
  if (!is_kind(value, Kind::kCode)) return raise(T, Builtin::kTypeError, "code must be a code object");
  if (!check_tool(T, tool, false) || !reduce_events(T, &events)) return false;
  if (events < 0 || events >= 1 << kLocalEventCount)
    return raise(T, Builtin::kValueError, "invalid local event set 0x{:x}", static_cast<uint32_t>(events));
  if (!check_tool(T, tool, true)) return false;
  auto* code = value.as<CodeObject>();
  {
    MutexLock guard(lock_);
    std::unique_ptr<CodeEvents>& local = local_[code];
    if (!local) {
      local = std::make_unique<CodeEvents>();
      code->events.store(local.get(), std::memory_order_release);
    }
    local->events[tool].store(static_cast<uint32_t>(events), std::memory_order_relaxed);
  }
  changed(T);
  return true;
}

Value Monitoring::get_local_events(Thread* T, int64_t tool, Value value) {
  if (!is_kind(value, Kind::kCode)) return raise(T, Builtin::kTypeError, "code must be a code object");
  if (!check_tool(T, tool, false)) return kEmpty;
  CodeEvents* local = value.as<CodeObject>()->events.load(std::memory_order_acquire);
  return Value::small_int(local ? local->events[tool].load(std::memory_order_relaxed) : 0);
}

Value Monitoring::all_events(Thread* T) {
  Dict* dict = make_dict(T);
  for (uint32_t number = 0; dict && number < kEventCount; ++number) {
    int64_t tools = 0;
    for (uint32_t tool = 0; tool < kToolCount; ++tool) {
      if (events_[tool].load(std::memory_order_relaxed) >> number & 1) tools |= int64_t{1} << tool;
    }
    if (tools && !dict_set(T, dict, intern(T, std::string_view(kEventNames[number])), Value::small_int(tools)))
      return kEmpty;
  }
  return dict;
}

// ---------------------------------------------------------------- the module

static Monitoring& of(Thread* T) {
  return *T->runtime->monitoring;
}
static bool tool_argument(Thread* T, Arguments args, int64_t* tool) {
  return to_int64(T, args[0], tool);
}

static Value monitoring_use_tool_id(Thread* T, Arguments args) {
  int64_t tool;
  return tool_argument(T, args, &tool) && of(T).use_tool(T, tool, args[1]) ? kNone : kEmpty;
}
static Value monitoring_free_tool_id(Thread* T, Arguments args) {
  int64_t tool;
  return tool_argument(T, args, &tool) && of(T).free_tool(T, tool) ? kNone : kEmpty;
}
static Value monitoring_get_tool(Thread* T, Arguments args) {
  int64_t tool;
  return tool_argument(T, args, &tool) ? of(T).tool_name(T, tool) : kEmpty;
}
static Value monitoring_register_callback(Thread* T, Arguments args) {
  int64_t tool, event;
  return tool_argument(T, args, &tool) && to_int64(T, args[1], &event)
             ? of(T).register_callback(T, tool, event, args[2])
             : kEmpty;
}
static Value monitoring_set_events(Thread* T, Arguments args) {
  int64_t tool, events;
  return tool_argument(T, args, &tool) && to_int64(T, args[1], &events) && of(T).set_events(T, tool, events) ? kNone
                                                                                                             : kEmpty;
}
static Value monitoring_get_events(Thread* T, Arguments args) {
  int64_t tool;
  return tool_argument(T, args, &tool) ? of(T).get_events(T, tool) : kEmpty;
}
static Value monitoring_set_local_events(Thread* T, Arguments args) {
  int64_t tool, events;
  return tool_argument(T, args, &tool) && to_int64(T, args[2], &events) &&
                 of(T).set_local_events(T, tool, args[1], events)
             ? kNone
             : kEmpty;
}
static Value monitoring_get_local_events(Thread* T, Arguments args) {
  int64_t tool;
  return tool_argument(T, args, &tool) ? of(T).get_local_events(T, tool, args[1]) : kEmpty;
}
static Value monitoring_restart_events(Thread* T, Arguments) {
  of(T).restart();
  return kNone;
}
static Value monitoring_all_events(Thread* T, Arguments) {
  return of(T).all_events(T);
}

static const NativeMethod kFunctions[] = {
    {"use_tool_id(tool_id, name, /)", monitoring_use_tool_id, "Take a tool number, under a name."},
    {"free_tool_id(tool_id, /)", monitoring_free_tool_id,
     "Give a tool number back; its events and callbacks stay as they are."},
    {"get_tool(tool_id, /)", monitoring_get_tool, "Return the name of the tool with this number, or None."},
    {"register_callback(tool_id, event, func, /)", monitoring_register_callback,
     "Set the function to call for an event; returns the one before."},
    {"get_events(tool_id, /)", monitoring_get_events, "Return the set of events that the tool asks for everywhere."},
    {"set_events(tool_id, event_set, /)", monitoring_set_events, "Set the events that the tool asks for everywhere."},
    {"get_local_events(tool_id, code, /)", monitoring_get_local_events,
     "Return the set of events that the tool asks for in one code object."},
    {"set_local_events(tool_id, code, event_set, /)", monitoring_set_local_events,
     "Set the events that the tool asks for in one code object."},
    {"restart_events()", monitoring_restart_events, "Enable again whatever callbacks have disabled."},
    {"_all_events()", monitoring_all_events, "Return a dict of event names and the tools that ask for them, as bits."},
    {nullptr, nullptr, nullptr}};

Value Monitoring::make_module(Thread* T) {
  ValueArray* values = make_value_array(T, kDisable + 1);
  if (!values) return kEmpty;
  values_ = values;
  T->runtime->add_root(&values_);
  for (size_t i : {kMissing, kDisable}) {
    Value singleton = call(T, types(T).object);
    if (singleton.is_empty()) return kEmpty;
    heap_store(values, (*values)[i], singleton);
  }
  Module* module = gilded::make_module(T, "sys.monitoring");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  Value events = call(T, types(T).simple_namespace);
  if (events.is_empty()) return kEmpty;
  for (uint32_t number = 0; number < kEventCount; ++number) {
    if (!set_attribute(T, events, intern(T, std::string_view(kEventNames[number])), Value::small_int(1 << number)))
      return kEmpty;
  }
  if (!set_attribute(T, events, intern(T, std::string_view("NO_EVENTS")), Value::small_int(0))) return kEmpty;
  struct Entry {
    const char* name;
    Value value;
  } const entries[] = {{"events", events},
                       {"MISSING", (*values)[kMissing].load()},
                       {"DISABLE", (*values)[kDisable].load()},
                       {"DEBUGGER_ID", Value::small_int(0)},
                       {"COVERAGE_ID", Value::small_int(1)},
                       {"PROFILER_ID", Value::small_int(2)},
                       {"OPTIMIZER_ID", Value::small_int(5)}};
  for (const Entry& entry : entries) {
    if (!module_set(T, module, entry.name, entry.value)) return kEmpty;
  }
  return module;
}

}  // namespace gilded
