// Text encodings: what str.encode, bytes.decode and the files use.
//
// utf-8, utf-8-sig, utf-16, utf-32 (both with -le and -be), latin-1, ascii, unicode_escape, raw_unicode_escape; the
// error handlers strict, ignore, replace, backslashreplace, xmlcharrefreplace, namereplace, surrogateescape and
// surrogatepass. Names are compared as Python normalises them. Functions of the calling thread.
#pragma once

#include <string>
#include <string_view>

#include "vm/object/errors.h"
#include "vm/object/object.h"
#include "vm/types/string.h"

namespace gilded {

// The encoded bytes as a bytes object. LookupError for unknown names, UnicodeEncodeError.
Value encode_string(Thread* T, String* s, std::string_view encoding, std::string_view errors);
// LookupError, UnicodeDecodeError. The bytes must stay in place meanwhile.
String* decode_bytes(Thread* T, std::string_view bytes, std::string_view encoding, std::string_view errors);
// A prefix of `bytes` that holds whole characters of UTF-8: for incremental reading. What is malformed counts as whole.
size_t complete_utf8_prefix(std::string_view bytes);
// "UTF_8" -> "utf-8": the name codecs are known by here; "" when unknown.
std::string canonical_encoding(std::string_view name);

}  // namespace gilded
