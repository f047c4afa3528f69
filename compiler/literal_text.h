// Values of literals as Python's repr writes them.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace gilded::compiler {

// repr of a str (UTF-8, lone surrogates as three bytes) or bytes.
std::string quoted_text(std::string_view text, bool is_bytes);

// repr of an int given by its digits in `base` (perhaps with a minus sign).
std::string integer_text(std::string_view digits, int base);

// repr of a float.
std::string float_text(double value);

}  // namespace gilded::compiler
