// pyexpat: the XML parser of libexpat. It calls Python functions, the handlers, while it parses:
//
//   Parse() -> XML_Parse() -> on_...(state, ...) -> handler(...)
//
// A handler that raises stops libexpat, and Parse() passes the exception on. One thread at a time is in a parser:
// Parse() of a second one, or of a handler, is refused, since libexpat has no protection of its own. Character data may
// be collected (buffer_text) until something else comes.
#include <atomic>
#include <cstring>

#include "stdlib/native/expat_library.h"
#include "stdlib/native/stateful_record.h"
#include "vm/object/native.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/int.h"
#include "vm/types/list.h"

namespace gilded {

namespace {

// X(name): the handlers, in the order of their slots.
// clang-format off
#define HANDLERS(X) \
  X(StartElement) X(EndElement) X(ProcessingInstruction) X(CharacterData) X(UnparsedEntityDecl) \
  X(NotationDecl) X(StartNamespaceDecl) X(EndNamespaceDecl) X(Comment) X(StartCdataSection) \
  X(EndCdataSection) X(Default) X(DefaultHandlerExpand) X(NotStandalone) X(ExternalEntityRef) \
  X(StartDoctypeDecl) X(EndDoctypeDecl) X(EntityDecl) X(XmlDecl) X(ElementDecl) X(AttlistDecl) \
  X(SkippedEntity)
// clang-format on

enum Handler : size_t {
#define X(name) k##name,
  HANDLERS(X)
#undef X
      kHandlerCount
};

constexpr size_t kFirstHandler = 1, kIntern = kFirstHandler + kHandlerCount, kParent = kIntern + 1,
                 kParserSlots = kParent + 1;

struct State {
  XML_Parser parser = nullptr;
  std::atomic<bool> is_running = false;
  std::atomic<bool> buffer_text = false, ordered_attributes = false, specified_attributes = false,
                    namespace_prefixes = false;
  std::atomic<bool> reparse_deferral = true;
  std::atomic<int64_t> buffer_size = 8192;
  std::string text;          // character data that no handler got yet
  Thread* thread = nullptr;  // that parses
  Record* self = nullptr;

  ~State() {
    if (parser) expat_library().XML_ParserFree(parser);
  }
  Value handler(Handler which) const { return self->get(kFirstHandler + which); }
};

bool is_set(Value v) {
  return v && !v.is_none();
}

// --- From libexpat to Python

Value text_or_none(Thread* T, const XML_Char* s) {
  return s ? Value(make_string(T, std::string_view(s))) : Value::none();
}

// Names come again and again: one str for each.
Value name_of(State* state, const XML_Char* s) {
  Thread* T = state->thread;
  if (!s) return Value::none();
  String* text = make_string(T, std::string_view(s));
  Value table = state->self->get(kIntern);
  if (!text || !is_set(table)) return text ? Value(text) : kEmpty;
  Value known = is_kind(table, Kind::kDict) ? dict_get(T, table.as<Dict>(), Value(text)) : kEmpty;
  if (known) return known;
  return T->exception || !set_item(T, table, Value(text), Value(text)) ? kEmpty : Value(text);
}

void stop(State* state) {
  expat_library().XML_StopParser(state->parser, XML_FALSE);
}

// Calls a handler; false when it raised, and libexpat was stopped.
bool call_handler(State* state, Handler which, std::initializer_list<Value> arguments, Value* result = nullptr) {
  Thread* T = state->thread;
  if (T->exception) return false;  // one raised already
  for (Value v : arguments) {
    if (!v) {
      stop(state);
      return false;
    }
  }
  Value handler = state->handler(which);
  if (!is_set(handler)) return true;
  Value got = call(T, handler, arguments);
  if (!got) {
    stop(state);
    return false;
  }
  if (result) *result = got;
  return true;
}

bool flush_text(State* state) {
  if (state->text.empty()) return !state->thread->exception;
  std::string text = std::move(state->text);
  state->text.clear();
  return call_handler(state, kCharacterData, {Value(make_string(state->thread, text))});
}

State* ready(void* data) {
  auto* state = static_cast<State*>(data);
  return state->thread->exception || !flush_text(state) ? nullptr : state;
}

void on_start_element(void* data, const XML_Char* name, const XML_Char** attributes) {
  State* state = ready(data);
  if (!state) return;
  Thread* T = state->thread;
  size_t count = 0;
  if (state->specified_attributes) {
    count = static_cast<size_t>(expat_library().XML_GetSpecifiedAttributeCount(state->parser));
  } else {
    while (attributes[count]) count += 2;
  }
  Value all = state->ordered_attributes ? Value(make_list(T, count)) : Value(make_dict(T));
  for (size_t i = 0; all && i < count; i += 2) {
    Value key = name_of(state, attributes[i]);
    String* value = key ? make_string(T, std::string_view(attributes[i + 1])) : nullptr;
    bool done = value && (is_kind(all, Kind::kDict)
                              ? dict_set(T, all.as<Dict>(), key, Value(value))
                              : list_append(T, all.as<List>(), key) && list_append(T, all.as<List>(), Value(value)));
    if (!done) all = kEmpty;
  }
  call_handler(state, kStartElement, {name_of(state, name), all});
}

void on_end_element(void* data, const XML_Char* name) {
  if (State* state = ready(data)) call_handler(state, kEndElement, {name_of(state, name)});
}

void on_processing_instruction(void* data, const XML_Char* target, const XML_Char* text) {
  if (State* state = ready(data))
    call_handler(state, kProcessingInstruction, {name_of(state, target), text_or_none(state->thread, text)});
}

void on_character_data(void* data, const XML_Char* s, int length) {
  auto* state = static_cast<State*>(data);
  if (state->thread->exception) return;
  std::string_view text(s, static_cast<size_t>(length));
  if (!state->buffer_text) {
    call_handler(state, kCharacterData, {Value(make_string(state->thread, text))});
    return;
  }
  auto room = static_cast<size_t>(state->buffer_size.load());
  if (state->text.size() + text.size() > room && !flush_text(state)) return;
  if (text.size() > room) {
    call_handler(state, kCharacterData, {Value(make_string(state->thread, text))});
  } else {
    state->text.append(text);
  }
}

void on_unparsed_entity(void* data, const XML_Char* name, const XML_Char* base, const XML_Char* system,
                        const XML_Char* open, const XML_Char* notation) {
  State* state = ready(data);
  if (!state) return;
  call_handler(state, kUnparsedEntityDecl,
               {name_of(state, name), name_of(state, base), name_of(state, system), name_of(state, open),
                name_of(state, notation)});
}

void on_notation(void* data, const XML_Char* name, const XML_Char* base, const XML_Char* system, const XML_Char* open) {
  if (State* state = ready(data))
    call_handler(state, kNotationDecl,
                 {name_of(state, name), name_of(state, base), name_of(state, system), name_of(state, open)});
}

void on_start_namespace(void* data, const XML_Char* prefix, const XML_Char* uri) {
  if (State* state = ready(data))
    call_handler(state, kStartNamespaceDecl, {name_of(state, prefix), name_of(state, uri)});
}

void on_end_namespace(void* data, const XML_Char* prefix) {
  if (State* state = ready(data)) call_handler(state, kEndNamespaceDecl, {name_of(state, prefix)});
}

void on_comment(void* data, const XML_Char* text) {
  if (State* state = ready(data)) call_handler(state, kComment, {text_or_none(state->thread, text)});
}

void on_start_cdata(void* data) {
  if (State* state = ready(data)) call_handler(state, kStartCdataSection, {});
}

void on_end_cdata(void* data) {
  if (State* state = ready(data)) call_handler(state, kEndCdataSection, {});
}

template <Handler which>
void on_default(void* data, const XML_Char* s, int length) {
  if (State* state = ready(data))
    call_handler(state, which, {Value(make_string(state->thread, std::string_view(s, static_cast<size_t>(length))))});
}

// The int that a handler returns.
int answer(State* state, Value result) {
  int64_t number = 0;
  if (!result || !to_int64(state->thread, result, &number)) {
    stop(state);
    return 0;
  }
  return number != 0;
}

int on_not_standalone(void* data) {
  State* state = ready(data);
  Value result;
  return state && call_handler(state, kNotStandalone, {}, &result) ? answer(state, result) : 0;
}

// The first argument is the user data: this handler alone is called without it.
int on_external_entity(XML_Parser parser, const XML_Char* context, const XML_Char* base, const XML_Char* system,
                       const XML_Char* open) {
  State* state = ready(*reinterpret_cast<void**>(parser));
  Value result;
  if (!state || !call_handler(state, kExternalEntityRef,
                              {text_or_none(state->thread, context), name_of(state, base), name_of(state, system),
                               name_of(state, open)},
                              &result))
    return 0;
  return answer(state, result);
}

void on_start_doctype(void* data, const XML_Char* name, const XML_Char* system, const XML_Char* open,
                      int has_internal) {
  State* state = ready(data);
  if (!state) return;
  call_handler(state, kStartDoctypeDecl,
               {name_of(state, name), name_of(state, system), name_of(state, open), Value::small_int(has_internal)});
}

void on_end_doctype(void* data) {
  if (State* state = ready(data)) call_handler(state, kEndDoctypeDecl, {});
}

void on_entity(void* data, const XML_Char* name, int is_parameter, const XML_Char* value, int length,
               const XML_Char* base, const XML_Char* system, const XML_Char* open, const XML_Char* notation) {
  State* state = ready(data);
  if (!state) return;
  Value text =
      value ? Value(make_string(state->thread, std::string_view(value, static_cast<size_t>(length)))) : Value::none();
  call_handler(state, kEntityDecl,
               {name_of(state, name), Value::small_int(is_parameter), text, name_of(state, base),
                name_of(state, system), name_of(state, open), name_of(state, notation)});
}

void on_xml_declaration(void* data, const XML_Char* version, const XML_Char* encoding, int standalone) {
  if (State* state = ready(data))
    call_handler(
        state, kXmlDecl,
        {text_or_none(state->thread, version), text_or_none(state->thread, encoding), Value::small_int(standalone)});
}

// (type, quantifier, name, children) of a content model.
Value model_tuple(State* state, const XML_Content* model, int depth) {
  Thread* T = state->thread;
  if (depth > 1000) return raise(T, Builtin::kRecursionError, "content model is nested too deeply");
  Tuple* children = make_tuple(T, model->numchildren);
  if (!children) return kEmpty;
  for (unsigned i = 0; i < model->numchildren; ++i) {
    Value child = model_tuple(state, &model->children[i], depth + 1);
    if (!child) return kEmpty;
    heap_store(children, children->items[i], child);
  }
  Value name = name_of(state, model->name);
  return name ? Value(make_tuple(
                    T, {Value::small_int(model->type), Value::small_int(model->quant), name, Value(children)}))
              : kEmpty;
}

void on_element_declaration(void* data, const XML_Char* name, XML_Content* model) {
  if (State* state = ready(data)) {
    Value tuple = model_tuple(state, model, 0);
    call_handler(state, kElementDecl, {name_of(state, name), tuple});
  }
  expat_library().XML_FreeContentModel(static_cast<State*>(data)->parser, model);
}

void on_attribute_list(void* data, const XML_Char* element, const XML_Char* name, const XML_Char* type,
                       const XML_Char* value, int is_required) {
  State* state = ready(data);
  if (!state) return;
  Thread* T = state->thread;
  call_handler(state, kAttlistDecl,
               {name_of(state, element), name_of(state, name), text_or_none(T, type), text_or_none(T, value),
                Value::small_int(is_required)});
}

void on_skipped_entity(void* data, const XML_Char* name, int is_parameter) {
  if (State* state = ready(data))
    call_handler(state, kSkippedEntity, {name_of(state, name), Value::small_int(is_parameter)});
}

// Encodings of one byte for each character that libexpat does not know: Python decodes the 256 bytes.
int on_unknown_encoding(void* data, const XML_Char* name, XML_Encoding* info) {
  State* state = ready(data);
  if (!state) return XML_STATUS_ERROR;
  Thread* T = state->thread;
  std::string all(256, '\0');
  for (int i = 0; i < 256; ++i) all[static_cast<size_t>(i)] = static_cast<char>(i);
  Value bytes = make_bytes(T, all);
  Value text = bytes ? call_method(T, bytes, intern(T, "decode"),
                                   {Value(make_string(T, std::string_view(name))),
                                    Value(make_string(T, std::string_view("replace")))})
                     : kEmpty;
  if (!text) {
    stop(state);
    return XML_STATUS_ERROR;
  }
  if (!is_string(text) || as_string(text)->length != 256) {
    (void)raise(T, Builtin::kValueError, "multi-byte encodings are not supported");
    stop(state);
    return XML_STATUS_ERROR;
  }
  for (size_t i = 0; i < 256; ++i) {
    char32_t c = as_string(text)->at(i);
    info->map[i] = c == 0xfffd ? -1 : static_cast<int>(c);
  }
  info->data = nullptr;
  info->convert = nullptr;
  info->release = nullptr;
  return XML_STATUS_OK;
}

// Tells libexpat whether there is a handler: what nobody wants costs it nothing.
void install(State* state, Handler which, bool on) {
  const ExpatLibrary& e = expat_library();
  XML_Parser p = state->parser;
  switch (which) {
    case kStartElement:
      return e.XML_SetStartElementHandler(p, on ? on_start_element : nullptr);
    case kEndElement:
      return e.XML_SetEndElementHandler(p, on ? on_end_element : nullptr);
    case kProcessingInstruction:
      return e.XML_SetProcessingInstructionHandler(p, on ? on_processing_instruction : nullptr);
    case kCharacterData:
      return e.XML_SetCharacterDataHandler(p, on ? on_character_data : nullptr);
    case kUnparsedEntityDecl:
      return e.XML_SetUnparsedEntityDeclHandler(p, on ? on_unparsed_entity : nullptr);
    case kNotationDecl:
      return e.XML_SetNotationDeclHandler(p, on ? on_notation : nullptr);
    case kStartNamespaceDecl:
      return e.XML_SetStartNamespaceDeclHandler(p, on ? on_start_namespace : nullptr);
    case kEndNamespaceDecl:
      return e.XML_SetEndNamespaceDeclHandler(p, on ? on_end_namespace : nullptr);
    case kComment:
      return e.XML_SetCommentHandler(p, on ? on_comment : nullptr);
    case kStartCdataSection:
      return e.XML_SetStartCdataSectionHandler(p, on ? on_start_cdata : nullptr);
    case kEndCdataSection:
      return e.XML_SetEndCdataSectionHandler(p, on ? on_end_cdata : nullptr);
    case kDefault:
      return e.XML_SetDefaultHandler(p, on ? on_default<kDefault> : nullptr);
    case kDefaultHandlerExpand:
      return e.XML_SetDefaultHandlerExpand(p, on ? on_default<kDefaultHandlerExpand> : nullptr);
    case kNotStandalone:
      return e.XML_SetNotStandaloneHandler(p, on ? on_not_standalone : nullptr);
    case kExternalEntityRef:
      return e.XML_SetExternalEntityRefHandler(p, on ? on_external_entity : nullptr);
    case kStartDoctypeDecl:
      return e.XML_SetStartDoctypeDeclHandler(p, on ? on_start_doctype : nullptr);
    case kEndDoctypeDecl:
      return e.XML_SetEndDoctypeDeclHandler(p, on ? on_end_doctype : nullptr);
    case kEntityDecl:
      return e.XML_SetEntityDeclHandler(p, on ? on_entity : nullptr);
    case kXmlDecl:
      return e.XML_SetXmlDeclHandler(p, on ? on_xml_declaration : nullptr);
    case kElementDecl:
      return e.XML_SetElementDeclHandler(p, on ? on_element_declaration : nullptr);
    case kAttlistDecl:
      return e.XML_SetAttlistDeclHandler(p, on ? on_attribute_list : nullptr);
    case kSkippedEntity:
      return e.XML_SetSkippedEntityHandler(p, on ? on_skipped_entity : nullptr);
    case kHandlerCount:
      return;
  }
}

// Keeps other threads, and handlers, out of the parser for a scope. `if (!running) return kEmpty;`: RuntimeError.
class RunningScope {
 public:
  RunningScope(Thread* T, State* state) : state_(state) {
    is_held_ = !state->is_running.exchange(true);
    if (!is_held_) (void)raise(T, Builtin::kRuntimeError, "the parser is already running");
  }
  ~RunningScope() {
    if (is_held_) state_->is_running = false;
  }
  RunningScope(const RunningScope&) = delete;
  RunningScope& operator=(const RunningScope&) = delete;
  explicit operator bool() const { return is_held_; }

 private:
  State* state_;
  bool is_held_;
};

// --- Methods

Raised raise_expat(Thread* T, State* state) {
  const ExpatLibrary& e = expat_library();
  auto code = e.XML_GetErrorCode(state->parser);
  auto line = static_cast<int64_t>(e.XML_GetCurrentLineNumber(state->parser)),
       column = static_cast<int64_t>(e.XML_GetCurrentColumnNumber(state->parser));
  Value module = get_item(T, T->runtime->modules, intern(T, "pyexpat"));
  Value type = module ? get_attribute(T, module, "ExpatError") : kEmpty;
  String* message = make_string(T, fmt::format("{}: line {}, column {}", e.XML_ErrorString(code), line, column));
  Value error = type && message ? call(T, type, {Value(message)}) : kEmpty;
  bool done = error && set_attribute(T, error, intern(T, "code"), Value::small_int(code)) &&
              set_attribute(T, error, intern(T, "offset"), make_int(T, column)) &&
              set_attribute(T, error, intern(T, "lineno"), make_int(T, line));
  return done ? raise_value(T, error) : Raised();
}

// EMPTY: a handler raised, or the text is no XML.
Value parse_bytes(Thread* T, Value self, std::string_view bytes, bool is_final) {
  State* state = state_of<State>(self);
  RunningScope running(T, state);
  if (!running) return kEmpty;
  state->thread = T;
  state->self = self.as<Record>();
  XML_Status status = XML_STATUS_OK;
  constexpr size_t kPiece = size_t{1} << 20;
  do {
    size_t piece = std::min(bytes.size(), kPiece);
    bool is_last = piece == bytes.size();
    status = expat_library().XML_Parse(state->parser, bytes.data(), static_cast<int>(piece), is_last && is_final);
    bytes.remove_prefix(piece);
  } while (status == XML_STATUS_OK && !bytes.empty());
  if (T->exception) return kEmpty;
  if (status == XML_STATUS_ERROR) return raise_expat(T, state);
  if (!flush_text(state)) return kEmpty;
  return Value::small_int(status);
}

Value parse(Thread* T, Arguments args) {
  bool is_final = false;
  if (args.has(2) && !truth(T, args[2], &is_final)) return kEmpty;
  if (is_string(args[1])) {
    // A str is what it is, whatever its declaration says.
    State* state = state_of<State>(args[0]);
    {
      RunningScope running(T, state);
      if (!running) return kEmpty;
      expat_library().XML_SetEncoding(state->parser, "utf-8");
    }
    return parse_bytes(T, args[0], to_utf8(as_string(args[1])), is_final);
  }
  BufferScope data(T);
  return data.get(args[1]) ? parse_bytes(T, args[0], std::string(data.bytes()), is_final) : kEmpty;
}

Value parse_file(Thread* T, Arguments args) {
  Value read = get_attribute(T, args[1], "read");
  if (!read) {
    clear_exception(T);
    return raise(T, Builtin::kTypeError, "argument must have 'read' attribute");
  }
  for (;;) {
    Value piece = call(T, read, {Value::small_int(2048)});
    if (!piece) return kEmpty;
    std::string text;
    if (is_string(piece)) {
      text = to_utf8(as_string(piece));
    } else {
      BufferScope data(T);
      if (!supports_buffer(T, piece))
        return raise(T, Builtin::kTypeError, "read() did not return a bytes object (type={})", type_name(T, piece));
      if (!data.get(piece)) return kEmpty;
      text = data.bytes();
    }
    Value result = parse_bytes(T, args[0], text, text.empty());
    if (!result || text.empty()) return result;
  }
}

Value set_base(Thread* T, Arguments args) {
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "SetBase() argument must be str, not {}", argument_type_name(T, args[1]));
  if (!expat_library().XML_SetBase(state_of<State>(args[0])->parser, to_utf8(as_string(args[1])).c_str()))
    return raise(T, Builtin::kMemoryError, "");
  return Value::none();
}

Value get_base(Thread* T, Arguments args) {
  return text_or_none(T, expat_library().XML_GetBase(state_of<State>(args[0])->parser));
}

Value get_input_context(Thread* T, Arguments args) {
  State* state = state_of<State>(args[0]);
  if (!state->is_running || state->thread != T) return Value::none();
  int offset, size;
  const char* buffer = expat_library().XML_GetInputContext(state->parser, &offset, &size);
  return buffer ? Value(make_bytes(T, std::string_view(buffer + offset, static_cast<size_t>(size - offset))))
                : Value::none();
}

Record* make_parser(Thread* T, Type* type) {
  Record* record = make_stateful_record(T, type, kParserSlots);
  if (!record) return nullptr;
  for (size_t i = kFirstHandler; i < kParserSlots; ++i) record->set(i, Value::none());
  state_of<State>(record) = new State;
  return record;
}

bool start(Thread* T, Record* record) {
  State* state = state_of<State>(record);
  const ExpatLibrary& e = expat_library();
  if (!state->parser) return raise(T, Builtin::kRuntimeError, "XML_ParserCreate failed");
  e.XML_SetUserData(state->parser, state);
  e.XML_SetUnknownEncodingHandler(state->parser, on_unknown_encoding, state);
  return true;
}

Value external_entity_parser(Thread* T, Arguments args) {
  State* parent = state_of<State>(args[0]);
  if (!args[1].is_none() && !is_string(args[1]))
    return raise(T, Builtin::kTypeError, "ExternalEntityParserCreate() argument 1 must be str or None, not {}",
                 type_name(T, args[1]));
  std::string context = is_string(args[1]) ? to_utf8(as_string(args[1])) : "",
              encoding = args.has(2) && is_string(args[2]) ? to_utf8(as_string(args[2])) : "";
  Record* record = make_parser(T, args[0].as_object()->type());
  if (!record) return kEmpty;
  State* state = state_of<State>(record);
  state->parser = expat_library().XML_ExternalEntityParserCreate(
      parent->parser, is_string(args[1]) ? context.c_str() : nullptr, encoding.empty() ? nullptr : encoding.c_str());
  if (!start(T, record)) return kEmpty;
  state->buffer_text = parent->buffer_text.load();
  state->ordered_attributes = parent->ordered_attributes.load();
  state->specified_attributes = parent->specified_attributes.load();
  state->namespace_prefixes = parent->namespace_prefixes.load();
  state->buffer_size = parent->buffer_size.load();
  // libexpat wants the parent to live as long.
  record->set(kParent, args[0]);
  for (size_t i = kFirstHandler; i <= kIntern; ++i) record->set(i, args[0].as<Record>()->get(i));
  return record;
}

Value set_parameter_entity_parsing(Thread* T, Arguments args) {
  int64_t flag;
  if (!to_int64(T, args[1], &flag)) return kEmpty;
  return Value::small_int(expat_library().XML_SetParamEntityParsing(state_of<State>(args[0])->parser,
                                                                    static_cast<XML_ParamEntityParsing>(flag)));
}

Value use_foreign_dtd(Thread* T, Arguments args) {
  bool flag = true;
  if (args.has(1) && !truth(T, args[1], &flag)) return kEmpty;
  State* state = state_of<State>(args[0]);
  return expat_library().XML_UseForeignDTD(state->parser, flag ? XML_TRUE : XML_FALSE) == XML_ERROR_NONE
             ? Value::none()
             : Value(raise_expat(T, state));
}

// This libexpat parses what it can at once, and never defers.
Value set_reparse_deferral(Thread* T, Arguments args) {
  bool flag;
  if (!truth(T, args[1], &flag)) return kEmpty;
  state_of<State>(args[0])->reparse_deferral = flag;
  return Value::none();
}
Value get_reparse_deferral(Thread*, Arguments) {
  return kFalse;
}

// --- Functions of the module

Value parser_create(Thread* T, Arguments args) {
  std::string encoding, separator;
  for (size_t i = 0; i < 2; ++i) {
    if (!args.has(i) || args[i].is_none()) continue;
    if (!is_string(args[i]))
      return raise(T, Builtin::kTypeError, "ParserCreate() argument '{}' must be str or None, not {}",
                   i ? "namespace_separator" : "encoding", type_name(T, args[i]));
    (i ? separator : encoding) = to_utf8(as_string(args[i]));
  }
  bool has_separator = args.has(1) && !args[1].is_none();
  if (separator.size() > 1)
    return raise(T, Builtin::kValueError, "namespace_separator must be at most one character, omitted, or None");
  Value intern_table = args.has(2) ? args[2] : kEmpty;
  if (intern_table && !intern_table.is_none() && !is_kind(intern_table, Kind::kDict))
    return raise(T, Builtin::kTypeError, "intern must be a dictionary");
  if (!intern_table) intern_table = Value(make_dict(T));
  Value type = intern_table ? get_attribute(T, args.callee.as<NativeFunction>()->self.load(), "XMLParserType") : kEmpty;
  Record* record = type ? make_parser(T, type.as<Type>()) : nullptr;
  if (!record) return kEmpty;
  record->set(kIntern, intern_table);
  State* state = state_of<State>(record);
  char none[2] = {separator.empty() ? '\0' : separator[0], '\0'};
  state->parser = expat_library().XML_ParserCreate_MM(encoding.empty() ? nullptr : encoding.c_str(), nullptr,
                                                      has_separator ? none : nullptr);
  return start(T, record) ? Value(record) : kEmpty;
}

Value error_string(Thread* T, Arguments args) {
  int64_t code;
  if (!to_int64(T, args[0], &code)) return kEmpty;
  return text_or_none(T, expat_library().XML_ErrorString(static_cast<XML_Error>(code)));
}

void parser_finalize(Thread*, Object* object) {
  Value self(object);
  delete state_of<State>(self);
  state_of<State>(self) = nullptr;
}

// --- Attributes

template <Handler which>
Value get_handler(Thread*, Value self) {
  return self.as<Record>()->get(kFirstHandler + which);
}
template <Handler which>
bool set_handler(Thread* T, Value self, Value value) {
  if (!value) return raise(T, Builtin::kTypeError, "Cannot delete attribute");
  State* state = state_of<State>(self);
  // Text that came before belongs to the old handler. Only the thread that parses may be between texts.
  if (which == kCharacterData && state->is_running && state->thread == T && !flush_text(state)) return false;
  self.as<Record>()->set(kFirstHandler + which, value);
  install(state, which, is_set(value));
  return true;
}

template <std::atomic<bool> State::* flag>
Value get_flag(Thread*, Value self) {
  return Value::boolean(state_of<State>(self)->*flag);
}
template <std::atomic<bool> State::* flag>
bool set_flag(Thread* T, Value self, Value value) {
  bool on;
  if (!value) return raise(T, Builtin::kTypeError, "Cannot delete attribute");
  if (!truth(T, value, &on)) return false;
  State* state = state_of<State>(self);
  if (flag == &State::buffer_text && !on && state->is_running && state->thread == T && !flush_text(state)) return false;
  state->*flag = on;
  if (flag == &State::namespace_prefixes) expat_library().XML_SetReturnNSTriplet(state->parser, on);
  return true;
}

bool set_buffer_size(Thread* T, Value self, Value value) {
  if (!value) return raise(T, Builtin::kTypeError, "Cannot delete attribute");
  if (!is_int(value)) return raise(T, Builtin::kTypeError, "buffer_size must be an integer");
  int64_t size;
  if (!to_int64(T, value, &size)) return false;
  if (size <= 0) return raise(T, Builtin::kValueError, "buffer_size must be greater than zero");
  if (size > INT32_MAX) return raise(T, Builtin::kValueError, "buffer_size must not be greater than {}", INT32_MAX);
  State* state = state_of<State>(self);
  if (state->is_running && state->thread == T && !flush_text(state)) return false;
  state->buffer_size = size;
  return true;
}

template <class Get>
Value number_of(Thread* T, Value self, Get get) {
  return make_int(T, static_cast<int64_t>(get(state_of<State>(self)->parser)));
}
Value get_line(Thread* T, Value self) {
  return number_of(T, self, expat_library().XML_GetCurrentLineNumber);
}
Value get_column(Thread* T, Value self) {
  return number_of(T, self, expat_library().XML_GetCurrentColumnNumber);
}
Value get_byte(Thread* T, Value self) {
  return number_of(T, self, expat_library().XML_GetCurrentByteIndex);
}

const NativeAttribute kParserAttributes[] = {
#define X(name)                                                                                       \
  {k##name == kDefaultHandlerExpand ? "DefaultHandlerExpand" : #name "Handler", get_handler<k##name>, \
   set_handler<k##name>, nullptr},
    HANDLERS(X)
#undef X
        {"buffer_text", get_flag<&State::buffer_text>, set_flag<&State::buffer_text>, nullptr},
    {"ordered_attributes", get_flag<&State::ordered_attributes>, set_flag<&State::ordered_attributes>, nullptr},
    {"specified_attributes", get_flag<&State::specified_attributes>, set_flag<&State::specified_attributes>, nullptr},
    {"namespace_prefixes", get_flag<&State::namespace_prefixes>, set_flag<&State::namespace_prefixes>, nullptr},
    {"buffer_size", [](Thread* T, Value self) { return make_int(T, state_of<State>(self)->buffer_size.load()); },
     set_buffer_size, nullptr},
    {"buffer_used",
     [](Thread* T, Value self) {
       State* state = state_of<State>(self);
       return make_int(T, state->is_running && state->thread == T ? static_cast<int64_t>(state->text.size()) : 0);
     },
     nullptr, nullptr},
    {"intern", [](Thread*, Value self) { return self.as<Record>()->get(kIntern); }, nullptr, nullptr},
    {"ErrorCode", [](Thread* T, Value self) { return number_of(T, self, expat_library().XML_GetErrorCode); }, nullptr,
     nullptr},
    {"ErrorLineNumber", get_line, nullptr, nullptr},
    {"ErrorColumnNumber", get_column, nullptr, nullptr},
    {"ErrorByteIndex", get_byte, nullptr, nullptr},
    {"CurrentLineNumber", get_line, nullptr, nullptr},
    {"CurrentColumnNumber", get_column, nullptr, nullptr},
    {"CurrentByteIndex", get_byte, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr}};

const NativeMethod kParserMethods[] = {
    {"Parse($self, data, isfinal=False, /)", parse, "Parse a piece of XML, str or bytes; isfinal: the last one."},
    {"ParseFile($self, file, /)", parse_file, "Parse what the read() of a file gives."},
    {"SetBase($self, base, /)", set_base, "Set what relative system identifiers are relative to."},
    {"GetBase($self, /)", get_base, "What SetBase() has set."},
    {"GetInputContext($self, /)", get_input_context, "In a handler: the input that led to the call; else None."},
    {"ExternalEntityParserCreate($self, context, encoding=None, /)", external_entity_parser,
     "A parser for an external entity, with the handlers of this one."},
    {"SetParamEntityParsing($self, flag, /)", set_parameter_entity_parsing, "Whether parameter entities are parsed."},
    {"UseForeignDTD($self, flag=True, /)", use_foreign_dtd,
     "Let the handler of external entities give a DTD that the document does not name."},
    {"SetReparseDeferralEnabled($self, enabled, /)", set_reparse_deferral, "Has no effect with this libexpat."},
    {"GetReparseDeferralEnabled($self, /)", get_reparse_deferral,
     "Whether long tokens wait until more of them is there: never with this libexpat."},
    {nullptr, nullptr, nullptr}};

const NativeMethod kFunctions[] = {{"ParserCreate(encoding=None, namespace_separator=None, intern=None)", parser_create,
                                    "A new parser; with a separator it tells namespaces and names."},
                                   {"ErrorString(code, /)", error_string, "What the number of an error means."},
                                   {nullptr, nullptr, nullptr}};

const TypeSlots kParserSlotsTable = [] {
  TypeSlots slots{};
  slots.finalize = parser_finalize;
  return slots;
}();

const NativeTypeSpec kParserSpec = {"pyexpat.xmlparser", Kind::kRecord,    record_size(kParserSlots, sizeof(State*)),
                                    kTypeIsBuiltin,      "An XML parser.", &kParserSlotsTable,
                                    kParserMethods,      kParserAttributes};

// --- The tables errors and model

// clang-format off
#define ERROR_NAMES(X) \
  X(NO_MEMORY) X(SYNTAX) X(NO_ELEMENTS) X(INVALID_TOKEN) X(UNCLOSED_TOKEN) X(PARTIAL_CHAR) X(TAG_MISMATCH) \
  X(DUPLICATE_ATTRIBUTE) X(JUNK_AFTER_DOC_ELEMENT) X(PARAM_ENTITY_REF) X(UNDEFINED_ENTITY) \
  X(RECURSIVE_ENTITY_REF) X(ASYNC_ENTITY) X(BAD_CHAR_REF) X(BINARY_ENTITY_REF) \
  X(ATTRIBUTE_EXTERNAL_ENTITY_REF) X(MISPLACED_XML_PI) X(UNKNOWN_ENCODING) X(INCORRECT_ENCODING) \
  X(UNCLOSED_CDATA_SECTION) X(EXTERNAL_ENTITY_HANDLING) X(NOT_STANDALONE) X(UNEXPECTED_STATE) \
  X(ENTITY_DECLARED_IN_PE) X(FEATURE_REQUIRES_XML_DTD) X(CANT_CHANGE_FEATURE_ONCE_PARSING) X(UNBOUND_PREFIX) \
  X(UNDECLARING_PREFIX) X(INCOMPLETE_PE) X(XML_DECL) X(TEXT_DECL) X(PUBLICID) X(SUSPENDED) X(NOT_SUSPENDED) \
  X(ABORTED) X(FINISHED) X(SUSPEND_PE) X(RESERVED_PREFIX_XML) X(RESERVED_PREFIX_XMLNS) \
  X(RESERVED_NAMESPACE_URI) X(INVALID_ARGUMENT) X(NO_BUFFER) X(AMPLIFICATION_LIMIT_BREACH)
// clang-format on

struct NamedNumber {
  const char* name;
  int64_t value;
};
constexpr NamedNumber kErrors[] = {
#define X(name) {"XML_ERROR_" #name, XML_ERROR_##name},
    ERROR_NAMES(X)
#undef X
};
constexpr NamedNumber kModel[] = {{"XML_CTYPE_EMPTY", XML_CTYPE_EMPTY},   {"XML_CTYPE_ANY", XML_CTYPE_ANY},
                                  {"XML_CTYPE_MIXED", XML_CTYPE_MIXED},   {"XML_CTYPE_NAME", XML_CTYPE_NAME},
                                  {"XML_CTYPE_CHOICE", XML_CTYPE_CHOICE}, {"XML_CTYPE_SEQ", XML_CTYPE_SEQ},
                                  {"XML_CQUANT_NONE", XML_CQUANT_NONE},   {"XML_CQUANT_OPT", XML_CQUANT_OPT},
                                  {"XML_CQUANT_REP", XML_CQUANT_REP},     {"XML_CQUANT_PLUS", XML_CQUANT_PLUS}};

// A module of this one, which can be imported by its full name too.
Module* add_submodule(Thread* T, Module* parent, std::string_view name, std::string_view documentation) {
  std::string full = fmt::format("pyexpat.{}", name);
  Module* module = make_module(T, full);
  bool done = module && module_set(T, module, "__doc__", make_string(T, documentation)) &&
              module_set(T, parent, name, module) &&
              set_item(T, T->runtime->modules, Value(intern(T, full)), Value(module));
  return done ? module : nullptr;
}

bool add_errors(Thread* T, Module* parent) {
  Module* module = add_submodule(T, parent, "errors", "Messages of libexpat, and their numbers.");
  Dict* codes = make_dict(T);
  Dict* messages = make_dict(T);
  if (!module || !codes || !messages) return false;
  for (const NamedNumber& error : kErrors) {
    const char* text = expat_library().XML_ErrorString(static_cast<XML_Error>(error.value));
    Value message = make_string(T, std::string_view(text ? text : ""));
    if (!message || !module_set(T, module, error.name, message) ||
        !dict_set(T, codes, message, Value::small_int(error.value)) ||
        !dict_set(T, messages, Value::small_int(error.value), message))
      return false;
  }
  return module_set(T, module, "codes", codes) && module_set(T, module, "messages", messages);
}

}  // namespace

Value initialize_pyexpat_module(Thread* T) {
  if (!expat_library().library.require(T)) return kEmpty;
  Module* module = make_module(T, "pyexpat");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  Type* parser = make_native_type(T, kParserSpec);
  Module* model = add_submodule(T, module, "model", "Constants of content models.");
  if (!parser || !model || !add_errors(T, module) || !module_set(T, module, "XMLParserType", parser)) return kEmpty;
  for (const NamedNumber& constant : kModel) {
    if (!module_set(T, model, constant.name, Value::small_int(constant.value))) return kEmpty;
  }
  bool done =
      module_set(T, module, "EXPAT_VERSION", make_string(T, std::string_view(expat_library().XML_ExpatVersion()))) &&
      module_set(T, module, "version_info",
                 make_tuple(T, {Value::small_int(XML_MAJOR_VERSION), Value::small_int(XML_MINOR_VERSION),
                                Value::small_int(XML_MICRO_VERSION)})) &&
      module_set(T, module, "native_encoding", make_string(T, std::string_view("UTF-8"))) &&
      module_set(T, module, "XML_PARAM_ENTITY_PARSING_NEVER", Value::small_int(XML_PARAM_ENTITY_PARSING_NEVER)) &&
      module_set(T, module, "XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE",
                 Value::small_int(XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE)) &&
      module_set(T, module, "XML_PARAM_ENTITY_PARSING_ALWAYS", Value::small_int(XML_PARAM_ENTITY_PARSING_ALWAYS)) &&
      add_exception_class(T, module, "ExpatError", Builtin::kException, "xml.parsers.expat");
  Value error = done ? get_attribute(T, module, "ExpatError") : kEmpty;
  return error && module_set(T, module, "error", error) ? Value(module) : kEmpty;
}

}  // namespace gilded
