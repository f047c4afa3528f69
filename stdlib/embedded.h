// The library modules that are written in Python, as text inside the program.
//
// embed.py makes the table from stdlib/python at build time. The table
// is constant data: any thread may read it at any time, and the views stay valid as long as the program runs.
#pragma once

#include <span>
#include <string_view>

namespace gilded {

struct EmbeddedModule {
  std::string_view name;  // dotted name as in `import`: "concurrent.futures"
  std::string_view path;  // relative to stdlib/python, for tracebacks: "concurrent/futures/__init__.py"
  std::string_view text;  // the source, UTF-8; text.data()[text.size()] is a NUL
  std::string_view code;  // the same compiled, without -O, as compiler/code/code_file.h reads it
  bool is_package;        // the file is an __init__.py
};

// All embedded modules, sorted by name.
std::span<const EmbeddedModule> embedded_modules();

// The module with that dotted name, or nullptr.
const EmbeddedModule* find_embedded_module(std::string_view name);

}  // namespace gilded
