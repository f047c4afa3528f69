// Memory of large objects, in huge pages. For gc/ only; not thread-safe: the heap's lock is held.
//
// The C library's allocator gets its memory from the kernel in pages of 4 KiB. Each costs a fault when it is first
// used, and again whenever the memory was given back meanwhile: on a virtual machine about 15 us, a third of the time
// of a program whose big integers or lists grow. So pieces are cut here from chunks that are one huge page each:
//
//   | Chunk (bitmap of used granules, ...) | piece | free | piece | ... |      2 MiB, aligned; granules of 1 KiB
//
// A piece is a run of granules, the first that is long enough. One that does not fit into a chunk is mapped on its own.
// Chunks without pieces go back to the kernel, but for a few. The first chunk is smaller: it stands in the heap's first
// huge page, behind its blocks, so that a small program needs one such page and not two.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gilded {

// Maps `size` bytes, aligned to 2 MiB, to be backed by huge pages as far as they are whole; zeroed. Null when there is
// no memory.
char* map_huge_pages(size_t size, int extra_mmap_flags);
inline constexpr size_t kHugePageSize = size_t{2} << 20;

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
