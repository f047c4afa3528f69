// _text_stream: the part of io.TextIOWrapper that runs once a line (the rest stands in _io.py).
//
//   TextStream:   Record | lock | text | pending | file | position, flags |
//
// `text` is decoded and not given out yet from `position` on; `pending` is written and not encoded yet. A line that is
// there, and a short piece of ASCII that only has to be kept, are dealt with here; all else is done by the methods
// _next, _readline and _write in Python, which hold the same lock. If another thread holds it, they wait for it.
#include <algorithm>
#include <cstring>

#include "stdlib/native/stream_parts.h"
#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/int.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/string.h"

namespace gilded {

namespace {

enum StreamSlot : uint32_t { kLock, kText, kPending, kFile, kStreamSlots };

struct StreamState {
  std::atomic<int64_t> position;
  std::atomic<bool> has_one_mark;  // lines end with "\n" alone, and nobody overrides how they are read
  std::atomic<bool> may_append;    // what is written needs no more than to be kept
  std::atomic<bool> is_telling;    // tell() is allowed: no line was read by next()
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
  new (record->raw()) StreamState{0, false, false, true};
  return record;
}

// The next line, if the whole of it is there; EMPTY without an exception: it is not, or the lock is taken.
Value ready_line(Thread* T, Value self, bool by_next) {
  StreamState* state = state_of(self);
  Record* record = self.as<Record>();
  if (!state->has_one_mark.load(std::memory_order_relaxed)) return kEmpty;
  FreeLock lock(T, record->get(kLock));
  if (!lock || as_string(record->get(kPending))->length) return kEmpty;
  String* text = as_string(record->get(kText));
  auto start = static_cast<size_t>(state->position.load(std::memory_order_relaxed));
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
  state->position.store(static_cast<int64_t>(end) + 1, std::memory_order_relaxed);
  if (by_next) state->is_telling.store(false, std::memory_order_relaxed);
  return line;
}

Value stream_next(Thread* T, Value self) {
  Value line = ready_line(T, self, true);
  if (!line && !T->has_exception()) line = call_method(T, self, intern(T, "_next"), {});
  return line && !(is_string(line) && as_string(line)->length == 0) ? line : kEmpty;
}

Value stream_readline(Thread* T, Arguments args) {
  bool is_whole = !args[1] || args[1].is_none() || args[1] == Value::small_int(-1);
  Value line = is_whole ? ready_line(T, args[0], false) : kEmpty;
  if (line || T->has_exception()) return line;
  return call_method(T, args[0], intern(T, "_readline"), {args[1] ? args[1] : Value::small_int(-1)});
}

bool append(Thread* T, Value self, String* text) {
  StreamState* state = state_of(self);
  Record* record = self.as<Record>();
  if (!state->may_append.load(std::memory_order_relaxed) || !text->is_ascii()) return false;
  FreeLock lock(T, record->get(kLock));
  if (!lock || !state->may_append.load(std::memory_order_relaxed)) return false;
  Value file = record->get(kFile);
  String* pending = as_string(record->get(kPending));
  if (!file || descriptor_of(file) < 0 || as_string(record->get(kText))->length ||
      state->position.load(std::memory_order_relaxed) || pending->length + uint64_t{text->length} > kMostPending)
    return false;
  String* longer = concatenate(T, pending, text);
  if (!longer) return false;
  record->set(kPending, longer);
  return true;
}

Value stream_write(Thread* T, Arguments args) {
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "write() argument must be str, not {}", type_name(T, args[1]));
  String* text = exact_string(T, as_string(args[1]));
  if (!text) return kEmpty;
  if (append(T, args[0], text)) return Value::small_int(text->length);
  return T->has_exception() ? kEmpty : call_method(T, args[0], intern(T, "_write"), {text});
}

// ---------------------------------------------------------------- What the Python part sees

template <StreamSlot kSlot>
Value get_slot(Thread*, Value self) {
  Value value = self.as<Record>()->get(kSlot);
  return value ? value : kNone;
}
template <StreamSlot kSlot>
bool set_slot(Thread* T, Value self, Value value) {
  bool is_text = kSlot == kText || kSlot == kPending;
  if (is_text ? !is_string(value) : kSlot == kLock && !is_kind(value, Kind::kLock))
    return raise(T, Builtin::kTypeError, "a text stream cannot hold this");
  if (is_text && !(value = exact_string(T, as_string(value)))) return false;
  self.as<Record>()->set(kSlot, value.is_none() ? kEmpty : value);
  return true;
}
template <std::atomic<bool> StreamState::* kFlag>
Value get_flag(Thread*, Value self) {
  return Value::boolean((state_of(self)->*kFlag).load(std::memory_order_relaxed));
}
template <std::atomic<bool> StreamState::* kFlag>
bool set_flag(Thread*, Value self, Value value) {
  (state_of(self)->*kFlag).store(value == kTrue, std::memory_order_relaxed);
  return true;
}
Value get_position(Thread* T, Value self) {
  return make_int(T, state_of(self)->position.load(std::memory_order_relaxed));
}
bool set_position(Thread* T, Value self, Value value) {
  int64_t position;
  if (!to_int64(T, value, &position)) return false;
  state_of(self)->position.store(std::max<int64_t>(0, position), std::memory_order_relaxed);
  return true;
}

// _begin(lock, file, one_mark): the stream starts, or starts anew. `file` is a FileIO below, or None.
Value stream_begin(Thread* T, Arguments args) {
  if (!is_kind(args[1], Kind::kLock)) return raise(T, Builtin::kTypeError, "a text stream cannot hold this");
  Record* record = args[0].as<Record>();
  StreamState* state = state_of(args[0]);
  record->set(kLock, args[1]);
  record->set(kText, T->runtime->empty_string);
  record->set(kPending, T->runtime->empty_string);
  record->set(kFile, args[2].is_none() ? kEmpty : args[2]);
  state->position.store(0, std::memory_order_relaxed);
  state->has_one_mark.store(args[3] == kTrue, std::memory_order_relaxed);
  state->may_append.store(false, std::memory_order_relaxed);
  return kNone;
}

const NativeMethod kMethods[] = {
    {"_begin($self, lock, file, one_mark, /)", stream_begin, nullptr},
    {"write($self, text, /)", stream_write, "Write string to stream. Returns the number of characters written."},
    {"readline($self, size=-1, /)", stream_readline, "Read until newline or EOF."},
    {nullptr, nullptr, nullptr}};
const NativeAttribute kAttributes[] = {
    {"_lock", get_slot<kLock>, set_slot<kLock>, nullptr},
    {"_text", get_slot<kText>, set_slot<kText>, nullptr},
    {"_pending", get_slot<kPending>, set_slot<kPending>, nullptr},
    {"_file", get_slot<kFile>, set_slot<kFile>, nullptr},
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
                                      nullptr};
  Module* module = make_module(T, "_text_stream");
  Type* type = module ? make_native_type(T, spec) : nullptr;
  return type && module_set(T, module, "TextStream", type) ? Value(module) : kEmpty;
}

}  // namespace gilded
