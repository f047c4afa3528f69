// _text_stream: the part of io.TextIOWrapper that runs once a line or once a file (the rest stands in _io.py).
//
//   TextStream:   Record | lock | text | pending | file | buffer | encoding | errors | newline | decoder ... |
//   position, flags |
//
// `text` is decoded and not given out yet from `position` on; `pending` is written and not encoded yet. `file` is the
// FileIO below, which tells whether the stream is open, if the buffer is one of the library on top of a file. A line
// that is there, text of ASCII, and what begins and ends a file are dealt with here, as long as no script has derived a
// class or replaced a method; all else is done by methods in Python (_next, _readline, _write ...), which hold the same
// lock. If another thread holds it, they wait for it.
#include <algorithm>
#include <cstring>

#include "stdlib/native/stream_parts.h"
#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/bytes.h"
#include "vm/types/codecs.h"
#include "vm/types/exception.h"
#include "vm/types/int.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/string.h"

namespace gilded {

namespace {

enum StreamSlot : uint32_t {
  kLock,
  kText,
  kPending,
  kFile,
  kBuffer,
  kEncoding,
  kErrors,
  kNewline,
  kDecoder,
  kPiece,         // for tell(): the last piece read, the decoder's state before it, how much text was left then
  kSeenNewlines,  // of decoders that are gone
  kStreamSlots
};
enum Known : int8_t { kNotKnown = -1, kNo = 0, kYes = 1 };

struct StreamState {
  std::atomic<int64_t> position;
  std::atomic<bool> has_one_mark;  // lines end with "\n" alone, and nobody overrides how they are read
  std::atomic<bool> may_append;    // what is written needs no more than to be kept
  std::atomic<bool> is_telling;    // tell() is allowed: no line was read by next()
  std::atomic<bool> line_buffering, write_through;
  std::atomic<bool> has_read, has_ended;
  std::atomic<bool> encodes_ascii_alike;    // a character below 128 is one byte, which is it
  std::atomic<int8_t> can_read, can_write;  // Known: what the buffer said
};
constexpr uint32_t kMostPending = 8192;  // characters; more are encoded and go to the buffer

StreamState* state_of(Value v) {
  return reinterpret_cast<StreamState*>(v.as<Record>()->raw());
}

Value stream_create(Thread* T, Type* type, CallArguments) {
  Record* record = make_record(T, type, kStreamSlots, sizeof(StreamState));
  if (!record) return kEmpty;
  heap_initialize(record, record->slots[kText], T->runtime->empty_string);
  heap_initialize(record, record->slots[kPending], T->runtime->empty_string);
  new (record->raw()) StreamState{0, false, false, true, false, false, false, false, false, kNotKnown, kNotKnown};
  return record;
}

// The part of a method that is in Python.
Value call_rest(Thread* T, Value self, const char* name, std::initializer_list<Value> arguments) {
  if (!self.as<Record>()->get(kLock)) return raise(T, Builtin::kValueError, "I/O operation on uninitialized object");
  return call_method(T, self, intern(T, name), arguments);
}

// The next line, if the whole of it is there; EMPTY without an exception: it is not, or the lock is taken.
Value ready_line(Thread* T, Value self, bool by_next) {
  StreamState* state = state_of(self);
  Record* record = self.as<Record>();
  if (!load(state->has_one_mark)) return kEmpty;
  FreeLock lock(T, record->get(kLock));
  if (!lock || as_string(record->get(kPending))->length) return kEmpty;
  String* text = as_string(record->get(kText));
  auto start = static_cast<size_t>(load(state->position));
  if (start >= text->length) return kEmpty;
  size_t end = with_characters(text, [&](auto* characters) -> size_t {
    using Unit = std::remove_cvref_t<decltype(*characters)>;
    if constexpr (sizeof(Unit) == 1) {
      auto* found = static_cast<const Unit*>(memchr(characters + start, '\n', text->length - start));
      return found ? static_cast<size_t>(found - characters) : text->length;
    } else {
      return static_cast<size_t>(std::find(characters + start, characters + text->length, Unit{'\n'}) - characters);
    }
  });
  if (end == text->length) return kEmpty;
  String* line = substring(T, text, start, end + 1);
  if (!line) return kEmpty;
  store(state->position, static_cast<int64_t>(end) + 1);
  if (by_next) store(state->is_telling, false);
  return line;
}

Value stream_next(Thread* T, Value self) {
  Value line = ready_line(T, self, true);
  if (!line && !T->has_exception()) line = call_rest(T, self, "_next", {});
  return line && !(is_string(line) && as_string(line)->length == 0) ? line : kEmpty;
}

Value stream_readline(Thread* T, Arguments args) {
  bool is_whole = !args[1] || args[1].is_none() || args[1] == Value::small_int(-1);
  Value line = is_whole ? ready_line(T, args[0], false) : kEmpty;
  if (line || T->has_exception()) return line;
  return call_rest(T, args[0], "_readline", {args[1] ? args[1] : Value::small_int(-1)});
}

// Whether no script has derived a class from the stream's, or replaced a method of it.
bool is_plain(Value self) {
  return is_of_library(self) && has_only_attribute(self, "mode");
}
// The FileIO below, if it is open, and nothing below is a script's own. Else EMPTY.
Value plain_file_below(Value self) {
  if (!is_plain(self)) return kEmpty;
  Value file = self.as<Record>()->get(kFile), buffer = self.as<Record>()->get(kBuffer);
  return buffer && plain_descriptor_of(file) >= 0 && has_only_attribute(buffer, "") ? file : kEmpty;
}
// The buffer below; None: another thread has just detached it, and what None is asked fails.
Value buffer_of(Value self) {
  Value buffer = self.as<Record>()->get(kBuffer);
  return buffer ? buffer : kNone;
}

// Gives the buffer what was written so far. False: exception. REQUIRES: the lock is held.
bool flush_text(Thread* T, Value self) {
  Record* record = self.as<Record>();
  String* pending = as_string(record->get(kPending));
  if (pending->length == 0) return true;
  if (!pending->is_ascii() || !load(state_of(self)->encodes_ascii_alike))
    return !call_method(T, self, intern(T, "_flush_text"), {}).is_empty();
  Value bytes = make_bytes(T, pending->ascii());
  if (!bytes) return false;
  record->set(kPending, T->runtime->empty_string);
  return !call_method(T, buffer_of(self), intern(T, "write"), {bytes}).is_empty();
}

bool is_text(Value v, std::string_view text) {
  return as_string(v)->is_ascii() && as_string(v)->ascii() == text;
}
// Whether "\n" is written as it is.
bool is_written_as_it_is(Value self) {
  Value newline = self.as<Record>()->get(kNewline);
  return !newline || is_text(newline, "") || is_text(newline, "\n");
}
// Whether a line may be kept until there are more: nothing else happens to what is written.
bool keeps_text(Value self) {
  StreamState* state = state_of(self);
  return is_written_as_it_is(self) && !load(state->line_buffering) && !load(state->write_through);
}

// Keeps a piece of text that was written. False without an exception: more is to be done, by _write.
bool append(Thread* T, Value self, String* text) {
  StreamState* state = state_of(self);
  Record* record = self.as<Record>();
  if (!text->is_ascii()) return false;
  Value file = record->get(kFile);
  if (load(state->may_append)) {
    FreeLock lock(T, record->get(kLock));
    if (!lock || !load(state->may_append)) return false;
    String* pending = as_string(record->get(kPending));
    if (!file || descriptor_of(file) < 0 || as_string(record->get(kText))->length || load(state->position))
      return false;
    if (pending->length + uint64_t{text->length} <= kMostPending) {
      String* longer = concatenate(T, pending, text);
      if (!longer) return false;
      record->set(kPending, longer);
      return true;
    }
  }
  // The first piece, or one too many.
  file = plain_file_below(self);
  if (!file || !load(file_state(file)->is_writable) || !load(state->encodes_ascii_alike) || !keeps_text(self))
    return false;
  HeldLock lock(T, record->get(kLock));
  if (!lock || as_string(record->get(kText))->length || load(state->position)) return false;
  String* longer = concatenate(T, as_string(record->get(kPending)), text);
  if (!longer) return false;
  record->set(kPending, longer);
  store(state->can_write, kYes);
  store(state->may_append, true);
  return longer->length <= kMostPending || flush_text(T, self);
}

Value stream_write(Thread* T, Arguments args) {
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "write() argument must be str, not {}", type_name(T, args[1]));
  String* text = exact_string(T, as_string(args[1]));
  if (!text) return kEmpty;
  if (append(T, args[0], text)) return Value::small_int(text->length);
  return T->has_exception() ? kEmpty : call_rest(T, args[0], "_write", {text});
}

// ---------------------------------------------------------------- The beginning and the end of a stream

constexpr const char* kUtf8 = "UTF-8";

bool encodes_ascii_alike(std::string_view encoding) {
  std::string name = canonical_encoding(encoding);
  return name == "utf-8" || name == "ascii" || name == "iso8859-1";
}

// Sets the encoding: `given` is a name, or None or "locale" for the usual one. False: exception.
bool set_encoding(Thread* T, Value self, Value given) {
  if (given && !given.is_none() && !is_string(given))
    return raise(T, Builtin::kTypeError, "TextIOWrapper() argument 'encoding' must be str or None, not {}",
                 type_name(T, given));
  bool is_alike = true;
  if (!given || given.is_none() || is_text(given, "locale")) {
    given = intern(T, kUtf8);
    if (!given) return false;
  } else {
    std::string name = to_utf8(as_string(given));
    // What is not known here must be found elsewhere, and make bytes of text.
    if (canonical_encoding(name).empty() && !call_method(T, self, intern(T, "_check_encoding"), {given})) return false;
    is_alike = encodes_ascii_alike(name);
  }
  store(state_of(self)->encodes_ascii_alike, is_alike);
  self.as<Record>()->set(kEncoding, given);
  return true;
}

bool check_newline(Thread* T, Value newline) {
  if (newline.is_none()) return true;
  if (!is_string(newline))
    return raise(T, Builtin::kTypeError, "TextIOWrapper() argument 'newline' must be str or None, not {}",
                 type_name(T, newline));
  std::string text = to_utf8(as_string(newline));
  if (text.empty() || text == "\n" || text == "\r" || text == "\r\n") return true;
  return raise(T, Builtin::kValueError, "illegal newline value: {}", text);
}
// Lines end with "\n" alone, and no subclass reads them in its own way.
bool has_one_mark(Value self, Value newline) {
  return (newline.is_none() || is_text(newline, "\n")) && is_of_library(self);
}

bool stream_initialize(Thread* T, Value self, CallArguments arguments) {
  Value values[6];
  if (!bind_arguments(T,
                      "TextIOWrapper(buffer, encoding=None, errors=None, newline=None, line_buffering=False, "
                      "write_through=False)",
                      arguments, values))
    return false;
  Record* record = self.as<Record>();
  StreamState* state = state_of(self);
  record->set(kBuffer, kEmpty);
  record->set(kEncoding, kEmpty);
  auto [buffer, encoding, errors, newline, line_buffering, write_through] = values;
  if (!newline) newline = kNone;
  bool flushes_lines = false, writes_through = false;
  if (errors && !errors.is_none() && !is_string(errors))
    return raise(T, Builtin::kTypeError, "TextIOWrapper() argument 'errors' must be str or None, not {}",
                 type_name(T, errors));
  if (!set_encoding(T, self, encoding) || !check_newline(T, newline) ||
      (line_buffering && !truth(T, line_buffering, &flushes_lines)) ||
      (write_through && !truth(T, write_through, &writes_through)))
    return false;
  bool has_errors = errors && is_string(errors) && as_string(errors)->length;
  if (!has_errors && !(errors = intern(T, "strict"))) return false;
  bool is_known = is_plain_buffer(buffer);
  Value file = is_known ? raw_of_buffer(buffer) : kEmpty;
  if (file && !is_plain_file(file)) file = kEmpty;
  // What is no stream fails here.
  for (const char* name : {"readable", "writable", "seekable"}) {
    if (!is_known && !get_attribute(T, buffer, std::string_view(name))) return false;
  }
  Lock* lock = make_stream_lock(T);
  if (!lock) return false;
  record->set(kLock, lock);
  record->set(kText, T->runtime->empty_string);
  record->set(kPending, T->runtime->empty_string);
  record->set(kFile, file);
  record->set(kErrors, errors);
  record->set(kNewline, newline.is_none() ? kEmpty : newline);
  for (StreamSlot slot : {kDecoder, kPiece, kSeenNewlines}) record->set(slot, kEmpty);
  store(state->position, 0);
  store(state->has_read, false);
  store(state->has_ended, false);
  store(state->has_one_mark, has_one_mark(self, newline));
  store(state->may_append, false);
  store(state->line_buffering, flushes_lines);
  store(state->write_through, writes_through);
  store(state->can_read, kNotKnown);
  store(state->can_write, kNotKnown);
  record->set(kBuffer, buffer);
  return true;
}

Value stream_enter(Thread* T, Arguments args) {
  if (plain_file_below(args[0])) return args[0];
  return call_rest(T, args[0], "_enter", {});
}

Value stream_closed(Thread* T, Value self) {
  Value buffer = self.as<Record>()->get(kBuffer);
  return buffer ? get_attribute(T, buffer, "closed") : call_method(T, self, intern(T, "_fail_without_buffer"), {});
}

Value stream_flush(Thread* T, Arguments args) {
  Value self = args[0];
  Record* record = self.as<Record>();
  if (plain_file_below(self)) {
    HeldLock lock(T, record->get(kLock));
    if (lock) {
      store(state_of(self)->is_telling, true);
      return flush_text(T, self) && call_method(T, buffer_of(self), intern(T, "flush"), {}) ? kNone : kEmpty;
    }
  }
  return call_rest(T, self, "_flush", {});
}

Value stream_close(Thread* T, Arguments args) {
  Value self = args[0];
  Record* record = self.as<Record>();
  StreamState* state = state_of(self);
  if (plain_file_below(self)) {
    if (!forget_unflushed(T, self)) return kEmpty;
    HeldLock lock(T, record->get(kLock));
    if (lock) {
      store(state->may_append, false);
      Value failure = flush_text(T, self) ? kEmpty : take_exception(T);
      record->set(kText, T->runtime->empty_string);
      store(state->position, 0);
      Value done = call_method(T, buffer_of(self), intern(T, "close"), {});
      if (!failure) return done ? kNone : kEmpty;
      if (!done && is_exception(T->exception)) {
        auto* error = T->exception.as<Exception>();
        heap_store(error, error->context, failure);
      } else if (done) {
        restore_exception(T, failure);
      }
      return kEmpty;
    }
  }
  return call_rest(T, self, "_close", {});
}

// ---------------------------------------------------------------- Reading a whole file

// All that is left: of a file that is read from its start, without the Python of _read.
Value read_whole(Thread* T, Value self) {
  Record* record = self.as<Record>();
  StreamState* state = state_of(self);
  Value file = plain_file_below(self);
  if (!file || !load(file_state(file)->is_readable)) return kEmpty;
  HeldLock lock(T, record->get(kLock));
  if (!lock || record->get(kDecoder) || as_string(record->get(kText))->length ||
      as_string(record->get(kPending))->length || load(state->position))
    return kEmpty;
  Value newline = record->get(kNewline);
  Value decoder = make_text_decoder(T, as_string(record->get(kEncoding)), as_string(record->get(kErrors)),
                                    !newline || as_string(newline)->length == 0, !newline);
  if (!decoder) return kEmpty;
  Value bytes = call_method(T, buffer_of(self), intern(T, "read"), {});
  Value text = bytes ? call_method(T, decoder, intern(T, "decode"), {bytes, kTrue}) : kEmpty;
  Value seen = text ? get_attribute(T, decoder, std::string_view("newlines")) : kEmpty;
  if (!seen) return kEmpty;
  // What follows, if the file grows, is decoded afresh.
  store(state->can_read, kYes);
  store(state->has_read, false);
  store(state->has_ended, false);
  record->set(kPiece, kEmpty);
  if (!seen.is_none()) record->set(kSeenNewlines, seen);
  return text;
}

Value stream_read(Thread* T, Arguments args) {
  Value size = args[1] ? args[1] : Value::small_int(-1), text;
  if (size.is_none() || (size.is_small_int() && size.as_small_int() < 0)) text = read_whole(T, args[0]);
  return text || T->has_exception() ? text : call_rest(T, args[0], "_read", {size});
}

// ---------------------------------------------------------------- What the Python part sees

template <StreamSlot kSlot>
bool set_slot(Thread* T, Value self, Value value) {
  constexpr bool kIsText = kSlot == kText || kSlot == kPending;
  constexpr bool kMayBeText = kSlot == kEncoding || kSlot == kErrors || kSlot == kNewline;
  bool is_right = value && (kIsText ? is_string(value) : !kMayBeText || is_string(value) || value.is_none());
  if (!is_right) return raise(T, Builtin::kTypeError, "a text stream cannot hold this");
  if (kIsText && !(value = exact_string(T, as_string(value)))) return false;
  if (kSlot == kEncoding)
    store(state_of(self)->encodes_ascii_alike, is_string(value) && encodes_ascii_alike(to_utf8(as_string(value))));
  self.as<Record>()->set(kSlot, value.is_none() ? kEmpty : value);
  return true;
}
template <std::atomic<int8_t> StreamState::* kAnswer>
Value get_answer(Thread*, Value self) {
  int8_t known = load(state_of(self)->*kAnswer);
  return known == kNotKnown ? kNone : Value::boolean(known == kYes);
}
template <std::atomic<int8_t> StreamState::* kAnswer>
bool set_answer(Thread* T, Value self, Value value) {
  bool answer = false;
  if (!value || (!value.is_none() && !truth(T, value, &answer))) return false;
  store(state_of(self)->*kAnswer, value.is_none() ? kNotKnown : answer ? kYes : kNo);
  return true;
}
// How lines are read: whether other marks than "\n" end them, and become it; what "\n" is written as (None: as it is).
Value is_universal(Thread*, Value self) {
  Value newline = self.as<Record>()->get(kNewline);
  return Value::boolean(!newline || as_string(newline)->length == 0);
}
Value translates(Thread*, Value self) {
  return Value::boolean(!self.as<Record>()->get(kNewline));
}
Value get_written_newline(Thread*, Value self) {
  return is_written_as_it_is(self) ? kNone : self.as<Record>()->get(kNewline);
}
Value get_position(Thread* T, Value self) {
  return make_int(T, load(state_of(self)->position));
}
bool set_position(Thread* T, Value self, Value value) {
  int64_t position;
  if (!to_int64(T, value, &position)) return false;
  store(state_of(self)->position, std::max<int64_t>(0, position));
  return true;
}

const NativeMethod kMethods[] = {
    {"write($self, text, /)", stream_write, "Write string to stream. Returns the number of characters written."},
    {"read($self, size=-1, /)", stream_read, "Read at most size characters; all that is left without a size."},
    {"readline($self, size=-1, /)", stream_readline, "Read until newline or EOF."},
    {"flush($self, /)", stream_flush, "Pass on what was written."},
    {"close($self, /)", stream_close, "Flush and close the stream and those below."},
    {"__enter__($self, /)", stream_enter, nullptr},
    {nullptr, nullptr, nullptr}};
const NativeAttribute kAttributes[] = {
    {"_lock", get_slot<kLock>, nullptr, nullptr},
    {"_text", get_slot<kText>, set_slot<kText>, nullptr},
    {"_pending", get_slot<kPending>, set_slot<kPending>, nullptr},
    {"_file", get_slot<kFile>, nullptr, nullptr},
    {"_buffer", get_slot<kBuffer>, set_slot<kBuffer>, nullptr},
    {"_encoding", get_slot<kEncoding>, set_slot<kEncoding>, nullptr},
    {"_errors", get_slot<kErrors>, set_slot<kErrors>, nullptr},
    {"_newline", get_slot<kNewline>, set_slot<kNewline>, nullptr},
    {"_decoder", get_slot<kDecoder>, set_slot<kDecoder>, nullptr},
    {"_piece", get_slot<kPiece>, set_slot<kPiece>, nullptr},
    {"_seen_newlines", get_slot<kSeenNewlines>, set_slot<kSeenNewlines>, nullptr},
    {"_read_universal", is_universal, nullptr, nullptr},
    {"_translate", translates, nullptr, nullptr},
    {"_write_newline", get_written_newline, nullptr, nullptr},
    {"_can_read", get_answer<&StreamState::can_read>, set_answer<&StreamState::can_read>, nullptr},
    {"_can_write", get_answer<&StreamState::can_write>, set_answer<&StreamState::can_write>, nullptr},
    {"_has_read", get_flag<&StreamState::has_read>, set_flag<&StreamState::has_read>, nullptr},
    {"_ended", get_flag<&StreamState::has_ended>, set_flag<&StreamState::has_ended>, nullptr},
    {"_line_buffering", get_flag<&StreamState::line_buffering>, set_flag<&StreamState::line_buffering>, nullptr},
    {"_write_through", get_flag<&StreamState::write_through>, set_flag<&StreamState::write_through>, nullptr},
    {"closed", stream_closed, nullptr, nullptr},
    {"_position", get_position, set_position, nullptr},
    {"_one_mark", get_flag<&StreamState::has_one_mark>, set_flag<&StreamState::has_one_mark>, nullptr},
    {"_may_append", get_flag<&StreamState::may_append>, set_flag<&StreamState::may_append>, nullptr},
    {"_telling", get_flag<&StreamState::is_telling>, set_flag<&StreamState::is_telling>, nullptr},
    {nullptr, nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_text_stream_module(Thread* T) {
  static const TypeSlots slots = [] {
    TypeSlots s{};
    s.create = stream_create;
    s.initialize = stream_initialize;
    s.next = stream_next;
    return s;
  }();
  static const NativeTypeSpec spec = {"_text_stream.TextStream",
                                      Kind::kRecord,
                                      record_size(kStreamSlots, sizeof(StreamState)),
                                      kTypeIsBuiltin | kTypeIsBase,
                                      "What TextIOWrapper is made of.",
                                      &slots,
                                      kMethods,
                                      kAttributes,
                                      "(buffer, encoding=None, errors=None, newline=None, line_buffering=False, "
                                      "write_through=False)"};
  Module* module = make_module(T, "_text_stream");
  Type* type = module ? make_native_type(T, spec) : nullptr;
  return type && module_set(T, module, "TextStream", type) ? Value(module) : kEmpty;
}

}  // namespace gilded
