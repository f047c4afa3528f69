// _decimal: the types decimal.Decimal and decimal.Context, and the operations on them that programs spend their time
// in.
//
// Decimal: a Record that never changes.
//   slot 0      the coefficient as an int, or EMPTY where its two limbs are among the bytes
//   bytes       DecimalData
//   private     bit 0: negative; bits 1 and 2: Special
// Context: a Record of the bytes of ContextData, which are atomics: threads may share a context, as they may share any
// object.
//
// The module decimal, in Python, adds the other methods with complete(): they reach the parts of a number as _sign,
// _int, _exp and _special, and make numbers with _make(). An operation meets conditions; apply_status() makes them
// flags of the context, or an exception where the context has a trap.
#include <algorithm>
#include <atomic>
#include <string>

#include "stdlib/native/contexts.h"
#include "stdlib/native/decimal_arithmetic.h"
#include "vm/object/errors.h"
#include "vm/object/instance.h"
#include "vm/object/protocols.h"
#include "vm/object/special_methods.h"
#include "vm/object/type.h"
#include "vm/object/type_internals.h"
#include "vm/runtime.h"
#include "vm/types/dict.h"
#include "vm/types/float.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

using decimal::Natural;
using decimal::Number;
using decimal::Rounding;
using decimal::Settings;
using decimal::Special;

struct DecimalData {
  int64_t exponent;
  mp_limb_t limbs[2];
};
constexpr uint32_t kDecimalSize = record_size(1, sizeof(DecimalData));

struct ContextData {
  std::atomic<int64_t> precision, lowest_exponent, highest_exponent;
  std::atomic<uint32_t> status, traps;
  std::atomic<uint8_t> rounding, clamp, capitals;
};
constexpr uint32_t kContextSize = record_size(0, sizeof(ContextData));

struct DecimalState {
  explicit DecimalState(Runtime* runtime) {
    for (Value* root :
         {&variable, &conditions, &convert, &comparison_operand, &default_context, &decimal_type, &context_type})
      runtime->add_root(root);
    for (Value& name : rounding_names) runtime->add_root(&name);
  }
  Type* decimal() const { return decimal_type.as<Type>(); }
  Type* context() const { return context_type.as<Type>(); }

  Value decimal_type, context_type;
  Value variable;  // the ContextVar that holds the current context
  uint64_t variable_hash = 0;
  Value conditions;          // the exception classes in the order of decimal::Condition
  Value convert;             // Decimal of a float, list or tuple: convert(value, context)
  Value comparison_operand;  // what to compare with a number that is neither Decimal nor int
  Value default_context;
  Value rounding_names[decimal::kRoundingCount];
};

DecimalState& state_of(Thread* T) {
  return native_state<DecimalState>(T->runtime);
}

// --- Numbers

bool is_instance_of_type(Value v, const Type* type) {
  if (!is_kind(v, Kind::kRecord)) return false;
  const Type* t = v.as_object()->type();
  while (t != type && t && !t->has_flag(kTypeIsBuiltin)) t = t->base;
  return t == type;
}
bool is_decimal(const DecimalState& state, Value v) {
  return is_instance_of_type(v, state.decimal());
}

DecimalData* data_of(Record* record) {
  return reinterpret_cast<DecimalData*>(record->raw());
}

Special special_of(const Record* record) {
  return static_cast<Special>(record->private_bits.load(std::memory_order_relaxed) >> 1 & 3);
}
bool is_negative(const Record* record) {
  return record->private_bits.load(std::memory_order_relaxed) & 1;
}

bool load_int(Thread* T, Value v, Natural& out) {
  IntOperand operand(v);
  return out.set(mpz_limbs_read(operand), mpz_size(operand)) || raise_memory_error(T);
}

// REQUIRES: a Decimal.
bool load(Thread* T, Value v, Number& out) {
  auto* record = v.as<Record>();
  out.is_negative = is_negative(record);
  out.special = special_of(record);
  const DecimalData* data = data_of(record);
  out.exponent = data->exponent;
  if (Value big = record->get(0)) return load_int(T, big, out.coefficient);
  return out.coefficient.set(data->limbs, 2);
}

bool load_int_number(Thread* T, Value v, Number& out) {
  out.special = Special::kNone;
  out.exponent = 0;
  out.is_negative = int_sign(v) < 0;
  if (v.is_small_int()) {
    int64_t i = v.as_small_int();
    out.coefficient.set(static_cast<uint64_t>(i < 0 ? -i : i));
    return true;
  }
  return load_int(T, v, out.coefficient);
}

// An operand of an operator: a Decimal or an int. *known: false for others.
bool load_operand(Thread* T, const DecimalState& state, Value v, Number& out, bool* known) {
  *known = true;
  if (is_decimal(state, v)) return load(T, v, out);
  if (is_int(v)) return load_int_number(T, v, out);
  *known = false;
  return true;
}

// The operand of a method.
bool load_argument(Thread* T, const DecimalState& state, Value v, Number& out) {
  bool known;
  if (!load_operand(T, state, v, out, &known)) return false;
  return known || raise(T, Builtin::kTypeError, "conversion from {} to Decimal is not supported", type_name(T, v));
}

Value make_coefficient(Thread* T, const Natural& n) {
  if (n.size() == 0) return Value::small_int(0);
  if (n.size() == 1) return make_int(T, uint64_t{n.limbs()[0]});
  mpz_t operand;
  return make_int_from_mpz(T, n.operand(operand));
}

Value make_decimal(Thread* T, Type* type, const Number& n) {
  auto* record = reinterpret_cast<Record*>(allocate_instance_of(T, type, kDecimalSize));
  if (!record) return kEmpty;
  record->slot_count = 1;
  record->byte_count = sizeof(DecimalData);
  record->private_bits.store(static_cast<uint8_t>(n.is_negative | static_cast<int>(n.special) << 1),
                             std::memory_order_relaxed);
  DecimalData* data = data_of(record);
  data->exponent = n.exponent;
  if (n.coefficient.size() <= 2) {
    data->limbs[0] = n.coefficient.size() > 0 ? n.coefficient.limbs()[0] : 0;
    data->limbs[1] = n.coefficient.size() > 1 ? n.coefficient.limbs()[1] : 0;
  } else {
    Value big = make_coefficient(T, n.coefficient);
    if (!big) return kEmpty;
    heap_initialize(record, record->slots[0], big);
  }
  return record;
}

Value coefficient_of(Thread* T, Record* record) {
  if (Value big = record->get(0)) return big;
  const DecimalData* data = data_of(record);
  if (data->limbs[1] == 0) return make_int(T, uint64_t{data->limbs[0]});
  mpz_t operand;
  return make_int_from_mpz(T, mpz_roinit_n(operand, data->limbs, 2));
}

// --- Contexts

ContextData* data_of_context(Value context) {
  return reinterpret_cast<ContextData*>(context.as<Record>()->raw());
}

Settings settings_of(Value context) {
  const ContextData* data = data_of_context(context);
  Settings settings;
  settings.precision = data->precision.load(std::memory_order_relaxed);
  settings.lowest_exponent = data->lowest_exponent.load(std::memory_order_relaxed);
  settings.highest_exponent = data->highest_exponent.load(std::memory_order_relaxed);
  settings.rounding = static_cast<Rounding>(data->rounding.load(std::memory_order_relaxed));
  settings.clamp = data->clamp.load(std::memory_order_relaxed);
  settings.capitals = data->capitals.load(std::memory_order_relaxed);
  return settings;
}

Value make_context(Thread* T, Type* type, Value like) {
  Record* record = make_record(T, type, 0, sizeof(ContextData));
  if (!record) return kEmpty;
  auto* data = new (record->raw()) ContextData;
  Settings settings = like ? settings_of(like) : Settings();
  uint32_t traps = decimal::kAllInvalid | decimal::kDivisionByZero | decimal::kOverflow;
  if (like) traps = data_of_context(like)->traps.load(std::memory_order_relaxed);
  data->precision.store(settings.precision, std::memory_order_relaxed);
  data->lowest_exponent.store(settings.lowest_exponent, std::memory_order_relaxed);
  data->highest_exponent.store(settings.highest_exponent, std::memory_order_relaxed);
  data->rounding.store(static_cast<uint8_t>(settings.rounding), std::memory_order_relaxed);
  data->clamp.store(settings.clamp, std::memory_order_relaxed);
  data->capitals.store(settings.capitals, std::memory_order_relaxed);
  data->status.store(0, std::memory_order_relaxed);
  data->traps.store(traps, std::memory_order_relaxed);
  return record;
}

// The context of this thread or task; the first time a new one. EMPTY: exception.
Value current_context(Thread* T, const DecimalState& state) {
  Dict* values = state.variable ? current_context_values(T) : nullptr;
  if (values) {
    Value found = dict_get_hashed(T, values, state.variable, state.variable_hash);
    if (found && is_instance_of_type(found, state.context())) return found;
    if (T->has_exception()) return kEmpty;
  }
  if (!state.variable) return raise_text(T, Builtin::kRuntimeError, "decimal has not been imported");
  Value context = call(T, state.context_type);
  String* name = context ? intern(T, "set") : nullptr;
  return name && call_method(T, state.variable, name, {context}) ? context : kEmpty;
}

// The `context` argument of a method: None or not given: the current one.
Value context_argument(Thread* T, const DecimalState& state, Value argument) {
  if (!argument || argument.is_none()) return current_context(T, state);
  if (is_instance_of_type(argument, state.context())) return argument;
  return raise_text(T, Builtin::kTypeError, "optional argument must be a context");
}

// Raises the exception of the first trapped condition; its argument is the list of all of them.
Raised raise_conditions(Thread* T, const DecimalState& state, uint32_t trapped) {
  if (!state.conditions) return raise_text(T, Builtin::kRuntimeError, "decimal has not been imported");
  Tuple* classes = as_tuple(state.conditions);
  int first = __builtin_ctz(trapped);
  if (trapped & decimal::kAllInvalid) first = 0;
  List* all = make_list(T);
  for (int i = 0; all && i < decimal::kConditionCount; ++i) {
    if (trapped >> i & 1 && !list_append(T, all, (*classes)[static_cast<size_t>(i)])) return Raised();
  }
  Value exception = all ? call(T, (*classes)[static_cast<size_t>(first)], {Value(all)}) : kEmpty;
  return exception ? raise_value(T, exception) : Raised();
}

// Sets the flags of what was met. False: one of it was trapped.
bool apply_status(Thread* T, const DecimalState& state, Value context, uint32_t status) {
  ContextData* data = data_of_context(context);
  if (status & ~data->status.load(std::memory_order_relaxed)) data->status.fetch_or(status, std::memory_order_relaxed);
  uint32_t trapped = status & data->traps.load(std::memory_order_relaxed);
  return !trapped || raise_conditions(T, state, trapped);
}

// The result of an operation, once its conditions are in the context. `done`: there was enough memory.
Value conclude(Thread* T, const DecimalState& state, Value context, const Settings& settings, const Number& result,
               bool done) {
  if (!done) return raise_memory_error(T);
  if (settings.status && !apply_status(T, state, context, settings.status)) return kEmpty;
  return make_decimal(T, state.decimal(), result);
}

// --- Operators

enum class Operation : uint8_t { kAdd, kSubtract, kMultiply, kDivide, kFloorDivide, kRemainder };

template <Operation kOperation>
Value compute(Thread* T, const DecimalState& state, const Number& a, const Number& b, Value context) {
  Settings settings = settings_of(context);
  Number result;
  bool is_nan = false, done = true;
  if (!a.is_finite() || !b.is_finite()) done = propagate_nan(a, &b, result, settings, &is_nan);
  if (done && !is_nan) {
    switch (kOperation) {
      case Operation::kAdd:
      case Operation::kSubtract:
        done = decimal::add(a, b, kOperation == Operation::kSubtract, result, settings);
        break;
      case Operation::kMultiply:
        done = decimal::multiply(a, b, result, settings);
        break;
      case Operation::kDivide:
        done = decimal::divide(a, b, result, settings);
        break;
      case Operation::kFloorDivide:
        done = decimal::divide_integer(a, b, &result, nullptr, settings);
        break;
      case Operation::kRemainder:
        done = decimal::divide_integer(a, b, nullptr, &result, settings);
        break;
    }
  }
  return conclude(T, state, context, settings, result, done);
}

template <Operation kOperation>
Value binary_slot(Thread* T, Value left, Value right) {
  DecimalState& state = state_of(T);
  Number a, b;
  bool known;
  if (!load_operand(T, state, left, a, &known)) return kEmpty;
  if (!known) return kNotImplemented;
  if (!load_operand(T, state, right, b, &known)) return kEmpty;
  if (!known) return kNotImplemented;
  Value context = current_context(T, state);
  return context ? compute<kOperation>(T, state, a, b, context) : kEmpty;
}

// The same as a method with a context, for those of Context.
template <Operation kOperation>
Value binary_method(Thread* T, Arguments args) {
  DecimalState& state = state_of(T);
  Number a, b;
  Value context = context_argument(T, state, args[2]);
  if (!context || !load(T, args[0], a) || !load_argument(T, state, args[1], b)) return kEmpty;
  return compute<kOperation>(T, state, a, b, context);
}

Value divide_both(Thread* T, const DecimalState& state, Value left, Value right, Value context_or_none) {
  Number a, b, quotient, remainder;
  bool known;
  if (!load_operand(T, state, left, a, &known)) return kEmpty;
  if (!known) return kNotImplemented;
  if (!load_operand(T, state, right, b, &known)) return kEmpty;
  if (!known) return kNotImplemented;
  Value context = context_argument(T, state, context_or_none);
  if (!context) return kEmpty;
  Settings settings = settings_of(context);
  bool is_nan = false;
  bool done = propagate_nan(a, &b, quotient, settings, &is_nan);
  if (done) done = is_nan ? remainder.set(quotient) : divide_integer(a, b, &quotient, &remainder, settings);
  Value first = conclude(T, state, context, settings, quotient, done);
  Value second = first ? make_decimal(T, state.decimal(), remainder) : kEmpty;
  return second ? Value(make_tuple(T, {first, second})) : kEmpty;
}

Value divmod_method(Thread* T, Arguments args) {
  return divide_both(T, state_of(T), args[0], args[1], kNone);
}

Value reflected_divmod_method(Thread* T, Arguments args) {
  return divide_both(T, state_of(T), args[1], args[0], kNone);
}

Value divmod_in_context_method(Thread* T, Arguments args) {
  return divide_both(T, state_of(T), args[0], args[1], args[2]);
}

enum class Sign : uint8_t { kKeep, kNegate, kDrop };

template <Sign kSign>
Value with_sign(Thread* T, const DecimalState& state, Value self, Value context) {
  if (!context) return kEmpty;
  Number n, result;
  if (!load(T, self, n)) return kEmpty;
  Settings settings = settings_of(context);
  bool is_nan;
  bool done = propagate_nan(n, nullptr, result, settings, &is_nan);
  if (done && !is_nan) {
    done = result.set(n);
    if (kSign == Sign::kNegate) result.is_negative = !n.is_negative;
    // A zero is the difference of 0 and it.
    if (n.is_zero() && settings.rounding != Rounding::kFloor) result.is_negative = false;
    if (kSign == Sign::kDrop) result.is_negative = false;
    done = done && finish(result, settings);
  }
  return conclude(T, state, context, settings, result, done);
}

template <Sign kSign>
Value sign_slot(Thread* T, Value self) {
  DecimalState& state = state_of(T);
  return with_sign<kSign>(T, state, self, current_context(T, state));
}

template <Sign kSign>
Value sign_method(Thread* T, Arguments args) {
  DecimalState& state = state_of(T);
  return with_sign<kSign>(T, state, args[0], context_argument(T, state, args[1]));
}

bool decimal_truth(Thread*, Value self, bool* out) {
  auto* record = self.as<Record>();
  const DecimalData* data = data_of(record);
  *out = special_of(record) != Special::kNone || record->get(0) || data->limbs[0] || data->limbs[1];
  return true;
}

bool holds(int order, CompareOperator op) {
  switch (op) {
    case CompareOperator::kLess:
      return order < 0;
    case CompareOperator::kLessEqual:
      return order <= 0;
    case CompareOperator::kEqual:
      return order == 0;
    case CompareOperator::kNotEqual:
      return order != 0;
    case CompareOperator::kGreater:
      return order > 0;
    default:
      return order >= 0;
  }
}

Value decimal_compare(Thread* T, Value self, Value other, CompareOperator op) {
  DecimalState& state = state_of(T);
  bool is_equality = op == CompareOperator::kEqual || op == CompareOperator::kNotEqual;
  Number a, b;
  bool known;
  if (!load_operand(T, state, other, b, &known)) return kEmpty;
  if (!known) {
    // Fractions, floats and complex numbers: (self, other) as two Decimals that compare as they do.
    if (!state.comparison_operand) return kNotImplemented;
    Value pair = call(T, state.comparison_operand, {self, other, Value::boolean(is_equality)});
    if (!pair || pair.is_not_implemented()) return pair;
    if (!is_tuple(pair) || as_tuple(pair)->length != 2) return kNotImplemented;
    self = (*as_tuple(pair))[0];
    other = (*as_tuple(pair))[1];
    if (!is_decimal(state, self) || !is_decimal(state, other)) return kNotImplemented;
    if (!load(T, other, b)) return kEmpty;
  }
  if (!load(T, self, a)) return kEmpty;
  if (a.is_nan() || b.is_nan()) {
    bool signals = !is_equality || a.special == Special::kSignalingNaN || b.special == Special::kSignalingNaN;
    if (signals) {
      Value context = current_context(T, state);
      if (!context || !apply_status(T, state, context, decimal::kInvalidOperation)) return kEmpty;
    }
    return Value::boolean(op == CompareOperator::kNotEqual);
  }
  int order;
  if (!decimal::compare(a, b, &order)) return raise_memory_error(T);
  return Value::boolean(holds(order, op));
}

bool decimal_hash(Thread* T, Value self, int64_t* out) {
  auto* record = self.as<Record>();
  switch (special_of(record)) {
    case Special::kSignalingNaN:
      return raise_text(T, Builtin::kTypeError, "Cannot hash a signaling NaN value");
    case Special::kQuietNaN:
      return types(T).object->slots.hash(T, self, out);
    case Special::kInfinity:
      *out = is_negative(record) ? -314159 : 314159;
      return true;
    case Special::kNone:
      break;
  }
  Number n;
  if (!load(T, self, n)) return false;
  *out = hash_of(n);
  return true;
}

Value decimal_str(Thread* T, Value self) {
  DecimalState& state = state_of(T);
  Number n;
  if (!load(T, self, n)) return kEmpty;
  bool capitals = true;
  if (state.variable) {
    Value context = current_context(T, state);
    if (!context) return kEmpty;
    capitals = settings_of(context).capitals;
  }
  return make_latin1_string(T, to_text(n, false, capitals));
}

Value decimal_repr(Thread* T, Value self) {
  Value text = decimal_str(T, self);
  if (!text) return kEmpty;
  return make_latin1_string(T, fmt::format("Decimal('{}')", as_string(text)->ascii()));
}

Value text_method(Thread* T, Arguments args) {
  DecimalState& state = state_of(T);
  Number n;
  bool engineering;
  Value context = context_argument(T, state, args[2]);
  if (!context || !truth(T, args[1], &engineering) || !load(T, args[0], n)) return kEmpty;
  return make_latin1_string(T, to_text(n, engineering, settings_of(context).capitals));
}

Value decimal_to_int(Thread* T, Value self) {
  Number n, whole;
  if (!load(T, self, n)) return kEmpty;
  if (n.is_nan()) return raise_text(T, Builtin::kValueError, "cannot convert NaN to integer");
  if (n.is_infinite()) return raise_text(T, Builtin::kOverflowError, "cannot convert Infinity to integer");
  bool inexact;
  if (!rescale(n, 0, Rounding::kDown, whole, &inexact)) return raise_memory_error(T);
  Value result = make_coefficient(T, whole.coefficient);
  return result && n.is_negative ? negative(T, result) : result;
}

Value decimal_to_float(Thread* T, Value self) {
  Number n;
  if (!load(T, self, n)) return kEmpty;
  if (n.special == Special::kSignalingNaN)
    return raise_text(T, Builtin::kValueError, "cannot convert signaling NaN to float");
  if (n.is_nan()) n.coefficient.set(0);
  double d;
  if (!parse_float_text(to_text(n, false, true), &d))
    return raise_text(T, Builtin::kValueError, "could not convert Decimal to float");
  return Value::from_double(d);
}

// --- Making

bool is_space(char c) {
  return c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31);
}

// The number in a str; *condition: why there is none (0: there is one).
bool parse_string(Thread* T, String* s, Number& n, uint32_t* condition) {
  std::string copy;
  std::string_view text;
  if (s->is_ascii()) {
    text = s->ascii();
  } else {
    copy = number_text(s);
    text = copy;
  }
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  if (text.find('_') != std::string_view::npos) {
    std::string plain;
    for (char c : text) {
      if (c != '_') plain += c;
    }
    copy = std::move(plain);
    text = copy;
  }
  bool valid;
  *condition = 0;
  if (!parse(text, n, &valid)) return raise_memory_error(T);
  if (!valid) {
    *condition = decimal::kConversionSyntax;
  } else if (n.is_finite() && (n.exponent < decimal::kMinTinyExponent ||
                               (n.coefficient.is_zero() ? n.exponent : n.adjusted()) > decimal::kMaxExponent)) {
    *condition = decimal::kInvalidOperation;
  } else if (n.is_nan() && n.coefficient.digit_count() > decimal::kMaxPrecision) {
    *condition = decimal::kConversionSyntax;
  }
  if (*condition) n.set_special(Special::kQuietNaN, false);
  return true;
}

Value decimal_create(Thread* T, Type* type, CallArguments arguments) {
  DecimalState& state = state_of(T);
  Value values[2];
  if (arguments.count > 2)
    return raise(T, Builtin::kTypeError, "function takes at most 2 arguments ({} given)", arguments.count);
  if (!arguments.keyword_names && arguments.count <= 1) {
    if (arguments.count) values[0] = arguments[0];
  } else if (!bind_arguments(T, "Decimal(value='0', context=None)", arguments, values)) {
    return kEmpty;
  }
  Value value = values[0];
  if (values[1] && !values[1].is_none() && !is_instance_of_type(values[1], state.context()))
    return raise_text(T, Builtin::kTypeError, "optional argument must be a context");
  Number n;
  if (!value) return make_decimal(T, type, n);
  if (is_string(value)) {
    uint32_t condition;
    if (!parse_string(T, as_string(value), n, &condition)) return kEmpty;
    if (condition) {
      Value context = context_argument(T, state, values[1]);
      if (!context || !apply_status(T, state, context, condition)) return kEmpty;
    }
    return make_decimal(T, type, n);
  }
  if (is_int(value)) return load_int_number(T, value, n) ? make_decimal(T, type, n) : kEmpty;
  if (!is_decimal(state, value)) {
    if (!state.convert) return raise_text(T, Builtin::kRuntimeError, "decimal has not been imported");
    value = call(T, state.convert, {value, values[1] ? values[1] : kNone});
    if (!value) return kEmpty;
    if (!is_decimal(state, value)) return raise_text(T, Builtin::kTypeError, "the conversion gave no Decimal");
  }
  if (type == state.decimal() && value.as_object()->type() == type) return value;
  return load(T, value, n) ? make_decimal(T, type, n) : kEmpty;
}

bool decimal_initialize(Thread*, Value, CallArguments) {
  return true;
}

// An exponent of any size: beyond 4 * 10^18 all are as good as infinite.
int64_t exponent_argument(Value v) {
  constexpr int64_t kLimit = 4000000000000000000;
  int64_t exponent;
  if (!int_fits_int64(v, &exponent)) return int_sign(v) < 0 ? -kLimit : kLimit;
  return std::clamp(exponent, -kLimit, kLimit);
}

bool special_argument(Value v, Special* out) {
  if (!is_string(v) || !as_string(v)->is_ascii()) return false;
  std::string_view text = as_string(v)->ascii();
  if (text.empty()) {
    *out = Special::kNone;
  } else if (text == "F") {
    *out = Special::kInfinity;
  } else if (text == "n" || text == "N") {
    *out = text == "n" ? Special::kQuietNaN : Special::kSignalingNaN;
  } else {
    return false;
  }
  return true;
}

Value make_function(Thread* T, Arguments args) {
  Number n;
  bool negative;
  if (!truth(T, args[0], &negative)) return kEmpty;
  if (!is_int(args[1]) || !special_argument(args[2], &n.special) || !(is_int(args[3]) || args[3].is_none()))
    return raise_text(T, Builtin::kTypeError, "_make() takes a sign, a coefficient, a kind and an exponent");
  if (!load_int(T, args[1], n.coefficient)) return kEmpty;
  n.is_negative = negative;
  if (!args[3].is_none()) n.exponent = exponent_argument(args[3]);
  return make_decimal(T, state_of(T).decimal(), n);
}

// --- Methods

bool rounding_argument(Thread* T, const DecimalState& state, Value v, Rounding* out) {
  if (is_string(v)) {
    for (int i = 0; i < decimal::kRoundingCount; ++i) {
      if (v == state.rounding_names[i] || strings_equal(as_string(v), as_string(state.rounding_names[i]))) {
        *out = static_cast<Rounding>(i);
        return true;
      }
    }
  }
  return raise_text(T, Builtin::kTypeError,
                    "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   "
                    "ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]");
}

Value quantize_method(Thread* T, Arguments args) {
  DecimalState& state = state_of(T);
  Number a, b, result;
  Value context = context_argument(T, state, args[3]);
  if (!context) return kEmpty;
  Settings settings = settings_of(context);
  if (args.has(2) && !args[2].is_none() && !rounding_argument(T, state, args[2], &settings.rounding)) return kEmpty;
  if (!load(T, args[0], a) || !load_argument(T, state, args[1], b)) return kEmpty;
  bool is_nan = false, done = true;
  if (!a.is_finite() || !b.is_finite()) {
    done = propagate_nan(a, &b, result, settings, &is_nan);
    if (done && !is_nan) {
      if (a.is_infinite() && b.is_infinite()) {
        result.set_special(Special::kInfinity, a.is_negative);
      } else {
        result.set_invalid(settings, decimal::kInvalidOperation);
      }
    }
  } else {
    done = quantize(a, b.exponent, result, settings);
  }
  return conclude(T, state, context, settings, result, done);
}

Value fix_method(Thread* T, Arguments args) {
  DecimalState& state = state_of(T);
  Number n;
  Value context = context_argument(T, state, args[1]);
  if (!context || !load(T, args[0], n)) return kEmpty;
  Settings settings = settings_of(context);
  if (args.has(2) && !args[2].is_none() && !rounding_argument(T, state, args[2], &settings.rounding)) return kEmpty;
  bool done = finish(n, settings);
  return conclude(T, state, context, settings, n, done);
}

Value rescale_method(Thread* T, Arguments args) {
  DecimalState& state = state_of(T);
  Number n, result;
  Rounding rounding;
  bool inexact;
  if (!is_int(args[1])) return raise_text(T, Builtin::kTypeError, "an integer is required");
  if (!rounding_argument(T, state, args[2], &rounding) || !load(T, args[0], n)) return kEmpty;
  if (!rescale(n, exponent_argument(args[1]), rounding, result, &inexact)) return raise_memory_error(T);
  return make_decimal(T, state.decimal(), result);
}

Value compare_method(Thread* T, Arguments args) {
  Number a, b;
  int order;
  if (!load(T, args[0], a) || !load_argument(T, state_of(T), args[1], b)) return kEmpty;
  if (!decimal::compare(a, b, &order)) return raise_memory_error(T);
  return Value::small_int((order > 0) - (order < 0));
}

Value adjusted_method(Thread* T, Arguments args) {
  Number n;
  if (!load(T, args[0], n)) return kEmpty;
  return make_int(T, n.is_finite() ? n.adjusted() : int64_t{0});
}

template <Sign kSign>
Value copy_method(Thread* T, Arguments args) {
  Number n;
  if (!load(T, args[0], n)) return kEmpty;
  n.is_negative = kSign == Sign::kNegate && !n.is_negative;
  return make_decimal(T, state_of(T).decimal(), n);
}

template <bool (*kTest)(Special)>
Value test_method(Thread*, Arguments args) {
  return Value::boolean(kTest(special_of(args[0].as<Record>())));
}
bool is_finite(Special s) {
  return s == Special::kNone;
}
bool is_infinite(Special s) {
  return s == Special::kInfinity;
}
bool is_any_nan(Special s) {
  return s >= Special::kQuietNaN;
}
bool is_quiet_nan(Special s) {
  return s == Special::kQuietNaN;
}
bool is_signaling_nan(Special s) {
  return s == Special::kSignalingNaN;
}

Value is_signed_method(Thread*, Arguments args) {
  return Value::boolean(is_negative(args[0].as<Record>()));
}

Value is_zero_method(Thread* T, Arguments args) {
  bool truth;
  return decimal_truth(T, args[0], &truth) ? Value::boolean(!truth) : kEmpty;
}

Value get_sign(Thread*, Value self) {
  return Value::small_int(is_negative(self.as<Record>()));
}

Value get_coefficient(Thread* T, Value self) {
  return coefficient_of(T, self.as<Record>());
}

Value get_exponent(Thread* T, Value self) {
  auto* record = self.as<Record>();
  return special_of(record) == Special::kNone ? make_int(T, data_of(record)->exponent) : kNone;
}

Value get_special(Thread* T, Value self) {
  static constexpr std::string_view kTexts[] = {"", "F", "n", "N"};
  return intern(T, kTexts[static_cast<int>(special_of(self.as<Record>()))]);
}

const NativeMethod kDecimalMethods[] = {
    {"quantize($self, /, exp, rounding=None, context=None)", quantize_method,
     "Rounded to the exponent of another Decimal."},
    {"adjusted($self, /)", adjusted_method, "The exponent of the first digit."},
    {"copy_abs($self, /)", copy_method<Sign::kDrop>, "The same number without its sign; no rounding, no signals."},
    {"copy_negate($self, /)", copy_method<Sign::kNegate>,
     "The same number with the other sign; no rounding, no signals."},
    {"is_finite($self, /)", test_method<is_finite>, "Is it neither an infinity nor a NaN?"},
    {"is_infinite($self, /)", test_method<is_infinite>, "Is it an infinity?"},
    {"is_nan($self, /)", test_method<is_any_nan>, "Is it a NaN, quiet or signaling?"},
    {"is_qnan($self, /)", test_method<is_quiet_nan>, "Is it a quiet NaN?"},
    {"is_snan($self, /)", test_method<is_signaling_nan>, "Is it a signaling NaN?"},
    {"is_signed($self, /)", is_signed_method, "Has it a negative sign? Zeros and NaNs may have one."},
    {"is_zero($self, /)", is_zero_method, "Is it a zero?"},
    {"__divmod__($self, value, /)", divmod_method, "Return divmod(self, value)."},
    {"__rdivmod__($self, value, /)", reflected_divmod_method, "Return divmod(value, self)."},
    {"_divmod($self, other, context, /)", divmod_in_context_method, nullptr},
    {"_add($self, other, context, /)", binary_method<Operation::kAdd>, nullptr},
    {"_subtract($self, other, context, /)", binary_method<Operation::kSubtract>, nullptr},
    {"_multiply($self, other, context, /)", binary_method<Operation::kMultiply>, nullptr},
    {"_divide($self, other, context, /)", binary_method<Operation::kDivide>, nullptr},
    {"_floor_divide($self, other, context, /)", binary_method<Operation::kFloorDivide>, nullptr},
    {"_remainder($self, other, context, /)", binary_method<Operation::kRemainder>, nullptr},
    {"_plus($self, context, /)", sign_method<Sign::kKeep>, nullptr},
    {"_minus($self, context, /)", sign_method<Sign::kNegate>, nullptr},
    {"_absolute($self, context, /)", sign_method<Sign::kDrop>, nullptr},
    {"_text($self, engineering, context, /)", text_method, nullptr},
    {"_fix($self, context, rounding=None, /)", fix_method, nullptr},
    {"_rescale($self, exponent, rounding, /)", rescale_method, nullptr},
    {"_cmp($self, other, /)", compare_method, nullptr},
    {nullptr, nullptr, nullptr}};

const NativeAttribute kDecimalAttributes[] = {{"_sign", get_sign, nullptr, nullptr},
                                              {"_int", get_coefficient, nullptr, nullptr},
                                              {"_exp", get_exponent, nullptr, nullptr},
                                              {"_special", get_special, nullptr, nullptr},
                                              {nullptr, nullptr, nullptr, nullptr}};

// --- The type Context

Value context_create(Thread* T, Type* type, CallArguments) {
  return make_context(T, type, state_of(T).default_context);
}

bool context_set_attribute(Thread* T, Value self, String* name, Value value) {
  Type* type = type_of(T, self);
  if (type->has_flag(kTypeIsBuiltin) && !type_lookup(type, name)) {
    return raise(T, Builtin::kAttributeError, "'{}' object has no attribute '{}'", name_of(type), to_utf8(name));
  }
  return generic_set_attribute(T, self, name, value);
}

// An attribute that is an int between limits.
struct IntAttribute {
  std::atomic<int64_t> ContextData::* field;
  int64_t lowest, highest;
  const char* message;
};
constexpr IntAttribute kPrecision = {&ContextData::precision, 1, decimal::kMaxPrecision,
                                     "valid range for prec is [1, MAX_PREC]"};
constexpr IntAttribute kLowestExponent = {&ContextData::lowest_exponent, -decimal::kMaxExponent, 0,
                                          "valid range for Emin is [MIN_EMIN, 0]"};
constexpr IntAttribute kHighestExponent = {&ContextData::highest_exponent, 0, decimal::kMaxExponent,
                                           "valid range for Emax is [0, MAX_EMAX]"};

bool limited_int(Thread* T, Value value, int64_t lowest, int64_t highest, const char* message, int64_t* out) {
  if (!value) return raise_text(T, Builtin::kAttributeError, "context attributes cannot be deleted");
  if (!is_int(value)) return raise_text(T, Builtin::kTypeError, "an integer is required");
  if (!int_fits_int64(value, out))
    return raise_text(T, Builtin::kOverflowError, "Python int too large to convert to C ssize_t");
  if (*out < lowest || *out > highest) return raise_text(T, Builtin::kValueError, message);
  return true;
}

template <const IntAttribute& kAttribute>
Value get_int(Thread* T, Value self) {
  return make_int(T, (data_of_context(self)->*kAttribute.field).load(std::memory_order_relaxed));
}
template <const IntAttribute& kAttribute>
bool set_int(Thread* T, Value self, Value value) {
  int64_t i;
  if (!limited_int(T, value, kAttribute.lowest, kAttribute.highest, kAttribute.message, &i)) return false;
  (data_of_context(self)->*kAttribute.field).store(i, std::memory_order_relaxed);
  return true;
}

Value get_clamp(Thread*, Value self) {
  return Value::small_int(data_of_context(self)->clamp.load(std::memory_order_relaxed));
}
bool set_clamp(Thread* T, Value self, Value value) {
  int64_t i;
  if (!limited_int(T, value, 0, 1, "valid values for clamp are 0 or 1", &i)) return false;
  data_of_context(self)->clamp.store(static_cast<uint8_t>(i), std::memory_order_relaxed);
  return true;
}

Value get_capitals(Thread*, Value self) {
  return Value::small_int(data_of_context(self)->capitals.load(std::memory_order_relaxed));
}
bool set_capitals(Thread* T, Value self, Value value) {
  int64_t i;
  if (!limited_int(T, value, 0, 1, "valid values for capitals are 0 or 1", &i)) return false;
  data_of_context(self)->capitals.store(static_cast<uint8_t>(i), std::memory_order_relaxed);
  return true;
}

Value get_rounding(Thread* T, Value self) {
  return state_of(T).rounding_names[data_of_context(self)->rounding.load(std::memory_order_relaxed)];
}
bool set_rounding(Thread* T, Value self, Value value) {
  if (!value) return raise_text(T, Builtin::kAttributeError, "context attributes cannot be deleted");
  Rounding rounding;
  if (!rounding_argument(T, state_of(T), value, &rounding)) return false;
  data_of_context(self)->rounding.store(static_cast<uint8_t>(rounding), std::memory_order_relaxed);
  return true;
}

template <std::atomic<uint32_t> ContextData::* kField>
Value get_conditions(Thread*, Value self) {
  return Value::small_int((data_of_context(self)->*kField).load(std::memory_order_relaxed));
}
template <std::atomic<uint32_t> ContextData::* kField>
bool set_conditions(Thread* T, Value self, Value value) {
  int64_t bits;
  if (!limited_int(T, value, 0, decimal::kAllConditions, "no set of conditions", &bits)) return false;
  (data_of_context(self)->*kField).store(static_cast<uint32_t>(bits), std::memory_order_relaxed);
  return true;
}

Value context_copy(Thread* T, Arguments args) {
  Value copy = make_context(T, state_of(T).context(), args[0]);
  if (copy) {
    data_of_context(copy)->status.store(data_of_context(args[0])->status.load(std::memory_order_relaxed),
                                        std::memory_order_relaxed);
  }
  return copy;
}

Value clear_flags(Thread*, Arguments args) {
  data_of_context(args[0])->status.store(0, std::memory_order_relaxed);
  return kNone;
}

Value clear_traps(Thread*, Arguments args) {
  data_of_context(args[0])->traps.store(0, std::memory_order_relaxed);
  return kNone;
}

Value signal_method(Thread* T, Arguments args) {
  int64_t bits;
  if (!limited_int(T, args[1], 0, decimal::kAllConditions, "no set of conditions", &bits)) return kEmpty;
  return apply_status(T, state_of(T), args[0], static_cast<uint32_t>(bits)) ? kNone : kEmpty;
}

const NativeMethod kContextMethods[] = {
    {"copy($self, /)", context_copy, "A new context with the same settings, flags and traps."},
    {"__copy__($self, /)", context_copy, nullptr},
    {"clear_flags($self, /)", clear_flags, "Set all flags to False."},
    {"clear_traps($self, /)", clear_traps, "Set all traps to False."},
    {"_signal($self, conditions, /)", signal_method, nullptr},
    {nullptr, nullptr, nullptr}};

const NativeAttribute kContextAttributes[] = {
    {"prec", get_int<kPrecision>, set_int<kPrecision>, nullptr},
    {"Emin", get_int<kLowestExponent>, set_int<kLowestExponent>, nullptr},
    {"Emax", get_int<kHighestExponent>, set_int<kHighestExponent>, nullptr},
    {"rounding", get_rounding, set_rounding, nullptr},
    {"capitals", get_capitals, set_capitals, nullptr},
    {"clamp", get_clamp, set_clamp, nullptr},
    {"_status", get_conditions<&ContextData::status>, set_conditions<&ContextData::status>, nullptr},
    {"_trapped", get_conditions<&ContextData::traps>, set_conditions<&ContextData::traps>, nullptr},
    {nullptr, nullptr, nullptr, nullptr}};

// --- The module

Value getcontext_function(Thread* T, Arguments) {
  return current_context(T, state_of(T));
}

// Gives the module what its Python half defines.
Value configure_function(Thread* T, Arguments args) {
  DecimalState& state = state_of(T);
  if (!is_tuple(args[1]) || as_tuple(args[1])->length != decimal::kConditionCount)
    return raise_text(T, Builtin::kTypeError, "configure() takes a tuple of all conditions");
  int64_t hash;
  if (!hash_value(T, args[0], &hash)) return kEmpty;
  state.variable_hash = static_cast<uint64_t>(hash);
  state.variable = args[0];
  state.conditions = args[1];
  state.convert = args[2];
  state.comparison_operand = args[3];
  return kNone;
}

Value set_default_context_function(Thread* T, Arguments args) {
  DecimalState& state = state_of(T);
  if (!is_instance_of_type(args[0], state.context()))
    return raise_text(T, Builtin::kTypeError, "argument must be a context");
  state.default_context = args[0];
  return kNone;
}

// Adds the attributes of a class written in Python to one of the types here, while nobody has used it.
Value complete_function(Thread* T, Arguments args) {
  DecimalState& state = state_of(T);
  if ((args[0] != state.decimal_type && args[0] != state.context_type) || !is_kind(args[1], Kind::kType))
    return raise_text(T, Builtin::kTypeError, "complete() takes a type of this module and a class");
  auto* type = args[0].as<Type>();
  String* mark = intern(T, "__completed__");
  if (!mark) return kEmpty;
  if (type_lookup(type, mark)) return kNone;
  Dict* attributes = type_attributes_copy(T, args[1].as<Type>());
  if (!attributes) return kEmpty;
  static constexpr std::string_view kOwn[] = {"__dict__",        "__weakref__",     "__module__",
                                              "__doc__",         "__slots__",       "__qualname__",
                                              "__firstlineno__", "__annotations__", "__static_attributes__"};
  size_t position = 0;
  Value name, value;
  while (dict_next(attributes, &position, &name, &value)) {
    if (!is_string(name)) continue;
    std::string text = to_utf8(as_string(name));
    if (std::find(std::begin(kOwn), std::end(kOwn), text) != std::end(kOwn)) continue;
    String* interned = intern(T, as_string(name));
    if (!interned || !define_attribute(T, type, interned, value)) return kEmpty;
  }
  if (!define_attribute(T, type, mark, kTrue)) return kEmpty;
  refill_slots(T, type);
  return kNone;
}

const NativeMethod kFunctions[] = {
    {"getcontext()", getcontext_function, "Get the current default context.", kNoSwitchAfterCall},
    {"_make(sign, coefficient, special, exponent, /)", make_function, nullptr},
    {"configure(variable, conditions, convert, comparison_operand, /)", configure_function, nullptr},
    {"set_default_context(context, /)", set_default_context_function, nullptr},
    {"complete(type, methods, /)", complete_function, nullptr},
    {nullptr, nullptr, nullptr}};

const TypeSlots& decimal_slots() {
  static const TypeSlots slots = [] {
    TypeSlots s{};
    s.create = decimal_create;
    s.initialize = decimal_initialize;
    s.repr = decimal_repr;
    s.str = decimal_str;
    s.hash = decimal_hash;
    s.compare = decimal_compare;
    s.truth = decimal_truth;
    auto binary = [&s](BinaryOperator op) -> auto& { return s.binary[static_cast<int>(op)]; };
    binary(BinaryOperator::kAdd) = binary_slot<Operation::kAdd>;
    binary(BinaryOperator::kSubtract) = binary_slot<Operation::kSubtract>;
    binary(BinaryOperator::kMultiply) = binary_slot<Operation::kMultiply>;
    binary(BinaryOperator::kTrueDivide) = binary_slot<Operation::kDivide>;
    binary(BinaryOperator::kFloorDivide) = binary_slot<Operation::kFloorDivide>;
    binary(BinaryOperator::kRemainder) = binary_slot<Operation::kRemainder>;
    s.negative = sign_slot<Sign::kNegate>;
    s.positive = sign_slot<Sign::kKeep>;
    s.absolute = sign_slot<Sign::kDrop>;
    s.to_int = decimal_to_int;
    s.to_float = decimal_to_float;
    return s;
  }();
  return slots;
}

const TypeSlots& context_slots() {
  static const TypeSlots slots = [] {
    TypeSlots s{};
    s.create = context_create;
    s.set_attribute = context_set_attribute;
    return s;
  }();
  return slots;
}

}  // namespace

Value initialize_decimal_module(Thread* T) {
  static const NativeTypeSpec kDecimalSpec = {"decimal.Decimal",
                                              Kind::kRecord,
                                              kDecimalSize,
                                              kTypeIsBuiltin | kTypeIsBase,
                                              "A decimal number of any length; never changes.",
                                              &decimal_slots(),
                                              kDecimalMethods,
                                              kDecimalAttributes,
                                              "(value='0', context=None)"};
  static const NativeTypeSpec kContextSpec = {
      "decimal.Context",
      Kind::kRecord,
      kContextSize,
      kTypeIsBuiltin | kTypeIsBase,
      "Precision, rounding, limits of exponents, which signals were raised (flags) and which raise exceptions (traps).",
      &context_slots(),
      kContextMethods,
      kContextAttributes,
      "(prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)"};
  static constexpr const char* kRoundingNames[] = {"ROUND_DOWN",  "ROUND_HALF_UP", "ROUND_HALF_EVEN", "ROUND_CEILING",
                                                   "ROUND_FLOOR", "ROUND_UP",      "ROUND_HALF_DOWN", "ROUND_05UP"};
  DecimalState& state = state_of(T);
  Module* module = make_module(T, "_decimal");
  Type* decimal_type = module ? make_native_type(T, kDecimalSpec) : nullptr;
  Type* context_type = decimal_type ? make_native_type(T, kContextSpec) : nullptr;
  if (!context_type) return kEmpty;
  for (int i = 0; i < decimal::kRoundingCount; ++i) {
    String* name = intern(T, kRoundingNames[i]);
    if (!name || !module_set(T, module, kRoundingNames[i], name)) return kEmpty;
    state.rounding_names[i] = name;
  }
  state.default_context = kEmpty;
  state.decimal_type = decimal_type;
  state.context_type = context_type;
  return module_set(T, module, "Decimal", decimal_type) && module_set(T, module, "Context", context_type) &&
                 add_functions(T, module, kFunctions)
             ? Value(module)
             : kEmpty;
}

}  // namespace gilded
