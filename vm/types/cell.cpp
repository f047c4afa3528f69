#include "vm/types/cell.h"

#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/string.h"

namespace gilded {

void trace_cell(Object* object, Marker& marker) {
  marker.visit(static_cast<Cell*>(object)->contents);
}

Cell* make_cell(Thread* T, Value contents) {
  Cell* cell = allocate<Cell>(T, Kind::kCell, types(T).cell->root_shape.load(std::memory_order_acquire));
  if (cell) heap_initialize(cell, cell->contents, contents);
  return cell;
}

namespace {

Value cell_create(Thread* T, Type*, CallArguments arguments) {
  if (arguments.keyword_names) return raise(T, Builtin::kTypeError, "cell() takes no keyword arguments");
  if (arguments.count > 1)
    return raise(T, Builtin::kTypeError, "cell expected at most 1 argument, got {}", arguments.count);
  return make_cell(T, arguments.count ? arguments[0] : kEmpty);
}

Value cell_repr(Thread* T, Value self) {
  Value contents = self.as<Cell>()->contents.load();
  if (!contents) return make_string(T, fmt::format("<cell at {:#x}: empty>", self.bits()));
  return make_string(
      T, fmt::format("<cell at {:#x}: {} object at {:#x}>", self.bits(), type_name(T, contents), contents.bits()));
}

// Empty cells come before all others.
Value cell_compare(Thread* T, Value self, Value other, CompareOperator op) {
  if (!is_kind(other, Kind::kCell)) return kNotImplemented;
  Value a = self.as<Cell>()->contents.load();
  Value b = other.as<Cell>()->contents.load();
  if (a && b) return compare(T, a, b, op);
  int order = static_cast<int>(!a.is_empty()) - static_cast<int>(!b.is_empty());
  switch (op) {
    case CompareOperator::kLess:
      return Value::boolean(order < 0);
    case CompareOperator::kLessEqual:
      return Value::boolean(order <= 0);
    case CompareOperator::kEqual:
      return Value::boolean(order == 0);
    case CompareOperator::kNotEqual:
      return Value::boolean(order != 0);
    case CompareOperator::kGreater:
      return Value::boolean(order > 0);
    case CompareOperator::kGreaterEqual:
      return Value::boolean(order >= 0);
  }
  return kNotImplemented;
}

Value cell_contents(Thread* T, Value self) {
  Value contents = self.as<Cell>()->contents.load();
  if (!contents) return raise(T, Builtin::kValueError, "Cell is empty");
  return contents;
}

bool set_cell_contents(Thread*, Value self, Value value) {
  heap_store(self.as_object(), self.as<Cell>()->contents, value);
  return true;
}

const NativeAttribute kCellAttributes[] = {
    {"cell_contents", cell_contents, set_cell_contents, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

}  // namespace

void initialize_cell_type(Thread* T) {
  static const TypeSlots kSlots = [] {
    TypeSlots slots{};
    slots.create = cell_create;
    slots.repr = cell_repr;
    slots.compare = cell_compare;
    return slots;
  }();
  static const NativeTypeSpec kSpec = {"cell",
                                       Kind::kCell,
                                       sizeof(Cell),
                                       kTypeIsBuiltin,
                                       "A variable shared by functions.",
                                       &kSlots,
                                       nullptr,
                                       kCellAttributes,
                                       "(contents=<unrepresentable>, /)"};
  T->runtime->types.cell = make_native_type(T, kSpec);
}

}  // namespace gilded
