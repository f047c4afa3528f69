// time: clocks, sleeping, and calendar time as text. Every clock is asked through vm/threading/clock.h.
#include <time.h>
#include <unistd.h>

#include <cmath>
#include <cstring>

#include "vm/interpreter/interpreter.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/clock.h"
#include "vm/threading/safepoint.h"
#include "vm/types/dict.h"
#include "vm/types/int.h"
#include "vm/types/iterators.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/string.h"
#include "vm/types/struct_sequence.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

Value seconds(Nanoseconds ns) {
  return Value::from_double(static_cast<double>(ns) / 1e9);
}

#define CLOCK(name, now)                           \
  Value time_##name(Thread*, Arguments) {          \
    return seconds(now);                           \
  }                                                \
  Value time_##name##_ns(Thread* T, Arguments) {   \
    return make_int(T, static_cast<int64_t>(now)); \
  }
CLOCK(time, wall_clock_now())
CLOCK(monotonic, monotonic_now())
CLOCK(perf_counter, monotonic_now())
CLOCK(process_time, process_cpu_now())
CLOCK(thread_time, thread_cpu_now())
#undef CLOCK

Value time_sleep(Thread* T, Arguments args) {
  double duration;
  if (!to_double(T, args[0], &duration)) return kEmpty;
  if (duration != duration) return raise(T, Builtin::kValueError, "Invalid value NaN (not a number)");
  if (duration < 0) return raise(T, Builtin::kValueError, "sleep length must be non-negative");
  if (duration > 9.2e9) return raise(T, Builtin::kOverflowError, "timestamp too large to convert to C PyTime_t");
  Nanoseconds now = monotonic_now();
  return sleep_until(T, now + static_cast<Nanoseconds>(std::ceil(duration * 1e9)),
                     duration > 0 ? WaitReason::kSleep : WaitReason::kYield)
             ? kNone
             : kEmpty;
}

struct TimeState {
  explicit TimeState(Runtime* runtime) { runtime->add_root(&struct_time); }
  Value struct_time;
};

constexpr StructSequenceSpec kStructTime = {"time.struct_time",
                                            "The time value as returned by gmtime(), localtime(), and strptime().",
                                            9,
                                            {"tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday",
                                             "tm_yday", "tm_isdst", "tm_zone", "tm_gmtoff"}};

Value broken_down(Thread* T, const tm& t, const char* zone, long offset) {
  Value items[11] = {Value::small_int(t.tm_year + 1900),
                     Value::small_int(t.tm_mon + 1),
                     Value::small_int(t.tm_mday),
                     Value::small_int(t.tm_hour),
                     Value::small_int(t.tm_min),
                     Value::small_int(t.tm_sec),
                     Value::small_int((t.tm_wday + 6) % 7),
                     Value::small_int(t.tm_yday + 1),
                     Value::small_int(t.tm_isdst),
                     make_string(T, std::string_view(zone)),
                     Value::small_int(offset)};
  return make_struct_sequence(T, native_state<TimeState>(T->runtime).struct_time.as<Type>(), items, 11, 9);
}
bool to_time_t(Thread* T, Value v, time_t* out) {
  if (v.is_empty() || v.is_none()) {
    *out = static_cast<time_t>(wall_clock_now() / 1'000'000'000);
    return true;
  }
  double d;
  if (!to_double(T, v, &d)) return false;
  if (d != d) return raise(T, Builtin::kValueError, "Invalid value NaN (not a number)");
  if (std::fabs(d) > 9e18) return raise(T, Builtin::kOverflowError, "timestamp out of range for platform time_t");
  *out = static_cast<time_t>(std::floor(d));
  return true;
}
Value time_gmtime(Thread* T, Arguments args) {
  time_t seconds_since;
  if (!to_time_t(T, args[0], &seconds_since)) return kEmpty;
  tm t{};
  if (!gmtime_r(&seconds_since, &t)) return raise_errno(T, errno);
  return broken_down(T, t, t.tm_zone, 0);
}
Value time_localtime(Thread* T, Arguments args) {
  time_t seconds_since;
  if (!to_time_t(T, args[0], &seconds_since)) return kEmpty;
  tm t{};
  if (!localtime_r(&seconds_since, &t)) return raise_errno(T, errno);
  return broken_down(T, t, t.tm_zone, t.tm_gmtoff);
}
// A struct_time or tuple of nine as a C tm. EMPTY: now.
bool to_tm(Thread* T, Value v, tm* t) {
  *t = {};
  if (v.is_empty()) {
    time_t now = static_cast<time_t>(wall_clock_now() / 1'000'000'000);
    localtime_r(&now, t);
    return true;
  }
  if (!is_tuple(v)) return raise(T, Builtin::kTypeError, "Tuple or struct_time argument required");
  Tuple* tuple = v.as<Tuple>();
  if (tuple->length < 9)
    return raise(T, Builtin::kTypeError, "function takes exactly 9 arguments ({} given)", tuple->length);
  int64_t n[9];
  for (size_t i = 0; i < 9; ++i) {
    if (!to_int64(T, (*tuple)[i], &n[i])) return false;
  }
  t->tm_year = static_cast<int>(n[0] - 1900);
  t->tm_mon = static_cast<int>(n[1] ? n[1] - 1 : 0);
  t->tm_mday = static_cast<int>(n[2] ? n[2] : 1);
  t->tm_hour = static_cast<int>(n[3]);
  t->tm_min = static_cast<int>(n[4]);
  t->tm_sec = static_cast<int>(n[5]);
  t->tm_wday = static_cast<int>((n[6] + 1) % 7);
  t->tm_yday = static_cast<int>(n[7] ? n[7] - 1 : 0);
  t->tm_isdst = static_cast<int>(n[8]);
  struct Limit {
    int value, low, high;
    const char* message;
  } const limits[] = {{t->tm_mon, 0, 11, "month out of range"},        {t->tm_mday, 1, 31, "day of month out of range"},
                      {t->tm_hour, 0, 23, "hour out of range"},        {t->tm_min, 0, 59, "minute out of range"},
                      {t->tm_sec, 0, 61, "seconds out of range"},      {t->tm_wday, 0, 6, "day of week out of range"},
                      {t->tm_yday, 0, 365, "day of year out of range"}};
  for (const Limit& limit : limits) {
    if (limit.value < limit.low || limit.value > limit.high) return raise(T, Builtin::kValueError, "{}", limit.message);
  }
  return true;
}
Value time_mktime(Thread* T, Arguments args) {
  tm t;
  if (!to_tm(T, args[0], &t)) return kEmpty;
  t.tm_wday = -1;
  time_t result = mktime(&t);
  if (result == -1 && t.tm_wday == -1) return raise(T, Builtin::kOverflowError, "mktime argument out of range");
  return Value::from_double(static_cast<double>(result));
}
Value time_strftime(Thread* T, Arguments args) {
  if (!is_string(args[0]))
    return raise(T, Builtin::kTypeError, "strftime() argument 1 must be str, not {}", argument_type_name(T, args[0]));
  tm t;
  if (!to_tm(T, args.has(1) ? args[1] : kEmpty, &t)) return kEmpty;
  std::string format = to_utf8(as_string(args[0])), out(format.size() * 16 + 256, '\0');
  // A struct_time may tell its zone; of a tuple only the flag of summer time is known.
  std::string zone;
  if (args.has(1) && args[1].as_object()->type() == native_state<TimeState>(T->runtime).struct_time.as<Type>()) {
    Value name = get_attribute(T, args[1], "tm_zone"), offset = name ? get_attribute(T, args[1], "tm_gmtoff") : kEmpty;
    if (!offset) return kEmpty;
    if (is_string(name)) {
      zone = to_utf8(as_string(name));
      t.tm_zone = zone.c_str();
    }
    if (offset.is_small_int()) t.tm_gmtoff = offset.as_small_int();
  }
  if (format.empty()) return T->runtime->empty_string;
  if (format.find('\0') != std::string::npos) return raise_text(T, Builtin::kValueError, "embedded null character");
  size_t n = strftime(out.data(), out.size(), format.c_str(), &t);
  return make_string(T, std::string_view(out.data(), n));
}
std::string ascii_time(const tm& t) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return fmt::format("{} {} {:2} {:02}:{:02}:{:02} {}", kDays[t.tm_wday], kMonths[t.tm_mon], t.tm_mday, t.tm_hour,
                     t.tm_min, t.tm_sec, t.tm_year + 1900);
}
Value time_asctime(Thread* T, Arguments args) {
  tm t;
  return to_tm(T, args.has(0) ? args[0] : kEmpty, &t) ? Value(make_string(T, ascii_time(t))) : kEmpty;
}
Value time_ctime(Thread* T, Arguments args) {
  time_t seconds_since;
  if (!to_time_t(T, args[0], &seconds_since)) return kEmpty;
  tm t{};
  localtime_r(&seconds_since, &t);
  return make_string(T, ascii_time(t));
}
// The module's constants say what the zone is, or was when tzset() was called last.
bool set_zone_constants(Thread* T, Module* module) {
  Tuple* zone =
      make_tuple(T, {make_string(T, std::string_view(tzname[0])), make_string(T, std::string_view(tzname[1]))});
  return zone && module_set(T, module, "timezone", Value::small_int(::timezone)) &&
         module_set(T, module, "altzone", Value::small_int(::timezone - (daylight ? 3600 : 0))) &&
         module_set(T, module, "daylight", Value::small_int(daylight)) && module_set(T, module, "tzname", zone);
}
Value time_tzset(Thread* T, Arguments) {
  tzset();
  Value modules = import_attribute(T, "sys", "modules");
  Value module = modules && is_dict(modules) ? dict_get(modules.as<Dict>(), intern(T, "time")) : kEmpty;
  bool is_ours = module && is_kind(module, Kind::kModule);
  return !T->has_exception() && (!is_ours || set_zone_constants(T, module.as<Module>())) ? kNone : kEmpty;
}

// --- The system's clocks by number

// The nanoseconds of a clock, or of its resolution. False: OSError.
template <class Read>
bool read_clock(Thread* T, Value id, Read read, __int128* out) {
  int64_t number;
  if (!to_int64(T, id, &number)) return false;
  timespec t;
  if (read(static_cast<clockid_t>(number), &t) != 0) return raise_errno(T, errno);
  *out = static_cast<__int128>(t.tv_sec) * 1000000000 + t.tv_nsec;
  return true;
}

Value seconds_of(__int128 nanoseconds) {
  return Value::from_double(static_cast<double>(nanoseconds) / 1e9);
}

// Those that the virtual machine knows are asked where it asks them.
int read_now(clockid_t id, timespec* out) {
  Nanoseconds now;
  switch (id) {
    case CLOCK_REALTIME:
      now = wall_clock_now();
      break;
    case CLOCK_MONOTONIC:
      now = monotonic_now();
      break;
    case CLOCK_PROCESS_CPUTIME_ID:
      now = process_cpu_now();
      break;
    case CLOCK_THREAD_CPUTIME_ID:
      now = thread_cpu_now();
      break;
    default:
      return clock_gettime(id, out);
  }
  *out = {static_cast<time_t>(now / 1000000000), static_cast<long>(now % 1000000000)};
  return 0;
}

Value time_clock_gettime(Thread* T, Arguments args) {
  __int128 now;
  return read_clock(T, args[0], read_now, &now) ? seconds_of(now) : kEmpty;
}

Value time_clock_gettime_ns(Thread* T, Arguments args) {
  __int128 now;
  return read_clock(T, args[0], read_now, &now) ? make_int(T, now) : kEmpty;
}

Value time_clock_getres(Thread* T, Arguments args) {
  __int128 resolution;
  return read_clock(T, args[0], clock_getres, &resolution) ? seconds_of(resolution) : kEmpty;
}

Value set_clock(Thread* T, Value id, __int128 nanoseconds) {
  int64_t number;
  if (!to_int64(T, id, &number)) return kEmpty;
  auto seconds = static_cast<int64_t>(nanoseconds / 1000000000), rest = static_cast<int64_t>(nanoseconds % 1000000000);
  if (rest < 0) {
    rest += 1000000000;
    --seconds;
  }
  timespec t{seconds, rest};
  return clock_settime(static_cast<clockid_t>(number), &t) == 0 ? Value::none() : Value(raise_errno(T, errno));
}

Value time_clock_settime(Thread* T, Arguments args) {
  double seconds;
  if (!to_double(T, args[1], &seconds)) return kEmpty;
  if (!(seconds > -9e9 && seconds < 9e9))
    return raise(T, Builtin::kOverflowError, "timestamp out of range for platform time_t");
  return set_clock(T, args[0], static_cast<__int128>(seconds * 1e9));
}

Value time_clock_settime_ns(Thread* T, Arguments args) {
  int64_t nanoseconds;
  return to_int64(T, args[1], &nanoseconds) ? set_clock(T, args[0], nanoseconds) : kEmpty;
}

Value time_get_clock_info(Thread* T, Arguments args) {
  if (!is_string(args[0]))
    return raise(T, Builtin::kTypeError, "get_clock_info() argument 1 must be str, not {}",
                 argument_type_name(T, args[0]));
  struct Clock {
    const char *name, *implementation;
    clockid_t id;
    bool is_monotonic, is_adjustable;
  };
  static constexpr Clock kClocks[] = {
      {"time", "clock_gettime(CLOCK_REALTIME)", CLOCK_REALTIME, false, true},
      {"monotonic", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true, false},
      {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true, false},
      {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", CLOCK_PROCESS_CPUTIME_ID, true, false},
      {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", CLOCK_THREAD_CPUTIME_ID, true, false}};
  std::string wanted = to_utf8(as_string(args[0]));
  for (const Clock& clock : kClocks) {
    if (wanted != clock.name) continue;
    timespec t{};
    clock_getres(clock.id, &t);
    Value types_module = call(T, find_builtin(T, "__import__"), {Value(intern(T, "types"))});
    Value type = types_module ? get_attribute(T, types_module, "SimpleNamespace") : kEmpty;
    Value info = type ? call(T, type, {}) : kEmpty;
    bool done =
        info &&
        set_attribute(T, info, intern(T, "implementation"),
                      Value(make_string(T, std::string_view(clock.implementation)))) &&
        set_attribute(T, info, intern(T, "monotonic"), Value::boolean(clock.is_monotonic)) &&
        set_attribute(T, info, intern(T, "adjustable"), Value::boolean(clock.is_adjustable)) &&
        set_attribute(T, info, intern(T, "resolution"),
                      Value::from_double(static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9));
    return done ? info : kEmpty;
  }
  return raise(T, Builtin::kValueError, "unknown clock");
}

Value time_pthread_getcpuclockid(Thread* T, Arguments args) {
  int64_t thread;
  if (!to_int64(T, args[0], &thread)) return kEmpty;
  // Only of this thread: another one may end meanwhile, and its number would be one of nobody.
  if (thread == static_cast<int64_t>(T->ident)) return Value::small_int(CLOCK_THREAD_CPUTIME_ID);
  return raise_errno(T, ESRCH);
}

Value time_strptime(Thread* T, Arguments args) {
  Value module = call(T, find_builtin(T, "__import__"), {Value(intern(T, "_strptime"))});
  Value parse = module ? get_attribute(T, module, "_strptime_time") : kEmpty;
  if (!parse) return kEmpty;
  return args.has(1) ? call(T, parse, {args[0], args[1]}) : call(T, parse, {args[0]});
}

const NativeMethod kFunctions[] = {
    {"time()", time_time, "Return the current time in seconds since the Epoch."},
    {"time_ns()", time_time_ns, "Return the current time in nanoseconds since the Epoch."},
    {"monotonic()", time_monotonic, "Monotonic clock, cannot go backward."},
    {"monotonic_ns()", time_monotonic_ns, "Monotonic clock, cannot go backward, as nanoseconds."},
    {"perf_counter()", time_perf_counter, "Performance counter for benchmarking."},
    {"perf_counter_ns()", time_perf_counter_ns, "Performance counter for benchmarking as nanoseconds."},
    {"process_time()", time_process_time, "Process time for profiling: sum of the kernel and user-space CPU time."},
    {"process_time_ns()", time_process_time_ns, "Process time for profiling as nanoseconds."},
    {"thread_time()", time_thread_time, "Thread time for profiling: sum of the kernel and user-space CPU time."},
    {"thread_time_ns()", time_thread_time_ns, "Thread time for profiling as nanoseconds."},
    {"sleep(secs, /)", time_sleep, "Delay execution for a given number of seconds.", kMayBlock},
    {"gmtime(seconds=None, /)", time_gmtime, "Convert seconds since the Epoch to a time tuple expressing UTC."},
    {"localtime(seconds=None, /)", time_localtime,
     "Convert seconds since the Epoch to a time tuple expressing local time."},
    {"mktime(tuple, /)", time_mktime, "Convert a time tuple in local time to seconds since the Epoch."},
    {"strftime(format, tuple=<unrepresentable>, /)", time_strftime,
     "Convert a time tuple to a string according to a format specification."},
    {"asctime(tuple=<unrepresentable>, /)", time_asctime,
     "Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'."},
    {"ctime(seconds=None, /)", time_ctime, "Convert a time in seconds since the Epoch to a string in local time."},
    {"clock_gettime(clk_id, /)", time_clock_gettime, "The seconds that a clock shows."},
    {"clock_gettime_ns(clk_id, /)", time_clock_gettime_ns, "The nanoseconds that a clock shows."},
    {"clock_getres(clk_id, /)", time_clock_getres, "The resolution of a clock in seconds."},
    {"clock_settime(clk_id, time, /)", time_clock_settime, "Set a clock, in seconds."},
    {"clock_settime_ns(clk_id, time, /)", time_clock_settime_ns, "Set a clock, in nanoseconds."},
    {"get_clock_info(name, /)", time_get_clock_info, "How a clock such as 'monotonic' is made, and its resolution."},
    {"pthread_getcpuclockid(thread_id, /)", time_pthread_getcpuclockid,
     "The number of the clock that counts the processor time of this thread."},
    {"strptime(string, format=\"%a %b %d %H:%M:%S %Y\", /)", time_strptime,
     "Parse a string by a format into a struct_time."},
    {"tzset()", time_tzset, "Initialize the local timezone from the environment."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_time_module(Thread* T) {
  Module* module = make_module(T, "time");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  TimeState& state = native_state<TimeState>(T->runtime);
  state.struct_time = make_struct_sequence_type<kStructTime>(T);
  tzset();
  if (!state.struct_time) return kEmpty;
  bool ok = module_set(T, module, "struct_time", state.struct_time) &&
            module_set(T, module, "_STRUCT_TM_ITEMS", Value::small_int(11)) && set_zone_constants(T, module);
  static constexpr struct {
    const char* name;
    clockid_t id;
  } kClockNumbers[] = {{"CLOCK_REALTIME", CLOCK_REALTIME},
                       {"CLOCK_MONOTONIC", CLOCK_MONOTONIC},
                       {"CLOCK_MONOTONIC_RAW", CLOCK_MONOTONIC_RAW},
                       {"CLOCK_PROCESS_CPUTIME_ID", CLOCK_PROCESS_CPUTIME_ID},
                       {"CLOCK_THREAD_CPUTIME_ID", CLOCK_THREAD_CPUTIME_ID},
                       {"CLOCK_BOOTTIME", CLOCK_BOOTTIME},
                       {"CLOCK_TAI", CLOCK_TAI}};
  for (const auto& clock : kClockNumbers) ok = ok && module_set(T, module, clock.name, Value::small_int(clock.id));
  return ok ? Value(module) : kEmpty;
}

}  // namespace gilded
