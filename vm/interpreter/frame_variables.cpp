#include "vm/interpreter/frame_variables.h"

#include <optional>

#include "vm/interpreter/interpreter.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/safepoint.h"
#include "vm/types/cell.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/record.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

CodeObject* code_of(Frame* f) {
  return f->function.load(std::memory_order_acquire)->code.load(std::memory_order_acquire);
}

// Where a variable is kept.
struct Place {
  uint32_t reg;
  bool is_cell;
};

// f(String*, Place) -> bool for each variable, in the order of CPython's locals(): locals, cells, free variables. False
// from f ends it.
template <class F>
void for_each_place(const CodeObject* code, F f) {
  const compiler::Code& c = *code->code;
  if (!c.has_namespace) {
    auto* locals = code->local_names.load().as<Tuple>();
    for (uint32_t i = 0; i < locals->length; ++i) {
      bool is_cell = std::find(c.cell_parameters.begin(), c.cell_parameters.end(), i) != c.cell_parameters.end();
      if (!f(as_string((*locals)[i]), Place{c.register_of(i), is_cell})) return;
    }
  }
  auto* cells = code->cell_names.load().as<Tuple>();
  size_t parameters = c.cell_parameters.size();
  for (size_t i = parameters; i < cells->length; ++i) {
    if (!f(as_string((*cells)[i]), Place{c.register_of(c.first_cell() + static_cast<uint32_t>(i - parameters)), true}))
      return;
  }
  auto* free_names = code->free_names.load().as<Tuple>();
  for (uint32_t i = 0; i < free_names->length; ++i) {
    if (!f(as_string((*free_names)[i]), Place{c.register_of(code->first_free + i), true})) return;
  }
}

std::optional<Place> find_place(const CodeObject* code, String* name) {
  std::optional<Place> found;
  for_each_place(code, [&](String* variable, Place place) {
    if (variable != name) return true;
    found = place;
    return false;
  });
  return found;
}

// Access to the registers of a frame while it lives: the world is stopped meanwhile when they are another thread's.
class Registers {
 public:
  Registers(Thread* T, Frame* frame) {
    Value* window = frame->window.load(std::memory_order_acquire);
    if (window && (window < T->stack_begin || window >= T->stack_limit)) {
      stopped_.emplace(T);
      window = frame->window.load(std::memory_order_acquire);
    }
    window_ = window;
    array_ = frame->registers.load();
  }
  // The value of a register, EMPTY where there is none any more.
  Value read(uint32_t reg) const {
    if (window_) return window_[reg];
    if (array_ && reg < array_.as<ValueArray>()->capacity) return (*array_.as<ValueArray>())[reg].load();
    return kEmpty;
  }
  Value value(Place place) const {
    Value v = read(place.reg);
    return place.is_cell && is_kind(v, Kind::kCell) ? v.as<Cell>()->contents.load() : v;
  }
  void set(Place place, Value value) {
    Value old = read(place.reg);
    if (place.is_cell && is_kind(old, Kind::kCell)) {
      heap_store(old.as_object(), old.as<Cell>()->contents, value);
    } else if (window_) {
      window_[place.reg] = value;
    } else if (array_ && place.reg < array_.as<ValueArray>()->capacity) {
      heap_store(array_.as_object(), (*array_.as<ValueArray>())[place.reg], value);
    }
  }

 private:
  std::optional<StopTheWorldScope> stopped_;
  Value* window_ = nullptr;
  Value array_;
};

Dict* overlay_of(Frame* frame) {
  Value v = frame->locals_overlay.load();
  return v.is_empty() ? nullptr : v.as<Dict>();
}
Dict* make_overlay(Thread* T, Frame* frame) {
  if (Dict* present = overlay_of(frame)) return present;
  Dict* dict = make_dict(T);
  if (!dict) return nullptr;
  Value expected;
  heap_compare_exchange(frame, frame->locals_overlay, expected, dict);
  return overlay_of(frame);
}

}  // namespace

Dict* frame_variables(Thread* T, Frame* frame) {
  // Values first, the dict afterwards: storing is not for a stopped world.
  CodeObject* code = code_of(frame);
  List* pairs = make_list(T);
  if (!pairs) return nullptr;
  uint32_t count = 0;
  for_each_place(code, [&](String*, Place) { return ++count != 0; });
  ValueArray* values = make_value_array(T, count ? count : 1);
  if (!values) return nullptr;
  {
    Registers registers(T, frame);
    uint32_t i = 0;
    for_each_place(code, [&](String*, Place place) {
      heap_store(values, (*values)[i++], registers.value(place));
      return true;
    });
  }
  Dict* dict = make_dict(T);
  uint32_t i = 0;
  bool good = dict != nullptr;
  for_each_place(code, [&](String* name, Place) {
    Value v = (*values)[i++].load();
    good = good && (v.is_empty() || dict_set(T, dict, name, v));
    return good;
  });
  Dict* overlay = overlay_of(frame);
  if (good && overlay) good = dict_update(T, dict, overlay);
  return good ? dict : nullptr;
}

Value frame_variable(Thread* T, Frame* frame, String* name) {
  name = intern(T, name);
  std::optional<Place> place = name ? find_place(code_of(frame), name) : std::nullopt;
  if (!place) return kEmpty;
  Registers registers(T, frame);
  return registers.value(*place);
}

bool set_frame_variable(Thread* T, Frame* frame, String* name, Value value) {
  name = intern(T, name);
  std::optional<Place> place = name ? find_place(code_of(frame), name) : std::nullopt;
  if (!place) return false;
  Registers registers(T, frame);
  registers.set(*place, value);
  return true;
}

// ---------------------------------------------------------------- FrameLocalsProxy: a Record with the frame in slot 0

namespace {

Frame* frame_of(Value proxy) {
  return proxy.as<Record>()->get(0).as<Frame>();
}
bool is_proxy(Thread* T, Value v) {
  return is_kind(v, Kind::kRecord) && type_of(T, v) == types(T).frame_locals_proxy;
}

Value proxy_create(Thread* T, Type* type, CallArguments arguments) {
  if (arguments.keyword_names) return raise(T, Builtin::kTypeError, "FrameLocalsProxy takes no keyword arguments");
  if (arguments.count != 1)
    return raise(T, Builtin::kTypeError, "FrameLocalsProxy expected 1 argument, got {}", arguments.count);
  if (!is_kind(arguments[0], Kind::kFrame))
    return raise(T, Builtin::kTypeError, "expect frame, not {}", type_name(T, arguments[0]));
  Record* proxy = make_record(T, type, 1);
  if (proxy) proxy->set(0, arguments[0]);
  return proxy;
}

// EMPTY without an exception: absent.
Value proxy_find(Thread* T, Value self, Value key) {
  Frame* frame = frame_of(self);
  if (is_string(key)) {
    Value v = frame_variable(T, frame, as_string(key));
    if (v || T->has_exception()) return v;
  }
  int64_t hash;
  if (!hash_value(T, key, &hash)) return kEmpty;
  Dict* overlay = overlay_of(frame);
  return overlay ? dict_get(T, overlay, key) : kEmpty;
}

Value proxy_get_item(Thread* T, Value self, Value key) {
  Value v = proxy_find(T, self, key);
  if (v || T->has_exception()) return v;
  String* shown = to_repr(T, key);
  return shown ? Value(raise(T, Builtin::kKeyError, "local variable '{}' is not defined", to_utf8(shown))) : kEmpty;
}
bool proxy_set_item(Thread* T, Value self, Value key, Value value) {
  if (value.is_empty()) return raise(T, Builtin::kTypeError, "cannot remove variables from FrameLocalsProxy");
  Frame* frame = frame_of(self);
  if (is_string(key) && set_frame_variable(T, frame, as_string(key), value)) return true;
  if (T->has_exception()) return false;
  Dict* overlay = make_overlay(T, frame);
  return overlay && dict_set(T, overlay, key, value);
}
int proxy_contains(Thread* T, Value self, Value key) {
  Value v = proxy_find(T, self, key);
  return v ? 1 : T->has_exception() ? -1 : 0;
}
int64_t proxy_length(Thread* T, Value self) {
  Dict* dict = frame_variables(T, frame_of(self));
  return dict ? dict->size() : -1;
}
Value keys_list(Thread* T, Value self) {
  Dict* dict = frame_variables(T, frame_of(self));
  return dict ? Value(list_from_iterable(T, dict)) : kEmpty;
}
Value proxy_iterate(Thread* T, Value self) {
  Value list = keys_list(T, self);
  return list ? get_iterator(T, list) : kEmpty;
}
Value proxy_repr(Thread* T, Value self) {
  ReprGuard guard(T, self);
  if (guard.is_recursive()) return make_string(T, std::string_view("{...}"));
  Dict* dict = frame_variables(T, frame_of(self));
  return dict ? Value(to_repr(T, dict)) : kEmpty;
}
Value proxy_compare(Thread* T, Value self, Value other, CompareOperator op) {
  if (op != CompareOperator::kEqual && op != CompareOperator::kNotEqual) return kNotImplemented;
  bool same;
  if (is_proxy(T, other)) {
    same = frame_of(self) == frame_of(other);
  } else if (is_dict(other)) {
    Dict* dict = frame_variables(T, frame_of(self));
    int answer = dict ? equal(T, dict, other) : -1;
    if (answer < 0) return kEmpty;
    same = answer != 0;
  } else {
    return kNotImplemented;
  }
  return Value::boolean(same == (op == CompareOperator::kEqual));
}

bool update_from(Thread* T, Value self, Value other) {
  if (is_proxy(T, other) && frame_of(self) == frame_of(other)) return true;
  Dict* dict = make_dict(T);
  if (!dict || !dict_update(T, dict, other)) return false;
  size_t position = 0;
  Value key, value;
  while (dict_next(dict, &position, &key, &value)) {
    if (!proxy_set_item(T, self, key, value)) return false;
  }
  return true;
}
bool is_mapping(Thread* T, Value v) {
  return is_dict(v) || is_proxy(T, v);
}
Value proxy_or(Thread* T, Value left, Value right) {
  if (!is_mapping(T, left) || !is_mapping(T, right)) return kNotImplemented;
  Dict* result = make_dict(T);
  return result && dict_update(T, result, left) && dict_update(T, result, right) ? Value(result) : kEmpty;
}
Value proxy_inplace_or(Thread* T, Value self, Value other) {
  if (!is_mapping(T, other)) return kNotImplemented;
  return update_from(T, self, other) ? self : kEmpty;
}

Value proxy_get(Thread* T, Arguments args) {
  if (args.rest_count < 1 || args.rest_count > 2) return raise(T, Builtin::kTypeError, "get expected 1 or 2 arguments");
  Value v = proxy_find(T, args[0], args.rest[0]);
  if (v || T->has_exception()) return v;
  return args.rest_count == 2 ? args.rest[1] : kNone;
}
Value proxy_setdefault(Thread* T, Arguments args) {
  if (args.rest_count < 1 || args.rest_count > 2)
    return raise(T, Builtin::kTypeError, "setdefault expected 1 or 2 arguments");
  Value v = proxy_find(T, args[0], args.rest[0]);
  if (v || T->has_exception()) return v;
  v = args.rest_count == 2 ? args.rest[1] : kNone;
  return proxy_set_item(T, args[0], args.rest[0], v) ? v : kEmpty;
}
Value proxy_keys(Thread* T, Arguments args) {
  return keys_list(T, args[0]);
}
Value list_of_view(Thread* T, Value self, std::string_view view) {
  Dict* dict = frame_variables(T, frame_of(self));
  Value items = dict ? call_method(T, dict, intern(T, view)) : kEmpty;
  return items ? Value(list_from_iterable(T, items)) : kEmpty;
}
Value proxy_values(Thread* T, Arguments args) {
  return list_of_view(T, args[0], "values");
}
Value proxy_items(Thread* T, Arguments args) {
  return list_of_view(T, args[0], "items");
}
Value proxy_copy(Thread* T, Arguments args) {
  return frame_variables(T, frame_of(args[0]));
}
Value proxy_update(Thread* T, Arguments args) {
  return update_from(T, args[0], args[1]) ? kNone : kEmpty;
}
Value proxy_reversed(Thread* T, Arguments args) {
  Value list = keys_list(T, args[0]);
  return list ? call(T, types(T).reversed, {list}) : kEmpty;
}

const NativeMethod kProxyMethods[] = {
    {"get($self, /, *args)", proxy_get, "Return the value of a variable, or a default."},
    {"setdefault($self, /, *args)", proxy_setdefault,
     "Return the value of a variable, giving it one first if it has none."},
    {"keys($self, /)", proxy_keys, "A list of the names of the variables."},
    {"values($self, /)", proxy_values, "A list of the values of the variables."},
    {"items($self, /)", proxy_items, "A list of the names and values of the variables."},
    {"copy($self, /)", proxy_copy, "A dict of the variables as they are now."},
    {"update($self, object, /)", proxy_update, "Assign to variables from a mapping or pairs."},
    {"__reversed__($self, /)", proxy_reversed, "The names of the variables, the last first."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value make_frame_locals(Thread* T, Frame* frame) {
  CodeObject* code = code_of(frame);
  if (code->code->has_namespace) {
    Registers registers(T, frame);
    Value space = registers.read(0);
    return space.is_empty() ? Value(frame->function.load()->globals.load()) : space;
  }
  Record* proxy = make_record(T, types(T).frame_locals_proxy, 1);
  if (proxy) proxy->set(0, frame);
  return proxy;
}

void initialize_frame_locals_type(Thread* T) {
  static const TypeSlots kSlots = [] {
    TypeSlots s{};
    s.create = proxy_create;
    s.repr = proxy_repr;
    s.compare = proxy_compare;
    s.iterate = proxy_iterate;
    s.length = proxy_length;
    s.get_item = proxy_get_item;
    s.set_item = proxy_set_item;
    s.contains = proxy_contains;
    s.binary[static_cast<size_t>(BinaryOperator::kBitOr)] = proxy_or;
    s.inplace[static_cast<size_t>(BinaryOperator::kBitOr)] = proxy_inplace_or;
    return s;
  }();
  T->runtime->types.frame_locals_proxy =
      make_native_type(T, {"FrameLocalsProxy", Kind::kRecord, record_size(1), kTypeIsBuiltin | kTypeIsMapping, nullptr,
                           &kSlots, kProxyMethods, nullptr});
}

}  // namespace gilded
