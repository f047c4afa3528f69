#include "stdlib/embedded.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace gilded
