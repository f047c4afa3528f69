// Raising: `return raise(T, Builtin::kTypeError, "unhashable type: '{}'", name);` sets T->exception and yields a value
// that converts to every failure result (EMPTY, null, false). Messages are CPython 3.13's.
//
// Never called with an object lock held (it allocates and may build a traceback, but runs no Python code).
#pragma once

#include <fmt/core.h>

#include <string>
#include <string_view>

#include "vm/object/object.h"

namespace gilded {

// Converts to any failure result.
struct [[nodiscard]] Raised {
  operator Value() const { return kEmpty; }  // NOLINT
  operator bool() const { return false; }    // NOLINT
  template <class X>
  operator X*() const {
    return nullptr;
  }  // NOLINT
};

// The built-in exception classes, in the order of exceptions.def.
enum class Builtin : uint8_t {
#define EXCEPTION(name, base, documentation) k##name,
#include "vm/object/exceptions.def"
#undef EXCEPTION
};

Type* exception_type(Thread* T, Builtin which);
Raised raise_text(Thread* T, Builtin which, std::string_view message);
template <class... Args>
Raised raise(Thread* T, Builtin which, fmt::format_string<Args...> format, Args&&... args) {
  return raise_text(T, which, fmt::format(format, std::forward<Args>(args)...));
}
// An exception whose argument is a Value (KeyError, StopIteration, SystemExit).
Raised raise_with(Thread* T, Builtin which, Value argument);
// raise X: a class or an instance. Sets __context__ from what is being handled.
Raised raise_value(Thread* T, Value exception);
// OSError with errno, its message, and up to two file names; picks the subclass (FileNotFoundError ...).
Raised raise_errno(Thread* T, int error_number, Value filename = kEmpty, Value filename2 = kEmpty);
Raised raise_memory_error(Thread* T);

// Is the pending exception an instance of it?
bool exception_matches(Thread* T, Builtin which);
bool value_matches_exception(Thread* T, Value exception, Value type_or_tuple);  // real types only
// Takes the pending exception away.
Value take_exception(Thread* T);
void restore_exception(Thread* T, Value exception);
inline void clear_exception(Thread* T);

// Takes the pending exception, which nobody can catch, to sys.unraisablehook. A message stands in place of "Exception
// ignored in"; the object is where it was raised, EMPTY or None if there is none. May run Python code; never leaves an
// exception.
void report_unraisable(Thread* T, Value object, std::string_view message = {});
// What the hook does at the start: prints an exception (or the name of a type) under a line that says why nobody can
// catch it.
void print_unraisable(Thread* T, Value exception, Value object, std::string_view message);
// Writes to sys.stderr, or to the process's standard error where that is gone. Never leaves an exception.
void write_standard_error(Thread* T, std::string_view text);
// "int", "P.Q" as messages name a type.
std::string type_name(Thread* T, Value value);
// The same for "argument 1 must be str, not None": an argument that is None is named so, and not by its type.
std::string argument_type_name(Thread* T, Value value);
std::string_view name_of(Type* type);

}  // namespace gilded

#include "vm/threading/thread.h"
namespace gilded {
inline void clear_exception(Thread* T) {
  T->exception = kEmpty;
}
}  // namespace gilded
