// What the files of the module _sqlite3 share: libsqlite3, the state of a connection, and how a thread works with it.
//
//   Operation (takes the connection's lock, attached)
//     DetachScope: sqlite3_step() ...           other threads go on; nobody else is inside this connection
//       SQLite calls back -> CallbackScope       attached again: user functions, handlers, signals
//
// SQLite's own lock of a connection is taken below ours only, so nobody waits for it while holding the interpreter's.
// A callback may use its connection again: our lock counts. What SQLite is to forget when a statement or a blob dies
// (finalisers may run anywhere) is left in a list for the next operation, or for the end of the state, which all of
// them share.
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "stdlib/native/lazy_library.h"
#include "stdlib/native/stateful_record.h"
#include "vm/object/native.h"
#include "vm/threading/mutex.h"
#include "vm/types/dict.h"
#include "vm/types/int.h"

namespace gilded {

// clang-format off
#define SQLITE_LIBRARY_FUNCTIONS(X) \
  X(sqlite3_aggregate_context) X(sqlite3_backup_finish) X(sqlite3_backup_init) X(sqlite3_backup_pagecount) \
  X(sqlite3_backup_remaining) X(sqlite3_backup_step) X(sqlite3_bind_blob64) X(sqlite3_bind_double) X(sqlite3_bind_int64) \
  X(sqlite3_bind_null) X(sqlite3_bind_parameter_count) X(sqlite3_bind_parameter_name) X(sqlite3_bind_text64) \
  X(sqlite3_blob_bytes) X(sqlite3_blob_close) X(sqlite3_blob_open) X(sqlite3_blob_read) X(sqlite3_blob_write) \
  X(sqlite3_busy_handler) X(sqlite3_changes64) X(sqlite3_clear_bindings) X(sqlite3_close_v2) X(sqlite3_column_blob) \
  X(sqlite3_column_bytes) X(sqlite3_column_count) X(sqlite3_column_decltype) X(sqlite3_column_double) \
  X(sqlite3_column_int64) X(sqlite3_column_name) X(sqlite3_column_text) X(sqlite3_column_type) X(sqlite3_complete) \
  X(sqlite3_context_db_handle) X(sqlite3_create_collation_v2) X(sqlite3_create_function_v2) \
  X(sqlite3_create_window_function) X(sqlite3_data_count) X(sqlite3_db_config) X(sqlite3_db_handle) \
  X(sqlite3_deserialize) X(sqlite3_errcode) X(sqlite3_errmsg) X(sqlite3_errstr) X(sqlite3_expanded_sql) \
  X(sqlite3_extended_errcode) X(sqlite3_extended_result_codes) X(sqlite3_finalize) X(sqlite3_free) \
  X(sqlite3_get_autocommit) X(sqlite3_interrupt) X(sqlite3_last_insert_rowid) X(sqlite3_libversion) X(sqlite3_limit) \
  X(sqlite3_malloc64) X(sqlite3_open_v2) X(sqlite3_prepare_v2) X(sqlite3_progress_handler) X(sqlite3_reset) \
  X(sqlite3_result_blob64) X(sqlite3_result_double) X(sqlite3_result_error) X(sqlite3_result_error_nomem) \
  X(sqlite3_result_error_toobig) X(sqlite3_result_int64) X(sqlite3_result_null) X(sqlite3_result_text64) \
  X(sqlite3_serialize) X(sqlite3_set_authorizer) X(sqlite3_sleep) X(sqlite3_sql) X(sqlite3_step) X(sqlite3_stmt_busy) \
  X(sqlite3_stmt_readonly) X(sqlite3_threadsafe) X(sqlite3_total_changes64) X(sqlite3_trace_v2) X(sqlite3_user_data) \
  X(sqlite3_value_blob) X(sqlite3_value_bytes) X(sqlite3_value_double) X(sqlite3_value_int64) X(sqlite3_value_text) \
  X(sqlite3_value_type)
// clang-format on

struct SqliteLibrary {
  LAZY_FUNCTIONS(SQLITE_LIBRARY_FUNCTIONS)
  LazyLibrary library{"libsqlite3.so.0"};
  SqliteLibrary() { SQLITE_LIBRARY_FUNCTIONS(LAZY_FIND) }
};

inline const SqliteLibrary& sqlite() {
  static const SqliteLibrary library;
  return library;
}

// Slots of a Database, behind the lock's: {number: callable} that callbacks call, {number: object} of running
// aggregates.
constexpr size_t kSqliteCallables = 1, kSqliteInstances = 2, kSqliteDatabaseSlots = 3;
// The callables of hooks, of which there is one each; functions and collations have larger numbers.
enum SqliteHook : int64_t { kAuthorizerHook = 1, kProgressHook, kTraceHook, kFirstFunction };

struct SqliteStatement;
struct SqliteBlob;

struct SqliteConnection {
  sqlite3* db = nullptr;                // changes under the lock; null: closed
  Record* self = nullptr;               // the Database, which whoever works on the connection keeps alive
  std::atomic<Thread*> owner{nullptr};  // of the lock
  uint32_t depth = 0;                   // how often the owner holds it
  Thread* thread = nullptr;             // the owner, while an operation runs; null: callbacks must not touch objects
  int64_t next_number = kFirstFunction;
  int64_t timeout = 0;        // nanoseconds to wait for a lock on the file
  bool has_waited = false;    // for a lock, in this operation
  int64_t waiting_since = 0;  // the current wait
  struct Function {
    SqliteConnection* connection;
    int64_t number;
  };
  std::vector<std::unique_ptr<Function>> functions;  // what SQLite's callbacks get; never forgotten before the end

  Mutex list_lock;
  std::vector<SqliteStatement*> statements GUARDED_BY(list_lock);  // alive
  std::vector<SqliteBlob*> blobs GUARDED_BY(list_lock);
  std::vector<sqlite3_stmt*> dead_statements GUARDED_BY(list_lock);
  std::vector<sqlite3_blob*> dead_blobs GUARDED_BY(list_lock);

  ~SqliteConnection();
  // REQUIRES: detached, or nobody else can know it any more.
  void forget_dead();
};

struct SqliteStatement {
  std::shared_ptr<SqliteConnection> connection;
  sqlite3_stmt* handle = nullptr;  // null: the connection was closed
  bool is_change = false;          // INSERT, UPDATE, DELETE, REPLACE
  bool has_row = false;
  bool has_more = false;   // behind the rows that were read ahead
  Record* self = nullptr;  // the Statement, while it is in the connection's list
};

struct SqliteBlob {
  std::shared_ptr<SqliteConnection> connection;
  sqlite3_blob* handle = nullptr;  // null: closed
};

// Null: the Database was finalised already, and is still used by an object that dies with it.
inline std::shared_ptr<SqliteConnection> sqlite_connection(Value database) {
  auto* connection = state_of<std::shared_ptr<SqliteConnection>>(database);
  return connection ? *connection : nullptr;
}

// sqlite3.ProgrammingError and the like, with a text alone.
inline Raised raise_sqlite_text(Thread* T, std::string_view kind, std::string_view message) {
  return raise_of_module(T, "sqlite3._errors", kind, message);
}
// What SQLite says about its last failure; an exception that a callback left goes first.
Raised raise_sqlite(Thread* T, SqliteConnection* connection);

// Holds a connection for a scope. `if (!operation) return kEmpty;`: an exception is set, the connection is closed or
// waiting for it was interrupted.
class SqliteOperation {
 public:
  SqliteOperation(Thread* T, Value database, bool may_be_closed = false);
  ~SqliteOperation();
  SqliteOperation(const SqliteOperation&) = delete;
  SqliteOperation& operator=(const SqliteOperation&) = delete;
  explicit operator bool() const { return is_ready_; }
  SqliteConnection* operator->() const { return connection_.get(); }
  SqliteConnection* get() const { return connection_.get(); }
  // Forgets what is dead, if nobody is inside. For finalisers.
  static void forget_if_free(Thread* T, Value database);
  // Calls into SQLite with other threads running.
  template <class F>
  auto run(F f) {
    DetachScope detached(thread_, WaitReason::kIo);
    return f();
  }

 private:
  Thread* thread_;
  Value database_;
  std::shared_ptr<SqliteConnection> connection_;
  Thread* outer_ = nullptr;
  bool takes_lock_ = false, is_held_ = false, is_ready_ = false;
};

// Attaches the thread again inside a callback of SQLite, which detached it. The registers that were saved for the
// collector when it detached are saved for it again.
class SqliteCallback {
 public:
  explicit SqliteCallback(SqliteConnection* connection) : thread_(connection->thread) {
    std::memcpy(registers_, thread_->saved_registers, sizeof registers_);
    attach(thread_);
    exception_ = thread_->exception;
    thread_->exception = kEmpty;
  }
  ~SqliteCallback() {
    if (exception_ || !keeps_) thread_->exception = exception_;
    std::memcpy(thread_->saved_registers, registers_, sizeof registers_);
    detach(thread_, WaitReason::kIo);
  }
  SqliteCallback(const SqliteCallback&) = delete;
  SqliteCallback& operator=(const SqliteCallback&) = delete;
  Thread* thread() const { return thread_; }
  // What is pending now is raised when SQLite has returned.
  void keep_exception() { keeps_ = true; }

 private:
  Thread* thread_;
  uintptr_t registers_[7];
  Value exception_;
  bool keeps_ = false;
};

// Ends statements that nobody has any more. False: exception. REQUIRES: attached.
bool collect_statements(Thread* T);
// Reads what is left of the connection's queries into memory, but for one, and but for very large ones. False:
// exception.
bool finish_queries(Thread* T, SqliteOperation& operation, const SqliteStatement* but);
// f(), which gives a code of SQLite; once more after a collection if something was locked that need not be waited for,
// and once more with the connection's own queries out of the way.
template <class F>
int run_unlocked(Thread* T, SqliteOperation& operation, const SqliteStatement* statement, F f) {
  operation->has_waited = false;
  int code = operation.run(f);
  auto fails_at_once = [&] {
    bool is_locked = (code & 0xff) == SQLITE_LOCKED || (code & 0xff) == SQLITE_BUSY;
    return is_locked && !operation->has_waited && operation->depth == 1 && !T->exception;
  };
  if (!fails_at_once() || !collect_statements(T)) return code;
  code = operation.run([&] {
    operation->forget_dead();
    return f();
  });
  if (!fails_at_once() || (code & 0xff) != SQLITE_BUSY || !finish_queries(T, operation, statement)) return code;
  return operation.run(f);
}

// UTF-8, or UnicodeEncodeError for halves of surrogate pairs. False: exception.
bool strict_utf8(Thread* T, Value text, std::string* out);

// sqlite_callbacks.cpp
void install_sqlite_handlers(SqliteConnection* connection);  // interrupts, and waiting for locks
extern const NativeMethod kSqliteCallbackMethods[];          // of Database: set_function ...
Value sqlite_create_function(Thread* T, Arguments args);
Value sqlite_create_aggregate(Thread* T, Arguments args);
Value sqlite_create_collation(Thread* T, Arguments args);
Value sqlite_set_hook(Thread* T, Arguments args);

}  // namespace gilded
