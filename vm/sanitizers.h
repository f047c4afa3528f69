// Which sanitizer the program is built with, told alike by g++ and clang: GILDED_ADDRESS_SANITIZER and
// GILDED_THREAD_SANITIZER, defined or not.
#pragma once

#if defined(__SANITIZE_ADDRESS__)
#define GILDED_ADDRESS_SANITIZER 1
#endif
#if defined(__SANITIZE_THREAD__)
#define GILDED_THREAD_SANITIZER 1
#endif
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GILDED_ADDRESS_SANITIZER 1
#endif
#if __has_feature(thread_sanitizer)
#define GILDED_THREAD_SANITIZER 1
#endif
#endif
