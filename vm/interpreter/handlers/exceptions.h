// Exceptions: raising, matching, and the unwinder.
#pragma once

namespace gilded {

HANDLER(PUSH_EXCEPTION) {
  RA = T->handled_exception;
  T->handled_exception = RB;
  NEXT(1);
}
HANDLER(POP_EXCEPTION) {
  T->handled_exception = RA;
  NEXT(1);
}
HANDLER(MATCH_EXCEPTION) {
  SAVE();
  int matches = match_exception(T, RB, RC);
  if (matches < 0) RAISE();
  RA = Value::boolean(matches);
  NEXT(1);
}
HANDLER(MATCH_GROUP) {
  SAVE();
  Value rest, matched;
  if (!match_exception_group(T, RB, RC, &rest, &matched)) RAISE();
  Value* p = &RA;
  p[0] = rest;
  p[1] = matched;
  NEXT(1);
}
HANDLER(RAISE) {
  SAVE();
  switch (operand_c(word)) {
    case 0:
      raise_again(T);
      break;
    case 1:
      (void)raise_value(T, RA);
      break;
    default:
      raise_from(T, RA, RB);
      break;
  }
  RAISE();
}
HANDLER(RERAISE) {
  SAVE();
  T->exception = RA;
  T->reraising = true;
  RAISE();
}
HANDLER(EXCEPTION_PARTS) {
  Value exception = RB;
  Value* p = &RA;
  Value traceback = exception.as<Exception>()->traceback.load();
  p[0] = type_of(T, exception);
  p[1] = exception;
  p[2] = traceback.is_empty() ? kNone : traceback;
  NEXT(1);
}

// The machine's answer to a pending exception: find the handler that covers pc in this frame, else leave the frame and
// look in its caller.
SLOW_PATH(unwind) {
  const bool reraised = T->reraising;
  T->reraising = false;
  bool first = true;
  for (;;) {
    CodeObject* code = frame_code(R);
    T->frame = R;
    T->pc = pc;
    bool again = first && reraised;
    if (!again) add_traceback(T, T->exception, R, pc);
    if (T->dispatch == T->runtime->instrumented_table) exception_raised(T, R, pc, again);
    first = false;
    auto offset = static_cast<uint32_t>(pc - code->instructions);
    const compiler::ExceptionEntry* handler = nullptr;
    for (const compiler::ExceptionEntry& entry : code->code->exceptions) {
      if (offset >= entry.start && offset < entry.end) {
        handler = &entry;
        break;
      }
    }
    if (handler) {
      Value exception = take_exception(T);
      R[handler->exception_register] = exception;
      pc = code->instructions + handler->target;
      if (T->dispatch == T->runtime->instrumented_table) {
        T->pc = pc;
        if (!exception_handled(T, R, pc, exception)) continue;
      }
      K = code->constants;
      D = T->dispatch;
      DISPATCH();
    }
    if (T->dispatch == T->runtime->instrumented_table) frame_unwound(T, R, pc);
    FrameEntry kind = frame_entry(R);
    const uint32_t* call_pc = calling_instruction(R);
    Value* caller = frame_caller(R);
    leave_frame(T, R);
    if (is_generator_code(code)) generator_failed(T, R);
    T->frame = caller;
    --T->recursion_depth;
    if (kind == FrameEntry::kNative) {
      T->pc = call_pc;
      EXIT_RUN(kEmpty);
    }
    R = caller;
    pc = call_pc;
  }
}

}  // namespace gilded
