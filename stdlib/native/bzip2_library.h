// The functions of libbz2 that _bz2 uses, loaded when it is first imported.
#pragma once

#include <bzlib.h>

#include "stdlib/native/lazy_library.h"

namespace gilded {

#define BZIP2_LIBRARY_FUNCTIONS(X) \
  X(BZ2_bzCompressInit)            \
  X(BZ2_bzCompress) X(BZ2_bzCompressEnd) X(BZ2_bzDecompressInit) X(BZ2_bzDecompress) X(BZ2_bzDecompressEnd)

struct Bzip2Library {
  LAZY_FUNCTIONS(BZIP2_LIBRARY_FUNCTIONS)
  LazyLibrary library{"libbz2.so.1.0"};
  Bzip2Library() { BZIP2_LIBRARY_FUNCTIONS(LAZY_FIND) }
};

inline const Bzip2Library& bzip2_library() {
  static const Bzip2Library library;
  return library;
}

}  // namespace gilded
