// _xml_trees: what makes trees of XML and walks through them; the rest of xml.etree.ElementTree stands in Python.
//
// Element is a class in Python whose attributes are members of __slots__: connect() tells it, and its members are read
// and written where they lie. A subclass has them at the same places, and so has the Element of a module that is
// imported anew.
//
// Builder: a Record, what TreeBuilder is made of.  slots: BuilderSlot; byte 0: the next text is a tail
// Handler: a Record, what libexpat calls for a start or an end tag.  slots: HandlerSlot
// Walk: a Record, the iterator that Element.iter() returns.  slots: WalkSlot; bytes: the index in the list
//
// Thread safety: all slots are atomic, and lists have their own locks; a tree or a builder that several threads change
// at once may come out mixed up, but sound.
#include <algorithm>
#include <atomic>
#include <string>

#include "stdlib/native/no_instances.h"
#include "vm/object/errors.h"
#include "vm/object/instance.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/safepoint.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

enum Member { kTag, kAttributes, kText, kTail, kChildren, kMembers };
constexpr const char* kMemberNames[kMembers] = {"tag", "attrib", "text", "tail", "_children"};

struct TreeState {
  explicit TreeState(Runtime* runtime) {
    for (Value* root : {&classes, &builder, &handler, &walk, &append_name}) runtime->add_root(root);
  }
  Value classes;                 // tuple of the classes Element; EMPTY: connect() was not called
  Value builder, handler, walk;  // types
  Value append_name;
  uint16_t slots[kMembers] = {};
};
TreeState& state_of(Thread* T) {
  return native_state<TreeState>(T->runtime);
}

// --- Elements

bool is_plain_class(const TreeState& state, Value type) {
  if (!state.classes) return false;
  auto* classes = state.classes.as<Tuple>();
  for (size_t i = 0; i < classes->length; ++i) {
    if ((*classes)[i] == type) return true;
  }
  return false;
}
bool is_plain_element(const TreeState& state, Value value) {
  return is_kind(value, Kind::kInstance) && is_plain_class(state, value.as_object()->type());
}
bool is_element(const TreeState& state, Value value) {
  if (!is_kind(value, Kind::kInstance) || !state.classes) return false;
  Type* type = value.as_object()->type();
  if (is_plain_class(state, type)) return true;
  auto* classes = state.classes.as<Tuple>();
  for (size_t i = 0; i < classes->length; ++i) {
    if (is_subtype(type, (*classes)[i].as<Type>())) return true;
  }
  return false;
}

// EMPTY: the member is not set.
Value member(const TreeState& state, Value element, Member which) {
  Object* object = element.as_object();
  Slot* slot = attribute_slot(object, object->shape(), state.slots[which]);
  return slot ? slot->load() : kEmpty;
}
bool set_member(Thread* T, const TreeState& state, Value element, Member which, Value value) {
  Object* object = element.as_object();
  Slot* slot = attribute_slot(object, object->shape(), state.slots[which]);
  if (!slot) slot = make_attribute_slot(T, object, state.slots[which]);
  if (slot) heap_store(object, *slot, value);
  return slot != nullptr;
}
// Its children; null: it has none or is no element.
List* children_of(const TreeState& state, Value element) {
  if (!is_element(state, element)) return nullptr;
  Value children = member(state, element, kChildren);
  return is_list(children) ? children.as<List>() : nullptr;
}

// An Element that takes the dict as it is.
Value make_element(Thread* T, const TreeState& state, Type* type, Value tag, Dict* attributes) {
  List* children = make_list(T);
  Object* element = children ? allocate_instance_of(T, type, sizeof(Instance)) : nullptr;
  bool done = element && set_member(T, state, element, kTag, tag) &&
              set_member(T, state, element, kAttributes, attributes) && set_member(T, state, element, kText, kNone) &&
              set_member(T, state, element, kTail, kNone) && set_member(T, state, element, kChildren, children);
  return done ? Value(element) : kEmpty;
}

bool append_child(Thread* T, const TreeState& state, Value parent, Value child) {
  List* children = is_plain_element(state, parent) && is_element(state, child) ? children_of(state, parent) : nullptr;
  if (children) return list_append(T, children, child);
  return !call_method(T, parent, as_string(state.append_name), {child}).is_empty();
}

Value sub_element(Thread* T, Arguments args) {
  const TreeState& state = state_of(T);
  Value parent = args[0];
  if (!is_element(state, parent))
    return raise(T, Builtin::kTypeError, "SubElement() argument 1 must be xml.etree.ElementTree.Element, not {}",
                 argument_type_name(T, parent));
  if (args.has(2) && !is_dict(args[2]))
    return raise(T, Builtin::kTypeError, "SubElement() argument 3 must be dict, not {}",
                 argument_type_name(T, args[2]));
  Dict* attributes = args.has(2) ? dict_copy(T, args[2].as<Dict>()) : make_dict(T);
  if (!attributes || (args.keywords && !dict_update(T, attributes, args.keywords))) return kEmpty;
  Value element = is_plain_element(state, parent)
                      ? make_element(T, state, parent.as_object()->type(), args[1], attributes)
                      : call_method(T, parent, intern(T, "makeelement"), {args[1], attributes});
  List* children = element ? children_of(state, parent) : nullptr;
  if (!children) return T->has_exception() ? kEmpty : raise_text(T, Builtin::kAttributeError, "_children");
  return list_append(T, children, element) ? element : kEmpty;
}

// --- Builder

enum BuilderSlot : uint32_t {
  kTexts,     // the text since the last tag: a str, a List of several, or EMPTY
  kElements,  // List of those that have not ended
  kLast,      // the element that the next text belongs to, or EMPTY
  kRoot,      // or EMPTY
  kFactory,   // what makes elements
  kBuilderSlots
};

std::atomic<uint8_t>& is_tail(Record* builder) {
  return *reinterpret_cast<std::atomic<uint8_t>*>(builder->raw());
}

Value builder_create(Thread* T, Type* type, CallArguments) {
  List* elements = make_list(T);
  Record* builder = elements ? make_record(T, type, kBuilderSlots, 1) : nullptr;
  if (builder) builder->set(kElements, elements);
  return builder;
}
bool builder_initialize(Thread*, Value, CallArguments) {
  return true;
}

bool flush_texts(Thread* T, const TreeState& state, Record* builder) {
  Value text = builder->get(kTexts);
  if (!text) return true;
  builder->set(kTexts, kEmpty);
  Value last = builder->get(kLast);
  if (!last) return true;
  if (is_list(text)) {
    text = call_method(T, T->runtime->empty_string, names(T).join, {text});
    if (!text) return false;
  }
  bool tail = is_tail(builder).load(std::memory_order_relaxed) != 0;
  if (is_plain_element(state, last)) return set_member(T, state, last, tail ? kTail : kText, text);
  return set_attribute(T, last, intern(T, tail ? "tail" : "text"), text);
}

Value builder_data(Thread* T, Arguments args) {
  auto* builder = args[0].as<Record>();
  Value texts = builder->get(kTexts);
  if (!texts && is_string(args[1])) {
    builder->set(kTexts, args[1]);
    return kNone;
  }
  if (!is_list(texts)) {
    List* list = make_list(T);
    if (!list || (texts && !list_append(T, list, texts))) return kEmpty;
    texts = list;
    builder->set(kTexts, list);
  }
  return list_append(T, texts.as<List>(), args[1]) ? kNone : kEmpty;
}

// `attributes`: a dict that nobody else has; EMPTY: those in `given` are not copied yet.
Value start_element(Thread* T, Record* builder, Value tag, Value given, Dict* attributes) {
  const TreeState& state = state_of(T);
  if (!flush_texts(T, state, builder)) return kEmpty;
  Value factory = builder->get(kFactory), element;
  if (!factory) return raise_text(T, Builtin::kRuntimeError, "TreeBuilder.__init__() was not called");
  if (!is_plain_class(state, factory) || (!attributes && !is_exactly(given, Kind::kDict))) {
    element = call(T, factory, {tag, attributes ? Value(attributes) : given});
  } else {
    if (!attributes) attributes = dict_copy(T, given.as<Dict>());
    element = attributes ? make_element(T, state, factory.as<Type>(), tag, attributes) : kEmpty;
  }
  if (!element) return kEmpty;
  builder->set(kLast, element);
  auto* elements = builder->get(kElements).as<List>();
  int64_t depth = elements->size();
  Value parent = depth > 0 ? list_get(T, elements, depth - 1) : kEmpty;
  if (parent) {
    if (!append_child(T, state, parent, element)) return kEmpty;
  } else if (!builder->get(kRoot)) {
    builder->set(kRoot, element);
  }
  if (!list_append(T, elements, element)) return kEmpty;
  is_tail(builder).store(0, std::memory_order_relaxed);
  return element;
}

Value builder_start(Thread* T, Arguments args) {
  return start_element(T, args[0].as<Record>(), args[1], args[2], nullptr);
}

Value end_element(Thread* T, Record* builder) {
  if (!flush_texts(T, state_of(T), builder)) return kEmpty;
  Value element = call_method(T, builder->get(kElements), names(T).pop);
  if (!element) return kEmpty;
  builder->set(kLast, element);
  is_tail(builder).store(1, std::memory_order_relaxed);
  return element;
}
Value builder_end(Thread* T, Arguments args) {
  return end_element(T, args[0].as<Record>());
}
Value builder_flush(Thread* T, Arguments args) {
  return flush_texts(T, state_of(T), args[0].as<Record>()) ? kNone : kEmpty;
}

template <BuilderSlot kSlot>
Value get_part(Thread*, Value self) {
  Value value = self.as<Record>()->get(kSlot);
  return value ? value : kNone;
}
template <BuilderSlot kSlot>
bool set_part(Thread* T, Value self, Value value) {
  if (!value) return raise_text(T, Builtin::kAttributeError, "cannot delete attribute");
  self.as<Record>()->set(kSlot, value.is_none() ? kEmpty : value);
  return true;
}
Value get_tail(Thread*, Value self) {
  return Value::boolean(is_tail(self.as<Record>()).load(std::memory_order_relaxed) != 0);
}
bool set_tail(Thread* T, Value self, Value value) {
  bool wanted;
  if (!value || !truth(T, value, &wanted)) return false;
  is_tail(self.as<Record>()).store(wanted, std::memory_order_relaxed);
  return true;
}

const NativeMethod kBuilderMethods[] = {{"start($self, tag, attrs, /)", builder_start, "An element starts."},
                                        {"end($self, tag, /)", builder_end, "An element ends."},
                                        {"data($self, data, /)", builder_data, "A text."},
                                        {"_flush($self, /)", builder_flush, nullptr},
                                        {nullptr, nullptr, nullptr}};
const NativeAttribute kBuilderAttributes[] = {{"_elem", get_part<kElements>, nullptr, nullptr},
                                              {"_last", get_part<kLast>, set_part<kLast>, nullptr},
                                              {"_root", get_part<kRoot>, set_part<kRoot>, nullptr},
                                              {"_factory", get_part<kFactory>, set_part<kFactory>, nullptr},
                                              {"_tail", get_tail, set_tail, nullptr},
                                              {nullptr, nullptr, nullptr, nullptr}};

// The builder whose own method, and no subclass's, `function` is; null: it is something else.
Record* builder_behind(Thread* T, Value function, NativeCode code) {
  if (!is_kind(function, Kind::kNativeFunction)) return nullptr;
  auto* native = function.as<NativeFunction>();
  Value self = native->self.load();
  bool fits = native->method->code == code && is_kind(self, Kind::kRecord) &&
              is_subtype(self.as_object()->type(), state_of(T).builder.as<Type>());
  return fits ? self.as<Record>() : nullptr;
}

// --- Handler

enum HandlerSlot : uint32_t {
  kNames,     // dict: names as libexpat writes them -> {uri}tag
  kFunction,  // start(tag, attributes) or end(tag)
  kBuilder,   // whose method that is, if it is a Builder's own; or EMPTY
  kAppend,    // takes (event, element); EMPTY: no event is wanted
  kEvent,
  kHandlerSlots
};

// "uri}tag" of libexpat becomes "{uri}tag".
Value full_name(Thread* T, Record* handler, Value name) {
  auto* names = handler->get(kNames).as<Dict>();
  if (!is_string(name)) return raise_text(T, Builtin::kTypeError, "a name must be a str");
  Value known = dict_get(T, names, name);
  if (known || T->has_exception()) return known;
  Value full = name;
  std::string text = to_utf8(as_string(name));
  if (text.find('}') != std::string::npos) full = make_string(T, "{" + text);
  return full && dict_set(T, names, name, full) ? full : kEmpty;
}

Value report(Thread* T, Record* handler, Value element) {
  Value append = handler->get(kAppend);
  if (!append || !element) return element;
  Tuple* pair = make_tuple(T, {handler->get(kEvent), element});
  return pair && call(T, append, {pair}) ? element : kEmpty;
}

Value handler_call(Thread* T, Value self, CallArguments arguments) {
  auto* handler = self.as<Record>();
  if (arguments.keyword_names || arguments.count < 1 || arguments.count > 2)
    return raise(T, Builtin::kTypeError, "handler expected 1 or 2 arguments, got {}", arguments.count);
  Value tag = full_name(T, handler, arguments[0]);
  if (!tag) return kEmpty;
  Value builder = handler->get(kBuilder);
  if (arguments.count == 1) {
    return report(T, handler, builder ? end_element(T, builder.as<Record>()) : call(T, handler->get(kFunction), {tag}));
  }
  if (!is_list(arguments[1])) return raise_text(T, Builtin::kTypeError, "attributes must be a list");
  auto* list = arguments[1].as<List>();
  Dict* attributes = make_dict(T);
  for (int64_t i = 0; attributes && i + 1 < list->size(); i += 2) {
    Value key = list_get(T, list, i), value = list_get(T, list, i + 1);
    Value name = key && value ? full_name(T, handler, key) : kEmpty;
    if (!name || !dict_set(T, attributes, name, value)) return kEmpty;
  }
  if (!attributes) return kEmpty;
  return report(T, handler,
                builder ? start_element(T, builder.as<Record>(), tag, kEmpty, attributes)
                        : call(T, handler->get(kFunction), {tag, attributes}));
}

Value make_handler(Thread* T, Arguments args) {
  if (!is_dict(args[0])) return raise_text(T, Builtin::kTypeError, "names must be a dict");
  Record* handler = make_record(T, state_of(T).handler.as<Type>(), kHandlerSlots);
  if (!handler) return kEmpty;
  handler->set(kNames, args[0]);
  handler->set(kFunction, args[1]);
  Record* builder = builder_behind(T, args[1], builder_start);
  if (!builder) builder = builder_behind(T, args[1], builder_end);
  if (builder) handler->set(kBuilder, builder);
  if (args.has(2) && !args[2].is_none()) handler->set(kAppend, args[2]);
  if (args.has(3)) handler->set(kEvent, args[3]);
  return handler;
}

// --- Walk

enum WalkSlot : uint32_t {
  kFirst,    // the element itself, until it was looked at
  kWanted,   // the tag; EMPTY: any
  kCurrent,  // the list that is gone through, or EMPTY
  kOuter,    // (list, index, outer) to come back to, or EMPTY
  kWalkSlots
};

std::atomic<int64_t>& index_of(Record* walk) {
  return *reinterpret_cast<std::atomic<int64_t>*>(walk->raw());
}

Value make_walk(Thread* T, Arguments args) {
  TreeState& state = state_of(T);
  if (!is_element(state, args[0])) return raise_text(T, Builtin::kTypeError, "an element is needed");
  Record* walk = make_record(T, state.walk.as<Type>(), kWalkSlots, sizeof(int64_t));
  if (!walk) return kEmpty;
  walk->set(kFirst, args[0]);
  if (args.has(1) && !args[1].is_none()) walk->set(kWanted, args[1]);
  return walk;
}

Value walk_next(Thread* T, Value self) {
  const TreeState& state = state_of(T);
  auto* walk = self.as<Record>();
  Value wanted = walk->get(kWanted);
  for (;;) {
    Value element = walk->get(kFirst);
    if (element) {
      walk->set(kFirst, kEmpty);
    } else {
      Value list = walk->get(kCurrent);
      if (!list) return kEmpty;
      int64_t index = index_of(walk).load(std::memory_order_relaxed);
      element = list_get(T, list.as<List>(), index);
      if (!element) {
        if (T->has_exception()) return kEmpty;
        Value outer = walk->get(kOuter);
        if (!outer) {
          walk->set(kCurrent, kEmpty);
          return kEmpty;
        }
        auto* place = outer.as<Tuple>();
        walk->set(kCurrent, (*place)[0]);
        index_of(walk).store((*place)[1].as_small_int(), std::memory_order_relaxed);
        walk->set(kOuter, (*place)[2].is_none() ? kEmpty : (*place)[2]);
        continue;
      }
      index_of(walk).store(index + 1, std::memory_order_relaxed);
    }
    List* children = children_of(state, element);
    if (children && children->size() > 0) {
      if (Value current = walk->get(kCurrent)) {
        Value outer = walk->get(kOuter);
        Tuple* place = make_tuple(
            T, {current, Value::small_int(index_of(walk).load(std::memory_order_relaxed)), outer ? outer : kNone});
        if (!place) return kEmpty;
        walk->set(kOuter, place);
      }
      walk->set(kCurrent, children);
      index_of(walk).store(0, std::memory_order_relaxed);
    }
    if (!wanted) return element;
    Value tag = is_element(state, element) ? member(state, element, kTag) : kNone;
    int same = tag ? equal(T, tag, wanted) : 0;
    if (same < 0) return kEmpty;
    if (same) return element;
    // A long way to the next one can be broken off.
    if (!poll_if_requested(T)) return kEmpty;
  }
}

// --- The module

Value connect(Thread* T, Arguments args) {
  TreeState& state = state_of(T);
  if (!is_kind(args[0], Kind::kType)) return raise_text(T, Builtin::kTypeError, "a class is needed");
  uint16_t slots[kMembers];
  for (int i = 0; i < kMembers; ++i) {
    String* name = intern(T, kMemberNames[i]);
    Value found = name ? type_lookup(args[0].as<Type>(), name) : kEmpty;
    if (!is_kind(found, Kind::kNativeDescriptor) ||
        found.as<NativeDescriptor>()->form != NativeDescriptor::Form::kMember)
      return raise_text(T, Builtin::kTypeError, "the class lacks members");
    slots[i] = found.as<NativeDescriptor>()->member_slot;
    if (state.classes && slots[i] != state.slots[i])
      return raise_text(T, Builtin::kTypeError, "the members of the class are not where they were");
  }
  Tuple* one = make_tuple(T, {args[0]});
  Value classes = one && state.classes ? binary_operation(T, BinaryOperator::kAdd, state.classes, one) : Value(one);
  if (!classes) return kEmpty;
  std::copy(std::begin(slots), std::end(slots), state.slots);
  state.classes = classes;
  return kNone;
}

const NativeMethod kFunctions[] = {
    {"SubElement(parent, tag, attrib={}, **extra)", sub_element, "A new element at the end of the parent's children."},
    {"_walk(element, tag, /)", make_walk, "The element and all below that have the tag, in the order of the document."},
    {"_handler(names, function, append=None, event=None, /)", make_handler, nullptr},
    {"_connect(element, /)", connect, nullptr},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_xml_trees_module(Thread* T) {
  static const TypeSlots builder_slots = [] {
    TypeSlots s{};
    s.create = builder_create;
    s.initialize = builder_initialize;
    return s;
  }();
  static const TypeSlots handler_slots = [] {
    TypeSlots s{};
    s.create = refuse_creation;
    s.call = handler_call;
    return s;
  }();
  static const TypeSlots walk_slots = [] {
    TypeSlots s{};
    s.create = refuse_creation;
    s.iterate = [](Thread*, Value self) { return self; };
    s.next = walk_next;
    return s;
  }();
  static const NativeTypeSpec builder_spec = {"_xml_trees.Builder",
                                              Kind::kRecord,
                                              record_size(kBuilderSlots, 1),
                                              kTypeIsBuiltin | kTypeIsBase,
                                              "What TreeBuilder is made of.",
                                              &builder_slots,
                                              kBuilderMethods,
                                              kBuilderAttributes};
  static const NativeTypeSpec handler_spec = {"_xml_trees.Handler",
                                              Kind::kRecord,
                                              record_size(kHandlerSlots),
                                              kTypeIsBuiltin,
                                              nullptr,
                                              &handler_slots,
                                              nullptr,
                                              nullptr};
  static const NativeTypeSpec walk_spec = {"_elementtree._element_iterator",
                                           Kind::kRecord,
                                           record_size(kWalkSlots, sizeof(int64_t)),
                                           kTypeIsBuiltin,
                                           nullptr,
                                           &walk_slots,
                                           nullptr,
                                           nullptr};
  TreeState& state = state_of(T);
  Module* module = make_module(T, "_xml_trees");
  if (module && !state.builder) {
    // A second import, of a module that was taken out of sys.modules, finds the same types.
    state.append_name = intern(T, "append");
    state.walk = make_native_type(T, walk_spec);
    state.handler = state.walk ? make_native_type(T, handler_spec) : nullptr;
    state.builder = state.handler ? make_native_type(T, builder_spec) : nullptr;
  }
  bool ok = module && state.builder && add_functions(T, module, kFunctions) &&
            module_set(T, module, "Builder", state.builder);
  return ok ? Value(module) : kEmpty;
}

}  // namespace gilded
