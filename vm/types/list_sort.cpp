// Merging of natural runs with the merge policy of powersort: runs that are there already cost nothing, and the tree of
// merges is within one comparison per item of the best one.
#include "vm/types/list_sort.h"

#include <algorithm>

#include "vm/gc/heap.h"
#include "vm/object/protocols.h"
#include "vm/types/key.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

enum class Order : int8_t { kNotLess = 0, kLess = 1, kFailed = -1 };

struct SmallIntOrder {
  static Order less(Thread*, Value a, Value b) {
    return a.as_small_int() < b.as_small_int() ? Order::kLess : Order::kNotLess;
  }
};
struct StringOrder {
  static Order less(Thread*, Value a, Value b) {
    return compare_strings(a.as<String>(), b.as<String>()) < 0 ? Order::kLess : Order::kNotLess;
  }
};
struct FloatOrder {
  static Order less(Thread*, Value a, Value b) { return a.as_float() < b.as_float() ? Order::kLess : Order::kNotLess; }
};
struct AnyOrder {
  static Order less(Thread* T, Value a, Value b) {
    // Tuples, the usual keys: the first items that differ decide.
    if (is_exactly(a, Kind::kTuple) && is_exactly(b, Kind::kTuple)) {
      auto* x = a.as<Tuple>();
      auto* y = b.as<Tuple>();
      size_t common = std::min(x->length, y->length);
      for (size_t i = 0; i < common; ++i) {
        Value p = (*x)[i], q = (*y)[i];
        if (int order; quick_order(p, q, &order)) {
          if (order == 0) continue;
          return order < 0 ? Order::kLess : Order::kNotLess;
        }
        int same = equal_values(T, p, q);
        if (same < 0) return Order::kFailed;
        if (!same) return less_item(T, p, q);
      }
      return x->length < y->length ? Order::kLess : Order::kNotLess;
    }
    return less_item(T, a, b);
  }

 private:
  static Order less_item(Thread* T, Value a, Value b) {
    if (int order; quick_order(a, b, &order)) return order < 0 ? Order::kLess : Order::kNotLess;
    Value result = compare(T, a, b, CompareOperator::kLess);
    if (result.is_bool()) return result.is_true() ? Order::kLess : Order::kNotLess;
    bool yes;
    if (!result || !truth(T, result, &yes)) return Order::kFailed;
    return yes ? Order::kLess : Order::kNotLess;
  }
};

// Keys decide; values, when there are any, go along.
struct Items {
  Value* keys;
  Value* values;  // null: the keys are the values
  Items at(size_t i) const { return {keys + i, values ? values + i : nullptr}; }
  void assign(size_t i, Items from, size_t j) const {
    keys[i] = from.keys[j];
    if (values) values[i] = from.values[j];
  }
  void move(size_t to, Items from, size_t j, size_t count) const {
    std::memmove(static_cast<void*>(keys + to), from.keys + j, count * sizeof(Value));
    if (values) std::memmove(static_cast<void*>(values + to), from.values + j, count * sizeof(Value));
  }
  void reverse(size_t start, size_t stop) const {
    std::reverse(keys + start, keys + stop);
    if (values) std::reverse(values + start, values + stop);
  }
};

template <class Comparison>
class Sorter {
 public:
  Sorter(Thread* T, Items items, size_t count) : thread_(T), items_(items), count_(count) {}

  bool sort() {
    size_t minimum = minimum_run(count_);
    size_t start = 0;
    while (start < count_) {
      size_t length;
      if (!natural_run(start, &length)) return false;
      size_t wanted = std::min(minimum, count_ - start);
      if (length < wanted) {
        if (!insertion_sort(start, start + length, start + wanted)) return false;
        length = wanted;
      }
      if (!push_run(start, length)) return false;
      start += length;
    }
    while (run_count_ > 1) {
      if (!merge_top()) return false;
    }
    return true;
  }

 private:
  struct Run {
    size_t start, length;
    int power;  // of the boundary to the next run
  };

  // Between 32 and 64, so that count / minimum is a power of two or a little less.
  static size_t minimum_run(size_t n) {
    size_t lost = 0;
    while (n >= 64) {
      lost |= n & 1;
      n >>= 1;
    }
    return n + lost;
  }

  Order less(Value a, Value b) { return Comparison::less(thread_, a, b); }

  // The longest run at `start`; a strictly falling one is turned round.
  bool natural_run(size_t start, size_t* length) {
    size_t end = start + 1;
    if (end < count_) {
      Order falling = less(items_.keys[end], items_.keys[end - 1]);
      if (falling == Order::kFailed) return false;
      for (++end; end < count_; ++end) {
        Order next = less(items_.keys[end], items_.keys[end - 1]);
        if (next == Order::kFailed) return false;
        if (next != falling) break;
      }
      if (falling == Order::kLess) items_.reverse(start, end);
    }
    *length = end - start;
    return true;
  }

  // [start, sorted) is sorted: inserts the rest up to `end`, each after its equals.
  bool insertion_sort(size_t start, size_t sorted, size_t end) {
    for (; sorted < end; ++sorted) {
      Value key = items_.keys[sorted];
      size_t low = start, high = sorted;
      while (low < high) {
        size_t middle = low + (high - low) / 2;
        Order order = less(key, items_.keys[middle]);
        if (order == Order::kFailed) return false;
        if (order == Order::kLess) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      Value value = items_.values ? items_.values[sorted] : kEmpty;
      items_.move(low + 1, items_, low, sorted - low);
      items_.keys[low] = key;
      if (items_.values) items_.values[low] = value;
    }
    return true;
  }

  // Depth of the boundary between two neighbouring runs in a perfectly balanced merge tree over all items: the first
  // binary digit in which the middles of the runs, as fractions of the whole, differ.
  int boundary_power(const Run& left, size_t length) const {
    uint64_t n = count_;
    uint64_t a = 2 * left.start + left.length;
    uint64_t b = a + left.length + length;
    int power = 0;
    for (;;) {
      ++power;
      if (a >= n) {
        a -= n;
        b -= n;
      } else if (b >= n) {
        return power;
      }
      a <<= 1;
      b <<= 1;
    }
  }

  bool push_run(size_t start, size_t length) {
    if (run_count_ > 0) {
      int power = boundary_power(runs_[run_count_ - 1], length);
      while (run_count_ > 1 && runs_[run_count_ - 2].power > power) {
        if (!merge_top()) return false;
      }
      runs_[run_count_ - 1].power = power;
    }
    runs_[run_count_++] = {start, length, 0};
    return true;
  }

  // Where `key` belongs in the sorted `keys`: before its equals, or after them. False: raised.
  bool find_place(Value key, const Value* keys, size_t count, bool after_equals, size_t* place) {
    size_t low = 0, high = count;
    while (low < high) {
      size_t middle = low + (high - low) / 2;
      Order order = after_equals ? less(key, keys[middle]) : less(keys[middle], key);
      if (order == Order::kFailed) return false;
      if ((order == Order::kLess) == after_equals) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    *place = low;
    return true;
  }

  bool merge_top() {
    Run& left = runs_[run_count_ - 2];
    Run right = runs_[run_count_ - 1];
    --run_count_;
    size_t left_start = left.start, left_length = left.length;
    size_t right_length = right.length;
    left.length += right.length;
    left.power = right.power;
    // What stands right already: the head of the left run and the tail of the right one.
    size_t skip;
    if (!find_place(items_.keys[right.start], items_.keys + left_start, left_length, true, &skip)) return false;
    left_start += skip;
    left_length -= skip;
    if (left_length == 0) return true;
    if (!find_place(items_.keys[left_start + left_length - 1], items_.keys + right.start, right_length, false,
                    &right_length))
      return false;
    if (right_length == 0) return true;
    return left_length <= right_length ? merge_forward(left_start, left_length, right.start, right_length)
                                       : merge_backward(left_start, left_length, right.start, right_length);
  }

  bool prepare_space(size_t count) {
    if (space_ && space_->capacity >= count * (items_.values ? 2 : 1)) return true;
    space_ = make_value_array(thread_, count * (items_.values ? 2 : 1));
    if (!space_) return false;
    scratch_.keys = reinterpret_cast<Value*>(space_->slots());
    scratch_.values = items_.values ? scratch_.keys + count : nullptr;
    return true;
  }

  bool merge_forward(size_t to, size_t left_length, size_t right, size_t right_length) {
    if (!prepare_space(left_length)) return false;
    scratch_.move(0, items_, to, left_length);
    size_t i = 0, end = right + right_length;
    Order order = Order::kNotLess;
    while (i < left_length && right < end) {
      order = less(items_.keys[right], scratch_.keys[i]);
      if (order == Order::kFailed) break;
      if (order == Order::kLess) {
        items_.assign(to++, items_, right++);
      } else {
        items_.assign(to++, scratch_, i++);
      }
    }
    items_.move(to, scratch_, i, left_length - i);
    return order != Order::kFailed;
  }

  bool merge_backward(size_t left, size_t left_length, size_t right, size_t right_length) {
    if (!prepare_space(right_length)) return false;
    scratch_.move(0, items_, right, right_length);
    size_t to = right + right_length, i = left + left_length, j = right_length;
    Order order = Order::kNotLess;
    while (i > left && j > 0) {
      order = less(scratch_.keys[j - 1], items_.keys[i - 1]);
      if (order == Order::kFailed) break;
      if (order == Order::kLess) {
        items_.assign(--to, items_, --i);
      } else {
        items_.assign(--to, scratch_, --j);
      }
    }
    items_.move(to - j, scratch_, 0, j);
    return order != Order::kFailed;
  }

  Thread* thread_;
  Items items_;
  size_t count_;
  Items scratch_{};
  ValueArray* space_ = nullptr;  // seen by the collector: this object stands on the native stack
  size_t run_count_ = 0;
  Run runs_[90];  // powers grow along the stack and stay below 64
};

template <class Test>
bool all_keys(Items items, size_t count, Test test) {
  return std::all_of(items.keys, items.keys + count, test);
}

bool sort_items(Thread* T, Items items, size_t count) {
  if (all_keys(items, count, [](Value v) { return v.is_small_int(); }))
    return Sorter<SmallIntOrder>(T, items, count).sort();
  if (all_keys(items, count, [](Value v) { return is_exactly(v, Kind::kString); }))
    return Sorter<StringOrder>(T, items, count).sort();
  if (all_keys(items, count, [](Value v) { return v.is_float(); })) return Sorter<FloatOrder>(T, items, count).sort();
  return Sorter<AnyOrder>(T, items, count).sort();
}

}  // namespace

bool sort_values(Thread* T, ValueArray* array, size_t count, Value key, bool reverse) {
  Items items{reinterpret_cast<Value*>(array->slots()), nullptr};
  ValueArray* keys = nullptr;
  if (key) {
    keys = make_value_array(T, count);
    if (!keys) return false;
    for (size_t i = 0; i < count; ++i) {
      Value made = call(T, key, {items.keys[i]});
      if (!made) return false;
      heap_initialize(keys, (*keys)[i], made);
    }
    items = {reinterpret_cast<Value*>(keys->slots()), items.keys};
  }
  if (count < 2) return true;
  // Items change their places, new ones among them: no part of the array is the dirty one (Heap::remember_slot).
  heap_barrier(array);
  // Turned round before and after, so that equal items keep their order.
  if (reverse) items.reverse(0, count);
  bool done = sort_items(T, items, count);
  if (reverse) items.reverse(0, count);
  return done;
}

}  // namespace gilded
