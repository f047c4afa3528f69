// precompile: a filter for the build, which compiles the library's modules (stdlib/embed.py).
//
// For each text on standard input, a line "LENGTH PATH" and so many bytes, it writes a line "LENGTH" and so many bytes:
// the code, as code/code_file.h reads it. Exit status 1, after CPython's message, when a text does not compile.
#include <cstdio>
#include <iostream>
#include <string>

#include "compiler/code/code_file.h"
#include "compiler/code/verifier.h"
#include "compiler/compiler.h"

namespace gilded::compiler {
namespace {

// False: it said why.
bool precompile(const std::string& text, const std::string& path, std::string* bytes) {
  auto source = Source::from_text(text, path);
  auto code = source ? compile(*source, Mode::kExec) : Result<std::shared_ptr<const Code>>(source.error());
  if (!code) {
    fprintf(stderr, "  File \"%s\", line %d\nSyntaxError: %s\n", path.c_str(), code.error().lineno,
            code.error().message.c_str());
    return false;
  }
  if (auto wrong = verify(**code)) {
    fprintf(stderr, "%s: %s\n", path.c_str(), wrong->c_str());
    return false;
  }
  *bytes = write_code(**code);
  return true;
}

}  // namespace
}  // namespace gilded::compiler

int main() {
  size_t length;
  while (std::cin >> length) {
    std::string path, text(length, '\0'), bytes;
    std::getline(std::cin >> std::ws, path);
    std::cin.read(text.data(), static_cast<std::streamsize>(length));
    if (!gilded::compiler::precompile(text, path, &bytes)) return 1;
    std::cout << bytes.size() << '\n' << bytes;
  }
  return std::cout.flush() ? 0 : 1;
}
