// _datetime_numbers: what datetime.py computes all the time: the calendar, comparisons, sums and differences, the
// commonest texts, local time.
//
// The classes themselves are Python, with __slots__, whose members are read and made here by number. A class has its
// members behind those of its base, in the order of their names:
//
//   date:       | day | hash | month | year |
//   datetime:   | day | hash | month | year | fold | hour | microsecond | minute | second | tzinfo |
//   time:       | fold | hash | hour | microsecond | minute | second | tzinfo |
//   timedelta:  | days | hash | microseconds | seconds |
//
// An object that is none of these (no such slots, no small ints in them) is a TypeError. Nothing here has a state of
// its own; nothing runs Python code.
#include <time.h>

#include <array>
#include <cmath>
#include <optional>

#include "vm/object/instance.h"
#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/object/type_internals.h"
#include "vm/types/int.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

constexpr int64_t kLargestOrdinal = 3652059, kSecondsOfDay = 86400, kMillion = 1'000'000;
constexpr int64_t kEpochOrdinal = 719163;  // 1 January 1970
constexpr int kDaysBeforeMonth[] = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

// ---------------------------------------------------------------- The calendar

bool is_leap(int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}
int64_t days_before_month(int64_t year, int64_t month) {
  return kDaysBeforeMonth[month] + (month > 2 && is_leap(year));
}
int64_t days_in_month(int64_t year, int64_t month) {
  return kDaysBeforeMonth[month + 1] - kDaysBeforeMonth[month] + (month == 2 && is_leap(year));
}
// 1 January of year 1 is day 1.
int64_t ordinal_of(int64_t year, int64_t month, int64_t day) {
  int64_t years = year - 1;
  return years * 365 + years / 4 - years / 100 + years / 400 + days_before_month(year, month) + day;
}
// Year, month and day. REQUIRES: 1 <= ordinal <= kLargestOrdinal.
std::array<int64_t, 3> date_of(int64_t ordinal) {
  int64_t day = ordinal - 1;
  int64_t cycles_of_400 = day / 146097;
  day %= 146097;
  int64_t centuries = day / 36524;
  day %= 36524;
  int64_t cycles_of_4 = day / 1461;
  day %= 1461;
  int64_t years = day / 365;
  day %= 365;
  int64_t year = cycles_of_400 * 400 + centuries * 100 + cycles_of_4 * 4 + years + 1;
  // The last day of a leap year is day 366 of the year before this one.
  if (years == 4 || centuries == 4) return {year - 1, 12, 31};
  int64_t month = 12;
  while (days_before_month(year, month) > day) --month;
  return {year, month, day - days_before_month(year, month) + 1};
}

bool is_date(int64_t year, int64_t month, int64_t day) {
  return 1 <= year && year <= 9999 && 1 <= month && month <= 12 && 1 <= day && day <= days_in_month(year, month);
}

// ---------------------------------------------------------------- Members

// Which members count, the greatest first.
constexpr uint16_t kDateMembers[] = {3, 2, 0}, kMomentMembers[] = {3, 2, 0, 5, 7, 8, 6}, kTimeMembers[] = {2, 4, 5, 3},
                   kDeltaMembers[] = {0, 3, 2}, kFoldMember[] = {4};
constexpr uint16_t kZoneMember = 9;

// The values of these members of an object of Python's datetime classes. False: TypeError.
template <size_t kCount>
bool get_members(Thread* T, Value object, const uint16_t (&members)[kCount], int64_t* out) {
  bool is_good = object.is_object() && object.as_object()->kind() == Kind::kInstance;
  if (is_good) {
    Object* instance = object.as_object();
    Shape* shape = instance->shape();
    for (size_t i = 0; is_good && i < kCount; ++i) {
      Slot* slot =
          members[i] < shape->type->declared_slot_count ? attribute_slot(instance, shape, members[i]) : nullptr;
      Value v = slot ? slot->load() : kEmpty;
      is_good = v.is_small_int();
      if (is_good) out[i] = v.as_small_int();
    }
  }
  return is_good || raise(T, Builtin::kTypeError, "'{}' object is no date or time", type_name(T, object));
}

// An instance of a class whose first members have these values. EMPTY: TypeError, MemoryError.
template <size_t kCount>
Value make_with_members(Thread* T, Value cls, const std::array<Value, kCount>& values) {
  Type* type = is_kind(cls, Kind::kType) ? cls.as<Type>() : nullptr;
  if (!type || type->instance_kind != Kind::kInstance || type->declared_slot_count < kCount)
    return raise_text(T, Builtin::kTypeError, "expected a class of datetime");
  Value made = allocate_instance_of(T, type, type->fixed_size);
  if (!made) return kEmpty;
  Object* instance = made.as_object();
  for (size_t i = 0; i < kCount; ++i) {
    Slot* slot = make_attribute_slot(T, instance, static_cast<uint16_t>(i));
    if (!slot) return kEmpty;
    heap_store(instance, *slot, values[i]);
  }
  return made;
}

Value make_timedelta(Thread* T, Value cls, int64_t days, int64_t seconds, int64_t microseconds) {
  seconds += microseconds / kMillion;
  microseconds %= kMillion;
  if (microseconds < 0) {
    microseconds += kMillion;
    --seconds;
  }
  days += seconds / kSecondsOfDay;
  seconds %= kSecondsOfDay;
  if (seconds < 0) {
    seconds += kSecondsOfDay;
    --days;
  }
  // A number of days that no C int holds has its own words.
  if (days < INT32_MIN || days > INT32_MAX)
    return raise_text(T, Builtin::kOverflowError, "Python int too large to convert to C int");
  if (days < -999'999'999 || days > 999'999'999)
    return raise(T, Builtin::kOverflowError, "days={}; must have magnitude <= 999999999", days);
  return make_with_members<4>(
      T, cls,
      {Value::small_int(days), Value::small_int(-1), Value::small_int(microseconds), Value::small_int(seconds)});
}

// A datetime: `moment` is year, month, day, hour, minute, second, microsecond.
Value make_moment(Thread* T, Value cls, const std::array<int64_t, 7>& moment, Value zone, bool fold) {
  auto number = [](int64_t n) { return Value::small_int(n); };
  return make_with_members<10>(T, cls,
                               {number(moment[2]), number(-1), number(moment[1]), number(moment[0]), number(fold),
                                number(moment[3]), number(moment[6]), number(moment[4]), number(moment[5]), zone});
}

bool get_moment(Thread* T, Value object, int64_t* out) {
  return get_members(T, object, kMomentMembers, out);
}
int64_t seconds_of_day(const int64_t* clock) {
  return (clock[0] * 60 + clock[1]) * 60 + clock[2];
}
bool is_moment(const int64_t* m) {
  return is_date(m[0], m[1], m[2]) && m[3] >= 0 && m[3] < 24 && m[4] >= 0 && m[4] < 60 && m[5] >= 0 && m[5] < 60 &&
         m[6] >= 0 && m[6] < kMillion;
}

// ---------------------------------------------------------------- Functions

// Whether these are ints that make a date, and a time of day if there are more than three. No error: what is wrong is
// found out by the caller.
Value is_valid(Thread*, Arguments args) {
  int64_t numbers[7] = {};
  for (size_t i = 0; i < args.count; ++i) {
    if (!args[i]) continue;
    if (!args[i].is_small_int()) return kFalse;
    numbers[i] = args[i].as_small_int();
  }
  return Value::boolean(is_moment(numbers));
}

Value ordinal(Thread* T, Arguments args) {
  int64_t date[3];
  if (!get_members(T, args[0], kDateMembers, date)) return kEmpty;
  return Value::small_int(is_date(date[0], date[1], date[2]) ? ordinal_of(date[0], date[1], date[2]) : 0);
}

Value date_from_ordinal(Thread* T, Arguments args) {
  int64_t number;
  if (!to_int64(T, args[0], &number)) return kEmpty;
  if (number < 1) return raise_text(T, Builtin::kValueError, "ordinal must be >= 1");
  if (number > kLargestOrdinal) return raise_text(T, Builtin::kValueError, "year is out of range");
  auto [year, month, day] = date_of(number);
  return make_tuple(T, {Value::small_int(year), Value::small_int(month), Value::small_int(day)});
}

// -1, 0 or 1.
Value compare(const int64_t* a, const int64_t* b, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    if (a[i] != b[i]) return Value::small_int(a[i] < b[i] ? -1 : 1);
  }
  return Value::small_int(0);
}
template <const auto& kMembers>
Value compare_members(Thread* T, Arguments args) {
  constexpr size_t kCount = std::size(kMembers);
  int64_t a[kCount], b[kCount];
  return get_members(T, args[0], kMembers, a) && get_members(T, args[1], kMembers, b) ? compare(a, b, kCount) : kEmpty;
}

// A timedelta of whole numbers; None when one of them is so large that 64 bits do not hold the sum.
Value new_timedelta(Thread* T, Arguments args) {
  int64_t numbers[3];
  for (size_t i = 0; i < 3; ++i) {
    if (!args[i + 1].is_small_int()) return kNone;
    numbers[i] = args[i + 1].as_small_int();
  }
  return make_timedelta(T, args[0], numbers[0], numbers[1], numbers[2]);
}

// a + sign * b, of timedeltas.
Value timedelta_sum(Thread* T, Arguments args) {
  int64_t a[3], b[3], sign;
  if (!get_members(T, args[1], kDeltaMembers, a) || !get_members(T, args[2], kDeltaMembers, b) ||
      !to_int64(T, args[3], &sign))
    return kEmpty;
  sign = sign < 0 ? -1 : 1;
  return make_timedelta(T, args[0], a[0] + sign * b[0], a[1] + sign * b[1], a[2] + sign * b[2]);
}

// a - b, of dates, as a timedelta.
Value date_difference(Thread* T, Arguments args) {
  int64_t a[3], b[3];
  if (!get_members(T, args[1], kDateMembers, a) || !get_members(T, args[2], kDateMembers, b)) return kEmpty;
  if (!is_date(a[0], a[1], a[2]) || !is_date(b[0], b[1], b[2])) return raise_text(T, Builtin::kValueError, "no dates");
  return make_timedelta(T, args[0], ordinal_of(a[0], a[1], a[2]) - ordinal_of(b[0], b[1], b[2]), 0, 0);
}

// a - b, of datetimes whose zones do not matter.
Value moment_difference(Thread* T, Arguments args) {
  int64_t a[7], b[7];
  if (!get_moment(T, args[1], a) || !get_moment(T, args[2], b)) return kEmpty;
  if (!is_moment(a) || !is_moment(b)) return raise_text(T, Builtin::kValueError, "no times");
  return make_timedelta(T, args[0], ordinal_of(a[0], a[1], a[2]) - ordinal_of(b[0], b[1], b[2]),
                        seconds_of_day(a + 3) - seconds_of_day(b + 3), a[6] - b[6]);
}

// datetime + sign * timedelta: an instance of the class, with the same zone.
Value moment_sum(Thread* T, Arguments args) {
  int64_t moment[7], delta[3], sign;
  if (!get_moment(T, args[1], moment) || !get_members(T, args[2], kDeltaMembers, delta) || !to_int64(T, args[3], &sign))
    return kEmpty;
  if (!is_moment(moment)) return raise_text(T, Builtin::kValueError, "no time");
  sign = sign < 0 ? -1 : 1;
  int64_t days = ordinal_of(moment[0], moment[1], moment[2]) + sign * delta[0];
  int64_t seconds = seconds_of_day(moment + 3) + sign * delta[1], microseconds = moment[6] + sign * delta[2];
  if (microseconds < 0 || microseconds >= kMillion) {
    int64_t step = microseconds < 0 ? -1 : 1;
    microseconds -= step * kMillion;
    seconds += step;
  }
  if (seconds < 0 || seconds >= kSecondsOfDay) {
    int64_t step = seconds < 0 ? -1 : 1;
    seconds -= step * kSecondsOfDay;
    days += step;
  }
  if (days < 1 || days > kLargestOrdinal) return raise_text(T, Builtin::kOverflowError, "date value out of range");
  auto [year, month, day] = date_of(days);
  Slot* zone = attribute_slot(args[1].as_object(), args[1].as_object()->shape(), kZoneMember);
  Value zone_value = zone ? zone->load() : kNone;
  return make_moment(T, args[0], {year, month, day, seconds / 3600, seconds / 60 % 60, seconds % 60, microseconds},
                     zone_value ? zone_value : kNone, false);
}

// ---------------------------------------------------------------- Texts

// YYYY-MM-DD, and behind one more character HH:MM, HH:MM:SS or HH:MM:SS.ffffff, as a tuple of 3 or 7 numbers that need
// not be a date; None for every other text.
Value parse_iso(Thread* T, Arguments args) {
  if (!is_string(args[0])) return kNone;
  String* s = as_string(args[0]);
  if (!s->is_ascii()) return kNone;
  std::string_view text = s->ascii();
  bool is_plain = true;
  auto number = [&](size_t at, size_t count) {
    int64_t n = 0;
    for (size_t i = at; i < at + count; ++i) {
      is_plain = is_plain && text[i] >= '0' && text[i] <= '9';
      n = n * 10 + (text[i] - '0');
    }
    return n;
  };
  const size_t length = text.size();
  if ((length != 10 && length != 16 && length != 19 && length != 26) || text[4] != '-' || text[7] != '-' ||
      (length > 10 && text[13] != ':') || (length > 16 && text[16] != ':') || (length > 19 && text[19] != '.'))
    return kNone;
  int64_t numbers[7] = {number(0, 4), number(5, 2), number(8, 2)};
  size_t count = 3;
  if (length > 10) {
    numbers[3] = number(11, 2);
    numbers[4] = number(14, 2);
    if (length > 16) numbers[5] = number(17, 2);
    if (length > 19) numbers[6] = number(20, 6);
    count = 7;
  }
  if (!is_plain) return kNone;
  Tuple* tuple = make_tuple(T, count);
  for (size_t i = 0; tuple && i < count; ++i) heap_initialize(tuple, tuple->items[i], Value::small_int(numbers[i]));
  return tuple ? Value(tuple) : kEmpty;
}

// ---------------------------------------------------------------- Local time

// The wall clock at a moment as seconds since the epoch, if both were in UTC.
std::optional<int64_t> wall_clock_at(int64_t moment) {
  time_t seconds = moment;
  tm t{};
  if (!localtime_r(&seconds, &t)) return std::nullopt;
  return moment + t.tm_gmtoff;
}

// The seconds since the epoch when the local wall clock shows what a datetime says; of two such moments its fold picks.
// None: the clock's library cannot tell.
Value local_seconds(Thread* T, Arguments args) {
  int64_t moment[7], fold;
  if (!get_moment(T, args[0], moment) || !get_members(T, args[0], kFoldMember, &fold)) return kEmpty;
  if (!is_moment(moment)) return kNone;
  const int64_t wanted =
      (ordinal_of(moment[0], moment[1], moment[2]) - kEpochOrdinal) * kSecondsOfDay + seconds_of_day(moment + 3);
  auto around = wall_clock_at(wanted);
  if (!around) return kNone;
  // The offset that holds near by leads to a guess.
  const int64_t first_offset = *around - wanted, guess = wanted - first_offset;
  auto reached = wall_clock_at(guess);
  if (!reached) return kNone;
  int64_t second_offset = *reached - guess;
  if (*reached == wanted) {
    // There may be another moment with the same wall clock, a change of the offset away.
    const int64_t other = guess + (fold ? kSecondsOfDay : -kSecondsOfDay);
    auto there = wall_clock_at(other);
    if (!there) return kNone;
    second_offset = *there - other;
    if (second_offset == first_offset) return make_int(T, guess);
  }
  const int64_t candidate = wanted - second_offset;
  auto shown = wall_clock_at(candidate);
  if (!shown) return kNone;
  if (*shown == wanted) return make_int(T, candidate);
  if (*reached == wanted) return make_int(T, guess);
  // The wall clock never showed this: it was put forward.
  return make_int(T, fold ? std::min(guess, candidate) : std::max(guess, candidate));
}

// A float or int of seconds since the epoch as an instance of datetime, local or in UTC, in a zone; None where the
// general way must find out what is wrong.
Value moment_of_timestamp(Thread* T, Arguments args) {
  double whole, fraction = 0;
  if (args[1].is_small_int()) {
    whole = static_cast<double>(args[1].as_small_int());
  } else if (args[1].is_float()) {
    fraction = std::modf(args[1].as_float(), &whole);
  } else {
    return kNone;
  }
  // Between the years 1 and 9999, with a day to spare.
  if (!(whole > -62'135'510'400.0 && whole < 253'402'214'400.0)) return kNone;
  auto seconds = static_cast<time_t>(whole);
  // nearbyint rounds to even, the mode of rounding being what it is by default.
  auto microseconds = static_cast<int64_t>(std::nearbyint(fraction * 1e6));
  if (microseconds < 0) {
    microseconds += kMillion;
    --seconds;
  } else if (microseconds >= kMillion) {
    microseconds -= kMillion;
    ++seconds;
  }
  const bool is_local = args[2] == kTrue;
  tm t{};
  if (!(is_local ? localtime_r(&seconds, &t) : gmtime_r(&seconds, &t))) return kNone;
  bool fold = false;
  if (is_local) {
    // The same wall clock an hour before or so: this is its second time.
    auto now = wall_clock_at(seconds), before = wall_clock_at(seconds - kSecondsOfDay);
    if (now && before) {
      int64_t change = (*now - seconds) - (*before - (seconds - kSecondsOfDay));
      auto earlier = change < 0 ? wall_clock_at(seconds + change) : std::nullopt;
      fold = earlier && *earlier == *now;
    }
  }
  return make_moment(
      T, args[0],
      {t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min, std::min(t.tm_sec, 59), microseconds}, args[3],
      fold);
}

const NativeMethod kFunctions[] = {
    {"is_valid(year, month, day, hour=0, minute=0, second=0, microsecond=0, /)", is_valid,
     "Whether these are the numbers of a date and time."},
    {"ordinal(date, /)", ordinal, "The number of a day; 1 January of year 1 is 1."},
    {"date_from_ordinal(ordinal, /)", date_from_ordinal, "Year, month and day."},
    {"compare_dates(a, b, /)", compare_members<kDateMembers>, "-1, 0 or 1."},
    {"compare_times(a, b, /)", compare_members<kTimeMembers>, "-1, 0 or 1, zones aside."},
    {"compare_moments(a, b, /)", compare_members<kMomentMembers>, "-1, 0 or 1, zones aside."},
    {"compare_timedeltas(a, b, /)", compare_members<kDeltaMembers>, "-1, 0 or 1."},
    {"new_timedelta(cls, days, seconds, microseconds, /)", new_timedelta, "A timedelta of whole numbers, or None."},
    {"timedelta_sum(cls, a, b, sign, /)", timedelta_sum, "a + b or a - b."},
    {"date_difference(cls, a, b, /)", date_difference, "a - b as a timedelta."},
    {"moment_difference(cls, a, b, /)", moment_difference, "a - b as a timedelta, zones aside."},
    {"moment_sum(cls, moment, delta, sign, /)", moment_sum, "A datetime that much later or earlier."},
    {"parse_iso(text, /)", parse_iso, "The numbers in the commonest ISO formats, or None."},
    {"local_seconds(moment, /)", local_seconds, "The timestamp of a datetime in local time, or None."},
    {"moment_of_timestamp(cls, timestamp, is_local, zone, /)", moment_of_timestamp, "A datetime, or None."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_datetime_numbers_module(Thread* T) {
  Module* module = make_module(T, "_datetime_numbers");
  return module && add_functions(T, module, kFunctions) ? Value(module) : kEmpty;
}

}  // namespace gilded
