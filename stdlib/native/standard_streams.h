// The standard streams of a new runtime.
#pragma once
#include "vm/threading/thread.h"
namespace gilded {

// Sets sys.stdin, stdout, stderr and their originals from file descriptors 0 to 2 (None where one is closed). False:
// exception.
bool open_standard_streams(Thread* T);

}  // namespace gilded
