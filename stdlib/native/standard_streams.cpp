// sys.stdin, sys.stdout, sys.stderr: opened through _standard_stream once the runtime stands.
#include "stdlib/native/standard_streams.h"

#include "vm/interpreter/interpreter.h"
#include "vm/object/protocols.h"
#include "vm/runtime.h"
#include "vm/types/dict.h"
#include "vm/types/module.h"
#include "vm/types/string.h"

namespace gilded {

bool open_standard_streams(Thread* T) {
  Value make = import_attribute(T, "_standard_stream", "open_standard_stream");
  if (make.is_empty()) return false;
  static constexpr struct {
    const char* name;
    const char* original;
    int fd;
  } kStreams[] = {{"stdin", "__stdin__", 0}, {"stdout", "__stdout__", 1}, {"stderr", "__stderr__", 2}};
  for (auto& stream : kStreams) {
    Value file = call(T, make, {Value::small_int(stream.fd)});
    Module* sys = T->runtime->sys_module.as<Module>();
    if (file.is_empty() || !module_set(T, sys, stream.name, file) || !module_set(T, sys, stream.original, file))
      return false;
  }
  return true;
}

}  // namespace gilded
