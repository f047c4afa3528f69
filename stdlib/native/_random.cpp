// _random: the Mersenne Twister MT19937, with CPython's seeding, so that the same seed gives the same numbers.
#include <sys/random.h>

#include <cstring>

#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/types/int.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

constexpr int kStateSize = 624, kShift = 397;

// The raw bytes of the Record; changes under the object lock.
struct Generator {
  uint32_t state[kStateSize];
  int32_t index;

  void seed(uint32_t value) {
    state[0] = value;
    for (int i = 1; i < kStateSize; ++i)
      state[i] = 1812433253u * (state[i - 1] ^ (state[i - 1] >> 30)) + static_cast<uint32_t>(i);
    index = kStateSize;
  }

  void seed(const uint32_t* key, size_t size) {
    seed(19650218u);
    int i = 1;
    size_t j = 0;
    for (size_t k = std::max<size_t>(kStateSize, size); k; --k) {
      state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >> 30)) * 1664525u)) + key[j] + static_cast<uint32_t>(j);
      if (++i >= kStateSize) {
        state[0] = state[kStateSize - 1];
        i = 1;
      }
      if (++j >= size) j = 0;
    }
    for (int k = kStateSize - 1; k; --k) {
      state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >> 30)) * 1566083941u)) - static_cast<uint32_t>(i);
      if (++i >= kStateSize) {
        state[0] = state[kStateSize - 1];
        i = 1;
      }
    }
    state[0] = 0x80000000u;
  }

  uint32_t next() {
    if (index >= kStateSize) {
      for (int k = 0; k < kStateSize; ++k) {
        uint32_t y = (state[k] & 0x80000000u) | (state[(k + 1) % kStateSize] & 0x7fffffffu);
        state[k] = state[(k + kShift) % kStateSize] ^ (y >> 1) ^ (y & 1 ? 0x9908b0dfu : 0u);
      }
      index = 0;
    }
    uint32_t y = state[index++];
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    return y ^ (y >> 18);
  }
};

Generator* generator_of(Value self) {
  return reinterpret_cast<Generator*>(self.as<Record>()->raw());
}

// seed(None or nothing): from the system; an int: its absolute value; anything else: its hash.
bool seed_with(Thread* T, Value self, Value argument) {
  Generator fresh;
  if (!argument || argument.is_none()) {
    uint32_t key[kStateSize];
    if (getrandom(key, sizeof key, 0) != sizeof key)
      return raise(T, Builtin::kOSError, "no random bytes from the system");
    fresh.seed(key, kStateSize);
  } else {
    Mpz magnitude;
    if (is_int(argument)) {
      mpz_abs(magnitude, IntOperand(argument));
    } else {
      int64_t hash;
      if (!hash_value(T, argument, &hash)) return false;
      mpz_set_ui(magnitude, static_cast<uint64_t>(hash));
    }
    size_t count = 0;
    auto* key = static_cast<uint32_t*>(mpz_export(nullptr, &count, -1, 4, 0, 0, magnitude));
    const uint32_t zero = 0;
    fresh.seed(count ? key : &zero, count ? count : 1);
    void (*release)(void*, size_t);
    mp_get_memory_functions(nullptr, nullptr, &release);
    if (key) release(key, count * 4);
  }
  ObjectLock lock(T, self.as_object());
  *generator_of(self) = fresh;
  return true;
}

Value random_create(Thread* T, Type* type, CallArguments arguments) {
  Record* record = make_record(T, type, 0, sizeof(Generator));
  if (!record) return kEmpty;
  // A subclass may take other arguments in its __init__, which sees to their meaning; the seed is the first positional
  // one.
  Value seed = arguments.positional_count() && is_int(arguments[0]) ? arguments[0] : kEmpty;
  if (type->has_flag(kTypeIsBuiltin)) {
    Value values[1];
    if (!bind_arguments(T, "Random(x=<unrepresentable>, /)", arguments, values)) return kEmpty;
    seed = values[0];
  }
  return seed_with(T, record, seed) ? Value(record) : kEmpty;
}

bool random_initialize(Thread*, Value, CallArguments) {
  return true;
}

Value random_method(Thread* T, Arguments args) {
  ObjectLock lock(T, args[0].as_object());
  Generator* generator = generator_of(args[0]);
  uint32_t a = generator->next() >> 5, b = generator->next() >> 6;
  return Value::from_double((a * 67108864.0 + b) * (1.0 / 9007199254740992.0));
}

Value seed_method(Thread* T, Arguments args) {
  return seed_with(T, args[0], args[1]) ? kNone : kEmpty;
}

Value getrandbits_method(Thread* T, Arguments args) {
  int64_t bits;
  if (!to_int64(T, args[1], &bits)) return kEmpty;
  if (bits < 0) return raise(T, Builtin::kValueError, "number of bits must be non-negative");
  if (bits == 0) return Value::small_int(0);
  if (bits > (int64_t{1} << 33)) return raise_memory_error(T);
  if (bits <= 32) {
    ObjectLock lock(T, args[0].as_object());
    return Value::small_int(generator_of(args[0])->next() >> (32 - bits));
  }
  std::vector<uint32_t> words(static_cast<size_t>((bits - 1) / 32 + 1));
  {
    ObjectLock lock(T, args[0].as_object());
    for (uint32_t& word : words) {
      word = generator_of(args[0])->next();
      if (bits < 32) word >>= 32 - bits;
      bits -= 32;
    }
  }
  Mpz result;
  mpz_import(result, words.size(), -1, 4, 0, 0, words.data());
  return make_int_from_mpz(T, result);
}

Value getstate_method(Thread* T, Arguments args) {
  Tuple* state = make_tuple(T, kStateSize + 1);
  if (!state) return kEmpty;
  ObjectLock lock(T, args[0].as_object());
  Generator* generator = generator_of(args[0]);
  for (int i = 0; i < kStateSize; ++i) heap_initialize(state, state->items[i], Value::small_int(generator->state[i]));
  heap_initialize(state, state->items[kStateSize], Value::small_int(generator->index));
  return state;
}

Value setstate_method(Thread* T, Arguments args) {
  if (!is_tuple(args[1])) return raise(T, Builtin::kTypeError, "state vector must be a tuple");
  Tuple* state = as_tuple(args[1]);
  if (state->length != kStateSize + 1) return raise(T, Builtin::kValueError, "state vector is the wrong size");
  Generator fresh;
  for (int i = 0; i < kStateSize; ++i) {
    int64_t word;
    if (!to_int64(T, (*state)[static_cast<size_t>(i)], &word)) return kEmpty;
    fresh.state[i] = static_cast<uint32_t>(word);
  }
  int64_t index;
  if (!to_int64(T, (*state)[kStateSize], &index)) return kEmpty;
  if (index < 0 || index > kStateSize) return raise(T, Builtin::kValueError, "invalid state");
  fresh.index = static_cast<int32_t>(index);
  ObjectLock lock(T, args[0].as_object());
  *generator_of(args[0]) = fresh;
  return kNone;
}

const NativeMethod kMethods[] = {
    {"random($self, /)", random_method, "random() -> x in the interval [0, 1)."},
    {"seed($self, n=None, /)", seed_method,
     "Defines the state of the generator from the argument, or from the system."},
    {"getrandbits($self, k, /)", getrandbits_method, "getrandbits(k) -> x. Generates an int with k random bits."},
    {"getstate($self, /)", getstate_method, "getstate() -> tuple containing the current state."},
    {"setstate($self, state, /)", setstate_method, "setstate(state) -> None. Restores generator state."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_random_module(Thread* T) {
  static const TypeSlots slots = [] {
    TypeSlots s{};
    s.create = random_create;
    s.initialize = random_initialize;
    return s;
  }();
  static const NativeTypeSpec spec = {"_random.Random",
                                      Kind::kRecord,
                                      record_size(0, sizeof(Generator)),
                                      kTypeIsBuiltin | kTypeIsBase,
                                      "Random() -> create a random number generator with its own internal state.",
                                      &slots,
                                      kMethods,
                                      nullptr,
                                      nullptr};
  Module* module = make_module(T, "_random");
  Type* type = module ? make_native_type(T, spec) : nullptr;
  return type && module_set(T, module, "Random", type) ? Value(module) : kEmpty;
}

}  // namespace gilded
