// _asyncio: Future and Task, which event loops spend their time in (_asyncio_futures.cpp, _asyncio_tasks.cpp), the loop
// that runs in a thread and the task that runs in a loop. asyncio.futures and asyncio.tasks have the same in Python,
// for those who want to see how it is done.
#include "stdlib/native/asyncio_state.h"
#include "vm/gc/collector.h"
#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/types/dict.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"
#include "vm/types/weak_reference.h"

namespace gilded::asyncio {

AsyncioState& state_of(Thread* T) {
  return native_state<AsyncioState>(T->runtime);
}

// --- Functions of the module

// The loop that runs in this thread; EMPTY without an exception: none.
static Value running_loop(Thread* T) {
  Value loops = state_of(T).running_loops;
  return loops.as<Dict>()->size() ? dict_get(T, loops.as<Dict>(), Value::small_int(T->number)) : kEmpty;
}

static Value get_running_loop(Thread* T, Arguments) {
  Value loop = running_loop(T);
  return loop || T->has_exception() ? loop : Value(raise_text(T, Builtin::kRuntimeError, "no running event loop"));
}
static Value get_running_loop_or_none(Thread* T, Arguments) {
  Value loop = running_loop(T);
  return loop || T->has_exception() ? loop : kNone;
}
static Value set_running_loop(Thread* T, Arguments args) {
  auto* loops = state_of(T).running_loops.as<Dict>();
  Value number = Value::small_int(T->number);
  bool done =
      args[0].is_none() ? dict_pop(T, loops, number) || !T->has_exception() : dict_set(T, loops, number, args[0]);
  return done ? kNone : kEmpty;
}

static Value current_task(Thread* T, Arguments args) {
  Value loop = args.has(0) && !args[0].is_none() ? args[0] : get_running_loop(T, args);
  if (!loop) return kEmpty;
  Value task = dict_get(T, state_of(T).current_tasks.as<Dict>(), loop);
  return task || T->has_exception() ? task : kNone;
}

static Value native_tasks(Thread* T, Arguments) {
  std::vector<Object*> found;
  {
    TaskList& list = *state_of(T).tasks;
    MutexLock guard(list.lock);
    found = list.tasks;
  }
  // No safepoint until they are in the list.
  List* all = make_list(T, found.size());
  for (Object* task : found) {
    auto* record = static_cast<Record*>(task);
    if (!data_of(record)->is_listed.load(std::memory_order_relaxed) || !is_pending(record)) continue;
    if (!all || !list_append(T, all, record)) return kEmpty;
  }
  return all;
}

static Value register_task(Thread* T, Arguments args) {
  if (is_task(T, args[0])) {
    list_task(T, args[0].as<Record>());
    return kNone;
  }
  return call_method(T, state_of(T).scheduled_tasks, as_string(state_of(T).add_name), {args[0]});
}
static Value unregister_task(Thread* T, Arguments args) {
  if (is_task(T, args[0])) {
    data_of(args[0].as<Record>())->is_listed.store(0, std::memory_order_relaxed);
    return kNone;
  }
  return call_method(T, state_of(T).scheduled_tasks, as_string(state_of(T).discard_name), {args[0]});
}
static Value register_eager_task(Thread* T, Arguments args) {
  return call_method(T, state_of(T).eager_tasks, as_string(state_of(T).add_name), {args[0]});
}
static Value unregister_eager_task(Thread* T, Arguments args) {
  return call_method(T, state_of(T).eager_tasks, as_string(state_of(T).discard_name), {args[0]});
}
static Value enter_task_function(Thread* T, Arguments args) {
  return enter_task(T, args[0], args[1]) ? kNone : kEmpty;
}
static Value leave_task_function(Thread* T, Arguments args) {
  return leave_task(T, args[0], args[1]) ? kNone : kEmpty;
}
static Value swap_current_task_function(Thread* T, Arguments args) {
  return swap_current_task(T, args[0], args[1]);
}

static Value connect_futures(Thread* T, Arguments args) {
  AsyncioState& state = state_of(T);
  state.cancelled_error = args[0];
  state.invalid_state_error = args[1];
  state.future_repr = args[2];
  state.creation_stack = args[3];
  state.get_event_loop = args[4];
  return kNone;
}

static Value connect_tasks(Thread* T, Arguments args) {
  AsyncioState& state = state_of(T);
  state.is_coroutine = args[0];
  state.task_repr = args[1];
  state.get_stack = args[2];
  state.print_stack = args[3];
  state.scheduled_tasks = args[4];
  state.eager_tasks = args[5];
  return kNone;
}

static const NativeMethod kFunctions[] = {
    {"get_running_loop()", get_running_loop, "The loop that runs in this thread; RuntimeError when none does.",
     kNoSwitchAfterCall},
    {"_get_running_loop()", get_running_loop_or_none, "The loop that runs in this thread, or None.",
     kNoSwitchAfterCall},
    {"_set_running_loop(loop, /)", set_running_loop, "For event loops only."},
    {"current_task(loop=None)", current_task, "The task that runs now in the loop, or None.", kNoSwitchAfterCall},
    {"_native_tasks()", native_tasks, "The tasks of this module that are not done, in all loops."},
    {"_register_task(task)", register_task, nullptr},
    {"_unregister_task(task)", unregister_task, nullptr},
    {"_register_eager_task(task)", register_eager_task, nullptr},
    {"_unregister_eager_task(task)", unregister_eager_task, nullptr},
    {"_enter_task(loop, task)", enter_task_function, nullptr},
    {"_leave_task(loop, task)", leave_task_function, nullptr},
    {"_swap_current_task(loop, task)", swap_current_task_function, nullptr},
    {"_connect_futures(cancelled_error, invalid_state_error, future_repr, creation_stack, get_event_loop, /)",
     connect_futures, nullptr},
    {"_connect_tasks(is_coroutine, task_repr, get_stack, print_stack, scheduled_tasks, eager_tasks, /)", connect_tasks,
     nullptr},
    {nullptr, nullptr, nullptr}};

static bool make_names(Thread* T, AsyncioState& state) {
  struct Name {
    Value* place;
    const char* text;
  };
  const Name all[] = {{&state.call_soon, "call_soon"},
                      {&state.get_debug, "get_debug"},
                      {&state.add_done_callback, "add_done_callback"},
                      {&state.cancel, "cancel"},
                      {&state.result, "result"},
                      {&state.call_exception_handler, "call_exception_handler"},
                      {&state.blocking, "_asyncio_future_blocking"},
                      {&state.get_loop, "get_loop"},
                      {&state.loop_name, "_loop"},
                      {&state.throw_name, "throw"},
                      {&state.add_name, "add"},
                      {&state.discard_name, "discard"}};
  for (const Name& name : all) {
    *name.place = intern(T, name.text);
    if (!*name.place) return false;
  }
  String* context = intern(T, "context");
  String* message = context ? intern(T, "msg") : nullptr;
  state.context_keyword = message ? Value(make_tuple(T, {context})) : kEmpty;
  state.message_keyword = state.context_keyword ? Value(make_tuple(T, {message})) : kEmpty;
  return !state.message_keyword.is_empty();
}

}  // namespace gilded::asyncio

namespace gilded {

using namespace asyncio;

Value initialize_asyncio_module(Thread* T) {
  AsyncioState& state = state_of(T);
  Module* module = make_module(T, "_asyncio");
  if (!module) return kEmpty;
  // A second import, of a module that was taken out of sys.modules, finds the same types.
  if (!state.future) {
    Dict* loops = make_dict(T);
    Dict* tasks = loops ? make_dict(T) : nullptr;
    if (!tasks) return kEmpty;
    state.running_loops = loops;
    state.current_tasks = tasks;
    // The types of contexts must be there before the first task copies one.
    if (!call(T, T->runtime->builtin_import, {make_string(T, "_contextvars")})) return kEmpty;
    if (!make_names(T, state) || !make_future_types(T, state) || !make_task_types(T, state)) return kEmpty;
    std::shared_ptr<TaskList> list = state.tasks;
    add_weak_list(T->runtime, [list](const std::function<bool(Object*)>& is_marked) {
      MutexLock guard(list->lock);
      std::erase_if(list->tasks,
                    [&](Object* task) { return !is_marked(task) || !is_pending(static_cast<Record*>(task)); });
    });
  }
  bool ok = add_functions(T, module, kFunctions) && module_set(T, module, "Future", state.future) &&
            module_set(T, module, "Task", state.task) && module_set(T, module, "_current_tasks", state.current_tasks);
  return ok ? Value(module) : kEmpty;
}

}  // namespace gilded
