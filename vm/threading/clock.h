// The one clock of the VM. Every timeout, sleep and time function asks here, so that another back end can run on
// virtual time.
#pragma once
#include <cstdint>
namespace gilded {

using Nanoseconds = int64_t;
// Of a deadline: wait for ever.
inline constexpr Nanoseconds kNoDeadline = INT64_MAX;

Nanoseconds monotonic_now();   // never goes back; arbitrary origin
Nanoseconds wall_clock_now();  // since 1970-01-01 UTC
Nanoseconds process_cpu_now();
Nanoseconds thread_cpu_now();

}  // namespace gilded
