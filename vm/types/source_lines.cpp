#include "vm/types/source_lines.h"

#include <utf8proc.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <vector>

#include "vm/interpreter/embedded_module.h"
#include "vm/runtime.h"

namespace gilded {

static std::optional<std::string> read_text(Thread* T, const std::string& filename, const compiler::Code* code) {
  if (code && code->kept_source) return *code->kept_source;
  if (is_embedded_filename(filename)) {
    // The module's name from its path: a/b.py, a/b/__init__.py.
    std::string name = filename.substr(kEmbeddedFolder.size());
    if (name.size() > 3 && name.ends_with(".py")) name.resize(name.size() - 3);
    if (name.ends_with("/__init__")) name.resize(name.size() - 9);
    std::replace(name.begin(), name.end(), '/', '.');
    EmbeddedSource source;
    if (!T->runtime->hooks.find_embedded(name, &source)) return std::nullopt;
    return std::string(source.text);
  }
  std::ifstream file(filename, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

static std::vector<std::string> lines_of(const std::string& text, int first, int last) {
  std::vector<std::string> lines;
  size_t start = 0;
  for (int number = 1; start < text.size() && number <= last; ++number) {
    size_t end = text.find('\n', start);
    if (end == std::string::npos) end = text.size();
    if (number >= first) {
      std::string line = text.substr(start, end - start);
      if (!line.empty() && line.back() == '\r') line.pop_back();
      lines.push_back(line);
    }
    start = end + 1;
  }
  return lines;
}

std::optional<std::string> source_line_of(Thread* T, const std::string& filename, int number,
                                          const compiler::Code* code) {
  std::optional<std::string> text = read_text(T, filename, code);
  if (!text) return std::nullopt;
  std::vector<std::string> lines = lines_of(*text, number, number);
  return lines.empty() ? std::nullopt : std::optional<std::string>(lines[0]);
}

// Columns on a terminal.
static size_t display_width(std::string_view text) {
  size_t width = 0;
  auto* p = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t c;
    utf8proc_ssize_t n = utf8proc_iterate(p, left, &c);
    if (n <= 0) {
      n = 1;
      c = '?';
    }
    width += c == '\t' ? 1 : static_cast<size_t>(std::max(0, utf8proc_charwidth(c)));
    p += n;
    left -= n;
  }
  return width;
}

namespace {

// The part of an expression that the ^ marks stand under; the rest gets ~. Offsets in bytes of the range's own text.
struct Anchors {
  size_t left, right;
};

bool is_name_character(char c) {
  return isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80);
}

// Skips a string literal that starts at i; the position after it.
size_t skip_string(std::string_view s, size_t i) {
  char quote = s[i];
  bool triple = i + 2 < s.size() && s[i + 1] == quote && s[i + 2] == quote;
  size_t k = i + (triple ? 3 : 1);
  while (k < s.size()) {
    if (s[k] == '\\') {
      k += 2;
      continue;
    }
    if (triple ? s.substr(k, 3) == std::string(3, quote) : s[k] == quote) return k + (triple ? 3 : 1);
    ++k;
  }
  return s.size();
}

// The anchors of a binary operation, a subscript or a call, when the segment is one. The text alone decides: the
// segment is a whole expression, so the outermost operator of lowest precedence splits it.
std::optional<Anchors> find_anchors(std::string_view s) {
  // Outermost pieces: a closing bracket at the very end with its partner not at the start means subscript or call.
  struct Open {
    char c;
    size_t at;
  };
  std::vector<Open> stack;
  std::optional<size_t> last_open;  // partner of the bracket that closes at the end
  struct Operator {
    size_t at, length;
    int precedence;
  };
  std::optional<Operator> best;
  bool operand_before = false;
  for (size_t i = 0; i < s.size();) {
    char c = s[i];
    if (c == '#') {
      while (i < s.size() && s[i] != '\n') ++i;
      continue;
    }
    if (c == '\'' || c == '"') {
      i = skip_string(s, i);
      if (stack.empty()) operand_before = true;
      continue;
    }
    if (c == '(' || c == '[' || c == '{') {
      stack.push_back({c, i});
      ++i;
      continue;
    }
    if (c == ')' || c == ']' || c == '}') {
      if (stack.empty()) return std::nullopt;
      size_t open = stack.back().at;
      stack.pop_back();
      ++i;
      if (stack.empty()) {
        operand_before = true;
        if (i == s.size()) last_open = open;
      }
      continue;
    }
    bool continued = c == '\\' && i + 1 < s.size() && s[i + 1] == '\n';
    if (!stack.empty() || isspace(static_cast<unsigned char>(c)) || continued) {
      ++i;
      continue;
    }
    if (is_name_character(c)) {
      size_t start = i;
      while (i < s.size() && is_name_character(s[i])) ++i;
      std::string_view word = s.substr(start, i - start);
      // Anything but arithmetic at the top level: no anchors. Nor has a statement any.
      for (std::string_view keyword :
           {"and", "or",    "not",    "if",       "else", "lambda", "in",       "is",   "await", "yield",
            "for", "raise", "return", "assert",   "del",  "import", "from",     "with", "while", "class",
            "def", "async", "global", "nonlocal", "pass", "break",  "continue", "try",  "except"}) {
        if (word == keyword) return std::nullopt;
      }
      // Number exponents such as 1e-5.
      if (isdigit(static_cast<unsigned char>(word[0])) && (word.back() == 'e' || word.back() == 'E') && i < s.size() &&
          (s[i] == '-' || s[i] == '+') && word.rfind("0x", 0) != 0) {
        ++i;
        while (i < s.size() && is_name_character(s[i])) ++i;
      }
      operand_before = true;
      continue;
    }
    if (c == '.') {
      ++i;
      continue;
    }
    if (c == ',' || c == ':' || c == '=' || c == '!') return std::nullopt;
    static constexpr struct {
      std::string_view text;
      int precedence;
    } kOperators[] = {{"**", 7}, {"//", 5}, {"<<", 3}, {">>", 3}, {"*", 5}, {"/", 5}, {"%", 5},
                      {"@", 5},  {"+", 4},  {"-", 4},  {"&", 2},  {"^", 1}, {"|", 0}};
    bool matched = false;
    for (auto& op : kOperators) {
      if (s.substr(i, op.text.size()) != op.text) continue;
      matched = true;
      if (operand_before) {
        size_t length = op.text.size();
        if (i + length < s.size() && s[i + length] == '=') return std::nullopt;
        // Left-associative operators split at the last of the lowest precedence, ** at the first.
        if (!best || op.precedence < best->precedence || (op.precedence == best->precedence && op.precedence != 7))
          best = Operator{i, length, op.precedence};
        operand_before = false;
      }
      i += op.text.size();
      break;
    }
    if (matched) continue;
    if (c == '~') {
      ++i;
      continue;
    }
    return std::nullopt;  // a comparison, or something else
  }
  if (best) return Anchors{best->at, best->at + best->length};
  if (last_open && *last_open > 0) return Anchors{*last_open, s.size()};
  return std::nullopt;
}

// Whether `text` is what stands before the value in an assignment to a single name: the name, perhaps in brackets, and
// =.
bool ends_in_assignment(std::string_view text) {
  if (!text.ends_with('=')) return false;
  text.remove_suffix(1);
  auto strip = [&] {
    while (!text.empty() && isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
    while (!text.empty() && isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  };
  for (strip(); text.starts_with('(') && text.ends_with(')'); strip()) text = text.substr(1, text.size() - 2);
  return !text.empty() && std::all_of(text.begin(), text.end(), is_name_character);
}

// `return f(...)` and `x = f(...)` are shown without marks when the call is all that the statement does: they would say
// nothing.
bool is_mere_call(std::string_view before, std::string_view segment, std::string_view after,
                  const std::optional<Anchors>& anchors) {
  if (!anchors || anchors->right != segment.size() || !segment.ends_with(')')) return false;
  size_t next = after.find_first_not_of(" \t\f");
  if (next != std::string_view::npos && after[next] != '#' && after[next] != ';') return false;
  size_t last = before.find_last_not_of(" \t\f");
  if (last == std::string_view::npos) return false;
  before = before.substr(0, last + 1);
  if (before == "return") {
    return std::all_of(segment.begin(), segment.begin() + static_cast<std::ptrdiff_t>(anchors->left),
                       is_name_character);
  }
  return ends_in_assignment(before);
}

}  // namespace

std::string render_source_range(Thread* T, const std::string& filename, const compiler::Position& position,
                                const std::string& indent, const compiler::Code* code) {
  std::optional<std::string> text = read_text(T, filename, code);
  if (!text) return "";
  int last = std::max(position.line, position.end_line);
  std::vector<std::string> lines = lines_of(*text, position.line, last);
  if (lines.empty()) return "";
  // Everything moves left by the smallest indentation.
  size_t dedent = std::string::npos;
  for (const std::string& line : lines) {
    size_t blanks = line.find_first_not_of(" \t\f");
    if (blanks != std::string::npos) dedent = std::min(dedent, blanks);
  }
  if (dedent == std::string::npos) return "";
  size_t start = static_cast<size_t>(position.column), end = static_cast<size_t>(position.end_column);
  if (lines.size() == 1 && end < start) end = start;
  auto shown = [&](size_t i) {
    std::string line = lines[i].size() > dedent ? lines[i].substr(dedent) : "";
    while (!line.empty() && isspace(static_cast<unsigned char>(line.back()))) line.pop_back();
    return line;
  };
  // Does the range leave anything but white space and comments out?
  std::string before = lines.front().substr(0, std::min(start, lines.front().size()));
  std::string after = lines.back().size() > end ? lines.back().substr(end) : "";
  auto blank = [](const std::string& s) { return s.find_first_not_of(" \t\f") == std::string::npos; };
  bool whole = blank(before) && blank(after);

  // The segment's text, to find anchors in, and where each of its bytes stands.
  std::string segment;
  for (size_t i = 0; i < lines.size(); ++i) {
    size_t from = i == 0 ? std::min(start, lines[i].size()) : 0;
    size_t to = i + 1 == lines.size() ? std::min(end, lines[i].size()) : lines[i].size();
    segment += lines[i].substr(from, to > from ? to - from : 0);
    if (i + 1 < lines.size()) segment += '\n';
  }
  std::optional<Anchors> anchors = find_anchors(segment);
  std::string out;
  std::string statement = before.size() > dedent ? before.substr(dedent) : "";
  bool marks = !(whole && !anchors) && !is_mere_call(statement, segment, after, anchors);
  // Of many lines the first, the last and those around the anchors are shown, and a single line between two of them.
  std::vector<bool> is_shown(lines.size(), lines.size() <= 3);
  is_shown.front() = is_shown.back() = true;
  if (anchors) {
    for (size_t at : {anchors->left, anchors->right}) {
      size_t line = static_cast<size_t>(std::count(
          segment.begin(), segment.begin() + static_cast<std::ptrdiff_t>(std::min(at, segment.size())), '\n'));
      for (size_t k = line > 0 ? line - 1 : 0; k <= line + 1 && k < lines.size(); ++k) is_shown[k] = true;
    }
  }
  for (size_t k = 1; k + 1 < lines.size(); ++k) {
    if (is_shown[k - 1] && is_shown[k + 1]) is_shown[k] = true;
  }
  size_t offset = 0;  // in segment
  for (size_t i = 0; i < lines.size(); ++i) {
    bool is_first = i == 0, is_last = i + 1 == lines.size();
    size_t from = is_first ? std::min(start, lines[i].size()) : 0;
    size_t to = is_last ? std::min(end, lines[i].size()) : lines[i].size();
    bool show = is_shown[i];
    std::string mark_line;
    if (marks) {
      size_t content_start = std::max(
          from, lines[i].find_first_not_of(" \t\f") == std::string::npos ? from : lines[i].find_first_not_of(" \t\f"));
      std::string trimmed = lines[i].substr(0, to);
      while (!trimmed.empty() && isspace(static_cast<unsigned char>(trimmed.back()))) trimmed.pop_back();
      size_t content_end = trimmed.size();
      mark_line =
          std::string(content_start > dedent ? display_width(lines[i].substr(dedent, content_start - dedent)) : 0, ' ');
      for (size_t k = content_start; k < content_end;) {
        size_t n = 1;
        while (k + n < content_end && (lines[i][k + n] & 0xc0) == 0x80) ++n;
        size_t in_segment = offset + (k - from);
        bool primary = !anchors || (in_segment >= anchors->left && in_segment < anchors->right);
        mark_line += std::string(display_width(lines[i].substr(k, n)), primary ? '^' : '~');
        k += n;
      }
    }
    offset += (to > from ? to - from : 0) + 1;
    if (show) {
      out += indent + shown(i) + "\n";
      if (marks && mark_line.find_first_of("^~") != std::string::npos) out += indent + mark_line + "\n";
    } else if (is_shown[i - 1]) {
      size_t next = i;
      while (!is_shown[next]) ++next;
      out += indent + "...<" + std::to_string(next - i) + " lines>...\n";
    }
  }
  return out;
}

}  // namespace gilded
