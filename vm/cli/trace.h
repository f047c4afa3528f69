// gilded trace: a script's run recorded, for viewers and as a summary.
#pragma once

#include "vm/cli/command_table.h"

namespace gilded::cli {

int trace(const CommandLine& line);

}  // namespace gilded::cli
