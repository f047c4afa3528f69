#include "stdlib/embedded.h"

#include <gtest/gtest.h>

#include "compiler/code/code_file.h"
#include "compiler/code/verifier.h"
#include "compiler/compiler.h"

namespace gilded {
namespace {

TEST(EmbeddedModules, AreSortedByNameWithoutRepetition) {
  const auto modules = embedded_modules();
  ASSERT_GT(modules.size(), 10U);
  for (size_t i = 1; i < modules.size(); i++) EXPECT_LT(modules[i - 1].name, modules[i].name);
}

TEST(EmbeddedModules, AreFoundByTheirDottedName) {
  for (const EmbeddedModule& module : embedded_modules()) EXPECT_EQ(find_embedded_module(module.name), &module);
  EXPECT_EQ(find_embedded_module("no_such_module"), nullptr);
  EXPECT_EQ(find_embedded_module(""), nullptr);
}

TEST(EmbeddedModules, KnowWhetherTheyArePackages) {
  const EmbeddedModule* package = find_embedded_module("collections");
  ASSERT_NE(package, nullptr);
  EXPECT_TRUE(package->is_package);
  EXPECT_EQ(package->path, "collections/__init__.py");
  const EmbeddedModule* module = find_embedded_module("threading");
  ASSERT_NE(module, nullptr);
  EXPECT_FALSE(module->is_package);
  EXPECT_NE(module->text.find("class Thread"), std::string_view::npos);
}

TEST(EmbeddedModules, EndInANul) {
  for (const EmbeddedModule& module : embedded_modules()) EXPECT_EQ(module.text.data()[module.text.size()], '\0');
}

TEST(EmbeddedModules, HaveTheCodeThatTheCompilerMakesOfThem) {
  for (const EmbeddedModule& module : embedded_modules()) {
    std::string path(module.path);
    auto source = compiler::Source::from_text(std::string(module.text), path);
    ASSERT_TRUE(source) << path;
    auto compiled = compiler::compile(*source, compiler::Mode::kExec);
    ASSERT_TRUE(compiled) << path;
    EXPECT_EQ(compiler::write_code(**compiled), module.code) << path;
  }
}

TEST(EmbeddedModules, HaveCodeThatIsReadAsItWasWritten) {
  for (const EmbeddedModule& module : embedded_modules()) {
    std::string path(module.path);
    auto code = compiler::read_code(module.code, path);
    EXPECT_EQ(compiler::verify(*code), std::nullopt) << path;
    EXPECT_EQ(code->filename, path);
    EXPECT_EQ(code->instructions.size(), code->positions.size()) << path;
    EXPECT_EQ(compiler::write_code(*code), module.code) << path;
  }
}

}  // namespace
}  // namespace gilded
