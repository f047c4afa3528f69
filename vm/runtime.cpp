#include "vm/runtime.h"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/random.h>

#include "vm/gc/blocks.h"
#include "vm/gc/collector.h"
#include "vm/interpreter/inline_cache.h"
#include "vm/interpreter/instrumentation.h"
#include "vm/interpreter/interpreter.h"
#include "vm/interpreter/monitoring.h"
#include "vm/object/protocols.h"
#include "vm/object/shape.h"
#include "vm/object/type.h"
#include "vm/report/lost_updates.h"
#include "vm/report/recorder.h"
#include "vm/threading/gil.h"
#include "vm/threading/import_lock.h"
#include "vm/threading/safepoint.h"
#include "vm/threading/signals.h"
#include "vm/threading/stop_the_world.h"
#include "vm/types/dict.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/weak_reference.h"

namespace gilded {

#define TYPE(field)
#define TYPE_FILE(function) void function(Thread*);
#include "vm/types/types.def"
#undef TYPE
#undef TYPE_FILE

Runtime::Runtime() = default;

Runtime::~Runtime() NO_THREAD_SAFETY_ANALYSIS {
  if (signals) uninstall_signal_handling(this);
  while (threads) destroy_thread(threads);
  for (void* stack : spare_stacks) munmap(stack, options.vm_stack_bytes);
  if (thread_module_deleter) thread_module_deleter(thread_module);
  for (NativeState* state = native_states.load(); state;) {
    NativeState* next = state->next;
    state->destroy(state->data);
    delete state;
    state = next;
  }
}

void Runtime::add_root(Value* root) {
  MutexLock guard(roots_lock);
  extra_roots.push_back(root);
}

// Memory for a thread's frames; null: there is none. Only the pages that they reach become real memory.
void* Runtime::take_stack() {
  {
    MutexLock guard(threads_lock);
    if (!spare_stacks.empty()) {
      void* stack = spare_stacks.back();
      spare_stacks.pop_back();
      return stack;
    }
  }
  void* stack =
      mmap(nullptr, options.vm_stack_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return stack == MAP_FAILED ? nullptr : stack;
}

// Some are kept for the next threads, with their first pages: to map one and to unmap it was a quarter of what starting
// a thread and waiting for its end took.
void Runtime::give_stack_back(void* stack) {
  constexpr size_t kSpareStacks = 4, kKept = size_t{16} << 10;
  if (options.vm_stack_bytes > kKept) {
    madvise(static_cast<char*>(stack) + kKept, options.vm_stack_bytes - kKept, MADV_DONTNEED);
    MutexLock guard(threads_lock);
    if (spare_stacks.size() < kSpareStacks) {
      spare_stacks.push_back(stack);
      return;
    }
  }
  munmap(stack, options.vm_stack_bytes);
}

Thread* Runtime::create_thread() {
  void* stack = take_stack();
  if (!stack) return nullptr;
  auto* thread = new Thread;
  thread->runtime = this;
  thread->stack_begin = static_cast<Value*>(stack);
  thread->stack_limit = thread->stack_begin + options.vm_stack_bytes / sizeof(Value);
  thread->allocator = new ThreadAllocator;
  thread->allocator->allocations_until_stress = options.gc_every_allocations;
  thread->dispatch = fast_table;
  parking_lot->thread_started(thread);
  if (lost_updates && !lost_updates->thread_created(thread)) {
    parking_lot->thread_ended(thread);
    give_stack_back(stack);
    delete thread->allocator;
    delete thread;
    return nullptr;
  }
  MutexLock guard(threads_lock);
  thread->number = next_thread_number++;
  if (recorder) recorder->thread_created(thread);
  thread->random_state = 0x9e3779b97f4a7c15u * thread->number + hash_key;
  thread->next = threads;
  threads = thread;
  ++thread_count;
  if (thread->number > 1) {
    // From now on objects can be changed from two sides; without a GIL even at the same moment.
    bool parallel = options.gil == GilPolicy::kOff;
    ever_started_thread.store(true);
    for (Thread* t = threads; t; t = t->next) t->parallel_.store(parallel, std::memory_order_seq_cst);
  }
  if (thread_count == 2) threads_came_or_went();
  return thread;
}

// The ticking GIL counts only where there are several threads (needs_observed_table).
void Runtime::threads_came_or_went() {
  if (options.gil != GilPolicy::kTick) return;
  for (Thread* t = threads; t; t = t->next) t->request(kObserverChanged);
}

void Runtime::destroy_thread(Thread* thread) {
  {
    MutexLock guard(threads_lock);
    for (Thread** link = &threads; *link; link = &(*link)->next) {
      if (*link == thread) {
        *link = thread->next;
        if (--thread_count == 1) threads_came_or_went();
        if (options.show_statistics || !options.report_path.empty()) {
          thread->counters.number = thread->number;
          ended_threads.push_back(thread->counters);
        }
        break;
      }
    }
  }
  if (lost_updates) lost_updates->thread_ended(thread);
  parking_lot->thread_ended(thread);
  give_stack_back(thread->stack_begin);
  delete thread->allocator;
  delete thread->instrumentation;
  delete thread->megamorphic_cache;
  delete thread->type_lookup_cache;
  delete thread;
}

std::unique_ptr<Runtime> Runtime::create(Options given, const RuntimeHooks& hooks) {
  auto runtime = std::make_unique<Runtime>();
  Runtime* rt = runtime.get();
  rt->options = std::move(given);
  rt->hooks = hooks;
  rt->started = monotonic_now();
  rt->recursion_limit.store(rt->options.recursion_limit);
  rt->int_max_str_digits.store(rt->options.int_max_str_digits);
  if (rt->options.hash_seed >= 0) {
    rt->hash_key = static_cast<uint64_t>(rt->options.hash_seed) * 0x9e3779b97f4a7c15u;
  } else if (getrandom(&rt->hash_key, sizeof(rt->hash_key), 0) != sizeof(rt->hash_key)) {
    rt->hash_key = static_cast<uint64_t>(monotonic_now());
  }
  rt->heap = std::make_unique<Heap>(rt);
  rt->collector = std::make_unique<Collector>(rt);
  rt->parking_lot.reset(make_system_parking_lot());
  rt->stop_the_world = std::make_unique<StopTheWorld>();
  rt->gil = make_gil(rt, rt->options);
  if (rt->options.record_events || rt->options.watch_races) rt->recorder = std::make_unique<Recorder>(rt);
  if (rt->options.watch_races) rt->lost_updates = std::make_unique<LostUpdates>();
  rt->shapes = {make_shape_table(), destroy_shape_table};
  if (!rt->shapes) return nullptr;
  rt->signatures = {make_signature_table(), destroy_signature_table};
  rt->interned = {make_intern_table(), destroy_intern_table};
  rt->weak_references = {new WeakReferenceTable, [](WeakReferenceTable* table) { delete table; }};
  rt->monitoring = {new Monitoring, [](Monitoring* monitoring) { delete monitoring; }};
  rt->import_locks = {make_import_lock_table(), destroy_import_lock_table};
  initialize_dispatch(rt);

  Thread* T = rt->create_thread();
  if (!T) return nullptr;
  rt->main_thread = T;
  T->is_main = true;
  adopt_native_stack(T);
  record(T, EventKind::kThreadStart);
  attach(T);
  choose_dispatch(T);
  install_signal_handling(T);
  if (!bootstrap_types(T)) return nullptr;
#define NAME(field, text) rt->names.field = intern(T, std::string_view(text));
#include "vm/object/names.def"
#undef NAME
#define TYPE(field)
#define TYPE_FILE(function) \
  function(T);              \
  if (T->has_exception()) return nullptr;
#include "vm/types/types.def"
#undef TYPE
#undef TYPE_FILE
  Dict* modules = make_dict(T);
  if (!modules) return nullptr;
  rt->modules = modules;
  for (const char* name : {"builtins", "sys"}) {
    Value module = hooks.make_native_module(T, name);
    if (module.is_empty()) return nullptr;
    if (!dict_set(T, modules, intern(T, std::string_view(name)), module)) return nullptr;
  }
  if (!hooks.open_standard_streams(T)) return nullptr;
  return runtime;
}

void adopt_native_stack(Thread* T) {
  pthread_attr_t attributes;
  T->ident = static_cast<uint64_t>(pthread_self());
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
  void* lowest;
  size_t size;
  pthread_attr_getstack(&attributes, &lowest, &size);
  pthread_attr_destroy(&attributes);
  T->native_stack_base = reinterpret_cast<uintptr_t>(lowest) + size;
  // Room below the limit for the C++ functions that do not look at it.
  constexpr size_t kMargin = 96 * 1024;
  size_t usable = size > 64u << 20 ? 64u << 20 : size;
  T->native_stack_limit = T->native_stack_base - usable + kMargin;
}

}  // namespace gilded
