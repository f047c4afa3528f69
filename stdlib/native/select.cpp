// select: waiting for several descriptors at once. select, poll objects, epoll objects; all wait detached, and go on
// for the rest of their time when a signal handler returned.
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <unistd.h>

#include <cmath>
#include <map>

#include "stdlib/native/no_instances.h"
#include "stdlib/native/system_call.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/mutex.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

struct SelectState {
  explicit SelectState(Runtime* runtime) {
    runtime->add_root(&poll);
    runtime->add_root(&epoll);
  }
  Value poll, epoll;
};

// Milliseconds left, rounded up; -1: no end.
int milliseconds_left(Nanoseconds deadline) {
  if (deadline == kNoDeadline) return -1;
  Nanoseconds left = deadline - monotonic_now();
  if (left <= 0) return 0;
  return static_cast<int>(std::min<Nanoseconds>((left + 999'999) / 1'000'000, INT32_MAX));
}
// None or (when `unit` is 1e9 seconds, 1e6 milliseconds) a duration. False: exception.
bool parse_deadline(Thread* T, Value v, double unit, Nanoseconds* out) {
  *out = kNoDeadline;
  if (v.is_empty() || v.is_none()) return true;
  double amount;
  if (!to_double(T, v, &amount)) {
    if (exception_matches(T, Builtin::kTypeError))
      return raise(T, Builtin::kTypeError, "timeout must be a real number or None");
    return false;
  }
  if (amount != amount) return raise(T, Builtin::kValueError, "Invalid value NaN (not a number)");
  double nanoseconds = std::ceil(amount * unit);
  if (nanoseconds > 9.2e18) return raise(T, Builtin::kOverflowError, "timeout is too large");
  *out = monotonic_now() + static_cast<Nanoseconds>(nanoseconds);
  return true;
}

// poll(2) until the deadline, whatever signals come. -1: an exception is set.
int poll_until(Thread* T, pollfd* entries, size_t count, Nanoseconds deadline) {
  for (;;) {
    int result, error;
    {
      DetachScope detached(T, WaitReason::kIo);
      result = poll(entries, count, milliseconds_left(deadline));
      error = errno;
    }
    if (result >= 0) return result;
    if (error != EINTR) {
      (void)raise_errno(T, error);
      return -1;
    }
    if (!poll_if_requested(T)) return -1;
  }
}

// ---------------------------------------------------------------- select

struct Watched {
  Tuple* objects = nullptr;
  std::vector<int> descriptors;
};
bool collect(Thread* T, Value sequence, Watched* out) {
  out->objects = tuple_from_iterable(T, sequence);
  if (!out->objects) {
    if (exception_matches(T, Builtin::kTypeError))
      return raise(T, Builtin::kTypeError, "arguments 1-3 must be sequences");
    return false;
  }
  for (size_t i = 0; i < out->objects->length; ++i) {
    int fd;
    if (!to_descriptor(T, (*out->objects)[i], &fd)) return false;
    if (fd >= FD_SETSIZE) return raise(T, Builtin::kValueError, "filedescriptor out of range in select()");
    out->descriptors.push_back(fd);
  }
  return true;
}
Value select_select(Thread* T, Arguments args) {
  Watched watched[3];
  Nanoseconds deadline;
  if (args.has(3) && !args[3].is_none()) {
    double seconds;
    if (!to_double(T, args[3], &seconds)) {
      if (exception_matches(T, Builtin::kTypeError))
        return raise(T, Builtin::kTypeError, "timeout must be a float or None");
      return kEmpty;
    }
    if (seconds < 0) return raise(T, Builtin::kValueError, "timeout must be non-negative");
  }
  if (!parse_deadline(T, args[3], 1e9, &deadline)) return kEmpty;
  for (size_t i = 0; i < 3; ++i) {
    if (!collect(T, args[i], &watched[i])) return kEmpty;
  }
  static constexpr short kEvents[3] = {POLLIN, POLLOUT, POLLPRI};
  // What select reports as ready in each list.
  static constexpr short kReady[3] = {POLLIN | POLLHUP | POLLERR, POLLOUT | POLLERR, POLLPRI};
  std::vector<pollfd> entries;
  for (size_t i = 0; i < 3; ++i) {
    for (int fd : watched[i].descriptors) entries.push_back({fd, kEvents[i], 0});
  }
  for (;;) {
    if (poll_until(T, entries.data(), entries.size(), deadline) < 0) return kEmpty;
    bool any = false;
    size_t at = 0;
    for (size_t i = 0; i < 3; ++i) {
      for (size_t k = 0; k < watched[i].descriptors.size(); ++k, ++at) {
        if (entries[at].revents & POLLNVAL) return raise_errno(T, EBADF);
        any |= (entries[at].revents & kReady[i]) != 0;
      }
    }
    if (any || milliseconds_left(deadline) == 0) break;
    // Only what select does not report has happened (a hang-up of one watched for writing): do not spin.
    if (!sleep_until(T, std::min(deadline, monotonic_now() + 1'000'000), WaitReason::kIo)) return kEmpty;
  }
  Value lists[3];
  size_t at = 0;
  for (size_t i = 0; i < 3; ++i) {
    List* list = make_list(T);
    if (!list) return kEmpty;
    for (size_t k = 0; k < watched[i].descriptors.size(); ++k, ++at) {
      if (entries[at].revents & kReady[i] && !list_append(T, list, (*watched[i].objects)[k])) return kEmpty;
    }
    lists[i] = list;
  }
  return make_tuple(T, {lists[0], lists[1], lists[2]});
}

// ---------------------------------------------------------------- poll objects: a Record with a pointer to PollData

struct PollData {
  Mutex mutex;
  std::map<int, short> watched GUARDED_BY(mutex);
  bool polling GUARDED_BY(mutex) = false;
};
PollData* poll_data(Value v) {
  return *reinterpret_cast<PollData**>(v.as<Record>()->raw());
}
void poll_finalize(Thread*, Object* self) {
  auto** data = reinterpret_cast<PollData**>(static_cast<Record*>(self)->raw());
  delete *data;
  *data = nullptr;
}
Value select_poll(Thread* T, Arguments) {
  Record* self = make_record(T, native_state<SelectState>(T->runtime).poll.as<Type>(), 0, sizeof(PollData*));
  if (!self) return kEmpty;
  *reinterpret_cast<PollData**>(self->raw()) = new PollData;
  return self;
}
bool parse_event_mask(Thread* T, Value v, int otherwise, unsigned* out) {
  *out = static_cast<unsigned>(otherwise);
  if (v.is_empty()) return true;
  int64_t n;
  if (!to_int64(T, v, &n)) return false;
  if (n < 0) return raise(T, Builtin::kValueError, "value must be positive");
  if (n > 65535) return raise(T, Builtin::kOverflowError, "Python int too large for C unsigned short");
  *out = static_cast<unsigned>(n);
  return true;
}
Value poll_register(Thread* T, Arguments args) {
  int fd;
  unsigned mask;
  if (!to_descriptor(T, args[1], &fd) || !parse_event_mask(T, args[2], POLLIN | POLLPRI | POLLOUT, &mask))
    return kEmpty;
  PollData* data = poll_data(args[0]);
  MutexLock guard(data->mutex);
  data->watched[fd] = static_cast<short>(mask);
  return kNone;
}
Value poll_modify(Thread* T, Arguments args) {
  int fd;
  unsigned mask;
  if (!to_descriptor(T, args[1], &fd) || !parse_event_mask(T, args[2], 0, &mask)) return kEmpty;
  bool known;
  {
    PollData* data = poll_data(args[0]);
    MutexLock guard(data->mutex);
    known = data->watched.count(fd) != 0;
    if (known) data->watched[fd] = static_cast<short>(mask);
  }
  return known ? kNone : Value(raise_errno(T, ENOENT));
}
Value poll_unregister(Thread* T, Arguments args) {
  int fd;
  if (!to_descriptor(T, args[1], &fd)) return kEmpty;
  bool known;
  {
    PollData* data = poll_data(args[0]);
    MutexLock guard(data->mutex);
    known = data->watched.erase(fd) != 0;
  }
  return known ? kNone : Value(raise_with(T, Builtin::kKeyError, Value::small_int(fd)));
}
Value poll_poll(Thread* T, Arguments args) {
  Nanoseconds deadline = kNoDeadline;
  if (args.has(1) && !args[1].is_none()) {
    if (!parse_deadline(T, args[1], 1e6, &deadline)) return kEmpty;
    double amount = 0;
    if (!to_double(T, args[1], &amount)) return kEmpty;
    if (amount < 0) deadline = kNoDeadline;
  }
  PollData* data = poll_data(args[0]);
  std::vector<pollfd> entries;
  bool busy;
  {
    MutexLock guard(data->mutex);
    busy = data->polling;
    data->polling = true;
    for (auto& [fd, events] : data->watched) entries.push_back({fd, events, 0});
  }
  if (busy) return raise(T, Builtin::kRuntimeError, "concurrent poll() invocation");
  int count = poll_until(T, entries.data(), entries.size(), deadline);
  {
    MutexLock guard(data->mutex);
    data->polling = false;
  }
  if (count < 0) return kEmpty;
  List* list = make_list(T);
  for (const pollfd& entry : entries) {
    if (!entry.revents) continue;
    Tuple* pair =
        list ? make_tuple(T, {Value::small_int(entry.fd), Value::small_int(static_cast<uint16_t>(entry.revents))})
             : nullptr;
    if (!pair || !list_append(T, list, pair)) return kEmpty;
  }
  return list;
}
const NativeMethod kPollMethods[] = {
    {"register($self, fd, eventmask=select.POLLIN | select.POLLPRI | select.POLLOUT, /)", poll_register,
     "Register a file descriptor with the polling object."},
    {"modify($self, fd, eventmask, /)", poll_modify, "Modify an already registered file descriptor."},
    {"unregister($self, fd, /)", poll_unregister, "Remove a file descriptor being tracked by the polling object."},
    {"poll($self, timeout=None, /)", poll_poll,
     "Polls the set of registered file descriptors. Returns a list of (fd, event).", kMayBlock},
    {nullptr, nullptr, nullptr}};

// ---------------------------------------------------------------- epoll objects: a Record with a descriptor

std::atomic<int>& epoll_descriptor(Value v) {
  return *reinterpret_cast<std::atomic<int>*>(v.as<Record>()->raw());
}
void epoll_finalize(Thread*, Object* self) {
  int fd = epoll_descriptor(self).exchange(-1);
  if (fd >= 0) close(fd);
}
Value epoll_of(Thread* T, Type* type, int fd) {
  Record* self = make_record(T, type, 0, sizeof(int));
  if (!self) {
    close(fd);
    return kEmpty;
  }
  epoll_descriptor(self).store(fd);
  return self;
}
Value epoll_create_object(Thread* T, Type* type, CallArguments arguments) {
  Value values[2];
  int size = -1, flags = 0;
  if (!bind_arguments(T, "epoll(sizehint=-1, flags=0)", arguments, values)) return kEmpty;
  if ((values[0] && !to_c_int(T, values[0], &size)) || (values[1] && !to_c_int(T, values[1], &flags))) return kEmpty;
  if (size < -1 || size == 0) return raise(T, Builtin::kValueError, "negative sizehint");
  if (flags & ~EPOLL_CLOEXEC) return raise(T, Builtin::kOSError, "invalid flags");
  int fd = epoll_create1(EPOLL_CLOEXEC);
  return fd < 0 ? Value(raise_errno(T, errno)) : epoll_of(T, type, fd);
}
Value epoll_from_descriptor(Thread* T, Arguments args) {
  int fd;
  if (!to_c_int(T, args[1], &fd)) return kEmpty;
  return epoll_of(T, args[0].as<Type>(), fd);
}
// -1: ValueError, it is closed.
int open_epoll(Thread* T, Value self) {
  int fd = epoll_descriptor(self).load();
  if (fd < 0) (void)raise(T, Builtin::kValueError, "I/O operation on closed epoll object");
  return fd;
}
Value epoll_control(Thread* T, Value self, int operation, Value file, unsigned events) {
  int epoll = open_epoll(T, self), fd;
  if (epoll < 0 || !to_descriptor(T, file, &fd)) return kEmpty;
  epoll_event event{};
  event.events = events;
  event.data.fd = fd;
  return epoll_ctl(epoll, operation, fd, &event) < 0 ? Value(raise_errno(T, errno)) : kNone;
}
bool parse_epoll_events(Thread* T, Value v, unsigned* out) {
  if (v.is_empty()) return true;
  int64_t n;
  if (!to_int64(T, v, &n)) return false;
  *out = static_cast<unsigned>(n);
  return true;
}
Value epoll_register(Thread* T, Arguments args) {
  unsigned events = EPOLLIN | EPOLLPRI | EPOLLOUT;
  return parse_epoll_events(T, args[2], &events) ? epoll_control(T, args[0], EPOLL_CTL_ADD, args[1], events) : kEmpty;
}
Value epoll_modify(Thread* T, Arguments args) {
  unsigned events = 0;
  return parse_epoll_events(T, args[2], &events) ? epoll_control(T, args[0], EPOLL_CTL_MOD, args[1], events) : kEmpty;
}
Value epoll_unregister(Thread* T, Arguments args) {
  return epoll_control(T, args[0], EPOLL_CTL_DEL, args[1], 0);
}
Value epoll_poll(Thread* T, Arguments args) {
  int epoll = open_epoll(T, args[0]), maximum = -1;
  if (epoll < 0) return kEmpty;
  Nanoseconds deadline = kNoDeadline;
  if (args.has(1) && !args[1].is_none()) {
    double seconds;
    if (!parse_deadline(T, args[1], 1e9, &deadline) || !to_double(T, args[1], &seconds)) return kEmpty;
    if (seconds < 0) deadline = kNoDeadline;
  }
  if (args.has(2) && !to_c_int(T, args[2], &maximum)) return kEmpty;
  if (maximum == -1) maximum = FD_SETSIZE - 1;
  if (maximum < 1) return raise(T, Builtin::kValueError, "maxevents must be greater than 0, got {}", maximum);
  std::vector<epoll_event> events(static_cast<size_t>(std::min(maximum, 65536)));
  int count;
  for (;;) {
    int error;
    {
      DetachScope detached(T, WaitReason::kIo);
      count = epoll_wait(epoll, events.data(), static_cast<int>(events.size()), milliseconds_left(deadline));
      error = errno;
    }
    if (count >= 0) break;
    if (error != EINTR) return raise_errno(T, error);
    if (!poll_if_requested(T)) return kEmpty;
  }
  List* list = make_list(T);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<size_t>(i)];
    Tuple* pair =
        list ? make_tuple(T, {Value::small_int(event.data.fd), Value::small_int(static_cast<int64_t>(event.events))})
             : nullptr;
    if (!pair || !list_append(T, list, pair)) return kEmpty;
  }
  return list;
}
Value epoll_close_object(Thread* T, Arguments args) {
  int fd = epoll_descriptor(args[0]).exchange(-1);
  return fd >= 0 && close(fd) < 0 ? Value(raise_errno(T, errno)) : kNone;
}
Value epoll_fileno(Thread* T, Arguments args) {
  int fd = open_epoll(T, args[0]);
  return fd < 0 ? kEmpty : Value::small_int(fd);
}
Value epoll_enter(Thread* T, Arguments args) {
  return open_epoll(T, args[0]) < 0 ? kEmpty : args[0];
}
Value epoll_closed(Thread*, Value self) {
  return Value::boolean(epoll_descriptor(self).load() < 0);
}
const NativeMethod kEpollMethods[] = {
    {"fromfd($type, fd, /)", epoll_from_descriptor, "Create an epoll object from a given control fd.", kClassMethod},
    {"close($self, /)", epoll_close_object, "Close the epoll control file descriptor."},
    {"fileno($self, /)", epoll_fileno, "Return the epoll control file descriptor."},
    {"register($self, /, fd, eventmask=select.EPOLLIN | select.EPOLLPRI | select.EPOLLOUT)", epoll_register,
     "Registers a new fd."},
    {"modify($self, /, fd, eventmask)", epoll_modify, "Modify event mask for a registered file descriptor."},
    {"unregister($self, /, fd)", epoll_unregister, "Remove a registered file descriptor from the epoll object."},
    {"poll($self, /, timeout=None, maxevents=-1)", epoll_poll,
     "Wait for events on the epoll file descriptor. Returns a list of (fd, events).", kMayBlock},
    {"__enter__($self, /)", epoll_enter, nullptr},
    {"__exit__($self, exc_type=None, exc_value=None, exc_tb=None, /)", epoll_close_object, nullptr},
    {nullptr, nullptr, nullptr}};
const NativeAttribute kEpollAttributes[] = {{"closed", epoll_closed, nullptr, "True if the epoll handler is closed"},
                                            {nullptr, nullptr, nullptr, nullptr}};

const NativeMethod kFunctions[] = {
    {"select(rlist, wlist, xlist, timeout=None, /)", select_select,
     "Wait until one or more file descriptors are ready for some kind of I/O.", kMayBlock},
    {"poll()", select_poll, "Returns a polling object."},
    {nullptr, nullptr, nullptr}};
constexpr NumberConstant kConstants[] = {
#define N(name) {#name, name}
    N(POLLIN),      N(POLLPRI),      N(POLLOUT),        N(POLLERR),       N(POLLHUP),        N(POLLNVAL),
    N(POLLRDNORM),  N(POLLRDBAND),   N(POLLWRNORM),     N(POLLWRBAND),    N(POLLMSG),        N(POLLRDHUP),
    N(EPOLLIN),     N(EPOLLOUT),     N(EPOLLPRI),       N(EPOLLERR),      N(EPOLLHUP),       N(EPOLLRDHUP),
    N(EPOLLET),     N(EPOLLONESHOT), N(EPOLLEXCLUSIVE), N(EPOLLRDNORM),   N(EPOLLRDBAND),    N(EPOLLWRNORM),
    N(EPOLLWRBAND), N(EPOLLMSG),     N(EPOLLWAKEUP),    N(EPOLL_CLOEXEC), {"PIPE_BUF", 4096}};
#undef N

}  // namespace

Value initialize_select_module(Thread* T) {
  Module* module = make_module(T, "select");
  SelectState& state = native_state<SelectState>(T->runtime);
  static const TypeSlots kPollSlots = [] {
    TypeSlots slots{};
    slots.create = refuse_creation;
    slots.finalize = poll_finalize;
    return slots;
  }();
  static const TypeSlots kEpollSlots = [] {
    TypeSlots slots{};
    slots.create = epoll_create_object;
    slots.finalize = epoll_finalize;
    return slots;
  }();
  state.poll = make_native_type(T, {"select.poll", Kind::kRecord, record_size(0, sizeof(PollData*)), kTypeIsBuiltin,
                                    nullptr, &kPollSlots, kPollMethods, nullptr});
  if (state.poll) {
    state.epoll = make_native_type(
        T, {"select.epoll", Kind::kRecord, record_size(0, sizeof(int)), kTypeIsBuiltin, "Returns an epolling object.",
            &kEpollSlots, kEpollMethods, kEpollAttributes, "(sizehint=-1, flags=0)"});
  }
  bool ok = module && state.epoll && module_set(T, module, "epoll", state.epoll) &&
            module_set(T, module, "error", exception_type(T, Builtin::kOSError)) &&
            add_functions(T, module, kFunctions) && add_constants(T, module, kConstants, std::size(kConstants));
  return ok ? Value(module) : kEmpty;
}

}  // namespace gilded
