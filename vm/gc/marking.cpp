#include "vm/gc/marking.h"

#include <algorithm>
#include <csignal>
#include <utility>

#include "vm/gc/traces.h"
#include "vm/object/instance.h"
#include "vm/object/shape.h"
#include "vm/object/type.h"
#include "vm/object/value_array.h"
#include "vm/threading/processors.h"
#include "vm/types/dict.h"
#include "vm/types/set.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

// Kinds without references: marking such an object and its class is all there is to do, unless the class is one made in
// Python.
constexpr bool kIsLeaf[] = {
#define KIND(name, trace, stores) trace == static_cast<void (*)(Object*, Marker&)>(trace_nothing),
#include "vm/object/kinds.def"
#undef KIND
};

enum Stores : bool { kUnwatched, kWatched };
constexpr Stores kStores[] = {
#define KIND(name, trace, stores) stores,
#include "vm/object/kinds.def"
#undef KIND
};

void set_old(Object* object, bool is_old) {
  uint8_t flags = object->flags.load(std::memory_order_relaxed);
  uint8_t wanted = static_cast<uint8_t>(is_old ? flags | kOld : flags & ~kOld);
  // One marker has the object; nobody else writes its flags. Most are old already: their memory stays clean.
  if (wanted != flags) object->flags.store(wanted, std::memory_order_relaxed);
}

// What a large array has of these, each of some words.
struct Items {
  void* first;
  size_t count;
  size_t words;
};
Items items_of(Object* array) {
  switch (array->kind()) {
    case Kind::kDictTable: {
      auto* table = static_cast<DictTable*>(array);
      return {table->entries(), table->entry_count.load(std::memory_order_relaxed), sizeof(DictEntry) / sizeof(Slot)};
    }
    case Kind::kSetTable: {
      auto* table = static_cast<SetTable*>(array);
      return {table->entries(), table->mask + 1, sizeof(SetEntry) / sizeof(Slot)};
    }
    case Kind::kTuple: {
      auto* tuple = static_cast<Tuple*>(array);
      // Struct sequences have hidden items behind the visible ones.
      return {tuple->items, tuple->length + tuple->private_bits.load(std::memory_order_relaxed), 1};
    }
    default: {
      auto* values = static_cast<ValueArray*>(array);
      return {values->slots(), values->capacity, 1};
    }
  }
}
// Those of an object that is looked at in pieces, or 0.
size_t divisible_items(Object* object) {
  return object->has_flag(kIsLarge) && is_divisible(object) ? items_of(object).count : 0;
}
// Those that have a word of its dirty part.
std::pair<size_t, size_t> dirty_items(Object* array) {
  const LargeHeader* header = LargeHeader::of(array);
  Items items = items_of(array);
  size_t first = static_cast<size_t>(static_cast<char*>(items.first) - reinterpret_cast<char*>(array)) / sizeof(Slot);
  auto item_of = [&](size_t word) { return word < first ? 0 : (word - first) / items.words; };
  size_t end = std::min(item_of(header->dirty_end + items.words - 1), items.count);
  return {std::min(item_of(header->dirty_begin), end), end};
}
void trace_items(Object* array, size_t begin, size_t end, Marker& marker) {
  switch (array->kind()) {
    case Kind::kDictTable:
      for (DictEntry* entries = static_cast<DictTable*>(array)->entries(); begin < end; ++begin) {
        marker.visit(entries[begin].key);
        marker.visit(entries[begin].value);
      }
      break;
    case Kind::kSetTable:
      for (SetEntry* entries = static_cast<SetTable*>(array)->entries(); begin < end; ++begin)
        marker.visit(entries[begin].key);
      break;
    default:
      for (Slot* slots = static_cast<Slot*>(items_of(array).first); begin < end; ++begin) marker.visit(slots[begin]);
  }
}

}  // namespace

void trace_nothing(Object*, Marker&) {}

void trace_object(Object* object, Marker& marker) {
  switch (object->kind()) {
#define KIND(name, trace, stores) \
  case Kind::k##name:             \
    trace(object, marker);        \
    break;
#include "vm/object/kinds.def"
#undef KIND
  }
  // Instances of Python subclasses of built-in types have attributes behind the built-in's own part.
  if (object->has_flag(kIsSubclassInstance)) trace_attributes(object, marker);
}

void Marker::visit_object(Object* object) {
  if (!object) return;
  if (impl_->listed) [[unlikely]] {
    impl_->listed->push_back(object);
  } else {
    impl_->find(object);
  }
}

void Marker::visit_class(Object* type) {
  if (impl_->listed) [[unlikely]]
    impl_->listed->push_back(type);
}

void Marker::visit_conservatively(uint64_t word) {
  if (impl_->listed) return;
  Heap* heap = impl_->marking->heap_;
  if (!heap->may_hold(word)) return;
  if (Object* object = heap->find_object(word)) impl_->mark(object);
}

bool Marker::clears_stale_registers() const {
  return !impl_->listed && impl_->marking->clears_stale_registers_;
}

Marker::Impl::Impl(Marking* its_marking, std::vector<Object*>* its_list) : marking(its_marking), listed(its_list) {
  if (!listed) page_ = std::make_unique<GreyPage>();
}
Marker::Impl::~Impl() = default;

// An object that is found waits in a ring until some more are found: by then the processor has fetched it and its mark
// bits (Cher, Hosking and Vitek, "Software prefetching for mark-sweep garbage collection", 2004).
inline void Marker::Impl::find(Object* object) {
  __builtin_prefetch(object);
  __builtin_prefetch(block_of(object)->marks);
  Object* waited = ring_[oldest_];
  ring_[oldest_] = object;
  oldest_ = (oldest_ + 1) % kRingSize;
  if (waited) mark(waited);
}

inline void Marker::Impl::push(Object* object) {
  if (page_->count == GreyPage::kCapacity) [[unlikely]]
    exchange_full_page();
  page_->objects[page_->count++] = object;
}

// The class of an object, once in a collection for each of its shapes.
inline void Marker::Impl::mark_class(Object* object) {
  uint32_t shape_id = object->shape_id.load(std::memory_order_relaxed);
  if (shape_id == 0) return;
  auto* shape = reinterpret_cast<Shape*>(static_cast<uintptr_t>(shape_id));
  if (shape->marked_in.load(std::memory_order_relaxed) == marking->number_) return;
  shape->marked_in.store(marking->number_, std::memory_order_relaxed);
  mark(shape->type);
}

void Marker::Impl::mark(Object* object) {
  if (!(shared ? Heap::set_mark_shared(object) : Heap::set_mark(object))) return;
  mark_class(object);
  if (kIsLeaf[static_cast<size_t>(object->kind_byte)] && !object->has_flag(kIsSubclassInstance)) return;
  if (object->is_exactly(Kind::kString)) {
    // All that a string can refer to are bytes, which have no class: saves the way through the stack.
    RawBytes* owner = static_cast<String*>(object)->owner.load(std::memory_order_relaxed);
    if (owner) shared ? Heap::set_mark_shared(owner) : Heap::set_mark(owner);
    return;
  }
  if (kStores[object->kind_byte] == kWatched) {
    set_old(object, true);
  } else {
    unwatched.push_back(object);
  }
  push(object);
}

void Marker::Impl::drain(Marker& marker) {
  constexpr uint32_t kPeriod = 256;
  do {
    while (page_->count) {
      Object* object = page_->objects[--page_->count];
      if (size_t items = divisible_items(object)) {
        MutexLock guard(marking->lock_);
        marking->rests_.push_back({object, 0, items});
        if (shared) marking->changed_.notify_one();
      } else {
        trace_object(object, marker);
      }
      if (++traced_ % kPeriod == 0 && !look_around()) return put_back();
    }
    for (Object*& waiting : ring_) {
      if (waiting) mark(std::exchange(waiting, nullptr));
    }
  } while (page_->count || take_work(marker));
}

void Marker::Impl::begin_slice(bool calls_helpers) {
  traced_ = 0;
  traced_alone_ = calls_helpers ? 0 : Marking::kTracedAlone;
  has_called_ = false;
}

// All that is grey, for the next slice.
void Marker::Impl::put_back() {
  for (Object*& waiting : ring_) {
    if (waiting) mark(std::exchange(waiting, nullptr));
  }
  if (page_->count) exchange_full_page();
}

void Marker::Impl::exchange_full_page() {
  MutexLock guard(marking->lock_);
  marking->full_.push_back(std::move(page_));
  if (marking->spare_.empty()) {
    page_ = std::make_unique_for_overwrite<GreyPage>();
    page_->count = 0;
  } else {
    page_ = std::move(marking->spare_.back());
    marking->spare_.pop_back();
  }
  if (shared) marking->changed_.notify_one();
}

bool Marker::Impl::take_work(Marker& marker) {
  constexpr size_t kPiece = 1024;  // items of a large array
  Marking::Rest piece;
  {
    MutexLock guard(marking->lock_);
    marking->idle_.fetch_add(1, std::memory_order_relaxed);
    for (;;) {
      if (marking->stopping_.load(std::memory_order_relaxed)) return false;
      if (!marking->full_.empty() || !marking->rests_.empty()) break;
      if (marking->idle_.load(std::memory_order_relaxed) == marking->markers_) {
        marking->changed_.notify_all();
        return false;
      }
      marking->changed_.wait(marking->lock_);
    }
    marking->idle_.fetch_sub(1, std::memory_order_relaxed);
    if (!marking->full_.empty()) {
      marking->spare_.push_back(std::exchange(page_, std::move(marking->full_.back())));
      marking->full_.pop_back();
      return true;
    }
    Marking::Rest& rest = marking->rests_.back();
    piece = {rest.array, rest.begin, std::min(rest.begin + kPiece, rest.end)};
    rest.begin = piece.end;
    if (rest.begin == rest.end) marking->rests_.pop_back();
  }
  trace_items(piece.array, piece.begin, piece.end, marker);
  traced_ += static_cast<uint32_t>(piece.end - piece.begin) / 256 * 256;
  look_around();
  return true;
}

bool Marker::Impl::look_around() {
  if (marking->stopping_.load(std::memory_order_relaxed)) return false;
  if (marking->is_spent(traced_)) {
    marking->stop();
    return false;
  }
  if (!shared) {
    if (traced_ < traced_alone_ || has_called_) return true;
    has_called_ = true;
    marking->start_helpers();
  } else if (marking->idle_.load(std::memory_order_relaxed) > 0 && page_->count >= 32) {
    give_half();
  }
  return true;
}

// The older half: more hangs on what was found early.
void Marker::Impl::give_half() {
  MutexLock guard(marking->lock_);
  if (!marking->full_.empty() || !marking->rests_.empty()) return;
  auto given = std::make_unique_for_overwrite<GreyPage>();
  given->count = page_->count / 2;
  std::copy_n(page_->objects, given->count, given->objects);
  page_->count -= given->count;
  std::copy_n(page_->objects + given->count, page_->count, page_->objects);
  marking->full_.push_back(std::move(given));
  marking->changed_.notify_one();
}

Marking::~Marking() = default;

void Marking::begin_whole(uint32_t number, bool clears_stale_registers) {
  number_ = number;
  is_whole_ = true;
  clears_stale_registers_ = clears_stale_registers;
  own_ = std::make_unique<Marker::Impl>(this);
  roots_.impl_ = own_.get();
  unwatched_.clear();
  half_before_.clear();
  half_known_.clear();
  // What one that was given up had to do.
  MutexLock guard(lock_);
  full_.clear();
  rests_.clear();
}

void Marking::begin_young(uint32_t number, const std::vector<Object*>& remembered,
                          const std::vector<Object*>& partly_remembered) {
  number_ = number;
  is_whole_ = false;
  clears_stale_registers_ = false;
  own_ = std::make_unique<Marker::Impl>(this);
  roots_.impl_ = own_.get();
  half_before_.swap(half_known_);
  half_known_.clear();
  for (Object* object : unwatched_) look_again(object);
  for (Object* object : half_before_) look_again(object);
  for (Object* object : remembered) look_again(object);
  for (Object* object : remembered) set_old(object, true);
  MutexLock guard(lock_);
  for (Object* array : partly_remembered) {
    if (auto [begin, end] = dirty_items(array); begin < end) rests_.push_back({array, begin, end});
  }
}

void Marking::suspend() {
  // As at the end: the next slice looks at these again.
  for (Object* object : half_before_) set_old(object, true);
  for (Object* object : half_known_) set_old(object, false);
}

void Marking::look_again(const std::vector<Object*>& remembered) {
  half_before_.swap(half_known_);
  half_known_.clear();
  for (Object* object : unwatched_) look_again(object);
  for (Object* object : half_before_) look_again(object);
  for (Object* object : remembered) {
    if (!Heap::is_marked(object)) continue;  // though old: nothing refers to it any more
    look_again(object);
    set_old(object, true);
  }
}

void Marking::look_again(Object* object) {
  own_->push(object);
  own_->mark_class(object);  // it may have got another one
  // Stores into these name the object as their owner.
  for (AttributeSegment* segment = first_segment(object); segment; segment = segment->next.load()) own_->push(segment);
}

Marker& Marking::roots() {
  return roots_;
}

void Marking::mark(Object* object) {
  own_->mark(object);
}

void Marking::mark_conservatively(uint64_t word) {
  roots_.visit_conservatively(word);
}

void Marking::mark_native_word(uint64_t word) {
  if (!heap_->may_hold(word)) return;
  Object* object = heap_->find_object(word);
  if (!object) return;
  bool is_known = object->has_flag(kOld) && Heap::is_marked(object);
  own_->mark(object);
  if (!is_known && kStores[object->kind_byte] == kWatched && !kIsLeaf[object->kind_byte]) half_known_.push_back(object);
}

bool Marking::is_spent(uint32_t traced) const {
  // However late it is: a collection makes progress, and that of a small heap is over at once.
  constexpr uint32_t kLeastTraced = 1 << 15;
  if (traced >= budget_.objects) return true;
  return budget_.deadline != kNoDeadline && traced >= kLeastTraced && monotonic_now() > budget_.deadline;
}

void Marking::stop() {
  MutexLock guard(lock_);
  stopping_.store(true, std::memory_order_relaxed);
  changed_.notify_all();
}

bool Marking::go_on(const MarkingBudget& budget) {
  budget_ = budget;
  own_->begin_slice(budget.starts_helpers);
  finish();
  budget_ = {};
  MutexLock guard(lock_);
  stopping_.store(false, std::memory_order_relaxed);
  return full_.empty() && rests_.empty();
}

void Marking::finish() {
  own_->drain(roots_);
  wait_for_helpers();
  unwatched_.insert(unwatched_.end(), own_->unwatched.begin(), own_->unwatched.end());
  own_->unwatched.clear();
  MutexLock guard(lock_);
  idle_.store(0, std::memory_order_relaxed);
  markers_ = 1;
  if (spare_.size() > kSparePages) spare_.resize(kSparePages);
}

void Marking::end() {
  if (is_whole_) unwatched_after_whole_ = unwatched_.size();
  for (Object* object : half_before_) set_old(object, true);
  for (Object* object : half_known_) set_old(object, false);
}

void* Marking::help(void* marking) {
  Marker::Impl impl(static_cast<Marking*>(marking));
  impl.shared = true;
  Marker marker;
  marker.impl_ = &impl;
  impl.drain(marker);
  MutexLock guard(impl.marking->lock_);
  impl.marking->unwatched_.insert(impl.marking->unwatched_.end(), impl.unwatched.begin(), impl.unwatched.end());
  return nullptr;
}

void Marking::start_helpers() {
  constexpr size_t kStackSize = 256 * 1024;
  size_t count = std::min(usable_processors() - 1, kMostHelpers);
  own_->shared = count > 0;  // before the first is there
  pthread_attr_t attributes;
  if (count == 0 || pthread_attr_init(&attributes) != 0) return;
  pthread_attr_setstacksize(&attributes, kStackSize);
  // Signals are for the program's threads.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  for (size_t i = 0; i < count; ++i) {
    {
      MutexLock guard(lock_);
      ++markers_;
    }
    pthread_t helper;
    if (pthread_create(&helper, &attributes, help, this) != 0) {
      MutexLock guard(lock_);
      --markers_;  // fewer do it, too
      break;
    }
    helpers_.push_back(helper);
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
}

void Marking::wait_for_helpers() {
  for (pthread_t helper : helpers_) pthread_join(helper, nullptr);
  helpers_.clear();
  own_->shared = false;
}

}  // namespace gilded
