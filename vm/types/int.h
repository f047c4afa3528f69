// int: Value::small_int up to 49 bits, else a heap object on GMP limbs:
//
//   | header | sign and limb count | limb 0 (least significant) | limb 1 | ...
//
// Invariant: an exact int that fits 49 bits is always a small int. bool is its own Value but an instance of int.
// Instances of Python subclasses of int are heap objects of any size (flag kIsSubclassInstance). GMP aborts when memory
// runs out, so sizes are guarded first.
#pragma once

#include <gmp.h>

#include <string>
#include <string_view>

#include "compiler/code/opcode.h"
#include "vm/gc/heap.h"
#include "vm/object/errors.h"
#include "vm/object/object.h"

namespace gilded {

struct String;

struct Int : Object {
  int64_t signed_size;  // limbs, negative for negative numbers; 0 is zero
  mp_limb_t limbs[1];
};

Value make_int_slow(Thread* T, int64_t i);
inline Value make_int(Thread* T, int64_t i) {
  return Value::fits_int(i) ? Value::small_int(i) : make_int_slow(T, i);
}
Value make_int(Thread* T, uint64_t i);
Value make_int(Thread* T, __int128 i);
Value make_int_from_mpz(Thread* T, mpz_srcptr z);
Value make_int_from_double(Thread* T, double truncated);  // OverflowError, ValueError for infinities and NaN
// Python's int(text, base): underscores, prefixes, the digits limit. ValueError as CPython's.
Value parse_int(Thread* T, std::string_view text, int base);
// From digits that the lexer accepted.
Value int_from_digits(Thread* T, std::string_view digits, int base);
std::string int_to_text(Thread* T, Value value,
                        int base = 10);  // no prefix; "" with an exception past the digits limit
// Any int: small, bool, heap or subclass instance.
// int(text, base) of a str or bytes object, which error messages show as it is. `text` are its characters as
// number_text() gives them.
Value parse_int_object(Thread* T, Value object, std::string_view text, int base);
// The characters of a str as int() and float() read them: decimal digits of any script and spaces become ASCII, others
// above 127 '?'.
std::string number_text(const String* s);
inline bool is_int(Value v) {
  return v.is_small_int() || v.is_bool() || is_kind(v, Kind::kInt);
}
// The exact int of the same value (bools and subclass instances lose their type). REQUIRES is_int.
Value exact_int(Thread* T, Value v);
// An instance of `type` (int or a Python subclass) with the value of the exact int v.
Value int_of_type(Thread* T, Type* type, Value v);
// int(x) for a value that is no text: __int__, __index__, __trunc__.
Value int_from_number(Thread* T, Value x);
// False: does not fit. REQUIRES is_int.
bool int_fits_int64(Value v, int64_t* out);
double int_to_double(Thread* T, Value v, bool* overflow);  // correctly rounded
int int_sign(Value v);                                     // -1, 0, 1
// Operators for ints of any size (REQUIRES is_int both); the slow halves of the instructions.
Value int_binary(Thread* T, compiler::BinaryOperator op, Value a, Value b);
// The same for bools and exact ints of up to 63 bits and a sign, which hashes, random numbers and times are computed
// with, and any other values: false for those, for other operators, and where it would raise. *result is EMPTY after
// MemoryError.
bool int_word_operation(Thread* T, compiler::BinaryOperator op, Value a, Value b, Value* result);
int int_compare(Value a, Value b);  // < 0, 0, > 0
// (a // b, a % b) as a tuple. REQUIRES is_int both.
Value int_divmod(Thread* T, Value a, Value b);
// modulus EMPTY or None: none.
Value int_power(Thread* T, Value a, Value b, Value modulus);
// To a multiple of 10**-digits, half to even; digits <= 0.
Value int_round(Thread* T, Value v, Value digits);
size_t int_bit_length(Value v);
Value int_shift_left(Thread* T, Value v, size_t count);
// Bytes in two's complement or unsigned; the caller checked nothing. False: OverflowError.
bool int_to_bytes(Thread* T, Value v, unsigned char* out, size_t size, bool little_endian, bool is_signed);
Value int_from_bytes(Thread* T, const unsigned char* bytes, size_t size, bool little_endian, bool is_signed);
int64_t int_hash(Value v);  // modulo 2^61 - 1, as CPython

// An int without an object: a small one, or a bool. And what it is worth.
inline bool is_inline(Value v) {
  return !v.is_object();
}
inline int64_t inline_value(Value v) {
  return v.is_small_int() ? v.as_small_int() : v.is_true();
}

// An int of any size as GMP's read-only operand, without a copy. The Value must stay alive.
class IntOperand {
 public:
  explicit IntOperand(Value v);
  operator mpz_srcptr() const { return mpz_; }  // NOLINT: stands where GMP wants an operand

 private:
  mp_limb_t limb_ = 0;
  mpz_t mpz_;
};

// A GMP number of this scope.
class Mpz {
 public:
  Mpz() { mpz_init(mpz_); }
  ~Mpz() { mpz_clear(mpz_); }
  Mpz(const Mpz&) = delete;
  Mpz& operator=(const Mpz&) = delete;
  operator mpz_ptr() { return mpz_; }           // NOLINT
  operator mpz_srcptr() const { return mpz_; }  // NOLINT

 private:
  mpz_t mpz_;
};

}  // namespace gilded
