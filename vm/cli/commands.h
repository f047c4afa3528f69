// The commands that show what the compiler makes of a file, and the compiler as the VM's hook.
#pragma once

#include <string>

#include "vm/runtime.h"

namespace gilded::cli {

CompileResult compile_for_vm(const std::string& source, bool is_bytes, const std::string& filename, const char* mode,
                             uint32_t flags, int optimize);

// Each prints to standard output; 0, or 1 after a SyntaxError, 2 when the file cannot be read.
int show_tokens(const std::string& path);
int show_ast(const std::string& path);
// target: FILE or FILE:function. format: "" text, "json".
int show_bytecode(const std::string& target, const std::string& format);
// Compiles a file again and again for about a second; prints lines per second.
int bench_compile(const std::string& path);

}  // namespace gilded::cli
