#include "vm/types/sequence.h"

#include "vm/object/errors.h"
#include "vm/runtime.h"
#include "vm/types/string.h"

namespace gilded {

bool item_index(Thread* T, Value key, int64_t* out) {
  if (key.is_small_int()) {
    *out = key.as_small_int();
    return true;
  }
  return to_int64(T, key, out, Builtin::kIndexError);
}

void adjust_search(int64_t length, int64_t* start, int64_t* stop) {
  for (int64_t* position : {start, stop}) {
    if (*position < 0) {
      *position += length;
      if (*position < 0) *position = 0;
    }
  }
}

bool repeat_count(Thread* T, Value value, int64_t* out) {
  return to_int64(T, value, out, Builtin::kOverflowError);
}

Value ask_right_operand(Thread* T, BinaryOperator op, Value left, Value right, Value (*own)(Thread*, Value, Value)) {
  auto slot = type_of(T, right)->slots.binary[static_cast<int>(op)];
  if (!slot || slot == own) return kEmpty;
  Value result = slot(T, left, right);
  return result.is_not_implemented() ? kEmpty : result;
}

std::string short_name(Type* type) {
  return to_utf8(type->name.load().as<String>());
}

Value class_getitem(Thread* T, Arguments args) {
  return call(T, types(T).generic_alias, {args[0], args[1]});
}

}  // namespace gilded
