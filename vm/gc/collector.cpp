#include "vm/gc/collector.h"

#include <cassert>
#include <utility>

#include "vm/gc/blocks.h"
#include "vm/gc/traces.h"
#include "vm/interpreter/frame.h"
#include "vm/interpreter/inline_cache.h"
#include "vm/interpreter/instrumentation.h"
#include "vm/object/instance.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/report/lost_updates.h"
#include "vm/report/recorder.h"
#include "vm/runtime.h"
#include "vm/threading/clock.h"
#include "vm/threading/safepoint.h"
#include "vm/types/code_object.h"
#include "vm/types/dict.h"
#include "vm/types/generator.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/weak_reference.h"

namespace gilded {

// Kinds without references: marking such an object and its class is all there is to do, unless the class is one made in
// Python.
static constexpr bool kIsLeaf[] = {
#define KIND(name, trace) trace == static_cast<void (*)(Object*, Marker&)>(trace_nothing),
#include "vm/object/kinds.def"
#undef KIND
};

// Marking keeps its own stack of grey objects, so that a long chain of references cannot overflow the native stack. An
// object that is found waits in a ring until some more are found: by then the processor has fetched it and its mark
// bits (Cher, Hosking and Vitek, "Software prefetching for mark-sweep garbage collection", 2004).
struct Marker::Impl {
  Impl(Heap* its_heap, uint32_t its_number, std::vector<Object*>* stack)
      : heap(its_heap), number(its_number), grey(*stack) {}
  Heap* heap;
  uint32_t number;  // of this collection; kListOnly: `grey` takes what is found, and nothing is marked
  static constexpr uint32_t kListOnly = 0;
  std::vector<Object*>& grey;
  static constexpr size_t kRingSize = 16;
  Object* ring[kRingSize] = {};
  size_t oldest = 0;

  void find(Object* object) {
    __builtin_prefetch(object);
    __builtin_prefetch(block_of(object)->marks);
    Object* waited = ring[oldest];
    ring[oldest] = object;
    oldest = (oldest + 1) % kRingSize;
    if (waited) mark(waited);
  }

  void mark(Object* object) {
    if (!Heap::set_mark(object)) return;
    if (uint32_t shape_id = object->shape_id.load(std::memory_order_relaxed)) {
      auto* shape = reinterpret_cast<Shape*>(static_cast<uintptr_t>(shape_id));
      if (shape->marked_in != number) {
        shape->marked_in = number;
        mark(shape->type);
      }
    }
    if (kIsLeaf[static_cast<size_t>(object->kind_byte)] && !object->has_flag(kIsSubclassInstance)) return;
    if (object->is_exactly(Kind::kString)) {
      // All that a string can refer to are bytes, which have no class: saves the way through the stack.
      RawBytes* owner = static_cast<String*>(object)->owner.load(std::memory_order_relaxed);
      if (owner) Heap::set_mark(owner);
      return;
    }
    grey.push_back(object);
  }
  void mark_conservatively(uintptr_t word) {
    if (Object* object = heap->find_object(word)) mark(object);
  }
  void drain(Marker& marker) {
    for (;;) {
      while (!grey.empty()) {
        Object* object = grey.back();
        grey.pop_back();
        trace_object(object, marker);
      }
      for (Object*& waiting : ring) {
        if (waiting) mark(std::exchange(waiting, nullptr));
      }
      if (grey.empty()) return;
    }
  }
};

void Marker::visit_object(Object* object) {
  if (!object) return;
  if (impl_->number == Impl::kListOnly) [[unlikely]] {
    impl_->grey.push_back(object);
  } else {
    impl_->find(object);
  }
}

void Marker::visit_conservatively(uint64_t word) {
  if (impl_->number != Impl::kListOnly) impl_->mark_conservatively(word);
}

void trace_nothing(Object*, Marker&) {}

void trace_object(Object* object, Marker& marker) {
  switch (object->kind()) {
#define KIND(name, trace)  \
  case Kind::k##name:      \
    trace(object, marker); \
    break;
#include "vm/object/kinds.def"
#undef KIND
  }
  // Instances of Python subclasses of built-in types have attributes behind the built-in's own part.
  if (object->has_flag(kIsSubclassInstance)) trace_attributes(object, marker);
}

void Collector::mark_roots(Marker& marker) {
  Runtime* rt = runtime_;
  Marker::Impl& impl = *marker.impl_;
#define TYPE(field) marker.visit_object(rt->types.field);
#define TYPE_FILE(function)
#include "vm/types/types.def"
#undef TYPE
#undef TYPE_FILE
#define NAME(field, text) marker.visit_object(rt->names.field);
#include "vm/object/names.def"
#undef NAME
  for (Type* type : rt->exception_types) marker.visit_object(type);
  for (Value v : {rt->empty_tuple, rt->empty_string, rt->empty_bytes, rt->empty_frozenset, rt->modules,
                  rt->builtins_module, rt->sys_module, rt->main_module, rt->builtins_dict, rt->builtin_import,
                  rt->memory_error, rt->audit_hooks, rt->unraisable_hook, rt->unraisable_hook_arguments}) {
    marker.visit(v);
  }
  for (Value v : rt->characters) marker.visit(v);
  {
    MutexLock guard(rt->roots_lock);
    for (Value* root : rt->extra_roots) marker.visit(*root);
  }
  {
    MutexLock guard(queue_lock_);
    for (Object* object : finalizer_queue_) impl.mark(object);
    for (Object* object : callback_queue_) impl.mark(object);
  }
  MutexLock guard(rt->threads_lock);
  for (Thread* thread = rt->threads; thread; thread = thread->next) {
    for (Value v :
         {thread->exception, thread->handled_exception, thread->thread_locals, thread->context, thread->async_exception,
          thread->trace_hook, thread->profile_hook, thread->generator_begin_hook, thread->generator_end_hook})
      marker.visit(v);
    for (Value v : thread->start_values) marker.visit(v);
    if (thread->instrumentation) visit_instrumentation(thread->instrumentation, marker);
    // The VM stack word by word: registers are Values (raw pointers among them), header words may point into objects.
    Value* end = thread->scanned_stack_end();
    for (Value* p = thread->stack_begin; p < end; ++p) impl.mark_conservatively(p->bits());
    // The native stack: any word that could be a pointer into the heap.
    for (int i = 0; i < 6; ++i) impl.mark_conservatively(thread->saved_registers[i]);
    for (uintptr_t p = thread->saved_registers[6] & ~uintptr_t{7}; p && p < thread->native_stack_base; p += 8) {
      impl.mark_conservatively(read_stack_word(p));
    }
  }
}

uint64_t Collector::collect(Thread* T) {
  assert(T->no_safepoint_depth == 0);
  StopTheWorldScope stopped(T);
  Nanoseconds start = monotonic_now();
  record(T, EventKind::kCollectBegin);
  Heap* heap = runtime_->heap.get();
  T->breaker.fetch_and(~static_cast<uint32_t>(kCollectRequested), std::memory_order_relaxed);
  for_each_thread(runtime_, [&](Thread* thread) { heap->release(thread->allocator); });
  heap->prepare_collection();

  Marker::Impl impl(heap, static_cast<uint32_t>(counters.collections.load(std::memory_order_relaxed)) + 1, &grey_);
  Marker marker;
  marker.impl_ = &impl;
  SaveNativeStack saved(T);  // this thread's registers and stack, down to here
  mark_roots(marker);
  impl.drain(marker);
  // The intern table and weak references do not keep their objects alive.
  auto is_marked = [&](Object* object) { return heap->is_marked(object); };
  clear_dead_weak_references(runtime_, is_marked, [&](Object* reference) {
    MutexLock guard(queue_lock_);
    callback_queue_.push_back(reference);
  });
  std::vector<Object*> doomed;
  std::erase_if(heap->finalizable, [&](Object* object) {
    if (heap->is_marked(object)) return false;
    // Most coroutines and generators have come to their end: nothing is left to finalise.
    bool is_done =
        object->kind() == Kind::kGenerator && static_cast<Generator*>(object)->current_state() == GeneratorState::kDone;
    // An object takes the flag off itself while its finaliser would do nothing.
    if (!is_done && object->has_flag(kHasFinalizer)) doomed.push_back(object);
    return true;
  });
  for (Object* object : doomed) {
    object->flags.fetch_or(kFinalized, std::memory_order_relaxed);
    impl.mark(object);
    MutexLock guard(queue_lock_);
    finalizer_queue_.push_back(object);
  }
  impl.drain(marker);
  {
    MutexLock guard(queue_lock_);
    for (Object* reference : callback_queue_) impl.mark(reference);
    impl.drain(marker);
    if (!finalizer_queue_.empty() || !callback_queue_.empty()) T->request(kFinalizersPending);
  }
  drop_dead_weak_references(runtime_, is_marked);
  drop_dead_code(runtime_, is_marked);
  if (runtime_->lost_updates) runtime_->lost_updates->forget_places();
  drop_dead_caches(runtime_, is_marked);
  sweep_interned(runtime_, is_marked);
  runtime_->wide_texts.clear();
  constexpr size_t kGreyKept = size_t{1} << 19;  // entries: memory that the next collection need not ask for
  if (grey_.capacity() > kGreyKept) {
    grey_.clear();
    grey_.shrink_to_fit();
  }
  uint64_t freed = heap->sweep();
  Nanoseconds end = monotonic_now(), pause = end - start;
  heap->note_cost(pause, start - last_ended_);
  last_ended_ = end;
  counters.collections.fetch_add(1, std::memory_order_relaxed);
  counters.collected_objects.store(freed, std::memory_order_relaxed);
  counters.total_pause_ns.fetch_add(pause, std::memory_order_relaxed);
  record(T, EventKind::kCollectEnd, 0, 0, freed);
  if (pause > counters.longest_pause_ns.load(std::memory_order_relaxed))
    counters.longest_pause_ns.store(pause, std::memory_order_relaxed);
  return freed;
}

void Collector::run_finalizers(Thread* T) {
  T->breaker.fetch_and(~static_cast<uint32_t>(kFinalizersPending), std::memory_order_relaxed);
  Value pending = take_exception(T);
  for (;;) {
    // The object taken from the queue lives on in this local: the native stack is scanned.
    Object* reference = nullptr;
    Object* object = nullptr;
    {
      MutexLock guard(queue_lock_);
      if (!callback_queue_.empty()) {
        reference = callback_queue_.front();
        callback_queue_.pop_front();
      } else if (!finalizer_queue_.empty()) {
        object = finalizer_queue_.front();
        finalizer_queue_.pop_front();
      } else {
        break;
      }
    }
    if (reference) {
      run_weak_reference_callback(T, reference);
    } else if (Value method = lookup_special(T, object, names(T).dunder_del)) {
      call(T, method, {});
      // Told of is what the class has, without the object, which is about to die.
      if (T->has_exception()) report_unraisable(T, type_lookup(object->type(), names(T).dunder_del));
    } else if (object->type()->slots.finalize) {
      object->type()->slots.finalize(T, object);
    }
    if (T->has_exception()) report_unraisable(T, object);
  }
  restore_exception(T, pending);
}

// The __del__ that all streams have, or EMPTY.
static Value stream_finalizer(Thread* T) {
  Value io = dict_get(T->runtime->modules.as<Dict>(), intern(T, std::string_view("_io")));
  Value base = is_kind(io, Kind::kModule) ? find_attribute(T, io, intern(T, std::string_view("_IOBase"))) : kEmpty;
  clear_exception(T);
  return is_kind(base, Kind::kType) ? type_lookup(base.as<Type>(), names(T).dunder_del) : kEmpty;
}

void Collector::finalize_living(Thread* T) {
  // Streams are flushed elsewhere, and stay open for other finalisers.
  Value of_streams = stream_finalizer(T);
  // What a finaliser makes may want to be finalised, too; one that makes its like each time does not hold up the end.
  for (int round = 0; round < 3; ++round) {
    {
      StopTheWorldScope stopped(T);
      Heap* heap = runtime_->heap.get();
      for_each_thread(runtime_, [&](Thread* thread) { heap->release(thread->allocator); });
      std::vector<Object*> living;
      std::erase_if(heap->finalizable, [&](Object* object) {
        bool is_generator = object->kind() == Kind::kGenerator;
        if (is_generator) {
          auto* generator = static_cast<Generator*>(object);
          if (generator->current_state() != GeneratorState::kSuspended || generator->is_coroutine() ||
              generator->is_async())
            return false;
        } else {
          Value method = type_lookup(object->type(), names(T).dunder_del);
          if (!method || method == of_streams || !object->has_flag(kHasFinalizer)) return false;
        }
        object->flags.fetch_or(kFinalized, std::memory_order_relaxed);
        living.push_back(object);
        return true;
      });
      if (living.empty()) return;
      MutexLock guard(queue_lock_);
      finalizer_queue_.insert(finalizer_queue_.end(), living.begin(), living.end());
    }
    run_finalizers(T);
  }
}

std::vector<Object*> Collector::references_of(Object* object) {
  std::vector<Object*> found;
  Marker marker;
  Marker::Impl impl(runtime_->heap.get(), Marker::Impl::kListOnly, &found);
  marker.impl_ = &impl;
  if (object->shape_id.load(std::memory_order_relaxed)) found.push_back(object->type());
  trace_object(object, marker);
  return found;
}

std::vector<Object*> Collector::live_objects(Thread* T) {
  StopTheWorldScope stopped(T);
  std::vector<Object*> all;
  for_each_thread(runtime_, [&](Thread* thread) { runtime_->heap->release(thread->allocator); });
  runtime_->heap->for_each_object([&](Object* object) { all.push_back(object); });
  return all;
}

}  // namespace gilded
