// A list that a native makes item by item without knowing how many come: nobody else sees it before it is finished, so
// that an append needs no lock and no barrier, and the list gets the memory that it needs. Splitting a line into four
// words took a fifth more instructions with list_append.
//
// Thread safety: the calling thread's. No safepoint may happen between its making and finish(): the items are in local
// memory, or in an array that no collection may have found old.
#pragma once

#include "vm/gc/heap.h"
#include "vm/types/list.h"

namespace gilded {

class ListBuilder {
 public:
  explicit ListBuilder(Thread* T) : thread_(T), no_safepoint_(T) {}
  // False: MemoryError. An EMPTY item stands for an exception that was raised while it was made: false, too.
  bool append(Value item) {
    if (!item) return false;
    if (count_ == capacity_ && !grow()) [[unlikely]]
      return false;
    if (array_) {
      heap_initialize(array_, (*array_)[count_], item);
    } else {
      first_[count_] = item;
    }
    ++count_;
    return true;
  }
  void reverse();
  Value finish();  // the list; EMPTY: MemoryError

 private:
  bool grow();
  static constexpr size_t kFirstItems = 16;
  Thread* thread_;
  NoSafepointScope no_safepoint_;
  ValueArray* array_ = nullptr;  // null: the items are in first_
  size_t count_ = 0, capacity_ = kFirstItems;
  Value first_[kFirstItems];
};

}  // namespace gilded
