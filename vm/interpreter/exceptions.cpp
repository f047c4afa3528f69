// What the exception instructions need beyond the unwinder.
#include "vm/interpreter/interpreter.h"
#include "vm/interpreter/support.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/exception.h"
#include "vm/types/list.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

static bool is_exception_class(Value v) {
  return is_kind(v, Kind::kType) && v.as<Type>()->has_flag(kTypeIsExceptionSubclass);
}

static bool check_pattern(Thread* T, Value pattern, const char* message) {
  if (is_tuple(pattern)) {
    Tuple* tuple = pattern.as<Tuple>();
    for (size_t i = 0; i < tuple->length; ++i) {
      if (!is_exception_class((*tuple)[i])) return raise(T, Builtin::kTypeError, "{}", message);
    }
    return true;
  }
  return is_exception_class(pattern) ? true : static_cast<bool>(raise(T, Builtin::kTypeError, "{}", message));
}

int match_exception(Thread* T, Value exception, Value pattern) {
  if (!check_pattern(T, pattern, "catching classes that do not inherit from BaseException is not allowed")) return -1;
  return value_matches_exception(T, exception, pattern);
}

static bool is_group(Thread* T, Value v) {
  return is_exception(v) && is_instance_of(T, v, exception_type(T, Builtin::kBaseExceptionGroup));
}

bool match_exception_group(Thread* T, Value exception, Value pattern, Value* rest, Value* matched) {
  if (!check_pattern(T, pattern, "catching classes that do not inherit from BaseException is not allowed"))
    return false;
  auto is_group_class = [&](Value v) {
    return is_exception_class(v) && is_subtype(v.as<Type>(), exception_type(T, Builtin::kBaseExceptionGroup));
  };
  bool names_group = is_group_class(pattern);
  if (is_tuple(pattern)) {
    for (size_t i = 0; i < pattern.as<Tuple>()->length; ++i) names_group |= is_group_class((*pattern.as<Tuple>())[i]);
  }
  if (names_group) {
    return raise(T, Builtin::kTypeError, "catching ExceptionGroup with except* is not allowed. Use except instead.");
  }
  if (exception.is_none()) {
    *rest = *matched = kNone;
    return true;
  }
  if (value_matches_exception(T, exception, pattern)) {
    *rest = kNone;
    *matched = exception;
    if (is_group(T, exception)) return true;
    // A naked exception is caught as a group of one.
    Tuple* members = make_tuple(T, {exception});
    if (!members) return false;
    Value group = call(T, exception_type(T, Builtin::kBaseExceptionGroup), {T->runtime->empty_string, members});
    if (group.is_empty()) return false;
    heap_store(group.as_object(), group.as<Exception>()->traceback, exception.as<Exception>()->traceback.load());
    *matched = group;
    return true;
  }
  if (is_group(T, exception)) {
    Value pair = call_method(T, exception, intern(T, std::string_view("split")), {pattern});
    if (pair.is_empty()) return false;
    if (!is_tuple(pair) || pair.as<Tuple>()->length < 2) {
      return raise(T, Builtin::kTypeError, "{}.split must return a tuple, not {}", type_name(T, exception),
                   type_name(T, pair));
    }
    *matched = (*pair.as<Tuple>())[0];
    *rest = (*pair.as<Tuple>())[1];
    return true;
  }
  *rest = exception;
  *matched = kNone;
  return true;
}

void raise_again(Thread* T) {
  Value handled = current_handled_exception(T);
  if (handled.is_empty() || handled.is_none()) {
    (void)raise(T, Builtin::kRuntimeError, "No active exception to reraise");
    return;
  }
  T->exception = handled;
  T->reraising = true;
}

void raise_from(Thread* T, Value exception, Value cause) {
  if (is_exception_class(cause)) {
    Value made = call(T, cause, {});
    if (made.is_empty()) return;
    if (!is_exception(made)) {
      (void)raise(T, Builtin::kTypeError, "calling {} should have returned an instance of BaseException, not {}",
                  to_utf8(to_repr(T, cause)), to_utf8(to_repr(T, type_of(T, made))));
      return;
    }
    cause = made;
  } else if (!cause.is_none() && !is_exception(cause)) {
    (void)raise(T, Builtin::kTypeError, "exception causes must derive from BaseException");
    return;
  }
  (void)raise_value(T, exception);
  if (!is_exception(T->exception)) return;
  // When making the exception failed, that failure is what is pending; only a fresh one gets the cause.
  Value raised = T->exception;
  bool is_the_one =
      raised == exception || (is_exception_class(exception) && type_of(T, raised) == exception.as<Type>());
  if (!is_the_one) return;
  auto* e = raised.as<Exception>();
  heap_store(e, e->cause, cause.is_none() ? kEmpty : cause);
  e->suppress_context.store(1, std::memory_order_relaxed);
}

}  // namespace gilded
