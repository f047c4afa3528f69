// What Python code sees of code objects: the co_ attributes, co_lines(), co_positions(), replace(), equality.
//
// co_code holds the instruction words in the byte order of the machine. Code cannot be made from bytes:
// types.CodeType() and replace(co_code=...) refuse, as do the other parts of replace() that would need instructions to
// change.
#include <algorithm>
#include <cstring>

#include "vm/object/descriptors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/bytes.h"
#include "vm/types/code_object.h"
#include "vm/types/dict.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

const CodeObject* self_code(Value v) {
  return v.as<CodeObject>();
}

Value code_repr(Thread* T, Value self) {
  const CodeObject* code = self_code(self);
  return make_string(
      T, fmt::format("<code object {} at {:#x}, file \"{}\", line {}>", to_utf8(as_string(code->name.load())),
                     self.bits(), to_utf8(as_string(code->filename.load())), code->code->first_line));
}

#define CODE_ATTRIBUTE(name, expression)                          \
  Value code_get_##name([[maybe_unused]] Thread* T, Value self) { \
    return expression;                                            \
  }
CODE_ATTRIBUTE(name, self_code(self)->name.load())
CODE_ATTRIBUTE(qualname, self_code(self)->qualified_name.load())
CODE_ATTRIBUTE(filename, self_code(self)->filename.load())
CODE_ATTRIBUTE(firstlineno, Value::small_int(self_code(self)->code->first_line))
CODE_ATTRIBUTE(argcount, Value::small_int(self_code(self)->positional_count))
CODE_ATTRIBUTE(posonlyargcount, Value::small_int(self_code(self)->code->positional_only_count))
CODE_ATTRIBUTE(kwonlyargcount, Value::small_int(self_code(self)->code->keyword_only_count))
CODE_ATTRIBUTE(stacksize, Value::small_int(self_code(self)->register_count))
CODE_ATTRIBUTE(flags, Value::small_int(self_code(self)->flags))
CODE_ATTRIBUTE(freevars, self_code(self)->free_names.load())
CODE_ATTRIBUTE(cellvars, self_code(self)->cell_names.load())
CODE_ATTRIBUTE(consts, make_tuple(T, self_code(self)->constants, self_code(self)->constant_count))
#undef CODE_ATTRIBUTE

// A class body's namespace is no variable.
Value code_get_varnames(Thread*, Value self) {
  return self_code(self)->local_names.load();
}
Value code_get_nlocals(Thread*, Value self) {
  return Value::small_int(static_cast<int64_t>(self_code(self)->code->local_names.size()));
}

Value code_get_names(Thread* T, Value self) {
  const CodeObject* code = self_code(self);
  std::vector<uint32_t> seen;
  for (const compiler::CacheSite& site : code->code->caches) {
    if (std::find(seen.begin(), seen.end(), site.name) == seen.end()) seen.push_back(site.name);
  }
  // Names of instructions without a cache: imports and deletions.
  for (size_t i = 0; i < code->code->instructions.size();) {
    uint32_t word = code->code->instructions[i];
    const compiler::OpcodeInfo& about = compiler::info(compiler::opcode_of(word));
    bool from = compiler::opcode_of(word) == compiler::Opcode::IMPORT_FROM;
    if (from || about.operands[1] == 'm') {
      uint32_t name = from ? code->code->instructions[i + 1] : compiler::operand_d(word);
      if (std::find(seen.begin(), seen.end(), name) == seen.end()) seen.push_back(name);
    }
    i += static_cast<size_t>(about.length());
  }
  Tuple* tuple = make_tuple(T, seen.size());
  for (size_t i = 0; tuple && i < seen.size(); ++i) heap_initialize(tuple, tuple->items[i], code->constants[seen[i]]);
  return tuple;
}

Value code_get_code(Thread* T, Value self) {
  const std::vector<uint32_t>& words = self_code(self)->code->instructions;
  return make_bytes(T, std::string(reinterpret_cast<const char*>(words.data()), words.size() * sizeof(uint32_t)));
}

// Five numbers of four bytes for each entry: start, end and target as offsets, register, 1 for a statement.
Value code_get_exceptiontable(Thread* T, Value self) {
  std::string bytes;
  auto number = [&](uint32_t n) { bytes.append(reinterpret_cast<const char*>(&n), sizeof(n)); };
  for (const compiler::ExceptionEntry& entry : self_code(self)->code->exceptions) {
    for (uint32_t word : {entry.start, entry.end, entry.target}) number(word * compiler::kBytesPerWord);
    number(entry.exception_register);
    number(entry.is_statement);
  }
  return make_bytes(T, bytes);
}

const NativeAttribute kCodeAttributes[] = {{"co_name", code_get_name, read_only_member, nullptr},
                                           {"co_qualname", code_get_qualname, read_only_member, nullptr},
                                           {"co_filename", code_get_filename, read_only_member, nullptr},
                                           {"co_firstlineno", code_get_firstlineno, read_only_member, nullptr},
                                           {"co_argcount", code_get_argcount, read_only_member, nullptr},
                                           {"co_posonlyargcount", code_get_posonlyargcount, read_only_member, nullptr},
                                           {"co_kwonlyargcount", code_get_kwonlyargcount, read_only_member, nullptr},
                                           {"co_nlocals", code_get_nlocals, read_only_member, nullptr},
                                           {"co_stacksize", code_get_stacksize, read_only_member, nullptr},
                                           {"co_flags", code_get_flags, read_only_member, nullptr},
                                           {"co_varnames", code_get_varnames, nullptr, nullptr},
                                           {"co_freevars", code_get_freevars, nullptr, nullptr},
                                           {"co_cellvars", code_get_cellvars, nullptr, nullptr},
                                           {"co_consts", code_get_consts, read_only_member, nullptr},
                                           {"co_names", code_get_names, read_only_member, nullptr},
                                           {"co_code", code_get_code, nullptr, nullptr},
                                           {"co_exceptiontable", code_get_exceptiontable, read_only_member, nullptr},
                                           {nullptr, nullptr, nullptr, nullptr}};

// The instruction that begins a module belongs to none of its lines: CPython gives it line 0.
bool begins_module(const compiler::Code& code, size_t word) {
  return word == 0 && code.has_namespace && !code.is_class_body;
}

// One (line, end line, column, end column) for every two bytes of co_code, which is how f_lasti // 2 finds it.
Value code_positions(Thread* T, Arguments args) {
  const CodeObject* code = self_code(args[0]);
  List* list = make_list(T, code->code->positions.size() * (compiler::kBytesPerWord / 2));
  for (size_t i = 0; list && i < code->code->positions.size(); ++i) {
    const compiler::Position& p = code->code->positions[i];
    auto number = [](int32_t n, bool known) { return known ? Value::small_int(n) : kNone; };
    bool no_line = begins_module(*code->code, i);
    bool has_columns = p.column >= 0 && T->runtime->options.debug_ranges;
    Tuple* t = make_tuple(T, {no_line ? Value::small_int(0) : number(p.line, p.line > 0),
                              number(p.end_line, p.line > 0 && T->runtime->options.debug_ranges),
                              number(p.column, has_columns), number(p.end_column, has_columns)});
    if (!t) return kEmpty;
    for (uint32_t k = 0; k < compiler::kBytesPerWord / 2; ++k) {
      if (!list_append(T, list, t)) return kEmpty;
    }
  }
  return list ? get_iterator(T, list) : kEmpty;
}

// (start, end, line) for each stretch of co_code with one line.
Value code_lines(Thread* T, Arguments args) {
  const compiler::Code& code = *self_code(args[0])->code;
  List* list = make_list(T);
  for (uint32_t start = 0, count = static_cast<uint32_t>(code.positions.size()); list && start < count;) {
    int32_t line = code.positions[start].line;
    uint32_t end = start;
    bool no_line = begins_module(code, start);
    while (end < count && code.positions[end].line == line && (end == start || !no_line)) ++end;
    Tuple* t = make_tuple(T, {Value::small_int(offset_of_word(start)), Value::small_int(offset_of_word(end)),
                              no_line    ? Value::small_int(0)
                              : line > 0 ? Value::small_int(line)
                                         : kNone});
    if (!t || !list_append(T, list, t)) return kEmpty;
    start = end;
  }
  return list ? get_iterator(T, list) : kEmpty;
}

// ---------------------------------------------------------------- replace

// The fields of replace() that code is free to differ in. The others may only be given as they are.
bool replace_text(Thread* T, Value value, const char* field, std::string* into) {
  if (!is_string(value))
    return raise(T, Builtin::kTypeError, "replace() argument '{}' must be str, not {}", field,
                 argument_type_name(T, value));
  *into = to_utf8(as_string(value));
  return true;
}
bool replace_names(Thread* T, Value value, const char* field, std::vector<std::string>* into) {
  if (!is_tuple(value))
    return raise(T, Builtin::kTypeError, "replace() argument '{}' must be tuple, not {}", field, type_name(T, value));
  auto* tuple = value.as<Tuple>();
  if (tuple->length != into->size())
    return raise(T, Builtin::kValueError, "code: {} cannot change in number: the instructions refer to them", field);
  for (size_t i = 0; i < tuple->length; ++i) {
    if (!is_string((*tuple)[i]))
      return raise(T, Builtin::kTypeError, "name tuples must contain only strings, not '{}'",
                   type_name(T, (*tuple)[i]));
    (*into)[i] = to_utf8(as_string((*tuple)[i]));
  }
  return true;
}
// Flags that change what calling the function makes, but not how its instructions work.
constexpr uint32_t kFreeFlags = compiler::kNested | compiler::kIterableCoroutine | compiler::kFutureAnnotations;

Value code_replace(Thread* T, Arguments args) {
  const CodeObject* old = self_code(args[0]);
  if (args.rest_count > 0) return raise(T, Builtin::kTypeError, "replace() takes no positional arguments");
  auto copy = std::make_shared<compiler::Code>(*old->code);
  copy->flags = old->flags;
  Tuple* constants = nullptr;
  size_t position = 0;
  Value key, value;
  while (args.keywords && dict_next(args.keywords, &position, &key, &value)) {
    std::string name = to_utf8(as_string(key));
    if (name == "co_name") {
      if (!replace_text(T, value, "co_name", &copy->name)) return kEmpty;
    } else if (name == "co_qualname") {
      if (!replace_text(T, value, "co_qualname", &copy->qualified_name)) return kEmpty;
    } else if (name == "co_filename") {
      if (!replace_text(T, value, "co_filename", &copy->filename)) return kEmpty;
    } else if (name == "co_varnames") {
      if (!replace_names(T, value, "co_varnames", &copy->local_names)) return kEmpty;
    } else if (name == "co_freevars") {
      if (!replace_names(T, value, "co_freevars", &copy->free_names)) return kEmpty;
    } else if (name == "co_consts") {
      if (!is_tuple(value))
        return raise(T, Builtin::kTypeError, "replace() argument 'co_consts' must be tuple, not {}",
                     type_name(T, value));
      constants = value.as<Tuple>();
      if (constants->length != old->constant_count)
        return raise(T, Builtin::kValueError,
                     "code: co_consts cannot change in number: the instructions refer to them");
    } else if (name == "co_firstlineno" || name == "co_flags") {
      int64_t number;
      if (!to_int64(T, value, &number)) return kEmpty;
      if (name == "co_flags") {
        if ((static_cast<uint32_t>(number) ^ old->flags) & ~kFreeFlags)
          return raise(T, Builtin::kValueError, "code: these co_flags do not fit the instructions");
        copy->flags = static_cast<uint32_t>(number);
        continue;
      }
      if (number < INT32_MIN || number > INT32_MAX)
        return raise(T, Builtin::kOverflowError, "Python int too large to convert to C int");
      if (number < 1) return raise(T, Builtin::kValueError, "co_firstlineno must be a positive integer");
      // All lines are relative to the first.
      int32_t shift = static_cast<int32_t>(number) - copy->first_line;
      copy->first_line += shift;
      for (compiler::Position& p : copy->positions) {
        if (p.line > 0) p.line += shift, p.end_line += shift;
      }
    } else {
      static constexpr const char* kCounts[] = {"co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals",
                                                "co_stacksize"};
      bool is_count =
          std::any_of(std::begin(kCounts), std::end(kCounts), [&](const char* known) { return name == known; });
      bool known = is_count || name == "co_code" || name == "co_names" || name == "co_cellvars" ||
                   name == "co_linetable" || name == "co_exceptiontable";
      if (!known) return raise(T, Builtin::kTypeError, "replace() got an unexpected keyword argument '{}'", name);
      if (is_count) {
        int64_t number;
        if (!to_int64(T, value, &number)) return kEmpty;
        if (number < 0) return raise(T, Builtin::kValueError, "{} must be a positive integer", name);
      }
      Value present = find_attribute(T, args[0], intern(T, std::string_view(name)));
      int same = present ? equal(T, present, value) : 0;
      if (same < 0 || T->has_exception()) return kEmpty;
      if (!same)
        return raise(T, Builtin::kValueError, "code: {} cannot be replaced: code is made by the compiler only", name);
    }
  }
  CodeObject* code = make_code_object(T, copy);
  if (!code) return kEmpty;
  for (size_t i = 0; i < code->constant_count; ++i) {
    Value constant = constants ? (*constants)[i] : old->constants[i];
    // Names that instructions look up stay as they are, interned.
    bool is_name = std::any_of(copy->caches.begin(), copy->caches.end(),
                               [&](const compiler::CacheSite& site) { return site.name == i; });
    if (is_name) continue;
    code->constants[i] = constant;
    heap_barrier(code);
  }
  return code;
}

// ---------------------------------------------------------------- equality

// Constants are the same when their types are, too: 1 is not 1.0, and -0.0 is not 0.0.
int same_constant(Thread* T, Value a, Value b) {
  if (a == b) return 1;
  if (type_of(T, a) != type_of(T, b) || a.is_float()) return 0;
  if (is_tuple(a)) {
    auto *x = a.as<Tuple>(), *y = b.as<Tuple>();
    if (x->length != y->length) return 0;
    for (size_t i = 0; i < x->length; ++i) {
      int same = same_constant(T, (*x)[i], (*y)[i]);
      if (same != 1) return same;
    }
    return 1;
  }
  if (is_kind(a, Kind::kComplex)) {
    String *x = to_repr(T, a), *y = to_repr(T, b);
    return !x || !y ? -1 : equal(T, x, y);
  }
  return equal(T, a, b);
}

int same_code(Thread* T, const CodeObject* a, const CodeObject* b) {
  if (a == b) return 1;
  const compiler::Code &x = *a->code, &y = *b->code;
  auto same_positions = [&] {
    return std::equal(x.positions.begin(), x.positions.end(), y.positions.begin(), y.positions.end(),
                      [](const compiler::Position& p, const compiler::Position& q) {
                        return p.line == q.line && p.end_line == q.end_line && p.column == q.column &&
                               p.end_column == q.end_column;
                      });
  };
  auto same_exceptions = [&] {
    return std::equal(x.exceptions.begin(), x.exceptions.end(), y.exceptions.begin(), y.exceptions.end(),
                      [](const compiler::ExceptionEntry& p, const compiler::ExceptionEntry& q) {
                        return p.start == q.start && p.end == q.end && p.target == q.target &&
                               p.exception_register == q.exception_register;
                      });
  };
  if (x.name != y.name || x.positional_count != y.positional_count ||
      x.positional_only_count != y.positional_only_count || x.keyword_only_count != y.keyword_only_count ||
      a->flags != b->flags || x.first_line != y.first_line || x.instructions != y.instructions ||
      x.local_names != y.local_names || x.cell_names != y.cell_names || x.cell_parameters != y.cell_parameters ||
      x.free_names != y.free_names || a->constant_count != b->constant_count || !same_positions() ||
      !same_exceptions()) {
    return 0;
  }
  for (uint32_t i = 0; i < a->constant_count; ++i) {
    int same = same_constant(T, a->constants[i], b->constants[i]);
    if (same != 1) return same;
  }
  return 1;
}

Value code_compare(Thread* T, Value self, Value other, CompareOperator op) {
  if ((op != CompareOperator::kEqual && op != CompareOperator::kNotEqual) || !is_kind(other, Kind::kCode))
    return kNotImplemented;
  int same = same_code(T, self_code(self), self_code(other));
  return same < 0 ? kEmpty : Value::boolean((same != 0) == (op == CompareOperator::kEqual));
}
bool code_hash(Thread* T, Value self, int64_t* out) {
  const CodeObject* code = self_code(self);
  int64_t name;
  if (!hash_value(T, code->name.load(), &name)) return false;
  auto hash = static_cast<uint64_t>(name);
  auto mix = [&](uint64_t n) { hash = (hash ^ n) * 0x100000001b3u; };
  for (uint32_t word : code->code->instructions) mix(word);
  mix(static_cast<uint64_t>(code->code->first_line));
  mix(code->flags);
  *out = static_cast<int64_t>(hash) == -1 ? -2 : static_cast<int64_t>(hash);
  return true;
}

Value code_create(Thread* T, Type*, CallArguments) {
  return raise(T, Builtin::kTypeError, "cannot create 'code' instances: code is made by the compiler only");
}

const NativeMethod kCodeMethods[] = {
    {"co_lines($self, /)", code_lines, "Iterate over the stretches of instructions with one line: (start, end, line)."},
    {"co_positions($self, /)", code_positions, "Iterate over the positions of all instructions."},
    {"replace($self, /, *args, **changes)", code_replace,
     "Return a copy of the code object with new values for the specified fields."},
    {"__replace__($self, /, *args, **changes)", code_replace, "The same as replace()."},
    {nullptr, nullptr, nullptr}};

}  // namespace

void initialize_code_type(Thread* T) {
  static const TypeSlots kSlots = [] {
    TypeSlots s{};
    s.repr = code_repr;
    s.compare = code_compare;
    s.hash = code_hash;
    s.create = code_create;
    return s;
  }();
  T->runtime->types.code =
      make_native_type(T, {"code", Kind::kCode, sizeof(CodeObject), kTypeIsBuiltin | kTypeSupportsWeakReferences,
                           "Create a code object.", &kSlots, kCodeMethods, kCodeAttributes});
}

}  // namespace gilded
