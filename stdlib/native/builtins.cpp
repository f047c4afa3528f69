// The built-in functions. The built-in types and exceptions are put into the module here too.
#include <fmt/format.h>
#include <unistd.h>

#include "stdlib/native/site_builtins.h"
#include "stdlib/native/system_call.h"
#include "vm/interpreter/interpreter.h"
#include "vm/interpreter/support.h"
#include "vm/object/instance.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/codecs.h"
#include "vm/types/dict.h"
#include "vm/types/exception.h"
#include "vm/types/generator.h"
#include "vm/types/int.h"
#include "vm/types/iterators.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

Value builtin_abs(Thread* T, Arguments args) {
  Value v = args[0];
  if (v.is_float()) return Value::from_double(std::fabs(v.as_float()));
  if (v.is_small_int()) return make_int(T, v.as_small_int() < 0 ? -v.as_small_int() : v.as_small_int());
  Type* type = type_of(T, v);
  if (!type->slots.absolute) return raise(T, Builtin::kTypeError, "bad operand type for abs(): '{}'", name_of(type));
  return type->slots.absolute(T, v);
}

// all() and any(): stops at the first item whose truth is `decisive`.
Value first_with_truth(Thread* T, Value iterable, bool decisive) {
  bool found = false;
  bool complete = for_each(T, iterable, [&](Value item) {
    bool b;
    if (!truth(T, item, &b)) return false;
    found = b == decisive;
    return !found;
  });
  if (!complete && !found) return kEmpty;
  return Value::boolean(found == decisive);
}
Value builtin_all(Thread* T, Arguments args) {
  return first_with_truth(T, args[0], false);
}
Value builtin_any(Thread* T, Arguments args) {
  return first_with_truth(T, args[0], true);
}
Value builtin_ascii(Thread* T, Arguments args) {
  return to_ascii(T, args[0]);
}
Value builtin_repr(Thread* T, Arguments args) {
  return to_repr(T, args[0]);
}

Value number_text(Thread* T, Value v, int base, const char* prefix) {
  Value i = to_index(T, v);
  if (i.is_empty()) return kEmpty;
  std::string text = int_to_text(T, i, base);
  bool negative_number = !text.empty() && text[0] == '-';
  return make_string(T, (negative_number ? "-" : "") + std::string(prefix) + text.substr(negative_number));
}
Value builtin_bin(Thread* T, Arguments args) {
  return number_text(T, args[0], 2, "0b");
}
Value builtin_oct(Thread* T, Arguments args) {
  return number_text(T, args[0], 8, "0o");
}
Value builtin_hex(Thread* T, Arguments args) {
  return number_text(T, args[0], 16, "0x");
}
Value builtin_callable(Thread* T, Arguments args) {
  return Value::boolean(is_callable(T, args[0]));
}
Value builtin_chr(Thread* T, Arguments args) {
  int64_t c;
  Value i = to_index(T, args[0]);
  if (i.is_empty()) return kEmpty;
  if (!int_fits_int64(i, &c) || c < 0 || c > 0x10ffff)
    return raise(T, Builtin::kValueError, "chr() arg not in range(0x110000)");
  return make_character(T, static_cast<char32_t>(c));
}
Value builtin_ord(Thread* T, Arguments args) {
  Value v = args[0];
  if (is_string(v)) {
    if (as_string(v)->length == 1) return Value::small_int(as_string(v)->at(0));
    return raise(T, Builtin::kTypeError, "ord() expected a character, but string of length {} found",
                 as_string(v)->length);
  }
  Type* type = type_of(T, v);
  if (!is_kind(v, Kind::kBytes) && !is_kind(v, Kind::kByteArray)) {
    return raise(T, Builtin::kTypeError, "ord() expected string of length 1, but {} found", name_of(type));
  }
  BufferScope buffer(T);
  if (!buffer.get(v)) return kEmpty;
  std::string_view bytes = buffer.bytes();
  if (bytes.size() != 1)
    return raise(T, Builtin::kTypeError, "ord() expected a character, but string of length {} found", bytes.size());
  return Value::small_int(static_cast<unsigned char>(bytes[0]));
}

Value builtin_getattr(Thread* T, Arguments args) {
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "attribute name must be string, not '{}'", type_name(T, args[1]));
  String* name = intern(T, as_string(args[1]));
  if (!args.has(2)) return get_attribute(T, args[0], name);
  Value v = find_attribute(T, args[0], name);
  return v || T->has_exception() ? v : args[2];
}
Value builtin_hasattr(Thread* T, Arguments args) {
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "attribute name must be string, not '{}'", type_name(T, args[1]));
  Value v = find_attribute(T, args[0], intern(T, as_string(args[1])));
  if (T->has_exception()) return kEmpty;
  return Value::boolean(!v.is_empty());
}
Value builtin_setattr(Thread* T, Arguments args) {
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "attribute name must be string, not '{}'", type_name(T, args[1]));
  return set_attribute(T, args[0], intern(T, as_string(args[1])), args[2]) ? kNone : kEmpty;
}
Value builtin_delattr(Thread* T, Arguments args) {
  if (!is_string(args[1]))
    return raise(T, Builtin::kTypeError, "attribute name must be string, not '{}'", type_name(T, args[1]));
  return set_attribute(T, args[0], intern(T, as_string(args[1])), kEmpty) ? kNone : kEmpty;
}

Dict* current_globals(Thread* T) {
  return T->frame ? frame_function(T->frame)->globals.load() : T->runtime->main_module.as<Module>()->dict.load();
}
Value current_locals(Thread* T) {
  if (!T->frame) return current_globals(T);
  Frame* frame = frame_object(T, T->frame, T->pc);
  return frame ? frame_locals(T, frame) : kEmpty;
}
Value builtin_globals(Thread* T, Arguments) {
  return current_globals(T);
}
Value builtin_locals(Thread* T, Arguments) {
  return current_locals(T);
}
Value builtin_vars(Thread* T, Arguments args) {
  if (!args.has(0)) return current_locals(T);
  Value v = find_attribute(T, args[0], names(T).dunder_dict);
  if (v.is_empty() && !T->has_exception())
    return raise(T, Builtin::kTypeError, "vars() argument must have __dict__ attribute");
  return v;
}
Value builtin_dir(Thread* T, Arguments args) {
  Value list;
  if (!args.has(0)) {
    Value locals = current_locals(T);
    list = locals.is_empty() ? kEmpty : Value(list_from_iterable(T, locals));
  } else {
    Value method = lookup_special(T, args[0], names(T).dunder_dir);
    if (method.is_empty())
      return T->has_exception() ? kEmpty : Value(raise(T, Builtin::kTypeError, "object does not provide __dir__"));
    Value names_found = call(T, method, {});
    list = names_found.is_empty() ? kEmpty : Value(list_from_iterable(T, names_found));
  }
  if (list.is_empty() || call_method(T, list, intern(T, std::string_view("sort")), {}).is_empty()) return kEmpty;
  return list;
}
Value builtin_divmod(Thread* T, Arguments args) {
  Type* left = type_of(T, args[0]);
  Type* right = type_of(T, args[1]);
  bool found = false;
  Value v;
  bool numbers = (is_int(args[0]) || args[0].is_float()) && (is_int(args[1]) || args[1].is_float());
  if (!numbers) {
    // The right operand's class goes first when it is a subclass that overrides the reflected method.
    if (right != left && is_subtype(right, left)) {
      v = call_special(T, args[1], names(T).dunder_rdivmod, {args[0]}, &found);
      if (found && !v.is_not_implemented()) return v;
    }
    v = call_special(T, args[0], names(T).dunder_divmod, {args[1]}, &found);
    if (T->has_exception() || (found && !v.is_not_implemented())) return v;
    v = call_special(T, args[1], names(T).dunder_rdivmod, {args[0]}, &found);
    if (T->has_exception() || (found && !v.is_not_implemented())) return v;
    return raise(T, Builtin::kTypeError, "unsupported operand type(s) for divmod(): '{}' and '{}'", name_of(left),
                 name_of(right));
  }
  v = call_special(T, args[0], names(T).dunder_divmod, {args[1]}, &found);
  if (T->has_exception() || (found && !v.is_not_implemented())) return v;
  v = call_special(T, args[1], names(T).dunder_rdivmod, {args[0]}, &found);
  if (T->has_exception() || (found && !v.is_not_implemented())) return v;
  Value quotient = binary_operation(T, BinaryOperator::kFloorDivide, args[0], args[1]);
  Value rest = quotient.is_empty() ? kEmpty : binary_operation(T, BinaryOperator::kRemainder, args[0], args[1]);
  return rest.is_empty() ? kEmpty : Value(make_tuple(T, {quotient, rest}));
}
Value builtin_format(Thread* T, Arguments args) {
  return format_value(T, args[0], args.has(1) ? args[1] : kEmpty);
}
Value builtin_hash(Thread* T, Arguments args) {
  int64_t h;
  return hash_value(T, args[0], &h) ? make_int(T, h) : kEmpty;
}
Value builtin_id(Thread* T, Arguments args) {
  return identity(T, args[0]);
}
Value builtin_isinstance(Thread* T, Arguments args) {
  int r = is_instance(T, args[0], args[1]);
  return r < 0 ? kEmpty : Value::boolean(r);
}
Value builtin_issubclass(Thread* T, Arguments args) {
  int r = is_subclass(T, args[0], args[1]);
  return r < 0 ? kEmpty : Value::boolean(r);
}
Value builtin_iter(Thread* T, Arguments args) {
  if (!args.has(1)) return get_iterator(T, args[0]);
  if (!is_callable(T, args[0])) return raise(T, Builtin::kTypeError, "iter(v, w): v must be callable");
  return make_callable_iterator(T, args[0], args[1]);
}
Value builtin_aiter(Thread* T, Arguments args) {
  Type* type = type_of(T, args[0]);
  if (!type->slots.async_iterate)
    return raise(T, Builtin::kTypeError, "'{}' object is not an async iterable", name_of(type));
  Value v = type->slots.async_iterate(T, args[0]);
  if (v && !type_of(T, v)->slots.async_next)
    return raise(T, Builtin::kTypeError, "aiter() returned not an async iterator of type '{}'", type_name(T, v));
  return v;
}
Value builtin_anext(Thread* T, Arguments args) {
  Type* type = type_of(T, args[0]);
  if (!type->slots.async_next)
    return raise(T, Builtin::kTypeError, "'{}' object is not an async iterator", name_of(type));
  Value awaitable = type->slots.async_next(T, args[0]);
  if (awaitable.is_empty() || !args.has(1)) return awaitable;
  // With a default: a coroutine in Python does what the words say.
  Value function = import_attribute(T, "_anext", "anext_with_default");
  return function.is_empty() ? kEmpty : call(T, function, {awaitable, args[1]});
}
Value builtin_len(Thread* T, Arguments args) {
  int64_t n = length(T, args[0]);
  return n < 0 ? kEmpty : make_int(T, n);
}
Value builtin_next(Thread* T, Arguments args) {
  Type* type = type_of(T, args[0]);
  if (!type->slots.next) return raise(T, Builtin::kTypeError, "'{}' object is not an iterator", name_of(type));
  Value v = type->slots.next(T, args[0]);
  if (v) return v;
  if (T->has_exception()) {
    if (!args.has(1) || !exception_matches(T, Builtin::kStopIteration)) return kEmpty;
    clear_exception(T);
    return args[1];
  }
  return args.has(1) ? args[1] : Value(raise_with(T, Builtin::kStopIteration, kEmpty));
}

// max() and min(): rest = the arguments, args[0] key, args[1] default.
Value extreme(Thread* T, Arguments args, CompareOperator op, const char* name) {
  Value key = args.has(0) && !args[0].is_none() ? args[0] : kEmpty;
  if (args.rest_count == 0) return raise(T, Builtin::kTypeError, "{} expected at least 1 argument, got 0", name);
  if (args.rest_count > 1 && args.has(1))
    return raise(T, Builtin::kTypeError, "Cannot specify a default for {}() with multiple positional arguments", name);
  Value best, best_key;
  auto consider = [&](Value item) {
    Value item_key = key.is_empty() ? item : call(T, key, {item});
    if (item_key.is_empty()) return false;
    if (best.is_empty()) {
      best = item;
      best_key = item_key;
      return true;
    }
    Value better = compare(T, item_key, best_key, op);
    bool b;
    if (better.is_empty() || !truth(T, better, &b)) return false;
    if (b) {
      best = item;
      best_key = item_key;
    }
    return true;
  };
  if (args.rest_count > 1) {
    for (uint32_t i = 0; i < args.rest_count; ++i) {
      if (!consider(args.rest[i])) return kEmpty;
    }
    return best;
  }
  if (!for_each(T, args.rest[0], consider)) return kEmpty;
  if (best) return best;
  if (args.has(1)) return args[1];
  return raise(T, Builtin::kValueError, "{}() iterable argument is empty", name);
}
Value builtin_max(Thread* T, Arguments args) {
  return extreme(T, args, CompareOperator::kGreater, "max");
}
Value builtin_min(Thread* T, Arguments args) {
  return extreme(T, args, CompareOperator::kLess, "min");
}

Value builtin_sum(Thread* T, Arguments args) {
  Value total = args.has(1) ? args[1] : Value::small_int(0);
  if (is_string(total)) return raise(T, Builtin::kTypeError, "sum() can't sum strings [use ''.join(seq) instead]");
  if (is_kind(total, Kind::kBytes))
    return raise(T, Builtin::kTypeError, "sum() can't sum bytes [use b''.join(seq) instead]");
  if (is_kind(total, Kind::kByteArray))
    return raise(T, Builtin::kTypeError, "sum() can't sum bytearray [use b''.join(seq) instead]");
  // Floats are added with Neumaier's compensation, as CPython 3.12 and later do.
  bool compensated = false;
  double sum = 0, correction = 0;
  auto flush = [&] {
    if (!compensated) return;
    total = Value::from_double(correction != 0 && std::isfinite(correction) ? sum + correction
                                                                            : sum);  // -0.0 stays what it is
    compensated = false;
  };
  bool ok = for_each(T, args[0], [&](Value item) {
    if (compensated) {
      double x;
      if (item.is_float())
        x = item.as_float();
      else if (item.is_small_int())
        x = static_cast<double>(item.as_small_int());
      else {
        flush();
        total = binary_operation(T, BinaryOperator::kAdd, total, item);
        return !total.is_empty();
      }
      double t = sum + x;
      correction += std::fabs(sum) >= std::fabs(x) ? (sum - t) + x : (x - t) + sum;
      sum = t;
      return true;
    }
    if (item.is_float() && (total.is_float() || total.is_small_int())) {
      sum = total.is_float() ? total.as_float() : static_cast<double>(total.as_small_int());
      correction = 0;
      compensated = true;
      double x = item.as_float(), t = sum + x;
      correction += std::fabs(sum) >= std::fabs(x) ? (sum - t) + x : (x - t) + sum;
      sum = t;
      return true;
    }
    int64_t s;
    if (total.is_small_int() && item.is_small_int() &&
        (s = total.as_small_int() + item.as_small_int(), Value::fits_int(s))) {
      total = Value::small_int(s);
      return true;
    }
    total = binary_operation(T, BinaryOperator::kAdd, total, item);
    return !total.is_empty();
  });
  if (!ok) return kEmpty;
  flush();
  return total;
}
Value builtin_pow(Thread* T, Arguments args) {
  return power(T, args[0], args[1], args.has(2) ? args[2] : kNone);
}
Value builtin_round(Thread* T, Arguments args) {
  bool found;
  Value v = args.has(1) && !args[1].is_none() ? call_special(T, args[0], names(T).dunder_round, {args[1]}, &found)
                                              : call_special(T, args[0], names(T).dunder_round, {}, &found);
  if (!found && !T->has_exception())
    return raise(T, Builtin::kTypeError, "type {} doesn't define __round__ method", type_name(T, args[0]));
  return v;
}
Value builtin_sorted(Thread* T, Arguments args) {
  List* list = list_from_iterable(T, args[0]);
  if (!list) return kEmpty;
  Value method = get_attribute(T, list, std::string_view("sort"));
  if (method.is_empty()) return kEmpty;
  Tuple* keyword_names = make_tuple(T, {names(T).key, names(T).reverse});
  if (!keyword_names) return kEmpty;
  Value values[] = {args.has(1) ? args[1] : kNone, args.has(2) ? args[2] : kFalse};
  if (call(T, method, CallArguments{values, 2, keyword_names}).is_empty()) return kEmpty;
  return list;
}

// print(*args, sep=' ', end='\n', file=None, flush=False): to a standard stream the text goes in one write call, so
// that lines of threads do not mix.
Value builtin_print(Thread* T, Arguments args) {
  Value separator = args.has(0) ? args[0] : kNone, end = args.has(1) ? args[1] : kNone,
        file = args.has(2) ? args[2] : kNone;
  if (!separator.is_none() && !is_string(separator))
    return raise(T, Builtin::kTypeError, "sep must be None or a string, not {}", type_name(T, separator));
  if (!end.is_none() && !is_string(end))
    return raise(T, Builtin::kTypeError, "end must be None or a string, not {}", type_name(T, end));
  if (file.is_none()) {
    file = find_attribute(T, T->runtime->sys_module, names(T).stdout);
    if (T->has_exception()) return kEmpty;
    if (file.is_empty()) return raise(T, Builtin::kRuntimeError, "lost sys.stdout");
    if (file.is_none()) return kNone;
  }
  String* space = separator.is_none() ? make_character(T, ' ') : as_string(separator);
  String* line_end = end.is_none() ? make_character(T, '\n') : as_string(end);
  Value write = get_attribute(T, file, names(T).write);
  if (write.is_empty()) return kEmpty;
  if (!is_kind(file, Kind::kRecord) || !is_kind(write, Kind::kNativeFunction) ||
      write.as<NativeFunction>()->self.load() != file) {
    // A file or write() made in Python sees the calls that CPython makes.
    auto put = [&](String* s) { return s && !call(T, write, {s}).is_empty(); };
    for (uint32_t i = 0; i < args.rest_count; ++i) {
      if ((i && !put(space)) || !put(to_str(T, args.rest[i]))) return kEmpty;
    }
    if (!put(line_end)) return kEmpty;
    bool flush = false;
    if (args.has(3) && !truth(T, args[3], &flush)) return kEmpty;
    return !flush || !call_method(T, file, names(T).flush, {}).is_empty() ? kNone : kEmpty;
  }
  String* text = nullptr;
  for (uint32_t i = 0; i < args.rest_count; ++i) {
    String* s = to_str(T, args.rest[i]);
    if (!s) return kEmpty;
    if (i == 0) {
      text = s;
      continue;
    }
    text = concatenate(T, text, space);
    if (text) text = concatenate(T, text, s);
    if (!text) return kEmpty;
  }
  text = text ? concatenate(T, text, line_end) : line_end;
  if (!text) return kEmpty;
  if (text->length && call(T, write, {text}).is_empty()) return kEmpty;
  bool flush = false;
  if (args.has(3) && !truth(T, args[3], &flush)) return kEmpty;
  if (flush && call_method(T, file, names(T).flush, {}).is_empty()) return kEmpty;
  return kNone;
}

// Whether input() should let the readline module edit the line: it is imported, and both streams are the terminal. 1,
// 0, -1.
int edits_input(Thread* T, Value in, Value out, Value* reader) {
  Value readline = dict_get(T->runtime->modules.as<Dict>(), intern(T, std::string_view("readline")));
  if (readline.is_empty() || !isatty(0) || !isatty(1)) return 0;
  int64_t number = 0;
  for (auto [stream, expected] : {std::pair{in, 0}, std::pair{out, 1}}) {
    Value fd = call_method(T, stream, intern(T, std::string_view("fileno")), {});
    if (fd.is_empty()) {
      if (!is_instance_of(T, T->exception, exception_type(T, Builtin::kException))) return -1;
      clear_exception(T);
      return 0;
    }
    if (!to_int64(T, fd, &number)) return -1;
    if (number != expected) return 0;
  }
  *reader = find_attribute(T, readline, intern(T, std::string_view("_read_line")));
  return T->has_exception() ? -1 : !reader->is_empty();
}

Value builtin_input(Thread* T, Arguments args) {
  Value module = T->runtime->sys_module;
  Value out = find_attribute(T, module, names(T).stdout), in = find_attribute(T, module, names(T).stdin);
  if (T->has_exception()) return kEmpty;
  if (in.is_empty() || in.is_none()) return raise(T, Builtin::kRuntimeError, "input(): lost sys.stdin");
  if (out.is_empty() || out.is_none()) return raise(T, Builtin::kRuntimeError, "input(): lost sys.stdout");
  Value reader;
  int edited = edits_input(T, in, out, &reader);
  if (edited < 0) return kEmpty;
  if (!edited && args.has(0)) {
    String* prompt = to_str(T, args[0]);
    if (!prompt || call_method(T, out, names(T).write, {prompt}).is_empty()) return kEmpty;
  }
  if (call_method(T, out, names(T).flush, {}).is_empty()) return kEmpty;
  Value line;
  if (edited) {
    String* prompt = args.has(0) ? to_str(T, args[0]) : as_string(T->runtime->empty_string);
    line = prompt ? call(T, reader, {prompt}) : kEmpty;
  } else {
    line = call_method(T, in, names(T).readline, {});
  }
  if (line.is_empty()) return kEmpty;
  if (!is_string(line)) return raise(T, Builtin::kTypeError, "object.readline() returned non-string");
  String* s = as_string(line);
  if (s->length == 0) return raise(T, Builtin::kEOFError, "EOF when reading a line");
  return s->at(s->length - 1) == '\n' ? Value(substring(T, s, 0, s->length - 1)) : line;
}

// The text of source given as str or bytes. False: exception.
bool source_text(Thread* T, Value source, const char* function, std::string* text, bool* is_bytes) {
  if (is_string(source)) {
    // Lone surrogates have no place in a source.
    Value bytes = encode_string(T, as_string(source), "utf-8", "strict");
    if (!bytes) return false;
    *text = bytes.as<Bytes>()->view();
    *is_bytes = false;
  } else {
    if (!supports_buffer(T, source))
      return raise(T, Builtin::kTypeError, "{}() arg 1 must be a string, bytes or code object", function);
    BufferScope buffer(T);
    if (!buffer.get(source)) return false;
    *text = buffer.bytes();
    *is_bytes = true;
  }
  if (text->find('\0') != std::string::npos) {
    (void)raise(T, Builtin::kSyntaxError, "source code string cannot contain null bytes");
    set_exception_attribute(T, 0, make_string(T, std::string_view("source code string cannot contain null bytes")));
    return false;
  }
  return true;
}

// An attribute of _ast, which is imported when `import` is set. EMPTY without an exception: it was not imported yet.
Value ast_attribute(Thread* T, std::string_view name, bool import) {
  Value module = dict_get(T->runtime->modules.as<Dict>(), intern(T, "_ast"));
  if (!module && import)
    module =
        call(T, dict_get(T->runtime->builtins_dict.as<Dict>(), intern(T, "__import__")), {Value(intern(T, "_ast"))});
  return module ? get_attribute(T, module, name) : kEmpty;
}

Value builtin_compile(Thread* T, Arguments args) {
  if (!is_string(args[2]))
    return raise(T, Builtin::kTypeError, "compile() argument 'mode' must be str, not {}", type_name(T, args[2]));
  std::string mode = to_utf8(as_string(args[2]));
  if (mode != "exec" && mode != "eval" && mode != "single")
    return raise(T, Builtin::kValueError, "compile() mode must be 'exec', 'eval' or 'single'");
  if (is_kind(args[0], Kind::kCode)) return args[0];
  std::string text, filename;
  bool is_bytes = false, is_tree = false;
  if (!is_string(args[0]) && !supports_buffer(T, args[0])) {
    Value tree_class = ast_attribute(T, "AST", false);
    if (T->has_exception()) return kEmpty;
    is_tree = tree_class && is_instance(T, args[0], tree_class) == 1;
  }
  if (!is_tree && !source_text(T, args[0], "compile", &text, &is_bytes)) return kEmpty;
  Value filename_text = args[1];
  if (is_kind(args[1], Kind::kBytes) || find_attribute(T, args[1], intern(T, std::string_view("__fspath__")))) {
    Path path;
    if (!parse_path(T, args[1], "compile", "filename", &path)) return kEmpty;
    filename_text = make_path(T, path.text);
  }
  if (T->has_exception()) return kEmpty;
  if (is_string(filename_text))
    filename = to_utf8(as_string(filename_text));
  else
    return raise(T, Builtin::kTypeError, "expected str, bytes or os.PathLike object, not {}", type_name(T, args[1]));
  int64_t flags = 0, optimize = -1;
  if (args.has(3) && !to_int64(T, args[3], &flags)) return kEmpty;
  if (args.has(5) && !to_int64(T, args[5], &optimize)) return kEmpty;
  // The features of __future__, PyCF_DONT_IMPLY_DEDENT, PyCF_ALLOW_INCOMPLETE_INPUT, those of the ast module and what
  // the prompt asks for.
  constexpr int64_t kKnownFlags = 0x1ff0000 | 0x10 | 0x200 | 0x1000 | 0x2000 | 0x8000 | kCompileOnlyTree |
                                  kCompileAllowIncomplete | kCompileKeepSource;
  if (flags & ~kKnownFlags) return raise(T, Builtin::kValueError, "compile(): unrecognised flags");
  if (optimize < -1 || optimize > 2) return raise(T, Builtin::kValueError, "compile(): invalid optimize value");
  if (!args.has(4) || args[4] == kFalse || args[4] == Value::small_int(0)) {
    if (T->frame) flags |= frame_code(T->frame)->flags & compiler::kFutureAnnotations;
  }
  if (is_tree) {
    if (flags & kCompileOnlyTree) return args[0];
    Value encode = ast_attribute(T, "_encode", true);
    Value bytes = encode ? call(T, encode, {args[0], args[2]}) : kEmpty;
    if (!bytes) return kEmpty;
    if (!is_kind(bytes, Kind::kBytes)) return raise(T, Builtin::kTypeError, "_ast._encode() must give bytes");
    text = bytes.as<Bytes>()->view();
    flags |= kCompileFromTree;
  } else if (flags & kCompileOnlyTree) {
    Value bytes = parse_source(T, text, is_bytes, filename, mode.c_str());
    Value decode = bytes ? ast_attribute(T, "_decode", true) : kEmpty;
    return decode ? call(T, decode, {bytes}) : kEmpty;
  }
  return compile_source(T, text, is_bytes, filename, mode.c_str(), static_cast<uint32_t>(flags),
                        optimize < 0 ? T->runtime->options.optimize : static_cast<int>(optimize));
}

Value run_source(Thread* T, Arguments args, const char* function, const char* mode) {
  Value globals = args.has(1) ? args[1] : kNone, locals = args.has(2) ? args[2] : kNone;
  if (!globals.is_none() && !is_dict(globals)) {
    if (std::string_view(function) == "eval")
      return raise(T, Builtin::kTypeError, "globals must be a real dict; try eval(code, {{}}, mapping)");
    return raise(T, Builtin::kTypeError, "exec() globals must be a dict, not {}", type_name(T, globals));
  }
  if (!locals.is_none() && !type_of(T, locals)->slots.get_item)
    return raise(T, Builtin::kTypeError, "{}() locals must be a mapping or None, not {}", function,
                 type_name(T, locals));
  Value space;
  if (globals.is_none()) {
    globals = current_globals(T);
    space = locals.is_none() ? current_locals(T) : locals;
    if (space.is_empty()) return kEmpty;
  } else {
    space = locals.is_none() ? globals : locals;
  }
  if (space == globals) space = kEmpty;
  Dict* dict = globals.as<Dict>();
  if (dict_get(dict, names(T).dunder_builtins).is_empty() &&
      !dict_set(T, dict, names(T).dunder_builtins, T->runtime->builtins_module))
    return kEmpty;
  CodeObject* code;
  Tuple* closure = nullptr;
  if (is_kind(args[0], Kind::kCode)) {
    code = args[0].as<CodeObject>();
    if (args.count > 3 && args.has(3) && is_tuple(args[3])) closure = args[3].as<Tuple>();
    size_t given = closure ? closure->length : 0;
    if (code->free_count != given) {
      if (!closure)
        return raise(T, Builtin::kTypeError, "code object passed to {}() may not contain free variables", function);
      return raise(T, Builtin::kTypeError, "code object requires a closure of exactly length {}", code->free_count);
    }
  } else {
    std::string text;
    bool is_bytes;
    if (!source_text(T, args[0], function, &text, &is_bytes)) return kEmpty;
    if (std::string_view(mode) == "eval") text.erase(0, text.find_first_not_of(" \t"));
    uint32_t flags = T->frame ? frame_code(T->frame)->flags & compiler::kFutureAnnotations : 0;
    code = compile_source(T, text, is_bytes, "<string>", mode, flags, T->runtime->options.optimize);
    if (!code) return kEmpty;
  }
  return run_code(T, code, dict, space, closure);
}
Value builtin_eval(Thread* T, Arguments args) {
  return run_source(T, args, "eval", "eval");
}
Value builtin_exec(Thread* T, Arguments args) {
  return run_source(T, args, "exec", "exec").is_empty() ? kEmpty : kNone;
}

Value builtin_import(Thread* T, Arguments args) {
  if (!is_string(args[0]))
    return raise(T, Builtin::kTypeError, "__import__() argument 1 must be str, not {}", type_name(T, args[0]));
  int64_t level = 0;
  if (args.has(4) && !to_int64(T, args[4], &level)) return kEmpty;
  if (level < 0) return raise(T, Builtin::kValueError, "level must be >= 0");
  Dict* globals = args.has(1) && is_dict(args[1]) ? args[1].as<Dict>() : nullptr;
  return import_module(T, as_string(args[0]), globals, args.has(3) ? args[3] : kNone, static_cast<int>(level));
}

// open() and breakpoint() belong to modules that are loaded when first needed.
Value builtin_open(Thread* T, Arguments args) {
  Value function = import_attribute(T, "_io", "_open");
  if (function.is_empty()) return kEmpty;
  auto given = [&](size_t i, Value otherwise) { return args[i] ? args[i] : otherwise; };
  Value mode = given(1, intern(T, "r"));
  if (!mode) return kEmpty;
  return call(T, function,
              {args[0], mode, given(2, Value::small_int(-1)), given(3, kNone), given(4, kNone), given(5, kNone),
               given(6, kTrue), given(7, kNone)});
}
Value builtin_breakpoint(Thread* T, Arguments args) {
  Value hook = get_attribute(T, T->runtime->sys_module, std::string_view("breakpointhook"));
  if (hook.is_empty()) return kEmpty;
  Tuple* positional = make_tuple(T, args.rest, args.rest_count);
  return positional ? call_tuple(T, hook, positional, args.keywords) : kEmpty;
}

const NativeMethod kFunctions[] = {
    {"abs(x, /)", builtin_abs, "Return the absolute value of the argument."},
    {"aiter(async_iterable, /)", builtin_aiter, "Return an AsyncIterator for an AsyncIterable object."},
    {"all(iterable, /)", builtin_all, "Return True if bool(x) is True for all values x in the iterable."},
    {"anext(aiterator, default=<unrepresentable>, /)", builtin_anext, "Return the next item from the async iterator."},
    {"any(iterable, /)", builtin_any, "Return True if bool(x) is True for any x in the iterable."},
    {"ascii(obj, /)", builtin_ascii, "Return an ASCII-only representation of an object."},
    {"bin(number, /)", builtin_bin, "Return the binary representation of an integer."},
    {"breakpoint(*args, **kws)", builtin_breakpoint, "Call sys.breakpointhook(*args, **kws)."},
    {"callable(obj, /)", builtin_callable, "Return whether the object is callable."},
    {"chr(i, /)", builtin_chr, "Return a Unicode string of one character with ordinal i."},
    {"compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
     builtin_compile, "Compile source into a code object that can be executed by exec() or eval()."},
    {"delattr(obj, name, /)", builtin_delattr, "Deletes the named attribute from the given object."},
    {"dir(object=<unrepresentable>, /)", builtin_dir, "List the names in a scope or of an object."},
    {"divmod(x, y, /)", builtin_divmod, "Return the tuple (x//y, x%y)."},
    {"eval(source, /, globals=None, locals=None)", builtin_eval,
     "Evaluate the given source in the context of globals and locals."},
    {"exec(source, /, globals=None, locals=None, *, closure=None)", builtin_exec,
     "Execute the given source in the context of globals and locals."},
    {"format(value, format_spec='', /)", builtin_format, "Return type(value).__format__(value, format_spec)."},
    {"getattr(object, name, default=<unrepresentable>, /)", builtin_getattr, "Get a named attribute from an object."},
    {"globals()", builtin_globals, "Return the dictionary containing the current scope's global variables."},
    {"hasattr(obj, name, /)", builtin_hasattr, "Return whether the object has an attribute with the given name."},
    {"hash(obj, /)", builtin_hash, "Return the hash value for the given object."},
    {"hex(number, /)", builtin_hex, "Return the hexadecimal representation of an integer."},
    {"id(obj, /)", builtin_id, "Return the identity of an object."},
    {"input(prompt='', /)", builtin_input, "Read a string from standard input.", kMayBlock},
    {"isinstance(obj, class_or_tuple, /)", builtin_isinstance,
     "Return whether an object is an instance of a class or of a subclass thereof.", kNoSwitchAfterCall,
     KnownNative::kIsInstance},
    {"issubclass(cls, class_or_tuple, /)", builtin_issubclass,
     "Return whether 'cls' is derived from another class or is the same class."},
    {"iter(object, sentinel=<unrepresentable>, /)", builtin_iter, "Get an iterator from an object."},
    {"len(obj, /)", builtin_len, "Return the number of items in a container.", kNoSwitchAfterCall, KnownNative::kLen},
    {"locals()", builtin_locals, "Return a dictionary containing the current scope's local variables."},
    {"max(*args, key=None, default=<unrepresentable>)", builtin_max, "Return the biggest item."},
    {"min(*args, key=None, default=<unrepresentable>)", builtin_min, "Return the smallest item."},
    {"next(iterator, default=<unrepresentable>, /)", builtin_next, "Return the next item from the iterator."},
    {"oct(number, /)", builtin_oct, "Return the octal representation of an integer."},
    {"ord(c, /)", builtin_ord, "Return the Unicode code point for a one-character string."},
    {"pow(base, exp, mod=None)", builtin_pow, "base**exp, or base**exp % mod."},
    {"print(*args, sep=' ', end='\\n', file=None, flush=False)", builtin_print,
     "Prints the values to a stream, or to sys.stdout by default.", kMayBlock},
    {"repr(obj, /)", builtin_repr, "Return the canonical string representation of the object."},
    {"round(number, ndigits=None)", builtin_round, "Round a number to a given precision in decimal digits."},
    {"setattr(obj, name, value, /)", builtin_setattr,
     "Sets the named attribute on the given object to the specified value."},
    {"sorted(iterable, /, *, key=None, reverse=False)", builtin_sorted,
     "Return a new list containing all items from the iterable in ascending order."},
    {"sum(iterable, /, start=0)", builtin_sum, "Return the sum of a 'start' value plus an iterable of numbers."},
    {"vars(object=<unrepresentable>, /)", builtin_vars, "The __dict__ of an object, or locals()."},
    {"__import__(name, globals=None, locals=None, fromlist=(), level=0)", builtin_import, "Import a module."},
    {"__build_class__(func, name, /, *bases, metaclass=None, **kwds)", build_class,
     "Internal helper function used by the class statement."},
    {nullptr, nullptr, nullptr}};

// It says that it belongs to _io, where it is a name, too.
const NativeMethod kOpen = {
    "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
    builtin_open, "Open file and return a stream.  Raise OSError upon failure.", kMayBlock};

}  // namespace

Value initialize_builtins_module(Thread* T) {
  Runtime* runtime = T->runtime;
  if (runtime->builtins_module) return runtime->builtins_module;
  Module* module = make_module(T, "builtins");
  if (!module) return kEmpty;
  runtime->builtins_module = module;
  // Large from the start: a new table would reset the caches of every LOAD_GLOBAL that found a name here.
  Dict* dict = make_dict(T, 512);
  if (!dict || !dict_update(T, dict, module->dict.load())) return kEmpty;
  heap_store_pointer(module, module->dict, dict);
  runtime->builtins_dict = dict;
  if (!add_functions(T, module, kFunctions)) return kEmpty;
  Value open = make_native_function(T, &kOpen, kEmpty, intern(T, "_io"));
  if (!open || !module_set(T, module, "open", open)) return kEmpty;
  const BuiltinTypes& t = types(T);
  struct {
    const char* name;
    Type* type;
  } const kTypes[] = {{"object", t.object},
                      {"type", t.type},
                      {"int", t.int_},
                      {"bool", t.bool_},
                      {"float", t.float_},
                      {"complex", t.complex},
                      {"str", t.str},
                      {"bytes", t.bytes},
                      {"bytearray", t.bytearray},
                      {"memoryview", t.memoryview},
                      {"list", t.list},
                      {"tuple", t.tuple},
                      {"dict", t.dict},
                      {"set", t.set},
                      {"frozenset", t.frozenset},
                      {"range", t.range},
                      {"slice", t.slice},
                      {"enumerate", t.enumerate},
                      {"zip", t.zip},
                      {"map", t.map},
                      {"filter", t.filter},
                      {"reversed", t.reversed},
                      {"property", t.property},
                      {"classmethod", t.classmethod},
                      {"staticmethod", t.staticmethod},
                      {"super", t.super}};
  for (auto& entry : kTypes) {
    if (!module_set(T, module, entry.name, entry.type)) return kEmpty;
  }
#define EXCEPTION(name, base, documentation) \
  if (!module_set(T, module, #name, exception_type(T, Builtin::k##name))) return kEmpty;
#include "vm/object/exceptions.def"
#undef EXCEPTION
  Value os_error = exception_type(T, Builtin::kOSError);
  bool ok = module_set(T, module, "EnvironmentError", os_error) && module_set(T, module, "IOError", os_error) &&
            module_set(T, module, "None", kNone) && module_set(T, module, "True", kTrue) &&
            module_set(T, module, "False", kFalse) && module_set(T, module, "Ellipsis", Value::ellipsis()) &&
            module_set(T, module, "NotImplemented", kNotImplemented) &&
            module_set(T, module, "__debug__", Value::boolean(runtime->options.optimize == 0));
  if (!ok || (!runtime->options.no_site && !add_site_builtins(T, module))) return kEmpty;
  runtime->builtin_import = dict_get(dict, names(T).dunder_import);
  return module;
}

}  // namespace gilded
