// How many processors this process may use now; scripts can change that (os.sched_setaffinity).
#pragma once

#include <sched.h>

#include <cstddef>

namespace gilded {

inline size_t usable_processors() {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof(set), &set) == 0 ? static_cast<size_t>(CPU_COUNT(&set)) : 1;
}

}  // namespace gilded
