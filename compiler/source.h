// A program text and what can be wrong with it.
//
// Source owns the text of one file as UTF-8 with '\n' line ends and knows where each line starts. SyntaxError is a
// plain value with the fields of Python's SyntaxError; every front-end function that can fail returns a Result holding
// either its answer or a SyntaxError. No C++ exception leaves the front end.
//
// Thread safety: a Source never changes after construction and may be read from many threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace gilded::compiler {

// An error in the program text. Lines are 1-based. Offsets are 1-based and count code points (not bytes), as Python's
// SyntaxError.offset does; 0 means "unknown". An end of 0 (or -1, where Python says so) means that only the start is
// known. `text` is the offending line including its line end, if there is one.
struct SyntaxError {
  std::string type = "SyntaxError";  // or "IndentationError", "TabError"; "MemoryError" and "ValueError" in rare cases
  std::string message;
  std::string filename;
  int lineno = 0;
  int offset = 0;
  int end_lineno = 0;
  int end_offset = 0;
  std::string text;
  bool has_text = true;  // false: Python would show None
  // The text is right as far as it goes, but ends too early. A prompt asks for another line then.
  bool incomplete = false;
  // The pass that found it. Python's later passes have no source any more and show the line that the file of that name
  // holds; its symbol table leaves the place out of `args`.
  enum class Pass : uint8_t { kParser, kScope, kCode };
  Pass pass = Pass::kParser;
};

// A questionable construct that compiles all the same, such as "\d" in an ordinary string.
struct SyntaxWarning {
  std::string category;  // "SyntaxWarning" or "DeprecationWarning"
  std::string message;
  int lineno = 0;
  // Where the SyntaxError would be that a filter makes of it; as in SyntaxError.
  int offset = 0, end_lineno = 0, end_offset = 0;
};

// Either a T or the SyntaxError that prevented it.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(SyntaxError error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // REQUIRES: ok().
  T& value() { return std::get<0>(state_); }
  const T& value() const { return std::get<0>(state_); }
  T& operator*() { return value(); }
  T* operator->() { return &value(); }

  // REQUIRES: !ok().
  SyntaxError& error() { return std::get<1>(state_); }
  const SyntaxError& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, SyntaxError> state_;
};

class Source {
 public:
  // Takes text that is already UTF-8 (a Python str; lone surrogates as WTF-8). A coding line has no effect.
  // "\r\n" and "\r" become "\n".
  static Result<Source> from_text(std::string_view text, std::string filename);

  // Takes the bytes of a file: honours a UTF-8 byte order mark and a coding line in the first two lines (utf-8, ascii,
  // latin-1 and whatever else iconv knows), and fails on malformed text.
  // Python reads the program's own file line by line, and says less about some faults of it than about other bytes.
  enum class Origin { kBytes, kMainFile };
  static Result<Source> from_bytes(std::string_view bytes, std::string filename, Origin origin = Origin::kBytes);

  const std::string& text() const { return text_; }
  const std::string& filename() const { return filename_; }

  // Number of lines; a last line without line end counts.
  int line_count() const { return static_cast<int>(line_starts_.size()); }

  // Line `lineno` (1-based) without its line end; empty if there is no such line.
  std::string_view line(int lineno) const;

  // The same with its line end, where it has one.
  std::string_view line_with_end(int lineno) const;

  // Byte offset in text() of the start of line `lineno` (1-based).
  size_t line_start(int lineno) const { return line_starts_[static_cast<size_t>(lineno) - 1]; }

  // Code points in the first `byte_column` bytes of line `lineno`: turns a byte column into what SyntaxError.offset
  // counts (minus one).
  int code_point_column(int lineno, int byte_column) const;

 private:
  Source(std::string text, std::string filename);

  std::string text_;
  std::string filename_;
  std::vector<uint32_t> line_starts_;
};

}  // namespace gilded::compiler
