// Marking: from what is known to live to all that it reaches. For gc/collector.cpp only.
//
// Grey objects are marked, but what they refer to is not yet. They wait in a stack of the marking's own, so that a long
// chain of references cannot overflow the native stack. It is made of pages:
//
//   marker 1   [page]  takes from its page and puts what it finds there; a full page goes to the pool, an empty one is
//   marker 2   [page]  replaced by one of the pool's
//   pool       [full page] [full page] ... [rest of a large array] [rest of a large array] ...
//
// Large arrays are not put on pages as a whole: the pool keeps how far each has been looked at, and a marker takes the
// next piece when its page is empty. So the pages stay few, however much there is to mark.
//
// The thread that collects marks alone until it has seen that there is much to do (kTracedAlone objects: about two
// milliseconds); then, or at once where a marking goes on, it starts helpers, one for each other processor, which end
// when nothing is grey any more. A marker whose page is empty while the pool is, too, waits; the others see that and
// give half of theirs to the pool. Two markers may find the same object at once: mark bits are then set by atomic
// operations, and the one that was first puts it on its page. The helpers run no Python code and are no threads of the
// runtime: they read objects while the world is stopped, and write nothing but marks and the flag kOld.
//
// A marking of the young starts with what is old marked already, and does not look at it again, but for: objects of
// unwatched kinds (object/kinds.def), objects into which something was stored since (Heap::remembered), the dirty parts
// of large arrays, and objects that only a native function knew at the last collection, which may have been filled only
// afterwards.
//
// A marking may be suspended: each marker puts its page into the pool and ends, and what is grey waits there while the
// world runs. That is right by the same rule as a marking of the young: what is marked counts as old at once, so stores
// into it are told of. Each slice marks first what was stored since the last one. When nothing is grey then, the world
// has changed in more ways: old objects that were told of as a whole, what roots refer to, objects of unwatched kinds,
// and those that only a native function knows. These are looked at again, which may find more, and be suspended again.
// Nothing is freed before the end, so what is grey stays valid. (Boehm, Demers and Shenker, "Mostly parallel garbage
// collection", 1991, end a marking in this way, with conservative roots as here.)
//
// Thread safety: the methods are the collecting thread's, with the world stopped.
#pragma once

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "vm/gc/blocks.h"
#include "vm/gc/heap.h"
#include "vm/threading/clock.h"
#include "vm/threading/mutex.h"

namespace gilded {

struct GreyPage {
  static constexpr uint32_t kCapacity = 1022;
  uint32_t count = 0;
  Object* objects[kCapacity];
};

// How long a slice of a marking goes on.
struct MarkingBudget {
  Nanoseconds deadline = kNoDeadline;
  uint32_t objects = UINT32_MAX;  // so many of each marker
  bool starts_helpers = false;    // at once: there is much to do
};

class Marking {
 public:
  explicit Marking(Heap* heap) : heap_(heap) {}
  ~Marking();
  Marking(const Marking&) = delete;
  Marking& operator=(const Marking&) = delete;

  // Whether collections of the young have left so many old objects of unwatched kinds, dead or alive, that to look at
  // them each time would take longer than a whole collection now and then.
  bool wants_whole_collection() const {
    return unwatched_.size() > unwatched_after_whole_ + std::max(unwatched_after_whole_, kLeastNewUnwatched);
  }
  // A collection begins; `number` differs from those of all others, and from 0. With `clears_stale_registers` what
  // suspended generators have in registers that nothing reads any more is dropped.
  void begin_whole(uint32_t number, bool clears_stale_registers);
  void begin_young(uint32_t number, const std::vector<Object*>& remembered,
                   const std::vector<Object*>& partly_remembered);
  Marker& roots();  // marks what it visits
  void mark(Object* object);
  void mark_conservatively(uint64_t word);  // the object that it points into, if it does
  void mark_native_word(uint64_t word);     // the same for words of native stacks
  void finish();                            // marks all that what has been marked reaches
  // The same until the budget is spent: false, and the marking is to be suspended.
  bool go_on(const MarkingBudget& budget);
  void suspend();
  // After suspend(), when nothing is grey and before the roots are marked again: old objects into which something was
  // stored, and those that may refer to something else now, and nobody told.
  void look_again(const std::vector<Object*>& remembered);
  void end();  // the last of the collection: what is marked is old from now on

 private:
  friend class Marker;
  friend struct Marker::Impl;
  // A part of a large array: the items from begin on.
  struct Rest {
    Object* array;
    size_t begin, end;
  };
  static constexpr uint32_t kTracedAlone = 1 << 16;
  static constexpr size_t kMostHelpers = 3;
  static constexpr size_t kSparePages = 64;  // kept for the next collection
  static constexpr size_t kLeastNewUnwatched = 512;
  static void* help(void* marking);
  void start_helpers();
  void wait_for_helpers();
  void look_again(Object* old);
  bool is_spent(uint32_t traced) const;  // the budget, for a marker that traced so many
  void stop();                           // each marker, soon

  Heap* heap_;
  uint32_t number_ = 0;
  bool is_whole_ = false;
  bool clears_stale_registers_ = false;
  std::unique_ptr<Marker::Impl> own_;
  std::vector<Object*> unwatched_;    // old, of kinds that are not watched
  size_t unwatched_after_whole_ = 0;  // so many were left by the last whole collection
  std::vector<Object*> half_known_;   // found on native stacks by this collection; not kOld
  std::vector<Object*> half_before_;  // and by the one before
  Marker roots_;
  MarkingBudget budget_;
  std::atomic<bool> stopping_{false};  // written under the lock
  std::vector<pthread_t> helpers_;

  Mutex lock_;
  std::condition_variable_any changed_;  // of what follows
  std::vector<std::unique_ptr<GreyPage>> full_ GUARDED_BY(lock_), spare_ GUARDED_BY(lock_);
  std::vector<Rest> rests_ GUARDED_BY(lock_);
  size_t markers_ GUARDED_BY(lock_) = 1;
  std::atomic<size_t> idle_{0};  // of the markers; written under the lock. All of them: nothing is grey
};

// One marker.
struct Marker::Impl {
  // With `listed`, what is visited is put there, and nothing is marked.
  explicit Impl(Marking* its_marking, std::vector<Object*>* its_list = nullptr);
  ~Impl();
  void find(Object* object);
  void mark(Object* object);
  void mark_class(Object* object);
  void push(Object* object);
  void drain(Marker& marker);  // until no marker has anything grey, or all are to stop
  void begin_slice(bool calls_helpers);

  Marking* marking;
  std::vector<Object*>* listed;
  bool shared = false;  // other markers are at work
  std::vector<Object*> unwatched;

 private:
  void exchange_full_page();
  bool take_work(Marker& marker);  // false: all is done, or to stop
  // Now and then: is it time to stop, are helpers needed, or has one nothing to do? False: stop.
  bool look_around();
  void give_half();
  void put_back();

  std::unique_ptr<GreyPage> page_;
  uint32_t traced_ = 0;
  uint32_t traced_alone_ = Marking::kTracedAlone;  // before helpers are called
  bool has_called_ = false;
  static constexpr size_t kRingSize = 16;
  Object* ring_[kRingSize] = {};
  size_t oldest_ = 0;
};

}  // namespace gilded
