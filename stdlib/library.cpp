#include "stdlib/library.h"

#include "stdlib/embedded.h"
#include "stdlib/native/standard_streams.h"

namespace gilded {

#define NATIVE_MODULE(name, initializer) Value initializer(Thread*);
#include "stdlib/modules.def"
#undef NATIVE_MODULE

static Value make_native_module(Thread* T, std::string_view name) {
#define NATIVE_MODULE(text, initializer) \
  if (name == text) return initializer(T);
#include "stdlib/modules.def"
#undef NATIVE_MODULE
  return kEmpty;
}

static bool find_embedded(std::string_view name, EmbeddedSource* out) {
  const EmbeddedModule* module = find_embedded_module(name);
  if (!module) return false;
  *out = {module->path, module->text, module->is_package, module->code};
  return true;
}

static std::string_view absent_reason(std::string_view name) {
#define ABSENT_MODULE(text, reason) \
  if (name == text) return reason;
#include "stdlib/absent.def"
#undef ABSENT_MODULE
  return {};
}

static std::vector<std::string> module_names() {
  std::vector<std::string> all = {
#define NATIVE_MODULE(text, initializer) text,
#include "stdlib/modules.def"
#undef NATIVE_MODULE
  };
  for (const EmbeddedModule& module : embedded_modules()) all.emplace_back(module.name);
  return all;
}

void add_library_hooks(RuntimeHooks* hooks) {
  hooks->make_native_module = make_native_module;
  hooks->find_embedded = find_embedded;
  hooks->absent_reason = absent_reason;
  hooks->module_names = module_names;
  hooks->open_standard_streams = open_standard_streams;
}

}  // namespace gilded
