// resource.struct_rusage, which os.wait3 and os.wait4 return too.
#pragma once

#include <sys/resource.h>

#include "vm/object/object.h"

namespace gilded {

// REQUIRES: resource has been imported.
Value make_usage(Thread* T, const rusage& usage);

}  // namespace gilded
