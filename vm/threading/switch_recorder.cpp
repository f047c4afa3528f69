#include "vm/threading/switch_recorder.h"

#include "vm/interpreter/frame.h"
#include "vm/object/errors.h"
#include "vm/runtime.h"
#include "vm/types/list.h"
#include "vm/types/tuple.h"

namespace gilded {

static uint64_t place_of(Thread* T) {
  CodeObject* code = frame_code(T->frame);
  return reinterpret_cast<uintptr_t>(code) << 20 ^ static_cast<uint64_t>(T->pc - code->instructions);
}

bool SwitchRecorder::is_new(Thread* T) const {
  return recording() && T->frame && !seen_.contains(place_of(T));
}

void SwitchRecorder::note(Thread* T) {
  if (!recording() || !T->frame || !seen_.insert(place_of(T)).second) return;
  CodeObject* code = frame_code(T->frame);
  auto word = static_cast<uint32_t>(T->pc - code->instructions);
  Value exception = T->exception;
  T->exception = kEmpty;
  Tuple* place = make_tuple(T, {code, Value::small_int(offset_of_word(word))});
  if (!place || !list_append(T, places_.as<List>(), place)) clear_exception(T);
  T->exception = exception;
}

bool SwitchRecorder::start(Thread* T) {
  List* list = make_list(T);
  if (!list) return false;
  places_ = list;
  if (!is_root_) T->runtime->add_root(&places_);
  is_root_ = true;
  seen_.clear();
  recording_.store(true, std::memory_order_relaxed);
  return true;
}

Value SwitchRecorder::stop(Thread* T) {
  recording_.store(false, std::memory_order_relaxed);
  Value result = places_;
  places_ = kEmpty;
  return result ? result : Value(make_list(T));
}

}  // namespace gilded
