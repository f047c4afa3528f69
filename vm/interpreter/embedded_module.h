// The library's modules as the virtual machine sees them: what file each would be, and its code.
#pragma once

#include <string>
#include <string_view>

#include "vm/threading/thread.h"

namespace gilded {

struct CodeObject;
struct EmbeddedSource;

// Before the path of a module in the file names of the library.
inline constexpr std::string_view kEmbeddedFolder = "<gilded>/";

// What __file__ and co_filename say for a module of the library; the traceback printer finds its source by it.
std::string embedded_filename(const EmbeddedSource& source);
bool is_embedded_filename(std::string_view filename);

// The code of the module: as it was compiled when the program was built, or compiled now, under -O and -OO.
// Null: exception.
CodeObject* embedded_code_object(Thread* T, const EmbeddedSource& source);

}  // namespace gilded
