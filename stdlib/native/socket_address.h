// Addresses of sockets: between Python's tuples and the system's structures. For _socket only.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <string>

#include "vm/object/object.h"

namespace gilded {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t length = sizeof(sockaddr_storage);
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

// An address given to the method `function` of a socket of this family. Resolves names, detached. False: exception.
bool parse_address(Thread* T, int family, Value v, const char* function, SocketAddress* out);
// An address as Python shows it: (host, port), (host, port, flow, scope), a path ...; None for an empty one.
Value make_address(Thread* T, const sockaddr* address, socklen_t length);
// The first address of a host name ("" any, "<broadcast>"), for gethostbyname and the like. False: exception.
bool resolve_host(Thread* T, const std::string& name, int family, SocketAddress* out);
// "127.0.0.1" of an address. EMPTY: exception.
Value numeric_host(Thread* T, const sockaddr* address, socklen_t length);
// A host name as str (through IDNA for text beyond ASCII), bytes or bytearray; None allowed: *is_none. False:
// exception.
bool parse_host(Thread* T, Value v, std::string* out, bool* is_none);
// socket.gaierror and socket.herror. Return false.
bool raise_address_error(Thread* T, int code);
bool raise_host_error(Thread* T, int code);

}  // namespace gilded
