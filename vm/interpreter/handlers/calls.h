// Calls, returns, iteration, generators.
#pragma once

namespace gilded {

// After a native returned: the place where the switch-point rule of CPython 3.10 and later looks. The result is already
// in its register.
SLOW_PATH(poll_after_call) {
  SAVE();
  if (!poll(T)) RAISE();
  D = T->dispatch;
  pc += compiler::info(compiler::opcode_of(word)).length();
  DISPATCH();
}
#define NEXT_AFTER_CALL(words)                                        \
  do {                                                                \
    if (T->breaker.load(std::memory_order_relaxed) != 0) [[unlikely]] \
      TAIL(poll_after_call);                                          \
    NEXT(words);                                                      \
  } while (0)

// Enters the frame at `window`, whose parameters are in place.
#define ENTER(window, function, code, words, entry)                                   \
  do {                                                                                \
    SAVE();                                                                           \
    if (!enter_frame_inline(T, window, function, code, pc + (words), entry)) RAISE(); \
    GO_ON(window, code, (code)->instructions);                                        \
  } while (0)

// The arguments of a call instruction: a method's self counts, where LOAD_METHOD found one; else its word is skipped.
struct GivenArguments {
  Value* arguments;
  uint32_t count;
};
inline GivenArguments given_arguments(Value* window, uint32_t word) {
  Value* arguments = window + 4;
  uint32_t count = operand_b(word);
  if (!(operand_c(word) & compiler::kCallMethodForm)) return {arguments, count};
  if (arguments[0].is_empty()) return {arguments + 1, count};
  return {arguments, count + 1};
}

// Any callee, positional arguments. The window's first word is the callee; see frame.h.
PATH(call_generic) {
  SAVE();
  Value* window = &RA;
  auto [arguments, count] = given_arguments(window, word);
  Value callee = window[0];
  for (;;) {
    if (!callee.is_object()) break;
    Object* object = callee.as_object();
    if (object->kind() == Kind::kFunction) {
      auto* function = static_cast<Function*>(object);
      CodeObject* code = function->code.load(std::memory_order_acquire);
      if (!bind_arguments(T, function, code, {arguments, count, nullptr}, arguments)) RAISE();
      arguments[-4] = callee;
      ENTER(arguments, function, code, 1, arguments == window + 4 ? FrameEntry::kCall : FrameEntry::kMethodCall);
    }
    if (object->kind() == Kind::kMethod && object->is_exactly(Kind::kMethod)) {
      // self goes before the arguments; where the word before them is the frame header's, they move up one.
      auto* method = static_cast<Method*>(object);
      memmove(window + 5, arguments, count * sizeof(Value));
      window[4] = method->self.load();
      arguments = window + 4;
      ++count;
      callee = method->function.load();
      continue;
    }
    if (object->kind() == Kind::kInstance) {
      // An object with a __call__ written in Python, likewise.
      Function* method = python_call_method(T, callee);
      if (!method) break;
      memmove(window + 5, arguments, count * sizeof(Value));
      window[4] = callee;
      arguments = window + 4;
      ++count;
      callee = method;
      continue;
    }
    if (Value(object) == Value(types(T).type) && count == 1) {
      // type(x) asks, it makes nothing.
      *window = type_of(T, arguments[0]);
      NEXT(1);
    }
    if (object->kind() == Kind::kType && object->type() == types(T).type) {
      // A class made in Python whose instances come from object.__new__: make the instance here, run __init__ in this
      // loop.
      auto* type = static_cast<Type*>(object);
      Value initializer = plain_initializer(T, type);
      if (!initializer.is_empty()) {
        Object* instance = allocate_instance_of(T, type, sizeof(Instance));
        if (!instance) RAISE();
        auto* function = initializer.as<Function>();
        CodeObject* code = function->code.load(std::memory_order_acquire);
        memmove(window + 6, arguments, count * sizeof(Value));
        window[0] = instance;
        window[5] = instance;
        if (!bind_arguments(T, function, code, {window + 5, count + 1, nullptr}, window + 5)) RAISE();
        window[1] = initializer;
        ENTER(window + 5, function, code, 1, FrameEntry::kInitialize);
      }
    }
    break;
  }
  Value result = call(T, callee, CallArguments{arguments, count, nullptr});
  if (result.is_empty()) RAISE();
  *window = result;
  NEXT_AFTER_CALL(1);
}
// Whether positional arguments, which end the window, can be a native's parameters where they are: EMPTY is put behind
// them for those not given, *count becomes the number of parameters. There is room: nothing lies behind but the frame's
// slack.
inline bool completes_in_place(const NativeSignatureCounts* counts, Value* arguments, uint32_t* count) {
  constexpr uint32_t kMost = NativeSignatureCounts::kMostMissing;
  static_assert(kMost <= kWindowSlack);
  if (!counts || !counts->fits_in_place(*count)) return false;
  // Always so many: two stores, where a loop to the number of parameters becomes a call of memset.
  for (uint32_t i = 0; i < kMost; ++i) arguments[*count + i] = kEmpty;
  *count = counts->parameter_count;
  return true;
}
PATH(call_native_function) {
  SAVE();
  Value* window = &RA;
  auto* native = window[0].as<NativeFunction>();
  auto [arguments, count] = given_arguments(window, word);
  const NativeMethod* method = native->method;
  Value result;
  Value self = native->owner ? native->self.load() : kEmpty;
  Value* values = arguments;
  uint32_t value_count = count;
  if (self) {
    // A bound method: self goes into the word before the arguments, which belongs to the window's gap.
    *--values = self;
    ++value_count;
  }
  if ((self || !native->owner) && completes_in_place(known_counts(native->signature), values, &value_count))
      [[likely]] {
    BoundArguments bound;
    bound.values = values;
    bound.count = value_count;
    bound.callee = native;
    result = method->code(T, bound);
  } else {
    result = call_native_function(T, native, arguments, count);
  }
  if (result.is_empty()) RAISE();
  *window = result;
  if (method->flags & kNoSwitchAfterCall) NEXT(1);
  NEXT_AFTER_CALL(1);
}
// The number of items of the usual containers; negative: another object.
inline int64_t known_length(Value container) {
  if (!container.is_object()) return -1;
  Object* object = container.as_object();
  if (object->is_exactly(Kind::kList)) return static_cast<List*>(object)->length.load(std::memory_order_acquire);
  if (object->is_exactly(Kind::kString)) return static_cast<String*>(object)->length;
  if (object->is_exactly(Kind::kTuple)) return static_cast<int64_t>(static_cast<Tuple*>(object)->length);
  if (object->is_exactly(Kind::kDict)) return static_cast<Dict*>(object)->size();
  return -1;
}
PATH(call_known_function) {
  Value* window = &RA;
  auto [arguments, count] = given_arguments(window, word);
  KnownNative known = window[0].as<NativeFunction>()->method->known;
  if (known == KnownNative::kLen && count == 1) {
    int64_t length = known_length(arguments[0]);
    if (length >= 0) {
      *window = Value::small_int(length);
      NEXT(1);
    }
  } else if (known == KnownNative::kIsInstance && count == 2 && arguments[1] == Value(type_of(T, arguments[0]))) {
    *window = kTrue;
    NEXT(1);
  }
  TAIL(call_native_function);
}
PATH(call_descriptor) {
  SAVE();
  Value* window = &RA;
  auto* descriptor = window[0].as<NativeDescriptor>();
  const NativeMethod* method = descriptor->method;
  Value* arguments = window + 4;
  uint32_t count = operand_b(word) + 1;
  Value result;
  const NativeSignatureCounts* counts = known_counts(descriptor->signature);
  if (arguments[0].is_object() && arguments[0].as_object()->type() == descriptor->owner &&
      completes_in_place(counts, arguments, &count)) [[likely]] {
    // The receiver is what the method expects, and each argument stands where its parameter does.
    BoundArguments bound;
    bound.values = arguments;
    bound.count = count;
    bound.callee = descriptor;
    result = method->code(T, bound);
  } else {
    result = call_native(T, method, descriptor->signature, descriptor, CallArguments{arguments, count, nullptr});
  }
  if (result.is_empty()) RAISE();
  *window = result;
  if (method->flags & kNoSwitchAfterCall) NEXT(1);
  NEXT_AFTER_CALL(1);
}
PATH(call_list_append) {
  Value* window = &RA;
  Value self = window[4];
  if (operand_b(word) == 1 && is_exactly(self, Kind::kList) && !T->parallel()) [[likely]] {
    auto* list = self.as<List>();
    auto length = static_cast<size_t>(list->size());
    ValueArray* buffer = list->buffer.load(std::memory_order_relaxed);
    if (length < buffer->capacity) {
      heap_store(buffer, (*buffer)[length], window[5]);
      list->length.store(static_cast<int64_t>(length) + 1, std::memory_order_release);
      *window = kNone;
      NEXT(1);
    }
  }
  TAIL(call_descriptor);
}
// From a frame with variables above its temporaries, where a callee's frame in place would lie: it is put above them.
PATH(call_apart) {
  SAVE();
  Value* window = &RA;
  bool has_keywords = compiler::opcode_of(word) == compiler::Opcode::CALL_KEYWORDS;
  auto [arguments, count] = given_arguments(window, word);
  Value result = call(T, window[0], CallArguments{arguments, count, has_keywords ? K[AUX].as<Tuple>() : nullptr});
  if (result.is_empty()) RAISE();
  *window = result;
  NEXT_AFTER_CALL(has_keywords ? 2 : 1);
}
HANDLER(CALL) {
  if (operand_c(word) & compiler::kCallApart) [[unlikely]]
    TAIL(call_apart);
  Value* window = &RA;
  Value callee = window[0];
  if (callee.is_object()) {
    Object* object = callee.as_object();
    uint32_t count = operand_b(word);
    Kind kind = object->kind();
    if (kind == Kind::kFunction) [[likely]] {
      auto* function = static_cast<Function*>(object);
      bool method_form = operand_c(word) != 0;
      Value* base = window + 4;
      if (method_form) {
        if (base[0].is_empty()) TAIL(call_generic);
        ++count;
      }
      if (function->simple_parameters.load(std::memory_order_relaxed) == count + 1) [[likely]] {
        CodeObject* code = function->code.load(std::memory_order_acquire);
        // Another thread may have assigned __code__ between the two loads.
        if (code->positional_count == count && code->parameter_count == count) [[likely]] {
          ENTER(base, function, code, 1, FrameEntry::kCall);
        }
      }
      TAIL(call_generic);
    }
    if (kind == Kind::kNativeFunction) {
      if (static_cast<NativeFunction*>(object)->method->known != KnownNative::kNone) TAIL(call_known_function);
      TAIL(call_native_function);
    }
    if (kind == Kind::kNativeDescriptor && operand_c(word) != 0 && !window[4].is_empty() &&
        static_cast<NativeDescriptor*>(object)->form == NativeDescriptor::Form::kMethod) {
      if (static_cast<NativeDescriptor*>(object)->method->known == KnownNative::kListAppend) TAIL(call_list_append);
      TAIL(call_descriptor);
    }
  }
  TAIL(call_generic);
}
HANDLER(CALL_KEYWORDS) {
  if (operand_c(word) & compiler::kCallApart) [[unlikely]]
    TAIL(call_apart);
  SAVE();
  Value* window = &RA;
  auto [arguments, count] = given_arguments(window, word);
  Value callee = window[0];
  auto* keyword_names = K[AUX].as<Tuple>();
  if (is_exactly(callee, Kind::kMethod)) {
    memmove(window + 5, arguments, count * sizeof(Value));
    window[4] = callee.as<Method>()->self.load();
    arguments = window + 4;
    ++count;
    callee = callee.as<Method>()->function.load();
  }
  if (is_kind(callee, Kind::kFunction)) {
    auto* function = callee.as<Function>();
    CodeObject* code = function->code.load(std::memory_order_acquire);
    if (!bind_arguments(T, function, code, {arguments, count, keyword_names}, arguments)) RAISE();
    arguments[-4] = callee;
    ENTER(arguments, function, code, 2, arguments == window + 4 ? FrameEntry::kCall : FrameEntry::kMethodCall);
  }
  if (is_kind(callee, Kind::kType) && callee.as_object()->type() == types(T).type) {
    auto* type = callee.as<Type>();
    Value initializer = plain_initializer(T, type);
    if (!initializer.is_empty()) {
      Object* instance = allocate_instance_of(T, type, sizeof(Instance));
      if (!instance) RAISE();
      auto* function = initializer.as<Function>();
      CodeObject* code = function->code.load(std::memory_order_acquire);
      memmove(window + 6, arguments, count * sizeof(Value));
      window[0] = instance;
      window[5] = instance;
      if (!bind_arguments(T, function, code, {window + 5, count + 1, keyword_names}, window + 5)) RAISE();
      window[1] = initializer;
      ENTER(window + 5, function, code, 2, FrameEntry::kInitialize);
    }
  }
  Value result = call(T, callee, CallArguments{arguments, count, keyword_names});
  if (result.is_empty()) RAISE();
  *window = result;
  NEXT_AFTER_CALL(2);
}
HANDLER(CALL_EX) {
  SAVE();
  Value* window = &RA;
  if (!make_star_arguments(T, window[0], window + 4)) RAISE();
  auto* positional = window[4].as<Tuple>();
  Dict* keywords = window[5].is_empty() ? nullptr : window[5].as<Dict>();
  Value callee = window[0];
  if (is_kind(callee, Kind::kFunction) && frame_code(R)->code->relocation == 0) {  // else as call_apart
    auto* function = callee.as<Function>();
    CodeObject* code = function->code.load(std::memory_order_acquire);
    // The arguments are laid out above everything in use, then bound into the window.
    Value* base = stack_top(T) + kFrameHeaderWords;
    if (!bind_tuple_arguments(T, function, code, positional, keywords, base)) RAISE();
    base[-4] = callee;
    // The result goes to the window: move the frame down to it.
    memmove(window + 4, base, code->parameter_count * sizeof(Value));
    ENTER(window + 4, function, code, 1, FrameEntry::kCall);
  }
  Value result = call_tuple(T, callee, positional, keywords);
  if (result.is_empty()) RAISE();
  *window = result;
  NEXT_AFTER_CALL(1);
}

// What a return does when it is not the plain case.
PATH(return_special) {
  Value result = RA;
  FrameEntry kind = frame_entry(R);
  Value* caller = frame_caller(R);
  const uint32_t* return_pc = frame_return_pc(R);
  CodeObject* code = frame_code(R);
  SAVE();
  if (kind == FrameEntry::kInitialize && !result.is_none()) {
    (void)raise(T, Builtin::kTypeError, "__init__() should return None, not '{}'", type_name(T, result));
    RAISE();
  }
  if (frame_owner(R)) {
    if (is_generator_code(code) && frame_owner(R)->kind() == Kind::kGenerator)
      generator_returned(T, R, result);
    else
      leave_frame(T, R);
  }
  T->frame = caller;
  --T->recursion_depth;
  Value* frame = R;
  R = caller;
  pc = return_pc;
  switch (kind) {
    case FrameEntry::kNative:
      T->pc = return_pc;
      EXIT_RUN(result);
    case FrameEntry::kCall:
      frame[-4] = result;
      break;
    case FrameEntry::kMethodCall:
      frame[-5] = result;
      break;
    case FrameEntry::kInitialize:
      break;  // frame[-5] holds the instance
    case FrameEntry::kForIterator:
      pc += static_cast<int32_t>(pc[-1]);  // the AUX word of FOR_ITER: its end
      break;
    case FrameEntry::kSend:
      R[operand_a(pc[-2])] = result;
      pc += static_cast<int32_t>(pc[-1]);
      break;
    case FrameEntry::kResult:
      R[operand_a(pc[-1])] = result;
      break;
    case FrameEntry::kResultWide:
      R[operand_a(pc[-2])] = result;
      break;
    case FrameEntry::kOperator:
      if (result.is_not_implemented()) {
        K = frame_code(R)->constants;
        --pc;
        word = *pc;
        TAIL(operator_method_declined);
      }
      R[operand_a(pc[-1])] = result;
      break;
    case FrameEntry::kCompareJump: {
      K = frame_code(R)->constants;
      pc -= 2;
      word = *pc;
      if (!result.is_bool()) {
        T->run_result = result;
        TAIL(compare_jump_finish);
      }
      if (result.is_true() == (operand_a(word) != 0)) pc += static_cast<int32_t>(AUX);
      NEXT(2);
    }
  }
  K = frame_code(R)->constants;
  DISPATCH();
}
HANDLER(RETURN) {
  uint64_t owner_and_entry = R[-1].bits();
  Value* caller = frame_caller(R);
  if (owner_and_entry == static_cast<uint64_t>(FrameEntry::kCall)) [[likely]] {
    Value result = RA;
    pc = frame_return_pc(R);
    R[-4] = result;
    R = caller;
    T->frame = caller;
    --T->recursion_depth;
    K = frame_code(R)->constants;
    DISPATCH();
  }
  TAIL(return_special);
}
SLOW_PATH(poll_at_resume) {
  SAVE();
  if (!poll(T)) RAISE();
  D = T->dispatch;
  NEXT(1);
}
HANDLER(RESUME) {
  if (operand_a(word) < 2 && T->breaker.load(std::memory_order_relaxed) != 0) [[unlikely]]
    TAIL(poll_at_resume);
  NEXT(1);
}

// --- Iteration
HANDLER(GET_ITER) {
  SAVE();
  Value v = RB;
  Value iterator = is_kind(v, Kind::kGenerator) && type_of(T, v) == types(T).generator ? v : get_iterator(T, v);
  if (iterator.is_empty()) RAISE();
  RA = iterator;
  NEXT(1);
}
PATH(for_generator_generic) {
  SAVE();
  switch (resume_generator(T, RB.as<Generator>(), kNone, window_above(R), pc + 2, FrameEntry::kForIterator)) {
    case GeneratorResume::kEntered:
      GO_ON(T->frame, frame_code(R), T->pc);
    case GeneratorResume::kFinished:
      pc += static_cast<int32_t>(AUX);
      NEXT(2);
    case GeneratorResume::kFailed:
      break;
  }
  RAISE();
}
PATH(for_iterator_generic) {
  SAVE();
  Value iterator = RB;
  if (is_kind(iterator, Kind::kGenerator)) {
    auto* generator = iterator.as<Generator>();
    CodeObject* code = generator_code(generator);
    if (!is_coroutine_code(code)) {
      Value* window = window_above(R);
      const uint32_t* next = resume_at_once(T, generator, code, kNone, window, pc + 2, FrameEntry::kForIterator);
      if (!next) TAIL(for_generator_generic);
      GO_ON(window, code, next);
    }
  }
  Value item = IteratorItems(T, iterator).next();
  if (item.is_empty()) {
    if (T->has_exception()) RAISE();
    pc += static_cast<int32_t>(AUX);
    NEXT(2);
  }
  RA = item;
  NEXT(2);
}
HANDLER(FOR_ITER) {
  Value v = RB;
  // The built-in iterators that most loops run over; an index of another thread's making is still bounded.
  if (!v.is_object()) TAIL(for_iterator_generic);
  if (v.as_object()->kind() == Kind::kRangeIterator) {
    auto* range = v.as<RangeIterator>();
    int64_t i = range->index.load(std::memory_order_relaxed);
    if (i < range->small_count) [[likely]] {
      range->index.store(i + 1, std::memory_order_relaxed);
      RA = Value::small_int(range->start + i * range->step);
      NEXT(2);
    }
  } else if (v.as_object()->kind() == Kind::kIterator) {
    auto* iterator = v.as<Iterator>();
    Type* type = iterator->type();
    if (type == T->runtime->types.list_iterator) {
      Value source = iterator->source.load();
      if (source) {
        auto* list = source.as<List>();
        int64_t i = iterator->index.load(std::memory_order_relaxed);
        ValueArray* buffer = list->buffer.load(std::memory_order_acquire);
        if (i < list->length.load(std::memory_order_acquire) && static_cast<size_t>(i) < buffer->capacity) {
          Value item = (*buffer)[static_cast<size_t>(i)].load();
          if (item) [[likely]] {
            iterator->index.store(i + 1, std::memory_order_relaxed);
            RA = item;
            NEXT(2);
          }
        }
      }
    } else if (type == T->runtime->types.tuple_iterator) {
      Value source = iterator->source.load();
      if (source) {
        auto* tuple = source.as<Tuple>();
        int64_t i = iterator->index.load(std::memory_order_relaxed);
        if (static_cast<size_t>(i) < tuple->length) {
          iterator->index.store(i + 1, std::memory_order_relaxed);
          RA = tuple->items[i].load();
          NEXT(2);
        }
      }
    } else if (type == T->runtime->types.ascii_string_iterator) {
      Value source = iterator->source.load();
      if (source) {
        auto* string = source.as<String>();
        int64_t i = iterator->index.load(std::memory_order_relaxed);
        if (static_cast<uint64_t>(i) < string->length) {
          iterator->index.store(i + 1, std::memory_order_relaxed);
          RA = T->runtime->characters[static_cast<unsigned char>(string->characters[i])];
          NEXT(2);
        }
      }
    }
  }
  TAIL(for_iterator_generic);
}

// --- Generators
HANDLER(RETURN_GENERATOR) {
  SAVE();
  Value generator = make_generator(T, R, pc + 1);
  if (generator.is_empty()) RAISE();
  // The frame returns the generator; it is not one of the generator's own returns.
  RA = generator;
  Value result = generator;
  FrameEntry kind = frame_entry(R);
  Value* caller = frame_caller(R);
  const uint32_t* return_pc = frame_return_pc(R);
  Value* frame = R;
  T->frame = caller;
  --T->recursion_depth;
  if (kind == FrameEntry::kNative) {
    T->pc = return_pc;
    EXIT_RUN(result);
  }
  if (kind == FrameEntry::kCall)
    frame[-4] = result;
  else
    frame[-5] = result;
  R = caller;
  pc = return_pc;
  K = frame_code(R)->constants;
  DISPATCH();
}
PATH(yield_value) {
  SAVE();
  Value value = RB;
  if (compiler::opcode_of(word) == Opcode::YIELD && operand_c(word) == 1) {
    value = wrap_async_yield(T, value);
    if (value.is_empty()) RAISE();
  }
  FrameEntry kind = frame_entry(R);
  Value* caller = frame_caller(R);
  const uint32_t* return_pc = frame_return_pc(R);
  if (!suspend_at_once(T, R, pc)) suspend_generator(T, R, pc);
  T->frame = caller;
  --T->recursion_depth;
  if (kind == FrameEntry::kNative) {
    T->pc = return_pc;
    EXIT_RUN(value);
  }
  R = caller;
  pc = return_pc;
  // FOR_ITER and SEND both store what was yielded in their register a.
  R[operand_a(pc[-2])] = value;
  K = frame_code(R)->constants;
  DISPATCH();
}
HANDLER(YIELD) {
  TAIL(yield_value);
}
HANDLER(YIELD_DELEGATE) {
  TAIL(yield_value);
}
PATH(send_generic) {
  SAVE();
  Value iterator = RB, value = RA;
  if (is_kind(iterator, Kind::kGenerator) && !iterator.as<Generator>()->is_async()) {
    switch (resume_generator(T, iterator.as<Generator>(), value, window_above(R), pc + 2, FrameEntry::kSend)) {
      case GeneratorResume::kEntered:
        GO_ON(T->frame, frame_code(R), T->pc);
      case GeneratorResume::kFinished:
        RA = kNone;
        pc += static_cast<int32_t>(AUX);
        NEXT(2);
      case GeneratorResume::kFailed:
        RAISE();
    }
  }
  bool finished = false;
  Value result = send_to_iterator(T, iterator, value, &finished);
  if (result.is_empty()) RAISE();
  RA = result;
  if (finished) pc += static_cast<int32_t>(AUX);
  NEXT(2);
}
HANDLER(SEND) {
  Value iterator = RB;
  if (is_kind(iterator, Kind::kGenerator)) {
    auto* generator = iterator.as<Generator>();
    CodeObject* code = generator_code(generator);
    Value* window = window_above(R);
    SAVE();
    const uint32_t* next = code->flags & compiler::kAsyncGenerator
                               ? nullptr
                               : resume_at_once(T, generator, code, RA, window, pc + 2, FrameEntry::kSend);
    if (next) GO_ON(window, code, next);
  }
  TAIL(send_generic);
}
HANDLER(GET_YIELD_ITER) {
  SAVE();
  Value v =
      yield_from_iterator(T, RB, (frame_code(R)->flags & (compiler::kCoroutine | compiler::kIterableCoroutine)) != 0);
  if (v.is_empty()) RAISE();
  RA = v;
  NEXT(1);
}
HANDLER(GET_AWAITABLE) {
  SAVE();
  Value v = awaitable_iterator(T, RB, static_cast<int>(operand_c(word)));
  if (v.is_empty()) RAISE();
  RA = v;
  NEXT(1);
}
HANDLER(GET_ASYNC_ITER) {
  SAVE();
  Value v = async_iterator(T, RB);
  if (v.is_empty()) RAISE();
  RA = v;
  NEXT(1);
}
HANDLER(GET_ASYNC_NEXT) {
  SAVE();
  Value v = async_next_awaitable(T, RB);
  if (v.is_empty()) RAISE();
  RA = v;
  NEXT(1);
}
HANDLER(END_ASYNC_FOR) {
  SAVE();
  Value exception = RA;
  if (is_instance_of(T, exception, exception_type(T, Builtin::kStopAsyncIteration))) NEXT(1);
  T->exception = exception;
  T->reraising = true;
  RAISE();
}

}  // namespace gilded
