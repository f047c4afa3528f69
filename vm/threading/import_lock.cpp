#include "vm/threading/import_lock.h"

#include <map>
#include <new>

#include "vm/runtime.h"
#include "vm/threading/safepoint.h"

namespace gilded {

struct ImportLockTable {
  struct Entry {
    Thread* owner;
    int depth;
  };
  Mutex mutex;
  std::map<std::string, Entry> running GUARDED_BY(mutex);
  std::map<Thread*, std::string> waiting GUARDED_BY(mutex);  // who waits for which module

  // Would T, by waiting for `name`, wait for itself?
  bool closes_circle(Thread* T, std::string name) REQUIRES(mutex) {
    for (size_t steps = 0; steps <= waiting.size(); ++steps) {
      auto entry = running.find(name);
      if (entry == running.end()) return false;
      if (entry->second.owner == T) return true;
      auto next = waiting.find(entry->second.owner);
      if (next == waiting.end()) return false;
      name = next->second;
    }
    return false;
  }
};

ImportLockTable* make_import_lock_table() {
  return new ImportLockTable;
}
void destroy_import_lock_table(ImportLockTable* table) {
  delete table;
}

bool import_in_progress(Runtime* runtime, const std::string& name) {
  ImportLockTable& table = *runtime->import_locks;
  MutexLock guard(table.mutex);
  return table.running.count(name) != 0;
}

void forget_imports_of_other_threads(Thread* T) NO_THREAD_SAFETY_ANALYSIS {
  ImportLockTable& table = *T->runtime->import_locks;
  new (&table.mutex) Mutex;  // whoever held it is gone
  for (auto entry = table.running.begin(); entry != table.running.end();) {
    entry = entry->second.owner == T ? std::next(entry) : table.running.erase(entry);
  }
  table.waiting.clear();
}

namespace {
struct WaitContext {
  ImportLockTable* table;
  const std::string* name;
};
bool still_running(void* context) {
  auto* wait_context = static_cast<WaitContext*>(context);
  MutexLock guard(wait_context->table->mutex);
  return wait_context->table->running.count(*wait_context->name) != 0;
}
}  // namespace

ImportLock::ImportLock(Thread* T, const std::string& name) : thread_(T), name_(name) {
  ImportLockTable& table = *T->runtime->import_locks;
  for (;;) {
    {
      MutexLock guard(table.mutex);
      auto [entry, fresh] = table.running.try_emplace(name, ImportLockTable::Entry{T, 1});
      if (fresh) {
        owned_ = true;
        return;
      }
      // This thread itself, or a circle: take the module as it is.
      if (entry->second.owner == T || table.closes_circle(T, name)) return;
      table.waiting[T] = name;
    }
    WaitContext context{&table, &name_};
    ParkResult result = wait(T, WaitReason::kLock, &table, still_running, &context, kNoDeadline);
    {
      MutexLock guard(table.mutex);
      table.waiting.erase(T);
    }
    if (result == ParkResult::kInterrupted) {
      failed_ = true;
      return;
    }
  }
}

ImportLock::~ImportLock() {
  if (!owned_) return;
  ImportLockTable& table = *thread_->runtime->import_locks;
  {
    MutexLock guard(table.mutex);
    table.running.erase(name_);
  }
  thread_->runtime->parking_lot->unpark_all(&table);
}

}  // namespace gilded
