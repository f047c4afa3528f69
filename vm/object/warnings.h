// Warnings from C++.
//
// They go through warnings.warn(), that is through Python code: call these where any Python function may be called,
// never under a lock.
#pragma once

#include <string_view>

#include "vm/object/errors.h"

namespace gilded {

// warnings.warn() about the Python function that runs. False: the warning became an exception.
bool warn(Thread* T, Builtin category, std::string_view message);
// The warning that __index__, __float__ and their like returned an instance of a subclass.
bool warn_of_subclass(Thread* T, std::string_view method, std::string_view expected, Value result);

}  // namespace gilded
