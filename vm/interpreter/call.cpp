#include <cstring>

#include "vm/interpreter/enter_frame.h"
#include "vm/interpreter/interpreter.h"
#include "vm/interpreter/support.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/cell.h"
#include "vm/types/dict.h"
#include "vm/types/string.h"
#include "vm/types/suggestions.h"
#include "vm/types/tuple.h"

namespace gilded {

Value* Thread::live_stack_end() const {
  return frame ? frame + frame_code(frame)->register_count + kWindowSlack : stack_begin;
}

// During a call the temporaries above its window are left over from earlier ones: what they refer to may be dead.
Value* Thread::scanned_stack_end() const {
  if (!frame) return stack_begin;
  if (frame_code(frame)->code->relocation != 0) return live_stack_end();  // its variables lie there
  uint32_t word = *pc;
  switch (compiler::opcode_of(word)) {
    case compiler::Opcode::CALL:
    case compiler::Opcode::CALL_KEYWORDS:
      return frame + compiler::operand_a(word) + 6 + compiler::operand_b(word) + kWindowSlack;
    case compiler::Opcode::CALL_EX:
      return frame + compiler::operand_a(word) + 6 + kWindowSlack;
    default:
      return live_stack_end();
  }
}

Value* stack_top(Thread* T) {
  return T->live_stack_end();
}

bool raise_too_deep(Thread* T) {
  --T->recursion_depth;
  return raise(T, Builtin::kRecursionError, "maximum recursion depth exceeded");
}

bool enter_frame(Thread* T, Value* window, Function* function, CodeObject* code, const uint32_t* return_pc,
                 FrameEntry entry) {
  return enter_frame_inline(T, window, function, code, return_pc, entry);
}

namespace {

// "f() missing 2 required positional arguments: 'a' and 'b'"
bool raise_missing(Thread* T, Function* function, const std::vector<std::string>& missing, const char* kind) {
  std::string list;
  for (size_t i = 0; i < missing.size(); ++i) {
    if (i > 0) list += missing.size() == 2 ? " and " : i + 1 == missing.size() ? ", and " : ", ";
    list += "'" + missing[i] + "'";
  }
  return raise(T, Builtin::kTypeError, "{}() missing {} required {} argument{}: {}",
               to_utf8(as_string(function->qualified_name.load())), missing.size(), kind,
               missing.size() == 1 ? "" : "s", list);
}

bool raise_too_many(Thread* T, Function* function, const compiler::Code& code, uint32_t given, const Value* window) {
  uint32_t takes = code.positional_count;
  Tuple* defaults = function->defaults.load(std::memory_order_acquire);
  size_t default_count = defaults ? defaults->length : 0;
  std::string signature =
      default_count ? fmt::format("from {} to {}", takes - default_count, takes) : fmt::format("{}", takes);
  bool plural = default_count ? true : takes != 1;
  uint32_t keyword_only_given = 0;
  for (uint32_t i = 0; i < code.keyword_only_count; ++i) {
    if (!window[takes + i].is_empty()) ++keyword_only_given;
  }
  std::string extra;
  if (keyword_only_given) {
    extra = fmt::format(" positional argument{} (and {} keyword-only argument{})", given != 1 ? "s" : "",
                        keyword_only_given, keyword_only_given != 1 ? "s" : "");
  }
  return raise(T, Builtin::kTypeError, "{}() takes {} positional argument{} but {}{} {} given",
               to_utf8(as_string(function->qualified_name.load())), signature, plural ? "s" : "", given, extra,
               given == 1 && !keyword_only_given ? "was" : "were");
}

// Where a keyword argument goes: a parameter's register, or -1. *positional_only is set when the name is that of a
// positional-only parameter.
int find_parameter(Tuple* local_names, const compiler::Code& code, String* name, bool* positional_only) {
  uint32_t named = code.positional_count + code.keyword_only_count;
  for (uint32_t i = 0; i < named; ++i) {
    String* parameter = as_string((*local_names)[i]);
    if (parameter == name || strings_equal(parameter, name)) {
      if (i >= code.positional_only_count) return static_cast<int>(i);
      *positional_only = true;
    }
  }
  return -1;
}

// Keyword arguments one after another, from an array or from a dict.
struct Keyword {
  Value name, value;
};

// The general case: positional arguments and keywords (both copied away from the window already) into the window.
bool bind_general(Thread* T, Function* function, CodeObject* object, const Value* positional, uint32_t positional_count,
                  const Keyword* keywords, size_t keyword_count, Value* window) {
  const compiler::Code& code = *object->code;
  uint32_t takes = code.positional_count;
  uint32_t named = takes + code.keyword_only_count;
  for (uint32_t i = 0; i < object->parameter_count; ++i) window[i] = kEmpty;
  uint32_t direct = positional_count < takes ? positional_count : takes;
  for (uint32_t i = 0; i < direct; ++i) window[i] = positional[i];
  Dict* extra_keywords = nullptr;
  uint32_t rest_register = named;
  uint32_t keywords_register = named + ((code.flags & compiler::kVarArgs) ? 1 : 0);
  if (code.flags & compiler::kVarArgs) {
    Tuple* rest = make_tuple(T, positional + direct, positional_count - direct);
    if (!rest) return false;
    window[rest_register] = rest;
  }
  if (code.flags & compiler::kVarKeywords) {
    extra_keywords = make_dict(T);
    if (!extra_keywords) return false;
    window[keywords_register] = extra_keywords;
  }
  Tuple* local_names = object->local_names.load().as<Tuple>();
  std::string function_name;
  auto qualified = [&] { return to_utf8(as_string(function->qualified_name.load())); };
  std::vector<std::string> positional_only_as_keyword;
  for (size_t k = 0; k < keyword_count; ++k) {
    if (!is_string(keywords[k].name)) return raise(T, Builtin::kTypeError, "keywords must be strings");
    String* name = as_string(keywords[k].name);
    bool positional_only = false;
    int i = find_parameter(local_names, code, name, &positional_only);
    if (i >= 0) {
      if (!window[i].is_empty())
        return raise(T, Builtin::kTypeError, "{}() got multiple values for argument '{}'", qualified(), to_utf8(name));
      window[i] = keywords[k].value;
    } else if (extra_keywords) {
      if (!dict_set(T, extra_keywords, name, keywords[k].value)) return false;
    } else if (positional_only) {
      positional_only_as_keyword.push_back(to_utf8(name));
    } else {
      std::vector<std::string> candidates(code.local_names.begin() + code.positional_only_count,
                                          code.local_names.begin() + code.positional_count + code.keyword_only_count);
      std::string meant = nearest_name(to_utf8(name), candidates);
      return raise(T, Builtin::kTypeError, "{}() got an unexpected keyword argument '{}'{}", qualified(), to_utf8(name),
                   meant.empty() ? "" : fmt::format(". Did you mean '{}'?", meant));
    }
  }
  if (!positional_only_as_keyword.empty()) {
    std::string list;
    for (const std::string& name : positional_only_as_keyword) list += (list.empty() ? "" : ", ") + name;
    return raise(T, Builtin::kTypeError, "{}() got some positional-only arguments passed as keyword arguments: '{}'",
                 qualified(), list);
  }
  if (positional_count > takes && !(code.flags & compiler::kVarArgs))
    return raise_too_many(T, function, code, positional_count, window);
  if (positional_count < takes) {
    Tuple* defaults = function->defaults.load(std::memory_order_acquire);
    uint32_t default_count = defaults ? static_cast<uint32_t>(defaults->length) : 0;
    std::vector<std::string> missing;
    for (uint32_t i = direct; i < takes; ++i) {
      if (!window[i].is_empty()) continue;
      if (i + default_count >= takes)
        window[i] = (*defaults)[i + default_count - takes];
      else
        missing.push_back(code.local_names[i]);
    }
    if (!missing.empty()) return raise_missing(T, function, missing, "positional");
  }
  if (code.keyword_only_count) {
    Dict* keyword_defaults = function->keyword_defaults.load(std::memory_order_acquire);
    std::vector<std::string> missing;
    for (uint32_t i = takes; i < named; ++i) {
      if (!window[i].is_empty()) continue;
      if (keyword_defaults) window[i] = dict_get(keyword_defaults, as_string((*local_names)[i]));
      if (window[i].is_empty()) missing.push_back(code.local_names[i]);
    }
    if (!missing.empty()) return raise_missing(T, function, missing, "keyword-only");
  }
  return true;
}

}  // namespace

bool bind_arguments(Thread* T, Function* function, CodeObject* code, CallArguments arguments, Value* window) {
  uint32_t positional_count = arguments.positional_count();
  if (!arguments.keyword_names && code->parameter_count == code->positional_count &&
      positional_count <= code->positional_count) {
    // Only the defaults at the end may be missing.
    if (arguments.values != window) memmove(window, arguments.values, positional_count * sizeof(Value));
    if (positional_count == code->positional_count) return true;
    Tuple* defaults = function->defaults.load(std::memory_order_acquire);
    uint32_t default_count = defaults ? static_cast<uint32_t>(defaults->length) : 0;
    if (positional_count + default_count >= code->positional_count) {
      for (uint32_t i = positional_count; i < code->positional_count; ++i)
        window[i] = (*defaults)[i + default_count - code->positional_count];
      return true;
    }
  }
  if (!arguments.keyword_names && code->code->keyword_only_count == 0 && positional_count >= code->positional_count) {
    // Only *args and **kwargs are left to be made: what is over goes into a tuple, and there are no keywords.
    uint32_t takes = code->positional_count;
    Value rest, keywords;
    if (code->flags & compiler::kVarArgs) {
      rest = make_tuple(T, arguments.values + takes, positional_count - takes);
      if (rest.is_empty()) return false;
    }
    if (rest || positional_count == takes) {
      if (code->flags & compiler::kVarKeywords) {
        keywords = make_dict(T);
        if (keywords.is_empty()) return false;
      }
      if (arguments.values != window) memmove(window, arguments.values, takes * sizeof(Value));
      uint32_t place = takes;
      if (rest) window[place++] = rest;
      if (keywords) window[place] = keywords;
      return true;
    }
  }
  // The window overlaps the arguments: work from copies above it, where the collector still sees them.
  size_t keyword_count = arguments.keyword_names ? arguments.keyword_names->length : 0;
  // Arguments from a native may be elsewhere than on this stack.
  bool above_the_window = arguments.values > window && arguments.values < T->stack_limit;
  Value* scratch = (above_the_window ? const_cast<Value*>(arguments.values) : window) + arguments.count +
                   code->register_count + kWindowSlack;
  if (window < T->stack_begin || window >= T->stack_limit) scratch = stack_top(T) + code->register_count;
  if (scratch + arguments.count * 2 + kWindowSlack > T->stack_limit)
    return raise(T, Builtin::kRecursionError, "maximum recursion depth exceeded");
  memmove(scratch, arguments.values, positional_count * sizeof(Value));
  auto* keywords = reinterpret_cast<Keyword*>(scratch + positional_count);
  for (size_t i = keyword_count; i-- > 0;) {
    keywords[i] = {(*arguments.keyword_names)[i], arguments.values[positional_count + i]};
  }
  return bind_general(T, function, code, scratch, positional_count, keywords, keyword_count, window);
}

bool bind_tuple_arguments(Thread* T, Function* function, CodeObject* code, Tuple* positional, Dict* keywords,
                          Value* window) {
  if ((!keywords || keywords->size() == 0) && positional->length == code->positional_count &&
      code->parameter_count == code->positional_count && window + positional->length + kWindowSlack <= T->stack_limit) {
    for (size_t i = 0; i < positional->length; ++i) window[i] = (*positional)[i];
    return true;
  }
  size_t keyword_count = keywords ? static_cast<size_t>(keywords->size()) : 0;
  Value* scratch = window + code->register_count + kWindowSlack;
  if (scratch + positional->length + 2 * keyword_count + kWindowSlack > T->stack_limit) {
    return raise(T, Builtin::kRecursionError, "maximum recursion depth exceeded");
  }
  for (size_t i = 0; i < positional->length; ++i) scratch[i] = (*positional)[i];
  auto* pairs = reinterpret_cast<Keyword*>(scratch + positional->length);
  size_t position = 0, count = 0;
  Value key, value;
  while (count < keyword_count && keywords && dict_next(keywords, &position, &key, &value))
    pairs[count++] = {key, value};
  return bind_general(T, function, code, scratch, static_cast<uint32_t>(positional->length), pairs, count, window);
}

static Value call_function(Thread* T, Function* function, const CallArguments& arguments) {
  if (!check_native_recursion(T, " while calling a Python object")) return kEmpty;
  CodeObject* code = function->code.load(std::memory_order_acquire);
  Value* window = stack_top(T) + kFrameHeaderWords;
  if (window + arguments.count * 3 + code->register_count * 2 + 64 > T->stack_limit) [[unlikely]]
    return raise(T, Builtin::kRecursionError, "maximum recursion depth exceeded");
  const uint32_t* pc = T->pc;
  uint32_t count = arguments.count;
  // Each argument has its parameter: what a sort or map() calls hundreds of thousands of times.
  if (!arguments.keyword_names && code->positional_count == count && code->parameter_count == count) {
    for (uint32_t i = 0; i < count; ++i) window[i] = arguments.values[i];
  } else if (!bind_arguments(T, function, code, arguments, window)) {
    return kEmpty;
  }
  if (!enter_frame_inline(T, window, function, code, pc, FrameEntry::kNative)) return kEmpty;
  return run(T);
}

static Value call_method(Thread* T, Method* method, const CallArguments& arguments) {
  uint32_t count = arguments.count + 1;
  Value* copy = static_cast<Value*>(alloca(count * sizeof(Value)));
  copy[0] = method->self.load();
  memcpy(copy + 1, arguments.values, arguments.count * sizeof(Value));
  return call(T, method->function.load(), CallArguments{copy, count, arguments.keyword_names});
}

Value call(Thread* T, Value callable, const CallArguments& arguments) {
  if (is_kind(callable, Kind::kFunction)) return call_function(T, callable.as<Function>(), arguments);
  if (is_exactly(callable, Kind::kMethod)) return call_method(T, callable.as<Method>(), arguments);
  Type* type = type_of(T, callable);
  if (!type->slots.call) return raise(T, Builtin::kTypeError, "'{}' object is not callable", name_of(type));
  if (!check_native_recursion(T, " while calling a Python object")) return kEmpty;
  return type->slots.call(T, callable, arguments);
}

Value call(Thread* T, Value callable, std::initializer_list<Value> arguments) {
  return call(T, callable, CallArguments{arguments.begin(), static_cast<uint32_t>(arguments.size()), nullptr});
}

Value call_tuple(Thread* T, Value callable, Tuple* arguments, Dict* keywords) {
  size_t keyword_count = keywords ? static_cast<size_t>(keywords->size()) : 0;
  size_t count = arguments->length + keyword_count;
  // On the native stack when small, else in an array that a local keeps alive.
  ValueArray* array = nullptr;
  Value* values;
  if (count <= 256) {
    values = static_cast<Value*>(alloca((count + 1) * sizeof(Value)));
  } else {
    array = make_value_array(T, count);
    if (!array) return kEmpty;
    values = reinterpret_cast<Value*>(array->slots());
  }
  for (size_t i = 0; i < arguments->length; ++i) values[i] = (*arguments)[i];
  Tuple* keyword_names = nullptr;
  if (keyword_count) {
    keyword_names = make_tuple(T, keyword_count);
    if (!keyword_names) return kEmpty;
    size_t position = 0, i = 0;
    Value key, value;
    while (i < keyword_count && dict_next(keywords, &position, &key, &value)) {
      if (!is_string(key)) return raise(T, Builtin::kTypeError, "keywords must be strings");
      heap_initialize(keyword_names, keyword_names->items[i], key);
      values[arguments->length + i++] = value;
    }
    if (i < keyword_count) return raise(T, Builtin::kRuntimeError, "dictionary changed size during iteration");
  }
  Value result = call(T, callable, CallArguments{values, static_cast<uint32_t>(count), keyword_names});
  asm volatile("" : : "r"(array) : "memory");  // the array lives until here
  return result;
}

Value call_method(Thread* T, Value receiver, String* name, std::initializer_list<Value> arguments) {
  Value self;
  Value function = get_method(T, receiver, name, &self);
  if (function.is_empty()) return kEmpty;
  if (self.is_empty()) return call(T, function, arguments);
  auto count = static_cast<uint32_t>(arguments.size() + 1);
  Value* values = static_cast<Value*>(alloca(count * sizeof(Value)));
  values[0] = self;
  memcpy(values + 1, arguments.begin(), arguments.size() * sizeof(Value));
  return call(T, function, CallArguments{values, count, nullptr});
}

Value call_special(Thread* T, Value receiver, String* name, std::initializer_list<Value> arguments, bool* found) {
  Type* type = type_of(T, receiver);
  Value method = type_lookup(T, type, name);
  *found = !method.is_empty();
  if (method.is_empty()) return kEmpty;
  bool is_plain = is_exactly(method, Kind::kFunction) ||
                  (is_kind(method, Kind::kNativeDescriptor) &&
                   (method.as<NativeDescriptor>()->form == NativeDescriptor::Form::kMethod ||
                    method.as<NativeDescriptor>()->form == NativeDescriptor::Form::kSlotWrapper));
  if (!is_plain) {
    Type* kind = type_of(T, method);
    if (kind->slots.descriptor_get && !(method = kind->slots.descriptor_get(T, method, receiver, type))) return kEmpty;
    return call(T, method, arguments);
  }
  // No bound method is made.
  auto count = static_cast<uint32_t>(arguments.size() + 1);
  Value* values = static_cast<Value*>(alloca(count * sizeof(Value)));
  values[0] = receiver;
  for (uint32_t i = 1; i < count; ++i) values[i] = arguments.begin()[i - 1];
  return call(T, method, CallArguments{values, count, nullptr});
}

Value call_native_function(Thread* T, NativeFunction* function, Value* arguments, uint32_t count) {
  Value self = function->self.load();
  bool takes_self = !self.is_empty() && function->owner;
  if (!takes_self)
    return call_native(T, function->method, function->signature, function, CallArguments{arguments, count, nullptr});
  // The word before the arguments belongs to the window's gap: free for self until a frame is entered.
  Value saved = arguments[-1];
  arguments[-1] = self;
  Value result =
      call_native(T, function->method, function->signature, function, CallArguments{arguments - 1, count + 1, nullptr});
  arguments[-1] = saved;
  return result;
}

static Object* find_initializer(Thread* T, Type* type) {
  if (type->has_flag(kTypeIsBuiltin) || type->instance_kind != Kind::kInstance) return nullptr;
  if (type->slots.create != types(T).object->slots.create) return nullptr;
  Value initializer = type_lookup(T, type, names(T).dunder_init);
  return is_exactly(initializer, Kind::kFunction) ? initializer.as_object() : nullptr;
}

Value plain_initializer(Thread* T, Type* type) {
  if (type->has_flag(kTypeIsAbstract)) return kEmpty;
  uint32_t version = type->version.load(std::memory_order_acquire);
  if (type->initializer_version.load(std::memory_order_acquire) == version)
    return type->initializer.load(std::memory_order_relaxed);
  Object* initializer = find_initializer(T, type);
  type->initializer.store(initializer, std::memory_order_relaxed);
  type->initializer_version.store(version, std::memory_order_release);
  return initializer;
}

Value run_code(Thread* T, CodeObject* code, Dict* globals, Value space, Tuple* closure) {
  if (!check_native_recursion(T, "")) return kEmpty;
  Function* function = make_function(T, code, globals);
  if (!function) return kEmpty;
  function->closure.store(closure, std::memory_order_relaxed);
  Value* window = stack_top(T) + kFrameHeaderWords;
  if (window + code->register_count + 64 > T->stack_limit)
    return raise(T, Builtin::kRecursionError, "maximum recursion depth exceeded");
  if (!enter_frame(T, window, function, code, T->pc, FrameEntry::kNative)) return kEmpty;
  if (code->code->has_namespace) window[0] = space;
  return run(T);
}

}  // namespace gilded
