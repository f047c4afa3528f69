// What the commands print to: its width, whether it shows colours, and tables that fit it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gilded::cli {

// The sixteen colours of every terminal, by what they say. Nothing is said by colour alone.
enum class Style { kPlain, kStrong, kGood, kBad, kFaint, kTitle };

// COLUMNS, else the terminal's width, else 80; at least 40.
int terminal_width();
// PYTHON_COLORS, NO_COLOR, FORCE_COLOR and TERM=dumb decide, in this order; else whether the stream (1 or 2) is a
// terminal.
bool colours_wanted(int stream);
// `text` in a style, when standard output shows colours.
std::string styled(std::string_view text, Style style);
// Columns that UTF-8 text takes.
int text_width(std::string_view text);
// At most so many columns; what is cut ends in "..".
std::string clipped(std::string_view text, int width);
// Broken at blanks, each line behind the indentation.
std::string wrapped(std::string_view text, int width, int indent);
// A line that says what is going on, on standard error; the next one or clear_progress() replaces it. Nothing unless
// that is a terminal.
void show_progress(const std::string& text);
void clear_progress();

// Numbers for people.
std::string grouped(uint64_t number);       // 1,234,567
std::string amount_text(double value);      // 1.23 M, 45.6 k, 789
std::string duration_text(double seconds);  // 12.3 ms, 1.24 s

class Table {
 public:
  struct Column {
    std::string title;
    bool right = true;  // aligned to the right
  };
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  struct Cell {
    std::string text;
    Style style = Style::kPlain;
    Cell(std::string t, Style s = Style::kPlain) : text(std::move(t)), style(s) {}  // NOLINT: text is a cell
    Cell(const char* t) : text(t) {}                                                // NOLINT
  };
  void add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
  // One more at the right, a cell for each row.
  void add_column(Column column, std::vector<Cell> cells);
  int width() const;  // as text, before anything gives way
  // The last column gives way when all together are wider than the terminal.
  std::string text() const;
  std::string markdown() const;
  std::string csv() const;

 private:
  std::vector<int> widths() const;
  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace gilded::cli
