// complex: | header | real | imaginary |     Immutable once reachable.
#pragma once

#include <complex>
#include <string>

#include "vm/gc/heap.h"
#include "vm/object/errors.h"
#include "vm/object/object.h"
#include "vm/object/type.h"

namespace gilded {

struct Complex : Object {
  double real;
  double imaginary;
};

using ComplexNumber = std::complex<double>;  // only as a pair: its own * and / differ from Python's in corner cases

const NativeTypeSpec& complex_type_spec();
Value make_complex(Thread* T, double real, double imaginary);
inline bool is_complex(Value v) {
  return is_kind(v, Kind::kComplex);
}
// complex, float or int of any size, or an object with __complex__, __float__ or __index__. False: exception.
bool to_complex(Thread* T, Value v, ComplexNumber* out);
std::string complex_repr(double real, double imaginary);

ComplexNumber complex_product(ComplexNumber a, ComplexNumber b);
// False: ZeroDivisionError.
bool complex_quotient(Thread* T, ComplexNumber a, ComplexNumber b, ComplexNumber* out);
Value complex_power(Thread* T, ComplexNumber a, ComplexNumber b);

}  // namespace gilded
