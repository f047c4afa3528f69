// Token streams as text, as `python -m tokenize -e` prints them.
#pragma once

#include <string>

#include "compiler/source.h"

namespace gilded::compiler {

// One line per token: its place, the exact name of its kind, its text. Comments and line ends without meaning are
// shown. Columns count characters. Fails if the lexer does.
Result<std::string> dump_tokens(const Source& source);

}  // namespace gilded::compiler
