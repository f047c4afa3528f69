// _contextvars: variables whose values belong to a context: each thread has its own, and Context.run() makes another
// the current one for a call.
//
// Context: a Record.    slot 0: its values, a Dict that is never changed, only replaced; EMPTY: none
//                       byte 0: entered by a run() (an atomic: of two threads that enter it at once one fails)
// ContextVar: a Record. slots: name, default (EMPTY: none)
// Token: a Record.      slots: context, variable, value before (EMPTY: none); byte 0: used
#include "stdlib/native/contexts.h"

#include <atomic>

#include "stdlib/native/no_instances.h"
#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/object/type_internals.h"
#include "vm/runtime.h"
#include "vm/types/dict.h"
#include "vm/types/dict_views.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/sequence.h"
#include "vm/types/string.h"

namespace gilded {

namespace {

constexpr size_t kValues = 0, kContextSlots = 1;
constexpr size_t kName = 0, kDefault = 1, kVariableSlots = 2;
constexpr size_t kTokenContext = 0, kTokenVariable = 1, kOldValue = 2, kTokenSlots = 3;

struct ContextState {
  explicit ContextState(Runtime* runtime) {
    for (Value* root : {&context, &variable, &token, &missing}) runtime->add_root(root);
  }
  Value context, variable, token;  // the types
  Value missing;                   // Token.MISSING
};
ContextState& state_of(Thread* T) {
  return native_state<ContextState>(T->runtime);
}

std::atomic<uint8_t>& mark_of(Record* record) {
  return *reinterpret_cast<std::atomic<uint8_t>*>(record->raw());
}

bool is_exactly_of(Value value, Value type) {
  return value.is_object() && value.as_object()->type() == type.as<Type>();
}

Dict* values_of(Value context) {
  Value values = context.as<Record>()->get(kValues);
  return values ? values.as<Dict>() : nullptr;
}

Value make_context(Thread* T, Value values) {
  Value type = state_of(T).context;
  if (!type) {
    // A thread's context is asked for before anybody has imported this module: by asyncio or decimal.
    Value module = call(T, T->runtime->builtin_import, {make_string(T, "_contextvars")});
    if (!module) return kEmpty;
    type = state_of(T).context;
  }
  Record* made = make_record(T, type.as<Type>(), kContextSlots, 1);
  if (!made) return kEmpty;
  if (values) made->set(kValues, values);
  return made;
}

// --- Context

Value context_create(Thread* T, Type*, CallArguments arguments) {
  if (arguments.count != 0) return raise_text(T, Builtin::kTypeError, "Context() does not accept any arguments");
  return make_context(T, kEmpty);
}

bool check_variable(Thread* T, Value variable) {
  if (is_exactly_of(variable, state_of(T).variable)) return true;
  String* shown = to_repr(T, variable);
  return shown && raise(T, Builtin::kTypeError, "a ContextVar key was expected, got {}", to_utf8(shown));
}

// The value of a variable; EMPTY without an exception: it has none there.
Value lookup(Thread* T, Value context, Value variable) {
  Dict* values = values_of(context);
  return values ? dict_get(T, values, variable) : kEmpty;
}

Value context_get_item(Thread* T, Value self, Value key) {
  if (!check_variable(T, key)) return kEmpty;
  Value found = lookup(T, self, key);
  return found || T->has_exception() ? found : Value(raise_with(T, Builtin::kKeyError, key));
}

int context_contains(Thread* T, Value self, Value key) {
  if (!check_variable(T, key)) return -1;
  Value found = lookup(T, self, key);
  return found ? 1 : T->has_exception() ? -1 : 0;
}

int64_t context_length(Thread*, Value self) {
  Dict* values = values_of(self);
  return values ? values->size() : 0;
}

// Its values as a dict to look at, an empty one where there are none.
Dict* shown_values(Thread* T, Value self) {
  Dict* values = values_of(self);
  return values ? values : make_dict(T);
}

Value context_iterate(Thread* T, Value self) {
  Dict* values = shown_values(T, self);
  return values ? dict_iterate(T, values) : kEmpty;
}

Value context_compare(Thread* T, Value self, Value other, CompareOperator op) {
  bool is_equality = op == CompareOperator::kEqual || op == CompareOperator::kNotEqual;
  if (!is_equality || !is_exactly_of(other, state_of(T).context)) return kNotImplemented;
  Dict* a = shown_values(T, self);
  Dict* b = a ? shown_values(T, other) : nullptr;
  return b ? compare(T, a, b, op) : kEmpty;
}

Value context_run(Thread* T, Arguments args) {
  if (args.rest_count < 1) return raise_text(T, Builtin::kTypeError, "run() missing 1 required positional argument");
  Value previous;
  if (!enter_context(T, args[0], &previous)) return kEmpty;
  Value result;
  if (args.keywords && args.keywords->size() > 0) {
    Tuple* positional = make_tuple(T, args.rest + 1, args.rest_count - 1);
    result = positional ? call_tuple(T, args.rest[0], positional, args.keywords) : kEmpty;
  } else {
    result = call(T, args.rest[0], CallArguments{args.rest + 1, args.rest_count - 1, nullptr});
  }
  leave_context(T, args[0], previous);
  return result;
}

Value context_copy(Thread* T, Arguments args) {
  return make_context(T, args[0].as<Record>()->get(kValues));
}

Value context_get(Thread* T, Arguments args) {
  if (!check_variable(T, args[1])) return kEmpty;
  Value found = lookup(T, args[0], args[1]);
  if (found || T->has_exception()) return found;
  return args.has(2) ? args[2] : kNone;
}

Value view_of(Thread* T, Value self, Type* type) {
  Dict* values = shown_values(T, self);
  return values ? make_dict_view(T, type, values) : kEmpty;
}
Value context_keys(Thread* T, Arguments args) {
  return view_of(T, args[0], types(T).dict_keys);
}
Value context_values(Thread* T, Arguments args) {
  return view_of(T, args[0], types(T).dict_values);
}
Value context_items(Thread* T, Arguments args) {
  return view_of(T, args[0], types(T).dict_items);
}

const NativeMethod kContextMethods[] = {
    {"run($self, /, *args, **kwargs)", context_run, nullptr},
    {"copy($self, /)", context_copy, "Return a copy of the context."},
    {"get($self, key, default=None, /)", context_get, "Return the value of a variable, or the default."},
    {"keys($self, /)", context_keys, "The variables that have a value."},
    {"values($self, /)", context_values, "The values."},
    {"items($self, /)", context_items, "The variables with their values."},
    {nullptr, nullptr, nullptr}};

// --- ContextVar

Value variable_create(Thread* T, Type* type, CallArguments arguments) {
  if (arguments.positional_count() == 1 && arguments.count == 1 && is_string(arguments[0])) {
    Record* made = make_record(T, type, kVariableSlots);
    if (made) made->set(kName, arguments[0]);
    return made;
  }
  size_t positional = arguments.positional_count();
  if (arguments.count > 2)
    return raise(T, Builtin::kTypeError, "ContextVar() takes at most 2 arguments ({} given)", arguments.count);
  if (positional > 1)
    return raise(T, Builtin::kTypeError, "ContextVar() takes at most 1 positional argument ({} given)", positional);
  Value values[2];
  if (!bind_arguments(T, "ContextVar(name, /, *, default=None)", arguments, values)) return kEmpty;
  if (!is_string(values[0])) return raise_text(T, Builtin::kTypeError, "context variable name must be a str");
  Record* made = make_record(T, type, kVariableSlots);
  if (!made) return kEmpty;
  made->set(kName, values[0]);
  if (values[1]) made->set(kDefault, values[1]);
  return made;
}

Value variable_repr(Thread* T, Value self) {
  String* name = to_repr(T, self.as<Record>()->get(kName));
  if (!name) return kEmpty;
  std::string text = "<ContextVar name=" + to_utf8(name);
  if (Value otherwise = self.as<Record>()->get(kDefault)) {
    ReprGuard guard(T, self);
    String* shown = guard.is_recursive() ? make_string(T, "...") : to_repr(T, otherwise);
    if (!shown) return kEmpty;
    text += " default=" + to_utf8(shown);
  }
  return make_string(T, fmt::format("{} at {:#x}>", text, self.bits()));
}

Value variable_get(Thread* T, Arguments args) {
  if (Dict* values = current_context_values(T)) {
    Value found = dict_get(T, values, args[0]);
    if (found || T->has_exception()) return found;
  }
  if (args.has(1)) return args[1];
  Value otherwise = args[0].as<Record>()->get(kDefault);
  return otherwise ? otherwise : Value(raise_with(T, Builtin::kLookupError, args[0]));
}

Value variable_set(Thread* T, Arguments args) {
  Value context = current_context(T);
  Record* token = context ? make_record(T, state_of(T).token.as<Type>(), kTokenSlots, 1) : nullptr;
  if (!token) return kEmpty;
  Dict* old = values_of(context);
  Value before = old ? dict_get(T, old, args[0]) : kEmpty;
  if (T->has_exception()) return kEmpty;
  Dict* fresh = old ? dict_copy(T, old) : make_dict(T);
  if (!fresh || !dict_set(T, fresh, args[0], args[1])) return kEmpty;
  token->set(kTokenContext, context);
  token->set(kTokenVariable, args[0]);
  if (before) token->set(kOldValue, before);
  context.as<Record>()->set(kValues, fresh);
  return token;
}

Value variable_reset(Thread* T, Arguments args) {
  Value token_value = args[1];
  if (!is_exactly_of(token_value, state_of(T).token)) {
    String* shown = to_repr(T, token_value);
    return shown ? Value(raise(T, Builtin::kTypeError, "expected an instance of Token, got {}", to_utf8(shown)))
                 : kEmpty;
  }
  auto* token = token_value.as<Record>();
  const char* problem = nullptr;
  Value context = current_context(T);
  if (!context) return kEmpty;
  bool is_used = mark_of(token).load(std::memory_order_relaxed) != 0;
  if (!is_used && token->get(kTokenVariable) != args[0]) problem = "was created by a different ContextVar";
  if (!is_used && !problem && token->get(kTokenContext) != context) problem = "was created in a different Context";
  if (!is_used && !problem) is_used = mark_of(token).exchange(1) != 0;
  if (is_used || problem) {
    String* shown = to_repr(T, token_value);
    if (!shown) return kEmpty;
    return is_used ? raise(T, Builtin::kRuntimeError, "{} has already been used once", to_utf8(shown))
                   : raise(T, Builtin::kValueError, "{} {}", to_utf8(shown), problem);
  }
  Dict* old = values_of(context);
  Dict* fresh = old ? dict_copy(T, old) : make_dict(T);
  if (!fresh) return kEmpty;
  Value before = token->get(kOldValue);
  bool done = before ? dict_set(T, fresh, args[0], before) : dict_pop(T, fresh, args[0]) || !T->has_exception();
  if (!done) return kEmpty;
  context.as<Record>()->set(kValues, fresh);
  return kNone;
}

const NativeMethod kVariableMethods[] = {
    {"get($self, default=<unrepresentable>, /)", variable_get,
     "Return the value in the current context, else the default given here or at the start; LookupError without one.",
     kNoSwitchAfterCall},
    {"set($self, value, /)", variable_set,
     "Set the value in the current context; return a token with which reset() undoes it."},
    {"reset($self, token, /)", variable_reset, "Go back to the value before the set() that returned the token."},
    {"__class_getitem__($type, item, /)", class_getitem, "See PEP 585", kClassMethod},
    {nullptr, nullptr, nullptr}};

const NativeAttribute kVariableAttributes[] = {
    {"name", [](Thread*, Value self) { return self.as<Record>()->get(kName); }, nullptr,
     "The name the variable was made with."},
    {nullptr, nullptr, nullptr, nullptr}};

// --- Token

Value token_create(Thread* T, Type*, CallArguments) {
  return raise_text(T, Builtin::kRuntimeError, "Tokens can only be created by ContextVars");
}

Value token_repr(Thread* T, Value self) {
  auto* token = self.as<Record>();
  String* variable = to_repr(T, token->get(kTokenVariable));
  if (!variable) return kEmpty;
  const char* used = mark_of(token).load(std::memory_order_relaxed) ? " used" : "";
  return make_string(T, fmt::format("<Token{} var={} at {:#x}>", used, to_utf8(variable), self.bits()));
}

const NativeMethod kTokenMethods[] = {{"__class_getitem__($type, item, /)", class_getitem, "See PEP 585", kClassMethod},
                                      {nullptr, nullptr, nullptr}};

const NativeAttribute kTokenAttributes[] = {
    {"var", [](Thread*, Value self) { return self.as<Record>()->get(kTokenVariable); }, nullptr, "The variable."},
    {"old_value",
     [](Thread* T, Value self) {
       Value old = self.as<Record>()->get(kOldValue);
       return old ? old : state_of(T).missing;
     },
     nullptr, "The value before, or Token.MISSING."},
    {nullptr, nullptr, nullptr, nullptr}};

Value missing_repr(Thread* T, Value) {
  return make_string(T, "<Token.MISSING>");
}

Value copy_context_function(Thread* T, Arguments) {
  return copy_current_context(T);
}

const NativeMethod kFunctions[] = {
    {"copy_context()", copy_context_function, "Return a copy of the current context.", kNoSwitchAfterCall},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value current_context(Thread* T) {
  if (!T->context) T->context = make_context(T, kEmpty);
  return T->context;
}

Value copy_current_context(Thread* T) {
  return make_context(T, T->context ? T->context.as<Record>()->get(kValues) : kEmpty);
}

Dict* current_context_values(Thread* T) {
  return T->context ? values_of(T->context) : nullptr;
}

bool enter_context(Thread* T, Value context, Value* previous) {
  if (!is_exactly_of(context, state_of(T).context))
    return raise_text(T, Builtin::kTypeError, "an instance of Context was expected");
  if (mark_of(context.as<Record>()).exchange(1, std::memory_order_acquire)) {
    String* shown = to_repr(T, context);
    return shown && raise(T, Builtin::kRuntimeError, "cannot enter context: {} is already entered", to_utf8(shown));
  }
  *previous = T->context;
  T->context = context;
  return true;
}

void leave_context(Thread* T, Value context, Value previous) {
  T->context = previous;
  mark_of(context.as<Record>()).store(0, std::memory_order_release);
}

Value initialize_contextvars_module(Thread* T) {
  static const TypeSlots context_slots = [] {
    TypeSlots s{};
    s.create = context_create;
    s.get_item = context_get_item;
    s.contains = context_contains;
    s.length = context_length;
    s.iterate = context_iterate;
    s.compare = context_compare;
    return s;
  }();
  static const TypeSlots variable_slots = [] {
    TypeSlots s{};
    s.create = variable_create;
    s.repr = variable_repr;
    return s;
  }();
  static const TypeSlots token_slots = [] {
    TypeSlots s{};
    s.create = token_create;
    s.repr = token_repr;
    return s;
  }();
  static const TypeSlots missing_slots = [] {
    TypeSlots s{};
    s.create = refuse_creation;
    s.repr = missing_repr;
    return s;
  }();
  static const NativeTypeSpec context_spec = {"_contextvars.Context",
                                              Kind::kRecord,
                                              record_size(kContextSlots, 1),
                                              kTypeIsBuiltin | kTypeSupportsWeakReferences,
                                              "A mapping from variables to values, which run() makes the current one.",
                                              &context_slots,
                                              kContextMethods,
                                              nullptr};
  static const NativeTypeSpec variable_spec = {"_contextvars.ContextVar",
                                               Kind::kRecord,
                                               record_size(kVariableSlots),
                                               kTypeIsBuiltin,
                                               "A variable with a value in each context.",
                                               &variable_slots,
                                               kVariableMethods,
                                               kVariableAttributes};
  static const NativeTypeSpec token_spec = {"_contextvars.Token",
                                            Kind::kRecord,
                                            record_size(kTokenSlots, 1),
                                            kTypeIsBuiltin,
                                            "What ContextVar.set() returns; good for one reset().",
                                            &token_slots,
                                            kTokenMethods,
                                            kTokenAttributes};
  static const NativeTypeSpec missing_spec = {"Token.MISSING", Kind::kRecord,  record_size(0), kTypeIsBuiltin,
                                              nullptr,         &missing_slots, nullptr,        nullptr};
  Module* module = make_module(T, "_contextvars");
  ContextState& state = state_of(T);
  if (module && !state.context) {
    // A second import, of a module that was taken out of sys.modules, finds the same types.
    Type* context = make_native_type(T, context_spec);
    Type* variable = context ? make_native_type(T, variable_spec) : nullptr;
    Type* token = variable ? make_native_type(T, token_spec) : nullptr;
    Type* missing_type = token ? make_native_type(T, missing_spec) : nullptr;
    Record* missing = missing_type ? make_record(T, missing_type, 0) : nullptr;
    if (!missing || !define_attribute(T, token, intern(T, "MISSING"), missing)) return kEmpty;
    state.variable = variable;
    state.token = token;
    state.missing = missing;
    state.context = context;
  }
  bool ok = module && add_functions(T, module, kFunctions) && module_set(T, module, "Context", state.context) &&
            module_set(T, module, "ContextVar", state.variable) && module_set(T, module, "Token", state.token);
  return ok ? Value(module) : kEmpty;
}

}  // namespace gilded
