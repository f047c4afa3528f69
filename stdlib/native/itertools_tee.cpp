// itertools.tee.
//
// Threads may share the iterators: an item may be repeated or skipped, but nothing breaks; of two threads that ask the
// common iterator at once, one gets RuntimeError.
#include "stdlib/native/itertools_parts.h"
#include "vm/object/protocols.h"
#include "vm/object/value_array.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/sequence.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

// --- tee: a chain of nodes that grows at its end; each tee remembers the node of its last item

struct TeeNode : Iterator {  // source: the item
  Slot next;
  Slot busy;  // True while somebody asks the common iterator for what comes behind this node, else EMPTY
};

struct Tee : Iterator {  // source: the common iterator
  Slot node;
};

Tee* make_tee(Thread* T, Value source, Value node) {
  if (!node) {
    node = make_iterator_as<TeeNode>(T, types(T).tee_node, 2);
    if (!node) return nullptr;
  }
  auto* tee = make_iterator_as<Tee>(T, types(T).tee, 1);
  if (!tee) return nullptr;
  heap_initialize(tee, tee->source, source);
  heap_initialize(tee, tee->node, node);
  return tee;
}

Value tee_next(Thread* T, Value self) {
  auto* tee = self.as<Tee>();
  auto* node = tee->node.load().as<TeeNode>();
  Value next = node->next.load();
  if (!next) {
    // Who asks while another thread does would wait for it, or for itself.
    Value asking;
    if (!heap_compare_exchange(node, node->busy, asking, kTrue))
      return raise(T, Builtin::kRuntimeError, "cannot re-enter the tee iterator");
    Value item = next_item(T, tee->source.load());
    node->busy.exchange(kEmpty);
    if (!item) {
      // Another tee may have added what was left while this one asked.
      if (T->has_exception() || !node->next.load()) return kEmpty;
    } else {
      auto* fresh = make_iterator_as<TeeNode>(T, types(T).tee_node, 2);
      if (!fresh) return kEmpty;
      heap_initialize(fresh, fresh->source, item);
      Value end = node;
      for (Value expected;; expected = kEmpty) {
        if (heap_compare_exchange(end.as_object(), end.as<TeeNode>()->next, expected, fresh)) break;
        end = expected;
      }
    }
    next = node->next.load();
  }
  heap_store(tee, tee->node, next);
  return next.as<TeeNode>()->source.load();
}

Value tee_copy(Thread* T, Arguments args) {
  auto* tee = args[0].as<Tee>();
  return make_tee(T, tee->source.load(), tee->node.load());
}

Value tee_create(Thread* T, Type*, CallArguments arguments) {
  Value values[1];
  if (!bind_arguments(T, "_tee(iterable, /)", arguments, values)) return kEmpty;
  Value source = get_iterator(T, values[0]);
  if (!source) return kEmpty;
  if (source.is_object() && source.as_object()->type() == types(T).tee)
    return make_tee(T, source.as<Tee>()->source.load(), source.as<Tee>()->node.load());
  return make_tee(T, source, kEmpty);
}

// Tees of one source go on sharing it after pickling: what all of them refer to is the last node of the chain, behind
// which the next item will stand. So a tee's state is that node, the items before it that this tee has yet to give,
// and the common iterator.
Value tee_reduce(Thread* T, Arguments args) {
  auto* tee = args[0].as<Tee>();
  List* items = make_list(T);
  if (!items) return kEmpty;
  Value node = tee->node.load();
  while (Value next = node.as<TeeNode>()->next.load()) {
    if (!list_append(T, items, next.as<TeeNode>()->source.load())) return kEmpty;
    node = next;
  }
  return reduced(T, tee, {T->runtime->empty_tuple}, make_tuple(T, {node, items, tee->source.load()}));
}
Value tee_set_state(Thread* T, Arguments args) {
  if (!is_tuple(args[1])) return raise_text(T, Builtin::kTypeError, "state is not a tuple");
  auto* state = args[1].as<Tuple>();
  if (state->length != 3)
    return raise(T, Builtin::kTypeError, "function takes exactly 3 arguments ({} given)", state->length);
  Value node = (*state)[0];
  if (type_of(T, node) != types(T).tee_node)
    return raise(T, Builtin::kTypeError, "argument 1 must be itertools._tee_dataobject, not {}", type_name(T, node));
  if (!is_list((*state)[1]))
    return raise(T, Builtin::kTypeError, "argument 2 must be list, not {}", type_name(T, (*state)[1]));
  if (!type_of(T, (*state)[2])->slots.next)
    return raise(T, Builtin::kTypeError, "argument 3 must be iterator, not {}", type_name(T, (*state)[2]));
  if (!warn_of_pickling(T)) return kEmpty;
  Tuple* items = tuple_from_iterable(T, (*state)[1]);
  if (!items) return kEmpty;
  // From the end: a node holds the item that comes at it, and the last item came at `node`.
  for (size_t i = items->length; i-- > 0;) {
    if (i + 1 == items->length) {
      Value expected;
      heap_compare_exchange(node.as_object(), node.as<TeeNode>()->source, expected, (*items)[i]);
    } else {
      auto* before = make_iterator_as<TeeNode>(T, types(T).tee_node, 2);
      if (!before) return kEmpty;
      heap_initialize(before, before->source, (*items)[i]);
      heap_initialize(before, before->next, node);
      node = before;
    }
  }
  if (items->length > 0) {
    auto* first = make_iterator_as<TeeNode>(T, types(T).tee_node, 2);
    if (!first) return kEmpty;
    heap_initialize(first, first->next, node);
    node = first;
  }
  auto* tee = args[0].as<Tee>();
  heap_store(tee, tee->source, (*state)[2]);
  heap_store(tee, tee->node, node);
  return kNone;
}
Value node_create(Thread* T, Type* type, CallArguments arguments) {
  if (!bind_arguments(T, "_tee_dataobject()", arguments, nullptr, 0)) return kEmpty;
  return make_iterator_as<TeeNode>(T, type, 2);
}
Value node_reduce(Thread* T, Arguments args) {
  return reduced(T, args[0].as<TeeNode>(), {});
}

const NativeMethod kNodeMethods[] = {
    {"__reduce__($self, /)", node_reduce, "Return state information for pickling."},
    {nullptr, nullptr, nullptr},
};
const NativeMethod kTeeMethods[] = {
    {"__reduce__($self, /)", tee_reduce, "Return state information for pickling."},
    {"__setstate__($self, state, /)", tee_set_state, "Set state information for unpickling."},
    {"__copy__($self, /)", tee_copy, "Returns an independent iterator."},
    {nullptr, nullptr, nullptr},
};

Value tee_function(Thread* T, Arguments args) {
  int64_t count = 2;
  if (args[1] && !to_int64(T, args[1], &count)) return kEmpty;
  if (count < 0) return raise_text(T, Builtin::kValueError, "n must be >= 0");
  Tuple* result = make_tuple(T, static_cast<size_t>(count));
  if (!result || count == 0) return result;
  Value first = get_iterator(T, args[0]);
  if (!first) return kEmpty;
  Value copy = find_attribute(T, first, names(T).dunder_copy);
  if (!copy) {
    if (T->has_exception()) return kEmpty;
    first = make_tee(T, first, kEmpty);
    copy = first ? get_attribute(T, first, names(T).dunder_copy) : kEmpty;
    if (!copy) return kEmpty;
  }
  heap_initialize(result, result->items[0], first);
  for (int64_t i = 1; i < count; ++i) {
    Value another = call(T, copy);
    if (!another) return kEmpty;
    heap_initialize(result, result->items[i], another);
  }
  return result;
}

const NativeMethod kFunctions[] = {
    {"tee(iterable, n=2, /)", tee_function, "Returns a tuple of n independent iterators."},
    {nullptr, nullptr, nullptr},
};

const NativeTypeSpec kTeeSpec = {"itertools._tee",
                                 Kind::kIterator,
                                 sizeof(Tee),
                                 kTypeIsBuiltin | kTypeSupportsWeakReferences,
                                 "One of the iterators that tee() makes.",
                                 &kIteratorSlots<tee_next, tee_create>,
                                 kTeeMethods,
                                 nullptr};
const TypeSlots kNodeSlots = [] {
  TypeSlots slots{};
  slots.create = node_create;
  return slots;
}();
const NativeTypeSpec kTeeNodeSpec = {"itertools._tee_dataobject",
                                     Kind::kIterator,
                                     sizeof(TeeNode),
                                     kTypeIsBuiltin,
                                     nullptr,
                                     &kNodeSlots,
                                     kNodeMethods,
                                     nullptr};

}  // namespace

bool add_tee(Thread* T, Module* module) {
  BuiltinTypes& all = T->runtime->types;
  all.tee = make_native_type(T, kTeeSpec);
  all.tee_node = make_native_type(T, kTeeNodeSpec);
  return all.tee && all.tee_node && add_functions(T, module, kFunctions) && module_set(T, module, "_tee", all.tee) &&
         module_set(T, module, "_tee_dataobject", all.tee_node);
}

}  // namespace gilded
