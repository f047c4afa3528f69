// Everything in this repository that is written in Python compiles, and the verifier likes the result.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/unit/compiler/compiled.h"

namespace gilded::compiler {
namespace {

TEST(Corpus, AllPythonOfThisRepositoryCompiles) {
  const char* root = std::getenv("GILDED_SOURCE_ROOT");
  if (root == nullptr) GTEST_SKIP() << "set GILDED_SOURCE_ROOT, as `meson test` does";
  int files = 0;
  for (const char* folder :
       {"stdlib/python", "examples", "bench", "tests/golden/bytecode", "tests/threading", "tests/types"}) {
    std::filesystem::path start = std::filesystem::path(root) / folder;
    if (!std::filesystem::exists(start)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(start)) {
      if (entry.path().extension() != ".py") continue;
      std::ifstream file(entry.path(), std::ios::binary);
      std::stringstream text;
      text << file.rdbuf();
      auto source = Source::from_bytes(text.str(), entry.path().string());
      ASSERT_TRUE(source.ok()) << entry.path();
      auto code = compile(*source, Mode::kExec);
      ASSERT_TRUE(code.ok()) << entry.path() << ":" << code.error().lineno << ": " << code.error().message;
      auto problem = verify(**code);
      EXPECT_FALSE(problem.has_value()) << entry.path() << ": " << *problem;
      DisassemblyOptions options;
      options.show_switches = true;
      EXPECT_FALSE(disassemble(**code, options).empty());
      files++;
    }
  }
  EXPECT_GT(files, 20);
}

}  // namespace
}  // namespace gilded::compiler
