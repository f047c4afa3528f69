// _re: compiled regular expressions and matches, on PCRE2's just-in-time compiler; re.py is the module's face.
//
// A pattern is compiled for bytes and ASCII text (8-bit library) and, when first needed, for other text (32-bit
// library), so that positions are always positions of characters. Compiled patterns are shared by threads; match data
// belong to one call.
#define PCRE2_CODE_UNIT_WIDTH 0
#include <pcre2.h>

#include <memory>
#include <vector>

#include "stdlib/native/regex_syntax.h"
#include "vm/interpreter/interpreter.h"
#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/mutex.h"
#include "vm/threading/object_lock.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/bytes_methods.h"
#include "vm/types/dict.h"
#include "vm/types/generic_alias.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/string.h"
#include "vm/types/string_methods.h"
#include "vm/types/tuple.h"
#include "vm/types/unicode.h"

namespace gilded {

namespace {

enum Mode { kSearch, kMatch, kFullMatch };
constexpr uint32_t kModeOptions[] = {0, PCRE2_ANCHORED, PCRE2_ANCHORED | PCRE2_ENDANCHORED};

// What a Pattern owns outside the heap.
struct PatternData {
  TranslatedRegex syntax;
  bool is_bytes = false;
  // By Mode: PCRE2's just-in-time code cannot be anchored later.
  std::atomic<pcre2_code_8*> narrow[3] = {};
  std::atomic<pcre2_code_32*> wide[3] = {};
  // Code for 8-bit text is limited to 64 KiB; a pattern with more (a long counted repetition, say) uses the other only.
  std::atomic<bool> is_large = false;
  Mutex compile_lock;

  ~PatternData() {
    for (auto& code : narrow) pcre2_code_free_8(code.load());
    for (auto& code : wide) pcre2_code_free_32(code.load());
  }
};

enum PatternSlot { kPatternText, kGroupIndex, kModule, kPatternSlots };
enum MatchSlot { kMatchPattern, kMatchString, kMatchSlots };

// The raw bytes of a Match, followed by start and end of each group.
struct MatchData {
  int64_t position, end_position;
  int64_t last_index;  // 0: none
  int64_t group_count;
  int64_t spans[2];  // 2 * (group_count + 1) of them; -1: group without part in the match
};

PatternData* data_of(Value pattern) {
  return *reinterpret_cast<PatternData**>(pattern.as<Record>()->raw());
}
MatchData* match_of(Value match) {
  return reinterpret_cast<MatchData*>(match.as<Record>()->raw());
}

Value module_entry(Thread* T, Value module, std::string_view name) {
  String* key = intern(T, name);
  return key ? dict_get(module.as<Module>()->dict.load(std::memory_order_acquire), key) : kEmpty;
}

// re.PatternError(message, pattern, position), which re.py defines and leaves in this module.
Raised raise_pattern_error(Thread* T, Value module, std::string_view message, Value pattern, int64_t position) {
  Value type = module_entry(T, module, "PatternError");
  if (!type) return raise_text(T, Builtin::kValueError, message);
  String* text = make_string(T, message);
  Value error = text ? call(T, type, {Value(text), pattern, position < 0 ? kNone : make_int(T, position)}) : kEmpty;
  if (error) return raise_value(T, error);
  return Raised();
}

uint32_t compile_options(const PatternData* data, bool wide) {
  uint32_t flags = data->syntax.flags, options = PCRE2_NEVER_BACKSLASH_C;
  if (flags & kRegexIgnoreCase) options |= PCRE2_CASELESS;
  if (flags & kRegexMultiline) options |= PCRE2_MULTILINE;
  if (flags & kRegexDotAll) options |= PCRE2_DOTALL;
  if (!data->is_bytes) {
    options |= PCRE2_UTF | PCRE2_NO_UTF_CHECK;
    if (wide && !(flags & kRegexAscii)) options |= PCRE2_UCP;
  }
  return options;
}

std::string compile_message(int code) {
  if (code == PCRE2_ERROR_LOOKBEHIND_NOT_FIXED_LENGTH || code == 187) return "look-behind requires fixed-width pattern";
  char buffer[256];
  pcre2_get_error_message_8(code, reinterpret_cast<PCRE2_UCHAR8*>(buffer), sizeof buffer);
  return buffer;
}

// PCRE2's "regular expression is too large" (its header has no name for it).
constexpr int kErrorTooLarge = 120;

// The compiled code for one width; null: *error_code says why.
pcre2_code_8* narrow_code(PatternData* data, Mode mode, int* error_code) {
  if (pcre2_code_8* code = data->narrow[mode].load(std::memory_order_acquire)) return code;
  MutexLock guard(data->compile_lock);
  if (pcre2_code_8* code = data->narrow[mode].load(std::memory_order_acquire)) return code;
  std::string text;
  for (char32_t c : data->syntax.text) {
    if (data->is_bytes) {
      text += static_cast<char>(c);
    } else {
      append_utf8(text, c);
    }
  }
  pcre2_compile_context_8* context = pcre2_compile_context_create_8(nullptr);
  pcre2_set_newline_8(context, PCRE2_NEWLINE_LF);
  size_t offset;
  pcre2_code_8* code = pcre2_compile_8(reinterpret_cast<PCRE2_SPTR8>(text.data()), text.size(),
                                       compile_options(data, false) | kModeOptions[mode], error_code, &offset, context);
  pcre2_compile_context_free_8(context);
  if (!code) return nullptr;
  pcre2_jit_compile_8(code, PCRE2_JIT_COMPLETE);
  data->narrow[mode].store(code, std::memory_order_release);
  return code;
}

pcre2_code_32* wide_code(PatternData* data, Mode mode, int* error_code) {
  if (pcre2_code_32* code = data->wide[mode].load(std::memory_order_acquire)) return code;
  MutexLock guard(data->compile_lock);
  if (pcre2_code_32* code = data->wide[mode].load(std::memory_order_acquire)) return code;
  pcre2_compile_context_32* context = pcre2_compile_context_create_32(nullptr);
  pcre2_set_newline_32(context, PCRE2_NEWLINE_LF);
  size_t offset;
  pcre2_code_32* code =
      pcre2_compile_32(reinterpret_cast<PCRE2_SPTR32>(data->syntax.text.data()), data->syntax.text.size(),
                       compile_options(data, true) | kModeOptions[mode], error_code, &offset, context);
  pcre2_compile_context_free_32(context);
  if (!code) return nullptr;
  pcre2_jit_compile_32(code, PCRE2_JIT_COMPLETE);
  data->wide[mode].store(code, std::memory_order_release);
  return code;
}

// The text that is searched, in the form that PCRE2 wants, for one operation; and the machinery to search it.
class Subject {
 public:
  Subject(Thread* T, Value pattern, Mode mode = kSearch)
      : mode_(mode), thread_(T), pattern_(pattern), data_(data_of(pattern)), buffer_(T) {}
  ~Subject() {
    pcre2_match_data_free_8(match_8_);
    pcre2_match_data_free_32(match_32_);
    pcre2_match_context_free_8(context_8_);
    pcre2_match_context_free_32(context_32_);
    pcre2_jit_stack_free_8(stack_8_);
    pcre2_jit_stack_free_32(stack_32_);
  }
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;

  bool open(Value text);
  // The next match from `start`; spans are in spans(). 1: found, 0: none, -1: raised.
  int search(int64_t start, uint32_t options);
  int64_t length() const { return length_; }
  int64_t end = 0;                       // nothing behind it is seen
  Value part(int64_t from, int64_t to);  // str or bytes
  Value group_value(int number, Value missing) {
    int64_t from = spans[2 * static_cast<size_t>(number)];
    return from < 0 ? missing : part(from, spans[2 * static_cast<size_t>(number) + 1]);
  }
  Value make_match(int64_t position);
  PatternData* data() const { return data_; }
  Value text() const { return text_; }
  std::vector<int64_t> spans;

 private:
  Mode mode_;
  Thread* thread_;
  Value pattern_;
  PatternData* data_;
  Value text_;
  BufferScope buffer_;
  std::string copy_;
  std::shared_ptr<const std::u32string> wide_copy_;
  const void* characters_ = nullptr;
  bool is_wide_ = false;
  int64_t length_ = 0;
  pcre2_code_8* code_8_ = nullptr;
  pcre2_code_32* code_32_ = nullptr;
  pcre2_match_data_8* match_8_ = nullptr;
  pcre2_match_data_32* match_32_ = nullptr;
  pcre2_match_context_8* context_8_ = nullptr;
  pcre2_match_context_32* context_32_ = nullptr;
  pcre2_jit_stack_8* stack_8_ = nullptr;
  pcre2_jit_stack_32* stack_32_ = nullptr;
};

bool Subject::open(Value text) {
  Thread* T = thread_;
  text_ = text;
  int error_code = 0;
  if (is_string(text)) {
    if (data_->is_bytes) return raise(T, Builtin::kTypeError, "cannot use a bytes pattern on a string-like object");
    String* s = as_string(text);
    length_ = s->length;
    is_wide_ = !s->is_ascii() || data_->is_large.load(std::memory_order_relaxed);
    if (!is_wide_) {
      characters_ = s->characters;
    } else if (s->width() == 4) {
      characters_ = s->characters;
    } else {
      wide_copy_ = T->runtime->wide_texts.get(s);
      characters_ = wide_copy_->data();
    }
  } else {
    if (!supports_buffer(T, text))
      return raise(T, Builtin::kTypeError, "expected string or bytes-like object, got '{}'", type_name(T, text));
    if (!data_->is_bytes) return raise(T, Builtin::kTypeError, "cannot use a string pattern on a bytes-like object");
    if (is_bytes(text)) {
      characters_ = text.as<Bytes>()->data;
      length_ = static_cast<int64_t>(text.as<Bytes>()->length);
    } else {
      BytesOperand operand(T);
      if (!operand.get(text)) return false;
      copy_ = operand.bytes();
      characters_ = copy_.data();
      length_ = static_cast<int64_t>(copy_.size());
    }
    is_wide_ = data_->is_large.load(std::memory_order_relaxed);
    if (is_wide_) {
      auto* bytes = static_cast<const unsigned char*>(characters_);
      wide_copy_ = std::make_shared<std::u32string>(bytes, bytes + length_);
      characters_ = wide_copy_->data();
    }
  }
  if (is_wide_) {
    code_32_ = wide_code(data_, mode_, &error_code);
    match_32_ = code_32_ ? pcre2_match_data_create_from_pattern_32(code_32_, nullptr) : nullptr;
  } else {
    code_8_ = narrow_code(data_, mode_, &error_code);
    if (!code_8_ && error_code == kErrorTooLarge) {
      data_->is_large.store(true, std::memory_order_relaxed);
      return open(text);
    }
    match_8_ = code_8_ ? pcre2_match_data_create_from_pattern_8(code_8_, nullptr) : nullptr;
  }
  if (!match_8_ && !match_32_) {
    Record* record = pattern_.as<Record>();
    return raise_pattern_error(T, record->get(kModule), compile_message(error_code), record->get(kPatternText), -1);
  }
  end = length_;
  spans.resize(2 * static_cast<size_t>(data_->syntax.group_count + 1));
  return true;
}

int Subject::search(int64_t start, uint32_t options) {
  static const char nothing[4] = {};
  const void* characters = characters_ ? characters_ : nothing;
  auto from = static_cast<size_t>(start), size = static_cast<size_t>(end);
  options |= PCRE2_NO_UTF_CHECK;
  int result;
  for (bool second_try = false;; second_try = true) {
    result = is_wide_ ? pcre2_match_32(code_32_, static_cast<PCRE2_SPTR32>(characters), size, from, options, match_32_,
                                       context_32_)
                      : pcre2_match_8(code_8_, static_cast<PCRE2_SPTR8>(characters), size, from, options, match_8_,
                                      context_8_);
    bool needs_more = result == PCRE2_ERROR_JIT_STACKLIMIT || result == PCRE2_ERROR_MATCHLIMIT ||
                      result == PCRE2_ERROR_HEAPLIMIT || result == PCRE2_ERROR_DEPTHLIMIT;
    if (!needs_more || second_try) break;
    // Most patterns are content with the small default; the greedy ones get room.
    constexpr size_t kFirstStack = 64 << 10, kLargestStack = 64 << 20;
    if (is_wide_) {
      context_32_ = pcre2_match_context_create_32(nullptr);
      stack_32_ = pcre2_jit_stack_create_32(kFirstStack, kLargestStack, nullptr);
      pcre2_jit_stack_assign_32(context_32_, nullptr, stack_32_);
      pcre2_set_match_limit_32(context_32_, UINT32_MAX);
      pcre2_set_depth_limit_32(context_32_, UINT32_MAX);
      pcre2_set_heap_limit_32(context_32_, 2u << 20);
    } else {
      context_8_ = pcre2_match_context_create_8(nullptr);
      stack_8_ = pcre2_jit_stack_create_8(kFirstStack, kLargestStack, nullptr);
      pcre2_jit_stack_assign_8(context_8_, nullptr, stack_8_);
      pcre2_set_match_limit_8(context_8_, UINT32_MAX);
      pcre2_set_depth_limit_8(context_8_, UINT32_MAX);
      pcre2_set_heap_limit_8(context_8_, 2u << 20);
    }
  }
  if (result == PCRE2_ERROR_NOMATCH) return 0;
  if (result < 0) {
    (void)raise(thread_, Builtin::kRecursionError,
                "the regular expression needs more memory than there is (PCRE2 error {})", result);
    return -1;
  }
  const size_t* vector = is_wide_ ? pcre2_get_ovector_pointer_32(match_32_) : pcre2_get_ovector_pointer_8(match_8_);
  for (size_t i = 0; i < spans.size(); ++i) {
    bool is_set = i / 2 < static_cast<size_t>(result) && vector[i] != PCRE2_UNSET;
    spans[i] = is_set ? static_cast<int64_t>(vector[i]) : -1;
  }
  return 1;
}

Value Subject::part(int64_t from, int64_t to) {
  if (is_string(text_)) {
    String* s = as_string(text_);
    return substring(thread_, s, static_cast<size_t>(from), static_cast<size_t>(std::max(from, to)));
  }
  return make_bytes(
      thread_, {static_cast<const char*>(characters_) + from, static_cast<size_t>(std::max<int64_t>(0, to - from))});
}

// "Match", kept as each match asks for it; set when the module is made.
struct MatchName {
  explicit MatchName(Runtime* runtime) { runtime->add_root(&name); }
  Value name;
};

Value Subject::make_match(int64_t position) {
  Thread* T = thread_;
  Value name = native_state<MatchName>(T->runtime).name;
  auto* module = pattern_.as<Record>()->get(kModule).as<Module>();
  Value type = name ? dict_get(module->dict.load(std::memory_order_acquire), as_string(name)) : kEmpty;
  if (!type) return raise_text(T, Builtin::kValueError, "there is no match without the module re");
  size_t extra = spans.size() * sizeof(int64_t);
  Record* record = make_record(T, type.as<Type>(), kMatchSlots,
                               static_cast<uint32_t>(sizeof(MatchData) - 2 * sizeof(int64_t) + extra));
  if (!record) return kEmpty;
  heap_initialize(record, record->slots[kMatchPattern], pattern_);
  heap_initialize(record, record->slots[kMatchString], text_);
  MatchData* match = match_of(record);
  match->position = position;
  match->end_position = end;
  match->group_count = data_->syntax.group_count;
  std::copy(spans.begin(), spans.end(), match->spans);
  // The group that was closed last: of those that stand in no other group, the one that ends last.
  int64_t last = 0;
  for (int64_t i = 1; i <= match->group_count; ++i) {
    if (match->spans[2 * i] < 0 || data_->syntax.parents[static_cast<size_t>(i)] != 0) continue;
    if (!last || match->spans[2 * i + 1] >= match->spans[2 * last + 1]) last = i;
  }
  if (!last) {
    for (int64_t i = 1; i <= match->group_count; ++i) {
      if (match->spans[2 * i] >= 0) last = i;
    }
  }
  match->last_index = last;
  return record;
}

// --- Pattern

bool bounds(Thread* T, Arguments args, const Subject& subject, int64_t* start, int64_t* end) {
  *start = 0;
  *end = subject.length();
  if (args.has(2) && !to_int64(T, args[2], start)) return false;
  if (args.has(3) && !to_int64(T, args[3], end)) return false;
  *start = std::clamp<int64_t>(*start, 0, subject.length());
  *end = std::clamp<int64_t>(*end, 0, subject.length());
  return true;
}

template <Mode kMode>
Value match_once(Thread* T, Arguments args) {
  Subject subject(T, args[0], kMode);
  int64_t start, end;
  if (!subject.open(args[1]) || !bounds(T, args, subject, &start, &end)) return kEmpty;
  subject.end = end;
  if (start > end) return kNone;
  int found = subject.search(start, 0);
  if (found < 0) return kEmpty;
  return found ? subject.make_match(start) : kNone;
}

// Where a walk over all matches stands.
struct Cursor {
  int64_t position;
  uint32_t options = 0;
  bool is_done = false;
};

// Calls f() for each match in turn, at most `limit` times; false from f stops with failure. The cursor moves along.
template <class F>
bool for_each_match(Subject& subject, Cursor& cursor, size_t limit, F f) {
  for (size_t count = 0; count < limit; ++count) {
    int found = cursor.position <= subject.end ? subject.search(cursor.position, cursor.options) : 0;
    if (found < 0) return false;
    if (!found) {
      cursor.is_done = true;
      break;
    }
    if (!f()) return false;
    // Behind an empty match only one that is not empty may begin at the same place.
    cursor.options = subject.spans[0] == subject.spans[1] ? PCRE2_NOTEMPTY_ATSTART : 0;
    cursor.position = subject.spans[1];
  }
  return true;
}
template <class F>
bool for_each_match(Subject& subject, int64_t start, size_t limit, F f) {
  Cursor cursor{start};
  return for_each_match(subject, cursor, limit, f);
}

Value findall_method(Thread* T, Arguments args) {
  Subject subject(T, args[0]);
  int64_t start, end;
  if (!subject.open(args[1]) || !bounds(T, args, subject, &start, &end)) return kEmpty;
  subject.end = end;
  List* list = make_list(T);
  if (!list) return kEmpty;
  Value empty = is_string(args[1]) ? T->runtime->empty_string : T->runtime->empty_bytes;
  int groups = subject.data()->syntax.group_count;
  bool good = for_each_match(subject, start, SIZE_MAX, [&] {
    Value item;
    if (groups <= 1) {
      item = subject.group_value(groups, empty);
    } else {
      Tuple* tuple = make_tuple(T, static_cast<size_t>(groups));
      if (!tuple) return false;
      for (int i = 1; i <= groups; ++i) {
        Value v = subject.group_value(i, empty);
        if (!v) return false;
        heap_initialize(tuple, tuple->items[i - 1], v);
      }
      item = tuple;
    }
    return item && list_append(T, list, item);
  });
  return good ? Value(list) : kEmpty;
}

// re.py's PatternScanner(pattern, string, pos, endpos).
Value scanner_method(Thread* T, Arguments args) {
  Subject subject(T, args[0]);
  int64_t start, end;
  if (!subject.open(args[1]) || !bounds(T, args, subject, &start, &end)) return kEmpty;
  Value type = module_entry(T, args[0].as<Record>()->get(kModule), "PatternScanner");
  if (!type) return raise_text(T, Builtin::kTypeError, "there is no scanner without the module re");
  return call(T, type, {args[0], args[1], make_int(T, start), make_int(T, end)});
}

// finditer(): matches are looked for a few at a time, so that a walk over a long text that ends early costs little, and
// one that does not needs memory for a few only.
//
//   Record | pattern | text | found: tuple | IteratorData |
//
// Looking for matches can take long and happens without a lock; of two threads that did so at the same time, the second
// throws away what it found and takes from what the first one did (`round` tells).
enum IteratorSlot : uint32_t { kIteratorPattern, kIteratorText, kIteratorFound, kIteratorSlots };
struct IteratorData {
  int64_t start, end;
  Cursor cursor;
  size_t next;  // in found
  uint64_t round;
};
constexpr size_t kFirstMatches = 4, kMostMatches = 64;

IteratorData* iterator_of(Value v) {
  return reinterpret_cast<IteratorData*>(v.as<Record>()->raw());
}

Value finditer_method(Thread* T, Arguments args) {
  Subject subject(T, args[0]);
  int64_t start, end;
  if (!subject.open(args[1]) || !bounds(T, args, subject, &start, &end)) return kEmpty;
  // Bytes that can change are searched as they are now.
  Value text = is_string(args[1]) || is_bytes(args[1]) ? args[1] : subject.part(0, subject.length());
  Value type = text ? module_entry(T, args[0].as<Record>()->get(kModule), "MatchIterator") : kEmpty;
  Tuple* none = type ? make_tuple(T, size_t{0}) : nullptr;
  Record* record = none ? make_record(T, type.as<Type>(), kIteratorSlots, sizeof(IteratorData)) : nullptr;
  if (!record) return kEmpty;
  heap_initialize(record, record->slots[kIteratorPattern], args[0]);
  heap_initialize(record, record->slots[kIteratorText], text);
  heap_initialize(record, record->slots[kIteratorFound], none);
  new (record->raw()) IteratorData{start, end, {start}, 0, 0};
  return record;
}

Value match_iterator_next(Thread* T, Value self) {
  Record* record = self.as<Record>();
  IteratorData* data = iterator_of(self);
  for (;;) {
    Cursor cursor;
    uint64_t round;
    {
      ObjectLock lock(T, record);
      auto* found = record->get(kIteratorFound).as<Tuple>();
      if (data->next < found->length) return (*found)[data->next++];
      if (data->cursor.is_done) return kEmpty;
      cursor = data->cursor;
      round = data->round;
    }
    Subject subject(T, record->get(kIteratorPattern));
    if (!subject.open(record->get(kIteratorText))) return kEmpty;
    subject.end = data->end;
    List* list = make_list(T);
    bool good = list && for_each_match(subject, cursor, round ? kMostMatches : kFirstMatches, [&] {
                  Value match = subject.make_match(data->start);
                  return match && list_append(T, list, match);
                });
    Tuple* fresh = good ? tuple_from_iterable(T, list) : nullptr;
    if (!fresh) return kEmpty;
    ObjectLock lock(T, record);
    if (data->round != round) continue;
    ++data->round;
    data->cursor = cursor;
    data->next = 0;
    record->set(kIteratorFound, fresh);
  }
}

Value match_iterator_iterate(Thread*, Value self) {
  return self;
}

Value split_method(Thread* T, Arguments args) {
  Subject subject(T, args[0]);
  int64_t limit = 0;
  if (!subject.open(args[1]) || (args.has(2) && !to_int64(T, args[2], &limit))) return kEmpty;
  List* list = make_list(T);
  if (!list) return kEmpty;
  int64_t done = 0;
  auto append = [&](Value v) { return v && list_append(T, list, v); };
  bool good = limit < 0 || for_each_match(
                               subject, 0, limit ? static_cast<size_t>(limit) : SIZE_MAX,
                               [&] {
                                 if (!append(subject.part(done, subject.spans[0]))) return false;
                                 for (int i = 1; i <= subject.data()->syntax.group_count; ++i) {
                                   if (!append(subject.group_value(i, kNone))) return false;
                                 }
                                 done = subject.spans[1];
                                 return true;
                               });
  return good && append(subject.part(done, subject.length())) ? Value(list) : kEmpty;
}

// Text of str or bytes.
struct TextOutput {
  bool is_bytes;
  StringBuilder text;
  std::string bytes;

  void append(Value v) {
    if (is_bytes) {
      bytes += v.as<Bytes>()->view();
    } else {
      text.append(as_string(v));
    }
  }
  Value build(Thread* T) { return is_bytes ? make_bytes(T, bytes) : Value(text.build(T)); }
};

// A template such as r"\1-\g<name>\n": literal text and group numbers in turn.
struct TemplatePart {
  std::u32string literal;
  int group = -1;  // behind the literal; -1: none
};

std::u32string text_of(Value v) {
  std::u32string out;
  if (is_string(v)) {
    String* s = as_string(v);
    for (size_t i = 0; i < s->length; ++i) out += s->at(i);
  } else {
    for (char c : v.as<Bytes>()->view()) out += static_cast<unsigned char>(c);
  }
  return out;
}

bool parse_template(Thread* T, Value pattern, Value repl, std::vector<TemplatePart>* parts) {
  const TranslatedRegex& syntax = data_of(pattern)->syntax;
  Value module = pattern.as<Record>()->get(kModule);
  std::u32string text = text_of(repl);
  parts->emplace_back();
  auto is_digit = [&](size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  auto is_octal = [&](size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '7'; };
  auto fail = [&](std::string message, size_t position) {
    return bool(raise_pattern_error(T, module, message, repl, static_cast<int64_t>(position)));
  };
  auto add_group = [&](int number, size_t position) {
    if (number > syntax.group_count) return fail(fmt::format("invalid group reference {}", number), position);
    parts->back().group = number;
    parts->emplace_back();
    return true;
  };
  for (size_t i = 0; i < text.size();) {
    char32_t c = text[i];
    if (c != '\\') {
      parts->back().literal += c;
      ++i;
      continue;
    }
    size_t start = i++;
    if (i == text.size()) return fail("bad escape (end of pattern)", start);
    c = text[i++];
    if (c == 'g') {
      if (i >= text.size() || text[i] != '<') return fail("missing <", i);
      size_t name_start = ++i, close = text.find(U'>', i);
      if (close == std::u32string::npos)
        return fail(i == text.size() ? "missing group name" : "missing >, unterminated name", name_start);
      std::u32string name = text.substr(i, close - i);
      i = close + 1;
      if (name.empty()) return fail("missing group name", name_start);
      int number = 0;
      std::string shown;
      for (char32_t x : name) append_utf8(shown, x);
      if (is_identifier_start(name[0])) {
        for (size_t k = 1; k < syntax.names.size(); ++k) {
          if (syntax.names[k] == name) number = static_cast<int>(k);
        }
        if (!number) return raise(T, Builtin::kIndexError, "unknown group name '{}'", shown);
      } else {
        for (char32_t x : name) {
          if (x < '0' || x > '9' || number > 99999)
            return fail(fmt::format("bad character in group name '{}'", shown), name_start);
          number = number * 10 + static_cast<int>(x - '0');
        }
      }
      if (!add_group(number, name_start)) return false;
    } else if (c == '0') {
      char32_t value = 0;
      for (int k = 0; k < 2 && is_octal(i); ++k) value = value * 8 + (text[i++] - '0');
      parts->back().literal += value;
    } else if (c >= '1' && c <= '9') {
      int number = static_cast<int>(c - '0');
      if (is_digit(i)) {
        if (c <= '7' && is_octal(i) && is_octal(i + 1)) {
          int value = number * 64 + static_cast<int>(text[i] - '0') * 8 + static_cast<int>(text[i + 1] - '0');
          i += 2;
          if (value > 0377)
            return fail(fmt::format("octal escape value \\{:o} outside of range 0-0o377", value), start);
          parts->back().literal += static_cast<char32_t>(value);
          continue;
        }
        number = number * 10 + static_cast<int>(text[i++] - '0');
      }
      if (!add_group(number, start + 1)) return false;
    } else {
      constexpr std::string_view kLetters = "abfnrtv\\";
      constexpr char kMeanings[] = {7, 8, 12, 10, 13, 9, 11, '\\'};
      size_t known = c < 128 ? kLetters.find(static_cast<char>(c)) : std::string_view::npos;
      if (known != std::string_view::npos) {
        parts->back().literal += static_cast<char32_t>(kMeanings[known]);
      } else if (c < 128 && is_alphabetic(c)) {
        return fail(fmt::format("bad escape \\{}", static_cast<char>(c)), start);
      } else {
        parts->back().literal += U'\\';
        parts->back().literal += c;
      }
    }
  }
  return true;
}

Value literal_value(Thread* T, const std::u32string& literal, bool is_bytes) {
  if (!is_bytes) return make_string(T, literal.data(), literal.size());
  std::string bytes;
  for (char32_t c : literal) bytes += static_cast<char>(c);
  return make_bytes(T, bytes);
}

Value substitute(Thread* T, Arguments args, bool with_count) {
  Value repl = args[1];
  Subject subject(T, args[0]);
  int64_t limit = 0, count = 0;
  if (!subject.open(args[2]) || (args.has(3) && !to_int64(T, args[3], &limit))) return kEmpty;
  bool is_byte_text = subject.data()->is_bytes, is_callable_repl = is_callable(T, repl);
  if (!is_callable_repl) {
    if (is_byte_text && !is_string(repl)) {
      repl = bytes_from_object(T, repl);
      if (!repl) return kEmpty;
    }
    if (is_string(repl) == is_byte_text || (!is_string(repl) && !is_bytes(repl))) {
      if (!is_string(repl) && !is_bytes(repl))
        return raise(T, Builtin::kTypeError, "decoding to str: need a bytes-like object, {} found", type_name(T, repl));
      return raise(T, Builtin::kTypeError, "sequence item 0: expected {}, {} found",
                   is_byte_text ? "a bytes-like object" : "str instance", type_name(T, repl));
    }
  }
  // Parts of a template as values, each with the group that follows it.
  std::vector<int> groups;
  List* literals = make_list(T);
  if (!literals) return kEmpty;
  if (!is_callable_repl) {
    std::vector<TemplatePart> parts;
    if (!parse_template(T, args[0], repl, &parts)) return kEmpty;
    for (const TemplatePart& part : parts) {
      Value literal = literal_value(T, part.literal, is_byte_text);
      if (!literal || !list_append(T, literals, literal)) return kEmpty;
      groups.push_back(part.group);
    }
  }
  TextOutput out{is_byte_text, {}, {}};
  int64_t done = 0;
  Value empty = is_byte_text ? T->runtime->empty_bytes : T->runtime->empty_string;
  bool good = limit < 0 ||
              for_each_match(
                  subject, 0, limit ? static_cast<size_t>(limit) : SIZE_MAX,
                  [&] {
                    Value before = subject.part(done, subject.spans[0]);
                    if (!before) return false;
                    out.append(before);
                    done = subject.spans[1];
                    ++count;
                    if (is_callable_repl) {
                      Value match = subject.make_match(0);
                      Value piece = match ? call(T, repl, {match}) : kEmpty;
                      if (!piece) return false;
                      if (piece.is_none()) return true;
                      if (is_byte_text ? !is_bytes(piece) : !is_string(piece)) {
                        return bool(raise(T, Builtin::kTypeError, "sequence item {}: expected {}, {} found", 1,
                                          is_byte_text ? "a bytes-like object" : "str instance", type_name(T, piece)));
                      }
                      out.append(piece);
                      return true;
                    }
                    for (size_t i = 0; i < groups.size(); ++i) {
                      out.append(list_get(T, literals, static_cast<int64_t>(i)));
                      if (groups[i] < 0) continue;
                      Value piece = subject.group_value(groups[i], empty);
                      if (!piece) return false;
                      out.append(piece);
                    }
                    return true;
                  });
  if (!good) return kEmpty;
  Value result;
  if (count == 0) {
    result = args[2];
  } else {
    Value rest = subject.part(done, subject.length());
    if (!rest) return kEmpty;
    out.append(rest);
    result = out.build(T);
  }
  if (!result || !with_count) return result;
  return make_tuple(T, {result, make_int(T, count)});
}

Value sub_method(Thread* T, Arguments args) {
  return substitute(T, args, false);
}
Value subn_method(Thread* T, Arguments args) {
  return substitute(T, args, true);
}
Value self_method(Thread*, Arguments args) {
  return args[0];
}

Value get_pattern(Thread*, Value self) {
  return self.as<Record>()->get(kPatternText);
}
Value get_flags(Thread* T, Value self) {
  return make_int(T, static_cast<int64_t>(data_of(self)->syntax.flags));
}
Value get_groups(Thread* T, Value self) {
  return make_int(T, static_cast<int64_t>(data_of(self)->syntax.group_count));
}
Value get_groupindex(Thread* T, Value self) {
  return call(T, Value(types(T).mapping_proxy), {self.as<Record>()->get(kGroupIndex)});
}

Value pattern_repr(Thread* T, Value self) {
  String* text = to_repr(T, get_pattern(T, self));
  if (!text) return kEmpty;
  StringBuilder out;
  out.append_ascii("re.compile(");
  out.append(text, 0, std::min<size_t>(text->length, 200));
  uint32_t flags = data_of(self)->syntax.flags;
  if (!data_of(self)->is_bytes) flags &= ~static_cast<uint32_t>(kRegexUnicode);
  constexpr std::pair<uint32_t, const char*> kNames[] = {{kRegexIgnoreCase, "re.IGNORECASE"},
                                                         {kRegexLocale, "re.LOCALE"},
                                                         {kRegexMultiline, "re.MULTILINE"},
                                                         {kRegexDotAll, "re.DOTALL"},
                                                         {kRegexVerbose, "re.VERBOSE"},
                                                         {kRegexDebug, "re.DEBUG"},
                                                         {kRegexAscii, "re.ASCII"}};
  bool first = true;
  for (auto [flag, name] : kNames) {
    if (!(flags & flag)) continue;
    out.append_ascii(first ? ", " : "|");
    out.append_ascii(name);
    first = false;
  }
  out.append_ascii(")");
  return out.build(T);
}

Value pattern_compare(Thread* T, Value a, Value b, CompareOperator op) {
  if ((op != CompareOperator::kEqual && op != CompareOperator::kNotEqual) || type_of(T, a) != type_of(T, b))
    return kNotImplemented;
  bool same = data_of(a)->syntax.flags == data_of(b)->syntax.flags && data_of(a)->is_bytes == data_of(b)->is_bytes;
  if (same) {
    int equality = equal(T, get_pattern(T, a), get_pattern(T, b));
    if (equality < 0) return kEmpty;
    same = equality == 1;
  }
  return Value::boolean(same == (op == CompareOperator::kEqual));
}

bool pattern_hash(Thread* T, Value self, int64_t* out) {
  if (!hash_value(T, get_pattern(T, self), out)) return false;
  *out ^= static_cast<int64_t>(data_of(self)->syntax.flags);
  if (*out == -1) *out = -2;
  return true;
}

void pattern_finalize(Thread*, Object* object) {
  auto** data = reinterpret_cast<PatternData**>(static_cast<Record*>(object)->raw());
  delete *data;
  *data = nullptr;
}

Value compile(Thread* T, Arguments args) {
  Value module = args.callee.as<NativeFunction>()->self.load();
  Value text = args[0];
  bool is_byte_pattern = !is_string(text);
  if (is_byte_pattern) {
    if (!supports_buffer(T, text))
      return raise(T, Builtin::kTypeError, "first argument must be string or compiled pattern");
    text = bytes_from_object(T, text);
    if (!text) return kEmpty;
  }
  int64_t flags;
  if (!to_int64(T, args[1], &flags)) return kEmpty;
  if (is_byte_pattern && (flags & kRegexUnicode))
    return raise(T, Builtin::kValueError, "cannot use UNICODE flag with a bytes pattern");
  if (is_byte_pattern && (flags & kRegexLocale) && (flags & kRegexAscii))
    return raise(T, Builtin::kValueError, "ASCII and LOCALE flags are incompatible");
  if (!is_byte_pattern && (flags & kRegexLocale))
    return raise(T, Builtin::kValueError, "cannot use LOCALE flag with a str pattern");
  if (!is_byte_pattern && (flags & kRegexAscii) && (flags & kRegexUnicode))
    return raise(T, Builtin::kValueError, "ASCII and UNICODE flags are incompatible");
  auto data = std::make_unique<PatternData>();
  data->is_bytes = is_byte_pattern;
  data->syntax = translate_regex(text_of(text), static_cast<uint32_t>(flags), is_byte_pattern);
  if (!data->syntax.error.empty())
    return raise_pattern_error(T, module, data->syntax.error, text, data->syntax.error_position);
  if (!is_byte_pattern && !(data->syntax.flags & kRegexAscii)) data->syntax.flags |= kRegexUnicode;
  int error_code = 0;
  bool compiled = narrow_code(data.get(), kSearch, &error_code);
  if (!compiled && error_code == kErrorTooLarge) {
    data->is_large.store(true, std::memory_order_relaxed);
    compiled = wide_code(data.get(), kSearch, &error_code);
  }
  if (!compiled) return raise_pattern_error(T, module, compile_message(error_code), text, -1);
  Dict* index = make_dict(T);
  if (!index) return kEmpty;
  for (size_t i = 1; i < data->syntax.names.size(); ++i) {
    const std::u32string& name = data->syntax.names[i];
    if (name.empty()) continue;
    String* key = make_string(T, name.data(), name.size());
    if (!key || !dict_set(T, index, Value(key), Value::small_int(static_cast<int64_t>(i)))) return kEmpty;
  }
  Value type = module_entry(T, module, "Pattern");
  Record* record = make_record(T, type.as<Type>(), kPatternSlots, sizeof(PatternData*));
  if (!record) return kEmpty;
  heap_initialize(record, record->slots[kPatternText], text);
  heap_initialize(record, record->slots[kGroupIndex], index);
  heap_initialize(record, record->slots[kModule], module);
  *reinterpret_cast<PatternData**>(record->raw()) = data.release();
  return record;
}

// A template with the groups of a match put in.
Value expand_template(Thread* T, Value match, Value repl);

// --- Match

// The number of a group given by number or name; -1: raised.
int64_t group_number(Thread* T, Value match, Value group) {
  MatchData* data = match_of(match);
  if (is_int(group) || type_of(T, group)->slots.index) {
    Value index = to_index(T, group);
    int64_t number;
    if (!index) return -1;
    if (int_fits_int64(index, &number) && number >= 0 && number <= data->group_count) return number;
  } else {
    Value pattern = match.as<Record>()->get(kMatchPattern);
    Value number = dict_get(T, pattern.as<Record>()->get(kGroupIndex).as<Dict>(), group);
    if (number) return number.as_small_int();
    clear_exception(T);
  }
  (void)raise(T, Builtin::kIndexError, "no such group");
  return -1;
}

Value text_between(Thread* T, Value match, int64_t start, int64_t end) {
  Value text = match.as<Record>()->get(kMatchString);
  if (is_string(text))
    return substring(T, as_string(text), static_cast<size_t>(start), static_cast<size_t>(std::max(start, end)));
  BytesOperand operand(T);
  if (!operand.get(text)) return kEmpty;
  std::string_view bytes = operand.bytes();
  if (static_cast<size_t>(start) > bytes.size()) return T->runtime->empty_bytes;
  return make_bytes(T,
                    bytes.substr(static_cast<size_t>(start), static_cast<size_t>(std::max<int64_t>(0, end - start))));
}

Value group_text(Thread* T, Value match, int64_t number, Value missing) {
  MatchData* data = match_of(match);
  if (data->spans[2 * number] < 0) return missing;
  return text_between(T, match, data->spans[2 * number], data->spans[2 * number + 1]);
}

Value group_method(Thread* T, Arguments args) {
  if (args.rest_count == 0) return group_text(T, args[0], 0, kNone);
  Tuple* tuple = args.rest_count > 1 ? make_tuple(T, args.rest_count) : nullptr;
  for (uint32_t i = 0; i < args.rest_count; ++i) {
    int64_t number = group_number(T, args[0], args.rest[i]);
    Value text = number < 0 ? kEmpty : group_text(T, args[0], number, kNone);
    if (!text) return kEmpty;
    if (args.rest_count == 1) return text;
    if (!tuple) return kEmpty;
    heap_initialize(tuple, tuple->items[i], text);
  }
  return tuple;
}

Value match_get_item(Thread* T, Value self, Value key) {
  int64_t number = group_number(T, self, key);
  return number < 0 ? kEmpty : group_text(T, self, number, kNone);
}

Value groups_method(Thread* T, Arguments args) {
  MatchData* data = match_of(args[0]);
  Tuple* tuple = make_tuple(T, static_cast<size_t>(data->group_count));
  if (!tuple) return kEmpty;
  for (int64_t i = 1; i <= data->group_count; ++i) {
    Value text = group_text(T, args[0], i, args.has(1) ? args[1] : kNone);
    if (!text) return kEmpty;
    heap_initialize(tuple, tuple->items[i - 1], text);
  }
  return tuple;
}

Value groupdict_method(Thread* T, Arguments args) {
  Dict* result = make_dict(T);
  Value pattern = args[0].as<Record>()->get(kMatchPattern);
  size_t position = 0;
  Value name, number;
  while (result && dict_next(pattern.as<Record>()->get(kGroupIndex).as<Dict>(), &position, &name, &number)) {
    Value text = group_text(T, args[0], number.as_small_int(), args.has(1) ? args[1] : kNone);
    if (!text || !dict_set(T, result, name, text)) return kEmpty;
  }
  return result;
}

template <int kWhat>  // 0 start, 1 end, 2 both
Value span_method(Thread* T, Arguments args) {
  int64_t number = args.has(1) ? group_number(T, args[0], args[1]) : 0;
  if (number < 0) return kEmpty;
  MatchData* data = match_of(args[0]);
  Value start = make_int(T, data->spans[2 * number]), end = make_int(T, data->spans[2 * number + 1]);
  return kWhat == 0 ? start : kWhat == 1 ? end : Value(make_tuple(T, {start, end}));
}

Value expand_template(Thread* T, Value match, Value repl) {
  Value pattern = match.as<Record>()->get(kMatchPattern);
  bool is_byte_text = data_of(pattern)->is_bytes;
  if (is_string(repl) == is_byte_text)
    return raise(T, Builtin::kTypeError, "expected {} instance, {} found", is_byte_text ? "bytes" : "str",
                 type_name(T, repl));
  std::vector<TemplatePart> parts;
  if (!parse_template(T, pattern, repl, &parts)) return kEmpty;
  TextOutput out{is_byte_text, {}, {}};
  for (const TemplatePart& part : parts) {
    Value literal = literal_value(T, part.literal, is_byte_text);
    if (!literal) return kEmpty;
    out.append(literal);
    if (part.group < 0) continue;
    Value text = group_text(T, match, part.group, is_byte_text ? T->runtime->empty_bytes : T->runtime->empty_string);
    if (!text) return kEmpty;
    out.append(text);
  }
  return out.build(T);
}

Value expand_method(Thread* T, Arguments args) {
  return expand_template(T, args[0], args[1]);
}

Value get_match_pattern(Thread*, Value self) {
  return self.as<Record>()->get(kMatchPattern);
}
Value get_match_string(Thread*, Value self) {
  return self.as<Record>()->get(kMatchString);
}
Value get_position(Thread* T, Value self) {
  return make_int(T, match_of(self)->position);
}
Value get_end_position(Thread* T, Value self) {
  return make_int(T, match_of(self)->end_position);
}
Value get_last_index(Thread* T, Value self) {
  int64_t last = match_of(self)->last_index;
  return last ? make_int(T, last) : kNone;
}
Value get_last_group(Thread* T, Value self) {
  int64_t last = match_of(self)->last_index;
  const std::u32string& name = data_of(get_match_pattern(T, self))->syntax.names[static_cast<size_t>(last)];
  return name.empty() ? kNone : Value(make_string(T, name.data(), name.size()));
}
Value get_regs(Thread* T, Value self) {
  MatchData* data = match_of(self);
  Tuple* tuple = make_tuple(T, static_cast<size_t>(data->group_count + 1));
  if (!tuple) return kEmpty;
  for (int64_t i = 0; i <= data->group_count; ++i)
    heap_initialize(tuple, tuple->items[i],
                    make_tuple(T, {make_int(T, data->spans[2 * i]), make_int(T, data->spans[2 * i + 1])}));
  return tuple;
}

Value match_repr(Thread* T, Value self) {
  MatchData* data = match_of(self);
  Value text = group_text(T, self, 0, kNone);
  String* shown = text ? to_repr(T, text) : nullptr;
  if (!shown) return kEmpty;
  StringBuilder out;
  out.append_ascii(fmt::format("<re.Match object; span=({}, {}), match=", data->spans[0], data->spans[1]));
  out.append(shown, 0, std::min<size_t>(shown->length, 50));
  out.append_ascii(">");
  return out.build(T);
}

// For pickle and copy: re._unpickle(pattern, flags), which is found by the name of its module.
Value pattern_reduce(Thread* T, Arguments args) {
  Record* record = args[0].as<Record>();
  Value function = import_attribute(T, "re", "_compile");
  Value flags = function ? get_attribute(T, args[0], "flags") : kEmpty;
  Tuple* arguments = flags ? make_tuple(T, {record->get(kPatternText), flags}) : nullptr;
  return arguments ? Value(make_tuple(T, {function, Value(arguments)})) : kEmpty;
}
Value class_getitem(Thread* T, Arguments args) {
  return make_generic_alias(T, args[0], args[1]);
}

const NativeMethod kPatternMethods[] = {
    {"match($self, /, string, pos=0, endpos=9223372036854775807)", match_once<kMatch>,
     "Matches zero or more characters at the beginning of the string."},
    {"fullmatch($self, /, string, pos=0, endpos=9223372036854775807)", match_once<kFullMatch>,
     "Matches against all of the string."},
    {"search($self, /, string, pos=0, endpos=9223372036854775807)", match_once<kSearch>,
     "Scan through string looking for a match, and return a corresponding match object."},
    {"findall($self, /, string, pos=0, endpos=9223372036854775807)", findall_method,
     "Return a list of all non-overlapping matches of pattern in string."},
    {"finditer($self, /, string, pos=0, endpos=9223372036854775807)", finditer_method,
     "Return an iterator over all non-overlapping matches in string."},
    {"scanner($self, /, string, pos=0, endpos=9223372036854775807)", scanner_method,
     "Return an object whose match() and search() go on where the last match ended."},
    {"split($self, /, string, maxsplit=0)", split_method, "Split string by the occurrences of pattern."},
    {"sub($self, /, repl, string, count=0)", sub_method,
     "Replace the leftmost non-overlapping occurrences of pattern in string."},
    {"subn($self, /, repl, string, count=0)", subn_method, "Like sub(), with the number of replacements made."},
    {"__copy__($self, /)", self_method, ""},
    {"__deepcopy__($self, memo, /)", self_method, ""},
    {"__reduce__($self, /)", pattern_reduce, ""},
    {"__class_getitem__($type, item, /)", class_getitem, "See PEP 585", kClassMethod},
    {nullptr, nullptr, nullptr}};

const NativeAttribute kPatternAttributes[] = {
    {"pattern", get_pattern, nullptr, "The pattern string from which the RE object was compiled."},
    {"flags", get_flags, nullptr, "The regex matching flags."},
    {"groups", get_groups, nullptr, "The number of capturing groups in the pattern."},
    {"groupindex", get_groupindex, nullptr, "A dictionary mapping group names to group numbers."},
    {nullptr, nullptr, nullptr, nullptr}};

const NativeMethod kMatchMethods[] = {
    {"group($self, /, *groups)", group_method, "Return one or more subgroups of the match."},
    {"groups($self, /, default=None)", groups_method,
     "Return a tuple containing all the subgroups of the match, from 1."},
    {"groupdict($self, /, default=None)", groupdict_method,
     "Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name."},
    {"start($self, group=0, /)", span_method<0>, "Return index of the start of the substring matched by group."},
    {"end($self, group=0, /)", span_method<1>, "Return index of the end of the substring matched by group."},
    {"span($self, group=0, /)", span_method<2>,
     "For match object m, return the 2-tuple (m.start(group), m.end(group))."},
    {"expand($self, /, template)", expand_method,
     "Return the string obtained by doing backslash substitution on the string template."},
    {"__copy__($self, /)", self_method, ""},
    {"__deepcopy__($self, memo, /)", self_method, ""},
    {"__class_getitem__($type, item, /)", class_getitem, "See PEP 585", kClassMethod},
    {nullptr, nullptr, nullptr}};

const NativeAttribute kMatchAttributes[] = {
    {"string", get_match_string, nullptr, "The string passed to match() or search()."},
    {"re", get_match_pattern, nullptr, "The regular expression object."},
    {"pos", get_position, nullptr, "The index into the string at which the RE engine started looking for a match."},
    {"endpos", get_end_position, nullptr, "The index into the string beyond which the RE engine will not go."},
    {"lastindex", get_last_index, nullptr, "The integer index of the last matched capturing group."},
    {"lastgroup", get_last_group, nullptr, "The name of the last matched capturing group."},
    {"regs", get_regs, nullptr, "The spans of all groups."},
    {nullptr, nullptr, nullptr, nullptr}};

const NativeMethod kFunctions[] = {{"compile(pattern, flags, /)", compile, "Compile a regular expression."},
                                   {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_re_module(Thread* T) {
  static const TypeSlots pattern_slots = [] {
    TypeSlots slots{};
    slots.repr = pattern_repr;
    slots.compare = pattern_compare;
    slots.hash = pattern_hash;
    slots.finalize = pattern_finalize;
    return slots;
  }();
  static const TypeSlots match_slots = [] {
    TypeSlots slots{};
    slots.repr = match_repr;
    slots.get_item = match_get_item;
    return slots;
  }();
  static const NativeTypeSpec pattern_spec = {"re.Pattern",
                                              Kind::kRecord,
                                              record_size(kPatternSlots, sizeof(PatternData*)),
                                              kTypeIsBuiltin | kTypeSupportsWeakReferences,
                                              "Compiled regular expression object.",
                                              &pattern_slots,
                                              kPatternMethods,
                                              kPatternAttributes};
  static const NativeTypeSpec match_spec = {"re.Match",
                                            Kind::kRecord,
                                            record_size(kMatchSlots, sizeof(MatchData)),
                                            kTypeIsBuiltin,
                                            "The result of re.match() and re.search().",
                                            &match_slots,
                                            kMatchMethods,
                                            kMatchAttributes};
  static const TypeSlots iterator_slots = [] {
    TypeSlots slots{};
    slots.iterate = match_iterator_iterate;
    slots.next = match_iterator_next;
    return slots;
  }();
  // In CPython an iterator over calls of a function serves.
  static const NativeTypeSpec iterator_spec = {"callable_iterator",
                                               Kind::kRecord,
                                               record_size(kIteratorSlots, sizeof(IteratorData)),
                                               kTypeIsBuiltin,
                                               nullptr,
                                               &iterator_slots,
                                               nullptr,
                                               nullptr};
  Module* module = make_module(T, "_re");
  String* match_name = module ? intern(T, "Match") : nullptr;
  if (!match_name) return kEmpty;
  native_state<MatchName>(T->runtime).name = match_name;
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  Type* pattern = make_native_type(T, pattern_spec);
  Type* match = make_native_type(T, match_spec);
  Type* iterator = make_native_type(T, iterator_spec);
  return pattern && match && iterator && module_set(T, module, "Pattern", pattern) &&
                 module_set(T, module, "Match", match) && module_set(T, module, "MatchIterator", iterator)
             ? Value(module)
             : kEmpty;
}

}  // namespace gilded
