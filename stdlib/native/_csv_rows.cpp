// _csv_rows: the loops of csv: splitting lines into fields, and joining fields into lines. Dialects are csv's business
// (stdlib/python/_csv.py).
//
// A reader is a machine that eats one character at a time and keeps its state from line to line, for quoted fields may
// hold line ends:
//
//   kStartRecord -> kStartField -> kInField ------------------------------> (delimiter) kStartField, (line end)
//   kStartRecord
//                        '-------> kInQuotedField -> kQuoteInQuotedField --'
#include <array>
#include <atomic>
#include <string>

#include "stdlib/native/stateful_record.h"
#include "vm/object/native.h"
#include "vm/types/complex.h"
#include "vm/types/float.h"
#include "vm/types/int.h"
#include "vm/types/list.h"

namespace gilded {

namespace {

enum class Quoting { kMinimal, kAll, kNonNumeric, kNone, kStrings, kNotNull };
constexpr char32_t kAbsent = 0xffffffff;     // no such character
constexpr char32_t kEndOfLine = 0xfffffffe;  // what follows the last character of a line

struct Dialect {
  char32_t delimiter = ',', quote = '"', escape = kAbsent;
  bool double_quote = true, skip_initial_space = false, strict = false;
  Quoting quoting = Quoting::kMinimal;
  std::u32string line_end;
  // By character below 256: does a run of ordinary characters end at it, outside of quotes and within; does a writer
  // have to think about it?
  std::array<bool, 256> ends_run{}, ends_quoted_run{}, is_special{};

  void fill_tables() {
    for (char32_t c = 0; c < 256; ++c) {
      bool is_line_end = c == '\n' || c == '\r';
      ends_run[c] = c == delimiter || c == escape || is_line_end;
      ends_quoted_run[c] = c == quote || c == escape || is_line_end;
      is_special[c] = ends_run[c] || c == quote || line_end.find(c) != std::u32string::npos;
    }
  }
  bool ends(const std::array<bool, 256>& table, char32_t c) const {
    if (c < 256) return table[c];
    return c == delimiter || c == escape || c == quote ||
           (&table == &is_special && line_end.find(c) != std::u32string::npos);
  }
};

// The limit of the length of a field.
struct CsvState {
  explicit CsvState(Runtime*) {}
  std::atomic<int64_t> limit{int64_t{128} * 1024};
};

enum class State {
  kStartRecord,
  kStartField,
  kEscaped,
  kAfterEscapedLineEnd,
  kInField,
  kInQuotedField,
  kEscapedInQuotedField,
  kQuoteInQuotedField,
  kEatLineEnd
};

struct Rows {  // of a reader or a writer
  Dialect dialect;
  State state = State::kStartRecord;
  StringBuilder field;
  bool is_unquoted = false;
  int64_t line_number = 0;
};

constexpr size_t kSource = 1, kDialect = 2, kRowSlots = 3;  // source: the iterator, or the file's write

bool character_attribute(Thread* T, Value dialect, std::string_view name, char32_t* out) {
  Value v = get_attribute(T, dialect, name);
  if (!v) return false;
  *out = is_string(v) && as_string(v)->length == 1 ? as_string(v)->at(0) : kAbsent;
  return true;
}

bool flag_attribute(Thread* T, Value dialect, std::string_view name, bool* out) {
  Value v = get_attribute(T, dialect, name);
  return v && truth(T, v, out);
}

bool read_dialect(Thread* T, Value v, Dialect* out) {
  Value quoting = get_attribute(T, v, "quoting"), line_end = get_attribute(T, v, "lineterminator");
  int64_t number;
  if (!quoting || !line_end || !to_int64(T, quoting, &number)) return false;
  out->quoting = static_cast<Quoting>(number);
  if (is_string(line_end)) {
    for (size_t i = 0; i < as_string(line_end)->length; ++i) out->line_end += as_string(line_end)->at(i);
  }
  bool done = character_attribute(T, v, "delimiter", &out->delimiter) &&
              character_attribute(T, v, "quotechar", &out->quote) &&
              character_attribute(T, v, "escapechar", &out->escape) &&
              flag_attribute(T, v, "doublequote", &out->double_quote) &&
              flag_attribute(T, v, "skipinitialspace", &out->skip_initial_space) &&
              flag_attribute(T, v, "strict", &out->strict);
  out->fill_tables();
  return done;
}

Raised raise_csv(Thread* T, std::string_view message) {
  return raise_of_module(T, "_csv", "Error", message);
}

std::string utf8_of(Thread* T, char32_t c) {
  return to_utf8(make_character(T, c));
}

// A reader or writer of `type_name`, which must be an attribute of this module.
Value make_rows(Thread* T, Arguments args, std::string_view name) {
  Value type = get_attribute(T, args.callee.as<NativeFunction>()->self.load(), name);
  Record* record = type ? make_stateful_record(T, type.as<Type>(), kRowSlots) : nullptr;
  if (!record) return kEmpty;
  state_of<Rows>(record) = new Rows;
  record->set(kSource, args[0]);
  record->set(kDialect, args[1]);
  return read_dialect(T, args[1], &state_of<Rows>(record)->dialect) ? Value(record) : kEmpty;
}

Value make_reader(Thread* T, Arguments args) {
  return make_rows(T, args, "reader");
}
Value make_writer(Thread* T, Arguments args) {
  return make_rows(T, args, "writer");
}

void rows_finalize(Thread*, Object* object) {
  Value self(object);
  delete state_of<Rows>(self);
  state_of<Rows>(self) = nullptr;
}

// --- Reading

bool save_field(Thread* T, Rows* rows, List* fields) {
  bool is_empty = rows->field.length() == 0, is_unquoted = rows->is_unquoted;
  Quoting quoting = rows->dialect.quoting;
  Value field;
  if (is_unquoted && is_empty && (quoting == Quoting::kStrings || quoting == Quoting::kNotNull)) {
    field = kNone;
  } else {
    field = rows->field.build(T);
    if (!field) return false;
    // A column without quotes is a number in these dialects.
    if (is_unquoted && !is_empty && (quoting == Quoting::kNonNumeric || quoting == Quoting::kStrings)) {
      field = call(T, Value(types(T).float_), {field});
      if (!field) return false;
    }
  }
  rows->field.clear();
  return list_append(T, fields, field);
}

bool process(Thread* T, Rows* rows, List* fields, char32_t c) {
  const Dialect& d = rows->dialect;
  bool at_end = c == '\n' || c == '\r' || c == kEndOfLine;
  auto end_record = [&] {
    rows->state = c == kEndOfLine ? State::kStartRecord : State::kEatLineEnd;
    return true;
  };
  switch (rows->state) {
    case State::kStartRecord:
      if (c == kEndOfLine) return true;  // an empty line is an empty list
      if (at_end) return end_record();
      [[fallthrough]];
    case State::kStartField:
      rows->is_unquoted = true;
      if (at_end) return save_field(T, rows, fields) && end_record();
      if (c == d.quote && d.quoting != Quoting::kNone) {
        rows->is_unquoted = false;
        rows->state = State::kInQuotedField;
      } else if (c == d.escape) {
        rows->state = State::kEscaped;
      } else if (c == ' ' && d.skip_initial_space) {
        rows->state = State::kStartField;
      } else if (c == d.delimiter) {
        rows->state = State::kStartField;
        return save_field(T, rows, fields);
      } else {
        rows->field.append(c);
        rows->state = State::kInField;
      }
      return true;
    case State::kEscaped:
      rows->field.append(c == kEndOfLine ? '\n' : c);
      rows->state = c == '\n' || c == '\r' ? State::kAfterEscapedLineEnd : State::kInField;
      return true;
    case State::kAfterEscapedLineEnd:
      if (c == kEndOfLine) return true;
      [[fallthrough]];
    case State::kInField:
      if (at_end) return save_field(T, rows, fields) && end_record();
      if (c == d.escape) {
        rows->state = State::kEscaped;
      } else if (c == d.delimiter) {
        rows->state = State::kStartField;
        return save_field(T, rows, fields);
      } else {
        rows->field.append(c);
        rows->state = State::kInField;
      }
      return true;
    case State::kInQuotedField:
      if (c == kEndOfLine) return true;
      if (c == d.escape) {
        rows->state = State::kEscapedInQuotedField;
      } else if (c == d.quote && d.quoting != Quoting::kNone) {
        rows->state = d.double_quote ? State::kQuoteInQuotedField : State::kInField;
      } else {
        rows->field.append(c);
      }
      return true;
    case State::kEscapedInQuotedField:
      rows->field.append(c == kEndOfLine ? '\n' : c);
      rows->state = State::kInQuotedField;
      return true;
    case State::kQuoteInQuotedField:
      if (c == d.quote && d.quoting != Quoting::kNone) {
        rows->field.append(c);
        rows->state = State::kInQuotedField;
      } else if (c == d.delimiter) {
        rows->state = State::kStartField;
        return save_field(T, rows, fields);
      } else if (at_end) {
        return save_field(T, rows, fields) && end_record();
      } else if (!d.strict) {
        rows->field.append(c);
        rows->state = State::kInField;
      } else {
        return raise_csv(T, fmt::format("'{}' expected after '{}'", utf8_of(T, d.delimiter), utf8_of(T, d.quote)));
      }
      return true;
    case State::kEatLineEnd:
      if (c == kEndOfLine) rows->state = State::kStartRecord;
      return at_end ||
             raise_csv(T, "new-line character seen in unquoted field - do you need to open the file with newline=''?");
  }
  return true;
}

bool process_line(Thread* T, Rows* rows, List* fields, String* line, int64_t limit) {
  const Dialect& d = rows->dialect;
  size_t length = line->length;
  const bool is_plain = !d.skip_initial_space && d.quoting != Quoting::kNonNumeric && d.quoting != Quoting::kStrings;
  bool done = with_characters(line, [&](auto* characters) {
    for (size_t i = 0; i < length; ++i) {
      // A whole field of ordinary characters needs no builder.
      if (is_plain && (rows->state == State::kStartField || rows->state == State::kStartRecord) &&
          !d.ends(d.is_special, characters[i]) && rows->field.length() == 0) {
        size_t end = i + 1;
        while (end < length && !d.ends(d.ends_run, characters[end])) ++end;
        if (end < length && characters[end] == d.delimiter && static_cast<int64_t>(end - i) <= limit) {
          String* field = substring(T, line, i, end);
          if (!field || !list_append(T, fields, field)) return false;
          rows->state = State::kStartField;
          i = end;
          continue;
        }
      }
      // A run of ordinary characters is taken at once.
      if (rows->state == State::kInField || rows->state == State::kInQuotedField) {
        size_t end = i;
        const auto& table = rows->state == State::kInField ? d.ends_run : d.ends_quoted_run;
        while (end < length && !d.ends(table, characters[end])) ++end;
        if (end > i) rows->field.append(line, i, end);
        if (static_cast<int64_t>(rows->field.length()) > limit) return false;
        i = end;
        if (i == length) break;
      }
      if (!process(T, rows, fields, characters[i])) return false;
      if (static_cast<int64_t>(rows->field.length()) > limit) return false;
    }
    return true;
  });
  if (!done)
    return T->has_exception()
               ? false
               : static_cast<bool>(raise_csv(T, fmt::format("field larger than field limit ({})", limit)));
  return process(T, rows, fields, kEndOfLine);
}

// The limit before; sets a new one when given.
Value field_limit(Thread* T, Arguments args) {
  std::atomic<int64_t>& limit = native_state<CsvState>(T->runtime).limit;
  int64_t wanted, before = limit.load(std::memory_order_relaxed);
  if (args.has(0)) {
    if (!to_int64(T, args[0], &wanted)) return kEmpty;
    before = limit.exchange(wanted, std::memory_order_relaxed);
  }
  return make_int(T, before);
}

Value reader_next(Thread* T, Value self) {
  auto* record = self.as<Record>();
  int64_t limit = native_state<CsvState>(T->runtime).limit.load(std::memory_order_relaxed);
  List* fields = make_list(T);
  if (!fields) return kEmpty;
  bool is_first = true;
  while (true) {
    Value line = next_item(T, record->get(kSource));
    StateScope scope(T, self);
    if (!scope || T->has_exception()) return kEmpty;
    Rows* rows = state_of<Rows>(self);
    if (is_first) {
      rows->state = State::kStartRecord;
      rows->field.clear();
      is_first = false;
    }
    if (!line) {
      if (rows->field.length() == 0 && rows->state != State::kInQuotedField) return kEmpty;
      if (rows->dialect.strict) return raise_csv(T, "unexpected end of data");
      return save_field(T, rows, fields) ? Value(fields) : kEmpty;
    }
    if (!is_string(line))
      return raise_csv(T, fmt::format("iterator should return strings, not {} (the file should be opened in text mode)",
                                      type_name(T, line)));
    ++rows->line_number;
    if (!process_line(T, rows, fields, as_string(line), limit)) return kEmpty;
    if (rows->state == State::kStartRecord) return fields;
  }
}

// --- Writing

bool is_number(Thread* T, Value v) {
  if (v.is_small_int() || v.is_float()) return true;
  const TypeSlots& slots = type_of(T, v)->slots;
  return slots.index || slots.to_int || slots.to_float || is_complex(v);
}

// Appends a field in the form that its characters and the dialect ask for.
bool append_field(Thread* T, const Dialect& d, StringBuilder* out, String* text, bool is_quoted, bool is_null) {
  size_t length = text ? text->length : 0;
  if (length == 0 && d.delimiter == ' ' && d.skip_initial_space) {
    if (d.quoting == Quoting::kNone || (is_null && (d.quoting == Quoting::kStrings || d.quoting == Quoting::kNotNull)))
      return raise_csv(T, "empty field must be quoted if delimiter is a space and skipinitialspace is true");
    is_quoted = true;
  }
  auto is_special = [&d](char32_t c) { return d.ends(d.is_special, c); };
  auto is_escaped = [&d](char32_t c) {
    return d.quoting == Quoting::kNone || c == d.escape || (c == d.quote && !d.double_quote);
  };
  bool has_special = false;
  size_t first = 0;
  if (text) {
    first = with_characters(text, [&](auto* characters) {
      size_t i = 0;
      while (i < length && !is_special(characters[i])) ++i;
      return i;
    });
  }
  for (size_t i = first; i < length; ++i) {
    char32_t c = text->at(i);
    if (!is_special(c)) continue;
    has_special = true;
    if (!is_escaped(c)) {
      is_quoted = true;
    } else if (d.escape == kAbsent) {
      return raise_csv(T, "need to escape, but no escapechar set");
    }
  }
  if (is_quoted) out->append(d.quote);
  if (!has_special) {
    if (text) out->append(text);
  } else {
    for (size_t i = 0; i < length; ++i) {
      char32_t c = text->at(i);
      if (is_special(c)) {
        if (is_escaped(c))
          out->append(d.escape);
        else if (c == d.quote)
          out->append(c);
      }
      out->append(c);
    }
  }
  if (is_quoted) out->append(d.quote);
  return true;
}

Value write_row(Thread* T, Value self, Value row) {
  auto* record = self.as<Record>();
  const Dialect& d = state_of<Rows>(self)->dialect;  // never changes
  StringBuilder out;
  size_t count = 0;
  bool is_null = false;
  Value iterator = get_iterator(T, row);
  if (!iterator) {
    if (!exception_matches(T, Builtin::kTypeError)) return kEmpty;
    clear_exception(T);
    return raise_csv(T, fmt::format("iterable expected, not {}", type_name(T, row)));
  }
  bool done = for_each(T, iterator, [&](Value field) {
    bool is_quoted = false;
    switch (d.quoting) {
      case Quoting::kAll:
        is_quoted = true;
        break;
      case Quoting::kNonNumeric:
        is_quoted = !is_number(T, field);
        break;
      case Quoting::kStrings:
        is_quoted = is_string(field);
        break;
      case Quoting::kNotNull:
        is_quoted = !field.is_none();
        break;
      default:
        break;
    }
    is_null = field.is_none();
    String* text = nullptr;
    if (!is_null && !(text = is_string(field) ? as_string(field) : to_str(T, field))) return false;
    if (count++) out.append(d.delimiter);
    return append_field(T, d, &out, text, is_quoted, is_null);
  });
  if (!done) return kEmpty;
  if (count > 0 && out.length() == 0) {
    if (d.quoting == Quoting::kNone || (is_null && (d.quoting == Quoting::kStrings || d.quoting == Quoting::kNotNull)))
      return raise_csv(T, "single empty field record must be quoted");
    out.append(d.quote);
    out.append(d.quote);
  }
  for (char32_t c : d.line_end) out.append(c);
  String* line = out.build(T);
  return line ? call(T, record->get(kSource), {Value(line)}) : kEmpty;
}

Value write_row_method(Thread* T, Arguments args) {
  return write_row(T, args[0], args[1]);
}

Value write_rows_method(Thread* T, Arguments args) {
  Value self = args[0];
  return for_each(T, args[1], [&](Value row) { return static_cast<bool>(write_row(T, self, row)); }) ? kNone : kEmpty;
}

// --- Tables

Value get_dialect(Thread*, Value self) {
  return self.as<Record>()->get(kDialect);
}

const NativeMethod kWriterMethods[] = {
    {"writerow($self, row, /)", write_row_method, "writerow(iterable)\n\nWrite one line of fields."},
    {"writerows($self, rows, /)", write_rows_method, "writerows(iterable of iterables)\n\nWrite one line for each."},
    {nullptr, nullptr, nullptr}};

const NativeAttribute kReaderAttributes[] = {
    {"dialect", get_dialect, nullptr, nullptr},
    {"line_num", [](Thread* T, Value self) { return make_int(T, state_of<Rows>(self)->line_number); }, nullptr,
     nullptr},
    {nullptr, nullptr, nullptr, nullptr}};
const NativeAttribute kWriterAttributes[] = {{"dialect", get_dialect, nullptr, nullptr},
                                             {nullptr, nullptr, nullptr, nullptr}};

const TypeSlots kReaderSlots = [] {
  TypeSlots slots{};
  slots.iterate = iterator_self;
  slots.next = reader_next;
  slots.finalize = rows_finalize;
  return slots;
}();
const TypeSlots kWriterSlots = [] {
  TypeSlots slots{};
  slots.finalize = rows_finalize;
  return slots;
}();

constexpr uint32_t kRowsSize = record_size(kRowSlots, sizeof(Rows*));
const NativeTypeSpec kReaderSpec = {
    "_csv.reader", Kind::kRecord, kRowsSize,        kTypeIsBuiltin, "Gives the rows of a CSV file as lists.",
    &kReaderSlots, nullptr,       kReaderAttributes};
const NativeTypeSpec kWriterSpec = {
    "_csv.writer", Kind::kRecord,  kRowsSize,        kTypeIsBuiltin, "Writes rows to a CSV file.",
    &kWriterSlots, kWriterMethods, kWriterAttributes};

const NativeMethod kFunctions[] = {
    {"make_reader(iterator, dialect, /)", make_reader, "A reader; the dialect has been checked."},
    {"make_writer(write, dialect, /)", make_writer, "A writer; the dialect has been checked."},
    {"field_limit(new_limit=<unrepresentable>, /)", field_limit, "The limit of the length of a field; sets a new one."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_csv_rows_module(Thread* T) {
  Module* module = make_module(T, "_csv_rows");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  Type* reader = make_native_type(T, kReaderSpec);
  Type* writer = make_native_type(T, kWriterSpec);
  bool done = reader && writer && module_set(T, module, "reader", reader) && module_set(T, module, "writer", writer);
  return done ? Value(module) : kEmpty;
}

}  // namespace gilded
