#include "vm/object/native.h"

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/dict.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/suggestions.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

struct Parameter {
  std::string_view name;
  bool required;
};

constexpr size_t kMaxParameters = 24;

}  // namespace

struct NativeSignature : NativeSignatureCounts {
  const char* text;
  NativeSignature* next;  // in its bucket of the table
  std::string_view name;
  bool takes_receiver = false;  // $self or $type stands first: the receiver is parameter 0
  bool has_keywords = false;
  uint32_t positional_only = 0;       // the receiver included, as in all counts
  std::vector<Parameter> parameters;  // positional ones, then keyword-only ones
};

struct SignatureTable {
  static constexpr size_t kBuckets = 1024;
  // Readers walk a bucket without the lock; entries are only ever put in front.
  std::atomic<NativeSignature*> buckets[kBuckets] = {};
  Mutex lock;
};

SignatureTable* make_signature_table() {
  return new SignatureTable;
}

void destroy_signature_table(SignatureTable* table) {
  if (!table) return;
  for (auto& bucket : table->buckets) {
    NativeSignature* signature = bucket.load(std::memory_order_relaxed);
    while (signature) {
      NativeSignature* next = signature->next;
      delete signature;
      signature = next;
    }
  }
  delete table;
}

namespace {

// Cuts "a, b=(), *" at the commas that stand outside brackets and quotes.
std::vector<std::string_view> split_parameters(std::string_view text) {
  std::vector<std::string_view> parts;
  size_t start = 0;
  int depth = 0;
  char quote = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    char c = i < text.size() ? text[i] : ',';
    if (quote) {
      if (c == '\\')
        ++i;
      else if (c == quote)
        quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '(' || c == '[' || c == '{') {
      ++depth;
    } else if (c == ')' || c == ']' || c == '}') {
      --depth;
    } else if (c == ',' && depth == 0) {
      std::string_view part = text.substr(start, i - start);
      while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
      while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
      if (!part.empty()) parts.push_back(part);
      start = i + 1;
    }
  }
  return parts;
}

std::string_view inside_parentheses(std::string_view text) {
  size_t open = text.find('(');
  size_t close = text.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {};
  return text.substr(open + 1, close - open - 1);
}

NativeSignature* parse_signature(const char* text) {
  auto* signature = new NativeSignature{};
  signature->text = text;
  std::string_view whole = text;
  signature->name = whole.substr(0, whole.find('('));
  bool keyword_only = false;
  for (std::string_view part : split_parameters(inside_parentheses(whole))) {
    if (part == "/") {
      signature->positional_only = signature->positional;
    } else if (part == "*") {
      keyword_only = true;
    } else if (part.starts_with("**")) {
      signature->has_keywords = true;
    } else if (part.front() == '*') {
      signature->has_rest = true;
      keyword_only = true;
    } else if (part == "$static") {
      continue;
    } else {
      if (part.front() == '$') {
        signature->takes_receiver = true;
        part.remove_prefix(1);
        // The receiver is positional-only, whatever follows.
        signature->positional_only = 1;
      }
      size_t equals = part.find('=');
      std::string_view name = part.substr(0, std::min(equals, part.find(':')));
      signature->parameters.push_back({name, equals == std::string_view::npos});
      if (!keyword_only) {
        ++signature->positional;
        if (equals == std::string_view::npos) signature->required_positional = signature->positional;
      } else if (equals == std::string_view::npos) {
        signature->has_required_keyword = true;
      }
    }
  }
  signature->parameter_count = static_cast<uint32_t>(signature->parameters.size());
  if (!signature->has_required_keyword) {
    constexpr uint32_t kMost = NativeSignature::kMostMissing;
    signature->least_in_place =
        std::max(signature->required_positional, std::max(signature->parameter_count, kMost) - kMost);
    signature->most_in_place = signature->positional;
  }
  return signature;
}

NativeSignature* find_signature(Thread* T, const char* text) {
  SignatureTable* table = T->runtime->signatures.get();
  auto& bucket = table->buckets[(reinterpret_cast<uintptr_t>(text) >> 3) * 0x9E3779B97F4A7C15u >> 54];
  for (NativeSignature* signature = bucket.load(std::memory_order_acquire); signature; signature = signature->next) {
    if (signature->text == text) return signature;
  }
  MutexLock guard(table->lock);
  for (NativeSignature* signature = bucket.load(std::memory_order_acquire); signature; signature = signature->next) {
    if (signature->text == text) return signature;
  }
  NativeSignature* signature = parse_signature(text);
  signature->next = bucket.load(std::memory_order_relaxed);
  bucket.store(signature, std::memory_order_release);
  return signature;
}

std::string qualified_name(Type* type) {
  return to_utf8(as_string(type->qualified_name.load()));
}

std::string function_name(Thread*, const NativeSignature* signature, Value callee) {
  if (is_kind(callee, Kind::kNativeDescriptor))
    return fmt::format("{}.{}", qualified_name(callee.as<NativeDescriptor>()->owner), signature->name);
  if (is_kind(callee, Kind::kNativeFunction)) {
    auto* function = callee.as<NativeFunction>();
    Value self = function->self.load();
    bool of_class = is_kind(self, Kind::kType) &&
                    (!function->owner || std::string_view(signature->text).find("($type") != std::string_view::npos);
    if (of_class) return fmt::format("{}.{}", qualified_name(self.as<Type>()), signature->name);
    if (function->owner) return fmt::format("{}.{}", qualified_name(function->owner), signature->name);
    Value module = function->module.load();
    if (module && is_string(module)) {
      std::string name = to_utf8(as_string(module));
      if (name != "builtins") return fmt::format("{}.{}", name, signature->name);
    }
  }
  return std::string(signature->name);
}

const char* plural(size_t count) {
  return count == 1 ? "" : "s";
}

// A function without keyword parameters was called with the wrong number of arguments; counts without the receiver.
Raised raise_wrong_count(Thread* T, const NativeSignature* signature, Value callee, size_t given) {
  size_t receiver = signature->takes_receiver ? 1 : 0;
  size_t most = signature->positional - receiver;
  size_t least = signature->required_positional > receiver ? signature->required_positional - receiver : 0;
  if (!signature->has_rest && most == 0) {
    return raise(T, Builtin::kTypeError, "{}() takes no arguments ({} given)", function_name(T, signature, callee),
                 given);
  }
  // The constructors of types count their arguments in the words of those that take several.
  if (!signature->has_rest && most == 1 && least == 1 && callee) {
    return raise(T, Builtin::kTypeError, "{}() takes exactly one argument ({} given)",
                 function_name(T, signature, callee), given);
  }
  bool exact = least == most && !signature->has_rest;
  size_t limit = given < least ? least : most;
  return raise(T, Builtin::kTypeError, "{} expected {}{} argument{}, got {}", signature->name,
               exact ? "" : (given < least ? "at least " : "at most "), limit, plural(limit), given);
}

// Binds `arguments` (the receiver first, if the signature has one) to `values`. `rest` and `rest_count` refer to the
// caller's values.
bool bind(Thread* T, const NativeSignature* signature, Value callee, const Value* given, size_t positional_count,
          const Value* keyword_values, Tuple* keyword_names, Value* values, BoundArguments* bound) {
  size_t parameter_count = signature->parameters.size();
  if (parameter_count > kMaxParameters)
    return raise(T, Builtin::kSystemError, "{} has too many parameters", signature->name);
  size_t keyword_count = keyword_names ? keyword_names->length : 0;
  size_t receiver = signature->takes_receiver ? 1 : 0;
  size_t shown_given = positional_count - std::min(receiver, positional_count);
  if (positional_count < receiver) {
    return raise(T, Builtin::kTypeError, "unbound method {}() needs an argument", function_name(T, signature, callee));
  }
  bool accepts_keywords = signature->has_keywords || parameter_count > signature->positional_only;
  if (!accepts_keywords) {
    if (keyword_count > 0) {
      return raise(T, Builtin::kTypeError, "{}() takes no keyword arguments", function_name(T, signature, callee));
    }
    if (positional_count < signature->required_positional ||
        (positional_count > signature->positional && !signature->has_rest)) {
      return raise_wrong_count(T, signature, callee, shown_given);
    }
  } else if (!signature->has_rest && positional_count > signature->positional) {
    size_t most = signature->positional - receiver;
    size_t all = parameter_count - receiver;
    if (!signature->has_keywords && shown_given + keyword_count > all) {
      return raise(T, Builtin::kTypeError, "{}() takes at most {} argument{} ({} given)", signature->name, all,
                   plural(all), shown_given + keyword_count);
    }
    if (most == 0) return raise(T, Builtin::kTypeError, "{}() takes no positional arguments", signature->name);
    bool exact = signature->required_positional == signature->positional;
    return raise(T, Builtin::kTypeError, "{}() takes {} {} positional argument{} ({} given)", signature->name,
                 exact ? "exactly" : "at most", most, plural(most), shown_given);
  } else if (!signature->has_keywords && !signature->has_rest &&
             shown_given + keyword_count > parameter_count - receiver) {
    size_t all = parameter_count - receiver;
    return raise(T, Builtin::kTypeError, "{}() takes at most {} {}argument{} ({} given)", signature->name, all,
                 shown_given == 0 ? "keyword " : "", plural(all), shown_given + keyword_count);
  }

  size_t named = std::min<size_t>(positional_count, signature->positional);
  for (size_t i = 0; i < named; ++i) values[i] = given[i];
  for (size_t i = named; i < parameter_count; ++i) values[i] = kEmpty;
  if (positional_count > named) {
    bound->rest = given + named;
    bound->rest_count = static_cast<uint32_t>(positional_count - named);
  }

  String* unexpected = nullptr;  // a missing argument is told first
  for (size_t k = 0; k < keyword_count; ++k) {
    String* name = as_string((*keyword_names)[k]);
    size_t i = signature->positional_only;
    if (name->is_ascii()) {
      std::string_view text = name->ascii();
      while (i < parameter_count && signature->parameters[i].name != text) ++i;
    } else {
      i = parameter_count;
    }
    if (i < parameter_count) {
      if (values[i]) {
        return raise(T, Builtin::kTypeError, "argument for {}() given by name ('{}') and position ({})",
                     signature->name, to_utf8(name), i + 1 - receiver);
      }
      values[i] = keyword_values[k];
      continue;
    }
    if (!signature->has_keywords) {
      if (!unexpected) unexpected = name;
      continue;
    }
    if (!bound->keywords && !(bound->keywords = make_dict(T))) return false;
    if (!dict_set(T, bound->keywords, name, keyword_values[k])) return false;
  }

  if (positional_count < signature->required_positional || keyword_count > 0 ||
      parameter_count > signature->positional) {
    size_t required_only = std::min(signature->positional_only, signature->required_positional);
    if (positional_count < required_only) {
      size_t least = required_only - receiver;
      bool exact = signature->positional_only == required_only && signature->positional == signature->positional_only;
      return raise(T, Builtin::kTypeError, "{}() takes {} {} positional argument{} ({} given)", signature->name,
                   exact ? "exactly" : "at least", least, plural(least), shown_given);
    }
    for (size_t i = 0; i < parameter_count; ++i) {
      if (values[i] || !signature->parameters[i].required) continue;
      if (i < signature->positional) {
        return raise(T, Builtin::kTypeError, "{}() missing required argument '{}' (pos {})", signature->name,
                     signature->parameters[i].name, i + 1 - receiver);
      }
      return raise(T, Builtin::kTypeError, "{}() missing required keyword argument '{}'", signature->name,
                   signature->parameters[i].name);
    }
  }
  if (unexpected) {
    std::vector<std::string> candidates;
    for (size_t i = signature->positional_only; i < parameter_count; ++i)
      candidates.emplace_back(signature->parameters[i].name);
    std::string meant = nearest_name(to_utf8(unexpected), candidates);
    return raise(T, Builtin::kTypeError, "{}() got an unexpected keyword argument '{}'{}", signature->name,
                 to_utf8(unexpected), meant.empty() ? "" : fmt::format(". Did you mean '{}'?", meant));
  }
  return true;
}

}  // namespace

std::string text_signature(const char* signature) {
  std::string_view text = signature;
  size_t open = text.find('(');
  if (open == std::string_view::npos) return "";
  text = text.substr(open);
  constexpr std::string_view kStatic = "($static, ";
  if (text.starts_with(kStatic)) return "(" + std::string(text.substr(kStatic.size()));
  if (text == "($static)" || text == "($static, /)") return "()";
  return std::string(text);
}

Dict* keywords_to_dict(Thread* T, CallArguments arguments) {
  if (!arguments.keyword_names || arguments.keyword_names->length == 0) return nullptr;
  Dict* dict = make_dict(T, arguments.keyword_names->length);
  if (!dict) return nullptr;
  uint32_t first = arguments.positional_count();
  for (uint32_t i = 0; i < arguments.keyword_names->length; ++i) {
    if (!dict_set(T, dict, as_string((*arguments.keyword_names)[i]), arguments[first + i])) return nullptr;
  }
  return dict;
}

bool bind_arguments(Thread* T, const char* text, CallArguments arguments, Value* values, size_t count) {
  NativeSignature* signature = find_signature(T, text);
  if (signature->parameters.size() != count)
    return raise(T, Builtin::kSystemError, "signature {} does not match its function", text);
  if (!arguments.keyword_names && arguments.count >= signature->required_positional &&
      arguments.count <= signature->positional && !signature->has_required_keyword) {
    for (uint32_t i = 0; i < arguments.count; ++i) values[i] = arguments[i];
    for (size_t i = arguments.count; i < count; ++i) values[i] = kEmpty;
    return true;
  }
  BoundArguments bound;
  uint32_t positional_count = arguments.positional_count();
  return bind(T, signature, kEmpty, arguments.values, positional_count, arguments.values + positional_count,
              arguments.keyword_names, values, &bound);
}

const NativeSignatureCounts* known_counts(NativeSignature*& cached) {
  return std::atomic_ref<NativeSignature*>(cached).load(std::memory_order_acquire);
}

Value call_native(Thread* T, const NativeMethod* method, NativeSignature*& cached, Value callee,
                  const CallArguments& arguments) {
  std::atomic_ref<NativeSignature*> cache(cached);
  NativeSignature* signature = cache.load(std::memory_order_acquire);
  if (!signature) {
    signature = find_signature(T, method->signature);
    cache.store(signature, std::memory_order_release);
  }
  const Value* given = arguments.values;
  uint32_t count = arguments.count;
  BoundArguments bound;
  bound.callee = callee;
  bound.count = signature->parameter_count;

  if (callee.as_object()->kind() == Kind::kNativeDescriptor) {
    Type* owner = callee.as<NativeDescriptor>()->owner;
    if (count == 0 || arguments.positional_count() == 0) {
      return raise(T, Builtin::kTypeError, "unbound method {}() needs an argument",
                   function_name(T, signature, callee));
    }
    Type* type = type_of(T, given[0]);
    if (type != owner && !is_subtype(type, owner)) {
      return raise(T, Builtin::kTypeError, "descriptor '{}' for '{}' objects doesn't apply to a '{}' object",
                   signature->name, name_of(owner), name_of(type));
    }
  }

  if (!arguments.keyword_names && signature->fits_exactly(count)) {
    bound.values = given;
    return method->code(T, bound);
  }
  // As many as there are: in unused ones would lie values of the past, which a collection finds on the native stack.
  auto* named = static_cast<Value*>(__builtin_alloca(bound.count * sizeof(Value)));
  if (!arguments.keyword_names && count >= signature->required_positional &&
      (count <= signature->positional || signature->has_rest) && !signature->has_required_keyword) {
    // Positional arguments only, enough and not too many: the rest is not given.
    uint32_t named_count = std::min(count, signature->positional);
    for (uint32_t i = 0; i < named_count; ++i) named[i] = given[i];
    for (uint32_t i = named_count; i < bound.count; ++i) named[i] = kEmpty;
    bound.rest = given + named_count;
    bound.rest_count = count - named_count;
    bound.values = named;
    return method->code(T, bound);
  }
  uint32_t positional_count = arguments.positional_count();
  if (!bind(T, signature, callee, given, positional_count, given + positional_count, arguments.keyword_names, named,
            &bound))
    return kEmpty;
  bound.values = named;
  return method->code(T, bound);
}

Value make_native_function(Thread* T, const NativeMethod* method, Value self, Value module_name) {
  auto* function = allocate<NativeFunction>(T, Kind::kNativeFunction,
                                            types(T).builtin_function->root_shape.load(std::memory_order_acquire));
  if (!function) return kEmpty;
  function->method = method;
  heap_initialize(function, function->self, self);
  heap_initialize(function, function->module, module_name);
  return function;
}

bool add_functions(Thread* T, Value module, const NativeMethod* methods) {
  Dict* dict = module.as<Module>()->dict.load(std::memory_order_acquire);
  Value module_name = dict_get(dict, names(T).dunder_name);
  for (const NativeMethod* method = methods; method->signature; ++method) {
    std::string_view text = method->signature;
    String* name = intern(T, text.substr(0, text.find('(')));
    if (!name) return false;
    Value function = make_native_function(T, method, module, module_name);
    if (!function || !dict_set(T, dict, name, function)) return false;
  }
  return true;
}

void trace_native_function(Object* object, Marker& marker) {
  auto* function = static_cast<NativeFunction*>(object);
  marker.visit(function->self);
  marker.visit(function->module);
  marker.visit_object(function->owner);
}

void trace_native_descriptor(Object* object, Marker& marker) {
  auto* descriptor = static_cast<NativeDescriptor*>(object);
  marker.visit_object(descriptor->owner);
  marker.visit(descriptor->name);
}

}  // namespace gilded
