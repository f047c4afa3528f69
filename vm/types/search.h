// Searching in runs of characters or bytes: what str, bytes and bytearray share. Pure functions.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <functional>

namespace gilded {

inline constexpr size_t kNotFound = static_cast<size_t>(-1);

// The first position of the needle in the hay, or kNotFound. An empty needle is found at 0.
template <class Unit>
size_t find_first(const Unit* hay, size_t hay_size, const Unit* needle, size_t needle_size) {
  if (needle_size > hay_size) return kNotFound;
  if (needle_size == 0) return 0;
  if constexpr (sizeof(Unit) == 1) {
    const void* found =
        needle_size == 1 ? std::memchr(hay, needle[0], hay_size) : memmem(hay, hay_size, needle, needle_size);
    return found ? static_cast<size_t>(static_cast<const Unit*>(found) - hay) : kNotFound;
  } else {
    const Unit* end = hay + hay_size;
    const Unit* found;
    if (needle_size == 1) {
      found = std::find(hay, end, needle[0]);
    } else if (needle_size < 16 || hay_size < 1000) {
      found = std::search(hay, end, needle, needle + needle_size);
    } else {
      found = std::search(hay, end, std::boyer_moore_searcher(needle, needle + needle_size));
    }
    return found == end ? kNotFound : static_cast<size_t>(found - hay);
  }
}

// The last position.
template <class Unit>
size_t find_last(const Unit* hay, size_t hay_size, const Unit* needle, size_t needle_size) {
  if (needle_size > hay_size) return kNotFound;
  if (needle_size == 0) return hay_size;
  if constexpr (sizeof(Unit) == 1) {
    if (needle_size == 1) {
      const void* found = memrchr(hay, needle[0], hay_size);
      return found ? static_cast<size_t>(static_cast<const Unit*>(found) - hay) : kNotFound;
    }
  }
  for (size_t i = hay_size - needle_size + 1; i-- > 0;) {
    if (hay[i] == needle[0] && std::equal(needle, needle + needle_size, hay + i)) return i;
  }
  return kNotFound;
}

// How often it occurs without overlap, at most `limit` times. REQUIRES: needle_size > 0.
template <class Unit>
size_t count_occurrences(const Unit* hay, size_t hay_size, const Unit* needle, size_t needle_size,
                         size_t limit = kNotFound) {
  if (needle_size == 1 && limit == kNotFound) return static_cast<size_t>(std::count(hay, hay + hay_size, needle[0]));
  size_t count = 0, position = 0;
  while (count < limit) {
    size_t found = find_first(hay + position, hay_size - position, needle, needle_size);
    if (found == kNotFound) break;
    ++count;
    position += found + needle_size;
  }
  return count;
}

}  // namespace gilded
