// gilded explain: a page about a word.
#pragma once

#include "vm/cli/command_table.h"

namespace gilded::cli {

int explain_term(const CommandLine& line);

}  // namespace gilded::cli
