// A thread's way into the heap: for each size class of small objects a run of free, zeroed cells, taken by moving a
// pointer. Header-only, so that the common allocation is a few instructions where it stands. How runs are found:
// gc/heap.cpp; what blocks are: gc/blocks.h.
//
// Thread safety: used by its own thread, and by others only while the world is stopped.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace gilded {

struct BlockHeader;
struct Object;

// The largest object that lies in a cell.
inline constexpr size_t kLargeThreshold = 4032;

// Cell sizes: every 16 bytes to 256, then about 12 % apart.
inline constexpr uint16_t kCellSizes[] = {16,  32,  48,  64,  80,   96,   112,  128,  144,  160, 176,
                                          192, 208, 224, 240, 256,  288,  320,  368,  416,  480, 544,
                                          624, 720, 832, 960, 1136, 1344, 1632, 2016, 2688, 4032};
inline constexpr int kSizeClassCount = sizeof(kCellSizes) / sizeof(kCellSizes[0]);

// The class of a size, by the number of 16-byte units.
inline constexpr auto kClassOfUnits = [] {
  std::array<uint8_t, kLargeThreshold / 16 + 1> table{};
  int size_class = 0;
  for (size_t units = 1; units < table.size(); ++units) {
    if (units * 16 > kCellSizes[size_class]) ++size_class;
    table[units] = static_cast<uint8_t>(size_class);
  }
  return table;
}();
// REQUIRES: 0 < size <= kLargeThreshold.
constexpr int size_class_of(size_t size) {
  return kClassOfUnits[(size + 15) / 16];
}

struct ThreadAllocator {
  struct Run {
    char* next = nullptr;
    char* end = nullptr;
    BlockHeader* block = nullptr;
  };
  Run runs[kSizeClassCount];
  uint64_t uncounted_bytes = 0;  // of runs taken, not yet added to the heap's: an atomic addition is dear
  // Under gc_every_allocations: runs are single cells then, so that every allocation is counted.
  uint64_t allocations_until_stress = 0;
  std::vector<Object*> finalizable;  // made by this thread since the last collection, with kHasFinalizer

  // A zeroed cell, or null when the run is used up.
  void* take(int size_class) {
    Run& run = runs[size_class];
    char* cell = run.next;
    if (cell == run.end) [[unlikely]]
      return nullptr;
    run.next = cell + kCellSizes[size_class];
    return cell;
  }
};

}  // namespace gilded
