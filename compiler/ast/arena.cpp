#include "compiler/ast/arena.h"

#include <algorithm>

namespace gilded::compiler {

namespace {

constexpr size_t kFirstBlockSize = 16 * 1024;
constexpr size_t kLargestBlockSize = 1024 * 1024;
constexpr size_t kFirstInternTableSize = 256;

uint64_t hash_text(std::string_view text) {
  uint64_t hash = 0x9E3779B97F4A7C15u ^ text.size();
  const char* data = text.data();
  size_t left = text.size();
  while (left >= 8) {
    uint64_t word;
    std::memcpy(&word, data, 8);
    hash = (hash ^ word) * 0xFF51AFD7ED558CCDu;
    hash ^= hash >> 32;
    data += 8;
    left -= 8;
  }
  uint64_t tail = 0;
  for (size_t i = 0; i < left; ++i) tail = (tail << 8) | static_cast<unsigned char>(data[i]);
  hash = (hash ^ tail) * 0xC4CEB9FE1A85EC53u;
  return hash ^ (hash >> 29);
}

}  // namespace

Arena::Arena() : next_block_size_(kFirstBlockSize) {}
Arena::~Arena() = default;

void* Arena::allocate_slow(size_t size, size_t alignment) {
  size_t block_size = next_block_size_;
  while (block_size < size + alignment) block_size *= 2;
  next_block_size_ = std::min(block_size * 2, std::max(kLargestBlockSize, block_size));
  blocks_.push_back(std::make_unique_for_overwrite<char[]>(block_size));
  reserved_bytes_ += block_size;
  cursor_ = blocks_.back().get();
  limit_ = cursor_ + block_size;
  return allocate(size, alignment);
}

std::string_view Arena::copy_text(std::string_view text) {
  char* memory = static_cast<char*>(allocate(text.size() + 1, 1));
  if (!text.empty()) std::memcpy(memory, text.data(), text.size());
  memory[text.size()] = '\0';
  return {memory, text.size()};
}

std::string_view Arena::intern(std::string_view text) {
  // At most half of the entries are taken, so probing ends soon.
  if (interned_ * 2 >= intern_table_.size()) grow_intern_table();
  uint64_t hash = hash_text(text);
  size_t mask = intern_table_.size() - 1;
  for (size_t index = hash & mask;; index = (index + 1) & mask) {
    InternEntry& entry = intern_table_[index];
    if (entry.text.data() == nullptr) {
      entry = {hash, copy_text(text)};
      ++interned_;
      return entry.text;
    }
    if (entry.hash == hash && entry.text == text) return entry.text;
  }
}

void Arena::grow_intern_table() {
  std::vector<InternEntry> old = std::move(intern_table_);
  intern_table_.assign(std::max(kFirstInternTableSize, old.size() * 4), InternEntry{0, {}});
  size_t mask = intern_table_.size() - 1;
  for (const InternEntry& entry : old) {
    if (entry.text.data() == nullptr) continue;
    size_t index = entry.hash & mask;
    while (intern_table_[index].text.data() != nullptr) index = (index + 1) & mask;
    intern_table_[index] = entry;
  }
}

}  // namespace gilded::compiler
