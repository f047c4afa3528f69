// The functions of libz that zlib and binascii use, loaded when one of them first needs them.
#pragma once

#include <zlib.h>

#include "stdlib/native/lazy_library.h"

namespace gilded {

// clang-format off
#define ZLIB_LIBRARY_FUNCTIONS(X) \
  X(deflateInit2_) X(deflate) X(deflateEnd) X(deflateCopy) X(deflateSetDictionary) X(inflateInit2_) \
  X(inflate) X(inflateEnd) X(inflateCopy) X(inflateSetDictionary) X(crc32) X(adler32) X(zlibVersion)
// clang-format on

struct ZlibLibrary {
  LAZY_FUNCTIONS(ZLIB_LIBRARY_FUNCTIONS)
  LazyLibrary library{"libz.so.1"};
  ZlibLibrary() { ZLIB_LIBRARY_FUNCTIONS(LAZY_FIND) }
};

inline const ZlibLibrary& zlib_library() {
  static const ZlibLibrary library;
  return library;
}

}  // namespace gilded
