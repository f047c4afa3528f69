// Natural: the coefficients of decimal numbers while they are computed with: ints >= 0 of any size, on GMP's limbs.
//
// Up to kInlineLimbs limbs stand in the object itself, which lives on a native stack: numbers of the usual precision
// (28 digits, products of 56) need no memory of their own. Functions that return bool return false when the result
// would be too large or memory is used up, and nothing else: their callers raise MemoryError. Results never share
// memory with operands: `sum(a, b)` requires that this is neither a nor b. No thread safety of its own, no references
// to the heap.
#pragma once

#include <gmp.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace gilded::decimal {

class Natural {
 public:
  static constexpr size_t kInlineLimbs = 10;

  Natural() = default;
  explicit Natural(uint64_t value) { set(value); }
  ~Natural() {
    if (limbs_ != inline_) release();
  }
  Natural(const Natural&) = delete;
  Natural& operator=(const Natural&) = delete;

  size_t size() const { return size_; }
  const mp_limb_t* limbs() const { return limbs_; }
  bool is_zero() const { return size_ == 0; }
  bool is_odd() const { return size_ && limbs_[0] & 1; }
  // The remainder of a division by a small number.
  uint64_t modulo(uint64_t divisor) const {
    return size_ ? mpn_mod_1(limbs_, static_cast<mp_size_t>(size_), divisor) : 0;
  }
  // How many decimal digits it has; 1 for 0.
  int64_t digit_count() const;
  // As GMP's operand, good while this stays as it is. Fills `storage`.
  mpz_srcptr operand(mpz_t storage) const { return mpz_roinit_n(storage, limbs_, static_cast<mp_size_t>(size_)); }

  void set(uint64_t value) {
    limbs_[0] = value;
    size_ = value != 0;
  }
  bool set(const mp_limb_t* limbs, size_t size);  // the high limbs may be 0
  bool set(const Natural& other) { return set(other.limbs_, other.size_); }
  bool set_digits(std::string_view digits);  // decimal digits, maybe none
  void swap(Natural& other);

  bool sum(const Natural& a, const Natural& b);
  bool difference(const Natural& a, const Natural& b);  // REQUIRES: a >= b
  bool product(const Natural& a, const Natural& b);
  bool add_one();
  bool multiply_by_power_of_ten(int64_t exponent);
  // *this = a / b, *rest = a % b. REQUIRES: b > 0.
  bool quotient(const Natural& a, const Natural& b, Natural* rest);
  // *this becomes the quotient. `*order` compares twice the rest with the divisor, and *rest_is_zero tells of the rest.
  bool divide_by_power_of_ten(int64_t exponent, int* order, bool* rest_is_zero);
  // The rest alone.
  bool modulo_power_of_ten(int64_t exponent);
  // Divides by ten as often as there is no rest, at most `limit` times; how often.
  int64_t strip_zeros(int64_t limit);

  // Appends the decimal digits; "0" for 0.
  void append_digits(std::string* out) const;

  friend int compare(const Natural& a, const Natural& b) {
    if (a.size_ != b.size_) return a.size_ < b.size_ ? -1 : 1;
    return a.size_ ? mpn_cmp(a.limbs_, b.limbs_, static_cast<mp_size_t>(a.size_)) : 0;
  }

 private:
  // Room for that many limbs; the present ones may be lost.
  bool reserve(size_t limbs) { return limbs <= capacity_ || reserve_more(limbs); }
  bool reserve_more(size_t limbs);
  void release();
  void trim(size_t size) {
    while (size && limbs_[size - 1] == 0) --size;
    size_ = size;
  }
  bool set_power_of_ten(int64_t exponent);

  mp_limb_t* limbs_ = inline_;
  size_t size_ = 0;
  size_t capacity_ = kInlineLimbs;
  mp_limb_t inline_[kInlineLimbs];
};

}  // namespace gilded::decimal
