#include "stdlib/native/decimal_natural.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace gilded::decimal {

namespace {

// 2^33 bits, as for ints: before GMP could abort the process.
constexpr size_t kMaxLimbs = size_t{1} << 27;
constexpr double kDigitsPerBit = 0.30102999566398119521;
constexpr uint64_t kChunk = 10000000000000000000u;  // the largest power of ten in a limb
constexpr int kChunkDigits = 19;

// Powers of ten that need no computing.
constexpr int kPowerCount = 78;
struct Power {
  std::array<mp_limb_t, 4> limbs{};
  size_t size = 1;
};
constexpr std::array<Power, kPowerCount> kPowers = [] {
  std::array<Power, kPowerCount> powers{};
  powers[0].limbs[0] = 1;
  for (size_t i = 1; i < powers.size(); ++i) {
    unsigned __int128 carry = 0;
    for (size_t k = 0; k < 4; ++k) {
      carry += static_cast<unsigned __int128>(powers[i - 1].limbs[k]) * 10;
      powers[i].limbs[k] = static_cast<mp_limb_t>(carry);
      carry >>= 64;
      if (powers[i].limbs[k]) powers[i].size = k + 1;
    }
  }
  return powers;
}();

int signed_order(int order) {
  return (order > 0) - (order < 0);
}

}  // namespace

bool Natural::reserve_more(size_t limbs) {
  if (limbs > kMaxLimbs) return false;
  auto* memory = static_cast<mp_limb_t*>(std::malloc(limbs * sizeof(mp_limb_t)));
  if (!memory) return false;
  release();
  limbs_ = memory;
  capacity_ = limbs;
  return true;
}

void Natural::release() {
  if (limbs_ != inline_) std::free(limbs_);
  limbs_ = inline_;
  capacity_ = kInlineLimbs;
  size_ = 0;
}

bool Natural::set(const mp_limb_t* limbs, size_t size) {
  if (!reserve(size)) return false;
  if (size) std::memcpy(limbs_, limbs, size * sizeof(mp_limb_t));
  trim(size);
  return true;
}

void Natural::swap(Natural& other) {
  if (limbs_ != inline_ && other.limbs_ != other.inline_) {
    std::swap(limbs_, other.limbs_);
  } else {
    mp_limb_t* mine = limbs_ == inline_ ? nullptr : limbs_;
    mp_limb_t* others = other.limbs_ == other.inline_ ? nullptr : other.limbs_;
    size_t my_size = mine ? 0 : size_, other_size = others ? 0 : other.size_;
    mp_limb_t saved[kInlineLimbs];
    if (my_size) std::memcpy(saved, inline_, my_size * sizeof(mp_limb_t));
    if (other_size) std::memcpy(inline_, other.inline_, other_size * sizeof(mp_limb_t));
    if (my_size) std::memcpy(other.inline_, saved, my_size * sizeof(mp_limb_t));
    limbs_ = others ? others : inline_;
    other.limbs_ = mine ? mine : other.inline_;
  }
  std::swap(size_, other.size_);
  std::swap(capacity_, other.capacity_);
}

int64_t Natural::digit_count() const {
  if (!size_) return 1;
  size_t bits = (size_ - 1) * 64 + static_cast<size_t>(std::bit_width(limbs_[size_ - 1]));
  // 2^(bits - 1) has `estimate` digits or one more of them than a number of so many bits at least has.
  auto estimate = static_cast<int64_t>(static_cast<double>(bits) * kDigitsPerBit);
  if (estimate < kPowerCount) {
    const Power& power = kPowers[static_cast<size_t>(estimate)];
    // One limb, as most numbers have, needs no call.
    bool reaches = size_ != power.size ? size_ > power.size
                   : size_ == 1        ? limbs_[0] >= power.limbs[0]
                                       : mpn_cmp(limbs_, power.limbs.data(), static_cast<mp_size_t>(size_)) >= 0;
    return estimate + reaches;
  }
  Natural power;
  // Without memory for the comparison the larger count is safe: whatever is done with it will run out as well.
  if (!power.set_power_of_ten(estimate)) return estimate + 1;
  return estimate + (compare(*this, power) >= 0);
}

bool Natural::set_power_of_ten(int64_t exponent) {
  if (exponent < kPowerCount) {
    const Power& power = kPowers[static_cast<size_t>(exponent)];
    return set(power.limbs.data(), power.size);
  }
  if (static_cast<double>(exponent) / kDigitsPerBit > static_cast<double>(kMaxLimbs) * 64 - 64) return false;
  mpz_t power;
  mpz_init(power);
  mpz_ui_pow_ui(power, 10, static_cast<unsigned long>(exponent));
  bool done = set(mpz_limbs_read(power), mpz_size(power));
  mpz_clear(power);
  return done;
}

bool Natural::set_digits(std::string_view digits) {
  size_t zeros = std::min(digits.find_first_not_of('0'), digits.size());
  digits.remove_prefix(zeros);
  if (digits.size() <= 2 * kChunkDigits) {
    uint64_t chunks[2] = {0, 0};
    size_t split = digits.size() > kChunkDigits ? digits.size() - kChunkDigits : 0;
    for (size_t i = 0; i < digits.size(); ++i) {
      uint64_t& chunk = chunks[i >= split];
      chunk = chunk * 10 + static_cast<uint64_t>(digits[i] - '0');
    }
    unsigned __int128 value = static_cast<unsigned __int128>(chunks[0]) * kChunk + chunks[1];
    limbs_[0] = static_cast<mp_limb_t>(value);
    limbs_[1] = static_cast<mp_limb_t>(value >> 64);
    trim(2);
    return true;
  }
  if (digits.size() / 19 > kMaxLimbs || !reserve(digits.size() / 19 + 2)) return false;
  std::string values(digits);
  for (char& c : values) c = static_cast<char>(c - '0');
  trim(static_cast<size_t>(
      mpn_set_str(limbs_, reinterpret_cast<const unsigned char*>(values.data()), values.size(), 10)));
  return true;
}

bool Natural::sum(const Natural& a, const Natural& b) {
  const Natural& longer = a.size_ >= b.size_ ? a : b;
  const Natural& shorter = a.size_ >= b.size_ ? b : a;
  if (!shorter.size_) return set(longer);
  if (!reserve(longer.size_ + 1)) return false;
  limbs_[longer.size_] = mpn_add(limbs_, longer.limbs_, static_cast<mp_size_t>(longer.size_), shorter.limbs_,
                                 static_cast<mp_size_t>(shorter.size_));
  trim(longer.size_ + 1);
  return true;
}

bool Natural::difference(const Natural& a, const Natural& b) {
  if (!b.size_) return set(a);
  if (!reserve(a.size_)) return false;
  mpn_sub(limbs_, a.limbs_, static_cast<mp_size_t>(a.size_), b.limbs_, static_cast<mp_size_t>(b.size_));
  trim(a.size_);
  return true;
}

bool Natural::product(const Natural& a, const Natural& b) {
  if (!a.size_ || !b.size_) return set(0), true;
  if (!reserve(a.size_ + b.size_)) return false;
  const Natural& longer = a.size_ >= b.size_ ? a : b;
  const Natural& shorter = a.size_ >= b.size_ ? b : a;
  mpn_mul(limbs_, longer.limbs_, static_cast<mp_size_t>(longer.size_), shorter.limbs_,
          static_cast<mp_size_t>(shorter.size_));
  trim(a.size_ + b.size_);
  return true;
}

bool Natural::add_one() {
  if (size_ < capacity_) {
    mp_limb_t carry = size_ ? mpn_add_1(limbs_, limbs_, static_cast<mp_size_t>(size_), 1) : 1;
    if (carry) limbs_[size_++] = carry;
    return true;
  }
  Natural one(1), result;
  if (!result.sum(*this, one)) return false;
  swap(result);
  return true;
}

bool Natural::multiply_by_power_of_ten(int64_t exponent) {
  if (!size_ || exponent == 0) return true;
  if (exponent <= kChunkDigits && size_ < capacity_) {
    mp_limb_t high =
        mpn_mul_1(limbs_, limbs_, static_cast<mp_size_t>(size_), kPowers[static_cast<size_t>(exponent)].limbs[0]);
    if (high) limbs_[size_++] = high;
    return true;
  }
  Natural power, result;
  if (!power.set_power_of_ten(exponent) || !result.product(*this, power)) return false;
  swap(result);
  return true;
}

bool Natural::quotient(const Natural& a, const Natural& b, Natural* rest) {
  if (compare(a, b) < 0) {
    set(0);
    return rest->set(a);
  }
  size_t count = a.size_ - b.size_ + 1;
  if (!reserve(count) || !rest->reserve(b.size_)) return false;
  mpn_tdiv_qr(limbs_, rest->limbs_, 0, a.limbs_, static_cast<mp_size_t>(a.size_), b.limbs_,
              static_cast<mp_size_t>(b.size_));
  trim(count);
  rest->trim(b.size_);
  return true;
}

bool Natural::divide_by_power_of_ten(int64_t exponent, int* order, bool* rest_is_zero) {
  if (exponent <= kChunkDigits) {
    mp_limb_t divisor = kPowers[static_cast<size_t>(exponent)].limbs[0];
    mp_limb_t rest = size_ ? mpn_divrem_1(limbs_, 0, limbs_, static_cast<mp_size_t>(size_), divisor) : 0;
    trim(size_);
    *rest_is_zero = rest == 0;
    mp_limb_t other_part = divisor - rest;
    *order = rest < other_part ? -1 : rest > other_part;
    return true;
  }
  Natural power, result, rest;
  if (!power.set_power_of_ten(exponent) || !result.quotient(*this, power, &rest)) return false;
  *rest_is_zero = rest.is_zero();
  Natural other_part;
  if (!other_part.difference(power, rest)) return false;
  *order = signed_order(compare(rest, other_part));
  swap(result);
  return true;
}

bool Natural::modulo_power_of_ten(int64_t exponent) {
  Natural power, result, rest;
  if (!power.set_power_of_ten(exponent) || !result.quotient(*this, power, &rest)) return false;
  swap(rest);
  return true;
}

int64_t Natural::strip_zeros(int64_t limit) {
  int64_t count = 0;
  // Large steps first: most numbers with many zeros have few limbs, and most numbers have no zeros.
  for (int64_t step : {16, 8, 4, 2, 1}) {
    mp_limb_t divisor = kPowers[static_cast<size_t>(step)].limbs[0];
    while (count + step <= limit && size_ && modulo(divisor) == 0) {
      mpn_divrem_1(limbs_, 0, limbs_, static_cast<mp_size_t>(size_), divisor);
      trim(size_);
      count += step;
      if (step < 16) break;
    }
    if (modulo(10) != 0) break;
  }
  return count;
}

void Natural::append_digits(std::string* out) const {
  if (size_ <= 4) {
    // Chunks of 19 digits, the lowest first, from the end of a buffer.
    mp_limb_t rest[4];
    size_t size = size_;
    if (size) std::memcpy(rest, limbs_, size * sizeof(mp_limb_t));
    char buffer[100];
    char* end = buffer + sizeof buffer;
    char* start = end;
    do {
      uint64_t chunk = 0;
      if (size == 1 && rest[0] < kChunk) {
        chunk = rest[0];
        size = 0;
      } else if (size) {
        chunk = mpn_divrem_1(rest, 0, rest, static_cast<mp_size_t>(size), kChunk);
        while (size && rest[size - 1] == 0) --size;
      }
      char* chunk_start = start - kChunkDigits;
      while (start > chunk_start && (chunk || size)) {
        *--start = static_cast<char>('0' + chunk % 10);
        chunk /= 10;
      }
    } while (size);
    if (start == end) *--start = '0';
    out->append(start, static_cast<size_t>(end - start));
    return;
  }
  Natural copy;
  if (!copy.set(*this)) return;
  std::string digits(static_cast<size_t>(static_cast<double>(size_) * 64 * kDigitsPerBit) + 3, '\0');
  size_t count =
      mpn_get_str(reinterpret_cast<unsigned char*>(digits.data()), 10, copy.limbs_, static_cast<mp_size_t>(copy.size_));
  size_t zeros = 0;
  while (zeros + 1 < count && digits[zeros] == 0) ++zeros;
  for (size_t i = zeros; i < count; ++i) *out += static_cast<char>('0' + digits[i]);
}

}  // namespace gilded::decimal
