// fork: a copy of the process in which only the calling thread goes on.
//
// The copy is made from a stopped world, with the locks held that detached threads may take (the thread list's and the
// heap's), so that what they guard is whole in the child. There, every other thread is taken off the list and its
// memory given back, but what their stacks refer to lives on; the calling thread becomes the main one. What may have
// been locked by a thread that no longer exists is made anew: the parking lot, the GIL, the table of imports under way,
// and the one-byte locks in the headers of objects. Python's own locks stay as they are, as everywhere.
//
// Safe from any attached thread that holds no lock.
#pragma once

#include <sys/types.h>

namespace gilded {

class Thread;

// fork(2): 0 in the child, its id in the parent, -1 with errno set. `create`, if given, is called instead of fork
// (forkpty).
pid_t fork_process(Thread* T, pid_t (*create)(void* context) = nullptr, void* context = nullptr);

}  // namespace gilded
