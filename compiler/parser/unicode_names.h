// The characters that "\N{...}" can name.
//
// Thread safety: reads constant tables only.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace gilded::compiler {

// The code point with this Unicode name or alias, in any letter case. Which version of Unicode that is was decided by
// the Python that ran the build. Named sequences of several characters are not found, as in Python.
std::optional<int32_t> find_unicode_name(std::string_view name);

}  // namespace gilded::compiler
