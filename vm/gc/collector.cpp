#include "vm/gc/collector.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cstdio>
#include <cstdlib>
#include <unordered_set>
#include <utility>

#include "vm/gc/blocks.h"
#include "vm/gc/marking.h"
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
#include "vm/threading/stop_the_world.h"
#include "vm/types/code_object.h"
#include "vm/types/dict.h"
#include "vm/types/generator.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/weak_reference.h"

namespace gilded {

Collector::Collector(Runtime* runtime) : runtime_(runtime), marking_(std::make_unique<Marking>(runtime->heap.get())) {}
Collector::~Collector() = default;

// Calls visit and visit_native with every word of a thread's stacks that may point into the heap.
template <class F, class G>
static void for_each_stack_word(Thread* thread, F visit, G visit_native) {
  // The VM stack word by word: registers are Values (raw pointers among them), header words may point into objects.
  Value* end = thread->scanned_stack_end();
  for (Value* p = thread->stack_begin; p < end; ++p) visit(p->bits());
  // The native stack: any word that could be a pointer into the heap.
  for (int i = 0; i < 6; ++i) visit_native(thread->saved_registers[i]);
  for (uintptr_t p = thread->saved_registers[6] & ~uintptr_t{7}; p && p < thread->native_stack_base; p += 8) {
    visit_native(read_stack_word(p));
  }
}

static constexpr uint64_t kLowestAddress = 65536;  // the system maps nothing below

void Collector::mark_constants() {
  Runtime* rt = runtime_;
  Marker& marker = marking_->roots();
#define NAME(field, text) marker.visit_object(rt->names.field);
#include "vm/object/names.def"
#undef NAME
  for (Type* type : rt->exception_types) marker.visit_object(type);
  for (Value v : {rt->empty_tuple, rt->empty_string, rt->empty_bytes}) marker.visit(v);
  for (Value v : rt->characters) marker.visit(v);
}

void Collector::mark_roots(bool with_constants) {
  Runtime* rt = runtime_;
  if (with_constants) mark_constants();
  Marker& marker = marking_->roots();
#define TYPE(field) marker.visit_object(rt->types.field);
#define TYPE_FILE(function)
#include "vm/types/types.def"
#undef TYPE
#undef TYPE_FILE
  for (Value v :
       {rt->modules, rt->builtins_module, rt->sys_module, rt->main_module, rt->builtins_dict, rt->builtin_import,
        rt->empty_frozenset, rt->memory_error, rt->audit_hooks, rt->unraisable_hook, rt->unraisable_hook_arguments}) {
    marker.visit(v);
  }
  {
    MutexLock guard(rt->roots_lock);
    for (Value* root : rt->extra_roots) marker.visit(*root);
  }
  {
    MutexLock guard(queue_lock_);
    for (Object* object : finalizer_queue_) marking_->mark(object);
    for (Object* object : callback_queue_) marking_->mark(object);
  }
  MutexLock guard(rt->threads_lock);
  for (Thread* thread = rt->threads; thread; thread = thread->next) {
    for (Value v :
         {thread->exception, thread->handled_exception, thread->thread_locals, thread->context, thread->async_exception,
          thread->trace_hook, thread->profile_hook, thread->generator_begin_hook, thread->generator_end_hook})
      marker.visit(v);
    for (Value v : thread->start_values) marker.visit(v);
    if (thread->instrumentation) visit_instrumentation(thread->instrumentation, marker);
    for_each_stack_word(
        thread, [&](uint64_t word) { marking_->mark_conservatively(word); },
        [&](uint64_t word) { marking_->mark_native_word(word); });
  }
  for (uint64_t word : words_of_gone_threads_) marking_->mark_conservatively(word);
}

void Collector::keep_what_stacks_hold(Thread* gone) {
  // Small numbers, zero among them, are most of a stack and point nowhere.
  auto keep = [&](uint64_t word) {
    if (word >= kLowestAddress) words_of_gone_threads_.push_back(word);
  };
  for_each_stack_word(gone, keep, keep);
  if (whole_by_.load(std::memory_order_relaxed) == gone) whole_by_.store(nullptr, std::memory_order_relaxed);
}

// Under stress: whether a collection of the young, or one in slices, has marked all that one of the whole heap in one
// pause would. If not, somebody stores into objects without heap_store, or names the wrong owner: the program ends with
// what was missed, and what refers to it.
void Collector::check_marks() {
  Heap* heap = runtime_->heap.get();
  Heap::Marks found = heap->take_marks();
  auto checked = std::exchange(marking_, std::make_unique<Marking>(heap));
  marking_->begin_whole(++number_, false);
  mark_roots(true);
  marking_->finish();
  marking_ = std::move(checked);
  std::vector<Object*> reached;
  heap->for_each_object([&](Object* object) {
    if (heap->is_marked(object)) reached.push_back(object);
  });
  heap->put_marks(found);
  for (Object* missed : reached) {
    if (heap->is_marked(missed)) continue;
    fmt::print(stderr, "a collection missed an object of kind {} at {}\n", missed->kind_byte,
               static_cast<void*>(missed));
    for (Object* object : reached) {
      std::vector<Object*> references = references_of(object);
      if (std::find(references.begin(), references.end(), missed) != references.end())
        fmt::print(stderr, "  an object of kind {} at {} refers to it, flags {}\n", object->kind_byte,
                   static_cast<void*>(object), object->flags.load());
    }
    abort();
  }
}

std::vector<Object*> Collector::mark_doomed(const std::vector<Object*>& doomed) {
  std::vector<Object*> order;
  if (doomed.size() == 1) {
    marking_->mark(doomed[0]);
    return doomed;
  }
  // Depth first through what is not marked yet; an object is left when all that it reaches has been.
  std::unordered_set<Object*> wanted(doomed.begin(), doomed.end());
  struct Step {
    Object* object;
    std::vector<Object*> references;  // that have not been followed yet
  };
  std::vector<Step> path;
  auto enter = [&](Object* object) {
    if (runtime_->heap->is_marked(object)) return;
    marking_->mark(object);
    path.push_back({object, references_of(object)});
  };
  for (auto next = doomed.rbegin(); next != doomed.rend(); ++next) {
    enter(*next);
    while (!path.empty()) {
      Step& step = path.back();
      if (step.references.empty()) {
        if (wanted.count(step.object)) order.push_back(step.object);
        path.pop_back();
      } else {
        Object* reference = step.references.back();
        step.references.pop_back();
        enter(reference);
      }
    }
  }
  std::reverse(order.begin(), order.end());
  return order;
}

// ---------------------------------------------------------------- when and for how long

static constexpr Nanoseconds kSlice = 4'000'000;

bool Collector::is_due() const {
  const Heap& heap = *runtime_->heap;
  // Somebody else may have done it since this thread was asked to.
  return !whole_by_.load(std::memory_order_relaxed) &&
         (runtime_->options.gc_every_allocations || heap.allocated_since_collection.load(std::memory_order_relaxed) >
                                                        heap.collection_threshold.load(std::memory_order_relaxed));
}

uint64_t Collector::collect(Thread* T, Extent extent, bool clears_stale_registers) {
  assert(T->no_safepoint_depth == 0);
  if (extent == Extent::kWhole) return collect_whole(T, clears_stale_registers);
  if (!is_due()) return 0;
  StopTheWorldScope stopped(T);
  if (!is_due()) return 0;
  // This thread's registers and stack, down to here: what the frames below have not written yet may be words of the
  // past.
  SaveNativeStack saved(T);
  return pause_world(T, false, true);
}

uint64_t Collector::collect_whole(Thread* T, bool clears_stale_registers) {
  constexpr Nanoseconds kOthersTime = 2'000'000;  // between two slices
  bool may_suspend = T->parallel() && runtime_->stop_the_world->owner.load(std::memory_order_relaxed) != T;
  for (bool has_begun = false;;) {
    {
      StopTheWorldScope stopped(T);
      Thread* by = whole_by_.load(std::memory_order_relaxed);
      // Two threads that want it done take turns: each frees what was garbage when it asked.
      if (!by || by == T || !may_suspend) {
        SaveNativeStack saved(T);
        whole_by_.store(T, std::memory_order_relaxed);
        bool begins = !has_begun && phase_ != Phase::kSweeping;
        if (begins) clears_stale_registers_ = clears_stale_registers;
        has_begun |= begins;
        uint64_t freed = pause_world(T, begins, may_suspend);
        if (phase_ == Phase::kNone && has_begun) {
          whole_by_.store(nullptr, std::memory_order_relaxed);
          return freed;
        }
      }
    }
    if (!may_suspend) continue;
    DetachScope detached(T, WaitReason::kStopTheWorld);
    runtime_->parking_lot->park(T, WaitReason::kStopTheWorld, &whole_by_, nullptr, nullptr,
                                monotonic_now() + kOthersTime, false);
  }
}

bool Collector::wants_whole_collection() const {
  constexpr uint32_t kYoungUnderStress = 8;
  return runtime_->heap->wants_whole_collection() || marking_->wants_whole_collection() ||
         (runtime_->options.gc_every_allocations && young_since_whole_ >= kYoungUnderStress);
}

MarkingBudget Collector::slice_budget(Nanoseconds start) const {
  MarkingBudget budget;
  if (runtime_->options.gc_every_allocations) {
    // Small ones, so that small programs see suspended collections, and the same in each run.
    constexpr uint32_t kMostSlices = 200;
    if (slices_ < kMostSlices) budget.objects = 256 + number_ * 7919 % 2048;
    budget.starts_helpers = slices_ % 16 == 15;
  } else if (!runtime_->heap->has_grown_too_much(slices_)) {
    budget.deadline = start + kSlice;
    budget.starts_helpers = phase_ == Phase::kMarking;  // a resumed one
  }
  return budget;
}

// ---------------------------------------------------------------- a pause

uint64_t Collector::pause_world(Thread* T, bool begins_whole, bool may_suspend) {
  Nanoseconds start = monotonic_now();
  record(T, EventKind::kCollectBegin);
  Heap* heap = runtime_->heap.get();
  T->breaker.fetch_and(~static_cast<uint32_t>(kCollectRequested), std::memory_order_relaxed);
  for_each_thread(runtime_, [&](Thread* thread) { heap->release(thread->allocator); });
  assert(!begins_whole || phase_ != Phase::kSweeping);
  if (begins_whole || phase_ == Phase::kNone) {
    phase_ = Phase::kPreparing;
    is_whole_ = begins_whole || wants_whole_collection();
    if (!begins_whole) clears_stale_registers_ = false;
    slices_ = tries_to_end_ = 0;
    paused_ns_ = 0;
    if (is_whole_) heap->begin_whole();
    young_since_whole_ = is_whole_ ? 0 : young_since_whole_ + 1;
  }
  MarkingBudget budget = may_suspend ? slice_budget(start) : MarkingBudget{};
  auto is_late = [&] {
    if (budget.deadline != kNoDeadline) return monotonic_now() > budget.deadline;
    return budget.objects != UINT32_MAX && (number_ + slices_) % 2 != 0;
  };
  if (phase_ == Phase::kPreparing && (!is_whole_ || heap->prepare_whole(is_late))) begin_marking();
  if (phase_ == Phase::kMarking && mark(budget)) finish_marking(T);
  bool is_over = phase_ == Phase::kSweeping && heap->sweep(is_late);
  uint64_t freed = 0;
  ++slices_;
  if (is_over) {
    phase_ = Phase::kNone;
    freed = heap->freed_objects();
    counters.collections.fetch_add(1, std::memory_order_relaxed);
    counters.collected_objects.store(freed, std::memory_order_relaxed);
  } else {
    heap->suspend(phase_ == Phase::kMarking, runtime_->options.heap_first_collection);
  }
  Nanoseconds end = monotonic_now(), pause = end - start;
  if (is_over) {
    if (!is_whole_ && last_ended_) heap->note_cost(paused_ns_ + pause, start - last_ended_ - paused_ns_);
    last_ended_ = end;
  }
  paused_ns_ += pause;
  counters.pauses.fetch_add(1, std::memory_order_relaxed);
  counters.total_pause_ns.fetch_add(pause, std::memory_order_relaxed);
  record(T, EventKind::kCollectEnd, 0, 0, freed);
  if (pause > counters.longest_pause_ns.load(std::memory_order_relaxed))
    counters.longest_pause_ns.store(pause, std::memory_order_relaxed);
  return freed;
}

void Collector::forget_remembered() {
  Heap* heap = runtime_->heap.get();
  heap->remembered.clear();
  heap->stored.clear();
  for (Object* array : heap->partly_remembered)
    LargeHeader::of(array)->dirty_begin = LargeHeader::of(array)->dirty_end = 0;
  heap->partly_remembered.clear();
}

void Collector::begin_marking() {
  Heap* heap = runtime_->heap.get();
  heap->prepare_slice();
  if (is_whole_) {
    marking_->begin_whole(++number_, clears_stale_registers_);
  } else {
    marking_->begin_young(++number_, heap->remembered, heap->partly_remembered);
  }
  forget_remembered();
  mark_roots(is_whole_ || !constants_are_old_);
  phase_ = Phase::kMarking;
  is_suspended_ = false;
}

bool Collector::mark(const MarkingBudget& budget) {
  constexpr uint32_t kMostTries = 4;
  Heap* heap = runtime_->heap.get();
  if (!is_suspended_) {
    if (marking_->go_on(budget)) return true;  // nothing could change meanwhile
    is_suspended_ = true;
    marking_->suspend();
    return false;
  }
  heap->prepare_slice();
  for (Object* object : heap->stored) marking_->mark(object);
  heap->stored.clear();
  if (!marking_->go_on(budget)) return false;
  // What is left is begun in a pause that has not been long yet. A program that changes much between two slices does
  // not hold up the end for ever.
  bool is_patient = ++tries_to_end_ < kMostTries;
  if (is_patient && budget.deadline != kNoDeadline && monotonic_now() > budget.deadline - kSlice / 2) return false;
  marking_->look_again(heap->remembered);
  forget_remembered();
  mark_roots(true);
  if (marking_->go_on(is_patient ? budget : MarkingBudget{})) return true;
  marking_->suspend();
  return false;
}

void Collector::finish_marking(Thread* T) {
  Heap* heap = runtime_->heap.get();
  bool is_whole = is_whole_;
  if (runtime_->options.gc_every_allocations && (!is_whole || is_suspended_)) check_marks();
  // The intern table and weak references do not keep their objects alive.
  auto is_marked = [&](Object* object) { return heap->is_marked(object); };
  clear_dead_weak_references(runtime_, !is_whole, is_marked, [&](Object* reference) {
    MutexLock guard(queue_lock_);
    callback_queue_.push_back(reference);
  });
  std::vector<Object*> doomed;
  auto is_dead = [&](Object* object) {
    if (heap->is_marked(object)) return false;
    // Most coroutines and generators have come to their end: nothing is left to finalise.
    bool is_done =
        object->kind() == Kind::kGenerator && static_cast<Generator*>(object)->current_state() == GeneratorState::kDone;
    // An object takes the flag off itself while its finaliser would do nothing.
    if (!is_done && object->has_flag(kHasFinalizer)) doomed.push_back(object);
    return true;
  };
  if (is_whole) std::erase_if(heap->old_finalizable, is_dead);
  std::erase_if(heap->young_finalizable, is_dead);
  heap->old_finalizable.insert(heap->old_finalizable.end(), heap->young_finalizable.begin(),
                               heap->young_finalizable.end());
  heap->young_finalizable.clear();
  for (Object* object : mark_doomed(doomed)) {
    object->flags.fetch_or(kFinalized, std::memory_order_relaxed);
    MutexLock guard(queue_lock_);
    finalizer_queue_.push_back(object);
  }
  marking_->finish();
  {
    MutexLock guard(queue_lock_);
    for (Object* reference : callback_queue_) marking_->mark(reference);
    marking_->finish();
    if (!finalizer_queue_.empty() || !callback_queue_.empty()) T->request(kFinalizersPending);
  }
  drop_dead_weak_references(runtime_, !is_whole, is_marked);
  bool code_died = drop_dead_code(runtime_, !is_whole, is_marked);
  bool names_died = sweep_interned(runtime_, !is_whole, is_marked);
  if (runtime_->lost_updates) runtime_->lost_updates->forget_places();
  uint32_t type_version = runtime_->next_type_version.load(std::memory_order_relaxed);
  if (is_whole || type_version != last_type_version_) {
    drop_dead_caches(runtime_, is_marked);  // only what is new can have died
  } else if (code_died || names_died) {
    forget_caches_of_threads(runtime_);
  }
  last_type_version_ = type_version;
  runtime_->wide_texts.clear();
  marking_->end();
  heap->begin_sweep();
  phase_ = Phase::kSweeping;
  constants_are_old_ = !runtime_->modules.is_empty();  // which is made after them
}

void Collector::run_finalizers(Thread* T) {
  T->breaker.fetch_and(~static_cast<uint32_t>(kFinalizersPending), std::memory_order_relaxed);
  bool is_nested = std::exchange(T->runs_finalizers, true);
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
  T->runs_finalizers = is_nested;
}

void Collector::poll_finalizers(Thread* T) {
  if (T->runs_finalizers) {
    T->breaker.fetch_and(~static_cast<uint32_t>(kFinalizersPending), std::memory_order_relaxed);
  } else {
    run_finalizers(T);
  }
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
      auto is_to_finalize = [&](Object* object) {
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
      };
      std::erase_if(heap->old_finalizable, is_to_finalize);
      std::erase_if(heap->young_finalizable, is_to_finalize);
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
  Marker::Impl impl(marking_.get(), &found);
  marker.impl_ = &impl;
  if (object->shape_id.load(std::memory_order_relaxed)) found.push_back(object->type());
  trace_object(object, marker);
  return found;
}

std::vector<Object*> Collector::live_objects() {
  std::vector<Object*> all;
  for_each_thread(runtime_, [&](Thread* thread) { runtime_->heap->release(thread->allocator); });
  runtime_->heap->for_each_object([&](Object* object) { all.push_back(object); });
  return all;
}

}  // namespace gilded
