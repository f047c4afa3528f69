// Memory from the kernel, and what large objects have of it. For gc/ only; not thread-safe: the heap's lock is held.
//
// The C library's allocator gets its memory from the kernel in pages of 4 KiB. Each costs a fault when it is first
// used, and again whenever the memory was given back meanwhile: on a virtual machine about 15 us, a third of the time
// of a program whose big integers or lists grow. So pieces are cut here from chunks that are one huge page each:
//
//   | Chunk (bitmap of used granules, ...) | piece | free | piece | ... |      2 MiB, aligned; granules of 1 KiB
//
// A piece is a run of granules, the first that is long enough. One that does not fit into a chunk is mapped on its own.
// Chunks without pieces go back to the kernel, but for a few.
//
// A huge page is resident memory as a whole as soon as a byte of it is used. So the first chunk is smaller: it stands
// in the heap's first huge page, behind its blocks, and a small program needs one such page and not two. Some chunks
// that follow have small pages, which the kernel backs a few at a time as pieces reach them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gilded {

inline constexpr size_t kHugePageSize = size_t{2} << 20;
enum class PageSize { kSmall, kHuge };
// Maps `size` bytes, aligned to 2 MiB, to be backed by huge pages as far as they are whole, or by small ones only;
// zeroed. Null when there is no memory.
char* map_aligned(size_t size, PageSize pages, int extra_mmap_flags = 0);
// Chunks that have small pages, after the heap's first: of blocks, and of large objects. Later ones are huge pages, for
// programs with so much data search it faster then.
inline constexpr size_t kSmallPageChunks = 3;
// Has the kernel back small pages at once, which takes as long as a huge page does for the same memory; a fault for
// each takes 2 to 15 times that. Memory in small pages is populated in steps of this size, aligned so.
inline constexpr size_t kPopulatedStep = size_t{32} << 10;
void populate(char* start, size_t size);

class LargeMemory {
 public:
  LargeMemory() = default;
  ~LargeMemory();  // all pieces have been given back
  LargeMemory(const LargeMemory&) = delete;
  LargeMemory& operator=(const LargeMemory&) = delete;

  // Makes a chunk of this memory, zeroed and the caller's, who keeps it for longer than this object lives. Once.
  void adopt(char* memory, size_t size);

  struct Piece {
    void* start;  // aligned to 1 KiB; null when there is no memory
    bool is_zeroed;
  };
  Piece allocate(size_t size);
  void release(void* start, size_t size);  // the size that it was allocated with

 private:
  struct Chunk;
  Chunk* add_chunk();
  Chunk* chunk_of(void* piece) const;
  void remove_chunk(Chunk* chunk);

  std::vector<Chunk*> chunks_;
  std::vector<uint32_t> longest_;  // beside each chunk, in granules: no free run of it is longer
  size_t empty_chunks_ = 0;        // of those that were mapped here
  Chunk* adopted_ = nullptr;
};

}  // namespace gilded
