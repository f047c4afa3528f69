// _events: what the calling thread has done, as the recorder noted it (report/recorder.h). `gilded atomic` asks here
// which natives let go of the GIL, take locks, or hold the lock in a container's header.
//
// Nothing is noted unless the program runs with GILDED_RECORD_EVENTS=1. Thread safety: a thread reads its own events
// only.
#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/report/recorder.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/threading/parking.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

Value watch(Thread*, Arguments args) {
  if (args[0].is_object()) watch_object_lock(args[0].as_object());
  return Value::boolean(args[0].is_object());
}

Value newer_than(Thread* T, Arguments args) {
  int64_t after;
  if (!to_int64(T, args[0], &after)) return kEmpty;
  List* list = make_list(T, 0);
  if (!list || !T->record) return list ? Value(list) : kEmpty;
  for (const EventRing* ring : {&T->record->states, &T->record->traffic}) {
    for (const Event& event : ring->events()) {
      if (event.time <= after) continue;
      Value reason = event.kind == EventKind::kDetach
                         ? intern(T, std::string_view(name_of(static_cast<WaitReason>(event.detail))))
                         : kNone;
      Tuple* tuple = make_tuple(T, {make_int(T, event.time), intern(T, std::string_view(name_of(event.kind))), reason,
                                    make_int(T, static_cast<int64_t>(event.object))});
      if (!tuple || !list_append(T, list, tuple)) return kEmpty;
    }
  }
  return list;
}

const NativeMethod kFunctions[] = {
    {"watch(object, /)", watch,
     "Note from now on when the lock in the object's header is taken. False: it is no object of the heap."},
    {"newer_than(time, /)", newer_than,
     "The calling thread's events after a time (time.monotonic_ns), as (time, name, reason of waiting, address)."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_events_module(Thread* T) {
  Module* module = make_module(T, "_events");
  return module && add_functions(T, module, kFunctions) ? Value(module) : kEmpty;
}

}  // namespace gilded
