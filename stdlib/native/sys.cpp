// sys: the runtime as its scripts see it.
#include <sys/resource.h>
#include <unistd.h>

#include <cfloat>

#include "stdlib/native/struct_sequence.h"
#include "stdlib/native/system_call.h"
#include "vm/gc/collector.h"
#include "vm/interpreter/instrumentation.h"
#include "vm/interpreter/interpreter.h"
#include "vm/interpreter/monitoring.h"
#include "vm/object/instance.h"
#include "vm/object/protocols.h"
#include "vm/object/protocols_inline.h"
#include "vm/object/type.h"
#include "vm/object/warnings.h"
#include "vm/runtime.h"
#include "vm/threading/gil.h"
#include "vm/threading/safepoint.h"
#include "vm/types/dict.h"
#include "vm/types/exception.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/string.h"
#include "vm/types/struct_sequence.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

Value text(Thread* T, std::string_view s) {
  return make_string(T, s);
}
Value text_list(Thread* T, const std::vector<std::string>& items) {
  List* list = make_list(T, items.size());
  for (const std::string& item : items) {
    String* s = list ? make_string(T, item) : nullptr;
    if (!s || !list_append(T, list, s)) return kEmpty;
  }
  return list;
}

// An object with these attributes, in order: for sys.implementation.
using Fields = std::initializer_list<std::pair<const char*, Value>>;
Value make_namespace(Thread* T, Fields fields) {
  Value space = call(T, types(T).simple_namespace, {});
  if (space.is_empty()) return kEmpty;
  for (auto [name, value] : fields) {
    if (value.is_empty() || !set_attribute(T, space, intern(T, std::string_view(name)), value)) return kEmpty;
  }
  return space;
}

Value sys_exit(Thread* T, Arguments args) {
  Value code = args.has(0) ? args[0] : kNone;
  if (is_tuple(code)) {
    Value exception = call_tuple(T, exception_type(T, Builtin::kSystemExit), code.as<Tuple>(), nullptr);
    return exception.is_empty() ? kEmpty : Value(raise_value(T, exception));
  }
  Value exception = code.is_none() ? call(T, exception_type(T, Builtin::kSystemExit), {})
                                   : call(T, exception_type(T, Builtin::kSystemExit), {code});
  return exception.is_empty() ? kEmpty : Value(raise_value(T, exception));
}
Value sys_exc_info(Thread* T, Arguments) {
  Value e = current_handled_exception(T);
  if (e.is_empty() || e.is_none()) return make_tuple(T, {kNone, kNone, kNone});
  Value traceback = e.as<Exception>()->traceback.load();
  return make_tuple(T, {type_of(T, e), e, traceback.is_empty() ? kNone : traceback});
}
Value sys_exception(Thread* T, Arguments) {
  Value e = current_handled_exception(T);
  return e.is_empty() ? kNone : e;
}
Value sys_getrecursionlimit(Thread* T, Arguments) {
  return Value::small_int(T->runtime->recursion_limit.load());
}
Value sys_setrecursionlimit(Thread* T, Arguments args) {
  int64_t limit;
  if (!to_int64(T, args[0], &limit)) return kEmpty;
  if (limit < 1) return raise(T, Builtin::kValueError, "recursion limit must be greater or equal than 1");
  if (limit > INT32_MAX) return raise(T, Builtin::kOverflowError, "Python int too large to convert to C int");
  if (static_cast<int64_t>(T->recursion_depth) >= limit) {
    return raise(T, Builtin::kRecursionError,
                 "cannot set the recursion limit to {} at the recursion depth {}: the limit is too low", limit,
                 T->recursion_depth);
  }
  T->runtime->recursion_limit.store(static_cast<int32_t>(limit));
  return kNone;
}
Value sys_getframe(Thread* T, Arguments args) {
  int64_t depth = 0;
  if (args.has(0) && !to_int64(T, args[0], &depth)) return kEmpty;
  Value* window = T->frame;
  const uint32_t* pc = T->pc;
  for (; depth > 0 && window; --depth) {
    pc = calling_instruction(window);
    window = frame_caller(window);
  }
  if (!window) return raise(T, Builtin::kValueError, "call stack is not deep enough");
  return frame_object(T, window, pc);
}
Value sys_getframemodulename(Thread* T, Arguments args) {
  int64_t depth = 0;
  if (args.has(0) && !to_int64(T, args[0], &depth)) return kEmpty;
  Value* window = T->frame;
  for (; depth > 0 && window; --depth) window = frame_caller(window);
  if (!window) return kNone;
  Value name = dict_get(frame_function(window)->globals.load(), names(T).dunder_name);
  return name.is_empty() ? kNone : name;
}
// The frames of other threads are theirs: looked at while the world is stopped.
Value sys_current_frames(Thread* T, Arguments) {
  Dict* dict = make_dict(T);
  if (!dict) return kEmpty;
  struct Found {
    uint64_t ident;
    Frame* frame;
  };
  std::vector<Found> found;
  found.reserve(64);
  List* keep = make_list(T);
  if (!keep) return kEmpty;
  {
    StopTheWorldScope stopped(T);
    MutexLock guard(T->runtime->threads_lock);
    for (Thread* other = T->runtime->threads; other; other = other->next) {
      if (!other->frame) continue;
      Frame* frame = frame_object(T, other->frame, other->pc);
      if (frame && list_append(T, keep, frame)) found.push_back({other->ident, frame});
    }
  }
  for (Found& f : found) {
    Value ident = make_int(T, f.ident);
    if (ident.is_empty() || !dict_set(T, dict, ident, f.frame)) return kEmpty;
  }
  return dict;
}
// What each thread is handling, by thread.
Value sys_current_exceptions(Thread* T, Arguments) {
  struct Found {
    uint64_t ident;
    Value exception;
  };
  std::vector<Found> found;
  found.reserve(64);
  List* keep = make_list(T);
  Dict* dict = make_dict(T);
  if (!keep || !dict) return kEmpty;
  {
    StopTheWorldScope stopped(T);
    for_each_thread(T->runtime, [&](Thread* other) {
      if (!other->frame) return;
      Value exception = current_handled_exception(other);
      found.push_back({other->ident, exception.is_empty() ? kNone : exception});
      if (!exception.is_empty() && !list_append(T, keep, exception)) clear_exception(T);
    });
  }
  for (Found& f : found) {
    Value ident = make_int(T, f.ident);
    if (ident.is_empty() || !dict_set(T, dict, ident, f.exception)) return kEmpty;
  }
  return dict;
}
Value sys_intern(Thread* T, Arguments args) {
  if (!is_exactly(args[0], Kind::kString))
    return raise(T, Builtin::kTypeError, "intern() argument must be str, not {}", type_name(T, args[0]));
  return intern(T, as_string(args[0]));
}
Value sys_getsizeof(Thread* T, Arguments args) {
  bool found;
  Value size = call_special(T, args[0], names(T).dunder_sizeof, {}, &found);
  if (!found && !T->has_exception())
    return args.has(1)
               ? args[1]
               : Value(raise(T, Builtin::kTypeError, "Type {} doesn't define __sizeof__", type_name(T, args[0])));
  return size;
}
// There are no reference counts; two is what a name and the call's own argument would make.
Value sys_getrefcount(Thread*, Arguments) {
  return Value::small_int(2);
}
Value sys_getdefaultencoding(Thread* T, Arguments) {
  return text(T, "utf-8");
}
Value sys_getfilesystemencodeerrors(Thread* T, Arguments) {
  return text(T, "surrogateescape");
}
Value sys_is_finalizing(Thread* T, Arguments) {
  return Value::boolean(T->runtime->finishing.load());
}
// Events are reported during the call even from inside a trace function, for debuggers that debug themselves.
Value sys_call_tracing(Thread* T, Arguments args) {
  if (!is_tuple(args[1]))
    return raise(T, Builtin::kTypeError, "call_tracing() argument 2 must be tuple, not {}", type_name(T, args[1]));
  int paused = 0;
  if (T->instrumentation) std::swap(paused, T->instrumentation->paused);
  choose_dispatch(T);
  Value result = call_tuple(T, args[0], args[1].as<Tuple>(), nullptr);
  if (T->instrumentation) T->instrumentation->paused = paused;
  choose_dispatch(T);
  return result;
}

// --- The GIL
Value sys_is_gil_enabled(Thread* T, Arguments) {
  return Value::boolean(T->runtime->gil->enabled());
}
Value sys_getcheckinterval(Thread* T, Arguments) {
  return Value::small_int(T->runtime->gil->check_interval());
}
Value sys_setcheckinterval(Thread* T, Arguments args) {
  int64_t n;
  if (!to_int64(T, args[0], &n)) return kEmpty;
  if (n > INT32_MAX || n < INT32_MIN)
    return raise(T, Builtin::kOverflowError, "signed integer is {} than {}imum", n > 0 ? "greater" : "less",
                 n > 0 ? "max" : "min");
  T->runtime->gil->set_check_interval(static_cast<int32_t>(n));
  return kNone;
}
Value sys_getswitchinterval(Thread* T, Arguments) {
  return Value::from_double(static_cast<double>(T->runtime->gil->switch_interval()) / 1e9);
}
Value sys_setswitchinterval(Thread* T, Arguments args) {
  double seconds;
  if (!to_double(T, args[0], &seconds)) return kEmpty;
  if (!(seconds > 0)) return raise(T, Builtin::kValueError, "switch interval must be strictly positive");
  T->runtime->gil->set_switch_interval(static_cast<int64_t>(seconds * 1e9));
  return kNone;
}

// sys.gil: a view; every attribute is read anew.
Value gil_preset(Thread* T, Value) {
  return text(T, T->runtime->options.preset);
}
Value gil_policy(Thread* T, Value) {
  return text(T, name_of(T->runtime->options.gil));
}
Value gil_switch_points(Thread* T, Value) {
  return text(T, name_of(T->runtime->options.switch_points));
}
Value gil_switches(Thread* T, Value) {
  Dict* dict = make_dict(T);
  for (int i = 0; dict && i < kSwitchReasonCount; ++i) {
    if (!dict_set(T, dict, intern(T, std::string_view(name_of(static_cast<SwitchReason>(i)))),
                  make_int(T, T->runtime->gil->counters.switches[i].load())))
      return kEmpty;
  }
  return dict;
}
Value gil_takes(Thread* T, Value) {
  return make_int(T, T->runtime->gil->counters.takes.load());
}
Value gil_waits(Thread* T, Value) {
  return make_int(T, T->runtime->gil->counters.waits.load());
}
Value gil_failed_wakeups(Thread* T, Value) {
  return make_int(T, T->runtime->gil->counters.failed_wakeups.load());
}
Value gil_longest_wait(Thread* T, Value) {
  return Value::from_double(static_cast<double>(T->runtime->gil->counters.longest_wait_ns.load()) / 1e9);
}
Value gil_total_wait(Thread* T, Value) {
  return Value::from_double(static_cast<double>(T->runtime->gil->counters.total_wait_ns.load()) / 1e9);
}
const NativeAttribute kGilAttributes[] = {
    {"preset", gil_preset, nullptr, "name of the preset, as --as takes it"},
    {"policy", gil_policy, nullptr, "tick, interval or off"},
    {"switch_points", gil_switch_points, nullptr, "every or calls"},
    {"switches", gil_switches, nullptr, "how often the GIL went to another thread, by reason"},
    {"takes", gil_takes, nullptr, "how often the GIL was taken"},
    {"waits", gil_waits, nullptr, "how often a thread had to wait for the GIL"},
    {"failed_wakeups", gil_failed_wakeups, nullptr, "how often a woken thread found the GIL taken again"},
    {"longest_wait", gil_longest_wait, nullptr, "longest wait for the GIL, in seconds"},
    {"total_wait", gil_total_wait, nullptr, "all waits for the GIL together, in seconds"},
    {nullptr, nullptr, nullptr, nullptr}};
Value gil_repr(Thread* T, Value self) {
  return text(T, fmt::format("<sys.gil preset={} policy={} switch_points={}>", T->runtime->options.preset,
                             to_utf8(as_string(gil_policy(T, self))), to_utf8(as_string(gil_switch_points(T, self)))));
}

// --- Tuples whose items have names
Value make_version_info(Thread* T) {
  static constexpr auto kFields = struct_sequence_fields({"major", "minor", "micro", "releaselevel", "serial"});
  return make_struct_sequence(
      T, "sys.version_info", "Version information as a named tuple.", kFields,
      {Value::small_int(3), Value::small_int(13), Value::small_int(0), text(T, "final"), Value::small_int(0)}, true);
}
Value make_flags(Thread* T, const Options& options) {
  static constexpr auto kFields = struct_sequence_fields(
      {"debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site", "no_site",
       "ignore_environment", "verbose", "bytes_warning", "quiet", "hash_randomization", "isolated", "dev_mode",
       "utf8_mode", "warn_default_encoding", "safe_path", "int_max_str_digits", "gil"});
  auto integer = [](int64_t n) { return Value::small_int(n); };
  return make_struct_sequence(
      T, "sys.flags", "Flags provided through command line arguments or environment vars.", kFields,
      {integer(options.debug), integer(options.inspect), integer(options.interactive), integer(options.optimize),
       integer(options.dont_write_bytecode), integer(options.no_user_site), integer(options.no_site),
       integer(options.ignore_environment), integer(options.verbose), integer(options.bytes_warning),
       integer(options.quiet), integer(options.hash_seed != 0), integer(options.isolated),
       options.development_mode ? kTrue : kFalse, integer(options.utf8_mode), integer(options.warn_default_encoding),
       options.safe_path ? kTrue : kFalse, integer(options.int_max_str_digits),
       integer(options.gil != GilPolicy::kOff)},
      true, 18);
}
Value make_float_info(Thread* T) {
  static constexpr auto kFields =
      struct_sequence_fields({"max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig",
                              "epsilon", "radix", "rounds"});
  auto integer = [](int64_t n) { return Value::small_int(n); };
  return make_struct_sequence(
      T, "sys.float_info", "What the numbers of type float can hold, from the C++ compiler's <cfloat>.", kFields,
      {Value::from_double(DBL_MAX), integer(DBL_MAX_EXP), integer(DBL_MAX_10_EXP), Value::from_double(DBL_MIN),
       integer(DBL_MIN_EXP), integer(DBL_MIN_10_EXP), integer(DBL_DIG), integer(DBL_MANT_DIG),
       Value::from_double(DBL_EPSILON), integer(FLT_RADIX), integer(1)});
}
Value make_int_info(Thread* T) {
  static constexpr auto kFields = struct_sequence_fields(
      {"bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"});
  return make_struct_sequence(
      T, "sys.int_info", "How large integers are stored.", kFields,
      {Value::small_int(64), Value::small_int(8), Value::small_int(4300), Value::small_int(640)});
}
Value make_hash_info(Thread* T) {
  static constexpr auto kFields = struct_sequence_fields(
      {"width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"});
  return make_struct_sequence(T, "sys.hash_info", "The parameters of hash().", kFields,
                              {Value::small_int(64), make_int(T, (int64_t{1} << 61) - 1), Value::small_int(314159),
                               Value::small_int(0), Value::small_int(1000003), text(T, "siphash13"),
                               Value::small_int(64), Value::small_int(128), Value::small_int(0)});
}
Value make_thread_info(Thread* T) {
  static constexpr auto kFields = struct_sequence_fields({"name", "lock", "version"});
  char version[64] = "";
  size_t length = confstr(_CS_GNU_LIBPTHREAD_VERSION, version, sizeof(version));
  return make_struct_sequence(
      T, "sys.thread_info", "How threads are made.", kFields,
      {text(T, "pthread"), kNone, length > 0 && length <= sizeof(version) ? text(T, version) : kNone});
}
// sys._xoptions: what -X said; an option without a value is True.
Value make_x_options(Thread* T, const Options& options) {
  Dict* dict = make_dict(T);
  for (const std::string& option : options.x_options) {
    size_t equals = option.find('=');
    Value key = dict ? text(T, option.substr(0, equals)) : kEmpty;
    Value value = equals == std::string::npos ? kTrue : text(T, option.substr(equals + 1));
    if (key.is_empty() || value.is_empty() || !dict_set(T, dict, key, value)) return kEmpty;
  }
  return dict;
}

// --- Hooks
Value sys_excepthook(Thread* T, Arguments args) {
  if (is_exception(args[1]))
    write_standard_error(T, format_exception(T, args[1]));
  else
    write_standard_error(T, fmt::format("TypeError: print_exception(): Exception expected for value, {} found\n",
                                        type_name(T, args[1])));
  return kNone;
}
constexpr StructSequenceSpec kUnraisableHookArguments = {
    "UnraisableHookArgs",
    "What sys.unraisablehook is called with.",
    5,
    {"exc_type", "exc_value", "exc_traceback", "err_msg", "object"}};
Value sys_unraisablehook(Thread* T, Arguments args) {
  if (!is_instance_of(T, args[0], T->runtime->unraisable_hook_arguments.as<Type>())) {
    return raise(T, Builtin::kTypeError, "sys.unraisablehook argument type must be UnraisableHookArgs");
  }
  const Tuple& items = *args[0].as<Tuple>();
  // Of a failure without an instance only the type is known.
  print_unraisable(T, is_exception(items[1]) ? items[1] : items[0], items[4],
                   is_string(items[3]) ? to_utf8(as_string(items[3])) : "");
  return kNone;
}
Value sys_displayhook(Thread* T, Arguments args) {
  if (args[0].is_none()) return kNone;
  Dict* builtins = T->runtime->builtins_dict.as<Dict>();
  if (!dict_set(T, builtins, names(T).underscore, kNone)) return kEmpty;
  String* shown = to_repr(T, args[0]);
  Value out = shown ? find_attribute(T, T->runtime->sys_module, names(T).stdout) : kEmpty;
  if (T->has_exception()) return kEmpty;
  if (out.is_empty() || out.is_none()) return raise_text(T, Builtin::kRuntimeError, "lost sys.stdout");
  String* line = concatenate(T, shown, make_character(T, '\n'));
  if (!line || call_method(T, out, names(T).write, {line}).is_empty()) return kEmpty;
  return dict_set(T, builtins, names(T).underscore, args[0]) ? kNone : kEmpty;
}

// breakpoint() as $PYTHONBREAKPOINT wants it, read at each call: pdb.set_trace() without it, nothing for 0. It is no
// Python function, so that the debugger finds its caller one frame up.
Value sys_breakpointhook(Thread* T, Arguments args) {
  std::string target;
  if (!T->runtime->options.ignore_environment) {
    Value os = import_module(T, intern(T, std::string_view("os")), nullptr, kNone, 0);
    Value variables = os.is_empty() ? kEmpty : get_attribute(T, os, std::string_view("environ"));
    String* name = variables.is_empty() ? nullptr : make_string(T, std::string_view("PYTHONBREAKPOINT"));
    Value value = name ? call_method(T, variables, intern(T, std::string_view("get")), {name}) : kEmpty;
    if (value.is_empty()) return kEmpty;
    if (is_string(value)) target = to_utf8(as_string(value));
  }
  if (target == "0") return kNone;
  if (target.empty()) target = "pdb.set_trace";
  size_t dot = target.rfind('.');
  std::string module_name = dot == std::string::npos ? "builtins" : target.substr(0, dot);
  std::string_view attribute = std::string_view(target).substr(dot == std::string::npos ? 0 : dot + 1);
  Value hook = module_name.empty() ? kEmpty : import_attribute(T, module_name, attribute);
  if (hook.is_empty()) {
    if (T->has_exception() && !exception_matches(T, Builtin::kImportError) &&
        !exception_matches(T, Builtin::kAttributeError))
      return kEmpty;
    clear_exception(T);
    bool ok = warn(T, Builtin::kRuntimeWarning, fmt::format("Ignoring unimportable $PYTHONBREAKPOINT: \"{}\"", target));
    return ok ? kNone : kEmpty;
  }
  Tuple* positional = make_tuple(T, args.rest, args.rest_count);
  return positional ? call_tuple(T, hook, positional, args.keywords) : kEmpty;
}

Value sys_gettrace(Thread* T, Arguments) {
  return T->trace_hook.is_empty() ? kNone : T->trace_hook;
}
Value sys_settrace(Thread* T, Arguments args) {
  set_trace_hook(T, args[0].is_none() ? kEmpty : args[0]);
  return kNone;
}
// World stopped: the other threads look at their hook when they go on.
Value sys_settraceallthreads(Thread* T, Arguments args) {
  StopTheWorldScope stopped(T);
  for_each_thread(T->runtime, [&](Thread* thread) { set_trace_hook(thread, args[0].is_none() ? kEmpty : args[0]); });
  return kNone;
}
Value sys_get_asyncgen_hooks(Thread* T, Arguments) {
  static constexpr auto kFields = struct_sequence_fields({"firstiter", "finalizer"});
  Value begin = T->generator_begin_hook, end = T->generator_end_hook;
  return make_struct_sequence(T, "asyncgen_hooks", "The hooks of asynchronous generators.", kFields,
                              {begin ? begin : kNone, end ? end : kNone});
}
Value sys_set_asyncgen_hooks(Thread* T, Arguments args) {
  constexpr const char* kNames[] = {"firstiter", "finalizer"};
  for (size_t i = 0; i < 2; ++i) {
    if (args.has(i) && !args[i].is_none() && !type_of(T, args[i])->slots.call)
      return raise(T, Builtin::kTypeError, "callable {} expected, got {}", kNames[i], type_name(T, args[i]));
  }
  if (args.has(0)) T->generator_begin_hook = args[0].is_none() ? kEmpty : args[0];
  if (args.has(1)) T->generator_end_hook = args[1].is_none() ? kEmpty : args[1];
  return kNone;
}
Value sys_get_coroutine_origin_tracking_depth(Thread* T, Arguments) {
  return Value::small_int(T->coroutine_origin_depth);
}
Value sys_set_coroutine_origin_tracking_depth(Thread* T, Arguments args) {
  int depth;
  if (!to_c_int(T, args[0], &depth)) return kEmpty;
  if (depth < 0) return raise_text(T, Builtin::kValueError, "depth must be >= 0");
  T->coroutine_origin_depth = depth;
  return kNone;
}
Value sys_getdlopenflags(Thread* T, Arguments) {
  return Value::small_int(T->runtime->dlopen_flags.load());
}
// Nothing that is loaded here asks for them; programs set them and put them back.
Value sys_setdlopenflags(Thread* T, Arguments args) {
  int flags;
  if (!to_c_int(T, args[0], &flags)) return kEmpty;
  T->runtime->dlopen_flags.store(flags);
  return kNone;
}
Value sys_getallocatedblocks(Thread* T, Arguments) {
  size_t count;
  {
    StopTheWorldScope stopped(T);
    count = T->runtime->collector->live_objects().size();
  }
  return make_int(T, count);
}
Value sys_getunicodeinternedsize(Thread* T, Arguments args) {
  bool only_immortal = false;
  if (args.has(0) && !truth(T, args[0], &only_immortal)) return kEmpty;
  return make_int(T, only_immortal ? size_t{0} : count_interned(T->runtime));
}
// Python functions have no native frames of their own here, so there is nothing that perf could be told.
Value sys_activate_stack_trampoline(Thread* T, Arguments args) {
  if (!is_string(args[0]))
    return raise(T, Builtin::kTypeError, "activate_stack_trampoline() argument must be str, not {}",
                 argument_type_name(T, args[0]));
  return raise_text(T, Builtin::kValueError, "perf trampoline not available");
}
Value sys_deactivate_stack_trampoline(Thread*, Arguments) {
  return kNone;
}
Value sys_is_stack_trampoline_active(Thread*, Arguments) {
  return kFalse;
}
Value sys_getprofile(Thread* T, Arguments) {
  return T->profile_hook.is_empty() ? kNone : T->profile_hook;
}
Value sys_setprofile(Thread* T, Arguments args) {
  set_profile_hook(T, args[0].is_none() ? kEmpty : args[0]);
  return kNone;
}
Value sys_setprofileallthreads(Thread* T, Arguments args) {
  StopTheWorldScope stopped(T);
  for_each_thread(T->runtime, [&](Thread* thread) { set_profile_hook(thread, args[0].is_none() ? kEmpty : args[0]); });
  return kNone;
}

// --- Audit hooks: called in the order in which they were added; one that raises ends the call.
Value sys_audit(Thread* T, Arguments args) {
  if (!is_string(args[0]))
    return raise(T, Builtin::kTypeError, "expected str for argument 'event', not {}", type_name(T, args[0]));
  Value hooks = T->runtime->audit_hooks;
  if (hooks.as<List>()->length.load(std::memory_order_relaxed) == 0) return kNone;
  Tuple* rest = tuple_from_iterable(T, args[1]);
  if (!rest) return kEmpty;
  bool ok = true;
  bool finished = for_each(T, hooks, [&](Value hook) {
    ok = !call(T, hook, {args[0], rest}).is_empty();
    return ok;
  });
  return ok && finished ? kNone : kEmpty;
}
Value sys_addaudithook(Thread* T, Arguments args) {
  // Earlier hooks are asked; an Exception of theirs keeps the new one out, silently.
  List* hooks = T->runtime->audit_hooks.as<List>();
  bool ok = true;
  (void)for_each(T, hooks, [&](Value hook) {
    Value event = text(T, "sys.addaudithook");
    ok = !event.is_empty() && !call(T, hook, {event, T->runtime->empty_tuple}).is_empty();
    return ok;
  });
  if (!ok) {
    if (!is_instance_of(T, T->exception, exception_type(T, Builtin::kException))) return kEmpty;
    clear_exception(T);
    return kNone;
  }
  return list_append(T, hooks, args[0]) ? kNone : kEmpty;
}

Value sys_set_int_max_str_digits(Thread* T, Arguments args) {
  int64_t n;
  if (!to_int64(T, args[0], &n)) return kEmpty;
  if (n != 0 && n < 640) return raise(T, Builtin::kValueError, "maxdigits must be 0 or larger than 640");
  T->runtime->int_max_str_digits.store(static_cast<int32_t>(n));
  return kNone;
}
Value sys_get_int_max_str_digits(Thread* T, Arguments) {
  return Value::small_int(T->runtime->int_max_str_digits.load());
}

const NativeMethod kFunctions[] = {
    {"exit(status=None, /)", sys_exit, "Exit the interpreter by raising SystemExit(status)."},
    {"exc_info()", sys_exc_info, "Return the type, value and traceback of the exception being handled."},
    {"exception()", sys_exception, "Return the exception being handled."},
    {"getrecursionlimit()", sys_getrecursionlimit, "Return the recursion limit."},
    {"setrecursionlimit(limit, /)", sys_setrecursionlimit, "Set the maximum depth of the Python stack."},
    {"_getframe(depth=0, /)", sys_getframe, "Return a frame object from the call stack."},
    {"_getframemodulename(depth=0)", sys_getframemodulename, "Return the name of the module for a calling frame."},
    {"_current_frames()", sys_current_frames, "Return a dict mapping each thread's id to its frame."},
    {"_current_exceptions()", sys_current_exceptions,
     "Return a dict mapping each thread's id to the exception it is handling."},
    {"intern(string, /)", sys_intern, "Enter string into the table of interned strings and return it."},
    {"getsizeof(object, default=<unrepresentable>)", sys_getsizeof, "Return the size of object in bytes."},
    {"getrefcount(object, /)", sys_getrefcount, "A constant: this interpreter does not count references."},
    {"getdefaultencoding()", sys_getdefaultencoding, "Return the default string encoding."},
    {"getfilesystemencoding()", sys_getdefaultencoding, "Return the encoding of file names."},
    {"getfilesystemencodeerrors()", sys_getfilesystemencodeerrors, "Return the error handler of file names."},
    {"is_finalizing()", sys_is_finalizing, "Return True if the interpreter is exiting."},
    {"call_tracing(func, args, /)", sys_call_tracing, "Call func(*args)."},
    {"_is_gil_enabled()", sys_is_gil_enabled, "Return True if the GIL is enabled."},
    {"getcheckinterval()", sys_getcheckinterval, "Return how many bytecodes run before the tick GIL is let go of."},
    {"setcheckinterval(n, /)", sys_setcheckinterval, "Set how many bytecodes run before the tick GIL is let go of."},
    {"getswitchinterval()", sys_getswitchinterval, "Return the switch interval of the interval GIL in seconds."},
    {"setswitchinterval(interval, /)", sys_setswitchinterval,
     "Set the switch interval of the interval GIL in seconds."},
    {"excepthook(exctype, value, traceback, /)", sys_excepthook, "Print an uncaught exception to sys.stderr."},
    {"unraisablehook(unraisable, /)", sys_unraisablehook, "Print an exception that could not be raised."},
    {"breakpointhook(*args, **kws)", sys_breakpointhook, "Called by breakpoint()."},
    {"displayhook(object, /)", sys_displayhook, "Print an object to sys.stdout and save it in builtins._."},
    {"gettrace()", sys_gettrace, "Return the trace function."},
    {"settrace(function, /)", sys_settrace, "Set the trace function of this thread."},
    {"_settraceallthreads(arg, /)", sys_settraceallthreads, "Set the trace function of all running threads."},
    {"get_asyncgen_hooks()", sys_get_asyncgen_hooks, "Return the installed asynchronous generators hooks."},
    {"set_asyncgen_hooks(firstiter=<unrepresentable>, finalizer=<unrepresentable>)", sys_set_asyncgen_hooks,
     "Set the functions that are told of asynchronous generators at their first step and before they are freed."},
    {"get_coroutine_origin_tracking_depth()", sys_get_coroutine_origin_tracking_depth,
     "Return how many callers a new coroutine notes."},
    {"set_coroutine_origin_tracking_depth(depth)", sys_set_coroutine_origin_tracking_depth,
     "Set how many callers a coroutine made in this thread notes, for its cr_origin; 0: none."},
    {"getdlopenflags()", sys_getdlopenflags, "Return the flags that setdlopenflags() set."},
    {"setdlopenflags(flags, /)", sys_setdlopenflags, "Set the flags for dlopen() calls."},
    {"getallocatedblocks()", sys_getallocatedblocks, "Return the number of objects in the heap."},
    {"getunicodeinternedsize(*, _only_immortal=False)", sys_getunicodeinternedsize,
     "Return the number of interned strings."},
    {"activate_stack_trampoline(backend, /)", sys_activate_stack_trampoline,
     "Raise ValueError: there are no trampolines for profilers here."},
    {"deactivate_stack_trampoline()", sys_deactivate_stack_trampoline, "Do nothing: no trampoline is ever active."},
    {"is_stack_trampoline_active()", sys_is_stack_trampoline_active, "Return False: no trampoline is ever active."},
    {"getprofile()", sys_getprofile, "Return the profile function."},
    {"setprofile(function, /)", sys_setprofile, "Set the profile function of this thread."},
    {"_setprofileallthreads(arg, /)", sys_setprofileallthreads, "Set the profile function of all running threads."},
    {"set_int_max_str_digits(maxdigits)", sys_set_int_max_str_digits,
     "Set the limit of digits for conversions between int and str."},
    {"audit(event, /, *args)", sys_audit, "Tell the audit hooks of an event."},
    {"addaudithook(hook)", sys_addaudithook, "Add a function that is called with each event and its arguments."},
    {"get_int_max_str_digits()", sys_get_int_max_str_digits,
     "Return the limit of digits for conversions between int and str."},
    {nullptr, nullptr, nullptr}};

// What sys.meta_path holds at first: the interpreter's own search, which is native and stands there for programs that
// put finders before or behind it. import.cpp knows it by its type.
Value own_find_spec(Thread* T, Arguments args) {
  Value function = import_attribute(T, "importlib.machinery", "_find_own");
  return function ? call(T, function, {args[1], args.has(2) ? args[2] : kNone}) : kEmpty;
}
const NativeMethod kOwnFinderMethods[] = {
    {"find_spec($self, fullname, path=None, target=None)", own_find_spec, "Find a module as the interpreter does."},
    {nullptr, nullptr, nullptr}};

Value make_own_finder(Thread* T) {
  static const TypeSlots kNoSlots{};
  Type* type = make_native_type(T, {"importlib.machinery.OwnFinder", Kind::kRecord, record_size(0), kTypeIsBuiltin,
                                    "The interpreter's own search.", &kNoSlots, kOwnFinderMethods, nullptr});
  return type ? Value(make_record(T, type, 0)) : kEmpty;
}

}  // namespace

Value initialize_sys_module(Thread* T) {
  Runtime* runtime = T->runtime;
  if (runtime->sys_module) return runtime->sys_module;
  Module* module = make_module(T, "sys");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  for (const char* hook : {"excepthook", "unraisablehook", "breakpointhook", "displayhook"}) {
    if (!module_set(T, module, fmt::format("__{}__", hook), get_attribute(T, module, std::string_view(hook))))
      return kEmpty;
  }
  runtime->sys_module = module;
  runtime->unraisable_hook = get_attribute(T, module, std::string_view("unraisablehook"));
  Type* unraisable_arguments = make_struct_sequence_type<kUnraisableHookArguments>(T);
  if (!unraisable_arguments) return kEmpty;
  runtime->unraisable_hook_arguments = unraisable_arguments;
  List* audit_hooks = make_list(T);
  if (!audit_hooks) return kEmpty;
  runtime->audit_hooks = audit_hooks;
  const Options& options = runtime->options;
  static const TypeSlots kGilSlots = [] {
    TypeSlots s{};
    s.repr = gil_repr;
    return s;
  }();
  Type* gil_type =
      make_native_type(T, {"sys.gil", Kind::kRecord, record_size(0), kTypeIsBuiltin,
                           "What the global interpreter lock is and did.", &kGilSlots, nullptr, kGilAttributes});
  if (!gil_type) return kEmpty;
  std::vector<std::string> arguments = options.arguments;
  if (arguments.empty()) arguments.emplace_back("");
  Value version = text(T, "3.13.0 (Gilded 0.1.0)");
  Value version_info = make_version_info(T);
  std::vector<std::string> original = {options.executable};
  const std::vector<std::string>& given = options.command_line.empty() ? arguments : options.command_line;
  original.insert(original.end(), given.begin(), given.end());
  auto integer = [&](int64_t n) { return make_int(T, n); };
  List* library_names = make_list(T);
  for (const std::string& name : runtime->hooks.module_names()) {
    if (name.find('.') == std::string::npos && (!library_names || !list_append(T, library_names, text(T, name))))
      return kEmpty;
  }
  std::vector<std::string> native_names = {
#define NATIVE_MODULE(text, initializer) text,
#include "stdlib/modules.def"
#undef NATIVE_MODULE
  };
  std::sort(native_names.begin(), native_names.end());
  Value native_name_list = text_list(T, native_names);
  Value own_finder = make_own_finder(T);
  List* own_finders = make_list(T);
  if (!own_finder || !own_finders || !list_append(T, own_finders, own_finder)) return kEmpty;
  struct Entry {
    const char* name;
    Value value;
  } const entries[] = {
      {"modules", runtime->modules},
      {"argv", text_list(T, arguments)},
      {"orig_argv", text_list(T, original)},
      {"path", text_list(T, options.module_search_path)},
      {"meta_path", own_finders},
      {"_own_finder", own_finder},
      {"path_hooks", make_list(T)},
      {"path_importer_cache", make_dict(T)},
      {"executable", text(T, options.executable)},
      {"_base_executable", text(T, options.executable)},
      {"version", version},
      {"version_info", version_info},
      {"hexversion", integer(0x030d00f0)},
      {"api_version", integer(1013)},
      {"copyright", text(T, "Gilded")},
      {"platform", text(T, "linux")},
      {"byteorder", text(T, "little")},
      {"maxsize", integer(INT64_MAX)},
      {"maxunicode", integer(0x10ffff)},
      {"prefix", text(T, "/usr")},
      {"base_prefix", text(T, "/usr")},
      {"exec_prefix", text(T, "/usr")},
      {"base_exec_prefix", text(T, "/usr")},
      {"platlibdir", text(T, "lib")},
      {"abiflags", runtime->empty_string},
      {"float_repr_style", text(T, "short")},
      {"dont_write_bytecode", options.dont_write_bytecode ? kTrue : kFalse},
      {"pycache_prefix", kNone},
      {"warnoptions", text_list(T, options.warning_options)},
      {"builtin_module_names", native_name_list ? Value(tuple_from_iterable(T, native_name_list)) : kEmpty},
      {"stdlib_module_names", call(T, types(T).frozenset, {library_names})},
      {"monitoring", runtime->monitoring->make_module(T)},
      {"gil", make_record(T, gil_type, 0)},
      {"flags", make_flags(T, options)},
      {"implementation", make_namespace(T, {{"name", text(T, "gilded")},
                                            {"cache_tag", text(T, "gilded-313")},
                                            {"version", version_info},
                                            {"hexversion", integer(0x030d00f0)}})},
      {"float_info", make_float_info(T)},
      {"int_info", make_int_info(T)},
      {"hash_info", make_hash_info(T)},
      {"thread_info", make_thread_info(T)},
      {"_xoptions", make_x_options(T, options)},
  };
  for (const Entry& entry : entries) {
    if (entry.value.is_empty() || !module_set(T, module, entry.name, entry.value)) return kEmpty;
  }
  return module;
}

}  // namespace gilded
