// gilded compare: one script under each preset, in one table.
#pragma once

#include "vm/cli/command_table.h"

namespace gilded::cli {

int compare(const CommandLine& line);

}  // namespace gilded::cli
