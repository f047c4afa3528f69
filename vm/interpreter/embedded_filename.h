// The name of the file that a module within the program would be.
#pragma once

#include <string>
#include <string_view>

namespace gilded {

struct EmbeddedSource;

// What __file__ and co_filename say for a module of the library; the traceback printer finds its source by it.
std::string embedded_filename(const EmbeddedSource& source);
bool is_embedded_filename(std::string_view filename);

}  // namespace gilded
