#include "vm/types/exception.h"

#include <map>
#include <unordered_set>

#include "vm/interpreter/embedded_module.h"
#include "vm/interpreter/interpreter.h"
#include "vm/object/descriptors.h"
#include "vm/object/instance.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/object/type_internals.h"
#include "vm/runtime.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/sequence.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

Type* os_error_type(Thread* T, int number);

void trace_exception(Object* object, Marker& marker) {
  auto* e = static_cast<Exception*>(object);
  for (const Slot* slot : {&e->arguments, &e->traceback, &e->cause, &e->context, &e->attributes, &e->members})
    marker.visit(*slot);
  for (const Slot& slot : e->extra) marker.visit(slot);
}

void trace_traceback(Object* object, Marker& marker) {
  auto* t = static_cast<Traceback*>(object);
  marker.visit(t->next);
  marker.visit(t->frame);
  marker.visit(t->code);
}

// Whether a file of the library stands for what is C in CPython: its frames are no part of a traceback there, and none
// here.
static bool replaces_native_code(std::string_view filename) {
  if (!is_embedded_filename(filename)) return false;
  filename.remove_prefix(kEmbeddedFolder.size());
  for (std::string_view name :
       {"_io.py", "_io_binary.py", "encodings/_multibyte.py", "sqlite3/_connection.py", "sqlite3/_cursor.py",
        "_anext.py", "_sha512.py", "_unicode_3_2.py", "atexit.py", "bisect.py", "contextvars.py", "datetime.py",
        "heapq.py", "operator.py", "signal.py", "struct.py", "warnings.py"}) {
    if (filename == name) return true;
  }
  return false;
}

void add_traceback(Thread* T, Value exception, Value* window, const uint32_t* pc) {
  if (!is_exception(exception) || replaces_native_code(frame_code(window)->code->filename)) return;
  Frame* frame = frame_object(T, window, pc);
  if (!frame) return;
  frame->pc.store(pc, std::memory_order_relaxed);
  auto* entry =
      allocate<Traceback>(T, Kind::kTraceback, types(T).traceback->root_shape.load(std::memory_order_relaxed));
  if (!entry) return;
  CodeObject* code = frame_code(window);
  Value next = exception.as<Exception>()->traceback.load();
  heap_initialize(entry, entry->next, next.is_empty() ? kNone : next);
  heap_initialize(entry, entry->frame, frame);
  entry->code.store(code, std::memory_order_relaxed);
  entry->instruction = static_cast<uint32_t>(pc - code->instructions);
  entry->line = line_of(code, pc);
  heap_store(exception.as_object(), exception.as<Exception>()->traceback, entry);
}

// ---------------------------------------------------------------- what the classes have in common

static Exception* self_exception(Value v) {
  return v.as<Exception>();
}
static Value or_none(Value v) {
  return v.is_empty() ? kNone : v;
}
static bool is_a(Thread* T, Value v, Builtin which) {
  return is_instance_of(T, v, exception_type(T, which));
}

static Value positional_tuple(Thread* T, CallArguments arguments) {
  return make_tuple(T, arguments.values, arguments.positional_count());
}

static bool set_extra(Thread* T, Value self, int index, Value value) {
  (void)T;
  heap_store(self.as_object(), self_exception(self)->extra[index], value);
  return true;
}

// OSError(errno, strerror[, filename[, winerror[, filename2]]]) becomes the subclass that stands for the number.
static Value os_error_create(Thread* T, Type* type, CallArguments arguments);
static bool fill_os_error(Thread* T, Value self, CallArguments arguments);

static Value exception_create(Thread* T, Type* type, CallArguments arguments) {
  if (is_subtype(type, exception_type(T, Builtin::kOSError))) return os_error_create(T, type, arguments);
  auto* e = static_cast<Exception*>(allocate_instance_of(T, type, sizeof(Exception)));
  if (!e) return kEmpty;
  Value tuple = positional_tuple(T, arguments);
  if (tuple.is_empty()) return kEmpty;
  heap_initialize(e, e->arguments, tuple);
  return e;
}

static bool no_keywords(Thread* T, Value self, CallArguments arguments) {
  if (!arguments.keyword_names) return true;
  return raise(T, Builtin::kTypeError, "{}() takes no keyword arguments", type_name(T, self));
}

// Stores the keywords of a call in extra slots by name. False: an unknown one.
static bool take_keywords(Thread* T, Value self, CallArguments arguments,
                          std::initializer_list<std::pair<const char*, int>> known) {
  if (!arguments.keyword_names) return true;
  uint32_t positional = arguments.positional_count();
  for (uint32_t k = positional; k < arguments.count; ++k) {
    std::string name = to_utf8(as_string((*arguments.keyword_names)[k - positional]));
    bool found = false;
    for (auto [text, index] : known) {
      if (name == text) {
        set_extra(T, self, index, arguments[k]);
        found = true;
      }
    }
    if (!found)
      return raise(T, Builtin::kTypeError, "{}() got an unexpected keyword argument '{}'", type_name(T, self), name);
  }
  return true;
}

// A subclass of OSError that has an __init__ of its own but no __new__ passes to OSError.__init__ what the error is
// made of; of all others __new__ gets it, and __init__ does nothing.
static bool is_filled_by_initialize(Type* type);

// TypeError for an argument that is no str.
static bool check_text(Thread* T, Value v, int position) {
  return is_string(v) || raise(T, Builtin::kTypeError, "argument {} must be str, not {}", position, type_name(T, v));
}

// UnicodeEncodeError(encoding, object, start, end, reason) and its like; the translate form has no encoding.
static bool fill_unicode_error(Thread* T, Value self, CallArguments arguments) {
  bool has_encoding = !is_a(T, self, Builtin::kUnicodeTranslateError);
  uint32_t wanted = has_encoding ? 5 : 4, count = arguments.positional_count();
  if (count != wanted)
    return raise(T, Builtin::kTypeError, "function takes exactly {} arguments ({} given)", wanted, count);
  if (has_encoding && !check_text(T, arguments[0], 1)) return false;
  int first = has_encoding ? 1 : 0;
  Value object = arguments[first];
  if (is_a(T, self, Builtin::kUnicodeDecodeError)) {
    BufferScope scope(T);
    if (!is_kind(object, Kind::kBytes)) {
      if (!scope.get(object)) return false;
      object = make_bytes(T, scope.bytes());
      if (!object) return false;
    }
  } else if (!check_text(T, object, first + 1)) {
    return false;
  }
  Value start = to_index(T, arguments[first + 1]);
  Value end = start ? to_index(T, arguments[first + 2]) : kEmpty;
  if (!end || !check_text(T, arguments[first + 3], first + 4)) return false;
  if (has_encoding) set_extra(T, self, 0, arguments[0]);
  set_extra(T, self, 1, object);
  set_extra(T, self, 2, start);
  set_extra(T, self, 3, end);
  return set_extra(T, self, 4, arguments[first + 3]);
}

static bool exception_initialize(Thread* T, Value self, CallArguments arguments) {
  uint32_t count = arguments.positional_count();
  if (is_a(T, self, Builtin::kOSError)) {
    if (!is_filled_by_initialize(type_of(T, self))) return true;
    if (!no_keywords(T, self, arguments)) return false;
    Value tuple = positional_tuple(T, arguments);
    if (!tuple) return false;
    heap_store(self.as_object(), self_exception(self)->arguments, tuple);
    return fill_os_error(T, self, arguments);
  }
  Value tuple = positional_tuple(T, arguments);
  if (tuple.is_empty()) return false;
  heap_store(self.as_object(), self_exception(self)->arguments, tuple);
  if (is_a(T, self, Builtin::kStopIteration)) {
    set_extra(T, self, 0, count ? arguments[0] : kNone);
  } else if (is_a(T, self, Builtin::kSystemExit)) {
    set_extra(T, self, 0, count == 0 ? kNone : count == 1 ? arguments[0] : tuple);
  } else if (is_a(T, self, Builtin::kImportError)) {
    set_extra(T, self, 0, count == 1 ? arguments[0] : kEmpty);
    for (int i = 1; i < 4; ++i) set_extra(T, self, i, kEmpty);
    return take_keywords(T, self, arguments, {{"name", 1}, {"path", 2}, {"name_from", 3}});
  } else if (is_a(T, self, Builtin::kNameError)) {
    return take_keywords(T, self, arguments, {{"name", 0}});
  } else if (is_a(T, self, Builtin::kAttributeError)) {
    return take_keywords(T, self, arguments, {{"name", 0}, {"obj", 1}});
  } else if (is_a(T, self, Builtin::kSyntaxError)) {
    if (count >= 1) set_extra(T, self, 0, arguments[0]);
    if (count == 2) {
      Tuple* details = tuple_from_iterable(T, arguments[1]);
      if (!details) return false;
      if (details->length < 4)
        return raise(T, Builtin::kTypeError, "function takes at least 4 arguments ({} given)", details->length);
      if (details->length > 6)
        return raise(T, Builtin::kTypeError, "function takes at most 6 arguments ({} given)", details->length);
      if (details->length == 5)
        return raise(T, Builtin::kTypeError, "end_offset must be provided when end_lineno is provided");
      for (size_t i = 0; i < 4; ++i) set_extra(T, self, static_cast<int>(i) + 1, (*details)[i]);
      Value end_line = details->length > 4 ? (*details)[4] : kNone,
            end_offset = details->length > 5 ? (*details)[5] : kNone;
      Tuple* end = make_tuple(T, {end_line, end_offset, kNone});
      if (!end) return false;
      set_extra(T, self, 5, end);
    }
  } else if (is_a(T, self, Builtin::kUnicodeDecodeError) || is_a(T, self, Builtin::kUnicodeEncodeError) ||
             is_a(T, self, Builtin::kUnicodeTranslateError)) {
    if (!fill_unicode_error(T, self, arguments)) return false;
  }
  return no_keywords(T, self, arguments);
}

static bool is_filled_by_initialize(Type* type) {
  return type->slots.initialize != exception_initialize && type->slots.create == exception_create;
}

static Value os_error_create(Thread* T, Type* type, CallArguments arguments) {
  if (is_filled_by_initialize(type)) {
    arguments = {};
  } else if (arguments.keyword_names) {
    return raise(T, Builtin::kTypeError, "{}() takes no keyword arguments", name_of(type));
  }
  uint32_t count = arguments.positional_count();
  if (type == exception_type(T, Builtin::kOSError) && count >= 2 && count <= 5 && arguments[0].is_small_int()) {
    type = os_error_type(T, static_cast<int>(arguments[0].as_small_int()));
  }
  auto* e = static_cast<Exception*>(allocate_instance_of(T, type, sizeof(Exception)));
  if (!e) return kEmpty;
  Value tuple = positional_tuple(T, arguments);
  if (tuple.is_empty()) return kEmpty;
  heap_initialize(e, e->arguments, tuple);
  return fill_os_error(T, e, arguments) ? Value(e) : kEmpty;
}

static bool fill_os_error(Thread* T, Value self, CallArguments arguments) {
  uint32_t count = arguments.positional_count();
  if (count < 2 || count > 5) return true;
  set_extra(T, self, 0, arguments[0]);
  set_extra(T, self, 1, arguments[1]);
  if (count >= 3 && is_a(T, self, Builtin::kBlockingIOError) && is_int(arguments[2])) {
    set_extra(T, self, 4, arguments[2]);
  } else if (count >= 3 && !arguments[2].is_none()) {
    set_extra(T, self, 2, arguments[2]);
    if (count == 5 && !arguments[4].is_none()) set_extra(T, self, 3, arguments[4]);
    // args keeps only the number and the text, as documented.
    Tuple* two = make_tuple(T, {arguments[0], arguments[1]});
    if (!two) return false;
    heap_store(self.as_object(), self_exception(self)->arguments, two);
  }
  return true;
}

static Tuple* arguments_of(Value self) {
  return self_exception(self)->arguments.load().as<Tuple>();
}

static Value exception_repr(Thread* T, Value self) {
  Tuple* args = arguments_of(self);
  std::string text = std::string(name_of(type_of(T, self))) + "(";
  for (size_t i = 0; i < args->length; ++i) {
    String* s = to_repr(T, (*args)[i]);
    if (!s) return kEmpty;
    if (i) text += ", ";
    text += to_utf8(s);
  }
  return make_string(T, text + ")");
}

static Value plain_str(Thread* T, Value self) {
  Tuple* args = arguments_of(self);
  if (args->length == 0) return T->runtime->empty_string;
  return args->length == 1 ? to_str(T, (*args)[0]) : to_str(T, args);
}

static Value unicode_error_str(Thread* T, Value self) {
  auto* e = self_exception(self);
  Value encoding = e->extra[0].load(), object = e->extra[1].load(), start = e->extra[2].load(),
        end = e->extra[3].load(), reason = e->extra[4].load();
  if (!start.is_small_int() || !end.is_small_int() || reason.is_empty()) return plain_str(T, self);
  String* reason_text = to_str(T, reason);
  if (!reason_text) return kEmpty;
  int64_t from = start.as_small_int(), to = end.as_small_int();
  bool decode = is_a(T, self, Builtin::kUnicodeDecodeError);
  bool translate = is_a(T, self, Builtin::kUnicodeTranslateError);
  std::string codec;
  if (!translate && encoding) {
    String* name = to_str(T, encoding);
    if (!name) return kEmpty;
    codec = fmt::format("'{}' codec ", to_utf8(name));
  }
  const char* verb = decode ? "decode" : translate ? "translate" : "encode";
  if (to == from + 1) {
    Value item = get_item(T, object, Value::small_int(from));
    if (item.is_empty()) {
      clear_exception(T);
    } else if (decode && item.is_small_int()) {
      return make_string(T, fmt::format("{}can't decode byte {:#04x} in position {}: {}", codec, item.as_small_int(),
                                        from, to_utf8(reason_text)));
    } else if (is_string(item)) {
      char32_t c = as_string(item)->at(0);
      std::string shown = c <= 0xff     ? fmt::format("\\x{:02x}", static_cast<uint32_t>(c))
                          : c <= 0xffff ? fmt::format("\\u{:04x}", static_cast<uint32_t>(c))
                                        : fmt::format("\\U{:08x}", static_cast<uint32_t>(c));
      return make_string(T, fmt::format("{}can't {} character '{}' in position {}: {}", codec, verb, shown, from,
                                        to_utf8(reason_text)));
    }
  }
  return make_string(T, fmt::format("{}can't {} {} in position {}-{}: {}", codec, verb, decode ? "bytes" : "characters",
                                    from, to - 1, to_utf8(reason_text)));
}

static Value exception_str(Thread* T, Value self) {
  auto* e = self_exception(self);
  Tuple* args = arguments_of(self);
  if (is_a(T, self, Builtin::kKeyError)) {
    if (args->length == 1) return to_repr(T, (*args)[0]);
  } else if (is_a(T, self, Builtin::kOSError)) {
    Value number = e->extra[0].load(), text = e->extra[1].load(), filename = e->extra[2].load(),
          filename2 = e->extra[3].load();
    if (number && text) {
      String* n = to_str(T, number);
      String* t = n ? to_str(T, text) : nullptr;
      if (!t) return kEmpty;
      std::string result = fmt::format("[Errno {}] {}", to_utf8(n), to_utf8(t));
      if (filename) {
        String* f = to_repr(T, filename);
        if (!f) return kEmpty;
        result += ": " + to_utf8(f);
        if (filename2) {
          String* f2 = to_repr(T, filename2);
          if (!f2) return kEmpty;
          result += " -> " + to_utf8(f2);
        }
      }
      return make_string(T, result);
    }
  } else if (is_a(T, self, Builtin::kImportError)) {
    Value message = e->extra[0].load();
    if (is_string(message)) return message;
  } else if (is_a(T, self, Builtin::kSyntaxError)) {
    Value message = or_none(e->extra[0].load());
    String* text = to_str(T, message);
    if (!text) return kEmpty;
    Value filename = e->extra[1].load(), line = e->extra[2].load();
    std::string where;
    if (is_string(filename)) {
      std::string path = to_utf8(as_string(filename));
      where = path.substr(path.rfind('/') + 1);
    }
    bool has_line = line && is_int(line);
    if (!where.empty() && has_line)
      return make_string(T, fmt::format("{} ({}, line {})", to_utf8(text), where, int_to_text(T, line)));
    if (!where.empty()) return make_string(T, fmt::format("{} ({})", to_utf8(text), where));
    if (has_line) return make_string(T, fmt::format("{} (line {})", to_utf8(text), int_to_text(T, line)));
    return text;
  } else if (is_a(T, self, Builtin::kUnicodeError)) {
    if (e->extra[4].load()) return unicode_error_str(T, self);
  } else if (is_a(T, self, Builtin::kBaseExceptionGroup)) {
    Value exceptions = e->extra[1].load();
    if (is_tuple(exceptions)) {
      size_t n = exceptions.as<Tuple>()->length;
      String* message = to_str(T, e->extra[0].load());
      if (!message) return kEmpty;
      return make_string(T, fmt::format("{} ({} sub-exception{})", to_utf8(message), n, n == 1 ? "" : "s"));
    }
  }
  return plain_str(T, self);
}

// Own attributes are in a Dict made when the first is set.
static Dict* exception_dict(Thread* T, Value self) {
  for (;;) {
    Value v = self_exception(self)->attributes.load();
    if (v) return v.as<Dict>();
    Dict* dict = make_dict(T);
    if (!dict) return nullptr;
    Value expected;
    heap_compare_exchange(self.as_object(), self_exception(self)->attributes, expected, dict);
  }
}
static Value get_exception_dict(Thread* T, Value self) {
  return exception_dict(T, self);
}
static bool set_exception_dict(Thread* T, Value self, Value value) {
  if (!value) return raise(T, Builtin::kTypeError, "cannot delete __dict__");
  if (!is_dict(value)) {
    return raise(T, Builtin::kTypeError, "__dict__ must be set to a dictionary, not a '{}'", type_name(T, value));
  }
  heap_store(self.as_object(), self_exception(self)->attributes, value);
  return true;
}

static Value get_args(Thread*, Value self) {
  return self_exception(self)->arguments.load();
}
static bool set_args(Thread* T, Value self, Value value) {
  if (value.is_empty()) return raise(T, Builtin::kTypeError, "args may not be deleted");
  Tuple* tuple = tuple_from_iterable(T, value);
  if (!tuple) return false;
  heap_store(self.as_object(), self_exception(self)->arguments, tuple);
  return true;
}
static Value get_traceback(Thread*, Value self) {
  return or_none(self_exception(self)->traceback.load());
}
static bool set_traceback(Thread* T, Value self, Value value) {
  if (value.is_empty()) return raise(T, Builtin::kTypeError, "__traceback__ may not be deleted");
  if (!value.is_none() && !is_kind(value, Kind::kTraceback))
    return raise(T, Builtin::kTypeError, "__traceback__ must be a traceback or None");
  heap_store(self.as_object(), self_exception(self)->traceback, value.is_none() ? kEmpty : value);
  return true;
}
static Value get_cause(Thread*, Value self) {
  return or_none(self_exception(self)->cause.load());
}
static bool set_cause(Thread* T, Value self, Value value) {
  if (value.is_empty()) return raise(T, Builtin::kTypeError, "__cause__ may not be deleted");
  if (!value.is_none() && !is_exception(value))
    return raise(T, Builtin::kTypeError, "exception cause must be None or derive from BaseException");
  heap_store(self.as_object(), self_exception(self)->cause, value.is_none() ? kEmpty : value);
  self_exception(self)->suppress_context.store(1, std::memory_order_relaxed);
  return true;
}
static Value get_context(Thread*, Value self) {
  return or_none(self_exception(self)->context.load());
}
static bool set_context(Thread* T, Value self, Value value) {
  if (value.is_empty()) return raise(T, Builtin::kTypeError, "__context__ may not be deleted");
  if (!value.is_none() && !is_exception(value))
    return raise(T, Builtin::kTypeError, "exception context must be None or derive from BaseException");
  heap_store(self.as_object(), self_exception(self)->context, value.is_none() ? kEmpty : value);
  return true;
}
static Value get_suppress_context(Thread*, Value self) {
  return Value::boolean(self_exception(self)->suppress_context.load() != 0);
}
static bool set_suppress_context(Thread* T, Value self, Value value) {
  bool b;
  if (value.is_empty() || !truth(T, value, &b)) return false;
  self_exception(self)->suppress_context.store(b, std::memory_order_relaxed);
  return true;
}

static Value exception_with_traceback(Thread* T, Arguments args) {
  return set_traceback(T, args[0], args[1]) ? args[0] : kEmpty;
}
static Value exception_add_note(Thread* T, Arguments args) {
  if (!is_string(args[1])) return raise(T, Builtin::kTypeError, "note must be a str, not '{}'", type_name(T, args[1]));
  Dict* dict = exception_dict(T, args[0]);
  List* fresh = dict ? make_list(T) : nullptr;
  if (!fresh) return kEmpty;
  Value notes = dict_set_default(T, dict, names(T).dunder_notes, fresh);
  if (notes.is_empty()) return kEmpty;
  if (!is_kind(notes, Kind::kList)) return raise(T, Builtin::kTypeError, "Cannot add note: __notes__ is not a list");
  return list_append(T, notes.as<List>(), args[1]) ? kNone : kEmpty;
}
// What a pickle keeps beyond args: own attributes, and the names that come from keywords. None: nothing.
static Value exception_state(Thread* T, Value self, Value attributes) {
  const Exception* e = self_exception(self);
  bool is_import = is_a(T, self, Builtin::kImportError), is_attribute = is_a(T, self, Builtin::kAttributeError);
  if (!is_import && !is_attribute) return attributes ? attributes : kNone;
  Dict* state = make_dict(T);
  if (!state || (attributes && !dict_update(T, state, attributes))) return kEmpty;
  auto keep = [&](const char* name, Value value) {
    return !value || value.is_none() || dict_set(T, state, intern(T, std::string_view(name)), value);
  };
  if (is_import) {
    if (!keep("name", e->extra[1].load()) || !keep("path", e->extra[2].load()) ||
        !keep("name_from", e->extra[3].load()))
      return kEmpty;
    return state->size() ? Value(state) : kNone;
  }
  // The object may be anything, and is left out.
  return keep("name", e->extra[0].load()) && keep("args", e->arguments.load()) ? Value(state) : kEmpty;
}

static Value exception_reduce(Thread* T, Arguments args) {
  Exception* e = self_exception(args[0]);
  Value attributes = e->attributes.load();
  Value arguments = e->arguments.load();
  // The file names of an OSError are no part of its args.
  Value filename = e->extra[2].load(), filename2 = e->extra[3].load();
  if (filename && !filename.is_none() && is_subtype(type_of(T, args[0]), exception_type(T, Builtin::kOSError)) &&
      is_tuple(arguments) && as_tuple(arguments)->length == 2) {
    Value number = (*as_tuple(arguments))[0], text = (*as_tuple(arguments))[1];
    arguments = filename2 && !filename2.is_none() ? make_tuple(T, {number, text, filename, kNone, filename2})
                                                  : make_tuple(T, {number, text, filename});
    if (!arguments) return kEmpty;
  }
  Value state = exception_state(T, args[0], attributes);
  if (!state) return kEmpty;
  if (!state.is_none()) return make_tuple(T, {type_of(T, args[0]), arguments, state});
  return make_tuple(T, {type_of(T, args[0]), arguments});
}
static Value exception_set_state(Thread* T, Arguments args) {
  if (args[1].is_none()) return kNone;
  if (!is_dict(args[1])) return raise(T, Builtin::kTypeError, "state is not a dictionary");
  size_t position = 0;
  Value key, value;
  while (dict_next(args[1].as<Dict>(), &position, &key, &value)) {
    if (is_string(key) && !set_attribute(T, args[0], intern(T, as_string(key)), value)) return kEmpty;
  }
  return kNone;
}

static const NativeMethod kExceptionMethods[] = {
    {"with_traceback($self, object, /)", exception_with_traceback,
     "Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self."},
    {"add_note($self, object, /)", exception_add_note, "Exception.add_note(note) --\n    add a note to the exception"},
    {"__reduce__($self, /)", exception_reduce, nullptr},
    {"__setstate__($self, object, /)", exception_set_state, nullptr},
    {nullptr, nullptr, nullptr}};
static const NativeAttribute kExceptionAttributes[] = {
    {"args", get_args, set_args, nullptr},
    {"__traceback__", get_traceback, set_traceback, nullptr},
    {"__cause__", get_cause, set_cause, "exception cause"},
    {"__context__", get_context, set_context, "exception context"},
    {"__suppress_context__", get_suppress_context, set_suppress_context, nullptr},
    {"__dict__", get_exception_dict, set_exception_dict, nullptr},
    {nullptr, nullptr, nullptr, nullptr}};

// ---------------------------------------------------------------- attributes of the subclasses

template <int index>
static Value get_extra(Thread*, Value self) {
  return or_none(self_exception(self)->extra[index].load());
}
template <int index>
static bool put_extra(Thread*, Value self, Value value) {
  heap_store(self.as_object(), self_exception(self)->extra[index], value);
  return true;
}
template <int index>
static Value get_end(Thread*, Value self) {
  Value end = self_exception(self)->extra[5].load();
  return is_tuple(end) ? (*end.as<Tuple>())[index] : kNone;
}
template <int index>
static bool put_end(Thread* T, Value self, Value value) {
  Value parts[3] = {kNone, kNone, kNone};
  Value end = self_exception(self)->extra[5].load();
  for (size_t i = 0; i < 3 && is_tuple(end); ++i) parts[i] = (*end.as<Tuple>())[i];
  parts[index] = value.is_empty() ? kNone : value;
  Tuple* tuple = make_tuple(T, parts, 3);
  if (!tuple) return false;
  heap_store(self.as_object(), self_exception(self)->extra[5], tuple);
  return true;
}
static Value get_characters_written(Thread* T, Value self) {
  Value v = self_exception(self)->extra[4].load();
  return v ? v : Value(raise(T, Builtin::kAttributeError, "characters_written"));
}
static bool put_characters_written(Thread* T, Value self, Value value) {
  Slot& slot = self_exception(self)->extra[4];
  if (value.is_empty() && !slot.load()) return raise(T, Builtin::kAttributeError, "characters_written");
  if (!value.is_empty() && !(value = to_index(T, value))) return false;
  heap_store(self.as_object(), slot, value);
  return true;
}

#define EXTRA(text, index) {text, get_extra<index>, put_extra<index>, nullptr}
#define END {nullptr, nullptr, nullptr, nullptr}
static const NativeAttribute kStopIterationAttributes[] = {EXTRA("value", 0), END};
static const NativeAttribute kSystemExitAttributes[] = {EXTRA("code", 0), END};
static const NativeAttribute kImportErrorAttributes[] = {EXTRA("msg", 0), EXTRA("name", 1), EXTRA("path", 2),
                                                         EXTRA("name_from", 3), END};
static const NativeAttribute kNameErrorAttributes[] = {EXTRA("name", 0), END};
static const NativeAttribute kAttributeErrorAttributes[] = {EXTRA("name", 0), EXTRA("obj", 1), END};
static const NativeAttribute kOSErrorAttributes[] = {
    EXTRA("errno", 0),
    EXTRA("strerror", 1),
    EXTRA("filename", 2),
    EXTRA("filename2", 3),
    {"characters_written", get_characters_written, put_characters_written, nullptr},
    END};
static const NativeAttribute kSyntaxErrorAttributes[] = {EXTRA("msg", 0),
                                                         EXTRA("filename", 1),
                                                         EXTRA("lineno", 2),
                                                         EXTRA("offset", 3),
                                                         EXTRA("text", 4),
                                                         {"end_lineno", get_end<0>, put_end<0>, nullptr},
                                                         {"end_offset", get_end<1>, put_end<1>, nullptr},
                                                         {"print_file_and_line", get_end<2>, put_end<2>, nullptr},
                                                         END};
static const NativeAttribute kUnicodeErrorAttributes[] = {EXTRA("encoding", 0), EXTRA("object", 1), EXTRA("start", 2),
                                                          EXTRA("end", 3),      EXTRA("reason", 4), END};
static const NativeAttribute kGroupAttributes[] = {
    {"message", get_extra<0>, nullptr, nullptr}, {"exceptions", get_extra<1>, nullptr, nullptr}, END};
#undef EXTRA
#undef END

// ---------------------------------------------------------------- exception groups

static Value group_create(Thread* T, Type* type, CallArguments arguments) {
  if (arguments.keyword_names) return raise(T, Builtin::kTypeError, "{}() takes no keyword arguments", name_of(type));
  if (arguments.count != 2)
    return raise(T, Builtin::kTypeError, "BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)",
                 arguments.count);
  if (!is_string(arguments[0]))
    return raise(T, Builtin::kTypeError, "BaseExceptionGroup.__new__() argument 1 must be str, not {}",
                 argument_type_name(T, arguments[0]));
  if (!type_of(T, arguments[1])->slots.get_item)
    return raise(T, Builtin::kTypeError, "second argument (exceptions) must be a sequence");
  Tuple* members = tuple_from_iterable(T, arguments[1]);
  if (!members) return kEmpty;
  if (members->length == 0)
    return raise(T, Builtin::kValueError, "second argument (exceptions) must be a non-empty sequence");
  bool only_exceptions = true;
  for (size_t i = 0; i < members->length; ++i) {
    if (!is_exception((*members)[i]))
      return raise(T, Builtin::kValueError, "Item {} of second argument (exceptions) is not an exception", i);
    only_exceptions &= is_a(T, (*members)[i], Builtin::kException);
  }
  Type* base_group = exception_type(T, Builtin::kBaseExceptionGroup);
  Type* group = exception_type(T, Builtin::kExceptionGroup);
  if (type == base_group) {
    if (only_exceptions) type = group;
  } else if (!only_exceptions && is_subtype(type, exception_type(T, Builtin::kException))) {
    if (type == group) return raise(T, Builtin::kTypeError, "Cannot nest BaseExceptions in an ExceptionGroup");
    return raise(T, Builtin::kTypeError, "Cannot nest BaseExceptions in '{}'", name_of(type));
  }
  auto* e = static_cast<Exception*>(allocate_instance_of(T, type, sizeof(Exception)));
  if (!e) return kEmpty;
  heap_initialize(e, e->arguments, make_tuple(T, {arguments[0], arguments[1]}));
  heap_initialize(e, e->extra[0], arguments[0]);
  heap_initialize(e, e->extra[1], members);
  return e;
}
static bool group_initialize(Thread* T, Value self, CallArguments arguments) {
  return no_keywords(T, self, arguments);
}

// A group like `self` with other members: self.derive(members), with traceback, cause, context and notes carried over.
static Value derive_group(Thread* T, Value self, List* members) {
  Value group = call_method(T, self, intern(T, std::string_view("derive")), {members});
  if (group.is_empty()) return kEmpty;
  if (!is_a(T, group, Builtin::kBaseExceptionGroup))
    return raise(T, Builtin::kTypeError, "derive must return an instance of BaseExceptionGroup");
  auto* from = self_exception(self);
  auto* to = self_exception(group);
  heap_store(to, to->traceback, from->traceback.load());
  heap_store(to, to->cause, from->cause.load());
  heap_store(to, to->context, from->context.load());
  to->suppress_context.store(from->suppress_context.load());
  Value attributes = from->attributes.load();
  if (attributes) {
    if (Value notes = dict_get(attributes.as<Dict>(), names(T).dunder_notes)) {
      List* copy = list_from_iterable(T, notes);
      Dict* dict = copy ? exception_dict(T, group) : nullptr;
      if (!dict || !dict_set(T, dict, names(T).dunder_notes, copy)) return kEmpty;
    }
  }
  return group;
}

// Does `e` match: a class or tuple of classes, or a function. 1, 0, -1.
static int group_condition(Thread* T, Value e, Value condition) {
  if (is_kind(condition, Kind::kType) || is_tuple(condition)) return value_matches_exception(T, e, condition);
  Value v = call(T, condition, {e});
  bool b;
  if (v.is_empty() || !truth(T, v, &b)) return -1;
  return b;
}
static bool check_condition(Thread* T, Value condition) {
  auto is_class = [](Value v) { return is_kind(v, Kind::kType) && v.as<Type>()->has_flag(kTypeIsExceptionSubclass); };
  if (is_class(condition)) return true;
  if (is_tuple(condition)) {
    bool all = true;
    for (size_t i = 0; i < condition.as<Tuple>()->length; ++i) all &= is_class((*condition.as<Tuple>())[i]);
    if (all) return true;
  } else if (!is_kind(condition, Kind::kType) && is_callable(T, condition)) {
    return true;
  }
  return raise(T, Builtin::kTypeError, "expected a function, exception type or tuple of exception types");
}
// Splits e into what matches and what does not; None where nothing is. `rest` null: not wanted.
static bool split_group(Thread* T, Value e, Value condition, Value* matched, Value* rest) {
  if (!check_native_recursion(T, " in exceptiongroup_split_recursive")) return false;
  *matched = kNone;
  if (rest) *rest = kNone;
  int all = group_condition(T, e, condition);
  if (all < 0) return false;
  if (all) {
    *matched = e;
    return true;
  }
  if (!is_a(T, e, Builtin::kBaseExceptionGroup)) {
    if (rest) *rest = e;
    return true;
  }
  List* yes = make_list(T);
  List* no = make_list(T);
  if (!yes || !no) return false;
  Tuple* members = self_exception(e)->extra[1].load().as<Tuple>();
  for (size_t i = 0; i < members->length; ++i) {
    Value m, r;
    if (!split_group(T, (*members)[i], condition, &m, &r)) return false;
    if (!m.is_none() && !list_append(T, yes, m)) return false;
    if (!r.is_none() && !list_append(T, no, r)) return false;
  }
  if (yes->size()) {
    *matched = derive_group(T, e, yes);
    if (matched->is_empty()) return false;
  }
  if (rest && no->size()) {
    *rest = derive_group(T, e, no);
    if (rest->is_empty()) return false;
  }
  return true;
}
// Collects the exceptions below `e` that are no groups.
static bool collect_leaves(Thread* T, Value e, std::unordered_set<uint64_t>* leaves) {
  if (!check_native_recursion(T, " in exceptiongroup_split_recursive")) return false;
  if (!is_a(T, e, Builtin::kBaseExceptionGroup)) {
    leaves->insert(e.bits());
    return true;
  }
  Tuple* members = self_exception(e)->extra[1].load().as<Tuple>();
  for (size_t i = 0; i < members->length; ++i) {
    if (!collect_leaves(T, (*members)[i], leaves)) return false;
  }
  return true;
}
// The part of `e` whose leaves are among `leaves`; None where there is none, EMPTY: exception.
static Value keep_leaves(Thread* T, Value e, const std::unordered_set<uint64_t>& leaves) {
  if (!check_native_recursion(T, " in exceptiongroup_split_recursive")) return kEmpty;
  if (!is_a(T, e, Builtin::kBaseExceptionGroup)) return leaves.count(e.bits()) ? e : kNone;
  Tuple* members = self_exception(e)->extra[1].load().as<Tuple>();
  List* kept = make_list(T);
  bool all = true;
  for (size_t i = 0; kept && i < members->length; ++i) {
    Value part = keep_leaves(T, (*members)[i], leaves);
    if (part.is_empty()) return kEmpty;
    all = all && part == (*members)[i];
    if (!part.is_none() && !list_append(T, kept, part)) return kEmpty;
  }
  if (!kept) return kEmpty;
  if (all) return e;
  return kept->size() ? derive_group(T, e, kept) : kNone;
}

Value merge_after_except_star(Thread* T, Value original, List* results) {
  List* raised = make_list(T);
  if (!raised) return kEmpty;
  if (!is_a(T, original, Builtin::kBaseExceptionGroup)) {
    // A lone exception met one clause at most.
    for (int64_t i = 0; i < results->size(); ++i) {
      if (Value e = list_get(T, results, i); !e.is_none()) return e;
    }
    return kNone;
  }
  // What the clauses raised anew stands beside what they let through; the latter keeps its places in the original
  // group. Exceptions are let through if they are still what was split off: same traceback, cause, context and notes.
  auto notes_of = [&](Value e) {
    Value attributes = self_exception(e)->attributes.load();
    return attributes ? dict_get(attributes.as<Dict>(), names(T).dunder_notes) : kEmpty;
  };
  auto is_part = [&](Value e) {
    auto* a = self_exception(e);
    auto* b = self_exception(original);
    if (!is_a(T, e, Builtin::kBaseExceptionGroup) || a->traceback.load() != b->traceback.load() ||
        a->cause.load() != b->cause.load() || a->context.load() != b->context.load()) {
      return false;
    }
    return notes_of(e).is_empty() == notes_of(original).is_empty();
  };
  std::unordered_set<uint64_t> leaves;
  for (int64_t i = 0; i < results->size(); ++i) {
    Value e = list_get(T, results, i);
    if (e.is_none()) continue;
    if (is_part(e) ? !collect_leaves(T, e, &leaves) : !list_append(T, raised, e)) return kEmpty;
  }
  Value rest = leaves.empty() ? kNone : keep_leaves(T, original, leaves);
  if (rest.is_empty()) return kEmpty;
  if (raised->size() == 0) return rest;
  if (!rest.is_none() && !list_append(T, raised, rest)) return kEmpty;
  if (raised->size() == 1) return list_get(T, raised, 0);
  return call(T, exception_type(T, Builtin::kBaseExceptionGroup), {T->runtime->empty_string, raised});
}

static Value group_split(Thread* T, Arguments args) {
  Value matched, rest;
  if (!check_condition(T, args[1]) || !split_group(T, args[0], args[1], &matched, &rest)) return kEmpty;
  return make_tuple(T, {matched, rest});
}
static Value group_subgroup(Thread* T, Arguments args) {
  Value matched;
  if (!check_condition(T, args[1]) || !split_group(T, args[0], args[1], &matched, nullptr)) return kEmpty;
  return matched;
}
static Value group_derive(Thread* T, Arguments args) {
  return call(T, exception_type(T, Builtin::kBaseExceptionGroup), {self_exception(args[0])->extra[0].load(), args[1]});
}
static const NativeMethod kGroupMethods[] = {
    {"split($self, condition, /)", group_split, "Pair of groups: what matches and the rest."},
    {"subgroup($self, condition, /)", group_subgroup, "Group of the exceptions that match."},
    {"derive($self, excs, /)", group_derive, "A group of the same kind with other exceptions."},
    {"__class_getitem__($type, item, /)", class_getitem, "See PEP 585", kClassMethod},
    {nullptr, nullptr, nullptr}};

// ---------------------------------------------------------------- traceback objects

static Value traceback_next(Thread*, Value self) {
  return self.as<Traceback>()->next.load();
}
static bool set_traceback_next(Thread* T, Value self, Value value) {
  if (value.is_empty()) return raise(T, Builtin::kTypeError, "can't delete tb_next attribute");
  if (!value.is_none() && !is_kind(value, Kind::kTraceback))
    return raise(T, Builtin::kTypeError, "expected traceback object, got '{}'", type_name(T, value));
  for (Value v = value; is_kind(v, Kind::kTraceback); v = v.as<Traceback>()->next.load()) {
    if (v == self) return raise(T, Builtin::kValueError, "traceback loop detected");
  }
  heap_store(self.as_object(), self.as<Traceback>()->next, value);
  return true;
}
static Value traceback_frame(Thread*, Value self) {
  return self.as<Traceback>()->frame.load();
}
static Value traceback_line(Thread*, Value self) {
  return Value::small_int(self.as<Traceback>()->line);
}
static Value traceback_instruction(Thread*, Value self) {
  return Value::small_int(offset_of_word(self.as<Traceback>()->instruction));
}
static const NativeAttribute kTracebackAttributes[] = {{"tb_next", traceback_next, set_traceback_next, nullptr},
                                                       {"tb_frame", traceback_frame, nullptr, nullptr},
                                                       {"tb_lineno", traceback_line, nullptr, nullptr},
                                                       {"tb_lasti", traceback_instruction, nullptr, nullptr},
                                                       {nullptr, nullptr, nullptr, nullptr}};
static Value traceback_create(Thread* T, Type*, CallArguments arguments) {
  Value values[4];
  if (!bind_arguments(T, "traceback(tb_next, tb_frame, tb_lasti, tb_lineno)", arguments, values)) return kEmpty;
  if (!is_kind(values[1], Kind::kFrame))
    return raise(T, Builtin::kTypeError, "traceback() argument 'tb_frame' must be frame, not {}",
                 type_name(T, values[1]));
  if (!values[0].is_none() && !is_kind(values[0], Kind::kTraceback))
    return raise(T, Builtin::kTypeError, "expected traceback object or None, got '{}'", type_name(T, values[0]));
  auto* entry =
      allocate<Traceback>(T, Kind::kTraceback, types(T).traceback->root_shape.load(std::memory_order_relaxed));
  int64_t instruction, line;
  if (!entry || !to_int64(T, values[2], &instruction) || !to_int64(T, values[3], &line)) return kEmpty;
  heap_initialize(entry, entry->next, values[0]);
  heap_initialize(entry, entry->frame, values[1]);
  entry->code.store(values[1].as<Frame>()->function.load()->code.load(), std::memory_order_relaxed);
  entry->instruction = static_cast<uint32_t>(instruction / compiler::kBytesPerWord);
  entry->line = static_cast<int32_t>(line);
  return entry;
}

// ---------------------------------------------------------------- the classes

void initialize_frame_type(Thread* T);

void initialize_exception_types(Thread* T) {
  static const TypeSlots kExceptionSlots = [] {
    TypeSlots s{};
    s.repr = exception_repr;
    s.str = exception_str;
    s.create = exception_create;
    s.initialize = exception_initialize;
    s.get_attribute = generic_get_attribute;
    return s;
  }();
  static const TypeSlots kGroupSlots = [] {
    TypeSlots s{};
    s.create = group_create;
    s.initialize = group_initialize;
    return s;
  }();
  // Where a class has __new__ and __init__ in its own dict follows CPython: help() tells there what a user's class
  // inherits. Most have both; those with attributes of their own have __init__ only, as have the classes under the four
  // below.
  static const TypeSlots kPlainSlots = [] {
    TypeSlots s{};
    s.create = exception_create;
    s.initialize = exception_initialize;
    return s;
  }();
  static const TypeSlots kInitializedSlots = [] {
    TypeSlots s{};
    s.initialize = exception_initialize;
    return s;
  }();
  static const TypeSlots kNoSlots{};
  constexpr uint32_t kFlags = kTypeIsBuiltin | kTypeIsBase | kTypeIsExceptionSubclass | kTypeInstancesHaveAttributes;
  auto define = [&](Builtin which, const char* name, Type* base, const char* documentation) {
    const TypeSlots* slots = &kPlainSlots;
    for (Type* above = base; above; above = above->base) {
      for (Builtin own : {Builtin::kOSError, Builtin::kImportError, Builtin::kNameError, Builtin::kSyntaxError}) {
        if (above == exception_type(T, own)) slots = &kInitializedSlots;
      }
    }
    const NativeMethod* methods = nullptr;
    const NativeAttribute* attributes = nullptr;
    switch (which) {
      case Builtin::kBaseException:
        slots = &kExceptionSlots;
        methods = kExceptionMethods;
        attributes = kExceptionAttributes;
        break;
      case Builtin::kBaseExceptionGroup:
        slots = &kGroupSlots;
        methods = kGroupMethods;
        attributes = kGroupAttributes;
        break;
      case Builtin::kExceptionGroup:
        slots = &kNoSlots;
        break;
      case Builtin::kKeyError:
        slots = &kInitializedSlots;
        break;
      case Builtin::kStopIteration:
        slots = &kInitializedSlots;
        attributes = kStopIterationAttributes;
        break;
      case Builtin::kSystemExit:
        slots = &kInitializedSlots;
        attributes = kSystemExitAttributes;
        break;
      case Builtin::kImportError:
        slots = &kInitializedSlots;
        attributes = kImportErrorAttributes;
        break;
      case Builtin::kNameError:
        slots = &kInitializedSlots;
        attributes = kNameErrorAttributes;
        break;
      case Builtin::kAttributeError:
        slots = &kInitializedSlots;
        attributes = kAttributeErrorAttributes;
        break;
      case Builtin::kOSError:
        attributes = kOSErrorAttributes;
        break;
      case Builtin::kSyntaxError:
        slots = &kInitializedSlots;
        attributes = kSyntaxErrorAttributes;
        break;
      case Builtin::kUnicodeDecodeError:
      case Builtin::kUnicodeEncodeError:
      case Builtin::kUnicodeTranslateError:
        attributes = kUnicodeErrorAttributes;
        break;
      default:
        break;
    }
    T->runtime->exception_types[static_cast<int>(which)] = make_native_type(
        T, {name, Kind::kException, sizeof(Exception), kFlags, documentation, slots, methods, attributes}, base);
  };
  // Bases stand before their subclasses; `object` is BaseException's.
  auto base_of = [](std::string_view name) {
#define EXCEPTION(candidate, base, documentation) \
  if (name == #candidate) return Builtin::k##candidate;
#include "vm/object/exceptions.def"
#undef EXCEPTION
    return Builtin::kBaseException;
  };
#define EXCEPTION(name, base, documentation)                                                                \
  define(Builtin::k##name, #name,                                                                           \
         Builtin::k##name == Builtin::kBaseException ? types(T).object : exception_type(T, base_of(#base)), \
         documentation);                                                                                    \
  if (T->has_exception()) return;
#include "vm/object/exceptions.def"
#undef EXCEPTION
  // The one class with two bases.
  Type* group = exception_type(T, Builtin::kExceptionGroup);
  Tuple* bases =
      make_tuple(T, {exception_type(T, Builtin::kBaseExceptionGroup), exception_type(T, Builtin::kException)});
  if (!bases) return;
  heap_store(group, group->bases, bases);
  Tuple* mro = linearize(T, group);
  if (!mro) return;
  heap_store(group, group->mro, mro);
  static const TypeSlots kTracebackSlots = [] {
    TypeSlots s{};
    s.create = traceback_create;
    return s;
  }();
  T->runtime->types.traceback = make_native_type(
      T, {"traceback", Kind::kTraceback, sizeof(Traceback), kTypeIsBuiltin,
          "TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)", &kTracebackSlots, nullptr, kTracebackAttributes});
  initialize_frame_type(T);
  T->runtime->memory_error = call(T, exception_type(T, Builtin::kMemoryError), {});
}

}  // namespace gilded
