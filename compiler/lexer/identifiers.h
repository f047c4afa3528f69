// Identifiers beyond ASCII: which code points they may hold and their normal form.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gilded::compiler {

// Unicode's XID_Start (and '_') and XID_Continue.
bool is_identifier_start(int32_t code_point);
bool is_identifier_continue(int32_t code_point);

// Whether Python's str.isprintable() accepts the code point.
bool is_printable(int32_t code_point);

// Decodes the code point at the start of `text`, which must be well-formed (surrogates included) and not empty.
int32_t decode_utf8(std::string_view text, size_t* length);

// Appends the UTF-8 of a code point; surrogates get three bytes like their neighbours.
void append_utf8(std::string& text, int32_t code_point);

// The NFKC form, in which Python compares identifiers.
std::string normalize_identifier(std::string_view identifier);

}  // namespace gilded::compiler
