#include "vm/cli/terminal.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace gilded::cli {

int terminal_width() {
  constexpr int kLeast = 40, kUsual = 80;
  if (const char* columns = getenv("COLUMNS")) {
    int n = atoi(columns);
    if (n > 0) return std::max(n, kLeast);
  }
  winsize size{};
  if (ioctl(1, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return std::max<int>(size.ws_col, kLeast);
  return kUsual;
}

bool colours_wanted(int stream) {
  const char* python = getenv("PYTHON_COLORS");
  if (python && strcmp(python, "1") == 0) return true;
  if (python && strcmp(python, "0") == 0) return false;
  auto set = [](const char* name) {
    const char* v = getenv(name);
    return v && *v;
  };
  if (set("NO_COLOR")) return false;
  if (set("FORCE_COLOR")) return true;
  const char* term = getenv("TERM");
  if (term && strcmp(term, "dumb") == 0) return false;
  return isatty(stream) != 0;
}

std::string styled(std::string_view text, Style style) {
  static const bool wanted = colours_wanted(1);
  const char* codes[] = {"", "1", "32", "31", "2", "1;34"};
  if (!wanted || style == Style::kPlain || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", codes[static_cast<int>(style)], text);
}

int text_width(std::string_view text) {
  return static_cast<int>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string clipped(std::string_view text, int width) {
  if (text_width(text) <= width) return std::string(text);
  if (width <= 2) return std::string(static_cast<size_t>(std::max(width, 0)), '.');
  std::string result;
  int columns = 0;
  for (char c : text) {
    if ((static_cast<unsigned char>(c) & 0xc0) != 0x80 && ++columns > width - 2) break;
    result += c;
  }
  return result + "..";
}

std::string wrapped(std::string_view text, int width, int indent) {
  std::string result, line;
  auto flush = [&] {
    result += std::string(static_cast<size_t>(indent), ' ') + line + "\n";
    line.clear();
  };
  for (size_t start = 0; start < text.size();) {
    size_t end = std::min(text.find(' ', start), text.size());
    std::string_view word = text.substr(start, end - start);
    if (!line.empty() && indent + text_width(line) + 1 + text_width(word) > width) flush();
    if (!line.empty()) line += ' ';
    line += word;
    start = end + 1;
  }
  if (!line.empty()) flush();
  return result;
}

void show_progress(const std::string& text) {
  if (!isatty(2)) return;
  fmt::print(stderr, "\r\x1b[K{}", clipped(text, terminal_width() - 1));
  fflush(stderr);
}
void clear_progress() {
  if (!isatty(2)) return;
  fmt::print(stderr, "\r\x1b[K");
  fflush(stderr);
}

std::string grouped(uint64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<size_t>(at), ",");
  return digits;
}

std::string amount_text(double value) {
  if (value >= 1e9) return fmt::format("{:.2f} G", value / 1e9);
  if (value >= 1e6) return fmt::format("{:.2f} M", value / 1e6);
  if (value >= 1e4) return fmt::format("{:.1f} k", value / 1e3);
  if (value >= 100) return fmt::format("{:.0f}", value);
  return fmt::format("{:.1f}", value);
}

std::string duration_text(double seconds) {
  if (seconds == 0) return "0 ms";
  if (seconds < 1e-6) return fmt::format("{:.0f} ns", seconds * 1e9);
  if (seconds < 1e-3) return fmt::format("{:.1f} us", seconds * 1e6);
  if (seconds < 1) return fmt::format("{:.1f} ms", seconds * 1e3);
  return fmt::format("{:.2f} s", seconds);
}

std::vector<int> Table::widths() const {
  std::vector<int> widths;
  for (size_t i = 0; i < columns_.size(); ++i) {
    int width = text_width(columns_[i].title);
    for (const auto& row : rows_) width = std::max(width, i < row.size() ? text_width(row[i].text) : 0);
    widths.push_back(width);
  }
  return widths;
}

int Table::width() const {
  int total = 0;
  for (int width : widths()) total += width + 2;
  return total;
}

void Table::add_column(Column column, std::vector<Cell> cells) {
  columns_.push_back(std::move(column));
  for (size_t i = 0; i < rows_.size() && i < cells.size(); ++i) rows_[i].push_back(std::move(cells[i]));
}

std::string Table::text() const {
  std::vector<int> widths = this->widths();
  if (int excess = width() - terminal_width(); excess > 0) widths.back() = std::max(widths.back() - excess, 8);
  std::string result;
  auto line = [&](auto cell_of, size_t count) {
    std::string text = " ";
    for (size_t i = 0; i < count; ++i) {
      Cell cell = cell_of(i);
      std::string shown = clipped(cell.text, widths[i]);
      std::string blanks(static_cast<size_t>(widths[i] - text_width(shown)), ' ');
      text += columns_[i].right ? " " + blanks + styled(shown, cell.style) : " " + styled(shown, cell.style) + blanks;
      text += ' ';
    }
    while (!text.empty() && text.back() == ' ') text.pop_back();
    result += text + "\n";
  };
  line([&](size_t i) { return Cell(columns_[i].title, Style::kStrong); }, columns_.size());
  for (const auto& row : rows_) line([&](size_t i) { return row[i]; }, std::min(row.size(), columns_.size()));
  return result;
}

std::string Table::markdown() const {
  std::string result = "|", rule = "|";
  for (const Column& column : columns_) {
    result += " " + column.title + " |";
    rule += column.right ? "--:|" : "---|";
  }
  result += "\n" + rule + "\n";
  for (const auto& row : rows_) {
    result += "|";
    for (const Cell& cell : row) result += " " + cell.text + " |";
    result += "\n";
  }
  return result;
}

std::string Table::csv() const {
  auto field = [](const std::string& text) {
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
  };
  std::string result;
  for (size_t i = 0; i < columns_.size(); ++i) result += (i ? "," : "") + field(columns_[i].title);
  result += "\n";
  for (const auto& row : rows_) {
    for (size_t i = 0; i < row.size(); ++i) result += (i ? "," : "") + field(row[i].text);
    result += "\n";
  }
  return result;
}

}  // namespace gilded::cli
