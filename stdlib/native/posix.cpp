// posix: the operating system's calls under os. The functions are in posix_file.cpp, posix_scandir.cpp,
// posix_process.cpp and posix_system.cpp; here stands what puts them together.
#include <cstring>

#include "stdlib/native/posix_parts.h"
#include "vm/object/errors.h"
#include "vm/object/type.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"
#include "vm/types/module.h"

extern char** environ;

namespace gilded {

PosixState::PosixState(Runtime* runtime) {
  for (Value* root :
       {&stat_result, &statvfs_result, &terminal_size, &uname_result, &times_result, &waitid_result, &sched_param,
        &directory_entry, &directory_iterator, &fork_hooks[0], &fork_hooks[1], &fork_hooks[2]}) {
    runtime->add_root(root);
  }
}

// The environment as the process got it: os.environ is made of it.
static Dict* make_environment(Thread* T) {
  Dict* environment = make_dict(T);
  for (char** entry = environ; environment && entry && *entry; ++entry) {
    const char* equals = strchr(*entry, '=');
    if (!equals) continue;
    Value name = make_bytes(T, std::string_view(*entry, static_cast<size_t>(equals - *entry))),
          value = make_bytes(T, std::string_view(equals + 1));
    // The first of two of one name counts.
    if (name.is_empty() || value.is_empty() || dict_set_default(T, environment, name, value).is_empty()) return nullptr;
  }
  return environment;
}

Value initialize_posix_module(Thread* T) {
  Module* module = make_module(T, "posix");
  Dict* environment = module ? make_environment(T) : nullptr;
  bool ok = environment && module_set(T, module, "environ", environment) &&
            module_set(T, module, "error", exception_type(T, Builtin::kOSError)) && add_posix_files(T, module) &&
            add_posix_scandir(T, module) && add_posix_processes(T, module) && add_posix_system(T, module);
  return ok ? Value(module) : kEmpty;
}

}  // namespace gilded
