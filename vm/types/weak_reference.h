// weakref.ref and proxies: | header | referent | callback | hash | table links |. The referent word does not keep its
// object alive; it becomes EMPTY in the pause of the collection that finds the object dead, so a call of the reference
// either returns a live object or None.
#pragma once

#include <functional>
#include <unordered_map>
#include <vector>

#include "vm/gc/heap.h"
#include "vm/object/object.h"
#include "vm/threading/mutex.h"

namespace gilded {

class Runtime;

struct WeakReference : Object {
  Slot referent;  // not visited by the collector
  Slot callback;  // or EMPTY
  std::atomic<int64_t> hash;
  std::atomic<bool> has_hash;
};
void trace_weak_reference(Object*, Marker&);

// All weak references of the runtime; entries of dead ones are dropped at collections.
struct WeakReferenceTable {
  Mutex lock;
  std::unordered_map<Object*, std::vector<WeakReference*>> by_referent GUARDED_BY(lock);
  std::vector<Object*> young GUARDED_BY(lock);  // those that got a reference since the last collection
  std::vector<std::function<void(const std::function<bool(Object*)>&)>> lists GUARDED_BY(lock);
};

// For native modules that list objects without keeping them alive: `drop_dead(is_marked)` is called at every
// collection, with the world stopped, when weak references to dead objects are cleared, and must forget the dead.
void add_weak_list(Runtime* runtime, std::function<void(const std::function<bool(Object*)>&)> drop_dead);

// TypeError "cannot create weak reference to 'int' object" where the type does not support it. An existing one without
// callback is shared.
Value make_weak_reference(Thread* T, Type* type, Value referent, Value callback);

// --- For the collector, world stopped. A collection of the young finds no reference dead that is older than the last
// collection, and nothing that such a one refers to: it looks only at those that were made since.
void clear_dead_weak_references(Runtime* runtime, bool only_young, const std::function<bool(Object*)>& is_marked,
                                const std::function<void(Object*)>& queue_callback);
void drop_dead_weak_references(Runtime* runtime, bool only_young, const std::function<bool(Object*)>& is_marked);
// Calls the reference's callback with it; failures are reported as unraisable.
void run_weak_reference_callback(Thread* T, Object* reference);

}  // namespace gilded
