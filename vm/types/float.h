// float: Value's own kind of word; only instances of Python subclasses are on the heap: | header | value | attributes |
#pragma once

#include <string>
#include <string_view>

#include "vm/gc/heap.h"
#include "vm/object/errors.h"
#include "vm/object/object.h"

namespace gilded {

struct Float : Object {
  double value;
};

// A float or an instance of a subclass.
inline bool is_float(Value v) {
  return v.is_float() || is_kind(v, Kind::kFloat);
}
inline double float_value(Value v) {
  return v.is_float() ? v.as_float() : v.as<Float>()->value;
}

std::string float_repr(double d);  // the shortest text that reads back as d, in Python's layout
int64_t float_hash(double d);      // of all but NaN, equal to the hash of an equal int; NaN: 0
Value float_power(Thread* T, double base, double exponent);        // may be complex; ZeroDivisionError, OverflowError
double float_remainder(double a, double b);                        // the sign of b; REQUIRES b != 0
double float_floor_divide(double a, double b, double* remainder);  // REQUIRES b != 0
// a < b and so on of a float with an int of any size, exactly: < 0, 0, > 0. REQUIRES: d is not NaN.
int compare_float_int(double d, Value i);
// Python's float(text): False: not a number. Whitespace around is allowed.
bool parse_float_text(std::string_view text, double* out);
// Correctly rounded to `digits` places after the point, half to even of the exact value. False: OverflowError.
bool round_float(Thread* T, double d, int64_t digits, double* out);
// IEEE binary16, rounded half to even. False: too large.
bool half_bits(double d, uint16_t* out);
double half_value(uint16_t bits);
// (numerator, denominator) as a tuple.
Value float_as_integer_ratio(Thread* T, double d);
// An instance of `type` (float or a Python subclass).
Value float_of_type(Thread* T, Type* type, double d);

}  // namespace gilded
