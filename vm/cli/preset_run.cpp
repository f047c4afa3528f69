#include "vm/cli/preset_run.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>

namespace gilded::cli {

PresetRun run_under_preset(const std::string& preset, const ScriptRun& script) {
  ChildOptions options;
  options.arguments = {own_executable(), "--as=" + preset, "--report={report}"};
  if (script.watch_races) options.arguments.emplace_back("--stats=races");
  options.arguments.push_back(script.file);
  options.arguments.insert(options.arguments.end(), script.arguments.begin(), script.arguments.end());
  options.input = script.input;
  options.timeout_seconds = script.timeout_seconds;
  options.wants_report = true;
  PresetRun run{preset, run_child(options), nullptr};
  run.report = nlohmann::json::parse(run.child.report, nullptr, false);
  if (run.report.is_discarded()) run.report = nullptr;
  if (script.watch_races) {
    // What --stats prints for people is not the script's.
    if (size_t at = run.child.errors.rfind("gilded --stats: "); at != std::string::npos) run.child.errors.erase(at);
  }
  return run;
}

bool script_readable(const std::string& file) {
  struct stat info;
  if (stat(file.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) {
    if (access((file + "/__main__.py").c_str(), R_OK) == 0) return true;
    fmt::print(stderr, "{}: can't find '__main__' module in '{}'\n", own_executable(), file);
    return false;
  }
  if (access(file.c_str(), R_OK) == 0) return true;
  int error = errno;
  char path[PATH_MAX];
  std::string full = file.starts_with('/') || !getcwd(path, sizeof(path)) ? file : std::string(path) + "/" + file;
  fmt::print(stderr, "{}: can't open file '{}': [Errno {}] {}\n", own_executable(), full, error, strerror(error));
  return false;
}

bool read_input(const std::string& path, std::string* text) {
  if (path.empty()) return true;
  // Not std::cin: whoever uses that makes the program set up all of iostream at its start.
  std::ifstream file(path == "-" ? "/dev/stdin" : path, std::ios::binary);
  if (file) text->assign(std::istreambuf_iterator<char>(file), {});
  if (file && !file.bad()) return true;
  fmt::print(stderr, "gilded: can't open file '{}': [Errno {}] {}\n", path, errno, strerror(errno));
  return false;
}

std::string shell_words(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ' ';
    bool plain = !word.empty() &&
                 word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./,:@%") ==
                     std::string::npos;
    if (plain) {
      text += word;
      continue;
    }
    text += '\'';
    for (char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    text += '\'';
  }
  return text;
}

std::string status_text(const ChildResult& child) {
  if (!child.started) return "not run";
  if (child.timed_out) return "stopped";
  if (child.status > 128 && child.status < 128 + 65) {
    const char* name = sigabbrev_np(child.status - 128);
    return fmt::format("{} (SIG{})", child.status, name ? name : "?");
  }
  return fmt::format("{}", child.status);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t start = 0; start < text.size();) {
    size_t end = std::min(text.find('\n', start), text.size());
    lines.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return lines;
}

std::string last_line(const std::string& output) {
  std::vector<std::string> lines = lines_of(output);
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    if (line->find_first_not_of(" \t\r") != std::string::npos) return *line;
  }
  return "";
}

}  // namespace gilded::cli
