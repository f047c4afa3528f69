// _socket: the socket object under socket.socket, and the look-ups of names.
//
// A socket with a time limit is non-blocking underneath: a call waits for it with poll until it is ready or the time is
// over. One without blocks in the call itself. Either way the thread is detached, a signal handler that raises ends the
// wait, and one that returns lets it go on for the rest of its time. The object is a Record whose raw bytes are
// SocketData; closing is an exchange of the descriptor, so that two threads never close the same one.
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cmath>
#include <cstring>
#include <memory>

#include "stdlib/native/socket_address.h"
#include "stdlib/native/socket_state.h"
#include "stdlib/native/system_call.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

constexpr Nanoseconds kNoTimeout = -1;

struct SocketData {
  std::atomic<int> fd;
  std::atomic<int> family, type, protocol;
  std::atomic<Nanoseconds> timeout;  // kNoTimeout: block; 0: never wait
};
SocketState& state_of(Thread* T) {
  return native_state<SocketState>(T->runtime);
}
SocketData* data_of(Value v) {
  return reinterpret_cast<SocketData*>(v.as<Record>()->raw());
}
int fd_of(Value v) {
  return data_of(v)->fd.load();
}

void socket_finalize(Thread* T, Object* self) {
  SocketData* data = data_of(self);
  int fd = data->fd.exchange(-1);
  if (fd < 0) return;
  Value warnings = dict_get(T->runtime->modules.as<Dict>(), intern(T, std::string_view("warnings")));
  Value pending = take_exception(T);
  if (is_kind(warnings, Kind::kModule)) {
    String* shown = to_repr(T, self);
    Value text = shown ? Value(make_string(T, "unclosed " + to_utf8(shown))) : kEmpty;
    if (text && call_method(T, warnings, intern(T, std::string_view("warn")),
                            {text, exception_type(T, Builtin::kResourceWarning)})
                    .is_empty()) {
      report_unraisable(T, self);
    }
    clear_exception(T);
  }
  restore_exception(T, pending);
  close(fd);
}

// ---------------------------------------------------------------- waiting

bool raise_timeout(Thread* T) {
  return raise(T, Builtin::kTimeoutError, "timed out");
}

// Waits until the socket can be read or written. False: exception, TimeoutError among them.
bool wait_ready(Thread* T, int fd, short events, Nanoseconds deadline) {
  for (;;) {
    pollfd entry{fd, events, 0};
    int result, error;
    {
      DetachScope detached(T, WaitReason::kIo);
      Nanoseconds left = deadline == kNoDeadline ? 0 : deadline - monotonic_now();
      int milliseconds = deadline == kNoDeadline ? -1
                         : left <= 0             ? 0
                                     : static_cast<int>(std::min<Nanoseconds>((left + 999'999) / 1'000'000, INT32_MAX));
      result = poll(&entry, 1, milliseconds);
      error = errno;
    }
    if (result > 0) return true;
    if (result == 0) {
      if (deadline != kNoDeadline && monotonic_now() >= deadline) return raise_timeout(T);
      continue;
    }
    if (error != EINTR) return raise_errno(T, error);
    if (!poll_if_requested(T)) return false;
  }
}
Nanoseconds deadline_of(Nanoseconds timeout) {
  return timeout > 0 ? monotonic_now() + timeout : kNoDeadline;
}

// One call on a socket, waiting as its time limit says. -1: an exception is set.
template <class F>
int64_t socket_call(Thread* T, Value self, short events, Nanoseconds deadline, F f) {
  Nanoseconds timeout = data_of(self)->timeout.load();
  for (;;) {
    // A call that is ready goes through without a poll first.
    int64_t result;
    int error;
    {
      DetachScope detached(T, WaitReason::kIo);
      result = f(fd_of(self));
      error = errno;
    }
    if (result >= 0) return result;
    if (error == EINTR) {
      if (!poll_if_requested(T)) return -1;
      continue;
    }
    if ((error == EAGAIN || error == EWOULDBLOCK) && timeout > 0) {
      if (!wait_ready(T, fd_of(self), events, deadline)) return -1;
      continue;
    }
    (void)raise_errno(T, error);
    return -1;
  }
}
template <class F>
int64_t socket_call(Thread* T, Value self, short events, F f) {
  return socket_call(T, self, events, deadline_of(data_of(self)->timeout.load()), f);
}

// ---------------------------------------------------------------- making and closing

bool set_nonblocking(int fd, bool on) {
  int flags = fcntl(fd, F_GETFL);
  if (flags < 0) return false;
  int wanted = on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
  return wanted == flags || fcntl(fd, F_SETFL, wanted) == 0;
}
// False: exception; the descriptor is closed.
bool adopt(Thread* T, SocketData* data, int fd, int family, int type, int protocol) {
  data->fd.store(fd);
  data->family.store(family);
  data->type.store(type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC));
  data->protocol.store(protocol);
  Nanoseconds timeout = state_of(T).default_timeout.load();
  data->timeout.store(type & SOCK_NONBLOCK ? 0 : timeout);
  if (timeout >= 0 && !(type & SOCK_NONBLOCK) && !set_nonblocking(fd, true)) {
    int error = errno;
    data->fd.store(-1);
    close(fd);
    return raise_errno(T, error);
  }
  return true;
}

Value socket_create(Thread* T, Type* type, CallArguments) {
  Record* self = make_record(T, type, 0, sizeof(SocketData));
  if (!self) return kEmpty;
  data_of(self)->fd.store(-1);
  data_of(self)->timeout.store(state_of(T).default_timeout.load());
  return self;
}
bool socket_initialize(Thread* T, Value self, CallArguments arguments) {
  Value values[4];
  if (!bind_arguments(T, "socket(family=-1, type=-1, proto=-1, fileno=None)", arguments, values)) return false;
  int numbers[3] = {-1, -1, -1};
  for (size_t i = 0; i < 3; ++i) {
    if (values[i] && !to_c_int(T, values[i], &numbers[i])) return false;
  }
  auto [family, type, protocol] = numbers;
  SocketData* data = data_of(self);
  if (values[3] && !values[3].is_none()) {
    int fd;
    if (values[3].is_float()) return raise(T, Builtin::kTypeError, "integer argument expected, got float");
    if (!to_c_int(T, values[3], &fd)) return false;
    if (fd < 0) return raise(T, Builtin::kValueError, "negative file descriptor");
    SocketAddress address;
    if (getsockname(fd, address.get(), &address.length) < 0) {
      if (family == -1 || errno == EBADF || errno == ENOTSOCK) return raise_errno(T, errno);
    } else if (family == -1) {
      family = address.storage.ss_family;
    }
    socklen_t length = sizeof(int);
    if (type == -1 && getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) < 0) return raise_errno(T, errno);
    if (protocol == -1 && getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &length) < 0) return raise_errno(T, errno);
    return adopt(T, data, fd, family, type, protocol);
  }
  if (family == -1) family = AF_INET;
  if (type == -1) type = SOCK_STREAM;
  if (protocol == -1) protocol = 0;
  int fd = socket(family, type | SOCK_CLOEXEC, protocol);
  return fd < 0 ? static_cast<bool>(raise_errno(T, errno)) : adopt(T, data, fd, family, type, protocol);
}
Value socket_repr(Thread* T, Value self) {
  SocketData* data = data_of(self);
  return make_string(T, fmt::format("<socket object, fd={}, family={}, type={}, proto={}>", data->fd.load(),
                                    data->family.load(), data->type.load(), data->protocol.load()));
}
Value socket_close(Thread* T, Arguments args) {
  int fd = data_of(args[0])->fd.exchange(-1);
  if (fd < 0) return kNone;
  int result, error;
  {
    DetachScope detached(T, WaitReason::kIo);
    result = close(fd);
    error = errno;
  }
  // The other side may be gone already; closed is closed.
  return result < 0 && error != ECONNRESET && error != EINTR ? Value(raise_errno(T, error)) : kNone;
}
Value socket_detach(Thread*, Arguments args) {
  return Value::small_int(data_of(args[0])->fd.exchange(-1));
}
Value socket_fileno(Thread*, Arguments args) {
  return Value::small_int(fd_of(args[0]));
}

// ---------------------------------------------------------------- time limits

// False: exception.
bool parse_timeout(Thread* T, Value v, Nanoseconds* out) {
  *out = kNoTimeout;
  if (v.is_none()) return true;
  double seconds;
  if (!to_double(T, v, &seconds)) {
    if (exception_matches(T, Builtin::kTypeError))
      return raise(T, Builtin::kTypeError, "'{}' object cannot be interpreted as an integer", type_name(T, v));
    return false;
  }
  if (seconds != seconds) return raise(T, Builtin::kValueError, "Invalid value NaN (not a number)");
  if (seconds < 0) return raise(T, Builtin::kValueError, "Timeout value out of range");
  if (seconds > 2147483.0) return raise(T, Builtin::kOverflowError, "timeout doesn't fit into C timeval");
  // Never 0 for what is not 0: that would mean "do not wait".
  *out = static_cast<Nanoseconds>(std::ceil(seconds * 1e9));
  return true;
}
Value timeout_value(Nanoseconds timeout) {
  return timeout < 0 ? kNone : Value::from_double(static_cast<double>(timeout) / 1e9);
}
Value apply_timeout(Thread* T, Value self, Nanoseconds timeout) {
  data_of(self)->timeout.store(timeout);
  return set_nonblocking(fd_of(self), timeout >= 0) ? kNone : Value(raise_errno(T, errno));
}
Value socket_settimeout(Thread* T, Arguments args) {
  Nanoseconds timeout;
  return parse_timeout(T, args[1], &timeout) ? apply_timeout(T, args[0], timeout) : kEmpty;
}
Value socket_gettimeout(Thread*, Arguments args) {
  return timeout_value(data_of(args[0])->timeout.load());
}
Value socket_setblocking(Thread* T, Arguments args) {
  bool blocking;
  return truth(T, args[1], &blocking) ? apply_timeout(T, args[0], blocking ? kNoTimeout : 0) : kEmpty;
}
Value socket_getblocking(Thread*, Arguments args) {
  return Value::boolean(data_of(args[0])->timeout.load() != 0);
}

// ---------------------------------------------------------------- connecting

Value socket_accept(Thread* T, Arguments args) {
  SocketAddress address;
  int64_t fd = socket_call(T, args[0], POLLIN, [&](int own) {
    address.length = sizeof(address.storage);
    return accept4(own, address.get(), &address.length, SOCK_CLOEXEC);
  });
  if (fd < 0) return kEmpty;
  Value peer = make_address(T, address.get(), address.length);
  if (peer.is_empty()) {
    close(static_cast<int>(fd));
    return kEmpty;
  }
  return make_tuple(T, {Value::small_int(fd), peer});
}
Value socket_bind(Thread* T, Arguments args) {
  SocketAddress address;
  if (!parse_address(T, data_of(args[0])->family.load(), args[1], "bind", &address)) return kEmpty;
  return check_call(T, kEmpty, [&] { return bind(fd_of(args[0]), address.get(), address.length); });
}
// 0, an error number, or -1: an exception is set.
int connect_to(Thread* T, Value self, const SocketAddress& address) {
  Nanoseconds timeout = data_of(self)->timeout.load(), deadline = deadline_of(timeout);
  int result, error;
  {
    DetachScope detached(T, WaitReason::kIo);
    result = connect(fd_of(self), address.get(), address.length);
    error = result < 0 ? errno : 0;
  }
  if (result == 0) return 0;
  // An interrupted connect goes on by itself, as a non-blocking one does.
  bool waits = (error == EINTR && timeout != 0) || (error == EINPROGRESS && timeout > 0);
  if (error == EINTR && !poll_if_requested(T)) return -1;
  if (!waits) return error;
  if (!wait_ready(T, fd_of(self), POLLOUT | POLLERR, deadline)) return -1;
  socklen_t length = sizeof(error);
  if (getsockopt(fd_of(self), SOL_SOCKET, SO_ERROR, &error, &length) < 0) return errno;
  return error == EISCONN ? 0 : error;
}
Value socket_connect(Thread* T, Arguments args) {
  SocketAddress address;
  if (!parse_address(T, data_of(args[0])->family.load(), args[1], "connect", &address)) return kEmpty;
  int error = connect_to(T, args[0], address);
  if (error < 0) return kEmpty;
  return error ? Value(raise_errno(T, error)) : kNone;
}
Value socket_connect_ex(Thread* T, Arguments args) {
  SocketAddress address;
  if (!parse_address(T, data_of(args[0])->family.load(), args[1], "connect_ex", &address)) return kEmpty;
  int error = connect_to(T, args[0], address);
  if (error < 0) {
    // A time that is over is a result here, not an exception.
    if (!exception_matches(T, Builtin::kTimeoutError)) return kEmpty;
    clear_exception(T);
    error = EAGAIN;
  }
  return Value::small_int(error);
}
Value socket_listen(Thread* T, Arguments args) {
  int backlog = std::min(SOMAXCONN, 128);
  if (args.has(1) && !to_c_int(T, args[1], &backlog)) return kEmpty;
  return check_call(T, kEmpty, [&] { return listen(fd_of(args[0]), std::max(backlog, 0)); });
}
Value socket_shutdown(Thread* T, Arguments args) {
  int how;
  if (!to_c_int(T, args[1], &how)) return kEmpty;
  return check_call(T, kEmpty, [&] { return shutdown(fd_of(args[0]), how); });
}
Value address_call(Thread* T, Value self, int (*get)(int, sockaddr*, socklen_t*)) {
  SocketAddress address;
  if (get(fd_of(self), address.get(), &address.length) < 0) return raise_errno(T, errno);
  return make_address(T, address.get(), address.length);
}
Value socket_getpeername(Thread* T, Arguments args) {
  return address_call(T, args[0], getpeername);
}
Value socket_getsockname(Thread* T, Arguments args) {
  return address_call(T, args[0], getsockname);
}

// ---------------------------------------------------------------- receiving

bool parse_size(Thread* T, Value v, const char* function, int64_t* out) {
  if (!to_int64(T, v, out)) return false;
  if (*out < 0) return raise(T, Builtin::kValueError, "negative buffersize in {}", function);
  if (*out > int64_t{1} << 40) return raise_memory_error(T);
  return true;
}
bool parse_flags(Thread* T, Value v, int* out) {
  *out = 0;
  return v.is_empty() || to_c_int(T, v, out);
}
Value socket_recv(Thread* T, Arguments args) {
  int64_t size;
  int flags;
  if (!parse_size(T, args[1], "recv", &size) || !parse_flags(T, args[2], &flags)) return kEmpty;
  std::unique_ptr<char[]> buffer(new (std::nothrow) char[static_cast<size_t>(size) + 1]);
  if (!buffer) return raise_memory_error(T);
  int64_t n =
      socket_call(T, args[0], POLLIN, [&](int fd) { return recv(fd, buffer.get(), static_cast<size_t>(size), flags); });
  return n < 0 ? kEmpty : make_bytes(T, {buffer.get(), static_cast<size_t>(n)});
}
Value socket_recvfrom(Thread* T, Arguments args) {
  int64_t size;
  int flags;
  if (!parse_size(T, args[1], "recvfrom", &size) || !parse_flags(T, args[2], &flags)) return kEmpty;
  std::unique_ptr<char[]> buffer(new (std::nothrow) char[static_cast<size_t>(size) + 1]);
  if (!buffer) return raise_memory_error(T);
  SocketAddress address;
  int64_t n = socket_call(T, args[0], POLLIN, [&](int fd) {
    address.length = sizeof(address.storage);
    return recvfrom(fd, buffer.get(), static_cast<size_t>(size), flags, address.get(), &address.length);
  });
  if (n < 0) return kEmpty;
  Value bytes = make_bytes(T, {buffer.get(), static_cast<size_t>(n)});
  Value from = bytes.is_empty() ? kEmpty : make_address(T, address.get(), address.length);
  return from.is_empty() ? kEmpty : Value(make_tuple(T, {bytes, from}));
}
bool get_target(Thread* T, BufferScope& buffer, Value v, const char* function) {
  if (supports_buffer(T, v)) {
    if (buffer.get_writable(v)) return true;
    if (!exception_matches(T, Builtin::kTypeError)) return false;
    clear_exception(T);
  }
  return raise(T, Builtin::kTypeError, "{}() argument 1 must be read-write bytes-like object, not {}", function,
               type_name(T, v));
}
// recv_into and recvfrom_into. EMPTY: exception.
int64_t receive_into(Thread* T, Arguments args, const char* function, SocketAddress* from) {
  BufferScope buffer(T);
  int64_t size = 0;
  int flags;
  if (!get_target(T, buffer, args[1], function) || !parse_flags(T, args[3], &flags) ||
      (args.has(2) && !to_int64(T, args[2], &size)))
    return -1;
  if (size < 0) {
    (void)raise(T, Builtin::kValueError, "negative buffersize in {}", function);
    return -1;
  }
  auto length = static_cast<int64_t>(buffer.view().length);
  if (size == 0) size = length;
  if (size > length) {
    (void)raise_text(T, Builtin::kValueError,
                     from ? "nbytes is greater than the length of the buffer" : "buffer too small for requested bytes");
    return -1;
  }
  bool parallel = T->parallel();
  std::string own;
  if (parallel) own.resize(static_cast<size_t>(size));
  char* place = parallel ? own.data() : buffer.view().data;
  int64_t n = socket_call(T, args[0], POLLIN, [&](int fd) {
    if (!from) return recv(fd, place, static_cast<size_t>(size), flags);
    from->length = sizeof(from->storage);
    return recvfrom(fd, place, static_cast<size_t>(size), flags, from->get(), &from->length);
  });
  if (n > 0 && parallel) write_buffer(T, buffer.view(), 0, own.data(), static_cast<size_t>(n));
  return n;
}
Value socket_recv_into(Thread* T, Arguments args) {
  int64_t n = receive_into(T, args, "recv_into", nullptr);
  return n < 0 ? kEmpty : make_int(T, n);
}
Value socket_recvfrom_into(Thread* T, Arguments args) {
  SocketAddress address;
  int64_t n = receive_into(T, args, "recvfrom_into", &address);
  Value from = n < 0 ? kEmpty : make_address(T, address.get(), address.length);
  return from.is_empty() ? kEmpty : Value(make_tuple(T, {Value::small_int(n), from}));
}

// Messages with control data.
Value control_messages(Thread* T, msghdr* message) {
  List* list = make_list(T);
  for (cmsghdr* header = CMSG_FIRSTHDR(message); list && header; header = CMSG_NXTHDR(message, header)) {
    // What does not fit is cut; its length says more than is there.
    auto* start = reinterpret_cast<const char*>(CMSG_DATA(header));
    const char* end = static_cast<const char*>(message->msg_control) + message->msg_controllen;
    if (header->cmsg_len < CMSG_LEN(0) || start > end) break;
    size_t length = std::min<size_t>(header->cmsg_len - CMSG_LEN(0), static_cast<size_t>(end - start));
    Value bytes = make_bytes(T, {start, length});
    Tuple* item =
        bytes.is_empty()
            ? nullptr
            : make_tuple(T, {Value::small_int(header->cmsg_level), Value::small_int(header->cmsg_type), bytes});
    if (!item || !list_append(T, list, item)) return kEmpty;
  }
  return list;
}
bool parse_control_size(Thread* T, Value v, const char* function, int64_t* out) {
  *out = 0;
  if (v.is_empty()) return true;
  if (!to_int64(T, v, out)) return false;
  if (*out < 0 || *out > INT32_MAX) return raise(T, Builtin::kValueError, "invalid ancillary data buffer length");
  (void)function;
  return true;
}
Value socket_recvmsg(Thread* T, Arguments args) {
  int64_t size, control_size;
  int flags;
  if (!to_int64(T, args[1], &size)) return kEmpty;
  if (size < 0) return raise(T, Builtin::kValueError, "negative buffer size in recvmsg()");
  if (!parse_control_size(T, args[2], "recvmsg", &control_size) || !parse_flags(T, args[3], &flags)) return kEmpty;
  std::string data(static_cast<size_t>(size), '\0'), control(static_cast<size_t>(control_size), '\0');
  iovec part{data.data(), data.size()};
  SocketAddress address;
  msghdr message{};
  int64_t n = socket_call(T, args[0], POLLIN, [&](int fd) {
    message = {};
    message.msg_name = address.get();
    message.msg_namelen = sizeof(address.storage);
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.empty() ? nullptr : control.data();
    message.msg_controllen = control.size();
    return recvmsg(fd, &message, flags);
  });
  if (n < 0) return kEmpty;
  Value bytes = make_bytes(T, {data.data(), static_cast<size_t>(n)}), controls = control_messages(T, &message);
  Value from = controls.is_empty() || bytes.is_empty() ? kEmpty : make_address(T, address.get(), message.msg_namelen);
  return from.is_empty() ? kEmpty : Value(make_tuple(T, {bytes, controls, Value::small_int(message.msg_flags), from}));
}
Value socket_recvmsg_into(Thread* T, Arguments args) {
  int64_t control_size;
  int flags;
  if (!parse_control_size(T, args[2], "recvmsg_into", &control_size) || !parse_flags(T, args[3], &flags)) return kEmpty;
  Tuple* targets = tuple_from_iterable(T, args[1]);
  if (!targets) {
    if (exception_matches(T, Builtin::kTypeError))
      return raise(T, Builtin::kTypeError, "recvmsg_into() argument 1 must be an iterable");
    return kEmpty;
  }
  std::vector<std::unique_ptr<BufferScope>> buffers;
  std::vector<std::string> own(targets->length);
  std::vector<iovec> parts;
  for (size_t i = 0; i < targets->length; ++i) {
    buffers.push_back(std::make_unique<BufferScope>(T));
    if (!get_target(T, *buffers.back(), (*targets)[i], "recvmsg_into")) return kEmpty;
    own[i].resize(buffers.back()->view().length);
    parts.push_back({own[i].data(), own[i].size()});
  }
  std::string control(static_cast<size_t>(control_size), '\0');
  SocketAddress address;
  msghdr message{};
  int64_t n = socket_call(T, args[0], POLLIN, [&](int fd) {
    message = {};
    message.msg_name = address.get();
    message.msg_namelen = sizeof(address.storage);
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    message.msg_control = control.empty() ? nullptr : control.data();
    message.msg_controllen = control.size();
    return recvmsg(fd, &message, flags);
  });
  if (n < 0) return kEmpty;
  auto left = static_cast<size_t>(n);
  for (size_t i = 0; i < own.size() && left > 0; ++i) {
    size_t count = std::min(left, own[i].size());
    write_buffer(T, buffers[i]->view(), 0, own[i].data(), count);
    left -= count;
  }
  Value controls = control_messages(T, &message);
  Value from = controls.is_empty() ? kEmpty : make_address(T, address.get(), message.msg_namelen);
  return from.is_empty()
             ? kEmpty
             : Value(make_tuple(T, {Value::small_int(n), controls, Value::small_int(message.msg_flags), from}));
}

// ---------------------------------------------------------------- sending

Value socket_send(Thread* T, Arguments args) {
  BufferScope buffer(T);
  int flags;
  if (!buffer.get(args[1]) || !parse_flags(T, args[2], &flags)) return kEmpty;
  int64_t n = socket_call(T, args[0], POLLOUT,
                          [&](int fd) { return send(fd, buffer.bytes().data(), buffer.bytes().size(), flags); });
  return n < 0 ? kEmpty : make_int(T, n);
}
Value socket_sendall(Thread* T, Arguments args) {
  BufferScope buffer(T);
  int flags;
  if (!buffer.get(args[1]) || !parse_flags(T, args[2], &flags)) return kEmpty;
  std::string_view rest = buffer.bytes();
  // The time limit is for all of it.
  Nanoseconds deadline = deadline_of(data_of(args[0])->timeout.load());
  do {
    int64_t n =
        socket_call(T, args[0], POLLOUT, deadline, [&](int fd) { return send(fd, rest.data(), rest.size(), flags); });
    if (n < 0) return kEmpty;
    rest.remove_prefix(static_cast<size_t>(n));
    if (!poll_if_requested(T)) return kEmpty;
  } while (!rest.empty());
  return kNone;
}
Value socket_sendto(Thread* T, Arguments args) {
  // (data, address) or (data, flags, address)
  if (args.rest_count != 1 && args.rest_count != 2)
    return raise(T, Builtin::kTypeError, "sendto() takes 2 or 3 arguments ({} given)", args.rest_count + 1);
  BufferScope buffer(T);
  int flags = 0;
  if (!buffer.get(args[1]) || (args.rest_count == 2 && !to_c_int(T, args.rest[0], &flags))) return kEmpty;
  SocketAddress address;
  if (!parse_address(T, data_of(args[0])->family.load(), args.rest[args.rest_count - 1], "sendto", &address))
    return kEmpty;
  int64_t n = socket_call(T, args[0], POLLOUT, [&](int fd) {
    return sendto(fd, buffer.bytes().data(), buffer.bytes().size(), flags, address.get(), address.length);
  });
  return n < 0 ? kEmpty : make_int(T, n);
}
Value socket_sendmsg(Thread* T, Arguments args) {
  int flags;
  if (!parse_flags(T, args[3], &flags)) return kEmpty;
  Tuple* pieces = tuple_from_iterable(T, args[1]);
  if (!pieces) {
    if (exception_matches(T, Builtin::kTypeError))
      return raise(T, Builtin::kTypeError, "sendmsg() argument 1 must be an iterable");
    return kEmpty;
  }
  std::vector<std::unique_ptr<BufferScope>> buffers;
  std::vector<iovec> parts;
  for (size_t i = 0; i < pieces->length; ++i) {
    buffers.push_back(std::make_unique<BufferScope>(T));
    if (!buffers.back()->get((*pieces)[i])) return kEmpty;
    std::string_view bytes = buffers.back()->bytes();
    parts.push_back({const_cast<char*>(bytes.data()), bytes.size()});
  }
  std::string control;
  if (args.has(2)) {
    Tuple* items = tuple_from_iterable(T, args[2]);
    if (!items) {
      if (exception_matches(T, Builtin::kTypeError))
        return raise(T, Builtin::kTypeError, "sendmsg() argument 2 must be an iterable");
      return kEmpty;
    }
    for (size_t i = 0; i < items->length; ++i) {
      Tuple* item = tuple_from_iterable(T, (*items)[i]);
      if (!item || item->length != 3) {
        clear_exception(T);
        return raise(T, Builtin::kTypeError, "[sendmsg() ancillary data items]");
      }
      int level, type;
      BufferScope data(T);
      if (!to_c_int(T, (*item)[0], &level) || !to_c_int(T, (*item)[1], &type) || !data.get((*item)[2])) return kEmpty;
      size_t at = control.size(), length = data.bytes().size();
      control.resize(at + CMSG_SPACE(length), '\0');
      auto* header = reinterpret_cast<cmsghdr*>(control.data() + at);
      header->cmsg_len = CMSG_LEN(length);
      header->cmsg_level = level;
      header->cmsg_type = type;
      memcpy(CMSG_DATA(header), data.bytes().data(), length);
    }
  }
  SocketAddress address;
  bool has_address = args.has(4) && !args[4].is_none();
  if (has_address && !parse_address(T, data_of(args[0])->family.load(), args[4], "sendmsg", &address)) return kEmpty;
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  if (!control.empty()) {
    message.msg_control = control.data();
    message.msg_controllen = control.size();
  }
  if (has_address) {
    message.msg_name = address.get();
    message.msg_namelen = address.length;
  }
  int64_t n = socket_call(T, args[0], POLLOUT, [&](int fd) { return sendmsg(fd, &message, flags); });
  return n < 0 ? kEmpty : make_int(T, n);
}

// ---------------------------------------------------------------- options

Value socket_setsockopt(Thread* T, Arguments args) {
  int level, name;
  if (!to_c_int(T, args[1], &level) || !to_c_int(T, args[2], &name)) return kEmpty;
  int fd = fd_of(args[0]), result;
  if (args.has(4)) {
    // Given a length instead of a value, as some options want.
    int64_t length;
    if (!args[3].is_none())
      return raise(T, Builtin::kTypeError, "socket option should be None when 4 arguments are given");
    if (!to_int64(T, args[4], &length)) return kEmpty;
    result = setsockopt(fd, level, name, nullptr, static_cast<socklen_t>(length));
  } else if (is_int(args[3]) || (!supports_buffer(T, args[3]) && lookup_special(T, args[3], names(T).dunder_index))) {
    int number;
    if (!to_c_int(T, args[3], &number)) return kEmpty;
    result = setsockopt(fd, level, name, &number, sizeof(number));
  } else {
    BufferScope buffer(T);
    if (!buffer.get(args[3])) return kEmpty;
    result = setsockopt(fd, level, name, buffer.bytes().data(), static_cast<socklen_t>(buffer.bytes().size()));
  }
  return result < 0 ? Value(raise_errno(T, errno)) : kNone;
}
Value socket_getsockopt(Thread* T, Arguments args) {
  int level, name;
  int64_t size = 0;
  if (!to_c_int(T, args[1], &level) || !to_c_int(T, args[2], &name) || (args.has(3) && !to_int64(T, args[3], &size)))
    return kEmpty;
  if (size == 0) {
    int number = 0;
    socklen_t length = sizeof(number);
    if (getsockopt(fd_of(args[0]), level, name, &number, &length) < 0) return raise_errno(T, errno);
    return Value::small_int(number);
  }
  if (size < 0 || size > 1024) return raise(T, Builtin::kOSError, "getsockopt buflen out of range");
  char buffer[1024];
  auto length = static_cast<socklen_t>(size);
  if (getsockopt(fd_of(args[0]), level, name, buffer, &length) < 0) return raise_errno(T, errno);
  return make_bytes(T, {buffer, length});
}

Value socket_family(Thread*, Value self) {
  return Value::small_int(data_of(self)->family.load());
}
Value socket_type_of(Thread*, Value self) {
  return Value::small_int(data_of(self)->type.load());
}
Value socket_protocol(Thread*, Value self) {
  return Value::small_int(data_of(self)->protocol.load());
}
Value socket_timeout(Thread*, Value self) {
  return timeout_value(data_of(self)->timeout.load());
}

const NativeMethod kMethods[] = {
    {"_accept($self, /)", socket_accept, "Wait for an incoming connection: (file descriptor, address).", kMayBlock},
    {"bind($self, address, /)", socket_bind, "Bind the socket to a local address."},
    {"close($self, /)", socket_close, "Close the socket.", kMayBlock},
    {"connect($self, address, /)", socket_connect, "Connect the socket to a remote address.", kMayBlock},
    {"connect_ex($self, address, /)", socket_connect_ex, "As connect(), but returns an error code.", kMayBlock},
    {"detach($self, /)", socket_detach, "Close the socket object without closing the underlying file descriptor."},
    {"fileno($self, /)", socket_fileno, "Return the integer file descriptor of the socket."},
    {"getpeername($self, /)", socket_getpeername, "Return the address of the remote endpoint."},
    {"getsockname($self, /)", socket_getsockname, "Return the address of the local endpoint."},
    {"getsockopt($self, level, option, buffersize=0, /)", socket_getsockopt, "Get a socket option."},
    {"setsockopt($self, level, option, value, optlen=<unrepresentable>, /)", socket_setsockopt, "Set a socket option."},
    {"listen($self, backlog=<unrepresentable>, /)", socket_listen, "Enable a server to accept connections."},
    {"recv($self, bufsize, flags=0, /)", socket_recv, "Receive up to bufsize bytes from the socket.", kMayBlock},
    {"recv_into($self, /, buffer, nbytes=0, flags=0)", socket_recv_into,
     "A version of recv() that stores its data into a buffer.", kMayBlock},
    {"recvfrom($self, bufsize, flags=0, /)", socket_recvfrom, "Like recv() but also return the sender's address.",
     kMayBlock},
    {"recvfrom_into($self, /, buffer, nbytes=0, flags=0)", socket_recvfrom_into,
     "Like recv_into() but also return the sender's address.", kMayBlock},
    {"recvmsg($self, bufsize, ancbufsize=0, flags=0, /)", socket_recvmsg, "Receive normal data and ancillary data.",
     kMayBlock},
    {"recvmsg_into($self, buffers, ancbufsize=0, flags=0, /)", socket_recvmsg_into,
     "Receive normal data, into buffers, and ancillary data.", kMayBlock},
    {"send($self, data, flags=0, /)", socket_send,
     "Send a data string to the socket; returns the number of bytes sent.", kMayBlock},
    {"sendall($self, data, flags=0, /)", socket_sendall, "Send all data to the socket.", kMayBlock},
    {"sendto($self, data, /, *arguments)", socket_sendto,
     "Like send(data, flags) but allows specifying the destination address.", kMayBlock},
    {"sendmsg($self, buffers, ancdata=[], flags=0, address=None, /)", socket_sendmsg, "Send normal and ancillary data.",
     kMayBlock},
    {"setblocking($self, flag, /)", socket_setblocking, "Set the socket to blocking or non-blocking."},
    {"getblocking($self, /)", socket_getblocking, "Is the socket in blocking mode?"},
    {"settimeout($self, timeout, /)", socket_settimeout, "Set a timeout on socket operations."},
    {"gettimeout($self, /)", socket_gettimeout, "Returns the timeout in seconds associated with socket operations."},
    {"shutdown($self, how, /)", socket_shutdown, "Shut down the reading side, the writing side, or both."},
    {nullptr, nullptr, nullptr}};
const NativeAttribute kAttributes[] = {{"family", socket_family, nullptr, "the socket family"},
                                       {"type", socket_type_of, nullptr, "the socket type"},
                                       {"proto", socket_protocol, nullptr, "the socket protocol"},
                                       {"timeout", socket_timeout, nullptr, "the socket timeout"},
                                       {nullptr, nullptr, nullptr, nullptr}};

// ---------------------------------------------------------------- functions

Value module_socketpair(Thread* T, Arguments args) {
  int family = AF_UNIX, type = SOCK_STREAM, protocol = 0, fds[2];
  if ((args.has(0) && !to_c_int(T, args[0], &family)) || (args.has(1) && !to_c_int(T, args[1], &type)) ||
      (args.has(2) && !to_c_int(T, args[2], &protocol))) {
    return kEmpty;
  }
  if (socketpair(family, type | SOCK_CLOEXEC, protocol, fds) < 0) return raise_errno(T, errno);
  Value ends[2];
  for (int i = 0; i < 2; ++i) {
    ends[i] = socket_create(T, state_of(T).socket_type.as<Type>(), {});
    if (ends[i].is_empty() || !adopt(T, data_of(ends[i]), fds[i], family, type, protocol)) {
      close(fds[1]);
      return kEmpty;
    }
  }
  return make_tuple(T, {ends[0], ends[1]});
}
Value module_close(Thread* T, Arguments args) {
  int fd;
  if (!to_c_int(T, args[0], &fd)) return kEmpty;
  return close(fd) < 0 && errno != ECONNRESET ? Value(raise_errno(T, errno)) : kNone;
}
Value module_dup(Thread* T, Arguments args) {
  int fd;
  if (!to_c_int(T, args[0], &fd)) return kEmpty;
  int fresh = fcntl(fd, F_DUPFD_CLOEXEC, 0);
  return fresh < 0 ? Value(raise_errno(T, errno)) : Value::small_int(fresh);
}
Value module_gethostname(Thread* T, Arguments) {
  char name[1025];
  if (gethostname(name, sizeof(name) - 1) < 0) return raise_errno(T, errno);
  name[sizeof(name) - 1] = '\0';
  return make_path(T, name);
}
Value module_sethostname(Thread* T, Arguments args) {
  std::string name;
  if (!file_system_bytes(T, args[0], &name)) return kEmpty;
  return sethostname(name.data(), name.size()) < 0 ? Value(raise_errno(T, errno)) : kNone;
}
bool host_argument(Thread* T, Value v, std::string* out) {
  bool is_none;
  if (!parse_host(T, v, out, &is_none)) return false;
  if (is_none) return raise(T, Builtin::kTypeError, "str, bytes or bytearray expected, not NoneType");
  return true;
}
Value module_gethostbyname(Thread* T, Arguments args) {
  std::string name;
  SocketAddress address;
  if (!host_argument(T, args[0], &name) || !resolve_host(T, name, AF_INET, &address)) return kEmpty;
  return numeric_host(T, address.get(), address.length);
}
// (name, aliases, addresses) of a look-up.
Value host_entry(Thread* T, const hostent& entry) {
  List* aliases = make_list(T);
  List* addresses = make_list(T);
  if (!aliases || !addresses) return kEmpty;
  for (char** alias = entry.h_aliases; *alias; ++alias) {
    if (!list_append(T, aliases, make_string(T, std::string_view(*alias)))) return kEmpty;
  }
  for (char** address = entry.h_addr_list; *address; ++address) {
    char text[INET6_ADDRSTRLEN];
    inet_ntop(entry.h_addrtype, *address, text, sizeof(text));
    if (!list_append(T, addresses, make_string(T, std::string_view(text)))) return kEmpty;
  }
  return make_tuple(T, {make_string(T, std::string_view(entry.h_name)), aliases, addresses});
}
Value module_gethostbyname_ex(Thread* T, Arguments args) {
  std::string name;
  SocketAddress address;
  if (!host_argument(T, args[0], &name) || !resolve_host(T, name, AF_INET, &address)) return kEmpty;
  hostent entry{}, *found = nullptr;
  std::vector<char> buffer(16384);
  int error = 0;
  {
    DetachScope detached(T, WaitReason::kIo);
    gethostbyname_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found, &error);
  }
  if (!found) {
    (void)raise_host_error(T, error);
    return kEmpty;
  }
  return host_entry(T, *found);
}
Value module_gethostbyaddr(Thread* T, Arguments args) {
  std::string name;
  SocketAddress address;
  if (!host_argument(T, args[0], &name) || !resolve_host(T, name, AF_UNSPEC, &address)) return kEmpty;
  const void* raw = address.storage.ss_family == AF_INET
                        ? static_cast<const void*>(&reinterpret_cast<sockaddr_in*>(&address.storage)->sin_addr)
                        : &reinterpret_cast<sockaddr_in6*>(&address.storage)->sin6_addr;
  socklen_t length = address.storage.ss_family == AF_INET ? 4 : 16;
  hostent entry{}, *found = nullptr;
  std::vector<char> buffer(16384);
  int error = 0;
  {
    DetachScope detached(T, WaitReason::kIo);
    gethostbyaddr_r(raw, length, address.storage.ss_family, &entry, buffer.data(), buffer.size(), &found, &error);
  }
  if (!found) {
    (void)raise_host_error(T, error);
    return kEmpty;
  }
  return host_entry(T, *found);
}
Value module_getaddrinfo(Thread* T, Arguments args) {
  std::string host, service;
  bool no_host;
  addrinfo hints{}, *found = nullptr;
  if (!parse_host(T, args[0], &host, &no_host)) {
    if (exception_matches(T, Builtin::kTypeError)) {
      clear_exception(T);
      return raise(T, Builtin::kTypeError, "getaddrinfo() argument 1 must be string or None");
    }
    return kEmpty;
  }
  bool no_service = args[1].is_none();
  if (is_int(args[1])) {
    String* text = to_str(T, exact_int(T, args[1]));
    if (!text) return kEmpty;
    service = to_utf8(text);
  } else if (is_string(args[1]) || is_kind(args[1], Kind::kBytes)) {
    if (!file_system_bytes(T, args[1], &service)) return kEmpty;
  } else if (!no_service) {
    return raise(T, Builtin::kTypeError, "Int or String expected");
  }
  int* const places[] = {&hints.ai_family, &hints.ai_socktype, &hints.ai_protocol, &hints.ai_flags};
  for (size_t i = 0; i < 4; ++i) {
    if (args.has(2 + i) && !to_c_int(T, args[2 + i], places[i])) return kEmpty;
  }
  int error;
  {
    DetachScope detached(T, WaitReason::kIo);
    error = getaddrinfo(no_host ? nullptr : host.c_str(), no_service ? nullptr : service.c_str(), &hints, &found);
  }
  if (error) {
    (void)raise_address_error(T, error);
    return kEmpty;
  }
  List* list = make_list(T);
  for (addrinfo* one = found; list && one; one = one->ai_next) {
    Value address = make_address(T, one->ai_addr, one->ai_addrlen);
    Tuple* item =
        address.is_empty()
            ? nullptr
            : make_tuple(T, {Value::small_int(one->ai_family), Value::small_int(one->ai_socktype),
                             Value::small_int(one->ai_protocol),
                             make_string(T, std::string_view(one->ai_canonname ? one->ai_canonname : "")), address});
    if (!item || !list_append(T, list, item)) list = nullptr;
  }
  freeaddrinfo(found);
  return list;
}
Value module_getnameinfo(Thread* T, Arguments args) {
  int flags;
  if (!is_tuple(args[0])) return raise(T, Builtin::kTypeError, "getnameinfo() argument 1 must be a tuple");
  Tuple& parts = *args[0].as<Tuple>();
  if (!to_c_int(T, args[1], &flags)) return kEmpty;
  if (parts.length < 2 || parts.length > 4 || !is_string(parts[0])) {
    return raise(T, Builtin::kTypeError, "getnameinfo(): illegal sockaddr argument");
  }
  int64_t port, flow = 0, scope = 0;
  if (!to_int64(T, parts[1], &port) || (parts.length > 2 && !to_int64(T, parts[2], &flow)) ||
      (parts.length > 3 && !to_int64(T, parts[3], &scope)))
    return kEmpty;
  if (flow < 0 || flow > 0xfffff)
    return raise(T, Builtin::kOverflowError, "getnameinfo(): flowinfo must be 0-1048575.");
  addrinfo hints{}, *found = nullptr;
  hints.ai_socktype = SOCK_DGRAM;
  hints.ai_flags = AI_NUMERICHOST;
  std::string host = to_utf8(as_string(parts[0])), service = std::to_string(port);
  int error;
  char name[NI_MAXHOST], service_name[NI_MAXSERV];
  bool several = false, wrong_size = false;
  {
    DetachScope detached(T, WaitReason::kIo);
    error = getaddrinfo(host.c_str(), service.c_str(), &hints, &found);
    if (!error) {
      several = found->ai_next != nullptr;
      wrong_size = found->ai_family == AF_INET && parts.length != 2;
      if (found->ai_family == AF_INET6) {
        auto* in6 = reinterpret_cast<sockaddr_in6*>(found->ai_addr);
        in6->sin6_flowinfo = htonl(static_cast<uint32_t>(flow));
        if (scope) in6->sin6_scope_id = static_cast<uint32_t>(scope);
      }
      if (!several && !wrong_size) {
        error = getnameinfo(found->ai_addr, found->ai_addrlen, name, sizeof(name), service_name, sizeof(service_name),
                            flags);
      }
      freeaddrinfo(found);
    }
  }
  if (error) {
    (void)raise_address_error(T, error);
    return kEmpty;
  }
  if (several) return raise(T, Builtin::kOSError, "sockaddr resolved to multiple addresses");
  if (wrong_size) return raise(T, Builtin::kOSError, "IPv4 sockaddr must be 2 tuple");
  return make_tuple(T, {make_string(T, std::string_view(name)), make_string(T, std::string_view(service_name))});
}
bool text_argument(Thread* T, Value v, const char* function, std::string* out) {
  if (!is_string(v))
    return raise(T, Builtin::kTypeError, "{}() argument 1 must be str, not {}", function, argument_type_name(T, v));
  *out = to_utf8(as_string(v));
  return true;
}
Value module_getservbyname(Thread* T, Arguments args) {
  std::string name, protocol;
  if (!text_argument(T, args[0], "getservbyname", &name) ||
      (args.has(1) && !text_argument(T, args[1], "getservbyname", &protocol)))
    return kEmpty;
  servent entry{}, *found = nullptr;
  char buffer[4096];
  {
    DetachScope detached(T, WaitReason::kIo);
    getservbyname_r(name.c_str(), args.has(1) ? protocol.c_str() : nullptr, &entry, buffer, sizeof(buffer), &found);
  }
  return found ? Value::small_int(ntohs(static_cast<uint16_t>(found->s_port)))
               : Value(raise(T, Builtin::kOSError, "service/proto not found"));
}
Value module_getservbyport(Thread* T, Arguments args) {
  int port;
  std::string protocol;
  if (!to_c_int(T, args[0], &port) || (args.has(1) && !text_argument(T, args[1], "getservbyport", &protocol)))
    return kEmpty;
  if (port < 0 || port > 0xffff) return raise(T, Builtin::kOverflowError, "getservbyport: port must be 0-65535.");
  servent entry{}, *found = nullptr;
  char buffer[4096];
  {
    DetachScope detached(T, WaitReason::kIo);
    getservbyport_r(htons(static_cast<uint16_t>(port)), args.has(1) ? protocol.c_str() : nullptr, &entry, buffer,
                    sizeof(buffer), &found);
  }
  return found ? Value(make_string(T, std::string_view(found->s_name)))
               : Value(raise(T, Builtin::kOSError, "port/proto not found"));
}
Value module_getprotobyname(Thread* T, Arguments args) {
  std::string name;
  if (!text_argument(T, args[0], "getprotobyname", &name)) return kEmpty;
  protoent entry{}, *found = nullptr;
  char buffer[4096];
  {
    DetachScope detached(T, WaitReason::kIo);
    getprotobyname_r(name.c_str(), &entry, buffer, sizeof(buffer), &found);
  }
  return found ? Value::small_int(found->p_proto) : Value(raise(T, Builtin::kOSError, "protocol not found"));
}
Value swap16(Thread* T, Value v, const char* function) {
  int64_t n;
  if (!to_int64(T, v, &n)) return kEmpty;
  if (n < 0)
    return raise(T, Builtin::kOverflowError, "{}: can't convert negative Python int to C 16-bit unsigned integer",
                 function);
  if (n > 0xffff)
    return raise(T, Builtin::kOverflowError, "{}: Python int too large to convert to C 16-bit unsigned integer",
                 function);
  return Value::small_int(htons(static_cast<uint16_t>(n)));
}
Value swap32(Thread* T, Value v) {
  if (!is_int(v)) return raise(T, Builtin::kTypeError, "expected int, {} found", type_name(T, v));
  int64_t n;
  if (!to_int64(T, v, &n)) return kEmpty;
  if (n < 0) return raise(T, Builtin::kOverflowError, "can't convert negative value to unsigned int");
  if (n > UINT32_MAX) return raise(T, Builtin::kOverflowError, "int larger than 32 bits");
  return Value::small_int(htonl(static_cast<uint32_t>(n)));
}
Value module_htons(Thread* T, Arguments args) {
  return swap16(T, args[0], "htons");
}
Value module_ntohs(Thread* T, Arguments args) {
  return swap16(T, args[0], "ntohs");
}
Value module_htonl(Thread* T, Arguments args) {
  return swap32(T, args[0]);
}
Value module_ntohl(Thread* T, Arguments args) {
  return swap32(T, args[0]);
}
Value module_inet_aton(Thread* T, Arguments args) {
  std::string text;
  in_addr address{};
  if (!text_argument(T, args[0], "inet_aton", &text)) return kEmpty;
  if (!inet_aton(text.c_str(), &address))
    return raise(T, Builtin::kOSError, "illegal IP address string passed to inet_aton");
  return make_bytes(T, {reinterpret_cast<char*>(&address), sizeof(address)});
}
Value module_inet_ntoa(Thread* T, Arguments args) {
  BufferScope buffer(T);
  if (!buffer.get(args[0])) return kEmpty;
  if (buffer.bytes().size() != 4) return raise(T, Builtin::kOSError, "packed IP wrong length");
  char text[INET_ADDRSTRLEN];
  return make_string(T, std::string_view(inet_ntop(AF_INET, buffer.bytes().data(), text, sizeof(text))));
}
Value module_inet_pton(Thread* T, Arguments args) {
  int family;
  if (!to_c_int(T, args[0], &family)) return kEmpty;
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "inet_pton() argument 2 must be str, not {}", argument_type_name(T, args[1]));
  std::string text = to_utf8(as_string(args[1]));
  char packed[16];
  int result = inet_pton(family, text.c_str(), packed);
  if (result < 0) return raise_errno(T, errno);
  if (result == 0) return raise(T, Builtin::kOSError, "illegal IP address string passed to inet_pton");
  return make_bytes(T, {packed, size_t{family == AF_INET ? 4u : 16u}});
}
Value module_inet_ntop(Thread* T, Arguments args) {
  int family;
  BufferScope buffer(T);
  if (!to_c_int(T, args[0], &family) || !buffer.get(args[1])) return kEmpty;
  if (family != AF_INET && family != AF_INET6)
    return raise(T, Builtin::kValueError, "unknown address family {}", family);
  if (buffer.bytes().size() != (family == AF_INET ? 4u : 16u))
    return raise(T, Builtin::kValueError, "invalid length of packed IP address string");
  char text[INET6_ADDRSTRLEN];
  return make_string(T, std::string_view(inet_ntop(family, buffer.bytes().data(), text, sizeof(text))));
}
Value module_getdefaulttimeout(Thread* T, Arguments) {
  return timeout_value(state_of(T).default_timeout.load());
}
Value module_setdefaulttimeout(Thread* T, Arguments args) {
  Nanoseconds timeout;
  if (!parse_timeout(T, args[0], &timeout)) return kEmpty;
  state_of(T).default_timeout.store(timeout);
  return kNone;
}
Value module_if_nameindex(Thread* T, Arguments) {
  struct if_nameindex* all = if_nameindex();
  if (!all) return raise_errno(T, errno);
  List* list = make_list(T);
  for (struct if_nameindex* one = all; list && one->if_index; ++one) {
    Tuple* pair = make_tuple(T, {Value::small_int(one->if_index), make_path(T, one->if_name)});
    if (!pair || !list_append(T, list, pair)) list = nullptr;
  }
  if_freenameindex(all);
  return list;
}
Value module_if_nametoindex(Thread* T, Arguments args) {
  std::string name;
  if (!file_system_bytes(T, args[0], &name)) return kEmpty;
  unsigned index = if_nametoindex(name.c_str());
  return index ? Value::small_int(index) : Value(raise(T, Builtin::kOSError, "no interface with this name"));
}
Value module_if_indextoname(Thread* T, Arguments args) {
  int64_t index;
  char name[IF_NAMESIZE];
  if (!to_int64(T, args[0], &index)) return kEmpty;
  return if_indextoname(static_cast<unsigned>(index), name) ? make_path(T, name) : Value(raise_errno(T, errno));
}
bool control_length(Thread* T, Value v, const char* function, int64_t* out) {
  if (!to_int64(T, v, out)) return false;
  if (*out < 0 || *out > INT32_MAX - 64)
    return raise(T, Builtin::kOverflowError, "{}() argument out of range", function);
  return true;
}
Value module_CMSG_LEN(Thread* T, Arguments args) {
  int64_t length;
  return control_length(T, args[0], "CMSG_LEN", &length)
             ? make_int(T, static_cast<int64_t>(CMSG_LEN(static_cast<size_t>(length))))
             : kEmpty;
}
Value module_CMSG_SPACE(Thread* T, Arguments args) {
  int64_t length;
  return control_length(T, args[0], "CMSG_SPACE", &length)
             ? make_int(T, static_cast<int64_t>(CMSG_SPACE(static_cast<size_t>(length))))
             : kEmpty;
}

const NativeMethod kFunctions[] = {
    {"socketpair(family=AF_UNIX, type=SOCK_STREAM, proto=0, /)", module_socketpair, "Create a pair of socket objects."},
    {"close(fd, /)", module_close, "Close an integer socket file descriptor."},
    {"dup(fd, /)", module_dup, "Duplicate an integer socket file descriptor."},
    {"gethostname()", module_gethostname, "Return the current host name."},
    {"sethostname(name, /)", module_sethostname, "Sets the hostname to name."},
    {"gethostbyname(host, /)", module_gethostbyname, "Return the IP address of a host.", kMayBlock},
    {"gethostbyname_ex(host, /)", module_gethostbyname_ex,
     "Return the true host name, a list of aliases, and a list of IP addresses.", kMayBlock},
    {"gethostbyaddr(host, /)", module_gethostbyaddr,
     "Return the true host name, a list of aliases, and a list of IP addresses.", kMayBlock},
    {"getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)", module_getaddrinfo,
     "Resolve host and port into addrinfo struct.", kMayBlock},
    {"getnameinfo(sockaddr, flags, /)", module_getnameinfo, "Get host and port for a sockaddr.", kMayBlock},
    {"getservbyname(servicename, protocolname=<unrepresentable>, /)", module_getservbyname,
     "Return a port number from a service name and protocol name."},
    {"getservbyport(port, protocolname=<unrepresentable>, /)", module_getservbyport,
     "Return the service name from a port number and protocol name."},
    {"getprotobyname(name, /)", module_getprotobyname, "Return the protocol number for the named protocol."},
    {"htons(x, /)", module_htons, "Convert a 16-bit unsigned integer from host to network byte order."},
    {"ntohs(x, /)", module_ntohs, "Convert a 16-bit unsigned integer from network to host byte order."},
    {"htonl(x, /)", module_htonl, "Convert a 32-bit integer from host to network byte order."},
    {"ntohl(x, /)", module_ntohl, "Convert a 32-bit integer from network to host byte order."},
    {"inet_aton(ip_addr, /)", module_inet_aton,
     "Convert an IP address in string format to the 32-bit packed binary format."},
    {"inet_ntoa(packed_ip, /)", module_inet_ntoa,
     "Convert an IP address from 32-bit packed binary format to string format."},
    {"inet_pton(af, ip, /)", module_inet_pton, "Convert an IP address from string format to a packed string."},
    {"inet_ntop(af, packed_ip, /)", module_inet_ntop,
     "Convert a packed IP address of the given family to string format."},
    {"getdefaulttimeout()", module_getdefaulttimeout, "Returns the default timeout in seconds for new socket objects."},
    {"setdefaulttimeout(timeout, /)", module_setdefaulttimeout,
     "Set the default timeout in seconds for new socket objects."},
    {"if_nameindex()", module_if_nameindex, "Returns a list of network interface information (index, name) tuples."},
    {"if_nametoindex(if_name, /)", module_if_nametoindex,
     "Returns the interface index corresponding to the interface name."},
    {"if_indextoname(if_index, /)", module_if_indextoname,
     "Returns the interface name corresponding to the interface index."},
    {"CMSG_LEN(length, /)", module_CMSG_LEN, "Length of an ancillary data item with data of the given length."},
    {"CMSG_SPACE(length, /)", module_CMSG_SPACE,
     "Room that an ancillary data item with data of the given length takes."},
    {nullptr, nullptr, nullptr}};

Value make_error_type(Thread* T, const char* name) {
  Dict* dict = make_dict(T);
  Tuple* bases = make_tuple(T, {exception_type(T, Builtin::kOSError)});
  if (!dict || !bases ||
      !dict_set(T, dict, intern(T, std::string_view("__module__")), make_string(T, std::string_view("socket"))))
    return kEmpty;
  return make_class(T, types(T).type, make_string(T, std::string_view(name)), bases, dict, {});
}

}  // namespace

Value initialize_socket_module(Thread* T) {
  Module* module = make_module(T, "_socket");
  SocketState& state = state_of(T);
  static const TypeSlots kSlots = [] {
    TypeSlots slots{};
    slots.create = socket_create;
    slots.initialize = socket_initialize;
    slots.repr = socket_repr;
    slots.finalize = socket_finalize;
    return slots;
  }();
  state.socket_type = make_native_type(T, {"_socket.socket", Kind::kRecord, record_size(0, sizeof(SocketData)),
                                           kTypeIsBuiltin | kTypeIsBase, "An endpoint of communication.", &kSlots,
                                           kMethods, kAttributes, "(family=-1, type=-1, proto=-1, fileno=None)"});
  if (state.socket_type) state.gaierror = make_error_type(T, "gaierror");
  if (state.gaierror) state.herror = make_error_type(T, "herror");
  bool ok = module && state.herror && module_set(T, module, "socket", state.socket_type) &&
            module_set(T, module, "SocketType", state.socket_type) &&
            module_set(T, module, "error", exception_type(T, Builtin::kOSError)) &&
            module_set(T, module, "timeout", exception_type(T, Builtin::kTimeoutError)) &&
            module_set(T, module, "gaierror", state.gaierror) && module_set(T, module, "herror", state.herror) &&
            module_set(T, module, "has_ipv6", kTrue) && add_functions(T, module, kFunctions) &&
            add_socket_constants(T, module);
  return ok ? Value(module) : kEmpty;
}

}  // namespace gilded
