// The options of a command. Written by hand for one rule that libraries do not have: a command that runs a script takes
// its own options before and directly after FILE; from the first word that is none of them (or after --) everything is
// the script's.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace gilded::cli {

class OptionReader {
 public:
  // `help` is the whole help screen, printed for -h and --help.
  OptionReader(std::string command, std::string help) : command_(std::move(command)), help_(std::move(help)) {}
  // names: "-n,--runs". The value is left alone when the option does not stand there.
  void flag(const std::string& names, bool* value) { options_.push_back({split(names), value}); }
  void text(const std::string& names, std::string* value) { options_.push_back({split(names), value}); }
  void number(const std::string& names, int* value) { options_.push_back({split(names), value}); }
  void seconds(const std::string& names, double* value) { options_.push_back({split(names), value}); }
  // What is no option goes to *rest. `script`: see above; otherwise options may stand anywhere.
  // Returns an exit status when there is nothing more to do: 0 after --help, 2 after a message about wrong use.
  std::optional<int> read(const std::vector<std::string>& arguments, bool script, std::vector<std::string>* rest);
  // Says what is wrong, and how to get help; returns 2.
  int wrong_use(const std::string& message) const;

 private:
  struct Option {
    std::vector<std::string> names;
    std::variant<bool*, std::string*, int*, double*> value;
  };
  static std::vector<std::string> split(const std::string& names);
  bool store(const Option& option, const std::string& text) const;
  std::string command_, help_;
  std::vector<Option> options_;
};

// The nearest of the allowed words by edit distance, for "did you mean".
std::string nearest_word(const std::string& word, const std::vector<std::string>& allowed);
// "2.7,3.9" as presets; nothing: all four. False: a message was printed.
bool read_presets(const OptionReader& reader, const std::string& text, std::vector<std::string>* presets);

}  // namespace gilded::cli
