// The table that unicode_names.py writes at build time: all named characters but ideographs and Hangul syllables.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gilded::compiler {

extern const size_t unicode_name_count;
extern const uint64_t unicode_name_hashes[];      // of the names in capitals; ascending
extern const int32_t unicode_name_code_points[];  // at the same places

}  // namespace gilded::compiler
