// The rare operations of INTRINSIC.
#include "vm/interpreter/interpreter.h"
#include "vm/interpreter/support.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/exception.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

// The type-parameter classes are Python: module typing has them.
static Value typing_class(Thread* T, const char* name) {
  return import_attribute(T, "typing", name);
}
static Value call_typing(Thread* T, const char* name, std::initializer_list<Value> arguments) {
  Value cls = typing_class(T, name);
  return cls.is_empty() ? kEmpty : call(T, cls, arguments);
}

Value run_intrinsic(Thread* T, compiler::Intrinsic which, Value* operands, Value* frame) {
  using compiler::Intrinsic;
  switch (which) {
    case Intrinsic::kPrint: {
      Value hook = find_attribute(T, T->runtime->sys_module, names(T).displayhook);
      if (hook.is_empty())
        return T->has_exception() ? kEmpty : Value(raise(T, Builtin::kRuntimeError, "lost sys.displayhook"));
      return call(T, hook, {operands[0]});
    }
    case Intrinsic::kImportStar: {
      Value space = frame[0].is_empty() ? Value(frame_function(frame)->globals.load()) : frame[0];
      return import_star(T, operands[0], space) ? kNone : kEmpty;
    }
    case Intrinsic::kStopIterationError: {
      Value exception = operands[0];
      bool is_async = (frame_code(frame)->flags & compiler::kAsyncGenerator) != 0;
      const char* kind = is_async                                          ? "async generator"
                         : frame_code(frame)->flags & compiler::kCoroutine ? "coroutine"
                                                                           : "generator";
      const char* raised = nullptr;
      if (is_instance_of(T, exception, exception_type(T, Builtin::kStopIteration)))
        raised = "StopIteration";
      else if (is_async && is_instance_of(T, exception, exception_type(T, Builtin::kStopAsyncIteration)))
        raised = "StopAsyncIteration";
      if (!raised) return exception;
      (void)raise(T, Builtin::kRuntimeError, "{} raised {}", kind, raised);
      Value error = take_exception(T);
      if (!is_exception(error)) return kEmpty;
      auto* e = error.as<Exception>();
      heap_store(e, e->cause, exception);
      heap_store(e, e->context, exception);
      e->suppress_context.store(1, std::memory_order_relaxed);
      return error;
    }
    case Intrinsic::kPrepareExceptionGroup:
      return merge_after_except_star(T, operands[0], operands[1].as<List>());
    case Intrinsic::kTypeVar:
      return call_typing(T, "_lazy_type_var", {operands[0], kNone, kNone});
    case Intrinsic::kTypeVarWithBound:
      return call_typing(T, "_lazy_type_var", {operands[0], operands[1], kNone});
    case Intrinsic::kTypeVarWithConstraints:
      return call_typing(T, "_lazy_type_var", {operands[0], kNone, operands[1]});
    case Intrinsic::kTypeVarTuple:
      return call_typing(T, "TypeVarTuple", {operands[0]});
    case Intrinsic::kParamSpec:
      return call_typing(T, "_lazy_param_spec", {operands[0]});
    case Intrinsic::kSetTypeParameterDefault:
      return set_attribute(T, operands[0], intern(T, std::string_view("_lazy_default")), operands[1]) ? operands[0]
                                                                                                      : kEmpty;
    case Intrinsic::kTypeAlias:
      return call_typing(T, "_lazy_type_alias", {operands[0], operands[1], operands[2]});
    case Intrinsic::kSubscriptGeneric:
      return call_typing(T, "_generic_base", {operands[0]});
    case Intrinsic::kSetFunctionTypeParameters:
      return set_attribute(T, operands[0], names(T).dunder_type_params, operands[1]) ? operands[0] : kEmpty;
    case Intrinsic::kAssertionError:
      return exception_type(T, Builtin::kAssertionError);
  }
  return raise(T, Builtin::kSystemError, "unknown intrinsic");
}

}  // namespace gilded
