// The library as the VM sees it: the hooks through which a runtime finds modules.
#pragma once

#include "vm/runtime.h"

namespace gilded {

// Fills everything but the compiler.
void add_library_hooks(RuntimeHooks* hooks);

}  // namespace gilded
