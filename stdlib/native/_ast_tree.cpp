// _ast_tree: syntax trees of the compiler (compiler/ast/transfer.h) as objects of ast's classes.
//
// What fields a node has is told by `_ast`: for each kind its class, the names of its fields, and a letter for each: n
// node, N nodes, i name, I names, d int, b 0 or 1, k the kind of a constant, c constant, 0 to 4 one of the operators of
// that group, C comparisons.
#include <cstring>

#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/bytes.h"
#include "vm/types/complex.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

class Decoder {
 public:
  Decoder(Thread* T, std::string_view bytes, Tuple* kinds, Tuple* groups)
      : thread_(T), bytes_(bytes), kinds_(kinds), groups_(groups) {
    static constexpr std::string_view kNames[] = {"lineno", "col_offset", "end_lineno", "end_col_offset"};
    for (size_t i = 0; i < 4; ++i) positions_[i] = intern(T, kNames[i]);
  }

  Value node() {
    uint8_t tag = byte();
    if (tag == 0) return kNone;
    if (tag > kinds_->length || !check_native_recursion(thread_, " during ast construction")) return failed();
    Tuple* kind = as_tuple((*kinds_)[tag - 1u]);
    Value object = object_create(thread_, (*kind)[0].as<Type>(), {});
    if (!object) return kEmpty;
    Value position[4];
    bool has_position = (*kind)[1] == kTrue;
    for (size_t i = 0; has_position && i < 4; ++i) position[i] = number();
    Tuple* names = as_tuple((*kind)[2]);
    String* letters = as_string((*kind)[3]);
    for (size_t i = 0; i < names->length; ++i) {
      Value value = field(static_cast<char>(letters->at(i)));
      if (!value || !set_attribute(thread_, object, as_string((*names)[i]), value)) return kEmpty;
    }
    for (size_t i = 0; has_position && i < 4; ++i) {
      if (!set_attribute(thread_, object, positions_[i], position[i])) return kEmpty;
    }
    return object;
  }

 private:
  Value failed() {
    return thread_->has_exception() ? kEmpty : Value(raise(thread_, Builtin::kValueError, "malformed syntax tree"));
  }
  uint8_t byte() {
    if (bytes_.empty()) return 0;
    auto value = static_cast<uint8_t>(bytes_[0]);
    bytes_.remove_prefix(1);
    return value;
  }
  uint64_t word() {
    uint64_t value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      uint8_t digit = byte();
      value |= static_cast<uint64_t>(digit & 127) << shift;
      if (digit < 128) break;
    }
    return value;
  }
  Value number() {
    uint64_t w = word();
    return Value::small_int(static_cast<int32_t>(w >> 1 ^ (0 - (w & 1))));
  }
  std::string_view text(uint64_t size) {
    std::string_view result = bytes_.substr(0, size);
    bytes_.remove_prefix(result.size());
    return result;
  }
  Value name() {
    uint64_t size = word();
    return size ? Value(intern(thread_, text(size - 1))) : kNone;
  }
  Value operator_of(char group) {
    Tuple* members = as_tuple((*groups_)[static_cast<size_t>(group - '0')]);
    uint8_t index = byte();
    return index < members->length ? (*members)[index] : failed();
  }

  template <class F>
  Value list_of(F item) {
    uint64_t count = word();
    List* list = make_list(thread_);
    for (uint64_t i = 0; list && i < count; ++i) {
      Value value = item();
      if (!value || !list_append(thread_, list, value)) return kEmpty;
    }
    return list;
  }

  Value field(char letter) {
    switch (letter) {
      case 'n':
        return node();
      case 'N':
        return list_of([this] { return node(); });
      case 'i':
        return name();
      case 'I':
        return list_of([this] { return name(); });
      case 'd':
        return number();
      case 'b':
        return Value::small_int(byte());
      case 'k':
        return byte() ? Value(intern(thread_, "u")) : kNone;
      case 'c':
        return constant();
      case 'C':
        return list_of([this] { return operator_of('4'); });
      case '0':
      case '1':
      case '2':
      case '3':
        return operator_of(letter);
      default:
        return failed();
    }
  }

  double real() {
    double value = 0;
    std::string_view bytes = text(sizeof value);
    if (bytes.size() == sizeof value) std::memcpy(&value, bytes.data(), sizeof value);
    return value;
  }

  Value constant() {
    switch (byte()) {
      case 'N':
        return kNone;
      case 'T':
        return kTrue;
      case 'F':
        return kFalse;
      case 'E':
        return Value::ellipsis();
      case 'i': {
        int base = byte();
        return int_from_digits(thread_, text(word()), base);
      }
      case 'f':
        return Value::from_double(real());
      case 'j':
        return make_complex(thread_, 0, real());
      case 's':
        return make_string(thread_, text(word()));
      case 'b':
        return make_bytes(thread_, text(word()));
      default:
        return failed();
    }
  }

  Thread* thread_;
  std::string_view bytes_;
  Tuple* kinds_;
  Tuple* groups_;
  String* positions_[4];
};

Value decode(Thread* T, Arguments args) {
  if (!is_bytes(args[0]) || !is_tuple(args[1]) || !is_tuple(args[2]))
    return raise(T, Builtin::kTypeError, "decode() takes bytes and two tuples");
  for (size_t i = 0; i < as_tuple(args[1])->length; ++i) {
    Value kind = (*as_tuple(args[1]))[i];
    bool is_right = is_tuple(kind) && as_tuple(kind)->length == 4 && is_kind((*as_tuple(kind))[0], Kind::kType) &&
                    is_tuple((*as_tuple(kind))[2]) && is_string((*as_tuple(kind))[3]) &&
                    as_string((*as_tuple(kind))[3])->length == as_tuple((*as_tuple(kind))[2])->length;
    for (size_t k = 0; is_right && k < as_tuple((*as_tuple(kind))[2])->length; ++k)
      is_right = is_string((*as_tuple((*as_tuple(kind))[2]))[k]);
    if (!is_right || (*as_tuple(kind))[0].as<Type>()->slots.create != object_create)
      return raise(T, Builtin::kTypeError, "decode() takes descriptions of kinds");
  }
  if (as_tuple(args[2])->length != 5) return raise(T, Builtin::kTypeError, "decode() takes five groups of operators");
  for (size_t i = 0; i < 5; ++i) {
    if (!is_tuple((*as_tuple(args[2]))[i]))
      return raise(T, Builtin::kTypeError, "decode() takes five groups of operators");
  }
  return Decoder(T, args[0].as<Bytes>()->view(), as_tuple(args[1]), as_tuple(args[2])).node();
}

const NativeMethod kFunctions[] = {{"decode(data, kinds, groups, /)", decode, "The tree as objects."},
                                   {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_ast_tree_module(Thread* T) {
  Module* module = make_module(T, "_ast_tree");
  return module && add_functions(T, module, kFunctions) ? Value(module) : kEmpty;
}

}  // namespace gilded
