// Importing: sys.modules, packages, the search along sys.path, and the library inside the program.
//
// Order for a name that sys.modules does not have: a native module, a file in a folder of sys.path, a Python module
// inside the program, then what archives and hooks in sys.path have (for a submodule: what its package's __path__ leads
// to). A file beside the script therefore hides the library's module of that name, as in CPython, but for those that
// CPython has frozen in. While a module is being run its entry in sys.modules is there already, so that circular
// imports see what exists so far; other threads that import it wait until it is done, unless waiting would make a
// circle.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <climits>
#include <optional>

#include "compiler/code/code_file.h"
#include "vm/interpreter/embedded_module.h"
#include "vm/interpreter/interpreter.h"
#include "vm/interpreter/support.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/clock.h"
#include "vm/threading/import_lock.h"
#include "vm/threading/safepoint.h"
#include "vm/types/bytes.h"
#include "vm/types/exception.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

bool read_file(Thread* T, const std::string& path, std::string* out) {
  DetachScope detached(T, WaitReason::kIo);
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  char buffer[65536];
  ssize_t n;
  while ((n = read(fd, buffer, sizeof(buffer))) > 0) out->append(buffer, static_cast<size_t>(n));
  int saved = errno;
  close(fd);
  errno = saved;
  return n == 0;
}

namespace {

Raised raise_syntax_error(Thread* T, const CompileResult& result) {
  if (result.error_type == "MemoryError") return raise(T, Builtin::kMemoryError, "{}", result.message);
  if (result.error_type == "ValueError") return raise(T, Builtin::kValueError, "{}", result.message);
  if (result.error_type == "RecursionError") return raise(T, Builtin::kRecursionError, "{}", result.message);
  Builtin which = result.error_type == "IndentationError"        ? Builtin::kIndentationError
                  : result.error_type == "TabError"              ? Builtin::kTabError
                  : result.error_type == "_IncompleteInputError" ? Builtin::k_IncompleteInputError
                                                                 : Builtin::kSyntaxError;
  Value message = make_string(T, result.message), filename = make_string(T, result.filename);
  Value text = result.has_text ? Value(make_string(T, result.text)) : kNone;
  if (message.is_empty() || filename.is_empty() || text.is_empty()) return {};
  auto number = [](int n) { return Value::small_int(n); };
  Value exception;
  if (result.line <= 0 && result.offset == 0 && !result.has_text) {
    exception = call(T, exception_type(T, which), {message});
  } else {
    Value end_line = number(result.end_line), end_offset = number(result.end_offset);
    Tuple* place =
        result.end_line == 0 && result.end_offset == 0
            ? make_tuple(T, {filename, number(result.line), number(result.offset), text})
            : make_tuple(T, {filename, number(result.line), number(result.offset), text, end_line, end_offset});
    if (!place) return {};
    exception = call(T, exception_type(T, which), {message, place});
    if (!exception.is_empty() && !result.place_in_arguments) {
      Tuple* arguments = make_tuple(T, {message});
      if (!arguments || !set_attribute(T, exception, intern(T, std::string_view("args")), arguments)) return {};
    }
  }
  if (exception.is_empty()) return {};
  return raise_value(T, exception);
}

// Hands a warning of the compiler to the warnings module. A filter that makes an error of it gets a SyntaxError with
// the place.
bool issue_warning(Thread* T, const CompileResult& result, const CompileWarning& warning) {
  Value function = import_attribute(T, "warnings", "warn_explicit");
  if (function.is_empty()) return false;
  Value category = exception_type(
      T, warning.category == "DeprecationWarning" ? Builtin::kDeprecationWarning : Builtin::kSyntaxWarning);
  Value message = make_string(T, warning.message), filename = make_string(T, result.filename);
  if (message.is_empty() || filename.is_empty()) return false;
  if (!call(T, function, {message, category, filename, Value::small_int(warning.line)}).is_empty()) return true;
  if (!is_instance_of(T, T->exception, category.as<Type>())) return false;
  clear_exception(T);
  CompileResult error;
  error.error_type = "SyntaxError";
  error.message = warning.message;
  error.filename = result.filename;
  error.line = warning.line;
  error.offset = warning.offset;
  error.end_line = warning.end_line;
  error.end_offset = warning.end_offset;
  error.text = warning.text;
  error.has_text = warning.has_text;
  (void)raise_syntax_error(T, error);
  return false;
}

}  // namespace

Value parse_source(Thread* T, const std::string& source, bool is_bytes, const std::string& filename, const char* mode) {
  CompileResult result = T->runtime->hooks.compile(source, is_bytes, filename, mode, kCompileOnlyTree, 0);
  return result.tree.empty() ? raise_syntax_error(T, result) : make_bytes(T, result.tree);
}

CodeObject* compile_source(Thread* T, const std::string& source, bool is_bytes, const std::string& filename,
                           const char* mode, uint32_t flags, int optimize) {
  CompileResult result = T->runtime->hooks.compile(source, is_bytes, filename, mode, flags, optimize);
  for (const CompileWarning& warning : result.warnings) {
    if (!issue_warning(T, result, warning)) return nullptr;
  }
  if (!result.code) return raise_syntax_error(T, result);
  return make_code_object(T, std::move(result.code));
}

CodeObject* embedded_code_object(Thread* T, const EmbeddedSource& source) {
  std::string filename = embedded_filename(source);
  int optimize = T->runtime->options.optimize;
  if (optimize == 0 && !source.code.empty()) return make_code_object(T, compiler::read_code(source.code, filename));
  return compile_source(T, std::string(source.text), false, filename, "exec", 0, optimize);
}

std::string embedded_filename(const EmbeddedSource& source) {
  return std::string(kEmbeddedFolder) + std::string(source.path);
}
bool is_embedded_filename(std::string_view filename) {
  return filename.starts_with(kEmbeddedFolder);
}

namespace {

Dict* modules_of(Thread* T) {
  return T->runtime->modules.as<Dict>();
}

Value raise_not_found(Thread* T, const std::string& name, const std::string& message) {
  (void)raise(T, Builtin::kModuleNotFoundError, "{}", message);
  if (is_exception(T->exception)) {
    auto* e = T->exception.as<Exception>();
    Value pending = take_exception(T);
    heap_store(e, e->extra[1], make_string(T, name));
    restore_exception(T, pending);
  }
  return kEmpty;
}

struct Found {
  enum class Kind { kNone, kNative, kEmbedded, kFile, kPackage, kNamespace, kSpec } kind = Kind::kNone;
  std::string path;                 // of the file
  std::vector<std::string> search;  // __path__
  EmbeddedSource embedded;
  Value spec;  // kSpec: made by a finder that is written in Python
};

bool is_file(const std::string& path) {
  struct stat s;
  return stat(path.c_str(), &s) == 0 && S_ISREG(s.st_mode);
}
bool is_directory(const std::string& path) {
  struct stat s;
  return stat(path.c_str(), &s) == 0 && S_ISDIR(s.st_mode);
}

// An archive, or a path into one: the first part of it that exists is a file.
bool is_in_a_file(std::string path) {
  for (;;) {
    if (is_file(path)) return true;
    size_t slash = path.rfind('/');
    if (slash == std::string::npos || slash == 0 || is_directory(path)) return false;
    path.resize(slash);
  }
}

Value importlib_function(Thread* T, std::string_view name) {
  return import_attribute(T, "importlib", name);
}

// What the hooks of sys.path_hooks, or an archive, say of an entry of a search path. False: exception.
bool ask_path_hooks(Thread* T, Value entry, const std::string& name, Found* found) {
  Value function = importlib_function(T, "_find_in_entry");
  Value spec = function ? call(T, function, {entry, Value(make_string(T, name))}) : kEmpty;
  if (!spec || spec.is_none()) return bool(spec);
  Value loader = find_attribute(T, spec, intern(T, std::string_view("loader")));
  if (T->has_exception()) return false;
  if (loader && !loader.is_none()) {
    found->kind = Found::Kind::kSpec;
    found->spec = spec;
    return true;
  }
  // A part of a namespace package.
  Value portions = get_attribute(T, spec, std::string_view("submodule_search_locations"));
  if (!portions || portions.is_none()) return bool(portions);
  return for_each(T, portions, [&](Value portion) {
    if (is_string(portion)) found->search.push_back(to_utf8(as_string(portion)));
    return true;
  });
}

// Looks in the entries of a search path for `tail`, the last part of the module's name; `only_folders`: not in
// archives, nor through hooks.
Found find_in_path(Thread* T, Value path, const std::string& name, const std::string& tail, bool only_folders) {
  Found found;
  Value hooks = get_attribute(T, T->runtime->sys_module, std::string_view("path_hooks"));
  if (!hooks) clear_exception(T);
  bool has_hooks = hooks && is_kind(hooks, Kind::kList) && hooks.as<List>()->size() > 0;
  (void)for_each(T, path, [&](Value entry) {
    if (!is_string(entry)) return true;
    std::string directory = to_utf8(as_string(entry));
    if (!only_folders && (has_hooks || (!directory.empty() && !is_directory(directory) && is_in_a_file(directory)))) {
      if (!ask_path_hooks(T, entry, name, &found)) return false;
      if (found.kind == Found::Kind::kSpec) return false;
    }
    if (!directory.starts_with('/')) {
      char folder[PATH_MAX];
      if (!getcwd(folder, sizeof(folder))) return true;
      directory = directory.empty() || directory == "." ? folder : std::string(folder) + "/" + directory;
    }
    std::string base = directory + "/" + tail;
    if (is_directory(base)) {
      if (is_file(base + "/__init__.py")) {
        found = {Found::Kind::kPackage, base + "/__init__.py", {base}, {}};
        return false;
      }
      found.search.push_back(base);
    }
    if (is_file(base + ".py")) {
      found = {Found::Kind::kFile, base + ".py", {}, {}};
      return false;
    }
    return true;
  });
  if (found.kind == Found::Kind::kNone && !found.search.empty()) found.kind = Found::Kind::kNamespace;
  return found;
}

bool set_module(Thread* T, Dict* dict, const char* name, Value value) {
  return !value.is_empty() && dict_set(T, dict, intern(T, std::string_view(name)), value);
}

// Makes the module's spec: enough for tools that look at it.
Value make_spec(Thread* T, const std::string& name, const std::string& origin, const std::vector<std::string>* search) {
  Value space = call(T, types(T).simple_namespace, {});
  if (space.is_empty()) return kEmpty;
  Value locations = kNone;
  if (search) {
    List* list = make_list(T);
    for (const std::string& s : *search) {
      String* text = list ? make_string(T, s) : nullptr;
      if (!text || !list_append(T, list, text)) return kEmpty;
    }
    locations = list;
  }
  std::string parent = search ? name : name.rfind('.') == std::string::npos ? "" : name.substr(0, name.rfind('.'));
  struct Entry {
    const char* name;
    Value value;
  } entries[] = {{"name", make_string(T, name)},
                 {"loader", kNone},
                 {"origin", origin.empty() ? kNone : Value(make_string(T, origin))},
                 {"submodule_search_locations", locations},
                 {"parent", make_string(T, parent)},
                 {"has_location", Value::boolean(!origin.empty() && origin != "built-in")},
                 {"cached", kNone}};
  for (Entry& entry : entries) {
    if (entry.value.is_empty() || !set_attribute(T, space, intern(T, std::string_view(entry.name)), entry.value))
      return kEmpty;
  }
  return space;
}

// Modules that CPython has frozen in (Python/frozen.c), so that no file of the script's can take their place.
bool is_never_shadowed(std::string_view name) {
  static constexpr std::string_view kFrozen[] = {
      "abc",  "codecs", "io",    "genericpath",      "ntpath",        "posixpath", "os",
      "site", "stat",   "runpy", "_collections_abc", "_sitebuiltins", "zipimport"};
  return std::find(std::begin(kFrozen), std::end(kFrozen), name) != std::end(kFrozen);
}

// Whether a package's __path__ begins in the library.
bool leads_into_library(Value search_path) {
  if (!is_kind(search_path, Kind::kList) || search_path.as<List>()->size() == 0) return false;
  Value first = (*search_path.as<List>()->buffer.load(std::memory_order_acquire))[0].load();
  return is_string(first) && is_embedded_filename(to_utf8(as_string(first)));
}

// Makes and runs one module, whose parent package is loaded already, as the interpreter itself finds it: *missing when
// it does not. The caller holds the module's import lock.
Value load_own(Thread* T, const std::string& name, Value parent, bool* missing) {
  Runtime* runtime = T->runtime;
  String* key = intern(T, name);
  if (!key) return kEmpty;
  std::string tail = name.substr(name.rfind('.') + 1);
  Found found;
  Value native = runtime->hooks.make_native_module(T, name);
  if (T->has_exception()) return kEmpty;
  if (native) {
    if (!dict_set(T, modules_of(T), key, native)) return kEmpty;
    if (dict_get(native.as<Module>()->dict.load(), names(T).dunder_spec).is_none()) {
      Value spec = make_spec(T, name, "built-in", nullptr);
      if (spec.is_empty() || !module_set(T, native.as<Module>(), "__spec__", spec)) return kEmpty;
    }
    return native;
  }
  bool from_package = !parent.is_empty();
  Value search_path;
  if (from_package) {
    search_path = find_attribute(T, parent, names(T).dunder_path);
    if (T->has_exception()) return kEmpty;
    if (search_path.is_empty()) {
      std::string parent_name = name.substr(0, name.rfind('.'));
      return raise_not_found(T, name, fmt::format("No module named '{}'; '{}' is not a package", name, parent_name));
    }
  }
  EmbeddedSource embedded;
  // A package of the script's that took the place of the library's has its own modules.
  bool is_embedded =
      (!from_package || leads_into_library(search_path)) && runtime->hooks.find_embedded(name, &embedded);
  if (!is_embedded || (!from_package && !is_never_shadowed(name))) {
    if (!from_package) {
      search_path = get_attribute(T, runtime->sys_module, std::string_view("path"));
      if (search_path.is_empty()) return kEmpty;
    }
    // What hooks and archives are asked with is of the library itself: only a file can stand before that.
    found = find_in_path(T, search_path, name, tail, is_embedded);
    if (T->has_exception()) return kEmpty;
  }
  // The library stands behind the folders of sys.path, as in CPython; folders without __init__.py come last of all.
  if (is_embedded && (found.kind == Found::Kind::kNone || found.kind == Found::Kind::kNamespace)) {
    found = {Found::Kind::kEmbedded, embedded_filename(embedded), {}, embedded};
    if (embedded.is_package) found.search.push_back(found.path.substr(0, found.path.rfind('/')));
  }
  if (found.kind == Found::Kind::kNone) {
    *missing = true;
    return kEmpty;
  }
  if (found.kind == Found::Kind::kSpec) {
    Value function = importlib_function(T, "_load_spec");
    return function ? call(T, function, {found.spec}) : kEmpty;
  }

  Module* module = make_module(T, name);
  if (!module) return kEmpty;
  Dict* dict = module->dict.load();
  bool is_package = !found.search.empty();
  std::string package = is_package ? name : from_package ? name.substr(0, name.rfind('.')) : "";
  if (!set_module(T, dict, "__package__", make_string(T, package)) ||
      !set_module(T, dict, "__builtins__", runtime->builtins_module))
    return kEmpty;
  if (!found.path.empty() && !set_module(T, dict, "__file__", make_string(T, found.path))) return kEmpty;
  if (!found.path.empty() && !set_module(T, dict, "__cached__", kNone)) return kEmpty;
  Value spec = make_spec(T, name, found.path, is_package ? &found.search : nullptr);
  if (!set_module(T, dict, "__spec__", spec)) return kEmpty;
  if (is_package) {
    List* list = make_list(T);
    for (const std::string& s : found.search) {
      String* text = list ? make_string(T, s) : nullptr;
      if (!text || !list_append(T, list, text)) return kEmpty;
    }
    if (!set_module(T, dict, "__path__", list)) return kEmpty;
  }
  if (found.kind != Found::Kind::kNamespace) {
    CodeObject* code;
    if (found.kind == Found::Kind::kEmbedded) {
      code = embedded_code_object(T, found.embedded);
    } else {
      std::string text;
      if (!read_file(T, found.path, &text)) return raise_errno(T, errno, make_string(T, found.path));
      code = compile_source(T, text, true, found.path, "exec", 0, runtime->options.optimize);
    }
    if (!code) return kEmpty;
    if (!dict_set(T, modules_of(T), key, module)) return kEmpty;
    if (!set_attribute(T, spec, intern(T, std::string_view("_initializing")), kTrue)) return kEmpty;
    Value result = run_code(T, code, dict, kEmpty);
    Value pending = take_exception(T);
    (void)set_attribute(T, spec, intern(T, std::string_view("_initializing")), kFalse);
    clear_exception(T);
    restore_exception(T, pending);
    if (result.is_empty()) {
      // A module that failed is not there.
      pending = take_exception(T);
      (void)dict_pop(T, modules_of(T), key);
      clear_exception(T);
      restore_exception(T, pending);
      return kEmpty;
    }
  } else if (!dict_set(T, modules_of(T), key, module)) {
    return kEmpty;
  }
  // The module may have put something else in its place.
  Value final_module = dict_get(modules_of(T), key);
  return final_module.is_empty() ? Value(module) : final_module;
}

// The entry of sys.meta_path that stands for the interpreter's own search (sys.cpp makes it).
bool is_own_finder(Thread* T, Value finder) {
  Type* type = type_of(T, finder);
  return type->has_flag(kTypeIsBuiltin) && name_of(type) == "importlib.machinery.OwnFinder";
}

// Asks the finders of sys.meta_path in their order, of which mostly there is only the interpreter itself.
Value load(Thread* T, const std::string& name, Value parent) {
  bool missing = false;
  Value finders = find_attribute(T, T->runtime->sys_module, intern(T, std::string_view("meta_path")));
  if (T->has_exception()) return kEmpty;
  List* list = finders && is_kind(finders, Kind::kList) ? finders.as<List>() : nullptr;
  if (!list || (list->size() == 1 && is_own_finder(T, list_get(T, list, 0)))) {
    Value module = load_own(T, name, parent, &missing);
    if (module || !missing) return module;
  } else {
    Value path = parent ? find_attribute(T, parent, names(T).dunder_path) : kNone;
    if (T->has_exception()) return kEmpty;
    Tuple* snapshot = tuple_from_iterable(T, list);
    for (size_t i = 0; snapshot && i < snapshot->length; ++i) {
      Value finder = (*snapshot)[i];
      if (is_own_finder(T, finder)) {
        missing = false;
        Value module = load_own(T, name, parent, &missing);
        if (module || !missing) return module;
        continue;
      }
      Value find_spec = find_attribute(T, finder, intern(T, std::string_view("find_spec")));
      if (T->has_exception()) return kEmpty;
      if (!find_spec) continue;
      Value spec = call(T, find_spec, {Value(make_string(T, name)), path ? path : kNone, kNone});
      if (!spec) return kEmpty;
      if (spec.is_none()) continue;
      Value function = importlib_function(T, "_load_spec");
      return function ? call(T, function, {spec}) : kEmpty;
    }
    if (!snapshot) return kEmpty;
  }
  std::string_view reason = T->runtime->hooks.absent_reason ? T->runtime->hooks.absent_reason(name) : "";
  return raise_not_found(T, name,
                         reason.empty() ? fmt::format("No module named '{}'", name)
                                        : fmt::format("No module named '{}': {}", name, reason));
}

// -X importtime: how long a module took, without and with those that it imported, told when it is done.
class ImportTimer {
 public:
  ImportTimer(Thread* T, const std::string& name) : thread_(T), name_(name), started_(monotonic_now()) {
    Runtime* runtime = T->runtime;
    outer_ = runtime->nested_import_ns.exchange(0);
    runtime->import_depth.fetch_add(1);
  }
  ~ImportTimer() {
    Runtime* runtime = thread_->runtime;
    int64_t total = monotonic_now() - started_, nested = runtime->nested_import_ns.load();
    runtime->nested_import_ns.store(outer_ + total);
    int depth = runtime->import_depth.fetch_sub(1) - 1;
    Value pending = take_exception(thread_);
    write_standard_error(thread_,
                         fmt::format("import time: {:9} | {:10} | {}{}\n", (total - nested) / 1000, total / 1000,
                                     std::string(static_cast<size_t>(std::max(0, depth)) * 2, ' '), name_));
    restore_exception(thread_, pending);
  }
  ImportTimer(const ImportTimer&) = delete;
  ImportTimer& operator=(const ImportTimer&) = delete;

 private:
  Thread* thread_;
  const std::string& name_;
  int64_t started_, outer_ = 0;
};

Value import_one(Thread* T, const std::string& name) {
  String* key = intern(T, name);
  if (!key) return kEmpty;
  Value present = dict_get(modules_of(T), key);
  if (present && !present.is_none()) {
    // Another thread may still be running it.
    if (!is_kind(present, Kind::kModule) || !import_in_progress(T->runtime, name)) return present;
  }
  if (present.is_none()) return raise_not_found(T, name, fmt::format("import of {} halted; None in sys.modules", name));
  Value parent;
  size_t dot = name.rfind('.');
  if (dot != std::string::npos) {
    std::string parent_name = name.substr(0, dot);
    parent = import_one(T, parent_name);
    if (parent.is_empty()) return kEmpty;
    present = dict_get(modules_of(T), key);
    if (present && !import_in_progress(T->runtime, name)) return present;
  }
  ImportLock lock(T, name);
  if (lock.failed()) return kEmpty;
  present = dict_get(modules_of(T), key);
  if (present) return present;
  std::optional<ImportTimer> timer;
  if (T->runtime->options.import_time) timer.emplace(T, name);
  Value module = load(T, name, parent);
  timer.reset();
  if (module.is_empty()) return kEmpty;
  if (parent && !set_attribute(T, parent, intern(T, name.substr(dot + 1)), module)) return kEmpty;
  return module;
}

// The absolute name for a relative import of `name` at `level` dots; false: exception.
bool resolve_relative(Thread* T, const std::string& name, Dict* globals, int level, std::string* out) {
  Value package = globals ? dict_get(globals, names(T).dunder_package) : kEmpty;
  std::string base;
  if (is_string(package)) {
    base = to_utf8(as_string(package));
  } else {
    Value module_name = globals ? dict_get(globals, names(T).dunder_name) : kEmpty;
    if (!is_string(module_name)) return raise(T, Builtin::kKeyError, "'__name__' not in globals");
    base = to_utf8(as_string(module_name));
    if (dict_get(globals, names(T).dunder_path).is_empty()) {
      size_t dot = base.rfind('.');
      base = dot == std::string::npos ? "" : base.substr(0, dot);
    }
  }
  if (base.empty()) return raise(T, Builtin::kImportError, "attempted relative import with no known parent package");
  for (int i = 1; i < level; ++i) {
    size_t dot = base.rfind('.');
    if (dot == std::string::npos)
      return raise(T, Builtin::kImportError, "attempted relative import beyond top-level package");
    base.resize(dot);
  }
  *out = name.empty() ? base : base + "." + name;
  return true;
}

bool import_submodules(Thread* T, Value module, const std::string& name, Value from_list) {
  if (find_attribute(T, module, names(T).dunder_path).is_empty()) {
    clear_exception(T);
    return true;
  }
  return for_each(T, from_list, [&](Value item) {
    if (!is_string(item))
      return static_cast<bool>(
          raise(T, Builtin::kTypeError, "Item in ``from list'' must be str, not {}", type_name(T, item)));
    std::string text = to_utf8(as_string(item));
    if (text == "*") {
      Value all = find_attribute(T, module, names(T).dunder_all);
      if (T->has_exception()) return false;
      return all.is_empty() || import_submodules(T, module, name, all);
    }
    if (find_attribute(T, module, intern(T, as_string(item)))) return true;
    if (T->has_exception()) return false;
    std::string full = name + "." + text;
    if (import_one(T, full)) return true;
    // A name that is no submodule is IMPORT_FROM's to complain about.
    if (exception_matches(T, Builtin::kModuleNotFoundError)) {
      Value missing = T->exception.as<Exception>()->extra[1].load();
      if (is_string(missing) && to_utf8(as_string(missing)) == full) {
        clear_exception(T);
        return true;
      }
    }
    return false;
  });
}

}  // namespace

Value import_module(Thread* T, String* name, Dict* globals, Value from_list, int level) {
  std::string text = to_utf8(name);
  std::string full = text;
  if (level > 0) {
    if (!resolve_relative(T, text, globals, level, &full)) return kEmpty;
  } else if (text.empty()) {
    return raise(T, Builtin::kValueError, "Empty module name");
  }
  Value module = import_one(T, full);
  if (module.is_empty()) return kEmpty;
  bool has_from_list = false;
  if (!from_list.is_none() && !from_list.is_empty() && !truth(T, from_list, &has_from_list)) return kEmpty;
  if (has_from_list) return import_submodules(T, module, full, from_list) ? module : kEmpty;
  // `import a.b.c` binds a.
  size_t dot = text.find('.');
  if (dot == std::string::npos) return module;
  if (level == 0) return import_one(T, full.substr(0, dot));
  return import_one(T, full.substr(0, full.size() - (text.size() - dot)));
}

Value import_attribute(Thread* T, std::string_view module, std::string_view name) {
  // The name as the list of a from-import: a dotted module is then the result, and not its package.
  String *module_name = intern(T, module), *attribute = intern(T, name);
  Tuple* from_list = module_name && attribute ? make_tuple(T, {Value(attribute)}) : nullptr;
  Value imported = from_list ? import_module(T, module_name, nullptr, from_list, 0) : kEmpty;
  return imported ? get_attribute(T, imported, attribute) : kEmpty;
}

Value import_statement(Thread* T, String* name, Function* function, Value* frame, Value from_list, Value level) {
  Dict* globals = function->globals.load();
  Dict* builtins = function->builtins.load();
  Value hook = dict_get(builtins, names(T).dunder_import);
  if (hook.is_empty()) return raise(T, Builtin::kImportError, "__import__ not found");
  int level_number = level.is_small_int() ? static_cast<int>(level.as_small_int()) : 0;
  if (hook == T->runtime->builtin_import) return import_module(T, name, globals, from_list, level_number);
  Value locals = frame_code(frame)->code->has_namespace && !frame[0].is_empty() ? frame[0] : kNone;
  return call(T, hook, {name, globals, locals, from_list, level});
}

Value import_from(Thread* T, Value module, String* name) {
  Value v = find_attribute(T, module, name);
  if (v || T->has_exception()) return v;
  // A submodule that is being imported in a circle is in sys.modules already.
  Value module_name = find_attribute(T, module, names(T).dunder_name);
  if (T->has_exception()) return kEmpty;
  std::string base = is_string(module_name) ? to_utf8(as_string(module_name)) : "<unknown module name>";
  if (is_string(module_name)) {
    Value submodule = dict_get(modules_of(T), intern(T, base + "." + to_utf8(name)));
    if (submodule) return submodule;
  }
  Value file = find_attribute(T, module, names(T).dunder_file);
  clear_exception(T);
  std::string where = is_string(file) ? to_utf8(as_string(file)) : "unknown location";
  Value spec = find_attribute(T, module, names(T).dunder_spec);
  clear_exception(T);
  bool initializing = false;
  if (spec && !spec.is_none()) {
    Value flag = find_attribute(T, spec, intern(T, std::string_view("_initializing")));
    clear_exception(T);
    initializing = flag.is_true();
  }
  if (initializing) {
    (void)raise(
        T, Builtin::kImportError,
        "cannot import name '{}' from partially initialized module '{}' (most likely due to a circular import) ({})",
        to_utf8(name), base, where);
  } else {
    (void)raise(T, Builtin::kImportError, "cannot import name '{}' from '{}' ({})", to_utf8(name), base, where);
  }
  if (is_exception(T->exception)) {
    Value pending = take_exception(T);
    auto* e = pending.as<Exception>();
    heap_store(e, e->extra[1], make_string(T, base));
    if (is_string(file)) heap_store(e, e->extra[2], file);
    heap_store(e, e->extra[3], name);
    restore_exception(T, pending);
  }
  return kEmpty;
}

bool import_star(Thread* T, Value module, Value space) {
  Value all = find_attribute(T, module, names(T).dunder_all);
  if (T->has_exception()) return false;
  bool skip_private = all.is_empty();
  if (skip_private) {
    all = find_attribute(T, module, names(T).dunder_dict);
    if (all.is_empty())
      return T->has_exception() ? false
                                : static_cast<bool>(raise(T, Builtin::kImportError,
                                                          "from-import-* object has no __dict__ and no __all__"));
    all = list_from_iterable(T, all);
    if (all.is_empty()) return false;
  }
  return for_each(T, all, [&](Value name) {
    if (!is_string(name)) {
      Value module_name = find_attribute(T, module, names(T).dunder_name);
      clear_exception(T);
      return static_cast<bool>(raise(T, Builtin::kTypeError, "Item in {}.{} must be str, not {}",
                                     is_string(module_name) ? to_utf8(as_string(module_name)) : "?",
                                     skip_private ? "__dict__" : "__all__", type_name(T, name)));
    }
    if (skip_private && as_string(name)->length > 0 && as_string(name)->at(0) == '_') return true;
    Value v = get_attribute(T, module, intern(T, as_string(name)));
    return !v.is_empty() &&
           (is_exactly(space, Kind::kDict) ? dict_set(T, space.as<Dict>(), intern(T, as_string(name)), v)
                                           : set_item(T, space, name, v));
  });
}

}  // namespace gilded
