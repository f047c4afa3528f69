// _text_decoder: how a stream of text decodes what it reads, for the usual encodings: pieces of bytes become text whose
// lines end with "\n". It does what an incremental decoder of codecs with an io.IncrementalNewlineDecoder on top would
// do, whose states it shares. _io.py uses those two where this one knows the encoding not.
//
//   TextDecoder:   Record | errors | carry | encoding, what is known of lines |
//
// `carry` are the bytes of a character that is not complete yet.
//
// Thread safety: used under the lock of its stream; threads that share one without get mixed text, no more.
#include <algorithm>
#include <atomic>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "stdlib/native/stream_parts.h"
#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/codecs.h"
#include "vm/types/int.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

enum DecoderSlot : uint32_t { kEncoding, kErrors, kCarry, kDecoderSlots };
enum LineEnd : uint8_t { kReturn = 1, kNewline = 2, kReturnNewline = 4 };

struct DecoderState {
  bool may_split;                // characters have several bytes
  bool is_universal;             // "\r" and "\r\n" end lines, too
  bool translates;               // they become "\n"
  std::atomic<bool> has_return;  // the text so far ended with "\r", which is kept back: "\n" may follow
  std::atomic<uint8_t> seen;     // LineEnds
};

DecoderState* state_of(Value v) {
  return reinterpret_cast<DecoderState*>(v.as<Record>()->raw());
}

// What is decoded here. Other encodings are Python's, and so are handlers of errors that a script has registered.
bool is_known(String* encoding, String* errors, std::string* canonical) {
  constexpr std::string_view kEncodings[] = {"utf-8", "ascii", "iso8859-1"};
  constexpr std::string_view kHandlers[] = {"strict", "ignore", "replace", "surrogateescape", "backslashreplace"};
  *canonical = canonical_encoding(to_utf8(encoding));
  return std::ranges::find(kEncodings, *canonical) != std::end(kEncodings) && errors->is_ascii() &&
         std::ranges::find(kHandlers, errors->ascii()) != std::end(kHandlers);
}

// EMPTY without an exception: it is not known.
Value make_decoder(Thread* T, Type* type, String* encoding, String* errors, bool is_universal, bool translates) {
  std::string canonical;
  if (!is_known(encoding, errors, &canonical)) return kEmpty;
  Record* decoder = make_record(T, type, kDecoderSlots, sizeof(DecoderState));
  if (!decoder) return kEmpty;
  decoder->set(kEncoding, encoding);
  decoder->set(kErrors, errors);
  decoder->set(kCarry, T->runtime->empty_bytes);
  new (decoder->raw()) DecoderState{canonical == "utf-8", is_universal, translates, false, 0};
  return decoder;
}

// TextDecoder(encoding, errors, is_universal, translates). REQUIRES: is_known.
Value decoder_create(Thread* T, Type* type, CallArguments arguments) {
  if (arguments.count != 4 || !is_string(arguments[0]) || !is_string(arguments[1]))
    return raise(T, Builtin::kTypeError, "TextDecoder() takes an encoding, errors and two flags");
  Value decoder = make_decoder(T, type, as_string(arguments[0]), as_string(arguments[1]), arguments[2] == kTrue,
                               arguments[3] == kTrue);
  if (decoder || T->has_exception()) return decoder;
  return raise(T, Builtin::kValueError, "TextDecoder() does not know this encoding");
}

String* decode(Thread* T, Record* decoder, std::string_view bytes) {
  return decode_bytes(T, bytes, to_utf8(as_string(decoder->get(kEncoding))), to_utf8(as_string(decoder->get(kErrors))));
}

// The characters of the piece, without those of a character that is not complete.
String* decode_piece(Thread* T, Record* decoder, std::string_view piece, bool is_final) {
  if (!state_of(decoder)->may_split) return decode(T, decoder, piece);
  std::string_view carry = decoder->get(kCarry).as<Bytes>()->view();
  std::string joined;
  if (!carry.empty()) {
    joined.append(carry).append(piece);
    piece = joined;
  }
  size_t whole = is_final ? piece.size() : complete_utf8_prefix(piece);
  // What cannot be decoded stays, as it does in CPython.
  String* text = decode(T, decoder, piece.substr(0, whole));
  if (text && (!carry.empty() || whole < piece.size())) {
    Value rest = make_bytes(T, piece.substr(whole));
    if (!rest) return nullptr;
    decoder->set(kCarry, rest);
  }
  return text;
}

template <class Unit>
bool has(const Unit* begin, const Unit* end, Unit wanted) {
  if constexpr (sizeof(Unit) == 1) return memchr(begin, wanted, static_cast<size_t>(end - begin)) != nullptr;
  return std::find(begin, end, wanted) != end;
}

struct Returns {
  bool ends_with_return = false;
  uint8_t found = 0;  // LineEnds
};
Returns returns_of(const String* text) {
  return with_characters(text, [&](auto* characters) {
    using Unit = std::remove_cvref_t<decltype(*characters)>;
    Returns r;
    size_t length = text->length;
    const Unit *begin = characters, *end = characters + length;
    if (!has(begin, end, Unit{'\r'})) {
      if (has(begin, end, Unit{'\n'})) r.found = kNewline;
      return r;
    }
    r.ends_with_return = length && end[-1] == '\r';
    for (const Unit* p = begin; p < end; ++p) {
      if (*p == '\n') r.found |= kNewline;
      if (*p != '\r') continue;
      bool is_pair = p + 1 < end && p[1] == '\n';
      if (is_pair) ++p;
      r.found |= is_pair ? kReturnNewline : kReturn;
    }
    return r;
  });
}

String* replace(Thread* T, String* text, const char* old, const char* fresh) {
  Value before = make_string(T, old), after = make_string(T, fresh);
  if (!before || !after) return nullptr;
  Value replaced = call_method(T, text, intern(T, "replace"), {before, after});
  return replaced ? as_string(replaced) : nullptr;
}

Value decoder_decode(Thread* T, Arguments args) {
  Record* decoder = args[0].as<Record>();
  DecoderState* state = state_of(decoder);
  bool is_final = false;
  if (args.has(2) && !truth(T, args[2], &is_final)) return kEmpty;
  String* text = nullptr;
  {
    BufferScope buffer(T);
    if (!buffer.get(args[1])) return kEmpty;
    text = decode_piece(T, decoder, buffer.bytes(), is_final);
  }
  if (!text || !state->is_universal) return text;
  if (load(state->has_return) && (text->length || is_final)) {
    String* kept = make_string(T, "\r");
    text = kept ? concatenate(T, kept, text) : nullptr;
    if (!text) return kEmpty;
    store(state->has_return, false);
  }
  Returns returns = returns_of(text);
  if (returns.ends_with_return && !is_final) {
    // Whether it ends a line by itself shows the next piece.
    text = substring(T, text, 0, text->length - 1);
    if (!text) return kEmpty;
    store(state->has_return, true);
    returns = returns_of(text);
  }
  state->seen.fetch_or(returns.found, std::memory_order_relaxed);
  if (state->translates && returns.found & kReturnNewline) text = replace(T, text, "\r\n", "\n");
  if (text && state->translates && returns.found & kReturn) text = replace(T, text, "\r", "\n");
  return text;
}

// (bytes kept back, a number): the lowest bit of the number is set while a "\r" is kept back.
Value decoder_getstate(Thread* T, Arguments args) {
  Record* decoder = args[0].as<Record>();
  bool has_return = load(state_of(decoder)->has_return);
  return make_tuple(T, {decoder->get(kCarry), Value::small_int(has_return)});
}

Value decoder_setstate(Thread* T, Arguments args) {
  Record* decoder = args[0].as<Record>();
  int64_t number;
  Tuple* given = is_kind(args[1], Kind::kTuple) ? args[1].as<Tuple>() : nullptr;
  if (!given || given->length != 2 || !is_kind((*given)[0], Kind::kBytes))
    return raise(T, Builtin::kTypeError, "illegal state argument");
  if (!to_int64(T, (*given)[1], &number)) return kEmpty;
  decoder->set(kCarry, (*given)[0]);
  store(state_of(decoder)->has_return, (number & 1) != 0);
  return kNone;
}

// The ends of lines that were seen: None, one of them, or a tuple.
Value decoder_newlines(Thread* T, Value self) {
  uint8_t seen = load(state_of(self)->seen);
  Value found[3];
  size_t count = 0;
  for (auto [end, mark] : {std::pair(kReturn, "\r"), std::pair(kNewline, "\n"), std::pair(kReturnNewline, "\r\n")}) {
    if ((seen & end) && !(found[count++] = make_string(T, mark))) return kEmpty;
  }
  return count == 0 ? kNone : count == 1 ? found[0] : Value(make_tuple(T, found, count));
}

Value is_known_function(Thread* T, Arguments args) {
  if (!is_string(args[0]) || !is_string(args[1])) return raise(T, Builtin::kTypeError, "is_known() takes two texts");
  std::string canonical;
  return Value::boolean(is_known(as_string(args[0]), as_string(args[1]), &canonical));
}

const NativeMethod kFunctions[] = {
    {"is_known(encoding, errors, /)", is_known_function, "Whether TextDecoder decodes this."},
    {nullptr, nullptr, nullptr}};
const NativeMethod kMethods[] = {
    {"decode($self, data, final=False)", decoder_decode, "The text of one more piece."},
    {"getstate($self, /)", decoder_getstate, "What setstate() takes to go on from here."},
    {"setstate($self, state, /)", decoder_setstate, "Go on from a state that getstate() gave."},
    {nullptr, nullptr, nullptr}};
const NativeAttribute kAttributes[] = {{"newlines", decoder_newlines, nullptr, "The ends of lines that were seen."},
                                       {nullptr, nullptr, nullptr, nullptr}};

}  // namespace

Value make_text_decoder(Thread* T, String* encoding, String* errors, bool is_universal, bool translates) {
  Type* type = native_state<StreamGlobals>(T->runtime).text_decoder.as<Type>();
  return make_decoder(T, type, encoding, errors, is_universal, translates);
}

Value initialize_text_decoder_module(Thread* T) {
  static const TypeSlots slots = [] {
    TypeSlots s{};
    s.create = decoder_create;
    return s;
  }();
  static const NativeTypeSpec spec = {"_text_decoder.TextDecoder",
                                      Kind::kRecord,
                                      record_size(kDecoderSlots, sizeof(DecoderState)),
                                      kTypeIsBuiltin,
                                      "Decodes pieces of bytes into text.",
                                      &slots,
                                      kMethods,
                                      kAttributes,
                                      nullptr};
  Module* module = make_module(T, "_text_decoder");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  Type* type = make_native_type(T, spec);
  if (!type || !module_set(T, module, "TextDecoder", type)) return kEmpty;
  native_state<StreamGlobals>(T->runtime).text_decoder = type;
  return module;
}

}  // namespace gilded
