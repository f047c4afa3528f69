// Who has stopped the world; see safepoint.h.
#pragma once
#include <atomic>
#include "vm/threading/thread.h"
namespace gilded {

struct StopTheWorld {
  std::atomic<Thread*> owner{nullptr};
  int depth = 0;                      // the owner's nested scopes
  std::atomic<uint32_t> running = 0;  // threads that ran when the last stop was asked for, its owner among them
};
[[noreturn]] void stop_for_ever(Thread* T);

}  // namespace gilded
