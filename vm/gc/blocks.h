// Where objects lie: blocks, size classes, large objects. For gc/ only.
//
// A block is 16 KiB, aligned to 16 KiB, cut from 2 MiB chunks, most of them one huge page each (large_memory.h):
//
//   | BlockHeader (size class, owner, next, bitmaps) | cell 0 | cell 1 | ... |
//
// The first chunk ends with half a mebibyte for large objects (large_memory.h): a program that just starts needs one
// huge page.
//
// All cells of a block have one size, a multiple of 16. A thread owns one block per size class and takes cells from its
// current run of free cells by moving a pointer. Blocks that no thread owns wait in `available_` (some free cells) or
// are full.
//
// Which cells hold objects is told by the bitmaps alone, without a look at the cells: one before `free_hint` always
// does (it was alive at the last collection, or was handed out since), one at or behind it does if its mark bit is set.
// So sweeping is lazy: after the marks are made blocks are counted through, and nothing is done to dead cells; a thread
// that needs cells takes the next run of unmarked ones behind free_hint, clears it (it is about to be written anyway)
// and moves free_hint behind it. A block without any mark becomes free as a whole.
//
// A block from which no thread took cells since the last collection holds what was alive then and nothing else: its
// marks tell all, and a collection of the young does not look at it. Blocks from which one did are listed as touched;
// a whole collection begins with touching all.
//
// A whole collection takes the marks away and makes them anew, in slices between which the world runs (gc/collector.h).
// Till a block is swept its marks do not tell what is there: that is copied into `present` first, and until then no
// thread gets cells of it. What is made meanwhile lies in fresh blocks (that were free, or are new):
//
//                            else                      in a whole collection
//   holds an object if       i < free_hint or marked   prepared blocks: present; fresh ones: i < free_hint
//   threads take cells from  all blocks with some      fresh ones, and those that are swept
//
// Objects above 4032 bytes come from gc/large_memory.h, a LargeHeader before each, and are found by address in a table
// that collections sort.
#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "vm/gc/large_memory.h"
#include "vm/gc/thread_allocator.h"
#include "vm/object/object.h"
#include "vm/threading/mutex.h"

namespace gilded {

inline constexpr size_t kBlockSize = 16 * 1024;
inline constexpr size_t kChunkSize = kHugePageSize;
inline constexpr size_t kFirstLargeMemory = size_t{512} << 10;  // of the first chunk, for large objects
inline constexpr size_t kMaxCellsPerBlock = kBlockSize / 16;

class Heap;

struct BlockHeader {
  uint16_t cell_size;   // 0: the block is free, of no size class
  uint16_t live_cells;  // after the last collection
  uint8_t size_class;
  bool is_zeroed;    // cells at and behind free_hint have never been used
  bool is_touched;   // listed so, see above
  bool is_prepared;  // a whole collection goes on: `present` tells what is there
  uint32_t cell_count;
  uint32_t free_hint;         // see above
  uint32_t units_reciprocal;  // of cell_size / 16, times 2^20, rounded up
  BlockHeader* next;          // in the heap's list
  Heap* heap;
  uint64_t marks[kMaxCellsPerBlock / 64];
  uint64_t present[kMaxCellsPerBlock / 64];  // the cells that held objects when a whole collection began
  char* cells() { return reinterpret_cast<char*>(this) + kCellsOffset; }
  char* cell(size_t i) { return cells() + i * cell_size; }
  // The cell that contains an offset from cells(): a division, exact for every offset and cell size of a block.
  uint32_t cell_at(size_t offset) const { return static_cast<uint32_t>(offset / 16 * units_reciprocal >> 20); }
  bool holds_object(uint32_t i) const {
    if (is_prepared) return (present[i / 64] >> (i % 64)) & 1;
    return i < free_hint || ((marks[i / 64] >> (i % 64)) & 1);
  }
  static constexpr size_t kCellsOffset = 304;
};
static_assert(sizeof(BlockHeader) <= BlockHeader::kCellsOffset);

// Sizes of large objects in bins, eight to each power of two, so that what a dead one leaves suits many others. Above
// the last bin memory is given back at once.
inline constexpr int kLargeBinCount = 8 * 7;  // to 512 KiB
constexpr int large_bin_of(size_t size) {
  int power = std::bit_width(size - 1) - 1;  // 2^power <= size - 1
  return (power - 12) * 8 + static_cast<int>(((size - 1) >> (power - 3)) & 7);
}
constexpr size_t large_bin_size(int bin) {
  return (size_t{9} + static_cast<size_t>(bin % 8)) << (bin / 8 + 9);
}
static_assert(large_bin_of(4097) == 0 && large_bin_size(0) == 4608 && large_bin_of(4608) == 0 &&
              large_bin_of(4609) == 1);
static_assert(large_bin_of(large_bin_size(kLargeBinCount - 1)) == kLargeBinCount - 1);

// Arrays of references that a collection can look at in parts, if they are large.
inline bool is_divisible(const Object* object) {
  Kind kind = object->kind();
  return kind == Kind::kValueArray || kind == Kind::kDictTable || kind == Kind::kSetTable ||
         object->is_exactly(Kind::kTuple);
}

// Stands before each large object.
struct alignas(16) LargeHeader {
  size_t size;  // of the object
  Heap* heap;
  int32_t bin;  // of its memory; at least kLargeBinCount: exactly as large as the object
  bool marked;
  // What was stored into since the last collection lies between these, in words of 8 bytes from the object; nothing
  // where the end is 0. Atomic while the world runs.
  uint32_t dirty_begin = 0, dirty_end = 0;
  static LargeHeader* of(Object* object) { return reinterpret_cast<LargeHeader*>(object) - 1; }
};

class Heap {
 public:
  explicit Heap(Runtime* runtime);
  ~Heap();

  void* allocate_slow(Thread* T, int size_class);
  void* allocate_large(Thread* T, size_t size, size_t zeroed);  // so many of its bytes are 0, the others are anything
  // Gives all blocks of a thread back (thread end, collection).
  void release(ThreadAllocator* allocator);

  // --- Only with the world stopped and all blocks given back
  // The live object that contains this address, or null. During a collection.
  Object* find_object(uintptr_t address);
  bool may_hold(uintptr_t address) const { return address - lowest_ <= highest_ - lowest_; }  // at once; mostly not
  static bool is_marked(Object* object);
  static bool set_mark(Object* object);         // true: it was not marked before
  static bool set_mark_shared(Object* object);  // the same while several threads mark
  void prepare_slice();                         // of a collection, after release: sorts what find_object asks
  // A whole collection begins, also while one goes on, which is given up then: no large object is marked any more.
  void begin_whole();
  // Takes the marks of blocks away, until `is_late` says so each now and then: false, and it is to be called again.
  template <class F>
  bool prepare_whole(F is_late);
  // A slice is over: threads ask for the next one after so many bytes. In a whole collection they take cells from fresh
  // blocks only, from now until the sweep; then from what is swept, too.
  void suspend(bool is_marking, uint64_t bytes);
  // Whether a collection that was suspended so many times should come to its end at once, for the sake of memory.
  bool has_grown_too_much(uint32_t slices) const;
  // Whether a collection of the young would leave too much behind: what became old since the last whole collection is
  // as much as was alive then, or half as much where a good part of the old was dead at the last one.
  bool wants_whole_collection() const;
  // Takes all marks away, for another marking, and puts them back.
  struct Marks {
    std::vector<uint64_t> words;
    std::vector<BlockHeader*> prepared;  // for the other marking
  };
  Marks take_marks();
  void put_marks(const Marks& marks);
  // What is marked is old from now on, the rest is dead, and its cells are free as soon as their blocks are swept:
  // until `is_late` says so now and then; false, and it is to be called again.
  void begin_sweep();
  template <class F>
  bool sweep(F is_late) {
    MutexLock guard(lock_);
    return sweep_rest(is_late);
  }
  uint64_t freed_objects() const { return present_count_ - live_count_; }  // by the last sweep
  template <class F>
  void for_each_object(F f);

  // Held over a fork, so that no thread of the parent holds it in the child.
  void lock() ACQUIRE(lock_) { lock_.lock(); }
  void unlock() RELEASE(lock_) { lock_.unlock(); }

  // Live objects whose finaliser has not run: the old, in the order in which they were made, and the young, gathered
  // from a thread when it gives its blocks back. Used with the world stopped.
  std::vector<Object*> old_finalizable, young_finalizable;
  // Old objects into which something was stored since the last collection, and large arrays of which only the dirty
  // part is to be looked at again. Used with the world stopped.
  std::vector<Object*> remembered, partly_remembered;
  // While a marking is suspended: unmarked objects that were stored into marked ones, instead of these. So the next
  // slice has as much to do as was stored, and not all of a large array again each time. (Dijkstra et al., "On-the-fly
  // garbage collection", 1978.)
  std::vector<Object*> stored;
  // Any thread; the second for a word of a large array.
  void remember(Object* old);
  void remember_slot(Object* old, size_t word);
  void remember_stored(Object* old, Object* value);
  bool is_marking() const { return is_marking_.load(std::memory_order_relaxed); }  // and suspended

  std::atomic<uint64_t> allocated_since_collection{0};  // bytes, but for what threads have not counted yet
  std::atomic<uint64_t> live_bytes{0};                  // after the last collection, dead old objects among them
  std::atomic<uint64_t> collection_threshold;

  // A collection of the young took so long, after the program had run for so long. Where it takes a large part of the
  // time, because much of what is made stays alive or there is much to look at again, the next one comes after more
  // new objects: up to as much as is alive.
  void note_cost(int64_t pause_ns, int64_t ran_ns);

 private:
  static constexpr size_t kPeriod = 64;  // blocks or objects, between two looks at the clock
  BlockHeader* new_block(int size_class) REQUIRES(lock_);
  void touch(BlockHeader* block) REQUIRES(lock_);
  bool next_run(BlockHeader* block, ThreadAllocator::Run* run);
  void prepare(BlockHeader* block) REQUIRES(lock_);
  template <class F>
  bool sweep_rest(F is_late) REQUIRES(lock_);
  void sweep(BlockHeader* block) REQUIRES(lock_);
  void sweep(Object* large) REQUIRES(lock_);
  void end_sweep() REQUIRES(lock_);
  void sort_addresses() REQUIRES(lock_);
  void release_large(LargeHeader* header) REQUIRES(lock_);
  void count_allocation(Thread* T, uint64_t bytes);

  Runtime* runtime_;
  Mutex lock_;
  std::vector<char*> chunks_ GUARDED_BY(lock_);  // sorted by address only at collections
  size_t chunk_used_ GUARDED_BY(lock_) = 0;      // bytes of the last chunk in use
  size_t chunk_end_ GUARDED_BY(lock_) = 0;       // and those that are for blocks
  std::vector<BlockHeader*> blocks_ GUARDED_BY(lock_);
  std::vector<BlockHeader*> free_blocks_ GUARDED_BY(lock_);          // empty, of no size class
  std::vector<BlockHeader*> touched_ GUARDED_BY(lock_);              // since the last collection
  BlockHeader* available_[kSizeClassCount] GUARDED_BY(lock_) = {};   // unowned, with free cells, not touched
  BlockHeader* given_back_[kSizeClassCount] GUARDED_BY(lock_) = {};  // the same, touched
  std::vector<Object*> old_large_ GUARDED_BY(lock_);                 // sorted by address
  // Sorted at collections; during a whole one all large objects. The first so many are sorted.
  std::vector<Object*> young_large_ GUARDED_BY(lock_);
  size_t sorted_large_ GUARDED_BY(lock_) = 0;
  // What a sweep that goes on looks at, and how far it has come. What lives of the large is moved to the beginning.
  bool is_sweeping_ GUARDED_BY(lock_) = false;
  std::vector<BlockHeader*> sweeping_blocks_ GUARDED_BY(lock_);
  std::vector<Object*> sweeping_large_ GUARDED_BY(lock_);
  size_t swept_blocks_ GUARDED_BY(lock_) = 0, swept_large_ GUARDED_BY(lock_) = 0, live_large_ GUARDED_BY(lock_) = 0;
  uint64_t present_count_ = 0, live_count_ = 0;  // objects in what was swept; written with the world stopped
  LargeMemory large_memory_ GUARDED_BY(lock_);
  // Memory of dead large objects, for others of their sizes: without a search, and still in the cache.
  std::vector<LargeHeader*> spare_[kLargeBinCount] GUARDED_BY(lock_);
  size_t spare_bytes_ GUARDED_BY(lock_) = 0;
  Mutex remembered_lock_;  // of what is remembered, beside the world's stop
  uint64_t threshold_;     // of the next collection; written with the world stopped
  // How long collections of the young took of late, and the program between them: the last one counts whole, the one
  // before it for three quarters, and so on. A start that has to fill the caches does not count for much.
  int64_t paused_ns_ = 0, ran_ns_ = 20'000'000;
  // Of the last whole collection; used with the world stopped.
  uint64_t live_before_whole_ = 0, live_after_whole_ = 0;  // the old, and what was left of all
  bool old_ones_die_ = false;                              // more than a quarter of what had become old was dead
  bool is_whole_ = false;                                  // a whole collection goes on
  size_t prepared_count_ = 0;                              // of blocks_, by it
  std::atomic<bool> is_marking_{false};                    // written with the world stopped
  uintptr_t lowest_chunk_ = UINTPTR_MAX, highest_chunk_ = 0;
  uintptr_t first_large_ = 0;  // what the first chunk has for large objects begins here
  // When a collection begins: all large objects lie between, and everything.
  uintptr_t lowest_large_ = UINTPTR_MAX, highest_large_ = 0, lowest_ = UINTPTR_MAX, highest_ = 0;
};

template <class F>
bool Heap::sweep_rest(F is_late) {
  if (!is_sweeping_) return true;
  while (swept_blocks_ < sweeping_blocks_.size()) {
    sweep(sweeping_blocks_[swept_blocks_++]);
    if (swept_blocks_ % kPeriod == 0 && is_late()) return false;
  }
  while (swept_large_ < sweeping_large_.size()) {
    sweep(sweeping_large_[swept_large_++]);
    if (swept_large_ % kPeriod == 0 && is_late()) return false;
  }
  end_sweep();
  return true;
}

template <class F>
void Heap::for_each_object(F f) {
  MutexLock guard(lock_);
  sweep_rest([] { return false; });  // dead objects are not told from others else
  for (BlockHeader* block : blocks_) {
    if (block->cell_size == 0) continue;
    for (uint32_t i = 0; i < block->cell_count; ++i) {
      if (block->holds_object(i)) f(reinterpret_cast<Object*>(block->cell(i)));
    }
  }
  for (Object* large : old_large_) f(large);
  for (Object* large : young_large_) f(large);
}

template <class F>
bool Heap::prepare_whole(F is_late) {
  MutexLock guard(lock_);
  while (prepared_count_ < blocks_.size()) {
    if (BlockHeader* block = blocks_[prepared_count_++]; block->cell_size != 0) {
      touch(block);
      prepare(block);
    }
    if (prepared_count_ % kPeriod == 0 && is_late()) return false;
  }
  return true;
}

inline BlockHeader* block_of(Object* object) {
  return reinterpret_cast<BlockHeader*>(reinterpret_cast<uintptr_t>(object) & ~(kBlockSize - 1));
}
inline bool Heap::is_marked(Object* object) {
  if (object->has_flag(kIsLarge)) return LargeHeader::of(object)->marked;
  BlockHeader* block = block_of(object);
  uint32_t i = block->cell_at(static_cast<size_t>(reinterpret_cast<char*>(object) - block->cells()));
  return (block->marks[i / 64] >> (i % 64)) & 1;
}
inline bool Heap::set_mark(Object* object) {
  if (object->has_flag(kIsLarge)) {
    bool& marked = LargeHeader::of(object)->marked;
    return !marked && (marked = true);
  }
  BlockHeader* block = block_of(object);
  uint32_t i = block->cell_at(static_cast<size_t>(reinterpret_cast<char*>(object) - block->cells()));
  uint64_t bit = uint64_t{1} << (i % 64);
  if (block->marks[i / 64] & bit) return false;
  block->marks[i / 64] |= bit;
  return true;
}
inline bool Heap::set_mark_shared(Object* object) {
  if (object->has_flag(kIsLarge)) {
    std::atomic_ref<bool> marked(LargeHeader::of(object)->marked);
    return !marked.load(std::memory_order_relaxed) && !marked.exchange(true, std::memory_order_relaxed);
  }
  BlockHeader* block = block_of(object);
  uint32_t i = block->cell_at(static_cast<size_t>(reinterpret_cast<char*>(object) - block->cells()));
  std::atomic_ref<uint64_t> word(block->marks[i / 64]);
  uint64_t bit = uint64_t{1} << (i % 64);
  if (word.load(std::memory_order_relaxed) & bit) return false;
  return !(word.fetch_or(bit, std::memory_order_relaxed) & bit);
}

}  // namespace gilded
