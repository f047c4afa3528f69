// The collector: mark and sweep with the world stopped, in slices, of the young or of the whole heap.
//
// A collection runs at a safepoint of one thread, with every other thread stopped or detached (StopTheWorldScope).
// Order:
//   1 mark      (gc/marking.h) from the roots: registered Values, every thread's frames (VM stack up to its last live
//               register), pending exceptions, and, conservatively, the native stacks: any word that points into a live
//               cell, inner pointers included, keeps that object.
//   2 weak      references to unmarked objects are cleared; their callbacks are queued.
//   3 finalise  unmarked objects whose finaliser has not run are queued and marked again with all they reach (PEP 442:
//               once each).
//   4 sweep     cells that stayed unmarked are free from now on.
// Queued callbacks and finalisers run after the world resumed, at a poll, on the thread that collected.
//
// Most objects die young. So marks stay after a collection ("sticky mark bits": Demers et al., "Combining generational
// and conservative garbage collection", 1990): what was alive once is old, and a collection of the young leaves it
// alone, dead or not. It looks only at what is new, at the roots, and at old objects that may refer to something new:
//   - those into which something was stored since: heap_store tells of it (the flag kOld, Heap::remember);
//   - those of kinds whose stores are not told of (kUnwatched in object/kinds.def);
//   - those that only a native function knew last time: it may have filled them later, without telling.
// When as much has become old as was alive after the last whole collection, or half as much, the next one is whole, and
// starts without marks; so is gc.collect(). Under stress (GILDED_GC_STRESS) each collection of the young, and each
// whole one that was suspended, is compared with what marking all at once finds, and the program ends if something was
// missed.
//
// What a collection of the young costs grows with what is new, and with nothing else: only blocks that threads took
// cells from are prepared and swept, and only weak references, interned strings, code, and objects with finalisers that
// came since are looked through. Of a large array into which something was stored only that part is looked at again
// (Heap::remember_slot).
//
// The world is not stopped for as long as a collection takes. One that has marked for a few milliseconds is suspended,
// and goes on at the next requests, each after some new objects:
//
//     request                  request                       request
//     [prepare, roots, mark]   [what was stored, mark]  ...  [what was stored, roots again, mark, weak, finalise]  ...
//     [sweep]
//
// Each slice stops the world, so that nothing is read while it runs. What is marked is old at once, and what was stored
// into it is marked by the next slice (gc/marking.h). What dies meanwhile may live on until the next collection. One
// that is over within its first slice, as that of a small heap is, takes a single pause. Not divided is what grows with
// the roots, objects of unwatched kinds, the weak references, the interned strings, the code and the objects with
// finalisers.
// After gc.disable() a suspended one waits for gc.enable() or gc.collect(); cells of the old are not used until then.
// gc.collect() starts afresh, since it must find all that was garbage when it was called, and comes to the end: without
// a GIL in slices, too, between which the others run; else in one pause, for nobody could run.
//
// Objects never move. The mark bits stand beside the cells (gc/heap.cpp), so that marking does not touch objects
// without references.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "vm/gc/heap.h"
#include "vm/threading/clock.h"
#include "vm/threading/mutex.h"

namespace gilded {

class Runtime;
class Heap;
class Marking;
struct MarkingBudget;
class Thread;

struct CollectorCounters {
  std::atomic<uint64_t> collections{0};
  std::atomic<uint64_t> pauses{0};             // of which a collection may take several
  std::atomic<uint64_t> collected_objects{0};  // freed by the last collection
  std::atomic<int64_t> total_pause_ns{0};
  std::atomic<int64_t> longest_pause_ns{0};
};

class Collector {
 public:
  explicit Collector(Runtime* runtime);
  ~Collector();
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;
  // A safepoint. Returns the number of objects freed. Finalisers and callbacks it queued are left for run_finalizers.
  // As needed: what a request is for, which is a slice of a collection while one goes on.
  // With `clears_stale_registers` suspended generators forget what they have in registers that nothing reads any more.
  enum class Extent { kAsNeeded, kWhole };
  uint64_t collect(Thread* T, Extent extent, bool clears_stale_registers = false);
  // Runs what collections queued; may run Python code. Exceptions of finalisers are reported as unraisable and dropped.
  void run_finalizers(Thread* T);
  // The same at a poll: not inside a finaliser, however many collections come while it runs. What they queue is run
  // after it, by the call that runs it.
  void poll_finalizers(Thread* T);
  // At the end of the runtime: runs the finalisers of objects that are still in use, in the order in which the objects
  // were made. These are those of classes with __del__ and of suspended generators; other native types have none that
  // would be missed.
  void finalize_living(Thread* T);
  bool enabled() const { return enabled_.load(std::memory_order_relaxed); }
  void set_enabled(bool enabled) { enabled_.store(enabled, std::memory_order_relaxed); }
  // All live objects, for gc.get_objects() and get_referrers. REQUIRES: the world is stopped; they may be gone at the
  // caller's next safepoint, and to stop the world again is one.
  std::vector<Object*> live_objects();
  // In the child of a fork: what the stacks of a thread refer to that is not in this process lives on, for its frames
  // never come to their ends: no finaliser of a generator in one of them is to run here. REQUIRES: the world is
  // stopped.
  void keep_what_stacks_hold(Thread* gone);
  // What an object refers to, as the collector sees it: its class, and parts that scripts cannot hold, too; an object
  // may be named twice. REQUIRES: the world is stopped.
  std::vector<Object*> references_of(Object* object);
  CollectorCounters counters;

 private:
  // What a collection does next.
  enum class Phase : uint8_t { kNone, kPreparing, kMarking, kSweeping };
  bool is_due() const;
  uint64_t collect_whole(Thread* T, bool clears_stale_registers);
  // One pause. With `begins_whole` a whole collection begins, else one goes on or begins as needed; it is suspended
  // only if it may be.
  [[gnu::noinline]] uint64_t pause_world(Thread* T, bool begins_whole, bool may_suspend);
  bool wants_whole_collection() const;
  MarkingBudget slice_budget(Nanoseconds start) const;
  void begin_marking();
  bool mark(const MarkingBudget& budget);  // false: the budget is spent
  void finish_marking(Thread* T);
  void forget_remembered();
  void mark_roots(bool with_constants);
  void mark_constants();  // the roots that are the same from the start of the runtime to its end
  void check_marks();
  // Marks objects that are to be finalised, and returns them in the order in which they will be: who refers to others
  // first, as CPython's counts of references would have it (a stream of text writes into its buffer while that is
  // open), else the older first.
  std::vector<Object*> mark_doomed(const std::vector<Object*>& doomed);
  Runtime* runtime_;
  std::vector<uint64_t> words_of_gone_threads_;  // of their stacks; written with the world stopped
  // Of the collection that goes on; written with the world stopped.
  Phase phase_ = Phase::kNone;
  bool is_whole_ = false;
  bool is_suspended_ = false;  // the marking has been
  bool clears_stale_registers_ = false;
  uint32_t slices_ = 0;
  uint32_t tries_to_end_ = 0;
  Nanoseconds paused_ns_ = 0;
  std::atomic<Thread*> whole_by_{nullptr};  // the thread that wants it done: the others' requests are no slices
  uint32_t number_ = 0;                     // of the last marking that began
  uint32_t young_since_whole_ = 0;
  // Of the last collection; written with the world stopped.
  int64_t last_ended_ = 0;  // when it did, in nanoseconds
  uint32_t last_type_version_ = 0;
  bool constants_are_old_ = false;  // it marked them all
  std::atomic<bool> enabled_{true};
  std::unique_ptr<Marking> marking_;
  Mutex queue_lock_;
  std::deque<Object*> finalizer_queue_ GUARDED_BY(queue_lock_);  // marked as roots while queued
  std::deque<Object*> callback_queue_ GUARDED_BY(queue_lock_);   // weak references whose callbacks are due
};

}  // namespace gilded
