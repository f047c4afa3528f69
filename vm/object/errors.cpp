#include "vm/object/errors.h"

#include <cerrno>
#include <cstring>

#include "vm/gc/heap.h"
#include "vm/interpreter/interpreter.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/object/value_array.h"
#include "vm/object/warnings.h"
#include "vm/runtime.h"
#include "vm/types/exception.h"
#include "vm/types/int.h"
#include "vm/types/string.h"
#include "vm/types/struct_sequence.h"
#include "vm/types/tuple.h"

namespace gilded {

Type* exception_type(Thread* T, Builtin which) {
  return T->runtime->exception_types[static_cast<int>(which)];
}

// An instance with these arguments, without running Python code; kEmpty: no memory.
static Exception* make_exception(Thread* T, Type* type, std::initializer_list<Value> arguments) {
  auto* exception = static_cast<Exception*>(allocate_instance_of(T, type, sizeof(Exception)));
  if (!exception) return nullptr;
  Tuple* tuple = make_tuple(T, arguments);
  if (!tuple) return nullptr;
  heap_initialize(exception, exception->arguments, tuple);
  return exception;
}

// Makes it the pending exception; what is being handled becomes its context (a cycle is cut where it would close).
static void set_pending(Thread* T, Value exception) {
  Value handled = current_handled_exception(T);
  if (handled && handled != exception && is_exception(handled) && is_exception(exception)) {
    // Assignments to __context__ can have made a ring that the exception is no part of: a second look at half the speed
    // meets the first there.
    Value slow = handled;
    bool slow_moves = false;
    for (Value v = handled; v && is_exception(v);) {
      auto* e = v.as<Exception>();
      Value context = e->context.load();
      if (context == exception) {
        heap_store(e, e->context, kEmpty);
        break;
      }
      v = context;
      if (v == slow) break;
      if (slow_moves && is_exception(slow)) slow = slow.as<Exception>()->context.load();
      slow_moves = !slow_moves;
    }
    heap_store(exception.as_object(), exception.as<Exception>()->context, handled);
  }
  T->exception = exception;
}

Raised raise_text(Thread* T, Builtin which, std::string_view message) {
  String* text = make_string(T, message);
  if (!text) return {};
  Exception* exception = make_exception(T, exception_type(T, which), {text});
  if (!exception) return {};
  bool has_message =
      which == Builtin::kSyntaxError || which == Builtin::kImportError || which == Builtin::kModuleNotFoundError;
  if (has_message) heap_initialize(exception, exception->extra[0], text);  // the attribute msg, which str() shows
  set_pending(T, exception);
  return {};
}

Raised raise_with(Thread* T, Builtin which, Value argument) {
  Exception* exception = argument.is_empty() ? make_exception(T, exception_type(T, which), {})
                                             : make_exception(T, exception_type(T, which), {argument});
  if (!exception) return {};
  if (which == Builtin::kStopIteration || which == Builtin::kSystemExit)
    heap_initialize(exception, exception->extra[0], argument.is_empty() ? kNone : argument);
  set_pending(T, exception);
  return {};
}

Raised raise_value(Thread* T, Value exception) {
  if (is_kind(exception, Kind::kType) && exception.as<Type>()->has_flag(kTypeIsExceptionSubclass)) {
    Value instance = call(T, exception, {});
    if (instance.is_empty()) return {};
    if (!is_exception(instance)) {
      return raise(T, Builtin::kTypeError, "calling {} should have returned an instance of BaseException, not {}",
                   to_utf8(to_repr(T, exception)), to_utf8(to_repr(T, type_of(T, instance))));
    }
    exception = instance;
  } else if (!is_exception(exception)) {
    return raise(T, Builtin::kTypeError, "exceptions must derive from BaseException");
  }
  set_pending(T, exception);
  return {};
}

// The subclass of OSError that stands for an error number (PEP 3151).
static Builtin os_error_class(int number) {
  switch (number) {
    case EAGAIN:
    case EALREADY:
    case EINPROGRESS:
      return Builtin::kBlockingIOError;
    case EPIPE:
    case ESHUTDOWN:
      return Builtin::kBrokenPipeError;
    case ECHILD:
      return Builtin::kChildProcessError;
    case ECONNABORTED:
      return Builtin::kConnectionAbortedError;
    case ECONNREFUSED:
      return Builtin::kConnectionRefusedError;
    case ECONNRESET:
      return Builtin::kConnectionResetError;
    case EEXIST:
      return Builtin::kFileExistsError;
    case ENOENT:
      return Builtin::kFileNotFoundError;
    case EISDIR:
      return Builtin::kIsADirectoryError;
    case ENOTDIR:
      return Builtin::kNotADirectoryError;
    case EINTR:
      return Builtin::kInterruptedError;
    case EACCES:
    case EPERM:
      return Builtin::kPermissionError;
    case ESRCH:
      return Builtin::kProcessLookupError;
    case ETIMEDOUT:
      return Builtin::kTimeoutError;
    default:
      return Builtin::kOSError;
  }
}
Type* os_error_type(Thread* T, int number) {
  return exception_type(T, os_error_class(number));
}

Raised raise_errno(Thread* T, int number, Value filename, Value filename2) {
  char buffer[256];
  String* text = make_string(T, std::string_view(strerror_r(number, buffer, sizeof(buffer))));
  if (!text) return {};
  Exception* e = make_exception(T, os_error_type(T, number), {Value::small_int(number), text});
  if (!e) return {};
  heap_initialize(e, e->extra[0], Value::small_int(number));
  heap_initialize(e, e->extra[1], text);
  if (filename) heap_initialize(e, e->extra[2], filename);
  if (filename2) heap_initialize(e, e->extra[3], filename2);
  set_pending(T, e);
  return {};
}

Raised raise_memory_error(Thread* T) {
  Value prepared = T->runtime->memory_error;
  // Made at the start, so that it needs no memory now; shared by all threads that run out.
  if (prepared) T->exception = prepared;
  return {};
}

bool warn(Thread* T, Builtin category, std::string_view message) {
  Value function = import_attribute(T, "warnings", "warn");
  String* text = function ? make_string(T, message) : nullptr;
  return text && !call(T, function, {text, exception_type(T, category)}).is_empty();
}

bool warn_of_subclass(Thread* T, std::string_view method, std::string_view expected, Value result) {
  return warn(T, Builtin::kDeprecationWarning,
              fmt::format("{} returned non-{} (type {}).  The ability to return an instance of a strict subclass of {} "
                          "is deprecated, and may be removed "
                          "in a future version of Python.",
                          method, expected, type_name(T, result), expected));
}

bool value_matches_exception(Thread* T, Value exception, Value pattern) {
  Type* type = is_exception(exception)           ? type_of(T, exception)
               : is_kind(exception, Kind::kType) ? exception.as<Type>()
                                                 : nullptr;
  if (!type) return false;
  if (is_tuple(pattern)) {
    Tuple* tuple = pattern.as<Tuple>();
    for (size_t i = 0; i < tuple->length; ++i) {
      if (value_matches_exception(T, exception, (*tuple)[i])) return true;
    }
    return false;
  }
  return is_kind(pattern, Kind::kType) && is_subtype(type, pattern.as<Type>());
}

bool exception_matches(Thread* T, Builtin which) {
  return T->exception && value_matches_exception(T, T->exception, exception_type(T, which));
}

Value take_exception(Thread* T) {
  Value exception = T->exception;
  T->exception = kEmpty;
  return exception;
}
void restore_exception(Thread* T, Value exception) {
  T->exception = exception;
}

std::string type_name(Thread* T, Value value) {
  return std::string(name_of(type_of(T, value)));
}
std::string argument_type_name(Thread* T, Value value) {
  return value.is_none() ? "None" : type_name(T, value);
}
std::string_view name_of(Type* type) {
  if (type->native_name) return type->native_name;
  if (RawBytes* utf8 = type->name_utf8.load(std::memory_order_acquire)) return {utf8->data(), utf8->capacity};
  Value name = type->name.load();
  return is_string(name) ? as_string(name)->ascii() : std::string_view();
}

void print_unraisable(Thread* T, Value exception, Value object, std::string_view message) {
  std::string text(message);
  if (object && !object.is_none()) {
    if (text.empty()) text = "Exception ignored in";
    String* shown = to_repr(T, object);
    clear_exception(T);
    text += ": " + (shown ? to_utf8(shown) : "<object repr() failed>") + "\n";
  } else if (!text.empty()) {
    text += ":\n";
  }
  // One write, so that threads do not mix their lines.
  if (is_exception(exception)) {
    text += format_exception(T, exception);
  } else if (is_kind(exception, Kind::kType)) {
    text += std::string(name_of(exception.as<Type>())) + "\n";
  }
  clear_exception(T);
  write_standard_error(T, text);
  clear_exception(T);
}

void report_unraisable(Thread* T, Value object, std::string_view message) {
  Value exception = take_exception(T);
  if (exception.is_empty()) return;
  Runtime* runtime = T->runtime;
  Value hook = runtime->sys_module ? find_attribute(T, runtime->sys_module, names(T).unraisablehook) : kEmpty;
  clear_exception(T);
  // The hook of the start is not called: it must do its work where there is no room left for a call.
  if (hook.is_empty() || hook.is_none() || hook == runtime->unraisable_hook)
    return print_unraisable(T, exception, object, message);
  Value traceback = exception.as<Exception>()->traceback.load();
  Value items[] = {type_of(T, exception), exception, traceback.is_empty() ? kNone : traceback,
                   message.empty() ? kNone : Value(make_string(T, message)), object.is_empty() ? kNone : object};
  Value arguments = make_struct_sequence(T, runtime->unraisable_hook_arguments.as<Type>(), items, 5, 5);
  if (arguments && !call(T, hook, {arguments}).is_empty()) return;
  exception = take_exception(T);
  print_unraisable(T, exception, hook, "Exception ignored in sys.unraisablehook");
}

}  // namespace gilded
