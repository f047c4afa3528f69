// _sqlite3: what SQLite calls while it works: functions, aggregates and collations written in Python, hooks, and two
// handlers of our own: Ctrl-C ends a long query, and waiting for another program's lock on the file can be interrupted.
//
// Each callback runs with the thread attached again (SqliteCallback). An exception in one makes SQLite fail with a
// message; it is lost, but for those of signal handlers, which go on when SQLite has returned.
#include <algorithm>

#include "stdlib/native/sqlite_state.h"
#include "vm/interpreter/interpreter.h"
#include "vm/threading/clock.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/codecs.h"
#include "vm/types/exception.h"
#include "vm/types/float.h"

namespace gilded {

namespace {

using SqlFunction = SqliteConnection::Function;

Value callable_of(Thread* T, SqliteConnection* connection, int64_t number) {
  return dict_get(T, connection->self->get(kSqliteCallables).as<Dict>(), make_int(T, number));
}

// What a callback raised is shown if that was asked for, and forgotten.
void end_failure(Thread* T, Value callable) {
  Value pending = take_exception(T);
  Value tells = import_attribute(T, "sqlite3._connection", "_tells_errors");
  clear_exception(T);
  if (pending && tells && tells.is_true()) {
    restore_exception(T, pending);
    report_unraisable(T, callable);
  }
}

Value from_sqlite(Thread* T, sqlite3_value* value) {
  const SqliteLibrary& lib = sqlite();
  switch (lib.sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
      return make_int(T, static_cast<int64_t>(lib.sqlite3_value_int64(value)));
    case SQLITE_FLOAT:
      return Value::from_double(lib.sqlite3_value_double(value));
    case SQLITE_TEXT: {
      auto* text = reinterpret_cast<const char*>(lib.sqlite3_value_text(value));
      if (!text) return raise_memory_error(T);
      String* s = decode_bytes(T, {text, static_cast<size_t>(lib.sqlite3_value_bytes(value))}, "utf-8", "strict");
      return s ? Value(s) : kEmpty;
    }
    case SQLITE_BLOB: {
      auto* data = static_cast<const char*>(lib.sqlite3_value_blob(value));
      return make_bytes(T, {data ? data : "", static_cast<size_t>(lib.sqlite3_value_bytes(value))});
    }
    default:
      return Value::none();
  }
}

// The arguments as a tuple; null: exception.
Tuple* arguments_of(Thread* T, int count, sqlite3_value** values) {
  Tuple* arguments = make_tuple(T, static_cast<size_t>(count));
  for (int i = 0; arguments && i < count; ++i) {
    Value v = from_sqlite(T, values[i]);
    if (!v) return nullptr;
    heap_initialize(arguments, arguments->items[i], v);
  }
  return arguments;
}

Value call_with(Thread* T, Value callable, Tuple* arguments) {
  CallArguments call_arguments;
  std::vector<Value> values;
  values.reserve(arguments->length);
  for (size_t i = 0; i < arguments->length; ++i) values.push_back((*arguments)[i]);
  // The tuple keeps them alive.
  call_arguments.values = values.data();
  call_arguments.count = static_cast<uint32_t>(values.size());
  Value result = call(T, callable, call_arguments);
  return arguments->length < SIZE_MAX ? result : kEmpty;
}

// False: an exception is set.
bool set_result(Thread* T, sqlite3_context* context, Value v) {
  const SqliteLibrary& lib = sqlite();
  if (v.is_none()) {
    lib.sqlite3_result_null(context);
  } else if (is_int(v)) {
    int64_t number;
    if (!int_fits_int64(v, &number))
      return raise(T, Builtin::kOverflowError, "Python int too large to convert to SQLite INTEGER");
    lib.sqlite3_result_int64(context, number);
  } else if (is_float(v)) {
    lib.sqlite3_result_double(context, plain_float(float_value(v)));
  } else if (is_string(v)) {
    std::string text;
    if (!strict_utf8(T, v, &text)) return false;
    lib.sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  } else if (supports_buffer(T, v)) {
    BufferScope data(T);
    if (!data.get(v)) return false;
    lib.sqlite3_result_blob64(context, data.bytes().data(), data.bytes().size(), SQLITE_TRANSIENT);
  } else {
    return raise_sqlite_text(
        T, "ProgrammingError",
        fmt::format("User-defined functions cannot return '{}' values to SQLite", type_name(T, v)));
  }
  return true;
}

void set_error(Thread* T, sqlite3_context* context, Value callable, const char* message) {
  const SqliteLibrary& lib = sqlite();
  if (exception_matches(T, Builtin::kMemoryError)) {
    lib.sqlite3_result_error_nomem(context);
  } else if (exception_matches(T, Builtin::kOverflowError)) {
    lib.sqlite3_result_error_toobig(context);
  } else {
    lib.sqlite3_result_error(context, message, -1);
  }
  end_failure(T, callable);
}

SqlFunction* function_of(sqlite3_context* context) {
  return static_cast<SqlFunction*>(sqlite().sqlite3_user_data(context));
}

void on_function(sqlite3_context* context, int count, sqlite3_value** values) {
  SqlFunction* function = function_of(context);
  SqliteConnection* connection = function->connection;
  if (!connection->thread) return;
  SqliteCallback callback(connection);
  Thread* T = callback.thread();
  Value callable = callable_of(T, connection, function->number);
  Tuple* arguments = callable ? arguments_of(T, count, values) : nullptr;
  Value result = arguments ? call_with(T, callable, arguments) : kEmpty;
  if (!result || !set_result(T, context, result))
    set_error(T, context, callable, "user-defined function raised exception");
}

// --- Aggregates: SQLite's memory for one holds the number of an object in the Database's table.

struct Aggregate {
  int64_t number;
};

Dict* instances_of(SqliteConnection* connection) {
  return connection->self->get(kSqliteInstances).as<Dict>();
}

void set_method_error(Thread* T, sqlite3_context* context, Value callable, const char* method, bool is_absent) {
  std::string message =
      fmt::format("user-defined aggregate's '{}' method {}", method, is_absent ? "not defined" : "raised error");
  set_error(T, context, callable, message.c_str());
}

// Calls a method of the aggregate's object; EMPTY: SQLite was told. The class stands for what failed.
Value call_aggregate(Thread* T, sqlite3_context* context, Value type, Value instance, const char* name,
                     Tuple* arguments) {
  Value method = get_attribute(T, instance, name);
  if (!method) {
    set_method_error(T, context, type, name, exception_matches(T, Builtin::kAttributeError));
    return kEmpty;
  }
  Value result = call_with(T, method, arguments);
  if (!result) set_method_error(T, context, type, name, false);
  return result;
}

void step_aggregate(sqlite3_context* context, int count, sqlite3_value** values, const char* method) {
  SqlFunction* function = function_of(context);
  SqliteConnection* connection = function->connection;
  if (!connection->thread) return;
  SqliteCallback callback(connection);
  Thread* T = callback.thread();
  auto* aggregate = static_cast<Aggregate*>(sqlite().sqlite3_aggregate_context(context, sizeof(Aggregate)));
  if (!aggregate) return;
  Value instance, callable = callable_of(T, connection, function->number);
  if (aggregate->number == 0) {
    instance = callable ? call(T, callable) : kEmpty;
    int64_t number = connection->next_number++;
    if (!instance || !dict_set(T, instances_of(connection), make_int(T, number), instance)) {
      set_method_error(T, context, callable, "__init__", false);
      return;
    }
    aggregate->number = number;
  } else {
    instance = dict_get(T, instances_of(connection), make_int(T, aggregate->number));
    if (!instance) return;
  }
  Tuple* arguments = arguments_of(T, count, values);
  if (!arguments) {
    set_method_error(T, context, callable, method, false);
    return;
  }
  call_aggregate(T, context, callable, instance, method, arguments);
}

void on_step(sqlite3_context* context, int count, sqlite3_value** values) {
  step_aggregate(context, count, values, "step");
}
void on_inverse(sqlite3_context* context, int count, sqlite3_value** values) {
  step_aggregate(context, count, values, "inverse");
}

void end_aggregate(sqlite3_context* context, const char* method, bool is_last) {
  SqlFunction* function = function_of(context);
  SqliteConnection* connection = function->connection;
  auto* aggregate = static_cast<Aggregate*>(sqlite().sqlite3_aggregate_context(context, 0));
  if (!aggregate || aggregate->number == 0 || !connection->thread) return;  // no row, or no object
  SqliteCallback callback(connection);
  Thread* T = callback.thread();
  Value number = make_int(T, aggregate->number);
  Value instance =
      is_last ? dict_pop(T, instances_of(connection), number) : dict_get(T, instances_of(connection), number);
  Tuple* nothing = instance ? make_tuple(T, size_t{0}) : nullptr;
  if (!nothing) return;
  Value callable = callable_of(T, connection, function->number);
  Value result = call_aggregate(T, context, callable, instance, method, nothing);
  if (result && !set_result(T, context, result)) set_method_error(T, context, callable, method, false);
}

void on_finalize(sqlite3_context* context) {
  end_aggregate(context, "finalize", true);
}
void on_value(sqlite3_context* context) {
  end_aggregate(context, "value", false);
}

int on_collation(void* data, int a_length, const void* a, int b_length, const void* b) {
  auto* function = static_cast<SqlFunction*>(data);
  SqliteConnection* connection = function->connection;
  if (!connection->thread) return 0;
  SqliteCallback callback(connection);
  Thread* T = callback.thread();
  Value callable = callable_of(T, connection, function->number);
  if (!callable) return 0;
  String* x = decode_bytes(T, {static_cast<const char*>(a), static_cast<size_t>(a_length)}, "utf-8", "strict");
  String* y =
      x ? decode_bytes(T, {static_cast<const char*>(b), static_cast<size_t>(b_length)}, "utf-8", "strict") : nullptr;
  Value result = y ? call(T, callable, {Value(x), Value(y)}) : kEmpty;
  int order = 0;
  if (result && is_int(result)) order = int_sign(result);
  if (!result) end_failure(T, callable);
  return order;
}

// --- Hooks

int on_authorize(void* data, int action, const char* first, const char* second, const char* database,
                 const char* trigger) {
  auto* connection = static_cast<SqliteConnection*>(data);
  if (!connection->thread) return SQLITE_DENY;
  SqliteCallback callback(connection);
  Thread* T = callback.thread();
  Value callable = callable_of(T, connection, kAuthorizerHook);
  if (!callable) return SQLITE_OK;
  auto text = [T](const char* s) {
    if (!s) return Value::none();
    String* decoded = decode_bytes(T, s, "utf-8", "strict");
    return decoded ? Value(decoded) : kEmpty;
  };
  Value words[] = {make_int(T, static_cast<int64_t>(action)), text(first), text(second), text(database), text(trigger)};
  bool is_whole = true;
  for (Value v : words) is_whole = is_whole && v;
  Value result = is_whole ? call(T, callable, {words[0], words[1], words[2], words[3], words[4]}) : kEmpty;
  int64_t answer = SQLITE_DENY;
  if (result && (!is_int(result) || !int_fits_int64(result, &answer) || answer != static_cast<int>(answer)))
    answer = SQLITE_DENY;
  if (!result) end_failure(T, callable);
  return static_cast<int>(answer);
}

int on_trace(unsigned kind, void* data, void* statement, void* text) {
  auto* connection = static_cast<SqliteConnection*>(data);
  if (kind != SQLITE_TRACE_STMT || !connection->thread) return 0;
  SqliteCallback callback(connection);
  Thread* T = callback.thread();
  Value callable = callable_of(T, connection, kTraceHook);
  if (!callable) return 0;
  auto* plain = static_cast<const char*>(text);
  std::string sql = plain ? plain : "";
  // Triggers are told as comments: what they are part of has been told.
  if (!sql.starts_with("--")) {
    char* expanded = sqlite().sqlite3_expanded_sql(static_cast<sqlite3_stmt*>(statement));
    if (!expanded) {
      (void)raise_sqlite_text(T, "DataError", "Expanded SQL string exceeds the maximum string length");
      end_failure(T, callable);
      // Without the values, then.
      const char* bare = sqlite().sqlite3_sql(static_cast<sqlite3_stmt*>(statement));
      sql = bare ? bare : "";
    } else {
      sql = expanded;
      sqlite().sqlite3_free(expanded);
    }
  }
  String* s = decode_bytes(T, sql, "utf-8", "strict");
  if (!s || !call(T, callable, {Value(s)})) end_failure(T, callable);
  return 0;
}

// Whether a signal handler has something to do, or an exception was sent: rare, and seen without attaching.
bool is_interrupted(Thread* T) {
  return T->breaker.load(std::memory_order_relaxed) & (kSignalsPending | kAsyncException);
}

int on_progress(void* data) {
  auto* connection = static_cast<SqliteConnection*>(data);
  if (!connection->thread || !is_interrupted(connection->thread)) return 0;
  SqliteCallback callback(connection);
  if (poll(callback.thread())) return 0;
  callback.keep_exception();
  return 1;
}

int on_user_progress(void* data) {
  if (on_progress(data)) return 1;
  auto* connection = static_cast<SqliteConnection*>(data);
  if (!connection->thread) return 0;
  SqliteCallback callback(connection);
  Thread* T = callback.thread();
  Value callable = callable_of(T, connection, kProgressHook);
  if (!callable) return 0;
  Value result = call(T, callable);
  bool stops = true;
  if (!result || !truth(T, result, &stops)) {
    end_failure(T, callable);
    return 1;
  }
  return stops;
}

// Another program, or connection, has locked the file: wait a little, longer each time. 0: give up.
int on_busy(void* data, int count) {
  auto* connection = static_cast<SqliteConnection*>(data);
  if (!connection->thread) return 0;
  constexpr int64_t kMilliseconds[] = {1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100};
  constexpr int kLast = static_cast<int>(std::size(kMilliseconds)) - 1;
  Nanoseconds now = monotonic_now();
  if (count == 0) connection->waiting_since = now;
  Nanoseconds end = connection->waiting_since + connection->timeout;
  if (now >= end) return 0;
  SqliteCallback callback(connection);
  connection->has_waited = true;
  if (count == 0 && !collect_statements(callback.thread())) {
    callback.keep_exception();
    return 0;
  }
  Nanoseconds until = std::min(end, now + kMilliseconds[std::min(count, kLast)] * 1'000'000);
  if (sleep_until(callback.thread(), until, WaitReason::kIo)) return 1;
  callback.keep_exception();
  return 0;
}

// A number for a callable, and what SQLite is to give back; null: exception.
SqlFunction* remember(Thread* T, SqliteConnection* connection, Value callable) {
  int64_t number = connection->next_number++;
  if (!dict_set(T, connection->self->get(kSqliteCallables).as<Dict>(), make_int(T, number), callable)) return nullptr;
  connection->functions.push_back(std::make_unique<SqlFunction>(SqlFunction{connection, number}));
  return connection->functions.back().get();
}

// SQLite has done with a function: its callable need not be kept. Runs inside of SQLite, attached or not.
void on_forgotten(void* data) {
  auto* function = static_cast<SqlFunction*>(data);
  SqliteConnection* connection = function->connection;
  if (!connection->thread) return;
  SqliteCallback callback(connection);
  Thread* T = callback.thread();
  (void)dict_pop(T, connection->self->get(kSqliteCallables).as<Dict>(), make_int(T, function->number));
  clear_exception(T);
}

bool text_argument(Thread* T, Value v, std::string* out) {
  if (!strict_utf8(T, v, out)) return false;
  return out->find('\0') == std::string::npos || raise(T, Builtin::kValueError, "embedded null character");
}

}  // namespace

void install_sqlite_handlers(SqliteConnection* connection) {
  constexpr int kInstructions = 5000;
  sqlite().sqlite3_progress_handler(connection->db, kInstructions, on_progress, connection);
  sqlite().sqlite3_busy_handler(connection->db, on_busy, connection);
}

// create_function(name, count, callable or None, flags) -> whether SQLite took it
Value sqlite_create_function(Thread* T, Arguments args) {
  std::string name;
  int64_t count, flags;
  if (!text_argument(T, args[1], &name) || !to_int64(T, args[2], &count) || !to_int64(T, args[4], &flags))
    return kEmpty;
  SqliteOperation operation(T, args[0]);
  if (!operation) return kEmpty;
  bool is_removed = args[3].is_none();
  SqlFunction* function = is_removed ? nullptr : remember(T, operation.get(), args[3]);
  if (!is_removed && !function) return kEmpty;
  int result = run_unlocked(T, operation, nullptr, [&] {
    return sqlite().sqlite3_create_function_v2(
        operation->db, name.c_str(), static_cast<int>(count), SQLITE_UTF8 | static_cast<int>(flags), function,
        is_removed ? nullptr : on_function, nullptr, nullptr, is_removed ? nullptr : on_forgotten);
  });
  return Value::boolean(result == SQLITE_OK);
}

// create_aggregate(name, count, class or None, is_window) -> whether SQLite took it
Value sqlite_create_aggregate(Thread* T, Arguments args) {
  std::string name;
  int64_t count;
  bool is_window;
  if (!text_argument(T, args[1], &name) || !to_int64(T, args[2], &count) || !truth(T, args[4], &is_window))
    return kEmpty;
  SqliteOperation operation(T, args[0]);
  if (!operation) return kEmpty;
  bool is_removed = args[3].is_none();
  SqlFunction* function = is_removed ? nullptr : remember(T, operation.get(), args[3]);
  if (!is_removed && !function) return kEmpty;
  int result = run_unlocked(T, operation, nullptr, [&] {
    if (is_window)
      return sqlite().sqlite3_create_window_function(
          operation->db, name.c_str(), static_cast<int>(count), SQLITE_UTF8, function, is_removed ? nullptr : on_step,
          is_removed ? nullptr : on_finalize, is_removed ? nullptr : on_value, is_removed ? nullptr : on_inverse,
          is_removed ? nullptr : on_forgotten);
    return sqlite().sqlite3_create_function_v2(operation->db, name.c_str(), static_cast<int>(count), SQLITE_UTF8,
                                               function, nullptr, is_removed ? nullptr : on_step,
                                               is_removed ? nullptr : on_finalize, is_removed ? nullptr : on_forgotten);
  });
  return Value::boolean(result == SQLITE_OK);
}

Value sqlite_create_collation(Thread* T, Arguments args) {
  std::string name;
  if (!text_argument(T, args[1], &name)) return kEmpty;
  SqliteOperation operation(T, args[0]);
  if (!operation) return kEmpty;
  bool is_removed = args[2].is_none();
  SqlFunction* function = is_removed ? nullptr : remember(T, operation.get(), args[2]);
  if (!is_removed && !function) return kEmpty;
  int result = run_unlocked(T, operation, nullptr, [&] {
    return sqlite().sqlite3_create_collation_v2(operation->db, name.c_str(), SQLITE_UTF8, function,
                                                is_removed ? nullptr : on_collation,
                                                is_removed ? nullptr : on_forgotten);
  });
  return result == SQLITE_OK ? Value::none() : Value(raise_sqlite(T, operation.get()));
}

// set_hook(number, callable or None, n=0): 1 authorizer, 2 progress (every n instructions), 3 trace
Value sqlite_set_hook(Thread* T, Arguments args) {
  int64_t which, n = 0;
  if (!to_int64(T, args[1], &which) || (args.has(3) && !to_int64(T, args[3], &n))) return kEmpty;
  SqliteOperation operation(T, args[0]);
  if (!operation) return kEmpty;
  Dict* callables = operation->self->get(kSqliteCallables).as<Dict>();
  bool is_removed = args[2].is_none();
  if (is_removed) {
    (void)dict_pop(T, callables, Value::small_int(which));
    if (T->exception) return kEmpty;
  } else if (!dict_set(T, callables, Value::small_int(which), args[2])) {
    return kEmpty;
  }
  const SqliteLibrary& lib = sqlite();
  int result = SQLITE_OK;
  SqliteConnection* connection = operation.get();
  switch (which) {
    case kAuthorizerHook:
      result = operation.run(
          [&] { return lib.sqlite3_set_authorizer(connection->db, is_removed ? nullptr : on_authorize, connection); });
      break;
    case kProgressHook:
      operation.run([&] {
        if (is_removed) {
          install_sqlite_handlers(connection);
        } else {
          lib.sqlite3_progress_handler(connection->db, static_cast<int>(n), on_user_progress, connection);
        }
        return 0;
      });
      break;
    default:
      result = operation.run([&] {
        return lib.sqlite3_trace_v2(connection->db, is_removed ? 0 : SQLITE_TRACE_STMT, is_removed ? nullptr : on_trace,
                                    connection);
      });
  }
  return result == SQLITE_OK ? Value::none() : Value(raise_sqlite(T, operation.get()));
}

}  // namespace gilded
