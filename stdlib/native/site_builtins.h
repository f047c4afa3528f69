// exit, quit, copyright, credits, license and help: what CPython's site module adds to the builtins.
#pragma once

#include "vm/threading/thread.h"

namespace gilded {

struct Module;

// False: exception.
bool add_site_builtins(Thread* T, Module* builtins);

}  // namespace gilded
