// Runs of bits in arrays of 64-bit words, as the collector's tables need them. Pure functions; the caller sees to
// exclusion.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

namespace gilded {

// The first bit at or after `i` that is set (`inverted` 0) or clear (`inverted` all ones); at least `count` when there
// is none.
inline uint32_t find_bit(const uint64_t* bits, uint32_t i, uint32_t count, uint64_t inverted) {
  if (i >= count) return count;
  uint64_t word = (bits[i / 64] ^ inverted) >> (i % 64);
  if (word) return i + static_cast<uint32_t>(std::countr_zero(word));
  for (uint32_t w = i / 64 + 1; w * 64 < count; ++w) {
    if (uint64_t found = bits[w] ^ inverted) return w * 64 + static_cast<uint32_t>(std::countr_zero(found));
  }
  return count;
}
inline uint32_t find_set_bit(const uint64_t* bits, uint32_t i, uint32_t count) {
  return find_bit(bits, i, count, 0);
}
inline uint32_t find_clear_bit(const uint64_t* bits, uint32_t i, uint32_t count) {
  return find_bit(bits, i, count, ~uint64_t{0});
}

// Sets or clears the bits of [begin, end).
inline void set_bits(uint64_t* bits, uint32_t begin, uint32_t end, bool value) {
  while (begin < end) {
    uint32_t in_word = std::min(end - begin, 64 - begin % 64);
    uint64_t mask = (in_word == 64 ? ~uint64_t{0} : (uint64_t{1} << in_word) - 1) << (begin % 64);
    bits[begin / 64] = value ? bits[begin / 64] | mask : bits[begin / 64] & ~mask;
    begin += in_word;
  }
}

}  // namespace gilded
