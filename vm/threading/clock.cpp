#include "vm/threading/clock.h"

#include <time.h>

namespace gilded {

static Nanoseconds read_clock(clockid_t id) {
  timespec t;
  clock_gettime(id, &t);
  return static_cast<Nanoseconds>(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
}

Nanoseconds monotonic_now() {
  return read_clock(CLOCK_MONOTONIC);
}
Nanoseconds wall_clock_now() {
  return read_clock(CLOCK_REALTIME);
}
Nanoseconds process_cpu_now() {
  return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}
Nanoseconds thread_cpu_now() {
  return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

}  // namespace gilded
