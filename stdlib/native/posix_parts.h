// The halves of posix: each adds its functions and constants to the module.
#pragma once

#include <sys/stat.h>

#include <string>
#include <vector>

#include "vm/object/object.h"
#include "vm/runtime.h"

namespace gilded {

struct Module;

// What posix keeps in one runtime: its types, and the hooks of os.register_at_fork (lists: before, after in the child,
// after in the parent).
struct PosixState {
  explicit PosixState(Runtime* runtime);
  Value stat_result, statvfs_result, terminal_size, uname_result, times_result, waitid_result, sched_param,
      directory_entry, directory_iterator;
  Value fork_hooks[3];
};

bool add_posix_files(Thread* T, Module* module);      // posix_file.cpp: descriptors, files, directories
bool add_posix_scandir(Thread* T, Module* module);    // posix_scandir.cpp
bool add_posix_processes(Thread* T, Module* module);  // posix_process.cpp: processes, scheduling, identities
bool add_posix_system(Thread* T, Module* module);     // posix_system.cpp: the machine, limits, terminals

// os.stat_result, for posix_file.cpp and posix_scandir.cpp.
Value make_stat_result(Thread* T, const struct stat& s);

// Strings for exec: argv or envp, with the pointers that the system wants. Fill `strings`, then call pointers().
struct StringArray {
  std::vector<std::string> strings;
  std::vector<char*> list;
  char* const* pointers() {
    list.clear();
    for (std::string& s : strings) list.push_back(s.data());
    list.push_back(nullptr);
    return list.data();
  }
};
// A list or tuple of file system strings. False: exception.
bool parse_strings(Thread* T, Value sequence, StringArray* out);
// A mapping of file system strings, as NAME=VALUE. False: exception.
bool parse_environment(Thread* T, Value mapping, StringArray* out);

// os.fork's hooks: called around fork_process by whoever forks to go on running Python code.
void run_before_fork(Thread* T);
void run_after_fork_in_parent(Thread* T);
void run_after_fork_in_child(Thread* T);
// Warns when other threads exist. False: the warning became an exception.
bool warn_about_fork(Thread* T, const char* function);

}  // namespace gilded
