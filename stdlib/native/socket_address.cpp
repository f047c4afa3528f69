#include "stdlib/native/socket_address.h"

#include <arpa/inet.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>

#include <cstddef>
#include <cstring>

#include "stdlib/native/socket_state.h"
#include "stdlib/native/system_call.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/codecs.h"
#include "vm/types/int.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

static bool raise_pair(Thread* T, Value type, int code, const char* text) {
  String* message = make_string(T, std::string_view(text));
  Value error = message ? call(T, type, {Value::small_int(code), message}) : kEmpty;
  if (error) (void)raise_value(T, error);
  return false;
}
bool raise_address_error(Thread* T, int code) {
  if (code == EAI_SYSTEM) return raise_errno(T, errno);
  return raise_pair(T, native_state<SocketState>(T->runtime).gaierror, code, gai_strerror(code));
}
bool raise_host_error(Thread* T, int code) {
  return raise_pair(T, native_state<SocketState>(T->runtime).herror, code, hstrerror(code));
}

bool parse_host(Thread* T, Value v, std::string* out, bool* is_none) {
  *is_none = v.is_none();
  if (*is_none) return true;
  if (is_string(v)) {
    if (as_string(v)->is_ascii()) {
      out->assign(as_string(v)->ascii());
    } else {
      Value encoded =
          call_method(T, v, intern(T, std::string_view("encode")), {make_string(T, std::string_view("idna"))});
      if (encoded.is_empty() || !is_kind(encoded, Kind::kBytes)) return false;
      out->assign(encoded.as<Bytes>()->view());
    }
  } else {
    BufferScope buffer(T);
    if (!supports_buffer(T, v))
      return raise(T, Builtin::kTypeError, "str, bytes or bytearray expected, not {}", type_name(T, v));
    if (!buffer.get(v)) return false;
    out->assign(buffer.bytes());
  }
  if (out->find('\0') != std::string::npos)
    return raise(T, Builtin::kTypeError, "host name must not contain null character");
  return true;
}

bool resolve_host(Thread* T, const std::string& name, int family, SocketAddress* out) {
  memset(&out->storage, 0, sizeof(out->storage));
  if (name == "<broadcast>" || name == "255.255.255.255") {
    if (family != AF_INET && family != AF_UNSPEC) return raise(T, Builtin::kOSError, "address family mismatched");
    auto* in = reinterpret_cast<sockaddr_in*>(&out->storage);
    in->sin_family = AF_INET;
    in->sin_addr.s_addr = INADDR_BROADCAST;
    out->length = sizeof(*in);
    return true;
  }
  // Numbers need no look-up.
  if (family == AF_UNSPEC || family == AF_INET) {
    auto* in = reinterpret_cast<sockaddr_in*>(&out->storage);
    if (name.empty() && family == AF_INET) {
      in->sin_family = AF_INET;
      in->sin_addr.s_addr = INADDR_ANY;
      out->length = sizeof(*in);
      return true;
    }
    if (inet_pton(AF_INET, name.c_str(), &in->sin_addr) > 0) {
      in->sin_family = AF_INET;
      out->length = sizeof(*in);
      return true;
    }
  }
  if (family == AF_UNSPEC || family == AF_INET6) {
    auto* in6 = reinterpret_cast<sockaddr_in6*>(&out->storage);
    if (name.find('%') == std::string::npos && inet_pton(AF_INET6, name.c_str(), &in6->sin6_addr) > 0) {
      in6->sin6_family = AF_INET6;
      out->length = sizeof(*in6);
      return true;
    }
  }
  addrinfo hints{}, *found = nullptr;
  hints.ai_family = family;
  hints.ai_socktype = SOCK_DGRAM;
  if (name.empty()) hints.ai_flags = AI_PASSIVE;
  int error;
  {
    DetachScope detached(T, WaitReason::kIo);
    error = getaddrinfo(name.empty() ? nullptr : name.c_str(), name.empty() ? "0" : nullptr, &hints, &found);
  }
  if (error) return raise_address_error(T, error);
  memcpy(&out->storage, found->ai_addr, found->ai_addrlen);
  out->length = found->ai_addrlen;
  freeaddrinfo(found);
  return true;
}

Value numeric_host(Thread* T, const sockaddr* address, socklen_t length) {
  char text[NI_MAXHOST];
  int error = getnameinfo(address, length, text, sizeof(text), nullptr, 0, NI_NUMERICHOST);
  if (error) {
    (void)raise_address_error(T, error);
    return kEmpty;
  }
  return make_string(T, std::string_view(text));
}

static bool parse_port(Thread* T, Value v, const char* function, uint16_t* out) {
  int64_t port;
  if (!to_int64(T, v, &port)) return false;
  if (port < 0 || port > 0xffff) return raise(T, Builtin::kOverflowError, "{}(): port must be 0-65535.", function);
  *out = htons(static_cast<uint16_t>(port));
  return true;
}

static bool parse_internet_host(Thread* T, Value v, int family, SocketAddress* out) {
  std::string host;
  bool is_none;
  return parse_host(T, v, &host, &is_none) && resolve_host(T, host, family, out);
}

bool parse_address(Thread* T, int family, Value v, const char* function, SocketAddress* out) {
  switch (family) {
    case AF_UNIX: {
      std::string path;
      auto* un = reinterpret_cast<sockaddr_un*>(&out->storage);
      if (is_string(v) || is_kind(v, Kind::kBytes) || supports_buffer(T, v)) {
        if (!file_system_bytes(T, v, &path)) return false;
      } else {
        Path name;
        if (!parse_path(T, v, function, "path", &name)) return false;
        path = name.text;
      }
      un->sun_family = AF_UNIX;
      bool is_abstract = !path.empty() && path[0] == '\0';
      // A name in the file system ends with a 0; an abstract one is as long as it is.
      if (path.size() + (is_abstract ? 0 : 1) > sizeof(un->sun_path))
        return raise(T, Builtin::kOSError, "AF_UNIX path too long");
      memcpy(un->sun_path, path.data(), path.size());
      if (!is_abstract) un->sun_path[path.size()] = '\0';
      out->length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + (is_abstract ? 0 : 1));
      return true;
    }
    case AF_INET: {
      if (!is_tuple(v))
        return raise(T, Builtin::kTypeError, "{}(): AF_INET address must be tuple, not {}", function, type_name(T, v));
      Tuple& pair = *v.as<Tuple>();
      if (pair.length != 2) return raise(T, Builtin::kTypeError, "AF_INET address must be a pair (host, port)");
      uint16_t port;
      if (!parse_internet_host(T, pair[0], AF_INET, out) || !parse_port(T, pair[1], function, &port)) return false;
      auto* in = reinterpret_cast<sockaddr_in*>(&out->storage);
      in->sin_family = AF_INET;
      in->sin_port = port;
      out->length = sizeof(*in);
      return true;
    }
    case AF_INET6: {
      if (!is_tuple(v))
        return raise(T, Builtin::kTypeError, "{}(): AF_INET6 address must be tuple, not {}", function, type_name(T, v));
      Tuple& parts = *v.as<Tuple>();
      if (parts.length < 2 || parts.length > 4) {
        return raise(T, Builtin::kTypeError, "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])");
      }
      uint16_t port;
      int64_t flow = 0, scope = 0;
      if (!parse_internet_host(T, parts[0], AF_INET6, out) || !parse_port(T, parts[1], function, &port)) return false;
      if (parts.length > 2 && !to_int64(T, parts[2], &flow)) return false;
      if (parts.length > 3 && !to_int64(T, parts[3], &scope)) return false;
      if (flow < 0 || flow > 0xfffff)
        return raise(T, Builtin::kOverflowError, "{}(): flowinfo must be 0-1048575.", function);
      auto* in6 = reinterpret_cast<sockaddr_in6*>(&out->storage);
      in6->sin6_family = AF_INET6;
      in6->sin6_port = port;
      in6->sin6_flowinfo = htonl(static_cast<uint32_t>(flow));
      if (parts.length > 3) in6->sin6_scope_id = static_cast<uint32_t>(scope);
      out->length = sizeof(*in6);
      return true;
    }
    case AF_NETLINK: {
      if (!is_tuple(v))
        return raise(T, Builtin::kTypeError, "{}(): AF_NETLINK address must be tuple, not {}", function,
                     type_name(T, v));
      Tuple& pair = *v.as<Tuple>();
      int64_t pid, groups;
      if (pair.length != 2) return raise(T, Builtin::kTypeError, "AF_NETLINK address must be a pair (pid, groups)");
      if (!to_int64(T, pair[0], &pid) || !to_int64(T, pair[1], &groups)) return false;
      auto* nl = reinterpret_cast<sockaddr_nl*>(&out->storage);
      nl->nl_family = AF_NETLINK;
      nl->nl_pid = static_cast<uint32_t>(pid);
      nl->nl_groups = static_cast<uint32_t>(groups);
      out->length = sizeof(*nl);
      return true;
    }
    default:
      return raise(T, Builtin::kOSError, "{}(): bad family", function);
  }
}

Value make_address(Thread* T, const sockaddr* address, socklen_t length) {
  if (length == 0) return kNone;
  switch (address->sa_family) {
    case AF_INET: {
      Value host = numeric_host(T, address, length);
      if (host.is_empty()) return kEmpty;
      return make_tuple(T, {host, Value::small_int(ntohs(reinterpret_cast<const sockaddr_in*>(address)->sin_port))});
    }
    case AF_INET6: {
      auto* in6 = reinterpret_cast<const sockaddr_in6*>(address);
      // The scope is a number of its own, not a part of the name.
      char text[INET6_ADDRSTRLEN];
      if (!inet_ntop(AF_INET6, &in6->sin6_addr, text, sizeof(text))) return raise_errno(T, errno);
      std::string host = text;
      if (in6->sin6_scope_id) {
        char name[IF_NAMESIZE];
        host += "%";
        host += if_indextoname(in6->sin6_scope_id, name) ? std::string(name) : std::to_string(in6->sin6_scope_id);
      }
      return make_tuple(T, {make_string(T, host), Value::small_int(ntohs(in6->sin6_port)),
                            Value::small_int(ntohl(in6->sin6_flowinfo)), Value::small_int(in6->sin6_scope_id)});
    }
    case AF_UNIX: {
      auto* un = reinterpret_cast<const sockaddr_un*>(address);
      size_t size = length - offsetof(sockaddr_un, sun_path);
      if (length <= offsetof(sockaddr_un, sun_path)) return make_string(T, std::string_view(""));
      if (un->sun_path[0] == '\0') return make_bytes(T, {un->sun_path, size});
      return make_path(T, {un->sun_path, strnlen(un->sun_path, size)});
    }
    case AF_NETLINK: {
      auto* nl = reinterpret_cast<const sockaddr_nl*>(address);
      return make_tuple(T, {Value::small_int(nl->nl_pid), Value::small_int(nl->nl_groups)});
    }
    default:
      return make_tuple(
          T, {Value::small_int(address->sa_family),
              make_bytes(T, {address->sa_data,
                             length > offsetof(sockaddr, sa_data) ? length - offsetof(sockaddr, sa_data) : 0})});
  }
}

}  // namespace gilded
