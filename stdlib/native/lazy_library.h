// Shared libraries that are loaded when the first module that needs them is imported, so that a program which needs
// none starts as fast as before: linking libcrypto alone would add a millisecond to every start.
//
//   #define FUNCTIONS(X) X(deflate) X(inflate)
//   struct Zlib {                                     // one pointer for each function, of the type that the header
//   declares
//     LAZY_FUNCTIONS(FUNCTIONS)
//     LazyLibrary library{"libz.so.1"};
//     Zlib() { FUNCTIONS(LAZY_FIND) }
//   };
//   const Zlib& zlib() { static const Zlib library; return library; }       // constant once made; made once, by
//   whichever thread is first
#pragma once

#include <dlfcn.h>

#include <string>

#include "vm/object/errors.h"

namespace gilded {

class LazyLibrary {
 public:
  explicit LazyLibrary(const char* file) : handle_(dlopen(file, RTLD_NOW | RTLD_LOCAL)) {
    if (!handle_) error_ = dlerror();
  }
  void* find(const char* name) {
    void* found = handle_ ? dlsym(handle_, name) : nullptr;
    if (handle_ && !found && error_.empty()) error_ = std::string("no ") + name + " in the library";
    return found;
  }
  // For a module's initialiser. False: ImportError that says what is missing.
  bool require(Thread* T) const { return error_.empty() || raise_text(T, Builtin::kImportError, error_); }

 private:
  void* handle_;
  std::string error_;
};

#define LAZY_DECLARE(name) decltype(&::name) name = nullptr;
#define LAZY_FUNCTIONS(list) list(LAZY_DECLARE)
#define LAZY_FIND(function) function = reinterpret_cast<decltype(function)>(library.find(#function));

}  // namespace gilded
