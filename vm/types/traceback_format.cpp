// What an uncaught exception looks like: CPython 3.13's format.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/code_object.h"
#include "vm/types/dict.h"
#include "vm/types/exception.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/source_lines.h"
#include "vm/types/string.h"
#include "vm/types/suggestions.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

struct Formatter {
  Thread* T;
  std::string out;
  std::set<uint64_t> seen;

  std::string text_of(Value v) {
    String* s = to_str(T, v);
    if (s) return to_utf8(s);
    clear_exception(T);
    return "<exception str() failed>";
  }

  // The first line of code and the marks below it.
  void source_line(const std::string& indent, const std::string& filename, const compiler::Position& position,
                   const compiler::Code* code) {
    std::optional<std::string> line = source_line_of(T, filename, position.line, code);
    if (!line) return;
    size_t blanks = line->find_first_not_of(" \t\f");
    if (blanks == std::string::npos) return;
    std::string shown = line->substr(blanks);
    while (!shown.empty() && isspace(static_cast<unsigned char>(shown.back()))) shown.pop_back();
    if (position.column < 0 || !T->runtime->options.debug_ranges) {
      out += indent + "    " + shown + "\n";
      return;
    }
    out += render_source_range(T, filename, position, indent + "    ", code);
  }

  void traceback(Value first, const std::string& indent) {
    std::string last_key;
    int repeated = 0;
    auto flush = [&] {
      if (repeated > 3) {
        int more = repeated - 3;
        out += fmt::format("{}  [Previous line repeated {} more time{}]\n", indent, more, more == 1 ? "" : "s");
      }
    };
    for (Value v = first; is_kind(v, Kind::kTraceback); v = v.as<Traceback>()->next.load()) {
      auto* entry = v.as<Traceback>();
      CodeObject* code = entry->code.load();
      std::string filename = to_utf8(as_string(code->filename.load()));
      std::string name = to_utf8(as_string(code->name.load()));
      std::string key = fmt::format("{}\n{}\n{}", filename, entry->line, name);
      if (key == last_key) {
        if (++repeated > 3) continue;
      } else {
        flush();
        repeated = 1;
        last_key = key;
      }
      out += fmt::format("{}  File \"{}\", line {}, in {}\n", indent, filename, entry->line, name);
      compiler::Position position;
      if (entry->instruction < code->code->positions.size()) position = code->code->positions[entry->instruction];
      position.line = entry->line;
      source_line(indent, filename, position, code->code);
    }
    flush();
  }

  std::string qualified_type(Value exception) {
    Type* type = type_of(T, exception);
    Value name = type->qualified_name.load();
    std::string text = is_string(name) ? to_utf8(as_string(name)) : std::string(name_of(type));
    Value module = get_attribute(T, type, names(T).dunder_module);
    clear_exception(T);
    if (is_string(module)) {
      std::string m = to_utf8(as_string(module));
      if (m != "builtins" && m != "__main__") return m + "." + text;
    }
    return text;
  }

  void syntax_error(Value exception, const std::string& indent) {
    auto* e = exception.as<Exception>();
    Value filename = e->extra[1].load(), line = e->extra[2].load(), offset = e->extra[3].load(),
          text = e->extra[4].load(), end = e->extra[5].load();
    if (!line.is_small_int()) return;
    out += fmt::format("{}  File \"{}\", line {}\n", indent,
                       is_string(filename) ? to_utf8(as_string(filename)) : "<string>", line.as_small_int());
    if (!is_string(text)) return;
    std::string shown = to_utf8(as_string(text));
    size_t line_end = shown.find('\n');
    if (line_end != std::string::npos) shown.resize(line_end);
    // Tabs stay: the caret line repeats them.
    size_t blanks = std::min(shown.find_first_not_of(" \f"), shown.size());
    shown.erase(0, blanks);
    out += indent + "    " + shown + "\n";
    if (!offset.is_small_int() || offset.as_small_int() < 1) return;
    // Offsets count characters.
    auto character_count = [](std::string_view s) {
      return std::count_if(s.begin(), s.end(), [](char c) { return (c & 0xc0) != 0x80; });
    };
    int64_t from = offset.as_small_int();
    if (int64_t length = character_count(to_utf8(as_string(text))); length > 0) from = std::min(from, length);
    int64_t to = from;
    if (is_tuple(end)) {
      Value end_line = (*end.as<Tuple>())[0], end_offset = (*end.as<Tuple>())[1];
      if (end_offset.is_small_int()) to = end_offset.as_small_int();
      if (end_line.is_small_int() && end_line.as_small_int() != line.as_small_int())
        to = static_cast<int64_t>(blanks) + character_count(shown) + 1;
    }
    if (to <= from) to = from + 1;
    int64_t column = from - 1 - static_cast<int64_t>(blanks);
    if (column < 0) return;
    out += indent + "    ";
    size_t at = 0;
    for (int64_t i = 0; i < column; ++i) {
      char c = at < shown.size() ? shown[at] : ' ';
      out += isspace(static_cast<unsigned char>(c)) ? c : ' ';
      do ++at;
      while (at < shown.size() && (shown[at] & 0xc0) == 0x80);
    }
    out += std::string(static_cast<size_t>(to - from), '^') + "\n";
  }

  void final_lines(Value exception, const std::string& indent) {
    std::string type = qualified_type(exception);
    bool is_syntax_error = is_instance_of(T, exception, exception_type(T, Builtin::kSyntaxError));
    std::string message;
    if (is_syntax_error) {
      syntax_error(exception, indent);
      Value text = exception.as<Exception>()->extra[0].load();
      message = text.is_empty() || text.is_none() ? "<no detail available>" : text_of(text);
    } else {
      message = text_of(exception);
    }
    message += suggestion_for(T, exception);
    std::string line = message.empty() ? type : type + ": " + message;
    for (size_t start = 0; start <= line.size();) {
      size_t stop = line.find('\n', start);
      if (stop == std::string::npos) stop = line.size();
      out += indent + line.substr(start, stop - start) + "\n";
      start = stop + 1;
    }
    Value attributes = exception.as<Exception>()->attributes.load();
    Value notes = attributes ? dict_get(attributes.as<Dict>(), names(T).dunder_notes) : kEmpty;
    if (notes.is_empty()) return;
    if (is_kind(notes, Kind::kList) || is_tuple(notes)) {
      (void)for_each(T, notes, [&](Value note) {
        std::string text = text_of(note);
        for (size_t start = 0; start <= text.size();) {
          size_t stop = text.find('\n', start);
          if (stop == std::string::npos) stop = text.size();
          out += indent + text.substr(start, stop - start) + "\n";
          start = stop + 1;
        }
        return true;
      });
      clear_exception(T);
    } else {
      String* s = to_repr(T, notes);
      clear_exception(T);
      if (s) out += indent + to_utf8(s) + "\n";
    }
  }

  void chain(Value exception, const std::string& indent, int depth) {
    seen.insert(exception.bits());
    auto* e = exception.as<Exception>();
    Value cause = e->cause.load(), context = e->context.load();
    if (is_exception(cause) && !seen.count(cause.bits())) {
      chain(cause, indent, depth);
      out += indent + "\n" + indent + "The above exception was the direct cause of the following exception:\n" +
             indent + "\n";
    } else if (cause.is_empty() && is_exception(context) && !e->suppress_context.load() &&
               !seen.count(context.bits())) {
      chain(context, indent, depth);
      out += indent + "\n" + indent + "During handling of the above exception, another exception occurred:\n" + indent +
             "\n";
    }
    if (is_instance_of(T, exception, exception_type(T, Builtin::kBaseExceptionGroup)))
      group(exception, indent, depth);
    else
      single(exception, indent);
  }

  // Where the traceback begins that sys.tracebacklimit leaves of this one: its last entries. None: nothing.
  Value limited(Value first) {
    Value limit = find_attribute(T, T->runtime->sys_module, intern(T, std::string_view("tracebacklimit")));
    int64_t wanted;
    if (!limit || !is_int(limit) || !to_int64(T, limit, &wanted)) {
      bool is_huge = limit && is_int(limit) && int_sign(limit) > 0;
      clear_exception(T);
      return !limit || !is_int(limit) || is_huge ? first : kNone;
    }
    int64_t count = 0;
    for (Value v = first; is_kind(v, Kind::kTraceback); v = v.as<Traceback>()->next.load()) ++count;
    for (; count > std::max<int64_t>(wanted, 0); --count) first = first.as<Traceback>()->next.load();
    return first;
  }

  void single(Value exception, const std::string& indent) {
    Value first = limited(exception.as<Exception>()->traceback.load());
    if (is_kind(first, Kind::kTraceback)) {
      out += indent + "Traceback (most recent call last):\n";
      traceback(first, indent);
    }
    final_lines(exception, indent);
  }

  static constexpr int kMaxGroupDepth = 10, kMaxGroupWidth = 15;
  void group(Value exception, const std::string& given_indent, int depth) {
    if (depth > kMaxGroupDepth) {
      out += given_indent + fmt::format("... (max_group_depth is {})\n", kMaxGroupDepth);
      return;
    }
    std::string indent = depth == 0 ? "  | " : given_indent;
    auto* e = exception.as<Exception>();
    Value first = limited(e->traceback.load());
    if (is_kind(first, Kind::kTraceback)) {
      out += (depth == 0 ? std::string("  + ") : indent) + "Exception Group Traceback (most recent call last):\n";
      traceback(first, indent);
    }
    final_lines(exception, indent);
    Value members = e->extra[1].load();
    if (!is_tuple(members)) return;
    Tuple* tuple = members.as<Tuple>();
    std::string base = indent.substr(0, indent.size() - 2);
    size_t shown = std::min<size_t>(tuple->length, kMaxGroupWidth);
    bool need_close = false;
    for (size_t i = 0; i < tuple->length; ++i) {
      bool truncated = i >= kMaxGroupWidth;
      std::string title = truncated ? "..." : fmt::format("{}", i + 1);
      out += base + (i == 0 ? "+-" : "  ") + fmt::format("+---------------- {} ----------------\n", title);
      std::string inner = base + "  | ";
      if (truncated) {
        size_t rest = tuple->length - kMaxGroupWidth;
        out += inner + fmt::format("and {} more exception{}\n", rest, rest > 1 ? "s" : "");
        need_close = true;
        break;
      }
      Value member = (*tuple)[i];
      bool nested = is_instance_of(T, member, exception_type(T, Builtin::kBaseExceptionGroup));
      chain(member, inner, depth + 1);
      // A group closes its own box.
      need_close = !nested;
      if (i + 1 == shown && shown == tuple->length) break;
    }
    if (need_close) out += base + "  +------------------------------------\n";
  }
};

}  // namespace

std::string format_exception(Thread* T, Value exception) {
  if (!is_exception(exception)) return "";
  Formatter formatter{T, {}, {}};
  Value handled = T->handled_exception;
  formatter.chain(exception, "", 0);
  T->handled_exception = handled;
  clear_exception(T);
  return formatter.out;
}

}  // namespace gilded
