// The format mini-language: format(x, spec) of int, float, complex and str, and the digits of floats for `%`
// formatting.
//
// Functions of the calling thread without state.
#pragma once

#include <string>

#include "vm/object/errors.h"
#include "vm/object/object.h"
#include "vm/types/string.h"

namespace gilded {

// ValueError and OverflowError as CPython 3.13's.
Value format_int(Thread* T, Value v, String* spec);  // REQUIRES is_int(v)
Value format_float(Thread* T, double d, String* spec);
Value format_complex(Thread* T, double real, double imaginary, String* spec);
Value format_string(Thread* T, String* s, String* spec);

// A finite or infinite float or NaN in format e, f, g (or E, F, G: upper case) or r (repr) with a precision, without a
// sign for numbers that are not negative. `alternate`: the point stays and %g keeps its zeros. `add_dot_zero`: 1
// becomes 1.0.
std::string float_digits(double d, char format, int precision, bool alternate, bool add_dot_zero);

}  // namespace gilded
