#include "vm/gc/heap.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <utility>

#include "vm/gc/bitmap.h"
#include "vm/gc/blocks.h"
#include "vm/object/errors.h"
#include "vm/object/instance.h"
#include "vm/object/type.h"
#include "vm/object/value_array.h"
#include "vm/runtime.h"

namespace gilded {

NoSafepointScope::NoSafepointScope([[maybe_unused]] Thread* T) {
#ifndef NDEBUG
  thread_ = T;
  ++T->no_safepoint_depth;
#endif
}
NoSafepointScope::~NoSafepointScope() {
#ifndef NDEBUG
  --thread_->no_safepoint_depth;
#endif
}

Heap::Heap(Runtime* runtime)
    : collection_threshold(2 * runtime->options.heap_first_collection),  // the start makes as much as that
      runtime_(runtime),
      threshold_(runtime->options.heap_first_collection) {}

void remember_old(Object* owner) {
  Heap* heap = owner->has_flag(kIsLarge) ? LargeHeader::of(owner)->heap : block_of(owner)->heap;
  heap->remember(owner);
}

void remember_old_slot(Object* owner, const Slot& slot, Object* value) {
  Heap* heap = owner->has_flag(kIsLarge) ? LargeHeader::of(owner)->heap : block_of(owner)->heap;
  if (heap->is_marking()) return heap->remember_stored(owner, value);
  if (!owner->has_flag(kIsLarge) || !is_divisible(owner)) return heap->remember(owner);
  auto offset = reinterpret_cast<const char*>(&slot) - reinterpret_cast<const char*>(owner);
  heap->remember_slot(owner, static_cast<size_t>(offset) / sizeof(Slot));
}

void Heap::remember_stored(Object* old, Object* value) {
  constexpr size_t kMostStored = 1 << 16;
  // What is not marked yet will be looked at when it is. Marks are made with the world stopped only.
  if (!is_marked(old) || is_marked(value)) return;
  {
    MutexLock guard(remembered_lock_);
    if (stored.size() < kMostStored) return stored.push_back(value);
  }
  // The next slice does not come, as after gc.disable(): no more than each object once.
  remember(old);
}

void Heap::remember_slot(Object* old, size_t word) {
  // Where one word is written others will be: most stores find their word in the dirty part already.
  constexpr size_t kStep = 64;
  LargeHeader* header = LargeHeader::of(old);
  std::atomic_ref<uint32_t> dirty_begin(header->dirty_begin), dirty_end(header->dirty_end);
  if (word >= dirty_begin.load(std::memory_order_relaxed) && word < dirty_end.load(std::memory_order_relaxed)) return;
  {
    MutexLock guard(remembered_lock_);
    size_t begin = word / kStep * kStep, end = begin + kStep;
    if (uint32_t end_before = dirty_end.load(std::memory_order_relaxed)) {
      begin = std::min<size_t>(begin, dirty_begin.load(std::memory_order_relaxed));
      end = std::max<size_t>(end, end_before);
    } else {
      partly_remembered.push_back(old);
    }
    if ((end - begin) * sizeof(Slot) <= header->size / 4 && end <= UINT32_MAX) {
      dirty_begin.store(static_cast<uint32_t>(begin), std::memory_order_relaxed);
      dirty_end.store(static_cast<uint32_t>(end), std::memory_order_relaxed);
      return;
    }
  }
  remember(old);  // the whole, and no store is told of any more
}

void Heap::remember(Object* old) {
  // Once until the next collection, by one of the threads that store into it.
  if (!(old->flags.fetch_and(static_cast<uint8_t>(~kOld), std::memory_order_relaxed) & kOld)) return;
  MutexLock guard(remembered_lock_);
  remembered.push_back(old);
}

bool Heap::wants_whole_collection() const {
  uint64_t live = live_bytes.load(std::memory_order_relaxed);
  // Where little of it was dead last time the program builds something, and whole collections would be in vain.
  uint64_t least = uint64_t{1} << (old_ones_die_ ? 20 : 21), part = live_after_whole_ / (old_ones_die_ ? 2 : 1);
  bool is_first = live_after_whole_ == 0;
  return is_first || live > live_after_whole_ + std::max(least, part);
}

void Heap::note_cost(int64_t pause_ns, int64_t ran_ns) {
  constexpr uint64_t kMostTimesFirst = 2;
  constexpr int64_t kDear = 24, kCheap = 64;  // collections take a 24th of the time, or more; a 64th, or less
  // The system may have had other plans with the processor, once.
  paused_ns_ = paused_ns_ * 3 / 4 + std::min(pause_ns, paused_ns_ / 2 + 50'000);
  ran_ns_ = ran_ns_ * 3 / 4 + ran_ns;
  uint64_t first = runtime_->options.heap_first_collection, live = live_bytes.load(std::memory_order_relaxed);
  if (paused_ns_ * kDear > ran_ns_) {
    threshold_ = std::min(threshold_ * 2, std::max(first * kMostTimesFirst, live / 2));
  } else if (paused_ns_ * kCheap < ran_ns_) {
    threshold_ = std::max(threshold_ / 2, first);
  }
}

Heap::~Heap() NO_THREAD_SAFETY_ANALYSIS {
  sweep_rest([] { return false; });
  for (Object* large : old_large_) release_large(LargeHeader::of(large));
  for (Object* large : young_large_) release_large(LargeHeader::of(large));
  for (auto& bin : spare_) {
    for (LargeHeader* spare : bin) release_large(spare);
  }
  for (char* chunk : chunks_) munmap(chunk, kChunkSize);
}

// Whether the chunk of blocks that was or will be made after so many others has.
static bool has_small_pages(size_t index) {
  return index >= 1 && index <= kSmallPageChunks;
}

BlockHeader* Heap::new_block(int size_class) {
  BlockHeader* block;
  if (!free_blocks_.empty()) {
    block = free_blocks_.back();
    free_blocks_.pop_back();
    block->is_zeroed = false;
  } else {
    if (chunk_used_ == chunk_end_) {
      // Already the start of the interpreter fills half a chunk; the first is a huge page. MAP_NORESERVE: it is counted
      // when it is used.
      bool is_small = has_small_pages(chunks_.size());
      char* chunk = map_aligned(kChunkSize, is_small ? PageSize::kSmall : PageSize::kHuge, MAP_NORESERVE);
      if (!chunk) return nullptr;
      chunks_.push_back(chunk);
      chunk_used_ = 0;
      chunk_end_ = kChunkSize;
      if (chunks_.size() == 1) {
        chunk_end_ -= kFirstLargeMemory;
        large_memory_.adopt(chunk + chunk_end_, kFirstLargeMemory);
        first_large_ = reinterpret_cast<uintptr_t>(chunk) + chunk_end_;
      }
      lowest_chunk_ = std::min(lowest_chunk_, reinterpret_cast<uintptr_t>(chunk));
      highest_chunk_ = std::max(highest_chunk_, reinterpret_cast<uintptr_t>(chunk) + kChunkSize);
    }
    if (has_small_pages(chunks_.size() - 1) && chunk_used_ % kPopulatedStep == 0)
      populate(chunks_.back() + chunk_used_, kPopulatedStep);
    block = reinterpret_cast<BlockHeader*>(chunks_.back() + chunk_used_);
    chunk_used_ += kBlockSize;
    block->is_zeroed = true;
    block->heap = this;
    blocks_.push_back(block);
  }
  block->size_class = static_cast<uint8_t>(size_class);
  block->cell_size = kCellSizes[size_class];
  block->cell_count = static_cast<uint32_t>((kBlockSize - BlockHeader::kCellsOffset) / block->cell_size);
  block->units_reciprocal = ((1u << 20) + block->cell_size / 16 - 1) / (block->cell_size / 16);
  block->free_hint = 0;
  block->live_cells = 0;
  block->next = nullptr;
  memset(block->marks, 0, sizeof(block->marks));
  return block;
}

void Heap::touch(BlockHeader* block) {
  if (block->is_touched) return;
  block->is_touched = true;
  touched_.push_back(block);
}

// The next run of free cells of a block, cleared.
bool Heap::next_run(BlockHeader* block, ThreadAllocator::Run* run) {
  uint32_t count = block->cell_count;
  uint32_t i = block->free_hint;
  if (i >= count) return false;
  i = find_clear_bit(block->marks, i, count);
  if (i >= count) {
    block->free_hint = count;
    return false;
  }
  uint32_t end = std::min(find_set_bit(block->marks, i, count), count);
  if (runtime_->options.gc_every_allocations) end = i + 1;
  run->next = block->cell(i);
  run->end = block->cell(end);
  run->block = block;
  if (!block->is_zeroed) memset(run->next, 0, static_cast<size_t>(run->end - run->next));
  block->free_hint = end;
  return true;
}

void Heap::count_allocation(Thread* T, uint64_t bytes) {
  constexpr uint64_t kCountedAtOnce = 16 * 1024;
  uint64_t& uncounted = T->allocator->uncounted_bytes;
  uncounted += bytes;
  if (uncounted >= kCountedAtOnce) {
    uint64_t counted = std::exchange(uncounted, 0);
    uint64_t total = allocated_since_collection.fetch_add(counted, std::memory_order_relaxed) + counted;
    if (total > collection_threshold.load(std::memory_order_relaxed)) T->request(kCollectRequested);
  }
  if (uint64_t period = runtime_->options.gc_every_allocations) {
    if (T->allocator->allocations_until_stress-- == 0) {
      T->allocator->allocations_until_stress = period;
      T->request(kCollectRequested);
    }
  }
}

void* Heap::allocate_slow(Thread* T, int size_class) {
  ThreadAllocator::Run& run = T->allocator->runs[size_class];
  while (!run.block || !next_run(run.block, &run)) {
    MutexLock guard(lock_);
    BlockHeader*& list = given_back_[size_class] ? given_back_[size_class] : available_[size_class];
    BlockHeader* block = list;
    if (block) {
      list = block->next;
      block->next = nullptr;
    } else {
      block = new_block(size_class);
      if (!block) {
        run = {};
        return nullptr;
      }
    }
    touch(block);
    run.block = block;
    run.next = run.end = nullptr;
  }
  count_allocation(T, static_cast<uint64_t>(run.end - run.next));
  return T->allocator->take(size_class);
}

namespace {

size_t memory_size(const LargeHeader& header) {
  return sizeof(LargeHeader) + (header.bin < kLargeBinCount ? large_bin_size(header.bin) : header.size);
}

}  // namespace

void* Heap::allocate_large(Thread* T, size_t size, size_t zeroed) {
  LargeHeader wanted{size, this, large_bin_of(std::max<size_t>(size, 4097)), false};
  LargeHeader* header = nullptr;
  bool is_zeroed = false;
  {
    MutexLock guard(lock_);
    if (wanted.bin < kLargeBinCount && !spare_[wanted.bin].empty()) {
      header = spare_[wanted.bin].back();
      spare_[wanted.bin].pop_back();
      spare_bytes_ -= large_bin_size(wanted.bin);
    } else {
      LargeMemory::Piece piece = large_memory_.allocate(memory_size(wanted));
      header = static_cast<LargeHeader*>(piece.start);
      is_zeroed = piece.is_zeroed;
    }
  }
  if (!header) return nullptr;
  if (!is_zeroed) memset(static_cast<void*>(header), 0, sizeof(LargeHeader) + zeroed);
  *header = wanted;
  auto* object = reinterpret_cast<Object*>(header + 1);
  {
    MutexLock guard(lock_);
    young_large_.push_back(object);
  }
  count_allocation(T, size);
  return object;
}

void Heap::release_large(LargeHeader* header) {
  large_memory_.release(header, memory_size(*header));
}

void Heap::release(ThreadAllocator* allocator) {
  MutexLock guard(lock_);
  young_finalizable.insert(young_finalizable.end(), allocator->finalizable.begin(), allocator->finalizable.end());
  allocator->finalizable.clear();
  allocated_since_collection.fetch_add(std::exchange(allocator->uncounted_bytes, 0), std::memory_order_relaxed);
  for (ThreadAllocator::Run& run : allocator->runs) {
    if (!run.block) continue;
    // The rest of the run is still free.
    if (run.next != run.end)
      run.block->free_hint = run.block->cell_at(static_cast<size_t>(run.next - run.block->cells()));
    run.block->next = given_back_[run.block->size_class];
    given_back_[run.block->size_class] = run.block;
    run = {};
  }
}

// Of the cells 64 * w and following those before free_hint.
static uint64_t used_cells(const BlockHeader* block, uint32_t w) {
  if (block->free_hint >= (w + 1) * 64) return ~uint64_t{0};
  return block->free_hint > w * 64 ? (uint64_t{1} << (block->free_hint % 64)) - 1 : 0;
}
void Heap::prepare_slice() {
  MutexLock guard(lock_);
  sort_addresses();
}

void Heap::begin_whole() {
  MutexLock guard(lock_);
  prepared_count_ = 0;
  for (Object* large : young_large_) LargeHeader::of(large)->marked = false;  // by a collection that is given up
  if (std::exchange(is_whole_, true)) return;
  live_before_whole_ = live_bytes.load(std::memory_order_relaxed);
  uint64_t size = 0;
  for (Object* large : old_large_) {
    LargeHeader::of(large)->marked = false;
    size += LargeHeader::of(large)->size;
  }
  live_bytes.fetch_sub(size, std::memory_order_relaxed);
  // The old are sorted.
  old_large_.swap(young_large_);
  sorted_large_ = young_large_.size();
  young_large_.insert(young_large_.end(), old_large_.begin(), old_large_.end());
  old_large_.clear();
  sort_addresses();
}

void Heap::prepare(BlockHeader* block) {
  for (uint32_t w = 0; w * 64 < block->cell_count; ++w) {
    if (!block->is_prepared) block->present[w] = block->marks[w] | used_cells(block, w);
    block->marks[w] = 0;
  }
  block->is_prepared = true;
}

void Heap::suspend(bool is_marking, uint64_t bytes) {
  MutexLock guard(lock_);
  is_marking_.store(is_marking, std::memory_order_relaxed);
  if (is_whole_ && !is_sweeping_) {
    std::fill(std::begin(available_), std::end(available_), nullptr);
    // Fresh blocks stay so: they can be filled further, unless their turn to be prepared is still to come.
    for (BlockHeader*& first : given_back_) {
      BlockHeader** link = &first;
      while (BlockHeader* block = *link) {
        if (block->is_prepared || !is_marking) {
          *link = block->next;
          block->next = nullptr;
        } else {
          link = &block->next;
        }
      }
    }
  }
  allocated_since_collection.store(0, std::memory_order_relaxed);
  collection_threshold.store(bytes, std::memory_order_relaxed);
}

bool Heap::has_grown_too_much(uint32_t slices) const {
  return slices * runtime_->options.heap_first_collection > live_before_whole_ / 4 + (uint64_t{8} << 20);
}

// What find_object asks.
void Heap::sort_addresses() {
  auto new_ones = young_large_.begin() + static_cast<std::ptrdiff_t>(sorted_large_);
  std::sort(new_ones, young_large_.end());
  if (sorted_large_ > 0 && new_ones != young_large_.end()) {
    std::vector<Object*> all(young_large_.size());
    std::merge(young_large_.begin(), new_ones, new_ones, young_large_.end(), all.begin());
    young_large_.swap(all);
  }
  sorted_large_ = young_large_.size();
  lowest_large_ = UINTPTR_MAX;
  highest_large_ = 0;
  for (const auto* all : {&old_large_, &young_large_}) {
    if (all->empty()) continue;
    lowest_large_ = std::min(lowest_large_, reinterpret_cast<uintptr_t>(all->front()));
    highest_large_ =
        std::max(highest_large_, reinterpret_cast<uintptr_t>(all->back()) + LargeHeader::of(all->back())->size);
  }
  lowest_ = std::min(lowest_chunk_, lowest_large_);
  highest_ = std::max(highest_chunk_, highest_large_);
  std::sort(chunks_.begin(), chunks_.end() - (chunks_.empty() ? 0 : 1));  // the last one is still being cut
}

Object* Heap::find_object(uintptr_t address) NO_THREAD_SAFETY_ANALYSIS {
  bool among_large = address - first_large_ < kFirstLargeMemory;
  if (address >= lowest_chunk_ && address < highest_chunk_ && !among_large) {
    char* chunk = reinterpret_cast<char*>(address & ~(kChunkSize - 1));
    bool known =
        !chunks_.empty() && (chunk == chunks_.back() || std::binary_search(chunks_.begin(), chunks_.end() - 1, chunk));
    if (known) {
      if (chunk == chunks_.back() && address - reinterpret_cast<uintptr_t>(chunk) >= chunk_used_) return nullptr;
      auto* block = reinterpret_cast<BlockHeader*>(address & ~(kBlockSize - 1));
      uintptr_t offset = address & (kBlockSize - 1);
      if (block->cell_size == 0 || offset < BlockHeader::kCellsOffset) return nullptr;
      uint32_t i = block->cell_at(offset - BlockHeader::kCellsOffset);
      if (i >= block->cell_count) return nullptr;
      return block->holds_object(i) ? reinterpret_cast<Object*>(block->cell(i)) : nullptr;
    }
  }
  if (address < lowest_large_ || address > highest_large_) return nullptr;
  for (const auto* all : {&old_large_, &young_large_}) {
    auto it = std::upper_bound(all->begin(), all->end(), address,
                               [](uintptr_t a, Object* large) { return a < reinterpret_cast<uintptr_t>(large); });
    if (it == all->begin()) continue;
    Object* large = *--it;
    if (address <= reinterpret_cast<uintptr_t>(large) + LargeHeader::of(large)->size) return large;
  }
  return nullptr;
}

Heap::Marks Heap::take_marks() {
  MutexLock guard(lock_);
  Marks taken;
  for (BlockHeader* block : blocks_) {
    taken.words.insert(taken.words.end(), std::begin(block->marks), std::end(block->marks));
    if (block->cell_size == 0) continue;
    if (!block->is_prepared) taken.prepared.push_back(block);
    prepare(block);
  }
  for (const auto* all : {&old_large_, &young_large_}) {
    for (Object* large : *all) taken.words.push_back(std::exchange(LargeHeader::of(large)->marked, false));
  }
  return taken;
}

void Heap::put_marks(const Marks& marks) {
  MutexLock guard(lock_);
  for (BlockHeader* block : marks.prepared) block->is_prepared = false;
  auto next = marks.words.begin();
  for (BlockHeader* block : blocks_) {
    std::copy_n(next, std::size(block->marks), block->marks);
    next += std::ssize(block->marks);
  }
  for (const auto* all : {&old_large_, &young_large_}) {
    for (Object* large : *all) LargeHeader::of(large)->marked = *next++ != 0;
  }
}

void Heap::begin_sweep() {
  MutexLock guard(lock_);
  if (is_whole_) std::fill(std::begin(available_), std::end(available_), nullptr);
  std::fill(std::begin(given_back_), std::end(given_back_), nullptr);
  is_marking_.store(false, std::memory_order_relaxed);
  is_sweeping_ = true;
  swept_blocks_ = swept_large_ = 0;
  sweeping_blocks_.swap(touched_);
  sweeping_large_.swap(young_large_);
  sorted_large_ = 0;
  present_count_ = sweeping_large_.size();
  live_count_ = 0;
}

void Heap::sweep(BlockHeader* block) {
  uint32_t live_cells = 0;
  for (uint32_t w = 0; w * 64 < block->cell_count; ++w) {
    live_cells += static_cast<uint32_t>(std::popcount(block->marks[w]));
    uint64_t present = block->is_prepared ? block->present[w] : block->marks[w] | used_cells(block, w);
    present_count_ += static_cast<uint64_t>(std::popcount(present));
  }
  block->next = nullptr;
  block->is_touched = block->is_prepared = false;
  // Cells behind the old hint that were never used are still zeroed, but those before it are not.
  if (block->free_hint > 0) block->is_zeroed = false;
  block->free_hint = 0;
  live_count_ += live_cells;
  uint64_t before = uint64_t{block->live_cells} * block->cell_size, after = uint64_t{live_cells} * block->cell_size;
  live_bytes.fetch_add(after - before, std::memory_order_relaxed);
  block->live_cells = static_cast<uint16_t>(live_cells);
  if (live_cells == 0) {
    block->cell_size = 0;
    free_blocks_.push_back(block);
  } else if (live_cells < block->cell_count - block->cell_count / 16) {
    // A block with very few gaps is not worth the search through it.
    block->next = available_[block->size_class];
    available_[block->size_class] = block;
  }
}

void Heap::sweep(Object* large) {
  LargeHeader* header = LargeHeader::of(large);
  if (header->marked) {
    live_bytes.fetch_add(header->size, std::memory_order_relaxed);
    sweeping_large_[live_large_++] = large;
  } else if (header->bin < kLargeBinCount && spare_bytes_ < runtime_->options.heap_first_collection) {
    spare_[header->bin].push_back(header);
    spare_bytes_ += large_bin_size(header->bin);
  } else {
    release_large(header);
  }
}

void Heap::end_sweep() {
  sweeping_blocks_.clear();
  sweeping_large_.resize(live_large_);
  live_count_ += std::exchange(live_large_, 0);
  if (old_large_.empty()) {
    old_large_.swap(sweeping_large_);
  } else if (!sweeping_large_.empty()) {
    std::vector<Object*> both(old_large_.size() + sweeping_large_.size());
    std::merge(old_large_.begin(), old_large_.end(), sweeping_large_.begin(), sweeping_large_.end(), both.begin());
    old_large_.swap(both);
    sweeping_large_.clear();
  }
  allocated_since_collection.store(0, std::memory_order_relaxed);
  if (std::exchange(is_whole_, false)) {
    uint64_t live = live_bytes.load(std::memory_order_relaxed);
    old_ones_die_ = live < live_before_whole_ - (live_before_whole_ - live_after_whole_) / 4;
    live_after_whole_ = live;
  }
  collection_threshold.store(threshold_, std::memory_order_relaxed);
  is_sweeping_ = false;
}

namespace {

void* allocate_bytes(Thread* T, size_t size, size_t zeroed) {
  if (size > kLargeThreshold) {
    void* memory = size < (size_t{1} << 46) ? T->runtime->heap->allocate_large(T, size, zeroed) : nullptr;
    if (!memory) (void)raise_memory_error(T);
    return memory;
  }
  if (void* memory = T->allocator->take(size_class_of(size))) return memory;
  return allocate_cell_slow(T, size_class_of(size));
}

}  // namespace

void* allocate_cell_slow(Thread* T, int size_class) {
  void* memory = T->runtime->heap->allocate_slow(T, size_class);
  if (!memory) (void)raise_memory_error(T);
  return memory;
}

Object* allocate_object(Thread* T, size_t size, Kind kind, Shape* shape) {
  return allocate_data(T, size, size, kind, shape);
}

Object* allocate_data(Thread* T, size_t size, size_t zeroed, Kind kind, Shape* shape) {
  void* memory = allocate_bytes(T, size, zeroed);
  return memory ? set_header(memory, kind, shape, size > kLargeThreshold ? kIsLarge : 0) : nullptr;
}

Object* allocate_instance_of(Thread* T, Type* type, size_t fixed_size) {
  Shape* shape = type->root_shape.load(std::memory_order_acquire);
  uint8_t flags = 0;
  size_t size = fixed_size;
  if (type->has_flag(kTypeHasFinalizer) || type->slots.finalize) flags |= kHasFinalizer;
  if (type->instance_kind == Kind::kInstance) {
    size = sizeof(Instance) - sizeof(Slot) + shape->inline_capacity * sizeof(Slot);
    flags |= kHasAttributes;
  } else if (!type->has_flag(kTypeIsBuiltin) ||
             (type->has_flag(kTypeInstancesHaveAttributes) &&
              (type->instance_kind == Kind::kRecord || type->instance_kind == Kind::kClassMethod ||
               type->instance_kind == Kind::kStaticMethod))) {
    // Behind the built-in's layout: the attributes of a subclass's instance, or of a native type that has some.
    flags |= kIsSubclassInstance | kHasAttributes;
    size = (fixed_size + 7) / 8 * 8 + sizeof(Slot);
  }
  void* memory = allocate_bytes(T, size, size);
  if (!memory) return nullptr;
  if (size > kLargeThreshold) flags |= kIsLarge;
  Object* object = set_header(memory, type->instance_kind, shape, flags);
  if (flags & kHasFinalizer) T->allocator->finalizable.push_back(object);
  return object;
}

void add_finalizer(Thread* T, Object* object) {
  object->flags.fetch_or(kHasFinalizer, std::memory_order_relaxed);
  T->allocator->finalizable.push_back(object);
}

ValueArray* make_value_array(Thread* T, size_t capacity) {
  if (capacity > (size_t{1} << 44)) return raise_memory_error(T);
  auto* array = allocate<ValueArray>(T, Kind::kValueArray, nullptr, capacity * sizeof(Slot));
  if (array) array->capacity = capacity;
  return array;
}

ValueArray* make_register_array(Thread* T, size_t capacity) {
  auto* array = allocate<ValueArray>(T, Kind::kRegisterArray, nullptr, capacity * sizeof(Slot));
  if (array) array->capacity = capacity;
  return array;
}

void trace_register_array(Object* object, Marker& marker) {
  auto* array = static_cast<ValueArray*>(object);
  for (size_t i = 0; i < array->capacity; ++i) marker.visit_conservatively((*array)[i].load_relaxed().bits());
}

RawBytes* make_raw_bytes(Thread* T, size_t capacity, bool zeroed) {
  if (capacity > (size_t{1} << 46)) return raise_memory_error(T);
  size_t size = sizeof(RawBytes) + capacity;
  auto* bytes =
      static_cast<RawBytes*>(allocate_data(T, size, zeroed ? size : sizeof(RawBytes), Kind::kRawBytes, nullptr));
  if (bytes) bytes->capacity = capacity;
  return bytes;
}

}  // namespace gilded
