#include "vm/cli/option_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "vm/cli/arguments.h"

namespace gilded::cli {

std::vector<std::string> OptionReader::split(const std::string& names) {
  std::vector<std::string> result;
  for (size_t start = 0; start <= names.size();) {
    size_t comma = std::min(names.find(',', start), names.size());
    result.push_back(names.substr(start, comma - start));
    start = comma + 1;
  }
  return result;
}

int OptionReader::wrong_use(const std::string& message) const {
  fmt::print(stderr, "gilded {}: {}\nTry 'gilded {} --help'.\n", command_, message, command_);
  return 2;
}

bool OptionReader::store(const Option& option, const std::string& text) const {
  if (auto* target = std::get_if<std::string*>(&option.value)) {
    **target = text;
    return true;
  }
  if (auto* target = std::get_if<int*>(&option.value)) {
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), **target);
    return error == std::errc() && end == text.data() + text.size() && **target > 0;
  }
  char* end = nullptr;
  double value = strtod(text.c_str(), &end);
  if (text.empty() || *end || !(value > 0)) return false;
  **std::get_if<double*>(&option.value) = value;
  return true;
}

std::optional<int> OptionReader::read(const std::vector<std::string>& arguments, bool script,
                                      std::vector<std::string>* rest) {
  bool ended = false;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (ended) {
      rest->push_back(argument);
      continue;
    }
    if (argument == "--") {
      ended = true;
      continue;
    }
    if (argument.size() < 2 || argument[0] != '-') {
      // The second plain word is the first that is the script's.
      if (script && !rest->empty()) ended = true;
      rest->push_back(argument);
      continue;
    }
    bool long_form = argument[1] == '-';
    size_t equals = long_form ? argument.find('=') : std::string::npos;
    std::string name = long_form ? argument.substr(0, equals) : argument.substr(0, 2);
    if ((name == "-h" || name == "--help") && !(script && !rest->empty())) {
      fmt::print("{}", help_);
      return 0;
    }
    auto option = std::find_if(options_.begin(), options_.end(), [&](const Option& o) {
      return std::find(o.names.begin(), o.names.end(), name) != o.names.end();
    });
    if (option == options_.end()) {
      if (script && !rest->empty()) {
        ended = true;
        rest->push_back(argument);
        continue;
      }
      std::vector<std::string> known = {"--help"};
      for (const Option& o : options_) known.insert(known.end(), o.names.begin(), o.names.end());
      return wrong_use(fmt::format("unknown option '{}'; did you mean '{}'?", name, nearest_word(name, known)));
    }
    if (auto* target = std::get_if<bool*>(&option->value)) {
      if (equals != std::string::npos || (!long_form && argument.size() > 2))
        return wrong_use(fmt::format("{} takes no value", name));
      **target = true;
      continue;
    }
    std::string value;
    if (equals != std::string::npos)
      value = argument.substr(equals + 1);
    else if (!long_form && argument.size() > 2)
      value = argument.substr(2);
    else if (i + 1 < arguments.size())
      value = arguments[++i];
    else
      return wrong_use(fmt::format("{} needs a value", name));
    if (!store(*option, value)) return wrong_use(fmt::format("{}: '{}' is not a number above 0", name, value));
  }
  return std::nullopt;
}

std::string nearest_word(const std::string& word, const std::vector<std::string>& allowed) {
  std::string best;
  size_t best_distance = SIZE_MAX;
  for (const std::string& candidate : allowed) {
    std::vector<size_t> row(candidate.size() + 1);
    for (size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (size_t i = 1; i <= word.size(); ++i) {
      size_t diagonal = row[0];
      row[0] = i;
      for (size_t j = 1; j < row.size(); ++j) {
        size_t above = row[j];
        row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (word[i - 1] != candidate[j - 1])});
        diagonal = above;
      }
    }
    if (row.back() < best_distance) {
      best_distance = row.back();
      best = candidate;
    }
  }
  return best;
}

bool read_presets(const OptionReader& reader, const std::string& text, std::vector<std::string>* presets) {
  std::vector<std::string> known = preset_names();
  *presets = known;
  if (text.empty()) return true;
  presets->clear();
  for (size_t start = 0; start <= text.size();) {
    size_t comma = std::min(text.find(',', start), text.size());
    std::string name = text.substr(start, comma - start);
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      std::string all;
      for (const std::string& k : known) all += (all.empty() ? "" : ", ") + k;
      reader.wrong_use(
          fmt::format("--as: '{}' is not one of {}; did you mean '{}'?", name, all, nearest_word(name, known)));
      return false;
    }
    presets->push_back(name);
    start = comma + 1;
  }
  return true;
}

}  // namespace gilded::cli
