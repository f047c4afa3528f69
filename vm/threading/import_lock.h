// One lock for each module that is being imported, so that two threads never run the same module's code.
//
// A thread that needs a module which another is running waits, detached. When that would close a circle (A runs a and
// needs b, B runs b and needs a) it does not wait and gets the module as far as it exists, as CPython does.
#pragma once

#include <string>

#include "vm/threading/thread.h"

namespace gilded {

class ImportLock {
 public:
  ImportLock(Thread* T, const std::string& name);
  ~ImportLock();
  bool failed() const { return failed_; }  // a signal handler raised while waiting
  ImportLock(const ImportLock&) = delete;
  ImportLock& operator=(const ImportLock&) = delete;

 private:
  Thread* thread_;
  std::string name_;
  bool owned_ = false;
  bool failed_ = false;
};

// Is a thread running this module's code right now?
bool import_in_progress(Runtime* runtime, const std::string& name);

// In the child of a fork: modules that other threads were importing are nobody's now.
void forget_imports_of_other_threads(Thread* T);

struct ImportLockTable;
ImportLockTable* make_import_lock_table();
void destroy_import_lock_table(ImportLockTable* table);

}  // namespace gilded
