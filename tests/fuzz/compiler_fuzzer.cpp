// Any bytes as a source file, through the whole compiler: the answer is code that the verifier accepts, or a
// SyntaxError. The last byte chooses the mode and the level of optimisation.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "compiler/code/disassembler.h"
#include "compiler/code/verifier.h"
#include "compiler/compiler.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace gilded::compiler;
  if (size == 0) return 0;
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  unsigned choice = data[size - 1];
  auto source = Source::from_bytes(bytes, "fuzz.py");
  if (!source.ok()) return 0;
  CompileOptions options;
  options.optimize = static_cast<int>(choice / 3 % 3);
  options.future_annotations = choice / 9 % 2 != 0;
  std::vector<SyntaxWarning> warnings;
  auto code = compile(*source, static_cast<Mode>(choice % 3), options, &warnings);
  if (!code.ok()) {
    // A message for the compiler's own faults would be SystemError.
    if (code.error().type == "SystemError" || code.error().lineno > source->line_count() + 1) {
      fprintf(stderr, "%s: %s (line %d)\n", code.error().type.c_str(), code.error().message.c_str(),
              code.error().lineno);
      abort();
    }
    return 0;
  }
  if (auto problem = verify(**code)) {
    fprintf(stderr, "the verifier: %s\n", problem->c_str());
    abort();
  }
  DisassemblyOptions shown;
  shown.show_switches = true;
  if (disassemble(**code, shown).empty()) abort();
  return 0;
}
