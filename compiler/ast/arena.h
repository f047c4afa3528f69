// Memory of one syntax tree: allocate as much as you like, free all at once.
//
// Nodes, sequences and identifiers live exactly as long as their Arena. Nothing allocated here is ever destroyed
// individually, so only trivially destructible types are accepted.
//
// Thread safety: none; one Arena belongs to one thread at a time. A finished tree may be read from many threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace gilded::compiler {

class Arena {
 public:
  Arena();
  ~Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // Constructs a T; its memory is released with the arena.
  template <typename T, typename... Arguments>
  T* make(Arguments&&... arguments) {
    static_assert(std::is_trivially_destructible_v<T>, "the arena runs no destructors");
    return new (allocate(sizeof(T), alignof(T))) T(std::forward<Arguments>(arguments)...);
  }

  // Copies a sequence into the arena.
  template <typename T>
  std::span<T> copy(const T* items, size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (count == 0) return {};
    T* memory = static_cast<T*>(allocate(sizeof(T) * count, alignof(T)));
    std::memcpy(static_cast<void*>(memory), items, sizeof(T) * count);
    return {memory, count};
  }
  template <typename T>
  std::span<T> copy(const std::vector<T>& items) {
    return copy(items.data(), items.size());
  }

  // Copies text into the arena.
  std::string_view copy_text(std::string_view text);

  // The one copy of `text` in this arena: equal identifiers have equal data() pointers.
  std::string_view intern(std::string_view text);

  // Uninitialised memory.
  void* allocate(size_t size, size_t alignment) {
    uintptr_t start = (reinterpret_cast<uintptr_t>(cursor_) + alignment - 1) & ~(static_cast<uintptr_t>(alignment) - 1);
    if (start + size > reinterpret_cast<uintptr_t>(limit_)) return allocate_slow(size, alignment);
    cursor_ = reinterpret_cast<char*>(start + size);
    return reinterpret_cast<void*>(start);
  }

  // Bytes asked of the system so far.
  size_t reserved_bytes() const { return reserved_bytes_; }

 private:
  struct InternEntry {
    uint64_t hash;
    std::string_view text;
  };

  void* allocate_slow(size_t size, size_t alignment);
  void grow_intern_table();

  char* cursor_ = nullptr;
  char* limit_ = nullptr;
  size_t next_block_size_;
  size_t reserved_bytes_ = 0;
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::vector<InternEntry> intern_table_;  // open addressing, power-of-two size; empty text data() marks a free entry
  size_t interned_ = 0;
};

}  // namespace gilded::compiler
