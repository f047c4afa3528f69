// The functions of liblzma that _lzma uses, loaded when it is first imported.
#pragma once

#include <lzma.h>

#include "stdlib/native/lazy_library.h"

namespace gilded {

// clang-format off
#define LZMA_LIBRARY_FUNCTIONS(X) \
  X(lzma_auto_decoder) X(lzma_stream_decoder) X(lzma_alone_decoder) X(lzma_raw_decoder) X(lzma_easy_encoder) \
  X(lzma_stream_encoder) X(lzma_alone_encoder) X(lzma_raw_encoder) X(lzma_code) X(lzma_end) \
  X(lzma_get_check) X(lzma_check_is_supported) X(lzma_lzma_preset) X(lzma_properties_size) \
  X(lzma_properties_encode) X(lzma_properties_decode)
// clang-format on

struct LzmaLibrary {
  LAZY_FUNCTIONS(LZMA_LIBRARY_FUNCTIONS)
  LazyLibrary library{"liblzma.so.5"};
  LzmaLibrary() { LZMA_LIBRARY_FUNCTIONS(LAZY_FIND) }
};

inline const LzmaLibrary& lzma_library() {
  static const LzmaLibrary library;
  return library;
}

}  // namespace gilded
