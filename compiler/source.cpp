#include "compiler/source.h"

#include <fmt/format.h>
#include <iconv.h>
#include <re2/re2.h>

#include <algorithm>
#include <cstring>

namespace gilded::compiler {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Length of the well-formed UTF-8 sequence at the start of `text`, or 0. Surrogates pass only if `allow_surrogates`.
// On failure `*bad_length` tells how many bytes a decoder would report as one broken piece.
size_t utf8_sequence_length(std::string_view text, bool allow_surrogates, size_t* bad_length) {
  auto byte_at = [&](size_t index) { return static_cast<unsigned char>(text[index]); };
  unsigned char lead = byte_at(0);
  *bad_length = 1;
  if (lead < 0x80) return 1;
  size_t length;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED && !allow_surrogates) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return 0;
  }
  for (size_t i = 1; i < length; ++i) {
    if (i >= text.size() || byte_at(i) < low || byte_at(i) > high) {
      *bad_length = i;
      return 0;
    }
    low = 0x80;
    high = 0xBF;
  }
  return length;
}

struct Utf8Fault {
  size_t position;
  size_t length;
  bool at_end;
};

std::optional<Utf8Fault> find_utf8_fault(std::string_view text, bool allow_surrogates) {
  size_t position = 0;
  while (position < text.size()) {
    if (static_cast<unsigned char>(text[position]) < 0x80) {
      ++position;
      continue;
    }
    size_t bad_length = 0;
    size_t length = utf8_sequence_length(text.substr(position), allow_surrogates, &bad_length);
    if (length == 0) return Utf8Fault{position, bad_length, position + bad_length == text.size()};
    position += length;
  }
  return std::nullopt;
}

std::string normalize_line_ends(std::string_view text) {
  if (std::memchr(text.data(), '\r', text.size()) == nullptr) return std::string(text);
  std::string result;
  result.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      result += text[i];
      continue;
    }
    result += '\n';
    if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
  }
  return result;
}

enum class Encoding { Utf8, Latin1, Ascii, Other };

Encoding encoding_named(std::string_view name) {
  std::string folded;
  for (char c : name) folded += (c == '_' || c == ' ') ? '-' : static_cast<char>(c | (c >= 'A' && c <= 'Z' ? 0x20 : 0));
  if (folded == "utf-8" || folded.starts_with("utf-8-") || folded == "utf8" || folded == "u8") return Encoding::Utf8;
  for (std::string_view alias :
       {"latin-1", "latin1", "iso-8859-1", "iso8859-1", "iso-latin-1", "l1", "8859", "cp819", "latin"}) {
    if (folded == alias || folded.starts_with(std::string(alias) + "-")) return Encoding::Latin1;
  }
  for (std::string_view alias : {"ascii", "us-ascii", "646"}) {
    if (folded == alias) return Encoding::Ascii;
  }
  return Encoding::Other;
}

// A byte order mark goes only with this spelling.
bool is_utf8_with_hyphen(std::string_view name) {
  static const RE2 pattern("(?i)utf[-_]8(?:-.*)?");
  return RE2::FullMatch(re2::StringPiece(name.data(), name.size()), pattern);
}

// Any encoding that the C library knows. Nothing: it knows none of that name, or the bytes are malformed.
std::optional<std::string> convert_to_utf8(std::string_view bytes, const std::string& name) {
  iconv_t converter = iconv_open("UTF-8", name.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string text(bytes.size() * 4 + 16, '\0');
  char* in = const_cast<char*>(bytes.data());
  size_t in_left = bytes.size();
  char* out = text.data();
  size_t out_left = text.size();
  bool ok = iconv(converter, &in, &in_left, &out, &out_left) != static_cast<size_t>(-1) && in_left == 0;
  iconv_close(converter);
  if (!ok) return std::nullopt;
  text.resize(static_cast<size_t>(out - text.data()));
  return text;
}

// The encoding named by a coding line, which may stand on the first line, or on the second after a blank or comment
// line.
std::string_view find_coding_line(std::string_view bytes) {
  for (int line = 0; line < 2; ++line) {
    size_t end = bytes.find_first_of("\r\n");
    std::string_view text = bytes.substr(0, end);
    size_t first = text.find_first_not_of(" \t\f");
    if (first != std::string_view::npos && text[first] != '#') return {};
    // Most comments need no pattern, whose making is a good part of a start.
    if (text.find("coding") != std::string_view::npos) {
      static const RE2 coding("#.*?coding[:=][ \\t]*([-_.a-zA-Z0-9]+)", RE2::Latin1);
      re2::StringPiece name;
      if (RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), coding, &name))
        return {name.data(), name.size()};
    }
    if (end == std::string_view::npos) return {};
    bytes.remove_prefix(bytes[end] == '\r' && bytes.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
  }
  return {};
}

SyntaxError error_without_place(std::string message, const std::string& filename) {
  SyntaxError error;
  error.message = std::move(message);
  error.filename = filename;
  error.has_text = false;
  return error;
}

}  // namespace

Source::Source(std::string text, std::string filename) : text_(std::move(text)), filename_(std::move(filename)) {
  line_starts_.push_back(0);
  const char* begin = text_.data();
  const char* end = begin + text_.size();
  for (const char* at = begin; at < end;) {
    const void* found = std::memchr(at, '\n', static_cast<size_t>(end - at));
    if (found == nullptr) break;
    at = static_cast<const char*>(found) + 1;
    if (at < end) line_starts_.push_back(static_cast<uint32_t>(at - begin));
  }
}

Result<Source> Source::from_text(std::string_view text, std::string filename) {
  if (text.find('\0') != std::string_view::npos) {
    return error_without_place("source code string cannot contain null bytes", filename);
  }
  if (text.size() >= UINT32_MAX) return error_without_place("source code is too large", filename);
  if (auto fault = find_utf8_fault(text, true)) {
    return error_without_place("(unicode error) source text is not well-formed", filename);
  }
  return Source(normalize_line_ends(text), std::move(filename));
}

Result<Source> Source::from_bytes(std::string_view bytes, std::string filename, Origin origin) {
  const bool main_file = origin == Origin::kMainFile;
  if (size_t at = bytes.find('\0'); at != std::string_view::npos) {
    SyntaxError error = error_without_place("source code string cannot contain null bytes", filename);
    if (main_file) {
      error.message = "source code cannot contain null bytes";
      error.lineno = 1 + static_cast<int>(std::count(bytes.begin(), bytes.begin() + static_cast<long>(at), '\n'));
      size_t start = bytes.substr(0, at).rfind('\n') + 1;  // npos + 1 is 0
      error.text = std::string(bytes.substr(start, at - start));
      error.has_text = !find_utf8_fault(error.text, false);
    }
    return error;
  }
  if (bytes.size() >= UINT32_MAX / 2) return error_without_place("source code is too large", filename);
  bool has_mark = bytes.starts_with(kByteOrderMark);
  if (has_mark) bytes.remove_prefix(kByteOrderMark.size());
  std::string_view name = find_coding_line(bytes);
  Encoding encoding = name.empty() ? Encoding::Utf8 : encoding_named(name);
  if (has_mark && !name.empty() && !is_utf8_with_hyphen(name)) {
    return error_without_place(
        fmt::format("encoding problem: {} with BOM", encoding == Encoding::Latin1 ? "iso-8859-1" : name), filename);
  }
  if (encoding == Encoding::Other) {
    std::optional<std::string> text = convert_to_utf8(bytes, std::string(name));
    if (!text) {
      SyntaxError error = error_without_place(
          fmt::format("{}: {}", main_file ? "encoding problem" : "unknown encoding", name), filename);
      if (!main_file) error.offset = -1;
      return error;
    }
    return Source(normalize_line_ends(*text), std::move(filename));
  }
  if (encoding == Encoding::Latin1) {
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    for (char c : bytes) {
      unsigned char byte = static_cast<unsigned char>(c);
      if (byte < 0x80) {
        text += c;
      } else {
        text += static_cast<char>(0xC0 | (byte >> 6));
        text += static_cast<char>(0x80 | (byte & 0x3F));
      }
    }
    return Source(normalize_line_ends(text), std::move(filename));
  }
  std::optional<Utf8Fault> fault;
  if (encoding == Encoding::Utf8) {
    fault = find_utf8_fault(bytes, false);
  } else {
    auto bad = std::find_if(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    if (bad != bytes.end()) fault = Utf8Fault{static_cast<size_t>(bad - bytes.begin()), 1, false};
  }
  if (fault) {
    int lineno =
        1 + static_cast<int>(std::count(bytes.begin(), bytes.begin() + static_cast<long>(fault->position), '\n'));
    unsigned byte = static_cast<unsigned char>(bytes[fault->position]);
    SyntaxError error;
    if (name.empty() && main_file) {
      return error_without_place(
          fmt::format("Non-UTF-8 code starting with '\\x{:02x}' in file {} on line {}, but no encoding declared; see "
                      "https://peps.python.org/pep-0263/ for details",
                      byte, filename, lineno),
          filename);
    }
    if (name.empty()) {
      error.message = fmt::format(
          "Non-UTF-8 code starting with '\\x{:02x}' on line {}, but no encoding declared; see "
          "https://peps.python.org/pep-0263/ for details",
          byte, lineno);
    } else if (encoding == Encoding::Ascii) {
      if (main_file) return error_without_place(fmt::format("encoding problem: {}", name), filename);
      error = error_without_place(
          fmt::format("'ascii' codec can't decode byte 0x{:02x} in position {}: ordinal not in range(128)", byte,
                      fault->position),
          filename);
      error.offset = -1;
      return error;
    } else {
      bool bad_lead = byte < 0xC2 || byte > 0xF4;
      error.message = fmt::format(
          "(unicode error) 'utf-8' codec can't decode byte 0x{:02x} in position {}: {}", byte, fault->position,
          bad_lead ? "invalid start byte" : (fault->at_end ? "unexpected end of data" : "invalid continuation byte"));
    }
    error.filename = filename;
    error.lineno = lineno;
    error.has_text = false;
    return error;
  }
  return Source(normalize_line_ends(bytes), std::move(filename));
}

std::string_view Source::line_with_end(int lineno) const {
  if (lineno < 1 || lineno > line_count()) return {};
  size_t start = line_start(lineno);
  size_t end = lineno < line_count() ? line_start(lineno + 1) : text_.size();
  return std::string_view(text_).substr(start, end - start);
}

std::string_view Source::line(int lineno) const {
  std::string_view line = line_with_end(lineno);
  if (line.ends_with('\n')) line.remove_suffix(1);
  return line;
}

int Source::code_point_column(int lineno, int byte_column) const {
  std::string_view line = line_with_end(lineno);
  int inside = std::min(byte_column, static_cast<int>(line.size()));
  int continuation_bytes = 0;
  for (int i = 0; i < inside; ++i)
    continuation_bytes += (static_cast<unsigned char>(line[static_cast<size_t>(i)]) & 0xC0) == 0x80;
  return byte_column - continuation_bytes;
}

}  // namespace gilded::compiler
