#include "vm/cli/child_process.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "vm/threading/clock.h"

namespace gilded::cli {

namespace {

constexpr size_t kKeep = 1 << 20;

std::string read_all(int fd) {
  std::string text;
  char buffer[65536];
  off_t at = 0;
  for (ssize_t n; (n = pread(fd, buffer, sizeof(buffer), at)) > 0; at += n) text.append(buffer, static_cast<size_t>(n));
  return text;
}

void keep_end(std::string* text) {
  if (text->size() > 2 * kKeep) text->erase(0, text->size() - kKeep);
}

// In the child: only what is allowed between fork and exec.
[[noreturn]] void become(char* const* arguments, char* const* environment, int input, int output, int errors,
                         int report, int failure) {
  dup2(input, 0);
  dup2(output, 1);
  dup2(errors, 2);
  if (report >= 0) fcntl(report, F_SETFD, 0);
  execvpe(arguments[0], arguments, environment);
  int error = errno;
  [[maybe_unused]] ssize_t written = write(failure, &error, sizeof(error));
  _exit(127);
}

}  // namespace

ChildResult run_child(const ChildOptions& options) {
  ChildResult result;
  int output[2], errors[2], failure[2];
  int input = options.input.empty() ? open("/dev/null", O_RDONLY | O_CLOEXEC) : memfd_create("input", MFD_CLOEXEC);
  int report = options.wants_report ? memfd_create("report", MFD_CLOEXEC) : -1;
  if (pipe2(output, O_CLOEXEC) || pipe2(errors, O_CLOEXEC) || pipe2(failure, O_CLOEXEC) || input < 0) {
    result.error = strerror(errno);
    return result;
  }
  if (!options.input.empty()) {
    [[maybe_unused]] ssize_t written = write(input, options.input.data(), options.input.size());
    lseek(input, 0, SEEK_SET);
  }
  std::vector<std::string> texts = options.arguments;
  for (std::string& text : texts) {
    if (size_t at = text.find("{report}"); at != std::string::npos && report >= 0)
      text.replace(at, 8, "/proc/self/fd/" + std::to_string(report));
  }
  std::vector<char*> arguments;
  for (std::string& text : texts) arguments.push_back(text.data());
  arguments.push_back(nullptr);
  // The added ones first: the first of two with one name counts.
  std::vector<std::string> variables;
  for (const auto& [name, value] : options.environment) variables.push_back(name + "=" + value);
  std::vector<char*> environment;
  for (std::string& variable : variables) environment.push_back(variable.data());
  for (char** variable = environ; *variable; ++variable) environment.push_back(*variable);
  environment.push_back(nullptr);

  Nanoseconds started = monotonic_now();
  pid_t child = fork();
  if (child == 0) become(arguments.data(), environment.data(), input, output[1], errors[1], report, failure[1]);
  for (int fd : {output[1], errors[1], failure[1], input}) close(fd);
  if (child < 0) {
    result.error = strerror(errno);
    for (int fd : {output[0], errors[0], failure[0], report}) close(fd);
    return result;
  }
  int error = 0;
  result.started = read(failure[0], &error, sizeof(error)) <= 0;
  if (!result.started) result.error = strerror(error);
  close(failure[0]);

  Nanoseconds deadline =
      options.timeout_seconds > 0 ? started + static_cast<Nanoseconds>(options.timeout_seconds * 1e9) : INT64_MAX;
  pollfd pipes[2] = {{output[0], POLLIN, 0}, {errors[0], POLLIN, 0}};
  std::string* texts_out[2] = {&result.output, &result.errors};
  while (pipes[0].fd >= 0 || pipes[1].fd >= 0) {
    Nanoseconds left = deadline == INT64_MAX ? -1 : std::max<Nanoseconds>((deadline - monotonic_now()) / 1'000'000, 0);
    int ready = poll(pipes, 2, left < 0 ? -1 : static_cast<int>(left) + 1);
    if (ready == 0 || (deadline != INT64_MAX && monotonic_now() >= deadline)) {
      // First as Ctrl-C would, so that it can report; two seconds later without mercy.
      kill(child, result.timed_out ? SIGKILL : SIGINT);
      if (result.timed_out) break;
      result.timed_out = true;
      deadline = monotonic_now() + 2'000'000'000;
      continue;
    }
    for (int i = 0; i < 2; ++i) {
      if (pipes[i].fd < 0 || !(pipes[i].revents & (POLLIN | POLLHUP | POLLERR))) continue;
      char buffer[65536];
      ssize_t n = read(pipes[i].fd, buffer, sizeof(buffer));
      if (n > 0) {
        texts_out[i]->append(buffer, static_cast<size_t>(n));
        keep_end(texts_out[i]);
      } else if (n == 0 || errno != EINTR) {
        pipes[i].fd = -1;
      }
    }
  }
  int status = 0;
  rusage usage{};
  while (wait4(child, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  result.wall_seconds = static_cast<double>(monotonic_now() - started) / 1e9;
  auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
  result.user_seconds = seconds(usage.ru_utime);
  result.system_seconds = seconds(usage.ru_stime);
  result.voluntary_switches = usage.ru_nvcsw;
  result.involuntary_switches = usage.ru_nivcsw;
  result.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  if (report >= 0) result.report = read_all(report);
  for (int fd : {output[0], errors[0], report}) {
    if (fd >= 0) close(fd);
  }
  return result;
}

std::string own_executable() {
  char path[PATH_MAX];
  ssize_t n = readlink("/proc/self/exe", path, sizeof(path));
  return n > 0 ? std::string(path, static_cast<size_t>(n)) : "gilded";
}

}  // namespace gilded::cli
