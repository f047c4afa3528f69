// _sqlite3: connections, statements and blobs of libsqlite3, for the module sqlite3, whose classes are Python.
//
//   database = _sqlite3.Database("file", flags, timeout)
//   statement = database.prepare("select ?")
//   statement.bind((1,), adapt, adapts_basic); statement.step(); statement.row(str, None, ...)
//
// Everything here may be called by any thread: a connection's lock lets one in (sqlite_state.h). Failures of SQLite are
// exceptions of sqlite3._errors.
#include <algorithm>

#include "stdlib/native/no_instances.h"
#include "stdlib/native/sqlite_constants.h"
#include "stdlib/native/sqlite_state.h"
#include "vm/interpreter/interpreter.h"
#include "vm/sanitizers.h"
#include "vm/threading/clock.h"
#include "vm/types/buffer.h"
#include "vm/types/bytearray.h"
#include "vm/types/bytes.h"
#include "vm/types/codecs.h"
#include "vm/types/exception.h"
#include "vm/types/float.h"
#include "vm/types/list.h"

// A finaliser takes its connection's lock only if it is free (SqliteOperation::forget_if_free), so it waits for nobody.
// ThreadSanitizer does not see that. When a collection in a busy handler runs one, which closes statements of another
// connection, it reports the locks that the library has for each connection as taken in both orders.
#ifdef GILDED_THREAD_SANITIZER
extern "C" const char* __tsan_default_suppressions() {
  return "deadlock:sqlite3_finalize\ndeadlock:sqlite3_blob_close\n";
}
#endif

namespace gilded {

namespace {

// Slots of statements and blobs. A statement's rows that were read ahead, the last one first, and how they are made.
constexpr size_t kOwnedDatabase = 1, kRows = 2, kTextFactory = 3, kConverters = 4, kOwnedSlots = 5;

// Null, for this and for blobs: it was finalised already, and is still used by an object that dies with it.
SqliteStatement* statement_of(Value v) {
  return state_of<SqliteStatement>(v);
}
SqliteBlob* blob_of(Value v) {
  return state_of<SqliteBlob>(v);
}
Value database_of(Value owned) {
  return owned.as<Record>()->get(kOwnedDatabase);
}

Raised raise_closed(Thread* T) {
  return raise_sqlite_text(T, "ProgrammingError", "Cannot operate on a closed database.");
}

template <class X>
void remove_from(std::vector<X>& list, X item) {
  for (X& each : list) {
    if (each == item) {
      each = list.back();
      list.pop_back();
      return;
    }
  }
}

String* text_of(Thread* T, const char* s) {
  return decode_bytes(T, s ? s : "", "utf-8", "replace");
}

// --- Databases

Value database_create(Thread* T, Type* type, CallArguments arguments) {
  Value v[3];
  int64_t flags, timeout;
  std::string path;
  if (!bind_arguments(T, "Database(path, flags, timeout, /)", arguments, v)) return kEmpty;
  if (!is_bytes(v[0])) return raise(T, Builtin::kTypeError, "the path must be bytes");
  path = std::string(v[0].as<Bytes>()->view());
  if (!to_int64(T, v[1], &flags) || !to_int64(T, v[2], &timeout)) return kEmpty;
  Record* record = make_stateful_record(T, type, kSqliteDatabaseSlots);
  Dict* callables = record ? make_dict(T) : nullptr;
  Dict* instances = callables ? make_dict(T) : nullptr;
  if (!instances) return kEmpty;
  record->set(kSqliteCallables, Value(callables));
  record->set(kSqliteInstances, Value(instances));
  auto connection = std::make_shared<SqliteConnection>();
  connection->self = record;
  connection->timeout = timeout * 1'000'000;
  state_of<std::shared_ptr<SqliteConnection>>(record) = new std::shared_ptr<SqliteConnection>(connection);
  SqliteOperation operation(T, record, true);
  if (!operation) return kEmpty;
  int result = operation.run([&] {
    int code = sqlite().sqlite3_open_v2(path.c_str(), &connection->db, static_cast<int>(flags), nullptr);
    if (code == SQLITE_OK) {
      sqlite().sqlite3_extended_result_codes(connection->db, 1);
      install_sqlite_handlers(connection.get());
    }
    return code;
  });
  if (result == SQLITE_OK) return record;
  if (!connection->db) return raise_memory_error(T);
  (void)raise_sqlite(T, connection.get());
  operation.run([&] {
    sqlite3* db = connection->db;
    connection->db = nullptr;
    return sqlite().sqlite3_close_v2(db);
  });
  return kEmpty;
}

bool nothing_to_initialize(Thread*, Value, CallArguments) {
  return true;
}

void database_finalize(Thread*, Object* object) {
  auto*& connection = state_of<std::shared_ptr<SqliteConnection>>(Value(object));
  delete connection;
  connection = nullptr;
}

// Statements that are running (a callback closes its connection) are left to SQLite, which ends when they do.
Value database_close(Thread* T, Arguments args) {
  SqliteOperation operation(T, args[0], true);
  if (!operation) return T->exception ? kEmpty : Value::none();
  SqliteConnection* connection = operation.get();
  if (!connection->db) return Value::none();
  std::vector<sqlite3_stmt*> statements;
  std::vector<sqlite3_blob*> blobs;
  {
    MutexLock guard(connection->list_lock);
    for (SqliteStatement* statement : connection->statements) {
      if (connection->depth == 1 && statement->handle) statements.push_back(std::exchange(statement->handle, nullptr));
    }
    for (SqliteBlob* blob : connection->blobs) {
      if (blob->handle) blobs.push_back(std::exchange(blob->handle, nullptr));
    }
  }
  operation.run([&] {
    for (sqlite3_stmt* statement : statements) sqlite().sqlite3_finalize(statement);
    for (sqlite3_blob* blob : blobs) sqlite().sqlite3_blob_close(blob);
    connection->forget_dead();
    sqlite3* db;
    {
      MutexLock guard(connection->list_lock);
      db = std::exchange(connection->db, nullptr);
    }
    return sqlite().sqlite3_close_v2(db);
  });
  return T->exception ? kEmpty : Value::none();
}

// What follows a statement: nothing but blanks, comments and semicolons?
bool is_rest_empty(const char* p) {
  while (*p) {
    if (std::strchr(" \t\r\n\f;", *p)) {
      ++p;
    } else if (p[0] == '-' && p[1] == '-') {
      while (*p && *p != '\n') ++p;
    } else if (p[0] == '/' && p[1] == '*') {
      p += 2;
      while (*p && !(p[0] == '*' && p[1] == '/')) ++p;
      if (*p) p += 2;
    } else {
      return false;
    }
  }
  return true;
}

// Where the first word of SQL starts.
const char* first_word(const char* p) {
  for (;;) {
    if (*p && std::strchr(" \t\r\n\f", *p)) {
      ++p;
    } else if (p[0] == '-' && p[1] == '-') {
      while (*p && *p != '\n') ++p;
    } else if (p[0] == '/' && p[1] == '*') {
      p += 2;
      while (*p && !(p[0] == '*' && p[1] == '/')) ++p;
      if (*p) p += 2;
    } else {
      return p;
    }
  }
}

bool changes_rows(const char* sql) {
  const char* word = first_word(sql);
  for (const char* keyword : {"INSERT", "UPDATE", "DELETE", "REPLACE"}) {
    if (strncasecmp(word, keyword, std::strlen(keyword)) == 0) return true;
  }
  return false;
}

extern const NativeTypeSpec kStatementSpec, kBlobSpec;

Record* make_owned(Thread* T, Value database, std::string_view type_name) {
  Value type = get_attribute(T, get_item(T, T->runtime->modules, intern(T, "_sqlite3")), type_name);
  Record* record = type ? make_stateful_record(T, type.as<Type>(), kOwnedSlots) : nullptr;
  if (record) record->set(kOwnedDatabase, database);
  return record;
}

// prepare(sql) -> Statement; None: there is nothing in it
Value database_prepare(Thread* T, Arguments args) {
  std::string sql;
  if (!strict_utf8(T, args[1], &sql)) return kEmpty;
  SqliteOperation operation(T, args[0]);
  if (!operation) return kEmpty;
  const SqliteLibrary& lib = sqlite();
  SqliteConnection* connection = operation.get();
  int limit = lib.sqlite3_limit(connection->db, SQLITE_LIMIT_SQL_LENGTH, -1);
  if (sql.size() > static_cast<size_t>(limit)) return raise_sqlite_text(T, "DataError", "query string is too large");
  if (sql.find('\0') != std::string::npos)
    return raise_sqlite_text(T, "ProgrammingError", "the query contains a null character");
  sqlite3_stmt* handle = nullptr;
  const char* rest = "";
  int result = operation.run([&] {
    return lib.sqlite3_prepare_v2(connection->db, sql.c_str(), static_cast<int>(sql.size()) + 1, &handle, &rest);
  });
  if (result != SQLITE_OK || T->exception) return raise_sqlite(T, connection);
  if (!handle) return Value::none();
  Record* record = is_rest_empty(rest) ? make_owned(T, args[0], "Statement") : nullptr;
  if (!record) {
    operation.run([&] { return lib.sqlite3_finalize(handle); });
    return T->exception
               ? kEmpty
               : Value(raise_sqlite_text(T, "ProgrammingError", "You can only execute one statement at a time."));
  }
  auto* statement = new SqliteStatement;
  statement->connection = sqlite_connection(args[0]);
  statement->handle = handle;
  statement->is_change = changes_rows(sql.c_str());
  statement->self = record;
  state_of<SqliteStatement>(record) = statement;
  MutexLock guard(connection->list_lock);
  connection->statements.push_back(statement);
  return record;
}

// script(sql): every statement, whose rows nobody asks for
Value database_script(Thread* T, Arguments args) {
  std::string sql;
  if (!strict_utf8(T, args[1], &sql)) return kEmpty;
  if (sql.find('\0') != std::string::npos) return raise(T, Builtin::kValueError, "embedded null character");
  SqliteOperation operation(T, args[0]);
  if (!operation) return kEmpty;
  const SqliteLibrary& lib = sqlite();
  int limit = lib.sqlite3_limit(operation->db, SQLITE_LIMIT_SQL_LENGTH, -1);
  if (sql.size() > static_cast<size_t>(limit)) return raise_sqlite_text(T, "DataError", "query string is too large");
  int result = operation.run([&] {
    const char* rest = sql.c_str();
    while (*rest && operation->db) {
      sqlite3_stmt* handle = nullptr;
      int code = lib.sqlite3_prepare_v2(operation->db, rest, -1, &handle, &rest);
      if (code != SQLITE_OK) return code;
      if (!handle) continue;
      while ((code = lib.sqlite3_step(handle)) == SQLITE_ROW) {
      }
      int end = lib.sqlite3_finalize(handle);
      if (code != SQLITE_DONE || end != SQLITE_OK) return code == SQLITE_DONE ? end : code;
    }
    return SQLITE_OK;
  });
  if (T->exception) return kEmpty;
  if (!operation->db) return raise_closed(T);
  return result == SQLITE_OK ? Value::none() : Value(raise_sqlite(T, operation.get()));
}

template <class F>
Value ask(Thread* T, Value database, F f) {
  SqliteOperation operation(T, database);
  return operation ? f(operation.get()) : kEmpty;
}

Value database_changes(Thread* T, Arguments args) {
  return ask(T, args[0],
             [&](SqliteConnection* c) { return make_int(T, static_cast<int64_t>(sqlite().sqlite3_changes64(c->db))); });
}
Value database_total_changes(Thread* T, Arguments args) {
  return ask(T, args[0], [&](SqliteConnection* c) {
    return make_int(T, static_cast<int64_t>(sqlite().sqlite3_total_changes64(c->db)));
  });
}
Value database_last_row(Thread* T, Arguments args) {
  return ask(T, args[0], [&](SqliteConnection* c) {
    return make_int(T, static_cast<int64_t>(sqlite().sqlite3_last_insert_rowid(c->db)));
  });
}
Value database_in_transaction(Thread* T, Arguments args) {
  return ask(T, args[0], [&](SqliteConnection* c) { return Value::boolean(!sqlite().sqlite3_get_autocommit(c->db)); });
}

// Needs no lock: that is what it is for.
Value database_interrupt(Thread* T, Arguments args) {
  std::shared_ptr<SqliteConnection> connection = sqlite_connection(args[0]);
  if (!connection) return raise_closed(T);
  // With nobody inside, it is about statements that have begun; those that nobody has any more would keep it for
  // others.
  if (!connection->owner.load() && !collect_statements(T)) return kEmpty;
  {
    MutexLock guard(connection->list_lock);
    if (connection->db) {
      sqlite().sqlite3_interrupt(connection->db);
      return Value::none();
    }
  }
  return raise_closed(T);
}

Value database_limit(Thread* T, Arguments args) {
  int64_t category, limit;
  if (!to_int64(T, args[1], &category) || !to_int64(T, args[2], &limit)) return kEmpty;
  return ask(T, args[0], [&](SqliteConnection* c) {
    int old = sqlite().sqlite3_limit(c->db, static_cast<int>(category), static_cast<int>(limit));
    return old < 0 ? Value(raise_sqlite_text(T, "ProgrammingError", "'category' is out of bounds"))
                   : Value::small_int(old);
  });
}

// config(op, value) -> what it is now; value -1: only ask
Value database_config(Thread* T, Arguments args) {
  int64_t op, value;
  if (!to_int64(T, args[1], &op) || !to_int64(T, args[2], &value)) return kEmpty;
  return ask(T, args[0], [&](SqliteConnection* c) {
    int now = 0;
    int result = sqlite().sqlite3_db_config(c->db, static_cast<int>(op), static_cast<int>(value), &now);
    return result == SQLITE_OK ? Value::boolean(now) : Value(raise_sqlite(T, c));
  });
}

// serialize(name) -> bytes
Value database_serialize(Thread* T, Arguments args) {
  std::string name;
  if (!strict_utf8(T, args[1], &name)) return kEmpty;
  SqliteOperation operation(T, args[0]);
  if (!operation) return kEmpty;
  sqlite3_int64 size = 0;
  unsigned char* data =
      operation.run([&] { return sqlite().sqlite3_serialize(operation->db, name.c_str(), &size, 0); });
  if (!data) return raise_sqlite_text(T, "OperationalError", fmt::format("unable to serialize '{}'", name));
  Value result = make_bytes(T, {reinterpret_cast<char*>(data), static_cast<size_t>(size)});
  sqlite().sqlite3_free(data);
  return result;
}

Value database_deserialize(Thread* T, Arguments args) {
  std::string name;
  BufferScope data(T);
  if (!data.get(args[1]) || !strict_utf8(T, args[2], &name)) return kEmpty;
  SqliteOperation operation(T, args[0]);
  if (!operation) return kEmpty;
  size_t size = data.bytes().size();
  auto* copy = static_cast<unsigned char*>(sqlite().sqlite3_malloc64(size ? size : 1));
  if (!copy) return raise_memory_error(T);
  std::memcpy(copy, data.bytes().data(), size);
  int result = operation.run([&] {
    return sqlite().sqlite3_deserialize(operation->db, name.c_str(), copy, static_cast<sqlite3_int64>(size),
                                        static_cast<sqlite3_int64>(size),
                                        SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
  });
  return result == SQLITE_OK && !T->exception ? Value::none() : Value(raise_sqlite(T, operation.get()));
}

// backup(target, pages, progress, name, sleep in ms). Both connections are held for each step only.
Value database_backup(Thread* T, Arguments args) {
  std::string name;
  int64_t pages, pause;
  if (!to_int64(T, args[2], &pages) || !strict_utf8(T, args[4], &name) || !to_int64(T, args[5], &pause)) return kEmpty;
  // One order for every pair: two backups, there and back, do not wait for each other.
  Value first = args[0], second = args[1];
  if (first.as_object() > second.as_object()) std::swap(first, second);
  sqlite3_backup* backup = nullptr;
  int code = SQLITE_OK;
  const SqliteLibrary& lib = sqlite();
  for (bool is_started = false; code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED; is_started = true) {
    int remaining = 0, total = 0;
    {
      SqliteOperation a(T, first);
      if (!a) break;
      SqliteOperation b(T, second);
      if (!b) break;
      sqlite3* target = sqlite_connection(args[1])->db;
      a.run([&] {
        if (!is_started) backup = lib.sqlite3_backup_init(target, "main", sqlite_connection(args[0])->db, name.c_str());
        if (!backup) {
          code = SQLITE_ERROR;
          return;
        }
        code = lib.sqlite3_backup_step(backup, static_cast<int>(pages));
        remaining = lib.sqlite3_backup_remaining(backup);
        total = lib.sqlite3_backup_pagecount(backup);
      });
      if (!backup) return raise_sqlite(T, sqlite_connection(args[1]).get());
    }
    if (T->exception) break;
    if (!args[3].is_none()) {
      if (!call(T, args[3], {Value::small_int(code), Value::small_int(remaining), Value::small_int(total)})) break;
    }
    if ((code == SQLITE_BUSY || code == SQLITE_LOCKED) &&
        !sleep_until(T, monotonic_now() + pause * 1'000'000, WaitReason::kSleep))
      break;
    if (code == SQLITE_DONE) break;
  }
  SqliteOperation a(T, first, true);
  SqliteOperation b(T, second, true);
  if (backup && a && b && sqlite_connection(args[1])->db && sqlite_connection(args[0])->db) {
    Value pending = take_exception(T);
    int end = a.run([&] { return lib.sqlite3_backup_finish(backup); });
    if (pending) restore_exception(T, pending);
    if (!T->exception && end != SQLITE_OK) return raise_sqlite(T, sqlite_connection(args[1]).get());
  }
  return T->exception ? kEmpty : Value::none();
}

// --- Statements

void statement_finalize(Thread* T, Object* object) {
  SqliteStatement*& statement = state_of<SqliteStatement>(Value(object));
  if (!statement) return;
  {
    MutexLock guard(statement->connection->list_lock);
    remove_from(statement->connection->statements, statement);
    if (statement->handle) statement->connection->dead_statements.push_back(statement->handle);
  }
  delete statement;
  statement = nullptr;
  SqliteOperation::forget_if_free(T, database_of(Value(object)));
}

// Calls f(statement, operation) with the connection held; EMPTY: exception.
template <class F>
Value with_statement(Thread* T, Value self, F f) {
  SqliteOperation operation(T, database_of(self));
  if (!operation) return kEmpty;
  SqliteStatement* statement = statement_of(self);
  return statement && statement->handle ? f(statement, operation) : Value(raise_closed(T));
}

Value statement_step(Thread* T, Arguments args) {
  return with_statement(T, args[0], [&](SqliteStatement* statement, SqliteOperation& operation) -> Value {
    int code = run_unlocked(T, operation, statement, [&] {
      int result = sqlite().sqlite3_step(statement->handle);
      // So that it can be tried again.
      if ((result & 0xff) == SQLITE_LOCKED || (result & 0xff) == SQLITE_BUSY) sqlite().sqlite3_reset(statement->handle);
      return result;
    });
    statement->has_row = code == SQLITE_ROW;
    if (T->exception || (code != SQLITE_ROW && code != SQLITE_DONE)) return raise_sqlite(T, operation.get());
    return Value::boolean(statement->has_row);
  });
}

Value statement_reset(Thread* T, Arguments args) {
  return with_statement(T, args[0], [&](SqliteStatement* statement, SqliteOperation& operation) -> Value {
    statement->has_row = statement->has_more = false;
    args[0].as<Record>()->set(kRows, kEmpty);
    // It tells the failure of the last step once more: that was raised already.
    Value pending = take_exception(T);
    operation.run([&] { return sqlite().sqlite3_reset(statement->handle); });
    if (pending) restore_exception(T, pending);
    return T->exception ? kEmpty : Value::none();
  });
}

bool bind_value(Thread* T, SqliteStatement* statement, SqliteOperation& operation, int number, Value v) {
  const SqliteLibrary& lib = sqlite();
  int code = SQLITE_OK;
  if (v.is_none()) {
    code = lib.sqlite3_bind_null(statement->handle, number);
  } else if (is_int(v)) {
    int64_t i;
    if (!int_fits_int64(v, &i))
      return raise(T, Builtin::kOverflowError, "Python int too large to convert to SQLite INTEGER");
    code = lib.sqlite3_bind_int64(statement->handle, number, i);
  } else if (is_float(v)) {
    code = lib.sqlite3_bind_double(statement->handle, number, plain_float(float_value(v)));
  } else if (is_string(v)) {
    std::string text;
    if (!strict_utf8(T, v, &text)) return false;
    code = lib.sqlite3_bind_text64(statement->handle, number, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  } else if (supports_buffer(T, v)) {
    BufferScope data(T);
    if (!data.get(v)) return false;
    code = lib.sqlite3_bind_blob64(statement->handle, number, data.bytes().empty() ? "" : data.bytes().data(),
                                   data.bytes().size(), SQLITE_TRANSIENT);
  } else {
    return raise_sqlite_text(
        T, "ProgrammingError",
        fmt::format("Error binding parameter {}: type '{}' is not supported", number, type_name(T, v)));
  }
  if (!statement->handle) return raise_closed(T);
  return code == SQLITE_OK || raise_sqlite(T, operation.get());
}

// Whether a value is bound as it is, without asking for an adapter.
bool is_plain(Thread* T, Value v) {
  if (v.is_none()) return true;
  Type* type = type_of(T, v);
  return type->has_flag(kTypeIsBuiltin) && (is_int(v) || is_float(v) || is_string(v) || is_bytes(v)) && !v.is_bool();
}

bool adapt_and_bind(Thread* T, SqliteStatement* statement, SqliteOperation& operation, int number, Value v, Value adapt,
                    bool adapts_plain) {
  if (adapts_plain || !is_plain(T, v)) {
    v = call(T, adapt, {v});
    if (!v) return false;
    if (!statement->handle) return raise_closed(T);
  }
  return bind_value(T, statement, operation, number, v);
}

// bind(parameters, is_mapping, adapt, adapts_plain, warn): warn(number, name) is called for names given by position
Value statement_bind(Thread* T, Arguments args) {
  Value parameters = args[1];
  bool is_mapping, adapts_plain;
  if (!truth(T, args[2], &is_mapping) || !truth(T, args[4], &adapts_plain)) return kEmpty;
  return with_statement(T, args[0], [&](SqliteStatement* statement, SqliteOperation& operation) -> Value {
    const SqliteLibrary& lib = sqlite();
    int wanted = lib.sqlite3_bind_parameter_count(statement->handle);
    if (!is_mapping) {
      int64_t given = length(T, parameters);
      if (given < 0) return kEmpty;
      if (given != wanted)
        return raise_sqlite_text(
            T, "ProgrammingError",
            fmt::format("Incorrect number of bindings supplied. The current statement uses {}, and "
                        "there are {} supplied.",
                        wanted, given));
    }
    for (int number = 1; number <= wanted; ++number) {
      const char* name = lib.sqlite3_bind_parameter_name(statement->handle, number);
      Value v;
      if (is_mapping) {
        if (!name)
          return raise_sqlite_text(T, "ProgrammingError",
                                   fmt::format("Binding {} has no name, but you supplied a dictionary (which has only "
                                               "names).",
                                               number));
        std::string bare = name + 1;  // without its colon
        String* key = text_of(T, bare.c_str());
        if (!key) return kEmpty;
        v = get_item(T, parameters, Value(key));
        if (!v) {
          if (!exception_matches(T, Builtin::kLookupError)) return kEmpty;
          clear_exception(T);
          return raise_sqlite_text(T, "ProgrammingError",
                                   fmt::format("You did not supply a value for binding parameter :{}.", bare));
        }
      } else {
        if (name && name[0] != '?') {
          String* text = text_of(T, name);
          if (!text || !call(T, args[5], {Value::small_int(number), Value(text)})) return kEmpty;
        }
        v = get_item(T, parameters, Value::small_int(number - 1));
        if (!v) return kEmpty;
      }
      if (!statement->handle) return raise_closed(T);
      if (!adapt_and_bind(T, statement, operation, number, v, args[3], adapts_plain)) return kEmpty;
    }
    return Value::none();
  });
}

Value decode_column(Thread* T, SqliteStatement* statement, int column, std::string_view text) {
  String* s = decode_bytes(T, text, "utf-8", "strict");
  if (s) return s;
  if (!exception_matches(T, Builtin::kUnicodeDecodeError)) return kEmpty;
  clear_exception(T);
  String* replaced = decode_bytes(T, text, "utf-8", "replace");
  if (!replaced) return kEmpty;
  const char* name = sqlite().sqlite3_column_name(statement->handle, column);
  return raise_sqlite_text(
      T, "OperationalError",
      fmt::format("Could not decode to UTF-8 column '{}' with text '{}'", name ? name : "", to_utf8(replaced)));
}

Value column_value(Thread* T, SqliteStatement* statement, int column, Value text_factory, Value converter) {
  const SqliteLibrary& lib = sqlite();
  int kind = lib.sqlite3_column_type(statement->handle, column);
  if (kind == SQLITE_NULL) return Value::none();
  auto bytes_of = [&] {
    auto* data = static_cast<const char*>(lib.sqlite3_column_blob(statement->handle, column));
    return std::string_view(data ? data : "", static_cast<size_t>(lib.sqlite3_column_bytes(statement->handle, column)));
  };
  if (converter && !converter.is_none()) {
    if (!lib.sqlite3_column_blob(statement->handle, column)) return Value::none();  // nothing, though not NULL
    Value data = make_bytes(T, bytes_of());
    return data ? call(T, converter, {data}) : kEmpty;
  }
  switch (kind) {
    case SQLITE_INTEGER:
      return make_int(T, static_cast<int64_t>(lib.sqlite3_column_int64(statement->handle, column)));
    case SQLITE_FLOAT:
      return Value::from_double(lib.sqlite3_column_double(statement->handle, column));
    case SQLITE_TEXT: {
      auto* data = reinterpret_cast<const char*>(lib.sqlite3_column_text(statement->handle, column));
      if (!data) return raise_memory_error(T);
      std::string_view text(data, static_cast<size_t>(lib.sqlite3_column_bytes(statement->handle, column)));
      if (text_factory == Value(types(T).str)) return decode_column(T, statement, column, text);
      if (text_factory == Value(types(T).bytes)) return make_bytes(T, text);
      if (text_factory == Value(types(T).bytearray)) return make_bytearray(T, text);
      Value bytes = make_bytes(T, text);
      return bytes ? call(T, text_factory, {bytes}) : kEmpty;
    }
    default:
      return make_bytes(T, bytes_of());
  }
}

Value current_row(Thread* T, SqliteStatement* statement, Value text_factory, Value converters) {
  int count = sqlite().sqlite3_data_count(statement->handle);
  Tuple* row = make_tuple(T, static_cast<size_t>(count));
  if (!row) return kEmpty;
  for (int i = 0; i < count; ++i) {
    Value converter;
    if (is_tuple(converters) && static_cast<size_t>(i) < as_tuple(converters)->length)
      converter = (*as_tuple(converters))[static_cast<size_t>(i)];
    Value v = column_value(T, statement, i, text_factory, converter);
    if (!v) return kEmpty;
    if (!statement->handle) return raise_closed(T);
    heap_store(row, row->items[i], v);
  }
  return row;
}

List* rows_of(Value statement) {
  Value rows = statement.as<Record>()->get(kRows);
  return rows ? rows.as<List>() : nullptr;
}

// rows_are(text_factory, converters): how rows are made, should they have to be read ahead
Value statement_rows_are(Thread*, Arguments args) {
  args[0].as<Record>()->set(kTextFactory, args[1]);
  args[0].as<Record>()->set(kConverters, args[2]);
  return Value::none();
}

// The current row and those that follow, up to a limit, behind what `rows` has; null: exception.
List* read_rows(Thread* T, SqliteStatement* statement, SqliteOperation& operation, Value text_factory, Value converters,
                List* rows, size_t limit = SIZE_MAX) {
  for (size_t i = 0; rows && statement->has_row && i < limit; ++i) {
    Value row = current_row(T, statement, text_factory, converters);
    if (!row || !list_append(T, rows, row) || !poll_if_requested(T)) return nullptr;
    int code = operation.run([&] { return sqlite().sqlite3_step(statement->handle); });
    statement->has_row = code == SQLITE_ROW;
    if (T->exception || (code != SQLITE_ROW && code != SQLITE_DONE)) {
      (void)raise_sqlite(T, operation.get());
      return nullptr;
    }
  }
  return rows;
}

// next(text_factory, converters) -> the current row, and steps to the next one; has_row tells whether there is one
Value statement_next(Thread* T, Arguments args) {
  return with_statement(T, args[0], [&](SqliteStatement* statement, SqliteOperation& operation) -> Value {
    if (!statement->has_row) return Value::none();
    if (List* rows = rows_of(args[0])) {
      Value row = call_method(T, Value(rows), intern(T, "pop"));
      if (row && length(T, Value(rows)) == 0) {
        args[0].as<Record>()->set(kRows, kEmpty);
        statement->has_row = statement->has_more;
      }
      return row;
    }
    Value row = current_row(T, statement, args[1], args[2]);
    if (!row) return kEmpty;
    int code = operation.run([&] { return sqlite().sqlite3_step(statement->handle); });
    statement->has_row = code == SQLITE_ROW;
    if (T->exception || (code != SQLITE_ROW && code != SQLITE_DONE)) return raise_sqlite(T, operation.get());
    return row;
  });
}

// rest(text_factory, converters) -> a list of the current row and all that follow
Value statement_rest(Thread* T, Arguments args) {
  return with_statement(T, args[0], [&](SqliteStatement* statement, SqliteOperation& operation) -> Value {
    List* rows = rows_of(args[0]);
    if (!rows) {
      rows = make_list(T);
    } else {
      args[0].as<Record>()->set(kRows, kEmpty);
      statement->has_row = statement->has_more;
      if (!call_method(T, Value(rows), intern(T, "reverse"))) return kEmpty;
    }
    rows = rows ? read_rows(T, statement, operation, args[1], args[2], rows) : nullptr;
    return rows ? Value(rows) : kEmpty;
  });
}

// columns() -> a list of (name, declared type or None)
Value statement_columns(Thread* T, Arguments args) {
  return with_statement(T, args[0], [&](SqliteStatement* statement, SqliteOperation&) -> Value {
    const SqliteLibrary& lib = sqlite();
    int count = lib.sqlite3_column_count(statement->handle);
    List* columns = make_list(T);
    for (int i = 0; columns && i < count; ++i) {
      const char* declared = lib.sqlite3_column_decltype(statement->handle, i);
      String* name = text_of(T, lib.sqlite3_column_name(statement->handle, i));
      String* kind = declared ? text_of(T, declared) : nullptr;
      if (!name || (declared && !kind)) return kEmpty;
      Tuple* pair = make_tuple(T, {Value(name), kind ? Value(kind) : Value::none()});
      if (!pair || !list_append(T, columns, Value(pair))) return kEmpty;
    }
    return columns ? Value(columns) : kEmpty;
  });
}

Value statement_is_busy(Thread* T, Arguments args) {
  return with_statement(T, args[0], [](SqliteStatement* statement, SqliteOperation&) {
    return Value::boolean(sqlite().sqlite3_stmt_busy(statement->handle));
  });
}
Value statement_is_read_only(Thread* T, Arguments args) {
  return with_statement(T, args[0], [](SqliteStatement* statement, SqliteOperation&) {
    return Value::boolean(sqlite().sqlite3_stmt_readonly(statement->handle));
  });
}

// --- Blobs

void blob_finalize(Thread* T, Object* object) {
  SqliteBlob*& blob = state_of<SqliteBlob>(Value(object));
  if (!blob) return;
  {
    MutexLock guard(blob->connection->list_lock);
    remove_from(blob->connection->blobs, blob);
    if (blob->handle) blob->connection->dead_blobs.push_back(blob->handle);
  }
  delete blob;
  blob = nullptr;
  SqliteOperation::forget_if_free(T, database_of(Value(object)));
}

// open_blob(table, column, row, read_only, name) -> Blob
Value database_open_blob(Thread* T, Arguments args) {
  std::string table, column, name;
  int64_t row;
  bool read_only;
  if (!strict_utf8(T, args[1], &table) || !strict_utf8(T, args[2], &column) || !to_int64(T, args[3], &row) ||
      !truth(T, args[4], &read_only) || !strict_utf8(T, args[5], &name))
    return kEmpty;
  SqliteOperation operation(T, args[0]);
  Record* record = operation ? make_owned(T, args[0], "Blob") : nullptr;
  if (!record) return kEmpty;
  sqlite3_blob* handle = nullptr;
  int code = operation.run([&] {
    return sqlite().sqlite3_blob_open(operation->db, name.c_str(), table.c_str(), column.c_str(), row, !read_only,
                                      &handle);
  });
  if (code != SQLITE_OK || T->exception) return raise_sqlite(T, operation.get());
  auto* blob = new SqliteBlob;
  blob->connection = sqlite_connection(args[0]);
  blob->handle = handle;
  state_of<SqliteBlob>(record) = blob;
  MutexLock guard(operation->list_lock);
  operation->blobs.push_back(blob);
  return record;
}

template <class F>
Value with_blob(Thread* T, Value self, F f) {
  SqliteOperation operation(T, database_of(self));
  if (!operation) return kEmpty;
  SqliteBlob* blob = blob_of(self);
  if (!blob || !blob->handle) return raise_sqlite_text(T, "ProgrammingError", "Cannot operate on a closed blob.");
  return f(blob, operation);
}

Value blob_size(Thread* T, Arguments args) {
  return with_blob(T, args[0], [](SqliteBlob* blob, SqliteOperation&) {
    return Value::small_int(sqlite().sqlite3_blob_bytes(blob->handle));
  });
}

Raised raise_blob(Thread* T, int code, SqliteOperation& operation) {
  if (code == SQLITE_ABORT && !T->exception)
    return raise_sqlite_text(T, "OperationalError", "Cannot operate on modified blob");
  return raise_sqlite(T, operation.get());
}

Value blob_read(Thread* T, Arguments args) {
  int64_t offset, count;
  if (!to_int64(T, args[1], &offset) || !to_int64(T, args[2], &count)) return kEmpty;
  return with_blob(T, args[0], [&](SqliteBlob* blob, SqliteOperation& operation) -> Value {
    int64_t size = sqlite().sqlite3_blob_bytes(blob->handle);
    if (offset < 0 || count < 0 || offset > size || count > size - offset)
      return raise(T, Builtin::kValueError, "offset out of blob range");
    std::string data(static_cast<size_t>(count), '\0');
    int code = operation.run([&] {
      return sqlite().sqlite3_blob_read(blob->handle, data.data(), static_cast<int>(count), static_cast<int>(offset));
    });
    if (code != SQLITE_OK || T->exception) return raise_blob(T, code, operation);
    return make_bytes(T, data);
  });
}

Value blob_write(Thread* T, Arguments args) {
  int64_t offset;
  BufferScope data(T);
  if (!to_int64(T, args[1], &offset) || !data.get(args[2])) return kEmpty;
  return with_blob(T, args[0], [&](SqliteBlob* blob, SqliteOperation& operation) -> Value {
    int64_t size = sqlite().sqlite3_blob_bytes(blob->handle);
    if (offset < 0 || offset > size || static_cast<int64_t>(data.bytes().size()) > size - offset)
      return raise(T, Builtin::kValueError, "data longer than blob length");
    int code = operation.run([&] {
      return sqlite().sqlite3_blob_write(blob->handle, data.bytes().data(), static_cast<int>(data.bytes().size()),
                                         static_cast<int>(offset));
    });
    if (code != SQLITE_OK || T->exception) return raise_blob(T, code, operation);
    return Value::none();
  });
}

Value blob_close(Thread* T, Arguments args) {
  SqliteOperation operation(T, database_of(args[0]));
  if (!operation) return kEmpty;
  SqliteBlob* blob = blob_of(args[0]);
  if (sqlite3_blob* handle = blob ? std::exchange(blob->handle, nullptr) : nullptr)
    operation.run([&] { return sqlite().sqlite3_blob_close(handle); });
  return T->exception ? kEmpty : Value::none();
}

// --- The module

Value complete_statement(Thread* T, Arguments args) {
  std::string sql;
  if (!is_string(args[0]))
    return raise(T, Builtin::kTypeError, "complete_statement() argument 'statement' must be str, not {}",
                 argument_type_name(T, args[0]));
  if (!strict_utf8(T, args[0], &sql)) return kEmpty;
  if (sql.find('\0') != std::string::npos) return raise(T, Builtin::kValueError, "embedded null character");
  return Value::boolean(sqlite().sqlite3_complete(sql.c_str()));
}

Value error_text(Thread* T, Arguments args) {
  int64_t code;
  if (!to_int64(T, args[0], &code)) return kEmpty;
  String* s = text_of(T, sqlite().sqlite3_errstr(static_cast<int>(code)));
  return s ? Value(s) : kEmpty;
}

Value database_finish_queries(Thread* T, Arguments args) {
  SqliteOperation operation(T, args[0]);
  return operation && finish_queries(T, operation, nullptr) ? Value::none() : kEmpty;
}

const NativeMethod kFunctions[] = {
    {"complete_statement(statement)", complete_statement, "Checks if a string contains a complete SQL statement."},
    {"error_text(code, /)", error_text, "What SQLite says of an error."},
    {nullptr, nullptr, nullptr}};

const NativeMethod kDatabaseMethods[] = {
    {"close($self, /)", database_close, "Close it, with its statements and blobs.", kMayBlock},
    {"prepare($self, sql, /)", database_prepare, "A Statement; None for nothing.", kMayBlock},
    {"script($self, sql, /)", database_script, "Run several statements.", kMayBlock},
    {"finish_queries($self, /)", database_finish_queries, "Read what is left of queries into memory.", kMayBlock},
    {"changes($self, /)", database_changes, "Rows that the last statement changed."},
    {"total_changes($self, /)", database_total_changes, "Rows changed since it was opened."},
    {"last_row($self, /)", database_last_row, "The number of the row inserted last."},
    {"in_transaction($self, /)", database_in_transaction, "Whether a transaction is open."},
    {"interrupt($self, /)", database_interrupt, "End what runs."},
    {"limit($self, category, limit, /)", database_limit, "Set a limit, or ask with -1; what it was."},
    {"config($self, op, value, /)", database_config, "Set a switch, or ask with -1; what it is now."},
    {"serialize($self, name, /)", database_serialize, "The database as bytes.", kMayBlock},
    {"deserialize($self, data, name, /)", database_deserialize, "Replace the database.", kMayBlock},
    {"backup($self, target, pages, progress, name, sleep, /)", database_backup, "Copy it into another.", kMayBlock},
    {"open_blob($self, table, column, row, read_only, name, /)", database_open_blob, "A Blob.", kMayBlock},
    {"create_function($self, name, count, callable, flags, /)", sqlite_create_function, "Define a function.",
     kMayBlock},
    {"create_aggregate($self, name, count, cls, is_window, /)", sqlite_create_aggregate, "Define an aggregate.",
     kMayBlock},
    {"create_collation($self, name, callable, /)", sqlite_create_collation, "Define an order.", kMayBlock},
    {"set_hook($self, which, callable, n=0, /)", sqlite_set_hook, "Set what SQLite calls.", kMayBlock},
    {nullptr, nullptr, nullptr}};

const NativeMethod kStatementMethods[] = {
    {"bind($self, parameters, is_mapping, adapt, adapts_plain, warn, /)", statement_bind, "Give its parameters values.",
     kMayBlock},
    {"step($self, /)", statement_step, "Run it up to the first or next row; whether there is one.", kMayBlock},
    {"reset($self, /)", statement_reset, "Start anew.", kMayBlock},
    {"next($self, text_factory, converters, /)", statement_next, "The row, and a step.", kMayBlock},
    {"rows_are($self, text_factory, converters, /)", statement_rows_are, "How rows are made."},
    {"rest($self, text_factory, converters, /)", statement_rest, "All rows from here.", kMayBlock},
    {"columns($self, /)", statement_columns, "(name, declared type) of each column."},
    {"is_busy($self, /)", statement_is_busy, "Whether it has begun and not ended."},
    {"is_read_only($self, /)", statement_is_read_only, "Whether it changes nothing."},
    {nullptr, nullptr, nullptr}};

const NativeAttribute kStatementAttributes[] = {
    {"has_row", [](Thread*, Value self) { return Value::boolean(statement_of(self) && statement_of(self)->has_row); },
     nullptr, "Whether next() has a row."},
    {"is_change",
     [](Thread*, Value self) { return Value::boolean(statement_of(self) && statement_of(self)->is_change); }, nullptr,
     "Whether it inserts, updates or deletes."},
    {nullptr, nullptr, nullptr, nullptr}};

const NativeMethod kBlobMethods[] = {{"size($self, /)", blob_size, "How many bytes."},
                                     {"read($self, offset, count, /)", blob_read, "Read bytes.", kMayBlock},
                                     {"write($self, offset, data, /)", blob_write, "Overwrite bytes.", kMayBlock},
                                     {"close($self, /)", blob_close, "Close it.", kMayBlock},
                                     {nullptr, nullptr, nullptr}};

TypeSlots slots_of(decltype(TypeSlots::create) create, decltype(TypeSlots::finalize) finalize) {
  TypeSlots slots{};
  slots.create = create;
  slots.initialize = nothing_to_initialize;
  slots.finalize = finalize;
  return slots;
}
const TypeSlots kDatabaseTypeSlots = slots_of(database_create, database_finalize);
const TypeSlots kStatementTypeSlots = slots_of(refuse_creation, statement_finalize);
const TypeSlots kBlobTypeSlots = slots_of(refuse_creation, blob_finalize);

const NativeTypeSpec kDatabaseSpec = {"_sqlite3.Database",
                                      Kind::kRecord,
                                      record_size(kSqliteDatabaseSlots, sizeof(void*)),
                                      kTypeIsBuiltin,
                                      "A connection to a database.",
                                      &kDatabaseTypeSlots,
                                      kDatabaseMethods,
                                      nullptr};
const NativeTypeSpec kStatementSpec = {"_sqlite3.Statement",
                                       Kind::kRecord,
                                       record_size(kOwnedSlots, sizeof(void*)),
                                       kTypeIsBuiltin,
                                       "A statement that can be run.",
                                       &kStatementTypeSlots,
                                       kStatementMethods,
                                       kStatementAttributes};
const NativeTypeSpec kBlobSpec = {"_sqlite3.Blob",
                                  Kind::kRecord,
                                  record_size(kOwnedSlots, sizeof(void*)),
                                  kTypeIsBuiltin,
                                  "The bytes of one column of one row.",
                                  &kBlobTypeSlots,
                                  kBlobMethods,
                                  nullptr};

}  // namespace

// --- What sqlite_state.h declares

SqliteConnection::~SqliteConnection() {
  forget_dead();
  if (db) sqlite().sqlite3_close_v2(db);
}

void SqliteConnection::forget_dead() {
  std::vector<sqlite3_stmt*> old_statements;
  std::vector<sqlite3_blob*> old_blobs;
  {
    MutexLock guard(list_lock);
    old_statements.swap(dead_statements);
    old_blobs.swap(dead_blobs);
  }
  for (sqlite3_stmt* statement : old_statements) sqlite().sqlite3_finalize(statement);
  for (sqlite3_blob* blob : old_blobs) sqlite().sqlite3_blob_close(blob);
}

SqliteOperation::SqliteOperation(Thread* T, Value database, bool may_be_closed)
    : thread_(T), database_(database), connection_(sqlite_connection(database)) {
  if (!connection_) {
    if (!may_be_closed) (void)raise_closed(T);
    return;
  }
  if (connection_->owner.load() != T) {
    Lock* lock = database.as<Record>()->get(kStatefulLock).as<Lock>();
    if (acquire_lock(T, lock, kNoDeadline) != LockResult::kAcquired) return;
    connection_->owner.store(T);
    takes_lock_ = true;
  }
  is_held_ = true;
  ++connection_->depth;
  outer_ = std::exchange(connection_->thread, T);
  if (!connection_->db && !may_be_closed) {
    (void)raise_closed(T);
    return;
  }
  bool has_dead = false;
  if (connection_->depth == 1) {
    MutexLock guard(connection_->list_lock);
    has_dead = !connection_->dead_statements.empty() || !connection_->dead_blobs.empty();
  }
  if (has_dead) {
    run([this] {
      connection_->forget_dead();
      return 0;
    });
  }
  is_ready_ = true;
}

SqliteOperation::~SqliteOperation() {
  if (!is_held_) return;
  connection_->thread = outer_;
  if (--connection_->depth == 0 && takes_lock_) {
    connection_->owner.store(nullptr);
    release_lock(thread_, database_.as<Record>()->get(kStatefulLock).as<Lock>());
  }
}

void SqliteOperation::forget_if_free(Thread* T, Value database) {
  std::shared_ptr<SqliteConnection> connection = database ? sqlite_connection(database) : nullptr;
  if (!connection) return;
  Lock* lock = database.as<Record>()->get(kStatefulLock).as<Lock>();
  if (connection->owner.load() == T || acquire_lock(T, lock, 0) != LockResult::kAcquired) return;
  connection->owner.store(T);
  Value pending = take_exception(T);
  {
    SqliteOperation operation(T, database, true);
  }
  connection->owner.store(nullptr);
  release_lock(T, lock);
  clear_exception(T);
  if (pending) restore_exception(T, pending);
}

bool finish_queries(Thread* T, SqliteOperation& operation, const SqliteStatement* but) {
  // A larger result stays where it is.
  constexpr size_t kMostReadAhead = 20000;
  std::vector<SqliteStatement*> queries;
  {
    MutexLock guard(operation->list_lock);
    for (SqliteStatement* statement : operation->statements) {
      bool is_half_way = statement->handle && statement->has_row && statement != but;
      if (is_half_way && statement->self->get(kTextFactory) && !statement->self->get(kRows))
        queries.push_back(statement);
    }
  }
  for (SqliteStatement* statement : queries) {
    // It may be gone by now: making rows may run Python code.
    {
      MutexLock guard(operation->list_lock);
      if (std::find(operation->statements.begin(), operation->statements.end(), statement) ==
          operation->statements.end())
        continue;
    }
    Record* self = statement->self;
    List* rows = make_list(T);
    if (rows)
      rows = read_rows(T, statement, operation, self->get(kTextFactory), self->get(kConverters), rows, kMostReadAhead);
    if (!rows || !call_method(T, Value(rows), intern(T, "reverse"))) return false;
    self->set(kRows, Value(rows));
    statement->has_more = statement->has_row;
    statement->has_row = true;
    if (!statement->has_more) operation.run([&] { return sqlite().sqlite3_reset(statement->handle); });
  }
  return !T->exception;
}

bool collect_statements(Thread* T) {
  Value collect = import_attribute(T, "gc", "collect");
  return collect && call(T, collect);
}

Raised raise_sqlite(Thread* T, SqliteConnection* connection) {
  if (T->exception) return Raised();
  if (!connection->db) return raise_closed(T);
  const SqliteLibrary& lib = sqlite();
  int code = lib.sqlite3_errcode(connection->db), extended = lib.sqlite3_extended_errcode(connection->db);
  if ((code & 0xff) == SQLITE_NOMEM) return raise_memory_error(T);
  String* message = text_of(T, lib.sqlite3_errmsg(connection->db));
  Value make = message ? import_attribute(T, "sqlite3._errors", "error_of") : kEmpty;
  Value error =
      make ? call(T, make, {Value::small_int(code & 0xff), Value::small_int(extended), Value(message)}) : kEmpty;
  return error ? raise_value(T, error) : Raised();
}

bool strict_utf8(Thread* T, Value text, std::string* out) {
  if (!is_string(text)) return raise(T, Builtin::kTypeError, "must be str, not {}", argument_type_name(T, text));
  String* s = as_string(text);
  if (s->is_ascii()) {
    out->assign(s->ascii());
    return true;
  }
  Value encoded = encode_string(T, s, "utf-8", "strict");
  if (!encoded) return false;
  out->assign(encoded.as<Bytes>()->view());
  return true;
}

Value initialize_sqlite_module(Thread* T) {
  const SqliteLibrary& lib = sqlite();
  if (!lib.library.require(T)) return kEmpty;
  Module* module = make_module(T, "_sqlite3");
  Dict* constants = module ? make_dict(T) : nullptr;
  Dict* codes = constants ? make_dict(T) : nullptr;
  if (!codes || !add_functions(T, module, kFunctions)) return kEmpty;
  for (const SqliteConstant& constant : kSqliteConstants) {
    String* name = intern(T, constant.name);
    if (!name || !dict_set(T, constants, name, Value::small_int(constant.value)) ||
        (constant.is_code && !dict_set(T, codes, Value::small_int(constant.value), Value(name))))
      return kEmpty;
  }
  for (const NativeTypeSpec* spec : {&kDatabaseSpec, &kStatementSpec, &kBlobSpec}) {
    Type* type = make_native_type(T, *spec);
    if (!type || !module_set(T, module, std::string_view(spec->name).substr(9), type)) return kEmpty;
  }
  bool done = module_set(T, module, "constants", constants) && module_set(T, module, "codes", codes) &&
              module_set(T, module, "version", make_string(T, lib.sqlite3_libversion())) &&
              module_set(T, module, "threadsafe", Value::small_int(lib.sqlite3_threadsafe()));
  return done ? Value(module) : kEmpty;
}

}  // namespace gilded
