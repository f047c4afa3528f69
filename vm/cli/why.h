// gilded why: a lost update as the two threads saw it, side by side.
#pragma once

#include "vm/cli/command_table.h"

namespace gilded::cli {

int why(const CommandLine& line);

}  // namespace gilded::cli
