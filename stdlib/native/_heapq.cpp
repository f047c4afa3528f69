// _heapq: a list as a heap: item k is not greater than items 2k + 1 and 2k + 2 (not less in a max-heap).
#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/runtime.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/string.h"

namespace gilded {

namespace {

enum class Order : uint8_t { kMin, kMax };

// Does a come before b? 1, 0, -1.
template <Order kOrder>
int before(Thread* T, Value a, Value b) {
  if (kOrder == Order::kMax) std::swap(a, b);
  if (a.is_small_int() && b.is_small_int()) return a.as_small_int() < b.as_small_int();
  Value result = compare(T, a, b, CompareOperator::kLess);
  bool yes;
  if (!result || !truth(T, result, &yes)) return -1;
  return yes;
}

// The first argument of the function that was called.
List* heap_of(Thread* T, Arguments args) {
  if (is_list(args[0])) return args[0].as<List>();
  std::string_view name = args.callee.as<NativeFunction>()->method->signature;
  return raise(T, Builtin::kTypeError, "{}() argument {}must be list, not {}", name.substr(0, name.find('(')),
               args.has(1) ? "1 " : "", argument_type_name(T, args[0]));
}

// Item i; comparisons run Python code, which may shorten the list.
Value item_at(Thread* T, List* heap, int64_t i) {
  Value item = list_get(T, heap, i);
  return item ? item : Value(raise_text(T, Builtin::kIndexError, "list index out of range"));
}

bool changed_size(Thread* T, List* heap, int64_t size) {
  if (heap->size() == size) return false;
  return static_cast<void>(raise_text(T, Builtin::kRuntimeError, "list changed size during iteration")), true;
}

// Moves the item at `position` towards the root, not beyond `start`.
template <Order kOrder>
bool sift_up_to(Thread* T, List* heap, int64_t start, int64_t position) {
  int64_t size = heap->size();
  Value item = item_at(T, heap, position);
  if (!item) return false;
  while (position > start) {
    int64_t parent_position = (position - 1) / 2;
    Value parent = item_at(T, heap, parent_position);
    if (!parent) return false;
    int swap = before<kOrder>(T, item, parent);
    if (swap < 0 || changed_size(T, heap, size)) return false;
    if (!swap) break;
    list_set(T, heap, position, parent);
    list_set(T, heap, parent_position, item);
    position = parent_position;
  }
  return true;
}

// Moves the hole at `position` down to a leaf along the smaller children, then its item up from there: fewer
// comparisons than stopping on the way, as the item mostly belongs near the bottom.
template <Order kOrder>
bool sift_down(Thread* T, List* heap, int64_t position) {
  int64_t size = heap->size();
  int64_t start = position;
  while (2 * position + 1 < size) {
    int64_t child_position = 2 * position + 1;
    Value child = item_at(T, heap, child_position);
    if (!child) return false;
    if (child_position + 1 < size) {
      Value other = item_at(T, heap, child_position + 1);
      if (!other) return false;
      int first = before<kOrder>(T, child, other);
      if (first < 0 || changed_size(T, heap, size)) return false;
      if (!first) {
        ++child_position;
        child = other;
      }
    }
    Value moving = item_at(T, heap, position);
    if (!moving) return false;
    list_set(T, heap, position, child);
    list_set(T, heap, child_position, moving);
    position = child_position;
  }
  return sift_up_to<kOrder>(T, heap, start, position);
}

template <Order kOrder>
Value heapify(Thread* T, Arguments args) {
  List* heap = heap_of(T, args);
  if (!heap) return kEmpty;
  for (int64_t i = heap->size() / 2 - 1; i >= 0; --i) {
    if (!sift_down<kOrder>(T, heap, i)) return kEmpty;
  }
  return kNone;
}

Value heap_push(Thread* T, Arguments args) {
  List* heap = heap_of(T, args);
  if (!heap || !list_append(T, heap, args[1])) return kEmpty;
  return sift_up_to<Order::kMin>(T, heap, 0, heap->size() - 1) ? kNone : kEmpty;
}

template <Order kOrder>
Value heap_pop(Thread* T, Arguments args) {
  List* heap = heap_of(T, args);
  Value last = heap ? call_method(T, heap, names(T).pop) : kEmpty;
  if (!last) {
    if (heap && exception_matches(T, Builtin::kIndexError)) {
      clear_exception(T);
      return raise_text(T, Builtin::kIndexError, "index out of range");
    }
    return kEmpty;
  }
  if (heap->size() == 0) return last;
  Value first = item_at(T, heap, 0);
  if (!first) return kEmpty;
  list_set(T, heap, 0, last);
  return sift_down<kOrder>(T, heap, 0) ? first : kEmpty;
}

template <Order kOrder>
Value heap_replace(Thread* T, Arguments args) {
  List* heap = heap_of(T, args);
  if (!heap) return kEmpty;
  Value first = list_get(T, heap, 0);
  if (!first) return raise_text(T, Builtin::kIndexError, "index out of range");
  list_set(T, heap, 0, args[1]);
  return sift_down<kOrder>(T, heap, 0) ? first : kEmpty;
}

Value heap_push_pop(Thread* T, Arguments args) {
  List* heap = heap_of(T, args);
  if (!heap) return kEmpty;
  Value first = list_get(T, heap, 0);
  if (!first) return args[1];
  int smaller = before<Order::kMin>(T, first, args[1]);
  if (smaller <= 0) return smaller < 0 ? kEmpty : args[1];
  return heap_replace<Order::kMin>(T, args);
}

const NativeMethod kFunctions[] = {
    {"heapify(heap, /)", heapify<Order::kMin>, "Transform list into a heap, in-place, in O(len(heap)) time."},
    {"heappush(heap, item, /)", heap_push, "Push item onto heap, maintaining the heap invariant."},
    {"heappop(heap, /)", heap_pop<Order::kMin>, "Pop the smallest item off the heap, maintaining the heap invariant."},
    {"heapreplace(heap, item, /)", heap_replace<Order::kMin>, "Pop and return the smallest item, and add the new one."},
    {"heappushpop(heap, item, /)", heap_push_pop, "Push item on the heap, then pop and return the smallest."},
    {"_heapify_max(heap, /)", heapify<Order::kMax>, "heapify for a heap with the greatest item first."},
    {"_heappop_max(heap, /)", heap_pop<Order::kMax>, "heappop for a heap with the greatest item first."},
    {"_heapreplace_max(heap, item, /)", heap_replace<Order::kMax>,
     "heapreplace for a heap with the greatest item first."},
    {nullptr, nullptr, nullptr},
};

}  // namespace

Value initialize_heapq_module(Thread* T) {
  Module* module = make_module(T, "_heapq");
  return module && add_functions(T, module, kFunctions) ? Value(module) : kEmpty;
}

}  // namespace gilded
