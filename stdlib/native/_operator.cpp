// _operator: the operators as functions; itemgetter, attrgetter, methodcaller.
#include "vm/interpreter/interpreter.h"
#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/buffer.h"
#include "vm/types/dict.h"
#include "vm/types/int.h"
#include "vm/types/key.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/sequence.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

// --- Functions

template <CompareOperator kOperator>
Value comparison(Thread* T, Arguments args) {
  return compare(T, args[0], args[1], kOperator);
}

template <BinaryOperator kOperator>
Value binary(Thread* T, Arguments args) {
  return binary_operation(T, kOperator, args[0], args[1]);
}

template <BinaryOperator kOperator>
Value inplace(Thread* T, Arguments args) {
  return inplace_operation(T, kOperator, args[0], args[1]);
}

Value truth_function(Thread* T, Arguments args) {
  bool yes;
  return truth(T, args[0], &yes) ? Value::boolean(yes) : kEmpty;
}
Value not_function(Thread* T, Arguments args) {
  bool yes;
  return truth(T, args[0], &yes) ? Value::boolean(!yes) : kEmpty;
}
Value is_function(Thread*, Arguments args) {
  return Value::boolean(args[0] == args[1]);
}
Value is_not_function(Thread*, Arguments args) {
  return Value::boolean(args[0] != args[1]);
}

Value absolute(Thread* T, Arguments args) {
  auto slot = type_of(T, args[0])->slots.absolute;
  if (!slot) return raise(T, Builtin::kTypeError, "bad operand type for abs(): '{}'", type_name(T, args[0]));
  return slot(T, args[0]);
}
Value negative_function(Thread* T, Arguments args) {
  return negative(T, args[0]);
}
Value positive_function(Thread* T, Arguments args) {
  return positive(T, args[0]);
}
Value invert_function(Thread* T, Arguments args) {
  return invert(T, args[0]);
}
Value index_function(Thread* T, Arguments args) {
  return to_index(T, args[0]);
}

bool is_sequence(Thread* T, Value v) {
  const TypeSlots& slots = type_of(T, v)->slots;
  return slots.get_item && slots.length && !is_dict(v);
}

template <Value (*kOperation)(Thread*, BinaryOperator, Value, Value)>
Value concatenation(Thread* T, Arguments args) {
  // Of a class, __getitem__ is enough to be a sequence here.
  for (Value v : {args[0], args[1]}) {
    if (!is_sequence(T, v) &&
        !(v.is_object() && v.as_object()->kind() == Kind::kInstance && type_of(T, v)->slots.get_item))
      return raise(T, Builtin::kTypeError, "'{}' object can't be concatenated", type_name(T, v));
  }
  return kOperation(T, BinaryOperator::kAdd, args[0], args[1]);
}

Value contains_function(Thread* T, Arguments args) {
  int found = contains(T, args[0], args[1]);
  return found < 0 ? kEmpty : Value::boolean(found);
}

Value count_of(Thread* T, Arguments args) {
  int64_t count = 0;
  bool done = for_each(T, args[0], [&](Value item) {
    int same = equal_values(T, item, args[1]);
    count += same > 0;
    return same >= 0;
  });
  return done ? make_int(T, count) : kEmpty;
}

Value index_of(Thread* T, Arguments args) {
  int64_t position = -1;
  bool found = false;
  bool done = for_each(T, args[0], [&](Value item) {
    int same = equal_values(T, item, args[1]);
    ++position;
    found = same > 0;
    return same == 0;
  });
  if (found) return make_int(T, position);
  return done ? Value(raise_text(T, Builtin::kValueError, "sequence.index(x): x not in sequence")) : kEmpty;
}

Value get_item_function(Thread* T, Arguments args) {
  return get_item(T, args[0], args[1]);
}
Value set_item_function(Thread* T, Arguments args) {
  return set_item(T, args[0], args[1], args[2]) ? kNone : kEmpty;
}
Value delete_item_function(Thread* T, Arguments args) {
  return set_item(T, args[0], args[1], kEmpty) ? kNone : kEmpty;
}

Value length_hint_function(Thread* T, Arguments args) {
  int64_t otherwise = 0;
  if (args[1]) {
    if (!is_int(args[1]))
      return raise(T, Builtin::kTypeError, "'{}' object cannot be interpreted as an integer", type_name(T, args[1]));
    if (!to_int64(T, args[1], &otherwise)) return kEmpty;
  }
  int64_t hint = length_hint(T, args[0], otherwise);
  return T->has_exception() ? kEmpty : make_int(T, hint);
}

Value call_function(Thread* T, Arguments args) {
  Tuple* arguments = make_tuple(T, args.rest, args.rest_count);
  return arguments ? call_tuple(T, args[0], arguments, args.keywords) : kEmpty;
}

// The bytes of an argument of _compare_digest: ASCII text or something with a buffer. False: TypeError.
bool digest_bytes(Thread* T, Value v, BufferScope* buffer, std::string_view* out) {
  if (!is_string(v)) {
    if (!buffer->get(v)) return false;
    *out = buffer->bytes();
    return true;
  }
  auto* string = v.as<String>();
  if (!string->is_ascii())
    return raise_text(T, Builtin::kTypeError, "comparing strings with non-ASCII characters is not supported");
  *out = {string->characters, string->length};
  return true;
}

// Takes as long for equal inputs as for different ones of the same length.
Value compare_digest(Thread* T, Arguments args) {
  if (is_string(args[0]) != is_string(args[1]))
    return raise(T, Builtin::kTypeError, "unsupported operand types(s) or combination of types: '{}' and '{}'",
                 type_name(T, args[0]), type_name(T, args[1]));
  BufferScope first(T), second(T);
  std::string_view a, b;
  if (!digest_bytes(T, args[0], &first, &a) || !digest_bytes(T, args[1], &second, &b)) return kEmpty;
  volatile unsigned char difference = a.size() != b.size();
  const char* left = a.size() == b.size() ? a.data() : b.data();
  for (size_t i = 0; i < b.size(); ++i) difference = difference | static_cast<unsigned char>(left[i] ^ b[i]);
  return Value::boolean(difference == 0);
}

// --- itemgetter: slot 0 is the tuple of keys

Tuple* parts_of(Value self) {
  return self.as<Record>()->get(0).as<Tuple>();
}

Value one_object(Thread* T, const char* name, CallArguments arguments) {
  if (arguments.keyword_names) return raise(T, Builtin::kTypeError, "{}() takes no keyword arguments", name);
  if (arguments.count != 1)
    return raise(T, Builtin::kTypeError, "{} expected 1 argument, got {}", name, arguments.count);
  return arguments[0];
}

Value make_getter(Thread* T, Type* type, Tuple* parts) {
  Record* getter = parts ? make_record(T, type, 1) : nullptr;
  if (getter) getter->set(0, parts);
  return getter;
}

Value item_getter_create(Thread* T, Type* type, CallArguments arguments) {
  if (arguments.keyword_names) return raise_text(T, Builtin::kTypeError, "itemgetter() takes no keyword arguments");
  if (arguments.count < 1) return raise_text(T, Builtin::kTypeError, "itemgetter expected 1 argument, got 0");
  return make_getter(T, type, make_tuple(T, arguments.values, arguments.count));
}

// get(part) for the one part, or a tuple of them.
template <class Get>
Value get_parts(Thread* T, Tuple* parts, Get get) {
  if (parts->length == 1) return get((*parts)[0]);
  Tuple* result = make_tuple(T, parts->length);
  if (!result) return kEmpty;
  for (size_t i = 0; i < parts->length; ++i) {
    Value value = get((*parts)[i]);
    if (!value) return kEmpty;
    heap_initialize(result, result->items[i], value);
  }
  return result;
}

Value item_getter_call(Thread* T, Value self, CallArguments arguments) {
  Value object = one_object(T, "itemgetter", arguments);
  if (!object) return kEmpty;
  return get_parts(T, parts_of(self), [&](Value key) { return get_item(T, object, key); });
}

// "operator.itemgetter(1, 2)".
Value getter_repr(Thread* T, Value self) {
  ReprGuard guard(T, self);
  if (guard.is_recursive()) return make_string(T, "...");
  std::string text = std::string(name_of(self.as_object()->type())) + "(";
  Tuple* parts = parts_of(self);
  for (size_t i = 0; i < parts->length; ++i) {
    String* part = to_repr(T, (*parts)[i]);
    if (!part) return kEmpty;
    if (i > 0) text += ", ";
    text += to_utf8(part);
  }
  return make_string(T, text + ")");
}

Value getter_reduce(Thread* T, Arguments args) {
  return make_tuple(T, {args[0].as_object()->type(), parts_of(args[0])});
}

// --- attrgetter: slot 0 is the tuple of dotted names

Value attribute_getter_create(Thread* T, Type* type, CallArguments arguments) {
  if (arguments.keyword_names) return raise_text(T, Builtin::kTypeError, "attrgetter() takes no keyword arguments");
  if (arguments.count < 1) return raise_text(T, Builtin::kTypeError, "attrgetter expected 1 argument, got 0");
  for (size_t i = 0; i < arguments.count; ++i) {
    if (!is_string(arguments[i])) return raise_text(T, Builtin::kTypeError, "attribute name must be a string");
  }
  return make_getter(T, type, make_tuple(T, arguments.values, arguments.count));
}

Value attribute_getter_call(Thread* T, Value self, CallArguments arguments) {
  Value object = one_object(T, "attrgetter", arguments);
  if (!object) return kEmpty;
  return get_parts(T, parts_of(self), [&](Value dotted) {
    std::string name = to_utf8(dotted.as<String>());
    Value value = object;
    for (size_t start = 0; value && start <= name.size();) {
      size_t end = std::min(name.find('.', start), name.size());
      String* part = intern(T, std::string_view(name).substr(start, end - start));
      value = part ? get_attribute(T, value, part) : kEmpty;
      start = end + 1;
    }
    return value;
  });
}

// --- methodcaller: slots are the name, the arguments, the keywords

Value method_caller_create(Thread* T, Type* type, CallArguments arguments) {
  size_t given = arguments.positional_count();
  if (given < 1) return raise_text(T, Builtin::kTypeError, "methodcaller needs at least one argument, the method name");
  if (!is_string(arguments[0])) return raise_text(T, Builtin::kTypeError, "method name must be a string");
  Tuple* fixed = make_tuple(T, arguments.values + 1, given - 1);
  Dict* keywords = keywords_to_dict(T, arguments);
  if (!fixed || T->has_exception()) return kEmpty;
  Record* caller = make_record(T, type, 3);
  if (!caller) return kEmpty;
  caller->set(0, intern(T, arguments[0].as<String>()));
  caller->set(1, fixed);
  caller->set(2, keywords);
  return caller;
}

Value method_caller_call(Thread* T, Value self, CallArguments arguments) {
  Value object = one_object(T, "methodcaller", arguments);
  if (!object) return kEmpty;
  auto* caller = self.as<Record>();
  Value method = get_attribute(T, object, caller->get(0).as<String>());
  return method ? call_tuple(T, method, caller->get(1).as<Tuple>(), caller->get(2).as<Dict>()) : kEmpty;
}

Value method_caller_repr(Thread* T, Value self) {
  ReprGuard guard(T, self);
  if (guard.is_recursive()) return make_string(T, "...");
  auto* caller = self.as<Record>();
  String* name = to_repr(T, caller->get(0));
  if (!name) return kEmpty;
  std::string text = "operator.methodcaller(" + to_utf8(name);
  auto* fixed = caller->get(1).as<Tuple>();
  for (size_t i = 0; i < fixed->length; ++i) {
    String* item = to_repr(T, (*fixed)[i]);
    if (!item) return kEmpty;
    text += ", " + to_utf8(item);
  }
  Value keywords = caller->get(2);
  size_t position = 0;
  Value key, value;
  while (keywords && dict_next(keywords.as<Dict>(), &position, &key, &value)) {
    String* item = to_repr(T, value);
    if (!item) return kEmpty;
    text += ", " + to_utf8(key.as<String>()) + "=" + to_utf8(item);
  }
  return make_string(T, text + ")");
}

// Keywords cannot be arguments of a reduction: a partial object gives them to the class.
Value method_caller_reduce(Thread* T, Arguments args) {
  auto* caller = args[0].as<Record>();
  auto* fixed = caller->get(1).as<Tuple>();
  Tuple* arguments = make_tuple(T, fixed->length + 1);
  if (!arguments) return kEmpty;
  heap_initialize(arguments, arguments->items[0], caller->get(0));
  for (size_t i = 0; i < fixed->length; ++i) heap_initialize(arguments, arguments->items[i + 1], (*fixed)[i]);
  Value type = type_of(T, args[0]), keywords = caller->get(2);
  if (!keywords || keywords.as<Dict>()->size() == 0) return make_tuple(T, {type, Value(arguments)});
  Value partial = import_attribute(T, "functools", "partial");
  Tuple* first = partial ? make_tuple(T, {type, caller->get(0)}) : nullptr;
  Value maker = first ? call_tuple(T, partial, first, keywords.as<Dict>()) : kEmpty;
  return maker ? Value(make_tuple(T, {maker, Value(fixed)})) : kEmpty;
}

const NativeMethod kCallerMethods[] = {
    {"__reduce__($self, /)", method_caller_reduce, "Return state information for pickling"},
    {nullptr, nullptr, nullptr},
};
const NativeMethod kGetterMethods[] = {
    {"__reduce__($self, /)", getter_reduce, "Return state information for pickling"},
    {nullptr, nullptr, nullptr},
};

template <Value (*kCreate)(Thread*, Type*, CallArguments), Value (*kCall)(Thread*, Value, CallArguments),
          Value (*kRepr)(Thread*, Value)>
const TypeSlots kSlots = [] {
  TypeSlots slots{};
  slots.create = kCreate;
  slots.call = kCall;
  slots.repr = kRepr;
  return slots;
}();

const NativeTypeSpec kItemGetterSpec = {"operator.itemgetter",
                                        Kind::kRecord,
                                        record_size(1),
                                        kTypeIsBuiltin | kTypeIsBase,
                                        "A function that returns items of its argument.",
                                        &kSlots<item_getter_create, item_getter_call, getter_repr>,
                                        kGetterMethods,
                                        nullptr,
                                        "(item, /, *items)"};
const NativeTypeSpec kAttributeGetterSpec = {"operator.attrgetter",
                                             Kind::kRecord,
                                             record_size(1),
                                             kTypeIsBuiltin | kTypeIsBase,
                                             "A function that returns attributes of its argument.",
                                             &kSlots<attribute_getter_create, attribute_getter_call, getter_repr>,
                                             kGetterMethods,
                                             nullptr,
                                             "(attr, /, *attrs)"};
const NativeTypeSpec kMethodCallerSpec = {"operator.methodcaller",
                                          Kind::kRecord,
                                          record_size(3),
                                          kTypeIsBuiltin | kTypeIsBase,
                                          "A function that calls a method of its argument.",
                                          &kSlots<method_caller_create, method_caller_call, method_caller_repr>,
                                          kCallerMethods,
                                          nullptr,
                                          "(name, /, *args, **kwargs)"};

const NativeMethod kFunctions[] = {
    {"lt(a, b, /)", comparison<CompareOperator::kLess>, "Same as a < b."},
    {"le(a, b, /)", comparison<CompareOperator::kLessEqual>, "Same as a <= b."},
    {"eq(a, b, /)", comparison<CompareOperator::kEqual>, "Same as a == b."},
    {"ne(a, b, /)", comparison<CompareOperator::kNotEqual>, "Same as a != b."},
    {"gt(a, b, /)", comparison<CompareOperator::kGreater>, "Same as a > b."},
    {"ge(a, b, /)", comparison<CompareOperator::kGreaterEqual>, "Same as a >= b."},
    {"truth(a, /)", truth_function, "Return True if a is true, False otherwise."},
    {"not_(a, /)", not_function, "Same as not a."},
    {"is_(a, b, /)", is_function, "Same as a is b."},
    {"is_not(a, b, /)", is_not_function, "Same as a is not b."},
    {"abs(a, /)", absolute, "Same as abs(a)."},
    {"neg(a, /)", negative_function, "Same as -a."},
    {"pos(a, /)", positive_function, "Same as +a."},
    {"inv(a, /)", invert_function, "Same as ~a."},
    {"invert(a, /)", invert_function, "Same as ~a."},
    {"index(a, /)", index_function, "Same as a.__index__()"},
    {"add(a, b, /)", binary<BinaryOperator::kAdd>, "Same as a + b."},
    {"sub(a, b, /)", binary<BinaryOperator::kSubtract>, "Same as a - b."},
    {"mul(a, b, /)", binary<BinaryOperator::kMultiply>, "Same as a * b."},
    {"matmul(a, b, /)", binary<BinaryOperator::kMatrixMultiply>, "Same as a @ b."},
    {"truediv(a, b, /)", binary<BinaryOperator::kTrueDivide>, "Same as a / b."},
    {"floordiv(a, b, /)", binary<BinaryOperator::kFloorDivide>, "Same as a // b."},
    {"mod(a, b, /)", binary<BinaryOperator::kRemainder>, "Same as a % b."},
    {"pow(a, b, /)", binary<BinaryOperator::kPower>, "Same as a ** b."},
    {"lshift(a, b, /)", binary<BinaryOperator::kLeftShift>, "Same as a << b."},
    {"rshift(a, b, /)", binary<BinaryOperator::kRightShift>, "Same as a >> b."},
    {"and_(a, b, /)", binary<BinaryOperator::kBitAnd>, "Same as a & b."},
    {"or_(a, b, /)", binary<BinaryOperator::kBitOr>, "Same as a | b."},
    {"xor(a, b, /)", binary<BinaryOperator::kBitXor>, "Same as a ^ b."},
    {"concat(a, b, /)", concatenation<binary_operation>, "Same as a + b, for a and b sequences."},
    {"iadd(a, b, /)", inplace<BinaryOperator::kAdd>, "Same as a += b."},
    {"isub(a, b, /)", inplace<BinaryOperator::kSubtract>, "Same as a -= b."},
    {"imul(a, b, /)", inplace<BinaryOperator::kMultiply>, "Same as a *= b."},
    {"imatmul(a, b, /)", inplace<BinaryOperator::kMatrixMultiply>, "Same as a @= b."},
    {"itruediv(a, b, /)", inplace<BinaryOperator::kTrueDivide>, "Same as a /= b."},
    {"ifloordiv(a, b, /)", inplace<BinaryOperator::kFloorDivide>, "Same as a //= b."},
    {"imod(a, b, /)", inplace<BinaryOperator::kRemainder>, "Same as a %= b."},
    {"ipow(a, b, /)", inplace<BinaryOperator::kPower>, "Same as a **= b."},
    {"ilshift(a, b, /)", inplace<BinaryOperator::kLeftShift>, "Same as a <<= b."},
    {"irshift(a, b, /)", inplace<BinaryOperator::kRightShift>, "Same as a >>= b."},
    {"iand(a, b, /)", inplace<BinaryOperator::kBitAnd>, "Same as a &= b."},
    {"ior(a, b, /)", inplace<BinaryOperator::kBitOr>, "Same as a |= b."},
    {"ixor(a, b, /)", inplace<BinaryOperator::kBitXor>, "Same as a ^= b."},
    {"iconcat(a, b, /)", concatenation<inplace_operation>, "Same as a += b, for a and b sequences."},
    {"contains(a, b, /)", contains_function, "Same as b in a (note reversed operands)."},
    {"countOf(a, b, /)", count_of, "Return the number of items in a which are, or which equal, b."},
    {"indexOf(a, b, /)", index_of, "Return the first index of b in a."},
    {"getitem(a, b, /)", get_item_function, "Same as a[b]."},
    {"setitem(a, b, c, /)", set_item_function, "Same as a[b] = c."},
    {"delitem(a, b, /)", delete_item_function, "Same as del a[b]."},
    {"length_hint(obj, default=0, /)", length_hint_function, "Return an estimate of the number of items in obj."},
    {"call(obj, /, *args, **kwargs)", call_function, "Same as obj(*args, **kwargs)."},
    {"_compare_digest(a, b, /)", compare_digest, "Return 'a == b', in a time that does not tell where they differ."},
    {nullptr, nullptr, nullptr},
};

}  // namespace

Value initialize_operator_module(Thread* T) {
  Module* module = make_module(T, "_operator");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  BuiltinTypes& all = T->runtime->types;
  all.item_getter = make_native_type(T, kItemGetterSpec);
  all.attribute_getter = make_native_type(T, kAttributeGetterSpec);
  all.method_caller = make_native_type(T, kMethodCallerSpec);
  bool done = all.item_getter && all.attribute_getter && all.method_caller &&
              module_set(T, module, "itemgetter", all.item_getter) &&
              module_set(T, module, "attrgetter", all.attribute_getter) &&
              module_set(T, module, "methodcaller", all.method_caller);
  return done ? Value(module) : kEmpty;
}

}  // namespace gilded
