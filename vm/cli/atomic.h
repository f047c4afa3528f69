// gilded atomic: is a statement one step, as seen by other threads? Found out by running it.
#pragma once

#include "vm/cli/command_table.h"

namespace gilded::cli {

int atomic(const CommandLine& line);

}  // namespace gilded::cli
