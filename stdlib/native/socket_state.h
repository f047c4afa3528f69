// What _socket keeps in one runtime.
#pragma once

#include <atomic>

#include "vm/runtime.h"

namespace gilded {

struct Module;

struct SocketState {
  explicit SocketState(Runtime* runtime) {
    for (Value* root : {&socket_type, &gaierror, &herror}) runtime->add_root(root);
  }
  Value socket_type, gaierror, herror;
  std::atomic<int64_t> default_timeout{-1};  // nanoseconds; -1: none
};

// socket_constants.cpp
bool add_socket_constants(Thread* T, Module* module);

}  // namespace gilded
