#include "vm/cli/run.h"

#include <fmt/core.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>

#include "vm/interpreter/interpreter.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/report/statistics.h"
#include "vm/threading/gil.h"
#include "vm/types/bytes.h"
#include "vm/types/exception.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded::cli {

std::string version_line() {
  return "Python 3.13.0 (Gilded 0.1.0)";
}
std::string version_details(const Options& options) {
#ifdef __clang__
  const char* compiler_name = "Clang " __clang_version__;
#else
  const char* compiler_name = "GCC " __VERSION__;
#endif
  return fmt::format("{}\npreset {}, GIL {}, switch points {}\n[{}]", version_line(), options.preset,
                     name_of(options.gil), name_of(options.switch_points), compiler_name);
}

namespace {

std::string directory_of(const std::string& path) {
  size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}
std::string absolute(const std::string& path) {
  char buffer[PATH_MAX];
  return realpath(path.c_str(), buffer) ? buffer : path;
}
// As os.path.join(os.getcwd(), path): links stay as they are.
std::string from_root(const std::string& path) {
  return path.starts_with('/') ? path : absolute(".") + "/" + path;
}
bool is_directory(const std::string& path) {
  struct stat s;
  return stat(path.c_str(), &s) == 0 && S_ISDIR(s.st_mode);
}

bool put(Thread* T, Dict* dict, const char* name, Value value) {
  return !value.is_empty() && dict_set(T, dict, intern(T, std::string_view(name)), value);
}

bool insert_path(Thread* T, const std::string& directory) {
  if (T->runtime->options.safe_path) return true;
  Value path = get_attribute(T, T->runtime->sys_module, std::string_view("path"));
  String* text = make_string(T, directory);
  return !path.is_empty() && text &&
         !call_method(T, path, intern(T, std::string_view("insert")), {Value::small_int(0), text}).is_empty();
}

// sys.excepthook for an exception that nobody caught; the exit status.
enum class Exit { kLeave, kShow };  // kShow: a prompt follows, and SystemExit is but an exception
int report(Thread* T, Exit exit = Exit::kLeave) {
  Value exception = take_exception(T);
  if (exit == Exit::kLeave && is_instance_of(T, exception, exception_type(T, Builtin::kSystemExit))) {
    Value code = exception.as<Exception>()->extra[0].load();
    if (code.is_empty() || code.is_none()) return 0;
    if (is_int(code)) {
      int64_t status = 0;
      return int_fits_int64(code, &status) ? static_cast<int>(status & 0xff) : 255;
    }
    String* text = to_str(T, code);
    write_standard_error(T, (text ? to_utf8(text) : "") + "\n");
    clear_exception(T);
    return 1;
  }
  bool interrupted = is_instance_of(T, exception, exception_type(T, Builtin::kKeyboardInterrupt));
  Value hook = find_attribute(T, T->runtime->sys_module, names(T).excepthook);
  clear_exception(T);
  Value traceback = exception.as<Exception>()->traceback.load();
  Value result;
  if (hook) result = call(T, hook, {type_of(T, exception), exception, traceback.is_empty() ? kNone : traceback});
  if (result.is_empty()) {
    if (T->has_exception() && is_instance_of(T, T->exception, exception_type(T, Builtin::kSystemExit)))
      return report(T);
    Value second = take_exception(T);
    std::string text;
    if (hook)
      text = "Error in sys.excepthook:\n" + (second ? format_exception(T, second) : "") + "\nOriginal exception was:\n";
    clear_exception(T);
    write_standard_error(T, text + format_exception(T, exception));
    clear_exception(T);
  }
  return interrupted ? kInterruptedStatus : 1;
}

// Whether the file ends as zip files do: something else, such as a first line for the shell, may stand before the
// archive.
bool is_archive(const std::string& path) {
  struct stat status;
  if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return false;
  FILE* file = fopen(path.c_str(), "rb");
  if (!file) return false;
  char end[22] = {};
  bool has_end =
      fseek(file, -static_cast<long>(sizeof(end)), SEEK_END) == 0 && fread(end, 1, sizeof(end), file) == sizeof(end);
  fclose(file);
  return has_end && memcmp(end, "PK\5\6", 4) == 0;
}

// The source of its module __main__ as bytes, None when it has none.
Value main_of_archive(Thread* T, const std::string& path) {
  Value function = import_attribute(T, "zipimport", "_main_source");
  return function ? call(T, function, {Value(make_string(T, path))}) : kEmpty;
}

// The prompt in the namespace of __main__, until its input ends; the exit status. A script may have run before it.
int run_prompt(Thread* T, Dict* globals, bool after_script) {
  Value function = import_attribute(T, "_prompt", "interact");
  Value result = function.is_empty() ? kEmpty : call(T, function, {globals, after_script ? kTrue : kFalse});
  return result.is_empty() ? report(T) : 0;
}

// PYTHONINSPECT counts also when the script sets it.
bool wants_prompt(Thread* T, const Arguments& arguments) {
  if (arguments.interactive || T->runtime->options.inspect) return true;
  const char* variable = T->runtime->options.ignore_environment ? nullptr : getenv("PYTHONINSPECT");
  return variable && *variable;
}

bool read_standard_input(std::string* out) {
  char buffer[65536];
  ssize_t n;
  while ((n = read(0, buffer, sizeof(buffer))) > 0) out->append(buffer, static_cast<size_t>(n));
  return n == 0;
}

}  // namespace

int end_process(int status) {
  fflush(nullptr);
  if (status == kInterruptedStatus) {
    // The shell must see that Ctrl-C ended the program.
    signal(SIGINT, SIG_DFL);
    kill(getpid(), SIGINT);
    _exit(130);
  }
  // Threads may still be parked for ever: nothing is torn down.
  _exit(status & 0xff);
}

int run_program(const Arguments& arguments, const RuntimeHooks& hooks) {
  Options options = arguments.options;
  std::string executable = absolute(options.executable);
  if (options.executable.find('/') == std::string::npos) {
    char self[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
    if (n > 0) executable = std::string(self, static_cast<size_t>(n));
  }
  options.executable = executable;
  if (options.import_time) fmt::print(stderr, "import time: self [us] | cumulative | imported package\n");
  std::unique_ptr<Runtime> owner = Runtime::create(options, hooks);
  if (!owner) {
    fmt::print(stderr, "Fatal Python error: the runtime could not be started\n");
    return 1;
  }
  Runtime* runtime = owner.release();  // lives until the process ends: daemon threads may be parked in it
  Thread* T = runtime->main_thread;

  Module* main_module = make_module(T, "__main__");
  if (!main_module) return report(T);
  runtime->main_module = main_module;
  Dict* globals = main_module->dict.load();
  if (!put(T, globals, "__builtins__", runtime->builtins_module) || !put(T, globals, "__annotations__", make_dict(T)) ||
      !put(T, runtime->modules.as<Dict>(), "__main__", main_module)) {
    return report(T);
  }
  auto finish = [&](int status) {
    status = runtime->finish(T, status);
    if (arguments.at_end) arguments.at_end(T);
    if (runtime->options.show_statistics) write_standard_error(T, statistics_report(T));
    if (const std::string& path = runtime->options.report_path; !path.empty() && !write_report(T, path)) {
      write_standard_error(T, fmt::format("gilded: --report: can't write '{}': {}\n", path, strerror(errno)));
    }
    return status;
  };

  // Options of -W are understood where the warnings module is made; a wrong one is told at the start.
  if (!runtime->options.warning_options.empty() &&
      import_module(T, intern(T, std::string_view("warnings")), nullptr, kNone, 0).is_empty()) {
    return finish(report(T));
  }
  if (arguments.at_start) arguments.at_start(T);

  std::string source, filename;
  bool is_bytes = true;
  uint32_t flags = 0;
  Value result;
  switch (arguments.action) {
    case Action::kRunCommand:
      source = arguments.target;
      filename = "<string>";
      is_bytes = false;
      flags = kCompileKeepSource;
      if (!insert_path(T, "")) return finish(report(T));
      break;
    case Action::kRunModule: {
      if (!insert_path(T, absolute("."))) return finish(report(T));
      Value function = import_attribute(T, "runpy", "_run_module_as_main");
      result = function.is_empty() ? kEmpty : call(T, function, {make_string(T, arguments.target)});
      bool prompt = wants_prompt(T, arguments);
      int status = result.is_empty() ? report(T, prompt ? Exit::kShow : Exit::kLeave) : 0;
      if (prompt) status = run_prompt(T, globals, true);
      return finish(status);
    }
    case Action::kRunStdin:
      if (!insert_path(T, "")) return finish(report(T));
      if (isatty(0) || arguments.interactive) return finish(run_prompt(T, globals, false));
      if (!read_standard_input(&source)) return finish(1);
      filename = "<stdin>";
      break;
    default:
      filename = arguments.target;
      if (is_directory(filename)) {
        if (!insert_path(T, filename)) return finish(report(T));
        filename += "/__main__.py";
        if (access(filename.c_str(), R_OK) != 0) {
          fmt::print(stderr, "{}: can't find '__main__' module in '{}'\n", executable, arguments.target);
          return finish(1);
        }
      } else if (is_archive(filename)) {
        // Its __main__ runs, and its other modules are found in it.
        if (!insert_path(T, filename)) return finish(report(T));
        Value text = main_of_archive(T, filename);
        if (!text) return finish(report(T));
        if (text.is_none()) {
          fmt::print(stderr, "{}: can't find '__main__' module in '{}'\n", executable, from_root(filename));
          return finish(1);
        }
        source = text.as<Bytes>()->view();
        filename = from_root(filename) + "/__main__.py";
        if (!put(T, globals, "__file__", make_string(T, filename)) ||
            !put(T, globals, "__package__", make_string(T, "")))
          return finish(report(T));
        break;
      } else if (!insert_path(T, directory_of(absolute(filename)))) {
        return finish(report(T));
      }
      if (!read_file(T, filename, &source)) {
        int error = errno;
        fmt::print(stderr, "{}: can't open file '{}': [Errno {}] {}\n", executable, from_root(filename), error,
                   strerror(error));
        return finish(2);
      }
      filename = from_root(filename);
      flags = kCompileMainFile;
      if (arguments.skip_first_line) source.erase(0, std::min(source.find('\n'), source.size()));
      if (!put(T, globals, "__file__", make_string(T, filename)) || !put(T, globals, "__cached__", kNone))
        return finish(report(T));
      break;
  }
  CodeObject* code = compile_source(T, source, is_bytes, filename, "exec", flags, runtime->options.optimize);
  result = code ? run_code(T, code, globals, kEmpty) : kEmpty;
  bool prompt = wants_prompt(T, arguments);
  int status = result.is_empty() ? report(T, prompt ? Exit::kShow : Exit::kLeave) : 0;
  if (prompt) status = run_prompt(T, globals, true);
  return finish(status);
}

}  // namespace gilded::cli
