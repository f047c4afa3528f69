// resource: limits and usage of the process's resources.
#include <sys/resource.h>
#include <unistd.h>

#include "stdlib/native/resource_usage.h"
#include "stdlib/native/system_call.h"
#include "vm/runtime.h"
#include "vm/types/int.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/struct_sequence.h"

namespace gilded {

namespace {

struct ResourceState {
  explicit ResourceState(Runtime* runtime) { runtime->add_root(&struct_rusage); }
  Value struct_rusage;
};

constexpr StructSequenceSpec kUsage = {
    "resource.struct_rusage",
    "struct_rusage: Result from getrusage.",
    16,
    {"ru_utime", "ru_stime", "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss", "ru_minflt", "ru_majflt", "ru_nswap",
     "ru_inblock", "ru_oublock", "ru_msgsnd", "ru_msgrcv", "ru_nsignals", "ru_nvcsw", "ru_nivcsw"}};

}  // namespace

Value make_usage(Thread* T, const rusage& usage) {
  auto seconds = [](const timeval& t) {
    return Value::from_double(static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6);
  };
  auto number = [T](long n) { return make_int(T, static_cast<int64_t>(n)); };
  Value items[16] = {
      seconds(usage.ru_utime), seconds(usage.ru_stime),   number(usage.ru_maxrss),  number(usage.ru_ixrss),
      number(usage.ru_idrss),  number(usage.ru_isrss),    number(usage.ru_minflt),  number(usage.ru_majflt),
      number(usage.ru_nswap),  number(usage.ru_inblock),  number(usage.ru_oublock), number(usage.ru_msgsnd),
      number(usage.ru_msgrcv), number(usage.ru_nsignals), number(usage.ru_nvcsw),   number(usage.ru_nivcsw)};
  return make_struct_sequence(T, native_state<ResourceState>(T->runtime).struct_rusage.as<Type>(), items, 16, 16);
}

namespace {

Value resource_getrusage(Thread* T, Arguments args) {
  int who;
  rusage usage{};
  if (!to_c_int(T, args[0], &who)) return kEmpty;
  if (getrusage(static_cast<__rusage_who>(who), &usage) != 0) {
    if (errno == EINVAL) return raise(T, Builtin::kValueError, "invalid who parameter");
    return raise_errno(T, errno);
  }
  return make_usage(T, usage);
}

Value limit_value(Thread* T, rlim_t limit) {
  return limit == RLIM_INFINITY ? Value::small_int(-1) : make_int(T, static_cast<uint64_t>(limit));
}
Value limit_pair(Thread* T, const rlimit& limit) {
  Value soft = limit_value(T, limit.rlim_cur), hard = limit_value(T, limit.rlim_max);
  return soft.is_empty() || hard.is_empty() ? kEmpty : Value(make_tuple(T, {soft, hard}));
}
bool parse_limits(Thread* T, Value v, rlimit* out) {
  Tuple* pair = tuple_from_iterable(T, v);
  if (!pair) return false;
  if (pair->length != 2) return raise(T, Builtin::kValueError, "expected a tuple of 2 integers");
  int64_t soft, hard;
  if (!to_int64(T, (*pair)[0], &soft) || !to_int64(T, (*pair)[1], &hard)) return false;
  *out = {static_cast<rlim_t>(soft), static_cast<rlim_t>(hard)};
  return true;
}
bool parse_resource(Thread* T, Value v, int* out) {
  if (!to_c_int(T, v, out)) return false;
  if (*out < 0 || *out >= RLIM_NLIMITS) return raise(T, Builtin::kValueError, "invalid resource specified");
  return true;
}
Value fail_limit(Thread* T) {
  if (errno == EINVAL) return raise(T, Builtin::kValueError, "current limit exceeds maximum limit");
  if (errno == EPERM) return raise(T, Builtin::kValueError, "not allowed to raise maximum limit");
  return raise_errno(T, errno);
}

Value resource_getrlimit(Thread* T, Arguments args) {
  int which;
  rlimit limit{};
  if (!parse_resource(T, args[0], &which)) return kEmpty;
  if (getrlimit(static_cast<__rlimit_resource>(which), &limit) != 0) return raise_errno(T, errno);
  return limit_pair(T, limit);
}
Value resource_setrlimit(Thread* T, Arguments args) {
  int which;
  rlimit limit{};
  if (!parse_resource(T, args[0], &which) || !parse_limits(T, args[1], &limit)) return kEmpty;
  return setrlimit(static_cast<__rlimit_resource>(which), &limit) == 0 ? kNone : fail_limit(T);
}
Value resource_prlimit(Thread* T, Arguments args) {
  int pid, which;
  rlimit fresh{}, old{};
  if (!to_c_int(T, args[0], &pid) || !parse_resource(T, args[1], &which)) return kEmpty;
  bool change = args.has(2) && !args[2].is_none();
  if (change && !parse_limits(T, args[2], &fresh)) return kEmpty;
  if (prlimit(pid, static_cast<__rlimit_resource>(which), change ? &fresh : nullptr, &old) != 0) return fail_limit(T);
  return limit_pair(T, old);
}
Value resource_getpagesize(Thread*, Arguments) {
  return Value::small_int(sysconf(_SC_PAGESIZE));
}

const NativeMethod kFunctions[] = {{"getrusage(who, /)", resource_getrusage, nullptr},
                                   {"getrlimit(resource, /)", resource_getrlimit, nullptr},
                                   {"setrlimit(resource, limits, /)", resource_setrlimit, nullptr},
                                   {"prlimit(pid, resource, limits=None, /)", resource_prlimit, nullptr},
                                   {"getpagesize()", resource_getpagesize, nullptr},
                                   {nullptr, nullptr, nullptr}};
constexpr NumberConstant kConstants[] = {
#define N(name) {#name, name}
    N(RLIMIT_CPU),
    N(RLIMIT_FSIZE),
    N(RLIMIT_DATA),
    N(RLIMIT_STACK),
    N(RLIMIT_CORE),
    N(RLIMIT_NOFILE),
    N(RLIMIT_AS),
    N(RLIMIT_RSS),
    N(RLIMIT_NPROC),
    N(RLIMIT_MEMLOCK),
    N(RLIMIT_MSGQUEUE),
    N(RLIMIT_NICE),
    N(RLIMIT_RTPRIO),
    N(RLIMIT_RTTIME),
    N(RLIMIT_SIGPENDING),
    N(RUSAGE_SELF),
    N(RUSAGE_CHILDREN),
    N(RUSAGE_THREAD),
#undef N
    {"RLIMIT_OFILE", RLIMIT_NOFILE},
    {"RLIM_INFINITY", -1}};

}  // namespace

Value initialize_resource_module(Thread* T) {
  Module* module = make_module(T, "resource");
  ResourceState& state = native_state<ResourceState>(T->runtime);
  state.struct_rusage = make_struct_sequence_type<kUsage>(T);
  bool ok = module && state.struct_rusage && module_set(T, module, "struct_rusage", state.struct_rusage) &&
            module_set(T, module, "error", exception_type(T, Builtin::kOSError)) &&
            add_functions(T, module, kFunctions) && add_constants(T, module, kConstants, std::size(kConstants));
  return ok ? Value(module) : kEmpty;
}

}  // namespace gilded
