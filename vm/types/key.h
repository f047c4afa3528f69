// How dicts, sets and lists hash and compare keys of the common types without a call: str, small ints, floats, bools
// and None never run Python code, so they may be compared with an object lock held.
#pragma once

#include "vm/object/protocols.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

inline uint32_t hash_of(String* s) {
  uint32_t hash = s->hash.load(std::memory_order_relaxed);
  return hash ? hash : string_hash(s);
}

// hash(key) of a small int, or of a str that was asked before. False: any other key.
inline bool known_hash(Value key, uint64_t* out) {
  if (is_exactly(key, Kind::kString)) {
    *out = key.as<String>()->hash.load(std::memory_order_relaxed);
    return *out != 0;
  }
  if (!key.is_small_int()) return false;
  int64_t i = key.as_small_int();
  *out = static_cast<uint64_t>(i == -1 ? -2 : i);
  return true;
}

// hash(key). False: exception (unhashable, or __hash__ raised).
inline bool hash_key(Thread* T, Value key, uint64_t* out) {
  if (known_hash(key, out)) return true;
  if (is_exactly(key, Kind::kString)) {
    *out = string_hash(key.as<String>());
    return true;
  }
  int64_t hash;
  if (!hash_value(T, key, &hash)) return false;
  *out = static_cast<uint64_t>(hash);
  return true;
}

enum class Equality : int8_t { kNo = 0, kYes = 1, kUnknown = -1 };

inline Equality quick_equal(Value a, Value b, int tuple_depth = 2);

// Tuples of such values, the usual compound keys.
inline Equality quick_equal_tuples(Tuple* a, Tuple* b, int tuple_depth) {
  if (a->length != b->length) return Equality::kNo;
  for (size_t i = 0; i < a->length; ++i) {
    Equality equality = quick_equal((*a)[i], (*b)[i], tuple_depth);
    if (equality != Equality::kYes) return equality;
  }
  return Equality::kYes;
}

// a is b or a == b, when that can be told without running Python code.
inline Equality quick_equal(Value a, Value b, int tuple_depth) {
  if (a == b) return Equality::kYes;
  if (!a.is_object() && !b.is_object()) {
    if (a.is_small_int() && b.is_small_int()) return Equality::kNo;
    double x, y;
    if (a.is_small_int()) {
      x = static_cast<double>(a.as_small_int());
    } else if (a.is_float()) {
      x = a.as_float();
    } else if (a.is_bool()) {
      x = a.is_true();
    } else {
      return Equality::kNo;
    }
    if (b.is_small_int()) {
      y = static_cast<double>(b.as_small_int());
    } else if (b.is_float()) {
      y = b.as_float();
    } else if (b.is_bool()) {
      y = b.is_true();
    } else {
      return Equality::kNo;
    }
    return x == y ? Equality::kYes : Equality::kNo;
  }
  if (is_exactly(a, Kind::kString)) {
    if (is_exactly(b, Kind::kString)) {
      String* s = a.as<String>();
      String* t = b.as<String>();
      if (s->length != t->length || (s->is_interned() && t->is_interned())) return Equality::kNo;
      return strings_equal(s, t) ? Equality::kYes : Equality::kNo;
    }
    if (!b.is_object()) return Equality::kNo;
  } else if (is_exactly(b, Kind::kString) && !a.is_object()) {
    return Equality::kNo;
  } else if (tuple_depth > 0 && is_exactly(a, Kind::kTuple) && is_exactly(b, Kind::kTuple)) {
    return quick_equal_tuples(a.as<Tuple>(), b.as<Tuple>(), tuple_depth - 1);
  }
  return Equality::kUnknown;
}

// How two small ints, two floats or two strs compare: *order is below, at or above 0. False: anything else, or a NaN.
inline bool quick_order(Value a, Value b, int* order) {
  if (a.is_small_int() && b.is_small_int()) {
    *order = (a.as_small_int() > b.as_small_int()) - (a.as_small_int() < b.as_small_int());
    return true;
  }
  if (is_exactly(a, Kind::kString) && is_exactly(b, Kind::kString)) {
    *order = compare_strings(a.as<String>(), b.as<String>());
    return true;
  }
  if (!a.is_float() || !b.is_float()) return false;
  double x = a.as_float(), y = b.as_float();
  *order = (x > y) - (x < y);
  return x == y || *order != 0;
}

// a is b or a == b: 1, 0, -1 with an exception.
inline int equal_values(Thread* T, Value a, Value b) {
  Equality quick = quick_equal(a, b);
  return quick == Equality::kUnknown ? equal(T, a, b) : static_cast<int>(quick);
}

}  // namespace gilded
