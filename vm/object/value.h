// Value: any Python value in one 64-bit word.
//
//   0x0000'0000'0000'0000                      EMPTY: no value (unbound variable, absent argument, "an exception is
//   set") 0x0000'0000'0000'0002 ... 0x0a             None, False, True, Ellipsis, NotImplemented 0x0000'pppp'pppp'pppp
//   (>= 4096)          pointer to an Object, as it is 0x0002'0000'0000'0000 ... 0xfff2'...       float: its IEEE bits +
//   2^49 (every NaN is made anew, see fresh_nan, so nothing reaches 0xfffe) 0xfffe'0000'0000'0000 ... 0xffff'... int of
//   49 bits, two's complement in the low 49 bits
//
// Larger ints are heap objects (types/int.h). An int that fits 49 bits is never on the heap, so equal small ints are
// the same word. The tag test of every kind stands here and nowhere else. Pure functions: safe from any thread.
#pragma once

#include <atomic>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace gilded {

struct Object;

// A quiet NaN with a payload that no other has had for days: the time stamp counter. Floats have no identity but their
// bits, and that two NaNs are one object can be seen where equality is asked for after identity: [float("nan")] ==
// [float("nan")] is False, and nan in [nan] is True. What writes the bits of a float to the outside writes
// plain_float's.
inline double fresh_nan() {
  return std::bit_cast<double>(uint64_t{0x7ff8} << 48 | (__builtin_ia32_rdtsc() & ((uint64_t{1} << 48) - 1)));
}
inline double plain_float(double d) {
  return d != d ? std::numeric_limits<double>::quiet_NaN() : d;
}

class Value {
 public:
  static constexpr uint64_t kNoneBits = 2, kFalseBits = 4, kTrueBits = 6, kEllipsisBits = 8, kNotImplementedBits = 10,
                            kSliceInRegistersBits = 12;
  static constexpr uint64_t kFloatOffset = uint64_t{1} << 49;
  static constexpr uint64_t kIntTag = uint64_t{0xfffe} << 48;
  static constexpr int64_t kMaxInt = (int64_t{1} << 48) - 1;
  static constexpr int64_t kMinInt = -(int64_t{1} << 48);

  constexpr Value() = default;  // EMPTY
  Value(Object* object)
      : bits_(reinterpret_cast<uintptr_t>(object)) {}  // NOLINT: an object is a Value; nullptr is EMPTY
  static constexpr Value from_bits(uint64_t bits) {
    Value v;
    v.bits_ = bits;
    return v;
  }
  static constexpr Value none() { return from_bits(kNoneBits); }
  static constexpr Value ellipsis() { return from_bits(kEllipsisBits); }
  static constexpr Value not_implemented() { return from_bits(kNotImplementedBits); }
  static constexpr Value boolean(bool b) { return from_bits(b ? kTrueBits : kFalseBits); }
  static constexpr bool fits_int(int64_t i) { return i >= kMinInt && i <= kMaxInt; }
  // REQUIRES: fits_int(i). For any int64_t use make_int (types/int.h).
  static constexpr Value small_int(int64_t i) {
    return from_bits(kIntTag | (static_cast<uint64_t>(i) & ((uint64_t{1} << 49) - 1)));
  }
  static Value from_double(double d) {
    if (d != d) [[unlikely]]
      d = fresh_nan();
    return from_bits(std::bit_cast<uint64_t>(d) + kFloatOffset);
  }

  constexpr uint64_t bits() const { return bits_; }
  constexpr bool is_empty() const { return bits_ == 0; }
  constexpr explicit operator bool() const { return bits_ != 0; }  // not EMPTY; not Python's truth
  constexpr bool is_none() const { return bits_ == kNoneBits; }
  constexpr bool is_bool() const { return (bits_ & ~uint64_t{2}) == kFalseBits; }
  constexpr bool is_true() const { return bits_ == kTrueBits; }    // the constant True
  constexpr bool is_false() const { return bits_ == kFalseBits; }  // the constant False
  constexpr bool is_ellipsis() const { return bits_ == kEllipsisBits; }
  constexpr bool is_not_implemented() const { return bits_ == kNotImplementedBits; }
  constexpr bool is_small_int() const { return bits_ >= kIntTag; }
  constexpr bool is_float() const { return bits_ - kFloatOffset < kIntTag - kFloatOffset; }
  constexpr bool is_object() const { return bits_ - 16 < kFloatOffset - 16; }

  constexpr int64_t as_small_int() const { return static_cast<int64_t>(bits_ << 15) >> 15; }
  double as_float() const { return std::bit_cast<double>(bits_ - kFloatOffset); }
  Object* as_object() const { return reinterpret_cast<Object*>(bits_); }
  template <class T>
  T* as() const {
    return reinterpret_cast<T*>(bits_);
  }  // REQUIRES: it is a T

  // `is`: the same word.
  friend constexpr bool operator==(Value a, Value b) { return a.bits_ == b.bits_; }

 private:
  uint64_t bits_ = 0;
};
static_assert(sizeof(Value) == 8);

inline constexpr Value kEmpty{};
inline constexpr Value kNone = Value::none();
// What BUILD_SLICE leaves for the next instruction instead of a slice object; scripts never meet it.
inline constexpr Value kSliceInRegisters = Value::from_bits(Value::kSliceInRegistersBits);
inline constexpr Value kTrue = Value::boolean(true);
inline constexpr Value kFalse = Value::boolean(false);
inline constexpr Value kNotImplemented = Value::not_implemented();

// A Value in the heap. Any thread may read it while another writes: loads acquire, so that a fresh object is seen
// initialised; stores release. On x86 both are plain moves. Stores go through heap_store (gc/heap.h), which is where a
// write barrier will stand.
class Slot {
 public:
  Slot() = default;
  explicit Slot(Value value) : bits_(value.bits()) {}
  Value load() const { return Value::from_bits(bits_.load(std::memory_order_acquire)); }
  Value load_relaxed() const { return Value::from_bits(bits_.load(std::memory_order_relaxed)); }
  // Only for objects that no other thread can reach yet, and inside heap_store.
  void store_release(Value value) { bits_.store(value.bits(), std::memory_order_release); }
  void initialize(Value value) { bits_.store(value.bits(), std::memory_order_relaxed); }
  // Only inside heap_compare_exchange.
  bool compare_exchange(Value& expected, Value desired) {
    uint64_t bits = expected.bits();
    bool done = bits_.compare_exchange_strong(bits, desired.bits(), std::memory_order_acq_rel);
    expected = Value::from_bits(bits);
    return done;
  }
  Value exchange(Value desired) { return Value::from_bits(bits_.exchange(desired.bits(), std::memory_order_acq_rel)); }

 private:
  std::atomic<uint64_t> bits_{0};
};
static_assert(sizeof(Slot) == 8);

}  // namespace gilded
