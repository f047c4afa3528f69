#include "vm/cli/arguments.h"

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "vm/cli/command_table.h"
#include "vm/cli/option_reader.h"

namespace gilded::cli {

namespace {

struct Preset {
  const char* name;
  GilPolicy gil;
  SwitchPoints switch_points;
};
constexpr Preset kPresets[] = {{"2.7", GilPolicy::kTick, SwitchPoints::kEvery},
                               {"3.9", GilPolicy::kInterval, SwitchPoints::kEvery},
                               {"3.12", GilPolicy::kInterval, SwitchPoints::kCalls},
                               {"3.13t", GilPolicy::kOff, SwitchPoints::kEvery}};

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& w : words) text += (text.empty() ? "" : ", ") + w;
  return text;
}

bool bad_choice(const std::string& option, const std::string& value, const std::vector<std::string>& allowed) {
  fmt::print(stderr, "gilded: {}: '{}' is not one of {}; did you mean '{}'?\n", option, value, join(allowed),
             nearest_word(value, allowed));
  return false;
}

const Preset* find_preset(const std::string& name) {
  for (const Preset& p : kPresets) {
    if (name == p.name) return &p;
  }
  return nullptr;
}

void apply(Options& options, const Preset& preset) {
  options.preset = preset.name;
  options.gil = preset.gil;
  options.switch_points = preset.switch_points;
}

bool set_preset(Options& options, const std::string& option, const std::string& name) {
  const Preset* preset = find_preset(name);
  if (!preset) {
    std::vector<std::string> allowed;
    for (const Preset& p : kPresets) allowed.emplace_back(p.name);
    return bad_choice(option, name, allowed);
  }
  apply(options, *preset);
  return true;
}

// tick, interval, off; CPython's 1 and 0 stand for the default GIL and none.
bool set_gil(Options& options, const std::string& option, const std::string& name) {
  const char* preset = name == "tick"                      ? "2.7"
                       : name == "interval" || name == "1" ? "3.9"
                       : name == "off" || name == "0"      ? "3.13t"
                                                           : nullptr;
  if (!preset) return bad_choice(option, name, {"tick", "interval", "off", "0", "1"});
  // A policy that the preset has already keeps the preset (3.12 is interval too).
  if (name == "interval" && options.gil == GilPolicy::kInterval) return true;
  apply(options, *find_preset(preset));
  return true;
}

bool set_switch_points(Options& options, const std::string& option, const std::string& name) {
  if (name == "every")
    options.switch_points = SwitchPoints::kEvery;
  else if (name == "calls")
    options.switch_points = SwitchPoints::kCalls;
  else
    return bad_choice(option, name, {"every", "calls"});
  return true;
}

bool parse_count(const std::string& option, const std::string& text, uint64_t* out) {
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *out);
  if (error == std::errc() && end == text.data() + text.size()) return true;
  fmt::print(stderr, "gilded: {}: '{}' is not a whole number\n", option, text);
  return false;
}

bool fatal(const std::string& where, const std::string& message) {
  fmt::print(stderr, "Fatal Python error: {}: {}\nPython runtime state: preinitialized\n\n", where, message);
  return false;
}

bool set_hash_seed(Options& options, const std::string& text) {
  if (text == "random" || text.empty()) return true;
  uint64_t seed;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  if (error != std::errc() || end != text.data() + text.size() || seed > 4294967295u) {
    return fatal("config_init_hash_seed", "PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]");
  }
  options.hash_seed = static_cast<int64_t>(seed);
  return true;
}

// The number of -X int_max_str_digits or PYTHONINTMAXSTRDIGITS.
bool set_digit_limit(Options& options, const std::string& option, const std::string& text) {
  int64_t limit = -1;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
  bool valid =
      error == std::errc() && end == text.data() + text.size() && (limit == 0 || (limit >= 640 && limit <= INT32_MAX));
  if (!valid)
    return fatal("config_init_int_max_str_digits", option + ": invalid limit; must be >= 640 or 0 for unlimited.");
  options.int_max_str_digits = static_cast<int32_t>(limit);
  return true;
}

// One -X option. All are kept for sys._xoptions; those of CPython that nothing here depends on (tracemalloc, perf,
// frozen_modules, showrefcount, pycache_prefix) are accepted without effect, as unknown ones are.
bool set_x_option(Options& options, const std::string& option) {
  options.x_options.push_back(option);
  size_t equals = option.find('=');
  std::string name = option.substr(0, equals), value = equals == std::string::npos ? "" : option.substr(equals + 1);
  if (name == "dev")
    options.development_mode = true;
  else if (name == "importtime")
    options.import_time = true;
  else if (name == "no_debug_ranges")
    options.debug_ranges = false;
  else if (name == "warn_default_encoding")
    options.warn_default_encoding = true;
  else if (name == "int_max_str_digits")
    return set_digit_limit(options, "-X int_max_str_digits", value);
  else if (name == "utf8" && equals != std::string::npos && value != "0" && value != "1") {
    return fatal("preconfig_init_utf8_mode", "invalid -X utf8 option value");
  }
  return true;
}

bool read_environment(Options& options, int* status) {
  auto variable = [](const char* name) {
    const char* v = getenv(name);
    return v && *v ? v : nullptr;
  };
  // A flag that may be given several times: any text counts as one, a number as itself.
  auto level = [&](const char* name, int& flag) {
    const char* v = variable(name);
    if (v) flag = std::max(flag, std::max(1, atoi(v)));
  };
  auto is_set = [&](const char* name, bool& flag) { flag = flag || variable(name) != nullptr; };
  *status = 1;
  if (const char* v = variable("PYTHON_GIL")) {
    if (strcmp(v, "0") != 0 && strcmp(v, "1") != 0 && strcmp(v, "tick") != 0 && strcmp(v, "interval") != 0 &&
        strcmp(v, "off") != 0) {
      return fatal("config_read_gil", "PYTHON_GIL must be \"0\", \"1\", \"tick\", \"interval\" or \"off\"");
    }
    if (!set_gil(options, "PYTHON_GIL", v)) return false;
  }
  if (const char* v = variable("GILDED_GIL")) {
    if (find_preset(v) ? !set_preset(options, "GILDED_GIL", v) : !set_gil(options, "GILDED_GIL", v)) return false;
  }
  if (const char* v = variable("PYTHONHASHSEED")) {
    if (!set_hash_seed(options, v)) return false;
  }
  if (const char* v = variable("PYTHONINTMAXSTRDIGITS")) {
    if (!set_digit_limit(options, "PYTHONINTMAXSTRDIGITS", v)) return false;
  }
  level("PYTHONDEBUG", options.debug);
  level("PYTHONOPTIMIZE", options.optimize);
  level("PYTHONVERBOSE", options.verbose);
  if (variable("PYTHONNODEBUGRANGES")) options.debug_ranges = false;
  is_set("PYTHONUNBUFFERED", options.unbuffered);
  is_set("PYTHONINSPECT", options.inspect);
  is_set("PYTHONDONTWRITEBYTECODE", options.dont_write_bytecode);
  is_set("PYTHONNOUSERSITE", options.no_user_site);
  is_set("PYTHONSAFEPATH", options.safe_path);
  is_set("PYTHONPROFILEIMPORTTIME", options.import_time);
  is_set("PYTHONDEVMODE", options.development_mode);
  is_set("PYTHONWARNDEFAULTENCODING", options.warn_default_encoding);
  if (const char* v = variable("PYTHONWARNINGS")) {
    std::string list = v;
    for (size_t start = 0; start <= list.size();) {
      size_t comma = std::min(list.find(',', start), list.size());
      if (comma > start) options.warning_options.push_back(list.substr(start, comma - start));
      start = comma + 1;
    }
  }
  if (const char* v = variable("PYTHONPATH")) {
    std::string path = v;
    for (size_t start = 0; start <= path.size();) {
      size_t colon = std::min(path.find(':', start), path.size());
      if (colon > start) options.module_search_path.push_back(path.substr(start, colon - start));
      start = colon + 1;
    }
  }
  uint64_t count;
  if (const char* v = variable("GILDED_GC_STRESS")) {
    if (!parse_count("GILDED_GC_STRESS", v, &count)) return false;
    options.gc_every_allocations = count;
  }
  if (const char* v = variable("GILDED_SWITCH_STRESS")) options.switch_at_every_point = strcmp(v, "0") != 0;
  if (const char* v = variable("GILDED_RECORD_EVENTS")) options.record_events = strcmp(v, "0") != 0;
  return true;
}

}  // namespace

std::vector<std::string> preset_names() {
  std::vector<std::string> names;
  for (const Preset& p : kPresets) names.emplace_back(p.name);
  return names;
}
bool choose_preset(Options& options, const std::string& name) {
  return set_preset(options, "--as", name);
}

// A file or a directory that can be run.
static bool is_script(const std::string& path) {
  struct stat info;
  if (stat(path.c_str(), &info) != 0) return false;
  return S_ISREG(info.st_mode) ? access(path.c_str(), R_OK) == 0 : access((path + "/__main__.py").c_str(), R_OK) == 0;
}

std::string usage() {
  return std::string(R"(usage: gilded [option] ... [-c cmd | -m mod | file | -] [arg] ...
       gilded command ...              one of the commands below

The global interpreter lock (GIL) to run under:
--as=2.7|3.9|3.12|3.13t        the GIL of that Python; 3.9 when nothing is said
                               2.7: let go every 100 bytecodes; 3.9, 3.12: a waiter gets it after 5 ms, in any gap between
                               bytecodes or only at calls and loop ends; 3.13t: none, threads run in parallel
--gil=tick|interval|off        only the policy (also -X gil=..., GILDED_GIL, PYTHON_GIL)
--switch-points=every|calls    where a waiter's request is answered
--stats                        at exit, print what the GIL and the threads did; --report=FILE writes it as JSON
--stats=races                  the same, and count lost updates (slower)

As Python's:
-b        warn about bytes compared with str or int and printed as str (twice: errors)
-B        don't write .pyc files (none are ever written; sets sys.dont_write_bytecode)
-c cmd    program passed in as string (terminates option list)
-d        accepted for sys.flags.debug
-E        ignore PYTHON* environment variables
-h        print this help message and exit (also -? or --help)
-i        inspect interactively after running script (also PYTHONINSPECT=x); a prompt even if stdin is no terminal
-I        isolate from the user's environment (implies -E, -P and -s)
-m mod    run library module as a script (terminates option list)
-O, -OO   remove assert statements; also docstrings (also PYTHONOPTIMIZE=x)
-P        don't prepend a potentially unsafe path to sys.path (also PYTHONSAFEPATH)
-q        don't print version and copyright messages on interactive startup
-s, -S    accepted: there is no user site directory and no site module
-u        unbuffered stdout and stderr (also PYTHONUNBUFFERED=x)
-v        accepted for sys.flags.verbose
-V, -VV   print the version (twice: more) and exit (also --version)
-W arg    warning control; arg is action:message:category:module:lineno (also PYTHONWARNINGS=arg)
-x        skip first line of source, allowing use of non-Unix forms of #!cmd
-X opt    dev, gil=..., importtime, int_max_str_digits=N, no_debug_ranges, utf8, warn_default_encoding; any other is only
          kept in sys._xoptions
file      program read from script file, or from a directory with a __main__.py
-         program read from stdin (default; interactive mode if a tty)
arg ...   arguments passed to program in sys.argv[1:]

Commands:
)") + command_list();
}

std::optional<Arguments> parse_arguments(int count, char** values, int* status) {
  Arguments result;
  Options& options = result.options;
  options.command_line.assign(values + 1, values + count);
  *status = 2;
  auto fail = [&](const std::string& message) {
    fmt::print(
        stderr,
        "{0}\nusage: {1} [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `{1} -h' for more information.\n",
        message, values[0]);
    return std::nullopt;
  };
  // -E and -I decide whether the environment counts at all: look for them first, as far as options go.
  for (int i = 1; i < count && values[i][0] == '-' && values[i][1]; ++i) {
    std::string flags = values[i] + 1;
    if (flags[0] == '-') {
      // An option of several letters; its value may be the next argument.
      for (const char* name : {"-as", "-gil", "-switch-points", "-report", "-check-hash-based-pycs"})
        i += flags == name;
      continue;
    }
    size_t stop = flags.find_first_of("cmWX");
    std::string letters = flags.substr(0, stop);
    if (letters.find('I') != std::string::npos)
      options.isolated = options.ignore_environment = options.safe_path = options.no_user_site = true;
    if (letters.find('E') != std::string::npos) options.ignore_environment = true;
    if (stop != std::string::npos && (flags[stop] == 'c' || flags[stop] == 'm')) break;
    if (stop != std::string::npos && stop + 1 == flags.size()) ++i;
  }
  if (!options.ignore_environment && !read_environment(options, status)) return std::nullopt;
  *status = 2;

  options.executable = values[0];
  int versions = 0;
  int i = 1;
  std::vector<std::string> rest;
  auto remaining = [&](int from) {
    for (int k = from; k < count; ++k) rest.emplace_back(values[k]);
  };
  std::optional<std::string> preset, gil, switch_points;
  bool done = false;
  for (; i < count && !done; ++i) {
    std::string argument = values[i];
    if (argument == "-") {
      result.action = Action::kRunStdin;
      result.target = "-";
      remaining(i + 1);
      done = true;
      break;
    }
    if (argument.rfind("--", 0) == 0 && argument.size() > 2) {
      size_t equals = argument.find('=');
      std::string name = argument.substr(0, equals);
      std::optional<std::string> value;
      if (equals != std::string::npos) value = argument.substr(equals + 1);
      auto take_value = [&](std::optional<std::string>& into) {
        if (!value) {
          if (i + 1 >= count) return false;
          value = values[++i];
        }
        into = value;
        return true;
      };
      if (name == "--as") {
        if (!take_value(preset)) return fail("Argument expected for the --as option");
      } else if (name == "--gil") {
        if (!take_value(gil)) return fail("Argument expected for the --gil option");
      } else if (name == "--switch-points") {
        if (!take_value(switch_points)) return fail("Argument expected for the --switch-points option");
      } else if (name == "--stats") {
        options.show_statistics = true;
        if (value && *value != "races") return bad_choice("--stats", *value, {"races"}), std::nullopt;
        options.watch_races |= value.has_value();
      } else if (name == "--report") {
        std::optional<std::string> path;
        if (!take_value(path)) return fail("Argument expected for the --report option");
        options.report_path = *path;
      } else if (name == "--help" || name == "--help-all" || name == "--help-env" || name == "--help-xoptions") {
        result.action = Action::kHelp;
        return result;
      } else if (name == "--version") {
        result.action = Action::kVersion;
        return result;
      } else if (name == "--check-hash-based-pycs") {
        std::optional<std::string> ignored;  // there are no .pyc files
        if (!take_value(ignored)) return fail("Argument expected for the --check-hash-based-pycs option");
      } else if (name == "--bench-compile") {
        std::optional<std::string> file;
        if (!take_value(file)) return fail("Argument expected for the --bench-compile option");
        result.action = Action::kBenchCompile;
        result.target = *file;
        return result;
      } else {
        std::string near =
            nearest_word(name, {"--as", "--gil", "--switch-points", "--stats", "--report", "--help", "--version"});
        return fail(fmt::format("unknown option {}; did you mean {}?", name, near));
      }
      continue;
    }
    if (argument.size() > 1 && argument[0] == '-') {
      for (size_t k = 1; k < argument.size(); ++k) {
        char flag = argument[k];
        if (strchr("cmWX", flag)) {
          std::string value = argument.substr(k + 1);
          if (value.empty()) {
            if (i + 1 >= count) return fail(fmt::format("Argument expected for the -{} option", flag));
            value = values[++i];
          }
          if (flag == 'c' || flag == 'm') {
            result.action = flag == 'c' ? Action::kRunCommand : Action::kRunModule;
            result.target = flag == 'c' ? value + "\n" : value;
            rest.emplace_back(flag == 'c' ? "-c" : "-m");
            remaining(i + 1);
            done = true;
          } else if (flag == 'W') {
            options.warning_options.push_back(value);
          } else if (value.rfind("gil=", 0) == 0) {
            gil = value.substr(4);
          } else if (!set_x_option(options, value)) {
            *status = 1;
            return std::nullopt;
          }
          break;
        }
        switch (flag) {
          case 'i':
            result.interactive = options.inspect = options.interactive = true;
            break;
          case 'u':
            options.unbuffered = true;
            break;
          case 'q':
            options.quiet = true;
            break;
          case 'O':
            ++options.optimize;
            break;
          case 'V':
            ++versions;
            break;
          case 'b':
            ++options.bytes_warning;
            break;
          case 'B':
            options.dont_write_bytecode = true;
            break;
          case 'd':
            ++options.debug;
            break;
          case 'P':
            options.safe_path = true;
            break;
          case 's':
            options.no_user_site = true;
            break;
          case 'S':
            options.no_site = true;
            break;
          case 'v':
            ++options.verbose;
            break;
          case 'x':
            result.skip_first_line = true;
            break;
          case 'E':
          case 'I':
          case 'R':
          case 't':
            break;
          case 'h':
          case '?':
            result.action = Action::kHelp;
            return result;
          default:
            return fail(fmt::format("Unknown option: -{}", flag));
        }
      }
      continue;
    }
    // A file, or a command; a file of a command's name wins.
    if (const Command* command = find_command(argument); command && !is_script(argument)) {
      result.action = Action::kCommand;
      result.command = command;
      remaining(i + 1);
      done = true;
      break;
    }
    result.action = Action::kRunFile;
    result.target = argument;
    remaining(i);
    done = true;
    break;
  }
  if (versions) {
    result.action = versions > 1 ? Action::kVersionLong : Action::kVersion;
    return result;
  }
  if (options.development_mode) options.warning_options.insert(options.warning_options.begin(), "default");
  if (options.bytes_warning)
    options.warning_options.push_back(options.bytes_warning > 1 ? "error::BytesWarning" : "default::BytesWarning");
  if (preset && !set_preset(options, "--as", *preset)) return std::nullopt;
  if (gil && !set_gil(options, "--gil", *gil)) return std::nullopt;
  if (switch_points && !set_switch_points(options, "--switch-points", *switch_points)) return std::nullopt;
  if (result.action == Action::kCommand) {
    options.arguments = rest;
    return result;
  }
  if (rest.empty())
    rest.emplace_back(result.target == "-" ? "-" : "");
  else if (result.action == Action::kRunStdin)
    rest.insert(rest.begin(), "-");
  options.arguments = rest;
  return result;
}

}  // namespace gilded::cli
