#include "vm/gc/large_memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>

#include "vm/gc/bitmap.h"
#include "vm/sanitizers.h"

namespace gilded {

namespace {

constexpr size_t kGranule = 1024;
constexpr uint32_t kMostGranules = kHugePageSize / kGranule;  // of a chunk, the first holds its header
constexpr size_t kEmptyChunksKept = 4;

// What has a mapping of its own ends with a huge page when most of it is needed, else with small ones.
size_t mapping_size(size_t size) {
  size_t tail = size % kHugePageSize;
  if (tail == 0) return size;
  constexpr size_t kPage = 4096;
  return tail >= kHugePageSize / 4 ? size - tail + kHugePageSize : (size + kPage - 1) / kPage * kPage;
}

}  // namespace

struct LargeMemory::Chunk {
  uint32_t index;  // in chunks_
  uint32_t granules = kMostGranules;
  uint32_t used = 1;                   // granules
  uint32_t untouched = 1;              // those at and behind it have never been used: they are zeroed
  uint32_t populated = kMostGranules;  // those before it are backed by memory, or will be by a huge page
  uint64_t taken[kMostGranules / 64] = {1};
};

char* map_aligned(size_t size, PageSize pages, int extra_mmap_flags) {
  size_t mapped = size + kHugePageSize;  // an aligned piece is inside, the rest is given back
  void* mapping = mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | extra_mmap_flags, -1, 0);
  if (mapping == MAP_FAILED) return nullptr;
  char* begin = static_cast<char*>(mapping);
  char* start =
      reinterpret_cast<char*>((reinterpret_cast<uintptr_t>(begin) + kHugePageSize - 1) & ~(kHugePageSize - 1));
  if (start > begin) munmap(begin, static_cast<size_t>(start - begin));
  if (begin + mapped > start + size) munmap(start + size, static_cast<size_t>(begin + mapped - (start + size)));
  madvise(start, size, pages == PageSize::kHuge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
  return start;
}

void populate(char* start, size_t size) {
  (void)madvise(start, size, MADV_POPULATE_WRITE);  // since Linux 5.14; before, each page has its fault
}

LargeMemory::~LargeMemory() {
  for (Chunk* chunk : chunks_) {
    if (chunk != adopted_) munmap(chunk, kHugePageSize);
  }
}

void LargeMemory::adopt(char* memory, size_t size) {
  adopted_ = new (memory) Chunk{static_cast<uint32_t>(chunks_.size()), static_cast<uint32_t>(size / kGranule)};
  chunks_.push_back(adopted_);
  longest_.push_back(adopted_->granules - 1);
}

LargeMemory::Chunk* LargeMemory::chunk_of(void* piece) const {
  char* adopted = reinterpret_cast<char*>(adopted_);
  if (adopted && piece >= adopted && piece < adopted + size_t{adopted_->granules} * kGranule) return adopted_;
  return reinterpret_cast<Chunk*>(reinterpret_cast<uintptr_t>(piece) & ~(kHugePageSize - 1));
}

LargeMemory::Chunk* LargeMemory::add_chunk() {
  bool is_small = chunks_.size() - (adopted_ ? 1 : 0) < kSmallPageChunks;
  char* memory = map_aligned(kHugePageSize, is_small ? PageSize::kSmall : PageSize::kHuge);
  if (!memory) return nullptr;
  static_assert(sizeof(Chunk) <= kGranule);
  auto* chunk = new (memory) Chunk{static_cast<uint32_t>(chunks_.size())};
  if (is_small) chunk->populated = 0;
  chunks_.push_back(chunk);
  longest_.push_back(kMostGranules - 1);
  ++empty_chunks_;
  return chunk;
}

void LargeMemory::remove_chunk(Chunk* chunk) {
  uint32_t index = chunk->index;
  munmap(chunk, kHugePageSize);
  chunks_[index] = chunks_.back();
  longest_[index] = longest_.back();
  chunks_.pop_back();
  longest_.pop_back();
  if (index < chunks_.size()) chunks_[index]->index = index;
  --empty_chunks_;
}

LargeMemory::Piece LargeMemory::allocate(size_t size) {
#ifdef GILDED_ADDRESS_SANITIZER
  return {std::calloc(1, size), true};  // it sees what is written behind the end of such a piece
#endif
  if (size > (kMostGranules - 1) * kGranule) return {map_aligned(mapping_size(size), PageSize::kHuge), true};
  auto granules = static_cast<uint32_t>((size + kGranule - 1) / kGranule);
  for (size_t at = 0;; ++at) {
    if (at == chunks_.size() && !add_chunk()) return {nullptr, false};
    if (longest_[at] < granules) continue;
    Chunk* chunk = chunks_[at];
    uint32_t longest = 0;
    for (uint32_t begin = 0; (begin = find_clear_bit(chunk->taken, begin, chunk->granules)) < chunk->granules;) {
      uint32_t end = std::min(find_set_bit(chunk->taken, begin, chunk->granules), chunk->granules);
      if (end - begin >= granules) {
        set_bits(chunk->taken, begin, begin + granules, true);
        if (chunk->used == 1 && chunk != adopted_) --empty_chunks_;
        chunk->used += granules;
        bool is_zeroed = begin >= chunk->untouched;
        chunk->untouched = std::max(chunk->untouched, begin + granules);
        if (end = begin + granules; end > chunk->populated) {
          constexpr uint32_t kStep = kPopulatedStep / kGranule;
          end = (end + kStep - 1) / kStep * kStep;
          populate(reinterpret_cast<char*>(chunk) + size_t{chunk->populated} * kGranule,
                   size_t{end - chunk->populated} * kGranule);
          chunk->populated = end;
        }
        return {reinterpret_cast<char*>(chunk) + begin * kGranule, is_zeroed};
      }
      longest = std::max(longest, end - begin);
      begin = end;
    }
    longest_[at] = longest;
  }
}

void LargeMemory::release(void* start, size_t size) {
#ifdef GILDED_ADDRESS_SANITIZER
  std::free(start);
  return;
#endif
  if (size > (kMostGranules - 1) * kGranule) {
    munmap(start, mapping_size(size));
    return;
  }
  auto granules = static_cast<uint32_t>((size + kGranule - 1) / kGranule);
  Chunk* chunk = chunk_of(start);
  auto begin =
      static_cast<uint32_t>(static_cast<size_t>(static_cast<char*>(start) - reinterpret_cast<char*>(chunk)) / kGranule);
  set_bits(chunk->taken, begin, begin + granules, false);
  chunk->used -= granules;
  // It may have joined two runs.
  longest_[chunk->index] = std::min(2 * longest_[chunk->index] + granules, chunk->granules - 1);
  if (chunk->used > 1) return;
  longest_[chunk->index] = chunk->granules - 1;
  if (chunk != adopted_ && ++empty_chunks_ > kEmptyChunksKept) remove_chunk(chunk);
}

}  // namespace gilded
