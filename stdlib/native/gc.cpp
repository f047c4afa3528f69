// gc: the collector, under CPython's names. There is one generation; thresholds are kept and returned but do not steer
// anything.
#include "vm/gc/collector.h"

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "compiler/code/liveness.h"
#include "vm/gc/blocks.h"
#include "vm/gc/traces.h"
#include "vm/interpreter/frame.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/object/value_array.h"
#include "vm/runtime.h"
#include "vm/threading/safepoint.h"
#include "vm/types/dict.h"
#include "vm/types/generator.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/set.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

Value gc_collect(Thread* T, Arguments args);

bool is_collect_function(Value v) {
  return is_kind(v, Kind::kNativeFunction) && v.as<NativeFunction>()->method->code == gc_collect;
}

// What earlier instructions left in registers that nothing reads any more would keep objects alive: a script that says
// collect() has just dropped what it wants to be gone. So those registers are cleared in every frame of every thread,
// and in suspended generators.
// REQUIRES: the world is stopped.
void clear_dead_temporaries(Thread* T, Thread* thread) {
  const uint32_t* pc = thread->pc;
  const Value* callee = nullptr;  // the frame that was entered from the one looked at
  for (Value* frame = thread->frame; frame; callee = frame, frame = frame_caller(frame)) {
    CodeObject* object = frame_code(frame);
    const compiler::Code& code = *object->code;
    if (code.relocation == 0) {
      bool calls_native = !callee || frame_entry(callee) == FrameEntry::kNative;
      // The argument of collect() is read already. Other natives still have theirs, and may have moved them a little.
      bool is_collect = thread == T && !callee && compiler::opcode_of(*pc) == compiler::Opcode::CALL &&
                        is_collect_function(frame[compiler::operand_a(*pc)]);
      std::vector<bool> live =
          compiler::live_registers(code, static_cast<uint32_t>(pc - object->instructions),
                                   is_collect ? compiler::Moment::kBehind : compiler::Moment::kWithin);
      uint32_t end = code.register_count;
      if (callee && callee - kFrameHeaderWords < frame + end)
        end = static_cast<uint32_t>(callee - kFrameHeaderWords - frame);
      for (uint32_t i = code.first_temporary(); i < end; ++i) {
        bool is_argument = live[i];
        if (calls_native && !is_collect) {
          is_argument |= i + 1 < end && live[i + 1];
          is_argument |= (i > 0 && live[i - 1]) || (i > 1 && live[i - 2]);
        }
        if (!is_argument) frame[i] = kEmpty;
      }
      if (is_collect) std::fill_n(frame + end, kWindowSlack, kEmpty);
    }
    pc = calling_instruction(frame);
  }
}
void clear_dead_temporaries(Thread* T) {
  StopTheWorldScope stopped(T);
  for_each_thread(T->runtime, [&](Thread* thread) { clear_dead_temporaries(T, thread); });
}

// Frames have gaps, in which lies what earlier calls of the same depth had there. The stack that a collection is going
// to use is therefore emptied first.
__attribute__((noinline)) void clear_native_stack_below() {
  volatile uintptr_t gap[1024];
  for (volatile uintptr_t& word : gap) word = 0;
}

Value gc_collect(Thread* T, Arguments args) {
  int64_t generation = 2;
  if (args.has(0) && !to_int64(T, args[0], &generation)) return kEmpty;
  if (generation < 0 || generation > 2) return raise(T, Builtin::kValueError, "invalid generation");
  clear_dead_temporaries(T);
  clear_native_stack_below();
  uint64_t freed = T->runtime->collector->collect(T, Collector::Extent::kWhole, true);
  T->runtime->collector->run_finalizers(T);
  return make_int(T, freed);
}
Value gc_enable(Thread* T, Arguments) {
  T->runtime->collector->set_enabled(true);
  return kNone;
}
Value gc_disable(Thread* T, Arguments) {
  T->runtime->collector->set_enabled(false);
  return kNone;
}
Value gc_isenabled(Thread* T, Arguments) {
  return Value::boolean(T->runtime->collector->enabled());
}
Value gc_get_threshold(Thread* T, Arguments) {
  return make_tuple(T, {Value::small_int(2000), Value::small_int(10), Value::small_int(0)});
}
Value gc_set_threshold(Thread*, Arguments) {
  return kNone;
}
Value gc_get_count(Thread* T, Arguments) {
  auto kilobytes = static_cast<int64_t>(T->runtime->heap->allocated_since_collection.load() / 1024);
  return make_tuple(T, {Value::small_int(kilobytes), Value::small_int(0), Value::small_int(0)});
}
Value gc_get_stats(Thread* T, Arguments) {
  List* list = make_list(T);
  for (int generation = 0; list && generation < 3; ++generation) {
    Dict* dict = make_dict(T);
    const CollectorCounters& c = T->runtime->collector->counters;
    bool real = generation == 2;
    if (!dict ||
        !dict_set(T, dict, intern(T, std::string_view("collections")),
                  make_int(T, real ? c.collections.load() : uint64_t{0})) ||
        !dict_set(T, dict, intern(T, std::string_view("collected")),
                  make_int(T, real ? c.collected_objects.load() : uint64_t{0})) ||
        !dict_set(T, dict, intern(T, std::string_view("uncollectable")), Value::small_int(0)) ||
        !list_append(T, list, dict)) {
      return kEmpty;
    }
  }
  return list;
}
// Kinds that Python code can hold.
bool is_visible(Object* o) {
  switch (o->kind()) {
    case Kind::kFree:
    case Kind::kAttributeSegment:
    case Kind::kValueArray:
    case Kind::kRawBytes:
    case Kind::kDictTable:
    case Kind::kSetTable:
      return false;
    default:
      return o->shape_id.load(std::memory_order_relaxed) != 0;
  }
}
bool is_tracked(Object* o) {
  switch (o->kind()) {
    case Kind::kInt:
    case Kind::kFloat:
    case Kind::kComplex:
    case Kind::kString:
    case Kind::kBytes:
    case Kind::kByteArray:
    case Kind::kRange:
      return false;
    default:
      return is_visible(o);
  }
}
Value gc_get_objects(Thread* T, Arguments) {
  std::vector<Object*> objects;
  {
    StopTheWorldScope stopped(T);
    objects = T->runtime->collector->live_objects();
  }
  // No collection happens before they are in the list: appending is no safepoint.
  List* list = make_list(T, objects.size());
  for (Object* o : objects) {
    if (is_tracked(o) && o != list && (!list || !list_append(T, list, o))) return kEmpty;
  }
  return list;
}
// What Python code would call the things an object holds: parts that it cannot see are looked through, and neither the
// classes of the interpreter nor anything twice is named. REQUIRES: the world is stopped.
std::vector<Object*> visible_references(Thread* T, Object* object) {
  std::vector<Object*> found, hidden = {object};
  std::unordered_set<Object*> seen;
  while (!hidden.empty()) {
    Object* next = hidden.back();
    hidden.pop_back();
    for (Object* o : T->runtime->collector->references_of(next)) {
      if (!seen.insert(o).second) continue;
      if (!is_visible(o)) {
        hidden.push_back(o);
      } else if (o->kind() != Kind::kType || !static_cast<Type*>(o)->has_flag(kTypeIsBuiltin)) {
        found.push_back(o);
      }
    }
  }
  return found;
}
// Containers also hold numbers, which are no objects here.
bool append_items(Thread* T, Value container, List* list) {
  Value key, value;
  size_t position = 0;
  switch (container.as_object()->kind()) {
    case Kind::kDict: {
      // Keys that are all strings are no references in CPython, either.
      bool other_keys = false;
      while (dict_next(container.as<Dict>(), &position, &key, &value)) other_keys = other_keys || !is_string(key);
      position = 0;
      while (dict_next(container.as<Dict>(), &position, &key, &value)) {
        if ((other_keys && !list_append(T, list, key)) || !list_append(T, list, value)) return false;
      }
      return true;
    }
    case Kind::kList:
      for (int64_t i = 0; i < container.as<List>()->size(); ++i) {
        if (!list_append(T, list, list_get(T, container.as<List>(), i))) return false;
      }
      return true;
    case Kind::kTuple:
      for (size_t i = 0; i < container.as<Tuple>()->length; ++i) {
        if (!list_append(T, list, (*container.as<Tuple>())[i])) return false;
      }
      return true;
    default:
      while (set_next(container.as<Set>(), &position, &key)) {
        if (!list_append(T, list, key)) return false;
      }
      return true;
  }
}
Value gc_get_referents(Thread* T, Arguments args) {
  List* list = make_list(T);
  for (uint32_t i = 0; list && i < args.rest_count; ++i) {
    Value v = args.rest[i];
    if (!v.is_object() || !is_tracked(v.as_object())) continue;
    if (is_exactly(v, Kind::kDict) || is_exactly(v, Kind::kList) || is_exactly(v, Kind::kTuple) ||
        is_exactly(v, Kind::kSet)) {
      if (!append_items(T, v, list)) return kEmpty;
      continue;
    }
    std::vector<Object*> found;
    {
      StopTheWorldScope stopped(T);
      found = visible_references(T, v.as_object());
    }
    // Appending is no safepoint: what was found stays alive until it is in the list.
    for (Object* o : found) {
      if (!list_append(T, list, o)) return kEmpty;
    }
  }
  return list;
}
Value gc_get_referrers(Thread* T, Arguments args) {
  std::unordered_set<Object*> wanted;
  for (uint32_t i = 0; i < args.rest_count; ++i) {
    if (args.rest[i].is_object()) wanted.insert(args.rest[i].as_object());
  }
  // What was dropped already must not be named.
  clear_dead_temporaries(T);
  T->runtime->collector->collect(T, Collector::Extent::kWhole, true);
  std::vector<Object*> found;
  {
    StopTheWorldScope stopped(T);
    for (Object* o : T->runtime->collector->live_objects()) {
      if (!is_tracked(o)) continue;
      std::vector<Object*> references = visible_references(T, o);
      if (std::any_of(references.begin(), references.end(), [&](Object* each) { return wanted.count(each) != 0; }))
        found.push_back(o);
    }
  }
  List* list = make_list(T);
  for (Object* o : found) {
    if (!list || !list_append(T, list, o)) return kEmpty;
  }
  return list;
}
Value gc_is_tracked(Thread*, Arguments args) {
  return Value::boolean(args[0].is_object() && is_tracked(args[0].as_object()));
}
Value gc_is_finalized(Thread*, Arguments args) {
  return Value::boolean(args[0].is_object() && args[0].as_object()->has_flag(kFinalized));
}
Value gc_get_debug(Thread*, Arguments) {
  return Value::small_int(0);
}
Value gc_set_debug(Thread*, Arguments) {
  return kNone;
}
Value gc_freeze(Thread*, Arguments) {
  return kNone;
}
Value gc_get_freeze_count(Thread*, Arguments) {
  return Value::small_int(0);
}

const NativeMethod kFunctions[] = {
    {"collect(generation=2)", gc_collect, "Run the garbage collector; returns the number of objects freed."},
    {"enable()", gc_enable, "Enable automatic garbage collection."},
    {"disable()", gc_disable, "Disable automatic garbage collection."},
    {"isenabled()", gc_isenabled, "Returns true if automatic garbage collection is enabled."},
    {"get_threshold()", gc_get_threshold, "Return the current collection thresholds."},
    {"set_threshold(threshold0, threshold1=<unrepresentable>, threshold2=<unrepresentable>, /)", gc_set_threshold,
     "Accepted; this collector goes by bytes."},
    {"get_count()", gc_get_count,
     "Return a three-tuple; the first item is kilobytes allocated since the last collection."},
    {"get_stats()", gc_get_stats, "Return a list of dictionaries containing per-generation statistics."},
    {"get_objects(generation=None)", gc_get_objects, "Return a list of objects tracked by the collector."},
    {"get_referents(*objs)", gc_get_referents, "Return the list of objects that are directly referred to by 'objs'."},
    {"get_referrers(*objs)", gc_get_referrers, "Return the list of objects that directly refer to any of 'objs'."},
    {"is_tracked(obj, /)", gc_is_tracked, "Returns true if the object is tracked by the garbage collector."},
    {"is_finalized(obj, /)", gc_is_finalized, "Returns true if the object has been finalized already."},
    {"get_debug()", gc_get_debug, "Get the garbage collection debugging flags."},
    {"set_debug(flags, /)", gc_set_debug, "Accepted; there is nothing to debug by flags."},
    {"freeze()", gc_freeze, "Accepted; nothing is frozen."},
    {"unfreeze()", gc_freeze, "Accepted; nothing is frozen."},
    {"get_freeze_count()", gc_get_freeze_count, "Return the number of frozen objects."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_gc_module(Thread* T) {
  Module* module = make_module(T, "gc");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  bool ok = module_set(T, module, "garbage", make_list(T)) && module_set(T, module, "callbacks", make_list(T));
  // The flags of set_debug(), which has no effect.
  static constexpr struct {
    const char* name;
    int value;
  } kFlags[] = {{"DEBUG_STATS", 1},
                {"DEBUG_COLLECTABLE", 2},
                {"DEBUG_UNCOLLECTABLE", 4},
                {"DEBUG_SAVEALL", 32},
                {"DEBUG_LEAK", 38}};
  for (auto& flag : kFlags) ok = ok && module_set(T, module, flag.name, Value::small_int(flag.value));
  return ok ? Value(module) : kEmpty;
}

}  // namespace gilded
